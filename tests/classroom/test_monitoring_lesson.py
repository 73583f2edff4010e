"""Lesson 07: the functions behind its tables, its panel and its checks."""

import numpy as np
import pandas as pd
import pytest

from simkinerja import classroom as kelas
from simkinerja.classroom.monitoring_lesson import LEVELS, monitoring_arms, one_office, watching
from simkinerja.simulate.parameters import Parameters


@pytest.mark.parametrize("month", [0, 1, 9, 18])
def test_the_pull_of_the_engine_is_the_formula(month: int) -> None:
    cases = pd.DataFrame({"konsekuensi": [0.0, 0.8, 0.8], "otomatis": [True, False, True], "bulan": month})
    felt = kelas.pull_in_engine(cases).tarikan.tolist()
    # officers' figures are in single precision
    assert felt == pytest.approx([0.0, 0.8 * np.exp(-((month / 9.1) ** 2)), 0.8], abs=2e-7)


def test_what_insiders_leave_is_that_of_the_engine() -> None:
    assert kelas.left_at(0) == 1.0
    assert kelas.left_at(9.1) == pytest.approx(np.exp(-1))
    assert kelas.left_at(18) < 0.021


def test_a_channel_without_self_report_cannot_be_inflated() -> None:
    assert watching(1.0, True).ease_of_inflation == 0.0
    assert watching(1.0, True, self_report=1.0).ease_of_inflation == 1.0
    arms = monitoring_arms(0.15, 1, 0, 50, "controlling")
    channel, talk = arms["pemantauan"]
    assert (channel.consequence, channel.automatic, channel.audit) == (0.15, True, 0.5)
    assert channel.tone == talk.tone == "controlling"
    assert len(monitoring_arms(0.0, 1, 0, 0, "tanpa")["pemantauan"]) == 1


def test_tables_have_a_row_for_each_choice() -> None:
    table = kelas.consequence_table(2)
    assert table.konsekuensi.tolist() == [name for name, _ in LEVELS]
    said = kelas.reported_table(2)
    assert said.selisih.to_numpy() == pytest.approx((said.dilaporkan - said.benar).to_numpy())
    assert said.diperiksa.tolist() == ["0%", "5%", "10%", "20%", "50%"]
    assert kelas.tone_table(2).nada.tolist() == ["membina", "netral", "menekan"]


def test_every_choice_of_the_panel_computes() -> None:
    panel = kelas.panel_monitoring()
    assert panel.result.effect("recorded_on_time_share").difference == pytest.approx(
        panel.result.effect("on_time_share").difference
    ), "a machine reports what is"
    for level in (0.15, 0.8, 1.0):
        for automatic in (0, 1):
            panel.set(consequence=level, automatic=automatic)
            assert panel.error is None
    for tone in ("developmental", "neutral", "controlling", "tanpa"):
        panel.set(tone=tone)
        assert panel.error is None
    panel.set(self_report=1, audit=0)
    said, true = (
        panel.result.levels(name, "pemantauan").mean() for name in ("recorded_on_time_share", "on_time_share")
    )
    assert said - true > 0.1
    panel.set(audit=100)
    assert "dilaporkan" in panel._picture.value
    found = panel.result
    assert found.levels("recorded_on_time_share", "pemantauan") == pytest.approx(
        found.levels("on_time_share", "pemantauan"), abs=0.005
    )


def test_one_office_before_its_monitoring_is_the_same_in_all_worlds() -> None:
    runs = one_office(20)
    seen, true = runs["catat saja"]
    assert seen.shape == true.shape == (20,)
    assert np.abs(true).max() < 0.5 * np.abs(seen).max()


def test_checks_know_the_usual_slips() -> None:
    life = float(Parameters.default()["enforcement.life"])
    assert life == 9.1, "the prose prints it"
    assert kelas.check_enforced(18).ok
    for answer, words in [
        (0.18, "Kalikan 100"),
        (26.7, "Kuadratkan"),
        (82, "sudah hilang"),
        (100, "otomatis"),
        (33.3, "tidak lurus"),
        (40.1, "bukan waktu paruh"),
    ]:
        assert words in kelas.check_enforced(answer).message, answer
    assert kelas.check_reported(80.8).ok
    for answer, words in [
        (19, "sebelum diperiksa"),
        (3.8, "Tambahkan"),
        (92.2, "bukan 20%"),
        (76.8, "bukan semua laporan"),
        (77, "seperlima masih ada"),
    ]:
        assert words in kelas.check_reported(answer).message, answer
    assert kelas.check_what_lasts(" c ").ok
    for answer, words in [("A", "tanpa akibat"), ("b", "bulan ke-18"), ("D", "laporan hasil kerja")]:
        assert words in kelas.check_what_lasts(answer).message
    assert "Pilihannya" in kelas.check_what_lasts("E").message
