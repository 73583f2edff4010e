"""L3: synthetic NIP and NIK for whole columns: unique, coherent with the person, and impossible.

Layout and markers are those of :mod:`simkinerja.rules.identifiers`: month 13-16 (PNS) or 17-20 (PPPK)
in digits 13-14 of the NIP, one for each quarter of the true month; province 99 in the NIK.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt

__all__ = ["fixed_text", "nik_column", "nip_column", "serials"]

IntArray = npt.NDArray[np.int64]
Text = npt.NDArray[np.bytes_]
_EPOCH_YEAR: Final = 1940
_FIRST_DAY: Final = int(np.datetime64(f"{_EPOCH_YEAR}-01-01").astype(np.int64))
_N_YEARS: Final = 100
_N_DAYS: Final = 36_525
N_DISTRICTS: Final = 64


def fixed_text(parts: npt.NDArray[Any]) -> Any:
    """Rows of fixed-width ASCII bytes as a pandas ``str`` array, without a Python object a row.

    Parameters
    ----------
    parts : structured or bytes array, shape (n,)
        Every row is filled to its full width.
    """
    import pandas as pd
    import pyarrow as pa

    n, width = len(parts), parts.dtype.itemsize
    offsets = np.arange(0, (n + 1) * width, width, dtype=np.int64)
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(np.ascontiguousarray(parts))]
    array = pa.LargeStringArray.from_buffers(n, buffers[1], buffers[2])
    return pd.arrays.ArrowStringArray(array, dtype=pd.StringDtype("pyarrow", na_value=np.nan))


def _digits(numbers: npt.ArrayLike, width: int) -> npt.NDArray[np.bytes_]:
    """Zero-padded decimal text of small tables."""
    powers = 10 ** np.arange(width - 1, -1, -1)
    digits = np.asarray(numbers, dtype=np.int64)[:, None] // powers % 10
    return np.ascontiguousarray(digits + ord("0"), dtype=np.uint8).view(f"S{width}")[:, 0]


def serials(day: IntArray, sex: IntArray, year: IntArray, quarter: IntArray) -> tuple[IntArray, IntArray]:
    """Serial numbers, from 1, that keep NIP and NIK apart: rank by slot among equal other digits.

    Parameters
    ----------
    day : int array, shape (n,)
        Birth date in days since 1970-01-01.
    sex : int array of 0, 1
    year : int array
        Year of appointment.
    quarter : int array of 0..7
        Quarter of appointment, plus 4 for PPPK.

    Returns
    -------
    nip_serial, nik_serial : int arrays, shape (n,)
    """
    n = len(day)
    bits = max(1, int(n - 1).bit_length())
    key = (day - _FIRST_DAY) * 2 + sex
    key = ((key * 128 + (year - _EPOCH_YEAR)) * 8 + quarter) << bits
    key |= np.arange(n)
    key.sort()
    slot = key & ((1 << bits) - 1)
    position = np.arange(1, n + 1)
    out = []
    for drop in (bits, bits + 10):
        group = key >> drop
        start = np.zeros(n, dtype=np.int64)
        new = np.flatnonzero(group[1:] != group[:-1]) + 1
        start[new] = new
        rank = np.empty(n, dtype=np.int64)
        rank[slot] = position - np.maximum.accumulate(start)
        out.append(rank)
    return out[0], out[1]


@lru_cache(maxsize=1)
def _birth_texts() -> tuple[Text, Text]:
    """Text of every date since 1940 as a NIP writes it, and as a NIK does: men, then women (day + 40)."""
    dates = np.arange(_FIRST_DAY, _FIRST_DAY + _N_DAYS).astype("datetime64[D]")
    months = dates.astype("datetime64[M]")
    year = months.astype(np.int64) // 12 + 1970
    month, day = months.astype(np.int64) % 12 + 1, (dates - months).astype(np.int64) + 1
    men = day * 10000 + month * 100 + year % 100
    nip = _digits(year * 10000 + month * 100 + day, 8)
    return nip, _digits(np.concatenate([men, men + 400000]), 6)


@lru_cache(maxsize=1)
def _tables() -> tuple[Text, Text, Text, Text]:
    """Text of appointments (year, quarter), districts, and serials of a NIP and of a NIK."""
    starts = np.arange(_EPOCH_YEAR, _EPOCH_YEAR + _N_YEARS)[:, None] * 100 + np.arange(13, 21)
    numbers = np.arange(N_DISTRICTS)
    districts = 990000 + (71 + numbers // 16) * 100 + numbers % 16 + 1
    return (
        _digits(starts.ravel(), 6),
        _digits(districts, 6),
        _digits(np.arange(1000), 3),
        _digits(np.arange(10000), 4),
    )


def nip_column(day: IntArray, year: IntArray, quarter: IntArray, sex: IntArray, serial: IntArray) -> Any:
    """Synthetic NIP (18 digits) as a ``str`` array; arguments as in :func:`serials`."""
    parts = np.empty(len(day), dtype=[("birth", "S8"), ("start", "S6"), ("sex", "S1"), ("serial", "S3")])
    starts, _, serials_3, _ = _tables()
    parts["birth"] = _birth_texts()[0][day - _FIRST_DAY]
    parts["start"] = starts[(year - _EPOCH_YEAR) * 8 + quarter]
    parts["sex"] = np.array([b"1", b"2"])[sex]
    parts["serial"] = serials_3[serial]
    return fixed_text(parts)


def nik_column(day: IntArray, sex: IntArray, district: IntArray, serial: IntArray) -> Any:
    """Synthetic NIK (16 digits) of province 99 as a ``str`` array.

    Parameters
    ----------
    day, sex, serial : int arrays, shape (n,)
    district : int array of 0..63
    """
    parts = np.empty(len(day), dtype=[("district", "S6"), ("birth", "S6"), ("serial", "S4")])
    _, districts, _, serials_4 = _tables()
    parts["district"] = districts[district]
    parts["birth"] = _birth_texts()[1][day - _FIRST_DAY + sex * _N_DAYS]
    parts["serial"] = serials_4[serial]
    return fixed_text(parts)
