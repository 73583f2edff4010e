"""L5: the numbers of programmes: their costs and doses, each with range and source (``data/*.yaml``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from simkinerja.params import Param

if TYPE_CHECKING:
    from simkinerja.simulate.parameters import Parameters

__all__ = ["FILES", "Numbers", "programme_numbers"]

FloatArray = npt.NDArray[np.float64]
Number = float | FloatArray
FILES: Final = ("costs", "programmes")


@cache
def programme_numbers() -> Mapping[str, Param]:
    """Return all costs and doses by name.

    Examples
    --------
    >>> programme_numbers()["cost.training.idr_per_hour"].unit
    'rupiah per peserta per JP'
    """
    import yaml

    folder = files("simkinerja.simulate") / "data"
    texts = [(folder / f"{name}.yaml").read_text(encoding="utf-8") for name in FILES]
    rows = [row for text in texts for row in yaml.safe_load(text)]
    return MappingProxyType({row.pop("name"): Param(**row) for row in rows})


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

    parameters: Parameters | None = None

    def __getitem__(self, name: str) -> Any:
        """Return a float, or an array of shape (R, 1)."""
        from simkinerja.simulate.parameters import Parameters

        try:
            return (self.parameters or Parameters.default())[name]
        except KeyError:
            return programme_numbers()[name].value

    def plain(self, name: str) -> float:
        """Return one float; where each replication has its own draw, the registry's value.

        What goes into a :class:`simkinerja.simulate.channel.Channel` is the same in all replications.
        """
        found = self[name]
        return float(programme_numbers()[name].value if np.ndim(found) else found)
