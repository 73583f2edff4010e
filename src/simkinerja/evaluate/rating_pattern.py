"""A unit's predicates against the pattern of its organisation's predicate (PermenPANRB 6/2022, SE 3/2023)."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from simkinerja.errors import UsageError, nearest, problem
from simkinerja.rules.checks import choice, refuse
from simkinerja.rules.distribution import PatternCheck, check_circular, check_law, ratees_of
from simkinerja.rules.ratings import ORGANISATION, PREDICATES

if TYPE_CHECKING:
    from simkinerja.scoring.stages import Score

__all__ = ["EVERYBODY", "UnitPattern", "check_pattern"]

EVERYBODY: Final = "Semua pegawai"
"""Name of the one team where the table is not divided."""

_BY: Final = ("rater_id", "unit", "agency")


@dataclass(frozen=True, slots=True)
class UnitPattern:
    """One team's predicates and both checks.

    Parameters
    ----------
    unit : str
        Label of the unit or agency, number of the rater, or :data:`EVERYBODY`.
    organisation : str
        Predicate of the organisation.
    counts : mapping of str to int
        Officers by predicate, best first.
    n, n_not_rated : int
        Officers counted, and officers without a predikat (never counted as the lowest).
    law, circular : PatternCheck or None
        None where nobody in the team is rated.
    """

    unit: str
    organisation: str
    counts: Mapping[str, int]
    n: int
    n_not_rated: int
    law: PatternCheck | None
    circular: PatternCheck | None

    @property
    def sentences(self) -> tuple[str, ...]:
        """What each limit asks and what was found; Indonesian."""
        if self.law is None or self.circular is None:
            return (f"{self.unit}: tidak ada pegawai berpredikat, sehingga tidak dapat dibandingkan.",)
        found = [("arahan PermenPANRB 6/2022", self.law), ("SE MenPANRB 3/2023", self.circular)]
        return tuple(f"{self.unit}, {name}: {f.sentence}." for name, check in found for f in check.findings)


def check_pattern(
    score: Score, organisation: str | Mapping[Any, str], *, by: str | None = None
) -> tuple[UnitPattern, ...]:
    """Hold the predicates of each team against the pattern of its organisation's predicate.

    The law's pattern is guidance without percentages; the circular has limits (known from one secondary
    source). Neither changes anybody's predikat: the answer is for the superior who decides.

    Parameters
    ----------
    score : Score
        Every band of its scheme names one of the five predicates.
    organisation : str or mapping
        A key of ``rules.ratings.ORGANISATION``; or one for every team, by its label (or rater's number).
    by : {"rater_id", "unit", "agency"}, optional
        What a team is; the whole table by default. By rater the head, who is rated elsewhere, is left out,
        as ``pola.pilihan`` says.

    Returns
    -------
    tuple of UnitPattern
        In the order in which the teams first appear.

    Raises
    ------
    UsageError
        ``pattern_no_predikat`` where bands do not name a predicate; a column or a team's organisation that
        is missing; an unknown word.

    Examples
    --------
    >>> import pandas as pd
    >>> from simkinerja.schemes.model import Band, Indicator, Normalise, Rules, Scheme
    >>> from simkinerja.scoring.score import score
    >>> bands = (Band(code="baik", label="Baik", lower=80, predikat="baik"),
    ...          Band(code="kurang", label="Kurang", predikat="kurang"))
    >>> scheme = Scheme(code="a", title="A", indicators=(Indicator(code="mutu", label="Mutu"),),
    ...     rules=Rules(normalise=Normalise(method="none"), bands=bands))
    >>> team, = check_pattern(score(pd.DataFrame({"mutu": [85, 90, 95, 70]}), scheme), "baik")
    >>> team.counts["baik"], team.law.verdict
    (3, 'sesuai')
    """
    predicates = _predicates(score)
    teams = _teams(score, by)
    wanted = _organisations(organisation, list(teams))
    return tuple(
        _pattern(label, wanted[label], members, predicates, score, by) for label, members in teams.items()
    )


def _predicates(score: Score) -> list[str | None]:
    """Predicate of every officer; None without a band."""
    bands = score.scheme.rules.bands
    without = [band.label for band in bands if band.predikat is None]
    if not bands or without:
        raise UsageError([problem("pattern_no_predikat", bands=", ".join(without) or "tidak ada")])
    return [bands[i].predikat if i >= 0 else None for i in score.bands.index.tolist()]


def _teams(score: Score, by: str | None) -> dict[Hashable, Any]:
    """Rows of the officers of each team, by label."""
    if by is None:
        return {EVERYBODY: np.arange(score.n)}
    column = choice(by, "by", "check_pattern", _BY)
    people = score.raw.officers
    if column not in people:
        there = [name for name in _BY if name in people] or ["tidak satu pun"]
        allowed = f"kolom yang ada di tabel ({', '.join(there)})"
        refuse("by", "check_pattern", allowed, column, "by=None untuk semua pegawai")
    known = people[column].dropna()
    if column == "rater_id":
        known = known[known != -1]  # the head of the city has no rater here
    return {label: known.index[known == label].to_numpy() for label in dict.fromkeys(known.tolist())}


def _organisations(given: str | Mapping[Any, str], teams: list[Hashable]) -> dict[Hashable, str]:
    owner = "check_pattern"
    if not isinstance(given, Mapping):
        return dict.fromkeys(teams, choice(given, "organisation", owner, ORGANISATION))
    if missing := [team for team in teams if team not in given]:
        words = [str(key) for key in given]
        raise UsageError(
            problem("pattern_no_organisation", team=team, hint=nearest(str(team), words)) for team in missing
        )
    return {team: choice(given[team], "organisation", owner, ORGANISATION) for team in teams}


def _pattern(
    label: Hashable,
    organisation: str,
    rows: Any,
    predicates: list[str | None],
    score: Score,
    by: str | None,
) -> UnitPattern:
    if by == "rater_id":
        ids = score.raw.officers["officer_id"].tolist()
        rated = {ids[i]: str(predicates[i]) for i in rows if predicates[i] is not None}
        counts = ratees_of(label, dict.fromkeys(rated, label), rated)
    else:
        counts = {key: sum(predicates[i] == key for i in rows) for key in PREDICATES}
    n = sum(counts.values())
    return UnitPattern(
        unit=f"Penilai {label}" if by == "rater_id" else str(label),
        organisation=organisation,
        counts=MappingProxyType(counts),
        n=n,
        n_not_rated=sum(predicates[i] is None for i in rows),
        law=check_law(organisation, counts) if n else None,
        circular=check_circular(organisation, counts) if n else None,
    )
