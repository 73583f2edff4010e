"""Old against new as tables for a report: cells of fewer than five people are masked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from simkinerja.evaluate.office_result import GROUPS
from simkinerja.report.content import Sheet
from simkinerja.report.fmt import NONE, fmt_number
from simkinerja.report.suppress import MASKED

if TYPE_CHECKING:
    import pandas as pd

    from simkinerja.evaluate.office_result import OfficeResult

__all__ = ["comparison_sheets"]

_NAMES: Final = {
    "naik": "Naik",
    "tetap": "Tetap",
    "turun": "Turun",
    "tidak_terbandingkan": "Tidak dinilai salah satu",
    "n": "Pegawai",
    "median_change": "Perubahan tengah",
    "bertambah": "Bertambah",
    "berkurang": "Berkurang",
    "tidak_diketahui": "Tidak diketahui",
    "gain_idr": "Tambahan (Rp)",
    "loss_idr": "Pengurangan (Rp)",
    "net_idr": "Bersih (Rp)",
    "median_idr": "Nilai tengah (Rp)",
}


def comparison_sheets(result: OfficeResult) -> tuple[Sheet, ...]:
    """Return the transition table, who rises and falls by group, and the rupiah moved.

    Parameters
    ----------
    result : OfficeResult
    """
    found = result.comparison
    if found is None:
        return ()
    masked = found.masked()
    transition = _two_a_column(masked.transition)
    sheets = [_sheet("Dari predikat lama (baris) ke predikat baru (kolom)", "Lama", transition)]
    for name, table in masked.groups.items():
        label = GROUPS.get(name, name)
        sheets.append(_sheet(f"Naik dan turun menurut {label.lower()}", label, table))
    known = bool(found.money["semua"]["net_idr"].notna().any())
    for name, table in masked.money.items() if known else ():
        label = "Semua" if name == "semua" else GROUPS.get(name, name)
        sheets.append(_sheet(f"TPP yang berpindah: {label.lower()}", label, table))
    return tuple(sheets)


def _two_a_column(table: pd.DataFrame) -> pd.DataFrame:
    """Hide a second cell where a column hides only one.

    How many people reach each new predikat is told by the distribution; a lone hidden cell of that column
    would be its total less what is shown.
    """
    out = table.copy()
    for name in out.columns:
        inner = out[name].iloc[:-1]
        if inner.isna().sum() == 1:
            shown = inner.dropna()
            out.loc[shown.index[shown.to_numpy().argmin()], name] = None
    return out


def _sheet(title: str, first: str, table: pd.DataFrame) -> Sheet:
    names = [str(name) for name in table.columns]
    rows, numbers = [], []
    hidden = False
    for label, values in zip(table.index, table.to_numpy(dtype=object), strict=True):
        cells = [_cell(x, name) for x, name in zip(values, names, strict=True)]
        hidden |= any(text == MASKED for text, _ in cells)
        rows.append((str(label), *(text for text, _ in cells)))
        numbers.append((None, *(number for _, number in cells)))
    header = (first, *(_NAMES.get(name, name) for name in names))
    return Sheet(title, header, tuple(rows), tuple(numbers), hidden)


def _cell(x: Any, name: str) -> tuple[str, float | None]:
    import pandas as pd

    if pd.isna(x):
        return (NONE if name == "median_change" else MASKED, None)
    if name.endswith("_idr"):
        return (fmt_number(x, 0), float(x))  # the heading says rupiah
    return (fmt_number(x, 1 if name == "median_change" else 0), float(x))
