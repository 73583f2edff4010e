"""The multitask problem: against an optimiser, the first-order conditions, and its closed limits."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from simkinerja.simulate.effort import best_effort

FloatArray = npt.NDArray[np.float64]
worths = st.lists(st.floats(-2.0, 5.0), min_size=4, max_size=4)


def solved(x: list[float], c: float, theta: float) -> FloatArray:
    return np.array([e.item() for e in best_effort([np.array([v]) for v in x], c, theta)])


def gain(e: FloatArray, x: list[float], c: float, theta: float) -> float:
    return float(np.dot(x, e) - 0.5 * c * ((1 - theta) * np.dot(e, e) + theta * e.sum() ** 2))


@settings(max_examples=60, deadline=None)
@given(worths, st.floats(0.3, 3.0), st.floats(0.0, 0.95))
def test_no_optimiser_finds_better(x: list[float], c: float, theta: float) -> None:
    e = solved(x, c, theta)
    found = minimize(
        lambda v: -gain(v, x, c, theta), np.full(4, 0.3), bounds=[(0, None)] * 4, options={"ftol": 1e-14}
    )
    assert gain(e, x, c, theta) >= -found.fun - 1e-7
    assert e == pytest.approx(found.x, abs=2e-3)


@settings(max_examples=300, deadline=None)
@given(worths, st.floats(0.3, 3.0), st.floats(0.0, 0.999))
def test_first_order_conditions_hold_with_the_constraint(x: list[float], c: float, theta: float) -> None:
    e = solved(x, c, theta)
    slope = np.array(x) - c * ((1 - theta) * e + theta * e.sum())
    assert (e >= 0).all()
    assert np.abs(slope[e > 0]).max(initial=0.0) < 1e-9
    assert (slope[e == 0] <= 1e-9).all()


def test_against_a_grid_of_all_efforts() -> None:
    """Brute force: no point of a fine grid does better."""
    axis = np.linspace(0.0, 1.4, 15)
    grid = np.stack(np.meshgrid(axis, axis, axis, axis, indexing="ij"), axis=-1).reshape(-1, 4)
    for x, theta in (([1.2, 1.0, 0.6, 0.6], 0.6), ([1.0, 0.9, 0.2, -0.3], 0.3), ([0.5] * 4, 0.9)):
        cost = 0.5 * ((1 - theta) * (grid**2).sum(axis=1) + theta * grid.sum(axis=1) ** 2)
        assert gain(solved(x, 1.0, theta), x, 1.0, theta) >= (grid @ np.array(x) - cost).max() - 1e-12


def test_clipping_the_unconstrained_solution_would_be_wrong() -> None:
    x, theta = [1.2, 1.0, 0.2, 0.1], 0.6
    cost = (1 - theta) * np.eye(4) + theta
    clipped = np.maximum(np.linalg.solve(cost, x), 0.0)
    assert gain(solved(x, 1.0, theta), x, 1.0, theta) > gain(clipped, x, 1.0, theta) + 0.01


@given(worths, st.floats(0.3, 3.0))
def test_without_substitution_each_dimension_is_alone(x: list[float], c: float) -> None:
    assert solved(x, c, 0.0) == pytest.approx(np.maximum(x, 0.0) / c)


@given(st.floats(0.5, 5.0), st.lists(st.floats(-1.0, 0.95), min_size=3, max_size=3), st.floats(0.3, 3.0))
def test_at_full_substitution_all_goes_to_the_best_paid(best: float, shares: list[float], c: float) -> None:
    x = [best * shares[0], best, best * shares[1], best * shares[2]]
    e = solved(x, c, 1.0 - 1e-9)
    assert e[1] == pytest.approx(best / c, rel=1e-6)
    assert (np.delete(e, 1) == 0).all()


@settings(max_examples=100, deadline=None)
@given(worths, st.floats(0.3, 3.0))
def test_total_is_bounded_and_continuous_in_substitution(x: list[float], c: float) -> None:
    thetas = np.linspace(0.0, 1.0 - 1e-6, 4001)
    totals = sum(best_effort([np.full(thetas.shape, v) for v in x], c, thetas))
    most = sum(max(v, 0.0) for v in x) / c
    assert (totals >= 0).all()
    assert totals.max() <= most * (1 + 1e-9) + 1e-300
    assert totals[-1] == pytest.approx(max(0.0, *x) / c, abs=1e-4 * (1 + max(map(abs, x)) / c))
    assert np.abs(np.diff(totals)).max() <= 4.0 * most / 1000 + 1e-9


@given(worths, st.permutations(range(4)))
def test_dimensions_have_no_order(x: list[float], order: list[int]) -> None:
    e = solved(x, 1.0, 0.4)
    turned = solved([x[i] for i in order], 1.0, 0.4)
    assert turned == pytest.approx(e[order], abs=1e-12)


def test_officers_and_replications_are_solved_each_alone() -> None:
    rng = np.random.default_rng(1)
    x = [rng.normal(0.6, 0.8, (3, 5)) for _ in range(4)]
    theta, c = np.array([[0.0], [0.4], [0.8]]), 1.3
    every = best_effort(x, c, theta)
    for r in range(3):
        for i in range(5):
            one = solved([v[r, i].item() for v in x], c, theta[r, 0].item())
            assert one == pytest.approx([e[r, i] for e in every])
