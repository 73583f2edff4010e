"""The queue against an event simulation, against closed forms, and against itself with one server more."""

from collections import deque
from heapq import heappop, heappush
from itertools import pairwise
from math import inf, sqrt
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simkinerja.errors import UsageError
from simkinerja.simulate import closed_forms as forms
from simkinerja.simulate.queue import STACK_FROM, Customers, Served, serve
from simkinerja.simulate.queue_draws import Profile, Times, draw_booked, draw_day, draw_steady

EXPONENTIAL = Times("exponential", 1.0)


def by_events(
    arrival: list[float],
    service: list[float],
    servers: int,
    room: int | None = None,
    patience: list[float] | None = None,
) -> list[float | None]:
    """Begin of service of each customer, by a calendar of events, named servers and a line of people.

    Nothing of the recursion is used. Whether a newcomer stays is found by playing out all before him.
    """
    free = list(range(servers))
    line: deque[int] = deque()
    begins: list[float | None] = [None] * len(arrival)
    calendar: list[tuple[float, int, int]] = [(t, 1, k) for k, t in enumerate(arrival)]
    calendar.sort()
    busy_until: dict[int, float] = {}
    while calendar:
        now, kind, who = heappop(calendar)
        if kind == 0:
            free.append(who)
            del busy_until[who]
        elif (room is None or len(line) + len(busy_until) < room) and (
            patience is None or ahead(now, line, busy_until, service, servers) <= now + patience[who]
        ):
            line.append(who)
        while line and free:
            next_one, server = line.popleft(), free.pop()
            begins[next_one] = now
            busy_until[server] = now + service[next_one]
            heappush(calendar, (busy_until[server], 0, server))
    return begins


def ahead(
    now: float, line: deque[int], busy_until: dict[int, float], service: list[float], servers: int
) -> float:
    """When a newcomer's turn would come, by playing out everybody ahead of him."""
    idle = [now] * (servers - len(busy_until))
    ends = sorted([*idle, *busy_until.values()])
    for other in line:
        ends.append(ends.pop(0) + service[other])
        ends.sort()
    return max(now, ends[0])


# Quarters add and compare without rounding, so ties are real ties; the floats in between are there too.
times = st.one_of(st.integers(0, 40).map(lambda k: k / 4), st.floats(0, 9, allow_nan=False, width=32))
people = st.lists(st.tuples(times, times), min_size=1, max_size=40)
few = st.integers(1, 6)


def customers_of(rows: list[tuple[float, float]], patience: list[float] | None = None) -> Customers:
    arrival = np.cumsum([gap for gap, _ in rows])
    return Customers.of(arrival, [needs for _, needs in rows], patience)


def both_ways(customers: Customers, servers: int, **more: Any) -> list[Served]:
    """Served one by one, and stacked as often as makes the loop over all replications be taken."""
    many = [
        None if x is None else np.repeat(x, STACK_FROM, axis=0)
        for x in (customers.arrival, customers.service, customers.patience)
    ]
    stacked = serve(Customers(many[0], many[1], many[2]), servers, **more)  # type: ignore[arg-type]
    assert all(np.array_equal(stacked.start[0], row, equal_nan=True) for row in stacked.start)
    return [serve(customers, servers, **more), stacked]


def begins_of(done: Served) -> list[float | None]:
    return [None if np.isnan(x) else float(x) for x in done.start[-1]]


@given(people, few)
@settings(max_examples=300, deadline=None)
def test_the_recursion_is_the_event_simulation_to_the_last_bit(
    rows: list[tuple[float, float]], servers: int
) -> None:
    customers = customers_of(rows)
    wanted = by_events(customers.arrival[0].tolist(), customers.service[0].tolist(), servers)
    for done in both_ways(customers, servers):
        assert begins_of(done) == wanted


@given(people, few, st.integers(0, 5))
@settings(max_examples=300, deadline=None)
def test_a_room_that_fills_up_is_the_event_simulation(
    rows: list[tuple[float, float]], servers: int, more: int
) -> None:
    customers = customers_of(rows)
    lists = customers.arrival[0].tolist(), customers.service[0].tolist()
    wanted = by_events(*lists, servers, room=servers + more)
    for done in both_ways(customers, servers, room=servers + more):
        assert begins_of(done) == wanted
        assert done.lost.sum(axis=1)[0] == wanted.count(None)


@given(people, few, st.lists(times, min_size=40, max_size=40))
@settings(max_examples=300, deadline=None)
def test_impatience_is_the_event_simulation(
    rows: list[tuple[float, float]], servers: int, patience: list[float]
) -> None:
    limits = patience[: len(rows)]
    customers = customers_of(rows, limits)
    lists = customers.arrival[0].tolist(), customers.service[0].tolist()
    wanted = by_events(*lists, servers, patience=limits)
    for done in both_ways(customers, servers):
        assert begins_of(done) == wanted


@given(people, few)
@settings(max_examples=300, deadline=None)
def test_one_server_more_never_lengthens_any_wait(rows: list[tuple[float, float]], servers: int) -> None:
    customers = customers_of(rows)
    for before, after in zip(both_ways(customers, servers), both_ways(customers, servers + 1), strict=True):
        assert (after.wait <= before.wait).all()
        assert (after.departure <= before.departure).all()


def test_one_server_more_on_drawn_days_of_every_kind() -> None:
    for service in (Times("gamma", 12, 0.5), Times("lognormal", 12, 1.5), Times("constant", 12)):
        days = draw_day(3, 40, Profile((0, 60, 240), (25, 9)), service)
        waits = [serve(days, c).wait[days.present] for c in range(1, 8)]
        assert all((fewer >= more).all() for fewer, more in pairwise(waits))
        assert waits[0].mean() > 10 * waits[4].mean()


def test_the_wait_by_hand() -> None:
    three = Customers.of([0, 5, 9], [10, 12, 8])
    assert serve(three, 1).wait.tolist() == [[0, 5, 13]]
    assert serve(three, 2).wait.tolist() == [[0, 0, 1]]
    late = serve(three, 2, opens=[6, 20])
    assert late.start.tolist() == [[6, 16, 20]]
    assert late.wait.tolist() == [[6, 11, 11]]
    assert late.last_departure.tolist() == [28]
    assert late.length([0, 5, 8, 9, 21, 40]).tolist() == [[1, 2, 1, 2, 0, 0]]


# Little's law, which is not the definition of anything here.


@given(people, few)
@settings(max_examples=100, deadline=None)
def test_little_from_an_empty_to_an_empty_desk(rows: list[tuple[float, float]], servers: int) -> None:
    done = serve(customers_of(rows), servers)
    end = float(done.last_departure[0]) + 1.0
    n = len(rows)
    assert done.time_average(0, end)[0] == pytest.approx(n / end * done.mean_wait[0], abs=1e-9)
    stays = (done.departure - done.customers.arrival).mean()
    assert done.time_average(0, end, "present")[0] == pytest.approx(n / end * stays, abs=1e-9)


def test_little_in_the_middle_of_a_long_day_and_counts_that_agree() -> None:
    people = draw_steady(11, 20, 20_000, EXPONENTIAL, Times("gamma", 2.5, 0.7))
    done = serve(people, 3)
    begin, end = 2_000.0, 18_000.0
    inside = (people.arrival >= begin) & (people.arrival < end)
    rate = inside.sum(axis=1) / (end - begin)
    wait = np.where(inside, done.wait, 0).sum(axis=1) / inside.sum(axis=1)
    length = done.time_average(begin, end)
    assert np.abs(length - rate * wait).max() < 0.01 * length.mean(), "what sticks out at both ends"
    at = np.linspace(begin, end, 40_000)
    assert np.abs(done.length(at).mean(axis=1) - length).max() < 0.03 * length.mean()
    busy = done.time_average(begin, end, "present") - length
    assert busy.mean() == pytest.approx(2.5, rel=0.02), "mean number being served is the load"


# The long run against closed forms: mean over replications within four standard errors.


def far(values: np.ndarray[Any, Any], wanted: float) -> float:
    """Distance of a mean from what is wanted, in standard errors."""
    return float(abs(values.mean() - wanted) / (values.std(ddof=1) / sqrt(len(values))))


def close(values: np.ndarray[Any, Any], wanted: float, precision: float = 0.04) -> bool:
    """Within four standard errors, and these small enough to mean something."""
    error = values.std(ddof=1) / sqrt(len(values))
    assert error < precision * wanted, f"too coarse to tell: {error:g}"
    return far(values, wanted) < 4


def settled(done: Served, first: int = 4_000) -> np.ndarray[Any, Any]:
    """Waits of each replication without the empty beginning."""
    return done.wait[:, first:]


CASES = [(0.8, 1.0, 1), (1.6, 1.0, 2), (4.0, 1.0, 5), (8.0, 1.0, 10), (12.99, 5.0, 3)]


@pytest.mark.parametrize(("rate", "mu", "c"), CASES)
def test_many_servers_in_the_long_run(rate: float, mu: float, c: int) -> None:
    exact = forms.mmc(rate, mu, c)
    gap, service = Times("exponential", 1 / rate), Times("exponential", 1 / mu)
    done = serve(draw_steady(5, 64, 24_000, gap, service), c)
    waits = settled(done)
    assert close(waits.mean(axis=1), exact.wait)
    assert close((waits > 0).mean(axis=1), exact.delayed)
    assert close((waits > 1 / mu).mean(axis=1), exact.wait_exceeds(1 / mu))
    end = float(done.customers.arrival.max(axis=1).min())
    assert close(done.time_average(end / 6, end), exact.queue)


@pytest.mark.parametrize("scv", [0.0, 0.5, 1.0, 2.0])
@pytest.mark.parametrize("kind", ["gamma", "lognormal"])
def test_one_server_with_any_service_in_the_long_run(scv: float, kind: str) -> None:
    service = Times(kind, 1.0, sqrt(scv))
    waits = settled(serve(draw_steady(6, 64, 24_000, Times("exponential", 1 / 0.8), service), 1))
    assert close(waits.mean(axis=1), forms.mg1(0.8, 1, scv).wait)


def test_evenly_spaced_arrivals_in_the_long_run() -> None:
    waits = settled(serve(draw_steady(7, 64, 24_000, Times("constant", 1.25), EXPONENTIAL), 1))
    assert close(waits.mean(axis=1), forms.dm1_wait(0.8, 1))
    assert far(waits.mean(axis=1), forms.kingman_wait(0.8, 1, 0, 1)) > 10, "an approximation, and it shows"


@pytest.mark.parametrize(("rate", "c", "room"), [(0.8, 1, 5), (3.5, 3, 6), (2.0, 2, 2)])
def test_a_finite_room_in_the_long_run(rate: float, c: int, room: int) -> None:
    exact = forms.mmck(rate, 1, c, room)
    done = serve(draw_steady(8, 64, 12_000, Times("exponential", 1 / rate), EXPONENTIAL), c, room=room)
    assert close(done.lost[:, 2_000:].mean(axis=1), exact.full)
    end = float(done.customers.arrival.max(axis=1).min())
    assert close(done.time_average(end / 6, end, "present"), exact.number)


def test_a_queue_whose_load_is_above_one_grows_all_day() -> None:
    days = draw_day(9, 50, Profile.flat(20, 360), Times("exponential", 5))
    lengths = [serve(days, c).length([90, 180, 270, 360]).mean(axis=0) for c in (1, 2)]
    assert lengths[0].tolist() == sorted(lengths[0].tolist())
    assert lengths[0][-1] > 30
    assert lengths[1].max() < 6
    overtime = np.maximum(serve(days, 1).last_departure - 360, 0)
    assert overtime.mean() == pytest.approx(5 * 8 * 6, rel=0.2), "eight too many an hour, five minutes each"


# The draws.


@pytest.mark.parametrize(
    ("times", "scv"),
    [
        (Times("exponential", 3.0), 1.0),
        (Times("gamma", 3.0, 0.4), 0.16),
        (Times("lognormal", 3.0, 1.2), 1.44),
        (Times.erlang(3.0, 3), 1 / 3),
        (Times("constant", 3.0), 0.0),
    ],
)
def test_times_have_the_mean_and_spread_they_say(times: Times, scv: float) -> None:
    from simkinerja.streams import Streams

    drawn = times.of(Streams(2), "queue.service", 200_000)
    assert drawn.mean() == pytest.approx(3.0, rel=0.01)
    assert drawn.var() / 9 == pytest.approx(scv, rel=0.06)
    assert times.scv == pytest.approx(scv)


def test_arrivals_are_poisson_with_the_profile_of_the_day() -> None:
    profile = Profile((0, 60, 120, 300), (30, 0, 10))
    days = draw_day(4, 4_000, profile, Times("constant", 5))
    counts = [
        ((days.arrival >= a) & (days.arrival < b)).sum(axis=1) for a, b in ((0, 60), (60, 120), (120, 300))
    ]
    assert counts[0].mean() == pytest.approx(30, rel=0.02)
    assert counts[0].var() == pytest.approx(30, rel=0.08)
    assert counts[1].sum() == 0
    assert counts[2].mean() == pytest.approx(30, rel=0.02)
    assert abs(np.corrcoef(counts[0], counts[2])[0, 1]) < 0.06
    regular = draw_day(4, 500, Profile.flat(12, 300), Times("constant", 5), gap=Times("gamma", 1, 0.2))
    assert regular.present.sum(axis=1).var() < 10, "regular arrivals vary less than Poisson's 60"
    assert draw_day(4, 3, Profile.flat(0, 60), Times("constant", 5)).present.sum() == 0


def test_the_same_luck_whatever_else_changes() -> None:
    service = Times("gamma", 12, 0.8)
    few, many = (draw_day(5, 20, Profile.flat(rate, 240), service) for rate in (10, 14))
    for r in range(20):
        n = int(few.present[r].sum())
        assert int(many.present[r].sum()) >= n
        assert (few.service[r, :n] == many.service[r, :n]).all(), "the k-th customer needs the same"
        assert few.arrival[r, :n] == pytest.approx(many.arrival[r, :n] * 14 / 10)
    later = draw_day(5, 5, Profile.flat(10, 240), service, first=15)
    n = later.arrival.shape[1]
    assert (few.arrival[15:, :n] == later.arrival).all(), "days 15 to 19 alone are the days among twenty"
    slow = draw_day(5, 20, Profile.flat(10, 240), Times("gamma", 24, 0.8))
    assert slow.service == pytest.approx(2 * few.service)
    other = draw_day(6, 20, Profile.flat(10, 240), service)
    assert abs(np.corrcoef(other.service[:, :20].ravel(), few.service[:, :20].ravel())[0, 1]) < 0.15


def test_appointments_keep_their_work_when_the_order_changes() -> None:
    booked = [10.0 * k for k in range(24)]
    sharp = draw_booked(3, 30, booked, Times("lognormal", 8, 0.5))
    loose = draw_booked(3, 30, booked, Times("lognormal", 8, 0.5), late_sd=15.0, absent=0.2)
    assert sharp.arrival.tolist() == [booked] * 30
    assert 0.12 < 1 - loose.present.mean() < 0.28
    assert (np.diff(loose.arrival[:, :12]) >= 0).all()
    for r in range(30):
        assert set(loose.service[r]) == set(sharp.service[r])
    turned = draw_booked(3, 30, booked[::-1], Times("lognormal", 8, 0.5))
    assert (turned.arrival == sharp.arrival).all()
    assert (turned.service == sharp.service[:, ::-1]).all(), "the work goes with the appointment"
    assert serve(sharp, 1).mean_wait.mean() < serve(loose, 1).mean_wait.mean()
    rush = draw_booked(3, 30, [0.0] * 24, Times("constant", 8))
    assert serve(rush, 1).mean_wait.tolist() == pytest.approx([8 * 11.5] * 30)


def test_impatient_people_shorten_the_line_for_those_who_stay() -> None:
    profile, service = Profile.flat(20, 240), Times("exponential", 12)
    patient, hasty = (
        serve(draw_day(2, 40, profile, service, patience=limit), 3)
        for limit in (None, Times("exponential", 20))
    )
    assert hasty.lost.mean() > 0.05
    assert patient.lost.sum() == 0
    assert hasty.mean_wait.mean() < patient.mean_wait.mean()
    assert (hasty.share_within(inf) < 1).all()
    assert (patient.share_within(inf) == 1).all()


def test_shares_and_means_of_days_on_which_nobody_comes() -> None:
    nobody = Customers.of([inf, inf], [1, 1])
    done = serve(nobody, 2)
    assert np.isnan(done.mean_wait).all()
    assert np.isnan(done.share_within(5)).all()
    assert done.last_departure.tolist() == [-inf]
    assert done.time_average(0, 10).tolist() == [0.0]
    assert serve(Customers.of([0, 1, 2], [9, 9, 9]), 1).share_within(8).tolist() == pytest.approx([2 / 3])


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (
            lambda: Customers.of([0, 5, 3], [1, 1, 1]),
            "'arrival' pada Customers harus waktu yang tidak pernah mundur",
        ),
        (lambda: Customers.of([0, np.nan], [1, 1]), "'arrival' pada Customers"),
        (lambda: Customers.of([0, 5], [1]), "'service' pada Customers harus berukuran sama"),
        (lambda: Customers.of([0, 5], [1, -1]), "'service' pada Customers harus bilangan paling sedikit 0"),
        (lambda: Customers.of([0, 5], [1, inf]), "'service' pada Customers"),
        (lambda: Customers.of([0, 5], [1, 1], [1, np.nan]), "'patience' pada Customers"),
        (
            lambda: Customers.of(np.zeros((2, 2, 2)), np.zeros((2, 2, 2))),
            "'arrival' pada Customers harus tabel",
        ),
        (lambda: serve(Customers.of([0], [1]), 0), "'servers' pada serve"),
        (
            lambda: serve(Customers.of([0], [1]), 2, room=1),
            "'room' pada serve harus bilangan bulat paling sedikit 2",
        ),
        (lambda: serve(Customers.of([0], [1]), 2, opens=[0, 1, 2]), "'opens' pada serve"),
        (lambda: serve(Customers.of([0], [1]), 2).time_average(5, 5), "'end' pada time_average"),
        (lambda: serve(Customers.of([0], [1]), 2).length([1], "antre"), "'what' pada length"),  # type: ignore[arg-type]
        (lambda: Times("normal", 3), "'kind' pada Times"),
        (lambda: Times("gamma", 0), "'mean' pada Times harus bilangan di atas 0"),
        (lambda: Times("gamma", 3, -1), "'cv' pada Times"),
        (lambda: Profile((0, 0), (3,)), "'edges' pada Profile"),
        (lambda: Profile((0, 60), (3, 4)), "'per_hour' pada Profile"),
        (lambda: Profile((0, 60), (-3,)), "'per_hour' pada Profile"),
        (lambda: draw_steady(1, 0, 10, EXPONENTIAL, EXPONENTIAL), "'replications' pada draw_steady"),
        (lambda: draw_day(-1, 1, Profile.flat(1, 60), EXPONENTIAL), "'seed' pada draw_day"),
        (lambda: draw_booked(1, 1, [], EXPONENTIAL), "'booked' pada draw_booked"),
        (lambda: draw_booked(1, 1, [1], EXPONENTIAL, absent=2), "'absent' pada draw_booked"),
    ],
)
def test_bad_parameters_are_refused_in_a_sentence(call: Any, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        call()
