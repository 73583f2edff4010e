"""Pictures of a score, 360 units wide so that a phone shows them without scrolling sideways.

Like :mod:`simkinerja.report.svg` they are text: title and description for screen readers, dark words on a
white ground, a number beside every mark. They cost well under a millisecond each.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from simkinerja.report.fmt import fmt_number, fmt_percent
from simkinerja.report.suppress import MASKED
from simkinerja.report.svg_parts import (
    BAND_FILLS,
    COLOURS,
    FONT,
    GRID,
    INK,
    SOFT,
    Axis,
    Band,
    check_lengths,
    line_at,
    nice_step,
    rect,
    safe,
    text_at,
    wrapped,
)

__all__ = ["NARROW", "Rung", "svg_bands", "svg_ladder", "svg_quadrant", "svg_transition", "svg_weights"]

NARROW = 360
"""Width of these pictures, in their own units."""
_LEFT, _RIGHT, _SHOWN = 12.0, NARROW - 12.0, 520
_PALE = "#e9eef3"
_LETTER = 7.2  # width of a letter of size 13, nearly
_HALO = "paint-order='stroke' stroke='#ffffff' stroke-width='3'"  # keeps words readable on a line


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of a ladder.

    Parameters
    ----------
    label : str
        Name of the step.
    told : str
        How it came about, e.g. ``"19 dari 21 hari = 90,5 poin, bobot 40%"``.
    value : float or None
        What it adds (or, in a ladder of stages, what it reaches); ``None``: nothing was recorded.
    total : bool
        Drawn from zero and in the second colour: a sum of what stands above.
    """

    label: str
    told: str
    value: float | None
    total: bool = False


def _document(height: float, title: str, description: str, parts: Sequence[str]) -> str:
    lines = _broken(title, 38)
    top = 18 * (len(lines) - 1)
    head = (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 {-top} {NARROW} {height + top:g}' role='img' "
        f"aria-label='{safe(f'{title}. {description}')}' {FONT} "
        f"style='width:100%;max-width:{_SHOWN}px;height:auto;display:block;background:#ffffff'>"
    )
    ground = f"<rect y='{-top}' width='{NARROW}' height='{height + top:g}' fill='#ffffff'/>"
    told = f"<title>{safe(title)}</title><desc>{safe(description)}</desc>"
    named = [
        f"<text x='{_LEFT:g}' y='{18 - top + 18 * k}' font-size='14' font-weight='600' fill='{INK}'>"
        f"{safe(line)}</text>"
        for k, line in enumerate(lines)
    ]
    return "".join([head, told, ground, *named, *parts, "</svg>"])


def _broken(text: str, length: int) -> list[str]:
    """All of a text in lines of about ``length`` letters."""
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > length:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"


def _borders(axis: Axis, borders: Mapping[str, float], top: float, bottom: float) -> list[str]:
    """Dashed lines at named values, their names staggered so that none covers the next."""
    parts, ends = [], [-1.0, -1.0, -1.0]
    for name, value in sorted(borders.items(), key=lambda pair: pair[1]):
        x = axis.at(value)
        told = f"{_cut(name, 20)} {fmt_number(value, 0 if value == int(value) else 1)}"
        width = 5.7 * len(told)
        start = min(max(x - width / 2, _LEFT), _RIGHT - width)
        level = next((k for k, end in enumerate(ends) if start > end + 4), len(ends) - 1)
        ends[level] = start + width
        parts.append(line_at(x, top - 2 - 13 * level, x, bottom, SOFT, 1, "3 3"))
        parts.append(text_at(start, top - 5 - 13 * level, told, size=11, fill=SOFT))
    return parts


def svg_ladder(
    rungs: Sequence[Rung],
    title: str,
    borders: Mapping[str, float] | None = None,
    *,
    most: float = 100.0,
    stacked: bool = True,
    unit: str = "nilai",
) -> str:
    """A score as a ladder: every rung starts where the one above ended, so that the last ends at the total.

    Parameters
    ----------
    rungs : sequence of Rung
        From top to bottom.
    title : str
    borders : mapping of name to value, optional
        Where bands begin, as dashed lines.
    most : float
        Right end of the value axis.
    stacked : bool
        False: every rung starts at zero (stages that do not add up).
    unit : str
        Of the axis.

    Examples
    --------
    >>> steps = [Rung("Kehadiran", "19 dari 21 hari", 36.2), Rung("Nilai", "", 36.2, total=True)]
    >>> text = svg_ladder(steps, "Tangga", {"Baik": 82})
    >>> text.count("class='rung'"), "36,2" in text
    (2, True)
    """
    levels = min(3, len(borders or {}))
    top = 32.0 + 13 * levels
    step = 48.0
    bottom = top + step * len(rungs)
    axis = Axis(0.0, max(most, 1.0), _LEFT, _RIGHT)
    parts = _borders(axis, borders or {}, top, bottom)
    starts = _starts(rungs, stacked)
    for k, (rung, start) in enumerate(zip(rungs, starts, strict=True)):
        if stacked and not rung.total and rung.value is not None and k + 1 < len(rungs):
            x = axis.at(start + rung.value)
            parts.append(line_at(x, top + step * k + 44, x, top + step * (k + 1) + 30, SOFT))
    for k, (rung, start) in enumerate(zip(rungs, starts, strict=True)):
        parts += _rung(rung, axis, start, top + step * k)
    for number in _ticks(axis):
        parts.append(
            text_at(axis.at(number), bottom + 14, fmt_number(number, 0), anchor="middle", size=11, fill=SOFT)
        )
    parts.append(text_at((_LEFT + _RIGHT) / 2, bottom + 29, unit, anchor="middle", size=11, fill=SOFT))
    told = "; ".join(f"{r.label} {fmt_number(r.value, 1)}{f' ({r.told})' if r.told else ''}" for r in rungs)
    return _document(bottom + 36, title, told, parts)


def _starts(rungs: Sequence[Rung], stacked: bool) -> list[float]:
    """Where the bar of every rung begins."""
    starts, reached = [], 0.0
    for rung in rungs:
        starts.append(reached if stacked and not rung.total else 0.0)
        if not rung.total:
            reached += rung.value or 0.0
    return starts


def _ticks(axis: Axis) -> list[float]:
    step = nice_step(axis.high - axis.low, 5)
    return [k * step for k in range(int(axis.high / step + 1e-9) + 1)]


def _rung(rung: Rung, axis: Axis, start: float, y: float) -> list[str]:
    colour = COLOURS[1] if rung.total else COLOURS[0]
    value = "tidak tercatat" if rung.value is None else fmt_number(rung.value, 1)
    weight = " font-weight='600'" if rung.total else ""
    room = int((_RIGHT - _LEFT) / _LETTER) - len(value) - 2
    words = (
        (_LEFT, 13, "start", 13, weight, INK, _cut(rung.label, room)),
        (_RIGHT, 13, "end", 13, weight, INK, value),
        (_LEFT, 26, "start", 11, "", SOFT, _cut(rung.told, 62)),
    )
    parts = [
        f"<text x='{x:g}' y='{y + down:g}' text-anchor='{anchor}' font-size='{size}'{bold} fill='{fill}' "
        f"{_HALO}>{safe(text)}</text>"
        for x, down, anchor, size, bold, fill, text in words
    ]
    if rung.value is not None:
        left, right = sorted((axis.at(start), axis.at(start + rung.value)))
        parts.append(
            f"<rect class='rung' x='{left:g}' y='{y + 31:g}' width='{max(right - left, 1.5):g}' height='12' "
            f"fill='{colour}'/>"
        )
    return parts


def svg_bands(
    labels: Sequence[str],
    chances: Sequence[float],
    given: int | None,
    title: str,
    strip: Sequence[Band] = (),
    place: tuple[float, float, float] | None = None,
    unit: str = "nilai",
) -> str:
    """Where a person stands among the bands, how sure the place is, and the chance of each band.

    Parameters
    ----------
    labels, chances : sequences, shape (k,)
        Bands, best first, and their chances (0-1); also shares of people.
    given : int or None
        Which band was given; marked.
    title : str
    strip : sequence of (low, high, label), optional
        The bands on the value axis, lowest first; none where bands are no ranges of a number.
    place : (value, low, high), optional
        The value and the ends of its interval.
    unit : str

    Examples
    --------
    >>> text = svg_bands(["Baik", "Cukup"], [0.7, 0.3], 0, "Peluang", [(0, 80, "Cukup"), (80, 100, "Baik")],
    ...                  (82.0, 78.0, 86.0))
    >>> "70%" in text, text.count("<circle")
    (True, 1)
    """
    check_lengths("svg_bands", len(labels), chances=chances)
    parts: list[str] = []
    y = 32.0
    if strip and place is not None:
        parts += _strip(strip, place, unit, y)
        y += 92.0
    left, right = 128.0, _RIGHT - 42
    for k, (label, chance) in enumerate(zip(labels, chances, strict=True)):
        lines = wrapped(str(label), 17)
        for j, line in enumerate(lines):
            parts.append(
                text_at(left - 8, y + 14 + 12 * (j - (len(lines) - 1) / 2), line, anchor="end", size=12)
            )
        parts.append(rect(left, y + 2, right - left, 15, _PALE))
        width = max(0.0, min(1.0, chance)) * (right - left)
        parts.append(
            f"<rect class='chance' x='{left:g}' y='{y + 2:g}' width='{width:g}' height='15' "
            f"fill='{COLOURS[1 if k == given else 0]}'/>"
        )
        parts.append(text_at(_RIGHT, y + 14, _few(chance), anchor="end", size=12))
        y += 26.0
    told = "; ".join(f"{label} {_few(c)}" for label, c in zip(labels, chances, strict=True))
    if place is not None:
        ends = f"{fmt_number(place[1], 1)} sampai {fmt_number(place[2], 1)}"
        told = f"{unit} {fmt_number(place[0], 1)}, rentang {ends}; {told}"
    return _document(y + 6, title, told, parts)


def _few(share: float) -> str:
    """A chance in whole percent; what is not nothing is not printed as nothing, nor as everything."""
    if 0 < share < 0.005:
        return "<1%"
    return ">99%" if 0.995 < share < 1 else fmt_percent(share)


def _strip(strip: Sequence[Band], place: tuple[float, float, float], unit: str, y: float) -> list[str]:
    axis = Axis(strip[0][0], strip[-1][1], _LEFT, _RIGHT)
    parts = []
    for k, (low, high, label) in enumerate(strip):
        left, right = axis.at(low), axis.at(high)
        parts.append(rect(left, y + 16, right - left, 22, BAND_FILLS[k % len(BAND_FILLS)]))
        if len(label) * 5.8 < right - left:
            parts.append(text_at((left + right) / 2, y + 12, label, anchor="middle", size=11, fill=SOFT))
        if k:
            parts.append(line_at(left, y + 16, left, y + 38, SOFT, 1))
            parts.append(text_at(left, y + 52, fmt_number(low, 0), anchor="middle", size=11, fill=SOFT))
    value, low, high = place
    parts.append(line_at(axis.at(low), y + 27, axis.at(high), y + 27, INK, 2.5))
    parts += [line_at(axis.at(x), y + 21, axis.at(x), y + 33, INK, 2.5) for x in (low, high)]
    parts.append(f"<circle cx='{axis.at(value):g}' cy='{y + 27:g}' r='6' fill='{COLOURS[1]}'/>")
    ends = f"{fmt_number(low, 1)} sampai {fmt_number(high, 1)}"
    words = (
        f"titik: {unit} tercatat {fmt_number(value, 1)}",
        f"garis: rentang 90% {unit} sebenarnya, {ends}",
    )
    for k, line in enumerate(words):
        parts.append(
            text_at((_LEFT + _RIGHT) / 2, y + 67 + 14 * k, line, anchor="middle", size=11, fill=SOFT)
        )
    return parts


def svg_weights(
    labels: Sequence[str],
    printed: Sequence[float],
    real: Sequence[float],
    title: str,
    names: tuple[str, str] = ("tertulis", "nyata: pengaruh sebenarnya"),
) -> str:
    """What each indicator is said to weigh beside the share of the differences between people that it makes.

    Parameters
    ----------
    labels, printed, real : sequences, shape (k,)
        Weights as shares of one; a real weight below zero is drawn to the left.
    title : str
    names : (str, str)
        What the two bars of each indicator are.

    Examples
    --------
    >>> text = svg_weights(["Kehadiran"], [0.4], [0.05], "Bobot")
    >>> "40%" in text, "5%" in text
    (True, True)
    """
    check_lengths("svg_weights", len(labels), printed=printed, real=real)
    known = [*printed, *real, 0.0]
    axis = Axis(min(known), max(*known, 0.01), _LEFT, _RIGHT - 44)
    parts = [
        rect(_LEFT, 30, 12, 10, _PALE),
        text_at(_LEFT + 17, 39, names[0], size=12),
        rect(_LEFT + 84, 30, 12, 10, COLOURS[0]),
        text_at(_LEFT + 101, 39, names[1], size=12),
    ]
    y = 52.0
    for label, said, does in zip(labels, printed, real, strict=True):
        parts.append(text_at(_LEFT, y + 12, _cut(str(label), 50), size=13))
        for value, colour, edge, at in ((said, _PALE, SOFT, 17.0), (does, COLOURS[0], COLOURS[0], 30.0)):
            left, right = sorted((axis.at(0.0), axis.at(value)))
            parts.append(
                f"<rect class='weight' x='{left:g}' y='{y + at:g}' width='{max(right - left, 1):g}' "
                f"height='10' fill='{colour}' stroke='{edge}' stroke-width='0.7'/>"
            )
            parts.append(text_at(_RIGHT, y + at + 9, fmt_percent(value), anchor="end", size=12))
        y += 50.0
    told = "; ".join(
        f"{label}: {names[0]} {fmt_percent(a)}, {names[1]} {fmt_percent(b)}"
        for label, a, b in zip(labels, printed, real, strict=True)
    )
    return _document(y + 4, title, told, parts)


def svg_transition(
    rows: Sequence[str],
    columns: Sequence[str],
    counts: Sequence[Sequence[int | None]],
    title: str,
    names: tuple[str, str] = ("lama", "baru"),
) -> str:
    """How many people go from which band (rows) to which (columns); ``None`` is a hidden small cell.

    Examples
    --------
    >>> text = svg_transition(["Baik"], ["Baik", "Cukup"], [[12, None]], "Dari lama ke baru")
    >>> ">12<" in text, ">*<" in text
    (True, True)
    """
    check_lengths("svg_transition", len(rows), counts=counts)
    wide = (_RIGHT - _LEFT) / max(len(columns), 1)
    most = max((n for row in counts for n in row if n is not None), default=1) or 1
    y = 34.0
    parts = [text_at(_LEFT, y + 8, f"kolom: {names[1]}; baris: {names[0]}", size=11, fill=SOFT)]
    y += 14.0
    for k, label in enumerate(columns):
        for j, line in enumerate(wrapped(label, max(6, int(wide / 6)))):
            parts.append(text_at(_LEFT + wide * (k + 0.5), y + 12 + 12 * j, line, anchor="middle", size=11))
    y += 32.0
    for label, row in zip(rows, counts, strict=True):
        parts.append(text_at(_LEFT, y + 11, f"{names[0]}: {_cut(label, 40)}", size=11, fill=SOFT))
        for k, n in enumerate(row):
            parts += _cell(_LEFT + wide * k, y + 15, wide, n, most)
        y += 46.0
    told = "; ".join(
        f"dari {label} ke {column} {_count(n)}"
        for label, row in zip(rows, counts, strict=True)
        for column, n in zip(columns, row, strict=True)
        if n != 0
    )
    return _document(y + 4, title, told, parts)


def _count(n: int | None) -> str:
    return MASKED if n is None else fmt_number(n, 0)


def _cell(x: float, y: float, wide: float, n: int | None, most: int) -> list[str]:
    shade = 0.0 if not n else 0.12 + 0.78 * n / most
    ink = "#ffffff" if shade > 0.6 else INK
    box = (
        f"<rect x='{x:g}' y='{y:g}' width='{wide - 2:g}' height='26' fill='{COLOURS[0]}' "
        f"fill-opacity='{shade:.2f}' stroke='{GRID}'/>"
    )
    return [box, text_at(x + wide / 2 - 1, y + 18, _count(n), anchor="middle", size=13, fill=ink)]


def svg_quadrant(
    columns: Sequence[str],
    rows: Sequence[str],
    cells: Sequence[Sequence[str]],
    at: tuple[int, int],
    title: str,
) -> str:
    """A table of two ratings with one cell marked: where the two meet stands the predikat.

    Parameters
    ----------
    columns, rows : sequences of str
        Ratings of the one and of the other.
    cells : sequence of sequences of str
        Predikat by row and column.
    at : (int, int)
        Row and column of the marked cell; -1 marks none.
    title : str

    Examples
    --------
    >>> text = svg_quadrant(["di atas"], ["sesuai"], [["Baik"]], (0, 0), "Kuadran")
    >>> text.count("stroke-width='3'")
    1
    """
    left, top = 92.0, 62.0
    wide, tall = (_RIGHT - left) / len(columns), 42.0
    parts = [text_at((left + _RIGHT) / 2, 36, "perilaku kerja", anchor="middle", size=11, fill=SOFT)]
    for k, name in enumerate(columns):
        parts.append(text_at(left + wide * (k + 0.5), 54, name, anchor="middle", size=12))
    for i, (name, row) in enumerate(zip(rows, cells, strict=True)):
        y = top + tall * i
        parts.append(text_at(left - 6, y + 18, name, anchor="end", size=12))
        parts.append(text_at(left - 6, y + 32, "hasil kerja", anchor="end", size=10, fill=SOFT))
        for k, word in enumerate(row):
            here = (i, k) == at
            fill, width, edge = ("#fde3cf", 3, COLOURS[1]) if here else ("#ffffff", 1, GRID)
            parts.append(
                f"<rect x='{left + wide * k + 1.5:g}' y='{y + 1.5:g}' width='{wide - 3:g}' "
                f"height='{tall - 3:g}' fill='{fill}' stroke='{edge}' stroke-width='{width}'/>"
            )
            for j, line in enumerate(lines := wrapped(word.replace("/", "/ "), 13)):
                spot = y + tall / 2 + 4 + 12 * (j - (len(lines) - 1) / 2)
                parts.append(text_at(left + wide * (k + 0.5), spot, line, anchor="middle", size=11))
    found = cells[at[0]][at[1]] if min(at) >= 0 else "belum ada"
    return _document(top + tall * len(rows) + 8, title, f"yang ditandai: {found}", parts)
