"""L2: angka kredit from predicates (PerBKN 3/2023), decimal and half up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction

from simkinerja.rules.checks import choice, many, refuse, whole
from simkinerja.rules.ratings import PREDICATES
from simkinerja.rules.registry import get_rule
from simkinerja.rules.rounding import round_half_up

__all__ = ["credit", "credit_exact", "credit_total"]


def credit_exact(jenjang: str, predicate: str, months: int = 12) -> Fraction:
    """Return the credit of one period before rounding: months/12 x percent x coefficient.

    Raises
    ------
    UsageError
        If a word is unknown or the months are outside 1-12.

    Examples
    --------
    >>> credit_exact("ahli_pertama", "baik", months=2)
    Fraction(25, 12)
    """
    rule = get_rule("angka_kredit.konversi").values
    level = choice(jenjang, "jenjang", "credit", rule["coefficient"])
    percent = rule["percent"][choice(predicate, "predicate", "credit", PREDICATES)]
    months = whole(months, "months", "credit", low=1, high=12, example="months=12")
    return Fraction(months, 12) * Fraction(percent, 100) * Fraction(rule["coefficient"][level])


def credit(jenjang: str, predicate: str, months: int = 12) -> Decimal:
    """Return the credit of one period to two decimals, half up, as the printed table.

    Examples
    --------
    >>> credit("pemula", "sangat_baik"), credit("ahli_pertama", "baik", months=2)
    (Decimal('5.63'), Decimal('2.08'))
    """
    digits = get_rule("angka_kredit.konversi").values["digits"]
    return round_half_up(credit_exact(jenjang, predicate, months), digits)


def credit_total(periods: Iterable[tuple[str, str, int]]) -> Decimal:
    """Return the credit of several periods (jenjang, predicate, months), rounded once at the end.

    Raises
    ------
    UsageError
        If a period is no such triple, a word is unknown or the months are outside 1-12.

    Examples
    --------
    >>> credit_total([("ahli_pertama", "sangat_baik", 12), ("ahli_pertama", "baik", 2)])
    Decimal('20.83')
    """
    example = "periods=[('ahli_pertama', 'baik', 12)]"
    given = list(periods) if isinstance(periods, Iterator) else periods
    rows = many(given, "periods", "credit_total", example)
    for row in rows:
        if not isinstance(row, tuple | list) or not 2 <= len(row) <= 3:
            refuse("periods", "credit_total", "daftar (jenjang, predikat, bulan)", str(row), example)
    digits = get_rule("angka_kredit.konversi").values["digits"]
    return round_half_up(sum((credit_exact(*row) for row in rows), Fraction(0)), digits)
