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

from simkinerja.compiled import compiled

if TYPE_CHECKING:
    from simkinerja.simulate.channel import Dimension
    from simkinerja.simulate.parameters import Number, Parameters

__all__ = ["EFFORT", "best_effort", "tired_by", "tiring", "values"]

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
    shape = np.broadcast_shapes(*map(np.shape, (*worth, cost, substitution)))
    given = np.array([np.broadcast_to(one, shape) for one in (*worth, *tiring(cost, substitution))])
    found = np.empty((len(EFFORT), *shape), dtype=given.dtype)
    _write_best(given.reshape(len(given), -1), found.reshape(len(found), -1))
    return list(found)


def tiring(cost: Number, substitution: Number) -> tuple[Number, ...]:
    """Return what :func:`tired_by` needs, and what effort on one dimension costs: five numbers.

    The first four are ``c theta / (c (1 - theta) + j c theta)`` for j = 1 to 4, the last is
    ``1 / (c (1 - theta))``.

    Examples
    --------
    >>> tiring(1.0, 0.5)[:2]
    (0.5, 0.3333333333333333)
    """
    own, shared = cost * (1.0 - substitution), cost * substitution
    return (*(shared / (own + j * shared) for j in (1, 2, 3, 4)), 1.0 / own)


@compiled
def tired_by(a: Any, b: Any, c: Any, d: Any, first: Any, second: Any, third: Any, fourth: Any) -> Any:
    """Return ``c theta S`` (see above) of one officer from the worth of the four dimensions.

    The four are sorted, largest first, by a network of five comparisons.

    Examples
    --------
    >>> tired_by(1.0, 0.5, 0.0, 0.0, *tiring(1.0, 0.0)[:4])
    0.0
    """
    a, b = max(a, b), min(a, b)
    c, d = max(c, d), min(c, d)
    a, c = max(a, c), min(a, c)
    b, d = max(b, d), min(b, d)
    b, c = max(b, c), min(b, c)
    two = a + b
    three = two + c
    return max(max(max(a * first, two * second), three * third), (three + d) * fourth)


@compiled
def _write_best(given: Any, out: Any) -> None:
    """Write the effort of each officer; ``given`` (9, N) is the worth of four dimensions, then tiring."""
    nothing = out.dtype.type(0.0)
    for i in range(out.shape[1]):
        a, b, c, d = given[0, i], given[1, i], given[2, i], given[3, i]
        tired = tired_by(a, b, c, d, given[4, i], given[5, i], given[6, i], given[7, i])
        for k in range(4):
            out[k, i] = max(given[k, i] - max(tired, nothing), nothing) * given[8, i]


def values(p: Parameters) -> list[Any]:
    """Return what the four dimensions are worth to an officer of mean motivation without any channel."""
    return [p[f"effort.value_{name}"] for name in EFFORT]
