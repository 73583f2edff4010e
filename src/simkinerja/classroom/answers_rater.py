"""Exercises of lesson 05: each usual mistake has its own computed value and its own message."""

from __future__ import annotations

from typing import Any

from simkinerja.classroom.exercise import Slip, Verdict, check_number, check_pairs
from simkinerja.classroom.rater_lesson import TOP, right_of_hundred
from simkinerja.population.voice_params import number
from simkinerja.report.fmt import fmt_number
from simkinerja.simulate.closed_forms import spearman_brown

__all__ = ["check_repairs", "check_three_raters", "check_wrongly_top"]


def check_three_raters(answer: Any, reliability: float = 0.45, raters: int = 3) -> Verdict:
    """Lesson 05, exercise 1: reliability of the mean of several raters.

    Examples
    --------
    >>> check_three_raters(0.71).ok, check_three_raters(1.35).ok
    (True, False)
    """
    right = spearman_brown(reliability, raters)
    slips = [
        Slip(raters * reliability, "Keandalan tidak dapat di atas 1: penyebutnya terlupa."),
        Slip(reliability, "Itu satu penilai. Rata-rata beberapa penilai lebih andal."),
        Slip(
            raters * reliability / (1 + raters * reliability),
            "Di penyebut dipakai banyaknya penilai dikurangi satu.",
        ),
        Slip(1 - (1 - reliability) ** raters, "Itu peluang paling sedikit satu benar; bukan keandalan."),
        Slip(spearman_brown(0.52, raters), "Itu dari 0,52, angka umum. Untuk nilai tahunan kantor 0,45."),
        Slip(100 * right, "Hampir: tulis sebagai bagian dari satu, bukan persen."),
    ]
    praise = (
        f"Dari {fmt_number(reliability, 2)} menjadi {fmt_number(right, 2)}. Penilai keempat dan kelima "
        "menambah lebih sedikit."
    )
    return check_number(answer, right, slips, praise=praise, within=0.006)


def check_wrongly_top(answer: Any, named: int = 20, quota: float = TOP) -> Verdict:
    """Lesson 05, exercise 2: how many of the named do not belong there.

    Examples
    --------
    >>> check_wrongly_top(11.1).ok, check_wrongly_top(8.9).ok
    (True, False)
    """
    share = right_of_hundred(quota) / 100
    right = named * (1 - share)
    reliability = number("overall.reliability")
    slips = [
        Slip(named * share, "Itu yang tepat; yang ditanyakan yang keliru."),
        Slip(
            named * (1 - reliability),
            "Keandalan bukan bagian yang tepat. Pakai angka dari 100 di bagian Berulang.",
        ),
        Slip(named * reliability, "Itu keandalan kali banyaknya orang; pakai angka dari 100."),
        Slip(named * quota, "Itu kuotanya sekali lagi; yang terpilih sudah sepersepuluh."),
        Slip(100 * (1 - share), "Itu dari 100 orang; yang terpilih hanya 20."),
    ]
    praise = (
        f"Kira-kira {fmt_number(right, 0)} dari {named}. Sebanyak itu pula orang terbaik yang terlewat, "
        "sebab kuotanya tetap."
    )
    return check_number(answer, right, slips, praise=praise, within=0.07)


def check_repairs(answer: Any) -> Verdict:
    """Lesson 05, exercise 3: which repair fits which trouble.

    Examples
    --------
    >>> check_repairs({"dua bagian, dua atasan, siapa yang lebih baik?": "contoh yang sama",
    ...     "satu orang, satu atasan, pendapatnya khas": "lebih banyak penilai",
    ...     "catatan tahun lalu, satu atasan seorang": "tidak dapat"}).ok
    True
    """
    right = {
        "dua bagian, dua atasan, siapa yang lebih baik?": "contoh yang sama",
        "satu orang, satu atasan, pendapatnya khas": "lebih banyak penilai",
        "catatan tahun lalu, satu atasan seorang": "tidak dapat",
    }
    first, second, third = right
    why = {
        first: "Yang mengganggu kemurahan hati. Apa yang harus dinilai kedua atasan supaya ia tampak?",
        second: "Pendapat satu orang tentang satu orang hanya dapat diimbangi pendapat orang lain.",
        third: "Ingat dua cerita: nilai yang sama, kebenaran yang berbeda. Tidak ada rumus yang menolong.",
    }
    return check_pairs(answer, right, why)
