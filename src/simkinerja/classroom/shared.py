"""The shipped data as lessons use it: one row a person or a unit, records next to the truth."""

from __future__ import annotations

from typing import Any

__all__ = ["load_people", "load_responses", "load_units", "yearly"]

RATINGS = ("rating_throughput", "rating_care", "rating_improvement", "rating_helping")


def yearly(records: Any, officers: Any) -> Any:
    """Monthly records summed up to one row an officer, beside the officer's columns.

    Returns
    -------
    pandas DataFrame
        The officers' columns and ``nilai`` (mean of the four dimension ratings, 0-100), ``hadir`` (share of
        working days present), ``perkara`` (cases completed), ``penilai`` (the rater's number).
    """
    by = records.assign(nilai=records[list(RATINGS)].mean(axis=1)).groupby("officer_id", sort=False)
    sums = by[["days_present", "days_due", "cases_completed"]].sum()
    year = by[["nilai"]].mean()
    year["hadir"] = sums.days_present / sums.days_due
    year["perkara"] = sums.cases_completed
    out = officers.merge(year, on="officer_id", how="left", validate="one_to_one")
    out["penilai"] = out["rater_id"]
    return out


def load_people(city: str) -> Any:
    """Shipped officers of a city with their yearly record next to the truth.

    Returns
    -------
    pandas DataFrame
        As :func:`yearly`, and ``agency``: the agency's name.
    """
    from simkinerja.population.dataset import read_table

    people = yearly(read_table(city, "records"), read_table(city, "officers"))
    names = read_table(city, "agencies").set_index("agency_id")["label"]
    people["agency"] = people["agency_id"].map(names)
    return people


def load_units(city: str) -> Any:
    """Shipped units of a city, with ``true_quality``."""
    from simkinerja.population.dataset import read_table

    return read_table(city, "units")


def load_responses(city: str) -> Any:
    """Shipped survey answers of a city, one row a respondent."""
    from simkinerja.population.dataset import read_table

    return read_table(city, "responses")
