"""100,000 people: no number that could be real, no contradiction between fields."""

import re

import numpy as np
import pandas as pd
import pytest

from simkinerja.population import Population, draw_population
from simkinerja.population.codes import EDUCATION, GOLONGAN
from simkinerja.population.posts import EXPERTS_ONLY, SKILLED_ONLY
from simkinerja.rules.identifiers import read_nik, read_nip

N = 100_000
REFERENCE = pd.Timestamp("2025-11-01")
FIRST_RANK = {"SD": 0, "SMP": 2, "SMA": 4, "D-III": 6, "S-1": 8, "S-2": 9, "S-3": 10}
RANKS_OF_JENJANG = {
    "Pemula": (4, 4),
    "Terampil": (5, 7),
    "Mahir": (8, 9),
    "Penyelia": (10, 11),
    "Ahli Pertama": (8, 9),
    "Ahli Muda": (10, 11),
    "Ahli Madya": (12, 14),
    "Ahli Utama": (15, 16),
    "JPT Pratama": (13, 15),
    "Administrator": (11, 13),
    "Pengawas": (9, 11),
}


@pytest.fixture(scope="module")
def people() -> Population:
    return draw_population("medan", 11, n_officers=N)


@pytest.fixture(scope="module")
def o(people: Population) -> pd.DataFrame:
    table = people.officers.copy()
    for name in table.columns[table.dtypes == "category"]:
        table[name] = table[name].astype("str")
    return table


def test_no_number_could_belong_to_a_person(o: pd.DataFrame) -> None:
    for row in zip(o["nip"], o["nik"], o["birth_date"], o["sex"], o["status"], strict=True):
        nip, nik = read_nip(row[0]), read_nik(row[1])
        assert nip.format_ok, row
        assert nip.synthetic, row
        assert nik.format_ok, row
        assert nik.synthetic, row
        assert nip.birth_date == nik.birth_date == row[2].date(), row
        assert nip.sex == nik.sex == row[3], row
        assert nip.kind == ("pns" if row[4] == "pns" else "pppk"), row


def test_numbers_are_unique(o: pd.DataFrame) -> None:
    assert o["nip"].is_unique
    assert o["nik"].is_unique
    assert o["officer_id"].tolist() == list(range(N))


def test_age_dates_and_service_agree(o: pd.DataFrame) -> None:
    born = o["birth_date"]
    had_birthday = (born.dt.month < REFERENCE.month) | (
        (born.dt.month == REFERENCE.month) & (born.dt.day == 1)
    )
    assert (o["age"] == REFERENCE.year - born.dt.year - ~had_birthday).all()
    start = o["nip"].str[8:12].astype(int)
    quarter = o["nip"].str[12:14].astype(int)
    quarter = quarter - np.where(o["status"] == "pns", 13, 17)
    assert quarter.between(0, 3).all()
    # years of service are completed years since some month of that quarter
    latest = (REFERENCE.year - start) * 12 + REFERENCE.month - (quarter * 3 + 3)
    assert (o["years_of_service"] >= latest // 12).all()
    assert (o["years_of_service"] <= (latest + 2) // 12).all()
    assert (o["years_of_service"] >= 0).all()


def test_entry_and_retirement(o: pd.DataFrame) -> None:
    entry = o["age"] - o["years_of_service"]
    assert (entry >= 17).all()  # 18 in months; whole years may cut one
    assert (entry[o["status"] == "pns"] <= 36).all()
    youngest = o["education"].map(
        {"SD": 18, "SMP": 18, "SMA": 18, "D-III": 21, "S-1": 22, "S-2": 24, "S-3": 27}
    )
    assert (entry >= youngest - 1).all()
    teacher = o["jabatan"].str.contains("Guru ")
    sixty = teacher | o["jenjang"].isin(["Ahli Madya", "Ahli Utama", "JPT Pratama"])
    assert (o["age"] < np.where(sixty, 60, 58)).all()
    assert (o.loc[o["status"] != "pns", "years_of_service"] <= 4).all()


def test_golongan_goes_with_status_education_and_service(o: pd.DataFrame) -> None:
    rank = o["golongan"].map({name: i for i, name in enumerate(GOLONGAN)})
    pns = o["status"] == "pns"
    assert (rank[pns] < 17).all()
    assert (rank[~pns] >= 17).all()
    steps = rank[pns] - o.loc[pns, "education"].map(FIRST_RANK)
    assert (steps >= 0).all()
    # nobody rises faster than a step in three years
    assert (steps * 3 <= o.loc[pns, "years_of_service"]).all()
    low = o["education"].isin(["SD", "SMP", "SMA", "D-III"]) & pns
    assert (rank[low] <= 11).all()
    pppk = {"SD": "I", "SMP": "IV", "SMA": "V", "D-III": "VII", "S-1": "IX", "S-2": "X", "S-3": "XI"}
    assert (o.loc[~pns, "golongan"] == o.loc[~pns, "education"].map(pppk)).all()


def test_jenjang_goes_with_golongan_education_and_post(o: pd.DataFrame) -> None:
    rank = o["golongan"].map({name: i for i, name in enumerate(GOLONGAN)})
    pns = o["status"] == "pns"
    for jenjang, (low, high) in RANKS_OF_JENJANG.items():
        assert rank[pns & (o["jenjang"] == jenjang)].between(low, high).all(), jenjang
    assert (o["jenjang"].isna() == (o["job_type"] == "pelaksana")).all()
    expert = o["jenjang"].str.startswith("Ahli", na=False)
    functional = o["job_type"] == "fungsional"
    assert (o.loc[functional, "education"].isin(["S-1", "S-2", "S-3"]) == expert[functional]).all()
    named = [
        j in post for j, post in zip(o.loc[functional, "jenjang"], o.loc[functional, "jabatan"], strict=True)
    ]
    assert all(named)


def test_posts_go_with_education_sex_and_status(o: pd.DataFrame) -> None:
    post = o["jabatan"]
    assert (o.loc[post.str.contains(r"\bBidan\b"), "sex"] == "P").all()
    assert o.loc[post.str.contains("Guru |Dokter|Apoteker"), "education"].isin(EDUCATION[4:]).all()
    assert o.loc[post.str.contains(r"\b(?:Perawat|Bidan)\b"), "education"].isin(EDUCATION[3:]).all()
    assert (o.loc[o["job_type"] == "struktural", "status"] == "pns").all()
    assert o.loc[o["job_type"] == "struktural", "education"].isin(EDUCATION[3:]).all()
    assert (o.loc[post.str.contains("Pengelola Umum"), "education"].isin(["SD", "SMP"])).all()


def test_titles_go_with_education_and_post(o: pd.DataFrame) -> None:
    none = o["education"].isin(["SD", "SMP", "SMA"])
    assert ((o["title_back"] == "") | ~none).all()
    assert (o.loc[o["education"] == "D-III", "title_back"].str.startswith("A.Md")).all()
    doctor = o["jabatan"].str.contains("Dokter")
    bachelor = (o["education"] == "S-1") & ~doctor
    assert o.loc[bachelor, "title_back"].str.startswith("S.").all()
    assert not o.loc[bachelor, "title_back"].str.contains(r"(?:^|, )M\.").any()
    assert o.loc[o["education"].isin(["S-2", "S-3"]), "title_back"].str.contains(r"(?:^|, )M\.").all()
    assert (o["title_front"].str.contains("Dr.", regex=False) == (o["education"] == "S-3")).all()
    assert (o["title_front"].str.contains("dr.", regex=False) == doctor).all()
    teacher = o["jabatan"].str.contains("Guru ") & (o["education"] == "S-1")
    assert o.loc[teacher, "title_back"].isin(["S.Pd.", "S.Pd.I.", "S.Pd.SD.", "S.Si."]).all()


def test_names_are_words_that_go_with_sex(o: pd.DataFrame) -> None:
    from faker.providers.person.id_ID import Provider

    assert o["name"].map(lambda text: bool(re.fullmatch(r"[A-Z][a-z]+( [A-Z][a-z]+){1,2}", text))).all()
    first = o["name"].str.split().str[0]
    assert first[o["sex"] == "P"].isin(Provider.first_names_female).all()
    assert first[o["sex"] == "L"].isin(Provider.first_names_male).all()
    # by far most names are nobody else's
    assert o["name"].nunique() > 0.6 * N


def test_teachers_and_health_workers_sit_where_they_work(people: Population, o: pd.DataFrame) -> None:
    agency = people.agencies.set_index("agency_id")["label"]
    where = o["agency_id"].map(agency)
    assert (where[o["jabatan"].str.contains("Guru ")] == "Dinas Pendidikan").all()
    health = o["jabatan"].str.contains(r"\b(?:Perawat|Bidan|Dokter|Apoteker|Nutrisionis)\b")
    assert (where[health] == "Dinas Kesehatan").all()


def test_heads_lead_and_are_senior(people: Population, o: pd.DataFrame) -> None:
    heads = o.iloc[people.units["head_id"]]
    assert (heads["unit_id"].to_numpy() == people.units["unit_id"]).all()
    assert (heads["status"] == "pns").all()
    assert (heads["years_of_service"] >= 4).all()
    led = heads["jabatan"].str.startswith(("Kepala", "Sekretaris", "Lurah", "Inspektur", "Camat"))
    assert led.all()
    functional = heads["job_type"] == "fungsional"
    assert (
        heads.loc[functional, "jabatan"]
        .str.startswith(("Kepala SD", "Kepala SMP", "Kepala TK", "Kepala Puskesmas", "Kepala Instalasi"))
        .all()
    )
    assert (heads.loc[~functional, "job_type"] == "struktural").all()


def test_every_rater_chain_ends_at_the_top(people: Population, o: pd.DataFrame) -> None:
    rater = o["rater_id"].to_numpy()
    assert (rater == -1).sum() == 1
    top = int(np.flatnonzero(rater == -1)[0])
    assert o["jabatan"].iloc[top] == "Sekretaris Daerah"
    at = np.arange(N)
    for _ in range(3):  # member, head of unit, head of agency, sekda
        at = np.where(at == top, top, rater[at])
    assert (at == top).all()
    member = ~o["officer_id"].isin(people.units["head_id"]) & ~o["officer_id"].isin(
        people.agencies["head_id"]
    )
    head_of = people.units["head_id"].to_numpy()[o["unit_id"]]
    assert (rater[member] == head_of[member]).all()
    assert (rater[people.units["head_id"]] == people.units["superior_id"]).all()
    assert (
        people.agencies["head_id"].to_numpy()[people.units["agency_id"]] == people.units["superior_id"]
    ).all()
    assert (o.groupby("unit_id").size().to_numpy() == people.units["n_officers"]).all()


@pytest.mark.parametrize("city", ["medan", "bandung", "salatiga", "rangkui"])
def test_no_post_at_a_level_that_it_does_not_have(city: str) -> None:
    """An Analis Kebijakan is always Ahli, a Pemadam Kebakaran never: planners see that at once."""
    officers = draw_population(city, 11).officers
    posts = set(officers["jabatan"].astype("str"))
    skilled, expert = ("Pemula", "Terampil", "Mahir", "Penyelia"), ("Ahli ",)
    for names, levels in ((EXPERTS_ONLY, skilled), (SKILLED_ONLY, expert)):
        wrong = {
            post for post in posts for name in names if post.startswith(tuple(f"{name} {x}" for x in levels))
        }
        assert not wrong
    assert "Analis Kebijakan Ahli Pertama" in posts
    assert ("Pemadam Kebakaran Terampil" in posts) == (city != "rangkui")  # no such agency there
