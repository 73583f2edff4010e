"""L2: compliance bands of the Ombudsman RI, by year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from simkinerja.rules.checks import Number, exact, whole
from simkinerja.rules.registry import get_rule
from simkinerja.rules.rounding import band_at

__all__ = ["Zone", "compliance_zone"]


@dataclass(frozen=True, slots=True)
class Zone:
    """Category (``A``-``E``; before 2022 the colour) and zone (``hijau``, ``kuning``, ``merah``)."""

    key: str
    zone: str


def compliance_zone(score: Number, year: int = 2022) -> Zone:
    """Return the category of a compliance score of 0-100 in the year it was given.

    Raises
    ------
    UsageError
        If the score is outside 0-100 or no bands are known for the year.

    Examples
    --------
    >>> compliance_zone("87.99"), compliance_zone("87.99", 2021)
    (Zone(key='B', zone='hijau'), Zone(key='hijau', zone='hijau'))
    """
    year = whole(year, "year", "compliance_zone", low=1, high=9999, example="year=2022")
    rule = get_rule("ombudsman.zona", date(year, 12, 31)).values
    value = exact(score, "score", "compliance_zone", low=0, high=100, example="score=95.1")
    band = band_at(value, rule["bands"], rule["digits"])
    return Zone(band["key"], band["zone"])
