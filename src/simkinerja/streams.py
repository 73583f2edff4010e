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
from functools import cache, lru_cache
from hashlib import blake2b
from types import ModuleType
from typing import Any, Final

import numpy as np
import numpy.typing as npt

__all__ = ["Slots", "StreamStack", "Streams", "normal_of", "normal_table"]

FloatArray = npt.NDArray[np.float64]
SingleArray = npt.NDArray[np.float32]
IntArray = npt.NDArray[np.int64]
U64 = np.uint64
_LEVELS: Final = 2**16

_WEYL = U64(0x9E3779B97F4A7C15)
_MIX_1 = U64(0xBF58476D1CE4E5B9)
_MIX_2 = U64(0x94D049BB133111EB)
_WORD, _LANES = np.dtype("<u8"), np.dtype(("<u2", (4,)))
_TWO_POW_MINUS_52 = 2.0**-52


def _digest(text: str) -> bytes:
    """Sixteen bytes: two 64-bit keys."""
    return blake2b(text.encode(), digest_size=16).digest()


@lru_cache(maxsize=64)
def _begun(seeds: tuple[int, ...]) -> tuple[Any, ...]:
    """The hash of each key as far as its seed: what follows differs from draw to draw."""
    return tuple(blake2b(str(seed).encode(), digest_size=16) for seed in seeds)


@cache
def _loops() -> ModuleType:
    """The compiled loops, for who draws a simulation; an import would be looked up anew in every draw."""
    from simkinerja import keyed

    return keyed


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
        digest = _digest(f"{self.seed}/{name}/{month}")
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


@dataclass(frozen=True, slots=True)
class Slots:
    """Slot numbers prepared for many draws.

    Parameters
    ----------
    keys : uint64 array, any shape
        Slot numbers times the Weyl constant.

    Examples
    --------
    >>> Slots.of([0, 1, 2]).keys.shape
    (3,)
    """

    keys: npt.NDArray[np.uint64]

    @classmethod
    def of(cls, slots: npt.ArrayLike) -> Slots:
        """Prepare slot numbers (whole numbers from 0)."""
        return cls(np.asarray(slots, dtype=np.int64).astype(np.uint64) * _WEYL)

    def part(self, where: slice) -> Slots:
        """Slots of a block, along the first axis."""
        return Slots(self.keys[where])


@dataclass(frozen=True, slots=True)
class StreamStack:
    """The streams of several replications at once, for the many draws of a simulation.

    A number is a pure function of (replication's seed, stream name, month, slot), as in :class:`Streams`, so
    stacking replications, cutting slots into blocks or changing their order changes no number. Numbers have
    a resolution of 2**-16: a normal is one of 65,536 equally likely quantile midpoints (standard deviation
    .99998, largest 4.17), which is finer than anything a month of work shows and five times faster. Single
    precision holds such a number with room to spare.

    Parameters
    ----------
    seeds : tuple of int
        One seed a replication.

    Examples
    --------
    >>> stack, slots = StreamStack((7, 8)), Slots.of([3, 4, 5])
    >>> stack.normal("a", slots, month=2).shape
    (2, 3)
    >>> alone = StreamStack((8,)).normal("a", Slots.of([4]), month=2)
    >>> bool(alone[0, 0] == stack.normal("a", slots, month=2)[1, 1])
    True
    """

    seeds: tuple[int, ...]

    def words(self, name: str, slots: Slots, month: int = 0) -> npt.NDArray[np.uint64]:
        """Random 64-bit words, shape (R, *slots)."""
        label, keys = f"/{name}/{month}".encode(), []
        for begun in _begun(self.seeds):
            whole = begun.copy()
            whole.update(label)
            keys.append(whole.digest())
        out = np.empty((len(keys), slots.keys.size), dtype=np.uint64)
        pairs = np.frombuffer(b"".join(keys), dtype=_WORD).astype(np.uint64, copy=False)
        _loops().write_words(slots.keys.reshape(-1), pairs, out)
        return out if slots.keys.ndim == 1 else out.reshape(-1, *slots.keys.shape)

    def lanes(self, name: str, slots: Slots, month: int = 0) -> npt.NDArray[np.uint16]:
        """Four independent 16-bit numbers a slot, shape (R, *slots, 4)."""
        return self.words(name, slots, month).astype(_WORD, copy=False).view(_LANES)

    def uniform(self, name: str, slots: Slots, month: int = 0) -> SingleArray:
        """Uniform numbers strictly between 0 and 1, shape (R, *slots), float32."""
        out: SingleArray = self.lanes(name, slots, month)[..., 0].astype(np.float32)
        out += 0.5
        out *= 1.0 / _LEVELS
        return out

    def normal(self, name: str, slots: Slots, month: int = 0) -> SingleArray:
        """Standard normal numbers, shape (R, *slots), float32."""
        return normal_of(self.lanes(name, slots, month)[..., 0])

    def normals(self, name: str, slots: Slots, month: int = 0, *, count: int) -> tuple[SingleArray, ...]:
        """One to four independent standard normals a slot, each of shape (R, *slots), from one word."""
        lanes = self.lanes(name, slots, month)
        return tuple(normal_of(lanes[..., k]) for k in range(count))

    def child(self, name: str, *numbers: Any) -> StreamStack:
        """The stack of derived seeds."""
        return StreamStack(tuple(Streams(seed).child(name, *numbers).seed for seed in self.seeds))

    def part(self, where: slice) -> StreamStack:
        """Some of the replications."""
        return StreamStack(self.seeds[where])


def normal_of(lane: npt.NDArray[np.uint16]) -> SingleArray:
    """Standard normal numbers of 16-bit numbers, float32."""
    out: SingleArray = np.empty(lane.shape, dtype=np.float32)
    _loops().read_normals(lane.reshape(-1), normal_table(), out.reshape(-1))
    return out


@cache
def normal_table() -> SingleArray:
    """Standard normal quantiles at the midpoints of 65,536 equal parts: what a 16-bit number stands for.

    Examples
    --------
    >>> bool(abs(normal_table().std() - 1.0) < 3e-5)
    True
    """
    from scipy.special import ndtri

    table: SingleArray = ndtri((np.arange(_LEVELS) + 0.5) / _LEVELS).astype(np.float32)
    table.setflags(write=False)
    return table
