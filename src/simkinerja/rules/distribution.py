"""L2: the distribution pattern of predicates, as two checks of different force.

:func:`check_law` is the guidance of the attachment (PDF pp. 94-97): where most should lie, advisory, no
percentages. :func:`check_circular` holds the limits of SE 3/2023, known from one secondary source. What
neither settles (population, majority, small teams) is an explicit setting in ``pola.pilihan``.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import combinations
from types import MappingProxyType
from typing import Any, Final

from simkinerja.rules.checks import choice, flag, pairs, refuse, shown, whole
from simkinerja.rules.ratings import ORGANISATION, PREDICATES
from simkinerja.rules.registry import get_rule

__all__ = [
    "VERDICTS",
    "Curve",
    "Finding",
    "PatternCheck",
    "check_circular",
    "check_law",
    "curve",
    "ratees_of",
]

VERDICTS: Final[Mapping[str, str]] = MappingProxyType(
    {"sesuai": "sesuai", "tidak_sesuai": "tidak sesuai", "tidak_dapat_dinilai": "tidak dapat dinilai"}
)
"""The three answers of a check, and the words that readers see."""

_LARGEST_TEAM_SEARCHED: Final = 10  # every set of limits can be met by any larger team


@dataclass(frozen=True, slots=True)
class Finding:
    """One limit held against one team.

    ``breach`` is how many persons the team is beyond the limit, zero or less where the limit is kept; a
    tie for a majority is a breach of zero persons.
    """

    kind: str
    of: tuple[str, ...]
    n: int
    breach: Fraction
    verdict: str
    sentence: str


@dataclass(frozen=True, slots=True)
class PatternCheck:
    """All limits of one source held against one team.

    Examples
    --------
    >>> check = check_circular("istimewa", {"sangat_baik": 3})
    >>> check.verdict, check.status
    ('tidak_dapat_dinilai', 'circular')
    """

    rule: str
    status: str
    advisory: bool
    organisation: str
    n: int
    majority: str
    findings: tuple[Finding, ...]

    @property
    def verdict(self) -> str:
        """The gravest verdict of the findings: a key of :data:`VERDICTS`."""
        found = {finding.verdict for finding in self.findings}
        return next(key for key in ("tidak_sesuai", "tidak_dapat_dinilai", "sesuai") if key in found)


@dataclass(frozen=True, slots=True)
class Curve:
    """The shape of one drawn curve: relative heights by predicate, worst first; never a limit."""

    organisation: str
    heights: Mapping[str, Decimal | int]
    label: str


def check_law(organisation: str, counts: Mapping[str, int], *, majority: str | None = None) -> PatternCheck:
    """Hold a team against the guidance of PermenPANRB 6/2022: where most officers ideally lie.

    Parameters
    ----------
    organisation : str
        Predicate of the unit that the rater leads: a key of ``ratings.ORGANISATION``.
    counts : mapping of str to int
        Officers by predicate; a predicate left out counts nobody. By default the ratees of one rater,
        without the head (:func:`ratees_of`).
    majority : {"absolute", "largest"}, optional
        More than half (the default), or the largest share.

    Raises
    ------
    UsageError
        If a word is unknown or the team is empty.

    Examples
    --------
    >>> check_law("baik", {"baik": 6, "sangat_baik": 3, "kurang": 1}).verdict
    'sesuai'
    """
    rule = get_rule("pola.hukum")
    key = choice(organisation, "organisation", "check_law", ORGANISATION)
    limits = ({"kind": "majority", "of": (rule.values["mode"][key],)},)
    return _check("check_law", "pola.hukum", True, key, counts, limits, majority)


def check_circular(
    organisation: str, counts: Mapping[str, int], *, majority: str | None = None
) -> PatternCheck:
    """Hold a team against the limits of SE MenPANRB 3/2023 (secondary source).

    A limit broken by less than one person, or one that a team of this size cannot meet together with
    the others, is answered ``tidak_dapat_dinilai``. Parameters and errors as in :func:`check_law`.

    Examples
    --------
    >>> team = {"sangat_baik": 71, "baik": 20, "butuh_perbaikan": 5, "kurang": 2, "sangat_kurang": 2}
    >>> check_circular("istimewa", team).verdict
    'tidak_sesuai'
    """
    key = choice(organisation, "organisation", "check_circular", ORGANISATION)
    limits = get_rule("pola.edaran").values["limits"][key]
    return _check("check_circular", "pola.edaran", False, key, counts, limits, majority)


def _check(
    owner: str,
    code: str,
    advisory: bool,
    organisation: str,
    counts: Mapping[str, int],
    limits: tuple[Mapping[str, Any], ...],
    majority: str | None,
) -> PatternCheck:
    chosen = get_rule("pola.pilihan").values
    wanted = chosen["default_majority"] if majority is None else majority
    how = choice(wanted, "majority", owner, chosen["majority"])
    team = _team(owner, counts)
    n = sum(team.values())
    feasible = n > _LARGEST_TEAM_SEARCHED or _feasible(code, organisation, n, how)
    findings = tuple(_finding(limit, team, n, how, feasible) for limit in limits)
    return PatternCheck(code, get_rule(code).status, advisory, organisation, n, how, findings)


def _team(owner: str, counts: Mapping[str, int]) -> dict[str, int]:
    team = dict.fromkeys(PREDICATES, 0)
    for key, count in pairs(counts, "counts", owner, "counts={'baik': 3}").items():
        known = choice(key, "counts", owner, PREDICATES)
        team[known] = whole(count, key, owner, example=f"{known}=3")
    if not sum(team.values()):
        refuse("counts", owner, "memuat paling sedikit satu pegawai", 0, "counts={'baik': 3}")
    return team


def _breach(limit: Mapping[str, Any], team: Mapping[str, int], n: int, majority: str) -> Fraction:
    """Persons beyond the limit; for a majority, zero is a tie and already a breach."""
    count = sum(team[key] for key in limit["of"])
    kind = limit["kind"]
    if kind == "majority":
        others = max(team[key] for key in team if key not in limit["of"])
        needed = Fraction(n, 2) if majority == "absolute" else Fraction(others)
        return needed - count
    bound = Fraction(limit["value"]) * (n if kind.endswith("share") else 1)
    return count - bound if kind.startswith("max") else bound - count


def _kept(kind: str, breach: Fraction) -> bool:
    return breach < 0 if kind == "majority" else breach <= 0


def _finding(
    limit: Mapping[str, Any], team: Mapping[str, int], n: int, majority: str, feasible: bool
) -> Finding:
    breach = _breach(limit, team, n, majority)
    tolerance = get_rule("pola.pilihan").values["tolerance_people"]
    if _kept(limit["kind"], breach):
        verdict = "sesuai"
    elif breach < tolerance or not feasible:
        verdict = "tidak_dapat_dinilai"
    else:
        verdict = "tidak_sesuai"
    of = tuple(limit["of"])
    count = sum(team[key] for key in of)
    sentence = f"{_wish(limit, majority)}; ada {count} dari {n} pegawai: {VERDICTS[verdict]}"
    return Finding(limit["kind"], of, n, breach, verdict, sentence)


def _wish(limit: Mapping[str, Any], majority: str) -> str:
    """Say what a limit asks, in Indonesian."""
    names = " dan/atau ".join(PREDICATES[key] for key in limit["of"])
    value = limit.get("value", 0)
    percent = shown(Decimal(value * 100).normalize().quantize(Decimal(1)))
    half = "lebih dari separuh" if majority == "absolute" else "kelompok terbesar"
    return {
        "majority": f"{names} mayoritas ({half})",
        "max_share": f"{names} paling banyak {percent} %",
        "min_share": f"{names} paling sedikit {percent} %",
        "max_people": f"{names} paling banyak {value} orang",
        "min_people": f"{names} paling sedikit {value} orang",
    }[limit["kind"]]


def _divisions(n: int, parts: int) -> Iterator[tuple[int, ...]]:
    """Every way to divide n people over so many predicates (stars and bars)."""
    for bars in combinations(range(n + parts - 1), parts - 1):
        edges = (-1, *bars, n + parts - 1)
        yield tuple(edges[i + 1] - edges[i] - 1 for i in range(parts))


@cache
def _feasible(code: str, organisation: str, n: int, majority: str) -> bool:
    """Whether a team of n can meet all limits at once; else no breach can be held against it.

    Shares may be missed by less than one person, as everywhere; a majority and whole persons may not.
    """
    if code == "pola.hukum":
        return True
    limits = get_rule(code).values["limits"][organisation]
    teams = (dict(zip(PREDICATES, split, strict=True)) for split in _divisions(n, len(PREDICATES)))
    return any(all(_near(limit, team, n, majority) for limit in limits) for team in teams)


def _near(limit: Mapping[str, Any], team: Mapping[str, int], n: int, majority: str) -> bool:
    breach = _breach(limit, team, n, majority)
    if limit["kind"].endswith("share"):
        return breach < int(get_rule("pola.pilihan").values["tolerance_people"])
    return _kept(limit["kind"], breach)


def ratees_of(
    rater: Hashable,
    raters: Mapping[Any, Any],
    predicates: Mapping[Any, str],
    *,
    include_head: bool | None = None,
) -> dict[str, int]:
    """Count the predicates of the officers whom one rater rates: the population of both checks.

    Parameters
    ----------
    rater : hashable
        Identifier of the rater, who heads the unit.
    raters : mapping
        Rater of every officer, by officer.
    predicates : mapping
        Predicate of every officer, by officer. Officers without one are not counted (and never as the
        lowest predicate).
    include_head : bool, optional
        Count the rater's own predicate too; by default not (``pola.pilihan``).

    Examples
    --------
    >>> ratees_of(1, {1: 9, 2: 1, 3: 1, 4: 1}, {1: "baik", 2: "baik", 3: "kurang"})
    {'sangat_baik': 0, 'baik': 1, 'butuh_perbaikan': 0, 'kurang': 1, 'sangat_kurang': 0}
    """
    usual = get_rule("pola.pilihan").values["include_head"]
    head = usual if include_head is None else flag(include_head, "include_head", "ratees_of")
    pairs(raters, "raters", "ratees_of", "raters={2: 1, 3: 1}")
    pairs(predicates, "predicates", "ratees_of", "predicates={2: 'baik'}")
    team = dict.fromkeys(PREDICATES, 0)
    for officer, predicate in predicates.items():
        is_ratee = raters.get(officer) == rater and officer != rater
        if is_ratee or (head and officer == rater):
            team[choice(predicate, "predicates", "ratees_of", PREDICATES)] += 1
    return team


def curve(organisation: str) -> Curve:
    """Return the drawn shape for an organisation's predicate: an illustration without numbers.

    Examples
    --------
    >>> curve("baik").label
    'ilustrasi, tanpa angka'
    """
    key = choice(organisation, "organisation", "curve", ORGANISATION)
    rule = get_rule("pola.kurva").values
    heights = dict(zip(rule["order"], rule["heights"][key], strict=True))
    return Curve(key, MappingProxyType(heights), rule["label"])
