"""The personal sheet (*rapor*): one page of A4 as PDF, or one self-contained HTML page for a phone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simkinerja.report.rapor_content import find_person, names_a_person, rapor_content

if TYPE_CHECKING:
    from simkinerja.evaluate.office_result import OfficeResult

__all__ = ["names_a_person", "rapor_bytes"]


def rapor_bytes(result: OfficeResult, person: str, kind: str, unit: str | None = None) -> bytes:
    """Return the personal sheet of one officer.

    Parameters
    ----------
    result : OfficeResult
    person : str
        Row in the file, ``SHEET:ROW``, or alias; never a NIP.
    kind : {"pdf", "html"}
    unit : str, optional
        Name of the office.

    Returns
    -------
    bytes

    Raises
    ------
    UsageError
        If nobody, or more than one, is meant, or the text is an identity number.
    """
    content = rapor_content(result, find_person(result, person), unit)
    if kind == "html":
        from simkinerja.report.rapor_html import rapor_html

        return rapor_html(content).encode()
    from simkinerja.report.rapor_pdf import rapor_pdf

    return rapor_pdf(content)
