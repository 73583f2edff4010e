"""Schemes on a sheet, broken or only untidy: faults by sheet, row and column; untidiness is read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from simkinerja.schemes.layout import BANDS, INDICATORS, TOP
from simkinerja.schemes.read import load_scheme, scan_scheme
from simkinerja.schemes.write import save_scheme

SCHEME = load_scheme("seimbang")
HEADS = {slot.key: slot.heading for slot in (*TOP, *BANDS, *INDICATORS)}
Edit = Callable[[Any, "Sheet"], None]


class Sheet:
    """The cells of the written workbook by the names of fields."""

    def __init__(self, book: Any) -> None:
        self.book, self.sheet = book, book["Skema"]
        self.rows = {str(self.sheet.cell(i, 1).value): i for i in range(1, self.sheet.max_row + 1)}
        self.bands, self.head = self.rows["PREDIKAT"] + 1, self.rows["INDIKATOR"] + 1

    def top(self, key: str) -> Any:
        heading = next(slot.heading for slot in TOP if slot.key == key)
        return self.sheet.cell(self.rows[heading], 2)

    def band(self, row: int, key: str) -> Any:
        return self._in(self.bands, row, next(slot.heading for slot in BANDS if slot.key == key))

    def one(self, row: int, key: str) -> Any:
        return self._in(self.head, row, next(slot.heading for slot in INDICATORS if slot.key == key))

    def _in(self, head: int, row: int, heading: str) -> Any:
        column = next(j for j in range(1, 60) if self.sheet.cell(head, j).value == heading)
        return self.sheet.cell(head + row, column)


@pytest.fixture
def book(tmp_path: Path) -> Sheet:
    return Sheet(openpyxl.load_workbook(save_scheme(SCHEME, tmp_path / "asal.xlsx")))


def saved(book: Sheet, folder: Path) -> Path:
    path = folder / "s.xlsx"
    book.book.save(path)
    return path


def _set(cell: Any, value: Any) -> str:
    cell.value = value
    return str(cell.coordinate)


BROKEN: dict[str, tuple[Callable[[Sheet], str], str]] = {
    # an edit that returns the cell at fault, and the code of the fault
    "text for a number": (lambda s: _set(s.one(1, "target"), "banyak"), "scheme_number"),
    "two numbers": (lambda s: _set(s.one(1, "target"), "36 atau 40"), "scheme_number"),
    "infinite": (lambda s: _set(s.one(1, "target"), "inf"), "scheme_number"),
    "not a number": (lambda s: _set(s.one(1, "target"), "NaN"), "scheme_number"),
    "target zero": (lambda s: _set(s.one(2, "target"), 0), "scheme_target"),
    "target blank": (lambda s: _set(s.one(2, "target"), None), "scheme_target"),
    "weight negative": (lambda s: _set(s.one(3, "weight"), -1), "yaml_value"),
    "reliability in percent": (lambda s: _set(s.one(3, "reliability"), 90), "scheme_part"),
    "code blank": (lambda s: _set(s.one(4, "code"), None), "scheme_cell_missing"),
    "label blank": (lambda s: _set(s.one(4, "label"), None), "scheme_cell_missing"),
    "code with signs": (lambda s: _set(s.one(4, "code"), "pengaduan!"), "scheme_code"),
    "code twice": (lambda s: _set(s.one(6, "code"), "mutu"), "scheme_duplicate_code"),
    "parent unknown": (lambda s: _set(s.one(4, "parent"), "muttu"), "scheme_parent_unknown"),
    "own parent": (lambda s: _set(s.one(4, "parent"), "pengaduan"), "scheme_loop"),
    "level not whole": (lambda s: _set(s.one(4, "level"), 1.5), "yaml_value"),
    "level wrong": (lambda s: _set(s.one(4, "level"), 2), "scheme_level"),
    "unknown direction": (lambda s: _set(s.one(1, "direction"), "nail"), "scheme_word"),
    "unknown channel": (lambda s: _set(s.one(1, "channel"), "WhatsApp"), "scheme_word"),
    "unknown status": (lambda s: _set(s.one(1, "basis.status"), "Perwal"), "scheme_word"),
    "source blank": (lambda s: _set(s.one(1, "basis.source"), None), "scheme_cell_missing"),
    "dimension without sign": (lambda s: _set(s.one(1, "dimension"), "kehadiran 0,4"), "scheme_pairs"),
    "dimension unknown": (lambda s: _set(s.one(1, "dimension"), "kerajinan = 1"), "scheme_word"),
    "dimension twice": (
        lambda s: _set(s.one(1, "dimension"), "kehadiran = 0,5\nkehadiran = 0,5"),
        "scheme_pair_twice",
    ),
    "dimension sum": (lambda s: _set(s.one(1, "dimension"), "kehadiran = 0,4"), "scheme_dimension"),
    "scope without sign": (lambda s: _set(s.one(1, "scope"), "Dinas Kesehatan"), "scheme_pairs"),
    "category without points": (
        lambda s: (
            _set(s.one(1, "normalise.method"), "kategori"),
            _set(s.one(1, "normalise.categories"), "baik = bagus"),
        )[1],
        "scheme_number",
    ),
    "band overlap": (lambda s: _set(s.band(2, "upper"), 120), "scheme_band_overlap"),
    "band hole": (lambda s: _set(s.band(2, "upper"), 100), "scheme_band_hole"),
    "band predikat": (lambda s: _set(s.band(2, "predikat"), "Cukup"), "scheme_word"),
    "band pay": (lambda s: _set(s.band(2, "pay"), "separuh"), "scheme_number"),
    "title blank": (lambda s: _set(s.top("title"), None), "scheme_cell_missing"),
    "code of the scheme": (lambda s: _set(s.top("code"), "1 skema"), "scheme_code"),
    "coverage": (lambda s: _set(s.top("rules.coverage"), "sebagian"), "scheme_number"),
    "automatic": (lambda s: _set(s.top("consequence.automatic"), "mungkin"), "scheme_flag"),
    "method": (lambda s: _set(s.top("rules.aggregate.method"), "rata rata saja"), "scheme_word"),
    "heading misspelt": (lambda s: _set(s.one(0, "weight"), "Bobott"), "scheme_heading"),
    "heading twice": (lambda s: _set(s.one(0, "target"), "Bobot"), "header_duplicate"),
    "heading of the top misspelt": (
        lambda s: _set(s.sheet.cell(s.rows["Judul"], 1), "Judull"),
        "scheme_heading",
    ),
    "formula never computed": (lambda s: _set(s.one(1, "target"), "=1+1"), "formula_uncached"),
    "row without a name": (
        lambda s: (_set(s.one(4, "code"), None), _set(s.one(4, "label"), None))[0].replace("A", "C"),
        "scheme_row",
    ),
}


@pytest.mark.parametrize("name", sorted(BROKEN))
def test_broken_sheet(name: str, book: Sheet, tmp_path: Path) -> None:
    edit, code = BROKEN[name]
    at = edit(book)
    _, problems = scan_scheme(saved(book, tmp_path))
    codes = [one.code for one in problems]
    assert code in codes, [one.sentence for one in problems]
    one = problems[codes.index(code)]
    assert one.place.sheet == "Skema"
    if one.place.row is not None:
        assert f"{one.place.column}{one.place.row}" == at
    else:
        assert name == "title blank"
        assert one.place.field == "Judul"
    for each in problems:
        _one_sentence(each.sentence)
    if name not in {"heading twice", "heading of the top misspelt", "formula never computed"}:
        assert codes == [code], [each.sentence for each in problems]


def _one_sentence(text: str) -> None:
    assert text.startswith("s.xlsx"), text
    assert text.rstrip().endswith((".", "?")), text
    assert "\n" not in text, text
    assert "YAML" not in text, text
    for word in ("Traceback", "Error", "pydantic", "indicators.", "rules."):
        assert word not in text, text


def test_several_faults_at_once(book: Sheet, tmp_path: Path) -> None:
    places = {
        _set(book.one(1, "target"), "banyak"): "scheme_number",
        _set(book.one(3, "channel"), "surat"): "scheme_word",
        _set(book.one(5, "target"), 0): "scheme_target",
        _set(book.band(2, "upper"), 120): "scheme_band_overlap",
        _set(book.top("rules.digits"), 9): "yaml_value",
    }
    _, problems = scan_scheme(saved(book, tmp_path))
    found = {f"{one.place.column}{one.place.row}": one.code for one in problems}
    assert found == places


def test_nearest_word_is_offered(book: Sheet, tmp_path: Path) -> None:
    _set(book.one(1, "direction"), "nail")
    _, problems = scan_scheme(saved(book, tmp_path))
    assert "Maksud Anda 'naik'?" in problems[0].sentence


# -- not broken, only untidy ------------------------------------------------------------------------


def decimal_commas(s: Sheet) -> None:
    for i in range(1, 8):
        for key in ("weight", "target", "reliability"):
            cell = s.one(i, key)
            cell.value = str(cell.value).replace(".", ",")


def blank_rows_and_columns(s: Sheet) -> None:
    s.sheet.insert_rows(s.head + 3, 2)
    s.sheet.insert_rows(s.bands + 2)
    s.sheet.insert_rows(1, 4)
    s.sheet.insert_cols(1, 2)


def other_case_and_order(s: Sheet) -> None:
    rows = s.sheet.iter_rows(min_row=s.head, max_row=s.head + 7, max_col=len(INDICATORS))
    table = [[cell.value for cell in row][::-1] for row in rows]
    table[0] = [f" {text} ".upper() for text in table[0]]
    for i, row in enumerate(table):
        for j, value in enumerate(row):
            s.sheet.cell(s.head + i, j + 1).value = value


def keys_for_headings(s: Sheet) -> None:
    for j, slot in enumerate(INDICATORS, start=1):
        s.sheet.cell(s.head, j).value = slot.key
    for slot in TOP:
        s.sheet.cell(s.rows[slot.heading], 1).value = slot.key


def keywords_for_words(s: Sheet) -> None:
    for i in range(1, 8):
        for key in ("direction", "months", "channel", "basis.status"):
            cell = s.one(i, key)
            cell.value = str(getattr(SCHEME.indicators[i - 1], key, None) or "assumed").upper()


def remarks(s: Sheet) -> None:
    last = s.head + 9
    s.sheet.cell(last, 2).value = "Jumlah"
    s.sheet.cell(last, 7).value = 100
    s.sheet.cell(last + 3, 45).value = "Ditetapkan di Medan"


def hidden_rows(s: Sheet) -> None:
    s.sheet.row_dimensions[s.head + 2].hidden = True
    s.sheet.column_dimensions["G"].hidden = True


def another_sheet(s: Sheet) -> None:
    other = s.book.create_sheet("Rapat")
    other.append(["Hadir", "Nama"])
    other.append(["ya", "Bagian Umum"])


def a_copy_beside_it(s: Sheet) -> None:
    s.book.copy_worksheet(s.sheet).title = "Skema lama"


def another_name(s: Sheet) -> None:
    s.sheet.title = "Usulan 2026"


def guide_deleted(s: Sheet) -> None:
    del s.book["Petunjuk"]


def blank_column_with_heading(s: Sheet) -> None:
    s.sheet.cell(s.head, len(INDICATORS) + 2).value = "Paraf"


def merged_title(s: Sheet) -> None:
    row = s.rows["Judul"]
    s.sheet.merge_cells(start_row=row, end_row=row, start_column=2, end_column=4)


UNTIDY = (
    decimal_commas,
    blank_rows_and_columns,
    other_case_and_order,
    keys_for_headings,
    keywords_for_words,
    remarks,
    hidden_rows,
    another_sheet,
    a_copy_beside_it,
    another_name,
    guide_deleted,
    blank_column_with_heading,
    merged_title,
)


@pytest.mark.parametrize("edit", UNTIDY, ids=lambda edit: edit.__name__)
def test_untidy_is_read_as_the_same(edit: Callable[[Sheet], None], book: Sheet, tmp_path: Path) -> None:
    edit(book)
    scheme, problems = scan_scheme(saved(book, tmp_path))
    assert [one.sentence for one in problems] == []
    assert scheme == SCHEME


def test_merged_cells_do_not_say_whose_they_are(book: Sheet, tmp_path: Path) -> None:
    first, last = book.one(2, "weight").coordinate, book.one(4, "weight").coordinate
    book.sheet.merge_cells(f"{first}:{last}")
    _, problems = scan_scheme(saved(book, tmp_path))
    assert [one.code for one in problems] == ["cells_merged"]
    assert f"{first}:{last}" in problems[0].sentence


def test_two_schemes_in_one_file(book: Sheet, tmp_path: Path) -> None:
    book.book.copy_worksheet(book.sheet).title = "Usulan B"
    book.sheet.title = "Usulan A"
    _, problems = scan_scheme(saved(book, tmp_path))
    assert [one.code for one in problems] == ["scheme_sheet_several"]
    assert "'Usulan A', 'Usulan B'" in problems[0].sentence


@pytest.mark.parametrize(
    "rows", [[], [["Nama", "Bobot"], ["Hadir", 1]], [["a"]], [["Kode", "Nama", "NIP"], [1, 2, 3]]]
)
def test_no_scheme_on_any_sheet(rows: list[list[Any]], tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(tmp_path / "s.xlsx")
    _, problems = scan_scheme(tmp_path / "s.xlsx")
    assert [one.code for one in problems] == ["scheme_sheet_missing"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"PK\x03\x04", "zip_damaged"),
        (b"PK" + b"\x00" * 500, "zip_damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "zip_damaged"),
        (b"%PDF-1.7", "scheme_type"),
        (b"\x89PNG\r\n\x1a\n", "scheme_type"),
        (b"<html><table><tr><td>Kode</td></tr></table></html>", "file_html"),
        (b"", "file_empty"),
        (b"bukan tabel", "scheme_sheet_missing"),
    ],
)
def test_no_workbook(data: bytes, code: str, tmp_path: Path) -> None:
    (tmp_path / "s.xlsx").write_bytes(data)
    _, problems = scan_scheme(tmp_path / "s.xlsx")
    assert [one.code for one in problems] == [code]


def test_the_sheet_saved_as_csv(book: Sheet, tmp_path: Path) -> None:
    """Excel in Indonesian writes semicolons and decimal commas."""
    import csv

    path = tmp_path / "s.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, delimiter=";")
        for row in book.sheet.iter_rows(values_only=True):
            cells = ["" if cell is None else cell for cell in row]
            writer.writerow(
                [str(cell).replace(".", ",") if isinstance(cell, float) else cell for cell in cells]
            )
    scheme, problems = scan_scheme(path)
    assert [one.sentence for one in problems] == []
    assert scheme == SCHEME


def test_lists_and_explanations_are_in_the_workbook(book: Sheet) -> None:
    rules = book.sheet.data_validations.dataValidation
    lists = {rule.formula1 for rule in rules if rule.type == "list"}
    assert len(lists) >= 10
    assert all(rule.prompt for rule in rules)
    guide = {str(cell.value) for row in book.book["Petunjuk"].iter_rows() for cell in row if cell.value}
    assert {slot.heading for slot in (*TOP, *BANDS, *INDICATORS)} <= guide


def test_the_sheet_saved_as_ods(book: Sheet, tmp_path: Path) -> None:
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import Table, TableCell, TableRow
    from odf.text import P

    document = OpenDocumentSpreadsheet()
    table = Table(name="Skema")
    for row in book.sheet.iter_rows(values_only=True):
        line = TableRow()
        for value in row:
            if isinstance(value, int | float):
                cell = TableCell(valuetype="float", value=repr(value))
            else:
                cell = TableCell(valuetype="string")
                for text in str(value or "").split("\n"):
                    cell.addElement(P(text=text))
            line.addElement(cell)
        table.addElement(line)
    document.spreadsheet.addElement(table)
    document.save(str(tmp_path / "s.ods"))
    scheme, problems = scan_scheme(tmp_path / "s.ods")
    assert [one.sentence for one in problems] == []
    assert scheme == SCHEME
