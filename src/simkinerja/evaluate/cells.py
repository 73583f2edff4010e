"""Tables in which nobody finds a cell of fewer than five people, not even by subtraction.

A table with its margins is given to an outsider who knows the rules: empty cells are shown, so a masked cell
holds at least one person. It is safe if for each small cell some table that fits all shown numbers has five
people or more there. The most a cell can hold is found by linear programming; the shown sums form a network,
so its corners are whole numbers. Cells to mask besides the small ones are chosen smallest first.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

__all__ = ["FEWEST_SHOWN", "masked_cells", "with_margins"]

IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]

FEWEST_SHOWN: Final = 5
"""Fewest people behind a number in a report."""


def with_margins(counts: npt.ArrayLike) -> IntArray:
    """Return a table with a last column and a last row of sums.

    Examples
    --------
    >>> with_margins([[1, 2], [3, 4]]).tolist()
    [[1, 2, 3], [3, 4, 7], [4, 6, 10]]
    """
    inner = np.asarray(counts, dtype=np.int64)
    rows = np.concatenate([inner, inner.sum(axis=1, keepdims=True)], axis=1)
    return np.concatenate([rows, rows.sum(axis=0, keepdims=True)])


def masked_cells(
    counts: npt.ArrayLike,
    minimum: int = FEWEST_SHOWN,
    *,
    columns: npt.ArrayLike | None = None,
    rows: npt.ArrayLike | None = None,
    regions: Sequence[npt.ArrayLike] = (),
) -> BoolArray:
    """Return which cells to mask, margins included.

    Parameters
    ----------
    counts : int array, shape (r, c)
        Without margins.
    minimum : int
        Fewest people shown.
    columns : bool array, shape (c,), optional
        Sums of columns that another table masks too.
    rows : bool array, shape (r,), optional
        Sums of rows that another table masks too.
    regions : sequence of bool array, shape (r, c), optional
        Parts of the table whose sum another table shows if it reaches the minimum, and masks if not.

    Returns
    -------
    bool array, shape (r + 1, c + 1)
        The last row and column are the sums, the corner everybody. Empty cells are never masked. All of
        them are masked where the whole table is below the minimum.

    Examples
    --------
    >>> masked_cells([[20, 30], [3, 40]]).astype(int).tolist()
    [[1, 1, 0], [1, 1, 0], [0, 0, 0]]
    >>> bool(masked_cells([[20, 30], [8, 40]]).any())
    False
    """
    table = with_margins(counts)
    hidden: BoolArray = (table > 0) & (table < minimum)
    if columns is not None:
        hidden[-1, :-1] |= np.asarray(columns, dtype=bool) & (table[-1, :-1] > 0)
    if rows is not None:
        hidden[:-1, -1] |= np.asarray(rows, dtype=bool) & (table[:-1, -1] > 0)
    parts: list[BoolArray] = [np.pad(np.asarray(part, dtype=bool), ((0, 1), (0, 1))) for part in regions]
    sums = [int(table[part].sum()) for part in parts]
    shown = [part for part, n in zip(parts, sums, strict=True) if n >= minimum]
    small = [part for part, n in zip(parts, sums, strict=True) if 0 < n < minimum]
    small += [_single(i, j, table) for i, j in np.argwhere((table > 0) & (table < minimum)).tolist()]
    checked = 0
    while checked < len(small):
        target = small[checked]
        if _most(target, table, hidden, shown) >= minimum or not (found := _next(target, table, hidden)):
            checked += 1
        else:
            hidden[found] = True
    return hidden


def _single(i: int, j: int, table: IntArray) -> BoolArray:
    one = np.zeros(table.shape, dtype=bool)
    one[i, j] = True
    return one


def _next(target: BoolArray, table: IntArray, hidden: BoolArray) -> tuple[int, int] | None:
    """The smallest cell still shown that shares a sum with the small one, or with any masked one."""
    shown = (table > 0) & ~hidden
    inner = np.zeros_like(shown)
    inner[:-1, :-1] = True
    lines = target.any(axis=1, keepdims=True) | target.any(axis=0, keepdims=True)
    near = hidden.any(axis=1, keepdims=True) | hidden.any(axis=0, keepdims=True)
    for allowed in (shown & inner & lines, shown & inner & near, shown & inner, shown):
        places = np.argwhere(allowed)
        if len(places):
            i, j = places[int(np.argmin(table[tuple(places.T)]))]
            return int(i), int(j)
    return None


def _most(target: BoolArray, table: IntArray, hidden: BoolArray, shown: list[BoolArray]) -> float:
    """The most people an outsider must think possible in a part of the table."""
    from scipy.optimize import linprog

    if not (target & hidden).any():
        return float(table[target].sum())
    signs = [_line(table.shape, axis, k) for axis in (0, 1) for k in range(table.shape[axis])]
    rest = [-int((sign * table)[~hidden].sum()) for sign in signs]
    signs += [part.astype(np.int64) for part in shown]
    rest += [int(table[part & hidden].sum()) for part in shown]
    found = linprog(
        -target[hidden].astype(float),
        A_eq=np.array([sign[hidden] for sign in signs], dtype=float),
        b_eq=rest,
        bounds=(1, None),
        method="highs",
    )
    if found.status == 3:
        return float("inf")
    return round(-float(found.fun), 6) + float(table[target & ~hidden].sum())


def _line(shape: tuple[int, ...], axis: int, k: int) -> IntArray:
    """A row or column: its parts minus its sum are zero."""
    sign = np.zeros(shape, dtype=np.int64)
    line: IntArray = sign[k] if axis == 0 else sign[:, k]
    line[:-1] = 1
    line[-1] = -1
    return sign
