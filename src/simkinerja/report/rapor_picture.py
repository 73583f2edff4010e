"""The picture of a personal sheet as plain shapes, so that PDF and HTML show the same.

Units are those of the page (millimetres in the PDF); every bar has its number beside it, and no meaning hangs
on colour alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, Any, Final

from simkinerja.report.fmt import fmt_number
from simkinerja.report.svg_parts import COLOURS, GRID, INK, SOFT
from simkinerja.rules.ratings import PREDICATES, RATINGS, quadrant

if TYPE_CHECKING:
    from simkinerja.report.rapor_content import Ladder

__all__ = ["Picture", "ladder_picture", "picture_svg", "shortened"]

_POINT: Final = 0.3528  # millimetres in a point
_LONG: Final = 2
_LETTER: Final = 0.56  # mean width of a letter as a share of its size
_PALE: Final = "#e9eef3"
_DOWN: Final = COLOURS[1]
_UP: Final = COLOURS[0]
_TOTAL: Final = "#444444"


@dataclass(frozen=True, slots=True)
class Shape:
    """A rectangle, line or text; ``size`` in points, ``anchor`` start, middle or end."""

    kind: str
    x: float
    y: float
    width: float = 0.0
    height: float = 0.0
    fill: str = ""
    stroke: str = ""
    dashed: bool = False
    text: str = ""
    size: float = 8.0
    anchor: str = "start"
    bold: bool = False


@dataclass(slots=True)
class Picture:
    """Shapes on a ground of ``width`` by ``height``, and what they say in words."""

    width: float
    height: float
    told: str
    shapes: list[Shape] = field(default_factory=list)

    def rect(self, x: float, y: float, width: float, height: float, fill: str, stroke: str = "") -> None:
        """Add a rectangle."""
        self.shapes.append(Shape("rect", x, y, width, height, fill, stroke))

    def line(self, x: float, y: float, width: float, height: float, *, dashed: bool = False) -> None:
        """Add a line from (x, y) by (width, height)."""
        self.shapes.append(Shape("line", x, y, width, height, stroke=SOFT if dashed else GRID, dashed=dashed))

    def text(self, x: float, y: float, text: str, size: float = 8.0, **how: Any) -> None:
        """Add a line of text with its baseline at ``y``."""
        self.shapes.append(Shape("text", x, y, fill=how.pop("fill", INK), text=text, size=size, **how))


def shortened(text: str, width: float, size: float) -> str:
    """Return a text that fits a width, cut with an ellipsis; of a very long one the end stays too.

    Examples
    --------
    >>> shortened("Ketepatan waktu penyelesaian", 30, 8)
    'Ketepatan waktu p…'
    >>> shortened("Persentase dokumen yang diverifikasi sesuai standar nomor 7", 30, 8)
    'Persentase…omor 7'
    """
    most = max(int(width / (_LETTER * size * _POINT)), 4)
    if len(text) <= most:
        return text
    if len(text) < _LONG * most:
        return text[: most - 1].rstrip() + "…"
    tail = most // 3  # long names of one office often differ at their end only
    return f"{text[: most - tail - 1].rstrip()}…{text[-tail:].lstrip()}"


def ladder_picture(ladder: Ladder, width: float, *, narrow: bool = False) -> Picture:
    """Draw how a total comes about.

    Parameters
    ----------
    ladder : Ladder
    width : float
    narrow : bool
        Names above the bars instead of beside them, and larger letters for the width.

    Returns
    -------
    Picture
    """
    if ladder.kind == "quadrant":
        return _quadrant(ladder, width, narrow)
    return _waterfall(ladder, width, narrow)


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where things stand in a waterfall."""

    low: float
    high: float
    left: float
    right: float
    row: float
    size: float

    def at(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low)
        return self.left + min(max(share, 0.0), 1.0) * (self.right - self.left)


def _frame(ladder: Ladder, width: float, narrow: bool) -> _Frame:
    ends = [x for step in ladder.steps for x in (step.start, step.end)]
    near = [low for low, _ in ladder.borders if low > ladder.total][:1]
    highest = max([*ends, ladder.total, *near, 1e-9]) * 1.04
    lowest = min([0.0, *ends])
    if ladder.kind == "shapley":  # differences between colleagues, which would vanish on an axis from zero
        under = [low for low, _ in ladder.borders if low <= min([*ends, ladder.total])][-1:]
        highest = max([*ends, ladder.total, *near])
        lowest = min([*ends, ladder.total, *under])
        margin = 0.06 * max(highest - lowest, 1.0)
        lowest, highest = lowest - margin, highest + margin
    value = 13.0 if narrow else 18.0
    left = 1.0 if narrow else width * 0.31
    return _Frame(lowest, highest, left, width - value, 9.4 if narrow else 5.6, 9.5 if narrow else 7.5)


def _waterfall(ladder: Ladder, width: float, narrow: bool) -> Picture:
    frame = _frame(ladder, width, narrow)
    top = 12.0 if narrow else 9.0
    rows = len(ladder.steps) + (2 if ladder.kind == "shapley" else 1)
    height = top + rows * frame.row + 1.5
    picture = Picture(width, height, _told(ladder))
    _borders(picture, ladder, frame, top, height)
    y = top
    if ladder.kind == "shapley":
        start = ladder.steps[0].start if ladder.steps else ladder.total
        _row(picture, frame, y, "Rekan pada umumnya", (start, start), fmt_number(start, 2), _TOTAL, narrow)
        y += frame.row
    for step in ladder.steps:
        colour = _UP if step.change >= 0 else _DOWN
        told = fmt_number(step.change, 2, signed=True)
        _row(picture, frame, y, step.label, (step.start, step.end), told, colour, narrow)
        y += frame.row
    foot = ladder.total if ladder.kind == "shapley" else 0.0
    _row(picture, frame, y, "Nilai", (foot, ladder.total), fmt_number(ladder.total, 2), _TOTAL, narrow)
    return picture


def _row(
    picture: Picture,
    frame: _Frame,
    y: float,
    label: str,
    ends: tuple[float, float],
    told: str,
    colour: str,
    narrow: bool,
) -> None:
    """A bar with its name and number."""
    start, end = sorted(frame.at(x) for x in ends)
    bold = label == "Nilai"
    tall = frame.row * (0.36 if narrow else 0.62)
    bar = y + (frame.row * 0.52 if narrow else frame.row * 0.19)
    base = y + frame.row * (0.42 if narrow else 0.66)
    room = picture.width - 2 if narrow else frame.left - 2
    name = shortened(label, room, frame.size)
    if narrow:
        picture.text(frame.left, base, name, frame.size, bold=bold)
    else:
        picture.text(frame.left - 1.5, base, name, frame.size, anchor="end", bold=bold)
    picture.rect(start, bar, max(end - start, 0.8), tall, colour)
    below = bar + tall * 0.82 if narrow else base
    picture.text(picture.width, below, told, frame.size, anchor="end", bold=bold)


def _borders(picture: Picture, ladder: Ladder, frame: _Frame, top: float, height: float) -> None:
    """Dashed lines where a band starts, named above; names that would meet stand on two lines."""
    ends = [-100.0, -100.0]
    size = frame.size - 0.5
    for low, label in ladder.borders:
        if not frame.low < low <= frame.high:
            continue
        x = frame.at(low)
        short = shortened(label.split(" (")[0], 28, size)
        name = f"{short} {fmt_number(low, 0 if low == round(low) else 2)}"
        half = len(name) * _LETTER * size * _POINT / 2
        middle = min(max(x, frame.left + half - 1), picture.width - half)
        level = 0 if middle - half > ends[0] + 1 else 1
        if middle - half <= ends[level] + 1:
            picture.line(x, top - 1, 0, height - top, dashed=True)
            continue
        ends[level] = middle + half
        y = top - 1.8 - (size * _POINT + 0.6) * level
        picture.text(middle, y, name, size, anchor="middle", fill=SOFT)
        picture.line(x, y + 0.7, 0, height - y - 1.2, dashed=True)


def _told(ladder: Ladder) -> str:
    parts = "; ".join(f"{step.label} {fmt_number(step.change, 2, signed=True)}" for step in ladder.steps)
    return f"Tangga nilai: {parts}; nilai {fmt_number(ladder.total, 2)}."


def _quadrant(ladder: Ladder, width: float, narrow: bool) -> Picture:
    """Nine cells, rows hasil kerja, columns perilaku kerja; the officer's own is framed and named."""
    results, behaviour = ladder.ratings or (-1, -1)
    size, side = (9.5, 20.0) if narrow else (7.5, 34.0)
    wide = (width - side - 1) / 3
    tall = 14.0 if narrow else 10.0
    names = list(RATINGS)
    own = (
        PREDICATES[quadrant(names[results], names[behaviour])]
        if min(results, behaviour) >= 0
        else "tidak ada"
    )
    axes = f"hasil kerja {_rating(results)}, perilaku kerja {_rating(behaviour)}"
    told = f"Kuadran kinerja: {axes}, predikat {own}."
    picture = Picture(width, 10 + 3 * tall + 1, told)
    picture.text(side + 1.5 * wide, 3.5, "Perilaku kerja", size, anchor="middle", bold=True)
    picture.text(0, 3.5, "Hasil kerja", size, bold=True)
    for k, column in enumerate(reversed(names)):
        label = shortened(RATINGS[column].removesuffix(" ekspektasi"), wide, size)
        picture.text(side + (k + 0.5) * wide, 8, label, size, anchor="middle", fill=SOFT)
    for i, row in enumerate(names):
        y = 10 + i * tall
        picture.text(0, y + tall * 0.6, RATINGS[row].removesuffix(" ekspektasi"), size, fill=SOFT)
        for k, column in enumerate(reversed(names)):
            mine = i == results and len(names) - 1 - k == behaviour
            _cell(picture, (side + k * wide, y, wide, tall), PREDICATES[quadrant(row, column)], size, mine)
    return picture


def _rating(position: int) -> str:
    return "tidak ada" if position < 0 else list(RATINGS.values())[position].lower()


def _cell(
    picture: Picture, box: tuple[float, float, float, float], label: str, size: float, mine: bool
) -> None:
    x, y, width, height = box
    picture.rect(
        x + 0.4, y + 0.4, width - 0.8, height - 0.8, "#cfe3f1" if mine else _PALE, INK if mine else ""
    )
    words = label.split("/")[0]
    lines = words.split(" ") if len(words) * _LETTER * size * _POINT > width - 2 else [words]
    lines = [*lines, "(Anda)"] if mine else lines
    step = size * _POINT * 1.15
    first = y + height / 2 - step * (len(lines) - 1) / 2 + size * _POINT * 0.35
    for n, line in enumerate(lines):
        picture.text(x + width / 2, first + n * step, line, size, anchor="middle", bold=mine)


def picture_svg(picture: Picture) -> str:
    """Return a picture as an SVG element with its description.

    Examples
    --------
    >>> made = Picture(10, 5, "Kosong.")
    >>> made.text(1, 2, "A & B")
    >>> picture_svg(made).startswith("<svg"), "A &amp; B" in picture_svg(made)
    (True, True)
    """
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {picture.width:g} {picture.height:g}" '
        f'role="img" aria-label="{escape(picture.told, quote=True)}" font-family="system-ui, sans-serif">'
    )
    return head + f"<desc>{escape(picture.told)}</desc>" + "".join(_svg(picture.shapes)) + "</svg>"


def _svg(shapes: Sequence[Shape]) -> list[str]:
    out = []
    for s in shapes:
        if s.kind == "rect":
            edge = f' stroke="{s.stroke}" stroke-width="0.5"' if s.stroke else ""
            place = f'x="{s.x:.2f}" y="{s.y:.2f}" width="{s.width:.2f}" height="{s.height:.2f}"'
            out.append(f'<rect {place} fill="{s.fill}"{edge}/>')
        elif s.kind == "line":
            dash = ' stroke-dasharray="1 0.8"' if s.dashed else ""
            place = f'x1="{s.x:.2f}" y1="{s.y:.2f}" x2="{s.x + s.width:.2f}" y2="{s.y + s.height:.2f}"'
            out.append(f'<line {place} stroke="{s.stroke}" stroke-width="0.25"{dash}/>')
        else:
            weight = ' font-weight="700"' if s.bold else ""
            style = f'font-size="{s.size * _POINT:.2f}" text-anchor="{s.anchor}" fill="{s.fill}"{weight}'
            out.append(f'<text x="{s.x:.2f}" y="{s.y:.2f}" {style}>{escape(s.text)}</text>')
    return out
