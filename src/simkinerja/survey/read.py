"""From an office's file to a checked survey: the one door, :func:`read_survey`."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from simkinerja.errors import InputError, Place, Problem, nearest, problem
from simkinerja.files.show import shown
from simkinerja.rules.skm import ELEMENTS, LABELS
from simkinerja.survey.answers import Answers, answers_of
from simkinerja.survey.columns import Columns, columns_of, reversed_scale, rival_series, says_synthetic
from simkinerja.survey.counts import is_counts, is_transposed, read_counts, turned
from simkinerja.survey.footers import printed_in, unlabelled_footers
from simkinerja.survey.grouping import grouped
from simkinerja.survey.nrr_table import is_nrr_table, read_nrr
from simkinerja.survey.options import Options, absent_elements, known_span
from simkinerja.survey.recognise import PROFILE, element_order
from simkinerja.survey.sheets import Sheet, distinct
from simkinerja.survey.table import NrrReport, Printed, Survey
from simkinerja.survey.text import plain, told_header
from simkinerja.survey.vocabulary import vocabulary

if TYPE_CHECKING:
    import pandas as pd

    from simkinerja.files.tables import RawTable

__all__ = ["read_survey", "survey_of_tables"]

_LIKELY: Final = 5
"""So many numbers above 4, in three questions and one cell in twenty, look like a longer scale."""

_ENOUGH: Final = 5
"""A sheet with this many elements is meant as a survey; one with fewer is something else."""


def read_survey(
    path: str | os.PathLike[str],
    order: str | Sequence[str] | None = None,
    alias: str | None = None,
    sheet: str | None = None,
    *,
    absent: Sequence[str] = (),
    service: str | None = None,
    period: str | None = None,
    span: str = "triwulan",
) -> Survey | NrrReport:
    """Read a planner's own survey file.

    Parameters
    ----------
    path : path-like
        CSV, XLSX, XLS or ODS, as offices make them: see ``docs/skm.md``.
    order : str or sequence of str, optional
        Elements in the order of U1..U9, for headers that are only numbers: ``"baku"`` (U8 pengaduan, U9
        sarana), ``"sarana-dulu"``, or all nine keys.
    alias : str, optional
        Header of a column that stands for the person instead of the row number.
    sheet : str, optional
        Read only this sheet; by default every sheet that holds a survey.
    absent : sequence of str
        Elements that were not asked on purpose; without this a missing element is a fault.
    service, period : str, optional
        Header or letter of the column of services or periods, where the recognition errs.
    span : {"bulan", "triwulan", "semester", "tahun"}
        Periods made from dates where the file names none.

    Returns
    -------
    Survey or NrrReport
        Answers of respondents; or, for a table of NRR, its numbers.

    Raises
    ------
    InputError
        All faults at once by sheet, row and column. Values that could identify a person are not repeated.
    UsageError
        If ``order``, ``absent`` or ``span`` is not allowed.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "survei.csv"
    ...     _ = file.write_text("U1;U2;U3;U4;U5;U6;U7;U8;U9\\n3;3;4;4;3;3;4;3;3\\n4;;3;4;3;3;4;3;3\\n")
    ...     survey = read_survey(file)
    >>> survey.n, survey.frame["prosedur"].count().item()
    (2, 1)
    """
    from simkinerja.files.tables import scan_tables

    options = Options(
        order=element_order(order),
        sheet=sheet,
        absent=absent_elements(absent),
        service=service,
        period=period,
        span=known_span(span),
        order_given=order is not None,
    )
    tables, faults = scan_tables(path, alias)
    if not faults:
        return survey_of_tables(tables, options)
    return _with_faults(tables, faults, options)


def _with_faults(
    tables: Sequence[RawTable], faults: Sequence[Problem], options: Options
) -> Survey | NrrReport:
    """Name the faults of the file together with those of the answers; leave out sheets not used.

    A broken side sheet (a summary with ``#DIV/0!``) must not stop the survey on another one. A sheet that
    could not be read at all may be the survey, so its faults always count.
    """
    used, aside = _sheets_by_use(tables, options)
    serious = [one for one in faults if one.place.sheet not in aside]
    if used and not serious:
        kept = [t for t in tables if t.sheet not in {one.place.sheet for one in faults}]
        broken = ", ".join(f"'{name}'" for name in sorted({one.place.sheet or "" for one in faults}))
        note = f"Lembar {broken} memuat sel yang rusak; lembar itu tidak dipakai."
        survey = survey_of_tables(kept, options)
        return replace(survey, notes=(*survey.notes, note))
    own: tuple[Problem, ...] = ()
    if used:
        try:
            survey_of_tables([t for t in tables if t.sheet in used], options)
        except InputError as error:
            own = error.problems
    raise InputError([*(serious or faults), *(one for one in own if _is_apart(one, faults))])


def _is_apart(one: Problem, faults: Sequence[Problem]) -> bool:
    """Tell whether a fault of the answers stands on its own: not on a damaged row, cell or header."""
    if one.code == "survey_element_missing":
        return not any(other.code.startswith("header_") for other in faults)
    place = one.place
    return place.column is not None and not any(
        (other.place.sheet, other.place.row) == (place.sheet, place.row)
        and other.place.column in (None, place.column)
        for other in faults
    )


def _sheets_by_use(tables: Sequence[RawTable], options: Options) -> tuple[set[str | None], set[str | None]]:
    """Names of the sheets that hold a survey, and of those that hold something else."""
    used: set[str | None] = set()
    aside: set[str | None] = set()
    wanted = {id(t) for t in _selected(tables, options)}
    for table in tables:
        columns = columns_of(table, options.order, options.service, options.period)
        survey = (
            len(columns.elements) >= _ENOUGH
            or columns.fourteen
            or is_nrr_table(table, columns)
            or is_counts(table, columns)
            or is_transposed(table, columns)
        )
        (used if survey and id(table) in wanted else aside).add(table.sheet)
    return used, aside - used


def survey_of_tables(tables: Sequence[RawTable], options: Options | None = None) -> Survey | NrrReport:
    """Turn the tables of one file into a survey; the part of :func:`read_survey` after the file is read."""
    options = options or Options()
    tables = _selected(tables, options)
    pairs = [(t, columns_of(t, options.order, options.service, options.period)) for t in tables]
    _check_chosen(pairs, options)
    counted = [is_counts(t, c) for t, c in pairs]
    counts = [pair for pair, is_one in zip(pairs, counted, strict=True) if is_one]
    pairs = [_upright(*pair, options) for pair, is_one in zip(pairs, counted, strict=True) if not is_one]
    turn = [t for t, c in pairs if is_transposed(t, c) and "nrr" not in c.context]
    nrr = [(t, c) for t, c in pairs if is_nrr_table(t, c) and not any(t is other for other in turn)]
    taken = [*turn, *(t for t, c in pairs if is_nrr_table(t, c))]
    raw = [(t, c) for t, c in pairs if len(c.elements) >= _ENOUGH and not any(t is other for other in taken)]
    if counts and not raw:
        return read_counts(*_only(counts), options.order, options.absent)
    if not raw and nrr:
        return read_nrr(nrr, options.order, options.absent)
    if not raw:
        raise InputError([_turned(t) for t in turn] or [_not_recognised(tables, pairs)])
    sheets = [_sheet(table, columns, options) for table, columns in raw]
    problems = [p for one in sheets for p in one.problems]
    if problems:
        raise InputError(problems)
    used = [t for t, _ in (*raw, *nrr)]
    sheets[0].notes += [
        f"Lembar '{t.sheet}' tidak memuat unsur SKM, jadi tidak dihitung."
        for t, _ in (*counts, *pairs)
        if not any(t is other for other in used)
    ]
    return _assembled(distinct(sheets), [t for t, _ in nrr], options)


def _selected(tables: Sequence[RawTable], options: Options) -> list[RawTable]:
    if options.sheet is None:
        return list(tables)
    wanted = options.sheet.strip().casefold()
    chosen = [t for t in tables if (t.sheet or "").strip().casefold() == wanted]
    if not chosen:
        known = [t.sheet for t in tables if t.sheet]
        told = ", ".join(known) or "(berkas teks, tanpa lembar)"
        place = Place(file=tables[0].file)
        hint = nearest(options.sheet, known)
        raise InputError([problem("survey_sheet_unknown", place, got=options.sheet, known=told, hint=hint)])
    return chosen


def _check_chosen(pairs: Sequence[tuple[RawTable, Columns]], options: Options) -> None:
    """The columns that the user named must exist in some sheet."""
    found = []
    for what, wanted in (("layanan", options.service), ("periode", options.period)):
        if wanted is None:
            continue
        headers = [text for t, _ in pairs for text in t.header if text]
        letters = [letter for t, _ in pairs for letter in t.letters]
        known = {" ".join(text.split()).casefold() for text in [*headers, *letters]}
        if " ".join(wanted.split()).casefold() not in known:
            told = ", ".join(told_header(text) for text in headers[:12])
            place = Place(file=pairs[0][0].file)
            hint = nearest(wanted, headers)
            got = shown(wanted)
            found.append(problem("survey_column_unknown", place, got=got, what=what, known=told, hint=hint))
    if found:
        raise InputError(found)


def _not_recognised(tables: Sequence[RawTable], pairs: Sequence[tuple[RawTable, Columns]]) -> Problem:
    table = max(pairs, key=lambda pair: len(pair[1].elements))[0] if pairs else tables[0]
    headers = ", ".join(told_header(text) for text in table.header[:12] if text) or "tidak ada"
    place = Place(file=table.file, sheet=table.sheet, row=table.header_row)
    return problem("survey_not_recognised", place, headers=headers)


def _upright(table: RawTable, columns: Columns, options: Options) -> tuple[RawTable, Columns]:
    """The table with one respondent a row, where it lies on its side and can be turned without a doubt."""
    upright = turned(table, columns) if is_transposed(table, columns) else None
    return (upright, columns_of(upright, options.order)) if upright is not None else (table, columns)


def _only(counts: Sequence[tuple[RawTable, Columns]]) -> tuple[RawTable, Columns]:
    """The one table of counts; several are not added up unasked."""
    if len(counts) > 1:
        told = ", ".join(f"'{t.sheet}'" for t, _ in counts)
        raise InputError([problem("survey_counts_several", Place(file=counts[0][0].file), sheets=told)])
    return counts[0]


def _turned(table: RawTable) -> Problem:
    return problem("survey_transposed", Place(file=table.file, sheet=table.sheet, row=table.header_row))


def _sheet(table: RawTable, columns: Columns, options: Options) -> Sheet:
    """Check one sheet: missing elements, every answer, rows that are no respondents."""
    sheet = Sheet(table, columns, notes=[*table.notes, *columns.notes])
    place = Place(file=table.file, sheet=table.sheet, row=table.header_row)
    if columns.fourteen:
        sheet.problems.append(problem("survey_fourteen", place))
        return sheet
    headers = ", ".join(told_header(table.header[at]) for at in columns.other[:12]) or "tidak ada"
    for key in ELEMENTS:
        if key not in columns.elements and key not in options.absent:
            told = {"label": LABELS[key], "headers": headers, "key": key}
            sheet.problems.append(problem("survey_element_missing", place, **told))
    if reversed_scale(table, columns):
        sheet.problems.append(problem("survey_reversed", place))
        return sheet
    rivals = rival_series(columns, table)
    if rivals:
        got = " dan ".join(shown(text) for text in rivals)
        sheet.problems.append(problem("survey_two_series", place, got=got))
        return sheet
    table = sheet.table = _without_second_row(table, columns)
    asked = {key: ats for key, ats in columns.elements.items() if key not in options.absent}
    whole = _texts(table, [at for ats in asked.values() for at in ats])
    read = {key: [answers_of(table, at, key, whole) for at in ats] for key, ats in asked.items()}
    sheet.keep = _respondents(sheet, columns, read)
    _questions(sheet, read)
    faults = _faults(sheet, read)
    sheet.problems += [*_long_scale(faults, sheet, place), *faults]
    _empty_elements(sheet, place)
    sheet.groups = grouped(table, columns, options.span)
    sheet.notes += sheet.groups.notes
    return sheet


def _texts(table: RawTable, ats: Sequence[int]) -> frozenset[str]:
    """Distinct texts of all answers of a sheet."""
    return frozenset(str(text) for at in ats for text in table.rows[at].dropna().unique())


def _without_second_row(table: RawTable, columns: Columns) -> RawTable:
    """Drop the second header row of form exports, which says *Response* under every question."""
    ats = [at for group in columns.elements.values() for at in group]
    words = {plain(text) for text in table.rows[ats].iloc[0].dropna().tolist()} if len(table.rows) else set()
    if not words or not words <= set(vocabulary()["headers"]["second_row"]):
        return table
    rows = table.rows.iloc[1:].reset_index(drop=True)
    note = f"Baris {int(table.row_numbers[0])} adalah judul kolom baris kedua, bukan responden."
    return replace(table, rows=rows, row_numbers=table.row_numbers[1:], notes=(*table.notes, note))


def _respondents(sheet: Sheet, columns: Columns, read: Mapping[str, list[Answers]]) -> Any:
    """Rows that are people: not a column-number row, not a sum below the table, not empty."""
    table = sheet.table
    ats = [at for key in read for at in columns.elements[key]]
    keep = (
        table.rows[ats].notna().any(axis=1).to_numpy(copy=True)
        if ats
        else np.zeros(len(table.rows), dtype=bool)
    )
    feet = unlabelled_footers(table, ats)
    if feet:
        rows = ", ".join(str(int(table.row_numbers[k])) for k in feet)
        sheet.notes.append(
            f"Baris {rows} memuat jumlah atau rata-rata, jadi tidak dihitung sebagai responden."
        )
        keep[list(feet)] = False
    return keep


def _questions(sheet: Sheet, read: Mapping[str, list[Answers]]) -> None:
    """Name the questions by element; a column that repeats another one to the last answer counts once."""
    table, columns = sheet.table, sheet.columns
    for key, group in read.items():
        kept: list[Any] = []
        for answers, at in zip(group, columns.elements[key], strict=True):
            sheet.notes += answers.notes
            if any((answers.values == other).all() for other in kept):
                again = f"Kolom '{table.header[at]}' mengulang jawaban unsur {LABELS[key]}"
                sheet.notes.append(f"{again}, jadi dihitung satu kali.")
                continue
            kept.append(answers.values)
            name = key if len(kept) == 1 else f"{key}.{len(kept)}"
            sheet.questions[name] = answers.values
            sheet.headers[name] = table.header[at]
        if len(kept) > 1:
            sheet.notes.append(
                f"Unsur {LABELS[key]} ditanyakan dengan {len(kept)} pertanyaan; semua jawabannya digabung "
                "(jumlah nilai dibagi banyak jawaban)."
            )


def _faults(sheet: Sheet, read: Mapping[str, list[Answers]]) -> list[Problem]:
    """Faults of the rows that are respondents, in the order of the rows."""
    found = [p for group in read.values() for answers in group for p in answers.problems]
    if not found:
        return []
    row_of = {int(number): k for k, number in enumerate(sheet.table.row_numbers)}
    at = [row_of.get(p.place.row) if p.place.row is not None else None for p in found]
    out = [p for p, k in zip(found, at, strict=True) if k is None or sheet.keep[k]]
    return sorted(out, key=lambda p: (p.place.row is None, p.place.row or 0))


def _long_scale(faults: Sequence[Problem], sheet: Sheet, place: Place) -> list[Problem]:
    """One sentence ahead of many faults where the file uses a longer scale than 1-4."""
    cells = {"5", "6", "7", "8", "9", "10"}
    higher = [(got, p.place.column) for p in faults if (got := str(p.values.get("got")).strip("'")) in cells]
    asked = sum(len(v) for v in sheet.questions.values())
    if len(higher) < max(_LIKELY, 0.05 * asked) or len({column for _, column in higher}) < 3:
        return []
    top = max((got for got, _ in higher), key=int)
    return [problem("survey_long_scale", place, top=top, times=len(higher))]


def _empty_elements(sheet: Sheet, place: Place) -> None:
    answered = {name: bool(((v > 0) & sheet.keep).any()) for name, v in sheet.questions.items()}
    if not any(answered.values()):
        if not sheet.problems:
            sheet.problems.append(problem("survey_no_answers", place))
        return
    faulty = {p.place.column for p in sheet.problems}
    for key in sheet.columns.elements:
        own = [fine for name, fine in answered.items() if name.split(".")[0] == key]
        letters = {sheet.table.letters[at] for at in sheet.columns.elements[key]}
        if own and not any(own) and not letters & faulty:
            sheet.problems.append(problem("survey_element_empty", place, label=LABELS[key], key=key))


def _assembled(sheets: list[Sheet], nrr: list[RawTable], options: Options) -> Survey:
    """Put the sheets of a file together into one survey."""
    import pandas as pd

    from simkinerja.survey.grouping import combined_groups

    names = list(dict.fromkeys(name for one in sheets for name in one.questions))
    names.sort(key=lambda name: (ELEMENTS.index(name.split(".")[0]), name))
    frame = pd.concat([_frame(one, names) for one in sheets], ignore_index=True)
    answered = frame[names].notna().any(axis=1)
    notes = list(dict.fromkeys(note for one in sheets for note in one.notes))
    blank = int((~answered).sum()) + sum(int((~one.keep).sum()) for one in sheets)
    if blank:
        notes.append(f"{blank} baris tanpa satu jawaban pun (atau bukan responden) tidak dihitung.")
    frame = frame[answered].reset_index(drop=True)
    frame, services, periods, more = combined_groups(frame, [one.table.sheet for one in sheets])
    notes += [*more, *_order_notes(sheets, options)]
    notes += [f"Lembar '{t.sheet}' berisi tabel NRR dan tidak dihitung; jawabannya sudah ada." for t in nrr]
    notes += _alias_notes(sheets)
    questions = {key: tuple(n for n in names if n.split(".")[0] == key) for key in ELEMENTS}
    headers: dict[str, str] = {}
    for one in reversed(sheets):
        headers |= one.headers | (one.groups.headers if one.groups else {})
    printed: tuple[Printed, ...] = tuple(p for one in sheets for p in printed_in(one.table))
    return Survey(
        file=sheets[0].table.file,
        frame=frame,
        questions={key: cols for key, cols in questions.items() if cols},
        headers=headers,
        services=services,
        periods=periods,
        title=tuple(dict.fromkeys(text for one in sheets for text in one.table.preamble)),
        printed=printed if len(sheets) == 1 else (),
        dropped=tuple(dict.fromkeys(d.label for one in sheets for d in one.table.dropped)),
        notes=tuple(notes),
        synthetic=any(says_synthetic(one.table) for one in sheets),
    )


def _frame(sheet: Sheet, names: Sequence[str]) -> pd.DataFrame:
    """The kept rows of one sheet as a tidy frame."""
    import pandas as pd

    keep = sheet.keep
    columns: dict[str, Any] = {}
    for name in names:
        values = sheet.questions.get(name, np.zeros(len(keep), dtype=np.int8))[keep]
        columns[name] = pd.arrays.IntegerArray(values.astype(np.int8), values == 0)
    assert sheet.groups is not None
    for name in ("layanan", "periode", *PROFILE):
        given = sheet.groups.columns.get(name)
        column = given[keep].reset_index(drop=True) if given is not None else None
        columns[name] = (
            column if column is not None else pd.Series(pd.NA, index=range(int(keep.sum())), dtype="str")
        )
    columns["lembar"] = pd.Series([sheet.table.sheet or ""] * int(keep.sum()), dtype="str")
    columns["baris"] = np.asarray(sheet.table.row_numbers)[keep]
    return pd.DataFrame(columns)


def _order_notes(sheets: Sequence[Sheet], options: Options) -> list[str]:
    by_number = {key for one in sheets for key in one.columns.by_number}
    if not by_number & {"pengaduan", "sarana"} and not (by_number and options.order_given):
        return []
    last = ", ".join(f"U{k} {key}" for k, key in enumerate(options.order, 1) if k >= 8)
    if options.order_given:
        return [f"Unsur hanya bernomor; dibaca menurut --urutan ({last})."]
    return [
        f"Unsur hanya bernomor; anggapan urutan baku dipakai ({last}). Di sebagian kantor kedua nomor itu "
        "tertukar; bila kantor Anda demikian, tambahkan --urutan sarana-dulu. IKM tidak berubah karenanya."
    ]


def _alias_notes(sheets: Sequence[Sheet]) -> list[str]:
    import pandas as pd

    found = [
        one.table.rows[one.table.alias][one.keep].dropna() for one in sheets if one.table.alias is not None
    ]
    if not found:
        return []
    twice = int(pd.concat(found).duplicated().sum())
    return (
        [f"{twice} baris memakai alias yang sudah ada di baris lain; semuanya tetap dihitung."]
        if twice
        else []
    )
