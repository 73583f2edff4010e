"""L5: how the effects of several programmes on one lever combine; the order never matters.

Doses (teaching, *sosialisasi*), minutes and added staff add up. Intensities a, b of 0..1 combine as
a + b (1 - a) = 1 - (1 - a)(1 - b): two half measures are three quarters of a whole one, never more than one.
The support of taught doses is their mean, weighted by dose. Equal channels are one channel.
What is mixed of the same arrays as before is the same array as before, never to be written to: who works with
it month after month sees by ``is`` that nothing changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import reduce
from typing import TYPE_CHECKING, Any, Final, Protocol

import numpy as np
import numpy.typing as npt

from simkinerja.simulate.kept import once
from simkinerja.simulate.levers import ActiveChannel

if TYPE_CHECKING:
    from simkinerja.simulate.allotment import Service
    from simkinerja.simulate.channel import Channel
    from simkinerja.simulate.effects import Effect

__all__ = ["SUMMED", "Mix", "Push", "both"]

FloatArray = npt.NDArray[np.floating[Any]]

SUMMED: Final = frozenset(
    {"teach_technical", "teach_interpersonal", "briefing", "involvement", "minutes_per_day", "extra_staff"}
)
"""Levers that add up; all others are intensities of 0..1."""
_TAUGHT: Final = frozenset({"teach_technical", "teach_interpersonal"})


def both(a: FloatArray, b: FloatArray) -> FloatArray:
    """Return two intensities together; with b = 0 exactly a.

    Examples
    --------
    >>> both(np.array([0.5, 0.3]), np.array([0.5, 0.0])).tolist()
    [0.75, 0.3]
    """
    out: FloatArray = a + b * (1.0 - a)
    return out


class Push(Protocol):
    """What one effect of a programme does at present, and for whom.

    ``weight`` is of shape (1, m) or (R, m), or None for nothing.
    """

    effect: Effect
    service: Service
    weight: Any


class Mix:
    """Keeps what all programmes together do, and mixes anew what some of them do otherwise.

    Parameters
    ----------
    pushes : sequence of Push
        Of all programmes, in the order in which they are mixed.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> from simkinerja.simulate.effects import Effect
    >>> mix = Mix([SimpleNamespace(effect=Effect("voice"), weight=np.full((1, 2), 0.5))] * 2)
    >>> mix.anew(["voice"])
    >>> before = mix.levers["voice"]
    >>> mix.anew(["voice"])
    >>> before.tolist(), mix.levers["voice"] is before
    ([[0.75, 0.75]], True)
    """

    def __init__(self, pushes: Sequence[Push]) -> None:
        self.levers: dict[str, Any] = {}
        self._watching: dict[Channel, tuple[FloatArray, list[Push]]] = {}
        self._made: dict[str, Any] = {}
        self._pushes = _grouped(pushes, lambda push: push.effect.fills)
        self._teaching = [push for push in pushes if push.effect.lever in _TAUGHT]

    def anew(self, moved: Sequence[str]) -> None:
        """Mix these fields of :class:`~simkinerja.simulate.levers.Levers` anew."""
        for name in dict.fromkeys(moved):
            acting = [push for push in self._pushes[name] if push.weight is not None]
            if name == "channels":
                of_one = _grouped(acting, lambda push: push.effect.channel)
                self._watching = {
                    one: (self._together(f"on.{one.name}", of), of) for one, of in of_one.items()
                }
            elif name == "feedback":
                of_one = _grouped(acting, lambda push: push.effect.lever)
                doses = {lever: self._together(lever, of) for lever, of in of_one.items()}
                self.levers[name] = {lever.partition(".")[2]: dose for lever, dose in doses.items()}
            else:
                self.levers[name] = self._together(name, acting) if acting else None
        if not _TAUGHT.isdisjoint(moved):
            self.levers["transfer_support"] = self._support()

    def channels(self, t: int) -> tuple[ActiveChannel, ...]:
        """Return the channels in force in month ``t``; the older of two equal ones gives the age."""
        watching = self._watching.items()
        return tuple([ActiveChannel(channel, on, _age(pushes, t)) for channel, (on, pushes) in watching])

    def _support(self) -> FloatArray | None:
        acting = [push for push in self._teaching if push.weight is not None]
        taught = [one for push in acting for one in (push.weight, push.effect.support)]
        return self._once("transfer_support", taught, lambda: _mean_support(taught)) if taught else None

    def _together(self, name: str, pushes: Sequence[Push]) -> FloatArray:
        parts: list[FloatArray] = [push.weight for push in pushes]
        if len(parts) == 1:
            return parts[0]
        return self._once(name, parts, lambda: reduce(np.add if name in SUMMED else both, parts))

    def _once(self, name: str, given: Sequence[Any], make: Callable[[], FloatArray]) -> FloatArray:
        """Return what was last made under this name, if it was of the very same things; else make it."""
        return once(self._made, name, lambda *of: _locked(make()), *given)


def _locked(made: FloatArray) -> FloatArray:
    made.flags.writeable = False
    return made


def _grouped(pushes: Iterable[Push], by: Callable[[Push], Any]) -> dict[Any, list[Push]]:
    groups: dict[Any, list[Push]] = {}
    for push in pushes:
        groups.setdefault(by(push), []).append(push)
    return groups


def _age(pushes: Sequence[Push], t: int) -> FloatArray | float:
    """For how many months a channel has been on that these programmes share."""
    if len(pushes) == 1:
        return pushes[0].service.since(t)
    # a number would stand for all: each group of officers keeps its own age
    ages = [np.multiply(push.weight > 0.0, push.service.since(t), dtype=np.float32) for push in pushes]
    oldest: FloatArray = reduce(np.maximum, ages)
    return oldest


def _mean_support(taught: Sequence[Any]) -> FloatArray:
    """Return the mean support of doses, weighted by dose, of dose, support, dose, support, ..."""
    doses, supports = taught[::2], taught[1::2]
    dose = reduce(np.add, doses)
    supported = reduce(np.add, map(np.multiply, doses, supports))
    supported /= dose + (dose == 0.0)  # 0 where nothing was taught
    out: FloatArray = supported.astype(np.float32, copy=False)
    return out
