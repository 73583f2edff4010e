"""Records: variance components, published margins, and independence of order, subset and newcomers."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from simkinerja.errors import UsageError
from simkinerja.population import draw_population, draw_records
from simkinerja.population.counts import binomial_from_uniform, poisson_from_uniform
from simkinerja.population.ratings import (
    DIMENSIONS,
    GRADES,
    RatingModel,
    dimension_truth,
    grades,
    practice_score,
    rate_dimensions,
    rate_overall,
)
from simkinerja.population.records import MEASURES
from simkinerja.population.voice_params import voice_parameters
from simkinerja.streams import Streams

N = 60_000


@pytest.fixture(scope="module")
def people():
    return draw_population("salatiga", 2026)


@pytest.fixture(scope="module")
def records(people):
    return draw_records(people, 12, 7)


def covariance(a, b):
    return float(np.mean((a - a.mean()) * (b - b.mean())))


def test_variance_components_of_a_dimension_rating_are_recovered():
    """A crossed design (two levels, two raters each, two months) separates the four parts exactly."""
    ratee = np.arange(N)
    truth = np.column_stack([Streams(1).normal(f"t{k}", N) for k in range(4)])

    def rated(rater, level="atasan", month=0):
        # Every ratee has raters of their own, as in the 360-degree data that the shares come from.
        return rate_dimensions(Streams(2), truth, ratee, rater, month=month, level=level)[:, 1]

    boss, other_boss, peer = ratee + N, ratee + 2 * N, ratee + 3 * N
    first = rated(boss)
    ratee_share = covariance(first, rated(peer, "rekan"))
    level_share = covariance(first, rated(other_boss)) - ratee_share
    rater_share = covariance(first, rated(boss, month=1)) - ratee_share - level_share
    error_share = first.var() - ratee_share - level_share - rater_share
    # Standard error of a covariance of 60,000 pairs is about .004, of a difference of two about .006.
    assert ratee_share == pytest.approx(0.23, abs=0.015)
    assert rater_share == pytest.approx(0.57, abs=0.02)
    assert level_share == pytest.approx(0.05, abs=0.02)
    assert error_share == pytest.approx(0.15, abs=0.015)
    assert covariance(first, truth[:, 1]) == pytest.approx(np.sqrt(0.23), abs=0.015)


def test_halo_colours_all_dimensions_and_severity_all_ratees():
    ratee = np.arange(N)
    truth = np.zeros((N, 4))
    z = rate_dimensions(Streams(2), truth, ratee, ratee + N)
    # Two dimensions share severity (.57 x .5), halo (.57 x .5 x .7) and level (.05).
    assert covariance(z[:, 0], z[:, 3]) == pytest.approx(0.57 * 0.5 * 1.7 + 0.05, abs=0.015)
    same_rater = rate_dimensions(Streams(2), truth, ratee, N + ratee // 2)
    assert covariance(same_rater[::2, 0], same_rater[1::2, 0]) == pytest.approx(0.57 * 0.5, abs=0.015)


def test_knobs_of_the_raters():
    published = RatingModel.published()
    truth, ratee = np.zeros((1000, 4)), np.arange(1000)
    plain = rate_dimensions(Streams(2), truth, ratee, ratee)
    from dataclasses import replace

    lenient = rate_dimensions(Streams(2), truth, ratee, ratee, model=replace(published, leniency=0.33))
    central = rate_dimensions(Streams(2), truth, ratee, ratee, model=replace(published, centrality=0.5))
    np.testing.assert_allclose(lenient, plain + 0.33)
    np.testing.assert_allclose(central, plain / 2)


def test_a_rating_model_must_add_up():
    with pytest.raises(UsageError, match="berjumlah 1"):
        RatingModel(0.3, 0.57, 0.05, 0.15, 0.5, 0.7, 0.45)
    with pytest.raises(UsageError, match="halo"):
        RatingModel(0.23, 0.57, 0.05, 0.15, 0.5, 1.7, 0.45)


@pytest.mark.parametrize("reliability", [0.45, 0.52])
def test_two_raters_agree_with_the_reliability_and_one_rater_with_himself(reliability):
    from dataclasses import replace

    ratee = np.arange(N)
    practice = Streams(1).normal("p", N)
    model = replace(RatingModel.published(), reliability=reliability)
    one = rate_overall(Streams(2), practice, ratee, ratee + N, model=model)
    two = rate_overall(Streams(2), practice, ratee, ratee + 2 * N, model=model)
    later = rate_overall(Streams(2), practice, ratee, ratee + N, year=1, model=model)
    assert one.var() == pytest.approx(1.0, abs=0.02)
    assert np.corrcoef(one, two)[0, 1] == pytest.approx(reliability, abs=0.012)
    assert np.corrcoef(one, later)[0, 1] == pytest.approx(0.86, abs=0.01)


def test_the_two_channels_have_no_stream_in_common():
    ratee = np.arange(N)
    zero = np.zeros((N, 4))
    dimension = rate_dimensions(Streams(2), zero, ratee, ratee + N)[:, 0]
    overall = rate_overall(Streams(2), zero[:, 0], ratee, ratee + N)
    assert abs(np.corrcoef(dimension, overall)[0, 1]) < 0.015


@pytest.mark.parametrize(
    ("status", "published"),
    [
        ("pns", [0.0010, 0.0006, 0.0011, 0.8846, 0.1127]),
        ("pppk", [0.0006, 0.0006, 0.0010, 0.9077, 0.0901]),
    ],
)
def test_yearly_grades_have_the_published_shares(status, published):
    n = 1_000_000
    officers = pd.DataFrame(
        {"true_practice": stats.logistic.rvs(size=n, random_state=1) * np.sqrt(3) / np.pi}
    )
    ratee = np.arange(n)
    score = rate_overall(Streams(5), practice_score(officers), ratee, ratee + n)
    found = np.bincount(grades(score, np.full(n, status)), minlength=5) / n
    for grade, share, target in zip(GRADES, found, published, strict=True):
        # Four standard errors, plus the rounding of the published shares to .01 %.
        assert share == pytest.approx(target, abs=4 * np.sqrt(target / n) + 0.0001), grade


def test_dimension_truth_has_unit_variance_and_follows_practice():
    people = draw_population("medan", 3)
    truth = dimension_truth(people.officers, Streams(people.seed))
    np.testing.assert_allclose(truth.std(axis=0), 1.0, atol=0.03)
    practice = practice_score(people.officers)
    for k, trait in enumerate(DIMENSIONS.values()):
        assert np.corrcoef(truth[:, k], practice)[0, 1] > 0.65
        assert np.corrcoef(truth[:, k], people.officers[trait])[0, 1] > 0.3


def test_one_row_an_officer_and_month_with_the_listed_measures(people, records):
    assert len(records) == 12 * len(people.officers)
    assert not records.duplicated(["officer_id", "month"]).any()
    keys = ("officer_id", "unit_id", "agency_id", "month", "days_due")
    assert tuple(records.columns) == (*keys, *MEASURES)
    assert not [name for name in records if name.startswith("true_")]
    assert records["days_present"].between(0, 21).all()
    assert (records["activity_days"] <= records["days_present"]).all()
    assert (records["cases_on_time"] <= records["cases_completed"]).all()
    assert records.loc[records["month"] < 11, "predikat"].isna().all()
    assert set(records.loc[records["month"] == 11, "predikat"]) <= set(GRADES)
    assert records.loc[~records["month"].isin([5, 11]), "q_stress"].isna().all()


def test_levels_of_the_record_measures(records):
    """Base rates of the registry; means over persons lie nearer to one half than the typical person."""
    assert records["days_present"].mean() / 21 == pytest.approx(0.89, abs=0.015)
    by_person = records.groupby("officer_id")[["activity_days", "days_present"]].sum()
    typical = (by_person["activity_days"] / by_person["days_present"]).median()
    assert typical == pytest.approx(0.62, abs=0.025)
    on_time = records["cases_on_time"].sum() / records["cases_completed"].sum()
    assert on_time == pytest.approx(0.60, abs=0.05)
    assert records["innovations"].mean() == pytest.approx(0.02, rel=0.15)


def test_same_source_scales_correlate_without_a_cause(records):
    """Fairness and stress are independent by construction; the shared mood makes -.20 of it."""
    asked = records.dropna(subset=["q_fairness"])
    assert asked["q_fairness"].corr(asked["q_stress"]) == pytest.approx(-0.20, abs=0.04)
    assert asked["q_fairness"].corr(asked["rating_care"]) == pytest.approx(0.0, abs=0.04)
    share = len(asked) / records["month"].isin([5, 11]).sum()
    assert share == pytest.approx(0.80, abs=0.02)


def test_truth_moves_the_record(people, records):
    truth = people.officers.set_index("officer_id")
    mean = records.groupby("officer_id")[["on_time_share", "rating_care", "activity_days"]].mean()
    assert mean["on_time_share"].corr(truth["true_practice"]) > 0.3
    assert mean["activity_days"].corr(truth["true_digital"]) > 0.15
    assert 0.2 < mean["rating_care"].corr(truth["true_practice"]) < 0.5


def test_one_more_person_changes_nothing_for_the_others(people, records):
    unit = int(people.units["unit_id"].iloc[40])
    more = people.with_officer(unit)
    again = draw_records(more, 12, 7)
    old = again[again["officer_id"].isin(people.officers["officer_id"])].reset_index(drop=True)
    pd.testing.assert_frame_equal(old, records)


def test_subset_order_and_single_months_give_the_same_numbers(people, records):
    some = people.officers.sample(200, random_state=4)
    part = SimpleNamespace(officers=some, units=people.units, seed=people.seed)
    found = draw_records(part, [11, 3], 7).sort_values(["month", "officer_id"]).reset_index(drop=True)
    wanted = records[records["officer_id"].isin(some["officer_id"]) & records["month"].isin([3, 11])]
    wanted = wanted.sort_values(["month", "officer_id"]).reset_index(drop=True)
    pd.testing.assert_frame_equal(found, wanted)


def test_another_seed_is_other_luck(people, records):
    other = draw_records(people, [0], 8)
    first = records[records["month"] == 0].reset_index(drop=True)
    assert abs(other["rating_care"].corr(first["rating_care"])) < 0.35
    assert (other["days_present"] != first["days_present"]).mean() > 0.5


@pytest.mark.parametrize("months", [0, [], [1.5], [-1]])
def test_bad_months_are_refused(people, months):
    with pytest.raises(UsageError, match="months"):
        draw_records(people, months, 1)


@pytest.mark.parametrize(("n", "p"), [(21, 0.9), (21, 0.01), (7, 0.5), (0, 0.3)])
def test_binomial_inversion_is_exact(n, p):
    u = Streams(3).uniform("u", 50_000)
    wanted = stats.binom.ppf(u, n, p).astype(int) if n else np.zeros(50_000)
    np.testing.assert_array_equal(binomial_from_uniform(u, n, p), wanted)


@pytest.mark.parametrize("mean", [0.0, 0.02, 1.0, 37.5, 300.0, 600.0])
def test_poisson_inversion_is_exact(mean):
    u = Streams(3).uniform("u", 50_000)
    wanted = stats.poisson.ppf(u, mean).astype(int) if mean else np.zeros(50_000)
    np.testing.assert_array_equal(poisson_from_uniform(u, mean), wanted)


def test_poisson_refuses_what_would_underflow():
    with pytest.raises(UsageError, match="antara 0 dan 600"):
        poisson_from_uniform(np.array([0.5]), 601.0)


def test_every_parameter_says_where_it_comes_from():
    parameters = voice_parameters()
    assert len(parameters) > 60
    for name, parameter in parameters.items():
        assert parameter.source, name
        assert parameter.unit, name
        assert parameter.low <= parameter.value <= parameter.high, name


@pytest.mark.parametrize(
    "wrong",
    [
        *({"months": m} for m in (None, 1.5, True, "3", [1, 1], [True], [[1]], {"a": 1}, [1200], 10**12)),
        *({"seed": s} for s in (None, -1, "a", 1.5)),
        {"ratings": "x"},
    ],
)
def test_bad_arguments_are_refused_by_name(wrong):
    people = draw_population("salatiga", seed=1, n_officers=300)
    with pytest.raises(UsageError, match=next(iter(wrong))):
        draw_records(people, **{"months": 1, "seed": 1, **wrong})


def test_no_records_from_what_an_office_sees():
    people = draw_population("salatiga", seed=1, n_officers=300)
    with pytest.raises(UsageError, match="observed"):
        draw_records(people.observed(), 1, 1)


@pytest.mark.parametrize("wrong", [{"ratee": None}, {"ratee": "a"}, {"leniency": None}, {"leniency": np.nan}])
def test_a_rating_model_takes_numbers_only(wrong):
    with pytest.raises(UsageError, match=next(iter(wrong))):
        replace(RatingModel.published(), **wrong)
