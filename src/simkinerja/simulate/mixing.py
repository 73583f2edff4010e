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
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt

from simkinerja.simulate.kept import once
from simkinerja.simulate.levers import ActiveChannel

if TYPE_CHECKING:
    from simkinerja.simulate.channel import Channel

__all__ = ["SUMMED", "Mix", "both"]

FloatArray = npt.NDArray[np.floating[Any]]
Watching: TypeAlias = "tuple[Channel, FloatArray, FloatArray | float]"

SUMMED: Final = frozenset(
    {"teach_technical", "teach_interpersonal", "briefing", "involvement", "minutes_per_day", "extra_staff"}
)
"""Levers that add up; all others are intensities of 0..1."""


def both(a: FloatArray, b: FloatArray) -> FloatArray:
    """Return two intensities together; with b = 0 exactly a.

    Examples
    --------
    >>> both(np.array([0.5, 0.3]), np.array([0.5, 0.0])).tolist()
    [0.75, 0.3]
    """
    out: FloatArray = a + b * (1.0 - a)
    return out


class Mix:
    """Collects the effects of a month in which something changed, and then of the next.

    Examples
    --------
    >>> mix, half = Mix(), np.full((1, 2), 0.5)
    >>> months = []
    >>> for _ in range(2):
    ...     mix.add("voice", half)
    ...     mix.add("voice", half)
    ...     months.append(mix.levers()["voice"])
    >>> months[0].tolist(), months[1] is months[0]
    ([[0.75, 0.75]], True)
    """

    def __init__(self) -> None:
        self._made: dict[str, Any] = {}
        self._forget()

    def _forget(self) -> None:
        self._parts: dict[str, list[FloatArray]] = {}
        self._taught: list[tuple[FloatArray, float]] = []

    def add(self, lever: str, values: FloatArray) -> None:
        """Add values of shape (1, m) or (R, m) to a lever."""
        self._parts.setdefault(lever, []).append(values)

    def teach(self, lever: str, dose: FloatArray, support: float) -> None:
        """Add a taught dose and the support that its use finds."""
        self.add(lever, dose)
        self._taught.append((dose, support))

    def levers(self) -> dict[str, Any]:
        """Return the fields of :class:`~simkinerja.simulate.levers.Levers` that are used, and start anew."""
        feedback: dict[str, FloatArray] = {}
        out: dict[str, Any] = {"feedback": feedback}
        for name, parts in self._parts.items():
            values = self._together(name, parts)
            if name.startswith("feedback."):
                feedback[name.removeprefix("feedback.")] = values
            else:
                out[name] = values
        if self._taught:
            flat = [one for pair in self._taught for one in pair]
            out["transfer_support"] = self._once("transfer_support", flat, lambda: _mean_support(flat))
        self._forget()
        return out

    def channels(self, watching: Iterable[Watching]) -> tuple[ActiveChannel, ...]:
        """Return channels where they are on; the older of two equal ones gives the age."""
        found: dict[Channel, list[tuple[FloatArray, FloatArray | float]]] = {}
        for channel, on, since in watching:
            found.setdefault(channel, []).append((on, since))
        return tuple(self._channel(*one) for one in found.items())

    def _channel(self, channel: Channel, found: list[tuple[FloatArray, FloatArray | float]]) -> ActiveChannel:
        if len(found) == 1:
            return ActiveChannel(channel, *found[0])
        # a number would stand for all: each group of officers keeps its own age
        ages = [np.multiply(on > 0.0, since, dtype=np.float32) for on, since in found]
        on = self._together(f"on.{channel.name}", [on for on, _ in found])
        return ActiveChannel(channel, on, reduce(np.maximum, ages))

    def _together(self, name: str, parts: Sequence[FloatArray]) -> FloatArray:
        if len(parts) == 1:
            return parts[0]
        return self._once(name, parts, lambda: reduce(np.add if name in SUMMED else both, parts))

    def _once(self, name: str, given: Sequence[Any], make: Callable[[], FloatArray]) -> FloatArray:
        """Return what was last made under this name, if it was of the very same things; else make it."""
        return once(self._made, name, lambda *of: _locked(make()), *given)


def _locked(made: FloatArray) -> FloatArray:
    made.flags.writeable = False
    return made


def _mean_support(taught: Sequence[Any]) -> FloatArray:
    """Return the mean support of doses, weighted by dose, of dose, support, dose, support, ..."""
    doses, supports = taught[::2], taught[1::2]
    dose = reduce(np.add, doses)
    supported = reduce(np.add, map(np.multiply, doses, supports))
    supported /= dose + (dose == 0.0)  # 0 where nothing was taught
    out: FloatArray = supported.astype(np.float32, copy=False)
    return out
