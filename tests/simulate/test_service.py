"""The queue of a unit: conservation, first come first served case by case, Little's law."""

from __future__ import annotations

from collections import deque

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simkinerja.simulate.base import DAYS, unit_sum
from simkinerja.simulate.engine import simulate
from simkinerja.simulate.parameters import Parameters
from simkinerja.simulate.records import Month
from simkinerja.simulate.service import Queue, demand_by_day, on_time_days, queue_month
from simkinerja.simulate.world import World

FloatArray = npt.NDArray[np.float64]


def by_case(arrivals: FloatArray, capacity: FloatArray) -> list[dict[str, list[float]]]:
    """Serve every case by itself, day by day; one dictionary a month; shapes (months, days)."""
    waiting: deque[int] = deque()
    out, day = [], 0
    for new, can in zip(arrivals.astype(int), capacity.astype(int), strict=True):
        waits: list[float] = []
        lengths: list[float] = []
        for arrived, able in zip(new, can, strict=True):
            waiting.extend([day] * arrived)
            for _ in range(min(able, len(waiting))):
                waits.append(day - waiting.popleft())
            lengths.append(len(waiting))
            day += 1
        out.append({"waits": waits, "lengths": lengths, "ages": [day - came for came in waiting]})
    return out


def by_month(arrivals: FloatArray, capacity: FloatArray) -> list[Queue]:
    backlog = age = np.zeros((1, 1))
    out = []
    for new, can in zip(arrivals, capacity, strict=True):
        q = queue_month(backlog, age, new[None, :, None], can[None, :, None])
        backlog, age = q.backlog, q.age
        out.append(q)
    return out


def counts(rng: np.random.Generator, mean: float, months: int, days: int = DAYS) -> FloatArray:
    return rng.poisson(mean, (months, days)).astype(float)


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("load", [0.7, 0.9, 1.02])
def test_waits_are_those_of_every_case_served_first_come_first_served(seed: int, load: float) -> None:
    """Exact as long as nobody waits longer than a month."""
    rng = np.random.default_rng(seed)
    arrivals, capacity = counts(rng, 8 * load, 6), counts(rng, 8, 6)
    for q, cases in zip(by_month(arrivals, capacity), by_case(arrivals, capacity), strict=True):
        assert max(cases["ages"], default=0) <= DAYS
        assert q.by_day.ravel().tolist() == cases["lengths"]
        assert q.completed.item() == len(cases["waits"])
        assert q.waited.item() == sum(cases["waits"])
        assert q.age.item() == sum(cases["ages"])


def test_cases_that_wait_for_months_keep_the_ages_of_a_line() -> None:
    """Four months of backlog, steady arrivals: only the sum of ages is carried, and it stays right."""
    rng = np.random.default_rng(3)
    arrivals, capacity = counts(rng, 40, 24), counts(rng, 60, 24)
    capacity[:3] = 0.0
    capacity[3:9] = np.floor(capacity[3:9] / 2)
    found, cases = by_month(arrivals, capacity), by_case(arrivals, capacity)
    for q, true in zip(found, cases, strict=True):
        assert q.completed.item() == len(true["waits"])
        assert q.age.item() == pytest.approx(sum(true["ages"]), rel=0.05, abs=5)
    served = sum(sum(true["waits"]) for true in cases)
    assert sum(q.waited.item() for q in found) == pytest.approx(served)


def test_who_arrives_and_waits_has_not_been_served() -> None:
    """A case that stays over the end of the month adds its days to the month in which it is served."""
    none = np.zeros((1, 1))
    first = queue_month(none, none, np.array([[[0.0], [0.0], [4.0]]]), np.zeros((1, 3, 1)))
    assert (first.completed.item(), first.waited.item(), first.age.item()) == (0.0, 0.0, 4.0)
    second = queue_month(first.backlog, first.age, np.zeros((1, 3, 1)), np.array([[[0.0], [4.0], [0.0]]]))
    assert (second.completed.item(), second.waited.item(), second.age.item()) == (4.0, 8.0, 0.0)


whole = st.integers(0, 60)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(whole, whole), min_size=1, max_size=40), st.integers(1, 21), whole)
def test_nothing_is_lost_whatever_comes(days: list[tuple[int, int]], length: int, first: int) -> None:
    days = days + [(0, 0)] * (-len(days) % length)
    shape = (-1, length)
    arrivals = np.array([a for a, _ in days], dtype=float).reshape(shape)
    capacity = np.array([c for _, c in days], dtype=float).reshape(shape)
    backlog, age, waited, came = np.full((1, 1), float(first)), np.zeros((1, 1)), 0.0, 0.0
    length_sum = 0.0
    for new, can in zip(arrivals, capacity, strict=True):
        q = queue_month(backlog, age, new[None, :, None], can[None, :, None])
        assert (q.backlog + q.completed).item() == backlog.item() + new.sum()
        assert q.arrivals.item() == new.sum()
        assert q.completed.item() <= can.sum()
        assert q.age.item() >= 0
        assert q.waited.item() >= -1e-9
        assert (q.age.item() > 0) == (q.backlog.item() > 0)
        assert (q.by_day >= 0).all()
        backlog, age = q.backlog, q.age
        waited, came, length_sum = waited + q.waited.item(), came + new.sum(), length_sum + q.by_day.sum()
    assert waited + age.item() == pytest.approx(length_sum, abs=1e-6)


def test_units_and_replications_do_not_mix() -> None:
    rng = np.random.default_rng(5)
    arrivals, capacity = (rng.poisson(6, (3, DAYS, 4)).astype(float) for _ in range(2))
    start, age = rng.poisson(9, (3, 4)).astype(float), rng.poisson(30, (3, 4)).astype(float)
    every = queue_month(start, age, arrivals, capacity)
    for r in range(3):
        for u in range(4):
            part = (slice(r, r + 1), slice(u, u + 1))
            days = (part[0], slice(None), part[1])
            one = queue_month(start[part], age[part], arrivals[days], capacity[days])
            for name in ("completed", "backlog", "age", "waited"):
                assert getattr(one, name).item() == getattr(every, name)[r, u]


def test_days_in_single_precision_give_the_same_whole_numbers() -> None:
    rng = np.random.default_rng(8)
    arrivals, capacity = (rng.poisson(m, (2, DAYS, 5)).astype(float) for m in (90, 80))
    start, age = rng.poisson(300, (2, 5)).astype(float), rng.poisson(2000, (2, 5)).astype(float)
    double = queue_month(start, age, arrivals, capacity)
    single = queue_month(start, age, arrivals.astype(np.float32), capacity.astype(np.float32))
    assert single.by_day.dtype == np.float32
    for name in ("arrivals", "completed", "backlog", "age", "waited"):
        figures = getattr(single, name)
        assert figures.dtype == np.float64
        assert figures == pytest.approx(getattr(double, name), rel=1e-6)
    assert np.array_equal(single.by_day, double.by_day)


def month_without_luck(late: float, load: float, standard: float, balking: float) -> FloatArray:
    """Who stays day by day, from the equation solved in small steps."""
    steps, shares = 400, []
    for _ in range(DAYS):
        stayed = 0.0
        for _ in range(steps):
            share = np.exp(-balking * late)
            late = max(late + (load * share - 1.0) / standard / steps, 0.0)
            stayed += share / steps
        shares.append(stayed)
    return np.array(shares)


def staying_days(late: float, load: float, standard: float, balking: float) -> FloatArray:
    """Share of those who want something that stay, in a unit that can do one case a day."""
    one = np.ones((1, 1))
    nearer = -np.expm1(-balking / standard * np.arange(0.5, DAYS))[None, :, None]
    unit = load * one, 0.0 * one, one, late * standard * one, standard * one
    found = demand_by_day(*unit, nearer, np.array([[balking, 100.0]])) / load
    return np.asarray(found.ravel())


@pytest.mark.parametrize("standard", [1.0, 3.0, 14.0])
@pytest.mark.parametrize("load", [0.6, 0.95, 1.0, 1.1, 1.4])
@pytest.mark.parametrize(("late", "balking"), [(0.0, 0.15), (0.5, 0.15), (4.0, 0.15), (2.0, 0.4), (2.0, 0.0)])
def test_who_stays_follows_the_line_through_the_month(
    standard: float, load: float, late: float, balking: float
) -> None:
    """On the day on which the line ends its middle is not quite its mean."""
    shares = month_without_luck(late, load, standard, balking)
    found = staying_days(late, load, standard, balking)
    assert found == pytest.approx(shares, abs=0.025)
    assert found.mean() == pytest.approx(shares.mean(), abs=0.001)


def test_faulty_cases_come_again_over_the_days_of_the_month() -> None:
    one = np.ones((1, 1))
    still = np.zeros((1, DAYS, 1)), np.array([[0.15, 100.0]])
    found = demand_by_day(2 * one, 42 * one, 9 * one, 0 * one, one, *still)
    assert found == pytest.approx(np.full((1, DAYS, 1), 4.0))


def test_nobody_sees_a_line_as_longer_than_the_longest() -> None:
    """Neither the line that is there nor the one that the load leads to."""
    one, steep = np.ones((1, 1)), np.array([[0.5, 4.0]])
    for way in (0.0, 1.0):
        nearer = np.full((1, 1, 1), way)
        found = demand_by_day(900 * one, 0 * one, one, 90 * one, one, nearer, steep)
        assert found.item() == pytest.approx(900 * np.exp(-2.0))


def test_demand_of_replications_follows_their_own_numbers() -> None:
    rng = np.random.default_rng(2)
    units = [rng.uniform(0.5, 9.0, (3, 4)) for _ in range(5)]
    nearer, balking = rng.uniform(0, 1, (3, DAYS, 4)), rng.uniform(0.1, 3.0, (3, 2))
    every = demand_by_day(*units, nearer, balking)
    for r in range(3):
        alone = (one[r : r + 1].copy() for one in (*units, nearer, balking))
        assert np.array_equal(demand_by_day(*alone)[0], every[r])


@pytest.mark.parametrize("standard", [1.0, 3.0, 14.0])
def test_without_luck_the_line_settles_where_load_and_balking_say(standard: float) -> None:
    for load, balking in ((1.05, 0.1), (1.1, 0.15), (1.5, 0.4)):
        for late in (0.0, 5.0):
            for _ in range(200):
                share = staying_days(late, load, standard, balking)
                late = max(late + (load * share - 1.0).sum() / standard, 0.0)
            assert late == pytest.approx(np.log(load) / balking, rel=0.01)


def lines(load: float, standard: float) -> FloatArray:
    """Lines of 60 units in standards, months 5 to 24, (T, U); nothing else than luck moves them."""
    own = {"service.load": load, "service.load_spread": 0.0, "error.rework": 0.0, "service.improvement": 0.0}
    kept: list[FloatArray] = []
    simulate(
        World.plain(60, 15, 3, standard_days=standard),
        None,
        seeds=(1,),
        months=24,
        p=Parameters.default().set(own),
        watch=lambda m: kept.append(m.served.backlog_days[0] / standard),
        turnover=False,
    )
    return np.stack(kept)[4:]


def test_a_short_standards_line_does_not_see_saw() -> None:
    """Who read last month's line all month sent it up and down: -.7 from month to month, now -.1."""
    away = lines(1.1, 1.0)
    away -= away.mean(axis=0)
    assert (away[1:] * away[:-1]).mean() / away.var() > -0.3


def test_lines_of_an_overloaded_city_settle_where_load_and_balking_say() -> None:
    """Long standards, where luck is small beside the line."""
    settled = np.log(1.1) / Parameters.default()["service.balking"]
    assert lines(1.1, 10.0).mean() == pytest.approx(settled, rel=0.05)


@pytest.fixture(scope="module")
def long_run() -> dict[str, FloatArray]:
    """Units a little below full load, nobody turned away by the line, 240 months, (T, R, U)."""
    p = Parameters.default().set({"service.balking": 0.0, "service.load": 0.9, "service.load_spread": 0.0})
    kept: dict[str, list[FloatArray]] = {k: [] for k in ("length", "came", "done", "waited")}

    def watch(m: Month) -> None:
        q = m.served.queue
        for name, figures in (("length", q.by_day.sum(axis=1)), ("came", q.arrivals)):
            kept[name].append(figures)
        kept["done"].append(q.completed)
        kept["waited"].append(q.waited)

    people = World.plain(12, 8, 4)
    simulate(people, None, seeds=(1, 2, 3, 4), months=240, p=p, watch=watch, turnover=False)
    return {name: np.stack(figures)[40:] for name, figures in kept.items()}


def test_littles_law_on_long_runs(long_run: dict[str, FloatArray]) -> None:
    """L from the ends of days, lambda and W from the curves of arrivals and completions."""
    length = long_run["length"].mean(axis=0) / DAYS
    rate = long_run["came"].mean(axis=0) / DAYS
    wait = long_run["waited"].sum(axis=0) / long_run["done"].sum(axis=0)
    ratio = length / (rate * wait)
    se = ratio.std(ddof=1) / np.sqrt(ratio.size)
    assert abs(ratio.mean() - 1.0) < max(4 * se, 0.003)
    assert ratio == pytest.approx(1.0, abs=0.05)
    assert length.mean() > 1.0


def test_what_comes_of_a_month_follows_from_its_queue() -> None:
    """A short cap on lateness and a low target of shares on time, so that some units reach them."""
    p = Parameters({"quality.congestion_most": 1.0, "padding.target": 0.5})
    kept: list[Month] = []
    people = World.plain(40, 8, 4, standard_days=2.0)
    simulate(people, None, seeds=(1, 2), months=1, p=p, watch=kept.append, turnover=False)
    (m,) = kept
    skill, served, queue = unit_sum(m.work.gained, people) / people.unit_size, m.served, m.served.queue
    odds = np.exp(p["error.practice"] * skill) * (1.0 - p["error.base"]) / p["error.base"]
    assert served.errors == pytest.approx(queue.completed / (1.0 + odds))
    assert m.state.rework == pytest.approx(p["error.rework"] * served.errors)
    assert served.on_time_share == pytest.approx(served.on_time / np.maximum(queue.completed, 1.0))
    assert 0.05 < (m.claimable == 0.0).mean() < 0.95
    assert m.claimable == pytest.approx(np.maximum(p["padding.target"] - served.on_time_share, 0.0))
    assert served.wait_days == pytest.approx(queue.waited / np.maximum(queue.completed, 1.0))
    assert served.backlog_days == pytest.approx(queue.backlog / served.capacity)
    late = np.minimum(served.backlog_days / 2.0, 1.0)
    assert 0.05 < (late == 1.0).mean() < 0.95
    assert m.state.late == pytest.approx(late)
    moved = p["quality.practice"] * skill - p["quality.congestion"] * late
    assert served.quality == pytest.approx(people.unit_quality + moved)


def test_arrivals_are_poisson_and_work_keeps_up(long_run: dict[str, FloatArray]) -> None:
    came, done = long_run["came"].mean(axis=0), long_run["done"].mean(axis=0)
    assert done == pytest.approx(came, rel=0.02)


def test_chance_on_time_is_log_logistic() -> None:
    from scipy.stats import fisk

    room, none, one = np.array([[0.5, 1.0, 3.0, 8.0]]), np.zeros((1, 1, 4)), np.ones((1, 4))
    for median in (0.4, 1.5, 6.0):
        found = on_time_days(none, one, room, median * one, none[0])
        assert found == pytest.approx(fisk.cdf(room, 4, scale=median), rel=1e-9)
        faster = on_time_days(none, one, room, 2 * median * one, np.log(2.0) * one)
        assert faster == pytest.approx(found)
    line = np.array([[[3.0, 4.0, 8.0, 1.0]]])
    found = on_time_days(2.0 * line, 2.0 * one, 3.0 * one, one, none[0])
    assert found == pytest.approx(fisk.cdf([[0.0, 0.0, 0.0, 2.0]], 4), abs=1e-12)
