"""Counts from one number a slot: as accurate as stated, monotone in luck and in chance."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from simkinerja.simulate.counts import days_present, poisson, poissons
from simkinerja.streams import Slots, StreamStack

N = 400_000
SLOTS = Slots.of(range(N))


@pytest.mark.parametrize("mean", [0.0, 0.05, 0.7, 3.0, 7.99, 8.0, 8.5, 15.0, 40.0, 300.0, 5000.0])
def test_poisson_counts(mean: float) -> None:
    found = poisson(StreamStack((3,)), "a", SLOTS, 0, np.full((1, 1), mean))[0]
    assert (found == np.rint(found)).all()
    assert found.min() >= 0
    se = np.sqrt(mean / N)
    assert found.mean() == pytest.approx(mean, abs=4 * se + max(2e-4 * mean, 2e-3 * (mean < 8)))
    assert found.var() == pytest.approx(mean, rel=0.012 + 4 * np.sqrt(2 / N + 1 / max(mean * N, 1)), abs=1e-9)
    values, counts = np.unique(found, return_counts=True)
    share = counts / N
    worst = np.abs(share - stats.poisson.pmf(values, mean)).max()
    assert worst < 0.0015 + 4 * np.sqrt(share.max() / N)


def test_poisson_over_the_whole_16_bits_is_as_accurate_as_stated() -> None:
    """Every number of the lane once: no Monte-Carlo error."""
    from simkinerja.simulate.counts import poisson_of

    lane = np.arange(2**16, dtype=np.uint16)[None, :]
    for mean in (0.3, 2.0, 5.0, 8.0, 12.0, 40.0, 200.0):
        found = poisson_of(lane, np.full((1, 1), mean))[0]
        assert found.mean() == pytest.approx(mean, rel=2e-4, abs=2e-3)
        assert found.var() == pytest.approx(mean, rel=0.013)
        values, counts = np.unique(found, return_counts=True)
        assert np.abs(counts / 2**16 - stats.poisson.pmf(values, mean)).max() < 0.0015
        if mean >= 8.0:
            assert (np.diff(found) >= 0).all()


def test_two_counts_of_a_slot_are_independent() -> None:
    means = (np.full((1, 1), 20.0), np.full((1, 1), 30.0))
    a, b = poissons(StreamStack((3,)), "a", SLOTS, 0, means)
    assert abs(np.corrcoef(a[0], b[0])[0, 1]) < 4 / np.sqrt(N)
    assert np.array_equal(a, poisson(StreamStack((3,)), "a", SLOTS, 0, means[0]))


@pytest.mark.parametrize("kind", [np.float32, np.float64])
def test_a_mean_without_days_stands_for_all_days(kind: type) -> None:
    """Small means, large ones, and both among the units of a day; two replications."""
    slots = Slots.of(np.arange(21 * 6).reshape(21, 6))
    means = np.array([[0.0, 3.0, 7.9, 8.0, 30.0, 300.0], [40.0, 50.0, 9.0, 8.0, 90.0, 10.0]], dtype=kind)
    every = np.repeat(means[:, None], 21, axis=1)
    found = poisson(StreamStack((3, 4)), "a", slots, 0, means[:, None])
    assert found.dtype == kind
    assert np.array_equal(found, poisson(StreamStack((3, 4)), "a", slots, 0, every))
    for u in range(6):
        alone = poisson(StreamStack((3,)), "a", Slots(slots.keys[:, u]), 0, every[:1, :, u].copy())
        assert np.array_equal(alone, found[:1, :, u])


def test_a_day_is_drawn_as_if_it_were_alone() -> None:
    """Days of small means only, of large ones only and of both, one after the other and back."""
    slots = Slots.of(np.arange(9 * 4).reshape(9, 4))
    few, many = [0.0, 0.5, 3.0, 7.9], [8.0, 12.0, 60.0, 900.0]
    days = [few, many, few[:2] + many[:2], many, many, few, many, few[::-1], many]
    means = np.stack([np.array(days), 2.0 * np.array(days)])
    found = poisson(StreamStack((3, 4)), "a", slots, 0, means)
    for day in range(9):
        alone = poisson(StreamStack((3, 4)), "a", Slots(slots.keys[day]), 0, means[:, day].copy())
        assert np.array_equal(alone, found[:, day])


def test_more_mean_never_gives_less_for_the_same_luck() -> None:
    """Pairing: a busier world is busier slot by slot, but for a case at the change of method."""
    slots = Slots.of(range(5000))
    before = np.zeros((1, 5000))
    for mean in np.linspace(0.1, 60, 80):
        found = poisson(StreamStack((9,)), "a", slots, 0, np.full((1, 1), mean))
        assert (found >= before - (1 if abs(mean - 8.0) < 1 else 0)).all()
        before = found


@pytest.mark.parametrize("chance", [0.0, 0.003, 0.1, 0.5, 0.58, 0.906, 0.997, 1.0])
def test_days_present_are_binomial(chance: float) -> None:
    found = days_present(StreamStack((3,)).lanes("a", SLOTS)[..., 0], np.full((1, N), chance), 21)[0]
    assert found.min() >= 0
    assert found.max() <= 21
    se = np.sqrt(21 * chance * (1 - chance) / N)
    assert found.mean() / 21 == pytest.approx(chance, abs=2e-4 + 4 * se / 21)
    assert found.var() == pytest.approx(21 * chance * (1 - chance), rel=0.02, abs=0.002)
    share = np.bincount(found.astype(int), minlength=22) / N
    assert np.abs(share - stats.binom.pmf(np.arange(22), 21, chance)).max() < 0.004


def test_a_higher_chance_never_means_fewer_days() -> None:
    slots, before = Slots.of(range(5000)), np.zeros((1, 5000))
    for chance in np.linspace(0, 1, 101):
        found = days_present(StreamStack((9,)).lanes("a", slots)[..., 0], np.full((1, 5000), chance), 21)
        assert (found >= before).all()
        before = found


def test_a_chance_that_is_no_number_reads_nothing_beyond_the_table() -> None:
    """A compiled loop reads where it is told to; numpy would have stopped."""
    lane = StreamStack((3,)).lanes("a", SLOTS)[..., 0][:, :40]
    odd = np.array([np.nan, np.inf, -np.inf, 1e9, -1e9, 1.0, 0.0, np.nan] * 5)[None, :]
    found = days_present(lane, odd, 21)
    assert ((found >= 0) & (found <= 21)).all()
    assert (found[odd == 1.0] == 21).all()
    assert (found[odd == 0.0] == 0).all()
