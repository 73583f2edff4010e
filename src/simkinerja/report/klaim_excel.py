"""L7: the claims of a document as a workbook: a summary and the grid of conditions, numbers as numbers."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from simkinerja.evaluate.claims_conditions import told
from simkinerja.report.klaim import SYNTHETIC, klaim_counts, klaim_sentences

if TYPE_CHECKING:
    from simkinerja.evaluate.claims_check import ClaimReport

__all__ = ["klaim_excel"]

_CLAIMS: Final = (
    ("Kode", 20), ("Klaim", 60), ("Kalimat", 12), ("Putusan", 26), ("Hasil", 26), ("Satuan", 22), ("Arah", 8),
    ("Pengaruh terkecil", 12), ("Bagian undian", 12), ("Median", 12), ("P5", 12), ("P95", 12),
    ("Simpangan parameter", 12), ("Simpangan undian", 12), ("Peluang terlihat", 12),
    ("Terlihat tanpa sebab", 12), ("Keterangan", 90),
)  # fmt: skip
_CELLS: Final = (
    ("Kode", 20), ("Syarat", 80), ("Bagian undian", 12), ("Median", 12), ("Gugur", 8), ("Sesuai dokumen", 10),
)  # fmt: skip


def klaim_excel(report: ClaimReport) -> bytes:
    """Return the report as an XLSX file: sheets *SINTETIS*, *Klaim*, *Kisi*; texts are never formulas.

    Parameters
    ----------
    report : ClaimReport
    """
    import xlsxwriter

    stream = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, options) as book:
        book.set_properties({"title": f"Klaim {report.label}", "created": datetime(2025, 11, 1)})
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        first = book.add_worksheet("SINTETIS")
        first.set_column(0, 0, 110)
        method = (
            f"{report.label}: {report.n_officers} pegawai, {report.draws} undian setiap klaim, "
            f"{report.grid_draws} setiap sel kisi, benih {report.seed}."
        )
        for row, text in enumerate((SYNTHETIC, method, klaim_counts(report))):
            first.write_string(row, 0, text, bold if row == 0 else wrap)
        _sheet(book.add_worksheet("Klaim"), _CLAIMS, _claims(report), (bold, wrap))
        _sheet(book.add_worksheet("Kisi"), _CELLS, _cells(report), (bold, wrap))
    return stream.getvalue()


def _claims(report: ClaimReport) -> list[list[Any]]:
    from simkinerja.simulate.outcomes import outcomes

    rows = []
    for one in report.results:
        claim, size = one.claim, one.size
        row: list[Any] = [claim.code, claim.claim, ", ".join(claim.source.at), one.words]
        if size is None:
            row += [None] * 12
        else:
            outcome = outcomes()[str(claim.outcome)]
            row += [outcome.label, outcome.unit, claim.direction, one.smallest, one.share]
            row += [
                size.median,
                size.low,
                size.high,
                size.sd_parameters,
                size.sd_runs,
                one.seen,
                one.seen_without,
            ]
        rows.append([*row, " ".join(klaim_sentences(one))])
    return rows


def _cells(report: ClaimReport) -> list[list[Any]]:
    words = {True: "ya", False: "tidak"}
    return [
        [one.claim.code, told(cell.conditions), cell.share, cell.median, words[cell.fails], words[cell.open]]
        for one in report.results
        for cell in one.cells
    ]


def _sheet(page: Any, columns: tuple[tuple[str, int], ...], rows: list[list[Any]], styles: Any) -> None:
    bold, wrap = styles
    for at, (name, width) in enumerate(columns):
        page.set_column(at, at, width)
        page.write_string(0, at, name, bold)
    page.freeze_panes(1, 1)
    for k, row in enumerate(rows, 1):
        for at, value in enumerate(row):
            if isinstance(value, str):
                page.write_string(k, at, value, wrap)
            elif value is not None:
                page.write_number(k, at, value, wrap)
