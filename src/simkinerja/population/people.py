"""L3: people on posts: which kind of person sits where, and the dates of each life."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from simkinerja.population import career

if TYPE_CHECKING:
    from simkinerja.population.plan import Plan
    from simkinerja.streams import Streams

__all__ = ["People", "deal_cells", "draw_people", "number_inputs", "part"]

IntArray = npt.NDArray[np.int64]
#: Months between two steps of golongan of a usual career, by group (assumed: four years, three for
#: functional posts, which may rise by credit).
_STEP_MONTHS: Final = np.array([48, 48, 48, 36, 36, 36, 36, 36, 48])


@dataclass(frozen=True, slots=True)
class People:
    """Codes and whole numbers of drawn people, all shape (n,)."""

    cell: IntArray
    age_months: IntArray
    service_months: IntArray
    birth_day: IntArray
    start_month: IntArray
    rank: IntArray


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


def part(bits: npt.NDArray[np.uint64], shift: int, size: int) -> IntArray:
    """``size`` bits of random words as whole numbers: one word serves several small decisions."""
    out: IntArray = ((bits >> np.uint64(shift)) & np.uint64((1 << size) - 1)).astype(np.int64)
    return out


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
    age = age_low + ((part(bits, 40, 24) * width) >> 24)
    m_low = np.maximum(limits[:, 4][cell], age - limits[:, 3][cell])
    m_high = np.minimum(limits[:, 5][cell], age - limits[:, 2][cell])
    service = m_low + ((part(bits, 20, 20) * (m_high - m_low + 1)) >> 20)
    # a person of `a` completed months was born between day 2 of month reference - 1 - a and day 1 after
    birth_month = reference - 1 - age
    first = np.arange(0, reference + 2).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    before = np.arange(-900, 0).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    starts = np.concatenate([before, first])
    day_one, day_next = starts[birth_month + 900], starts[birth_month + 901]
    day = day_one + 1 + ((part(bits, 0, 20) * (day_next - day_one)) >> 20)
    codes = plan.cells.codes
    steps = career.FIRST_RANK[codes[:, 4]][cell] + service // _STEP_MONTHS[codes[:, 0]][cell]
    rank = np.clip(steps, limits[:, 6][cell], limits[:, 7][cell])
    return People(cell, age, service, day, reference - service, rank)


def number_inputs(plan: Plan, people: People) -> tuple[IntArray, IntArray, IntArray, IntArray]:
    """Birth day, sex, year and quarter of appointment (plus 4 for PPPK): the digits of a NIP."""
    codes = plan.cells.codes
    month = people.start_month
    quarter = month % 12 // 3 + 4 * (codes[:, 1][people.cell] > 0)
    return people.birth_day, codes[:, 6][people.cell], month // 12 + 1970, quarter
