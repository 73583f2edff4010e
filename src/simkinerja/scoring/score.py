"""L4: score a table by a scheme; every stage is kept, nothing is rounded before ranks and bands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from simkinerja.errors import InputError, Place, problem
from simkinerja.rules.ratings import PREDICATES, RATINGS, quadrant
from simkinerja.schemes.aggregate import effective_weights, geometric, lowest, weighted_mean
from simkinerja.schemes.banding import BORDER_DIGITS, band_index
from simkinerja.schemes.model import Normalise
from simkinerja.schemes.normalise import to_points
from simkinerja.schemes.problems import scheme_problems
from simkinerja.schemes.tree import nominal_weights, sibling_weights, tree_of
from simkinerja.scoring.pay import paid_of
from simkinerja.scoring.records import raw_of
from simkinerja.scoring.stages import (
    Bands,
    Contributions,
    Groups,
    Points,
    Ranks,
    Ratings,
    Raw,
    Score,
    Total,
    Weights,
)

if TYPE_CHECKING:
    import pandas as pd

    from simkinerja.schemes.model import Aggregate, Scheme

__all__ = ["score", "score_raw"]

FloatArray = npt.NDArray[np.float64]
_MEANS: Final = {"weighted_mean": weighted_mean, "geometric": geometric, "non_compensatory": lowest}
_SHOWN: Final = 20
_LEVELS: Final = len(PREDICATES)


def score(records: pd.DataFrame, scheme: Scheme) -> Score:
    """Score a table of records.

    Parameters
    ----------
    records : DataFrame
        One row an officer, or one an officer and month; see :func:`simkinerja.scoring.records.raw_of`.
    scheme : Scheme

    Returns
    -------
    Score
        Every stage, from the raw figures to what hangs on the result.

    Raises
    ------
    InputError
        If the scheme or the table has faults (all at once), or a figure is missing where the scheme stops.

    Examples
    --------
    >>> import pandas as pd
    >>> from simkinerja.schemes.model import Band, Indicator, Rules, Scheme
    >>> scheme = Scheme(code="a", title="A", indicators=(
    ...     Indicator(code="berkas", label="Berkas", target=40, weight=60),
    ...     Indicator(code="hadir", label="Hadir", target=20, weight=40)),
    ...     rules=Rules(bands=(Band(code="baik", label="Baik", lower=80), Band(code="tidak", label="Tidak"))))
    >>> done = score(pd.DataFrame({"berkas": [30, 40], "hadir": [20, None]}), scheme)
    >>> done.total.values.tolist(), done.labels
    ([85.0, 100.0], ('Baik', 'Baik'))
    """
    if found := scheme_problems(scheme):
        raise InputError(found)
    return score_raw(raw_of(records, scheme), scheme)


def score_raw(raw: Raw, scheme: Scheme) -> Score:
    """Score raw figures; as :func:`score`, for figures that are already one row an officer."""
    points = _points(raw, scheme)
    groups, weights = _tree(points, scheme)
    total, coverage, contributions, ratings = _total(raw, points, groups, weights, scheme)
    bands = _bands(total, scheme)
    return Score(
        scheme=scheme,
        raw=raw,
        points=points,
        weights=Weights(np.where(np.isnan(total)[:, None], 0.0, weights)),
        contributions=contributions,
        groups=Groups(groups),
        total=Total(total, coverage),
        ratings=ratings,
        ranks=Ranks(_ranks(total)),
        bands=Bands(bands),
        paid=paid_of(raw, total, bands, scheme),
    )


def _points(raw: Raw, scheme: Scheme) -> Points:
    tree = tree_of(scheme)
    values = np.where(raw.in_scope, raw.values, np.nan)
    given = ~np.isnan(values)
    out = np.full(values.shape, np.nan, order="F")
    plain = Normalise(method="none", cap=scheme.rules.normalise.cap, floor=scheme.rules.normalise.floor)
    for j, one in enumerate(scheme.indicators):
        if given[:, j].any():
            out[:, j] = to_points(values[:, j], one, plain if tree.children[j] else scheme.rules.normalise)
    used = given.copy()
    for j in reversed(tree.bottom_up):  # a group's own figure stands for everything below it
        used[:, list(tree.below(j))] &= ~given[:, [j]]
    return Points(np.where(used, out, np.nan), used)


def _within(rule: Aggregate) -> str:
    return rule.within if rule.method == "quadrant" else rule.method


def _tree(points: Points, scheme: Scheme) -> tuple[FloatArray, FloatArray]:
    """Points of every node, and the weight of every used figure in the whole; both (n, m)."""
    tree, mean = tree_of(scheme), _MEANS[_within(scheme.rules.aggregate)]
    groups = points.values.copy(order="F")
    shares: dict[int, FloatArray] = {}
    for j in tree.bottom_up:
        below = list(tree.children[j])
        nominal = sibling_weights(scheme.indicators, tree.children[j])
        shares[j] = effective_weights(groups[:, below], nominal)
        groups[:, j] = np.where(points.used[:, j], groups[:, j], mean(groups[:, below], nominal))
    weights = np.zeros(groups.shape, order="F")
    top = list(tree.top)
    weights[:, top] = effective_weights(groups[:, top], sibling_weights(scheme.indicators, tree.top))
    for j in reversed(tree.bottom_up):
        passed = np.where(points.used[:, j], 0.0, weights[:, j])
        weights[:, list(tree.children[j])] = passed[:, None] * shares[j]
        weights[:, j] -= passed
    return groups, weights


def _total(
    raw: Raw, points: Points, groups: FloatArray, weights: FloatArray, scheme: Scheme
) -> tuple[FloatArray, FloatArray, Contributions | None, Ratings | None]:
    rule, tree = scheme.rules.aggregate, tree_of(scheme)
    coverage = _coverage(raw, points, scheme)
    enough = coverage >= scheme.rules.coverage
    if rule.method == "quadrant":
        ratings = _ratings(groups, scheme)
        return np.where(enough, _level(ratings), np.nan), coverage, None, ratings
    enough &= weights.any(axis=1)
    if rule.method == "weighted_mean":
        contributions = weights * np.nan_to_num(points.values) * enough[:, None]
        total: FloatArray = contributions.sum(axis=1)
        return np.where(enough, total, np.nan), coverage, Contributions(contributions), None
    top = list(tree.top)
    total = _MEANS[rule.method](groups[:, top], sibling_weights(scheme.indicators, tree.top))
    return np.where(enough, total, np.nan), coverage, None, None


def _coverage(raw: Raw, points: Points, scheme: Scheme) -> FloatArray:
    """Share of the weight in scope that was recorded; with the rule *stop*, gaps are refused."""
    tree, nominal = tree_of(scheme), nominal_weights(scheme)
    there = points.used.copy()
    for j in reversed(tree.bottom_up):
        there[:, list(tree.children[j])] |= there[:, [j]]
    leaves = list(tree.leaves)
    wanted = raw.in_scope[:, leaves]
    if scheme.rules.missing == "stop" and (gaps := wanted & ~there[:, leaves]).any():
        _refuse_gaps(gaps, raw, scheme)
    of = wanted @ nominal[leaves]
    return np.divide((wanted & there[:, leaves]) @ nominal[leaves], of, out=np.zeros(len(of)), where=of > 0)


def _refuse_gaps(gaps: npt.NDArray[np.bool_], raw: Raw, scheme: Scheme) -> None:
    leaves = tree_of(scheme).leaves
    rows, columns = np.nonzero(gaps)
    raise InputError(
        problem(
            "score_missing",
            Place(row=int(i) + 1, column=scheme.indicators[leaves[k]].label),
            officer=raw.officers["officer_id"].iloc[int(i)],
            n=len(rows),
        )
        for i, k in list(zip(rows, columns, strict=True))[:_SHOWN]
    )


def _ratings(groups: FloatArray, scheme: Scheme) -> Ratings:
    rule, codes = scheme.rules.aggregate, tree_of(scheme).codes

    def rated(axis: str | None) -> npt.NDArray[np.int64]:
        points = np.round(groups[:, codes.index(str(axis))], BORDER_DIGITS)
        not_above, not_met = points < float(rule.above or 0), points < float(rule.meets or 0)
        return np.where(np.isnan(points), -1, not_above.astype(np.int64) + not_met)

    return Ratings(rated(rule.results), rated(rule.behaviour))


def _level(ratings: Ratings) -> FloatArray:
    """Level of the predikat, 1 (lowest) to 5 (highest)."""
    names, predicates = list(RATINGS), list(PREDICATES)
    cells = np.full((len(names) + 1, len(names) + 1), np.nan)  # the last row and column: no rating
    for i, results in enumerate(names):
        for k, behaviour in enumerate(names):
            cells[i, k] = _LEVELS - predicates.index(quadrant(results, behaviour))
    found: FloatArray = cells[ratings.results, ratings.behaviour]
    return found


def _bands(total: FloatArray, scheme: Scheme) -> npt.NDArray[np.int64]:
    if scheme.rules.aggregate.method != "quadrant":
        return band_index(total, scheme.rules.bands)
    at = {str(band.predikat): i for i, band in enumerate(scheme.rules.bands)}
    by_level = np.array([-1, *(at[key] for key in list(PREDICATES)[::-1])], dtype=np.int64)
    found: npt.NDArray[np.int64] = by_level[np.nan_to_num(total).astype(np.int64)]
    return found


def _ranks(total: FloatArray) -> FloatArray:
    import pandas as pd

    exact = pd.Series(np.round(total, BORDER_DIGITS))
    return exact.rank(method="average", ascending=False).to_numpy(dtype=float)
