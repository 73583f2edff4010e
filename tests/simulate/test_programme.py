"""Programmes compiled: order, strength, budget, queues, rules, and what stays out of the step's way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from itertools import pairwise
from types import MappingProxyType
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simkinerja.errors import UsageError
from simkinerja.simulate import allotment, mixing, picking, programme
from simkinerja.simulate import interventions as k
from simkinerja.simulate.channel import Channel
from simkinerja.simulate.levers import OFFICER_LEVERS, UNIT_LEVERS, Levers, Seen
from simkinerja.simulate.parameters import Parameters
from simkinerja.simulate.programme import Programmes
from simkinerja.simulate.targets import (
    agency,
    everyone,
    highest,
    job,
    lowest,
    random_share,
    unit,
)
from simkinerja.simulate.timing import occurrence
from simkinerja.simulate.world import World
from simkinerja.streams import Streams

R = 3
WORLD = World.plain(n_units=6, officers_per_unit=5, seed=4, n_agencies=2)
STREAMS = [Streams(7).child("replication", r) for r in range(R)]
CAMERA = Channel(name="Kamera", visibility={"presence": 1.0}, minutes_per_day=4.0)


def seen(t: int, seed: int = 1) -> Seen:
    """Records of a month: with ties and holes."""
    s = Streams(seed)
    on_time = s.uniform("t.unit", R * 6, t).reshape(R, 6).round(1)
    backlog = 10 * s.uniform("t.backlog", R * 6, t).reshape(R, 6)
    score = (100 * s.uniform("t.score", R * 30, t)).round(-1).reshape(R, 30)
    score[:, ::7] = np.nan
    figures = {"on_time_share": on_time, "ikm": 25 + 75 * on_time, "backlog_days": backlog}
    return Seen(t, figures, {"score": score})


def play(listed: Sequence[Any], months: int = 8, world: World = WORLD, **more: Any) -> list[Levers]:
    made = Programmes(listed, world, STREAMS, **more)
    return [made.month(t, seen(t)) for t in range(months)]


def same(a: Levers, b: Levers) -> bool:
    for field in fields(Levers):
        x, y = getattr(a, field.name), getattr(b, field.name)
        if field.name == "channels":
            ok = [c.channel for c in x] == [c.channel for c in y] and all(
                np.array_equal(c.on, d.on) and np.array_equal(c.since, d.since)
                for c, d in zip(x, y, strict=True)
            )
        elif field.name == "money":
            ok = list(x) == list(y) and all(
                np.array_equal(getattr(x[name], part), getattr(y[name], part))
                for name in x
                for part in ("cost_idr", "officer_hours", "participants", "waiting")
            )
        elif field.name == "feedback":
            ok = x.keys() == y.keys() and all(np.array_equal(x[tone], y[tone]) for tone in x)
        else:
            ok = (x is None) == (y is None) and (x is None or np.array_equal(x, y))
        if not ok:
            return False
    return True


def arrays(levers: Levers) -> list[tuple[str, np.ndarray]]:
    out = [(name, getattr(levers, name)) for name in (*OFFICER_LEVERS, *UNIT_LEVERS)]
    out += [(f"feedback.{tone}", values) for tone, values in levers.feedback.items()]
    out += [("channel", active.on) for active in levers.channels]
    return [(name, values) for name, values in out if values is not None]


TARGETS = st.sampled_from(
    [
        everyone(),
        agency("Dinas 1"),
        unit("Unit 3"),
        lowest(0.3),
        highest(0.5, within="city"),
        lowest(0.34, by="unit.ikm", within="city"),
        random_share(0.5),
        random_share(0.5, of="unit"),
        agency("Dinas 2") & lowest(0.5, within="unit"),
    ]
)
SHARES = st.sampled_from([0.0, 0.1, 0.5, 1 / 3, 1.0])
LIMITED = ("training", "mentoring", "supervision", "feedback", "sosialisasi", "process_redesign")


@st.composite
def programmes(draw: st.DrawFn) -> k.Intervention:
    kind = draw(st.sampled_from(sorted(k.KINDS)))
    span = draw(st.sampled_from([None, 1, 2, 3]))
    body: dict[str, Any] = {
        "to": draw(TARGETS),
        "start": draw(st.integers(0, 3)),
        "months": span,
        "strength": draw(SHARES),
        "when": draw(st.sampled_from([None, None, "on_time_share < 0.6 for 2 months", "ikm <= 80"])),
        "budget_idr": draw(st.sampled_from([None, None, 0.0, 1e5, 3.3e6, 2.5e7])),
    }
    if span is not None and kind != "reward":
        body["every"] = draw(st.sampled_from([None, span, span + 2]))
    if kind in LIMITED:
        body["trainers"] = draw(st.sampled_from([None, 0, 1]))
    own: dict[str, dict[str, Any]] = {
        "training": {"skill": draw(st.sampled_from(["technical", "interpersonal"])), "support": draw(SHARES)},
        "feedback": {"per_month": draw(st.sampled_from([0.0, 0.25, 1.0, 4.0]))},
        "e_kinerja": {"realtime": draw(st.booleans()), "consequence": draw(SHARES)},
        "reward": {"form": draw(st.sampled_from(["recognition", "money"]))},
        "transparency": {"of": draw(st.sampled_from(["unit", "person"]))},
        "staffing": {"added": draw(st.sampled_from([0.1, 0.7]))},
        "use_channel": {"channel": CAMERA},
    }
    return k.KINDS[kind](**{**body, **own.get(kind, {})})


LISTS = st.lists(programmes(), min_size=1, max_size=5)
QUIET = settings(
    max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)


@QUIET
@given(LISTS, st.randoms(use_true_random=False))
def test_order_does_not_matter(listed: list[k.Intervention], random: Any) -> None:
    shuffled = list(listed)
    random.shuffle(shuffled)
    for a, b in zip(play(listed), play(shuffled), strict=True):
        assert same(a, b)


@QUIET
@given(LISTS)
def test_levers_stay_in_bounds(listed: list[k.Intervention]) -> None:
    open_ended = ("teach_technical", "teach_interpersonal", "briefing", "involvement", "minutes_per_day")
    for levers in play(listed):
        for name, values in arrays(levers):
            assert values.dtype == (np.float64 if name in UNIT_LEVERS else np.float32)
            assert values.shape in ((1, 30), (R, 30), (1, 6), (R, 6)), name
            assert (values.shape[1] == 6) == (name in UNIT_LEVERS), name
            assert np.isfinite(values).all(), name
            assert (values >= 0).all(), name
            assert name in (*open_ended, "extra_staff") or (values <= 1).all(), name
        for active in levers.channels:
            assert np.min(active.since) >= 0


@QUIET
@given(LISTS)
def test_strength_zero_is_exactly_nothing_and_costs_the_same(listed: list[k.Intervention]) -> None:
    idle = [one.model_copy(update={"strength": 0.0, "label": f"p{i}"}) for i, one in enumerate(listed)]
    full = [one.model_copy(update={"strength": 1.0, "label": f"p{i}"}) for i, one in enumerate(listed)]
    for weak, strong in zip(play(idle), play(full), strict=True):
        for name, values in arrays(weak):
            assert np.array_equal(values, np.zeros_like(values)), name
            assert not np.signbit(values).any(), name
        assert weak.money.keys() == strong.money.keys()
        for label, spent in weak.money.items():
            for part in ("cost_idr", "officer_hours", "participants", "waiting"):
                assert np.array_equal(getattr(spent, part), getattr(strong.money[label], part))


@QUIET
@given(LISTS, programmes())
def test_a_programme_of_strength_zero_leaves_the_others_bit_for_bit(
    listed: list[k.Intervention], idle: k.Intervention
) -> None:
    named = [one.model_copy(update={"label": f"p{i}"}) for i, one in enumerate(listed)]
    idle = idle.model_copy(update={"strength": 0.0, "label": "tanpa daya"})
    for alone, beside in zip(play(named), play([*named, idle]), strict=True):
        for name in (*OFFICER_LEVERS, *UNIT_LEVERS):
            a, b = getattr(alone, name), getattr(beside, name)
            if a is None:
                assert b is None or not b.any(), name
            else:
                assert np.array_equal(np.broadcast_to(a, b.shape), b), name


@QUIET
@given(LISTS)
def test_budget_is_never_passed_and_places_are_kept(listed: list[k.Intervention]) -> None:
    named = [one.model_copy(update={"label": f"p{i}"}) for i, one in enumerate(listed)]
    for levers in play(named, months=6):
        for i, one in enumerate(named):
            spent = levers.money[f"p{i}"]
            if one.budget_idr is not None:
                assert (spent.cost_idr <= one.budget_idr).all()
            if one.trainers == 0:
                assert not spent.participants.any()


def served(levers: Levers, lever: str = "teach_technical") -> np.ndarray:
    found = getattr(levers, lever)
    return np.zeros((R, 30)) if found is None else np.broadcast_to(found > 0, (R, 30)).astype(int)


@pytest.mark.parametrize(("budget", "a_month"), [(3 * 1_500_000.0, 3), (7.9 * 1_500_000, 7)])
def test_everyone_in_line_is_served_once(budget: float, a_month: int) -> None:
    months = play([k.Training(budget_idr=budget)], months=12)
    total = sum(served(levers) for levers in months)
    assert (total == 1).all()
    for t, levers in enumerate(months):
        spent = levers.money["Pelatihan teknis"]
        left = max(0, 30 - a_month * (t + 1))
        assert spent.waiting.tolist() == [left] * R
        assert spent.participants.tolist() == [min(a_month, max(0, 30 - a_month * t))] * R
    assert months[0].money["Pelatihan teknis"].cost_idr.tolist() == [a_month * 1_500_000.0] * R


def test_a_line_is_by_lot_of_units_and_the_same_whatever_the_budget() -> None:
    slow = play([k.Training(budget_idr=1_500_000.0)], months=30)
    fast = play([k.Training(budget_idr=5 * 1_500_000.0)], months=6)
    order = [[int(np.flatnonzero(served(levers)[r])[0]) for levers in slow] for r in range(R)]
    for r in range(R):
        assert sorted(order[r]) == list(range(30))
        units = [WORLD.unit[i] for i in order[r]]
        assert len({tuple(units[5 * j : 5 * j + 5]) for j in range(6)}) == 6
        assert all(len(set(units[5 * j : 5 * j + 5])) == 1 for j in range(6)), "colleagues together"
        for j, levers in enumerate(fast):
            assert sorted(np.flatnonzero(served(levers)[r])) == sorted(order[r][5 * j : 5 * j + 5])
    assert len({tuple(one) for one in order}) == R, "another replication, another lot"


def test_first_come_first_served_over_months() -> None:
    """Who is called by a rule later stands behind those who came before."""
    figures = np.full((R, 6), 0.9)
    made = Programmes([k.Training(when="on_time_share < 0.5", budget_idr=2 * 1_500_000.0)], WORLD, STREAMS)
    late = []
    for t in range(6):
        now = figures.copy()
        now[:, 5 if t == 0 else 0] = 0.1
        late.append(served(made.month(t, Seen(t, {"on_time_share": now}))))
    total = np.cumsum(late, axis=0)
    assert (total[1][:, 25:].sum(axis=1) == 4).all()
    assert (total[1][:, :5] == 0).all()
    assert (total[2][:, 25:].sum(axis=1) == 5).all()
    assert (total[2][:, :5].sum(axis=1) == 1).all()
    assert (total[4] == np.repeat([[1, 0, 0, 0, 0, 1]], 5, axis=1)).all()


def test_a_price_above_the_budget_blocks_nobody_else() -> None:
    world = World.plain(n_units=3, officers_per_unit=4, seed=1)
    start = np.array([0, 8, 10, 12])
    world = replace(world, unit_start=start, unit=np.repeat([0, 1, 2], [8, 2, 2]))
    one = k.Staffing(added=1.0, budget_idr=2 * 2 * 4_500_000.0)
    made = Programmes([one], world, STREAMS)
    first = made.month(0, Seen(0))
    assert np.array_equal(first.extra_staff, np.tile([0.0, 1.0, 1.0], (R, 1)))
    assert first.money["Tambahan pegawai"].waiting.tolist() == [1.0] * R


def test_mentors_keep_their_people_and_then_take_the_next() -> None:
    months = play([k.Mentoring(months=3, trainers=2)], months=9)
    on = np.array([served(levers, "mentoring") for levers in months])
    assert (on.sum(axis=2) == 10).all()
    assert (on[0] == on[1]).all()
    assert (on[1] == on[2]).all()
    assert ((on[0] + on[3] + on[6]) == 1).all()


def test_a_rule_needs_its_months_in_a_row_and_opens_once() -> None:
    history = [0.7, np.nan, 0.7, 0.7, 0.9, 0.1, 0.1, 0.1]
    made = Programmes(
        [k.Staffing(when="on_time_share < 0.8 for 2 months", start=1, months=2)], WORLD, STREAMS
    )
    found = []
    for t, value in enumerate(history):
        levers = made.month(t, Seen(t, {"on_time_share": np.full((R, 6), value)}))
        found.append(0.0 if levers.extra_staff is None else float(levers.extra_staff.mean()))
    assert found == pytest.approx([0, 0, 0, 0, 0.1, 0.1, 0, 0])


def test_a_rule_that_repeats_follows_the_record_month_by_month() -> None:
    one = k.Supervision(when="ikm < 70", months=1, every=1)
    made = Programmes([one], WORLD, STREAMS)
    found = []
    for t, value in enumerate([60.0, 80.0, 69.9, 70.0]):
        levers = made.month(t, Seen(t, {"ikm": np.full((R, 6), value)}))
        found.append(levers.supervision is not None)
    assert found == [True, False, True, False]


def test_lowest_are_chosen_by_record_with_ties_by_lot_and_without_holes() -> None:
    score = np.tile(np.array([10.0, 20.0, 20.0, 20.0, np.nan]), (R, 6))
    made = Programmes([k.Training(to=lowest(0.5, within="unit"))], WORLD, STREAMS)
    chosen = served(made.month(0, Seen(0, officer={"score": score}))).reshape(R, 6, 5)
    assert (chosen[:, :, 0] == 1).all()
    assert (chosen[:, :, 4] == 0).all()
    assert (chosen.sum(axis=2) == 2).all()
    assert len({tuple(row) for row in chosen.reshape(-1, 5)}) > 1, "ties are not broken by position"
    assert "6,0 pegawai tanpa catatan" in made.notes()[0]


def test_highest_units_by_a_record_of_units() -> None:
    ikm = np.tile(np.array([70.0, 90.0, np.nan, 80.0, 60.0, 95.0]), (R, 1))
    made = Programmes([k.Training(to=highest(0.4, by="unit.ikm", within="city"))], WORLD, STREAMS)
    chosen = served(made.month(0, Seen(0, {"ikm": ikm})))
    assert (chosen == np.repeat([[0, 1, 0, 0, 0, 1]], 5, axis=1)).all()


def test_a_target_by_record_waits_for_the_first_record() -> None:
    made = Programmes([k.Training(to=lowest(0.2))], WORLD, STREAMS)
    assert not served(made.month(0, Seen(0))).any()
    assert "belum ada yang ikut" in made.notes()[0]
    score = np.tile(np.arange(30.0), (R, 1))
    chosen = served(made.month(1, Seen(1, officer={"score": score})))
    assert chosen.sum(axis=1).tolist() == [6] * R
    assert not served(made.month(2, Seen(2, officer={"score": score}))).any()


def test_random_share_is_the_same_people_in_two_scenarios_and_nested() -> None:
    def who(share: float, draw: str = "") -> np.ndarray:
        return served(play([k.Training(to=random_share(share, draw=draw))], months=1)[0])

    small, large = who(0.3), who(0.6)
    assert (small <= large).all()
    assert small.sum() < large.sum()
    assert (who(0.6, "lain") != large).any()
    assert (large[0] != large[1]).any(), "replications draw their own"


def test_a_new_officer_moves_no_lot_of_others() -> None:
    bigger = replace(
        WORLD,
        officer_id=np.append(WORLD.officer_id, 99),
        unit=np.append(WORLD.unit, 5),
        unit_start=np.append(WORLD.unit_start[:-1], 31),
        groups={},
    )
    before = play([k.Training(to=random_share(0.5))], months=1)[0].teach_technical
    after = play([k.Training(to=random_share(0.5))], months=1, world=bigger)[0].teach_technical
    assert before is not None
    assert after is not None
    assert np.array_equal(before, after[:, :30])


def test_intensities_combine_and_doses_add() -> None:
    levers = play(
        [
            k.CareerUse(weight=0.5),
            k.CareerUse(weight=0.4, label="kedua"),
            k.Training(hours=20, support=0.2),
            k.Training(hours=10, support=0.8, strength=0.5),
        ],
        months=1,
    )[0]
    assert levers.career_use is not None
    assert levers.teach_technical is not None
    assert levers.career_use[0, 0] == pytest.approx(0.7)
    assert levers.teach_technical[0, 0] == pytest.approx(1.25)
    assert levers.transfer_support is not None
    assert levers.transfer_support[0, 0] == pytest.approx((0.2 + 0.25 * 0.8) / 1.25)
    assert list(levers.money) == [
        "Karier mengikuti nilai",
        "Pelatihan teknis",
        "Pelatihan teknis (2)",
        "kedua",
    ]


def test_equal_channels_are_one_and_carry_their_own_minutes() -> None:
    whole = play([CAMERA], months=3)[2]
    halves = play(
        [k.UseChannel(channel=CAMERA, to=agency(f"Dinas {i}"), label=f"d{i}") for i in (1, 2)], months=3
    )[2]
    assert len(halves.channels) == 1
    for levers in (whole, halves):
        assert np.array_equal(levers.channels[0].on, np.ones((1, 30)))
        assert np.array_equal(np.broadcast_to(levers.channels[0].since, (1, 30)), np.full((1, 30), 2.0))
        assert levers.channels[0].channel.minutes_per_day == 4.0
        assert levers.minutes_per_day is None, "the step would count them twice"


def test_a_redesign_grows_stays_and_is_paid_while_it_is_worked_on() -> None:
    months = play([k.ProcessRedesign(ambition=0.6, ramp=4, start=1)], months=8)
    level = [0.0 if m.redesign is None else float(m.redesign[0, 0]) for m in months]
    assert level == pytest.approx([0, 0.15, 0.3, 0.45, 0.6, 0.6, 0.6, 0.6])
    paid = [float(m.money["Penataan ulang proses"].cost_idr[0]) for m in months]
    assert paid == [0.0, *[6 * 5e6] * 4, 0.0, 0.0, 0.0]


def test_a_redesign_called_by_a_rule_stays_too() -> None:
    made = Programmes([k.ProcessRedesign(ramp=2, when="backlog_days > 5")], WORLD, STREAMS)
    found = []
    for t, value in enumerate([9.0, 0, 0, 0]):
        levers = made.month(t, Seen(t, {"backlog_days": np.full((R, 6), value)}))
        found.append(float(levers.redesign.mean()))  # type: ignore[union-attr]
    assert found == [0.5, 1.0, 1.0, 1.0]


def test_a_forum_removes_obstacles_only_if_somebody_acts() -> None:
    acted = play([k.EvaluationForum()], months=6)
    assert float(acted[0].obstacles_removed[0, 0]) == pytest.approx(1 / 6)  # type: ignore[index]
    assert float(acted[5].obstacles_removed[0, 0]) == pytest.approx(1.0)  # type: ignore[index]
    idle = play([k.EvaluationForum(acted_on=False)], months=2)[1]
    assert idle.voice is None
    assert idle.obstacles_removed is None
    assert idle.forum is not None


def test_recognition_goes_to_those_on_record_and_moves_on() -> None:
    made = Programmes([k.Reward(share=0.2, per_year=6, within="city")], WORLD, STREAMS)
    found = []
    for t in range(4):
        score = np.tile(np.roll(np.arange(30.0), t), (R, 1))
        found.append(served(made.month(t, Seen(t, officer={"score": score})), "recognition")[0])
    assert np.flatnonzero(found[0]).tolist() == list(range(24, 30))
    assert (found[1] == found[0]).all()
    assert np.flatnonzero(found[2]).tolist() == [0, 1, *range(26, 30)]


def test_nobody_uses_nothing_is_there() -> None:
    levers = play([], months=1)[0]
    assert same(levers, Levers())
    later = play([k.Training(start=5)], months=1)[0]
    assert later.teach_technical is None
    assert later.transfer_support is None
    assert later.money["Pelatihan teknis"].cost_idr.tolist() == [0.0] * R


def test_what_the_city_lacks_is_told_at_once() -> None:
    listed = [k.Training(to=agency("Dinas Kesehatn")), k.Culture(to=unit("Unit 99") & job("dokter"))]
    with pytest.raises(UsageError) as caught:
        Programmes(listed, WORLD, STREAMS)
    assert caught.value.codes == ("target_unknown",) * 3


def test_months_are_asked_in_order() -> None:
    made = Programmes([], WORLD, STREAMS)
    with pytest.raises(ValueError, match="month 0 comes next"):
        made.month(1, seen(1))


def test_own_prices_and_drawn_prices() -> None:
    own = play([k.Training(idr_each=10.0, hours_each=2.0)], months=1)[0].money["Pelatihan teknis"]
    assert own.cost_idr.tolist() == [300.0] * R
    assert own.officer_hours.tolist() == [60.0] * R
    drawn = Parameters(MappingProxyType({"cost.training.idr_per_hour": np.array([[1.0], [2.0], [3.0]])}))
    months = play([k.Training(budget_idr=400.0)], months=1, parameters=drawn)
    assert months[0].money["Pelatihan teknis"].participants.tolist() == [20, 10, 6]


def test_without_replications_the_names_are_still_checked() -> None:
    """A plan is checked before its replications are known."""
    listed = [
        k.Training(to=random_share(0.5)),
        k.Mentoring(to=lowest(0.5), trainers=3),
        k.Staffing(budget_idr=1e9),
    ]
    made = Programmes(listed, WORLD, [], months=4)
    assert len(made.labels) == 3
    with pytest.raises(UsageError):
        Programmes([k.Training(to=unit("Terbang"))], WORLD, [])


def test_a_lever_that_does_not_change_is_the_same_object() -> None:
    """The step keeps what it derives from a lever as long as it gets the same one."""
    listed = [
        k.Training(every=1, months=1, support=0.5),
        k.Training(skill="interpersonal", every=1, months=1, to=lowest(0.5)),
        k.Feedback(),
        k.Feedback(strength=0.5, to=random_share(0.5)),
        k.EvaluationForum(),
        k.EvaluationForum(to=agency("Dinas 1"), months=3, every=3),
        k.Reward(per_year=12),
        k.ProcessRedesign(ramp=2),
        k.ProcessRedesign(ramp=2, budget_idr=3e7),
        k.Supervision(trainers=1),
        k.CitizenFeedback(to=lowest(0.5, by="unit.ikm", within="city")),
        k.Staffing(when="ikm < 70"),
        CAMERA,
        k.UseChannel(channel=CAMERA, start=1, strength=0.5),
    ]
    made, record = Programmes(listed, WORLD, STREAMS), seen(0)
    months = [made.month(t, replace(record, month=t)) for t in range(16)]
    for before, after in pairwise(months[9:]):
        names = {name for name, _ in arrays(after)}
        assert names >= {"transfer_support", "recognition", "redesign", "obstacles_removed", "extra_staff"}
        for (name, values), (_, last) in zip(arrays(after), arrays(before), strict=True):
            assert values is last, name
            assert not values.flags.writeable, name
        for label, spent in after.money.items():
            assert spent is before.money[label], label


@QUIET
@given(LISTS)
def test_whoever_keeps_nothing_finds_the_same_levers(listed: list[k.Intervention]) -> None:
    """A change is seen: remembering last month gives what working all out anew gives."""
    leave, live = allotment.QueuedEnrolment._leave, programme._Course.live
    kept = play(listed)

    def anew_every_month(course: programme._Course, *of: Any) -> list[str]:
        course.service = programme._BEFORE
        live(course, *of)
        return [push.effect.fills for push in course.pushes]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(programme._Course, "live", anew_every_month)
        patch.setattr(allotment.FixedEnrolment, "month", lambda self, t, seen: self._from(t)[0])
        patch.setattr(programme, "_equal", lambda a, b: False)
        patch.setattr(picking, "_equal", lambda a, b: False)
        patch.setattr(mixing.Mix, "_once", lambda self, name, given, make: make())
        patch.setattr(allotment.QueuedEnrolment, "_leave", lambda self, t: leave(self, t) or True)
        anew = play(listed)
    for a, b in zip(kept, anew, strict=True):
        assert same(a, b)


def test_a_change_of_people_or_level_is_another_object() -> None:
    made = Programmes([k.Reward(share=0.2, per_year=12, within="city"), k.ProcessRedesign()], WORLD, STREAMS)
    score = np.tile(np.arange(30.0), (R, 1))
    first = made.month(0, Seen(0, officer={"score": score}))
    score[:] = score[:, ::-1]  # the same array, written over
    second = made.month(1, Seen(1, officer={"score": score}))
    assert np.flatnonzero(first.recognition[0]).tolist() == list(range(24, 30))  # type: ignore[index]
    assert np.flatnonzero(second.recognition[0]).tolist() == list(range(6))  # type: ignore[index]
    assert second.redesign is not first.redesign


@QUIET
@given(st.data())
def test_the_lowest_are_those_whom_sorting_one_by_one_finds(data: st.DataObject) -> None:
    n = data.draw(st.integers(1, 25))
    figure = np.array(
        data.draw(st.lists(st.sampled_from([np.nan, -1.0, 0.0, 0.5, 2.0]), min_size=n, max_size=n))
    )
    group = np.array(data.draw(st.lists(st.integers(0, 4), min_size=n, max_size=n)), dtype=np.int16)
    share = data.draw(st.sampled_from([0.0, 0.1, 0.3, 0.5, 1.0]))
    lots = Streams(3).uniform("lot", n).round(1)
    wanted = np.zeros(n, dtype=bool)
    for one in set(group.tolist()):
        known = [i for i in range(n) if group[i] == one and not np.isnan(figure[i])]
        known.sort(key=lambda i: (figure[i], lots[i], i))
        wanted[known[: int(share * len(known) + 0.5 + 1e-9)]] = True
    assert np.array_equal(picking._lowest(figure, group, share, lambda who: lots[who]), wanted)


def test_of_two_equal_channels_the_older_gives_the_age() -> None:
    listed = [k.UseChannel(channel=CAMERA, start=start, strength=0.5, label=f"m{start}") for start in (0, 2)]
    active = play(listed, months=4)[3].channels[0]
    assert np.array_equal(active.since, np.full((1, 30), 3.0))
    assert np.array_equal(active.on, np.full((1, 30), 0.75))


def test_equal_channels_on_other_people_keep_their_own_ages() -> None:
    listed = [
        k.UseChannel(channel=CAMERA, to=agency(f"Dinas {i}"), start=start, label=f"d{i}")
        for i, start in ((1, 0), (2, 2))
    ]
    active = play(listed, months=4)[3].channels[0]
    assert np.array_equal(np.broadcast_to(active.since, active.on.shape), np.repeat([[3.0, 1.0]], 15, axis=1))


def test_who_still_waits_keeps_the_one_place_in_line() -> None:
    months = play([k.Training(every=2, budget_idr=2 * 1_500_000.0)], months=14)
    for t, levers in enumerate(months):
        assert (levers.money["Pelatihan teknis"].waiting <= 30).all(), t
    total = sum(served(levers) for levers in months)
    assert total.max() == 1
    assert total.sum(axis=1).tolist() == [28] * R


@pytest.mark.parametrize(("share", "chosen"), [(0.1, 1), (0.3, 2), (0.5, 3), (0.49, 2), (0.09, 0), (1.0, 5)])
def test_a_share_is_rounded_half_up(share: float, chosen: int) -> None:
    score = np.tile(np.arange(30.0), (R, 1))
    made = Programmes([k.Training(to=lowest(share, within="unit"))], WORLD, STREAMS)
    found = served(made.month(0, Seen(0, officer={"score": score}))).reshape(R, 6, 5)
    assert (found.sum(axis=2) == chosen).all()


def test_a_whole_label_comes_before_labels_that_contain_it() -> None:
    world = World.plain(n_units=12, officers_per_unit=2, seed=1)
    for wanted, units in (("unit 1", [0]), ("UNIT 1 ", None), ("nit 1", [0, 9, 10, 11])):
        if units is None:
            with pytest.raises(UsageError):
                unit(wanted)
            continue
        levers = play([k.Training(to=unit(wanted))], months=1, world=world)[0]
        assert levers.teach_technical is not None
        assert sorted(set(world.unit[np.flatnonzero(levers.teach_technical[0])])) == units


@QUIET
@given(
    start=st.integers(0, 4),
    span=st.none() | st.integers(1, 6),
    every=st.none() | st.integers(1, 6),
    until=st.none() | st.integers(1, 12),
    grows=st.booleans(),
)
def test_a_fixed_service_is_the_same_object_until_something_changes(
    start: int, span: int | None, every: int | None, until: int | None, grows: bool
) -> None:
    mask = np.array([[True, False, True]])
    if every is not None:  # as interventions have it
        span = min(span or 1, every)
    services = allotment.meant(mask, R)
    fixed = allotment.FixedEnrolment(*services, (start, span, every, until), grows=grows)
    months, due = [], []
    for t in range(24):
        due.append(fixed.due <= t)
        months.append(fixed.month(t, Seen(t)))
    assert all(one is two for (one, two), asked in zip(pairwise(months), due[1:], strict=True) if not asked)
    for t, service in enumerate(months):
        found = occurrence(t, start, every, until)
        on = found is not None and (span is None or found[1] < span)
        assert np.array_equal(service.on, mask if on else ~mask & mask)
        assert service.participants.tolist() == [2.0 * on] * R
        if found is not None:
            number, age = found
            assert service.since(t) == age or not on
            served = age + 1 if span is None else number * span + min(age + 1, span)
            assert np.array_equal(
                np.broadcast_to(service.done, (1, 3))[:, ::2], np.full((1, 2), served * grows)
            )
    if not grows and every is None:
        assert sum(due) <= 3  # at the beginning, when it opens and when it is over


def test_what_is_kept_of_an_intervention_belongs_to_the_numbers_of_the_run() -> None:
    one, known = k.Training(), Parameters.default()
    changed = Parameters({"dose.training.hours": 40.0})
    doses = [
        float(Programmes([one], WORLD, STREAMS, p).month(0, Seen(0)).teach_technical[0, 0])  # type: ignore[index]
        for p in (known, changed, known)
    ]
    assert doses == [1.0, 0.5, 1.0]
    read: set[str] = set()
    Programmes([one], WORLD, STREAMS, known.noting(read))
    assert {"dose.training.hours", "cost.training.idr_per_hour"} <= read


def test_units_take_part_if_half_of_their_officers_are_meant() -> None:
    size = np.array([3, 4, 5, 0, 18])
    world = replace(WORLD, unit_start=np.concatenate([[0], np.cumsum(size)]), unit_id=np.arange(5))
    some = np.arange(30) % 3 == 0
    for officers in (np.ones((1, 30), dtype=bool), np.zeros((1, 30), dtype=bool), some[None], ~some[None]):
        counted = np.array([part.sum() for part in np.split(officers[0], world.unit_start[1:-1])])
        wanted = (2 * counted >= size) & (counted > 0)
        assert np.array_equal(picking.Picker(world, STREAMS).units(officers), wanted[None])
