"""Panels: controls move, the calculation follows, failures are said, the saved page keeps a picture."""

import base64
import re

import pytest

from simkinerja.classroom.panel import Choice, Number, Panel, sentence_of
from simkinerja.errors import UsageError, problem


def draw(result: int) -> str:
    return f"<svg xmlns='http://www.w3.org/2000/svg'><text>{result}</text></svg>"


def make(costly: bool = False) -> Panel:
    controls = [
        Number("side", "Sisi", 3, 1, 9, help="Panjang sisi."),
        Choice(
            "shape", "Bentuk", "kotak", (("Kotak", "kotak"), ("Rusak", "rusak"), ("Salah pakai", "pakai"))
        ),
    ]

    def compute(side: int, shape: str) -> int:
        if shape == "rusak":
            raise ZeroDivisionError("oh <b>")
        if shape == "pakai":
            wrong = {
                "name": "shape",
                "owner": "compute",
                "allowed": "kotak",
                "got": shape,
                "example": "kotak",
            }
            raise UsageError([problem("parameter", None, **wrong)])
        return side * side

    return Panel("Luas", controls, compute, draw, lambda r: f"Luasnya {r} < 100.", costly=costly)


def texts(panel: Panel) -> str:
    return panel._words.value + panel._picture.value


def test_moving_a_control_redraws() -> None:
    panel = make()
    assert "<text>9</text>" in texts(panel)
    panel.set(side=5)
    assert panel.result == 25
    assert "<text>25</text>" in texts(panel)
    assert "25 &lt; 100" in texts(panel)


def test_costly_waits_for_the_button() -> None:
    panel = make(costly=True)
    panel.set(side=5)
    assert panel.result == 9
    button = next(child for child in panel.children if getattr(child, "description", "") == "Jalankan")
    button.click()
    assert panel.result == 25


def test_a_failure_is_an_indonesian_sentence_in_the_panel_and_is_kept() -> None:
    panel = make()
    panel.set(shape="rusak")
    assert "Panel ini belum dapat menghitung" in texts(panel)
    assert "oh &lt;b&gt;" in texts(panel), "the text of an error is not HTML"
    assert 'role="alert"' in texts(panel)
    assert isinstance(panel.error, ZeroDivisionError)
    panel.set(shape="pakai")
    assert "Parameter &#x27;shape&#x27; pada compute harus kotak; diterima pakai." in texts(panel)
    panel.set(shape="kotak")
    assert panel.error is None
    assert panel.result == 9


def test_sentence_of_our_own_errors_names_no_class() -> None:
    wrong = {"name": "n", "owner": "f", "allowed": "positif", "got": "-1", "example": "n=3"}
    assert sentence_of(UsageError([problem("parameter", None, **wrong)])).startswith("Parameter 'n'")


def test_every_control_has_a_visible_label_and_a_tooltip() -> None:
    for box in make()._boxes.values():
        assert box.description
        assert box.tooltip
        assert box.style.description_width == "initial", "a label must not be cut"


def test_the_output_holds_the_first_picture_even_after_moving() -> None:
    panel = make()
    panel.set(side=5)
    bundle = panel._repr_mimebundle_()
    assert bundle["text/plain"] == "Panel: Luas"
    found = re.search(r"base64,([A-Za-z0-9+/=]+)", bundle["text/html"])
    assert found
    assert b"<text>9</text>" in base64.b64decode(found.group(1))
    assert "Luasnya 9" in bundle["text/html"]
    assert "Sisi: <b>3</b>" in bundle["text/html"]
    assert 'alt="Luas"' in bundle["text/html"]
    assert "application/vnd.jupyter.widget-view+json" in bundle


def test_on_a_phone_words_in_a_picture_keep_nine_pixels() -> None:
    from simkinerja.report.svg_parts import WIDTH

    for page in (make()._picture.value, make()._repr_mimebundle_()["text/html"]):
        narrowest = int(re.findall(r"min-width:(\d+)px", page)[0])
        assert 12 * narrowest / WIDTH >= 9


def test_a_panel_is_a_widget_and_its_static_page_has_no_random_id() -> None:
    import ipywidgets

    one, two = make(), make()
    assert isinstance(one, ipywidgets.Widget)
    assert one._repr_mimebundle_()["text/html"] == two._repr_mimebundle_()["text/html"]


@pytest.mark.parametrize(("value", "kept"), [(0, 1), (99, 9)])
def test_a_number_stays_in_its_range(value: int, kept: int) -> None:
    panel = make()
    panel.set(side=value)
    assert panel.values["side"] == kept
