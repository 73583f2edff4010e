"""L6: what can be wrong in a city's channels, programmes and claims beyond the shape of a field.

Everything is looked at, so that a file is corrected once; shapes of fields are told by the models.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from simkinerja.errors import InputError, Place, Problem, nearest, problem
from simkinerja.rules.checks import shown

if TYPE_CHECKING:
    from simkinerja.files.yaml import Path_, YamlDocument

__all__ = ["faults"]

_NAME: Final = re.compile(r"[a-z][a-z0-9_]{1,40}")
WHOSE: Final = frozenset({"agency", "unit", "service"})
"""Whose outcome a claim may be about: groups that are known before the first month."""


def faults(document: YamlDocument) -> list[Problem]:
    """Return every fault of names, interventions, outcomes and conditions, with line and field.

    Parameters
    ----------
    document : YamlDocument
        A whole city file; sections of a wrong shape are passed over, the models tell those.
    """
    systems: dict[str, Any] = {}
    found = [one for section in ("channels", "programmes") for one in _systems(document, section, systems)]
    codes: dict[str, int] = {}
    for at, claim in _entries(document, "claims"):
        found += _repeated(document, (*at, "code"), claim.get("code"), codes)
        found += _claim(document, at, claim, systems)
    return found


def _entries(document: YamlDocument, section: str) -> Iterator[tuple[Path_, dict[str, Any]]]:
    listed = document.data.get(section, []) if isinstance(document.data, dict) else []
    for k, entry in enumerate(listed if isinstance(listed, list) else []):
        if isinstance(entry, dict):
            yield (section, k), entry


def _fault(document: YamlDocument, at: Path_, allowed: str, got: Any) -> Problem:
    name = ".".join(str(step) for step in at)
    place = Place(file=document.file, row=document.line_of(at), field=name)
    return problem("yaml_value", place, allowed=allowed, got=shown(got))


def _repeated(document: YamlDocument, at: Path_, code: Any, codes: dict[str, int]) -> Iterator[Problem]:
    if not isinstance(code, str):
        return
    row = document.line_of(at) or 0
    if code in codes:
        yield _fault(document, at, f"berbeda dari yang lain (sudah dipakai di baris {codes[code]})", code)
    codes.setdefault(code, row)


def _systems(document: YamlDocument, section: str, systems: dict[str, Any]) -> Iterator[Problem]:
    from simkinerja.evaluate.claims import spec_of

    for at, entry in _entries(document, section):
        name = entry.get("name")
        if not isinstance(name, str) or not _NAME.fullmatch(name):
            yield _fault(document, (*at, "name"), "nama dari huruf kecil, angka, dan garis bawah", name)
        elif name in systems:
            yield _fault(document, (*at, "name"), "nama yang belum dipakai saluran atau program lain", name)
        else:
            systems[name] = spec_of(entry)
        yield from _intervention(document, at, spec_of(entry))


def _intervention(document: YamlDocument, at: Path_, spec: Mapping[str, Any]) -> Iterator[Problem]:
    """Tell what is wrong with one intervention; the words are those of a scenario file."""
    from dataclasses import replace

    from simkinerja.evaluate.claims_effect import intervention_model
    from simkinerja.files.yaml import validated

    model = intervention_model(spec)
    if isinstance(model, str):
        yield _fault(document, (*at, "kind"), model, spec.get("kind"))
        return
    lines = {path[len(at) :]: row for path, row in document.lines.items() if path[: len(at)] == at}
    try:
        validated(model, replace(document, data=dict(spec), lines=lines))
    except InputError as error:
        head = ".".join(str(step) for step in at)
        for one in error.problems:
            inner = f"{head}.{one.place.field}" if one.place.field else head
            row = one.place.row or document.line_of(at)
            yield replace(one, place=replace(one.place, field=inner, row=row))


def _claim(
    document: YamlDocument, at: Path_, claim: Mapping[str, Any], systems: Mapping[str, Any]
) -> Iterator[Problem]:
    from simkinerja.simulate.outcomes import outcomes

    documents = document.data.get("documents", [])
    source = claim.get("source")
    file = source.get("file") if isinstance(source, dict) else None
    if isinstance(file, str) and file not in documents:
        listed = ", ".join(map(str, documents)) or "'documents' kota, yang masih kosong"
        yield _fault(document, (*at, "source", "file"), f"salah satu dokumen kota: {listed}", file)
    outcome = claim.get("outcome")
    if isinstance(outcome, str) and outcome not in outcomes():
        known = f"salah satu hasil model.{nearest(outcome, outcomes())}".rstrip(".")
        yield _fault(document, (*at, "outcome"), known, outcome)
    worlds: dict[str, list[Any]] = {}
    for side in ("cause", "compare_with"):
        worlds[side] = []
        parts = claim.get(side, [])
        for k, part in enumerate(parts if isinstance(parts, list) else []):
            here = (*at, side, k)
            if isinstance(part, str) and part not in systems:
                said = f"nama saluran atau program kota ini.{nearest(part, systems)}".rstrip(".")
                yield _fault(document, here, said, part)
            elif isinstance(part, dict):
                yield from _intervention(document, here, part)
            spec = systems.get(part) if isinstance(part, str) else part
            worlds[side] += [spec] if isinstance(spec, dict) else []
    yield from _scheme(document, at, claim, worlds)
    yield from _conditions(document, at, claim, worlds)
    yield from _target(document, at, claim)


def _scheme(
    document: YamlDocument, at: Path_, claim: Mapping[str, Any], worlds: Mapping[str, list[Any]]
) -> Iterator[Problem]:
    from simkinerja.schemes.read import shipped_schemes

    given, known = claim.get("scheme"), shipped_schemes()
    hangs = any(
        spec.get("kind") == "career_use" or _dict(spec.get("channel")).get("payoff") == "scheme"
        for spec in (*worlds["cause"], *worlds["compare_with"])
    )
    if (given is None and hangs) or (given is not None and given not in known):
        yield _fault(document, (*at, "scheme"), f"kode skema: {', '.join(known)}", given)


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _target(document: YamlDocument, at: Path_, claim: Mapping[str, Any]) -> Iterator[Problem]:
    to = claim.get("to")
    if to is not None and not (isinstance(to, dict) and len(to) == 1 and set(to) <= WHOSE):
        allowed = "satu dari {agency: ...}, {unit: ...}, atau {service: ...}"
        yield _fault(document, (*at, "to"), allowed, to)


def _conditions(
    document: YamlDocument, at: Path_, claim: Mapping[str, Any], worlds: Mapping[str, Any]
) -> Iterator[Problem]:
    from simkinerja.evaluate.claims import OPEN
    from simkinerja.evaluate.claims_conditions import CONDITIONS, applicable

    given = claim.get("conditions", {})
    fitting = applicable(worlds["cause"], worlds["compare_with"], scheme=bool(claim.get("scheme")))
    for name, value in given.items() if isinstance(given, dict) else ():
        here = (*at, "conditions", name)
        if name not in CONDITIONS:
            yield _fault(
                document, here, f"syarat: {', '.join(CONDITIONS)}.{nearest(str(name), CONDITIONS)}", name
            )
        elif name not in fitting:
            said = f"syarat yang dipunyai sebabnya: {', '.join(fitting) or 'tidak ada'}"
            yield _fault(document, here, said, name)
        elif value != OPEN and not _a_level(value, CONDITIONS[name].levels):
            listed = ", ".join(shown(level) for level in CONDITIONS[name].levels)
            yield _fault(document, here, f"'{OPEN}' atau salah satu dari {listed}", value)


def _a_level(value: Any, levels: Mapping[Any, str]) -> bool:
    """Tell whether a value is a level; true is not 1."""
    return any(value == level and isinstance(value, bool) == isinstance(level, bool) for level in levels)
