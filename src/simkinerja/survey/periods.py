"""Periods of a survey: as the office names them, or read off the dates of the answers.

A column *Periode*, *Triwulan*, *Semester*, *Bulan* or *Tahun* is taken as written (a year in its own
column is added). Without one, dates and timestamps are put into quarters (triwulan) or whatever span is
asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, Final

from simkinerja.survey.text import plain, roman

__all__ = ["SPANS", "combined", "looks_like_dates", "months_of", "period_label", "period_order"]

SPANS: Final = ("bulan", "triwulan", "semester", "tahun")
"""Spans into which dates can be put."""

_MONTHS: Final = (
    "januari jan january", "februari feb february pebruari peb", "maret mar march", "april apr", "mei may",
    "juni jun june", "juli jul july", "agustus agu ags agt aug august", "september sep sept",
    "oktober okt oct october", "november nov nop nopember", "desember des dec december",
)  # fmt: skip
_ISO: Final = re.compile(r"^(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?(?!\d)")
_DMY: Final = re.compile(r"^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})(?!\d)")
_WORDS: Final = re.compile(r"^(?:[a-z]+ )?(\d{1,2}) ([a-z]+) (\d{4}|\d{2})(?!\d)")
_WORDS_US: Final = re.compile(r"^(?:[a-z]+ )?([a-z]+) (\d{1,2}) (\d{4})(?!\d)")
_SPAN_WORDS: Final = tuple((w, 3) for w in ("triwulan", "tw", "kuartal", "q")) + tuple(
    (w, 6) for w in ("semester", "smt", "sem")
)
_YEAR: Final = re.compile(r"\b((?:19|20)\d{2})\b")


@lru_cache(maxsize=1)
def _month_numbers() -> Mapping[str, int]:
    return {name: k for k, names in enumerate(_MONTHS, start=1) for name in names.split()}


def _full_year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _named(text: str) -> tuple[int, int] | None:
    """Year and month of a date with the month in words."""
    words = plain(text)
    for pattern, at in ((_WORDS, 2), (_WORDS_US, 1)):
        found = pattern.match(words)
        if found and found.group(at) in _month_numbers():
            return _full_year(found.group(3)), _month_numbers()[found.group(at)]
    return None


def _month_first(parts: Iterable[tuple[int, int]]) -> bool:
    """Tell whether numeric dates put the month first: a second number above 12, and no first."""
    pairs = list(parts)
    return any(b > 12 for _, b in pairs) and not any(a > 12 for a, _ in pairs)


def months_of(texts: Iterable[str]) -> dict[str, tuple[int, int] | None]:
    """Read year and month of each date text; ``None`` where it is no date.

    Day comes before month, as Indonesians write, unless the column itself shows the American order.

    Parameters
    ----------
    texts : iterable of str
        Distinct texts: ``2025-03-01``, ``1/3/2025 9:02:11``, ``2025/03/01 9:02:11 AM GMT+7``,
        ``1 Maret 2025``.

    Examples
    --------
    >>> months_of(["2025-03-01 08:00", "1 Mar 2025", "x"])
    {'2025-03-01 08:00': (2025, 3), '1 Mar 2025': (2025, 3), 'x': None}
    >>> months_of(["3/1/2025", "3/14/2025"])["3/1/2025"], months_of(["3/1/2025"])["3/1/2025"]
    ((2025, 3), (2025, 1))
    """
    texts = list(texts)
    numeric = {t: found for t in texts if (found := _DMY.match(t.strip()))}
    swapped = _month_first((int(m.group(1)), int(m.group(2))) for m in numeric.values())
    out: dict[str, tuple[int, int] | None] = {}
    for text in texts:
        iso = _ISO.match(text.strip())
        if iso:
            pair: tuple[int, int] | None = (int(iso.group(1)), int(iso.group(2)))
        elif text in numeric:
            found = numeric[text]
            pair = (_full_year(found.group(3)), int(found.group(1 if swapped else 2)))
        else:
            pair = _named(text)
        out[text] = pair if pair and 1 <= pair[1] <= 12 and 1900 < pair[0] < 2200 else None
    return out


def looks_like_dates(texts: Iterable[str]) -> bool:
    """Tell whether most texts of a column are dates.

    Examples
    --------
    >>> looks_like_dates(["2025-03-01", "2025-03-02"]), looks_like_dates(["3", "4"])
    (True, False)
    """
    sample = [text for text in texts if text.strip()][:200]
    found = months_of(sample)
    return bool(sample) and sum(found[text] is not None for text in sample) >= 0.8 * len(sample)


def period_label(year: int, month: int, span: str) -> str:
    """Return the name of the period that holds a month.

    Examples
    --------
    >>> [period_label(2025, 8, span) for span in SPANS]
    ['Agustus 2025', 'Triwulan III 2025', 'Semester II 2025', '2025']
    """
    if span == "bulan":
        return f"{_MONTHS[month - 1].split()[0].title()} {year}"
    if span == "triwulan":
        return f"Triwulan {('I', 'II', 'III', 'IV')[(month - 1) // 3]} {year}"
    if span == "semester":
        return f"Semester {('I', 'II')[(month - 1) // 6]} {year}"
    return str(year)


def _within_year(words: list[str]) -> tuple[int, int] | None:
    """First and last month of a period named within a year."""
    for k, word in enumerate(words):
        if word in _month_numbers():
            last = [w for w in words[k + 1 :] if w in _month_numbers()]
            return _month_numbers()[word], _month_numbers()[last[-1] if last else word]
        for prefix, months in (
            ("triwulan", 3),
            ("tw", 3),
            ("kuartal", 3),
            ("q", 3),
            ("semester", 6),
            ("smt", 6),
            ("sem", 6),
        ):
            number = word.removeprefix(prefix) if word.startswith(prefix) else None
            if number == "" and k + 1 < len(words):
                number = words[k + 1]
            value = roman(number) if number else None
            if value and value * months <= 12:
                return months * (value - 1) + 1, months * value
    return None


def period_order(label: str) -> tuple[int, int, int] | None:
    """Return a sort key (year, first month, last month) of a period's name, or ``None``.

    Examples
    --------
    >>> period_order("Semester I 2025"), period_order("TW4 2024"), period_order("gelombang dua")
    ((2025, 1, 6), (2024, 10, 12), None)
    """
    words = plain(label).split()
    year = _YEAR.search(plain(label))
    months = _within_year(words)
    if months is None and len(words) <= 2 and roman(words[0] if words else ""):
        number = roman(words[0]) or 1
        months = (number, number)
    if months is None and year is None:
        date = months_of([label])[label]
        return (date[0], date[1], date[1]) if date else None
    iso = _ISO.match(label.strip())
    if iso and months is None:
        return int(iso.group(1)), int(iso.group(2)), int(iso.group(2))
    first, last = months or (1, 12)
    return (int(year.group(1)) if year else 0), first, last


def combined(parts: Mapping[str, Any]) -> str:
    """Join the texts of a period's columns, the year last and only where it is not there yet.

    Examples
    --------
    >>> combined({"triwulan": "III", "tahun": "2025"}), combined({"periode": "Sem I 2025", "tahun": "2025"})
    ('Triwulan III 2025', 'Sem I 2025')
    """
    names = {"triwulan": "Triwulan", "semester": "Semester"}
    out: list[str] = []
    for kind in ("periode", "triwulan", "semester", "bulan"):
        text = " ".join(str(parts.get(kind) or "").split())
        if not text:
            continue
        if kind in names and roman(text):
            text = f"{names[kind]} {('I', 'II', 'III', 'IV')[(roman(text) or 1) - 1]}"
        elif kind == "bulan" and text.isdigit() and 1 <= int(text) <= 12:
            text = _MONTHS[int(text) - 1].split()[0].title()
        out.append(text)
        break
    year = " ".join(str(parts.get("tahun") or "").split())
    if year and not (out and year in out[0]):
        out.append(year)
    return " ".join(out)
