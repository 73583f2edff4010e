"""Whatever the parameters within their ranges and whatever the programmes: bounds, numbers, sums."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simkinerja.schemes import load_scheme
from simkinerja.simulate import interventions as kinds
from simkinerja.simulate.channel import DIMENSIONS, Channel
from simkinerja.simulate.compare import compare
from simkinerja.simulate.engine import Trace, simulate
from simkinerja.simulate.parameters import Parameters, engine_parameters
from simkinerja.simulate.programme import Programmes
from simkinerja.simulate.records import KNOWN_MEASURES, Month, draw_month
from simkinerja.simulate.totals import BY_AGENCY
from simkinerja.simulate.world import World

LAB = World.plain(6, 5, 3, n_agencies=3)
SHARES = ("on_time_share", "error_share", "trust", "meets_standard", "compliance", "presence", "padding")
SHARES = (*SHARES, "top_share", "leakage", "recorded_on_time_share")
shares = st.floats(0.0, 1.0)
RANGED = {n: (p.low, p.high) for n, p in engine_parameters().items() if p.low < p.high}


@st.composite
def parameters(draw: st.DrawFn) -> Parameters:
    """Some numbers at or between the ends of their ranges."""
    names = draw(st.lists(st.sampled_from(sorted(RANGED)), max_size=30, unique=True))
    values = {}
    for name in names:
        low, high = RANGED[name]
        at = draw(st.sampled_from([0.0, 1.0]) | shares)
        values[name] = min(max(low + at * (high - low), low), high)
    return Parameters.default().set(values)


@st.composite
def channels(draw: st.DrawFn) -> Channel:
    return Channel(
        name="Saluran",
        visibility={d: draw(shares) for d in DIMENSIONS},
        consequence=draw(st.sampled_from([0.0, 0.15, 0.8, 1.0])),
        automatic=draw(st.booleans()),
        audit=draw(shares),
        tone=draw(st.sampled_from(["developmental", "neutral", "controlling"])),
        announced=draw(st.booleans()),
        transparent=draw(st.booleans()),
        self_report=draw(shares),
        ease_of_inflation=draw(shares),
        minutes_per_day=draw(st.floats(0.0, 240.0)),
        presence_consequence=draw(st.none() | shares),
        payoff=draw(st.sampled_from(["linear", "scheme"])),
    )


@st.composite
def interventions(draw: st.DrawFn) -> kinds.Intervention:
    common = {"start": draw(st.integers(0, 2)), "strength": draw(st.sampled_from([0.0, 0.3, 1.0]))}
    make = draw(
        st.sampled_from(
            [
                lambda: kinds.Training(hours=draw(st.floats(1, 400)), support=draw(shares), **common),
                lambda: kinds.Training(topic="communication", every=2, months=1, **common),
                lambda: kinds.Mentoring(**common),
                lambda: kinds.Supervision(consequence=draw(shares), **common),
                lambda: kinds.EKinerja(
                    consequence=draw(shares), automatic=draw(st.booleans()), audit=draw(shares), **common
                ),
                lambda: kinds.Feedback(
                    tone=draw(st.sampled_from(["developmental", "controlling"])), **common
                ),
                lambda: kinds.EvaluationForum(per_year=12.0, **common),
                lambda: kinds.Reward(form=draw(st.sampled_from(["recognition", "money"])), **common),
                lambda: kinds.Transparency(of=draw(st.sampled_from(["unit", "person"])), **common),
                lambda: kinds.CitizenFeedback(used=draw(st.booleans()), **common),
                lambda: kinds.ManagementInformation(delay=0.0, noise=0.0, **common),
                lambda: kinds.CareerUse(**common),
                lambda: kinds.ProcessRedesign(**common),
                lambda: kinds.Sosialisasi(mode="participatory", hours=100.0, **common),
                lambda: kinds.Staffing(added=2.0, **common),
                lambda: kinds.Culture(**common),
                lambda: kinds.UseChannel(channel=draw(channels()), **common),
            ]
        )
    )
    return make()


def checked(
    items: list[kinds.Intervention], p: Parameters, scheme: str | None, months: int, seed: int
) -> tuple[Trace, list[Month]]:
    happened: list[Month] = []

    def watch(m: Month) -> None:
        happened.append(m)
        check_month(m)

    rule = None if scheme is None else load_scheme(scheme)
    made = simulate(
        LAB,
        lambda streams: Programmes(items, LAB, streams, p, months),
        seeds=(seed, seed + 1),
        months=months,
        scheme=rule,
        p=p,
        watch=watch,
        block=10,
    )
    return made, happened


def within(figures: npt.NDArray[np.float64], low: float, high: float) -> None:
    assert np.isfinite(figures).all()
    assert low <= figures.min()
    assert figures.max() <= high


def check_month(m: Month) -> None:
    s, q, v = m.state, m.served.queue, m.voice
    for share in (m.work.chance, m.work.days / 21, s.compliance, s.trust, v.answered):
        within(share, 0.0, 1.0)
    for one in (m.does.claimed, m.does.audit, m.does.intensity, m.does.consequence, m.does.contingent):
        if one is not None:
            within(np.asarray(one), 0.0, 1.0)
    for relative in m.work.effort.relative:
        within(relative, float(m.p["effort.floor"]) - 1e-12, 1e3)
    within(m.served.on_time / np.maximum(q.completed, 1), 0.0, 1.0)
    within(m.served.errors / np.maximum(q.completed, 1), 0.0, 1.0)
    within(v.ikm, 25.0, 100.0)
    within(v.satisfaction, 25.0, 100.0)
    for positive in (q.completed, q.backlog, q.age, m.served.wait_days, m.work.rate, v.complaints):
        within(positive, 0.0, 1e9)
    drawn = draw_month(KNOWN_MEASURES, m)
    assert not np.isnan(drawn["cases_completed"]).any()
    for name in ("on_time_share", "complaints_on_time_share"):
        known = drawn[name][~np.isnan(drawn[name])]
        within(known, 0.0, 1.0) if known.size else None
    start = m.world.unit_start[:-1]
    assert np.array_equal(np.add.reduceat(drawn["cases_completed"], start, axis=1), q.completed)
    assert (drawn["cases_completed"] >= 0).all()
    assert (drawn["activity_days"] <= m.work.days).all()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(interventions(), max_size=6),
    parameters(),
    st.sampled_from([None, None, "tpp_60_40", "skp_2022"]),
    st.integers(0, 10**6),
)
def test_bounds_and_balances(
    items: list[kinds.Intervention], p: Parameters, scheme: str | None, seed: int
) -> None:
    trace, happened = checked(items, p, scheme, 4, seed)
    assert np.isfinite(trace.series).all()
    with np.errstate(invalid="ignore", divide="ignore"):
        figures = trace.series[..., 0] / trace.series[..., 1]
    for name in SHARES:
        known = figures[:, :, :, BY_AGENCY.index(name)]
        known = known[~np.isnan(known)]
        assert known.min(initial=0.0) >= 0.0, name
        assert known.max(initial=0.0) <= 1.0 + 1e-12, name
    recorded, true = (figures[..., BY_AGENCY.index(n)] for n in ("recorded_on_time_share", "on_time_share"))
    assert (np.nan_to_num(recorded - true) >= -1e-12).all()
    spent = sum(trace.spent.values(), np.zeros(2))
    assert trace.city["cost_idr"].sum(axis=1) == pytest.approx(spent, rel=1e-12)
    for name in ("cost_idr", "programme_hours", "participants", "waiting"):
        within(trace.city[name], 0.0, 1e15)
    within(trace.city["app_adoption"], 0.0, 1.0)
    # what came in, went out or waits
    for block in {id(m.world): None for m in happened}:
        months = [m for m in happened if id(m.world) == block]
        for before, after in pairwise(months):
            b, a = before.served.queue, after.served.queue
            assert np.array_equal(b.backlog + a.arrivals, a.completed + a.backlog)


@pytest.mark.parametrize("theta", [0.0, 0.6])
def test_effort_on_a_dimension_that_nobody_cares_for(theta: float) -> None:
    """Within the ranges the usual effort on improvement can be nothing; that divides by nothing."""
    p = Parameters.default().set(
        {
            "effort.substitution": theta,
            "effort.value_throughput": 1.2,
            "effort.value_care": 1.2,
            "effort.value_improvement": 0.6,
            "effort.value_helping": 0.6,
        }
    )
    one = Channel(name="A", visibility={"improvement": 1.0}, consequence=1.0, automatic=True)
    trace, _ = checked([kinds.UseChannel(channel=one)], p, None, 3, 1)
    assert np.isfinite(trace.series).all()
    quiet, _ = checked([], p, None, 3, 1)
    innovations = quiet.series[..., BY_AGENCY.index("innovations"), :]
    assert innovations[..., 0] / innovations[..., 1] == pytest.approx(2.0, rel=0.35)


def test_an_agency_without_a_service_has_no_figures_of_service() -> None:
    """Empty, not zero and not a crash: table, months and effects."""
    from dataclasses import replace

    standard = np.where(LAB.agency_of_unit == 1, np.nan, LAB.standard_days)
    world = replace(LAB, standard_days=standard)
    found = compare(world, {"tanpa": [], "ada": [kinds.Training()]}, months=3, replications=4, seed=1)
    assert np.isnan(found.series("on_time_share", agency="Dinas 2")).all()
    assert not np.isnan(found.series("on_time_share", agency="Dinas 1")).any()
    assert np.isnan(found.effect("on_time_share", agency="Dinas 2").difference)
    assert not np.isnan(found.series("presence", agency="Dinas 2")).any()
    nobody = replace(LAB, standard_days=np.full(LAB.n_units, np.nan))
    empty = compare(nobody, {"tanpa": [], "ada": [kinds.Training()]}, months=3, replications=4, seed=1)
    assert empty.table().set_index("outcome")["difference"].isna()["on_time_share"]
    assert len(empty.by_month("on_time_share")) == 6
