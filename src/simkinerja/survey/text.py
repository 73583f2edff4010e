"""Comparing what people type; the words of headings come from :mod:`simkinerja.files.headers`."""

from __future__ import annotations

from typing import Final

from simkinerja.files.headers import plain, told_header

__all__ = ["plain", "roman", "told_header"]

_ROMAN: Final = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


def roman(word: str) -> int | None:
    """Return 1-4 for a Roman or Arabic number of a quarter, ``None`` for anything else.

    Examples
    --------
    >>> roman("III"), roman("2"), roman("v")
    (3, 2, None)
    """
    word = word.lower()
    return _ROMAN.get(word) or (int(word) if word in {"1", "2", "3", "4"} else None)
