"""Shipped schemes against the rules they follow: quadrant, PP 30/2019, TPP 60/40, angka kredit."""

import itertools

import numpy as np
import pandas as pd
import pytest

from simkinerja.rules.credit import credit_exact
from simkinerja.rules.ratings import PREDICATES, RATINGS, quadrant
from simkinerja.rules.regime2019 import predicate_2019, score_2019
from simkinerja.rules.tpp import allowance_balangan
from simkinerja.schemes.read import load_scheme
from simkinerja.scoring.score import score

CELLS = list(itertools.product(RATINGS, RATINGS))
NAN = np.nan


def test_all_nine_cells_from_points(make) -> None:
    scheme = make(
        {"code": "hasil"},
        {"code": "a", "parent": "hasil", "target": 100},
        {"code": "perilaku"},
        {"code": "b", "parent": "perilaku", "target": 100},
        aggregate="quadrant",
        normalise={"cap": 150},
    )
    points = {"di_atas": 110.0, "sesuai": 109.999, "di_bawah": 89.999}
    table = pd.DataFrame({"a": [points[r] for r, _ in CELLS], "b": [points[b] for _, b in CELLS]})
    done = score(table, scheme)
    expected = [quadrant(r, b) for r, b in CELLS]
    assert [scheme.rules.bands[i].predikat for i in done.bands.index] == expected
    assert done.total.values.tolist() == [5 - list(PREDICATES).index(key) for key in expected]
    assert done.ratings.results.tolist() == [list(RATINGS).index(r) for r, _ in CELLS]
    assert done.ratings.behaviour.tolist() == [list(RATINGS).index(b) for _, b in CELLS]
    assert done.contributions is None


def test_a_quadrant_without_one_axis_rates_nobody(make) -> None:
    scheme = make(
        {"code": "hasil"},
        {"code": "a", "parent": "hasil", "target": 100},
        {"code": "perilaku"},
        {"code": "b", "parent": "perilaku", "target": 100},
        aggregate="quadrant",
    )
    done = score(pd.DataFrame({"a": [100.0, NAN, 100], "b": [NAN, 100.0, 100]}), scheme)
    assert done.labels == (None, None, "Baik")
    assert np.isnan(done.total.values[:2]).all()
    assert not done.weights.values[:2].any()


def test_skp_2022_from_an_office_s_ratings() -> None:
    scheme = load_scheme("skp_2022")
    table = pd.DataFrame(
        {
            "hasil_kerja": [RATINGS[r] for r, _ in CELLS],
            "perilaku_kerja": [RATINGS[b] for _, b in CELLS],
            "jenjang": ["Ahli Muda"] * len(CELLS),
        }
    )
    done = score(table, scheme)
    expected = [quadrant(r, b) for r, b in CELLS]
    assert list(done.labels) == [PREDICATES[key] for key in expected]
    assert done.paid.credit.tolist() == [float(credit_exact("ahli_muda", key)) for key in expected]


def test_pp30_from_both_scores() -> None:
    grid = list(itertools.product([0, 49.5, 70, 88.1, 101.3, 120], [0, 60.7, 90, 120]))
    table = pd.DataFrame(grid, columns=["nilai_skp", "nilai_perilaku"])
    scheme = load_scheme("skp_2019")
    done = score(table, scheme)
    exact = [score_2019(skp, behaviour) for skp, behaviour in grid]
    np.testing.assert_allclose(done.total.values, [float(x) for x in exact], atol=1e-9)
    given = [scheme.rules.bands[i].code for i in done.bands.index]
    assert given == [predicate_2019(x, new_idea=True) for x in exact]


def test_tpp_60_40_in_rupiah() -> None:
    grid = list(itertools.product([0, 77.5, 100], [0, 10, 21, 23]))
    table = pd.DataFrame(grid, columns=["kinerja", "kehadiran"]).assign(tpp_base_idr=3_150_000)
    done = score(table, load_scheme("tpp_60_40"))
    for i, (work, days) in enumerate(grid):
        month = allowance_balangan(3_150_000, work, min(100 * days / 21, 100)).total_idr
        assert done.paid.idr[i] == pytest.approx(12 * float(month))
