"""Virtual trials: a published experiment run inside the model, its contrast held against the published one.

A trial's line carries only its set-up (base rate, channels, sizes); behavioural parameters are common to all
lines. At least half of the trials are predicted, that is, no parameter was fitted to them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from simkinerja.evaluate.validation.line import CALIBRATED, Expectation, Knobs, Line, Obtained
from simkinerja.evaluate.validation.tables import table

if TYPE_CHECKING:
    import numpy.typing as npt

    FloatArray = npt.NDArray[np.float64]

__all__ = ["trial_lines"]

_BATCHES, _RATERS, _UNIT = 20, 1_500, 20
_NORM = "kelonggaran norma"
_LENIENCY = "kelonggaran penilai PPPK"
_SKP_REASON = (
    "Baik dan Sangat Baik 0,5 poin persen (bukti F; catatan model mengizinkan 1), "
    "setiap predikat di bawahnya dalam kelipatan dua"
)


def trial_lines() -> tuple[Line, ...]:
    """Return the lines of the virtual trials."""
    return (_yearly_grades(), _one_norm())


def _published(row: list[float]) -> Expectation:
    """Expected percentages with the interval of each grade."""
    top = len(row) - 2
    return {
        "expected": tuple(row),
        "low": tuple(x / 2 if k < top else x - 0.5 for k, x in enumerate(row)),
        "high": tuple(x * 2 if k < top else x + 0.5 for k, x in enumerate(row)),
    }


def _yearly_grades() -> Line:
    data = table("skp")
    return Line(
        code="skp-pns",
        group="trial",
        what="Predikat SKP tahunan PNS, %",
        source=data["source"],
        **_published(data["pns"]),
        labels=tuple(data["grades"]),
        reason=_SKP_REASON,
        basis=CALIBRATED + "overall.cuts_pns",
        setup="rate_overall dan grades; 600.000 pegawai, 20 orang satu penilai",
        run=lambda knobs: _shares(_graded(knobs)),
        mechanism=_NORM,
        digits=2,
    )


def _graded(knobs: Knobs) -> npt.NDArray[np.int64]:
    """Grades of PNS, shape (batches, people). Cut points at half their height: half as lenient a norm."""
    from simkinerja.population.ratings import grades

    score = _scores(knobs, 0.0) / knobs.strength(_NORM)
    return grades(score, np.full(score.shape, "pns"))


def _one_norm() -> Line:
    data = table("skp")
    pns, pppk = _published(data["pns"]), _published(data["pppk"])

    def run(knobs: Knobs) -> list[Obtained]:
        leniency = data["norm"]["leniency_pppk"] * knobs.strength(_LENIENCY)
        found = []
        for shift in (0.0, leniency):
            score = _scores(knobs, shift)
            found += _shares(np.searchsorted(data["norm"]["cuts"], score, side="right"))
        return found

    return Line(
        code="skp-satu-norma",
        group="trial",
        what="Predikat SKP tahunan PNS dan PPPK dengan satu norma; PPPK hanya berbeda kelonggaran, %",
        source=data["source"],
        expected=pns["expected"] + pppk["expected"],
        low=pns["low"] + pppk["low"],
        high=pns["high"] + pppk["high"],
        labels=tuple(f"{who}: {grade}" for who in ("PNS", "PPPK") for grade in data["grades"]),
        reason=_SKP_REASON,
        basis=CALIBRATED + "norma bersama (empat titik potong) dan kelonggaran PPPK",
        setup="rate_overall, kelonggaran PPPK -0,128 SD; 600.000 pegawai, 20 orang satu penilai",
        run=run,
        mechanism=_LENIENCY,
        digits=2,
    )


def _scores(knobs: Knobs, leniency: float) -> FloatArray:
    """Latent yearly ratings, shape (batches, people); raters of one batch rate nobody of another."""
    from simkinerja.population.ratings import RatingModel, rate_overall
    from simkinerja.streams import Streams

    streams = Streams(knobs.seed)
    ratee = np.arange(_BATCHES * _RATERS * _UNIT)
    model = replace(RatingModel.published(), leniency=leniency)
    practice = streams.normal("validation.practice", ratee)
    return rate_overall(streams, practice, ratee, ratee // _UNIT, model=model).reshape(_BATCHES, -1)


def _shares(grade: npt.NDArray[np.int64]) -> list[Obtained]:
    """Percentages of the five grades, with their error between batches."""
    by_batch = np.stack([100.0 * (grade == k).mean(axis=1) for k in range(5)])
    error = by_batch.std(axis=1, ddof=1) / np.sqrt(_BATCHES)
    return [Obtained(float(x), float(se)) for x, se in zip(by_batch.mean(axis=1), error, strict=True)]
