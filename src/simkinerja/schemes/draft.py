"""L3: a scheme as it came from a file, before it is known to be sound: data, and where each part stands."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from simkinerja.errors import InputError, Place, Problem, nearest, problem
from simkinerja.files.show import shown

if TYPE_CHECKING:
    from simkinerja.files.yaml import YamlDocument
    from simkinerja.schemes.model import Scheme
    from simkinerja.schemes.problems import Fault

__all__ = ["Draft", "checked", "read_yaml"]

Path_ = tuple[str | int, ...]
_ITEMS: Final = ("indicators", "bands", "categories")
_RULE: Final = ({"normalise"}, set[str]())
_LIMITS: Final = {"bands.lower", "bands.upper", "rules.bands"}
_BORDERS: Final = (set[str](), _LIMITS)
_REACH: Final = (set[str](), {*_LIMITS, "rules.normalise", "indicators.normalise"})
_NAMES: Final = {"indicators.code", "indicators.parent"}
_TARGET: Final = ({"target", "normalise", "direction"}, {*_NAMES, "rules.normalise"})
_NEEDS: Final[dict[str, tuple[set[str], set[str]]]] = {
    "scheme_parent_unknown": ({"parent"}, {"indicators.code"}),
    "scheme_loop": ({"parent"}, _NAMES),
    "scheme_level": ({"level", "parent"}, _NAMES),
    "scheme_group_measure": ({"measure"}, _NAMES),
    "scheme_duplicate_code": ({"code"}, set()),
    "scheme_duplicate_label": ({"code", "label"}, set()),
    "scheme_weights_zero": (set(), {"indicators.weight", *_NAMES}),
    "scheme_weight_missing": ({"weight"}, {"indicators.weight", "indicators.parent"}),
    "scheme_target": _TARGET,
    "scheme_target_zero": _TARGET,
    "scheme_target_range": ({"target", "lowest", "highest", "normalise"}, {"rules.normalise"}),
    "scheme_range": ({"lowest", "highest"}, set()),
    "scheme_dimension": ({"dimension"}, set()),
    "scheme_goalpost_own": _RULE,
    "scheme_goalpost_missing": _RULE,
    "scheme_goalpost": _RULE,
    "scheme_cap": _RULE,
    "scheme_unused": _RULE,
    "scheme_categories": _RULE,
    "scheme_axis": (set(), _NAMES),
    "scheme_axis_extra": (set(), _NAMES),
    "scheme_band_duplicate": ({"code", "label"}, set()),
    "scheme_band_pay": ({"pay"}, {"consequence.payment", "consequence.kind"}),
    "scheme_band_empty": _BORDERS,
    "scheme_band_reversed": _BORDERS,
    "scheme_band_open": _BORDERS,
    "scheme_band_order": _BORDERS,
    "scheme_band_same": _BORDERS,
    "scheme_band_overlap": _BORDERS,
    "scheme_band_hole": _BORDERS,
    "scheme_band_bottom": _REACH,
    "scheme_band_top": _REACH,
    "scheme_band_predikat": (set(), {*_LIMITS, "bands.predikat"}),
    "scheme_quadrant_bands": (set(), {"bands.predikat", "rules.bands"}),
}
"""Fields that a fault of meaning is drawn from: of the same item, of any.

It is not told where one of them does not fit: no fault that follows from another.
"""


@dataclass(frozen=True, slots=True)
class Draft:
    """A scheme as read.

    Parameters
    ----------
    data : any
        Nested mappings and lists, keys as in the YAML file.
    document : YamlDocument
        The same with its lines (of a sheet: without).
    place : callable
        From a path to its place in the file.
    problems : tuple of Problem
        Found while reading (an unknown heading).
    spoiled : tuple of path
        Cells that could not be read: left out of ``data``, told in ``problems``.
    sheet : bool
        From a spreadsheet: what is missing is a cell, not a key.
    """

    data: Any
    document: YamlDocument
    place: Callable[[Path_], Place]
    problems: tuple[Problem, ...] = ()
    spoiled: tuple[Path_, ...] = ()
    sheet: bool = False


def read_yaml(path: Path) -> Draft:
    """Read a YAML scheme file as a draft.

    Raises
    ------
    InputError
        If it is no YAML (all faults at once).
    """
    from simkinerja.files.yaml import load_yaml

    try:
        document = load_yaml(path)
    except InputError as error:
        raise InputError([_tab(one, path) for one in error.problems]) from error

    def place(at: Path_) -> Place:
        return Place(file=document.file, row=document.line_of(at), field=dotted(at, document.data))

    if not isinstance(document.data, dict):
        raise InputError([problem("scheme_shape", Place(file=document.file, row=document.line_of(())))])
    return Draft(document.data, document, place, tuple(_two_readings(path, place)))


def _two_readings(path: Path, place: Callable[[Path_], Place]) -> Iterator[Problem]:
    """Numbers that YAML reads otherwise than the one who typed them."""
    from simkinerja.schemes.slips import two_readings, typed_texts

    for at, text, whole in typed_texts(path.read_text(encoding="utf-8-sig")):
        if readings := two_readings(text, octal=whole):
            first, second = readings
            yield problem("scheme_two_readings", place(at), got=text, first=first, second=second)


def _tab(found: Problem, path: Path) -> Problem:
    """Say so where a tab is the reason: nobody sees it on the line."""
    if found.code != "yaml_syntax" or found.place.row is None:
        return found
    lines = path.read_text(encoding="utf-8").splitlines()
    line = lines[found.place.row - 1] if found.place.row <= len(lines) else ""
    if "\t" not in line[: len(line) - len(line.lstrip())]:
        return found
    return problem("yaml_syntax", found.place, cause="ada tab di awal baris, gantilah dengan spasi")


def dotted(at: Path_, data: Any = None) -> str | None:
    """Return a path as sentences show it: items of a list by their code, else by number from 1.

    Examples
    --------
    >>> dotted(("indicators", 0, "weight"))
    'indicators.1.weight'
    >>> dotted(("indicators", 0, "weight"), {"indicators": [{"code": "hadir"}]})
    'indicators.hadir.weight'
    """
    words = []
    for i, step in enumerate(at):
        code = _value(data, (*at[: i + 1], "code"))
        named = isinstance(code, str) and code.isidentifier() and i + 1 < len(at)
        words.append(str(step if isinstance(step, str) else code if named else step + 1))
    return ".".join(words) or None


def checked(draft: Draft) -> tuple[Scheme | None, tuple[Problem, ...]]:
    """Return the scheme of a draft, if its fields fit, and all its faults in the order of the file."""
    scheme, wrong = _fitted(draft, draft.data)
    if scheme is not None and not draft.spoiled:
        faults = [problem(one.code, draft.place(one.at), **one.values) for one in _faults(scheme, draft)]
        return scheme, _sorted([*draft.problems, *faults])
    faults = [_placed(draft, one, at) for one, at in wrong]
    faults += _meaning(draft, [*draft.spoiled, *(at for _, at in wrong)])
    return None, _sorted([*draft.problems, *faults])


def _faults(scheme: Scheme, draft: Draft) -> Iterator[Fault]:
    """Faults of meaning, also those that only the file shows: what was left out."""
    from simkinerja.schemes.problems import Fault, faults_of
    from simkinerja.schemes.slips import weightless

    yield from faults_of(scheme)
    for i, others in weightless(draft.data.get("indicators")):
        yield Fault("scheme_weight_missing", ("indicators", i, "weight"), {"others": others})


def _fitted(draft: Draft, data: Any) -> tuple[Scheme | None, list[tuple[Problem, Path_]]]:
    from simkinerja.files.yaml import validated
    from simkinerja.schemes.model import Scheme

    try:
        return validated(Scheme, replace(draft.document, data=data)), []
    except InputError as error:
        found = [(one, _path_of(one, data)) for one in error.problems]
        return None, [(one, at) for one, at in found if not _is_echo(one, _value(data, at))]


def _is_echo(found: Problem, value: Any) -> bool:
    """Whether a list is called too short only because none of its items fits."""
    return bool(value) and str(found.values.get("allowed", "")).startswith("berisi sekurangnya")


def _path_of(found: Problem, data: Any) -> Path_:
    """Read a dotted field back as a path: digits are positions where the data holds a list."""
    at: list[str | int] = []
    for step in (found.place.field or "").split(".") if found.place.field else []:
        at.append(int(step) if isinstance(data, list) and step.isdigit() else step)
        inside = isinstance(data, list) and isinstance(at[-1], int) and at[-1] < len(data)
        inside = inside or (isinstance(data, dict) and at[-1] in data)
        data = data[at[-1]] if inside else None
    return tuple(at)


def _placed(draft: Draft, found: Problem, at: Path_) -> Problem:
    value = _value(draft.data, at)
    if found.code == "yaml_value":
        found = _clearer(found, at, value, comma=draft.sheet)
    if found.code == "yaml_unknown_key" and (key := _by_heading(str(at[-1]), str(found.values["known"]))):
        found = problem(found.code, Place(), **{**found.values, "hint": f" Maksud Anda '{key}'?"})
    place = draft.place(at)
    if found.code == "yaml_missing_key" and draft.sheet:
        found, place = _missing_cell(place, str(at[-1]))
    return replace(found, place=place)


def _missing_cell(place: Place, key: str) -> tuple[Problem, Place]:
    """A cell left blank, a column that is not there (told once), or a field of the upper block."""
    heading = place.field or key
    if place.column is not None:
        return problem("scheme_cell_missing", Place(), heading=heading), place
    code = "scheme_top_missing" if place.row is None else "scheme_column_missing"
    return problem(code, Place(), heading=heading), Place(place.file, place.sheet)


def _clearer(found: Problem, at: Path_, value: Any, *, comma: bool) -> Problem:
    """Say what to write instead, where what was typed tells what was meant."""
    allowed, got = str(found.values.get("allowed")), shown(value)
    if at[-1:] in {("code",), ("parent",)} and isinstance(value, str):
        return problem("scheme_code", Place(), got=got)
    if isinstance(value, str) and allowed == "bilangan":
        return _clearer_number(found, at, value)
    if isinstance(value, str) and allowed.startswith("salah satu dari "):
        return _clearer_word(found, value, allowed)
    if isinstance(value, int | float) and allowed == "paling besar 1" and 1 < value <= 100:
        want = f"{value / 100:.15g}"
        return problem("scheme_part", Place(), got=got, want=want.replace(".", ",") if comma else want)
    return found


def _clearer_number(found: Problem, at: Path_, value: str) -> Problem:
    from simkinerja.schemes.slips import NUMBERS, number_meant, percent_forms

    part = at[-1] not in NUMBERS
    whole = at[-1] == "pay" or at[:2] == ("consequence", "cap")
    if want := percent_forms(value, part=part, whole=whole):
        return problem("scheme_percent", Place(), got=shown(value), want=want)
    if (number := number_meant(value)) is not None:
        return problem("scheme_comma", Place(), got=shown(value), want=f"{number:.15g}")
    return found


def _clearer_word(found: Problem, value: str, allowed: str) -> Problem:
    from simkinerja.schemes.slips import keyword_meant

    known = re.findall(r"'([^']+)'", allowed)
    meant = keyword_meant(value, known)
    hint = f" Tulis '{meant}'." if meant else nearest(value, known)
    return problem("scheme_word", Place(), got=shown(value), known=", ".join(known), hint=hint)


def _by_heading(text: str, known: str) -> str | None:
    """Return the key whose Indonesian heading somebody wrote, if it may stand here."""
    from simkinerja.schemes.words import FIELDS, bare

    pairs = ((key, heading) for fields in FIELDS.values() for key, (heading, _) in fields.items())
    return next(
        (key for key, heading in pairs if bare(heading) == bare(text) and key in known.split(", ")), None
    )


def _value(data: Any, at: Path_) -> Any:
    for step in at:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return None
    return data


def _meaning(draft: Draft, wrong: list[Path_]) -> list[Problem]:
    """Faults of meaning beside the faults of fields: what does not fit is left out, then looked at again.

    Only what has nothing to do with a field that does not fit is told: no fault that follows from another.
    """
    scheme, spoiled = _fitted(draft, _pruned(draft.data, wrong))
    if scheme is None or spoiled:
        return []
    return [
        problem(one.code, draft.place(one.at), **one.values)
        for one in _faults(scheme, draft)
        if not _follows(one, wrong)
    ]


def _follows(one: Fault, wrong: list[Path_]) -> bool:
    """Whether a fault of meaning rests on a field that does not fit."""
    if one.at[:1] in {_item(at) for at in wrong}:
        return True
    if one.code not in _NEEDS:
        return _item(one.at) in {_item(at) for at in wrong}
    own, anywhere = _NEEDS[one.code]
    item = _item(one.at)
    return any(_field(at) in anywhere or (_item(at) == item and _is_of(at[len(item)], own)) for at in wrong)


def _is_of(field: str | int, own: set[str]) -> bool:
    """Whether a field is one of these; a key that nobody knows may be any of them."""
    from simkinerja.schemes.words import FIELDS

    return field in own or not any(field in fields for fields in FIELDS.values())


def _field(at: Path_) -> str:
    """Return the field of a path with its block in front: ``indicators.weight``, ``rules.normalise``."""
    if at[:2] == ("rules", "bands") and len(at) > 3:
        return f"bands.{at[3]}"
    return f"{at[0]}.{at[2] if at[0] == 'indicators' and len(at) > 2 else at[-1] if len(at) < 2 else at[1]}"


def _item(at: Path_) -> Path_:
    """Return the indicator, band or block that a path belongs to."""
    for i, step in enumerate(at):
        if step in _ITEMS and i + 1 < len(at):
            return at[: i + 2]
    return at[:2] if at[:1] == ("rules",) else at[:1]


def _pruned(data: Any, wrong: list[Path_]) -> Any:
    out = copy.deepcopy(data)
    for at in sorted(wrong, key=len, reverse=True):
        _prune(out, at)
    return out


def _prune(data: Any, at: Path_) -> None:
    holder = _value(data, at[:-1]) if at else None
    if not isinstance(holder, dict):
        return
    holder.pop(at[-1], None)
    stand_in = {"code": "x_" + "_".join(map(str, at[:-1])), "label": "-", "title": "-", "status": "assumed"}
    stand_in |= {"source": "-", "what": "-", "kind": "record"}
    if at[-1] in stand_in:
        holder[at[-1]] = stand_in[str(at[-1])]


def _sorted(found: list[Problem]) -> tuple[Problem, ...]:
    unique = {(one.code, str(one.place), one.sentence): one for one in found}
    return tuple(sorted(unique.values(), key=lambda one: (one.place.sheet or "", one.place.row or 0)))
