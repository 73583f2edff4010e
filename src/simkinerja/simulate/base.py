"""L5: what a block looks like without programmes: each officer's usual chances and each unit's usual load."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from simkinerja.simulate.effort import best_effort, values
from simkinerja.simulate.state import State

if TYPE_CHECKING:
    from simkinerja.simulate.parameters import Parameters
    from simkinerja.simulate.world import World
    from simkinerja.streams import Slots, StreamStack

__all__ = [
    "DAYS",
    "LUCK",
    "Base",
    "base_of",
    "day_slots",
    "expit",
    "logit",
    "luck_in",
    "officer_luck",
    "start_state",
    "unit_sum",
]

FloatArray = npt.NDArray[np.floating[Any]]
SingleArray = npt.NDArray[np.float32]
DoubleArray = npt.NDArray[np.float64]
_LOGISTIC_SD: Final = np.pi / np.sqrt(3.0)
#: Logistic-normal: the mean of expit(a + s z) is near expit(a / sqrt(1 + k s^2)) with this k.
_ATTENUATION: Final = 256.0 / (75.0 * np.pi**2)
_DAY_KEYS: Final = 32
DAYS: Final = 21
"""Working days of a month."""
Luck = npt.NDArray[np.uint16]
"""What a month brings an officer, (R, n, 4): independent numbers for what :data:`LUCK` names."""
LUCK: Final = ("motivation", "days", "technical", "interpersonal")
"""Ups and downs of motivation, days present, and what a course of each kind gives: four numbers of a word."""


@dataclass(frozen=True, slots=True)
class Base:
    """Constants of a block for a whole run.

    Parameters
    ----------
    presence : (R, n), logit of the chance to be present on a day
    compliance : (R, n), logit of the share of entries made
    rate : (R or 1, n), cases a day present at mean effort
    unit_effort : effort on each dimension of an officer with motivation 1 and no channel, four numbers
    effort_scale : the same, never near zero: what more or less effort is measured by, four numbers
    mean_drive : mean motivation of people as they are born, natural scale
    drive : (n,), motivation on its natural scale
    honesty : (n,), 0..1
    cut : latent practice needed to meet the standard
    demand : (R, U), cases arriving a day
    capacity : (R, U), cases that can be done a day, at the start
    standard : (U,), days
    expectation : (R, U), what citizens of the unit expect, theta
    compliant : (R, U), mean share of entries made in the unit
    days : slots of the days of units
    kept : draws that last for the whole run, made when first asked for, and what was made last of things that
        seldom change: :func:`simkinerja.simulate.kept.once`
    """

    presence: FloatArray
    compliance: FloatArray
    rate: FloatArray
    unit_effort: tuple[Any, ...]
    effort_scale: tuple[Any, ...]
    mean_drive: Any
    drive: FloatArray
    honesty: FloatArray
    cut: Any
    demand: FloatArray
    capacity: FloatArray
    standard: FloatArray
    expectation: FloatArray
    compliant: FloatArray
    days: Slots
    kept: dict[str, FloatArray] = field(default_factory=dict)


def day_slots(unit_id: npt.NDArray[np.int64]) -> Slots:
    """Slots of the days of units, shape (21, U): units last, so that a day is one run of memory.

    Examples
    --------
    >>> day_slots(np.arange(3)).keys.shape
    (21, 3)
    """
    from simkinerja.streams import Slots

    return Slots.of(unit_id[None, :] * _DAY_KEYS + np.arange(DAYS)[:, None])


def expit(x: Any) -> Any:
    """Logistic function; ``np.exp`` is eight times faster than scipy's own.

    Examples
    --------
    >>> expit(0.0)
    np.float64(0.5)
    """
    falling = np.negative(x)
    if not isinstance(falling, np.ndarray):
        return 1.0 / (1.0 + np.exp(falling))
    np.exp(falling, out=falling)
    falling += 1.0
    return np.divide(1.0, falling, out=falling)


def logit(p: Any) -> Any:
    """Inverse of :func:`expit`."""
    return np.log(p / (1.0 - p))


def unit_sum(values_of_officers: FloatArray, world: World) -> DoubleArray:
    """Sum over the officers of each unit, shape (R, U), in double precision."""
    found = np.add.reduceat(values_of_officers, world.unit_start[:-1], axis=1)
    return found.astype(np.float64, copy=False)


def officer_luck(stack: StreamStack, world: World, month: int) -> Luck:
    """Draw what a month brings each officer, from one word of their own."""
    return stack.lanes("officer.month", world.slots, month)


def luck_in(luck: Luck, name: str) -> Luck:
    """The number for one of :data:`LUCK`, (R, n)."""
    return luck[..., LUCK.index(name)]


def single(figures: Any) -> SingleArray:
    """Figures of officers in single precision.

    A ten-millionth of a standard deviation is nobody's doing; half the memory is twice the speed. What is
    counted by unit, queued, scored or paid is in double precision.
    """
    return np.asarray(figures, dtype=np.float32)


def plain(number: Any) -> Any:
    """A number of the registry worked on: a plain float, so that it leaves the precision of arrays alone."""
    return float(number) if np.ndim(number) == 0 else single(number)


@dataclass(frozen=True, slots=True)
class _Usual:
    """What people of mean motivation do, whatever the city: fields of :class:`Base`."""

    unit_effort: tuple[Any, ...]
    effort_scale: tuple[Any, ...]
    mean_drive: Any
    cut: Any


@lru_cache(maxsize=4)
def _usual(p: Parameters) -> _Usual:
    """What follows from the numbers of a run alone.

    Effort is held against the mean of people as they are born, ``E exp(slope z)``, and not against the mean
    of those who happen to be in the city: a newcomer then changes nobody else's.
    """
    worth = [np.asarray(v, dtype=float) for v in values(p)]
    effort = tuple(map(plain, best_effort(worth, p["effort.cost"], p["effort.substitution"])))
    least = p["effort.floor"] * sum(effort) / len(effort)
    return _Usual(
        unit_effort=effort,
        effort_scale=tuple(plain(np.maximum(e, least)) for e in effort),
        mean_drive=plain(np.exp(p["motivation.slope"] ** 2 / 2.0)),
        cut=plain(-logit(p["practice.base_rate"]) / _LOGISTIC_SD),
    )


@dataclass(frozen=True, slots=True)
class _Born:
    """What follows from traits and posts, without luck.

    Fields of :class:`Base`; ``presence`` and ``compliance`` are those of people of mean luck, ``speed`` is
    what drive does to the rate.
    """

    presence: FloatArray
    compliance: FloatArray
    drive: SingleArray
    honesty: SingleArray
    rate: SingleArray
    speed: SingleArray
    standard: FloatArray
    days: Slots


@lru_cache(maxsize=1)
def _born(world: World, p: Parameters) -> _Born:
    """What is the same in all runs of a city; that of the last is kept, and nobody writes to it."""
    traits, skill = world.traits, p["service.skill"]
    drive = np.exp(p["motivation.slope"] * traits["motivation"])
    rate = p["service.rate_day"] * np.exp(skill * traits["technical"] - skill**2 / 2.0)
    return _Born(
        presence=_presence_logit(traits, p),
        compliance=_compliance_logit(traits, p),
        drive=single(drive),
        honesty=single(expit(traits["integrity"])),
        rate=single(np.atleast_2d(rate)),
        speed=(drive / _usual(p).mean_drive) ** p["service.effort"],
        standard=np.where(world.public, world.standard_days, p["service.internal_standard"]),
        days=day_slots(world.unit_id),
    )


def base_of(world: World, p: Parameters, stack: StreamStack) -> Base:
    """Return the constants of a block."""
    usual, born = _usual(p), _born(world, p)
    chance = born.presence + p["presence.person"] * stack.normal("presence.person", world.slots)
    own = p["compliance.person"] * stack.normal("compliance.person", world.slots)
    compliance = single(born.compliance + own)
    does = expit(chance) * born.rate * born.speed
    capacity = unit_sum(does, world)
    drawn = unit_sum(np.where(world.added, 0.0, does), world) if world.added.any() else capacity
    return Base(
        presence=single(chance),
        compliance=compliance,
        rate=born.rate,
        unit_effort=usual.unit_effort,
        effort_scale=usual.effort_scale,
        mean_drive=usual.mean_drive,
        drive=born.drive,
        honesty=born.honesty,
        cut=usual.cut,
        demand=drawn * _load(world, p, stack),
        capacity=capacity,
        standard=np.broadcast_to(born.standard, capacity.shape),
        expectation=p["satisfaction.expectation"] * _doubled(stack, "service.expectation", world),
        compliant=unit_sum(expit(compliance), world) / world.unit_size,
        days=born.days,
    )


def _presence_logit(traits: Mapping[str, FloatArray], p: Parameters) -> FloatArray:
    """Usual logit by motivation; the city's mean share comes out as the parameter says."""
    slope, spread = p["presence.motivation"], p["presence.person"]
    middle = logit(p["presence.base"]) * np.sqrt(1.0 + _ATTENUATION * (slope**2 + spread**2))
    out: FloatArray = middle + slope * traits["motivation"]
    return out


def _compliance_logit(traits: Mapping[str, FloatArray], p: Parameters) -> FloatArray:
    """Usual logit by how digital and how resistant one is; the mean as the parameter says."""
    spread, digital, resistance = (p[f"compliance.{name}"] for name in ("person", "digital", "resistance"))
    variance = spread**2 + digital**2 + resistance**2 - 0.8 * digital * resistance
    middle = logit(p["compliance.base"]) * np.sqrt(1.0 + _ATTENUATION * variance)
    out: FloatArray = middle + digital * traits["digital"] + resistance * traits["resistance"]
    return out


def _load(world: World, p: Parameters, stack: StreamStack) -> FloatArray:
    """Demand over capacity of each unit: units of higher quality are a little less loaded."""
    luck = _doubled(stack, "service.load", world)
    z = np.sqrt(0.75) * luck - 0.5 * world.unit_quality
    return np.asarray(p["service.load"] * np.exp(p["service.load_spread"] * z))


def _doubled(stack: StreamStack, name: str, world: World) -> FloatArray:
    """Normal numbers of units, (R, U), in double precision as all that is of units."""
    return stack.normal(name, world.unit_slots).astype(np.float64)


def start_state(world: World, base: Base, p: Parameters, stack: StreamStack) -> State:
    """Return the state before the first month: every unit near the backlog that its load leads to."""
    compliance = expit(base.compliance)
    load = base.demand / base.capacity * (1.0 + p["error.base"] * p["error.rework"])
    balking = np.maximum(p["service.balking"], 0.02)
    waiting = np.minimum(np.log(np.maximum(load, 1.0)) / balking, p["service.balking_most"]) * base.standard
    backlog = np.rint(waiting * base.capacity)
    return State(
        motivation=_at_rest(p, stack, world),
        compliance=compliance,
        peers=base.compliant,
        backlog=backlog,
        age=backlog * waiting / 2.0,
        rework=np.zeros(backlog.shape),
        efficiency=np.zeros(backlog.shape),
        late=waiting / base.standard,
        trust=np.full(backlog.shape, p["trust.base"], dtype=np.float64),
    )


def _at_rest(p: Parameters, stack: StreamStack, world: World) -> FloatArray:
    """Motivation's monthly ups and downs as they are after a long time."""
    keep = 1.0 - p["motivation.return"]
    spread = p["motivation.noise"] / np.sqrt(1.0 - keep**2)
    return single(spread * stack.normal("motivation.start", world.slots))
