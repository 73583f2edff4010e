"""L4: the cells of a column, as numbers or as words that compare equal however they were typed."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from numbers import Real
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from simkinerja.files.numbers import parse_numbers

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["figures", "looked_up", "plain"]

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]


def plain(word: Any) -> str:
    """Return a word without case, underscores, hyphens and stray blanks; a whole number without ``.0``.

    Examples
    --------
    >>> plain(" Sangat_Baik "), plain(3.0), plain("Di  atas-ekspektasi")
    ('sangat baik', '3', 'di atas ekspektasi')
    """
    if isinstance(word, Real) and float(word).is_integer():
        word = int(float(word))
    return " ".join(str(word).casefold().replace("_", " ").replace("-", " ").split())


def looked_up(column: pd.Series, told: Mapping[str, Any], other: Any) -> npt.NDArray[Any]:
    """Return what a table of plain words says of each cell, shape (n,); ``other`` where it says nothing.

    Examples
    --------
    >>> import pandas as pd
    >>> looked_up(pd.Series(["Ahli_Muda", None, "x"]), {"ahli muda": 2.0}, 0.0).tolist()
    [2.0, 0.0, 0.0]
    """
    import pandas as pd

    at, seen = pd.factorize(column)
    found: npt.NDArray[Any] = np.array([*(told.get(plain(one), other) for one in seen), other])[at]
    return found


def figures(
    column: pd.Series, words: Mapping[str, float], low: float | None = None, high: float | None = None
) -> tuple[FloatArray, BoolArray]:
    """Return the numbers of a column and which cells are none; an empty cell is missing.

    Parameters
    ----------
    column : Series, length n
        Of numbers, or of texts as offices type them (decimal comma).
    words : mapping of plain word to number
        Words that stand for a figure.
    low, high : float, optional
        Range of the figures: decides what ``1.234`` means.

    Returns
    -------
    values : float array, shape (n,)
    wrong : bool array, shape (n,)

    Examples
    --------
    >>> import pandas as pd
    >>> values, wrong = figures(pd.Series(["Cepat", "3,5", " ", "x"]), {"cepat": 100.0})
    >>> values.tolist(), wrong.tolist()
    ([100.0, 3.5, nan, nan], [False, False, False, True])
    """
    import pandas as pd
    from pandas.api.types import is_numeric_dtype

    if is_numeric_dtype(column):
        own = isinstance(column.dtype, np.dtype)
        values = column.to_numpy(dtype=float) if own else column.to_numpy(dtype=float, na_value=np.nan)
        return values, np.isinf(values)
    at, seen = pd.factorize(column)
    read = [_figure(one, words) for one in seen]
    texts = [
        str(one) if isinstance(one, str) and np.isnan(got) else None
        for one, got in zip(seen, read, strict=True)
    ]
    parsed, failed = parse_numbers(pd.Series(texts, dtype="str"), low, high)
    typed = np.array([text is not None for text in texts], dtype=bool)
    numbers = np.where(typed, parsed.to_numpy(dtype=float), np.array(read, dtype=float))
    other = ~typed & ~np.isfinite(numbers)
    return np.append(numbers, np.nan)[at], np.append(failed.to_numpy(dtype=bool) | other, False)[at]


def _figure(cell: Any, words: Mapping[str, float]) -> float:
    """A number, or a word that stands for one; NaN for what is still to be read as text."""
    if isinstance(cell, str):
        return words.get(plain(cell), np.nan)
    return float(cell) if isinstance(cell, Real | Decimal) else np.nan
