"""Exercises of lessons 02 and 03: each usual mistake meets its own message."""

from typing import Any

import pytest

from simkinerja.classroom.answers_scores import (
    WEAK_SPOTS,
    check_days_needed,
    check_evidence_hours,
    check_real_share,
    check_real_weight,
    check_status,
    check_weak_spots,
    who_says,
)
from simkinerja.classroom.case_table import load_case
from simkinerja.classroom.scheme_builder import real_weights
from simkinerja.classroom.scheme_catalogue import neighbour_draft
from simkinerja.classroom.scheme_tables import score_table
from simkinerja.schemes import load_scheme
from simkinerja.scoring import smallest_changes

ME = 4473


@pytest.fixture(scope="module")
def old() -> Any:
    return score_table(load_case("salatiga"), load_scheme("tpp_60_40"))


@pytest.fixture(scope="module")
def new() -> Any:
    return score_table(load_case("salatiga"), load_scheme("seimbang"))


@pytest.fixture(scope="module")
def draft() -> Any:
    return score_table(load_case("bandung"), neighbour_draft())


def messages(check: Any, answers: list[Any]) -> list[str]:
    found = [check(answer) for answer in answers]
    assert all(verdict.state == "belum" for verdict in found), found
    return [verdict.message for verdict in found]


def test_a_missing_figure_is_shared_out_in_proportion(new: Any) -> None:
    def check(answer: Any) -> Any:
        return check_real_weight(answer, new, ME, "tepat_waktu")

    assert check(0.2 / 0.75).ok
    assert check(0.27).ok
    assert check(...).state == "kosong"
    told = messages(check, [26.7, 0.2, 0.25, 0.45, 0.2 / 0.85, 0.2 / 0.9, 0.2 + 0.25 / 5, 0.9])
    assert "bukan persen" in told[0]
    assert "tertulis" in told[1]
    assert "Itu bobot yang hilang" in told[2]
    assert "bukan kepada satu saja" in told[3]
    assert "Hanya satu" in told[4]
    assert told[4] == told[5]
    assert "hilang" in told[6]
    assert "terlalu besar" in told[7]


def test_the_same_share_is_what_the_score_used(new: Any) -> None:
    row = new.raw.row_of(ME)
    at = [one.code for one in new.scheme.indicators].index("tepat_waktu")
    assert check_real_weight(float(new.weights.values[row, at]), new, ME, "tepat_waktu").ok


def test_days_to_the_border_agree_with_the_smallest_change(old: Any) -> None:
    def check(answer: Any) -> Any:
        return check_days_needed(answer, old, ME, "tinggi")

    assert check(18.8).ok
    down = next(c for c in smallest_changes(old, ME) if c.code == "kehadiran" and not c.up)
    right = float(check_right(old))
    assert down.after < right < down.before, "just below it the band is lost"
    assert right - down.after <= 1.0
    told = messages(check, [19.2, 17.85, 7.52, 89.5, 1.57, 12.0])
    assert "sekarang" in told[0]
    assert "nilai atasan juga" in told[1]
    assert len(set(told)) == len(told)


def check_right(old: Any) -> float:
    """The border by arithmetic of its own."""
    row = old.raw.row_of(ME)
    rating = float(old.raw.values[row, 0])
    return (85 - 0.6 * rating) / 0.4 * 21 / 100


def test_hours_of_evidence() -> None:
    def check(answer: Any) -> Any:
        return check_evidence_hours(answer, neighbour_draft())

    assert check(44).ok
    assert "hari kerja" in check(44).message
    told = messages(check, [220, 220 / 60, 2640, 42, 5])
    assert ["menit sebulan" in told[0], "jam sebulan" in told[1], "menit setahun" in told[2]] == [True] * 3
    assert "baru satu indikator" in told[3]
    assert "terlalu kecil" in told[4]


def test_what_two_counts_weigh_together(draft: Any) -> None:
    labels = real_weights(draft).indikator[2:]

    def check(answer: Any) -> Any:
        return check_real_share(answer, draft, labels)

    each = real_weights(draft).nyata[2:].tolist()
    assert check(round(sum(each), 2)).ok
    told = messages(check, [100 * sum(each), 0.4, 1 - sum(each), each[0], each[1]])
    assert ["persen" in told[0], "tertulis" in told[1], "lainnya" in told[2]] == [True] * 3
    assert "baru satu" in told[3]
    assert "baru satu" in told[4]


def test_pairs_are_checked_word_by_word() -> None:
    assert check_weak_spots(WEAK_SPOTS).ok
    wrong = {**WEAK_SPOTS, "Kehadiran": "dihitung dua kali"}
    assert "2 dari 3 tepat. Kehadiran:" in check_weak_spots(wrong).message
    right = who_says()
    assert check_status(right).ok
    assert "tidak ada aturan" in check_status({**right, "batas 85 untuk Tinggi": "aturan"}).message
    assert check_status({**right, "bobot 60 dan 40": ...}).state == "kosong"
    assert "pilihannya" in check_status({**right, "bobot 60 dan 40": "hukum adat"}).message


def test_the_weak_spots_are_those_that_the_check_finds() -> None:
    from simkinerja.evaluate import check_scheme

    scheme = neighbour_draft()
    table = load_case("bandung")
    found = check_scheme(scheme, table)
    labels = {one.code: one.label for one in scheme.indicators}
    by_kind = {one.kind: {labels[code] for code in one.codes} for one in found.advice}
    spots = {word: label for label, word in WEAK_SPOTS.items()}
    assert spots["digelembungkan"] in by_kind["easy_to_inflate"]
    assert spots["dihitung dua kali"] in by_kind["double_counting"]
    told = real_weights(score_table(table, scheme)).set_index("indikator")
    gap = told.tertulis - told.nyata
    assert gap.idxmax() == spots["tidak membedakan"]
