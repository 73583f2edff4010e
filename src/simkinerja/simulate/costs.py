"""L5: the numbers of programmes: their costs and doses, each with range and source (``data/*.yaml``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from simkinerja.simulate.parameters import Parameters, engine_parameters

if TYPE_CHECKING:
    from simkinerja.params import Param

__all__ = ["Numbers", "programme_numbers"]

FloatArray = npt.NDArray[np.float64]
Number = float | FloatArray


@cache
def programme_numbers() -> Mapping[str, Param]:
    """Return all costs and doses by name.

    Examples
    --------
    >>> programme_numbers()["cost.training.idr_per_hour"].unit
    'rupiah per peserta per JP'
    """
    own = ("cost.", "dose.")
    return MappingProxyType({name: p for name, p in engine_parameters().items() if name.startswith(own)})


@dataclass(frozen=True, slots=True)
class Numbers:
    """Numbers for compiling programmes: a run's own where it has them, else the registry's.

    Parameters
    ----------
    parameters : Parameters, optional

    Examples
    --------
    >>> Numbers()["dose.training.hours"]
    20.0
    """

    parameters: Parameters = field(default_factory=Parameters.default)

    def __getitem__(self, name: str) -> Any:
        """Return a float, or an array of shape (R, 1)."""
        return self.parameters[name]

    def plain(self, name: str) -> float:
        """Return one float; where each replication has its own draw, the registry's value.

        What goes into a :class:`simkinerja.simulate.channel.Channel` is the same in all replications.
        """
        found = self[name]
        return float(programme_numbers()[name].value if np.ndim(found) else found)
