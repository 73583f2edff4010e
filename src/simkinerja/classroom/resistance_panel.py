"""Lesson 08: the sceptic sets the assumptions; which conclusions stand, and what luck and ignorance do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from simkinerja.classroom.panel import Choice
from simkinerja.classroom.pictures import as_page
from simkinerja.classroom.repeat import RepeatPanel
from simkinerja.classroom.resistance_lesson import (
    LAST,
    MONTHS,
    SEED,
    SURE,
    compare_ways,
    difference,
    signed,
    ways,
)
from simkinerja.report.fmt import fmt_number, fmt_percent
from simkinerja.simulate.compare import Comparison, compare
from simkinerja.simulate.outcomes import outcomes
from simkinerja.simulate.parameters import engine_parameters

if TYPE_CHECKING:
    from simkinerja.classroom.show import Page
    from simkinerja.simulate.world import World

__all__ = ["DOUBTS", "Conclusion", "conclusions", "panel_challenge", "spread_of_assumptions"]

FloatArray = npt.NDArray[np.float64]

_SMALL: Final = "font-size:.9rem;line-height:1.45;max-width:42rem;margin:.4rem 0"
_LUCK: Final = "nasib saja"
_BOTH: Final = "nasib dan asumsi"

DOUBTS: Final = (
    ("attitude.involvement", "Satu pertemuan", "Sikap naik sesudah satu pertemuan yang melibatkan."),
    ("attitude.briefing", "Satu pidato", "Sikap naik sesudah satu pidato."),
    ("compliance.attitude", "Sikap", "Daya sikap menggerakkan pengisian."),
    ("compliance.consequence", "Sanksi", "Daya sanksi menggerakkan pengisian."),
    ("stress.monitoring", "Pemantauan", "Stres karena dipantau."),
    ("stress.fear", "Takut", "Stres karena takut dirugikan."),
    ("feedback.tone_developmental", "Nada membina", "Tambahan motivasi dari percakapan yang membina."),
)
"""What a sceptic may set: the parameter, its short name, and what it stands for."""


@dataclass(frozen=True, slots=True)
class Conclusion:
    """A sentence of the lesson, whether it holds in a comparison, and by how much.

    Parameters
    ----------
    text : str
    holds : bool
        The difference is at least the smallest that matters for its outcome.
    size : float
        In the outcome's own unit.
    said : str
        The size in words.
    """

    text: str
    holds: bool
    size: float
    said: str


_CLAIMS: Final = (
    ("Melibatkan lebih menaikkan pengisian daripada satu arah", "compliance", "melibatkan", "satu arah"),
    ("Sanksi lebih menaikkan pengisian daripada melibatkan", "compliance", "sanksi", "melibatkan"),
    ("Sanksi menambah stres", "stress", "sanksi", "perintah"),
    ("Sanksi menambah isian tanpa kerja", "padding", "sanksi", "perintah"),
    ("Sanksi dengan budaya membina menaikkan praktik kerja", "practice", "membina", "perintah"),
)


def conclusions(found: Comparison) -> list[Conclusion]:
    """Which of the lesson's conclusions hold in a comparison of the ways.

    Examples
    --------
    >>> from simkinerja.classroom.worlds import small_city
    >>> len(conclusions(compare_ways(small_city("salatiga", 300), count=2)))
    5
    """
    out = []
    for text, outcome, way, against in _CLAIMS:
        size, known = difference(found, outcome, way, against), outcomes()[outcome]
        shares = known.scale == "share"
        unit, factor = ("poin persen", 100.0) if shares else ("SD", 1.0)
        said = (
            f"{signed(factor * size)} {unit}; berarti mulai {fmt_number(factor * known.smallest_effect, 2)}"
        )
        out.append(Conclusion(text, size >= known.smallest_effect, size, said))
    return out


def _choices(key: str, label: str, told: str) -> Choice:
    """What a sceptic may believe of a number: five values over its range, the registry's among them."""
    one = engine_parameters()[key]
    steps = [one.low, (one.low + one.value) / 2, one.value, (one.value + one.high) / 2, one.high]
    words = {0: "terendah", 2: "perkiraan kami", 4: "tertinggi"}
    names = [fmt_number(x, 2) + (f" ({words[k]})" if k in words else "") for k, x in enumerate(steps)]
    options = dict(zip(steps, names, strict=True)) | {one.value: names[2]}
    return Choice(
        key.replace(".", "__"),
        label,
        one.value,
        tuple((text, x) for x, text in options.items()),
        help=f"{told} Rentang {_range((one.low, one.high), 2)}; {SURE[one.how_sure]}.",
    )


def _lines(found: Comparison) -> list[str]:
    """The answer, short enough to stay in sight on a phone."""
    told = conclusions(found)
    fallen = [one.text[0].lower() + one.text[1:] for one in told if not one.holds]
    head = f"{len(told) - len(fallen)} dari {len(told)} kesimpulan bertahan"
    return [head, *([f"Tumbang: {'; '.join(fallen)}."] if fallen else [])]


def _list(found: Comparison) -> str:
    """Every conclusion with its size."""
    rows = "".join(
        f"<li>{'✔' if one.holds else '✖'} {escape(one.text)}: {escape(one.said)}.</li>"
        for one in conclusions(found)
    )
    return f'<ul style="{_SMALL};list-style:none;padding:0">{rows}</ul>'


def _blocks(found: Comparison) -> list[str]:
    """Entries made and entries without work under each way, with the spread over repetitions."""
    from simkinerja.report.svg_narrow import svg_narrow_shares

    blocks = []
    for name, title in (("compliance", "Isian e-Kinerja yang dibuat"), ("padding", "Isian tanpa kerja")):
        runs = [found.levels(name, arm, last=LAST) for arm in found.labels]
        blocks.append(
            svg_narrow_shares(
                list(found.labels),
                [float(x.mean()) for x in runs],
                [float(x.min()) for x in runs],
                [float(x.max()) for x in runs],
                title,
                f"enam bulan terakhir; garis: {found.plan.replications} ulangan",
            )
        )
    told = (
        f"{fmt_number(found.plan.world.n, 0)} pegawai sintetis, dua belas bulan, benih {SEED}. Semua dunia "
        "memuat orang dan nasib yang sama. Membina: sanksi yang sama, dengan budaya dan percakapan membina."
    )
    return [_list(found), *blocks, f'<p style="{_SMALL}">{escape(told)}</p>']


def panel_challenge(world: World) -> RepeatPanel:
    """Panel of lesson 08: the sceptic sets the assumptions and sees which conclusions stand.

    Examples
    --------
    >>> from simkinerja.classroom.worlds import small_city
    >>> panel = panel_challenge(small_city("salatiga", 300))
    >>> panel.set(attitude__involvement=0.2, compliance__attitude=0.2)
    >>> panel.error is None, conclusions(panel.result)[0].holds
    (True, False)
    """

    def compute(count: int, first: int, **values: float) -> Comparison:
        numbers = {key.replace("__", "."): value for key, value in values.items()}
        return compare_ways(world, count=count, first=first, numbers=numbers)

    controls = [_choices(*one) for one in DOUBTS]
    return RepeatPanel("Tantang simulasi", controls, compute, _blocks, _lines)


def spread_of_assumptions(world: World, draws: int = 30) -> Page:
    """Repeat the year with other luck only, and with other assumptions too: which of the two matters.

    Parameters
    ----------
    world : World
    draws : int
        Of the assumptions from their ranges, two repetitions each; as many repetitions for luck alone.
    """
    from simkinerja.report.svg import svg_dots

    gains = {kind: _gains(world, 2 * draws, uncertain=kind != _LUCK) for kind in (_LUCK, _BOTH)}
    rows = {f"{arm}, {kind}": x for arm in gains[_LUCK] for kind, x in ((k, gains[k][arm]) for k in gains)}
    ends = {name: [float(np.quantile(x, q)) for q in (0.05, 0.95)] for name, x in rows.items()}
    svg = svg_dots(
        list(rows),
        [float(x.mean()) for x in rows.values()],
        low=[low for low, _ in ends.values()],
        high=[high for _, high in ends.values()],
        title="Tambahan pengisian dibandingkan dengan perintah saja",
        unit="poin persen; garis memuat sembilan dari sepuluh ulangan",
        digits=1,
    )
    least = 100 * outcomes()["compliance"].smallest_effect
    better = gains[_BOTH]["melibatkan"] - gains[_BOTH]["satu arah"] >= least
    words = (
        f"{2 * draws} ulangan. Melibatkan menambah {_range(ends[f'melibatkan, {_LUCK}'])} poin persen bila "
        f"hanya nasib yang diundi, dan {_range(ends[f'melibatkan, {_BOTH}'])} bila asumsinya ikut diundi "
        f"({draws} susunan). Melibatkan mengungguli satu arah sedikitnya {fmt_number(least, 0)} poin persen "
        f"pada {fmt_percent(float(np.mean(better)))} ulangan."
    )
    return as_page(svg, words)


def _gains(world: World, replications: int, *, uncertain: bool) -> dict[str, FloatArray]:
    """Percentage points that each way but the last adds to the bare order, one a repetition."""
    shown = {arm: given for arm, given in ways().items() if arm != "membina"}
    found = compare(world, shown, months=MONTHS, replications=replications, seed=SEED, uncertain=uncertain)
    before, *after = (100 * found.levels("compliance", arm, last=LAST) for arm in shown)
    return {arm: x - before for arm, x in zip(list(shown)[1:], after, strict=True)}


def _range(ends: Sequence[float], digits: int = 1) -> str:
    return f"{fmt_number(ends[0], digits)} sampai {fmt_number(ends[1], digits)}"
