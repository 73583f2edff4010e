"""L5: the records that the month leaves: what a scheme can see. The same columns as ``draw_records``.

Only the measures that somebody asks for are drawn; every measure has streams of its own, so leaving one
out changes no other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import sqrt
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from simkinerja.compiled import compiled
from simkinerja.population.ratings import DIMENSIONS, RatingModel, dimension_weights
from simkinerja.population.voice_params import number
from simkinerja.simulate.base import expit, single, unit_sum
from simkinerja.simulate.counts import poisson
from simkinerja.simulate.kept import once
from simkinerja.simulate.world import PRACTICE_SCORE
from simkinerja.streams import Slots, normal_table

if TYPE_CHECKING:
    from simkinerja.simulate.base import Base
    from simkinerja.simulate.citizens import Voice
    from simkinerja.simulate.incentive import Pull
    from simkinerja.simulate.parameters import Parameters
    from simkinerja.simulate.service import Served
    from simkinerja.simulate.state import State
    from simkinerja.simulate.work import Work
    from simkinerja.simulate.world import World
    from simkinerja.streams import StreamStack

__all__ = ["KNOWN_MEASURES", "Month", "draw_month", "of_everybody", "overall_rating"]

FloatArray = npt.NDArray[np.floating[Any]]
SingleArray = npt.NDArray[np.float32]
_GRAIN: Final = float(2**16)


@dataclass(frozen=True)
class Month:
    """All that happened in a month: what records are drawn from; what several of them need is made once."""

    world: World
    base: Base
    state: State
    does: Pull
    work: Work
    served: Served
    voice: Voice
    p: Parameters
    stack: StreamStack
    month: int

    def each(self, of_units: FloatArray) -> FloatArray:
        """Carry a figure of units to their officers."""
        return self.world.each(of_units)

    @cached_property
    def claimable(self) -> FloatArray:
        """Failing cases that could be reported as good: up to the target, share of cases, (R, U)."""
        gap = self.p["padding.target"] - self.served.on_time_share
        return np.asarray(np.maximum(gap, 0.0, out=gap))

    @cached_property
    def padding(self) -> FloatArray | None:
        """Share of the reported work that was not done, mean of the unit, (R, U); None for nothing."""
        claimed, world = self.does.claimed, self.world
        if claimed is None:
            return None
        claiming = unit_sum(of_everybody(claimed, world.n), world) / world.unit_size
        return claiming * self.claimable


def of_everybody(figures: FloatArray, n: int) -> FloatArray:
    """One figure for each of n officers, also where all have the same, (R, n).

    That one times the number of officers would differ from their sum in the last bit.
    """
    return figures if figures.shape[1] == n else figures.repeat(n, axis=1)


def draw_month(names: Iterable[str], month: Month) -> dict[str, FloatArray]:
    """Return the wanted measures of a month, (R, n) each; NaN where a unit has no such figure."""
    drawn: dict[str, FloatArray] = {}
    for name in names:
        if name not in drawn:
            drawn[name] = _MEASURES[name](month, drawn)
    return drawn


def _once(name: str, m: Month, drawn: dict[str, FloatArray]) -> FloatArray:
    """A measure that others are made of, drawn once a month."""
    if name not in drawn:
        drawn[name] = _MEASURES[name](m, drawn)
    return drawn[name]


def _days(m: Month, drawn: dict[str, FloatArray]) -> FloatArray:
    return m.work.days


def _entries(m: Month, drawn: dict[str, FloatArray]) -> FloatArray:
    """Days with an entry: a share of the days present, in whole days."""
    share, days = m.state.compliance, m.work.days
    return _whole_near(days * share, days * share * (1.0 - share), days, m, "activity.entry")


def _whole_near(mean: FloatArray, variance: FloatArray, most: FloatArray, m: Month, name: str) -> SingleArray:
    """Whole numbers from nothing to ``most``, near normal."""
    found = m.stack.normal(name, m.world.slots, m.month)
    found *= np.sqrt(variance)
    found += mean
    np.rint(found, out=found)
    np.maximum(found, 0.0, out=found)
    return np.minimum(found, most, out=found)


def _minutes(m: Month, drawn: dict[str, FloatArray]) -> FloatArray:
    """Minutes claimed: those of the entries, padded by the less honest, more where it pays."""
    days = _once("activity_days", m, drawn)
    log = m.stack.normal("activity.minutes", m.world.slots, m.month)
    log *= number("activity.minutes_noise")
    log += m.p["padding.base"] * (1.0 - m.base.honesty)
    claimed = np.exp(log, out=log)
    claimed *= m.work.effort.relative[0]
    claimed *= days
    claimed *= number("activity.minutes_day")
    if m.does.claimed is not None:
        claimed *= m.p["padding.minutes"] * m.does.claimed + 1.0
    return np.rint(claimed, out=claimed)


def _cases(m: Month, drawn: dict[str, FloatArray]) -> FloatArray:
    """The unit's completed cases, divided among its officers; the sum over the unit is exact."""
    weight = m.stack.normal("cases.share", m.world.slots, m.month)
    rate = np.maximum(m.work.rate, 1e-9)
    weight /= np.sqrt(np.maximum(rate, 1.0))
    weight += 1.0
    np.maximum(weight, 0.01, out=weight)
    weight *= rate
    return _divide(weight, m.served.queue.completed, m)


def _divide(weight: SingleArray, total: FloatArray, m: Month) -> SingleArray:
    """Divide whole numbers of units by weights: running shares rounded down, so that nothing is lost.

    Weights are rounded to whole grains first: sums of whole numbers do not depend on where a block starts.
    """
    size = m.world.unit_size
    grains = np.rint(weight * _GRAIN).astype(np.int64)
    grains += 1
    running = grains.cumsum(axis=1)
    first, last = m.world.unit_start[:-1], m.world.unit_start[1:] - 1
    before = running[:, first] - grains[:, first]
    scale = total / (running[:, last] - before)
    running -= before.repeat(size, axis=1)
    upto = running * scale.repeat(size, axis=1)
    upto += m.each(m.stack.uniform("cases.offset", m.world.unit_slots, m.month))
    np.floor(upto, out=upto)
    out = np.empty(upto.shape, dtype=np.float32)
    np.subtract(upto[:, 1:], upto[:, :-1], out=out[:, 1:], casting="same_kind")
    out[:, first] = upto[:, first]
    return out


def _on_time(m: Month, drawn: dict[str, FloatArray]) -> FloatArray:
    """Cases on time as recorded: the unit's share, better for better practice, and what is claimed."""
    cases = _once("cases_completed", m, drawn)
    share = np.clip(m.served.on_time_share, 0.001, 0.999)
    log = m.each(np.log(share / (1.0 - share)))
    log += number("ontime.practice") * m.work.practice
    chance: SingleArray = expit(log)
    if m.does.claimed is not None:
        chance += m.does.claimed * np.maximum(m.p["padding.target"] - chance, 0.0)
    mean = cases * chance
    return _whole_near(mean, mean * (1.0 - chance), cases, m, "cases.on_time")


def _on_time_share(m: Month, drawn: dict[str, FloatArray]) -> FloatArray:
    on_time, cases = _once("cases_on_time", m, drawn), _once("cases_completed", m, drawn)
    share = np.full(cases.shape, np.nan, dtype=np.float32)
    return np.divide(on_time, cases, out=share, where=cases > 0.0)


def _innovations(m: Month, drawn: dict[str, FloatArray]) -> FloatArray:
    trait = m.world.traits[DIMENSIONS["improvement"].removeprefix("true_")]
    slope = number("innovation.slope")
    log = np.log(m.work.effort.relative[2])
    log *= m.p["service.innovation_effort"]
    log += slope * trait - slope**2 / 2.0
    rate = np.exp(log, out=log)
    rate *= m.p["service.innovation_rate"]
    return poisson(m.stack, "innovation.count", m.world.slots, m.month, rate)


def _rating(dimension: int) -> Callable[[Month, dict[str, FloatArray]], FloatArray]:
    """One boss's rating of one dimension: .23 the ratee, .57 the rater, .05 the level, .15 error."""
    name = tuple(DIMENSIONS)[dimension]

    def draw(m: Month, drawn: dict[str, FloatArray]) -> FloatArray:
        lasting, scale = once(m.base.kept, f"rating/{name}", _fixed_part, dimension, m.world, m.stack)
        luck = m.stack.lanes(f"rating.error/{name}", m.world.slots, m.month)[..., 0]
        found = np.empty(lasting.shape, dtype=np.float32)
        _write_rating(luck, normal_table(), m.work.gained, lasting, scale, found)
        return found

    return draw


@compiled
def _write_rating(luck: Any, normals: Any, gained: Any, lasting: Any, scale: Any, found: Any) -> None:
    """Write ratings in points, 0 to 100 by tenths; their errors are normal."""
    real = found.dtype.type
    of_error, of_ratee, sd, mean = scale
    for r in range(found.shape[0]):
        for i in range(found.shape[1]):
            found[r, i] = normals[luck[r, i]]
        for i in range(found.shape[1]):
            seen = found[r, i] * of_error + of_ratee * gained[r, i] + lasting[r, i]
            tenths = np.rint(seen * sd + mean)
            found[r, i] = min(max(tenths * real(0.1), real(0.0)), real(100.0))


def _fixed_part(dimension: int, world: World, stack: StreamStack) -> tuple[SingleArray, SingleArray]:
    """What of a rating lasts: true performance at the start, the rater's severity and view; and its scale."""
    model, (name, trait) = RatingModel.published(), tuple(DIMENSIONS.items())[dimension]
    general, own, rest = dimension_weights(trait)
    truth = general * world.traits[PRACTICE_SCORE]
    truth = truth + own * world.traits[trait.removeprefix("true_")]
    truth = truth + rest * stack.normal(f"practice.{name}", world.slots)
    severity = stack.normal("rating.severity", Slots.of(world.rater + 1))
    pairs = world.pairs
    halo, view = stack.normal("rating.halo", pairs), stack.normal(f"rating.view/{name}", pairs)
    seen = sqrt(model.halo) * halo + sqrt(1.0 - model.halo) * view
    whose = sqrt(model.severity) * severity + sqrt(1.0 - model.severity) * seen
    level = stack.normal("rating.level/atasan", world.slots)
    lasting = sqrt(model.ratee) * truth + sqrt(model.rater) * whose + sqrt(model.level) * level
    # a rating in points and tenths
    points = 10.0 * number("rating.scale_sd"), 10.0 * number("rating.scale_mean")
    return single(lasting), single((sqrt(model.error), sqrt(model.ratee), *points))


def overall_rating(
    world: World, gained: FloatArray, stack: StreamStack, year: int, *, leniency: float = 0.0
) -> npt.NDArray[np.float64]:
    """Return the yearly overall rating by one boss, latent, (R, n): reliability .45 (administrative)."""
    model, pairs = RatingModel.published(), world.pairs
    practice = world.traits[PRACTICE_SCORE] + gained
    lasting = (number("overall.intrarater") - model.reliability) / (1.0 - model.reliability)
    opinion = sqrt(model.severity) * stack.normal("overall.severity", Slots.of(world.rater + 1))
    opinion += sqrt(1.0 - model.severity) * stack.normal("overall.view", pairs)
    error = stack.normal("overall.error", pairs, year)
    rest = sqrt(lasting) * opinion + sqrt(1.0 - lasting) * error
    out: FloatArray = sqrt(model.reliability) * practice + sqrt(1.0 - model.reliability) * rest + leniency
    return out.astype(np.float64)


def _ikm(m: Month, drawn: dict[str, FloatArray]) -> FloatArray:
    return m.each(np.where(m.world.public, m.voice.ikm, np.nan))


def _respondents(m: Month, drawn: dict[str, FloatArray]) -> FloatArray:
    shape = m.voice.ikm.shape
    return m.each(np.where(m.world.public, np.broadcast_to(m.p["survey.respondents"], shape), np.nan))


def _answered(m: Month, drawn: dict[str, FloatArray]) -> FloatArray:
    some = m.world.public & (m.voice.complaints > 0.0)
    return m.each(np.where(some, m.voice.answered, np.nan))


_MEASURES: Final[Mapping[str, Callable[[Month, dict[str, FloatArray]], FloatArray]]] = MappingProxyType(
    {
        "days_present": _days,
        "activity_days": _entries,
        "activity_minutes": _minutes,
        "cases_completed": _cases,
        "cases_on_time": _on_time,
        "on_time_share": _on_time_share,
        "innovations": _innovations,
        **{f"rating_{name}": _rating(k) for k, name in enumerate(DIMENSIONS)},
        "ikm": _ikm,
        "n_responses": _respondents,
        "complaints_on_time_share": _answered,
    }
)
KNOWN_MEASURES: Final = tuple(_MEASURES)
"""Measures that the engine records month by month, as named in schemes."""
