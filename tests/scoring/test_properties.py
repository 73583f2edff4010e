"""What must hold for any scheme and any table."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from simkinerja.schemes.model import Normalise, Scheme
from simkinerja.scoring.replay import replay
from simkinerja.scoring.score import score
from simkinerja.scoring.single import band_heights

NAN = np.nan
METHODS = ("target", "goalpost", "min_max", "z", "rank", "none", "category")
AGGREGATES = ("weighted_mean", "geometric", "non_compensatory", "quadrant")
BORDERS = (90.0, 75.0, 60.0, 45.0, 20.0)
FUZZ = 1e-9


@dataclass(frozen=True)
class Case:
    """Keywords of indicators, the way of aggregation, and a table."""

    rows: list[dict[str, Any]]
    aggregate: str
    table: pd.DataFrame


def rule_for(method: str, direction: str) -> dict[str, Any]:
    """A rule whose points follow the direction."""
    if method == "goalpost":
        return {"method": method, "low": 10.0, "high": 80.0}
    if method == "category":
        points = (30.0, 60.0, 80.0, 100.0) if direction == "naik" else (100.0, 80.0, 60.0, 30.0)
        steps = [
            {"label": f"s{k}", "points": p, "lower": low}
            for k, (p, low) in enumerate(zip(points, (0, 20, 50, 70), strict=True))
        ]
        return {"method": method, "categories": tuple(steps)}
    return {"method": method, "cap": 120.0}


@st.composite
def leaves(draw, parent: str | None, names: str, first: str | None = None) -> list[dict[str, Any]]:
    """Indicators under a parent; the one called a has the method ``first``, if any is asked for."""
    out = []
    for name in names:
        method = first if first and name == "a" else draw(st.sampled_from(METHODS))
        direction = "naik" if method == "none" else draw(st.sampled_from(["naik", "turun"]))
        out.append(
            {
                "code": name,
                "parent": parent,
                "direction": direction,
                "target": float(draw(st.integers(5, 90))),
                "weight": float(draw(st.integers(0, 5))),
                "normalise": rule_for(method, direction),
            }
        )
    assume(any(row["weight"] for row in out))
    return out


@st.composite
def cases(
    draw, missing: bool = True, aggregates: tuple[str, ...] = AGGREGATES, first: str | None = None
) -> Case:
    aggregate = draw(st.sampled_from(aggregates))
    if aggregate == "quadrant" or draw(st.booleans()):
        rows = [
            {"code": "hasil", "weight": float(draw(st.integers(1, 5)))},
            {"code": "perilaku", "weight": float(draw(st.integers(1, 5)))},
        ]
        rows += draw(leaves("hasil", "abc"[: draw(st.integers(1, 3))], first))
        rows += draw(leaves("perilaku", "xyz"[: draw(st.integers(1, 3))]))
    else:
        rows = draw(leaves(None, "abcde"[: draw(st.integers(1, 5))], first))
    codes = [row["code"] for row in rows if "parent" in row]
    cell = st.integers(0, 100).map(float)
    if missing:
        cell = st.one_of(cell, cell, cell, st.just(NAN))
    width = len(codes)
    values = draw(st.lists(st.lists(cell, min_size=width, max_size=width), min_size=1, max_size=7))
    return Case(rows, aggregate, pd.DataFrame(values, columns=codes, dtype=float))


def scored(make, case: Case, table: pd.DataFrame | None = None, **rules: Any):
    return score(case.table if table is None else table, scheme_of(make, case, **rules))


def scheme_of(make, case: Case, rows: list[dict[str, Any]] | None = None, **rules: Any) -> Scheme:
    return make(*(rows or case.rows), aggregate=case.aggregate, bands=BORDERS, **rules)


def assert_same(one, other) -> None:
    """Totals, ranks, bands and coverage agree."""
    for stage in ("total", "ranks"):
        np.testing.assert_allclose(
            getattr(one, stage).values, getattr(other, stage).values, rtol=0, atol=FUZZ
        )
    np.testing.assert_allclose(one.total.coverage, other.total.coverage, atol=FUZZ)
    np.testing.assert_array_equal(one.bands.index, other.bands.index)


@pytest.mark.parametrize("method", METHODS)
@settings(max_examples=30)
@given(data=st.data())
def test_monotone_in_each_indicator_by_its_direction(make, method: str, data) -> None:
    case = data.draw(cases(first=method))
    officer, code = data.draw(st.integers(0, len(case.table) - 1)), "a"
    assume(not np.isnan(case.table.loc[officer, code]))
    row = next(one for one in case.rows if one["code"] == code)
    size = data.draw(st.floats(0, 100))
    better = case.table.copy()
    better.loc[officer, code] += size if row["direction"] == "naik" else -size
    before, after = scored(make, case), scored(make, case, better)
    heights = (*band_heights(before.scheme), -1)
    if np.isnan(before.total.values[officer]):
        assert np.isnan(after.total.values[officer])
        return
    assert after.total.values[officer] >= before.total.values[officer] - FUZZ
    assert heights[after.bands.index[officer]] >= heights[before.bands.index[officer]]


@settings(max_examples=60)
@given(case=cases())
def test_bounded_by_the_lowest_and_highest_points_that_weigh(make, case: Case) -> None:
    done = scored(make, case)
    for i in np.flatnonzero(~np.isnan(done.total.values)).tolist():
        total = done.total.values[i]
        if case.aggregate == "quadrant":
            assert 1 <= total <= 5
            continue
        points = done.points.values[i][done.weights.values[i] > 0]
        assert points.min() - FUZZ <= total <= points.max() + FUZZ
        assert -FUZZ <= total <= 120 + FUZZ
    rated = ~np.isnan(done.total.values)
    np.testing.assert_allclose(done.weights.values[rated].sum(axis=1), 1.0, atol=FUZZ)
    assert not done.weights.values[~rated].any()
    assert ((done.bands.index >= 0) == rated).all()


@settings(max_examples=40)
@given(case=cases(), order=st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(make, case: Case, order) -> None:
    shuffled = list(range(len(case.table)))
    order.shuffle(shuffled)
    there = scored(make, case, case.table.iloc[shuffled].reset_index(drop=True))
    here = scored(make, case)
    for stage in ("total", "ranks"):
        one, other = getattr(here, stage).values, getattr(there, stage).values
        np.testing.assert_allclose(one[shuffled], other, atol=FUZZ)
    np.testing.assert_array_equal(here.bands.index[shuffled], there.bands.index)


@settings(max_examples=40)
@given(case=cases(), order=st.randoms(use_true_random=False))
def test_the_order_of_indicators_does_not_matter(make, case: Case, order) -> None:
    rows = list(case.rows)
    order.shuffle(rows)
    assert_same(scored(make, case), score(case.table, scheme_of(make, case, rows)))


@settings(max_examples=40)
@given(case=cases(), scale=st.floats(1e-3, 1e3), family=st.sampled_from([None, "hasil", "perilaku"]))
def test_the_scale_of_weights_does_not_matter(make, case: Case, scale: float, family: str | None) -> None:
    rows = [
        row | {"weight": row["weight"] * scale} if row.get("parent") == family else row for row in case.rows
    ]
    assert_same(scored(make, case), score(case.table, scheme_of(make, case, rows)))


@settings(max_examples=60)
@given(case=cases(aggregates=("weighted_mean", "geometric", "non_compensatory")), data=st.data())
def test_missing_counts_as_if_the_indicator_were_not_there(make, case: Case, data) -> None:
    code = data.draw(st.sampled_from(list(case.table.columns)))
    family = [
        row
        for row in case.rows
        if row.get("parent") == next(one for one in case.rows if one["code"] == code).get("parent")
    ]
    others = [row for row in family if row["code"] != code]
    assume(any(row["weight"] for row in others))
    gone = [row for row in case.rows if row["code"] != code]
    with_gap = scored(make, case, case.table.assign(**{code: NAN}))
    without = score(case.table.drop(columns=code), scheme_of(make, case, gone))
    np.testing.assert_allclose(with_gap.total.values, without.total.values, atol=FUZZ)
    np.testing.assert_array_equal(with_gap.bands.index, without.bands.index)


@settings(max_examples=40)
@given(case=cases(), coverage=st.sampled_from([0.0, 0.5, 1.0]))
def test_replay_without_an_edit_is_the_original(make, case: Case, coverage: float) -> None:
    again = replay(scored(make, case, coverage=coverage))
    assert again.changed_stages == ()
    assert not again.changed.any()


@settings(max_examples=40)
@given(case=cases(), data=st.data())
def test_a_fake_choice_has_no_effect(make, case: Case, data) -> None:
    """An indicator without weight, whatever it holds, and a rule that no indicator uses."""
    parents = {row.get("parent") for row in case.rows if "parent" in row}
    fake = {
        "code": "palsu",
        "weight": 0.0,
        "target": 7.0,
        "parent": data.draw(st.sampled_from(sorted(parents, key=str))),
    }
    cells = st.one_of(st.floats(-1e6, 1e6), st.just(NAN))
    column = data.draw(st.lists(cells, min_size=len(case.table), max_size=len(case.table)))
    fake["normalise"] = rule_for(data.draw(st.sampled_from(METHODS)), "naik")
    with_fake = score(case.table.assign(palsu=column), scheme_of(make, case, [*case.rows, fake]))
    here = scored(make, case)
    assert_same(here, with_fake)
    unused = scored(make, case, normalise=Normalise(method="rank", cap=3.0))  # every leaf has its own
    assert_same(here, unused)


@settings(max_examples=60)
@given(case=cases(aggregates=("weighted_mean",)))
def test_contributions_sum_to_the_total(make, case: Case) -> None:
    done = scored(make, case)
    rated = ~np.isnan(done.total.values)
    np.testing.assert_allclose(
        done.contributions.values.sum(axis=1)[rated], done.total.values[rated], atol=FUZZ
    )
    assert not done.contributions.values[~rated].any()


@settings(max_examples=60)
@given(case=cases())
def test_ranks_follow_totals(make, case: Case) -> None:
    done = scored(make, case)
    rated = ~np.isnan(done.total.values)
    totals, ranks = np.round(done.total.values[rated], 9), done.ranks.values[rated]
    expected = [(totals > t).sum() + ((totals == t).sum() + 1) / 2 for t in totals]
    assert ranks.tolist() == pytest.approx(expected)
    assert np.isnan(done.ranks.values[~rated]).all()
