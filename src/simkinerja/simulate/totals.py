"""L5: sums of a month by agency, from which every share and mean of the results is made.

Sums are kept apart from what they are divided by, so that agencies, blocks and cities add up exactly.
Officers' figures are in single precision, their sums in double, and added in a fixed order: numpy's own sum
of the same figures differs from it by up to 2e-6 of their size.
"""

from __future__ import annotations

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
    from simkinerja.simulate.state import State
    from simkinerja.simulate.world import World

__all__ = ["BY_AGENCY", "OFFICER_RESULTS", "agency_sums", "officer_results", "recorded_units"]

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
_ROWS: Final = {
    name: k for k, name in enumerate((*BY_AGENCY, "cases", "services", "usual_capacity", "officers"))
}
_WANTED: Final = np.array([(_ROWS[name], _ROWS[_DIVIDED_BY.get(name, "officers")]) for name in BY_AGENCY])
_PAID: Final = [_ROWS["top_share"], _ROWS["pay_idr"]]
_LANES: Final = 16


def agency_sums(m: Month) -> FloatArray:
    """Return sums and what they are divided by, shape (R, A, V, 2); zero for what nobody ever touched."""
    sums = np.zeros((len(_ROWS), len(m.stack.seeds), m.world.n_agencies))
    _of_units(m, sums)
    _of_officers(m, sums)
    found: FloatArray = sums[_WANTED].transpose(2, 3, 0, 1)
    return found


def _of_units(m: Month, sums: FloatArray) -> None:
    """Write the sums over the units of each agency, of figures by unit."""
    served, voice, world, padding = m.served, m.voice, m.world, m.padding
    done, size = served.queue.completed, world.unit_size
    of_services = {
        "on_time_share": served.on_time,
        "recorded_on_time_share": served.on_time if padding is None else served.on_time + padding * done,
        "wait_days": served.queue.waited,
        "error_share": served.errors,
        "complaints": voice.complaints,
        "cases": done,
        "backlog_days": served.backlog_days,
        "quality": served.quality,
        "ikm": voice.ikm,
        "satisfaction": voice.satisfaction,
        "trust": m.state.trust,
    }
    of_all = {
        "completed": done,
        "output": served.capacity,
        "usual_capacity": m.base.capacity,
        "innovations": m.work.improved * size,
    }
    if padding is not None:
        of_all["padding"] = padding * size
    figures = {**of_services, **of_all}
    by_unit = np.concatenate(list(figures.values()))
    by_unit[: len(of_services) * len(done)] *= world.public.astype(np.float64)
    rows = [_ROWS[name] for name in figures]
    sums[rows] = _added(by_unit, world.agency_start).reshape(len(figures), len(done), -1)
    sums[_ROWS["complaints"]] *= 1000.0
    sums[_ROWS["innovations"]] *= 100.0 * m.p["service.innovation_rate"]


def _of_officers(m: Month, sums: FloatArray) -> None:
    """Write the sums over the officers of each agency; what is zero for everybody is left out."""
    s, does, work, world, kept = m.state, m.does, m.work, m.world, m.base.kept
    borders, services, officers = once(kept, "totals.world", _counted, world)
    figures = {
        "skill": _trained(s),
        "practice": work.practice,
        "meets_standard": (work.practice > m.base.cut).astype(np.float32),
        "motivation": s.drive,
        "stress": s.stress,
        "attitude": s.attitude,
        "compliance": s.compliance,
        "presence": work.days,
        "misconduct": s.misconduct,
        "hours": None if does.minutes is None else does.minutes * s.compliance * work.days,
    }
    for name, one in figures.items():
        if one is not None:
            sums[_ROWS[name]] = _added(of_everybody(one, world), borders)
    sums[_ROWS["presence"]] /= DAYS
    sums[_ROWS["hours"]] /= 60.0
    if s.standing is not None:
        sums[_PAID] = once(kept, "totals.paid", _paid, s.standing, borders)
    stays = officers
    if does.audit is not None:
        stays = once(kept, "totals.leakage", _let_through, does.audit, world, borders, m.p)
    sums[_ROWS["leakage"]] = m.p["leakage.base"] * stays
    sums[_ROWS["services"]], sums[_ROWS["officers"]] = services, officers


def _counted(world: World) -> tuple[IntArray, FloatArray, FloatArray]:
    """First officer of each agency and one past the last; its services; its officers."""
    borders = world.unit_start[world.agency_start]
    services = _added(world.public[None].astype(np.float64), world.agency_start)
    return borders, services, np.diff(borders).astype(np.float64)


def _trained(s: State) -> FloatArray | None:
    """Trained skill of both kinds, used or not."""
    kinds = (s.used_technical, s.idle_technical, s.used_interpersonal, s.idle_interpersonal)
    known = [x for x in kinds if x is not None]
    return sum(known[1:], start=known[0]) if known else None


def _paid(standing: Standing, borders: IntArray) -> FloatArray:
    """Sums of the best predikat and of pay: the same from one appraisal to the next."""
    return np.stack([_added(standing.top, borders), _added(standing.idr, borders)])


def _let_through(audit: FloatArray, world: World, borders: IntArray, p: Parameters) -> FloatArray:
    """Sums of the share of usual losses that stays: audits beyond the usual stop the rest."""
    more = np.maximum(audit - p["leakage.audit_base"], 0.0)
    return _added(of_everybody(np.exp(-p["leakage.audit"] * more), world), borders)


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
    """Write the sums: few figures one after the other, many in lanes, and then the lanes by halves.

    Lanes go side by side in the processor. The order hangs on nothing but how many figures there are.
    """
    lanes = np.empty(_LANES)
    for row in range(out.shape[0]):
        for k in range(out.shape[1]):
            group = figures[row, borders[k] : borders[k + 1]]
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
                half = _LANES // 2
                while half > 0:
                    for lane in range(half):
                        lanes[lane] += lanes[lane + half]
                    half //= 2
                total = lanes[0]
            out[row, k] = total


def recorded_on_time(m: Month) -> FloatArray:
    """Share on time as the unit reports it: the truth, and what is claimed on top, (R, U)."""
    return m.on_time_share if m.padding is None else m.on_time_share + m.padding


def recorded_units(m: Month) -> dict[str, FloatArray]:
    """Return what the office sees of its units at the end of the month, (R, U); NaN without a service."""
    unseen = once(m.base.kept, "totals.unseen", _unseen, m.world)
    found = {
        "on_time_share": recorded_on_time(m),
        "ikm": m.voice.ikm,
        "complaints": 1000.0 * m.voice.complaints / np.maximum(m.served.queue.completed, 1.0),
        "backlog_days": m.served.backlog_days,
        "wait_days": m.served.wait_days,
    }
    return {name: figures + unseen for name, figures in found.items()}


def _unseen(world: World) -> FloatArray:
    """Nothing to add to a unit with a service, and no figure without one."""
    return np.where(world.public, 0.0, np.nan)


def officer_results(m: Month) -> dict[str, FloatArray]:
    """Return what is kept of every officer, (R, n); what is zero for everybody is left out."""
    s, standing, claimed = m.state, m.state.standing, m.does.claimed
    found = {
        "practice": m.work.practice,
        "presence": m.work.chance,
        "motivation": s.drive,
        "stress": s.stress,
        "attitude": s.attitude,
        "padding": None if claimed is None else claimed * m.each(m.claimable),
        "pay_idr": None if standing is None else standing.idr,
        "score": np.full((1, 1), np.nan) if standing is None else standing.total,
    }
    return {name: figures for name, figures in found.items() if figures is not None}
