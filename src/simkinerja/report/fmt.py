"""Numbers and dates as Indonesian readers expect them: decimal comma, thousands dot, names of months.

Babel carries the locale data itself; ``locale.setlocale`` would depend on what the machine has installed.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import isfinite
from typing import Any

__all__ = ["NONE", "fmt_date", "fmt_idr", "fmt_number", "fmt_percent"]

NONE = "–"
"""What stands where there is no number."""

_LOCALE = "id_ID"


def _decimal(x: Any, digits: int) -> Decimal | None:
    """Half up to ``digits`` places; ``None`` for what is no finite number."""
    if x is None or x is not x:
        return None
    if isinstance(x, Fraction):
        x = Decimal(x.numerator) / Decimal(x.denominator)
    elif not isinstance(x, Decimal):
        try:
            number = float(x)
        except (TypeError, ValueError):  # pandas.NA and the like
            return None
        x = Decimal(str(number)) if isfinite(number) else None
    return None if x is None else x.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def fmt_number(x: Any, digits: int = 2, *, signed: bool = False) -> str:
    """Write a number with decimal comma and thousands dot, rounded half up.

    Parameters
    ----------
    x : number or None
        Int, float, Decimal or Fraction; ``None``, NaN and infinities give an en dash.
    digits : int
        Decimal places, always all of them written.
    signed : bool
        Write the plus sign of a positive number, for changes.

    Examples
    --------
    >>> fmt_number(1234.5), fmt_number(82.225), fmt_number(None)
    ('1.234,50', '82,23', '–')
    >>> fmt_number(0.4, 1, signed=True)
    '+0,4'
    """
    from babel.numbers import format_decimal

    value = _decimal(x, digits)
    if value is None:
        return NONE
    if value == 0:
        value = abs(value)
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    text = str(format_decimal(value, format=pattern, locale=_LOCALE))
    return f"+{text}" if signed and value > 0 else text


def fmt_percent(share: Any, digits: int = 0) -> str:
    """Write a share (0-1) as percent.

    Examples
    --------
    >>> fmt_percent(0.125, 1), fmt_percent(1)
    ('12,5%', '100%')
    """
    value = _decimal(share, digits + 12)
    return NONE if value is None else f"{fmt_number(value * 100, digits)}%"


def fmt_idr(amount: Any) -> str:
    """Write an amount of rupiah, in whole rupiah.

    Examples
    --------
    >>> fmt_idr(1250000)
    'Rp1.250.000'
    """
    text = fmt_number(amount, 0)
    if text == NONE:
        return NONE
    return f"-Rp{text[1:]}" if text.startswith("-") else f"Rp{text}"


def fmt_date(day: date | datetime | str, form: str = "long") -> str:
    """Write a date with Indonesian month names.

    Parameters
    ----------
    day : date, datetime or str
        A text must be ISO 8601 (``"2026-03-01"``).
    form : {"short", "medium", "long", "full"}
        Forms of the Unicode locale data.

    Examples
    --------
    >>> fmt_date("2026-03-01")
    '1 Maret 2026'
    """
    from babel.dates import format_date

    if isinstance(day, str):
        day = datetime.fromisoformat(day)
    return str(format_date(day, format=form, locale=_LOCALE))
