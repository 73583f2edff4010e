"""How sure a quality letter is, and how many respondents would make it sure."""

from __future__ import annotations

from math import ceil, sqrt
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from simkinerja.rules.skm import BANDS

__all__ = ["FEWEST", "LETTERS", "interval", "letter_shares", "letters_of", "needed_respondents"]

LETTERS: Final = tuple(band.letter for band in BANDS)
"""Quality letters, lowest first (D, C, B, A)."""

FEWEST: Final = 20
"""With fewer respondents no letter is called certain, whatever the bootstrap says (assumed).

In simulated surveys whose truth is known, letters with a bootstrap probability of at least 0.9 were right in
85 to 89 of 100 cases with 5 to 10 respondents, below what the number promises, and in 93 or more with 20 and
more (tests/evaluate/test_bootstrap.py repeats the simulation).
"""

_EDGES: Final = np.array([float(band.threshold) for band in BANDS[1:]])
_MOST: Final = 10_000_000
_TINY: Final = 1e-9


def letters_of(index: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
    """Return the position in :data:`LETTERS` of each index, by the half-up rule.

    Examples
    --------
    >>> [LETTERS[k] for k in letters_of(np.array([64.99, 76.605, 88.3, 88.31]))]
    ['D', 'B', 'B', 'A']
    """
    return np.searchsorted(_EDGES, index + _TINY, side="right").astype(np.int64)


def letter_shares(index: npt.NDArray[np.float64]) -> dict[str, float]:
    """Return the share of resampled indices in each band; NaN are left out.

    Examples
    --------
    >>> letter_shares(np.array([80.0, 82.0, 90.0, np.nan]))["B"]
    0.6666666666666666
    """
    known = index[~np.isnan(index)]
    times = np.bincount(letters_of(known), minlength=len(LETTERS))
    return {letter: float(k) / max(len(known), 1) for letter, k in zip(LETTERS, times, strict=True)}


def _chance(index: float, sd: float, n: float, population: int | None) -> float:
    """Normal chance that an index of ``n`` respondents stays in the band it is in."""
    from scipy.special import ndtr

    k = int(letters_of(np.array([index]))[0])
    low = -np.inf if k == 0 else _EDGES[k - 1]
    high = np.inf if k == len(_EDGES) else _EDGES[k]
    se = sd / sqrt(n)
    if population is not None:
        se *= sqrt(max(population - n, 0) / max(population - 1, 1))
    if se == 0:
        return 1.0
    return float(ndtr((high - index) / se) - ndtr((low - index) / se))


def needed_respondents(
    index: float, sd: float, level: float = 0.9, population: int | None = None
) -> int | None:
    """Return how many respondents would make the letter certain, if index and spread stayed as they are.

    Parameters
    ----------
    index : float
        Index (IKM), 25-100.
    sd : float
        Standard deviation of the index between respondents: standard error times the root of n.
    level : float
        Probability asked of the letter, above 0.5 and below 1.
    population : int, optional
        Users of the service; nobody needs more respondents than that.

    Returns
    -------
    int or None
        At least :data:`FEWEST` (or the whole population where it is smaller); ``None`` where more than ten
        million would be needed, because the index sits on the edge of a band.

    Examples
    --------
    >>> needed_respondents(78.0, 12.0), needed_respondents(76.7, 12.0), needed_respondents(82.0, 12.0)
    (122, 26206, 20)
    """
    fewest = FEWEST if population is None else min(FEWEST, population)
    most = _MOST if population is None else population
    if _chance(index, sd, most, population) < level:
        return None
    low, high = 1.0, float(most)
    for _ in range(80):
        middle = (low + high) / 2
        if _chance(index, sd, middle, population) >= level:
            high = middle
        else:
            low = middle
    return max(fewest, ceil(high - 1e-6))


def interval(values: Any, share: float = 0.95) -> tuple[float, float]:
    """Return the percentile interval of resampled values, NaN left out.

    Examples
    --------
    >>> interval(np.arange(101.0), share=0.5)
    (25.0, 75.0)
    """
    tail = 50 * (1 - share)
    low, high = np.nanpercentile(values, [tail, 100 - tail])
    return float(low), float(high)
