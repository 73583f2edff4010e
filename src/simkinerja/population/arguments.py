"""L3: the arguments that all draws of this room share; what is wrong leaves as one Indonesian sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simkinerja.rules.checks import refuse, whole

if TYPE_CHECKING:
    from simkinerja.population.table import Population

__all__ = ["calendar_year", "seed_number", "with_truth"]


def seed_number(seed: object, owner: str) -> int:
    """Return a seed, a whole number from 0.

    Raises
    ------
    UsageError
        If it is anything else; ``None`` would look like chance and is none.

    Examples
    --------
    >>> seed_number(2026, "draw_records")
    2026
    """
    return whole(seed, "seed", owner, high=2**63 - 1, example="seed=2026")


def calendar_year(year: object, owner: str) -> int:
    """Return a calendar year.

    Raises
    ------
    UsageError
        If it is no whole number from 1 to 9999.

    Examples
    --------
    >>> calendar_year(2025, "draw_feedback")
    2025
    """
    return whole(year, "year", owner, low=1, high=9999, example="year=2025")


def with_truth(population: Population, table: str, owner: str) -> None:
    """Refuse a population whose truth was dropped by ``observed()``: nothing could be drawn from it.

    Parameters
    ----------
    table : {"officers", "units"}
        The table whose truth is needed.

    Raises
    ------
    UsageError
        If its ``true_`` column is missing.
    """
    column = {"officers": "true_practice", "units": "true_quality"}[table]
    if column not in getattr(population, table, ()):
        allowed = "hasil draw_population dengan kolom true_ (bukan hasil observed())"
        got = type(population).__name__
        refuse("population", owner, allowed, got, "population=draw_population('salatiga', seed=2026)")
