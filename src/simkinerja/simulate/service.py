"""L5: service of a unit: demand, capacity, a first-come-first-served queue by day, time, errors.

Backlog, completions and waits come from the cumulative curves of arrivals and completions, so that
Little's law (L = lambda W) is a property to be tested, not a definition.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from simkinerja.simulate.base import DAYS
from simkinerja.simulate.counts import poissons

if TYPE_CHECKING:
    from simkinerja.simulate.base import Base
    from simkinerja.simulate.levers import Levers
    from simkinerja.simulate.parameters import Parameters
    from simkinerja.simulate.state import State
    from simkinerja.simulate.world import World
    from simkinerja.streams import StreamStack

__all__ = ["Queue", "Served", "on_time_chance", "queue_month", "serve"]

FloatArray = npt.NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True)
class Queue:
    """One month of a queue, by unit; arrays (R, U) unless said otherwise.

    Parameters
    ----------
    arrivals, completed : cases of the month
    backlog : cases waiting at the end
    age : days that they have waited so far, summed
    waited : days waited by the cases completed this month, summed
    by_day : (R, 21, U), cases waiting at the end of each day
    """

    arrivals: FloatArray
    completed: FloatArray
    backlog: FloatArray
    age: FloatArray
    waited: FloatArray
    by_day: FloatArray


@dataclass(frozen=True, slots=True)
class Served:
    """What a unit did for citizens in a month, arrays (R, U).

    Parameters
    ----------
    queue : Queue
    on_time : cases completed within the published standard
    errors : faulty cases among the completed
    quality : SD
    capacity : cases a day that could be done
    wait_days : mean days waited by the completed
    backlog_days : backlog in days of work
    """

    queue: Queue
    on_time: FloatArray
    errors: FloatArray
    quality: FloatArray
    capacity: FloatArray
    wait_days: FloatArray
    backlog_days: FloatArray


def queue_month(backlog: FloatArray, age: FloatArray, arrivals: FloatArray, capacity: FloatArray) -> Queue:
    """Run one month of a first-come-first-served queue by day.

    Parameters
    ----------
    backlog, age : float array, shape (R, U)
        Cases waiting at the start and the days they have waited so far, summed.
    arrivals, capacity : float array, shape (R, days, U)
        Whole numbers of cases that arrive and that can be done on each day; what arrives on a day can be done
        on the same day.

    Returns
    -------
    Queue

    Examples
    --------
    >>> none, days = np.zeros((1, 1)), np.array([[[5.0], [0.0], [0.0]]])
    >>> q = queue_month(none, none, days, np.full((1, 3, 1), 2.0))
    >>> q.by_day.ravel().tolist(), q.completed.tolist(), q.waited.tolist()
    ([3.0, 1.0, 0.0], [[5.0]], [[4.0]])
    >>> late = queue_month(none, none, days[:, :1], np.zeros((1, 1, 1)))
    >>> late.age.tolist(), late.waited.tolist()
    ([[5.0]], [[0.0]])
    """
    came, line = np.empty_like(arrivals), arrivals - capacity
    so_far, waiting, nobody = backlog, backlog, np.zeros_like(backlog)
    for new, came_by, at_end in zip(*(x.swapaxes(0, 1) for x in (arrivals, came, line)), strict=True):
        so_far = np.add(so_far, new, out=came_by)
        at_end += waiting
        waiting = np.maximum(at_end, nobody, out=at_end)
    total, completed, end = so_far - backlog, so_far - waiting, waiting.copy()
    # a case waits a day for every end of a day that finds it waiting, the last of the month included: those
    # that had come by that day, less those served by the end of the month
    came -= completed[:, None]
    age_end = np.maximum(came, 0.0, out=came).sum(axis=1)
    older = np.maximum(backlog - completed, nobody)
    if older.any():
        # first come, first served: the newest stay, and their ages grow evenly from nothing to the oldest's
        share = older / np.maximum(backlog, 1.0)
        age_end += share * share * age
    waited = line.sum(axis=1)
    waited += age
    waited -= age_end
    return Queue(total, completed, end, age_end, waited, line)


def on_time_chance(room: FloatArray, handling: FloatArray) -> FloatArray:
    """Chance that handling fits into the days left of the standard: log-logistic with shape 4.

    Parameters
    ----------
    room : float array
        Days left after the wait.
    handling : float array
        Median days of handling.

    Examples
    --------
    >>> on_time_chance(np.array([2.0, 0.0]), np.array([2.0, 2.0])).round(6).tolist()
    [0.5, 0.0]
    """
    odds: FloatArray = np.maximum(room, 0.0)
    odds /= handling
    odds *= odds
    odds *= odds
    return odds / (1.0 + odds)


def serve(
    s: State,
    levers: Levers,
    base: Base,
    capacity: FloatArray,
    skill: FloatArray,
    p: Parameters,
    stack: StreamStack,
    month: int,
    world: World,
) -> Served:
    """Serve the citizens of a month; changes backlog, age, rework and what is late.

    Parameters
    ----------
    capacity : float array, shape (R, U)
        Cases a day that the present officers can do.
    skill : float array, shape (R, U)
        Mean change of practice in the unit since the start, SD.
    """
    ready = np.maximum(capacity, 0.05)
    demand = base.demand * np.exp(-p["service.balking"] * np.minimum(s.late, 10.0))
    demand += s.rework * (1.0 / DAYS)
    days = (demand[:, None], capacity[:, None])
    arrivals, work = poissons(stack, "service.day", base.days, month, days)
    queue = queue_month(s.backlog, s.age, arrivals, work)
    faster = -s.efficiency
    if levers.redesign is not None:
        faster -= p["service.redesign"] * levers.redesign
    handling = p["service.handling"] * base.standard * np.exp(faster)
    room = queue.by_day * (-1.0 / ready)[:, None]
    room += base.standard[:, None]
    chance = on_time_chance(room, handling[:, None])
    backlog_days = queue.backlog / ready
    congestion = np.minimum(backlog_days / base.standard, 5.0)
    quality = world.unit_quality + p["quality.practice"] * skill - p["quality.congestion"] * congestion
    served = Served(
        queue=queue,
        on_time=queue.completed * chance.sum(axis=1) * (1.0 / DAYS),
        errors=queue.completed * _error_share(skill, p),
        quality=quality,
        capacity=ready,
        wait_days=queue.waited / np.maximum(queue.completed, 1.0),
        backlog_days=backlog_days,
    )
    s.backlog, s.age, s.late = queue.backlog, queue.age, congestion
    s.rework = p["error.rework"] * served.errors
    return served


def _error_share(skill: FloatArray, p: Parameters) -> FloatArray:
    usual = p["error.base"] / (1.0 - p["error.base"])
    out: FloatArray = usual / (usual + np.exp(p["error.practice"] * skill))
    return out
