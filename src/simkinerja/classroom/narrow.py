"""A panel for a phone: the answer stays in sight while a control moves, pictures need no sideways scrolling.

As :class:`simkinerja.classroom.panel.Panel`, with several pictures, controls that hide when the chosen scheme
does not use them, and on a wide screen the pictures beside the controls.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Collection, Mapping, Sequence
from html import escape
from typing import Any

import ipywidgets

from simkinerja.classroom.panel import Choice, Number, Panel, sentence_of

__all__ = ["BESIDE", "STICK", "NarrowPanel", "image_block", "said"]

# On a workshop page the head of the page stays too; in a notebook nothing stands above.
STICK = (
    "<style>.sk-tetap{position:sticky;top:0;z-index:5;background:#fff;border-bottom:2px solid #0072B2;"
    "padding:.2rem 0}body.pelajaran .sk-tetap{top:3.2rem}.sk-panel,.sk-panel .widget-box{overflow:visible}"
    ".sk-panel .widget-html-content{min-width:0}"
    "@media(max-width:600px){.sk-panel .widget-inline-hbox:not(.widget-slider){flex-wrap:wrap;height:auto}"
    ".sk-panel .widget-label{white-space:normal;height:auto}}"
    "</style>"
)
BESIDE = ("1 1 min(15rem, 100%)", "2 1 min(20rem, 100%)")
"""Flex of controls and of pictures: side by side where there is room for both, else below each other."""
_TEXT = "line-height:1.45;max-width:42rem"


def said(lines: Sequence[str], role: str = "status") -> str:
    """The answer in words: the first line strong.

    Examples
    --------
    >>> said(["Baik", "a < b"]).count("a &lt; b")
    1
    """
    first, *rest = lines or [""]
    told = f'<b style="font-size:1.15rem">{escape(first)}</b>' + "".join(
        f'<div style="font-size:.9rem;line-height:1.35">{escape(x)}</div>' for x in rest
    )
    live = ' aria-live="polite"' if role == "status" else ""
    return f'<div role="{role}"{live} style="{_TEXT}">{told}</div>'


def image_block(block: str) -> str:
    """A block for the saved page: an SVG as an image that sanitisers keep, anything else as it is.

    Examples
    --------
    >>> image_block("<svg aria-label='Dua titik'></svg>").startswith('<img alt="Dua titik"')
    True
    >>> image_block("<ul></ul>")
    '<ul></ul>'
    """
    if not block.startswith("<svg"):
        return block
    alt = block.split("aria-label='", 1)[1].split("'", 1)[0] if "aria-label='" in block else "Gambar"
    data = b64encode(block.encode("utf-8")).decode("ascii")
    style = "width:100%;max-width:520px;display:block;background:#fff"
    return f'<img alt="{alt}" style="{style}" src="data:image/svg+xml;base64,{data}">'


class NarrowPanel(Panel):
    """Controls, an answer that stays in sight, and below (or beside) it pictures and notes.

    Parameters
    ----------
    title, controls, compute
        As for :class:`Panel`.
    draw : callable
        Result to blocks of HTML; those that are SVG become images in the saved page.
    say : callable
        Result to plain lines, the first one the answer.
    needs : callable, optional
        Values of the controls to the keys that count; other controls are hidden.
    note : str
        Plain sentence under the pictures.

    Examples
    --------
    >>> panel = NarrowPanel("Luas", [Number("a", "Sisi", 3, 1, 9), Number("b", "Tinggi", 2, 1, 9)],
    ...     lambda a, b: a * a, lambda area: [f"<svg aria-label='{area}'></svg>"],
    ...     lambda area: [f"Luasnya {area}"], needs=lambda values: {"a"})
    >>> panel.set(a=4)
    >>> panel.result, [card.layout.display for card in panel.cards.values()]
    (16, ['', 'none'])
    """

    def __init__(
        self,
        title: str,
        controls: Sequence[Number | Choice],
        compute: Callable[..., Any],
        draw: Callable[[Any], Sequence[str]],
        say: Callable[[Any], Sequence[str]],
        *,
        needs: Callable[[Mapping[str, Any]], Collection[str]] | None = None,
        note: str = "",
    ) -> None:
        self._parts = (compute, draw, say)
        self._needs, self._note = needs, note
        self.cards: dict[str, Any] = {}
        super().__init__(title, controls, compute, lambda _: "", lambda _: "")
        head, row = self.children[:2]  # type: ignore[has-type]
        self.cards = dict(zip([c.key for c in controls], row.children, strict=True))
        self._hide()
        row.layout.flex, self._picture.layout.flex = BESIDE
        row.layout.min_width = self._picture.layout.min_width = "0"
        row.layout.align_content = "flex-start"
        for card in row.children:
            card.layout.flex, card.layout.margin, card.layout.min_width = "1 1 100%", "0 0 .3rem 0", "0"
        self._words.add_class("sk-tetap")
        self.add_class("sk-panel")
        across = ipywidgets.Layout(
            display="flex", flex_flow="row wrap", overflow="visible", grid_gap="0 1.2rem"
        )
        body = ipywidgets.Box([row, self._picture], layout=across)
        self.children = (head, self._words, body)

    def _hide(self) -> None:
        wanted = self._needs(self.values) if self._needs else self.cards
        for key, card in self.cards.items():
            card.layout.display = "" if key in wanted else "none"

    def refresh(self) -> None:
        """Compute, say and draw anew; a failure becomes a sentence in the panel and stays in ``error``."""
        compute, draw, say = self._parts
        blocks: list[str] = []
        try:
            self.result = compute(**self.values)
            blocks, words = list(draw(self.result)), said(say(self.result))
            self.error = None
        except Exception as error:  # whatever it is, the reader must see it
            self.result, self.error = None, error
            words = said([sentence_of(error)], "alert")
        if self._note:
            blocks.append(f'<p style="{_TEXT};font-size:.9rem;margin:.4rem 0">{escape(self._note)}</p>')
        self._words.value = words
        self._picture.value = STICK + "".join(blocks)
        self._last_blocks = blocks
        self._hide()

    def _static_html(self) -> str:
        wanted = self._needs(self.values) if self._needs else set(self.values)
        told = zip(self.values, self._first, strict=True)
        chosen = "; ".join(f"{escape(name)}: <b>{escape(x)}</b>" for key, (name, x) in told if key in wanted)
        words = self._words.value.replace(' aria-live="polite"', "")
        blocks = "".join(image_block(block) for block in self._last_blocks)
        return f"<div><b>{escape(self._title)}</b><br>{chosen}{words}{blocks}</div>"
