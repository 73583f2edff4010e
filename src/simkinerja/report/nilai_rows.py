"""The sheets with a row a person: for the rater's own use, never for a meeting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from simkinerja.evaluate.band_certainty import UNSURE
from simkinerja.report.content import Sheet
from simkinerja.report.fmt import NONE, fmt_number

if TYPE_CHECKING:
    from simkinerja.evaluate.office_result import OfficeResult

__all__ = ["row_sheet", "stage_sheet"]

_ABOUT: Final = {"unit": "Unit", "jabatan": "Jabatan", "jenjang": "Jenjang"}
_Cell = tuple[str, float | None]


def _text(text: str | None) -> _Cell:
    return (text or NONE, None)


def _number(x: float, digits: int = 2) -> _Cell:
    return (NONE, None) if np.isnan(x) else (fmt_number(x, digits), float(x))


def _sheet(title: str, columns: dict[str, list[_Cell]]) -> Sheet:
    cells = list(zip(*columns.values(), strict=True))
    rows = tuple(tuple(text for text, _ in row) for row in cells)
    numbers = tuple(tuple(number for _, number in row) for row in cells)
    return Sheet(title, tuple(columns), rows, numbers)


def _who(result: OfficeResult, n: int) -> dict[str, list[_Cell]]:
    office = result.office
    columns: dict[str, list[_Cell]] = {}
    if len(set(office.sheets)) > 1:
        columns["Lembar"] = [_text(name) for name in office.sheets[:n]]
    columns["Baris"] = [_number(float(row), 0) for row in office.rows[:n]]
    if any(office.alias):
        columns["Alias"] = [_text(alias) for alias in office.alias[:n]]
    return columns


def row_sheet(result: OfficeResult) -> Sheet:
    """Return total, proposed predikat, certainty, rank and consequences of every officer.

    Parameters
    ----------
    result : OfficeResult
    """
    done, office, n = result.score, result.office, result.score.n
    columns = _who(result, n)
    for name, label in _ABOUT.items():
        if name in done.raw.officers:
            words = done.raw.officers[name].astype("str").fillna("").tolist()
            columns[label] = [_text(word) for word in words]
    if done.scheme.rules.aggregate.method != "quadrant":
        # what is printed and sorted is the rounded total; ranks and bands came from the unrounded one
        columns["Nilai"] = [_number(round(x, done.scheme.rules.digits)) for x in done.total.values.tolist()]
    columns["Predikat (usulan)"] = [_text(label) for label in done.labels]
    if result.certainty is not None:
        columns["Kepastian"] = [_certainty(result, k) for k in range(n)]
        columns["Peluang"] = [_number(x, 3) for x in result.certainty.chance_given.tolist()]
    columns["Peringkat"] = [_number(x, 1) for x in done.ranks.values.tolist()]
    columns["Terisi (bobot)"] = [_number(x, 3) for x in done.total.coverage.tolist()]
    for name, values in (
        ("Angka kredit", done.paid.credit),
        ("TPP (%)", done.paid.percent),
        ("TPP (Rp)", done.paid.idr),
    ):
        if not np.isnan(values).all():
            columns[name] = [_number(x) for x in values.tolist()]
    if any(band is not None for band in office.recorded):
        labels = [band.label for band in done.scheme.rules.bands]
        columns["Predikat tercatat"] = [_text(None if i is None else labels[i]) for i in office.recorded]
        other = set(result.recorded.other_band)
        columns["Berbeda"] = [_text("ya" if k in other else "") for k in range(n)]
    return _sheet("Nilai setiap baris tabel", columns)


def _certainty(result: OfficeResult, k: int) -> _Cell:
    if result.score.bands.index[k] < 0 or result.certainty is None:
        return _text("tidak dinilai")
    return _text("cukup pasti" if result.certainty.sure[k] else UNSURE)


def stage_sheet(result: OfficeResult, most: int) -> tuple[Sheet, tuple[int, ...]]:
    """Return figure, points, weight and contribution of every officer and indicator.

    Parameters
    ----------
    result : OfficeResult
    most : int
        Officers written, from the first.

    Returns
    -------
    sheet : Sheet
    shares : tuple of int
        Columns of contributions, which sum to the total; empty where the scheme does not add up.
    """
    done = result.score
    n = min(done.n, most)
    columns = _who(result, n)
    shares: list[int] = []
    for j, one in enumerate(done.scheme.indicators):
        if not done.points.used[:, j].any():
            continue
        columns[f"{one.label} / Angka"] = [_number(x) for x in done.raw.values[:n, j].tolist()]
        columns[f"{one.label} / Poin"] = [_number(x) for x in done.points.values[:n, j].tolist()]
        used = done.points.used[:n, j]
        columns[f"{one.label} / Bobot nyata"] = [
            _number(x if there else np.nan, 4)
            for x, there in zip(done.weights.values[:n, j], used, strict=True)
        ]
        if done.contributions is not None:
            shares.append(len(columns))
            columns[f"{one.label} / Sumbangan"] = [
                _number(x if there else np.nan)
                for x, there in zip(done.contributions.values[:n, j], used, strict=True)
            ]
    return _sheet("Dari angka ke nilai, setiap pegawai dan indikator", columns), tuple(shares)
