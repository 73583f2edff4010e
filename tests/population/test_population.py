"""The table of a population: contract, margins, seeds, newcomers, city files."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import simkinerja as sk
from simkinerja.errors import InputError, UsageError
from simkinerja.population import Population, city_codes, draw_population, load_city
from simkinerja.population.numbers import nik_column, nip_column, serials

CITIES = Path(sk.__file__).parent / "cities"
NEEDED = ["officer_id", "nip", "name", "sex", "birth_date", "status", "education", "golongan", "jabatan"]


def same(a: pd.DataFrame, b: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(a, b, check_exact=True, check_categorical=True)


@pytest.fixture(scope="module")
def salatiga() -> Population:
    return draw_population("salatiga", 2026)


def test_columns_of_the_contract(salatiga: Population) -> None:
    assert {*NEEDED, "agency_id", "unit_id", "rater_id"} <= set(salatiga.officers.columns)
    true = [c for c in salatiga.officers.columns if c.startswith("true_")]
    assert len(true) == 7
    seen = salatiga.observed()
    assert [c for c in seen.officers.columns if c.startswith("true_")] == []
    assert [c for c in seen.units.columns if c.startswith("true_")] == []
    same(seen.officers, salatiga.officers.drop(columns=true))
    assert "SINTETIS" in repr(salatiga)


@pytest.mark.parametrize("code", city_codes())
def test_default_size_is_the_city_and_every_target_is_met(code: str) -> None:
    people = draw_population(code, 3)
    fit = people.fit()
    assert len(people.officers) == people.source.n_published
    assert fit["difference"].tolist() == [0] * len(fit)
    for _, rows in fit.groupby("margin"):
        assert rows["obtained"].sum() == rows["target"].sum()
    assert fit.loc[fit["status"] != "assumed", "source"].notna().all()
    assert fit.loc[fit["status"] == "assumed", "note"].notna().all()


@pytest.mark.parametrize(
    ("code", "category", "count"), [("medan", "pns", 9726), ("medan", "pppk_paruh_waktu", 8614)]
)
def test_published_totals(code: str, category: str, count: int) -> None:
    fit = draw_population(code, 1).fit().set_index(["margin", "category"])
    assert fit.loc[("status", category), "obtained"] == count
    assert fit.loc[("status", category), "status"] == "published"


def test_fit_sees_a_change(salatiga: Population) -> None:
    import dataclasses

    officers = salatiga.officers.copy()
    officers.loc[0, "sex"] = "P" if officers.loc[0, "sex"] == "L" else "L"
    fit = dataclasses.replace(salatiga, officers=officers).fit()
    assert sorted(fit.loc[fit["margin"] == "sex", "difference"]) == [-1, 1]


def test_same_seed_same_bytes_other_seed_other_people(salatiga: Population) -> None:
    again = draw_population(load_city("salatiga"), 2026)
    for name in ("officers", "units", "agencies"):
        same(getattr(again, name), getattr(salatiga, name))
    other = draw_population("salatiga", 2027)
    assert (other.officers["nip"] != salatiga.officers["nip"]).mean() > 0.95
    same(other.agencies, salatiga.agencies)


def test_the_design_document_has_the_people_of_medan() -> None:
    same(draw_population("medan_rancangan", 5).officers, draw_population("medan", 5).officers)
    assert load_city("medan_rancangan").documents != load_city("medan").documents


def test_cities_do_not_share_people() -> None:
    a, b = draw_population("bandung", 5, 4000).officers, draw_population("medan", 5, 4000).officers
    # birth date, appointment and sex may agree by chance; with the name they do not
    assert not set(zip(a["nip"], a["name"], strict=True)) & set(zip(b["nip"], b["name"], strict=True))


@settings(max_examples=15)
@given(code=st.sampled_from(city_codes()), n=st.integers(220, 9000), seed=st.integers(0, 2**40))
def test_any_size_and_seed(code: str, n: int, seed: int) -> None:
    people = draw_population(code, seed, n)
    fit = people.fit()
    assert (fit.loc[fit["status"] != "assumed", "difference"] == 0).all()
    assert (fit.loc[fit["margin"] != "golongan", "difference"] == 0).all()
    assert (fit["difference"].abs() <= 3).all()
    assert people.officers["nip"].is_unique
    assert people.officers["nik"].is_unique
    assert (people.officers["rater_id"] == -1).sum() == 1


def test_newcomers_move_nobody(salatiga: Population) -> None:
    grown = salatiga
    units = [0, 5, 5, 17, 210]
    for unit in units:
        grown = grown.with_officer(unit)
    same(grown.officers.iloc[: len(salatiga.officers)], salatiga.officers)
    last = grown.officers.iloc[-len(units) :]
    assert last["officer_id"].tolist() == list(range(5539, 5544))
    assert last["unit_id"].tolist() == units
    assert (last["rater_id"].to_numpy() == salatiga.units["head_id"].to_numpy()[units]).all()
    assert grown.officers["nip"].is_unique
    assert grown.officers["nik"].is_unique
    changed = (grown.units["n_officers"] - salatiga.units["n_officers"]).to_numpy()
    assert changed[[0, 5, 17, 210]].tolist() == [1, 2, 1, 1]
    same(grown.units.drop(columns="n_officers"), salatiga.units.drop(columns="n_officers"))
    fit = grown.fit()
    assert fit.loc[fit["margin"] == "sex", "added"].sum() == 5
    assert fit.loc[fit["margin"] == "sex", "obtained"].sum() == 5544
    assert (fit["difference"] == 0).all()


def test_a_newcomer_is_what_was_asked_for(salatiga: Population) -> None:
    asked = {"sex": "P", "status": "pppk", "education": "S-1", "job_type": "fungsional"}
    one = salatiga.with_officer(40, **asked, name="Orang Contoh", true_technical=2.5).officers.iloc[-1]
    assert {key: one[key] for key in asked} == asked
    assert (one["name"], one["true_technical"]) == ("Orang Contoh", 2.5)
    assert (
        salatiga.observed().with_officer(40).officers.columns.tolist()
        == salatiga.observed().officers.columns.tolist()
    )


def test_an_observed_population_takes_no_truth(salatiga: Population) -> None:
    """A true value that would be dropped without a word is refused."""
    with pytest.raises(UsageError, match="true_digital"):
        salatiga.observed().with_officer(40, true_digital=1.0)


def test_newcomers_fill_the_same_serials(salatiga: Population) -> None:
    grown = salatiga
    for _ in range(60):
        grown = grown.with_officer(9)
    assert grown.officers["nip"].is_unique
    assert grown.officers["nik"].is_unique


@pytest.mark.parametrize(
    ("unit", "fields", "words"),
    [
        (-1, {}, "nomor unit antara 0 dan 220"),
        (221, {}, "nomor unit"),
        (True, {}, "nomor unit"),
        (0, {"sexx": "P"}, "Maksud Anda 'sex'?"),
        (0, {"sex": "X"}, "salah satu dari L, P"),
        (0, {"true_digital": float("nan")}, "bilangan"),
        (0, {"name": " "}, "teks"),
        (0, {"education": "SD", "job_type": "fungsional"}, "bertentangan"),
        (0, {"job_type": "struktural", "status": "pppk"}, "bertentangan"),
    ],
)
def test_impossible_newcomers(salatiga: Population, unit: int, fields: dict[str, object], words: str) -> None:
    with pytest.raises(UsageError) as caught:
        salatiga.with_officer(unit, **fields)
    assert words in str(caught.value)


def test_all_faults_of_a_newcomer_at_once(salatiga: Population) -> None:
    with pytest.raises(UsageError) as caught:
        salatiga.with_officer(-1, seks="P", education="SD9")
    assert len(caught.value.problems) == 3


@pytest.mark.parametrize("n", [0, -1, 5_000_001, 3.5, True, "10", float("nan")])
def test_bad_sizes(n: object) -> None:
    with pytest.raises(UsageError, match="n_officers"):
        draw_population("medan", 1, n)  # type: ignore[arg-type]


@pytest.mark.parametrize("seed", [-1, 1.0, None, True])
def test_bad_seeds(seed: object) -> None:
    with pytest.raises(UsageError, match="seed"):
        draw_population("medan", seed)  # type: ignore[arg-type]


def test_too_few_people_for_a_city() -> None:
    with pytest.raises(UsageError, match="cukup besar"):
        draw_population("medan", 1, 20)


@pytest.mark.parametrize("city", [None, 7, b"medan", ["medan"]])
def test_a_city_is_a_code_or_a_path(city: object) -> None:
    with pytest.raises(UsageError, match="kode kota"):
        load_city(city)  # type: ignore[arg-type]


def test_unknown_city_names_the_nearest() -> None:
    with pytest.raises(InputError) as caught:
        load_city("salatga")
    assert caught.value.codes == ("unknown_city",)
    assert "Maksud Anda 'salatiga'?" in str(caught.value)


def own_city(tmp_path: Path, **change: str) -> Path:
    text = (CITIES / "salatiga.yaml").read_text(encoding="utf-8").replace("code: salatiga", "code: kota_saya")
    for old, new in change.values():
        assert old in text
        text = text.replace(old, new, 1)
    target = tmp_path / "kota_saya.yaml"
    target.write_text(text, encoding="utf-8")
    return target


def test_a_city_file_of_ones_own(tmp_path: Path) -> None:
    people = draw_population(own_city(tmp_path, pns=("value: 2504", "value: 3000")), 1)
    assert people.city == "kota_saya"
    assert (people.officers["status"] == "pns").sum() == 3000
    assert (people.fit()["difference"] == 0).all()


@pytest.mark.parametrize(
    ("old", "new", "code", "words"),
    [
        ("agencies:", "saluran: 1\nagencies:", "yaml_unknown_key", "tidak dikenal"),
        ("label: Kota Salatiga", "lable: Kota Salatiga", "yaml_unknown_key", "Maksud Anda 'label'?"),
        ("value: 2504", "value: -1", "yaml_value", "diterima -1"),
        ("group: pimpinan", "group: pimpinam", "yaml_value", "pimpinan"),
        ("status: assumed, note", "status: published, note", "yaml_value", "sumber"),
        ("kind: dinas", "kind: dins", "yaml_value", "dinas"),
        ("reference_date: 2025-11-01", "reference_date: 2025-11-02", "yaml_value", "hari pertama"),
        ("count: 80", "count: 0", "yaml_value", "1"),
    ],
)
def test_faulty_city_files(tmp_path: Path, old: str, new: str, code: str, words: str) -> None:
    with pytest.raises(InputError) as caught:
        load_city(own_city(tmp_path, change=(old, new)))
    assert code in caught.value.codes
    assert words in str(caught.value)
    assert all(p.place.file == "kota_saya.yaml" for p in caught.value.problems)


def test_all_faults_of_a_city_file_at_once(tmp_path: Path) -> None:
    changes = {
        "a": ("value: 2504", "value: x"),
        "b": ("kind: dinas", "kind: dins"),
        "c": ("agencies:", "sluran: 1\nagencies:"),
    }
    with pytest.raises(InputError) as caught:
        load_city(own_city(tmp_path, **changes))
    assert len(caught.value.problems) == 3


def test_margins_that_contradict_each_other(tmp_path: Path) -> None:
    # everybody SD-SMA, yet teachers need S-1
    margins = (
        "margins:\n  education:\n    status: assumed\n    note: uji\n"
        "    counts: {SD-SMA: 1, D-III: 0, S-1: 0, S-2: 0, S-3: 0}\n"
    )
    with pytest.raises(InputError) as caught:
        draw_population(own_city(tmp_path, m=("agencies:", margins + "agencies:")), 1)
    assert caught.value.codes == ("margins_contradict",)


def test_every_figure_of_the_cities_says_who() -> None:
    for code in city_codes():
        city = load_city(code)
        for figure in (city.people.pns, city.people.pppk, city.people.pppk_paruh_waktu, city.span_of_control):
            assert figure.source or figure.note
        for margin in city.margins.values():
            assert margin.source or margin.note
        assert city.documents
        assert city.structure.note


def test_services_named_by_the_documents_have_standards() -> None:
    units = draw_population("bandung", 1).units
    assert (units["service"].notna() == units["standard_days"].notna()).all()
    assert (units.loc[units["service"].notna(), "standard_days"] > 0).all()
    assert "Perizinan berusaha dan nonberusaha" in set(units["service"])


def test_quality_of_units_follows_the_practice_of_their_people() -> None:
    people = draw_population("medan", 4, 300_000)
    practice = people.officers.groupby("unit_id")["true_practice"].mean() * np.sqrt(
        people.units["n_officers"]
    )
    quality = people.units["true_quality"]
    assert np.corrcoef(practice, quality)[0, 1] == pytest.approx(0.5, abs=0.04)
    assert quality.std() == pytest.approx(1, abs=0.04)


def test_serials_by_hand() -> None:
    # four people with the same digits, one of another quarter, one of the other sex
    day, year = np.full(6, 7000), np.full(6, 2020)
    sex, quarter = np.array([0, 0, 1, 0, 0, 0]), np.array([1, 1, 1, 1, 2, 1])
    nip, nik = serials(day, sex, year, quarter)
    assert nip.tolist() == [1, 2, 1, 3, 1, 4]
    assert sorted(nik[sex == 0]) == [1, 2, 3, 4, 5]
    assert nik[2] == 1
    assert list(nip_column(day[:1], year[:1], quarter[:1], sex[:1], nip[:1])) == ["198903022020141001"]
    assert list(nik_column(day[:1], sex[2:3], np.array([0]), nik[:1])) == ["9971014203890001"]


@pytest.mark.slow
def test_a_million_numbers_are_unique() -> None:
    officers = draw_population("medan", 1, 1_000_000).officers
    assert officers["nip"].is_unique
    assert officers["nik"].is_unique
    assert (officers["nip"].str.len() == 18).all()
    assert (officers["nik"].str.len() == 16).all()


@pytest.mark.parametrize("code", city_codes())
def test_units_have_names_of_their_own_and_raters_a_span(code: str) -> None:
    people = draw_population(code, 2)
    assert people.units["label"].is_unique
    assert people.agencies["label"].is_unique
    span = people.source.span_of_control.value
    assert people.units["n_officers"].mean() < span
    assert people.units["n_officers"].max() <= 1.25 * span
    assert people.units["n_officers"].min() >= 5


def test_a_larger_city_has_more_units_not_larger_ones() -> None:
    small, large = draw_population("salatiga", 2).units, draw_population("salatiga", 2, 55_390).units
    assert len(large) == pytest.approx(10 * len(small), rel=0.05)
    assert large["n_officers"].mean() == pytest.approx(small["n_officers"].mean(), rel=0.05)


def test_a_correlation_of_the_city_file_reaches_the_people(tmp_path: Path) -> None:
    own = own_city(
        tmp_path, c=("agencies:", "correlations: {age~digital: -0.8, age~resistance: 0.0}\nagencies:")
    )
    officers = draw_population(own, 1, 40_000).officers
    assert np.corrcoef(officers["age"], officers["true_digital"])[0, 1] == pytest.approx(-0.8, abs=0.02)
    with pytest.raises(InputError, match="age~tinggi"):
        load_city(own_city(tmp_path, c=("agencies:", "correlations: {age~tinggi: -0.8}\nagencies:")))


def test_a_kept_plan_gives_the_same_people_as_a_new_one() -> None:
    """A copy of a city is not the package's own, so its plan is made anew each time."""
    copy = load_city("salatiga").model_copy()
    for seed in (1, 2):
        kept = draw_population("salatiga", seed, n_officers=700)
        made = draw_population(copy, seed, n_officers=700)
        pd.testing.assert_frame_equal(kept.officers, made.officers)
        pd.testing.assert_frame_equal(kept.units, made.units)
