"""The shipped data as lessons use it: one row a person or a unit, records next to the truth."""

from __future__ import annotations

import re
from typing import Any

__all__ = [
    "RECORD_UNITS",
    "TRUTH_AXIS",
    "axis_name",
    "blind_draw",
    "load_people",
    "load_responses",
    "load_units",
    "told_columns",
    "unit_records",
    "yearly",
]

RECORD_UNITS = {"nilai": "0-100", "hadir": "bagian hari kerja, 0-1", "perkara": "banyaknya setahun"}
"""Units of the yearly records, by column."""
TRUTH_AXIS = "kinerja sebenarnya (simpangan baku; 0 = rata-rata pegawai)"

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


def axis_name(label: str, unit: str) -> str:
    """Name of an axis with its unit.

    Examples
    --------
    >>> axis_name("nilai atasan", "0-100"), axis_name("lain", "")
    ('nilai atasan (0-100)', 'lain')
    """
    return f"{label} ({unit})" if unit else label


def blind_draw(n: int, of: int) -> str:
    """Say how many of ``n`` a blind draw of ``n`` out of ``of`` hits on average: n * n / of.

    Examples
    --------
    >>> blind_draw(10, 87)
    'Undian buta dari 87 orang rata-rata menghasilkan 1,1 yang tepat.'
    """
    from simkinerja.report.fmt import fmt_number

    luck = n * n / of
    told = fmt_number(luck, 1 if luck >= 0.1 else 2)
    return f"Undian buta dari {fmt_number(of, 0)} orang rata-rata menghasilkan {told} yang tepat."


def told_columns(table: Any, prefix: str) -> Any:
    """What the columns with this prefix mean, from the data dictionary.

    Returns
    -------
    pandas DataFrame
        Columns ``kolom`` and ``artinya``, in the order of ``table``.

    Examples
    --------
    >>> import pandas as pd
    >>> told_columns(pd.DataFrame(columns=["nip", "true_quality"]), "true_").values.tolist()
    [['true_quality', 'Mutu layanan unit yang sebenarnya']]
    """
    import pandas as pd

    from simkinerja.population.dictionary import tables

    # What stands in brackets at the end is for those who make the data, not for those who read it.
    told = {c.name: re.sub(r" \([^()]*\)$", "", c.meaning) for one in tables() for c in one.columns}
    rows = [(name, told[name]) for name in table.columns if name.startswith(prefix)]
    return pd.DataFrame(rows, columns=["kolom", "artinya"])


def unit_records(city: str) -> Any:
    """Units with a public service: what citizens answered beside the true quality.

    Returns
    -------
    pandas DataFrame
        Columns ``layanan``, ``responden``, ``ikm`` (25-100), ``true_quality``; truly best first.
    """
    import pandas as pd

    from simkinerja.classroom.citizen_voice import exact_index

    answers = load_responses(city).groupby("unit_id")
    index = {unit: float(exact_index(rows)) for unit, rows in answers}
    units = load_units(city).set_index("unit_id").loc[list(index)]
    columns = {"layanan": units.service, "responden": answers.size(), "ikm": pd.Series(index)}
    out = pd.DataFrame({**columns, "true_quality": units.true_quality})
    return out.sort_values("true_quality", ascending=False, kind="stable").reset_index(drop=True)


def load_units(city: str) -> Any:
    """Shipped units of a city, with ``true_quality``."""
    from simkinerja.population.dataset import read_table

    return read_table(city, "units")


def load_responses(city: str) -> Any:
    """Shipped survey answers of a city, one row a respondent."""
    from simkinerja.population.dataset import read_table

    return read_table(city, "responses")
