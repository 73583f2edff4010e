"""What a file is, by its first bytes, and whether it is small enough to be opened at all."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from simkinerja.errors import InputError, Place, Problem, problem
from simkinerja.files.content import content_of
from simkinerja.files.grid import Grid

__all__ = ["MAX_BYTES", "kind_of", "open_grids"]

MAX_BYTES: Final = 250_000_000
_HEAD: Final = 4096
_MAGIC: Final = (
    (b"%PDF", "PDF"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG", "gambar PNG"),
    (b"\xff\xd8\xff", "gambar JPEG"),
    (b"GIF8", "gambar GIF"),
    (b"\x1f\x8b", "arsip GZIP"),
    (b"7z\xbc\xaf\x27\x1c", "arsip 7z"),
    (b"Rar!", "arsip RAR"),
    (b"BZh", "arsip BZIP2"),
    (b"\xfd7zXZ", "arsip XZ"),
    (b"PAR1", "Parquet"),
    (b"SQLite format 3", "SQLite"),
    (b"\xff\xfe\x00\x00", "teks UTF-32"),
    (b"\x00\x00\xfe\xff", "teks UTF-32"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
)
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML: Final = re.compile(
    rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|table|meta|div|style)\b", re.I | re.S
)
_XML: Final = re.compile(rb"\s*<\?xml\b", re.I)


def open_grids(path: Path) -> tuple[tuple[Grid, ...], list[Problem]]:
    """Open any supported table file.

    Returns
    -------
    grids : tuple of Grid
    problems : list of Problem
        Faults of the text, and of single cells (formulas); those of a cell count only where it is part
        of a table.

    Raises
    ------
    InputError
        Whatever makes the file unreadable as a whole.
    """
    kind, data = _kind(path)
    place = Place(file=path.name)
    if kind == "text":
        from simkinerja.files.text_in import read_text

        return read_text(data, path.name)
    if kind in {"zip", "ole"}:
        from simkinerja.files.workbook import read_workbook

        return read_workbook(path, data, kind)
    if kind == "html":
        raise InputError([problem("file_html", place)])
    raise InputError([problem("file_type", place, got=kind)])


def _kind(path: Path) -> tuple[str, bytes]:
    data = content_of(path, MAX_BYTES)
    return kind_of(data), data


def kind_of(data: bytes) -> str:
    """Tell what a file is by its first bytes.

    Parameters
    ----------
    data : bytes
        At least the first few kilobytes.

    Returns
    -------
    str
        ``"zip"`` (XLSX, ODS), ``"ole"`` (XLS), ``"html"``, ``"text"``, or the name of another kind in the
        reader's words.

    Examples
    --------
    >>> kind_of(b"PK\\x03\\x04"), kind_of(b"%PDF-1.7"), kind_of(b"U1;U2")
    ('zip', 'PDF', 'text')
    """
    if data.startswith(b"PK"):
        return "zip"
    if data.startswith(_OLE):
        return "ole"
    for magic, label in _MAGIC:
        if data.startswith(magic):
            return label
    head = data[:_HEAD].removeprefix(b"\xef\xbb\xbf")
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = data[: _HEAD * 2].decode("utf-16", "replace").encode("utf-8", "replace")
    if _HTML.match(head):
        return "html"
    if _XML.match(head):
        return "html" if re.search(rb"<(?:html|table)\b", head, re.I) else "XML"
    return "text"
