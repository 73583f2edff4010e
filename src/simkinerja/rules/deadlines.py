"""L2: deadlines of the evaluation in working days (PermenPANRB 6/2022, PDF pp. 90 and 114-119).

Holidays come from the maintained library ``holidays`` (country ID): national holidays and joint leave
(*cuti bersama*). Joint leave is decreed year by year, so a year whose list the library does not know is
refused, and every answer carries the caveat.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType
from typing import Final

from simkinerja.errors import UsageError, problem
from simkinerja.rules.checks import choice, day, flag, whole
from simkinerja.rules.registry import get_rule

__all__ = [
    "Deadline",
    "add_working_days",
    "annual_calendar",
    "deadline",
    "final_results",
    "holidays_of",
    "objection_deadlines",
]

_JOINT_LEAVE: Final = (
    "Cuti bersama dihitung sebagai hari libur menurut daftar yang dikenal saat ini; pemerintah masih dapat "
    "mengubahnya. Cocokkan dengan keputusan terbaru."
)
_ESTIMATE: Final = "Tanggal hari libur ini masih perkiraan: {names}."
_ESTIMATED_MARK: Final = "(perkiraan)"
_YEARS_SEARCHED: Final = range(2000, 2101)  # joint leave is decreed since 2002


@dataclass(frozen=True, slots=True)
class Deadline:
    """Last day of a step, and what was skipped on the way.

    Parameters
    ----------
    step : str
        Key of ``keberatan.tenggat``.
    start, due : date
        The day of the event (not counted) and the last day.
    days : int
        Working days between them.
    skipped : tuple of (date, str)
        Holidays that fell on working weekdays, with their names.
    caveats : tuple of str
        What the reader must check, in Indonesian.
    """

    step: str
    start: date
    due: date
    days: int
    skipped: tuple[tuple[date, str], ...]
    caveats: tuple[str, ...]


@cache
def holidays_of(year: int, joint_leave: bool = True) -> Mapping[date, str]:
    """Return the holidays of one year by date, with Indonesian names.

    Raises
    ------
    UsageError
        ``holidays_unknown``, if the library does not know the year's joint leave.

    Examples
    --------
    >>> holidays_of(2026)[date(2026, 8, 17)]
    'Hari Kemerdekaan Republik Indonesia'
    """
    year = whole(year, "year", "holidays_of", low=1, high=9999, example="year=2026")
    joint = _days(year, "government")
    if not joint:
        known = [one for one in _YEARS_SEARCHED if _days(one, "government")]
        raise UsageError([problem("holidays_unknown", year=year, first=known[0], last=known[-1])])
    found = _days(year, "public")
    return MappingProxyType({**joint, **found} if joint_leave else found)


def _days(year: int, category: str) -> dict[date, str]:
    from holidays import country_holidays
    from holidays.countries.indonesia import Indonesia

    if not Indonesia.start_year <= year <= Indonesia.end_year:
        return {}
    found = country_holidays("ID", years=year, categories=(category,), language="id", expand=False)
    return dict(found.items())


def add_working_days(
    start: date | str, n: int, *, days_a_week: int | None = None, joint_leave: bool | None = None
) -> tuple[date, tuple[tuple[date, str], ...]]:
    """Return the n-th working day after a day, and the holidays skipped; the day itself does not count.

    Parameters
    ----------
    start : date or str
        ISO text is read.
    n : int
        Working days, 1-366.
    days_a_week : {5, 6}, optional
        Working week; five days unless stated.
    joint_leave : bool, optional
        Whether cuti bersama is off (by default yes).

    Examples
    --------
    >>> add_working_days("2026-08-14", 1)
    (datetime.date(2026, 8, 18), ((datetime.date(2026, 8, 17), 'Hari Kemerdekaan Republik Indonesia'),))
    """
    rule = get_rule("keberatan.hari_kerja").values
    owner = "add_working_days"
    n = whole(n, "n", owner, low=1, high=366, example="n=14")
    week = whole(
        rule["days_a_week"] if days_a_week is None else days_a_week,
        "days_a_week", owner, low=5, high=6, example="days_a_week=5",
    )  # fmt: skip
    usual = rule["joint_leave_is_off"]
    off = usual if joint_leave is None else flag(joint_leave, "joint_leave", owner)
    today, left, skipped = day(start, "start", owner), n, []
    while left:
        if today == date.max:
            holidays_of(today.year, off)  # refuses: no calendar reaches that far
        today += timedelta(days=1)
        holiday = holidays_of(today.year, off).get(today)
        if today.weekday() >= week:
            continue
        if holiday is None:
            left -= 1
        else:
            skipped.append((today, holiday))
    return today, tuple(skipped)


def deadline(
    step: str, start: date | str, *, days_a_week: int | None = None, joint_leave: bool | None = None
) -> Deadline:
    """Return the last day of one step of the calendar.

    Parameters
    ----------
    step : str
        ``keberatan``, ``keputusan``, ``penyampaian``, ``pengembalian``, ``pelaporan``,
        ``pengganti_tanda_tangan``, ``pengganti_penyampaian`` or ``pengganti_pengembalian``.
    start : date or str
        The day from which the regulation counts (document received, signed, period ended).
    days_a_week, joint_leave
        As in :func:`add_working_days`.

    Raises
    ------
    UsageError
        If the step is unknown, the rule was not in force then, or the holidays of the year are unknown.

    Examples
    --------
    >>> deadline("keberatan", "2026-02-02").due
    datetime.date(2026, 2, 24)
    """
    began = day(start, "start", "deadline")
    rule = get_rule("keberatan.tenggat", began).values
    row = rule["steps"][choice(step, "step", "deadline", rule["steps"])]
    due, skipped = add_working_days(began, row["days"], days_a_week=days_a_week, joint_leave=joint_leave)
    usual = get_rule("keberatan.hari_kerja").values["joint_leave_is_off"]
    off = usual if joint_leave is None else joint_leave
    guesses = ", ".join(f"{name} {when.isoformat()}" for when, name in skipped if _ESTIMATED_MARK in name)
    caveats = ([_JOINT_LEAVE] if off else []) + ([_ESTIMATE.format(names=guesses)] if guesses else [])
    return Deadline(step, began, due, row["days"], skipped, tuple(caveats))


def objection_deadlines(
    received: date | str,
    filed: date | str | None = None,
    *,
    days_a_week: int | None = None,
    joint_leave: bool | None = None,
) -> tuple[Deadline, Deadline]:
    """Return the last day to object, and the last day to decide on the objection.

    Parameters
    ----------
    received : date or str
        Day on which the officer received the evaluation document.
    filed : date or str, optional
        Day on which the objection reached the rater's superior; without it the last day to object.
    days_a_week, joint_leave
        As in :func:`add_working_days`.

    Examples
    --------
    >>> objection, decision = objection_deadlines("2026-02-02")
    >>> objection.due.isoformat(), decision.due.isoformat()
    ('2026-02-24', '2026-03-05')
    """
    first = deadline("keberatan", received, days_a_week=days_a_week, joint_leave=joint_leave)
    start = first.due if filed is None else day(filed, "filed", "objection_deadlines")
    return first, deadline("keputusan", start, days_a_week=days_a_week, joint_leave=joint_leave)


def final_results() -> Mapping[str, str]:
    """Return the cases in which a result is final and cannot be objected to, with their labels.

    Examples
    --------
    >>> "penilai_terlambat" in final_results()
    True
    """
    cases: Mapping[str, str] = get_rule("keberatan.final").values["cases"]
    return cases


def annual_calendar(year: int) -> Mapping[str, date]:
    """Return the fixed days around the annual evaluation of one performance year.

    Returns
    -------
    mapping of str to date
        ``evaluation_opens``, ``evaluation_due`` (next January) and ``skp_due`` (January of the year itself).

    Examples
    --------
    >>> annual_calendar(2026)["evaluation_due"]
    datetime.date(2027, 1, 31)
    """
    year = whole(year, "year", "annual_calendar", low=2022, high=9998, example="year=2026")
    rule = get_rule("keberatan.tahunan").values
    years = {"evaluation_opens": year, "evaluation_due": year + 1, "skp_due": year}
    return MappingProxyType({key: date.fromisoformat(f"{years[key]}-{rule[key]}") for key in years})
