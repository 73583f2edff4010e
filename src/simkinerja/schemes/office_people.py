"""L3: what only the dropped columns know: rows that are no persons, and persons on two rows.

A row *Nilai tertinggi* or *Target* carries its word in the column of names, and the same person twice is seen
by the NIP; both columns are gone from a read table. Here they are looked at once more; what leaves is rows
only, never a name or a number.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from simkinerja.errors import Place, Problem, problem
from simkinerja.files.headers import plain

if TYPE_CHECKING:
    from simkinerja.files.grid import Grid
    from simkinerja.files.tables import RawTable

__all__ = ["People", "is_foot", "people_of", "twice", "without_feet"]

_FOOT: Final = re.compile(
    r"^(?:(?:nilai|skor|angka|capaian|realisasi|poin) )?"
    r"(?:tertinggi|terendah|(?:nilai )?(?:maks|maksimum|maksimal|max|maximum|min|minimum|minimal)|"
    r"median|modus|varians?|ragam|(?:std|standar|standard|simpangan|deviasi)(?: (?:dev|deviasi|deviation|"
    r"baku|standar|kinerja|minimal|minimum))?|target|sasaran|bobot|satuan|persentase|persen|kriteria|skala|ambang)"
    r"(?: (?:nilai|skor|bobot|capaian|kinerja|target|sasaran|unit|bidang|organisasi|indikator|persen|tahun|"
    r"triwulan|semester|bulan|tw|\d{1,4}|[ivx]{1,4}))*$"
)
_WHO: Final = frozenset({"nip", "nik", "name"})
_DIGITS: Final = re.compile(r"\D")
_FEWEST_DIGITS: Final = 8
_MOST: Final = 20
_STACKED: Final = 0.5
_FEWEST_STACKED: Final = 3


@dataclass(frozen=True, slots=True)
class People:
    """Who stands in which row of one sheet.

    Parameters
    ----------
    feet : frozenset of int
        1-based rows that are called target, weight, maximum, and the like.
    keys : mapping of row to key
        What tells persons apart; stays inside this module.
    by_number : bool
        Whether the keys are NIP or NIK; else they are names, which two persons may share.
    """

    feet: frozenset[int]
    keys: Mapping[int, str]
    by_number: bool


def is_foot(label: str) -> bool:
    """Tell whether a row of this label is about the column, not about a person.

    Examples
    --------
    >>> is_foot("Nilai Tertinggi"), is_foot("TARGET TRIWULAN III"), is_foot("Tri Targetono")
    (True, True, False)
    """
    return bool(_FOOT.match(plain(label)))


def people_of(path: str | os.PathLike[str], tables: Sequence[RawTable]) -> tuple[People, ...]:
    """Look at the columns that reading left out.

    Parameters
    ----------
    path : path-like
        A file that :func:`simkinerja.files.tables.scan_tables` could read.
    tables : sequence of RawTable
        Its tables.

    Returns
    -------
    tuple of People
        One a table.
    """
    from simkinerja.files.container import open_grids

    grids = {grid.sheet: grid for grid in open_grids(Path(path))[0]}
    return tuple(_people(grids[table.sheet], table) for table in tables)


def _people(grid: Grid, table: RawTable) -> People:
    at = np.flatnonzero(np.isin(np.asarray(grid.row_numbers), table.row_numbers))
    body = grid.cells.iloc[at]
    rows = np.asarray(grid.row_numbers)[at]
    letters = list(grid.letters)
    named = {0, *(letters.index(one.letter) for one in table.dropped if one.reason in _WHO)}
    feet: set[int] = set()
    for column in sorted(named):
        cells = body[body.columns[column]]
        labels = [text for text in cells.dropna().unique().tolist() if is_foot(text)]
        feet.update(rows[cells.isin(labels).to_numpy()].tolist())
    keys, by_number = _keys(grid, table, body)
    return People(frozenset(feet), dict(zip(rows.tolist(), keys, strict=True)), by_number)


def _keys(grid: Grid, table: RawTable, body: Any) -> tuple[list[str], bool]:
    """One key a row, blank where there is none."""
    for reasons in (("nip", "nik"), ("name",)):
        column = _column(grid, table, body, reasons)
        if column is not None:
            texts = [text if isinstance(text, str) else "" for text in column.tolist()]
            if reasons != ("name",):
                digits = [_DIGITS.sub("", text) for text in texts]
                # a placeholder (zeros, nines) is nobody's number
                return [
                    text if len(text) >= _FEWEST_DIGITS and len(set(text)) > 2 else "" for text in digits
                ], True
            return [plain(text) for text in texts], False
    return [""] * len(body), False


def _column(grid: Grid, table: RawTable, body: Any, reasons: tuple[str, ...]) -> Any:
    letters = [one.letter for one in table.dropped if one.reason in reasons]
    return body[body.columns[list(grid.letters).index(letters[0])]] if letters else None


def without_feet(table: RawTable, people: People) -> RawTable:
    """Return a table without the rows that are no persons, and a note that says which."""
    keep = np.array([int(row) not in people.feet for row in table.row_numbers], dtype=bool)
    if keep.all() or not keep.any():
        return table
    told = ", ".join(str(int(row)) for row in table.row_numbers[~keep][:12])
    note = f"Baris {told} berisi target, bobot, nilai tertinggi, atau semacamnya, jadi bukan pegawai."
    rows = table.rows.loc[keep].reset_index(drop=True)
    return replace(table, rows=rows, row_numbers=table.row_numbers[keep], notes=(*table.notes, note))


def twice(
    file: str, places: Sequence[tuple[str | None, int]], people: Mapping[str | None, People]
) -> tuple[list[Problem], list[str]]:
    """Find persons on more than one of the rows that count.

    Parameters
    ----------
    file : str
    places : sequence of (sheet, row)
    people : mapping of sheet to People

    Returns
    -------
    problems : list of Problem
        The same NIP or NIK again; the same names again and again (months below one another).
    notes : list of str
        A name that two rows share: perhaps namesakes.
    """
    first: dict[tuple[bool, str], tuple[str | None, int]] = {}
    numbers: list[Problem] = []
    names: list[Problem] = []
    pairs: list[str] = []
    for sheet, row in places:
        known = people[sheet]
        key = (known.by_number, known.keys.get(row, ""))
        if not key[1]:
            continue
        if first.setdefault(key, (sheet, row)) == (sheet, row):
            continue
        other = _told(first[key], sheet)
        found = problem("office_person_twice", Place(file=file, sheet=sheet, row=row), first=other)
        (numbers if known.by_number else names).append(found)
        pairs += [] if known.by_number else [f"{_told((sheet, row), None)} dan {other}"]
    persons = sum(not by_number for by_number, _ in first)
    if persons >= _FEWEST_STACKED and len(names) >= _STACKED * persons:
        return [*numbers, *names][:_MOST], []
    return numbers[:_MOST], [_namesakes(pairs)] if pairs else []


def _namesakes(pairs: Sequence[str]) -> str:
    more = f", dan {len(pairs) - 3} pasang lagi" if len(pairs) > 3 else ""
    return f"Nama yang sama ada di {'; '.join(pairs[:3])}{more}; dihitung sebagai pegawai yang berbeda."


def _told(place: tuple[str | None, int], sheet: str | None) -> str:
    return f"baris {place[1]}" + (f" lembar '{place[0]}'" if place[0] and place[0] != sheet else "")
