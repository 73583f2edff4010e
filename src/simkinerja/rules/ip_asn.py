"""L2: the index of professionalism of ASN (PermenPANRB 38/2018, PerBKN 8/2019; secondary sources)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

from simkinerja.rules.checks import Number, choice, exact, many
from simkinerja.rules.ratings import PREDICATES
from simkinerja.rules.registry import get_rule
from simkinerja.rules.rounding import band_at

__all__ = ["ProfessionalismIndex", "professionalism_index"]


@dataclass(frozen=True, slots=True)
class ProfessionalismIndex:
    """The index (0-100), its four parts and its category.

    Examples
    --------
    >>> professionalism_index("sma", "pelaksana", ["diklat_teknis"], 80, "tidak_pernah").label
    'Sangat Rendah'
    """

    parts: Mapping[str, Fraction]
    total: Fraction
    key: str
    label: str


def professionalism_index(
    qualification: str,
    job_type: str,
    trainings: Collection[str],
    performance: Number,
    discipline: str = "tidak_pernah",
) -> ProfessionalismIndex:
    """Return the IP ASN of one officer.

    Parameters
    ----------
    qualification : {"s3", "s2", "s1", "d3", "sma", "di_bawah_sma"}
        Highest education (``s1`` includes D-IV, ``sma`` D-I and D-II).
    job_type : {"struktural", "fungsional", "pelaksana"}
        Decides which trainings count.
    trainings : collection of str
        Trainings that meet the rule, for example ``["diklat_fungsional", "seminar"]``.
    performance : number or str
        Score 0-100 of the old regime, or a predicate since 2022 (then by an assumed analogy).
    discipline : {"tidak_pernah", "ringan", "sedang", "berat"}
        Gravest punishment of the last five years.

    Raises
    ------
    UsageError
        If a word is unknown or the score is outside 0-100.

    Examples
    --------
    >>> full = ["diklat_fungsional", "diklat_teknis", "seminar"]
    >>> index = professionalism_index("s1", "fungsional", full, 95)
    >>> int(index.total), index.label
    (90, 'Tinggi')
    """
    owner = "professionalism_index"
    rows = {name: get_rule(f"ip_asn.{name}").values["points"] for name in ("kualifikasi", "disiplin")}
    courses = get_rule("ip_asn.kompetensi").values["points"]
    allowed = courses[choice(job_type, "job_type", owner, courses)]
    listed = many(trainings, "trainings", owner, "trainings=['seminar']")
    taken = {choice(name, "trainings", owner, allowed) for name in listed}
    parts = {
        "kualifikasi": rows["kualifikasi"][
            choice(qualification, "qualification", owner, rows["kualifikasi"])
        ],
        "kompetensi": sum((Fraction(allowed[name]) for name in taken), Fraction(0)),
        "kinerja": _performance(performance, owner),
        "disiplin": rows["disiplin"][choice(discipline, "discipline", owner, rows["disiplin"])],
    }
    exacts = {name: Fraction(points) for name, points in parts.items()}
    total = sum(exacts.values(), Fraction(0))
    digits = get_rule("ip_asn.pembulatan").values["digits"]
    band = band_at(total, get_rule("ip_asn.kategori").values["bands"], digits)
    return ProfessionalismIndex(MappingProxyType(exacts), total, band["key"], band["label"])


def _performance(performance: Number, owner: str) -> int:
    if isinstance(performance, str) and not performance.strip()[:1].isdigit():
        points = get_rule("ip_asn.kinerja_predikat").values["points"]
        return int(points[choice(performance, "performance", owner, PREDICATES)])
    score = exact(performance, "performance", owner, low=0, high=100, example="performance=85")
    digits = get_rule("ip_asn.pembulatan").values["digits"]
    return int(band_at(score, get_rule("ip_asn.kinerja").values["bands"], digits)["points"])
