"""L3: what people type into a scheme where the file would read something else, or nothing.

A colleague understands *6.000*, *30%* and *Naik*; YAML reads the first as six and the others not at all.
Each function names what was probably meant, so that a sentence can say what to write instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

__all__ = [
    "NUMBERS",
    "keyword_meant",
    "number_meant",
    "percent_forms",
    "two_readings",
    "typed_texts",
    "weightless",
]

Path_ = tuple[str | int, ...]
NUMBERS: Final = frozenset(
    {"weight", "target", "lowest", "highest", "step", "minutes", "points", "lower", "upper", "low", "high"}
    | {"cap", "floor", "meets", "above", "pay", "other"}
)
"""Fields that hold a number of any size."""

_THOUSANDS: Final = re.compile(r"[+-]?[1-9]\d{0,2}\.\d\d0")
_OCTAL: Final = re.compile(r"0[0-7]+")
_DWARFED: Final = 10.0


def two_readings(text: str, *, octal: bool = False) -> tuple[str, str] | None:
    """Return both readings of a number that people and files read differently.

    Nobody types the last nought of a decimal fraction, and no program writes it: *6.000* is either six
    thousand typed as Indonesians do, or six. With ``octal``, *012* is ten to YAML and twelve to people.

    Examples
    --------
    >>> two_readings("6.000"), two_readings("1.125"), two_readings("012", octal=True)
    (('6', '6000'), None, ('10', '12'))
    """
    bare = text.strip()
    if _THOUSANDS.fullmatch(bare):
        return f"{float(bare):.15g}", bare.replace(".", "").lstrip("+")
    if octal and _OCTAL.fullmatch(bare) and int(bare, 8) != int(bare):
        return str(int(bare, 8)), str(int(bare))
    return None


def percent_forms(text: str, *, whole: bool = False, part: bool = False, comma: bool = False) -> str | None:
    """Return how to write a number that was typed with a per cent sign; None if it was not.

    Parameters
    ----------
    whole, part : bool
        Only the percentage is right there (percent of pay), or only the share of one.
    comma : bool
        Decimal comma (a sheet), else point (YAML).

    Examples
    --------
    >>> percent_forms("30%"), percent_forms("7,5 %", part=True, comma=True), percent_forms("30")
    ('30 atau 0.3', '0,075', None)
    """
    number = number_meant(text.strip().removesuffix("%")) if text.strip().endswith("%") else None
    if number is None:
        return None
    forms = ([] if part else [number]) + ([] if whole else [number / 100])
    words = [f"{one:.15g}" for one in forms]
    return " atau ".join(word.replace(".", ",") if comma else word for word in words)


def number_meant(text: str) -> float | None:
    """Return a number as offices type it: *95,5*, *1.250.000*, *Rp 150.000*; None if it is none.

    Examples
    --------
    >>> number_meant("Rp 1.250.000"), number_meant("95,5"), number_meant("banyak")
    (1250000.0, 95.5, None)
    """
    import pandas as pd

    from simkinerja.files.numbers import parse_numbers

    values, failed = parse_numbers(pd.Series([text], dtype="str"))
    return None if failed.iloc[0] or pd.isna(values.iloc[0]) else float(values.iloc[0])


def keyword_meant(text: str, allowed: Iterable[str]) -> str | None:
    """Return the keyword that somebody wrote in other letters or in Indonesian.

    Examples
    --------
    >>> keyword_meant("Naik", ["naik", "turun"]), keyword_meant("rata-rata geometrik", ["geometric"])
    ('naik', 'geometric')
    """
    from simkinerja.schemes.words import CHOICES, bare

    known = set(allowed)
    pairs = [(key, key) for key in known]
    pairs += [(word, key) for words in CHOICES.values() for key, word in words.items() if key in known]
    return next((key for word, key in pairs if bare(word) == bare(text)), None)


def typed_texts(text: str) -> Iterator[tuple[Path_, str, bool]]:
    """Yield path, text and whether it is a whole number of every number field of a YAML file, as typed.

    Examples
    --------
    >>> list(typed_texts("indicators: [{weight: 30, target: 6.000}]"))
    [(('indicators', 0, 'weight'), '30', True), (('indicators', 0, 'target'), '6.000', False)]
    """
    import yaml

    loading = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    yield from _scalars(loading(text).get_single_node(), ())


def _scalars(node: Any, at: Path_) -> Iterator[tuple[Path_, str, bool]]:
    if node.id == "mapping":
        for key, value in node.value:
            yield from _scalars(value, (*at, str(key.value)))
    elif node.id == "sequence":
        for i, value in enumerate(node.value):
            yield from _scalars(value, (*at, i))
    elif at and (at[-1] in NUMBERS or at[-2:-1] == ("values",)):
        yield at, str(node.value), node.tag == "tag:yaml.org,2002:int"


def weightless(indicators: Any) -> Iterator[tuple[int, str]]:
    """Yield position and the weights of the others of every indicator whose weight was forgotten.

    A weight left out is 1. That is right among small whole weights, and a slip beside 30 or 0,3.

    Examples
    --------
    >>> list(weightless([{"code": "a", "weight": 60}, {"code": "b", "weight": 40}, {"code": "c"}]))
    [(2, '60, 40')]
    >>> list(weightless([{"code": "a", "weight": 2}, {"code": "b"}]))
    []
    """
    ones = [one for one in indicators if isinstance(one, Mapping)] if isinstance(indicators, list) else []
    for i, one in enumerate(indicators if ones else []):
        if not isinstance(one, Mapping) or one.get("weight") is not None:
            continue
        weights = [
            other["weight"] for other in ones if other.get("parent") == one.get("parent") and _weighs(other)
        ]
        if any(weight >= _DWARFED or 0 < weight < 1 for weight in weights):
            yield i, ", ".join(f"{weight:.15g}".replace(".", ",") for weight in weights[:4])


def _weighs(one: Mapping[str, Any]) -> bool:
    weight = one.get("weight")
    return isinstance(weight, int | float) and not isinstance(weight, bool)
