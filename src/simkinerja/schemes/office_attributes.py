"""L3: what an office's table says about people beside the indicators, and the results it had recorded."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from simkinerja.errors import Problem, problem
from simkinerja.files.headers import plain
from simkinerja.files.identity import is_person
from simkinerja.files.numbers import parse_numbers
from simkinerja.files.show import shown
from simkinerja.rules.ratings import PREDICATES
from simkinerja.schemes.office_cells import blanked

if TYPE_CHECKING:
    import pandas as pd

    from simkinerja.files.tables import RawTable
    from simkinerja.schemes.model import Scheme
    from simkinerja.schemes.office_headings import Heading

__all__ = ["attributes_of", "recorded_bands"]

_SEX: Final = {
    **dict.fromkeys(["l", "lk", "laki", "laki laki", "pria", "m"], "L"),
    **dict.fromkeys(["p", "pr", "perempuan", "wanita", "w", "f"], "P"),
}
_LEVELS: Final = re.compile(
    r"\b(?:(?:ahli )(pertama|muda|madya|utama)|(pemula|terampil|mahir|penyelia))\b|"
    r"^(pertama|muda|madya|utama)$"
)
_NUMBERS: Final = ("tpp_base_idr", "age")
_MOST: Final = 20
_OLDEST: Final = 120.0
_AGES: Final = (30, 40, 50)


def attributes_of(
    table: RawTable, headings: Sequence[Heading], scheme: Scheme
) -> tuple[pd.DataFrame, list[Problem], list[str]]:
    """Read the columns about people.

    Parameters
    ----------
    table : RawTable
        Officers only.
    headings : sequence of Heading
    scheme : Scheme

    Returns
    -------
    attributes : DataFrame
    problems : list of Problem
        Amounts and ages that are no numbers; columns that the scheme's scope needs and the table lacks.
    notes : list of str
    """
    import pandas as pd

    columns: dict[str, Any] = {}
    problems: list[Problem] = []
    notes: list[str] = []
    for at, one in enumerate(headings):
        if one.kind != "attribute" or one.keys[0] in columns:
            continue
        key, column = one.keys[0], blanked(table.rows[at])
        if key in _NUMBERS:
            columns[key], faults = _amount(table, at, column, key)
            problems += faults
        else:
            columns[key] = _worded(column, key, scheme)
    if "jenjang" not in columns and "jabatan" in columns:
        level = columns["jabatan"].map(_level, na_action="ignore")
        if level.notna().any():
            columns["jenjang"] = level.astype("str")
            notes.append("Jenjang dibaca dari nama jabatan (misalnya 'Ahli Muda'), untuk angka kredit.")
    columns |= _grouped(columns)
    place = table.place()
    for j, indicator in enumerate(scheme.indicators):
        for name in indicator.scope or {}:
            if name not in columns and not _already(problems, name):
                told = _ABOUT.get(name, name)
                problems.append(problem("office_scope", place, label=scheme.indicators[j].label, column=told))
    return pd.DataFrame(columns, index=range(len(table.rows))), problems, notes


_ABOUT: Final = {"agency": "Perangkat Daerah", "unit": "Unit", "sex": "Jenis kelamin", "jenjang": "Jenjang",
                 "jabatan": "Jabatan", "job_type": "Jenis jabatan", "status": "Status",
                 "golongan": "Golongan", "age": "Usia"}  # fmt: skip


def _grouped(columns: dict[str, Any]) -> dict[str, Any]:
    """Age and golongan in groups large enough to speak of."""
    out: dict[str, Any] = {}
    if "age" in columns:
        ages = columns["age"]
        named = ["sampai 30", "31-40", "41-50", "di atas 50"]
        out["age_group"] = ages.map(
            lambda x: named[sum(x > limit for limit in _AGES)], na_action="ignore"
        ).astype("str")
    if "golongan" in columns:
        main = columns["golongan"].str.upper().str.extract(r"^\W*(?:GOL\w*\W*)?([IVX]+|[1-4])", expand=False)
        arabic = dict(zip("1234", ("I", "II", "III", "IV"), strict=True))
        out["golongan_group"] = main.map(lambda text: arabic.get(text, text), na_action="ignore").astype(
            "str"
        )
    return {key: column for key, column in out.items() if column.notna().any()}


def _already(problems: Sequence[Problem], name: str) -> bool:
    told = _ABOUT.get(name, name)
    return any(p.code == "office_scope" and p.values.get("column") == told for p in problems)


def _amount(table: RawTable, at: int, column: pd.Series, key: str) -> tuple[pd.Series, list[Problem]]:
    high = _OLDEST if key == "age" else None
    numbers, failed = parse_numbers(
        column.str.replace(r"(?i)\s*(?:tahun|thn|th)\.?$", "", regex=True), 0.0, high
    )
    wrong = failed | (numbers < 0) | ((numbers > _OLDEST) if key == "age" else False)
    found = []
    for k in [int(k) for k in wrong[wrong].index[:_MOST]]:
        text = str(column.iloc[k])
        got = "(teks)" if is_person(text) else shown(text)
        allowed = "umur dalam tahun" if key == "age" else "jumlah rupiah, nol atau lebih"
        found.append(problem("office_attribute", table.place(k, at), allowed=allowed, got=got))
    return numbers.mask(wrong), found


def _worded(column: pd.Series, key: str, scheme: Scheme) -> pd.Series:
    if key == "sex":
        return column.map(lambda text: _SEX.get(plain(text), text), na_action="ignore").astype("str")
    if key == "jenjang":
        return column.map(lambda text: _level(text) or text, na_action="ignore").astype("str")
    known = {plain(v): v for one in scheme.indicators for v in (one.scope or {}).get(key, ())}
    base = scheme.consequence.base
    known |= {plain(v): v for v in base.values} if base and base.by == key else {}
    return column.map(lambda text: known.get(plain(text), text), na_action="ignore").astype("str")


def _level(text: str) -> str | None:
    """Jenjang named in a text, as the credit table writes it.

    Examples
    --------
    >>> _level("Analis Kebijakan Ahli Muda"), _level("Perawat Terampil"), _level("Lurah")
    ('Ahli Muda', 'Terampil', None)
    """
    found = _LEVELS.search(plain(text))
    if not found:
        return None
    expert = found.group(1) or found.group(3)
    return f"Ahli {expert.title()}" if expert else str(found.group(2)).title()


def recorded_bands(
    table: RawTable, headings: Sequence[Heading], scheme: Scheme
) -> tuple[tuple[int | None, ...], tuple[float | None, ...], list[str]]:
    """Return what the office had recorded itself: bands (positions) and totals, None where nothing."""
    n, notes = len(table.rows), []
    bands: tuple[int | None, ...] = (None,) * n
    totals: tuple[float | None, ...] = (None,) * n
    at = next((k for k, one in enumerate(headings) if one.kind == "recorded"), None)
    if at is not None:
        known = _band_words(scheme)
        words = [plain(text) if isinstance(text, str) else "" for text in blanked(table.rows[at]).tolist()]
        bands = tuple(known.get(word) for word in words)
        strange = sum(bool(word) and word not in known for word in words)
        if strange:
            notes.append(
                f"{strange} isi kolom '{table.header[at]}' bukan predikat skema ini, jadi tidak dibandingkan."
            )
    at = next((k for k, one in enumerate(headings) if one.kind == "recorded_total"), None)
    if at is not None:
        numbers = parse_numbers(blanked(table.rows[at]))[0]
        totals = tuple(None if x != x else float(x) for x in numbers.tolist())
    return bands, totals, notes


def _band_words(scheme: Scheme) -> dict[str, int]:
    found: dict[str, int] = {}
    for i, band in enumerate(scheme.rules.bands):
        short = re.sub(r"\([^)]*\)", "", band.label)
        texts = [
            band.label,
            short,
            band.code,
            *([band.predikat, PREDICATES[band.predikat]] if band.predikat else []),
        ]
        for text in texts:
            found.setdefault(plain(text), i)
        if band.predikat == "butuh_perbaikan":
            found.setdefault("cukup", i)
    return found
