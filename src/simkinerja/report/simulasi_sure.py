"""L7: how sure a simulation is, in words: replications, spread, the numbers that are assumed."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite
from typing import TYPE_CHECKING, Final

from simkinerja.report.fmt import NONE, fmt_number, fmt_percent
from simkinerja.report.simulasi_content import AskedArm, Grid, Simulation
from simkinerja.report.simulasi_used import decisive
from simkinerja.report.simulasi_words import SURE, change, has_a_better_side, multiple, unit_of
from simkinerja.simulate.outcomes import outcomes

if TYPE_CHECKING:
    from simkinerja.params import Param
    from simkinerja.simulate.compare import Effect

__all__ = ["assumed_block", "chosen", "spread_grid", "sure_lines"]

_FIRST: Final = {"warga": "satisfaction", "pegawai": "practice"}
_ASSUMED: Final = 12
_SPREAD: Final = 12


def chosen(effects: Mapping[str, Effect]) -> list[str]:
    """Return the outcomes worth a picture: on time, the most moved of citizens and officers, the worst left.

    Parameters
    ----------
    effects : mapping of outcome to Effect
    """
    known = {
        name: e
        for name, e in effects.items()
        if isfinite(e.difference) and e.outcome.group != "biaya" and e.outcome.direction != "netral"
    }
    picked = ["on_time_share"] if "on_time_share" in known else []
    for group in ("warga", "pegawai"):
        mine = [name for name, e in known.items() if e.outcome.group == group and name != "skill"]
        strongest = max(mine, key=lambda name: abs(multiple(known[name])), default=None)
        moved = strongest is not None and multiple(known[strongest]) != 0.0
        picked += [str(strongest)] if moved else [_FIRST[group]]
    left = [name for name in known if name not in {*picked, "skill", "recorded_on_time_share", "output"}]
    worst = min(left, key=lambda name: multiple(known[name]), default=None)
    if worst is not None and multiple(known[worst]) > -1.0:
        worst = max(left, key=lambda name: abs(multiple(known[name])))
    return [*picked, *([worst] if worst is not None else [])]


def sure_lines(simulation: Simulation, effects: Mapping[str, Effect]) -> tuple[str, ...]:
    """Return how many replications are enough, in words, and what the interval does not hold.

    Parameters
    ----------
    simulation : Simulation
    effects : mapping of outcome to Effect
    """
    plan = simulation.comparison.plan
    runs = plan.replications
    if runs < 2:
        return ("Satu ulangan tidak menunjukkan ragam, jadi tidak ada selang. Jalankan sekurangnya dua.",)
    moved = [e for e in effects.values() if isfinite(e.difference) and e.sd_run + e.sd_parameter > 1e-12]
    short = sorted((e for e in moved if e.needed > runs), key=lambda e: -e.needed)
    lines = [
        "Selang 95% memuat galat karena ulangan terbatas. Ulangan disebut cukup bila galat itu di bawah "
        "seperlima pengaruhnya (atau seperlima pengaruh terkecil yang berarti)."
    ]
    if short:
        told = "; ".join(f"{e.outcome.label} sekitar {fmt_number(e.needed, 0)}" for e in short[:4])
        lines.append(
            f"{runs} ulangan cukup untuk {len(moved) - len(short)} dari {len(moved)} hasil yang bergerak. "
            f"Belum cukup: {told}. Jalankan lagi dengan --ulangan {fmt_number(short[0].needed, 0)} di folder "
            "yang sama; ulangan yang sudah ada tidak dihitung lagi."
        )
    else:
        lines.append(f"{runs} ulangan cukup untuk semua hasil.")
    if not plan.uncertain:
        lines.append(
            "Parameter model dipegang tetap pada nilai tengahnya: selang ini hanya memuat nasib, bukan apa "
            "yang belum diketahui ilmu. Tambahkan --tak-pasti untuk memuat keduanya."
        )
    else:
        lines.append(
            "Simpangan karena parameter adalah apa yang belum diketahui; ulangan sebanyak apa pun tidak "
            "menghilangkannya."
        )
    return tuple(lines)


def spread_grid(simulation: Simulation, effects: Mapping[str, Effect]) -> Grid:
    """Return the spread of the outcomes that moved most, by luck and by parameters apart.

    Parameters
    ----------
    simulation : Simulation
    effects : mapping of outcome to Effect
    """
    uncertain = simulation.comparison.plan.uncertain
    moved = [
        e
        for e in effects.values()
        if isfinite(e.difference) and e.outcome.group != "biaya" and e.sd_run + e.sd_parameter > 1e-12
    ]
    moved.sort(key=lambda e: -abs(multiple(e)))
    header = (
        "Hasil",
        "Karena nasib",
        *(("Karena parameter",) if uncertain else ()),
        "90% ulangan di antara",
        "Membaik berarti",
        "Ulangan yang perlu",
    )
    note = (
        "Karena nasib, karena parameter: simpangan baku selisih satu ulangan. Membaik berarti: bagian "
        "ulangan yang membaik melebihi pengaruh terkecil. Hasil lain: efek.csv."
    )
    rows = tuple(_spread_row(e, uncertain) for e in moved[:_SPREAD])
    return Grid("Ragam selisih", header, rows, note, wide=True)


def _spread_row(e: Effect, uncertain: bool) -> tuple[str, ...]:
    parts = [change(e.sd_run, e.outcome, signed=False)]
    parts += [change(e.sd_parameter, e.outcome, signed=False)] if uncertain else []
    return (
        f"{e.outcome.label} ({unit_of(e.outcome).strip('()')})",
        *parts,
        f"{change(e.low, e.outcome)} s.d. {change(e.high, e.outcome)}",
        fmt_percent(e.share) if has_a_better_side(e.outcome) else NONE,
        fmt_number(e.needed, 0),
    )


def assumed_block(
    simulation: Simulation, arm: AskedArm, effects: Mapping[str, Effect]
) -> tuple[tuple[str, ...], Grid | None]:
    """Return which numbers are assumed: those that only this world reads, the deciding ones first.

    Parameters
    ----------
    simulation : Simulation
    arm : AskedArm
    effects : mapping of outcome to Effect

    Returns
    -------
    lines : tuple of str
    grid : Grid or None
        None where nothing is assumed.
    """
    used, registry = simulation.used, simulation.used.registry
    own = used.own(arm.label)
    counts = {word: sum(registry[n].how_sure == key for n in used.names()) for key, word in SURE.items()}
    told = ", ".join(f"{count} {word}" for word, count in counts.items() if count)
    lines = [f"Simulasi ini membaca {len(used.names())} angka: {told}."]
    order = _decisive(simulation, arm, effects, lines)
    assumed = [n for n in own if registry[n].how_sure == "assumed"]
    assumed += [n for n in order if registry[n].how_sure == "assumed" and n not in assumed]
    assumed.sort(key=lambda n: order.index(n) if n in order else len(order))
    if not assumed:
        return tuple(lines), None
    lines.append(
        f"{len(assumed)} angka yang diasumsikan hanya dibaca karena program ini"
        + (", atau terbukti menentukan hasilnya." if order else ".")
        + " Mengubahnya: --atur nama=nilai."
    )
    rows = tuple(_number(n, registry[n]) for n in assumed[:_ASSUMED])
    note = f"{len(assumed) - _ASSUMED} angka lain ada di parameter.csv." if len(assumed) > _ASSUMED else ""
    header = ("Angka", "Nilai (rentang)", "Sumber")
    return tuple(lines), Grid(
        "Angka yang diasumsikan", header, rows, note, ("Nilai (rentang)", "Sumber"), wide=True
    )


def _decisive(
    simulation: Simulation, arm: AskedArm, effects: Mapping[str, Effect], lines: list[str]
) -> list[str]:
    """Numbers that the main outcomes follow over the draws, most closely first; a sentence each."""
    found: list[str] = []
    for name in chosen(effects)[:3]:
        close = decisive(simulation.comparison, simulation.used, name, arm.label)
        if close:
            told = "; ".join(
                f"{simulation.used.registry[one.name].label} ({fmt_number(one.correlation, 2, signed=True)})"
                for one in close[:4]
            )
            lines.append(f"Yang paling menentukan pengaruh pada {outcomes()[name].label} (korelasi): {told}.")
            found += [one.name for one in close if one.name not in found]
    if simulation.comparison.plan.uncertain and not found:
        lines.append(
            "Undian parameter belum cukup banyak untuk menunjukkan angka mana yang paling menentukan; coba "
            "--ulangan 200."
        )
    return found


def _number(name: str, param: Param) -> tuple[str, ...]:
    value, low, high = (_digits(x) for x in (param.value, param.low, param.high))
    return (f"{param.label} ({name})", f"{value} ({low} s.d. {high}) {param.unit}", param.source)


def _digits(x: float) -> str:
    """As many places as the number has, at most four."""
    places = next((k for k in range(5) if abs(round(x, k) - x) < 1e-12 * max(1.0, abs(x))), 4)
    return fmt_number(x, places)
