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

__all__ = ["BY_AGENCY", "OFFICER_RESULTS", "agency_sums", "officer_results", "recorded_units"]

FloatArray = npt.NDArray[np.float64]

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

_HOURS: Final = DAYS / 60.0


def agency_sums(m: Month) -> FloatArray:
    """Return sums and what they are divided by, shape (R, A, V, 2)."""
    world = m.world
    pairs = [*_service(m), *_citizens(m), *_officers(m)]
    by_unit = np.zeros((len(m.stack.seeds), len(pairs), 2, world.n_units))
    for v, pair in enumerate(pairs):
        for k, figures in enumerate(pair):
            if figures is not None:
                by_unit[:, v, k] = figures
    found = np.add.reduceat(by_unit, world.agency_start[:-1], axis=3)
    return np.ascontiguousarray(np.moveaxis(found, 3, 1))


def _service(m: Month) -> list[tuple[Any, Any]]:
    public = m.world.public.astype(float)
    q, size = m.served.queue, m.world.unit_size.astype(float)
    done = q.completed * public
    return [
        (m.served.on_time * public, done),
        (q.waited * public, done),
        (m.served.backlog_days * public, public),
        (m.served.errors * public, done),
        (q.completed, size),
        (m.served.capacity, m.base.capacity),
        (m.served.quality * public, public),
        (m.p["service.innovation_rate"] * 100.0 * m.work.improved * size, size),
    ]


def _citizens(m: Month) -> list[tuple[Any, Any]]:
    public = m.world.public.astype(float)
    return [
        (m.voice.ikm * public, public),
        (m.voice.satisfaction * public, public),
        (1000.0 * m.voice.complaints * public, m.served.queue.completed * public),
        (m.state.trust * public, public),
    ]


def _officers(m: Month) -> list[tuple[Any, Any]]:
    s, work, p, world = m.state, m.work, m.p, m.world
    size = world.unit_size.astype(float)
    trained = (s.used_technical, s.idle_technical, s.used_interpersonal, s.idle_interpersonal)
    standing = s.standing
    drive = s.motivation if s.crowded is None else s.motivation - s.crowded
    minutes = 0.0 if m.does.minutes is None else m.does.minutes * s.compliance * work.days / 60.0
    sums: list[Any] = [
        sum((x for x in trained if x is not None), start=0.0),
        work.practice,
        (work.practice > m.base.cut).astype(float),
        drive,
        _or_zero(s.stress),
        _or_zero(s.attitude),
        s.compliance,
        work.days / DAYS,
        _padding(m),
        _or_zero(s.misconduct),
        0.0 if standing is None else standing.top,
        0.0 if standing is None else standing.idr,
        minutes,
    ]
    pairs = [*((_by_unit(x, m, size), size) for x in sums), (_lost(m, p, size), size)]
    public, done = world.public.astype(float), m.served.queue.completed
    return [*pairs, (recorded_on_time(m) * done * public, done * public)]


def _or_zero(x: FloatArray | None) -> Any:
    return 0.0 if x is None else x


def _by_unit(x: Any, m: Month, size: FloatArray) -> Any:
    """Sum over the officers of each unit; None for zeros of everybody."""
    if isinstance(x, float):
        return x * size if x else None
    # always the same sum: a number for all times the size would differ from it in the last bit
    full = np.atleast_2d(x)
    return unit_sum(np.broadcast_to(full, (len(full), m.world.n)), m.world)


def _padding(m: Month) -> Any:
    """Share of the reported work that was not done: what is claimed of the failing cases."""
    if m.does.claimed is None:
        return 0.0
    share = m.served.on_time / np.maximum(m.served.queue.completed, 1.0)
    gap = np.maximum(m.p["padding.target"] - share, 0.0)
    return m.does.claimed * m.world.each(gap)


def _lost(m: Month, p: Any, size: FloatArray) -> Any:
    """Share of spending lost, summed: the usual share, less what audits beyond the usual save."""
    lost = p["leakage.base"] * size
    if m.does.audit is None:
        return lost
    more = np.maximum(m.does.audit - p["leakage.audit_base"], 0.0)
    saved = p["leakage.base"] * np.expm1(-p["leakage.audit"] * more)
    return lost + _by_unit(saved, m, size)


def recorded_on_time(m: Month) -> FloatArray:
    """Share on time as the unit reports it: the truth, and what is claimed on top, (R, U)."""
    share = m.served.on_time / np.maximum(m.served.queue.completed, 1.0)
    if m.does.claimed is None:
        return np.asarray(share)
    claimed = unit_sum(np.broadcast_to(m.does.claimed, m.work.days.shape), m.world) / m.world.unit_size
    return np.asarray(share + claimed * np.maximum(m.p["padding.target"] - share, 0.0))


def recorded_units(m: Month) -> dict[str, FloatArray]:
    """Return what the office sees of its units at the end of the month, (R, U); NaN without a service."""
    public = m.world.public
    done = np.maximum(m.served.queue.completed, 1.0)
    found = {
        "on_time_share": recorded_on_time(m),
        "ikm": m.voice.ikm,
        "complaints": 1000.0 * m.voice.complaints / done,
        "backlog_days": m.served.backlog_days,
        "wait_days": m.served.wait_days,
    }
    return {name: np.where(public, figures, np.nan) for name, figures in found.items()}


def officer_results(m: Month) -> dict[str, FloatArray]:
    """Return what is kept of every officer, (R, n)."""
    s, shape, standing = m.state, m.work.days.shape, m.state.standing
    drive = s.motivation if s.crowded is None else s.motivation - s.crowded
    found = {
        "practice": m.work.practice,
        "presence": m.work.chance,
        "motivation": drive,
        "stress": _or_zero(s.stress),
        "attitude": _or_zero(s.attitude),
        "padding": _padding(m),
        "pay_idr": 0.0 if standing is None else standing.idr,
        "score": np.nan if standing is None else standing.total,
    }
    return {name: np.broadcast_to(figures, shape) for name, figures in found.items()}
