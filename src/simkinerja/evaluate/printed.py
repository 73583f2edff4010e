"""What an office printed, held against its own numbers."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from simkinerja.evaluate.result import Finding, Part
from simkinerja.rules.checks import shown
from simkinerja.rules.printed import PrintCheck, check_printed
from simkinerja.rules.skm import LABELS, aggregate_services, letter, round_half_up
from simkinerja.survey.table import NrrReport, NrrRow, Printed, Survey

__all__ = ["findings_nrr", "findings_survey"]


def _text(x: Fraction, digits: int) -> str:
    """A fraction as it was printed."""
    return str(round_half_up(x, digits))


def _said(label: str, check: PrintCheck) -> str:
    """The sentence of a check, with the part it speaks of and a word on the letter."""
    sentence = f"{label}: {check.sentence}" if label else check.sentence
    if check.letter_follows is False:
        sentence += f" Mutu tercetak {check.printed_letter}, menurut aturan {check.right_letter}."
    return sentence


def _checked(values: Any, printed: Printed, label: str, digits: int | None = None) -> Finding | None:
    if printed.ikm is None:
        return None
    check = check_printed(
        values,
        _text(printed.ikm, printed.digits),
        digits=digits,
        printed_digits=printed.digits,
        printed_letter=printed.letter,
    )
    follows = check.follows and check.letter_follows is not False
    return Finding(label, follows, _said(label, check), printed.row)


def findings_survey(survey: Survey, whole: Part, services: Sequence[tuple[Part, Any]]) -> tuple[Finding, ...]:
    """Hold an index printed beside answers against those answers.

    Parameters
    ----------
    survey : Survey
    whole : Part
    services : sequence of (Part, draws)
        A unit's printed index may also be the plain mean of its services.
    """
    out = []
    for printed in survey.printed:
        if len(whole.nrr) < len(survey.elements):
            continue
        found = _checked(dict(whole.nrr), printed, "")
        indices = {part.label: part.ikm for part, _ in services if part.ikm is not None}
        if found and not found.follows and _is_plain_mean(indices, printed):
            found = Finding("", True, _PLAIN.format(printed=shown(_decimal(printed))), printed.row)
        if found:
            out.append(found)
    return tuple(out)


_PLAIN = (
    "IKM tercetak {printed} sesuai dengan rata-rata polos IKM layanan (setiap layanan dihitung sama, tanpa "
    "bobot jumlah responden)."
)


def _decimal(printed: Printed) -> Decimal:
    return round_half_up(printed.ikm or Fraction(0), printed.digits)


def _is_plain_mean(indices: dict[str, Fraction], printed: Printed) -> bool:
    if len(indices) < 2 or printed.ikm is None:
        return False
    mean = round_half_up(aggregate_services(indices), printed.digits)
    right = printed.letter is None or printed.letter == letter(mean)
    return abs(mean - _decimal(printed)) <= Decimal(1).scaleb(-printed.digits) and right


def _digits(row: NrrRow) -> int:
    """Most decimals on the scale 1-4 that do not claim more than the table printed."""
    digits = 0
    while Fraction(1, 2 * 10 ** (digits + 1)) >= row.half_step and digits < 12:
        digits += 1
    return digits


def findings_nrr(report: NrrReport, whole: Part) -> tuple[Finding, ...]:
    """Hold every printed index and letter of a table of NRR against its elements.

    Parameters
    ----------
    report : NrrReport
    whole : Part
        All rows together.
    """
    out: list[Finding] = []
    several = len(report.rows) > 1
    for row in report.rows:
        if row.printed is not None and (several or report.printed is None):
            found = _checked(_decimals(row), row.printed, row.label, _digits(row))
            out += [found] if found else []
    if report.printed is not None and not several:
        found = _checked(_decimals(report.rows[0]), report.printed, "", _digits(report.rows[0]))
        out += [found] if found else []
    elif report.printed is not None:
        out += _unit_finding(report, whole)
    for key, printed, right, at in report.letters:
        sentence = f"{LABELS[key]}: mutu tercetak {printed}, menurut NRR-nya {right}."
        out.append(Finding(key, False, sentence, at))
    return tuple(out)


def _decimals(row: NrrRow) -> dict[str, Decimal]:
    return {key: Decimal(x.numerator) / Decimal(x.denominator) for key, x in row.nrr.items()}


def _unit_finding(report: NrrReport, whole: Part) -> list[Finding]:
    """A printed index of the whole unit may weigh its services by respondents or alike."""
    assert report.printed is not None
    printed = report.printed
    indices = {row.label: sum(row.nrr.values(), Fraction(0)) / len(row.nrr) * 25 for row in report.rows}
    if _is_plain_mean(indices, printed):
        return [Finding("", True, _PLAIN.format(printed=shown(_decimal(printed))), printed.row)]
    found = _checked(dict(whole.nrr), printed, "", 0)
    return [found] if found else []
