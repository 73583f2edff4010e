"""The parts of a *laporan SKM* as a Word file: profile, elements, follow-up plan, publication sheet."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from simkinerja.report.content import MASK_NOTE, Content, Sheet, content_of, safe_text
from simkinerja.report.docx_parts import banner, grid, picture, setup, small_print
from simkinerja.report.fmt import NONE, fmt_number
from simkinerja.report.terminal import SYNTHETIC

if TYPE_CHECKING:
    from simkinerja.evaluate.result import SkmResult

__all__ = ["docx_report"]

_NAMED: Final = 6
_COUNT: Final = {1: "Satu", 2: "Dua", 3: "Tiga"}
_WIDTHS: Final = {"No": 1.0, "Unsur": 5.6, "Jawaban": 1.9, "NRR": 1.6, "NRR x 25": 1.9, "Mutu": 1.5,
                  "Selang 95%": 2.9, "Layanan": 5.2, "Periode": 4.2, "Responden": 2.3, "IKM": 1.8,
                  "Peluang mutu": 2.2, "Jumlah": 2.4, "Persen": 2.4}  # fmt: skip
_RIGHT: Final = frozenset(
    ["No", "Jawaban", "NRR", "NRR x 25", "Selang 95%", "Responden", "IKM", "Peluang mutu", "Jumlah", "Persen"]
)


def docx_report(result: SkmResult, unit: str | None = None) -> bytes:
    """Write the parts of a survey report as a DOCX file.

    Parameters
    ----------
    result : SkmResult
    unit : str, optional
        Name of the service unit for the heading.

    Returns
    -------
    bytes
        Summary, respondent profile, elements, services, periods, follow-up plan, publication sheet, method.

    Raises
    ------
    InputError
        If there are fewer than five respondents.
    """
    from docx import Document

    content = content_of(result, unit)
    document = Document()
    setup(document, "Laporan Survei Kepuasan Masyarakat")
    _front(document, content)
    _profile(document, content)
    _results(document, content)
    _plan(document, content)
    _method(document, content)
    _publication(document, content)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def _sheet(document: Any, sheet: Sheet, *, heading: bool = True) -> None:
    """A table of the report with its heading and the note on masked cells."""
    if heading:
        document.add_heading(sheet.title, 2)
    widths = [_WIDTHS.get(name, 7.0) for name in sheet.header]
    if "Layanan" in sheet.header or "Periode" in sheet.header:
        widths = [
            w if name != "Mutu" else 16.2 - sum(widths) + 1.5
            for name, w in zip(sheet.header, widths, strict=True)
        ]
    grid(document, sheet.header, sheet.rows, widths, _RIGHT)
    if sheet.masked:
        small_print(document, MASK_NOTE)


def _front(document: Any, content: Content) -> None:
    document.add_heading("Laporan Survei Kepuasan Masyarakat", 0)
    if content.shown.synthetic:
        banner(document, SYNTHETIC)
    grid(document, ("Unit pelayanan", content.unit), [("Periode survei", content.period)], (5.0, 11.2))
    document.add_heading("Ringkasan hasil", 1)
    grid(document, ("Ukuran", "Hasil"), content.headline, (5.0, 11.2))
    small_print(document, "")
    for text in (*content.changes, *content.findings):
        document.add_paragraph(safe_text(text), style="List Bullet")


def _profile(document: Any, content: Content) -> None:
    document.add_heading("Profil responden", 1)
    if not content.profile:
        document.add_paragraph("Berkas tidak memuat kolom profil responden.")
    for sheet in content.profile:
        _sheet(document, sheet)


def _results(document: Any, content: Content) -> None:
    from simkinerja.report.charts import chart_elements, chart_mutu, chart_trend

    document.add_heading("Hasil menurut unsur", 1)
    _sheet(document, content.elements, heading=False)
    document.add_paragraph()
    told = "; ".join(f"{row[1]} {row[3]}" for row in content.elements.rows)
    picture(document, chart_elements(content.shown), f"Diagram batang NRR setiap unsur: {told}")
    for title, sheet, draw in (
        ("Hasil menurut layanan", content.services, chart_mutu),
        ("Hasil menurut periode", content.periods, chart_trend),
    ):
        if sheet is None:
            continue
        document.add_heading(title, 1)
        _sheet(document, sheet, heading=False)
        document.add_paragraph()
        parts = content.shown.services if draw is chart_mutu else content.shown.periods
        if any(part.ikm is not None for part in parts):
            told = "; ".join(f"{row[0]} {row[2]}" for row in sheet.rows)
            picture(document, draw(content.shown), f"{title}, IKM: {told}")


def _plan(document: Any, content: Content) -> None:
    """The follow-up plan for the weakest elements, with columns that the office fills in."""
    document.add_heading("Rencana tindak lanjut", 1)
    intro = document.add_paragraph(
        f"{_COUNT.get(len(content.plan), 'Beberapa')} unsur dengan nilai terendah. Lengkapi program, waktu, "
        "dan penanggung jawabnya; dasarnya saran masyarakat dan pemeriksaan penyebab, bukan angka ini saja."
    )
    intro.paragraph_format.keep_with_next = True
    header = (
        "No",
        "Unsur prioritas",
        "NRR",
        "Penyebab",
        "Program atau kegiatan",
        "I",
        "II",
        "III",
        "IV",
        "Penanggung jawab",
    )
    rows = [(str(k), label, nrr, *[""] * 7) for k, (label, nrr) in enumerate(content.plan, 1)]
    widths = (0.9, 3.0, 1.3, 2.7, 3.6, 0.7, 0.7, 0.7, 0.8, 2.6)
    table = grid(document, header, rows, widths, _RIGHT)
    from docx.shared import Cm

    for row in table.rows[1:]:
        row.height = Cm(1.6)
    small_print(document, "I sampai IV: triwulan pelaksanaan, diberi tanda.")


def _method(document: Any, content: Content) -> None:
    document.add_heading("Cara menghitung", 1)
    for line in content.method:
        document.add_paragraph(line, style="List Bullet")
    if content.notes:
        document.add_heading("Catatan pembacaan berkas", 2)
        for line in content.notes:
            document.add_paragraph(safe_text(line), style="List Bullet")


def _centre(cell: Any, text: str, size: float, *, bold: bool = True) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    paragraph = cell.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run(safe_text(text) if text != NONE else text)
    run.bold, run.font.size = bold, Pt(size)


def _publication(document: Any, content: Content) -> None:
    """The sheet an office hangs up: index, letter, respondents by sex and education, period."""
    from docx.enum.table import WD_TABLE_ALIGNMENT
    from docx.shared import Cm

    document.add_page_break()
    document.add_heading("Lembar publikasi IKM", 1)
    frame = document.add_table(rows=1, cols=1)
    frame.style = "Table Grid"
    frame.alignment = WD_TABLE_ALIGNMENT.CENTER
    cell = frame.rows[0].cells[0]
    cell.width = Cm(15.5)
    whole = content.shown.whole
    _centre(cell, "INDEKS KEPUASAN MASYARAKAT (IKM)", 16)
    if content.shown.synthetic:
        _centre(cell, SYNTHETIC, 12)
    _centre(cell, content.unit, 12)
    _centre(cell, f"Periode: {content.period}", 11, bold=False)
    _centre(cell, fmt_number(whole.rounded), 48)
    _centre(cell, f"Mutu pelayanan: {dict(content.headline)['Mutu pelayanan']}", 14)
    names = [row[0] for row in content.services.rows] if content.services else ["seluruh layanan"]
    services = ", ".join(names) if len(names) <= _NAMED else f"{len(names)} layanan"
    _centre(cell, f"Layanan: {services}", 10, bold=False)
    _centre(
        cell, f"Responden: {content.headline[0][1]} orang" if whole.n is not None else "Responden: (isi)", 12
    )
    for sheet in content.profile:
        if sheet.title in {"Jenis kelamin", "Pendidikan"}:
            told = "   ".join(f"{row[0]}: {row[1]}" for row in sheet.rows)
            _centre(cell, f"{sheet.title}   {told}", 10, bold=False)
    _centre(
        cell, "Terima kasih atas penilaian Anda. Masukan Anda kami pakai untuk memperbaiki pelayanan.", 10
    )
    cell.add_paragraph()
    if any(sheet.masked for sheet in content.profile):
        small_print(document, MASK_NOTE)
    small_print(document, "Susunan lembar ini contoh; sesuaikan dengan bentuk yang dipakai instansi Anda.")
