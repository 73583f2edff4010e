"""L2: the public satisfaction survey (SKM) of PermenPANRB 14/2017, exact to the last digit.

Totals are whole numbers, everything up to the index is a :class:`fractions.Fraction`, and there is one
half-up rounding at the end. Elements are keyed by name, because the order of U8 and U9 differs in the wild.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from simkinerja.rules.checks import Number, choice, exact, pairs, refuse, whole
from simkinerja.rules.registry import get_rule
from simkinerja.rules.rounding import band_at, round_half_up

__all__ = [
    "BANDS",
    "ELEMENTS",
    "LABELS",
    "Band",
    "aggregate_services",
    "band_of",
    "index_14",
    "index_from_nrr",
    "index_from_totals",
    "krejcie_morgan_exact",
    "letter",
    "letter_14",
    "nrr",
    "round_half_up",
    "round_index",
    "sample_size_cochran",
    "sample_size_krejcie_morgan",
]

# Read once when this module is first used: the names below are the fixed vocabulary of the survey.
_ELEMENT_ROWS: Final = get_rule("skm.unsur").values["elements"]
_LOWEST: Final[int] = get_rule("skm.unsur").values["scale"]["lowest"]
_HIGHEST: Final[int] = get_rule("skm.unsur").values["scale"]["highest"]
_CONVERSION: Final[int] = get_rule("skm.bobot").values["conversion"]
_DIGITS: Final[int] = get_rule("skm.pembulatan").values["digits"]

ELEMENTS: Final[tuple[str, ...]] = tuple(get_rule("skm.urutan").values["default"])
"""Keys of the nine elements, in the default order U1..U9 (status assumed)."""

LABELS: Final[Mapping[str, str]] = {row["key"]: row["label"] for row in _ELEMENT_ROWS}
"""Indonesian label of every element key."""


@dataclass(frozen=True, slots=True)
class Band:
    """One quality letter with the ends that the regulation prints (both inclusive, two decimals).

    Examples
    --------
    >>> BANDS[-1].letter, BANDS[-1].lower
    ('A', Decimal('88.31'))
    """

    letter: str
    perception: int
    lower: Decimal
    upper: Decimal
    label: str

    @property
    def threshold(self) -> Fraction:
        """Lowest unrounded index that still rounds half up into this band: for vector code.

        Examples
        --------
        >>> float(BANDS[-1].threshold)
        88.305
        """
        half = Fraction(1, 2 * 10**_DIGITS)
        return Fraction(self.lower) - half


BANDS: Final[tuple[Band, ...]] = tuple(Band(**row) for row in get_rule("skm.mutu").values["bands"])
"""The four bands, lowest (D) first."""


def nrr(total: int, n: int) -> Fraction:
    """Return the mean answer of one element (nilai rata-rata), exact.

    Parameters
    ----------
    total : int
        Sum of the answers 1-4, between ``n`` and ``4 n``.
    n : int
        Number of answers, at least 1.

    Raises
    ------
    UsageError
        If ``n`` is not positive or the total cannot come from ``n`` answers.

    Examples
    --------
    >>> nrr(105, 29)
    Fraction(105, 29)
    """
    n = whole(n, "n", "nrr", low=1, example="n=29")
    low, high = _LOWEST * n, _HIGHEST * n
    return Fraction(whole(total, "total", "nrr", low=low, high=high, example=f"total={3 * n}"), n)


def index_from_totals(totals: Mapping[str, int], counts: Mapping[str, int]) -> Fraction:
    """Return the exact index (IKM, 25-100): the mean of the elements' NRR times 25, weight 1/N.

    Parameters
    ----------
    totals, counts : mapping of str to int
        Sum and number of the answers of every element, by key. Blank answers are left out of both. The
        same keys in both; normally :data:`ELEMENTS`.

    Raises
    ------
    UsageError
        If the keys differ, there are none, an element has no answer, or a total is impossible.

    Examples
    --------
    >>> gaspul = dict(zip(ELEMENTS, (105, 101, 100, 116, 102, 105, 106, 105, 115), strict=True))
    >>> round_half_up(index_from_totals(gaspul, dict.fromkeys(ELEMENTS, 29)))
    Decimal('91.48')
    """
    pairs(totals, "totals", "index_from_totals", "totals={'persyaratan': 105, ...}")
    pairs(counts, "counts", "index_from_totals", "counts={'persyaratan': 29, ...}")
    if set(totals) != set(counts):
        allowed = "memuat unsur yang sama dengan 'totals'"
        got = ", ".join(map(str, counts))
        refuse("counts", "index_from_totals", allowed, got, "counts={'persyaratan': 29, ...}")
    return index_from_nrr({key: nrr(totals[key], counts[key]) for key in totals})


def index_from_nrr(values: Mapping[str, Number], weight: Number | None = None) -> Fraction:
    """Return the exact index from the elements' mean answers.

    Parameters
    ----------
    values : mapping of str to number
        NRR of every element, 1-4.
    weight : number, optional
        Weight of each element as some office prints it (0.11, 0.111); 1/N without it, which is the rule.

    Raises
    ------
    UsageError
        If there is no element, a value is outside 1-4, or the weight is outside 0-1.

    Examples
    --------
    >>> index_from_nrr(dict.fromkeys(ELEMENTS, 4), weight=0.11)
    Fraction(99, 1)
    """
    if not pairs(values, "values", "index_from_nrr", "values={'waktu': 3.2}"):
        refuse("values", "index_from_nrr", "memuat paling sedikit satu unsur", None, "values={'waktu': 3.2}")
    owner = "index_from_nrr"
    exacts = [
        exact(value, key, owner, low=_LOWEST, high=_HIGHEST, example=f"{key}=3.25")
        for key, value in values.items()
    ]
    share = Fraction(1, len(exacts))
    if weight is not None:
        share = exact(weight, "weight", owner, low=0, high=1, example="weight=0.111")
    return sum(exacts, Fraction(0)) * share * _CONVERSION


def round_index(ikm: Number) -> Decimal:
    """Return an index as it is printed: half up to two decimals (``skm.pembulatan``).

    Examples
    --------
    >>> round_index(Fraction(4925, 54))
    Decimal('91.20')
    """
    return round_half_up(ikm, _DIGITS)


def band_of(ikm: Number) -> Band:
    """Return the band of an index, after half-up rounding to two decimals, so that no hole is left.

    Raises
    ------
    UsageError
        If the index, rounded, is outside 25-100.

    Examples
    --------
    >>> band_of("88.305").label
    'Sangat baik'
    """
    low, high = BANDS[0].lower, BANDS[-1].upper
    rounded = round_half_up(exact(ikm, "ikm", "letter", example="ikm=82.5"), _DIGITS)
    if not low <= rounded <= high:
        refuse("ikm", "letter", f"bilangan antara {int(low)} dan {int(high)}", ikm, "ikm=82.5")
    return next(band for band in reversed(BANDS) if rounded >= band.lower)


def letter(ikm: Number) -> str:
    """Return the quality letter A-D of an index (IKM, 25-100).

    Examples
    --------
    >>> letter("88.30"), letter("88.31"), letter("76.605"), letter("57.5")
    ('B', 'A', 'B', 'D')
    """
    return band_of(ikm).letter


def aggregate_services(
    indices: Mapping[str, Number], respondents: Mapping[str, int] | None = None
) -> Fraction:
    """Return the index of a unit from the indices of its services.

    Parameters
    ----------
    indices : mapping of str to number
        Exact index of every service.
    respondents : mapping of str to int, optional
        Respondents of every service. Without it the services count alike (as the national report
        template does); with it every respondent counts alike.

    Raises
    ------
    UsageError
        If there is no service, the keys differ, or nobody responded.

    Examples
    --------
    >>> services = {"KTP": "83.3333", "KK": "81.1111"}
    >>> round_half_up(aggregate_services(services))
    Decimal('82.22')
    >>> round_half_up(aggregate_services(services, {"KTP": 400, "KK": 50}))
    Decimal('83.09')
    """
    owner = "aggregate_services"
    if not pairs(indices, "indices", owner, "indices={'KTP': 83.3}"):
        refuse("indices", owner, "memuat paling sedikit satu layanan", None, "indices={'KTP': 83.3}")
    if respondents is None:
        respondents = dict.fromkeys(indices, 1)
    if set(pairs(respondents, "respondents", owner, "respondents={'KTP': 400}")) != set(indices):
        got = ", ".join(map(str, respondents))
        refuse("respondents", owner, "memuat layanan yang sama", got, "respondents={'KTP': 400}")
    weights = {key: whole(respondents[key], key, owner, example=f"{key}=50") for key in indices}
    n = sum(weights.values())
    if n == 0:
        refuse("respondents", owner, "memuat paling sedikit satu responden", 0, "{'KTP': 400}")
    parts = (
        exact(x, key, owner, low=0, high=100, example="83.3") * weights[key] for key, x in indices.items()
    )
    return sum(parts, Fraction(0)) / n


def index_14(values: Mapping[str, Number]) -> Fraction:
    """Return the index of the older regime: fourteen elements, each with the weight 0.071 (2004-2014).

    Raises
    ------
    UsageError
        If there are not exactly fourteen elements, or one is outside 1-4.

    Examples
    --------
    >>> round_half_up(index_14({f"u{i}": 3 for i in range(1, 15)}))
    Decimal('74.55')
    """
    rule = get_rule("skm.unsur14").values
    if len(pairs(values, "values", "index_14", "values={'u1': 3.01, ...}")) != rule["n_elements"]:
        refuse("values", "index_14", f"memuat {rule['n_elements']} unsur", len(values), "{'u1': 3.01, ...}")
    return index_from_nrr(values, weight=rule["weight"])


def letter_14(ikm: Number) -> str:
    """Return the letter of an index of the older regime, whose bands were others (recalled: assumed).

    Examples
    --------
    >>> letter_14("74.67"), letter("74.67")
    ('B', 'C')
    """
    value = exact(ikm, "ikm", "letter_14", low=0, high=100, example="ikm=74.67")
    bands = get_rule("skm.mutu14").values["bands"]
    lowest = bands[0]["lower"]
    if round_half_up(value, _DIGITS) < lowest:
        refuse("ikm", "letter_14", f"bilangan antara {int(lowest)} dan 100", ikm, "ikm=74.67")
    return str(band_at(value, bands, _DIGITS)["letter"])


def _rounded_up(value: Fraction, rounding: str) -> int:
    return math.ceil(value) if rounding == "ceiling" else math.floor(value + Fraction(1, 2))


def sample_size_krejcie_morgan(N: int, rounding: str | None = None) -> int:
    """Return the sample size of Krejcie and Morgan for a population of ``N``.

    Parameters
    ----------
    N : int
        Users of the service in the period, at least 1.
    rounding : {"nearest", "ceiling"}, optional
        The classic table rounds to the nearest whole number (the default), some offices up.

    Examples
    --------
    >>> sample_size_krejcie_morgan(450), sample_size_krejcie_morgan(450, "ceiling")
    (207, 208)
    """
    rule = get_rule("skm.sampel_krejcie_morgan").values
    owner = "sample_size_krejcie_morgan"
    N = whole(N, "N", owner, low=1, example="N=450")
    usual = rule["default_rounding"]
    how = choice(usual if rounding is None else rounding, "rounding", owner, rule["rounding"])
    return _rounded_up(krejcie_morgan_exact(N), how)


def krejcie_morgan_exact(N: int) -> Fraction:
    """Return the Krejcie-Morgan size before any rounding.

    Examples
    --------
    >>> float(round(krejcie_morgan_exact(450), 2))
    207.47
    """
    rule = get_rule("skm.sampel_krejcie_morgan").values
    N = whole(N, "N", "krejcie_morgan_exact", low=1, example="N=450")
    chi, p, d = (Fraction(rule[key]) for key in ("chi_square", "share", "margin"))
    spread = chi * p * (1 - p)
    return spread * N / (d**2 * (N - 1) + spread)


def sample_size_cochran(
    N: int | None = None,
    *,
    margin: Number | None = None,
    share: Number | None = None,
    confidence: str | None = None,
    rounding: str | None = None,
) -> int:
    """Return Cochran's sample size, with the finite-population correction where ``N`` is given.

    Parameters
    ----------
    N : int, optional
        Size of the population; without it the population counts as very large.
    margin : number, optional
        Half width of the interval (0.05), as a share.
    share : number, optional
        Expected share (0.5, the most cautious).
    confidence : {"0.90", "0.95", "0.99"}, optional
        Confidence level; 0.95 without it.
    rounding : {"nearest", "ceiling"}, optional
        Up, unless stated otherwise: rounding down would miss the margin.

    Examples
    --------
    >>> sample_size_cochran(), sample_size_cochran(450)
    (385, 208)
    """
    rule = get_rule("skm.sampel_cochran").values
    owner = "sample_size_cochran"
    d = exact(
        rule["margin"] if margin is None else margin,
        "margin",
        owner,
        low="0.0001",
        high="0.5",
        example="margin=0.05",
    )
    p = exact(
        rule["share"] if share is None else share,
        "share",
        owner,
        low="0.01",
        high="0.99",
        example="share=0.5",
    )
    level = rule["confidence"] if confidence is None else confidence
    z = Fraction(rule["z"][choice(level, "confidence", owner, rule["z"])])
    usual = rule["default_rounding"]
    how = choice(usual if rounding is None else rounding, "rounding", owner, rule["rounding"])
    size = z**2 * p * (1 - p) / d**2
    if N is not None:
        N = whole(N, "N", owner, low=1, example="N=450")
        size = size / (1 + (size - 1) / N)
    return _rounded_up(size, how)
