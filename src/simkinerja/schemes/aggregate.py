"""L3: from points to one result, as functions of a matrix; what is missing is left out, never zero.

``points`` has shape (n, k), NaN where missing; ``weights`` shape (k,), any scale, none negative. A row
without any point gives NaN.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["effective_weights", "geometric", "lowest", "weighted_mean"]

FloatArray = npt.NDArray[np.float64]


def effective_weights(points: npt.ArrayLike, weights: npt.ArrayLike) -> FloatArray:
    """Return the weights that really count in each row, shape (n, k): shares of what is there.

    Examples
    --------
    >>> effective_weights([[80, 90], [np.nan, 90]], [3, 1]).tolist()
    [[0.75, 0.25], [0.0, 1.0]]
    """
    given = np.asarray(points, dtype=float)
    there = np.where(np.isnan(given), 0.0, np.asarray(weights, dtype=float))
    total = there.sum(axis=1, keepdims=True)
    shares: FloatArray = np.divide(there, total, out=np.zeros_like(there), where=total > 0)
    return shares


def _empty_to_nan(result: FloatArray, weights: FloatArray) -> FloatArray:
    return np.where(weights.any(axis=1), result, np.nan)


def weighted_mean(points: npt.ArrayLike, weights: npt.ArrayLike) -> FloatArray:
    """Return the weighted mean of each row, shape (n,).

    Examples
    --------
    >>> weighted_mean([[80, 100], [np.nan, 90]], [3, 1]).tolist()
    [85.0, 90.0]
    """
    shares = effective_weights(points, weights)
    return _empty_to_nan((np.nan_to_num(np.asarray(points, dtype=float)) * shares).sum(axis=1), shares)


def geometric(points: npt.ArrayLike, weights: npt.ArrayLike) -> FloatArray:
    """Return the weighted geometric mean of each row, shape (n,); zero points give zero.

    Examples
    --------
    >>> geometric([[100, 25], [0, 100]], [1, 1]).round(6).tolist()
    [50.0, 0.0]
    """
    shares = effective_weights(points, weights)
    given = np.nan_to_num(np.asarray(points, dtype=float))
    with np.errstate(divide="ignore"):
        logs = np.where(shares > 0, np.log(np.maximum(given, 0.0)), 0.0)
    return _empty_to_nan(np.exp((logs * shares).sum(axis=1)), shares)


def lowest(points: npt.ArrayLike, weights: npt.ArrayLike) -> FloatArray:
    """Return the lowest points of each row, shape (n,): nothing makes up for it. Zero weight is left out.

    Examples
    --------
    >>> lowest([[80, 100], [np.nan, 90]], [1, 1]).tolist()
    [80.0, 90.0]
    """
    shares = effective_weights(points, weights)
    given = np.where(shares > 0, np.nan_to_num(np.asarray(points, dtype=float)), np.inf)
    return _empty_to_nan(given.min(axis=1), shares)
