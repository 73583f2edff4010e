"""What the panels compute, as plain functions: known cases, limits, and the sign of each mechanism."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest

from simkinerja.classroom import citizen_voice as voice
from simkinerja.classroom.answers import (
    UNSURE,
    check_closest_record,
    check_honest_label,
    check_month_field,
    check_programs,
    check_rater_gap,
    check_right_share,
    check_sample_size,
    check_wrongly_named,
)
from simkinerja.classroom.first_surprise import best, compute_nomination, count_right, panel_nomination
from simkinerja.classroom.pictures import svg_scatter
from simkinerja.classroom.shared import load_people, load_responses, told_columns, unit_records
from simkinerja.classroom.show import show, tell
from simkinerja.classroom.truth_record import agreement, gap_by_rater, panel_agreement, rater_share
from simkinerja.errors import UsageError
from simkinerja.rules.skm import ELEMENTS
from simkinerja.streams import Streams


def answers(n: int, level: float, seed: int = 1) -> pd.DataFrame:
    """Answers of ``n`` people around a level, a few blank."""
    streams = Streams(seed)
    person = streams.normal("person", n) * 0.4
    table = {}
    for key in ELEMENTS:
        value = np.clip(np.rint(level + person + 0.4 * streams.normal(key, n)), 1, 4)
        blank = streams.uniform(f"blank {key}", n) < 0.02
        table[key] = pd.array(np.where(blank, 0, value).astype(int), dtype="Int8")
    out = pd.DataFrame(table)
    return out.mask(out == 0)


def people(n: int = 60) -> pd.DataFrame:
    streams = Streams(5)
    truth = streams.normal("truth", n)
    rater = np.arange(n) // 10
    nilai = 76 + 3 * truth + 6 * streams.normal("severity", 6)[rater] + streams.normal("noise", n)
    columns = {"officer_id": np.arange(n), "penilai": rater, "rater_id": rater, "true_practice": truth}
    records = {"nilai": nilai, "hadir": streams.uniform("h", n), "perkara": truth + 0.1 * nilai}
    return pd.DataFrame({**columns, **records})


def test_index_leaves_blanks_out() -> None:
    rows = pd.DataFrame([dict.fromkeys(ELEMENTS, 4), {**dict.fromkeys(ELEMENTS, 2), "waktu": None}])
    assert voice.exact_index(rows) == Fraction(8 * 3 + 4, 9) * 25


def test_a_table_that_is_no_survey_is_told_so() -> None:
    with pytest.raises(UsageError, match="tanpa kolom persyaratan"):
        voice.answers_of(pd.DataFrame({"waktu": [3]}))
    with pytest.raises(UsageError, match="tabel tanpa baris"):
        voice.answers_of(answers(5, 3).head(0))


def test_repeats_centre_on_all_answers_and_narrow_with_the_root_of_n() -> None:
    matrix = voice.answers_of(answers(300, 3.1))
    centre = voice.compute_luck(matrix, 50, 0).everybody
    small, large = (voice.repeat_survey(matrix, n, 0.0, 800, seed=3) for n in (50, 200))
    assert abs(small.mean() - centre) < 4 * small.std() / np.sqrt(800)
    assert 1.7 < small.std() / large.std() < 2.3


def test_a_choosing_clerk_only_ever_raises_the_index() -> None:
    matrix = voice.answers_of(answers(300, 3.1))
    means = [voice.repeat_survey(matrix, 60, share, 300, seed=3).mean() for share in (0.0, 0.3, 0.6, 1.0)]
    assert means == sorted(means)
    assert means[-1] - means[0] > 3


@pytest.mark.parametrize(("n", "chosen"), [(10, 0), (10, 100), (60, 0), (400, 100)])
def test_no_repeated_survey_falls_outside_the_picture(n: int, chosen: int) -> None:
    torn = pd.concat([answers(70, 1.2), answers(70, 3.9)], ignore_index=True)
    for table in (torn, answers(140, 3.1), answers(140, 3.9)):
        found = voice.compute_luck(voice.answers_of(table), n, chosen)
        low, high = voice.luck_axis(found)
        assert low <= found.indices.min()
        assert found.indices.max() <= high


def test_a_rare_letter_is_not_told_as_nought_percent() -> None:
    base = voice.compute_luck(voice.answers_of(answers(140, 3.1)), 60, 0)
    shares = {"A": 0.002, "B": 0.998, "C": 0.0, "D": 0.0}
    words = voice._say_luck(replace(base, shares=shares))
    assert "A pada kurang dari 1%" in words
    assert "C pada" not in words


def test_the_panel_and_the_spread_over_sizes_tell_the_same_survey() -> None:
    table = answers(140, 3.06)
    shares = voice.compute_luck(voice.answers_of(table), 60, 0).shares
    name = max(shares, key=lambda key: shares[key])
    told = f"huruf tersering {name} ({round(100 * shares[name])}%)"
    assert told in voice.spread_by_size(table).text.split("; ")[1]


def test_letters_round_half_up_before_they_are_looked_up() -> None:
    shares = voice.letter_shares([76.604, 76.606, 64.99, 88.304])
    assert shares == {"A": 0.0, "B": 0.5, "C": 0.25, "D": 0.25}


def test_panel_of_lesson_04_says_and_draws_what_it_computed() -> None:
    panel = voice.panel_luck(answers(200, 3.1))
    assert panel.error is None
    first = panel._picture.value
    panel.set(n=300, chosen=50)
    assert panel.result.n == 300
    assert panel.result.chosen == 50
    assert panel._picture.value != first
    assert "300 responden" in panel._picture.value
    assert abs(sum(panel.result.shares.values()) - 1) < 1e-12


def test_each_program_has_its_own_fault() -> None:
    table = voice.program_results(answers(150, 3.45, seed=2)).set_index("program")
    rule = table.ikm["Aturan"]
    assert 83.3 < rule < 88.3, "otherwise the wrong cut-off does not show"
    assert abs(table.ikm["Program 2"] - 0.99 * rule) < 0.01
    assert table.ikm["Program 1"] < rule - 0.5
    assert table.ikm["Program 3"] == rule
    assert (table.mutu["Aturan"], table.mutu["Program 3"]) == ("B", "A")


def test_checks_of_lesson_04() -> None:
    near = answers(150, 3.1)
    right = {"Program 1": "kosong", "Program 2": "bobot", "Program 3": "batas"}
    assert check_programs(right, near).ok
    assert "0,99" in check_programs({**right, "Program 2": "kosong"}, near).message
    assert check_sample_size(207, 450).ok
    assert "tak terbatas" in check_sample_size(385, 450).message
    sure = answers(400, 2.0)
    assert check_honest_label("D", sure).ok
    assert "sudah mencapai" in check_honest_label(UNSURE, sure).message


def test_near_a_boundary_the_honest_label_is_that_it_cannot_be_told() -> None:
    base = answers(60, 3.06)
    shares = voice.compute_luck(voice.answers_of(base), 60, 0).shares
    assert max(shares.values()) < 0.8, "the case must lie near a boundary"
    assert check_honest_label(UNSURE, base).ok
    top = max(shares, key=lambda key: shares[key])
    assert (
        "di bawah 80" in check_honest_label(top, base).message
        or "hanya" in check_honest_label(top, base).message
    )


def test_nomination_counts_what_sets_count() -> None:
    table = people()
    found = compute_nomination(table, "nilai", 10)
    assert found.n == 10
    assert found.right == count_right(table, "nilai", 10)
    assert count_right(table, "true_practice", 10) == 10
    with pytest.raises(UsageError, match="nama kolom"):
        best(table, "tidak_ada", 3)
    with pytest.raises(UsageError, match="1 sampai 60"):
        best(table, "nilai", 61)


def test_panels_of_lessons_00_and_01_follow_their_controls() -> None:
    table = people()
    records = {"nilai atasan": "nilai", "kehadiran": "hadir", "perkara selesai": "perkara"}
    named = panel_nomination(table, records)
    named.set(n=20, by="perkara")
    assert named.result.n == 20
    assert named.result.right == count_right(table, "perkara", 20)
    assert "20 nama teratas menurut perkara selesai" in named._words.value
    other = panel_agreement(table, records)
    other.set(record="hadir", lowest=5)
    assert other.error is None
    assert other.result.r == pytest.approx(table.hadir.corr(table.true_practice))


def test_rater_share_finds_the_planted_severity() -> None:
    streams = Streams(9)
    rater = np.arange(6000) // 20
    values = streams.normal("rater", 300)[rater] + streams.normal("rest", 6000)
    assert abs(rater_share(values, rater) - 0.5) < 0.06
    assert rater_share(streams.normal("rest", 6000), rater) < 0.02


def test_gaps_sum_to_nothing_and_checks_know_the_sign() -> None:
    table = people()
    gaps = gap_by_rater(table, "nilai", rater="penilai")
    assert abs(float(gaps.mean())) < 1e-9, "raters of equal size: generous and strict cancel"
    strict = gaps.index[-1]
    assert check_rater_gap(round(float(gaps.iloc[-1]), 2), table, "nilai", strict).ok
    assert "Tandanya terbalik" in check_rater_gap(-float(gaps.iloc[-1]), table, "nilai", strict).message


def test_checks_of_lessons_00_and_01() -> None:
    table = people()
    right = count_right(table, "nilai", 10)
    assert check_wrongly_named(10 - right, table, "nilai", 10).ok
    assert not check_wrongly_named(10, table, "nilai", 10).ok
    assert check_right_share(right / 10, table, "nilai", 10).ok
    assert "bukan persen" in check_right_share(10.0 * right, table, "nilai", 10).message
    assert check_month_field(15, "198609262015131001").message.startswith("Itu dua angka terakhir")
    assert check_month_field(13, "198609262015131001").ok
    assert "bulan lahir" in check_month_field(9, "198609262015131001").message
    assert check_closest_record("perkara selesai", table).ok
    assert "ada catatan yang lebih sejalan" in check_closest_record("kehadiran", table).message


def test_raters_of_few_people_are_left_out_when_asked() -> None:
    table = pd.concat([people(), people(3).assign(penilai=99, rater_id=99)], ignore_index=True)
    assert 99 in gap_by_rater(table, "nilai", rater="penilai").index
    gaps = gap_by_rater(table, "nilai", rater="penilai", fewest=5)
    assert 99 not in gaps.index
    assert check_rater_gap(float(gaps.iloc[-1]), table, "nilai", gaps.index[-1], fewest=5).ok


def test_columns_are_told_by_the_dictionary_and_units_stand_beside_their_survey() -> None:
    told = told_columns(load_people("salatiga"), "true_")
    assert told.artinya.str.len().min() > 5
    assert not told.artinya.str.contains(r"\(").any(), "no jargon of the makers"
    assert "true_practice" in set(told.kolom)
    units = unit_records("salatiga")
    rows = load_responses("salatiga")
    one = rows[rows.service == units.layanan[0]]
    assert len(one) == units.responden[0]
    assert float(voice.exact_index(one)) == units.ikm[0]
    assert units.true_quality.is_monotonic_decreasing


def test_panels_say_what_a_blind_draw_would_find_and_name_units() -> None:
    table = people()
    named = panel_nomination(table, {"nilai atasan": "nilai"}, n=10)
    assert "Undian buta dari 60 orang rata-rata menghasilkan 1,7 yang tepat." in named._words.value
    assert "nilai atasan (0-100)" in named._picture.value
    other = panel_agreement(table, {"kehadiran": "hadir"})
    assert "Undian buta dari 60 orang rata-rata menghasilkan 6,7" in other._words.value
    assert "kehadiran (bagian hari kerja, 0-1)" in other._picture.value
    assert "simpangan baku" in other._picture.value


def test_agreement_catches_all_when_record_is_truth() -> None:
    table = people().assign(same=lambda rows: rows.true_practice)
    found = agreement(table, "same", "true_practice", 10)
    assert found.r == pytest.approx(1)
    assert found.caught == 10


def test_scatter_draws_all_that_matter_and_thins_the_rest() -> None:
    n = 2000
    kinds = [1 if k % 100 == 0 else 0 for k in range(n)]
    text = svg_scatter(list(range(n)), list(range(n)), kinds, ("lain", "terpilih"), "t", "x", "y")
    assert text.count("width='9'") == 20 + 1, "every chosen point and the legend"
    assert "lain (240 dari 1.980 digambar)" in text, "what is left out is said"
    assert len(text) < 40_000


@pytest.mark.parametrize(
    ("value", "words"),
    [(3.14159, "a: 3,14"), (12, "a: 12"), (["B", 1.5], "a: B; 1,50"), (None, "a: –"), (True, "a: ya")],
)
def test_tell(value: Any, words: str) -> None:
    assert repr(tell("a", value)) == words


def test_show_keeps_identifiers_whole_and_escapes() -> None:
    table = pd.DataFrame({"officer_id": [3905], "n": [3905], "<b>": ["<i>"]})
    page = show(table, "A & B").html
    assert ">3905<" in page
    assert ">nomor pegawai<br>" in page, "a heading in Indonesian, the name in the program below it"
    assert ">officer_id<" in page
    assert ">3.905<" in page
    assert "&lt;i&gt;" in page
    assert "A &amp; B (data sintetis)" in page


def test_the_share_of_another_record_or_list_is_told_as_such() -> None:
    table = people().assign(hadir=lambda rows: -rows.true_practice)
    right = {by: count_right(table, by, 20) / 20 for by in ("nilai", "perkara", "hadir")}
    assert right["nilai"] != right["perkara"] != right["hadir"]
    assert "menurut nilai atasan" in check_right_share(right["nilai"], table, "perkara", 20).message
    half = count_right(table, "perkara", 10) / 10
    assert half != right["perkara"]
    assert "Itu untuk 10 nama" in check_right_share(half, table, "perkara", 20).message
