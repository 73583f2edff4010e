"""L7: the pictures of a simulation as SVG, 360 units wide: readable on a phone, side by side on a desk."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from simkinerja.report.fmt import fmt_number
from simkinerja.report.svg_parts import COLOURS, FONT, INK, SOFT, Axis, fit_axis, line_at, rect, safe, text_at
from simkinerja.report.svg_score import NARROW

if TYPE_CHECKING:
    from simkinerja.report.simulasi_content import Marks, Months

__all__ = ["svg_marks", "svg_months"]

_LEFT, _RIGHT = 12.0, NARROW - 12.0
_SMALL: Final = "#eeeeee"
_ROW: Final = 38.0


def _document(height: float, title: str, description: str, parts: Sequence[str]) -> str:
    head = (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {NARROW} {height:g}' role='img' "
        f"aria-label='{safe(f'{title}. {description}')}' {FONT}>"
    )
    named = f"<text x='{_LEFT:g}' y='18' font-size='14' font-weight='600' fill='{INK}'>{safe(title)}</text>"
    told = f"<title>{safe(title)}</title><desc>{safe(description)}</desc>"
    ground = f"<rect width='{NARROW}' height='{height:g}' fill='#ffffff'/>"
    return "".join([head, told, ground, named, *parts, "</svg>"])


def svg_marks(marks: Marks) -> str:
    """Draw one row a mark: name and number above, point and interval below.

    Parameters
    ----------
    marks : Marks

    Examples
    --------
    >>> from simkinerja.report.simulasi_content import Marks
    >>> one = Marks("Judul", "hari", ("antre",), (-1.0,), (-1.5,), (-0.5,), ("-1,00 hari",), (-0.1, 0.1))
    >>> svg_marks(one).count("<circle")
    1
    """
    top, n = 30.0, len(marks.labels)
    bottom = top + _ROW * max(n, 1)
    found = [*marks.values, *marks.low, *marks.high, *(marks.band or ())]
    axis = fit_axis(found, None, _LEFT + 6, _RIGHT - 6, zero=True)
    parts = _ground(axis, top, bottom, marks.band)
    for k, label in enumerate(marks.labels):
        y = top + _ROW * k
        parts.append(rect(0.0, y + 1, NARROW, 17, "#ffffff"))  # no line runs through the words
        parts.append(text_at(_LEFT, y + 14, _shortened(label, marks.told[k]), size=12))
        parts.append(text_at(_RIGHT, y + 14, marks.told[k], anchor="end", size=12))
        parts += _mark(axis, y + 27, (marks.values[k], marks.low[k], marks.high[k]), marks.limit)
    if not n:
        parts.append(text_at(_LEFT, top + 16, "tidak ada hasil yang bergerak", size=12, fill=SOFT))
    middle = (axis.start + axis.end) / 2
    parts.append(text_at(middle, bottom + 32, marks.unit, anchor="middle", size=11, fill=SOFT))
    told = "; ".join(f"{a} {b}" for a, b in zip(marks.labels, marks.told, strict=True))
    return _document(bottom + 40, marks.title, told, parts)


def _ground(axis: Axis, top: float, bottom: float, band: tuple[float, float] | None) -> list[str]:
    """The range too small to matter, zero, and ticks."""
    parts = []
    if band is not None:
        left, right = axis.at(band[0]), axis.at(band[1])
        parts.append(rect(left, top, right - left, bottom - top, _SMALL))
    for value, label in axis.ticks():
        x = axis.at(value)
        parts.append(line_at(x, top, x, bottom))
        parts.append(text_at(x, bottom + 15, label, anchor="middle", size=11, fill=SOFT))
    return [*parts, line_at(axis.at(0.0), top, axis.at(0.0), bottom, INK, 1)]


def _mark(axis: Axis, y: float, ends: tuple[float, float, float], limit: float | None) -> list[str]:
    x, left, right = (axis.at(value) for value in ends)
    if limit is not None and abs(ends[0]) >= limit:
        side = 5.0 if ends[0] > 0.0 else -5.0
        points = f"{x - side:g},{y - 5:g} {x - side:g},{y + 5:g} {x + side:g},{y:g}"
        return [line_at(left, y, right, y, INK, 1.5), f"<polygon points='{points}' fill='{COLOURS[0]}'/>"]
    caps = [line_at(end, y - 4, end, y + 4, INK, 1.5) for end in (left, right)] if right - left > 1 else []
    dot = f"<circle cx='{x:g}' cy='{y:g}' r='4.5' fill='{COLOURS[0]}'/>"
    return [line_at(left, y, right, y, INK, 1.5), *caps, dot]


def _shortened(label: str, told: str) -> str:
    """A label that leaves room for the number at its right."""
    room = max(12, int((NARROW - 30 - 7.2 * len(told)) / 7.2))
    return label if len(label) <= room else f"{label[: room - 1].rstrip()}…"


def svg_months(months: Months) -> str:
    """Draw a paired difference month by month with its interval; zero and what matters are marked.

    Parameters
    ----------
    months : Months

    Examples
    --------
    >>> from simkinerja.report.simulasi_content import Months
    >>> one = Months("Tepat waktu", "poin persen", (0.0, 1.0), (0.0, 0.5), (0.0, 1.5), 1.0)
    >>> svg_months(one).count("<polyline")
    1
    """
    top, bottom, left = 48.0, 206.0, 52.0
    ends = (-months.band, months.band)
    axis = fit_axis([*months.values, *months.low, *months.high, *ends], None, bottom, top, zero=True)
    n = len(months.values)
    gap = (_RIGHT - left) / max(n - 1, 1)
    xs = [left + gap * k for k in range(n)]
    high, low = axis.at(months.band), axis.at(-months.band)
    parts = [text_at(_LEFT, 38, f"selisih, {months.unit}", size=11, fill=SOFT)]
    parts.append(rect(left, high, _RIGHT - left, low - high, _SMALL))
    for value, label in axis.ticks():
        parts.append(line_at(left, axis.at(value), _RIGHT, axis.at(value)))
        parts.append(text_at(left - 5, axis.at(value) + 4, label, anchor="end", size=11, fill=SOFT))
    parts.append(line_at(left, axis.at(0.0), _RIGHT, axis.at(0.0), INK, 1))
    for k in _ticks(n):
        parts.append(text_at(xs[k], bottom + 16, str(k + 1), anchor="middle", size=11, fill=SOFT))
    parts += _curve(axis, xs, months)
    middle = (left + _RIGHT) / 2
    parts.append(text_at(middle, bottom + 32, "bulan ke-", anchor="middle", size=11, fill=SOFT))
    last = fmt_number(months.values[-1], 2, signed=True)
    return _document(bottom + 40, months.title, f"selisih bulan terakhir {last} {months.unit}", parts)


def _ticks(n: int) -> list[int]:
    """Months that are named: every one, third, sixth or twelfth, so that none touches the next."""
    every = next((step for step in (1, 3, 6, 12, 60) if n / step <= 9), 120)
    return [k for k in range(n) if (k + 1) % every == 0]


def _curve(axis: Axis, xs: Sequence[float], months: Months) -> list[str]:
    above = [f"{x:g},{axis.at(v):g}" for x, v in zip(xs, months.high, strict=True)]
    below = [f"{x:g},{axis.at(v):g}" for x, v in zip(xs, months.low, strict=True)]
    ribbon = " ".join([*above, *reversed(below)])
    path = " ".join(f"{x:g},{axis.at(v):g}" for x, v in zip(xs, months.values, strict=True))
    out = [f"<polygon points='{ribbon}' fill='{COLOURS[0]}' fill-opacity='0.2'/>"] if len(xs) > 1 else []
    out.append(f"<polyline points='{path}' fill='none' stroke='{COLOURS[0]}' stroke-width='2.5'/>")
    return [
        *out,
        *([f"<circle cx='{xs[0]:g}' cy='{axis.at(months.values[0]):g}' r='4'/>"] if len(xs) == 1 else []),
    ]
