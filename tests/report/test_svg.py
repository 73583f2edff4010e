"""SVG charts: well-formed, told in words, marks where the numbers say."""

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simkinerja.errors import UsageError
from simkinerja.report.svg import svg_bars, svg_dots, svg_histogram, svg_lines

SPACE = "{http://www.w3.org/2000/svg}"
NUMBERS = st.lists(st.one_of(st.none(), st.floats(-1e6, 1e6, allow_nan=False)), min_size=0, max_size=12)
LABEL = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40)


def parsed(text: str) -> ElementTree.Element:
    root = ElementTree.fromstring(text)
    assert root.tag == f"{SPACE}svg"
    assert root.get("role") == "img"
    assert root.get("aria-label")
    assert root.find(f"{SPACE}title") is not None
    assert "nan" not in text.lower().replace("penanganan", "")
    return root


@given(values=NUMBERS, label=LABEL, title=LABEL)
def test_any_labels_and_numbers_give_a_picture(values, label, title) -> None:
    labels = [f"{label}{k}" for k in range(len(values))]
    for draw in (svg_bars, svg_dots):
        parsed(draw(labels, values, title=title or "t", unit="satuan"))
    parsed(svg_lines(labels, {"a": values, label or "b": values}, title=title or "t"))
    parsed(svg_histogram(values, bins=7, title=title or "t"))


def test_bars_are_as_long_as_their_numbers() -> None:
    root = parsed(svg_bars(["a", "b"], [1.0, 2.0], title="t", axis=(0, 4)))
    bars = [float(r.get("width")) for r in root.iter(f"{SPACE}rect") if r.get("height") == "16"]
    assert bars[1] == pytest.approx(2 * bars[0], abs=0.2)


def test_dots_stand_in_their_band() -> None:
    bands = [(25, 76.605, "C"), (76.605, 88.305, "B")]
    root = parsed(svg_dots(["a"], [80.0], low=[75], high=[85], bands=bands, axis=(60, 100), title="t"))
    fills = {r.get("fill"): r for r in root.iter(f"{SPACE}rect")}
    dot = float(next(root.iter(f"{SPACE}circle")).get("cx"))
    band = fills["#f7f1e1"]
    assert float(band.get("x")) < dot < float(band.get("x")) + float(band.get("width"))


def test_missing_numbers_leave_a_gap_and_a_word() -> None:
    assert "tidak ada data" in svg_bars(["a"], [None], title="t")
    assert svg_lines([1, 2, 3, 4, 5], {"a": [1, 2, None, 4, 5]}, title="t").count("<polyline") == 2


def test_histogram_counts_every_value_once() -> None:
    root = parsed(svg_histogram([1, 1, 1, 2, 5, 5], bins=4, title="t"))
    tall = [float(r.get("height")) for r in root.iter(f"{SPACE}rect") if r.get("class") == "bin"]
    assert [round(h / max(tall) * 3) for h in tall] == [3, 1, 0, 2]


def test_histogram_names_its_vertical_axis_and_bars_stand_on_its_numbers() -> None:
    values = [1.0] * 40 + [2.0] * 20 + [3.0] * 10
    root = parsed(svg_histogram(values, bins=3, title="t", axis=(0.5, 3.5), count_label="banyaknya survei"))
    words = {t.text: t for t in root.iter(f"{SPACE}text")}
    assert "banyaknya survei" in words
    at = {n: float(words[str(n)].get("y")) - 4 for n in (10, 20, 40)}
    bars = [r for r in root.iter(f"{SPACE}rect") if r.get("class") == "bin"]
    tops = [float(r.get("y")) for r in bars]
    assert tops == pytest.approx([at[40], at[20], at[10]], abs=0.2)
    few = parsed(svg_histogram([1.0, 2.0], bins=2, title="t", axis=(0.0, 9.0)))
    ticks = [t.text for t in few.iter(f"{SPACE}text") if t.get("text-anchor") == "end"]
    assert ticks == ["0", "1", "2"], "nobody is counted in halves"


def test_text_cannot_break_out() -> None:
    text = svg_bars(["<script>alert(1)</script>"], [1], title="a\"'><b>")
    assert "<script" not in text
    assert not re.search(r"aria-label='[^']*'[^>]*<b>", text)
    parsed(text)


def test_wrong_parameters_are_said_in_indonesian() -> None:
    with pytest.raises(UsageError, match="sama panjang"):
        svg_bars(["a"], [1, 2])
    with pytest.raises(UsageError, match="deretan bilangan"):
        svg_dots(["a"], ["x"])
    with pytest.raises(UsageError, match="bins"):
        svg_histogram([1], bins=0)
