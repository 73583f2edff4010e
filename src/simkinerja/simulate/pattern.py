"""L5: an enforced distribution pattern: the best of each unit, and nobody else, are Sangat Baik.

On paper only (as in 2022-2024, when 88.46 % were *Baik* against a ceiling of 70 %) it changes nothing.
Enforced, what a person gets depends on the colleagues: more effort pays by the chance of overtaking the one
at the border.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from simkinerja.simulate.world import World

__all__ = ["chance_density", "top_of_units"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]


def top_of_units(total: FloatArray, world: World, share: float) -> FloatArray:
    """Return who is Sangat Baik under an enforced pattern, 0 or 1, shape (R, n).

    ``share`` is the share of a unit that may be.

    At a share of a fifth, units of fewer than five have none.

    Examples
    --------
    >>> from simkinerja.simulate.world import World
    >>> lab = World.plain(n_units=2, officers_per_unit=5, seed=1)
    >>> top_of_units(np.arange(10.0)[None, :], lab, 0.2).tolist()
    [[0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0]]
    """
    return np.stack([_rank(points, world) < _places(world, share)[world.unit] for points in total]).astype(
        float
    )


def chance_density(total: FloatArray, noise: FloatArray, world: World, share: float) -> FloatArray:
    """Return how fast the chance of being among the best of the unit grows, per point, shape (R, n).

    The normal density of the own noise at the distance to the best colleague who would be left out; zero in
    units where nobody can be at the top, and zero for everybody where all are.

    Parameters
    ----------
    total : float array, shape (R, n)
        Points; NaN for officers without.
    noise : float array, shape (R, n)
        SD of a total that is not the officer's doing, points.
    share : float
        Share of a unit that may be at the top.
    """
    out = np.zeros(total.shape)
    places, first, size = _places(world, share), world.unit_start[:-1], world.unit_size
    open_units = (places > 0) & (places < size)
    for r, points in enumerate(total):
        order = _best_first(points, world)
        border = points[order[np.minimum(first + places, first + size - 1)]]
        away = (border[world.unit] - points) / noise[r]
        density = np.exp(-0.5 * away**2) / (noise[r] * np.sqrt(2.0 * np.pi))
        out[r] = np.where(open_units[world.unit] & np.isfinite(away), density, 0.0)
    return out


def _best_first(points: FloatArray, world: World) -> IntArray:
    """Officers unit by unit, the best first; equals by their slot, in which order they stand in the world."""
    return np.lexsort((-np.nan_to_num(points, nan=-np.inf), world.unit))


def _rank(points: FloatArray, world: World) -> Any:
    """0 for the best of a unit; equals by their slot."""
    order = _best_first(points, world)
    rank = np.empty(world.n, dtype=np.int64)
    rank[order] = np.arange(world.n) - world.unit_start[world.unit[order]]
    return rank


def _places(world: World, share: float) -> IntArray:
    return np.asarray(np.floor(share * world.unit_size), dtype=np.int64)
