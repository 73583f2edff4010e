"""L5: what never changes in a run, as lean arrays: people sorted by unit, units sorted by agency."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from simkinerja.population.arguments import with_truth
from simkinerja.population.case_records import AGE_BORDERS, AGE_LABELS
from simkinerja.population.ratings import normal_score
from simkinerja.population.voice_params import table
from simkinerja.rules.checks import refuse, whole
from simkinerja.streams import Slots, Streams

if TYPE_CHECKING:
    from simkinerja.population.table import Population

__all__ = ["TRAITS", "World"]

FloatArray = npt.NDArray[np.floating[Any]]
IntArray = npt.NDArray[np.int64]

TRAITS: Final = (
    "technical",
    "interpersonal",
    "motivation",
    "digital",
    "integrity",
    "resistance",
    "practice",
)
"""Latent traits, fixed at birth; standard normal, practice logistic with SD 1."""

PRACTICE_SCORE: Final = "practice_score"
"""Kept beside the traits: practice as a standard normal score, which the yearly rating is made of."""

_ATTRIBUTES: Final = ("sex", "job_type", "status", "jenjang")
_PAIRS: Final = 2**31


@dataclass(frozen=True, slots=True, eq=False)
class World:
    """People, units and agencies of one city.

    Officers are sorted by unit and then by slot, units by agency, so that an agency is one run of units and a
    unit one run of officers.

    Parameters
    ----------
    officer_id : int array, shape (n,)
        Slot of each officer: the number by which all luck is drawn.
    unit : int array, shape (n,)
        Position of the officer's unit, 0..U-1.
    unit_start : int array, shape (U + 1,)
        First officer of each unit; the last entry is n.
    unit_id : int array, shape (U,)
    agency_of_unit : int array, shape (U,)
    agency_start : int array, shape (A + 1,)
        First unit of each agency.
    standard_days : float array, shape (U,)
        Published standard in working days; NaN without a public service.
    unit_quality : float array, shape (U,)
        True quality at the start, SD 1.
    rater : int array, shape (n,)
        Slot of the officer's rater; -1 for nobody.
    traits : mapping of name to float32 array, shape (n,)
    added : bool array, shape (n,)
        Whom ``with_officer`` added to the city as drawn: they serve its citizens and bring none.
    age : int array, shape (n,)
    tpp_base_idr : float array, shape (n,)
    groups : mapping of attribute to (codes of shape (n,), labels)
    agency_label, unit_label, service : tuples of str
    label : str

    Examples
    --------
    >>> lab = World.plain(n_units=4, officers_per_unit=10, seed=1)
    >>> lab.n, lab.n_units, lab.n_agencies
    (40, 4, 1)
    """

    officer_id: IntArray
    unit: IntArray
    unit_start: IntArray
    unit_id: IntArray
    agency_of_unit: IntArray
    agency_start: IntArray
    standard_days: FloatArray
    unit_quality: FloatArray
    rater: IntArray
    added: npt.NDArray[np.bool_]
    traits: Mapping[str, FloatArray]
    age: IntArray
    tpp_base_idr: FloatArray
    groups: Mapping[str, tuple[IntArray, tuple[str, ...]]]
    agency_label: tuple[str, ...]
    unit_label: tuple[str, ...]
    service: tuple[str, ...]
    label: str
    seed: int
    slots: Slots = field(repr=False)
    unit_slots: Slots = field(repr=False)
    unit_size: IntArray = field(init=False, repr=False)
    """Officers of each unit, shape (U,)."""
    public: npt.NDArray[np.bool_] = field(init=False, repr=False)
    """Which units serve the public, shape (U,)."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "unit_size", np.diff(self.unit_start))
        object.__setattr__(self, "public", ~np.isnan(self.standard_days))

    @property
    def n(self) -> int:
        """Number of officers."""
        return len(self.officer_id)

    @property
    def n_units(self) -> int:
        """Number of units."""
        return len(self.unit_id)

    @property
    def n_agencies(self) -> int:
        """Number of agencies."""
        return len(self.agency_start) - 1

    @property
    def agency_id(self) -> IntArray:
        """Agencies by number, shape (A,)."""
        return np.arange(self.n_agencies)

    @classmethod
    def of(cls, people: Population | World) -> World:
        """Return the lean arrays of a population (with its truth)."""
        if isinstance(people, World):
            return people
        with_truth(people, "officers", "simulate")
        with_truth(people, "units", "simulate")
        return _of_population(people)

    @classmethod
    def plain(
        cls,
        n_units: int,
        officers_per_unit: int,
        seed: int,
        *,
        n_agencies: int = 1,
        standard_days: float = 3.0,
    ) -> World:
        """Return a laboratory: equal units of independent people, without the margins of a city.

        Raises
        ------
        UsageError
            If a size is not a whole number from 1 (at most 200,000 units).
        """
        whole(n_units, "n_units", "World.plain", low=1, high=200_000, example="n_units=100")
        whole(officers_per_unit, "officers_per_unit", "World.plain", low=1, high=10_000, example="20")
        whole(n_agencies, "n_agencies", "World.plain", low=1, high=n_units, example="n_agencies=1")
        return _laboratory(n_units, officers_per_unit, seed, n_agencies, standard_days)

    @property
    def pairs(self) -> Slots:
        """Slots of the relations of raters and officers, shape (n,): what is drawn once for each."""
        return Slots.of(self.officer_id * _PAIRS + self.rater + 1)

    def each(self, of_units: FloatArray) -> FloatArray:
        """Carry figures of units, shape (R, U), to their officers, shape (R, n), float32.

        Examples
        --------
        >>> World.plain(n_units=2, officers_per_unit=3, seed=1).each(np.array([[1.0, 2.0]])).tolist()
        [[1.0, 1.0, 1.0, 2.0, 2.0, 2.0]]
        """
        return of_units.astype(np.float32).repeat(self.unit_size, axis=1)

    def block(self, first: int, last: int) -> World:
        """Return agencies ``first`` to ``last - 1`` as a world of their own; numbers of slots are kept."""
        if (first, last) == (0, self.n_agencies):
            return self
        units = slice(int(self.agency_start[first]), int(self.agency_start[last]))
        people = slice(int(self.unit_start[units.start]), int(self.unit_start[units.stop]))
        return replace(
            self,
            officer_id=self.officer_id[people],
            unit=self.unit[people] - units.start,
            unit_start=self.unit_start[units.start : units.stop + 1] - people.start,
            unit_id=self.unit_id[units],
            agency_of_unit=self.agency_of_unit[units] - first,
            agency_start=self.agency_start[first : last + 1] - units.start,
            standard_days=self.standard_days[units],
            unit_quality=self.unit_quality[units],
            rater=self.rater[people],
            added=self.added[people],
            traits={name: values[people] for name, values in self.traits.items()},
            age=self.age[people],
            tpp_base_idr=self.tpp_base_idr[people],
            groups={name: (codes[people], labels) for name, (codes, labels) in self.groups.items()},
            agency_label=self.agency_label[first:last],
            unit_label=self.unit_label[units],
            service=self.service[units],
            slots=self.slots.part(people),
            unit_slots=self.unit_slots.part(units),
        )

    def position(self, officer_id: int) -> int:
        """Return where an officer stands in the arrays.

        Raises
        ------
        UsageError
            If there is no such officer.
        """
        found = np.flatnonzero(self.officer_id == officer_id)
        if not len(found):
            refuse("officer_id", "World", f"nomor pegawai di {self.label}", officer_id, "officer_id=0")
        return int(found[0])


def _of_population(people: Population) -> World:
    officers, units = people.officers, people.units
    slots = officers["officer_id"].to_numpy(dtype=np.int64)
    unit = officers["unit_id"].to_numpy(dtype=np.int64)
    order = np.lexsort((slots, unit))
    n_units = len(units)
    agency = units["agency_id"].to_numpy(dtype=np.int64)
    sorted_unit = unit[order]
    status = officers["status"].astype("str").to_numpy()[order]
    job = officers["job_type"].astype("str")
    base = job.map(dict(table("tpp.base"))).to_numpy(dtype=float)[order]
    age = officers["age"].to_numpy(dtype=np.int64)[order]
    groups: dict[str, tuple[IntArray, tuple[str, ...]]] = {
        name: _codes(officers[name], order) for name in _ATTRIBUTES
    }
    groups["age_group"] = (np.searchsorted(AGE_BORDERS, age, side="right"), AGE_LABELS)
    rater = officers["rater_id"].fillna(-1).to_numpy(dtype=np.int64)[order]
    return World(
        officer_id=slots[order],
        unit=sorted_unit,
        unit_start=np.searchsorted(sorted_unit, np.arange(n_units + 1)),
        unit_id=units["unit_id"].to_numpy(dtype=np.int64),
        agency_of_unit=agency,
        agency_start=np.searchsorted(agency, np.arange(len(people.agencies) + 1)),
        standard_days=units["standard_days"].to_numpy(dtype=float),
        unit_quality=units["true_quality"].to_numpy(dtype=float),
        rater=rater,
        added=slots[order] >= len(slots) - people.n_added,
        traits=lean_traits({name: officers[f"true_{name}"].to_numpy(dtype=float)[order] for name in TRAITS}),
        age=age,
        tpp_base_idr=np.where(status == "pppk_paruh_waktu", 0.0, base),
        groups=groups,
        agency_label=tuple(people.agencies["label"].astype(str)),
        unit_label=tuple(units["label"].astype(str)),
        service=tuple("" if text is None or text != text else str(text) for text in units["service"]),
        label=people.source.label,
        seed=people.seed,
        slots=Slots.of(slots[order]),
        unit_slots=Slots.of(units["unit_id"].to_numpy(dtype=np.int64)),
    )


def lean_traits(traits: Mapping[str, npt.NDArray[np.float64]]) -> dict[str, npt.NDArray[np.float32]]:
    """Return traits in single precision, with :data:`PRACTICE_SCORE`."""
    full = {**traits, PRACTICE_SCORE: normal_score(traits["practice"])}
    return {name: values.astype(np.float32) for name, values in full.items()}


def _codes(column: Any, order: IntArray) -> tuple[IntArray, tuple[str, ...]]:
    found = column.astype("category").cat
    return found.codes.to_numpy(dtype=np.int64)[order], tuple(map(str, found.categories))


def _laboratory(n_units: int, size: int, seed: int, n_agencies: int, standard_days: float) -> World:
    from simkinerja.population.traits import correlation_matrix, draw_traits

    n = n_units * size
    streams, slots = Streams(seed).child("laboratory"), np.arange(n)
    unit = np.repeat(np.arange(n_units), size)
    agency = np.arange(n_units) * n_agencies // n_units
    age_z = streams.normal("officer.age", slots)
    drawn = draw_traits(streams, slots, age_z, correlation_matrix())
    age = np.clip(np.rint(42 + 9 * age_z), 20, 64).astype(np.int64)
    return World(
        officer_id=slots,
        unit=unit,
        unit_start=np.arange(n_units + 1) * size,
        unit_id=np.arange(n_units),
        agency_of_unit=agency,
        agency_start=np.searchsorted(agency, np.arange(n_agencies + 1)),
        standard_days=np.full(n_units, float(standard_days)),
        unit_quality=streams.normal("unit.quality", n_units),
        rater=unit * size,
        added=np.zeros(n, dtype=np.bool_),
        traits=lean_traits({name: drawn[f"true_{name}"] for name in TRAITS}),
        age=age,
        tpp_base_idr=np.full(n, float(table("tpp.base")["fungsional"])),
        groups={
            "sex": (streams.integers("officer.sex", slots, 2), ("L", "P")),
            "job_type": (np.zeros(n, dtype=np.int64), ("fungsional",)),
            "status": (np.zeros(n, dtype=np.int64), ("pns",)),
            "jenjang": (np.zeros(n, dtype=np.int64), ("-",)),
            "age_group": (np.searchsorted(AGE_BORDERS, age, side="right"), AGE_LABELS),
        },
        agency_label=tuple(f"Dinas {k + 1}" for k in range(n_agencies)),
        unit_label=tuple(f"Unit {k + 1}" for k in range(n_units)),
        service=tuple("Layanan" for _ in range(n_units)),
        label="Laboratorium",
        seed=seed,
        slots=Slots.of(slots),
        unit_slots=Slots.of(np.arange(n_units)),
    )
