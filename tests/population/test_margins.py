"""Whole-number margins: largest remainder, proportional fitting, controlled rounding."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy.optimize import linprog

from simkinerja.population.city import city_codes, load_city
from simkinerja.population.joint import joint_table, target_counts
from simkinerja.population.margins import controlled_rounding, fit_proportional, largest_remainder
from simkinerja.population.structure import build_structure

weights = st.lists(st.floats(0, 1e6, allow_subnormal=False), min_size=1, max_size=12).filter(
    lambda w: sum(w) > 1e-3
)


@given(weights, st.integers(0, 10**7))
def test_largest_remainder_sums_and_stays_within_one(w: list[float], total: int) -> None:
    out = largest_remainder(w, total)
    exact = np.array(w) * total / sum(w)
    assert out.sum() == total
    assert (out >= 0).all()
    assert (np.abs(out - exact) < 1 + 1e-6).all()


def test_largest_remainder_by_hand() -> None:
    # 2.447.785 : 3.140.460 of 5.539 is 2426.22 : 3112.78
    assert largest_remainder([2447785, 3140460], 5539).tolist() == [2426, 3113]
    # remainders .4 .4 .2: the first of equals gets the odd one
    assert largest_remainder([2, 2, 1], 6).tolist() == [3, 2, 1]


def test_fitting_without_interaction_is_the_outer_product() -> None:
    rows, columns = np.array([10.0, 20, 70]), np.array([40.0, 60])
    table = fit_proportional(np.ones((3, 2)), rows, columns)
    np.testing.assert_allclose(table, np.outer(rows, columns) / 100, rtol=1e-6)


def test_fitting_keeps_odds_ratios() -> None:
    seed = np.array([[2.0, 1.0], [1.0, 3.0]])
    table = fit_proportional(seed, [50, 150], [120, 80])
    assert table[0, 0] * table[1, 1] / (table[0, 1] * table[1, 0]) == pytest.approx(6.0)
    np.testing.assert_allclose(table.sum(axis=0), [120, 80], atol=1e-2)


@settings(max_examples=200)
@given(
    whole=hnp.arrays(
        np.int64,
        hnp.array_shapes(min_dims=2, max_dims=2, min_side=1, max_side=9),
        elements=st.integers(0, 60),
    ),
    mask=st.integers(0, 2**63 - 1),
)
def test_rounding_meets_every_margin_that_can_be_met(whole: np.ndarray, mask: int) -> None:
    # a whole table with zeros proves that its own margins can be met; the seed knows nothing of it
    bits = np.array([mask >> (k % 63) & 1 for k in range(whole.size)]).reshape(whole.shape).astype(bool)
    whole = np.where(bits, whole, 0)
    allowed = bits | (whole > 0)
    rows, columns = whole.sum(axis=1), whole.sum(axis=0)
    fitted = fit_proportional(allowed * 1.0, rows, columns)
    out, missed = controlled_rounding(fitted, rows, columns, allowed)
    assert missed.tolist() == [0] * len(columns)
    assert (out.sum(axis=0) == columns).all()
    assert (out.sum(axis=1) == rows).all()
    assert (out >= 0).all()
    assert not out[~allowed].any()


def test_rounding_stays_close_to_what_a_linear_program_would_find() -> None:
    rng = np.random.Generator(np.random.Philox(5))
    for _ in range(20):
        rows, columns = rng.integers(5, 60, 12), None
        seed = rng.random((12, 5)) + 0.05
        columns = largest_remainder(seed.sum(axis=0), int(rows.sum()))
        fitted = fit_proportional(seed, rows, columns)
        out, missed = controlled_rounding(fitted, rows, columns, seed > 0)
        assert not missed.any()
        floor = np.floor(fitted)
        # transport of the remainders, each cell up by at most one: whole because totally unimodular
        a_rows = np.kron(np.eye(12), np.ones(5))
        a_columns = np.kron(np.ones(12), np.eye(5))
        best = linprog(
            (1 - 2 * (fitted - floor)).ravel(),
            A_eq=np.vstack([a_rows, a_columns]),
            b_eq=np.concatenate([rows - floor.sum(axis=1), columns - floor.sum(axis=0)]),
            bounds=(0, 1),
            method="highs",
        )
        ideal = ((floor + best.x.reshape(12, 5) - fitted) ** 2).sum()
        assert ((out - fitted) ** 2).sum() <= ideal * 1.25 + 1e-6


def test_rounding_says_what_cannot_be_met() -> None:
    allowed = np.array([[True, False], [True, False]])
    out, missed = controlled_rounding(allowed * 1.0, np.array([3, 4]), np.array([5, 2]), allowed)
    assert missed.tolist() == [2, -2]
    assert out.sum() == 7


@settings(max_examples=40)
@given(code=st.sampled_from(city_codes()), n=st.integers(220, 60_000))
def test_every_margin_with_a_source_is_met_at_any_size(code: str, n: int) -> None:
    city = load_city(code)
    want = target_counts(city, n)
    structure = build_structure(city, n, want["job_type"], want["job_family"])
    cells = joint_table(city, structure.group_totals(), want)
    group, status, service, age, education, _, sex = cells.codes.T

    def count(codes: np.ndarray, size: int, about: np.ndarray | None = None) -> list[int]:
        people = cells.counts if about is None else cells.counts * about
        return np.bincount(codes, people, minlength=size).astype(int).tolist()

    assert cells.counts.sum() == n
    assert count(status, 3) == want["status"].tolist()
    assert count(sex, 2) == want["sex"].tolist()
    assert count(age, 3) == want["age"].tolist()
    assert count(service, 3, status == 0) == want["years_of_service"].tolist()
    assert count(education, 7)[3:] == want["education"].tolist()[1:]
    assert count(education, 7)[:3] == want["education_low"].tolist()
    kind = np.array([0, 0, 0, 1, 1, 1, 1, 1, 2])
    assert count(kind[group], 3) == want["job_type"].tolist()
    assert group.tolist() == sorted(group.tolist())
