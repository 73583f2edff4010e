"""Scheme files in YAML, broken in one way or several: every fault at its line, in one sentence, at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from simkinerja.errors import InputError
from simkinerja.schemes.read import load_scheme, scan_scheme

BASE = """\
code: kantor
title: Skema kantor
indicators:
  - code: hasil
    label: Hasil kerja
    weight: 60
  - code: berkas
    label: Berkas selesai
    parent: hasil
    weight: 2
    target: 40
    dimension: {throughput: 0.7, presence: 0.3}
    basis: {status: local, source: Perwal 1/2024}
  - code: waktu
    label: Lama layanan
    parent: hasil
    direction: turun
    normalise: {method: goalpost, low: 1, high: 10}
  - code: hadir
    label: Kehadiran
    weight: 40
    target: 21
    reliability: 0.9
rules:
  coverage: 0.5
  bands:
    - {code: baik, label: Baik, lower: 80}
    - {code: cukup, label: Cukup, lower: 60, upper: 80}
    - {code: kurang, label: Kurang, upper: 60}
consequence:
  kind: tpp
  share: 0.4
"""

Fault = tuple[str, int | None]

ONE: dict[str, tuple[str, str, list[Fault]]] = {
    # fields that do not fit
    "unknown key": ("    weight: 60", "    bobot: 60", [("yaml_unknown_key", 6)]),
    "misspelt key": ("    weight: 60", "    wieght: 60", [("yaml_unknown_key", 6)]),
    "unknown block": ("consequence:", "akibat:", [("yaml_unknown_key", 30)]),
    "code missing": ("  - code: hadir\n", "  -\n", [("yaml_missing_key", 20)]),
    "label missing": ("    label: Kehadiran\n", "", [("yaml_missing_key", 19)]),
    "title missing": ("title: Skema kantor\n", "", [("yaml_missing_key", 1)]),
    "indicators missing": ("indicators:", "indikator:", [("yaml_unknown_key", 3), ("yaml_missing_key", 1)]),
    "text for a number": ("target: 40", "target: empat puluh", [("yaml_value", 11)]),
    "decimal comma": ("target: 40", "target: 40,5", [("scheme_comma", 11)]),
    "decimal comma in quotes": ("reliability: 0.9", "reliability: '0,9'", [("scheme_comma", 23)]),
    "truth for a number": ("target: 40", "target: true", [("yaml_value", 11)]),
    "list for a number": ("target: 40", "target: [40]", [("yaml_value", 11)]),
    "number for a text": ("title: Skema kantor", "title: 2024", [("yaml_value", 2)]),
    "date for a text": ("title: Skema kantor", "title: 2024-01-31", [("yaml_value", 2)]),
    "blank title": ("title: Skema kantor", "title: '  '", [("yaml_value", 2)]),
    "empty title": ("title: Skema kantor", "title: ''", [("yaml_value", 2)]),
    "title too long": ("title: Skema kantor", "title: " + "x" * 201, [("yaml_value", 2)]),
    "NaN": ("target: 40", "target: .nan", [("yaml_number", 11)]),
    "infinite": ("target: 40", "target: .inf", [("yaml_number", 11)]),
    "too large": ("target: 40", "target: 1.0e+300", [("yaml_value", 11)]),
    "weight negative": ("weight: 60", "weight: -60", [("yaml_value", 6)]),
    "reliability above one": ("reliability: 0.9", "reliability: 90", [("scheme_part", 23)]),
    "coverage in percent": ("coverage: 0.5", "coverage: 50", [("scheme_part", 25)]),
    "code with a blank": ("code: kantor", "code: Skema Kantor", [("scheme_code", 1)]),
    "code in capitals": ("- code: hadir", "- code: HADIR", [("scheme_code", 19)]),
    "unknown direction": ("direction: turun", "direction: kebawah", [("scheme_word", 17)]),
    "unknown status": ("status: local", "status: perwal", [("scheme_word", 13)]),
    "unknown dimension": ("throughput: 0.7", "kecepatan: 0.7", [("yaml_value", 12)]),
    "unknown method": ("method: goalpost", "method: goalposts", [("scheme_word", 18)]),
    "unknown kind": ("kind: tpp", "kind: bonus", [("scheme_word", 31)]),
    "source missing": (", source: Perwal 1/2024", "", [("yaml_missing_key", 13)]),
    "indicators not a list": (
        BASE[BASE.index("indicators:") : BASE.index("rules:")],
        "indicators: banyak\n",
        [("yaml_value", 3)],
    ),
    "no indicator": (
        BASE[BASE.index("indicators:") : BASE.index("rules:")],
        "indicators: []\n",
        [("yaml_value", 3)],
    ),
    "bands a mapping": (
        BASE[BASE.index("  bands:") : BASE.index("consequence:")],
        "  bands: {baik: 80}\n",
        [("yaml_value", 26)],
    ),
    "empty scope": ("target: 21", "scope: {}\n    target: 21", [("yaml_value", 22)]),
    "unknown version": ("code: kantor", "format: simkinerja-skema-9\ncode: kantor", [("scheme_word", 1)]),
    # faults of meaning
    "code twice": ("- code: hadir", "- code: berkas", [("scheme_duplicate_code", 19)]),
    "label twice": ("label: Kehadiran", "label: berkas  SELESAI", [("scheme_duplicate_label", 20)]),
    "label is another's code": ("label: Kehadiran", "label: Waktu", [("scheme_duplicate_label", 20)]),
    "parent missing": (
        "    parent: hasil\n    weight: 2",
        "    parent: hasl\n    weight: 2",
        [("scheme_parent_unknown", 9)],
    ),
    "own parent": ("label: Kehadiran", "label: Kehadiran\n    parent: hadir", [("scheme_loop", 21)]),
    "loop of two": (
        "    label: Hasil kerja\n",
        "    label: Hasil kerja\n    parent: berkas\n",
        [("scheme_loop", 10)],
    ),
    "level wrong": ("label: Berkas selesai", "label: Berkas selesai\n    level: 3", [("scheme_level", 9)]),
    "group with a record": (
        "label: Hasil kerja",
        "label: Hasil kerja\n    measure: kasus",
        [("scheme_group_measure", 6)],
    ),
    "target zero": ("target: 40", "target: 0", [("scheme_target", 11)]),
    "target negative": ("target: 40", "target: -5", [("scheme_target", 11)]),
    "target missing": ("    target: 40\n", "", [("scheme_target", 7)]),
    "goalposts reversed": ("low: 1, high: 10", "low: 10, high: 1", [("scheme_goalpost", 18)]),
    "goalposts equal": ("low: 1, high: 10", "low: 10, high: 10", [("scheme_goalpost", 18)]),
    "goalpost missing": ("low: 1, high: 10", "low: 1", [("scheme_goalpost_missing", 18)]),
    "categories missing": (
        "method: goalpost, low: 1, high: 10",
        "method: category",
        [("scheme_categories", 18)],
    ),
    "category twice": (
        "{method: goalpost, low: 1, high: 10}",
        "{method: category, categories: [{label: A, points: 1}, {label: a, points: 2}]}",
        [("scheme_category_label", 18)],
    ),
    "category half with border": (
        "{method: goalpost, low: 1, high: 10}",
        "{method: category, categories: [{label: A, points: 1}, {label: B, points: 2, lower: 3}]}",
        [("scheme_category_lower", 18)],
    ),
    "category border twice": (
        "{method: goalpost, low: 1, high: 10}",
        "{method: category, categories: [{label: A, points: 1, lower: 3}, {label: B, points: 2, lower: 3}]}",
        [("scheme_category_same", 18)],
    ),
    "goalposts of another method": (
        "method: goalpost",
        "method: z",
        [("scheme_unused", 18), ("scheme_unused", 18)],
    ),
    "cap below floor": (
        "  coverage: 0.5",
        "  coverage: 0.5\n  normalise: {cap: 0, floor: 10}",
        [("scheme_cap", 26)],
    ),
    "dimension shares": ("presence: 0.3", "presence: 0.5", [("scheme_dimension", 12)]),
    "range reversed": ("target: 21", "target: 21\n    lowest: 31\n    highest: 0", [("scheme_range", 23)]),
    "bands overlap": ("lower: 60, upper: 80", "lower: 60, upper: 85", [("scheme_band_overlap", 28)]),
    "bands leave a hole": ("lower: 60, upper: 80", "lower: 60, upper: 75", [("scheme_band_hole", 28)]),
    "band reversed": ("lower: 60, upper: 80", "lower: 60, upper: 50", [("scheme_band_reversed", 28)]),
    "band empty": (
        "lower: 60, upper: 80",
        "lower: 60, upper: 60",
        [("scheme_band_empty", 28)],
    ),
    "bands at the same border": (
        "lower: 60, upper: 80",
        "lower: 80",
        [("scheme_band_same", 28), ("scheme_band_hole", 29)],
    ),
    "bands out of order": (
        "lower: 80}",
        "lower: 20}",
        [("scheme_band_order", 26), ("scheme_band_overlap", 29), ("scheme_band_top", 28)],
    ),
    "two open bands": ("label: Cukup, lower: 60, upper: 80", "label: Cukup", [("scheme_band_open", 29)]),
    "band code twice": ("code: cukup", "code: baik", [("scheme_band_duplicate", 28)]),
    "band label twice": ("label: Cukup", "label: BAIK", [("scheme_band_duplicate", 28)]),
    "highest band ends too low": (
        "label: Baik, lower: 80",
        "label: Baik, lower: 80, upper: 90",
        [("scheme_band_top", 27)],
    ),
    "lowest band starts too high": (
        "label: Kurang, upper: 60",
        "label: Kurang, lower: 40, upper: 60",
        [("scheme_band_bottom", 29)],
    ),
    "pay by band without pay": (
        "  share: 0.4",
        "  share: 0.4\n  payment: band",
        [("scheme_band_pay", 27), ("scheme_band_pay", 28), ("scheme_band_pay", 29)],
    ),
    "share of nothing": ("kind: tpp", "kind: career", [("scheme_share", 32)]),
    "pay base half": ("  share: 0.4", "  share: 0.4\n  base: {by: golongan}", [("scheme_pay_base", 33)]),
    "axis of no quadrant": (
        "  coverage: 0.5",
        "  coverage: 0.5\n  aggregate: {meets: 80}",
        [("scheme_unused", 26)],
    ),
    "geometric below zero": (
        "  coverage: 0.5",
        "  coverage: 0.5\n  aggregate: {method: geometric}\n  normalise: {floor: -10}",
        [("scheme_geometric", 27)],
    ),
    # several at once
    "field and meaning": (
        "    label: Kehadiran\n    weight: 40\n    target: 21\n",
        "    label: Kehadiran\n    weight: banyak\n    target: 0\n",
        [("yaml_value", 21), ("scheme_target", 22)],
    ),
    "three far apart": (
        "coverage: 0.5\n  bands:\n    - {code: baik, label: Baik, lower: 80}",
        "coverage: dua\n  bands:\n    - {code: baik, label: Baik, lower: 70}",
        [("yaml_value", 25), ("scheme_band_overlap", 28)],
    ),
    # YAML itself
    "key twice": ("    weight: 60", "    weight: 60\n    weight: 50", [("yaml_duplicate", 7)]),
    "tab": ("    weight: 60", "\tweight: 60", [("yaml_syntax", 6)]),
    "crooked indent": ("    weight: 60", "   weight: 60", [("yaml_syntax", 6)]),
    "open quote": ("title: Skema kantor", "title: 'Skema kantor", [("yaml_syntax", None)]),
    "open bracket": (
        "{throughput: 0.7, presence: 0.3}",
        "{throughput: 0.7, presence: 0.3",
        [("yaml_syntax", None)],
    ),
    "no blank after colon": ("title: Skema kantor", "title:Skema kantor", [("yaml_syntax", None)]),
    "tag": ("title: Skema kantor", "title: !!python/name:os.system Skema", [("yaml_tag", 2)]),
    "merge": ("    weight: 60", "    <<: {weight: 60}", [("yaml_merge", 6)]),
    "alias of nothing": ("title: Skema kantor", "title: *nama", [("yaml_alias", 2)]),
    "two documents": ("consequence:", "---\nconsequence:", [("yaml_documents", 30)]),
    "control character": ("title: Skema kantor", "title: Skema\x07kantor", [("yaml_control", 2)]),
}
ONE["predikat upside down"] = (
    "    - {code: baik, label: Baik, lower: 80}\n    - {code: cukup, label: Cukup, lower: 60, upper: 80}",
    "    - {code: baik, label: Baik, lower: 80, predikat: kurang}\n"
    "    - {code: cukup, label: Cukup, lower: 60, upper: 80, predikat: baik}",
    [("scheme_band_predikat", 27)],
)
ONE["all weights zero"] = (
    BASE[BASE.index("    weight: 2\n") : BASE.index("    direction")],
    BASE[BASE.index("    weight: 2\n") : BASE.index("    direction")].replace("weight: 2", "weight: 0")
    + "    weight: 0\n",
    [("scheme_weights_zero", 10)],
)


def found_in(path: Path) -> list[Fault]:
    _, problems = scan_scheme(path)
    for one in problems:
        _one_sentence(one.sentence)
    return [(one.code, one.place.row) for one in problems]


def _one_sentence(text: str) -> None:
    assert text.startswith("s.yaml"), text
    assert text.rstrip().endswith((".", "?")), text
    assert "\n" not in text, text
    assert len(text) < 700, text
    assert "Traceback" not in text, text
    assert "Error" not in text, text
    assert "pydantic" not in text, text


def write(folder: Path, text: str) -> Path:
    path = folder / "s.yaml"
    path.write_bytes(text.encode("utf-8"))
    return path


def test_the_base_is_sound(tmp_path: Path) -> None:
    assert load_scheme(write(tmp_path, BASE)).code == "kantor"


@pytest.mark.parametrize("name", sorted(ONE))
def test_broken_yaml(name: str, tmp_path: Path) -> None:
    old, new, expected = ONE[name]
    assert BASE.count(old) >= 1
    found = found_in(write(tmp_path, BASE.replace(old, new, 1)))
    wanted = [(code, row) for code, row in expected]
    shown = [(code, row if (code, None) not in wanted else None) for code, row in found]
    assert sorted(shown, key=str) == sorted(wanted, key=str)


QUADRANT = """\
code: kuadran
title: Kuadran
indicators:
  - {code: hasil, label: Hasil, target: 1}
  - {code: laku, label: Laku, target: 1}
rules:
  aggregate: {method: quadrant, results: hasil, behaviour: laku, meets: 80, above: 110}
  bands:
    - {code: sb, label: Sangat Baik, predikat: sangat_baik}
    - {code: b, label: Baik, predikat: baik}
    - {code: bp, label: Butuh Perbaikan, predikat: butuh_perbaikan}
    - {code: k, label: Kurang, predikat: kurang}
    - {code: sk, label: Sangat Kurang, predikat: sangat_kurang}
"""
QUADRANTS: dict[str, tuple[str, str, list[Fault]]] = {
    "axis unknown": ("results: hasil", "results: hasl", [("scheme_axis", 7)]),
    "axis missing": ("behaviour: laku, ", "", [("scheme_axis", 7)]),
    "axes the same": (
        "behaviour: laku",
        "behaviour: hasil",
        [("scheme_axis_same", 7)],
    ),
    "third top": (
        "rules:\n",
        "  - {code: lain, label: Lain, target: 1}\nrules:\n",
        [("scheme_axis_extra", 6)],
    ),
    "cut missing": (", above: 110", "", [("scheme_cut_missing", 7)]),
    "cuts reversed": ("meets: 80, above: 110", "meets: 110, above: 80", [("scheme_cuts", 7)]),
    "predikat missing": (
        "    - {code: k, label: Kurang, predikat: kurang}\n",
        "",
        [("scheme_quadrant_bands", 8)],
    ),
    "predikat twice": ("predikat: kurang}", "predikat: baik}", [("scheme_quadrant_bands", 8)] * 2),
    "band without predikat": (
        "label: Kurang, predikat: kurang",
        "label: Kurang",
        [("scheme_quadrant_bands", 8), ("scheme_quadrant_band", 12)],
    ),
    "pay in proportion": (
        "rules:\n",
        "consequence: {kind: tpp, share: 1}\nrules:\n",
        [("scheme_pay_quadrant", 6)],
    ),
}


@pytest.mark.parametrize("name", sorted(QUADRANTS))
def test_broken_quadrant(name: str, tmp_path: Path) -> None:
    assert found_in(write(tmp_path, QUADRANT)) == []
    old, new, expected = QUADRANTS[name]
    found = found_in(write(tmp_path, QUADRANT.replace(old, new, 1)))
    assert sorted(found) == sorted(expected)


def bomb() -> bytes:
    rows = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    rows += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 9)]
    return "\n".join(rows).encode()


WHOLE: dict[str, tuple[bytes, list[str]]] = {
    "empty": (b"", ["file_empty"]),
    "blank": (b"\n\n", ["yaml_empty"]),
    "only a comment": (b"# skema\n", ["yaml_empty"]),
    "only a word": (b"skema\n", ["scheme_shape"]),
    "a list": (b"- a\n- b\n", ["scheme_shape"]),
    "latin-1": (BASE.replace("kantor", "kant\xf6r").encode("latin-1"), ["yaml_encoding"]),
    "utf-16": (BASE.encode("utf-16"), ["yaml_encoding"]),
    "bomb": (bomb(), ["yaml_nodes"]),
    "alias of itself": (b"a: &a [*a]\n", ["yaml_recursive"]),
    "deep": (b"[" * 500 + b"]" * 500, ["yaml_depth"]),
    "huge": (b"a: " + b"x" * 1_000_001, ["file_too_large"]),
    "html": (b"<!doctype html><html><body>skema</body></html>", ["scheme_shape"]),
    "binary": (bytes(range(256)), ["yaml_encoding"]),
    "a hundred and fifty faults": (
        (
            "code: a\ntitle: A\nindicators:\n"
            + "".join(f"  - {{code: i{k}, label: I{k}, target: x}}\n" for k in range(150))
        ).encode(),
        ["yaml_value"] * 99,  # a file tells a hundred; the list itself is not at fault
    ),
}


@pytest.mark.parametrize("name", sorted(WHOLE))
def test_no_scheme_at_all(name: str, tmp_path: Path) -> None:
    data, expected = WHOLE[name]
    path = tmp_path / "s.yaml"
    path.write_bytes(data)
    assert [code for code, _ in found_in(path)] == expected


def test_all_faults_leave_in_one_error(tmp_path: Path) -> None:
    text = BASE.replace("target: 40", "target: 0").replace("lower: 60, upper: 80", "lower: 60, upper: 85")
    text = text.replace("presence: 0.3", "presence: 0.5").replace(
        "parent: hasil\n    dir", "parent: hsl\n    dir"
    )
    with pytest.raises(InputError) as caught:
        load_scheme(write(tmp_path, text))
    assert caught.value.codes == (
        "scheme_target",
        "scheme_dimension",
        "scheme_parent_unknown",
        "scheme_band_overlap",
    )
    assert "Maksud Anda 'hasil'" in str(caught.value)


def test_a_fault_is_shown_with_the_code_of_its_indicator(tmp_path: Path) -> None:
    _, (one,) = scan_scheme(write(tmp_path, BASE.replace("target: 40", "target: 0")))
    assert one.place.field == "indicators.berkas.target"
    assert str(one.place) == "s.yaml, baris 11, isian 'indicators.berkas.target'"


def test_anchors_of_plain_values_are_fine(tmp_path: Path) -> None:
    text = BASE.replace("basis: {status", "basis: &dasar {status").replace(
        "reliability: 0.9", "reliability: 0.9\n    basis: *dasar"
    )
    assert load_scheme(write(tmp_path, text)).indicator("hadir").basis is not None


def test_what_cannot_be_seen_is_said(tmp_path: Path) -> None:
    _, (one,) = scan_scheme(write(tmp_path, BASE.replace("    weight: 60", "\tweight: 60")))
    assert "tab" in one.sentence


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [("    weight: 60", "    bobot: 60", "weight"), ("    target: 40", "    Sasaran: 40", "target")],
)
def test_an_indonesian_key_is_answered_with_the_right_one(
    old: str, new: str, key: str, tmp_path: Path
) -> None:
    _, problems = scan_scheme(write(tmp_path, BASE.replace(old, new, 1)))
    assert f"Maksud Anda '{key}'?" in problems[0].sentence
