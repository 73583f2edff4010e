"""L5: from a YAML document to a scenario: each part by the model of its kind, all faults together."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from pydantic import BaseModel, create_model

from simkinerja.errors import InputError, Place, Problem, nearest, problem
from simkinerja.files.show import shown
from simkinerja.files.yaml import YamlDocument, validated
from simkinerja.simulate.interventions import KINDS, Intervention
from simkinerja.simulate.scenario import Scenario
from simkinerja.simulate.targets import TARGET_KINDS, AllOf, target_kind

__all__ = ["interventions_from", "read_interventions", "read_scenario"]

Path_ = tuple[str | int, ...]
_MOST: Final = 100
_CODE: Final = re.compile(r"[a-z][a-z0-9_]*")

_Head = create_model("_Head", __base__=Scenario, interventions=(list[Any], []))


def read_scenario(document: YamlDocument) -> tuple[Scenario | None, tuple[Problem, ...]]:
    """Return the scenario of a document, or None, and all its faults in the order of the file."""
    data = document.data
    if not isinstance(data, dict):
        return None, (_value(document, (), "kumpulan isian 'kunci: nilai'", data),)
    problems = _head_problems(document)
    made: tuple[Intervention, ...] = ()
    if "interventions" in data:
        made, found = read_interventions(document, ("interventions",))
        problems += found
    if problems:
        return None, tuple(sorted(problems, key=lambda one: one.place.row or 0))
    head = {key: value for key, value in data.items() if key != "interventions"}
    return Scenario.model_validate({**head, "interventions": made}), ()


def read_interventions(
    document: YamlDocument, at: Path_, *, named: bool = False
) -> tuple[tuple[Intervention, ...], list[Problem]]:
    """Return the interventions of a list in a document, and all faults in it.

    Parameters
    ----------
    document : YamlDocument
    at : tuple of str or int
        Path of the list.
    named : bool
        Whether each carries ``name`` for ``label``, as in the file of a city.

    Returns
    -------
    interventions : tuple of Intervention
        The sound ones.
    problems : list of Problem
    """
    listed = _at(document, at)
    if not isinstance(listed, list):
        return (), [_value(document, at, "daftar", listed)]
    if len(listed) > _MOST:
        return (), [_value(document, at, f"berisi paling banyak {_MOST} butir", listed)]
    made: list[Intervention] = []
    problems: list[Problem] = []
    for i in range(len(listed)):
        one, found = _intervention(document, (*at, i), named)
        problems += found
        if one is not None:
            made.append(one)
    return tuple(made), problems


def interventions_from(
    listed: Sequence[Mapping[str, Any]], field: str = "programmes", file: str = "", *, named: bool = True
) -> tuple[Intervention, ...]:
    """Return interventions from plain data, such as the ``programmes`` of a city's file.

    Raises
    ------
    InputError
        All faults at once, each with its field.

    Examples
    --------
    >>> interventions_from([{"kind": "mentoring", "name": "Pendamping", "months": 6}])[0].label
    'Pendamping'
    """
    made, problems = read_interventions(YamlDocument({field: list(listed)}, file), (field,), named=named)
    if problems:
        raise InputError(problems)
    return made


def _head_problems(document: YamlDocument) -> list[Problem]:
    plain = {key: value for key, value in document.data.items() if key != "interventions"}
    found = _faults(_Head, replace(document, data=plain), ())
    known = ", ".join(Scenario.model_fields)
    found = [
        problem("yaml_unknown_key", one.place, known=known, hint=one.values["hint"])
        if one.code == "yaml_unknown_key" and not one.place.field.count(".")  # type: ignore[union-attr]
        else one
        for one in found
    ]
    return [*found, *_unknown_codes(document), *_parameter_problems(document)]


def _unknown_codes(document: YamlDocument) -> list[Problem]:
    """Return faults of a city or scheme given by a code that nobody ships (a path may be anything)."""
    from simkinerja.population.city import city_codes
    from simkinerja.schemes.read import shipped_schemes

    found = []
    for key, known, code in (
        ("city", city_codes(), "unknown_city"),
        ("scheme", shipped_schemes(), "scheme_unknown"),
    ):
        got = document.data.get(key)
        if isinstance(got, str) and _CODE.fullmatch(got) and got not in known:
            place = _place(document, (key,))
            found.append(problem(code, place, got=got[:60], known=", ".join(known), hint=nearest(got, known)))
    return found


def _parameter_problems(document: YamlDocument) -> list[Problem]:
    from simkinerja.simulate.parameters import engine_parameters

    given = document.data.get("parameters")
    if not isinstance(given, dict):
        return []
    known = engine_parameters()
    found = []
    for name, value in given.items():
        place = _place(document, ("parameters", name))
        if name not in known:
            hint = nearest(str(name), known)
            found.append(problem("scenario_parameter", place, got=str(name)[:60], hint=hint))
        elif isinstance(value, int | float) and not isinstance(value, bool):
            low, high = known[name].low, known[name].high
            if not low <= value <= high:
                allowed = f"antara {low:.10g} dan {high:.10g} ({known[name].unit})".replace(".", ",")
                found.append(_value(document, ("parameters", name), allowed, value))
    return found


def _intervention(
    document: YamlDocument, at: Path_, named: bool
) -> tuple[Intervention | None, list[Problem]]:
    data = _at(document, at)
    if not isinstance(data, dict):
        return None, [_value(document, at, "kumpulan isian 'kunci: nilai'", data)]
    if "kind" not in data:
        return None, [problem("yaml_missing_key", _place(document, (*at, "kind")), key="kind")]
    kind = data["kind"]
    if not isinstance(kind, str) or kind not in KINDS:
        hint = nearest(str(kind)[:60], KINDS)
        place = _place(document, (*at, "kind"))
        return None, [problem("scenario_kind", place, got=shown(kind), known=", ".join(KINDS), hint=hint)]
    body, problems = _renamed(document, at, dict(data)) if named else (dict(data), [])
    target, found = _target(document, (*at, "to")) if "to" in body else (None, [])
    body.pop("to", None)
    faults = _faults(KINDS[kind], _with(document, at, body), at)
    problems += found + ([_as_name(document, at, one) for one in faults] if named else faults)
    if problems:
        return None, problems
    if target is not None:
        body["to"] = target
    return KINDS[kind].model_validate(body), []


def _renamed(document: YamlDocument, at: Path_, body: dict[str, Any]) -> tuple[dict[str, Any], list[Problem]]:
    """Take ``name`` for ``label``."""
    if "name" not in body:
        return body, [problem("yaml_missing_key", _place(document, (*at, "name")), key="name")]
    if "label" in body:
        body["label"] = body.pop("name")
        known = "name saja, tanpa label"
        return body, [problem("yaml_unknown_key", _place(document, (*at, "label")), known=known, hint="")]
    place = _place(document, (*at, "name"))
    body["label"] = body.pop("name")
    return body, [] if body["label"] is not None else [problem("yaml_missing_key", place, key="name")]


def _as_name(document: YamlDocument, at: Path_, fault: Problem) -> Problem:
    """Put a fault of ``label`` where the reader wrote ``name``."""
    label, name = _place(document, (*at, "label")), _place(document, (*at, "name"))
    return replace(fault, place=name) if fault.place.field == label.field else fault


def _target(document: YamlDocument, at: Path_, inside: bool = False) -> tuple[Any, list[Problem]]:
    data = _at(document, at)
    kind = target_kind(data)
    known = [key for key in (*TARGET_KINDS, "all_of") if not (inside and key == "all_of")]
    if kind is None or kind not in known:
        words = list(data) if isinstance(data, dict) else [data] if isinstance(data, str) else []
        tried = [str(word) for word in words if word not in known]
        hint = next((text for text in (nearest(word[:60], known) for word in tried) if text), "")
        place = _place(document, at)
        return None, [problem("scenario_target", place, known=", ".join(known), got=shown(data), hint=hint)]
    if isinstance(data, str):
        data = {"everyone": True}
    if kind != "all_of":
        found = _faults(TARGET_KINDS[kind], _with(document, at, data), at)
        return (None, found) if found else (TARGET_KINDS[kind].model_validate(data), [])
    return _joined(document, at, data)


def _joined(document: YamlDocument, at: Path_, data: dict[str, Any]) -> tuple[Any, list[Problem]]:
    listed = data["all_of"]
    plain = {**data, "all_of": [{"everyone": True}] * len(listed) if isinstance(listed, list) else listed}
    problems = _faults(AllOf, _with(document, at, plain), at)
    if not isinstance(listed, list):
        return None, problems
    parts = []
    for i in range(len(listed)):
        part, found = _target(document, (*at, "all_of", i), inside=True)
        parts.append(part)
        problems += found
    return (None, problems) if problems else (AllOf.model_validate({"all_of": tuple(parts)}), [])


def _faults(model: type[BaseModel], document: YamlDocument, at: Path_) -> list[Problem]:
    try:
        validated(model, document, at)
    except InputError as error:
        return list(error.problems)
    return []


def _at(document: YamlDocument, path: Path_) -> Any:
    part = document.data
    for step in path:
        part = part[step]
    return part


def _with(document: YamlDocument, at: Path_, value: Any) -> YamlDocument:
    """Return a document in which the part at a path is another one; lines stay."""
    for depth in range(len(at), 0, -1):
        holder = _at(document, at[: depth - 1])
        copy: Any = dict(holder) if isinstance(holder, dict) else list(holder)
        copy[at[depth - 1]] = value
        value = copy
    return replace(document, data=value)


def _place(document: YamlDocument, path: Path_) -> Place:
    name = ".".join(str(step) for step in path)
    return Place(file=document.file, row=document.line_of(path), field=name or None)


def _value(document: YamlDocument, path: Path_, allowed: str, got: Any) -> Problem:
    return problem("yaml_value", _place(document, path), allowed=allowed, got=shown(got))
