"""L4: how one officer's result comes about: the ladder from raw record to predikat, credit and rupiah.

The ladder is data; words and layout belong to reports and panels. In an additive scheme the contributions of
the figures sum exactly to the total. In the others nothing sums by itself: there the ladder of stages stands
with Shapley shares, named as such.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

from simkinerja.rules.ratings import RATINGS
from simkinerja.schemes.banding import ascending
from simkinerja.schemes.normalise import steps_of
from simkinerja.schemes.tree import nominal_weights
from simkinerja.scoring.shapley import Shapley, shapley_shares
from simkinerja.scoring.single import Single
from simkinerja.scoring.stages import PROPOSAL

if TYPE_CHECKING:
    from simkinerja.schemes.model import Scheme
    from simkinerja.scoring.stages import Score

__all__ = [
    "NOT_RATED",
    "NO_RECORD",
    "OUT_OF_SCOPE",
    "REPLACED",
    "UNSURE",
    "BandStep",
    "Chances",
    "Explanation",
    "FigureStep",
    "GroupStep",
    "PaidStep",
    "RatingStep",
    "Step",
    "TotalStep",
    "explain",
]

State = Literal["dinilai", "tidak ada catatan", "di luar cakupan", "diganti angka kelompok"]

NO_RECORD: Final = "tidak ada catatan"
OUT_OF_SCOPE: Final = "di luar cakupan"
REPLACED: Final = "diganti angka kelompok"
NOT_RATED: Final = "tidak dinilai"
UNSURE: Final = "belum dapat dipastikan"
"""What stands beside a predikat near a border."""


class Chances(Protocol):
    """How sure the bands are; computed above this floor and handed in.

    ``chance`` has shape (n, bands), in the order of ``scheme.rules.bands``; ``sure`` shape (n,).
    """

    @property
    def chance(self) -> npt.NDArray[np.float64]:
        """Probability of every band."""
        ...

    @property
    def sure(self) -> npt.NDArray[np.bool_]:
        """Whether the band given is certain enough."""
        ...


@dataclass(frozen=True, slots=True)
class FigureStep:
    """One figure: from what was recorded to what it adds.

    Parameters
    ----------
    code, label, unit : str
    state : str
        ``dinilai``, or why it does not count.
    raw : float or None
        As recorded, raw unit.
    method, direction : str
        Of the rule; ``target``, ``low`` and ``high`` in the raw unit, ``step`` the label of the category.
    points : float or None
    nominal, weight : float
        Share of the whole as printed, and as it counts for this officer (after missing figures).
    contribution, cumulated : float or None
        Weight times points, and the sum so far; additive schemes only.
    shapley : float or None
        Share by Shapley, where the scheme is not additive and the figure was a player of its own.
    """

    code: str
    label: str
    unit: str | None
    state: State
    raw: float | None
    method: str
    direction: str
    target: float | None
    low: float | None
    high: float | None
    step: str | None
    points: float | None
    nominal: float
    weight: float
    contribution: float | None
    cumulated: float | None
    shapley: float | None
    kind: Literal["figure"] = "figure"


@dataclass(frozen=True, slots=True)
class GroupStep:
    """Points of a group, from what is under it or given directly; weight in the whole."""

    code: str
    label: str
    depth: int
    points: float | None
    weight: float
    given: bool
    kind: Literal["group"] = "group"


@dataclass(frozen=True, slots=True)
class RatingStep:
    """A rating of the quadrant, with the points from which it follows."""

    code: str
    label: str
    points: float | None
    meets: float
    above: float
    rating: str | None
    rating_label: str | None
    kind: Literal["rating"] = "rating"


@dataclass(frozen=True, slots=True)
class TotalStep:
    """The unrounded total; ``n_rated`` officers share the ranks; ``coverage`` of the weight was recorded."""

    total: float | None
    method: str
    coverage: float
    rank: float | None
    n_rated: int
    kind: Literal["total"] = "total"


@dataclass(frozen=True, slots=True)
class BandStep:
    """The predikat, always a proposal.

    Parameters
    ----------
    code, label, predikat : str or None
        None where nobody can be rated.
    lower, upper : float or None
        Borders of the total, as the scheme has them; None at an open end and in a quadrant.
    status : str
        :data:`simkinerja.scoring.stages.PROPOSAL`, or *tidak dinilai*.
    chances : tuple of (label, probability)
        Of every band; empty if nothing was handed in.
    sure : bool or None
    note : str or None
        *belum dapat dipastikan* where the predikat is not certain.
    """

    code: str | None
    label: str | None
    predikat: str | None
    lower: float | None
    upper: float | None
    status: str
    chances: tuple[tuple[str, float], ...] = ()
    sure: bool | None = None
    note: str | None = None
    kind: Literal["band"] = "band"


@dataclass(frozen=True, slots=True)
class PaidStep:
    """What hangs on it: percent of the contingent pay, rupiah and angka kredit of the months recorded."""

    consequence: str
    automatic: bool
    share: float
    percent: float | None
    idr: float | None
    credit: float | None
    months: int
    kind: Literal["paid"] = "paid"


Step: TypeAlias = FigureStep | GroupStep | RatingStep | TotalStep | BandStep | PaidStep


@dataclass(frozen=True, slots=True)
class Explanation:
    """The ladder of one officer; :attr:`steps` in the order in which the result came about.

    Parameters
    ----------
    officer : int or str
    additive : bool
        Contributions sum to the total; else look at ``shapley``.
    shapley : Shapley or None
        Only where the scheme is not additive and the officer has a total.
    """

    officer: int | str
    additive: bool
    figures: tuple[FigureStep, ...]
    groups: tuple[GroupStep, ...]
    ratings: tuple[RatingStep, ...]
    total: TotalStep
    band: BandStep
    paid: PaidStep
    shapley: Shapley | None

    @property
    def steps(self) -> tuple[Step, ...]:
        """All steps, from the figures to the money."""
        return (*self.figures, *self.groups, *self.ratings, self.total, self.band, self.paid)

    @property
    def shares_are(self) -> str:
        """What the parts are called: contributions, or Shapley shares."""
        return "kontribusi" if self.additive else "bagian Shapley"


def explain(score: Score, officer: int | str, *, certainty: Chances | None = None) -> Explanation:
    """Return the ladder of one officer.

    Parameters
    ----------
    score : Score
    officer : int or str
        ``officer_id``.
    certainty : Chances, optional
        Probability of every band under measurement error, of the same officers.

    Raises
    ------
    UsageError
        ``unknown_officer``.

    Examples
    --------
    >>> import pandas as pd
    >>> from simkinerja.schemes.model import Band, Indicator, Rules, Scheme
    >>> from simkinerja.scoring.score import score
    >>> pair = (Indicator(code="a", label="A", target=10, weight=60),
    ...     Indicator(code="b", label="B", target=10, weight=40))
    >>> bands = (Band(code="baik", label="Baik", lower=80), Band(code="cukup", label="Cukup"))
    >>> done = score(pd.DataFrame({"officer_id": [7], "a": [8], "b": [10]}),
    ...     Scheme(code="s", title="S", indicators=pair, rules=Rules(bands=bands)))
    >>> found = explain(done, 7)
    >>> [(one.code, one.points, one.contribution, one.cumulated) for one in found.figures]
    [('a', 80.0, 48.0, 48.0), ('b', 100.0, 40.0, 88.0)]
    >>> found.total.total, found.band.label, found.band.status
    (88.0, 'Baik', 'usulan; keputusan pada pejabat penilai')
    """
    one = Single(score, score.raw.row_of(officer))
    additive = score.contributions is not None
    shapley = None if additive or not one.rated else shapley_shares(score, officer)
    return Explanation(
        officer=officer,
        additive=additive,
        figures=_figures(one, shapley),
        groups=_groups(one),
        ratings=_ratings(one),
        total=_total(one),
        band=_band(one, certainty),
        paid=_paid(one),
        shapley=shapley,
    )


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _figures(one: Single, shapley: Shapley | None) -> tuple[FigureStep, ...]:
    """Leaves and directly given groups, in the order of the scheme."""
    score, nominal = one.score, nominal_weights(one.scheme)
    shares = (
        {share.members[0]: share.share for share in shapley.shares if len(share.members) == 1}
        if shapley
        else {}
    )
    shown = [j for j in range(len(one.tree.codes)) if j in one.tree.leaves or j in one.used]
    added = (
        [0.0] * len(one.tree.codes)
        if score.contributions is None
        else score.contributions.values[one.row].tolist()
    )
    out, so_far = [], 0.0
    for j in shown:
        indicator, rule = one.scheme.indicators[j], one.rule(j)
        raw = _number(score.raw.values[one.row, j])
        counts = j in one.used and score.contributions is not None and one.rated
        so_far += added[j]
        out.append(
            FigureStep(
                code=indicator.code,
                label=indicator.label,
                unit=indicator.unit,
                state=_state(one, j),
                raw=raw,
                method=rule.method,
                direction=indicator.direction,
                target=indicator.target if rule.method == "target" else None,
                low=rule.low,
                high=rule.high,
                step=_step(one, j, raw),
                points=_number(one.points[j]),
                nominal=float(_nominal(one, j, nominal)),
                weight=float(score.weights.values[one.row, j]),
                contribution=added[j] if counts else None,
                cumulated=so_far if counts else None,
                shapley=shares.get(indicator.code),
            )
        )
    return tuple(out)


def _nominal(one: Single, j: int, nominal: npt.NDArray[np.float64]) -> float:
    """Share of the whole as printed; of a group, all that is under it."""
    return float(nominal[[j, *one.tree.below(j)]].sum())


def _state(one: Single, j: int) -> State:
    if j in one.used:
        return "dinilai"
    if not one.score.raw.in_scope[one.row, j]:
        return "di luar cakupan"
    above = one.tree.parent[j]
    while above >= 0:
        if above in one.used:
            return "diganti angka kelompok"
        above = one.tree.parent[above]
    return "tidak ada catatan"


def _step(one: Single, j: int, raw: float | None) -> str | None:
    """Label of the category that a figure reaches."""
    rule = one.rule(j)
    if raw is None or rule.method != "category" or not rule.categories:
        return None
    steps = steps_of(rule)
    exact = [step.label for step, low in steps if low == raw]
    if all(step.lower is None for step, _ in steps):  # words: a mean of months may lie between two
        return exact[0] if exact else None
    reached = [step.label for step, low in steps if low <= raw]
    return reached[-1] if reached else steps[0][0].label


def _groups(one: Single) -> tuple[GroupStep, ...]:
    """Groups from the top down."""
    values, tree = one.score.groups.values[one.row], one.tree
    weights = one.score.weights.values[one.row]
    return tuple(
        GroupStep(
            code=tree.codes[j],
            label=one.scheme.indicators[j].label,
            depth=_depth(j, tree.parent),
            points=_number(values[j]),
            weight=float(weights[[j, *tree.below(j)]].sum()),
            given=j in one.used,
        )
        for j in reversed(tree.bottom_up)
    )


def _depth(j: int, parent: Sequence[int]) -> int:
    return 1 if parent[j] < 0 else 1 + _depth(parent[j], parent)


def _ratings(one: Single) -> tuple[RatingStep, ...]:
    ratings, rule = one.score.ratings, one.scheme.rules.aggregate
    if ratings is None:
        return ()
    codes, names = one.tree.codes, list(RATINGS)
    out = []
    for axis, found in ((rule.results, ratings.results), (rule.behaviour, ratings.behaviour)):
        j, position = codes.index(str(axis)), int(found[one.row])
        key = names[position] if position >= 0 else None
        out.append(
            RatingStep(
                code=codes[j],
                label=one.scheme.indicators[j].label,
                points=_number(one.score.groups.values[one.row, j]),
                meets=float(rule.meets or 0.0),
                above=float(rule.above or 0.0),
                rating=key,
                rating_label=None if key is None else RATINGS[key],
            )
        )
    return tuple(out)


def _total(one: Single) -> TotalStep:
    score = one.score
    return TotalStep(
        total=_number(score.total.values[one.row]),
        method=one.scheme.rules.aggregate.method,
        coverage=float(score.total.coverage[one.row]),
        rank=_number(score.ranks.values[one.row]),
        n_rated=int((~np.isnan(score.total.values)).sum()),
    )


def _band(one: Single, certainty: Chances | None) -> BandStep:
    bands, at = one.scheme.rules.bands, int(one.score.bands.index[one.row])
    if at < 0:
        return BandStep(None, None, None, None, None, NOT_RATED)
    lower, upper = _borders(one.scheme, at)
    band, sure = bands[at], None
    chances: tuple[tuple[str, float], ...] = ()
    if certainty is not None:
        row = certainty.chance[one.row].tolist()
        chances = tuple((other.label, chance) for other, chance in zip(bands, row, strict=True))
        sure = bool(certainty.sure[one.row])
    note = UNSURE if sure is False else None
    return BandStep(band.code, band.label, band.predikat, lower, upper, PROPOSAL, chances, sure, note)


def _borders(scheme: Scheme, at: int) -> tuple[float | None, float | None]:
    """Lower border of a band, and the lower border of the next."""
    if scheme.rules.aggregate.method == "quadrant":
        return None, None
    order = ascending(scheme.rules.bands)
    place = order.index(at)
    above = scheme.rules.bands[order[place + 1]].lower if place + 1 < len(order) else None
    return scheme.rules.bands[at].lower, above


def _paid(one: Single) -> PaidStep:
    paid, rule = one.score.paid, one.scheme.consequence
    return PaidStep(
        consequence=rule.kind,
        automatic=rule.automatic,
        share=rule.share,
        percent=_number(paid.percent[one.row]),
        idr=_number(paid.idr[one.row]),
        credit=_number(paid.credit[one.row]),
        months=int(one.score.raw.months[one.row]),
    )
