"""L3: agencies, units and posts of a city, before anybody sits on them. Independent of the seed.

The number of structural posts is a published margin, so it also bounds the units that need a
structural head: a small population has fewer units, then fewer agencies (the last of the file first).
"""

from __future__ import annotations

from collections import Counter
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
_SHRINK: Final = (1.0, 0.85, 0.7, 0.55, 0.4)
_FAMILY_HEAD: Final = {"guru": "kepala_sekolah", "kesehatan": "kepala_faskes"}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of unit with its agency, how many of it there are, and how large each is.

    ``size`` multiplies the typical people of one unit, as the file gives them.
    """

    agency: int
    template: Unit
    count: int
    size: float


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


def _planned(city: City, n: int, totals: dict[str, int]) -> list[int]:
    """Units of each kind of the file at ``n`` officers: scaled, and split where a rater has too many."""
    units = [unit for agency in city.agencies for unit in agency.units]
    scale, span = n / city.n_published, city.span_of_control.value
    people = np.array([unit.staff.struktural * unit.count * scale for unit in units])
    for family in ROLES[3:]:
        weights = np.array([getattr(unit.staff, family) * unit.count for unit in units], dtype=np.float64)
        people += weights * (totals[family] / weights.sum())
    counts = np.maximum(1, np.rint([unit.count * scale for unit in units]))
    numbered = np.array(["{nomor}" in unit.label for unit in units])
    needed = np.where(numbered, np.ceil(people / span), 1)
    return [int(count) for count in np.maximum(counts, needed)]


def _agency_counts(city: City, shrink: float, keep: int) -> list[int]:
    return [max(1, round(a.count * shrink)) if i < keep else 0 for i, a in enumerate(city.agencies)]


def _unit_kinds(city: City, planned: list[int], shrink: float, agency_counts: list[int]) -> list[Kind]:
    """Kinds of the agencies kept; only units under a structural head shrink with the structural posts."""
    pairs = [(i, unit) for i, agency in enumerate(city.agencies) for unit in agency.units]
    out = []
    for (i, unit), count in zip(pairs, planned, strict=True):
        if agency_counts[i]:
            kept = round(count * shrink) if unit.head.group in _STRUCTURAL else count
            out.append(Kind(i, unit, max(agency_counts[i], kept), unit.count / count))
    return out


def _heads_needed(kinds: list[Kind], agency_counts: list[int]) -> int:
    units = sum(kind.count for kind in kinds if kind.template.head.group in _STRUCTURAL)
    return units + sum(agency_counts)


def _choose(city: City, n: int, structural: int, totals: dict[str, int]) -> tuple[list[Kind], list[int]]:
    """Largest set of units whose structural heads the margin allows (agencies go last)."""
    planned = _planned(city, n, totals)
    several = min(1.0, n / city.n_published * 4)
    for keep in range(len(city.agencies), 0, -1):
        for shrink in _SHRINK:
            counts = _agency_counts(city, several * shrink, keep)
            kinds = _unit_kinds(city, planned, shrink, counts)
            homes = all(any(getattr(k.template.staff, f) for k in kinds) for f in ROLES[3:])
            if homes and _heads_needed(kinds, counts) <= structural:
                return kinds, counts
    allowed = "cukup besar untuk jabatan struktural kota ini (biasanya sekurangnya 200)"
    given = {"owner": "draw_population", "got": n, "example": "n_officers=1000"}
    raise UsageError([problem("parameter", name="n_officers", allowed=allowed, **given)])


def _limit_family_heads(kinds: list[Kind], totals: dict[str, int]) -> list[Kind]:
    """Schools and clinics: at least three of the profession beside the head."""
    out = list(kinds)
    for family, head in _FAMILY_HEAD.items():
        led = [i for i, kind in enumerate(out) if kind.template.head.group == head]
        wanted = sum(out[i].count for i in led)
        if led and wanted * 4 > totals[family]:
            shares = largest_remainder([out[i].count for i in led], max(len(led), totals[family] // 4))
            for i, count in zip(led, shares, strict=True):
                old, new = out[i], max(1, int(count))
                out[i] = Kind(old.agency, old.template, new, old.size * old.count / new)
    return out


def _labels(label: str, count: int) -> list[str]:
    """Numbered labels; a unit that the file has once is numbered when a larger city has more of it."""
    if count > 1 and "{nomor}" not in label:
        label += " {nomor}"
    if "{nomor}" not in label:
        return [label] * count
    width = max(2, len(str(count)))
    before, after = label.split("{nomor}", 1)
    return [f"{before}{i:0{width}d}{after}" for i in range(1, count + 1)]


def _unit_labels(city: City, kinds: list[Kind]) -> list[str]:
    """Labels of units, unique in the city: a label that several agencies use carries the agency's."""
    used = Counter(kind.template.label for kind in kinds)
    out: list[str] = []
    for kind in kinds:
        labels = _labels(kind.template.label, kind.count)
        agency = city.agencies[kind.agency].label
        out += [f"{text} {agency}" for text in labels] if used[kind.template.label] > 1 else labels
    return out


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
    totals = dict(zip(ROLES[3:], [*map(int, job_family), int(job_type[2])], strict=True))
    kinds, agency_counts = _choose(city, n, int(job_type[0]), totals)
    kinds = _limit_family_heads(kinds, totals)
    first = np.concatenate([[0], np.cumsum(agency_counts)])
    unit_kind = np.repeat(np.arange(len(kinds)), [kind.count for kind in kinds])
    within = np.concatenate([np.arange(kind.count) for kind in kinds])
    template = np.array([kind.agency for kind in kinds])[unit_kind]
    unit_agency = first[template] + within % np.array(agency_counts)[template]
    labels = _unit_labels(city, kinds)
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
    weights = np.array([getattr(kind.template.staff, family) * kind.size for kind in kinds])[unit_kind]
    return largest_remainder(weights, max(total, 0))
