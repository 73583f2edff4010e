"""L3: a scheme as it came from a file, before it is known to be sound: data, and where each part stands."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from simkinerja.errors import InputError, Place, Problem, problem
from simkinerja.files.show import shown

if TYPE_CHECKING:
    from simkinerja.files.yaml import YamlDocument
    from simkinerja.schemes.model import Scheme

__all__ = ["Draft", "checked", "read_yaml"]

Path_ = tuple[str | int, ...]
_ITEMS: Final = ("indicators", "bands", "categories")
_BY_NAME: Final = {
    "scheme_parent_unknown",
    "scheme_axis",
    "scheme_axis_extra",
    "scheme_level",
    "scheme_target",
}


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
    return Draft(document.data, document, place)


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
    from simkinerja.schemes.problems import scheme_problems

    scheme, wrong = _fitted(draft, draft.data)
    if scheme is not None and not draft.spoiled:
        return scheme, _sorted([*draft.problems, *scheme_problems(scheme, draft.place)])
    faults = [_placed(draft, one, at) for one, at in wrong]
    faults += _meaning(draft, [*draft.spoiled, *(at for _, at in wrong)])
    return None, _sorted([*draft.problems, *faults])


def _fitted(draft: Draft, data: Any) -> tuple[Scheme | None, list[tuple[Problem, Path_]]]:
    from simkinerja.files.yaml import validated
    from simkinerja.schemes.model import Scheme

    try:
        return validated(Scheme, replace(draft.document, data=data)), []
    except InputError as error:
        return None, [(one, _path_of(one, data)) for one in error.problems]


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
    if found.code == "yaml_value" and isinstance(value, str) and _is_comma(value):
        made = problem("scheme_comma", Place(), got=shown(value), want=value.replace(",", "."))
        found = made if "bilangan" in str(found.values.get("allowed")) else found
    if found.code == "yaml_unknown_key" and (key := _by_heading(str(at[-1]), str(found.values["known"]))):
        found = problem(found.code, Place(), **{**found.values, "hint": f" Maksud Anda '{key}'?"})
    if found.code == "yaml_value" and at[-1:] in {("code",), ("parent",)} and isinstance(value, str):
        found = problem("scheme_code", Place(), got=shown(value))
    place = draft.place(at)
    if found.code == "yaml_missing_key" and draft.sheet:
        found = problem("scheme_cell_missing", Place(), heading=place.field or str(at[-1]))
    return replace(found, place=place)


def _by_heading(text: str, known: str) -> str | None:
    """Return the key whose Indonesian heading somebody wrote, if it may stand here."""
    from simkinerja.schemes.words import FIELDS, bare

    pairs = ((key, heading) for fields in FIELDS.values() for key, (heading, _) in fields.items())
    return next(
        (key for key, heading in pairs if bare(heading) == bare(text) and key in known.split(", ")), None
    )


def _is_comma(text: str) -> bool:
    whole, _, rest = text.strip().lstrip("+-").partition(",")
    return whole.isdigit() and rest.isdigit()


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
    from simkinerja.schemes.problems import faults_of

    scheme, spoiled = _fitted(draft, _pruned(draft.data, wrong))
    if scheme is None or spoiled:
        return []
    touched = {_item(at) for at in wrong}
    names_spoiled = any(at[-1] in {"code", "parent"} for at in wrong if at)
    found = []
    for one in faults_of(scheme):
        follows = one.code in _BY_NAME and names_spoiled
        if _item(one.at) not in touched and one.at[:1] not in touched and not follows:
            found.append(problem(one.code, draft.place(one.at), **one.values))
    return found


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
