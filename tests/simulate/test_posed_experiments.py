"""Experiments that nobody wrote the engine for: doses, exemptions, combinations, long runs."""

from itertools import pairwise
from typing import Any

import numpy as np
import pytest

import simkinerja as sk
from simkinerja.simulate.appraisal import _of_work
from simkinerja.simulate.channel import Channel
from simkinerja.simulate.compare import Comparison, compare
from simkinerja.simulate.interventions import (
    CitizenFeedback,
    EvaluationForum,
    Mentoring,
    Sosialisasi,
    Supervision,
    Training,
    UseChannel,
)
from simkinerja.simulate.parameters import Parameters
from simkinerja.simulate.targets import random_share
from simkinerja.simulate.world import World

ALL: Any = ("presence", "throughput", "care", "improvement", "helping")


def pose(arms: dict[str, list[Any]], months: int = 9, **place: float) -> Comparison:
    world = World.plain(30, 15, 11)
    p = Parameters.default().set(place)
    return compare(world, {"tanpa": [], **arms}, months=months, replications=2, seed=3, parameters=p)


def change(found: Comparison, outcome: str, arm: str, first: int = 4) -> float:
    control = found.labels[0]
    both = found.series(outcome, arm)[:, first:] - found.series(outcome, control)[:, first:]
    return float(both.mean())


def watched(**given: Any) -> Channel:
    return Channel(name="Kanal", **given)


def test_more_hours_never_teach_beyond_the_ceiling() -> None:
    hours = (5.0, 20.0, 40.0, 80.0, 400.0)
    found = pose({f"{h:g}": [Training(hours=h)] for h in hours}, months=2)
    skill = [change(found, "skill", f"{h:g}", first=0) for h in hours]
    assert all(a < b for a, b in pairwise(skill))
    assert skill[0] == pytest.approx(skill[1] / 4, rel=1e-9)
    assert skill[2] < 2 * skill[1]
    assert skill[-1] < Parameters.default()["training.ceiling"]


def test_two_courses_at_once_are_two_courses_one_after_the_other() -> None:
    half = {"skill.half_life_technical": 20.0, "training.spread": 0.0}
    found = pose({"dua": [Training(hours=40.0)], "satu": [Training(hours=20.0)]}, months=1, **half)
    one, two = (change(found, "skill", arm, first=0) for arm in ("satu", "dua"))
    # officers' skill is in single precision: one part in ten million
    assert two == pytest.approx(one + one * (1.0 - one / 2.0), rel=3e-7)


def test_citizens_heard_at_half_strength_give_half_the_effect() -> None:
    found = pose({"penuh": [CitizenFeedback()], "separuh": [CitizenFeedback(strength=0.5)]})
    full, half = (change(found, "practice", arm) for arm in ("penuh", "separuh"))
    assert full == pytest.approx(0.09, abs=1e-6)
    assert half == pytest.approx(0.045, abs=1e-6)
    survey = change(pose({"survei": [CitizenFeedback(means="survey")]}), "practice", "survei")
    assert survey == pytest.approx(0.8 * 0.09, abs=1e-6)


def test_pay_for_presence_crowds_nothing_out_and_pay_for_work_does() -> None:
    given = {"consequence": 1.0, "automatic": True}
    arms: dict[str, list[Any]] = {
        "hadir": [watched(visibility={"presence": 1.0}, **given)],
        "separuh": [watched(visibility={"throughput": 0.5}, **given)],
        "kerja": [watched(visibility={"throughput": 1.0}, **given)],
    }
    found = pose(arms, months=16)
    lost = {arm: change(found, "motivation", arm, first=12) for arm in arms}
    assert lost["hadir"] == 0.0
    assert lost["kerja"] == pytest.approx(-0.28, abs=0.001)
    assert lost["separuh"] == pytest.approx(lost["kerja"] / 2, rel=1e-6)


def test_presence_that_a_consequence_brings_counts_in_practice() -> None:
    camera = watched(visibility={"presence": 1.0}, consequence=1.0, automatic=True)
    stressless = {"stress.practice": 0.0, "stress.fear": 0.0, "presence.base": 0.6}
    found = pose({"kamera": [camera]}, **stressless)
    came = change(found, "presence", "kamera")
    assert change(found, "practice", "kamera") == pytest.approx(0.81 * came, abs=0.01)
    nothing = pose({"catat": [watched(visibility={"presence": 1.0})]}, **stressless)
    assert change(nothing, "practice", "catat") == 0.0


def test_a_presence_only_scheme_hangs_on_no_work() -> None:
    shares = {code: _of_work(sk.load_scheme(code)) for code in ("tpp_60_40", "skp_2022")}
    assert shares["tpp_60_40"] == pytest.approx(0.6)
    assert 0.9 < shares["skp_2022"] <= 1.0


def test_whom_a_channel_spares_does_not_change() -> None:
    finger = watched(visibility={"presence": 1.0}, consequence=0.8, automatic=True)
    half = UseChannel(channel=finger, to=random_share(0.5))
    found = pose({"sebagian": [half], "semua": [finger]}, **{"presence.base": 0.6})
    every, some = (change(found, "presence", arm) for arm in ("semua", "sebagian"))
    before, after = (one.officers["presence"] for one in found.traces[:2])
    assert (after == before).mean() == pytest.approx(0.5, abs=0.06)
    assert some == pytest.approx(every * (after != before).mean(), rel=0.1)


def test_stronger_consequences_move_more() -> None:
    levels = (0.0, 0.15, 0.5, 0.8, 1.0)
    see = dict.fromkeys(ALL, 1.0)
    arms = {f"{c}": [watched(visibility=see, consequence=c, automatic=True)] for c in levels}
    found = pose(arms, **{"presence.base": 0.7})
    for outcome in ("presence", "output", "stress", "compliance"):
        moved = [change(found, outcome, f"{c}") for c in levels]
        assert all(a < b for a, b in pairwise(moved)), outcome


def test_watching_costs_goodwill_and_openness_gives_it_back() -> None:
    see = dict.fromkeys(ALL, 1.0)
    arms: dict[str, list[Any]] = {
        "tertutup": [watched(visibility=see)],
        "terbuka": [watched(visibility=see, transparent=True)],
    }
    found = pose(arms, months=24)
    closed, opened = (change(found, "attitude", arm, first=18) for arm in arms)
    assert closed == pytest.approx(-0.20, abs=0.01)
    assert opened > 0.0
    strain = [change(found, "stress", arm, first=18) for arm in arms]
    assert strain[0] > strain[1] > 0.1


def test_two_programmes_for_practice_are_worth_less_than_their_sum() -> None:
    one: dict[str, list[Any]] = {
        "latih": [Training()],
        "awas": [Supervision()],
        "dampingi": [Mentoring()],
        "forum": [EvaluationForum()],
        "warga": [CitizenFeedback()],
    }
    names = list(one)
    pairs = {f"{a}+{b}": one[a] + one[b] for k, a in enumerate(names) for b in names[k + 1 :]}
    found = pose(one | pairs)
    moved = {arm: change(found, "practice", arm) for arm in (*one, *pairs)}
    for pair in pairs:
        a, b = pair.split("+")
        assert max(moved[a], moved[b]) < moved[pair] < moved[a] + moved[b], pair


def test_being_told_changes_no_practice() -> None:
    found = pose({"satu arah": [Sosialisasi()], "dua arah": [Sosialisasi(mode="participatory")]})
    assert [change(found, "practice", arm) for arm in ("satu arah", "dua arah")] == [0.0, 0.0]
    told, involved = (change(found, "compliance", arm) for arm in ("satu arah", "dua arah"))
    assert 0.0 < told < involved


def test_five_years_without_programmes_drift_nowhere_and_leavers_take_their_training() -> None:
    found = pose({"kursus": [Training(support=1.0)]}, months=60)
    for outcome, slack in (("practice", 0.02), ("presence", 0.005), ("motivation", 0.02), ("output", 0.02)):
        runs = found.series(outcome, "tanpa").mean(axis=0)
        assert abs(runs[48:].mean() - runs[:12].mean()) < slack, outcome
    skill = found.series("skill", "kursus").mean(axis=0)
    used = 0.6 * skill[0]
    assert skill[59] < used
    assert np.all(np.diff(skill[1:]) <= 1e-12)
