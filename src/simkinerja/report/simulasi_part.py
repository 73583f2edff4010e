"""L7: what the report of a simulation says of one scenario: answer, people, agencies, money, certainty."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isfinite
from typing import TYPE_CHECKING, Any, Final

from simkinerja.report.fmt import NONE, fmt_idr, fmt_number, fmt_percent
from simkinerja.report.simulasi_content import (
    AskedArm,
    Grid,
    Marks,
    Months,
    Part,
    Simulation,
    answer_lines,
    effect_grids,
)
from simkinerja.report.simulasi_sure import assumed_block, chosen, spread_grid, sure_lines
from simkinerja.report.simulasi_tables import GROUPS
from simkinerja.report.simulasi_words import (
    change,
    has_a_better_side,
    interval,
    level,
    multiple,
    unit_of,
    verdict,
)
from simkinerja.report.suppress import FEWEST_SHOWN, MASKED

if TYPE_CHECKING:
    import pandas as pd

    from simkinerja.simulate.compare import Effect
    from simkinerja.simulate.outcomes import Outcome

__all__ = ["part_of"]

_BY_GROUP: Final = ("practice", "motivation", "stress")
_BY_AGENCY: Final = ("on_time_share", "practice")
_AGENCIES: Final = 10
_WIDEST: Final = 20.0
_VISIBLE: Final = 5e-3
_SHORT_UNIT: Final = 11
_MARKS: Final = 14
_COLUMNS: Final = 2  # outcomes of a table by group: as many as a phone shows side by side
_MASKED_NOTE: Final = (
    f"{MASKED} disembunyikan: kurang dari {FEWEST_SHOWN} orang, atau dapat dihitung dari selisihnya."
)
_NAMES: Final = {
    "L": "laki-laki",
    "P": "perempuan",
    "pns": "PNS",
    "pppk": "PPPK",
    "pppk_paruh_waktu": "PPPK paruh waktu",
}


def part_of(simulation: Simulation, arm: AskedArm, effects: Mapping[str, Effect]) -> Part:
    """Return what the report says of one scenario.

    Parameters
    ----------
    simulation : Simulation
    arm : AskedArm
    effects : mapping of outcome to Effect
    """
    n = simulation.comparison.plan.world.n
    gains = dict(_rows(simulation, "untung_rugi", arm, "outcome"))
    agencies = _agencies(simulation, arm)
    assumed_text, assumed = assumed_block(simulation, arm, effects)
    return Part(
        title=arm.title,
        asked=_asked(simulation, arm),
        answer=answer_lines(effects, gains, n),
        effects=effect_grids(effects),
        marks=_marks(effects),
        months=_months(simulation, arm, effects),
        who=_who(gains),
        gains=_gains(gains),
        groups=_groups(simulation, arm),
        agencies=agencies,
        agency_marks=_agency_marks(simulation, arm),
        money=_money(simulation, effects),
        costs=_costs(simulation, arm),
        sure=sure_lines(simulation, effects),
        spread=spread_grid(simulation, effects),
        assumed_text=assumed_text,
        assumed=assumed,
    )


def _outcome(name: str) -> Outcome:
    from simkinerja.simulate.outcomes import outcomes

    return outcomes()[name]


def _rows(simulation: Simulation, table: str, arm: AskedArm, key: str) -> list[tuple[str, dict[str, Any]]]:
    """Rows of a scenario in one of the tables, by a column; outcomes without a name of ours are left out."""
    from simkinerja.simulate.outcomes import outcomes

    found = simulation.tables[table]
    if found.empty:
        return []
    rows = found[found["arm"] == arm.label].to_dict("records")
    return [(str(r[key]), r) for r in rows if "outcome" not in r or r["outcome"] in outcomes()]


def _asked(simulation: Simulation, arm: AskedArm) -> tuple[str, ...]:
    lines = list(arm.programmes) or ["Tanpa program; hanya skema atau angka model yang berbeda."]
    if arm.scheme and arm.scheme != simulation.asked.scheme:
        lines.append(f"Di dunia ini berlaku skema {arm.scheme}.")
    if arm.parameters:
        told = ", ".join(f"{name} = {fmt_number(x, 4)}" for name, x in arm.parameters.items())
        lines.append(f"Angka model yang diganti skenario ini: {told}.")
    lines.append(f"Penyusun: {arm.author}. Sumber: {arm.source}")
    return (*lines, *((f"Catatan: {arm.note}",) if arm.note else ()))


def _marks(effects: Mapping[str, Effect]) -> Marks:
    """All outcomes on one scale: multiples of the smallest effect that matters, better to the right."""
    shown = [
        e
        for e in effects.values()
        if isfinite(e.difference)
        and has_a_better_side(e.outcome)
        and max(abs(e.ci_low), abs(e.ci_high)) > 1e-9
    ]
    largest = sorted(shown, key=lambda e: -abs(multiple(e)))[:_MARKS]
    shown = [e for e in shown if e in largest]
    ends = [sorted(multiple(e) / e.difference * x for x in (e.ci_low, e.ci_high)) if e.difference else [0, 0]
            for e in shown]  # fmt: skip
    return Marks(
        title="Membaik (kanan) atau memburuk (kiri)",
        unit="kelipatan pengaruh terkecil yang berarti",
        labels=tuple(e.outcome.label for e in shown),
        values=tuple(_cut(multiple(e)) for e in shown),
        low=tuple(_cut(low) for low, _ in ends),
        high=tuple(_cut(high) for _, high in ends),
        told=tuple(_brief(e) for e in shown),
        band=(-1.0, 1.0),
        limit=_WIDEST,
    )


def _brief(e: Effect) -> str:
    """A difference with its unit, where that leaves room for the name of the outcome."""
    unit = unit_of(e.outcome)
    told = change(e.difference, e.outcome)
    return f"{told} {unit}" if len(unit) <= _SHORT_UNIT else told


def _cut(x: float) -> float:
    """Keep a huge effect on the picture; its number stands beside it."""
    return max(-_WIDEST, min(_WIDEST, float(x)))


def _months(simulation: Simulation, arm: AskedArm, effects: Mapping[str, Effect]) -> tuple[Months, ...]:
    """Four outcomes month by month: one a group, and what got worse or better most of all."""
    table = simulation.tables["bulanan"]
    out = []
    for name in chosen(effects):
        outcome = _outcome(name)
        rows = table[(table["arm"] == arm.label) & (table["outcome"] == name)]
        scale = 100.0 if unit_of(outcome) == "poin persen" else 1.0
        change_of, low, high = (
            tuple(float(x) * scale for x in rows[column]) for column in ("difference", "ci_low", "ci_high")
        )
        title = outcome.label[:1].upper() + outcome.label[1:]
        least = outcome.smallest_effect * scale
        out.append(Months(title, unit_of(outcome).strip("()"), change_of, low, high, least))
    return tuple(out)


def _who(gains: Mapping[str, Mapping[str, float]]) -> tuple[str, ...]:
    moved = {
        name: row for name, row in gains.items() if row["same"] < 1.0 and name not in {"presence", "pay_idr"}
    }
    if not moved:
        return ("Tidak seorang pegawai pun berubah secara berarti dalam hasil yang dicatat per orang.",)
    split = [
        f"{_outcome(name).label} (naik pada {fmt_percent(_up(name, row))}, turun pada "
        f"{fmt_percent(_up(name, row, down=True))})"
        for name, row in moved.items()
        if min(row["gain"], row["lose"]) > 0.0
    ]
    lines = [
        "Seorang pegawai dihitung berubah bila rata-rata selisihnya atas semua ulangan melebihi pengaruh "
        "terkecil yang berarti."
    ]
    if split:
        lines.append(f"Program ini menguntungkan sebagian dan merugikan sebagian: {'; '.join(split)}.")
    return tuple(lines)


def _up(name: str, row: Mapping[str, float], *, down: bool = False) -> float:
    """Share whose figure rises: a gain, or a loss where less is better."""
    falls_is_good = _outcome(name).direction == "turun"
    return row["lose"] if falls_is_good is not down else row["gain"]


def _gains(gains: Mapping[str, Mapping[str, float]]) -> Grid:
    rows = tuple(
        (_outcome(name).label, *(fmt_percent(row[key], 1) for key in ("gain", "same", "lose")))
        for name, row in gains.items()
    )
    note = "Bagian pegawai. Untuk stres dan laporan yang tidak dikerjakan, untung berarti turun."
    return Grid("Untung dan rugi", ("Hasil", "Untung", "Tetap", "Rugi"), rows, note)


def _groups(simulation: Simulation, arm: AskedArm) -> tuple[Grid, ...]:
    """One table a group, with the outcomes of officers that moved at all."""
    table = simulation.tables["kelompok"]
    if table.empty:
        return ()
    mine = table[table["arm"] == arm.label]
    largest = {name: mine.loc[mine["outcome"] == name, "difference"].abs().max() for name in _BY_GROUP}
    moved = [name for name, size in largest.items() if size >= _VISIBLE]
    moved.sort(key=lambda name: -largest[name])
    if not moved:
        return ()
    return tuple(
        _group(mine[mine["group"] == group], title, moved[:_COLUMNS])
        for group, title in GROUPS.items()
        if (mine["group"] == group).any()
    )


def _group(rows: pd.DataFrame, title: str, shown: Sequence[str]) -> Grid:
    by_outcome = {name: part.set_index("label") for name, part in rows.groupby("outcome", sort=False)}
    first = by_outcome[shown[0]]
    out, masked = [], False
    for label in first.index:
        hidden = not isfinite(first.loc[label, "n"])  # fewer than five officers
        masked |= hidden
        count = MASKED if hidden else fmt_number(first.loc[label, "n"], 0)
        cells = [
            MASKED if hidden else _give_or_take(by_outcome[name].loc[label], _outcome(name)) for name in shown
        ]
        out.append((_NAMES.get(str(label), str(label)), count, *cells))
    header = (title, "Pegawai", *(f"Selisih {_outcome(name).label} (SD)" for name in shown))
    return Grid(title, header, tuple(out), _MASKED_NOTE if masked else "")


def _give_or_take(row: Any, outcome: Outcome) -> str:
    """A difference and half the width of its interval, where that can be seen at all."""
    if not isfinite(row["difference"]):
        return NONE
    told, half = change(row["difference"], outcome), (row["ci_high"] - row["ci_low"]) / 2.0
    return told if half < _VISIBLE else f"{told} ± {change(half, outcome, signed=False)}"


def _agency_rows(simulation: Simulation, arm: AskedArm) -> dict[str, dict[str, dict[str, Any]]]:
    """Figures by agency and outcome."""
    out: dict[str, dict[str, dict[str, Any]]] = {}
    for agency, row in _rows(simulation, "perangkat_daerah", arm, "agency"):
        out.setdefault(agency, {})[str(row["outcome"])] = row
    return out


def _largest(rows: dict[str, dict[str, dict[str, Any]]]) -> list[str]:
    """Agencies that may be shown, the most changed first."""

    def size(name: str) -> float:
        moved = [
            abs(rows[name][o]["difference"]) / _outcome(o).smallest_effect
            for o in ("on_time_share", "practice")
        ]
        return max((x for x in moved if isfinite(x)), default=0.0)

    shown = [name for name, one in rows.items() if isfinite(one["practice"]["n"])]
    return sorted(shown, key=size, reverse=True)[:_AGENCIES]


def _agencies(simulation: Simulation, arm: AskedArm) -> Grid | None:
    rows = _agency_rows(simulation, arm)
    if len(rows) < 2:
        return None
    shown = _largest(rows)
    header = ("Perangkat daerah", "Pegawai", *(f"Selisih {_column(name)}" for name in _BY_AGENCY))
    cells = [
        (name, fmt_number(rows[name]["practice"]["n"], 0), *(_plain(rows[name][o]) for o in _BY_AGENCY))
        for name in shown
    ]
    hidden = sum(not isfinite(one["practice"]["n"]) for one in rows.values())
    note = (
        f"{len(shown)} dari {len(rows)} perangkat daerah, yang paling berubah; {NONE} tanpa layanan publik."
    )
    if hidden:
        note += f" {hidden} perangkat daerah disembunyikan karena terlalu sedikit pegawainya."
    return Grid("Perangkat daerah", header, tuple(cells), f"{note} Semuanya: perangkat_daerah.csv.")


def _column(name: str) -> str:
    outcome = _outcome(name)
    return f"{outcome.label} ({unit_of(outcome).strip('()')})"


def _plain(row: Mapping[str, Any]) -> str:
    x = row["difference"]
    return NONE if not isfinite(x) else change(x, _outcome(str(row["outcome"])))


def _agency_marks(simulation: Simulation, arm: AskedArm) -> Marks | None:
    rows = _agency_rows(simulation, arm)
    served = [(name, rows[name]["on_time_share"]) for name in _largest(rows)]
    shown = [(name, row) for name, row in served if isfinite(row["difference"])]
    if len(shown) < 2:
        return None
    outcome = _outcome("on_time_share")
    return Marks(
        title="Tepat waktu menurut perangkat daerah",
        unit="selisih, poin persen",
        labels=tuple(name for name, _ in shown),
        values=tuple(100.0 * float(row["difference"]) for _, row in shown),
        low=tuple(100.0 * float(row["ci_low"]) for _, row in shown),
        high=tuple(100.0 * float(row["ci_high"]) for _, row in shown),
        told=tuple(change(float(row["difference"]), outcome) for _, row in shown),
        band=(-100.0 * outcome.smallest_effect, 100.0 * outcome.smallest_effect),
    )


def _money(simulation: Simulation, effects: Mapping[str, Effect]) -> tuple[str, ...]:
    plan = simulation.comparison.plan
    pay, hours = effects["pay_idr"], effects["hours"]
    lines = [
        f"Jam kerja pegawai untuk program dan laporan: {level(hours.baseline, hours.outcome)} jam sebulan "
        f"tanpa program, {level(hours.value, hours.outcome)} dengan program (selang 95% selisihnya "
        f"{interval(hours)})."
    ]
    whole = hours.difference * plan.world.n / 160.0
    if abs(whole) >= 0.5:
        lines.append(
            f"Untuk {fmt_number(plan.world.n, 0)} pegawai itu setara {fmt_number(whole, 1)} pegawai penuh "
            "waktu (160 jam sebulan)."
        )
    if verdict(pay) not in {"tetap", NONE}:
        lines.append(
            f"TPP yang mengikuti nilai berubah {change(pay.difference, pay.outcome)} per pegawai per bulan; "
            "ini perpindahan uang, bukan belanja program, dan tidak masuk tabel biaya."
        )
    return tuple(lines)


def _costs(simulation: Simulation, arm: AskedArm) -> Grid | None:
    rows = [row for _, row in _rows(simulation, "biaya", arm, "programme")]
    if not rows:
        return None
    names = ("cost_idr_month", "cost_idr_officer_month", "cost_idr")
    cells = [(str(r["programme"]), *(fmt_idr(r[name]) for name in names)) for r in rows]
    total = ("Jumlah", *(fmt_idr(sum(r[name] for r in rows)) for name in names))
    months = simulation.comparison.plan.months
    header = ("Program", "Sebulan", "Per pegawai sebulan", f"Seluruh {months} bulan")
    return Grid("Biaya program", header, (*cells, total), "Rata-rata semua ulangan.", wide=True)
