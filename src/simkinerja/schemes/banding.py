"""L3: from a total to its band: every number has exactly one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from simkinerja.rules.ratings import PREDICATES

if TYPE_CHECKING:
    from simkinerja.schemes.model import Band, Scheme

__all__ = ["BORDER_DIGITS", "ascending", "band_index", "bands_of"]

BORDER_DIGITS: Final = 9
"""Totals are compared with borders at this many decimals: 89.999999999999 is 90, but 89.9999 is not."""


def ascending(bands: Sequence[Band]) -> tuple[int, ...]:
    """Return the positions of the bands from the lowest up; one without ``lower`` is the lowest.

    Examples
    --------
    >>> from simkinerja.schemes.model import Band
    >>> ascending([Band(code="baik", label="Baik", lower=90), Band(code="kurang", label="Kurang")])
    (1, 0)
    """
    return tuple(sorted(range(len(bands)), key=lambda i: _low(bands[i])))


def _low(band: Band) -> float:
    return -np.inf if band.lower is None else band.lower


def band_index(total: npt.ArrayLike, bands: Sequence[Band]) -> npt.NDArray[np.int64]:
    """Return the position of each total's band, shape (n,); -1 where there is no total or no band.

    The borders belong to the upper band. A total under the lowest border lies in the lowest band.

    Examples
    --------
    >>> from simkinerja.schemes.model import Band
    >>> bands = [Band(code="baik", label="Baik", lower=90), Band(code="kurang", label="Kurang", lower=0)]
    >>> band_index([90, 89.99, -1, np.nan], bands).tolist()
    [0, 1, 1, -1]
    """
    values = np.round(np.asarray(total, dtype=float), BORDER_DIGITS)
    if not len(bands):
        return np.full(values.shape, -1, dtype=np.int64)
    order = ascending(bands)
    borders = np.round([_low(bands[i]) for i in order[1:]], BORDER_DIGITS)
    found = np.array([*order, -1], dtype=np.int64)
    at = np.zeros(values.shape, dtype=np.int16)
    for border in borders:  # a few: three times as fast as searching for each value
        at += values >= border
    at[np.isnan(values)] = len(order)
    return found[at]


def bands_of(total: npt.NDArray[np.float64], scheme: Scheme) -> npt.NDArray[np.int64]:
    """Return the band of every total; in a quadrant, the total is the level of the predikat.

    Examples
    --------
    >>> from simkinerja.schemes.model import Band, Indicator, Rules, Scheme
    >>> bands = (Band(code="baik", label="Baik", lower=80), Band(code="cukup", label="Cukup"))
    >>> scheme = Scheme(code="s", title="S", indicators=(Indicator(code="a", label="A"),),
    ...     rules=Rules(bands=bands))
    >>> bands_of(np.array([79.9, 80.0, np.nan]), scheme).tolist()
    [1, 0, -1]
    """
    if scheme.rules.aggregate.method != "quadrant":
        return band_index(total, scheme.rules.bands)
    at = {str(band.predikat): i for i, band in enumerate(scheme.rules.bands)}
    by_level = np.array([-1, *(at.get(key, -1) for key in list(PREDICATES)[::-1])], dtype=np.int64)
    found: npt.NDArray[np.int64] = by_level[np.nan_to_num(total).astype(np.int64)]
    return found
