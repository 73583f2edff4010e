"""Virtual trials that run the engine: attendance, monitoring, training, feedback, audits and hard targets.

Every line sets up a laboratory (base rates, channels, sizes) and asks for the published contrast. Behaviour
is the registry's throughout; only the halving of a mechanism departs from it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from simkinerja.evaluate.validation.line import CALIBRATED, PREDICTED, Knobs, Line, Obtained

if TYPE_CHECKING:
    from simkinerja.simulate.channel import Channel
    from simkinerja.simulate.trial import Contrast

__all__ = ["engine_trials", "trial"]

_ALL = ("presence", "throughput", "care", "improvement", "helping")
_DUFLO = "Duflo, Hanna dan Ryan 2012, AER 102(4):1241-78"
_BANERJEE = "Banerjee, Duflo dan Glennerster 2008, JEEA 6:487-500"
_CALLEN = "Callen dkk. 2018, klinik Punjab"
_ROWE = "Rowe dkk. 2018, Lancet Global Health 6:e1163-75"
_BEVAN = "Bevan dan Hood 2006, Public Administration 84:517-538"
_QUARTER = "25 % dari pengaruhnya; sumber tidak menyebut selang"
_SIX_MONTHS = "bulan 6 dan 7"
_LAB = "100 unit x 15 pegawai"


def engine_trials() -> tuple[Line, ...]:
    """Return the trials that run the engine."""
    return (*_attendance(), *_watching(), *_teaching(), *_numbers())


def trial(
    knobs: Knobs,
    arms: Mapping[str, Sequence[Any]],
    outcome: str,
    months: tuple[int, int],
    *,
    setup: Mapping[str, float] | None = None,
    parameters: Mapping[str, float] | None = None,
    populations: int = 4,
) -> Contrast:
    """Run a trial in the usual laboratory at a line's seed.

    Parameters
    ----------
    knobs : Knobs
    arms : mapping of label to list of interventions
        The first is the control.
    outcome : str
    months : tuple of int
        First and last month read, 0-based.
    setup, parameters : mapping of parameter to float, optional
        Base rates of the place; behaviour, only to halve a mechanism.
    populations : int
        Laboratories drawn.
    """
    from simkinerja.simulate.trial import Trial

    posed = Trial(arms, outcome, months=months, setup=dict(setup or {}), populations=populations)
    return posed.run(knobs.seed, parameters=parameters)


def _presence(consequence: float, automatic: bool) -> Channel:
    from simkinerja.simulate.channel import Channel

    given = {"visibility": {"presence": 1.0}, "consequence": consequence, "automatic": automatic}
    return Channel(name="Kehadiran tercatat", **given)


def _attendance() -> tuple[Line, ...]:
    return (
        Line(
            code="kamera-upah",
            group="trial",
            what="Hari hadir tercatat dan upah mengikuti hari hadir: bagian hadir",
            source=f"{_DUFLO}: dari 0,58 menjadi 0,79",
            expected=0.79,
            low=0.75,
            high=0.83,
            reason="0,04 (bukti F)",
            basis=CALIBRATED + "presence.consequence",
            setup=f"kehadiran dasar 0,58; setiap hari tercatat, otomatis; bulan 4-12; {_LAB}",
            run=lambda knobs: _level(_recorded(knobs, knobs.strength("upah mengikuti catatan"))),
            mechanism="upah mengikuti catatan",
        ),
        Line(
            code="kamera-tanpa-upah",
            group="trial",
            what="Hari hadir tercatat, upah dilepas dari catatan: perubahan bagian hadir",
            source=f"{_DUFLO}: hampir seluruhnya karena insentif uang",
            expected=0.0,
            low=-0.02,
            high=0.02,
            reason="sepersepuluh pengaruh dengan upah",
            basis=PREDICTED,
            setup=f"seperti kamera-upah, konsekuensi 0; {_LAB}",
            run=lambda knobs: _effect(_recorded(knobs, 1.0 - knobs.strength("upah dilepas"))),
            mechanism="upah dilepas",
        ),
        _insiders_early(),
        _insiders_late(),
        _flags(
            "bendera-ditindak",
            "Klinik yang ditandai dan atasannya bertindak: perubahan bagian hadir",
            f"{_CALLEN}: +18,1 poin dari 24,5 %",
            (0.18, 0.135, 0.225, _QUARTER),
            lambda knobs: 0.8 * knobs.strength("atasan bertindak"),
            "atasan bertindak",
        ),
        _flags(
            "bendera-dibiarkan",
            "Klinik yang ditandai tetapi atasannya diam: perubahan bagian hadir",
            f"{_CALLEN}: pengaruh lewat atasan saja",
            (0.0, -0.02, 0.02, "sekitar sepersepuluh pengaruh bila ditindak"),
            lambda knobs: 0.8 * (1.0 - knobs.strength("atasan diam")),
            "atasan diam",
        ),
    )


def _recorded(knobs: Knobs, consequence: float) -> Contrast:
    arms = {"tanpa": [], "kamera": [_presence(consequence, automatic=True)]}
    return trial(knobs, arms, "presence", (3, 11), setup={"presence.base": 0.58})


def _level(found: Contrast) -> Obtained:
    return Obtained(found.treated, found.se)


def _effect(found: Contrast) -> Obtained:
    return Obtained(found.difference, found.se)


def _excused(knobs: Knobs, months: tuple[int, int], consequence: float, life: float = 1.0) -> Obtained:
    """Attendance under insiders who may excuse; ``life`` stretches the time that they keep enforcing."""
    from simkinerja.simulate.parameters import Parameters

    arms = {"tanpa": [], "orang dalam": [_presence(consequence, automatic=False)]}
    slower = {"enforcement.life": life * float(Parameters.default()["enforcement.life"])}
    return _effect(trial(knobs, arms, "presence", months, setup={"presence.base": 0.30}, parameters=slower))


def _insiders_early() -> Line:
    return Line(
        code="orang-dalam-awal",
        group="trial",
        what="Absen bermesin, orang dalam boleh memberi izin: perubahan bagian hadir bulan 1-6",
        source=f"{_BANERJEE}: sekitar 60 % terhadap 30 %",
        expected=0.21,
        low=0.12,
        high=0.30,
        reason="rentang catatan model; tingkatnya dari sumber kedua",
        basis=PREDICTED,
        setup=f"kehadiran dasar 0,30; konsekuensi penuh, bukan otomatis; {_LAB}",
        run=lambda knobs: _excused(knobs, (0, 5), knobs.strength("konsekuensi")),
        mechanism="konsekuensi",
    )


def _insiders_late() -> Line:
    return Line(
        code="orang-dalam-18",
        group="trial",
        what="Absen bermesin, orang dalam boleh memberi izin: perubahan bagian hadir bulan 18",
        source=f"{_BANERJEE}: tidak berpengaruh lagi setelah 18 bulan",
        expected=0.0,
        low=-0.02,
        high=0.02,
        reason="catatan model: kurang dari 0,02",
        basis=CALIBRATED + "enforcement.life",
        setup=f"seperti orang-dalam-awal; {_LAB}",
        # the exponent is (t / life)^2: half the erosion is a life longer by the square root of two
        run=lambda knobs: _excused(knobs, (17, 18), 1.0, knobs.strength("penegakan terkikis") ** -0.5),
        mechanism="penegakan terkikis",
    )


def _flags(
    code: str, what: str, source: str, wanted: tuple[float, float, float, str], consequence: Any, knob: str
) -> Line:
    expected, low, high, reason = wanted

    def run(knobs: Knobs) -> Obtained:
        arms = {"dibiarkan": [_presence(0.0, False)], "ditindak": [_presence(consequence(knobs), False)]}
        return _effect(trial(knobs, arms, "presence", (0, 5), setup={"presence.base": 0.245}))

    return Line(
        code=code,
        group="trial",
        what=what,
        source=source,
        expected=expected,
        low=low,
        high=high,
        reason=reason,
        basis=PREDICTED,
        setup=f"kehadiran dasar 0,245 di kedua kelompok yang sama-sama ditandai; bulan 1-6; {_LAB}",
        run=run,
        mechanism=knob,
        quick=expected > 0,
    )


def _watching() -> tuple[Line, ...]:
    return (
        Line(
            code="catat-saja",
            group="trial",
            what="Semua pekerjaan tercatat tanpa konsekuensi: praktik dan kehadiran",
            source="Siegel dkk. 2022 (r = -0,01) dan Ravid dkk. 2023: kinerja tidak membaik",
            expected=(0.0, 0.0),
            low=(-0.05, -0.01),
            high=(0.05, 0.01),
            labels=("praktik (SD)", "bagian hadir"),
            reason="0,05 SD (catatan model); kehadiran 1 poin persen",
            basis=PREDICTED,
            setup=f"kanal melihat semuanya, konsekuensi 0; bulan 4-12; {_LAB}",
            run=_record_only,
            mechanism="tanpa konsekuensi",
        ),
        Line(
            code="catat-stres",
            group="trial",
            what="Semua pekerjaan tercatat tanpa konsekuensi: stres, perilaku menyimpang, dan sikap (SD)",
            source="Siegel dkk. 2022: r 0,11, 0,09, dan (kepuasan kerja) -0,10; dari tanpa ke penuh 2r SD",
            expected=(0.22, 0.18, -0.20),
            low=(0.165, 0.135, -0.25),
            high=(0.275, 0.225, -0.15),
            labels=("stres", "perilaku menyimpang", "sikap"),
            reason=_QUARTER,
            basis=CALIBRATED + "stress.monitoring, misconduct.monitoring, attitude.monitoring",
            setup=f"kanal melihat semuanya, konsekuensi 0; bulan 7-18; {_LAB}",
            run=_strain,
            mechanism="seberapa banyak terlihat",
            quick=False,
        ),
    )


def _seen(visible: float, consequence: float) -> dict[str, list[Channel]]:
    from simkinerja.simulate.channel import Channel

    given = {"visibility": dict.fromkeys(_ALL, visible), "consequence": consequence, "automatic": True}
    return {"tanpa": [], "tercatat": [Channel(name="Catatan", **given)]}


def _record_only(knobs: Knobs) -> list[Obtained]:
    arms = _seen(1.0, 1.0 - knobs.strength("tanpa konsekuensi"))
    return [_effect(trial(knobs, arms, name, (3, 11))) for name in ("practice", "presence")]


def _strain(knobs: Knobs) -> list[Obtained]:
    arms = _seen(knobs.strength("seberapa banyak terlihat"), 0.0)
    return [_effect(trial(knobs, arms, name, (6, 17))) for name in ("stress", "misconduct", "attitude")]


def _teaching() -> tuple[Line, ...]:
    points = "3 poin persen (catatan model)"
    return (
        _taught("pelatihan", "Pelatihan saja", 0.12, points, PREDICTED, ("training",)),
        _taught(
            "pengawasan", "Pengawasan saja", 0.13, points, CALIBRATED + "supervision.effect", ("supervision",)
        ),
        _taught(
            "pelatihan-pengawasan",
            "Pelatihan bersama pengawasan",
            0.18,
            points,
            PREDICTED,
            ("training", "supervision"),
        ),
        _feedback(),
    )


def _taught(
    code: str, what: str, expected: float, reason: str, basis: str, programmes: tuple[str, ...]
) -> Line:
    def run(knobs: Knobs) -> Obtained:
        from simkinerja.simulate.interventions import Supervision, Training

        strength = knobs.strength("kekuatan program")
        known = {
            "training": Training(skill="technical", hours=20, strength=strength),
            "supervision": Supervision(strength=strength),
        }
        arms = {"tanpa": [], "program": [known[name] for name in programmes]}
        return _effect(trial(knobs, arms, "meets_standard", (5, 6), populations=10))

    return Line(
        code=code,
        group="trial",
        what=f"{what}: perubahan bagian pegawai yang memenuhi standar setelah enam bulan",
        source=f"{_ROWE}: 10,3-15,9 poin sendiri-sendiri, 18,0-18,8 bersama",
        expected=expected,
        low=round(expected - 0.03, 6),
        high=round(expected + 0.03, 6),
        reason=reason,
        basis=basis,
        setup=f"dasar 40 %; pelatihan 20 JP di bulan pertama, dukungan 0,4; {_SIX_MONTHS}; {_LAB}",
        run=run,
        mechanism="kekuatan program",
        quick=code == "pelatihan-pengawasan",
    )


def _feedback() -> Line:
    return Line(
        code="umpan-balik",
        group="trial",
        what="Umpan balik: bagian yang memenuhi standar, dan bagian hubungan yang dirugikan",
        source="Ivers dkk. 2012 dan 2025 (+3 sampai +9 poin); Kluger dan DeNisi 1996 (lebih dari sepertiga)",
        expected=(0.06, 0.34),
        low=(0.03, 0.28),
        high=(0.09, 0.40),
        labels=("memenuhi standar", "hubungan dirugikan"),
        reason="rentang catatan model; sepertiga ditambah kurang enam poin",
        basis=PREDICTED,
        setup=f"dasar 40 %; umpan balik bernada netral setiap bulan; bulan 4-12; {_LAB}",
        run=_fed_back,
        mechanism="ragam antarhubungan",
        quick=False,
    )


def _fed_back(knobs: Knobs) -> list[Obtained]:
    import numpy as np

    from simkinerja.simulate.interventions import Feedback
    from simkinerja.simulate.motivation import relation_effect
    from simkinerja.simulate.parameters import Parameters
    from simkinerja.simulate.world import World
    from simkinerja.streams import StreamStack

    arms = {"tanpa": [], "umpan balik": [Feedback(tone="neutral")]}
    practice = _effect(trial(knobs, arms, "meets_standard", (3, 11), populations=6))
    p = Parameters.default()
    effect = relation_effect("neutral", p, StreamStack((knobs.seed,)), World.plain(500, 15, knobs.seed))
    mean = float(p["feedback.mean"])
    narrowed = mean + (effect - mean) * knobs.strength("ragam antarhubungan")
    harmed = float((narrowed < 0.0).mean())
    return [practice, Obtained(harmed, float(np.sqrt(harmed * (1.0 - harmed) / effect.size)))]


def _numbers() -> tuple[Line, ...]:
    return (
        Line(
            code="audit-belanja",
            group="trial",
            what="Peluang audit belanja dari 4 % menjadi 100 %: bagian belanja yang bocor",
            source="Olken 2007, J. Political Economy 115:200-249: 0,28, berkurang 8 poin persen",
            expected=0.20,
            low=0.18,
            high=0.22,
            reason=_QUARTER,
            basis=CALIBRATED + "leakage.audit",
            setup=f"kebocoran dasar 0,277; kanal yang hanya mengaudit; bulan 4-12; {_LAB}",
            run=_audited,
            mechanism="peluang audit",
            quick=False,
        ),
        _hard_target(
            "sasaran-keras-2004",
            0.96,
            0.77,
            {"service.load": 0.72, "padding.target": 0.98},
            "padding.strength",
        ),
        _hard_target("sasaran-keras-2003", 0.90, 0.69, {"service.load": 0.79, "padding.target": 0.90}, None),
        Line(
            code="periksa-ulang",
            group="trial",
            what="Pemeriksaan ulang acak 20 %: bagian laporan palsu yang hilang",
            source="Duflo dkk. 2013, QJE 128:1499-1545: sekitar 80 % (angka dari ingatan)",
            expected=(0.80, 0.80),
            low=(0.60, 0.60),
            high=(1.0, 1.0),
            labels=("di antara kasus yang gagal", "di antara semua laporan"),
            reason=_QUARTER,
            basis=CALIBRATED + "padding.audit",
            setup=f"laporan sendiri, tanpa dan dengan periksa ulang 20 %; bulan 4-12; {_LAB}",
            run=_checked,
            mechanism="peluang diperiksa",
            quick=False,
        ),
    )


def _audited(knobs: Knobs) -> Obtained:
    from simkinerja.simulate.channel import Channel

    chance = 0.04 + 0.96 * knobs.strength("peluang audit")
    audit = Channel(name="Audit", visibility={"throughput": 0.0}, audit=chance)
    return _level(trial(knobs, {"tanpa": [], "audit": [audit]}, "leakage", (3, 11)))


def _self_reported(ease: float, audit: float = 0.0) -> Channel:
    from simkinerja.simulate.channel import Channel

    given = {"visibility": {"throughput": 1.0}, "consequence": 1.0, "automatic": True, "self_report": 1.0}
    return Channel(name="Sasaran", ease_of_inflation=ease, audit=audit, **given)


def _hard_target(
    code: str, reported: float, true: float, setup: Mapping[str, float], fitted: str | None
) -> Line:
    slack = round(0.12 * (reported - true), 6)

    def run(knobs: Knobs) -> list[Obtained]:
        channel = _self_reported(knobs.strength("kemudahan mempercantik"))
        arms = {"tanpa": [], "sasaran": [channel]}
        read = ("recorded_on_time_share", "on_time_share")
        return [_level(trial(knobs, arms, name, (3, 11), setup=setup, populations=40)) for name in read]

    return Line(
        code=code,
        group="trial",
        what=f"Sasaran keras yang dilaporkan sendiri, {code[-4:]}: bagian tepat waktu dilaporkan dan benar",
        source=f"{_BEVAN}: dilaporkan {100 * reported:.0f} %, menurut pasien {100 * true:.0f} %",
        expected=(reported, true),
        low=(round(reported - slack, 6), true - 0.02),
        high=(round(reported + slack, 6), true + 0.02),
        labels=("dilaporkan", "benar (susunan)"),
        reason="12 % dari selisihnya, lebih sempit daripada 25 % yang biasa: laporan palsu jenuh, sehingga "
        "separuh mekanismenya baru terlihat; yang benar adalah susunan, 2 poin",
        basis=PREDICTED if fitted is None else CALIBRATED + fitted,
        setup="beban dipilih sehingga yang benar cocok; sasaran "
        f"{100 * setup['padding.target']:.0f} %, upah mengikuti laporan; bulan 4-12; {_LAB}",
        run=run,
        mechanism="kemudahan mempercantik",
        quick=False,
    )


def _checked(knobs: Knobs) -> list[Obtained]:
    """Cut in false reports, among failing cases and among all: checks also make work pay, so fewer fail."""
    import numpy as np

    audit = 0.2 * knobs.strength("peluang diperiksa")
    arms = {"tanpa": [_self_reported(1.0)], "diperiksa": [_self_reported(1.0, audit)]}
    true = trial(knobs, arms, "on_time_share", (3, 11), populations=16)
    said = trial(knobs, arms, "recorded_on_time_share", (3, 11), populations=16)
    before, after = (said.control - true.control, said.treated - true.treated)
    failing = (1.0 - true.treated) / (1.0 - true.control)
    se = float(np.hypot(said.se, true.se)) / before
    return [Obtained(1.0 - after / before / failing, se / failing), Obtained(1.0 - after / before, se)]
