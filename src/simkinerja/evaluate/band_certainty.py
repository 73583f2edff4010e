"""How sure a predikat is: the probability of every band, given that recorded figures carry error.

Each figure's true value is estimated from all figures of the officer
(:mod:`simkinerja.evaluate.true_scores`); possible true values are drawn and scored by the scheme's own
functions, caps and borders included. All officers meet the same draws, keyed by indicator, so that neither
the order of the table nor one more officer changes anybody's luck; the draws come in mirrored pairs and have
exactly mean 0, variance 1 and no correlation (moment matching), so that a few hundred suffice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from simkinerja.evaluate.redraw import count_bands
from simkinerja.evaluate.true_scores import ErrorModel, correlations, error_model, posterior
from simkinerja.rules.checks import choice, exact, pairs, shown, whole
from simkinerja.streams import Streams

if TYPE_CHECKING:
    from simkinerja.scoring.stages import Score

__all__ = ["ASSUMED_RELIABILITY", "SURE_FROM", "UNSURE", "Certainty", "certainty"]

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

ASSUMED_RELIABILITY: Final = 0.8
"""Taken where neither the scheme nor the caller says how reliable an indicator is (assumed)."""

SURE_FROM: Final = 0.8
"""Probability from which a predikat counts as certain (assumed)."""

FEWEST: Final = 5
"""Fewest figures from which the spread of an indicator is estimated (assumed)."""

UNSURE: Final = "belum dapat dipastikan"

_SAME_RATER: Final = frozenset({"rating_realtime", "rating_periodic"})
_MOST_DRAWS: Final = 100_000


@dataclass(frozen=True, slots=True)
class Certainty:
    """Probability of every band for every officer.

    Parameters
    ----------
    chance : float array, shape (n, bands)
        In the order of ``scheme.rules.bands``; rows sum to 1, NaN where there is no total or no spread.
    chance_given : float array, shape (n,)
        Of the band that the score gives.
    sure : bool array, shape (n,)
        ``chance_given`` reaches ``threshold``.
    n_draws, seed : int
    threshold : float
    reliability : mapping of str to float
        By code of the indicators with a figure, as used.
    assumed : tuple of str
        Codes whose reliability nobody gave.
    assumptions : tuple of str
        Indonesian sentences that belong beside the figures.
    """

    chance: FloatArray
    chance_given: FloatArray
    sure: BoolArray
    n_draws: int
    seed: int
    threshold: float
    reliability: Mapping[str, float]
    assumed: tuple[str, ...]
    assumptions: tuple[str, ...]

    @property
    def share_sure(self) -> float:
        """Share of the officers with a total whose predikat is certain; NaN if there are none."""
        rated = ~np.isnan(self.chance_given)
        return float(self.sure[rated].mean()) if rated.any() else float("nan")

    def note(self, row: int) -> str | None:
        """Return what stands beside the predikat of a row: nothing, or *belum dapat dipastikan*."""
        return None if self.sure[row] else UNSURE


def certainty(
    score: Score,
    *,
    reliability: Mapping[str, float] | float | None = None,
    draws: int = 400,
    seed: int = 2026,
    threshold: float = SURE_FROM,
) -> Certainty:
    """Return the probability of every band under measurement error.

    Parameters
    ----------
    score : Score
        The spread of each indicator comes from its officers.
    reliability : mapping of str to float, or float, optional
        By code, instead of the scheme's; a single number stands for every indicator of which the scheme
        says nothing (:data:`ASSUMED_RELIABILITY` otherwise). It is that of the figure scored, i.e. of the
        whole period.
    draws : int
        10 to 100,000; an odd number is raised by one.
    seed : int
    threshold : float
        0.5 to 1.

    Returns
    -------
    Certainty

    Raises
    ------
    UsageError
        If a parameter is outside its range or a code is unknown.

    Notes
    -----
    Assumed: errors are normal and independent of the true figure; those of different indicators are
    independent, but for indicators that read the same figures and for those one superior rates (halo and
    severity, :class:`simkinerja.population.ratings.RatingModel`). Sources: Kelley 1927; Lord and Novick 1968,
    ch. 3; Wainer et al. 2001.

    Examples
    --------
    >>> import numpy as np, pandas as pd
    >>> from simkinerja.schemes.model import Band, Indicator, Normalise, Rules, Scheme
    >>> from simkinerja.scoring.score import score
    >>> scheme = Scheme(code="a", title="A", indicators=(
    ...     Indicator(code="mutu", label="Mutu", reliability=0.9),),
    ...     rules=Rules(normalise=Normalise(method="none"), bands=(
    ...         Band(code="baik", label="Baik", lower=75), Band(code="cukup", label="Cukup"))))
    >>> found = certainty(score(pd.DataFrame({"mutu": np.arange(50.0, 101.0)}), scheme))
    >>> found.sure[[0, 25, 50]].tolist(), found.note(25)
    ([True, False, True], 'belum dapat dipastikan')
    """
    n_draws = whole(draws, "draws", "certainty", low=10, high=_MOST_DRAWS, example="draws=400")
    n_draws += n_draws % 2
    number = whole(seed, "seed", "certainty", example="seed=2026")
    limit = float(exact(threshold, "threshold", "certainty", low=0.5, high=1, example="threshold=0.8"))
    used = np.flatnonzero(score.points.used.any(axis=0))
    values, assumed = _reliabilities(score, used, reliability)
    codes = [score.raw.codes[j] for j in used]
    chance, few = _chances(score, used, values, Streams(number), n_draws)
    given = np.full(score.n, np.nan)
    rated = np.flatnonzero(score.bands.index >= 0)
    given[rated] = chance[rated, score.bands.index[rated]]
    return Certainty(
        chance=chance,
        chance_given=given,
        sure=given >= limit,
        n_draws=n_draws,
        seed=number,
        threshold=limit,
        reliability=dict(zip(codes, values.tolist(), strict=True)),
        assumed=assumed,
        assumptions=tuple(_told(score, n_draws, number, limit, values, assumed, few)),
    )


def _reliabilities(
    score: Score, used: npt.NDArray[np.int64], wanted: Mapping[str, float] | float | None
) -> tuple[FloatArray, tuple[str, ...]]:
    """Reliability of every used indicator, and the codes for which it is an assumption."""
    owner, example = "certainty", "reliability={'mutu': 0.8}"
    known = {one.code: one.reliability for one in score.scheme.indicators}
    if isinstance(wanted, Mapping):
        for code, value in pairs(wanted, "reliability", owner, example).items():
            checked = exact(value, "reliability", owner, low=0, high=1, example=example)
            known[choice(code, "reliability", owner, known)] = float(checked)
        rest = ASSUMED_RELIABILITY
    elif wanted is None:
        rest = ASSUMED_RELIABILITY
    else:
        rest = float(exact(wanted, "reliability", owner, low=0, high=1, example="reliability=0.8"))
    codes = [score.raw.codes[j] for j in used]
    values = np.array([rest if known[code] is None else known[code] for code in codes], dtype=float)
    return values, tuple(code for code in codes if known[code] is None)


def _chances(
    score: Score, used: npt.NDArray[np.int64], reliability: FloatArray, streams: Streams, draws: int
) -> tuple[FloatArray, tuple[int, ...]]:
    """Probabilities (n, bands), and the indicators whose spread too few officers show."""
    counts = score.points.used.sum(axis=0)
    few = tuple(int(j) for j in used if counts[j] < FEWEST and reliability[list(used).index(j)] < 1.0)
    figures = np.where(score.points.used, score.raw.values, np.nan)[:, used]
    centre, spread = _centre_and_spread(figures)
    z = (figures - centre) / np.where(spread > 0, spread, 1.0)
    model = error_model(correlations(z), reliability, _shared(score, used, figures))
    luck = _luck([score.raw.codes[j] for j in used], streams, draws)
    chance = np.full((score.n, len(score.scheme.rules.bands)), np.nan)
    if len(used) and chance.size:
        expected, kind, noise = _by_pattern(z, model, luck)
        offset = streams.integers("certainty.offset", _numbers(score), draws)
        counted = count_bands(score, used, centre, spread, expected, kind, noise, offset)
        rated = (score.bands.index >= 0) & ~score.points.used[:, list(few)].any(axis=1)
        chance[rated] = counted[rated] / draws
    return chance, few


def _numbers(score: Score) -> npt.NDArray[np.int64]:
    """Numbers of the officers; of their rows, where a table names them otherwise."""
    ids = score.raw.officers["officer_id"].to_numpy()
    return ids.astype(np.int64) if ids.dtype.kind in "iu" else np.arange(score.n, dtype=np.int64)


def _centre_and_spread(figures: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Mean and SD of every column (n - 1 in the denominator); 0 where there are fewer than two figures."""
    known = ~np.isnan(figures)
    n = known.sum(axis=0)
    centre = np.where(known, figures, 0.0).sum(axis=0) / np.maximum(n, 1)
    squares = np.where(known, figures - centre, 0.0) ** 2
    spread = np.sqrt(squares.sum(axis=0) / np.maximum(n - 1, 1))
    flat = spread <= 1e-12 * np.maximum(1.0, np.abs(centre))
    return centre, np.where(flat, 0.0, spread)


def _shared(score: Score, used: npt.NDArray[np.int64], figures: FloatArray) -> FloatArray:
    """Correlation of the errors of every two indicators."""
    halo = _halo()
    ones = [score.scheme.indicators[j] for j in used]
    out = np.eye(len(used))
    for a in range(len(used)):
        for b in range(a):
            if np.array_equal(figures[:, a], figures[:, b], equal_nan=True):
                out[a, b] = out[b, a] = 1.0
            elif ones[a].channel in _SAME_RATER and ones[a].channel == ones[b].channel:
                out[a, b] = out[b, a] = halo
    return out


def _halo() -> float:
    """Share of a rating's error that one rater's ratings of a person have in common."""
    from simkinerja.population.ratings import RatingModel

    model = RatingModel.published()
    common = model.rater * (model.severity + (1.0 - model.severity) * model.halo)
    return float(common / (model.rater + model.level + model.error))


def _luck(codes: list[str], streams: Streams, draws: int) -> FloatArray:
    """Standard normal draws (draws, k): mirrored pairs, variance 1 and no correlation in the sample."""
    half = np.empty((draws // 2, len(codes)))
    for k, code in enumerate(codes):
        half[:, k] = streams.normal(f"certainty.{code}", draws // 2)
    if len(half) > 2 * len(codes):
        values, vectors = np.linalg.eigh(half.T @ half / len(half))
        half = half @ (vectors / np.sqrt(values)) @ vectors.T
    return np.concatenate([half, -half])


def _by_pattern(
    z: FloatArray, model: ErrorModel, luck: FloatArray
) -> tuple[FloatArray, npt.NDArray[np.int64], FloatArray]:
    """Expected true figures (n, k), the pattern of each officer (n,), and noise by pattern (p, draws, k)."""
    patterns, kind = np.unique(~np.isnan(z), axis=0, return_inverse=True)
    kind = kind.reshape(-1)
    expected, noise = np.zeros(z.shape), np.empty((len(patterns), *luck.shape))
    for p, known in enumerate(patterns):
        found = posterior(model, known)
        rows = kind == p
        expected[rows] = np.nan_to_num(z[rows]) @ found.slope.T
        noise[p] = luck @ found.root
    return expected, kind, noise


def _told(
    score: Score,
    draws: int,
    seed: int,
    threshold: float,
    reliability: FloatArray,
    assumed: tuple[str, ...],
    few: tuple[int, ...],
) -> Iterator[str]:
    ones = {one.code: one for one in score.scheme.indicators}
    used = [code for j, code in enumerate(score.raw.codes) if score.points.used[:, j].any()]
    yield (
        f"Peluang dihitung dari {draws} undian galat ukur (benih {seed}). Angka sebenarnya ditaksir dengan "
        "menarik angka yang tercatat ke rata-rata pegawai, makin kuat makin rendah keandalannya (Kelley)."
    )
    yield "Galat dianggap menyebar normal; besarnya dari keandalan dan sebaran angka pegawai di tabel ini."
    least = _percent(threshold)
    yield f"Predikat disebut pasti bila peluangnya paling sedikit {least} (batas pilihan proyek)."
    if assumed:
        value = shown(float(reliability[used.index(assumed[0])]))
        names = ", ".join(ones[code].label for code in assumed)
        yield f"Keandalan indikator berikut tidak disebut, maka dipakai {value} (asumsi): {names}."
    rated = [c for c in used if ones[c].channel in _SAME_RATER]
    if len(rated) > 1:
        yield (
            f"Galat indikator yang dinilai atasan yang sama dianggap searah (korelasi {_decimal(_halo())}, "
            "dari Scullen, Mount & Goff 2000 dan asumsi tentang kesan umum)."
        )
    if few:
        names = ", ".join(score.scheme.indicators[j].label for j in few)
        yield f"Kurang dari {FEWEST} pegawai memiliki angka {names}; predikat mereka {UNSURE}."


def _percent(share: float) -> str:
    return f"{shown(round(100 * share, 1)).removesuffix(',0')}%"


def _decimal(x: float) -> str:
    return shown(round(x, 2))
