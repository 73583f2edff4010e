"""L5: what a little more effort would pay under the scheme in force, from the scheme's own rules.

Payoffs are smooth for the person who does not know the luck to come: a step of a band is worth its size times
the normal density of being at its border. So a scheme in which everybody gets the same whatever they do
moves nobody.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial, reduce
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from simkinerja.rules.ratings import RATINGS, quadrant
from simkinerja.schemes.banding import ascending, band_index
from simkinerja.schemes.normalise import RELATIVE, rule_of, to_points
from simkinerja.schemes.tree import tree_of
from simkinerja.simulate.channel import DIMENSIONS
from simkinerja.simulate.pattern import chance_density

if TYPE_CHECKING:
    from simkinerja.schemes.model import Aggregate, Indicator, Scheme
    from simkinerja.schemes.tree import Tree
    from simkinerja.scoring.stages import Points, Score
    from simkinerja.simulate.world import World

__all__ = [
    "STEP",
    "Gained",
    "Promise",
    "changes_of",
    "gains_of",
    "is_relative",
    "noise_of",
    "points_held",
    "promise_of",
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


@dataclass(frozen=True, slots=True)
class Promise:
    """What a scheme alone says of effort and what comes of it; the same at every appraisal.

    Parameters
    ----------
    tree : Tree
    axes : positions of the two axes of a quadrant; none in another scheme
    adds_up : whether what a node gains is the sum of what the figures below it gain, each by its weight
    efforts : for each dimension, the log units of its effort that each indicator sees, by position
    ends : lowest and highest figure of each indicator; a quadrant does not look at them
    luck : share of the variance of each indicator's points that is not the officer's doing, shape (m, 1)
    """

    tree: Tree
    axes: tuple[int, ...]
    adds_up: bool
    efforts: tuple[dict[int, float], ...]
    ends: tuple[tuple[float, float], ...]
    luck: FloatArray


def promise_of(scheme: Scheme) -> Promise:
    """Return what a scheme promises.

    Examples
    --------
    >>> from simkinerja.schemes import load_scheme
    >>> found = promise_of(load_scheme("tpp_60_40"))
    >>> found.adds_up, found.efforts[:3]
    (True, ({1: 0.05}, {0: 0.05}, {}))
    """
    tree, rule = tree_of(scheme), scheme.rules.aggregate
    quadrant = rule.method == "quadrant"
    axes = tuple(tree.codes.index(str(axis)) for axis in (rule.results, rule.behaviour)) if quadrant else ()
    adds_up = rule.method == "weighted_mean"
    if quadrant:
        weighs = all(j in tree.top and scheme.indicators[j].weight > 0.0 for j in axes)
        adds_up = weighs and rule.inside == "weighted_mean" and not is_relative(scheme)
    seen = [one.dimension or {} for one in scheme.indicators]
    efforts = [{j: STEP * of[d] for j, of in enumerate(seen) if of.get(d, 0.0) > 0.0} for d in DIMENSIONS]
    ends = tuple((-np.inf, np.inf) if quadrant else _ends(one) for one in scheme.indicators)
    luck = [0.0 if one.reliability is None else 1.0 - one.reliability for one in scheme.indicators]
    return Promise(tree, axes, adds_up, tuple(efforts), ends, np.array(luck)[:, None])


def _ends(one: Indicator) -> tuple[float, float]:
    low, high = one.lowest, one.highest
    return -np.inf if low is None else low, np.inf if high is None else high


def noise_of(one: Score, promise: Promise, size: IntArray, least: float) -> FloatArray:
    """SD of a total that is not the officer's doing, points, shape (n,): by each indicator's reliability.

    The spread is that of the officer's agency: what happens in another tells nobody more of the own luck.
    ``size`` are the officers of each agency, in the order of the table; nobody knows the own coming score
    better than by ``least`` points.
    """
    first = np.cumsum(size) - size
    shares = np.add.reduceat(one.weights.values.T, first, axis=1) / size
    if not shares.any():
        shares[:] = 1.0 / len(shares)
    variance = (shares**2 * _spread(one.points, size, first) * promise.luck).sum(axis=0)
    return np.repeat(np.maximum(np.sqrt(variance), least), size)


def _spread(given: Points, size: IntArray, first: IntArray) -> FloatArray:
    """Variance of the points that count in each agency, shape (m, agencies)."""
    points, used, count = given.values.T, given.used.T, size
    whole = given.complete
    if not whole:
        points = np.where(used, points, 0.0)
        count = np.maximum(np.add.reduceat(used, first, axis=1, dtype=float), 1.0)
    away = points - np.repeat(np.add.reduceat(points, first, axis=1) / count, size, axis=1)
    away *= away
    if not whole:
        away *= used
    return np.asarray(np.add.reduceat(away, first, axis=1) / count)


def _with_more(indicator: Indicator, figures: FloatArray, effort: float, response: float) -> FloatArray:
    """Raw figures after so many log units more effort."""
    way = effort if indicator.direction == "naik" else -effort
    if (indicator.measure or "").startswith("rating"):
        return figures + way * response
    more = np.abs(figures)
    more *= way
    more += figures
    return more


def _held(one: Score, promise: Promise) -> tuple[FloatArray, ...]:
    """The nodes on which the result hangs: the total, in a quadrant its two axes."""
    return tuple(one.groups.values[:, j] for j in promise.axes) or (one.total.values,)


def _weights_held(one: Score, promise: Promise) -> list[dict[int, FloatArray]]:
    """What each figure weighs in each of the nodes on which the result hangs."""
    weights, tree = one.weights.values, promise.tree
    if not promise.axes:
        return [dict(enumerate(weights.T))]
    from simkinerja.scoring.score import groups_of

    if np.isnan(one.total.values).any():  # who has no result may still have one of the axes
        weights = groups_of(one.points, one.scheme, tree)[1]
    out = []
    for axis in promise.axes:
        below = [axis, *tree.below(axis)]
        whole = weights[:, below].sum(axis=1)
        whole[whole == 0.0] = 1.0
        out.append({j: weights[:, j] / whole for j in below})
    return out


def changes_of(one: Score, promise: Promise, response: float) -> dict[int, Gained]:
    """Points that a little more of each dimension adds, by the dimension's position; unseen ones left out."""
    weights = _weights_held(one, promise) if promise.adds_up else []
    add = partial(_added, weights=weights) if promise.adds_up else _rescored
    more = [_figures_with_more(one, efforts, response) for efforts in promise.efforts]
    return {d: add(one, figures, promise) for d, figures in enumerate(more) if figures}


def _figures_with_more(one: Score, efforts: dict[int, float], response: float) -> dict[int, FloatArray]:
    """Raw figures after more effort, by the position of the indicators that see it and count for anybody."""
    return {
        j: _with_more(one.scheme.indicators[j], one.raw.values[:, j], effort, response)
        for j, effort in efforts.items()
        if one.points.complete or one.points.used[:, j].any()
    }


def _added(
    one: Score, figures: dict[int, FloatArray], promise: Promise, weights: list[dict[int, FloatArray]]
) -> Gained:
    """Points that other figures add to each of the nodes."""
    more = {j: _more_points(one, promise, j, values) for j, values in figures.items()}
    found = [[weighs[j] * gain for j, gain in more.items() if j in weighs] for weighs in weights]
    return tuple(reduce(np.add, parts) if parts else None for parts in found)


def _more_points(one: Score, promise: Promise, j: int, values: FloatArray) -> FloatArray:
    """Points that other raw figures of an indicator add to its own; nothing where it does not count."""
    indicator = one.scheme.indicators[j]
    rule = rule_of(indicator, one.scheme.rules, group=bool(promise.tree.children[j]))
    if rule.method in RELATIVE:
        gain = _relative_gain(one, j, values)
    else:
        gain = to_points(values.clip(*promise.ends[j]), indicator, rule)
        gain -= one.points.values[:, j]
    if not one.points.complete:
        gain[~one.points.used[:, j]] = 0.0
    return gain


def _relative_gain(one: Score, j: int, values: FloatArray) -> FloatArray:
    """Points gained by one who alone does more: slope of points over figures in the whole table."""
    raw, points = one.raw.values[:, j], one.points.values[:, j]
    known = one.points.used[:, j]
    spread = np.std(raw[known])
    slope = np.cov(raw[known], points[known])[0, 1] / spread**2 if spread > 0.0 else 0.0
    return np.asarray((values - raw) * slope)


def _rescored(one: Score, figures: dict[int, FloatArray], promise: Promise) -> Gained:
    """Points that other figures add, where they do not simply add up: by scoring again."""
    from simkinerja.scoring.score import score_raw

    raw = one.raw.values.copy(order="K")
    for j, values in figures.items():
        raw[:, j] = values
    again = score_raw(replace(one.raw, values=raw), one.scheme)
    before, after = _held(one, promise), _held(again, promise)
    return tuple(without_gaps(new - old) for new, old in zip(after, before, strict=True))


def gains_of(
    one: Score, promise: Promise, changes: dict[int, Gained], noise: FloatArray, band_value: FloatArray
) -> dict[int, FloatArray]:
    """Expected change of payoff, share of the contingent pay, by the dimension's position.

    Parameters
    ----------
    one : Score
        Of a table of R replications.
    promise : Promise
        Of its scheme.
    changes : as :func:`changes_of` gives them
    noise : float array, shape (R, n)
    band_value : float array, shape (R, 1)
    """
    if not changes:
        return {}
    if promise.axes:
        return _quadrant_gains(one, promise, changes, noise, band_value)
    point = without_gaps(_point_worth(one, noise, band_value))
    return {d: _mean_gain(change).reshape(noise.shape) * point for d, change in changes.items()}


def _mean_gain(change: Gained) -> FloatArray:
    """Points gained in the mean of the nodes on which the result hangs."""
    total: FloatArray = reduce(np.add, [gain for gain in change if gain is not None])
    return total if len(change) == 1 else total / len(change)


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
    one: Score, promise: Promise, changes: dict[int, Gained], noise: FloatArray, band_value: FloatArray
) -> dict[int, FloatArray]:
    """Expected change of the worth of the band over what the two ratings may turn out to be."""
    points = [without_gaps(axis).reshape(noise.shape) for axis in _held(one, promise)]
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
    promise: Promise,
    changes: list[dict[int, Gained]],
    noise: FloatArray,
    world: World,
    values: FloatArray,
    share: float,
) -> list[FloatArray]:
    """Slopes where the pattern is enforced: a step of a band times the chance of overtaking a colleague."""
    shape, together = noise.shape, noise.shape[0] // len(found)
    points = stacked([points_held(one, promise) for one in found], shape)
    density = chance_density(points, noise, world, share)
    density *= np.array([[_top_step(found[0].scheme, value)] for (value,) in values.tolist()]) / STEP
    slopes = [np.zeros(shape) for _ in DIMENSIONS]
    for k, change_of in enumerate(changes):
        rows = slice(k * together, (k + 1) * together)
        for d, change in change_of.items():
            slopes[d][rows] = _mean_gain(change).reshape(together, -1) * density[rows]
    return slopes


def points_held(one: Score, promise: Promise) -> FloatArray:
    """Points by which colleagues are ranked: the total, in a quadrant the mean of its two axes."""
    held = _held(one, promise)
    return np.asarray(sum(held) / len(held))


def _top_step(scheme: Scheme, band_value: float) -> float:
    """Worth of the best band over the one below it, share of the contingent pay."""
    worth = sorted({float(_worth(scheme, band, band_value)) for band in scheme.rules.bands})
    return worth[-1] - worth[-2] if len(worth) > 1 else 0.0
