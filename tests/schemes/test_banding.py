"""From totals to bands: every number has exactly one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simkinerja.schemes.banding import BORDER_DIGITS, ascending, band_index
from simkinerja.schemes.model import Band

LOWERS = (110.0, 90.0, 70.0, None)
BANDS = tuple(Band(code=f"b{i}", label=f"B{i}", lower=low) for i, low in enumerate(LOWERS))


def test_borders_belong_to_the_upper_band() -> None:
    totals = [110, 109.99, 90, 89.99, 70, 69.99, -1e9, 1e9, np.nan]
    assert band_index(totals, BANDS).tolist() == [0, 1, 1, 2, 2, 3, 3, 0, -1]


def test_a_total_below_the_lowest_border_lies_in_the_lowest_band() -> None:
    bands = [Band(code="a", label="A", lower=0), Band(code="b", label="B", lower=50)]
    assert band_index([-3, 0, 50], bands).tolist() == [0, 0, 1]


def test_float_fuzz_does_not_cost_a_band_but_a_real_gap_does() -> None:
    assert band_index([0.1 * 3 * 300, 89.99999999999999, 89.9999999], BANDS).tolist() == [1, 1, 2]


@pytest.mark.parametrize("border", [83.3, 66.66666666666667, 66.6666666663, 0.1 + 0.2])
def test_a_total_on_a_border_of_many_decimals_reaches_it(border: float) -> None:
    bands = [Band(code="a", label="A", lower=border), Band(code="b", label="B")]
    assert band_index([border], bands).tolist() == [0]
    assert band_index([border - 1e-6], bands).tolist() == [1]


def test_no_bands() -> None:
    assert band_index([1.0, np.nan], []).tolist() == [-1, -1]


@given(
    lowers=st.lists(st.integers(-500, 500), min_size=1, max_size=7, unique=True),
    open_end=st.booleans(),
    totals=st.lists(st.floats(-1000, 1000), min_size=1, max_size=20),
    order=st.randoms(use_true_random=False),
)
def test_banding_is_total_and_disjoint(lowers, open_end, totals, order) -> None:
    cuts = sorted(lowers)
    bands = [Band(code=f"b{i}", label=f"B{i}", lower=low) for i, low in enumerate(cuts)]
    if open_end:
        bands[0] = Band(code="b0", label="B0")
    order.shuffle(bands)
    found = band_index(totals, bands)
    assert ((found >= 0) & (found < len(bands))).all()
    for total, at in zip(totals, found.tolist(), strict=True):
        holds = [
            i
            for i, band in enumerate(bands)
            if (i == ascending(bands)[0] or round(total, BORDER_DIGITS) >= band.lower)
            and not any(
                other.lower is not None
                and (band.lower is None or other.lower > band.lower)
                and round(total, BORDER_DIGITS) >= other.lower
                for other in bands
            )
        ]
        assert holds == [at]
