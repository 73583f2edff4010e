"""An office's table scored: bands with their certainty, the pattern, old against new, what was recorded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from simkinerja.errors import InputError, Problem
from simkinerja.rules.checks import choice, whole
from simkinerja.rules.ratings import ORGANISATION

if TYPE_CHECKING:
    from simkinerja.evaluate.band_certainty import Certainty
    from simkinerja.evaluate.rating_pattern import UnitPattern
    from simkinerja.evaluate.scheme_comparison import SchemeComparison
    from simkinerja.schemes.model import Scheme
    from simkinerja.schemes.office import OfficeTable
    from simkinerja.scoring.stages import Score

__all__ = ["GROUPS", "OfficeResult", "OfficeSettings", "Recorded", "evaluate_office", "score_office"]

GROUPS: Final = {
    "unit": "Unit",
    "agency": "Perangkat Daerah",
    "sex": "Jenis kelamin",
    "age_group": "Usia",
    "golongan_group": "Golongan",
    "status": "Status",
}
"""Attributes by which a report sums up, and the words that readers see."""

_SAME_TOTAL: Final = 0.0051  # a total printed to two decimals


@dataclass(frozen=True, slots=True)
class OfficeSettings:
    """How an office's table is judged.

    Parameters
    ----------
    organisation : str, optional
        Predikat of the organisation, a key of ``rules.ratings.ORGANISATION``, for the distribution pattern.
    months : int
        Months that one figure stands for, 1-12: angka kredit and rupiah are of that time.
    seed, draws : int
        Of the draws of measurement error.
    """

    organisation: str | None = None
    months: int = 12
    seed: int = 2026
    draws: int = 400

    def __post_init__(self) -> None:
        whole(self.months, "bulan", "nilai", low=1, high=12, example="--bulan 12")
        whole(self.seed, "benih", "nilai", low=0, example="--benih 2026")
        if self.organisation is not None:
            choice(self.organisation, "organisasi", "nilai", ORGANISATION)


@dataclass(frozen=True, slots=True)
class Recorded:
    """What the office had recorded, held against what the scheme gives; officers by 0-based position.

    Parameters
    ----------
    n_bands, n_totals : int
        Officers with a recorded band, and with a recorded total, that the scheme rates too.
    other_band, other_total : tuple of int
        Those where the two differ.
    """

    n_bands: int
    other_band: tuple[int, ...]
    n_totals: int
    other_total: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class OfficeResult:
    """All of it, for the terminal, JSON, and reports.

    Parameters
    ----------
    office : OfficeTable
    score : Score
    certainty : Certainty or None
        None where the scheme has no bands.
    pattern : UnitPattern or None
        None without an organisation's predikat, or where bands name no predikat.
    recorded : Recorded
    old : Score or None
    comparison : SchemeComparison or None
        With the scheme that went before.
    settings : OfficeSettings
    notes : tuple of str
    """

    office: OfficeTable
    score: Score
    certainty: Certainty | None
    pattern: UnitPattern | None
    recorded: Recorded
    old: Score | None
    comparison: SchemeComparison | None
    settings: OfficeSettings
    notes: tuple[str, ...]

    @property
    def rated(self) -> npt.NDArray[np.bool_]:
        """Who has a total, shape (n,)."""
        return ~np.isnan(self.score.total.values)

    @property
    def unsure(self) -> npt.NDArray[np.bool_]:
        """Whose band *belum dapat dipastikan*, shape (n,)."""
        if self.certainty is None:
            return np.zeros(self.score.n, dtype=bool)
        return (self.score.bands.index >= 0) & ~self.certainty.sure


def score_office(office: OfficeTable, scheme: Scheme, months: int = 12) -> Score:
    """Score an office's table.

    Parameters
    ----------
    office : OfficeTable
    scheme : Scheme
        Without a fault.
    months : int
        Months that one figure stands for.

    Returns
    -------
    Score

    Raises
    ------
    InputError
        Where a figure is missing and the scheme stops: by the row of the file.
    """
    from simkinerja.scoring.records import raw_of
    from simkinerja.scoring.score import score_raw

    try:
        return score_raw(replace(raw_of(office.table, scheme), n_months=months), scheme)
    except InputError as error:
        letters = {scheme.indicator(code).label: letter for code, _, letter in office.columns}
        raise InputError(_placed(one, office, letters) for one in error.problems) from None


def _placed(one: Problem, office: OfficeTable, letters: dict[str, str]) -> Problem:
    """The place in the file instead of the place in the table."""
    if one.place.row is None:
        return replace(one, place=replace(one.place, file=office.file))
    place = office.place(one.place.row - 1)
    column = letters.get(one.place.column or "", one.place.column)
    values = {**one.values, "officer": f"di baris {place.row}"} if "officer" in one.values else one.values
    return replace(one, place=replace(place, column=column), values=values)


def evaluate_office(
    office: OfficeTable,
    scheme: Scheme,
    settings: OfficeSettings | None = None,
    *,
    before: tuple[OfficeTable, Scheme] | None = None,
) -> OfficeResult:
    """Score an office's table and judge the result.

    Parameters
    ----------
    office : OfficeTable
    scheme : Scheme
    settings : OfficeSettings, optional
    before : (OfficeTable, Scheme), optional
        The same file read for the scheme that went before.

    Returns
    -------
    OfficeResult

    Raises
    ------
    InputError
        Faults of the scheme, or gaps where the scheme stops.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> from simkinerja.schemes import load_scheme
    >>> from simkinerja.schemes.office import read_office
    >>> scheme = load_scheme("skp_2019")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "nilai.csv"
    ...     _ = file.write_text("Nilai SKP;Nilai Perilaku Kerja;Predikat\\n95;90;Baik\\n70;62;Baik\\n")
    ...     result = evaluate_office(read_office(file, scheme), scheme)
    >>> result.score.labels, result.recorded.other_band
    (('Baik', 'Kurang'), (1,))
    """
    from simkinerja.evaluate.band_certainty import certainty
    from simkinerja.schemes.problems import scheme_problems

    chosen = settings or OfficeSettings()
    if found := scheme_problems(scheme):
        raise InputError(found)
    done = score_office(office, scheme, chosen.months)
    bands = scheme.rules.bands
    sure = certainty(done, draws=chosen.draws, seed=chosen.seed) if bands else None
    pattern, notes = _pattern(done, chosen)
    old, comparison = _compared(office, done, before, chosen)
    return OfficeResult(
        office=office,
        score=done,
        certainty=sure,
        pattern=pattern,
        recorded=_recorded(office, done),
        old=old,
        comparison=comparison,
        settings=chosen,
        notes=tuple(notes),
    )


def _pattern(done: Score, settings: OfficeSettings) -> tuple[UnitPattern | None, list[str]]:
    from simkinerja.evaluate.rating_pattern import check_pattern

    if settings.organisation is None:
        return None, []
    if not done.scheme.rules.bands or any(band.predikat is None for band in done.scheme.rules.bands):
        return None, [
            "Pola distribusi tidak diperiksa: tingkatan skema ini tidak dipadankan dengan predikat."
        ]
    return check_pattern(done, settings.organisation)[0], []


def _compared(
    office: OfficeTable, done: Score, before: tuple[OfficeTable, Scheme] | None, settings: OfficeSettings
) -> tuple[Score | None, SchemeComparison | None]:
    """Both schemes on the same people; a row that only one of them counts is left to the comparison."""
    from simkinerja.evaluate.scheme_comparison import compare_schemes

    if before is None:
        return None, None
    table, scheme = before
    numbers = {place: k for k, place in enumerate(zip(office.sheets, office.rows, strict=True), 1)}
    places = zip(table.sheets, table.rows, strict=True)
    ids = [numbers.get(place, -k) for k, place in enumerate(places, 1)]
    old = score_office(replace(table, table=table.table.assign(officer_id=ids)), scheme, settings.months)
    by = [name for name in GROUPS if name in done.raw.officers]
    return old, compare_schemes(old, done, by=by)


def _recorded(office: OfficeTable, done: Score) -> Recorded:
    given = [
        (k, band) for k, band in enumerate(office.recorded) if band is not None and done.bands.index[k] >= 0
    ]
    totals = _with_totals(office.recorded_totals, done.total.values)
    return Recorded(
        n_bands=len(given),
        other_band=tuple(k for k, band in given if band != done.bands.index[k]),
        n_totals=len(totals),
        other_total=tuple(k for k, x in totals if abs(x - done.total.values[k]) > _SAME_TOTAL),
    )


def _with_totals(
    recorded: Sequence[float | None], totals: npt.NDArray[np.float64]
) -> list[tuple[int, float]]:
    return [(k, x) for k, x in enumerate(recorded) if x is not None and not np.isnan(totals[k])]
