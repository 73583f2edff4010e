"""Lesson 00, the first surprise: of the best by their record, how many are truly the best."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from simkinerja.classroom.shared import RECORD_UNITS, TRUTH_AXIS, axis_name, blind_draw
from simkinerja.errors import UsageError, problem
from simkinerja.report.fmt import fmt_percent

if TYPE_CHECKING:
    from collections.abc import Mapping

    from simkinerja.classroom.panel import Panel

__all__ = ["Nomination", "best", "by_rater", "compute_nomination", "count_right", "panel_nomination"]

BoolArray = npt.NDArray[np.bool_]
TRUTH = "true_practice"


def best(table: Any, by: str, n: int) -> Any:
    """Rows of the ``n`` highest values of a column, highest first; ties go to the smaller officer number.

    Raises
    ------
    UsageError
        If the column is missing or ``n`` is not between 1 and the number of rows.

    Examples
    --------
    >>> import pandas as pd
    >>> people = pd.DataFrame({"officer_id": [3, 1, 2], "nilai": [80, 80, 90]})
    >>> best(people, "nilai", 2).officer_id.tolist()
    [2, 1]
    """
    problems = []
    if by not in table.columns:
        named = {"name": "by", "owner": "best", "allowed": "nama kolom tabel itu", "got": by}
        problems.append(problem("parameter", None, example="by='nilai'", **named))
    if not 1 <= n <= len(table):
        named = {"name": "n", "owner": "best", "allowed": f"bilangan 1 sampai {len(table)}", "got": str(n)}
        problems.append(problem("parameter", None, example="n=10", **named))
    if problems:
        raise UsageError(problems)
    return table.sort_values([by, "officer_id"], ascending=[False, True], kind="stable").head(n)


def count_right(table: Any, by: str, n: int, truth: str = TRUTH) -> int:
    """How many of the ``n`` best by a record are among the ``n`` best in truth.

    Examples
    --------
    >>> import pandas as pd
    >>> people = pd.DataFrame({"officer_id": [1, 2, 3], "nilai": [90, 80, 70], "true_practice": [0, 2, 1]})
    >>> count_right(people, "nilai", 2)
    1
    """
    named = set(best(table, by, n).officer_id)
    return len(named & set(best(table, truth, n).officer_id))


def by_rater(table: Any, named: Any, record: str = "nilai", truth: str = TRUTH) -> Any:
    """Raters side by side: their people, the mean record, the mean truth, and names on the list.

    Parameters
    ----------
    table, named : pandas DataFrames
        All candidates, and those on the list; with ``penilai``.

    Returns
    -------
    pandas DataFrame
        One row a rater, most names first; Indonesian column names.

    Examples
    --------
    >>> import pandas as pd
    >>> columns = ["officer_id", "penilai", "nilai", "true_practice"]
    >>> people = pd.DataFrame([(1, 7, 90, 0), (2, 7, 80, 2), (3, 8, 70, 1)], columns=columns)
    >>> by_rater(people, best(people, "nilai", 1)).iloc[0].tolist()
    [7.0, 2.0, 85.0, 1.0, 1.0]
    """
    groups = table.groupby("penilai")
    out = groups.size().rename("pegawai").to_frame()
    out["rata-rata nilai"] = groups[record].mean()
    out["kinerja sebenarnya"] = groups[truth].mean()
    out["nama di daftar"] = named.penilai.value_counts().reindex(out.index, fill_value=0)
    return out.sort_values(["nama di daftar", "pegawai"], ascending=False, kind="stable").reset_index()


@dataclass(frozen=True, slots=True)
class Nomination:
    """Who is named by a record and who would be named by the truth.

    Parameters
    ----------
    label : str
        Name of the record.
    truth, record : tuple of float, shape (N,)
    named, worthy : array of bool, shape (N,)
        Among the ``n`` best by the record; by the truth.
    unit : str
        Of the record, for the axis.
    """

    label: str
    truth: tuple[float, ...]
    record: tuple[float, ...]
    named: BoolArray
    worthy: BoolArray
    unit: str = ""

    @property
    def n(self) -> int:
        """How many are named."""
        return int(self.named.sum())

    @property
    def right(self) -> int:
        """How many of the named are worthy."""
        return int((self.named & self.worthy).sum())


def compute_nomination(table: Any, by: str, n: int, label: str = "", truth: str = TRUTH) -> Nomination:
    """Name the ``n`` best by a record and hold them against the truth."""
    ids = table.officer_id.to_numpy()
    named = np.isin(ids, best(table, by, n).officer_id.to_numpy())
    worthy = np.isin(ids, best(table, truth, n).officer_id.to_numpy())
    true, seen = (tuple(table[name].astype(float).tolist()) for name in (truth, by))
    return Nomination(label or by, true, seen, named, worthy, RECORD_UNITS.get(by, ""))


def _draw(result: Nomination) -> str:
    from simkinerja.classroom.pictures import svg_scatter

    kinds = np.select([result.named & result.worthy, result.named], [1, 2], 0)
    return svg_scatter(
        result.truth,
        result.record,
        kinds.tolist(),
        ("tidak terpilih", "terpilih, tepat", "terpilih, keliru"),
        f"{result.n} teratas menurut catatan: {result.right} tepat",
        TRUTH_AXIS,
        axis_name(result.label, result.unit),
        (min(x for x, good in zip(result.truth, result.worthy, strict=True) if good), None),
    )


def _say(result: Nomination) -> str:
    return (
        f"Dari {result.n} nama teratas menurut {result.label}, {result.right} benar-benar termasuk "
        f"{result.n} terbaik ({fmt_percent(result.right / result.n)}). "
        f"{blind_draw(result.n, len(result.named))}"
    )


def panel_nomination(table: Any, records: Mapping[str, str], n: int = 10) -> Panel:
    """Panel of lesson 00: name the best by one of the records and see how many are right.

    Parameters
    ----------
    table : pandas DataFrame
        With ``officer_id``, ``true_practice`` and the columns of the records.
    records : mapping of label to column
        Records to choose from; the first is shown first.
    n : int
        How many are named at first.
    """
    from simkinerja.classroom.panel import Choice, Number, Panel

    names = {column: label for label, column in records.items()}
    most = max(n, len(table) // 2)
    controls: list[Number | Choice] = [
        Number("n", "Banyaknya yang terpilih", n, 1, most, 1, "Berapa nama teratas yang diusulkan."),
        Choice("by", "Dipilih menurut", next(iter(names)), tuple(records.items()), "Catatan yang dipakai."),
    ]
    return Panel(
        "Terbaik menurut catatan, terbaik sebenarnya",
        controls,
        lambda n, by: compute_nomination(table, by, n, names[by]),
        _draw,
        _say,
    )
