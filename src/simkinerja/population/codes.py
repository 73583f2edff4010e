"""L3: the code lists of a population; a code is the position in its list.

Lists that a regulation defines keep their Indonesian words. Golongan: PNS I/a to IV/e (17 steps),
PPPK I to XVII; jenjang of functional posts after PermenPANRB 1/2023.
"""

from __future__ import annotations

from typing import Final

__all__ = [
    "AGE_BANDS",
    "EDUCATION",
    "GOLONGAN",
    "GOLONGAN_GROUPS",
    "GROUPS",
    "JENJANG",
    "JOB_FAMILIES",
    "JOB_TYPES",
    "SERVICE_BANDS",
    "SEX",
    "STATUS",
    "TRAITS",
]

SEX: Final = ("L", "P")
STATUS: Final = ("pns", "pppk", "pppk_paruh_waktu")
EDUCATION: Final = ("SD", "SMP", "SMA", "D-III", "S-1", "S-2", "S-3")
JOB_TYPES: Final = ("struktural", "fungsional", "pelaksana")
JOB_FAMILIES: Final = ("guru", "kesehatan", "teknis")

#: Groups of posts: they fix what a holder must bring along (career.py).
GROUPS: Final = (
    "pimpinan",
    "administrator",
    "pengawas",
    "kepala_sekolah",
    "kepala_faskes",
    "guru",
    "kesehatan",
    "teknis",
    "pelaksana",
)
#: Years of service in completed years, age in completed years: inclusive bounds.
SERVICE_BANDS: Final = {"0-5": (0, 5), "6-30": (6, 30), ">30": (31, 45)}
AGE_BANDS: Final = {"<=26": (18, 26), "27-42": (27, 42), ">=43": (43, 65)}

GOLONGAN_GROUPS: Final = ("I", "II", "III", "IV")
_PNS: Final = tuple(f"{g}/{x}" for g in GOLONGAN_GROUPS for x in ("abcde" if g == "IV" else "abcd"))
_ROMAN: Final = (
    *("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV"),
    *("XVI", "XVII"),
)
#: 0-16 PNS I/a-IV/e, 17-33 PPPK I-XVII.
GOLONGAN: Final = (*_PNS, *_ROMAN)

JENJANG: Final = (
    *("Pemula", "Terampil", "Mahir", "Penyelia"),
    *("Ahli Pertama", "Ahli Muda", "Ahli Madya", "Ahli Utama"),
    *("JPT Pratama", "Administrator", "Pengawas"),
)
TRAITS: Final = ("technical", "interpersonal", "motivation", "digital", "integrity", "resistance")
