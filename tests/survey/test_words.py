import pytest
from hypothesis import given
from hypothesis import strategies as st

from simkinerja.survey.words import read_words

LADDERS = [
    ["Tidak sesuai", "Kurang sesuai", "Sesuai", "Sangat sesuai"],
    ["Tidak mudah", "Kurang mudah", "Mudah", "Sangat mudah"],
    ["Sangat mahal", "Cukup mahal", "Murah", "Gratis"],
    ["Tidak sopan dan ramah", "Kurang sopan dan ramah", "Sopan dan ramah", "Sangat sopan dan ramah"],
    ["Tidak sopan dan tidak ramah", "Kurang sopan & ramah", "Sopan/ramah", "Sangat sopan dan sangat ramah"],
    ["Buruk", "Cukup", "Baik", "Sangat baik"],
    ["Sangat buruk", "Buruk", "Baik", "Sangat baik"],
    ["Kurang", "Cukup", "Baik", "Sangat Baik"],
    ["Tidak ada", "Ada tetapi tidak berfungsi", "Berfungsi kurang maksimal", "Dikelola dengan baik"],
    ["Tidak ada", "Ada tapi tidak berfungsi", "Bersungsi kurang maksimal", "Dikekola dengan baik"],
    ["Tidak puas", "Cukup puas", "Puas", "Sangat puas"],
    ["Sangat tidak setuju", "Tidak setuju", "Setuju", "Sangat setuju"],
    ["STS", "TS", "S", "SS"],
    ["a. Tidak sesuai", "b. Kurang sesuai", "c. Sesuai", "d. Sangat sesuai"],
    ["1. Tidak baik", "2 = Kurang baik", "(3) Baik", "Sangat baik (4)"],
    ["a", "B", "c)", "D."],
    ["tdk wajar", "krg wajar", "wajar", "sgt wajar"],
]


@pytest.mark.parametrize("ladder", LADDERS, ids=lambda ladder: ladder[0])
def test_a_ladder_reads_one_to_four(ladder: list[str]) -> None:
    reading = read_words(ladder)
    assert [reading.values[text] for text in ladder] == [1, 2, 3, 4]
    assert not reading.unknown
    assert not reading.clash


@given(
    ladder=st.sampled_from(LADDERS[:9]),
    step=st.integers(0, 3),
    shape=st.sampled_from([str.upper, str.lower, str.title]),
    blanks=st.integers(0, 3),
    mark=st.sampled_from(["", ".", " ", "!", "\u00a0"]),
)
def test_case_spaces_and_marks_do_not_count(ladder, step, shape, blanks, mark) -> None:
    text = " " * blanks + shape(ladder[step]).replace(" ", " " * (1 + blanks)) + mark
    others = [other for k, other in enumerate(ladder) if k != step]
    assert read_words([text, *others]).values[text] == step + 1


@pytest.mark.parametrize(
    "column",
    [
        ["Tidak baik", "Kurang baik", "Cukup baik", "Baik", "Sangat baik"],
        ["Sangat tidak puas", "Tidak puas", "Cukup puas", "Puas", "Sangat puas"],
        ["Sangat kurang", "Kurang", "Cukup", "Baik", "Sangat baik"],
        ["Sangat mahal", "Mahal", "Cukup mahal", "Murah", "Gratis"],
        ["Kurang puas", "Cukup puas", "Puas"],
    ],
)
def test_five_steps_are_refused(column: list[str]) -> None:
    assert read_words(column).clash


def test_a_slip_is_mended_and_told_but_another_word_is_not() -> None:
    reading = read_words(["Sangat sesui", "Sangatmudah", "Mantap", "Budi Santoso"])
    assert reading.values["Sangat sesui"] == 4
    assert reading.values["Sangatmudah"] == 4
    assert dict(reading.mended or {}) == {"Sangat sesui": "sangat sesuai", "Sangatmudah": "sangat mudah"}
    assert reading.unknown == ("Mantap", "Budi Santoso")


def test_blanks_are_no_answer() -> None:
    reading = read_words(["-", "n/a", "Tidak tahu", "Sesuai"])
    assert [reading.values[text] for text in ("-", "n/a", "Tidak tahu")] == [None, None, None]


def test_words_beat_a_number_that_disagrees() -> None:
    reading = read_words(["1. Sangat mudah", "4. Tidak mudah"])
    assert dict(reading.values) == {"1. Sangat mudah": 4, "4. Tidak mudah": 1}
    assert reading.numbered
