"""L5: what monitoring makes worth doing: visibility x consequence x enforcement x what the record pays.

Monitoring alone pays nothing: a channel without consequence adds an exact zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from simkinerja.simulate.base import plain, single
from simkinerja.simulate.effort import EFFORT

if TYPE_CHECKING:
    from simkinerja.simulate.base import Base
    from simkinerja.simulate.channel import Channel
    from simkinerja.simulate.levers import ActiveChannel, Levers
    from simkinerja.simulate.parameters import Number, Parameters
    from simkinerja.simulate.state import State

__all__ = ["Pull", "enforcement", "intensity", "pull", "relabelled"]

FloatArray = npt.NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True)
class Pull:
    """What channels and scheme together do this month; arrays (R, n), or None for exact zeros.

    Parameters
    ----------
    effort : worth added to each of the four dimensions
    presence : pull on presence, 0 none, 1 fully paid by the day; several sources add up
    consequence : largest consequence that an officer meets, 0..1
    contingent : share of pay that follows a record of work (not of presence) by itself, 0..1
    intensity : how much of the officer's work is watched, 0..1
    transparent, controlling, developmental : 0..1, how the watching is done
    claimed : share of failing cases that are reported as good, 0..1
    audit : chance that a claim is checked, 0..1
    minutes : minutes of reporting a day
    """

    effort: tuple[FloatArray | None, FloatArray | None, FloatArray | None, FloatArray | None]
    presence: FloatArray | None = None
    consequence: FloatArray | None = None
    contingent: FloatArray | None = None
    intensity: FloatArray | None = None
    transparent: FloatArray | None = None
    controlling: FloatArray | None = None
    developmental: FloatArray | None = None
    claimed: FloatArray | None = None
    audit: FloatArray | None = None
    minutes: FloatArray | None = None


def enforcement(automatic: bool, since: Any, p: Parameters) -> Any:
    """Return how much of a consequence is enforced, 0..1.

    Automatic consequences last. Insiders who may excuse do so more and more: ``exp(-(t / tau)^2)``, under
    2 % at month 18 (Banerjee, Duflo and Glennerster 2008).

    Parameters
    ----------
    automatic : bool
    since : array
        Months since the channel reached the officer.

    Examples
    --------
    >>> from simkinerja.simulate.parameters import Parameters
    >>> p = Parameters.default()
    >>> enforcement(True, 18.0, p), bool(enforcement(False, 18.0, p) < 0.021)
    (1.0, True)
    """
    if automatic:
        return 1.0
    ratio = since / p["enforcement.life"]
    left = np.exp(-ratio * ratio)
    return left if isinstance(since, np.ndarray) else plain(left)


def intensity(channel: Channel) -> float:
    """Return how much of the work a channel sees, 0..1: the mean of its visibilities."""
    seen = channel.visibility.values()
    return sum(seen) / max(len(seen), 1)


def relabelled(pressure: Any, honesty: FloatArray, p: Parameters) -> FloatArray:
    """Return the share of failing cases that an officer would report as good if nobody checked, 0..1.

    Parameters
    ----------
    pressure : float or array
        Consequence x share that is self-reported x ease of inflation, 0..1.
    honesty : float array, shape (n,)
        0..1.
    """
    honest = np.exp((-p["padding.strength"] * pressure) * (1.0 - honesty))
    out: FloatArray = 1.0 - honest
    return out


def pull(s: State, levers: Levers, base: Base, p: Parameters, month: int) -> Pull:
    """Return what the month's channels, the scheme in force and the programmes make worth doing."""
    total = _Sum()
    kappa = p["incentive.strength"]
    for active in levers.channels:
        _add_channel(total, active, base, p, kappa)
    if s.standing is not None:
        _add_scheme(total, s, levers, base, p, month)
    if levers.bonus is not None:
        total.either("contingent", levers.bonus)
        total.add("throughput", kappa * levers.bonus)
    if levers.minutes_per_day is not None:
        total.add("minutes", levers.minutes_per_day)
    found = total.found
    return Pull(
        effort=(found.get("throughput"), found.get("care"), found.get("improvement"), found.get("helping")),
        **{name: found.get(name) for name in _Sum.OTHERS},
    )


class _Sum:
    """Running sums and maxima; what was never added stays out."""

    OTHERS = (
        *("presence", "consequence", "contingent", "intensity", "transparent", "controlling"),
        *("developmental", "claimed", "audit", "minutes"),
    )

    def __init__(self) -> None:
        self.found: dict[str, Any] = {}

    def add(self, name: str, value: Any) -> None:
        self.found[name] = self.found[name] + value if name in self.found else value

    def most(self, name: str, value: Any) -> None:
        self.found[name] = np.maximum(self.found[name], value) if name in self.found else value

    def either(self, name: str, value: Any) -> None:
        """Shares a + b (1 - a) that never pass 1; with b = 0 exactly a."""
        if name in self.found:
            value = self.found[name] + value * (1.0 - self.found[name])
        self.found[name] = value


def _add_channel(total: _Sum, active: ActiveChannel, base: Base, p: Parameters, kappa: Number) -> None:
    channel, on = active.channel, active.on
    felt = _felt(active, p)
    if channel.self_report > 0.0:
        claimed = felt * _claimed_if_felt(channel, base, p)
        total.most("claimed", claimed)
        real = felt * (1.0 - claimed)
    else:
        real = np.asarray(felt)
    for name in EFFORT:
        reached = channel.consequence * channel.visibility[name]
        if reached > 0.0 and channel.payoff == "scheme":
            total.most(f"paid/{name}", real * reached)
        elif reached > 0.0:
            total.add(name, real * (kappa * reached))
    if channel.on_presence > 0.0 and channel.visibility["presence"] > 0.0:
        total.add("presence", felt * (channel.visibility["presence"] * channel.on_presence))
    if channel.consequence > 0.0:
        total.most("consequence", felt * channel.consequence)
    if channel.automatic:
        # pay for being there leaves the work itself alone: what hangs on how one works crowds out
        of_work = max(channel.visibility[name] for name in EFFORT)
        total.most("contingent", felt * (channel.consequence * of_work))
    total.either("intensity", on * intensity(channel))
    if channel.audit > 0.0:
        total.either("audit", on * channel.audit)
    if channel.transparent:
        total.either("transparent", on)
    if channel.tone != "neutral":
        total.either(channel.tone, on)
    if channel.minutes_per_day > 0.0:
        total.add("minutes", on * channel.minutes_per_day)


def _felt(active: ActiveChannel, p: Parameters) -> FloatArray:
    """How much of a channel's consequence reaches an officer, 0..1: if it is enforced, and known of."""
    felt: FloatArray = active.on
    if not active.channel.automatic:
        # one age for all and an age each give the same to the bit
        felt = felt * enforcement(False, single(active.since), p)
    return felt if active.channel.announced else felt * p["announced.hidden"]


def _claimed_if_felt(channel: Channel, base: Base, p: Parameters) -> FloatArray:
    """Share of failing cases reported as good if the consequence were wholly felt, (R, n); made once."""
    pressure = channel.consequence * channel.self_report * channel.ease_of_inflation
    key = f"claimed/{pressure}/{channel.audit}"
    if key not in base.kept:
        unchecked = relabelled(pressure, base.honesty, p)
        base.kept[key] = unchecked * plain(np.exp(-p["padding.audit"] * channel.audit))
    return base.kept[key]


def _add_scheme(total: _Sum, s: State, levers: Levers, base: Base, p: Parameters, month: int) -> None:
    """The scheme in force: what a little more of each dimension is expected to pay an officer.

    A channel that feeds the scheme makes its result count where it did not count by itself; the same pay is
    not won twice.
    """
    standing = s.standing
    assert standing is not None
    level: Any = single(standing.consequence * enforcement(standing.automatic, float(month), p))
    if levers.career_use is not None:
        level = np.maximum(level, p["career.consequence"] * levers.career_use)
    kappa, stake = p["incentive.strength"], plain(np.minimum(standing.stake, 1.0))
    for k, name in enumerate(EFFORT):
        by_channel = total.found.pop(f"paid/{name}", None)
        most = level if by_channel is None else np.maximum(level, by_channel)
        slope = standing.slopes[k + 1]
        if slope.any() and np.asarray(most).any():
            total.add(name, slope * (kappa * most))
    if not np.any(level):
        return
    total.add("presence", level * standing.slopes[0])
    total.most("consequence", level * stake)
    if standing.automatic:
        total.most("contingent", level * stake * standing.of_work)
    if standing.ease > 0.0:
        claimed = relabelled(level * stake * standing.ease, base.honesty, p)
        total.most("claimed", claimed * plain(np.exp(-p["padding.audit"] * standing.audit)))
