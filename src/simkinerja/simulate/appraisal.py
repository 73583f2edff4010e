"""L5: the scheme in force: records are scored by the same ``score`` as real files, and what one more effort
would pay follows from the scheme's own weights, targets, caps, bands, missing rule and noise.

Payoffs are smooth for the person who does not know the luck to come: a step of a band is worth its size times
the normal density of being at its border. So a scheme in which everybody gets the same whatever they do
moves nobody.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache, reduce
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from simkinerja.errors import InputError, UsageError, problem
from simkinerja.rules.ratings import RATINGS, quadrant
from simkinerja.schemes.banding import ascending, band_index
from simkinerja.schemes.behaviour import require_behaviour
from simkinerja.schemes.normalise import RELATIVE, rule_of, to_points
from simkinerja.schemes.tree import tree_of
from simkinerja.simulate.channel import DIMENSIONS
from simkinerja.simulate.pattern import chance_density, top_of_units
from simkinerja.simulate.records import KNOWN_MEASURES

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from simkinerja.schemes.model import Indicator, Scheme
    from simkinerja.scoring.stages import Raw, Score
    from simkinerja.simulate.parameters import Parameters
    from simkinerja.simulate.world import World

__all__ = ["Standing", "appraise", "check_simulable", "gathered", "measures_of"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]
_STEP: Final = 0.05
_NOISE_FLOOR: Final = 1.0
"""Points: nobody knows the own coming score better than this."""
_RATING_RESPONSE: Final = 7.0 * 0.48
"""Points of a 0-100 rating per log of effort: scale SD 7 x root of the ratee's share .23 (Scullen 2000)."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How officers stand under the scheme in force; arrays (R, n).

    Parameters
    ----------
    slopes : five arrays, by :data:`~simkinerja.simulate.channel.DIMENSIONS`
        Share of the contingent pay that one log unit more of the dimension is expected to bring.
    total, percent, idr : points, percent of the contingent pay, rupiah a month
    band : position in the scheme's bands, -1 none
    top : whether the predikat is Sangat Baik
    consequence : 0 record only to 1 pay follows by itself
    automatic : bool
    stake : share of pay (or of a career step) that can be won or lost by the result, (R, 1)
    ease, audit : how easily the scheme's figures are inflated, and the chance that they are checked
    of_work : share of the weight that hangs on how one works, and not on being present
    """

    slopes: tuple[FloatArray, ...]
    total: FloatArray
    percent: FloatArray
    idr: FloatArray
    band: IntArray
    top: FloatArray
    consequence: float
    automatic: bool
    stake: Any
    ease: float
    audit: float
    of_work: float = 1.0

    def part(self, people: slice) -> Standing:
        """Officers of a block."""
        return replace(
            self,
            slopes=tuple(one[:, people].astype(np.float32) for one in self.slopes),
            total=self.total[:, people],
            percent=self.percent[:, people],
            idr=self.idr[:, people],
            band=self.band[:, people],
            top=self.top[:, people],
        )


def measures_of(scheme: Scheme) -> tuple[str, ...]:
    """Return the columns of records that a scheme reads, each once.

    Examples
    --------
    >>> from simkinerja.schemes import load_scheme
    >>> measures_of(load_scheme("menit_aktivitas"))[:1]
    ('activity_minutes',)
    """
    return tuple(dict.fromkeys(one.measure for one in scheme.indicators if one.measure))


def gathered(scheme: Scheme) -> tuple[tuple[str, str], ...]:
    """Return the measures of a scheme with the rule by which their months become one figure, each once.

    Examples
    --------
    >>> from simkinerja.schemes import load_scheme
    >>> gathered(load_scheme("menit_aktivitas"))
    (('activity_minutes', 'mean'),)
    """
    return tuple(dict.fromkeys((one.measure, one.months) for one in scheme.indicators if one.measure))


def check_simulable(scheme: Scheme) -> None:
    """Refuse a scheme that the engine cannot put in force.

    Raises
    ------
    InputError
        Fields that a simulation needs are missing (all at once).
    UsageError
        An indicator reads a record that the engine does not draw.
    """
    require_behaviour(scheme)
    unknown = [name for name in measures_of(scheme) if name not in KNOWN_MEASURES]
    if unknown:
        allowed = f"membaca catatan yang dibuat simulasi: {', '.join(KNOWN_MEASURES)}"
        given = {"name": "measure", "owner": f"Skema {scheme.code}", "example": "measure: on_time_share"}
        raise UsageError([problem("parameter", allowed=allowed, got=name, **given) for name in unknown])


def appraise(
    scheme: Scheme, records: dict[tuple[str, str], FloatArray], world: World, p: Parameters
) -> Standing:
    """Score the records of a period and work out what more effort would pay.

    Parameters
    ----------
    records : mapping of (measure, rule of months) to float array, shape (R, n)
        Figures of the period, one an officer.
    world : World
        The whole city.
    """
    shape = next(iter(records.values())).shape
    together = 1 if _relative(scheme) else shape[0]
    found = _scores(scheme, records, world, together)
    values = np.broadcast_to(np.ravel(p["career.band_value"]), (shape[0],))
    noise = _stack([_noise(one, _agency_sizes(world, together)) for one in found], shape)
    slopes = [np.zeros(shape) for _ in DIMENSIONS]
    changes = [_changes(one) for one in found]
    for k, one in enumerate(found):
        rows = slice(k * together, (k + 1) * together)
        for d, gain in _gains(one, changes[k], noise[rows], values[rows, None]).items():
            np.divide(gain, _STEP, out=slopes[d][rows])
    top = _top(found).reshape(shape)
    percent = _stack([one.paid.percent for one in found], shape)
    idr = _stack([one.paid.idr / one.raw.n_months for one in found], shape)
    total = _stack([one.total.values for one in found], shape)
    kind, rule = scheme.consequence.kind, scheme.consequence
    ease, audit = _ease(scheme)
    enforced = p["pattern.enforced"]
    if np.any(enforced):
        on = np.broadcast_to(np.asarray(enforced) >= 0.5, shape)
        held = _stack([_points_held(one) for one in found], shape)
        top = np.where(on, top_of_units(held, world), top)
        ranked = _of_ranking(found, changes, noise, world, values)
        slopes = [np.where(on, new, old) for new, old in zip(ranked, slopes, strict=True)]
    return Standing(
        slopes=tuple(slopes),
        total=total,
        percent=_without_gaps(percent),
        idr=_without_gaps(idr),
        band=_stack([one.bands.index for one in found], shape),
        top=top,
        consequence={"record": 0.0, "career": 0.8, "tpp": 1.0 if rule.automatic else 0.8}[kind],
        automatic=rule.automatic,
        stake=np.array([[_stake(scheme, value)] for value in values.tolist()]),
        ease=ease,
        audit=audit,
        of_work=_of_work(scheme),
    )


def _stack(columns: list[Any], shape: tuple[int, ...]) -> Any:
    return (columns[0] if len(columns) == 1 else np.concatenate(columns)).reshape(shape)


def _without_gaps(figures: FloatArray) -> FloatArray:
    """Zero for officers without a figure."""
    gaps = np.isnan(figures)
    return np.where(gaps, 0.0, figures) if gaps.any() else figures


def _relative(scheme: Scheme) -> bool:
    """Whether an officer's points depend on who else is in the table."""
    return any((one.normalise or scheme.rules.normalise).method in RELATIVE for one in scheme.indicators)


def _agency_sizes(world: World, together: int) -> IntArray:
    """Officers of each agency with any, in the order of a table of so many replications."""
    sizes = np.diff(world.unit_start[world.agency_start])
    return np.tile(sizes[sizes > 0], together)


def _scores(
    scheme: Scheme, records: dict[tuple[str, str], FloatArray], world: World, together: int
) -> list[Score]:
    """Scores by the same stages as a real file's, so many replications in a table."""
    from simkinerja.scoring.score import score_raw

    unrecorded = _unrecorded(world, scheme, together)
    out = []
    for r in range(0, len(next(iter(records.values()))), together):
        values = unrecorded.values.copy(order="F")
        for j, one in enumerate(scheme.indicators):
            if one.measure:
                values[:, j] = records[one.measure, one.months][r : r + together].ravel()
        out.append(score_raw(replace(unrecorded, values=values), scheme))
    return out


_last: list[tuple[World, Scheme, int, Raw]] = []


def _unrecorded(world: World, scheme: Scheme, together: int) -> Raw:
    """Officers, scope and what else the scheme reads, as from a real file in which no figure stands yet.

    Neither changes while a run lasts, so what was asked last is kept.
    """
    from simkinerja.schemes.problems import scheme_problems
    from simkinerja.scoring.records import raw_of

    for who, by, rows, raw in _last:
        if who is world and by is scheme and rows == together:
            return raw
    if found := scheme_problems(scheme):
        raise InputError(found)
    table = _people(world, scheme, together)
    raw = raw_of(table.assign(**{one.code: np.nan for one in scheme.indicators if one.measure}), scheme)
    _last[:] = [(world, scheme, together, raw)]
    return raw


def _people(world: World, scheme: Scheme, together: int) -> pd.DataFrame:
    """Officers and what the scheme asks of them, once for each replication in the table."""
    import pandas as pd

    one = _people_once(world, scheme)
    if together == 1:
        return one
    table = pd.concat([one] * together, ignore_index=True)
    table["officer_id"] = np.arange(len(table))
    return table


def _people_once(world: World, scheme: Scheme) -> pd.DataFrame:
    import pandas as pd

    table = pd.DataFrame({"officer_id": world.officer_id, "tpp_base_idr": world.tpp_base_idr})
    wanted = {column for one in scheme.indicators for column in one.scope or {}}
    base = scheme.consequence.base
    wanted |= {base.by} if base is not None and base.by else set()
    for name in sorted(wanted):
        if name in world.groups:
            codes, labels = world.groups[name]
            table[name] = pd.Categorical.from_codes(codes.tolist(), categories=list(labels))
        elif name == "unit":
            table[name] = np.array(world.unit_label, dtype=object)[world.unit]
        elif name == "agency":
            table[name] = np.array(world.agency_label, dtype=object)[world.agency_of_unit[world.unit]]
    return table


def _noise(one: Score, size: IntArray) -> FloatArray:
    """SD of a total that is not the officer's doing, points, shape (n,): by each indicator's reliability.

    The spread is that of the officer's agency: what happens in another tells nobody more of the own luck.
    ``size`` are the officers of each agency, in the order of the table.
    """
    points, first = one.points, np.cumsum(size) - size
    shares = [np.add.reduceat(weights, first) / size for weights in one.weights.values.T]
    if not np.any(shares):
        shares = [np.full(len(size), 1.0 / len(shares))] * len(shares)
    variance = np.zeros(len(size))
    for j, indicator in enumerate(one.scheme.indicators):
        rest = 1.0 - (1.0 if indicator.reliability is None else indicator.reliability)
        if rest > 0.0:
            variance += shares[j] ** 2 * _spread(points.values[:, j], points.used[:, j], size, first) * rest
    return np.repeat(np.maximum(np.sqrt(variance), _NOISE_FLOOR), size)


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


def _with_more(indicator: Indicator, figures: FloatArray, effort: float) -> FloatArray:
    """Raw figures after so many log units more effort."""
    way = effort if indicator.direction == "naik" else -effort
    if (indicator.measure or "").startswith("rating"):
        return figures + way * _RATING_RESPONSE
    more = np.abs(figures)
    more *= way
    more += figures
    return more


def _changes(one: Score) -> dict[int, Any]:
    """What a little more of each dimension that the score sees changes, by the dimension's position."""
    changes = {d: _change(one, name) for d, name in enumerate(DIMENSIONS)}
    return {d: change for d, change in changes.items() if change is not None}


def _change(one: Score, dimension: str) -> Any:
    """Nodes of the score (or its additive total) after a little more of a dimension; None where unseen."""
    scheme, raw = one.scheme, one.raw.values
    seen = {
        j: float(indicator.dimension.get(dimension, 0.0))  # type: ignore[call-overload]
        for j, indicator in enumerate(scheme.indicators)
        if indicator.dimension
    }
    figures = {
        j: _with_more(scheme.indicators[j], raw[:, j], _STEP * share)
        for j, share in seen.items()
        if share > 0.0 and one.points.used[:, j].any()
    }
    if not figures:
        return None
    return (
        _additive(one, figures)
        if scheme.rules.aggregate.method == "weighted_mean"
        else _rescored(one, figures)
    )


def _additive(one: Score, figures: dict[int, FloatArray]) -> FloatArray:
    scheme, tree = one.scheme, tree_of(one.scheme)
    out = np.zeros(one.n)
    for j, values in figures.items():
        indicator = scheme.indicators[j]
        rule = rule_of(indicator, scheme.rules, group=bool(tree.children[j]))
        if rule.method in RELATIVE:
            gain = _relative_gain(one, j, values)
        else:
            clipped = np.clip(values, indicator.lowest, indicator.highest)
            gain = to_points(clipped, indicator, rule)
            gain -= one.points.values[:, j]
        gain *= one.weights.values[:, j]
        used = one.points.used[:, j]
        if not used.all():
            gain[~used] = 0.0
        out += gain
    return out


def _relative_gain(one: Score, j: int, values: FloatArray) -> FloatArray:
    """Points gained by one who alone does more: slope of points over figures in the whole table."""
    raw, points = one.raw.values[:, j], one.points.values[:, j]
    known = one.points.used[:, j]
    spread = np.std(raw[known])
    slope = np.cov(raw[known], points[known])[0, 1] / spread**2 if spread > 0.0 else 0.0
    return np.asarray((values - raw) * slope)


def _rescored(one: Score, figures: dict[int, FloatArray]) -> Score:
    from simkinerja.scoring.score import score_raw

    raw = one.raw.values.copy()
    for j, values in figures.items():
        raw[:, j] = values
    return score_raw(replace(one.raw, values=raw), one.scheme)


def _gains(
    one: Score, changes: dict[int, Any], noise: FloatArray, band_value: FloatArray
) -> dict[int, FloatArray]:
    """Expected change of payoff, share of the contingent pay, by the dimension's position.

    Parameters
    ----------
    one : Score
        Of a table of R replications.
    changes : as :func:`_changes` gives them
    noise : float array, shape (R, n)
    band_value : float array, shape (R, 1)
    """
    if not changes:
        return {}
    if one.scheme.rules.aggregate.method == "quadrant":
        now = _quadrant_worth(one, one, noise, band_value)
        return {d: _quadrant_worth(one, change, noise, band_value) - now for d, change in changes.items()}
    point = _point_worth(one, noise, band_value)
    return {
        d: _without_gaps(_moved(one, change, _total).reshape(noise.shape) * point)
        for d, change in changes.items()
    }


def _total(one: Score) -> FloatArray:
    return one.total.values


def _moved(one: Score, change: Any, points: Callable[[Score], FloatArray]) -> FloatArray:
    """Points that a change adds; of an additive score they are the change itself."""
    return change if isinstance(change, np.ndarray) else points(change) - points(one)


def _point_worth(one: Score, noise: FloatArray, band_value: FloatArray) -> FloatArray:
    """Expected payoff of one point more, share of the contingent pay; nothing without a total."""
    total, rule = one.total.values.reshape(noise.shape), one.scheme.consequence
    if rule.kind == "tpp" and rule.payment == "proportional":
        from scipy.special import ndtr

        return np.asarray(ndtr((rule.cap - total) / noise) * (rule.share / 100.0))
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
        rank = len(lowers) - 1 - list(scheme.rules.bands).index(band)
    return band_value * rank


def _stake(scheme: Scheme, band_value: Any) -> float:
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


def _quadrant_worth(base: Score, one: Score, noise: FloatArray, band_value: Any) -> FloatArray:
    """Expected worth of the band over what the two ratings may turn out to be."""
    from scipy.special import ndtr

    scheme, codes = base.scheme, tree_of(base.scheme).codes
    rule = scheme.rules.aggregate
    chances = []
    for axis in (rule.results, rule.behaviour):
        points = _without_gaps(one.groups.values[:, codes.index(str(axis))]).reshape(noise.shape)
        above = ndtr((points - float(rule.above or 0.0)) / noise)
        meets = ndtr((points - float(rule.meets or 0.0)) / noise)
        chances.append((above, np.maximum(meets - above, 0.0), 1.0 - meets))
    worths = {str(b.predikat): _worth(scheme, b, band_value) for b in scheme.rules.bands}
    # above the least: where all are worth the same, nothing remains
    least = reduce(np.minimum, worths.values())
    by_predikat = {name: worth - least for name, worth in worths.items()}
    out = np.zeros(noise.shape)
    for i, r in enumerate(RATINGS):
        for j, b in enumerate(RATINGS):
            out += chances[0][i] * chances[1][j] * by_predikat[quadrant(r, b)]
    return out


def _top(found: list[Score]) -> FloatArray:
    best = np.array([*(b.predikat == "sangat_baik" for b in found[0].scheme.rules.bands), False], dtype=float)
    return np.concatenate([best[one.bands.index] for one in found])


def _of_ranking(
    found: list[Score],
    changes: list[dict[int, Any]],
    noise: FloatArray,
    world: World,
    values: FloatArray,
) -> list[FloatArray]:
    """Slopes where the pattern is enforced: a step of a band times the chance of overtaking a colleague."""
    shape, together = noise.shape, noise.shape[0] // len(found)
    points = _stack([_points_held(one) for one in found], shape)
    density = chance_density(points, noise, world)
    density *= np.array([[_top_step(found[0].scheme, value)] for value in values.tolist()]) / _STEP
    slopes = [np.zeros(shape) for _ in DIMENSIONS]
    for k, one in enumerate(found):
        rows = slice(k * together, (k + 1) * together)
        for d, change in changes[k].items():
            more = _without_gaps(_moved(one, change, _points_held)).reshape(together, -1)
            slopes[d][rows] = more * density[rows]
    return slopes


def _points_held(one: Score) -> FloatArray:
    """Points by which colleagues are ranked: the total, in a quadrant the mean of its two axes."""
    rule, codes = one.scheme.rules.aggregate, tree_of(one.scheme).codes
    if rule.method != "quadrant":
        return one.total.values
    axes = [one.groups.values[:, codes.index(str(axis))] for axis in (rule.results, rule.behaviour)]
    return np.asarray((axes[0] + axes[1]) / 2.0)


def _top_step(scheme: Scheme, band_value: float) -> float:
    """Worth of the best band over the one below it, share of the contingent pay."""
    worth = sorted({float(_worth(scheme, band, band_value)) for band in scheme.rules.bands})
    return worth[-1] - worth[-2] if len(worth) > 1 else 0.0


@cache
def _ease_of(pairs: tuple[tuple[float, float, float], ...]) -> tuple[float, float]:
    weight = sum(w for w, _, _ in pairs) or 1.0
    ease = sum(w * inflation for w, inflation, _ in pairs) / weight
    return ease, sum(w * audit for w, _, audit in pairs) / weight


def _ease(scheme: Scheme) -> tuple[float, float]:
    """Mean ease of inflation and mean chance of a check over the indicators, by weight."""
    from simkinerja.schemes.tree import nominal_weights

    weights = nominal_weights(scheme)
    return _ease_of(
        tuple(
            (float(w), float(one.inflation or 0.0), float(one.audit or 0.0))
            for w, one in zip(weights, scheme.indicators, strict=True)
            if one.measure
        )
    )


def _of_work(scheme: Scheme) -> float:
    """Share of the scheme's weight that hangs on work; an indicator that names no dimension is work."""
    from simkinerja.schemes.tree import nominal_weights

    total, present = 0.0, 0.0
    for weight, one in zip(nominal_weights(scheme), scheme.indicators, strict=True):
        if one.measure:
            seen = one.dimension or {}
            total += float(weight)
            if every := float(sum(seen.values())):
                present += float(weight) * float(seen.get("presence", 0.0)) / every
    return 1.0 - present / total if total else 1.0
