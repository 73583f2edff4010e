"""Comparing what people type as column headings: case, accents, punctuation and spaces do not count."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from simkinerja.files.identity import is_person
from simkinerja.files.show import shown

__all__ = ["plain", "told_header"]

_OTHER: Final = re.compile(r"[^0-9a-z]+")
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")


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
