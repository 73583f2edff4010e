"""Pictures that only lessons need, on the same frame as the charts of :mod:`simkinerja.report.svg`."""

from __future__ import annotations

from collections.abc import Sequence

from simkinerja.classroom.show import Page
from simkinerja.report.fmt import fmt_number
from simkinerja.report.svg_parts import COLOURS, SOFT, WIDTH, document, fit_axis, line_at, text_at

__all__ = ["MOST_POINTS", "as_page", "svg_scatter", "thinned"]

MOST_POINTS = 240
_SHAPES = ("circle", "square", "ring")


def thinned(n: int, most: int = MOST_POINTS) -> list[int]:
    """Evenly spaced positions, at most ``most`` of ``n``, so that a page stays light.

    Examples
    --------
    >>> thinned(3), len(thinned(1000)), thinned(10, 5)
    ([0, 1, 2], 240, [0, 2, 4, 6, 8])
    """
    return list(range(n)) if n <= most else [k * n // most for k in range(most)]


def _mark(x: float, y: float, kind: int) -> str:
    """Kinds differ in shape as well as colour."""
    shape, colour = _SHAPES[kind % len(_SHAPES)], COLOURS[kind % len(COLOURS)]
    if shape == "square":
        return f"<rect x='{x - 4.5:g}' y='{y - 4.5:g}' width='9' height='9' fill='{colour}'/>"
    ring = f"fill='#ffffff' stroke='{colour}' stroke-width='2'"
    fill = f"fill='{colour}' fill-opacity='0.75'" if shape == "circle" else ring
    return f"<circle cx='{x:g}' cy='{y:g}' r='{3.5 if shape == 'circle' else 4.5:g}' {fill}/>"


def _legend(names: Sequence[str], y: float) -> list[str]:
    parts, x = [], 66.0
    for kind, name in enumerate(names):
        parts += [_mark(x, y - 4, kind), text_at(x + 10, y, name, size=12)]
        x += 26 + 6.6 * len(name)
    return parts


def svg_scatter(
    x: Sequence[float],
    y: Sequence[float],
    kinds: Sequence[int],
    names: Sequence[str],
    title: str,
    x_label: str,
    y_label: str,
    lines: tuple[float | None, float | None] = (None, None),
) -> str:
    """Points of two quantities; each kind of point has its own colour and shape, named in the legend.

    Parameters
    ----------
    x, y : sequences of float, shape (n,)
        Of kind 0 at most :data:`MOST_POINTS` are drawn, evenly spaced through the sequence, and the legend
        says so; of others all.
    kinds : sequence of int, shape (n,)
        Index into ``names``.
    names : sequence of str
        Legend.
    title, x_label, y_label : str
    lines : (float or None, float or None)
        A vertical line at an x and a horizontal line at a y.

    Examples
    --------
    >>> text = svg_scatter([0, 1], [1, 2], [0, 1], ["lain", "terpilih"], "Contoh", "benar", "catatan")
    >>> text.count("<circle"), text.count("width='9'")
    (2, 2)
    """
    top, bottom = 66.0, 330.0
    across = fit_axis(list(x), None, 66.0, WIDTH - 20.0, zero=False)
    up = fit_axis(list(y), None, bottom, top, zero=False)
    plain = [k for k in range(len(x)) if kinds[k] == 0]
    drawn = [plain[j] for j in thinned(len(plain))]
    told = list(names)
    if len(drawn) < len(plain):
        told[0] += f" ({fmt_number(len(drawn), 0)} dari {fmt_number(len(plain), 0)} digambar)"
    parts = _legend(told, 44)
    for value, label in across.ticks():
        parts.append(line_at(across.at(value), top, across.at(value), bottom))
        parts.append(text_at(across.at(value), bottom + 16, label, anchor="middle", size=12, fill=SOFT))
    for value, label in up.ticks():
        parts.append(line_at(across.start, up.at(value), across.end, up.at(value)))
        parts.append(text_at(across.start - 6, up.at(value) + 4, label, anchor="end", size=12, fill=SOFT))
    if lines[0] is not None:
        parts.append(line_at(across.at(lines[0]), top, across.at(lines[0]), bottom, SOFT, 1.5, "5 4"))
    if lines[1] is not None:
        parts.append(line_at(across.start, up.at(lines[1]), across.end, up.at(lines[1]), SOFT, 1.5, "5 4"))
    rest = sorted((k for k in range(len(x)) if kinds[k]), key=lambda k: kinds[k])
    for k in drawn + rest:
        parts.append(_mark(across.at(x[k]), up.at(y[k]), kinds[k]))
    parts.append(text_at((across.start + across.end) / 2, bottom + 36, x_label, anchor="middle", size=12))
    parts.append(text_at(12, top - 6, y_label, size=12))
    counts = "; ".join(f"{name} {fmt_number(sum(k == i for k in kinds), 0)}" for i, name in enumerate(names))
    return document(bottom + 48, title, f"{x_label} terhadap {y_label}: {counts}", parts)


def as_page(svg: str, words: str) -> Page:
    """A picture with its sentence, for display; the picture survives sanitisers.

    Examples
    --------
    >>> as_page("<svg/>", "Tiga dari sepuluh.")
    Tiga dari sepuluh.
    """
    from simkinerja.classroom.panel import image_html

    return Page(f'<p style="max-width:42rem">{words}</p>{image_html(svg, words)}', words)
