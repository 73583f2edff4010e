"""The records of a baseline population: what a scheme sees of its officers, month by month.

Drawn from the true columns, without interventions. Every number depends on the seed, the month and the
officer's (or rater's, or unit's) slot alone: another order, a subset or one more person changes nothing.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from simkinerja.population.arguments import seed_number, with_truth
from simkinerja.population.counts import binomial_from_uniform, poisson_from_uniform
from simkinerja.population.questionnaire import SCALES, draw_questionnaire
from simkinerja.population.ratings import (
    DIMENSIONS,
    GRADES,
    RatingModel,
    dimension_truth,
    grades,
    practice_score,
    rate_dimensions,
    rate_overall,
)
from simkinerja.population.voice_params import number
from simkinerja.rules.checks import refuse
from simkinerja.streams import Streams

if TYPE_CHECKING:
    import pandas as pd

    from simkinerja.population.table import Population

__all__ = ["MEASURES", "draw_records"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

MEASURES = (
    "days_present",
    "activity_days",
    "activity_minutes",
    "cases_completed",
    "cases_on_time",
    "on_time_share",
    "innovations",
    *(f"rating_{name}" for name in DIMENSIONS),
    "rating_overall",
    "predikat",
    *SCALES,
)
"""The record measures, in the order of the columns."""

_SITTINGS = 6
_YEAR = 12
_LAST_MONTH = 1199  # a hundred years


def draw_records(
    population: Population, months: int | Sequence[int], seed: int, *, ratings: RatingModel | None = None
) -> pd.DataFrame:
    """Draw the records of officers in a world without interventions.

    Parameters
    ----------
    population : Population
    months : int or sequence of int
        Number of months from month 0, or the month numbers wanted (0-based, month 0 a January).
    seed : int
        Another seed gives other luck for the same people.
    ratings : RatingModel, optional
        Variance shares and habits of raters; the published ones by default.

    Returns
    -------
    DataFrame
        One row an officer and month, by month and then in the order of the officers: ``officer_id, unit_id,
        agency_id, month, days_due`` and :data:`MEASURES`. ``rating_overall`` and ``predikat`` stand in the
        last month of a year only, the questionnaire (``q_*``) every sixth month; missing elsewhere.

    Raises
    ------
    UsageError
        If ``months`` holds anything but different whole numbers from 0 to 1199, or none; if the seed or the
        ratings are none; if the population is an observed one.

    Notes
    -----
    Planted truth: dimension ratings share .23 of their variance with true performance, .57 with the rater;
    practice raises on-time handling and cases; e-Kinerja minutes are self-reported, on .62 of the days, and
    padded by the less honest. A naive regression of ratings on anything sees mostly raters.
    """
    import pandas as pd

    owner = "draw_records"
    with_truth(population, "officers", owner)
    with_truth(population, "units", owner)
    numbers, model = _month_numbers(months), RatingModel.published() if ratings is None else ratings
    if not isinstance(model, RatingModel):
        refuse("ratings", owner, "sebuah RatingModel", ratings, "ratings=RatingModel.published()")
    officers, streams = population.officers, Streams(seed_number(seed, owner))
    truth = dimension_truth(officers, Streams(population.seed))
    quality = _unit_quality(population)
    tables = [_month(officers, truth, quality, streams, month, model) for month in numbers]
    return pd.concat(tables, ignore_index=True)


def _month_numbers(months: int | Sequence[int]) -> list[int]:
    if isinstance(months, int | np.integer) and not isinstance(months, bool):
        numbers: list[Any] = list(range(min(int(months), _LAST_MONTH + 2)))
    else:
        numbers = _listed(months)
    if not numbers or len(set(numbers)) < len(numbers) or not all(_is_month(m) for m in numbers):
        allowed = f"bilangan bulat mulai 1, atau daftar nomor bulan 0 sampai {_LAST_MONTH} tanpa pengulangan"
        refuse("months", "draw_records", allowed, months, "months=12")
    return [int(m) for m in numbers]


def _listed(months: Any) -> list[Any]:
    """Month numbers of a list, range or array; empty (and so refused) for anything else."""
    if isinstance(months, str | bytes | Mapping) or not isinstance(months, Iterable):
        return []
    found = list(months)
    return found if all(isinstance(m, Hashable) for m in found) else []


def _is_month(m: Any) -> bool:
    return isinstance(m, int | np.integer) and not isinstance(m, bool) and bool(0 <= m <= _LAST_MONTH)


def _unit_quality(population: Population) -> FloatArray:
    """True quality of each officer's unit, shape (n,)."""
    by_unit = population.units.set_index("unit_id")["true_quality"]
    found: FloatArray = by_unit.reindex(population.officers["unit_id"]).to_numpy(dtype=float)
    return found


def _month(
    officers: pd.DataFrame,
    truth: FloatArray,
    quality: FloatArray,
    streams: Streams,
    month: int,
    model: RatingModel,
) -> pd.DataFrame:
    table = officers[["officer_id", "unit_id", "agency_id"]].reset_index(drop=True)
    table["month"] = np.int64(month)
    table["days_due"] = np.int64(number("presence.days"))
    measures = _work(officers, truth, quality, streams, month)
    measures |= _ratings(officers, truth, streams, month, model)
    sitting = month % _SITTINGS == _SITTINGS - 1
    empty = dict.fromkeys(SCALES, np.full(len(officers), np.nan))
    measures |= draw_questionnaire(officers, streams, month) if sitting else empty
    for name in MEASURES:
        table[name] = measures[name]
    return table


def _work(
    officers: pd.DataFrame, truth: FloatArray, quality: FloatArray, streams: Streams, month: int
) -> dict[str, Any]:
    """Presence, entries, cases and innovations of one month."""
    slots = officers["officer_id"].to_numpy(dtype=np.int64)
    dimension = dict(zip(DIMENSIONS, truth.T, strict=True))
    present = _present(officers, slots, streams, month)
    entries = binomial_from_uniform(
        streams.uniform("activity.entry", slots, month), present, _compliance(officers, slots, streams)
    )
    slope = number("cases.slope")
    rate = number("cases.rate_day") * np.exp(slope * dimension["throughput"] - slope**2 / 2.0)
    cases = poisson_from_uniform(streams.uniform("cases.count", slots, month), rate * present)
    practice = officers["true_practice"].to_numpy(dtype=float)
    logit = _logit(number("ontime.share")) + number("ontime.practice") * practice
    chance = _expit(logit + number("ontime.unit") * quality)
    on_time = binomial_from_uniform(streams.uniform("cases.on_time", slots, month), cases, chance)
    ideas = number("innovation.slope")
    new = number("innovation.rate_month") * np.exp(ideas * dimension["improvement"] - ideas**2 / 2.0)
    return {
        "days_present": present,
        "activity_days": entries,
        "activity_minutes": _minutes(officers, slots, dimension["throughput"], entries, streams, month),
        "cases_completed": cases,
        "cases_on_time": on_time,
        "on_time_share": np.divide(on_time, cases, out=np.full(len(slots), np.nan), where=cases > 0),
        "innovations": poisson_from_uniform(streams.uniform("innovation.count", slots, month), new),
    }


def _present(officers: pd.DataFrame, slots: IntArray, streams: Streams, month: int) -> IntArray:
    """Days present of the month's working days; the published share holds at the mean person."""
    logit = _logit(number("presence.share")) + number("presence.motivation") * officers[
        "true_motivation"
    ].to_numpy(dtype=float)
    chance = _expit(logit + number("presence.sd") * streams.normal("presence.person", slots))
    u = streams.uniform("presence.days", slots, month)
    return binomial_from_uniform(u, int(number("presence.days")), chance)


def _compliance(officers: pd.DataFrame, slots: IntArray, streams: Streams) -> FloatArray:
    """Share of due e-Kinerja entries a person makes, in the long run."""
    logit = (
        _logit(number("activity.compliance"))
        + number("activity.digital") * officers["true_digital"].to_numpy(dtype=float)
        + number("activity.resistance") * officers["true_resistance"].to_numpy(dtype=float)
        + number("activity.sd") * streams.normal("activity.person", slots)
    )
    return _expit(logit)


def _minutes(
    officers: pd.DataFrame,
    slots: IntArray,
    throughput: FloatArray,
    entries: IntArray,
    streams: Streams,
    month: int,
) -> IntArray:
    """Minutes claimed: effective minutes of the days entered, padded by the less honest."""
    honesty = _expit(officers["true_integrity"].to_numpy(dtype=float))
    log_minutes = number("activity.minutes_slope") * throughput + number("activity.padding") * (1.0 - honesty)
    log_minutes += number("activity.minutes_noise") * streams.normal("activity.minutes", slots, month)
    minutes = np.rint(number("activity.minutes_day") * entries * np.exp(log_minutes))
    out: IntArray = minutes.astype(np.int64)
    return out


def _ratings(
    officers: pd.DataFrame, truth: FloatArray, streams: Streams, month: int, model: RatingModel
) -> dict[str, Any]:
    """Monthly dimension ratings, and the overall rating at the end of a year."""
    import pandas as pd

    ratee = officers["officer_id"].to_numpy(dtype=np.int64)
    rater = officers["rater_id"].fillna(-1).to_numpy(dtype=np.int64)
    rated = rate_dimensions(streams, truth, ratee, rater, month=month, model=model)
    out: dict[str, Any] = {f"rating_{name}": _scaled(rated[:, k]) for k, name in enumerate(DIMENSIONS)}
    if month % _YEAR != _YEAR - 1:
        missing = pd.Series([pd.NA] * len(ratee), dtype="str")
        return out | {"rating_overall": np.full(len(ratee), np.nan), "predikat": missing}
    score = rate_overall(streams, practice_score(officers), ratee, rater, year=month // _YEAR, model=model)
    grade = grades(score, officers["status"].astype("str").to_numpy())
    words = np.array(GRADES, dtype=object)[grade]
    return out | {"rating_overall": _scaled(score), "predikat": pd.Series(words, dtype="str")}


def _scaled(z: FloatArray) -> FloatArray:
    """Latent score on the 0-100 scale of a form, one decimal."""
    return np.clip(np.round(number("rating.scale_mean") + number("rating.scale_sd") * z, 1), 0.0, 100.0)


def _expit(x: FloatArray) -> FloatArray:
    return 1.0 / (1.0 + np.exp(-x))


def _logit(p: float) -> float:
    return float(np.log(p / (1.0 - p)))
