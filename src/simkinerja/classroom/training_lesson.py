"""Lesson 06, training: what it leaves, who seems to gain, what a budget buys, how data would show it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from simkinerja.classroom.panel import Choice, Number
from simkinerja.classroom.pictures import as_page
from simkinerja.classroom.worlds import panel_worlds, small_city
from simkinerja.report.fmt import fmt_number, fmt_percent

if TYPE_CHECKING:
    from simkinerja.classroom.repeat import RepeatPanel
    from simkinerja.classroom.show import Page
    from simkinerja.simulate.compare import Comparison
    from simkinerja.simulate.world import World

__all__ = [
    "TwoYears",
    "budget_table",
    "numbers_table",
    "pairing_table",
    "panel_training",
    "skill_in_engine",
    "spread_of_answers",
    "three_answers",
    "training_arms",
    "training_numbers",
    "two_appraisals",
    "two_years",
]

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

SEED: Final = 6
LOWEST: Final = 0.2
"""Share with the lowest recorded score who are meant for the course."""
_SURE: Final = {"law": "peraturan", "published": "terbit", "computed": "dihitung", "assumed": "asumsi"}
_YEAR: Final = 12
_WAYS: Final = (
    "sebelum dan sesudah",
    "dibanding pegawai lain",
    "dibanding yang kalah undian",
    "kebenaran",
)


def numbers_table(names: Mapping[str, str]) -> Any:
    """Numbers of the registry with their range and how sure they are.

    Parameters
    ----------
    names : mapping of parameter to str
        Name in the registry, and what the lesson calls it.

    Returns
    -------
    pandas DataFrame

    Examples
    --------
    >>> numbers_table({"training.gain": "kenaikan"}).rentang.tolist()
    ['0,3 sampai 0,9']
    """
    import pandas as pd

    from simkinerja.simulate.parameters import engine_parameters

    known = engine_parameters()
    rows = [
        (told, known[name].value, f"{_short(known[name].low)} sampai {_short(known[name].high)}")
        for name, told in names.items()
    ]
    table = pd.DataFrame(rows, columns=["angka", "nilai", "rentang"])
    return table.assign(keyakinan=[_SURE[known[name].how_sure] for name in names])


def _short(value: float) -> str:
    return f"{value:g}".replace(".", ",")


def training_numbers() -> Any:
    """The numbers of the formula of lesson 06.

    Examples
    --------
    >>> training_numbers().nilai.tolist()
    [0.6, 0.35, 0.6, 11.0, 6.5]
    """
    return numbers_table(
        {
            "training.gain": "naik sesudah satu kursus (SD)",
            "training.transfer_unsupported": "dipakai, tanpa dukungan",
            "training.transfer_supported": "dipakai, dukungan penuh",
            "skill.half_life_technical": "waktu paruh teknis (bulan)",
            "skill.half_life_interpersonal": "waktu paruh antarpribadi (bulan)",
        }
    )


def skill_in_engine(rows: Any) -> Any:
    """What is left of a course according to the simulation, one row a case.

    Parameters
    ----------
    rows : pandas DataFrame
        Columns ``jenis`` ("teknis" or "antarpribadi"), ``dukungan`` (0..1) and ``bulan``.

    Returns
    -------
    pandas DataFrame
        With a column ``sisa``, SD; all participants learn the same here.

    Examples
    --------
    >>> import pandas as pd
    >>> case = pd.DataFrame({"jenis": ["teknis"], "dukungan": [0.0], "bulan": [11]})
    >>> skill_in_engine(case).sisa.round(3).tolist()
    [0.405]
    """
    from simkinerja.simulate.compare import run
    from simkinerja.simulate.interventions import Training
    from simkinerja.simulate.world import World

    lab, left = World.plain(n_units=1, officers_per_unit=2, seed=1), []
    kinds = {"teknis": "technical", "antarpribadi": "interpersonal"}
    for row in rows.itertuples(index=False):
        course = Training(skill=kinds[row.jenis], support=float(row.dukungan))
        found = run(
            lab,
            [course],
            months=int(row.bulan) + 1,
            replications=1,
            seed=1,
            parameters={"training.spread": 0.0},
        )
        left.append(float(found.series("skill")[0, -1]))
    return rows.assign(sisa=left)


@dataclass(frozen=True, slots=True)
class TwoYears:
    """Two yearly appraisals of the same people, with and without a course between them.

    Parameters
    ----------
    before, without, trained : ndarray of float, shape (R, n)
        Recorded score (0-100) before the course; a year later in a world without it; and with it.
    low, taught : ndarray of bool, shape (R, n)
        Who has the lowest scores, and who of these won the lottery for the course.
    practice : ndarray of float, shape (n,)
        True practice before, SD.
    """

    before: FloatArray
    without: FloatArray
    trained: FloatArray
    low: BoolArray
    taught: BoolArray
    practice: FloatArray

    def answers(self) -> FloatArray:
        """Effect of the course on the score by three designs and in truth, shape (4, R)."""
        change = self.trained - self.before
        waiting, rest = self.low & ~self.taught, ~self.low
        naive, lost, others = (_mean_of(change, who) for who in (self.taught, waiting, rest))
        truth = _mean_of(self.trained - self.without, self.taught)
        return np.stack([naive, naive - others, naive - lost, truth])


def _mean_of(values: FloatArray, who: BoolArray) -> FloatArray:
    """Mean over those marked, one a repetition."""
    mean: FloatArray = np.where(who, values, 0.0).sum(axis=1) / who.sum(axis=1)
    return mean


@lru_cache(maxsize=4)
def two_years(count: int = 1, seed: int = SEED) -> TwoYears:
    """Appraise the small city, teach half of the lowest fifth by lot, appraise again a year later.

    Who is taught is decided by the engine from the recorded score; the second appraisal judges the mean
    practice of the year, by the same boss.

    Examples
    --------
    >>> found = two_years(1)
    >>> int(found.low.sum()), bool((found.taught & ~found.low).any())
    (400, False)
    """
    from simkinerja.simulate.compare import compare
    from simkinerja.simulate.interventions import Training
    from simkinerja.simulate.targets import AllOf, lowest, random_share

    world = small_city()
    meant = AllOf(all_of=(lowest(LOWEST, "score", "city"), random_share(0.5)))
    arms = {"tanpa": [], "pelatihan": [Training(to=meant)]}
    found = compare(world, arms, months=_YEAR, replications=count, seed=seed)
    one, other = (trace.officers for trace in found.traces)
    before = one["score"]
    later = [_next_score(world, trace["practice"], seed, count) for trace in (one, other)]
    order = np.argsort(np.argsort(before, axis=1, kind="stable"), axis=1)
    low = order < round(LOWEST * world.n)
    taught = np.abs(other["practice"] - one["practice"]) > 1e-9
    without, trained = (_points(score) for score in later)
    return TwoYears(
        _points(before), without, trained, low, taught, world.traits["practice"].astype(np.float64)
    )


def _next_score(world: World, practice: FloatArray, seed: int, count: int) -> FloatArray:
    """Score of the next appraisal: the same boss, new luck."""
    from simkinerja.simulate.engine import replication_seeds
    from simkinerja.simulate.records import overall_rating
    from simkinerja.streams import StreamStack

    stack = StreamStack(replication_seeds(seed, 0, count))
    return overall_rating(world, practice - world.traits["practice"], stack, 1)


def _points(score: FloatArray) -> FloatArray:
    """A latent score on the scale 0-100 of the record tables."""
    from simkinerja.population.voice_params import number

    out: FloatArray = np.clip(number("rating.scale_mean") + number("rating.scale_sd") * score, 0.0, 100.0)
    return out


def two_appraisals() -> Any:
    """One such year as a table, one row an officer.

    Returns
    -------
    pandas DataFrame
        ``kelompok`` ("dilatih", "kalah undian", "lainnya"), ``nilai tahun 1``, ``nilai tahun 2``, and
        ``tahun 2 tanpa pelatihan``: the same person with the same luck.

    Examples
    --------
    >>> two_appraisals().kelompok.value_counts()["lainnya"]
    np.int64(1600)
    """
    import pandas as pd

    found = two_years(1)
    group = np.where(found.taught[0], "dilatih", np.where(found.low[0], "kalah undian", "lainnya"))
    return pd.DataFrame(
        {
            "kelompok": group,
            "nilai tahun 1": found.before[0],
            "nilai tahun 2": found.trained[0],
            "tahun 2 tanpa pelatihan": found.without[0],
        }
    )


def three_answers(table: Any) -> Any:
    """What the course did to the score, by three ways to read the same records, and in truth.

    Parameters
    ----------
    table : pandas DataFrame
        From :func:`two_appraisals`.

    Examples
    --------
    >>> three_answers(two_appraisals()).cara.tolist()[-1]
    'kebenaran'
    """
    import pandas as pd

    mean = table.groupby("kelompok").mean(numeric_only=True)
    change = mean["nilai tahun 2"] - mean["nilai tahun 1"]
    truth = mean["nilai tahun 2"] - mean["tahun 2 tanpa pelatihan"]
    naive = float(change["dilatih"])
    points = [
        naive,
        naive - float(change["lainnya"]),
        naive - float(change["kalah undian"]),
        float(truth["dilatih"]),
    ]
    seen = ["ya", "ya", "ya", "tidak; hanya di simulasi"]
    return pd.DataFrame({"cara": _WAYS, "pengaruh (poin)": points, "dapat dilihat kantor": seen})


def spread_of_answers(years: int = 40) -> Page:
    """Repeat the year: how far each way of reading lies from the truth.

    Parameters
    ----------
    years : int
        Repetitions.
    """
    from simkinerja.report.svg import svg_dots

    found = two_years(years).answers()
    ends = np.quantile(found, [0.05, 0.95], axis=1)
    svg = svg_dots(
        list(_WAYS),
        found.mean(axis=1).tolist(),
        low=ends[0].tolist(),
        high=ends[1].tolist(),
        title=f"Pengaruh pelatihan pada nilai, {years} ulangan",
        unit="poin nilai; garis memuat sembilan dari sepuluh ulangan",
        digits=1,
    )
    told = "; ".join(
        f"{name}: {fmt_number(low, 1)} sampai {fmt_number(high, 1)} poin"
        for name, low, high in zip(_WAYS, *ends, strict=True)
    )
    over = int((found[0] > found[3]).sum())
    words = (
        f"{years} ulangan dengan orang yang sama dan nasib yang lain. {told[0].upper()}{told[1:]}. "
        f"Sebelum dan sesudah melebihi kebenaran pada {over} dari {years} ulangan; yang kalah undian "
        f"rata-rata meleset {fmt_number(float(np.abs((found[2] - found[3]).mean())), 2)} poin."
    )
    return as_page(svg, words)


def _whole_city(**more: Any) -> list[Any]:
    from simkinerja.simulate.interventions import Training

    return [Training(**more)]


def budget_table(replications: int = 5) -> Any:
    """What ten trainers bring in two years: as many rupiah as wanted, or only so many a month.

    Returns
    -------
    pandas DataFrame
        One row a plan: how many were taught within two years, what it cost, and what it changed in the
        second year.
    """
    import pandas as pd

    from simkinerja.simulate.compare import compare
    from simkinerja.simulate.targets import lowest

    tight = {"trainers": 10, "budget_idr": 90e6}
    plans = {
        "10 pelatih": _whole_city(trainers=10),
        "10 pelatih, Rp90 juta sebulan": _whole_city(**tight),
        "idem, dukungan penuh": _whole_city(**tight, support=1.0),
        "hanya nilai terendah": _whole_city(trainers=10, to=lowest(LOWEST, "score", "city")),
    }
    found = compare(small_city(), {"tanpa": [], **plans}, months=24, replications=replications, seed=SEED)
    rows = []
    for name in plans:
        trace = found.traces[found.labels.index(name)]
        taught = float(trace.city["participants"].sum(axis=1).mean())
        rows.append(
            {
                "rencana": name,
                "dilatih (orang)": round(taught),
                "biaya (juta rupiah)": round(float(found.money(name).cost_idr.sum()) / 1e6),
                "praktik (SD)": found.effect("practice", name).difference,
                "tepat waktu (poin persen)": 100 * found.effect("on_time_share", name).difference,
            }
        )
    return pd.DataFrame(rows)


def pairing_table(replications: int = 30) -> Any:
    """How much of the noise of a difference the same luck removes.

    Returns
    -------
    pandas DataFrame
        For each outcome the spread (SD) of single differences when both worlds meet the same luck, when each
        has its own, and the share of the variance that pairing removes.
    """
    import pandas as pd

    from simkinerja.simulate.compare import compare

    found = compare(
        small_city(),
        {"tanpa": [], "pelatihan": _whole_city()},
        months=_YEAR,
        replications=replications,
        seed=SEED,
    )
    told = {"wait_days": "tunggu (hari kerja)", "on_time_share": "tepat waktu (bagian)", "ikm": "IKM"}
    rows = [_pairing(found, name, label) for name, label in told.items()]
    return pd.DataFrame(rows, columns=["hasil", "nasib sama", "nasib lain", "derau hilang"])


def _pairing(found: Comparison, name: str, label: str) -> tuple[str, float, float, str]:
    before, after = found.levels(name, "tanpa"), found.levels(name, "pelatihan")
    same = float(np.std(after - before, ddof=1))
    apart = float(np.sqrt(np.var(after, ddof=1) + np.var(before, ddof=1)))
    return label, same, apart, fmt_percent(found.noise_removed(name), 1)


WHO: Final = (
    ("semua pegawai", "semua"),
    ("seperlima dengan nilai terendah", "terendah"),
    ("seperlima lewat undian", "undian"),
)
_KINDS: Final = (("teknis", "technical"), ("antarpribadi", "interpersonal"))


def training_arms(
    hours: int, support: int, skill: str, who: str, trainers: int
) -> Mapping[str, Sequence[Any]]:
    """The two worlds of the panel of lesson 06.

    Examples
    --------
    >>> course = training_arms(20, 40, "technical", "terendah", 5)["pelatihan"][0]
    >>> course.hours, course.support, course.trainers
    (20.0, 0.4, 5)
    """
    from simkinerja.simulate.interventions import Training
    from simkinerja.simulate.targets import everyone, lowest, random_share

    to = {
        "semua": everyone(),
        "terendah": lowest(LOWEST, "score", "city"),
        "undian": random_share(LOWEST),
    }[who]
    course = Training(
        hours=float(hours),
        support=support / 100,
        skill="technical" if skill == "technical" else "interpersonal",
        to=to,
        trainers=trainers,
    )
    return {"tanpa": [], "pelatihan": [course]}


def _queue_words(found: Comparison) -> list[str]:
    """What the course costs and how long the line is, as a paragraph below the pictures."""
    trace = found.traces[1]
    taught = float(trace.city["participants"].sum(axis=1).mean())
    waiting = trace.city["waiting"].mean(axis=0)
    rupiah = float(found.money().cost_idr.sum()) / 1e6
    open_months = int(np.count_nonzero(waiting > 0.5))
    line = "Tidak ada antrean peserta."
    if open_months >= found.plan.months:
        line = f"Pada akhir bulan ke-{found.plan.months} masih {fmt_number(waiting[-1], 0)} orang menunggu."
    elif open_months:
        line = f"Yang terakhir mendapat giliran pada bulan ke-{open_months + 1}."
    words = f"Dilatih {fmt_number(taught, 0)} orang, biayanya Rp{fmt_number(rupiah, 0)} juta. {line}"
    return [f'<p role="note" style="max-width:42rem;line-height:1.45;margin:.4rem 0">{words}</p>']


def panel_training(hours: int = 20, support: int = 40, trainers: int = 10) -> RepeatPanel:
    """Panel of lesson 06: the same city with and without a course.

    Parameters
    ----------
    hours, support, trainers : int
        JP of the course, support at the workplace in percent, and trainers, at first.

    Examples
    --------
    >>> panel = panel_training()
    >>> panel.error, panel.result.labels
    (None, ('tanpa', 'pelatihan'))
    """
    controls: list[Number | Choice] = [
        Number(
            "hours",
            "Jam pelajaran (JP)",
            hours,
            5,
            40,
            5,
            help="Paling sedikit 20 JP setahun per PNS (PP 11/2017).",
        ),
        Number("support", "Dukungan sesudah kursus (persen)", support, 0, 100, 10, help="Oleh atasannya."),
        Choice("skill", "Jenis keterampilan", "technical", _KINDS),
        Choice("who", "Siapa yang dilatih", "semua", WHO),
        Number("trainers", "Banyaknya pelatih", trainers, 1, 70, help="Satu pelatih: 30 peserta sebulan."),
    ]
    return panel_worlds(
        "Kota yang sama, dengan dan tanpa pelatihan",
        controls,
        training_arms,
        ["skill", "practice", "on_time_share"],
        also=_queue_words,
    )
