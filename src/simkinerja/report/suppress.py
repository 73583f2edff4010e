"""No number of fewer than five people leaves in a report, not even by subtraction.

The tables of a report share one known total, the number of respondents. A group of one to four people is
masked; so that it cannot be found as total minus the rest, further groups are masked until an outsider who
knows the total, the groups shown and this rule can tell of no masked group that it is below five.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from simkinerja.evaluate.result import Part

__all__ = ["FEWEST_SHOWN", "MASKED", "masked_counts", "masked_labels", "shown_elements", "shown_parts"]

FEWEST_SHOWN: Final = 5
"""Fewest people behind a number in a report."""

_NO_PART: Final = "\x00"

MASKED: Final = "*"
"""What stands in a masked cell; the asterisk is explained under the table."""


def masked_labels(counts: Mapping[str, int]) -> frozenset[str]:
    """Return the groups to mask, so that none can be found by subtraction from the total.

    Parameters
    ----------
    counts : mapping of str to int
        People by group; groups of nobody are never masked.

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
    rest = sorted((label for label in alive if label not in masked), key=lambda label: (alive[label], label))
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
    hidden = masked_labels({**counts, _NO_PART: max((whole.n or named) - named, 0)})
    return tuple(p for p in parts if p.label not in hidden), tuple(
        p.label for p in parts if p.label in hidden
    )


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
