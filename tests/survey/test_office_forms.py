"""Forms that offices really use, each of which once gave (or could give) a wrong number without a word."""

from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest

from simkinerja.errors import InputError
from simkinerja.evaluate import evaluate_skm
from simkinerja.rules.skm import ELEMENTS
from simkinerja.survey import read_survey
from simkinerja.survey.words import read_words

NAMES = [key.capitalize() for key in ELEMENTS]
PEOPLE = [[3, 4, 3, 2, 3, 4, 3, 3, 4], [4, 4, 3, 3, 3, 4, 4, 3, 4], [3, 3, 3, 3, 1, 3, 3, 3, 2]] * 4


def nrr(path: Path, **options) -> list[Fraction]:
    return list(evaluate_skm(read_survey(path, **options)).whole.nrr.values())


def faults(path: Path, **options) -> list:
    with pytest.raises(InputError) as caught:
        read_survey(path, **options)
    return list(caught.value.problems)


def means(people: list[list[int]]) -> list[Fraction]:
    return [Fraction(sum(p[k] for p in people), len(people)) for k in range(9)]


def test_questions_on_corruption_are_no_elements(write) -> None:
    extra = [
        "Tidak ada pelayanan di luar prosedur",
        "Tidak ada imbalan uang atau fasilitas",
        "IPAK biaya tambahan",
    ]
    path = write([[*NAMES, *extra], *[[*p, 1, 1, 1] for p in PEOPLE]])
    assert nrr(path) == means(PEOPLE)
    assert any("anti-korupsi" in note for note in read_survey(path).notes)


def test_a_second_series_of_numbers_is_left_out_or_refused(write, codes) -> None:
    five = [f"A{k}" for k in range(1, 6)]
    path = write([[*codes, *five], *[[*p, 1, 1, 1, 1, 1] for p in PEOPLE]])
    assert nrr(path) == means(PEOPLE)
    assert any("'A1' (kolom J)" in note for note in read_survey(path).notes)
    nine = [f"P{k}" for k in range(1, 10)]
    rival = write([[*codes, *nine], *[[*p, *[1] * 9] for p in PEOPLE]], "dua.csv")
    assert [p.code for p in faults(rival)] == ["survey_two_series"]


def test_a_whole_series_beats_a_column_that_happens_to_name_an_element(write, codes) -> None:
    path = write([["Waktu tunggu (jam)", *codes], *[[1, *p] for p in PEOPLE]])
    assert nrr(path) == means(PEOPLE)


def test_expectations_are_neither_answers_nor_services(write) -> None:
    header = [f"{name} layanan (kinerja)" for name in NAMES] + [f"{name} layanan (harapan)" for name in NAMES]
    survey = read_survey(write([header, *[[*p, *[4, 3] * 4, 4] for p in PEOPLE]]))
    assert survey.services == ()
    assert list(evaluate_skm(survey).whole.nrr.values()) == means(PEOPLE)


def test_one_question_is_read_on_the_ladder_of_the_whole_form() -> None:
    form = ["Sangat tidak puas", "Tidak puas", "Puas", "Sangat puas"]
    assert dict(read_words(form[1:], whole=form).values) == {"Tidak puas": 2, "Puas": 3, "Sangat puas": 4}
    assert read_words(form[1:]).unsettled == ("Tidak puas",)
    assert dict(read_words(["B"], whole=["SB", "KB"]).values) == {"B": 3}
    assert read_words(["B", "C"]).letters == ("B", "C")
    assert read_words(["B"], whole=["Sangat baik"]).unknown == ("B",)


@pytest.mark.parametrize("text", ["x", "X", "?", "√", "Tidak ada pengaduan", "None", "😍"])
def test_a_sign_that_can_mean_two_things_is_a_fault(write, codes, text) -> None:
    found = faults(write([codes, *PEOPLE, [text, *PEOPLE[0][1:]]]))
    assert [(p.place.row, p.place.column) for p in found] == [(14, "A")]


@pytest.mark.parametrize("text", ["-", "–", ".", "tidak diisi", "N/A"])
def test_a_sign_for_no_answer_is_not_counted(write, codes, text) -> None:
    survey = read_survey(write([codes, *PEOPLE, [text, *PEOPLE[0][1:]]]))
    assert survey.frame["persyaratan"].count() == len(PEOPLE)
    assert survey.n == len(PEOPLE) + 1


def test_nothing_there_is_no_answer_about_the_fee(write) -> None:
    rows = [[*p[:7], "Tidak ada", p[8]] for p in PEOPLE]
    assert nrr(write([NAMES, *rows]))[7] == 1
    rows = [[*p[:3], "Tidak ada", *p[4:]] for p in PEOPLE]
    assert {p.code for p in faults(write([NAMES, *rows]))} == {"survey_unclear"}


@pytest.mark.parametrize(
    "text",
    ["Sangat baik = 4", "4 (Sangat baik)", "Nilai 4", "Very good", "4 - Sangat Baik", "SB"],
)
def test_more_ways_to_say_four(write, text) -> None:
    assert nrr(write([NAMES, *[[text] * 9] * 3])) == [4] * 9


def test_letters_are_read_as_printed_on_the_form_and_said_so(write, codes) -> None:
    path = write([codes, *[["a", "b", "c", "d", "d", "c", "b", "a", "d"]] * 3])
    assert nrr(path) == [1, 2, 3, 4, 4, 3, 2, 1, 4]
    assert any("a = 1" in note for note in read_survey(path).notes)


def test_the_second_header_row_of_an_export_is_nobody(write, codes) -> None:
    assert read_survey(write([codes, ["Response"] * 9, *PEOPLE])).n == len(PEOPLE)


def book(path: Path, **sheets) -> Path:
    file = openpyxl.Workbook()
    file.remove(file.active)
    for name, rows in sheets.items():
        page = file.create_sheet(name)
        for row in rows:
            page.append(row)
    file.save(path)
    return path


def test_a_sheet_that_gathers_the_others_is_not_counted_twice(tmp_path, codes) -> None:
    a, b = PEOPLE[:5], [[2, *p[1:]] for p in PEOPLE[5:]]
    path = book(tmp_path / "a.xlsx", Semua=[codes, *a, *b], Gigi=[codes, *a], Umum=[codes, *b])
    survey = read_survey(path)
    assert (survey.n, survey.services) == (12, ("Gigi", "Umum"))
    path = book(tmp_path / "b.xlsx", Semua=[codes, *a, *b, [1] * 9], Gigi=[codes, *a], Umum=[codes, *b])
    assert read_survey(path).n == 13
    alike = [[4] * 9] * 6  # two services where everybody is content are two services
    assert read_survey(book(tmp_path / "c.xlsx", Gigi=[codes, *alike], Umum=[codes, *alike])).n == 12


def test_a_sheet_that_is_left_out_is_named(tmp_path, codes) -> None:
    path = book(
        tmp_path / "a.xlsx",
        Data=[codes, *PEOPLE],
        Lain=[["Nama barang", "Banyak"], ["Meja", 3], ["Kursi", 8]],
    )
    assert any("'Lain'" in note for note in read_survey(path).notes)


def counted(people: list[list[int]]) -> list[list[int]]:
    return [[sum(p[k] == level for p in people) for level in (1, 2, 3, 4)] for k in range(9)]


def test_tables_of_counts(write, codes) -> None:
    words = ["Tidak Baik", "Kurang Baik", "Baik", "Sangat Baik"]
    down = [["Unsur", *words, "Jumlah"], *[[n, *c, 12] for n, c in zip(NAMES, counted(PEOPLE), strict=True)]]
    result = evaluate_skm(read_survey(write(down)))
    assert list(result.whole.nrr.values()) == means(PEOPLE)
    assert (result.whole.n, result.whole.probability) == (12, None)
    columns = list(zip(*counted(PEOPLE), strict=True))
    across = [["Jawaban", *codes], *[[level, *c] for level, c in zip((1, 2, 3, 4), columns, strict=True)]]
    assert nrr(write(across)) == means(PEOPLE)
    assert nrr(write(across), order="sarana-dulu")[7] == means(PEOPLE)[8]


def test_tables_of_counts_with_faults(write) -> None:
    words = ["Tidak Baik", "Kurang Baik", "Baik", "Sangat Baik"]
    rows = [[name, *row] for name, row in zip(NAMES, counted(PEOPLE), strict=True)]
    bad = [rows[0], ["Prosedur", "12,5", "10", "20", "57,5"], *rows[2:]]
    assert {(p.code, p.place.row) for p in faults(write([["Unsur", *words], *bad]))} == {
        ("survey_answer_count", 3)
    }
    assert [p.code for p in faults(write([["Unsur", *words], *rows[:8]]))] == ["survey_element_missing"]
    four = [[name, 1, 2, 3, 4] for name in NAMES]
    assert [p.code for p in faults(write([["Unsur", *words], *four]))] == ["survey_counts_or_answers"]
    twice = faults(write([["Unsur", *words], *rows, rows[0]]))
    assert [p.code for p in twice] == ["survey_nrr_twice"]


def test_four_respondents_are_no_table_of_counts(write, codes) -> None:
    rows = [[k, *p] for k, p in enumerate(PEOPLE[:4], 1)]
    assert read_survey(write([["No", *codes], *rows])).n == 4
    rows[2][3] = 33
    assert [p.code for p in faults(write([["No", *codes], *rows]))] == ["survey_not_1_to_4"]


def test_a_table_on_its_side_is_turned_where_that_is_safe(write) -> None:
    sums = [sum(p[k] for p in PEOPLE) for k in range(9)]
    rows = [[name, *[p[k] for p in PEOPLE], sums[k]] for k, name in enumerate(NAMES)]
    header = ["Unsur", *[f"Resp {k}" for k in range(1, 13)], "Jumlah"]
    survey = read_survey(write([header, *rows]))
    assert survey.n == 12
    assert list(evaluate_skm(survey).whole.nrr.values()) == means(PEOPLE)
    numbered = write([["No", "Unsur", *range(1, 13)], *[[k, *row[:-1]] for k, row in enumerate(rows, 1)]])
    assert (read_survey(numbered).n, nrr(numbered)) == (12, means(PEOPLE))
    doubtful = write([[*header[:13], "Lain"], *rows])  # a column that nobody can explain
    assert [p.code for p in faults(doubtful)] == ["survey_transposed"]


def test_names_above_answers_on_their_side_are_not_repeated(write) -> None:
    rows = [[name, *["Baik", "Sangat baik", "Baik"]] for name in NAMES]
    found = faults(write([["Unsur", "Agus Wijaya", "Siti Aminah", "Rina"], *rows]))
    assert [p.code for p in found] == ["survey_transposed"]
    assert "Agus" not in found[0].sentence


def test_a_tidy_table_with_units_and_years(write) -> None:
    values = {
        ("Dinas A", 2023): "3,1",
        ("Dinas B", 2023): "3,2",
        ("Dinas A", 2024): "3,3",
        ("Dinas B", 2024): "3,6",
    }
    rows = [[year, unit, name, value] for (unit, year), value in values.items() for name in NAMES]
    report = read_survey(write([["tahun", "perangkat_daerah", "unsur", "nilai"], *rows]))
    assert [row.label for row in report.rows] == [f"{unit} ({year})" for unit, year in values]
    assert {row.nrr["waktu"] for row in report.rows} == {
        Fraction(v.replace(",", ".")) for v in values.values()
    }


def test_percentages_of_one_answer_are_no_nrr(write) -> None:
    rows = [[name, "55", "41", "4"] for name in NAMES]
    assert faults(write([["Unsur", "Sangat Baik", "Baik", "Kurang Baik"], *rows]))


def test_a_code_that_belongs_to_another_element_is_said(write) -> None:
    header = [f"U{k} {name}" for k, name in enumerate(NAMES, 1)]
    assert not any("sejalan" in note for note in read_survey(write([header, *PEOPLE])).notes)
    header[2:4] = ["U3 Biaya", "U4 Waktu"]
    survey = read_survey(write([header, *PEOPLE]))
    assert any("'U3 Biaya', 'U4 Waktu'" in note for note in survey.notes)
    assert survey.frame["biaya"].tolist() == [p[2] for p in PEOPLE]


@pytest.mark.parametrize(("mark", "wanted"), [("ya", True), ("tidak", False)])
def test_synthetic_data_says_so(write, codes, mark, wanted) -> None:
    survey = read_survey(write([[*codes, "sintetis"], *[[*p, mark] for p in PEOPLE]]))
    assert survey.synthetic is wanted
    assert evaluate_skm(survey).synthetic is wanted
    table = [["Unsur", "NRR", "sintetis"], *[[name, "3,2", mark] for name in NAMES]]
    assert evaluate_skm(read_survey(write(table))).synthetic is wanted


def test_headers_of_plain_numbers(write) -> None:
    path = write([["No", *range(1, 10)], *[[k, *p] for k, p in enumerate(PEOPLE, 1)]])
    assert nrr(path) == means(PEOPLE)
    rows = [[name, *c] for name, c in zip(NAMES, counted(PEOPLE), strict=True)]
    assert nrr(write([["Unsur", 1, 2, 3, 4], *rows])) == means(PEOPLE)
    report = read_survey(write([["Unsur", 2023, 2024], *[[name, "3,1", "3,25"] for name in NAMES]]))
    assert [(row.label, row.kind) for row in report.rows] == [("2023", "periode"), ("2024", "periode")]


def test_a_question_about_what_to_improve_does_not_turn_the_table(write, codes) -> None:
    rows = [[name, *p] for name, p in zip(NAMES, PEOPLE[:9], strict=True)]
    survey = read_survey(write([["Yang perlu diperbaiki", *codes], *rows, *rows]))
    assert survey.n == 18


def test_the_official_form_with_its_legend_beside_the_sums(write) -> None:
    sums = [sum(p[k] for p in PEOPLE) for k in range(9)]
    blank = [None] * 10
    rows = [
        ["PENGOLAHAN DATA SURVEI KEPUASAN MASYARAKAT", *blank[1:]],
        blank,
        ["NO. URUT", "NILAI UNSUR PELAYANAN", *blank[2:]],
        ["RESP", *[f"U{k}" for k in range(1, 10)]],
        list(range(1, 11)),
        *[[k, *p] for k, p in enumerate(PEOPLE, 1)],
        ["Jml nilai/unsur", *sums],
        ["NRR/unsur", *[f"{s / 12:.3f}".replace(".", ",") for s in sums]],
        ["Keterangan :", *blank[2:], None],
        ["- U1 s.d. U9", "= Unsur pelayanan", *blank[5:], "U1", "Persyaratan", "3,2"],
        ["- NRR", "= Nilai rata-rata", *blank[5:], "U2", "Prosedur", "3,2"],
        ["Mutu Pelayanan :", *blank[1:]],
        ["A (Sangat Baik) : 88,31 - 100,00", *blank[1:]],
    ]
    survey = read_survey(write(rows))
    assert survey.n == 12
    assert list(evaluate_skm(survey).whole.nrr.values()) == means(PEOPLE)


def test_the_mean_of_all_units_is_no_unit(write, codes) -> None:
    rows = [[f"Unit {k}", *[f"3,{k}"] * 9] for k in (1, 3, 6)]
    report = read_survey(write([["Unit layanan", *codes], *rows, ["Kabupaten Contoh", *["3,333"] * 9]]))
    assert [row.label for row in report.rows] == ["Unit 1", "Unit 3", "Unit 6"]
    report = read_survey(write([["Unit layanan", *codes], *rows, ["Unit lain", *["3,4"] * 9]]))
    assert len(report.rows) == 4
    table = [["Unsur", "KTP", "KK", "Rata-rata"], *[[name, "3,1", "3,4", "3,25"] for name in NAMES]]
    assert [row.label for row in read_survey(write(table)).rows] == ["KTP", "KK"]


def test_a_file_that_says_one_is_best_is_refused(write) -> None:
    header = [f"{name} (1=Sangat Baik, 4=Tidak Baik)" for name in NAMES]
    assert [p.code for p in faults(write([header, *PEOPLE]))] == ["survey_reversed"]
    header = [f"{name} (1 = Sangat Tidak Baik, 4 = Sangat Baik)" for name in NAMES]
    assert nrr(write([header, *PEOPLE])) == means(PEOPLE)


def test_how_many_hours_is_no_answer_about_time(write) -> None:
    path = write([[*NAMES, "Berapa lama waktu tunggu Anda (jam)?"], *[[*p, 1] for p in PEOPLE]])
    assert nrr(path) == means(PEOPLE)


def test_the_column_of_nrr_among_others(write) -> None:
    rows = [[name, 310, "3,10", "0,344", "Baik"] for name in NAMES]
    assert (
        nrr(write([["Unsur", "Nilai Unsur", "NRR", "NRR Tertimbang", "Kategori"], *rows]))
        == [Fraction(31, 10)] * 9
    )
    rows = [[name, "3,5", "3,10", 89] for name in NAMES]
    assert nrr(write([["Unsur", "Target", "Realisasi", "Capaian (%)"], *rows])) == [Fraction(31, 10)] * 9


def test_a_row_of_weights_is_nobody(write, codes) -> None:
    rows = [[k, *p] for k, p in enumerate(PEOPLE, 1)]
    assert read_survey(write([["No", *codes], *rows, ["Bobot", *["0,111"] * 9]])).n == 12
