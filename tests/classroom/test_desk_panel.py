"""The panel of the service desk: few days at once, many on the button, words that fit the numbers."""

import re

import pytest

from simkinerja.classroom import desk_panel
from simkinerja.classroom.desk import compute_desk
from simkinerja.classroom.desk_panel import desk_blocks, desk_lines, panel_desk
from simkinerja.classroom.panel import Number
from simkinerja.classroom.repeat import RepeatPanel


def test_five_days_at_once_fifty_on_the_button_and_five_again() -> None:
    panel = panel_desk()
    assert panel.result.days == 5
    first = panel._picture.value
    panel.button.click()
    assert panel.error is None
    assert panel.result.days == 50
    assert "(50 hari yang sama)" in panel._words.value
    assert panel._picture.value != first
    assert "50 dari 50 hari" in panel.progress.value
    panel.set(windows=4)
    assert panel.result.days == 5
    assert panel.progress.value == ""
    panel.set(windows=3)
    assert panel._picture.value == first, "the same choice is the same luck"


def test_progress_is_told_step_by_step() -> None:
    seen: list[str] = []
    panel = panel_desk()
    panel.progress.observe(lambda change: seen.append(change["new"]), names="value")
    panel.run()
    done = [int(x) for text in seen for x in re.findall(r'value="(\d+)"', text)]
    assert done == list(range(5, 51, 5))


def test_every_control_reaches_the_result() -> None:
    panel = panel_desk()
    for key, value in {
        "arrivals": 30,
        "minutes": 5,
        "windows": 2,
        "spread": 0,
        "hours": 2,
        "limit": 30,
    }.items():
        before = (panel._words.value, panel._picture.value)
        panel.set(**{key: value})
        assert panel.error is None
        assert getattr(panel.result, key) == value
        assert (panel._words.value, panel._picture.value) != before, key


@pytest.mark.parametrize(
    "values",
    [
        {"arrivals": 1, "minutes": 1, "windows": 12, "spread": 0, "hours": 1, "limit": 0},
        {"arrivals": 60, "minutes": 60, "windows": 1, "spread": 200, "hours": 12, "limit": 120},
        {"arrivals": 60, "minutes": 60, "windows": 12, "spread": 50, "hours": 12, "limit": 0},
    ],
)
def test_the_corners_of_the_controls_are_drawn(values: dict[str, int]) -> None:
    panel = panel_desk()
    panel.set(**values)
    panel.run()
    assert panel.error is None
    assert " nan" not in panel._picture.value.lower()
    assert " inf" not in panel._words.value.lower()


def test_a_fault_in_the_middle_of_a_run_is_told_and_the_panel_goes_on() -> None:
    def compute(a: int, count: int, first: int) -> object:
        if first >= 10:
            raise RuntimeError("oh")
        return compute_desk(13, 12, 3, 100, 1, 15, days=count, first=first)

    panel = RepeatPanel("T", [Number("a", "A", 1, 1, 2)], compute, desk_blocks, desk_lines)
    assert panel.error is None
    panel.run()
    assert isinstance(panel.error, RuntimeError)
    assert 'role="alert"' in panel._words.value
    panel.set(a=2)
    assert panel.error is None
    assert panel.result.days == 5


def test_words_fit_the_numbers() -> None:
    found = compute_desk(20, 12, 3, 100, 5, 15, days=50)
    lines = desk_lines(found)
    shares = [round(100 * x) for x in found.of_people(found.within)]
    assert lines[0] == f"Dalam 15 menit: 3 loket {shares[0]}%; 4 loket {shares[1]}%"
    assert "rumus: tidak ada." in lines[1]
    assert "Dengan 3 dan 4 loket bebannya 1 atau lebih" in lines[2]
    even = desk_lines(compute_desk(13, 12, 3, 0, 5, 15))
    assert len(even) == 2
    assert "rumus: kira-kira 11,4 dan kira-kira 1,5" in even[1], "half the wait of the exponential"


def test_the_band_is_all_of_five_days_and_four_fifths_of_fifty() -> None:
    few, many = (compute_desk(13, 12, 3, 100, 5, 15, days=n) for n in (5, 50))
    assert "hari terbaik sampai terburuk" in desk_blocks(few)[0]
    assert "delapan dari sepuluh hari" in desk_blocks(many)[0]
    low, high = desk_panel._ends(few.within[0][:, None], 5)
    assert (low[0], high[0]) == (few.within[0].min(), few.within[0].max())
    low, high = desk_panel._ends(many.within[0][:, None], 50)
    inside = (many.within[0] >= low[0]) & (many.within[0] <= high[0])
    assert 0.76 <= inside.mean() <= 0.9


def test_the_saved_page_keeps_both_pictures() -> None:
    page = panel_desk()._repr_mimebundle_()["text/html"]
    assert page.count("<img ") == 2
    assert 'alt="Lama menunggu sepanjang hari, 5 hari.' in page
    assert "Orang datang setiap jam: <b>13</b>" in page
    assert "<progress" not in page
