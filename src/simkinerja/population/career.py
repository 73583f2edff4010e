"""L3: what a post, a status and an education allow: the rules that keep one person coherent.

Everything is counted in whole months at the reference date: age ``a`` and service ``m`` of a person
lie in intervals that follow from the cell (group, status, service band, age band, education,
golongan group); a cell whose interval is empty cannot occur and is a zero of the joint table.

Rank ranges of functional posts (III/a-b, III/c-d, IV/a-c, IV/d-e) and the lists of golongan are
verified; all else here is assumed, after rules that were not read in the original: retirement at 58,
60 for JPT, teachers and Ahli Madya (UU 20/2023, PP 11/2017, UU 14/2005); appointment up to 35 years
(PP 11/2017); first golongan by education and steps of four years (PP 99/2000); PPPK golongan by
education (Perpres 98/2020).
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

from simkinerja.population.codes import AGE_BANDS, EDUCATION, GROUPS, SERVICE_BANDS, STATUS

__all__ = [
    "FIRST_RANK",
    "KETERAMPILAN",
    "PPPK_RANK",
    "age_limits",
    "feasible_cells",
    "rank_limits",
    "service_limits",
]

IntArray = npt.NDArray[np.int64]
CellCodes = tuple[IntArray, IntArray, IntArray, IntArray, IntArray, IntArray]

_G: Final = {name: i for i, name in enumerate(GROUPS)}
#: Youngest age (years) at which an education can be brought into the service.
_YOUNGEST: Final = np.array([18, 18, 18, 21, 22, 24, 27]) * 12
_OLDEST_PNS_ENTRY: Final = 35 * 12 + 11
_YOUNGEST_PPPK: Final = 20 * 12
#: First PNS golongan by education: I/a, I/c, II/a, II/c, III/a, III/b, III/c.
FIRST_RANK: Final = np.array([0, 2, 4, 6, 8, 9, 10])
#: PPPK golongan by education as positions in GOLONGAN: I, IV, V, VII, IX, X, XI.
PPPK_RANK: Final = 17 + np.array([0, 3, 4, 6, 8, 9, 10])
#: Months of service of PPPK (first appointments February 2021) and of part-time PPPK (October 2025),
#: seen from November 2025; another reference date in a city file moves both windows along.
_PPPK_MONTHS: Final = (1, 57)
_PART_TIME_MONTHS: Final = (0, 1)
_FASTEST_STEP: Final = 36
#: Years of service before a leading post can be held, by group (assumed; 0 for the others).
_SENIORITY: Final = np.array([15, 8, 4, 8, 6, 0, 0, 0, 0]) * 12

_RANK_LOW: Final = np.array([13, 11, 9, 10, 10, 8, 6, 4, 0])
_RANK_HIGH: Final = np.array([15, 13, 11, 14, 14, 14, 15, 15, 16])
_CEILING_PELAKSANA: Final = np.array([4, 7, 9, 10, 11, 12, 12])
_CEILING_SKILLED: Final = 11
_CEILING_MADYA: Final = 14
_GROUP_RANKS: Final = np.array([[0, 3], [4, 7], [8, 11], [12, 16]])
KETERAMPILAN: Final = 3  # highest education code of the skilled (not expert) functional posts

_EDUCATION_OF: Final = {
    "pimpinan": ("S-1", "S-2", "S-3"),
    "administrator": ("S-1", "S-2", "S-3"),
    "pengawas": ("D-III", "S-1", "S-2"),
    "kepala_sekolah": ("S-1", "S-2", "S-3"),
    "kepala_faskes": ("S-1", "S-2", "S-3"),
    "guru": ("S-1", "S-2", "S-3"),
    "kesehatan": ("D-III", "S-1", "S-2", "S-3"),
    "teknis": ("SMA", "D-III", "S-1", "S-2", "S-3"),
    "pelaksana": ("SD", "SMP", "SMA", "D-III", "S-1", "S-2"),
}
_ALLOWED_EDUCATION: Final = np.array([[e in _EDUCATION_OF[g] for e in EDUCATION] for g in GROUPS])
_ONLY_PNS: Final = np.arange(len(GROUPS)) <= _G["kepala_faskes"]
_NOT_YOUNGEST: Final = np.arange(len(GROUPS)) <= _G["kepala_faskes"]
_ONLY_OLDEST: Final = np.isin(np.arange(len(GROUPS)), [_G["pimpinan"], _G["kepala_sekolah"]])


def rank_limits(group: IntArray, education: IntArray, rank_group: IntArray) -> tuple[IntArray, IntArray]:
    """Lowest and highest PNS golongan (0 = I/a .. 16 = IV/e) of cells; empty when low > high."""
    low = np.maximum(_RANK_LOW[group], FIRST_RANK[education])
    skilled = np.isin(group, [_G["kesehatan"], _G["teknis"]]) & (education <= KETERAMPILAN)
    high = np.where(group == _G["pelaksana"], _CEILING_PELAKSANA[education], _RANK_HIGH[group])
    high = np.where(skilled, np.minimum(high, _CEILING_SKILLED), high)
    # Ahli Utama (IV/d up) is rare in a city: only with a doctorate (assumed)
    master = np.isin(group, [_G["kesehatan"], _G["teknis"]]) & (education < EDUCATION.index("S-3"))
    high = np.where(master, np.minimum(high, _CEILING_MADYA), high)
    span = _GROUP_RANKS[rank_group]
    return np.maximum(low, span[:, 0]), np.minimum(high, span[:, 1])


def service_limits(cells: CellCodes) -> tuple[IntArray, IntArray]:
    """Inclusive bounds of completed months of service, from status, band and golongan."""
    group, status, service, _, education, rank_group = cells
    years = np.array(list(SERVICE_BANDS.values()))[service]
    low, high = years[:, 0] * 12, years[:, 1] * 12 + 11
    rank_low, _ = rank_limits(group, education, rank_group)
    steps = np.maximum(rank_low - FIRST_RANK[education], 0)
    low = np.maximum(low, _SENIORITY[group])
    low = np.where(status == 0, np.maximum(low, steps * _FASTEST_STEP), low)
    for code, (first, last) in ((1, _PPPK_MONTHS), (2, _PART_TIME_MONTHS)):
        low = np.where(status == code, np.maximum(low, first), low)
        high = np.where(status == code, np.minimum(high, last), high)
    return low, high


def _retirement(group: IntArray, rank_group: IntArray) -> IntArray:
    """Month of age at which the service ends: 58 years, 60 for JPT, teachers and Ahli Madya."""
    sixty = np.isin(group, [_G["pimpinan"], _G["guru"], _G["kepala_sekolah"]])
    expert = np.isin(group, [_G["kepala_faskes"], _G["kesehatan"], _G["teknis"]]) & (rank_group == 3)
    return np.where(sixty | expert, 60, 58) * 12


def age_limits(cells: CellCodes) -> tuple[IntArray, IntArray, IntArray, IntArray]:
    """Inclusive bounds of age in months, and of age at entry in months.

    Returns
    -------
    age_low, age_high, entry_low, entry_high : int arrays, shape (n_cells,)
        ``age_low > age_high`` means that nobody can sit in the cell.
    """
    group, status, _, age, education, rank_group = cells
    low_m, high_m = service_limits(cells)
    leave = _retirement(group, rank_group)
    entry_low = np.where(status == 0, _YOUNGEST[education], np.maximum(_YOUNGEST[education], _YOUNGEST_PPPK))
    entry_high = np.where(status == 0, _OLDEST_PNS_ENTRY, leave - 13)
    years = np.array(list(AGE_BANDS.values()))[age]
    low = np.maximum(years[:, 0] * 12, low_m + entry_low)
    high = np.minimum(np.minimum(years[:, 1] * 12 + 11, leave - 1), high_m + entry_high)
    return low, high, entry_low, entry_high


@lru_cache(maxsize=1)
def feasible_cells() -> npt.NDArray[np.bool_]:
    """Return which cells can hold somebody, shape (group, status, service, age, education, golongan).

    The last axis is the PNS golongan group I-IV; PPPK sit at position 0 of it.

    Examples
    --------
    >>> cells = feasible_cells()
    >>> cells.shape
    (9, 3, 3, 3, 7, 4)
    >>> bool(cells[5, :, :, :, :4].any())  # no teacher below S-1
    False
    """
    shape = (len(GROUPS), len(STATUS), len(SERVICE_BANDS), len(AGE_BANDS), len(EDUCATION), 4)
    cells: CellCodes = tuple(np.indices(shape).reshape(6, -1).astype(np.int64))  # type: ignore[assignment]
    group, status, service, age, education, rank_group = cells
    # PPPK have no PNS golongan: judge them by the highest group so that it bounds nothing
    judged: CellCodes = (group, status, service, age, education, np.where(status == 0, rank_group, 1))
    age_low, age_high, _, _ = age_limits(judged)
    m_low, m_high = service_limits(judged)
    rank_low, rank_high = rank_limits(group, education, rank_group)
    ok = _ALLOWED_EDUCATION[group, education] & (age_low <= age_high) & (m_low <= m_high)
    ok &= np.where(status == 0, rank_low <= rank_high, rank_group == 0)
    ok &= (status == 0) | ~_ONLY_PNS[group]
    ok &= ~(_NOT_YOUNGEST[group] & (age == 0)) & ~(_ONLY_OLDEST[group] & (age != 2))
    out = ok.reshape(shape)
    out.flags.writeable = False
    return out
