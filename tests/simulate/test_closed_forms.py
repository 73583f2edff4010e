"""Closed forms against worked tables, against each other, and against brute force."""

from math import exp, factorial, log

import pytest

from simkinerja.errors import UsageError
from simkinerja.simulate import closed_forms as forms

# Worked table: arrival rate, service rate, servers, empty, Erlang C, Erlang B, Lq, Wq, P(wait > one service).
TABLE = [
    (0.8, 1, 1, 0.200000, 0.800000, 0.444444, 3.200000, 4.000000, 0.654985),
    (1.6, 1, 2, 0.111111, 0.711111, 0.329897, 2.844444, 1.777778, 0.476672),
    (4, 1, 5, 0.012987, 0.554113, 0.199067, 2.216450, 0.554113, 0.203847),
    (8, 1, 10, 0.000277, 0.409180, 0.121661, 1.636721, 0.204590, 0.055377),
    (0.9, 1, 1, 0.100000, 0.900000, 0.473684, 8.100000, 9.000000, 0.814354),
]


@pytest.mark.parametrize(
    ("rate", "mu", "c", "empty", "delayed", "blocked", "queue", "wait", "long"),
    TABLE,
    ids=lambda x: f"{x:g}",
)
def test_the_worked_table_of_many_servers(
    rate: float,
    mu: float,
    c: int,
    empty: float,
    delayed: float,
    blocked: float,
    queue: float,
    wait: float,
    long: float,
) -> None:
    desk = forms.mmc(rate, mu, c)
    got = [desk.empty, desk.delayed, forms.erlang_b(rate / mu, c), desk.queue, desk.wait]
    assert got == pytest.approx([empty, delayed, blocked, queue, wait], abs=5e-7)
    assert desk.wait_exceeds(1 / mu) == pytest.approx(long, abs=5e-7)
    assert desk.utilisation == pytest.approx(rate / mu / c)
    assert desk.number == pytest.approx(rate * desk.time)


@pytest.mark.parametrize(("a", "c"), [(0.3, 1), (2.6, 3), (3.7, 4), (11.0, 12)])
def test_chances_of_many_servers_by_summing_the_states(a: float, c: int) -> None:
    """The sum over a long but finite list of states, without any of the formulas."""
    weight = [a**k / factorial(k) for k in range(c)]
    weight += [a**c / factorial(c) * (a / c) ** k for k in range(4000)]
    total = sum(weight)
    desk = forms.mmc(a, 1, c)
    assert desk.empty == pytest.approx(weight[0] / total)
    assert desk.delayed == pytest.approx(sum(weight[c:]) / total)
    assert desk.queue == pytest.approx(sum((k - c) * w for k, w in enumerate(weight) if k > c) / total)
    assert forms.erlang_b(a, c) == pytest.approx(weight[c] / sum(weight[: c + 1]))


def test_one_server_with_any_service_time() -> None:
    waits = [forms.mg1(0.8, 1, scv).wait for scv in (0, 0.5, 1, 2)]
    assert waits == pytest.approx([2.0, 3.0, 4.0, 6.0])
    same, other = forms.mg1(0.7, 1.2, 1), forms.mmc(0.7, 1 / 1.2, 1)
    assert (same.wait, same.queue, same.number, same.time) == pytest.approx(
        (other.wait, other.queue, other.number, other.time)
    )


def test_a_room_that_is_finite() -> None:
    five = forms.mm1k(0.8, 1, 5)
    assert (five.empty, five.full, five.number) == pytest.approx((0.271056, 0.088819, 1.868332), abs=5e-7)
    assert forms.mm1k(3, 3, 4).full == pytest.approx(1 / 5), "equal rates: all states equally likely"
    assert forms.mmck(2.6, 1, 3, 3).full == pytest.approx(forms.erlang_b(2.6, 3)), "no waiting room"
    large, endless = forms.mmck(2.6, 1, 3, 2000), forms.mmc(2.6, 1, 3)
    assert (large.wait, large.queue, large.empty) == pytest.approx(
        (endless.wait, endless.queue, endless.empty)
    )
    busy = forms.mmck(9, 1, 2, 6)
    assert busy.number == pytest.approx(busy.admitted_rate * busy.time)
    assert busy.full > 0.7, "a finite room is stable at any load"


def test_kingman_has_the_right_direction_but_not_the_digits() -> None:
    assert forms.kingman_wait(0.8, 1, 1, 1) == pytest.approx(forms.mmc(0.8, 1, 1).wait)
    assert forms.kingman_wait(0.8, 1, 1, 0.5) == pytest.approx(forms.mg1(0.8, 1, 0.5).wait)
    assert forms.kingman_wait(0.8, 1, 0, 1) == pytest.approx(2.0)
    assert forms.dm1_wait(0.8, 1) == pytest.approx(1.692731, abs=5e-7)
    gaps = [forms.kingman_wait(rho, 1, 0, 1) / forms.dm1_wait(rho, 1) for rho in (0.5, 0.8, 0.95, 0.995)]
    assert gaps == sorted(gaps, reverse=True), "the heavier the traffic, the closer"
    assert 1 < gaps[-1] < 1.01


def test_evenly_spaced_arrivals_leave_the_root_of_their_equation() -> None:
    for rate, mu in ((0.1, 1), (5, 6), (0.99, 1)):
        wait = forms.dm1_wait(rate, mu)
        root = wait * mu / (1 + wait * mu)
        assert root == pytest.approx(exp(-(1 - root) * mu / rate), rel=1e-9)
        assert 0 < wait < forms.mmc(rate, mu, 1).wait


# Three published counters and offices.


def test_the_drug_counter_of_meko() -> None:
    desk = forms.mmc(12.99, 5, 3)
    assert desk.empty == pytest.approx(0.0347, abs=5e-5)
    assert desk.queue == pytest.approx(4.897, abs=5e-4)
    assert desk.number == pytest.approx(7.495, abs=5e-4)
    assert 60 * desk.wait == pytest.approx(22.62, abs=5e-3)
    assert 60 * desk.time == pytest.approx(34.62, abs=5e-3)
    assert desk.utilisation == pytest.approx(0.866)
    published = {"P0": (desk.empty, 0.034), "Wq": (60 * desk.wait, 22.38), "W": (60 * desk.time, 34.38)}
    for name, (ours, theirs) in published.items():
        assert abs(ours / theirs - 1) < 0.025, name


def test_the_windows_of_pinrang_give_back_their_waits() -> None:
    load, minutes = forms.implied_load(37.01, 4.2, 3)
    three, four = (forms.mmc(load / minutes, 1 / minutes, c) for c in (3, 4))
    assert (three.wait, four.wait) == pytest.approx((37.01, 4.2))
    assert load == pytest.approx(2.6877, abs=5e-5)


@pytest.mark.parametrize(("load", "minutes", "c"), [(2.6, 12, 3), (0.9, 5, 1), (9.5, 3, 10)])
def test_a_busy_load_is_found_again_from_two_waits(load: float, minutes: float, c: int) -> None:
    waits = [forms.mmc(load / minutes, 1 / minutes, servers).wait for servers in (c, c + 1)]
    assert forms.implied_load(*waits, c) == pytest.approx((load, minutes))


def test_forty_percent_over_the_standard_of_three_days() -> None:
    mean = forms.mean_from_share_above(3, 0.40)
    assert mean == pytest.approx(3.27, abs=5e-3)
    assert exp(-3 / mean) == pytest.approx(0.40)


# Diffusion.


def test_exact_values_of_bass() -> None:
    times = [1, 2, 3, 5, 8, 10, 15]
    wanted = [0.0358, 0.0851, 0.1505, 0.3312, 0.6517, 0.8128, 0.9716]
    assert forms.bass_share(times) == pytest.approx(wanted, abs=5e-5)
    time, share, rate = forms.bass_peak()
    assert (time, share, rate) == pytest.approx((6.1926, 0.4605, 0.11059), abs=5e-5)
    assert forms.bass_share(0.0) == 0.0


def test_bass_solves_its_equation_and_peaks_where_it_says() -> None:
    p, q, step = 0.03, 0.38, 1e-5
    for t in (0.5, 4.0, 6.1926, 12.0):
        slope = (forms.bass_share(t + step, p, q) - forms.bass_share(t - step, p, q)) / (2 * step)
        share = forms.bass_share(t, p, q)
        assert slope == pytest.approx((p + q * share) * (1 - share), rel=1e-6)
    assert forms.bass_peak(0.4, 0.1) == (0.0, 0.0, pytest.approx(0.4))
    assert forms.bass_share(2.0, 0.3, 0) == pytest.approx(1 - exp(-0.6))


# Reliability.


@pytest.mark.parametrize(
    ("one", "raters", "wanted"),
    [
        (0.52, 1, 0.520),
        (0.52, 2, 0.684),
        (0.52, 3, 0.765),
        (0.52, 4, 0.812),
        (0.52, 5, 0.844),
        (0.52, 7, 0.883),
        (0.30, 5, 0.682),
        (0.30, 10, 0.811),
        (0.30, 20, 0.896),
        (0.30, 30, 0.928),
    ],
)
def test_reliability_of_several_raters(one: float, raters: int, wanted: float) -> None:
    assert forms.spearman_brown(one, raters) == pytest.approx(wanted, abs=5.1e-4)


RELIABILITIES = (0.30, 0.45, 0.52, 0.60, 0.80, 0.90)


@pytest.mark.parametrize(
    ("quota", "wanted"),
    [
        (0.1, (0.354, 0.444, 0.486, 0.536, 0.680, 0.776)),
        (0.2, (0.464, 0.544, 0.580, 0.623, 0.743, 0.821)),
        (0.3, (0.547, 0.617, 0.649, 0.685, 0.786, 0.851)),
    ],
)
def test_share_truly_in_the_top_under_a_quota(quota: float, wanted: tuple[float, ...]) -> None:
    got = [forms.share_truly_top(quota, reliability) for reliability in RELIABILITIES]
    assert got == pytest.approx(wanted, abs=5.1e-4)


def test_share_truly_in_the_top_at_its_ends_and_by_another_road() -> None:
    from scipy.stats import multivariate_normal, norm

    assert forms.share_truly_top(0.2, 0) == pytest.approx(0.2), "a rating of noise is a blind draw"
    assert forms.share_truly_top(0.2, 1) == pytest.approx(1.0)
    edge, r = norm.ppf(0.15), 0.45**0.5
    below = multivariate_normal(cov=[[1, r], [r, 1]]).cdf([edge, edge])
    assert forms.share_truly_top(0.15, 0.45) == pytest.approx(below / 0.15, rel=1e-6)


# Bad parameters.


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: forms.mmc(15, 5, 3), "'arrival_rate' pada mmc harus di bawah kapasitas semua loket"),
        (lambda: forms.mmc(0, 5, 3), "'arrival_rate' pada mmc harus bilangan di atas 0; diterima 0"),
        (lambda: forms.mmc(1, -5, 3), "'service_rate' pada mmc harus bilangan paling sedikit 0"),
        (lambda: forms.mmc(1, 5, 2.5), "'servers' pada mmc harus bilangan bulat antara 1"),
        (lambda: forms.mmc(1, 5, 0), "'servers' pada mmc harus bilangan bulat antara 1"),
        (lambda: forms.mmc(float("nan"), 5, 1), "'arrival_rate' pada mmc"),
        (lambda: forms.erlang_b(-1, 3), "'load' pada erlang_b"),
        (lambda: forms.erlang_c(3, 3), r"'load' pada erlang_c harus di bawah banyaknya loket \(3\)"),
        (lambda: forms.mg1(1, 1, 1), "'arrival_rate' pada mg1"),
        (lambda: forms.mg1(0.5, 1, -1), "'scv' pada mg1"),
        (lambda: forms.mmck(1, 1, 3, 2), "'room' pada mmck harus bilangan bulat antara 3"),
        (lambda: forms.dm1_wait(1, 1), "'arrival_rate' pada dm1_wait"),
        (lambda: forms.kingman_wait(1, 1, 0, 1), "'arrival_rate' pada kingman_wait"),
        (lambda: forms.implied_load(10, 9.99, 3), "'wait_with_one_more' pada implied_load"),
        (lambda: forms.mean_from_share_above(3, 1), "'share' pada mean_from_share_above"),
        (lambda: forms.bass_share(-1), "'time' pada bass_share"),
        (lambda: forms.bass_share(1, 0), "'p' pada bass_share"),
        (lambda: forms.bass_peak(0.03, -0.1), "'q' pada bass_peak"),
        (lambda: forms.spearman_brown(1.2, 3), "'reliability' pada spearman_brown"),
        (lambda: forms.spearman_brown(0.5, 0), "'raters' pada spearman_brown"),
        (lambda: forms.share_truly_top(0, 0.5), "'quota' pada share_truly_top"),
    ],
)
def test_a_bad_parameter_is_refused_in_a_sentence(call: object, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        call()  # type: ignore[operator]


def test_large_counters_do_not_overflow() -> None:
    desk = forms.mmc(4700, 1, 5000)
    assert 0 <= desk.empty < 1e-300
    assert 0 < desk.delayed < 1
    light = forms.mmc(0.5, 1, 3000)
    assert light.empty == pytest.approx(exp(-0.5))
    assert light.wait == pytest.approx(0, abs=1e-300)
    assert log(2) > forms.mmck(1, 2, 4, 2000).number > 0
