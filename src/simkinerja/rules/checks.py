"""L2: the checks that all rules share. What is wrong leaves as one Indonesian sentence."""

from __future__ import annotations

import operator
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final, NoReturn, TypeAlias

from simkinerja.errors import UsageError, nearest, problem

__all__ = ["Number", "choice", "day", "exact", "flag", "many", "pairs", "refuse", "shown", "whole"]

_LONGEST: Final = 60  # characters of a text that a sentence repeats
_LARGEST: Final = 10**30
_EXPONENT: Final = 400  # beyond every float; "1e999999999" would fill the memory as a fraction

Number: TypeAlias = int | float | Decimal | Fraction | str


def shown(value: object) -> str:
    """Return a value as an Indonesian reader expects it: decimal comma, text in quotes.

    Examples
    --------
    >>> shown(1.5), shown("x"), shown(None)
    ('1,5', "'x'", 'kosong')
    """
    if value is None:
        return "kosong"
    if isinstance(value, str):
        return f"'{value[:_LONGEST]}…'" if len(value) > _LONGEST else f"'{value}'"
    if isinstance(value, int | Fraction) and not -_LARGEST < value < _LARGEST:
        return "bilangan yang terlalu besar"
    if isinstance(value, Fraction) and value.denominator != 1:
        return f"{float(value):.6g}".replace(".", ",")
    if isinstance(value, int | float | Decimal | Fraction):
        return str(value).replace(".", ",")
    if isinstance(value, date):
        return value.isoformat()
    return f"{type(value).__name__} ({str(value)[:60]})"


def refuse(name: str, owner: str, allowed: str, got: object, example: str) -> NoReturn:
    """Raise the one error for a parameter outside what is allowed.

    Raises
    ------
    UsageError
        Always, with the reason code ``parameter``.
    """
    raise UsageError(
        [problem("parameter", name=name, owner=owner, allowed=allowed, got=shown(got), example=example)]
    )


def whole(
    value: object, name: str, owner: str, *, low: int | None = 0, high: int | None = None, example: str
) -> int:
    """Return a whole number within ``[low, high]``; numpy integers pass, booleans do not.

    Raises
    ------
    UsageError
        If it is no whole number or outside the range.

    Examples
    --------
    >>> whole(3, "n", "nrr", low=1, example="n=29")
    3
    """
    allowed = "bilangan bulat" + _range(low, high)
    if isinstance(value, bool | str) or value is None:
        refuse(name, owner, allowed, value, example)
    try:
        number = operator.index(value)  # type: ignore[arg-type]
    except TypeError:
        refuse(name, owner, allowed, value, example)
    if (low is not None and number < low) or (high is not None and number > high):
        refuse(name, owner, allowed, number, example)
    return number


def exact(
    value: object,
    name: str,
    owner: str,
    *,
    low: Number | None = None,
    high: Number | None = None,
    example: str,
) -> Fraction:
    """Return a number as an exact fraction; a float stands for its shortest decimal text.

    Text may have a decimal comma (``"3,25"``).

    Raises
    ------
    UsageError
        If it is no finite number or outside ``[low, high]``.

    Examples
    --------
    >>> exact(76.605, "ikm", "letter", example="ikm=82.5")
    Fraction(15321, 200)
    """
    allowed = "bilangan" + _range(low, high)
    number = _fraction(value)
    if number is None:
        refuse(name, owner, allowed, value, example)
    if (low is not None and number < Fraction(low)) or (high is not None and number > Fraction(high)):
        refuse(name, owner, allowed, value, example)
    return number


def _fraction(value: Any) -> Fraction | None:
    """Exact value of a number or of its decimal text; None for anything else."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, Fraction):
        return value
    try:
        if hasattr(value, "__index__"):
            return Fraction(operator.index(value))
        if isinstance(value, str):
            value = Decimal(value.strip().replace(",", "."))
        elif not isinstance(value, Decimal):
            value = Decimal(str(float(value)))
        return Fraction(value) if abs(value.adjusted()) <= _EXPONENT else None
    except (TypeError, ValueError, ArithmeticError):
        return None


def _range(low: object, high: object) -> str:
    if low is not None and high is not None:
        return f" antara {_bare(low)} dan {_bare(high)}"
    if low is not None:
        return f" paling sedikit {_bare(low)}"
    return f" paling banyak {_bare(high)}" if high is not None else ""


def _bare(value: object) -> str:
    return shown(value).strip("'").replace(".", ",")


def choice(value: object, name: str, owner: str, known: Iterable[str] | Mapping[str, object]) -> str:
    """Return one of the known words; an unknown word is answered with the nearest known one.

    Raises
    ------
    UsageError
        If the word is not known.

    Examples
    --------
    >>> choice("plain", "how", "aggregate", ["plain", "weighted"])
    'plain'
    """
    words = list(known)
    if isinstance(value, str) and value in words:
        return value
    hint = nearest(value, words) if isinstance(value, str) else ""
    listed = ", ".join(f"'{word}'" for word in words)
    refuse(name, owner, f"salah satu dari {listed}", value, f"{name}='{words[0]}'.{hint}".rstrip("."))


def flag(value: object, name: str, owner: str) -> bool:
    """Return a yes or no; a word such as ``"tidak"`` would count as yes, so only booleans pass.

    Raises
    ------
    UsageError
        If it is neither True nor False.

    Examples
    --------
    >>> flag(True, "cpns", "allowance_balangan")
    True
    """
    if not isinstance(value, bool):
        refuse(name, owner, "True atau False", value, f"{name}=True")
    return value


def pairs(value: Any, name: str, owner: str, example: str) -> Mapping[Any, Any]:
    """Return a mapping; anything else is refused.

    Raises
    ------
    UsageError
        If it is no mapping.

    Examples
    --------
    >>> pairs({"baik": 3}, "counts", "check_law", "counts={'baik': 3}")
    {'baik': 3}
    """
    if not isinstance(value, Mapping):
        refuse(name, owner, "pasangan kunci dan nilai (dict)", value, example)
    return value


def many(value: Any, name: str, owner: str, example: str) -> Collection[Any]:
    """Return a list, tuple or other collection; a text or a mapping is refused.

    Raises
    ------
    UsageError
        If it is no collection.

    Examples
    --------
    >>> many([80, 90], "scores", "mean_of_raters", "scores=[80, 90]")
    [80, 90]
    """
    if isinstance(value, str | bytes | Mapping) or not isinstance(value, Collection):
        refuse(name, owner, "daftar (list atau tuple)", value, example)
    return value


def day(value: object, name: str, owner: str) -> date:
    """Return a date; a ``datetime`` loses its clock time, ISO text is read.

    Raises
    ------
    UsageError
        If it is neither a date nor ISO text.

    Examples
    --------
    >>> day("2026-01-31", "received", "objection_deadlines")
    datetime.date(2026, 1, 31)
    """
    example = f"{name}='2026-01-31'"
    if isinstance(value, date):
        return date(value.year, value.month, value.day)
    if isinstance(value, str):
        try:
            return date.fromisoformat(value.strip()[:10])
        except ValueError:
            refuse(name, owner, "tanggal (tahun-bulan-hari)", value, example)
    refuse(name, owner, "tanggal (tahun-bulan-hari)", value, example)
