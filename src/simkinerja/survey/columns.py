"""The columns of one table: header and values together decide what each one is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from simkinerja.rules.skm import ELEMENTS, LABELS
from simkinerja.survey.periods import looks_like_dates
from simkinerja.survey.recognise import Role, role_of
from simkinerja.survey.text import plain, told_header
from simkinerja.survey.words import is_answer

if TYPE_CHECKING:
    from simkinerja.files.tables import RawTable

__all__ = ["Columns", "columns_of", "reversed_scale", "rival_series", "says_synthetic"]

_SAMPLE: Final = 300
_FOURTEEN: Final = 14
_YES: Final = frozenset({"ya", "y", "yes", "true", "benar", "1", "sintetis"})
_REVERSED: Final = re.compile(r"(?<!\d)1\s*[=:]\s*\(?sangat\s+(?!tidak|kurang|buruk|mahal|jelek)", re.I)
_CODED: Final = re.compile(r"u0*([1-9])(?!\d)\s*\D")


@dataclass(frozen=True, slots=True)
class Columns:
    """Positions (0-based) of the columns of a table, by what they are.

    Parameters
    ----------
    elements : mapping of str to tuple of int
        Columns of answers of each element found.
    context : mapping of str to int
        ``service``, ``date``, ``index``, ``quality``, ``count``, ``nrr``, ``unsur`` where there is one.
    period : mapping of str to int
        Columns of the kinds ``periode``, ``triwulan``, ``semester``, ``bulan``, ``tahun``.
    profile : mapping of str to int
    other : tuple of int
        Columns with a header that are not used.
    by_number : tuple of str
        Elements known only by number, so by the order.
    fourteen : bool
        The headers are the fourteen elements of the older regime.
    notes : tuple of str
    """

    elements: Mapping[str, tuple[int, ...]]
    context: Mapping[str, int]
    period: Mapping[str, int]
    profile: Mapping[str, int]
    other: tuple[int, ...]
    by_number: tuple[str, ...]
    fourteen: bool
    notes: tuple[str, ...]


def _sample(table: RawTable, column: int) -> list[str]:
    """Up to 300 distinct texts of a column."""
    cells = table.rows[column]
    first = cells.head(20_000).dropna()
    first = first if len(first) else cells.dropna().head(20_000)
    return [str(text) for text in first.unique()[:_SAMPLE]]


def _answers(texts: Sequence[str]) -> bool:
    """Tell whether at least half of the texts could be answers, numbers that miss the scale included."""
    from pandas import Series

    from simkinerja.files.numbers import parse_numbers

    if not texts:
        return True
    numeric = ~parse_numbers(Series(list(texts), dtype="str"))[1]
    good = sum(bool(number) or is_answer(text) for number, text in zip(numeric, texts, strict=True))
    return good >= 0.5 * len(texts)


def _by_values(table: RawTable, roles: list[Role]) -> list[Role]:
    """Correct roles by the values: dates are no answers, names of services are no answers."""
    out = list(roles)
    for at, role in enumerate(roles):
        if role.kind not in {"element", "element_number"}:
            continue
        texts = _sample(table, at)
        if role.kind == "element" and role.key == "waktu" and looks_like_dates(texts):
            out[at] = Role("date", rank=2)
        elif (role.kind == "element_number" or role.rank > 0) and not _answers(texts):
            out[at] = Role("other")
    for at, role in enumerate(out):
        twins = [
            k for k, other in enumerate(out) if other.kind == "element" and other.key == role.key and k != at
        ]
        if role.kind == "element" and twins and not _answers(_sample(table, at)):
            out[at] = Role("other")
    return out


def _elements(
    table: RawTable, roles: list[Role], order: Sequence[str]
) -> tuple[dict[str, tuple[int, ...]], tuple[str, ...], list[str]]:
    """Columns of every element, those known only by number, and notes on columns left out."""
    named: dict[str, list[int]] = {}
    for at, role in enumerate(roles):
        if role.kind == "element":
            named.setdefault(role.key, []).append(at)
    notes: list[str] = []
    for key, found in named.items():
        best = min(roles[at].rank for at in found)
        left = [at for at in found if roles[at].rank > best]
        if left:
            headers = ", ".join(f"{told_header(table.header[at])} (kolom {table.letters[at]})" for at in left)
            notes.append(
                f"{headers} tidak dihitung; unsur {LABELS[key]} sudah disebut langsung oleh kolom lain."
            )
        named[key] = [at for at in found if roles[at].rank == best]
    numbered, named, more = _numbered(table, roles, order, named)
    notes += more
    merged = {key: tuple(named.get(key, numbered.get(key, []))) for key in ELEMENTS}
    by_number = tuple(key for key in ELEMENTS if key in numbered)
    return {key: at for key, at in merged.items() if at}, by_number, notes


def _numbered(
    table: RawTable, roles: list[Role], order: Sequence[str], named: dict[str, list[int]]
) -> tuple[dict[str, list[int]], dict[str, list[int]], list[str]]:
    """Columns known by number; a whole series beats a few names, a foreign one (A1..A5) is left out.

    Returns the numbered and the named columns by element, and notes.
    """
    series: dict[str, list[int]] = {}
    for at, role in enumerate(roles):
        if role.kind == "element_number":
            series.setdefault(role.series, []).append(at)
    numbers = {name: {int(roles[at].key) for at in ats} for name, ats in series.items()}
    whole = [name for name, found in numbers.items() if len(found) == len(ELEMENTS)]
    left: list[int] = []
    if len(named) < len(ELEMENTS) and whole:
        left = [at for ats in named.values() for at in ats]
        left += [at for name, ats in series.items() if name not in whole for at in ats]
        series, named = {name: series[name] for name in whole}, {}
    else:
        largest = max(numbers, key=lambda name: len(numbers[name]), default="")
        for name in list(series):
            taken = {order[n - 1] for n in numbers[name]} & set(named)
            if taken or (name != largest and numbers[name] & numbers[largest]):
                left += series.pop(name)
    out: dict[str, list[int]] = {}
    for at in sorted(at for ats in series.values() for at in ats):
        out.setdefault(order[int(roles[at].key) - 1], []).append(at)
    return out, named, [_left_out(table, left)] if left else []


def _crossed(table: RawTable, roles: Sequence[Role], order: Sequence[str]) -> list[str]:
    """A note where code and name of a header speak of different elements (``U3 Biaya``): the name counts."""
    crossed = []
    for at, role in enumerate(roles):
        code = _CODED.match(plain(table.header[at]))
        of_code = order[int(code.group(1)) - 1] if code else role.key
        if role.kind == "element" and of_code != role.key and {of_code, role.key} != {"pengaduan", "sarana"}:
            crossed.append(told_header(table.header[at]))
    return (
        [f"Nomor dan nama unsur tidak sejalan pada {', '.join(crossed)}; yang dipakai namanya."]
        if crossed
        else []
    )


def _left_out(table: RawTable, ats: Sequence[int]) -> str:
    told = ", ".join(f"{told_header(table.header[at])} (kolom {table.letters[at]})" for at in sorted(ats))
    return f"Kolom {told} tidak dihitung; kesembilan unsur sudah disebut oleh kolom lain."


def rival_series(columns: Columns, table: RawTable) -> tuple[str, ...]:
    """Return headers of two series that both number all nine elements (``U1``, ``P1``); usually none."""
    first: dict[str, str] = {}
    for at in next(iter(columns.elements.values()), ()):
        role = role_of(table.header[at])
        if role.kind == "element_number":
            first.setdefault(role.series, table.header[at])
    return tuple(first.values()) if len(first) > 1 else ()


def _first_best(table: RawTable, roles: list[Role], kind: str) -> dict[str, int]:
    """For each key of a kind, the column of lowest rank with values; for services one that tells apart."""
    found: dict[str, list[tuple[bool, int, int]]] = {}
    for at, role in enumerate(roles):
        if role.kind != kind:
            continue
        distinct = len(_sample(table, at)) if kind in {"service", "date"} else 2
        if distinct == 0:
            continue
        found.setdefault(role.key, []).append((kind == "service" and distinct < 2, role.rank, at))
    return {key: min(options)[2] for key, options in found.items()}


def _chosen(table: RawTable, header: str | None) -> int | None:
    """Position of a column that the user named by header or letter."""
    if header is None:
        return None
    wanted = header.strip().casefold()
    for at, (text, letter) in enumerate(zip(table.header, table.letters, strict=True)):
        if wanted in {" ".join(text.split()).casefold(), letter.casefold()}:
            return at
    return None


def reversed_scale(table: RawTable, columns: Columns) -> bool:
    """Tell whether the file says that 1 is best: ``1 = Sangat Baik`` in a header, above or below it."""
    texts = [table.header[at] for ats in columns.elements.values() for at in ats]
    texts += [*table.preamble, *(str(text) for text in table.summary.stack().tolist())]
    return any(_REVERSED.search(text) for text in texts)


def says_synthetic(table: RawTable) -> bool:
    """Tell whether a table calls itself made up: a column ``sintetis`` with *ya*, or its title rows."""
    if any(re.search(r"\bdata (?:sintetis|buatan)\b", text, re.I) for text in table.preamble):
        return True
    marks = [at for at, text in enumerate(table.header) if role_of(text).kind == "synthetic"]
    return any(plain(str(text)) in _YES for at in marks for text in table.rows[at].dropna().unique())


def columns_of(
    table: RawTable, order: Sequence[str] = ELEMENTS, service: str | None = None, period: str | None = None
) -> Columns:
    """Say what each column of a table is.

    Parameters
    ----------
    table : RawTable
    order : sequence of str
        Elements in the order of U1..U9, for headers that are only numbers.
    service, period : str, optional
        Header or letter of the column of services or periods, where the user named it.

    Returns
    -------
    Columns
    """
    roles = [role_of(text) for text in table.header]
    for header, role in ((service, Role("service", rank=-1)), (period, Role("period", "periode", -1))):
        at = _chosen(table, header)
        if at is not None:
            roles[at] = role
    if table.alias is not None:
        roles[table.alias] = Role("alias")
    roles = _by_values(table, roles)
    elements, by_number, notes = _elements(table, roles, order)
    notes += _crossed(table, roles, order)
    beyond = sorted({int(role.key) for role in roles if role.kind == "beyond"})
    numbers = {int(role.key) for role in roles if role.kind == "element_number"} | set(beyond)
    fourteen = numbers == set(range(1, _FOURTEEN + 1)) and len(by_number) == len(ELEMENTS)
    if beyond and not fourteen:
        listed = ", ".join(f"'{table.header[at]}'" for at, r in enumerate(roles) if r.kind == "beyond")
        notes.append(f"Kolom {listed} di luar sembilan unsur PermenPANRB 14/2017, jadi tidak dihitung.")
    integrity = [at for at, role in enumerate(roles) if role.kind == "integrity"]
    if integrity:
        letters = ", ".join(table.letters[at] for at in integrity)
        notes.append(
            f"Kolom {letters} berisi pertanyaan anti-korupsi (IPAK), bukan unsur SKM, jadi tidak dihitung."
        )
    kinds = ("service", "date", "index", "quality", "count", "nrr", "unsur")
    context = {kind: next(iter(_first_best(table, roles, kind).values()), None) for kind in kinds}
    unused = {"other", "integrity"}
    other = tuple(at for at, role in enumerate(roles) if role.kind in unused and table.header[at])
    return Columns(
        elements=elements,
        context={kind: at for kind, at in context.items() if at is not None},
        period=_first_best(table, roles, "period"),
        profile=_first_best(table, roles, "profile"),
        other=other,
        by_number=by_number,
        fourteen=fourteen,
        notes=tuple(notes),
    )
