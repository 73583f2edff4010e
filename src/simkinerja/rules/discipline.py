"""L2: absence without valid reason (PP 94/2021, for PNS)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

from simkinerja.rules.checks import Number, exact, whole
from simkinerja.rules.registry import get_rule

__all__ = ["Sanction", "absence_sanction", "days_from_hours"]


@dataclass(frozen=True, slots=True)
class Sanction:
    """A sanction: key, level (``tidak_ada``, ``ringan``, ``sedang``, ``berat``) and label."""

    key: str
    level: str
    label: str


def absence_sanction(days: int, longest_run: int = 0) -> Sanction:
    """Return the sanction for a year's absence without valid reason.

    Parameters
    ----------
    days : int
        Working days, cumulative in one year, 0-366.
    longest_run : int
        Longest run of working days without a break; ten running days mean dismissal.

    Raises
    ------
    UsageError
        If the days are no whole number in range, or the run is longer than the total.

    Examples
    --------
    >>> absence_sanction(10).key, absence_sanction(10, longest_run=10).key
    ('tidak_puas', 'berhenti')
    """
    rule = get_rule("disiplin.tidak_masuk").values
    days = whole(days, "days", "absence_sanction", high=rule["max_days"], example="days=5")
    run = whole(longest_run, "longest_run", "absence_sanction", high=days, example="longest_run=3")
    found = next(band for band in reversed(rule["bands"]) if days >= band["days"])
    if run >= rule["running_days"]:
        found = next(band for band in rule["bands"] if band["key"] == rule["running_key"])
    return Sanction(found["key"], found["level"], found["label"])


def days_from_hours(hours: Number) -> int:
    """Return the full days that accumulated late hours make (assumed: 7.5 hours a day, rounded down).

    Examples
    --------
    >>> days_from_hours(15), days_from_hours("14.9")
    (2, 1)
    """
    late = exact(hours, "hours", "days_from_hours", low=0, example="hours=15")
    return math.floor(late / Fraction(get_rule("disiplin.jam_kerja").values["hours_per_day"]))
