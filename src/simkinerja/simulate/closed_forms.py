"""Formulas that a simulation can be held against: queues, diffusion, reliability.

All are exact under their assumptions, except :func:`kingman_wait`, which says so. Time is in whatever unit
the rates are in: with arrivals an hour, waits come in hours. Sources: Erlang 1917 (B and C); Pollaczek 1930
and Khinchine 1932 (M/G/1); Kendall 1953 (GI/M/1); Kingman 1962 (heavy traffic); Bass 1969; Spearman 1910 and
Brown 1910; Owen 1956 (bivariate normal). The formulas are textbook matter and were not looked up there.
"""

from __future__ import annotations

from itertools import pairwise
from math import exp, lgamma, log, sqrt
from typing import TYPE_CHECKING, Any

from simkinerja.rules.checks import Number, exact, refuse, shown, whole
from simkinerja.simulate.closed_records import FiniteRoom, MultiServer, SingleServer

if TYPE_CHECKING:
    import numpy.typing as npt

__all__ = [
    "FiniteRoom",
    "MultiServer",
    "SingleServer",
    "bass_peak",
    "bass_share",
    "dm1_wait",
    "erlang_b",
    "erlang_c",
    "implied_load",
    "kingman_wait",
    "mean_from_share_above",
    "mg1",
    "mm1k",
    "mmc",
    "mmck",
    "share_truly_top",
    "spearman_brown",
]

_MOST_SERVERS = 100_000


def _positive(value: Number, name: str, owner: str, example: str) -> float:
    """A number above zero."""
    number = float(exact(value, name, owner, low=0, example=example))
    if number <= 0:
        refuse(name, owner, "bilangan di atas 0", value, example)
    return number


def _share(value: Number, name: str, owner: str, example: str) -> float:
    """A number strictly between 0 and 1."""
    number = float(exact(value, name, owner, low=0, high=1, example=example))
    if not 0 < number < 1:
        refuse(name, owner, "bilangan di antara 0 dan 1, ujungnya tidak termasuk", value, example)
    return number


def _servers(value: object, owner: str) -> int:
    return whole(value, "servers", owner, low=1, high=_MOST_SERVERS, example="servers=3")


def _below_capacity(rate: float, capacity: float, owner: str) -> None:
    """Refuse a queue that grows without end."""
    if rate >= capacity:
        allowed = (
            f"di bawah kapasitas semua loket ({shown(round(capacity, 6))}), sebab antreannya tumbuh terus"
        )
        refuse("arrival_rate", owner, allowed, rate, f"arrival_rate={0.8 * capacity:g}")


def erlang_b(load: Number, servers: int) -> float:
    """Chance that all servers are busy when nobody may wait (M/G/c/c).

    Parameters
    ----------
    load : number
        Arrival rate times mean service time, from 0.
    servers : int

    Raises
    ------
    UsageError
        If ``load`` is negative or ``servers`` is no whole number from 1.

    Examples
    --------
    >>> round(erlang_b(1.6, 2), 6)
    0.329897
    """
    a = float(exact(load, "load", "erlang_b", low=0, example="load=1.6"))
    blocked = 1.0
    for k in range(1, _servers(servers, "erlang_b") + 1):
        blocked = a * blocked / (k + a * blocked)
    return blocked


def erlang_c(load: Number, servers: int) -> float:
    """Chance that a customer must wait (M/M/c).

    Raises
    ------
    UsageError
        If a parameter is bad or the load is not below the number of servers.

    Examples
    --------
    >>> round(erlang_c(1.6, 2), 6)
    0.711111
    """
    c = _servers(servers, "erlang_c")
    a = float(exact(load, "load", "erlang_c", low=0, example="load=1.6"))
    if a >= c:
        allowed = f"di bawah banyaknya loket ({c}), sebab antreannya tumbuh terus"
        refuse("load", "erlang_c", allowed, load, f"load={0.8 * c:g}")
    blocked = erlang_b(a, c)
    return blocked / (1 - a / c * (1 - blocked))


def mmc(arrival_rate: Number, service_rate: Number, servers: int) -> MultiServer:
    """Poisson arrivals, exponential service, ``servers`` equal servers, first come first served.

    Raises
    ------
    UsageError
        If a rate is not above 0 or arrivals are not below the capacity.

    Examples
    --------
    >>> desk = mmc(4, 1, 5)
    >>> round(desk.wait, 6), round(desk.empty, 6)
    (0.554113, 0.012987)
    """
    rate = _positive(arrival_rate, "arrival_rate", "mmc", "arrival_rate=13")
    mu = _positive(service_rate, "service_rate", "mmc", "service_rate=5")
    c = _servers(servers, "mmc")
    _below_capacity(rate, c * mu, "mmc")
    a = rate / mu
    delayed = erlang_c(a, c)
    logs = [k * log(a) - lgamma(k + 1) for k in range(c + 1)]
    most = max(logs)
    total = sum(exp(x - most) for x in logs[:-1]) + exp(logs[-1] - most) / (1 - a / c)
    wait = delayed / (c * mu - rate)
    return MultiServer(
        arrival_rate=rate,
        service_rate=mu,
        servers=c,
        utilisation=a / c,
        empty=exp(-most) / total,
        delayed=delayed,
        queue=rate * wait,
        wait=wait,
        number=rate * wait + a,
        time=wait + 1 / mu,
    )


def mg1(arrival_rate: Number, mean_service: Number, scv: Number) -> SingleServer:
    """Poisson arrivals, one server, any service time (Pollaczek-Khinchine).

    Parameters
    ----------
    arrival_rate, mean_service : number
    scv : number
        Squared coefficient of variation of the service time: 0 constant, 1 exponential.

    Raises
    ------
    UsageError
        If a parameter is bad or the load is not below 1.

    Examples
    --------
    >>> [round(mg1(0.8, 1, scv).wait, 9) for scv in (0, 0.5, 1, 2)]
    [2.0, 3.0, 4.0, 6.0]
    """
    rate = _positive(arrival_rate, "arrival_rate", "mg1", "arrival_rate=4")
    mean = _positive(mean_service, "mean_service", "mg1", "mean_service=0.2")
    spread = float(exact(scv, "scv", "mg1", low=0, example="scv=1"))
    _below_capacity(rate, 1 / mean, "mg1")
    rho = rate * mean
    wait = rho * mean * (1 + spread) / (2 * (1 - rho))
    return SingleServer(rho, rate * wait, wait, rate * wait + rho, wait + mean)


def mmck(arrival_rate: Number, service_rate: Number, servers: int, room: int) -> FiniteRoom:
    """M/M/c with room for ``room`` customers, those being served included; stable at any load.

    Raises
    ------
    UsageError
        If a parameter is bad, or the room is smaller than the number of servers.

    Examples
    --------
    >>> desk = mmck(0.8, 1, 1, 5)
    >>> round(desk.empty, 6), round(desk.full, 6), round(desk.number, 6)
    (0.271056, 0.088819, 1.868332)
    """
    rate = _positive(arrival_rate, "arrival_rate", "mmck", "arrival_rate=13")
    mu = _positive(service_rate, "service_rate", "mmck", "service_rate=5")
    c = _servers(servers, "mmck")
    most = whole(room, "room", "mmck", low=c, high=_MOST_SERVERS, example=f"room={c + 5}")
    logs = [0.0]
    for k in range(1, most + 1):
        logs.append(logs[-1] + log(rate) - log(min(k, c) * mu))
    top = max(logs)
    weights = [exp(x - top) for x in logs]
    total = sum(weights)
    chances = [w / total for w in weights]
    number = sum(k * p for k, p in enumerate(chances))
    queue = sum(max(k - c, 0) * p for k, p in enumerate(chances))
    let_in = rate * (1 - chances[-1])
    return FiniteRoom(chances[0], chances[-1], number, queue, number / let_in, queue / let_in, let_in)


def mm1k(arrival_rate: Number, service_rate: Number, room: int) -> FiniteRoom:
    """One server with room for ``room`` customers, the one being served included.

    Examples
    --------
    >>> round(mm1k(0.8, 1, 5).full, 6)
    0.088819
    """
    return mmck(arrival_rate, service_rate, 1, room)


def dm1_wait(arrival_rate: Number, service_rate: Number) -> float:
    """Mean wait with evenly spaced arrivals and one exponential server (D/M/1), exact.

    The root below 1 of ``s = exp(-(1 - s) / load)`` is found by bisection.

    Examples
    --------
    >>> round(dm1_wait(0.8, 1), 6)
    1.692731
    """
    rate = _positive(arrival_rate, "arrival_rate", "dm1_wait", "arrival_rate=0.8")
    mu = _positive(service_rate, "service_rate", "dm1_wait", "service_rate=1")
    _below_capacity(rate, mu, "dm1_wait")
    low, high = 0.0, rate / mu  # the root lies below the load
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if exp(-(1 - middle) * mu / rate) > middle else (low, middle)
    return high / (mu * (1 - high))


def kingman_wait(
    arrival_rate: Number, mean_service: Number, arrival_scv: Number, service_scv: Number
) -> float:
    """Mean wait of one server with any arrivals and any service: an **approximation** for heavy traffic.

    Exact for Poisson arrivals; for evenly spaced arrivals at load .8 it says 2 where :func:`dm1_wait` says
    1.692731. Use its direction, not its digits.

    Examples
    --------
    >>> round(kingman_wait(0.8, 1, 0, 1), 6)
    2.0
    """
    owner = "kingman_wait"
    rate = _positive(arrival_rate, "arrival_rate", owner, "arrival_rate=0.8")
    mean = _positive(mean_service, "mean_service", owner, "mean_service=1")
    came = float(exact(arrival_scv, "arrival_scv", owner, low=0, example="arrival_scv=1"))
    served = float(exact(service_scv, "service_scv", owner, low=0, example="service_scv=1"))
    _below_capacity(rate, 1 / mean, owner)
    rho = rate * mean
    return rho / (1 - rho) * (came + served) / 2 * mean


def implied_load(wait: Number, wait_with_one_more: Number, servers: int) -> tuple[float, float]:
    """Load and mean service time behind two published waits, if both come from M/M/c.

    Of the loads that fit the ratio of the waits, the highest is given: offices publish because it is busy.

    Parameters
    ----------
    wait, wait_with_one_more : number
        Mean wait with ``servers`` and with one server more, in the same unit.
    servers : int

    Returns
    -------
    (float, float)
        Load (arrival rate times service time) and service time, in the unit of the waits.

    Raises
    ------
    UsageError
        If a wait is not above 0, or no load gives waits so close together.

    Examples
    --------
    >>> load, minutes = implied_load(37.01, 4.2, 3)
    >>> round(load, 3), round(minutes, 2), round(60 * load / minutes, 1)
    (2.688, 14.27, 11.3)
    """
    owner = "implied_load"
    before = _positive(wait, "wait", owner, "wait=37.01")
    after = _positive(wait_with_one_more, "wait_with_one_more", owner, "wait_with_one_more=4.2")
    c = _servers(servers, owner)

    def ratio(load: float) -> float:
        return (erlang_c(load, c) / (c - load)) / (erlang_c(load, c + 1) / (c + 1 - load))

    grid = [c * (k + 0.5) / 1000 for k in range(1000)] + [c * (1 - 1e-9)]
    fits = [(a, b) for a, b in pairwise(grid) if ratio(a) <= before / after < ratio(b)]
    if not fits:
        allowed = "jauh di bawah wait; selisih sekecil ini tidak dihasilkan beban mana pun"
        refuse(
            "wait_with_one_more", owner, allowed, wait_with_one_more, f"wait_with_one_more={before / 9:.3g}"
        )
    low, high = fits[-1]
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if ratio(middle) <= before / after else (low, middle)
    return low, before * (c - low) / erlang_c(low, c)


def mean_from_share_above(limit: Number, share: Number) -> float:
    """Mean of an exponential time of which ``share`` exceeds ``limit``.

    Examples
    --------
    >>> round(mean_from_share_above(3, 0.40), 2)
    3.27
    """
    owner = "mean_from_share_above"
    edge = _positive(limit, "limit", owner, "limit=3")
    return -edge / log(_share(share, "share", owner, "share=0.4"))


def bass_share(time: npt.ArrayLike, p: Number = 0.03, q: Number = 0.38) -> Any:
    """Share of adopters at a time (Bass 1969).

    Parameters
    ----------
    time : array_like of float
        From 0, in the unit of the rates (years in the literature).
    p, q : number
        Innovation, above 0, and imitation, from 0.

    Returns
    -------
    float64 or ndarray
        Of the shape of ``time``.

    Raises
    ------
    UsageError
        If a rate is bad or a time is negative.

    Examples
    --------
    >>> [round(float(x), 4) for x in bass_share([1, 5, 10])]
    [0.0358, 0.3312, 0.8128]
    """
    import numpy as np

    own, from_others = _bass_rates(p, q, "bass_share")
    t = np.asarray(time, dtype=np.float64)
    if not (t >= 0).all():
        refuse("time", "bass_share", "bilangan paling sedikit 0", float(np.min(t)), "time=5")
    gone = np.exp(-(own + from_others) * t)
    return (1 - gone) / (1 + from_others / own * gone)


def bass_peak(p: Number = 0.03, q: Number = 0.38) -> tuple[float, float, float]:
    """Time of fastest adoption, share reached by then, and share a unit of time then.

    With ``q`` not above ``p`` adoption is fastest at the very start.

    Examples
    --------
    >>> [round(x, 4) for x in bass_peak()]
    [6.1926, 0.4605, 0.1106]
    """
    own, from_others = _bass_rates(p, q, "bass_peak")
    time = max(0.0, log(from_others / own) / (own + from_others)) if from_others > 0 else 0.0
    share = float(bass_share(time, own, from_others))
    return time, share, (own + from_others * share) * (1 - share)


def _bass_rates(p: Number, q: Number, owner: str) -> tuple[float, float]:
    return _positive(p, "p", owner, "p=0.03"), float(exact(q, "q", owner, low=0, example="q=0.38"))


def spearman_brown(reliability: Number, raters: Number) -> float:
    """Reliability of the mean of ``raters`` equal raters, from that of one.

    Examples
    --------
    >>> round(spearman_brown(0.52, 2), 3)
    0.684
    """
    one = float(
        exact(reliability, "reliability", "spearman_brown", low=0, high=1, example="reliability=0.52")
    )
    k = _positive(raters, "raters", "spearman_brown", "raters=3")
    return k * one / (1 + (k - 1) * one)


def share_truly_top(quota: Number, reliability: Number) -> float:
    """Share of those rated in the top ``quota`` who truly belong there; the same for the bottom.

    Truth and rating are bivariate normal with correlation ``sqrt(reliability)``.

    Parameters
    ----------
    quota : number
        Share named, strictly between 0 and 1.
    reliability : number
        0 (the rating is noise) to 1.

    Examples
    --------
    >>> round(share_truly_top(0.1, 0.52), 3)
    0.486
    """
    from scipy.special import ndtr, ndtri, owens_t

    named = _share(quota, "quota", "share_truly_top", "quota=0.1")
    square = exact(reliability, "reliability", "share_truly_top", low=0, high=1, example="reliability=0.52")
    r = sqrt(float(square))
    edge = -float(ndtri(named))
    both = float(ndtr(-edge)) - 2 * float(owens_t(edge, sqrt((1 - r) / (1 + r))))
    return both / named
