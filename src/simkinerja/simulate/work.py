"""L5: what officers do in a month: entries, effort, presence, practice, and the capacity that comes of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from simkinerja.compiled import compiled
from simkinerja.simulate.base import DAYS, luck_in, unit_sum
from simkinerja.simulate.counts import days_present
from simkinerja.simulate.effort import EFFORT, relative_effort, tiring, values
from simkinerja.simulate.kept import once
from simkinerja.simulate.rows import numbers_of, numbers_where, rows_of

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
SingleArray = npt.NDArray[np.float32]


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
    moves = s.attitude, does.consequence, s.used_technical
    # one object until somebody's entries have moved, or people have come: peers then pull by themselves
    if s.peers is base.compliant and all(one is None for one in moves):
        return
    there = (one is not None for one in moves)
    numbers = once(base.kept, "work.compliance", _of_compliance, p, *there)
    odds = np.empty(base.compliance.shape, dtype=np.float32)
    usual = base.compliance, base.compliant, world.unit_start
    _write_due(odds, numbers, *usual, s.peers, *(rows_of(one, world.n) for one in moves))
    s.compliance = _chances(odds)
    s.peers = unit_sum(s.compliance, world) / world.unit_size


def _of_compliance(p: Parameters, *there: bool) -> FloatArray:
    names = "compliance.attitude", "compliance.consequence", "compliance.skill"
    return numbers_of(p["compliance.peers"], *numbers_where(p, names, there), double=True)


@compiled
def _write_due(
    out: Any,
    numbers: Any,
    base: Any,
    usual: Any,
    start: Any,
    peers: Any,
    attitude: Any,
    consequence: Any,
    skill: Any,
) -> None:
    """Write minus the log odds to make an entry; what colleagues do is worked out by unit, in double."""
    real = out.dtype.type
    for r in range(out.shape[0]):
        a, c = attitude[r % len(attitude)], consequence[r % len(consequence)]
        k, weights = skill[r % len(skill)], numbers[r % len(numbers)]
        by_peers, liked, feared, able = weights[0], real(weights[1]), real(weights[2]), real(weights[3])
        for u in range(len(start) - 1):
            out[r, start[u] : start[u + 1]] = by_peers * (peers[r, u] - usual[r, u])
        for i in range(out.shape[1]):
            out[r, i] = -(out[r, i] + base[r, i] + liked * a[i] + feared * c[i] + able * k[i])


def _chances(minus_log_odds: SingleArray) -> SingleArray:
    """Chances of minus their log odds, written over them."""
    np.exp(minus_log_odds, out=minus_log_odds)
    _over_one_more(minus_log_odds.reshape(-1))
    return minus_log_odds


@compiled
def _over_one_more(x: Any) -> None:
    one = x.dtype.type(1.0)
    for i in range(x.size):
        x[i] = one / (x[i] + one)


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
    own = base.mean_drive, base.effort_scale, base.unit_effort
    numbers = once(base.kept, "work.effort", _of_effort, *own, p)
    left = np.empty((len(EFFORT), *usual.shape), dtype=np.float32)
    _write_crowding(rows_of(s.crowded, usual.shape[1]), numbers, left)
    np.exp(left, out=left)
    pulls = [rows_of(one, usual.shape[1]) for one in does.effort]
    relative, pulled = relative_effort(usual, left, pulls, numbers)
    return Effort(tuple(relative), np.log(pulled, out=pulled))


def _of_effort(
    mean: Any, scales: tuple[Any, ...], unit_effort: tuple[Any, ...], p: Parameters
) -> npt.NDArray[np.float32]:
    """What :func:`~simkinerja.simulate.effort.relative_effort` reads, and crowding does, (R or 1, 7, 4)."""
    *tired, per = tiring(p["effort.cost"], p["effort.substitution"])
    found = numbers_of(
        *(value * mean for value in values(p)),
        *tired,
        *(1.0 / (mean * scale) for scale in scales),
        *(usual / scale for usual, scale in zip(unit_effort, scales, strict=True)),
        *(p[f"practice.of_{name}"] for name in EFFORT),
        *(per, p["effort.floor"], 0.0, 0.0),
        *(-p["motivation.slope"] * p[f"crowding.{name}"] for name in EFFORT),
    )
    return found.reshape(-1, 7, 4)


@compiled
def _write_crowding(crowded: Any, numbers: Any, out: Any) -> None:
    """Write the log of the share of motivation that contingent pay leaves on each dimension."""
    for r in range(out.shape[1]):
        lost = crowded[r % len(crowded)]
        for k in range(out.shape[0]):
            slope = numbers[r % len(numbers), 6, k]
            for i in range(out.shape[2]):
                out[k, r, i] = lost[i] * slope


def present(
    s: State, base: Base, does: Pull, p: Parameters, luck: Luck
) -> tuple[FloatArray, FloatArray, FloatArray | None]:
    """Return the chance to be present on a day, the days present, and what consequences add to the chance.

    Arrays (R, n); None for the last where presence has no consequence for anybody.
    """
    n, watched = s.motivation.shape[1], does.presence is not None
    numbers = once(base.kept, "work.presence", _of_presence, p, s.stress is not None, watched)
    odds = np.empty((1 + watched, *s.motivation.shape), dtype=np.float32)
    felt = s.motivation, rows_of(s.crowded, n), rows_of(s.stress, n), rows_of(does.presence, n)
    _write_presence(base.presence, *felt, numbers, odds)
    chances = _chances(odds)
    came = chances[1] - chances[0] if watched else None
    return chances[-1], days_present(luck_in(luck, "days"), chances[-1], DAYS), came


def _of_presence(p: Parameters, *there: bool) -> FloatArray:
    names = "presence.stress", "presence.consequence"
    return numbers_of(p["presence.motivation"], *numbers_where(p, names, there))


@compiled
def _write_presence(
    base: Any, motivation: Any, crowded: Any, stress: Any, pull: Any, numbers: Any, out: Any
) -> None:
    """Write minus the log odds to be present: left alone, and if there is room with what is pulled at."""
    for r in range(out.shape[1]):
        lost, hard, pulled = crowded[r % len(crowded)], stress[r % len(stress)], pull[r % len(pull)]
        by_motivation, by_stress, by_pull = numbers[r % len(numbers)]
        for i in range(out.shape[2]):
            usual = by_motivation * (motivation[r, i] - lost[i]) + base[r, i] - by_stress * hard[i]
            out[0, r, i] = -usual
            out[-1, r, i] = -(usual + by_pull * pulled[i])


def practise(
    s: State,
    effort: Effort,
    built: FloatArray | None,
    came: FloatArray | None,
    base: Base,
    p: Parameters,
    world: World,
) -> tuple[FloatArray, FloatArray]:
    """Return practice and what it gained since the start, SD, (R, n) each.

    ``built`` is what programmes add (SD), ``came`` what consequences add to presence (share of days): who is
    not there does nothing of what is due.
    """
    there = (one is not None for one in (effort.pulled, s.stress, came))
    numbers = once(base.kept, "work.practice", _of_practice, p, *there)
    practice, gained = np.empty((2, *s.motivation.shape), dtype=np.float32)
    moves = (rows_of(one, world.n) for one in (s.crowded, effort.pulled, s.stress, came, built))
    _write_practice(practice, gained, numbers, world.traits["practice"], s.motivation, *moves)
    return practice, gained


def _of_practice(p: Parameters, *there: bool) -> FloatArray:
    names = "practice.effort", "stress.practice", "practice.presence"
    return numbers_of(p["motivation.practice"], *numbers_where(p, names, there))


@compiled
def _write_practice(
    practice: Any,
    gained: Any,
    numbers: Any,
    born: Any,
    motivation: Any,
    crowded: Any,
    effort: Any,
    stress: Any,
    came: Any,
    built: Any,
) -> None:
    for r in range(gained.shape[0]):
        lost, more, hard = crowded[r % len(crowded)], effort[r % len(effort)], stress[r % len(stress)]
        days, taught = came[r % len(came)], built[r % len(built)]
        by_motivation, by_effort, by_stress, by_days = numbers[r % len(numbers)]
        for i in range(gained.shape[1]):
            found = by_motivation * (motivation[r, i] - lost[i]) + by_effort * more[i]
            found = found + by_stress * hard[i] + by_days * days[i] + taught[i]
            gained[r, i] = found
            practice[r, i] = born[i] + found


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
    n = days.shape[1]
    there = s.used_technical is not None, does.minutes is not None
    numbers = once(base.kept, "work.rate", _of_rate, p, *there)
    rate: FloatArray = np.log(effort.relative[0])
    _write_ability(rows_of(s.used_technical, n), numbers, rate)
    np.exp(rate, out=rate)
    _write_rate(days, base.rate, rows_of(does.minutes, n), s.compliance, numbers, rate)
    return rate


def _of_rate(p: Parameters, able: bool, reports: bool) -> FloatArray:
    lost = -1.0 / p["service.minutes_day"] if reports else 0.0
    return numbers_of(p["service.effort"], p["service.skill"] if able else 0.0, lost)


@compiled
def _write_ability(skill: Any, numbers: Any, log: Any) -> None:
    """Write the log of what an officer can do in a day over the usual, over the log of effort."""
    for r in range(log.shape[0]):
        able = skill[r % len(skill)]
        by_effort, by_skill, _ = numbers[r % len(numbers)]
        for i in range(log.shape[1]):
            log[r, i] = log[r, i] * by_effort + by_skill * able[i]


@compiled
def _write_rate(days: Any, usual: Any, minutes: Any, compliance: Any, numbers: Any, rate: Any) -> None:
    """Write the cases of a month over those of a day relative to the usual; reporting takes its time."""
    nothing, one = rate.dtype.type(0.0), rate.dtype.type(1.0)
    for r in range(rate.shape[0]):
        asked, cases, lost = minutes[r % len(minutes)], usual[r % len(usual)], numbers[r % len(numbers), 2]
        for i in range(rate.shape[1]):
            left = max(asked[i] * lost * compliance[r, i] + one, nothing)
            rate[r, i] = rate[r, i] * days[r, i] * cases[i] * left
