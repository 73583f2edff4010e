"""Certainty of bands, held against planted true figures."""

import numpy as np
import pandas as pd
import pytest

from simkinerja.errors import UsageError
from simkinerja.evaluate import certainty
from simkinerja.evaluate.band_certainty import ASSUMED_RELIABILITY
from simkinerja.evaluate.true_scores import correlations, error_model, posterior
from simkinerja.schemes.model import Aggregate, Band, Category, Indicator, Normalise, Rules, Scheme
from simkinerja.scoring.score import score
from simkinerja.streams import Streams

PREDIKAT = ("sangat_baik", "baik", "butuh_perbaikan", "kurang", "sangat_kurang")
FIVE = tuple(
    Band(code=key, label=key, lower=low, predikat=key)
    for key, low in zip(PREDIKAT, (110, 95, 85, 75, None), strict=True)
)
RELIABILITY = (0.9, 0.6, 0.4)


def scheme_of(aggregate: Aggregate | None = None, **more: object) -> Scheme:
    rule = Normalise(method="target", cap=120)
    leaves = [
        Indicator(code=f"i{k}", label=f"I{k}", target=50, reliability=r, weight=w, parent=p)
        for k, (r, w, p) in enumerate(
            zip(RELIABILITY, (50, 30, 20), ("hasil", "hasil", "perilaku"), strict=True)
        )
    ]
    groups = (
        Indicator(code="hasil", label="Hasil", weight=80),
        Indicator(code="perilaku", label="Perilaku", weight=20),
    )
    rules = Rules(normalise=rule, aggregate=aggregate or Aggregate(), bands=FIVE, coverage=0.1)
    return Scheme(code="a", title="A", indicators=(*groups, *leaves), rules=rules, **more)


QUADRANT = Aggregate(method="quadrant", results="hasil", behaviour="perilaku", meets=90, above=105)
ALL = {
    "weighted_mean": Aggregate(),
    "geometric": Aggregate(method="geometric"),
    "non_compensatory": Aggregate(method="non_compensatory"),
    "quadrant": QUADRANT,
}


def planted(n: int = 4000, seed: int = 5, gaps: float = 0.0) -> tuple[pd.DataFrame, pd.DataFrame]:
    """True and recorded figures: SD 8 recorded, true ones correlated .5, error by reliability."""
    luck = Streams(seed)
    general = luck.normal("general", n)
    true, seen = {}, {}
    for k, r in enumerate(RELIABILITY):
        own = luck.normal(f"own{k}", n)
        t = np.sqrt(r) * (np.sqrt(0.5) * general + np.sqrt(0.5) * own)
        true[f"i{k}"] = 49 + 8 * t
        seen[f"i{k}"] = 49 + 8 * (t + np.sqrt(1 - r) * luck.normal(f"error{k}", n))
        gone = luck.uniform(f"gap{k}", n) < gaps
        seen[f"i{k}"][gone] = np.nan
    return pd.DataFrame(true), pd.DataFrame(seen)


def share_right(chance: np.ndarray, right: np.ndarray, parts: int = 8) -> list[tuple[float, float, int]]:
    """By eighths of the stated chance: mean stated, share right, n."""
    order = np.argsort(chance)
    return [(chance[p].mean(), right[p].mean(), len(p)) for p in np.array_split(order, parts)]


@pytest.mark.parametrize("method", ALL)
def test_stated_chances_come_true(method: str) -> None:
    true, seen = planted()
    scheme = scheme_of(ALL[method])
    given, right = score(seen, scheme), score(true, scheme)
    found = certainty(given)
    hit = given.bands.index == right.bands.index
    for stated, came, n in share_right(found.chance_given, hit):
        assert abs(came - stated) < 3.5 * np.sqrt(max(stated * (1 - stated), 0.01) / n) + 0.02
    for b in range(len(FIVE)):  # and so do the chances of all other bands
        stated, came = found.chance[:, b].mean(), (right.bands.index == b).mean()
        assert abs(came - stated) < 3.5 * np.sqrt(stated * (1 - stated) / len(hit)) + 0.005


def test_stated_chances_come_true_where_figures_are_missing() -> None:
    true, seen = planted(gaps=0.25)
    scheme = scheme_of()
    given = score(seen, scheme)
    right = score(true.where(seen.notna()), scheme)  # the true figures of what was recorded
    found = certainty(given)
    rated = given.bands.index >= 0
    assert 0.9 < rated.mean() < 1
    assert np.isnan(found.chance[~rated]).all()
    assert not found.sure[~rated].any()
    hit = (given.bands.index == right.bands.index)[rated]
    for stated, came, n in share_right(found.chance_given[rated], hit):
        assert abs(came - stated) < 3.5 * np.sqrt(max(stated * (1 - stated), 0.01) / n) + 0.02


def test_unregressed_figures_would_be_over_confident() -> None:
    """The naive way: the recorded figure plus fresh error. Its high chances do not come true."""
    true, seen = planted()
    scheme = scheme_of()
    given, right = score(seen, scheme), score(true, scheme)
    hit = given.bands.index == right.bands.index
    luck, draws = Streams(9), 200
    same = np.zeros(len(seen))
    for d in range(draws):
        shaken = seen.copy()
        for k, r in enumerate(RELIABILITY):
            shaken[f"i{k}"] += 8 * np.sqrt(1 - r) * luck.normal(f"naive{k}", len(seen), d)
        same += score(shaken, scheme).bands.index == given.bands.index
    naive = same / draws
    boast = naive > 0.8
    proper = certainty(given).sure
    slack = 2 * np.sqrt(0.2 * 0.8 / boast.sum())
    assert hit[boast].mean() < naive[boast].mean() - slack
    assert hit[proper].mean() > 0.8


@pytest.mark.parametrize("method", ALL)
def test_without_error_the_score_itself(method: str) -> None:
    _, seen = planted(300, gaps=0.1)
    given = score(seen, scheme_of(ALL[method]))
    found = certainty(given, reliability=dict.fromkeys(("i0", "i1", "i2"), 1.0), draws=20)
    rated = given.bands.index >= 0
    assert (found.chance_given[rated] == 1.0).all()
    assert found.share_sure == 1.0


def test_hand_computed_single_indicator() -> None:
    """r = .64, mean 0, SD 1: true figure of somebody at 1.5 ~ N(.96, .48 ** 2); chance above 0 is Phi(2)."""
    z = Streams(1).normal("a", 2001)
    z[0] = np.nan
    z = (z - np.nanmean(z)) / np.nanstd(z, ddof=1)
    z[0] = 1.5
    # re-standardise with the chosen person in the table
    table = 100 + 10 * (z - z.mean()) / z.std(ddof=1)
    one = Indicator(code="mutu", label="Mutu", reliability=0.64)
    rules = Rules(
        normalise=Normalise(method="none", cap=1000),
        bands=(Band(code="atas", label="Atas", lower=100), Band(code="bawah", label="Bawah")),
    )
    given = score(pd.DataFrame({"mutu": table}), Scheme(code="a", title="A", indicators=(one,), rules=rules))
    found = certainty(given, draws=20_000)
    from scipy.stats import norm

    x = (table[0] - 100) / 10
    assert found.chance_given[0] == pytest.approx(norm.cdf(0.64 * x / 0.48), abs=0.004)


def test_correlated_indicators_support_each_other() -> None:
    """Ten parallel measures of reliability .5: the mean's is 5 / 5.5 (Spearman-Brown)."""
    k, r = 10, 0.5
    model = error_model(np.full((k, k), r) + (1 - r) * np.eye(k), np.full(k, r), np.eye(k))
    found = posterior(model, np.ones(k, dtype=bool))
    assert found.slope.sum(axis=1) == pytest.approx(np.full(k, 10 * r / (1 + 9 * r)))
    mean = np.full(k, 1 / k)
    assert mean @ found.root @ found.root.T @ mean == pytest.approx(r * (1 - r) / (1 + 9 * r))


def test_an_indicator_counted_twice_is_no_more_certain() -> None:
    _, seen = planted(500)
    seen["i1"] = seen["i2"] = seen["i0"]
    scheme = scheme_of()
    thrice = tuple(one.model_copy(update={"reliability": 0.5}) for one in scheme.indicators)
    single = Scheme(code="a", title="A", indicators=thrice[2:3], rules=scheme.rules)
    single = single.model_copy(update={"indicators": (thrice[2].model_copy(update={"parent": None}),)})
    triple = scheme.model_copy(update={"indicators": thrice})
    once = certainty(score(seen[["i0"]], single))
    again = certainty(score(seen, triple))
    assert np.abs(once.chance_given - again.chance_given).mean() < 0.02


def test_order_of_the_table_changes_nothing() -> None:
    _, seen = planted(200, gaps=0.1)
    scheme = scheme_of(QUADRANT)
    forward = certainty(score(seen, scheme))
    backward = certainty(score(seen.iloc[::-1], scheme))
    np.testing.assert_allclose(forward.chance, backward.chance[::-1], atol=0.006)
    assert np.array_equal(certainty(score(seen, scheme)).chance, forward.chance, equal_nan=True)


def test_words_of_a_scale_stay_words() -> None:
    """A perfectly ordinary 'sesuai' must not fall a step because its true value is 99.9."""
    rule = Normalise(
        method="category",
        categories=tuple(
            Category(label=w, points=p, lower=p)
            for w, p in (("di atas", 110), ("sesuai", 100), ("di bawah", 80))
        ),
        cap=120,
    )
    one = Indicator(code="hasil", label="Hasil", normalise=rule, reliability=0.9)
    scheme = Scheme(code="a", title="A", indicators=(one,), rules=Rules(bands=FIVE))
    words = ["sesuai"] * 80 + ["di atas"] * 10 + ["di bawah"] * 10
    found = certainty(score(pd.DataFrame({"hasil": words}), scheme))
    assert found.chance_given[0] > 0.9


def test_a_group_given_directly() -> None:
    _, seen = planted(300)
    seen["hasil"] = np.where(np.arange(300) < 100, 100.0 + np.arange(300) % 7, np.nan)
    given = score(seen, scheme_of(QUADRANT))
    found = certainty(given)
    assert found.assumed == ("hasil",)
    assert found.reliability["hasil"] == ASSUMED_RELIABILITY
    assert found.chance.sum(axis=1) == pytest.approx(np.ones(300))
    assert any("Hasil" in line and "0,8" in line for line in found.assumptions)


def test_relative_methods_compare_true_figures_with_true_figures() -> None:
    true, seen = planted(400)
    rules = Rules(
        normalise=Normalise(method="rank"),
        bands=(Band(code="a", label="Atas", lower=70), Band(code="b", label="Bawah")),
    )
    scheme = scheme_of().model_copy(update={"rules": rules})
    given, right = score(seen, scheme), score(true, scheme)
    found = certainty(given, draws=100)
    came = (given.bands.index == right.bands.index).mean()
    assert found.chance_given.mean() == pytest.approx(came, abs=0.035)


def test_too_few_officers_to_know_the_spread() -> None:
    _, seen = planted(4)
    found = certainty(score(seen, scheme_of()))
    assert np.isnan(found.chance_given).all()
    assert not found.sure.any()
    assert np.isnan(found.share_sure)
    assert found.note(0) == "belum dapat dipastikan"
    assert any("Kurang dari 5" in line for line in found.assumptions)


def test_a_scheme_without_bands() -> None:
    _, seen = planted(30)
    scheme = scheme_of().model_copy(update={"rules": Rules(normalise=Normalise(cap=120))})
    found = certainty(score(seen, scheme))
    assert found.chance.shape == (30, 0)
    assert np.isnan(found.chance_given).all()


def test_same_rater_makes_less_certain() -> None:
    _, seen = planted(2000)
    scheme = scheme_of()
    rated = tuple(one.model_copy(update={"channel": "rating_periodic"}) for one in scheme.indicators)
    apart = certainty(score(seen, scheme))
    same = certainty(score(seen, scheme.model_copy(update={"indicators": rated})))
    assert np.nanmean(same.chance_given) < np.nanmean(apart.chance_given) - 0.01
    assert any("atasan yang sama" in line for line in same.assumptions)


@pytest.mark.parametrize(
    "wrong",
    [
        {"draws": 9},
        {"draws": "banyak"},
        {"seed": -1},
        {"threshold": 0.4},
        {"threshold": 1.01},
        {"reliability": 1.5},
        {"reliability": {"i0": -0.1}},
        {"reliability": {"tidak_ada": 0.5}},
    ],
)
def test_parameters_outside_their_range(wrong: dict[str, object]) -> None:
    _, seen = planted(20)
    with pytest.raises(UsageError, match="certainty"):
        certainty(score(seen, scheme_of()), **wrong)


def test_correlations_shrink_where_few_stand_behind() -> None:
    luck = Streams(3)
    few, many = (np.stack([luck.normal(f"{c}{n}", n) for c in "abc"], axis=1) for n in (12, 5000))
    for z in (few, many):
        z -= z.mean(axis=0)
        z /= z.std(axis=0)
    assert np.abs(correlations(few) - np.eye(3)).max() < np.abs(few.T @ few / 12 - np.eye(3)).max()
    both = np.stack([many[:, 0], 0.8 * many[:, 0] + 0.6 * many[:, 1]], axis=1)
    both /= both.std(axis=0)
    assert correlations(both)[0, 1] == pytest.approx(0.8, abs=0.02)
