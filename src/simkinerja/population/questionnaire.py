"""The officer questionnaire: what people say about themselves, all in one sitting.

Every scale carries the same person's mood and style of that day (common method), so scales correlate more
than what they measure does: the reason why same-source studies see effects that are not there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from simkinerja.population.voice_params import number

if TYPE_CHECKING:
    import pandas as pd

    from simkinerja.streams import Streams

__all__ = ["SCALES", "draw_questionnaire"]

FloatArray = npt.NDArray[np.float64]

SCALES = ("q_motivation", "q_usefulness", "q_fairness", "q_performance", "q_stress")
"""Scales, each the mean of four items 1-5; stress is worded the other way round."""


def draw_questionnaire(officers: pd.DataFrame, streams: Streams, month: int) -> dict[str, FloatArray]:
    """Return the scales of one sitting, each shape (n,), 1-5 in steps of .25, NaN where nobody answered.

    Parameters
    ----------
    officers : DataFrame
        ``officer_id`` and the ``true_*`` columns.
    streams : Streams
    month : int
    """
    slots = officers["officer_id"].to_numpy(dtype=np.int64)
    shared, error = number("questionnaire.method"), number("questionnaire.error")
    mood = streams.normal("questionnaire.method", slots, month)
    answers = streams.uniform("questionnaire.answers", slots, month) < number("questionnaire.response")
    out = {}
    for scale, truth in _constructs(officers, streams).items():
        sign = -1.0 if scale == "q_stress" else 1.0
        noise = streams.normal(f"questionnaire.{scale}", slots, month)
        z = np.sqrt(1.0 - shared - error) * truth + sign * np.sqrt(shared) * mood + np.sqrt(error) * noise
        centre = number("questionnaire.mean") if sign > 0 else 6.0 - number("questionnaire.mean")
        score = np.round(4.0 * (centre + number("questionnaire.sd") * z)) / 4.0
        out[scale] = np.where(answers, np.clip(score, 1.0, 5.0), np.nan)
    return out


def _constructs(officers: pd.DataFrame, streams: Streams) -> dict[str, FloatArray]:
    """What each scale is meant to measure, SD 1; fairness and stress depend on nothing else here."""
    slots = officers["officer_id"].to_numpy(dtype=np.int64)
    true = {name: officers[f"true_{name}"].to_numpy(dtype=float) for name in ("motivation", "practice")}
    return {
        "q_motivation": true["motivation"],
        "q_usefulness": -officers["true_resistance"].to_numpy(dtype=float),
        "q_fairness": streams.normal("questionnaire.fairness", slots),
        "q_performance": true["practice"],
        "q_stress": streams.normal("questionnaire.stress", slots),
    }
