"""What a scheme does on a table of records: weights that really count, overlaps, bands, cost.

The weight that really counts is the main effect of an indicator on the total (Paruolo, Saisana and Saltelli
2013, "Ratings and rankings: voodoo or science?", J. R. Stat. Soc. A 176:609-634): S = V(E(total | points)) /
V(total), the squared correlation ratio. Its square root, as a share of all, equals the printed weight where
indicators are uncorrelated and vary equally, so the two can be compared.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from simkinerja.errors import InputError, Problem
from simkinerja.schemes.normalise import to_rank
from simkinerja.schemes.tree import Tree, nominal_weights, tree_of

if TYPE_CHECKING:
    import pandas as pd

    from simkinerja.evaluate.band_certainty import Certainty
    from simkinerja.schemes.model import Scheme
    from simkinerja.scoring.stages import Score

__all__ = [
    "Figures",
    "correlation_ratio",
    "figures_of",
    "measurable",
    "rank_correlations",
    "synthetic_records",
]

FloatArray = npt.NDArray[np.float64]

SYNTHETIC_OFFICERS: Final = 600
SYNTHETIC_MONTHS: Final = 12
FEWEST_PAIRS: Final = 30
"""Fewest officers behind a correlation or a share that advice is built on (assumed)."""

_PARTS: Final = 20
_ROWS: Final = 15
_DRAWS: Final = 100


@dataclass(frozen=True, slots=True)
class Figures:
    """A scheme held against records; arrays over its m indicators are NaN where nothing can be computed.

    Parameters
    ----------
    scheme : Scheme
    where : str
        Beginning of a sentence that says on what data.
    score : Score or None
        Of the measurable part of the scheme; None if that cannot be scored.
    at : tuple of int
        Positions in ``scheme.indicators`` of the indicators of ``score``.
    measured : frozenset of str
        Codes of the leaves with a figure of their own or above them.
    nominal, applied, effective, main_effect : float array, shape (m,)
        Weight as printed; mean weight after what is missing or out of scope is left out; share of the square
        roots of the main effects; main effect.
    correlation : float array, shape (m, m)
        Rank correlations of points.
    hours : float array, shape (m,)
        Evidence, hours per officer in scope and year.
    n_total : int
        Officers to whom the cost is scaled: the real city, or the table.
    certainty : Certainty or None
    problems : tuple of Problem
        Why the records do not fit the scheme.
    """

    scheme: Scheme
    where: str
    synthetic: bool
    n_total: int
    score: Score | None
    at: tuple[int, ...]
    measured: frozenset[str]
    nominal: FloatArray
    applied: FloatArray
    effective: FloatArray
    main_effect: FloatArray
    correlation: FloatArray
    hours: FloatArray
    in_scope: FloatArray
    certainty: Certainty | None
    problems: tuple[Problem, ...]

    @property
    def tree(self) -> Tree:
        """Tree of the whole scheme."""
        return tree_of(self.scheme)

    @property
    def n(self) -> int:
        """Officers in the table."""
        return self.score.n if self.score else 0


def correlation_ratio(x: npt.ArrayLike, y: npt.ArrayLike) -> float:
    """Return the share of the variance of ``y`` that ``x`` explains, whatever the shape (0-1).

    Means of y in up to 20 parts of x by rank, 15 rows a part (each value a part where there are fewer;
    missing x is one more), with Kelley's correction for the parts' own chance.

    Parameters
    ----------
    x, y : float array, shape (n,)
        Rows without y are left out.

    Examples
    --------
    >>> correlation_ratio([1, 1, 2, 2], [0, 0, 4, 4]), correlation_ratio([1, 1, 1, 1], [0, 1, 0, 1])
    (1.0, 0.0)
    """
    points, total = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    kept = ~np.isnan(total)
    points, total = points[kept], total[kept]
    n, spread = len(total), float(((total - total.mean()) ** 2).sum()) if kept.any() else 0.0
    if n < 2 or spread <= 1e-12 * n:
        return float("nan")
    part = _parts(points)
    size = np.bincount(part)
    means = np.bincount(part, total) / np.maximum(size, 1)
    between = float((size * (means - total.mean()) ** 2).sum()) / spread
    k = int((size > 0).sum())
    return max(0.0, 1.0 - (1.0 - between) * (n - 1) / (n - k)) if n > k else between


def _parts(x: FloatArray) -> npt.NDArray[np.int64]:
    values, which = np.unique(x, return_inverse=True)  # NaN is the last
    parts = int(np.clip(len(x) // _ROWS, 2, _PARTS))
    if len(values) <= parts + 1:
        return which.reshape(-1).astype(np.int64)
    share = np.nan_to_num(to_rank(x), nan=-1.0)
    return np.where(share < 0, parts, np.minimum(share * parts / 100.0, parts - 1)).astype(np.int64)


def rank_correlations(points: FloatArray) -> FloatArray:
    """Return Spearman's correlations of the columns, shape (k, k); NaN with fewer than 30 pairs or no spread.

    Ranks are those among all known figures of a column.
    """
    k = points.shape[1]
    ranks = np.stack([to_rank(points[:, j]) for j in range(k)], axis=1) if k else points
    out = np.full((k, k), np.nan)
    for a in range(k):
        for b in range(a + 1):
            both = ~np.isnan(ranks[:, a]) & ~np.isnan(ranks[:, b])
            x, y = ranks[both, a], ranks[both, b]
            if both.sum() >= FEWEST_PAIRS and x.std() > 1e-9 and y.std() > 1e-9:
                out[a, b] = out[b, a] = np.corrcoef(x, y)[0, 1]
    return out


@lru_cache(maxsize=4)
def synthetic_records(city: str, seed: int) -> pd.DataFrame:
    """Return a year of records of a small synthetic city; drawn once a process."""
    from simkinerja.population.case_records import draw_case_records
    from simkinerja.population.draw import draw_population

    people = draw_population(city, seed=seed, n_officers=SYNTHETIC_OFFICERS)
    return draw_case_records(people, SYNTHETIC_MONTHS, seed)


def measurable(scheme: Scheme, known: set[str]) -> tuple[Scheme | None, frozenset[str]]:
    """Return the part of a scheme for which a table has columns, and the codes of its leaves.

    None where nothing is left, or an axis of the quadrant is not.
    """
    tree = tree_of(scheme)
    own = [one.code in known or (one.measure in known) for one in scheme.indicators]
    covered = list(own)
    for j in reversed(tree.bottom_up):
        for child in tree.children[j]:
            covered[child] = covered[child] or covered[j]
    leaves = {j for j in tree.leaves if covered[j]}
    kept = set(leaves)
    for j in tree.bottom_up:
        if any(child in kept for child in tree.children[j]):
            kept.add(j)
    codes = frozenset(tree.codes[j] for j in leaves)
    rule = scheme.rules.aggregate
    axes = {rule.results, rule.behaviour} if rule.method == "quadrant" else set()
    if not leaves or not axes <= {tree.codes[j] for j in kept}:
        return None, codes
    parts = tuple(one for j, one in enumerate(scheme.indicators) if j in kept)
    rules = scheme.rules.model_copy(update={"missing": "reweight"})
    return scheme.model_copy(update={"indicators": parts, "rules": rules}), codes


def figures_of(
    scheme: Scheme, records: pd.DataFrame, where: str, synthetic: bool, n_total: int | None
) -> Figures:
    """Hold a sound scheme against records.

    Parameters
    ----------
    scheme : Scheme
    records : DataFrame
        As for :func:`simkinerja.scoring.score.score`.
    where : str
    synthetic : bool
    n_total : int, optional
        Officers of the real city; those of the table by default.
    """
    from simkinerja.evaluate.band_certainty import certainty

    part, measured = measurable(scheme, {str(name) for name in records.columns})
    score, problems = _scored(part, records)
    m = len(scheme.indicators)
    codes = tree_of(scheme).codes
    at = tuple(codes.index(code) for code in score.raw.codes) if score else ()
    arrays = _arrays(score, at, m)
    bands = scheme.rules.bands
    return Figures(
        scheme=scheme,
        where=where,
        synthetic=synthetic,
        n_total=n_total or int(records["officer_id"].nunique() if "officer_id" in records else len(records)),
        score=score,
        at=at,
        measured=measured,
        nominal=nominal_weights(scheme),
        hours=np.array([_hours(one.evidence.minutes if one.evidence else None) for one in scheme.indicators]),
        certainty=certainty(score, draws=_DRAWS) if score and bands else None,
        problems=problems,
        applied=arrays[0],
        effective=arrays[1],
        main_effect=arrays[2],
        in_scope=arrays[3],
        correlation=_correlation(score, at, m),
    )


def _scored(part: Scheme | None, records: pd.DataFrame) -> tuple[Score | None, tuple[Problem, ...]]:
    from simkinerja.scoring.score import score

    if part is None:
        return None, ()
    try:
        return score(records, part), ()
    except InputError as error:
        return None, error.problems


def _hours(minutes: float | None) -> float:
    return float("nan") if minutes is None else minutes * 12.0 / 60.0


def _arrays(score: Score | None, at: tuple[int, ...], m: int) -> tuple[FloatArray, ...]:
    """Applied and effective weights, main effects, and share of officers in scope, each (m,)."""
    applied, effective, main, scope = (np.full(m, np.nan) for _ in range(4))
    if score is None:
        return applied, effective, main, scope
    rated = ~np.isnan(score.total.values)
    used = score.points.used.any(axis=0)
    place = np.array(at)[used]
    scope[list(at)] = score.raw.in_scope.mean(axis=0)
    if rated.any():
        applied[place] = score.weights.values[rated][:, used].mean(axis=0)
        main[place] = [
            correlation_ratio(score.points.values[:, k], score.total.values) for k in np.flatnonzero(used)
        ]
        roots = np.sqrt(main[place])
        if np.nansum(roots) > 0:
            effective[place] = roots / np.nansum(roots)
    return applied, effective, main, scope


def _correlation(score: Score | None, at: tuple[int, ...], m: int) -> FloatArray:
    out = np.full((m, m), np.nan)
    if score is not None:
        out[np.ix_(at, at)] = rank_correlations(score.points.values)
    return out
