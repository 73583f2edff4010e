"""L7: what the report of a simulation says, in words and tables; HTML and Word only set it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import isfinite
from typing import TYPE_CHECKING, Final

from simkinerja.report.fmt import NONE, fmt_idr, fmt_number, fmt_percent
from simkinerja.report.simulasi_words import change, interval, level, multiple, unit_of, verdict

if TYPE_CHECKING:
    import pandas as pd

    from simkinerja.report.simulasi_used import Used
    from simkinerja.simulate.compare import Comparison, Effect

__all__ = [
    "Asked",
    "AskedArm",
    "Content",
    "Grid",
    "Marks",
    "Months",
    "Part",
    "Simulation",
    "simulasi_content",
]

_GROUPS: Final = {
    "layanan": "Layanan",
    "warga": "Warga",
    "pegawai": "Pegawai",
    "biaya": "Uang dan jam kerja",
}
_NAMED: Final = 4
_NARROW: Final = 3  # columns that fit a phone with words this long
_ALWAYS: Final = frozenset({"on_time_share", "satisfaction", "practice", "cost_idr", "hours"})
_EFFECT_HEADER: Final = ("Hasil", "Tanpa → dengan", "Selisih", "Selang 95%", "Putusan")
_RECORD: Final = "recorded_on_time_share"
_PROXIES: Final = frozenset({_RECORD, "skill", "output"})  # said of other outcomes already


@dataclass(frozen=True, slots=True)
class AskedArm:
    """A scenario as it was asked for.

    Parameters
    ----------
    label : str
        Its code, which names it in tables.
    title, author, source : str
    note : str, optional
    scheme : str, optional
        Title of the scheme in force in this world.
    parameters : mapping of str to float
        Numbers that differ in this world.
    programmes : tuple of str
        A sentence each.
    """

    label: str
    title: str
    author: str
    source: str
    note: str | None = None
    scheme: str | None = None
    parameters: Mapping[str, float] = field(default_factory=dict)
    programmes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for.

    Parameters
    ----------
    city : str
        Name of the city.
    n_city : int
        Officers of the whole city.
    scheme : str, optional
        Title of the scheme in force in the world without programmes.
    changed : mapping of str to float
        Numbers changed by hand for all worlds.
    arms : tuple of AskedArm
        All worlds but the first.
    notes : tuple of str
        What the reader must know of this run.
    version : str
        Of simkinerja.
    """

    city: str
    n_city: int
    scheme: str | None
    changed: Mapping[str, float]
    arms: tuple[AskedArm, ...]
    notes: tuple[str, ...]
    version: str


@dataclass(frozen=True, slots=True)
class Simulation:
    """A finished simulation: what was asked, what came out, which numbers were read.

    Parameters
    ----------
    asked : Asked
    comparison : Comparison
    used : Used
    tables : mapping of name to DataFrame
        As :func:`~simkinerja.report.simulasi_tables.simulasi_tables` makes them.
    """

    asked: Asked
    comparison: Comparison
    used: Used
    tables: Mapping[str, pd.DataFrame]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of a report.

    Parameters
    ----------
    title : str
    header : tuple of str
    rows : tuple of tuple of str
    note : str
        Small print below it.
    words : tuple of str
        Columns that hold words, besides the first.
    wide : bool
        Too wide for a phone, where its rows become cards.
    """

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""
    words: tuple[str, ...] = ()
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Marks:
    """A picture: one row a mark with its interval.

    Parameters
    ----------
    title, unit : str
    labels : tuple of str
    values, low, high : tuple of float
    told : tuple of str
        The number as it is printed beside each mark.
    band : (float, float), optional
        Shaded range of what is too small to matter.
    limit : float, optional
        Marks at this distance from zero lie farther out and are drawn as arrows.
    """

    title: str
    unit: str
    labels: tuple[str, ...]
    values: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    told: tuple[str, ...]
    band: tuple[float, float] | None = None
    limit: float | None = None


@dataclass(frozen=True, slots=True)
class Months:
    """A picture: the paired difference month by month with its interval, the smallest that matters shaded."""

    title: str
    unit: str
    values: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    band: float


@dataclass(frozen=True, slots=True)
class Part:
    """What a report says of one scenario."""

    title: str
    asked: tuple[str, ...]
    answer: tuple[str, ...]
    effects: tuple[Grid, ...]
    marks: Marks
    months: tuple[Months, ...]
    who: tuple[str, ...]
    gains: Grid
    groups: tuple[Grid, ...]
    agencies: Grid | None
    agency_marks: Marks | None
    money: tuple[str, ...]
    costs: Grid | None
    sure: tuple[str, ...]
    spread: Grid
    assumed_text: tuple[str, ...]
    assumed: Grid | None


@dataclass(frozen=True, slots=True)
class Content:
    """The whole report."""

    title: str
    question: tuple[str, ...]
    beside: Grid | None
    parts: tuple[Part, ...]
    limits: tuple[str, ...]
    files: tuple[str, ...]


def simulasi_content(simulation: Simulation) -> Content:
    """Return what the report says.

    Parameters
    ----------
    simulation : Simulation
    """
    from simkinerja.report.simulasi_part import part_of

    asked, comparison = simulation.asked, simulation.comparison
    effects = {arm: _effects(comparison, arm) for arm in comparison.labels[1:]}
    return Content(
        title=f"Simulasi {asked.city}: {', '.join(arm.title for arm in asked.arms)}",
        question=_question(simulation),
        beside=_beside(asked, effects) if len(asked.arms) > 1 else None,
        parts=tuple(part_of(simulation, arm, effects[arm.label]) for arm in asked.arms),
        limits=_limits(simulation),
        files=_FILES,
    )


def _effects(comparison: Comparison, arm: str) -> dict[str, Effect]:
    from simkinerja.report.simulasi_tables import YEAR
    from simkinerja.simulate.outcomes import outcomes

    return {name: comparison.effect(name, arm, last=YEAR) for name in outcomes()}


def _question(simulation: Simulation) -> tuple[str, ...]:
    asked, plan = simulation.asked, simulation.comparison.plan
    n, last = fmt_number(plan.world.n, 0), min(12, plan.months)
    worlds = "satu skenario" if len(asked.arms) == 1 else f"{len(asked.arms)} skenario"
    scheme = f"skema {asked.scheme}" if asked.scheme else "predikat menurut kebiasaan, tanpa skema penilaian"
    lines = [
        f"Apa yang berubah di {asked.city} bila {worlds} dijalankan, dibandingkan dengan dunia yang sama "
        "tanpa program apa pun?",
        f"{n} pegawai sintetis ({fmt_number(plan.world.n_agencies, 0)} perangkat daerah, "
        f"{fmt_number(plan.world.n_units, 0)} unit), {plan.months} bulan, {plan.replications} ulangan, benih "
        f"{plan.seed}. Di dunia tanpa program berlaku {scheme}.",
        "Kedua dunia berisi orang yang sama dan nasib yang sama; yang berbeda hanya programnya. Angka di "
        f"bawah adalah rata-rata {last} bulan terakhir, kecuali disebut lain.",
    ]
    if plan.uncertain:
        lines.append(
            "Parameter model ditarik dari rentangnya, satu undian untuk setiap dua ulangan, sehingga selang "
            "di laporan ini juga memuat apa yang belum diketahui."
        )
    else:
        lines.append(
            "Parameter model dipegang pada nilai tengahnya, jadi ketidakpastian yang sebenarnya lebih lebar "
            "daripada selang di laporan ini; lihat bagian Seberapa pasti."
        )
    if asked.changed:
        told = ", ".join(f"{name} = {fmt_number(value, 4)}" for name, value in asked.changed.items())
        lines.append(f"Parameter yang Anda ubah untuk semua dunia: {told}.")
    return (*lines, *asked.notes)


def _beside(asked: Asked, effects: Mapping[str, Mapping[str, Effect]]) -> Grid:
    """The scenarios side by side on the outcomes that any of them changes, and on money."""
    names = [name for name in next(iter(effects.values())) if name not in _PROXIES]
    moved = [
        name
        for name in names
        if name in {"on_time_share", "cost_idr", "hours"}
        or any(abs(multiple(one[name])) >= 1.0 for one in effects.values())
    ]
    rows = []
    for name in moved:
        outcome = next(iter(effects.values()))[name].outcome
        cells = [change(one[name].difference, outcome) for one in effects.values()]
        rows.append((f"{outcome.label} ({_short(unit_of(outcome))})", *cells))
    note = "Selisih terhadap dunia tanpa program; hasil yang tidak bergerak secara berarti tidak ditampilkan."
    header = ("Hasil", *(arm.title for arm in asked.arms))
    return Grid("Skenario berdampingan", header, tuple(rows), note, wide=len(header) > _NARROW)


def _short(unit: str) -> str:
    return unit.strip("()")


def effect_grids(effects: Mapping[str, Effect]) -> tuple[Grid, ...]:
    """Return one table a group of outcomes; what stayed as it was is named below the last one."""
    out, still = [], []
    for group, title in _GROUPS.items():
        mine = [one for one in effects.values() if one.outcome.group == group]
        moved = [one for one in mine if verdict(one) not in {"tetap", NONE} or one.outcome.name in _ALWAYS]
        still += [one.outcome.label for one in mine if one not in moved]
        if moved:
            out.append(Grid(title, _EFFECT_HEADER, tuple(_effect_row(one) for one in moved), wide=True))
    if out and still:
        out[-1] = replace(out[-1], note=f"Tetap seperti semula: {', '.join(still)}.")
    return tuple(out)


def _effect_row(one: Effect) -> tuple[str, ...]:
    return (
        one.outcome.label,
        f"{level(one.baseline, one.outcome)} → {level(one.value, one.outcome)}",
        f"{change(one.difference, one.outcome)} {unit_of(one.outcome)}",
        interval(one),
        verdict(one),
    )


def answer_lines(
    effects: Mapping[str, Effect], gains: Mapping[str, Mapping[str, float]], n: int
) -> tuple[str, ...]:
    """Return the short answer: what gets better, what gets worse, who, at what price."""
    good = _ranked(effects, "membaik")
    bad = _ranked(effects, "memburuk")
    lines = [
        f"Membaik dan berarti: {_list(good)}." if good else "Tidak ada hasil yang membaik secara berarti.",
        f"Memburuk dan berarti: {_list(bad)}." if bad else "Tidak ada hasil yang memburuk secara berarti.",
    ]
    on_time = effects["on_time_share"]
    if isfinite(on_time.difference) and verdict(on_time) not in {"membaik", "memburuk"}:
        lines.append(_service(on_time))
    lines += _records(effects)
    practice = gains.get("practice")
    if practice is not None and practice["same"] < 1.0:
        lines.append(
            f"Praktik kerja naik secara berarti pada {fmt_percent(practice['gain'])} pegawai dan turun pada "
            f"{fmt_percent(practice['lose'])}."
        )
    return (*lines, _price(effects, n))


def _ranked(effects: Mapping[str, Effect], word: str) -> list[Effect]:
    """Outcomes with this verdict, the largest first; money has a sentence of its own."""
    found = [e for e in effects.values() if verdict(e) == word and e.outcome.group != "biaya"]
    leak = effects.get("leakage")
    if leak is not None and verdict(leak) == word:
        found.append(leak)
    found = [e for e in found if e.outcome.name not in _PROXIES]
    return sorted(found, key=lambda e: -abs(multiple(e)))


def _list(found: Sequence[Effect]) -> str:
    told = [
        f"{e.outcome.label} {change(e.difference, e.outcome)} {unit_of(e.outcome)}" for e in found[:_NAMED]
    ]
    more = f"; dan {len(found) - _NAMED} hasil lain" if len(found) > _NAMED else ""
    return "; ".join(told) + more


def _service(one: Effect) -> str:
    moved = f"dari {level(one.baseline, one.outcome)} menjadi {level(one.value, one.outcome)}"
    least = change(one.outcome.smallest_effect, one.outcome, signed=False)
    if verdict(one) == "belum pasti":
        return f"Layanan tepat waktu bergerak {moved}; arahnya belum pasti dengan ulangan sebanyak ini."
    return (
        f"Layanan tepat waktu hampir tidak berubah ({moved}); yang berarti sekurangnya {least} poin persen."
    )


def _records(effects: Mapping[str, Effect]) -> list[str]:
    """Whether the office's own records part from what citizens get."""
    true, written = effects["on_time_share"], effects[_RECORD]
    apart = written.difference - true.difference
    if not isfinite(apart) or abs(apart) < true.outcome.smallest_effect:
        return []
    return [
        f"Menurut laporan unit sendiri, tepat waktu berubah {change(written.difference, true.outcome)} poin "
        f"persen; yang dialami warga {change(true.difference, true.outcome)} poin persen. Catatan dan "
        "kenyataan berpisah."
    ]


def _price(effects: Mapping[str, Effect], n: int) -> str:
    cost, hours = effects["cost_idr"].difference, effects["hours"].difference
    time = fmt_number(hours, 2, signed=True)
    if cost < 0.5:
        return f"Tidak ada belanja program; jam kerja pegawai untuk program dan laporan {time} jam sebulan."
    return (
        f"Biayanya {fmt_idr(cost)} sebulan ({fmt_idr(cost / n)} per pegawai), dan {time} jam kerja per "
        "pegawai per bulan untuk program dan laporan."
    )


def _limits(simulation: Simulation) -> tuple[str, ...]:
    plan = simulation.comparison.plan
    lines = [
        "Ini percobaan di dalam model. Arah dan urutan besarnya dapat dibahas; angkanya bukan ramalan bagi "
        "kantor Anda.",
        "Sebagian besar bukti berasal dari negara dan pekerjaan lain; tidak satu pun parameter perilaku "
        "diukur pada ASN di kota ini.",
        "Penduduk, permintaan layanan, dan aturan dianggap tetap; pensiun, mutasi, dan pergantian pimpinan "
        "tidak ikut dihitung.",
        "Orang sintetisnya satu undian (menurut benih); undian orang yang lain memberi angka yang sedikit "
        "berbeda.",
        "Biaya memakai angka bawaan yang diasumsikan sampai kota mengisi standar harganya sendiri.",
        "Batas 'berarti' (pengaruh terkecil) ditetapkan proyek ini untuk dibahas, bukan oleh peraturan.",
        f"Selisih rata-rata {min(12, plan.months)} bulan terakhir; pengaruh yang cepat luntur dapat sudah "
        "lewat. Lihat gambar bulan demi bulan.",
    ]
    if plan.world.n < simulation.asked.n_city:
        lines.append(
            f"Yang disimulasikan {fmt_number(plan.world.n, 0)} dari {fmt_number(simulation.asked.n_city, 0)} "
            "pegawai; biaya dan jam menyangkut jumlah itu, bukan seluruh kota."
        )
    return tuple(lines)


_FILES: Final = (
    "efek.csv: pengaruh setiap skenario pada setiap hasil, dengan selang dan banyaknya ulangan yang cukup.",
    "bulanan.csv: setiap hasil bulan demi bulan, dengan selisih berpasangannya.",
    "ulangan.csv: tingkat setiap hasil dalam setiap ulangan, untuk menghitung sendiri.",
    "perangkat_daerah.csv, kelompok.csv, untung_rugi.csv: siapa yang berubah dan seberapa.",
    "biaya.csv: rupiah setiap program. parameter.csv: setiap angka yang dibaca, rentang, dan sumbernya.",
    "Setiap tabel juga ada sebagai .parquet; manifest.json memuat benih, versi, dan sidik masukan; "
    "SHA256SUMS memuat sidik berkas hasil.",
)
