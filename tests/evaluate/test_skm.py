"""The result of a survey as a whole, and printed numbers held against their elements."""

import csv
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from simkinerja.errors import UsageError
from simkinerja.evaluate import evaluate_skm
from simkinerja.evaluate.result import Settings
from simkinerja.rules.skm import ELEMENTS
from simkinerja.survey import read_survey

VECTORS = Path(__file__).parents[1] / "vectors"
NAMES = [key.capitalize() for key in ELEMENTS]
GASPUL = ["18 11 0", "14 15 0", "15 12 2", "29 0 0", "15 14 0", "18 11 0", "19 10 0", "18 11 0", "28 1 0"]
PRINTED = [
    row
    for row in csv.DictReader((VECTORS / "skm_printed.csv").read_text(encoding="utf-8").splitlines())
    if row["exact"] == "no" and row["values"].count("|") == 8
]


def saved(folder: Path, rows: list[list], name: str = "survei.csv") -> Path:
    with (folder / name).open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream, delimiter=";").writerows(rows)
    return folder / name


def test_the_published_case_of_29_respondents(tmp_path: Path) -> None:
    columns = [[4] * a + [3] * b + [2] * c for a, b, c in (map(int, text.split()) for text in GASPUL)]
    result = evaluate_skm(read_survey(saved(tmp_path, [NAMES, *zip(*columns, strict=True)])))
    assert result.whole.n == 29
    assert result.whole.ikm == Fraction(955, 29 * 9) * 25
    assert (str(result.whole.rounded), result.whole.letter) == ("91.48", "A")
    assert result.whole.certain is True


@pytest.mark.parametrize("row", PRINTED, ids=lambda r: r["case"])
def test_printed_index_of_nrr_tables(tmp_path: Path, row: dict) -> None:
    values = row["values"].split("|")
    assert len(PRINTED) >= 3
    table = [["Unsur", "NRR"], *zip(NAMES, values, strict=True), ["IKM", row["printed"]]]
    result = evaluate_skm(read_survey(saved(tmp_path, table)))
    assert [found.follows for found in result.findings] == [row["follows"] == "yes"]


@pytest.mark.parametrize("weight", [0.11, 0.111])
def test_a_rounded_weight_is_named_as_the_cause(tmp_path: Path, weight: float) -> None:
    table = [["Unsur", "NRR"], *[[name, "3,500"] for name in NAMES], ["IKM", f"{3.5 * 9 * weight * 25:.2f}"]]
    result = evaluate_skm(read_survey(saved(tmp_path, table)))
    assert not result.findings[0].follows
    assert str(weight).replace(".", ",") in result.findings[0].sentence


def test_plain_mean_of_services_is_accepted_as_printed(tmp_path: Path) -> None:
    table = [["Layanan", "Jumlah Responden", *NAMES, "IKM"],
             ["KTP", 400, 80, 85, 90, 95, 80, 80, 70, 90, 80, "83,33"],
             ["KK", 50, 70, 76, 77, 80, 81, 88, 90, 78, 90, "81,11"],
             ["IKM Unit", None, *[None] * 9, "82,22"]]  # fmt: skip
    result = evaluate_skm(read_survey(saved(tmp_path, table)))
    assert str(result.whole.rounded) == "83.09"
    assert float(round(result.plain_mean, 2)) == 82.22
    assert all(found.follows for found in result.findings)
    assert any("rata-rata polos" in found.sentence for found in result.findings)


def test_a_wrong_letter_of_an_element_is_found(tmp_path: Path) -> None:
    table = [["Unsur", "NRR", "Mutu"], *[[name, "3,10", "B"] for name in NAMES]]
    table[3] = ["Waktu", "2,30", "C"]  # as once published: 2,30 is D
    result = evaluate_skm(read_survey(saved(tmp_path, table)))
    assert [found.label for found in result.findings if not found.follows] == ["waktu"]


def survey(folder: Path, groups: dict[str, tuple[int, float]], column: str = "Periode") -> Path:
    generator = np.random.Generator(np.random.Philox(key=5))
    rows: list[list] = [[column, *NAMES]]
    for label, (n, mean) in groups.items():
        mood = generator.normal(0, 0.4, (n, 1))
        answers = np.clip(np.round(mean + mood + generator.normal(0, 0.4, (n, 9))), 1, 4).astype(int)
        rows += [[label, *line.tolist()] for line in answers]
    return saved(folder, rows)


def test_change_between_periods_with_its_interval(tmp_path: Path) -> None:
    groups = {"Semester II 2024": (150, 3.4), "Semester I 2024": (150, 3.0), "Semester I 2025": (150, 3.4)}
    result = evaluate_skm(read_survey(survey(tmp_path, groups)))
    assert [c.before for c in result.changes] == ["Semester I 2024", "Semester II 2024"]
    up, flat = result.changes
    assert up.difference == result.periods[1].ikm - result.periods[0].ikm
    assert up.clear
    assert up.low > 0
    assert up.rises > 0.99
    assert flat.low < float(flat.difference) < flat.high
    width = up.high - up.low
    first, second = result.periods[:2]
    expected = np.hypot(first.high - first.low, second.high - second.low)
    assert width == pytest.approx(expected, rel=0.12)


def test_weakest_element_and_its_probability(tmp_path: Path) -> None:
    rows = [NAMES, *[[3, 3, 2 if k % 2 else 3, 4, 3, 4, 4, 3, 3 if k % 5 else 4] for k in range(80)]]
    whole = evaluate_skm(read_survey(saved(tmp_path, rows))).whole
    assert whole.weakest()[0] == "waktu"
    assert whole.lowest["waktu"] > 0.99
    assert sum(whole.lowest.values()) == pytest.approx(1)


def test_one_respondent_gives_an_index_but_no_probability(tmp_path: Path) -> None:
    result = evaluate_skm(read_survey(saved(tmp_path, [NAMES, [4] * 9, [None] * 9])))
    assert (result.whole.n, result.whole.letter, result.whole.certain) == (1, "A", False)
    assert result.whole.probability is None


def test_few_respondents_are_never_certain(tmp_path: Path) -> None:
    whole = evaluate_skm(read_survey(saved(tmp_path, [NAMES, *[[4] * 9] * 19]))).whole
    assert whole.probability == 1
    assert whole.certain is False
    assert whole.needed == 20


@pytest.mark.parametrize(
    "settings",
    [
        Settings(level=1),
        Settings(level=0.4),
        Settings(replications=10),
        Settings(seed=-1),
        Settings(population=5),
    ],
)
def test_settings_outside_their_range(tmp_path: Path, settings: Settings) -> None:
    path = saved(tmp_path, [NAMES, *[[3] * 9] * 30])
    with pytest.raises(UsageError):
        evaluate_skm(read_survey(path), settings)


def test_population_gives_the_sample_size(tmp_path: Path) -> None:
    path = saved(tmp_path, [NAMES, *[[3, 4, 3, 4, 3, 3, 4, 3, 3]] * 30])
    assert evaluate_skm(read_survey(path), Settings(population=450)).sample_size == 207
