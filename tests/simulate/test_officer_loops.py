"""Loops over officers against numpy's own steps: all that moves somebody at once, one by one, and nothing.

What moves them has one row for all runs or one a run; numbers of the registry are drawn by run.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from simkinerja.simulate import interventions as do
from simkinerja.simulate import learning, motivation, work
from simkinerja.simulate.base import base_of, expit, luck_in, officer_luck, start_state, unit_sum
from simkinerja.simulate.counts import days_present
from simkinerja.simulate.engine import simulate
from simkinerja.simulate.incentive import Pull
from simkinerja.simulate.levers import Levers
from simkinerja.simulate.parameters import Parameters
from simkinerja.simulate.programme import Programmes
from simkinerja.simulate.state import State
from simkinerja.simulate.work import Effort
from simkinerja.simulate.world import World
from simkinerja.streams import StreamStack

LAB = World.plain(n_units=3, officers_per_unit=7, seed=3)
STACK = StreamStack((5, 6))
SHAPE = (2, LAB.n)
P = Parameters.default().draw_by_run(7, [0, 1]).single()
BASE = base_of(LAB, P, STACK)
NO_EFFORT: Any = (None,) * 4
Figures = npt.NDArray[np.float32]


def some(seed: int, rows: int = 2) -> Figures:
    return np.random.default_rng(seed).random((rows, LAB.n), dtype=np.float32)


def chosen(names: tuple[str, ...], rows: int) -> tuple[dict[str, Figures | None], dict[str, Any]]:
    """Figures of the names that are there, None for others; and the same with nothing as numbers."""
    every = "attitude", "consequence", "skill", "stress", "crowded", "presence", "effort", "came", "built"
    found: dict[str, Figures | None] = {
        name: some(k, rows) if name in names else None for k, name in enumerate(every)
    }
    return found, {name: 0.0 if one is None else one for name, one in found.items()}


def state(given: dict[str, Figures | None]) -> State:
    s = start_state(LAB, BASE, P, STACK)
    s.attitude, s.stress, s.crowded = given["attitude"], given["stress"], given["crowded"]
    s.used_technical = given["skill"]
    return s


def same(found: Any, expected: Any) -> None:
    assert found.dtype == np.float32
    assert found == pytest.approx(np.broadcast_to(expected, found.shape), rel=3e-6, abs=3e-7)


def sets(*names: str) -> Any:
    cases = [names, *((name,) for name in names), ()]
    return pytest.mark.parametrize("names", cases, ids=lambda of: "+".join(of) or "nothing")


@pytest.mark.parametrize("rows", [1, 2])
@sets("attitude", "consequence", "skill")
def test_entries_follow_from_attitude_consequence_skill_and_colleagues(
    names: tuple[str, ...], rows: int
) -> None:
    given, n = chosen(names, rows)
    s = state(given)
    s.peers = BASE.compliant + np.array([[0.1, -0.2, 0.0]])
    log = LAB.each(P["compliance.peers"] * (s.peers - BASE.compliant)) + BASE.compliance
    log = log + P["compliance.attitude"] * n["attitude"] + P["compliance.consequence"] * n["consequence"]
    log = log + P["compliance.skill"] * n["skill"]
    work.comply(s, BASE, Pull(NO_EFFORT, consequence=given["consequence"]), P, LAB)
    same(s.compliance, expit(log))
    assert np.array_equal(s.peers, unit_sum(s.compliance, LAB) / LAB.unit_size)


def test_while_nobody_moves_entries_are_left_as_they_are() -> None:
    s = state(chosen((), 1)[0])
    before = s.compliance
    work.comply(s, BASE, Pull(NO_EFFORT), P, LAB)
    assert s.compliance is before


@pytest.mark.parametrize("rows", [1, 2])
@sets("crowded", "stress", "presence")
def test_presence_follows_from_motivation_stress_and_what_is_pulled_at(
    names: tuple[str, ...], rows: int
) -> None:
    given, n = chosen(names, rows)
    s, luck = state(given), officer_luck(STACK, LAB, 3)
    usual = P["presence.motivation"] * (s.motivation - n["crowded"]) + BASE.presence
    usual = usual - P["presence.stress"] * n["stress"]
    expected = expit(usual + P["presence.consequence"] * n["presence"])
    chance, days, came = work.present(s, BASE, Pull(NO_EFFORT, presence=given["presence"]), P, luck)
    same(chance, expected)
    assert np.array_equal(days, days_present(luck_in(luck, "days"), chance, 21))
    if "presence" in names:
        same(came, expected - expit(usual))
    else:
        assert came is None


@pytest.mark.parametrize("rows", [1, 2])
@sets("crowded", "effort", "stress", "came", "built")
def test_practice_is_what_it_was_and_what_moves_it(names: tuple[str, ...], rows: int) -> None:
    given, n = chosen(names, rows)
    s = state(given)
    gained = P["motivation.practice"] * (s.motivation - n["crowded"]) + P["practice.effort"] * n["effort"]
    gained = gained + P["stress.practice"] * n["stress"] + P["practice.presence"] * n["came"] + n["built"]
    effort = Effort((some(1),) * 4, given["effort"])
    practice, found = work.practise(s, effort, given["built"], given["came"], BASE, P, LAB)
    same(found, gained)
    same(practice, LAB.traits["practice"] + gained)


@pytest.mark.parametrize("rows", [1, 2])
@sets("skill", "minutes")
def test_cases_of_a_month_follow_from_effort_skill_days_and_reporting(
    names: tuple[str, ...], rows: int
) -> None:
    given, n = chosen(names, rows)
    s, days, relative = state(given), np.rint(21.0 * some(11)), some(12) + np.float32(0.5)
    minutes = 60.0 * some(13, rows) if "minutes" in names else None
    usual = relative ** P["service.effort"] * np.exp(P["service.skill"] * n["skill"]) * BASE.rate * days
    lost = 0.0 if minutes is None else minutes / P["service.minutes_day"]
    effort = Effort((relative,) * 4, None)
    found = work.rate_of(BASE, s, Pull(NO_EFFORT, minutes=minutes), effort, days, P)
    same(found, usual * np.maximum(1.0 - lost * s.compliance, 0.0))


def test_reporting_never_takes_more_than_the_day() -> None:
    s = state(chosen((), 1)[0])
    does = Pull(NO_EFFORT, minutes=np.full(SHAPE, 1e6, dtype=np.float32))
    found = work.rate_of(BASE, s, does, Effort((some(1),) * 4, None), np.ones(SHAPE, np.float32), P)
    assert not found.any()


BEFORE = ("stress", "misconduct", "attitude")
MOVED_BY = ("intensity", "transparent", "consequence", "safety", "informed", "voice", "controlling")


@pytest.mark.parametrize("rows", [1, 2])
@pytest.mark.parametrize("known", [BEFORE, ()], ids=["moved before", "untouched"])
@sets(*MOVED_BY)
def test_feelings_go_a_step_towards_where_they_are_drawn(
    names: tuple[str, ...], known: tuple[str, ...], rows: int
) -> None:
    given = {name: some(k, rows) if name in names else None for k, name in enumerate(MOVED_BY)}
    n: dict[str, Any] = {name: 0.0 if one is None else one for name, one in given.items()}
    s = start_state(LAB, base_of(LAB, P, STACK), P, STACK)
    for k, name in enumerate(known):
        setattr(s, name, some(20 + k))
    was: dict[str, Any] = {name: getattr(s, name) if name in known else 0.0 for name in BEFORE}
    s.informed = given["informed"]
    how = {name: given[name] for name in ("intensity", "transparent", "consequence", "controlling")}
    levers = Levers(safety=given["safety"], voice=given["voice"])
    fear = n["consequence"] * (1.0 - n["safety"])
    told = n["informed"] * (1.0 - P["attitude.fade"])
    seen = P["stress.monitoring"] * (1.0 - P["stress.transparency"] * n["transparent"]) * n["intensity"]
    liked = P["attitude.fairness"] * (n["transparent"] + n["voice"]) - P["attitude.tone"] * n["controlling"]
    goals = {
        "stress": P["stress.fear"] * fear + seen,
        "misconduct": P["misconduct.monitoring"] * n["intensity"],
        "attitude": told + liked - P["attitude.monitoring"] * n["intensity"] - P["attitude.fear"] * fear,
    }
    motivation.feel(s, levers, Pull(NO_EFFORT, **how), base_of(LAB, P, STACK), P, LAB)
    for name, goal in goals.items():
        back = P["attitude.return" if name == "attitude" else "stress.return"]
        if getattr(s, name) is None:
            assert not np.any(goal)
            assert not known
        else:
            same(getattr(s, name), was[name] + (goal - was[name]) * back)


def test_nobody_whom_nothing_touches_has_feelings_to_keep() -> None:
    s = start_state(LAB, BASE, P, STACK)
    motivation.feel(s, Levers(), Pull(NO_EFFORT), BASE, P, LAB)
    assert (s.stress, s.misconduct, s.attitude) == (None, None, None)


@pytest.mark.parametrize("held", [None, some(1), some(1, 1)], ids=["not yet", "by run", "alike"])
@pytest.mark.parametrize("level", [None, some(2), some(2, 1)], ids=["ended", "by run", "alike"])
def test_what_takes_hold_rises_at_one_pace_and_fades_at_another(held: Any, level: Any) -> None:
    pace = some(3)[:, :2].copy()
    found = learning.taken_hold(held, level, pace)
    if held is None and level is None:
        assert found is None
        return
    before, gap = (0.0 if held is None else held), 0.0 if level is None else level
    gap = gap - before
    assert found is not None
    same(found, before + np.where(gap > 0.0, gap * pace[:, :1], gap * pace[:, 1:]))
    if level is None:  # ended, and strength 0, are the same to the bit
        assert np.array_equal(found, learning.taken_hold(held, np.zeros((1, LAB.n), np.float32), pace))


def asked(*items: Any) -> set[str]:
    """Numbers of the registry that a run of three months asked for."""
    found: set[str] = set()
    lab, p = World.plain(n_units=2, officers_per_unit=3, seed=1), Parameters.default().noting(found)
    given = partial(Programmes, items, lab) if items else None
    simulate(lab, given, seeds=(1,), months=3, p=p)
    return found


OF_PAY = {"presence.consequence", "compliance.consequence", "stress.fear", "attitude.fear"}
OF_WATCHING = {"presence.stress", "stress.practice", "stress.return", "service.minutes_day"}


def test_a_run_asks_for_no_number_of_what_is_not_there() -> None:
    """What was asked for is told in reports as what the result was made of."""
    alone, watched = asked(), asked(do.EKinerja(consequence=0.8))
    taught, paid = asked(do.Training()), OF_PAY | OF_WATCHING | {"practice.presence", "padding.target"}
    assert not alone & (paid | {"practice.effort", "compliance.skill"})
    assert paid <= watched
    assert "practice.effort" in watched
    assert {"compliance.skill", "training.transfer_supported"} <= taught
    assert not taught & paid
    assert not alone & {"training.transfer_supported", "training.transfer_unsupported"}
