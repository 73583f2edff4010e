"""What a good analyst would write instead of ``score``: the same stages of the same scheme, in plain pandas.

No scheme file, no scope, no groups, no other methods: target share with direction and cap, weights shared out
anew where a figure is missing, contributions, total, coverage, rank, band.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

Stages = dict[str, pd.DataFrame | pd.Series]


def plain_score(
    table: pd.DataFrame,
    targets: pd.Series,
    weights: pd.Series,
    falling: Sequence[str],
    cap: float,
    borders: Sequence[float],
    labels: Sequence[str],
) -> Stages:
    """Every stage of an additive scheme; ``borders`` ascending, one label more than borders."""
    raw = table[targets.index]
    reached = raw / targets * 100
    reached[falling] = 200 - reached[falling]
    # DataFrame.clip takes four times as long
    points = pd.DataFrame(np.clip(reached.to_numpy(), 0, cap), index=raw.index, columns=raw.columns)
    there = points.notna()
    share = there * (weights / weights.sum())
    coverage = share.sum(axis=1)
    effective = share.div(coverage.where(coverage > 0), axis=0)
    contributions = (effective * points).fillna(0)
    total = contributions.sum(axis=1).where(coverage > 0)
    edges = [-np.inf, *borders, np.inf]
    return {
        "points": points,
        "weights": effective,
        "contributions": contributions,
        "total": total,
        "coverage": coverage,
        "rank": total.rank(ascending=False),
        "band": pd.cut(total.round(9), edges, right=False, labels=list(labels)),
    }
