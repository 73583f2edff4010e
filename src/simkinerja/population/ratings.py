"""Two rating channels with separate variance models; never mixed.

*Dimension rating* (one dimension, one rater; Scullen, Mount and Goff 2000): shares of variance ratee .23,
rater .57, level .05, error .15. *Overall yearly rating*: reliability .45 between raters (administrative), .52
in general. Latent scores are standard normal; the scale and the grades are put on afterwards.

One boss a person: the severity of a rater and the true quality of the rater's people cannot be told apart
from such records, whatever the method. Only a design with several raters a ratee can; :func:`rate_dimensions`
takes any ratee-rater pairs, so that such a design can be drawn.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from simkinerja.errors import Problem, UsageError, problem
from simkinerja.params import POPULATION
from simkinerja.population.codes import TRAITS
from simkinerja.population.traits import correlation_matrix
from simkinerja.population.voice_params import number, vector

if TYPE_CHECKING:
    import pandas as pd

    from simkinerja.streams import Streams

__all__ = [
    "DIMENSIONS",
    "GRADES",
    "RatingModel",
    "dimension_truth",
    "dimension_weights",
    "grades",
    "normal_score",
    "practice_score",
    "rate_dimensions",
    "rate_overall",
]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

DIMENSIONS = {
    "throughput": "true_technical",
    "care": "true_motivation",
    "improvement": "true_digital",
    "helping": "true_interpersonal",
}
"""The four dimensions of performance, each with the trait that is its own besides general practice."""

GRADES = ("sangat_kurang", "kurang", "butuh_perbaikan", "baik", "sangat_baik")
"""Predicates of an officer, lowest first."""

_PAIRS = 2**31
_MOST_LENIENT = 10
_LOGISTIC_SD = np.pi / np.sqrt(3.0)


@dataclass(frozen=True, slots=True)
class RatingModel:
    """Variance shares of the dimension rating, reliability of the overall one, and the raters' habits.

    Parameters
    ----------
    ratee, rater, level, error : float
        Shares of the variance of a dimension rating; they sum to 1.
    severity : float
        Share of the rater's part that the rater gives to everybody alike (0-1); the rest is the rater's
        view of this person.
    halo : float
        Share of that view which colours all four dimensions alike (0-1).
    reliability : float
        Correlation of two raters' overall ratings of the same person (0-1).
    centrality : float
        0 keeps the spread; 1 gives everybody the same.
    leniency : float
        Added to every rating, in SD.

    Examples
    --------
    >>> RatingModel.published().rater
    0.57
    """

    ratee: float
    rater: float
    level: float
    error: float
    severity: float
    halo: float
    reliability: float
    centrality: float = 0.0
    leniency: float = 0.0

    def __post_init__(self) -> None:
        shares = [f.name for f in fields(self) if f.name != "leniency"]
        wrong = [
            _fault(name, "bilangan antara 0 dan 1", getattr(self, name))
            for name in shares
            if not (_is_number(getattr(self, name)) and 0.0 <= getattr(self, name) <= 1.0)
        ]
        if not (_is_number(self.leniency) and abs(self.leniency) <= _MOST_LENIENT):
            wrong.append(
                _fault("leniency", f"bilangan antara -{_MOST_LENIENT} dan {_MOST_LENIENT}", self.leniency)
            )
        if wrong:
            raise UsageError(wrong)
        total = self.ratee + self.rater + self.level + self.error
        if abs(total - 1.0) > 1e-9:
            raise UsageError([_fault("ratee, rater, level, error", "berjumlah 1", f"{total:g}")])

    @classmethod
    @cache
    def published(cls) -> RatingModel:
        """The shares of the registry: Scullen 2000, and .45 for an administrative yearly rating."""
        shares = {name: number(f"rating.{name}") for name in ("ratee", "rater", "level", "error")}
        return cls(
            **shares,
            severity=number("rating.severity_share"),
            halo=number("rating.halo_share"),
            reliability=number("overall.reliability"),
        )


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _fault(name: str, allowed: str, got: object) -> Problem:
    example = "RatingModel.published()"
    return problem("parameter", name=name, owner="RatingModel", allowed=allowed, got=got, example=example)


def dimension_truth(officers: pd.DataFrame, streams: Streams) -> FloatArray:
    """Return what officers really do on the four dimensions, shape (n, 4), SD 1 each.

    ``.7 practice + .3 trait + rest``; practice as a normal score, the rest fills up to variance 1 and is
    keyed by the officer.

    Parameters
    ----------
    officers : DataFrame
        ``officer_id, true_practice`` and the traits of :data:`DIMENSIONS`.
    streams : Streams
        Streams of the population's seed, not of the records': truth does not change with the record.
    """
    slots = officers["officer_id"].to_numpy(dtype=np.int64)
    practice = practice_score(officers)
    columns = []
    for name, trait in DIMENSIONS.items():
        general, own, rest = dimension_weights(trait)
        noise = streams.normal(f"practice.{name}", slots)
        columns.append(general * practice + own * officers[trait].to_numpy(dtype=float) + rest * noise)
    return np.column_stack(columns)


@cache
def dimension_weights(trait: str) -> tuple[float, float, float]:
    """Return how much of what is done on a dimension is practice, its trait, and neither; the variance is 1.

    Parameters
    ----------
    trait : str
        A trait of :data:`DIMENSIONS`.

    Examples
    --------
    >>> general, own, rest = dimension_weights("true_technical")
    >>> general, own, rest < 1.0
    (0.7, 0.3, True)
    """
    general, own = number("rating.dimension_general"), number("rating.dimension_trait")
    shared = _practice_correlation(trait)
    return general, own, float(np.sqrt(1.0 - general**2 - own**2 - 2.0 * general * own * shared))


def practice_score(officers: pd.DataFrame) -> FloatArray:
    """Return latent practice as a standard normal score, shape (n,).

    ``true_practice`` is logistic with SD 1; the grades of the yearly rating are cut from a normal score, so
    that the published shares come out in the far tail too. Order is kept.
    """
    return normal_score(officers["true_practice"].to_numpy(dtype=float))


def normal_score(practice: FloatArray) -> FloatArray:
    """Return a logistic variable of SD 1 as a standard normal score, rank by rank, any shape.

    Examples
    --------
    >>> normal_score(np.array([0.0])).tolist()
    [0.0]
    """
    from scipy.special import log_expit, ndtri_exp

    score: FloatArray = ndtri_exp(log_expit(_LOGISTIC_SD * practice))
    return score


def _practice_correlation(trait: str) -> float:
    """Correlation of a trait with practice under the registry's weights and correlations."""
    matrix = correlation_matrix()[1:, 1:]
    weights = [POPULATION[f"practice.{t}"].value if f"practice.{t}" in POPULATION else 0.0 for t in TRAITS]
    return float(matrix[TRAITS.index(trait.removeprefix("true_"))] @ np.array(weights))


def rate_dimensions(
    streams: Streams,
    truth: FloatArray,
    ratee: IntArray,
    rater: IntArray,
    *,
    month: int = 0,
    level: str = "atasan",
    model: RatingModel | None = None,
) -> FloatArray:
    """Return latent dimension ratings, shape (n, 4); standard normal over raters and ratees.

    Parameters
    ----------
    streams : Streams
    truth : array of float, shape (n, 4)
        True performance of each ratee, SD 1.
    ratee, rater : array of int, shape (n,)
        Slots of who is rated and who rates. The same pair twice in a month meets the same error.
    month : int
        Only the error is new in each month.
    level : str
        From where the rater looks (boss, peer, subordinate); raters of one level share a view of a person.
    model : RatingModel, optional
        The published shares by default.
    """
    m = model or RatingModel.published()
    pair = ratee * _PAIRS + rater
    severity = streams.normal("rating.severity", rater)
    halo = streams.normal("rating.halo", pair)
    seen_from = streams.normal(f"rating.level/{level}", ratee)
    columns = []
    for k, name in enumerate(DIMENSIONS):
        view = np.sqrt(m.halo) * halo + np.sqrt(1.0 - m.halo) * streams.normal(f"rating.view/{name}", pair)
        whose = np.sqrt(m.severity) * severity + np.sqrt(1.0 - m.severity) * view
        error = streams.normal(f"rating.error/{name}", pair, month)
        columns.append(
            np.sqrt(m.ratee) * truth[:, k]
            + np.sqrt(m.rater) * whose
            + np.sqrt(m.level) * seen_from
            + np.sqrt(m.error) * error
        )
    return _habits(np.column_stack(columns), m)


def rate_overall(
    streams: Streams,
    practice: FloatArray,
    ratee: IntArray,
    rater: IntArray,
    *,
    year: int = 0,
    model: RatingModel | None = None,
) -> FloatArray:
    """Return latent overall ratings of a year, shape (n,); standard normal over raters and ratees.

    Two raters of the same person agree with the model's reliability; the same rater a year later with .86
    (intrarater reliability), because most of the rest is a lasting opinion.
    """
    m = model or RatingModel.published()
    pair = ratee * _PAIRS + rater
    lasting = (number("overall.intrarater") - m.reliability) / (1.0 - m.reliability)
    opinion = np.sqrt(m.severity) * streams.normal("overall.severity", rater)
    opinion += np.sqrt(1.0 - m.severity) * streams.normal("overall.view", pair)
    rest = np.sqrt(lasting) * opinion
    rest += np.sqrt(1.0 - lasting) * streams.normal("overall.error", pair, year)
    return _habits(np.sqrt(m.reliability) * practice + np.sqrt(1.0 - m.reliability) * rest, m)


def grades(score: FloatArray, status: npt.NDArray[np.str_]) -> IntArray:
    """Return the grade number 0-4 (see :data:`GRADES`) under the lenient norm of 2022-2024, shape (n,).

    Parameters
    ----------
    score : array of float, shape (n,)
        Latent overall rating, standard normal.
    status : array of str, shape (n,)
        ``pns``, ``pppk`` or ``pppk_paruh_waktu``; the latter two share the norm of PPPK.

    Examples
    --------
    >>> grades(np.array([0.0, 1.3, 1.3]), np.array(["pns", "pns", "pppk"])).tolist()
    [3, 4, 3]
    """
    pns = np.searchsorted(vector("overall.cuts_pns"), score, side="right")
    pppk = np.searchsorted(vector("overall.cuts_pppk"), score, side="right")
    return np.where(status == "pns", pns, pppk)


def _habits(z: FloatArray, m: RatingModel) -> FloatArray:
    return (1.0 - m.centrality) * z + m.leniency
