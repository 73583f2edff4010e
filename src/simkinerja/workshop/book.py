"""The notebooks of a folder: title, minutes, for whom, what one learns, read from each first cell."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from simkinerja.errors import InputError, Place, Problem, problem

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["KEYS", "Book", "audience", "find_books", "plain", "read_book"]

_TITLE = re.compile(r"^#\s+(.+?)\s*$", re.MULTILINE)
_MINUTES = re.compile(r"\*\*(\d{1,3}) menit\.?\*\*\.?")
_GOAL = re.compile(r"^\s*(?:\d+\.|[-*])\s+(.+(?:\n[ \t]+\S.*)*)", re.MULTILINE)
_LINK = re.compile(r"\[([^\]]+)\]\([^)]*\)")
KEYS = "Shift+Enter"
"""What only a reader with cells can press; goals that name it are none of a page's."""


@dataclass(frozen=True, slots=True)
class Book:
    """One notebook, as the index shows it.

    Parameters
    ----------
    name : str
        File name without ``.ipynb``; also its address.
    path : Path
    title : str
    minutes : int or None
    audience : str
        What is asked of the reader beforehand.
    goals : tuple of str
        What the reader can do afterwards.
    """

    name: str
    path: Path
    title: str
    minutes: int | None = None
    audience: str = ""
    goals: tuple[str, ...] = ()


def plain(text: str) -> str:
    """Markdown of one line as plain words.

    Examples
    --------
    >>> plain("buka [00_mulai](00_mulai.ipynb), *lalu* **baca**\\n  `ini`")
    'buka 00_mulai, lalu baca ini'
    """
    return " ".join(re.sub(r"(?<!\w)[*_`]+|[*_`]+(?!\w)", "", _LINK.sub(r"\1", text)).split())


def audience(text: str) -> str:
    """For whom a lesson is, from the words behind its minutes.

    Examples
    --------
    >>> audience("Prasyarat: tidak ada. Anda tidak perlu pernah menulis program.")
    'Siapa saja. Anda tidak perlu pernah menulis program.'
    >>> audience("Prasyarat: 00_mulai_di_sini.")
    'Yang sudah membaca 00_mulai_di_sini.'
    """
    told = re.sub(r"^Prasyarat: tidak ada\b", "Siapa saja", text)
    return re.sub(r"^Prasyarat: ", "Yang sudah membaca ", told)


def _first_cell(notebook: Any) -> str:
    cells = notebook["cells"]
    text = next((cell["source"] for cell in cells if cell["cell_type"] == "markdown"), "")
    return "".join(text) if isinstance(text, list) else str(text)


def read_book(path: Path) -> Book:
    """Read what the index needs from a notebook's first text cell.

    Raises
    ------
    InputError
        If the file is no notebook of format 4.
    """
    try:
        notebook = json.loads(path.read_text(encoding="utf-8"))
        if notebook["nbformat"] != 4 or not all("cell_type" in cell for cell in notebook["cells"]):
            raise ValueError("format")
        text = _first_cell(notebook)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError([problem("workshop_book_broken", Place(file=path.name))]) from error
    title = _TITLE.search(text)
    minutes = _MINUTES.search(text)
    rest = text[minutes.end() :].split("\n\n")[0] if minutes else ""
    goals = tuple(plain(goal).rstrip(";.") for goal in _GOAL.findall(text) if KEYS not in goal)
    named = plain(title[1]) if title else path.stem.replace("_", " ")
    return Book(path.stem, path, named, int(minutes[1]) if minutes else None, audience(plain(rest)), goals)


def find_books(folder: Path) -> list[Book]:
    """Read all notebooks of a folder, in the order of their names.

    Raises
    ------
    InputError
        If the folder holds none, or for every one that cannot be read.
    """
    paths = sorted(path for path in folder.glob("*.ipynb") if not path.name.startswith("."))
    if not paths:
        raise InputError([problem("workshop_no_books", Place(), got=folder.name or str(folder))])
    books: list[Book] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            books.append(read_book(path))
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    return [_with_titles(book, books) for book in books]


def _with_titles(book: Book, books: list[Book]) -> Book:
    """Call the lessons that are asked for by their titles."""
    told = book.audience
    for other in books:
        told = told.replace(other.name, f"\u201c{other.title}\u201d")
    return replace(book, audience=told)
