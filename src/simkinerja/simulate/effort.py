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

__all__ = ["EFFORT", "best_effort", "relative_effort", "tiring", "values"]

FloatArray = npt.NDArray[np.floating[Any]]
SingleArray = npt.NDArray[np.float32]

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
    """Return what :func:`_tired_by` needs, and what effort on one dimension costs: five numbers.

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
def _tired_by(a: Any, b: Any, c: Any, d: Any, first: Any, second: Any, third: Any, fourth: Any) -> Any:
    """Return ``c theta S`` (see above) of one officer from the worth of the four dimensions.

    The four are sorted, largest first, by a network of five comparisons.

    Examples
    --------
    >>> _tired_by(1.0, 0.5, 0.0, 0.0, *tiring(1.0, 0.0)[:4])
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
        tired = _tired_by(a, b, c, d, given[4, i], given[5, i], given[6, i], given[7, i])
        for k in range(4):
            out[k, i] = max(given[k, i] - max(tired, nothing), nothing) * given[8, i]


def relative_effort(
    usual: SingleArray, left: SingleArray, pulls: Sequence[SingleArray], numbers: SingleArray
) -> tuple[SingleArray, SingleArray]:
    """Return effort over the city's mean without channels, (4, R, n), and how far it is pulled, (R, n).

    Parameters
    ----------
    usual : float32 array, shape (R, n)
        Motivation over its mean.
    left : float32 array, shape (4, R, n)
        Share of it on each dimension that contingent pay has not crowded out.
    pulls : four float32 arrays, shape (R or 1, n)
        Worth added by incentives.
    numbers : float32 array, shape (R or 1, 6 or more, 4)
        By dimension: worth without incentives, :func:`tiring`, over which effort is held, what it is without
        incentives, its weight in practice; the last row is what effort costs and the floor.

    Examples
    --------
    >>> one, four = np.ones((1, 2), np.float32), np.ones((4, 1, 2), np.float32)
    >>> numbers = np.array([[[1.0] * 4, [0.0] * 4, [1.0] * 4, [1.0] * 4, [0.25] * 4, [1.0, 0.1, 0, 0]]])
    >>> none, paid = 0.0 * one, np.array([[0.0, 0.5]], np.float32)  # the second officer, for improvement
    >>> relative, pulled = relative_effort(one, four, (none, none, paid, none), numbers.astype(np.float32))
    >>> relative[:, 0, 1].tolist(), pulled.tolist()
    ([1.0, 1.0, 1.5, 1.0], [[1.0, 1.125]])
    """
    relative, pulled = np.empty_like(left), np.empty_like(usual)
    _write_relative(relative, pulled, numbers, usual, left, *pulls)
    return relative, pulled


@compiled
def _write_relative(
    relative: Any,
    pulled: Any,
    numbers: Any,
    usual: Any,
    left: Any,
    on_output: Any,
    on_care: Any,
    on_change: Any,
    on_others: Any,
) -> None:
    """Write what :func:`relative_effort` returns, officer by officer."""
    nothing, one = np.float32(0.0), np.float32(1.0)
    for r in range(usual.shape[0]):
        # read before the loop: what might be written to meanwhile would keep it from being vectorised
        own = numbers[r % len(numbers)]
        v0, v1, v2, v3 = own[0]
        t0, t1, t2, t3 = own[1]
        o0, o1, o2, o3 = own[2]
        u0, u1, u2, u3 = own[3]
        h0, h1, h2, h3 = own[4]
        cost, floor = own[5, 0], own[5, 1]
        p0, p1 = on_output[r % len(on_output)], on_care[r % len(on_care)]
        p2, p3 = on_change[r % len(on_change)], on_others[r % len(on_others)]
        for i in range(usual.shape[1]):
            a, b = usual[r, i] * left[0, r, i], usual[r, i] * left[1, r, i]
            c, d = usual[r, i] * left[2, r, i], usual[r, i] * left[3, r, i]
            w, x = a * v0 + p0[i], b * v1 + p1[i]
            y, z = c * v2 + p2[i], d * v3 + p3[i]
            spent = max(_tired_by(w, x, y, z, t0, t1, t2, t3), nothing)
            # effort over what it is without incentives, less 1: then back in units of the city's mean
            w = max(w - spent, nothing) * cost / a * o0 - u0
            x = max(x - spent, nothing) * cost / b * o1 - u1
            y = max(y - spent, nothing) * cost / c * o2 - u2
            z = max(z - spent, nothing) * cost / d * o3 - u3
            moved = p0[i] != nothing or p1[i] != nothing or p2[i] != nothing
            kept = left[0, r, i] * left[1, r, i] * left[2, r, i] * left[3, r, i]
            if not (moved or p3[i] != nothing or kept != one):
                w = x = y = z = nothing  # whom nothing moves keeps the usual to the last bit
            found = one + h0 * w + h1 * x + h2 * y + h3 * z
            pulled[r, i] = max(found, floor)
            relative[0, r, i] = max((w + one) * a, floor)
            relative[1, r, i] = max((x + one) * b, floor)
            relative[2, r, i] = max((y + one) * c, floor)
            relative[3, r, i] = max((z + one) * d, floor)


def values(p: Parameters) -> list[Any]:
    """Return what the four dimensions are worth to an officer of mean motivation without any channel."""
    return [p[f"effort.value_{name}"] for name in EFFORT]
