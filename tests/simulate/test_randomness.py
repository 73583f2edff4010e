"""The same luck in two worlds: strength 0, blocks, cuts, orders, workers, replications, one more officer."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from simkinerja.population import draw_population
from simkinerja.schemes import load_scheme
from simkinerja.simulate import interventions as kinds
from simkinerja.simulate.channel import Channel
from simkinerja.simulate.compare import compare
from simkinerja.simulate.engine import Trace, replication_seeds, simulate
from simkinerja.simulate.outcomes import outcomes
from simkinerja.simulate.parameters import Parameters
from simkinerja.simulate.plan import Arm, Plan, Task, do_task, trace_of
from simkinerja.simulate.programme import Programmes
from simkinerja.simulate.targets import agency, lowest
from simkinerja.simulate.world import World

WATCHED = Channel(
    name="Kamera dan laporan",
    visibility={"presence": 1.0, "throughput": 1.0, "care": 0.5, "helping": 0.3},
    consequence=1.0,
    automatic=True,
    audit=0.3,
    tone="controlling",
    transparent=True,
    self_report=0.5,
    ease_of_inflation=1.0,
    minutes_per_day=10.0,
)
HIDDEN = Channel(
    name="Diam-diam",
    visibility={"presence": 0.3, "throughput": 0.4, "improvement": 1.0},
    consequence=0.8,
    announced=False,
    payoff="scheme",
    tone="developmental",
)


def programmes(strength: float) -> dict[str, kinds.Intervention]:
    s = strength
    return {
        "training": kinds.Training(strength=s),
        "training_soft": kinds.Training(topic="communication", support=0.8, strength=s, needs_based=True),
        "mentoring": kinds.Mentoring(strength=s),
        "supervision": kinds.Supervision(strength=s, consequence=0.8),
        "supervision_field": kinds.Supervision(field=True, announced=False, strength=s),
        "e_kinerja": kinds.EKinerja(consequence=1.0, automatic=True, audit=0.2, realtime=True, strength=s),
        "feedback": kinds.Feedback(strength=s),
        "feedback_hard": kinds.Feedback(tone="controlling", strength=s),
        "feedback_plain": kinds.Feedback(tone="neutral", strength=s),
        "forum": kinds.EvaluationForum(strength=s),
        "forum_idle": kinds.EvaluationForum(acted_on=False, strength=s),
        "recognition": kinds.Reward(strength=s),
        "money": kinds.Reward(form="money", strength=s),
        "open_units": kinds.Transparency(strength=s),
        "open_persons": kinds.Transparency(of="person", strength=s),
        "citizens": kinds.CitizenFeedback(strength=s),
        "citizens_idle": kinds.CitizenFeedback(means="complaints", used=False, strength=s),
        "information": kinds.ManagementInformation(strength=s),
        "career": kinds.CareerUse(strength=s),
        "redesign": kinds.ProcessRedesign(strength=s),
        "told": kinds.Sosialisasi(strength=s),
        "involved": kinds.Sosialisasi(mode="participatory", strength=s),
        "staffing": kinds.Staffing(strength=s),
        "culture": kinds.Culture(strength=s),
        "channel": kinds.UseChannel(channel=WATCHED, strength=s),
        "channel_hidden": kinds.UseChannel(channel=HIDDEN, strength=s),
        "lowest": kinds.Training(to=lowest(0.3), start=1, every=3, months=2, trainers=1, strength=s),
        "rule": kinds.Mentoring(when="on_time_share < 0.9", months=3, strength=s),
    }


NAMES = tuple(programmes(0.0))
SCHEMES = (None, "tpp_60_40", "skp_2022", "menit_aktivitas")


@pytest.fixture(scope="module")
def lab() -> World:
    return World.plain(9, 6, 3, n_agencies=4)


def trace(
    lab: World,
    items: list[kinds.Intervention],
    scheme: str | None = None,
    *,
    months: int = 14,
    block: int = 16_384,
    seeds: tuple[int, ...] = (11, 12),
    p: Parameters | None = None,
) -> Trace:
    p = p or Parameters.default()
    rule = None if scheme is None else load_scheme(scheme)
    make = None if not items else (lambda streams: Programmes(items, lab, streams, p, months))
    return simulate(lab, make, seeds=seeds, months=months, scheme=rule, p=p, block=block)


def differing(a: Trace, b: Trace) -> list[str]:
    """Names of the results that are not the same bytes; money and programmes' hours left out."""
    out = [] if a.series.tobytes() == b.series.tobytes() else ["series"]
    out += [f"city/{k}" for k in ("app_adoption",) if a.city[k].tobytes() != b.city[k].tobytes()]
    return out + [f"officers/{k}" for k in a.officers if a.officers[k].tobytes() != b.officers[k].tobytes()]


def all_differing(a: Trace, b: Trace) -> list[str]:
    out = differing(a, b) + [f"city/{k}" for k in a.city if a.city[k].tobytes() != b.city[k].tobytes()]
    assert list(a.spent) == list(b.spent)
    return out + [f"spent/{k}" for k in a.spent if a.spent[k].tobytes() != b.spent[k].tobytes()]


@pytest.fixture(scope="module")
def baselines(lab: World) -> dict[str | None, Trace]:
    return {scheme: trace(lab, [], scheme) for scheme in SCHEMES}


@pytest.mark.parametrize("name", [*NAMES, "all"])
@pytest.mark.parametrize("scheme", [None, "tpp_60_40"])
def test_strength_zero_is_the_baseline_bit_for_bit(
    lab: World, baselines: dict[str | None, Trace], name: str, scheme: str | None
) -> None:
    known = programmes(0.0)
    found = trace(lab, list(known.values()) if name == "all" else [known[name]], scheme)
    assert differing(baselines[scheme], found) == []


@pytest.mark.parametrize("name", ["supervision", "e_kinerja", "channel", "money", "feedback", "forum"])
def test_strength_zero_beside_others_changes_nothing(lab: World, name: str) -> None:
    """Beside programmes at work, also of the same kind, and whatever comes first."""
    third = Channel(
        name="Pintu", visibility={"presence": 1.0, "care": 0.7}, consequence=0.3, audit=0.4, transparent=True
    )
    many = [third, *(v for k, v in programmes(0.7).items() if k != name)]
    idle = [programmes(0.0)[name].model_copy(update={"label": label}) for label in ("A", "Z")]
    for others in ([third], many):
        without = trace(lab, others, "skp_2022", months=4)
        for one in idle:
            assert differing(without, trace(lab, [*others, one], "skp_2022", months=4)) == []


@pytest.mark.parametrize("scheme", ["skp_2022", "menit_aktivitas"])
def test_strength_zero_under_other_schemes(
    lab: World, baselines: dict[str | None, Trace], scheme: str
) -> None:
    assert differing(baselines[scheme], trace(lab, list(programmes(0.0).values()), scheme)) == []


@pytest.mark.parametrize("name", [n for n in NAMES if n != "forum_idle"])
def test_strength_one_is_not_the_baseline(lab: World, baselines: dict[str | None, Trace], name: str) -> None:
    """Or the tests above could not fail."""
    assert differing(baselines["skp_2022"], trace(lab, [programmes(1.0)[name]], "skp_2022"))


def test_meetings_without_consequence_change_nothing(lab: World, baselines: dict[str | None, Trace]) -> None:
    assert differing(baselines[None], trace(lab, [programmes(1.0)["forum_idle"]])) == []


def test_officers_whom_no_channel_reaches_keep_their_effort(lab: World) -> None:
    """Half the officers under a channel: the others' practice and chance to be present are as before."""
    one = kinds.UseChannel(channel=WATCHED, to=agency("Dinas 2"))
    before, after = trace(lab, []), trace(lab, [one])
    outside = lab.agency_of_unit[lab.unit] != 1
    for name in ("practice", "presence", "motivation"):
        assert np.array_equal(before.officers[name][:, outside], after.officers[name][:, outside])
        assert not np.array_equal(before.officers[name][:, ~outside], after.officers[name][:, ~outside])


@pytest.mark.parametrize("block", [1, 13, 40, 100, 10**6])
@pytest.mark.parametrize("scheme", [None, "skp_2022"])
def test_any_block_size_gives_the_same_bytes(lab: World, block: int, scheme: str | None) -> None:
    items = [*programmes(0.7).values(), kinds.Training(hours=90, to=agency("Dinas 2"))]
    whole = trace(lab, items, scheme, block=10**9)
    assert all_differing(whole, trace(lab, items, scheme, block=block)) == []


def test_order_of_interventions_does_not_matter(lab: World) -> None:
    items = list(programmes(0.7).values())
    first = trace(lab, items, "tpp_60_40")
    for seed in range(3):
        order = np.random.default_rng(seed).permutation(len(items))
        assert all_differing(first, trace(lab, [items[i] for i in order], "tpp_60_40")) == []


def plan_of(lab: World, replications: int, *, uncertain: bool = False, scheme: str | None = None) -> Plan:
    rule = None if scheme is None else load_scheme(scheme)
    items = programmes(1.0)
    arms = (
        Arm("tanpa", (), rule),
        Arm("program", (items["training"], items["career"], items["channel"], items["lowest"]), rule),
    )
    return Plan(lab, arms, 13, replications, 7, uncertain=uncertain)


def run_cut(plan: Plan, size: int, *, backwards: bool = False) -> list[Trace]:
    starts = range(0, plan.replications, size)
    out = []
    for arm in range(len(plan.arms)):
        tasks = [Task(arm, first, min(size, plan.replications - first)) for first in starts]
        if backwards:
            done = [do_task(plan, task) for task in reversed(tasks)][::-1]
        else:
            done = [do_task(plan, task) for task in tasks]
        out.append(trace_of(done))
    return out


@pytest.mark.parametrize("scheme", [None, "skp_2022", "kesehatan_fungsi"])
@pytest.mark.parametrize("uncertain", [False, True])
def test_any_cut_of_the_replications_gives_the_same_bytes(
    lab: World, uncertain: bool, scheme: str | None
) -> None:
    """``career.band_value`` drawn per replication was once read as its mean over the task."""
    plan = plan_of(lab, 5, uncertain=uncertain, scheme=scheme)
    whole = run_cut(plan, 5)
    for size, backwards in ((1, True), (2, False), (3, True)):
        for a, b in zip(whole, run_cut(plan, size, backwards=backwards), strict=True):
            assert all_differing(a, b) == []


@pytest.mark.parametrize("uncertain", [False, True])
def test_replication_of_a_long_run_is_that_of_a_short_one(lab: World, uncertain: bool) -> None:
    items = {"tanpa": [], "program": [kinds.Training(), WATCHED]}
    many, few = (compare(lab, items, months=3, replications=n, seed=3, uncertain=uncertain) for n in (50, 5))
    for a, b in zip(many.traces, few.traces, strict=True):
        assert a.series[:5].tobytes() == b.series.tobytes()
        assert all(a.officers[k][:5].tobytes() == b.officers[k].tobytes() for k in a.officers)


def test_two_workers_give_the_bytes_of_one(lab: World) -> None:
    items = {"tanpa": [], "program": list(programmes(0.7).values())}
    scheme = load_scheme("skp_2022")
    one, two = (
        compare(lab, items, scheme, months=13, replications=20, seed=3, uncertain=True, workers=w)
        for w in (1, 2)
    )
    for a, b in zip(one.traces, two.traces, strict=True):
        assert all_differing(a, b) == []


def test_an_arm_does_not_depend_on_the_other_arms(lab: World) -> None:
    items = programmes(1.0)
    arms = {"tanpa": [], "a": [items["training"]], "b": [items["channel"]]}
    first = compare(lab, arms, months=3, replications=3, seed=3)
    turned = compare(lab, dict(reversed(arms.items())), months=3, replications=3, seed=3)
    for label in arms:
        a, b = first.traces[first.labels.index(label)], turned.traces[turned.labels.index(label)]
        assert all_differing(a, b) == []


def test_another_seed_is_another_world(lab: World) -> None:
    a = trace(lab, [], seeds=replication_seeds(1, 0, 2))
    b = trace(lab, [], seeds=replication_seeds(2, 0, 2))
    assert not np.array_equal(a.series, b.series)
    assert not np.array_equal(a.series[0], a.series[1])


@pytest.fixture(scope="module")
def city() -> tuple[World, World, int]:
    """A city, the same with one more officer in a unit, and that officer's agency."""
    people = draw_population("salatiga", seed=2, n_officers=400)
    unit = int(
        people.units.index[(people.units["n_officers"] > 3) & people.units["standard_days"].notna()][1]
    )
    more = people.with_officer(unit, true_motivation=3.0, true_technical=3.0)
    before, after = World.of(people), World.of(more)
    return before, after, int(before.agency_of_unit[unit])


@pytest.mark.parametrize("scheme", [None, "tpp_60_40", "menit_aktivitas"])
@pytest.mark.parametrize("busy", [False, True])
def test_a_newcomer_changes_nothing_beyond_the_own_agency(
    city: tuple[World, World, int], scheme: str | None, busy: bool
) -> None:
    """Nothing city-wide is on: no ranking, no line for trainers, no points against the others of the city."""
    before, after, home = city
    items = [programmes(1.0)[k] for k in ("training", "feedback", "channel", "forum", "citizens", "rule")]
    items = items if busy else []
    a, b = (trace(w, items, scheme, months=14) for w in (before, after))
    others = np.arange(before.n_agencies) != home
    assert np.array_equal(a.series[:, :, others], b.series[:, :, others])
    assert not np.array_equal(a.series[:, :, home], b.series[:, :, home])
    old = np.isin(after.officer_id, before.officer_id)
    outside = before.agency_of_unit[before.unit] != home
    for name, figures in a.officers.items():
        assert np.array_equal(figures[:, outside], b.officers[name][:, old][:, outside], equal_nan=True), name


def test_a_newcomer_brings_no_citizens_along(city: tuple[World, World, int]) -> None:
    """Demand is the citizens': one more who serves them shortens the line, and does not lengthen it."""
    before, after, home = city
    a, b = (trace(w, [], months=18, seeds=tuple(range(1, 9))) for w in (before, after))
    units = np.flatnonzero(np.diff(after.unit_start) != np.diff(before.unit_start))
    assert len(units) == 1
    assert before.agency_of_unit[units[0]] == home
    from simkinerja.simulate.totals import BY_AGENCY

    at = BY_AGENCY.index("backlog_days")
    waiting = [t.series[:, -6:, home, at, 0].mean() for t in (a, b)]
    assert waiting[1] < waiting[0]


def test_outcomes_are_all_there(lab: World) -> None:
    found = compare(lab, {"tanpa": [], "ada": [kinds.Training()]}, months=2, replications=2, seed=1)
    for name in outcomes():
        assert found.series(name, "ada").shape == (2, 2)
    assert replace(found.plan, months=3).months == 3
