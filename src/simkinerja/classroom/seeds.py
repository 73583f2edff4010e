"""The same comparison over many seeds: what one year cannot show. Never one run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from simkinerja.classroom.first_surprise import TRUTH, best, count_right
from simkinerja.classroom.pictures import as_page
from simkinerja.classroom.shared import yearly
from simkinerja.classroom.truth_record import RECORDS
from simkinerja.report.fmt import fmt_number, fmt_percent

if TYPE_CHECKING:
    from simkinerja.classroom.show import Page
    from simkinerja.population import Population

__all__ = ["agreements", "nominations", "people_of", "spread_of_agreement", "spread_of_nomination", "years"]


def years(population: Population, seeds: int) -> Iterator[Any]:
    """Yearly records of the same people under other luck, one table a seed (1, 2, ...)."""
    from simkinerja.population import draw_records

    for seed in range(1, seeds + 1):
        yield yearly(draw_records(population, 12, seed=seed), population.officers)


def people_of(table: Any, city: str) -> Population:
    """The shipped people of ``table`` as a population; a part of a city meets the same luck as the whole."""
    from simkinerja.population import draw_population
    from simkinerja.population.dataset import SEED

    whole = draw_population(city, SEED)
    kept = whole.officers[whole.officers.officer_id.isin(table.officer_id)]
    return replace(whole, officers=kept.reset_index(drop=True))


def nominations(population: Population, n: int, seeds: int, by: str = "nilai") -> list[tuple[int, int]]:
    """For each seed, how many of the ``n`` named are right, and how many share the commonest rater."""
    found = []
    for table in years(population, seeds):
        named = best(table, by, n)
        found.append((count_right(table, by, n), int(named.penilai.value_counts().iloc[0])))
    return found


def spread_of_nomination(table: Any, n: int = 10, seeds: int = 40, city: str = "salatiga") -> Page:
    """Repeat a year of ratings for the people of ``table`` and count how many of the named are right.

    Parameters
    ----------
    table : pandas DataFrame
        From :func:`simkinerja.classroom.shared.load_people`; only ``officer_id`` is used.
    n, seeds : int
        How many are named; how many years are drawn.
    """
    from simkinerja.report.svg import svg_bars

    found = nominations(people_of(table, city), n, seeds)
    right, same = (np.array(side) for side in zip(*found, strict=True))
    counts = np.bincount(right, minlength=n + 1)
    shown = range(int(right.min()), int(right.max()) + 1)
    svg = svg_bars(
        [f"{k} tepat" for k in shown],
        [float(counts[k]) for k in shown],
        title=f"{seeds} tahun ulangan: berapa dari {n} nama yang tepat",
        unit="banyaknya tahun",
        digits=0,
    )
    words = (
        f"Dari {seeds} tahun ulangan, paling sedikit {right.min()} dan paling banyak {right.max()} dari {n} "
        f"nama tepat; rata-ratanya {fmt_number(float(right.mean()), 1)}. Rata-rata "
        f"{fmt_number(float(same.mean()), 1)} dari {n} nama berasal dari satu penilai yang sama."
    )
    return as_page(svg, words)


def agreements(population: Population, seeds: int) -> dict[str, list[float]]:
    """Correlation of each record with the truth, one a seed."""
    found: dict[str, list[float]] = {label: [] for label in RECORDS}
    for table in years(population, seeds):
        for label, column in RECORDS.items():
            found[label].append(float(table[column].corr(table[TRUTH])))
    return found


def spread_of_agreement(table: Any, seeds: int = 20, city: str = "salatiga") -> Page:
    """Repeat years for the people of ``table``; show how far each record goes with the truth."""
    from simkinerja.report.svg import svg_dots

    people = people_of(table, city)
    found = agreements(people, seeds)
    middle = [float(np.mean(values)) for values in found.values()]
    ends = [(min(values), max(values)) for values in found.values()]
    svg = svg_dots(
        list(found),
        middle,
        low=[low for low, _ in ends],
        high=[high for _, high in ends],
        title=f"Korelasi dengan kinerja sebenarnya, {seeds} tahun ulangan",
        unit="korelasi (0 = tidak berkaitan, 1 = sejalan sempurna)",
        axis=(0.0, 1.0),
    )
    told = "; ".join(
        f"{label} {fmt_number(low, 2)} sampai {fmt_number(high, 2)}"
        for label, (low, high) in zip(found, ends, strict=True)
    )
    size = fmt_number(len(people.officers), 0)
    share = fmt_percent(middle[0] ** 2)
    words = (
        f"{size} pegawai, {seeds} tahun ulangan. Korelasi: {told}. Nilai atasan menjelaskan "
        f"rata-rata {share} perbedaan kinerja (kuadrat korelasinya)."
    )
    return as_page(svg, words)
