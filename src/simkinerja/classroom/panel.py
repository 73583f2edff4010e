"""A panel: ``controls`` -> ``compute(**values)`` -> ``draw(result)``, with a picture that stays when printed.

The picture is SVG text in an ``HTML`` widget: a redraw costs one to two milliseconds. Next to the
widget every panel puts ``text/html`` with its first state into the cell's output, so a saved, printed
or code-free page still shows something; JupyterLab prefers the widget whenever a kernel is running.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import ipywidgets

from simkinerja.errors import InputError

__all__ = ["Choice", "Number", "Panel", "image_html", "sentence_of"]

# On a phone a picture keeps a size at which its words can be read, and scrolls sideways.
_SIZE, _SCROLL = "min-width:540px;max-width:720px", "overflow-x:auto"
_SAY = "font-size:1rem;line-height:1.45;margin:.4rem 0;max-width:42rem"


@dataclass(frozen=True, slots=True)
class Number:
    """A whole-number control: a named box and a slider that move together.

    Parameters
    ----------
    key : str
        Name of the value in ``compute(**values)``.
    label, help : str
        Indonesian text next to the control, always visible.
    value, low, high, step : int
        First value and what is allowed, ends included.
    """

    key: str
    label: str
    value: int
    low: int
    high: int
    step: int = 1
    help: str = ""

    def first(self) -> tuple[str, str]:
        """Label and first value, as text for the static page."""
        return self.label, str(self.value)


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice from a short list; ``options`` are pairs (label, value)."""

    key: str
    label: str
    value: Any
    options: tuple[tuple[str, Any], ...]
    help: str = ""

    def first(self) -> tuple[str, str]:
        """Label and first value, as text for the static page."""
        return self.label, next(label for label, value in self.options if value == self.value)


def sentence_of(error: Exception) -> str:
    """Return what a panel says when its calculation fails.

    Examples
    --------
    >>> sentence_of(ZeroDivisionError("division by zero")).startswith("Panel ini belum dapat menghitung")
    True
    """
    if isinstance(error, InputError):
        return " ".join(p.sentence for p in error.problems)
    return (
        "Panel ini belum dapat menghitung dengan pilihan itu. Ubah pilihannya, atau jalankan ulang selnya. "
        f"Bila tetap begini, laporkan kalimat ini: {type(error).__name__}: {error}"
    )


def image_html(svg: str, alt: str) -> str:
    """SVG as an ``<img>`` that survives the sanitisers of JupyterLab and of code-hosting sites.

    Parameters
    ----------
    svg : str
        SVG text; must carry its own background.
    alt : str
        What the picture shows, for people who cannot see it.

    Examples
    --------
    >>> 'alt="a &quot;b&quot;"' in image_html("<svg/>", 'a "b"')
    True
    """
    data = b64encode(svg.encode("utf-8")).decode("ascii")
    return (
        f'<div style="{_SCROLL}"><img alt="{escape(alt)}" style="width:100%;{_SIZE};background:#fff" '
        f'src="data:image/svg+xml;base64,{data}"></div>'
    )


def _number_widget(control: Number) -> tuple[Any, Any]:
    """Return the widget that holds the value, and what to show."""
    whole = ipywidgets.Layout(width="98%", max_width="26rem")
    # The box carries the accessible name: the handle of an ipywidgets slider cannot be given one.
    box = ipywidgets.BoundedIntText(
        value=control.value,
        min=control.low,
        max=control.high,
        step=control.step,
        description=control.label,
        style={"description_width": "initial"},
        layout=whole,
        tooltip=control.help or control.label,
    )
    slider = ipywidgets.IntSlider(
        value=control.value,
        min=control.low,
        max=control.high,
        step=control.step,
        continuous_update=False,
        readout=False,
        layout=whole,
        tooltip=control.label,
    )
    ipywidgets.link((box, "value"), (slider, "value"))
    return box, ipywidgets.VBox([box, slider, *_help(control.help)], layout=_card())


def _choice_widget(control: Choice) -> tuple[Any, Any]:
    """Return the widget that holds the value, and what to show."""
    box = ipywidgets.Dropdown(
        value=control.value,
        options=list(control.options),
        description=control.label,
        style={"description_width": "initial"},
        layout=ipywidgets.Layout(width="98%", max_width="26rem"),
        tooltip=control.help or control.label,
    )
    return box, ipywidgets.VBox([box, *_help(control.help)], layout=_card())


def _card() -> Any:
    return ipywidgets.Layout(flex="1 1 17rem", max_width="28rem", margin="0 1rem .4rem 0", overflow="hidden")


def _help(text: str) -> list[Any]:
    if not text:
        return []
    style = "font-size:.85rem;line-height:1.35;display:block"
    return [ipywidgets.HTML(f'<span style="{style}">{escape(text)}</span>')]


class Panel(ipywidgets.VBox):  # type: ignore[misc]
    """Controls, a calculation, a picture and a sentence.

    Parameters
    ----------
    title : str
        Indonesian; heads the panel and names its picture.
    controls : sequence of Number or Choice
        Acting on release; if ``costly``, acting on the button *Jalankan*.
    compute : callable
        Plain function of the controls' values, by key.
    draw : callable
        Result to SVG text.
    say : callable
        Result to one or two Indonesian sentences that hold what the picture shows.
    costly : bool
        Show the button *Jalankan* and wait for it.

    Examples
    --------
    >>> panel = Panel("Luas", [Number("side", "Sisi", 3, 1, 9)], lambda side: side * side,
    ...               lambda area: "<svg/>", lambda area: f"Luasnya {area}.")
    >>> panel.set(side=4)
    >>> panel.result
    16
    """

    def __init__(
        self,
        title: str,
        controls: Sequence[Number | Choice],
        compute: Callable[..., Any],
        draw: Callable[[Any], str],
        say: Callable[[Any], str],
        *,
        costly: bool = False,
    ) -> None:
        self._title, self._first = title, tuple(control.first() for control in controls)
        self._steps = (compute, draw, say)
        self.result: Any = None
        self.error: Exception | None = None
        built = [_number_widget(c) if isinstance(c, Number) else _choice_widget(c) for c in controls]
        self._boxes: dict[str, Any] = {c.key: box for c, (box, _) in zip(controls, built, strict=True)}
        self._picture, self._words = ipywidgets.HTML(), ipywidgets.HTML()
        row = ipywidgets.Layout(display="flex", flex_flow="row wrap")
        head = ipywidgets.HTML(f'<div style="font-weight:600;font-size:1.05rem">{escape(title)}</div>')
        button = self._wire(costly)
        cards = ipywidgets.Box([shown for _, shown in built], layout=row)
        super().__init__([head, cards, *button, self._words, self._picture])
        self.refresh()
        self._static = self._static_html()

    def _wire(self, costly: bool) -> list[Any]:
        """Let the controls act, or the button; return the button if there is one."""
        if not costly:
            for box in self._boxes.values():
                box.observe(lambda _: self.refresh(), names="value")
            return []
        button = ipywidgets.Button(description="Jalankan", tooltip="Hitung ulang dengan pilihan di atas")
        button.on_click(lambda _: self.refresh())
        return [button]

    @property
    def values(self) -> Mapping[str, Any]:
        """The controls' values, by key."""
        return {key: box.value for key, box in self._boxes.items()}

    def set(self, **values: Any) -> None:
        """Move controls from code, as a hand would."""
        for key, value in values.items():
            self._boxes[key].value = value

    def refresh(self) -> None:
        """Compute and draw anew; a failure becomes a sentence in the panel and stays in ``error``."""
        compute, draw, say = self._steps
        try:
            self.result = compute(**self.values)
            picture, words = draw(self.result), escape(say(self.result))
            self.error, role = None, "status"
        except Exception as error:  # whatever it is, the reader must see it
            self.result, self.error = None, error
            picture, words, role = "", escape(sentence_of(error)), "alert"
        self._words.value = f'<div role="{role}" aria-live="polite" style="{_SAY}">{words}</div>'
        self._picture.value = f'<div style="{_SCROLL}"><div style="{_SIZE}">{picture}</div></div>'
        self._last = picture

    def _static_html(self) -> str:
        chosen = "; ".join(f"{escape(label)}: <b>{escape(value)}</b>" for label, value in self._first)
        words = self._words.value.replace(' aria-live="polite"', "")
        image = image_html(self._last, self._title) if self._last else ""
        return f"<div><b>{escape(self._title)}</b><br>{chosen}{words}{image}</div>"

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        bundle = super()._repr_mimebundle_(**kwargs) or {}
        return {**bundle, "text/plain": f"Panel: {self._title}", "text/html": self._static}
