"""L4: Shapley shares of a result that is no plain sum: who did how much of the way from the reference.

The reference is an officer with the median points of the colleagues. A share is the change that a figure
makes, averaged over all orders in which the officer's own points could replace the reference (Shapley 1953);
shares sum to the total less the reference's. Exact, never sampled.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import factorial
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from simkinerja.errors import UsageError, problem
from simkinerja.scoring.single import Single

if TYPE_CHECKING:
    from simkinerja.scoring.stages import Score

__all__ = ["MOST_PLAYERS", "Shapley", "Share", "shapley_shares"]

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

MOST_PLAYERS: Final = 12
"""Up to here every coalition is scored (4,096); above, figures act together as their groups."""

OTHERS: Final = "Indikator lainnya"


@dataclass(frozen=True, slots=True)
class Share:
    """What one figure, or one group of figures, adds to the total.

    Parameters
    ----------
    code, label : str
        Of the figure or its group; code ``lainnya`` for the lightest figures together.
    members : tuple of str
        Codes of the figures.
    share : float
        In points of the total; in a quadrant, in levels of the predikat.
    """

    code: str
    label: str
    members: tuple[str, ...]
    share: float


@dataclass(frozen=True, slots=True)
class Shapley:
    """All shares of one officer: ``reference + sum of shares == total``.

    Parameters
    ----------
    shares : tuple of Share
        In the order of the scheme.
    reference, total : float
        Total with the median points of the colleagues, and the officer's own.
    whole : bool
        Every player is one figure; False where figures act together as groups.
    """

    shares: tuple[Share, ...]
    reference: float
    total: float
    whole: bool


def shapley_shares(score: Score, officer: int | str) -> Shapley:
    """Return the Shapley shares of one officer.

    Parameters
    ----------
    score : Score
    officer : int or str
        ``officer_id``.

    Raises
    ------
    UsageError
        ``unknown_officer``; ``score_not_rated`` for an officer without a total.

    Examples
    --------
    >>> import pandas as pd
    >>> from simkinerja.schemes.model import Aggregate, Indicator, Rules, Scheme
    >>> from simkinerja.scoring.score import score
    >>> pair = tuple(Indicator(code=c, label=c.upper(), target=100) for c in "ab")
    >>> done = score(pd.DataFrame({"a": [90, 50, 50], "b": [70, 60, 60]}), Scheme(
    ...     code="s", title="S", indicators=pair,
    ...     rules=Rules(aggregate=Aggregate(method="non_compensatory"))))
    >>> found = shapley_shares(done, 0)
    >>> [(one.code, one.share) for one in found.shares], found.reference, found.total
    ([('a', 15.0), ('b', 5.0)], 50.0, 70.0)
    """
    one = Single(score, score.raw.row_of(officer))
    if not one.rated:
        raise UsageError([problem("score_not_rated", got=officer)])
    players = _players(one)
    own, reference = one.points, _reference(one)
    inside = _coalitions(len(players))
    rows = np.repeat(reference[None, :], len(inside), axis=0)
    for k, (_, _, members) in enumerate(players):
        at = np.array(members)
        rows[np.ix_(np.flatnonzero(inside[:, k]), at)] = own[at]
    values = one.totals(rows)
    codes = score.raw.codes
    return Shapley(
        shares=tuple(
            Share(code, label, tuple(codes[j] for j in members), share)
            for (code, label, members), share in zip(players, _shares(values, inside), strict=True)
        ),
        reference=float(values[0]),
        total=float(score.total.values[one.row]),
        whole=all(len(members) == 1 for _, _, members in players),
    )


def _reference(one: Single) -> FloatArray:
    """Median points of the colleagues, shape (m,); the officer's own where no colleague has the figure."""
    reference, others = one.points.copy(), np.arange(one.score.n) != one.row
    for j in one.used:
        points = one.score.points.values[others & one.score.points.used[:, j], j]
        if len(points):
            reference[j] = np.median(points)
    return reference


def _players(one: Single) -> list[tuple[str, str, tuple[int, ...]]]:
    """Code, label and figures of every player: figures, else the deepest nodes that are few enough."""
    tree, used = one.tree, set(one.used)
    figures = {j: tuple(k for k in (j, *tree.below(j)) if k in used) for j in range(len(tree.codes))}
    nodes = [j for j in tree.top if figures[j]]
    while True:
        finer = [k for j in nodes for k in ((j,) if j in used else tree.children[j]) if figures[k]]
        if finer == nodes or len(finer) > MOST_PLAYERS:
            break
        nodes = finer
    named = [(tree.codes[j], one.scheme.indicators[j].label, figures[j]) for j in nodes]
    return named if len(nodes) <= MOST_PLAYERS else _bundled(one, named)


def _bundled(
    one: Single, named: list[tuple[str, str, tuple[int, ...]]]
) -> list[tuple[str, str, tuple[int, ...]]]:
    """The heaviest players alone, the lightest together."""
    weights = one.score.weights.values[one.row]
    order = sorted(range(len(named)), key=lambda k: -sum(weights[j] for j in named[k][2]))
    alone = sorted(order[: MOST_PLAYERS - 1])
    rest = tuple(j for k in sorted(order[MOST_PLAYERS - 1 :]) for j in named[k][2])
    return [*(named[k] for k in alone), ("lainnya", OTHERS, rest)]


def _coalitions(n: int) -> BoolArray:
    """Who takes part, shape (2**n, n); row r holds the bits of r."""
    bits: BoolArray = (np.arange(2**n)[:, None] >> np.arange(n)) & 1 == 1
    return bits


def _shares(values: FloatArray, inside: BoolArray) -> list[float]:
    """Shapley value of every player from the value of every coalition."""
    n = inside.shape[1]
    sizes = inside.sum(axis=1)
    likely = np.array([factorial(s) * factorial(n - s - 1) / factorial(n) for s in range(n)])
    out = []
    for k in range(n):
        without = np.flatnonzero(~inside[:, k])
        out.append(float((likely[sizes[without]] * (values[without + 2**k] - values[without])).sum()))
    return out
