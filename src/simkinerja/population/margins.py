"""L3: whole-number margins and the joint table that meets them.

Three steps, all deterministic and independent of the seed: the published shares become whole numbers
by the largest remainder; iterative proportional fitting (Deming and Stephan 1940) spreads them over
the cells that can occur; controlled rounding (Cox 1987) makes the cells whole without touching the
margins, as a transport problem solved by successive cheapest moves.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import numpy.typing as npt

__all__ = ["controlled_rounding", "fit_proportional", "largest_remainder"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]


def largest_remainder(weights: npt.ArrayLike, total: int) -> IntArray:
    """Share ``total`` whole units by weights: floors first, the rest to the largest remainders.

    Ties go to the earlier category.

    Examples
    --------
    >>> largest_remainder([1, 1, 1], 10).tolist()
    [4, 3, 3]
    """
    w = np.asarray(weights, dtype=np.float64)
    if w.size == 0 or w.sum() <= 0:
        return np.zeros(w.shape, dtype=np.int64)
    exact = w * (total / w.sum())
    out: IntArray = np.floor(exact).astype(np.int64)
    rest = total - int(out.sum())
    order = np.argsort(-(exact - out), kind="stable")
    if rest > 0:
        out[order[:rest]] += 1
    elif rest < 0:  # only by floating-point dust in the floors
        out[order[rest:]] -= 1
    return out


def fit_proportional(
    seed: FloatArray, rows: npt.ArrayLike, columns: npt.ArrayLike, rounds: int = 500
) -> FloatArray:
    """Iterative proportional fitting of a table with zeros to its row and column totals.

    Kept as two factors (row and column), so a round costs two products. Returns the table after the
    last round, rows exact; where the zeros make the column totals unreachable it is the nearest
    reached, and :func:`controlled_rounding` repairs the rest.

    Examples
    --------
    >>> table = fit_proportional(np.ones((2, 2)), [30, 10], [20, 20])
    >>> table.round(3).tolist()
    [[15.0, 15.0], [5.0, 5.0]]
    """
    r, c = np.asarray(rows, dtype=np.float64), np.asarray(columns, dtype=np.float64)
    right = (c > 0).astype(np.float64)
    left = r / _positive(seed @ right)
    for _ in range(rounds):
        reached = (left @ seed) * right
        if np.abs(reached - c).max(initial=0.0) < 1e-3:
            break
        right *= c / _positive(reached)
        left = r / _positive(seed @ right)
    table: FloatArray = left[:, None] * seed * right
    return np.nan_to_num(table, posinf=0.0)


def _positive(x: FloatArray) -> FloatArray:
    """Denominators: a sum of zeros belongs to a total that no weight reaches, and stays out of play."""
    return np.where(x > 1e-250, x, 1.0)


def _round_rows(table: FloatArray, rows: IntArray, allowed: BoolArray) -> IntArray:
    """Floors, then one more for the largest remainders of each row; rows become exact."""
    out: IntArray = np.floor(np.where(allowed, table, 0.0) + 1e-9).astype(np.int64)
    rest = rows - out.sum(axis=1)
    fraction = np.where(allowed, table - out, -np.inf)
    place = np.argsort(np.argsort(-fraction, axis=1, kind="stable"), axis=1, kind="stable")
    width = np.maximum(allowed.sum(axis=1), 1)
    each, extra = np.divmod(rest, width)
    out += np.where(allowed, each[:, None] + (place < extra[:, None]), 0)
    for row in np.flatnonzero((out < 0).any(axis=1)):  # a table far from its margins
        out[row] = np.where(allowed[row], largest_remainder(np.maximum(table[row], 0) + 1e-9, rows[row]), 0)
        out[row] = largest_remainder(np.where(allowed[row], out[row] + 1e-9, 0), rows[row])
    return out


def _cheapest_path(cost: FloatArray, start: int, goals: npt.NDArray[np.intp]) -> list[int]:
    """Cheapest path over the columns (Bellman-Ford over a handful of nodes, costs positive)."""
    k = len(cost)
    dist = np.full(k, np.inf)
    dist[start] = 0.0
    back = np.full(k, -1)
    for _ in range(k - 1):
        through = dist[:, None] + cost
        best = through.argmin(axis=0)
        better = through[best, np.arange(k)] < dist - 1e-12
        better[start] = False
        if not better.any():
            break
        dist = np.where(better, through[best, np.arange(k)], dist)
        back = np.where(better, best, back)
    end = int(goals[dist[goals].argmin()])
    if not np.isfinite(dist[end]):
        return []
    path = [end]
    while path[-1] != start and len(path) <= k:
        path.append(int(back[path[-1]]))
    return path[::-1]


def _move_costs(out: IntArray, table: FloatArray, allowed: BoolArray) -> tuple[FloatArray, IntArray]:
    """Cheapest cost of moving one unit from column a to column b in some row, and that row."""
    off = out - table
    give = np.where(allowed & (out > 0), 1.0 - 2.0 * off, np.inf)
    take = np.where(allowed, 1.0 + 2.0 * off, np.inf)
    total = give[:, :, None] + take[:, None, :]
    row = total.argmin(axis=0)
    k = out.shape[1]
    # rows are near their optimum, so gains are dust; without them no path can run in a circle
    cost = np.maximum(np.take_along_axis(total, row[None], axis=0)[0], 1e-6)
    cost[np.arange(k), np.arange(k)] = np.inf
    return cost, row


def controlled_rounding(
    table: FloatArray, rows: IntArray, columns: IntArray, allowed: BoolArray
) -> tuple[IntArray, IntArray]:
    """Round a table to whole numbers with exact row totals and, where possible, column totals.

    Rows are rounded first; then single units travel along the cheapest path of columns from a column
    with too many to one with too few, until none is left or no path exists.

    Parameters
    ----------
    table : float array, shape (r, c)
        Fitted, not whole.
    rows, columns : int arrays, shapes (r,) and (c,)
        Totals to be met; they have the same sum.
    allowed : bool array, shape (r, c)
        Cells that may hold somebody; each row with a positive total needs one.

    Returns
    -------
    out : int array, shape (r, c)
    missed : int array, shape (c,)
        Obtained minus asked for by column; all zero when the totals can be met.

    Examples
    --------
    >>> table = np.full((3, 3), 1 / 3)
    >>> out, missed = controlled_rounding(table, np.ones(3, int), np.ones(3, int), table > 0)
    >>> out.sum(axis=0).tolist(), out.sum(axis=1).tolist(), missed.tolist()
    ([1, 1, 1], [1, 1, 1], [0, 0, 0])
    """
    rows, columns = np.asarray(rows, dtype=np.int64), np.asarray(columns, dtype=np.int64)
    out = _round_rows(table, rows, allowed)
    gap = out.sum(axis=0) - columns
    while (gap > 0).any():
        cost, row = _move_costs(out, table, allowed)
        path: list[int] = []
        for start in np.flatnonzero(gap > 0):
            path = _cheapest_path(cost, int(start), np.flatnonzero(gap < 0))
            if path:
                break
        if not path:
            break
        size = _step(out, path, row, gap)
        for a, b in pairwise(path):
            out[row[a, b], a] -= size
            out[row[a, b], b] += size
        gap[path[0]] -= size
        gap[path[-1]] += size
    return out, gap


def _step(out: IntArray, path: list[int], row: IntArray, gap: IntArray) -> int:
    """Units to move at once: one, or more when the table is far from its margins."""
    room = min(int(out[row[a, b], a]) for a, b in pairwise(path))
    far = min(int(gap[path[0]]), -int(gap[path[-1]]))
    return max(1, min(room, far) // 8)
