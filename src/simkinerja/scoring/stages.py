"""L4: the stages of a score, each a typed object, so that none can be skipped or mistaken for another.

n officers, m indicators (groups too, in the order of the scheme). A figure that is missing or outside an
indicator's scope is NaN, never zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from simkinerja.schemes.banding import BORDER_DIGITS, bands_of

if TYPE_CHECKING:
    import pandas as pd

    from simkinerja.schemes.model import Scheme

__all__ = [
    "PROPOSAL",
    "Bands",
    "Contributions",
    "Groups",
    "Paid",
    "Points",
    "Ranks",
    "Ratings",
    "Raw",
    "Score",
    "Total",
    "Weights",
]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]

PROPOSAL = "usulan; keputusan pada pejabat penilai"
"""What stands beside every predikat that a machine has computed."""


@dataclass(frozen=True, slots=True)
class Raw:
    """Figures in the raw unit.

    Parameters
    ----------
    officers : DataFrame, n rows
        ``officer_id`` and attributes (sex, agency, jenjang ...); index 0..n-1.
    codes : tuple of str, length m
    values : float array, shape (n, m)
        NaN where nothing was recorded.
    in_scope : bool array, shape (n, m)
    n_months : int
        Months that the table covers; a table without months stands for a year.
    own_months : int array, shape (n,), optional
        Months that each officer was recorded, where the table tells; else all of them.
    base_idr : float array, shape (n,), optional
        Contingent pay of a month, where it is known already; else what the scheme says of the officers.
    """

    officers: pd.DataFrame
    codes: tuple[str, ...]
    values: FloatArray
    in_scope: BoolArray
    n_months: int = 12
    own_months: IntArray | None = None
    base_idr: FloatArray | None = None

    @property
    def months(self) -> IntArray:
        """Months that each officer was recorded, shape (n,)."""
        if self.own_months is None:
            return np.full(len(self.officers), self.n_months, dtype=np.int64)
        return self.own_months

    def row_of(self, officer: int | str) -> int:
        """Return the row of an officer.

        Raises
        ------
        UsageError
            ``unknown_officer``, if there is none of this number.
        """
        from simkinerja.errors import UsageError, problem

        found = np.flatnonzero((self.officers["officer_id"] == officer).to_numpy(dtype=bool))
        if not len(found):
            raise UsageError([problem("unknown_officer", got=officer, n=len(self.officers))])
        return int(found[0])


@dataclass(frozen=True)
class Points:
    """Points of the figures that count: leaves, and groups whose figure was given directly."""

    values: FloatArray
    used: BoolArray

    @cached_property
    def complete(self) -> bool:
        """Whether every indicator counts for everybody."""
        return bool(self.used.all())


@dataclass(frozen=True, slots=True)
class Weights:
    """What each used figure weighs in the whole; rows sum to 1, or to 0 for officers without a total."""

    values: FloatArray


@dataclass(frozen=True, slots=True)
class Contributions:
    """Weight times points; in a row they sum to the total. Additive schemes only."""

    values: FloatArray


@dataclass(frozen=True, slots=True)
class Groups:
    """Points of every node of the tree, groups included."""

    values: FloatArray


@dataclass(frozen=True, slots=True)
class Total:
    """Unrounded total and the share of the weight in scope that was recorded, shape (n,) each."""

    values: FloatArray
    coverage: FloatArray


@dataclass(frozen=True, slots=True)
class Ratings:
    """Ratings of hasil and perilaku kerja: positions in ``rules.ratings.RATINGS``, -1 none. Quadrant only."""

    results: IntArray
    behaviour: IntArray


@dataclass(frozen=True)
class Ranks:
    """1 is best; ties share the mean rank; of unrounded totals, shape (n,).

    Nothing else hangs on them, so they are sorted out when somebody first reads them.
    """

    total: FloatArray

    @cached_property
    def values(self) -> FloatArray:
        """Rank of every officer; NaN without a total."""
        exact = np.round(self.total, BORDER_DIGITS)
        order = np.argsort(exact)  # NaN last
        known = len(order) - int(np.isnan(exact).sum())
        out = np.full(len(exact), np.nan)
        if known:
            ascending = exact[order[:known]]
            first = np.append(0, np.flatnonzero(ascending[1:] != ascending[:-1]) + 1)
            size = np.diff(np.append(first, known))
            out[order[:known]] = np.repeat(known - first - (size - 1) / 2.0, size)
        return out


@dataclass(frozen=True)
class Bands:
    """Which band each total is in; as ranks, looked up when somebody first reads them."""

    total: FloatArray
    scheme: Scheme

    @cached_property
    def index(self) -> IntArray:
        """Position in ``scheme.rules.bands``; -1 where there is no total."""
        return bands_of(self.total, self.scheme)


@dataclass(frozen=True, slots=True)
class Paid:
    """What hangs on the result: percent of the contingent pay, rupiah of the period, angka kredit."""

    percent: FloatArray
    idr: FloatArray
    credit: FloatArray


@dataclass(frozen=True, slots=True)
class Score:
    """All stages from the records to the consequence, in this order."""

    scheme: Scheme
    raw: Raw
    points: Points
    weights: Weights
    contributions: Contributions | None
    groups: Groups
    total: Total
    ratings: Ratings | None
    ranks: Ranks
    bands: Bands
    paid: Paid

    @property
    def n(self) -> int:
        """Number of officers."""
        return len(self.raw.officers)

    @property
    def labels(self) -> tuple[str | None, ...]:
        """Band label of every officer; None without a total."""
        words = [band.label for band in self.scheme.rules.bands]
        return tuple(words[i] if i >= 0 else None for i in self.bands.index.tolist())

    def table(self) -> pd.DataFrame:
        """Return one row an officer, rounded for print: attributes, points, total, rank, band, money.

        The column ``status`` says that the band is a proposal.
        """
        import pandas as pd

        digits = self.scheme.rules.digits
        out = self.raw.officers.copy()
        for j, code in enumerate(self.raw.codes):
            out[f"poin_{code}"] = np.round(self.groups.values[:, j], digits)
        out["nilai"] = np.round(self.total.values, digits)
        out["cakupan"] = self.total.coverage
        out["peringkat"] = self.ranks.values
        out["predikat"] = pd.array(list(self.labels), dtype="str")
        out["status"] = pd.array([PROPOSAL if i >= 0 else None for i in self.bands.index], dtype="str")
        out["persen_tpp"], out["rupiah"] = self.paid.percent, self.paid.idr
        out["angka_kredit"] = self.paid.credit
        return out
