"""L5: sums of a month by agency, from which every share and mean of the results is made.

Sums are kept apart from what they are divided by, so that agencies, blocks and cities add up exactly.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from simkinerja.simulate.base import DAYS, unit_sum

if TYPE_CHECKING:
    from simkinerja.simulate.records import Month
    from simkinerja.simulate.state import State
    from simkinerja.simulate.world import World

__all__ = ["BY_AGENCY", "OFFICER_RESULTS", "agency_sums", "officer_results", "recorded_units"]

FloatArray = npt.NDArray[np.floating[Any]]

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


def agency_sums(m: Month) -> FloatArray:
    """Return sums and what they are divided by, shape (R, A, V, 2)."""
    sums = {**_of_units(m), **_of_officers(m)}
    sums["leakage"] = m.p["leakage.base"] * sums.get("leakage", sums["officers"])
    found = np.zeros((2, len(BY_AGENCY), len(m.stack.seeds), m.world.n_agencies))
    for own, divisor, name in zip(*found, BY_AGENCY, strict=True):
        if name in sums:
            own[:] = sums[name]
        divisor[:] = sums[_DIVIDED_BY.get(name, "officers")]
    return found.transpose(2, 3, 1, 0)


def _of_units(m: Month) -> dict[str, FloatArray]:
    """Sums over the units of each agency, (R, A), of figures by unit."""
    served, voice, world = m.served, m.voice, m.world
    done, size = served.queue.completed, world.unit_size
    padding = _padding(m)
    of_services = {
        "on_time_share": served.on_time,
        "recorded_on_time_share": served.on_time if padding is None else served.on_time + padding * done,
        "wait_days": served.queue.waited,
        "error_share": served.errors,
        "complaints": 1000.0 * voice.complaints,
        "cases": done,
        "backlog_days": served.backlog_days,
        "quality": served.quality,
        "ikm": voice.ikm,
        "satisfaction": voice.satisfaction,
        "trust": m.state.trust,
        "services": 1.0,
    }
    of_all = {
        "completed": done,
        "output": served.capacity,
        "usual_capacity": m.base.capacity,
        "innovations": (100.0 * m.p["service.innovation_rate"]) * (m.work.improved * size),
        "padding": 0.0 if padding is None else padding * size,
        "officers": size,
    }
    figures = {**of_services, **of_all}
    by_unit = np.empty((len(figures), len(m.stack.seeds), world.n_units))
    for own, values in zip(by_unit, figures.values(), strict=True):
        own[:] = values
    by_unit[: len(of_services)] *= world.public
    sums = np.add.reduceat(by_unit, world.agency_start[:-1], axis=2)
    return dict(zip(figures, sums, strict=True))


def _of_officers(m: Month) -> dict[str, FloatArray]:
    """Sums over the officers of each agency, (R or 1, A); what is zero for everybody is left out."""
    s, work, world, standing = m.state, m.work, m.world, m.state.standing
    figures = {
        "skill": _trained(s),
        "practice": work.practice,
        "meets_standard": work.practice > m.base.cut,
        "motivation": s.drive,
        "stress": s.stress,
        "attitude": s.attitude,
        "compliance": s.compliance,
        "presence": work.days,
        "misconduct": s.misconduct,
        "top_share": None if standing is None else standing.top,
        "pay_idr": None if standing is None else standing.idr,
        "hours": None if m.does.minutes is None else m.does.minutes * s.compliance * work.days,
        "leakage": _let_through(m),
    }
    first = world.unit_start[world.agency_start[:-1]]
    sums = {k: _added(_each(x, world), first) for k, x in figures.items() if x is not None}
    sums["presence"] /= DAYS
    if "hours" in sums:
        sums["hours"] /= 60.0
    return sums


def _added(figures: FloatArray, first: Any) -> FloatArray:
    """Sums of the officers from each of ``first`` to the next, in double precision."""
    return np.add.reduceat(figures, first, axis=1).astype(np.float64, copy=False)


def _each(figures: FloatArray, world: World) -> FloatArray:
    """One figure an officer, also where all have the same.

    That one times the number of officers would differ from their sum in the last bit.
    """
    return figures if figures.shape[1] == world.n else figures.repeat(world.n, axis=1)


def _trained(s: State) -> FloatArray | None:
    """Trained skill of both kinds, used or not."""
    kinds = (s.used_technical, s.idle_technical, s.used_interpersonal, s.idle_interpersonal)
    known = [x for x in kinds if x is not None]
    return sum(known[1:], start=known[0]) if known else None


def _let_through(m: Month) -> Any:
    """Share of the usual losses that stays: audits beyond the usual stop the rest; None for all."""
    if m.does.audit is None:
        return None
    more = m.does.audit - m.p["leakage.audit_base"]
    log = -m.p["leakage.audit"] * np.maximum(more, 0.0, out=more)
    return np.exp(log, out=log)


def _on_time_share(m: Month) -> FloatArray:
    return np.asarray(m.served.on_time / np.maximum(m.served.queue.completed, 1.0))


def _claimable(m: Month) -> FloatArray:
    """Failing cases that could be reported as good: up to the target, share of cases, (R, U)."""
    gap = m.p["padding.target"] - _on_time_share(m)
    return np.asarray(np.maximum(gap, 0.0, out=gap))


def _padding(m: Month) -> FloatArray | None:
    """Share of the reported work that was not done, mean of the unit, (R, U); None for nothing."""
    if m.does.claimed is None:
        return None
    return unit_sum(_each(m.does.claimed, m.world), m.world) / m.world.unit_size * _claimable(m)


def recorded_on_time(m: Month) -> FloatArray:
    """Share on time as the unit reports it: the truth, and what is claimed on top, (R, U)."""
    share, padding = _on_time_share(m), _padding(m)
    return share if padding is None else share + padding


def recorded_units(m: Month) -> dict[str, FloatArray]:
    """Return what the office sees of its units at the end of the month, (R, U); NaN without a service."""
    unseen = np.where(m.world.public, 0.0, np.nan)
    found = {
        "on_time_share": recorded_on_time(m),
        "ikm": m.voice.ikm,
        "complaints": 1000.0 * m.voice.complaints / np.maximum(m.served.queue.completed, 1.0),
        "backlog_days": m.served.backlog_days,
        "wait_days": m.served.wait_days,
    }
    return {name: figures + unseen for name, figures in found.items()}


def officer_results(m: Month) -> dict[str, Any]:
    """Return what is kept of every officer, (R, n); what is zero for everybody is left out."""
    s, standing, claimed = m.state, m.state.standing, m.does.claimed
    found = {
        "practice": m.work.practice,
        "presence": m.work.chance,
        "motivation": s.drive,
        "stress": s.stress,
        "attitude": s.attitude,
        "padding": None if claimed is None else claimed * m.each(_claimable(m)),
        "pay_idr": None if standing is None else standing.idr,
        "score": np.nan if standing is None else standing.total,
    }
    return {name: figures for name, figures in found.items() if figures is not None}
