"""An exercise without code: boxes for the answer, a button, and what the check of the cell says."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from html import escape
from typing import Any

import ipywidgets

__all__ = ["AnswerBox", "answer_box", "typed_answer"]

_LONGEST = 200
_DECIMAL = re.compile(r"[-+]?\d+(?:[.,]\d+)?")


def typed_answer(text: str) -> Any:
    """What was typed, as a cell would hold it: a number with comma or point, else the words.

    Examples
    --------
    >>> typed_answer(" 0,25 "), typed_answer("20"), typed_answer('"asumsi"'), typed_answer("25%")
    (0.25, 20.0, 'asumsi', '25%')
    >>> typed_answer("  ") is ...
    True
    """
    plain = text[:_LONGEST].strip().strip("\"'\u201c\u201d").strip()
    if not plain:
        return ...
    return float(plain.replace(",", ".")) if _DECIMAL.fullmatch(plain) else plain


class AnswerBox(ipywidgets.VBox):  # type: ignore[misc]
    """Boxes and a button; made by :func:`answer_box`."""

    def __init__(self, check: Callable[[Any], Any], keys: Sequence[str]) -> None:
        self._check, self._keys = check, tuple(keys)
        self.boxes = [self._box(key) for key in self._keys or ("Jawaban Anda",)]
        self.button = ipywidgets.Button(description="Periksa jawaban", tooltip="Jawaban tidak disimpan")
        self.told = ipywidgets.HTML()
        self.button.on_click(lambda _: self.look())
        super().__init__([*self.boxes, self.button, self.told])

    @staticmethod
    def _box(label: str) -> Any:
        return ipywidgets.Text(
            description=label,
            style={"description_width": "initial"},
            layout=ipywidgets.Layout(width="98%", max_width="30rem"),
            tooltip=label,
        )

    def look(self) -> None:
        """Check what stands in the boxes and say so."""
        from simkinerja.classroom.panel import sentence_of

        typed = [typed_answer(str(box.value)) for box in self.boxes]
        if ... in typed:
            which = self.boxes[typed.index(...)].description if self._keys else "jawabannya"
            self.told.value = f'<div role="status">… Belum dijawab. Isi dulu: {escape(which)}.</div>'
            return
        answer = dict(zip(self._keys, typed, strict=True)) if self._keys else typed[0]
        try:
            self.told.value = str(self._check(answer)._repr_html_())
        except Exception as error:  # whatever it is, the reader must see it
            self.told.value = f'<div role="alert">{escape(sentence_of(error))}</div>'


def answer_box(check: Callable[[Any], Any], keys: Sequence[str] = ()) -> AnswerBox:
    """Ask for the answer of an exercise where no cell can be edited.

    Parameters
    ----------
    check : callable
        From an answer to a ``Verdict``.
    keys : sequence of str
        What is to be matched, one box each; without any, one box for one number or word.

    Examples
    --------
    >>> from simkinerja.classroom.exercise import check_number
    >>> box = answer_box(lambda answer: check_number(answer, 0.25))
    >>> box.boxes[0].value = "0,25"
    >>> box.look()
    >>> "Benar." in box.told.value
    True
    """
    return AnswerBox(check, keys)
