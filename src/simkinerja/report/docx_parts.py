"""What Word reports are built of: page, bordered tables, small print, pictures, the mark of made-up data."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from io import BytesIO
from typing import Any, Final

from simkinerja.report.content import safe_text
from simkinerja.report.fmt import NONE
from simkinerja.report.suppress import MASKED

__all__ = ["banner", "grid", "picture", "setup", "small_print", "write_cell"]

_SHADE: Final = "DCE6F1"
_KEPT_TOGETHER: Final = 14
_AMOUNT: Final = re.compile(r"[-+\u2212]?(?:Rp)?[\d.]+(?:,\d+)?%?")
_MANY_COLUMNS: Final = 6


def setup(document: Any, title: str) -> None:
    """Set A4, margins, fonts, and Indonesian as language."""
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt, RGBColor

    section = document.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.3)
    section.top_margin = section.bottom_margin = Cm(2.2)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(10)
    normal.paragraph_format.space_after = Pt(4)
    fonts = normal.element.get_or_add_rPr()
    language = fonts.makeelement(qn("w:lang"), {qn("w:val"): "id-ID"})
    fonts.append(language)
    for name, size in (("Title", 20), ("Heading 1", 14), ("Heading 2", 11)):
        style = document.styles[name]
        style.font.name, style.font.size = "Arial", Pt(size)
        style.font.color.rgb = RGBColor(0x1F, 0x3A, 0x5F)
        style.element.rPr.rFonts.set(qn("w:asciiTheme"), "")
        for key in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            style.element.rPr.rFonts.attrib.pop(qn(f"w:{key}"), None)
    document.core_properties.title = title
    document.core_properties.author = "simkinerja"
    document.core_properties.comments = ""


def _shade(cell: Any, colour: str = _SHADE) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    shade = OxmlElement("w:shd")
    for key, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        shade.set(qn(f"w:{key}"), value)
    cell._tc.get_or_add_tcPr().append(shade)


def write_cell(cell: Any, text: str, *, bold: bool = False, right: bool = False, size: float = 9) -> None:
    """Write one paragraph into a cell; a text is never a formula."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(1)
    harmless = text == NONE or _AMOUNT.fullmatch(text)  # a negative number is no formula
    run = paragraph.add_run(text if harmless else safe_text(text))
    run.bold, run.font.size = bold, Pt(size)
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def grid(
    document: Any,
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths: Sequence[float],
    right: Collection[str] = (),
) -> Any:
    """Add a bordered table with a repeated, shaded header; widths in centimetres, numbers to the right."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Cm

    table = document.add_table(rows=1, cols=len(header))
    table.style = "Table Grid"
    table.autofit = False
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(mark)
    for cell, text in zip(table.rows[0].cells, header, strict=True):
        write_cell(cell, text, bold=True, size=9 if len(header) <= _MANY_COLUMNS else 7.5)
        _shade(cell)
    for row in rows:
        cells = table.add_row().cells
        for cell, text, name in zip(cells, row, header, strict=True):
            write_cell(cell, text, right=name in right or text == MASKED)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    together = table.rows[:-1] if len(table.rows) <= _KEPT_TOGETHER else table.rows[:1]
    for row in together:
        for cell in row.cells:
            cell.paragraphs[0].paragraph_format.keep_with_next = True
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Cm(width)
    return table


def small_print(document: Any, text: str) -> None:
    """Add a paragraph of small italics."""
    from docx.shared import Pt

    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_before = Pt(3)
    run = paragraph.add_run(text)
    run.italic, run.font.size = True, Pt(8)


def picture(document: Any, figure: Any, told: str) -> None:
    """Add a figure with its description for screen readers."""
    from docx.shared import Cm

    from simkinerja.report.charts import png_bytes

    shape = document.add_picture(BytesIO(png_bytes(figure)), width=Cm(15.5))
    shape._inline.docPr.set("descr", told)


def banner(document: Any, text: str) -> None:
    """Put the mark of made-up data on top and into the header of every page."""
    from docx.shared import Pt, RGBColor

    header = document.sections[0].header.paragraphs[0]
    for paragraph in (document.add_paragraph(), header):
        run = paragraph.add_run(text)
        run.bold, run.font.size, run.font.color.rgb = True, Pt(12), RGBColor(0xB0, 0x00, 0x20)
