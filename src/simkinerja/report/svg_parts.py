"""What the SVG charts of :mod:`simkinerja.report.svg` are built of: axes, text, ground, checks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, floor, isfinite, log10

from simkinerja.errors import UsageError, problem
from simkinerja.report.fmt import fmt_number

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#000000")
"""Okabe and Ito's palette, darkest contrasts first."""

Band = tuple[float, float, str]
"""A shaded range of the value axis: from, to, label."""

INK, SOFT, GRID = "#1b1b1b", "#4a4a4a", "#d9d9d9"
BAND_FILLS = ("#f1e3d3", "#f7f1e1", "#e6f1ec", "#d5e6f2")
DASHES = ("", "6 3", "2 3", "8 3 2 3", "1 2", "10 4", "4 4")
WIDTH = 640
FONT = "font-family='system-ui, sans-serif'"


def usage(owner: str, name: str, allowed: str, got: object, example: str) -> UsageError:
    """The error for one bad parameter of a chart."""
    return UsageError(
        [problem("parameter", name=name, owner=owner, allowed=allowed, got=got, example=example)]
    )


def numbers_of(name: str, owner: str, values: Sequence[float | None]) -> list[float | None]:
    """Floats, with ``None`` for what is missing (``None``, NaN, infinite)."""
    out: list[float | None] = []
    for value in values:
        try:
            number = None if value is None else float(value)
        except (TypeError, ValueError):
            raise usage(owner, name, "deretan bilangan", repr(value), "[3.1]") from None
        out.append(number if number is not None and isfinite(number) else None)
    return out


def check_lengths(owner: str, n: int, **others: Sequence[object] | None) -> None:
    """Refuse a sequence that is not as long as the labels."""
    for name, other in others.items():
        if other is not None and len(other) != n:
            raise usage(owner, name, f"sama panjang dengan label ({n})", f"{len(other)} nilai", "[1, 2]")


def safe(text: str) -> str:
    """Text that can stand in an element or an attribute: escaped, without what XML forbids."""
    return escape("".join(char for char in text if char.isprintable()), quote=True)


def rect(x: float, y: float, width: float, height: float, fill: str) -> str:
    """A filled rectangle."""
    return f"<rect x='{x:g}' y='{y:g}' width='{width:g}' height='{height:g}' fill='{fill}'/>"


def nice_step(span: float, about: int = 5) -> float:
    """A step of 1, 2 or 5 times a power of ten that divides ``span`` in about ``about`` parts."""
    raw = span / about
    size = 10.0 ** floor(log10(raw))
    for factor in (1, 2, 5):
        if raw <= factor * size * 1.000001:
            return factor * size
    return 10 * size


@dataclass(frozen=True, slots=True)
class Axis:
    """A value axis: data from ``low`` to ``high`` on pixels ``start`` to ``end``."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Pixel of a value, clipped to the axis."""
        share = (value - self.low) / (self.high - self.low)
        return round(self.start + min(max(share, 0.0), 1.0) * (self.end - self.start), 1)

    def ticks(self) -> list[tuple[float, str]]:
        """Values and Indonesian labels of the tick marks."""
        step = nice_step(self.high - self.low)
        digits = max(0, -floor(log10(step) + 1e-9))
        first, last = ceil(self.low / step - 1e-9), floor(self.high / step + 1e-9)
        return [(k * step, fmt_number(k * step, digits)) for k in range(first, last + 1)]


def fit_axis(
    found: Sequence[float | None], given: tuple[float, float] | None, start: float, end: float, zero: bool
) -> Axis:
    """Axis over the numbers found, or over the range given; a range without width is widened."""
    if given is not None:
        low, high = given
    else:
        known = [value for value in found if value is not None] or [0.0]
        low, high = min(known), max(known)
        if zero:
            low, high = min(low, 0.0), max(high, 0.0)
        else:
            pad = 0.06 * (high - low)
            low, high = low - pad, high + pad
    size = max(1.0, abs(low), abs(high))
    if high - low <= 1e-9 * size:
        low, high = low - 0.5 * size, high + 0.5 * size
    return Axis(low, high, start, end)


def text_at(x: float, y: float, text: str, *, anchor: str = "start", size: int = 13, fill: str = INK) -> str:
    """A line of text."""
    style = f"text-anchor='{anchor}' font-size='{size}' fill='{fill}'"
    return f"<text x='{x:g}' y='{y:g}' {style}>{safe(text)}</text>"


def line_at(
    x1: float, y1: float, x2: float, y2: float, colour: str = GRID, width: float = 1, dash: str = ""
) -> str:
    """A straight line."""
    stroke = f"stroke='{colour}' stroke-width='{width:g}'" + (f" stroke-dasharray='{dash}'" if dash else "")
    return f"<line x1='{x1:g}' y1='{y1:g}' x2='{x2:g}' y2='{y2:g}' {stroke}/>"


def wrapped(label: str, length: int = 26) -> list[str]:
    """At most two lines of a label, the rest cut with an ellipsis."""
    lines = [""]
    for word in label.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > length:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    if len(lines) > 2:
        lines = [lines[0], f"{lines[1]} …"]
    return [line if len(line) <= length + 2 else f"{line[: length + 1]}…" for line in lines]


def document(height: float, title: str, description: str, parts: Sequence[str]) -> str:
    """The SVG element around the parts, with title, description and white ground."""
    head = (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {WIDTH} {height:g}' role='img' "
        f"aria-label='{safe(f'{title}. {description}')}' {FONT} "
        f"style='width:100%;max-width:{WIDTH}px;height:auto;background:#ffffff'>"
    )
    ground = f"<rect width='{WIDTH}' height='{height:g}' fill='#ffffff'/>"
    name = f"<text x='12' y='22' font-size='15' font-weight='600' fill='{INK}'>{safe(title)}</text>"
    told = f"<title>{safe(title)}</title><desc>{safe(description)}</desc>"
    return "".join([head, told, ground, name, *parts, "</svg>"])


def described_as(labels: Sequence[str], values: Sequence[float | None], digits: int, unit: str) -> str:
    """The numbers of a chart as text, for readers who do not see it."""
    pairs = [f"{label} {fmt_number(value, digits)}" for label, value in zip(labels, values, strict=True)]
    return "; ".join(pairs) + (f" ({unit})" if unit else "")


def x_frame(axis: Axis, top: float, bottom: float, bands: Sequence[Band], unit: str) -> list[str]:
    """Bands, grid, tick labels and unit of a horizontal value axis."""
    parts = []
    for number, (low, high, label) in enumerate(bands):
        left, right = axis.at(low), axis.at(high)
        if right - left < 1:
            continue
        fill = BAND_FILLS[number % len(BAND_FILLS)]
        parts.append(rect(left, top, right - left, bottom - top, fill))
        parts.append(text_at((left + right) / 2, top - 4, label, anchor="middle", size=12, fill=SOFT))
    for value, label in axis.ticks():
        x = axis.at(value)
        parts.append(line_at(x, top, x, bottom))
        parts.append(text_at(x, bottom + 16, label, anchor="middle", size=12, fill=SOFT))
    if unit:
        middle = (axis.start + axis.end) / 2
        parts.append(text_at(middle, bottom + 34, unit, anchor="middle", size=12, fill=SOFT))
    return parts
