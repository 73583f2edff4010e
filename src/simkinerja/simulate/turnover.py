"""L5: people come and go: retirement by age, newcomers, and raters who move on.

Switched on for runs of more than 24 months. It happens once a year, after the appraisal. Who retires follows
from age alone, and the newcomer to a slot is the same person in every replication and every scenario; only
luck differs.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from simkinerja.population.traits import correlation_matrix, draw_traits
from simkinerja.simulate.base import base_of, start_state
from simkinerja.simulate.world import TRAITS, lean_traits
from simkinerja.streams import Streams

if TYPE_CHECKING:
    from simkinerja.simulate.parameters import Parameters
    from simkinerja.simulate.step import Block
    from simkinerja.simulate.world import World

__all__ = ["TURNOVER_FROM", "leavers", "renew"]

IntArray = npt.NDArray[np.int64]

TURNOVER_FROM: Final = 25
"""Runs of at least so many months have turnover, unless told otherwise."""

_NEWCOMER_AGE: Final = 26
_AGE_MEAN, _AGE_SD = 42.0, 9.0
_OFFICER_STATE: Final = (
    *("motivation", "compliance", "crowded", "stress", "misconduct", "attitude", "informed"),
    *("used_technical", "used_interpersonal", "idle_technical", "idle_interpersonal", "guided", "mentored"),
)
"""What is the person's own and leaves with the person; zero in a newcomer, or as at the start."""


def leavers(world: World, years: int, p: Parameters) -> npt.NDArray[np.bool_]:
    """Return who reaches the age of retirement within ``years`` years from the start, shape (n,).

    Examples
    --------
    >>> from simkinerja.simulate.parameters import Parameters
    >>> from simkinerja.simulate.world import World
    >>> lab = World.plain(n_units=20, officers_per_unit=10, seed=1)
    >>> p = Parameters.default()
    >>> bool(leavers(lab, 1, p).any()), bool((leavers(lab, 1, p) & leavers(lab, 2, p)).any())
    (True, False)
    """
    limit = p.common("turnover.retirement_age")
    reached = world.age + years >= limit
    return np.asarray(reached if years == 1 else reached & (world.age + years - 1 < limit))


def renew(block: Block, year: int) -> None:
    """Let the year's retirees go, newcomers take their slots, and raters rotate; changes the block.

    Parameters
    ----------
    year : int
        1 after the first year.
    """
    world, p = block.world, block.p
    gone = leavers(world, year, p)
    every = max(1, round(p.common("turnover.rotation_years")))
    rotates = year % every == 0
    if not gone.any() and not rotates:
        return
    traits = {name: values.copy() for name, values in world.traits.items()}
    age = world.age.copy()
    if gone.any():
        for name, values in _newcomers(world, gone, year).items():
            traits[name][gone] = values
        age[gone] = _NEWCOMER_AGE - year  # age counts from the start of the run
    rater = _rotated(world) if rotates else world.rater
    old, before = block.base, block.state
    block.world = replace(world, traits=traits, age=age, rater=rater)
    fresh = base_of(block.world, p, block.stack)
    # what a post is asked to do does not change with who holds it
    block.base = replace(
        fresh, demand=old.demand, capacity=old.capacity, expectation=old.expectation, compliant=old.compliant
    )
    start = start_state(block.world, block.base, p, block.stack)
    before.peers = before.peers.copy()  # newcomers make other entries: peers pull from now on
    for name in _OFFICER_STATE:
        now = getattr(before, name)
        if now is not None:
            first = getattr(start, name)
            setattr(before, name, np.where(gone, np.float32(0.0) if first is None else first, now))


def _newcomers(world: World, gone: npt.NDArray[np.bool_], year: int) -> dict[str, Any]:
    """Traits of those who come, keyed by slot and year."""
    slots = world.officer_id[gone]
    streams = Streams(world.seed).child("newcomer", year)
    age_z = np.full(len(slots), (_NEWCOMER_AGE - _AGE_MEAN) / _AGE_SD)
    drawn = draw_traits(streams, slots, age_z, correlation_matrix())
    return lean_traits({name: drawn[f"true_{name}"] for name in TRAITS})


def _rotated(world: World) -> IntArray:
    """Each unit's people get the rater of the next unit of the agency; heads keep theirs."""
    rater = world.rater.copy()
    first = world.unit_start[:-1]
    for a in range(world.n_agencies):
        units = np.arange(world.agency_start[a], world.agency_start[a + 1])
        if len(units) < 2:
            continue
        boss = np.array([_usual_rater(rater, first[u], world.unit_start[u + 1]) for u in units])
        for k, u in enumerate(units):
            people = slice(first[u], world.unit_start[u + 1])
            own = rater[people] == boss[k]
            rater[people][own] = boss[(k + 1) % len(units)]
    return rater


def _usual_rater(rater: IntArray, first: int, last: int) -> int:
    """Who rates most of a unit."""
    values, counts = np.unique(rater[first:last], return_counts=True)
    return int(values[np.argmax(counts)])
