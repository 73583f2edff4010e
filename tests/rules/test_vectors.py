"""Every row of every vector file, against the rules."""

import csv
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from simkinerja.rules import (
    berakhlak,
    credit,
    deadlines,
    discipline,
    distribution,
    get_rule,
    ip_asn,
    ombudsman,
    printed,
    ratings,
    regime2019,
    skm,
    study,
    talent,
    tpp,
)

VECTORS = Path(__file__).parents[1] / "vectors"
ELSEWHERE = {"nip", "nik"}  # tested with the identifiers
Row = dict[str, str]


def rows_of(name: str) -> list[Row]:
    with (VECTORS / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, strict=True))


def split(cell: str) -> list[str]:
    return cell.split("|") if cell else []


def yes(cell: str) -> bool:
    assert cell in {"yes", "no"}
    return cell == "yes"


def elements(row: Row) -> dict[str, str]:
    return {key: row[key] for key in skm.ELEMENTS}


def quadrant(row: Row) -> None:
    assert ratings.quadrant(row["results"], row["behaviour"]) == row["expected"]


def distribution_pattern(row: Row) -> None:
    check = {"law": distribution.check_law, "circular": distribution.check_circular}[row["check"]]
    team = {key: int(row[key]) for key in ratings.PREDICATES}
    found = check(row["organisation"], team, majority=row["majority"])
    assert found.verdict == row["expected"]
    assert found.status == row["check"]
    assert found.advisory == (row["check"] == "law")


def raters(row: Row) -> None:
    scores = [cell or None for cell in row["scores"].split("|")]
    assert ratings.mean_of_raters(scores) == Fraction(row["expected"])


def skm_answers(row: Row) -> None:
    answers = {4: "fours", 3: "threes", 2: "twos", 1: "ones"}
    total = sum(score * int(row[name]) for score, name in answers.items())
    n = sum(int(row[name]) for name in answers.values())
    assert (n, total) == (int(row["n"]), int(row["expected_total"]))
    assert skm.round_half_up(skm.nrr(total, n), 4) == Decimal(row["expected_nrr"])


def skm_blank(row: Row) -> None:
    given = [int(cell) for cell in row["answers"].split("|") if cell]
    assert (sum(given), len(given)) == (int(row["expected_total"]), int(row["expected_n"]))
    assert skm.round_half_up(skm.nrr(sum(given), len(given)), 4) == Decimal(row["expected_nrr"])


def skm_index(row: Row) -> None:
    weight = None if row["weight"] == "1/N" else row["weight"]
    if row["input"] == "total":
        n = int(row["n"])
        totals = {key: int(value) for key, value in elements(row).items()}
        index = skm.index_from_nrr({key: skm.nrr(total, n) for key, total in totals.items()}, weight)
        if weight is None:
            assert skm.index_from_totals(totals, dict.fromkeys(totals, n)) == index
    else:
        index = skm.index_from_nrr(elements(row), weight)
    assert skm.round_index(index) == Decimal(row["expected"])
    assert skm.letter(index) == row["letter"]


def skm_index14(row: Row) -> None:
    values = {f"u{i}": row[f"u{i}"] for i in range(1, 15)}
    index = skm.index_14(values)
    assert skm.round_index(index) == Decimal(row["expected"])
    assert skm.letter_14(index) == row["letter"]


def skm_bands(row: Row) -> None:
    assert skm.round_index(row["ikm"]) == Decimal(row["rounded"])
    assert skm.letter(row["ikm"]) == row["expected"]
    at = [band.letter for band in skm.BANDS if Fraction(row["ikm"]) >= band.threshold]
    assert at[-1] == row["expected"]


def skm_services(row: Row) -> None:
    indices = {f"layanan {i}": Fraction(cell) for i, cell in enumerate(split(row["indices"]))}
    n = {f"layanan {i}": int(cell) for i, cell in enumerate(split(row["respondents"]))}
    assert (row["how"] == "weighted") == bool(n)
    assert skm.round_index(skm.aggregate_services(indices, n or None)) == Decimal(row["expected"])


def skm_service_elements(row: Row) -> None:
    values = {f"u{i}": cell for i, cell in enumerate(split(row["values"]))}
    assert skm.round_index(skm.aggregate_services(values)) == Decimal(row["expected"])


def skm_printed(row: Row) -> None:
    exact = yes(row["exact"])
    values = {f"u{i}": Fraction(cell) if exact else cell for i, cell in enumerate(split(row["values"]))}
    check = printed.check_printed(
        values,
        row["printed"],
        printed_letter=row["printed_letter"] or None,
        n_elements=int(row["n_elements"]),
    )
    assert check.follows == yes(row["follows"])
    assert check.cause == row["cause"]
    assert check.letter_follows == (yes(row["letter_follows"]) if row["letter_follows"] else None)


def sample_size(row: Row) -> None:
    N = int(row["N"])
    assert skm.sample_size_krejcie_morgan(N, row["rounding"]) == int(row["expected"])
    if row["unrounded"]:
        assert skm.round_half_up(skm.krejcie_morgan_exact(N)) == Decimal(row["unrounded"])


def sample_cochran(row: Row) -> None:
    found = skm.sample_size_cochran(
        int(row["N"]) if row["N"] else None,
        margin=row["margin"],
        share=row["share"],
        confidence=row["confidence"],
        rounding=row["rounding"],
    )
    assert found == int(row["expected"])


def fact(row: Row) -> None:
    value = get_rule(row["rule"]).values
    for step in row["path"].split("."):
        value = value[int(step) if step.isdigit() else step]
    shown = value if isinstance(value, tuple) else (value,)
    assert "|".join(map(str, shown)) == row["expected"]


def rounding(row: Row) -> None:
    assert skm.round_half_up(row["value"], int(row["digits"])) == Decimal(row["expected"])
    assert skm.round_half_up(float(row["value"]), int(row["digits"])) == Decimal(row["expected"])


def angka_kredit(row: Row) -> None:
    periods = [cell.split(":") for cell in split(row["periods"])]
    typed = [(jenjang, predicate, int(months)) for jenjang, predicate, months in periods]
    assert credit.credit_total(typed) == Decimal(row["expected"])
    if len(typed) == 1:
        assert credit.credit(*typed[0]) == Decimal(row["expected"])


def professionalism(row: Row) -> None:
    index = ip_asn.professionalism_index(
        row["qualification"], row["job_type"], split(row["trainings"]), row["performance"], row["discipline"]
    )
    assert index.total == Fraction(row["expected"])
    assert index.key == row["expected_key"]


def pp30(row: Row) -> None:
    score = regime2019.score_2019(row["skp"], row["behaviour"], peers_considered=yes(row["peers_considered"]))
    assert score == Fraction(row["expected_score"])
    assert regime2019.predicate_2019(score, new_idea=yes(row["new_idea"])) == row["expected"]


def absence(row: Row) -> None:
    found = discipline.absence_sanction(int(row["days"]), int(row["longest_run"]))
    assert (found.key, found.level) == (row["expected"], row["level"])


def allowance(row: Row) -> None:
    found = tpp.allowance_balangan(
        row["base_idr"],
        row["skp"],
        row["attendance"],
        cpns=yes(row["cpns"]),
        long_leave=yes(row["long_leave"]),
    )
    parts = (found.performance_idr, found.attendance_idr, found.total_idr)
    assert parts == tuple(int(row[key]) for key in ("performance_idr", "attendance_idr", "expected"))


def core_value(row: Row) -> None:
    value = next(value for value in berakhlak.core_values() if value.key == row["value"])
    assert value.behaviours[int(row["number"]) - 1] == row["expected"]


def study_gpa(row: Row) -> None:
    assert study.gpa_predicate(row["gpa"], row["level"], row["accreditation"]) == row["expected"]


def due_dates(row: Row) -> None:
    found = deadlines.deadline(row["step"], row["start"], days_a_week=int(row["days_a_week"]))
    assert found.due == date.fromisoformat(row["expected"])


def compliance(row: Row) -> None:
    found = ombudsman.compliance_zone(row["score"], int(row["year"]))
    assert (found.key, found.zone) == (row["expected"], row["zone"])


def talents(row: Row) -> None:
    assert talent.talent_score(row["performance"], row["potential"]) == Fraction(row["expected"])
    assert talent.talent_box(row["performance"], row["potential"]) == int(row["expected_box"])


RUNNERS: dict[str, Callable[[Row], None]] = {
    "absence": absence,
    "berakhlak": core_value,
    "credit": angka_kredit,
    "deadlines": due_dates,
    "distribution": distribution_pattern,
    "facts": fact,
    "ip_asn": professionalism,
    "ombudsman": compliance,
    "pp30": pp30,
    "quadrant": quadrant,
    "raters": raters,
    "rounding": rounding,
    "sample_cochran": sample_cochran,
    "sample_size": sample_size,
    "skm_answers": skm_answers,
    "skm_bands": skm_bands,
    "skm_blank": skm_blank,
    "skm_index": skm_index,
    "skm_index14": skm_index14,
    "skm_printed": skm_printed,
    "skm_service_elements": skm_service_elements,
    "skm_services": skm_services,
    "study_gpa": study_gpa,
    "talent": talents,
    "tpp": allowance,
}
CASES = [pytest.param(name, row, id=f"{name}-{row['case']}") for name in RUNNERS for row in rows_of(name)]


def test_every_vector_file_is_run_and_described() -> None:
    names = {path.stem for path in VECTORS.glob("*.csv")}
    assert names == set(RUNNERS) | ELSEWHERE
    readme = (VECTORS / "README.md").read_text(encoding="utf-8")
    assert [name for name in sorted(names) if f"`{name}.csv`" not in readme] == []
    assert len(CASES) >= 300


@pytest.mark.parametrize("name", sorted(set(RUNNERS) | ELSEWHERE))
def test_file_is_well_formed(name: str) -> None:
    rows = rows_of(name)
    cases = [row["case"] for row in rows]
    assert rows
    assert len(set(cases)) == len(cases)
    assert {row["origin"] for row in rows} <= {"S", "C"}
    assert all(row["source"] for row in rows)
    assert all(None not in row and None not in row.values() for row in rows)


@pytest.mark.parametrize(("name", "row"), CASES)
def test_vector(name: str, row: Row) -> None:
    RUNNERS[name](row)
