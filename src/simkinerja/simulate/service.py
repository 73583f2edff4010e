"""L5: service of a unit: demand, capacity, a first-come-first-served queue by day, time, errors.

Backlog, completions and waits come from the cumulative curves of arrivals and completions, so that
Little's law (L = lambda W) is a property to be tested, not a definition. The cases of days are whole numbers
below 2^24, exact in single precision; figures of months are in double.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from simkinerja.compiled import compiled
from simkinerja.simulate.base import DAYS, single
from simkinerja.simulate.counts import poissons

if TYPE_CHECKING:
    from simkinerja.simulate.base import Base
    from simkinerja.simulate.levers import Levers
    from simkinerja.simulate.parameters import Parameters
    from simkinerja.simulate.state import State
    from simkinerja.simulate.world import World
    from simkinerja.streams import StreamStack

__all__ = ["Queue", "Served", "on_time_days", "queue_month", "serve", "staying"]

FloatArray = npt.NDArray[np.floating[Any]]
_IDLE: Final = 0.05
"""Cases a day that a unit can do at the least, where its capacity divides."""


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
    by_day = np.empty(arrivals.shape, dtype=arrivals.dtype)
    came, completed, waiting, age_end, waited = (np.empty(backlog.shape) for _ in range(5))
    _run_queues(backlog, age, arrivals, capacity, by_day, came, completed, waiting, age_end, waited)
    return Queue(came, completed, waiting, age_end, waited, by_day)


@compiled
def _run_queues(
    backlog: Any,
    age: Any,
    arrivals: Any,
    capacity: Any,
    by_day: Any,
    came: Any,
    completed: Any,
    waiting: Any,
    age_end: Any,
    waited: Any,
) -> None:
    """Write what :func:`queue_month` returns; units innermost, so that a day is one run of memory."""
    replications, days, units = arrivals.shape
    nothing = by_day.dtype.type(0.0)
    begin, so_far, line, total, done = np.empty((5, units), by_day.dtype)
    for r in range(replications):
        begin[:] = backlog[r]
        so_far[:], line[:], total[:] = begin, begin, nothing
        for day in range(days):
            for u in range(units):
                so_far[u] += arrivals[r, day, u]
                line[u] = max(line[u] + (arrivals[r, day, u] - capacity[r, day, u]), nothing)
                total[u] += line[u]
                by_day[r, day, u] = line[u]
        for u in range(units):
            done[u] = so_far[u] - line[u]
            came[r, u], completed[r, u], waiting[r, u] = so_far[u] - begin[u], done[u], line[u]
            waited[r, u] = total[u]
        # a case waits a day for every end of a day that finds it waiting, the last of the month included:
        # those that had come by that day, less those served by the end of the month
        so_far[:], total[:] = begin, nothing
        for day in range(days):
            for u in range(units):
                so_far[u] += arrivals[r, day, u]
                total[u] += max(so_far[u] - done[u], nothing)
        for u in range(units):
            # first come, first served: the newest of those there at the start stay, and their ages grow
            # evenly from nothing to the oldest's
            share = max(begin[u] - done[u], nothing) / max(backlog[r, u], 1.0)
            age_end[r, u] = total[u] + share * share * age[r, u]
            waited[r, u] += age[r, u] - age_end[r, u]


def on_time_days(
    by_day: FloatArray, a_case: FloatArray, room: FloatArray, handling: FloatArray
) -> FloatArray:
    """Sum over days of the chance that handling fits into the days left of the standard, (R, U).

    Log-logistic with shape 4 in the days left: none where the line alone takes longer than the standard.

    Parameters
    ----------
    by_day : float array, shape (R, days, U)
        Cases that wait at the end of each day.
    a_case : float array, shape (R, U)
        Days that each of them takes.
    room : float array, shape (R, U)
        Days of the standard.
    handling : float array, shape (R, U)
        Median days of handling.

    Examples
    --------
    >>> line = np.array([[[0.0], [2.0], [9.0]]])
    >>> half, two, three = (np.array([[x]]) for x in (0.5, 2.0, 3.0))
    >>> on_time_days(line, half, three, two).round(6).tolist()  # 3 and 2 days left for 2, and none
    [[1.335052]]
    """
    out: FloatArray = np.empty(handling.shape, dtype=by_day.dtype)
    _add_chances(by_day, a_case, room, handling, out)
    return out


@compiled
def _add_chances(by_day: Any, a_case: Any, room: Any, handling: Any, out: Any) -> None:
    replications, days, units = by_day.shape
    real = out.dtype.type
    nothing, one = real(0.0), real(1.0)
    for r in range(replications):
        out[r] = nothing
        for day in range(days):
            for u in range(units):
                left = max(room[r, u] - by_day[r, day, u] * a_case[r, u], nothing)
                odds = left / handling[r, u]
                odds *= odds
                odds *= odds
                out[r, u] += odds / (one + odds)


def staying(start: FloatArray, load: FloatArray, nearer: FloatArray) -> FloatArray:
    """Share of those who want something that do not stay away because of the line, on each day of a month.

    A line of ``late`` standards keeps away all but ``exp(-balking late)``, and is itself shorter for it.
    With ``y = exp(balking late)`` and time in days, while somebody waits::

        d late / dt = (load / y - 1) / standard,  that is  dy / dt = (balking / standard) (load - y)

    so ``y`` nears the load by ``nearer(t) = 1 - exp(-balking t / standard)`` of the way, and the line settles
    at ``log(load) / balking`` standards. Who read last month's line for a whole month would send a short
    standard's line up and down from month to month.

    Parameters
    ----------
    start : float array, shape (R, U)
        ``y`` at the start of the month.
    load : float array, shape (R, U)
        Cases that would come without a line, over those that can be done.
    nearer : float array, shape (R, days, U)

    Examples
    --------
    >>> half = np.full((1, 1, 1), 0.5)
    >>> staying(np.array([[2.0]]), np.array([[1.2]]), half).ravel().tolist()  # halfway from 2 to 1.2
    [0.625]
    >>> staying(np.array([[1.2]]), np.array([[0.6]]), half).ravel().tolist()  # nobody waits any more
    [1.0]
    """
    out: FloatArray = np.empty((*start.shape[:1], *nearer.shape[1:]), dtype=nearer.dtype)
    _write_staying(start, load, nearer, out)
    return out


@compiled
def _write_staying(start: Any, load: Any, nearer: Any, out: Any) -> None:
    replications, days, units = out.shape
    one = out.dtype.type(1.0)
    for r in range(replications):
        for day in range(days):
            for u in range(units):
                y = (load[r, u] - start[r, u]) * nearer[r, day, u] + start[r, u]
                out[r, day, u] = one / max(y, one)


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
    ready = np.maximum(capacity, _IDLE)
    days = (_demand(s, base, ready, p), single(capacity)[:, None])
    arrivals, work = poissons(stack, "service.day", base.days, month, days)
    queue = queue_month(s.backlog, s.age, arrivals, work)
    faster = -s.efficiency
    if levers.redesign is not None:
        faster -= p["service.redesign"] * levers.redesign
    handling = p["service.handling"] * base.standard * np.exp(faster)
    chances = on_time_days(queue.by_day, *map(single, (1.0 / ready, base.standard, handling)))
    backlog_days = queue.backlog / ready
    congestion = np.minimum(backlog_days / base.standard, p["quality.congestion_most"])
    quality = world.unit_quality + p["quality.practice"] * skill - p["quality.congestion"] * congestion
    served = Served(
        queue=queue,
        on_time=queue.completed * chances * (1.0 / DAYS),
        errors=queue.completed * _error_share(skill, p),
        quality=quality,
        capacity=ready,
        wait_days=queue.waited / np.maximum(queue.completed, 1.0),
        backlog_days=backlog_days,
    )
    s.backlog, s.age, s.late = queue.backlog, queue.age, congestion
    s.rework = p["error.rework"] * served.errors
    return served


def _demand(s: State, base: Base, ready: FloatArray, p: Parameters) -> FloatArray:
    """Mean cases of each day, (R, days, U); faulty cases of the month before come again like new ones.

    The line is read at what the unit can do this month.
    """
    balking, most = p["service.balking"], p["service.balking_most"]
    if (key := "service.nearer") not in base.kept:
        middle = np.arange(0.5, DAYS)[:, None]
        base.kept[key] = single(-np.expm1(-middle * (balking / base.standard)[:, None]))
    wanted = base.demand + s.rework * (1.0 / DAYS)
    start = np.exp(balking * np.minimum(s.backlog / (ready * base.standard), most))
    load = np.minimum(wanted / ready, np.exp(balking * most))
    demand = staying(single(start), single(load), base.kept[key])
    demand *= single(wanted)[:, None]
    return demand


def _error_share(skill: FloatArray, p: Parameters) -> FloatArray:
    usual = p["error.base"] / (1.0 - p["error.base"])
    out: FloatArray = usual / (usual + np.exp(p["error.practice"] * skill))
    return out
