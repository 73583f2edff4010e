"""Exercises on a page without code: boxes, the lesson's own check, and nothing that runs what was typed."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from simkinerja.workshop.capture import asked

CHECKS = """
from simkinerja.classroom.exercise import Slip, check_number, check_pairs
benar = 0.25
def periksa(jawaban):
    return check_number(jawaban, benar, [Slip(0.5, "Itu belum dibagi dua.")], praise="Dibagi empat.")
def pasangkan(jawaban):
    return check_pairs(jawaban, {"A": "aturan", "B": "asumsi"}, {"A": "Lihat A.", "B": "Lihat B."})
"""
ONE = ("jawaban_1 = ...\nperiksa(jawaban_1)", {"tags": ["latihan"]})
PAIRS = ('jawaban_2 = {"A": ..., "B": ...}\npasangkan(jawaban_2)', {"tags": ["latihan"]})
FREE = ("for putaran in range(3):\n    print(putaran)", {"tags": ["latihan"]})


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, write_notebook: Any, open_room: Any) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("latihan")
    text = write_notebook("# 07 · Uji\n\nUntuk semua.", CHECKS, ONE, PAIRS, FREE)
    (folder / "07_uji.ipynb").write_text(text)
    with open_room(folder) as room:
        yield room


def press(guest: Any, texts: dict[str, str], button: int) -> str:
    """Type into the boxes with these labels, press a button, and return what was told last."""
    for label, text in texts.items():
        key = next(k for k, s in guest.states.items() if s["state"].get("description") == label)
        data = {"method": "update", "state": {"value": text}, "buffer_paths": []}
        guest.told(guest.send("comm_msg", {"comm_id": key, "data": data}))
    buttons = [k for k, s in guest.states.items() if s["model_name"] == "ButtonModel"]
    data = {"method": "custom", "content": {"event": "click"}}
    answers = guest.told(guest.send("comm_msg", {"comm_id": buttons[button], "data": data}))
    values = [m.content.get("data", {}).get("state", {}).get("value") for m in answers]
    return next(str(value) for value in reversed(values) if value)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("0,25", "Benar."),
        ("0.25", "Dibagi empat."),
        ("0,5", "Itu belum dibagi dua."),
        ("", "Belum dijawab. Isi dulu: jawabannya."),
        ("benar", "Jawabannya harus sebuah bilangan; diterima benar."),
        ("25%", "tanpa tanda persen"),
        ("__import__(&#39;os&#39;)", "Jawabannya harus sebuah bilangan"),
        ("<b>0,25</b>", "&lt;b&gt;0,25&lt;/b&gt;"),
        ("9" * 5000, "terlalu besar"),
    ],
)
def test_a_number_is_checked_by_the_lesson_and_never_run(made: Any, typed: str, words: str) -> None:
    guest = made.guest().open().connect().look()
    assert words in press(guest, {"Jawaban Anda": typed}, 0)
    made.part()


def test_pairs_have_a_box_each(made: Any) -> None:
    guest = made.guest().open().connect().look()
    assert "Isi dulu: B." in press(guest, {"A": "aturan", "B": " "}, 1)
    assert "1 dari 2 tepat. B: Lihat B." in press(guest, {"A": "aturan", "B": "aturan"}, 1)
    assert "Semua pasangan tepat." in press(guest, {"A": '"aturan"', "B": "Asumsi"}, 1)
    made.part()


def test_an_exercise_of_another_form_says_that_it_needs_code(made: Any) -> None:
    import requests

    text = requests.get(f"{made.base}/buku/07_uji", timeout=20).text
    assert text.count("Latihan ini dikerjakan dengan kode") == 1
    assert "putaran" not in text


@pytest.mark.parametrize(
    "source",
    ["a = 3\nf(a)", "a = ...\nb = ...\nf(a)", "a = ...\na", "a = {**b}\nf(a)", "a = {}\nf(a)", "a = (", ""],
)
def test_other_cells_stay_as_they_are(source: str) -> None:
    assert asked(source) == source


def test_every_exercise_of_the_lessons_has_boxes() -> None:
    import json

    count = 0
    for path in sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb")):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            source = "".join(cell["source"])
            if "latihan" in cell["metadata"].get("tags", ()) and "..." in source:
                assert asked(source) != source, path.name
                count += 1
    assert count >= 12
