"""Exercises of lesson 07: each usual mistake has its own computed value and its own message."""

from __future__ import annotations

from math import exp
from typing import Any

from simkinerja.classroom.exercise import Slip, Verdict, check_number, check_word
from simkinerja.classroom.monitoring_lesson import left_at
from simkinerja.report.fmt import fmt_number, fmt_percent

__all__ = [
    "check_enforced",
    "check_reported",
    "check_what_lasts",
]


def check_enforced(answer: Any, months: int = 12) -> Verdict:
    """Lesson 07, exercise 1: percent of a consequence that insiders still enforce.

    Examples
    --------
    >>> check_enforced(18).ok, check_enforced(100).ok
    (True, False)
    """
    from simkinerja.simulate.parameters import Parameters

    life = float(Parameters.default()["enforcement.life"])
    right = 100 * left_at(months)
    slips = [
        Slip(right / 100, "Itu bagiannya; yang ditanyakan persennya. Kalikan 100."),
        Slip(100 * exp(-months / life), "Kuadratkan dulu: bulan dibagi 9,1, lalu dikalikan dirinya sendiri."),
        Slip(100 - right, "Itu yang sudah hilang; yang ditanyakan sisanya."),
        Slip(100, "Itu bila otomatis. Orang dalam boleh memaafkan."),
        Slip(100 * (1 - months / 18), "Terkikisnya tidak lurus. Pakai rumusnya."),
        Slip(100 * 0.5 ** (months / life), "9,1 bulan bukan waktu paruh; pakai rumus dengan kuadrat."),
    ]
    praise = (
        f"Sesudah setahun tinggal {fmt_percent(right / 100)}. Evaluasi yang dibuat pada bulan ke-6 "
        f"({fmt_percent(left_at(6))}) akan memuji program yang sedang hilang."
    )
    return check_number(answer, right, slips, praise=praise, within=0.6)


def check_reported(answer: Any, reported: float = 96, true: float = 77, cut: float = 0.8) -> Verdict:
    """Lesson 07, exercise 2: what would be reported once checks take away most false reports.

    Examples
    --------
    >>> check_reported(80.8).ok, check_reported(92.2).ok
    (True, False)
    """
    gap = reported - true
    right = true + (1 - cut) * gap
    slips = [
        Slip(gap, "Itu laporan palsu sebelum diperiksa, dalam poin."),
        Slip((1 - cut) * gap, "Itu laporan palsu yang tersisa. Tambahkan yang benar."),
        Slip(reported - (1 - cut) * gap, "Yang hilang 80% dari laporan palsu, bukan 20%."),
        Slip(cut * reported, "Pemeriksaan mengurangi laporan palsu saja, bukan semua laporan."),
        Slip(true, "Itu bila semua laporan palsu hilang; seperlima masih ada."),
    ]
    praise = (
        f"Angka yang dilaporkan turun {fmt_number(reported - right, 1)} poin padahal layanannya tetap. "
        "Siapkan pimpinan: angka yang lebih rendah ini lebih jujur."
    )
    return check_number(answer, right, slips, praise=praise, within=0.06)


def check_what_lasts(answer: Any) -> Verdict:
    """Lesson 07, exercise 3: which change still works in the second year.

    Examples
    --------
    >>> check_what_lasts("C").ok, check_what_lasts("A").ok
    (True, False)
    """
    slips = {
        "A": "Mencatat lebih sering tanpa akibat tidak menaikkan kehadiran; lihat baris pertama tabel.",
        "B": "Naik pada bulan-bulan pertama, lalu habis sekitar bulan ke-18: lihat gambar dua garis itu.",
        "D": "Pemeriksaan membuat laporan hasil kerja jujur; kehadiran dicatat mesin dan tidak ikut berubah.",
    }
    praise = (
        "Akibat yang tidak bergantung pada belas kasihan siapa pun tidak terkikis. Harganya: motivasi dan "
        "stres."
    )
    return check_word(answer, "C", slips, praise=praise)
