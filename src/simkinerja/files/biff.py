"""XLS (BIFF in an OLE container) on the raw bytes: locks, extent of the sheets, faulty formulas."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final, NoReturn

from simkinerja.errors import InputError, Place, Problem, problem
from simkinerja.files.grid import MAX_COLUMNS, column_letter
from simkinerja.files.package import MAX_CELLS, Survey, too_large

__all__ = ["checked"]

_END: Final = 0xFFFFFFFE
_ERRORS: Final = {
    0: "#NULL!",
    7: "#DIV/0!",
    15: "#VALUE!",
    23: "#REF!",
    29: "#NAME?",
    36: "#NUM!",
    42: "#N/A",
}
_ONE_CELL: Final = frozenset({0x0006, 0x0203, 0x0204, 0x0205, 0x00FD, 0x027E, 0x00D6, 0x0002, 0x0003, 0x0004})
_FORMULA, _BOOLERR, _MULRK, _FILEPASS, _BOUNDSHEET, _BOF, _EOF = 0x06, 0x205, 0xBD, 0x2F, 0x85, 0x809, 0x0A


def checked(data: bytes, name: str) -> Survey:
    """Check an OLE file: is it a workbook, is it locked, how far do its cells reach.

    Raises
    ------
    InputError
        ``file_password``, ``file_type``, ``file_damaged``, ``sheet_too_large``.
    """
    try:
        streams = _directory(data)
        if "EncryptedPackage" in streams or "EncryptionInfo" in streams:
            raise InputError([problem("file_password", Place(file=name))])
        key = next((one for one in ("Workbook", "Book") if one in streams), None)
        if key is None:
            label = "dokumen Word lama" if "WordDocument" in streams else "berkas Office lain"
            raise InputError([problem("file_type", Place(file=name), got=label)])
        content = _stream(data, *streams[key])
        return _surveyed(content, name)
    except (struct.error, IndexError, ValueError, OverflowError) as error:
        _damaged(name, len(data), error)


def _damaged(name: str, byte: int, cause: BaseException | None = None) -> NoReturn:
    raise InputError([problem("zip_damaged", Place(file=name, byte=byte))]) from cause


def _chain(table: list[int], start: int) -> Iterator[int]:
    """Follow a chain of sectors; a loop or a jump outside is an error."""
    seen = 0
    while start < 0xFFFFFFF0:
        if start >= len(table) or seen > len(table):
            raise ValueError("broken chain of sectors")
        yield start
        start = table[start]
        seen += 1


def _sector_table(data: bytes, size: int) -> list[int]:
    heads = list(struct.unpack_from("<109I", data, 76))
    following, count = struct.unpack_from("<2I", data, 68)
    for _ in range(min(count, 10_000)):
        if following >= 0xFFFFFFF0:
            break
        block = struct.unpack_from(f"<{size // 4}I", data, (following + 1) * size)
        heads += block[:-1]
        following = block[-1]
    table: list[int] = []
    for head in heads:
        if head >= 0xFFFFFFF0:
            continue
        if (head + 1) * size >= len(data):
            raise ValueError("sector table beyond the end")
        table += _words(data[(head + 1) * size : (head + 2) * size])
    return table


def _words(block: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(block) // 4}I", block[: len(block) // 4 * 4])


def _directory(data: bytes) -> dict[str, tuple[int, int, int]]:
    """Return stream name -> (first sector, size, kind of storage)."""
    size = 1 << struct.unpack_from("<H", data, 30)[0]
    if size not in (512, 4096):
        raise ValueError("sector size")
    table = _sector_table(data, size)
    sectors = [data[(i + 1) * size : (i + 2) * size] for i in _chain(table, _u32(data, 48))]
    if not all(len(sector) == size for sector in sectors):
        raise ValueError("directory cut off")
    raw = b"".join(sectors)
    found: dict[str, tuple[int, int, int]] = {}
    for at in range(0, len(raw) - 127, 128):
        length, kind = struct.unpack_from("<H", raw, at + 64)[0], raw[at + 66]
        if kind in (2, 5) and 2 <= length <= 64:
            label = raw[at : at + length - 2].decode("utf-16-le", "replace")
            found.setdefault(label, (_u32(raw, at + 116), _u32(raw, at + 120), kind))
    return found


def _u32(data: bytes, at: int) -> int:
    return int(struct.unpack_from("<I", data, at)[0])


def _stream(data: bytes, start: int, length: int, _kind: int) -> bytes:
    size = 1 << struct.unpack_from("<H", data, 30)[0]
    if length > len(data):
        raise ValueError("stream longer than the file")
    table = _sector_table(data, size)
    if length >= _u32(data, 56):
        content = b"".join(data[(i + 1) * size : (i + 2) * size] for i in _chain(table, start))
    else:
        content = _short_stream(data, table, size, start)
    if len(content) < length:
        raise ValueError("stream cut off")
    return content[:length]


def _short_stream(data: bytes, table: list[int], size: int, start: int) -> bytes:
    """Streams under 4 kB live in 64-byte sectors inside the root stream."""
    root = _directory(data).get("Root Entry", (_END, 0, 5))
    store = b"".join(data[(i + 1) * size : (i + 2) * size] for i in _chain(table, root[0]))
    short_table: list[int] = []
    for i in _chain(table, _u32(data, 60)):
        short_table += _words(data[(i + 1) * size : (i + 2) * size])
    return b"".join(store[i * 64 : (i + 1) * 64] for i in _chain(short_table, start))


def _records(content: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield (position, kind, length) of every record."""
    at, end = 0, len(content)
    while at + 4 <= end:
        kind, length = struct.unpack_from("<2H", content, at)
        if kind == 0 and length == 0:
            return
        if at + 4 + length > end:
            raise ValueError("record beyond the end")
        yield at, kind, length
        at += 4 + length


def _sheet_names(content: bytes) -> dict[int, str]:
    """Return position of the sheet's first record -> sheet name."""
    names = {}
    for at, kind, length in _records(content):
        if kind == _FILEPASS:
            raise InputError([problem("file_password", Place())])
        if kind == _EOF:
            break
        if kind == _BOUNDSHEET and length >= 8:
            count, wide = content[at + 10], content[at + 11] & 1
            raw = content[at + 12 : at + 12 + count * (1 + wide)]
            names[_u32(content, at + 4)] = raw.decode("utf-16-le" if wide else "latin-1", "replace")
    return names


def _surveyed(content: bytes, name: str) -> Survey:
    try:
        names = _sheet_names(content)
    except InputError as error:
        raise InputError([problem(error.codes[0], Place(file=name))]) from error
    cells: list[Problem] = []
    problems: list[Problem] = []
    sheet, rows, columns = "", 0, 0
    for at, kind, length in _records(content):
        if kind == _BOF:
            sheet, rows, columns = names.get(at, ""), 0, 0
        elif (kind in _ONE_CELL or kind == _MULRK) and length >= 6:
            row, first = struct.unpack_from("<2H", content, at + 4)
            last = struct.unpack_from("<H", content, at + 2 + length)[0] if kind == _MULRK else first
            rows, columns = max(rows, row + 1), max(columns, max(first, last) + 1)
            if kind in (_FORMULA, _BOOLERR):
                cells += _fault(content, at, kind, length, Place(name, sheet, row + 1, column_letter(first)))
        elif kind == _EOF and sheet and (rows * columns > MAX_CELLS or columns > MAX_COLUMNS):
            problems.append(too_large(name, sheet, rows, columns))
    if problems:
        raise InputError(problems)
    return Survey("xls", tuple(cells))


def _fault(content: bytes, at: int, kind: int, length: int, place: Place) -> list[Problem]:
    """Return the fault of an error cell or of a formula whose result is an error."""
    code = None
    if kind == _BOOLERR and length >= 8 and content[at + 11] == 1:
        code = content[at + 10]
    elif kind == _FORMULA and length >= 14 and content[at + 16 : at + 18] == b"\xff\xff":
        code = content[at + 12] if content[at + 10] == 2 else None
    if code is None:
        return []
    return [problem("formula_error", place, got=_ERRORS.get(code, "galat"))]
