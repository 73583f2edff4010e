"""L2: ratings and the performance quadrant of PermenPANRB 6/2022 (PDF pp. 97-103).

Keys are data: ratings ``di_atas``, ``sesuai``, ``di_bawah``; predicates ``sangat_baik``, ``baik``,
``butuh_perbaikan``, ``kurang``, ``sangat_kurang``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType
from typing import Final

from simkinerja.rules.checks import Number, choice, exact, many, refuse
from simkinerja.rules.registry import get_rule

__all__ = ["ORGANISATION", "PREDICATES", "RATINGS", "head_rating", "mean_of_raters", "quadrant"]


def _labels(code: str, key: str) -> Mapping[str, str]:
    return MappingProxyType({row["key"]: row["label"] for row in get_rule(code).values[key]})


# Read once when this module is first used: the fixed vocabulary of the evaluation.
RATINGS: Final[Mapping[str, str]] = _labels("predikat.kuadran", "ratings")
"""The three ratings, best first, with their labels."""

PREDICATES: Final[Mapping[str, str]] = _labels("predikat.kuadran", "predicates")
"""The five predicates of an officer, best first, with their labels."""

ORGANISATION: Final[Mapping[str, str]] = _labels("predikat.organisasi", "predicates")
"""The five predicates of an organisation, best first, with their labels."""


def quadrant(results: str, behaviour: str) -> str:
    """Return the predicate of an officer from the two ratings.

    Parameters
    ----------
    results, behaviour : {"di_atas", "sesuai", "di_bawah"}
        Rating of hasil kerja and of perilaku kerja.

    Returns
    -------
    str
        A key of :data:`PREDICATES`.

    Raises
    ------
    UsageError
        If a rating is unknown.

    Examples
    --------
    >>> quadrant("di_atas", "di_bawah"), quadrant("di_bawah", "di_atas")
    ('kurang', 'butuh_perbaikan')
    """
    row = choice(results, "results", "quadrant", RATINGS)
    column = choice(behaviour, "behaviour", "quadrant", RATINGS)
    found: str = get_rule("predikat.kuadran").values["cells"][row][column]
    return found


def head_rating(organisation: str) -> str:
    """Return the rating of hasil kerja of a unit's head from the unit's achievement (assumed fold).

    Examples
    --------
    >>> head_rating("istimewa"), head_rating("butuh_perbaikan")
    ('di_atas', 'di_bawah')
    """
    key = choice(organisation, "organisation", "head_rating", ORGANISATION)
    found: str = get_rule("predikat.pimpinan_unit").values["fold"][key]
    return found


def mean_of_raters(scores: Sequence[Number | None]) -> Fraction:
    """Return the mean of what the raters gave; who gave nothing is left out, never counted as zero.

    Parameters
    ----------
    scores : sequence of number or None
        One entry a rater, 0-100; None for a rater who did not answer. No weights: the law gives none.

    Raises
    ------
    UsageError
        If nobody answered or a score is outside 0-100.

    Examples
    --------
    >>> mean_of_raters([80, 90, None])
    Fraction(85, 1)
    """
    given = [
        exact(score, "scores", "mean_of_raters", low=0, high=100, example="scores=[80, 90, None]")
        for score in many(scores, "scores", "mean_of_raters", "scores=[80, 90, None]")
        if score is not None
    ]
    if not given:
        refuse(
            "scores", "mean_of_raters", "memuat nilai dari paling sedikit satu penilai", None, "[80, None]"
        )
    return sum(given, Fraction(0)) / len(given)
