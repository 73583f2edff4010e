"""Services, periods and profile of the respondents of one sheet, and of all sheets together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from simkinerja.files.identity import is_person
from simkinerja.survey.periods import combined, months_of, period_label, period_order
from simkinerja.survey.profile import groups_of, one_spelling

if TYPE_CHECKING:
    import pandas as pd

    from simkinerja.files.tables import RawTable
    from simkinerja.survey.columns import Columns

__all__ = ["Grouping", "combined_groups", "grouped"]

_MOST_SERVICES: Final = 60
_MOST_PERIODS: Final = 60


@dataclass(frozen=True, slots=True)
class Grouping:
    """Grouping columns of one sheet, each a Series of str over all its rows, missing where not known."""

    columns: dict[str, Any]
    headers: dict[str, str]
    notes: tuple[str, ...]


def grouped(table: RawTable, columns: Columns, span: str) -> Grouping:
    """Read services, periods and profile of one sheet.

    Parameters
    ----------
    table : RawTable
    columns : Columns
    span : str
        Period into which dates are put where no column names one.

    Returns
    -------
    Grouping
    """
    out: dict[str, Any] = {}
    headers: dict[str, str] = {}
    notes: list[str] = []
    at = columns.context.get("service")
    if at is not None:
        out["layanan"] = table.rows[at]
        headers["layanan"] = table.header[at]
    if columns.period:
        out["periode"] = _named_periods(table, columns)
        headers["periode"] = ", ".join(table.header[at] for at in columns.period.values())
    elif "date" in columns.context:
        at = columns.context["date"]
        out["periode"], missing = _dated_periods(table.rows[at], span)
        headers["periode"] = table.header[at]
        notes.append(f"Periode dibuat dari kolom '{table.header[at]}' per {span}; --satuan mengubahnya.")
        if missing:
            notes.append("Baris tanpa tanggal yang terbaca tidak masuk periode mana pun.")
    for key, at in columns.profile.items():
        out[key] = _without_names(groups_of(key, table.rows[at]))
        headers[key] = table.header[at]
    return Grouping(out, headers, tuple(notes))


def _without_names(column: pd.Series) -> pd.Series:
    """A profile answer that looks like a name is left out: it was put into the wrong column."""
    names = {text for text in column.dropna().unique() if is_person(str(text))}
    return column.mask(column.isin(names)) if names else column


def _are_names(labels: Sequence[str]) -> bool:
    """Tell whether half of the labels are people (the officers at the counters, say)."""
    return bool(labels) and sum(map(is_person, labels)) >= 0.5 * len(labels)


def _named_periods(table: RawTable, columns: Columns) -> pd.Series:
    """Period texts as written; a quarter, semester or month is joined with the year of its own column."""
    import pandas as pd

    parts = pd.DataFrame({kind: table.rows[at] for kind, at in columns.period.items()})
    codes = (
        parts.fillna("").agg("\x1f".join, axis=1) if len(parts.columns) > 1 else parts.iloc[:, 0].fillna("")
    )
    texts = {}
    for code in codes.unique():
        text = combined(dict(zip(parts.columns, str(code).split("\x1f"), strict=True)))
        texts[code] = _as_period(text)
    named = codes.map(texts)
    return named.mask(named == "").astype("str")


def _as_period(text: str) -> str:
    """A full date in a period column stands for its month."""
    if len(text) >= 8 and text[:1].isdigit():
        found = months_of([text])[text]
        if found:
            return period_label(*found, "bulan")
    return text


def _dated_periods(column: pd.Series, span: str) -> tuple[pd.Series, int]:
    """Periods of dates and the number of rows without a readable one; the clock time does not matter."""
    import pandas as pd

    codes, uniques = pd.factorize(column)
    texts = [str(text) for text in uniques]
    months = months_of(texts)
    labels = [period_label(*found, span) if (found := months[text]) else None for text in texts]
    series = pd.Series([*labels, None], dtype="str")
    out = series.iloc[codes].reset_index(drop=True)
    return out, int(out.isna().sum())


def _sheet_groups(frame: pd.DataFrame, names: Sequence[str | None]) -> tuple[pd.DataFrame, list[str]]:
    """Take the sheet names as periods or services where several sheets hold answers and no column says."""
    known = [name for name in names if name]
    if len(known) < 2:
        return frame, []
    periods = all(period_order(name) is not None for name in known)
    kind = "periode" if periods else "layanan"
    if frame[kind].notna().any():
        return frame, []
    frame = frame.assign(**{kind: frame["lembar"]})
    return frame, [f"Nama lembar dipakai sebagai {kind}."]


def combined_groups(
    frame: pd.DataFrame, sheets: Sequence[str | None]
) -> tuple[pd.DataFrame, tuple[str, ...], tuple[str, ...], list[str]]:
    """Settle services and periods over all sheets.

    Parameters
    ----------
    frame : DataFrame
        Kept rows of all sheets.
    sheets : sequence of str or None
        Names of the sheets with answers.

    Returns
    -------
    frame : DataFrame
        With one spelling a service and period.
    services, periods : tuple of str
    notes : list of str
    """
    import pandas as pd

    frame, notes = _sheet_groups(frame, sheets)
    none = pd.Series(pd.NA, index=frame.index, dtype="str")
    labels: dict[str, tuple[str, ...]] = {}
    for kind, most in (("layanan", _MOST_SERVICES), ("periode", _MOST_PERIODS)):
        column = one_spelling(frame[kind]) if frame[kind].notna().any() else none
        found = [str(text) for text in column.dropna().unique()]
        if _are_names(found):
            notes.append(f"Kolom atau lembar {kind} tampaknya berisi nama orang, jadi tidak dirinci.")
            column, found = none, []
        elif len(found) > most:
            notes.append(
                f"Kolom {kind} memuat {len(found)} nama yang berbeda (lebih dari {most}), jadi tidak dirinci."
            )
            column, found = none, []
        elif found and column.isna().any():
            notes.append(f"Responden tanpa {kind} hanya masuk hitungan keseluruhan.")
        frame = frame.assign(**{kind: column})
        labels[kind] = tuple(_in_time(found)) if kind == "periode" else tuple(found)
    return frame, labels["layanan"], labels["periode"], notes


def _in_time(labels: Sequence[str]) -> list[str]:
    """Labels of periods in the order of time; those that name no time keep their places at the end."""
    keys = {label: period_order(label) for label in labels}
    known = sorted((label for label in labels if keys[label]), key=lambda label: keys[label] or (0, 0, 0))
    return known + [label for label in labels if not keys[label]]
