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


def name_column(bits: Bits, sex: IntArray) -> Any:
    """Names of two or three words as a pandas ``str`` array.

    Parameters
    ----------
    bits : uint64 array, shape (n,)
        One random word a person; four parts of 16 bits choose the words.
    sex : int array of 0 (L), 1 (P)
    """
    import pandas as pd
    import pyarrow as pa
    import pyarrow.compute as pc

    (first_l, last_l), (first_p, last_p) = name_pools()
    starts = {"first": (0, len(first_l)), "last": (0, len(last_l))}
    sizes = {"first": (len(first_l), len(first_p)), "last": (len(last_l), len(last_p))}
    words = {"first": first_l + first_p, "last": last_l + last_p}

    def pick(kind: str, shift: int) -> npt.NDArray[np.int64]:
        part = ((bits >> np.uint64(shift)) & np.uint64(0xFFFF)).astype(np.int64)
        out: IntArray = np.array(starts[kind])[sex] + ((part * np.array(sizes[kind])[sex]) >> 16)
        return out

    given = pa.array(words["first"], pa.large_string())
    # the middle word is missing for half of the people: an empty entry at the end of the pool
    middle_pool = pa.array([f" {w}" for w in words["first"]] + [""], pa.large_string())
    has_middle = (bits >> np.uint64(63)).astype(np.int64)
    middle = np.where(has_middle == 1, pick("first", 16), len(words["first"]))
    family = pa.array([f" {w}" for w in words["last"]], pa.large_string())
    joined = pc.binary_join_element_wise(
        given.take(pa.array(pick("first", 0))),
        middle_pool.take(pa.array(middle)),
        family.take(pa.array(pick("last", 32))),
        pa.scalar("", pa.large_string()),
    )
    return pd.arrays.ArrowStringArray(joined, dtype=pd.StringDtype("pyarrow", na_value=np.nan))
