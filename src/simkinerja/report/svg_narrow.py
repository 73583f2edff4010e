"""Lines with their spread and shares with their spread, 360 units wide: a phone shows them without scrolling.

Text like the other charts: a title and a description for screen readers, dark words on a white ground, names
and numbers beside the marks, lines told apart by their dashes as well as by colour.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil

from simkinerja.report.fmt import fmt_number, fmt_percent
from simkinerja.report.svg_parts import (
    COLOURS,
    DASHES,
    FONT,
    INK,
    SOFT,
    Axis,
    check_lengths,
    fit_axis,
    line_at,
    numbers_of,
    rect,
    safe,
    text_at,
)
from simkinerja.report.svg_score import NARROW

__all__ = ["svg_narrow_lines", "svg_narrow_shares"]

_LEFT, _RIGHT, _SHOWN = 12.0, NARROW - 12.0, 520
_PALE = "#e9eef3"

Values = Sequence[float | None]


def _document(height: float, title: str, description: str, parts: Sequence[str]) -> str:
    """The SVG element around the parts; the title must fit one line."""
    head = (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {NARROW} {height:g}' role='img' "
        f"aria-label='{safe(f'{title}. {description}')}' {FONT} "
        f"style='width:100%;max-width:{_SHOWN}px;height:auto;display:block;background:#ffffff'>"
    )
    ground = f"<rect width='{NARROW}' height='{height:g}' fill='#ffffff'/>"
    told = f"<title>{safe(title)}</title><desc>{safe(description)}</desc>"
    named = f"<text x='{_LEFT:g}' y='18' font-size='14' font-weight='600' fill='{INK}'>{safe(title)}</text>"
    return "".join([head, told, ground, named, *parts, "</svg>"])


def _legend(names: Sequence[str], y: float) -> list[str]:
    """Names beside a piece of their line, in one row."""
    parts, x = [], _LEFT
    for k, name in enumerate(names):
        parts.append(
            line_at(x, y - 4, x + 24, y - 4, COLOURS[k % len(COLOURS)], 2.5, DASHES[k % len(DASHES)])
        )
        parts.append(text_at(x + 29, y, name, size=12))
        x += 46 + 6.6 * len(name)
    return parts


def _known(xs: Sequence[float], values: Values, axis: Axis) -> list[tuple[float, float]]:
    return [(x, axis.at(value)) for x, value in zip(xs, values, strict=True) if value is not None]


def _ribbon(xs: Sequence[float], low: Values, high: Values, axis: Axis, k: int) -> list[str]:
    """The shaded spread around a line."""
    below, above = _known(xs, low, axis), _known(xs, high, axis)
    if len(below) < 2:
        return []
    path = " ".join(f"{x:g},{y:g}" for x, y in [*below, *reversed(above)])
    colour = COLOURS[k % len(COLOURS)]
    return [f"<polygon class='spread' points='{path}' fill='{colour}' fill-opacity='0.16'/>"]


def _line(points: Sequence[tuple[float, float]], k: int) -> str:
    path = " ".join(f"{x:g},{y:g}" for x, y in points)
    stroke = f"stroke='{COLOURS[k % len(COLOURS)]}' stroke-width='2.5'"
    return f"<polyline points='{path}' fill='none' {stroke} stroke-dasharray='{DASHES[k % len(DASHES)]}'/>"


def _grid(axis: Axis, xs: Sequence[float], x: Sequence[str], unit: str, x_label: str) -> list[str]:
    """Value lines, names of the points (as many as fit), units."""
    parts = [text_at(_LEFT, axis.end - 8, unit, size=11, fill=SOFT)]
    for value, label in axis.ticks():
        y = axis.at(value)
        parts.append(line_at(xs[0], y, _RIGHT, y))
        parts.append(text_at(xs[0] - 5, y + 4, label, anchor="end", size=11, fill=SOFT))
    for k in range(0, len(x), max(1, ceil(len(x) / 6))):
        parts.append(text_at(xs[k], axis.start + 15, x[k], anchor="middle", size=11, fill=SOFT))
    middle = (xs[0] + _RIGHT) / 2
    return [*parts, text_at(middle, axis.start + 30, x_label, anchor="middle", size=11, fill=SOFT)]


def svg_narrow_lines(
    x: Sequence[str],
    series: Mapping[str, Values],
    low: Mapping[str, Values],
    high: Mapping[str, Values],
    title: str,
    unit: str,
    x_label: str,
    limit: tuple[str, float] | None = None,
    *,
    zero: bool = True,
) -> str:
    """Lines over evenly spaced points, each with a ribbon from ``low`` to ``high``.

    Parameters
    ----------
    x : sequence of str, shape (n,)
        Names of the points.
    series, low, high : mapping of name to sequence, shape (n,)
        Missing values are passed over.
    title, unit, x_label : str
    limit : (name, value), optional
        A dotted line across.
    zero : bool
        Whether the scale begins at zero.

    Returns
    -------
    str
        An ``<svg>`` element.

    Examples
    --------
    >>> lines, low, high = {"A": [1.0, 3.0]}, {"A": [0.0, 2.0]}, {"A": [2.0, 4.0]}
    >>> text = svg_narrow_lines(["08.00", "08.30"], lines, low, high, "Tunggu", "menit", "jam datang")
    >>> text.count("<polyline"), text.count("class='spread'")
    (1, 1)
    """
    found = {name: numbers_of(name, "svg_narrow_lines", values) for name, values in series.items()}
    ends = [{k: numbers_of(k, "svg_narrow_lines", v) for k, v in side.items()} for side in (low, high)]
    for group in (found, *ends):
        check_lengths("svg_narrow_lines", len(x), **{str(k): v for k, v in group.items()})
    everything = [v for group in (found, *ends) for values in group.values() for v in values]
    extra = [0.0] if zero else []
    extra += [limit[1]] if limit else []
    scale = fit_axis([*everything, *extra], None, 226.0, 72.0, zero=zero)
    gap = (_RIGHT - 46.0) / max(len(x) - 1, 1)
    xs = [46.0 + gap * k for k in range(len(x))]
    parts = [*_legend(list(found), 40.0), *_grid(scale, xs, x, unit, x_label)]
    for k, name in enumerate(found):
        parts += _ribbon(xs, ends[0][name], ends[1][name], scale, k)
    parts += [_line(_known(xs, values, scale), k) for k, values in enumerate(found.values())]
    if limit:
        y = scale.at(limit[1])
        parts.append(line_at(46, y, _RIGHT, y, INK, 1.2, "2 3"))
        parts.append(text_at(_RIGHT, y - 4, limit[0], anchor="end", size=11))
    told = "; ".join(f"{name}: {_said(x, values)}" for name, values in found.items())
    return _document(270, title, f"{told} ({unit})", parts)


def _said(x: Sequence[str], values: Values) -> str:
    """First, highest and last value of a line, in words."""
    known = [(value, name) for name, value in zip(x, values, strict=True) if value is not None]
    if not known:
        return "tidak ada data"
    top = max(known)
    parts = [(known[0], "mulai"), (top, "tertinggi"), (known[-1], "akhir")]
    return ", ".join(f"{word} {fmt_number(value, 1)} ({name})" for (value, name), word in parts)


def svg_narrow_shares(
    labels: Sequence[str], shares: Values, low: Values, high: Values, title: str, told: str
) -> str:
    """Shares as bars from 0 to 100%, each with the line of its spread.

    Parameters
    ----------
    labels, shares, low, high : sequences, shape (k,)
        Shares from 0 to 1; missing values get the words *tidak ada data*.
    title, told : str
        Heading, and what the lines are.

    Examples
    --------
    >>> svg_narrow_shares(["3 loket"], [0.72], [0.4], [1.0], "Dalam standar", "hari").count("class='share'")
    1
    """
    check_lengths("svg_narrow_shares", len(labels), shares=shares, low=low, high=high)
    axis = Axis(0.0, 1.0, 76.0, _RIGHT - 44)
    parts, y, words = [], 30.0, []
    columns = (numbers_of("shares", "svg_narrow_shares", side) for side in (shares, low, high))
    for label, share, least, most in zip(labels, *columns, strict=True):
        number = "tidak ada data" if share is None else fmt_percent(share)
        words.append(f"{label} {number}")
        parts.append(text_at(70, y + 13, label, anchor="end", size=12))
        parts.append(rect(76, y, axis.end - 76, 18, _PALE))
        if share is not None:
            wide = axis.at(share) - 76
            parts.append(
                f"<rect class='share' x='76' y='{y:g}' width='{wide:g}' height='18' fill='{COLOURS[0]}'/>"
            )
        if least is not None and most is not None:
            ends = axis.at(least), axis.at(most)
            parts += [line_at(ends[0], y + 9, ends[1], y + 9, "#ffffff", 4)]
            parts += [line_at(ends[0], y + 9, ends[1], y + 9, INK, 1.5)]
            parts += [line_at(x, y + 4, x, y + 14, INK, 1.5) for x in ends]
        anchor = _RIGHT if share is not None else axis.end
        parts.append(text_at(anchor, y + 13, number, anchor="end", size=12))
        y += 28.0
    parts.append(text_at(76, y + 6, told, size=11, fill=SOFT))
    return _document(y + 16, title, "; ".join(words), parts)
