"""L3: from raw figures to points, as functions of a vector; missing stays missing (NaN).

All return float arrays of the shape of ``x``. The relative methods (min-max, z, rank) compare the rows of
one table: a person's points then depend on the others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from simkinerja.schemes.model import Category, Indicator, Normalise, Rules

__all__ = [
    "RELATIVE",
    "rank_of_row",
    "rule_of",
    "steps_of",
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
_SAME = 1e-12


def to_target(
    x: npt.ArrayLike, target: float, *, direction: Direction = "naik", cap: float = 100.0, floor: float = 0.0
) -> FloatArray:
    """Return the share of a target reached, in percent, within ``floor`` and ``cap``.

    For a figure that should fall, each percent above the target costs a percent: 200 - 100 x / target.
    Under a negative target the same holds by distance: one target's size below it costs 100 points.

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
    >>> to_target([-10, -15, -5], -10, cap=200).tolist()
    [100.0, 50.0, 150.0]
    """
    points: FloatArray = 100.0 * np.asarray(x, dtype=float)
    points /= target
    if (direction == "naik") != (target > 0):
        points = 200.0 - points
    return points.clip(floor, cap)


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
    return points.clip(floor, cap)


def to_min_max(x: npt.ArrayLike, *, direction: Direction = "naik") -> FloatArray:
    """Return 0 for the lowest and 100 for the highest of the table; 50 if all are the same.

    Examples
    --------
    >>> to_min_max([10, 15, 20]).tolist()
    [0.0, 50.0, 100.0]
    """
    values = np.asarray(x, dtype=float)
    known = values[~np.isnan(values)]
    low, high = float(known.min(initial=np.inf)), float(known.max(initial=-np.inf))
    if not high - low > _fuzz(known):
        return _all_alike(values)
    return to_goalposts(values, low, high, direction=direction)


def _fuzz(known: FloatArray) -> float:
    """What a mean over months may err by; figures no further apart are the same."""
    return _SAME * float(np.abs(known).max(initial=0.0))


def _all_alike(values: FloatArray) -> FloatArray:
    return np.where(np.isnan(values), np.nan, _MIDDLE)


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
    if not spread > _fuzz(known):
        return _all_alike(values)
    z = (values - known.mean()) / spread
    points: FloatArray = 50.0 + 10.0 * (z if direction == "naik" else -z)
    return np.clip(points, 0.0, 100.0)


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
        return _all_alike(values)
    fuzz = _fuzz(known)
    below = np.searchsorted(known, values - fuzz, side="left")
    not_above = np.searchsorted(known, values + fuzz, side="right")
    share = (below + not_above - 1) / 2.0 / (len(known) - 1)
    points: FloatArray = 100.0 * (share if direction == "naik" else 1.0 - share)
    return np.where(np.isnan(values), np.nan, points)


def rank_of_row(x: npt.ArrayLike, row: int, *, direction: Direction = "naik") -> float:
    """Return what :func:`to_rank` gives one row, without ranking the others.

    Examples
    --------
    >>> rank_of_row([5, 7, 7, 9], 3), rank_of_row([5, 7, 7, 9], 1)
    (100.0, 50.0)
    """
    values = np.asarray(x, dtype=float)
    known = values[~np.isnan(values)]
    own = float(values[row])
    if np.isnan(own) or len(known) < 2:
        return _MIDDLE if own == own else own
    fuzz = _fuzz(known)
    below, not_above = int((known < own - fuzz).sum()), int((known <= own + fuzz).sum())
    share = (below + not_above - 1) / 2.0 / (len(known) - 1)
    return 100.0 * (share if direction == "naik" else 1.0 - share)


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


def steps_of(rule: Normalise) -> tuple[tuple[Category, float], ...]:
    """Return the steps of a category scale with their lowest figures, ascending.

    Where no step has a ``lower``, the figure of a step is its points. Where some have, one without is the
    lowest (-inf), as with bands.

    Examples
    --------
    >>> from simkinerja.schemes.model import Category, Normalise
    >>> rule = Normalise(method="category", categories=(
    ...     Category(label="Cepat", points=100, lower=5), Category(label="Lambat", points=60)))
    >>> [(step.label, low) for step, low in steps_of(rule)]
    [('Lambat', -inf), ('Cepat', 5.0)]
    """
    words_only = all(step.lower is None for step in rule.categories)
    lows = [
        (step.points if words_only else -np.inf) if step.lower is None else step.lower
        for step in rule.categories
    ]
    return tuple(sorted(zip(rule.categories, lows, strict=True), key=lambda pair: pair[1]))


def _by_category(x: npt.ArrayLike, rule: Normalise) -> FloatArray:
    steps = steps_of(rule)
    points = [step.points for step, _ in steps]
    if all(step.lower is None for step, _ in steps):  # words: a mean over months lies between two steps
        ends = (points[0], points[-1]) if points else (rule.floor, rule.cap)
        given: FloatArray = np.clip(np.asarray(x, dtype=float), *ends)
        return given
    return to_category(x, [low for _, low in steps], points)


def rule_of(indicator: Indicator, rules: Rules, *, group: bool = False) -> Normalise:
    """Return the rule by which a raw figure becomes points: the indicator's own, else the scheme's.

    The figure of a group given directly already is points, unless the group has a rule of its own; a word
    of the scheme's category scale stands for its points.

    Examples
    --------
    >>> from simkinerja.schemes.model import Indicator, Rules
    >>> one = Indicator(code="a", label="A")
    >>> rule_of(one, Rules()).method, rule_of(one, Rules(), group=True).method
    ('target', 'none')
    """
    if indicator.normalise or not group:
        return indicator.normalise or rules.normalise
    words = tuple(step.model_copy(update={"lower": None}) for step in rules.normalise.categories)
    given = rules.normalise.model_copy(update={"method": "none", "categories": words})
    return given


def to_points(x: npt.ArrayLike, indicator: Indicator, rule: Normalise) -> FloatArray:
    """Return the points of one indicator by its own rule, or by the scheme's.

    Points stay within the rule's ``floor`` and ``cap``; those of a category scale are given as they are.

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
    ends = {"cap": rule.cap, "floor": rule.floor}
    match rule.method:
        case "target":
            points = to_target(x, float(indicator.target or 0.0), direction=direction, **ends)
        case "goalpost":
            low, high = float(rule.low or 0.0), float(rule.high or 0.0)
            points = to_goalposts(x, low, high, direction=direction, **ends)
        case "category":
            points = _by_category(x, rule)
        case "none":
            points = np.asarray(x, dtype=float).clip(rule.floor, rule.cap)
        case relative:
            by = {"min_max": to_min_max, "z": to_z, "rank": to_rank}[relative]
            points = by(x, direction=direction).clip(rule.floor, rule.cap)
    return points
