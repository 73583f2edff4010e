"""L3: an office's own table of figures, one row an officer, made ready for scoring by a scheme.

Recognition is tolerant (headings, layout, numbers, words), faults are not: all of them leave at once with
sheet, row and column. Identities never enter: :mod:`simkinerja.files` drops them at reading.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from simkinerja.errors import InputError, Place, Problem, nearest, problem
from simkinerja.files.headers import plain, told_header
from simkinerja.files.identity import is_person
from simkinerja.files.show import mask_identity
from simkinerja.schemes.office_people import People, people_of, twice, without_feet
from simkinerja.schemes.office_sheet import Sheet, read_sheet, sheet_of

if TYPE_CHECKING:
    import pandas as pd

    from simkinerja.files.tables import RawTable
    from simkinerja.schemes.model import Scheme

_PERIOD: Final = re.compile(
    r"^(?:(?:bulan|bln) )?(?:jan(?:uari)?|feb(?:ruari)?|mar(?:et)?|apr(?:il)?|mei|juni?|juli?|"
    r"agu(?:stus)?|ags|agt|sep(?:t|tember)?|okt(?:ober)?|nov(?:ember)?|nop(?:ember)?|"
    r"des(?:ember)?)(?: \d{2,4})?$|"
    r"^(?:tw|triwulan|trw|semester|smt|bulan|bln|periode|q) ?(?:\d{1,2}|[ivx]{1,4})(?: \d{2,4})?$|^20\d\d$"
)

__all__ = ["OfficeTable", "office_of_tables", "read_office"]


@dataclass(frozen=True, slots=True)
class OfficeTable:
    """An office's table, checked.

    Parameters
    ----------
    file : str
        File name without folder.
    table : DataFrame, n rows
        ``officer_id`` 1..n in the order of the file, one float column an indicator (by its code, NaN where
        nothing was recorded), and attributes (``sex``, ``age``, ``golongan``, ``jabatan``, ``jenjang``,
        ``unit``, ``agency``, ``status``, ``tpp_base_idr``, and columns that the scheme's scope names).
    rows : tuple of int, length n
        1-based spreadsheet row of each officer.
    sheets : tuple of (str or None), length n
    alias : tuple of (str or None), length n
        What the alias column says; all None without one.
    recorded : tuple of (int or None), length n
        Band (position in the scheme's bands) that the office had recorded itself.
    recorded_totals : tuple of (float or None), length n
    columns : tuple of (code, heading, letter)
        Which column was read as which indicator.
    dropped : tuple of str
        Labels of the identity columns that were left out.
    notes : tuple of str
        Indonesian sentences on what was left out, read in a certain way, or assumed.
    title : tuple of str
        Title rows above the table.
    synthetic : bool
        Whether the file itself says that its data are made up.
    """

    file: str
    table: pd.DataFrame
    rows: tuple[int, ...]
    sheets: tuple[str | None, ...]
    alias: tuple[str | None, ...]
    recorded: tuple[int | None, ...]
    recorded_totals: tuple[float | None, ...]
    columns: tuple[tuple[str, str, str], ...]
    dropped: tuple[str, ...]
    notes: tuple[str, ...]
    title: tuple[str, ...]
    synthetic: bool

    @property
    def n(self) -> int:
        """Number of officers."""
        return len(self.rows)

    def place(self, position: int) -> Place:
        """Return where an officer stands in the file (0-based position)."""
        return Place(file=self.file, sheet=self.sheets[position], row=self.rows[position])


def read_office(
    path: str | os.PathLike[str], scheme: Scheme, *, alias: str | None = None, sheet: str | None = None
) -> OfficeTable:
    """Read an office's table for a scheme.

    Parameters
    ----------
    path : path-like
        CSV, XLSX, XLS or ODS; one row an officer, one column an indicator by its label, code or measure. A
        group's rating (*Rating Hasil Kerja*) may stand for the indicators below it.
    scheme : Scheme
    alias : str, optional
        Heading or letter of a column that stands for the person instead of the row number.
    sheet : str, optional
        Read only this sheet; by default every sheet with the columns of the scheme, if they agree.

    Returns
    -------
    OfficeTable

    Raises
    ------
    InputError
        All faults at once by sheet, row and column; ``docs/nilai.md`` lists what is understood.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> from simkinerja.schemes.model import Indicator, Scheme
    >>> scheme = Scheme(code="a", title="A", indicators=(
    ...     Indicator(code="berkas", label="Berkas selesai", target=30),))
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "nilai.csv"
    ...     _ = file.write_text("No;Nama;1. Berkas Selesai (buah)\\n1;Siti;28\\n2;Budi;-\\n")
    ...     office = read_office(file, scheme)
    >>> office.table["berkas"].tolist(), office.rows
    ([28.0, nan], (2, 3))
    """
    from simkinerja.files.tables import scan_tables

    found, faults = scan_tables(path, alias)
    tables = _selected(found, sheet)
    people = people_of(path, tables)
    tables = [without_feet(table, known) for table, known in zip(tables, people, strict=True)]
    by_sheet = {table.sheet: known for table, known in zip(tables, people, strict=True)}
    if not faults:
        return _unnamed(_once(office_of_tables(tables, scheme), by_sheet))
    faulty = _with_faults(tables, [one for one in faults if _counts(one, sheet)], scheme)
    return _unnamed(_once(faulty, by_sheet))


def _unnamed(office: OfficeTable) -> OfficeTable:
    """Leave out names of persons and numbers that stand in the name of a sheet or of the file."""
    told = {
        name: f"Lembar {k}"
        for k, name in enumerate(dict.fromkeys(office.sheets), 1)
        if name and (is_person(name) or mask_identity(name) != name)
    }
    file, table, notes = mask_identity(office.file), office.table, office.notes
    if told and "unit" in table:
        table = table.assign(unit=table["unit"].replace(told))
    for name, instead in told.items():
        notes = tuple(note.replace(f"'{name}'", f"'{instead}'") for note in notes)
    sheets = tuple(told.get(name or "", name) for name in office.sheets)
    return replace(office, file=file, table=table, notes=notes, sheets=sheets)


def _once(office: OfficeTable, people: Mapping[str | None, People]) -> OfficeTable:
    """Refuse a table in which a person counts twice."""
    problems, notes = twice(office.file, list(zip(office.sheets, office.rows, strict=True)), people)
    if problems:
        raise InputError(problems)
    return replace(office, notes=(*office.notes, *notes))


def _counts(one: Problem, sheet: str | None) -> bool:
    wanted = (sheet or "").strip().casefold()
    return not wanted or (one.place.sheet or "").strip().casefold() in (wanted, "")


def _with_faults(tables: Sequence[RawTable], faults: Sequence[Problem], scheme: Scheme) -> OfficeTable:
    """Faults of the file beside those of the figures; a broken side sheet does not stop the others."""
    broken = {one.place.sheet for one in faults}
    sound = [t for t in tables if t.sheet not in broken]
    side = [t for t in tables if t.sheet in broken and not sheet_of(t, scheme).usable]
    if not faults or (len(side) == len([t for t in tables if t.sheet in broken]) and side and sound):
        office = office_of_tables(sound or tables, scheme)
        told = ", ".join(f"'{t.sheet}'" for t in side)
        note = (f"Lembar {told} memuat sel yang rusak; lembar itu tidak dipakai.",) if side else ()
        return replace(office, notes=(*office.notes, *note))
    own: tuple[Problem, ...] = ()
    try:
        office_of_tables(tables, scheme)
    except InputError as error:
        cells = {(one.place.sheet, one.place.row, one.place.column) for one in faults}
        own = tuple(
            p for p in error.problems if (p.place.sheet, p.place.row, p.place.column) not in cells
            and not (p.code == "office_column_missing" and any(f.code.startswith("header") for f in faults))
        )  # fmt: skip
    raise InputError([*faults, *own])


def _selected(tables: Sequence[RawTable], wanted: str | None) -> list[RawTable]:
    if wanted is None:
        return list(tables)
    chosen = [t for t in tables if (t.sheet or "").strip().casefold() == wanted.strip().casefold()]
    if not chosen:
        known = [t.sheet for t in tables if t.sheet]
        told = ", ".join(known) or "(berkas teks, tanpa lembar)"
        place = Place(file=tables[0].file)
        hint = nearest(wanted, known)
        raise InputError([problem("survey_sheet_unknown", place, got=wanted, known=told, hint=hint)])
    return chosen


def office_of_tables(tables: Sequence[RawTable], scheme: Scheme) -> OfficeTable:
    """Turn the tables of one file into one of officers; :func:`read_office` after the file is read."""
    sheets = [sheet_of(table, scheme) for table in tables]
    used, notes = _used(sheets, scheme)
    read = [read_sheet(one, scheme) for one in used]
    problems = [p for one in read for p in one.problems]
    problems += _aliases_twice(read)
    if not problems and not any(len(one.rows) for one in read):
        problems.append(problem("office_no_officers", used[0].place))
    if problems:
        raise InputError(problems)
    kept, more = _distinct(read)
    _one_period(kept)
    return _assembled(kept, [*notes, *more])


def _one_period(sheets: Sequence[Any]) -> None:
    """Sheets named after months hold the same people again and again."""
    named = [one.table.sheet for one in sheets if _PERIOD.match(plain(one.table.sheet or ""))]
    if len(named) >= 2:
        told = ", ".join(f"'{name}'" for name in named[:12])
        raise InputError([problem("office_month_sheets", Place(file=sheets[0].table.file), sheets=told)])


def _used(sheets: Sequence[Sheet], scheme: Scheme) -> tuple[list[Sheet], list[str]]:
    """The sheets that hold the scheme's columns; they must agree, or one must be named."""
    whole = [one for one in sheets if one.usable and not one.missing]
    if not whole:
        most = max(sheets, key=lambda one: len(one.chosen))
        raise InputError(most.missing_problems(scheme) if most.usable else [_not_recognised(most, scheme)])
    if len({frozenset(one.chosen) for one in whole}) > 1:
        told = ", ".join(f"'{one.table.sheet}'" for one in whole)
        place = Place(file=whole[0].table.file)
        raise InputError([problem("office_several_sheets", place, sheets=told)])
    left = [one for one in sheets if one not in whole]
    return whole, [
        f"Lembar '{one.table.sheet}' tidak memuat semua indikator skema, jadi tidak dihitung." for one in left
    ]


def _not_recognised(sheet: Sheet, scheme: Scheme) -> Problem:
    headers = ", ".join(told_header(text) for text in sheet.table.header[:12] if text) or "tidak ada"
    wanted = ", ".join(f"'{one.label}'" for one in scheme.indicators[:8])
    return problem("office_not_recognised", sheet.place, headers=headers, wanted=wanted)


def _aliases_twice(sheets: Sequence[Any]) -> list[Problem]:
    """The same alias on two rows: the rapor of a person would be another's."""
    first: dict[str, int] = {}
    found = []
    for one in sheets:
        for row, alias in zip(one.rows, one.alias, strict=True):
            key = " ".join((alias or "").casefold().split())
            if key and key in first:
                place = Place(one.table.file, one.table.sheet, row, one.alias_letter)
                found.append(problem("office_alias_twice", place, first=first[key]))
            first.setdefault(key, row)
    return found


def _distinct(sheets: Sequence[Any]) -> tuple[list[Any], list[str]]:
    """Leave out a sheet that repeats the rows of the others (a recapitulation, a copy)."""
    from collections import Counter

    kept, notes = list(sheets), []
    keys = {
        id(one): Counter(map(tuple, one.figures.fillna(-1e12).round(9).to_numpy().tolist())) for one in sheets
    }
    for one in sorted(sheets, key=lambda s: len(s.rows), reverse=True):
        others = [s for s in kept if s is not one]
        rest: Counter[Any] = sum((keys[id(s)] for s in others), Counter())
        if others and keys[id(one)] == rest and len(one.rows) > 0:
            kept = others
            notes.append(
                f"Lembar '{one.table.sheet}' mengulang isi lembar lain (rekap), jadi tidak dihitung."
            )
    return kept, notes


def _assembled(sheets: Sequence[Any], notes: list[str]) -> OfficeTable:
    import pandas as pd

    several = len(sheets) > 1
    frames = []
    for one in sheets:
        frame = pd.concat([one.figures, one.attributes], axis=1)
        if several and "unit" not in frame:
            frame["unit"] = pd.Series([one.table.sheet] * len(frame), index=frame.index, dtype="str")
        frames.append(frame)
    if several and any("unit" not in one.attributes for one in sheets):
        notes = [*notes, f"{len(sheets)} lembar dengan kolom yang sama digabung; nama lembar menjadi unit."]
    table = pd.concat(frames, ignore_index=True)
    table.insert(0, "officer_id", range(1, len(table) + 1))
    first = sheets[0]
    notes = [*dict.fromkeys([*(note for one in sheets for note in one.notes), *notes])]
    return OfficeTable(
        file=first.table.file,
        table=table,
        rows=tuple(row for one in sheets for row in one.rows),
        sheets=tuple(one.table.sheet for one in sheets for _ in one.rows),
        alias=tuple(alias for one in sheets for alias in one.alias),
        recorded=tuple(band for one in sheets for band in one.recorded),
        recorded_totals=tuple(total for one in sheets for total in one.recorded_totals),
        columns=first.columns,
        dropped=tuple(dict.fromkeys(d.label for one in sheets for d in one.table.dropped)),
        notes=tuple(notes),
        title=tuple(dict.fromkeys(text for one in sheets for text in one.table.preamble)),
        synthetic=any(one.synthetic for one in sheets),
    )
