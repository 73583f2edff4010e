"""Guesses stay in the session; answer checks say what the usual mistake was."""

import base64
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from simkinerja.classroom.exercise import Slip, check_number, check_pairs, check_word
from simkinerja.classroom.guesses import forget_guesses, guess, reveal
from simkinerja.classroom.role import ROLES, panel_role


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    forget_guesses()
    yield
    forget_guesses()


def test_guess_is_kept_compared_and_downloadable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    box = guess("a", "Berapa yang <tepat>?", 0, 10, "orang")
    box.number.value = 7
    box.button.click()
    assert reveal("a", 3, "orang").text == "Tebakan Anda 7; hasilnya 3 orang; selisihnya 4."
    found = re.search(r"base64,([A-Za-z0-9+/=]+)", box.status.value)
    assert found
    table = base64.b64decode(found.group(1)).decode("utf-8-sig")
    assert table.splitlines() == ["kunci;pertanyaan;tebakan", 'a;"Berapa yang <tepat>?";7']
    assert list(tmp_path.iterdir()) == [], "nothing is written unasked"


def test_without_a_guess_the_result_still_shows() -> None:
    assert "Hasilnya 3,5" in reveal("tak_ada", 3.5).text


def test_a_result_shown_before_the_guess_follows_it() -> None:
    shown, other = reveal("nanti", 3, "orang"), reveal("lain", 3)
    assert "Belum ada tebakan" in shown.value
    box = guess("nanti", "Berapa?", 0, 10)
    box.number.value = 8
    box.button.click()
    assert "Tebakan Anda 8; hasilnya 3 orang; selisihnya 5." in shown.value
    assert "Belum ada tebakan" in other.value
    forget_guesses()


def test_running_the_cell_again_keeps_the_guess() -> None:
    box = guess("a", "Berapa?", 0, 10)
    box.number.value = 7
    box.button.click()
    again = guess("a", "Berapa?", 0, 10)
    assert again.number.value == 7
    assert "tersimpan" in again.status.value
    assert guess("b", "Berapa?", 0, 10).status.value == ""


def test_the_label_leaves_room_for_the_number_on_a_phone() -> None:
    box = guess("a", "Berapa?", 0, 10, "orang")
    assert len(box.number.description) <= 14
    assert "0 sampai 10 orang" in box.children[0].value


def test_guess_page_is_printable_and_escaped() -> None:
    page = guess("a", "Berapa yang <tepat>?", 0, 10)._repr_mimebundle_()["text/html"]
    assert "&lt;tepat&gt;" in page
    assert "________" in page


def test_check_number_has_a_message_for_each_usual_mistake() -> None:
    slips = [Slip(81.876, "Bobotnya 0,11."), Slip(70.1, "Kosong dihitung nol.")]
    assert check_number(..., 82.703, slips).state == "kosong"
    assert check_number(82.70, 82.703, slips).ok
    assert check_number(81.88, 82.703, slips).message == "Bobotnya 0,11."
    assert check_number(70.1, 82.703, slips).message == "Kosong dihitung nol."
    assert "terlalu besar" in check_number(90, 82.703, slips).message
    assert "terlalu kecil" in check_number(10, 82.703, slips).message
    assert "harus sebuah bilangan" in check_number("delapan", 82.703, slips).message


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("0,25", "Desimal ditulis dengan titik dan tanpa tanda kutip: 0.25."),
        ((0, 25), "Itu dua bilangan, 0 dan 25. Desimal ditulis dengan titik: 0.25."),
        ("25%", "tanpa tanda persen"),
        (True, "harus sebuah bilangan; diterima True"),
        (float("nan"), "harus sebuah bilangan"),
        (float("inf"), "harus sebuah bilangan"),
        ([1, 2], "harus sebuah bilangan"),
        ("", "harus sebuah bilangan"),
        (list(range(900)), "…"),
        (10**400, "harus sebuah bilangan"),
    ],
)
def test_answers_that_are_no_number_are_told_what_to_write(answer: object, words: str) -> None:
    verdict = check_number(answer, 8.0, [Slip(0.25, "x")])
    assert verdict.state == "belum"
    assert words in verdict.message
    assert len(verdict.message) < 160


def test_a_number_in_quotes_counts() -> None:
    assert check_number(" 8.0 ", 8).ok


def test_whole_tables_as_answers_break_nothing() -> None:
    import numpy as np
    import pandas as pd

    from simkinerja.classroom.answers import check_sample_size

    for answer in (np.arange(3), pd.Series([207, 208]), pd.DataFrame({"a": [1, 2]})):
        assert check_sample_size(answer, 450).state == "belum"
        assert check_word(answer, "B", {"A": "x"}).state == "belum"
        assert check_pairs({"P1": answer}, {"P1": "x"}, {"P1": "a"}).state == "belum"


def test_check_word_and_pairs() -> None:
    slips = {"A": "Terlalu yakin.", "B": "Lihat batasnya."}
    assert check_word("belum", "belum", slips).ok
    assert check_word("a", "belum", slips).message == "Terlalu yakin."
    assert "Pilihannya: A, B, belum" in check_word("E", "belum", slips).message
    right, why = {"P1": "x", "P2": "y"}, {"P1": "satu", "P2": "dua"}
    assert check_pairs({"P1": "x", "P2": ...}, right, why).state == "kosong"
    assert check_pairs({"P1": "X ", "P2": "y"}, right, why).ok
    assert check_word("'Belum.' ", "belum", slips).ok, "a full stop or quotes are no fault"
    assert "pilihannya x, y; diterima z" in check_pairs({"P1": "x", "P2": "z"}, right, why).message
    assert 'Biarkan bentuknya {"P1": "...", "P2": "..."}' in check_pairs("x, y", right, why).message
    assert check_pairs({"P1": "y", "P2": "y"}, right, why).message == "1 dari 2 tepat. P1: satu"


def test_role_chooser_shows_a_way_for_each_role_and_all_when_printed() -> None:
    panel = panel_role()
    for role in ROLES:
        panel.choice.value = role.key
        assert role.steps[1][0] in panel.way.value
    page = panel._repr_mimebundle_()["text/html"]
    assert all(role.label in page for role in ROLES)
