"""L3: latent traits of officers: correlated standard normals, one stream a trait, keyed by slot."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
import numpy.typing as npt

from simkinerja.errors import Problem, UsageError, problem
from simkinerja.params import POPULATION
from simkinerja.population.codes import TRAITS
from simkinerja.streams import Streams

__all__ = ["correlation_matrix", "draw_traits"]

FloatArray = npt.NDArray[np.float64]
_NAMES: Final = ("age", *TRAITS)
_LOGISTIC_SD: Final = np.pi / np.sqrt(3.0)
#: Weights of the traits in practice; the rest of its variance is the officer's own.
_WEIGHTS: Final = np.array(
    [POPULATION[f"practice.{n}"].value if f"practice.{n}" in POPULATION else 0.0 for n in TRAITS]
)
_BLOCK: Final = 2**15


def correlation_matrix(overrides: Mapping[str, float] | None = None) -> FloatArray:
    """Correlations of age and the six traits, shape (7, 7); pairs not in the registry are zero.

    Parameters
    ----------
    overrides : mapping, optional
        ``{"age~digital": -0.3}``; a pair in the registry or any other pair of the names.

    Raises
    ------
    UsageError
        Unknown pair, or correlations that cannot hold together.

    Examples
    --------
    >>> correlation_matrix()[0, 4]
    np.float64(-0.45)
    """
    given = {name: param.value for name, param in POPULATION.items() if "~" in name} | dict(overrides or {})
    out = np.eye(len(_NAMES))
    for pair, value in given.items():
        ends = pair.split("~")
        if len(ends) != 2 or not set(ends) <= set(_NAMES) or ends[0] == ends[1]:
            raise UsageError([_wrong(f"pasangan dari {', '.join(_NAMES)}", pair)])
        a, b = (_NAMES.index(end) for end in ends)
        out[a, b] = out[b, a] = value
    if np.linalg.eigvalsh(out)[0] < 1e-6:
        raise UsageError(
            [_wrong("dapat berlaku bersama (matriks definit positif)", str(dict(overrides or {})))]
        )
    return out


def _wrong(allowed: str, got: str) -> Problem:
    return problem(
        "parameter", name="correlations", owner="kota", allowed=allowed, got=got, example="age~digital: -0.45"
    )


def draw_traits(
    streams: Streams, slots: npt.NDArray[np.int64], age_z: FloatArray, correlations: FloatArray
) -> dict[str, FloatArray]:
    """Draw the ``true_`` columns of officers.

    Age (standardised by the mean and SD that the joint table implies) comes first, so the traits keep
    their stated correlations with it; given age they are normal. ``true_practice`` is a standard
    normal score (weights of the registry, rest noise) carried over to a logistic variable of SD 1.

    Parameters
    ----------
    streams : Streams
    slots : int array, shape (n,)
        Officer slots; any subset gives the same numbers as the whole.
    age_z : float array, shape (n,)
    correlations : float array, shape (7, 7)

    Returns
    -------
    dict of float arrays, shape (n,)
    """
    names = [f"true_{name}" for name in (*TRAITS, "practice")]
    out = {name: np.empty(len(slots)) for name in names}
    lower = np.asarray(np.linalg.cholesky(correlations), dtype=np.float64)
    for start in range(0, len(slots), _BLOCK):
        here = slice(start, start + _BLOCK)
        block = _draw_block(streams, slots[here], age_z[here], lower)
        for name, values in zip(names, block, strict=True):
            out[name][here] = values
    return out


def _draw_block(
    streams: Streams, slots: npt.NDArray[np.int64], age_z: FloatArray, lower: FloatArray
) -> list[FloatArray]:
    """Six traits and practice of a few slots: what fits the cache is drawn twice as fast."""
    noise = [streams.normal(f"officer.{name}", slots) for name in TRAITS]
    out: list[FloatArray] = []
    for i in range(1, len(_NAMES)):
        z = noise[i - 1] * lower[i, i]
        for j in np.flatnonzero(lower[i, :i]):
            z += lower[i, j] * (age_z if j == 0 else noise[j - 1])
        out.append(z)
    score = streams.normal("officer.practice", slots)
    score *= np.sqrt(1.0 - float(_WEIGHTS @ (lower @ lower.T)[1:, 1:] @ _WEIGHTS))
    for weight, z in zip(_WEIGHTS, out, strict=True):
        if weight:
            score += weight * z
    return [*out, _logistic(score)]


def _logistic(score: FloatArray) -> FloatArray:
    """Carry standard normal scores over to a logistic variable of SD 1, rank by rank."""
    from scipy.special import logit, ndtr

    p = np.clip(ndtr(score), 1e-15, 1 - 1e-15)
    return np.asarray(logit(p, out=p) / _LOGISTIC_SD)
