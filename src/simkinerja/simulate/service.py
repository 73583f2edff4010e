"""L5: service of a unit: demand, capacity, a first-come-first-served queue by day, time, errors.

Backlog, completions and waits come from the cumulative curves of arrivals and completions, so that
Little's law (L = lambda W) is a property to be tested, not a definition.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

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

FloatArray = npt.NDArray[np.float64]


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
    days = arrivals.shape[1]
    by_day = arrivals - capacity
    level, lowest = backlog, np.zeros_like(backlog)
    for d in range(days):
        level = level + by_day[:, d]
        lowest = np.minimum(lowest, level)
        np.subtract(level, lowest, out=by_day[:, d])
    end, total = by_day[:, -1].copy(), arrivals.sum(axis=1)
    age_end = _age_of_newest(np.minimum(end, total), arrivals)
    older = np.maximum(end - total, 0.0)
    if older.any():
        share = np.divide(older, backlog, out=np.zeros_like(older), where=backlog > 0.0)
        # first come, first served: the newest stay, and their ages grow evenly from nothing to the oldest's
        age_end = age_end + share * share * age + older * days
    waited = by_day.sum(axis=1) + age - age_end
    return Queue(total, total + backlog - end, end, age_end, waited, by_day)


def _age_of_newest(waiting: FloatArray, arrivals: FloatArray) -> FloatArray:
    """Days waited so far, summed, by the newest ``waiting`` cases: they are those at the end of the queue.

    A case waits a day for every end of a day that finds it waiting, the last of the month included.
    """
    later, age = np.zeros_like(waiting), waiting.copy()
    for d in range(arrivals.shape[1] - 1, 0, -1):
        later = later + arrivals[:, d]
        age = age + np.maximum(waiting - later, 0.0)
    return age


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
    out: FloatArray = handling / np.maximum(room, 1e-6 * handling)
    out *= out
    out *= out
    out += 1.0
    np.divide(1.0, out, out=out)
    return out


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
    demand = demand + s.rework / DAYS
    days = (demand[:, None], capacity[:, None])
    arrivals, work = poissons(stack, "service.day", base.days, month, days)
    queue = queue_month(s.backlog, s.age, arrivals, work)
    handling = p["service.handling"] * base.standard * np.exp(-s.efficiency)
    if levers.redesign is not None:
        handling = handling * np.exp(-p["service.redesign"] * levers.redesign)
    room = queue.by_day / -ready[:, None]
    room += base.standard[:, None]
    chance = on_time_chance(room, handling[:, None])
    backlog_days = queue.backlog / ready
    congestion = np.minimum(backlog_days / base.standard, 5.0)
    quality = world.unit_quality + p["quality.practice"] * skill - p["quality.congestion"] * congestion
    wrong = _error_share(skill, p)
    served = Served(
        queue=queue,
        on_time=queue.completed * chance.mean(axis=1),
        errors=queue.completed * wrong,
        quality=quality,
        capacity=ready,
        wait_days=queue.waited / np.maximum(queue.completed, 1.0),
        backlog_days=backlog_days,
    )
    s.backlog, s.age, s.late = queue.backlog, queue.age, congestion
    s.rework = p["error.rework"] * served.errors
    return served


def _error_share(skill: FloatArray, p: Parameters) -> FloatArray:
    middle = np.log(p["error.base"] / (1.0 - p["error.base"]))
    out: FloatArray = 1.0 / (1.0 + np.exp(p["error.practice"] * skill - middle))
    return out
