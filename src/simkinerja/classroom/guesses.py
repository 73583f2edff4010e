"""*Tebak dulu*: a guess before the answer, kept for the session only, downloadable, never written to disk."""

from __future__ import annotations

from base64 import b64encode
from html import escape
from typing import Any
from weakref import WeakSet

import ipywidgets

__all__ = ["Guess", "Reveal", "forget_guesses", "guess", "reveal"]

_SESSION: dict[str, tuple[str, float]] = {}
_SHOWN: dict[str, WeakSet[Reveal]] = {}
_BOX = "border-left:4px solid #0072b2;padding:.5rem .8rem;max-width:42rem;line-height:1.45"


def _text(value: float) -> str:
    """Shortest Indonesian text of a number: decimal comma, no needless digits.

    Examples
    --------
    >>> _text(7.0), _text(7.25)
    ('7', '7,25')
    """
    return f"{value:.2f}".rstrip("0").rstrip(".").replace(".", ",")


def download_link(rows: dict[str, tuple[str, float]]) -> str:
    """Return a link that saves the guesses as CSV from the page; nothing is written before the click."""
    lines = ["kunci;pertanyaan;tebakan"]
    lines += [f'{key};"{question}";{_text(value)}' for key, (question, value) in rows.items()]
    data = b64encode(("\ufeff" + "\r\n".join(lines) + "\r\n").encode("utf-8")).decode("ascii")
    target = f"data:text/csv;charset=utf-8;base64,{data}"
    return f'<a download="tebakan.csv" href="{target}">Unduh tebakan (CSV)</a>'


class Guess(ipywidgets.VBox):  # type: ignore[misc]
    """The box in which a guess is typed; made by :func:`guess`."""

    def __init__(self, key: str, question: str, low: float, high: float, unit: str) -> None:
        self._key, self._question = key, question
        self._range = f"{_text(low)} sampai {_text(high)}{' ' + unit if unit else ''}"
        told = f"<b>Tebak dulu.</b> {escape(question)} ({self._range})"
        head = ipywidgets.HTML(f'<div style="{_BOX}">{told}</div>')
        self.number = ipywidgets.BoundedFloatText(
            value=(low + high) / 2,
            min=low,
            max=high,
            description="Tebakan Anda",
            style={"description_width": "initial"},
            layout=ipywidgets.Layout(width="98%", max_width="26rem"),
        )
        self.button = ipywidgets.Button(description="Simpan tebakan", tooltip="Disimpan di halaman ini saja")
        self.status = ipywidgets.HTML()
        self.button.on_click(lambda _: self.keep())
        if key in _SESSION:  # the cell was run again: what was kept is still kept
            self.number.value = _SESSION[key][1]
            self._tell()
        super().__init__([head, self.number, self.button, self.status])

    def keep(self) -> None:
        """Keep the typed number for this session."""
        _SESSION[self._key] = (self._question, float(self.number.value))
        self._tell()
        for shown in list(_SHOWN.get(self._key, ())):
            shown.follow()

    def _tell(self) -> None:
        self.status.value = (
            f'<div role="status">Tebakan Anda <b>{_text(self.number.value)}</b> tersimpan di halaman ini '
            f"selama sesi berjalan. {download_link(_SESSION)}</div>"
        )

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        bundle = super()._repr_mimebundle_(**kwargs) or {}
        page = (
            f'<div style="{_BOX}"><b>Tebak dulu.</b> {escape(self._question)}<br>'
            f"Tulis tebakan Anda ({self._range}): ________</div>"
        )
        return {**bundle, "text/plain": f"Tebak dulu: {self._question}", "text/html": page}


def guess(key: str, question: str, low: float, high: float, unit: str = "") -> Guess:
    """Ask for a guess; :func:`reveal` later puts it next to the result.

    Parameters
    ----------
    key : str
        Name under which the guess is kept in this session.
    question : str
        Indonesian question.
    low, high : float
        Smallest and largest guess.
    unit : str
        Unit shown behind the range, e.g. ``"orang"``.

    Examples
    --------
    >>> box = guess("contoh", "Berapa?", 0, 10)
    >>> box.number.value = 4
    >>> box.keep()
    >>> reveal("contoh", 6).text
    'Tebakan Anda 4; hasilnya 6; selisihnya 2.'
    >>> forget_guesses()
    """
    return Guess(key, question, low, high, unit)


class Reveal(ipywidgets.HTML):  # type: ignore[misc]
    """A guess next to its result; it follows when the guess is saved later on the same page."""

    def __init__(self, key: str, result: float, unit: str) -> None:
        self._key, self._result, self._unit = key, result, unit
        super().__init__()
        self.follow()
        _SHOWN.setdefault(key, WeakSet()).add(self)

    @property
    def text(self) -> str:
        """What is shown, as plain text."""
        result = f"{_text(self._result)}{' ' + self._unit if self._unit else ''}"
        if self._key not in _SESSION:
            return (
                f"Hasilnya {result}. Belum ada tebakan tersimpan: tekan Simpan tebakan di bagian Tebak dulu, "
                "maka kalimat ini ikut berubah. Tebakan hilang bila halaman ditutup atau dimulai ulang."
            )
        mine = _SESSION[self._key][1]
        apart = _text(abs(mine - self._result))
        return f"Tebakan Anda {_text(mine)}; hasilnya {result}; selisihnya {apart}."

    def follow(self) -> None:
        """Show what is known now."""
        self.value = f'<div role="status" style="{_BOX}">{escape(self.text)}</div>'

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        bundle = super()._repr_mimebundle_(**kwargs) or {}
        page = f'<div style="{_BOX}">{escape(self.text)}</div>'
        return {**bundle, "text/plain": self.text, "text/html": page}


def reveal(key: str, result: float, unit: str = "") -> Reveal:
    """Put the result next to the guess of :func:`guess`; works without one, e.g. in a headless run."""
    return Reveal(key, result, unit)


def forget_guesses() -> None:
    """Empty the session's guesses."""
    _SESSION.clear()
