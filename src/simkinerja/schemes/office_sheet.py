"""L3: one sheet of an office's table: its columns, the rows that are officers, figures and attributes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from simkinerja.errors import Place, Problem, nearest, problem
from simkinerja.files.headers import plain, told_header
from simkinerja.files.show import shown
from simkinerja.schemes.office_attributes import attributes_of, recorded_bands
from simkinerja.schemes.office_cells import figures_of
from simkinerja.schemes.office_headings import Heading, headings_of
from simkinerja.schemes.office_rows import officer_rows
from simkinerja.schemes.tree import tree_of

if TYPE_CHECKING:
    import pandas as pd

    from simkinerja.files.tables import RawTable
    from simkinerja.schemes.model import Scheme

__all__ = ["ReadSheet", "Sheet", "read_sheet", "sheet_of"]

_YES: Final = frozenset({"ya", "y", "yes", "true", "benar", "1", "sintetis"})


@dataclass(frozen=True, slots=True)
class Sheet:
    """The columns of one sheet.

    Parameters
    ----------
    table : RawTable
    headings : tuple of Heading
    chosen : mapping of code to column
        Indicators that have a column (0-based).
    rivals : tuple of (code, first column, second column)
        Two columns that claim one indicator equally.
    missing : tuple of str
        Codes of indicators that need a column and have none.
    """

    table: RawTable
    headings: tuple[Heading, ...]
    chosen: Mapping[str, int]
    rivals: tuple[tuple[str, int, int], ...]
    missing: tuple[str, ...]

    @property
    def usable(self) -> bool:
        """Whether the sheet holds any indicator at all."""
        return bool(self.chosen)

    @property
    def place(self) -> Place:
        """The header row."""
        return Place(file=self.table.file, sheet=self.table.sheet, row=self.table.header_row)

    def missing_problems(self, scheme: Scheme) -> list[Problem]:
        """One fault for every indicator without a column."""
        unread = [
            text
            for text, one in zip(self.table.header, self.headings, strict=True)
            if one.kind == "other" and text
        ]
        told = ", ".join(told_header(text) for text in unread[:12]) or "tidak ada"
        out = []
        for code in self.missing:
            label = scheme.indicator(code).label
            hint = nearest(label, unread)
            out.append(
                problem("office_column_missing", self.place, label=label, code=code, headers=told, hint=hint)
            )
        return out


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """One sheet read: figures and attributes of its officers, with faults and notes."""

    table: RawTable
    figures: pd.DataFrame
    attributes: pd.DataFrame
    rows: tuple[int, ...]
    alias: tuple[str | None, ...]
    alias_letter: str | None
    recorded: tuple[int | None, ...]
    recorded_totals: tuple[float | None, ...]
    columns: tuple[tuple[str, str, str], ...]
    problems: tuple[Problem, ...]
    notes: tuple[str, ...]
    synthetic: bool


def sheet_of(table: RawTable, scheme: Scheme) -> Sheet:
    """Find the columns of the scheme in a table.

    Parameters
    ----------
    table : RawTable
    scheme : Scheme
    """
    headings = headings_of(table.header, scheme)
    if table.alias is not None:
        headings = tuple(Heading("alias") if at == table.alias else one for at, one in enumerate(headings))
    chosen: dict[str, int] = {}
    rivals: list[tuple[str, int, int]] = []
    for one in scheme.indicators:
        named = [
            (h.rank, len(h.keys), at)
            for at, h in enumerate(headings)
            if h.kind == "indicator" and one.code in h.keys
        ]
        if not named:
            continue
        named.sort()
        chosen[one.code] = named[0][2]
        rivals += [
            (one.code, named[0][2], at) for rank, width, at in named[1:] if (rank, width) == named[0][:2]
        ]
    tree = tree_of(scheme)
    missing = [tree.codes[j] for j in tree.leaves if not _covered(j, chosen, tree.parent, tree.codes)]
    return Sheet(table, headings, chosen, tuple(rivals), tuple(missing))


def _covered(j: int, chosen: Mapping[str, int], parent: Sequence[int], codes: Sequence[str]) -> bool:
    while j >= 0:
        if codes[j] in chosen:
            return True
        j = parent[j]
    return False


def read_sheet(sheet: Sheet, scheme: Scheme) -> ReadSheet:
    """Read the rows of one sheet.

    Parameters
    ----------
    sheet : Sheet
        With every column that the scheme needs.
    scheme : Scheme
    """
    table, sections, notes = officer_rows(sheet.table, sheet.headings, sorted(set(sheet.chosen.values())))
    figures, problems, told = _figures(table, sheet, scheme)
    attributes, faults, more = attributes_of(table, sheet.headings, scheme)
    if sections is not None and "unit" not in attributes:
        attributes["unit"] = sections
    alias = _alias(table)
    recorded, totals, few = recorded_bands(table, sheet.headings, scheme)
    notes = [*table.notes, *notes, *told, *more, *few, *_left_out(table, sheet, scheme)]
    problems = [*_rival_problems(sheet, scheme), *_months(table, sheet.headings), *problems, *faults]
    return ReadSheet(
        table=table,
        figures=figures,
        attributes=attributes,
        rows=tuple(int(k) for k in table.row_numbers),
        alias=alias,
        alias_letter=None if table.alias is None else table.letters[table.alias],
        recorded=recorded,
        recorded_totals=totals,
        columns=tuple((code, table.header[at], table.letters[at]) for code, at in sheet.chosen.items()),
        problems=tuple(sorted(problems, key=lambda p: (p.place.row is None, p.place.row or 0))),
        notes=tuple(notes),
        synthetic=_synthetic(table, sheet.headings),
    )


def _figures(table: RawTable, sheet: Sheet, scheme: Scheme) -> tuple[pd.DataFrame, list[Problem], list[str]]:
    import pandas as pd

    tree = tree_of(scheme)
    columns: dict[str, Any] = {}
    problems: list[Problem] = []
    notes: list[str] = []
    for j, one in enumerate(scheme.indicators):
        if one.code not in sheet.chosen:
            continue
        group = bool(tree.children[j])
        read = figures_of(table, sheet.chosen[one.code], one, scheme, group=group)
        columns[one.code] = read.values
        seen = {(p.code, p.place) for p in problems}
        problems += [p for p in read.problems if (p.code, p.place) not in seen]
        notes += read.notes
        below = [tree.codes[k] for k in tree.below(j) if tree.codes[k] in sheet.chosen]
        if group and below:
            notes.append(
                f"Tabel memuat '{one.label}' dan juga indikator di bawahnya; bila angka '{one.label}' "
                "terisi, itulah yang dipakai."
            )
    return pd.DataFrame(columns, index=range(len(table.rows)), dtype="float64"), problems, notes


def _alias(table: RawTable) -> tuple[str | None, ...]:
    if table.alias is None:
        return (None,) * len(table.rows)
    return tuple(text if isinstance(text, str) else None for text in table.rows[table.alias].tolist())


def _rival_problems(sheet: Sheet, scheme: Scheme) -> list[Problem]:
    table = sheet.table
    return [
        problem(
            "office_two_columns",
            replace(sheet.place, column=table.letters[second]),
            label=scheme.indicator(code).label,
            first=table.letters[first],
            second=table.letters[second],
        )
        for code, first, second in sheet.rivals
    ]


def _months(table: RawTable, headings: Sequence[Heading]) -> list[Problem]:
    """Rows of several months would count as so many officers."""
    for at, one in enumerate(headings):
        if one.kind == "month":
            told = {plain(text) for text in table.rows[at].dropna().tolist()}
            if len(told) > 1:
                place = replace(table.place(None, at), row=table.header_row)
                return [problem("office_months", place, n=len(told), header=shown(table.header[at]))]
    return []


def _left_out(table: RawTable, sheet: Sheet, scheme: Scheme) -> list[str]:
    """Columns that were not used, so that a misspelt heading is noticed."""
    beside = [at for at, one in enumerate(sheet.headings) if one.kind == "beside"]
    used = set(sheet.chosen.values())
    spare = [at for at, one in enumerate(sheet.headings) if one.kind == "indicator" and at not in used]
    other = [at for at, one in enumerate(sheet.headings) if one.kind == "other" and table.header[at]]
    rivals = {second for _, _, second in sheet.rivals}
    out = []
    for ats, why in (
        (beside, "tidak dipakai: sasaran, bobot, dan poin diambil dari skema"),
        (
            [at for at in spare if at not in rivals],
            "tidak dipakai: indikatornya sudah disebut oleh kolom lain",
        ),
        (other, "tidak dikenal skema ini, jadi tidak dipakai"),
    ):
        if ats:
            told = ", ".join(
                f"{told_header(table.header[at])} (kolom {table.letters[at]})" for at in ats[:12]
            )
            out.append(f"Kolom {told} {why}.")
    return out


def _synthetic(table: RawTable, headings: Sequence[Heading]) -> bool:
    """Whether the table calls itself made up: a column ``sintetis`` with *ya*, or its title rows."""
    if any(re.search(r"\bdata (?:sintetis|buatan)\b", text, re.I) for text in table.preamble):
        return True
    marks = [at for at, one in enumerate(headings) if one.kind == "synthetic"]
    return any(plain(str(text)) in _YES for at in marks for text in table.rows[at].dropna().unique())
