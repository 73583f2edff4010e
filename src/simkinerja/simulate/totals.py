"""L5: sums of a month by agency, from which every share and mean of the results is made.

Sums are kept apart from what they are divided by, so that agencies, blocks and cities add up exactly.
Officers' figures are in single precision, their sums in double, and added in a fixed order: numpy's own sum
of the same figures differs from it by up to 2e-6 of their size.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from simkinerja.compiled import compiled
from simkinerja.simulate.base import DAYS
from simkinerja.simulate.kept import once
from simkinerja.simulate.records import of_everybody

if TYPE_CHECKING:
    from simkinerja.simulate.appraisal import Standing
    from simkinerja.simulate.parameters import Parameters
    from simkinerja.simulate.records import Month
    from simkinerja.simulate.world import World

__all__ = [
    "BY_AGENCY",
    "OFFICER_RESULTS",
    "RECORDED",
    "agency_sums",
    "officer_results",
    "recorded_units",
    "standing_results",
]

FloatArray = npt.NDArray[np.floating[Any]]
IntArray = npt.NDArray[np.int64]

BY_AGENCY: Final = (
    *("on_time_share", "wait_days", "backlog_days", "error_share", "completed", "output", "quality"),
    *("innovations", "ikm", "satisfaction", "complaints", "trust"),
    *("skill", "practice", "meets_standard", "motivation", "stress", "attitude", "compliance", "presence"),
    *("padding", "misconduct", "top_share", "pay_idr", "hours", "leakage", "recorded_on_time_share"),
)
"""Outcomes that are summed by agency, in the order of the last axis but one of the series."""

OFFICER_RESULTS: Final = (
    "practice",
    "presence",
    "motivation",
    "stress",
    "attitude",
    "padding",
    "pay_idr",
    "score",
)
"""Results kept for every officer, as means over the last year of a run."""

_DIVIDED_BY: Final = {
    **dict.fromkeys(("on_time_share", "wait_days", "error_share", "complaints"), "cases"),
    **dict.fromkeys(("backlog_days", "quality", "ikm", "satisfaction", "trust"), "services"),
    "recorded_on_time_share": "cases",
    "output": "usual_capacity",
}
"""What outcomes are divided by, where not by the number of officers."""
_OF_SERVICES: Final = (
    *("on_time_share", "recorded_on_time_share", "wait_days", "error_share", "complaints", "cases"),
    *("backlog_days", "quality", "ikm", "satisfaction", "trust"),
)
_OF_UNITS: Final = ("completed", "output", "innovations", "padding")
_OF_OFFICERS: Final = (
    *("skill", "practice", "meets_standard", "motivation", "stress"),
    *("attitude", "compliance", "presence", "misconduct", "hours"),
)
_LASTING: Final = ("top_share", "pay_idr", "leakage", "services", "usual_capacity", "officers")
"""Sums that stay the same for months."""
_COLUMNS: Final = {name: k for k, name in enumerate((*_OF_SERVICES, *_OF_UNITS, *_OF_OFFICERS, *_LASTING))}
_SERVICES: Final = len(_OF_SERVICES)
_UNITS: Final = _SERVICES + len(_OF_UNITS)
_COMPLAINTS, _INNOVATIONS = _COLUMNS["complaints"], _COLUMNS["innovations"]
_SKILL, _PRACTICE, _MEETS, _MOTIVATION, _STRESS = (_COLUMNS[name] for name in _OF_OFFICERS[:5])
_ATTITUDE, _COMPLIANCE, _PRESENCE, _MISCONDUCT, _HOURS = (_COLUMNS[name] for name in _OF_OFFICERS[5:])
_WANTED: Final = np.array(
    [(_COLUMNS[name], _COLUMNS[_DIVIDED_BY.get(name, "officers")]) for name in BY_AGENCY]
)
_LANES: Final = 16
_NOBODY: Final = np.empty((1, 0), dtype=np.float32)
"""What nobody was ever touched by: nothing to add."""
_NO_SCORE: Final = np.full((1, 1), np.nan)


def agency_sums(m: Month) -> FloatArray:
    """Return sums and what they are divided by, shape (R, A, V, 2); zero for what nobody ever touched."""
    s, base, world = m.state, m.base, m.world
    units, officers = once(base.kept, "totals.numbers", _numbers, world, base.capacity, base.cut, m.p)
    of = world, base.capacity, s.standing, m.does.audit, m.p
    sums = once(base.kept, "totals.lasting", _lasting, *of).copy()
    _sum_units(sums, units, *_of_units(m))
    _sum_officers(sums, officers, *_of_officers(m))
    return sums.take(_WANTED, axis=-1)


def _numbers(world: World, capacity: FloatArray, cut: Any, p: Parameters) -> tuple[Any, Any]:
    """What the loops over units and over officers need to know, the same in every month."""
    runs = len(capacity)
    public, size = world.public.astype(np.float64), world.unit_size.astype(np.float64)
    innovations = np.full((runs, 1), 100.0 * p["service.innovation_rate"])
    cuts = np.full((runs, 1), cut, dtype=np.float32)
    of_officers = cuts, float(DAYS), world.unit_start[world.agency_start]
    return (public, size, innovations, world.agency_start), of_officers


def _lasting(
    world: World, capacity: FloatArray, standing: Standing | None, audit: FloatArray | None, p: Parameters
) -> FloatArray:
    """Sums of a month, shape (R, A, columns), with those of :data:`_LASTING` already written."""
    sums = np.zeros((len(capacity), world.n_agencies, len(_COLUMNS)))
    people = world.unit_start[world.agency_start]
    officers = np.diff(people).astype(np.float64)
    stays: FloatArray = officers
    if audit is not None:  # beyond the usual it stops some of the usual losses
        more = np.maximum(audit - p["leakage.audit_base"], 0.0)
        stays = _added(of_everybody(np.exp(-p["leakage.audit"] * more), world.n), people)
    found = {
        "leakage": p["leakage.base"] * stays,
        "services": _added(world.public[None].astype(np.float64), world.agency_start),
        "usual_capacity": _added(capacity, world.agency_start),
        "officers": officers,
    }
    if standing is not None:
        found |= {"top_share": _added(standing.top, people), "pay_idr": _added(standing.idr, people)}
    for name, figures in found.items():
        sums[..., _COLUMNS[name]] = figures
    return sums


def _of_units(m: Month) -> tuple[FloatArray, ...]:
    """What happened in the units, (R, U) each, in the order of :func:`_sum_units`."""
    served, voice, queue, padding = m.served, m.voice, m.served.queue, m.padding
    cases = queue.completed, served.on_time, queue.waited, served.errors, voice.complaints
    state = served.backlog_days, served.quality, voice.ikm, voice.satisfaction, m.state.trust
    none = np.zeros_like(queue.completed) if padding is None else padding
    return *cases, *state, served.capacity, m.work.improved, none


@compiled
def _sum_units(
    out: Any,
    numbers: Any,
    done: Any,
    on_time: Any,
    waited: Any,
    errors: Any,
    complaints: Any,
    backlog_days: Any,
    quality: Any,
    ikm: Any,
    satisfaction: Any,
    trust: Any,
    capacity: Any,
    improved: Any,
    padding: Any,
) -> None:
    """Write the sums over the units of each agency, in the order of their names above."""
    public, size, innovations, borders = numbers
    figures = np.empty((_UNITS, len(size)))
    for r in range(len(out)):
        for u in range(len(size)):
            reported = on_time[r, u] + padding[r, u] * done[r, u]
            cases = on_time[r, u], reported, waited[r, u], errors[r, u], complaints[r, u], done[r, u]
            state = backlog_days[r, u], quality[r, u], ikm[r, u], satisfaction[r, u], trust[r, u]
            for k, figure in enumerate(cases + state):
                figures[k, u] = figure * public[u]
            every = done[r, u], capacity[r, u], improved[r, u] * size[u], padding[r, u] * size[u]
            for k, figure in enumerate(every):
                figures[_SERVICES + k, u] = figure
        for k in range(_UNITS):
            _sum_groups(figures[k], borders, out[r, :, k])
        out[r, :, _COMPLAINTS] *= 1000.0
        out[r, :, _INNOVATIONS] *= innovations[r, 0]


def _of_officers(m: Month) -> tuple[FloatArray, ...]:
    """What happened to officers, in the order of :func:`_sum_officers`."""
    s, work, n = m.state, m.work, m.world.n
    skill = s.used_technical, s.idle_technical, s.used_interpersonal, s.idle_interpersonal
    rest = s.drive, s.stress, s.attitude, s.misconduct
    figures = work.practice, *skill, *rest, s.compliance, work.days, m.does.minutes
    return tuple([_NOBODY if one is None else of_everybody(one, n) for one in figures])


@compiled
def _sum_officers(
    out: Any,
    numbers: Any,
    practice: Any,
    used_technical: Any,
    idle_technical: Any,
    used_interpersonal: Any,
    idle_interpersonal: Any,
    drive: Any,
    stress: Any,
    attitude: Any,
    misconduct: Any,
    compliance: Any,
    days: Any,
    minutes: Any,
) -> None:
    """Write the sums over the officers of each agency.

    What is made of several figures of an officer is made in their own precision.
    """
    cuts, working_days, borders = numbers
    skill, better = np.empty_like(practice[0]), np.empty_like(practice[0])
    spent = np.empty_like(practice[0])
    for r in range(len(out)):
        skill[:] = 0.0
        _add(_own(used_technical, r), skill)
        _add(_own(idle_technical, r), skill)
        _add(_own(used_interpersonal, r), skill)
        _add(_own(idle_interpersonal, r), skill)
        cut, asked = cuts[r, 0], _own(minutes, r)
        for i in range(better.size):
            better[i] = practice[r, i] > cut
        for i in range(asked.size):
            spent[i] = asked[i] * compliance[r, i] * days[r, i]
        _sum_groups(skill, borders, out[r, :, _SKILL])
        _sum_groups(practice[r], borders, out[r, :, _PRACTICE])
        _sum_groups(better, borders, out[r, :, _MEETS])
        _sum_groups(drive[r], borders, out[r, :, _MOTIVATION])
        _sum_groups(_own(stress, r), borders, out[r, :, _STRESS])
        _sum_groups(_own(attitude, r), borders, out[r, :, _ATTITUDE])
        _sum_groups(compliance[r], borders, out[r, :, _COMPLIANCE])
        _sum_groups(days[r], borders, out[r, :, _PRESENCE])
        _sum_groups(_own(misconduct, r), borders, out[r, :, _MISCONDUCT])
        _sum_groups(spent[: asked.size], borders, out[r, :, _HOURS])
        out[r, :, _PRESENCE] /= working_days
        out[r, :, _HOURS] /= 60.0


@compiled
def _own(figures: Any, r: Any) -> Any:
    """Figures of a replication, which has its own or those of all; none if nobody was ever touched."""
    return figures[min(r, len(figures) - 1)]


@compiled
def _add(figures: Any, total: Any) -> None:
    for i in range(figures.size):
        total[i] += figures[i]


def _added(figures: FloatArray, borders: Any) -> FloatArray:
    """Sums of the figures from each border to the next, in double precision.

    Parameters
    ----------
    figures : float array, shape (N, n)
    borders : int array, shape (A + 1,)

    Examples
    --------
    >>> _added(np.array([[1.0, 2.0, 4.0]], dtype=np.float32), np.array([0, 2, 3])).tolist()
    [[3.0, 4.0]]
    """
    out = np.empty((len(figures), len(borders) - 1))
    _write_sums(figures, borders, out)
    return out


@compiled
def _write_sums(figures: Any, borders: Any, out: Any) -> None:
    for row in range(len(out)):
        _sum_groups(figures[row], borders, out[row])


@compiled
def _sum_groups(figures: Any, borders: Any, out: Any) -> None:
    """Write the sums: few figures one after the other, many in lanes, and then the lanes by halves.

    Lanes go side by side in the processor. The order hangs on nothing but how many figures there are.
    """
    lanes = np.empty(_LANES)
    for k in range(out.size):
        group = figures[borders[k] : borders[k + 1]]
        if group.size < 2 * _LANES:
            total = 0.0
            for i in range(group.size):
                total += group[i]
        else:
            lanes[:] = 0.0
            for i in range(0, group.size, _LANES):
                some = group[i : i + _LANES]
                for lane in range(some.size):
                    lanes[lane] += some[lane]
            for half in (8, 4, 2, 1):
                for lane in range(half):
                    lanes[lane] += lanes[lane + half]
            total = lanes[0]
        out[k] = total


def recorded_on_time(m: Month) -> FloatArray:
    """Share on time as the unit reports it: the truth, and what is claimed on top, (R, U)."""
    share = m.served.on_time_share
    return share if m.padding is None else share + m.padding


RECORDED: Final[Mapping[str, Callable[[Month], FloatArray]]] = MappingProxyType(
    {
        "on_time_share": recorded_on_time,
        "ikm": lambda m: m.voice.ikm,
        "complaints": lambda m: 1000.0 * m.voice.complaints / np.maximum(m.served.queue.completed, 1.0),
        "backlog_days": lambda m: m.served.backlog_days,
        "wait_days": lambda m: m.served.wait_days,
    }
)
"""What the office sees of its units at the end of a month, and how it is made of what happened."""


def recorded_units(name: str, m: Month) -> FloatArray:
    """Return one of the figures that the office sees of its units, (R, U); NaN without a service."""
    return np.where(m.world.public, RECORDED[name](m), np.nan)


def officer_results(m: Month) -> dict[str, FloatArray]:
    """Return what is kept of every officer from a month, (R, n); what is zero for everybody is left out."""
    s, claimed = m.state, m.does.claimed
    found = {
        "practice": m.work.practice,
        "presence": m.work.chance,
        "motivation": s.drive,
        "stress": s.stress,
        "attitude": s.attitude,
        "padding": None if claimed is None else claimed * m.each(m.claimable),
    }
    return {name: figures for name, figures in found.items() if figures is not None}


def standing_results(standing: Standing | None) -> dict[str, FloatArray]:
    """Return what is kept of every officer from the last appraisal, (R, n): the same for months."""
    return {"score": _NO_SCORE} if standing is None else {"pay_idr": standing.idr, "score": standing.total}
