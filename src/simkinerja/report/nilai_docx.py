"""The report on an office's scores for a meeting, as a Word file: no row a person, small groups masked."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from simkinerja.errors import InputError, Place, problem
from simkinerja.report.content import MASK_NOTE, Sheet, safe_text
from simkinerja.report.docx_parts import banner, grid, picture, setup, small_print
from simkinerja.report.nilai_compare import comparison_sheets
from simkinerja.report.nilai_content import MADE_UP, NilaiContent, nilai_content
from simkinerja.report.nilai_terminal import comparison_lines
from simkinerja.report.suppress import FEWEST_SHOWN, MASKED
from simkinerja.scoring.stages import PROPOSAL

if TYPE_CHECKING:
    from simkinerja.evaluate.office_result import OfficeResult

__all__ = ["nilai_docx"]

_PAGE: Final = 16.2
_TITLE: Final = "Laporan penilaian kinerja pegawai"


def nilai_docx(result: OfficeResult, unit: str | None = None) -> bytes:
    """Write the report as a DOCX file.

    Parameters
    ----------
    result : OfficeResult
    unit : str, optional
        Name of the office for the heading.

    Returns
    -------
    bytes
        Summary, distribution with picture, indicators, groups, pattern, old against new, legal basis, method.

    Raises
    ------
    InputError
        ``nilai_too_few``: of fewer than five officers a summary would give away single scores.
    """
    from docx import Document

    n = int(result.rated.sum())
    if n < FEWEST_SHOWN:
        raise InputError([problem("nilai_too_few", Place(file=result.office.file), n=n)])
    content = nilai_content(result, unit)
    document = Document()
    setup(document, _TITLE)
    _front(document, content, result)
    _spread(document, content)
    _tables(document, content)
    _pattern(document, content)
    _comparison(document, result)
    _ending(document, content)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def _front(document: Any, content: NilaiContent, result: OfficeResult) -> None:
    document.add_heading(_TITLE, 0)
    if result.office.synthetic:
        banner(document, MADE_UP)
    grid(document, ("Unit kerja", content.unit), [("Skema", content.title)], (5.0, 11.2))
    document.add_heading("Ringkasan", 1)
    # the lowest and the highest total are single people's
    shown = [row for row in content.headline if not row[0].startswith("Terendah")]
    if 0 < int((~np.isnan(result.score.paid.idr)).sum()) < FEWEST_SHOWN:
        shown = [row for row in shown if not row[0].startswith("TPP")]
    grid(document, ("Ukuran", "Hasil"), shown, (6.4, 9.8))
    small_print(document, f"Setiap predikat dalam laporan ini: {PROPOSAL}.")


def _sheet(document: Any, sheet: Sheet, *, first: float = 5.2, heading: int = 2) -> None:
    document.add_heading(sheet.title, heading)
    rest = (_PAGE - first) / max(len(sheet.header) - 1, 1)
    grid(document, sheet.header, sheet.rows, [first, *[rest] * (len(sheet.header) - 1)], sheet.header[1:])
    if sheet.masked:
        small_print(document, MASK_NOTE)


def _spread(document: Any, content: NilaiContent) -> None:
    from simkinerja.report.charts import chart_counts

    if content.distribution is None:
        return
    _sheet(document, content.distribution, heading=1)
    document.add_paragraph()
    labels = [row[0] for row in content.distribution.rows]
    counts = [int(row[1] or 0) for row in content.distribution.numbers]
    unsure = [int(row[3] or 0) for row in content.distribution.numbers]
    told = "; ".join(f"{label} {n}" for label, n in zip(labels, counts, strict=True))
    picture(document, chart_counts(labels, counts, unsure), f"Sebaran predikat: {told}")


def _without_single_points(sheet: Sheet) -> list[list[str]]:
    """Mean points of fewer than five officers are nearly their own."""
    filled, mean = sheet.header.index("Terisi"), sheet.header.index("Rata-rata poin")
    return [
        [
            MASKED if at == mean and 0 < (n[filled] or 0) < FEWEST_SHOWN else text
            for at, text in enumerate(row)
        ]
        for row, n in zip(sheet.rows, sheet.numbers, strict=True)
    ]


def _tables(document: Any, content: NilaiContent) -> None:
    indicators = content.indicators
    kept = [at for at, name in enumerate(indicators.header) if name != "Bobot nyata"]
    document.add_heading("Indikator", 1)
    header = [indicators.header[at] for at in kept]
    rows = [[row[at] for at in kept] for row in _without_single_points(indicators)]
    widths = [4.6, 3.0, *[(_PAGE - 7.6) / (len(kept) - 2)] * (len(kept) - 2)]
    grid(document, header, rows, widths, header[2:])
    if content.groups:
        document.add_heading("Menurut kelompok", 1)
    for sheet in content.groups:
        _sheet(document, sheet, first=7.0)


def _pattern(document: Any, content: NilaiContent) -> None:
    if not content.pattern:
        return
    document.add_heading("Pola distribusi", 1)
    for line in content.pattern:
        document.add_paragraph(safe_text(line), style="List Bullet")


def _comparison(document: Any, result: OfficeResult) -> None:
    if result.comparison is None:
        return
    document.add_heading("Skema lama dan baru", 1)
    for line in comparison_lines(result)[1:2]:
        document.add_paragraph(safe_text(line))
    for whole in comparison_sheets(result):
        for sheet in _narrow(whole):
            _sheet(document, sheet, first=3.6 if len(sheet.header) > 6 else 5.2)


def _narrow(sheet: Sheet) -> list[Sheet]:
    """People and amounts side by side are too wide for the page: one table each."""
    amounts = [at for at, name in enumerate(sheet.header) if name.endswith("(Rp)")]
    if not amounts:
        return [sheet]
    people = [at for at in range(1, len(sheet.header)) if at not in amounts]
    told = ((people, sheet.title), (amounts, f"{sheet.title}, rupiah"))
    return [_columns(sheet, [0, *ats], title) for ats, title in told]


def _columns(sheet: Sheet, ats: list[int], title: str) -> Sheet:
    rows = tuple(tuple(row[at] for at in ats) for row in sheet.rows)
    numbers = tuple(tuple(row[at] for at in ats) for row in sheet.numbers)
    masked = any(MASKED in row for row in rows)
    return Sheet(title, tuple(sheet.header[at] for at in ats), rows, numbers, masked)


def _ending(document: Any, content: NilaiContent) -> None:
    document.add_heading("Dasar hukum setiap angka", 1)
    grid(document, content.basis.header, content.basis.rows, (5.0, 3.6, 1.8, 5.8))
    document.add_heading("Cara menghitung", 1)
    for line in content.method:
        document.add_paragraph(safe_text(line), style="List Bullet")
    if content.notes:
        document.add_heading("Catatan pembacaan berkas", 2)
        for line in content.notes:
            document.add_paragraph(safe_text(line), style="List Bullet")
