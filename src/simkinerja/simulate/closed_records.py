"""What a queue settles to in the long run: records that :mod:`simkinerja.simulate.closed_forms` makes."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp

from simkinerja.rules.checks import Number, exact

__all__ = ["FiniteRoom", "MultiServer", "SingleServer"]


@dataclass(frozen=True, slots=True)
class MultiServer:
    """An M/M/c queue in the long run; made by :func:`~simkinerja.simulate.closed_forms.mmc`.

    Parameters
    ----------
    arrival_rate, service_rate : float
        Customers a unit of time; the service rate is of one server.
    servers : int
    utilisation : float
        Share of time that a server is busy.
    empty : float
        Chance that nobody is in the system.
    delayed : float
        Chance that a customer must wait (Erlang C).
    queue, number : float
        Mean number waiting; waiting or being served.
    wait, time : float
        Mean wait before service; mean time from arrival to departure.
    """

    arrival_rate: float
    service_rate: float
    servers: int
    utilisation: float
    empty: float
    delayed: float
    queue: float
    wait: float
    number: float
    time: float

    def wait_exceeds(self, limit: Number) -> float:
        """Chance that the wait before service is longer than ``limit``.

        Examples
        --------
        >>> from simkinerja.simulate.closed_forms import mmc
        >>> round(mmc(4, 1, 5).wait_exceeds(1), 6)
        0.203847
        """
        t = float(exact(limit, "limit", "wait_exceeds", low=0, example="limit=15"))
        return self.delayed * exp(-(self.servers * self.service_rate - self.arrival_rate) * t)


@dataclass(frozen=True, slots=True)
class SingleServer:
    """An M/G/1 queue in the long run; made by :func:`~simkinerja.simulate.closed_forms.mg1`.

    Fields as in :class:`MultiServer`.
    """

    utilisation: float
    queue: float
    wait: float
    number: float
    time: float


@dataclass(frozen=True, slots=True)
class FiniteRoom:
    """An M/M/c/K queue in the long run; made by :func:`~simkinerja.simulate.closed_forms.mmck`.

    Parameters
    ----------
    empty, full : float
        Chance that nobody is in the system; that an arrival finds the room full and leaves.
    number, queue : float
        Mean number in the system; waiting.
    time, wait : float
        Mean time in the system and wait before service, of those let in.
    admitted_rate : float
        Customers let in a unit of time.
    """

    empty: float
    full: float
    number: float
    queue: float
    time: float
    wait: float
    admitted_rate: float
