"""Choices that the vectors do not show: population, sentences, holidays, caveats."""

from datetime import date
from fractions import Fraction
from itertools import product

import pytest

from simkinerja.errors import UsageError
from simkinerja.rules import (
    deadlines,
    discipline,
    distribution,
    ip_asn,
    ombudsman,
    printed,
    ratings,
    regime2019,
    skm,
    study,
    talent,
)

RATERS = {"kepala": "sekda", "ani": "kepala", "budi": "kepala", "cici": "kepala", "dedi": "lain"}
PREDICATES = {"kepala": "sangat_baik", "ani": "baik", "budi": "baik", "dedi": "kurang"}


def test_population_is_the_ratees_of_one_rater_without_the_head() -> None:
    team = distribution.ratees_of("kepala", RATERS, PREDICATES)
    assert {key: n for key, n in team.items() if n} == {"baik": 2}


def test_the_head_counts_only_on_request() -> None:
    team = distribution.ratees_of("kepala", RATERS, PREDICATES, include_head=True)
    assert {key: n for key, n in team.items() if n} == {"sangat_baik": 1, "baik": 2}


def test_an_officer_without_a_predicate_is_not_counted_as_the_worst() -> None:
    assert distribution.ratees_of("kepala", RATERS, PREDICATES)["sangat_kurang"] == 0


def test_majority_is_an_explicit_setting_and_kept_in_the_answer() -> None:
    team = {"sangat_baik": 45, "baik": 40, "kurang": 15}
    absolute = distribution.check_circular("istimewa", team)
    largest = distribution.check_circular("istimewa", team, majority="largest")
    assert (absolute.majority, absolute.verdict) == ("absolute", "tidak_sesuai")
    assert (largest.majority, largest.verdict) == ("largest", "sesuai")


def test_law_and_circular_may_disagree() -> None:
    team = {"baik": 90, "sangat_baik": 10}
    law, circular = distribution.check_law("baik", team), distribution.check_circular("baik", team)
    assert (law.verdict, law.advisory, law.status) == ("sesuai", True, "law")
    assert (circular.verdict, circular.advisory, circular.status) == ("tidak_sesuai", False, "circular")


def test_a_finding_says_what_was_asked_and_what_is_there() -> None:
    found = distribution.check_circular("sangat_kurang", {"sangat_kurang": 60, "kurang": 4, "baik": 36})
    text = [finding.sentence for finding in found.findings]
    assert text == [
        "Sangat Kurang paling sedikit 60 %; ada 60 dari 100 pegawai: sesuai",
        "Kurang/Misconduct dan/atau Butuh Perbaikan paling sedikit 10 %; "
        "ada 4 dari 100 pegawai: tidak sesuai",
        "Sangat Baik paling banyak 0 orang; ada 0 dari 100 pegawai: sesuai",
    ]


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ({}, "paling sedikit satu pegawai"),
        ({"baik": -1}, "paling sedikit 0; diterima -1"),
        ({"baik": 1.5}, "bilangan bulat"),
        ({"bagus": 1}, "salah satu dari"),
        ({"sangat baik": 1}, "Maksud Anda 'sangat_baik'?"),
    ],
)
def test_a_bad_team_is_refused_with_a_sentence(counts: dict[str, int], words: str) -> None:
    with pytest.raises(UsageError) as caught:
        distribution.check_law("baik", counts)
    assert words in str(caught.value)


def test_head_rating_folds_five_to_three() -> None:
    folded = [ratings.head_rating(key) for key in ratings.ORGANISATION]
    assert folded == ["di_atas", "sesuai", "di_bawah", "di_bawah", "di_bawah"]


def test_joint_leave_counts_as_a_holiday_unless_switched_off() -> None:
    with_leave = deadlines.deadline("keputusan", "2026-02-10")
    without = deadlines.deadline("keputusan", "2026-02-10", joint_leave=False)
    assert (with_leave.due, without.due) == (date(2026, 2, 23), date(2026, 2, 20))
    assert any("Cuti bersama" in text for text in with_leave.caveats)
    assert without.caveats == ()


def test_estimated_holidays_are_named() -> None:
    found = deadlines.deadline("keberatan", "2027-03-02")
    assert any("perkiraan" in text and "Idul Fitri" in text for text in found.caveats)


@pytest.mark.parametrize("year", [1900, 2050, 2100, 2500])
def test_a_year_outside_the_library_is_refused(year: int) -> None:
    with pytest.raises(UsageError) as caught:
        deadlines.add_working_days(date(year, 1, 5), 14)
    assert caught.value.codes == ("holidays_unknown",)
    assert str(year) in str(caught.value)


def test_a_deadline_that_runs_into_an_unknown_year_is_refused() -> None:
    last = max(y for y in range(2020, 2060) if deadlines._days(y, "government"))
    with pytest.raises(UsageError) as caught:
        deadlines.deadline("pelaporan", date(last, 12, 31))
    assert caught.value.codes == ("holidays_unknown",)


def test_before_the_regulation_there_is_no_deadline() -> None:
    with pytest.raises(UsageError) as caught:
        deadlines.deadline("keberatan", "2022-02-06")
    assert caught.value.codes == ("rule_not_in_force",)
    assert deadlines.deadline("keberatan", "2022-02-07").due == date(2022, 2, 25)


def test_the_decision_counts_from_the_filing() -> None:
    objection, decision = deadlines.objection_deadlines("2026-01-05", filed="2026-01-12")
    assert objection.due == date(2026, 1, 26)
    assert decision.due == date(2026, 1, 22)


def test_the_annual_calendar_ends_in_january() -> None:
    found = deadlines.annual_calendar(2026)
    assert found["evaluation_opens"] == date(2026, 12, 31)
    assert found["evaluation_due"] == date(2027, 1, 31)
    assert found["skp_due"] == date(2026, 1, 31)


def test_a_programme_below_the_guide_is_refused() -> None:
    assert study.gpa_predicate("3.6", "s1", "A", program="C") == "sangat_baik"
    with pytest.raises(UsageError, match="paling rendah B"):
        study.gpa_predicate("3.6", "s1", "C", program="C")


def test_a_training_that_does_not_count_for_the_job_is_refused() -> None:
    with pytest.raises(UsageError, match="salah satu dari"):
        ip_asn.professionalism_index("s1", "pelaksana", ["diklat_kepemimpinan"], 80)


@pytest.mark.parametrize(
    ("total", "n"), [(28, 29), (117, 29), (10, 0), (10, -1), (10.5, 4), (True, 1), ("12", 4), (None, 4)]
)
def test_an_impossible_total_is_refused(total: object, n: int) -> None:
    with pytest.raises(UsageError):
        skm.nrr(total, n)  # type: ignore[arg-type]


def test_different_elements_in_totals_and_counts_are_refused() -> None:
    with pytest.raises(UsageError, match="unsur yang sama"):
        skm.index_from_totals({"waktu": 10}, {"biaya": 4})


def test_old_regime_needs_fourteen_elements() -> None:
    with pytest.raises(UsageError, match="14 unsur"):
        skm.index_14({"u1": 3})


@pytest.mark.parametrize("ikm", ["24.99", "100.01", float("nan"), "abc", None, True])
def test_an_index_outside_the_scale_has_no_letter(ikm: object) -> None:
    with pytest.raises(UsageError):
        skm.letter(ikm)  # type: ignore[arg-type]


def test_a_print_with_fewer_decimals_is_given_its_own_slack() -> None:
    values = dict.fromkeys(skm.ELEMENTS, "3.25")
    assert printed.check_printed(values, "81").follows
    assert printed.check_printed(values, "81,3").follows
    assert not printed.check_printed(values, "81,60").follows


@pytest.mark.parametrize("score", ["120.01", "-0.01", "abc", None])
def test_an_old_score_outside_its_scale_is_refused(score: str) -> None:
    with pytest.raises(UsageError):
        regime2019.predicate_2019(score)
    with pytest.raises(UsageError):
        regime2019.score_2019(score, 90)
    with pytest.raises(UsageError):
        regime2019.score_2019(90, score)


@pytest.mark.parametrize(("days", "run"), [(367, 0), (-1, 0), (5, 6), (2.5, 0), ("3", 0)])
def test_impossible_absence_is_refused(days: int, run: int) -> None:
    with pytest.raises(UsageError):
        discipline.absence_sanction(days, run)


def test_late_hours_make_whole_days_only() -> None:
    assert [discipline.days_from_hours(hours) for hours in (0, "7.4", "7.5", "22.5")] == [0, 0, 1, 3]


@pytest.mark.parametrize("score", ["100.01", "-1"])
def test_a_compliance_score_outside_its_scale_is_refused(score: str) -> None:
    with pytest.raises(UsageError):
        ombudsman.compliance_zone(score)


def test_a_predicate_has_its_local_score() -> None:
    assert [talent.performance_score(key) for key in ratings.PREDICATES] == [100, 80, 60, 40, 20]


def test_the_findings_of_a_print_are_said_in_words() -> None:
    nines = dict.fromkeys(skm.ELEMENTS, "4.00")
    sentences = [printed.check_printed(nines, claim).sentence for claim in ("100", "99.00", "97.00")]
    assert sentences[0] == "IKM tercetak 100 sesuai dengan nilai unsurnya."
    assert "bobot dibulatkan menjadi 0,11" in sentences[1]
    assert "tidak dapat diturunkan" in sentences[2]


def _oracle(organisation: str, majority: str, team: tuple[int, ...]) -> str:
    """The circular's limits written out by hand, in persons: the verdict of one team."""
    n, (sb, b, bp, k, sk) = sum(team), team

    def most(i: int) -> tuple[Fraction, bool]:
        others = max(x for j, x in enumerate(team) if j != i)
        return (Fraction(n, 2) if majority == "absolute" else Fraction(others)) - team[i], True

    tenth = Fraction(n, 10)
    breaches = {
        "istimewa": [most(0), (sb - 7 * tenth, False)],
        "baik": [most(1), (b - 7 * tenth, False), (Fraction(1 - bp - k), False)],
        "butuh_perbaikan": [(6 * tenth - bp, False), (sb - tenth, False)],
        "kurang": [(6 * tenth - k, False), (tenth - bp, False), (sb - tenth, False)],
        "sangat_kurang": [(6 * tenth - sk, False), (tenth - bp - k, False), (Fraction(sb), False)],
    }[organisation]
    broken = [x for x, strict in breaches if x > 0 or (strict and x == 0)]
    if any(x >= 1 for x in broken):
        return "tidak_sesuai"
    return "tidak_dapat_dinilai" if broken else "sesuai"


@pytest.mark.parametrize("majority", ["absolute", "largest"])
@pytest.mark.parametrize("organisation", list(ratings.ORGANISATION))
def test_every_small_team_against_the_limits_written_out(organisation: str, majority: str) -> None:
    """All teams of one to eight; one or two people cannot be *Baik* as the circular asks, so never judged."""
    for n in range(1, 9):
        for team in (t for t in product(range(n + 1), repeat=5) if sum(t) == n):
            counts = dict(zip(ratings.PREDICATES, team, strict=True))
            wanted = _oracle(organisation, majority, team)
            if organisation == "baik" and n <= 2:
                wanted = "sesuai" if wanted == "sesuai" else "tidak_dapat_dinilai"
            assert distribution.check_circular(organisation, counts, majority=majority).verdict == wanted, (
                team
            )
