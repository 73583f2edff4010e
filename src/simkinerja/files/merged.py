"""Merged cells: harmless ones are filled, the others are faults with their range."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from simkinerja.errors import Place, Problem, problem

if TYPE_CHECKING:
    import pandas as pd

    from simkinerja.files.grid import Grid, Merge
    from simkinerja.files.layout import Layout

__all__ = ["resolved"]

_NUMBER: Final = re.compile(r"[\d.,%\s+-]+$")
_MOST: Final = 20


def resolved(grid: Grid, layout: Layout) -> tuple[pd.DataFrame, tuple[str, ...], list[Problem]]:
    """Fill or refuse the merged ranges of the body.

    A word merged downwards in one column (a service over its respondents) is filled into every row. A
    merged number, or a range over several columns, does not say which answer belongs to whom: a fault.

    Returns
    -------
    cells : DataFrame of str
    notes : tuple of str
    problems : list of Problem
        ``cells_merged`` by the upper left cell.
    """
    cells = grid.cells
    body = set(layout.body.tolist()) if grid.merges else set()
    problems: list[Problem] = []
    n_filled = 0
    for merge in grid.merges:
        value = _value(cells, merge)
        if value is None or not any(i in body for i in range(merge.top, merge.bottom + 1)):
            continue
        if merge.left == merge.right and not _NUMBER.match(value):
            rows = [i for i in range(merge.top, merge.bottom + 1) if i in body]
            if not n_filled:
                cells = cells.copy()
            cells.iloc[rows, merge.left] = value
            n_filled += 1
        elif len(problems) < _MOST:
            problems.append(_problem(grid, merge))
    notes = (f"{n_filled} sel gabungan diisikan ke setiap barisnya.",) if n_filled else ()
    return cells, notes, problems


def _value(cells: pd.DataFrame, merge: Merge) -> str | None:
    if merge.top >= cells.shape[0] or merge.left >= cells.shape[1]:
        return None
    value = cells.iat[merge.top, merge.left]
    return value if isinstance(value, str) else None


def _problem(grid: Grid, merge: Merge) -> Problem:
    row, last = int(grid.row_numbers[merge.top]), min(merge.bottom, len(grid.row_numbers) - 1)
    letter = grid.letters[merge.left]
    right = grid.letters[min(merge.right, len(grid.letters) - 1)]
    place = Place(file=grid.file, sheet=grid.sheet, row=row, column=letter)
    return problem("cells_merged", place, got=f"{letter}{row}:{right}{int(grid.row_numbers[last])}")
