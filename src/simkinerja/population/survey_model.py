"""The graded response model of the satisfaction survey: what a citizen answers, given satisfaction.

Element e is answered with at least category c (2, 3, 4) with probability
``expit(a_e (theta + easy_e - t_c))`` (Samejima 1969). ``theta`` is latent satisfaction; its standard
deviation between the citizens of one unit is 1. The same thresholds for all elements, moved by how easy an
element is.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt

from simkinerja.population.voice_params import number, table, vector
from simkinerja.rules.skm import ELEMENTS

__all__ = ["answer", "expected_answers", "style_sd"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

_NODES = 81


def answer(element: str, theta: FloatArray, u: FloatArray) -> IntArray:
    """Return answers 1-4 to one element, shape (n,).

    Parameters
    ----------
    element : str
        Key of the element.
    theta : array of float, shape (n,)
        Latent satisfaction, everything included that moves the answer.
    u : array of float, shape (n,)
        Uniforms; a higher theta never lowers the answer at the same uniform.

    Examples
    --------
    >>> answer("waktu", np.array([-3.0, 0.0, 3.0]), np.full(3, 0.5)).tolist()
    [1, 3, 4]
    """
    out = np.ones(theta.shape, dtype=np.int64)
    for chance in _at_least(element, theta):
        out += u < chance
    return out


def expected_answers(mean_theta: FloatArray, spread: float = 1.0) -> FloatArray:
    """Return the expected answer to each element for units, shape (n_units, 9).

    Integrates over the person effect by Gauss-Hermite quadrature (81 nodes; error under 1e-6).

    Parameters
    ----------
    mean_theta : array of float, shape (n_units,)
        Mean satisfaction of each unit's citizens.
    spread : float
        Standard deviation of satisfaction between citizens of a unit.

    Examples
    --------
    >>> expected_answers(np.array([0.0])).mean().round(2).item()
    3.05
    """
    nodes, weights = np.polynomial.hermite_e.hermegauss(_NODES)
    theta = mean_theta[:, None] + spread * nodes[None, :]
    share = weights / weights.sum()
    columns = [1.0 + sum(_at_least(element, theta)) @ share for element in ELEMENTS]
    return np.column_stack(columns)


@cache
def style_sd() -> float:
    """Return the SD of a response style that makes up its stated share of the variance of an answer.

    The share is that of the answers 1-4 themselves, mean over the elements, at a unit of middling quality;
    solved by bisection over :func:`style_share`.

    Examples
    --------
    >>> round(style_sd(), 2)
    0.45
    """
    share, low, high = number("survey.style_share"), 0.0, 3.0
    for _ in range(40):
        middle = (low + high) / 2.0
        low, high = (middle, high) if style_share(middle) < share else (low, middle)
    return (low + high) / 2.0


def style_share(sd: float) -> float:
    """Return which share of the variance of an answer a style of this SD makes up, mean over the elements.

    Examples
    --------
    >>> round(style_share(0.45), 2)
    0.08
    """
    nodes, weights = np.polynomial.hermite_e.hermegauss(_NODES)
    share = weights / weights.sum()
    theta = sd * nodes[:, None] + nodes[None, :]
    found = []
    for element in ELEMENTS:
        at_least = _at_least(element, theta)
        by_style = sum(at_least) @ share
        mean = by_style @ share
        # E[(Y - 1)^2] of a count of thresholds passed: sum of (2c - 1) P(Y - 1 >= c).
        square = sum((2 * c - 1) * (chance @ share @ share) for c, chance in enumerate(at_least, start=1))
        found.append(((by_style**2) @ share - mean**2) / (square - mean**2))
    return float(np.mean(found))


def _at_least(element: str, theta: FloatArray) -> list[FloatArray]:
    """Chances of answering at least 2, 3 and 4."""
    slope = table("survey.discrimination")[element]
    shift = table("survey.easiness")[element]
    cuts = vector("survey.thresholds")
    return [1.0 / (1.0 + np.exp(-slope * (theta + shift - cut))) for cut in cuts]
