"""Zipped spreadsheets (XLSX, ODS): measured and searched on the raw parts before anything parses them."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final, NoReturn

from simkinerja.errors import InputError, Place, Problem, problem
from simkinerja.files.show import shown

__all__ = ["Survey", "checked"]

MAX_TOTAL: Final = 400_000_000
MAX_RATIO: Final = 200
_RATIO_FROM: Final = 50_000_000
MAX_PARTS: Final = 2_000
MAX_CELLS: Final = 2_500_000
_CHUNK: Final = 1 << 20
_OVERLAP: Final = 4_096


@dataclass(frozen=True, slots=True)
class Survey:
    """What the raw bytes of a workbook say.

    Parameters
    ----------
    suffix : {"xlsx", "ods", "xls"}
    cells : tuple of Problem
        Faults of single cells (``formula_error``, ``formula_uncached``).
    merges : dict of sheet to ranges
        0-based (top, left, bottom, right), where the library does not tell them.
    """

    suffix: str
    cells: tuple[Problem, ...] = ()
    merges: dict[str, tuple[tuple[int, int, int, int], ...]] = field(default_factory=dict)


def checked(data: bytes, name: str) -> Survey:
    """Check the zip container, its XML parts and the extent of its sheets.

    Raises
    ------
    InputError
        ``zip_damaged``, ``zip_bomb``, ``xml_entity``, ``file_type``, ``file_password``,
        ``sheet_too_large``.
    """
    from simkinerja.files import ods, xlsx

    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        entries = archive.infolist()
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        ValueError,
        OSError,
        NotImplementedError,
        EOFError,
    ) as error:
        raise InputError([problem("zip_damaged", Place(file=name, byte=len(data)))]) from error
    _check_sizes(entries, len(data), name)
    kind = _kind(archive, name)
    parts = Parts(archive, name)
    parts.check_all()
    return xlsx.surveyed(parts) if kind == "xlsx" else ods.surveyed(parts)


def _check_sizes(entries: list[zipfile.ZipInfo], size: int, name: str) -> None:
    total = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    ratio = total / max(size, 1)
    overlapping = packed > size
    if (
        total > MAX_TOTAL
        or len(entries) > MAX_PARTS
        or overlapping
        or (total > _RATIO_FROM and ratio > MAX_RATIO)
    ):
        got = f"{total / 1e6:,.0f} MB dalam {len(entries)} bagian".replace(",", ".")
        raise InputError(
            [problem("zip_bomb", Place(file=name), allowed=f"{MAX_TOTAL / 1e6:.0f} MB", got=got)]
        )


def _kind(archive: zipfile.ZipFile, name: str) -> str:
    names = set(archive.namelist())
    place = Place(file=name)
    if any(entry.flag_bits & 1 for entry in archive.infolist()):
        raise InputError([problem("file_password", place)])
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "content.xml" in names and "mimetype" in names:
        kind = _small(archive, "mimetype")
        if b"opendocument.spreadsheet" in kind:
            if b"encryption-data" in _small(archive, "META-INF/manifest.xml"):
                raise InputError([problem("file_password", place)])
            return "ods"
        raise InputError([problem("file_type", place, got="dokumen OpenDocument yang bukan lembar kerja")])
    for part, label in (
        ("xl/workbook.bin", "XLSB"),
        ("word/document.xml", "dokumen Word"),
        ("ppt/presentation.xml", "presentasi PowerPoint"),
    ):
        if part in names:
            raise InputError([problem("file_type", place, got=label)])
    raise InputError([problem("file_type", place, got="arsip ZIP")])


def _small(archive: zipfile.ZipFile, part: str) -> bytes:
    try:
        with archive.open(part) as stream:
            return stream.read(1_000_000)
    except (KeyError, zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError):
        return b""


class Parts:
    """The parts of a package, read in chunks with their real sizes counted."""

    def __init__(self, archive: zipfile.ZipFile, name: str) -> None:
        self.archive = archive
        self.name = name
        self.names = frozenset(archive.namelist())

    def damaged(self, part: str, cause: BaseException | None = None) -> NoReturn:
        """Refuse the package because of one part."""
        place = Place(file=self.name, byte=self._offset(part), field=shown(part).strip("'"))
        raise InputError([problem("zip_damaged", place)]) from cause

    def _offset(self, part: str) -> int | None:
        return self.archive.getinfo(part).header_offset if part in self.names else None

    def chunks(self, part: str) -> Iterator[bytes]:
        """Yield a part in pieces of 1 MB; a wrong checksum or a broken stream refuses the package."""
        try:
            with self.archive.open(part) as stream:
                while block := stream.read(_CHUNK):
                    yield block
        except (
            KeyError,
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            NotImplementedError,
            ValueError,
        ) as error:
            self.damaged(part, error)

    def read(self, part: str) -> bytes:
        """Return a whole part."""
        return b"".join(self.chunks(part))

    def check_all(self) -> None:
        """Inflate every part once; refuse document types and entities in any XML."""
        found: list[Problem] = []
        for entry in self.archive.infolist():
            at, tail = 0, b""
            for block in self.chunks(entry.filename):
                hit = _declares(tail + block)
                if hit is not None and entry.filename.endswith((".xml", ".rels", ".vml")):
                    place = Place(
                        file=self.name, byte=at - len(tail) + hit, field=shown(entry.filename).strip("'")
                    )
                    found.append(problem("xml_entity", place))
                    break
                at += len(block)
                tail = block[-16:]
        if found:
            raise InputError(found)


_DECLARES: Final = re.compile(rb"<\x00?!\x00?(?:D\x00?O\x00?C\x00?T\x00?Y|E\x00?N\x00?T\x00?I\x00?T)", re.I)


def _declares(block: bytes) -> int | None:
    hit = _DECLARES.search(block)
    return hit.start() if hit else None


def too_large(name: str, sheet: str, rows: int, columns: int) -> Problem:
    """Build the fault of a sheet whose filled extent is beyond the limit."""
    got = f"{rows:,} baris x {columns:,} kolom".replace(",", ".")
    allowed = f"{MAX_CELLS:,}".replace(",", ".")
    return problem("sheet_too_large", Place(file=name, sheet=sheet), allowed=allowed, got=got)


def spans(found: Any) -> tuple[tuple[int, int, int, int], ...]:
    """Return merge ranges as a sorted tuple."""
    return tuple(sorted(found))
