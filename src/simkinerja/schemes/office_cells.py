"""L3: the cells of one indicator in an office's table become raw figures; every fault is named."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from simkinerja.errors import Problem, nearest, problem
from simkinerja.files.headers import plain
from simkinerja.files.identity import is_person
from simkinerja.files.numbers import parse_numbers
from simkinerja.files.show import shown
from simkinerja.schemes.office_headings import is_points, may_be_percent

if TYPE_CHECKING:
    import pandas as pd

    from simkinerja.files.tables import RawTable
    from simkinerja.schemes.model import Indicator, Scheme

__all__ = ["Figures", "blanked", "figures_of", "rating_of"]

FloatArray = npt.NDArray[np.float64]
_MOST: Final = 20
_BLANK: Final = frozenset(
    ["n a", "na", "nan", "null", "none", "kosong", "tidak ada", "tidak ada data", "tdk ada", "belum ada",
     "belum ada data", "tidak diisi", "belum diisi", "tidak dinilai", "belum dinilai", "tidak berlaku",
     "data tidak ada", "tidak tersedia", "belum tersedia"]
)  # fmt: skip
_DASHES: Final = frozenset(" -\u2013\u2014\u2212_./\u2026\u00a0")
_ABOVE: Final = re.compile(
    r"^(?:\d )?(?:rating |hasil kerja |perilaku(?: kerja)? )*(?:(?:di )?atas|melebihi|melampaui)"
    r"(?: e[ksxp]\w*)?$"
)
_AS: Final = re.compile(
    r"^(?:\d )?(?:rating |hasil kerja |perilaku(?: kerja)? )*sesuai(?: (?:dengan )?e[ksxp]\w*)?$"
)
_BELOW: Final = re.compile(
    r"^(?:\d )?(?:rating |hasil kerja |perilaku(?: kerja)? )*(?:di )?(?:bawah|bwh)(?: e[ksxp]\w*)?$"
)
_BRACKETS: Final = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_SHORT: Final = {"da": "di_atas", "dae": "di_atas", "ae": "di_atas", "se": "sesuai", "db": "di_bawah",
                 "dbe": "di_bawah", "be": "di_bawah"}  # fmt: skip
_RATINGS: Final = ("Di Atas Ekspektasi", "Sesuai Ekspektasi", "Di Bawah Ekspektasi")
_LONGEST_SCALE: Final = 5.0
_SHARE: Final = re.compile(r"\b0\s*[-\u2013]\s*1\b(?![.,]?\d)")
_LOW_SCALE: Final = 10.0
_SURELY_PERCENT: Final = 50.0


@dataclass(frozen=True, slots=True)
class Figures:
    """Raw figures of one column, NaN where blank or faulty, with its faults and notes."""

    values: FloatArray
    problems: tuple[Problem, ...]
    notes: tuple[str, ...]


def blanked(column: pd.Series) -> pd.Series:
    """Return a column with what means *no data* made missing: blanks, dashes, ``n/a``, *tidak ada*.

    Examples
    --------
    >>> import pandas as pd
    >>> blanked(pd.Series(["3", "-", "n/a", "Tidak ada"])).tolist()
    ['3', nan, nan, nan]
    """
    known = {text: text for text in column.dropna().unique().tolist() if not _is_blank(text)}
    return column.map(known).astype("str") if known else column.where(column.isna(), None).astype("str")


def _is_blank(text: str) -> bool:
    words = plain(text)
    return words in _BLANK if words else not set(text) - _DASHES


def rating_of(word: str) -> str | None:
    """Return the rating that a word means, as a key of the three ratings, or ``None``.

    Examples
    --------
    >>> rating_of("DIATAS EKSPEKTASI"), rating_of("Dibawah ekspetasi"), rating_of("sesuai"), rating_of("B")
    ('di_atas', 'di_bawah', 'sesuai', None)
    """
    words = plain(_BRACKETS.sub(" ", word))
    words = words.replace("diatas", "di atas").replace("dibawah", "di bawah").replace("dibwh", "di bwh")
    for key, pattern in (("di_atas", _ABOVE), ("sesuai", _AS), ("di_bawah", _BELOW)):
        if pattern.match(words):
            return key
    return None


def figures_of(table: RawTable, at: int, one: Indicator, scheme: Scheme, *, group: bool) -> Figures:
    """Read one column as figures of one indicator.

    Parameters
    ----------
    table : RawTable
    at : int
        0-based column.
    one : Indicator
    scheme : Scheme
    group : bool
        Whether the indicator is a group, given as a whole.

    Returns
    -------
    Figures
    """
    column = blanked(table.rows[at])
    known = _words(one, scheme, group)
    notes: list[str] = []
    values = np.full(len(column), np.nan)
    texts = [text for text in column.dropna().unique().tolist() if not _numeric(text)] if known else []
    read = _read_words(texts, known)
    if any(plain(text) in _SHORT for text in read):
        notes.append(
            f"Singkatan di kolom '{table.header[at]}' dibaca DA = di atas, SE = sesuai, DB = di bawah."
        )
    is_word = column.isin(list(read)).to_numpy()
    values[is_word] = column[is_word].map(read).to_numpy(dtype=float)
    rest = column.where(~is_word)
    numbers, failed = parse_numbers(_without_unit(rest, one), one.lowest, one.highest)
    failed |= rest.notna() & numbers.isna()  # a number too long for any: never a silent blank
    figures, told, faults = _scaled(rest, numbers.to_numpy(dtype=float), one, table, at)
    values = np.where(is_word, values, figures)
    problems = [*faults, *_not_numbers(table, at, column, failed.to_numpy(), known)]
    problems += [] if faults else _outside(table, at, column, values, one, is_word)
    problems += _coded(table, at, values, is_word, known)
    return Figures(values, tuple(_limited(problems, table, at)), (*notes, *told))


def _numeric(text: str) -> bool:
    from pandas import Series

    return not bool(parse_numbers(Series([text], dtype="str"))[1].iloc[0])


def _words(one: Indicator, scheme: Scheme, group: bool) -> dict[str, float]:
    """Figure of every word that a column may hold, by the word as people read it."""
    rule = one.normalise or (None if group else scheme.rules.normalise)
    if rule is not None and rule.method == "category":
        return {s.label: float(s.points if s.lower is None else s.lower) for s in rule.categories}
    quadrant = scheme.rules.aggregate
    if quadrant.method != "quadrant" or one.code not in (quadrant.results, quadrant.behaviour):
        return {}
    above, meets = float(quadrant.above or 0.0), float(quadrant.meets or 0.0)
    floor = (rule or scheme.rules.normalise).floor
    return dict(zip(_RATINGS, (above, meets, max(floor, 2 * meets - above)), strict=True))


def _read_words(texts: Sequence[str], known: Mapping[str, float]) -> dict[str, float]:
    """Figures of the words of a column that are understood; short forms only where all words are."""
    by_words = {plain(word): figure for word, figure in known.items()}
    by_rating = {rating_of(word): figure for word, figure in known.items() if rating_of(word)}
    out: dict[str, float] = {}
    for text in texts:
        words = re.sub(r"^\d{1,2} (?=[a-z])", "", plain(text))
        figure = by_words.get(plain(text), by_words.get(words, by_rating.get(rating_of(text))))
        if figure is not None:
            out[text] = figure
    left = [text for text in texts if text not in out]
    if by_rating and left and all(plain(text) in _SHORT for text in left):
        out |= {text: by_rating[key] for text in left if (key := _SHORT[plain(text)]) in by_rating}
    return out


def _scaled(
    column: pd.Series, numbers: FloatArray, one: Indicator, table: RawTable, at: int
) -> tuple[FloatArray, list[str], list[Problem]]:
    """Bring percent signs and percent-formatted cells to the unit of the indicator."""
    signed = column.str.contains("%", regex=False).fillna(False).to_numpy(dtype=bool)
    known = numbers[~np.isnan(numbers)]
    share, points = _is_share(one), _is_percent(one)
    header = table.header[at]
    if signed.any():
        if share:
            return numbers, [], []
        if points:
            return np.where(signed, np.round(numbers * 100.0, 9), numbers), [], []
        rows = np.flatnonzero(signed)
        unit = one.unit or "bukan persen"
        return (
            numbers,
            [],
            [
                problem(
                    "office_percent",
                    table.place(int(k), at),
                    label=one.label,
                    unit=unit,
                    got=shown(column.iloc[k]),
                )
                for k in rows
            ],
        )
    if points and len(known) and 0 < np.abs(known).max() <= 1.2 and _large(one):
        note = f"Kolom '{header}' berisi bagian (0 sampai 1), dibaca sebagai persen: 0,85 menjadi 85."
        return np.round(numbers * 100.0, 9), [note], []
    if len(known) and 0 < np.abs(known).max() <= _LOW_SCALE and _in_points(one):
        most, target = (f"{x:.12g}".replace(".", ",") for x in (known.max(), one.target or 100.0))
        place = table.place(None, at)
        return (
            numbers,
            [],
            [problem("office_scale", place, label=one.label, most=most, unit=one.unit, target=target)],
        )
    if share and len(known) and known.max() > 1.5 and ("%" in header or "persen" in header.casefold()):
        note = f"Kolom '{header}' berisi persen, dibaca sebagai bagian: 85 menjadi 0,85."
        return np.round(numbers / 100.0, 12), [note], []
    return numbers, [], []


def _is_share(one: Indicator) -> bool:
    unit = one.unit or ""
    return (
        one.highest == 1.0
        or bool(_SHARE.search(unit))
        or (one.highest is None and plain(unit).startswith("bagian"))
    )


def _is_percent(one: Indicator) -> bool:
    """Points of a hundred or a percentage, so that 85 and 85% are the same."""
    return not _is_share(one) and may_be_percent(one)


def _large(one: Indicator) -> bool:
    """Whether figures up to 1.2 would be absurdly low for this indicator.

    Not where few is good, nor where the target itself is a few percent: 0,8 persen keluhan is what it says.
    """
    unit = (one.unit or "").casefold()
    size = one.highest if one.target is None else one.target
    percent = "%" in unit or "persen" in unit or is_points(one)
    return percent and one.direction == "naik" and (size is None or size >= _SURELY_PERCENT)


def _in_points(one: Indicator) -> bool:
    """Whether figures up to ten, all of them, can only be of another scale: points of a hundred."""
    return (
        is_points(one) and one.direction == "naik" and (one.target is None or one.target >= _SURELY_PERCENT)
    )


def _without_unit(column: pd.Series, one: Indicator) -> pd.Series:
    """Leave out the indicator's own unit behind a number: *6.000 menit*, *36 berkas*."""
    words = [word for word in plain(one.unit or "").split() if len(word) > 1 and word.isalpha()]
    if not words:
        return column
    pattern = r"(?i)(?<=\d)\s*(?:" + "|".join(words) + r")\.?$"
    return column.str.replace(pattern, "", regex=True)


def _not_numbers(
    table: RawTable, at: int, column: pd.Series, failed: npt.NDArray[np.bool_], known: Mapping[str, float]
) -> list[Problem]:
    found = []
    for k in np.flatnonzero(failed):
        text = str(column.iloc[k])
        got = "(teks)" if is_person(text) else shown(text)
        place = table.place(int(k), at)
        if known:
            hint = nearest(text.title(), list(known))
            words = ", ".join(known)
            found.append(problem("office_word", place, allowed=words, got=got, hint=hint))
        else:
            found.append(problem("office_number", place, got=got))
    return found


def _outside(
    table: RawTable, at: int, column: pd.Series, values: FloatArray, one: Indicator, words: Any
) -> list[Problem]:
    low = -np.inf if one.lowest is None else one.lowest
    high = np.inf if one.highest is None else one.highest
    wrong = ~words & ((values < low) | (values > high))
    code = "office_share" if _is_share(one) else "office_range"
    allowed = _range_words(one)
    return [
        problem(
            code, table.place(int(k), at), label=one.label, allowed=allowed, got=shown(str(column.iloc[k]))
        )
        for k in np.flatnonzero(wrong)
    ]


def _range_words(one: Indicator) -> str:
    low, high = (None if x is None else f"{x:.12g}".replace(".", ",") for x in (one.lowest, one.highest))
    if low is not None and high is not None:
        return f"antara {low} dan {high}"
    return f"paling sedikit {low}" if low is not None else f"paling banyak {high}"


def _coded(
    table: RawTable, at: int, values: FloatArray, words: npt.NDArray[np.bool_], known: Mapping[str, float]
) -> list[Problem]:
    """Codes 1 to 3 (or 5) in a column of ratings would be read as points: refused, not guessed."""
    numbers = values[~words & ~np.isnan(values)]
    whole = len(numbers) and (numbers == np.round(numbers)).all()
    if not known or not whole or numbers.min() < 0 or numbers.max() > _LONGEST_SCALE:
        return []
    if min(known.values()) <= _LONGEST_SCALE:
        return []
    listed = ", ".join(known)
    return [problem("office_rating_code", table.place(None, at), allowed=listed)]


def _limited(problems: list[Problem], table: RawTable, at: int) -> list[Problem]:
    """The first faults of a column, and how many more there are."""
    if len(problems) <= _MOST:
        return problems
    more = problem("office_more_faults", table.place(None, at), more=len(problems) - _MOST)
    return [*problems[:_MOST], more]
