"""An exact queue of several equal servers, first come first served (Kiefer and Wolfowitz 1955).

Their vector of sorted workloads is kept here as the sorted times at which the servers become free: the next
customer begins at ``max(arrival, first of them)``, and his departure takes the place of that first one. Only
``max``, ``min`` and one sum touch a time, and each keeps every order when it rounds: with the same customers
a server more never lengthens anybody's wait, to the last bit, and an event simulation gives the same bits.

Putting a departure ``d >= f[0]`` into the sorted times ``f`` in place of ``f[0]`` is
``max(f[i], min(d, f[i + 1]))`` for every i, so a customer costs four array calls however many replications
and servers there are; time itself cannot be vectorised, as every customer looks at the one before. Measured
as processor time on a busy machine of two cores, 3 servers: 2.5 microseconds a customer for 8 replications
together, 5.7 for 64 (90 nanoseconds each), 35 nanoseconds each with a thousand; by a heap, 300 to 400 each
however many, so that few replications are served one by one. For one server a running maximum would do
without the loop, but its rounding differs, and one and two servers could no longer be compared customer by
customer.

Priorities are left out: with them a wait hangs on customers who come later, and this recursion says nothing
true. Where customers come from: :mod:`simkinerja.simulate.queue_draws`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heappop, heappush, heapreplace
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from simkinerja.rules.checks import choice, refuse, whole

__all__ = ["Customers", "Served", "serve"]

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

STACK_FROM: Final = 8
"""Replications from which all are computed together, as measured."""
_MOST_SERVERS: Final = 10_000


@dataclass(frozen=True, slots=True)
class Customers:
    """Who comes, in order of arrival; one row a replication, any unit of time.

    Parameters
    ----------
    arrival : ndarray of float, shape (R, n)
        Ascending along a row; ``inf`` where a row has no more customers.
    service : ndarray of float, shape (R, n)
        Time each customer needs at a server, from 0.
    patience : ndarray of float, shape (R, n), optional
        Longest wait a customer accepts. Whoever would wait longer leaves on arrival, unserved.

    Raises
    ------
    UsageError
        If shapes differ, arrivals do not ascend, or a time is missing or negative.

    Examples
    --------
    >>> Customers.of([0, 5, 9], [10, 12, 8]).arrival.shape
    (1, 3)
    """

    arrival: FloatArray
    service: FloatArray
    patience: FloatArray | None = None

    def __post_init__(self) -> None:
        if self.arrival.ndim != 2:
            refuse(
                "arrival",
                "Customers",
                "tabel (ulangan, pelanggan)",
                f"{self.arrival.ndim} dimensi",
                "(5, 80)",
            )
        for name, times in (("service", self.service), ("patience", self.patience)):
            if times is None:
                continue
            if times.shape != self.arrival.shape:
                allowed = f"berukuran sama dengan arrival {self.arrival.shape}"
                refuse(name, "Customers", allowed, str(times.shape), f"{name} satu bilangan setiap pelanggan")
            known = times[self.present]
            if not (known >= 0).all() or (name == "service" and not np.isfinite(known).all()):
                refuse(
                    name, "Customers", "bilangan paling sedikit 0, tanpa yang kosong", "lain", f"{name}=12.0"
                )
        begin, end = self.arrival[:, :-1], self.arrival[:, 1:]
        if not (end >= begin).all() or not (self.arrival > -np.inf).all():
            refuse(
                "arrival", "Customers", "waktu yang tidak pernah mundur", "urutan lain", "arrival=[0, 5, 9]"
            )

    @staticmethod
    def of(
        arrival: npt.ArrayLike, service: npt.ArrayLike, patience: npt.ArrayLike | None = None
    ) -> Customers:
        """Customers from lists; one list is one replication."""

        def table(values: npt.ArrayLike) -> FloatArray:
            return np.atleast_2d(np.asarray(values, dtype=np.float64))

        return Customers(table(arrival), table(service), None if patience is None else table(patience))

    @property
    def present(self) -> BoolArray:
        """Which places of the table hold a customer, shape (R, n)."""
        return np.isfinite(self.arrival)


@dataclass(frozen=True, slots=True)
class Served:
    """What happened; made by :func:`serve`.

    Parameters
    ----------
    customers : Customers
    servers : int
    start, departure : ndarray of float, shape (R, n)
        Begin and end of service; NaN for who left unserved and where there is no customer.

    Examples
    --------
    >>> done = serve(Customers.of([0, 5, 9], [10, 12, 8]), 1)
    >>> done.wait.tolist(), done.mean_wait.tolist()
    ([[0.0, 5.0, 13.0]], [6.0])
    """

    customers: Customers
    servers: int
    start: FloatArray
    departure: FloatArray

    @property
    def served(self) -> BoolArray:
        """Who was served, shape (R, n)."""
        return np.isfinite(self.start)

    @property
    def lost(self) -> BoolArray:
        """Who came and left unserved, shape (R, n)."""
        return self.customers.present & ~self.served

    @property
    def wait(self) -> FloatArray:
        """Time from arrival to begin of service, shape (R, n); NaN where there was none."""
        out = np.full_like(self.start, np.nan)
        return np.subtract(self.start, self.customers.arrival, out=out, where=self.served)

    @property
    def mean_wait(self) -> FloatArray:
        """Mean wait of the served, shape (R,); NaN for a replication without any."""
        return _ratio(_sums(np.where(self.served, self.wait, 0.0)), self.served.sum(axis=1))

    def share_within(self, limit: float) -> FloatArray:
        """Share of all who came whose service began within ``limit`` of their arrival, shape (R,)."""
        quick = self.served & (np.nan_to_num(self.wait, nan=np.inf) <= limit)
        return _ratio(quick.sum(axis=1), self.customers.present.sum(axis=1))

    @property
    def last_departure(self) -> FloatArray:
        """When the last one left, shape (R,); ``-inf`` for a replication in which nobody was served."""
        out: FloatArray = np.where(self.served, self.departure, -np.inf).max(axis=1, initial=-np.inf)
        return out

    def length(self, times: npt.ArrayLike, what: Literal["waiting", "present"] = "waiting") -> FloatArray:
        """Number of people at given times (right after what happens then), shape (R, len(times)).

        Parameters
        ----------
        times : array_like of float, shape (k,)
        what : str
            ``"waiting"`` for service, or ``"present"``: waiting or being served.

        Examples
        --------
        >>> done = serve(Customers.of([0, 5, 9], [10, 12, 8]), 1)
        >>> done.length([9, 10, 22]).tolist(), done.length([9, 10, 22], "present").tolist()
        ([[2.0, 1.0, 0.0]], [[3.0, 2.0, 1.0]])
        """
        came, gone = self._events(what)
        at = np.asarray(times, dtype=np.float64)
        rows = [
            np.searchsorted(a, at, side="right") - np.searchsorted(np.sort(g), at, side="right")
            for a, g in zip(came, gone, strict=True)
        ]
        return np.array(rows, dtype=np.float64)

    def time_average(
        self, begin: float, end: float, what: Literal["waiting", "present"] = "waiting"
    ) -> FloatArray:
        """Mean number of people over a stretch of time, shape (R,): the path of the count, integrated.

        It is not computed from the waits, so that L = lambda W stays a test.

        Examples
        --------
        >>> done = serve(Customers.of([0, 5, 9], [10, 12, 8]), 1)
        >>> done.time_average(0, 30).tolist()
        [0.6]
        """
        if not end > begin:
            refuse("end", "time_average", f"di atas begin ({begin:g})", end, f"end={begin + 60:g}")
        came, gone = self._events(what)
        moments = np.concatenate([came, gone], axis=1)
        steps = np.concatenate([np.ones_like(came), -np.ones_like(gone)], axis=1)
        order = np.argsort(moments, axis=1, kind="stable")
        count = np.cumsum(np.take_along_axis(steps, order, axis=1), axis=1)
        moments = np.clip(np.take_along_axis(moments, order, axis=1), begin, end)
        until = np.concatenate([moments[:, 1:], np.full((len(moments), 1), end)], axis=1)
        mean: FloatArray = (count * (until - moments)).sum(axis=1) / (end - begin)
        return mean

    def _events(self, what: str) -> tuple[FloatArray, FloatArray]:
        """Times at which the count goes up and down; nothing happens at ``inf``."""
        choice(what, "what", "length", ["waiting", "present"])
        away = self.start if what == "waiting" else self.departure
        served = self.served
        came = np.sort(np.where(served, self.customers.arrival, np.inf), axis=1)
        return came, np.where(served, away, np.inf)


def _sums(values: FloatArray) -> FloatArray:
    """Row sums from left to right: the width of a padded table changes no bit, as it would in ``sum``."""
    nothing = np.zeros((len(values), 1))
    out: FloatArray = np.cumsum(np.concatenate([nothing, values], axis=1), axis=1)[:, -1]
    return out


def _ratio(top: npt.NDArray[np.generic], below: npt.NDArray[np.generic]) -> FloatArray:
    """Top divided by below as floats, NaN where below is 0."""
    out: FloatArray = np.full(top.shape, np.nan)
    np.divide(top, below, out=out, where=below.astype(np.float64) > 0)
    return out


def serve(
    customers: Customers, servers: int, *, opens: float | Sequence[float] = 0.0, room: int | None = None
) -> Served:
    """Serve customers in order of arrival, each by the server that is free first.

    Parameters
    ----------
    customers : Customers
    servers : int
    opens : float or sequence of float, shape (servers,)
        When each server begins work; who comes earlier waits. Nobody is sent home at closing time: let no
        customer arrive after it, or give a patience that ends with it.
    room : int, optional
        Most people inside, those being served included; who finds it full leaves.

    Returns
    -------
    Served

    Raises
    ------
    UsageError
        If ``servers`` is no whole number from 1, or the room is smaller than that.

    Examples
    --------
    >>> three = Customers.of([0, 5, 9], [10, 12, 8])
    >>> serve(three, 2).wait.tolist()
    [[0.0, 0.0, 1.0]]
    >>> serve(three, 1, room=2).lost.tolist()
    [[False, False, True]]
    """
    c = whole(servers, "servers", "serve", low=1, high=_MOST_SERVERS, example="servers=3")
    free = _opening(opens, c)
    stacked = len(customers.arrival) >= STACK_FROM
    with np.errstate(invalid="ignore"):  # who does not exist "begins" at infinity
        if room is None and customers.patience is None:
            start = (_stacked if stacked else _one_by_one)(customers, free)
        else:
            size = None if room is None else whole(room, "room", "serve", low=c, example=f"room={c + 5}")
            start = (_stacked_choosy if stacked else _choosy_one_by_one)(customers, free, size)
    start = np.where(customers.present, start, np.nan)
    return Served(customers, c, start, start + customers.service)


def _opening(opens: float | Sequence[float], servers: int) -> FloatArray:
    """Sorted times at which the servers begin, shape (servers,)."""
    times = np.asarray(opens, dtype=np.float64)
    if times.ndim > 1 or (times.ndim == 1 and len(times) != servers) or not np.isfinite(times).all():
        refuse(
            "opens", "serve", f"satu waktu, atau satu untuk setiap loket ({servers})", str(opens), "opens=0.0"
        )
    return np.sort(np.broadcast_to(times, (servers,)))


def _places(first: FloatArray, replications: int) -> FloatArray:
    """Sorted times, one column a replication, with an ``inf`` below as the neighbour of the last."""
    out = np.full((len(first) + 1, replications), np.inf)
    out[:-1] = first[:, None]
    return out


def _stacked(customers: Customers, opening: FloatArray) -> FloatArray:
    """Begin of service, all replications together."""
    arrival, service = (np.ascontiguousarray(x.T) for x in (customers.arrival, customers.service))
    start = np.empty_like(arrival)
    free = _places(opening, arrival.shape[1])
    first, here, after = free[0], free[:-1], free[1:]
    lower, leaves = np.empty_like(here), np.empty_like(first)
    for came, needs, begins in zip(arrival, service, start, strict=True):
        np.maximum(came, first, out=begins)
        np.add(begins, needs, out=leaves)
        np.minimum(leaves, after, out=lower)
        np.maximum(here, lower, out=here)
    return np.ascontiguousarray(start.T)


def _stacked_choosy(customers: Customers, opening: FloatArray, room: int | None) -> FloatArray:
    """As :func:`_stacked`, with people who leave unserved: their departure is ``-inf`` and moves nothing."""
    arrival, service = (np.ascontiguousarray(x.T) for x in (customers.arrival, customers.service))
    patience = np.full_like(arrival, np.inf) if customers.patience is None else customers.patience.T
    start = np.empty_like(arrival)
    free = _places(opening, arrival.shape[1])
    # The room is full if as many departures as it holds lie ahead: the latest of them suffice.
    inside = _places(np.full(room or 1, -np.inf), arrival.shape[1])
    for i, came in enumerate(arrival):
        begins = np.maximum(came, free[0])
        stays = begins <= came + patience[i]
        if room is not None:
            stays &= inside[0] <= came
        leaves = np.where(stays, begins + service[i], -np.inf)
        np.maximum(free[:-1], np.minimum(leaves, free[1:]), out=free[:-1])
        if room is not None:
            np.maximum(inside[:-1], np.minimum(leaves, inside[1:]), out=inside[:-1])
        start[i] = np.where(stays, begins, np.nan)
    return np.ascontiguousarray(start.T)


def _one_by_one(customers: Customers, opening: FloatArray) -> FloatArray:
    """Begin of service, one replication after the other, the free times in a heap."""
    start = np.empty_like(customers.arrival)
    for r, (arrivals, services) in enumerate(zip(customers.arrival, customers.service, strict=True)):
        free = opening.tolist()
        begins = []
        for came, needs in zip(arrivals.tolist(), services.tolist(), strict=True):
            begin = max(came, free[0])
            heapreplace(free, begin + needs)
            begins.append(begin)
        start[r] = begins
    return start


def _choosy_one_by_one(customers: Customers, opening: FloatArray, room: int | None) -> FloatArray:
    """As :func:`_one_by_one`, with people who leave unserved."""
    start = np.full_like(customers.arrival, np.nan)
    for r, (arrivals, services) in enumerate(zip(customers.arrival, customers.service, strict=True)):
        limits = [np.inf] * len(arrivals) if customers.patience is None else customers.patience[r].tolist()
        free, inside = opening.tolist(), list[float]()
        for k, (came, needs) in enumerate(zip(arrivals.tolist(), services.tolist(), strict=True)):
            while inside and inside[0] <= came:
                heappop(inside)
            begin = max(came, free[0])
            if begin <= came + limits[k] and (room is None or len(inside) < room):
                heapreplace(free, begin + needs)
                heappush(inside, begin + needs)
                start[r, k] = begin
    return start
