"""L5: what a little more effort would pay under the scheme in force, from the scheme's own rules.

Payoffs are smooth for the person who does not know the luck to come: a step of a band is worth its size times
the normal density of being at its border. So a scheme in which everybody gets the same whatever they do
moves nobody.
"""

from __future__ import annotations

from dataclasses import replace
from functools import reduce
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from simkinerja.rules.ratings import RATINGS, quadrant
from simkinerja.schemes.banding import ascending, band_index
from simkinerja.schemes.normalise import RELATIVE, rule_of, to_points
from simkinerja.schemes.tree import tree_of
from simkinerja.simulate.channel import DIMENSIONS, Dimension
from simkinerja.simulate.pattern import chance_density

if TYPE_CHECKING:
    from simkinerja.schemes.model import Aggregate, Indicator, Scheme
    from simkinerja.schemes.tree import Tree
    from simkinerja.scoring.stages import Score
    from simkinerja.simulate.world import World

__all__ = [
    "STEP",
    "Gained",
    "changes_of",
    "gains_of",
    "is_relative",
    "noise_of",
    "points_held",
    "ranking_slopes",
    "stacked",
    "stake_of",
    "without_gaps",
]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]
Gained = tuple[FloatArray | None, ...]
"""Points gained in each node on which the result hangs; None where nothing can be gained."""
STEP: Final = 0.05
"""Log units of effort by which slopes are measured."""


def stacked(columns: list[Any], shape: tuple[int, ...]) -> Any:
    """Return the columns of several tables one below the other, in the shape of replications by officers."""
    return (columns[0] if len(columns) == 1 else np.concatenate(columns)).reshape(shape)


def without_gaps(figures: FloatArray) -> FloatArray:
    """Zero for officers without a figure."""
    gaps = np.isnan(figures)
    return np.where(gaps, 0.0, figures) if gaps.any() else figures


def is_relative(scheme: Scheme) -> bool:
    """Whether an officer's points depend on who else is in the table."""
    return any((one.normalise or scheme.rules.normalise).method in RELATIVE for one in scheme.indicators)


def noise_of(one: Score, size: IntArray, least: float) -> FloatArray:
    """SD of a total that is not the officer's doing, points, shape (n,): by each indicator's reliability.

    The spread is that of the officer's agency: what happens in another tells nobody more of the own luck.
    ``size`` are the officers of each agency, in the order of the table; nobody knows the own coming score
    better than by ``least`` points.
    """
    points, first = one.points, np.cumsum(size) - size
    shares = [np.add.reduceat(weights, first) / size for weights in one.weights.values.T]
    if not any(share.any() for share in shares):
        shares = [np.full(len(size), 1.0 / len(shares))] * len(shares)
    variance = np.zeros(len(size))
    for j, indicator in enumerate(one.scheme.indicators):
        rest = 1.0 - (1.0 if indicator.reliability is None else indicator.reliability)
        if rest > 0.0:
            variance += shares[j] ** 2 * _spread(points.values[:, j], points.used[:, j], size, first) * rest
    return np.repeat(np.maximum(np.sqrt(variance), least), size)


def _spread(points: FloatArray, used: BoolArray, size: IntArray, first: IntArray) -> FloatArray:
    """Variance of the points that count in each agency."""
    whole = bool(used.all())
    figures = points if whole else np.where(used, points, 0.0)
    count = size if whole else np.maximum(np.add.reduceat(used, first, dtype=float), 1.0)
    away = figures - np.repeat(np.add.reduceat(figures, first) / count, size)
    away *= away
    if not whole:
        away *= used
    return np.asarray(np.add.reduceat(away, first) / count)


def _with_more(indicator: Indicator, figures: FloatArray, effort: float, response: float) -> FloatArray:
    """Raw figures after so many log units more effort."""
    way = effort if indicator.direction == "naik" else -effort
    if (indicator.measure or "").startswith("rating"):
        return figures + way * response
    more = np.abs(figures)
    more *= way
    more += figures
    return more


def _axes(scheme: Scheme) -> tuple[int, ...]:
    """Positions of the two axes of a quadrant; none in another scheme."""
    rule, codes = scheme.rules.aggregate, tree_of(scheme).codes
    if rule.method != "quadrant":
        return ()
    return tuple(codes.index(str(axis)) for axis in (rule.results, rule.behaviour))


def _held(one: Score) -> tuple[FloatArray, ...]:
    """The nodes on which the result hangs: the total, in a quadrant its two axes."""
    return tuple(one.groups.values[:, j] for j in _axes(one.scheme)) or (one.total.values,)


def _adds_up(scheme: Scheme) -> bool:
    """Whether what a node gains is the sum of what the figures below it gain, each by its weight."""
    rule, tree = scheme.rules.aggregate, tree_of(scheme)
    if rule.method != "quadrant":
        return rule.method == "weighted_mean"
    weighs = all(j in tree.top and scheme.indicators[j].weight > 0.0 for j in _axes(scheme))
    return weighs and rule.inside == "weighted_mean" and not is_relative(scheme)


def _weights_held(one: Score) -> list[dict[int, FloatArray]]:
    """What each figure weighs in each of the nodes on which the result hangs."""
    from simkinerja.scoring.score import groups_of

    weights, tree, axes = one.weights.values, tree_of(one.scheme), _axes(one.scheme)
    if not axes:
        return [dict(enumerate(weights.T))]
    if np.isnan(one.total.values).any():  # who has no result may still have one of the axes
        weights = groups_of(one.points, one.scheme, tree)[1]
    out = []
    for axis in axes:
        below = [axis, *tree.below(axis)]
        whole = weights[:, below].sum(axis=1)
        whole[whole == 0.0] = 1.0
        out.append({j: weights[:, j] / whole for j in below})
    return out


def changes_of(one: Score, response: float) -> dict[int, Gained]:
    """Points that a little more of each dimension adds, by the dimension's position; unseen ones left out."""
    weights = _weights_held(one) if _adds_up(one.scheme) else None
    tree, out = tree_of(one.scheme), {}
    seen = _seen(one)
    for d, name in enumerate(DIMENSIONS):
        if figures := _figures_with_more(one, name, seen, response):
            out[d] = _rescored(one, figures) if weights is None else _added(one, figures, weights, tree)
    return out


def _seen(one: Score) -> dict[int, dict[Dimension, float]]:
    """What each indicator that counts for anybody sees of the dimensions, by its position."""
    of = {j: indicator.dimension for j, indicator in enumerate(one.scheme.indicators) if indicator.dimension}
    return {j: seen for j, seen in of.items() if one.points.used[:, j].any()}


def _figures_with_more(
    one: Score, dimension: Dimension, seen: dict[int, dict[Dimension, float]], response: float
) -> dict[int, FloatArray]:
    """Raw figures after a little more of a dimension, by the position of each indicator that sees it."""
    return {
        j: _with_more(one.scheme.indicators[j], one.raw.values[:, j], STEP * shares[dimension], response)
        for j, shares in seen.items()
        if shares.get(dimension, 0.0) > 0.0
    }


def _added(
    one: Score, figures: dict[int, FloatArray], weights: list[dict[int, FloatArray]], tree: Tree
) -> Gained:
    """Points that other figures add to each of the nodes."""
    more = {j: _more_points(one, j, values, group=bool(tree.children[j])) for j, values in figures.items()}
    found = [[weighs[j] * gain for j, gain in more.items() if j in weighs] for weighs in weights]
    return tuple(reduce(np.add, parts) if parts else None for parts in found)


def _more_points(one: Score, j: int, values: FloatArray, *, group: bool) -> FloatArray:
    """Points that other raw figures of an indicator add to its own; nothing where it does not count."""
    scheme = one.scheme
    indicator = scheme.indicators[j]
    rule = rule_of(indicator, scheme.rules, group=group)
    if rule.method in RELATIVE:
        gain = _relative_gain(one, j, values)
    else:
        if scheme.rules.aggregate.method != "quadrant":
            values = np.clip(values, indicator.lowest, indicator.highest)
        gain = to_points(values, indicator, rule)
        gain -= one.points.values[:, j]
    used = one.points.used[:, j]
    if not used.all():
        gain[~used] = 0.0
    return gain


def _relative_gain(one: Score, j: int, values: FloatArray) -> FloatArray:
    """Points gained by one who alone does more: slope of points over figures in the whole table."""
    raw, points = one.raw.values[:, j], one.points.values[:, j]
    known = one.points.used[:, j]
    spread = np.std(raw[known])
    slope = np.cov(raw[known], points[known])[0, 1] / spread**2 if spread > 0.0 else 0.0
    return np.asarray((values - raw) * slope)


def _rescored(one: Score, figures: dict[int, FloatArray]) -> Gained:
    """Points that other figures add, where they do not simply add up: by scoring again."""
    from simkinerja.scoring.score import score_raw

    raw = one.raw.values.copy(order="K")
    for j, values in figures.items():
        raw[:, j] = values
    again = score_raw(replace(one.raw, values=raw), one.scheme)
    return tuple(without_gaps(new - old) for new, old in zip(_held(again), _held(one), strict=True))


def gains_of(
    one: Score, changes: dict[int, Gained], noise: FloatArray, band_value: FloatArray
) -> dict[int, FloatArray]:
    """Expected change of payoff, share of the contingent pay, by the dimension's position.

    Parameters
    ----------
    one : Score
        Of a table of R replications.
    changes : as :func:`changes_of` gives them
    noise : float array, shape (R, n)
    band_value : float array, shape (R, 1)
    """
    if not changes:
        return {}
    if one.scheme.rules.aggregate.method == "quadrant":
        return _quadrant_gains(one, changes, noise, band_value)
    point = without_gaps(_point_worth(one, noise, band_value))
    return {d: _mean_gain(change).reshape(noise.shape) * point for d, change in changes.items()}


def _mean_gain(change: Gained) -> FloatArray:
    """Points gained in the mean of the nodes on which the result hangs."""
    return np.asarray(reduce(np.add, [gain for gain in change if gain is not None]) / len(change))


def _point_worth(one: Score, noise: FloatArray, band_value: FloatArray) -> FloatArray:
    """Expected payoff of one point more, share of the contingent pay; nothing without a total."""
    total, rule = one.total.values.reshape(noise.shape), one.scheme.consequence
    if rule.kind == "tpp" and rule.payment == "proportional":
        from scipy.special import ndtr

        below_cap: FloatArray = rule.cap - total
        below_cap /= noise
        ndtr(below_cap, out=below_cap)
        below_cap *= rule.share / 100.0
        return below_cap
    density = np.zeros(noise.shape)
    for cut, step in _steps(one.scheme, band_value):
        density += step * np.exp(-0.5 * ((cut - total) / noise) ** 2)
    return np.asarray(density / (noise * np.sqrt(2.0 * np.pi)))


def _steps(scheme: Scheme, band_value: Any) -> list[tuple[float, Any]]:
    """Borders between bands and what crossing each is worth."""
    bands = sorted((b for b in scheme.rules.bands if b.lower is not None), key=lambda b: b.lower or 0.0)
    lowest = next((b for b in scheme.rules.bands if b.lower is None), None)
    before, out = lowest, []
    for band in bands:
        out.append(
            (float(band.lower or 0.0), _worth(scheme, band, band_value) - _worth(scheme, before, band_value))
        )
        before = band
    return out if lowest is not None else out[1:]


def _worth(scheme: Scheme, band: Any, band_value: Any) -> Any:
    """Worth of a band, share of the contingent pay."""
    if band is None:
        return 0.0
    rule = scheme.consequence
    if rule.kind == "tpp":
        return float(band.pay or 0.0) / 100.0 * rule.share
    lowers = [b.lower for b in scheme.rules.bands]
    below = sum(1 for low in lowers if (low or -np.inf) < (band.lower if band.lower is not None else -np.inf))
    rank = below if band.lower is not None else 0
    if scheme.rules.aggregate.method == "quadrant":
        rank = len(lowers) - 1 - [b.code for b in scheme.rules.bands].index(band.code)
    return band_value * rank


def stake_of(scheme: Scheme, band_value: Any) -> float:
    """Share of the contingent pay that can be won or lost: best against worst result within 0-100 points.

    Nothing where there is one band, where all pay the same, or where no border can be reached.
    """
    rule = scheme.consequence
    if rule.kind == "record" or (rule.kind == "career" and not scheme.rules.bands):
        return 0.0
    if rule.kind == "tpp" and rule.payment == "proportional" and scheme.rules.aggregate.method != "quadrant":
        return float(rule.share)
    if scheme.rules.aggregate.method == "quadrant":
        worths = [_worth(scheme, band, band_value) for band in scheme.rules.bands]
    else:
        bands, ends = scheme.rules.bands, (0.0, max(100.0, scheme.rules.normalise.cap))
        first, last = (band_index([end], bands)[0] for end in ends)
        order = list(ascending(bands))
        reached = order[order.index(first) : order.index(last) + 1]
        worths = [_worth(scheme, bands[i], band_value) for i in reached]
    return max(worths) - min(worths) if worths else 0.0


def _quadrant_gains(
    one: Score, changes: dict[int, Gained], noise: FloatArray, band_value: FloatArray
) -> dict[int, FloatArray]:
    """Expected change of the worth of the band over what the two ratings may turn out to be."""
    points = [without_gaps(axis).reshape(noise.shape) for axis in _held(one)]
    rule, worths = one.scheme.rules.aggregate, _cell_worths(one.scheme, band_value)
    now = [_chances(axis, noise, rule) for axis in points]
    before = _expected(now, worths)
    out = {}
    for d, change in changes.items():
        then = [
            chances if gain is None else _chances(axis + gain.reshape(noise.shape), noise, rule)
            for chances, axis, gain in zip(now, points, change, strict=True)
        ]
        out[d] = _expected(then, worths)
        out[d] -= before
    return out


def _chances(points: FloatArray, noise: FloatArray, rule: Aggregate) -> tuple[FloatArray, ...]:
    """Chance of each rating, best first, of officers who stand at so many points."""
    from scipy.special import ndtr

    above = ndtr((points - float(rule.above or 0.0)) / noise)
    meets = ndtr((points - float(rule.meets or 0.0)) / noise)
    return above, np.maximum(meets - above, 0.0), 1.0 - meets


def _cell_worths(scheme: Scheme, band_value: FloatArray) -> list[list[FloatArray]]:
    """Worth of the nine cells above the least: where all are worth the same, nothing remains."""
    worths = {str(b.predikat): _worth(scheme, b, band_value) for b in scheme.rules.bands}
    least = reduce(np.minimum, worths.values())
    return [[worths[quadrant(r, b)] - least for b in RATINGS] for r in RATINGS]


def _expected(chances: list[tuple[FloatArray, ...]], worths: list[list[FloatArray]]) -> FloatArray:
    """Mean worth over the nine cells."""
    results, behaviour = chances
    rows = [sum(chance * worth for chance, worth in zip(behaviour, row, strict=True)) for row in worths]
    return np.asarray(sum(chance * row for chance, row in zip(results, rows, strict=True)))


def ranking_slopes(
    found: list[Score],
    changes: list[dict[int, Gained]],
    noise: FloatArray,
    world: World,
    values: FloatArray,
    share: float,
) -> list[FloatArray]:
    """Slopes where the pattern is enforced: a step of a band times the chance of overtaking a colleague."""
    shape, together = noise.shape, noise.shape[0] // len(found)
    points = stacked([points_held(one) for one in found], shape)
    density = chance_density(points, noise, world, share)
    density *= np.array([[_top_step(found[0].scheme, value)] for value in values.tolist()]) / STEP
    slopes = [np.zeros(shape) for _ in DIMENSIONS]
    for k, change_of in enumerate(changes):
        rows = slice(k * together, (k + 1) * together)
        for d, change in change_of.items():
            slopes[d][rows] = _mean_gain(change).reshape(together, -1) * density[rows]
    return slopes


def points_held(one: Score) -> FloatArray:
    """Points by which colleagues are ranked: the total, in a quadrant the mean of its two axes."""
    held = _held(one)
    return np.asarray(sum(held) / len(held))


def _top_step(scheme: Scheme, band_value: float) -> float:
    """Worth of the best band over the one below it, share of the contingent pay."""
    worth = sorted({float(_worth(scheme, band, band_value)) for band in scheme.rules.bands})
    return worth[-1] - worth[-2] if len(worth) > 1 else 0.0
