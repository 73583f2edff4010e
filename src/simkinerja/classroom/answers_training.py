"""Exercises of lesson 06: each usual mistake has its own computed value and its own message."""

from __future__ import annotations

from math import ceil
from typing import Any

from simkinerja.classroom.exercise import Slip, Verdict, check_number
from simkinerja.report.fmt import fmt_number, fmt_percent

__all__ = [
    "check_lottery",
    "check_queue_months",
    "check_skill_left",
]


def check_skill_left(answer: Any, months: float = 13) -> Verdict:
    """Lesson 06, exercise 1: what is left of an interpersonal course without support, SD.

    Examples
    --------
    >>> check_skill_left(0.31).ok, check_skill_left(0.15).ok
    (True, False)
    """
    gain, used, half, other = (
        _default(name)
        for name in (
            *("training.gain", "training.transfer_unsupported"),
            *("skill.half_life_interpersonal", "skill.half_life_technical"),
        )
    )
    fade = 0.5 ** (months / half)
    right = gain * (used + (1 - used) * fade)
    slips = [
        Slip(gain * fade, "Itu bila semuanya memudar. Bagian yang dipakai bekerja tidak ikut memudar."),
        Slip(gain * used, "Itu hanya bagian yang dipakai; sebagian yang tidak dipakai masih ada."),
        Slip(gain * (1 - used) * fade, "Itu hanya sisa yang tidak dipakai. Tambahkan bagian yang dipakai."),
        Slip(
            gain * (used + (1 - used) * 0.5 ** (months / other)),
            f"Itu waktu paruh teknis ({other:g} bulan); kursusnya antarpribadi ({fmt_number(half, 1)}).",
        ),
        Slip(used + (1 - used) * fade, "Itu bagiannya. Kalikan dengan kenaikannya, 0,60 SD."),
    ]
    praise = (
        f"Sesudah dua kali waktu paruh, seperempat dari yang tidak dipakai masih ada. "
        f"Sisanya {fmt_percent(right / gain)} dari kenaikan semula."
    )
    return check_number(answer, right, slips, praise=praise, within=0.0061)


def _default(name: str) -> float:
    from simkinerja.simulate.parameters import Parameters

    return float(Parameters.default()[name])


def check_lottery(answer: Any, table: Any) -> Verdict:
    """Lesson 06, exercise 2: the effect of the course, read with the losers of the lottery.

    Parameters
    ----------
    answer : number
        Points.
    table : pandas DataFrame
        From :func:`two_appraisals`.
    """
    mean = table.groupby("kelompok").mean(numeric_only=True)
    change = (mean["nilai tahun 2"] - mean["nilai tahun 1"]).to_dict()
    right = change["dilatih"] - change["kalah undian"]
    apart = float(mean["nilai tahun 2"]["dilatih"] - mean["nilai tahun 2"]["lainnya"])
    truth = float((mean["nilai tahun 2"] - mean["tahun 2 tanpa pelatihan"])["dilatih"])
    slips = [
        Slip(change["dilatih"], "Itu sebelum dan sesudah. Kurangi dengan kenaikan yang kalah undian."),
        Slip(
            change["kalah undian"],
            "Itu kenaikan tanpa pelatihan, karena kebetulan saja. Kurangkan, jangan dipakai sebagai jawaban.",
        ),
        Slip(-right, "Tandanya terbalik: yang dilatih dikurangi yang kalah undian."),
        Slip(
            change["dilatih"] - change["lainnya"],
            "Itu dibandingkan dengan pegawai lain. Nilai mereka semula tinggi, jadi bukan pembanding.",
        ),
        Slip(change["dilatih"] + change["kalah undian"], "Dikurangkan, bukan dijumlahkan."),
        Slip(truth, "Itu kebenarannya, yang hanya ada di simulasi. Hitung dengan yang dapat dilihat kantor."),
        Slip(apart, "Itu selisih nilai tahun 2 saja, dengan orang yang sejak semula lebih tinggi."),
    ]
    share = fmt_percent(change["kalah undian"] / change["dilatih"])
    praise = f"Kira-kira {share} dari kenaikan yang dilaporkan terjadi juga tanpa pelatihan."
    return check_number(answer, right, slips, praise=praise, within=0.16)


def check_queue_months(answer: Any, people: int, trainers: int, each: int = 30) -> Verdict:
    """Lesson 06, exercise 3: months until everybody in line has been taught.

    Examples
    --------
    >>> check_queue_months(7, 400, 2).ok, check_queue_months(6, 400, 2).ok
    (True, False)
    """
    right = ceil(people / (trainers * each))
    slips = [
        Slip(people / (trainers * each), "Hampir: bulan terakhir tidak penuh, tetapi tetap satu bulan."),
        Slip(right - 1, f"Sesudah {right - 1} bulan baru {trainers * each * (right - 1)} orang dilatih."),
        Slip(ceil(people / each), "Itu dengan satu pelatih saja."),
        Slip(people / trainers, "Satu pelatih menampung 30 orang sebulan, bukan satu."),
        Slip(trainers * each, "Itu tempat sebulan; bagi banyaknya orang dengan bilangan itu."),
    ]
    praise = (
        f"{trainers} pelatih memberi {trainers * each} tempat sebulan. Yang terakhir menunggu {right - 1} "
        "bulan, dan selama itu yang pertama sudah mulai lupa."
    )
    return check_number(answer, right, slips, praise=praise, within=0.05)
