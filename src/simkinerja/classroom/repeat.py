"""L8: a panel that shows a few repetitions as soon as a control moves, and many on the button *Jalankan*."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

import ipywidgets

from simkinerja.classroom.narrow import NarrowPanel
from simkinerja.classroom.panel import Choice, Number

__all__ = ["FEW", "MANY", "RepeatPanel"]

FEW, MANY = 5, 50
"""Repetitions shown as soon as a control moves, and repetitions on the button."""
_STEP: Final = 5


class RepeatPanel(NarrowPanel):
    """A panel that shows few repetitions at once and many on the button, with progress.

    Parameters
    ----------
    title, controls, compute, draw, say
        As for :class:`~simkinerja.classroom.narrow.NarrowPanel`; ``compute`` also takes ``count`` and
        ``first`` and returns something with ``joined``: the few are the first of the many.
    word : str
        What is repeated, as the button says it.
    few, many : int
        Repetitions at once, and on the button.
    """

    def __init__(
        self,
        title: str,
        controls: Sequence[Number | Choice],
        compute: Callable[..., Any],
        draw: Callable[[Any], Sequence[str]],
        say: Callable[[Any], Sequence[str]],
        *,
        word: str = "ulangan",
        few: int = FEW,
        many: int = MANY,
    ) -> None:
        self._wanted, self._sizes, self._one, self._word = few, (few, many), compute, word
        self.progress = ipywidgets.HTML()
        super().__init__(title, controls, self._collect, draw, say)
        self.button = ipywidgets.Button(
            description=f"Jalankan {many} {word}",
            tooltip=f"Hitung {many} {word} dengan pilihan di atas",
            layout=ipywidgets.Layout(width="auto"),
        )
        self.button.on_click(lambda _: self.run())
        row = self.children[-1].children[0]
        row.children = (*row.children, self.button, self.progress)

    def _collect(self, **values: Any) -> Any:
        """Compute the repetitions step by step, telling how far it is."""
        found = None
        for first in range(0, self._wanted, _STEP):
            part = self._one(**values, count=min(_STEP, self._wanted - first), first=first)
            found = part if found is None else found.joined(part)
            if self._wanted > _STEP:
                self.progress.value = _progress(min(first + _STEP, self._wanted), self._wanted, self._word)
        return found

    def run(self) -> None:
        """Compute and show the many repetitions, as the button does."""
        self._wanted = self._sizes[1]
        try:
            self.refresh()
        finally:
            self._wanted = self._sizes[0]

    def refresh(self) -> None:
        """Compute, say and draw anew; what was told of an earlier run is wiped."""
        self.progress.value = ""
        super().refresh()


def _progress(done: int, whole: int, word: str) -> str:
    """How far a run is, as a bar with its words.

    Examples
    --------
    >>> "5 dari 50 hari" in _progress(5, 50, "hari")
    True
    """
    words = f"{done} dari {whole} {word}"
    bar = f'<progress max="{whole}" value="{done}" aria-label="Yang sudah dihitung"></progress>'
    return f'<div style="font-size:.85rem">{bar} {words}</div>'
