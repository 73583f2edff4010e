"""L2: BerAKHLAK, seven values with three behaviours each, in the official wording (Ps 10(3), PDF pp. 8-9)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from simkinerja.rules.registry import get_rule

__all__ = ["CoreValue", "core_values"]


@dataclass(frozen=True, slots=True)
class CoreValue:
    """One value: key, label, and its three behaviours as the regulation words them."""

    key: str
    label: str
    behaviours: tuple[str, ...]


@cache
def core_values() -> tuple[CoreValue, ...]:
    """Return the seven values in the order of the law.

    Examples
    --------
    >>> [value.label[0] for value in core_values()]
    ['B', 'A', 'K', 'H', 'L', 'A', 'K']
    >>> core_values()[0].behaviours[2]
    'melakukan perbaikan tiada henti'
    """
    rows = get_rule("berakhlak.nilai").values["values"]
    return tuple(CoreValue(row["key"], row["label"], row["behaviours"]) for row in rows)
