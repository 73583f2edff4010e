"""L5: the numbers of the engine: the registry's values, a user's own, or draws from their ranges.

A number is a float, or, where each replication has its own draw, an array of shape (R, 1) that broadcasts
over officers and units. Ranges, units, sources and how sure each is: ``simulate/data/*.yaml``.
"""

from __future__ import annotations

from collections.abc import Mapping, MutableSet, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from simkinerja.errors import Problem, UsageError, nearest, problem
from simkinerja.params import Param
from simkinerja.streams import Streams

__all__ = ["COMMON", "FILES", "LUCKS", "Number", "Parameters", "engine_parameters", "is_drawn"]

FloatArray = npt.NDArray[np.floating[Any]]
Number = float | FloatArray

FILES: Final = ("officers", "incentives", "service", "citizens", "programmes", "costs")
"""Data files of the registry, in the order of the tables of the model's documentation."""


COMMON: Final = frozenset(
    {
        *("turnover.retirement_age", "turnover.rotation_years", "pattern.share_at_top"),
        *("score.uncertainty", "score.rating_response"),
    }
)
"""Never drawn, because they must be the same in all replications: see :meth:`Parameters.common`."""
LUCKS: Final = 2
"""Runs of one parameter draw: runs 2k and 2k + 1 share draw k and differ in luck.

So the spread by what science does not know can be told from the spread by luck.
"""


def is_drawn(name: str, param: Param) -> bool:
    """Whether a run with uncertain parameters draws this number from its range.

    Examples
    --------
    >>> known = engine_parameters()
    >>> [is_drawn(name, known[name]) for name in ("training.gain", "turnover.retirement_age")]
    [True, False]
    """
    return name not in COMMON and param.low < param.high and param.how_sure != "law"


@cache
def engine_parameters() -> Mapping[str, Param]:
    """Return the engine's registry by name.

    Examples
    --------
    >>> engine_parameters()["training.gain"].value
    0.6
    """
    from simkinerja.files.yaml import own_yaml

    folder = files("simkinerja.simulate") / "data"
    texts = [(folder / f"{name}.yaml").read_text(encoding="utf-8") for name in FILES]
    rows = [row for text in texts for row in own_yaml(text)]
    return MappingProxyType({row.pop("name"): Param(**row) for row in rows})


@cache
def _values() -> Mapping[str, float]:
    return MappingProxyType({name: float(param.value) for name, param in engine_parameters().items()})


@dataclass(frozen=True, slots=True, eq=False)
class Parameters:
    """The numbers of one run; what was worked out of them may be kept, for they are told apart by identity.

    Parameters
    ----------
    changed : mapping of str to float or array of shape (R, 1)
        Numbers that differ from the registry.

    Examples
    --------
    >>> p = Parameters.default().set({"training.gain": 0.3})
    >>> p["training.gain"], Parameters.default()["training.gain"]
    (0.3, 0.6)
    """

    changed: Mapping[str, Number] = field(default_factory=lambda: MappingProxyType({}))
    _all: Mapping[str, Any] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # a month asks some hundred times: one look-up each
        object.__setattr__(self, "_all", {**_values(), **self.changed} if self.changed else _values())

    @classmethod
    @cache
    def default(cls) -> Parameters:
        """The central values of the registry: always the same object."""
        return cls()

    def __getitem__(self, name: str) -> Any:
        return self._all[name]

    def __reduce__(self) -> tuple[Any, ...]:
        return _restored, (dict(self.changed),)

    def set(self, values: Mapping[str, Any]) -> Parameters:
        """Return these numbers with some replaced.

        Parameters
        ----------
        values : mapping of str to float
            Within the range of the registry.

        Raises
        ------
        UsageError
            Every unknown name (with the nearest) and every number out of its range, all at once.
        """
        wrong = [one for name, value in values.items() for one in _faults(name, value)]
        if wrong:
            raise UsageError(wrong)
        own = {name: float(value) for name, value in values.items()}
        return Parameters(MappingProxyType({**self.changed, **own}))

    def draw(self, seed: int, replications: int, *, first: int = 0) -> Parameters:
        """Return numbers drawn from their ranges, one draw a replication; those set by hand stay.

        A range is read as all that is possible: triangular between ``low`` and ``high`` with its peak at the
        value. Draw k depends on the seed and on k alone.

        Parameters
        ----------
        seed : int
        replications : int
        first : int
            Number of the first replication.
        """
        slots = np.arange(first, first + replications)
        streams = Streams(seed).child("parameters")
        drawn: dict[str, Number] = {}
        for name, param in engine_parameters().items():
            if name not in self.changed and is_drawn(name, param):
                drawn[name] = _triangular(streams.uniform(name, slots), param)[:, None]
        return Parameters(MappingProxyType({**drawn, **self.changed}))

    def draw_by_run(self, seed: int, runs: Sequence[int]) -> Parameters:
        """Return numbers drawn from their ranges for each run, by its number: see :data:`LUCKS`.

        Examples
        --------
        >>> found = Parameters.default().draw_by_run(7, [4, 5, 6])["training.gain"]
        >>> found.shape, bool(found[0] == found[1]), bool(found[1] == found[2])
        ((3, 1), True, False)
        """
        draws = np.asarray(runs) // LUCKS
        first = int(draws.min())
        drawn = self.draw(seed, int(draws.max()) - first + 1, first=first).changed.items()
        at = draws - first
        own = {name: v if isinstance(v, float) else np.ascontiguousarray(v[at]) for name, v in drawn}
        return Parameters(MappingProxyType(own))

    def single(self) -> Parameters:
        """Return the numbers as the engine reads them: those that differ between runs in single precision."""
        given = self.changed.items()
        if all(isinstance(v, float) for _, v in given):
            return self
        own = {name: v if isinstance(v, float) else v.astype(np.float32) for name, v in given}
        return Parameters(MappingProxyType(own))

    def noting(self, read: MutableSet[str]) -> Parameters:
        """Return the same numbers; the name of every one that is asked for is added to ``read``.

        Examples
        --------
        >>> read: set[str] = set()
        >>> Parameters.default().noting(read)["training.gain"], read
        (0.6, {'training.gain'})
        """
        noted = Parameters(_Noted(self.changed, read))
        object.__setattr__(noted, "_all", _Noted(noted._all, read))
        return noted

    def rows(self, where: slice) -> Parameters:
        """Return the numbers of some of the replications."""
        cut = {k: v if isinstance(v, float) else v[where] for k, v in self.changed.items()}
        return Parameters(MappingProxyType(cut))

    def common(self, name: str) -> float:
        """Return one of the numbers of :data:`COMMON`: one for all replications.

        As who retires: a number of each replication's own, or the mean over those computed together, would
        hang on how a run is cut into tasks.
        """
        return float(self[name])

    def flat(self, name: str) -> Any:
        """Return a number for arrays with one value a replication: a float or shape (R,)."""
        found = self[name]
        return found if isinstance(found, float) else found[:, 0]


class _Noted(dict[str, Any]):
    """Numbers that remember which names were asked for."""

    def __init__(self, given: Mapping[str, Any], read: MutableSet[str]) -> None:
        super().__init__(given)
        self.read = read

    def __getitem__(self, key: str) -> Any:
        self.read.add(key)
        return super().__getitem__(key)

    def get(self, key: str, default: Any = None) -> Any:
        """Return a number, and note its name."""
        self.read.add(key)
        return super().get(key, default)


def _restored(changed: dict[str, Number]) -> Parameters:
    return Parameters(MappingProxyType(changed))


def _faults(name: str, value: Any) -> list[Problem]:
    known = engine_parameters()
    given = {"owner": "Parameters", "got": value}
    if name not in known:
        allowed = f"nama parameter yang dikenal.{nearest(name, known)}"
        return [problem("parameter", name=name, allowed=allowed, example="'training.gain': 0.3", **given)]
    param = known[name]
    number = isinstance(value, int | float | np.number) and not isinstance(value, bool)
    if number and param.low <= value <= param.high:
        return []
    allowed = f"bilangan antara {param.low:g} dan {param.high:g} ({param.unit})"
    return [problem("parameter", name=name, allowed=allowed, example=f"{param.value:g}", **given)]


def _triangular(u: FloatArray, param: Param) -> FloatArray:
    low, high, mode = param.low, param.high, param.value
    left = (mode - low) / (high - low)
    rising = low + np.sqrt(u * (high - low) * (mode - low))
    falling = high - np.sqrt((1.0 - u) * (high - low) * (high - mode))
    out: FloatArray = np.where(u < left, rising, falling)
    return out
