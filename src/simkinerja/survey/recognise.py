"""Which column is which: the nine elements, the service, the period, the respondent's profile.

A name beats a number: ``U8 Sarana dan prasarana`` is *sarana* wherever U8 stands otherwise. Only headers that
are nothing but a number (``U8``, ``P8``, ``Unsur 8``) go by the order of the elements.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from simkinerja.errors import UsageError, nearest, problem
from simkinerja.rules.registry import get_rule
from simkinerja.rules.skm import ELEMENTS
from simkinerja.survey.text import plain
from simkinerja.survey.vocabulary import one_of, starts_with, vocabulary

__all__ = ["ORDERS", "PROFILE", "Role", "element_of", "element_order", "number_of", "role_of"]

ORDERS: Final[Mapping[str, tuple[str, ...]]] = {
    "baku": ELEMENTS,
    "sarana-dulu": tuple(get_rule("skm.urutan").values["swapped"]),
}
"""Orders of U1..U9 by name: the default one (U8 pengaduan, U9 sarana) and the other one seen in the wild."""

PROFILE: Final = ("jenis_kelamin", "umur", "pendidikan", "pekerjaan")
"""Profile columns of a respondent, in the order of the questionnaire."""


@dataclass(frozen=True, slots=True)
class _Patterns:
    """The headers part of the vocabulary, compiled."""

    strong: Mapping[str, re.Pattern[str]]
    weak: Mapping[str, re.Pattern[str]]
    not_element: re.Pattern[str]
    not_element_start: re.Pattern[str]
    integrity: re.Pattern[str]
    number: re.Pattern[str]
    service: tuple[re.Pattern[str], ...]
    period: Mapping[str, re.Pattern[str]]
    date: re.Pattern[str]
    date_start: re.Pattern[str]
    profile: Mapping[str, re.Pattern[str]]
    table: Mapping[str, re.Pattern[str]]


@lru_cache(maxsize=1)
def _patterns() -> _Patterns:
    raw = vocabulary()["headers"]
    words = "|".join(sorted(raw["number_words"], key=len, reverse=True))
    return _Patterns(
        strong={key: one_of(group) for key, group in raw["elements_strong"].items()},
        weak={key: one_of(group) for key, group in raw["elements_weak"].items()},
        not_element=one_of(raw["not_element"]),
        not_element_start=starts_with(raw["not_element_start"]),
        integrity=one_of(raw["integrity"]),
        number=re.compile(rf"^(?:(?:{words})\s*)*0*(\d{{1,2}})(?:\s*([a-z]|\d))?(?!\d)\s*(.*)$"),
        service=tuple(re.compile(pattern) for pattern in raw["service"]),
        period={key: re.compile(pattern) for key, pattern in raw["period"].items()},
        date=one_of(raw["date_words"], whole=True),
        date_start=starts_with(raw["date_start"]),
        profile={key: one_of(group) for key, group in raw["profile"].items()},
        table={kind: one_of(raw[kind], whole=True) for kind in ("unsur", "index", "quality", "nrr", "count")},
    )


@dataclass(frozen=True, slots=True)
class Role:
    """What a header says its column is.

    Parameters
    ----------
    kind : str
        ``element``, ``element_number``, ``beyond`` (U10 and up), ``service``, ``period``, ``date``,
        ``profile``, ``count``, ``nrr``, ``index``, ``quality``, ``unsur`` (element names down a column),
        ``integrity`` (a question of the anti-corruption survey), ``synthetic`` (the mark of made-up data) or
        ``other``.
    key : str
        Element key, profile key, or kind of period; empty otherwise.
    rank : int
        Among several columns of a kind the lowest rank is used.
    series : str
        What stands before the number of an ``element_number``: ``u`` of *U8*.
    """

    kind: str
    key: str = ""
    rank: int = 0
    series: str = ""


def element_order(given: str | Sequence[str] | None) -> tuple[str, ...]:
    """Return the element keys in the order of U1..U9.

    Parameters
    ----------
    given : str or sequence of str, optional
        Name of an order (``"baku"``, ``"sarana-dulu"``), or all nine keys, as a sequence or with commas.

    Raises
    ------
    UsageError
        If the order is not known or not all nine elements are named exactly once.

    Examples
    --------
    >>> element_order("sarana-dulu")[7:]
    ('sarana', 'pengaduan')
    """
    if given is None:
        return ELEMENTS
    if isinstance(given, str):
        if given.strip().lower() in ORDERS:
            return ORDERS[given.strip().lower()]
        given = [part for part in given.split(",") if part.strip()]
    keys = tuple(element_of(str(part)) or str(part).strip() for part in given)
    if sorted(keys) != sorted(ELEMENTS):
        strange = next((key for key in keys if key not in ELEMENTS), "")
        hint = nearest(strange, [*ORDERS, *ELEMENTS]) if strange else ""
        allowed = "'baku', 'sarana-dulu', atau kesembilan unsur masing-masing sekali, dipisah koma"
        example = f"urutan={','.join(ORDERS['sarana-dulu'])}"
        got = f"'{', '.join(map(str, given))}'.{hint}".rstrip(".")
        raise UsageError(
            [problem("parameter", name="urutan", owner="skm", allowed=allowed, got=got, example=example)]
        )
    return keys


def _found(patterns: Mapping[str, re.Pattern[str]], words: str) -> str | None:
    """The key whose pattern matches earliest; the longer match where two start together."""
    hits = [(m.start(), -len(m.group()), key) for key, p in patterns.items() if (m := p.search(words))]
    return min(hits)[2] if hits else None


def _strong(words: str) -> str | None:
    known = _patterns()
    if known.not_element.search(words) or known.not_element_start.match(words):
        return None
    return _found(known.strong, words)


def element_of(header: str) -> str | None:
    """Return the key of the element that a header names in words, or ``None``.

    Examples
    --------
    >>> element_of("Bagaimana pendapat Saudara tentang kewajaran biaya/tarif dalam pelayanan?")
    'biaya'
    >>> element_of("U8 Sarana dan prasarana"), element_of("U8"), element_of("Saran")
    ('sarana', None, None)
    """
    words = plain(header)
    known = _patterns()
    weak = None if known.not_element.search(words) else _found(known.weak, words)
    return _strong(words) or weak


def number_of(header: str) -> int | None:
    """Return the number of an element code (``U8``, ``P.8``, ``Unsur 8``, ``8``), or ``None``.

    Examples
    --------
    >>> number_of("U8"), number_of("Pertanyaan 08"), number_of("Unsur ke-3"), number_of("Umur")
    (8, 8, 3, None)
    """
    match = _patterns().number.match(plain(header).replace(" ke ", " "))
    return int(match.group(1)) if match and not match.group(3) else None


def _context_role(words: str) -> Role | None:
    """Service, period, date and profile."""
    known = _patterns()
    if "lahir" in words.split():
        return Role("other")
    if known.date.match(words) or (known.date_start.match(words) and len(words.split()) <= 4):
        return Role("date", rank=0 if words in {"timestamp", "cap waktu", "stempel waktu"} else 1)
    for rank, (key, pattern) in enumerate(known.period.items()):
        if pattern.search(words):
            return Role("period", key, rank)
    if len(words.split()) <= 6:
        for key, pattern in known.profile.items():
            if pattern.search(words):
                return Role("profile", key, len(words))
    for rank, pattern in enumerate(known.service):
        if pattern.search(words):
            return Role("service", "", rank)
    return None


def _table_role(words: str) -> Role | None:
    """Roles of the columns of a table of NRR."""
    kinds = (kind for kind, pattern in _patterns().table.items() if pattern.match(words))
    rank = 0 if words.startswith("nrr") else 1 if "rata" in words else 2
    return next((Role(kind, rank=rank if kind == "nrr" else 0) for kind in kinds), None)


def role_of(header: str) -> Role:
    """Say what a column is by its header alone; the values have their say later.

    Examples
    --------
    >>> role_of("Jenis Layanan yang diterima").kind, role_of("Usia (tahun)").key, role_of("P3")
    ('service', 'umur', Role(kind='element_number', key='3', rank=0, series='p'))
    >>> role_of("Tidak ada pungutan di luar prosedur").kind, role_of("Biaya (harapan)").kind
    ('integrity', 'other')
    >>> role_of("Kesesuaian persyaratan pelayanan dengan jenis pelayanannya").key
    'persyaratan'
    """
    words = plain(header)
    if words in vocabulary()["headers"]["synthetic"]:
        return Role("synthetic")
    number = number_of(header) if words else None
    if number is not None and number > 0:
        series = re.split(r"\d", words, maxsplit=1)[0].removesuffix(" ke ").strip()
        return Role("element_number" if number <= 9 else "beyond", str(number), series=series)
    if _patterns().integrity.search(words):
        return Role("integrity")
    key = element_of(header)
    if key is None and _patterns().not_element.search(words) and _mentions(words):
        return Role("other")
    context = _context_role(words)
    if context and not (key and context.kind == "service" and _element_first(words)):
        return context
    table = _table_role(words)
    if table:
        return table
    return Role("element", key, rank=0 if _strong(words) else 1) if key else Role("other")


def _mentions(words: str) -> bool:
    """Tell whether a header mentions an element, be it as its question or not."""
    known = _patterns()
    return any(p.search(words) for p in (*known.strong.values(), *known.weak.values()))


def _element_first(words: str) -> bool:
    """Tell *persyaratan pelayanan dengan jenis pelayanannya* (element) from *jenis layanan (produk)*."""
    known = _patterns()
    elements = [m.start() for p in (*known.strong.values(), *known.weak.values()) if (m := p.search(words))]
    services = [m.start() for p in known.service if (m := p.search(words))]
    return min(elements) < min(services)
