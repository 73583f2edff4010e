"""L3: draw a population: posts, kinds of people, lives, names, numbers, latent traits, in that order."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from simkinerja.errors import UsageError, problem
from simkinerja.params import POPULATION
from simkinerja.population import numbers, traits
from simkinerja.population.city import City, load_city
from simkinerja.population.columns import categorical, officer_columns
from simkinerja.population.people import deal_cells, draw_people, number_inputs, part
from simkinerja.population.plan import Plan, plan_of
from simkinerja.population.table import Population
from simkinerja.streams import Streams

if TYPE_CHECKING:
    pass

__all__ = ["MAX_OFFICERS", "draw_population", "population_streams", "reference_month"]

IntArray = npt.NDArray[np.int64]
FloatArray = npt.NDArray[np.float64]
MAX_OFFICERS: Final = 5_000_000
_ORDER: Final = (
    *("officer_id", "nip", "nik", "name", "title_front", "title_back", "sex", "birth_date", "age"),
    *("education", "status", "golongan", "job_type", "jabatan", "jenjang", "years_of_service"),
    *("agency_id", "unit_id", "rater_id"),
)


def _raters(plan: Plan) -> tuple[IntArray, IntArray, IntArray, IntArray]:
    """Head of each unit, head of each agency, rater of each head, rater of each officer."""
    first = np.concatenate([[0], np.cumsum(plan.structure.posts.sum(axis=1))[:-1]])
    has_agency_head = plan.structure.posts[:, 0]
    head = first + has_agency_head
    agency_head = first[has_agency_head == 1]
    superior = agency_head[plan.structure.unit_agency]
    rater = head[plan.slot_unit]
    rater[head] = superior
    rater[agency_head] = agency_head[0]
    rater[agency_head[0]] = -1
    return head, agency_head, superior, rater


def _true_quality(streams: Streams, practice: npt.NDArray[np.float64], unit: IntArray, n_units: int) -> Any:
    rho = POPULATION["quality.practice"].value
    size = np.bincount(unit, minlength=n_units)
    mean = np.bincount(unit, practice, minlength=n_units) / np.sqrt(size)
    return rho * mean + np.sqrt(1 - rho**2) * streams.normal("unit.quality", n_units)


def _tables(city: City, plan: Plan, streams: Streams, practice: Any, heads: tuple[IntArray, ...]) -> Any:
    import pandas as pd

    structure = plan.structure
    head, agency_head, superior = heads
    kinds = [structure.kinds[k].template for k in range(len(structure.kinds))]
    services = [k.service for k in kinds]
    known = sorted({s for s in services if s})
    service = np.array([known.index(s) if s else -1 for s in services])[structure.unit_kind]
    days = np.array([np.nan if k.standard_days is None else k.standard_days for k in kinds])
    units = pd.DataFrame(
        {
            "unit_id": np.arange(len(structure.unit_kind)),
            "agency_id": structure.unit_agency,
            "label": pd.array(list(structure.unit_label), dtype="str"),
            "service": pd.array(categorical(service, known), dtype="str"),
            "standard_days": days[structure.unit_kind],
            "head_id": head,
            "superior_id": superior,
            "n_officers": structure.posts.sum(axis=1),
            "true_quality": _true_quality(streams, practice, plan.slot_unit, len(structure.unit_kind)),
        }
    )
    agencies = pd.DataFrame(
        {
            "agency_id": np.arange(len(structure.agency_kind)),
            "label": pd.array(list(structure.agency_label), dtype="str"),
            "kind": [city.agencies[k].kind for k in structure.agency_kind],
            "head_id": agency_head,
        }
    )
    return units, agencies


def _whole(value: Any, name: str, low: int, high: int, example: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int | np.integer) or not low <= value <= high:
        allowed = f"bilangan bulat antara {low} dan {high}"
        raise UsageError(
            [
                problem(
                    "parameter",
                    name=name,
                    owner="draw_population",
                    allowed=allowed,
                    got=repr(value),
                    example=example,
                )
            ]
        )
    return int(value)


def draw_population(
    city: str | os.PathLike[str] | City, seed: int, n_officers: int | None = None
) -> Population:
    """Draw synthetic officers, units and agencies of a city.

    Published margins are met in whole numbers; the same seed gives the same people, byte for byte.

    Parameters
    ----------
    city : str, path or City
        A code (:func:`simkinerja.population.city.city_codes`), a city file, or a loaded city.
    seed : int
        Any whole number from 0.
    n_officers : int, optional
        Officers wanted; the city's own total by default. All margins are scaled to it.

    Raises
    ------
    UsageError, InputError
        Parameters out of range; unknown city; a faulty city file.

    Examples
    --------
    >>> people = draw_population("salatiga", seed=2026)
    >>> len(people.officers), people.officers["nip"].is_unique
    (5539, True)
    """
    loaded = city if isinstance(city, City) else load_city(city)
    seed = _whole(seed, "seed", 0, 2**63 - 1, "seed=2026")
    n = (
        loaded.n_published
        if n_officers is None
        else _whole(n_officers, "n_officers", 1, MAX_OFFICERS, "n_officers=1000")
    )
    plan = plan_of(loaded, n)
    return _draw(loaded, plan, seed)


def population_streams(city: City, seed: int) -> Streams:
    """Streams of the people of a city: ``medan_rancangan`` shares those of ``medan``."""
    return Streams(seed).child("population", city.people_code)


def reference_month(city: City) -> int:
    """Reference month counted from January 1970."""
    return (city.reference_date.year - 1970) * 12 + city.reference_date.month - 1


def _draw(city: City, plan: Plan, seed: int) -> Population:
    import pandas as pd

    streams = population_streams(city, seed)
    slots = np.arange(len(plan.slot_unit))
    people = draw_people(streams, plan, deal_cells(streams, plan), slots, reference_month(city))
    columns = officer_columns(city, plan, streams, people, slots, (plan.slot_unit, plan.slot_role))
    day, sex, year, quarter = number_inputs(plan, people)
    nip_serial, nik_serial = numbers.serials(day, sex, year, quarter)
    columns["nip"] = numbers.nip_column(day, year, quarter, sex, nip_serial)
    district = part(streams.bits("officer.name", slots), 52, 6)
    columns["nik"] = numbers.nik_column(day, sex, district, nik_serial)
    head, agency_head, superior, rater = _raters(plan)
    columns["rater_id"] = rater
    age_z = np.asarray((people.age_months - plan.age_mean) / plan.age_sd, dtype=np.float64)
    columns |= traits.draw_traits(streams, slots, age_z, traits.correlation_matrix(city.correlations))
    units, agencies = _tables(city, plan, streams, columns["true_practice"], (head, agency_head, superior))
    ordered = {name: columns[name] for name in [*_ORDER, *[c for c in columns if c.startswith("true_")]]}
    return Population(city.code, seed, pd.DataFrame(ordered, copy=False), units, agencies, city, plan)
