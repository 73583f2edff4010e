"""Text files in: encoding, separator and the structure of records, checked on whole arrays of bytes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from simkinerja.errors import Place, Problem, problem
from simkinerja.files.grid import MAX_COLUMNS, Grid, column_letter

__all__ = ["read_text"]

_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_CONTROL_BYTES: Final = bytes(sorted({*range(32), 127} - {9, 10, 13}))
_MARK: Final = "\ufeff".encode()
_SEPARATORS: Final = ";\t,|"
_MOST: Final = 20
_SAMPLE: Final = 200
_MULTIBYTE: Final = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


@dataclass(frozen=True, slots=True)
class _Records:
    """Where records begin and end (byte), their first lines (1-based), their separators outside quotes."""

    starts: Any
    ends: Any
    lines: Any
    n_separators: Any
    cuts: Any


def read_text(data: bytes, name: str) -> tuple[tuple[Grid, ...], list[Problem]]:
    """Read CSV-like bytes into one grid of texts, and tell every fault of its structure.

    Accepts UTF-8 and UTF-16 (with or without byte order mark) and Windows-1252; semicolon, tab, comma
    or bar; quoted cells with line ends; a first line ``sep=;``. After a fault the reading goes on with
    the offending bytes taken out, so that the faults behind it are named too.
    """
    raw, notes, problems = _decode(data, name)
    raw = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if b"\r" in raw else raw
    raw, offset, separator = _told_separator(_unmarked(raw))
    if not raw.strip():
        return (), problems or [problem("table_empty", Place(file=name))]
    separator = separator or _sniff(raw)
    raw, found = _healed(raw, separator)
    problems += [problem(code, Place(file=name, row=line + offset)) for code, line in found]
    records = _records(np.frombuffer(raw, dtype=np.uint8), separator)
    if int(records.n_separators.max()) >= MAX_COLUMNS:
        worst = int(records.n_separators.argmax())
        place = Place(file=name, row=int(records.lines[worst]) + offset)
        got = int(records.n_separators[worst]) + 1
        return (), [*problems, problem("table_columns", place, allowed=MAX_COLUMNS, got=got)]
    expected = _expected(raw, records, separator)
    problems += _too_long(raw, records, separator, expected, offset, name)
    cells = _cells(_evened(raw, records, separator, expected), separator, expected + 1, records)
    letters = tuple(column_letter(i) for i in range(expected + 1))
    numbers = records.lines.astype(np.int64) + offset
    return (Grid(name, None, cells, numbers, letters, (), notes),), problems


def _decode(data: bytes, name: str) -> tuple[bytes, tuple[str, ...], list[Problem]]:
    """Return the file as UTF-8 without control characters, notes, and what did not belong."""
    encoding, skip = _encoding(data)
    text, bad = _tried(data[skip:], encoding)
    notes: tuple[str, ...] = ()
    if bad and encoding == "utf-8" and not skip and not _MULTIBYTE.search(data):
        encoding, notes = "cp1252", ("Berkas dibaca sebagai Windows-1252.",)
        text, bad = _tried(data, encoding)
    problems = [_bad_byte(data, at + skip, encoding, name) for at in bad]
    raw = text.encode("utf-8") if bad or encoding != "utf-8" else data[skip:]
    if len(raw.translate(None, _CONTROL_BYTES)) == len(raw):
        return raw, notes, problems
    problems += _control_problems(text, encoding, skip, name) if not bad else []
    return _CONTROL.sub(" ", text).encode("utf-8"), notes, problems


def _tried(data: bytes, encoding: str) -> tuple[str, list[int]]:
    """Decode; return the text and the positions (bytes) of at most 20 places that do not belong."""
    import codecs

    bad: list[int] = []

    def note(error: UnicodeError) -> tuple[str, int]:
        assert isinstance(error, UnicodeDecodeError)
        bad.append(error.start)
        return "\ufffd", error.end if len(bad) < _MOST else len(data)

    codecs.register_error("simkinerja-note", note)
    return data.decode(encoding, "simkinerja-note"), bad


def _encoding(data: bytes) -> tuple[str, int]:
    """Return the encoding and the length of the byte order mark."""
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
    ):
        if data.startswith(mark):
            return encoding, len(mark)
    head = np.frombuffer(data[:4096], dtype=np.uint8)
    if len(head) >= 4:
        even, odd = float((head[::2] == 0).mean()), float((head[1::2] == 0).mean())
        if odd > 0.6 and even < 0.1:
            return "utf-16-le", 0
        if even > 0.6 and odd < 0.1:
            return "utf-16-be", 0
    return "utf-8", 0


def _bad_byte(data: bytes, at: int, encoding: str, name: str) -> Problem:
    row = data[:at].count(b"\n") + 1
    label = {"utf-8": "UTF-8", "cp1252": "Windows-1252"}.get(encoding, "UTF-16")
    got = " ".join(f"{byte:02X}" for byte in data[at : at + (2 if label == "UTF-16" else 1)])
    return problem("text_encoding", Place(file=name, row=row, byte=at), allowed=label, got=got)


def _control_problems(text: str, encoding: str, skip: int, name: str) -> list[Problem]:
    found = []
    for hit in _CONTROL.finditer(text):
        before = text[: hit.start()]
        lines = before.replace("\r\n", "\n").replace("\r", "\n")
        place = Place(file=name, row=lines.count("\n") + 1, byte=len(before.encode(encoding)) + skip)
        found.append(problem("text_control", place, got=ord(hit.group())))
        if len(found) == _MOST:
            break
    return found


def _unmarked(raw: bytes) -> bytes:
    """Take off further byte order marks, which some programs pile up when saving again."""
    while raw.startswith(_MARK):
        raw = raw[len(_MARK) :]
    return raw


def _told_separator(raw: bytes) -> tuple[bytes, int, str | None]:
    """Honour a first line ``sep=;``; return the rest, the lines taken off, and the separator."""
    told = re.match(rb"sep=([;,|\t])[;,|\t]*\n", raw, re.IGNORECASE)
    return (raw[told.end() :], 1, told.group(1).decode()) if told else (raw, 0, None)


def _sniff(raw: bytes) -> str:
    """Choose the separator that cuts most records of the beginning into the same number of cells."""
    head = raw[:200_000]
    best, chosen = (0.0, 0), ","
    for separator in _SEPARATORS:
        records = _records(np.frombuffer(head, dtype=np.uint8), separator)
        counts = records.n_separators[(records.ends > records.starts)][:_SAMPLE]
        if not len(counts) or not counts.any():
            continue
        values, times = np.unique(counts[counts > 0], return_counts=True)
        score = (round(float(times.max()) / len(counts), 2), int(values[times.argmax()]))
        if score > best:
            best, chosen = score, separator
    return chosen


def _records(raw: Any, separator: str) -> _Records:
    """Cut bytes at the line ends outside quotes, and count the separators outside quotes."""
    quotes = np.flatnonzero(raw == 34)
    breaks = np.flatnonzero(raw == 10)
    cuts = np.flatnonzero(raw == ord(separator)).astype(np.int32)
    outer = breaks
    if len(quotes):
        outer = breaks[np.searchsorted(quotes, breaks) % 2 == 0]
        cuts = cuts[np.searchsorted(quotes, cuts) % 2 == 0]
    starts = np.concatenate(([0], outer + 1))
    ends = np.concatenate((outer, [len(raw)]))
    if len(starts) > 1 and starts[-1] == len(raw):
        starts, ends = starts[:-1], ends[:-1]
    lines = np.arange(1, len(starts) + 1)
    if len(outer) != len(breaks):
        lines = np.searchsorted(breaks, starts, side="left") + 1
    counts = np.searchsorted(cuts, ends) - np.searchsorted(cuts, starts)
    return _Records(starts, ends, lines, counts, cuts)


def _too_long(
    raw: bytes, records: _Records, separator: str, expected: int, offset: int, name: str
) -> list[Problem]:
    """Find records with more cells than the header; blank cells too many are no fault."""
    blank = separator.encode() + b' "'
    found: list[Problem] = []
    for i in np.flatnonzero(records.n_separators > expected):
        first = records.cuts[np.searchsorted(records.cuts, records.starts[i]) + expected]
        if not raw[first : records.ends[i]].strip(blank):
            continue
        place = Place(file=name, row=int(records.lines[i]) + offset)
        got = int(records.n_separators[i]) + 1
        found.append(problem("row_too_long", place, allowed=expected + 1, got=got))
        if len(found) == _MOST:
            break
    return found


def _expected(raw: bytes, records: _Records, separator: str) -> int:
    """Return the separators of the header: the first record that fills half of what most records have.

    A title row is often padded with separators, so cells are counted, not separators.
    """
    full = np.flatnonzero(records.ends > records.starts)
    counts = records.n_separators[full]
    values, times = np.unique(counts, return_counts=True)
    common = int(values[times == times.max()].max())
    for i in full[:_SAMPLE]:
        cells = raw[records.starts[i] : records.ends[i]].split(separator.encode())
        filled = sum(bool(cell.strip(b' "')) for cell in cells)
        if records.n_separators[i] >= common / 2 and filled >= max(1, (common + 1) / 2):
            return int(records.n_separators[i])
    return common


def _healed(raw: bytes, separator: str) -> tuple[bytes, list[tuple[str, int]]]:
    """Take out quotes that neither open nor close a cell; return the rest and (code, line) of each.

    The search starts again after each repair, because one wrong quote turns inside and outside round.
    """
    found: dict[tuple[str, int], None] = {}
    for _ in range(60 if len(raw) < 2_000_000 else 4):
        wrong = _wrong_quote(np.frombuffer(raw, dtype=np.uint8), separator)
        if wrong is None:
            return raw, list(found)
        code, at = wrong
        found[code, raw.count(b"\n", 0, at) + 1] = None
        raw = raw[:at] + b" " + raw[at + 1 :]
    return raw.replace(b'"', b" "), list(found)[:_MOST]


def _wrong_quote(raw: Any, separator: str) -> tuple[str, int] | None:
    """Return code and position of the first quote that is wrong."""
    quotes = np.flatnonzero(raw == 34)
    if not len(quotes):
        return None
    limits = (ord(separator), 10, 34)
    last = len(raw) - 1
    before = np.where(quotes > 0, raw[np.maximum(quotes - 1, 0)], 10)
    after = np.where(quotes < last, raw[np.minimum(quotes + 1, last)], 10)
    opening = np.arange(len(quotes)) % 2 == 0
    bad = np.flatnonzero(~np.where(opening, np.isin(before, limits), np.isin(after, limits)))
    if not len(bad):
        return ("quote_open", int(quotes[-1])) if len(quotes) % 2 else None
    first = int(bad[0])
    if first % 2 == 1 and (raw[quotes[first - 1] : quotes[first]] == 10).any():
        return "quote_open", int(quotes[first - 1])  # the cell opened lines above was never closed
    return "quote_stray", int(quotes[first])


def _evened(raw: bytes, records: _Records, separator: str, expected: int) -> bytes:
    """Give every record the same number of cells: pad the short ones, cut the long ones."""
    uneven = np.flatnonzero(records.n_separators != expected)
    if not len(uneven):
        return raw
    pieces, done = [], 0
    for i in uneven:
        start, end, count = int(records.starts[i]), int(records.ends[i]), int(records.n_separators[i])
        if count < expected:
            pieces += [raw[done:end], separator.encode() * (expected - count)]
        else:
            pieces.append(raw[done : records.cuts[np.searchsorted(records.cuts, start) + expected]])
        done = end
    closing = b"" if raw.endswith(b"\n") else b"\n"  # a last record cut to nothing is still a record
    return b"".join([*pieces, raw[done:], closing])


def _cells(raw: bytes, separator: str, width: int, records: _Records) -> Any:
    """Parse evened bytes with Arrow into text columns, outer blanks off, blank = missing."""
    import pyarrow as pa
    import pyarrow.compute as pc
    from pyarrow import csv

    names, height = [str(i) for i in range(width)], len(records.lines)
    longest = int((records.ends - records.starts).max()) + width + 1
    table = csv.read_csv(
        pa.BufferReader(raw),
        read_options=csv.ReadOptions(column_names=names, block_size=max(1 << 22, 2 * longest)),
        parse_options=csv.ParseOptions(
            delimiter=separator, newlines_in_values=b'"' in raw, ignore_empty_lines=False
        ),
        convert_options=csv.ConvertOptions(
            column_types={name: pa.large_string() for name in names},
            strings_can_be_null=True,
            quoted_strings_can_be_null=True,
            null_values=[""],
        ),
    )
    if table.num_rows != height:
        raise AssertionError(f"{table.num_rows} rows parsed, {height} counted")
    for j in range(width):
        column = pc.utf8_trim(table.column(j), characters=" \t\n\u00a0\u200b\ufeff")
        blank = pc.equal(column, "")
        if pc.any(blank).as_py():
            column = pc.if_else(blank, pa.scalar(None, pa.large_string()), column)
        table = table.set_column(j, names[j], column)
    frame = table.to_pandas()
    frame.columns = range(width)
    return frame
