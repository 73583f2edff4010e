"""How a value that came from a file may appear in a sentence: short, printable, without identity numbers."""

from __future__ import annotations

import re
from typing import Any, Final

__all__ = ["MASK", "mask_identity", "shown"]

MASK: Final = "[nomor disembunyikan]"
_E_MAIL: Final = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
_LONG: Final = r"(?<!\d)\d(?:[ .-]?\d){14,19}(?!\d)"
_PHONE: Final = r"(?<![\d+])(?:\+?62|0)[ .-]?\(?8\d{1,3}\)?(?:[ .-]?\d){5,10}(?!\d)"
IDENTITY: Final = re.compile(f"{_E_MAIL}|{_LONG}|{_PHONE}")
_LIMIT: Final = 40


def mask_identity(text: str) -> str:
    """Replace what looks like a NIP, NIK, phone number or e-mail address inside a text.

    Examples
    --------
    >>> mask_identity("Petugas: Budi NIP 198604022010011003")
    'Petugas: Budi NIP [nomor disembunyikan]'
    >>> mask_identity("hubungi 0812-3456-7890 atau a.b@contoh.go.id")
    'hubungi [nomor disembunyikan] atau [nomor disembunyikan]'
    >>> mask_identity("tahun 2024, biaya 150.000")
    'tahun 2024, biaya 150.000'
    """
    return IDENTITY.sub(MASK, text)


def shown(value: Any) -> str:
    """Return a value as a sentence may quote it: at most 40 characters, one line, identity masked.

    Examples
    --------
    >>> shown("Sangat mudah")
    "'Sangat mudah'"
    >>> shown(2.5), shown(True), shown(None), shown([1, 2])
    ('2,5', 'true', 'kosong', 'sebuah daftar')
    """
    if value is None:
        return "kosong"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple | set):
        return "sebuah daftar"
    if isinstance(value, dict):
        return "sekumpulan isian"
    if isinstance(value, float):
        return mask_identity(f"{value:.15g}".replace(".", ","))
    if isinstance(value, int):
        return mask_identity(_cut(str(value) if abs(value) < 10**50 else "bilangan yang sangat panjang"))
    text = "".join(char if char.isprintable() else " " for char in str(value)[:400])
    return f"'{_cut(mask_identity(' '.join(text.split())))}'"


def _cut(text: str) -> str:
    return text if len(text) <= _LIMIT else text[: _LIMIT - 1] + "…"
