"""Answer checks of lessons 02 and 03: right answers are computed, and where each slip leads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from simkinerja.classroom.exercise import Slip, Verdict, check_number, check_pairs
from simkinerja.classroom.scheme_builder import evidence_hours, real_weights
from simkinerja.report.fmt import fmt_number, fmt_percent

if TYPE_CHECKING:
    from simkinerja.schemes.model import Scheme
    from simkinerja.scoring.stages import Score

__all__ = [
    "WEAK_SPOTS",
    "check_days_needed",
    "check_evidence_hours",
    "check_real_share",
    "check_real_weight",
    "check_status",
    "check_weak_spots",
    "who_says",
]

_MONTHS, _MINUTES = 12, 60


def check_evidence_hours(answer: Any, scheme: Scheme) -> Verdict:
    """Lesson 02, exercise 1: hours a year that one officer spends on evidence.

    Examples
    --------
    >>> from simkinerja.schemes import load_scheme
    >>> check_evidence_hours(42, load_scheme("menit_aktivitas")).ok
    True
    >>> check_evidence_hours(3.5, load_scheme("menit_aktivitas")).message[:22]
    'Itu jam sebulan; setah'
    """
    right = evidence_hours(scheme)
    minutes = right * _MINUTES / _MONTHS
    most = max((one.evidence.minutes or 0.0 for one in scheme.indicators if one.evidence), default=0.0)
    slips = [
        Slip(minutes, "Itu menit sebulan; kalikan 12 bulan, lalu bagi 60 menit."),
        Slip(minutes / _MINUTES, "Itu jam sebulan; setahun ada 12 bulan."),
        Slip(minutes * _MONTHS, "Itu menit setahun; satu jam 60 menit."),
        Slip(most * _MONTHS / _MINUTES, "Itu baru satu indikator; jumlahkan menit semua indikator."),
    ]
    days = fmt_number(right / 7.5, 1)
    praise = f"{fmt_number(right, 0)} jam, kira-kira {days} hari kerja seorang, setiap tahun."
    return check_number(answer, right, slips, praise=praise, within=0.05)


def check_real_share(answer: Any, score: Score, labels: Any) -> Verdict:
    """Lesson 02, exercise 2: real weight of several indicators (their labels) together, a share of one."""
    table = real_weights(score).set_index("indikator").loc[list(labels)]
    right, printed = float(table.nyata.sum()), float(table.tertulis.sum())
    slips = [
        Slip(printed, "Itu bobot yang tertulis; yang ditanyakan bobot nyata."),
        Slip(1 - right, "Itu bobot nyata indikator lainnya."),
        *(Slip(float(x), "Itu baru satu hitungan; jumlahkan keduanya.") for x in table.nyata),
        Slip(float(table.nyata.mean()), "Itu rata-ratanya; jumlahkan, jangan dibagi dua."),
    ]
    praise = (
        f"Tertulis {fmt_percent(printed)}, nyata {fmt_percent(right)}: keduanya hampir selalu naik bersama."
    )
    return _as_percent(answer, right) or check_number(answer, right, slips, praise=praise, within=0.006)


def _as_percent(answer: Any, right: float) -> Verdict | None:
    """The right share written in percent, rounded as people round."""
    percent = check_number(answer, 100 * right, within=0.55)
    return (
        Verdict("belum", "Tulis sebagai bagian dari satu, bukan persen: 25% ditulis 0.25.")
        if percent.ok
        else None
    )


WEAK_SPOTS: Final = {
    "Kehadiran": "tidak membedakan",
    "Menit aktivitas kerja": "digelembungkan",
    "Jumlah kasus yang selesai tepat waktu": "dihitung dua kali",
}
"""Main weakness of three indicators of the neighbour's draft; a test holds them against the data."""


def check_weak_spots(answer: Any) -> Verdict:
    """Lesson 02, exercise 3: which weakness belongs to which indicator.

    Examples
    --------
    >>> check_weak_spots(WEAK_SPOTS).ok
    True
    """
    why = {
        "digelembungkan": "angkanya dilaporkan sendiri; lihat kolom peluang diperiksa.",
        "dihitung dua kali": "kasus yang sama sudah dihitung oleh indikator lain.",
        "tidak membedakan": "hampir semua orang mendapat angka yang mirip; bandingkan bobot nyatanya.",
    }
    return check_pairs(answer, WEAK_SPOTS, {label: why[word] for label, word in WEAK_SPOTS.items()})


def check_real_weight(answer: Any, score: Score, officer: int, code: str) -> Verdict:
    """Lesson 03, exercise 1: what a figure weighs for an officer of whom other figures are missing."""
    from simkinerja.schemes.tree import nominal_weights

    scheme, row = score.scheme, score.raw.row_of(officer)
    codes = [one.code for one in scheme.indicators]
    at, nominal = codes.index(code), nominal_weights(scheme)
    right, printed = float(score.weights.values[row, at]), float(nominal[at])
    gone = [float(w) for w, used in zip(nominal, score.points.used[row], strict=True) if w > 0 and not used]
    slips = [
        Slip(printed, "Itu bobot yang tertulis; bobot yang hilang masih harus dibagi kepada yang ada."),
        Slip(sum(gone), "Itu bobot yang hilang; yang ditanyakan bobot satu indikator sesudah dibagi."),
        Slip(printed + sum(gone), "Bobot yang hilang dibagi kepada semua yang ada, bukan kepada satu saja."),
        *(
            Slip(printed / (1 - w), "Hanya satu yang dikeluarkan; ada lebih dari satu yang tidak tercatat.")
            for w in gone
        ),
        Slip(
            printed + sum(gone) / int(score.points.used[row].sum()),
            "Bobot yang hilang dibagi sebanding dengan bobot masing-masing, bukan sama rata.",
        ),
    ]
    praise = f"{fmt_percent(printed)} dibagi {fmt_percent(1 - sum(gone))}: yang kosong tidak dihitung nol."
    return _as_percent(answer, right) or check_number(answer, right, slips, praise=praise, within=0.004)


def check_days_needed(answer: Any, score: Score, officer: int, band: str) -> Verdict:
    """Lesson 03, exercise 2: days of presence a month at which an officer just reaches a band (TPP 60/40)."""
    scheme, row = score.scheme, score.raw.row_of(officer)
    codes = [one.code for one in scheme.indicators]
    days, work = codes.index("kehadiran"), codes.index("kinerja")
    target = float(scheme.indicators[days].target or np.nan)
    lower = float(next(b.lower for b in scheme.rules.bands if b.code == band and b.lower is not None))
    w_days, w_work = (float(score.weights.values[row, j]) for j in (days, work))
    rating, now = float(score.points.values[row, work]), float(score.raw.values[row, days])
    right = (lower - w_work * rating) / w_days / 100 * target
    slips = [
        Slip(now, "Itu kehadirannya sekarang; cari yang paling sedikit."),
        Slip(lower / 100 * target, "Itu bila nilai hanya dari kehadiran; nilai atasan juga menyumbang."),
        Slip((lower - rating) / w_days / 100 * target, "Nilai atasan dikalikan bobotnya dulu."),
        Slip((lower - w_work * rating) / 100 * target, "Bagi lagi dengan bobot kehadiran."),
        Slip(
            (lower - w_work * rating) / w_days,
            "Itu poin kehadiran; ubah ke hari: dikalikan sasaran, dibagi 100.",
        ),
    ]
    spare = fmt_number(now - right, 1)
    praise = f"Ia hadir {fmt_number(now, 1)} hari: jaraknya ke batas hanya {spare} hari sebulan."
    return check_number(answer, right, slips, praise=praise, within=0.06)


def who_says() -> dict[str, str]:
    """Status of the three numbers of lesson 03, exercise 3, read from the scheme and the rules.

    Examples
    --------
    >>> sorted(set(who_says().values()))
    ['asumsi', 'aturan', 'aturan daerah']
    """
    from simkinerja.classroom.case_table import STATUS
    from simkinerja.rules.registry import get_rule
    from simkinerja.schemes import load_scheme

    scheme = load_scheme("tpp_60_40")
    weight = scheme.says_who(scheme.indicators[0], "weight")
    border = scheme.says_who(scheme.rules, "bands")
    return {
        "bobot 60 dan 40": STATUS[weight.status],
        "batas 85 untuk Tinggi": STATUS[border.status],
        "14 hari kerja untuk keberatan": STATUS[get_rule("keberatan.tenggat").status],
    }


def check_status(answer: Any) -> Verdict:
    """Lesson 03, exercise 3: who says so, for each number.

    Examples
    --------
    >>> check_status(who_says()).ok
    True
    """
    why = {
        "aturan": "angka ini ada di peraturan menteri yang berlaku bagi semua ASN.",
        "aturan daerah": "angka ini dari satu daerah; daerah lain boleh lain.",
        "asumsi": "tidak ada aturan yang menyebut angka ini; ia pilihan pembuat skema.",
    }
    right = who_says()
    return check_pairs(answer, right, {label: why[word] for label, word in right.items()})
