"""Effort of a month against the multitask problem solved for one officer at a time, in double precision."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simkinerja.simulate.base import base_of, start_state
from simkinerja.simulate.effort import EFFORT, best_effort, values
from simkinerja.simulate.incentive import Pull
from simkinerja.simulate.parameters import Parameters
from simkinerja.simulate.work import divide_effort
from simkinerja.simulate.world import World
from simkinerja.streams import StreamStack

UNLIKE = {"effort.value_care": 0.9, "effort.value_improvement": 0.7, "effort.value_helping": 0.95}
P = Parameters.default().set(UNLIKE)  # four dimensions of four kinds
LAB = World.plain(n_units=2, officers_per_unit=4, seed=3)
STACK = StreamStack((5, 6))
SHAPE = (2, 8)
AMOUNTS = st.lists(st.floats(0.0, 2.0, width=32), min_size=16, max_size=16)


def alone(drive: float, crowded: float, pulls: list[float], p: Parameters) -> tuple[list[float], float]:
    """What one officer gives on each dimension, over the city's mean, and what practice feels of it."""
    base = base_of(LAB, P, STACK)
    left = [drive * np.exp(-p["motivation.slope"] * p[f"crowding.{k}"] * crowded) for k in EFFORT]
    worth = [d * v * base.mean_drive + x for d, v, x in zip(left, values(p), pulls, strict=True)]
    given = [float(e) for e in best_effort(worth, p["effort.cost"], p["effort.substitution"])]
    moved = crowded != 0.0 or any(pulls)
    relative, felt = [], 1.0
    for k, name in enumerate(EFFORT):
        more = given[k] / left[k] / base.mean_drive / base.effort_scale[k]
        more = more - base.unit_effort[k] / base.effort_scale[k] if moved else 0.0
        felt += p[f"practice.of_{name}"] * more
        relative.append(max(left[k] * (1.0 + more), p["effort.floor"]))
    return relative, float(np.log(max(felt, p["effort.floor"])))


def found_for(
    pulls: list[np.ndarray | None], crowded: np.ndarray | None, p: Parameters = P
) -> tuple[np.ndarray, np.ndarray | None, np.ndarray]:
    """Relative effort (4, R, n), what practice feels, and motivation over its mean."""
    base = base_of(LAB, p, STACK)
    state = start_state(LAB, base, p, STACK)
    state.crowded = crowded
    effort = divide_effort(state, base, Pull(tuple(pulls)), p)  # type: ignore[arg-type]
    drive = base.drive * np.exp(p["motivation.slope"] * state.motivation.astype(float)) / base.mean_drive
    return np.array(effort.relative), effort.pulled, drive


@given(st.lists(AMOUNTS, min_size=4, max_size=4), AMOUNTS, st.booleans())
def test_every_officer_solves_the_own_problem(
    amounts: list[list[float]], crowded: list[float], some: bool
) -> None:
    pulls = [np.array(row, dtype=np.float32).reshape(SHAPE) for row in amounts]
    lost = np.array(crowded, dtype=np.float32).reshape(SHAPE) if some else None
    relative, pulled, drive = found_for(list(pulls), lost)
    assert pulled is not None
    for r, i in ((0, 0), (0, 7), (1, 3)):
        own = [float(one[r, i]) for one in pulls]
        expected, felt = alone(float(drive[r, i]), 0.0 if lost is None else float(lost[r, i]), own, P)
        assert relative[:, r, i] == pytest.approx(expected, rel=2e-5, abs=2e-6)
        assert pulled[r, i] == pytest.approx(felt, abs=2e-5)


def test_a_pull_that_is_left_out_is_a_pull_of_nothing() -> None:
    one = np.full(SHAPE, 0.3, dtype=np.float32)
    nothing = np.zeros(SHAPE, dtype=np.float32)
    left_out, filled = (
        found_for([None, one, None, None], None),
        found_for([nothing, one, nothing, nothing], None),
    )
    assert np.array_equal(left_out[0], filled[0])
    assert np.array_equal(left_out[1], filled[1])  # type: ignore[arg-type]


def test_who_is_not_moved_keeps_the_usual_to_the_bit_and_who_is_crowded_gives_less() -> None:
    lost = np.zeros(SHAPE, dtype=np.float32)
    lost[:, 3] = 0.5
    usual = found_for([None] * 4, None)[0]
    relative, _, drive = found_for([None] * 4, lost)
    others = np.arange(8) != 3
    assert np.array_equal(relative[:, :, others], usual[:, :, others])
    assert (relative[:, :, 3].sum(axis=0) < usual[:, :, 3].sum(axis=0)).all()
    care, helping = EFFORT.index("care"), EFFORT.index("helping")
    assert (relative[care, :, 3] < relative[helping, :, 3]).all()
    assert relative[:, 1, 3] == pytest.approx(alone(float(drive[1, 3]), 0.5, [0.0] * 4, P)[0], rel=2e-5)


def test_numbers_of_each_replication_are_its_own() -> None:
    from types import MappingProxyType

    cost = np.array([[0.35], [0.55]], dtype=np.float32)
    both = Parameters(MappingProxyType({**P.changed, "effort.substitution": cost}))
    pull = [np.full(SHAPE, 0.4, dtype=np.float32)] * 4
    together = found_for(list(pull), None, both)[0]
    for r in (0, 1):
        own = found_for(list(pull), None, P.set({"effort.substitution": float(cost[r, 0])}))[0]
        assert together[:, r] == pytest.approx(own[:, r], rel=1e-6)
    assert not np.allclose(together[:, 0], together[:, 1])
