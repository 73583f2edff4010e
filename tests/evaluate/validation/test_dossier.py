"""The machinery: verdicts, rules, known misses; on lines made up here."""

from collections.abc import Callable
from dataclasses import replace
from math import inf, nan

import pytest

from simkinerja.errors import UsageError
from simkinerja.evaluate.validation import Knobs, Line, Obtained, rule_breaches, validate
from simkinerja.evaluate.validation.line import Target, judge, judge_halved, obtained_of


def made(code: str = "a", value: float = 4.0, se: float = 0.0, **other: object) -> Line:
    given = {
        "code": code,
        "group": "trial",
        "what": "dua kali dua",
        "source": "hitungan",
        "expected": 4.0,
        "low": 3.5,
        "high": 4.5,
        "reason": "setengah",
        "basis": "predicted",
        "setup": "-",
        "run": lambda knobs: Obtained(value * knobs.strength("kali"), se),
        "mechanism": "kali",
    }
    return Line(**(given | other))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "se", "verdict"),
    [
        (4.5, 0.1, "lulus"),
        (3.5, 0.0, "lulus"),
        (4.51, 0.0, "meleset"),
        (3.49, 0.1, "meleset"),
        (4.0, 0.101, "kurang ulangan"),
        (9.0, 0.2, "kurang ulangan"),
        (nan, 0.0, "meleset"),
        (4.0, nan, "kurang ulangan"),
    ],
)
def test_verdict_of_one_number(value: float, se: float, verdict: str) -> None:
    line = made(value=value, se=se)
    assert judge(line, obtained_of(line, Knobs())) == verdict
    assert validate(lines=[line]).findings[0].verdict == verdict


def test_one_number_of_a_table_decides() -> None:
    table = made(expected=(1.0, 2.0), low=(0.9, 1.9), high=(1.1, 2.1), labels=("x", "y"))
    assert judge(table, [Obtained(1.0), Obtained(2.0)]) == "lulus"
    assert judge(table, [Obtained(1.0), Obtained(2.2)]) == "meleset"
    assert judge(table, [Obtained(1.0, 0.03), Obtained(2.0)]) == "kurang ulangan"
    assert validate(lines=[replace(table, run=lambda knobs: [1.0, 2.2])]).findings[0].worst == 1


def test_an_open_interval_has_the_distance_to_its_end_as_tolerance() -> None:
    assert Target("", 0.0, -inf, 0.02).tolerance == 0.02
    assert Target("", 0.5, 0.4, inf).tolerance == pytest.approx(0.1)
    line = made(expected=0.0, low=-inf, high=0.02)
    assert judge(line, [Obtained(-5.0, 0.004)]) == "lulus"
    assert judge(line, [Obtained(0.021, 0.004)]) == "meleset"


@pytest.mark.parametrize(
    "wrong",
    [
        {"mechanism": " "},
        {"group": "lain"},
        {"basis": "calibrated: "},
        {"basis": "fitted"},
        {"expected": 5.0},
        {"low": -inf, "high": inf},
        {"labels": ("x", "y")},
    ],
)
def test_a_line_that_contradicts_itself_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"."):
        made(**wrong)


def test_a_run_must_answer_every_target() -> None:
    with pytest.raises(ValueError, match="2 results for 1"):
        obtained_of(made(run=lambda knobs: [4.0, 4.0]), Knobs())


def test_the_dossier_is_well_only_without_surprises() -> None:
    good, bad = made("baik"), made("buruk", value=9.0)
    assert validate(lines=[good]).ok
    assert not validate(lines=[good, bad]).ok
    recorded = validate(lines=[good, bad], misses={"buruk": "belum ada antrean"})
    assert recorded.ok
    assert recorded.findings[1].verdict == "meleset, tercatat"
    assert recorded.findings[1].reason == "belum ada antrean"
    surprise = validate(lines=[good, bad], misses={"baik": "dulu meleset", "buruk": "x"})
    assert [f.verdict for f in surprise.findings] == ["lulus, padahal tercatat meleset", "meleset, tercatat"]
    assert not surprise.ok


def test_too_few_replications_are_no_recorded_miss() -> None:
    noisy = made("a", value=9.0, se=1.0)
    assert not validate(lines=[noisy], misses={"a": "alasan"}).ok


@pytest.mark.parametrize(
    ("bases", "ok"),
    [
        (["predicted", "calibrated: x"], True),
        (["predicted", "calibrated: x", "calibrated: y"], False),
        (["calibrated: x"], False),
        ([], True),
    ],
)
def test_half_of_the_trials_are_predicted(bases: list[str], ok: bool) -> None:
    trials = [made(f"t{k}", basis=basis) for k, basis in enumerate(bases)]
    others = [made(f"o{k}", group="published", basis="predicted") for k in range(5)]
    assert (rule_breaches([*trials, *others], {}) == ()) is ok
    assert validate(lines=[*trials, *others]).ok is ok


def test_at_most_two_misses_each_of_a_line_and_with_a_reason() -> None:
    lines = [made(code, value=9.0) for code in "abc"]
    assert rule_breaches(lines, {"a": "x", "b": "y"}) == ()
    assert "paling banyak 2" in rule_breaches(lines, {"a": "x", "b": "y", "c": "z"})[0]
    assert "tidak ada dalam berkas" in rule_breaches(lines, {"z": "x"})[0]
    assert "tanpa alasan" in rule_breaches(lines, {"a": " "})[0]
    assert "dipakai dua baris" in rule_breaches([lines[0], lines[0]], {})[0]


def test_halving_must_be_seen() -> None:
    assert validate(lines=[made()], halved=True).ok
    deaf = made(run=lambda knobs: 4.0)
    found = validate(lines=[made(), deaf], halved=True)
    assert [f.verdict for f in found.findings] == ["meleset", "tidak terlihat"]
    assert not found.ok
    assert judge_halved(made(), [Obtained(2.0, 0.8)]) == "tidak terlihat"


def test_codes_choose_lines_and_unknown_ones_are_answered() -> None:
    lines = [made("satu"), made("dua", value=9.0)]
    assert [f.line.code for f in validate(["satu"], lines=lines).findings] == ["satu"]
    with pytest.raises(UsageError, match="satu"):
        validate(["sattu"], lines=lines)
    with pytest.raises(UsageError, match="seed"):
        validate(lines=lines, seed=-1)


def test_the_fast_subset_and_the_order_of_calls() -> None:
    lines = [made("satu"), made("dua", quick=False), made("tiga")]
    seen: list[tuple[int, int, str]] = []
    note: Callable[[int, int, Line], None] = lambda k, n, line: seen.append((k, n, line.code))
    found = validate(lines=lines, quick=True, on_start=note)
    assert [f.line.code for f in found.findings] == ["satu", "tiga"]
    assert seen == [(0, 2, "satu"), (1, 2, "tiga")]


def test_json_has_no_infinities() -> None:
    line = made(expected=0.0, low=-inf, high=0.02, run=lambda knobs: nan)
    numbers = validate(lines=[line]).as_dict()["baris"][0]["angka"][0]
    assert numbers["bawah"] is None
    assert numbers["diperoleh"] is None
    assert numbers["atas"] == 0.02
