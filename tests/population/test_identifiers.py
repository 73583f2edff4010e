"""NIP and NIK: the vectors, and format and synthetic marker told apart."""

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simkinerja.rules.identifiers import read_nik, read_nip

VECTORS = Path(__file__).parents[1] / "vectors"


def rows(name: str) -> list[dict[str, str]]:
    with (VECTORS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("row", [pytest.param(r, id=r["case"]) for r in rows("nip.csv")])
def test_nip_vectors(row: dict[str, str]) -> None:
    reading = read_nip(row["nip"])
    assert reading.format_ok == (row["format_valid"] == "yes")
    assert bool(reading.reasons) != reading.format_ok
    assert reading.synthetic == (row["synthetic_marker"] == "yes")
    assert (reading.kind or "") == row["kind"]
    assert (reading.birth_date.isoformat() if reading.birth_date else "") == row["birth_date"]
    assert (reading.sex or "") == row["sex"]
    assert (reading.serial or "") == row["serial"]
    if reading.frequency is not None:
        assert str(reading.frequency) == row["frequency"]


@pytest.mark.parametrize("row", [pytest.param(r, id=r["case"]) for r in rows("nik.csv")])
def test_nik_vectors(row: dict[str, str]) -> None:
    reading = read_nik(row["nik"])
    assert reading.format_ok == (row["format_valid"] == "yes")
    assert reading.synthetic == (row["synthetic_marker"] == "yes")
    assert (reading.region or "") == row["region"]
    assert (reading.birth_date.isoformat() if reading.birth_date else "") == row["birth_date"]
    assert (reading.sex or "") == row["sex"]
    assert (reading.serial or "") == row["serial"]


@given(
    born=st.dates(date(1950, 1, 1), date(2005, 12, 31)),
    field=st.integers(0, 99),
    sex=st.sampled_from("12"),
    serial=st.integers(0, 999),
)
def test_only_fields_13_to_20_are_synthetic(born: date, field: int, sex: str, serial: int) -> None:
    reading = read_nip(f"{born:%Y%m%d}{born.year + 24}{field:02d}{sex}{serial:03d}")
    assert reading.format_ok == (field != 0)
    assert reading.synthetic == (13 <= field <= 20)
    assert reading.could_be_real == (1 <= field <= 12 or field >= 21)
    if reading.format_ok:
        assert reading.kind == ("pns" if field <= 16 else "pppk")
        assert reading.birth_date == born


@given(st.text(max_size=30) | st.integers() | st.none())
def test_anything_else_is_refused_with_a_reason_or_read(text: object) -> None:
    for reading in (read_nip(text), read_nik(text)):
        assert reading.format_ok != bool(reading.reasons)
        assert not (reading.synthetic and not reading.format_ok)


@pytest.mark.parametrize("text", ["١٩٨٦٠٩٢٦٢٠١٥١٣١٠٠١", "19860926201513100x", "", "²" * 18])
def test_other_digits_are_not_digits(text: str) -> None:
    assert read_nip(text).reasons == ("bukan 18 angka",)


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        ("198602302015131001", "tanggal lahir"),
        ("198609261999131001", "tahun pengangkatan"),
        ("198609262015001001", "angka 13-14"),
        ("198609262015133001", "angka ke-15"),
    ],
)
def test_each_fault_of_a_nip_has_its_reason(number: str, reason: str) -> None:
    assert len(read_nip(number).reasons) == 1
    assert read_nip(number).reasons[0].startswith(reason)


def test_separators_are_allowed() -> None:
    assert read_nip(" 19860926 201513 1 001 ").synthetic
