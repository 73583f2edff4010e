"""L5: months of records gathered into the figures of a period, by the rule of each indicator.

The rules are those of a table of months (:mod:`simkinerja.scoring.records`): months without a figure are left
out, and an officer without any has none.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["YEAR", "Past"]

FloatArray = npt.NDArray[np.float64]

YEAR: Final = 12
"""Months of a full period."""


@dataclass(slots=True)
class Past:
    """Records of the period so far.

    Parameters
    ----------
    months : months counted
    kept : (measure, rule) to what is kept of it, shape (R, n); NaN before the first figure
    counts : measure to months with a figure, shape (R, n), or one number where nobody missed any
    whole : measures that nobody missed in any month

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
    whole: dict[str, bool] = field(default_factory=dict)

    def add(self, month: dict[str, FloatArray], wanted: Iterable[tuple[str, str]]) -> None:
        """Add the records of a month.

        Parameters
        ----------
        month : mapping of measure to float array, shape (R, n)
        wanted : measures and the rules by which they are gathered
        """
        self.months += 1
        for name, figures in month.items():
            known = ~np.isnan(figures)
            whole = bool(known.all())
            self.whole[name] = whole and self.whole.get(name, True)
            count = 1.0 if whole else known.astype(float)
            self.counts[name] = self.counts[name] + count if name in self.counts else count
        for name, rule in wanted:
            before, figures = self.kept.get((name, rule)), month[name]
            if before is None:
                self.kept[name, rule] = figures.copy()
            elif self.whole[name] and rule in ("mean", "sum"):
                before += figures
            else:
                self.kept[name, rule] = _together(before, figures, rule)

    def figure(self, name: str, rule: str) -> FloatArray:
        """Return the figure of the period, shape (R, n); a sum over fewer months stands for a year."""
        kept, count = self.kept[name, rule], np.asarray(self.counts[name])
        if rule == "mean":
            return np.asarray(kept / np.where(count > 0.0, count, 1.0))
        return kept * (YEAR / self.months) if rule == "sum" else kept

    def clear(self) -> None:
        """Begin a new period."""
        self.months = 0
        self.kept.clear()
        self.counts.clear()
        self.whole.clear()


def _together(before: FloatArray, figures: FloatArray, rule: str) -> FloatArray:
    if rule == "min":
        return np.asarray(np.fmin(before, figures))
    if rule == "max":
        return np.asarray(np.fmax(before, figures))
    if rule == "last":
        return np.where(np.isnan(figures), before, figures)
    return np.where(np.isnan(before), figures, before + np.where(np.isnan(figures), 0.0, figures))
