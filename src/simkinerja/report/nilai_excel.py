"""The Excel report on an office's scores: numbers as numbers, sums as formulas, native charts."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from math import ceil
from typing import TYPE_CHECKING, Any, Final

from simkinerja.report.content import MASK_NOTE, Sheet, safe_text
from simkinerja.report.nilai_compare import comparison_sheets
from simkinerja.report.nilai_content import MADE_UP, OWN_USE, NilaiContent, nilai_content
from simkinerja.report.nilai_rows import row_sheet, stage_sheet
from simkinerja.report.nilai_terminal import comparison_lines
from simkinerja.rules.ratings import PREDICATES
from simkinerja.scoring.stages import PROPOSAL

if TYPE_CHECKING:
    from simkinerja.evaluate.office_result import OfficeResult

__all__ = ["nilai_excel"]

_BLUE: Final = "#0173B2"
_WIDE: Final = {"Indikator": 40, "Dinilai dengan": 22, "Predikat (usulan)": 26, "Angka atau aturan": 46,
                "Isi": 34, "Sumber": 60, "Status": 12, "Baris": 8, "Lembar": 16, "Alias": 14, "Kepastian": 22,
                "Predikat tercatat": 20, "Jabatan": 30, "Unit": 26}  # fmt: skip
_SHARES: Final = frozenset({"Persen", "Bobot", "Bobot nyata", "Belum pasti", "Peluang", "Terisi (bobot)"})
_MOST_STAGES: Final = 5_000


def nilai_excel(result: OfficeResult, unit: str | None = None) -> bytes:
    """Write the report as an XLSX file.

    Parameters
    ----------
    result : OfficeResult
    unit : str, optional
        Name of the office for the heading.

    Returns
    -------
    bytes
        Sheets *Ringkasan*, *Nilai per baris*, *Tahap per indikator*, *Skema*, *Pola distribusi* and
        *Perbandingan* where there are any, *Catatan dan dasar hukum*. Texts of the file are never formulas.
    """
    import xlsxwriter

    content = nilai_content(result, unit)
    stream = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, options) as book:
        book.set_properties({"title": "Laporan penilaian kinerja", "comments": "Disusun dengan simkinerja"})
        formats = _formats(book)
        _summary(book, content, result, formats)
        _rows(book, result, formats)
        _stages(book, result, formats)
        _scheme(book, content, formats)
        if result.pattern is not None:
            _pattern(book, content, result, formats)
        if result.comparison is not None:
            _comparison(book, result, formats)
        _notes(book, content, formats)
        if result.office.synthetic:
            for page in book.worksheets():
                page.set_header(f"&C&B{MADE_UP}")
    return stream.getvalue()


def _formats(book: Any) -> dict[str, Any]:
    cell = {"border": 1, "valign": "top"}
    return {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "head": book.add_format(
            {"bold": True, "bg_color": "#DCE6F1", "border": 1, "text_wrap": True, "valign": "vcenter"}
        ),
        "text": book.add_format({**cell, "text_wrap": True, "indent": 1}),
        "whole": book.add_format({**cell, "num_format": "#,##0"}),
        "number": book.add_format({**cell, "num_format": "#,##0.00"}),
        "share": book.add_format({**cell, "num_format": "0.0%"}),
        "banner": book.add_format({"bold": True, "font_color": "#FFFFFF", "bg_color": "#B00020"}),
        "warn": book.add_format({"bold": True, "font_color": "#B00020"}),
        "plain": book.add_format({"text_wrap": True, "valign": "top"}),
        "note": book.add_format({"italic": True, "font_color": "#555555"}),
    }


def _page(book: Any, name: str, *, landscape: bool = True) -> Any:
    page = book.add_worksheet(name)
    page.hide_gridlines(2)
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    if landscape:
        page.set_landscape()
    return page


def _format_of(column: str, numbers: Sequence[float | None], formats: dict[str, Any]) -> Any:
    """Shares by name; whole numbers where all of a column are whole."""
    if column.split(" / ")[-1] in _SHARES:
        return formats["share"]
    known = [x for x in numbers if x is not None]
    return formats["whole" if all(x == round(x) for x in known) else "number"]


def _text(page: Any, row: int, column: int, text: str, style: Any, width: int) -> None:
    """A wrapped text in a row tall enough for it."""
    page.set_row(row, 15 * max(1, ceil(len(text) / (0.92 * width))))
    page.write_string(row, column, safe_text(text), style)


def _table(page: Any, top: int, sheet: Sheet, formats: dict[str, Any], *, widths: bool = True) -> int:
    """Write a table from row ``top`` on; return the row after it."""
    page.write_string(top, 0, sheet.title, formats["title"])
    page.set_row(
        top + 1, 15 * max(ceil(len(name) / _width(name, at)) for at, name in enumerate(sheet.header))
    )
    for at, column in enumerate(sheet.header):
        page.write_string(top + 1, at, column, formats["head"])
        if widths:
            page.set_column(at, at, _width(column, at))
    styles = [
        _format_of(name, [row[at] for row in sheet.numbers], formats) for at, name in enumerate(sheet.header)
    ]
    for k, (cells, numbers) in enumerate(zip(sheet.rows, sheet.numbers, strict=True), top + 2):
        tall = 1
        for at, (text, number) in enumerate(zip(cells, numbers, strict=True)):
            if number is None:
                page.write_string(k, at, safe_text(text), formats["text"])
                tall = max(tall, ceil(len(text) / (1.05 * _width(sheet.header[at], at))))
            else:
                page.write_number(k, at, number, styles[at])
        if tall > 1:
            page.set_row(k, 15 * tall)
    after = top + 2 + len(sheet.rows)
    if sheet.masked:
        page.write_string(after, 0, MASK_NOTE, formats["note"])
        after += 1
    return after + 1


def _width(column: str, at: int) -> int:
    return _WIDE.get(column, 30 if at == 0 else 13)


def _summary(book: Any, content: NilaiContent, result: OfficeResult, formats: dict[str, Any]) -> None:
    page = _page(book, "Ringkasan", landscape=False)
    page.set_column(0, 0, 38)
    page.set_column(1, 1, 22)
    page.set_column(2, 3, 20)
    page.write_string(0, 0, "Laporan penilaian kinerja pegawai", formats["title"])
    if result.office.synthetic:
        page.merge_range(1, 0, 1, 3, MADE_UP, formats["banner"])
    rows = (("Unit kerja", content.unit), ("Skema", content.title), *content.headline)
    for k, (name, text) in enumerate(rows, 2):
        page.write_string(k, 0, name, formats["head"])
        page.merge_range(k, 1, k, 3, safe_text(text), formats["text"])
        page.set_row(k, 15 * max(1, ceil(len(text) / 54)))
    row = 3 + len(rows)
    if content.distribution is not None:
        first = row + 2
        row = _table(page, row, content.distribution, formats, widths=False)
        page.write_string(row - 1, 0, f"Setiap predikat: {PROPOSAL}.", formats["note"])
        row = _chart(book, page, row + 1, content.distribution, ("Ringkasan", first), "Sebaran predikat")
    for sheet in content.groups:
        row = _table(page, row, sheet, formats, widths=False)
    for line in content.recorded:
        page.merge_range(row, 0, row, 3, safe_text(line), formats["plain"])
        page.set_row(row, 15 * ceil(len(line) / 92))
        row += 1


def _chart(book: Any, page: Any, row: int, sheet: Sheet, at: tuple[str, int], title: str) -> int:
    """A native column chart of the second column; return the row after it."""
    name, first = at
    n = len(sheet.rows)
    chart = book.add_chart({"type": "column"})
    chart.add_series({
        "name": sheet.header[1], "categories": [name, first, 0, first + n - 1, 0],
        "values": [name, first, 1, first + n - 1, 1], "fill": {"color": _BLUE}, "gap": 60,
        "data_labels": {"value": True},
    })  # fmt: skip
    chart.set_title({"name": title, "name_font": {"size": 12}})
    chart.set_legend({"none": True})
    chart.set_y_axis({"name": "pegawai", "num_format": "0", "min": 0, "major_gridlines": {"visible": True}})
    chart.set_size({"width": 700, "height": 290})
    told = "; ".join(f"{cells[0]} {cells[1]}" for cells in sheet.rows)
    page.insert_chart(row, 0, chart, {"description": f"{title}: {told}"})
    return row + 16


def _rows(book: Any, result: OfficeResult, formats: dict[str, Any]) -> None:
    page = _page(book, "Nilai per baris")
    _own_use(page, formats)
    sheet = row_sheet(result)
    _table(page, 1, sheet, formats)
    page.freeze_panes(3, 1)
    page.autofilter(2, 0, 2 + len(sheet.rows), len(sheet.header) - 1)
    page.repeat_rows(2)


def _own_use(page: Any, formats: dict[str, Any]) -> None:
    page.write_string(0, 0, OWN_USE, formats["warn"])


def _stages(book: Any, result: OfficeResult, formats: dict[str, Any]) -> None:
    """Figure, points, weight and contribution of every officer and indicator, with sums as formulas."""
    from xlsxwriter.utility import xl_rowcol_to_cell

    page = _page(book, "Tahap per indikator")
    _own_use(page, formats)
    sheet, shares = stage_sheet(result, _MOST_STAGES)
    after = _table(page, 1, sheet, formats)
    page.freeze_panes(3, 1)
    if shares:
        at = len(sheet.header)
        page.write_string(2, at, "Jumlah sumbangan = nilai", formats["head"])
        page.set_column(at, at, 16)
        for k, numbers in enumerate(sheet.numbers):
            known = [xl_rowcol_to_cell(3 + k, column) for column in shares if numbers[column] is not None]
            if known:
                total = sum(float(numbers[column] or 0.0) for column in shares)
                page.write_formula(3 + k, at, f"={'+'.join(known)}", formats["number"], total)
    if result.score.n > _MOST_STAGES:
        page.write_string(
            after, 0, f"Hanya {_MOST_STAGES} pegawai pertama ditulis di lembar ini.", formats["note"]
        )


def _scheme(book: Any, content: NilaiContent, formats: dict[str, Any]) -> None:
    page = _page(book, "Skema")
    after = _table(page, 0, content.indicators, formats)
    n = len(content.indicators.rows)
    last = len(content.indicators.header) - 1
    chart = book.add_chart({"type": "bar"})
    chart.add_series({
        "name": "Rata-rata poin", "categories": ["Skema", 2, 0, n + 1, 0],
        "values": ["Skema", 2, last, n + 1, last],
        "fill": {"color": _BLUE}, "gap": 60, "data_labels": {"value": True, "num_format": "0.0"},
    })  # fmt: skip
    chart.set_title({"name": "Rata-rata poin setiap indikator", "name_font": {"size": 12}})
    chart.set_legend({"none": True})
    chart.set_y_axis({"reverse": True, "crossing": "max"})
    chart.set_x_axis({"min": 0, "num_format": "0", "name": "poin"})
    chart.set_size({"width": 760, "height": 110 + 32 * n})
    page.insert_chart(after, 0, chart, {"description": "Rata-rata poin setiap indikator"})


def _pattern(book: Any, content: NilaiContent, result: OfficeResult, formats: dict[str, Any]) -> None:
    """Counts by predikat beside the drawn curve of the organisation's predikat, and what each limit asks."""
    from simkinerja.rules.distribution import curve

    page = _page(book, "Pola distribusi", landscape=False)
    assert result.pattern is not None
    heights = curve(result.pattern.organisation).heights
    total = float(sum(heights.values())) or 1.0
    rows, numbers = [], []
    for key, label in PREDICATES.items():
        n, share = result.pattern.counts[key], float(heights[key]) / total
        rows.append((label, str(n), ""))
        numbers.append((None, float(n), share * result.pattern.n))
    header = ("Predikat (usulan)", "Pegawai", "Bentuk kurva (ilustrasi)")
    sheet = Sheet("Pola distribusi", header, tuple(rows), tuple(numbers))
    after = _table(page, 0, sheet, formats)
    page.set_column(0, 0, 40)
    page.set_column(1, 2, 22)
    chart = book.add_chart({"type": "column"})
    for column, name, colour in ((1, "Pegawai", _BLUE), (2, "Bentuk kurva (ilustrasi)", "#DE8F05")):
        chart.add_series({
            "name": name, "categories": ["Pola distribusi", 2, 0, 6, 0],
            "values": ["Pola distribusi", 2, column, 6, column], "fill": {"color": colour},
        })  # fmt: skip
    chart.set_title({"name": "Pegawai menurut predikat", "name_font": {"size": 12}})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 640, "height": 300})
    page.insert_chart(after, 0, chart, {"description": "Pegawai menurut predikat di samping bentuk kurva"})
    row = after + 16
    for line in (*content.pattern, "Kurva dari gambar peraturan adalah ilustrasi tanpa angka; bukan kuota."):
        page.merge_range(row, 0, row, 2, safe_text(line), formats["plain"])
        page.set_row(row, 15 * ceil(len(line) / 78))
        row += 1


def _comparison(book: Any, result: OfficeResult, formats: dict[str, Any]) -> None:
    page = _page(book, "Perbandingan")
    page.write_string(0, 0, "Skema lama dan baru untuk pegawai yang sama", formats["title"])
    row = 1
    for line in comparison_lines(result)[1:2]:  # the first counts people whom the tables may hide
        page.merge_range(row, 0, row, 7, safe_text(line), formats["plain"])
        page.set_row(row, 15 * ceil(len(line) / 120))
        row += 1
    for sheet in comparison_sheets(result):
        row = _table(page, row + 1, sheet, formats)


def _notes(book: Any, content: NilaiContent, formats: dict[str, Any]) -> None:
    page = _page(book, "Catatan dan dasar hukum")
    row = _table(page, 0, content.basis, formats)
    for title, lines in (("Cara menghitung", content.method), ("Catatan pembacaan berkas", content.notes)):
        page.write_string(row, 0, title, formats["title"])
        for line in lines:
            row += 1
            page.merge_range(row, 0, row, 3, safe_text(line), formats["plain"])
            page.set_row(row, 15 * ceil(len(line) / 140))
        row += 2
