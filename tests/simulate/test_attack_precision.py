"""What nobody is moved by changes no bit, also months later and beside others; large queues keep balance.

A programme of strength 0 fills its levers with zeros where they would have been left out, and so does a
replication in which a rule calls, to the others computed with it. Whatever reads a lever must give the same
bits for zeros as for nothing.
"""

from __future__ import annotations

import warnings
from functools import partial

import numpy as np
import pytest

from simkinerja.simulate import interventions as do
from simkinerja.simulate.base import base_of, start_state
from simkinerja.simulate.channel import Channel
from simkinerja.simulate.engine import Trace, replication_seeds, simulate
from simkinerja.simulate.parameters import Parameters
from simkinerja.simulate.programme import Programmes
from simkinerja.simulate.records import Month
from simkinerja.simulate.targets import random_share
from simkinerja.simulate.totals import BY_AGENCY
from simkinerja.simulate.world import World
from simkinerja.streams import StreamStack

LAB = World.plain(24, 6, 4, n_agencies=5)
SEEDS = replication_seeds(36, 0, 3)
CAMERA = Channel(name="Kamera", visibility={"presence": 1.0, "throughput": 0.5}, consequence=0.5)
PAID = Channel(name="Kamera", visibility={"care": 0.7}, consequence=0.9, automatic=True)


def trace(given: tuple[do.Intervention, ...], seeds: tuple[int, ...] = SEEDS, months: int = 20) -> Trace:
    return simulate(LAB, partial(Programmes, given, LAB) if given else None, seeds=seeds, months=months)


def same(a: Trace, b: Trace) -> bool:
    officers = all(np.array_equal(a.officers[k], b.officers[k], equal_nan=True) for k in a.officers)
    return officers and np.array_equal(a.series, b.series)


@pytest.mark.parametrize(
    ("idle", "others"),
    [
        (do.EvaluationForum(), (do.Training(), do.Mentoring())),
        (do.CitizenFeedback(), (do.Training(), do.Supervision())),
        (do.Supervision(start=5), (do.Supervision(months=3), do.Mentoring(months=2))),
        (do.UseChannel(channel=PAID), (do.UseChannel(channel=PAID, months=3),)),
        (do.UseChannel(channel=CAMERA, start=4), (do.UseChannel(channel=CAMERA),)),
        (do.Reward(form="money", start=5), (do.Reward(form="money", months=4),)),
    ],
    ids=lambda one: one.kind if isinstance(one, do.Intervention) else "",
)
def test_strength_zero_beside_what_is_over_or_goes_on(
    idle: do.Intervention, others: tuple[do.Intervention, ...]
) -> None:
    nothing = idle.model_copy(update={"strength": 0.0, "label": "nol"})
    assert same(trace(others), trace((*others, nothing)))


@pytest.mark.parametrize("idle", [do.EKinerja(consequence=0.8), do.Supervision(), do.Training()])
def test_strength_zero_when_people_come_and_go(idle: do.Intervention) -> None:
    """Newcomers make other entries, and peers pull at them with or without a programme."""
    bare, zero = trace((), months=37), trace((idle.model_copy(update={"strength": 0.0}),), months=37)
    assert same(bare, zero)
    entries = bare.series[:, :, :, BY_AGENCY.index("compliance"), 0]
    assert (entries[:, 12] != entries[:, 11]).any()  # or nobody came


def test_a_replication_in_which_no_rule_calls_is_the_same_alone() -> None:
    """Others computed with it, in which a rule called, fill its levers with zeros."""
    rule = "complaints > 20"
    given = (
        do.Training(to=random_share(0.5)),
        do.EvaluationForum(when=rule),
        do.Supervision(when=rule, months=2),
        do.UseChannel(channel=PAID, when="backlog_days > 3", months=2),
        do.UseChannel(channel=CAMERA, when="on_time_share < 0.3"),
        do.UseChannel(channel=CAMERA, start=1),
    )
    together = trace(given)
    for r, seed in enumerate(SEEDS):
        alone = trace(given, (seed,))
        assert np.array_equal(alone.series[0], together.series[r])


def test_a_line_of_more_cases_than_single_precision_counts_keeps_its_balance() -> None:
    """One unit of 10,000 who can never keep up: its line passes 2^24 within the run."""
    p = Parameters.default().set(
        {"service.load": 1.1, "service.load_spread": 0.4, "service.balking": 0.0, "service.rate_day": 6.0}
    )
    lab = World.plain(1, 10_000, 1)
    stack = StreamStack(replication_seeds(3, 0, 1))
    waiting = start_state(lab, base_of(lab, p, stack), p, stack).backlog
    before: list[np.ndarray] = [waiting]

    def watch(month: Month) -> None:
        queue = month.served.queue
        if month.month:
            assert np.array_equal(before[-1] + queue.arrivals - queue.completed, queue.backlog)
        assert (month.served.on_time <= queue.completed).all()
        assert (queue.waited >= 0.0).all()
        assert (queue.age >= 0.0).all()
        before.append(queue.backlog)

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        simulate(lab, None, seeds=stack.seeds, months=48, p=p, watch=watch)
    assert before[-1].max() > 2.0**24
