"""Whole schemes equal the vector functions, and every stage equals numbers worked out by hand."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from simkinerja.errors import InputError
from simkinerja.rules.credit import credit_exact
from simkinerja.schemes.aggregate import geometric, lowest, weighted_mean
from simkinerja.schemes.model import Aggregate, Band, Consequence, Normalise, PayBase
from simkinerja.schemes.normalise import to_min_max, to_rank, to_target, to_z
from simkinerja.scoring.pay import monthly_base
from simkinerja.scoring.records import raw_of
from simkinerja.scoring.score import score, score_raw
from simkinerja.scoring.stages import PROPOSAL

NAN = np.nan
TREE = (
    {"code": "kerja", "weight": 60},
    {"code": "jumlah", "parent": "kerja", "target": 40, "weight": 1},
    {"code": "mutu", "parent": "kerja", "target": 80, "weight": 3},
    {"code": "hadir", "target": 20, "weight": 40},
)
ROWS = pd.DataFrame(
    {
        "officer_id": [1, 2, 3, 4],
        "jumlah": [20, 40, NAN, NAN],
        "mutu": [80, NAN, 40, NAN],
        "hadir": [20, 10, NAN, NAN],
    }
)


def same(found: np.ndarray, expected: object) -> None:
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-9)


def test_every_stage_by_hand(make) -> None:
    done = score(ROWS, make(*TREE))
    same(done.points.values[:, 1:], [[50, 100, 100], [100, NAN, 50], [NAN, 50, NAN], [NAN, NAN, NAN]])
    assert done.points.used.tolist()[:2] == [[False, True, True, True], [False, True, False, True]]
    same(done.weights.values, [[0, 0.15, 0.45, 0.4], [0, 0.6, 0, 0.4], [0, 0, 1, 0], [0, 0, 0, 0]])
    same(done.contributions.values, [[0, 7.5, 45, 40], [0, 60, 0, 20], [0, 0, 50, 0], [0, 0, 0, 0]])
    same(done.groups.values[:, 0], [87.5, 100, 50, NAN])
    same(done.total.values, [92.5, 80, 50, NAN])
    same(done.total.coverage, [1, 0.15 + 0.4, 0.45, 0])
    same(done.ranks.values, [1, 2, 3, NAN])
    assert done.labels == ("A", "B", "C", None)
    assert done.table()["status"].tolist()[:3] == [PROPOSAL] * 3
    assert done.table()["status"].isna().tolist() == [False, False, False, True]


@pytest.mark.parametrize(
    ("method", "within"),
    [("weighted_mean", weighted_mean), ("geometric", geometric), ("non_compensatory", lowest)],
)
def test_schemes_equal_the_vector_functions(make, method: str, within) -> None:
    done = score(ROWS, make(*TREE, aggregate=method))
    jumlah, mutu, hadir = (to_target(ROWS[c], t) for c, t in (("jumlah", 40), ("mutu", 80), ("hadir", 20)))
    kerja = within(np.column_stack([jumlah, mutu]), [1, 3])
    same(done.groups.values[:, 0], kerja)
    same(done.total.values, within(np.column_stack([kerja, hadir]), [60, 40]))
    assert (done.contributions is None) == (method != "weighted_mean")


@pytest.mark.parametrize(("method", "by"), [("min_max", to_min_max), ("z", to_z), ("rank", to_rank)])
def test_relative_methods_compare_the_table(make, method: str, by) -> None:
    table = pd.DataFrame({"a": [1.0, 5, 3, NAN, 9], "b": [4.0, 4, 2, 8, 1]})
    scheme = make({"code": "a"}, {"code": "b", "direction": "turun"}, normalise=method, bands=())
    done = score(table, scheme)
    same(done.points.values, np.column_stack([by(table["a"]), by(table["b"], direction="turun")]))


def test_who_is_out_of_scope_is_not_compared(make) -> None:
    scheme = make({"code": "a", "scope": {"unit": ("x",)}}, {"code": "b"}, normalise="min_max", bands=())
    done = score(pd.DataFrame({"unit": ["x", "x", "y"], "a": [1, 2, 99], "b": [0, 1, 2]}), scheme)
    same(done.points.values[:, 0], [0, 100, NAN])
    same(done.weights.values[2], [0, 1])
    same(done.total.coverage, [1, 1, 1])  # of what is in scope


def test_a_group_given_directly_replaces_what_is_below_it(make) -> None:
    table = ROWS.assign(kerja=[NAN, 95, 60, 70])
    done = score(table, make(*TREE))
    same(done.total.values, [92.5, 0.6 * 95 + 0.4 * 50, 60, 70])
    same(done.weights.values[1], [0.6, 0, 0, 0.4])
    assert done.points.used[1].tolist() == [True, False, False, True]
    same(done.total.coverage[1:], [1, 0.6, 0.6])
    # what is replaced has no effect, not even on others
    relative = make(*TREE, normalise="min_max", bands=())
    wild = table.assign(jumlah=[20, 1e6, -1e6, 40])
    tame = table.assign(jumlah=[20, NAN, NAN, 40], kerja=[NAN, 95, 60, NAN])
    wild["kerja"] = tame["kerja"]
    same(score(wild, relative).total.values, score(tame, relative).total.values)


def test_a_given_group_stays_within_floor_and_cap(make) -> None:
    done = score(
        pd.DataFrame({"kerja": [150, -20]}),
        make({"code": "kerja"}, {"code": "a", "parent": "kerja", "target": 1}),
    )
    assert done.total.values.tolist() == [100, 0]


def test_missing_is_never_zero(make) -> None:
    flat = make({"code": "a", "target": 100, "weight": 3}, {"code": "b", "target": 100, "weight": 1})
    done = score(pd.DataFrame({"a": [80, 80, NAN], "b": [40, NAN, 40]}), flat)
    same(done.total.values, [70, 80, 40])


def test_only_a_figure_without_weight_gives_no_total(make) -> None:
    scheme = make({"code": "a", "target": 100}, {"code": "b", "target": 100, "weight": 0})
    done = score(pd.DataFrame({"a": [80, NAN], "b": [40, 40]}), scheme)
    same(done.total.values, [80, NAN])
    assert done.labels == ("B", None)


def test_coverage_decides_who_is_rated(make) -> None:
    scheme = make(*TREE, coverage=0.55)
    done = score(ROWS, scheme)
    assert done.labels == ("A", "B", None, None)
    assert done.weights.values[2].tolist() == [0, 0, 0, 0]
    assert done.contributions.values[2].tolist() == [0, 0, 0, 0]
    assert np.isnan(done.ranks.values[2:]).all()


def test_coverage_of_thirds_is_not_lost_to_fuzz(make) -> None:
    three = [{"code": c, "target": 1, "weight": 0.1} for c in "abc"]
    table = pd.DataFrame({"a": [1.0], "b": [1.0], "c": [NAN]})
    assert score(table, make(*three, coverage=2 / 3)).labels == ("A",)
    assert score(table, make(*three, coverage=0.67)).labels == (None,)


def test_stop_names_the_gaps_in_scope_that_weigh(make) -> None:
    rows = (
        {"code": "a", "target": 1},
        {"code": "b", "target": 1, "scope": {"unit": ("x",)}},
        {"code": "c", "target": 1, "weight": 0},
    )
    scheme = make(*rows, missing="stop")
    table = pd.DataFrame(
        {"officer_id": [5, 6], "unit": ["x", "y"], "a": [1.0, 1], "b": [1, NAN], "c": [NAN, NAN]}
    )
    assert score(table, scheme).labels == ("A", "A")
    with pytest.raises(InputError) as caught:
        score(table.assign(a=[NAN, 1], b=[NAN, NAN]), scheme)
    assert caught.value.codes == ("score_missing", "score_missing")
    assert "pegawai 5" in str(caught.value)


def test_stop_accepts_a_group_given_directly(make) -> None:
    table = pd.DataFrame({"kerja": [80.0], "hadir": [20.0]})
    assert score(table, make(*TREE, missing="stop")).labels == ("B",)


def test_a_faulty_scheme_is_refused_before_scoring(make) -> None:
    with pytest.raises(InputError) as caught:
        score(ROWS, make({"code": "a"}, sound=False))
    assert "scheme_target" in caught.value.codes


def test_ranks_share_ties_that_float_arithmetic_hides(make) -> None:
    scheme = make(
        *({"code": c, "weight": w} for c, w in (("a", 0.1), ("b", 0.2), ("c", 0.7))),
        normalise=Normalise(method="none"),
    )
    table = pd.DataFrame({"a": [70, 0.3 * 70 / 0.3, 10], "b": [70, 70, 10], "c": [70, 70.00000000000001, 10]})
    done = score(table, scheme)
    assert done.ranks.values.tolist() == [1.5, 1.5, 3]
    assert done.labels == ("B", "B", "D")


def test_nothing_is_rounded_before_ranks_and_bands(make) -> None:
    scheme = make({"code": "a"}, normalise=Normalise(method="none"), digits=0)
    done = score(pd.DataFrame({"a": [89.9, 89.6, 90.0]}), scheme)
    assert done.labels == ("B", "B", "A")
    assert done.ranks.values.tolist() == [2, 3, 1]
    assert done.table()["nilai"].tolist() == [90, 90, 90]


def test_one_officer_alone(make) -> None:
    for method in ("min_max", "z", "rank"):
        assert score(
            pd.DataFrame({"a": [3.0]}), make({"code": "a"}, normalise=method, bands=())
        ).total.values == [50]


def test_pay_proportional_and_by_band(make) -> None:
    base = PayBase(by="kelas", values={"7": 2_000_000.0, "8": 3_000_000.0}, other=1_000_000.0)
    table = pd.DataFrame({"a": [50, 130, 80, NAN], "kelas": [7, 8, 9, 7]})
    rows = {"code": "a", "target": 100}
    by_points = make(rows, consequence=Consequence(kind="tpp", share=0.6, base=base))
    done = score(table, by_points)
    same(done.paid.percent, [50, 100, 80, NAN])
    same(done.paid.idr, [12 * 2e6 * 0.7, 12 * 3e6, 12 * 1e6 * 0.88, NAN])
    bands = (Band(code="a", label="A", lower=75, pay=100), Band(code="b", label="B", pay=40))
    by_band = make(
        rows, bands=bands, consequence=Consequence(kind="tpp", share=0.5, payment="band", base=base)
    )
    same(score(table, by_band).paid.idr, [12 * 2e6 * 0.7, 12 * 3e6, 12 * 1e6, NAN])


def test_a_base_that_is_known_already_is_not_read_again(make) -> None:
    base = PayBase(column="tpp", other=1_000_000.0)
    scheme = make({"code": "a", "target": 100}, consequence=Consequence(kind="tpp", share=0.6, base=base))
    raw = raw_of(pd.DataFrame({"a": [50, 100], "tpp": [2_000_000.0, NAN]}), scheme)
    known = replace(raw, base_idr=monthly_base(raw, scheme))
    assert known.base_idr.tolist() == [2_000_000.0, 1_000_000.0]
    elsewhere = replace(known, officers=raw.officers.drop(columns="tpp"))
    same(score_raw(elsewhere, scheme).paid.idr, score_raw(raw, scheme).paid.idr)


def test_bands_on_which_no_pay_hangs_are_looked_up_when_read(make) -> None:
    bands = (Band(code="a", label="A", lower=75, pay=100), Band(code="b", label="B", pay=40))
    table = pd.DataFrame({"a": [50, 80, NAN]})
    done = score(table, make({"code": "a", "target": 100}, bands=bands))
    assert "index" not in vars(done.bands)
    assert done.bands.index.tolist() == [1, 0, -1]
    assert done.bands.index is done.bands.index


def test_pay_and_credit_follow_the_months_recorded(make) -> None:
    bands = (
        Band(code="baik", label="Baik", lower=80, predikat="baik"),
        Band(code="kurang", label="Kurang", predikat="kurang"),
    )
    scheme = make(
        {"code": "a", "target": 100},
        bands=bands,
        consequence=Consequence(kind="tpp", share=1, base=PayBase(column="tpp")),
    )
    table = pd.DataFrame(
        {
            "officer_id": [1, 1, 2, 3, 3],
            "month": [0, 1, 0, 0, 1],
            "a": [100, 100, 50, 100, 100],
            "tpp": [1e6] * 5,
            "jenjang": ["Ahli Pertama"] * 2 + ["ahli_muda"] + [None] * 2,
        }
    )
    done = score(table, scheme)
    same(done.paid.idr, [2e6, 0.5e6, 2e6])
    expected = [
        float(credit_exact("ahli_pertama", "baik", 2)),
        float(credit_exact("ahli_muda", "kurang", 1)),
        NAN,
    ]
    same(done.paid.credit, expected)


def test_credit_comes_from_bands_that_name_a_predikat(make) -> None:
    named = Band(code="baik", label="Baik", lower=80, predikat="baik")
    plain = Band(code="tidak", label="Tidak")
    table = pd.DataFrame({"a": [90, 50], "jenjang": ["Ahli Muda"] * 2})
    done = score(table, make({"code": "a", "target": 100}, bands=(named, plain)))
    same(done.paid.credit, [float(credit_exact("ahli_muda", "baik", 12)), NAN])
    unnamed = named.model_copy(update={"predikat": None})
    same(score(table, make({"code": "a", "target": 100}, bands=(unnamed, plain))).paid.credit, [NAN, NAN])


@pytest.mark.parametrize("within", ["weighted_mean", "geometric", "non_compensatory"])
def test_within_a_quadrant_groups_use_their_own_mean(make, within: str) -> None:
    rule = Aggregate(
        method="quadrant", results="hasil", behaviour="perilaku", meets=90, above=110, within=within
    )
    scheme = make(
        {"code": "hasil"},
        {"code": "a", "parent": "hasil", "target": 100},
        {"code": "b", "parent": "hasil", "target": 100},
        {"code": "perilaku"},
        {"code": "c", "parent": "perilaku", "target": 100},
        aggregate="quadrant",
        normalise=Normalise(cap=150),
    )
    rules = scheme.rules.model_copy(update={"aggregate": rule})
    done = score(
        pd.DataFrame({"a": [60.0], "b": [130.0], "c": [100.0]}), scheme.model_copy(update={"rules": rules})
    )
    expected = {"weighted_mean": 95, "geometric": np.sqrt(7800), "non_compensatory": 60}[within]
    same(done.groups.values[0, 0], expected)
    assert done.labels == ("Baik" if within == "weighted_mean" else "Butuh Perbaikan",)
