"""L3: one more officer in a new slot at the end; everybody else stays as drawn, bit for bit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from simkinerja.errors import UsageError, nearest, problem
from simkinerja.population import numbers, traits
from simkinerja.population.codes import EDUCATION, GROUPS, JOB_TYPES, SEX, STATUS, TRAITS
from simkinerja.population.columns import JOB_TYPE_OF_GROUP, officer_columns
from simkinerja.population.draw import population_streams, reference_month
from simkinerja.population.people import People, draw_people, number_inputs
from simkinerja.population.structure import ROLES

if TYPE_CHECKING:
    from simkinerja.population.table import Population

__all__ = ["add_officer"]

IntArray = npt.NDArray[np.int64]
_CHOICES: Final = {"sex": SEX, "status": STATUS, "education": EDUCATION, "job_type": JOB_TYPES}
_TRUE: Final = tuple(f"true_{name}" for name in (*TRAITS, "practice"))
#: Groups that lead a unit or an agency: their posts are taken.
_LEADERS: Final = (0, 1, 3, 4)


def add_officer(population: Population, unit_id: int, fields: Mapping[str, Any]) -> Population:
    """Return a population with one more person; the given one is not changed.

    What ``fields`` leave open is drawn from the streams of the new slot, among the kinds of people
    that the city has and the unit employs. Margins are then those of the city plus one, and the fit
    report counts the newcomer apart.

    Parameters
    ----------
    population : Population
    unit_id : int
        Unit of the new person, whose head becomes the rater.
    fields : mapping
        Any of ``sex, status, education, job_type`` (codes), ``name`` (text) and ``true_`` columns
        (numbers).

    Raises
    ------
    UsageError
        Unknown unit or field (with the nearest known one), impossible value, or fields that
        contradict each other.

    Examples
    --------
    >>> from simkinerja.population import draw_population
    >>> before = draw_population("salatiga", seed=1, n_officers=500)
    >>> after = before.with_officer(unit_id=3, sex="P", true_technical=2.0)
    >>> len(after.officers), after.officers["sex"].iloc[-1]
    (501, 'P')
    >>> after.officers.iloc[:-1].equals(before.officers)
    True
    """
    import pandas as pd

    _check_fields(population, unit_id, fields)
    plan, city = population.plan, population.source
    streams = population_streams(city, population.seed)
    slot = np.array([len(population.officers)])
    cell = _choose_cell(population, unit_id, fields, float(streams.uniform("officer.newcomer", slot)[0]))
    people = draw_people(streams, plan, np.array([cell]), slot, reference_month(city))
    role = np.array([len(ROLES)])  # no head
    columns = officer_columns(city, plan, streams, people, slot, (np.array([unit_id]), role))
    columns |= _numbers(population, people)
    columns["rater_id"] = population.units["head_id"].to_numpy()[[unit_id]]
    if "true_technical" in population.officers:
        age_z = np.asarray((people.age_months - plan.age_mean) / plan.age_sd, dtype=np.float64)
        columns |= traits.draw_traits(streams, slot, age_z, traits.correlation_matrix(city.correlations))
    for name, value in fields.items():
        if name == "name" or name.startswith("true_"):
            columns[name] = np.array([value]) if name != "name" else pd.array([value], dtype="str")
    officers = _append(population.officers, columns)
    units = population.units.copy()
    units.loc[unit_id, "n_officers"] += 1
    return replace(population, officers=officers, units=units, n_added=population.n_added + 1)


def _append(officers: Any, columns: dict[str, Any]) -> Any:
    """One more row under the same column types."""
    import pandas as pd

    row = pd.DataFrame({name: pd.Series(columns[name]).astype(officers[name].dtype) for name in officers})
    return pd.concat([officers, row], ignore_index=True)


def _check_fields(population: Population, unit_id: Any, fields: Mapping[str, Any]) -> None:
    found = []
    n_units = len(population.units)
    if isinstance(unit_id, bool) or not isinstance(unit_id, int | np.integer) or not 0 <= unit_id < n_units:
        found.append(_wrong("unit_id", f"nomor unit antara 0 dan {n_units - 1}", unit_id, "unit_id=3"))
    known = (*_CHOICES, "name", *(name for name in _TRUE if name in population.officers))
    for name, value in fields.items():
        if name not in known:
            hint = f".{near}" if (near := nearest(name, known)) else ""
            found.append(
                _wrong(name, f"salah satu dari {', '.join(known)}", value, "sex='P'" + hint.rstrip("."))
            )
        elif name in _CHOICES and value not in _CHOICES[name]:
            choices = _CHOICES[name]
            found.append(
                _wrong(name, f"salah satu dari {', '.join(choices)}", value, f"{name}='{choices[0]}'")
            )
        elif name == "name" and not (isinstance(value, str) and value.strip()):
            found.append(_wrong(name, "teks yang tidak kosong", value, "name='Orang Contoh'"))
        elif name in _TRUE and not _finite(value):
            found.append(_wrong(name, "bilangan", value, f"{name}=0.5"))
    if found:
        raise UsageError(found)


def _finite(value: Any) -> bool:
    number = isinstance(value, int | float | np.integer | np.floating) and not isinstance(value, bool)
    return number and bool(np.isfinite(value))


def _wrong(name: str, allowed: str, got: Any, example: str) -> Any:
    return problem(
        "parameter", name=name, owner="with_officer", allowed=allowed, got=repr(got), example=example
    )


def _choose_cell(population: Population, unit_id: int, fields: Mapping[str, Any], u: float) -> int:
    """A kind of person that the unit employs and the fields allow, by its number in the city."""
    plan = population.plan
    codes, counts = plan.cells.codes, plan.cells.counts
    in_unit = np.zeros(len(GROUPS), dtype=np.bool_)
    in_unit[2:] = np.array([p > 0 for p in (0, 0, 0, *plan.structure.posts[unit_id, 3:])])
    in_unit[2] = plan.structure.posts[unit_id, 2] > 0
    in_unit[list(_LEADERS)] = False
    ok = in_unit[codes[:, 0]]
    for name, column in (("status", 1), ("education", 4), ("sex", 6)):
        if name in fields:
            ok &= codes[:, column] == _CHOICES[name].index(fields[name])
    if "job_type" in fields:
        ok &= JOB_TYPE_OF_GROUP[codes[:, 0]] == JOB_TYPES.index(fields["job_type"])
    # an own wish for the kind of post: otherwise the unit's usual mix of posts decides
    weight = np.where(ok, counts, 0).astype(np.float64)
    mix = np.concatenate([[0, 0, plan.structure.posts[unit_id, 2], 0, 0], plan.structure.posts[unit_id, 3:]])
    total = np.bincount(codes[:, 0], weight, minlength=len(GROUPS))
    weight *= (mix / np.where(total > 0, total, 1))[codes[:, 0]]
    if not weight.sum():
        label = str(population.units["label"].iloc[unit_id])
        given = ", ".join(f"{k}={v!r}" for k, v in fields.items() if k in _CHOICES) or "apa pun"
        raise UsageError([problem("person_impossible", fields=given, unit=label)])
    edges = np.cumsum(weight)
    return int(np.searchsorted(edges, u * edges[-1], side="right"))


def _numbers(population: Population, people: People) -> dict[str, Any]:
    """NIP and NIK with the next serial after those in use."""
    day, sex, year, quarter = number_inputs(population.plan, people)
    start = np.array([1])
    nip = numbers.nip_column(day, year, quarter, sex, start)
    nik = numbers.nik_column(day, sex, np.array([0]), start)
    nips, niks = population.officers["nip"], population.officers["nik"]
    same_nip = nips[nips.str.startswith(nip[0][:15])].str[15:].astype("int64")
    same_nik = niks[niks.str.slice(6, 12) == nik[0][6:12]].str[12:].astype("int64")
    nip_serial = np.array([same_nip.max() + 1 if len(same_nip) else 1])
    nik_serial = np.array([same_nik.max() + 1 if len(same_nik) else 1])
    return {
        "nip": numbers.nip_column(day, year, quarter, sex, nip_serial),
        "nik": numbers.nik_column(day, sex, np.array([0]), nik_serial),
    }
