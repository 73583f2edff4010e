"""Errors: every sentence can be printed, says what to do, and keeps the place."""

import string

import pytest

from simkinerja.errors import InputError, Place, Problem, UsageError, nearest, problem
from simkinerja.sentences import SENTENCES


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_every_sentence_is_whole(code: str) -> None:
    text = SENTENCES[code]
    names = {name for _, name, _, _ in string.Formatter().parse(text) if name}
    filled = text.format(**dict.fromkeys(names, "x"))
    assert filled[0].isupper() or text[0] == "{" or text[0] in "'0123456789"
    assert filled.rstrip()[-1] in ".?!x", f"{code}: a sentence ends with a full stop"
    assert "  " not in filled, f"{code}: two spaces"


def test_place_reads_like_a_colleague() -> None:
    place = Place(file="a.xlsx", sheet="Mei", row=7, column="C", field="x.y")
    assert str(place) == "a.xlsx, lembar 'Mei', baris 7, kolom C, isian 'x.y'"


def test_a_missing_value_is_our_fault_and_seen_at_once() -> None:
    with pytest.raises(KeyError):
        problem("parameter", name="x")
    with pytest.raises(KeyError):
        problem("no_such_code")


def test_input_error_keeps_all_problems() -> None:
    faults = [problem("file_missing", Place(file=name)) for name in ("a", "b")]
    error = InputError(faults)
    assert error.codes == ("file_missing", "file_missing")
    assert str(error).count("\n") == 1
    assert faults[0].as_dict() == {"code": "file_missing", "file": "a", "sentence": faults[0].sentence}


def test_input_error_needs_a_problem() -> None:
    with pytest.raises(ValueError, match="without a problem"):
        InputError([])


def test_usage_error_is_a_value_error_too() -> None:
    fault: Problem = problem("parameter", name="n", owner="f", allowed="> 0", got="0", example="n=1")
    with pytest.raises(ValueError, match="Parameter 'n' pada f"):
        raise UsageError([fault])


def test_nearest() -> None:
    assert nearest("bandng", ["bandung", "medan"]) == " Maksud Anda 'bandung'?"
