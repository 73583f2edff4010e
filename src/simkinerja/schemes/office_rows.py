"""L3: which rows of an office's table are officers, and which are numbering, section titles or sums."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from simkinerja.files.headers import plain
from simkinerja.files.numbers import parse_numbers
from simkinerja.schemes.office_cells import blanked

if TYPE_CHECKING:
    import pandas as pd

    from simkinerja.files.tables import RawTable
    from simkinerja.schemes.office_headings import Heading

__all__ = ["officer_rows"]

_MOST_FEET: Final = 4
_FEWEST_ABOVE: Final = 3
_LONGEST_MARK: Final = 3
_FEWEST_UNITS: Final = 2
_UNIT: Final = re.compile(
    r"%|(?:persen|poin|nilai|angka|skor|dokumen|berkas|laporan|kegiatan|kali|kasus|orang|pasien|layanan|menit|"
    r"jam|hari|bulan|rupiah|rp|buah|unit|lembar|surat|aduan|inovasi|indeks|paket|data|"
    r"bagian)(?: [a-z0-9 ]{1,20})?"
)
_ABOUT_PEOPLE: Final = frozenset({"attribute", "recorded", "other", "alias"})


def officer_rows(
    table: RawTable, headings: Sequence[Heading], figures: Sequence[int]
) -> tuple[RawTable, pd.Series | None, list[str]]:
    """Keep the rows that are officers.

    Parameters
    ----------
    table : RawTable
    headings : sequence of Heading
    figures : sequence of int
        Columns of indicators, 0-based.

    Returns
    -------
    table : RawTable
        Without the other rows.
    sections : Series of str or None
        Section title above each row, where the table has such titles.
    notes : list of str
    """
    cells = table.rows.apply(blanked) if len(table.rows.columns) else table.rows
    filled = cells.notna()
    numbered = _numbering(table)
    keep = np.ones(len(table.rows), dtype=bool)
    keep[numbered] = False
    keep[_units(cells, filled, headings, figures)] = False
    titles = _sections(cells, filled, table.rows.notna(), headings, figures, keep)
    keep[titles] = False
    feet = _sums(table, filled, headings, figures, keep)
    keep[feet] = False
    notes = _notes(table, titles, feet)
    sections = _section_names(cells, titles, keep)
    kept = np.flatnonzero(keep)
    rows = table.rows.iloc[kept].reset_index(drop=True)
    return replace(table, rows=rows, row_numbers=table.row_numbers[kept]), sections, notes


def _numbering(table: RawTable) -> list[int]:
    """A first row that numbers the columns: (1) (2) (3), at least three of them."""
    if not len(table.rows):
        return []
    marks = [text.strip("() ") for text in table.rows.iloc[0].dropna().tolist()]
    if (
        len(marks) < 3
        or len(marks) < 0.7 * len(table.header)
        or not all(m.isdecimal() and len(m) <= _LONGEST_MARK for m in marks)
    ):
        return []
    steps = {int(b) - int(a) for a, b in pairwise(marks)}
    brackets = str(table.rows.iloc[0].dropna().iloc[-1]).startswith("(")
    # identity columns are gone by now, so that their numbers may be missing in between
    return (
        [0]
        if (brackets or int(marks[0]) <= 2) and steps <= {1, 2, 3} and 1 in {*steps, *map(int, marks)}
        else []
    )


def _units(
    cells: pd.DataFrame, filled: pd.DataFrame, headings: Sequence[Heading], figures: Sequence[int]
) -> list[int]:
    """A first row of units right under the headings: *dokumen | persen | menit*; words, and no person."""
    if not len(cells) or len(figures) < _FEWEST_UNITS:
        return []
    about = [at for at, one in enumerate(headings) if one.kind in _ABOUT_PEOPLE | {"number"}]
    said = [text for text in cells.iloc[0][list(figures)].tolist() if isinstance(text, str)]
    bare = not filled.iloc[0][about].any() if about else False
    units = [text for text in said if _UNIT.fullmatch(plain(text) or text)]
    return [0] if bare and said and len(units) == len(said) >= _FEWEST_UNITS else []


def _sections(
    cells: pd.DataFrame,
    filled: pd.DataFrame,
    typed: pd.DataFrame,
    headings: Sequence[Heading],
    figures: Sequence[int],
    keep: npt.NDArray[np.bool_],
) -> list[int]:
    """Rows without a single figure that say at most one thing: *Bidang Pelayanan*."""
    ordinal = [at for at, one in enumerate(headings) if one.kind == "number"]
    alias = [at for at, one in enumerate(headings) if one.kind == "alias"]
    # a dash or n/a where a figure should be stands for a person, a title leaves the cells empty
    empty = ~typed[list(figures)].any(axis=1).to_numpy()
    said = filled.drop(columns=ordinal).sum(axis=1).to_numpy()
    person = filled[alias].any(axis=1).to_numpy() if alias else np.zeros(len(cells), dtype=bool)
    counted = np.zeros(len(cells), dtype=bool)
    for at in ordinal:
        counted |= (~parse_numbers(cells[at])[1] & filled[at]).to_numpy(dtype=bool)
    own = said <= 1 if len(cells.columns) - len(ordinal) > 1 else said < 1
    # with a column of numbers, a row that carries one is a person without figures, not a title
    titles = empty & own & ~person & ~counted & keep
    return [int(k) for k in np.flatnonzero(titles)]


def _section_names(
    cells: pd.DataFrame, titles: Sequence[int], keep: npt.NDArray[np.bool_]
) -> pd.Series | None:
    import pandas as pd

    named: dict[int, str] = {}
    for k in titles:
        texts = [text for text in cells.iloc[k].dropna().tolist() if len(str(text)) > 2]
        if texts:
            named[k] = max(texts, key=len)
    if not named:
        return None
    current: str | None = None
    out: list[str | None] = []
    for k in range(len(cells)):
        current = named.get(k, current)
        if keep[k]:
            out.append(current)
    return pd.Series(out, dtype="str")


def _sums(
    table: RawTable,
    filled: pd.DataFrame,
    headings: Sequence[Heading],
    figures: Sequence[int],
    keep: npt.NDArray[np.bool_],
) -> list[int]:
    """Rows at the end that repeat sums or means of the rows above and say nothing about a person."""
    import pandas as pd

    about = [at for at, one in enumerate(headings) if one.kind in _ABOUT_PEOPLE | {"number"}]
    found: list[int] = []
    rows = np.flatnonzero(keep)
    if len(rows) <= _FEWEST_ABOVE:
        return found
    values = pd.DataFrame({at: parse_numbers(blanked(table.rows[at]))[0] for at in figures}).to_numpy(
        dtype=float
    )
    for k in rows[: -_MOST_FEET - 1 : -1]:
        above = values[rows[rows < k]]
        if len(above) < _FEWEST_ABOVE:
            break
        bare = not filled.iloc[k][about].any() if about else True
        usual = bool(filled.iloc[rows[:_FEWEST_ABOVE]][about].any(axis=None)) if about else False
        kind = _repeats(values[k], above)
        # sums of two columns at once are no accident; anything less must say nothing about a person
        if (kind == "sum" and len(figures) >= 2) or (kind and bare and usual):
            found.append(int(k))
        else:
            break
    return found[::-1] if found else _block(values, rows, filled, about)


def _block(values: Any, rows: Any, filled: pd.DataFrame, about: Sequence[int]) -> list[int]:
    """A sum and then a mean (in either order): each is held against the rows above both."""
    for size in (2, 3):
        feet, above = rows[-size:], rows[:-size]
        if len(above) < _FEWEST_ABOVE or not about:
            return []
        bare = not filled.iloc[feet][about].any(axis=None)
        usual = bool(filled.iloc[above[:_FEWEST_ABOVE]][about].any(axis=None))
        if bare and usual and all(_repeats(values[k], values[above]) for k in feet):
            return [int(k) for k in feet]
    return []


def _repeats(row: Any, above: Any) -> str | None:
    known = ~np.isnan(row) & (~np.isnan(above)).any(axis=0)
    if not known.any():
        return None
    total = np.nansum(above, axis=0)
    count = np.maximum((~np.isnan(above)).sum(axis=0), 1)
    largest = np.nanmax(np.where(np.isnan(above), -np.inf, above), axis=0)
    if (np.abs(row - total)[known] <= 0.0051 * np.maximum(1, np.abs(total[known]) * 0.01)).all():
        return "sum" if (total > largest)[known].all() and known.sum() >= min(2, known.size) else None
    mean = total / count
    return "mean" if (np.abs(row - mean)[known] <= 0.0501).all() else None


def _notes(table: RawTable, titles: Sequence[int], feet: Sequence[int]) -> list[str]:
    notes = []
    if titles:
        told = _listed(table, titles)
        notes.append(
            f"Baris {told} tidak memuat satu angka pun dan dilewati "
            "(judul bagian, atau pegawai tanpa data sama sekali)."
        )
    if feet:
        notes.append(f"Baris {_listed(table, feet)} memuat jumlah atau rata-rata, jadi bukan pegawai.")
    return notes


def _listed(table: RawTable, ks: Sequence[int]) -> str:
    told = [str(int(table.row_numbers[k])) for k in ks]
    return ", ".join(told[:12]) + (f", dan {len(told) - 12} lagi" if len(told) > 12 else "")
