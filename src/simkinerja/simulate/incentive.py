"""L5: what monitoring makes worth doing: visibility x consequence x enforcement x what the record pays.

Monitoring alone pays nothing: a channel without consequence adds an exact zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from operator import mul
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from simkinerja.simulate.base import plain, single
from simkinerja.simulate.effort import EFFORT
from simkinerja.simulate.kept import once

if TYPE_CHECKING:
    from simkinerja.simulate.appraisal import Standing
    from simkinerja.simulate.base import Base
    from simkinerja.simulate.channel import Channel
    from simkinerja.simulate.levers import ActiveChannel, Levers
    from simkinerja.simulate.parameters import Parameters
    from simkinerja.simulate.state import State

__all__ = ["Pull", "enforcement", "intensity", "pull", "relabelled"]

FloatArray = npt.NDArray[np.floating[Any]]
_ADDED: Final = frozenset({*EFFORT, "presence"})


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
    """Return what the month's channels, the scheme in force and the programmes make worth doing.

    How officers are watched, and which pay follows a record by itself, is the same until whom it reaches
    changes. What may be excused is enforced less from month to month, and is worked out in each.
    """
    watching = [one for active in levers.channels for one in (active.channel, active.on)]
    rules = s.standing, levers.career_use
    watched = once(base.kept, "pull.watched", _watched, levers.minutes_per_day, *watching)
    contingent = once(base.kept, "pull.contingent", _contingent, p, *rules, levers.bonus, *watching)
    total = _Sum()
    for k, active in enumerate(levers.channels):
        _add_channel(total, k, active, base, p)
    if s.standing is not None:
        _add_scheme(total, s.standing, levers, base, p, month)
    if levers.bonus is not None:
        total.add("throughput", once(base.kept, "pull.bonus", mul, p["incentive.strength"], levers.bonus))
    found = total.found
    return Pull(
        effort=(found.get("throughput"), found.get("care"), found.get("improvement"), found.get("helping")),
        presence=found.get("presence"),
        consequence=found.get("consequence"),
        claimed=found.get("claimed"),
        contingent=contingent,
        **watched,
    )


class _Sum:
    """Running sums and maxima; what was never added stays out."""

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

    def put(self, pays: dict[str, Any]) -> None:
        """Take in what one source pays: pulls add up, of consequences and claims the largest counts."""
        for name, value in pays.items():
            (self.add if name in _ADDED else self.most)(name, value)


def _watched(minutes_per_day: FloatArray | None, *watching: Any) -> dict[str, Any]:
    """How the channels watch, whatever follows: by field of :class:`Pull`."""
    total = _Sum()
    for channel, on in zip(watching[::2], watching[1::2], strict=True):
        total.either("intensity", on * intensity(channel))
        if channel.audit > 0.0:
            total.either("audit", on * channel.audit)
        if channel.transparent:
            total.either("transparent", on)
        if channel.tone != "neutral":
            total.either(channel.tone, on)
        if channel.minutes_per_day > 0.0:
            total.add("minutes", on * channel.minutes_per_day)
    if minutes_per_day is not None:
        total.add("minutes", minutes_per_day)
    return total.found


def _contingent(
    p: Parameters,
    standing: Standing | None,
    career_use: FloatArray | None,
    bonus: FloatArray | None,
    *watching: Any,
) -> FloatArray | None:
    """Share of pay that follows a record of work by itself; None for exact zeros."""
    total = _Sum()
    for channel, on in zip(watching[::2], watching[1::2], strict=True):
        if channel.automatic:
            # pay for being there leaves the work itself alone: what hangs on how one works crowds out
            of_work = max(channel.visibility[name] for name in EFFORT)
            total.most("contingent", _felt(channel, on, None, p) * (channel.consequence * of_work))
    if standing is not None and standing.automatic:
        level = _level(standing, career_use, 0, p)
        if np.any(level):
            total.most("contingent", level * _stake(standing) * standing.of_work)
    if bonus is not None:
        total.either("contingent", bonus)
    return total.found.get("contingent")


def _add_channel(total: _Sum, k: int, active: ActiveChannel, base: Base, p: Parameters) -> None:
    channel = active.channel
    if channel.consequence == 0.0 and channel.on_presence == 0.0:
        return
    unchecked = once(base.kept, f"pull.unchecked/{k}", _claimed_if_felt, channel, base.honesty, p)
    since = None if channel.automatic else active.since
    total.put(once(base.kept, f"pull.channel/{k}", _channel_pays, channel, active.on, since, unchecked, p))


def _channel_pays(
    channel: Channel, on: FloatArray, since: Any, claimed_if_felt: FloatArray | None, p: Parameters
) -> dict[str, Any]:
    """What follows from a channel: by field of :class:`Pull` and dimension of effort."""
    felt = _felt(channel, on, since, p)
    pays: dict[str, Any] = {}
    real, kappa = felt, p["incentive.strength"]
    if claimed_if_felt is not None:
        pays["claimed"] = felt * claimed_if_felt
        real = felt * (1.0 - pays["claimed"])
    for name in EFFORT:
        reached = channel.consequence * channel.visibility[name]
        if reached > 0.0 and channel.payoff == "scheme":
            pays[f"paid/{name}"] = real * reached
        elif reached > 0.0:
            pays[name] = real * (kappa * reached)
    if channel.on_presence > 0.0 and channel.visibility["presence"] > 0.0:
        pays["presence"] = felt * (channel.visibility["presence"] * channel.on_presence)
    if channel.consequence > 0.0:
        pays["consequence"] = felt * channel.consequence
    return pays


def _felt(channel: Channel, on: FloatArray, since: Any, p: Parameters) -> FloatArray:
    """How much of a channel's consequence reaches an officer, 0..1: if it is enforced, and known of."""
    felt = on
    if not channel.automatic:
        # one age for all and an age each give the same to the bit
        felt = felt * enforcement(False, single(since), p)
    return felt if channel.announced else felt * p["announced.hidden"]


def _claimed_if_felt(channel: Channel, honesty: FloatArray, p: Parameters) -> FloatArray | None:
    """Share of failing cases reported as good if the consequence were wholly felt, (R, n).

    None where officers do not write the record themselves.
    """
    if channel.self_report == 0.0:
        return None
    pressure = channel.consequence * channel.self_report * channel.ease_of_inflation
    return _checked(relabelled(pressure, honesty, p), channel.audit, p)


def _checked(claimed: FloatArray, audit: float, p: Parameters) -> FloatArray:
    """What is still claimed where claims are checked with this chance."""
    return np.asarray(claimed * plain(np.exp(-p["padding.audit"] * audit)))


def _add_scheme(
    total: _Sum, standing: Standing, levers: Levers, base: Base, p: Parameters, month: int
) -> None:
    """The scheme in force: what a little more of each dimension is expected to pay an officer.

    A channel that feeds the scheme makes its result count where it did not count by itself; the same pay is
    not won twice.
    """
    when = 0 if standing.automatic else month  # what nobody may excuse is the same in every month
    rules = standing, levers.career_use
    pays = dict(once(base.kept, "pull.scheme", _scheme_pays, *rules, base.honesty, when, p))
    for name, slope in zip(EFFORT, standing.slopes[1:], strict=True):
        by_channel = total.found.pop(f"paid/{name}", None)
        if by_channel is not None:
            level = np.maximum(_level(standing, levers.career_use, month, p), by_channel)
            pays |= _worth(name, slope, level, p)
    total.put(pays)


def _scheme_pays(
    standing: Standing, career_use: FloatArray | None, honesty: FloatArray, month: int, p: Parameters
) -> dict[str, Any]:
    """What the scheme pays where no channel feeds it: by field of :class:`Pull` and dimension of effort."""
    level, stake = _level(standing, career_use, month, p), _stake(standing)
    if not np.any(level):
        return {}
    pays = {"presence": level * standing.slopes[0], "consequence": level * stake}
    for name, slope in zip(EFFORT, standing.slopes[1:], strict=True):
        pays |= _worth(name, slope, level, p)
    if standing.ease > 0.0:
        claimed = relabelled(level * stake * standing.ease, honesty, p)
        pays["claimed"] = _checked(claimed, standing.audit, p)
    return pays


def _level(standing: Standing, career_use: FloatArray | None, month: int, p: Parameters) -> Any:
    """How much of what the scheme promises follows, 0..1."""
    level: Any = single(standing.consequence * enforcement(standing.automatic, float(month), p))
    return level if career_use is None else np.maximum(level, p["career.consequence"] * career_use)


def _stake(standing: Standing) -> Any:
    return plain(np.minimum(standing.stake, 1.0))


def _worth(name: str, slope: FloatArray, level: Any, p: Parameters) -> dict[str, Any]:
    """What more effort on a dimension is worth; empty where it pays nobody anything."""
    pays = slope.any() and np.any(level)
    return {name: slope * (p["incentive.strength"] * level)} if pays else {}
