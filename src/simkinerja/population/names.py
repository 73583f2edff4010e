"""L3: names of persons, put together at random from the pools of faker ``id_ID``.

First and last names are drawn independently of everything but sex, so a name belongs to nobody.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["name_column", "name_pools"]

IntArray = npt.NDArray[np.int64]
Bits = npt.NDArray[np.uint64]


@lru_cache(maxsize=1)
def name_pools() -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    """First and last names for L and for P, each without repeats and in alphabetical order.

    Examples
    --------
    >>> (first, last), _ = name_pools()
    >>> len(first) > 300 and len(last) > 50
    True
    """
    from faker.providers.person.id_ID import Provider

    out = []
    for first, last in (
        (Provider.first_names_male, Provider.last_names_male),
        (Provider.first_names_female, Provider.last_names_female),
    ):
        out.append(tuple(tuple(sorted({w for w in words if w.isalpha()})) for words in (first, last)))
    return tuple((first, last) for first, last in out)


@lru_cache(maxsize=1)
def _endings() -> tuple[Any, Any, IntArray, IntArray]:
    """First words, and endings ``" Middle Last"`` or ``" Last"``, for L and then P, with their starts."""
    import pyarrow as pa

    first: list[str] = []
    ending: list[str] = []
    starts = []
    for given, family in name_pools():
        starts.append((len(first), len(ending)))
        first += given
        # block 0 has no middle word; block m + 1 has the m-th given name in the middle
        ending += [f" {last}" for last in family]
        ending += [f" {middle} {last}" for middle in given for last in family]
    at = np.array(starts).T
    return pa.array(first, pa.large_string()), pa.array(ending, pa.large_string()), at[0], at[1]


def name_column(bits: Bits, sex: IntArray) -> Any:
    """Names of two or three words, half of each, as a pandas ``str`` array.

    Parameters
    ----------
    bits : uint64 array, shape (n,)
        One random word a person: three parts of 16 bits choose the words, the last bit their number.
    sex : int array of 0 (L), 1 (P)
    """
    import pandas as pd
    import pyarrow as pa
    import pyarrow.compute as pc

    n_given, n_family = (np.array([len(pool[k]) for pool in name_pools()]) for k in (0, 1))
    given, ending, given_at, ending_at = _endings()

    def pick(sizes: IntArray, shift: int) -> IntArray:
        part = ((bits >> np.uint64(shift)) & np.uint64(0xFFFF)).astype(np.int64)
        out: IntArray = (part * sizes[sex]) >> 16
        return out

    middle = (pick(n_given, 16) + 1) * (bits >> np.uint64(63)).astype(np.int64)
    last = ending_at[sex] + middle * n_family[sex] + pick(n_family, 32)
    joined = pc.binary_join_element_wise(
        given.take(pa.array(given_at[sex] + pick(n_given, 0))),
        ending.take(pa.array(last)),
        pa.scalar("", pa.large_string()),
    )
    return pd.arrays.ArrowStringArray(joined, dtype=pd.StringDtype("pyarrow", na_value=np.nan))
