"""What a recorded figure says about the true one: Kelley's regressed estimate for several figures at once.

A recorded figure is the true one plus error. With reliability r (the share of the variance between people
that is not error), the best estimate of a true figure lies between the recorded one and the mean of all
(Kelley 1927). Where indicators go together, each tells something about the other: the estimate from all of
them (Wainer et al. 2001, "augmented scores") is the same formula with matrices,

    T | X ~ N(m + B (X - m), S_T - B S_T),   B = S_T (S_T + S_E)^-1.

Everything here is in units of the recorded standard deviation, so all variances are 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

__all__ = ["ErrorModel", "Posterior", "correlations", "error_model", "posterior"]

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

_TINY: Final = 1e-10


@dataclass(frozen=True, slots=True)
class ErrorModel:
    """Covariances of true figures and of errors, both shape (k, k); their diagonals sum to 1."""

    true: FloatArray
    error: FloatArray


@dataclass(frozen=True, slots=True)
class Posterior:
    """What the figures of one person say: ``slope`` (k, k) of the expected true figures on the recorded
    ones, and a ``root`` (k, k) of the covariance that remains."""

    slope: FloatArray
    root: FloatArray


def correlations(z: FloatArray) -> FloatArray:
    """Return the correlations of standardised columns, drawn towards zero where few people stand behind.

    Shrinkage after Schaefer and Strimmer (2005): as much as the correlations' own sampling error is of their
    size. Pairs that nobody has both of count as uncorrelated.

    Parameters
    ----------
    z : float array, shape (n, k)
        Mean 0 and variance 1 over the known figures of each column; NaN where missing.

    Examples
    --------
    >>> z = np.array([[1.0, 1.0], [-1.0, -1.0], [1.0, 1.0], [-1.0, -1.0]])
    >>> correlations(z).tolist()
    [[1.0, 1.0], [1.0, 1.0]]
    """
    known = ~np.isnan(z)
    filled = np.where(known, z, 0.0)
    both = known.T.astype(float) @ known.astype(float)
    found = np.divide(filled.T @ filled, both, out=np.zeros_like(both), where=both > 2)
    found = np.clip(found, -1.0, 1.0)
    spread = np.divide((1.0 - found**2) ** 2, both - 1.0, out=np.zeros_like(both), where=both > 2)
    off = ~np.eye(len(found), dtype=bool)
    size = float((found[off] ** 2).sum())
    keep = 1.0 - min(1.0, float(spread[off].sum()) / size) if size > 0 else 0.0
    out: FloatArray = np.where(off, keep * found, 1.0)
    return out


def error_model(correlation: FloatArray, reliability: FloatArray, shared: FloatArray) -> ErrorModel:
    """Split the variance of recorded figures into true variance and error.

    Parameters
    ----------
    correlation : float array, shape (k, k)
        Of the recorded figures.
    reliability : float array, shape (k,)
        0 to 1.
    shared : float array, shape (k, k)
        Correlation of the errors, 1 on the diagonal: 1 for two indicators that read the same column.

    Returns
    -------
    ErrorModel
        The nearest one in which the true figures have a possible covariance (no negative variance), their
        own variances being the reliabilities.

    Examples
    --------
    >>> model = error_model(np.array([[1, 0.4], [0.4, 1]]), np.array([0.8, 0.5]), np.eye(2))
    >>> model.true.round(6).tolist(), np.diag(model.error).round(6).tolist()
    ([[0.8, 0.4], [0.4, 0.5]], [0.2, 0.5])
    """
    noise = np.sqrt(1.0 - reliability)
    error = shared * np.outer(noise, noise)
    wanted = correlation - error
    np.fill_diagonal(wanted, reliability)
    values, vectors = np.linalg.eigh(wanted)
    if values.min() < -_TINY:
        wanted = (vectors * np.maximum(values, 0.0)) @ vectors.T
        now = np.sqrt(np.maximum(np.diag(wanted), _TINY))
        scale = np.sqrt(reliability) / now
        wanted = wanted * np.outer(scale, scale)
    return ErrorModel(wanted, error)


def posterior(model: ErrorModel, known: BoolArray) -> Posterior:
    """Return what the known figures of a person say about the true ones.

    Parameters
    ----------
    model : ErrorModel
    known : bool array, shape (k,)
        Which figures the person has; rows and columns of the others are zero.

    Examples
    --------
    >>> model = error_model(np.eye(1), np.array([0.64]), np.eye(1))
    >>> found = posterior(model, np.array([True]))
    >>> found.slope.round(6).tolist(), (found.root**2).round(6).tolist()  # r, and r (1 - r)
    ([[0.64]], [[0.2304]])
    """
    at = np.flatnonzero(known)
    here = np.ix_(at, at)
    true = model.true[here]
    slope = true @ np.linalg.pinv(true + model.error[here], rcond=_TINY, hermitian=True)
    rest = true - slope @ true
    values, vectors = np.linalg.eigh((rest + rest.T) / 2.0)
    exact = np.diag(model.error)[at] <= _TINY
    root = (vectors * np.sqrt(np.maximum(values, 0.0))) @ vectors.T
    slope[exact] = np.eye(len(at))[exact]  # a figure without error is the true one, to the last digit
    root[exact] = 0.0
    k = len(known)
    full_slope, full_root = np.zeros((k, k)), np.zeros((k, k))
    full_slope[here], full_root[here] = slope, root
    return Posterior(full_slope, full_root)
