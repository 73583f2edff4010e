"""Numbers as typed: every accepted form, every refused one, and the one ambiguous form."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simkinerja.files.numbers import parse_numbers


def one(text: str, low: float | None = None, high: float | None = None) -> float | None:
    values, failed = parse_numbers(pd.Series([text], dtype="str"), low, high)
    return None if failed[0] else float(values[0])


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3", 3.0),
        ("03", 3.0),
        ("3,5", 3.5),
        ("3.5", 3.5),
        ("+3,5", 3.5),
        ("-3,5", -3.5),
        ("\u22123,5", -3.5),
        (" 3,50 ", 3.5),
        ("0.835", 0.835),
        ("3,125", 3.125),
        ("1.234.567", 1234567.0),
        ("1.234,5", 1234.5),
        ("12.345.678,25", 12345678.25),
        ("1,234.5", 1234.5),
        ("1,234,567", 1234567.0),
        ("1,234,567.25", 1234567.25),
        ("1 234 567", 1234567.0),
        ("1\u00a0234,5", 1234.5),
        ("Rp 150.000,-", 150000.0),
        ("rp1.500.000", 1500000.0),
        ("83,5%", 0.835),
        ("83.5 %", 0.835),
        ("1e-05", 1e-05),
        ("1.5E+3", 1500.0),
    ],
)
def test_accepted(text: str, value: float) -> None:
    assert one(text) == pytest.approx(value, rel=1e-15)


@pytest.mark.parametrize(
    "text",
    [
        "tiga",
        "3 orang",
        "3/4",
        "3-4",
        "1.23.456",
        "1,23,456",
        "1.234.56",
        ",",
        ".",
        "-",
        "%",
        "Rp",
        "3,5,1",
        "0x10",
        "1e999",
        "nan",
        "inf",
        "3..5",
        "--3",
        "1.234,5,6",
    ],
)
def test_refused(text: str) -> None:
    assert one(text) is None


@pytest.mark.parametrize(
    ("others", "value"),
    [
        ([], 1234.0),
        (["2,5"], 1234.0),
        (["1.234.567"], 1234.0),
        (["2.5"], 1.234),
        (["0.835"], 1.234),
        (["3"], 1234.0),
        (["2,5", "2.5"], 1234.0),
    ],
)
def test_ambiguous_form_follows_its_column(others: list[str], value: float) -> None:
    values, _ = parse_numbers(pd.Series(["1.234", *others], dtype="str"))
    assert values[0] == value


def test_ambiguous_form_follows_its_range() -> None:
    assert one("3.125", 1, 4) == 3.125
    assert one("3.125", 0, 5000) == 3125.0
    assert one("150.000", 1000, None) == 150000.0
    assert one("3.125", 10_000, 20_000) == 3125.0


def test_blank_is_missing_and_no_failure() -> None:
    values, failed = parse_numbers(pd.Series(["1", None, "x"], dtype="str", index=[7, 3, 9]))
    assert values.index.tolist() == [7, 3, 9]
    assert math.isnan(values[3])
    assert failed.tolist() == [False, False, True]
    assert parse_numbers(pd.Series([], dtype="str"))[0].tolist() == []


@given(
    value=st.decimals(-(10**9), 10**9, places=2, allow_nan=False),
    style=st.sampled_from(["comma", "point", "id", "en"]),
)
def test_round_trip_of_every_style(value: object, style: str) -> None:
    text = {"comma": "{:.2f}", "point": "{:.2f}", "id": "{:,.2f}", "en": "{:,.2f}"}[style].format(value)
    if style == "comma":
        text = text.replace(".", ",")
    elif style == "id":
        text = text.translate(str.maketrans(",.", ".,"))
    assert one(text) == float(value)  # type: ignore[arg-type]


def test_more_digits_than_a_number_holds_is_a_fault_and_not_a_blank() -> None:
    values, failed = parse_numbers(pd.Series(["9" * 5000, "1" + "0" * 400, "3", None]))
    assert failed.tolist() == [True, True, False, False]
    assert values.dropna().tolist() == [3.0]
