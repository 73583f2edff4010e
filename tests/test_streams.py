"""Named streams: a draw depends on seed, name, month and slot, and on nothing else."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from simkinerja.streams import Streams

N = 200_000
PINNED = [5193204107403071420, 7701133840051164063, 12532070506077513817]


@given(st.integers(0, 2**63), st.permutations(range(50)), st.integers(0, 60))
def test_order_and_blocks_change_nothing(seed: int, order: list[int], month: int) -> None:
    whole = Streams(seed).uniform("x", 50, month)
    assert (Streams(seed).uniform("x", order, month) == whole[order]).all()
    assert (
        np.r_[Streams(seed).uniform("x", 20, month), Streams(seed).uniform("x", range(20, 50), month)]
        == whole
    ).all()


def test_first_words_are_pinned() -> None:
    """The same seed gives the same bytes in every version: a change here changes every published table."""
    assert Streams(2026).bits("pinned", 3, 5).tolist() == PINNED


@pytest.mark.parametrize("other", [("a", 1), ("b", 0)])
def test_streams_and_months_are_independent(other: tuple[str, int]) -> None:
    one = Streams(1).uniform("a", N, 0)
    two = Streams(1).uniform(other[0], N, other[1])
    assert abs(np.corrcoef(one, two)[0, 1]) < 4 / N**0.5
    table = np.histogram2d(one, two, bins=8)[0]
    assert stats.chi2_contingency(table).pvalue > 1e-4


def test_neighbouring_slots_are_independent() -> None:
    u = Streams(3).uniform("a", N)
    table = np.histogram2d(u[:-1], u[1:], bins=8)[0]
    assert stats.chi2_contingency(table).pvalue > 1e-4


@pytest.mark.parametrize("seed", range(5))
def test_uniform_is_uniform_and_open(seed: int) -> None:
    u = Streams(seed).uniform("u", N)
    assert u.min() > 0
    assert u.max() < 1
    assert stats.kstest(u, "uniform").pvalue > 1e-4


def test_the_largest_word_stays_below_one() -> None:
    """(2^52 - 1 + .5) / 2^52 is a float below 1: no draw can become infinite under ``ndtri``."""
    top = (float(2**52 - 1) + 0.5) * 2.0**-52
    assert top < 1


def test_normal_is_normal() -> None:
    z = Streams(9).normal("z", N)
    assert stats.kstest(z, "norm").pvalue > 1e-4


def test_integers_and_pick_follow_their_weights() -> None:
    counts = np.bincount(Streams(4).integers("i", N, 7), minlength=7)
    assert stats.chisquare(counts).pvalue > 1e-4
    weights = np.array([1.0, 0.0, 3.0])
    picked = np.bincount(Streams(4).pick("p", N, weights), minlength=3)
    assert picked[1] == 0
    assert picked[2] / N == pytest.approx(0.75, abs=4 * (0.75 * 0.25 / N) ** 0.5)


def test_permutation_holds_every_slot_once() -> None:
    order = Streams(5).permutation("o", 1000)
    assert sorted(order.tolist()) == list(range(1000))
    assert order.tolist() != list(range(1000))


def test_children_differ_from_each_other_and_from_the_parent() -> None:
    parent = Streams(6)
    seeds = {parent.seed, *(parent.child("replikasi", k).seed for k in range(1000))}
    assert len(seeds) == 1001


def test_generator_is_repeatable() -> None:
    assert (Streams(7).generator("g").random(5) == Streams(7).generator("g").random(5)).all()
