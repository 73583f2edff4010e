"""L3: draw a population: posts, cells, people, names, numbers, latent traits, in that order."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from simkinerja.errors import UsageError, problem
from simkinerja.population import career, names, numbers, posts, traits
from simkinerja.population.city import City, load_city
from simkinerja.population.codes import EDUCATION, GOLONGAN, GROUPS, JENJANG, JOB_TYPES, SEX, STATUS
from simkinerja.population.joint import Cells, joint_table, target_counts
from simkinerja.population.structure import ROLES, Structure, build_structure
from simkinerja.population.table import Population
from simkinerja.streams import Streams

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["MAX_OFFICERS", "Plan", "draw_population", "make_plan"]

IntArray = npt.NDArray[np.int64]
MAX_OFFICERS: Final = 5_000_000
_JOB_TYPE_OF_GROUP: Final = np.array([0, 0, 0, 1, 1, 1, 1, 1, 2])
_STEP_MONTHS: Final = np.array([48, 48, 48, 36, 36, 36, 36, 36, 48])


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything about a population that does not depend on the seed.

    Parameters
    ----------
    structure : Structure
    cells : Cells
    slot_unit, slot_role, slot_group : int arrays, shape (n,)
        Unit, role (``ROLES``) and group (``GROUPS``) of each slot.
    limits : int array, shape (n_cells, 8)
        Age low and high, entry low and high, service low and high (months), golongan low and high.
    age_mean, age_sd : float
        Of age in months, as the cells imply.
    """

    structure: Structure
    cells: Cells
    slot_unit: IntArray
    slot_role: IntArray
    slot_group: IntArray
    limits: IntArray
    age_mean: float
    age_sd: float


def cell_limits(codes: IntArray) -> IntArray:
    """Bounds of every cell, shape (n_cells, 8); see :class:`Plan`."""
    group, status, service, age, education, rank_group = codes[:, :6].T
    judged = np.where(status == 0, rank_group, 1)
    cells = (group, status, service, age, education, judged)
    age_low, age_high, entry_low, entry_high = career.age_limits(cells)
    m_low, m_high = career.service_limits(cells)
    rank_low, rank_high = career.rank_limits(group, education, rank_group)
    contract = status > 0
    pppk = career.PPPK_RANK[education]
    return np.column_stack(
        [
            *(age_low, age_high, entry_low, entry_high, m_low, m_high),
            np.where(contract, pppk, rank_low),
            np.where(contract, pppk, rank_high),
        ]
    )


def make_plan(city: City, n: int) -> Plan:
    """Posts and cells of ``n`` officers of a city."""
    want = target_counts(city, n)
    structure = build_structure(city, n, want["job_type"], want["job_family"])
    cells = joint_table(city, structure.group_totals(), want)
    by_role = structure.posts
    n_units, n_roles = by_role.shape
    flat = by_role.ravel()
    slot_unit = np.repeat(np.repeat(np.arange(n_units), n_roles), flat)
    slot_role = np.repeat(np.tile(np.arange(n_roles), n_units), flat)
    groups = np.empty((n_units, n_roles), dtype=np.int64)
    groups[:, 0] = structure.agency_head_group[structure.unit_agency]
    groups[:, 1] = structure.unit_head_group
    groups[:, 2:] = [GROUPS.index(g) for g in ("pengawas", "guru", "kesehatan", "teknis", "pelaksana")]
    limits = cell_limits(cells.codes)
    low, high = limits[:, 0].astype(float), limits[:, 1].astype(float)
    mean = np.average((low + high) / 2, weights=cells.counts)
    second = ((high - low + 1) ** 2 - 1) / 12 + ((low + high) / 2) ** 2
    sd = np.sqrt(np.average(second, weights=cells.counts) - mean**2)
    slot_group = np.repeat(groups.ravel(), flat)
    return Plan(structure, cells, slot_unit, slot_role, slot_group, limits, float(mean), float(sd))


def deal_cells(streams: Streams, plan: Plan) -> IntArray:
    """Deal the people of every group's cells to the group's posts at random, shape (n,)."""
    n = len(plan.slot_group)
    low_bits = np.uint64(max(1, int(n).bit_length()))
    mask = np.uint64((1 << int(low_bits)) - 1)
    key = streams.bits("officer.cell", n) >> np.uint64(4)
    key |= plan.slot_group.astype(np.uint64) << np.uint64(60)
    key &= ~mask
    key |= np.arange(n, dtype=np.uint64)
    key.sort()
    out = np.empty(n, dtype=np.int64)
    out[(key & mask).astype(np.int64)] = np.repeat(np.arange(len(plan.cells.counts)), plan.cells.counts)
    return out


def _part(bits: npt.NDArray[np.uint64], shift: int, size: int) -> IntArray:
    out: IntArray = ((bits >> np.uint64(shift)) & np.uint64((1 << size) - 1)).astype(np.int64)
    return out


@dataclass(frozen=True, slots=True)
class People:
    """Codes and whole numbers of drawn people, all shape (n,)."""

    cell: IntArray
    age_months: IntArray
    service_months: IntArray
    birth_day: IntArray
    start_month: IntArray
    rank: IntArray


def draw_people(streams: Streams, plan: Plan, cell: IntArray, slots: IntArray, reference: int) -> People:
    """Ages, service and dates inside the limits of the cells.

    Parameters
    ----------
    reference : int
        Reference month, counted from January 1970.
    """
    bits = streams.bits("officer.dates", slots)
    limits = plan.limits
    age_low = limits[:, 0][cell]
    width = limits[:, 1][cell] - age_low + 1
    age = age_low + ((_part(bits, 40, 24) * width) >> 24)
    m_low = np.maximum(limits[:, 4][cell], age - limits[:, 3][cell])
    m_high = np.minimum(limits[:, 5][cell], age - limits[:, 2][cell])
    service = m_low + ((_part(bits, 20, 20) * (m_high - m_low + 1)) >> 20)
    # a person of `a` completed months was born between day 2 of month reference - 1 - a and day 1 after
    birth_month = reference - 1 - age
    first = np.arange(0, reference + 2).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    before = np.arange(-900, 0).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    starts = np.concatenate([before, first])
    day_one, day_next = starts[birth_month + 900], starts[birth_month + 901]
    day = day_one + 1 + ((_part(bits, 0, 20) * (day_next - day_one)) >> 20)
    codes = plan.cells.codes
    steps = career.FIRST_RANK[codes[:, 4]][cell] + service // _STEP_MONTHS[codes[:, 0]][cell]
    rank = np.clip(steps, limits[:, 6][cell], limits[:, 7][cell])
    return People(cell, age, service, day, reference - service, rank)


def _categorical(codes: IntArray, categories: Any) -> Any:
    import pandas as pd

    small = codes.astype(np.int8 if len(categories) < 128 else np.int16)
    return pd.Categorical.from_codes(small, pd.Index(list(categories), dtype="str"))


def _jabatan(code: IntArray, bases: list[str], titles: list[str]) -> Any:
    """Text of posts from (title, base, jenjang) codes; only the combinations present become categories."""
    size = len(JENJANG) + 1
    present = np.flatnonzero(np.bincount(code))
    label = np.zeros(int(code.max()) + 1, dtype=np.int64)
    label[present] = np.arange(len(present))
    texts = []
    for value in present:
        rest, jenjang = divmod(int(value), size)
        title, base = divmod(rest, len(bases))
        # jenjang of functional posts is part of the name of the post
        post = f"{bases[base]} {JENJANG[jenjang - 1]}" if 1 <= jenjang <= 8 and bases[base] else bases[base]
        texts.append(" ".join(p for p in (titles[title], f"({post})" if titles[title] and post else post) if p))
    return _unique_categories(label[code], texts)


def _unique_categories(codes: IntArray, texts: list[str]) -> Any:
    known = sorted(set(texts))
    at = {text: i for i, text in enumerate(known)}
    place = np.array([at[text] for text in texts])
    return _categorical(place[codes], known)


def _posts(city: City, plan: Plan, people: People, slots_at: tuple[IntArray, ...], bits: Any) -> dict[str, Any]:
    """Columns jabatan, jenjang and titles."""
    unit, role = slots_at
    codes = plan.cells.codes
    group, education, sex = (codes[:, i][people.cell] for i in (0, 4, 6))
    variant = _part(bits, 48, 4)
    kinds = plan.structure.kinds
    functional = sorted({name for agency in city.agencies for name in agency.functional})
    bases = [*posts.BASES, *functional]
    lists = np.array(
        [
            [len(posts.BASES) + functional.index(a.functional[v % len(a.functional)]) for v in range(posts.VARIANTS)]
            for a in city.agencies
        ]
    )
    kind = plan.structure.unit_kind[unit]
    agency_of_kind = np.array([k.agency for k in kinds])
    base_by_group = np.zeros((len(GROUPS), len(EDUCATION), 2, posts.VARIANTS), dtype=np.int64)
    base_by_group[[3, 5]] = 1
    base_by_group[[4, 6]] = posts.HEALTH
    base_by_group[8] = posts.PELAKSANA[:, None, :]
    base_by_group[2] = [15, 16] * (posts.VARIANTS // 2)
    base = base_by_group[group, education, sex, variant]
    technical = np.flatnonzero(group == 7)
    base[technical] = lists[agency_of_kind[kind[technical]], variant[technical]]
    title, titles = _head_titles(city, plan, role, kind)
    base[(title > 0) & (group <= 2)] = 0
    jenjang = posts.JENJANG_OF[group, education, people.rank]
    code = (title * len(bases) + base) * (len(JENJANG) + 1) + jenjang
    trade = posts.profession(base)
    return {
        "jabatan": _jabatan(code, bases, titles),
        "jenjang": _categorical(jenjang - 1, JENJANG),
        "title_front": _flat_categories(posts.TITLE_FRONT, (trade, education)),
        "title_back": _flat_categories(posts.TITLE_BACK, (trade, education, variant)),
    }


def _flat_categories(table: npt.NDArray[Any], at: tuple[IntArray, ...]) -> Any:
    known, place = np.unique(table, return_inverse=True)
    return _categorical(place.reshape(table.shape)[at], [str(text) for text in known])


def _head_titles(city: City, plan: Plan, role: IntArray, kind: IntArray) -> tuple[IntArray, list[str]]:
    """Title of heads (0 = none) and the list of titles."""
    kinds = plan.structure.kinds
    titles = ["", *sorted({k.template.head.title for k in kinds} | {a.head.title for a in city.agencies})]
    of_unit = np.array([titles.index(k.template.head.title) for k in kinds])
    of_agency = np.array([titles.index(city.agencies[k.agency].head.title) for k in kinds])
    out = np.zeros(len(role), dtype=np.int64)
    for code, table in ((0, of_agency), (1, of_unit)):
        here = np.flatnonzero(role == code)
        out[here] = table[kind[here]]
    return out, titles


def officer_columns(city: City, plan: Plan, streams: Streams, people: People, slots: IntArray,
                    unit: IntArray, role: IntArray) -> dict[str, Any]:
    """All columns of officers but numbers and raters."""
    codes = plan.cells.codes
    bits = streams.bits("officer.name", slots)
    sex = codes[:, 6][people.cell]
    group = codes[:, 0][people.cell]
    post = _posts(city, plan, people, (unit, role), bits)
    return {
        "officer_id": slots,
        "name": names.name_column(bits, sex),
        "title_front": post["title_front"],
        "title_back": post["title_back"],
        "sex": _categorical(sex, SEX),
        "birth_date": people.birth_day.astype("datetime64[D]").astype("datetime64[s]"),
        "age": people.age_months // 12,
        "education": _categorical(codes[:, 4][people.cell], EDUCATION),
        "status": _categorical(codes[:, 1][people.cell], STATUS),
        "golongan": _categorical(people.rank, GOLONGAN),
        "job_type": _categorical(_JOB_TYPE_OF_GROUP[group], JOB_TYPES),
        "jabatan": post["jabatan"],
        "jenjang": post["jenjang"],
        "years_of_service": people.service_months // 12,
        "agency_id": plan.structure.unit_agency[unit],
        "unit_id": unit,
    }


def number_inputs(plan: Plan, people: People) -> tuple[IntArray, IntArray, IntArray, IntArray]:
    """Birth day, sex, year and quarter of appointment (plus 4 for PPPK): the digits of a NIP."""
    codes = plan.cells.codes
    month = people.start_month
    quarter = month % 12 // 3 + 4 * (codes[:, 1][people.cell] > 0)
    return people.birth_day, codes[:, 6][people.cell], month // 12 + 1970, quarter


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
    from simkinerja.params import POPULATION

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
            "service": pd.array(_categorical(service, known), dtype="str"),
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
            [problem("parameter", name=name, owner="draw_population", allowed=allowed, got=repr(value), example=example)]
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
    n = loaded.n_published if n_officers is None else _whole(
        n_officers, "n_officers", 1, MAX_OFFICERS, "n_officers=1000"
    )
    plan = make_plan(loaded, n)
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
    columns = officer_columns(city, plan, streams, people, slots, plan.slot_unit, plan.slot_role)
    day, sex, year, quarter = number_inputs(plan, people)
    nip_serial, nik_serial = numbers.serials(day, sex, year, quarter)
    columns["nip"] = numbers.nip_column(day, year, quarter, sex, nip_serial)
    district = _part(streams.bits("officer.name", slots), 52, 6)
    columns["nik"] = numbers.nik_column(day, sex, district, nik_serial)
    head, agency_head, superior, rater = _raters(plan)
    columns["rater_id"] = rater
    age_z = (people.age_months - plan.age_mean) / plan.age_sd
    columns |= traits.draw_traits(streams, slots, age_z, traits.correlation_matrix(city.correlations))
    units, agencies = _tables(city, plan, streams, columns["true_practice"], (head, agency_head, superior))
    ordered = {name: columns[name] for name in [*_ORDER, *[c for c in columns if c.startswith("true_")]]}
    return Population(city.code, seed, pd.DataFrame(ordered, copy=False), units, agencies, city, plan)


_ORDER: Final = (
    *("officer_id", "nip", "nik", "name", "title_front", "title_back", "sex", "birth_date", "age"),
    *("education", "status", "golongan", "job_type", "jabatan", "jenjang", "years_of_service"),
    *("agency_id", "unit_id", "rater_id"),
)
