"""L6: a data set of one's own: an engine run in which this student's own truth was planted.

The seed (a student number, or any text) decides which truth. Who knows the seed and has this program can
plant the same truth again, so a lecturer may mix in a secret word. The answers are kept apart from the data.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

from simkinerja.streams import Streams

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "LESSONS",
    "Answer",
    "Assignment",
    "Question",
    "Slip",
    "answer",
    "assignment_streams",
    "make_assignment",
    "seed_text",
]

LESSONS: Final[Mapping[str, str]] = {
    "05": "Penilai: seberapa keras, dan berapa yang sungguh teratas",
    "06": "Pelatihan: berapa pengaruhnya",
    "07": "Pemantauan: yang dilaporkan, yang sebenarnya, dan audit",
    "08": "Sosialisasi: berapa pengaruhnya pada pengisian e-Kinerja",
    "12": "Loket: beban, tunggu, dan satu loket lagi",
}
"""Lessons that have a data set of one's own."""

LONGEST: Final = 60
"""Characters of a seed and of a word."""
_ATTEMPTS: Final = 60
_FORM: Final = "simkinerja-tugas-1"


@dataclass(frozen=True, slots=True)
class Question:
    """What a student is asked.

    Parameters
    ----------
    code, text : str
    unit : str
        Unit of the number, or the words to choose from.
    """

    code: str
    text: str
    unit: str


@dataclass(frozen=True, slots=True)
class Slip:
    """What a usual mistake leads to on this very data, and what to say about it.

    Parameters
    ----------
    value : float or str
    within : float
        Largest difference at which an answer looks like this mistake; 0 for words.
    message : str
    """

    value: float | str
    within: float
    message: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What is right.

    Parameters
    ----------
    code : str
    truth : float or str
        What was planted: in the engine the difference between two worlds with the same luck.
    best : float or str
        What the recommended way gives on this very data.
    low, high : float
        Answers within are right; for words both are 0.
    why : str
        The recommended way.
    slips : tuple of Slip
        Usual mistakes that on this data lead elsewhere.
    """

    code: str
    truth: float | str
    best: float | str
    low: float
    high: float
    why: str
    slips: tuple[Slip, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Assignment:
    """A data set with its questions and, apart from them, its answers.

    Parameters
    ----------
    lesson, seed : str
    scene : str
        What the office did, as far as the office would say it.
    tables : mapping of name to table
        Records as an office would see them.
    dictionary : table
        ``tabel``, ``kolom``, ``arti``.
    questions : tuple of Question
    answers : tuple of Answer
        For the lecturer only.
    planted : mapping of str to str
        What was planted, in words; for the lecturer only.
    """

    lesson: str
    seed: str
    scene: str
    tables: Mapping[str, pd.DataFrame]
    dictionary: pd.DataFrame
    questions: tuple[Question, ...]
    answers: tuple[Answer, ...]
    planted: Mapping[str, str]


def seed_text(given: str, name: str = "--benih") -> str:
    """Return a seed as it counts: without blanks around it, in small letters.

    Raises
    ------
    UsageError
        If it is empty, longer than :data:`LONGEST`, or holds a sign that does not print.

    Examples
    --------
    >>> seed_text(" NIM-2401234 ")
    'nim-2401234'
    """
    from simkinerja.rules.checks import refuse

    text = str(given).strip().casefold()
    if not text or len(text) > LONGEST or not text.isprintable():
        allowed = f"teks 1 sampai {LONGEST} huruf atau angka, misalnya nomor mahasiswa Anda"
        refuse(name, "tugas", allowed, given, f"{name} 2401234")
    return text


def assignment_streams(lesson: str, seed: str, word: str = "") -> Streams:
    """Return the streams that plant the truth: a BLAKE2b hash of lesson, seed and the lecturer's word.

    Examples
    --------
    >>> assignment_streams("06", "2401234") == assignment_streams("06", "2401234", "rahasia")
    False
    """
    parts = [_FORM, lesson, seed, word]
    text = "".join(f"{len(part)}:{part}/" for part in parts)
    digest = blake2b(text.encode(), digest_size=8).digest()
    return Streams(int.from_bytes(digest, "little") >> 1)


def make_assignment(lesson: str, seed: str, word: str = "") -> Assignment:
    """Plant a truth and return the records that an office would have of it.

    Where by luck a usual mistake would give the right answer, or the recommended way would miss it, the next
    draw of the same seed is taken.

    Parameters
    ----------
    lesson : str
        A key of :data:`LESSONS`.
    seed : str
        Student number or any text.
    word : str
        The lecturer's secret, if there is one.

    Raises
    ------
    UsageError
        An unknown lesson; a seed or word that is none.

    Examples
    --------
    >>> made = make_assignment("12", "2401234")
    >>> sorted(made.tables), [one.code for one in made.questions]
    (['log_loket'], ['A', 'B', 'C'])
    """
    from simkinerja.rules.checks import choice

    choice(lesson, "PELAJARAN", "tugas", list(LESSONS))
    text = seed_text(seed)
    secret = seed_text(word, "--kata") if word else ""
    streams, build = assignment_streams(lesson, text, secret), _builder(lesson)
    for attempt in range(_ATTEMPTS):
        made = build(streams.child("attempt", attempt), text)
        if made is not None:
            return made
    raise RuntimeError(f"no data set for lesson {lesson}, seed {text}")


def _builder(lesson: str) -> Callable[[Streams, str], Assignment | None]:
    from simkinerja.evaluate import assignment_desk, assignment_programme, assignment_rater, assignment_watch

    return {
        "05": assignment_rater.build,
        "06": assignment_programme.build_training,
        "07": assignment_watch.build,
        "08": assignment_programme.build_adoption,
        "12": assignment_desk.build,
    }[lesson]


def answer(
    code: str,
    truth: float,
    best: float,
    tolerance: float,
    why: str,
    slips: Mapping[str, float],
    *,
    farthest: float | None = None,
    needed: int = 0,
) -> Answer | None:
    """Return the answer to a number question, or None where this draw teaches nothing.

    Parameters
    ----------
    truth, best, tolerance : float
        Right is what lies within the tolerance of either, or between them.
    slips : mapping of message to float
        What usual mistakes give; those too near to the right answer are left out.
    farthest : float, optional
        Largest distance between truth and best; three tolerances by default.
    needed : int
        So many of the first slips must lead elsewhere on this data.

    Examples
    --------
    >>> answer("A", 1.0, 1.1, 0.2, "cara", {"Tandanya terbalik.": -1.1}).slips[0].value
    -1.1
    >>> answer("A", 1.0, 1.1, 0.2, "cara", {"Hampir sama.": 1.2}) is None
    True
    """
    if abs(truth - best) > (3.0 * tolerance if farthest is None else farthest):
        return None
    low, high = min(truth, best) - tolerance, max(truth, best) + tolerance
    found = []
    for k, (message, value) in enumerate(slips.items()):
        beyond = max(low - value, value - high)
        if k < needed and beyond <= 0.5 * tolerance:
            return None
        if beyond > 0.5 * tolerance:
            found.append(Slip(float(value), min(tolerance, 0.9 * beyond), message))
    if not found:
        return None
    return Answer(code, float(truth), float(best), low, high, why, tuple(found))
