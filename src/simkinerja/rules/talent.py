"""L2: talent management as local practice has it: a score, three bands, nine boxes."""

from __future__ import annotations

from fractions import Fraction

from simkinerja.rules.checks import Number, choice, exact
from simkinerja.rules.ratings import PREDICATES
from simkinerja.rules.registry import get_rule
from simkinerja.rules.rounding import band_at

__all__ = ["performance_score", "talent_band", "talent_box", "talent_score"]


def performance_score(predicate: str) -> int:
    """Return the local score of a predicate: 100, 80, 60, 40, 20.

    Examples
    --------
    >>> performance_score("baik")
    80
    """
    scores = get_rule("talenta.nilai").values["performance"]
    return int(scores[choice(predicate, "predicate", "performance_score", PREDICATES)])


def talent_score(performance: Number, potential: Number) -> Fraction:
    """Return the exact mean of performance and potential, half each (one local specification).

    Examples
    --------
    >>> talent_score(80, 70)
    Fraction(75, 1)
    """
    share = get_rule("talenta.nilai").values["share"]
    work = exact(performance, "performance", "talent_score", low=0, high=100, example="performance=80")
    promise = exact(potential, "potential", "talent_score", low=0, high=100, example="potential=70")
    return work * Fraction(share["kinerja"]) + promise * Fraction(share["potensi"])


def talent_band(score: Number) -> str:
    """Return ``rendah``, ``sedang`` or ``tinggi`` for a score of 0-100 (local bands, half up first).

    Examples
    --------
    >>> talent_band(60), talent_band("60.5"), talent_band(81)
    ('rendah', 'sedang', 'tinggi')
    """
    rule = get_rule("talenta.pita").values
    value = exact(score, "score", "talent_band", low=0, high=100, example="score=75")
    return str(band_at(value, rule["bands"], rule["digits"])["key"])


def talent_box(performance: Number, potential: Number) -> int:
    """Return the box 1-9 (numbering recalled, status assumed).

    Examples
    --------
    >>> talent_box(90, 90), talent_box(70, 70), talent_box(10, 10)
    (9, 5, 1)
    """
    boxes = get_rule("talenta.kotak").values["boxes"]
    return int(boxes[talent_band(performance)][talent_band(potential)])
