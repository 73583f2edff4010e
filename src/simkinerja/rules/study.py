"""L2: what a grade average (IPK) of an officer on study leave means (PermenPANRB 6/2022, PDF p. 63)."""

from __future__ import annotations

from simkinerja.rules.checks import Number, choice, exact, refuse
from simkinerja.rules.registry import get_rule
from simkinerja.rules.rounding import round_half_up

__all__ = ["gpa_predicate"]


def gpa_predicate(gpa: Number, level: str, accreditation: str, program: str | None = None) -> str:
    """Return the expectation band of a grade average.

    Parameters
    ----------
    gpa : number
        0-4; rounded half up to two decimals first (our choice), as the printed bands have two.
    level : {"s1", "lanjutan"}
        Bachelor, or profession, master and doctorate.
    accreditation : {"A", "B", "C", "luar_negeri"}
        Accreditation of the university, or abroad.
    program : {"A", "B", "C"}, optional
        Accreditation of the study programme, where known; the guide asks for a least one.

    Returns
    -------
    str
        ``sangat_baik``, ``baik``, ``butuh_perbaikan`` or ``kurang``.

    Raises
    ------
    UsageError
        If a word is unknown, the average outside 0-4, or the programme below what the guide covers.

    Examples
    --------
    >>> gpa_predicate("3.39", "lanjutan", "A"), gpa_predicate("2.75", "s1", "C")
    ('baik', 'kurang')
    """
    rule = get_rule("tugas_belajar.ipk").values
    owner = "gpa_predicate"
    table = rule["lower"][choice(level, "level", owner, rule["levels"])]
    bands = table[choice(accreditation, "accreditation", owner, table)]
    value = exact(gpa, "gpa", owner, low=0, high=rule["highest"], example="gpa=3.39")
    if program is not None and accreditation in rule["lowest_program"]:
        least = rule["lowest_program"][accreditation]
        if choice(program, "program", owner, ("A", "B", "C")) > least:
            refuse(
                "program", owner, f"paling rendah {least} untuk universitas {accreditation}", program, "'B'"
            )
    rounded = round_half_up(value)
    return next((str(key) for key, lower in bands.items() if rounded >= lower), "kurang")
