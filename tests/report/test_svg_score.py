"""Pictures of a score: well-formed, told in words, bars where the numbers say."""

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simkinerja.errors import UsageError
from simkinerja.report.svg_score import (
    NARROW,
    Rung,
    svg_bands,
    svg_ladder,
    svg_quadrant,
    svg_transition,
    svg_weights,
)

SPACE = "{http://www.w3.org/2000/svg}"
LABEL = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60)
SHARE = st.floats(0, 1, allow_nan=False)


def parsed(text: str) -> ElementTree.Element:
    root = ElementTree.fromstring(text)
    assert root.tag == f"{SPACE}svg"
    assert root.get("role") == "img"
    assert root.get("aria-label")
    assert root.find(f"{SPACE}title") is not None
    assert root.find(f"{SPACE}desc") is not None
    assert " nan" not in text.lower()
    return root


def marks(root: ElementTree.Element, kind: str) -> list[tuple[float, float]]:
    """Left edge and width of the bars of a kind."""
    found = [r for r in root.iter(f"{SPACE}rect") if r.get("class") == kind]
    return [(float(r.get("x", 0)), float(r.get("width", 0))) for r in found]


def test_every_rung_starts_where_the_one_above_ended_and_the_total_starts_at_zero() -> None:
    steps = [
        Rung("A", "", 30.0),
        Rung("B", "", None),
        Rung("C", "", 20.0),
        Rung("Nilai", "", 50.0, total=True),
    ]
    bars = marks(parsed(svg_ladder(steps, "Tangga", {"Baik": 40}, most=100)), "rung")
    assert len(bars) == 3, "what was not recorded has no bar"
    (a, wide_a), (c, wide_c), (total, wide) = bars
    assert c == pytest.approx(a + wide_a, abs=0.2)
    assert total == pytest.approx(a, abs=0.2)
    assert wide == pytest.approx(wide_a + wide_c, abs=0.3)
    assert wide_a / (NARROW - 24) == pytest.approx(0.3, abs=0.002)


def test_stages_that_do_not_add_up_all_start_at_zero() -> None:
    steps = [Rung("A", "", 90.0), Rung("B", "", 40.0), Rung("Rating", "", 65.0, total=True)]
    bars = marks(parsed(svg_ladder(steps, "Tahap", most=120, stacked=False)), "rung")
    assert len({left for left, _ in bars}) == 1


def test_what_was_not_recorded_is_said_and_not_drawn_as_zero() -> None:
    text = svg_ladder([Rung("Survei", "", None), Rung("Nilai", "", 0.0, total=True)], "Tangga")
    assert "tidak tercatat" in text
    assert len(marks(parsed(text), "rung")) == 1


def test_chances_are_as_long_as_they_say_and_never_told_as_nothing() -> None:
    root = parsed(svg_bands(["A", "B", "C"], [0.5, 0.25, 0.002], 0, "t"))
    bars = [wide for _, wide in marks(root, "chance")]
    assert bars[0] == pytest.approx(2 * bars[1], abs=0.2)
    words = [t.text for t in root.iter(f"{SPACE}text")]
    assert "<1%" in words
    assert "0%" not in words


def test_the_place_stands_in_its_band() -> None:
    strip = [(50.0, 80.0, "C"), (80.0, 90.0, "B"), (90.0, 100.0, "A")]
    root = parsed(svg_bands(["A", "B", "C"], [0.1, 0.8, 0.1], 1, "t", strip, (85.0, 79.0, 91.0)))
    dot = float(next(root.iter(f"{SPACE}circle")).get("cx", 0))
    boxes = [r for r in root.iter(f"{SPACE}rect") if r.get("height") == "22"]
    left = [float(r.get("x", 0)) for r in boxes]
    assert left[1] < dot < left[2]


def test_real_and_printed_weights_share_one_axis_and_a_negative_one_points_left() -> None:
    root = parsed(svg_weights(["a", "b"], [0.4, 0.6], [0.2, -0.1], "t"))
    bars = marks(root, "weight")
    zero = bars[0][0]
    assert bars[0][1] == pytest.approx(2 * bars[1][1], abs=0.2)
    assert bars[3][0] < zero
    assert bars[3][0] + bars[3][1] == pytest.approx(zero, abs=0.2)


def test_a_hidden_cell_shows_no_number_in_the_picture_or_its_description() -> None:
    text = svg_transition(["Baik"], ["Baik", "Kurang"], [[240, None]], "t")
    assert "240" in text
    assert re.search(r">\*<", text)
    assert "dari Baik ke Kurang *" in text
    nothing = svg_transition(["Baik"], ["Baik"], [[0]], "t")
    assert "dari Baik ke Baik" not in nothing, "nobody went there"


def test_the_quadrant_marks_one_cell() -> None:
    cells = [["Sangat Baik", "Baik"], ["Baik", "Kurang/Misconduct"]]
    text = svg_quadrant(["di atas", "sesuai"], ["di atas", "sesuai"], cells, (1, 1), "Kuadran")
    parsed(text)
    assert text.count("stroke-width='3'") == 1 + text.count("paint-order")
    assert "yang ditandai: Kurang/Misconduct" in text
    assert "belum ada" in svg_quadrant(["a"], ["b"], [["c"]], (-1, -1), "Kuadran")


@settings(max_examples=60)
@given(label=LABEL, told=LABEL, title=LABEL, value=st.floats(0, 150, allow_nan=False), share=SHARE)
def test_any_words_and_numbers_give_a_picture(
    label: str, told: str, title: str, value: float, share: float
) -> None:
    title = title or "t"
    parsed(svg_ladder([Rung(label, told, value)], title, {label or "b": value}, most=max(1.0, value)))
    parsed(svg_bands([label], [share], 0, title))
    parsed(svg_weights([label], [share], [share], title))
    parsed(svg_transition([label], [told], [[int(value)]], title))
    parsed(svg_quadrant([label], [told], [[title]], (0, 0), title))


def test_names_of_borders_stay_in_the_picture_and_do_not_cover_each_other() -> None:
    borders = {"Hampir penuh": 90.0, "Tinggi": 85.0, "Sedang": 75.0}
    root = parsed(svg_ladder([Rung("Nilai", "", 88.0, total=True)], "t", borders, most=102))
    placed = []
    for one in root.iter(f"{SPACE}text"):
        words = str(one.text)
        if any(words.startswith(name) for name in borders):
            x, y = float(one.get("x", 0)), float(one.get("y", 0))
            placed.append((y, x, x + 5.7 * len(words)))
            assert 0 <= x < x + 5.7 * len(words) <= NARROW
    assert len(placed) == 3
    for k, (y, left, right) in enumerate(placed):
        for other_y, other_left, other_right in placed[:k]:
            assert y != other_y or right < other_left or other_right < left


def test_lengths_that_do_not_fit_are_said_in_indonesian() -> None:
    with pytest.raises(UsageError, match="sama panjang"):
        svg_bands(["a", "b"], [1.0], 0, "t")
    with pytest.raises(UsageError, match="sama panjang"):
        svg_weights(["a"], [1.0, 0.0], [1.0], "t")


def test_text_cannot_break_out() -> None:
    text = svg_ladder([Rung("<script>x</script>", "a'b", 1.0)], "a\"'><b>")
    assert "<script" not in text
    parsed(text)
