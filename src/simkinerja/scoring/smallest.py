"""L4: the smallest change of one raw figure that moves an officer's band, everything else as it is.

Figures move on a grid: multiples of the indicator's ``step`` from its ``lowest`` (for a monthly mean, the
step shared over the months), or, for continuous figures, about a ten-thousandth of the range. Points never
turn back as a figure rises (category scales apart, whose steps are all tried), so bisection finds the first
point of the grid with another band; relative methods are asked anew with the whole table. Every answer is
scored again in full before it is given.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil, floor, inf, isfinite, log10
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from simkinerja.schemes.normalise import steps_of
from simkinerja.scoring.edit import Edit, said
from simkinerja.scoring.replay import replay
from simkinerja.scoring.single import Single, band_heights

if TYPE_CHECKING:
    from simkinerja.scoring.stages import Score

__all__ = ["SmallestChange", "nearest_change", "smallest_changes"]

_FARTHEST: Final = 2**42  # steps of the grid, where the figure has no end
_FINE: Final = 1e-4  # of the range, for a figure without steps
_SHOWN: Final = 6  # significant digits of a recorded figure
_SCALE: Final = re.compile(r"\d|^(?:bagian|nilai|poin)\b")  # no unit that one says behind a number
_FUZZ: Final = 1e-9  # of a step: what a decimal number may be off


@dataclass(frozen=True, slots=True)
class SmallestChange:
    """A change of one raw figure, in its own unit.

    Parameters
    ----------
    officer : int or str
    code, label, unit : str
        Of the indicator.
    before, after : float
        Raw figure as recorded, and the nearest one that gives another band.
    band_before, band_after : str
        Labels; a proposal, as every predikat from a machine.
    up : bool
        The new band is higher.
    share : float
        Size of the change as a share of the indicator's range (its ends, else the span of the table).
    """

    officer: int | str
    code: str
    label: str
    unit: str | None
    before: float
    after: float
    band_before: str
    band_after: str
    up: bool
    share: float

    @property
    def change(self) -> float:
        """By how much the figure moves, raw unit."""
        return self.after - self.before

    @property
    def edit(self) -> Edit:
        """The change as an edit for :func:`simkinerja.scoring.replay.replay`."""
        return Edit.figure(self.officer, self.code, self.after)

    @property
    def sentence(self) -> str:
        """The change in words."""
        way = "naik" if self.change > 0 else "turun"
        size, now, then = (said(x, _SHOWN) for x in (abs(self.change), self.before, self.after))
        told = self.unit if self.unit and not _SCALE.search(self.unit) else None
        unit = f" {told}" if told else ""
        return (
            f"Bila '{self.label}' {way} {size}, dari {now} menjadi {then}{unit}, dan yang lain tetap, usulan "
            f"predikat berubah dari {self.band_before} menjadi {self.band_after}."
        )


@dataclass(slots=True)
class _Search:
    """One figure in one direction: candidate ``low`` keeps the band, ``high`` does not (-1: as it is)."""

    j: int
    candidates: Sequence[float]
    low: int = -1
    high: int = field(init=False)

    def __post_init__(self) -> None:
        self.high = len(self.candidates) - 1


@dataclass(frozen=True, slots=True)
class _Grid(Sequence[float]):
    """Candidates of a figure without steps listed: ``start + k * grain``, rounded to what was meant."""

    origin: float
    grain: float
    start: int
    way: int
    n: int

    def __len__(self) -> int:
        return self.n

    def __getitem__(self, k: Any) -> Any:
        return float(f"{self.origin + (self.start + self.way * k) * self.grain:.12g}")


def smallest_changes(score: Score, officer: int | str) -> tuple[SmallestChange, ...]:
    """Return, for every figure that counts, the smallest change up and down that moves the band.

    Parameters
    ----------
    score : Score
    officer : int or str
        ``officer_id``.

    Returns
    -------
    tuple of SmallestChange
        In the order of the scheme; nothing for a figure that cannot move the band within its range, and
        nothing at all for an officer without a total.

    Raises
    ------
    UsageError
        ``unknown_officer``.

    Examples
    --------
    >>> import pandas as pd
    >>> from simkinerja.schemes.model import Band, Indicator, Rules, Scheme
    >>> from simkinerja.scoring.score import score
    >>> bands = (Band(code="baik", label="Baik", lower=90), Band(code="cukup", label="Cukup"))
    >>> done = score(pd.DataFrame({"officer_id": [7], "berkas": [30]}), Scheme(code="s", title="S",
    ...     indicators=(Indicator(code="berkas", label="Berkas selesai", target=40, unit="berkas", step=1),),
    ...     rules=Rules(bands=bands)))
    >>> [one.sentence for one in smallest_changes(done, 7)]  # doctest: +NORMALIZE_WHITESPACE
    ["Bila 'Berkas selesai' naik 6, dari 30 menjadi 36 berkas, dan yang lain tetap, usulan predikat berubah
    dari Cukup menjadi Baik."]
    """
    one = Single(score, score.raw.row_of(officer))
    if not one.rated or score.bands.index[one.row] < 0:
        return ()
    searches = [_Search(j, c) for j in one.used for c in _candidates(one, j) if len(c)]
    found = [_change(one, officer, s.j, s.candidates[s.high]) for s in _first_other(one, searches)]
    return tuple(change for change in found if change is not None)


def nearest_change(score: Score, officer: int | str, *, up: bool = True) -> SmallestChange | None:
    """Return the easiest of the smallest changes, by share of its range; None if there is none.

    Examples
    --------
    >>> import pandas as pd
    >>> from simkinerja.schemes.model import Band, Indicator, Rules, Scheme
    >>> from simkinerja.scoring.score import score
    >>> bands = (Band(code="baik", label="Baik", lower=85), Band(code="cukup", label="Cukup"))
    >>> pair = tuple(Indicator(code=c, label=c.upper(), target=t, lowest=0, highest=100, step=1)
    ...     for c, t in (("a", 20), ("b", 80)))
    >>> done = score(pd.DataFrame({"officer_id": [7], "a": [15], "b": [60]}), Scheme(code="s", title="S",
    ...     indicators=pair, rules=Rules(bands=bands)))
    >>> [(one.code, one.after) for one in smallest_changes(done, 7)], nearest_change(done, 7).code
    ([('a', 19.0), ('b', 76.0)], 'a')
    """
    ways = [change for change in smallest_changes(score, officer) if change.up == up]
    return min(ways, key=lambda change: change.share, default=None)


def _span(one: Single, j: int) -> float:
    """Range of a figure: its ends, else what the table spans, else its own size."""
    indicator = one.scheme.indicators[j]
    if indicator.lowest is not None and indicator.highest is not None:
        return indicator.highest - indicator.lowest
    column = one.score.raw.values[one.score.points.used[:, j], j]
    now, target = float(one.score.raw.values[one.row, j]), indicator.target or 0.0
    return max(float(column.max() - column.min()), abs(now), abs(target)) or 1.0


def _grain(one: Single, j: int) -> float:
    """Distance between two figures that can be told apart."""
    indicator = one.scheme.indicators[j]
    if indicator.step is None:
        return float(10.0 ** floor(log10(_span(one, j) * _FINE)))
    own = one.score.raw.own_months
    shared = own is not None and indicator.months == "mean"
    return indicator.step / int(own[one.row]) if shared and own is not None else indicator.step


def _candidates(one: Single, j: int) -> list[Sequence[float]]:
    """Figures above and below the recorded one, nearest first."""
    if one.rule(j).method == "category":
        return _category_candidates(one, j)
    indicator, grain = one.scheme.indicators[j], _grain(one, j)
    origin = indicator.lowest or 0.0
    lowest = -inf if indicator.lowest is None else indicator.lowest
    highest = inf if indicator.highest is None else indicator.highest
    here = (float(one.score.raw.values[one.row, j]) - origin) / grain
    above, below = floor(here + _FUZZ) + 1, ceil(here - _FUZZ) - 1
    n_above = n_below = _FARTHEST
    if isfinite(lowest):
        bottom = ceil((lowest - origin) / grain - _FUZZ)
        above, n_below = max(above, bottom), below - bottom + 1
    if isfinite(highest):
        top = floor((highest - origin) / grain + _FUZZ)
        below, n_below = min(below, top), n_below - max(below - top, 0)
        n_above = top - above + 1
    return [
        _Grid(origin, grain, above, 1, max(n_above, 0)),
        _Grid(origin, grain, below, -1, max(n_below, 0)),
    ]


def _category_candidates(one: Single, j: int) -> list[Sequence[float]]:
    """The figures at which a category scale changes: the steps' own, and the last before each."""
    indicator, rule, grain = one.scheme.indicators[j], one.rule(j), _grain(one, j)
    lows = [low for _, low in steps_of(rule) if isfinite(low)]
    found = set(lows)
    if any(step.lower is not None for step in rule.categories):
        origin = indicator.lowest or 0.0
        reached = [ceil((low - origin) / grain - _FUZZ) for low in lows]
        found = {_Grid(origin, grain, k, -1, 2)[i] for k in reached for i in (0, 1)}
    ends = -inf if indicator.lowest is None else indicator.lowest
    top = inf if indicator.highest is None else indicator.highest
    now = float(one.score.raw.values[one.row, j])
    inside = sorted(x for x in found if ends <= x <= top)
    return [[x for x in inside if x > now], [x for x in reversed(inside) if x < now]]


def _other_band(one: Single, asked: list[tuple[_Search, int]]) -> list[bool]:
    """Whether each candidate gives another band than the score did."""
    rows = np.repeat(one.points[None, :], len(asked), axis=0)
    for r, (search, k) in enumerate(asked):
        rows[r, search.j] = one.points_at(search.j, search.candidates[k])
    differs = one.bands(rows) != one.score.bands.index[one.row]
    return [bool(flag) for flag in differs]


def _first_other(one: Single, searches: list[_Search]) -> list[_Search]:
    """Searches with their first candidate of another band at ``high``; those without any are left out."""
    listed = [s for s in searches if not isinstance(s.candidates, _Grid)]
    for search in listed:  # a category scale may turn back: all its steps are asked
        flags = _other_band(one, [(search, k) for k in range(len(search.candidates))])
        search.high = flags.index(True) if True in flags else -1
        search.low = search.high - 1
    grids = [s for s in searches if isinstance(s.candidates, _Grid)]
    ends = _other_band(one, [(s, s.high) for s in grids]) if grids else []
    open_ = [s for s, flag in zip(grids, ends, strict=True) if flag]
    active = open_
    while active := [s for s in active if s.high - s.low > 1]:
        middles = [(s.low + s.high) // 2 for s in active]
        flags = _other_band(one, list(zip(active, middles, strict=True)))
        for search, middle, flag in zip(active, middles, flags, strict=True):
            if flag:
                search.high = middle
            else:
                search.low = middle
    kept = {id(s) for s in open_} | {id(s) for s in listed if s.high >= 0}
    return [s for s in searches if id(s) in kept]


def _change(one: Single, officer: int | str, j: int, after: float) -> SmallestChange | None:
    """The change as full re-scoring has it; None if that does not confirm another band."""
    indicator, score = one.scheme.indicators[j], one.score
    again = replay(score, Edit.figure(officer, indicator.code, after)).result
    old, new = int(score.bands.index[one.row]), int(again.bands.index[one.row])
    if old == new:
        return None
    bands, heights = one.scheme.rules.bands, band_heights(one.scheme)
    before = float(score.raw.values[one.row, j])
    return SmallestChange(
        officer=officer,
        code=indicator.code,
        label=indicator.label,
        unit=indicator.unit,
        before=before,
        after=after,
        band_before=bands[old].label,
        band_after=bands[new].label,
        up=heights[new] > heights[old],
        share=abs(after - before) / _span(one, j),
    )
