"""Exercises: an answer is checked against the computed one and the usual wrong ways to it.

A check never only says *salah*: each usual mistake has its own computed value and its own message.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
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
    >>> check_number("delapan", 8).state
    'belum'
    """
    nothing = _empty(answer)
    if nothing:
        return nothing
    try:
        number = float(answer)
    except (TypeError, ValueError):
        words = f"Jawabannya harus sebuah bilangan; diterima {answer!r}. Tulis desimal dengan titik: 7.5."
        return Verdict("belum", words)
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
    word = str(answer).strip().casefold()
    if word == right.casefold():
        return Verdict("benar", praise)
    for wrong, message in slips.items():
        if word == wrong.casefold():
            return Verdict("belum", message)
    allowed = ", ".join(sorted([right, *slips]))
    return Verdict("belum", f"Pilihannya: {allowed}; diterima {answer!r}.")


def check_pairs(answer: Any, right: dict[str, str], why: dict[str, str]) -> Verdict:
    """Check a matching of keys to words; ``why`` says, by key, where to look when it is wrong.

    Examples
    --------
    >>> check_pairs({"A": "x", "B": "x"}, {"A": "x", "B": "y"}, {"A": "a", "B": "Lihat batasnya."})
    ✖ Belum tepat. 1 dari 2 tepat. B: Lihat batasnya.
    """
    nothing = _empty(answer)
    if nothing or not isinstance(answer, dict) or any(answer.get(key) in (..., None) for key in right):
        return nothing or Verdict("kosong", f"Isi semua pasangan: {', '.join(right)}.")
    wrong = [key for key in right if str(answer[key]).strip().casefold() != right[key].casefold()]
    if not wrong:
        return Verdict("benar", "Semua pasangan tepat.")
    score = f"{len(right) - len(wrong)} dari {len(right)} tepat."
    return Verdict("belum", f"{score} {wrong[0]}: {why[wrong[0]]}")
