"""Paired differences: intervals that cover, replications that are enough, luck apart from ignorance."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from simkinerja.errors import InputError, UsageError
from simkinerja.simulate import interventions as kinds
from simkinerja.simulate.compare import Comparison, _effect, compare, run
from simkinerja.simulate.outcomes import outcomes
from simkinerja.simulate.world import World

FloatArray = npt.NDArray[np.float64]
PRACTICE = outcomes()["practice"]
LAB = World.plain(6, 5, 3, n_agencies=3)


def effect(each: FloatArray, *, uncertain: bool = False):  # type: ignore[no-untyped-def]
    return _effect(PRACTICE, "a", np.zeros(len(each)), each, uncertain)


def planted(rng: np.random.Generator, runs: int, mean: float, luck: float, unknown: float) -> FloatArray:
    draws = np.repeat(rng.normal(0.0, unknown, (runs + 1) // 2), 2)[:runs]
    return np.asarray(mean + draws + rng.normal(0.0, luck, runs))


@pytest.mark.parametrize(("runs", "unknown"), [(6, 0.0), (20, 0.0), (20, 0.3), (60, 0.3)])
def test_intervals_cover_the_truth(runs: int, unknown: float) -> None:
    rng = np.random.default_rng(1)
    hits = []
    for _ in range(1500):
        found = effect(planted(rng, runs, 0.2, 0.2, unknown), uncertain=unknown > 0)
        hits.append(found.ci_low <= 0.2 <= found.ci_high)
        assert found.ci_low <= found.difference <= found.ci_high
    assert np.mean(hits) == pytest.approx(0.95, abs=4 * np.sqrt(0.95 * 0.05 / 1500))


@pytest.mark.parametrize(("luck", "unknown"), [(0.2, 0.4), (0.4, 0.1), (0.3, 0.0), (0.0, 0.3)])
def test_luck_and_ignorance_are_told_apart(luck: float, unknown: float) -> None:
    rng = np.random.default_rng(2)
    found = effect(planted(rng, 8000, 0.1, luck, unknown), uncertain=True)
    assert found.sd_run == pytest.approx(luck, abs=0.015)
    assert found.sd_parameter**2 == pytest.approx(unknown**2, abs=0.012)
    fixed = effect(planted(rng, 8000, 0.1, luck, 0.0))
    assert fixed.sd_parameter == 0.0
    assert fixed.sd_run == pytest.approx(luck, abs=0.015)


@pytest.mark.parametrize(
    ("mean", "luck", "unknown"), [(0.5, 0.5, 0.0), (0.3, 0.6, 0.0), (0.5, 0.2, 0.4), (0.02, 0.05, 0.0)]
)
def test_the_replications_that_are_needed_are_enough(mean: float, luck: float, unknown: float) -> None:
    """As many runs as it asks for: half the interval is about a fifth of the effect that matters."""
    rng = np.random.default_rng(3)
    asked = effect(planted(rng, 20_000, mean, luck, unknown), uncertain=unknown > 0).needed
    assert asked > 4
    size = max(mean, PRACTICE.smallest_effect)
    halves = []
    for _ in range(300):
        found = effect(planted(rng, asked, mean, luck, unknown), uncertain=unknown > 0)
        halves.append((found.ci_high - found.ci_low) / 2)
    assert np.mean(halves) == pytest.approx(0.2 * size, rel=0.06)


def test_few_runs_are_never_called_enough_by_a_normal_quantile() -> None:
    each = np.array([0.9, 1.0, 1.1, 1.02, 0.98]) * 0.6
    found = effect(each)
    half = (found.ci_high - found.ci_low) / 2
    assert ("belum cukup" in found.enough) == (half > 0.2 * found.difference)
    wide = effect(np.array([0.5, 1.3, 1.2]) * 0.6)
    assert "belum cukup" in wide.enough
    assert f"sekitar {wide.needed}" in wide.enough
    assert "terkecil yang berarti" in effect(np.array([0.001, 0.002])).enough
    assert "Satu ulangan" in effect(np.array([0.3])).enough


def test_share_counts_runs_that_got_better_by_what_matters() -> None:
    each = np.array([0.04, 0.06, 0.2, -0.3])
    assert effect(each).share == 0.5
    assert _effect(outcomes()["stress"], "a", np.zeros(4), each, False).share == 0.25


@pytest.fixture(scope="module")
def pair() -> Comparison:
    items = [kinds.Training(idr_each=1000.0), kinds.Mentoring(start=2)]
    return compare(
        LAB, {"tanpa": [], "ada": items, "lagi": [kinds.Mentoring()]}, months=5, replications=8, seed=2
    )


def test_effects_are_differences_of_levels(pair: Comparison) -> None:
    for one in pair.effects(last=3):
        if one.outcome.name in ("cost_idr", "hours"):
            continue
        before, after = (pair.levels(one.outcome.name, arm, last=3) for arm in ("tanpa", one.arm))
        assert one.difference == pytest.approx((after - before).mean(), abs=1e-9)
        assert one.baseline == pytest.approx(before.mean())
        assert before == pytest.approx(pair.series(one.outcome.name, "tanpa")[:, -3:].mean(axis=1))


def test_groups_add_up_to_the_city(pair: Comparison) -> None:
    for group in ("agency", "ability", "sex"):
        table = pair.by_group("practice", group, "ada")
        whole = pair._officers("practice", "ada").mean()
        assert np.average(table["difference"], weights=table["n"]) == pytest.approx(whole)
        assert table["n"].sum() == LAB.n
    shares = pair.gains("practice", "ada")
    assert sum(shares.values()) == pytest.approx(1.0)
    assert shares["gain"] > shares["lose"]


def test_agencies_weighted_give_the_city(pair: Comparison) -> None:
    """Sums over sums: not a mean of means."""
    size = np.bincount(LAB.agency_of_unit[LAB.unit])
    each = np.stack([pair.series("presence", "ada", agency=a) for a in LAB.agency_label])
    assert np.average(each, axis=0, weights=size) == pytest.approx(pair.series("presence", "ada"))


def test_money_of_programmes_is_the_citys(pair: Comparison) -> None:
    paid = pair.money("ada")
    assert paid["cost_idr"].sum() == pytest.approx(pair.series("cost_idr", "ada").sum(axis=1).mean())
    assert 1000.0 * LAB.n in paid["cost_idr"].tolist()
    assert pair.series("cost_idr", "tanpa").sum() == 0.0


def test_meeting_the_same_luck_removes_noise(pair: Comparison) -> None:
    assert pair.noise_removed("presence", "ada") > 0.9
    before, after = (pair.levels("presence", arm) for arm in ("tanpa", "ada"))
    apart = after - np.roll(before, 1)
    assert np.var(apart, ddof=1) > 5 * np.var(after - before, ddof=1)


def test_faults_are_told_before_anything_runs() -> None:
    with pytest.raises(UsageError, match="months"):
        compare(LAB, {"a": []}, months=0)
    with pytest.raises(UsageError, match="replications"):
        compare(LAB, {"a": []}, replications=0)
    with pytest.raises(UsageError, match=r"training\.gain"):
        compare(LAB, {"a": []}, parameters={"training.gian": 0.3})
    with pytest.raises((UsageError, InputError)):
        compare(LAB, {})
    with pytest.raises(UsageError, match="presence"):
        run(LAB, months=2, replications=2).series("presense")
