"""Sample files as offices make them, against numbers computed beside them without the package."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from simkinerja.cli import app

FILES = Path(__file__).parent / "files"
EXPECTED = json.loads((FILES / "harapan.json").read_text(encoding="utf-8"))


def run(*args: str) -> dict:
    done = CliRunner().invoke(app, ["skm", *args, "--json"])
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def same(found: dict, wanted: dict) -> None:
    assert found["n"] == wanted["n"]
    assert found["ikm"] == wanted["ikm"]
    assert found["mutu"] == wanted["mutu"]
    if "nrr" in wanted:
        assert found["nrr"] == pytest.approx(wanted["nrr"], abs=1e-12)
    if "jumlah" in wanted:
        assert found["jumlah"] == wanted["jumlah"]


def test_no_sample_is_forgotten() -> None:
    names = {p.name for p in FILES.iterdir() if p.suffix in {".csv", ".xlsx", ".xls", ".ods"}}
    assert names == set(EXPECTED)
    assert len(names) >= 12


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_sample(name: str) -> None:
    wanted = EXPECTED[name]
    found = run(str(FILES / name))
    same(found, wanted)
    for kind in ("layanan", "periode"):
        if kind in wanted:
            assert set(found[kind]) == set(wanted[kind])
            for label, part in wanted[kind].items():
                same(found[kind][label], part)
    if "konsisten" in wanted:
        assert [f["sesuai"] for f in found["temuan"]] == [wanted["konsisten"]] * len(found["temuan"])
        assert found["temuan"]


def test_periods_stand_in_time_order() -> None:
    found = run(str(FILES / "satu_lembar_satu_bulan.xlsx"))
    assert list(found["periode"]) == ["Januari 2025", "Februari 2025", "Maret 2025"]


def test_probability_is_null_for_nrr_tables_and_a_number_otherwise() -> None:
    assert run(str(FILES / "nrr_ikm_tidak_cocok.csv"))["mutu_peluang"] is None
    assert 0 < run(str(FILES / "rekap_lama.xls"))["mutu_peluang"] <= 1


def test_identity_columns_are_named_but_never_shown() -> None:
    found = run(str(FILES / "ekspor_formulir_kata.csv"))
    assert len(found["kolom_identitas_dibuang"]) == 3
    assert "Warga Contoh" not in json.dumps(found)
    assert "contoh.invalid" not in json.dumps(found)


def test_order_option_swaps_two_elements_and_leaves_the_index() -> None:
    plain = run(str(FILES / "u1_u9_titik_koma_bom.csv"))
    swapped = run(str(FILES / "u1_u9_titik_koma_bom.csv"), "--urutan", "sarana-dulu")
    assert swapped["ikm"] == plain["ikm"]
    assert swapped["nrr"]["sarana"] == plain["nrr"]["pengaduan"]
    assert swapped["nrr"]["pengaduan"] == plain["nrr"]["sarana"]
    assert plain["nrr"]["sarana"] != plain["nrr"]["pengaduan"]


def test_a_name_beats_a_number() -> None:
    found = run(str(FILES / "rekap_lama.xls"))  # U8 Sarana Prasarana, U9 Penanganan Pengaduan
    assert found["nrr"]["sarana"] == pytest.approx(EXPECTED["rekap_lama.xls"]["nrr"]["sarana"])
    assert not any("anggapan" in note for note in found["catatan"])
