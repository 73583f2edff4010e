"""No number of fewer than five people leaves in a report, not even by subtraction.

The tables of a report share one known total, the number of respondents. A group of one to four people is
masked; so that it cannot be found as total minus the rest, further groups are masked until an outsider who
knows the total, the groups shown and this rule can tell of no masked group that it is below five.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from simkinerja.evaluate.result import Part, SkmResult

__all__ = [
    "FEWEST_SHOWN",
    "MASKED",
    "harmless_rows",
    "masked_counts",
    "masked_labels",
    "shown_elements",
    "shown_parts",
    "shown_tables",
]

FEWEST_SHOWN: Final = 5
"""Fewest people behind a number in a report."""

_NO_PART: Final = "\x00"

MASKED: Final = "*"
"""What stands in a masked cell; the asterisk is explained under the table."""


def masked_labels(counts: Mapping[str, int], ties: Mapping[str, int] | None = None) -> frozenset[str]:
    """Return the groups to mask, so that none can be found by subtraction from the total.

    Parameters
    ----------
    counts : mapping of str to int
        People by group; groups of nobody are never masked.
    ties : mapping of str to int, optional
        Which of two groups of one size goes first; the same people in two tables must fare alike.

    Returns
    -------
    frozenset of str
        Empty if no group is below five. Otherwise at least two groups, with at least ``groups + 4`` people
        together, so that each of them could be five or more for all an outsider knows; if the table is too
        small for that, all its groups.

    Examples
    --------
    >>> sorted(masked_labels({"SD": 3, "SMA": 40, "S1": 12}))
    ['S1', 'SD']
    >>> masked_labels({"L": 30, "P": 20})
    frozenset()
    """
    alive = {label: n for label, n in counts.items() if n > 0}
    masked = [label for label, n in alive.items() if n < FEWEST_SHOWN]
    if not masked:
        return frozenset()
    order = {label: (alive[label], (ties or {}).get(label, 0), label) for label in alive}
    rest = sorted((label for label in alive if label not in masked), key=lambda label: order[label])
    while rest and not _safe([alive[label] for label in masked]):
        masked.append(rest.pop(0))
    return frozenset(masked)


def _safe(sizes: Sequence[int]) -> bool:
    """Tell whether each masked group could be five or more, given only their number and their sum.

    The others are at least one each. A single group below five never passes.
    """
    return sum(sizes) >= len(sizes) - 1 + FEWEST_SHOWN


def masked_counts(counts: Mapping[str, int]) -> dict[str, int | None]:
    """Return the counts with masked groups as ``None``, in the given order.

    Examples
    --------
    >>> masked_counts({"SD": 3, "SMA": 40, "S1": 12})
    {'SD': None, 'SMA': 40, 'S1': None}
    """
    hidden = masked_labels(counts)
    return {label: None if label in hidden else n for label, n in counts.items()}


def shown_parts(parts: Sequence[Part], whole: Part) -> tuple[tuple[Part, ...], tuple[str, ...]]:
    """Split services or periods into those a report may show and the names of those it masks.

    A part counts by the fewest people behind any of its numbers (an element may have fewer answers than
    the part has respondents). Tables of NRR without a number of respondents are shown as they are.

    Parameters
    ----------
    parts : sequence of Part
    whole : Part
        Everybody. Respondents who belong to no part count as one more group: they could be found as whole
        minus parts.

    Returns
    -------
    shown : tuple of Part
    masked : tuple of str
    """
    counts = {part.label: part.fewest for part in parts if part.fewest is not None}
    named = sum(part.n or 0 for part in parts)
    ties = {part.label: sum(part.totals.values()) for part in parts}
    hidden = masked_labels({**counts, _NO_PART: max((whole.n or named) - named, 0)}, ties)
    return tuple(p for p in parts if p.label not in hidden), tuple(
        p.label for p in parts if p.label in hidden
    )


def shown_tables(result: SkmResult) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """Return the services and the periods that a report may show side by side.

    Each table is safe alone. Together they may not be: where a service was asked in one period only, a period
    minus the services shown can be one small service. So parts are shown from the largest down, each only
    while no group below five is a sum or difference of what is shown (by rank, over the cells service x
    period that hold anybody; an outsider may know which are empty).

    Parameters
    ----------
    result : SkmResult
    """
    services, _ = shown_parts(result.services, result.whole)
    periods, _ = shown_parts(result.periods, result.whole)
    cells = {cell: n for cell, n in result.crossing.items() if n}
    small = _small_groups(result, cells)
    safe = [*(("layanan", p) for p in services), *(("periode", p) for p in periods)]
    safe.sort(key=lambda pair: pair[1].n or 0, reverse=True)
    rows = [_row(cells, kind, part.label) for kind, part in safe]
    kept = {(safe[k][0], safe[k][1].label) for k in harmless_rows(rows, small)}
    return (
        tuple(part for part in services if ("layanan", part.label) in kept),
        tuple(part for part in periods if ("periode", part.label) in kept),
    )


def _row(cells: Mapping[tuple[str, str], int], kind: str, label: str) -> list[float]:
    """Which cells belong to a service or a period."""
    side = 0 if kind == "layanan" else 1
    return [float(cell[side] == label) for cell in cells]


def _small_groups(result: SkmResult, cells: Mapping[tuple[str, str], int]) -> list[list[float]]:
    """Cells, services and periods (those without a name too) of one to four people."""
    names = [("layanan", label) for label in dict.fromkeys(cell[0] for cell in cells)]
    names += [("periode", label) for label in dict.fromkeys(cell[1] for cell in cells)]
    rows = [_row(cells, kind, label) for kind, label in names]
    rows += [[float(cell == other) for other in cells] for cell in cells]
    sizes = list(cells.values())
    return [row for row in rows if 0 < sum(x * n for x, n in zip(row, sizes, strict=True)) < FEWEST_SHOWN]


def harmless_rows(rows: Sequence[Sequence[float]], small: Sequence[Sequence[float]]) -> list[int]:
    """Rows that can be shown one after the other, no small group ever being a combination of them.

    The rows kept span a space (with the row of everybody). What of a small group lies outside that space is
    carried along; a group of which nothing is left could be computed, so the row that did it is not kept.

    Parameters
    ----------
    rows : sequence of rows, shape (k, cells)
        What each number sums over.
    small : sequence of rows, shape (s, cells)
        Groups of one to four people.

    Returns
    -------
    list of int
        Positions of the rows that may be shown.

    Examples
    --------
    >>> harmless_rows([[1, 1, 0], [1, 1, 1], [0, 1, 1]], [[1, 0, 0]])
    [0, 1]
    """
    import numpy as np

    if not small:
        return list(range(len(rows)))
    left = np.array(small, dtype=float)
    basis: list[npt.NDArray[np.float64]] = []
    kept: list[int] = []
    for k, row in enumerate([[1.0] * left.shape[1], *rows]):
        rest = np.array(row, dtype=float)
        for _ in range(2):  # twice, for the last digits
            for other in basis:
                rest -= (rest @ other) * other
        size = float(np.linalg.norm(rest))
        if size > 1e-8:
            rest /= size
            reduced = left - np.outer(left @ rest, rest)
            if k and (np.abs(reduced).max(axis=1) < 1e-8).any():
                continue
            left = reduced
            basis.append(rest)
        kept.append(k - 1)
    return kept[1:]


def shown_elements(part: Part) -> tuple[str, ...]:
    """Return the elements whose NRR a report may show.

    An element with fewer than five answers is masked, and with it the next one by number of answers: from
    the index and all other elements a single one could be computed.

    Parameters
    ----------
    part : Part
    """
    keys = sorted(part.nrr, key=lambda key: part.counts.get(key, FEWEST_SHOWN))
    few = sum(part.counts.get(key, FEWEST_SHOWN) < FEWEST_SHOWN for key in keys)
    hidden = set(keys[: max(few, 2)] if few else [])
    return tuple(key for key in part.nrr if key not in hidden)
