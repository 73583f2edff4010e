"""Streams of several replications: independent across slots, lanes, months, names and seeds."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import numpy.typing as npt
import pytest
from scipy import stats

from simkinerja.streams import Slots, Streams, StreamStack

FloatArray = npt.NDArray[np.float64]
N = 200_000
SLOTS = Slots.of(range(N))
LIMIT = 4.5 / np.sqrt(N)


def draws() -> dict[str, FloatArray]:
    """Streams that stand near each other in every way that the engine uses."""
    out = {}
    for seed in (7, 8):
        for name in ("motivation.month", "presence.days"):
            for month in (0, 1, -1):
                out[f"{seed}/{name}/{month}"] = StreamStack((seed,)).uniform(name, SLOTS, month)[0]
    first = out["7/motivation.month/0"]
    out["next slot"] = np.roll(first, 1)
    out["slot + 32"] = np.roll(first, 32)
    out["slot + 65536"] = np.roll(first, 65536)
    return out


def test_neighbouring_streams_are_uncorrelated() -> None:
    every = draws()
    for a, b in combinations(every, 2):
        assert abs(np.corrcoef(every[a], every[b])[0, 1]) < LIMIT, (a, b)
        far = [np.abs(every[k] - 0.5) for k in (a, b)]
        assert abs(np.corrcoef(*far)[0, 1]) < LIMIT, (a, b)


@pytest.mark.parametrize("months", [(0, 1), (3, 4), (0, 12)])
def test_pairs_fill_the_square_evenly(months: tuple[int, int]) -> None:
    """Chi-square over 32 x 32 cells: months of a slot, and a slot with the next."""
    stack = StreamStack((7,))
    a, b = (stack.uniform("service.day", SLOTS, m)[0] for m in months)
    for x, y in ((a, b), (a[:-1], a[1:]), (a[::2], a[1::2])):
        counts = np.histogram2d(x, y, bins=32, range=[[0, 1], [0, 1]])[0]
        assert stats.chisquare(counts.ravel()).pvalue > 1e-4


def test_four_lanes_are_four_streams() -> None:
    lanes = StreamStack((7,)).lanes("a", SLOTS, 3)[0].astype(float)
    words = StreamStack((7,)).words("a", SLOTS, 3)[0]
    assert sum(lanes[:, k] * 2.0 ** (16 * k) for k in range(4)) == pytest.approx(words.astype(float))
    for k in range(4):
        assert stats.chisquare(np.histogram(lanes[:, k], bins=256, range=(0, 65536))[0]).pvalue > 1e-4
    for j, k in combinations(range(4), 2):
        assert abs(np.corrcoef(lanes[:, j], lanes[:, k])[0, 1]) < LIMIT
        assert abs(np.corrcoef(lanes[1:, j], lanes[:-1, k])[0, 1]) < LIMIT
        counts = np.histogram2d(lanes[:, j], lanes[:, k], bins=32)[0]
        assert stats.chisquare(counts.ravel()).pvalue > 1e-4


def test_seeds_of_replications_are_independent() -> None:
    """Mean over slots differs from replication to replication as luck does, no more and no less."""
    from simkinerja.simulate.engine import replication_seeds

    seeds = replication_seeds(3, 0, 400)
    assert len(set(seeds)) == 400
    found = StreamStack(seeds).normal("a", Slots.of(range(500)))
    means = found.mean(axis=1) * np.sqrt(500)
    assert stats.kstest(means, "norm").pvalue > 1e-3
    assert stats.chi2.cdf((means**2).sum(), 400) == pytest.approx(0.5, abs=0.4999)
    assert np.abs(np.corrcoef(found) - np.eye(400)).max() < 5.5 / np.sqrt(500)


def test_normals_are_normal() -> None:
    z = StreamStack((5,)).normal("a", SLOTS)[0]
    assert stats.kstest(z, "norm").pvalue > 1e-3
    assert z.std() == pytest.approx(1.0, abs=0.01)
    assert np.isfinite(z).all()


def test_a_number_depends_on_seed_name_month_and_slot_alone() -> None:
    stack = StreamStack((7, 8, 9))
    whole = stack.words("a", Slots.of(range(100)), 4)
    for r, seed in enumerate((7, 8, 9)):
        for where in (slice(0, 1), slice(40, 77), slice(99, 100)):
            part = StreamStack((seed,)).words("a", Slots.of(range(100)).part(where), 4)
            assert np.array_equal(part[0], whole[r, where])
    square = stack.words("a", Slots.of(np.arange(100).reshape(20, 5)), 4)
    assert np.array_equal(square.reshape(3, 100), whole)
    assert np.array_equal(stack.part(slice(1, 3)).words("a", Slots.of(range(100)), 4), whole[1:])


def test_no_word_comes_twice() -> None:
    stack = StreamStack((1, 2))
    words = [stack.words(name, SLOTS, month).ravel() for name in ("a", "b") for month in range(3)]
    every = np.concatenate(words)
    assert len(np.unique(every)) == len(every)


def test_names_and_months_cannot_be_taken_for_each_other() -> None:
    assert Streams(1).key("a/2", 0) != Streams(1).key("a", 2)
    assert Streams(11).key("a", 0) != Streams(1).key("1/a", 0)
    assert (
        len({Streams(s).key(n, m) for s in range(20) for n in ("a", "b", "a/1") for m in range(20)}) == 1200
    )


def test_a_word_is_mixed_from_the_two_keys_of_its_seed_name_and_month() -> None:
    """Keys are those of :class:`Streams`, whatever was drawn before from the same stack."""
    seeds, mask = (7, 11, 0), 2**64 - 1
    stack, slots = StreamStack(seeds), [0, 5, 70_000]
    for name, month in (("a", 0), ("a", 12), ("citizens.month", 3), ("a", 0)):
        found = stack.words(name, Slots.of(slots), month)
        for r, seed in enumerate(seeds):
            first, second = Streams(seed).key(name, month)
            for i, slot in enumerate(slots):
                word = (slot * 0x9E3779B97F4A7C15 + first) & mask
                word ^= word >> 30
                word = (word * 0xBF58476D1CE4E5B9) & mask ^ second
                word ^= word >> 27
                word = (word * 0x94D049BB133111EB) & mask
                assert int(found[r, i]) == word ^ (word >> 31)
