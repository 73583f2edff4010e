"""Numbers as offices type them: decimal comma, thousands dots, ``Rp``, per cent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["parse_numbers"]

_SIGN: Final = r"^[+-]?"
_PLAIN: Final = _SIGN + r"\d+(?:\.\d+)?(?:[eE][+-]?\d{1,3})?$"
_DECIMAL_COMMA: Final = _SIGN + r"(?:\d+|\d{1,3}(?:\.\d{3})+),\d+$"
_THOUSANDS_DOT: Final = _SIGN + r"[1-9]\d{0,2}(?:\.\d{3}){2,}$"
_THOUSANDS_COMMA: Final = _SIGN + r"[1-9]\d{0,2}(?:(?:,\d{3}){2,}(?:\.\d+)?|,\d{3}\.\d+)$"
_AMBIGUOUS: Final = _SIGN + r"[1-9]\d{0,2}\.\d{3}$"


def parse_numbers(
    texts: pd.Series, low: float | None = None, high: float | None = None
) -> tuple[pd.Series, pd.Series]:
    """Read a column of texts as numbers.

    Accepted: ``3``, ``3,5``, ``3.5``, ``1.234,5`` and ``1,234.5``, ``Rp 150.000``, ``83,5%`` (= 0,835),
    a Unicode minus, spaces inside thousands. Words are not numbers.

    One form says two things: ``1.234``. It is read, in this order, (1) as the other cells of the column
    write: a decimal comma or several thousands dots in the column make it 1234, an unmistakable decimal
    point (``3.5``, ``0.835``) makes it 1,234; (2) as the only reading that lies within ``low`` and
    ``high``, where these are given; (3) as Indonesians write, 1234. A single comma is always decimal:
    ``1,234`` is 1,234.

    Parameters
    ----------
    texts : Series of str, length n
        Blank is missing.
    low, high : float, optional
        Range of the plausible values; only used for the ambiguous form.

    Returns
    -------
    values : Series of float64, length n
        Missing where the cell is blank or fails.
    failed : Series of bool, length n
        True where a cell is not blank and not a number.

    Examples
    --------
    >>> import pandas as pd
    >>> values, failed = parse_numbers(pd.Series(["3", "3,5", None, "tiga", "1.234,5", "50%"]))
    >>> values.tolist()
    [3.0, 3.5, nan, nan, 1234.5, 0.5]
    >>> failed.tolist()
    [False, False, False, True, False, False]
    >>> parse_numbers(pd.Series(["3.125"]), low=1, high=4)[0].tolist()
    [3.125]
    """
    import pandas as pd

    codes, uniques = pd.factorize(texts, use_na_sentinel=True)
    words = pd.Series(uniques, dtype="str")
    values, failed = _parse(words, low, high)
    known = codes >= 0
    out = pd.Series(float("nan"), index=texts.index, dtype="float64")
    bad = pd.Series(False, index=texts.index, dtype="bool")
    if len(words):
        out = out.mask(known, values.to_numpy()[codes])
        bad = bad.mask(known, failed.to_numpy()[codes])
    return out, bad


def _parse(words: pd.Series, low: float | None, high: float | None) -> tuple[pd.Series, pd.Series]:
    import pandas as pd

    text = words.str.replace("\u2212", "-", regex=False).str.replace(r"[\s\u00a0\u202f]+", "", regex=True)
    blank = text == ""
    text = text.str.replace(r"^(?i:rp\.?)", "", regex=True).str.replace(r",-$", "", regex=True)
    percent = text.str.endswith("%")
    text = text.str.replace(r"%$", "", regex=True)
    ambiguous = text.str.match(_AMBIGUOUS)
    comma, many = text.str.match(_DECIMAL_COMMA), text.str.match(_THOUSANDS_DOT)
    english, plain = text.str.match(_THOUSANDS_COMMA), text.str.match(_PLAIN) & ~ambiguous
    pointed = plain & text.str.contains(".", regex=False)
    ready = text.where(~many, text.str.replace(".", "", regex=False))
    ready = ready.where(~comma, ready.str.replace(".", "", regex=False).str.replace(",", ".", regex=False))
    ready = ready.where(~english, text.str.replace(",", "", regex=False))
    good = plain | comma | many | english
    values = pd.to_numeric(ready.where(good), errors="coerce").astype("float64")
    as_point = pd.to_numeric(text.where(ambiguous), errors="coerce").astype("float64")
    thousands = _thousands(as_point, bool((comma | many).any()), bool((pointed | english).any()), low, high)
    values = values.where(~ambiguous, as_point.where(~thousands, as_point * 1000).round(6))
    values = values.where(~percent, values / 100)
    failed = ~(good | ambiguous | blank) | (values.abs() == float("inf"))
    failed |= values.isna() & ~blank  # so many digits that no number holds them
    return values.mask(failed), failed


def _thousands(point: Any, dotted: bool, pointed: bool, low: float | None, high: float | None) -> Any:
    """Decide for each ambiguous value whether its dot marks thousands."""
    import pandas as pd

    if dotted != pointed:
        return pd.Series(dotted, index=point.index)
    bottom = -float("inf") if low is None else low
    top = float("inf") if high is None else high
    as_point, as_thousand = point.between(bottom, top), (point * 1000).between(bottom, top)
    return ~(as_point & ~as_thousand)
