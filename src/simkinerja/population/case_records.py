"""L3: all that a scheme may see of a city: officers' records beside what citizens said of their unit.

A unit's survey and complaint figures are the same for everybody in it: they tell units apart, not persons.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from simkinerja.population.voice_params import table
from simkinerja.rules.registry import get_rule
from simkinerja.rules.skm import ELEMENTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from simkinerja.population.table import Population

__all__ = [
    "AGE_BORDERS",
    "AGE_LABELS",
    "UNIT_MEASURES",
    "draw_case_records",
    "join_case_records",
    "read_case_records",
    "unit_voice",
]

UNIT_MEASURES: Final = ("ikm", "n_responses", "complaints_on_time_share")
"""Measures of the unit that stand beside the officer's own (``records.MEASURES``)."""

_ATTRIBUTES: Final = ("sex", "age", "golongan", "job_type", "jenjang", "status", "rater_id")
AGE_BORDERS: Final = (31, 41, 51)
AGE_LABELS: Final = ("sampai 30", "31-40", "41-50", "51 ke atas")
_TO_INDEX: Final = 25  # a mean answer of 1-4 on the scale of the index, 25-100


def draw_case_records(population: Population, months: int | Sequence[int], seed: int) -> pd.DataFrame:
    """Draw the records of a city's officers and of its citizens.

    Parameters
    ----------
    population : Population
        With its truth.
    months : int or sequence of int
        As in :func:`simkinerja.population.records.draw_records`.
    seed : int

    Returns
    -------
    DataFrame
        As :func:`join_case_records`.

    Examples
    --------
    >>> from simkinerja.population import draw_population
    >>> people = draw_population("salatiga", seed=1, n_officers=200)
    >>> table = draw_case_records(people, months=2, seed=1)
    >>> len(table), bool(table["ikm"].between(25, 100).any())
    (400, True)
    """
    from simkinerja.population.feedback import draw_feedback
    from simkinerja.population.records import draw_records

    voice = draw_feedback(population, seed)
    records = draw_records(population, months, seed)
    people = population.observed()
    return join_case_records(
        records, people.officers, people.units, people.agencies, voice.responses, voice.tickets
    )


def read_case_records(city: str) -> pd.DataFrame:
    """Return the shipped sample of a city in the same form as :func:`draw_case_records`.

    Examples
    --------
    >>> table = read_case_records("salatiga")
    >>> {"ikm", "agency", "tpp_base_idr"} <= set(table.columns)
    True
    """
    from simkinerja.population.dataset import read_table

    names = ("records", "officers", "units", "agencies", "responses", "tickets")
    return join_case_records(*(read_table(city, name) for name in names))


def join_case_records(
    records: pd.DataFrame,
    officers: pd.DataFrame,
    units: pd.DataFrame,
    agencies: pd.DataFrame,
    responses: pd.DataFrame,
    tickets: pd.DataFrame,
) -> pd.DataFrame:
    """Join what is known of each officer and month.

    Returns
    -------
    DataFrame
        The rows of ``records`` with :data:`UNIT_MEASURES` (missing for units without a public service) and
        attributes: ``sex, age, age_group, golongan, job_type, jenjang, status, rater_id``, ``unit`` and
        ``agency`` (labels), ``tpp_base_idr`` (rupiah a month; assumed, no source).
    """
    voice = unit_voice(responses, tickets).reindex(units["unit_id"])
    people = officers[["officer_id", *_ATTRIBUTES]].copy()
    people["age_group"] = _age_group(people["age"])
    pay = people["job_type"].astype("str").map(dict(table("tpp.base")))
    part_time = (people["status"].astype("str") == "pppk_paruh_waktu").to_numpy()
    people["tpp_base_idr"] = np.where(part_time, 0.0, pay.to_numpy(dtype=float))
    out = records.merge(people, on="officer_id", how="left", validate="many_to_one")
    at_unit = voice.index.get_indexer(out["unit_id"])
    for name in UNIT_MEASURES:
        out[name] = voice[name].to_numpy(dtype=float)[at_unit]
    out["unit"] = out["unit_id"].map(units.set_index("unit_id")["label"]).astype("category")
    out["agency"] = out["agency_id"].map(agencies.set_index("agency_id")["label"]).astype("category")
    return out


def unit_voice(responses: pd.DataFrame, tickets: pd.DataFrame) -> pd.DataFrame:
    """Return the citizens' figures of every unit that has any, by ``unit_id``.

    Returns
    -------
    DataFrame
        ``ikm`` (25-100: mean of the nine elements' means, weight 1/9, PermenPANRB 14/2017),
        ``n_responses``, ``complaints_on_time_share`` (0-1; of the tickets whose time is up or that were
        answered; limits of ``lapor.batas_waktu``, assumed).
    """
    by_unit = responses.groupby("unit_id")
    means = by_unit[list(ELEMENTS)].mean()
    out = (means.mean(axis=1) * _TO_INDEX).astype(float).to_frame("ikm")
    out["n_responses"] = by_unit.size()
    on_time = _answered_on_time(tickets).groupby(tickets["unit_id"]).mean()
    return out.join(on_time.rename("complaints_on_time_share"), how="outer")


def _answered_on_time(tickets: pd.DataFrame) -> Any:
    """1 for a ticket verified and answered in time, 0 for a late one, missing where nobody can tell yet."""
    import pandas as pd

    limits = get_rule("lapor.batas_waktu").values
    information = tickets["type"].astype("str").str.contains("informasi")
    limit = information.map({True: limits["information"], False: limits["non_supervisory"]})
    verify, respond = (tickets[c].astype("Float64") for c in ("days_to_verify", "days_to_respond"))
    in_time = (verify <= limits["verification"]) & (respond <= limit)
    known = (verify.notna() & respond.notna()).to_numpy()
    return pd.Series(np.where(known, in_time.fillna(False).astype(float), np.nan), index=tickets.index)


def _age_group(age: pd.Series) -> Any:
    import pandas as pd

    return pd.cut(age, [-np.inf, *AGE_BORDERS, np.inf], right=False, labels=list(AGE_LABELS))
