"""L0: the keyed hash of :mod:`simkinerja.streams` and its table of normals, as compiled loops.

Apart from it because importing numba takes time, and who draws a population or a sample needs none of this.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from simkinerja.compiled import compiled

__all__ = ["read_normals", "write_words"]

_MIX_1, _MIX_2 = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_SHIFT_1, _SHIFT_2, _SHIFT_3 = np.uint64(30), np.uint64(27), np.uint64(31)


@compiled
def write_words(slots: Any, keys: Any, out: Any) -> None:
    """Write the words of every slot under every pair of keys.

    Parameters
    ----------
    slots : uint64 array, shape (S,)
        Slot numbers times the Weyl constant.
    keys : uint64 array, shape (2 R,)
        Two of each replication, one after the other.
    out : uint64 array, shape (R, S)
    """
    for r in range(out.shape[0]):
        first, second = keys[2 * r], keys[2 * r + 1]
        for i in range(slots.size):
            word = slots[i] + first
            word ^= word >> _SHIFT_1
            word *= _MIX_1
            word ^= second
            word ^= word >> _SHIFT_2
            word *= _MIX_2
            out[r, i] = word ^ (word >> _SHIFT_3)


@compiled
def read_normals(lane: Any, table: Any, out: Any) -> None:
    """Write what each 16-bit number stands for in a table; arrays of one axis."""
    for i in range(lane.size):
        out[i] = table[lane[i]]
