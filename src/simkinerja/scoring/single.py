"""L4: one officer of a score with other points: the scheme's own tree and bands, many variants at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from simkinerja.rules.ratings import PREDICATES
from simkinerja.schemes.banding import ascending, bands_of
from simkinerja.schemes.normalise import RELATIVE, rank_of_row, rule_of, to_points
from simkinerja.schemes.tree import Tree, tree_of
from simkinerja.scoring.score import groups_of, totals_of
from simkinerja.scoring.stages import Points

if TYPE_CHECKING:
    from simkinerja.schemes.model import Normalise, Scheme
    from simkinerja.scoring.stages import Score

__all__ = ["Single", "band_heights"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Single:
    """One row of a score. What is recorded stays recorded, so the weights do not change with the points.

    Examples
    --------
    >>> import pandas as pd
    >>> from simkinerja.schemes.model import Indicator, Scheme
    >>> from simkinerja.scoring.score import score
    >>> pair = (Indicator(code="a", label="A", target=10), Indicator(code="b", label="B", target=10))
    >>> table = pd.DataFrame({"a": [5], "b": [10]})
    >>> one = Single(score(table, Scheme(code="s", title="S", indicators=pair)), 0)
    >>> one.totals(np.array([[50.0, 100.0], [100.0, 100.0]])).tolist()
    [75.0, 100.0]
    """

    score: Score
    row: int

    @property
    def scheme(self) -> Scheme:
        """The scheme of the score."""
        return self.score.scheme

    @property
    def tree(self) -> Tree:
        """The tree of the scheme."""
        return tree_of(self.scheme)

    @property
    def used(self) -> tuple[int, ...]:
        """Positions of the figures that count."""
        return tuple(np.flatnonzero(self.score.points.used[self.row]).tolist())

    @property
    def points(self) -> FloatArray:
        """Points of the officer's figures, shape (m,); NaN where there is none."""
        own: FloatArray = self.score.points.values[self.row]
        return own

    @property
    def rated(self) -> bool:
        """Whether the officer has a total."""
        return not np.isnan(self.score.total.values[self.row])

    def totals(self, points: FloatArray) -> FloatArray:
        """Return the total under other points, shape (k,) for points of shape (k, m)."""
        used = np.repeat(self.score.points.used[[self.row]], len(points), axis=0)
        given = Points(np.where(used, points, np.nan), used)
        groups, weights = groups_of(given, self.scheme, self.tree)
        return totals_of(given, groups, weights, self.scheme, self.tree)[0]

    def bands(self, points: FloatArray) -> IntArray:
        """Return the band under other points, shape (k,)."""
        return bands_of(self.totals(points), self.scheme)

    def rule(self, j: int) -> Normalise:
        """Return the rule by which a figure of the officer becomes points."""
        return rule_of(self.scheme.indicators[j], self.scheme.rules, group=bool(self.tree.children[j]))

    def points_at(self, j: int, x: float) -> float:
        """Return the points of indicator ``j`` if the officer's raw figure were ``x``, others unchanged."""
        rule, indicator = self.rule(j), self.scheme.indicators[j]
        if rule.method not in RELATIVE:
            return float(to_points(np.array([x]), indicator, rule)[0])
        column = np.where(self.score.points.used[:, j], self.score.raw.values[:, j], np.nan)
        column[self.row] = x
        if rule.method == "rank":
            points = rank_of_row(column, self.row, direction=indicator.direction)
            return min(max(points, rule.floor), rule.cap)
        return float(to_points(column, indicator, rule)[self.row])


def band_heights(scheme: Scheme) -> tuple[int, ...]:
    """Return how high each band stands, 0 the lowest, in the order of the scheme's bands.

    Examples
    --------
    >>> from simkinerja.schemes.model import Band, Indicator, Rules, Scheme
    >>> two = (Band(code="baik", label="Baik", lower=80), Band(code="tidak", label="Tidak"))
    >>> band_heights(Scheme(code="s", title="S", indicators=(Indicator(code="a", label="A"),),
    ...     rules=Rules(bands=two)))
    (1, 0)
    """
    bands = scheme.rules.bands
    if scheme.rules.aggregate.method == "quadrant":
        order = list(PREDICATES)[::-1]
        return tuple(order.index(str(band.predikat)) for band in bands)
    lowest_first = ascending(bands)
    return tuple(lowest_first.index(i) for i in range(len(bands)))
