"""L5: the records that the month leaves: what a scheme can see. The same columns as ``draw_records``.

Only the measures that somebody asks for are drawn; every measure has streams of its own, so leaving one
out changes no other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from simkinerja.population.ratings import DIMENSIONS, RatingModel, normal_score
from simkinerja.population.voice_params import number
from simkinerja.simulate.base import expit
from simkinerja.simulate.counts import poisson
from simkinerja.streams import Slots

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

__all__ = ["KNOWN_MEASURES", "Month", "draw_month", "overall_rating"]

FloatArray = npt.NDArray[np.float64]
_GRAIN: Final = float(2**16)


@dataclass(frozen=True, slots=True)
class Month:
    """All that happened in a month: what records are drawn from."""

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
    share = m.state.compliance
    luck = m.stack.normal("activity.entry", m.world.slots, m.month)
    spread = np.sqrt(m.work.days * share * (1.0 - share))
    return np.clip(np.rint(m.work.days * share + spread * luck), 0.0, m.work.days)


def _minutes(m: Month, drawn: dict[str, FloatArray]) -> FloatArray:
    """Minutes claimed: those of the entries, padded by the less honest, more where it pays."""
    days = _once("activity_days", m, drawn)
    log = np.log(m.work.effort.relative[0]) + m.p["padding.base"] * (1.0 - m.base.honesty)
    log = log + number("activity.minutes_noise") * m.stack.normal("activity.minutes", m.world.slots, m.month)
    claimed = number("activity.minutes_day") * days * np.exp(log)
    if m.does.claimed is not None:
        claimed = claimed * (1.0 + 0.5 * m.does.claimed)
    return np.asarray(np.rint(claimed))


def _cases(m: Month, drawn: dict[str, FloatArray]) -> FloatArray:
    """The unit's completed cases, divided among its officers; the sum over the unit is exact."""
    luck = m.stack.normal("cases.share", m.world.slots, m.month)
    rate = np.maximum(m.work.rate, 1e-9)
    weight = rate * np.maximum(1.0 + luck / np.sqrt(np.maximum(rate, 1.0)), 0.01)
    return _divide(weight, m.served.queue.completed, m)


def _divide(weight: FloatArray, total: FloatArray, m: Month) -> FloatArray:
    """Divide whole numbers of units by weights: running shares rounded down, so that nothing is lost.

    Weights are rounded to whole grains first: sums of whole numbers do not depend on where a block starts.
    """
    grains = np.rint(weight * _GRAIN).astype(np.int64) + 1
    running = np.cumsum(grains, axis=1)
    first, last = m.world.unit_start[:-1], m.world.unit_start[1:] - 1
    before = running[:, first] - grains[:, first]
    scale = m.each(total / (running[:, last] - before))
    running -= np.repeat(before, m.world.unit_size, axis=1)
    offset = m.each(m.stack.uniform("cases.offset", m.world.unit_slots, m.month))
    upto = np.floor(running * scale + offset)
    out: FloatArray = np.diff(upto, axis=1, prepend=0.0)
    out[:, first] = upto[:, first]
    return out


def _on_time(m: Month, drawn: dict[str, FloatArray]) -> FloatArray:
    """Cases on time as recorded: the unit's share, better for better practice, and what is claimed."""
    cases = _once("cases_completed", m, drawn)
    done = np.maximum(m.served.queue.completed, 1.0)
    share = np.clip(m.served.on_time / done, 0.001, 0.999)
    log = m.each(np.log(share / (1.0 - share))) + number("ontime.practice") * m.work.practice
    chance: FloatArray = expit(log)
    if m.does.claimed is not None:
        target = m.p["padding.target"]
        chance = chance + m.does.claimed * np.maximum(target - chance, 0.0)
    luck = m.stack.normal("cases.on_time", m.world.slots, m.month)
    found = np.rint(cases * chance + np.sqrt(cases * chance * (1.0 - chance)) * luck)
    return np.clip(found, 0.0, cases)


def _on_time_share(m: Month, drawn: dict[str, FloatArray]) -> FloatArray:
    on_time, cases = _once("cases_on_time", m, drawn), _once("cases_completed", m, drawn)
    return np.asarray(np.divide(on_time, cases, out=np.full(cases.shape, np.nan), where=cases > 0.0))


def _innovations(m: Month, drawn: dict[str, FloatArray]) -> FloatArray:
    trait = m.world.traits[DIMENSIONS["improvement"].removeprefix("true_")]
    slope = number("innovation.slope")
    rate = m.p["service.innovation_rate"] * np.exp(slope * trait - slope**2 / 2.0)
    rate = rate * m.work.effort.relative[2] ** m.p["service.innovation_effort"]
    return poisson(m.stack, "innovation.count", m.world.slots, m.month, rate)


def _rating(dimension: int) -> Callable[[Month, dict[str, FloatArray]], FloatArray]:
    """One boss's rating of one dimension: .23 the ratee, .57 the rater, .05 the level, .15 error."""
    name = tuple(DIMENSIONS)[dimension]

    def draw(m: Month, drawn: dict[str, FloatArray]) -> FloatArray:
        model = RatingModel.published()
        key = f"rating/{name}"
        if key not in m.base.kept:
            m.base.kept[key] = _fixed_part(dimension, m, model)
        z = m.base.kept[key] + np.sqrt(model.ratee) * m.work.gained
        z = z + np.sqrt(model.error) * m.stack.normal(f"rating.error/{name}", m.world.slots, m.month)
        scaled = number("rating.scale_mean") + number("rating.scale_sd") * z
        return np.asarray(np.clip(np.round(scaled, 1), 0.0, 100.0))

    return draw


def _fixed_part(dimension: int, m: Month, model: RatingModel) -> FloatArray:
    """What of a rating lasts: true performance at the start, the rater's severity and view."""
    name, trait = tuple(DIMENSIONS.items())[dimension]
    general, own = number("rating.dimension_general"), number("rating.dimension_trait")
    rest = np.sqrt(max(1.0 - general**2 - own**2, 0.0))
    pairs, traits = m.world.pairs, m.world.traits
    truth = general * traits["practice"] + own * traits[trait.removeprefix("true_")]
    truth = truth + rest * m.stack.normal(f"practice.{name}", m.world.slots)
    severity = m.stack.normal("rating.severity", Slots.of(m.world.rater + 1))
    halo, view = m.stack.normal("rating.halo", pairs), m.stack.normal(f"rating.view/{name}", pairs)
    seen = np.sqrt(model.halo) * halo + np.sqrt(1.0 - model.halo) * view
    whose = np.sqrt(model.severity) * severity + np.sqrt(1.0 - model.severity) * seen
    level = m.stack.normal("rating.level/atasan", m.world.slots)
    return np.asarray(
        np.sqrt(model.ratee) * truth + np.sqrt(model.rater) * whose + np.sqrt(model.level) * level
    )


def overall_rating(
    world: World, gained: FloatArray, stack: StreamStack, year: int, *, leniency: float = 0.0
) -> FloatArray:
    """Return the yearly overall rating by one boss, latent, (R, n): reliability .45 (administrative)."""
    model, pairs = RatingModel.published(), world.pairs
    practice = normal_score(world.traits["practice"]) + gained
    lasting = (number("overall.intrarater") - model.reliability) / (1.0 - model.reliability)
    opinion = np.sqrt(model.severity) * stack.normal("overall.severity", Slots.of(world.rater + 1))
    opinion = opinion + np.sqrt(1.0 - model.severity) * stack.normal("overall.view", pairs)
    error = stack.normal("overall.error", pairs, year)
    rest = np.sqrt(lasting) * opinion + np.sqrt(1.0 - lasting) * error
    out = np.sqrt(model.reliability) * practice + np.sqrt(1.0 - model.reliability) * rest + leniency
    return np.asarray(out)


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
