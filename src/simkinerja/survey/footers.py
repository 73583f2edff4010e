"""What offices write around their answers: sums and means below, a printed index above or below."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from simkinerja.survey.table import Printed

if TYPE_CHECKING:
    from simkinerja.files.tables import RawTable

__all__ = ["index_in_text", "printed_in", "printed_number", "unlabelled_footers"]

_MOST_FEET: Final = 8
_INDEX_TEXT: Final = re.compile(
    r"\b(?:ikm|indeks kepuasan(?: masyarakat)?|(?:nilai|hasil|indeks) skm|survei kepuasan masyarakat)\b(.*)",
    re.I | re.S,
)
_INDEX_NUMBER: Final = re.compile(
    r"(?<![\d.,])(\d{2,3}(?:[.,]\d{1,4})?)(?!\d|[.,]\d|\s*(?:responden|orang|%))", re.I
)
_NUMBER: Final = re.compile(r"^\d{1,3}(?:[.,]\d{1,6})?$")
_LETTER: Final = re.compile(r"\bmutu(?: pelayanan| layanan)?\b[\s:=()\"']{0,6}([A-Da-d])\b", re.I)


def printed_number(text: str) -> tuple[Fraction, int] | None:
    """Return a printed number and its decimals, ``None`` for other text.

    Examples
    --------
    >>> printed_number("81,71"), printed_number("B")
    ((Fraction(8171, 100), 2), None)
    """
    text = text.strip()
    if not _NUMBER.match(text):
        return None
    whole, _, decimals = text.replace(",", ".").partition(".")
    return Fraction(f"{whole}.{decimals or '0'}"), len(decimals)


def _numeric(table: RawTable, columns: Sequence[int]) -> Any:
    """Cells of the last rows as floats, NaN where blank or text, shape (rows, columns)."""
    from pandas import DataFrame

    from simkinerja.files.numbers import parse_numbers

    return DataFrame({at: parse_numbers(table.rows[at])[0] for at in columns}).to_numpy()


def _repeats(row: Any, above: Any) -> bool:
    """Tell whether a row is the sum, count, mean or weighted mean of the rows above it, or the index."""
    known = ~np.isnan(row)
    inside = known & (row >= 1) & (row <= 4) & (row == np.round(row))
    if known.sum() <= 2 and (row[known] > 4).all():
        return True  # nothing, or the index alone
    if known.sum() < 5 or inside[known].all():
        return False
    total, count = np.nansum(above, axis=0), (~np.isnan(above)).sum(axis=0)
    mean = total / np.maximum(count, 1)
    weights = (1.0, 1 / 9, 0.111, 0.11, 0.1, 25.0, 25 / 9)
    kinds = [total, count.astype(float), *(mean * w for w in weights)]
    return any((np.abs(row - kind)[known] <= 0.0501).all() for kind in kinds)


def unlabelled_footers(table: RawTable, columns: Sequence[int]) -> tuple[int, ...]:
    """Return the 0-based rows at the end that repeat the sums or means of the rows above them.

    Rows named *Jumlah*, *Rata-rata* and so on are out already; these are the ones without a name, or whose
    name stood in a column that was dropped.

    Parameters
    ----------
    table : RawTable
    columns : sequence of int
        Columns of answers.
    """
    n = len(table.rows)
    if n < 3 or not columns:
        return ()
    tail = table.rows.iloc[max(0, n - _MOST_FEET) :]
    if not any(_odd(tail, row, columns) for row in range(len(tail))):
        return ()
    values = _numeric(table, columns)
    for k in range(min(_MOST_FEET, n - 2), 0, -1):
        above = values[: n - k]
        above = np.where((above >= 1) & (above <= 4), above, np.nan)
        if all(_repeats(values[row], above) for row in range(n - k, n)):
            return tuple(range(n - k, n))
    return ()


def _odd(rows: Any, row: int, columns: Sequence[int]) -> bool:
    """Tell whether a row holds a number that is no answer."""
    texts = [text for text in rows.iloc[row][list(columns)].tolist() if isinstance(text, str)]
    return any((found := printed_number(text)) is not None and found[0] not in (1, 2, 3, 4) for text in texts)


def _texts(table: RawTable) -> Iterator[tuple[str, int | None]]:
    for text in table.preamble:
        yield text, None
    for k in range(len(table.summary)):
        cells = [text for text in table.summary.iloc[k].tolist() if isinstance(text, str)]
        yield " ".join(cells), int(table.summary_numbers[k])


def printed_in(table: RawTable) -> tuple[Printed, ...]:
    """Find the index that an office printed in its title rows or below its table.

    A row *IKM* with one number between 25 and 100, or words such as *Nilai IKM: 81,71 (B)*.

    Parameters
    ----------
    table : RawTable

    Returns
    -------
    tuple of Printed
        At most one: the last one found.
    """
    found: list[Printed] = []
    for text, row in _texts(table):
        number = index_in_text(text)
        letter = _LETTER.search(text)
        if number:
            found.append(Printed(number[0], number[1], letter.group(1).upper() if letter else None, row))
        elif letter and found and found[-1].letter is None:
            found[-1] = replace(found[-1], letter=letter.group(1).upper())
    return tuple(found[-1:])


def index_in_text(text: str) -> tuple[Fraction, int] | None:
    """Return the index that a line of text states, with its decimals.

    Examples
    --------
    >>> index_in_text("Nilai IKM = 3,268 x 25 = 81,71 (B)")
    (Fraction(8171, 100), 2)
    >>> index_in_text("Survei Kepuasan Masyarakat Tahun 2025, 150 responden") is None
    True
    """
    match = _INDEX_TEXT.search(text)
    if not match:
        return None
    numbers = [found for m in _INDEX_NUMBER.finditer(match.group(1)) if (found := printed_number(m.group(1)))]
    likely = [found for found in numbers if 25 < found[0] <= 100]
    exact = [found for found in likely if found[1] > 0]
    best = exact or likely
    return best[-1] if best else None
