"""No bytes make a reader raise anything but InputError."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from simkinerja.errors import InputError, Problem
from simkinerja.files.tables import read_tables


def quiet(examples: int) -> settings:
    """Settings of a test that writes files: no deadline on a shared machine."""
    silent = [HealthCheck.function_scoped_fixture]
    return settings(max_examples=examples, suppress_health_check=silent)


CSV = b'Judul\n\nNo;Layanan;U1;Saran\n1;KTP;3;"a ""b""\nc"\n2;Akta;4;\xc3\xa9\nJumlah;;7;\n'
PIECES = [
    b";",
    b",",
    b'"',
    b'""',
    b"\n",
    b"\r",
    b"\r\n",
    b"\t",
    b"|",
    b"a",
    b"3",
    b"\xff",
    b"\x00",
    b"\xc3\xa9",
    b" ",
    b"sep=;",
    b"\xef\xbb\xbf",
    b"No",
    b"Jumlah",
    b"\xc2\xa0",
    b"8123456789",
    b"<html",
    b"PK\x03\x04",
]


def problems_of(path: Path) -> tuple[Problem, ...]:
    """Read, look at every table, and return the problems of a refused file."""
    try:
        found = read_tables(path)
    except InputError as error:
        return error.problems
    for table in found:
        assert len(table.rows) == len(table.row_numbers) > 0
        assert len(table.header) == len(table.letters) == table.rows.shape[1]
    return ()


def attempt(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    for problem in problems_of(path):
        assert problem.sentence
        assert problem.place.file == path.name


def changed(data: bytes, changes: list[tuple[float, int, int]]) -> bytes:
    """Change, take out or put in bytes at relative positions."""
    for share, kind, byte in changes:
        at = int(share * len(data))
        data = data[:at] + (b"" if kind == 0 else bytes([byte])) + data[at + (kind != 2) :]
    return data


CHANGES = st.lists(
    st.tuples(st.floats(0, 0.999), st.integers(0, 2), st.integers(0, 255)), min_size=1, max_size=6
)


@quiet(300)
@example(data=b"\x00\n\x01\n,")
@example(data=b"sep=;\n")
@example(data=b"\xef\xbb\xbf\xef\xbb\xbf")
@given(data=st.one_of(st.binary(max_size=300), st.lists(st.sampled_from(PIECES), max_size=60).map(b"".join)))
def test_any_text(data: bytes, tmp_path: Path) -> None:
    attempt(tmp_path / "acak.csv", data)


@quiet(200)
@given(changes=CHANGES)
def test_changed_csv(changes: list[tuple[float, int, int]], tmp_path: Path) -> None:
    attempt(tmp_path / "ubah.csv", changed(CSV, changes))


class Books(dict[str, bytes]):
    """Sound workbooks by format; a failing test prints their names, not their bytes."""

    def __repr__(self) -> str:
        return f"Books({', '.join(self)})"


@pytest.fixture(scope="module")
def books() -> Books:
    """One small workbook of each format, by the usual libraries."""
    import openpyxl
    import xlwt
    from odf import opendocument, table, text

    rows = [["No", "Layanan", "U1", "U2"], *[[i, "KTP", i % 4 + 1, 3.5] for i in range(1, 9)]]
    made = Books()
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.active.merge_cells("B3:B5")
    book.save(out)
    made["xlsx"] = out.getvalue()
    old, out = xlwt.Workbook(), io.BytesIO()
    sheet = old.add_sheet("Data")
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            sheet.write(r, c, value)
    old.save(out)
    made["xls"] = out.getvalue()
    document, out = opendocument.OpenDocumentSpreadsheet(), io.BytesIO()
    page = table.Table(name="Data")
    for row in rows:
        line = table.TableRow()
        for value in row:
            cell = table.TableCell(valuetype="string")
            cell.addElement(text.P(text=str(value)))
            line.addElement(cell)
        page.addElement(line)
    document.spreadsheet.addElement(page)
    document.write(out)
    made["ods"] = out.getvalue()
    return made


@quiet(60)
@given(form=st.sampled_from(["xlsx", "xls", "ods"]), changes=CHANGES, keep=st.floats(0.3, 1))
def test_changed_workbook(
    form: str, changes: list[tuple[float, int, int]], keep: float, books: Books, tmp_path: Path
) -> None:
    data = changed(books[form], changes)
    attempt(tmp_path / f"ubah.{form}", data[: int(len(data) * keep)] if keep < 0.6 else data)


PARTS: dict[str, tuple[str, ...]] = {
    "xlsx": ("xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"),
    "ods": ("content.xml", "META-INF/manifest.xml"),
}


@quiet(80)
@given(form=st.sampled_from(["xlsx", "ods"]), which=st.integers(0, 3), changes=CHANGES)
def test_changed_part_in_a_sound_archive(
    form: str,
    which: int,
    changes: list[tuple[float, int, int]],
    books: Books,
    tmp_path: Path,
) -> None:
    """The zip and its checksums are right, the XML inside is not: this reaches the parsers."""
    part = PARTS[form][which % len(PARTS[form])]
    attempt(tmp_path / f"isi.{form}", repacked(books[form], part, lambda body: changed(body, changes)))


@quiet(60)
@given(changes=CHANGES)
def test_changed_records_of_an_old_workbook(
    changes: list[tuple[float, int, int]], books: Books, tmp_path: Path
) -> None:
    """Only bytes of the workbook stream: the container stays sound."""
    data = books["xls"]
    body = changed(data[512:3500], [(share, 1, byte) for share, _, byte in changes])
    attempt(tmp_path / "rekaman.xls", data[:512] + body + data[3500:])


def repacked(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            body = old.read(entry)
            new.writestr(entry, change(body) if entry.filename == part else body)
    return out.getvalue()


def test_the_unchanged_books_are_read(books: Books, tmp_path: Path) -> None:
    for form, data in books.items():
        path = tmp_path / f"utuh.{form}"
        path.write_bytes(data)
        (table,) = read_tables(path)
        assert len(table.rows) == 8
        assert table.header == ("No", "Layanan", "U1", "U2")
