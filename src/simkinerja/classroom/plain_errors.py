"""Slips of a newcomer in a cell, said as one Indonesian sentence instead of a page of English.

Only three kinds, and only where the fault lies in the cell itself: a name nobody has made yet (a cell was
skipped, or a word lacks its quotation marks), a line that cannot be read, and what our own functions refuse.
Anything else keeps its full report, for whoever has to mend it.
"""

from __future__ import annotations

import re
from typing import Any

from simkinerja.errors import InputError

__all__ = ["plain_errors", "plain_sentence"]


def plain_sentence(error: BaseException) -> str:
    """The sentence for an error in a cell.

    Examples
    --------
    >>> plain_sentence(NameError("name 'B' is not defined", name="B"))[:41]
    'Nama B belum dikenal. Ada sel di atas yan'
    >>> plain_sentence(SyntaxError("invalid syntax", ("sel", 2, 1, "jawaban =", 2, 9)))[:30]
    'Baris 2 tidak dapat dibaca kom'
    """
    if isinstance(error, InputError):
        return "\n".join(p.sentence for p in error.problems)
    if isinstance(error, NameError):
        name = error.name or str(error)
        return (
            f"Nama {name} belum dikenal. Ada sel di atas yang belum dijalankan (pilih menu Run, lalu Run All "
            f'Above Selected Cell), atau itu sebuah kata yang perlu tanda kutip: "{name}".'
        )
    if isinstance(error, SyntaxError):
        line = " ".join((error.text or "").split())
        words = re.fullmatch(r"\w+ = ([a-z]+(?: [a-z]+)+)\.?", line, flags=re.IGNORECASE)
        if words:
            return f'Kata-kata harus diapit tanda kutip: "{words[1]}".'
        return (
            f"Baris {error.lineno} tidak dapat dibaca komputer: {line}\nPeriksa tanda kutip dan kurungnya; "
            "sesudah tanda = harus ada jawaban, tanpa satuan; desimal ditulis dengan titik (7.5)."
        )
    return f"{type(error).__name__}: {error}"


def _in_cell(trace: Any) -> bool:
    """Whether the error arose in a cell and not in a library."""
    while trace.tb_next is not None:
        trace = trace.tb_next
    return bool(trace.tb_frame.f_globals.get("__name__") == "__main__")


def plain_errors() -> None:
    """Say newcomers' slips plainly in this notebook; outside a notebook nothing happens."""
    from IPython import get_ipython

    shell = get_ipython()
    if shell is None:
        return

    def told(kind: Any, error: BaseException) -> list[str]:
        lines = [f"✖ {line}" if k == 0 else line for k, line in enumerate(plain_sentence(error).split("\n"))]
        shell._showtraceback(kind, error, lines)
        return lines

    def handle(_: Any, kind: Any, error: BaseException, trace: Any, tb_offset: Any = None) -> list[str]:
        if isinstance(error, InputError) or _in_cell(trace):
            return told(kind, error)
        report: list[str] = shell.InteractiveTB.structured_traceback(kind, error, trace, tb_offset=tb_offset)
        shell._showtraceback(kind, error, report)
        return report

    def unreadable(*_: Any, **__: Any) -> None:
        import sys

        kind, error = sys.exc_info()[:2]
        if error is not None:
            told(kind, error)

    shell.set_custom_exc((NameError, InputError), handle)
    shell.showsyntaxerror = unreadable
