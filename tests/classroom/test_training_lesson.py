"""Lesson 06: the functions behind its tables, its panel and its checks."""

import numpy as np
import pandas as pd
import pytest

from simkinerja import classroom as kelas
from simkinerja.classroom.training_lesson import training_arms, two_years
from simkinerja.classroom.worlds import small_city
from simkinerja.simulate.compare import compare
from simkinerja.simulate.interventions import Training
from simkinerja.simulate.targets import lowest


@pytest.mark.parametrize(
    ("kind", "support", "month", "used", "half"),
    [
        ("teknis", 0.0, 0, 0.35, 11.0),
        ("teknis", 0.5, 11, 0.475, 11.0),
        ("teknis", 1.0, 20, 0.60, 11.0),
        ("antarpribadi", 0.0, 13, 0.35, 6.5),
    ],
)
def test_what_is_left_is_the_closed_form(
    kind: str, support: float, month: int, used: float, half: float
) -> None:
    case = pd.DataFrame({"jenis": [kind], "dukungan": [support], "bulan": [month]})
    expected = 0.6 * (used + (1 - used) * 0.5 ** (month / half))
    # officers' figures are in single precision
    assert kelas.skill_in_engine(case).sisa[0] == pytest.approx(expected, abs=1e-7)


def test_the_taught_are_of_the_lowest_by_the_score_that_the_office_saw() -> None:
    found = two_years(2)
    assert found.low.sum(axis=1).tolist() == [400, 400]
    assert not (found.taught & ~found.low).any()
    assert 150 < found.taught[0].sum() < 250, "by lot, about half"
    for r in range(2):
        assert found.before[r][found.low[r]].max() <= found.before[r][~found.low[r]].min()
    assert np.array_equal(found.trained[~found.taught], found.without[~found.taught]), "nobody else changes"
    assert (found.trained[found.taught] >= found.without[found.taught]).mean() > 0.99


def test_the_second_appraisal_meets_new_luck_and_keeps_the_boss() -> None:
    found = two_years(2)
    for before, after in zip(found.before, found.without, strict=True):
        assert 0.75 < np.corrcoef(before, after)[0, 1] < 0.95
        assert after.std() == pytest.approx(before.std(), rel=0.1)


def test_answers_of_designs_by_a_known_case() -> None:
    from simkinerja.classroom.training_lesson import TwoYears

    before = np.array([[10.0, 10.0, 50.0, 60.0]])
    without = before + np.array([4.0, 4.0, -2.0, -2.0])
    trained = without + np.array([3.0, 0.0, 0.0, 0.0])
    low = np.array([[True, True, False, False]])
    taught = np.array([[True, False, False, False]])
    found = TwoYears(before, without, trained, low, taught, np.zeros(4))
    assert found.answers()[:, 0].tolist() == [7.0, 9.0, 3.0, 3.0]


def test_the_table_and_the_spread_read_the_same_designs() -> None:
    people = kelas.two_appraisals()
    told = kelas.three_answers(people)["pengaruh (poin)"].to_numpy()
    assert told == pytest.approx(two_years(1).answers()[:, 0])
    assert people.kelompok.value_counts().sum() == small_city().n


def test_what_a_budget_buys_adds_up() -> None:
    table = kelas.budget_table(2).set_index("rencana")
    taught, cost = table["dilatih (orang)"], table["biaya (juta rupiah)"]
    assert (cost == 1.5 * taught).all(), "Rp1,5 juta seorang"
    assert taught["10 pelatih, Rp90 juta sebulan"] == 60 * 24
    assert taught["10 pelatih"] == small_city().n
    practice = table["praktik (SD)"]
    assert practice["idem, dukungan penuh"] > 1.15 * practice["10 pelatih, Rp90 juta sebulan"]


def test_pairing_is_held_against_the_unpaired_spread() -> None:
    table = kelas.pairing_table(12)
    removed = 1 - (table["nasib sama"] / table["nasib lain"]) ** 2
    told = table["derau hilang"].str.rstrip("%").str.replace(",", ".").astype(float) / 100
    assert told.to_numpy() == pytest.approx(removed.to_numpy(), abs=6e-4)


def test_every_choice_of_the_panel_computes() -> None:
    panel = kelas.panel_training()
    first = panel.result.effect("practice").difference
    panel.set(support=100)
    assert panel.result.effect("practice").difference > 1.15 * first
    for who in ("terendah", "undian", "semua"):
        panel.set(who=who, trainers=1, hours=5, skill="interpersonal")
        assert panel.error is None
        assert "Dilatih" in panel._picture.value
    assert "masih" in panel._picture.value, "one trainer: the line outlasts the run"
    panel.set(trainers=70)
    assert "Tidak ada antrean" in panel._picture.value


def test_the_line_of_the_panel_ends_when_it_says() -> None:
    panel = kelas.panel_training(trainers=10)
    waiting = panel.result.traces[1].city["waiting"].mean(axis=0)
    assert "giliran pada bulan ke-7" in panel._picture.value
    assert waiting[5] > 0 == waiting[6], "month 7 is the first without a line"


def test_the_arms_say_who_and_how() -> None:
    arms = training_arms(20, 100, "interpersonal", "terendah", 3)
    course = arms["pelatihan"][0]
    assert (course.skill, course.support, course.trainers) == ("interpersonal", 1.0, 3)
    assert course.to == lowest(0.2, "score", "city")
    same = compare(small_city(), {"a": [], "b": [Training(strength=0.0)]}, months=2, replications=1, seed=1)
    assert same.effect("practice").difference == 0.0


def test_checks_know_the_usual_slips() -> None:
    assert kelas.check_skill_left(0.31).ok
    assert "memudar. Bagian" in kelas.check_skill_left(0.15).message
    assert "hanya bagian yang dipakai" in kelas.check_skill_left(0.21).message
    assert "waktu paruh teknis" in kelas.check_skill_left(0.38).message
    assert "Tambahkan" in kelas.check_skill_left(0.0975).message
    assert "Kalikan" in kelas.check_skill_left(0.51).message
    people = kelas.two_appraisals()
    told = dict(zip(*kelas.three_answers(people)[["cara", "pengaruh (poin)"]].T.to_numpy(), strict=True))
    assert kelas.check_lottery(round(told["dibanding yang kalah undian"], 1), people).ok
    rounded = people.groupby("kelompok").mean().round(1)
    change = rounded["nilai tahun 2"] - rounded["nilai tahun 1"]
    assert kelas.check_lottery(round(change["dilatih"] - change["kalah undian"], 1), people).ok, "as shown"
    assert "sebelum dan sesudah" in kelas.check_lottery(told["sebelum dan sesudah"], people).message
    assert "bukan pembanding" in kelas.check_lottery(told["dibanding pegawai lain"], people).message
    assert "terbalik" in kelas.check_lottery(-told["dibanding yang kalah undian"], people).message
    assert kelas.check_queue_months(7, 400, 2).ok
    assert "6 bulan baru 360 orang" in kelas.check_queue_months(6, 400, 2).message
    assert "tidak penuh" in kelas.check_queue_months(6.67, 400, 2).message
    assert "satu pelatih saja" in kelas.check_queue_months(14, 400, 2).message
    assert "bukan satu" in kelas.check_queue_months(200, 400, 2).message
    assert "tempat sebulan" in kelas.check_queue_months(60, 400, 2).message
    assert kelas.check_queue_months(..., 400, 2).state == "kosong"
