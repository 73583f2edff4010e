r"""L3: one field in one cell of a sheet: lists as lines, pairs as *key = part | part*, words as read.

``\\`` stands before a sign that belongs to the text itself (``|``, ``=``, ``\\``); ``\\n`` is a line break.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from simkinerja.schemes.layout import Slot
from simkinerja.schemes.slips import percent_forms, two_readings
from simkinerja.schemes.words import CHOICES, bare

__all__ = ["CellError", "cell_value", "from_cell", "number_text", "pairs_of", "pairs_text"]

_FLAGS: Final = {"ya": True, "true": True, "1": True, "tidak": False, "false": False, "0": False}
_PARTS: Final = {"coverage", "share", "reliability", "inflation", "audit"}
_PERCENT: Final = {"pay", "consequence.cap"}
_PLAIN: Final = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?")


class CellError(ValueError):
    """A cell that cannot be read: reason code and the values of its sentence."""

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code)
        self.code, self.values = code, values


# -- out ---------------------------------------------------------------------------------------------


def cell_value(value: Any, slot: Slot) -> str | float | None:
    """Return what a cell holds for a value of the model (as plain data); None leaves it blank.

    Examples
    --------
    >>> from simkinerja.schemes.layout import slot_of
    >>> cell_value("law", slot_of("indicators")["dasarhukumstatus"])
    'hukum'
    >>> cell_value({"agency": ["A", "B|C"]}, slot_of("indicators")["cakupan"])
    'agency = A | B\\\\|C'
    """
    if value is None or value in ((), [], {}):
        return None
    match slot.kind:
        case "number" | "whole":
            number = float(value)
            return number if float(format(number, ".15g")) == number else number_text(number)
        case "flag":
            return "ya" if value else "tidak"
        case "choice":
            return CHOICES[slot.choices][value]
        case "lines":
            return "\n".join(value)
        case "text" | "code":
            return str(value)
        case _:
            return pairs_text(_pairs(value, slot))


def _pairs(value: Any, slot: Slot) -> Iterable[tuple[str, list[str]]]:
    words = CHOICES.get(slot.choices, {})
    match slot.kind:
        case "scope":
            return [(key, list(parts)) for key, parts in value.items()]
        case "categories":
            return [(one["label"], [_number(one["points"]), _number(one.get("lower"))]) for one in value]
        case "bases":
            status = CHOICES["status"]
            return [
                (
                    words[key],
                    [status[one["status"]], *(one.get(k) or "" for k in ("source", "article", "note"))],
                )
                for key, one in value.items()
            ]
        case _:
            return [(words.get(key, key), [_number(number)]) for key, number in value.items()]


def _number(value: float | None) -> str:
    return "" if value is None else number_text(value)


def number_text(value: float) -> str:
    """Return the shortest text of a number with a decimal comma.

    Examples
    --------
    >>> number_text(0.4), number_text(95.0)
    ('0,4', '95')
    """
    return str(int(value)) if value == int(value) else repr(float(value)).replace(".", ",")


def pairs_text(pairs: Iterable[tuple[str, Sequence[str]]]) -> str:
    r"""Return lines of *key = part | part*; empty parts at the end are left off.

    Examples
    --------
    >>> pairs_text([("a", ["1", ""]), ("b", ["x|y", "z"])])
    'a = 1\nb = x\\|y | z'
    """
    lines = []
    for key, parts in pairs:
        texts = [_escaped(part) for part in parts]
        while texts and not texts[-1]:
            texts.pop()
        lines.append(f"{_escaped(key)} = {' | '.join(texts)}")
    return "\n".join(lines)


def _escaped(text: str) -> str:
    return re.sub(r"([\\|=])", r"\\\1", text).replace("\n", "\\n")


# -- in ----------------------------------------------------------------------------------------------


def pairs_of(text: str) -> list[tuple[str, list[str]]]:
    r"""Read lines of *key = part | part*.

    Raises
    ------
    CellError
        ``scheme_pairs``, if a line has no ``=``.

    Examples
    --------
    >>> pairs_of("a = 1\nb = x\\|y | z")
    [('a', ['1']), ('b', ['x|y', 'z'])]
    """
    made = []
    for line in text.splitlines():
        if not line.strip():
            continue
        key, found, rest = _split_once(line)
        if not found:
            raise CellError("scheme_pairs", got=line.strip()[:40])
        made.append((_plain(key), _parts(rest)))
    return made


def _split_once(line: str) -> tuple[str, bool, str]:
    at = next(iter(_signs(line, "=")), None)
    return (line, False, "") if at is None else (line[:at], True, line[at + 1 :])


def _parts(text: str) -> list[str]:
    cuts = list(_signs(text, "|"))
    ends = [*cuts, len(text)]
    starts = [0, *(i + 1 for i in cuts)]
    return [_plain(text[a:b]) for a, b in zip(starts, ends, strict=True)]


def _signs(text: str, sign: str) -> Iterator[int]:
    """Yield the places of a sign that no backslash stands before."""
    i = 0
    while i < len(text):
        if text[i] == "\\":
            i += 2
            continue
        if text[i] == sign:
            yield i
        i += 1


def _plain(text: str) -> str:
    return re.sub(r"\\(.)", lambda hit: "\n" if hit[1] == "n" else hit[1], text.strip())


def from_cell(text: str, slot: Slot, *, typed: bool) -> Any:
    """Return the plain data of a cell.

    Parameters
    ----------
    text : str
        Not blank.
    slot : Slot
    typed : bool
        The file knows numbers from texts (a workbook): ``1.125`` then is a number with a decimal point.

    Raises
    ------
    CellError
        ``scheme_word``, ``scheme_number``, ``scheme_percent``, ``scheme_two_readings``, ``scheme_flag``,
        ``scheme_pairs``.

    Examples
    --------
    >>> from simkinerja.schemes.layout import slot_of
    >>> from_cell("Hukum", slot_of("indicators")["dasarhukumstatus"], typed=True)
    'law'
    >>> from_cell("kehadiran = 0,4\\nketelitian = 0,6", slot_of("indicators")["dimension"], typed=True)
    {'presence': 0.4, 'care': 0.6}
    """
    match slot.kind:
        case "number" | "whole":
            number = _one_number(text, slot, typed=typed)
            return int(number) if slot.kind == "whole" and number == int(number) else number
        case "flag":
            if bare(text) not in _FLAGS:
                raise CellError("scheme_flag", got=text)
            return _FLAGS[bare(text)]
        case "choice":
            return _choice(text, slot.choices)
        case "code":
            return re.sub(r"[\s-]+", "_", text.strip().lower())
        case "lines":
            return [line.strip() for line in text.splitlines() if line.strip()]
        case "text":
            return text
        case _:
            return _from_pairs(pairs_of(text), slot, typed)


def _one_number(text: str, slot: Slot, *, typed: bool) -> float:
    """A cell with one number; *80%* is 80 where percent is asked, 0,8 where a share is."""
    part, whole = slot.name in _PARTS, slot.key in _PERCENT
    want = percent_forms(text, comma=True)
    if want and whole:
        return read_number(text.strip().removesuffix("%"), typed=typed)
    if want and not part:
        raise CellError("scheme_percent", got=text, want=want)
    return read_number(text, typed=typed)


def _from_pairs(pairs: list[tuple[str, list[str]]], slot: Slot, typed: bool) -> Any:
    if slot.kind == "categories":
        return [
            {"label": key, "points": read_number(parts[0], typed=typed)}
            | ({"lower": read_number(parts[1], typed=typed)} if len(parts) > 1 and parts[1] else {})
            for key, parts in pairs
        ]
    keys = [_choice(key, slot.choices) if slot.choices else key for key, _ in pairs]
    if twice := next((key for key in keys if keys.count(key) > 1), None):
        raise CellError("scheme_pair_twice", got=twice)
    return {key: _one_pair(parts, slot, typed) for key, (_, parts) in zip(keys, pairs, strict=True)}


def _one_pair(parts: list[str], slot: Slot, typed: bool) -> Any:
    if slot.kind == "scope":
        return parts
    if slot.kind == "bases":
        made: dict[str, Any] = {"status": _choice(parts[0], "status")}
        return made | {
            key: part for key, part in zip(("source", "article", "note"), parts[1:], strict=False) if part
        }
    return read_number(parts[0], typed=typed)


def _choice(text: str, name: str) -> str:
    choices: Mapping[str, str] = CHOICES[name]
    found = {bare(word): key for key, word in choices.items()} | {bare(key): key for key in choices}
    if bare(text) not in found:
        raise CellError("scheme_word", got=text, known=tuple(choices.values()))
    return found[bare(text)]


def read_number(text: str, *, typed: bool) -> float:
    """Read one number as people type it.

    Raises
    ------
    CellError
        ``scheme_number``; ``scheme_two_readings`` for *6.000* as a text in a workbook.

    Examples
    --------
    >>> read_number("76,61", typed=True), read_number("1.125", typed=True), read_number("6.000", typed=False)
    (76.61, 1.125, 6000.0)
    """
    if typed and (readings := two_readings(text)):  # a number cell never ends in a nought
        raise CellError("scheme_two_readings", got=text.strip(), first=readings[0], second=readings[1])
    pointed = text.strip().replace(",", ".", 1)
    if (typed or "," in text) and _PLAIN.fullmatch(pointed):  # one comma is always decimal
        number = float(pointed)
    else:
        import pandas as pd

        from simkinerja.files.numbers import parse_numbers

        values, failed = parse_numbers(pd.Series([text], dtype="str"))
        number = math.nan if bool(failed.iloc[0]) else float(values.iloc[0])
    if not math.isfinite(number):
        raise CellError("scheme_number", got=text)
    return number
