"""Office tables in: CSV, XLSX, XLS and ODS become tables of text, all faults at once."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from simkinerja.errors import InputError, Place, Problem, nearest, problem
from simkinerja.files import container
from simkinerja.files.grid import Grid
from simkinerja.files.identity import DroppedColumn, identity_by_header, identity_by_look, masked
from simkinerja.files.layout import Layout, find_layout
from simkinerja.files.show import mask_identity, shown

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["RawTable", "read_tables", "scan_tables"]

_MOST: Final = 20


@dataclass(frozen=True, slots=True)
class RawTable:
    """One table as it was typed: header and cells of text, with their places; identity left out.

    Parameters
    ----------
    file : str
        File name without folder.
    sheet : str or None
        Sheet name; ``None`` for text files.
    header : tuple of str, length k
        Whole header text; ``""`` where a column has none. Of a header over several rows the lowest
        text, or all joined by " / " where the lowest alone would not be unique.
    letters : tuple of str, length k
        Spreadsheet letters of the columns (gaps where columns were dropped).
    header_row : int
        1-based row of the (lowest) header row.
    rows : DataFrame of str, n x k
        Columns 0..k-1, index 0..n-1. Text as typed, outer blanks off, blank = missing. A numeric cell
        of a spreadsheet is its shortest decimal text with a point ("3", "3.5"), a date is ISO.
    row_numbers : int64 array, length n
        1-based spreadsheet row, or first line of the record in a text file.
    preamble : tuple of str
        Title rows above the header, cells joined by a blank, identity numbers masked.
    dropped : tuple of DroppedColumn
        Identity columns left out.
    alias : int or None
        Position of the column chosen as alias.
    summary : DataFrame of str, m x k
        Rows of totals, averages, notes and signatures: not part of ``rows``.
    summary_numbers : int64 array, length m
    notes : tuple of str
        Indonesian sentences on what was left out, filled or masked.
    """

    file: str
    sheet: str | None
    header: tuple[str, ...]
    letters: tuple[str, ...]
    header_row: int
    rows: pd.DataFrame
    row_numbers: Any
    preamble: tuple[str, ...]
    dropped: tuple[DroppedColumn, ...]
    alias: int | None
    summary: pd.DataFrame
    summary_numbers: Any
    notes: tuple[str, ...] = ()

    def place(self, row: int | None = None, column: int | None = None) -> Place:
        """Return the place of a cell by its 0-based position in ``rows``.

        Examples
        --------
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     file = Path(folder) / "a.csv"
        ...     _ = file.write_text("Survei\\n\\nNIK;U1;U2\\n1;3;4\\n2;4;4\\n")
        ...     table, = read_tables(file)
        >>> table.header, [column.reason for column in table.dropped]
        (('U1', 'U2'), ['nik'])
        >>> str(table.place(1, 0))
        'a.csv, baris 5, kolom B'
        """
        number = None if row is None else int(self.row_numbers[row])
        letter = None if column is None else self.letters[column]
        return Place(file=self.file, sheet=self.sheet, row=number, column=letter)


def read_tables(path: str | os.PathLike[str], alias: str | None = None) -> tuple[RawTable, ...]:
    """Read every table of one file.

    Parameters
    ----------
    path : path-like
        CSV (any common separator and encoding), XLSX, XLS or ODS; the content decides, not the suffix.
    alias : str, optional
        Header (or letter) of one column to keep as alias of the person, whatever its header says. A
        column that looks like NIP, NIK, phone or e-mail is refused.

    Returns
    -------
    tuple of RawTable
        One a sheet, at least one; empty, hidden and cover sheets are skipped with a note.

    Raises
    ------
    InputError
        All faults of the file at once, by sheet, row, column or byte; ``docs/berkas.md`` lists the codes.
    """
    tables, problems = scan_tables(path, alias)
    if problems:
        raise InputError(problems)
    return tables


def scan_tables(
    path: str | os.PathLike[str], alias: str | None = None
) -> tuple[tuple[RawTable, ...], tuple[Problem, ...]]:
    """Read every table of one file as far as it goes, and return its faults beside the tables.

    For callers that add faults of their own (an answer outside 1 to 4) and raise all of them at once.

    Returns
    -------
    tables : tuple of RawTable
        Cells with a fault are missing or as they stand; never use them while ``problems`` is not empty.
    problems : tuple of Problem
        In the order of the file.

    Raises
    ------
    InputError
        Where nothing can be read at all.
    """
    try:
        return _scanned(Path(path), alias)
    except MemoryError as error:
        raise InputError([problem("file_memory", Place(file=Path(path).name))]) from error


def _scanned(path: Path, alias: str | None) -> tuple[tuple[RawTable, ...], tuple[Problem, ...]]:
    name = path.name
    grids, found = container.open_grids(path)
    problems = [one for one in found if one.place.column is None]
    in_cells = [one for one in found if one.place.column is not None]
    tables: list[RawTable] = []
    skipped: list[Problem] = []
    for grid in grids:
        table, faults, excuse = _table(
            grid, alias, [one for one in in_cells if one.place.sheet == grid.sheet]
        )
        problems += faults
        skipped += excuse
        tables += [table] if table is not None else []
    lists = [table for table in tables if len(table.letters) + len(table.dropped) < 2]
    if lists and len(lists) < len(tables):  # a cover sheet or a list of words beside real tables
        tables = [table for table in tables if all(table is not other for other in lists)]
        skipped += [problem("table_empty", table.place()) for table in lists]
    if alias is not None and tables and not problems and all(table.alias is None for table in tables):
        problems.append(_alias_missing(alias, tables))
    if not tables:
        raise InputError(problems or skipped or [problem("table_empty", Place(file=name))])
    return _with_skipped(tables, skipped), tuple(problems)


def _with_skipped(tables: list[RawTable], skipped: list[Problem]) -> tuple[RawTable, ...]:
    from dataclasses import replace

    why = {"header_missing": "tidak berjudul kolom", "table_no_rows": "tidak berisi baris data"}
    notes = tuple(
        f"Lembar '{one.place.sheet}' dilewati karena {why.get(one.code, 'tidak berisi tabel')}."
        for one in skipped
    )
    return (replace(tables[0], notes=(*tables[0].notes, *notes)), *tables[1:])


def _table(
    grid: Grid, alias: str | None, cell_problems: list[Problem]
) -> tuple[RawTable | None, list[Problem], list[Problem]]:
    """Return the table of a grid, its faults, and the excuse if it holds no table at all."""
    place = Place(file=grid.file, sheet=grid.sheet)
    cells = grid.cells
    if cells.isna().all(axis=None):
        return None, [], [problem("table_empty", place)]
    layout = find_layout(grid)
    if not layout.header_rows:
        first = int(grid.row_numbers[layout.first or 0])
        found = problem("header_missing", Place(file=grid.file, sheet=grid.sheet, row=first))
        return None, [], [found]
    if not len(layout.body):
        row = int(grid.row_numbers[layout.header_rows[-1]])
        found = problem("table_no_rows", Place(file=grid.file, sheet=grid.sheet, row=row))
        return None, [], [found]
    return _assembled(grid, layout, alias, cell_problems)


def _assembled(
    grid: Grid, layout: Layout, alias: str | None, cell_problems: list[Problem]
) -> tuple[RawTable | None, list[Problem], list[Problem]]:
    from simkinerja.files import merged

    cells, filled, merge_problems = merged.resolved(grid, layout)
    header = _header(cells, layout, grid)
    body = cells.iloc[_positions(layout.body)]
    aside = _aside(body, header)
    table_columns = [j for j in range(len(header)) if j not in aside]
    kept, dropped, alias_at, alias_problems = _columns(body, header, table_columns, grid, alias)
    rows, notes = _masked_rows(body, kept, grid, layout)
    letters = tuple(grid.letters[j] for j in kept)
    table = RawTable(
        file=grid.file,
        sheet=grid.sheet,
        header=tuple(mask_identity(header[j]) for j in kept),
        letters=letters,
        header_row=int(grid.row_numbers[layout.header_rows[-1]]),
        rows=rows,
        row_numbers=np.asarray(grid.row_numbers)[layout.body],
        preamble=_preamble(cells, layout),
        dropped=tuple(dropped),
        alias=kept.index(alias_at) if alias_at is not None else None,
        summary=_summary_frame(cells, layout, kept),
        summary_numbers=np.asarray(grid.row_numbers)[layout.summary],
        notes=(*grid.notes, *filled, *notes, *_aside_note(aside, grid)),
    )
    inside = {table.header_row, *table.row_numbers.tolist()} if cell_problems or merge_problems else set()
    relevant = [
        p for p in (*merge_problems, *cell_problems) if p.place.row in inside and p.place.column in letters
    ]
    return table, [*alias_problems, *_duplicates(table), *relevant], []


def _aside(body: pd.DataFrame, header: list[str]) -> frozenset[int]:
    """Return the columns of small tables beside the table (a legend): behind a blank column, mostly empty."""
    filled = body.notna().sum().tolist()
    blocks: list[list[int]] = [[]]
    for j, text in enumerate(header):
        if text or filled[j]:
            blocks[-1].append(j)
        elif blocks[-1]:
            blocks.append([])
    blocks = [block for block in blocks if block]
    most = max(filled, default=0)
    widest = max(blocks, key=len, default=[])
    return frozenset(
        j
        for block in blocks
        if block is not widest and max(filled[k] for k in block) < 0.5 * most
        for j in block
    )


def _aside_note(aside: frozenset[int], grid: Grid) -> tuple[str, ...]:
    if not aside:
        return ()
    letters = ", ".join(grid.letters[j] for j in sorted(aside))
    return (f"Kolom {letters} di samping tabel (keterangan) dilewati.",)


def _positions(rows: Any) -> Any:
    """Return row positions as a slice where they follow one another: nothing is copied then."""
    return slice(int(rows[0]), int(rows[-1]) + 1) if rows[-1] - rows[0] == len(rows) - 1 else rows


def _header(cells: pd.DataFrame, layout: Layout, grid: Grid) -> list[str]:
    """Join the header rows: the lowest text where it is unique, else all levels from above."""
    levels = [[v if isinstance(v, str) else "" for v in cells.iloc[i].tolist()] for i in layout.header_rows]
    for level in levels[:-1]:  # a group name stands over the blanks to its right
        for j in range(1, len(level)):
            if not level[j] and any(below[j] for below in levels[levels.index(level) + 1 :]):
                level[j] = level[j - 1]
    stacks = [[" ".join(level[j].split()) for level in levels if level[j]] for j in range(len(levels[0]))]
    lowest = [stack[-1] if stack else "" for stack in stacks]
    times = Counter(text.casefold() for text in lowest if text)
    return [
        low if times[low.casefold()] <= 1 else " / ".join(dict.fromkeys(stack))
        for low, stack in zip(lowest, stacks, strict=True)
    ]


def _columns(
    body: pd.DataFrame, header: list[str], columns: list[int], grid: Grid, alias: str | None
) -> tuple[list[int], list[DroppedColumn], int | None, list[Problem]]:
    """Choose the columns to keep; the alias column is kept unless it is an identity number."""
    kept: list[int] = []
    dropped: list[DroppedColumn] = []
    chosen: int | None = None
    problems: list[Problem] = []
    for j in columns:
        column, text = body[j], header[j]
        if not text and column.isna().all():
            continue
        by_header = identity_by_header(text)
        reason = by_header or identity_by_look(column, text)
        if alias is not None and alias.strip().casefold() in (text.casefold(), grid.letters[j].casefold()):
            if reason in (None, "name") and chosen is None:
                chosen = j
                reason = None
            elif reason is not None:
                place = Place(file=grid.file, sheet=grid.sheet, column=grid.letters[j])
                problems.append(problem("alias_identity", place, got=shown(text)))
        if reason is None:
            kept.append(j)
        else:
            by = "header" if by_header else "look"
            dropped.append(DroppedColumn(mask_identity(text), grid.letters[j], reason, by))
    return kept, dropped, chosen, problems


def _masked_rows(
    body: pd.DataFrame, kept: list[int], grid: Grid, layout: Layout
) -> tuple[pd.DataFrame, list[str]]:
    import pandas as pd

    columns: dict[int, Any] = {}
    n_masked = 0
    for position, j in enumerate(kept):
        columns[position], hits = masked(body[j].reset_index(drop=True))
        n_masked += int(hits.sum())
    notes = []
    if n_masked:
        notes.append(f"Nomor identitas atau kontak di dalam {n_masked} sel disembunyikan.")
    if layout.n_repeated:
        notes.append(f"{layout.n_repeated} baris judul yang terulang di tengah tabel dilewati.")
    if len(layout.summary):
        notes.append(
            f"{len(layout.summary)} baris jumlah, rata-rata, atau catatan tidak dihitung sebagai data."
        )
    return pd.DataFrame(columns, index=range(len(body)), dtype="str"), notes


def _summary_frame(cells: pd.DataFrame, layout: Layout, kept: list[int]) -> pd.DataFrame:
    frame = cells.iloc[layout.summary, kept].reset_index(drop=True)
    frame.columns = range(len(kept))
    return frame.map(mask_identity, na_action="ignore").astype("str")


def _preamble(cells: pd.DataFrame, layout: Layout) -> tuple[str, ...]:
    rows = [[v for v in cells.iloc[i].tolist() if isinstance(v, str)] for i in layout.preamble]
    return tuple(mask_identity(" ".join(row)) for row in rows)


def _duplicates(table: RawTable) -> list[Problem]:
    first: dict[str, int] = {}
    found = []
    for j, text in enumerate(table.header):
        key = " ".join(text.casefold().split())
        if key and key in first:
            place = Place(file=table.file, sheet=table.sheet, row=table.header_row, column=table.letters[j])
            found.append(problem("header_duplicate", place, got=shown(text), first=table.letters[first[key]]))
        first.setdefault(key, j)
    return found[:_MOST]


def _alias_missing(alias: str, tables: list[RawTable]) -> Problem:
    known = [text for table in tables for text in table.header if text]
    return problem(
        "alias_missing",
        Place(file=tables[0].file),
        got=shown(alias),
        known=", ".join(shown(text) for text in known[:12]),
        hint=nearest(alias, known),
    )
