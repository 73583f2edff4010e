"""L5: when a programme opens: a fixed month, every so many months, or a rule on a recorded figure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, Self, TypeAlias

import numpy as np
from pydantic import BeforeValidator, Field, PlainSerializer, WithJsonSchema, model_validator

from simkinerja.errors import nearest
from simkinerja.simulate.declared import Declared

if TYPE_CHECKING:
    import numpy.typing as npt

    from simkinerja.simulate.levers import Seen

    BoolArray = npt.NDArray[np.bool_]
    IntArray = npt.NDArray[np.int32]

__all__ = ["FIGURES", "Rule", "RuleWatch", "When", "occurrence"]

#: Recorded figures of a unit that a rule may read, with the values that they can take.
FIGURES: Final[dict[str, tuple[float, float]]] = {
    "on_time_share": (0.0, 1.0),
    "ikm": (25.0, 100.0),
    "complaints": (0.0, 1000.0),
    "backlog_days": (0.0, 3650.0),
    "wait_days": (0.0, 3650.0),
}
_FORM: Final = "berisi aturan seperti 'on_time_share < 0.8 for 2 months'"
_PATTERN: Final = (
    r"^\s*([A-Za-z_]+)\s*(<=|>=|<|>)\s*(\d{1,6}(?:\.\d{1,9})?)"
    r"(?:\s+(?:for|selama)\s+(\d{1,3})\s+(?:months?|bulan))?\s*$"
)


class Rule(Declared):
    """A condition on a recorded figure of a unit, true when it held in each of the last months.

    The rule looks back at records only and remembers nothing else: a month without a record breaks it.

    Parameters
    ----------
    figure : str
        One of :data:`FIGURES`.
    sign : {"<", "<=", ">", ">="}
    value : float
        Within what the figure can take.
    months : int
        How many months in a row, the last recorded one included.

    Examples
    --------
    >>> str(Rule.parse("on_time_share<0.80 for 2 months"))
    'on_time_share < 0.8 for 2 months'
    """

    figure: Literal["on_time_share", "ikm", "complaints", "backlog_days", "wait_days"]
    sign: Literal["<", "<=", ">", ">="]
    value: Annotated[float, Field(ge=0, le=3650, allow_inf_nan=False, strict=True)]
    months: Annotated[int, Field(ge=1, le=60, strict=True)] = 1

    @classmethod
    def parse(cls, text: str) -> Rule:
        """Read a rule as it is written in a scenario file.

        Raises
        ------
        ValueError
            With the sentence, if it is no rule.
        """
        hit = re.match(_PATTERN, text)
        if hit is None:
            raise ValueError(_FORM)
        figure, sign, value, months = hit.groups()
        if figure not in FIGURES:
            known = ", ".join(FIGURES)
            raise ValueError(f"{_FORM} atas salah satu dari {known}{nearest(figure, FIGURES).rstrip('?')}")
        span = int(months or 1)
        if not 1 <= span <= 60:
            raise ValueError("berisi aturan selama 1 sampai 60 bulan")
        low, high = FIGURES[figure]
        if not low <= float(value) <= high:
            raise ValueError(_bounds(figure))
        return cls.model_validate({"figure": figure, "sign": sign, "value": float(value), "months": span})

    @model_validator(mode="after")
    def _possible(self) -> Self:
        low, high = FIGURES[self.figure]
        if not low <= self.value <= high:
            raise ValueError(_bounds(self.figure))
        return self

    def __str__(self) -> str:
        span = f" for {self.months} month{'s' if self.months > 1 else ''}" if self.months > 1 else ""
        return f"{self.figure} {self.sign} {self.value:.12g}{span}"

    def holds(self, figure: npt.NDArray[np.floating[Any]]) -> BoolArray:
        """Return where a month's figure meets the condition; NaN (no record) never does.

        Examples
        --------
        >>> Rule.parse("ikm < 76.61").holds(np.array([70.0, 80.0, np.nan])).tolist()
        [True, False, False]
        """
        compare = {"<": np.less, "<=": np.less_equal, ">": np.greater, ">=": np.greater_equal}[self.sign]
        out: BoolArray = compare(figure, self.value)
        return out


def _bounds(figure: str) -> str:
    low, high = FIGURES[figure]
    return f"berisi aturan dengan batas {figure} antara {low:.10g} dan {high:.10g}".replace(".", ",")


def _read(given: Any) -> Any:
    if isinstance(given, str):
        return Rule.parse(given)
    if isinstance(given, Rule):
        return given
    raise ValueError(_FORM)


When: TypeAlias = Annotated[
    Rule,
    BeforeValidator(_read),
    PlainSerializer(str, return_type=str),
    WithJsonSchema({"type": "string", "pattern": _PATTERN.replace(r"\s", "[ ]")}),
]
"""A rule, given as text or as :class:`Rule`."""


class RuleWatch:
    """Watches a rule over units and says each month which units a programme opens in.

    A unit opens the programme ``delay`` months after the rule first holds. With ``every`` it may open again,
    at the earliest ``every`` months after its last opening was called, if the rule holds then; without
    ``every`` a unit opens once.

    Parameters
    ----------
    rule : Rule
    shape : tuple of int
        (R, U).
    delay : int
        Months from the call to the opening.
    every : int, optional
    """

    def __init__(self, rule: Rule, shape: tuple[int, int], delay: int, every: int | None) -> None:
        self._rule, self._delay, self._every = rule, delay, every
        self._streak: IntArray = np.zeros(shape, dtype=np.int32)
        self._called: IntArray = np.full(shape, -1, dtype=np.int32)

    def month(self, t: int, seen: Seen) -> BoolArray:
        """Return where the programme opens in month ``t``, shape (R, U); call once a month, in order."""
        figure = seen.unit.get(self._rule.figure)
        if figure is None:
            self._streak[:] = 0
        else:
            self._streak += 1
            self._streak *= self._rule.holds(figure)
        free = self._called < 0
        if self._every is not None:
            free |= t - self._called >= self._every
        calls = (self._streak >= self._rule.months) & free
        self._called[calls] = t
        opens: BoolArray = (self._called >= 0) & (self._called + self._delay == t)
        return opens


def occurrence(t: int, start: int, every: int | None, until: int | None = None) -> tuple[int, int] | None:
    """Return number and age (months) of the occurrence that month ``t`` belongs to, or None before the first.

    Parameters
    ----------
    t : int
        Month, 0-based.
    start : int
        Month of the first occurrence.
    every : int, optional
        Months from one occurrence to the next; None for only one.
    until : int, optional
        Months after ``start`` from which no occurrence opens any more.

    Examples
    --------
    >>> occurrence(7, 2, 3), occurrence(1, 2, 3), occurrence(9, 2, None)
    ((1, 2), None, (0, 7))
    >>> occurrence(9, 2, 3, until=4)
    (1, 4)
    """
    if t < start:
        return None
    number = 0 if every is None else (t - start) // every
    if until is not None and every is not None:
        number = min(number, (until - 1) // every)
    return number, t - start - number * (every or 0)
