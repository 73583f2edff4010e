"""Lesson 03, my own score: from a person's figures to points, predikat, angka kredit and rupiah, at once.

One move of a control costs one call of :func:`simkinerja.scoring.score_raw` on a small block of rows: the
person as recorded, a few hundred possible true persons (measurement error), and the person with one figure
changed, for every figure. The others in the city are scored once, when a scheme is first looked at.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from simkinerja.errors import UsageError, problem

if TYPE_CHECKING:
    from simkinerja.schemes.model import Scheme
    from simkinerja.scoring.stages import Raw, Score

__all__ = [
    "DRAWS",
    "FIGURES",
    "Change",
    "Figure",
    "MyScore",
    "Reference",
    "best_first",
    "compute_my_score",
    "reference_of",
    "score_one",
    "with_pay",
]

FloatArray = npt.NDArray[np.float64]
DRAWS: Final = 400
SEED: Final = 2026
_RELATIVE: Final = {"min_max", "z", "rank"}
_SAME_RATER: Final = {"rating_realtime", "rating_periodic"}
_FLAT: Final = 1e-12


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure that a person types.

    Parameters
    ----------
    key, label : str
    measures : tuple of str
        Columns of the records that it fills.
    value, low, high : int
        First value and ends, in the unit of the box.
    per : float
        Raw unit by unit of the box (0.01: percent to share).
    unit : str
    own : bool
        Whether the person's own work moves it; a unit's figure is nobody's own.
    """

    key: str
    label: str
    measures: tuple[str, ...]
    value: int
    low: int
    high: int
    per: float = 1.0
    unit: str = ""
    own: bool = True


FIGURES: Final = (
    Figure("hadir", "Hari hadir sebulan", ("days_present",), 19, 0, 23, unit="hari"),
    Figure(
        "nilai",
        "Nilai atasan (0-100)",
        ("rating_throughput", "rating_care", "rating_improvement", "rating_helping"),
        82,
        0,
        100,
    ),
    Figure("berkas", "Kasus selesai sebulan", ("cases_completed",), 42, 0, 120, unit="kasus"),
    Figure("tepat", "Selesai tepat waktu (%)", ("on_time_share",), 57, 0, 100, per=0.01, unit="persen"),
    Figure("warga", "IKM unit", ("ikm",), 78, 25, 100, own=False),
)
"""What the panel asks for; rating aspects share one figure (a simplification that the panel states)."""


@dataclass(frozen=True, slots=True)
class Lens:
    """What recorded figures say about true ones in a city (see :mod:`simkinerja.evaluate.true_scores`).

    Parameters
    ----------
    used : int array, shape (k,)
        Positions of the indicators with figures.
    centre, spread : float array, shape (k,)
    model : ErrorModel
    luck : float array, shape (draws, k)
    """

    used: npt.NDArray[np.int64]
    centre: FloatArray
    spread: FloatArray
    model: Any
    luck: FloatArray
    known: dict[tuple[bool, ...], Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reference:
    """A scheme and the officers whose totals and spread a person is held against."""

    scheme: Scheme
    totals: FloatArray
    lens: Lens


@dataclass(frozen=True, slots=True)
class Change:
    """The smallest change of one figure that moves the band, others fixed; re-scored, not estimated."""

    label: str
    before: float
    after: float
    band: str
    better: bool


@dataclass(frozen=True, slots=True)
class MyScore:
    """A person's score with all stages.

    Parameters
    ----------
    scheme : Scheme
    score : Score
        Of the one person; every stage.
    chances : float array, shape (bands,)
        Chance of every band given measurement error, in the order of ``scheme.rules.bands``.
    true_range : (float, float)
        Nine in ten possible true totals lie between these.
    ahead : float
        Share of the city's officers with a lower total, 0-1.
    changes : tuple of Change
    """

    scheme: Scheme
    score: Score
    chances: FloatArray
    true_range: tuple[float, float]
    ahead: float
    changes: tuple[Change, ...]

    @property
    def total(self) -> float:
        """The unrounded total."""
        return float(self.score.total.values[0])

    @property
    def band(self) -> int:
        """Position of the band; -1 without a total."""
        return int(self.score.bands.index[0])

    @property
    def sure(self) -> bool:
        """Whether the band's chance reaches the threshold of the certainty of scores."""
        from simkinerja.evaluate.band_certainty import SURE_FROM

        return self.band >= 0 and bool(self.chances[self.band] >= SURE_FROM)


def best_first(scheme: Scheme) -> tuple[int, ...]:
    """Return the positions of the bands from best to worst.

    Examples
    --------
    >>> from simkinerja.schemes import load_scheme
    >>> best_first(load_scheme("tpp_60_40"))
    (0, 1, 2, 3)
    """
    from simkinerja.rules.ratings import PREDICATES

    bands, words = scheme.rules.bands, list(PREDICATES)
    if scheme.rules.aggregate.method == "quadrant":
        return tuple(sorted(range(len(bands)), key=lambda i: words.index(str(bands[i].predikat))))
    lowers = [-np.inf if band.lower is None else band.lower for band in bands]
    return tuple(sorted(range(len(bands)), key=lambda i: -lowers[i]))


def with_pay(scheme: Scheme, like: Scheme) -> Scheme:
    """Return a scheme with the money rule of another: *what if the contingent pay followed this one?*

    Examples
    --------
    >>> from simkinerja.schemes import load_scheme
    >>> paid = with_pay(load_scheme("seimbang"), load_scheme("tpp_60_40"))
    >>> paid.consequence.kind, paid.consequence.basis.status
    ('tpp', 'assumed')
    """
    from simkinerja.schemes.model import LegalBasis

    basis = LegalBasis(
        status="assumed", source="Pengandaian pelajaran", note=f"Aturan uang dipinjam dari {like.title}."
    )
    rule = like.consequence.model_copy(update={"basis": basis})
    return scheme.model_copy(update={"consequence": rule})


def reference_of(table: Any, scheme: Scheme) -> Reference:
    """Score a city's officers once, and keep what a single person is held against.

    Parameters
    ----------
    table : DataFrame
        One row an officer, from :func:`simkinerja.classroom.case_table.load_case`.
    scheme : Scheme
        Its points must not depend on who else is in the table.

    Raises
    ------
    UsageError
        If an indicator's points are relative to the others, or its scope leaves people out.
    """
    from simkinerja.scoring import raw_of, score_raw

    for one in scheme.indicators:
        if (one.normalise or scheme.rules.normalise).method in _RELATIVE or one.scope:
            allowed = "skema yang poinnya tidak bergantung pada pegawai lain dan berlaku bagi semua pegawai"
            said = {"name": "scheme", "owner": "reference_of", "allowed": allowed, "got": scheme.code}
            raise UsageError([problem("parameter", None, example='scheme=load_scheme("seimbang")', **said)])
    done = score_raw(raw_of(table, scheme), scheme)
    totals = done.total.values
    return Reference(scheme, np.sort(totals[~np.isnan(totals)]), _lens(done))


def _lens(done: Score) -> Lens:
    from simkinerja.evaluate.true_scores import correlations, error_model

    used = np.flatnonzero(done.points.used.any(axis=0))
    figures = np.where(done.points.used, done.raw.values, np.nan)[:, used]
    centre, spread = np.nanmean(figures, axis=0), np.nanstd(figures, axis=0, ddof=1)
    spread = np.where(spread > _FLAT * np.maximum(1.0, np.abs(centre)), spread, 0.0)
    z = (figures - centre) / np.where(spread > 0, spread, 1.0)
    ones = [done.scheme.indicators[j] for j in used]
    reliability = np.array([0.8 if one.reliability is None else one.reliability for one in ones])
    model = error_model(correlations(z), reliability, _shared(ones, figures))
    return Lens(used, centre, spread, model, _luck([one.code for one in ones]))


def _shared(ones: Sequence[Any], figures: FloatArray) -> FloatArray:
    """Correlation of the errors of every two indicators: one for the same column, halo for the same rater."""
    from simkinerja.population.ratings import RatingModel

    rating = RatingModel.published()
    common = rating.rater * (rating.severity + (1.0 - rating.severity) * rating.halo)
    halo = common / (rating.rater + rating.level + rating.error)
    out = np.eye(len(ones))
    for a, one in enumerate(ones):
        for b, other in enumerate(ones[:a]):
            same = np.array_equal(figures[:, a], figures[:, b], equal_nan=True)
            rated = one.channel in _SAME_RATER and one.channel == other.channel
            out[a, b] = out[b, a] = 1.0 if same else halo if rated else 0.0
    return out


def _luck(codes: Sequence[str]) -> FloatArray:
    """Mirrored normal draws with variance 1 and no correlation, those of the certainty of scores."""
    from simkinerja.streams import Streams

    streams = Streams(SEED)
    half = np.stack([streams.normal(f"certainty.{code}", DRAWS // 2) for code in codes], axis=1)
    values, vectors = np.linalg.eigh(half.T @ half / len(half))
    half = half @ (vectors / np.sqrt(values)) @ vectors.T
    return np.concatenate([half, -half])


def _row(scheme: Scheme, figures: Mapping[str, float | None]) -> FloatArray:
    """One row of raw figures; NaN where the person has none."""
    found = [figures.get(one.measure or one.code) for one in scheme.indicators]
    return np.array([np.nan if x is None else x for x in found], dtype=float)


def _true_rows(row: FloatArray, reference: Reference) -> FloatArray:
    """Possible true figures of a person, shape (draws, m)."""
    from simkinerja.evaluate.true_scores import posterior

    lens, scheme = reference.lens, reference.scheme
    z = (row[lens.used] - lens.centre) / np.where(lens.spread > 0, lens.spread, 1.0)
    known = tuple((~np.isnan(z)).tolist())
    if known not in lens.known:
        found = posterior(lens.model, np.array(known))
        lens.known[known] = (found.slope, lens.luck @ found.root)
    slope, noise = lens.known[known]
    true = lens.centre + lens.spread * (np.nan_to_num(z) @ slope.T + noise)
    ends = [(scheme.indicators[j].lowest, scheme.indicators[j].highest) for j in lens.used]
    low, high = (np.array([edge[k] if edge[k] is not None else np.nan for edge in ends]) for k in (0, 1))
    true = np.fmin(np.fmax(true, low), high)
    out = np.tile(row, (len(true), 1))
    out[:, lens.used] = np.where(known, true, np.nan)
    return out


def _changed_rows(
    row: FloatArray, scheme: Scheme, asked: Sequence[Figure]
) -> list[tuple[Figure, FloatArray]]:
    """For every figure of one's own, the row at all values of its box: (values, m + 1), the value first."""
    out = []
    for one in asked:
        at = [j for j, each in enumerate(scheme.indicators) if (each.measure or each.code) in one.measures]
        at = [j for j in at if not np.isnan(row[j])]
        if not one.own or not at:
            continue
        steps = np.arange(one.low, one.high + 1, dtype=float)
        rows = np.tile(row, (len(steps), 1))
        rows[:, at] = steps[:, None] * one.per
        out.append((one, np.column_stack([steps, rows])))
    return out


def _raw(scheme: Scheme, values: FloatArray, base_idr: float | None, jenjang: str | None = None) -> Raw:
    import pandas as pd

    from simkinerja.scoring import Raw as RawFigures

    people: dict[str, Any] = {"officer_id": np.arange(len(values))}
    if base_idr is not None:
        people["tpp_base_idr"] = np.full(len(values), float(base_idr))
    if jenjang is not None:
        people["jenjang"] = [jenjang] * len(values)
    codes = tuple(one.code for one in scheme.indicators)
    raw: Raw = RawFigures(pd.DataFrame(people), codes, values, np.ones(values.shape, dtype=bool), 12)
    return raw


def score_one(
    scheme: Scheme,
    figures: Mapping[str, float | None],
    *,
    jenjang: str | None = None,
    base_idr: float | None = None,
) -> Score:
    """Score one person's figures by a scheme.

    Parameters
    ----------
    scheme : Scheme
    figures : mapping of column to number
        By ``measure`` of the indicators; what is left out was not recorded, which is not zero.
    jenjang : str, optional
        For angka kredit.
    base_idr : float, optional
        Contingent pay of a month.

    Examples
    --------
    >>> from simkinerja.schemes import load_scheme
    >>> done = score_one(load_scheme("tpp_60_40"), {"rating_throughput": 80, "days_present": 21})
    >>> round(float(done.total.values[0]), 2)
    88.0
    """
    from simkinerja.scoring import score_raw

    raw = _raw(scheme, _row(scheme, figures)[None, :], base_idr, jenjang)
    done: Score = score_raw(raw, scheme)
    return done


def compute_my_score(
    reference: Reference,
    figures: Mapping[str, float | None],
    *,
    jenjang: str | None = None,
    base_idr: float | None = None,
    asked: Sequence[Figure] = FIGURES,
) -> MyScore:
    """Score a person, with the chance of every band, the place in the city and the smallest changes.

    Parameters
    ----------
    reference : Reference
    figures, jenjang, base_idr
        As in :func:`score_one`.
    asked : sequence of Figure
        Whose boxes are searched for changes, value by value.
    """
    from simkinerja.scoring import score_raw

    scheme = reference.scheme
    row = _row(scheme, figures)
    done = score_one(scheme, figures, jenjang=jenjang, base_idr=base_idr)
    if np.isnan(done.total.values[0]):
        nothing = np.full(len(scheme.rules.bands), np.nan)
        return MyScore(scheme, done, nothing, (np.nan, np.nan), np.nan, ())
    true = _true_rows(row, reference)
    changed = _changed_rows(row, scheme, asked)
    block = np.asfortranarray(np.concatenate([true, *(rows[:, 1:] for _, rows in changed)]))
    scored = score_raw(_raw(scheme, block, None), scheme)
    bands, totals = scored.bands.index, scored.total.values
    counts = np.bincount(bands[: len(true)][bands[: len(true)] >= 0], minlength=len(scheme.rules.bands))
    low, high = np.quantile(totals[: len(true)], [0.05, 0.95])
    ahead = float(np.searchsorted(reference.totals, done.total.values[0], side="left"))
    return MyScore(
        scheme,
        done,
        counts / len(true),
        (float(low), float(high)),
        ahead / max(len(reference.totals), 1),
        _changes(row, scheme, changed, bands[len(true) :], int(done.bands.index[0])),
    )


def _changes(
    row: FloatArray,
    scheme: Scheme,
    changed: Sequence[tuple[Figure, FloatArray]],
    bands: npt.NDArray[np.int64],
    mine: int,
) -> tuple[Change, ...]:
    """The nearest value on either side of each figure at which the band is another one."""
    level = {band: k for k, band in enumerate(best_first(scheme))}
    out: list[Change] = []
    start = 0
    for one, rows in changed:
        found = bands[start : start + len(rows)]
        start += len(rows)
        at = next(
            j for j, each in enumerate(scheme.indicators) if (each.measure or each.code) in one.measures
        )
        now = round(float(row[at] / one.per), 6)
        other = [k for k in range(len(rows)) if found[k] not in (mine, -1)]
        for side in (1, -1):
            there = [k for k in other if (rows[k, 0] - now) * side > 0]
            if there:
                k = min(there, key=lambda k: abs(rows[k, 0] - now))
                better = level[int(found[k])] < level[mine]
                label = scheme.rules.bands[int(found[k])].label
                out.append(Change(one.label, now, float(rows[k, 0]), label, better))
    return tuple(out)
