"""Narrow lines and shares: well-formed, told in words, marks where the numbers say, readable on a phone."""

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simkinerja.errors import UsageError
from simkinerja.report.svg_narrow import svg_narrow_lines, svg_narrow_shares
from simkinerja.report.svg_score import NARROW

SPACE = "{http://www.w3.org/2000/svg}"
VALUE = st.one_of(st.none(), st.floats(0, 1e4, allow_nan=False))


def parsed(text: str) -> ElementTree.Element:
    root = ElementTree.fromstring(text)
    assert root.get("role") == "img"
    assert root.get("aria-label")
    assert " nan" not in text.lower()
    return root


def lines(values: list[float | None], limit: float = 15.0) -> ElementTree.Element:
    low = [None if v is None else v / 2 for v in values]
    high = [None if v is None else v * 2 for v in values]
    x = [f"{8 + k // 2:02d}.{30 * (k % 2):02d}" for k in range(len(values))]
    text = svg_narrow_lines(
        x, {"A": values}, {"A": low}, {"A": high}, "Judul", "menit", "jam", ("standar", limit)
    )
    return parsed(text)


def points(root: ElementTree.Element, kind: str) -> list[tuple[float, float]]:
    found = root.find(f"{SPACE}{kind}")
    assert found is not None
    return [tuple(map(float, pair.split(","))) for pair in found.get("points", "").split()]  # type: ignore[misc]


@given(st.lists(VALUE, min_size=1, max_size=24))
@settings(max_examples=60)
def test_any_line_is_a_picture_within_its_frame(values: list[float | None]) -> None:
    root = lines(values)
    drawn = points(root, "polyline")
    assert len(drawn) == sum(v is not None for v in values)
    assert all(0 <= x <= NARROW and 0 <= y <= 240 for x, y in drawn)
    sizes = [int(t.get("font-size", 99)) for t in root.iter(f"{SPACE}text")]
    assert min(sizes) * 300 / NARROW >= 9, "on a phone whose page leaves 300 pixels"


def test_a_longer_wait_is_drawn_higher_and_inside_its_ribbon() -> None:
    root = lines([1.0, 10.0, 4.0])
    (_, low), (_, high), (_, middle) = points(root, "polyline")
    assert high < middle < low, "y grows downwards"
    ribbon = points(root, "polygon")
    assert len(ribbon) == 6
    assert max(y for _, y in ribbon) > low
    assert "A: mulai 1,0 (08.00), tertinggi 10,0 (08.30), akhir 4,0 (09.00)" in root.get("aria-label", "")


def test_shares_fill_their_part_and_missing_ones_are_said() -> None:
    text = svg_narrow_shares(
        ["3 loket", "4 loket", "5 loket"], [0.5, 1.0, None], [0.2, 1, None], [0.9, 1, None], "J", "h"
    )
    widths = [float(w) for w in re.findall(r"class='share' x='76' y='[\d.]+' width='([\d.]+)'", text)]
    assert widths[0] * 2 == pytest.approx(widths[1])
    assert "tidak ada data" in text
    parsed(text)


def test_lengths_that_do_not_fit_are_refused() -> None:
    with pytest.raises(UsageError, match="svg_narrow_shares"):
        svg_narrow_shares(["a"], [0.1, 0.2], [0.1], [0.2], "J", "h")
    with pytest.raises(UsageError, match="svg_narrow_lines"):
        svg_narrow_lines(["a", "b"], {"A": [1.0]}, {}, {}, "J", "m", "x")
