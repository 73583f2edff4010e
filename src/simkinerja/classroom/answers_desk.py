"""Exercises of lesson 12: each usual mistake has its own computed value and its own message."""

from __future__ import annotations

from math import exp, floor, log
from typing import Any

from simkinerja.classroom.desk import desk_wait
from simkinerja.classroom.exercise import Slip, Verdict, check_number
from simkinerja.report.fmt import fmt_number, fmt_percent

__all__ = ["check_equal_minutes", "check_fewest_windows", "check_mean_days", "equal_minutes"]


def check_fewest_windows(answer: Any, arrivals: float, minutes: float) -> Verdict:
    """Lesson 12, exercise 1: the fewest windows whose load stays below one.

    Examples
    --------
    >>> check_fewest_windows(2, 20, 5).ok, check_fewest_windows(1, 20, 5).ok
    (True, False)
    """
    work = arrivals * minutes / 60
    right = floor(work) + 1
    slips = [
        Slip(
            work, "Itu jumlah pekerjaannya, dalam satuan loket. Loket tidak dapat dibagi: bulatkan ke atas."
        ),
        *(
            Slip(c, f"Dengan {c} loket bebannya {fmt_number(work / c, 2)}; antreannya tumbuh terus.")
            for c in range(1, right)
        ),
        Slip(right + 1, f"Cukup, tetapi bukan yang paling sedikit: {right} loket pun sudah di bawah satu."),
        Slip(arrivals / minutes, "Itu orang dibagi menit. Kalikan, lalu bagi 60 menit."),
        Slip(
            60 / minutes, "Itu banyaknya orang yang dilayani satu loket sejam; bandingkan dengan yang datang."
        ),
    ]
    praise = f"Pekerjaannya {fmt_number(work, 2)} loket penuh; satu loket kurang, {right} loket cukup."
    return check_number(answer, right, slips, praise=praise)


def equal_minutes(arrivals: float, minutes: float, windows: int) -> float:
    """Minutes of service at which ``windows`` windows wait as long as one window more at ``minutes``.

    Examples
    --------
    >>> round(equal_minutes(12.99, 12, 3), 2)
    8.69
    """
    wanted = desk_wait(arrivals, minutes, windows + 1)
    low, high = 0.0, float(minutes)
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if desk_wait(arrivals, middle, windows) < wanted else (low, middle)
    return (low + high) / 2


def check_equal_minutes(answer: Any, arrivals: float, minutes: float, windows: int) -> Verdict:
    """Lesson 12, exercise 2: minutes of service that do as much as one window more.

    Examples
    --------
    >>> check_equal_minutes(8.7, 12.99, 12, 3).ok
    True
    """
    right = equal_minutes(arrivals, minutes, windows)
    same = minutes * windows / (windows + 1)
    now = desk_wait(arrivals, same, windows)
    slips = [
        Slip(minutes - right, "Itu menit yang dihemat; yang ditanyakan lama layanannya."),
        Slip(
            same,
            f"Kapasitasnya memang sama ({windows}/{fmt_number(same, 0)} = {windows + 1}/"
            f"{fmt_number(minutes, 0)}), tetapi tunggunya masih {fmt_number(now, 1)} menit: loket yang lebih "
            "banyak meredam kebetulan lebih baik.",
        ),
        Slip(desk_wait(arrivals, minutes, windows + 1), "Itu tunggunya; yang ditanyakan lama layanannya."),
    ]
    praise = (
        f"Dari {fmt_number(minutes, 0)} ke {fmt_number(right, 1)} menit, dihemat "
        f"{fmt_percent(1 - right / minutes)}, sama dengan satu loket lagi bagi yang menunggu."
    )
    return check_number(answer, right, slips, praise=praise, within=0.06)


def check_mean_days(answer: Any, limit: float = 3, share: float = 0.40) -> Verdict:
    """Lesson 12, exercise 3: mean of an exponential time of which a share exceeds the standard.

    Examples
    --------
    >>> check_mean_days(3.27).ok, check_mean_days(3).ok
    (True, False)
    """
    from simkinerja.simulate.closed_forms import mean_from_share_above

    right = mean_from_share_above(limit, share)
    slips = [
        Slip(-right, "Hampir: tandanya terbalik. Logaritma dari bilangan di bawah satu itu negatif."),
        Slip(limit * -log(share), "Itu dikalikan; standarnya dibagi dengan 0,916."),
        Slip(
            mean_from_share_above(limit, 1 - share), "Itu untuk 60%: yang dipakai bagian yang lewat standar."
        ),
        Slip(
            limit,
            f"Bila rata-ratanya tepat {fmt_number(limit, 0)} hari, yang lewat {fmt_percent(exp(-1))}, "
            f"bukan {fmt_percent(share)}.",
        ),
        Slip(limit * (1 + share), "Jangan menambahkan 40%; pakai rumus di petunjuk."),
        Slip(limit / (1 - share), "Jangan membagi dengan 0,60; pakai rumus di petunjuk."),
    ]
    praise = (
        f"Rata-rata {fmt_number(right, 2)} hari hanya sedikit di atas standar, tetapi {fmt_percent(share)} "
        "lewat: rata-rata tidak mengatakan berapa banyak yang terlambat."
    )
    return check_number(answer, right, slips, praise=praise, within=0.03)
