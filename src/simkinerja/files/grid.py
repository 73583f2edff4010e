"""The plain grid of cells between a file format and the table that is read from it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["MAX_COLUMNS", "MAX_ROWS", "Grid", "Merge", "column_letter"]

MAX_ROWS: Final = 3_000_000
MAX_COLUMNS: Final = 1_000


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range; 0-based positions in the grid, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Grid:
    """All cells of one sheet (or text file) as text, before a header is known.

    Parameters
    ----------
    file : str
    sheet : str or None
    cells : DataFrame of str, rows x columns
        Columns 0..k-1; blank is missing.
    row_numbers : int64 array, length rows
        1-based row of the sheet or first line of the record.
    letters : tuple of str, length columns
    merges : tuple of Merge
    notes : tuple of str
        Indonesian sentences on what the reader did.
    """

    file: str
    sheet: str | None
    cells: pd.DataFrame
    row_numbers: Any
    letters: tuple[str, ...]
    merges: tuple[Merge, ...] = ()
    notes: tuple[str, ...] = field(default=())


def column_letter(position: int) -> str:
    """Return the spreadsheet letter of a 0-based column.

    Examples
    --------
    >>> [column_letter(i) for i in (0, 25, 26, 701, 702)]
    ['A', 'Z', 'AA', 'ZZ', 'AAA']
    """
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
