"""L5: months of records gathered into the figures of a period, by the rule of each indicator.

The rules are those of a table of months (:mod:`simkinerja.scoring.records`): months without a figure are left
out, and an officer without any has none.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from simkinerja.compiled import compiled

if TYPE_CHECKING:
    from collections.abc import Collection

__all__ = ["YEAR", "Past", "add_to"]

FloatArray = npt.NDArray[np.floating[Any]]
BoolArray = npt.NDArray[np.bool_]

YEAR: Final = 12
"""Months of a full period."""
_SUMMED: Final = ("mean", "sum")


@dataclass(slots=True)
class Past:
    """Records of the period so far.

    Parameters
    ----------
    months : months counted
    kept : (measure, rule) to what is kept of it, shape (R, n): a running sum, or the figure so far
    counts : measure to months with a figure, shape (R, n), or one number where nobody missed any

    Examples
    --------
    >>> past = Past()
    >>> for figure in (3.0, np.nan, 1.0):
    ...     past.add({"a": np.array([[figure]])}, (("a", "mean"), ("a", "last"), ("a", "max")))
    >>> [past.figure("a", rule)[0, 0].item() for rule in ("mean", "last", "max")]
    [2.0, 1.0, 3.0]
    """

    months: int = 0
    kept: dict[tuple[str, str], FloatArray] = field(default_factory=dict)
    counts: dict[str, FloatArray | float] = field(default_factory=dict)

    def add(self, month: dict[str, FloatArray], wanted: Collection[tuple[str, str]]) -> None:
        """Add the records of a month.

        Parameters
        ----------
        month : mapping of measure to float array, shape (R, n)
        wanted : measures and the rules by which they are gathered
        """
        self.months += 1
        there: dict[str, BoolArray | None] = {}
        for name in dict.fromkeys(name for name, _ in wanted):
            there[name] = known = _there(month[name])
            self.counts[name] = self.counts.get(name, 0.0) + (1.0 if known is None else known)
        for name, rule in wanted:
            if (name, rule) not in self.kept:
                # in double precision, so that months add up as they do in a file
                self.kept[name, rule] = np.full(month[name].shape, 0.0 if rule in _SUMMED else np.nan)
            _put_together(self.kept[name, rule], month[name], there[name], rule)

    def figure(self, name: str, rule: str) -> FloatArray:
        """Return the figure of the period, shape (R, n); a sum over fewer months stands for a year."""
        kept, count = self.kept[name, rule], self.counts[name]
        if rule == "mean":
            with np.errstate(invalid="ignore"):  # nothing in no month is no figure
                return kept / count
        if rule != "sum":
            return kept
        of_year = kept * (YEAR / self.months)
        return of_year if isinstance(count, float) else np.where(count > 0.0, of_year, np.nan)

    def clear(self) -> None:
        """Begin a new period."""
        self.months = 0
        self.kept.clear()
        self.counts.clear()


def _there(figures: FloatArray) -> BoolArray | None:
    """Who has a figure; None if everybody has."""
    return ~np.isnan(figures) if _any_missing(figures) else None


@compiled
def _any_missing(figures: Any) -> bool:
    missing = False
    for row in range(figures.shape[0]):
        for i in range(figures.shape[1]):
            missing |= figures[row, i] != figures[row, i]
    return missing


def _put_together(kept: FloatArray, figures: FloatArray, there: BoolArray | None, rule: str) -> None:
    """Put a month to what is kept, in place; ``there`` says who has a figure, None if everybody has."""
    if rule in _SUMMED:
        add_to(kept, figures if there is None else np.where(there, figures, 0.0))
    elif rule == "last":
        np.copyto(kept, figures, where=True if there is None else there)
    else:
        {"min": np.fmin, "max": np.fmax}[rule](kept, figures, out=kept)


def add_to(total: FloatArray, figures: FloatArray) -> None:
    """Add figures to their totals, in place: numpy's own, in one pass where precisions differ.

    Examples
    --------
    >>> total = np.ones((1, 2))
    >>> add_to(total, np.array([[0.5, 2.0]], dtype=np.float32))
    >>> total.tolist()
    [[1.5, 3.0]]
    """
    if total.shape == figures.shape:
        _write_added(total, figures)
    else:
        total += figures


@compiled
def _write_added(total: Any, figures: Any) -> None:
    for row in range(total.shape[0]):
        for i in range(total.shape[1]):
            total[row, i] += figures[row, i]
