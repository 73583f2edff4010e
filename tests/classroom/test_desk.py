"""The service desk of lesson 12: figures that fit the queue, checks that know the usual slips."""

import numpy as np
import pandas as pd
import pytest

from simkinerja import classroom as kelas
from simkinerja.classroom.answers_desk import equal_minutes
from simkinerja.classroom.desk import compute_desk, desk_formula, desk_wait
from simkinerja.simulate.queue import serve
from simkinerja.simulate.queue_draws import Profile, Times, draw_day


def test_the_days_are_those_of_the_queue() -> None:
    found = compute_desk(13, 12, 3, 100, 5, 15, days=20)
    people = draw_day(12, 20, Profile.flat(13, 300), Times("exponential", 12))
    for k, windows in enumerate((3, 4)):
        done = serve(people, windows)
        assert found.mean[k] == pytest.approx(done.mean_wait)
        whole = (np.nan_to_num(found.wait[k]) * found.count).sum(axis=1)
        assert whole == pytest.approx(np.nansum(done.wait, axis=1)), "half hours add up to the day"
        quick = (done.wait[people.present] <= 15).mean()
        assert found.of_people(found.within)[k] == pytest.approx(quick)
        assert found.overtime[k] == pytest.approx(np.maximum(done.last_departure - 300, 0))
    assert found.count.sum() == people.present.sum()


def test_one_window_more_never_hurts_the_same_days() -> None:
    for spread in (0, 50, 100, 200):
        found = compute_desk(13, 12, 3, spread, 5, 15, days=40)
        assert (found.mean[1] <= found.mean[0]).all()
        assert (found.within[1] >= found.within[0]).all()


def test_five_days_are_the_first_of_fifty_and_parts_join_to_the_whole() -> None:
    whole = compute_desk(13, 12, 3, 50, 5, 15, days=12)
    parts = [compute_desk(13, 12, 3, 50, 5, 15, days=n, first=k) for k, n in ((0, 5), (5, 5), (10, 2))]
    joined = parts[0].joined(parts[1]).joined(parts[2])
    assert joined.days == 12
    for name in ("wait", "count", "within", "mean", "overtime"):
        assert np.array_equal(getattr(joined, name), getattr(whole, name), equal_nan=True), name


def test_more_even_services_wait_less_and_a_long_day_comes_to_the_formula() -> None:
    means = [compute_desk(13, 12, 3, spread, 5, 15, days=300) for spread in (0, 50, 100, 200)]
    waits = [float(one.of_people(one.mean)[0]) for one in means]
    assert waits == sorted(waits)
    short, long = (compute_desk(13, 12, 3, 100, hours, 15, days=200) for hours in (5, 200))
    formula = desk_wait(13, 12, 3)
    assert short.of_people(short.mean)[0] < 0.65 * formula
    assert long.of_people(long.mean)[0] == pytest.approx(formula, rel=0.1)


def test_days_on_which_nobody_comes_are_no_fault() -> None:
    found = compute_desk(1, 5, 1, 100, 1, 15, days=30)
    empty = found.count.sum(axis=1) == 0
    assert empty.any()
    assert np.isnan(found.mean[:, empty]).all()
    assert np.isfinite(found.of_people(found.within)).all()


def test_the_formula_of_the_table() -> None:
    load, delayed, wait, long = desk_formula(12.99, 12, 3)
    assert (load, wait) == pytest.approx((0.866, 22.619), abs=5e-4)
    assert wait == pytest.approx(delayed * 12 / (3 * (1 - load))), "as the lesson writes it"
    assert long == pytest.approx(0.458, abs=5e-4)
    assert desk_formula(15, 12, 3) == (1.0, 1.0, np.inf, 1.0)
    table = kelas.desk_table(12.99, 12, [3, 4, 5])
    assert list(table.columns) == ["loket", "beban", "antre", "tunggu (menit)", "lewat 15 menit"]


def test_published_figures() -> None:
    table = kelas.published_desks()
    assert table["tunggu (menit)"].dropna().tolist() == [22.38, 37.01, 4.20]
    assert "11,3 orang sejam, 14,3 menit" in table.keterangan[1]


def test_people_by_hand() -> None:
    three = pd.DataFrame({"datang": [0, 5, 9], "layanan": [10, 12, 8]})
    assert kelas.serve_table(three, 1).selesai.tolist() == [10, 22, 30]
    assert kelas.serve_table(three, 2).mulai.tolist() == [0, 5, 10]


def test_fewest_windows() -> None:
    assert kelas.check_fewest_windows(2, 20, 5).ok
    assert "1,67; antreannya tumbuh" in kelas.check_fewest_windows(1, 20, 5).message
    assert "bulatkan ke atas" in kelas.check_fewest_windows(1.67, 20, 5).message
    assert "bukan yang paling sedikit" in kelas.check_fewest_windows(3, 20, 5).message
    assert "lalu bagi 60" in kelas.check_fewest_windows(4, 20, 5).message
    assert "dilayani satu loket sejam" in kelas.check_fewest_windows(12, 20, 5).message
    assert kelas.check_fewest_windows(3, 24, 5).ok, "a load of exactly one grows too"
    assert kelas.check_fewest_windows(..., 20, 5).state == "kosong"


def test_minutes_that_do_as_much_as_a_window() -> None:
    right = equal_minutes(12.99, 12, 3)
    assert desk_wait(12.99, right, 3) == pytest.approx(desk_wait(12.99, 12, 4))
    assert kelas.check_equal_minutes(8.7, 12.99, 12, 3).ok
    assert "Kapasitasnya memang sama" in kelas.check_equal_minutes(9, 12.99, 12, 3).message
    assert "masih 3,6 menit" in kelas.check_equal_minutes(9, 12.99, 12, 3).message
    assert "menit yang dihemat" in kelas.check_equal_minutes(3.3, 12.99, 12, 3).message
    assert "Itu tunggunya" in kelas.check_equal_minutes(3.03, 12.99, 12, 3).message
    assert "terlalu besar" in kelas.check_equal_minutes(10.5, 12.99, 12, 3).message


def test_mean_behind_a_standard() -> None:
    assert kelas.check_mean_days(3.27).ok
    assert kelas.check_mean_days(3 / 0.916).ok
    wrong = {-3.27: "tandanya", 2.75: "dikalikan", 5.87: "60%", 3: "37%", 4.2: "menambahkan", 5: "membagi"}
    for answer, words in wrong.items():
        assert words in kelas.check_mean_days(answer).message, answer


def test_the_spread_over_days_and_months() -> None:
    page = kelas.spread_of_desk(13, 12, 3, hours=5, months=6)
    assert "126 hari yang sama, dengan 3 dan 4 loket" in page.text
    assert page.html.count("<img") == 1
    ends = [
        tuple(float(x.replace(",", ".")) for x in part.split(" menit")[0].split()[-3::2])
        for part in page.text.split(". ", 1)[1].split("; ")[:4]
    ]
    assert all(low < high for low, high in ends)
    day, month = ends[0], ends[1]
    assert day[0] < month[0] < month[1] < day[1], "a month's mean varies less than a day"
