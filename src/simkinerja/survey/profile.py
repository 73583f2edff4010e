"""Profile of respondents: one spelling a group, ages in groups."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Final

from simkinerja.survey.text import plain

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["AGE_GROUPS", "UNKNOWN", "groups_of", "in_order", "one_spelling"]

AGE_GROUPS: Final = ((20, "20 tahun ke bawah"), (30, "21-30 tahun"), (40, "31-40 tahun"), (50, "41-50 tahun"),
                     (60, "51-60 tahun"), (200, "di atas 60 tahun"))  # fmt: skip
"""Upper ends and names of the age groups used where a file has ages in years (assumed)."""

UNKNOWN: Final = "Tidak diisi"
"""Name of the group of those who left the question blank."""

_SEX: Final = {
    "Laki-laki": {
        "l",
        "lk",
        "laki",
        "laki laki",
        "pria",
        "male",
        "m",
        "lelaki",
        "cowok",
        "lakilaki",
        "laki2",
    },
    "Perempuan": {"p", "pr", "perempuan", "wanita", "w", "female", "f", "perem", "prp", "cewek"},
}
_EDUCATION: Final = (
    ("S3", r"\b(s ?3|strata 3|srata 3|doktor)\b"),
    ("S2", r"\b(s ?2|strata 2|srata 2|magister|pascasarjana)\b"),
    ("S1/D4", r"\b(s ?1|strata 1|srata 1|sarjana|d ?4|d ?iv|diploma (4|iv)|sarjana muda)\b"),
    ("D1-D3", r"\b(d ?[123]|d ?i{1,3}|diploma|akademi)\b"),
    ("SMA/sederajat", r"\b(sma|smk|slta|sltas|smu|stm|ma|aliyah|sma sederajat)\b"),
    ("SMP/sederajat", r"\b(smp|sltp|mts|tsanawiyah)\b"),
    ("SD ke bawah", r"\b(sd|mi|ibtidaiyah|tidak sekolah|belum sekolah|tidak tamat|belum tamat)\b"),
)


def one_spelling(column: pd.Series) -> pd.Series:
    """Give texts that differ only in case, spaces or punctuation the spelling used most often.

    Examples
    --------
    >>> import pandas as pd
    >>> one_spelling(pd.Series(["KTP", "ktp ", "KTP", None])).tolist()[:3]
    ['KTP', 'KTP', 'KTP']
    """
    counts = column.value_counts()
    best: dict[str, str] = {}
    for text in counts.index:  # falling frequency, so the first spelling met is the usual one
        best.setdefault(plain(text) or str(text).strip(), " ".join(str(text).split()))
    return _mapped(column, lambda text: best[plain(text) or text.strip()])


def _mapped(column: pd.Series, name: Callable[[str], str]) -> pd.Series:
    """Rename the distinct texts of a column; a column of a million cells has few of them."""
    import pandas as pd

    codes, texts = pd.factorize(column)
    names = pd.Series([*(name(str(text)) for text in texts), None], dtype="str")
    out = names.take(codes % len(names))  # a blank has code -1, the last place
    out.index = column.index
    return out


def _sex(column: pd.Series) -> pd.Series:
    words = {plain(text) for text in column.dropna().unique()}
    men = _SEX["Laki-laki"] | ({"p"} if "w" in words and "l" not in words else set())

    def name(text: str) -> str:
        word = plain(re.sub(r"^\s*\d[.)]\s*", "", text))
        if word in men or (word == "1" and words <= {"1", "2"}):
            return "Laki-laki"
        if word in _SEX["Perempuan"] or (word == "2" and words <= {"1", "2"}):
            return "Perempuan"
        return " ".join(text.split())

    return _mapped(column, name)


def _age(column: pd.Series) -> pd.Series:
    def name(text: str) -> str:
        found = re.fullmatch(r"\D{0,3}(\d{1,3})(?:[.,]0+)?\s*(?:th|thn|tahun)?\.?", text.strip(), re.I)
        if not found or not re.match(r"\d", text.strip()):
            return " ".join(text.split())
        age = int(found.group(1))
        return next((label for top, label in AGE_GROUPS if age <= top), " ".join(text.split()))

    return _mapped(column, name)


def _education(column: pd.Series) -> pd.Series:
    def name(text: str) -> str:
        words = plain(text)
        return next(
            (label for label, pattern in _EDUCATION if re.search(pattern, words)), " ".join(text.split())
        )

    return _mapped(column, name)


def groups_of(key: str, column: pd.Series) -> pd.Series:
    """Return a profile column in groups.

    Parameters
    ----------
    key : {"jenis_kelamin", "umur", "pendidikan", "pekerjaan"}
    column : Series of str, length n

    Examples
    --------
    >>> import pandas as pd
    >>> groups_of("jenis_kelamin", pd.Series(["L", "Wanita", "pria"])).tolist()
    ['Laki-laki', 'Perempuan', 'Laki-laki']
    >>> groups_of("umur", pd.Series(["34", "17 th"])).tolist()
    ['31-40 tahun', '20 tahun ke bawah']
    >>> groups_of("pendidikan", pd.Series(["SLTA", "S-1", "D3"])).tolist()
    ['SMA/sederajat', 'S1/D4', 'D1-D3']
    """
    shapes = {"jenis_kelamin": _sex, "umur": _age, "pendidikan": _education}
    return one_spelling(shapes[key](column) if key in shapes else column)


def in_order(key: str, labels: Iterable[str]) -> list[str]:
    """Return the groups of a profile column in their natural order, unanswered last.

    Ages go by their first number, educations from the lowest up, everything else stays as given.

    Examples
    --------
    >>> in_order("umur", ["di atas 60 tahun", "21-30 tahun", "20 tahun ke bawah"])
    ['20 tahun ke bawah', '21-30 tahun', 'di atas 60 tahun']
    """
    ladder = [label for label, _ in reversed(_EDUCATION)]

    def place(label: str) -> tuple[bool, float]:
        if key == "umur":
            found = re.search(r"\d+", label)
            above = 0.5 if re.match(r"\W*(di ?atas|lebih|>|≥)", label, re.I) else 0.0
            return label == UNKNOWN, float(found.group()) + above if found else 999.0
        if key == "pendidikan":
            return label == UNKNOWN, float(ladder.index(label)) if label in ladder else 99.0
        return label == UNKNOWN, 0.0

    return sorted(labels, key=place)
