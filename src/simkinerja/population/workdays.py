"""Working days of a year as arrays: weekends, national holidays and joint leave are off."""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt

from simkinerja.rules.deadlines import holidays_of

__all__ = ["after", "working_days"]

IntArray = npt.NDArray[np.int64]
Days = npt.NDArray[np.datetime64]


@cache
def _calendar(year: int) -> np.busdaycalendar:
    off = [np.datetime64(day) for day in holidays_of(year)]
    return np.busdaycalendar(holidays=off)


def working_days(year: int) -> Days:
    """Return all working days of a year, in order.

    Raises
    ------
    UsageError
        ``holidays_unknown``, if the joint leave of that year is not known.

    Examples
    --------
    >>> working_days(2025)[0]
    np.datetime64('2025-01-02')
    """
    days = np.arange(np.datetime64(f"{year}-01-01"), np.datetime64(f"{year + 1}-01-01"))
    return days[np.is_busday(days, busdaycal=_calendar(year))]


def after(start: Days, lag: IntArray, year: int) -> tuple[Days, IntArray]:
    """Return the day ``lag`` working days after a start, and the lag used.

    The start itself does not count, as in the rules of deadlines; a lag of 0 means the same day and becomes 1
    where the start is no working day. Holidays of the given year only.

    Examples
    --------
    >>> day, lag = after(np.array(["2025-08-15"], dtype="datetime64[D]"), np.array([1]), 2025)
    >>> day[0], lag[0]
    (np.datetime64('2025-08-19'), np.int64(1))
    """
    calendar = _calendar(year)
    used = np.where(np.is_busday(start, busdaycal=calendar), lag, np.maximum(lag, 1))
    return np.busday_offset(start, used, roll="backward", busdaycal=calendar), used
