"""Comparing what people type: case, accents, punctuation and spaces do not count."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from simkinerja.files.identity import is_person
from simkinerja.files.show import shown

__all__ = ["plain", "roman", "told_header"]

_OTHER: Final = re.compile(r"[^0-9a-z]+")
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_ROMAN: Final = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


@lru_cache(maxsize=65536)
def plain(text: str) -> str:
    """Return the words of a text: lower case, no accents, everything else one space.

    Examples
    --------
    >>> plain("  U3_Waktu-Penyelesaian? ")
    'u3 waktu penyelesaian'
    >>> plain("jenisKelamin")
    'jenis kelamin'
    """
    text = _CAMEL.sub(" ", text)
    text = unicodedata.normalize("NFKD", text).casefold()
    return _OTHER.sub(" ", "".join(c for c in text if not unicodedata.combining(c))).strip()


def told_header(header: str) -> str:
    """Return a header as a sentence may quote it: never what looks like the name of a person.

    Examples
    --------
    >>> told_header("Layanan"), told_header("Siti Aminah")
    ("'Layanan'", '(judul seperti nama orang)')
    """
    return "(judul seperti nama orang)" if is_person(header) else shown(header)


def roman(word: str) -> int | None:
    """Return 1-4 for a Roman or Arabic number of a quarter, ``None`` for anything else.

    Examples
    --------
    >>> roman("III"), roman("2"), roman("v")
    (3, 2, None)
    """
    word = word.lower()
    return _ROMAN.get(word) or (int(word) if word in {"1", "2", "3", "4"} else None)
