"""Lesson 01, truth against record: how close a record comes to what officers really do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from simkinerja.classroom.shared import RECORD_UNITS, TRUTH_AXIS, axis_name, blind_draw
from simkinerja.report.fmt import fmt_number, fmt_percent

if TYPE_CHECKING:
    from collections.abc import Mapping

    from simkinerja.classroom.panel import Panel

__all__ = [
    "RECORDS",
    "Agreement",
    "agreement",
    "gap_by_rater",
    "panel_agreement",
    "rater_share",
    "standardised",
]

FloatArray = npt.NDArray[np.float64]

RECORDS: dict[str, str] = {"nilai atasan": "nilai", "kehadiran": "hadir", "perkara selesai": "perkara"}
"""Records that lessons hold against the truth: label to column of the yearly table."""


def standardised(values: Any) -> Any:
    """Values as distances from their mean in standard deviations (*nilai baku*).

    Examples
    --------
    >>> import pandas as pd
    >>> standardised(pd.Series([70.0, 80.0, 90.0])).tolist()
    [-1.0, 0.0, 1.0]
    """
    return (values - values.mean()) / values.std()


def gap_by_rater(
    table: Any, record: str, truth: str = "true_practice", rater: str = "rater_id", fewest: int = 1
) -> Any:
    """Mean of standardised record minus standardised truth, by rater; positive is generous.

    Parameters
    ----------
    table : pandas DataFrame
    record, truth, rater : str
        Columns.
    fewest : int
        Raters with fewer people are left out of the answer (not of the standardising).

    Returns
    -------
    pandas Series
        Indexed by rater, most generous first.

    Examples
    --------
    >>> import pandas as pd
    >>> rows = {"rater_id": [1, 1, 2, 2], "nilai": [80, 90, 60, 70], "true_practice": [0, 1, 0, 1]}
    >>> gap_by_rater(pd.DataFrame(rows), "nilai").round(2).tolist()
    [0.77, -0.77]
    """
    gap = standardised(table[record].astype(float)) - standardised(table[truth])
    groups = gap.groupby(table[rater])
    return groups.mean()[groups.size() >= fewest].sort_values(ascending=False, kind="stable")


def rater_share(values: Any, raters: Any) -> float:
    """Share of the variance of a rating that lies between raters: one-way random-effects ANOVA, at least 0.

    One boss a person: what lies between raters is their severity and the true difference of their units
    together; this number cannot tell the two apart.

    Examples
    --------
    >>> rater_share(np.array([1.0, 1.0, 3.0, 3.0]), np.array([1, 1, 2, 2]))
    1.0
    >>> rater_share(np.array([1.0, 3.0, 1.0, 3.0]), np.array([1, 1, 2, 2]))
    0.0
    """
    values = np.asarray(values, dtype=np.float64)
    _, group = np.unique(np.asarray(raters), return_inverse=True)
    sizes = np.bincount(group).astype(np.float64)
    means = np.bincount(group, weights=values) / sizes
    n, k = float(len(values)), float(len(sizes))
    between = float((sizes * (means - values.mean()) ** 2).sum()) / (k - 1)
    within = float(((values - means[group]) ** 2).sum()) / (n - k)
    typical = (n - float((sizes**2).sum()) / n) / (k - 1)
    spread = max(0.0, (between - within) / typical)
    return spread / (spread + within) if spread + within > 0 else 0.0


@dataclass(frozen=True, slots=True)
class Agreement:
    """A record beside the truth.

    Parameters
    ----------
    label : str
    truth, record : tuple of float, shape (n,)
    r : float
        Pearson correlation.
    caught, lowest : int
        How many of the ``lowest`` truly lowest are among the ``lowest`` by the record.
    unit : str
        Of the record, for the axis.
    """

    label: str
    truth: tuple[float, ...]
    record: tuple[float, ...]
    r: float
    caught: int
    lowest: int
    unit: str = ""


def agreement(table: Any, record: str, truth: str, lowest: int, label: str = "") -> Agreement:
    """Hold a record against the truth; rows without a record are left out.

    Examples
    --------
    >>> import pandas as pd
    >>> rows = {"catatan": [1.0, 3.0, 2.0, 4.0, None], "true_quality": [1.0, 2.0, 3.0, 4.0, 5.0]}
    >>> found = agreement(pd.DataFrame(rows), "catatan", "true_quality", 2)
    >>> round(found.r, 2), found.caught
    (0.8, 1)
    """
    known = table[[record, truth]].dropna().astype(float)
    low = set(known[record].nsmallest(lowest).index) & set(known[truth].nsmallest(lowest).index)
    true, seen = tuple(known[truth].tolist()), tuple(known[record].tolist())
    r = float(np.corrcoef(true, seen)[0, 1])
    return Agreement(label or record, true, seen, r, len(low), lowest, RECORD_UNITS.get(record, ""))


def _draw(result: Agreement) -> str:
    from simkinerja.classroom.pictures import svg_scatter

    truth, record = np.array(result.truth), np.array(result.record)
    low_truth = np.isin(np.arange(len(truth)), truth.argsort(kind="stable")[: result.lowest])
    low_record = np.isin(np.arange(len(truth)), record.argsort(kind="stable")[: result.lowest])
    kinds = np.select([low_truth & low_record, low_truth], [1, 2], 0)
    return svg_scatter(
        result.truth,
        result.record,
        kinds.tolist(),
        ("lainnya", "terbawah, tertangkap", "terbawah, luput"),
        f"{result.label.capitalize()}: {result.caught} dari {result.lowest} terbawah tertangkap",
        TRUTH_AXIS,
        axis_name(result.label, result.unit),
    )


def _say(result: Agreement) -> str:
    n = len(result.truth)
    return (
        f"Korelasi {result.label} dengan kinerja sebenarnya: {fmt_number(result.r, 2)} "
        f"(0 = tidak berkaitan, 1 = sejalan sempurna). Dari {result.lowest} yang sebenarnya terbawah, "
        f"{result.caught} ({fmt_percent(result.caught / result.lowest)}) juga terbawah menurut catatan. "
        f"{blind_draw(result.lowest, n)}"
    )


def panel_agreement(table: Any, records: Mapping[str, str], truth: str = "true_practice") -> Panel:
    """Panel of lesson 01: choose a record, see how it goes with the truth.

    Parameters
    ----------
    table : pandas DataFrame
    records : mapping of label to column
        The first is shown first.
    truth : str
        Column of the truth.
    """
    from simkinerja.classroom.panel import Choice, Number, Panel

    names = {column: label for label, column in records.items()}
    controls: list[Number | Choice] = [
        Choice("record", "Catatan", next(iter(names)), tuple(records.items()), "Catatan mana yang dibaca."),
        Number(
            "lowest", "Banyaknya yang terbawah", 20, 5, 100, 5, "Berapa orang yang hendak dibina lebih dulu."
        ),
    ]
    return Panel(
        "Catatan dan kinerja sebenarnya",
        controls,
        lambda record, lowest: agreement(table, record, truth, lowest, names[record]),
        _draw,
        _say,
    )
