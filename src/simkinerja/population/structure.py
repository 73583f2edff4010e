"""L3: agencies, units and posts of a city, before anybody sits on them. Independent of the seed.

The number of structural posts is a published margin, so it also bounds the units that need a
structural head: a small population has fewer units, then fewer agencies (the last of the file first).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from simkinerja.errors import UsageError, problem
from simkinerja.population.codes import GROUPS
from simkinerja.population.margins import largest_remainder

if TYPE_CHECKING:
    from simkinerja.population.city import Agency, City, Unit

__all__ = ["ROLES", "Structure", "build_structure"]

IntArray = npt.NDArray[np.int64]
#: Roles inside a unit, in slot order.
ROLES: Final = ("agency_head", "unit_head", "deputy", "guru", "kesehatan", "teknis", "pelaksana")
_G: Final = {name: i for i, name in enumerate(GROUPS)}
_STRUCTURAL: Final = ("pimpinan", "administrator", "pengawas")
_FAMILY_HEAD: Final = {"guru": "kepala_sekolah", "kesehatan": "kepala_faskes"}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of unit with its agency and how many of it there are."""

    agency: int
    template: Unit
    count: int


@dataclass(frozen=True, slots=True)
class Structure:
    """Posts of a city.

    Parameters
    ----------
    agency_kind : int array, shape (n_agencies,)
        Position of the agency's template in the city file.
    agency_label : tuple of str
    unit_agency, unit_kind : int arrays, shape (n_units,)
        Agency of each unit; position of its template in ``kinds``.
    unit_label : tuple of str
    kinds : tuple of Kind
    posts : int array, shape (n_units, 7)
        Posts of each unit by role, see ``ROLES``.
    """

    agency_kind: IntArray
    agency_label: tuple[str, ...]
    unit_agency: IntArray
    unit_kind: IntArray
    unit_label: tuple[str, ...]
    kinds: tuple[Kind, ...]
    posts: IntArray
    agency_head_group: IntArray
    unit_head_group: IntArray

    def group_totals(self) -> IntArray:
        """Posts of each group, shape (9,)."""
        out = np.zeros(len(GROUPS), dtype=np.int64)
        np.add.at(out, self.agency_head_group, 1)
        np.add.at(out, self.unit_head_group, 1)
        out[_G["pengawas"]] += self.posts[:, 2].sum()
        out[_G["guru"] :] += self.posts[:, 3:].sum(axis=0)
        return out


def _agency_counts(agencies: list[Agency], shrink: float, keep: int) -> list[int]:
    return [max(1, round(a.count * min(1.0, shrink))) if i < keep else 0 for i, a in enumerate(agencies)]


def _unit_kinds(city: City, scale: float, agency_counts: list[int], span: int) -> list[Kind]:
    out = []
    for i, agency in enumerate(city.agencies):
        for unit in agency.units if agency_counts[i] else []:
            staff = unit.staff
            size = 1 + staff.struktural + staff.guru + staff.kesehatan + staff.teknis + staff.pelaksana
            split = max(1, round(size / span)) if "{nomor}" in unit.label else 1
            count = max(agency_counts[i], round(unit.count * scale) * split)
            out.append(Kind(i, unit, count))
    return out


def _heads_needed(city: City, kinds: list[Kind], agency_counts: list[int]) -> int:
    units = sum(kind.count for kind in kinds if kind.template.head.group in _STRUCTURAL)
    return units + sum(agency_counts)


def _choose(city: City, n: int, structural: int) -> tuple[list[Kind], list[int]]:
    """Largest set of units whose structural heads the margin allows (agencies go last)."""
    agencies, span, scale = city.agencies, city.span_of_control.value, n / city.n_published
    shrink = 1.0
    while shrink > 0.01:
        counts = _agency_counts(agencies, min(1.0, scale * 4) * shrink, len(agencies))
        kinds = _unit_kinds(city, scale * shrink, counts, span)
        if _heads_needed(city, kinds, counts) <= structural:
            return kinds, counts
        shrink *= 0.92
    for keep in range(len(agencies) - 1, 0, -1):
        counts = _agency_counts(agencies, 0.0, keep)
        kinds = _unit_kinds(city, 0.0, counts, span)
        homes = all(any(getattr(k.template.staff, f) for k in kinds) for f in ROLES[3:])
        if homes and _heads_needed(city, kinds, counts) <= structural:
            return kinds, counts
    raise UsageError(
        [
            problem(
                "parameter",
                name="n_officers",
                owner="draw_population",
                allowed="cukup besar untuk jabatan struktural kota ini (biasanya sekurangnya 200)",
                got=n,
                example="n_officers=1000",
            )
        ]
    )


def _limit_family_heads(kinds: list[Kind], totals: dict[str, int]) -> list[Kind]:
    """Schools and clinics: at least three of the profession beside the head."""
    out = list(kinds)
    for family, head in _FAMILY_HEAD.items():
        led = [i for i, kind in enumerate(out) if kind.template.head.group == head]
        wanted = sum(out[i].count for i in led)
        if led and wanted * 4 > totals[family]:
            shares = largest_remainder([out[i].count for i in led], max(len(led), totals[family] // 4))
            for i, count in zip(led, shares, strict=True):
                out[i] = Kind(out[i].agency, out[i].template, max(1, int(count)))
    return out


def _labels(label: str, count: int) -> list[str]:
    width = max(2, len(str(count)))
    return [label.replace("{nomor}", f"{i + 1:0{width}d}") for i in range(count)]


def build_structure(city: City, n: int, job_type: IntArray, job_family: IntArray) -> Structure:
    """Agencies, units and posts for ``n`` officers whose job margins are given.

    Parameters
    ----------
    city : City
    n : int
    job_type : int array, shape (3,)
        Structural, functional and pelaksana posts.
    job_family : int array, shape (3,)
        Teachers, health workers and technical posts among the functional.
    """
    kinds, agency_counts = _choose(city, n, int(job_type[0]))
    totals = dict(zip(ROLES[3:], [*map(int, job_family), int(job_type[2])], strict=True))
    kinds = _limit_family_heads(kinds, totals)
    first = np.concatenate([[0], np.cumsum(agency_counts)])
    unit_kind = np.repeat(np.arange(len(kinds)), [kind.count for kind in kinds])
    within = np.concatenate([np.arange(kind.count) for kind in kinds])
    template = np.array([kind.agency for kind in kinds])[unit_kind]
    unit_agency = first[template] + within % np.array(agency_counts)[template]
    labels = [text for kind in kinds for text in _labels(kind.template.label, kind.count)]
    order = np.lexsort((within, unit_kind, unit_agency))
    return _with_posts(city, kinds, agency_counts, (unit_agency, unit_kind, labels), order, totals, job_type)


def _with_posts(
    city: City,
    kinds: list[Kind],
    agency_counts: list[int],
    units: tuple[IntArray, IntArray, list[str]],
    order: IntArray,
    totals: dict[str, int],
    job_type: IntArray,
) -> Structure:
    unit_agency, unit_kind = units[0][order], units[1][order]
    head = np.array([_G[kind.template.head.group] for kind in kinds])[unit_kind]
    posts = np.zeros((len(order), len(ROLES)), dtype=np.int64)
    posts[np.unique(unit_agency, return_index=True)[1], 0] = 1
    posts[:, 1] = 1
    structural_left = int(job_type[0]) - sum(agency_counts) - int((head <= _G["pengawas"]).sum())
    posts[:, 2] = _spread(kinds, unit_kind, "struktural", structural_left)
    for role, family in enumerate(ROLES[3:], start=3):
        led = int((head == _G[_FAMILY_HEAD[family]]).sum()) if family in _FAMILY_HEAD else 0
        posts[:, role] = _spread(kinds, unit_kind, family, totals[family] - led)
    agency_kind = np.repeat(np.arange(len(agency_counts)), agency_counts)
    labels = [
        text for a, c in zip(city.agencies, agency_counts, strict=True) if c for text in _agency_labels(a, c)
    ]
    return Structure(
        agency_kind=agency_kind,
        agency_label=tuple(labels),
        unit_agency=unit_agency,
        unit_kind=unit_kind,
        unit_label=tuple(units[2][i] for i in order),
        kinds=tuple(kinds),
        posts=posts,
        agency_head_group=np.array([_G[city.agencies[k].head.group] for k in agency_kind]),
        unit_head_group=head,
    )


def _agency_labels(agency: Agency, count: int) -> list[str]:
    return _labels(agency.label, count) if agency.count > 1 else [agency.label]


def _spread(kinds: list[Kind], unit_kind: IntArray, family: str, total: int) -> IntArray:
    weights = np.array([getattr(kind.template.staff, family) for kind in kinds])[unit_kind]
    return largest_remainder(weights, max(total, 0))
