"""The personal sheet as one page of A4 in PDF; letters of DejaVu Sans (embedded, only those used)."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from simkinerja.report.nilai_content import MADE_UP
from simkinerja.report.rapor_html import ladder_title, sections
from simkinerja.report.rapor_picture import Picture, ladder_picture, shortened
from simkinerja.scoring.stages import PROPOSAL

if TYPE_CHECKING:
    from simkinerja.report.rapor_content import RaporContent

__all__ = ["BOTTOM", "SIZES", "rapor_page", "rapor_pdf"]

_WIDTH: Final = 182.0
_LEFT: Final = 14.0
BOTTOM: Final = 285.0
"""Lowest line of text, mm from the top."""
_FONT: Final = "DejaVu"
SIZES: Final = (9.0, 8.5, 8.0, 7.5, 7.0, 6.5, 6.0)
"""Letters tried, in points, the largest that fits."""
_HEAVY: Final = {True: "B", False: ""}


def rapor_pdf(content: RaporContent) -> bytes:
    """Return the sheet as PDF, on one page: letters shrink a little where there is much to say.

    Parameters
    ----------
    content : RaporContent
    """
    for size in SIZES:
        page, end = rapor_page(content, size)
        done = end <= BOTTOM or size == SIZES[-1]
        data = bytes(page.output()) if done else b""
        _close(page)
        if done:
            break
    return data


def _close(page: Any) -> None:
    """Close the files of letters, which the writer leaves open."""
    for font in page.fonts.values():
        font.ttfont.close()


def rapor_page(content: RaporContent, size: float) -> tuple[Any, float]:
    """Set the sheet in letters of one size; return the page and the height of its last line in mm."""
    from fpdf import FPDF

    page = FPDF(format="A4")
    page.set_auto_page_break(False)
    page.set_margins(_LEFT, 11.0, 14.0)
    folder = files("matplotlib") / "mpl-data" / "fonts" / "ttf"
    page.add_font(_FONT, "", str(folder / "DejaVuSans.ttf"))
    page.add_font(_FONT, "B", str(folder / "DejaVuSans-Bold.ttf"))
    page.set_title(f"Rapor kinerja: {content.who}")
    page.set_creator("simkinerja")
    page.set_lang("id")
    page.add_page()
    _head(page, content, size)
    _figures(page, content, size)
    if content.ladder is not None:
        _title(page, ladder_title(content), size)
        _draw(page, ladder_picture(content.ladder, _WIDTH))
    for title, lines in sections(content):
        _title(page, title, size)
        for line in lines:
            top = page.get_y()
            _paragraph(page, line, size, indent=5.0)
            after = page.get_y()
            page.set_xy(_LEFT + 1.5, top)
            page.cell(3, size * 0.48, "•")
            page.set_xy(_LEFT, after)
    page.ln(1)
    _paragraph(page, " ".join(content.basis), size - 1, grey=True)
    return page, page.get_y()


def _head(page: Any, content: RaporContent, size: float) -> None:
    if content.synthetic:
        page.set_fill_color(176, 0, 32)
        page.set_text_color(255, 255, 255)
        page.set_font(_FONT, "B", size + 1)
        page.cell(_WIDTH, 6, MADE_UP, fill=True, new_x="LMARGIN", new_y="NEXT")
        page.ln(1)
    page.set_text_color(27, 27, 27)
    page.set_font(_FONT, "B", 14)
    page.cell(_WIDTH, 7, "Rapor kinerja", new_x="LMARGIN", new_y="NEXT")
    told = [content.who, content.unit, f"skema {content.scheme}", f"masa {content.period}"]
    _paragraph(page, " · ".join(text for text in told if text), size, grey=True)
    page.ln(1.5)
    _box(page, content, size)


def _box(page: Any, content: RaporContent, size: float) -> None:
    """The result, framed."""
    top = page.get_y()
    page.set_xy(_LEFT + 3, top + 2)
    if content.why_not:
        _paragraph(page, content.why_not, size, indent=3)
    else:
        page.set_text_color(27, 27, 27)
        page.set_font(_FONT, "B", 13)
        page.cell(_WIDTH - 6, 6.5, content.band, new_x="LMARGIN", new_y="NEXT")
        total = "" if content.total == "–" else f"Nilai {content.total}. "
        _paragraph(page, f"{total}{PROPOSAL.capitalize()}.", size, indent=3)
        _paragraph(page, content.certainty, size, indent=3)
    page.set_draw_color(157, 178, 198)
    page.rect(_LEFT, top, _WIDTH, page.get_y() - top + 1.5)
    page.ln(3)


def _figures(page: Any, content: RaporContent, size: float) -> None:
    if not content.figures:
        return
    _title(page, "Angka Anda", size)
    widths = _widths(content)
    for k, row in enumerate((content.header, *content.figures)):
        page.set_font(_FONT, _HEAVY[k == 0], size)
        for at, (text, width) in enumerate(_cells(row, widths)):
            align = "R" if len(row) == len(widths) and any(row[2:]) and at not in (0, 2) else "L"
            page.cell(width, size * 0.56, shortened(text, width - 2, size), border="B", align=align)
        page.ln(size * 0.56)


def _widths(content: RaporContent) -> list[float]:
    """Widths of the columns after their longest texts, the first one bounded."""
    rows = [row for row in (content.header, *content.figures) if all(row)]
    longest = [max(len(row[at]) for row in rows) for at in range(len(content.header))]
    wanted = [min(n, 40 if at == 0 else 22) + 2.5 for at, n in enumerate(longest)]
    return [_WIDTH * n / sum(wanted) for n in wanted]


def _cells(row: Sequence[str], widths: Sequence[float]) -> list[tuple[str, float]]:
    """Cells with their widths; a row with little to say has wider ones."""
    filled = [text for text in row if text]
    if len(filled) == len(row):
        return list(zip(row, widths, strict=True))
    shares = (1.0,) if len(filled) == 1 else (0.62, 0.38)
    return [(text, _WIDTH * share) for text, share in zip(filled, shares, strict=True)]


def _title(page: Any, text: str, size: float) -> None:
    page.ln(size * 0.2)
    page.set_text_color(27, 27, 27)
    page.set_font(_FONT, "B", size + 1)
    page.cell(_WIDTH, size * 0.62, text, new_x="LMARGIN", new_y="NEXT")


def _paragraph(page: Any, text: str, size: float, *, indent: float = 0.0, grey: bool = False) -> None:
    if not text:
        return
    page.set_font(_FONT, "", size)
    page.set_text_color(*((74, 74, 74) if grey else (27, 27, 27)))
    page.set_x(_LEFT + indent)
    page.multi_cell(_WIDTH - indent, size * 0.48, text, new_x="LMARGIN", new_y="NEXT", align="L")


def _draw(page: Any, picture: Picture) -> None:
    """The shapes of a picture at the current height."""
    top = page.get_y() + 0.5
    for s in picture.shapes:
        x, y = _LEFT + s.x, top + s.y
        if s.kind == "rect":
            page.set_fill_color(s.fill)
            page.set_draw_color(s.stroke or s.fill)
            page.rect(x, y, s.width, s.height, style="DF" if s.stroke else "F")
        elif s.kind == "line":
            page.set_draw_color(s.stroke)
            page.set_line_width(0.2)
            page.set_dash_pattern(*((1.0, 0.8) if s.dashed else (0, 0)))
            page.line(x, y, x + s.width, y + s.height)
            page.set_dash_pattern()
        else:
            page.set_font(_FONT, _HEAVY[s.bold], s.size)
            page.set_text_color(s.fill)
            wide = page.get_string_width(s.text)
            page.text(x - {"start": 0.0, "middle": wide / 2, "end": wide}[s.anchor], y, s.text)
    page.set_y(top + picture.height)
