"""Survey: all switches off gives the truth; every switch has its documented sign and size."""

from dataclasses import fields
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from simkinerja.errors import UsageError
from simkinerja.population import draw_feedback, draw_population
from simkinerja.population.feedback import Switches
from simkinerja.population.survey_model import answer, expected_answers, style_sd
from simkinerja.rules.skm import ELEMENTS
from simkinerja.streams import Streams

E = list(ELEMENTS)
N_UNITS = 400
SLOPE = 0.07


def world(n_units=N_UNITS, quality=None, seed=1):
    """Service units whose true quality is known, without the rest of a city."""
    z = Streams(seed).normal("quality", n_units) if quality is None else np.full(n_units, quality)
    units = pd.DataFrame({"unit_id": np.arange(n_units), "agency_id": 0, "true_quality": z})
    units["label"] = [f"Unit {i}" for i in range(n_units)]
    units["service"] = pd.Series("Surat keterangan", index=units.index, dtype="str")
    return SimpleNamespace(units=units, seed=seed)


def draw(switches, seed=7, n_counter=150, n_invited=1500, **kind):
    return draw_feedback(world(**kind), seed, n_counter=n_counter, n_invited=n_invited, switches=switches)


def by_channel(feedback):
    table = feedback.responses
    return {channel: rows[E].astype(float) for channel, rows in table.groupby("channel")}


@pytest.fixture(scope="module")
def off():
    return draw(Switches.off())


def test_all_off_the_mean_answer_is_the_truth(off):
    """z of every unit and element: mean 0, SD 1, so neither a bias nor a wrong spread can hide."""
    answers = off.responses.groupby("unit_id")[E].mean().astype(float)
    spread = off.responses.groupby("unit_id")[E].std().astype(float)
    n = off.responses.groupby("unit_id").size().to_numpy()[:, None]
    truth = off.truth.pivot(index="unit_id", columns="element", values="true_mean")[E]
    z = (answers - truth) / (spread / np.sqrt(n))
    assert z.std(axis=None) == pytest.approx(1.0, abs=0.06)
    # Nine answers of a person hang together: at most as sure as 400 independent units.
    assert abs(z.mean(axis=None)) < 4 / np.sqrt(N_UNITS)
    index = answers.mean(axis=None) * 25
    assert index == pytest.approx(truth.mean(axis=None) * 25, abs=0.15)


def test_all_off_both_channels_tell_the_same(off):
    counter, app = (by_channel(off)[name].mean() for name in ("loket", "aplikasi"))
    np.testing.assert_allclose(counter, app, atol=0.015)
    assert (off.truth["true_mean"] == off.truth["true_citizen_mean"]).all()
    assert not off.responses[E].isna().any(axis=None)


def test_truth_rises_with_quality_and_elements_differ(off):
    truth = off.truth.pivot(index="unit_id", columns="element", values="true_mean")
    quality = off.truth.groupby("unit_id")["true_quality"].first()
    assert truth.corrwith(quality).min() > 0.99
    assert truth["biaya"].mean() > truth["waktu"].mean() + 0.2


def test_expected_answers_agree_with_simulation():
    theta = 0.3 + Streams(3).normal("p", 400_000)
    for k, element in enumerate(E):
        mean = answer(element, theta, Streams(3).uniform(element, 400_000)).mean()
        assert mean == pytest.approx(expected_answers(np.array([0.3]))[0, k], abs=0.005)


def test_politeness_raises_the_counter_more_than_the_app(off):
    polite = by_channel(draw(Switches.only("politeness")))
    plain = by_channel(off)
    base = expected_answers(world().units["true_quality"].to_numpy() * SLOPE).mean()
    for channel, shift in (("loket", 0.25), ("aplikasi", 0.0625)):
        expected = expected_answers(world().units["true_quality"].to_numpy() * SLOPE + shift).mean() - base
        moved = polite[channel].mean(axis=None) - plain[channel].mean(axis=None)
        # The same luck answers both, so the difference is much surer than either mean.
        assert moved == pytest.approx(expected, abs=0.004)
    assert (polite["loket"].mean(axis=None) - plain["loket"].mean(axis=None)) * 25 == pytest.approx(
        2.7, abs=0.2
    )


def test_selection_raises_the_counter_by_the_stated_size(off):
    chosen = draw(Switches.only("selection"))
    counter = chosen.responses["channel"] == "loket"
    plain = off.responses.loc[off.responses["channel"] == "loket", "true_satisfaction"]
    moved = chosen.responses.loc[counter, "true_satisfaction"].mean() - plain.mean()
    assert moved == pytest.approx(0.30 * 0.6 / np.sqrt(np.pi), abs=0.012)
    assert chosen.responses.loc[counter, "true_chosen"].mean() == pytest.approx(0.30, abs=0.02)
    answers = by_channel(chosen)["loket"].mean(axis=None) - by_channel(off)["loket"].mean(axis=None)
    assert answers == pytest.approx(0.045, abs=0.008)
    pd.testing.assert_frame_equal(by_channel(chosen)["aplikasi"], by_channel(off)["aplikasi"])


def test_nonresponse_over_represents_extremes_and_the_unhappy(off):
    selective = draw(Switches.only("nonresponse"))

    def persons(feedback):
        rows = feedback.responses.loc[feedback.responses["channel"] == "aplikasi"]
        quality = world().units["true_quality"].to_numpy()[rows["unit_id"]]
        return rows["true_satisfaction"].to_numpy() - SLOPE * quality

    plain, d = persons(off), persons(selective)
    assert len(d) == pytest.approx(0.10 * 1500 * N_UNITS, rel=0.02)
    assert len(plain) == pytest.approx(len(d), rel=0.02)
    assert d.mean() == pytest.approx(-0.30, abs=0.03)
    assert d.var() == pytest.approx(1.91, abs=0.06)
    assert plain.mean() == pytest.approx(0.0, abs=0.02)
    moved = by_channel(selective)["aplikasi"].mean(axis=None) - by_channel(off)["aplikasi"].mean(axis=None)
    assert moved == pytest.approx(-0.16, abs=0.015)


def test_straightlining_keeps_the_mean_and_pulls_elements_together(off):
    lined = draw(Switches.only("straightlining"))
    plain, found = by_channel(off)["loket"].mean(), by_channel(lined)["loket"].mean()
    expected = plain + 0.12 * (plain.mean() - plain)
    np.testing.assert_allclose(found, expected, atol=0.008)
    assert found.mean() == pytest.approx(plain.mean(), abs=0.004)
    assert found["biaya"] < plain["biaya"] - 0.01
    assert lined.responses["true_straightline"].mean() == pytest.approx(0.12, abs=0.005)
    answers = lined.responses[E].astype(int)
    same = (answers.nunique(axis=1) == 1) | ~lined.responses["true_straightline"]
    assert same.all()


def test_style_is_its_share_of_the_variance_and_moves_the_mean_little(off):
    """The style of each person is known here: R^2 of the answers on it, at a fixed quality."""
    n = 200_000
    theta, style = Streams(1).normal("p", n), style_sd() * Streams(1).normal("s", n)
    shares = []
    for element in E:
        given = answer(element, theta + style, Streams(1).uniform(element, n))
        shares.append(np.corrcoef(given, style)[0, 1] ** 2)
    assert np.mean(shares) == pytest.approx(0.08, abs=0.004)
    styled = by_channel(draw(Switches.only("styles")))["loket"]
    plain = by_channel(off)["loket"]
    assert styled.mean(axis=None) == pytest.approx(plain.mean(axis=None), abs=0.01)
    assert styled.mean(axis=1).var() > 1.08 * plain.mean(axis=1).var()


def test_expectations_spread_units_without_a_sign():
    expected = draw(Switches.only("expectations"), quality=0.0)
    mean = expected.responses.groupby("unit_id")["true_satisfaction"].mean()
    assert np.sqrt(mean.var() - 1 / 300) == pytest.approx(0.45, abs=0.05)
    assert mean.mean() == pytest.approx(0.0, abs=0.09)
    truth = expected.truth
    assert truth["true_citizen_mean"].std() > 0.1
    answers = expected.responses[E].astype(float).mean(axis=None)
    assert answers == pytest.approx(truth["true_citizen_mean"].mean(), abs=0.01)


def test_blanks_are_few_and_without_a_sign(off):
    blank = draw(Switches.only("blanks"))
    assert blank.responses[E].isna().mean(axis=None) == pytest.approx(0.015, abs=0.001)
    kept = blank.responses[E].where(blank.responses[E].notna(), off.responses[E])
    pd.testing.assert_frame_equal(kept, off.responses[E])


def test_switches_act_in_proportion_to_their_strength(off):
    half = by_channel(draw(Switches(0, 0, 0.5, 0, 0, 0, 0)))["loket"].mean(axis=None)
    full = by_channel(draw(Switches.only("politeness")))["loket"].mean(axis=None)
    plain = by_channel(off)["loket"].mean(axis=None)
    assert half - plain == pytest.approx((full - plain) / 2, rel=0.1)


def test_person_effect_is_kept():
    """Nine answers of one person vary together; otherwise the mean of nine would spread a third as much."""
    answers = by_channel(draw(Switches.off(), quality=0.0))["loket"]
    independent = answers.var().mean() / 9
    assert answers.mean(axis=1).var() > 4 * independent


def test_usual_samples_show_quality_only_weakly():
    """About .15 between units with everything on; each seed is another city of 400 units (SE .05)."""
    found = []
    for seed in range(20):
        place = world(seed=100 + seed)
        responses = draw_feedback(place, seed, n_counter=100, n_invited=400).responses
        index = responses.groupby("unit_id")[E].mean().mean(axis=1).astype(float)
        found.append(np.corrcoef(index, place.units["true_quality"])[0, 1])
    assert np.mean(found) == pytest.approx(0.15, abs=0.05)
    assert min(found) > -0.05
    assert max(found) < 0.35


def test_subset_order_and_sample_sizes_disturb_nobody():
    place = world(60)
    whole = draw_feedback(place, 5, n_counter=40, n_invited=200)
    some = place.units.iloc[[9, 41, 3]].reset_index(drop=True)
    part = draw_feedback(
        SimpleNamespace(units=some, seed=1), 5, n_counter={3: 40, 9: 60, 41: 40}, n_invited=200
    )
    for name in ("responses", "tickets"):
        key = "response_id" if name == "responses" else "ticket_id"
        found, wanted = getattr(part, name).set_index(key), getattr(whole, name).set_index(key)
        both = wanted.index[wanted["unit_id"].isin([3, 9, 41])]
        pd.testing.assert_frame_equal(found.loc[both], wanted.loc[both])
        assert len(found) == len(both) + (20 if name == "responses" else 0)


def test_a_newcomer_in_one_unit_changes_no_other_unit():
    people = draw_population("salatiga", 2026)
    unit = int(people.units.loc[people.units["service"].notna(), "unit_id"].iloc[3])
    before = draw_feedback(people, 5, n_counter=20, n_invited=50)
    after = draw_feedback(people.with_officer(unit), 5, n_counter=20, n_invited=50)
    for name in ("responses", "tickets", "truth"):
        old, new = getattr(before, name), getattr(after, name)
        pd.testing.assert_frame_equal(
            old[old["unit_id"] != unit].reset_index(drop=True),
            new[new["unit_id"] != unit].reset_index(drop=True),
        )


def test_columns_and_what_observed_keeps(off):
    columns = [
        "response_id",
        "unit_id",
        "agency_id",
        "service",
        "channel",
        "date",
        "sex",
        "age_group",
        "education",
        "occupation",
    ]
    assert list(off.responses.columns[:19]) == [*columns, *E]
    assert off.responses["response_id"].is_unique
    assert set(off.responses[E].dtypes.astype(str)) == {"Int8"}
    seen = off.observed()
    for table in (seen.responses, seen.tickets):
        assert not [name for name in table if name.startswith("true_")]
    assert seen.truth.empty


def test_only_units_with_a_service_are_asked():
    people = draw_population("salatiga", 2026)
    feedback = draw_feedback(people, 1, n_counter=2, n_invited=20)
    services = people.units.set_index("unit_id")["service"]
    assert services.loc[feedback.responses["unit_id"]].notna().all()
    assert feedback.truth["unit_id"].nunique() == services.notna().sum()


@pytest.mark.parametrize("name", [field.name for field in fields(Switches)])
def test_switches_outside_zero_to_one_are_refused(name):
    with pytest.raises(UsageError, match=name):
        Switches(**{name: 1.5})


@pytest.mark.parametrize(
    "wrong",
    [
        {"n_counter": -1},
        {"n_invited": 2.5},
        {"n_counter": 600_000},
        {"n_counter": True},
        {"n_counter": {99: 5}},
        {"n_invited": {0: "a"}},
        {"year": "2025"},
        {"year": None},
        {"year": 2025.5},
        {"switches": "off"},
        {"seed": None},
        {"seed": -1},
        {"seed": "a"},
    ],
)
def test_bad_arguments_are_refused_by_name(wrong):
    with pytest.raises(UsageError, match=next(iter(wrong))):
        draw_feedback(world(3), **{"seed": 1, **wrong})


def test_no_feedback_from_what_an_office_sees():
    """observed() has no truth to draw from: the sentence says so instead of a missing column."""
    people = draw_population("salatiga", seed=1, n_officers=300)
    with pytest.raises(UsageError, match="observed"):
        draw_feedback(people.observed(), 1)


def test_a_misspelt_switch_is_answered_with_the_nearest():
    with pytest.raises(UsageError, match="politeness"):
        Switches.only("politness")
