"""Forced distribution ("rank and yank"): the firms of Scullen, Bergey and Aiman-Smith (2005).

Personnel Psychology 58:1-32, re-implemented from its description. The inputs stand in ``data/scullen.yaml``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from simkinerja.rules.checks import exact, refuse, whole
from simkinerja.streams import Streams

__all__ = ["ForcedDistribution", "scullen"]

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]
IntArray = npt.NDArray[np.int64]

_GROUPS: Final = 10
_SIZE: Final = 10


@dataclass(frozen=True, slots=True)
class ForcedDistribution:
    """Mean potential of the staff, year by year.

    Parameters
    ----------
    mean : array of float, shape (years + 1,)
        Mean over firms at the end of each year, in SD of applicants; entry 0 is the staff first hired.
    se : array of float, shape (years + 1,)
        Monte-Carlo standard error of each mean (between firms).
    """

    mean: FloatArray
    se: FloatArray


def scullen(
    *,
    fire: float = 0.10,
    reliability: float = 0.70,
    validity: float = 0.30,
    selection_ratio: float = 0.10,
    turnover: float = 0.10,
    firms: int = 2_000,
    years: int = 30,
    seed: int = 2026,
) -> ForcedDistribution:
    """Simulate firms of ten groups of ten in which the lowest-rated go every year.

    Potential is standard normal among applicants and never changes. Each year Poisson(100 x turnover) people
    of a firm leave by chance and are replaced; the rest are rated; the lowest of each group go and are
    replaced. A post is filled by the best-scoring of ``1 / selection_ratio`` applicants.

    Parameters
    ----------
    fire : float
        Share dismissed a year (0-0.9); what does not divide evenly falls on groups picked by chance each year
        (0.05: five of the ten groups lose one).
    reliability : float
        Of the rating (0-1): its correlation with potential is the square root.
    validity : float
        Correlation of an applicant's score with potential (0-1).
    selection_ratio : float
        Posts per applicant, above 0 to 1.
    turnover : float
        Share leaving of their own accord a year (0-1).
    firms, years, seed : int

    Returns
    -------
    ForcedDistribution

    Raises
    ------
    UsageError
        If a parameter is outside its range.

    Notes
    -----
    The best of n scores is drawn at once, as the n-th root of a uniform through the inverse normal; potential
    given the score is normal. The same luck meets every setting at the same seed.

    Examples
    --------
    >>> staff = scullen(firms=200, years=5)
    >>> staff.mean.shape, bool(staff.mean[5] > staff.mean[0] + 0.3)
    ((6,), True)
    """
    for name, value, high in (
        ("fire", fire, 0.9),
        ("reliability", reliability, 1),
        ("validity", validity, 1),
        ("turnover", turnover, 1),
    ):
        exact(value, name, "scullen", low=0, high=high, example=f"{name}=0.1")
    ratio = exact(selection_ratio, "selection_ratio", "scullen", low=0, high=1, example="selection_ratio=0.1")
    if not ratio:
        allowed = "bilangan di atas 0, paling banyak 1"
        refuse("selection_ratio", "scullen", allowed, selection_ratio, "selection_ratio=0.1")
    whole(firms, "firms", "scullen", low=2, high=100_000, example="firms=2000")
    whole(years, "years", "scullen", low=0, high=200, example="years=30")
    streams = Streams(whole(seed, "seed", "scullen", example="seed=2026")).child("scullen")
    shape = (firms, _GROUPS, _SIZE)
    hired = {"validity": float(validity), "applicants": 1.0 / float(selection_ratio)}
    staff = _hire(streams, "first", 0, shape, np.ones(shape, dtype=bool), **hired).reshape(shape)
    means = [staff.mean(axis=(1, 2))]
    for year in range(1, years + 1):
        gone = _leavers(streams, year, shape, float(turnover))
        staff[gone] = _hire(streams, "after leaving", year, shape, gone, **hired)
        error = streams.generator("rating", year).standard_normal(shape)
        rating = np.sqrt(reliability) * staff + np.sqrt(1.0 - reliability) * error
        gone = _lowest(streams, year, rating, float(fire))
        staff[gone] = _hire(streams, "after dismissal", year, shape, gone, **hired)
        means.append(staff.mean(axis=(1, 2)))
    by_firm = np.array(means)
    return ForcedDistribution(by_firm.mean(axis=1), by_firm.std(axis=1, ddof=1) / np.sqrt(firms))


def _hire(
    streams: Streams,
    name: str,
    year: int,
    shape: tuple[int, ...],
    posts: BoolArray,
    *,
    validity: float,
    applicants: float,
) -> FloatArray:
    """Potential of the best-scoring of so many applicants for each vacant post, shape (vacant,)."""
    from scipy.special import ndtri

    draw = streams.generator(f"hiring {name}", year)
    highest, rest = 1.0 - draw.random(shape)[posts], draw.standard_normal(shape)[posts]
    score = ndtri(highest ** (1.0 / applicants)) if validity > 0 else 0.0
    found: FloatArray = validity * score + np.sqrt(1.0 - validity**2) * rest
    return found


def _leavers(streams: Streams, year: int, shape: tuple[int, int, int], turnover: float) -> BoolArray:
    """Who leaves by chance: in each firm a Poisson number of its staff."""
    draw = streams.generator("leaving", year)
    people = shape[1] * shape[2]
    number = draw.poisson(turnover * people, shape[0])
    return _first_of(draw.random((shape[0], people)), number).reshape(shape)


def _lowest(streams: Streams, year: int, rating: FloatArray, fire: float) -> BoolArray:
    """Who is dismissed: the lowest of each group."""
    firms, groups, size = rating.shape
    each, over = divmod(round(fire * groups * size), groups)
    more = _first_of(streams.generator("groups", year).random((firms, groups)), np.full(firms, over))
    return _first_of(rating, each + more)


def _first_of(x: FloatArray, number: IntArray) -> BoolArray:
    """Mark the ``number`` smallest along the last axis."""
    edges = np.concatenate([np.sort(x, axis=-1), np.full((*x.shape[:-1], 1), np.inf)], axis=-1)
    number = np.minimum(number, x.shape[-1])
    found: BoolArray = x < np.take_along_axis(edges, number[..., None], axis=-1)
    return found
