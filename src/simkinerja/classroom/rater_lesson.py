"""Lesson 05, the rater: what a rating is made of, what one boss cannot tell, and what repairs which part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from simkinerja.classroom.pictures import as_page
from simkinerja.population.ratings import (
    DIMENSIONS,
    RatingModel,
    grades,
    practice_score,
    rate_dimensions,
    rate_overall,
)
from simkinerja.population.voice_params import number, voice_parameters
from simkinerja.report.fmt import fmt_number, fmt_percent
from simkinerja.simulate.closed_forms import share_truly_top, spearman_brown
from simkinerja.streams import Streams

if TYPE_CHECKING:
    from simkinerja.classroom.show import Page

__all__ = [
    "SEED",
    "TOP",
    "habits_table",
    "pattern_table",
    "rated",
    "rating_parts",
    "rating_shares",
    "repairs_table",
    "right_of_hundred",
    "scaled",
    "spread_of_quota",
    "truth_of",
    "two_bosses",
    "two_stories",
]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

SEED: Final = 5
_REPEATS: Final = 20
_CASES: Final = 10
"""Worked examples that all bosses rate when they are calibrated."""
_TEAM: Final = 10
_TRAINED: Final = 0.25
"""Share of the rater's part that a frame-of-reference training is assumed to take away."""
TOP: Final = 0.10
_PARTS: Final = {"kerja": "ratee", "atasan": "rater", "sudut": "level", "kebetulan": "error"}


def truth_of(people: Any) -> FloatArray:
    """True performance of officers on the four dimensions, shape (n, 4).

    Examples
    --------
    >>> from simkinerja.classroom.shared import load_people
    >>> truth_of(load_people("salatiga")).shape[1]
    4
    """
    return np.asarray(people[[f"true_{name}" for name in DIMENSIONS]].to_numpy(dtype=float))


def _slots(people: Any) -> tuple[IntArray, IntArray]:
    """Numbers of those who are rated and of their own bosses; -1 for nobody's."""
    ratee = people["officer_id"].to_numpy(dtype=np.int64)
    return ratee, people["rater_id"].fillna(-1).to_numpy(dtype=np.int64)


def scaled(z: FloatArray) -> FloatArray:
    """A latent rating on the form's scale of 0 to 100, not rounded.

    Examples
    --------
    >>> scaled(np.array([0.0, 1.0])).tolist()
    [76.0, 83.0]
    """
    return np.asarray(number("rating.scale_mean") + number("rating.scale_sd") * z)


def two_bosses(people: Any, raters: Sequence[int]) -> Any:
    """What the head of an agency sees of two bosses: how many they rated, and how.

    Examples
    --------
    >>> from simkinerja.classroom.shared import load_people
    >>> two_bosses(load_people("salatiga"), [177, 4511]).columns.tolist()
    ['penilai', 'pegawai', 'nilai rata-rata', 'tertinggi', 'terendah']
    """
    import pandas as pd

    rows = []
    for rater in raters:
        own = people.loc[people["rater_id"] == rater, "nilai"]
        rows.append((rater, len(own), float(own.mean()), float(own.max()), float(own.min())))
    return pd.DataFrame(rows, columns=["penilai", "pegawai", "nilai rata-rata", "tertinggi", "terendah"])


def rating_shares() -> Any:
    """Where the differences between ratings come from, with range and source.

    Examples
    --------
    >>> rating_shares()["bagian"].tolist()
    ['23%', '57%', '5%', '15%']
    """
    import pandas as pd

    words = {
        "ratee": "orang yang dinilai",
        "rater": "penilainya",
        "level": "tempat melihat (atasan, rekan)",
        "error": "kebetulan",
    }
    rows = []
    for name, told in words.items():
        one = voice_parameters()[f"rating.{name}"]
        ends = f"{fmt_percent(one.low)} sampai {fmt_percent(one.high)}"
        rows.append((told, fmt_percent(one.value), ends))
    return pd.DataFrame(rows, columns=["dari mana", "bagian", "dua penelitian"])


def _only(part: str) -> RatingModel:
    """A model in which a rating is one of its parts and nothing else."""
    none = dict.fromkeys(_PARTS.values(), 0.0)
    return replace(RatingModel.published(), **(none | {part: 1.0}))


def rating_parts(people: Any, officers: Sequence[int]) -> Any:
    """The four parts of the care rating of a few officers, each a standard normal.

    Returns
    -------
    pandas DataFrame
        ``officer_id, kerja, atasan, sudut, kebetulan``.

    Examples
    --------
    >>> from simkinerja.classroom.shared import load_people
    >>> rating_parts(load_people("salatiga"), [180]).columns.tolist()
    ['officer_id', 'kerja', 'atasan', 'sudut', 'kebetulan']
    """
    chosen = people[people["officer_id"].isin(list(officers))]
    ratee, rater = _slots(chosen)
    place = list(DIMENSIONS).index("care")
    parts = {
        name: rate_dimensions(Streams(SEED), truth_of(chosen), ratee, rater, model=_only(part))[:, place]
        for name, part in _PARTS.items()
    }
    return chosen[["officer_id"]].assign(**parts).reset_index(drop=True)


def rated(people: Any, officers: Sequence[int], *, leniency: float = 0.0, better: float = 0.0) -> FloatArray:
    """Care ratings of a few officers by their own boss, 0-100.

    Parameters
    ----------
    people : pandas DataFrame
    officers : sequence of int
    leniency : float
        Added by the boss to everybody, SD of ratings.
    better : float
        By how much everybody works better than in the data, SD of work.

    Examples
    --------
    >>> from simkinerja.classroom.shared import load_people
    >>> rated(load_people("salatiga"), [180, 181]).shape
    (2,)
    """
    chosen = people[people["officer_id"].isin(list(officers))]
    ratee, rater = _slots(chosen)
    model = replace(RatingModel.published(), leniency=leniency)
    z = rate_dimensions(Streams(SEED), truth_of(chosen) + better, ratee, rater, model=model)
    return scaled(z[:, list(DIMENSIONS).index("care")])


def two_stories(people: Any, rater: int, better: float = 1.0) -> Any:
    """Two stories that leave the same ratings: a mild boss of usual people, a stern boss of better ones.

    Parameters
    ----------
    people : pandas DataFrame
    rater : int
        Whose people.
    better : float
        By how many SD the people of the second story work better.

    Returns
    -------
    pandas DataFrame
        ``officer_id, nilai1, nilai2`` (equal), ``kerja1, kerja2`` (not).

    Examples
    --------
    >>> from simkinerja.classroom.shared import load_people
    >>> table = two_stories(load_people("salatiga"), 177)
    >>> bool(abs(table.nilai1 - table.nilai2).max() < 1e-9)
    True
    """
    own = people[people["rater_id"] == rater].reset_index(drop=True)
    officers = own["officer_id"].tolist()
    stern = -better * float(np.sqrt(RatingModel.published().ratee))
    work = truth_of(own)[:, list(DIMENSIONS).index("care")]
    return own[["officer_id"]].assign(
        nilai1=rated(own, officers),
        nilai2=rated(own, officers, leniency=stern, better=better),
        kerja1=work,
        kerja2=work + better,
    )


def _mean_correlation(table: FloatArray) -> float:
    """Mean correlation between the columns."""
    pairs = np.asarray(np.corrcoef(table.T))[np.triu_indices(table.shape[1], 1)]
    return float(pairs.mean())


def habits_table(people: Any) -> Any:
    """What halo, centrality and leniency do to ratings; the truth of the same people first.

    Examples
    --------
    >>> from simkinerja.classroom.shared import load_people
    >>> habits_table(load_people("salatiga")).penilai.tolist()[0]
    'kerja sebenarnya'
    """
    import pandas as pd

    truth, (ratee, rater) = truth_of(people), _slots(people)
    base = replace(RatingModel.published(), halo=0.0)
    habits = {
        "tanpa halo": base,
        "semua aspek dari kesan": replace(base, halo=1.0),
        "semua di tengah": replace(base, centrality=0.6),
        "murah hati": replace(base, leniency=1.0),
    }
    rows = [("kerja sebenarnya", _mean_correlation(truth), float("nan"), float("nan"))]
    for name, model in habits.items():
        z = rate_dimensions(Streams(SEED), truth, ratee, rater, model=model)
        values = scaled(z[:, list(DIMENSIONS).index("care")])
        rows.append((name, _mean_correlation(z), float(values.mean()), float(values.std())))
    return pd.DataFrame(rows, columns=["penilai", "korelasi antaraspek", "nilai rata-rata", "sebaran"])


def pattern_table(people: Any) -> Any:
    """A year's predicates with the pattern on paper, and enforced within each boss's people.

    Only bosses of at least ten people. Enforced: the highest 15% of a boss's people *Sangat Baik*, the lowest
    10% below *Baik*. How many of them truly are among so many of all is the mean of repeated years; not told
    for less than one in a hundred.

    Examples
    --------
    >>> from simkinerja.classroom.shared import load_people
    >>> pattern_table(load_people("salatiga"))["pola"].tolist()
    ['di atas kertas', 'ditegakkan']
    """
    import pandas as pd

    many = people.groupby("rater_id")["officer_id"].transform("size") >= _TEAM
    known = people[people["rater_id"].notna() & many]
    practice, (ratee, rater) = practice_score(known), _slots(known)
    status = known["status"].astype("str").to_numpy()
    found: dict[str, list[tuple[float, ...]]] = {"di atas kertas": [], "ditegakkan": []}
    for seed in range(1, _REPEATS + 1):
        score = rate_overall(Streams(seed), practice, ratee, rater)
        grade = grades(score, status)
        rank = pd.Series(score).groupby(rater).rank(pct=True).to_numpy()
        found["di atas kertas"].append(_right(practice, grade == 4, grade < 3))
        found["ditegakkan"].append(_right(practice, rank > 0.85, rank <= 0.10))
    rows = []
    for name, years in found.items():
        top, right, low, worst = (float(x) for x in np.nanmean(np.array(years), axis=0))
        rare = low < 0.01
        below = f"{fmt_number(100 * low, 1)}%" if rare else fmt_percent(low)
        rows.append((name, fmt_percent(top), fmt_percent(right), below, "–" if rare else fmt_percent(worst)))
    columns = ["pola", "Sangat Baik", "memang teratas", "di bawah Baik", "memang terbawah"]
    return pd.DataFrame(rows, columns=columns)


def _right(practice: FloatArray, top: npt.NDArray[np.bool_], low: npt.NDArray[np.bool_]) -> tuple[float, ...]:
    """Shares named above and below, and how many of each truly are among so many best or worst."""
    place = practice.argsort().argsort()
    best, worst = place >= len(place) - top.sum(), place < low.sum()
    return (
        float(top.mean()),
        float(best[top].mean()) if top.any() else float("nan"),
        float(low.mean()),
        float(worst[low].mean()) if low.any() else float("nan"),
    )


def repairs_table(people: Any) -> Any:
    """What each repair does: how much of a rating is the person, what is left of severity and of the truth.

    The five repairs are applied to the same people and luck; every figure is the mean of repeated years.

    Examples
    --------
    >>> from simkinerja.classroom.shared import load_people
    >>> repairs_table(load_people("salatiga")).cara.tolist()[0]
    'satu atasan'
    """
    import pandas as pd

    known = people[people["rater_id"].notna()].reset_index(drop=True)
    years = [_repairs(known, seed) for seed in range(1, _REPEATS + 1)]
    rows = []
    for name in years[0]:
        person, severity, kept = (float(x) for x in np.array([year[name] for year in years]).mean(axis=0))
        rows.append((name, fmt_percent(person), severity, "tampak" if kept > 0.5 else "hilang"))
    columns = ["cara", "dari orangnya", "kemurahan tersisa (poin)", "beda antarunit"]
    return pd.DataFrame(rows, columns=columns)


def _repairs(people: Any, seed: int) -> dict[str, tuple[float, float, float]]:
    """One year: each way of rating to what it shows."""
    import pandas as pd

    streams, truth = Streams(seed), truth_of(people)
    ratee, own = _slots(people)
    model = RatingModel.published()
    one = rate_dimensions(streams, truth, ratee, own, model=model)[:, 1]
    others = [_other(own, k) for k in (1, 2)]
    more = [rate_dimensions(streams, truth, ratee, rater, model=model)[:, 1] for rater in others]
    trained = rate_dimensions(streams, truth, ratee, own, model=_after_training(model))[:, 1]
    flat = one - pd.Series(one).groupby(own).transform("mean").to_numpy()
    ways = {
        "satu atasan": one,
        "dikurangi rata-rata atasannya": flat,
        "contoh yang sama": one - _seen_on_examples(streams, own, model),
        "tiga penilai": np.mean([one, *more], axis=0),
        "pelatihan penilai": trained,
    }
    return {name: _figures(z, truth[:, 1], own) for name, z in ways.items()}


def _other(own: IntArray, k: int) -> IntArray:
    """Another boss for everybody: the ``k``-th further one in the city's list."""
    bosses, place = np.unique(own, return_inverse=True)
    return np.asarray(bosses[(place + k) % len(bosses)])


def _after_training(model: RatingModel) -> RatingModel:
    """Shares after a training of raters: a part of the rater's share is gone, the rest fills the whole."""
    left = 1.0 - _TRAINED * model.rater
    shares = {"ratee": model.ratee, "level": model.level, "error": model.error}
    rest = {name: share / left for name, share in shares.items()}
    return replace(model, **rest, rater=1.0 - sum(rest.values()))


def _seen_on_examples(streams: Streams, own: IntArray, model: RatingModel) -> FloatArray:
    """Severity of each officer's boss as ten examples of known worth show it, rated by all bosses."""
    bosses, place = np.unique(own, return_inverse=True)
    rater = np.repeat(bosses, _CASES)
    example = np.tile(np.arange(_CASES, dtype=np.int64) + 2**30, len(bosses))
    worth = np.tile(np.linspace(-1.5, 1.5, _CASES), len(bosses))
    truth = np.repeat(worth[:, None], len(DIMENSIONS), axis=1)
    z = rate_dimensions(streams, truth, example, rater, level="contoh", model=model)[:, 1]
    gap = (z - np.sqrt(model.ratee) * worth).reshape(len(bosses), _CASES).mean(axis=1)
    return np.asarray((gap - gap.mean())[place])


def _figures(z: FloatArray, truth: FloatArray, own: IntArray) -> tuple[float, float, float]:
    """Share of the person, SD of bosses' means that is not their people's work, share of units' gaps kept."""
    import pandas as pd

    means = pd.DataFrame({"z": z, "truth": truth}).groupby(own).agg(["mean", "size"])
    big = means["z"]["size"] >= _TEAM
    seen, real = means["z"]["mean"][big], means["truth"]["mean"][big]
    root = float(np.sqrt(number("rating.ratee")))
    left = float((seen - root * real).std()) if seen.std() > 1e-9 else 0.0
    kept = float(np.cov(seen, real)[0, 1] / real.var()) / root
    return float(np.corrcoef(z, truth)[0, 1] ** 2), number("rating.scale_sd") * left, kept


def right_of_hundred(quota: float = TOP) -> float:
    """Of a hundred named by one boss's yearly rating, how many truly belong there.

    Examples
    --------
    >>> round(right_of_hundred(0.1))
    44
    """
    return 100.0 * share_truly_top(quota, number("overall.reliability"))


def _top_by(scores: FloatArray, practice: FloatArray, quota: float) -> float:
    """Share of those with the highest scores who truly are among so many best."""
    n = round(quota * len(scores))
    named, best = np.argsort(-scores, kind="stable")[:n], np.argsort(-practice, kind="stable")[:n]
    return len(np.intersect1d(named, best)) / n


def spread_of_quota(people: Any, raters: Sequence[int] = (1, 2, 3, 5), seeds: int = 40) -> Page:
    """Repeat years with a quota of ten in a hundred: how many of the named truly belong, by raters each.

    Parameters
    ----------
    people : pandas DataFrame
    raters : sequence of int
        How many bosses rate each person; their mean counts.
    seeds : int
        Years.
    """
    from simkinerja.report.svg import svg_dots

    known = people[people["rater_id"].notna()].reset_index(drop=True)
    practice, (ratee, own) = practice_score(known), _slots(known)
    found: dict[int, list[float]] = {k: [] for k in raters}
    for seed in range(1, seeds + 1):
        each = [rate_overall(Streams(seed), practice, ratee, _other(own, k)) for k in range(max(raters))]
        for k in raters:
            found[k].append(_top_by(np.mean(each[:k], axis=0), practice, TOP))
    reliability = number("overall.reliability")
    exact = [share_truly_top(TOP, spearman_brown(reliability, k)) for k in raters]
    labels = [f"{k} penilai" for k in raters]
    svg = svg_dots(
        labels,
        [100 * float(np.mean(found[k])) for k in raters],
        low=[100 * min(found[k]) for k in raters],
        high=[100 * max(found[k]) for k in raters],
        title=f"Dari 100 yang mendapat Sangat Baik (kuota 10%), {seeds} tahun",
        unit="yang memang termasuk 10% terbaik; garis: tahun terburuk sampai terbaik",
        digits=0,
        axis=(0.0, 100.0),
    )
    told = "; ".join(
        f"{name} {fmt_number(100 * min(found[k]), 0)} sampai {fmt_number(100 * max(found[k]), 0)} "
        f"(rumus {fmt_number(100 * right, 0)})"
        for name, k, right in zip(labels, raters, exact, strict=True)
    )
    size = fmt_number(len(known), 0)
    words = f"{size} pegawai, {seeds} tahun ulangan. Dari 100 yang terpilih, yang tepat: {told}."
    return as_page(svg, words)
