"""L7: the pictures of a simulation for Word, drawn with matplotlib; the same figures as the SVG ones."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap
from typing import TYPE_CHECKING, Any, Final

from simkinerja.report.fmt import fmt_number

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from simkinerja.report.simulasi_content import Marks, Months

__all__ = ["chart_marks", "chart_months"]

_INK: Final = "#1b1b1b"
_SMALL: Final = "#eeeeee"
_RC: Final[dict[str, Any]] = {
    "font.size": 9,
    "axes.titlesize": 10,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.unicode_minus": False,
}


def _style() -> Any:
    """Seaborn's style for this figure alone."""
    import matplotlib as mpl
    import seaborn as sns

    return mpl.rc_context(dict(sns.axes_style("whitegrid")) | _RC)


def _figure(width: float, height: float) -> Figure:
    from matplotlib.figure import Figure as NewFigure

    return NewFigure(figsize=(width, height), dpi=150, layout="constrained")


def _comma(axis: Any) -> None:
    from matplotlib.ticker import FuncFormatter

    def written(value: float, _: Any) -> str:
        digits = next((k for k in range(4) if abs(round(value, k) - value) < 1e-9), 4)
        return fmt_number(value, digits)

    axis.set_major_formatter(FuncFormatter(written))


def chart_marks(marks: Marks) -> Figure:
    """Draw one row a mark with its interval and its number.

    Parameters
    ----------
    marks : Marks

    Returns
    -------
    matplotlib.figure.Figure
    """
    n = len(marks.labels)
    at = list(range(n))[::-1]
    with _style():
        figure = _figure(6.6, 0.27 * max(n, 1) + 1.0)
        axes = figure.add_subplot()
        if marks.band is not None:
            axes.axvspan(*marks.band, color=_SMALL, zorder=0, linewidth=0)
        axes.axvline(0.0, color=_INK, linewidth=0.8)
        down = [max(v - low, 0.0) for v, low in zip(marks.values, marks.low, strict=True)]
        up = [max(high - v, 0.0) for v, high in zip(marks.values, marks.high, strict=True)]
        drawn = axes.errorbar(
            marks.values, at, xerr=[down, up], fmt="o", ecolor=_INK, elinewidth=1, capsize=2.5
        )
        for x, y in zip(marks.values, at, strict=True):
            if marks.limit is not None and abs(x) >= marks.limit:
                axes.plot(x, y, ">" if x > 0 else "<", markersize=8, color=drawn.lines[0].get_color())
        for y, told in zip(at, marks.told, strict=True):
            axes.text(
                1.01, y, told, transform=axes.get_yaxis_transform(), va="center", color=_INK, fontsize=8
            )
        axes.set_yticks(at, ["\n".join(wrap(label, 34)[:2]) for label in marks.labels])
        axes.set_ylim(-0.6, max(n, 1) - 0.4)
        axes.set_xlabel(marks.unit)
        _comma(axes.xaxis)
        axes.set_title(marks.title)
        axes.grid(visible=False, axis="y")
    return figure


def chart_months(several: Sequence[Months]) -> Figure:
    """Draw paired differences month by month, two beside each other.

    Parameters
    ----------
    several : sequence of Months

    Returns
    -------
    matplotlib.figure.Figure
    """
    from matplotlib.ticker import MaxNLocator

    rows = (len(several) + 1) // 2
    with _style():
        figure = _figure(6.6, 2.3 * rows)
        for k, one in enumerate(several):
            axes = figure.add_subplot(rows, 2, k + 1)
            at = range(1, len(one.values) + 1)
            axes.axhspan(-one.band, one.band, color=_SMALL, zorder=0, linewidth=0)
            axes.axhline(0.0, color=_INK, linewidth=0.8)
            axes.fill_between(at, one.low, one.high, alpha=0.25, linewidth=0)
            axes.plot(at, one.values, linewidth=1.8, marker="o" if len(one.values) == 1 else None)
            axes.set_title(one.title)
            axes.set_ylabel(f"selisih, {one.unit}", fontsize=8)
            axes.set_xlabel("bulan ke-", fontsize=8)
            axes.xaxis.set_major_locator(MaxNLocator(integer=True))
            _comma(axes.yaxis)
    return figure
