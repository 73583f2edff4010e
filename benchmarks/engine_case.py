"""The case that the benchmarks of the engine run: Medan, ten programmes, a scheme in force; none rests."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import fields
from functools import cache, partial
from typing import Any

import numpy as np

from simkinerja import draw_population
from simkinerja.schemes.read import load_scheme
from simkinerja.simulate import interventions as do
from simkinerja.simulate.compare import Comparison, compare
from simkinerja.simulate.engine import Trace, replication_seeds
from simkinerja.simulate.engine import simulate as run_months
from simkinerja.simulate.programme import Programmes
from simkinerja.simulate.totals import BY_AGENCY
from simkinerja.simulate.world import World

MONTHS, SCHEME = 24, "tpp_60_40"
TOLD = ("on_time_share", "ikm", "practice", "presence", "stress")


@cache
def reform() -> tuple[Any, ...]:
    """Ten programmes after which no sub-model rests: see :func:`assert_none_rests`."""
    return (
        do.Training(hours=20, every=6, months=1),
        do.Training(topic="communication", start=2),
        do.Mentoring(start=1),
        do.Supervision(visits_per_month=2),
        do.EKinerja(daily=True, consequence=0.8, audit=0.1),
        do.Feedback(),
        do.Reward(form="money", start=3),
        do.CitizenFeedback(means="app"),
        do.Sosialisasi(mode="participatory", start=2),
        do.ProcessRedesign(),
    )


@cache
def everything() -> tuple[Any, ...]:
    """All sixteen kinds of programme at once, some of them twice: twenty-one."""
    return (
        *reform(),
        do.Feedback(tone="controlling", start=6),
        do.EvaluationForum(),
        do.Reward(form="recognition"),
        do.Transparency(of="unit"),
        do.Transparency(of="person", start=3),
        do.ManagementInformation(),
        do.CareerUse(weight=0.5),
        do.Sosialisasi(mode="one_way"),
        do.Staffing(added=0.05),
        do.Culture(developmental=0.5),
        do.UseChannel(
            channel=do.Channel(name="Kamera", visibility={"presence": 1.0}, consequence=1.0, automatic=True)
        ),
    )


def world(officers: int, seed: int = 7) -> World:
    """Medan with so many officers."""
    return World.of(draw_population("medan", seed, n_officers=officers))


def simulate(
    people: World,
    months: int,
    replications: int,
    seed: int = 7,
    *,
    given: tuple[Any, ...] | None = None,
    first: int = 0,
    watch: Any = None,
) -> Trace:
    """All that a run does, under the programmes of :func:`reform` if none are given."""
    given = reform() if given is None else given
    return run_months(
        people,
        partial(Programmes, given, people) if given else None,
        seeds=replication_seeds(seed, first, replications),
        months=months,
        scheme=load_scheme(SCHEME),
        watch=watch,
    )


def assert_none_rests() -> None:
    """Stop unless every part of the state is alive at the end of a run: what rests costs nothing."""
    last: list[Any] = []
    simulate(world(1000), 14, 1, watch=last.append)
    month = last[-1]
    found = {"state": month.state, "work": month.work, "served": month.served, "voice": month.voice}
    resting = [
        f"{part}.{one.name}"
        for part, values in found.items()
        for one in fields(values)
        if getattr(values, one.name) is None
    ]
    if resting:
        raise SystemExit(f"sub-models that rest in this case: {', '.join(resting)}")


def compared(people: World, months: int, replications: int, workers: int) -> Comparison:
    """Two scenarios with the same people and luck: none, and every programme; effects with intervals."""
    arms = {"tanpa": [], "sepuluh program": list(reform())}
    rates = compare(
        people,
        arms,
        load_scheme(SCHEME),
        months=months,
        replications=replications,
        seed=7,
        workers=workers,
    )
    rates.table()
    return rates


def one_replication(arm: str, replication: int, officers: int, months: int) -> list[float]:
    """One replication of one of the two scenarios, alone, for a pool."""
    given = () if arm == "A" else None
    trace = simulate(_people(officers), months, 1, given=given, first=replication)
    return trace.series.sum(axis=(0, 1, 2))[:, 0].tolist()


@cache
def _people(officers: int) -> World:
    return world(officers)


def one_government(block: tuple[int, int]) -> np.ndarray:
    """Sums of a local government: shape (months, outcomes, 2), a year of the reform."""
    seed, officers = block
    out: np.ndarray = simulate(world(officers, seed), 12, 1, seed).series.sum(axis=(0, 2))
    return out


def added_up(rows: Sequence[np.ndarray]) -> np.ndarray:
    """The nation: sums of its governments, in their order."""
    return np.sum(np.stack(rows), axis=0)


def told(total: np.ndarray) -> str:
    """Some outcomes of the last month, as a line of JSON."""
    last = total[-1]
    found = {name: last[BY_AGENCY.index(name)] for name in TOLD}
    return json.dumps({name: round(float(top / bottom), 4) for name, (top, bottom) in found.items()})
