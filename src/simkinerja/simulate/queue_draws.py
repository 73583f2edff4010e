"""Customers of a service desk, drawn from named streams: who comes when, and what each one needs.

Every draw is keyed by (seed, decision, replication, number of the customer). So the k-th customer of a day
needs the same work whatever the number of servers, and another arrival rate or mean stretches the same luck.
Streams: ``queue.gap``, ``queue.service``, ``queue.patience``, ``queue.late``, ``queue.absent``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, log, sqrt
from typing import Final

import numpy as np
import numpy.typing as npt

from simkinerja.rules.checks import choice, exact, refuse, whole
from simkinerja.simulate.queue import Customers
from simkinerja.streams import Streams

__all__ = ["Profile", "Times", "draw_booked", "draw_day", "draw_steady"]

FloatArray = npt.NDArray[np.float64]

KINDS: Final = ("constant", "exponential", "gamma", "lognormal")
_MOST: Final = 5_000_000  # customers of one replication


@dataclass(frozen=True, slots=True)
class Times:
    """A distribution of times: gaps between arrivals, service, patience.

    Parameters
    ----------
    kind : str
        ``"constant"``, ``"exponential"``, ``"gamma"`` (Erlang among them) or ``"lognormal"``.
    mean : float
        Above 0, in the unit of the queue.
    cv : float
        Standard deviation divided by mean; of gamma and lognormal only. 0 is constant.

    Raises
    ------
    UsageError
        If the kind is not known, the mean not above 0, or ``cv`` not within 0 to 20.

    Examples
    --------
    >>> Times("gamma", 12, 0.5).scv, Times.erlang(12, 4).cv, Times("exponential", 12).scv
    (0.25, 0.5, 1.0)
    """

    kind: str
    mean: float
    cv: float = 1.0

    def __post_init__(self) -> None:
        choice(self.kind, "kind", "Times", KINDS)
        _positive(self.mean, "mean", "Times", "mean=12.0")
        exact(self.cv, "cv", "Times", low=0, high=20, example="cv=0.5")

    @staticmethod
    def erlang(mean: float, stages: int) -> Times:
        """Sum of ``stages`` equal exponential stages."""
        n = whole(stages, "stages", "erlang", low=1, high=10_000, example="stages=4")
        return Times("gamma", mean, 1 / sqrt(n))

    @property
    def scv(self) -> float:
        """Squared coefficient of variation."""
        fixed = {"constant": 0.0, "exponential": 1.0}
        return fixed.get(self.kind, self.cv**2)

    def of(self, streams: Streams, name: str, slots: int) -> FloatArray:
        """Times of the slots ``0..slots-1``, shape (slots,), by the inverse distribution function.

        Examples
        --------
        >>> times = Times("lognormal", 12, 0.5).of(Streams(1), "queue.service", 40_000)
        >>> abs(float(times.mean()) - 12) < 0.1, abs(float(times.std()) - 6) < 0.2
        (True, True)
        """
        if self.scv == 0:
            return np.full(slots, float(self.mean))
        if self.kind == "lognormal":
            spread = log(1 + self.scv)
            out: FloatArray = np.exp(sqrt(spread) * streams.normal(name, slots) - spread / 2)
        elif self.kind == "exponential" or self.scv == 1:
            out = -np.log1p(-streams.uniform(name, slots))
        else:
            from scipy.special import gammaincinv

            out = gammaincinv(1 / self.scv, streams.uniform(name, slots)) * self.scv
        out *= self.mean
        return out


@dataclass(frozen=True, slots=True)
class Profile:
    """How many come in each part of a day.

    Parameters
    ----------
    edges : tuple of float, shape (k + 1,)
        Minutes, ascending; the doors are open from the first to the last.
    per_hour : tuple of float, shape (k,)
        Mean arrivals an hour in each part, from 0.

    Raises
    ------
    UsageError
        If the edges do not ascend, the lengths do not fit, or a rate is negative.

    Examples
    --------
    >>> Profile.flat(13, 240).expected
    52.0
    >>> Profile((0, 120, 300), (20, 8)).expected
    64.0
    """

    edges: tuple[float, ...]
    per_hour: tuple[float, ...]

    def __post_init__(self) -> None:
        edges, rates = (np.asarray(x, dtype=np.float64) for x in (self.edges, self.per_hour))
        if len(edges) < 2 or not np.isfinite(edges).all() or not (np.diff(edges) > 0).all():
            refuse(
                "edges", "Profile", "sedikitnya dua waktu yang selalu maju", str(self.edges), "edges=(0, 240)"
            )
        if len(rates) != len(edges) - 1 or not np.isfinite(rates).all() or not (rates >= 0).all():
            allowed = f"{len(edges) - 1} bilangan paling sedikit 0, satu setiap bagian hari"
            refuse("per_hour", "Profile", allowed, str(self.per_hour), "per_hour=(13,)")

    @staticmethod
    def flat(per_hour: float, minutes: float) -> Profile:
        """The same rate from 0 to ``minutes``."""
        return Profile((0.0, float(minutes)), (float(per_hour),))

    @property
    def cumulative(self) -> FloatArray:
        """Expected arrivals up to each edge, shape (k + 1,)."""
        parts = np.asarray(self.per_hour) * np.diff(np.asarray(self.edges, dtype=np.float64)) / 60
        return np.concatenate([[0.0], np.cumsum(parts)])

    @property
    def expected(self) -> float:
        """Expected arrivals of a day."""
        return float(self.cumulative[-1])


def _positive(value: float, name: str, owner: str, example: str) -> float:
    number = float(exact(value, name, owner, low=0, example=example))
    if number <= 0:
        refuse(name, owner, "bilangan di atas 0", value, example)
    return number


def _worlds(seed: int, replications: int, owner: str, first: int = 0) -> list[Streams]:
    """Streams of each replication; replication r is the same however many there are."""
    whole(seed, "seed", owner, low=0, example="seed=7")
    n = whole(replications, "replications", owner, low=1, high=1_000_000, example="replications=50")
    whole(first, "first", owner, low=0, example="first=0")
    return [Streams(seed).child("queue", r) for r in range(first, first + n)]


def _rows(worlds: Sequence[Streams], times: Times, name: str, slots: int) -> FloatArray:
    return np.stack([times.of(world, name, slots) for world in worlds])


def draw_steady(seed: int, replications: int, customers: int, gap: Times, service: Times) -> Customers:
    """Customers without opening hours, for the long run: renewal arrivals from an empty start at 0.

    Parameters
    ----------
    seed, replications, customers : int
    gap, service : Times

    Returns
    -------
    Customers
        Shape (replications, customers).

    Examples
    --------
    >>> draw_steady(1, 2, 100, Times("exponential", 5), Times("constant", 4)).arrival.shape
    (2, 100)
    """
    n = whole(customers, "customers", "draw_steady", low=1, high=_MOST, example="customers=20000")
    worlds = _worlds(seed, replications, "draw_steady")
    arrival = np.cumsum(_rows(worlds, gap, "queue.gap", n), axis=1)
    return Customers(arrival, _rows(worlds, service, "queue.service", n))


def draw_day(
    seed: int,
    replications: int,
    profile: Profile,
    service: Times,
    *,
    gap: Times | None = None,
    patience: Times | None = None,
    first: int = 0,
) -> Customers:
    """Customers of days with opening hours: arrivals follow the profile and stop when the doors close.

    Arrivals are unit gaps on the clock of expected arrivals: exponential gaps give a Poisson stream with that
    profile, others a renewal stream bent to it.

    Parameters
    ----------
    seed, replications : int
    profile : Profile
    service : Times
        Minutes.
    gap : Times, optional
        Shape of the gaps; its mean is not used. Exponential by default.
    patience : Times, optional
        Longest wait a customer accepts, minutes.
    first : int
        Number of the first replication: days 5 to 9 are the same alone as among fifty.

    Returns
    -------
    Customers
        Shape (replications, n), n being the busiest day's count.

    Examples
    --------
    >>> days = draw_day(7, 50, Profile.flat(13, 240), Times("exponential", 12))
    >>> 45 < float(days.present.sum(axis=1).mean()) < 59, bool(days.arrival[days.present].max() < 240)
    (True, True)
    """
    worlds = _worlds(seed, replications, "draw_day", first)
    shape = Times("exponential", 1.0) if gap is None else Times(gap.kind, 1.0, gap.cv)
    slots = ceil(profile.expected + 6 * sqrt(profile.expected * max(1.0, shape.scv))) + 12
    clock = np.cumsum(_rows(worlds, shape, "queue.gap", slots), axis=1)
    while clock[:, -1].min() < profile.expected:
        slots *= 2
        if slots > _MOST:
            refuse("per_hour", "draw_day", f"paling banyak {_MOST} pelanggan sehari", slots, "per_hour=(13,)")
        clock = np.cumsum(_rows(worlds, shape, "queue.gap", slots), axis=1)
    slots = max(1, int((clock < profile.expected).sum(axis=1).max()))
    clock = clock[:, :slots]
    moment = np.interp(clock, profile.cumulative, np.asarray(profile.edges, dtype=np.float64))
    arrival = np.where(clock < profile.expected, moment, np.inf)
    limits = None if patience is None else _rows(worlds, patience, "queue.patience", slots)
    return Customers(arrival, _rows(worlds, service, "queue.service", slots), limits)


def draw_booked(
    seed: int,
    replications: int,
    booked: Sequence[float],
    service: Times,
    *,
    late_sd: float = 0.0,
    absent: float = 0.0,
    first: int = 0,
) -> Customers:
    """Customers with appointments, each early or late by normal luck, or absent.

    Parameters
    ----------
    seed, replications : int
    booked : sequence of float, shape (n,)
        Times of the appointments, minutes.
    service : Times
    late_sd : float
        Standard deviation of lateness, minutes.
    absent : float
        Chance that a customer does not come, 0 to 1.
    first : int
        As for :func:`draw_day`.

    Returns
    -------
    Customers
        Shape (replications, n); each one keeps the work of his appointment when the order changes.

    Examples
    --------
    >>> draw_booked(7, 1, [0, 15, 30], Times("constant", 12)).arrival.tolist()
    [[0.0, 15.0, 30.0]]
    """
    worlds = _worlds(seed, replications, "draw_booked", first)
    times = np.asarray(booked, dtype=np.float64)
    if times.ndim != 1 or not len(times) or not np.isfinite(times).all():
        refuse("booked", "draw_booked", "daftar waktu dalam menit", str(booked)[:60], "booked=[0, 15, 30]")
    spread = float(exact(late_sd, "late_sd", "draw_booked", low=0, example="late_sd=5.0"))
    away = float(exact(absent, "absent", "draw_booked", low=0, high=1, example="absent=0.1"))
    n = len(times)
    late = np.stack([world.normal("queue.late", n) for world in worlds]) * spread
    gone = np.stack([world.uniform("queue.absent", n) for world in worlds]) < away
    arrival = np.where(gone, np.inf, times + late)
    order = np.argsort(arrival, axis=1, kind="stable")
    needs = _rows(worlds, service, "queue.service", n)
    return Customers(np.take_along_axis(arrival, order, axis=1), np.take_along_axis(needs, order, axis=1))
