"""L3: the joint table of a city: whole numbers of people by post, status, age, education and sex.

Built axis by axis: each step is a two-way table (cells so far by the new axis) with exact totals on
both sides, fitted and rounded by :mod:`simkinerja.population.margins`. Independent of the seed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from simkinerja.errors import InputError, Place, Problem, problem
from simkinerja.population.career import FIRST_RANK, feasible_cells
from simkinerja.population.codes import EDUCATION, GROUPS, STATUS
from simkinerja.population.margins import controlled_rounding, fit_proportional, largest_remainder

if TYPE_CHECKING:
    from simkinerja.population.city import City

__all__ = ["Cells", "joint_table", "target_counts"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
AXES: Final = ("group", "status", "service", "age", "education", "rank_group", "sex")
#: A combination that the weights call impossible but the rules allow keeps this little weight.
_FLOOR: Final = 1e-4


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of a joint table that hold somebody.

    Parameters
    ----------
    codes : int array, shape (n_cells, 7)
        Positions in the code lists, columns in the order group, status, service, age, education,
        golongan group, sex; sorted by the columns in that order.
    counts : int array, shape (n_cells,)
        People in each cell, all positive.
    targets : dict of int arrays
        Whole-number margins asked for, by name.
    """

    codes: IntArray
    counts: IntArray
    targets: dict[str, IntArray]


def target_counts(city: City, n: int) -> dict[str, IntArray]:
    """Whole-number margins of a city scaled to ``n`` officers, by the largest remainder.

    Examples
    --------
    >>> from simkinerja.population.city import load_city
    >>> target_counts(load_city("medan"), 22965)["status"].tolist()
    [9726, 4625, 8614]
    """
    people, margins = city.people, city.margins

    def share(name: str, total: int) -> IntArray:
        return largest_remainder(list(margins[name].counts.values()), total)

    status = [getattr(people, name).value for name in STATUS]
    out = {"status": largest_remainder(status, n)}
    for name in ("sex", "education", "job_type", "age"):
        out[name] = share(name, n)
    out["education_low"] = share("education_low", int(out["education"][0]))
    out["job_family"] = share("job_family", int(out["job_type"][1]))
    for name in ("years_of_service", "golongan"):
        out[name] = share(name, int(out["status"][0]))
    return out


def _rank_weights(cells: IntArray) -> FloatArray:
    """Golongan groups near the rank that a usual career has reached weigh more, shape (n, 4)."""
    middle = np.array([3.0, 16.0, 32.0])[cells[:, 2]]
    usual = FIRST_RANK[cells[:, 4]] + middle / 4.0
    return np.asarray(np.exp(-np.abs(usual[:, None] - np.array([1.5, 5.5, 9.5, 13.5])) / 2.0))


def _weights(city: City, axis: int, cells: IntArray) -> FloatArray:
    """Starting weights of a new axis for the cells so far, shape (n_cells, size of the axis)."""
    if axis == 5:
        return _rank_weights(cells)
    name = "contract" if axis == 1 else AXES[axis]
    by_status = name == "service"
    table = getattr(city.weights, name)
    rows = np.array([table[key] for key in (STATUS if by_status else GROUPS)], dtype=np.float64)
    return np.maximum(rows[cells[:, 1 if by_status else 0]], _FLOOR)


def _allowed(possible: npt.NDArray[np.bool_], axis: int, cells: IntArray) -> npt.NDArray[np.bool_]:
    """Return which codes of a new axis still lead to a possible person, shape (n_cells, size)."""
    if axis == 6:
        return np.ones((len(cells), 2), dtype=np.bool_)
    still = np.asarray(possible.any(axis=tuple(range(axis + 1, possible.ndim))))
    out: npt.NDArray[np.bool_] = still[tuple(cells.T)]
    return out


def _column_totals(axis: int, cells: IntArray, counts: IntArray, want: dict[str, IntArray]) -> IntArray:
    """Totals of the new axis over all officers, from the margin and whom it is about."""
    contract = int(counts[cells[:, 1] > 0].sum()) if axis > 1 else 0
    if axis == 2:
        return np.asarray(want["years_of_service"] + np.array([contract, 0, 0]))
    if axis == 5:
        return np.asarray(want["golongan"] + np.array([contract, 0, 0, 0]))
    if axis == 4:
        return np.concatenate([want["education_low"], want["education"][1:]])
    return want[AXES[axis]]


def joint_table(city: City, groups: IntArray, want: dict[str, IntArray]) -> Cells:
    """Whole numbers of people in every possible cell.

    Parameters
    ----------
    city : City
    groups : int array, shape (9,)
        Posts of each group, from the structure of the city.
    want : dict
        From :func:`target_counts`.

    Raises
    ------
    InputError
        ``margins_contradict`` when a margin cannot be met together with the others.
    """
    possible = feasible_cells()
    cells = np.arange(len(GROUPS), dtype=np.int64)[:, None]
    counts = np.asarray(groups, dtype=np.int64)
    for axis in range(1, len(AXES)):
        keep = counts > 0
        cells, counts = cells[keep], counts[keep]
        allowed = _allowed(possible, axis, cells)
        columns = _column_totals(axis, cells, counts, want)
        start = np.where(allowed, _weights(city, axis, cells), 0.0)
        # the golongan margin is assumed and slow to reach: rounding does the rest
        fitted = fit_proportional(start, counts, columns, rounds=40 if axis == 5 else 500)
        table, missed = controlled_rounding(fitted, counts, columns, allowed)
        if missed.any() and axis != 5:
            raise InputError([_contradiction(city, axis, missed)])
        size = table.shape[1]
        cells = np.column_stack([np.repeat(cells, size, axis=0), np.tile(np.arange(size), len(cells))])
        counts = table.ravel()
    keep = counts > 0
    return Cells(cells[keep], counts[keep], want)


def _contradiction(city: City, axis: int, missed: IntArray) -> Problem:
    names = (STATUS, STATUS, ("0-5", "6-30", ">30"), ("<=26", "27-42", ">=43"), EDUCATION, (), ("L", "P"))
    worst = int(np.abs(missed).argmax())
    return problem(
        "margins_contradict",
        Place(file=f"{city.code}.yaml", field=f"margins.{AXES[axis]}"),
        category=names[axis][worst],
        missed=abs(int(missed[worst])),
    )
