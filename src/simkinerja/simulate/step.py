"""L5: one month of a block of agencies, from top to bottom: read :func:`step` to learn the model's order.

A month has three parts: (a) each agency by itself, here; (b) one reduction over the city, in
:mod:`simkinerja.simulate.engine`; (c) what the city decided reaches the agencies with the next month. So
agencies can be computed in blocks, and no number depends on how they were cut.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from simkinerja.simulate import citizens, incentive, learning, motivation, service, work
from simkinerja.simulate.base import officer_luck, unit_sum
from simkinerja.simulate.kept import once
from simkinerja.simulate.records import Month, draw_month

if TYPE_CHECKING:
    from simkinerja.simulate.base import Base
    from simkinerja.simulate.levers import Levers
    from simkinerja.simulate.parameters import Parameters
    from simkinerja.simulate.state import State
    from simkinerja.simulate.world import World
    from simkinerja.streams import StreamStack

__all__ = ["Block", "step"]

FloatArray = npt.NDArray[np.floating[Any]]


@dataclass(slots=True)
class Block:
    """Some agencies of a city and their state; ``measures`` are those recorded, with their rule of months."""

    world: World
    base: Base
    state: State
    p: Parameters
    stack: StreamStack
    measures: tuple[tuple[str, str], ...] = ()


def step(block: Block, levers: Levers, month: int) -> Month:
    """Live through one month and return all that happened in it.

    The order matters and is part of the model: what the month's programmes teach and watch works in the same
    month; what citizens and records say of the month is known at its end.
    """
    s, base, p, stack, world = block.state, block.base, block.p, block.stack, block.world
    # what the month brings each officer by chance
    luck = officer_luck(stack, world, month)
    # what programmes teach, and what watching makes worth doing
    learning.learn(s, levers, base, p, luck)
    does = incentive.pull(s, levers, base, p, month)
    # what that does to the person
    motivation.drive_change(s, levers, does, base, p, stack, world, luck)
    motivation.feel(s, levers, does, base, p, world)
    work.comply(s, base, does, p, world)
    # what the officer does
    effort = work.divide_effort(s, base, does, p)
    chance, days, came = work.present(s, base, does, p, luck)
    built = learning.built_practice(s, levers, base, p, world.unit)
    practice, gained = work.practise(s, effort, built, came, base, p, world)
    rate = work.rate_of(base, s, does, effort, days, p)
    improved, helped = (unit_sum(effort.relative[k], world) / world.unit_size for k in (2, 3))
    done = work.Work(days, chance, effort, practice, gained, rate, improved, helped)
    # what the unit does for citizens
    capacity = work.capacity_of(s, base, levers, does, done, p, world)
    work.improve(s, done, p)
    skill = unit_sum(gained, world) / world.unit_size
    served = service.serve(s, levers, base, capacity, skill, p, stack, month, world)
    # what citizens make of it
    courtesy = once(base.kept, "courtesy", _courtesy, s.used_interpersonal, world)
    voice = citizens.listen(s, levers, base, served, courtesy, p, stack, world, month)
    happened = Month(world, base, s, does, done, served, voice, p, stack, month)
    # what is written down
    _record(block, happened)
    return happened


def _courtesy(skill: FloatArray | None, world: World) -> Any:
    """Mean trained interpersonal skill in use, SD, (R, U); only a course changes it."""
    return 0.0 if skill is None else unit_sum(skill, world) / world.unit_size


def _record(block: Block, month: Month) -> None:
    """Add the month's records to those of the period."""
    if block.measures:
        names = dict.fromkeys(name for name, _ in block.measures)
        block.state.past.add(draw_month(names, month), block.measures)
