"""L5: figures of officers row by row, as compiled loops read them.

A row is a replication; figures that are the same in every replication have one row, which serves for all.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from simkinerja.simulate.parameters import Number, Parameters

__all__ = ["layers_of", "numbers_of", "numbers_where", "rows_of"]

FloatArray = npt.NDArray[np.floating[Any]]
SingleArray = npt.NDArray[np.float32]


def rows_of(figures: Any, n: int) -> SingleArray:
    """Return figures as (R or 1, n) in one piece of memory; themselves, if they are so already.

    Loops are compiled for one kind of array alone. Nobody writes to what is returned.

    Parameters
    ----------
    figures : float array (R or 1, n or 1) or (n,), float, or None for exact zeros
    n : int
        Officers.

    Examples
    --------
    >>> rows_of(None, 2).tolist(), rows_of(np.array([[1.0], [2.0]]), 2).tolist()
    ([[0.0, 0.0]], [[1.0, 1.0], [2.0, 2.0]])
    """
    if figures is None:
        return _zeros(n)
    if type(figures) is np.ndarray and figures.shape[1:] == (n,) and figures.dtype == np.float32:
        return figures if figures.flags.carray else figures.copy()
    figures = np.atleast_2d(figures)
    return np.array(np.broadcast_to(figures, (len(figures), n)), dtype=np.float32, order="C")


def layers_of(parts: Sequence[Any], n: int) -> SingleArray:
    """Return several figures of officers one above the other, (K, R or 1, n), for a loop that adds them up.

    Examples
    --------
    >>> layers_of([np.array([[1.0, 2.0]]), 0.5], 2).tolist(), layers_of([], 2).shape
    ([[[1.0, 2.0]], [[0.5, 0.5]]], (0, 1, 2))
    """
    rows = [rows_of(part, n) for part in parts]
    return np.stack(np.broadcast_arrays(*rows)) if rows else np.empty((0, 1, n), dtype=np.float32)


@lru_cache(maxsize=8)
def _zeros(n: int) -> SingleArray:
    return np.zeros((1, n), dtype=np.float32)


def numbers_of(*numbers: Number, runs: int | None = None, double: bool = False) -> FloatArray:
    """Return numbers of the registry as one row a replication, (R or 1, k).

    Parameters
    ----------
    numbers : float or array, shape (R, 1)
    runs : int, optional
        Rows wanted; as many as the numbers have, if not given.
    double : bool
        In double precision: for loops over units.

    Examples
    --------
    >>> numbers_of(0.5, np.array([[1.0], [2.0]])).tolist()
    [[0.5, 1.0], [0.5, 2.0]]
    >>> numbers_of(0.5, 1.5, runs=2).tolist()
    [[0.5, 1.5], [0.5, 1.5]]
    """
    kind = np.float64 if double else np.float32
    if not any(isinstance(one, np.ndarray) for one in numbers):
        return np.array((numbers,) * (runs or 1), dtype=kind)
    rows = np.broadcast_shapes((runs or 1, 1), *map(np.shape, numbers))
    columns = [np.broadcast_to(one, rows) for one in numbers]
    found: FloatArray = np.concatenate(columns, axis=1, dtype=kind)
    return found


def numbers_where(p: Parameters, names: Sequence[str], there: Iterable[bool]) -> list[Number]:
    """Return numbers of the registry; 0 for those whose figures are not there, which are then not asked for.

    What a run asked for is what it was made of, and is told so in reports (``Parameters.noting``).

    Examples
    --------
    >>> from simkinerja.simulate.parameters import Parameters
    >>> numbers_where(Parameters.default(), ("training.gain", "stress.fear"), (True, False))
    [0.6, 0.0]
    """
    return [p[name] if on else 0.0 for name, on in zip(names, there, strict=True)]
