"""Lesson 12: the panel of the service desk. Five days at once, fifty on the button *Jalankan*."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from simkinerja.classroom.desk import PART, DeskDays, compute_desk, desk_formula
from simkinerja.classroom.panel import Choice, Number
from simkinerja.classroom.repeat import FEW, RepeatPanel
from simkinerja.report.fmt import fmt_number, fmt_percent
from simkinerja.report.svg_narrow import svg_narrow_lines, svg_narrow_shares

if TYPE_CHECKING:
    from simkinerja.classroom.desk import FloatArray

__all__ = ["desk_blocks", "desk_lines", "panel_desk"]

_OPENS: Final = 8 * 60
_CLOSE_TO_CERTAIN: Final = 20
"""Days from which the band leaves out the outer tenths."""

_SMALL: Final = "font-size:.9rem;line-height:1.45;max-width:42rem;margin:.4rem 0"

SPREADS: Final = (
    ("sama semua", 0),
    ("agak berbeda", 50),
    ("sangat berbeda (seperti rumus)", 100),
    ("ada yang lama sekali", 200),
)


def _clock(minute: float) -> str:
    """Time of day of a minute after opening.

    Examples
    --------
    >>> _clock(90)
    '09.30'
    """
    hour, rest = divmod(int(_OPENS + minute), 60)
    return f"{hour % 24:02d}.{rest:02d}"


def _ends(values: FloatArray, days: int) -> tuple[list[float], list[float]]:
    """Ends of the spread over days (axis 0): all of a few, four fifths of many."""
    tail = 0.1 if days >= _CLOSE_TO_CERTAIN else 0.0
    known = [column[np.isfinite(column)] for column in values.T]
    low, high = (
        [float(np.quantile(x, q)) if len(x) else float("nan") for x in known] for q in (tail, 1 - tail)
    )
    return low, high


def _names(days: DeskDays) -> list[str]:
    return [f"{days.windows} loket", f"{days.windows + 1} loket"]


def _waits(days: DeskDays) -> str:
    names, people = _names(days), days.count.sum(axis=0)
    sums = (np.nan_to_num(days.wait) * days.count).sum(axis=1)
    means = np.where(people > 0, sums / np.maximum(people, 1), np.nan)
    low, high = {}, {}
    for k, name in enumerate(names):
        low[name], high[name] = _ends(days.wait[k], days.days)
    what = "delapan dari sepuluh hari" if days.days >= _CLOSE_TO_CERTAIN else "hari terbaik sampai terburuk"
    return svg_narrow_lines(
        [_clock(PART * k) for k in range(len(people))],
        dict(zip(names, means.tolist(), strict=True)),
        low,
        high,
        f"Lama menunggu sepanjang hari, {days.days} hari",
        "menit menunggu",
        f"jam datang; warna muda: {what}",
        (f"standar {fmt_number(days.limit, 0)} menit", days.limit),
    )


def _shares(days: DeskDays) -> str:
    ends = [_ends(one[:, None], days.days) for one in days.within]
    what = "delapan dari sepuluh hari" if days.days >= _CLOSE_TO_CERTAIN else "hari terburuk sampai terbaik"
    return svg_narrow_shares(
        _names(days),
        days.of_people(days.within).tolist(),
        [low[0] for low, _ in ends],
        [high[0] for _, high in ends],
        f"Mulai dilayani dalam {fmt_number(days.limit, 0)} menit",
        f"garis: {what}",
    )


def desk_blocks(days: DeskDays) -> list[str]:
    """Waits over the day, share within the standard, and what the pictures do not show."""
    late = [fmt_number(x, 0) for x in days.overtime.mean(axis=1).tolist()]
    loads = [fmt_number(x, 2) for x in days.load]
    told = (
        f"Beban setiap loket {loads[0]} dan {loads[1]}. Orang terakhir pulang rata-rata {late[0]} dan "
        f"{late[1]} menit sesudah tutup. Rumus berlaku bagi hari yang tidak pernah berakhir. Data sintetis."
    )
    return [_waits(days), _shares(days), f'<p style="{_SMALL}">{escape(told)}</p>']


def _by_formula(days: DeskDays, windows: int) -> str:
    """The formula's mean wait; with other spreads than its own an approximation, and told as such."""
    wait = desk_formula(days.arrivals, days.minutes, windows)[2] * (1 + (days.spread / 100) ** 2) / 2
    if not np.isfinite(wait):
        return "tidak ada"
    return f"{'' if days.spread == 100 else 'kira-kira '}{fmt_number(wait, 1)}"


def desk_lines(days: DeskDays) -> list[str]:
    """The answer: chance of being served in time, means beside the formula, and whether the queue grows."""
    within, mean, names = days.of_people(days.within), days.of_people(days.mean), _names(days)
    both = [days.windows, days.windows + 1]
    first = f"Dalam {fmt_number(days.limit, 0)} menit: " + "; ".join(
        f"{name} {fmt_percent(share)}" for name, share in zip(names, within.tolist(), strict=True)
    )
    means = " dan ".join(fmt_number(x, 1) for x in mean.tolist())
    formulas = " dan ".join(dict.fromkeys(_by_formula(days, c) for c in both))
    lines = [first, f"Rata-rata tunggu {means} menit ({days.days} hari yang sama); rumus: {formulas}."]
    over = [str(c) for c, load in zip(both, days.load, strict=True) if load >= 1]
    if over:
        lines.append(
            f"Dengan {' dan '.join(over)} loket bebannya 1 atau lebih: antrean tumbuh sepanjang hari."
        )
    return lines


def panel_desk(arrivals: int = 13, minutes: int = 12, windows: int = 3, hours: int = 5) -> RepeatPanel:
    """Panel of lesson 12: the same days at a desk, with so many windows and with one more.

    Parameters
    ----------
    arrivals : int
        People an hour at first.
    minutes : int
        Mean minutes of a service at first.
    windows : int
        Windows at first.
    hours : int
        Opening hours at first.

    Examples
    --------
    >>> panel = panel_desk()
    >>> panel.run()
    >>> panel.result.days, panel.error
    (50, None)
    """
    controls: list[Number | Choice] = [
        Number("arrivals", "Orang datang setiap jam", arrivals, 1, 60, help="Rata-rata; datangnya acak."),
        Number("minutes", "Menit setiap layanan", minutes, 1, 60, help="Rata-rata."),
        Number("windows", "Banyaknya loket", windows, 1, 12, help="Dibandingkan dengan satu loket lebih."),
        Choice("spread", "Lama layanan antarorang", 100, SPREADS),
        Number("hours", "Jam buka sehari", hours, 1, 12, help="Yang sudah datang tetap dilayani."),
        Number("limit", "Standar menunggu (menit)", 15, 0, 120, 5, help="Asumsi; ganti dengan standar Anda."),
    ]

    def compute(count: int = FEW, first: int = 0, **values: Any) -> DeskDays:
        return compute_desk(**values, days=count, first=first)

    return RepeatPanel(
        "Loket layanan, hari yang sama", controls, compute, desk_blocks, desk_lines, word="hari"
    )
