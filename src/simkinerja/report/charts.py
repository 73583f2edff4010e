"""Charts for reports and notebooks: each function returns a matplotlib ``Figure`` and draws no global state.

Seaborn's style and colour-blind palette; no seaborn intervals (they would be bootstrapped anew): every
interval comes from the result. Numbers stand beside the marks, so that no meaning hangs on colour.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from io import BytesIO
from textwrap import wrap
from typing import TYPE_CHECKING, Any, Final

from simkinerja.errors import UsageError, problem
from simkinerja.report.fmt import fmt_number
from simkinerja.rules.skm import BANDS, LABELS

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simkinerja.evaluate.result import Part, SkmResult

__all__ = ["chart_counts", "chart_elements", "chart_mutu", "chart_trend", "png_bytes"]

_INK: Final = "#1b1b1b"
_BAND_FILLS: Final = ("#f1e3d3", "#f7f1e1", "#e6f1ec", "#d5e6f2")
_MOST_ROWS: Final = 40
_PLATE: Final = {"boxstyle": "round,pad=0.1", "facecolor": "white", "edgecolor": "none", "alpha": 0.75}


def _styled(draw: Callable[[], Figure]) -> Figure:
    """Draw under seaborn's style without changing it for anybody else."""
    import matplotlib as mpl
    import seaborn as sns

    own: dict[str, Any] = {
        "font.size": 9,
        "axes.titlesize": 11,
        "axes.titleweight": "bold",
        "axes.titlelocation": "left",
    }
    with mpl.rc_context(dict(sns.axes_style("whitegrid")) | own):
        return draw()


def _colours() -> Sequence[Any]:
    import seaborn as sns

    palette: Sequence[Any] = sns.color_palette("colorblind")
    return palette


def _new(height: float, width: float = 6.6) -> tuple[Figure, Axes]:
    from matplotlib.figure import Figure as NewFigure

    figure = NewFigure(figsize=(width, height), dpi=150, layout="constrained")
    return figure, figure.add_subplot()


def _comma(axis: Any, digits: int) -> None:
    from matplotlib.ticker import FuncFormatter

    axis.set_major_formatter(FuncFormatter(lambda value, _: fmt_number(value, digits)))


def _folded(label: str, width: int = 30) -> str:
    return "\n".join(wrap(label, width)[:2])


def _intervals(
    values: Sequence[float], lows: Sequence[float | None], highs: Sequence[float | None]
) -> list[list[float]]:
    """Distances down and up, zero where there is no interval."""
    down = [max(v - low, 0.0) if low is not None else 0.0 for v, low in zip(values, lows, strict=True)]
    up = [max(high - v, 0.0) if high is not None else 0.0 for v, high in zip(values, highs, strict=True)]
    return [down, up]


def chart_elements(result: SkmResult) -> Figure:
    """Draw the NRR of every element, weakest at the top, with 95 % intervals.

    Parameters
    ----------
    result : SkmResult

    Returns
    -------
    matplotlib.figure.Figure
        One bar an element on the scale 1-4; the three weakest in the second colour.
    """
    whole = result.whole
    keys = sorted(whole.nrr, key=lambda key: whole.nrr[key], reverse=True)
    values = [float(whole.nrr[key]) for key in keys]
    lows = [whole.nrr_low.get(key) for key in keys]
    highs = [whole.nrr_high.get(key) for key in keys]
    weak = set(whole.weakest())

    def draw() -> Figure:
        figure, axes = _new(0.42 * len(keys) + 0.9)
        colours = [_colours()[1 if key in weak else 0] for key in keys]
        at = range(len(keys))
        axes.barh(at, [v - 1 for v in values], left=1, color=colours, height=0.62)
        axes.errorbar(
            values,
            at,
            xerr=_intervals(values, lows, highs),
            fmt="none",
            ecolor=_INK,
            elinewidth=1,
            capsize=2.5,
        )
        for k, value in enumerate(values):
            axes.text(4.05, k, fmt_number(value, 2), va="center", color=_INK)
        axes.set_yticks(at, [_folded(LABELS[key]) for key in keys])
        axes.set_xlim(1, 4)
        axes.set_xticks([1, 2, 3, 4])
        axes.set_xlabel("NRR (skala 1-4; garis: selang 95%)" if whole.nrr_low else "NRR (skala 1-4)")
        axes.set_title("Nilai rata-rata setiap unsur")
        axes.grid(visible=False, axis="y")
        return figure

    return _styled(draw)


def _bands(axes: Axes, low: float, high: float, *, across: bool) -> None:
    """Shade the bands of the quality letters and name them."""
    for fill, band in zip(_BAND_FILLS, BANDS, strict=True):
        start, end = max(float(band.threshold), low), min(float(band.upper) + 0.005, high)
        if end <= start:
            continue
        middle = (start + end) / 2
        if across:
            axes.axhspan(start, end, color=fill, zorder=0, linewidth=0)
            axes.text(
                1.01, middle, band.letter, transform=axes.get_yaxis_transform(), va="center", color=_INK
            )
        else:
            axes.axvspan(start, end, color=fill, zorder=0, linewidth=0)
            axes.text(
                middle, 1.01, band.letter, transform=axes.get_xaxis_transform(), ha="center", color=_INK
            )


def _range(parts: Sequence[Part]) -> tuple[float, float]:
    """Axis range around the indices and their intervals, at least one neighbouring band wide."""
    values = [float(x) for part in parts for x in (part.ikm, part.low, part.high) if x is not None]
    return max(25.0, min([*values, 72.0]) - 3), min(100.0, max([*values, 90.0]) + 3)


def _with_index(owner: str, parts: Sequence[Part]) -> list[Part]:
    known = [part for part in parts if part.ikm is not None]
    if not known:
        allowed, example = "hasil dengan paling sedikit satu IKM", f"{owner}(hasil)"
        raise UsageError(
            [
                problem(
                    "parameter", name="result", owner=owner, allowed=allowed, got="tanpa IKM", example=example
                )
            ]
        )
    return known


def chart_mutu(result: SkmResult, parts: Sequence[Part] | None = None) -> Figure:
    """Draw the index of everybody, and of each service, on the bands of the quality letters.

    Parameters
    ----------
    result : SkmResult
    parts : sequence of Part, optional
        Parts to draw instead of the whole and the services (at most 40 are drawn).

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    UsageError
        If no part has an index.
    """
    wanted = [result.whole, *result.services] if parts is None else list(parts)
    known = _with_index("chart_mutu", wanted)[:_MOST_ROWS][::-1]
    values = [float(part.ikm or 0) for part in known]

    def draw() -> Figure:
        figure, axes = _new(0.36 * len(known) + 1.1)
        low, high = _range(known)
        _bands(axes, low, high, across=False)
        errors = _intervals(values, [p.low for p in known], [p.high for p in known])
        at = range(len(known))
        axes.errorbar(
            values, at, xerr=errors, fmt="o", color=_colours()[0], ecolor=_INK, elinewidth=1, capsize=2.5
        )
        for k, value in enumerate(values):
            axes.text(
                1.01, k, fmt_number(value), transform=axes.get_yaxis_transform(), va="center", color=_INK
            )
        axes.set_yticks(at, [_folded(part.label) for part in known])
        axes.set_ylim(-0.6, len(known) - 0.4)
        axes.set_xlim(low, high)
        spread = any(part.low is not None for part in known)
        axes.set_xlabel("IKM (skala 25-100; garis: selang 95%)" if spread else "IKM (skala 25-100)")
        axes.set_title("IKM dan mutu pelayanan", pad=16)
        axes.grid(visible=False, axis="y")
        return figure

    return _styled(draw)


def chart_trend(result: SkmResult, parts: Sequence[Part] | None = None) -> Figure:
    """Draw the index over the periods, with 95 % intervals, on the bands of the quality letters.

    Parameters
    ----------
    result : SkmResult
    parts : sequence of Part, optional
        Periods to draw instead of all.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    UsageError
        If no period has an index.
    """
    known = _with_index("chart_trend", result.periods if parts is None else parts)
    values = [float(part.ikm or 0) for part in known]

    def draw() -> Figure:
        figure, axes = _new(3.2)
        low, high = _range(known)
        _bands(axes, low, high, across=True)
        errors = _intervals(values, [p.low for p in known], [p.high for p in known])
        at = range(len(known))
        axes.errorbar(
            at, values, yerr=errors, fmt="o-", color=_colours()[0], ecolor=_INK, elinewidth=1, capsize=3
        )
        for k, value in enumerate(values):
            axes.annotate(
                fmt_number(value),
                (k, value),
                xytext=(6, 6),
                textcoords="offset points",
                color=_INK,
                bbox=_PLATE,
            )
        long = len(known) > 5
        axes.set_xticks(at, [_folded(p.label, 14) for p in known], rotation=30 if long else 0)
        axes.set_xlim(-0.4, len(known) - 0.6 + 0.2)
        axes.set_ylim(low, high)
        axes.set_ylabel("IKM (25-100)")
        _comma(axes.yaxis, 0)
        axes.set_title("IKM menurut periode")
        axes.grid(visible=False, axis="x")
        return figure

    return _styled(draw)


def chart_counts(labels: Sequence[str], counts: Sequence[int], unsure: Sequence[int]) -> Figure:
    """Draw how many officers each predikat has; hatched the part that is not certain.

    Parameters
    ----------
    labels : sequence of str, length k
    counts, unsure : sequence of int, length k

    Returns
    -------
    matplotlib.figure.Figure
    """
    at = range(len(labels))[::-1]

    def draw() -> Figure:
        figure, axes = _new(0.42 * len(labels) + 1.0)
        sure = [n - few for n, few in zip(counts, unsure, strict=True)]
        axes.barh(at, sure, color=_colours()[0], height=0.62, label="cukup pasti")
        if any(unsure):
            axes.barh(
                at, unsure, left=sure, color=_colours()[9], hatch="///", height=0.62, edgecolor=_INK,
                linewidth=0, label="belum dapat dipastikan",
            )  # fmt: skip
            axes.legend(loc="lower right", fontsize=8, frameon=True)
        top = max([*counts, 1])
        for y, n in zip(at, counts, strict=True):
            axes.text(n + top * 0.015, y, fmt_number(n, 0), va="center", color=_INK)
        axes.set_yticks(list(at), [_folded(label) for label in labels])
        axes.set_xlim(0, top * 1.12)
        _comma(axes.xaxis, 0)
        axes.locator_params(axis="x", integer=True)
        axes.set_xlabel("pegawai")
        axes.set_title("Sebaran predikat (usulan)")
        axes.grid(visible=False, axis="y")
        return figure

    return _styled(draw)


def png_bytes(figure: Figure) -> bytes:
    """Return a figure as PNG, the same bytes for the same figure.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
    """
    stream = BytesIO()
    figure.savefig(stream, format="png", metadata={"Software": None})
    return stream.getvalue()
