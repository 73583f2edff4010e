"""ODS on the raw XML: extent of the sheets, repeated cells, merged ranges, formulas without a value."""

from __future__ import annotations

from typing import Any, Final
from xml.parsers import expat

from simkinerja.errors import InputError, Place, Problem, problem
from simkinerja.files.grid import MAX_COLUMNS, column_letter
from simkinerja.files.package import MAX_CELLS, Parts, Survey, spans, too_large
from simkinerja.files.show import shown

__all__ = ["surveyed"]

_CELLS: Final = ("table:table-cell", "table:covered-table-cell")
_MOST: Final = 5_000


def surveyed(parts: Parts) -> Survey:
    """Walk ``content.xml`` once.

    Raises
    ------
    InputError
        ``sheet_too_large`` for every sheet beyond the limit; ``zip_damaged``.
    """
    walker = _Walker(parts.name)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = walker.start
    parser.EndElementHandler = walker.end
    parser.CharacterDataHandler = walker.text
    try:
        for block in parts.chunks("content.xml"):
            parser.Parse(block, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError, OverflowError) as error:
        parts.damaged("content.xml", error)
    if walker.problems:
        raise InputError(walker.problems)
    return Survey("ods", tuple(walker.cells), {name: spans(found) for name, found in walker.merges.items()})


class _Walker:
    """Counts rows and columns with their repeats, as the library will expand them."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.problems: list[Problem] = []
        self.cells: list[Problem] = []
        self.merges: dict[str, list[tuple[int, int, int, int]]] = {}
        self.sheet = ""
        self.row = self.column = self.rows = self.columns = 0
        self.row_repeat = 1
        self.cell: dict[str, str] | None = None
        self.words = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "table:table":
            self.sheet = attributes.get("table:name", "")
            self.row = self.rows = self.columns = 0
        elif tag == "table:table-row":
            self.row_repeat = _repeat(attributes, "table:number-rows-repeated")
            self.column = 0
        elif tag in _CELLS:
            self.cell, self.words = attributes, ""

    def text(self, words: str) -> None:
        if self.cell is not None and len(self.words) < 100:
            self.words += words

    def end(self, tag: str) -> None:
        if tag in _CELLS and self.cell is not None:
            self._close_cell(self.cell)
            self.cell = None
        elif tag == "table:table-row":
            self.row += self.row_repeat
        elif tag == "table:table" and (self.rows * self.columns > MAX_CELLS or self.columns > MAX_COLUMNS):
            self.problems.append(too_large(self.name, self.sheet, self.rows, self.columns))

    def _close_cell(self, cell: dict[str, str]) -> None:
        repeat = _repeat(cell, "table:number-columns-repeated")
        if "office:value-type" in cell or self.words.strip() or "table:formula" in cell:
            self.columns = max(self.columns, self.column + repeat)
            self.rows = max(self.rows, self.row + self.row_repeat)
            self._fault(cell)
        down, right = (
            _repeat(cell, "table:number-rows-spanned"),
            _repeat(cell, "table:number-columns-spanned"),
        )
        if (down > 1 or right > 1) and len(self.merges.get(self.sheet, ())) < _MOST:
            one = (self.row, self.column, self.row + down - 1, self.column + right - 1)
            self.merges.setdefault(self.sheet, []).append(one)
        self.column += repeat

    def _fault(self, cell: dict[str, str]) -> None:
        if "table:formula" not in cell or len(self.cells) >= _MOST or self.column >= MAX_COLUMNS:
            return
        place = Place(file=self.name, sheet=self.sheet, row=self.row + 1, column=column_letter(self.column))
        words = self.words.strip()
        if cell.get("calcext:value-type") == "error" or words.startswith(("#", "Err:")):
            self.cells.append(problem("formula_error", place, got=shown(words)))
        elif "office:value-type" not in cell:
            self.cells.append(problem("formula_uncached", place))


def _repeat(attributes: dict[str, Any], key: str) -> int:
    return max(1, int(attributes.get(key, "1")))
