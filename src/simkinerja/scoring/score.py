"""L4: score a table by a scheme; every stage is kept, nothing is rounded before ranks and bands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from simkinerja.errors import InputError, Place, problem
from simkinerja.rules.ratings import PREDICATES, RATINGS, quadrant
from simkinerja.schemes.aggregate import Method, combine, effective_weights, share_out
from simkinerja.schemes.banding import BORDER_DIGITS
from simkinerja.schemes.normalise import rule_of, to_points
from simkinerja.schemes.problems import scheme_problems
from simkinerja.schemes.tree import Tree, nominal_weights, sibling_weights, tree_of
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

__all__ = ["groups_of", "points_of", "score", "score_raw", "totals_of", "within"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]
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
    """Score raw figures; as :func:`score`, for figures that are already one row an officer.

    The scheme is taken as sound: :func:`simkinerja.schemes.problems.scheme_problems` is not asked.
    """
    tree = tree_of(scheme)
    points = points_of(raw, scheme, tree)
    coverage = _coverage(raw, points, scheme, tree)
    groups, weights = groups_of(points, scheme, tree)
    total, contributions, ratings = totals_of(points, groups, weights, scheme, tree)
    not_rated = np.isnan(total)
    if not points.complete:
        not_rated |= np.round(coverage, BORDER_DIGITS) < scheme.rules.coverage
    if not_rated.any():
        total[not_rated] = np.nan
        for shares in (weights, contributions):
            if shares is not None:
                shares[not_rated] = 0.0
    bands = Bands(total, scheme)
    return Score(
        scheme=scheme,
        raw=raw,
        points=points,
        weights=Weights(weights),
        contributions=None if contributions is None else Contributions(contributions),
        groups=Groups(groups),
        total=Total(total, coverage),
        ratings=ratings,
        ranks=Ranks(total),
        bands=bands,
        paid=paid_of(raw, total, bands, scheme),
    )


def points_of(raw: Raw, scheme: Scheme, tree: Tree) -> Points:
    """Return the points of the figures that count: in scope, and not replaced by a group's own figure.

    Examples
    --------
    >>> import pandas as pd
    >>> from simkinerja.schemes.model import Indicator, Scheme
    >>> scheme = Scheme(code="s", title="S", indicators=(Indicator(code="k", label="K"),
    ...     Indicator(code="a", label="A", parent="k", target=40)))
    >>> raw = raw_of(pd.DataFrame({"k": [None, 70.0], "a": [30, 30]}), scheme)
    >>> points_of(raw, scheme, tree_of(scheme)).values.tolist()
    [[nan, 75.0], [70.0, nan]]
    """
    used = ~np.isnan(raw.values) & raw.in_scope
    for j in reversed(tree.bottom_up):
        if used[:, j].any():  # a group's own figure stands for everything below it
            used[:, list(tree.below(j))] &= ~used[:, [j]]
    figures = raw.values if not tree.bottom_up and raw.in_scope.all() else np.where(used, raw.values, np.nan)
    values = np.empty(used.shape, order="F")
    counts: BoolArray = np.asarray(used.any(axis=0))
    for j, one in enumerate(scheme.indicators):
        if counts[j]:
            rule = rule_of(one, scheme.rules, group=bool(tree.children[j]))
            values[:, j] = to_points(figures[:, j], one, rule)
        else:
            values[:, j] = np.nan
    return Points(values, used)


def _columns(matrix: FloatArray, positions: tuple[int, ...]) -> FloatArray:
    return matrix if len(positions) == matrix.shape[1] else matrix[:, list(positions)]


def within(rule: Aggregate) -> Method:
    """Return how the points below a node become its points.

    Examples
    --------
    >>> from simkinerja.schemes.model import Aggregate
    >>> within(Aggregate(method="geometric")), within(Aggregate(method="quadrant"))
    ('geometric', 'weighted_mean')
    """
    return rule.inside


def groups_of(points: Points, scheme: Scheme, tree: Tree) -> tuple[FloatArray, FloatArray]:
    """Return the points of every node and the weight of every used figure in the whole, shape (n, m) each."""
    if not tree.bottom_up:
        return points.values, share_out(points.used, sibling_weights(scheme.indicators, tree.top))
    groups, how = points.values.copy(order="F"), within(scheme.rules.aggregate)
    shares: dict[int, FloatArray] = {}
    for j in tree.bottom_up:
        below = _columns(groups, tree.children[j])
        shares[j] = effective_weights(below, sibling_weights(scheme.indicators, tree.children[j]))
        groups[:, j] = np.where(points.used[:, j], groups[:, j], combine(below, shares[j], how))
    weights = np.zeros(groups.shape, order="F")
    nominal = sibling_weights(scheme.indicators, tree.top)
    weights[:, list(tree.top)] = effective_weights(_columns(groups, tree.top), nominal)
    for j in reversed(tree.bottom_up):
        passed = np.where(points.used[:, j], 0.0, weights[:, j])
        weights[:, list(tree.children[j])] = passed[:, None] * shares[j]
        weights[:, j] -= passed
    return groups, weights


def totals_of(
    points: Points, groups: FloatArray, weights: FloatArray, scheme: Scheme, tree: Tree
) -> tuple[FloatArray, FloatArray | None, Ratings | None]:
    """Return the totals, shape (n,), NaN without any weight, and what the method adds.

    In an additive scheme the contributions, shape (n, m); in a quadrant the ratings.
    """
    rule = scheme.rules.aggregate
    if rule.method == "quadrant":
        ratings = _ratings(groups, scheme)
        return _level(ratings), None, ratings
    if rule.method == "weighted_mean":
        contributions, total = weights * points.values, np.zeros(len(weights))
        if not points.complete:
            contributions[~points.used] = 0.0
        for j in range(weights.shape[1]):  # in the order of the scheme: a ladder adds up to the last bit
            total += contributions[:, j]
        if not points.complete:  # otherwise everybody has a total
            total[~weights.any(axis=1)] = np.nan
        return total, contributions, None
    top = _columns(groups, tree.top)
    shares = effective_weights(top, sibling_weights(scheme.indicators, tree.top))
    return combine(top, shares, rule.method), None, None


def _coverage(raw: Raw, points: Points, scheme: Scheme, tree: Tree) -> FloatArray:
    """Share of the weight in scope that was recorded; with the rule *stop*, gaps are refused."""
    if points.complete:
        return np.ones(len(points.used))
    there, nominal = points.used, nominal_weights(scheme)
    if tree.bottom_up:
        there = there.copy()
        for j in reversed(tree.bottom_up):
            there[:, list(tree.children[j])] |= there[:, [j]]
    weighs = [j for j in tree.leaves if nominal[j] > 0.0]
    if scheme.rules.missing == "stop":
        _refuse_gaps(raw, there, scheme, weighs)
    recorded = _weight_of(there & raw.in_scope, nominal, weighs)
    of = _weight_of(raw.in_scope, nominal, weighs)
    of[of == 0.0] = 1.0
    recorded /= of
    return recorded


def _weight_of(flags: BoolArray, nominal: FloatArray, positions: list[int]) -> FloatArray:
    """Sum of the weights that are flagged in each row, shape (n,)."""
    out = np.zeros(len(flags))
    for j in positions:
        flagged = flags[:, j]
        out += nominal[j] if flagged.all() else nominal[j] * flagged
    return out


def _refuse_gaps(raw: Raw, there: BoolArray, scheme: Scheme, weighs: list[int]) -> None:
    gaps = raw.in_scope[:, weighs] & ~there[:, weighs]
    rows, columns = np.nonzero(gaps)
    if not len(rows):
        return
    raise InputError(
        problem(
            "score_missing",
            Place(row=int(i) + 1, column=scheme.indicators[weighs[k]].label),
            officer=raw.officers["officer_id"].iloc[int(i)],
            n=len(rows),
        )
        for i, k in list(zip(rows, columns, strict=True))[:_SHOWN]
    )


def _ratings(groups: FloatArray, scheme: Scheme) -> Ratings:
    rule, codes = scheme.rules.aggregate, tree_of(scheme).codes

    def rated(axis: str | None) -> IntArray:
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
