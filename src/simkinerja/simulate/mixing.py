"""L5: how the effects of several programmes on one lever combine; the order never matters.

Doses (teaching, *sosialisasi*), minutes and added staff add up. Intensities a, b of 0..1 combine as
a + b (1 - a) = 1 - (1 - a)(1 - b): two half measures are three quarters of a whole one, never more than one.
The support of taught doses is their mean, weighted by dose. Equal channels are one channel.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from simkinerja.simulate.levers import ActiveChannel, Levers

if TYPE_CHECKING:
    from simkinerja.simulate.channel import Channel

__all__ = ["SUMMED", "Mix", "both"]

FloatArray = npt.NDArray[np.float64]

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
    """Collects the effects of one month."""

    def __init__(self) -> None:
        self._levers: dict[str, FloatArray] = {}
        self._channels: dict[Channel, tuple[FloatArray, FloatArray]] = {}
        self._taught: FloatArray | None = None
        self._supported: FloatArray | None = None

    def add(self, lever: str, values: FloatArray) -> None:
        """Add values of shape (1, m) or (R, m) to a lever."""
        have = self._levers.get(lever)
        if have is None:
            self._levers[lever] = values
        else:
            self._levers[lever] = have + values if lever in SUMMED else both(have, values)

    def teach(self, lever: str, dose: FloatArray, support: float) -> None:
        """Add a taught dose and the support that its use finds."""
        self.add(lever, dose)
        supported = dose * support
        self._taught = dose if self._taught is None else self._taught + dose
        self._supported = supported if self._supported is None else self._supported + supported

    def watch(self, channel: Channel, on: FloatArray, since: FloatArray) -> None:
        """Add a channel where it is on; the older of two equal ones gives the age."""
        have = self._channels.get(channel)
        if have is not None:
            on, since = both(have[0], on), np.maximum(have[1], since)
        self._channels[channel] = (on, since)

    def levers(self) -> Levers:
        """Return the levers of the month."""
        out = Levers()
        for name, values in self._levers.items():
            if name.startswith("feedback."):
                out.feedback[name.removeprefix("feedback.")] = values
            else:
                setattr(out, name, values)
        if self._taught is not None and self._supported is not None:
            some = self._taught > 0
            support = np.zeros(self._taught.shape)
            out.transfer_support = np.divide(self._supported, self._taught, out=support, where=some)
        out.channels = tuple(ActiveChannel(c, *self._channels[c]) for c in self._channels)
        return out
