"""L2: the rules as dated data, read from the YAML files beside this module.

Every number of a regulation lives once, in ``rules/data/*.yaml``, with its article, its dates, its status and
how it was seen. The functions of this room read their numbers from here. Decimals in the YAML are
read as :class:`decimal.Decimal`, never as floats.
"""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final

import yaml

from simkinerja.errors import UsageError, nearest, problem

__all__ = ["SEEN", "STATUSES", "Rule", "get_rule", "load_rules"]

STATUSES: Final[Mapping[str, str]] = MappingProxyType(
    {"law": "hukum", "circular": "edaran", "local": "lokal", "assumed": "asumsi"}
)
"""Status of a rule, and the word that readers see."""

SEEN: Final[Mapping[str, str]] = MappingProxyType(
    {
        "pdf": "dibaca dalam naskah resmi (PDF)",
        "secondary": "dibaca di sumber sekunder",
        "code": "terlihat pada kode sumber publik saja, bukan pada naskahnya",
        "recalled": "dari ingatan, belum dilihat sumbernya",
        "own": "pilihan proyek ini",
    }
)
"""How a rule was seen, and the words that readers see."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule, as dated data.

    Parameters
    ----------
    code : str
        ``file.name``, for example ``skm.mutu``; the part before the dot is the YAML file.
    title : str
        What the rule is about, in Indonesian.
    status : str
        A key of :data:`STATUSES`: whether law, circular, local rule or assumption.
    basis : str
        The regulation, or who else says so.
    article : str
        Article, attachment or page.
    in_force_from, in_force_to : str
        ISO day, month or year (``"2017"`` where only the year is known); ``in_force_to`` is empty while in
        force. Both ends count.
    seen : str
        A key of :data:`SEEN`.
    source : str
        Where the project read it.
    values : mapping
        The numbers and words, frozen: mappings read-only, lists as tuples, decimals exact.
    note : str
        What the reader must know besides.

    Examples
    --------
    >>> get_rule("skm.mutu").status
    'law'
    """

    code: str
    title: str
    status: str
    basis: str
    article: str
    in_force_from: str
    in_force_to: str
    seen: str
    source: str
    values: Mapping[str, Any] = field(hash=False)
    note: str = ""

    @property
    def starts(self) -> date:
        """First day in force (of the year or month, where no more is known)."""
        parts = [int(part) for part in self.in_force_from.split("-")]
        return date(*[*parts, 1, 1][:3])

    @property
    def ends(self) -> date:
        """Last day in force; the last day there is while the rule still stands."""
        if not self.in_force_to:
            return date.max
        parts = [int(part) for part in self.in_force_to.split("-")]
        year, month = [*parts, 12][:2]
        return date(year, month, parts[2] if len(parts) == 3 else calendar.monthrange(year, month)[1])

    @property
    def status_label(self) -> str:
        """The status in the reader's words."""
        return STATUSES[self.status]

    def as_dict(self) -> dict[str, Any]:
        """Plain form for JSON: decimals as text, so that no digit is lost."""
        plain = {name: getattr(self, name) for name in self.__slots__ if name != "values"}
        return {**plain, "values": _thawed(self.values)}


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """The safe loader, except that decimals stay exact and dates stay text."""


_Loader.add_constructor(
    "tag:yaml.org,2002:float", lambda loader, node: Decimal(loader.construct_scalar(node).replace("_", ""))
)
_Loader.add_constructor("tag:yaml.org,2002:timestamp", lambda loader, node: loader.construct_scalar(node))


def _frozen(value: Any) -> Any:
    if isinstance(value, dict):
        return MappingProxyType({key: _frozen(inner) for key, inner in value.items()})
    return tuple(_frozen(inner) for inner in value) if isinstance(value, list) else value


def _thawed(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _thawed(inner) for key, inner in value.items()}
    if isinstance(value, tuple):
        return [_thawed(inner) for inner in value]
    return str(value) if isinstance(value, Decimal) else value


@cache
def _file(name: str) -> tuple[Rule, ...]:
    """Rules of one YAML file of the package."""
    text = (files("simkinerja.rules") / "data" / f"{name}.yaml").read_text(encoding="utf-8")
    rows = yaml.load(text, Loader=_Loader)  # a safe loader: it builds plain values only
    return tuple(_rule(name, row) for row in rows)


def _rule(name: str, row: dict[str, Any]) -> Rule:
    texts = {key: str(row[key]) for key in ("title", "status", "basis", "article", "seen", "source")}
    return Rule(
        code=f"{name}.{row['code']}",
        in_force_from=str(row["in_force_from"]),
        in_force_to=str(row["in_force_to"] or ""),
        values=_frozen(row["values"]),
        note=str(row.get("note", "")),
        **texts,
    )


@cache
def _names() -> tuple[str, ...]:
    folder = files("simkinerja.rules") / "data"
    return tuple(sorted(entry.name[:-5] for entry in folder.iterdir() if entry.name.endswith(".yaml")))


def load_rules() -> tuple[Rule, ...]:
    """Return every rule of the package, all versions, by file and in the order written there.

    Returns
    -------
    tuple of Rule
        Frozen; the same object on every call.

    Examples
    --------
    >>> "skm.mutu" in {rule.code for rule in load_rules()}
    True
    """
    return tuple(rule for name in _names() for rule in _file(name))


@cache
def get_rule(code: str, on: date | None = None) -> Rule:
    """Return one rule by its code.

    Parameters
    ----------
    code : str
        For example ``"skm.mutu"``.
    on : date, optional
        The version in force on that day; without it the newest version.

    Raises
    ------
    UsageError
        ``unknown_rule``, with the nearest known code; ``rule_not_in_force`` if no version was in force then.

    Examples
    --------
    >>> get_rule("skm.mutu").values["bands"][0]["letter"]
    'D'
    """
    name = str(code).split(".", maxsplit=1)[0]
    found = [rule for rule in (_file(name) if name in _names() else ()) if rule.code == code]
    if not found:
        known = sorted({rule.code for rule in load_rules()})
        raise UsageError([problem("unknown_rule", got=code, hint=nearest(str(code), known))])
    if on is None:
        return max(found, key=lambda rule: rule.starts)
    standing = [rule for rule in found if rule.starts <= on <= rule.ends]
    if not standing:
        spans = "; ".join(f"{rule.in_force_from} s.d. {rule.in_force_to or 'sekarang'}" for rule in found)
        raise UsageError([problem("rule_not_in_force", code=code, on=on.isoformat(), spans=spans)])
    return standing[-1]
