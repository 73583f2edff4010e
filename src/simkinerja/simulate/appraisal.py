"""L5: the scheme in force: records are scored by the same ``score`` as real files.

What one more effort would pay follows from the scheme's own weights, targets, caps, bands, missing rule and
noise: :mod:`simkinerja.simulate.payoff`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from simkinerja.errors import InputError, UsageError, problem
from simkinerja.simulate.channel import DIMENSIONS
from simkinerja.simulate.pattern import top_of_units
from simkinerja.simulate.payoff import (
    STEP,
    Gained,
    Promise,
    changes_of,
    gains_of,
    is_relative,
    noise_of,
    points_held,
    promise_of,
    ranking_slopes,
    stacked,
    stake_of,
    without_gaps,
)
from simkinerja.simulate.records import KNOWN_MEASURES

if TYPE_CHECKING:
    import pandas as pd

    from simkinerja.schemes.model import Scheme
    from simkinerja.scoring.stages import Raw, Score
    from simkinerja.simulate.parameters import Parameters
    from simkinerja.simulate.world import World

__all__ = ["Standing", "appraise", "check_simulable", "gathered", "measures_of"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Standing:
    """How officers stand under the scheme in force; arrays (R, n), slopes in single precision.

    Parameters
    ----------
    slopes : five arrays, by :data:`~simkinerja.simulate.channel.DIMENSIONS`
        Share of the contingent pay that one log unit more of the dimension is expected to bring.
    total, idr : points, rupiah a month
    top : whether the predikat is Sangat Baik
    consequence : 0 record only to 1 pay follows by itself
    automatic : bool
    stake : share of pay (or of a career step) that can be won or lost by the result, (R, 1)
    ease, audit : how easily the scheme's figures are inflated, and the chance that they are checked
    of_work : share of the weight that hangs on how one works, and not on being present
    """

    slopes: tuple[FloatArray, ...]
    total: FloatArray
    idr: FloatArray
    top: FloatArray
    consequence: Any
    automatic: bool
    stake: Any
    ease: float
    audit: float
    of_work: float = 1.0

    def part(self, people: slice) -> Standing:
        """Officers of a block."""
        return replace(
            self,
            slopes=tuple(one[:, people].astype(np.float32, copy=False) for one in self.slopes),
            total=self.total[:, people],
            idr=self.idr[:, people],
            top=self.top[:, people],
        )


def measures_of(scheme: Scheme) -> tuple[str, ...]:
    """Return the columns of records that a scheme reads, each once.

    Examples
    --------
    >>> from simkinerja.schemes import load_scheme
    >>> measures_of(load_scheme("menit_aktivitas"))[:1]
    ('activity_minutes',)
    """
    return tuple(dict.fromkeys(one.measure for one in scheme.indicators if one.measure))


def gathered(scheme: Scheme) -> tuple[tuple[str, str], ...]:
    """Return the measures of a scheme with the rule by which their months become one figure, each once.

    Examples
    --------
    >>> from simkinerja.schemes import load_scheme
    >>> gathered(load_scheme("menit_aktivitas"))
    (('activity_minutes', 'mean'),)
    """
    return tuple(dict.fromkeys((one.measure, one.months) for one in scheme.indicators if one.measure))


def check_simulable(scheme: Scheme) -> None:
    """Refuse a scheme that the engine cannot put in force.

    Raises
    ------
    InputError
        Fields that a simulation needs are missing (all at once).
    UsageError
        An indicator reads a record that the engine does not draw.
    """
    from simkinerja.schemes.behaviour import require_behaviour

    require_behaviour(scheme)
    unknown = [name for name in measures_of(scheme) if name not in KNOWN_MEASURES]
    if unknown:
        allowed = f"membaca catatan yang dibuat simulasi: {', '.join(KNOWN_MEASURES)}"
        given = {"name": "measure", "owner": f"Skema {scheme.code}", "example": "measure: on_time_share"}
        raise UsageError([problem("parameter", allowed=allowed, got=name, **given) for name in unknown])


def appraise(
    scheme: Scheme, records: dict[tuple[str, str], FloatArray], world: World, p: Parameters
) -> Standing:
    """Score the records of a period and work out what more effort would pay.

    Parameters
    ----------
    records : mapping of (measure, rule of months) to float array, shape (R, n)
        Figures of the period, one an officer.
    world : World
        The whole city.
    """
    shape = next(iter(records.values())).shape
    case = _case(world, scheme, runs=shape[0])
    found = _scores(case, records)
    values = np.full((shape[0], 1), p["career.band_value"])
    least, response = p.common("score.uncertainty"), p.common("score.rating_response")
    promise = case.promise
    noise = stacked([noise_of(one, promise, case.agency_sizes, least) for one in found], shape)
    changes = [changes_of(one, promise, response) for one in found]
    slopes = _slopes(found, promise, changes, noise, values)
    top = np.zeros(shape) if case.best is None else stacked([case.best[i.bands.index] for i in found], shape)
    idr = stacked([one.paid.idr / one.raw.n_months for one in found], shape)
    total = stacked([one.total.values for one in found], shape)
    kind, rule = scheme.consequence.kind, scheme.consequence
    excused = p["career.consequence"]  # where a senior must act, and may look away
    on = np.asarray(p["pattern.enforced"]) >= 0.5
    if on.any():
        held = stacked([points_held(one, promise) for one in found], shape)
        share = p.common("pattern.share_at_top")
        top = np.where(on, top_of_units(held, world, share), top)
        ranked = ranking_slopes(found, promise, changes, noise, world, values, share)
        slopes = [np.where(on, new, old) for new, old in zip(ranked, slopes, strict=True)]
    return Standing(
        slopes=tuple(one.astype(np.float32, copy=False) for one in slopes),
        total=total,
        idr=without_gaps(idr),
        top=top,
        consequence=0.0 if kind == "record" else 1.0 if kind == "tpp" and rule.automatic else excused,
        automatic=rule.automatic,
        stake=np.array([[stake_of(scheme, value)] for (value,) in values.tolist()]),
        ease=case.ease,
        audit=case.audit,
        of_work=case.of_work,
    )


def _slopes(
    found: list[Score],
    promise: Promise,
    changes: list[dict[int, Gained]],
    noise: FloatArray,
    values: FloatArray,
) -> list[FloatArray]:
    """Share of the contingent pay that one log unit more of each dimension is expected to bring."""
    together = len(noise) // len(found)
    nothing = np.zeros((together, noise.shape[1]), np.float32)
    rows = [slice(k * together, (k + 1) * together) for k in range(len(found))]
    gains = [
        gains_of(one, promise, change, noise[where], values[where])
        for one, change, where in zip(found, changes, rows, strict=True)
    ]
    for gained in gains:
        for gain in gained.values():
            gain /= STEP
    return [
        stacked([gained.get(d, nothing) for gained in gains], noise.shape) for d in range(len(DIMENSIONS))
    ]


@dataclass(frozen=True, slots=True)
class _Case:
    """What appraisals of a city by a scheme have in common.

    Parameters
    ----------
    runs, together : replications, and how many of them are in one table
    unrecorded : Raw
        Officers, scope and what else the scheme reads, as from a real file in which no figure stands yet.
    promise : Promise
    best : whether a band's predikat is Sangat Baik, for each band; None if none is
    agency_sizes : officers of each agency with any, in the order of the table
    ease, audit, of_work : as in :class:`Standing`
    """

    world: World
    scheme: Scheme
    runs: int
    together: int
    unrecorded: Raw
    promise: Promise
    best: FloatArray | None
    agency_sizes: IntArray
    ease: float
    audit: float
    of_work: float


_last: list[_Case] = []


def _case(world: World, scheme: Scheme, runs: int) -> _Case:
    """Return what stays the same while a run lasts, and from run to run of a comparison: the last is kept."""
    for one in _last:
        same = one.world is world and one.runs == runs
        if same and (one.scheme is scheme or one.scheme == scheme):
            return one
    made = _new_case(world, scheme, runs)
    _last[:] = [made]
    return made


def _new_case(world: World, scheme: Scheme, runs: int) -> _Case:
    from simkinerja.schemes.problems import scheme_problems
    from simkinerja.scoring.pay import monthly_base
    from simkinerja.scoring.records import raw_of

    if found := scheme_problems(scheme):
        raise InputError(found)
    together = 1 if is_relative(scheme) else runs  # who is in a table then decides about its points
    table = _people(world, scheme, together)
    raw = raw_of(table.assign(**{one.code: np.nan for one in scheme.indicators if one.measure}), scheme)
    raw.officers.columns = raw.officers.columns.astype(object)  # found faster than among Arrow's strings
    raw = replace(raw, base_idr=monthly_base(raw, scheme))
    sizes = np.diff(world.unit_start[world.agency_start])
    sizes = np.tile(sizes[sizes > 0], together)
    of_scheme = *_ease(scheme), _of_work(scheme)
    return _Case(world, scheme, runs, together, raw, promise_of(scheme), _best(scheme), sizes, *of_scheme)


def _scores(case: _Case, records: dict[tuple[str, str], FloatArray]) -> list[Score]:
    """Scores by the same stages as a real file's, so many replications in a table."""
    from simkinerja.scoring.score import score_raw

    out = []
    for r in range(0, len(next(iter(records.values()))), case.together):
        values = case.unrecorded.values.copy(order="F")
        for j, one in enumerate(case.scheme.indicators):
            if one.measure:
                values[:, j] = records[one.measure, one.months][r : r + case.together].ravel()
        out.append(score_raw(replace(case.unrecorded, values=values), case.scheme))
    return out


def _people(world: World, scheme: Scheme, together: int) -> pd.DataFrame:
    """Officers and what the scheme asks of them, once for each replication in the table."""
    import pandas as pd

    one = _people_once(world, scheme)
    if together == 1:
        return one
    table = pd.concat([one] * together, ignore_index=True)
    table["officer_id"] = np.arange(len(table))
    return table


def _people_once(world: World, scheme: Scheme) -> pd.DataFrame:
    import pandas as pd

    table = pd.DataFrame({"officer_id": world.officer_id, "tpp_base_idr": world.tpp_base_idr})
    wanted = {column for one in scheme.indicators for column in one.scope or {}}
    base = scheme.consequence.base
    wanted |= {base.by} if base is not None and base.by else set()
    for name in sorted(wanted):
        if name in world.groups:
            codes, labels = world.groups[name]
            table[name] = pd.Categorical.from_codes(codes.tolist(), categories=list(labels))
        elif name == "unit":
            table[name] = np.array(world.unit_label, dtype=object)[world.unit]
        elif name == "agency":
            table[name] = np.array(world.agency_label, dtype=object)[world.agency_of_unit[world.unit]]
    return table


def _best(scheme: Scheme) -> FloatArray | None:
    """1 for bands whose predikat is Sangat Baik, 0 for others and, last, for no band; None if none has it."""
    found = [float(band.predikat == "sangat_baik") for band in scheme.rules.bands]
    return np.array([*found, 0.0]) if any(found) else None


def _ease(scheme: Scheme) -> tuple[float, float]:
    """Mean ease of inflation and mean chance of a check over the indicators, by weight."""
    from simkinerja.schemes.tree import nominal_weights

    weights = nominal_weights(scheme).tolist()
    seen = [(w, one) for w, one in zip(weights, scheme.indicators, strict=True) if one.measure]
    weight = sum(w for w, _ in seen) or 1.0
    ease = sum(w * (one.inflation or 0.0) for w, one in seen) / weight
    return ease, sum(w * (one.audit or 0.0) for w, one in seen) / weight


def _of_work(scheme: Scheme) -> float:
    """Share of the scheme's weight that hangs on work; an indicator that names no dimension is work."""
    from simkinerja.schemes.tree import nominal_weights

    total, present = 0.0, 0.0
    for weight, one in zip(nominal_weights(scheme), scheme.indicators, strict=True):
        if one.measure:
            seen = one.dimension or {}
            total += float(weight)
            if every := float(sum(seen.values())):
                present += float(weight) * float(seen.get("presence", 0.0)) / every
    return 1.0 - present / total if total else 1.0
