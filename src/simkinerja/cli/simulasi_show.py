"""What ``simkinerja simulasi`` prints: lists of what can be run, a short answer, JSON."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Console

    from simkinerja.cli.simulasi_run import Finished

__all__ = ["print_choices", "print_finished", "simulasi_json"]


def print_choices(console: Console) -> None:
    """Print the cities and the scenarios that come with the package."""
    from rich.table import Table

    from simkinerja.population.city import city_codes, load_city
    from simkinerja.report.fmt import fmt_number
    from simkinerja.simulate.scenario import load_scenario, shipped_scenarios

    cities = Table("Kota", "Nama", "Pegawai", box=None, pad_edge=False)
    for code in city_codes():
        city = load_city(code)
        cities.add_row(code, city.label, fmt_number(city.n_published, 0))
    scenarios = Table("Skenario", "Judul", box=None, pad_edge=False)
    for code in shipped_scenarios():
        scenarios.add_row(code, load_scenario(code).title)
    for table in (cities, scenarios):
        console.print(table)
        console.print()
    console.print(
        "Contoh: simkinerja simulasi salatiga --skenario pelatihan_terendah --keluaran hasil", markup=False
    )


def print_finished(console: Console, finished: Finished) -> None:
    """Print the short answer of every scenario, and what was written."""
    from simkinerja.report.simulasi_words import SYNTHETIC

    content = finished.content
    console.print(SYNTHETIC, markup=False, style="bold")
    console.print(content.title, markup=False)
    console.print(content.question[1], markup=False)
    for part in content.parts:
        console.print()
        console.print(part.title, markup=False, style="bold")
        for text in part.answer:
            console.print(f"- {text}", markup=False)
        _print_effects(console, part.effects)
        for text in part.sure[1:]:
            console.print(text, markup=False)
    for path in finished.written:
        if path.suffix in {".html", ".docx"}:
            console.print(f"Ditulis: {path}", markup=False, soft_wrap=True)
    if finished.written:
        folder = finished.written[0].parent
        console.print(f"{len(finished.written)} berkas di {folder}", markup=False, soft_wrap=True)


def _print_effects(console: Console, grids: Any) -> None:
    """The outcomes that moved; all of them are in the report."""
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1), pad_edge=False)
    table.add_column("Hasil", overflow="fold")
    table.add_column("Tanpa → dengan", justify="right", no_wrap=True)
    table.add_column("Selisih", justify="right", overflow="fold")
    table.add_column("Putusan", overflow="fold")
    for grid in grids:
        for label, levels, difference, _, said in grid.rows:
            table.add_row(label, levels, difference, said)
    if table.row_count:
        console.print(table)


def simulasi_json(finished: Finished) -> dict[str, Any]:
    """Return the results as plain data.

    Parameters
    ----------
    finished : Finished
    """
    simulation = finished.simulation
    plan = simulation.comparison.plan
    return {
        "sintetis": True,
        "kota": simulation.asked.city,
        "pengaturan": {
            "pegawai": plan.world.n,
            "bulan": plan.months,
            "ulangan": plan.replications,
            "benih": plan.seed,
            "tak_pasti": plan.uncertain,
            "parameter": dict(simulation.asked.changed),
        },
        "skenario": [
            {
                "kode": arm.label,
                "judul": arm.title,
                "jawaban": list(part.answer),
                "kepastian": list(part.sure),
                "efek": _rows(simulation.tables["efek"], arm.label),
                "untung_rugi": _rows(simulation.tables["untung_rugi"], arm.label),
                "biaya": _rows(simulation.tables["biaya"], arm.label),
            }
            for arm, part in zip(simulation.asked.arms, finished.content.parts, strict=True)
        ],
        "berkas": [path.name for path in finished.written],
    }


def _rows(table: pd.DataFrame, arm: str) -> list[dict[str, Any]]:
    if table.empty:
        return []
    mine = table[table["arm"] == arm].drop(columns=["arm", "note"])
    return [{str(k): _value(v) for k, v in row.items()} for row in mine.to_dict("records")]


def _value(value: Any) -> Any:
    """Missing numbers are null in JSON."""
    return None if isinstance(value, float) and not isfinite(value) else value
