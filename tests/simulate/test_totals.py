"""Sums of a month by agency: what they are sums of, in which order, and that nothing kept goes stale."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from itertools import pairwise
from math import fsum
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from simkinerja import draw_population
from simkinerja.population.ratings import DIMENSIONS, RatingModel
from simkinerja.population.voice_params import number
from simkinerja.schemes.read import load_scheme
from simkinerja.simulate import engine
from simkinerja.simulate import interventions as do
from simkinerja.simulate.engine import replication_seeds, simulate
from simkinerja.simulate.period import Past, add_to
from simkinerja.simulate.programme import Programmes
from simkinerja.simulate.records import Month, draw_month, of_everybody
from simkinerja.simulate.targets import lowest
from simkinerja.simulate.totals import BY_AGENCY, RECORDED, _added, agency_sums, recorded_units
from simkinerja.simulate.world import World

Figures = npt.NDArray[np.floating[Any]]
Lived = list[tuple[Month, Figures]]
RUNS = 2
SIZES = (1, 2, 15, 16, 31, 32, 33, 47, 48, 200, 1000)
BORDERS = np.cumsum((0, *SIZES))
CITY = World.of(draw_population("salatiga", 3, n_officers=400))
PROGRAMMES = (
    do.Training(start=1),
    do.Training(topic="communication", start=2),
    do.EKinerja(daily=True, consequence=0.8, audit=0.3, start=3),
    do.Supervision(visits_per_month=2, start=2),
    do.CareerUse(weight=0.5),
)


def in_lanes(figures: npt.NDArray[np.float64]) -> float:
    """The order in which many figures are added, written by hand."""
    lanes = np.zeros(16)
    for i in range(0, len(figures), 16):
        some = figures[i : i + 16]
        lanes[: len(some)] += some
    while len(lanes) > 1:
        lanes = lanes[: len(lanes) // 2] + lanes[len(lanes) // 2 :]
    return float(lanes[0])


@pytest.mark.parametrize("kind", [np.float32, np.float64])
def test_sums_are_made_in_double_precision(kind: type) -> None:
    figures: Figures = np.random.default_rng(1).normal(size=(3, BORDERS[-1])).astype(kind)
    found = _added(figures, BORDERS)
    assert found.dtype == np.float64
    for row, own in zip(figures, found, strict=True):
        true = [fsum(row[a:b].tolist()) for a, b in pairwise(BORDERS)]
        assert own == pytest.approx(true, abs=1e-12)


def test_the_order_of_addition_is_fixed() -> None:
    """To the last bit, whatever the processor can do side by side, and whoever else is in the city.

    Figures are double, or most sums would be exact in any order.
    """
    figures = np.random.default_rng(2).normal(size=(2, BORDERS[-1]))
    found = _added(figures, BORDERS)
    for k, (a, b) in enumerate(pairwise(BORDERS)):
        assert found[:, k].tolist() == _added(figures[:, a:b].copy(), np.array([0, b - a]))[:, 0].tolist()
        if b - a >= 32:
            assert found[:, k].tolist() == [in_lanes(row[a:b]) for row in figures]
        else:
            assert found[:, k].tolist() == [sum(row[a:b].tolist()) for row in figures]


def lived(months: int) -> Lived:
    """Months of a city, with what was asked of each when it happened."""
    out: Lived = []
    simulate(
        CITY,
        partial(Programmes, PROGRAMMES, CITY),
        seeds=replication_seeds(3, 0, RUNS),
        months=months,
        scheme=load_scheme("tpp_60_40"),
        watch=lambda m: out.append((replace(m, state=replace(m.state)), agency_sums(m))),
    )
    return out


@pytest.fixture(scope="module")
def months() -> Lived:
    return lived(14)


def by_agency(figures: Figures, of: npt.NDArray[np.int64]) -> Figures:
    every = np.broadcast_to(figures, (RUNS, len(of))).astype(np.float64)
    return np.stack([np.bincount(of, row, CITY.n_agencies) for row in every])


def test_outcomes_are_sums_of_what_happened_in_their_own_month(
    months: Lived,
) -> None:
    """Programmes that watch begin in months 1 to 3, and officers are appraised anew after month 11."""
    agency, public = CITY.agency_of_unit[CITY.unit], CITY.public
    for m, sums in months:
        s, standing, p, done = m.state, m.state.standing, m.p, m.served.queue.completed
        audit = np.zeros_like(s.compliance) if m.does.audit is None else m.does.audit
        minutes = np.zeros_like(s.compliance) if m.does.minutes is None else m.does.minutes
        stays = np.exp(-p["leakage.audit"] * np.maximum(audit - p["leakage.audit_base"], 0.0))
        assert standing is not None
        padding = 0.0 if m.padding is None else m.padding
        wanted = {
            "practice": (m.work.practice, agency),
            "meets_standard": (m.work.practice > m.base.cut, agency),
            "motivation": (s.drive, agency),
            "compliance": (s.compliance, agency),
            "presence": (m.work.days / 21.0, agency),
            "pay_idr": (standing.idr, agency),
            "top_share": (standing.top, agency),
            "leakage": (p["leakage.base"] * stays, agency),
            "hours": (minutes * s.compliance * m.work.days / 60.0, agency),
            "completed": (done, CITY.agency_of_unit),
            "ikm": (m.voice.ikm * public, CITY.agency_of_unit),
            "complaints": (1000.0 * m.voice.complaints * public, CITY.agency_of_unit),
            "padding": (padding * CITY.unit_size, CITY.agency_of_unit),
            "recorded_on_time_share": (
                (m.served.on_time + padding * done) * public,
                CITY.agency_of_unit,
            ),
        }
        for name, (figures, of) in wanted.items():
            found = sums[:, :, BY_AGENCY.index(name), 0]
            assert found == pytest.approx(by_agency(figures, of), rel=2e-6, abs=1e-4), (m.month, name)


def column(sums: Figures, name: str) -> Figures:
    return sums[:, :, BY_AGENCY.index(name), 0]


def test_sums_of_units_are_those_of_their_figures_to_the_last_bit(
    months: Lived,
) -> None:
    public, size = CITY.public.astype(np.float64), CITY.unit_size
    for m, sums in months:
        served, voice, queue, padding = m.served, m.voice, m.served.queue, m.padding
        assert padding is not None
        wanted = {
            "on_time_share": served.on_time * public,
            "recorded_on_time_share": (served.on_time + padding * queue.completed) * public,
            "wait_days": queue.waited * public,
            "error_share": served.errors * public,
            "backlog_days": served.backlog_days * public,
            "quality": served.quality * public,
            "ikm": voice.ikm * public,
            "satisfaction": voice.satisfaction * public,
            "trust": m.state.trust * public,
            "completed": queue.completed,
            "output": served.capacity,
            "padding": padding * size,
        }
        for name, figures in wanted.items():
            assert column(sums, name).tobytes() == _added(figures, CITY.agency_start).tobytes(), name
        by_rate = _added(m.work.improved * size, CITY.agency_start) * 100.0
        assert np.array_equal(column(sums, "innovations"), by_rate * m.p["service.innovation_rate"])
        assert np.array_equal(
            column(sums, "complaints"), 1000.0 * _added(voice.complaints * public, CITY.agency_start)
        )


def test_sums_of_officers_are_those_of_their_figures_to_the_last_bit(
    months: Lived,
) -> None:
    """What is made of several figures of an officer is made in single precision."""
    people = CITY.unit_start[CITY.agency_start]
    seen = set()
    for m, sums in months:
        s, work = m.state, m.work
        kinds = (s.used_technical, s.idle_technical, s.used_interpersonal, s.idle_interpersonal)
        known = [kind for kind in kinds if kind is not None]
        hours = None if m.does.minutes is None else m.does.minutes * s.compliance * work.days
        wanted = {
            "skill": sum(known[1:], start=known[0]) if known else None,
            "practice": work.practice,
            "meets_standard": (work.practice > m.base.cut).astype(np.float32),
            "motivation": s.drive,
            "stress": s.stress,
            "attitude": s.attitude,
            "compliance": s.compliance,
            "presence": work.days,
            "misconduct": s.misconduct,
            "hours": hours,
        }
        divided = {"presence": 21.0, "hours": 60.0}
        for name, figures in wanted.items():
            if figures is None:
                assert not column(sums, name).any(), name
                continue
            seen.add(name)
            found = _added(of_everybody(figures, CITY.n), people) / divided.get(name, 1.0)
            assert column(sums, name).tobytes() == np.broadcast_to(found, sums.shape[:2]).tobytes(), name
    assert seen == set(wanted), "programmes that touch everything"


def test_what_nobody_was_ever_touched_by_is_nothing(
    months: Lived,
) -> None:
    m, sums = months[-1]
    rest: dict[str, Any] = dict.fromkeys(("crowded", "stress", "attitude", "misconduct", "used_technical"))
    rest |= dict.fromkeys(("idle_technical", "used_interpersonal", "idle_interpersonal"))
    bare = agency_sums(replace(m, state=replace(m.state, **rest), does=replace(m.does, minutes=None)))
    for name in ("skill", "stress", "attitude", "misconduct", "hours"):
        assert column(sums, name).any()
        assert not column(bare, name).any(), name
    assert np.array_equal(column(bare, "practice"), column(sums, "practice"))


def test_programmes_and_appraisals_move_the_sums(
    months: Lived,
) -> None:
    """Or the test above could not fail."""
    for name, before, after in (("leakage", 2, 3), ("hours", 2, 3), ("pay_idr", 11, 12), ("padding", 0, 5)):
        v = BY_AGENCY.index(name)
        assert not np.array_equal(months[before][1][:, :, v], months[after][1][:, :, v]), name


def test_units_by_themselves_add_up_to_agencies_and_leave_them_alone(
    months: Lived,
) -> None:
    m, sums = months[-1]
    alone = replace(CITY, agency_start=np.arange(CITY.n_units + 1))
    units = agency_sums(replace(m, world=alone))
    together = np.add.reduceat(units, CITY.agency_start[:-1], axis=1)
    assert together == pytest.approx(sums, rel=1e-12, abs=1e-9)
    assert agency_sums(m).tobytes() == sums.tobytes()


def test_the_office_sees_no_figure_of_a_unit_without_a_service(
    months: Lived,
) -> None:
    m, _ = months[-1]
    for name in RECORDED:
        figures = recorded_units(name, m)
        assert np.array_equal(np.isnan(figures), np.broadcast_to(~CITY.public, figures.shape))


@pytest.mark.parametrize(
    ("target", "wanted"),
    [
        (None, set()),
        (lowest(0.3, by="unit.ikm"), {"ikm"}),
        (lowest(0.3, by="on_time_share"), {"on_time_share"}),
    ],
)
def test_the_office_puts_together_what_somebody_asks_for(
    target: Any, wanted: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def noted(name: str, m: Month) -> Figures:
        asked.append(name)
        return recorded_units(name, m)

    monkeypatch.setattr(engine, "recorded_units", noted)
    training = do.Training() if target is None else do.Training(to=target)
    simulate(CITY, partial(Programmes, [training], CITY), seeds=replication_seeds(3, 0, 1), months=3)
    assert set(asked) == wanted
    assert len(asked) <= 3


def test_what_a_month_is_asked_for_often_is_made_once(
    months: Lived,
) -> None:
    m, _ = months[-1]
    assert m.padding is m.padding
    assert replace(m).padding is not m.padding


def test_what_is_claimed_is_the_mean_claim_of_the_unit_of_what_could_be_claimed(months: Lived) -> None:
    m, _ = months[-1]
    assert m.does.claimed is not None
    assert m.padding is not None
    claims = np.broadcast_to(m.does.claimed, (RUNS, CITY.n)).astype(np.float64)
    mean = np.add.reduceat(claims, CITY.unit_start[:-1], axis=1) / CITY.unit_size
    share = m.served.on_time / np.maximum(m.served.queue.completed, 1.0)
    claimable = np.maximum(m.p["padding.target"] - share, 0.0)
    assert np.array_equal(m.claimable, claimable)
    assert m.padding == pytest.approx(mean * claimable, rel=1e-6)
    recorded = np.where(CITY.public, share + m.padding, np.nan)
    assert np.array_equal(recorded_units("on_time_share", m), recorded, equal_nan=True)


@pytest.mark.parametrize("kind", [np.float32, np.float64])
@pytest.mark.parametrize("missing", [(), (0,), (39,), (3, 17, 21)])
def test_who_has_no_figure_is_not_counted(missing: tuple[int, ...], kind: type) -> None:
    figures: Figures = np.linspace(-1.0, 1.0, 80).reshape(2, 40).astype(kind)
    figures[0, 5] = np.inf
    figures[1, list(missing)] = np.nan
    past = Past()
    past.add({"a": figures}, (("a", "mean"),))
    past.add({"a": np.ones((2, 40), dtype=kind)}, (("a", "mean"),))
    assert isinstance(past.counts["a"], float) is (not missing)
    assert np.array_equal(np.broadcast_to(past.counts["a"], (2, 40)), 2.0 - np.isnan(figures))
    wanted = np.where(np.isnan(figures), 1.0, (figures.astype(np.float64) + 1.0) / 2.0)
    assert np.array_equal(past.figure("a", "mean"), wanted)


def test_ratings_are_those_of_the_formula_to_the_last_bit(
    months: Lived,
) -> None:
    (m, _), model, name = months[-1], RatingModel.published(), next(iter(DIMENSIONS))
    found = draw_month([f"rating_{name}"], m)[f"rating_{name}"]
    z = m.stack.normal(f"rating.error/{name}", m.world.slots, m.month) * np.sqrt(np.float32(model.error))
    _, (lasting, _) = m.base.kept[f"rating/{name}"]
    z = z + np.float32(np.sqrt(model.ratee)) * m.work.gained + lasting
    z = z * np.float32(10.0 * number("rating.scale_sd")) + np.float32(10.0 * number("rating.scale_mean"))
    assert found.dtype == np.float32
    assert np.array_equal(found, np.clip(np.rint(z) * np.float32(0.1), 0.0, 100.0))


@pytest.mark.parametrize("shape", [(2, 40), (1, 1), (2, 1)])
@pytest.mark.parametrize("kind", [np.float32, np.float64])
def test_figures_are_added_as_numpy_does(shape: tuple[int, int], kind: type) -> None:
    rng = np.random.default_rng(4)
    total = rng.normal(size=(2, 90))[:, 20:60]
    figures: Figures = rng.normal(size=shape).astype(kind)
    wanted = total + figures
    add_to(total, figures)
    assert total.tobytes() == wanted.tobytes()


def test_sums_do_not_depend_on_how_arrays_lie_in_memory(months: Lived) -> None:
    m, sums = months[-1]
    turned = {
        one: np.asfortranarray(getattr(m.state, one)) for one in ("stress", "misconduct", "used_technical")
    }
    closed = m.work.days.copy()
    closed.setflags(write=False)
    work, state = replace(m.work, days=closed), replace(m.state, **turned)
    assert agency_sums(replace(m, work=work, state=state)).tobytes() == sums.tobytes()


@pytest.mark.parametrize("block", [10**6, 150])
def test_officers_keep_their_means_of_the_last_year_across_appraisals_and_blocks(block: int) -> None:
    """Of 20 months the last twelve: four under the standing of the start, eight under the next."""
    lived: list[tuple[int, Month, Any]] = []
    trace = simulate(
        CITY,
        partial(Programmes, PROGRAMMES, CITY),
        seeds=replication_seeds(7, 0, RUNS),
        months=20,
        scheme=load_scheme("tpp_60_40"),
        watch=lambda m: lived.append((m.month, replace(m, state=replace(m.state)), m.state.standing)),
        block=block,
    )
    last = [(m, standing) for month, m, standing in lived if month >= 8]
    starts = {m.world.unit_id[0]: [] for m, _ in last}  # block by block
    for m, standing in last:
        starts[m.world.unit_id[0]].append((m, standing))
    for name, figure in {
        "pay_idr": lambda m, standing: standing.idr,
        "score": lambda m, standing: standing.total,
        "practice": lambda m, standing: m.work.practice,
        "presence": lambda m, standing: m.work.chance,
    }.items():
        means = [np.mean([figure(*one) for one in months], axis=0) for months in starts.values()]
        assert trace.officers[name] == pytest.approx(np.concatenate(means, axis=1), rel=1e-6)
        assert len({id(standing) for _, standing in last}) == 2 * len(starts)
