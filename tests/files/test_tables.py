"""Office tables as they come: what is read, with which places, and what is left out."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simkinerja.errors import InputError
from simkinerja.files.numbers import parse_numbers
from simkinerja.files.tables import RawTable, read_tables, scan_tables

Write = Callable[..., Path]
HEADER = ["No", "Layanan", "U1", "U2", "U3"]
ROWS = [["1", "KTP", "3", "4", "2"], ["2", "Akta", "4", "", "3"], ["3", "KTP", "2", "2", "1"]]


def cells(table: RawTable) -> list[list[str | None]]:
    return [
        [value if isinstance(value, str) else None for value in row] for row in table.rows.to_numpy().tolist()
    ]


PLAIN = [[cell or None for cell in row] for row in ROWS]


def text(separator: str = ";", newline: str = "\n") -> str:
    return newline.join(separator.join(row) for row in [HEADER, *ROWS]) + newline


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_every_separator_encoding_and_line_end(
    separator: str, encoding: str, newline: str, text_file: Write
) -> None:
    (table,) = read_tables(text_file(text(separator, newline), encoding=encoding))
    assert table.header == tuple(HEADER)
    assert table.letters == ("A", "B", "C", "D", "E")
    assert (table.header_row, table.row_numbers.tolist(), table.sheet) == (1, [2, 3, 4], None)
    assert cells(table) == PLAIN
    assert table.row_numbers.dtype == np.int64
    assert all(str(dtype) == "str" for dtype in table.rows.dtypes)
    assert list(table.rows.columns) == [0, 1, 2, 3, 4]


def test_title_row_padded_with_fewer_separators_is_not_the_header(text_file: Write) -> None:
    rows = [["1", "Persyaratan", "3,2", "B"], ["2", "Waktu", "2,9", "B"]]
    lines = ["LAPORAN SKM;;", ";;", "No;Unsur;NRR;Mutu", *(";".join(row) for row in rows)]
    (table,) = read_tables(text_file("\n".join(lines)))
    assert table.header == ("No", "Unsur", "NRR", "Mutu")
    assert cells(table) == rows


def test_a_table_of_nothing_but_means_is_data(text_file: Write) -> None:
    (table,) = read_tables(text_file("Unsur;U1;U2\nNRR;3,2;3,3\n"))
    assert cells(table) == [["NRR", "3,2", "3,3"]]
    (table,) = read_tables(text_file("Nomor;U1;U2\n1;3;4\n2;3;3\nNRR;3;3,5\n"))
    assert cells(table) == [["1", "3", "4"], ["2", "3", "3"]]


def test_told_separator_and_decimal_comma(text_file: Write) -> None:
    (table,) = read_tables(text_file("sep=;\nunsur;nrr\nPersyaratan;3,125\nProsedur;3,5\n"))
    assert cells(table) == [["Persyaratan", "3,125"], ["Prosedur", "3,5"]]
    assert (table.header_row, table.row_numbers.tolist()) == (2, [3, 4])


def test_decimal_comma_does_not_win_over_the_semicolon(text_file: Write) -> None:
    (table,) = read_tables(text_file("a;b;c\n1,5;2,5;3,5\n1,5;2,5;3,5\n1,5;2,5;3,5\n"))
    assert cells(table)[0] == ["1,5", "2,5", "3,5"]


def test_titles_blank_rows_and_columns_footer(text_file: Write) -> None:
    (table,) = read_tables(
        text_file(
            "LAPORAN SKM;;;;;\nTriwulan I;;;;;\n;;;;;\nNo;;Layanan;U1;U2;\n1;;KTP;3;4;\n;;;;;\n2;;Akta;4;4;\n"
            "Jumlah;;;7;8;\nNRR;;;3,5;4;\n;;;;;\n;;;Salatiga, 3 Januari 2024;;\n;;;Kepala Dinas;;\n"
        )
    )
    assert table.preamble == ("LAPORAN SKM", "Triwulan I")
    assert (table.header, table.letters, table.header_row) == (
        ("No", "Layanan", "U1", "U2"),
        ("A", "C", "D", "E"),
        4,
    )
    assert cells(table) == [["1", "KTP", "3", "4"], ["2", "Akta", "4", "4"]]
    assert table.row_numbers.tolist() == [5, 7]
    assert table.summary_numbers.tolist() == [8, 9, 11, 12]
    assert table.summary[2].tolist()[:2] == ["7", "3,5"]


def test_short_records_are_padded_and_a_signature_after_a_gap_is_left_out(text_file: Write) -> None:
    (table,) = read_tables(
        text_file(
            "LAPORAN\n\nNo;Layanan;U1;U2\n1;KTP;3\n2;Akta;4;4\n\n;;Salatiga, 3 Januari 2024\n;;Kepala\n"
        )
    )
    assert table.preamble == ("LAPORAN",)
    assert cells(table) == [["1", "KTP", "3", None], ["2", "Akta", "4", "4"]]
    assert table.row_numbers.tolist() == [4, 5]
    assert table.summary_numbers.tolist() == [7, 8]


def test_subtotal_in_the_middle_is_not_data(text_file: Write) -> None:
    rows = "".join(f"{i};KTP;{i % 4 + 1}\n" for i in range(1, 7))
    (table,) = read_tables(text_file(f"No;Layanan;U1\n{rows}Sub total;;12\n7;Akta;3\n"))
    assert table.summary_numbers.tolist() == [8]
    assert len(table.rows) == 7


def test_quoted_line_ends_keep_the_line_numbers(text_file: Write) -> None:
    (table,) = read_tables(text_file('No;Saran;U1\n1;"baris\nkedua ""dikutip""; ya";3\n\n2;biasa;4\n'))
    assert cells(table) == [["1", 'baris\nkedua "dikutip"; ya', "3"], ["2", "biasa", "4"]]
    assert table.row_numbers.tolist() == [2, 5]
    assert str(table.place(1, 2)) == "tabel.csv, baris 5, kolom C"


def test_repeated_header_rows_are_left_out(text_file: Write) -> None:
    page = "No;Layanan;U1;U2;U3\n1;KTP;3;4;2\n2;Akta;4;4;3\n"
    (table,) = read_tables(text_file(page + "DINAS;;;;\n" + page))
    assert len(table.rows) == 4
    assert table.row_numbers.tolist() == [2, 3, 6, 7]


def test_header_over_two_rows_and_numbering_row(text_file: Write) -> None:
    (table,) = read_tables(
        text_file("No;Layanan;Nilai unsur;;\n;;U1;U2;U3\n(1);(2);(3);(4);(5)\n1;KTP;3;4;2\n2;Akta;1;2;3\n")
    )
    assert table.header == ("No", "Layanan", "U1", "U2", "U3")
    assert (table.header_row, table.row_numbers.tolist()) == (2, [4, 5])


def test_two_groups_with_the_same_names_are_told_apart(workbook: Write) -> None:
    rows = [
        ["No", "Kepentingan", None, "Kinerja", None],
        [None, "U1", "U2", "U1", "U2"],
        [1, 3, 4, 2, 2],
        [2, 3, 3, 3, 3],
    ]
    (table,) = read_tables(workbook({"S": rows}, {"S": ["A1:A2", "B1:C1", "D1:E1"]}))
    assert table.header == ("No", "Kepentingan / U1", "Kepentingan / U2", "Kinerja / U1", "Kinerja / U2")


def test_form_export_with_whole_questions(text_file: Write) -> None:
    question = '"Bagaimana pendapat Saudara, tentang kesesuaian persyaratan?"'
    (table,) = read_tables(
        text_file(f"Timestamp,{question},Saran\n2024/01/02 8:00:01,Sangat mudah,\n2024/01/02,Mudah,ok\n")
    )
    assert table.header[1] == question.strip('"')
    assert cells(table)[0] == ["2024/01/02 8:00:01", "Sangat mudah", None]


def test_cells_of_a_workbook_as_text(workbook: Write) -> None:
    stamp = datetime.datetime(2024, 1, 2, 8, 5)
    rows = [
        ["Tanggal", "Jam", "U1", "U2", "Ya", "Catatan"],
        [datetime.date(2024, 1, 2), stamp, 3, 3.5, True, " x\u00a0"],
    ]
    (table,) = read_tables(workbook({"Data": rows}))
    assert cells(table) == [["2024-01-02", "2024-01-02 08:05:00", "3", "3.5", "TRUE", "x"]]
    assert table.sheet == "Data"


def test_several_sheets_cover_and_empty_ones(workbook: Write) -> None:
    data = [HEADER, *ROWS]
    tables = read_tables(
        workbook({"Sampul": [["LAPORAN"], ["2024"]], "TW I": data, "Kosong": [], "TW II": data})
    )
    assert [table.sheet for table in tables] == ["TW I", "TW II"]
    assert [note for note in tables[0].notes if "Sampul" in note]
    assert [note for note in tables[0].notes if "Kosong" in note]


def test_merged_title_header_and_service(workbook: Write) -> None:
    rows = [
        ["SURVEI", None, None],
        ["No", "Layanan", "U1"],
        [1, "KTP", 3],
        [2, None, 4],
        [3, "Akta", 2],
        [None, None, None],
    ]
    (table,) = read_tables(workbook({"S": rows}, {"S": ["A1:C1", "B3:B4"]}))
    assert table.rows[1].tolist() == ["KTP", "KTP", "Akta"]
    assert "1 sel gabungan diisikan ke setiap barisnya." in table.notes


def test_the_official_form_of_the_regulation(workbook: Write) -> None:
    """Lampiran PermenPANRB 14/2017: two header rows, numbers of columns, sums, legend below and beside."""
    elements = [f"U{i}" for i in range(1, 10)]
    legend = [[None, "No.", "Unsur"], [None, "U1", "Persyaratan"], [None, "U2", "Prosedur"]]
    rows = [
        ["PENGOLAHAN INDEKS KEPUASAN MASYARAKAT PER RESPONDEN"],
        ["UNIT PELAYANAN", ": Dinas Dukcapil"],
        ["TLP.", ": 0298 123456"],
        [],
        ["NO. RESPONDEN", "NILAI UNSUR PELAYANAN"],
        [None, *elements, *legend[0]],
        [*range(1, 11)],
        *[[i, *[3] * 9, *(legend[i] if i < 3 else [])] for i in range(1, 9)],
        ["ΣNilai /Unsur", *[24] * 9],
        ["NRR / unsur", *[3] * 9],
        ["NRR tertbg/ unsur", *[0.333] * 9, "*)", 3],
        ["IKM Unit pelayanan", *[None] * 8, 75],
        [],
        ["Keterangan :"],
        ["- U1 s.d. U9", "= Unsur-unsur pelayanan"],
        ["No.", "UNSUR PELAYANAN", "NILAI RATA-RATA"],
        ["U1", "Persyaratan", 3],
        ["U2", "Prosedur", 3],
    ]
    (table,) = read_tables(workbook({"IKM": rows}, {"IKM": ["A1:J1", "A5:A6", "B5:J5"]}))
    assert table.header[:10] == ("NO. RESPONDEN", *elements)
    assert table.row_numbers.tolist() == list(range(8, 16))
    assert cells(table)[0][:3] == ["1", "3", "3"]
    assert table.summary[0].tolist()[:4] == [
        "ΣNilai /Unsur",
        "NRR / unsur",
        "NRR tertbg/ unsur",
        "IKM Unit pelayanan",
    ]
    assert table.summary[9].tolist()[3] == "75"
    assert any("di samping tabel" in note for note in table.notes)


def test_services_whose_names_begin_like_a_footer_stay(text_file: Write) -> None:
    (table,) = read_tables(text_file("Layanan;U1;U2\nKTP;3;4\nSumber Daya Air;3;3\nCatatan Sipil;4;4\n"))
    assert table.rows[0].tolist() == ["KTP", "Sumber Daya Air", "Catatan Sipil"]


def test_formula_outside_the_table_is_no_fault(workbook: Write) -> None:
    rows = [["No", "Layanan", "U1"], [1, "KTP", 3], [2, "Akta", 4], ["Jumlah", None, "=SUM(C2:C3)"]]
    (table,) = read_tables(workbook({"S": rows}))
    assert len(table.rows) == 2


def test_suffix_does_not_matter(workbook: Write) -> None:
    path = workbook({"S": [HEADER, *ROWS]}, name="tabel.csv.xlsx")
    renamed = path.rename(path.with_name("tabel.csv"))
    assert read_tables(renamed)[0].sheet == "S"


def test_faults_beside_the_tables(text_file: Write) -> None:
    tables, problems = scan_tables(text_file("No;U1;U1\n1;3;4\n2;3;4;9\n"))
    assert [problem.code for problem in problems] == ["row_too_long", "header_duplicate"]
    assert len(tables[0].rows) == 2


def test_every_fault_of_a_text_at_once(text_file: Write) -> None:
    with pytest.raises(InputError) as caught:
        read_tables(text_file('No;U1;U2\n1;3;4;5\n2;5 "x";3\n3;\x07;2\n4;"buka;3\n5;1;1;1\n'))
    found = {(problem.code, problem.place.row) for problem in caught.value.problems}
    assert found == {
        ("row_too_long", 2),
        ("quote_stray", 3),
        ("text_control", 4),
        ("quote_open", 5),
        ("row_too_long", 6),
    }


def test_missing_file_folder_and_name_that_cannot_be(tmp_path: Path) -> None:
    for path, code in ((tmp_path / "x.csv", "file_missing"), (tmp_path, "file_folder")):
        with pytest.raises(InputError) as caught:
            read_tables(path)
        assert caught.value.codes == (code,)
    with pytest.raises(InputError) as caught:
        read_tables(tmp_path / "a\0b")
    assert caught.value.codes == ("file_unreadable",)


def test_too_large_file_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from simkinerja.files import container

    path = tmp_path / "besar.csv"
    path.write_bytes(b"a;b\n1;2\n")
    monkeypatch.setattr(container, "MAX_BYTES", 4)
    monkeypatch.setattr(Path, "read_bytes", lambda _: pytest.fail("opened"))
    with pytest.raises(InputError) as caught:
        read_tables(path)
    assert caught.value.codes == ("file_too_large",)


WORDS = st.text(alphabet="abcdefghij KLM'()é/-.", min_size=1, max_size=12).map(lambda t: f"x{t.strip()}y")
CELLS = st.one_of(
    st.integers(1, 4).map(str),
    WORDS,
    st.sampled_from(['a;b,c|d\te "f"', "dua\nbaris", "", "3,75", "Sangat mudah"]),
)


@st.composite
def tables(draw: st.DrawFn) -> list[list[str]]:
    width = draw(st.integers(2, 7))
    rows = draw(st.lists(st.lists(CELLS, min_size=width - 1, max_size=width - 1), min_size=3, max_size=12))
    return [
        [f"kolom {'abcdefg'[j]}" for j in range(width)],
        *[[f"R{i:03}", *row] for i, row in enumerate(rows)],
    ]


def quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if any(char in cell for char in ';,|\t"\n') else cell


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=tables(),
    separator=st.sampled_from(";,\t|"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
    newline=st.sampled_from(["\n", "\r\n"]),
)
def test_round_trip_of_any_table(
    rows: list[list[str]], separator: str, encoding: str, newline: str, text_file: Write
) -> None:
    typed = newline.join(separator.join(quoted(cell) for cell in row) for row in rows)
    typed = typed.replace("dua\nbaris", "dua" + newline + "baris")
    (table,) = read_tables(text_file(typed, encoding=encoding))
    kept = [int("ABCDEFG".index(letter)) for letter in table.letters]
    assert table.header == tuple(rows[0][j] for j in kept)
    assert [d.by for d in table.dropped] == ["look"] * (len(rows[0]) - len(kept))
    assert cells(table) == [[row[j] or None for j in kept] for row in rows[1:]]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(values=st.lists(st.integers(100, 400).map(lambda n: n / 100), min_size=2, max_size=9))
def test_decimal_styles_give_the_same_numbers(values: list[float], text_file: Write, workbook: Write) -> None:
    names = [f"Unsur ke-{chr(97 + i)}" for i in range(len(values))]
    comma = "".join(f"{n};{v:.2f}\n".replace(".", ",") for n, v in zip(names, values, strict=True))
    point = "".join(f"{n},{v:.2f}\n" for n, v in zip(names, values, strict=True))
    paths = [
        text_file("unsur;nrr\n" + comma, "a.csv"),
        text_file("unsur,nrr\n" + point, "b.csv"),
        workbook({"S": [["unsur", "nrr"], *[list(pair) for pair in zip(names, values, strict=True)]]}),
    ]
    for path in paths:
        read, failed = parse_numbers(read_tables(path)[0].rows[1], 1, 4)
        assert not failed.any()
        pd.testing.assert_series_equal(read, pd.Series(values), check_names=False)
