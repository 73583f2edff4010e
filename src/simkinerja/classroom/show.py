"""Tables for people: Indonesian numbers, a caption, the word *sintetis*."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from numbers import Integral, Real
from typing import Any

from simkinerja.report.fmt import fmt_date, fmt_number

__all__ = ["Page", "cell_text", "show", "tell"]

_NAMES = ("penilai",)
HEADS = {
    "activity_minutes": "menit aktivitas sebulan",
    "agency": "perangkat daerah",
    "cases_completed": "kasus selesai sebulan",
    "cases_on_time": "kasus tepat waktu sebulan",
    "catatan": "catatan baku",
    "date": "tanggal",
    "days_present": "hari hadir sebulan",
    "ikm": "IKM",
    "kebenaran": "kebenaran baku",
    "label": "nama unit",
    "n_officers": "banyaknya pegawai",
    "name": "nama",
    "nip": "NIP",
    "nrr": "NRR",
    "officer_id": "nomor pegawai",
    "on_time_share": "bagian tepat waktu",
    "rating_throughput": "nilai atasan",
    "service": "layanan",
    "true_practice": "kinerja sebenarnya",
    "true_quality": "mutu sebenarnya",
    "unit_id": "nomor unit",
}
"""Column names that are no Indonesian words, as a heading says them; the name itself stands below it."""
_CELL = "padding:.25rem .35rem;border-bottom:1px solid #ccc"


@dataclass(frozen=True, slots=True)
class Page:
    """A piece of HTML with its plain text, for display."""

    html: str
    text: str

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        return self.text


def cell_text(value: Any, digits: int) -> str:
    """Text of one cell: decimal comma, dates by name, a dash for a missing value.

    Examples
    --------
    >>> cell_text(3.14159, 2), cell_text(1200, 2), cell_text(float("nan"), 2), cell_text("199005", 2)
    ('3,14', '1.200', '–', '199005')
    """
    import pandas as pd

    if pd.api.types.is_scalar(value) and pd.isna(value):
        return "–"
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, pd.Timestamp):
        return fmt_date(value.date())
    if isinstance(value, Integral):
        return fmt_number(int(value), 0)
    if isinstance(value, Real):
        return fmt_number(float(value), digits)
    return str(value)


def _heading(name: str) -> str:
    """A heading people can read, with the name that code uses below it.

    Examples
    --------
    >>> _heading("nilai"), _heading("name")
    ('nilai', 'nama<br><span class="sk-kode" style="font-weight:400;font-size:.85em">name</span>')
    """
    told = HEADS.get(name, name)
    if told.casefold() == name.casefold():
        return escape(told)
    small = 'class="sk-kode" style="font-weight:400;font-size:.85em"'
    return f"{escape(told)}<br><span {small}>{escape(name)}</span>"


def show(table: Any, caption: str = "", digits: int = 2, rows: int = 12) -> Page:
    """Show a table (DataFrame or Series) as people read it.

    Parameters
    ----------
    table : pandas DataFrame or Series
    caption : str
        Indonesian; *data sintetis* is added to it.
    digits : int
        Decimals of numbers that are not whole.
    rows : int
        Rows shown; how many there are is always said.

    Examples
    --------
    >>> import pandas as pd
    >>> show(pd.DataFrame({"nilai": [3.5]}), "Contoh")
    Contoh (data sintetis), 1 baris
    """
    import pandas as pd

    frame = table.to_frame() if isinstance(table, pd.Series) else table
    named = not isinstance(frame.index, pd.RangeIndex) and frame.index.name is not None
    data = frame.reset_index() if named else frame
    part = data.head(rows)
    size = f"{fmt_number(len(data), 0)} baris" + (f", {rows} pertama" if len(data) > rows else "")
    title = f"{caption} (data sintetis), {size}" if caption else f"Data sintetis, {size}"
    # A number that only names somebody is no quantity: no thousands dot, no right edge.
    names = [name for name in part.columns if str(name).endswith("_id") or str(name) in _NAMES]
    part = part.assign(**{name: part[name].astype("string") for name in names})
    right = [pd.api.types.is_numeric_dtype(part[name]) for name in part.columns]
    side = ["right" if flag else "left" for flag in right]
    head = "".join(
        f'<th scope="col" style="{_CELL};text-align:{s}">{_heading(str(name))}</th>'
        for name, s in zip(part.columns, side, strict=True)
    )
    body = "".join(
        "<tr>"
        + "".join(
            f'<td style="{_CELL};white-space:nowrap;text-align:{s}">{escape(cell_text(v, digits))}</td>'
            for v, s in zip(row, side, strict=True)
        )
        + "</tr>"
        for row in part.astype(object).itertuples(index=False)
    )
    html = (
        '<div style="overflow-x:auto"><table style="border-collapse:collapse">'
        f'<caption style="text-align:left;white-space:nowrap">{escape(title)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )
    return Page(html, title)


def tell(label: str, value: Any, digits: int = 2) -> Page:
    """Say one result with its label, numbers as people write them.

    Examples
    --------
    >>> tell("IKM", 79.6296)
    IKM: 79,63
    """
    many = isinstance(value, list | tuple)
    words = "; ".join(cell_text(v, digits) for v in value) if many else cell_text(value, digits)
    return Page(f"<div>{escape(label)}: <b>{escape(words)}</b></div>", f"{label}: {words}")
