"""L0: errors, their reason codes, and every Indonesian error sentence.

An error a user can cause is a :class:`Problem`: a reason code, a place and the values that fill the
sentence of that code. Problems are collected, never raised one by one, and leave together in one
:class:`InputError`, so that a file is corrected once and not ten times.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from simkinerja.sentences import SENTENCES

__all__ = ["InputError", "Place", "Problem", "SimkinerjaError", "UsageError", "nearest", "problem"]


class SimkinerjaError(Exception):
    """Base of all errors that this package raises on purpose."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the input a problem sits; unknown parts stay ``None``.

    Parameters
    ----------
    file, sheet : str, optional
        File name (never a full path of somebody's machine) and sheet name.
    row : int, optional
        1-based row as a spreadsheet shows it, or 1-based line of a text file.
    column : str, optional
        Column letter or header, as a spreadsheet shows it (``"C"``).
    byte : int, optional
        0-based byte offset, for faults below the level of rows.
    field : str, optional
        Dotted path of a key in a YAML file, or the name of a parameter.

    Examples
    --------
    >>> str(Place(file="a.csv", row=3, column="C"))
    'a.csv, baris 3, kolom C'
    """

    file: str | None = None
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    byte: int | None = None
    field: str | None = None

    def __str__(self) -> str:
        parts = [
            self.file,
            f"lembar '{self.sheet}'" if self.sheet else None,
            f"baris {self.row}" if self.row is not None else None,
            f"kolom {self.column}" if self.column else None,
            f"bita ke-{self.byte}" if self.byte is not None else None,
            f"isian '{self.field}'" if self.field else None,
        ]
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault: a reason code, where it is, and what fills its sentence.

    Examples
    --------
    >>> p = problem("file_missing", Place(file="survei.csv"))
    >>> p.code
    'file_missing'
    >>> "survei.csv" in p.sentence
    True
    """

    code: str
    place: Place = Place()
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """The Indonesian sentence: where, what is allowed, what came, what to do."""
        text = SENTENCES[self.code].format(**self.values)
        where = str(self.place)
        return f"{where}: {text}" if where else text

    def as_dict(self) -> dict[str, Any]:
        """Machine-readable form, for ``--json`` and for tests."""
        place = {key: getattr(self.place, key) for key in Place.__slots__}
        known = {key: value for key, value in place.items() if value is not None}
        return {"code": self.code, **known, "sentence": self.sentence}


def problem(code: str, place: Place | None = None, /, **values: Any) -> Problem:
    """Build a :class:`Problem` and prove at once that its sentence can be printed.

    Raises
    ------
    KeyError
        If the code is unknown or a value that its sentence needs is missing: a fault of ours.
    """
    made = Problem(code, place or Place(), values)
    _ = made.sentence
    return made


class InputError(SimkinerjaError):
    """All the problems of an input at once.

    Parameters
    ----------
    problems : iterable of Problem
        At least one.

    Examples
    --------
    >>> error = InputError([problem("file_missing", Place(file="a.csv"))])
    >>> len(error.problems)
    1
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        if not self.problems:
            raise ValueError("InputError without a problem")
        super().__init__("\n".join(p.sentence for p in self.problems))

    @property
    def codes(self) -> tuple[str, ...]:
        """The reason codes, in the order of the problems."""
        return tuple(p.code for p in self.problems)


class UsageError(InputError, ValueError):
    """A parameter of a public function is outside what is allowed."""


def nearest(word: str, known: Iterable[str]) -> str:
    """Return ``" Maksud Anda 'x'?"`` for the nearest known word, or an empty string.

    Examples
    --------
    >>> nearest("salatga", ["medan", "salatiga"])
    " Maksud Anda 'salatiga'?"
    >>> nearest("zzz", ["medan"])
    ''
    """
    close = get_close_matches(word, list(known), n=1)
    return f" Maksud Anda '{close[0]}'?" if close else ""
