"""Resampling respondents: how the NRR of all elements would vary had other people been asked.

Whole respondents are drawn, so the correlation between the answers of one person is kept. Up to
:data:`EXACT_UP_TO` respondents the draw is the real bootstrap, multinomial over the distinct answer
patterns; above, the means of the answers are drawn from their joint normal distribution, which they have
reached by then and which costs the same for a million rows as for a thousand.

Two corrections, both on the deviations from the observed value: ``sqrt(n / (n - 1))``, because the
bootstrap's variance is too small by that factor; and ``sqrt((N - n) / (N - 1))`` where the population N is
known (answers of everybody leave no uncertainty).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["EXACT_UP_TO", "index_of", "resampled_nrr", "spread_factor"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.integer[Any]]

EXACT_UP_TO: Final = 2_000
"""Most respondents for which patterns are drawn one by one (assumed)."""

_CELLS: Final = 4_000_000
_BLOCK: Final = 16_384


def spread_factor(n: int, population: int | None = None) -> float:
    """Return the factor on bootstrap deviations: small-sample and finite-population correction.

    Parameters
    ----------
    n : int
        Respondents, at least 2.
    population : int, optional
        Users of the service in the period; below ``n`` it counts as ``n``.

    Examples
    --------
    >>> round(spread_factor(50), 4), spread_factor(50, 50)
    (1.0102, 0.0)
    """
    factor = np.sqrt(n / (n - 1))
    if population is not None:
        size = max(population, n)
        factor *= np.sqrt((size - n) / max(size - 1, 1))
    return float(factor)


def index_of(nrr: FloatArray) -> FloatArray:
    """Return the index (25-100) of rows of NRR; elements without an answer (NaN) make it NaN.

    Examples
    --------
    >>> index_of(np.array([[4.0, 4.0], [1.0, 3.0]])).tolist()
    [100.0, 50.0]
    """
    out: FloatArray = nrr.mean(axis=1) * 25
    return out


def _patterns(total: IntArray, count: IntArray) -> tuple[FloatArray, npt.NDArray[np.int64]]:
    """Distinct rows of (sums, counts) as floats, and how many respondents have each."""
    both = np.concatenate([total, count], axis=1)
    kinds, times = np.unique(both, axis=0, return_counts=True)
    return kinds.astype(np.float64), times


def _blocks(replications: int, width: int) -> Iterator[int]:
    step = max(1, _CELLS // max(width, 1))
    for start in range(0, replications, step):
        yield min(step, replications - start)


def _drawn(total: IntArray, count: IntArray, replications: int, generator: Any) -> FloatArray:
    """Multinomial draws over patterns: sums and counts by element, shape (replications, 2 elements)."""
    kinds, times = _patterns(total, count)
    n = int(times.sum())
    parts = [
        generator.multinomial(n, times / n, size=size) @ kinds for size in _blocks(replications, len(kinds))
    ]
    return np.concatenate(parts)


def _normal(total: IntArray, count: IntArray, replications: int, generator: Any) -> FloatArray:
    """Normal draws of the means of sums and counts, shape (replications, 2 elements)."""
    n, width = len(total), 2 * total.shape[1]
    squares, mean = np.zeros((width, width)), np.zeros(width)
    for start in range(0, n, _BLOCK):
        rows = slice(start, start + _BLOCK)
        both = np.concatenate([total[rows], count[rows]], axis=1).astype(np.float32)
        squares += both.T @ both  # whole numbers below 2**24: exact in float32
        mean += np.ones(len(both), dtype=np.float32) @ both
    mean /= n
    covariance = squares / n - np.outer(mean, mean)
    draws: FloatArray = generator.multivariate_normal(
        mean, covariance / n, size=replications, method="eigh", check_valid="ignore"
    )
    return draws


def resampled_nrr(
    total: IntArray,
    count: IntArray,
    replications: int,
    generator: Any,
    population: int | None = None,
) -> FloatArray:
    """Draw the NRR of every element as other samples of respondents would give them.

    Parameters
    ----------
    total, count : int arrays, shape (n, elements)
        Sum and number of answers of each respondent; n at least 2, every element answered by somebody.
    replications : int
    generator : numpy Generator
        From :meth:`simkinerja.streams.Streams.generator`.
    population : int, optional
        For the finite-population correction.

    Returns
    -------
    float array, shape (replications, elements)
        NRR between 1 and 4; NaN where a resample holds no answer to an element (few answers only).

    Examples
    --------
    >>> from simkinerja.streams import Streams
    >>> answers = np.array([[3, 4], [4, 4], [2, 3], [3, 3]])
    >>> draws = resampled_nrr(answers, np.ones_like(answers), 500, Streams(1).generator("a"))
    >>> draws.shape, bool(abs(draws[:, 0].mean() - 3) < 0.1)
    ((500, 2), True)
    """
    n, elements = total.shape
    observed = total.sum(axis=0) / count.sum(axis=0)
    draw = _drawn if n <= EXACT_UP_TO else _normal
    sums = draw(total, count, replications, generator)
    with np.errstate(divide="ignore", invalid="ignore"):
        nrr = sums[:, :elements] / sums[:, elements:]
    out: FloatArray = observed + (nrr - observed) * spread_factor(n, population)
    return np.clip(out, 1.0, 4.0)
