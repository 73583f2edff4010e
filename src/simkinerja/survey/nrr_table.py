"""Tables of NRR instead of answers: down the page (``unsur``, ``nrr``) or across it, on 1-4 or on 0-100."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from simkinerja.errors import InputError, Place, Problem, nearest, problem
from simkinerja.files.show import shown
from simkinerja.rules.skm import ELEMENTS, LABELS, letter
from simkinerja.survey.columns import says_synthetic
from simkinerja.survey.footers import printed_in, printed_number
from simkinerja.survey.periods import period_order
from simkinerja.survey.recognise import element_of, number_of
from simkinerja.survey.table import NrrReport, NrrRow, Printed
from simkinerja.survey.text import plain
from simkinerja.survey.vocabulary import one_of, starts_with, vocabulary
from simkinerja.survey.words import read_words

if TYPE_CHECKING:
    from simkinerja.files.tables import RawTable
    from simkinerja.survey.columns import Columns

__all__ = ["elements_in", "is_nrr_table", "key_of", "read_nrr"]

_WORDS: Final = {"tidak baik": "D", "kurang baik": "C", "baik": "B", "sangat baik": "A"}
_MEANS: Final = frozenset({"rata rata", "rerata", "mean", "rata rata total"})
_MOST_PARTS: Final = 2_000
_FEW: Final = 60
"""A table of NRR across the page has at most this many rows; answers usually have more."""


@dataclass(slots=True)
class _Part:
    """One service or period on its way."""

    label: str
    row: int
    values: dict[str, tuple[Fraction, int]] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    counts: list[int] = field(default_factory=list)
    index: tuple[Fraction, int] | None = None
    quality: str | None = None
    letters: dict[str, str] = field(default_factory=dict)


def is_nrr_table(table: RawTable, columns: Columns) -> bool:
    """Tell whether a table holds NRR rather than answers.

    Down the page: a column of element names and a column of numbers. Across the page: the nine elements as
    columns, few rows, and numbers that no respondent gives (3,25 or 81,1).
    """
    if _long_columns(table, columns) is not None:
        return True
    if len(columns.elements) < 5 or len(table.rows) > _FEW or columns.profile:
        return False
    ats = [at for group in columns.elements.values() for at in group]
    texts = [text for at in ats for text in table.rows[at].dropna().tolist()]
    numbers = [found[0] for text in texts if (found := printed_number(str(text)))]
    if len(numbers) < 0.8 * len(texts) or not numbers:
        return False
    hundred = min(numbers) >= 20 and max(numbers) > 4
    decimals = sum(number.denominator > 1 for number in numbers) >= 0.5 * len(numbers) and max(numbers) <= 4
    at = _label_column(table, columns)
    distinct = at is not None and not table.rows[at].dropna().duplicated().all()
    named = len(table.rows) == 1 or bool({"index", "count"} & set(columns.context)) or distinct
    return (decimals or hundred) and named


def _long_columns(table: RawTable, columns: Columns) -> tuple[int, int] | None:
    """Columns of element names and of their NRR, for a table down the page."""
    if len(columns.elements) >= 5:
        return None
    names = columns.context.get("unsur")
    if names is None or elements_in(table, names) < 5:
        candidates = [at for at in range(len(table.header)) if elements_in(table, at) >= 5]
        names = max(candidates, key=lambda at: elements_in(table, at), default=None)
    if names is None:
        return None
    values = [at for at in (columns.context.get("nrr"), columns.context.get("index")) if at is not None]
    values += _value_columns(table, columns, names)
    taken = {columns.context.get("count"), columns.context.get("quality")}
    return next(((names, at) for at in values if at not in taken and at != names), None)


def elements_in(table: RawTable, column: int) -> int:
    """Return how many different elements the cells of a column name or number."""
    texts = table.rows[column].head(2_000).dropna().head(200).tolist()
    return len({key_of(str(text)) for text in texts if len(str(text)) < 90} - {None})


def _is_numeric(table: RawTable, column: int) -> bool:
    texts = table.rows[column].head(2_000).dropna().head(200).tolist()
    good = [found[0] for text in texts if (found := printed_number(str(text)))]
    return bool(good) and len(good) >= 0.7 * len(texts) and not all(n == int(n) and n <= 15 for n in good)


def key_of(text: str, order: Sequence[str] = ELEMENTS) -> str | None:
    """Return the element that a cell names or numbers, or ``None``.

    Examples
    --------
    >>> key_of("Waktu penyelesaian"), key_of("U3"), key_of("3")
    ('waktu', 'waktu', None)
    """
    named = element_of(text)
    if named:
        return named
    number = number_of(text)
    return order[number - 1] if number and 1 <= number <= 9 and not text.strip().isdigit() else None


def _label_column(table: RawTable, columns: Columns) -> int | None:
    """Column that names the rows of a table across the page."""
    if "service" in columns.context:
        return columns.context["service"]
    if columns.period:
        return next(iter(columns.period.values()))
    used = {at for group in columns.elements.values() for at in group} | set(columns.context.values())
    for at in range(len(table.header)):
        texts = [str(text) for text in table.rows[at].dropna().tolist()]
        if at not in used and texts and not any(printed_number(text) for text in texts):
            return at
    return None


def read_nrr(
    tables: Sequence[tuple[RawTable, Columns]], order: Sequence[str], absent: Sequence[str] = ()
) -> NrrReport:
    """Read the tables of NRR of one file.

    Parameters
    ----------
    tables : sequence of (RawTable, Columns)
    order : sequence of str
        Elements in the order of U1..U9, for rows that are only numbers.
    absent : sequence of str
        Elements that were not asked on purpose.

    Returns
    -------
    NrrReport

    Raises
    ------
    InputError
        All faults at once.
    """
    parts: list[_Part] = []
    problems: list[Problem] = []
    left: list[str] = []
    for table, columns in tables:
        found, faults = _table_parts(table, columns, order)
        problems += faults or _missing(table, found, absent)
        kept = found if faults else _without_mean(found)
        left += [part.label for part in found if all(part is not one for one in kept)]
        parts += kept
    scale, faults = _scale(parts, tables[0][0]) if not problems else ("1-4", [])
    problems += faults
    if problems:
        raise InputError(problems)
    in_time = all(p.label and period_order(p.label) for p in parts)
    kind = "periode" if in_time and not any("service" in c.context for _, c in tables) else "layanan"
    rows = tuple(_row(part, kind, scale) for part in parts)
    if kind == "periode":
        rows = tuple(sorted(rows, key=lambda row: period_order(row.label) or (0, 0, 0)))
    first = tables[0][0]
    whole = tuple(p for table, _ in tables for p in printed_in(table))
    notes = [note for table, columns in tables for note in (*table.notes, *columns.notes)]
    notes += [f"'{label}' adalah rata-rata dari yang lain, jadi tidak dihitung lagi." for label in left]
    notes.append(
        f"Berkas memuat NRR, bukan jawaban responden; skala {scale.replace('-', ' sampai ')} dikenali."
    )
    return NrrReport(
        file=first.file,
        rows=rows,
        scale=scale,
        title=tuple(text for table, _ in tables for text in table.preamble),
        printed=_whole_index(parts, whole),
        letters=tuple(wrong for part in parts for wrong in _wrong_letters(part, scale)),
        dropped=tuple(dict.fromkeys(d.label for table, _ in tables for d in table.dropped)),
        notes=tuple(dict.fromkeys(notes)),
        synthetic=any(says_synthetic(table) for table, _ in tables),
    )


def _table_parts(
    table: RawTable, columns: Columns, order: Sequence[str]
) -> tuple[list[_Part], list[Problem]]:
    """The parts of one table: across the page, down the page, or down with a column a service or period."""
    long = _long_columns(table, columns)
    if long is None:
        return _across(table, columns)
    several = _value_columns(table, columns, long[0])
    means = [at for at in several if plain(table.header[at]) in _MEANS]
    if means and len(several) > 2:  # services side by side, and their mean
        several = [at for at in several if at not in means]
    elif columns.context.get("nrr") is not None or len(several) < 2:
        return _down(table, columns, order, *long)
    parts: list[_Part] = []
    problems: list[Problem] = []
    for at in several:
        found, faults = _down(table, columns, order, long[0], at)
        for part in found:
            part.label = f"{part.label} {table.header[at]}".strip()
        parts += found
        problems += faults
    return parts, problems


def _value_columns(table: RawTable, columns: Columns, names: int) -> list[int]:
    """Columns of NRR beside the names of the elements, where each one is a service or a period."""
    numeric = [at for at in range(len(table.header)) if at != names and _is_numeric(table, at)]
    aside = one_of(vocabulary()["headers"]["nrr_aside"])
    headers = {at: table.header[at] for at in numeric}
    plain_ones = [at for at, text in headers.items() if not (aside.search(plain(text)) or _is_level(text))]
    return [
        at for at in plain_ones if at not in {columns.context.get(k) for k in ("count", "index", "quality")}
    ]


def _is_level(header: str) -> bool:
    """Tell whether a header is an answer in words: its column holds how many (or how much %) chose it."""
    return bool(re.search("[A-Za-z]{2}", header)) and read_words([header]).values.get(header) is not None


def _whole_index(parts: Sequence[_Part], whole: Sequence[Printed]) -> Printed | None:
    if whole:
        return whole[-1]
    own = parts[0]
    if len(parts) == 1 and own.index is not None:
        return Printed(own.index[0], own.index[1], own.quality, own.row)
    return None


def _down(
    table: RawTable, columns: Columns, order: Sequence[str], names: int, values: int
) -> tuple[list[_Part], list[Problem]]:
    """Read a table down the page; a column of services or periods parts it."""
    labels = _part_labels(table, columns, names, values)
    parts: dict[str, _Part] = {}
    problems: list[Problem] = []
    for k in range(len(table.rows)):
        label = str(labels.iloc[k]) if labels is not None else ""
        row = int(table.row_numbers[k])
        part = parts.setdefault(label, _Part(label, row))
        name = table.rows[names].iloc[k]
        if not isinstance(name, str):
            continue
        cells = {
            kind: table.rows[at].iloc[k]
            for kind, at in columns.context.items()
            if kind in ("count", "quality")
        }
        problems += _line(table, part, (k, names, values), name, cells, order)
    return [part for part in parts.values() if part.values], problems


def _part_labels(table: RawTable, columns: Columns, names: int, values: int) -> Any:
    """Service or period of every row down the page: one column, or two where one leaves elements twice."""
    groups = [columns.context.get("service"), *columns.period.values()]
    free = [
        at for at in groups if at is not None and at not in (names, values) and not _is_numeric(table, at)
    ]
    chosen = free[0] if free else _parting_column(table, names, {values, *columns.context.values()})
    if chosen is None:
        return None
    labels = table.rows[chosen].ffill().fillna("")
    if not _twice(table, names, labels):
        return labels
    for at in (*free[1:], *(at for at in range(len(table.header)) if at not in (*free, names, values))):
        second = table.rows[at].ffill().fillna("")
        both = labels.str.cat(second, sep=" | ")
        if both.nunique() <= _MOST_PARTS and not _twice(table, names, both):
            first, last = (second, labels) if chosen in columns.period.values() else (labels, second)
            return first + " (" + last + ")"
    return labels


def _twice(table: RawTable, names: int, labels: Any) -> bool:
    """Tell whether an element occurs twice under one label."""
    known = table.rows[names].notna()
    return bool((labels + "\x1f" + table.rows[names])[known].duplicated().any())


def _parting_column(table: RawTable, names: int, taken: set[int]) -> int | None:
    """The column that tells repeated elements apart, where no header says so."""
    elements = table.rows[names]
    if not elements.dropna().duplicated().any():
        return None
    for at in range(len(table.header)):
        labels = table.rows[at]
        if at in taken or at == names or labels.isna().all() or labels.nunique() > _FEW:
            continue
        known = elements.notna()
        if not (labels.ffill().fillna("") + "\x1f" + elements)[known].duplicated().any():
            return at
    return None


def _line(
    table: RawTable,
    part: _Part,
    at: tuple[int, int, int],
    name: str,
    cells: Mapping[str, Any],
    order: Sequence[str],
) -> list[Problem]:
    """Read one row of a table down the page: an element, the index, or a total."""
    k, names, values = at
    text = table.rows[values].iloc[k]
    number = printed_number(text) if isinstance(text, str) else None
    row = int(table.row_numbers[k])
    if one_of(vocabulary()["headers"]["index"], whole=True).match(plain(name)):
        part.index = number if number and 25 <= number[0] <= 100 else part.index
        part.quality = _letter_of(cells.get("quality")) or part.quality
        return []
    key = key_of(name, order)
    if key is None:
        known = starts_with(vocabulary()["footers"]).match(plain(name))
        if known or number is None:
            return []
        hint = nearest(name.lower(), [*ELEMENTS, *(label.lower() for label in LABELS.values())])
        return [problem("survey_nrr_unknown", table.place(k, names), got=_told(name, hint), hint=hint)]
    if key in part.values:
        return [problem("survey_nrr_twice", table.place(k, names), label=LABELS[key], first=part.rows[key])]
    if number is None:
        return [problem("survey_nrr", table.place(k, values), got=_told(text, ""))]
    part.values[key], part.rows[key] = number, row
    quality = _letter_of(cells.get("quality"))
    if quality:
        part.letters[key] = quality
    return _count(part, cells.get("count"), Place(table.file, table.sheet, row))


def _told(text: Any, hint: str) -> str:
    """A faulty cell as a sentence may repeat it: numbers, and words close to known ones."""
    if not isinstance(text, str):
        return "sel kosong"
    safe = hint or not any(c.isalpha() for c in text) or element_of(text) or len(text) <= 3
    return shown(text) if safe else f"teks lain ({len(text)} huruf, tidak ditampilkan)"


def _letter_of(text: Any) -> str | None:
    if not isinstance(text, str):
        return None
    word = plain(text)
    if word.upper() in {"A", "B", "C", "D"}:
        return word.upper()
    first = word.split()[0].upper() if word else ""
    return _WORDS.get(word) or (first if first in {"A", "B", "C", "D"} else None)


def _count(part: _Part, text: Any, place: Place) -> list[Problem]:
    if not isinstance(text, str):
        return []
    number = (
        printed_number(text.replace(".", ""))
        if text.count(".") == 1 and len(text) >= 5
        else printed_number(text)
    )
    if number is None and text.isdigit():
        number = (Fraction(int(text)), 0)
    if number is None or number[0] < 1 or number[0].denominator != 1:
        return [problem("survey_count", place, got=_told(text, ""))]
    part.counts.append(int(number[0]))
    return []


def _across(table: RawTable, columns: Columns) -> tuple[list[_Part], list[Problem]]:
    """Read a table across the page, one service or period a row."""
    at = _label_column(table, columns)
    twice = at is not None and at == columns.context.get("service") and table.rows[at].duplicated().any()
    parts: list[_Part] = []
    problems: list[Problem] = []
    for k in range(len(table.rows)):
        label = table.rows[at].iloc[k] if at is not None else ""
        text = " ".join(label.split()) if isinstance(label, str) else ""
        if twice and columns.period and text:
            period = table.rows[next(iter(columns.period.values()))].iloc[k]
            text = f"{text} ({period})" if isinstance(period, str) else text
        part = _Part(text, int(table.row_numbers[k]))
        cells = {kind: table.rows[c].iloc[k] for kind, c in columns.context.items()}
        given = {key: table.rows[group[0]].iloc[k] for key, group in columns.elements.items()}
        if not any(isinstance(text, str) for text in given.values()):
            continue
        for key, text in given.items():
            number = printed_number(text) if isinstance(text, str) else None
            if number is None:
                place = table.place(k, columns.elements[key][0])
                problems.append(problem("survey_nrr", place, got=_told(text, "")))
            else:
                part.values[key] = number
        problems += _count(part, cells.get("count"), Place(table.file, table.sheet, part.row))
        index = cells.get("index")
        part.index = printed_number(index) if isinstance(index, str) else None
        part.quality = _letter_of(cells.get("quality"))
        parts.append(part)
    return parts, problems


def _without_mean(parts: list[_Part]) -> list[_Part]:
    """Leave out a last row that is the mean of the rows above it (*Kabupaten*), sum of their respondents."""
    if len(parts) < 4:
        return parts
    *rest, last = parts
    for weights in ([1] * len(rest), [sum(part.counts) for part in rest]):
        n = sum(weights)
        if n == 0 or any(set(p.values) != set(last.values) for p in rest):
            continue
        gaps = []
        for key, (value, digits) in last.values.items():
            mean = sum((p.values[key][0] * w for p, w in zip(rest, weights, strict=True)), Fraction(0)) / n
            gaps.append(abs(mean - value) * 10**digits)
        fits = max(gaps) <= Fraction(51, 100)
        if fits and (not last.counts or sum(last.counts) == sum(sum(p.counts) for p in rest)):
            return rest
    return parts


def _missing(table: RawTable, parts: Sequence[_Part], absent: Sequence[str]) -> list[Problem]:
    out = []
    for part in parts:
        for key in ELEMENTS:
            if key not in part.values and key not in absent:
                place = Place(table.file, table.sheet, part.row)
                told = {"label": LABELS[key], "headers": "tidak ada", "key": key}
                out.append(problem("survey_element_missing", place, **told))
    return out


def _scale(parts: Sequence[_Part], table: RawTable) -> tuple[str, list[Problem]]:
    """Tell the scale by all numbers of the file; a mixture or a number on neither scale is a fault."""
    numbers = [(value[0], part, key) for part in parts for key, value in part.values.items()]
    low, high = min(n for n, _, _ in numbers), max(n for n, _, _ in numbers)
    if low >= 1 and high <= 4:
        return "1-4", []
    if low >= 25 and high <= 100:
        return "0-100", []
    small = [n for n, _, _ in numbers if 1 <= n <= 4]
    large = [n for n, _, _ in numbers if 25 <= n <= 100]
    if len(small) + len(large) == len(numbers):
        told = {"low": _text(max(small)), "high": _text(min(large))}
        return "1-4", [problem("survey_nrr_scale", Place(table.file, table.sheet), **told)]
    wanted = (1, 4) if len(small) >= len(large) else (25, 100)
    out = []
    for number, part, key in numbers:
        if not wanted[0] <= number <= wanted[1]:
            place = Place(table.file, table.sheet, part.rows.get(key, part.row), field=key)
            out.append(problem("survey_nrr", place, got=_text(number)))
    return "1-4", out


def _text(number: Fraction) -> str:
    return f"{float(number):g}".replace(".", ",")


def _row(part: _Part, kind: str, scale: str) -> NrrRow:
    divisor = 1 if scale == "1-4" else 25
    digits = max(value[1] for value in part.values.values())
    printed = (
        Printed(part.index[0], part.index[1], part.quality, part.row, part.label) if part.index else None
    )
    return NrrRow(
        label=part.label,
        kind=kind,
        n=max(part.counts) if part.counts else None,
        nrr={key: part.values[key][0] / divisor for key in ELEMENTS if key in part.values},
        half_step=Fraction(1, 2 * 10**digits * divisor),
        printed=printed,
        row=part.row,
    )


def _wrong_letters(part: _Part, scale: str) -> list[tuple[str, str, str, int]]:
    """Printed letters of elements that do not follow from their NRR."""
    factor = 25 if scale == "1-4" else 1
    out = []
    for key, printed in part.letters.items():
        right = letter(part.values[key][0] * factor)
        if right != printed:
            out.append((key, printed, right, part.rows[key]))
    return out
