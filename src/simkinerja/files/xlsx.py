"""XLSX on the raw XML: extent of the sheets, formulas without a value, cells with an error."""

from __future__ import annotations

import re
from typing import Final
from xml.etree import ElementTree

from simkinerja.errors import InputError, Place, Problem, problem
from simkinerja.files.grid import MAX_COLUMNS
from simkinerja.files.package import MAX_CELLS, Parts, Survey, too_large
from simkinerja.files.show import shown

__all__ = ["surveyed"]

_MOST: Final = 50
_CELL_END: Final = b"</c>"
# only cells with something in them: Excel writes millions of formatted blanks (<c r="A9" s="1"/>)
_REFERENCE: Final = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,4})([0-9]{1,8})"[^>/]*>(?!</)')
_FORMULA: Final = re.compile(
    rb"<(?:\w+:)?c\b([^>]*)>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*(<(?:\w+:)?v\s*/>|<(?:\w+:)?v>[^<]*</(?:\w+:)?v>)?",
    re.S,
)
_ERROR: Final = re.compile(
    rb'<(?:\w+:)?c\b([^>]*\bt="e"[^>]*)>(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v>([^<]{0,40})</', re.S
)
_AT: Final = re.compile(rb'\br="([A-Z]{1,4})([0-9]{1,8})"')


def surveyed(parts: Parts) -> Survey:
    """Search every worksheet of a package.

    Raises
    ------
    InputError
        ``sheet_too_large`` for every sheet beyond the limit; ``zip_damaged``.
    """
    problems: list[Problem] = []
    cells: list[Problem] = []
    for sheet, part in _worksheets(parts):
        rows, columns = _scan(parts, sheet, part, cells)
        if rows * columns > MAX_CELLS or columns > MAX_COLUMNS:
            problems.append(too_large(parts.name, sheet, rows, columns))
    if problems:
        raise InputError(problems)
    return Survey("xlsx", tuple(cells))


def _worksheets(parts: Parts) -> list[tuple[str, str]]:
    """Return (sheet name, part) by the workbook's relations; unknown relations are left out."""
    relations = "xl/_rels/workbook.xml.rels"
    try:
        book = ElementTree.fromstring(parts.read("xl/workbook.xml"))
        links: list[ElementTree.Element] | ElementTree.Element = []
        if relations in parts.names:
            links = ElementTree.fromstring(parts.read(relations))
    except ElementTree.ParseError as error:
        parts.damaged("xl/workbook.xml", error)
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    found = []
    for node in book.iter():
        if not node.tag.endswith("}sheet"):
            continue
        key = next((value for name, value in node.attrib.items() if name.endswith("}id")), None)
        target = targets.get(key, "")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if part in parts.names and "worksheets" in part:
            found.append((node.get("name", ""), part))
        elif target.endswith(".xml") and "worksheets" in target:
            parts.damaged(part)
    return found


def _scan(parts: Parts, sheet: str, part: str, cells: list[Problem]) -> tuple[int, int]:
    """Return the extent (rows, columns) of the cells; collect faulty cells."""
    rows = columns = 0
    rest = b""
    widths: dict[bytes, int] = {}
    for block in parts.chunks(part):
        text = rest + block
        cut = text.rfind(b"<row")
        cut = cut if cut > 0 else text.rfind(b"<c ")
        if cut <= 0 or len(text) - cut > 50_000_000:
            cut = len(text)
        rest, text = text[cut:], text[:cut]
        rows, columns = _extent(text, rows, columns, widths)
        if rows * columns > MAX_CELLS:
            return rows, columns
        _faults(text, parts.name, sheet, cells)
    rows, columns = _extent(rest, rows, columns, widths)
    _faults(rest, parts.name, sheet, cells)
    return rows, columns


def _extent(text: bytes, rows: int, columns: int, widths: dict[bytes, int]) -> tuple[int, int]:
    found = _REFERENCE.findall(text)
    if not found:
        return rows, columns
    letters = {letter for letter, _ in found}
    for letter in letters - widths.keys():
        widths[letter] = _number(letter)
    columns = max(columns, *(widths[letter] for letter in letters))
    return max(rows, *(int(number) for number in {number for _, number in found})), columns


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _faults(text: bytes, name: str, sheet: str, cells: list[Problem]) -> None:
    if b't="e"' in text:
        for hit in _ERROR.finditer(text):
            _add(
                cells,
                "formula_error",
                hit.group(1),
                name,
                sheet,
                got=shown(hit.group(2).decode("utf-8", "replace")),
            )
    if b"<f" in text or b":f" in text:
        for hit in _FORMULA.finditer(text):
            value = hit.group(2) or b""
            empty = not re.search(rb">[^<]+<", value)
            if empty and b't="str"' not in hit.group(1) and b't="e"' not in hit.group(1):
                _add(cells, "formula_uncached", hit.group(1), name, sheet)


def _add(cells: list[Problem], code: str, attributes: bytes, name: str, sheet: str, **values: str) -> None:
    at = _AT.search(attributes)
    if at and len(cells) < _MOST * 100:
        place = Place(file=name, sheet=sheet, row=int(at.group(2)), column=at.group(1).decode())
        cells.append(problem(code, place, **values))
