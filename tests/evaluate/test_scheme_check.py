"""Each kind of advice: a scheme that earns it, and a near neighbour that does not."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from simkinerja.evaluate.advice import KINDS, SEVERITIES, Advice
from simkinerja.evaluate.scheme_check import SchemeCheck, check_scheme
from simkinerja.evaluate.scheme_figures import correlation_ratio, rank_correlations
from simkinerja.schemes.model import (
    Aggregate,
    Band,
    Consequence,
    Evidence,
    Indicator,
    Normalise,
    PayBase,
    Rules,
    Scheme,
)
from simkinerja.schemes.read import shipped_schemes
from simkinerja.streams import Streams

N = 400
BANDS = (
    Band(code="atas", label="Atas", lower=85),
    Band(code="tengah", label="Tengah", lower=75),
    Band(code="bawah", label="Bawah"),
)
SOUND: dict[str, Any] = {"reliability": 0.95, "measure": "x0"}

NARROW = (
    *(band.model_copy(update={"lower": low}) for band, low in zip(BANDS, (82.0, 78.0), strict=False)),
    BANDS[2],
)


def records(n: int = N) -> pd.DataFrame:
    """Five independent columns, mean 80, SD 10, and one that follows the first."""
    luck = Streams(4)
    out = pd.DataFrame({f"x{k}": 80 + 10 * luck.normal(f"x{k}", n) for k in range(5)})
    out["like_x0"] = out["x0"] + 2 * luck.normal("like", n)
    out["narrow"] = 80 + 0.5 * luck.normal("narrow", n)
    out["almost_same"] = np.where(luck.uniform("same", n) < 0.95, 80.0, 60.0)
    out["agency"] = np.where(np.arange(n) % 4 == 0, "Dinas A", "Dinas B")
    return out


def leaf(k: int, **more: Any) -> Indicator:
    return Indicator(
        **(
            {"code": f"i{k}", "label": f"Hal {k}", "measure": f"x{k}", "target": 100.0}
            | SOUND
            | {"measure": f"x{k}"}
            | more
        )
    )


def scheme(*ones: Indicator, **more: Any) -> Scheme:
    rules = {"normalise": Normalise(cap=120), "bands": BANDS} | more.pop("rules", {})
    return Scheme(code="s", title="S", indicators=ones or (leaf(0), leaf(1)), rules=Rules(**rules), **more)


def check(one: Scheme, n: int = N) -> SchemeCheck:
    found = check_scheme(one, records(n))
    assert found.faults == ()
    return found


PAY = {"kind": "tpp", "share": 0.5, "automatic": True}
CASES: dict[str, tuple[Callable[[], SchemeCheck], Callable[[], SchemeCheck]]] = {
    "weight_tiny": (
        lambda: check(scheme(leaf(0, weight=30), leaf(1, weight=0.2))),
        lambda: check(scheme(leaf(0, weight=30), leaf(1, weight=20))),
    ),
    "weights_sum": (
        lambda: check(scheme(leaf(0, weight=30), leaf(1, weight=60))),
        lambda: check(scheme(leaf(0, weight=40), leaf(1, weight=60))),
    ),
    "target_far": (
        lambda: check(scheme(leaf(0), leaf(1, target=8000.0))),
        lambda: check(scheme(leaf(0), leaf(1, target=200.0))),
    ),
    "band_unreachable": (
        lambda: check(scheme(leaf(0), leaf(1), rules={"normalise": Normalise(cap=84)})),
        lambda: check(scheme(leaf(0), leaf(1), rules={"normalise": Normalise(cap=85)})),
    ),
    "no_pay": (
        lambda: check(scheme(leaf(0), leaf(1), consequence=Consequence(kind="tpp"))),
        lambda: check(scheme(leaf(0), leaf(1), consequence=Consequence(kind="tpp", share=0.5))),
    ),
    "not_measurable": (
        lambda: check(scheme(leaf(0), leaf(1, measure=None))),
        lambda: check(scheme(leaf(0), leaf(1, measure=None, evidence=Evidence(what="Notula")))),
    ),
    "not_in_records": (
        lambda: check(scheme(leaf(0), leaf(1, measure=None, evidence=Evidence(what="Notula")))),
        lambda: check(scheme(leaf(0), leaf(1, evidence=Evidence(what="Notula")))),
    ),
    "not_computable": (
        lambda: check(scheme(leaf(0), leaf(1, scope={"kecamatan": ("Rangkui",)}))),
        lambda: check(scheme(leaf(0), leaf(1, scope={"agency": ("Dinas A",)}))),
    ),
    "no_target": (
        lambda: check(scheme(leaf(0), leaf(1, target=None, normalise=Normalise(method="rank")))),
        lambda: check(scheme(leaf(0), leaf(1, normalise=Normalise(method="rank")))),
    ),
    "double_counting": (
        lambda: check(scheme(leaf(0), leaf(1, measure="like_x0"))),
        lambda: check(scheme(leaf(0), leaf(1))),
    ),
    "easy_to_inflate": (
        lambda: check(scheme(leaf(0), leaf(1, inflation=0.6, audit=0.02))),
        lambda: check(scheme(leaf(0), leaf(1, inflation=0.6, audit=0.2))),
    ),
    "automatic_on_padded": (
        lambda: check(scheme(leaf(0), leaf(1, inflation=0.6, audit=0.1), consequence=Consequence(**PAY))),
        lambda: check(
            scheme(
                leaf(0),
                leaf(1, inflation=0.6, audit=0.1),
                consequence=Consequence(**PAY | {"automatic": False}),
            )
        ),
    ),
    "costly_evidence": (
        lambda: check(scheme(leaf(0), leaf(1, evidence=Evidence(what="Laporan", minutes=301)))),
        lambda: check(scheme(leaf(0), leaf(1, evidence=Evidence(what="Laporan", minutes=299)))),
    ),
    "weights_differ": (
        lambda: check(scheme(leaf(0), leaf(1, measure="narrow"))),
        lambda: check(scheme(leaf(0), leaf(1))),
    ),
    "hardly_varies": (
        lambda: check(scheme(leaf(0), leaf(1, measure="almost_same"))),
        lambda: check(scheme(leaf(0), leaf(1, measure="narrow"))),
    ),
    "relative_small_group": (
        lambda: check(scheme(leaf(0), leaf(1, normalise=Normalise(method="rank"))), n=20),
        lambda: check(scheme(leaf(0), leaf(1, normalise=Normalise(method="rank"))), n=40),
    ),
    "one_band": (
        lambda: check(
            scheme(rules={"bands": (BANDS[0].model_copy(update={"lower": 60.0}), Band(code="b", label="B"))})
        ),
        lambda: check(
            scheme(rules={"bands": (BANDS[0].model_copy(update={"lower": 75.0}), Band(code="b", label="B"))})
        ),
    ),
    "band_unreached": (
        lambda: check(scheme(rules={"bands": (Band(code="x", label="Puncak", lower=119), *BANDS[1:])})),
        lambda: check(scheme()),
    ),
    "one_rater": (
        lambda: check(scheme(*(leaf(k, channel="rating_periodic") for k in range(2)), leaf(2, weight=0.4))),
        lambda: check(scheme(*(leaf(k, channel="rating_periodic") for k in range(2)), leaf(2, weight=0.6))),
    ),
    "one_channel": (
        lambda: check(scheme(*(leaf(k, channel="ekinerja") for k in range(2)))),
        lambda: check(scheme(leaf(0, channel="ekinerja"), leaf(1, channel="skm"))),
    ),
    "scope_gap": (
        lambda: check(scheme(*(leaf(k, scope={"agency": ("Dinas A",)}) for k in range(2)))),
        lambda: check(scheme(leaf(0, scope={"agency": ("Dinas A",)}), leaf(1))),
    ),
    "unsure": (
        lambda: check(scheme(*(leaf(k, reliability=0.3) for k in range(2)), rules={"bands": NARROW})),
        lambda: check(scheme(rules={"bands": NARROW})),
    ),
    "no_care": (
        lambda: check(scheme(*(leaf(k, dimension={"throughput": 1.0}) for k in range(2)))),
        lambda: check(scheme(leaf(0, dimension={"throughput": 1.0}), leaf(1, dimension={"care": 1.0}))),
    ),
}


def test_every_kind_has_a_case() -> None:
    assert set(CASES) == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_advice_is_earned(kind: str) -> None:
    earns, neighbour = (make() for make in CASES[kind])
    (given, *_) = [one for one in earns.advice if one.kind == kind]
    assert kind not in neighbour.kinds
    assert given.severity in SEVERITIES
    assert given.sentence.endswith(".")
    assert "nan" not in given.sentence


def test_a_sound_scheme_earns_nothing() -> None:
    assert check(scheme()).advice == ()


def test_two_indicators_on_one_column() -> None:
    found = check(scheme(leaf(0), leaf(1, measure="x0"), leaf(2)))
    (one,) = (a for a in found.advice if a.kind == "double_counting")
    assert one.codes == ("i0", "i1")
    assert "kolom yang sama (x0)" in one.sentence


def test_a_cluster_is_named_once() -> None:
    table = records().assign(also=lambda t: t["like_x0"] + 1.0 * Streams(8).normal("also", N))
    found = check_scheme(scheme(leaf(0), leaf(1, measure="like_x0"), leaf(2, measure="also"), leaf(3)), table)
    (one,) = (a for a in found.advice if a.kind == "double_counting")
    assert one.codes == ("i0", "i1", "i2")


def test_effective_equals_nominal_without_correlation_at_equal_spread() -> None:
    found = check(scheme(leaf(0, weight=60), leaf(1, weight=25), leaf(2, weight=15)), n=4000)
    assert found.summary is not None
    weights = found.summary.weights
    assert weights["nominal"].tolist() == pytest.approx([0.6, 0.25, 0.15])
    assert weights["effective"].to_numpy() == pytest.approx(weights["nominal"].to_numpy(), abs=0.03)
    share = np.array([0.6, 0.25, 0.15]) ** 2
    assert weights["main_effect"].to_numpy() == pytest.approx(share / share.sum(), abs=0.04)


def test_effective_weight_of_a_wider_column() -> None:
    """Equal weights, spread 30 against 10: roots of the main effects 3 to 1."""
    table = records(4000)
    table["x1"] = 80 + 3 * (table["x1"] - 80)
    rules = {"normalise": Normalise(cap=1000, floor=-1000)}
    found = check_scheme(scheme(rules=rules), table)
    assert found.summary is not None
    assert found.summary.weights["effective"].tolist() == pytest.approx([0.25, 0.75], abs=0.03)
    (one, *_) = [a for a in found.advice if a.kind == "weights_differ"]
    assert "lebih kecil" in one.sentence
    assert "Paruolo" in one.sentence


def test_correlation_ratio_by_hand() -> None:
    assert correlation_ratio([0, 0, 1, 1], [1, 3, 5, 7]) == pytest.approx(1 - (1 - 16 / 20) * 3 / 2)
    luck = Streams(2)
    x, noise = luck.normal("x", 20_000), luck.normal("n", 20_000)
    assert correlation_ratio(x, noise) == pytest.approx(0, abs=0.002)
    assert correlation_ratio(x, x + noise) == pytest.approx(0.5, abs=0.03)
    assert correlation_ratio(x, x**2) > 0.75  # no straight line would see it
    assert np.isnan(correlation_ratio(x, np.ones(len(x))))


def test_rank_correlation_agrees_with_scipy() -> None:
    from scipy.stats import spearmanr

    table = records()[["x0", "like_x0", "almost_same"]].to_numpy()
    found = rank_correlations(table)
    assert found[0, 1] == pytest.approx(spearmanr(table[:, 0], table[:, 1]).statistic)
    assert found[0, 2] == pytest.approx(spearmanr(table[:, 0], table[:, 2]).statistic)
    assert np.isnan(rank_correlations(table[:20])[0, 1])


def test_summary_tables() -> None:
    found = check(scheme(leaf(0, evidence=Evidence(what="A", minutes=60)), leaf(1)))
    summary = found.summary
    assert summary is not None
    assert summary.n_officers == N
    assert summary.hours_per_officer == 12.0
    assert summary.hours_total == 12.0 * N
    assert summary.bands["n"].sum() == N
    assert summary.bands["share"].sum() == pytest.approx(1)
    assert summary.correlation.loc["i0", "i0"] == pytest.approx(1)
    assert 0.5 < summary.share_sure <= 1


def test_faults_come_all_at_once_and_without_advice() -> None:
    wrong = scheme(leaf(0, target=None), leaf(1, parent="tidak_ada"))
    found = check_scheme(wrong, records())
    assert len(found.faults) >= 2
    assert found.advice == ()
    assert found.summary is None


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    file = tmp_path / "skema.yaml"
    file.write_text("code: 7\n", encoding="utf-8")
    found = check_scheme(file)
    assert found.scheme is None
    assert found.faults


def test_quadrant_without_one_axis_is_not_scored() -> None:
    rule = Aggregate(method="quadrant", results="i0", behaviour="i1", meets=80, above=90)
    names = ("sangat_baik", "baik", "butuh_perbaikan", "kurang", "sangat_kurang")
    bands = tuple(
        Band(code=key, label=key, lower=low, predikat=key)
        for key, low in zip(names, (5, 4, 3, 2, None), strict=True)
    )
    found = check_scheme(
        scheme(leaf(0), leaf(1, measure="tidak_ada"), rules={"aggregate": rule, "bands": bands}), records()
    )
    assert found.faults == ()
    assert "not_measurable" in found.kinds
    assert found.summary is not None
    assert found.summary.n_officers == 0


@pytest.mark.parametrize("code", shipped_schemes())
def test_shipped_schemes_on_the_synthetic_city(code: str) -> None:
    found = check_scheme(code)
    assert found.faults == ()
    assert found.summary is not None
    assert "bukan data sebenarnya" in found.summary.source
    assert found.summary.weights["nominal"].sum() == pytest.approx(1)
    for one in found.advice:
        assert set(one.codes) <= {indicator.code for indicator in found.scheme.indicators}  # type: ignore[union-attr]


def test_what_the_shipped_schemes_are_known_for() -> None:
    assert {"easy_to_inflate", "automatic_on_padded", "one_channel"} <= check_scheme("menit_aktivitas").kinds
    assert "scope_gap" in check_scheme("kesehatan_fungsi").kinds
    assert "no_care" in check_scheme("tpp_60_40").kinds


# -- numbers that look like slips --------------------------------------------------------------------


def only(kind: str, one: Scheme) -> Advice:
    (found,) = (advice for advice in check(one).advice if advice.kind == kind)
    return found


def test_a_weight_on_another_scale() -> None:
    ones = (leaf(0, weight=30), leaf(1, weight=70), leaf(2, weight=0.3))
    found = only("weight_tiny", scheme(*ones))
    assert found.codes == ("i2",)
    assert "0,3 dari 100,3" in found.sentence
    assert "weight_tiny" not in check(scheme(leaf(0, weight=97), leaf(1, weight=3))).kinds


def test_a_weight_of_nothing() -> None:
    assert "berbobot nol" in only("weight_tiny", scheme(leaf(0), leaf(1), leaf(2, weight=0))).sentence


@pytest.mark.parametrize(
    ("weights", "wrong"),
    [
        ((30, 30, 35), True),
        ((0.4, 0.4, 0.3), True),
        ((33, 33, 34), False),
        ((33.3, 33.3, 33.3), False),
        ((7, 3, 4), False),
        ((1, 2, 3), False),
    ],
)
def test_weights_that_nearly_sum_to_a_hundred(weights: tuple[float, ...], wrong: bool) -> None:
    found = check(scheme(*(leaf(k, weight=weight) for k, weight in enumerate(weights))))
    assert ("weights_sum" in found.kinds) is wrong


def test_a_target_in_another_unit() -> None:
    assert only("target_far", scheme(leaf(0, target=8000.0), leaf(1), leaf(2))).codes == ("i0",)
    assert "target_far" not in check(scheme(leaf(0, target=200.0), leaf(1), leaf(2))).kinds


def test_a_band_above_the_highest_points() -> None:
    bands = (Band(code="istimewa", label="Istimewa", lower=101), Band(code="biasa", label="Biasa"))
    narrow = {"normalise": Normalise(cap=100), "bands": bands}
    assert only("band_unreachable", scheme(leaf(0), leaf(1), rules=narrow)).figures["highest"] == 100.0
    assert "band_unreachable" not in check(scheme(leaf(0), leaf(1), rules={"bands": bands})).kinds


def test_pay_that_never_moves() -> None:
    none = Consequence(kind="tpp", share=0)
    assert "no_pay" in check(scheme(leaf(0), leaf(1), consequence=none)).kinds
    lost = Consequence(kind="tpp", share=0.5, base=PayBase(column="tpp"))
    assert "kolom 'tpp'" in only("no_pay", scheme(leaf(0), leaf(1), consequence=lost)).sentence
    found = Consequence(kind="tpp", share=0.5, base=PayBase(other=1e6))
    assert "no_pay" not in check(scheme(leaf(0), leaf(1), consequence=found)).kinds


@pytest.mark.parametrize("city", ["medan", "medan_rancangan", "rangkui", "bandung", "salatiga"])
def test_the_scheme_that_we_defend_gives_nothing_to_worry_about(city: str) -> None:
    found = check_scheme("seimbang", city=city)
    assert [one.sentence for one in found.advice if one.severity != "catatan"] == []
    assert found.summary is not None
    assert 0.70 <= found.summary.bands["share"].max() < 0.85  # "tujuh sampai delapan dari sepuluh"
    assert 0.77 <= found.summary.share_sure <= 0.85  # "sekitar delapan dari sepuluh"
