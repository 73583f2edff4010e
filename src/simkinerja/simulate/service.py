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
from simkinerja.simulate.kept import once
from simkinerja.simulate.rows import numbers_of

if TYPE_CHECKING:
    from simkinerja.simulate.base import Base
    from simkinerja.simulate.levers import Levers
    from simkinerja.simulate.parameters import Parameters
    from simkinerja.simulate.state import State
    from simkinerja.simulate.world import World
    from simkinerja.streams import StreamStack

__all__ = ["Queue", "Served", "demand_by_day", "on_time_days", "queue_month", "serve"]

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
    on_time_share : their share of the completed
    errors : faulty cases among the completed
    quality : SD
    capacity : cases a day that could be done
    wait_days : mean days waited by the completed
    backlog_days : backlog in days of work
    """

    queue: Queue
    on_time: FloatArray
    on_time_share: FloatArray
    errors: FloatArray
    quality: FloatArray
    capacity: FloatArray
    wait_days: FloatArray
    backlog_days: FloatArray


def demand_by_day(
    usual: FloatArray,
    again: FloatArray,
    ready: FloatArray,
    backlog: FloatArray,
    standard: FloatArray,
    nearer: FloatArray,
    balking: FloatArray,
) -> FloatArray:
    """Mean cases that come on each day of a month, (R, days, U): those wanted, less who stays away.

    A line of ``late`` standards keeps away all but ``exp(-balking late)``, and is itself shorter for it.
    With ``y = exp(balking late)`` and time in days, while somebody waits::

        d late / dt = (load / y - 1) / standard,  that is  dy / dt = (balking / standard) (load - y)

    so ``y`` nears the load by ``nearer(t) = 1 - exp(-balking t / standard)`` of the way, and the line settles
    at ``log(load) / balking`` standards. Who read last month's line for a whole month would send a short
    standard's line up and down from month to month.

    Parameters
    ----------
    usual, ready : float array, shape (R, U)
        Cases a day that people want done, and that can be done.
    again, backlog : float array, shape (R, U)
        Faulty cases of the month before, which come again like new ones; cases waiting at the start.
    standard : float array, shape (R, U)
        Days.
    nearer : float array, shape (R, days, U)
    balking : float array, shape (R, 2)
        Balking, and the longest line in standards that people still see as such.

    Examples
    --------
    >>> none, one, half = np.zeros((1, 1)), np.ones((1, 1)), np.full((1, 1, 1), 0.5)
    >>> most = np.array([[np.log(2.0), 9.0]])
    >>> demand_by_day(1.2 * one, none, one, one, one, half, most).ravel().tolist()  # y halfway from 2 to 1.2
    [0.75]
    >>> demand_by_day(0.6 * one, none, one, none, one, half, most).ravel().tolist()  # nobody waits
    [0.6]
    """
    out: FloatArray = np.empty(nearer.shape, dtype=nearer.dtype)
    _write_demand(usual, again, ready, backlog, standard, nearer, balking, out)
    return out


@compiled
def _write_demand(
    usual: Any, again: Any, ready: Any, backlog: Any, standard: Any, nearer: Any, balking: Any, out: Any
) -> None:
    replications, days, units = out.shape
    one = out.dtype.type(1.0)
    wanted, start, load = np.empty((3, units), out.dtype)
    for r in range(replications):
        steep, most = balking[r]
        heaviest = np.exp(steep * most)
        for u in range(units):
            wants = usual[r, u] + again[r, u] * (1.0 / days)
            late = backlog[r, u] / (ready[r, u] * standard[r, u])
            wanted[u] = wants
            start[u] = np.exp(steep * min(late, most))
            load[u] = min(wants / ready[r, u], heaviest)
        for day in range(days):
            for u in range(units):
                y = (load[u] - start[u]) * nearer[r, day, u] + start[u]
                out[r, day, u] = one / max(y, one) * wanted[u]


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
    found = np.empty((5, *backlog.shape))
    _run_queues(backlog, age, arrivals, capacity, by_day, found)
    came, completed, waiting, age_end, waited = found
    return Queue(came, completed, waiting, age_end, waited, by_day)


@compiled
def _run_queues(backlog: Any, age: Any, arrivals: Any, capacity: Any, by_day: Any, found: Any) -> None:
    """Write what :func:`queue_month` returns; units innermost, so that a day is one run of memory."""
    replications, days, units = arrivals.shape
    nothing = by_day.dtype.type(0.0)
    begin, so_far, line, total, done = np.empty((5, units), by_day.dtype)
    came, completed, waiting, age_end, waited = found
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


@compiled
def on_time_days(by_day: Any, ready: Any, standard: Any, handling: Any, faster: Any) -> Any:
    """Sum over days of the chance that handling fits into the days left of the standard, (R, U).

    Log-logistic with shape 4 in the days left: none where the line alone takes longer than the standard.

    Parameters
    ----------
    by_day : float array, shape (R, days, U)
        Cases that wait at the end of each day.
    ready : float array, shape (R, U)
        Cases a day that can be done.
    standard : float array, shape (R, U)
        Days.
    handling, faster : float array, shape (R, U)
        Usual median days of handling; log of how much faster it is now.

    Examples
    --------
    >>> line, none = np.array([[[0.0], [2.0], [9.0]]]), np.zeros((1, 1))
    >>> on_time_days(line, none + 2, none + 3, none + 2, none).round(6).tolist()  # 3, 2, no days
    [[1.335052]]
    """
    replications, days, units = by_day.shape
    real = by_day.dtype.type
    nothing, one = real(0.0), real(1.0)
    out = np.zeros((replications, units), by_day.dtype)
    a_case, room, takes = np.empty((3, units), by_day.dtype)
    for r in range(replications):
        for u in range(units):
            a_case[u], room[u] = 1.0 / ready[r, u], standard[r, u]
            takes[u] = handling[r, u] * np.exp(-faster[r, u])
        for day in range(days):
            for u in range(units):
                odds = max(room[u] - by_day[r, day, u] * a_case[u], nothing) / takes[u]
                odds *= odds
                odds *= odds
                out[r, u] += odds / (one + odds)
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
    standard, at_rest, handling, nearer, balking, numbers = once(
        base.kept, "service", _fixed, base.standard, world.unit_quality, p
    )
    ready = np.maximum(capacity, _IDLE)
    # who comes, by the line at what the unit can do this month
    demand = demand_by_day(base.demand, s.rework, ready, s.backlog, standard, nearer, balking)
    # the days
    means = demand, single(capacity)[:, None]
    arrivals, work = poissons(stack, "service.day", base.days, month, means)
    queue = queue_month(s.backlog, s.age, arrivals, work)
    # what came of them
    faster = s.efficiency
    if levers.redesign is not None:
        faster = faster + p["service.redesign"] * levers.redesign
    found = np.empty((8, *ready.shape))
    days = queue.completed, queue.waited, queue.backlog, queue.by_day
    _write_results(*days, ready, skill, standard, at_rest, handling, faster, numbers, found)
    on_time, share, errors, quality, wait_days, backlog_days, s.late, s.rework = found
    s.backlog, s.age = queue.backlog, queue.age
    return Served(queue, on_time, share, errors, quality, ready, wait_days, backlog_days)


def _fixed(standard: FloatArray, quality: FloatArray, p: Parameters) -> tuple[FloatArray, ...]:
    """What stays for the whole run: of units, of their days, and numbers one row a replication."""
    runs, standard, middle = len(standard), standard.copy(), np.arange(0.5, DAYS)[:, None]
    faulty = p["error.base"] / (1.0 - p["error.base"])
    balking = p["service.balking"]
    of_cases = 1.0 / DAYS, faulty, p["error.practice"], p["error.rework"]
    of_quality = p["quality.practice"], p["quality.congestion"], p["quality.congestion_most"]
    return (
        standard,
        np.broadcast_to(quality, standard.shape).copy(),
        p["service.handling"] * standard,
        single(-np.expm1(-middle * (balking / standard)[:, None])),
        numbers_of(balking, p["service.balking_most"], runs=runs, double=True),
        numbers_of(*of_cases, *of_quality, runs=runs, double=True),
    )


@compiled
def _write_results(
    completed: Any,
    waited: Any,
    backlog: Any,
    by_day: Any,
    ready: Any,
    skill: Any,
    standard: Any,
    at_rest: Any,
    handling: Any,
    faster: Any,
    numbers: Any,
    found: Any,
) -> None:
    """Write what came of a month: cases on time and faulty, quality, days waited and still to wait."""
    on_time, share, errors, quality, wait_days, backlog_days, late, rework = found
    chances = on_time_days(by_day, ready, standard, handling, faster)
    for r in range(completed.shape[0]):
        a_day, faulty, careful, again, practised, crowded, most = numbers[r]
        for u in range(completed.shape[1]):
            cases = max(completed[r, u], 1.0)
            on_time[r, u] = completed[r, u] * chances[r, u] * a_day
            share[r, u] = on_time[r, u] / cases
            errors[r, u] = completed[r, u] * (faulty / (faulty + np.exp(careful * skill[r, u])))
            rework[r, u] = again * errors[r, u]
            wait_days[r, u] = waited[r, u] / cases
            backlog_days[r, u] = backlog[r, u] / ready[r, u]
            late[r, u] = min(backlog_days[r, u] / standard[r, u], most)
            quality[r, u] = at_rest[r, u] + practised * skill[r, u] - crowded * late[r, u]
