"""The smallest change that moves the band: by hand, and against every point of a grid."""

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from simkinerja.schemes.model import Category, Normalise
from simkinerja.scoring.replay import Edit, replay
from simkinerja.scoring.score import score
from simkinerja.scoring.single import band_heights
from simkinerja.scoring.smallest import nearest_change, smallest_changes

NAN = np.nan
PLAIN = Normalise(method="goalpost", low=0, high=100)  # points as the figure stands; no target to reach


def found(changes) -> list[tuple]:
    return [(c.code, c.after, c.band_after, c.up) for c in changes]


def test_counts_by_hand(make) -> None:
    scheme = make(
        {"code": "jumlah", "target": 40, "weight": 60, "lowest": 0, "highest": 60, "step": 1},
        {
            "code": "galat",
            "target": 10,
            "weight": 40,
            "direction": "turun",
            "lowest": 0,
            "highest": 40,
            "step": 1,
        },
    )
    # 75 and 90 points: total 81, band B from 70 to 90
    done = score(pd.DataFrame({"officer_id": [3], "jumlah": [30], "galat": [11]}), scheme)
    # up: 0.6 p >= 54 -> p = 90 -> 36; down: 0.6 p < 34 -> p < 56.67 -> 22; galat up is at most 100 -> 85
    # galat down: 0.4 q < 25 -> q < 62.5 -> more than 13.75 -> 14
    assert found(smallest_changes(done, 3)) == [
        ("jumlah", 36, "A", True),
        ("jumlah", 22, "C", False),
        ("galat", 14, "C", False),
    ]
    assert nearest_change(done, 3).code == "jumlah"
    assert nearest_change(done, 3, up=False).code == "galat"  # 3 of 40 before 8 of 60


def test_beyond_the_range_there_is_none(make) -> None:
    rows = {"code": "a", "normalise": PLAIN, "lowest": 0, "highest": 80, "step": 1}
    done = score(pd.DataFrame({"a": [75.0]}), make(rows))
    assert found(smallest_changes(done, 0)) == [("a", 69, "C", False)]
    assert nearest_change(done, 0) is None


def test_a_continuous_figure_moves_on_a_fine_grid(make) -> None:
    done = score(pd.DataFrame({"a": [0.75]}), make({"code": "a", "target": 1, "lowest": 0, "highest": 1}))
    assert found(smallest_changes(done, 0)) == [("a", 0.9, "A", True), ("a", 0.6999, "C", False)]


def test_a_monthly_mean_moves_by_a_step_of_one_month(make) -> None:
    table = pd.DataFrame({"officer_id": [1] * 4, "month": range(4), "a": [8, 8, 9, 8]})
    done = score(table, make({"code": "a", "target": 10, "lowest": 0, "step": 1}))
    assert found(smallest_changes(done, 1)) == [("a", 9, "A", True), ("a", 6.75, "C", False)]


def test_a_figure_outside_its_range_comes_back_into_it(make) -> None:
    rows = {"code": "a", "normalise": PLAIN, "lowest": 0, "highest": 80, "step": 1}
    done = score(pd.DataFrame({"a": [95.0]}), make(rows))
    assert found(smallest_changes(done, 0)) == [("a", 80, "B", False)]


def test_category_steps_and_words(make) -> None:
    def steps(*lows):
        return Normalise(
            method="category",
            categories=tuple(
                Category(label=label, points=points, lower=low)
                for label, points, low in zip(("Lambat", "Cukup", "Cepat"), (55, 75, 95), lows, strict=True)
            ),
        )

    cut = score(pd.DataFrame({"a": [7.0]}), make({"code": "a", "normalise": steps(0, 5, 10), "step": 1}))
    assert found(smallest_changes(cut, 0)) == [("a", 10, "A", True), ("a", 4, "C", False)]
    words = score(pd.DataFrame({"a": ["Cukup"]}), make({"code": "a", "normalise": steps(None, None, None)}))
    assert found(smallest_changes(words, 0)) == [("a", 95, "A", True), ("a", 55, "C", False)]


def test_a_scale_that_turns_back_gives_the_nearest_step(make) -> None:
    hill = Normalise(
        method="category",
        categories=tuple(
            Category(label=f"s{k}", points=points, lower=low)
            for k, (points, low) in enumerate([(55, 0), (95, 4), (75, 8), (95, 20)])
        ),
    )
    done = score(pd.DataFrame({"a": [9.0]}), make({"code": "a", "normalise": hill, "step": 1}))
    assert found(smallest_changes(done, 0)) == [("a", 20, "A", True), ("a", 7, "A", True)]


def test_nothing_for_who_has_no_band_and_for_what_is_not_recorded(make) -> None:
    rows = ({"code": "a", "target": 100}, {"code": "b", "target": 100, "scope": {"unit": ("x",)}})
    done = score(pd.DataFrame({"unit": ["x", "y"], "a": [NAN, 60.0], "b": [NAN, 60.0]}), make(*rows))
    assert smallest_changes(done, 0) == ()
    assert {c.code for c in smallest_changes(done, 1)} == {"a"}
    assert (
        smallest_changes(score(pd.DataFrame({"a": [1.0]}), make({"code": "a", "target": 1}, bands=())), 0)
        == ()
    )


def test_own_change_moves_the_table_of_a_relative_method(make) -> None:
    # others 0 and 10; own 4 is 40 points. Up to B needs 70: 7. Below 0 the own figure is the new lowest
    done = score(pd.DataFrame({"a": [4.0, 0, 10]}), make({"code": "a", "step": 1}, normalise="min_max"))
    assert found(smallest_changes(done, 0)) == [("a", 5, "C", True)]
    best = score(pd.DataFrame({"a": [10.0, 0, 8]}), make({"code": "a", "step": 1}, normalise="min_max"))
    assert found(smallest_changes(best, 0)) == [("a", 7, "B", False)]  # 8 is then the highest: 87.5


METHODS = ("target", "goalpost", "min_max", "z", "rank", "none", "category")


@st.composite
def cases(draw):
    """Indicators, rules and a small table of whole numbers in 0..20."""
    k, n = draw(st.integers(1, 3)), draw(st.integers(2, 5))
    rows = []
    for j in range(k):
        method = draw(st.sampled_from(METHODS))
        rule = {"method": method, "cap": 120.0 if method in {"target", "none"} else 100.0}
        if method == "goalpost":
            rule |= {"low": 2.0, "high": 15.0}
        if method == "category":
            points = draw(st.permutations([30.0, 60.0, 80.0, 100.0]))
            rule["categories"] = tuple(
                {"label": f"s{i}", "points": p, "lower": low}
                for i, (p, low) in enumerate(zip(points, (0, 4, 9, 15), strict=True))
            )
        rows.append(
            {
                "code": f"i{j}",
                "target": float(draw(st.integers(3, 15))),
                "weight": draw(st.integers(1, 4)),
                "direction": draw(st.sampled_from(["naik", "turun"])),
                "lowest": 0.0,
                "highest": 20.0,
                "step": 1.0,
                "normalise": rule,
            }
        )
    cell = st.one_of(st.integers(0, 20).map(float), st.just(NAN))
    values = draw(st.lists(st.lists(cell, min_size=k, max_size=k), min_size=n, max_size=n))
    aggregate = draw(st.sampled_from(["weighted_mean", "geometric", "non_compensatory"]))
    return rows, aggregate, pd.DataFrame(values, columns=[row["code"] for row in rows], dtype=float)


def by_brute_force(done, officer: int) -> set[tuple[str, float, str]]:
    """Nearest whole number above and below that gives another band, by scoring every one."""
    out, bands, now = set(), done.scheme.rules.bands, int(done.bands.index[officer])
    for j in np.flatnonzero(done.points.used[officer]).tolist():
        code, here = done.raw.codes[j], done.raw.values[officer, j]
        for way in (np.arange(here + 1, 21), np.arange(here - 1, -1, -1)):
            for x in way:
                new = int(replay(done, Edit.figure(officer, code, x)).result.bands.index[officer])
                if new != now:
                    out.add((code, float(x), bands[new].label))
                    break
    return out


@settings(max_examples=60)
@given(case=cases())
def test_against_every_point_of_the_grid(make, case) -> None:
    rows, aggregate, table = case
    done = score(table, make(*rows, aggregate=aggregate, bands=(90.0, 70.0, 55.0, 40.0, 20.0)))
    heights = band_heights(done.scheme)
    for officer in range(len(table)):
        changes = smallest_changes(done, officer)
        expected = by_brute_force(done, officer) if done.bands.index[officer] >= 0 else set()
        assert {(c.code, c.after, c.band_after) for c in changes} == expected
        for change in changes:  # every answer holds when scored in full
            again = replay(done, change.edit).result
            assert again.labels[officer] == change.band_after != change.band_before
            assert change.up == (heights[again.bands.index[officer]] > heights[done.bands.index[officer]])


@settings(max_examples=25)
@given(values=st.lists(st.tuples(*[st.integers(0, 150)] * 4), min_size=2, max_size=4))
def test_in_a_quadrant_against_every_point_of_the_grid(make, values) -> None:
    rows = [{"code": "hasil"}, {"code": "perilaku"}]
    rows += [
        {
            "code": c,
            "parent": p,
            "target": None if c == "d" else 100.0,
            "normalise": PLAIN if c == "d" else None,
            "lowest": 0.0,
            "highest": 20.0 if c == "d" else 150.0,
            "step": 10.0 if c != "d" else 1.0,
            "direction": "turun" if c == "b" else "naik",
        }
        for c, p in zip("abcd", ("hasil", "hasil", "perilaku", "perilaku"), strict=True)
    ]
    scheme = make(*rows, aggregate="quadrant", normalise={"cap": 150})
    table = pd.DataFrame(
        [[10 * (x // 10) for x in row[:3]] + [row[3] % 21] for row in values], columns=list("abcd")
    )
    done = score(table, scheme)
    for change in smallest_changes(done, 0):
        again = replay(done, change.edit).result
        assert again.labels[0] == change.band_after
        step = scheme.indicator(change.code).step
        one_less = change.after - np.sign(change.change) * step
        assert replay(done, Edit.figure(0, change.code, one_less)).result.labels[0] == change.band_before
