"""L1: named random streams; the only file that touches ``np.random``.

A draw is a pure function of (seed, stream name, month, slot): a counter-based hash, not a moving
generator. So two worlds with the same seed meet the same luck person by person, block size, order
and number of workers change nothing, and one more person disturbs nobody.

The hash is the finaliser of SplitMix64 (Steele, Lea and Flood 2014, "Fast splittable pseudorandom
number generators", OOPSLA) applied twice to a Weyl sequence over the slots, each time under another
64-bit key; the keys come by BLAKE2b from the seed, the name and the month.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["Streams"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
U64 = np.uint64

_WEYL = U64(0x9E3779B97F4A7C15)
_MIX_1 = U64(0xBF58476D1CE4E5B9)
_MIX_2 = U64(0x94D049BB133111EB)
_TWO_POW_MINUS_52 = 2.0**-52


def _mix(x: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """SplitMix64 finaliser, in place."""
    x ^= x >> U64(30)
    x *= _MIX_1
    x ^= x >> U64(27)
    x *= _MIX_2
    x ^= x >> U64(31)
    return x


@dataclass(frozen=True, slots=True)
class Streams:
    """Random streams of one seed.

    Parameters
    ----------
    seed : int
        Any whole number from 0; shown wherever a result is shown.

    Examples
    --------
    >>> s = Streams(7)
    >>> bool((s.uniform("a", 5)[:3] == s.uniform("a", 3)).all())
    True
    >>> bool((s.uniform("a", 3) == s.uniform("b", 3)).any())
    False
    """

    seed: int

    def key(self, name: str, month: int = 0) -> tuple[int, int]:
        """Two 64-bit keys of a stream in a month."""
        text = f"{self.seed}/{name}/{month}".encode()
        digest = blake2b(text, digest_size=16).digest()
        return int.from_bytes(digest[:8], "little"), int.from_bytes(digest[8:], "little")

    def bits(self, name: str, slots: int | npt.ArrayLike, month: int = 0) -> npt.NDArray[np.uint64]:
        """Random 64-bit words, one a slot.

        Parameters
        ----------
        name : str
            Name of the decision, e.g. ``"feedback.person"``.
        slots : int or array of int, shape (n,)
            Slot numbers; an integer ``n`` stands for ``0..n-1``.
        month : int
            Number of the month, 0-based.
        """
        if isinstance(slots, int | np.integer):
            index = np.arange(slots, dtype=np.uint64)
        else:
            index = np.array(slots, dtype=np.int64).astype(np.uint64)
        first, second = self.key(name, month)
        index *= _WEYL
        index += U64(first)
        _mix(index)
        index ^= U64(second)
        return _mix(index)

    def uniform(self, name: str, slots: int | npt.ArrayLike, month: int = 0) -> FloatArray:
        """Uniform numbers strictly between 0 and 1, shape (n,), float64."""
        words = self.bits(name, slots, month)
        words >>= U64(12)
        out: FloatArray = words.astype(np.float64)
        out += 0.5
        out *= _TWO_POW_MINUS_52
        return out

    def normal(self, name: str, slots: int | npt.ArrayLike, month: int = 0) -> FloatArray:
        """Standard normal numbers by the inverse distribution function, shape (n,)."""
        from scipy.special import ndtri

        u = self.uniform(name, slots, month)
        out: FloatArray = ndtri(u, out=u)
        return out

    def integers(self, name: str, slots: int | npt.ArrayLike, high: int, month: int = 0) -> IntArray:
        """Whole numbers 0..high-1, equally likely, shape (n,)."""
        out: IntArray = (self.uniform(name, slots, month) * high).astype(np.int64)
        return np.minimum(out, high - 1)

    def pick(self, name: str, slots: int | npt.ArrayLike, weights: npt.ArrayLike, month: int = 0) -> IntArray:
        """Category numbers drawn with the given weights (need not sum to 1), shape (n,)."""
        edges = np.cumsum(np.asarray(weights, dtype=np.float64))
        edges /= edges[-1]
        found: IntArray = np.searchsorted(edges, self.uniform(name, slots, month), side="right")
        return np.minimum(found, len(edges) - 1)

    def permutation(self, name: str, n: int, month: int = 0) -> IntArray:
        """A random order of ``0..n-1``."""
        out: IntArray = np.argsort(self.bits(name, n, month), kind="stable")
        return out

    def generator(self, name: str, month: int = 0) -> np.random.Generator:
        """A numpy generator for work without slots (bootstrap, Monte Carlo of a closed form)."""
        return np.random.Generator(np.random.Philox(key=self.key(name, month)[0]))

    def child(self, name: str, *numbers: Any) -> Streams:
        """Streams of a derived seed, independent of these, e.g. one a replication."""
        label = "/".join(["child", name, *map(str, numbers)])
        return Streams(self.key(label)[0])
