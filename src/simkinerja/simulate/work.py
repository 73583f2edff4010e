"""L5: what officers do in a month: entries, effort, presence, practice, and the capacity that comes of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from simkinerja.simulate.base import DAYS, expit, luck_in, unit_sum
from simkinerja.simulate.counts import days_present
from simkinerja.simulate.effort import EFFORT, relative_effort, tiring, values
from simkinerja.simulate.rows import numbers_of

if TYPE_CHECKING:
    from simkinerja.simulate.base import Base, Luck
    from simkinerja.simulate.incentive import Pull
    from simkinerja.simulate.levers import Levers
    from simkinerja.simulate.parameters import Parameters
    from simkinerja.simulate.state import State
    from simkinerja.simulate.world import World

__all__ = [
    "Effort",
    "Work",
    "capacity_of",
    "comply",
    "divide_effort",
    "improve",
    "practise",
    "present",
    "rate_of",
]

FloatArray = npt.NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True)
class Effort:
    """Effort of a month.

    Parameters
    ----------
    relative : four arrays (R, n): effort over the city's mean without channels, floored
    pulled : (R, n) or None: log of effort over what the officer would give without incentives, as practice
        feels it
    """

    relative: tuple[FloatArray, ...]
    pulled: FloatArray | None


@dataclass(frozen=True, slots=True)
class Work:
    """What officers did in a month; arrays (R, n).

    Parameters
    ----------
    days : days present
    chance : chance to be present on a day
    effort : Effort
    practice : latent practice, SD
    gained : change of practice since the start, SD (without the monthly ups and downs of birth)
    rate : cases a month that the officer can do
    improved, helped : (R, U), mean relative effort on improvement and on helping in the unit
    """

    days: FloatArray
    chance: FloatArray
    effort: Effort
    practice: FloatArray
    gained: FloatArray
    rate: FloatArray
    improved: FloatArray
    helped: FloatArray


def comply(s: State, base: Base, does: Pull, p: Parameters, world: World) -> None:
    """Share of due e-Kinerja entries each officer makes; changes the state."""
    rest: list[Any] = []
    if s.attitude is not None:
        rest.append(p["compliance.attitude"] * s.attitude)
    if does.consequence is not None:
        rest.append(p["compliance.consequence"] * does.consequence)
    if s.used_technical is not None:
        rest.append(p["compliance.skill"] * s.used_technical)
    # one object until somebody's entries have moved, or people have come: peers then pull by themselves
    if rest or s.peers is not base.compliant:
        log = world.each(p["compliance.peers"] * (s.peers - base.compliant))
        log += base.compliance
        for one in rest:
            log += one
        s.compliance = expit(log)
        s.peers = unit_sum(s.compliance, world) / world.unit_size


def divide_effort(s: State, base: Base, does: Pull, p: Parameters) -> Effort:
    """Return how officers divide their effort this month.

    Without incentives and crowding the solution of the multitask problem is the same for everybody up to the
    officer's motivation, so effort relative to the usual is motivation relative to the mean. Whom nothing
    pulls keeps that to the last bit, whatever pulls at others.
    """
    usual = base.drive * np.exp(p["motivation.slope"] * s.motivation)
    usual *= 1.0 / base.mean_drive
    if s.crowded is None and all(one is None for one in does.effort):
        return Effort((np.maximum(usual, p["effort.floor"]),) * len(EFFORT), None)
    shape = (len(EFFORT), *usual.shape)
    pulls, left = np.zeros(shape, dtype=np.float32), np.empty(shape, dtype=np.float32)
    crowded = 0.0 if s.crowded is None else s.crowded
    for name, own, missing, one in zip(EFFORT, pulls, left, does.effort, strict=True):
        if one is not None:
            own[:] = one
        np.multiply(crowded, -p["motivation.slope"] * p[f"crowding.{name}"], out=missing)
    np.exp(left, out=left)
    relative, pulled = relative_effort(usual, left, pulls, _effort_numbers(base, p))
    return Effort(tuple(relative), np.log(pulled, out=pulled))


def _effort_numbers(base: Base, p: Parameters) -> npt.NDArray[np.float32]:
    """What :func:`~simkinerja.simulate.effort.relative_effort` reads, shape (R, 6, 4); made once."""
    if (key := "effort") not in base.kept:
        mean, scales = base.mean_drive, base.effort_scale
        *tired, per = tiring(p["effort.cost"], p["effort.substitution"])
        found = numbers_of(
            *(value * mean for value in values(p)),
            *tired,
            *(1.0 / (mean * scale) for scale in scales),
            *(usual / scale for usual, scale in zip(base.unit_effort, scales, strict=True)),
            *(p[f"practice.of_{name}"] for name in EFFORT),
            *(per, p["effort.floor"], 0.0, 0.0),
            runs=len(base.presence),
        )
        base.kept[key] = found.reshape(-1, 6, 4)
    return base.kept[key]


def present(
    s: State, base: Base, does: Pull, p: Parameters, luck: Luck
) -> tuple[FloatArray, FloatArray, FloatArray | None]:
    """Return the chance to be present on a day, the days present, and what consequences add to the chance.

    Arrays (R, n); None for the last where presence has no consequence for anybody.
    """
    usual = p["presence.motivation"] * s.drive + base.presence
    if s.stress is not None:
        usual -= p["presence.stress"] * s.stress
    chance, came = expit(usual), None
    if does.presence is not None:
        usual += p["presence.consequence"] * does.presence
        left_alone, chance = chance, expit(usual)
        came = chance - left_alone
    return chance, days_present(luck_in(luck, "days"), chance, DAYS), came


def practise(
    s: State,
    effort: Effort,
    built: FloatArray | None,
    came: FloatArray | None,
    p: Parameters,
    world: World,
) -> tuple[FloatArray, FloatArray]:
    """Return practice and what it gained since the start, SD, (R, n) each.

    ``built`` is what programmes add (SD), ``came`` what consequences add to presence (share of days): who is
    not there does nothing of what is due.
    """
    gained: FloatArray = p["motivation.practice"] * s.drive
    if effort.pulled is not None:
        gained += p["practice.effort"] * effort.pulled
    if s.stress is not None:
        gained += p["stress.practice"] * s.stress
    if came is not None:
        gained += p["practice.presence"] * came
    if built is not None:
        gained += built
    return world.traits["practice"] + gained, gained


def capacity_of(
    s: State, base: Base, levers: Levers, does: Pull, work: Work, p: Parameters, world: World
) -> FloatArray:
    """Return the cases a day that each unit can do, (R, U)."""
    found: FloatArray = unit_sum(work.rate, world) / DAYS
    log = s.efficiency + p["service.helping"] * np.log(work.helped)
    if levers.redesign is not None:
        log = log + p["service.redesign_capacity"] * levers.redesign
    found = found * np.exp(log)
    if levers.extra_staff is not None:
        found = found + base.capacity * levers.extra_staff
    if levers.leaders_informed is not None:
        found = found + p["service.information"] * _moved(found * levers.leaders_informed, s, world)
    return found


def _moved(hands: FloatArray, s: State, world: World) -> FloatArray:
    """Hands that leaders move from units ahead to units behind in the same agency; they make none."""
    starts, agency = world.agency_start[:-1], world.agency_of_unit
    late = np.add.reduceat(s.late, starts, axis=1) / np.diff(world.agency_start)
    wanted = hands * np.clip(s.late - late[:, agency], -1.0, 1.0)
    total = np.maximum(np.add.reduceat(hands, starts, axis=1), 1e-9)
    share = np.add.reduceat(wanted, starts, axis=1) / total
    return np.asarray(wanted - hands * share[:, agency])


def improve(s: State, work: Work, p: Parameters) -> None:
    """Effort on improvement above the usual raises a unit's capacity slowly; changes the state."""
    s.efficiency = s.efficiency + p["service.improvement"] * np.maximum(work.improved - 1.0, 0.0)


def rate_of(base: Base, s: State, does: Pull, effort: Effort, days: FloatArray, p: Parameters) -> FloatArray:
    """Return the cases a month that each officer can do, (R, n)."""
    log = np.log(effort.relative[0])
    log *= p["service.effort"]
    if s.used_technical is not None:
        log += p["service.skill"] * s.used_technical
    rate: FloatArray = np.exp(log, out=log)
    rate *= days
    rate *= base.rate
    if does.minutes is not None:
        lost = does.minutes * (-1.0 / p["service.minutes_day"]) * s.compliance
        lost += 1.0
        rate *= np.maximum(lost, 0.0, out=lost)
    return rate
