"""The ladder of one officer, and Shapley shares where nothing sums by itself."""

from dataclasses import dataclass
from itertools import permutations

import numpy as np
import pandas as pd
import pytest

from simkinerja.errors import UsageError
from simkinerja.schemes.model import Category, Consequence, Normalise, PayBase
from simkinerja.scoring.explain import NOT_RATED, UNSURE, explain
from simkinerja.scoring.score import score
from simkinerja.scoring.shapley import MOST_PLAYERS, shapley_shares
from simkinerja.scoring.stages import PROPOSAL

NAN = np.nan
TREE = (
    {"code": "kerja", "weight": 60},
    {"code": "jumlah", "parent": "kerja", "target": 40, "weight": 1, "unit": "berkas"},
    {"code": "mutu", "parent": "kerja", "target": 80, "weight": 3},
    {"code": "hadir", "target": 20, "weight": 40, "scope": {"unit": ("loket",)}},
)
ROWS = pd.DataFrame(
    {
        "officer_id": [11, 12, 13, 14],
        "unit": ["loket", "loket", "gudang", "loket"],
        "jumlah": [20, 40, NAN, NAN],
        "mutu": [80, NAN, 40, NAN],
        "hadir": [20, 10, 20, NAN],
        "tpp": [1e6] * 4,
        "jenjang": ["ahli_pertama"] * 4,
    }
)


@dataclass
class Chances:
    chance: np.ndarray
    sure: np.ndarray


@pytest.fixture(scope="module")
def done(make):
    return score(
        ROWS, make(*TREE, consequence=Consequence(kind="tpp", share=0.5, base=PayBase(column="tpp")))
    )


def test_the_ladder_by_hand(done) -> None:
    found = explain(done, 11)
    assert [(f.code, f.raw, f.points, f.weight, f.contribution, f.cumulated) for f in found.figures] == [
        ("jumlah", 20, 50, pytest.approx(0.15), pytest.approx(7.5), pytest.approx(7.5)),
        ("mutu", 80, 100, pytest.approx(0.45), pytest.approx(45), pytest.approx(52.5)),
        ("hadir", 20, 100, pytest.approx(0.4), pytest.approx(40), pytest.approx(92.5)),
    ]
    assert (found.figures[0].unit, found.figures[0].target, found.figures[0].method) == (
        "berkas",
        40,
        "target",
    )
    assert [(g.code, g.points, g.weight, g.given) for g in found.groups] == [
        ("kerja", 87.5, pytest.approx(0.6), False)
    ]
    assert (found.total.rank, found.total.n_rated, found.band.label) == (1, 3, "A")
    assert (found.band.lower, found.band.upper) == (90, None)
    assert found.paid.idr == pytest.approx(12 * 1e6 * (0.5 + 0.5 * 0.925))
    assert found.additive
    assert found.shapley is None
    assert found.shares_are == "kontribusi"
    assert [step.kind for step in found.steps] == ["figure"] * 3 + ["group", "total", "band", "paid"]


@pytest.mark.parametrize("officer", [11, 12, 13])
def test_contributions_sum_to_the_last_bit(done, officer: int) -> None:
    found = explain(done, officer)
    counted = [f for f in found.figures if f.contribution is not None]
    assert sum(f.contribution for f in counted) == found.total.total == counted[-1].cumulated


def test_contributions_of_many_figures_of_one_officer_sum_to_the_last_bit(make) -> None:
    many = [{"code": f"i{k}", "target": 100, "weight": 1 / (k + 3)} for k in range(17)]
    done = score(pd.DataFrame({f"i{k}": [97 / (k + 1.7)] for k in range(17)}), make(*many))
    found = explain(done, 0)
    assert sum(f.contribution for f in found.figures) == found.total.total


def test_why_a_figure_does_not_count_is_named(make) -> None:
    done = score(ROWS.assign(kerja=[NAN, 95, NAN, NAN]), make(*TREE))
    states = {officer: {f.code: f.state for f in explain(done, officer).figures} for officer in (12, 13, 14)}
    replaced = "diganti angka kelompok"
    assert states[12] == {"kerja": "dinilai", "jumlah": replaced, "mutu": replaced, "hadir": "dinilai"}
    assert states[13] == {"jumlah": "tidak ada catatan", "mutu": "dinilai", "hadir": "di luar cakupan"}
    assert set(states[14].values()) == {"tidak ada catatan"}
    given = explain(done, 12).figures[0]
    assert (given.code, given.method, given.nominal) == ("kerja", "none", pytest.approx(0.6))


def test_nobody_is_rated_without_figures(done) -> None:
    found = explain(done, 14)
    assert (found.total.total, found.total.rank, found.band.label, found.band.status) == (
        None,
        None,
        None,
        NOT_RATED,
    )
    assert (found.paid.idr, found.paid.credit) == (None, None)
    with pytest.raises(UsageError) as caught:
        shapley_shares(done, 14)
    assert caught.value.codes == ("score_not_rated",)
    with pytest.raises(UsageError) as caught:
        explain(done, 99)
    assert caught.value.codes == ("unknown_officer",)


def test_every_predikat_is_a_proposal_and_may_be_unsure(done) -> None:
    chance = np.array([[0.55, 0.45, 0, 0], [0, 0.95, 0.05, 0], [0, 0, 1, 0], [NAN] * 4])
    chances = Chances(chance, np.array([False, True, True, False]))
    near, far = (explain(done, officer, certainty=chances).band for officer in (11, 12))
    assert (near.status, near.sure, near.note) == (PROPOSAL, False, UNSURE)
    assert near.chances == (("A", 0.55), ("B", 0.45), ("C", 0), ("D", 0))
    assert (far.status, far.sure, far.note) == (PROPOSAL, True, None)
    plain = explain(done, 11).band
    assert (plain.status, plain.sure, plain.note, plain.chances) == (PROPOSAL, None, None, ())


def test_the_step_of_a_category_is_named(make) -> None:
    def steps(*lows):
        rule = Normalise(
            method="category",
            categories=tuple(
                Category(label=label, points=points, lower=low)
                for label, points, low in zip(("Lambat", "Cepat"), (60, 100), lows, strict=True)
            ),
        )
        done = score(pd.DataFrame({"a": [0.0, 4, 5, 80]}), make({"code": "a", "normalise": rule}))
        return [explain(done, i).figures[0].step for i in range(4)]

    assert steps(1, 5) == ["Lambat", "Lambat", "Cepat", "Cepat"]
    assert steps(None, None) == [None] * 4


def test_the_quadrant_shows_both_ratings(make) -> None:
    scheme = make(
        {"code": "hasil"},
        {"code": "a", "parent": "hasil", "target": 100},
        {"code": "perilaku"},
        {"code": "b", "parent": "perilaku", "target": 100},
        aggregate="quadrant",
        normalise={"cap": 150},
    )
    found = explain(score(pd.DataFrame({"a": [120.0, 90], "b": [80.0, 90]}), scheme), 0)
    assert [(r.code, r.points, r.rating, r.meets, r.above) for r in found.ratings] == [
        ("hasil", 120, "di_atas", 90, 110),
        ("perilaku", 80, "di_bawah", 90, 110),
    ]
    assert (found.band.predikat, found.total.total) == ("kurang", 2)
    assert (found.band.lower, found.band.upper) == (None, None)
    assert not found.additive
    assert found.shares_are == "bagian Shapley"
    # from Baik (4) to Kurang (2), all of it through behaviour: better results alone stay at Baik
    assert {s.code: s.share for s in found.shapley.shares} == {"a": 0.0, "b": -2.0}
    assert [f.shapley for f in found.figures] == [0.0, -2.0]
    assert [f.contribution for f in found.figures] == [None, None]


def by_orders(values) -> np.ndarray:
    """Shapley values by walking through every order; ``values`` maps a frozenset of players to a number."""
    n = max(len(key) for key in values)
    out = np.zeros(n)
    orders = list(permutations(range(n)))
    for order in orders:
        for k, player in enumerate(order):
            before = frozenset(order[:k])
            out[player] += (values[before | {player}] - values[before]) / len(orders)
    return out


@pytest.mark.parametrize("method", ["geometric", "non_compensatory"])
def test_shapley_equals_the_mean_over_all_orders(make, method: str) -> None:
    own, other = np.array([90.0, 30, 70, 55]), np.array([50.0, 60, 65, 80])
    weights = [1.0, 2, 3, 4]
    rows = [{"code": c, "target": 100, "weight": w} for c, w in zip("abcd", weights, strict=True)]
    scheme = make(*rows, aggregate=method)
    done = score(pd.DataFrame([own, other, other], columns=list("abcd")), scheme)
    values = {}
    for mask in range(16):
        inside = frozenset(k for k in range(4) if mask >> k & 1)
        p = np.where([k in inside for k in range(4)], own, other)
        values[inside] = (
            p.min() if method == "non_compensatory" else np.exp(np.average(np.log(p), weights=weights))
        )
    found = shapley_shares(done, 0)
    np.testing.assert_allclose([s.share for s in found.shares], by_orders(values), atol=1e-9)
    assert found.reference == pytest.approx(values[frozenset()])


def test_in_an_additive_scheme_a_share_is_the_weighted_distance_from_the_median(make) -> None:
    table = pd.DataFrame({"a": [90.0, 50, 60, 70], "b": [20.0, 40, 80, 60]})
    done = score(
        table, make({"code": "a", "target": 100, "weight": 3}, {"code": "b", "target": 100, "weight": 1})
    )
    found = shapley_shares(done, 0)
    assert [s.share for s in found.shares] == pytest.approx([0.75 * (90 - 60), 0.25 * (20 - 60)])


def sums(found) -> None:
    assert sum(s.share for s in found.shares) == pytest.approx(found.total - found.reference, abs=1e-9)


@pytest.mark.parametrize("method", ["weighted_mean", "geometric", "non_compensatory"])
def test_above_twelve_figures_groups_act_together(make, method: str) -> None:
    groups = [{"code": f"g{k}"} for k in range(4)]
    leaves = [{"code": f"i{k}", "parent": f"g{k % 4}", "target": 100} for k in range(16)]
    table = pd.DataFrame({f"i{k}": [90.0 - 3 * k, 40 + k, 50] for k in range(16)})
    found = shapley_shares(score(table, make(*groups, *leaves, aggregate=method)), 0)
    assert [s.code for s in found.shares] == ["g0", "g1", "g2", "g3"]
    assert found.shares[1].members == ("i1", "i5", "i9", "i13")
    assert not found.whole
    sums(found)


def test_fifteen_flat_figures_leave_the_lightest_together(make) -> None:
    rows = [{"code": f"i{k}", "target": 100, "weight": k + 1} for k in range(15)]
    table = pd.DataFrame({f"i{k}": [90.0 - 3 * k, 40 + k, 50] for k in range(15)})
    found = shapley_shares(score(table, make(*rows, aggregate="geometric")), 0)
    assert len(found.shares) == MOST_PLAYERS
    assert found.shares[-1].code == "lainnya"
    assert found.shares[-1].members == ("i0", "i1", "i2", "i3")
    sums(found)


def test_a_figure_without_weight_or_without_colleagues_has_no_share(make) -> None:
    rows = (
        {"code": "a", "target": 100},
        {"code": "b", "target": 100, "weight": 0},
        {"code": "c", "target": 100},
    )
    table = pd.DataFrame({"a": [90.0, 50], "b": [10.0, 99], "c": [70.0, NAN]})
    found = shapley_shares(score(table, make(*rows, aggregate="geometric")), 0)
    assert [s.share for s in found.shares][1:] == [0.0, pytest.approx(0.0, abs=1e-12)]
    sums(found)
