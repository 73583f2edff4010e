"""L3: a city file: how many people of which kind, in which agencies and units; every figure with source."""

from __future__ import annotations

import os
from datetime import date
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from simkinerja.errors import InputError, UsageError, nearest, problem
from simkinerja.files.yaml import load_yaml, validated
from simkinerja.population.codes import EDUCATION, GROUPS, JOB_FAMILIES, JOB_TYPES, SEX, STATUS
from simkinerja.population.traits import correlation_matrix

__all__ = ["Agency", "City", "Figure", "Margin", "Unit", "city_codes", "is_packaged", "load_city"]

_FOLDER: Final = files("simkinerja") / "cities"
_NATIONAL: Final = "acuan/nasional.yaml"
Label = Annotated[str, Field(min_length=1, max_length=120)]
Weight = Annotated[float, Field(ge=0, le=1e7)]
SaidBy = Literal["published", "national", "assumed"]
Section = Annotated[list[dict[str, Any]], Field(max_length=200)]
"""A section of a higher floor: kept unread here, checked where it is used."""
_OF_DOCUMENT: Final = ("channels", "programmes", "claims")
"""Sections about a document: a city that borrows its people from another does not borrow these."""

#: Margins a file may give, with the categories of each and the officers it is about.
MARGINS: Final[dict[str, tuple[str, tuple[str, ...]]]] = {
    "sex": ("semua", SEX),
    "education": ("semua", ("SD-SMA", "D-III", "S-1", "S-2", "S-3")),
    "education_low": ("SD-SMA", ("SD", "SMP", "SMA")),
    "job_type": ("semua", JOB_TYPES),
    "job_family": ("fungsional", JOB_FAMILIES),
    "years_of_service": ("pns", ("0-5", "6-30", ">30")),
    "age": ("semua", ("<=26", "27-42", ">=43")),
    "golongan": ("pns", ("I", "II", "III", "IV")),
}


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Sourced(_Strict):
    """A figure that answers *says who*: published for this city, for Indonesia, or assumed."""

    status: SaidBy
    source: Label | None = None
    as_of: date | None = None
    note: Annotated[str, Field(max_length=400)] | None = None

    @model_validator(mode="after")
    def _says_who(self) -> Self:
        if self.status != "assumed" and not self.source:
            raise ValueError("punya 'source' (sumber), atau 'status: assumed' bila diasumsikan")
        if self.status == "assumed" and not self.note:
            raise ValueError("punya 'note' yang menjelaskan asumsinya")
        return self


class Figure(_Sourced):
    """One count of people."""

    value: Annotated[int, Field(ge=0, le=10_000_000)]


class Margin(_Sourced):
    """The counts of a margin in its source; they are scaled to the city by the largest remainder."""

    counts: dict[str, Weight]


class People(_Strict):
    """How many officers by status."""

    pns: Figure
    pppk: Figure
    pppk_paruh_waktu: Figure


class Head(_Strict):
    """Who leads a unit or an agency."""

    group: Literal["pimpinan", "administrator", "pengawas", "kepala_sekolah", "kepala_faskes"]
    title: Label


class Staff(_Strict):
    """Typical people of one unit, beside its head: weights, scaled to the city's totals."""

    struktural: Weight = 0
    guru: Weight = 0
    kesehatan: Weight = 0
    teknis: Weight = 0
    pelaksana: Weight = 0


class Unit(_Strict):
    """A kind of unit: ``count`` of them in the whole city at its published size."""

    label: Label
    count: Annotated[int, Field(ge=1, le=100_000)] = 1
    service: Label | None = None
    standard_days: Annotated[float, Field(gt=0, le=365)] | None = None
    head: Head
    staff: Staff

    @model_validator(mode="after")
    def _numbered(self) -> Self:
        if self.count > 1 and "{nomor}" not in self.label:
            raise ValueError("memuat '{nomor}' pada label bila count lebih dari 1")
        if (self.service is None) != (self.standard_days is None):
            raise ValueError("memuat service dan standard_days berpasangan")
        return self


class Agency(_Strict):
    """A kind of agency (OPD) with its units; the first unit also houses the agency's head."""

    label: Label
    kind: Literal["sekretariat", "dinas", "badan", "kecamatan", "lainnya"]
    count: Annotated[int, Field(ge=1, le=1000)] = 1
    head: Head
    functional: Annotated[list[Label], Field(min_length=1, max_length=20)] = [
        "Analis Kebijakan",
        "Arsiparis",
        "Pranata Komputer",
        "Perencana",
    ]
    units: Annotated[list[Unit], Field(min_length=1, max_length=100)]


class Weights(_Sourced):
    """Starting weights of the joint table: which combinations are likelier, before the margins rule."""

    contract: dict[str, list[Weight]]
    service: dict[str, list[Weight]]
    age: dict[str, list[Weight]]
    education: dict[str, list[Weight]]
    sex: dict[str, list[Weight]]


class StructureNote(_Sourced):
    """Where the agencies, their units, typical staff and service standards of a file come from."""


class City(_Strict):
    """A validated city file.

    Examples
    --------
    >>> load_city("salatiga").label
    'Kota Salatiga'
    """

    code: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{1,40}$")]
    label: Label
    documents: list[Label] = []
    reference_date: date
    people: People
    margins: dict[str, Margin]
    weights: Weights
    span_of_control: Figure
    structure: StructureNote
    correlations: dict[str, Annotated[float, Field(gt=-1, lt=1)]] = {}
    agencies: Annotated[list[Agency], Field(min_length=1, max_length=300)]
    people_of: str | None = None
    channels: Section = []
    programmes: Section = []
    claims: Section = []

    @property
    def people_code(self) -> str:
        """Code of the city whose people these are (``medan`` for ``medan_rancangan``)."""
        return self.people_of or self.code

    @property
    def n_published(self) -> int:
        """Officers of all three statuses."""
        return self.people.pns.value + self.people.pppk.value + self.people.pppk_paruh_waktu.value

    @model_validator(mode="after")
    def _complete(self) -> Self:
        _check_margins(self.margins)
        _check_weights(self.weights)
        if self.n_published < 1:
            raise ValueError("berpenduduk ASN sekurangnya satu orang pada 'people'")
        if self.reference_date.day != 1 or not 2022 <= self.reference_date.year <= 2035:
            raise ValueError("bertanggal acuan (reference_date) hari pertama sebuah bulan, tahun 2022-2035")
        try:
            correlation_matrix(self.correlations)
        except UsageError as error:
            raise ValueError(f"punya korelasi yang sah. {error.problems[0].sentence}") from error
        for family in ("guru", "kesehatan", "teknis", "pelaksana", "struktural"):
            if not any(getattr(u.staff, family) for a in self.agencies for u in a.units):
                raise ValueError(f"punya sekurangnya satu unit dengan staff '{family}' lebih dari 0")
        return self


def _check_margins(margins: dict[str, Margin]) -> None:
    for name, (_, categories) in MARGINS.items():
        if name not in margins:
            raise ValueError(f"punya marjin '{name}'")
        if set(margins[name].counts) != set(categories):
            raise ValueError(f"memuat kategori {', '.join(categories)} pada marjin '{name}'")
        if not sum(margins[name].counts.values()):
            raise ValueError(f"memuat angka lebih dari 0 pada marjin '{name}'")
    for name in margins:
        if name not in MARGINS:
            raise ValueError(f"hanya memuat marjin yang dikenal, bukan '{name}'.{nearest(name, MARGINS)}")


def _check_weights(weights: Weights) -> None:
    sizes = {"contract": 3, "service": 3, "age": 3, "education": len(EDUCATION), "sex": 2}
    for name, size in sizes.items():
        table: dict[str, list[float]] = getattr(weights, name)
        keys = STATUS if name == "service" else GROUPS
        if set(table) != set(keys) or any(len(row) != size for row in table.values()):
            raise ValueError(f"memuat {size} bobot untuk setiap {', '.join(keys)} pada weights.{name}")


def city_codes() -> tuple[str, ...]:
    """Codes of the cities that come with the package, in alphabetical order.

    Examples
    --------
    >>> city_codes()
    ('bandung', 'medan', 'medan_rancangan', 'rangkui', 'salatiga')
    """
    return tuple(sorted(p.name.removesuffix(".yaml") for p in _FOLDER.iterdir() if p.name.endswith(".yaml")))


def load_city(code_or_path: str | os.PathLike[str]) -> City:
    """Load a city by its code, or a user's own city file (YAML) by its path.

    Sections ``margins`` and ``weights`` may be left out, in whole or margin by margin: the national
    figures of ``cities/acuan/nasional.yaml`` then apply.

    Raises
    ------
    UsageError, InputError
        Unknown code (``unknown_city``), or all faults of the file by line and field.

    Examples
    --------
    >>> load_city("medan").people.pns.value
    9726
    """
    if not isinstance(code_or_path, str | os.PathLike):
        given = {"allowed": "kode kota atau alamat berkas YAML", "got": repr(code_or_path)}
        raise UsageError(
            [problem("parameter", name="city", owner="load_city", example="'salatiga'", **given)]
        )
    text = os.fspath(code_or_path)
    if text in city_codes():
        return _packaged(text)
    if text.endswith((".yaml", ".yml")) or os.sep in text or "/" in text or Path(text).is_file():
        return _read(Path(text))
    known = city_codes()
    raise InputError([problem("unknown_city", got=text, known=", ".join(known), hint=nearest(text, known))])


@lru_cache(maxsize=16)
def _packaged(code: str) -> City:
    return _read(Path(str(_FOLDER / f"{code}.yaml")))


def is_packaged(city: City) -> bool:
    """Tell whether a city is the very object that the package holds under its code.

    Examples
    --------
    >>> is_packaged(load_city("medan")), is_packaged(load_city("medan").model_copy())
    (True, False)
    """
    return city.code in city_codes() and city is _packaged(city.code)


@lru_cache(maxsize=1)
def _national() -> dict[str, Any]:
    data: dict[str, Any] = load_yaml(Path(str(_FOLDER / _NATIONAL))).data
    return data


def _read(path: Path) -> City:
    document = load_yaml(path)
    data = document.data
    if isinstance(data, dict):
        if isinstance(data.get("people_of"), str) and data["people_of"] in city_codes():
            base = load_yaml(Path(str(_FOLDER / f"{data['people_of']}.yaml"))).data
            data.update({k: v for k, v in base.items() if k not in data and k not in _OF_DOCUMENT})
        if isinstance(data.get("margins", {}), dict):
            data["margins"] = {**_national()["margins"], **data.get("margins", {})}
        data.setdefault("weights", _national()["weights"])
    return validated(City, document)
