"""Tables of counts: how many people chose 1, 2, 3, 4, by element; and tables that lie on their side.

A table of counts gives the exact NRR of every element but not who answered what, so it becomes a table of NRR
without probabilities. A table with elements down the page and respondents across it is turned, but only where
nothing in it is doubtful; otherwise its office is asked to turn it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import numpy as np

from simkinerja.errors import InputError, Place, Problem, problem
from simkinerja.files.show import shown
from simkinerja.rules.skm import ELEMENTS, LABELS
from simkinerja.survey.columns import says_synthetic
from simkinerja.survey.footers import printed_in
from simkinerja.survey.nrr_table import elements_in, key_of
from simkinerja.survey.table import NrrReport, NrrRow
from simkinerja.survey.text import plain
from simkinerja.survey.vocabulary import starts_with, vocabulary
from simkinerja.survey.words import read_words, split_prefix

if TYPE_CHECKING:
    from simkinerja.files.tables import RawTable
    from simkinerja.survey.columns import Columns

__all__ = ["is_counts", "is_transposed", "levels_of", "read_counts", "turned"]

_LEVELS: Final = (1, 2, 3, 4)
_WHOLE: Final = re.compile(r"(\d{1,9})(?:[.,]0+)?")
_NUMBER: Final = re.compile(r"(?:nilai|skor|poin|jawaban|pilihan|jml|jumlah|bobot|persepsi|skala)?\s*([1-4])")
_ANSWER: Final = re.compile(r"jawaban|pilihan|skala|nilai|skor|kategori|opsi|persepsi|tingkat|jumlah")
_PERSON: Final = re.compile(r"(?:r|rs|resp|responden|warga|orang|no|no resp|n|p)?\s*\d{1,4}")


def levels_of(texts: Sequence[str]) -> dict[int, int]:
    """Return which texts name the answers 1-4, as position to level; empty unless all four are there once.

    Examples
    --------
    >>> levels_of(["Unsur", "Tidak Baik", "Kurang Baik", "Baik", "Sangat Baik", "Jumlah"])
    {1: 1, 2: 2, 3: 3, 4: 4}
    >>> levels_of(["1", "2", "3", "4"]), levels_of(["No", "1", "2"])
    ({0: 1, 1: 2, 2: 3, 3: 4}, {})
    """
    found: dict[int, int] = {}
    words = {
        at: text for at, text in enumerate(texts) if text and "%" not in text and "persen" not in plain(text)
    }
    reading = read_words([text for text in words.values() if re.search("[A-Za-z]{2}", text)])
    for at, text in words.items():
        number = _NUMBER.fullmatch(plain(text))
        level = int(number.group(1)) if number else reading.values.get(text)
        mark = split_prefix(text)[0]
        if level is not None and not (reading.mended or {}).get(text) and mark in (None, level):
            found[at] = level
    if any(text.isdigit() and at not in found for at, text in words.items()):
        return {}  # columns 5, 6, 7, ...: respondents, not answers
    return found if sorted(found.values()) == list(_LEVELS) and not reading.clash else {}


@dataclass(frozen=True, slots=True)
class _Counts:
    """Cells of a table of counts: texts by element and level, with their positions in the table."""

    cells: Mapping[tuple[str, int], tuple[int, int]]
    rows: Mapping[str, tuple[int, ...]]


def _body(table: RawTable, column: int) -> list[int]:
    """Rows that are not sums or means, by their name in a column."""
    foot = starts_with(vocabulary()["footers"])
    names = [text if isinstance(text, str) else "" for text in table.rows[column].tolist()]
    return [k for k, text in enumerate(names) if text and not foot.match(plain(text))]


def _down(table: RawTable, order: Sequence[str] = ELEMENTS) -> _Counts | None:
    """Elements down the page, the four answers across."""
    levels = levels_of(table.header)
    names = next((at for at in range(len(table.header)) if elements_in(table, at) >= 5), None)
    if not levels or names is None or names in levels:
        return None
    rows: dict[str, tuple[int, ...]] = {}
    for k in _body(table, names):
        key = key_of(str(table.rows[names].iloc[k]), order)
        if key is not None:
            rows[key] = (*rows.get(key, ()), k)
    cells = {(key, level): (ks[0], at) for key, ks in rows.items() for at, level in levels.items()}
    return _Counts(cells, rows)


def _across(table: RawTable, columns: Columns) -> _Counts | None:
    """Elements across the page, the four answers down."""
    if (
        len(columns.elements) < 5
        or len(table.rows) > 12
        or any(len(ats) > 1 for ats in columns.elements.values())
    ):
        return None
    taken = {at for ats in columns.elements.values() for at in ats}
    for at in range(min(3, len(table.header))):
        ks = _body(table, at) if at not in taken else []
        levels = levels_of([str(table.rows[at].iloc[k]) for k in ks])
        worded = not all(str(table.rows[at].iloc[k]).isdigit() for k in ks)
        if levels and len(levels) == len(ks) and (worded or _ANSWER.search(plain(table.header[at]))):
            rows = {key: tuple(ks) for key in columns.elements}
            cells = {
                (key, level): (ks[j], ats[0])
                for key, ats in columns.elements.items()
                for j, level in levels.items()
            }
            return _Counts(cells, rows)
    return None


def _values(table: RawTable, found: _Counts) -> list[str]:
    texts = [table.rows[at].iloc[k] for k, at in found.cells.values()]
    return [text for text in texts if isinstance(text, str)]


def is_counts(table: RawTable, columns: Columns) -> bool:
    """Tell whether a table counts answers: four answers one way, elements the other.

    Four rows whose cells are mostly 1-4 are four respondents, not a table of counts.
    """
    down = _down(table)
    if down is not None:
        return True
    across = _across(table, columns)
    if across is None:
        return False
    values = _values(table, across)
    return 2 * sum(text in {"1", "2", "3", "4"} for text in values) < len(values)


def read_counts(
    table: RawTable, columns: Columns, order: Sequence[str] = ELEMENTS, absent: Sequence[str] = ()
) -> NrrReport:
    """Read a table of counts.

    Parameters
    ----------
    table : RawTable
    columns : Columns
    order : sequence of str
        Elements in the order of U1..U9, for rows that are only numbers.
    absent : sequence of str
        Elements that were not asked on purpose.

    Returns
    -------
    NrrReport
        One row with exact NRR; n is the largest number of answers to any element.

    Raises
    ------
    InputError
        If a count is no whole number, an element occurs twice, or nobody answered it.
    """
    found = _down(table, order) or _across(table, columns)
    assert found is not None
    place = Place(table.file, table.sheet, table.header_row)
    problems = _faults(table, found)
    numbers = {cell: _number(table, *at) or 0 for cell, at in found.cells.items()}
    times = {key: sum(numbers[key, level] for level in _LEVELS) for key in found.rows if key not in absent}
    for key in ELEMENTS:
        told = {"label": LABELS[key], "key": key}
        if key not in found.rows and key not in absent:
            problems.append(problem("survey_element_missing", place, headers="tidak ada", **told))
        elif times.get(key) == 0 and not problems:
            problems.append(problem("survey_element_empty", place, **told))
    if not problems and all(1 <= number <= 4 for number in numbers.values()):
        problems.append(problem("survey_counts_or_answers", place))
    if problems:
        raise InputError(problems)
    asked = [key for key in ELEMENTS if key in times]
    nrr = {key: Fraction(sum(level * numbers[key, level] for level in _LEVELS), times[key]) for key in asked}
    n = max(times.values())
    row = NrrRow("", "layanan", n, nrr, Fraction(0), None, table.header_row)
    printed = printed_in(table)
    return NrrReport(
        table.file, (row,), "1-4", table.preamble, printed[-1] if printed else None,
        dropped=tuple(d.label for d in table.dropped), notes=(*table.notes, *_notes(times)),
        synthetic=says_synthetic(table),
    )  # fmt: skip


def _notes(times: Mapping[str, int]) -> tuple[str, ...]:
    notes = [
        "Berkas memuat banyaknya jawaban 1, 2, 3, dan 4, bukan jawaban tiap orang; NRR dihitung darinya."
    ]
    if len(set(times.values())) > 1:
        notes.append(
            f"Banyak jawaban berbeda antarunsur ({min(times.values())} sampai {max(times.values())}); "
            "setiap NRR dibagi banyak jawabannya sendiri; yang terbanyak disebut sebagai jumlah responden."
        )
    return tuple(notes)


def _number(table: RawTable, k: int, at: int) -> int | None:
    """A count, 0 where the cell is blank or a dash, ``None`` where it is no whole number."""
    text = table.rows[at].iloc[k]
    if not isinstance(text, str) or text.strip() in {"-", "–"}:
        return 0
    whole = _WHOLE.fullmatch(text.strip())
    return int(whole.group(1)) if whole else None


def _faults(table: RawTable, found: _Counts) -> list[Problem]:
    out = []
    for key, ks in found.rows.items():
        if len(set(ks)) > 1 and found.cells[key, 1][0] == found.cells[key, 4][0]:
            first = int(table.row_numbers[ks[0]])
            place = Place(table.file, table.sheet, int(table.row_numbers[ks[1]]))
            out.append(problem("survey_nrr_twice", place, label=LABELS[key], first=first))
    for k, at in found.cells.values():
        if _number(table, k, at) is None:
            text = str(table.rows[at].iloc[k])
            got = shown(text) if not re.search("[A-Za-z]", text) else "teks lain"
            out.append(problem("survey_answer_count", table.place(k, at), got=got))
    return out


def is_transposed(table: RawTable, columns: Columns) -> bool:
    """Tell whether elements run down the page and respondents across: three or more columns of answers."""
    only_numbers = set(columns.elements) <= set(columns.by_number)  # 1, 2, 3, ... above may number people
    return (len(columns.elements) < 5 or only_numbers) and _people(table) is not None


def _people(table: RawTable) -> tuple[int, list[int]] | None:
    """Column of the element names, and the columns right of it that hold nothing but answers."""
    names = next((at for at in range(len(table.header)) if elements_in(table, at) >= 5), None)
    if names is None:
        return None
    rows = [k for k in _body(table, names) if key_of(str(table.rows[names].iloc[k]))]
    if len({key_of(str(table.rows[names].iloc[k])) for k in rows}) < len(rows):
        return None
    people = []
    for at in range(names + 1, len(table.header)):
        texts = [str(text) for text in table.rows[at].iloc[rows].dropna()]
        numbers = {text for text in texts if _WHOLE.fullmatch(text)}
        reading = read_words([text for text in texts if text not in numbers])
        if (
            texts
            and numbers <= {"1", "2", "3", "4"}
            and not (reading.unknown or reading.clash or reading.mended)
        ):
            people.append(at)
    return (names, people) if len(people) >= 3 else None


def turned(table: RawTable, columns: Columns) -> RawTable | None:
    """Turn a table with respondents across the page, or return ``None`` where that could be wrong.

    Wanted: every column right of the element names is a numbered respondent (``R1``, ``Responden 2``)
    with answers only, or a sum or mean by its header; no element twice.

    Parameters
    ----------
    table : RawTable
    columns : Columns
    """
    import pandas as pd

    found = _people(table)
    if found is None:
        return None
    names, people = found
    foot = starts_with(vocabulary()["footers"])
    rest = [at for at in range(names + 1, len(table.header)) if at not in people]
    if not all(_PERSON.fullmatch(plain(table.header[at])) for at in people):
        return None
    if not all(foot.match(plain(table.header[at])) for at in rest):
        return None
    rows = [k for k in _body(table, names) if key_of(str(table.rows[names].iloc[k]))]
    keys = [str(table.rows[names].iloc[k]) for k in rows]
    frame = table.rows.iloc[rows, people].T.reset_index(drop=True)
    frame.columns = pd.RangeIndex(len(rows))
    note = (
        f"Unsur di berkas ini ke bawah dan {len(people)} responden ke samping; tabelnya diputar saat dibaca."
    )
    return replace(
        table,
        header=tuple(keys),
        letters=tuple(str(int(table.row_numbers[k])) for k in rows),
        rows=frame.astype("str"),
        row_numbers=np.arange(1, len(people) + 1),
        notes=(*table.notes, note),
        alias=None,
    )
