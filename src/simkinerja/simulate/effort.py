"""L5: how an officer divides effort over four dimensions: the multitask problem, solved exactly.

Maximise ``sum_k x_k e_k - 1/2 e' C e`` subject to ``e >= 0`` with ``C = c [(1 - theta) I + theta 11']``
(Holmstrom and Milgrom 1991). The first-order condition with the constraint is
``e_k = max(0, x_k - c theta S) / (c (1 - theta))`` with ``S = sum e``. Sorted downwards, the sum over the
first j dimensions ``S_j = sum_{i<=j} x_i / (c (1 - theta) + j c theta)`` grows as long as the next dimension
is worth any effort, so ``S`` is the largest of the ``S_j``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from simkinerja.simulate.channel import Dimension
    from simkinerja.simulate.parameters import Number, Parameters

__all__ = ["EFFORT", "best_effort", "values"]

FloatArray = npt.NDArray[np.floating[Any]]

EFFORT: Final[tuple[Dimension, ...]] = ("throughput", "care", "improvement", "helping")
"""What effort goes into, besides being present."""


def best_effort(worth: Sequence[FloatArray], cost: Number, substitution: Number) -> list[FloatArray]:
    """Return the effort on each of four dimensions.

    Parameters
    ----------
    worth : four float arrays of one shape
        Marginal worth x_k of effort on each dimension.
    cost : float or array
        c > 0.
    substitution : float or array
        theta, 0 <= theta < 1: how far effort on one dimension tires for the others.

    Returns
    -------
    four float arrays

    Examples
    --------
    >>> one = [np.array([x]) for x in (1.0, 0.5, 0.0, 0.0)]
    >>> [round(float(e[0]), 3) for e in best_effort(one, 1.0, 0.0)]
    [1.0, 0.5, 0.0, 0.0]
    >>> [round(float(e[0]), 3) for e in best_effort(one, 1.0, 0.999)]
    [1.0, 0.0, 0.0, 0.0]
    """
    own, shared = cost * (1.0 - substitution), cost * substitution
    tired: Any = 0.0
    running: Any = 0.0
    for j, one in enumerate(_sorted(worth), start=1):
        running = running + one
        tired = np.maximum(tired, running * (shared / (own + j * shared)))
    per = 1.0 / own
    given = []
    for x in worth:
        effort = np.asarray(x - tired)
        np.maximum(effort, 0.0, out=effort)
        effort *= per
        given.append(effort)
    return given


def _sorted(worth: Sequence[FloatArray]) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    """The four values of each officer, largest first, by a sorting network of five comparisons."""
    a, b, c, d = worth
    a, b = np.maximum(a, b), np.minimum(a, b)
    c, d = np.maximum(c, d), np.minimum(c, d)
    a, c = np.maximum(a, c), np.minimum(a, c)
    b, d = np.maximum(b, d), np.minimum(b, d)
    return a, np.maximum(b, c), np.minimum(b, c), d


def values(p: Parameters) -> list[Any]:
    """Return what the four dimensions are worth to an officer of mean motivation without any channel."""
    return [p[f"effort.value_{name}"] for name in EFFORT]
