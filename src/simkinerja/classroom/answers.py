"""Answer checks of the lessons: the right answer is computed, and so is where each usual mistake leads."""

from __future__ import annotations

from typing import Any

import numpy as np

from simkinerja.classroom.citizen_voice import (
    PROGRAMS,
    answers_of,
    exact_index,
    program_results,
)
from simkinerja.classroom.exercise import Slip, Verdict, check_number, check_pairs, check_word
from simkinerja.classroom.first_surprise import count_right
from simkinerja.classroom.truth_record import RECORDS, gap_by_rater
from simkinerja.evaluate.bootstrap import index_of, resampled_nrr
from simkinerja.evaluate.labels import letter_shares
from simkinerja.evaluate.result import Settings
from simkinerja.report.fmt import fmt_number, fmt_percent
from simkinerja.rules.skm import letter, sample_size_cochran, sample_size_krejcie_morgan
from simkinerja.streams import Streams

__all__ = [
    "HONEST_LEVEL",
    "UNSURE",
    "check_closest_record",
    "check_honest_label",
    "check_month_field",
    "check_programs",
    "check_rater_gap",
    "check_right_share",
    "check_sample_size",
    "check_wrongly_named",
    "letter_chances",
]

HONEST_LEVEL = Settings().level
"""A letter is printed without more words from this probability on; ``assumed``."""
UNSURE = "belum dapat dipastikan"


def check_sample_size(answer: Any, visitors: int) -> Verdict:
    """Lesson 04, exercise 1: respondents by Krejcie and Morgan for so many visitors.

    Examples
    --------
    >>> check_sample_size(207, 450).ok, check_sample_size(208, 450).ok
    (True, True)
    >>> check_sample_size(45, 450).message[:22]
    'Sepersepuluh pengunjun'
    """
    nearest = sample_size_krejcie_morgan(visitors)
    upward = sample_size_krejcie_morgan(visitors, "ceiling")
    caution = (
        "Rumus itu menaksir satu bagian (misalnya yang puas) dengan galat 5%, bukan memastikan satu huruf: "
        f"di panel, {round(nearest, -1)} responden pun belum membuat hurufnya pasti."
    )
    if upward != nearest and check_number(answer, upward).ok:
        words = f"{upward} bila dibulatkan ke atas; tabel klasik membulatkan ke {nearest}. {caution}"
        return Verdict("benar", words)
    slips = [
        Slip(
            visitors / 10,
            "Sepersepuluh pengunjung adalah kebiasaan, bukan rumusnya. Rumusnya tidak sebanding.",
        ),
        Slip(visitors / 2, "Setengahnya kebetulan dekat; hitunglah dengan rumusnya."),
        Slip(sample_size_cochran(), "Itu untuk warga yang tak terbatas banyaknya; pengunjung Anda terbatas."),
        Slip(
            sample_size_krejcie_morgan(10**7), "Itu untuk warga yang sangat banyak; pengunjung Anda terbatas."
        ),
        Slip(visitors, "Itu semua pengunjung; sampel berarti sebagian saja."),
    ]
    return check_number(answer, nearest, slips, praise=caution)


def _chances(responses: Any) -> dict[str, float]:
    """Probability of each letter, A first, as the command ``simkinerja skm`` judges it."""
    matrix = answers_of(responses)
    settings = Settings()
    generator = Streams(settings.seed).generator("skm/Seluruh responden")
    draws = resampled_nrr(matrix, (matrix > 0).astype(np.int64), settings.replications, generator)
    return dict(reversed(letter_shares(index_of(draws)).items()))


def letter_chances(responses: Any) -> Any:
    """Probability of each letter, by drawing respondents anew from its own answers (bootstrap).

    Returns
    -------
    pandas DataFrame
        Columns ``huruf`` and ``peluang`` (text, percent).
    """
    import pandas as pd

    rows = [(name, fmt_percent(share)) for name, share in _chances(responses).items()]
    return pd.DataFrame(rows, columns=["huruf", "peluang"])


def check_honest_label(answer: Any, responses: Any) -> Verdict:
    """Lesson 04, exercise 2: the letter, or that it cannot be told."""
    shares = _chances(responses)
    name, share = max(shares.items(), key=lambda pair: pair[1])
    honest = name if share >= HONEST_LEVEL else UNSURE
    point = letter(exact_index(responses))
    level = fmt_percent(HONEST_LEVEL)
    told = f"Peluang {name} {fmt_percent(share)}"
    slips = {
        key: f"Peluang {key} hanya {fmt_percent(part)}." for key, part in shares.items() if key != honest
    }
    if point != honest:
        slips[point] = (
            f"Itu huruf IKM-nya, tetapi peluangnya hanya {fmt_percent(shares[point])}, di bawah {level}."
        )
    if honest != UNSURE:
        slips[UNSURE] = f"{told}, sudah mencapai {level}; hurufnya boleh ditulis."
    return check_word(answer, honest, slips, praise=f"{told}; batasnya {level}.")


def check_programs(answer: Any, responses: Any) -> Verdict:
    """Lesson 04, exercise 3: which program holds which fault."""
    table = program_results(responses).set_index("program")
    rule = table.loc["Aturan"]
    hints = {
        "bobot": "bandingkan IKM-nya dengan aturan: rasionya tepat 9 x 0,11 = 0,99.",
        "kosong": "IKM-nya lebih rendah, tetapi rasionya bukan 0,99; periksa berapa isian yang kosong.",
        "batas": f"IKM-nya sama dengan aturan ({fmt_number(rule.ikm)}); lihat hurufnya.",
    }
    return check_pairs(answer, dict(PROGRAMS), {name: hints[fault] for name, fault in PROGRAMS.items()})


def check_wrongly_named(answer: Any, table: Any, by: str, n: int) -> Verdict:
    """Lesson 00, exercise 1: how many of the ``n`` named are not among the truly best ``n``."""
    right = count_right(table, by, n)
    slips = [
        Slip(right, f"{right} adalah yang tepat; yang ditanyakan yang keliru."),
        Slip(n, "Itu semua yang terpilih; kurangi dengan yang tepat."),
    ]
    return check_number(answer, n - right, slips, praise=f"{n} terpilih dikurangi {right} yang tepat.")


def check_right_share(answer: Any, table: Any, by: str, n: int) -> Verdict:
    """Lesson 00, exercise 2: share of the named who are right, 0 to 1."""
    right = count_right(table, by, n)
    share = right / n
    slips = [
        Slip(100 * share, "Tulis sebagai bagian dari satu, bukan persen: 25% ditulis 0.25."),
        Slip(1 - share, "Itu bagian yang keliru; yang ditanyakan yang tepat."),
        Slip(right, f"Itu banyaknya; bagi dengan {n}."),
        Slip(right / len(table), f"Pembaginya yang terpilih ({n}), bukan semua pegawai ({len(table)})."),
        Slip(count_right(table, by, n // 2) / (n // 2), f"Itu untuk {n // 2} nama; yang ditanyakan {n}."),
    ]
    slips += [
        Slip(count_right(table, column, n) / n, f"Itu menurut {label}; yang ditanyakan catatan lain.")
        for label, column in RECORDS.items()
        if column != by and column in table.columns
    ]
    return check_number(answer, share, slips, praise=f"{right} dari {n}.", within=0.006)


def check_month_field(answer: Any, nip: str) -> Verdict:
    """Lesson 01, exercise 1: the month in digits 13-14 of a NIP, which no calendar has."""
    month = int(nip[12:14])
    slips = [
        Slip(int(nip[4:6]), "Itu bulan lahir (angka ke-5 dan ke-6); cari angka ke-13 dan ke-14."),
        Slip(int(nip[10:12]), "Itu dua angka terakhir tahun pengangkatan; geser dua angka ke kanan."),
        Slip(int(nip[13:15]), "Tergeser satu angka ke kanan; mulai dari angka ke-13."),
        Slip(int(nip[11:13]), "Tergeser satu angka ke kiri; mulai dari angka ke-13."),
    ]
    praise = f"Bulan {month} tidak ada di kalender, jadi nomor ini tidak mungkin milik siapa pun."
    return check_number(answer, month, slips, praise=praise)


def check_rater_gap(answer: Any, table: Any, record: str, rater: Any, fewest: int = 1) -> Verdict:
    """Lesson 01, exercise 2: mean gap of one rater among those with ``fewest`` people, two decimals."""
    gaps = gap_by_rater(table, record, rater="penilai", fewest=fewest)
    right = float(gaps.loc[rater])
    rows = table[table.penilai == rater]
    slips = [
        Slip(-right, "Tandanya terbalik: catatan dikurangi kebenaran, bukan sebaliknya."),
        Slip(float(gaps.iloc[0]), "Itu penilai yang paling murah hati; cari nomor penilai yang ditanyakan."),
        Slip(
            float(rows[record].mean()), "Itu rata-rata nilainya; yang ditanyakan rata-rata selisih bakunya."
        ),
    ]
    kind = "murah hati" if right > 0 else "ketat"
    return check_number(answer, right, slips, praise=f"Penilai ini tampak {kind}.", within=0.006)


def check_closest_record(answer: Any, table: Any, truth: str = "true_practice") -> Verdict:
    """Lesson 01, exercise 3: which record goes best with the truth, by correlation."""
    found = {label: float(table[column].corr(table[truth])) for label, column in RECORDS.items()}
    closest = max(found, key=lambda label: found[label])
    slips = {
        label: f"Korelasinya {fmt_number(r, 2)}; ada catatan yang lebih sejalan."
        for label, r in found.items()
        if label != closest
    }
    praise = f"Korelasinya {fmt_number(found[closest], 2)}: paling sejalan, dan tetap bukan 1."
    return check_word(answer, closest, slips, praise=praise)
