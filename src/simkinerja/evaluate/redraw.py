"""Score many possible tables at once: draws of true figures through points and tree to counts of bands.

What is missing does not depend on the draw, so the weights that count are those of the score at hand and one
pass over the indicators serves all draws. With no noise the result is the score's own
(``tests/evaluate/test_certainty.py``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from simkinerja.rules.ratings import RATINGS, quadrant
from simkinerja.schemes.aggregate import effective_weights
from simkinerja.schemes.banding import BORDER_DIGITS, band_index
from simkinerja.schemes.normalise import RELATIVE, rule_of, to_points
from simkinerja.schemes.tree import sibling_weights, tree_of

if TYPE_CHECKING:
    from simkinerja.schemes.model import Normalise, Scheme
    from simkinerja.scoring.stages import Score

__all__ = ["count_bands"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

_CELLS: Final = 200_000


def count_bands(
    score: Score,
    used: IntArray,
    centre: FloatArray,
    spread: FloatArray,
    expected: FloatArray,
    kind: IntArray,
    noise: FloatArray,
    offset: IntArray,
) -> FloatArray:
    """Count how often the true figures of each officer give each band.

    Parameters
    ----------
    score : Score
    used : int array, shape (k,)
        Positions of the indicators with figures.
    centre, spread : float array, shape (k,)
        Mean and SD in the raw unit.
    expected : float array, shape (n, k)
        Expected true figures, in SD from the mean.
    kind : int array, shape (n,)
        Which row of ``noise`` is the officer's.
    noise : float array, shape (p, draws, k)
    offset : int array, shape (n,)
        With which draw each officer begins, where officers are compared with one another: were all to move
        together, no rank would change.

    Returns
    -------
    float array, shape (n, bands)
        Rows sum to the number of draws, for officers with a total.
    """
    n, draws, bands = score.n, noise.shape[1], score.scheme.rules.bands
    out = np.zeros((n, len(bands)))
    step = max(1, _CELLS // max(n, 1))
    compared = any(_rule(score, j).method in RELATIVE for j in used.tolist())
    for start in range(0, draws, step):
        turn = np.arange(start, min(start + step, draws))[None, :]
        if compared:
            turn = (turn + offset[:, None]) % draws
        who = kind[:, None] if compared or len(noise) > 1 else np.zeros((1, 1), dtype=np.int64)
        points = {}
        for k, j in enumerate(used.tolist()):
            z = expected[:, [k]] + noise[who, turn, k]
            points[j] = _points(centre[k] + spread[k] * z, score, j)
        found = _bands(points, score)
        for b in range(len(bands)):
            out[:, b] += (found == b).sum(axis=1)
    return out


def _rule(score: Score, j: int) -> Normalise:
    scheme = score.scheme
    return rule_of(scheme.indicators[j], scheme.rules, group=bool(tree_of(scheme).children[j]))


def _points(figures: FloatArray, score: Score, j: int) -> FloatArray:
    """Points of one indicator, shape (n, draws); 0 for officers without its figure (it weighs nothing)."""
    one, rule = score.scheme.indicators[j], _rule(score, j)
    known = score.points.used[:, j]
    if one.lowest is not None or one.highest is not None:
        figures = np.clip(figures, one.lowest, one.highest)
    if rule.method == "category":
        figures = _snapped(figures, score.raw.values[known, j])
    if rule.method in RELATIVE:
        figures = np.where(known[:, None], figures, np.nan)
        by_draw = [to_points(column, one, rule) for column in figures.T]
        return np.nan_to_num(np.stack(by_draw, axis=1))
    points = to_points(figures, one, rule)
    return points if known.all() else np.where(known[:, None], points, 0.0)


def _snapped(figures: FloatArray, recorded: FloatArray) -> FloatArray:
    """Nearest step where all recorded figures are steps (words of a scale): a true figure is a word too.

    Figures between the steps (a column of numbers that a category scale cuts) stay as they are.
    """
    steps = np.unique(recorded)
    if len(steps) > 9:
        return figures
    middles = (steps[1:] + steps[:-1]) / 2.0
    snapped: FloatArray = steps[np.searchsorted(middles, figures, side="right")]
    return snapped


def _bands(points: dict[int, FloatArray], score: Score) -> IntArray:
    """Band of every officer in every draw, shape (n, draws)."""
    scheme, tree = score.scheme, tree_of(score.scheme)
    rule = scheme.rules.aggregate
    if rule.method == "weighted_mean":
        weights = score.weights.values
        total = sum(weights[:, [j]] * value for j, value in points.items())
        return band_index(np.asarray(total), scheme.rules.bands)
    nodes = dict(points)
    for j in tree.bottom_up:
        below = [c for c in tree.children[j] if c in nodes]
        if below:
            nodes[j] = _node(j, below, nodes, score)
    if rule.method == "quadrant":
        return _quadrant(nodes, score)
    top = [j for j in tree.top if j in nodes]
    shares = effective_weights(score.groups.values[:, top], _weights(scheme, tree.top, top))
    return band_index(_mean(rule.method, [nodes[j] for j in top], shares), scheme.rules.bands)


def _weights(scheme: Scheme, siblings: tuple[int, ...], kept: list[int]) -> FloatArray:
    given = sibling_weights(scheme.indicators, siblings)
    return given[[siblings.index(j) for j in kept]]


def _node(j: int, below: list[int], nodes: dict[int, FloatArray], score: Score) -> FloatArray:
    """Points of a group: its own figure where one was given, else from what is under it."""
    rule, tree = score.scheme.rules.aggregate, tree_of(score.scheme)
    method = rule.inside
    shares = effective_weights(score.groups.values[:, below], _weights(score.scheme, tree.children[j], below))
    found = _mean(method, [nodes[c] for c in below], shares)
    return np.where(score.points.used[:, [j]], nodes[j], found) if j in nodes else found


def _mean(method: str, points: list[FloatArray], shares: FloatArray) -> FloatArray:
    columns: list[Any] = [shares[:, [k]] for k in range(len(points))]
    out: Any
    if method == "weighted_mean":
        out = sum(w * p for w, p in zip(columns, points, strict=True))
    elif method == "geometric":
        with np.errstate(divide="ignore", invalid="ignore"):
            logs = (
                np.where(w > 0, w * np.log(np.maximum(p, 0.0)), 0.0)
                for w, p in zip(columns, points, strict=True)
            )
            out = np.exp(sum(logs))
    else:
        out = np.full(points[0].shape, np.inf)
        for w, p in zip(columns, points, strict=True):
            out = np.minimum(out, np.where(w > 0, p, np.inf))
    return np.asarray(out, dtype=float)


def _quadrant(nodes: dict[int, FloatArray], score: Score) -> IntArray:
    scheme, codes = score.scheme, tree_of(score.scheme).codes
    rule, names = scheme.rules.aggregate, list(RATINGS)
    at = {str(band.predikat): i for i, band in enumerate(scheme.rules.bands)}
    cells = np.array([[at[quadrant(r, b)] for b in names] for r in names], dtype=np.int64)

    def rated(axis: str | None) -> IntArray:
        points = np.round(nodes[codes.index(str(axis))], BORDER_DIGITS)
        return (points < float(rule.above or 0)).astype(np.int64) + (points < float(rule.meets or 0))

    found: IntArray = cells[rated(rule.results), rated(rule.behaviour)]
    return found
