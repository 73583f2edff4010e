"""Figures as compiled loops read them, and the loops that read them so, against numpy's own steps."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from simkinerja.simulate import learning, motivation
from simkinerja.simulate.base import base_of, luck_in, officer_luck, start_state
from simkinerja.simulate.incentive import Pull
from simkinerja.simulate.levers import Levers
from simkinerja.simulate.parameters import Parameters
from simkinerja.simulate.rows import numbers_of, rows_of
from simkinerja.simulate.state import State
from simkinerja.simulate.world import World
from simkinerja.streams import StreamStack, normal_of

P = Parameters.default()
LAB = World.plain(n_units=3, officers_per_unit=7, seed=3)
STACK = StreamStack((5, 6))
SHAPE = (2, LAB.n)


def some(seed: int, shape: tuple[int, ...] = SHAPE) -> npt.NDArray[np.float32]:
    return np.random.default_rng(seed).random(shape, dtype=np.float32)


def test_rows_are_handed_on_as_they_are_wherever_a_loop_can_read_them() -> None:
    whole = some(1)
    assert rows_of(whole, LAB.n) is whole
    first = rows_of(whole[:1], LAB.n)
    assert np.shares_memory(first, whole)


@pytest.mark.parametrize(
    "figures",
    [
        some(1).astype(np.float64),
        np.broadcast_to(some(1)[0], SHAPE),
        some(1, SHAPE[::-1]).T,
        some(1, (2, 1)),
        some(1, (1, 1)),
        some(1, (LAB.n,)),
        np.float32(0.25),
        0.25,
        None,
    ],
    ids=[
        "double",
        "read-only",
        "turned",
        "one each run",
        "one for all",
        "one axis",
        "number",
        "float",
        "none",
    ],
)
def test_all_that_is_not_is_made_alike_with_the_same_figures(figures: Any) -> None:
    made = rows_of(figures, LAB.n)
    assert made.dtype == np.float32
    assert (made.ndim, made.shape[1]) == (2, LAB.n)
    assert made.flags.c_contiguous
    assert made.flags.writeable
    given = np.zeros(SHAPE) if figures is None else figures
    assert np.array_equal(np.broadcast_to(made, SHAPE), np.broadcast_to(given, SHAPE).astype(np.float32))


def test_what_may_not_be_written_to_is_copied_so_that_loops_are_compiled_once() -> None:
    whole = some(1)
    whole.setflags(write=False)
    made = rows_of(whole, LAB.n)
    assert made.flags.writeable
    assert np.array_equal(made, whole)


def test_numbers_drawn_by_run_stand_in_the_row_of_their_run() -> None:
    assert numbers_of(0.5, 0.25).tolist() == [[0.5, 0.25]]
    assert numbers_of(some(1, (2, 1)), 0.5).tolist() == [[x, 0.5] for x in some(1, (2, 1))[:, 0].tolist()]


def state() -> State:
    return start_state(LAB, base_of(LAB, P, STACK), P, STACK)


def built(s: State, levers: Levers, p: Parameters = P) -> Any:
    return learning.built_practice(s, levers, base_of(LAB, P, STACK), p, LAB.unit)


PARTS = ("used_technical", "used_interpersonal", "guided", "mentored")


@pytest.mark.parametrize("known", [PARTS, *((name,) for name in PARTS)], ids=lambda known: "+".join(known))
@pytest.mark.parametrize("runs", [1, 2])
def test_what_builds_practice_is_the_root_of_the_sum_of_squares(known: tuple[str, ...], runs: int) -> None:
    s = state()
    effect = {"guided": P["supervision.effect"], "mentored": P["mentoring.effect"]}
    total: Any = 0.0
    for name in known:
        figures = some(PARTS.index(name), (runs, LAB.n))
        setattr(s, name, figures)
        total = total + (effect.get(name, 1.0) * figures) ** 2
    found = built(s, Levers())
    assert found.dtype == np.float32
    assert np.array_equal(found, np.broadcast_to(np.sqrt(total), SHAPE))


def test_programmes_of_units_build_practice_with_and_without_others() -> None:
    s, voice, removed = state(), some(1, (1, 3)), some(2, (1, 3))
    levers = Levers(citizen_voice=voice, citizen_used=np.ones((1, 3)), obstacles_removed=removed)
    of_units = (P["citizen.used_effect"] * voice) ** 2 + (P["obstacles.effect"] * removed) ** 2
    alone = built(s, levers)
    assert alone == pytest.approx(np.broadcast_to(np.sqrt(of_units)[:, LAB.unit], SHAPE), rel=1e-6)
    s.used_technical = some(3)
    both = built(s, levers)
    assert both == pytest.approx(np.sqrt(of_units[:, LAB.unit] + some(3) ** 2), rel=1e-6)
    assert built(state(), Levers()) is None


@pytest.mark.parametrize("pushed", [None, some(4, (1, LAB.n)), some(4)], ids=["none", "one row", "two rows"])
def test_motivation_keeps_a_share_and_adds_luck_and_what_programmes_do(
    pushed: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With numbers drawn by run, each run by its own."""
    s, luck = state(), officer_luck(STACK, LAB, 4)
    drawn = {"motivation.return": some(6, (2, 1)), "motivation.noise": some(7, (2, 1))}
    p: Any = drawn  # nothing else is read
    monkeypatch.setattr(motivation, "_push", lambda *_: pushed)
    before = s.motivation
    ups = normal_of(luck_in(luck, "motivation")) * drawn["motivation.noise"]
    expected = before * (1.0 - drawn["motivation.return"]) + ups + (0.0 if pushed is None else pushed)
    does = Pull((None,) * 4)
    motivation.drive_change(s, Levers(), does, base_of(LAB, P, STACK), p, STACK, LAB, luck)
    assert s.motivation is not before
    assert np.array_equal(s.motivation, expected)
