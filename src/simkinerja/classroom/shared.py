"""The shipped data as lessons use it: one row a person or a unit, records next to the truth."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from simkinerja.errors import InputError, Place, nearest, problem

__all__ = ["CITY", "SEED", "data_folder", "load_people", "load_responses", "load_units", "read", "yearly"]

CITY = "salatiga"
SEED = 2026
RATINGS = ("rating_throughput", "rating_care", "rating_improvement", "rating_helping")


def data_folder(start: Path | None = None) -> Path:
    """``data/synthetic`` of the project: above the working folder, else above this file.

    Raises
    ------
    InputError
        If there is none.
    """
    here = (start or Path.cwd()).resolve()
    for root in (here, *here.parents, Path(__file__).resolve().parents[3]):
        if (root / "data" / "synthetic").is_dir():
            return root / "data" / "synthetic"
    raise InputError([problem("shared_data_missing", Place(), got="data/synthetic")])


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


def read(city: str, table: str) -> Any:
    """One shipped table of a city, as it was written.

    Raises
    ------
    InputError
        If the folder, the city or the table is missing.
    """
    import pandas as pd

    folder = data_folder()
    known = sorted(path.name for path in folder.iterdir() if path.is_dir())
    if city not in known:
        place = Place()
        words = {"got": city, "known": ", ".join(known) or "-", "hint": nearest(city, known)}
        raise InputError([problem("shared_city_unknown", place, **words)])
    path = folder / city / f"{table}.parquet"
    if not path.is_file():
        raise InputError([problem("shared_data_missing", Place(), got=f"{city}/{path.name}")])
    return pd.read_parquet(path)


def load_people(city: str) -> Any:
    """Officers of a city with their yearly record next to the truth; ``agency`` is the agency's name."""
    people = yearly(read(city, "records"), read(city, "officers"))
    names = read(city, "agencies").set_index("agency_id")["label"]
    people["agency"] = people["agency_id"].map(names)
    return people


def load_units(city: str) -> Any:
    """Units of a city, with ``true_quality``."""
    return read(city, "units")


def load_responses(city: str) -> Any:
    """Survey answers of a city, one row a respondent."""
    return read(city, "responses")
