"""L3: columns of officers: from codes to what an office would write."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from simkinerja.population import names, posts
from simkinerja.population.career import KETERAMPILAN
from simkinerja.population.codes import EDUCATION, GOLONGAN, GROUPS, JENJANG, JOB_TYPES, SEX, STATUS
from simkinerja.population.people import People, part

if TYPE_CHECKING:
    from simkinerja.population.city import City
    from simkinerja.population.plan import Plan
    from simkinerja.streams import Streams

__all__ = ["JOB_TYPE_OF_GROUP", "PostBook", "categorical", "officer_columns", "post_book"]

IntArray = npt.NDArray[np.int64]
JOB_TYPE_OF_GROUP: Final = np.array([0, 0, 0, 1, 1, 1, 1, 1, 2])
_G: Final = {name: i for i, name in enumerate(GROUPS)}
_LEVELS: Final = len(JENJANG) + 1
_FUNCTIONAL_LEVELS: Final = 8


def categorical(codes: IntArray, categories: Any) -> Any:
    """Pandas categorical from codes (trusted), -1 for missing."""
    import pandas as pd

    small = codes.astype(np.int8 if len(categories) < 128 else np.int16)
    return pd.Categorical.from_codes(small, dtype=_dtype(tuple(categories)), validate=False)


@lru_cache(maxsize=64)
def _dtype(categories: tuple[str, ...]) -> Any:
    import pandas as pd

    return pd.CategoricalDtype(pd.Index(list(categories), dtype="str"))


def _coded(table: npt.NDArray[Any]) -> tuple[tuple[str, ...], IntArray]:
    """Texts of a table, each once, and the table as positions among them."""
    known, place = np.unique(table, return_inverse=True)
    return tuple(str(text) for text in known), place.reshape(table.shape)


_FRONT: Final = _coded(posts.TITLE_FRONT)
_BACK: Final = _coded(posts.TITLE_BACK)


@dataclass(frozen=True, slots=True)
class PostBook:
    """All names of posts that a city can have.

    Parameters
    ----------
    bases : tuple of str
        Names of posts without jenjang: the common ones, then the city's functional ones.
    titles : tuple of str
        Titles of heads; the first is empty.
    base_of : int array, shape (9, 7, 2, 16)
        Base by group, education, sex and variant (functional posts of agencies apart).
    technical : int array, shape (n_agency_kinds, 2, 16)
        Base of a technical post by agency, level (skilled, expert) and variant.
    labels : tuple of str
        Full names; the categories of the column.
    label_of : int array, shape (n_titles * n_bases * 12,)
        Position in ``labels`` of a (title, base, jenjang) code, -1 where it cannot occur.
    """

    bases: tuple[str, ...]
    titles: tuple[str, ...]
    base_of: IntArray
    technical: IntArray
    labels: tuple[str, ...]
    label_of: IntArray


def post_book(city: City) -> PostBook:
    """Names of posts of a city, the same whatever the size and the seed."""
    heads = {(u.head.title, u.head.group) for a in city.agencies for u in a.units}
    heads |= {(a.head.title, a.head.group) for a in city.agencies}
    return _book(tuple(tuple(a.functional) for a in city.agencies), tuple(sorted(heads)))


def _base_table() -> IntArray:
    out = np.zeros((len(GROUPS), len(EDUCATION), 2, posts.VARIANTS), dtype=np.int64)
    out[[_G["kepala_sekolah"], _G["guru"]]] = posts.BASES.index("Guru")
    out[[_G["kepala_faskes"], _G["kesehatan"]]] = posts.HEALTH
    out[_G["pelaksana"]] = posts.PELAKSANA[:, None, :]
    deputies = [posts.BASES.index("Kepala Seksi"), posts.BASES.index("Kepala Subbagian")]
    out[_G["pengawas"]] = deputies * (posts.VARIANTS // 2)
    return out


@lru_cache(maxsize=16)
def _book(functional: tuple[tuple[str, ...], ...], heads: tuple[tuple[str, str], ...]) -> PostBook:
    added = sorted({posts.EVERYWHERE, *(name for row in functional for name in row)} - set(posts.BASES))
    bases = (*posts.BASES, *added)
    titles = ("", *sorted({title for title, _ in heads}))
    at = {name: i for i, name in enumerate(bases)}
    named = [[posts.technical_names(row, expert) for expert in (False, True)] for row in functional]
    technical = np.array([[[at[name] for name in picks] for picks in pair] for pair in named])
    base_of = _base_table()
    label_of = np.full(len(titles) * len(bases) * _LEVELS, -1, dtype=np.int64)
    known: dict[str, int] = {}
    for title, group in (("", g) for g in GROUPS[2:] if g not in ("kepala_sekolah", "kepala_faskes")):
        _enter(label_of, known, bases, titles, (title, group), base_of, technical)
    for head in heads:
        _enter(label_of, known, bases, titles, head, base_of, technical)
    return PostBook(bases, titles, base_of, technical, tuple(known), label_of)


def _enter(
    label_of: IntArray,
    known: dict[str, int],
    bases: tuple[str, ...],
    titles: tuple[str, ...],
    head: tuple[str, str],
    base_of: IntArray,
    technical: IntArray,
) -> None:
    """Enter every post that a title (or none) and a group can give."""
    title, group = head[0], _G[head[1]]
    start = titles.index(title) * len(bases)
    for education in range(len(EDUCATION)):
        expert = int(education > KETERAMPILAN)
        found = technical[:, expert] if group == _G["teknis"] else base_of[group, education]
        if title and group <= _G["pengawas"]:
            found = np.zeros(1, dtype=np.int64)
        for base in np.unique(found).tolist():
            for level in np.unique(posts.JENJANG_OF[group, education]).tolist():
                text = _post_text(title, bases[base], level)
                label_of[(start + base) * _LEVELS + level] = known.setdefault(text, len(known))


def _post_text(title: str, base: str, level: int) -> str:
    """Kepala SD Negeri (Guru Ahli Madya), Perawat Terampil, Lurah ..."""
    post = f"{base} {JENJANG[level - 1]}" if base and 1 <= level <= _FUNCTIONAL_LEVELS else base
    if not title:
        return post
    return f"{title} ({post})" if post else title


def _head_titles(city: City, plan: Plan, book: PostBook, role: IntArray, kind: IntArray) -> IntArray:
    """Title of each officer as a position in the book; 0 for those who lead nothing."""
    kinds = plan.structure.kinds
    of_unit = np.array([book.titles.index(k.template.head.title) for k in kinds])
    of_agency = np.array([book.titles.index(city.agencies[k.agency].head.title) for k in kinds])
    out = np.zeros(len(role), dtype=np.int64)
    for code, table in ((0, of_agency), (1, of_unit)):
        here = np.flatnonzero(role == code)
        out[here] = table[kind[here]]
    return out


def _posts(
    city: City, plan: Plan, people: People, at: tuple[IntArray, IntArray], bits: Any
) -> dict[str, Any]:
    """Columns jabatan, jenjang and academic titles."""
    unit, role = at
    book, codes = post_book(city), plan.cells.codes
    group, education = codes[:, 0][people.cell], codes[:, 4][people.cell]
    variant = part(bits, 48, 4)
    kind = plan.structure.unit_kind[unit]
    # tables are read flat, from the start of each cell's row: half the time of four indices
    rows = codes[:, 0] * len(EDUCATION) + codes[:, 4]
    base = book.base_of.ravel()[((rows * 2 + codes[:, 6]) * posts.VARIANTS)[people.cell] + variant]
    technical = np.flatnonzero(group == _G["teknis"])
    agency_of_kind = np.array([k.agency for k in plan.structure.kinds])
    expert = (education[technical] > KETERAMPILAN).astype(np.int64)
    base[technical] = book.technical[agency_of_kind[kind[technical]], expert, variant[technical]]
    title = _head_titles(city, plan, book, role, kind)
    base[(title > 0) & (group <= _G["pengawas"])] = 0
    jenjang = posts.JENJANG_OF.ravel()[(rows * len(GOLONGAN))[people.cell] + people.rank]
    degree = posts.profession(base) * len(EDUCATION) + education
    label = book.label_of[(title * len(book.bases) + base) * _LEVELS + jenjang]
    return {
        "jabatan": categorical(label, book.labels),
        "jenjang": categorical(jenjang - 1, JENJANG),
        "title_front": categorical(_FRONT[1].ravel()[degree], _FRONT[0]),
        "title_back": categorical(_BACK[1].ravel()[degree * posts.VARIANTS + variant], _BACK[0]),
    }


def officer_columns(
    city: City, plan: Plan, streams: Streams, people: People, slots: IntArray, at: tuple[IntArray, IntArray]
) -> dict[str, Any]:
    """All columns of officers but numbers, raters and the truth.

    Parameters
    ----------
    slots : int array, shape (n,)
    at : pair of int arrays, shape (n,)
        Unit and role of each slot.
    """
    codes, unit = plan.cells.codes, at[0]
    bits = streams.bits("officer.name", slots)
    group, status, education, sex = (codes[:, i][people.cell] for i in (0, 1, 4, 6))
    return {
        "officer_id": slots,
        "name": names.name_column(bits, sex),
        "sex": categorical(sex, SEX),
        "birth_date": people.birth_day.astype("datetime64[D]").astype("datetime64[s]"),
        "age": people.age_months // 12,
        "education": categorical(education, EDUCATION),
        "status": categorical(status, STATUS),
        "golongan": categorical(people.rank, GOLONGAN),
        "job_type": categorical(JOB_TYPE_OF_GROUP[group], JOB_TYPES),
        "years_of_service": people.service_months // 12,
        "agency_id": plan.structure.unit_agency[unit],
        "unit_id": unit,
        **_posts(city, plan, people, at, bits),
    }
