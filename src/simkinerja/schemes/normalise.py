"""L3: from raw figures to points, as functions of a vector; missing stays missing (NaN).

All return float arrays of the shape of ``x``. The relative methods (min-max, z, rank) compare the rows of
one table: a person's points then depend on the others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from simkinerja.schemes.model import Indicator, Normalise

__all__ = [
    "RELATIVE",
    "to_category",
    "to_goalposts",
    "to_min_max",
    "to_points",
    "to_rank",
    "to_target",
    "to_z",
]

FloatArray = npt.NDArray[np.float64]
Direction = Literal["naik", "turun"]

RELATIVE = frozenset({"min_max", "z", "rank"})
"""Methods whose points depend on the other rows."""

_MIDDLE = 50.0  # where everybody has the same figure, nothing tells them apart


def to_target(
    x: npt.ArrayLike, target: float, *, direction: Direction = "naik", cap: float = 100.0, floor: float = 0.0
) -> FloatArray:
    """Return the share of a target reached, in percent, within ``floor`` and ``cap``.

    For a figure that should fall, each percent above the target costs a percent: 200 - 100 x / target.

    Parameters
    ----------
    x : array of float, shape (n,)
        Raw unit.
    target : float
        Raw unit, not zero.

    Examples
    --------
    >>> to_target([18, 36, 45], 36, cap=120).tolist()
    [50.0, 100.0, 120.0]
    >>> to_target([4, 5, 6], 5, direction="turun", cap=110).tolist()
    [110.0, 100.0, 80.0]
    """
    reached = 100.0 * np.asarray(x, dtype=float) / target
    points = reached if direction == "naik" else 200.0 - reached
    return np.clip(points, floor, cap)


def to_goalposts(
    x: npt.ArrayLike,
    low: float,
    high: float,
    *,
    direction: Direction = "naik",
    cap: float = 100.0,
    floor: float = 0.0,
) -> FloatArray:
    """Return 0 at one goalpost and 100 at the other, within ``floor`` and ``cap``.

    Examples
    --------
    >>> to_goalposts([25, 62.5, 100], 25, 100).tolist()
    [0.0, 50.0, 100.0]
    >>> to_goalposts([0, 5, 20], 0, 10, direction="turun").tolist()
    [100.0, 50.0, 0.0]
    """
    share = (np.asarray(x, dtype=float) - low) / (high - low)
    points: FloatArray = 100.0 * (share if direction == "naik" else 1.0 - share)
    return np.clip(points, floor, cap)


def to_min_max(x: npt.ArrayLike, *, direction: Direction = "naik") -> FloatArray:
    """Return 0 for the lowest and 100 for the highest of the table; 50 if all are the same.

    Examples
    --------
    >>> to_min_max([10, 15, 20]).tolist()
    [0.0, 50.0, 100.0]
    """
    values = np.asarray(x, dtype=float)
    known = values[~np.isnan(values)]
    if not len(known) or known.min() == known.max():
        return np.where(np.isnan(values), np.nan, _MIDDLE)
    return to_goalposts(values, float(known.min()), float(known.max()), direction=direction)


def to_z(x: npt.ArrayLike, *, direction: Direction = "naik") -> FloatArray:
    """Return 50 + 10 z (mean and SD of the table, n in the denominator), within 0 and 100.

    Examples
    --------
    >>> to_z([1, 2, 3]).round(2).tolist()
    [37.75, 50.0, 62.25]
    """
    values = np.asarray(x, dtype=float)
    known = values[~np.isnan(values)]
    spread = float(known.std()) if len(known) else 0.0
    if not spread > 1e-12 * max(1.0, float(np.abs(known).max(initial=0.0))):
        return np.where(np.isnan(values), np.nan, _MIDDLE)
    z = (values - known.mean()) / spread
    return np.clip(50.0 + 10.0 * (z if direction == "naik" else -z), 0.0, 100.0)


def to_rank(x: npt.ArrayLike, *, direction: Direction = "naik") -> FloatArray:
    """Return the share of the others that one leaves behind, in percent; ties share the middle.

    Examples
    --------
    >>> to_rank([5, 7, 7, 9]).tolist()
    [0.0, 50.0, 50.0, 100.0]
    """
    values = np.asarray(x, dtype=float)
    known = np.sort(values[~np.isnan(values)])
    if len(known) < 2:
        return np.where(np.isnan(values), np.nan, _MIDDLE)
    below = np.searchsorted(known, values, side="left")
    not_above = np.searchsorted(known, values, side="right")
    share = (below + not_above - 1) / 2.0 / (len(known) - 1)
    points: FloatArray = 100.0 * (share if direction == "naik" else 1.0 - share)
    return np.where(np.isnan(values), np.nan, points)


def to_category(x: npt.ArrayLike, lowers: npt.ArrayLike, points: npt.ArrayLike) -> FloatArray:
    """Return the points of the step that a figure reaches.

    Parameters
    ----------
    lowers : array of float, shape (k,)
        Lowest figure of each step, ascending; a figure under the first gets the first step's points.
    points : array of float, shape (k,)

    Examples
    --------
    >>> to_category([0, 3, 10], [1, 3, 5], [60, 80, 100]).tolist()
    [60.0, 80.0, 100.0]
    """
    values = np.asarray(x, dtype=float)
    steps = np.asarray(points, dtype=float)
    reached = np.searchsorted(np.asarray(lowers, dtype=float), values, side="right") - 1
    found: FloatArray = steps[np.clip(reached, 0, len(steps) - 1)]
    return np.where(np.isnan(values), np.nan, found)


def to_points(x: npt.ArrayLike, indicator: Indicator, rule: Normalise) -> FloatArray:
    """Return the points of one indicator by its own rule, or by the scheme's.

    Parameters
    ----------
    x : array of float, shape (n,)
        Raw figures of the whole table.
    indicator : Indicator
    rule : Normalise
        The scheme's rule, used where the indicator has none.

    Examples
    --------
    >>> from simkinerja.schemes.model import Indicator, Normalise
    >>> to_points([30, 40], Indicator(code="a", label="A", target=40), Normalise()).tolist()
    [75.0, 100.0]
    """
    rule = indicator.normalise or rule
    direction: Direction = indicator.direction
    match rule.method:
        case "target":
            target = float(indicator.target or 0.0)
            points = to_target(x, target, direction=direction, cap=rule.cap, floor=rule.floor)
        case "goalpost":
            ends = float(rule.low or 0.0), float(rule.high or 0.0)
            points = to_goalposts(x, *ends, direction=direction, cap=rule.cap, floor=rule.floor)
        case "category":
            steps = [one for one in rule.categories if one.lower is not None]
            steps.sort(key=lambda one: one.lower or 0.0)
            points = (
                to_category(x, [one.lower or 0.0 for one in steps], [one.points for one in steps])
                if steps
                else np.asarray(x, dtype=float)
            )
        case "none":
            points = np.clip(np.asarray(x, dtype=float), rule.floor, rule.cap)
        case relative:
            by = {"min_max": to_min_max, "z": to_z, "rank": to_rank}[relative]
            points = by(x, direction=direction)
    return points
