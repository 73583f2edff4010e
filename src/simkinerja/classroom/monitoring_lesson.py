"""Lesson 07, monitoring: record only against consequence, who enforces, padding and audits, tone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from simkinerja.classroom.narrow import image_block
from simkinerja.classroom.panel import Choice, Number
from simkinerja.classroom.pictures import as_page
from simkinerja.classroom.training_lesson import numbers_table
from simkinerja.classroom.worlds import panel_worlds, small_city
from simkinerja.report.fmt import fmt_number, fmt_percent

if TYPE_CHECKING:
    from simkinerja.classroom.repeat import RepeatPanel
    from simkinerja.classroom.show import Page
    from simkinerja.simulate.channel import Channel
    from simkinerja.simulate.compare import Comparison

__all__ = [
    "BASE",
    "consequence_table",
    "erosion_picture",
    "left_at",
    "monitoring_arms",
    "monitoring_numbers",
    "one_office",
    "panel_monitoring",
    "published_monitoring",
    "pull_in_engine",
    "reported_table",
    "spread_of_one_office",
    "tone_table",
    "watching",
]

FloatArray = npt.NDArray[np.float64]

SEED: Final = 7
BASE: Final[Mapping[str, float]] = {"presence.base": 0.60}
"""Presence of the set-up: 40 % absent in Indonesian health centres (Chaudhury 2006, after J-PAL 2009)."""
_MONTHS: Final = 24
LEVELS: Final = (
    ("catat saja (0)", 0.0),
    ("sanksi di atas kertas (0,15)", 0.15),
    ("atasan bertindak (0,8)", 0.8),
    ("tunjangan ikut catatan (1)", 1.0),
)
_ROLES: Final = (("otomatis", 1), ("orang dalam boleh memaafkan", 0))
_TONES: Final = (
    ("membina", "developmental"),
    ("netral", "neutral"),
    ("menekan", "controlling"),
)


def published_monitoring() -> Any:
    """Published results that the lesson starts from.

    Examples
    --------
    >>> len(published_monitoring())
    5
    """
    import pandas as pd

    rows = [
        ("sekolah, India", "kamera; tunjangan ikut hari hadir", "hadir 58% menjadi 79%"),
        ("perawat, India", "absen; atasan boleh memaafkan", "bulan ke-18 tidak ada sisa"),
        ("klinik, Pakistan", "yang buruk dilaporkan ke pimpinan", "dokter hadir 25% menjadi 43%"),
        ("94 penelitian", "pemantauan elektronik saja", "kinerja tetap; stres naik"),
        ("IGD, Inggris", "sasaran dilaporkan sendiri", "dilaporkan 96%, benar 77%"),
    ]
    return pd.DataFrame(rows, columns=["tempat", "pemantauan", "hasil"])


def monitoring_numbers() -> Any:
    """The numbers behind lesson 07.

    Examples
    --------
    >>> monitoring_numbers().keyakinan.tolist()[0]
    'terbit'
    """
    return numbers_table(
        {
            "presence.consequence": "konsekuensi pada kehadiran (logit)",
            "enforcement.life": "umur penegakan orang dalam (bulan)",
            "stress.monitoring": "stres, dari tanpa ke penuh (SD)",
            "padding.strength": "laporan dilebihkan",
            "padding.audit": "berkurang oleh pemeriksaan",
            "crowding.effect": "motivasi terdesak uang (SD)",
        }
    )


def left_at(months: float) -> float:
    """Share of a consequence that insiders still enforce after so many months, 0..1.

    Examples
    --------
    >>> round(left_at(6), 2), left_at(18) < 0.021
    (0.65, True)
    """
    from simkinerja.simulate.incentive import enforcement
    from simkinerja.simulate.parameters import Parameters

    return float(enforcement(False, float(months), Parameters.default()))


def watching(
    consequence: float,
    automatic: bool,
    *,
    self_report: float = 0.0,
    audit: float = 0.0,
    tone: str = "neutral",
) -> Channel:
    """A channel that records presence by machine and work done, written by the officer or not.

    Examples
    --------
    >>> watching(0.8, True).visibility["presence"]
    1.0
    """
    from simkinerja.simulate.channel import Channel

    seen = {"presence": 1.0, "throughput": 1.0, "care": 0.2}
    return Channel.model_validate(
        {
            "name": "Pemantauan",
            "visibility": seen,
            "consequence": consequence,
            "automatic": automatic,
            "self_report": self_report,
            "ease_of_inflation": 1.0 if self_report else 0.0,
            "audit": audit,
            "tone": tone,
        }
    )


def pull_in_engine(rows: Any) -> Any:
    """How strongly presence is pulled according to the simulation, one row a channel.

    Parameters
    ----------
    rows : pandas DataFrame
        Columns ``konsekuensi`` (0..1), ``otomatis`` (bool) and ``bulan`` (months since it began).

    Returns
    -------
    pandas DataFrame
        With a column ``tarikan``, 0..1.

    Examples
    --------
    >>> import pandas as pd
    >>> case = pd.DataFrame({"konsekuensi": [0.8], "otomatis": [True], "bulan": [3]})
    >>> pull_in_engine(case).tarikan.round(6).tolist()
    [0.8]
    """
    pulls = [
        _pull(float(row.konsekuensi), bool(row.otomatis), int(row.bulan))
        for row in rows.itertuples(index=False)
    ]
    return rows.assign(tarikan=pulls)


def _pull(consequence: float, automatic: bool, month: int) -> float:
    """The pull on presence of a month of a small office, caught as it is lived."""
    from simkinerja.simulate.engine import simulate
    from simkinerja.simulate.interventions import as_interventions
    from simkinerja.simulate.parameters import Parameters
    from simkinerja.simulate.programme import Programmes
    from simkinerja.simulate.world import World

    lab, p = World.plain(n_units=1, officers_per_unit=2, seed=1), Parameters.default()
    meant = as_interventions([watching(consequence, automatic)])
    felt: list[float] = []

    def watch(lived: Any) -> None:
        pull = lived.does.presence
        felt.append(0.0 if pull is None else float(np.max(pull)))

    def make(streams: Any) -> Programmes:
        return Programmes(meant, lab, streams, p, month + 1)

    simulate(lab, make, seeds=(1,), months=month + 1, p=p, watch=watch)
    return felt[-1]


def _compared(
    arms: Mapping[str, Sequence[Any]], replications: int, numbers: Mapping[str, float] | None = None
) -> Comparison:
    from simkinerja.simulate.compare import compare

    return compare(
        small_city(), arms, months=_MONTHS, replications=replications, seed=SEED, parameters=numbers
    )


@lru_cache(maxsize=2)
def _by_consequence(replications: int) -> Comparison:
    """The city without, and with each level of consequence, automatic and by insiders."""
    arms: dict[str, list[Any]] = {"tanpa": []}
    for name, level in LEVELS:
        arms[name] = [watching(level, True)]
    arms["orang dalam"] = [watching(1.0, False)]
    return _compared(arms, replications, BASE)


def consequence_table(replications: int = 5) -> Any:
    """What the same recording changes in the second year, by its automatic consequence.

    Returns
    -------
    pandas DataFrame

    Examples
    --------
    >>> len(consequence_table())
    4
    """
    import pandas as pd

    found = _by_consequence(replications)
    rows = [
        {
            "konsekuensi": name,
            "hadir (poin)": 100 * found.effect("presence", name).difference,
            "stres": found.effect("stress", name).difference,
            "motivasi": found.effect("motivation", name).difference,
        }
        for name, _ in LEVELS
    ]
    return pd.DataFrame(rows)


def erosion_picture(replications: int = 5) -> Page:
    """Presence month by month under the same consequence, automatic and by insiders who may excuse."""
    from simkinerja.classroom.show import Page
    from simkinerja.report.svg_narrow import svg_narrow_lines

    found = _by_consequence(replications)
    shown = {"otomatis": LEVELS[-1][0], "orang dalam": "orang dalam", "catat saja": LEVELS[0][0]}
    runs = {name: 100 * found.series("presence", arm) for name, arm in shown.items()}
    lines = {name: each.mean(axis=0).tolist() for name, each in runs.items()}
    low = {name: each.min(axis=0).tolist() for name, each in runs.items()}
    high = {name: each.max(axis=0).tolist() for name, each in runs.items()}
    months = [str(k + 1) for k in range(_MONTHS)]
    svg = svg_narrow_lines(
        months,
        lines,
        low,
        high,
        "Kehadiran dengan konsekuensi penuh",
        "persen hari kerja",
        "bulan",
        zero=False,
    )
    words = "; ".join(
        f"{name}: bulan pertama {fmt_number(line[0], 0)}%, bulan ke-{_MONTHS} {fmt_number(line[-1], 0)}%"
        for name, line in lines.items()
    )
    told = f"Data sintetis, {replications} ulangan. {words[0].upper()}{words[1:]}."
    return Page(f'<p style="max-width:42rem">{told}</p>{image_block(svg)}', told)


@lru_cache(maxsize=2)
def _by_audit(replications: int) -> Comparison:
    arms = {fmt_percent(chance): [_target(chance)] for chance in AUDITS}
    return _compared({"tanpa": [], **arms}, replications)


def _target(audit: float) -> Channel:
    """A hard target on work done, reported by those whose pay follows it."""
    full = watching(1.0, True, self_report=1.0, audit=audit)
    return full.model_copy(update={"visibility": {**full.visibility, "presence": 0.0, "care": 0.0}})


AUDITS: Final = (0.0, 0.05, 0.10, 0.20, 0.50)


def reported_table(replications: int = 5) -> Any:
    """On time as reported and in truth, under a hard target that officers report themselves.

    Returns
    -------
    pandas DataFrame
        One row a chance that a report is checked; percent of cases in the second year.
    """
    import pandas as pd

    found = _by_audit(replications)
    rows = []
    for name in found.labels[1:]:
        said, true = (
            100 * float(found.levels(one, name).mean()) for one in ("recorded_on_time_share", "on_time_share")
        )
        rows.append({"diperiksa": name, "dilaporkan": said, "benar": true, "selisih": said - true})
    return pd.DataFrame(rows)


def tone_table(replications: int = 5) -> Any:
    """Monthly feedback that nothing hangs on, by its tone.

    Returns
    -------
    pandas DataFrame
        Change in the second year, and the share of officers whose motivation a talk lowers.
    """
    import pandas as pd

    from simkinerja.simulate.interventions import Feedback

    def talks(tone: Any) -> list[Any]:
        return [Feedback(tone=tone), watching(0.0, False, tone=tone)]

    found = _compared({"tanpa": [], **{name: talks(tone) for name, tone in _TONES}}, replications)
    before, rows = found.traces[0].officers["motivation"], []
    for k, (name, _) in enumerate(_TONES, 1):
        change = found.traces[k].officers["motivation"] - before
        rows.append(
            {
                "nada": name,
                "motivasi": float(change.mean()),
                "praktik": found.effect("practice", name).difference,
                "sikap": found.effect("attitude", name).difference,
                "turun": fmt_percent(float((change < 0).mean())),
            }
        )
    return pd.DataFrame(rows)


def monitoring_arms(
    consequence: float, automatic: int, self_report: int, audit: int, tone: str
) -> Mapping[str, Sequence[Any]]:
    """The two worlds of the panel of lesson 07.

    Examples
    --------
    >>> channel = monitoring_arms(0.8, 0, 1, 20, "tanpa")["pemantauan"][0]
    >>> channel.consequence, channel.automatic, channel.audit
    (0.8, False, 0.2)
    """
    from simkinerja.simulate.interventions import Feedback

    channel = watching(
        consequence,
        bool(automatic),
        self_report=float(self_report),
        audit=audit / 100,
        tone="neutral" if tone == "tanpa" else tone,
    )
    talks: list[Any] = [] if tone == "tanpa" else [Feedback.model_validate({"tone": tone})]
    return {"tanpa": [], "pemantauan": [channel, *talks]}


def _gap_words(found: Comparison) -> list[str]:
    """What is reported against what is true in the second year, as a paragraph below the pictures."""
    said, true = (
        100 * float(found.levels(name, "pemantauan").mean())
        for name in ("recorded_on_time_share", "on_time_share")
    )
    words = (
        f"Tepat waktu pada tahun kedua: dilaporkan {fmt_number(said, 1)}%, benar {fmt_number(true, 1)}%. "
        f"Stres {fmt_number(found.effect('stress').difference, 2, signed=True)} SD, motivasi "
        f"{fmt_number(found.effect('motivation').difference, 2, signed=True)} SD."
    )
    return [f'<p role="note" style="max-width:42rem;line-height:1.45;margin:.4rem 0">{words}</p>']


def panel_monitoring(
    consequence: float = 0.0, automatic: int = 1, self_report: int = 0, audit: int = 0
) -> RepeatPanel:
    """Panel of lesson 07: the same city without and with monitoring.

    Parameters
    ----------
    consequence : float
        One of 0, .15, .8, 1 at first.
    automatic, self_report : int
        1 for yes.
    audit : int
        Percent of reports checked, at first.

    Examples
    --------
    >>> panel = panel_monitoring(consequence=0.8)
    >>> panel.error, panel.result.labels
    (None, ('tanpa', 'pemantauan'))
    """
    writes = (("petugas sendiri", 1), ("mesin atau pihak lain", 0))
    tones = (("tidak ada percakapan", "tanpa"), *_TONES)
    controls: list[Number | Choice] = [
        Choice("consequence", "Apa yang mengikuti catatan", float(consequence), LEVELS),
        Choice("automatic", "Siapa yang menjalankan", automatic, _ROLES),
        Choice("self_report", "Siapa yang menulis hasil kerja", self_report, writes),
        Number("audit", "Laporan yang diperiksa (persen)", audit, 0, 100, 5, help="Secara acak."),
        Choice("tone", "Nada percakapan bulanan", "tanpa", tones),
    ]
    return panel_worlds(
        "Kota yang sama, tanpa dan dengan pemantauan",
        controls,
        monitoring_arms,
        ["presence", "on_time_share", "recorded_on_time_share"],
        also=_gap_words,
    )


@lru_cache(maxsize=2)
def one_office(years: int = 60) -> Mapping[str, tuple[FloatArray, FloatArray]]:
    """One office of fifteen, half a year before and after monitoring begins.

    Returns
    -------
    mapping of name to (ndarray, ndarray), shape (R,) each
        Change of the share on time, percent points: before against after as the office would see it, and
        what the monitoring changed (the same luck without it).
    """
    from simkinerja.simulate.compare import compare
    from simkinerja.simulate.interventions import UseChannel
    from simkinerja.simulate.world import World

    arms = {"catat saja": watching(0.0, False), "tunjangan ikut catatan": watching(1.0, True)}
    begun = {name: [UseChannel(channel=one, start=6)] for name, one in arms.items()}
    lab = World.plain(n_units=1, officers_per_unit=15, seed=3)
    found = compare(lab, {"tanpa": [], **begun}, months=12, replications=years, seed=SEED, parameters=BASE)
    change = {}
    for label in found.labels:
        runs = 100 * found.series("on_time_share", label)
        change[label] = runs[:, 6:].mean(axis=1) - runs[:, :6].mean(axis=1)
    return {name: (change[name], change[name] - change["tanpa"]) for name in begun}


def spread_of_one_office(years: int = 60) -> Page:
    """Repeat the year of one office: what it would report, and what the monitoring did."""
    from simkinerja.report.svg import svg_dots

    labels, values = [], []
    for name, (seen, true) in one_office(years).items():
        labels += [f"{name}, dilihat kantor", f"{name}, sebenarnya"]
        values += [seen, true]
    ends = [np.quantile(each, [0.05, 0.95]).tolist() for each in values]
    svg = svg_dots(
        labels,
        [float(each.mean()) for each in values],
        low=[low for low, _ in ends],
        high=[high for _, high in ends],
        title=f"Satu kantor, 15 pegawai, {years} ulangan",
        unit="tepat waktu, poin persen; garis: sembilan dari sepuluh ulangan",
        digits=1,
    )
    seen = values[0]
    told = "; ".join(
        f"{name}: {fmt_number(low, 0)} sampai {fmt_number(high, 0)} poin"
        for name, (low, high) in zip(labels, ends, strict=True)
    )
    words = (
        f"{told[0].upper()}{told[1:]}. Kantor yang hanya mencatat melihat tepat waktunya naik lebih dari "
        f"5 poin pada {fmt_percent(float((seen > 5).mean()))} ulangan, tanpa sebab."
    )
    return as_page(svg, words)
