"""L3: the indicators as a tree, by position in the scheme."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from simkinerja.schemes.model import Indicator, Scheme

__all__ = ["Tree", "nominal_weights", "sibling_weights", "tree_of"]


@dataclass(frozen=True, slots=True)
class Tree:
    """Who stands under whom; every number is a position in ``scheme.indicators``.

    ``bottom_up`` lists the groups, children before parents.
    """

    codes: tuple[str, ...]
    parent: tuple[int, ...]
    children: tuple[tuple[int, ...], ...]
    leaves: tuple[int, ...]
    top: tuple[int, ...]
    bottom_up: tuple[int, ...]

    def below(self, position: int) -> tuple[int, ...]:
        """Return everything under a position, itself left out."""
        found: list[int] = []
        for child in self.children[position]:
            found += [child, *self.below(child)]
        return tuple(found)


def tree_of(scheme: Scheme) -> Tree:
    """Return the tree of a sound scheme.

    Examples
    --------
    >>> from simkinerja.schemes.model import Indicator, Scheme
    >>> scheme = Scheme(code="a", title="A", indicators=(
    ...     Indicator(code="kerja", label="Kerja"),
    ...     Indicator(code="berkas", label="Berkas", parent="kerja", target=30)))
    >>> tree_of(scheme).leaves, tree_of(scheme).top
    ((1,), (0,))
    """
    return _tree(tuple((one.code, one.parent) for one in scheme.indicators))


@lru_cache(maxsize=128)
def _tree(links: tuple[tuple[str, str | None], ...]) -> Tree:
    codes = tuple(code for code, _ in links)
    parent = tuple(-1 if above is None else codes.index(above) for _, above in links)
    positions = range(len(codes))
    children = tuple(tuple(k for k in positions if parent[k] == j) for j in positions)
    deepest_first = sorted((j for j in positions if children[j]), key=lambda j: -_depth(j, parent))
    return Tree(
        codes=codes,
        parent=parent,
        children=children,
        leaves=tuple(j for j in positions if not children[j]),
        top=tuple(j for j in positions if parent[j] == -1),
        bottom_up=tuple(deepest_first),
    )


def _depth(j: int, parent: tuple[int, ...]) -> int:
    return 0 if parent[j] == -1 else 1 + _depth(parent[j], parent)


def sibling_weights(indicators: tuple[Indicator, ...], positions: tuple[int, ...]) -> npt.NDArray[np.float64]:
    """Return the weights of siblings as shares of one, shape (k,); of equal shares if all are zero.

    Examples
    --------
    >>> from simkinerja.schemes.model import Indicator
    >>> pair = (Indicator(code="a", label="A", weight=60), Indicator(code="b", label="B", weight=20))
    >>> sibling_weights(pair, (0, 1)).tolist()
    [0.75, 0.25]
    """
    given = np.array([indicators[j].weight for j in positions], dtype=float)
    total = given.sum()
    return given / total if total > 0 else np.full(len(positions), 1.0 / len(positions))


def nominal_weights(scheme: Scheme) -> npt.NDArray[np.float64]:
    """Return each leaf's share of the whole as the scheme prints it, shape (m,); groups carry zero.

    Examples
    --------
    >>> from simkinerja.schemes.model import Indicator, Scheme
    >>> scheme = Scheme(code="a", title="A", indicators=(
    ...     Indicator(code="kerja", label="Kerja", weight=60),
    ...     Indicator(code="berkas", label="Berkas", parent="kerja"),
    ...     Indicator(code="waktu", label="Waktu", parent="kerja"),
    ...     Indicator(code="hadir", label="Hadir", weight=40)))
    >>> [round(float(w), 2) for w in nominal_weights(scheme)]
    [0.0, 0.3, 0.3, 0.4]
    """
    tree, out = tree_of(scheme), np.zeros(len(scheme.indicators))
    out[list(tree.top)] = sibling_weights(scheme.indicators, tree.top)
    for j in reversed(tree.bottom_up):
        out[list(tree.children[j])] = out[j] * sibling_weights(scheme.indicators, tree.children[j])
        out[j] = 0.0
    return out
