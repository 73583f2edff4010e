"""L7: a data set of one's own as files: a workbook with questions, and the tables as CSV."""

from __future__ import annotations

import re
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from simkinerja.evaluate.assignment import LESSONS

if TYPE_CHECKING:
    import pandas as pd

    from simkinerja.evaluate.assignment import Assignment

__all__ = ["NOTICE", "assignment_files", "file_stem"]

NOTICE: Final = (
    "DATA SINTETIS: semua orang, unit, dan catatan di sini buatan komputer; tidak satu pun milik orang nyata."
)
_HOW: Final = (
    "Isi kolom 'jawaban' di lembar Tugas, simpan, lalu serahkan buku kerja ini. Kolom lain jangan diubah.",
    "Desimal boleh ditulis dengan koma. Arti setiap kolom ada di lembar Kamus.",
)
_UNSAFE: Final = re.compile(r"[^a-z0-9]+")


def file_stem(made: Assignment) -> str:
    """Return the beginning of the file names: lesson and seed, in letters that every system takes.

    Examples
    --------
    >>> from simkinerja.evaluate.assignment import make_assignment
    >>> file_stem(make_assignment("12", "NIM 24/01"))
    'tugas_12_nim-24-01'
    """
    return f"tugas_{made.lesson}_{_UNSAFE.sub('-', made.seed).strip('-') or 'benih'}"


def assignment_files(made: Assignment) -> dict[str, bytes]:
    """Return file names and contents; nothing in them comes from the answers.

    Examples
    --------
    >>> from simkinerja.evaluate.assignment import make_assignment
    >>> list(assignment_files(make_assignment("12", "2401234")))[:2]
    ['tugas_12_2401234.xlsx', 'tugas_12_2401234_log_loket_sintetis.csv']
    """
    stem = file_stem(made)
    tables = {**made.tables, "kamus": made.dictionary}
    files = {f"{stem}.xlsx": _workbook(made)}
    for name, table in tables.items():
        files[f"{stem}_{name}_sintetis.csv"] = table.to_csv(index=False, lineterminator="\n").encode()
    return files


def _workbook(made: Assignment) -> bytes:
    import xlsxwriter

    stream = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, options) as book:
        book.set_properties({"title": f"Tugas {made.lesson}", "created": datetime(2025, 11, 1)})
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        first = book.add_worksheet("SINTETIS")
        first.set_column(0, 0, 100)
        head = f"Tugas pelajaran {made.lesson}. {LESSONS[made.lesson]}. Benih: {made.seed}"
        for row, text in enumerate((NOTICE, head, made.scene, *_HOW)):
            first.write_string(row, 0, text, bold if row < 2 else wrap)
        _questions(book.add_worksheet("Tugas"), made, bold, wrap)
        _sheet(book.add_worksheet("Kamus"), made.dictionary, bold)
        for name, table in made.tables.items():
            _sheet(book.add_worksheet(name.capitalize()), table, bold)
    return stream.getvalue()


def _questions(page: Any, made: Assignment, bold: Any, wrap: Any) -> None:
    heads = (
        ("kode", 6),
        ("pertanyaan", 70),
        ("satuan", 26),
        ("jawaban", 14),
        ("pelajaran", 13),
        ("benih", 16),
    )
    for at, (name, width) in enumerate(heads):
        page.set_column(at, at, width)
        page.write_string(0, at, name, bold)
    for row, one in enumerate(made.questions, 1):
        for at, text in enumerate((one.code, one.text, one.unit)):
            page.write_string(row, at, text, wrap)
        page.write_string(row, 4, f"pelajaran {made.lesson}", wrap)
        page.write_string(row, 5, made.seed, wrap)


def _sheet(page: Any, table: pd.DataFrame, bold: Any) -> None:
    for at, name in enumerate(table.columns):
        page.set_column(at, at, 60 if name == "arti" else 18)
        page.write_string(0, at, str(name), bold)
        for row, value in enumerate(table[name].tolist(), 1):
            if isinstance(value, str):
                page.write_string(row, at, value)
            elif value == value:  # a missing figure stays an empty cell
                page.write_number(row, at, value)
    page.freeze_panes(1, 0)
