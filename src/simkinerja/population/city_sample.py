"""A sample of whole units of a city, with everything that is recorded and true about them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from simkinerja.population.draw import draw_population
from simkinerja.population.feedback import draw_feedback
from simkinerja.population.ratings import DIMENSIONS, dimension_truth
from simkinerja.population.records import draw_records
from simkinerja.streams import Streams

if TYPE_CHECKING:
    import pandas as pd

    from simkinerja.population.table import Population

__all__ = ["SAMPLES", "CitySample", "city_tables", "sample_units"]


@dataclass(frozen=True, slots=True)
class CitySample:
    """How much of a city is shipped.

    Parameters
    ----------
    city : str
    n_officers : int
        Units are taken until every service is there and at least so many officers.
    n_counter, n_invited : int
        Survey interviews and invitations, a unit with a service.
    """

    city: str
    n_officers: int
    n_counter: int = 100
    n_invited: int = 400


SAMPLES = (
    CitySample("medan", 1000),
    CitySample("rangkui", 700),
    CitySample("bandung", 1000),
    CitySample("salatiga", 1000),
)
"""The shipped cities. ``medan_rancangan`` has the people of ``medan``, so it has no tables of its own."""

MARK = {"sintetis": "ya"}
"""Tables about people say in every row that they are synthetic: a file travels without its folder."""

MONTHS = 12
YEAR = 2025


def sample_units(population: Population, n_officers: int) -> Population:
    """Return whole units of a population, with every service and at least ``n_officers`` people.

    First one unit of every service, then others, in an order keyed by the unit's number; with every unit come
    the units in which its raters sit, up to the top, so that no rater is missing.

    Parameters
    ----------
    population : Population
    n_officers : int

    Returns
    -------
    Population
        The same rows of ``officers``, ``units`` and ``agencies``, fewer of them.
    """
    units = population.units
    raters = _units_of_raters(population)
    size = units.set_index("unit_id")["n_officers"]
    taken: set[int] = set()
    for place, unit in enumerate(_order(population)):
        if place >= units["service"].nunique() and sum(size[one] for one in taken) >= n_officers:
            break
        waiting = [unit]
        while waiting:
            one = waiting.pop()
            if one not in taken:
                taken.add(one)
                waiting += raters[one]
    kept = units[units["unit_id"].isin(taken)].reset_index(drop=True)
    officers = population.officers
    agencies = population.agencies
    return replace(
        population,
        units=kept,
        officers=officers[officers["unit_id"].isin(taken)].reset_index(drop=True),
        agencies=agencies[agencies["agency_id"].isin(kept["agency_id"])].reset_index(drop=True),
    )


def _order(population: Population) -> list[int]:
    """Units in the order of taking: the first of every service, then all others."""
    units = population.units
    rank = Streams(population.seed).uniform("dataset.unit", units["unit_id"].to_numpy(dtype=np.int64))
    shuffled = units.assign(rank=rank).sort_values("rank", kind="stable")
    first = ~shuffled.duplicated("service") & shuffled["service"].notna()
    ordered = shuffled.assign(later=~first).sort_values("later", kind="stable")
    return [int(unit) for unit in ordered["unit_id"]]


def _units_of_raters(population: Population) -> dict[int, list[int]]:
    officers = population.officers
    home = officers.set_index("officer_id")["unit_id"]
    pairs = officers.loc[officers["rater_id"] >= 0, ["unit_id", "rater_id"]].drop_duplicates()
    pairs = pairs.assign(at=home.reindex(pairs["rater_id"]).to_numpy())
    found: dict[int, list[int]] = {int(unit): [] for unit in population.units["unit_id"]}
    for unit, at in pairs[["unit_id", "at"]].drop_duplicates().itertuples(index=False):
        found[int(unit)].append(int(at))
    return found


def city_tables(sample: CitySample, seed: int, whole: Population | None = None) -> Mapping[str, pd.DataFrame]:
    """Return all tables of one city's sample, by their names in the dictionary.

    Parameters
    ----------
    sample : CitySample
    seed : int
        Of the people and of their records and answers.
    whole : Population, optional
        The city's population, if it was drawn already.
    """
    population = sample_units(whole or draw_population(sample.city, seed), sample.n_officers)
    sizes: dict[str, Any] = {"n_counter": sample.n_counter, "n_invited": sample.n_invited}
    feedback = draw_feedback(population, seed, year=YEAR, **sizes)
    officers = population.officers
    truth = dimension_truth(officers, Streams(population.seed))
    true = officers.assign(**{f"true_{name}": truth[:, k] for k, name in enumerate(DIMENSIONS)})
    top = officers["rater_id"].astype("Int64")
    units = population.units
    above = units["superior_id"].astype("Int64")
    return {
        "officers": officers.assign(rater_id=top.mask(top < 0), **MARK),
        "units": units.assign(superior_id=above.mask(above < 0)),
        "agencies": population.agencies,
        "records": draw_records(population, MONTHS, seed),
        "responses": feedback.responses.assign(**MARK),
        "tickets": feedback.tickets.assign(**MARK),
        "officers_truth": true,
        "units_truth": units,
        "survey_truth": feedback.truth,
        "responses_truth": feedback.responses,
        "tickets_truth": feedback.tickets,
    }
