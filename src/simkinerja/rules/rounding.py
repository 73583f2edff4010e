"""L2: the one rounding of all rules, half up, and bands without holes."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from simkinerja.rules.checks import Number, exact, refuse, shown, whole

__all__ = ["band_at", "round_half_up"]


def round_half_up(x: Number, digits: int = 2) -> Decimal:
    """Round half up (away from zero), the one rounding at the end.

    Parameters
    ----------
    x : number
        Exact; a float stands for its shortest decimal text.
    digits : int
        Decimals to keep, 0-12.

    Examples
    --------
    >>> round_half_up(Fraction(15321, 200)), round_half_up(Decimal("2.8125"))
    (Decimal('76.61'), Decimal('2.81'))
    """
    digits = whole(digits, "digits", "round_half_up", high=12, example="digits=2")
    value = exact(x, "x", "round_half_up", example="x=76.605")
    scaled = abs(value) * 10**digits
    units = math.floor(scaled + Fraction(1, 2))
    return Decimal(units if value >= 0 else -units).scaleb(-digits)


def band_at(value: Number, bands: Sequence[Mapping[str, Any]], digits: int) -> Mapping[str, Any]:
    """Return the band of a value: rounded half up first, then the highest band whose lower end it reaches.

    Parameters
    ----------
    value : number
        At least the lowest end.
    bands : sequence of mapping
        Rows with ``lower``, lowest first, as the YAML files hold them.
    digits : int
        Decimals to round to, so that no value falls between two printed bands.

    Raises
    ------
    UsageError
        If the value is below the lowest band.

    Examples
    --------
    >>> band_at("80.5", [{"lower": 0}, {"lower": 61}, {"lower": 81}], 0)["lower"]
    81
    """
    rounded = round_half_up(value, digits)
    if rounded < bands[0]["lower"]:
        refuse("value", "band_at", f"paling sedikit {shown(bands[0]['lower'])}", rounded, "value=80")
    return next(band for band in reversed(bands) if rounded >= band["lower"])
