"""What a survey gives: numbers with their uncertainty, for the whole file and for its parts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from simkinerja.rules.skm import round_half_up

__all__ = ["Change", "Finding", "Part", "Settings", "SkmResult"]


@dataclass(frozen=True, slots=True)
class Settings:
    """How uncertainty is judged.

    Parameters
    ----------
    level : float
        Probability from which on a letter counts as certain.
    seed : int
        Seed of the resampling.
    replications : int
        Resamples.
    population : int or None
        Users of the service in the period, for the finite-population correction and the sample size.
    """

    level: float = 0.9
    seed: int = 2026
    replications: int = 4000
    population: int | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """The index of a group: everybody, one service, or one period.

    Parameters
    ----------
    label : str
        Name of the service or period; ``"Seluruh responden"`` for the whole file.
    n : int or None
        Respondents; ``None`` where a table of NRR does not say.
    nrr : mapping of str to Fraction
        NRR by element; an element without an answer is not in it.
    totals, counts : mapping of str to int
        Sum and number of answers by element; empty for tables of NRR.
    ikm : Fraction or None
        Exact index; ``None`` where an element has no answer.
    letter : str or None
        Quality letter of the index.
    letters : mapping of str to float
        Probability of each letter; empty where it cannot be judged.
    certain : bool or None
        Whether the letter counts as certain; ``None`` for tables of NRR.
    low, high : float or None
        95 % interval of the index.
    nrr_low, nrr_high : mapping of str to float
        95 % intervals of the NRR.
    lowest : mapping of str to float
        Probability that an element is the weakest one.
    needed : int or None
        Respondents that would make the letter certain.
    """

    label: str
    n: int | None
    nrr: Mapping[str, Fraction]
    totals: Mapping[str, int] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    ikm: Fraction | None = None
    letter: str | None = None
    letters: Mapping[str, float] = field(default_factory=dict)
    certain: bool | None = None
    low: float | None = None
    high: float | None = None
    nrr_low: Mapping[str, float] = field(default_factory=dict)
    nrr_high: Mapping[str, float] = field(default_factory=dict)
    lowest: Mapping[str, float] = field(default_factory=dict)
    needed: int | None = None

    @property
    def rounded(self) -> Decimal | None:
        """Index rounded half up to two decimals."""
        return None if self.ikm is None else round_half_up(self.ikm)

    @property
    def probability(self) -> float | None:
        """Probability of the letter shown."""
        return self.letters.get(self.letter) if self.letter else None

    @property
    def fewest(self) -> int | None:
        """The smallest number of people behind any number of this part."""
        return min([self.n or 0, *self.counts.values()]) if self.counts else self.n

    def weakest(self, how_many: int = 3) -> tuple[str, ...]:
        """Elements with the lowest NRR, lowest first."""
        return tuple(sorted(self.nrr, key=lambda key: self.nrr[key])[:how_many])


@dataclass(frozen=True, slots=True)
class Change:
    """Difference of the index between two periods that follow each other.

    Parameters
    ----------
    before, after : str
        Labels of the periods.
    difference : Fraction
        Index after minus index before.
    low, high : float or None
        95 % interval; ``None`` where a period has fewer than two respondents.
    rises : float or None
        Probability that the index rose.
    """

    before: str
    after: str
    difference: Fraction
    low: float | None = None
    high: float | None = None
    rises: float | None = None

    @property
    def clear(self) -> bool:
        """Whether the interval leaves zero out."""
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)


@dataclass(frozen=True, slots=True)
class Finding:
    """Whether something that the office printed follows from its own numbers.

    Parameters
    ----------
    label : str
        Service or period; empty for the whole file.
    follows : bool
    sentence : str
        Indonesian sentence.
    row : int or None
        Row of the file.
    """

    label: str
    follows: bool
    sentence: str
    row: int | None = None


@dataclass(frozen=True, slots=True)
class SkmResult:
    """Everything that is said about one survey file.

    Parameters
    ----------
    file : str
    kind : str
        ``jawaban`` (answers of respondents) or ``nrr`` (a table of NRR).
    whole : Part
    services, periods : tuple of Part
    changes : tuple of Change
    plain_mean : Fraction or None
        Unweighted mean of the services' indices, as the national template computes the unit's index.
    sample_size : int or None
        Krejcie-Morgan sample size, where the population is known.
    profile : mapping of str to mapping of str to int
        Respondents by profile column and group.
    findings : tuple of Finding
    settings : Settings
    title, dropped, notes : tuple of str
        From the reading of the file.
    synthetic : bool
        The file says of itself that it is made up; every output repeats it.
    crossing : mapping of (service, period) to int
        Respondents by service and period (empty label: none named), where the file has both.
    """

    file: str
    kind: str
    whole: Part
    services: tuple[Part, ...]
    periods: tuple[Part, ...]
    changes: tuple[Change, ...]
    plain_mean: Fraction | None
    sample_size: int | None
    profile: Mapping[str, Mapping[str, int]]
    findings: tuple[Finding, ...]
    settings: Settings
    title: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    synthetic: bool = False
    crossing: Mapping[tuple[str, str], int] = field(default_factory=dict)

    @property
    def elements(self) -> tuple[str, ...]:
        """Keys of the elements, in the order of U1..U9."""
        return tuple(self.whole.nrr)
