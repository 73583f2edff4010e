"""L7: the report of a simulation as a Word file, with pictures; the same bytes for the same content."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from typing import Any, Final

from simkinerja.report.content import safe_text
from simkinerja.report.docx_parts import banner, grid, picture, setup, small_print
from simkinerja.report.simulasi_content import Content, Grid, Part
from simkinerja.report.simulasi_words import SYNTHETIC

__all__ = ["simulasi_docx"]

_PAGE: Final = 16.4
_BANNER: Final = "DATA SINTETIS: hasil sebuah model, bukan kantor nyata."
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_SIGNED: Final = re.compile(r"[-+](?:Rp)?\d")
_WIDE: Final = {
    "Hasil": 3.6,
    "Putusan": 2.1,
    "Tanpa → dengan": 3.4,
    "Selang 95%": 3.2,
    "Selisih": 3.4,
    "Sumber": 5.6,
    "Angka": 5.4,
    "Nilai (rentang)": 4.6,
    "Program": 5.0,
    "Pegawai": 1.6,
    "90% ulangan di antara": 3.6,
}


def simulasi_docx(content: Content) -> bytes:
    """Write the report as a DOCX file.

    Parameters
    ----------
    content : Content
    """
    from docx import Document

    document: Any = Document()
    setup(document, content.title)
    document.add_heading(content.title, 0)
    banner(document, _BANNER)
    document.add_paragraph(SYNTHETIC)
    document.add_heading("Yang ditanyakan", 1)
    for text in content.question:
        document.add_paragraph(safe_text(text))
    if content.beside is not None:
        _grid(document, content.beside, 1)
    for part in content.parts:
        if len(content.parts) > 1:
            document.add_page_break()
        _part(document, part)
    for title, lines in (("Batas", content.limits), ("Berkas di folder ini", content.files)):
        document.add_heading(title, 1)
        _list(document, lines)
    stream = BytesIO()
    document.save(stream)
    return _timeless(stream.getvalue())


def _timeless(data: bytes) -> bytes:
    """The same archive without the time at which it was packed."""
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            entry = zipfile.ZipInfo(member.filename, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(member))
    return stream.getvalue()


def _part(document: Any, part: Part) -> None:
    from simkinerja.report.simulasi_charts import chart_marks, chart_months

    document.add_heading(safe_text(part.title), 1)
    document.add_heading("Programnya", 2)
    _list(document, part.asked)
    document.add_heading("Jawaban singkat", 2)
    _list(document, part.answer)
    told = "; ".join(f"{a} {b}" for a, b in zip(part.marks.labels, part.marks.told, strict=True))
    picture(document, chart_marks(part.marks), f"{part.marks.title}: {told}")
    small_print(
        document, "Bidang kelabu: terlalu kecil untuk berarti. Garis: selang 95%. Yang paling bergerak."
    )
    if part.months:
        names = ", ".join(one.title for one in part.months)
        picture(document, chart_months(part.months), f"Selisih bulan demi bulan: {names}")
    document.add_heading("Apa yang berubah", 2)
    for one in part.effects:
        _grid(document, replace(one, words=("Putusan",)), 3)
    _people(document, part)
    _certainty(document, part)


def _people(document: Any, part: Part) -> None:
    """Who gains and loses, agencies, money."""
    from simkinerja.report.simulasi_charts import chart_marks

    document.add_heading("Siapa yang untung, siapa yang rugi", 2)
    _paragraphs(document, part.who)
    _grid(document, part.gains, 3)
    for one in part.groups:
        _grid(document, one, 3)
    if part.agencies is not None:
        _grid(document, part.agencies, 2)
    if part.agency_marks is not None:
        marks = part.agency_marks
        told = "; ".join(f"{a} {b}" for a, b in zip(marks.labels, marks.told, strict=True))
        picture(document, chart_marks(marks), f"{marks.title}: {told}")
    document.add_heading("Uang dan jam kerja", 2)
    if part.costs is not None:
        _grid(document, part.costs, 3)
    _paragraphs(document, part.money)


def _certainty(document: Any, part: Part) -> None:
    document.add_heading("Seberapa pasti", 2)
    _paragraphs(document, part.sure)
    _grid(document, part.spread, 3)
    document.add_heading("Angka yang diasumsikan", 2)
    _paragraphs(document, part.assumed_text)
    if part.assumed is not None:
        _grid(document, part.assumed, None)


def _paragraphs(document: Any, lines: Sequence[str]) -> None:
    for text in lines:
        document.add_paragraph(safe_text(text))


def _list(document: Any, lines: Sequence[str]) -> None:
    for text in lines:
        document.add_paragraph(safe_text(text), style="List Bullet")


def _grid(document: Any, one: Grid, level: int | None) -> None:
    """A table with its heading, as wide as the page."""
    if not one.rows:
        return
    if level is not None:
        document.add_heading(safe_text(one.title), level)
    named = {one.header[0], *one.words}
    widths = [_WIDE.get(name, 4.6 if k == 0 else 2.4) for k, name in enumerate(one.header)]
    scale = _PAGE / sum(widths)
    right = [name for name in one.header if name not in named]
    table = grid(document, one.header, one.rows, [w * scale for w in widths], right)
    for row, texts in zip(table.rows[1:], one.rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            if _SIGNED.match(text):  # a difference with its unit is no formula
                cell.paragraphs[0].runs[0].text = text
    if one.note:
        small_print(document, one.note)
