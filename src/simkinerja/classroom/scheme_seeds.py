"""Lessons 02 and 03 over many seeds: the same people, other luck and other moods of their raters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from simkinerja.classroom.case_table import one_row_each
from simkinerja.classroom.pictures import as_page
from simkinerja.report.fmt import fmt_number, fmt_percent

if TYPE_CHECKING:
    from simkinerja.classroom.show import Page
    from simkinerja.schemes.model import Scheme
    from simkinerja.scoring.stages import Score

__all__ = ["band_years", "other_years", "spread_of_bands", "spread_of_truth", "truth_correlations"]

_OF_UNIT: Final = ("ikm", "complaints_on_time_share")


def other_years(table: Any, city: str, seeds: int) -> Iterator[Any]:
    """Years of the same people under other luck, one table a seed (1, 2, ...).

    What citizens said of the units is kept as it was; everything else is drawn anew.

    Parameters
    ----------
    table : DataFrame
        From :func:`simkinerja.classroom.case_table.load_case`, or some of its rows.
    city : str
    seeds : int
    """
    from simkinerja.classroom.seeds import people_of
    from simkinerja.population import draw_records

    kept = [name for name in table.columns if name not in one_row_each_columns()]
    people = people_of(table, city)
    for seed in range(1, seeds + 1):
        year = one_row_each(draw_records(people, 12, seed=seed))
        yield table[kept].merge(year, on="officer_id", how="left", validate="one_to_one")


def one_row_each_columns() -> set[str]:
    """Columns that a new year draws anew."""
    from simkinerja.classroom.case_table import MEASURES

    return set(MEASURES) - set(_OF_UNIT)


def _score(table: Any, scheme: Scheme) -> Score:
    from simkinerja.classroom.scheme_tables import score_table

    return score_table(table, scheme)


def truth_correlations(
    table: Any, schemes: Mapping[str, Scheme], city: str, seeds: int
) -> dict[str, list[float]]:
    """Correlation of each scheme's total with true practice, one a seed."""
    found: dict[str, list[float]] = {name: [] for name in schemes}
    for year in other_years(table, city, seeds):
        for name, scheme in schemes.items():
            total = _score(year, scheme).total.values
            known = ~np.isnan(total)
            truth = year["true_practice"].to_numpy(dtype=float)
            found[name].append(float(np.corrcoef(total[known], truth[known])[0, 1]))
    return found


def spread_of_truth(table: Any, schemes: Mapping[str, Scheme], city: str, seeds: int = 20) -> Page:
    """Repeat years for the same people; show how far each scheme's total goes with the truth.

    Parameters
    ----------
    table : DataFrame
        One row an officer, with ``true_practice``.
    schemes : mapping of name to Scheme
    city : str
        Whose people they are.
    seeds : int
    """
    from simkinerja.report.svg import svg_dots

    found = truth_correlations(table, schemes, city, seeds)
    ends = [(min(values), max(values)) for values in found.values()]
    svg = svg_dots(
        list(found),
        [float(np.mean(values)) for values in found.values()],
        low=[low for low, _ in ends],
        high=[high for _, high in ends],
        title=f"Korelasi nilai dengan kinerja sebenarnya, {seeds} tahun ulangan",
        unit="korelasi (0 = tidak berkaitan, 1 = sejalan sempurna)",
        axis=(0.0, 1.0),
    )
    told = "; ".join(
        f"{name} {fmt_number(low, 2)} sampai {fmt_number(high, 2)}"
        for name, (low, high) in zip(found, ends, strict=True)
    )
    words = f"{fmt_number(len(table), 0)} pegawai, {seeds} tahun ulangan. Korelasi: {told}."
    return as_page(svg, words)


def band_years(
    table: Any, schemes: Mapping[str, Scheme], officer: int, city: str, seeds: int
) -> dict[str, tuple[list[str], list[float]]]:
    """For each scheme an officer's band by year, and the share of all who keep last year's band."""
    bands: dict[str, list[Any]] = {name: [] for name in schemes}
    row = int(np.flatnonzero(table["officer_id"].to_numpy() == officer)[0])
    for year in other_years(table, city, seeds):
        for name, scheme in schemes.items():
            bands[name].append(_score(year, scheme))
    out = {}
    for name, years in bands.items():
        mine = [str(year.labels[row]) for year in years]
        index = np.stack([year.bands.index for year in years])
        known = (index >= 0).all(axis=0)
        same = (index[1:, known] == index[:-1, known]).mean(axis=1)
        out[name] = (mine, same.tolist())
    return out


def spread_of_bands(
    table: Any, schemes: Mapping[str, Scheme], officer: int, city: str, seeds: int = 20
) -> Page:
    """Repeat years in which nobody's true practice changes; show how many keep their band from year to year.

    Parameters
    ----------
    table : DataFrame
        One row an officer.
    schemes : mapping of name to Scheme
    officer : int
        Whose bands are told in words.
    city : str
    seeds : int
    """
    from simkinerja.report.svg import svg_dots

    found = band_years(table, schemes, officer, city, seeds)
    shares = [100 * np.array(same) for _, same in found.values()]
    svg = svg_dots(
        list(found),
        [float(x.mean()) for x in shares],
        low=[float(x.min()) for x in shares],
        high=[float(x.max()) for x in shares],
        title=f"Pegawai yang tingkatannya sama seperti tahun sebelumnya, {seeds} tahun",
        unit="persen pegawai; kinerja sebenarnya tidak berubah",
        digits=0,
        axis=(0.0, 100.0),
    )
    told = []
    for name, (mine, _) in found.items():
        counts = {band: mine.count(band) for band in dict.fromkeys(mine)}
        parts = ", ".join(f"{band} {n} kali" for band, n in sorted(counts.items(), key=lambda x: -x[1]))
        told.append(f"{name}: {parts}")
    kept = "; ".join(f"{name} {fmt_percent(float(np.mean(same)))}" for name, (_, same) in found.items())
    words = (
        f"Rata-rata pegawai yang tingkatannya tetap dari tahun ke tahun: {kept}. Pegawai {officer} dalam "
        f"{seeds} tahun ulangan: {'; '.join(told)}."
    )
    return as_page(svg, words)
