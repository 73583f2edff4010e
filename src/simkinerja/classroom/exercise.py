"""Exercises: an answer is checked against the computed one and the usual wrong ways to it.

A check never only says *salah*: each usual mistake has its own computed value and its own message.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from math import isfinite
from typing import Any

__all__ = ["Slip", "Verdict", "check_number", "check_pairs", "check_word"]

_STYLE = "border-left:4px solid {};padding:.4rem .8rem;max-width:42rem;line-height:1.45"
_LOOK = {
    "benar": ("#00795a", "✔ Benar."),
    "belum": ("#b84a00", "✖ Belum tepat."),
    "kosong": ("#666666", "… Belum dijawab."),
}


@dataclass(frozen=True, slots=True)
class Slip:
    """A usual wrong answer and what to say about it."""

    value: Any
    message: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check found: ``state`` is ``"benar"``, ``"belum"`` or ``"kosong"``."""

    state: str
    message: str

    @property
    def ok(self) -> bool:
        """Whether the answer is right."""
        return self.state == "benar"

    def _repr_html_(self) -> str:
        colour, head = _LOOK[self.state]
        style = _STYLE.format(colour)
        return f'<div role="status" style="{style}"><b>{head}</b> {escape(self.message)}</div>'

    def __repr__(self) -> str:
        return f"{_LOOK[self.state][1]} {self.message}"


def _empty(answer: Any) -> Verdict | None:
    if answer is ... or answer is None:
        return Verdict("kosong", "Ganti tiga titik (...) dengan jawaban Anda, lalu jalankan sel ini lagi.")
    return None


def _shown(answer: Any) -> str:
    """What was typed, short enough for a message."""
    text = str(answer) if isinstance(answer, bool | str | int | float) else repr(answer)
    text = " ".join(text.split())
    return text if len(text) <= 40 else f"{text[:40]}…"


def _number_of(answer: Any) -> float | str:
    """The number of an answer, or the sentence that says why it is none.

    Examples
    --------
    >>> _number_of("7.5"), _number_of((7, 5))
    (7.5, 'Itu dua bilangan, 7 dan 5. Desimal ditulis dengan titik: 7.5.')
    """
    if isinstance(answer, tuple) and len(answer) == 2 and all(isinstance(part, int) for part in answer):
        whole, part = answer
        return f"Itu dua bilangan, {whole} dan {part}. Desimal ditulis dengan titik: {whole}.{part}."
    text = answer.strip() if isinstance(answer, str) else ""
    if text.endswith("%"):
        return f"Tulis bilangannya saja, tanpa tanda persen; diterima {_shown(answer)}."
    if text.count(",") == 1 and text.replace(",", "").lstrip("-").isdigit():
        return f"Desimal ditulis dengan titik dan tanpa tanda kutip: {text.replace(',', '.')}."
    try:
        number = float(answer) if not isinstance(answer, bool) else float("nan")
    except (TypeError, ValueError, OverflowError):
        number = float("nan")
    if isfinite(number):
        return number
    return f"Jawabannya harus sebuah bilangan; diterima {_shown(answer)}. Tulis desimal dengan titik: 7.5."


def check_number(
    answer: Any, right: float, slips: Iterable[Slip] = (), *, praise: str = "", within: float = 0.005
) -> Verdict:
    """Check a number against the right one and the usual slips.

    Parameters
    ----------
    answer : number, or ``...`` while unanswered
    right : float
        Computed by the lesson, never typed in.
    slips : iterable of Slip
        Values that usual mistakes lead to; the first that fits answers.
    praise : str
        Said when right: why it is right.
    within : float
        Largest difference that still counts as equal.

    Examples
    --------
    >>> check_number(82.7, 82.703, within=0.05, praise="Tepat.").ok
    True
    >>> check_number(81.88, 82.703, [Slip(81.876, "Bobot 0,11.")])
    ✖ Belum tepat. Bobot 0,11.
    >>> check_number("7,5", 8)
    ✖ Belum tepat. Desimal ditulis dengan titik dan tanpa tanda kutip: 7.5.
    """
    nothing = _empty(answer)
    if nothing:
        return nothing
    number = _number_of(answer)
    if isinstance(number, str):
        return Verdict("belum", number)
    if abs(number - right) <= within:
        return Verdict("benar", praise)
    for slip in slips:
        if abs(number - float(slip.value)) <= within:
            return Verdict("belum", slip.message)
    way = "terlalu besar" if number > right else "terlalu kecil"
    words = f"Jawaban Anda {way}. Telusuri lagi langkahnya, mulai dari contoh hitung tangan di atas."
    return Verdict("belum", words)


def check_word(answer: Any, right: str, slips: dict[str, str], *, praise: str = "") -> Verdict:
    """Check a chosen word; ``slips`` maps each wrong word to its message.

    Examples
    --------
    >>> check_word(" b ", "B", {"A": "Terlalu tinggi."}, praise="Ya.").ok
    True
    >>> check_word("A", "B", {"A": "Terlalu tinggi."})
    ✖ Belum tepat. Terlalu tinggi.
    """
    nothing = _empty(answer)
    if nothing:
        return nothing
    word = _word(answer)
    if word == right.casefold():
        return Verdict("benar", praise)
    for wrong, message in slips.items():
        if word == wrong.casefold():
            return Verdict("belum", message)
    allowed = ", ".join(sorted([right, *slips]))
    return Verdict("belum", f"Pilihannya: {allowed}; diterima {_shown(answer)}.")


def _word(answer: Any) -> str:
    """A word as it is compared: small letters, single spaces, no full stop or quotes around it."""
    return " ".join(str(answer).split()).strip(" .\"'").casefold()


def check_pairs(answer: Any, right: dict[str, str], why: dict[str, str]) -> Verdict:
    """Check a matching of keys to words; ``why`` says, by key, where to look when it is wrong.

    Examples
    --------
    >>> check_pairs({"A": "x", "B": "x"}, {"A": "x", "B": "y"}, {"A": "a", "B": "Lihat batasnya."})
    ✖ Belum tepat. 1 dari 2 tepat. B: Lihat batasnya.
    """
    nothing = _empty(answer)
    if nothing:
        return nothing
    if not isinstance(answer, dict):
        form = ", ".join(f'"{key}": "..."' for key in right)
        return Verdict("belum", f"Biarkan bentuknya {{{form}}}; hanya tiga titiknya yang diganti.")
    if any(answer.get(key) is ... or answer.get(key) is None for key in right):
        return Verdict("kosong", f"Isi semua pasangan: {', '.join(right)}.")
    known = sorted(set(right.values()))
    strange = [key for key in right if _word(answer[key]) not in [word.casefold() for word in known]]
    if strange:
        got = _shown(answer[strange[0]])
        return Verdict("belum", f"{strange[0]}: pilihannya {', '.join(known)}; diterima {got}.")
    wrong = [key for key in right if _word(answer[key]) != right[key].casefold()]
    if not wrong:
        return Verdict("benar", "Semua pasangan tepat.")
    score = f"{len(right) - len(wrong)} dari {len(right)} tepat."
    return Verdict("belum", f"{score} {wrong[0]}: {why[wrong[0]]}")
