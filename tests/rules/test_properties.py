"""What must hold for every input, not only for the worked examples."""

import math
from collections import Counter
from contextlib import suppress
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import pairwise, product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from simkinerja.errors import UsageError
from simkinerja.rules import (
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

index = st.fractions(min_value=25, max_value=100)
percent = st.fractions(min_value=0, max_value=100)
teams = st.fixed_dictionaries({key: st.integers(0, 60) for key in ratings.PREDICATES}).filter(
    lambda team: sum(team.values()) > 0
)
organisations = st.sampled_from(sorted(ratings.ORGANISATION))
majorities = st.sampled_from(["absolute", "largest"])


@given(index)
def test_every_index_has_exactly_one_band(ikm: Fraction) -> None:
    rounded = skm.round_index(ikm)
    holding = [band for band in skm.BANDS if band.lower <= rounded <= band.upper]
    assert [band.letter for band in holding] == [skm.letter(ikm)]


def test_bands_meet_without_a_hole() -> None:
    ends = [(band.lower, band.upper) for band in skm.BANDS]
    assert (ends[0][0], ends[-1][1]) == (25, 100)
    assert all(low - high == Decimal("0.01") for (_, high), (low, _) in pairwise(ends))


@given(index)
def test_thresholds_agree_with_rounding(ikm: Fraction) -> None:
    reached = [band.letter for band in skm.BANDS if ikm >= band.threshold]
    assert reached[-1] == skm.letter(ikm)


@given(index, index)
def test_a_higher_index_never_has_a_worse_letter(one: Fraction, other: Fraction) -> None:
    low, high = sorted((one, other))
    assert skm.letter(low) >= skm.letter(high)  # "D" > "A"


@given(st.decimals(-(10**6), 10**6, allow_nan=False, places=6), st.integers(0, 5))
def test_half_up_agrees_with_the_decimal_library(x: Decimal, digits: int) -> None:
    expected = x.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
    assert skm.round_half_up(x, digits) == expected
    assert abs(Fraction(skm.round_half_up(x, digits)) - Fraction(x)) <= Fraction(1, 2 * 10**digits)


@given(st.lists(st.lists(st.integers(1, 4), min_size=1, max_size=30), min_size=9, max_size=9))
def test_index_is_the_mean_of_means_and_stays_in_range(answers: list[list[int]]) -> None:
    totals = dict(zip(skm.ELEMENTS, map(sum, answers), strict=True))
    counts = dict(zip(skm.ELEMENTS, map(len, answers), strict=True))
    ikm = skm.index_from_totals(totals, counts)
    assert 25 <= ikm <= 100
    means = [Fraction(sum(column), len(column)) for column in answers]
    assert ikm == sum(means) / 9 * 25
    assert math.isclose(float(ikm), sum(sum(c) / len(c) for c in answers) / 9 * 25)


@given(st.permutations(skm.ELEMENTS), st.lists(st.integers(29, 116), min_size=9, max_size=9))
def test_order_of_elements_does_not_matter(order: list[str], totals: list[int]) -> None:
    table = dict(zip(skm.ELEMENTS, totals, strict=True))
    shuffled = {key: table[key] for key in order}
    counts = dict.fromkeys(skm.ELEMENTS, 29)
    assert skm.index_from_totals(shuffled, counts) == skm.index_from_totals(table, counts)


@given(st.dictionaries(st.text(min_size=1), st.tuples(index, st.integers(1, 500)), min_size=1, max_size=6))
def test_aggregate_lies_between_its_services(services: dict[str, tuple[Fraction, int]]) -> None:
    indices = {key: pair[0] for key, pair in services.items()}
    respondents = {key: pair[1] for key, pair in services.items()}
    low, high = min(indices.values()), max(indices.values())
    assert low <= skm.aggregate_services(indices) <= high
    assert low <= skm.aggregate_services(indices, respondents) <= high
    alike = dict.fromkeys(services, 7)
    assert skm.aggregate_services(indices, alike) == skm.aggregate_services(indices)


@given(st.integers(1, 10**7), st.integers(1, 10**7))
def test_sample_size_grows_and_never_exceeds_the_population(one: int, other: int) -> None:
    small, large = sorted((one, other))
    for how in ("nearest", "ceiling"):
        a, b = skm.sample_size_krejcie_morgan(small, how), skm.sample_size_krejcie_morgan(large, how)
        assert 1 <= a <= b <= 385
        assert a <= small
        assert skm.sample_size_cochran(small, rounding=how) <= skm.sample_size_cochran(large, rounding=how)
    assert skm.sample_size_cochran(small) <= small


@given(st.lists(st.integers(100, 400), min_size=9, max_size=9), st.sampled_from([2, 3]))
def test_an_honest_print_is_never_accused(cents: list[int], digits: int) -> None:
    """Elements and index rounded half up from the same exact values always follow."""
    exact = {key: Fraction(value * 7 + 3, 707) for key, value in zip(skm.ELEMENTS, cents, strict=True)}
    exact = {key: min(max(value, Fraction(1)), Fraction(4)) for key, value in exact.items()}
    shown = {key: f"{skm.round_half_up(value, digits):.{digits}f}" for key, value in exact.items()}
    check = printed.check_printed(shown, str(skm.round_index(skm.index_from_nrr(exact))))
    assert check.follows
    assert check.cause == "sesuai"


@given(st.lists(st.integers(29, 116), min_size=9, max_size=9), st.sampled_from([1, -1]), st.integers(30, 500))
def test_a_shifted_print_is_always_accused(totals: list[int], sign: int, cents: int) -> None:
    """From exact totals, an index off by 0.30 or more follows from no rounding of the rule."""
    values = {key: Fraction(total, 29) for key, total in zip(skm.ELEMENTS, totals, strict=True)}
    right = skm.index_from_nrr(values)
    claim = skm.round_index(right + Fraction(sign * cents, 100))
    assume(25 <= claim <= 100)
    assert not printed.check_printed(values, claim, printed_digits=2).follows


def test_quadrant_is_total_monotone_and_counts_as_printed() -> None:
    worst_first = list(ratings.RATINGS)[::-1]
    cells = {(hk, pk): ratings.quadrant(hk, pk) for hk, pk in product(worst_first, repeat=2)}
    count = Counter(cells.values())
    assert count == {"sangat_baik": 1, "baik": 3, "butuh_perbaikan": 2, "kurang": 2, "sangat_kurang": 1}
    order = {"sangat_kurang": 0, "kurang": 1, "butuh_perbaikan": 1, "baik": 2, "sangat_baik": 3}
    for hk, pk in cells:
        for i in range(worst_first.index(hk), 3):
            for j in range(worst_first.index(pk), 3):
                assert order[cells[hk, pk]] <= order[cells[worst_first[i], worst_first[j]]]


@given(organisations, teams, majorities)
def test_pattern_checks_always_answer(organisation: str, team: dict[str, int], majority: str) -> None:
    for check in (distribution.check_law, distribution.check_circular):
        found = check(organisation, team, majority=majority)
        assert found.verdict in distribution.VERDICTS
        assert found.n == sum(team.values())
        for finding in found.findings:
            if finding.breach >= 1 and found.n > 2:
                assert finding.verdict == "tidak_sesuai"
            if 0 < finding.breach < 1:
                assert finding.verdict == "tidak_dapat_dinilai"
            if finding.breach < 0:
                assert finding.verdict == "sesuai"


@given(organisations, teams, st.integers(2, 50))
def test_a_clear_verdict_survives_copying_the_team(organisation: str, team: dict[str, int], k: int) -> None:
    found = distribution.check_circular(organisation, team)
    copies = distribution.check_circular(organisation, {key: n * k for key, n in team.items()})
    if found.verdict != "tidak_dapat_dinilai":
        assert copies.verdict == found.verdict


@given(teams)
def test_permille_teams_are_judged_by_hand(team: dict[str, int]) -> None:
    """Teams of at least a thousand, against an independent float write-up of the circular."""
    big = {key: n * 1000 for key, n in team.items()}
    share = {key: n / sum(team.values()) for key, n in team.items()}
    both = share["kurang"] + share["butuh_perbaikan"]
    by_hand = {
        "istimewa": [(share["sangat_baik"], 0.5, "over"), (share["sangat_baik"], 0.7, "max")],
        "butuh_perbaikan": [(share["butuh_perbaikan"], 0.6, "min"), (share["sangat_baik"], 0.1, "max")],
        "sangat_kurang": [
            (share["sangat_kurang"], 0.6, "min"),
            (both, 0.1, "min"),
            (share["sangat_baik"], 0, "max"),
        ],
    }
    for organisation, limits in by_hand.items():
        assume(all(abs(part - bound) > 1e-9 or bound == 0 for part, bound, _ in limits))
        kept = all(part <= bound if kind == "max" else part >= bound for part, bound, kind in limits)
        expected = "sesuai" if kept else "tidak_sesuai"
        assert distribution.check_circular(organisation, big).verdict == expected


@pytest.mark.parametrize("n", range(3, 13))
@pytest.mark.parametrize("organisation", sorted(ratings.ORGANISATION))
def test_only_teams_of_one_or_two_are_too_small(organisation: str, n: int) -> None:
    assert distribution._feasible("pola.edaran", organisation, n, "absolute")


@given(st.sampled_from(sorted(get_rule("angka_kredit.konversi").values["coefficient"])), st.integers(1, 12))
def test_credit_falls_with_the_predicate_and_grows_with_months(jenjang: str, months: int) -> None:
    by_predicate = [credit.credit_exact(jenjang, name, months) for name in ratings.PREDICATES]
    assert by_predicate == sorted(by_predicate, reverse=True)
    year = credit.credit_exact(jenjang, "baik", 12)
    assert credit.credit_exact(jenjang, "baik", months) * 12 == year * months


@given(st.integers(0, 366), st.integers(0, 366), st.integers(0, 9))
def test_more_absence_is_never_milder(one: int, other: int, run: int) -> None:
    few, many = sorted((one, other))
    levels = ["tidak_ada", "ringan", "sedang", "berat"]
    mild = discipline.absence_sanction(few, min(run, few)).level
    grave = discipline.absence_sanction(many, min(run, many)).level
    assert levels.index(mild) <= levels.index(grave)


@given(st.integers(10, 366), st.integers(10, 366))
def test_ten_running_days_always_mean_dismissal(days: int, run: int) -> None:
    assert discipline.absence_sanction(max(days, run), run).key == "berhenti"


@given(st.fractions(0, 120), st.fractions(0, 120), st.booleans())
def test_old_scores_and_bands_are_total(skp: Fraction, behaviour: Fraction, peers: bool) -> None:
    score = regime2019.score_2019(skp, behaviour, peers_considered=peers)
    assert min(skp, behaviour) <= score <= max(skp, behaviour)
    plain, idea = (regime2019.predicate_2019(score, new_idea=new) for new in (False, True))
    assert (plain != idea) == (score >= 110)


@given(percent, st.integers(2015, 2026))
def test_compliance_and_talent_bands_are_total(score: Fraction, year: int) -> None:
    assert ombudsman.compliance_zone(score, year).zone in {"hijau", "kuning", "merah"}
    assert talent.talent_band(score) in {"rendah", "sedang", "tinggi"}


@given(st.fractions(0, 4), st.fractions(0, 4), st.sampled_from(["A", "B", "C", "luar_negeri"]))
def test_a_better_grade_is_never_banded_lower(one: Fraction, other: Fraction, row: str) -> None:
    order = ["kurang", "butuh_perbaikan", "baik", "sangat_baik"]
    low, high = sorted((one, other))
    for level in ("s1", "lanjutan"):
        a, b = (order.index(study.gpa_predicate(gpa, level, row)) for gpa in (low, high))
        assert a <= b


@given(percent, st.sampled_from(["tidak_pernah", "ringan", "sedang", "berat"]))
def test_professionalism_index_is_between_its_ends(score: Fraction, punished: str) -> None:
    best = ip_asn.professionalism_index(
        "s3", "struktural", ["diklat_kepemimpinan", "diklat_teknis", "seminar"], score, punished
    )
    worst = ip_asn.professionalism_index("di_bawah_sma", "struktural", [], score, punished)
    assert 0 < worst.total < best.total <= 100


@given(st.dates(date(2022, 2, 7), date(2027, 10, 1)), st.integers(1, 30), st.sampled_from([5, 6]))
def test_a_deadline_is_a_working_day_and_counts_right(start: date, n: int, week: int) -> None:
    due, skipped = deadlines.add_working_days(start, n, days_a_week=week)
    assert due.weekday() < week
    assert due not in deadlines.holidays_of(due.year)
    days = [start + timedelta(days=i + 1) for i in range((due - start).days)]
    working = [d for d in days if d.weekday() < week and d not in deadlines.holidays_of(d.year)]
    assert len(working) == n
    assert len(skipped) == sum(d.weekday() < week for d in days) - n


anything = st.one_of(
    st.none(), st.booleans(), st.text(max_size=5), st.floats(), st.integers(), st.lists(st.integers())
)


@given(anything, anything)
def test_nonsense_is_answered_with_a_sentence(one: object, other: object) -> None:
    """Whatever comes in, the answer is a value or a UsageError; nothing else escapes."""
    calls = [
        lambda: skm.letter(one),  # type: ignore[arg-type]
        lambda: skm.nrr(one, other),  # type: ignore[arg-type]
        lambda: skm.sample_size_krejcie_morgan(one),  # type: ignore[arg-type]
        lambda: ratings.quadrant(one, other),  # type: ignore[arg-type]
        lambda: discipline.absence_sanction(one, other),  # type: ignore[arg-type]
        lambda: credit.credit("mahir", "baik", one),  # type: ignore[arg-type]
        lambda: study.gpa_predicate(one, "s1", "A"),  # type: ignore[arg-type]
        lambda: regime2019.score_2019(one, other),  # type: ignore[arg-type]
        lambda: distribution.check_circular("baik", {"baik": one}),  # type: ignore[dict-item]
        lambda: deadlines.deadline("keberatan", one),  # type: ignore[arg-type]
        lambda: ip_asn.professionalism_index("s1", "pelaksana", [], one),  # type: ignore[arg-type]
        lambda: printed.check_printed({"waktu": one}, other),  # type: ignore[dict-item, arg-type]
        lambda: printed.check_printed({"waktu": "3.2"}, "80", digits=one, n_elements=other),  # type: ignore[arg-type]
        lambda: printed.check_printed(one, "80", printed_digits=other),  # type: ignore[arg-type]
        lambda: skm.index_from_totals(one, other),  # type: ignore[arg-type]
        lambda: skm.index_from_nrr(one),  # type: ignore[arg-type]
        lambda: skm.index_14(one),  # type: ignore[arg-type]
        lambda: skm.aggregate_services({"KTP": 80}, one),  # type: ignore[arg-type]
        lambda: skm.aggregate_services(one),  # type: ignore[arg-type]
        lambda: skm.krejcie_morgan_exact(one),  # type: ignore[arg-type]
        lambda: credit.credit_total(one),  # type: ignore[arg-type]
        lambda: distribution.check_law("baik", one),  # type: ignore[arg-type]
        lambda: distribution.ratees_of(1, one, other),  # type: ignore[arg-type]
        lambda: ratings.mean_of_raters(one),  # type: ignore[arg-type]
        lambda: ip_asn.professionalism_index("s1", "pelaksana", one, 80),  # type: ignore[arg-type]
        lambda: tpp.allowance_balangan(1, 80, 90, cpns=one),  # type: ignore[arg-type]
        lambda: regime2019.predicate_2019(110, new_idea=one),  # type: ignore[arg-type]
        lambda: deadlines.deadline("keberatan", "2026-01-05", joint_leave=one),  # type: ignore[arg-type]
    ]
    for call in calls:
        with suppress(UsageError):
            call()


@pytest.mark.parametrize("start", ["9999-12-31", "9999-12-01", "2500-01-01", "1900-01-01"])
def test_a_day_beyond_every_calendar_is_refused(start: str) -> None:
    with pytest.raises(UsageError):
        deadlines.add_working_days(start, 14)


def test_a_word_is_no_yes() -> None:
    """``cpns="tidak"`` must not pay 80 %: a flag takes True or False only."""
    with pytest.raises(UsageError, match="True atau False"):
        tpp.allowance_balangan(1, 80, 90, cpns="tidak")  # type: ignore[arg-type]


def test_absurd_precision_ends_at_once() -> None:
    with pytest.raises(UsageError, match="digits"):
        printed.check_printed({"waktu": "3.2"}, "80", digits=10**40)
