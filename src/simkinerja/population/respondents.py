"""Who answered and when: the profile block of a survey form. Unrelated to satisfaction by construction."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from simkinerja.population.workdays import working_days

if TYPE_CHECKING:
    import pandas as pd

    from simkinerja.streams import Streams

__all__ = ["AGE_GROUPS", "EDUCATIONS", "OCCUPATIONS", "profile", "visit_days"]

IntArray = npt.NDArray[np.int64]

# All shares are assumed: no published profile of the visitors of city services was found.
AGE_GROUPS = {"17-25": 0.17, "26-35": 0.29, "36-45": 0.27, "46-55": 0.17, "56+": 0.10}
"""Age groups in years, with their shares."""
EDUCATIONS = {"SD": 0.08, "SMP": 0.12, "SMA": 0.46, "D3": 0.09, "S1": 0.22, "S2+": 0.03}
"""Highest education, with its shares; nobody of 17 to 25 holds an S2."""
OCCUPATIONS = {
    "ASN": 0.08,
    "TNI/Polri": 0.02,
    "swasta": 0.30,
    "wirausaha": 0.26,
    "pelajar/mahasiswa": 0.09,
    "lainnya": 0.25,
}
"""Occupations of the survey form, with their shares; a student older than 35 is turned into ``lainnya``."""


def profile(streams: Streams, slots: IntArray, year: int) -> dict[str, pd.Series]:
    """Return sex, age group, education and occupation of respondents, each shape (n,)."""
    import pandas as pd

    drawn = {
        "sex": {"L": 0.47, "P": 0.53},
        "age_group": AGE_GROUPS,
        "education": EDUCATIONS,
        "occupation": OCCUPATIONS,
    }
    out = {}
    for name, shares in drawn.items():
        keys = np.array(list(shares), dtype=object)
        found = streams.pick(f"survey.profile/{name}", slots, list(shares.values()), year)
        out[name] = pd.Series(keys[found], dtype="str")
    young = out["age_group"] == "17-25"
    out["education"] = out["education"].mask(young & (out["education"] == "S2+"), "S1")
    student = out["occupation"] == "pelajar/mahasiswa"
    out["occupation"] = out["occupation"].mask(
        student & ~out["age_group"].isin(["17-25", "26-35"]), "lainnya"
    )
    return out


def visit_days(streams: Streams, slots: IntArray, year: int, *, weekdays: bool) -> pd.Series:
    """Return the day of each answer, shape (n,), datetime64; counters open on working days only."""
    import pandas as pd

    start, end = np.datetime64(f"{year}-01-01"), np.datetime64(f"{year + 1}-01-01")
    days = working_days(year) if weekdays else np.arange(start, end)
    found = days[streams.integers("survey.day", slots, len(days), year)]
    return pd.Series(found).astype("datetime64[s]")
