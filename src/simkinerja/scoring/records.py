"""L4: from a table of records to raw figures: which column, which months, whose scope."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from simkinerja.errors import InputError, Place, Problem, nearest, problem
from simkinerja.rules.checks import refuse
from simkinerja.schemes.normalise import rule_of, steps_of
from simkinerja.schemes.tree import Tree, tree_of
from simkinerja.scoring.cells import figures, looked_up, plain
from simkinerja.scoring.stages import Raw

if TYPE_CHECKING:
    import pandas as pd

    from simkinerja.schemes.model import Indicator, Scheme

__all__ = ["columns_of", "raw_of", "word_figures"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]
_YEAR: Final = 12
_LONGEST: Final = 60
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

    Examples
    --------
    >>> from simkinerja.schemes.model import Indicator, Scheme
    >>> pair = (Indicator(code="berkas", label="Berkas", measure="cases_completed"),
    ...     Indicator(code="hadir", label="Hadir", measure="days_present"))
    >>> columns_of(Scheme(code="a", title="A", indicators=pair), {"cases_completed", "hadir"})
    {'berkas': 'cases_completed', 'hadir': 'hadir'}
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
            Place(field=f"indicators.{tree.codes[j]}.measure"),
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
        One row an officer, or (with the columns ``officer_id`` and ``month``) one an officer and month;
        without ``officer_id`` the rows number the officers. Columns of indicators are named by code or
        measure, numbers or texts as offices type them; other text columns, and numbers about people, become
        attributes, from an officer's last month.
    scheme : Scheme

    Returns
    -------
    Raw
        Officers in the order in which they first appear.

    Raises
    ------
    InputError
        All faults at once: a column that is missing, holds no numbers or unknown words, an officer twice, or
        a scope that names a column the table lacks.
    UsageError
        If ``records`` is no table with columns of different names.

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
    _require_table(records)
    columns = columns_of(scheme, set(records.columns))
    _require_officers(records)
    months = _Months.of(records)
    people, problems = _people(records, scheme, set(columns.values()), months)
    values = np.empty((len(people), len(scheme.indicators)), order="F")
    for j, one in enumerate(scheme.indicators):
        if one.code not in columns:
            values[:, j] = np.nan
        else:
            column = records[columns[one.code]]
            numbers, faults = _numbers(column, word_figures(one, scheme), one)
            problems += faults
            values[:, j] = months.reduce(numbers, one.months) if months else numbers
    in_scope, faults = _scope(people, scheme)
    if problems + faults:
        raise InputError(problems + faults)
    codes = tuple(one.code for one in scheme.indicators)
    if months is None:
        return Raw(people, codes, values, in_scope, _YEAR)
    return Raw(people, codes, values, in_scope, months.n, months.own)


def _require_table(records: Any) -> None:
    import pandas as pd

    if not isinstance(records, pd.DataFrame) or not records.columns.is_unique:
        got = type(records).__name__ if not isinstance(records, pd.DataFrame) else "tabel dengan judul kembar"
        refuse("records", "score", "DataFrame yang judul kolomnya berbeda-beda", got, "records=tabel")


def _require_officers(records: pd.DataFrame) -> None:
    """Every row belongs to one officer (and month), and no two rows to the same."""
    keys = [name for name in ("officer_id", "month") if name in records.columns]
    if "officer_id" not in keys:
        return
    problems = [
        problem("score_key_empty", Place(column=name), n=n)
        for name in keys
        if (n := int(records[name].isna().sum()))
    ]
    if not problems and (again := records.duplicated(keys)).any():
        first = records.loc[again.to_numpy(), keys].iloc[0]
        words = {"officer_id": "pegawai {}", "month": "bulan {}"}
        who = " ".join(words[name].format(first[name]) for name in keys)
        problems.append(problem("score_twice", Place(column="officer_id"), who=who, n=int(again.sum())))
    if problems:
        raise InputError(problems)


@dataclass(frozen=True, slots=True)
class _Months:
    """Which rows of a monthly table belong to which officer, in the order in which officers first appear.

    ``by_time`` sorts the rows by month, ``row`` is the officer of each sorted row, ``last`` the original row
    of an officer's last month, ``own`` the months of each officer, ``n`` all months of the table.
    """

    by_time: IntArray
    row: IntArray
    last: IntArray
    own: IntArray
    n: int

    @classmethod
    def of(cls, records: pd.DataFrame) -> _Months | None:
        """None for a table of one row an officer."""
        import pandas as pd

        if not {"month", "officer_id"} <= set(records.columns):
            return None
        officer, time = pd.factorize(records["officer_id"])[0], pd.factorize(records["month"], sort=True)[0]
        by_time = np.argsort(time, kind="stable")
        row, own = officer[by_time], np.bincount(officer)
        last = np.empty(len(own), dtype=np.int64)
        last[row] = by_time
        return cls(by_time, row, last, own, int(time.max(initial=-1)) + 1)

    def reduce(self, numbers: FloatArray, rule: str) -> FloatArray:
        """Months of an officer as one figure, shape (n,); months without one are left out."""
        import pandas as pd

        grouped = pd.Series(numbers[self.by_time]).groupby(self.row)
        found: FloatArray = (grouped.sum(min_count=1) if rule == "sum" else grouped.agg(rule)).to_numpy()
        return found


def _people(
    records: pd.DataFrame, scheme: Scheme, used: set[str], months: _Months | None
) -> tuple[pd.DataFrame, list[Problem]]:
    """One row an officer with its attributes."""
    from pandas.api.types import is_numeric_dtype

    base = scheme.consequence.base
    scopes = {name for one in scheme.indicators for name in one.scope or {}}
    wanted = (_NUMBERS_ABOUT_PEOPLE - used) | scopes | ({base.column, base.by} if base else set())
    kept = [
        name
        for name in records.columns
        if name in wanted or (name not in {*used, "month"} and not is_numeric_dtype(records[name]))
    ]
    ids = [name for name in ("officer_id",) if name in records.columns]
    kept = [*ids, *(name for name in kept if name not in ids)]
    people = records[kept] if months is None else records[kept].iloc[months.last]
    people = people.reset_index(drop=True)
    if not ids:
        people.insert(0, "officer_id", np.arange(len(people), dtype=np.int64))
    if base is None or base.column not in people:
        return people, []
    numbers, problems = _numbers(people[base.column], {})
    return people.assign(**{base.column: numbers}), problems


def _numbers(
    column: pd.Series, words: dict[str, float], indicator: Indicator | None = None
) -> tuple[FloatArray, list[Problem]]:
    """A column as numbers; a word of a category scale becomes its figure."""
    ends = (indicator.lowest, indicator.highest) if indicator else (None, None)
    numbers, wrong = figures(column, words, *ends)
    if not wrong.any():
        return numbers, []
    allowed = f"salah satu dari {', '.join(words)}, atau bilangan" if words else "bilangan"
    first = str(column[wrong].iloc[0])[:_LONGEST]
    place = Place(column=str(column.name))
    return numbers, [problem("score_not_number", place, allowed=allowed, got=first, n=int(wrong.sum()))]


def word_figures(indicator: Indicator, scheme: Scheme) -> dict[str, float]:
    """Return the raw figure that stands for each word of a category scale, by plain word.

    It is the lowest figure of the step, or its points where the steps have none.

    Examples
    --------
    >>> from simkinerja.schemes.model import Category, Indicator, Normalise, Scheme
    >>> rule = Normalise(method="category", categories=(
    ...     Category(label="Sesuai", points=100), Category(label="Di bawah", points=80)))
    >>> one = Indicator(code="hasil", label="Hasil", normalise=rule)
    >>> word_figures(one, Scheme(code="a", title="A", indicators=(one,)))
    {'di bawah': 80.0, 'sesuai': 100.0}
    """
    is_group = any(other.parent == indicator.code for other in scheme.indicators)
    steps = steps_of(rule_of(indicator, scheme.rules, group=is_group))
    finite = [low for _, low in steps if np.isfinite(low)]
    below = min(finite, default=0.0) - 1.0
    if indicator.lowest is not None:
        below = min(below, indicator.lowest)
    return {plain(step.label): float(low) if np.isfinite(low) else below for step, low in steps}


def _scope(people: pd.DataFrame, scheme: Scheme) -> tuple[BoolArray, list[Problem]]:
    inside = np.ones((len(people), len(scheme.indicators)), dtype=bool, order="F")
    problems = []
    tree = tree_of(scheme)
    for j, one in enumerate(scheme.indicators):
        for column, values in (one.scope or {}).items():
            if column not in people.columns:
                place = Place(field=f"indicators.{one.code}.scope")
                problems.append(problem("score_no_scope", place, label=one.label, column=column))
                continue
            told = looked_up(people[column], {plain(value): True for value in values}, False)
            inside[:, [j, *tree.below(j)]] &= told[:, None]
    return inside, problems
