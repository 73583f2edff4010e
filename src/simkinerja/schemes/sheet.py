"""L3: a scheme in from one sheet of a workbook (or a CSV file), read as planners leave it.

The sheet has three blocks, each opened by its heading row: headings with values beside them, the table of
bands, the table of indicators. Headings may stand in any order and case, in Indonesian or as the key of
the YAML file; blank rows and columns do not matter. Other sheets (*Petunjuk*) are left alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from simkinerja.errors import InputError, Place, Problem, nearest, problem
from simkinerja.files import container
from simkinerja.files.grid import Grid
from simkinerja.files.show import shown
from simkinerja.schemes.cells import CellError, from_cell
from simkinerja.schemes.draft import Draft
from simkinerja.schemes.layout import BANDS, INDICATORS, SECTIONS, TOP, Slot, slot_of
from simkinerja.schemes.words import CHOICES, bare

__all__ = ["GUIDE", "SHEET", "read_draft"]

Path_ = tuple[str | int, ...]
SHEET: Final = "Skema"
GUIDE: Final = "Petunjuk"
_AT: Final[dict[str, Path_]] = {"top": (), "bands": ("rules", "bands"), "indicators": ("indicators",)}
_FEWEST: Final = 3  # headings that make a row the heading row of a table
_BAND_HEADS: Final = {"kodepredikat", "predikat"}
_COUNTERS: Final = {"no", "nomor", "nourut", "nomorurut"}
_RANGES: Final = {"nilai", "rentang", "rentangnilai", "interval", "intervalnilai", "skor", "rentangskor"}
_MOST_ROWS: Final = 2_000
_TOTALS: Final = {"jumlah", "total", "jumlahbobot", "totalbobot"}


def read_draft(path: Path) -> Draft:
    """Read a spreadsheet as a draft of a scheme.

    Raises
    ------
    InputError
        ``file_*``, ``zip_*``, ``scheme_sheet_missing``, ``scheme_sheet_several``.
    """
    grids, found = container.open_grids(path)
    grid = _chosen(grids, path.name)
    reader = _Reader(grid)
    reader.read()
    inside = [one for one in found if one.place.sheet == grid.sheet and reader.uses(one.place)]
    return reader.draft([one for one in found if one.place.column is None] + inside)


def _chosen(grids: tuple[Grid, ...], file: str) -> Grid:
    """Return the one sheet with a table of indicators."""
    tables = [grid for grid in grids if bare(grid.sheet or "") != bare(GUIDE) and _has_indicators(grid)]
    named = [grid for grid in tables if bare(grid.sheet or "") == bare(SHEET)]
    if len(tables) == 1 or len(named) == 1:
        return (named or tables)[0]
    if not tables:
        raise InputError([problem("scheme_sheet_missing", Place(file=file))])
    names = ", ".join(f"'{grid.sheet}'" for grid in tables)
    raise InputError([problem("scheme_sheet_several", Place(file=file), sheets=names)])


def _has_indicators(grid: Grid) -> bool:
    return any(_opens(row) == "indicators" for _, row in _rows(grid))


def _rows(grid: Grid) -> Iterator[tuple[int, dict[int, str]]]:
    """Yield the position and the filled cells of every row that is not blank."""
    for i, row in enumerate(grid.cells.head(_MOST_ROWS).to_numpy(dtype=object)):
        filled = {j: text for j, text in enumerate(row) if isinstance(text, str)}
        if filled:
            yield i, filled


def _opens(row: dict[int, str]) -> str | None:
    """Return the block whose heading row this is, if it is one."""
    words = {bare(text) for text in row.values()}
    best = max(("bands", "indicators"), key=lambda block: len(words & set(slot_of(block))))
    own = words & set(slot_of(best))
    names = {slot_of(best)[word].name for word in own}
    if words >= _BAND_HEADS:
        return "bands"
    return best if len(own) >= _FEWEST and names & {"code", "label"} and 2 * len(own) >= len(words) else None


@dataclass
class _Reader:
    """Walks the rows once; collects data, where each part stands, and faults."""

    grid: Grid
    data: dict[str, Any] = field(default_factory=dict)
    places: dict[Path_, tuple[int, int]] = field(default_factory=dict)
    blank: dict[Path_, tuple[int, int]] = field(default_factory=dict)
    headings: dict[str, dict[int, Slot]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    spoiled: list[Path_] = field(default_factory=list)
    unknown: dict[tuple[str, int], int] = field(default_factory=dict)
    orphans: set[tuple[str, int]] = field(default_factory=set)

    def read(self) -> None:
        block = "top"
        for i, row in _rows(self.grid):
            if len(row) == 1 and bare(next(iter(row.values()))) in SECTIONS:
                block = SECTIONS[bare(next(iter(row.values())))]
            elif (opened := _opens(row)) is not None:
                block = opened
                self._heading_row(block, i, row)
            elif block == "top":
                self._pair(i, row)
            elif block in self.headings:
                self._item(block, i, row)
            else:
                self._say("scheme_row", i, min(row), got=shown(row[min(row)]))
        self._unknown_headings()
        self._merged()

    def uses(self, place: Place) -> bool:
        """Whether a cell belongs to what was read."""
        rows = {int(self.grid.row_numbers[i]) for i, _ in self.places.values()}
        return place.row in rows

    def draft(self, found: list[Problem]) -> Draft:
        from simkinerja.files.yaml import YamlDocument

        document = YamlDocument(self.data, self.grid.file, {})
        return Draft(
            self.data, document, self.place, (*found, *self.problems), tuple(self.spoiled), sheet=True
        )

    def place(self, at: Path_) -> Place:
        """Return the place of a path: its cell, or the row and column where it should stand."""
        block, start = _block_of(at)
        slot = _slot_at(block, at[start:])
        heading = slot.heading if slot else None
        places = self.blank | self.places
        i, j = next((places[at[:end]] for end in range(len(at), 0, -1) if at[:end] in places), (-1, -1))
        if at not in places and block != "top":
            columns = self.headings.get(block, {})
            j = next((k for k, one in columns.items() if one is slot), -1)
        row = (
            int(self.grid.row_numbers[i])
            if i >= 0 and (block != "top" or at in places or slot is None)
            else None
        )
        column = self.grid.letters[j] if j >= 0 and row is not None else None
        return Place(self.grid.file, self.grid.sheet, row, column, field=heading)

    def _heading_row(self, block: str, i: int, row: dict[int, str]) -> None:
        columns: dict[int, Slot] = {}
        for j, text in row.items():
            slot = slot_of(block).get(bare(text))
            if slot is None:
                self.unknown[(block, j)] = i
            elif slot in columns.values():
                first = self.grid.letters[next(k for k, one in columns.items() if one is slot)]
                self._say("header_duplicate", i, j, got=shown(text), first=first)
            else:
                columns[j] = slot
        self.headings[block] = columns

    def _pair(self, i: int, row: dict[int, str]) -> None:
        (j, heading), *rest = row.items()
        slot = slot_of("top").get(bare(heading))
        if not rest:  # a title, or a field left blank
            if slot is not None:
                self.blank.setdefault(slot.path, (i, min(j + 1, len(self.grid.letters) - 1)))
            return
        if slot is None:
            self._unknown(i, j, heading, "top")
            return
        if slot.path in self.places:
            first = self.grid.row_numbers[self.places[slot.path][0]]
            self._say("scheme_heading_twice", i, j, got=shown(heading), first=int(first))
            return
        self._put(slot.path, slot, i, rest[0][0], rest[0][1])

    def _item(self, block: str, i: int, row: dict[int, str]) -> None:
        columns = self.headings[block]
        known = {j: text for j, text in row.items() if j in columns}
        words = {columns[j].name: text for j, text in known.items() if len(columns[j].path) == 1}
        if not known or ("code" not in words and bare(words.get("label", "")) in _TOTALS):
            return  # a note beside the table, a row of totals
        if "code" not in words and "label" not in words:
            self._say("scheme_row", i, min(known), got=shown(known[min(known)]))
            return
        items = self._list(block)
        at = (*_AT[block], len(items))
        self._no_heading(block, i, row)
        items.append({})
        self.places[at] = (i, min(known))
        for j, text in known.items():
            self._put((*at, *columns[j].path), columns[j], i, j, text)

    def _no_heading(self, block: str, i: int, row: dict[int, str]) -> None:
        """A value under a blank heading inside the table would be lost; beside the table it is a note."""
        columns = self.headings[block]
        for j in row:
            lost = min(columns) < j < max(columns) and j not in columns and (block, j) not in self.unknown
            if lost and (block, j) not in self.orphans:
                self.orphans.add((block, j))
                self._say("scheme_heading_blank", i, j, got=shown(row[j]))

    def _list(self, block: str) -> list[Any]:
        if block == "indicators":
            return self.data.setdefault("indicators", [])  # type: ignore[no-any-return]
        return self.data.setdefault("rules", {}).setdefault("bands", [])  # type: ignore[no-any-return]

    def _put(self, path: Path_, slot: Slot, i: int, j: int, text: str) -> None:
        self.places[path] = (i, j)
        try:
            value = from_cell(text, slot, typed=self.grid.sheet is not None)
        except CellError as error:
            self._refused(error, slot, i, j)
            self.spoiled.append(path)
            value = next(iter(CHOICES["status"])) if slot.name == "status" else None
        if value is None:
            return
        holder: Any = self.data
        for step in path[:-1]:
            holder = holder[int(step)] if isinstance(holder, list) else holder.setdefault(step, {})
        holder[path[-1]] = value

    def _refused(self, error: CellError, slot: Slot, i: int, j: int) -> None:
        values = dict(error.values)
        if error.code == "scheme_word":
            values["hint"] = nearest(values["got"], values["known"])
            values["known"] = ", ".join(values["known"])
        if "got" in values and error.code != "scheme_two_readings":
            values["got"] = shown(values["got"])
        self._say(error.code, i, j, heading=slot.heading, **values)

    def _say(self, code: str, i: int, j: int, heading: str | None = None, **values: Any) -> None:
        row = int(self.grid.row_numbers[i])
        place = Place(self.grid.file, self.grid.sheet, row, self.grid.letters[j], field=heading)
        self.problems.append(problem(code, place, **values))

    def _unknown(self, i: int, j: int, text: str, block: str) -> None:
        if block == "bands" and bare(text) in _RANGES:
            self._say("scheme_heading_range", i, j, got=shown(text))
            self.spoiled += [(*_AT["bands"], k, "lower") for k in range(len(self._list("bands")))]
            return
        known = [slot.heading for slot in {"top": TOP, "bands": BANDS, "indicators": INDICATORS}[block]]
        hint = nearest(text, known)
        self._say("scheme_heading", i, j, got=shown(text), hint=hint)

    def _unknown_headings(self) -> None:
        """A heading nobody knows is a fault only above something."""
        for (block, j), i in self.unknown.items():
            if bare(str(self.grid.cells[j].iloc[i])) in _COUNTERS:
                continue  # running numbers of the rows
            below = self.grid.cells[j].iloc[i + 1 :]
            if below.notna().any():
                self._unknown(i, j, str(self.grid.cells[j].iloc[i]), block)

    def _merged(self) -> None:
        """Cells merged over several rows of a table do not say whose value it is."""
        rows = {
            i for at, (i, _) in self.places.items() if at[:1] == ("indicators",) or at[:2] == _AT["bands"]
        }
        for one in self.grid.merges:
            if one.bottom > one.top and rows & set(range(one.top, one.bottom + 1)):
                letters = self.grid.letters
                numbers = self.grid.row_numbers
                if one.right < len(letters) and one.bottom < len(numbers):
                    got = f"{letters[one.left]}{numbers[one.top]}:{letters[one.right]}{numbers[one.bottom]}"
                    self._say("cells_merged", one.top, one.left, got=got)
                    self._spoil(range(one.top, one.bottom + 1), range(one.left, one.right + 1))

    def _spoil(self, rows: range, columns: range) -> None:
        """Nothing is drawn from cells whose value nobody knows."""
        items = [(at, i) for at, (i, _) in self.places.items() if isinstance(at[-1], int) and i in rows]
        for at, _ in items:
            heads = self.headings.get(_block_of(at)[0], {})
            self.spoiled += [(*at, *heads[j].path) for j in columns if j in heads]


def _block_of(at: Path_) -> tuple[str, int]:
    if at[:1] == ("indicators",):
        return "indicators", 2
    return ("bands", 3) if at[:2] == ("rules", "bands") else ("top", 0)


def _slot_at(block: str, path: Path_) -> Slot | None:
    """Return the slot that holds a path, also one inside of it (one category of the cell of categories)."""
    slots = {"top": TOP, "bands": BANDS, "indicators": INDICATORS}[block]
    for end in range(len(path), 0, -1):
        for slot in slots:
            if slot.path == path[:end]:
                return slot
    inside = (slot for slot in slots if slot.path[: len(path)] == path and path)
    return next(inside, None)
