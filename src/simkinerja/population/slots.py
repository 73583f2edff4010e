"""Stable slot numbers for the streams of this room."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["slot_of", "within"]

IntArray = npt.NDArray[np.int64]


def slot_of(ids: pd.Series) -> IntArray:
    """Return one slot number an identifier, shape (n,): whole numbers as they are, texts by their hash.

    The number depends on the identifier alone, never on its row, so a subset or another order of the rows
    meets the same luck. Texts share a slot with a chance of n^2 / 2^41.

    Examples
    --------
    >>> import pandas as pd
    >>> slot_of(pd.Series([4, 2])).tolist()
    [4, 2]
    >>> a, b = slot_of(pd.Series(["U01", "U02"]))
    >>> bool(a != b)
    True
    """
    from pandas.api.types import is_integer_dtype

    if is_integer_dtype(ids.dtype):
        return np.asarray(ids.to_numpy(dtype=np.int64))
    hashes = {text: _hashed(str(text)) for text in ids.unique()}
    return np.array([hashes[text] for text in ids], dtype=np.int64)


def within(counts: IntArray) -> tuple[IntArray, IntArray]:
    """Return for each of ``sum(counts)`` members its group's row and its running number there, from 0.

    Examples
    --------
    >>> group, running = within(np.array([2, 0, 3]))
    >>> group.tolist(), running.tolist()
    ([0, 0, 2, 2, 2], [0, 1, 0, 1, 2])
    """
    group = np.repeat(np.arange(len(counts)), counts)
    starts = np.cumsum(counts) - counts
    return group, np.arange(len(group)) - starts[group]


def _hashed(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=5).digest(), "little")
