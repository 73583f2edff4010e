"""L8: two or more worlds with the same people and the same luck, side by side in a panel."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from simkinerja.classroom.panel import Choice, Number
from simkinerja.classroom.repeat import FEW, RepeatPanel
from simkinerja.report.fmt import fmt_number, fmt_percent
from simkinerja.report.svg_narrow import svg_narrow_lines
from simkinerja.simulate.compare import Comparison, Effect, compare
from simkinerja.simulate.outcomes import Outcome, outcomes
from simkinerja.simulate.world import World

if TYPE_CHECKING:
    from simkinerja.schemes.model import Scheme

__all__ = ["effect_words", "fmt_outcome", "panel_worlds", "small_city", "world_charts", "world_lines"]

_SMALL: Final = "font-size:.9rem;line-height:1.45;max-width:42rem;margin:.4rem 0"
_OFFICERS: Final = 2_000
_SEED: Final = 2026


@lru_cache(maxsize=4)
def small_city(code: str = "salatiga", n_officers: int = _OFFICERS, seed: int = _SEED) -> World:
    """Return a city of synthetic officers, small enough for a panel; drawn once a session.

    Examples
    --------
    >>> small_city("salatiga", 300).n
    300
    """
    from simkinerja.population import draw_population

    return World.of(draw_population(code, seed, n_officers))


def fmt_outcome(outcome: Outcome, value: float, *, signed: bool = False) -> str:
    """Write a value of an outcome as readers expect it: shares in percent, money in rupiah.

    Examples
    --------
    >>> fmt_outcome(outcomes()["on_time_share"], 0.0512, signed=True)
    '+5,1 poin persen'
    >>> fmt_outcome(outcomes()["wait_days"], 1.25)
    '1,25 hari kerja'
    """
    sign = "+" if signed and value > 0 else ""
    if outcome.scale == "share":
        return f"{sign}{fmt_number(100 * value, 1)} poin persen" if signed else fmt_percent(value)
    if outcome.scale == "rupiah":
        return f"{sign}Rp{fmt_number(value, 0)}"
    digits = 2 if abs(value) < 10 else 1
    return f"{sign}{fmt_number(value, digits)} {outcome.unit}"


def effect_words(effect: Effect) -> str:
    """Say what a programme changes, how sure that is, and whether it matters.

    Examples
    --------
    >>> from simkinerja.simulate.interventions import Training
    >>> pair = compare(small_city("salatiga", 300), {"tanpa": [], "pelatihan": [Training()]},
    ...     months=6, replications=4, seed=7)
    >>> effect_words(pair.effect("skill")).startswith("Keterampilan terlatih")
    True
    """
    outcome, difference = effect.outcome, effect.difference
    name = outcome.label[0].upper() + outcome.label[1:]
    ends = f"{fmt_outcome(outcome, effect.ci_low, signed=True)} sampai "
    ends += fmt_outcome(outcome, effect.ci_high, signed=True)
    if abs(difference) < outcome.smallest_effect:
        return f"{name}: tidak berubah berarti ({ends})."
    better = (difference > 0) == (outcome.direction == "naik")
    priced = outcome.group == "biaya" or outcome.direction == "netral"
    verdict = "" if priced else ", membaik" if better else ", memburuk"
    return f"{name}: {fmt_outcome(outcome, difference, signed=True)}{verdict} ({ends})."


def world_charts(found: Comparison, names: Sequence[str]) -> list[str]:
    """Draw each outcome month by month, one line a world, with the spread over repetitions."""
    return [_chart(found, outcomes()[name]) for name in names]


def _chart(found: Comparison, outcome: Outcome) -> str:
    scale = 100.0 if outcome.scale == "share" else 1e-6 if outcome.scale == "rupiah" else 1.0
    unit = {"share": "persen", "rupiah": "juta rupiah"}.get(outcome.scale, outcome.unit)
    middle, low, high = {}, {}, {}
    for label in found.labels:
        runs = found.series(outcome.name, label) * scale
        middle[label] = runs.mean(axis=0).tolist()
        low[label], high[label] = (np.quantile(runs, q, axis=0).tolist() for q in (0.05, 0.95))
    months = [str(k + 1) for k in range(found.plan.months)]
    note = f"bulan; warna muda: sebagian besar dari {found.plan.replications} ulangan"
    title = outcome.label[0].upper() + outcome.label[1:]
    zero = outcome.scale != "number" or outcome.name == "wait_days"
    return svg_narrow_lines(months, middle, low, high, title, unit, note, zero=zero)


def world_lines(found: Comparison, names: Sequence[str], *, last: int = 12) -> list[str]:
    """Say the effects of every world on the named outcomes, the first one first."""
    lines = []
    for arm in found.labels[1:]:
        before = f"{arm}: " if len(found.labels) > 2 else ""
        lines += [before + effect_words(found.effect(name, arm, last=last)) for name in names]
    return lines


def panel_worlds(
    title: str,
    controls: Sequence[Number | Choice],
    arms: Callable[..., Mapping[str, Any]],
    names: Sequence[str],
    *,
    world: Callable[[], World] = small_city,
    numbers: Callable[..., Mapping[str, float]] | None = None,
    scheme: Callable[..., Scheme | None] | None = None,
    months: int = 24,
    seed: int = 7,
    also: Callable[[Comparison], Sequence[str]] | None = None,
) -> RepeatPanel:
    """Panel that compares worlds: five paired runs at once, fifty on the button.

    Parameters
    ----------
    title : str
    controls : sequence of Number or Choice
        Their keys are the arguments of ``arms``, ``numbers`` and ``scheme``.
    arms : function of the controls
        ``{"tanpa": [], "label": [interventions]}``; the first is what the others are compared with.
    names : sequence of str
        Outcomes to draw and to say; the first is the answer.
    world : function
        People and units.
    numbers : function of the controls, optional
        Parameters that differ from the registry: what a sceptic believes instead.
    scheme : function of the controls, optional
    months, seed : int
    also : function of the comparison, optional
        More blocks of HTML below the pictures.

    Examples
    --------
    >>> from simkinerja.classroom.panel import Number
    >>> from simkinerja.simulate.interventions import Training
    >>> panel = panel_worlds("Pelatihan", [Number("hours", "Jam pelajaran", 20, 0, 60)],
    ...     lambda hours: {"tanpa": [], "pelatihan": [Training(hours=hours)] if hours else []},
    ...     ["practice"], world=lambda: small_city("salatiga", 300), months=6)
    >>> panel.result.labels, panel.error
    (('tanpa', 'pelatihan'), None)
    """

    def compute(count: int = FEW, first: int = 0, **values: Any) -> Comparison:
        return compare(
            world(),
            arms(**values),
            None if scheme is None else scheme(**values),
            months=months,
            replications=count,
            first=first,
            seed=seed,
            parameters={} if numbers is None else numbers(**values),
        )

    def draw(found: Comparison) -> list[str]:
        blocks = world_charts(found, names)
        told = (
            f"{fmt_number(found.plan.world.n, 0)} pegawai sintetis, benih {seed}. Semua dunia memuat orang "
            "dan nasib yang sama; yang berbeda hanya programnya."
        )
        return [*blocks, *(also(found) if also else []), f'<p style="{_SMALL}">{escape(told)}</p>']

    return RepeatPanel(title, controls, compute, draw, lambda found: world_lines(found, names))
