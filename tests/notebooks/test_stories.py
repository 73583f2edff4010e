"""What the lessons say in words holds in the shipped data; when the data change, these say what to mend."""

import ast
from pathlib import Path

import pytest

from simkinerja import classroom as kelas
from simkinerja.classroom.answers import HONEST_LEVEL, UNSURE, check_honest_label
from simkinerja.classroom.truth_record import RECORDS
from simkinerja.population.ratings import RatingModel
from simkinerja.rules import skm

FOLDER = Path(__file__).parents[2] / "notebooks" / "sumber"


def value(name: str, book: str) -> str:
    """The text of an assignment in a lesson's source."""
    for node in ast.walk(ast.parse((FOLDER / f"{book}.py").read_text(encoding="utf-8"))):
        if (
            isinstance(node, ast.Assign)
            and isinstance(node.targets[0], ast.Name)
            and node.targets[0].id == name
        ):
            return ast.unparse(node.value)
    raise AssertionError(f"{book}: no {name}")


def test_00_the_list_names_a_generous_boss() -> None:
    assert "load_people('bandung')" in value("pegawai", "00_mulai_di_sini")
    people = kelas.load_people("bandung")
    assert "'Dinas Perhubungan'" in value("calon", "00_mulai_di_sini")
    table = people[people.agency == "Dinas Perhubungan"]
    named = kelas.best(table, "nilai", 10)
    raters = kelas.by_rater(table, named)
    top = named.head(3)
    assert top.nilai.idxmax() == top.true_practice.idxmax(), "dengan tiga orang hasilnya tampak meyakinkan"
    first, others = raters.iloc[0], raters[raters.pegawai >= 5].iloc[1:]
    assert first["nama di daftar"] > 5, "sebagian besar daftar"
    assert (first["rata-rata nilai"] > others["rata-rata nilai"] + 3).all(), "jauh lebih tinggi"
    assert (abs(first["kinerja sebenarnya"] - others["kinerja sebenarnya"]) < 0.4).all(), "hampir sama"
    assert kelas.count_right(table, "nilai", 10) <= 4
    assert kelas.count_right(table, "perkara", 10) > kelas.count_right(table, "nilai", 10)


def test_00_what_a_distance_of_one_means_and_which_study_says_so() -> None:
    people = kelas.load_people("bandung")
    assert abs((people.true_practice < 1).mean() - 5 / 6) < 0.04, "lima dari enam pegawai"
    assert abs(people.true_practice.mean()) < 0.1
    model = RatingModel.published()
    assert 0.53 <= model.rater <= 0.62
    assert 0.21 <= model.ratee <= 0.25


def test_01_raters_differ_in_their_marks_and_not_in_their_people() -> None:
    people = kelas.load_people("salatiga")
    assert 1 / 3 < kelas.rater_share(people.nilai, people.penilai) < 0.5, "lebih dari sepertiga"
    assert kelas.rater_share(people.true_practice, people.penilai) < 0.02, "tidak berbeda"
    caught = {by: kelas.agreement(people, by, "true_practice", 20).caught for by in ("nilai", "perkara")}
    assert caught["nilai"] < caught["perkara"] < 10, "lebih banyak orang, tetapi belum separuhnya"
    wide = {by: kelas.agreement(people, by, "true_practice", 100).caught / 100 for by in ("nilai", "perkara")}
    assert wide["perkara"] > caught["perkara"] / 20
    assert abs(wide["nilai"] - caught["nilai"] / 20) < 0.1, "naik pun belum tentu"


def test_01_units_in_order_of_quality_are_not_in_order_of_their_index() -> None:
    units = kelas.unit_records("salatiga")
    assert len(units) == 24
    assert abs(units.ikm.corr(units.true_quality)) < 0.1, "hampir nol"


def test_04_the_closing_sentence_holds(answers: object) -> None:
    unit = int(value("kantor", "04_suara_warga").split("== ")[1].rstrip("]"))
    office = answers[answers.unit_id == unit]
    prose = " ".join((FOLDER / "04_suara_warga.py").read_text(encoding="utf-8").replace("\n# ", " ").split())
    ikm = str(skm.round_half_up(kelas.exact_index(office))).replace(".", ",")
    chances = kelas.letter_chances(office).set_index("huruf").peluang
    assert f"IKM kami {ikm} dari {len(office)} responden, huruf B menurut aturan" in prose
    assert f"peluangnya B {chances['B']} dan C {chances['C']}" in prose
    matrix = kelas.answers_of(office)
    assert max(kelas.compute_luck(matrix, 400, 0).shares.values()) < 0.9, "jumlah itu tidak ada di panel"
    assert max(kelas.compute_luck(matrix, 210, 0).shares.values()) < 0.9, "210 pun belum pasti"
    assert kelas.compute_luck(matrix, 60, 100).shares["A"] > 0.5, "kapan menjadi A"


def test_01_records_lie_as_far_from_the_truth_as_the_text_says() -> None:
    people = kelas.load_people("salatiga")
    assert len(people) > 1000, "seribu lebih pegawai"
    r = {label: people[column].corr(people.true_practice) for label, column in RECORDS.items()}
    assert r["kehadiran"] < r["nilai atasan"] < r["perkara selesai"]
    assert kelas.agreement(people, "nilai", "true_practice", 20).caught <= 8
    pns = people[people.status == "pns"]
    assert pns.nip.str[12:14].astype(int).between(13, 16).all()


@pytest.fixture(scope="module")
def answers() -> object:
    assert "load_responses('salatiga')" in value("semua", "04_suara_warga")
    return kelas.load_responses("salatiga")


def test_04_the_office_has_a_b_that_is_luck(answers: object) -> None:
    unit = int(value("kantor", "04_suara_warga").split("== ")[1].rstrip("]"))
    office = answers[answers.unit_id == unit]
    units = kelas.load_units("salatiga").set_index("unit_id")
    assert units.service[unit] == "Kartu pencari kerja"
    assert skm.letter(kelas.exact_index(office)) == "B"
    shares = kelas.compute_luck(kelas.answers_of(office), 60, 0).shares
    assert 0.5 < shares["B"] < 0.8
    assert shares["B"] + shares["C"] > 0.98
    assert check_honest_label(UNSURE, office).ok
    assert f"{HONEST_LEVEL:.0%}" in (FOLDER / "04_suara_warga.py").read_text(encoding="utf-8")
    picked = kelas.compute_luck(kelas.answers_of(office), 60, 60).shares
    assert picked["B"] > 0.95, "hurufnya hampir pasti naik"


def test_04_each_program_shows_its_fault(answers: object) -> None:
    unit = int(value("tetangga", "04_suara_warga").split("== ")[1].rstrip("]"))
    table = kelas.program_results(answers[answers.unit_id == unit]).set_index("program")
    assert 83.31 < table.ikm["Aturan"] < 88.30
    assert table.mutu["Aturan"] == "B"
    assert table.mutu["Program 3"] == "A"
    assert table.ikm.round(2).nunique() == 3
    assert abs(table.ikm["Program 1"] - table.ikm["Program 2"]) > 0.2


def test_every_exercise_can_be_solved_by_its_hint(answers: object) -> None:
    table = kelas.load_people("bandung")
    table = table[table.agency == "Dinas Perhubungan"]
    assert kelas.check_wrongly_named(10 - kelas.count_right(table, "nilai", 10), table, "nilai", 10).ok
    assert kelas.check_right_share(kelas.count_right(table, "perkara", 20) / 20, table, "perkara", 20).ok
    people = kelas.load_people("salatiga")
    nip = people[people.status == "pns"].nip.iloc[0]
    assert kelas.check_month_field(int(nip[12:14]), nip).ok
    gaps = kelas.gap_by_rater(people, "nilai", rater="penilai")
    assert kelas.check_rater_gap(round(gaps.iloc[-1], 2), people, "nilai", gaps.index[-1]).ok
    assert kelas.check_closest_record("perkara selesai", people).ok
    assert kelas.check_sample_size(skm.sample_size_krejcie_morgan(450), visitors=450).ok
    unit = int(value("tetangga", "04_suara_warga").split("== ")[1].rstrip("]"))
    right = {"Program 1": "kosong", "Program 2": "bobot", "Program 3": "batas"}
    assert kelas.check_programs(right, answers[answers.unit_id == unit]).ok
