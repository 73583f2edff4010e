"""L3: jabatan, jenjang and academic titles that go with a post, an education and a golongan."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from simkinerja.population.codes import EDUCATION, GROUPS, JENJANG

__all__ = [
    "BASES",
    "EVERYWHERE",
    "EXPERTS_ONLY",
    "HEALTH",
    "JENJANG_OF",
    "PELAKSANA",
    "SKILLED_ONLY",
    "TITLE_BACK",
    "TITLE_FRONT",
    "VARIANTS",
    "profession",
    "technical_names",
]

IntArray = npt.NDArray[np.int64]
VARIANTS: Final = 16
_E: Final = {name: i for i, name in enumerate(EDUCATION)}

#: Base names of posts; the city's own functional posts are added behind.
BASES: Final = (
    *("", "Guru", "Perawat", "Bidan", "Dokter", "Apoteker", "Tenaga Sanitasi Lingkungan", "Nutrisionis"),
    *("Pengelola Umum Operasional", "Operator Layanan Operasional", "Pengadministrasi Perkantoran"),
    *("Pengelola Layanan Operasional", "Pengolah Data dan Informasi"),
    *("Penata Layanan Operasional", "Penelaah Teknis Kebijakan"),
    *("Kepala Seksi", "Kepala Subbagian"),
)
_B: Final = {name: i for i, name in enumerate(BASES)}


#: Functional posts that exist as experts only (Ahli), or as skilled workers only; all others as both.
#: Recalled from the lists of functional posts, not read in the regulations: assumed.
EXPERTS_ONLY: Final = frozenset(
    {
        *("Administrator Database Kependudukan", "Administrator Kesehatan", "Analis Kebakaran"),
        *("Analis Kebijakan", "Analis Keuangan Pusat dan Daerah", "Analis Perdagangan"),
        *("Analis Sumber Daya Manusia Aparatur", "Assessor Sumber Daya Manusia Aparatur"),
        *("Mediator Hubungan Industrial", "Penata Kelola Penanaman Modal", "Penata Perizinan"),
        *("Penata Ruang", "Peneliti", "Pengawas Koperasi", "Pengawas Lingkungan Hidup"),
        *("Pengawas Penyelenggaraan Urusan Pemerintahan di Daerah", "Pengelola Pengadaan Barang/Jasa"),
        *("Pengembang Teknologi Pembelajaran", "Perancang Peraturan Perundang-undangan", "Perencana"),
        "Perisalah Legislatif",
    }
)
SKILLED_ONLY: Final = frozenset({"Pemadam Kebakaran", "Pranata Sumber Daya Manusia Aparatur"})
#: Who works where an agency's list has no post of a level: a post of both, found in every agency.
EVERYWHERE: Final = "Arsiparis"


def technical_names(listed: Sequence[str], expert: bool) -> list[str]:
    """Names of an agency's technical posts by variant, none of which contradicts the level.

    Examples
    --------
    >>> technical_names(["Perencana", "Arsiparis"], expert=False)[:2]
    ['Arsiparis', 'Arsiparis']
    >>> technical_names(["Perencana", "Arsiparis"], expert=True)[:2]
    ['Perencana', 'Arsiparis']
    """
    barred = SKILLED_ONLY if expert else EXPERTS_ONLY
    fitting = [name for name in listed if name not in barred] or [EVERYWHERE]
    picks = [listed[v % len(listed)] for v in range(VARIANTS)]
    return [fitting[v % len(fitting)] if name in barred else name for v, name in enumerate(picks)]


def _spread(*pairs: tuple[str, int]) -> list[int]:
    out = [_B[name] for name, share in pairs for _ in range(share)]
    if len(out) != VARIANTS:
        raise ValueError(f"{len(out)} variants, not {VARIANTS}")
    return out


_DIPLOMA_P: Final = _spread(
    ("Perawat", 7), ("Bidan", 6), ("Tenaga Sanitasi Lingkungan", 1), ("Nutrisionis", 2)
)
_DIPLOMA_L: Final = _spread(("Perawat", 11), ("Tenaga Sanitasi Lingkungan", 3), ("Nutrisionis", 2))
_BACHELOR_P: Final = _spread(
    *(("Perawat", 6), ("Bidan", 3), ("Dokter", 4), ("Apoteker", 1)),
    *(("Nutrisionis", 1), ("Tenaga Sanitasi Lingkungan", 1)),
)
_BACHELOR_L: Final = _spread(
    ("Perawat", 8), ("Dokter", 4), ("Apoteker", 1), ("Nutrisionis", 1), ("Tenaga Sanitasi Lingkungan", 2)
)
_MASTER: Final = _spread(("Dokter", 11), ("Perawat", 3), ("Apoteker", 2))
_DOCTOR: Final = _spread(("Dokter", 16))
#: Health profession by education, sex and variant, shape (7, 2, 16); below D-III nobody.
HEALTH: Final = np.array(
    [[_DIPLOMA_L, _DIPLOMA_P]] * 4 + [[_BACHELOR_L, _BACHELOR_P], [_MASTER, _MASTER], [_DOCTOR, _DOCTOR]]
)
_BASIC: Final = _spread(("Pengelola Umum Operasional", 16))
_SMA: Final = _spread(("Operator Layanan Operasional", 8), ("Pengadministrasi Perkantoran", 8))
_D3: Final = _spread(("Pengelola Layanan Operasional", 8), ("Pengolah Data dan Informasi", 8))
_S1: Final = _spread(("Penata Layanan Operasional", 8), ("Penelaah Teknis Kebijakan", 8))
#: Pelaksana posts by education and variant, shape (7, 16); names after KepmenPANRB 11/2024.
PELAKSANA: Final = np.array([_BASIC, _BASIC, _SMA, _D3, _S1, _S1, _S1])


def _jenjang_table() -> IntArray:
    """Jenjang code + 1 (0 = none) by group, education and golongan (34), shape (9, 7, 34)."""
    out = np.zeros((len(GROUPS), len(EDUCATION), 34), dtype=np.int64)
    code = {name: i + 1 for i, name in enumerate(JENJANG)}
    for group, name in (
        ("pimpinan", "JPT Pratama"),
        ("administrator", "Administrator"),
        ("pengawas", "Pengawas"),
    ):
        out[GROUPS.index(group)] = code[name]
    expert = np.zeros(34, dtype=np.int64)
    for name, low, high in (
        ("Ahli Pertama", 8, 9),
        ("Ahli Muda", 10, 11),
        ("Ahli Madya", 12, 14),
        ("Ahli Utama", 15, 16),
    ):
        expert[low : high + 1] = code[name]
    expert[[25, 26]], expert[27] = code["Ahli Pertama"], code["Ahli Muda"]  # PPPK IX, X and XI
    skilled = np.zeros(34, dtype=np.int64)
    for name, low, high in (("Pemula", 4, 4), ("Terampil", 5, 7), ("Mahir", 8, 9), ("Penyelia", 10, 11)):
        skilled[low : high + 1] = code[name]
    skilled[21], skilled[23] = code["Pemula"], code["Terampil"]  # PPPK V and VII
    for group in ("kepala_sekolah", "kepala_faskes", "guru", "kesehatan", "teknis"):
        out[GROUPS.index(group), _E["S-1"] :] = expert
        out[GROUPS.index(group), : _E["S-1"]] = skilled
    return out


JENJANG_OF: Final = _jenjang_table()

_PROFESSIONS: Final = (
    "umum",
    "Guru",
    "Perawat",
    "Bidan",
    "Dokter",
    "Apoteker",
    "Tenaga Sanitasi Lingkungan",
    "Nutrisionis",
)
_FIRST_DEGREE: Final[dict[str, tuple[str, ...]]] = {
    "umum": ("S.E.", "S.Sos.", "S.H.", "S.IP.", "S.Kom.", "S.A.P.", "S.T.", "S.M."),
    "Guru": ("S.Pd.", "S.Pd.", "S.Pd.", "S.Pd.I.", "S.Pd.", "S.Pd.SD.", "S.Pd.", "S.Si."),
    "Perawat": ("S.Kep., Ners", "S.Kep.", "S.Kep., Ners", "S.Tr.Kep."),
    "Bidan": ("S.Tr.Keb.", "S.Keb."),
    "Dokter": ("",),
    "Apoteker": ("S.Farm., Apt.", "S.Si., Apt."),
    "Tenaga Sanitasi Lingkungan": ("S.K.M.", "S.Tr.Kes."),
    "Nutrisionis": ("S.Gz.", "S.Tr.Gz."),
}
_DIPLOMA: Final[dict[str, tuple[str, ...]]] = {
    "umum": ("A.Md.", "A.Md.Kom.", "A.Md.", "A.Md.Ak."),
    "Guru": ("A.Md.Pd.",),
    "Perawat": ("A.Md.Kep.",),
    "Bidan": ("A.Md.Keb.",),
    "Dokter": ("A.Md.Kes.",),
    "Apoteker": ("A.Md.Farm.",),
    "Tenaga Sanitasi Lingkungan": ("A.Md.KL.",),
    "Nutrisionis": ("A.Md.Gz.",),
}
_SECOND_DEGREE: Final[dict[str, tuple[str, ...]]] = {
    "umum": ("M.Si.", "M.A.P.", "M.M.", "M.H."),
    "Guru": ("M.Pd.", "M.Pd.", "M.M.Pd.", "M.Si."),
    "Perawat": ("M.Kep.",),
    "Bidan": ("M.Keb.",),
    "Dokter": ("M.Kes.", "M.K.M."),
    "Apoteker": ("M.Farm.",),
    "Tenaga Sanitasi Lingkungan": ("M.K.M.",),
    "Nutrisionis": ("M.Gizi",),
}


def profession(base: IntArray) -> IntArray:
    """Profession (position in a title table) of base posts; everything else is general.

    Examples
    --------
    >>> profession(np.array([1, 4, 9])).tolist()
    [1, 4, 0]
    """
    return np.where((base >= 1) & (base <= 7), base, 0)


def _titles() -> tuple[list[list[list[str]]], list[list[str]]]:
    back, front = [], []
    for name in _PROFESSIONS:
        rows: list[list[str]] = []
        for education in EDUCATION:
            picks = []
            for v in range(VARIANTS):
                first = _FIRST_DEGREE[name][v % len(_FIRST_DEGREE[name])]
                second = _SECOND_DEGREE[name][v % len(_SECOND_DEGREE[name])]
                both = ", ".join(part for part in (first, second) if part)
                by_level = {
                    "D-III": _DIPLOMA[name][v % len(_DIPLOMA[name])],
                    "S-1": first,
                    "S-2": both,
                    "S-3": both,
                }
                picks.append(by_level.get(education, ""))
            rows.append(picks)
        back.append(rows)
        doctor = "dr." if name == "Dokter" else ""
        front.append(["", "", "", "", doctor, doctor, f"Dr. {doctor}".strip()])
    return back, front


#: Academic titles behind the name by profession, education, variant; in front by profession, education.
TITLE_BACK: Final = np.array(_titles()[0])
TITLE_FRONT: Final = np.array(_titles()[1])
