"""What a scheme may see: the unit's figures equal those counted by hand from the citizens' own answers."""

import numpy as np
import pandas as pd
import pytest

from simkinerja.population import draw_feedback, draw_population, draw_records, join_case_records
from simkinerja.population.case_records import UNIT_MEASURES, draw_case_records, read_case_records, unit_voice
from simkinerja.population.dataset import read_table
from simkinerja.rules.skm import ELEMENTS


@pytest.fixture(scope="module")
def people():
    return draw_population("salatiga", seed=4, n_officers=300)


@pytest.fixture(scope="module")
def table(people):
    return draw_case_records(people, months=3, seed=4)


def test_records_stay_as_drawn(people, table):
    plain = draw_records(people, months=3, seed=4)
    pd.testing.assert_frame_equal(table[list(plain.columns)], plain)


def test_index_of_a_unit_is_the_mean_of_nine_element_means(people, table):
    answers = draw_feedback(people, 4).responses
    for unit in answers["unit_id"].unique()[:5]:
        own = answers[answers["unit_id"] == unit]
        by_hand = np.mean([own[e].dropna().astype(float).mean() for e in ELEMENTS]) * 25
        seen = table.loc[table["unit_id"] == unit, "ikm"].unique()
        assert seen == pytest.approx([by_hand])


def test_units_without_a_service_have_no_voice_and_no_zero(people, table):
    silent = people.units.loc[people.units["service"].isna(), "unit_id"]
    assert len(silent)
    assert table.loc[table["unit_id"].isin(silent), list(UNIT_MEASURES)].isna().all(axis=None)


def test_complaints_are_on_time_only_within_both_limits():
    tickets = pd.DataFrame(
        {
            "unit_id": [1, 1, 1, 1, 2],
            "type": ["pengaduan", "pengaduan", "pengaduan", "permohonan informasi", "pengaduan"],
            "days_to_verify": pd.array([3, 4, 1, 1, None], dtype="Int64"),
            "days_to_respond": pd.array([14, 2, 15, 6, None], dtype="Int64"),
        }
    )
    answers = pd.DataFrame({"unit_id": [1], **{e: [4] for e in ELEMENTS}})
    voice = unit_voice(answers, tickets)
    assert voice.loc[1, "complaints_on_time_share"] == pytest.approx(0.25)
    assert voice.loc[1, "ikm"] == 100
    assert np.isnan(voice.loc[2, "complaints_on_time_share"])


def test_order_of_officers_and_units_does_not_matter(people):
    voice = draw_feedback(people, 4)
    records = draw_records(people, months=1, seed=4)
    seen = people.observed()
    straight = join_case_records(
        records, seen.officers, seen.units, seen.agencies, voice.responses, voice.tickets
    )
    turned = join_case_records(
        records,
        seen.officers[::-1],
        seen.units[::-1],
        seen.agencies[::-1],
        voice.responses[::-1],
        voice.tickets[::-1],
    )
    pd.testing.assert_frame_equal(straight, turned, check_categorical=False)


def test_nothing_true_leaks(table):
    assert not [name for name in table.columns if name.startswith("true_")]
    assert not {"nip", "nik", "name"} & set(table.columns)


@pytest.mark.parametrize("city", ["medan", "medan_rancangan", "rangkui", "bandung", "salatiga"])
def test_every_case_can_be_read(city):
    table = read_case_records(city)
    assert len(table) == len(read_table(city, "records"))
    assert table["agency"].notna().all()
    assert table["unit"].notna().all()
    assert (table.loc[table["status"].astype("str") == "pppk_paruh_waktu", "tpp_base_idr"] == 0).all()
