"""One column of typed answers becomes numbers 1-4, blanks, and faults with their places."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from simkinerja.errors import Problem, nearest, problem
from simkinerja.files.show import shown
from simkinerja.survey.text import plain
from simkinerja.survey.vocabulary import vocabulary
from simkinerja.survey.words import Reading, is_unclear, known_words, read_words

if TYPE_CHECKING:
    from simkinerja.files.tables import RawTable

__all__ = ["Answers", "answers_of"]

_WHOLE: Final = re.compile(r"^\+?(\d{1,9})(?:[.,]0+)?$")
_NUMBER: Final = re.compile(r"^[+-]?[\d.,\s]+%?$")
_MOST: Final = 10_000


@dataclass(frozen=True, slots=True)
class Answers:
    """Answers of one column.

    Parameters
    ----------
    values : Int8 array, length n
        1-4; 0 stands for no answer and for a fault.
    problems : tuple of Problem
        One a faulty cell, at most 10,000 a column; the last one then says how many there are.
    notes : tuple of str
    """

    values: Any
    problems: tuple[Problem, ...]
    notes: tuple[str, ...]


@lru_cache(maxsize=1)
def _harmless() -> frozenset[str]:
    """Words that a sentence may repeat: those of answers, never names."""
    words = " ".join([*known_words(), *vocabulary()["answers"]["seen"]]).split()
    return frozenset(words) | {plain(word) for word in vocabulary()["answers"]["blank"]}


def _told(text: str) -> str:
    """A faulty answer as a sentence may show it: numbers and answer-like words, never a possible name."""
    words = plain(text).split()
    if (_NUMBER.match(text) and len(text) <= 8) or len(text.strip()) <= 2:
        return shown(text)
    close = bool(words) and all(word in _harmless() or nearest(word, _harmless()) for word in words)
    return shown(text) if close else f"teks lain ({len(text)} huruf, tidak ditampilkan)"


def _numbers(texts: list[str]) -> dict[str, int | None]:
    """Whole numbers 1-4 among the texts; ``None`` for other numbers."""
    out: dict[str, int | None] = {}
    for text in texts:
        whole = _WHOLE.match(text.strip())
        if whole:
            value = int(whole.group(1))
            out[text] = value if 1 <= value <= 4 else None
        elif _NUMBER.match(text.strip()) and re.search(r"\d", text):
            out[text] = None
    return out


def _fault(text: str, numbers: Mapping[str, int | None], reading: Reading) -> tuple[str, dict[str, Any]]:
    """Reason code and values of the sentence for a text that is no answer."""
    if text in numbers:
        return "survey_not_1_to_4", {"got": shown(text)}
    if text in reading.clash:
        return "survey_five_steps", {"got": _told(text)}
    if is_unclear(text):
        return "survey_unclear", {"got": _told(text)}
    return "survey_word", {"got": _told(text), "hint": nearest(plain(text), known_words())}


def _notes(header: str, reading: Reading) -> list[str]:
    notes = []
    for text, words in (reading.mended or {}).items():
        notes.append(f"Jawaban {_told(text)} pada '{_short(header)}' dibaca sebagai '{words}'.")
    if reading.numbered:
        told = ", ".join(_told(text) for text in reading.numbered[:4])
        notes.append(
            f"Nomor di depan jawaban {told} pada '{_short(header)}' tidak sama dengan tingkat kata-katanya; "
            "yang dipakai kata-katanya."
        )
    return notes + _assumed(reading)


def _assumed(reading: Reading) -> list[str]:
    """Sentences on what the file leaves open; the same for all columns, so said once."""
    notes = []
    if reading.letters:
        notes.append(
            "Jawaban huruf dibaca seperti pilihan pada kuesioner PermenPANRB 14/2017: a = 1 (terendah) "
            "sampai d = 4 (tertinggi). Bila di berkas Anda A berarti terbaik, balik dahulu hurufnya."
        )
    for text in reading.unsettled:
        word = plain(text)
        notes.append(
            f"'{word.capitalize()}' dibaca 1 (terendah): tidak ada jawaban 'kurang ...' maupun 'sangat tidak "
            "...'. Bila kuesionernya menyediakan 'sangat tidak ...', seharusnya 2; ganti dengan angka."
        )
    return notes


def _short(header: str) -> str:
    return header if len(header) <= 60 else f"{header[:57]}..."


def answers_of(table: RawTable, column: int, key: str = "", whole: Iterable[str] = ()) -> Answers:
    """Read one column of answers.

    Parameters
    ----------
    table : RawTable
    column : int
        0-based position.
    key : str
        Element of the question.
    whole : iterable of str
        Texts of all questions of the form; see :func:`simkinerja.survey.words.read_words`.

    Returns
    -------
    Answers
        A blank cell is no answer. ``3``, ``3,0``, ``4. Sangat baik``, ``Sangat mudah``, ``d`` (in a column of
        letters) are answers.
    """
    import pandas as pd

    codes, uniques = pd.factorize(table.rows[column], use_na_sentinel=True)
    texts = [str(text) for text in uniques]
    numbers = _numbers(texts)
    reading = read_words([text for text in texts if text not in numbers], whole, key)
    value = np.zeros(len(texts) + 1, dtype=np.int8)  # the last slot is the blank, code -1
    bad = np.zeros(len(texts) + 1, dtype=bool)
    for k, text in enumerate(texts):
        known = numbers[text] if text in numbers else reading.values.get(text)
        blank = text not in numbers and text in reading.values and known is None
        bad[k] = text in reading.clash or (known is None and not blank)
        value[k] = 0 if bad[k] or known is None else known
    problems = []
    wrong = np.flatnonzero(bad[codes])
    for row in wrong[:_MOST]:
        code, values = _fault(texts[codes[row]], numbers, reading)
        problems.append(problem(code, table.place(int(row), column), **values))
    if len(wrong) > _MOST:
        more = len(wrong) - _MOST
        problems.append(problem("survey_more_faults", table.place(None, column), more=more))
    return Answers(value[codes], tuple(problems), tuple(_notes(table.header[column], reading)))
