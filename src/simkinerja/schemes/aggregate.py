"""L3: from points to one result, as functions of a matrix; what is missing is left out, never zero.

``points`` has shape (n, k), NaN where missing; ``weights`` shape (k,), any scale, none negative. A row
without any point that weighs something gives NaN.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
import numpy.typing as npt

__all__ = ["combine", "effective_weights", "geometric", "lowest", "share_out", "weighted_mean"]

FloatArray = npt.NDArray[np.float64]
Method = Literal["weighted_mean", "geometric", "non_compensatory"]


def effective_weights(points: npt.ArrayLike, weights: npt.ArrayLike) -> FloatArray:
    """Return the weights that really count in each row, shape (n, k): shares of what is there.

    Examples
    --------
    >>> effective_weights([[80, 90], [np.nan, 90]], [3, 1]).tolist()
    [[0.75, 0.25], [0.0, 1.0]]
    """
    return share_out(~np.isnan(np.asarray(points, dtype=float)), weights)


def share_out(there: npt.NDArray[np.bool_], weights: npt.ArrayLike) -> FloatArray:
    """Return the weights that count where ``there`` says that points are there, shape (n, k).

    Examples
    --------
    >>> share_out(np.array([[True, True], [False, True]]), [3, 1]).tolist()
    [[0.75, 0.25], [0.0, 1.0]]
    """
    given = np.asarray(weights, dtype=float)
    shares: FloatArray = np.empty(there.shape, order="F")
    if there.all() and given.any():  # the same for everybody
        shares[:] = given / given.cumsum()[-1]
        return shares
    np.multiply(there, given, out=shares)
    # one after the other, as above: nobody's share may hang on how many others stand in the table
    total = np.zeros(len(shares))
    for column in shares.T:
        total += column
    total[total == 0.0] = 1.0  # nothing to share: all stay zero
    shares /= total[:, None]
    return shares


def combine(points: FloatArray, shares: FloatArray, method: Method) -> FloatArray:
    """Return one result a row from points and their effective weights, shape (n,).

    Parameters
    ----------
    points : float array, shape (n, k)
    shares : float array, shape (n, k)
        As :func:`effective_weights` gives them.
    method : {"weighted_mean", "geometric", "non_compensatory"}

    Examples
    --------
    >>> points = np.array([[80.0, 100.0], [np.nan, np.nan]])
    >>> combine(points, effective_weights(points, [1, 1]), "non_compensatory").tolist()
    [80.0, nan]
    """
    counts = shares > 0.0
    if method == "weighted_mean":
        found = np.where(counts, points * shares, 0.0).sum(axis=1)
    elif method == "geometric":
        with np.errstate(divide="ignore"):  # zero points: log is -inf, and the result zero
            logs = np.log(np.maximum(np.where(counts, points, 1.0), 0.0))
        found = np.exp(np.where(counts, logs * shares, 0.0).sum(axis=1))
    else:
        found = np.where(counts, points, np.inf).min(axis=1)
    result: FloatArray = np.where(counts.any(axis=1), found, np.nan)
    return result


def _by(points: npt.ArrayLike, weights: npt.ArrayLike, method: Method) -> FloatArray:
    given = np.asarray(points, dtype=float)
    return combine(given, effective_weights(given, weights), method)


def weighted_mean(points: npt.ArrayLike, weights: npt.ArrayLike) -> FloatArray:
    """Return the weighted mean of each row, shape (n,).

    Examples
    --------
    >>> weighted_mean([[80, 100], [np.nan, 90]], [3, 1]).tolist()
    [85.0, 90.0]
    """
    return _by(points, weights, "weighted_mean")


def geometric(points: npt.ArrayLike, weights: npt.ArrayLike) -> FloatArray:
    """Return the weighted geometric mean of each row, shape (n,); points of zero or less give zero.

    Examples
    --------
    >>> geometric([[100, 25], [0, 100]], [1, 1]).round(6).tolist()
    [50.0, 0.0]
    """
    return _by(points, weights, "geometric")


def lowest(points: npt.ArrayLike, weights: npt.ArrayLike) -> FloatArray:
    """Return the lowest points of each row, shape (n,): nothing makes up for it. Zero weight is left out.

    Examples
    --------
    >>> lowest([[80, 100], [np.nan, 90]], [1, 1]).tolist()
    [80.0, 90.0]
    """
    return _by(points, weights, "non_compensatory")
