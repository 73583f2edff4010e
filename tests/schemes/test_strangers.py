"""Schemes as strangers write them, from public knowledge: the right numbers, or a sentence to act on."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from simkinerja.errors import Problem
from simkinerja.schemes.model import Scheme
from simkinerja.schemes.read import load_scheme, scan_scheme
from simkinerja.schemes.write import save_scheme
from simkinerja.scoring.score import Score, score

HDI = """\
code: hdi
title: Human Development Index (UNDP)
indicators:
  - {code: health, label: Umur panjang dan sehat}
  - {code: knowledge, label: Pengetahuan}
  - {code: living, label: Standar hidup layak}
  - {code: le, label: Harapan hidup, parent: health, normalise: {method: goalpost, low: 20, high: 85}}
  - {code: eys, label: Harapan sekolah, parent: knowledge, normalise: {method: goalpost, low: 0, high: 18}}
  - {code: mys, label: Lama sekolah, parent: knowledge, normalise: {method: goalpost, low: 0, high: 15}}
  - {code: income, label: PNB, parent: living, normalise: {method: goalpost, low: 4.60517, high: 11.225243}}
rules:
  aggregate: {method: geometric, within: weighted_mean}
  bands:
    - {code: sangat_tinggi, label: Sangat tinggi, lower: 80}
    - {code: tinggi, label: Tinggi, lower: 70}
    - {code: sedang, label: Sedang, lower: 55}
    - {code: rendah, label: Rendah}
"""
# Human Development Report 2021/22, Table 1: life expectancy, expected and mean years of schooling, GNI, index
PUBLISHED = {
    "Switzerland": (84.0, 16.5, 13.9, 66933, 0.962, "Sangat tinggi"),
    "Norway": (83.2, 18.2, 13.0, 64660, 0.961, "Sangat tinggi"),
    "Brazil": (72.8, 15.6, 8.1, 14370, 0.754, "Tinggi"),
    "Indonesia": (67.6, 13.7, 8.6, 11466, 0.705, "Tinggi"),
    "Niger": (61.6, 7.0, 2.1, 1240, 0.400, "Rendah"),
}


def saved(text: str, folder: Path) -> Path:
    path = folder / "s.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def scored(text: str, folder: Path, rows: dict[str, list[Any]]) -> Score:
    return score(pd.DataFrame(rows), load_scheme(saved(text, folder)))


def faults(text: str, folder: Path) -> dict[str, Problem]:
    _, problems = scan_scheme(saved(text, folder))
    return {str(one.place.field): one for one in problems}


def test_published_human_development_index(tmp_path: Path) -> None:
    table = pd.DataFrame(
        [
            {"le": le, "eys": eys, "mys": mys, "income": math.log(gni)}
            for le, eys, mys, gni, *_ in PUBLISHED.values()
        ]
    )
    scheme = load_scheme(saved(HDI, tmp_path))
    assert load_scheme(save_scheme(scheme, tmp_path / "s.xlsx")) == scheme
    done = score(table, scheme)
    assert done.total.values / 100 == pytest.approx([row[4] for row in PUBLISHED.values()], abs=0.0011)
    assert done.labels == tuple(row[5] for row in PUBLISHED.values())


def test_a_weighted_mean_has_no_other_way_inside(tmp_path: Path) -> None:
    found = faults(HDI.replace("method: geometric, within: weighted_mean", "within: geometric"), tmp_path)
    assert found["rules.aggregate.within"].code == "scheme_within"


def test_composite_index_by_hand(tmp_path: Path) -> None:
    text = """
code: komposit
title: Min-max dan geometrik
indicators:
  - {code: pdb, label: PDB}
  - {code: ganggur, label: Pengangguran, direction: turun}
  - {code: sekolah, label: Pendidikan, weight: 2}
rules: {normalise: {method: min_max, floor: 1}, aggregate: {method: geometric}}
"""
    done = scored(text, tmp_path, {"pdb": [10, 20, 30], "ganggur": [5, 7, 3], "sekolah": [50, 60, 90]})
    # points by hand: pdb 1, 50, 100; ganggur 50, 1, 100; sekolah 1, 25, 100; fourth root of the product
    assert done.total.values == pytest.approx([50**0.25, (50 * 25 * 25) ** 0.25, 100])


def test_teacher_appraisal_in_words(tmp_path: Path) -> None:
    text = """
code: pkg_guru
title: PKG guru
indicators:
  - {code: pedagogik, label: Pedagogik, weight: 7}
  - {code: kepribadian, label: Kepribadian, weight: 3}
  - {code: sosial, label: Sosial, weight: 2}
  - {code: profesional, label: Profesional, weight: 2}
rules:
  normalise:
    method: category
    categories:
      - {label: Amat Baik, points: 4}
      - {label: Baik, points: 3}
      - {label: Cukup, points: 2}
      - {label: Kurang, points: 1}
  bands:
    - {code: baik, label: Baik, lower: 3.04, upper: 4}
    - {code: cukup, label: Cukup, lower: 2.44, upper: 3.03}
    - {code: kurang, label: Kurang, upper: 2.43}
"""
    rows = {
        "pedagogik": ["Amat Baik", "baik", 2],
        "kepribadian": ["Cukup", "Baik", "KURANG"],
        "sosial": ["Kurang", "BAIK", 1],
        "profesional": ["Baik", "Amat baik", "1"],
    }
    done = scored(text, tmp_path, rows)
    assert done.total.values == pytest.approx([42 / 14, 44 / 14, 21 / 14])
    assert done.labels == ("Cukup", "Baik", "Kurang")


LOKET = """\
code: loket
title: Loket
indicators:
  - code: surat
    label: Surat selesai
    weight: 30
    target: 95
  - code: aduan
    label: Pengaduan
    direction: turun
    weight: 70
    target: 4
rules:
  bands:
    - {code: baik, label: Baik, lower: 80}
    - {code: kurang, label: Kurang}
"""
SLIPS = {
    "30 %": ("weight: 30", "weight: 30%", "weight", "Tulis 30 atau 0.3"),
    "comma": ("target: 95", "target: '95,5'", "target", "Tulis 95.5"),
    "thousands": ("target: 95", "target: 1.250.000", "target", "Tulis 1250000"),
    "rupiah": ("target: 95", "target: Rp 1.250.000", "target", "Tulis 1250000"),
    "6.000": ("target: 95", "target: 6.000", "target", "Tulis 6 atau 6000"),
    "'6.000'": ("target: 95", "target: '6.000'", "target", "Tulis 6 atau 6000"),
    "012": ("weight: 30", "weight: 012", "weight", "Tulis 10 atau 12"),
    "weight forgotten": ("    weight: 30\n", "", "weight", "berbobot 70"),
}


@pytest.mark.parametrize("name", sorted(SLIPS))
def test_numbers_as_people_type_them(name: str, tmp_path: Path) -> None:
    old, new, field, advice = SLIPS[name]
    found = faults(LOKET.replace(old, new, 1), tmp_path)
    assert list(found) == [f"indicators.surat.{field}"]
    assert advice in found[f"indicators.surat.{field}"].sentence


def test_numbers_that_mean_one_thing_are_read(tmp_path: Path) -> None:
    text = LOKET.replace("target: 95", "target: 1.125").replace("weight: 30", "weight: '30'")
    one = load_scheme(saved(text, tmp_path)).indicator("surat")
    assert (one.target, one.weight) == (1.125, 30.0)


def test_small_whole_weights_may_leave_ones_out(tmp_path: Path) -> None:
    text = LOKET.replace("    weight: 30\n", "").replace("weight: 70", "weight: 2")
    assert [one.weight for one in load_scheme(saved(text, tmp_path)).indicators] == [1.0, 2.0]


def test_no_complaint_at_all_is_no_target(tmp_path: Path) -> None:
    found = faults(LOKET.replace("target: 4", "target: 0"), tmp_path)
    assert found["indicators.aduan.target"].code == "scheme_target_zero"
    assert "goalpost" in found["indicators.aduan.target"].sentence


def test_a_target_in_another_unit(tmp_path: Path) -> None:
    found = faults(LOKET.replace("target: 95", "target: 95\n    highest: 1"), tmp_path)
    assert found["indicators.surat.target"].code == "scheme_target_range"
    assert "tertinggi 1" in found["indicators.surat.target"].sentence
    assert faults(LOKET.replace("target: 95", "target: 95\n    lowest: 0\n    highest: 95"), tmp_path) == {}
    a_year = LOKET.replace("target: 95", "target: 250\n    highest: 23\n    months: sum")
    assert faults(a_year, tmp_path) == {}


@pytest.mark.parametrize(
    ("old", "new", "field", "hint"),
    [
        ("direction: turun", "direction: Turun", "indicators.aduan.direction", "Tulis 'turun'"),
        ("rules:\n", "rules:\n  missing: Tabel ditolak\n", "rules.missing", "Tulis 'stop'"),
        (
            "rules:\n",
            "rules:\n  aggregate: {method: non-compensatory}\n",
            "rules.aggregate.method",
            "Tulis 'non_compensatory'",
        ),
    ],
)
def test_keywords_in_other_letters(old: str, new: str, field: str, hint: str, tmp_path: Path) -> None:
    found = faults(LOKET.replace(old, new, 1), tmp_path)
    assert list(found) == [field]
    assert hint in found[field].sentence


def test_all_items_wrong_is_not_an_empty_list(tmp_path: Path) -> None:
    found = faults(LOKET.replace("weight: 30", "weight: x").replace("weight: 70", "weight: y"), tmp_path)
    assert sorted(found) == ["indicators.aduan.weight", "indicators.surat.weight"]


def test_no_fault_follows_from_a_border_that_does_not_fit(tmp_path: Path) -> None:
    found = faults(LOKET.replace("lower: 80", "lower: '>80'"), tmp_path)
    assert list(found) == ["rules.bands.baik.lower"]


def test_two_faults_of_one_indicator_are_told_at_once(tmp_path: Path) -> None:
    text = LOKET.replace("direction: turun", "direction: ke bawah\n    parent: tidak_ada")
    assert sorted(faults(text, tmp_path)) == ["indicators.aduan.direction", "indicators.aduan.parent"]


def test_a_full_payment_is_a_hundred(tmp_path: Path) -> None:
    text = LOKET + "consequence: {kind: tpp, share: 0.6, cap: 1}\n"
    assert "Tulis 100" in faults(text, tmp_path)["consequence.cap"].sentence
    text = LOKET.replace("lower: 80}", "lower: 80, pay: 1}").replace("Kurang}", "Kurang, pay: 0.8}")
    found = faults(text + "consequence: {kind: tpp, share: 0.6, payment: band}\n", tmp_path)
    assert list(found) == ["rules.bands.baik.pay"]


# -- on a sheet --------------------------------------------------------------------------------------

Rows = list[list[Any]]
TOP: Rows = [["KPI RUMAH SAKIT"], [], ["KODE SKEMA", "kpi"], ["JUDUL", "KPI RSUD 2025"], []]


def sheet(rows: Rows, folder: Path, name: str = "KPI 2025") -> Path:
    book = openpyxl.Workbook()
    book.active.title = name
    for row in rows:
        book.active.append(row)
    path = folder / "s.xlsx"
    book.save(path)
    return path


def read(rows: Rows, folder: Path) -> tuple[Scheme | None, list[str]]:
    scheme, problems = scan_scheme(sheet(rows, folder))
    return scheme, [one.sentence for one in problems]


def test_a_sheet_as_an_office_keeps_it(tmp_path: Path) -> None:
    rows = [
        *TOP,
        ["NO", "KODE", "INDIKATOR KINERJA", "SATUAN", "ARAH", "BOBOT (%)", "TARGET", "KETERANGAN"],
        [1, "BOR", "Bed Occupancy Rate", "%", "NAIK", "30", "75,0", "Kemenkes"],
        [],
        [2, "Waktu Tunggu", "Waktu tunggu rawat jalan", "menit", "Turun", "70", "60", None],
        [None, None, "JUMLAH", None, None, "100"],
        [],
        ["KODE PREDIKAT", "PREDIKAT"],
        ["A", "Baik"],
    ]
    scheme, problems = read(rows, tmp_path)
    assert (scheme is not None, problems) == (True, [])
    assert scheme is not None
    assert [(one.code, one.direction, one.weight, one.target) for one in scheme.indicators] == [
        ("bor", "naik", 30.0, 75.0),
        ("waktu_tunggu", "turun", 70.0, 60.0),
    ]
    assert scheme.indicators[0].note == "Kemenkes"
    assert [band.label for band in scheme.rules.bands] == ["Baik"]


HEAD = ["Kode", "Nama indikator", "Bobot", "Sasaran"]


@pytest.mark.parametrize(
    ("cell", "want"),
    [("6.000", "Tulis 6 atau 6000"), ("25 %", "Tulis 25 atau 0,25"), ("-", "harus satu bilangan")],
)
def test_targets_that_could_be_two_things(cell: str, want: str, tmp_path: Path) -> None:
    _, problems = read([*TOP, HEAD, ["a", "A", 1, cell]], tmp_path)
    assert len(problems) == 1
    assert want in problems[0]
    assert "baris 7, kolom D" in problems[0]


@pytest.mark.parametrize(("cell", "target"), [("1.250.000", 1.25e6), ("76,61", 76.61), (1.125, 1.125)])
def test_targets_that_mean_one_thing(cell: str | float, target: float, tmp_path: Path) -> None:
    scheme, problems = read([*TOP, HEAD, ["a", "A", 1, cell]], tmp_path)
    assert problems == []
    assert scheme is not None
    assert scheme.indicators[0].target == target


def test_per_cent_signs_where_they_mean_one_thing(tmp_path: Path) -> None:
    more = [["Jenis akibat", "TPP"], ["Bagian TPP", "60%"], ["Persen bayar tertinggi", "120%"]]
    scheme, problems = read([*TOP, *more, HEAD, ["a", "A", 1, 10]], tmp_path)
    assert problems == []
    assert scheme is not None
    assert (scheme.consequence.share, scheme.consequence.cap) == (0.6, 120.0)


def test_what_is_not_on_the_sheet_is_named_once(tmp_path: Path) -> None:
    rows = [["No", "Indikator", "Satuan", "Bobot", "Target"], [1, "A", "%", 40, 95], [2, "B", "%", 60, 95]]
    _, problems = read(rows, tmp_path)
    assert [one.split(": ", 1)[1].split(".")[0] for one in problems] == [
        "Isian 'Kode skema' belum ada",
        "Isian 'Judul' belum ada",
        "Tabel ini tidak punya kolom 'Kode', padahal wajib",
    ]


def test_a_range_is_two_columns(tmp_path: Path) -> None:
    bands = [["Kode predikat", "Predikat", "Nilai"], ["a", "Baik", "90 - 100"], ["b", "Kurang", "< 90"]]
    _, problems = read([*TOP, HEAD, ["a", "A", 1, 10], [], *bands], tmp_path)
    assert len(problems) == 1
    assert "'Batas bawah' dan 'Batas atas'" in problems[0]


def test_a_column_without_its_heading_is_not_dropped_in_silence(tmp_path: Path) -> None:
    head = ["Kode", "Nama indikator", None, "Sasaran"]
    _, problems = read([*TOP, head, ["a", "A", 30, 10], ["b", "B", 70, 10]], tmp_path)
    assert len(problems) == 1
    assert "baris 7, kolom C" in problems[0]
    assert "judulnya kosong" in problems[0]
    beside = [*TOP, HEAD, ["a", "A", 30, 10, None, "rapat 3 Maret"], ["b", "B", 70, 10]]
    assert read(beside, tmp_path)[1] == []
