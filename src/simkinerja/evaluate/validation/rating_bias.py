"""A small bias in ratings, a large result at the top: Martell, Lane and Emrich (1996).

American Psychologist 51:157-158, re-implemented from its description. The inputs stand in
``data/martell.yaml``. The group is women; it may stand for any group that its raters misjudge.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt

from simkinerja.rules.checks import exact, many, refuse, whole
from simkinerja.streams import Streams

__all__ = ["POSTS", "BiasedLadder", "martell"]

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

POSTS: Final = (500, 350, 200, 150, 100, 75, 40, 10)
"""Posts of the published ladder, lowest level first."""

_MEAN, _SD = 50.0, 10.0
_MOST_CYCLES: Final = 2_000


@dataclass(frozen=True, slots=True)
class BiasedLadder:
    """Who stands where on the ladder once nobody of the first staff is left.

    Parameters
    ----------
    women : array of float, shape (levels,)
        Share of women at each level in per cent, lowest level first; mean over runs.
    score : array of float, shape (levels,)
        Mean score at each level, the men's bonus included.
    women_se, score_se : array of float, shape (levels,)
        Monte-Carlo standard errors.
    cycles : float
        Mean number of cycles until nobody of the first staff is left.
    """

    women: FloatArray
    score: FloatArray
    women_se: FloatArray
    score_se: FloatArray
    cycles: float


@dataclass(slots=True)
class _Staff:
    """One level: shape (runs, posts) each."""

    score: FloatArray
    woman: BoolArray
    first: BoolArray
    empty: BoolArray

    def running(self, still: BoolArray) -> _Staff:
        return _Staff(self.score[still], self.woman[still], self.first[still], self.empty[still])


def martell(
    bias: float = 4.58,
    *,
    entry: float = 0.5,
    attrition: float = 0.15,
    posts: Sequence[int] = POSTS,
    runs: int = 400,
    seed: int = 2026,
) -> BiasedLadder:
    """Simulate promotion by rating when one group's ratings carry a bonus.

    Scores are Normal(50, 10) for life; men's carry ``bias`` points more. Each cycle everybody leaves with
    chance ``attrition``; then, from the top level down, vacancies go to the best-scoring of the level below,
    and newcomers fill the lowest. A run ends when nobody of the first staff is left.

    Parameters
    ----------
    bias : float
        Points added to the score of men: 4.58 is 5 % of the variance of scores, 2.01 is 1 %.
    entry : float
        Share of women among the first staff of every level and among newcomers (0-1).
    attrition : float
        Share leaving in a cycle (0.02-0.9).
    posts : sequence of int
        Posts of each level, lowest first; no level larger than the one below.
    runs, seed : int

    Returns
    -------
    BiasedLadder

    Raises
    ------
    UsageError
        If a parameter is outside its range.

    Examples
    --------
    >>> fair, biased = martell(0.0, runs=20), martell(4.58, runs=20)
    >>> bool(biased.women[-1] < 40 < fair.women[-1]), biased.women.shape
    (True, (8,))
    """
    exact(bias, "bias", "martell", low=-50, high=50, example="bias=4.58")
    exact(entry, "entry", "martell", low=0, high=1, example="entry=0.5")
    exact(attrition, "attrition", "martell", low=0.02, high=0.9, example="attrition=0.15")
    sizes = _ladder(posts)
    whole(runs, "runs", "martell", low=2, high=20_000, example="runs=400")
    streams = Streams(whole(seed, "seed", "martell", example="seed=2026")).child("martell")
    levels = [_first_staff(streams, k, (runs, n), float(bias), float(entry)) for k, n in enumerate(sizes)]
    women, score = np.full((2, runs, len(sizes)), np.nan)
    running, cycles = np.arange(runs), np.zeros(runs)
    for cycle in range(1, _MOST_CYCLES + 1):
        _leave(streams, cycle, levels, float(attrition))
        _promote(levels)
        _enter(streams, cycle, levels[0], float(bias), float(entry))
        ended = ~np.any([level.first.any(axis=1) for level in levels], axis=0)
        done = running[ended]
        cycles[done] = cycle
        women[done] = np.stack([100.0 * level.woman[ended].mean(axis=1) for level in levels], axis=1)
        score[done] = np.stack([level.score[ended].mean(axis=1) for level in levels], axis=1)
        running, levels = running[~ended], [level.running(~ended) for level in levels]
        if not len(running):
            break
    root = np.sqrt(runs)
    return BiasedLadder(
        women.mean(axis=0),
        score.mean(axis=0),
        women.std(axis=0, ddof=1) / root,
        score.std(axis=0, ddof=1) / root,
        float(cycles.mean()),
    )


def _ladder(posts: Sequence[int]) -> list[int]:
    allowed = (
        "daftar banyaknya jabatan per jenjang, jenjang atas tidak lebih besar daripada jenjang di bawahnya"
    )
    example = "posts=(500, 350, 200)"
    sizes = [
        whole(n, "posts", "martell", low=1, high=5_000, example=example)
        for n in many(posts, "posts", "martell", example)
    ]
    if len(sizes) < 2 or any(upper > lower for lower, upper in pairwise(sizes)):
        refuse("posts", "martell", allowed, str(sizes), example)
    return sizes


def _first_staff(streams: Streams, level: int, shape: tuple[int, int], bias: float, entry: float) -> _Staff:
    """The first staff of a level: the share of women is exact, up to rounding."""
    draw = streams.generator(f"first staff/{level}")
    woman = np.broadcast_to(np.arange(shape[1]) < round(entry * shape[1]), shape).copy()
    score = _MEAN + _SD * draw.standard_normal(shape) + bias * ~woman
    return _Staff(score, woman, np.ones(shape, dtype=bool), np.zeros(shape, dtype=bool))


def _leave(streams: Streams, cycle: int, levels: list[_Staff], attrition: float) -> None:
    for k, level in enumerate(levels):
        level.empty = streams.generator(f"leaving/{k}", cycle).random(level.score.shape) < attrition
        level.first &= ~level.empty


def _promote(levels: list[_Staff]) -> None:
    """Fill vacancies from the top level down; promotion empties posts below."""
    for upper, lower in zip(levels[:0:-1], levels[-2::-1], strict=True):
        best = np.argsort(np.where(lower.empty, np.inf, -lower.score), axis=1)
        place = np.cumsum(upper.empty, axis=1) - 1
        who = np.take_along_axis(best, np.maximum(place, 0), axis=1)
        # A level that has too few left to promote leaves the post above empty until the next cycle.
        able = np.take_along_axis(~lower.empty, who, axis=1)
        filled = upper.empty & able
        for name in ("score", "woman", "first"):
            moved = np.take_along_axis(getattr(lower, name), who, axis=1)
            setattr(upper, name, np.where(filled, moved, getattr(upper, name)))
        row, column = np.nonzero(filled)
        lower.empty[row, who[row, column]] = True
        lower.first &= ~lower.empty
        upper.empty &= ~filled


def _enter(streams: Streams, cycle: int, lowest: _Staff, bias: float, entry: float) -> None:
    draw = streams.generator("entry", cycle)
    woman = draw.random(lowest.score.shape) < entry
    score = _MEAN + _SD * draw.standard_normal(lowest.score.shape) + bias * ~woman
    lowest.score = np.where(lowest.empty, score, lowest.score)
    lowest.woman = np.where(lowest.empty, woman, lowest.woman)
    lowest.empty = np.zeros_like(lowest.empty)
