"""Scores by group (unit, sex, age, golongan); no number of fewer than five, not even by subtraction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from simkinerja.evaluate.office_result import GROUPS
from simkinerja.report.content import Sheet
from simkinerja.report.fmt import fmt_number, fmt_percent
from simkinerja.report.suppress import FEWEST_SHOWN, MASKED, harmless_rows, masked_labels

if TYPE_CHECKING:
    from simkinerja.evaluate.office_result import OfficeResult

__all__ = ["group_sheets", "shown_groups"]

_MOST_CELLS: Final = 1_500
_MOST_GROUPS: Final = 60


def shown_groups(labels: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    """Return which groups of which attribute may be shown side by side.

    Each table alone is safe by :func:`simkinerja.report.suppress.masked_labels`. Together they may not be
    (an agency less its units shown can be one small unit), so groups are shown from the largest down, each
    only while no group below five is a sum or difference of what is shown.

    Parameters
    ----------
    labels : mapping of attribute to array of str, shape (n,) each
        Of the people rated; an empty text is a group of its own that is never shown.

    Returns
    -------
    mapping of attribute to tuple of str

    Examples
    --------
    >>> import numpy as np
    >>> unit = np.repeat(["A", "B", "C"], [3, 9, 20])
    >>> shown_groups({"unit": unit, "agency": np.repeat(["X", "Y"], [12, 20])})
    {'unit': ('C',), 'agency': ('X', 'Y')}
    """
    if not labels:
        return {}
    codes = np.unique(np.stack(list(labels.values()), axis=1), axis=0, return_inverse=True)
    cells, sizes = codes[0], np.bincount(codes[1].reshape(-1))
    if len(cells) > _MOST_CELLS:  # too many to prove safe together: the first table alone
        first = next(iter(labels))
        return dict.fromkeys(labels, ()) | shown_groups({first: labels[first]}) if len(labels) > 1 else {}
    rows, names, small = [], [], []
    for k, name in enumerate(labels):
        counts = {str(label): int(sizes[cells[:, k] == label].sum()) for label in np.unique(cells[:, k])}
        hidden = masked_labels(counts)
        for label, n in counts.items():
            row = (cells[:, k] == label).astype(float)
            if n < FEWEST_SHOWN:
                small.append(row)
            if label and label not in hidden:
                rows.append((n, row))
                names.append((name, label))
    order = sorted(range(len(rows)), key=lambda i: (-rows[i][0], names[i]))
    kept = {
        names[order[i]]
        for i in harmless_rows([rows[i][1].tolist() for i in order], [r.tolist() for r in small])
    }
    return {name: tuple(sorted(label for owner, label in kept if owner == name)) for name in labels}


def group_sheets(result: OfficeResult) -> tuple[Sheet, ...]:
    """Return one table an attribute: officers, mean total, how many bands are not certain.

    Parameters
    ----------
    result : OfficeResult
    """
    people, rated = result.score.raw.officers, result.rated
    labels: dict[str, Any] = {}
    for name in GROUPS:
        if name in people:
            words = people[name].astype("str").fillna("").to_numpy(dtype=str)[rated]
            if 1 < len(set(words.tolist()) - {""}) <= _MOST_GROUPS:
                labels[name] = words
    if int(rated.sum()) < FEWEST_SHOWN:
        return ()
    shown = shown_groups(labels)
    return tuple(_sheet(result, name, labels[name], shown.get(name, ())) for name in labels)


def _ordered(labels: list[str]) -> list[str]:
    """Labels in order; *sampai 30* first, *di atas 50* last, the unnamed at the end."""
    ends = {"sampai": 0, "di": 2}
    return sorted(set(labels), key=lambda text: (not text, ends.get(text.split(" ")[0], 1), text))


def _sheet(result: OfficeResult, name: str, words: Any, shown: tuple[str, ...]) -> Sheet:
    quadrant = result.score.scheme.rules.aggregate.method == "quadrant"
    totals, unsure = result.score.total.values[result.rated], result.unsure[result.rated]
    header = (
        GROUPS[name],
        "Pegawai",
        "Tingkat predikat rata-rata (1-5)" if quadrant else "Nilai rata-rata",
        "Belum pasti",
    )
    rows: list[tuple[str, ...]] = []
    numbers: list[tuple[float | None, ...]] = []
    for label in _ordered(words.tolist()):
        inside = words == label
        told = label or "(tidak disebut)"
        if label not in shown:
            rows.append((told, MASKED, MASKED, MASKED))
            numbers.append((None, None, None, None))
            continue
        n, mean, few = int(inside.sum()), float(totals[inside].mean()), float(unsure[inside].mean())
        rows.append((told, fmt_number(n, 0), fmt_number(mean, 2), fmt_percent(few)))
        numbers.append((None, float(n), mean, few))
    masked = any(row[1] == MASKED for row in rows)
    return Sheet(f"Menurut {GROUPS[name].lower()}", header, tuple(rows), tuple(numbers), masked)
