from decimal import Decimal
from fractions import Fraction

import pytest

from simkinerja.report.fmt import NONE, fmt_date, fmt_idr, fmt_number, fmt_percent


@pytest.mark.parametrize(
    ("x", "digits", "text"),
    [
        (1234567.891, 2, "1.234.567,89"), (0, 0, "0"), (-0.001, 2, "0,00"), (Fraction(1, 3), 3, "0,333"),

        (Decimal("76.605"), 2, "76,61"),
        (76.605, 2, "76,61"), (2.5, 0, "3"), (-1.25, 1, "-1,3"), (None, 2, NONE),
        (float("nan"), 2, NONE), (float("inf"), 2, NONE),
    ],
)  # fmt: skip
def test_numbers_round_half_up_with_comma(x, digits: int, text: str) -> None:
    assert fmt_number(x, digits) == text


def test_other_forms() -> None:
    assert fmt_number(3, 1, signed=True) == "+3,0"
    assert fmt_percent(0.0555, 1) == "5,6%"
    assert fmt_percent(None) == NONE
    assert fmt_idr(-5000) == "-Rp5.000"
    assert fmt_date("2025-08-17", "full") == "Minggu, 17 Agustus 2025"
