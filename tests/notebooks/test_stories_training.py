"""What lessons 06 and 07 say in words holds in the data they show."""

from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from simkinerja import classroom as kelas
from simkinerja.classroom.monitoring_lesson import BASE, one_office, watching
from simkinerja.classroom.training_lesson import training_arms, two_years
from simkinerja.classroom.worlds import small_city
from simkinerja.simulate.compare import compare
from simkinerja.simulate.parameters import Parameters

FOLDER = Path(__file__).parents[2] / "notebooks" / "sumber"


@cache
def prose(stem: str) -> str:
    """The lesson's source as one line of words."""
    text = (FOLDER / f"{stem}.py").read_text(encoding="utf-8")
    return " ".join(text.replace("\n#   ", " ").replace("\n# ", " ").split())


def told(stem: str, words: str) -> None:
    assert words in prose(stem), words


def test_06_the_report_of_the_scene() -> None:
    people = kelas.two_appraisals()
    told("06_pelatihan", "hampir 200 pegawai dengan nilai terendah")
    told("06_pelatihan", "Dari 400 pegawai dengan nilai terendah, separuh")
    count = people.kelompok.value_counts()
    assert 185 <= count["dilatih"] < 200
    assert count["dilatih"] + count["kalah undian"] == 400
    mean = people.groupby("kelompok").mean()
    change = mean["nilai tahun 2"] - mean["nilai tahun 1"]
    told("06_pelatihan", "**naik hampir tiga poin**")
    assert 2.4 <= change["dilatih"] < 3.0
    told("06_pelatihan", "Nilai mereka pada tahun pertama serendah yang dilatih")
    assert abs(mean["nilai tahun 1"]["dilatih"] - mean["nilai tahun 1"]["kalah undian"]) < 0.5
    assert change["kalah undian"] > 1.0, "naik juga bila tidak dilatih"
    told("06_pelatihan", "nilai mereka yang semula tinggi turun sedikit")
    assert -1.0 < change["lainnya"] < -0.2


def test_06_the_trap_in_numbers() -> None:
    naive, others, lottery, truth = kelas.three_answers(kelas.two_appraisals())["pengaruh (poin)"]
    told("06_pelatihan", "lebih dari dua kali kebenarannya")
    assert naive > 2 * truth > 0
    told("06_pelatihan", "malah lebih buruk")
    assert others > naive
    assert abs(lottery - truth) < 0.5 < naive - truth, "jujur, walaupun tidak tepat"


def test_06_forty_years() -> None:
    found = two_years(40).answers()
    naive, others, lottery, truth = found
    told("06_pelatihan", "garis pertama tidak pernah menyentuh kebenaran")
    assert naive.min() > truth.max()
    assert (others > naive).all()
    told("06_pelatihan", "garis ketiga lebar, tetapi berpusat di tempat yang benar")
    assert abs((lottery - truth).mean()) < 0.15
    assert np.std(lottery) > 4 * np.std(truth)


def test_06_many_of_the_lowest_are_unlucky_and_not_the_weakest() -> None:
    found = two_years(5)
    weakest = found.practice <= np.quantile(found.practice, 0.2)
    caught = np.mean([weakest[low].mean() for low in found.low])
    told("06_pelatihan", "banyak yang *kurang beruntung*, bukan kurang mampu")
    assert 0.4 < caught < 0.65


def test_06_by_hand() -> None:
    p = Parameters.default()
    told("06_pelatihan", "dipakai = pd.Series([0.35, 0.60, 0.35])")
    told("06_pelatihan", "paruh = pd.Series([11, 11, 6.5])")
    known = [p["training.transfer_unsupported"], p["training.transfer_supported"]]
    halves = [p["skill.half_life_technical"], p["skill.half_life_interpersonal"]]
    assert (known, halves, p["training.gain"]) == ([0.35, 0.6], [11.0, 6.5], 0.6)
    told("06_pelatihan", "hampir empat perlima masih ada sesudah setahun")
    assert 0.77 < 0.6 + 0.4 * 0.5 ** (12 / 11) < 0.8


def test_06_what_a_budget_buys() -> None:
    table = kelas.budget_table().set_index("rencana")
    practice, taught = table["praktik (SD)"], table["dilatih (orang)"]
    told("06_pelatihan", "60 orang sebulan, dan sesudah dua tahun antreannya belum habis")
    assert taught.iloc[1] == 24 * 60 < 2000
    told("06_pelatihan", "Sepuluh pelatih dapat melatih 2.000 pegawai dalam tujuh bulan")
    assert 6 * 300 < taught.iloc[0] == 2000 <= 7 * 300
    assert practice.iloc[2] > 1.2 * practice.iloc[1], "uang yang sama, dengan dukungan"
    assert table["biaya (juta rupiah)"].iloc[2] == table["biaya (juta rupiah)"].iloc[1]


def test_06_the_same_luck_removes_most_of_the_noise() -> None:
    table = kelas.pairing_table()
    assert (table["nasib lain"] > 1.8 * table["nasib sama"]).all()


def test_06_what_there_is_to_try() -> None:
    usual = (20, 40, "technical", "semua", 10)
    tries = {
        "diam": (20, 0, *usual[2:]),
        "didukung": (20, 100, *usual[2:]),
        "biasa": usual,
        "lebih lama": (30, *usual[1:]),
        "terendah": (20, 40, "technical", "terendah", 10),
        "undian": (20, 40, "technical", "undian", 10),
    }
    arms = {name: training_arms(*given)["pelatihan"] for name, given in tries.items()}
    found = compare(small_city(), {"tanpa": [], **arms}, months=24, replications=5, seed=7)
    gain = {name: found.effect("practice", name).difference for name in tries}
    assert gain["didukung"] > 1.4 * gain["diam"]
    assert gain["didukung"] > 1.15 * gain["biasa"]
    assert gain["lebih lama"] > 1.15 * gain["biasa"]
    told("06_pelatihan", "Praktiknya hampir sama")
    assert gain["terendah"] == pytest.approx(gain["undian"], rel=0.15)


def test_07_insiders_at_first_as_good_and_later_nothing() -> None:
    arms = {"oto": [watching(1.0, True)], "dalam": [watching(1.0, False)], "catat": [watching(0.0, True)]}
    found = compare(
        small_city(), {"tanpa": [], **arms}, months=24, replications=5, seed=7, parameters=dict(BASE)
    )
    base, auto, inside, record = (
        100 * found.series("presence", name).mean(axis=0) for name in ("tanpa", "oto", "dalam", "catat")
    )
    told("07_pemantauan", "hanya 60% hari kerja dihadiri")
    assert base == pytest.approx(60, abs=1)
    told("07_pemantauan", "kira-kira 20 poin persen pada bulan pertama")
    assert 17 <= inside[0] - base[0] <= 23
    told("07_pemantauan", "Pada bulan pertama kedua garis berimpit")
    assert abs(auto[0] - inside[0]) < 1.5
    assert inside[5] - base[5] > 10, "Enam bulan pertama hasilnya bagus"
    told("07_pemantauan", "pada bulan ke-18 hampir tidak ada yang tersisa")
    assert abs(inside[18] - base[18]) < 2
    assert auto[18] - base[18] > 15
    assert np.abs(record - base).max() < 1


def test_07_four_consequences() -> None:
    table = kelas.consequence_table()
    present, stress, drive = (table[name].to_numpy() for name in ("hadir (poin)", "stres", "motivasi"))
    told("07_pemantauan", "Baris pertama: kehadirannya tetap, stresnya naik")
    assert abs(present[0]) < 1
    assert stress[0] > 0.05
    assert drive[0] == pytest.approx(0, abs=0.01)
    told("07_pemantauan", "Baris terakhir: kehadirannya naik paling banyak, dan motivasinya turun paling")
    assert (np.diff(present) > 0).all()
    assert present[-1] > 15
    assert (np.diff(drive) < 0).all()


def test_07_reported_and_true() -> None:
    table = kelas.reported_table()
    said, true = table.dilaporkan.to_numpy(), table.benar.to_numpy()
    told("07_pemantauan", "hampir semua *tampak* tepat waktu, padahal layanannya tetap")
    usual = compare(small_city(), {"tanpa": []}, months=24, replications=5, seed=7)
    assert said[0] > 92
    assert true[0] == pytest.approx(100 * usual.levels("on_time_share", "tanpa").mean(), abs=2)
    told("07_pemantauan", "menurunkan angka yang dilaporkan dan menaikkan yang benar")
    assert (np.diff(said) < 0).all()
    assert (np.diff(true) > 0).all()
    assert table.selisih.iloc[3] < 0.2 * table.selisih.iloc[0], "20%: sebagian besar laporan palsu hilang"
    assert Parameters.default()["padding.target"] == 0.98, "98% tepat waktu"


def test_07_tone() -> None:
    table = kelas.tone_table().set_index("nada")
    harmed = table.turun.str.rstrip("%").astype(float)
    told("07_pemantauan", "juga dengan nada netral kira-kira sepertiga pegawai motivasinya turun")
    assert 28 <= harmed["netral"] <= 40
    assert harmed["membina"] < harmed["netral"] < harmed["menekan"]
    told("07_pemantauan", "Nada yang menekan membuat rata-ratanya pun hilang")
    assert table.motivasi["netral"] > 0.3
    assert abs(table.motivasi["menekan"]) < 0.15


def test_07_one_office_may_say_anything() -> None:
    told("07_pemantauan", "kelas.spread_of_one_office(60)")
    seen, true = one_office(60)["catat saja"]
    assert np.quantile(seen, 0.05) < -10 < 10 < np.quantile(seen, 0.95)
    assert np.abs(np.quantile(true, [0.05, 0.95])).max() < 5
    assert 0.08 < (seen > 5).mean() < 0.45
    seen, true = one_office(60)["tunjangan ikut catatan"]
    assert true.mean() > 10


def test_07_what_there_is_to_try() -> None:
    told("07_pemantauan", "kelas.panel_monitoring(consequence=1, automatic=0, self_report=1, audit=0)")
    panel = kelas.panel_monitoring(consequence=1, automatic=0, self_report=1, audit=0)
    told("07_pemantauan", "Kehadiran semula di kota ini sekitar 90%")
    assert panel.result.levels("presence", "tanpa").mean() == pytest.approx(0.9, abs=0.02)
    panel.set(automatic=1)
    true, said = (panel.result.effect(n).difference for n in ("on_time_share", "recorded_on_time_share"))
    assert said > true + 0.1, "yang dilaporkan naik lebih banyak"
    panel.set(audit=20)
    true_checked = panel.result.effect("on_time_share").difference
    assert true_checked > true + 0.05
    panel.set(consequence=0.0, audit=0, tone="tanpa")
    none = panel.result.effect("on_time_share").difference
    assert panel.result.effect("stress").difference > 0.05
    panel.set(tone="developmental")
    assert panel.result.effect("on_time_share").difference > none + 0.05
    panel.set(tone="controlling")
    assert panel.result.effect("on_time_share").difference < none + 0.02


def test_07_by_hand() -> None:
    cases = pd.DataFrame({"konsekuensi": [0.0, 0.8, 0.8], "otomatis": [True, False, True], "bulan": 9})
    assert kelas.pull_in_engine(cases).tarikan.round(2).tolist() == [0.0, 0.3, 0.8]
    told("07_pemantauan", "kalikan dengan dirinya sendiri: 1,74")
    assert abs((12 / 9.1) ** 2 - 1.74) < 0.005
    assert round(100 * kelas.left_at(18)) == 2
