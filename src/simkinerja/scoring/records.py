"""L4: from a table of records to raw figures: which column, which months, whose scope."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from simkinerja.errors import InputError, Place, Problem, nearest, problem
from simkinerja.schemes.tree import Tree, tree_of
from simkinerja.scoring.stages import Raw

if TYPE_CHECKING:
    import pandas as pd

    from simkinerja.schemes.model import Indicator, Scheme

__all__ = ["columns_of", "raw_of"]

_NUMBERS_ABOUT_PEOPLE: Final = frozenset(
    {"age", "years_of_service", "unit_id", "agency_id", "rater_id", "tpp_base_idr"}
)


def columns_of(scheme: Scheme, known: Any) -> dict[str, str]:
    """Return the column of every indicator that has one: its code, else its measure.

    Parameters
    ----------
    known : collection of str
        Columns of the table.

    Raises
    ------
    InputError
        ``score_no_column``, for every leaf without a column and without a group above that has one.
    """
    tree = tree_of(scheme)
    found: dict[str, str] = {}
    for one in scheme.indicators:
        column = one.code if one.code in known else one.measure
        if column is not None and column in known:
            found[one.code] = column
    problems = [
        problem(
            "score_no_column",
            Place(field=f"indicators.{j}.measure"),
            label=scheme.indicators[j].label,
            wanted=scheme.indicators[j].measure or scheme.indicators[j].code,
            hint=nearest(scheme.indicators[j].measure or tree.codes[j], [str(c) for c in known]),
        )
        for j in tree.leaves
        if not any(tree.codes[above] in found for above in _upwards(j, tree))
    ]
    if problems:
        raise InputError(problems)
    return found


def _upwards(j: int, tree: Tree) -> list[int]:
    """Return a position and everything above it."""
    line = []
    while j >= 0:
        line.append(j)
        j = tree.parent[j]
    return line


def raw_of(records: pd.DataFrame, scheme: Scheme) -> Raw:
    """Return the raw figures of a table.

    Parameters
    ----------
    records : DataFrame
        One row an officer, or (with a column ``month``) one an officer and month; ``officer_id`` numbers the
        officers, else the rows do. Columns of indicators are named by code or measure; text columns and
        numbers about people become attributes.
    scheme : Scheme

    Raises
    ------
    InputError
        All faults at once: a column that is missing, holds no numbers or unknown words, or a scope that
        names a column the table lacks.

    Examples
    --------
    >>> import pandas as pd
    >>> from simkinerja.schemes.model import Indicator, Scheme
    >>> scheme = Scheme(code="a", title="A", indicators=(
    ...     Indicator(code="berkas", label="Berkas", target=30, measure="cases_completed"),))
    >>> table = pd.DataFrame({"officer_id": [7, 7], "month": [0, 1], "cases_completed": [20, 30]})
    >>> raw_of(table, scheme).values.tolist()
    [[25.0]]
    """
    columns = columns_of(scheme, set(records.columns))
    monthly = "month" in records.columns and "officer_id" in records.columns
    people, n_months = _people(records, scheme, columns, monthly)
    values = np.full((len(people), len(scheme.indicators)), np.nan)
    problems: list[Problem] = []
    for j, one in enumerate(scheme.indicators):
        if one.code in columns:
            numbers, faults = _numbers(records[columns[one.code]], one, scheme)
            problems += faults
            values[:, j] = _by_officer(records, numbers, one.months) if monthly else numbers
    in_scope, faults = _scope(people, scheme)
    if problems + faults:
        raise InputError(problems + faults)
    return Raw(people, tuple(one.code for one in scheme.indicators), values, in_scope, n_months)


def _people(
    records: pd.DataFrame, scheme: Scheme, columns: dict[str, str], monthly: bool
) -> tuple[pd.DataFrame, int]:
    """One row an officer with its attributes, and the number of months."""
    from pandas.api.types import is_numeric_dtype

    base = scheme.consequence.base
    wanted = {*_NUMBERS_ABOUT_PEOPLE, *(k for one in scheme.indicators for k in one.scope or {})}
    wanted |= {base.column, base.by or ""} if base else set()
    used = set(columns.values())
    kept = [
        name
        for name in records.columns
        if name != "officer_id"
        and name not in used
        and (name in wanted or not is_numeric_dtype(records[name]))
    ]
    ids = ["officer_id"] if "officer_id" in records.columns else []
    if not monthly:
        people = records[[*ids, *kept]].reset_index(drop=True)
        n_months = 12
    else:
        people = records[[*ids, *kept]].drop_duplicates("officer_id").reset_index(drop=True)
        n_months = int(records["month"].nunique())
    if not ids:
        people.insert(0, "officer_id", np.arange(len(people), dtype=np.int64))
    return people, n_months


def _by_officer(records: pd.DataFrame, numbers: npt.NDArray[np.float64], rule: str) -> Any:
    """Months of an officer as one figure, in the order in which officers first appear; gaps are left out."""
    import pandas as pd

    series = pd.Series(numbers, index=records.index)
    grouped = series.groupby(records["officer_id"], sort=False)
    if rule == "sum":
        return grouped.sum(min_count=1).to_numpy(dtype=float)
    if rule == "last":
        latest = series[records["month"].sort_values(kind="stable").index]
        by_month = latest.groupby(records.loc[latest.index, "officer_id"], sort=False).last()
        return by_month.reindex(records["officer_id"].drop_duplicates()).to_numpy(dtype=float)
    return grouped.agg(rule).to_numpy(dtype=float)


def _numbers(
    column: pd.Series, indicator: Indicator, scheme: Scheme
) -> tuple[npt.NDArray[np.float64], list[Problem]]:
    """A column as numbers; a word of a category scale becomes the lowest figure, or the points, of its step."""
    import pandas as pd
    from pandas.api.types import is_bool_dtype, is_numeric_dtype

    if is_numeric_dtype(column) and not is_bool_dtype(column):
        numbers = column.to_numpy(dtype=float, na_value=np.nan)
        wrong = column[np.isinf(numbers)]
    else:
        words = column.astype("str").str.strip().str.casefold()
        known = word_figures(indicator, scheme)
        numbers = words.map(known).to_numpy(dtype=float, na_value=np.nan)
        unread = pd.isna(numbers) & column.notna().to_numpy()
        numbers[unread] = pd.to_numeric(column[unread], errors="coerce").to_numpy(dtype=float)
        wrong = column[~np.isfinite(numbers) & column.notna().to_numpy()]
    if not len(wrong):
        return numbers, []
    allowed = "bilangan"
    if named := [step.label for step in _rule(indicator, scheme).categories]:
        allowed = "salah satu dari " + ", ".join(named) + ", atau bilangan"
    first = str(wrong.iloc[0])[:60]
    place = Place(column=str(column.name))
    return numbers, [problem("score_not_number", place, allowed=allowed, got=first, n=len(wrong))]


def _rule(indicator: Indicator, scheme: Scheme) -> Any:
    return indicator.normalise or scheme.rules.normalise


def word_figures(indicator: Indicator, scheme: Scheme) -> dict[str, float]:
    """Return the raw figure that stands for each word of a category scale, by casefolded word.

    Examples
    --------
    >>> from simkinerja.schemes.model import Category, Indicator, Normalise, Scheme
    >>> rule = Normalise(method="category", categories=(
    ...     Category(label="Sesuai", points=100), Category(label="Di bawah", points=80)))
    >>> one = Indicator(code="hasil", label="Hasil", normalise=rule)
    >>> word_figures(one, Scheme(code="a", title="A", indicators=(one,)))
    {'sesuai': 100.0, 'di bawah': 80.0}
    """
    rule = _rule(indicator, scheme)
    if rule.method != "category":
        return {}
    return {
        step.label.strip().casefold(): float(step.points if step.lower is None else step.lower)
        for step in rule.categories
    }


def _scope(people: pd.DataFrame, scheme: Scheme) -> tuple[npt.NDArray[np.bool_], list[Problem]]:
    inside = np.ones((len(people), len(scheme.indicators)), dtype=bool)
    problems = []
    tree = tree_of(scheme)
    for j, one in enumerate(scheme.indicators):
        for column, values in (one.scope or {}).items():
            if column not in people.columns:
                place = Place(field=f"indicators.{j}.scope")
                problems.append(problem("score_no_scope", place, label=one.label, column=column))
                continue
            wanted = {value.strip().casefold() for value in values}
            told = people[column].astype("str").str.strip().str.casefold()
            inside[:, [j, *tree.below(j)]] &= told.isin(wanted).to_numpy()[:, None]
    return inside, problems
