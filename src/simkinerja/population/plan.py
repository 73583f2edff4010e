"""L3: the plan of a population: every post and every kind of person, before anybody is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from simkinerja.population import career
from simkinerja.population.codes import GROUPS
from simkinerja.population.joint import Cells, joint_table, target_counts
from simkinerja.population.structure import Structure, build_structure

if TYPE_CHECKING:
    from simkinerja.population.city import City

__all__ = ["Plan", "cell_limits", "make_plan", "plan_of"]

IntArray = npt.NDArray[np.int64]

KEPT_OFFICERS: Final = 200_000
"""Plans up to this size are kept for the next seed; larger ones cost more memory than time."""


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


def plan_of(city: City, n: int) -> Plan:
    """Return the plan of a city and size; kept for the next seed where the city is one of the package.

    A lesson draws the same city under many seeds, and no seed changes the plan.
    """
    from simkinerja.population.city import is_packaged

    return _kept(city.code, n) if n <= KEPT_OFFICERS and is_packaged(city) else make_plan(city, n)


@lru_cache(maxsize=8)
def _kept(code: str, n: int) -> Plan:
    from simkinerja.population.city import load_city

    plan = make_plan(load_city(code), n)
    for array in (plan.slot_unit, plan.slot_role, plan.slot_group, plan.limits):
        array.setflags(write=False)  # shared by every population drawn from it
    return plan


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
