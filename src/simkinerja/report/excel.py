"""The Excel report: tables as numbers, with native charts that an office can restyle."""

from __future__ import annotations

from io import BytesIO
from math import ceil, floor
from typing import TYPE_CHECKING, Any, Final

from simkinerja.report.content import MASK_NOTE, Content, Sheet, content_of, safe_text
from simkinerja.report.terminal import SYNTHETIC
from simkinerja.rules.skm import LABELS

if TYPE_CHECKING:
    from simkinerja.evaluate.result import SkmResult

__all__ = ["excel_report"]

_BLUE: Final = "#0173B2"
_WIDTHS: Final = {"Unsur": 42, "Layanan": 48, "Periode": 24, "Mutu": 34, "No": 5, "Selang 95%": 16}


def excel_report(result: SkmResult, unit: str | None = None) -> bytes:
    """Write the report as an XLSX file.

    Parameters
    ----------
    result : SkmResult
    unit : str, optional
        Name of the service unit for the heading.

    Returns
    -------
    bytes
        Sheets *Ringkasan*, *Unsur*, *Layanan*, *Periode*, *Profil*, *Metode*; texts are never formulas.

    Raises
    ------
    InputError
        If there are fewer than five respondents.
    """
    import xlsxwriter

    content = content_of(result, unit)
    stream = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, options) as book:
        book.set_properties({"title": "Laporan SKM", "comments": "Disusun dengan simkinerja"})
        formats = _formats(book)
        _summary(book, content, formats)
        _elements(book, content, formats)
        for name, sheet in (("Layanan", content.services), ("Periode", content.periods)):
            if sheet is not None:
                _parts(book, name, sheet, content, formats)
        if content.profile:
            _profile(book, content, formats)
        _lines(book, content, formats)
        if content.shown.synthetic:
            _mark(book, content, formats)
    return stream.getvalue()


def _mark(book: Any, content: Content, formats: dict[str, Any]) -> None:
    """Say above every sheet, and on every printed page, that the data are made up."""
    titles = {"Unsur": content.elements.title, "Metode": "Cara menghitung"}
    titles |= {f"{part.header[0]}": part.title for part in (content.services, content.periods) if part}
    titles |= {"Profil": content.profile[0].title} if content.profile else {}
    for page in book.worksheets()[1:]:
        page.set_header(f"&C&B{SYNTHETIC}")
        page.write_string(0, 0, f"{titles[page.get_name()]} ({SYNTHETIC})", formats["title"])


def _formats(book: Any) -> dict[str, Any]:
    return {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "head": book.add_format(
            {"bold": True, "bg_color": "#DCE6F1", "border": 1, "text_wrap": True, "valign": "vcenter"}
        ),
        "text": book.add_format({"border": 1, "text_wrap": True, "valign": "top", "indent": 1}),
        "whole": book.add_format({"border": 1, "num_format": "#,##0", "valign": "top"}),
        "nrr": book.add_format({"border": 1, "num_format": "0.000", "valign": "top"}),
        "index": book.add_format({"border": 1, "num_format": "0.00", "valign": "top"}),
        "share": book.add_format({"border": 1, "num_format": "0.0%", "valign": "top"}),
        "banner": book.add_format({"bold": True, "font_color": "#FFFFFF", "bg_color": "#B00020"}),
        "plain": book.add_format({"text_wrap": True, "valign": "top"}),
        "note": book.add_format({"italic": True, "font_color": "#555555"}),
    }


def _format_of(column: str, formats: dict[str, Any]) -> Any:
    kinds = {"NRR": "nrr", "NRR x 25": "index", "IKM": "index", "Persen": "share"}
    return formats[kinds.get(column, "whole")]


def _text(page: Any, row: int, column: int, text: str, style: Any, width: int) -> None:
    """A wrapped text in a row tall enough for it."""
    page.set_row(row, 15 * max(1, ceil(len(text) / (0.92 * width))))
    page.write_string(row, column, safe_text(text), style)


def _page(book: Any, name: str) -> Any:
    page = book.add_worksheet(name)
    page.hide_gridlines(2)
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    if name in {"Unsur", "Layanan", "Periode"}:
        page.set_landscape()
    return page


def _table(page: Any, top: int, sheet: Sheet, formats: dict[str, Any]) -> int:
    """Write a table from row ``top`` on; return the row after it."""
    page.write_string(top, 0, sheet.title, formats["title"])
    for at, column in enumerate(sheet.header):
        page.write_string(top + 1, at, column, formats["head"])
        page.set_column(at, at, _WIDTHS.get(column, 34 if at == 0 and column != "No" else 13))
    for k, (cells, numbers) in enumerate(zip(sheet.rows, sheet.numbers, strict=True)):
        for at, (text, number) in enumerate(zip(cells, numbers, strict=True)):
            row = top + 2 + k
            if number is None:
                page.write_string(row, at, safe_text(text), formats["text"])
            else:
                page.write_number(row, at, number, _format_of(sheet.header[at], formats))
    after = top + 2 + len(sheet.rows)
    if sheet.masked:
        page.write_string(after, 0, MASK_NOTE, formats["note"])
        after += 1
    return after + 1


def _summary(book: Any, content: Content, formats: dict[str, Any]) -> None:
    page = _page(book, "Ringkasan")
    page.set_column(0, 0, 32)
    page.set_column(1, 1, 62)
    page.write_string(0, 0, "Laporan Survei Kepuasan Masyarakat", formats["title"])
    if content.shown.synthetic:
        page.merge_range(1, 0, 1, 1, SYNTHETIC, formats["banner"])
    rows = (("Unit pelayanan", content.unit), ("Periode", content.period), *content.headline)
    for k, (name, text) in enumerate(rows):
        page.write_string(2 + k, 0, name, formats["head"])
        _text(page, 2 + k, 1, text, formats["text"], 62)
    row = 3 + len(rows)
    groups = (("Unsur terlemah", [f"{label}: NRR {nrr}" for label, nrr in content.plan]),
              ("Perubahan", content.changes), ("Temuan atas angka tercetak", content.findings))  # fmt: skip
    for name, lines in groups:
        for k, line in enumerate(lines):
            page.write_string(row, 0, name if k == 0 else "", formats["plain"])
            _text(page, row, 1, line, formats["plain"], 62)
            row += 1


def _bars(book: Any, name: str, labels: str, values: str, title: str, axis: tuple[float, float]) -> Any:
    """A native bar chart, first row at the top."""
    chart = book.add_chart({"type": "bar"})
    decimals = "0.00"
    chart.add_series({
        "name": name, "categories": labels, "values": values, "fill": {"color": _BLUE}, "gap": 60,
        "data_labels": {"value": True, "num_format": decimals},
    })  # fmt: skip
    chart.set_title({"name": title, "name_font": {"size": 12}})
    chart.set_legend({"none": True})
    chart.set_x_axis(
        {
            "min": axis[0],
            "max": axis[1],
            "num_format": "0",
            "name": name,
            "major_unit": 1 if axis[1] < 5 else 25,
        }
    )
    chart.set_y_axis({"reverse": True, "crossing": "max"})
    return chart


def _elements(book: Any, content: Content, formats: dict[str, Any]) -> None:
    page = _page(book, "Unsur")
    after = _table(page, 0, content.elements, formats)
    n = len(content.elements.rows)
    title = "Nilai rata-rata setiap unsur (skala 1-4)"
    chart = _bars(book, "NRR", f"=Unsur!$B$3:$B${n + 2}", f"=Unsur!$D$3:$D${n + 2}", title, (1, 4))
    chart.set_size({"width": 760, "height": 90 + 34 * n})
    page.insert_chart(after, 0, chart, {"description": _told(content)})


def _told(content: Content) -> str:
    nrr = content.shown.whole.nrr
    return "NRR: " + "; ".join(f"{LABELS[key]} {float(x):.2f}".replace(".", ",") for key, x in nrr.items())


def _parts(book: Any, name: str, sheet: Sheet, content: Content, formats: dict[str, Any]) -> None:
    page = _page(book, name)
    after = _table(page, 0, sheet, formats)
    if all(row[2] is None for row in sheet.numbers):
        return  # nothing to draw: all masked, or no index
    n = len(sheet.rows)
    labels, values = f"={name}!$A$3:$A${n + 2}", f"={name}!$C$3:$C${n + 2}"
    if name == "Layanan" or n < 2:
        chart = _bars(book, "IKM", labels, values, f"IKM menurut {name.lower()}", (25, 100))
        chart.set_size({"width": 760, "height": 130 + 30 * min(n, 40)})
    else:
        chart = book.add_chart({"type": "line"})
        chart.add_series({
            "name": "IKM", "categories": labels, "values": values, "marker": {"type": "circle", "size": 7},
            "line": {"color": _BLUE, "width": 2.25},
            "data_labels": {"value": True, "num_format": "0.00", "position": "above"},
        })  # fmt: skip
        chart.set_title({"name": "IKM menurut periode", "name_font": {"size": 12}})
        chart.set_legend({"none": True})
        known = [row[2] for row in sheet.numbers if row[2] is not None]
        chart.set_y_axis(
            {
                "min": max(25, 5 * floor(min([*known, 70]) / 5) - 5),
                "max": 100,
                "num_format": "0",
                "name": "IKM (25-100)",
            }
        )
        chart.set_size({"width": 760, "height": 320})
    page.insert_chart(after, 0, chart, {"description": f"IKM menurut {name.lower()}"})


def _profile(book: Any, content: Content, formats: dict[str, Any]) -> None:
    page = _page(book, "Profil")
    row = 0
    for sheet in content.profile:
        row = _table(page, row, sheet, formats)


def _lines(book: Any, content: Content, formats: dict[str, Any]) -> None:
    page = _page(book, "Metode")
    page.set_column(0, 0, 74)
    page.write_string(0, 0, "Cara menghitung", formats["title"])
    row = 1
    for line in content.method:
        _text(page, row, 0, line, formats["plain"], 74)
        row += 1
    page.write_string(row + 1, 0, "Catatan pembacaan berkas", formats["title"])
    for k, line in enumerate(content.notes):
        _text(page, row + 2 + k, 0, line, formats["plain"], 74)
