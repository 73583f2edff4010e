"""A bad file gets all its faults at once, by row and column, without repeating what could name a person."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from simkinerja.cli import app
from simkinerja.errors import InputError, UsageError
from simkinerja.rules.skm import ELEMENTS
from simkinerja.survey import read_survey

GOOD = [3] * 9


def faults(path: Path, **options) -> list:
    with pytest.raises(InputError) as caught:
        read_survey(path, **options)
    return list(caught.value.problems)


def test_every_faulty_cell_is_named_once(write, codes) -> None:
    rows = [codes, GOOD, [5, 3, 3, 0, 3, 3, "3,5", 3, 3], GOOD, [3, "Mantap", 3, 3, 3, 3, 3, 3, "netral"]]
    found = faults(write(rows * 1))
    assert [(p.code, p.place.row, p.place.column) for p in found] == [
        ("survey_not_1_to_4", 3, "A"),
        ("survey_not_1_to_4", 3, "D"),
        ("survey_not_1_to_4", 3, "G"),
        ("survey_word", 5, "B"),
        ("survey_word", 5, "I"),
    ]
    assert "'netral'" in found[-1].sentence


def test_what_could_be_a_name_or_number_is_not_repeated(write, codes) -> None:
    secret = ["Siti Aminah", "198604022010011003", "081234567890", "siti@contoh.invalid"]
    rows = [codes, *[GOOD] * 30, [*secret, 3, 3, 3, 3, 3]]
    text = "\n".join(p.sentence for p in faults(write(rows)))
    assert not any(word in text for word in ("Siti", "Aminah", "1986", "0812", "contoh.invalid"))


def test_a_near_miss_is_answered_with_the_nearest_known_word(write, codes) -> None:
    found = faults(write([codes, *[GOOD] * 5, ["tidk mudah", *GOOD[1:]]]))
    assert "Maksud Anda 'tidak mudah'" in found[0].sentence


def test_missing_and_empty_elements(write, codes) -> None:
    found = faults(write([codes[:8], GOOD[:8]]))
    assert [p.code for p in found] == ["survey_element_missing"]
    assert "--tanpa sarana" in found[0].sentence
    found = faults(write([codes, *[[3, 3, 3, None, 3, 3, 3, 3, 3]] * 3]))
    assert [p.code for p in found] == ["survey_element_empty"]
    assert "--tanpa biaya" in found[0].sentence


def test_an_element_left_out_on_purpose(write, codes) -> None:
    survey = read_survey(write([codes[:8], *[GOOD[:8]] * 3]), absent=["sarana"])
    assert len(survey.elements) == 8
    with pytest.raises(UsageError, match="tanpa"):
        read_survey(write([codes[:8], GOOD[:8]]), absent=["gedungnya bagus sekali apa"])


def test_a_longer_scale_is_said_first(write, codes) -> None:
    found = faults(write([codes, *[[5, 4, 5, 4, 3, 5, 4, 4, 5]] * 20]))
    assert found[0].code == "survey_long_scale"
    assert "sampai 5" in found[0].sentence
    assert len(found) == 1 + 20 * 4


def test_a_stray_five_is_no_longer_scale(write, codes) -> None:
    found = faults(write([codes, [5, *GOOD[1:]], *[GOOD] * 2]))
    assert [p.code for p in found] == ["survey_not_1_to_4"]
    found = faults(write([codes, *[[5, *GOOD[1:]]] * 20]))  # one question alone is a slip of that column
    assert {p.code for p in found} == {"survey_not_1_to_4"}


def test_fourteen_elements_and_transposed_tables(write) -> None:
    assert faults(write([[f"U{k}" for k in range(1, 15)], *[[3] * 14] * 3]))[0].code == "survey_fourteen"
    names = [key.capitalize() for key in ELEMENTS]
    turned = [["Unsur", "Warga A", "Warga B", "Warga C"], *[[name, 3, 4, 3] for name in names]]
    assert faults(write(turned))[0].code == "survey_transposed"


def test_a_column_of_five_steps_is_refused_cell_by_cell(write, codes) -> None:
    words = ["Tidak puas", "Kurang puas", "Cukup puas", "Puas", "Sangat puas"]
    found = faults(write([codes, *[[word, *GOOD[1:]] for word in words]]))
    assert {p.code for p in found} == {"survey_five_steps"}
    assert len(found) == 5


def test_unknown_columns_sheets_and_options(write, codes) -> None:
    path = write([codes, *[GOOD] * 3])
    assert faults(path, service="Loket")[0].code == "survey_column_unknown"
    assert faults(path, sheet="Data")[0].code == "survey_sheet_unknown"
    with pytest.raises(UsageError, match="semester"):
        read_survey(path, span="smester")


def test_faults_of_a_table_of_nrr(write) -> None:
    names = [key.capitalize() for key in ELEMENTS]
    table = [["Unsur", "NRR"], *[[name, "3,21"] for name in names]]
    assert {p.code for p in faults(write([*table[:-1], ["Sarana", "83,5"]]))} == {"survey_nrr_scale"}
    assert {p.code for p in faults(write([*table[:-1], ["Sarana", "9,9"]]))} == {"survey_nrr"}
    assert {p.code for p in faults(write([*table, ["Sarana", "3,3"]]))} == {"survey_nrr_twice"}
    assert {p.code for p in faults(write([*table[:-1], ["Maklumat", "3,3"]]))} >= {"survey_nrr_unknown"}


def test_sums_without_a_name_are_no_respondents(write, codes) -> None:
    people = [[3, 4, 3, 2, 3, 4, 3, 3, 4], [4, 4, 3, 3, 3, 4, 4, 3, 4], [3, 3, 3, 3, 3, 3, 3, 3, 2]] * 5
    sums = [sum(p[k] for p in people) for k in range(9)]
    means = [f"{s / 15:.2f}".replace(".", ",") for s in sums]
    weighted = [f"{s / 15 * 0.111:.3f}".replace(".", ",") for s in sums]
    alone = [None] * 8 + [f"{sum(sums) / 15 / 9 * 25:.2f}".replace(".", ",")]
    survey = read_survey(write([codes, *people, sums, means, weighted, alone]))
    assert survey.n == 15
    # a sum that is wrong is a faulty row, not a footer
    wrong = [s + 9 for s in sums]
    assert {p.place.row for p in faults(write([codes, *people, wrong]))} == {17}


def test_command_line_exit_code_and_no_output(write, codes, tmp_path: Path) -> None:
    path = write([codes, *[[9, 9, *GOOD[2:]]] * 150])
    target = tmp_path / "hasil"
    done = CliRunner().invoke(app, ["skm", str(path), "--keluaran", str(target)])
    assert done.exit_code == 2
    assert not target.exists()
    assert done.stdout == ""
    assert "300 kesalahan; tidak ada hasil" in done.stderr
    assert done.stderr.count("baris ") == 300


def test_a_terminal_is_not_flooded(write, codes, monkeypatch, capsys) -> None:
    from simkinerja.cli.common import tell

    problems = faults(write([codes, *[[9, 9, *GOOD[2:]]] * 150]))
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    tell(InputError(problems))
    shown = capsys.readouterr().err
    assert shown.count("baris ") == 200
    assert "100 lagi; semuanya: tambahkan 2> kesalahan.txt" in shown


def test_repeated_elements_are_told_apart_by_the_column_that_does(write) -> None:
    names = [key.capitalize() for key in ELEMENTS]
    rows = [
        [place, name, nrr] for place, nrr in (("Gedung A", "3,21"), ("Gedung B", "3,41")) for name in names
    ]
    report = read_survey(write([["Tempat", "Unsur", "NRR"], *rows]))
    assert [row.label for row in report.rows] == ["Gedung A", "Gedung B"]


def test_services_of_one_year_are_services_and_of_two_years_carry_the_year(write, codes) -> None:
    rows = [["Dinas A", 2023, *["3,21"] * 9], ["Dinas B", 2023, *["3,41"] * 9]]
    report = read_survey(write([["Unit Kerja", "Tahun", *codes], *rows]))
    assert [(row.label, row.kind) for row in report.rows] == [("Dinas A", "layanan"), ("Dinas B", "layanan")]
    report = read_survey(write([["Unit Kerja", "Tahun", *codes], *rows, ["Dinas A", 2024, *["3,51"] * 9]]))
    assert [row.label for row in report.rows] == ["Dinas A (2023)", "Dinas B (2023)", "Dinas A (2024)"]


def test_faults_of_the_file_and_of_the_answers_come_together(write, codes) -> None:
    """One row too long and two wrong answers elsewhere: three faults, and none twice."""
    found = faults(write([codes, GOOD, [*GOOD[:8], 7], [*GOOD, 9], ["Mantap", *GOOD[1:]]]))
    assert [(p.code, p.place.row, p.place.column) for p in found] == [
        ("row_too_long", 4, None),
        ("survey_not_1_to_4", 3, "I"),
        ("survey_word", 5, "A"),
    ]


def workbook_with_broken_summary(path: Path, codes: list[str], *, broken_survey: bool) -> Path:
    import openpyxl

    book = openpyxl.Workbook()
    data = book.active
    data.title = "Data"
    for row in [codes, *[GOOD] * 20]:
        data.append(row)
    summary = book.create_sheet("Rekap")
    for row in [["Uraian", "Nilai"], ["a", "x"], ["b", "=Data!A2"]]:
        summary.append(row)
    if broken_survey:
        data["B3"] = "=A3"
    book.save(path)
    return path


def test_a_broken_side_sheet_does_not_stop_the_survey(tmp_path: Path, codes) -> None:
    survey = read_survey(workbook_with_broken_summary(tmp_path / "a.xlsx", codes, broken_survey=False))
    assert survey.n == 20
    assert any("'Rekap'" in note and "tidak dipakai" in note for note in survey.notes)
    found = faults(workbook_with_broken_summary(tmp_path / "b.xlsx", codes, broken_survey=True))
    assert [(p.place.sheet, p.place.row, p.place.column) for p in found] == [("Data", 3, "B")]
