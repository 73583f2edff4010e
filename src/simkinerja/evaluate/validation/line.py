"""One line of the dossier: what is expected, by whom, how far off it may be, which mechanism makes it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import inf, isfinite
from typing import Final, Literal, TypedDict

__all__ = [
    "CALIBRATED",
    "EXACT",
    "KNOWN_MISS",
    "MISS",
    "NOISY",
    "PASS",
    "PREDICTED",
    "UNEXPECTED_PASS",
    "UNSEEN",
    "Expectation",
    "Knobs",
    "Line",
    "Obtained",
    "Run",
    "Target",
    "around",
    "judge",
    "judge_halved",
    "obtained_of",
    "within_shares",
]

Group = Literal["exact", "published", "trial"]

PREDICTED: Final = "predicted"
EXACT: Final = "exact"
CALIBRATED: Final = "calibrated: "
"""Start of the basis of a line to which a parameter was fitted; the parameter's name follows."""

PASS: Final = "lulus"
MISS: Final = "meleset"
NOISY: Final = "kurang ulangan"
KNOWN_MISS: Final = "meleset, tercatat"
UNEXPECTED_PASS: Final = "lulus, padahal tercatat meleset"
UNSEEN: Final = "tidak terlihat"
"""Verdict of a line that does not notice that its mechanism runs at half strength."""

LARGEST_ERROR: Final = 0.2
"""Monte-Carlo error allowed, as a share of the tolerance."""

_CLEARLY: Final = 2.0
"""Monte-Carlo errors by which a halved line must lie outside."""


@dataclass(frozen=True, slots=True)
class Knobs:
    """What a line's run may be told.

    Parameters
    ----------
    halve : str, optional
        Name of the mechanism that runs at half its strength; every other one runs whole.
    quick : bool
        Fewer replications, where a line has such a setting: enough to see a halved mechanism.
    seed : int

    Examples
    --------
    >>> Knobs(halve="bias").strength("bias"), Knobs().strength("bias")
    (0.5, 1.0)
    """

    halve: str | None = None
    quick: bool = False
    seed: int = 2026

    def strength(self, mechanism: str) -> float:
        """Return 0.5 for the mechanism that is halved, 1 for every other."""
        return 0.5 if mechanism == self.halve else 1.0

    def size(self, full: int, quick: int) -> int:
        """Return the number of replications (or people) of this run."""
        return quick if self.quick else full


@dataclass(frozen=True, slots=True)
class Obtained:
    """A number with its Monte-Carlo standard error (0 where nothing was drawn)."""

    value: float
    se: float = 0.0


Run = Callable[[Knobs], "float | Obtained | Sequence[float | Obtained]"]


@dataclass(frozen=True, slots=True)
class Target:
    """One expected number of a line and the interval in which the obtained one must lie (ends included).

    Examples
    --------
    >>> Target("", 0.79, 0.75, 0.83).tolerance
    0.04
    >>> Target("", 0.0, float("-inf"), 0.02).tolerance
    0.02
    """

    label: str
    expected: float
    low: float
    high: float

    @property
    def tolerance(self) -> float:
        """Half the interval; with one open end, the distance from the expected number to the other."""
        if isfinite(self.low) and isfinite(self.high):
            return round((self.high - self.low) / 2, 12)
        return abs((self.high if isfinite(self.high) else self.low) - self.expected)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the dossier.

    Parameters
    ----------
    code : str
        Short and unique, e.g. ``"scullen-baku"``.
    group : {"exact", "published", "trial"}
    what, source, reason, setup : str
        In Indonesian, as the reader of the page sees them: what is compared, who says so, why the tolerance
        is what it is, and how the trial is set up.
    expected, low, high : float, or tuple of float of equal length
        What is expected and the interval allowed; a table of numbers is one line with one entry each.
    basis : str
        ``"exact"``, ``"predicted"``, or ``"calibrated: <parameter>"``.
    run : callable
        From :class:`Knobs` to what is obtained: a float, an :class:`Obtained`, or one of them a target.
    mechanism : str
        Knob that makes the result: halved, the line must fail.
    labels : tuple of str
        Names of the entries of a table.
    quick : bool
        Whether the line belongs to the fast subset.
    digits : int
        Decimal places shown.

    Raises
    ------
    ValueError
        If the line contradicts itself; a fault of whoever wrote it.

    Examples
    --------
    >>> line = Line("a", "exact", "dua kali dua", "hitungan", 4.0, 3.9, 4.1, "pembulatan", "exact", "-",
    ...             lambda knobs: 4 * knobs.strength("kali"), "kali")
    >>> line.targets[0].tolerance
    0.1
    """

    code: str
    group: Group
    what: str
    source: str
    expected: float | tuple[float, ...]
    low: float | tuple[float, ...]
    high: float | tuple[float, ...]
    reason: str
    basis: str
    setup: str
    run: Run = field(repr=False)
    mechanism: str
    labels: tuple[str, ...] = ("",)
    quick: bool = True
    digits: int = 3

    def __post_init__(self) -> None:
        words = (self.code, self.what, self.source, self.reason, self.setup, self.mechanism)
        if not all(word.strip() for word in words):
            raise ValueError(f"line {self.code!r}: a text is empty")
        if self.group not in ("exact", "published", "trial"):
            raise ValueError(f"line {self.code!r}: no such group {self.group!r}")
        if self.basis not in (EXACT, PREDICTED) and not self.basis.removeprefix(CALIBRATED).strip():
            raise ValueError(f"line {self.code!r}: calibrated to which parameter?")
        if self.basis not in (EXACT, PREDICTED) and not self.basis.startswith(CALIBRATED):
            raise ValueError(f"line {self.code!r}: no such basis {self.basis!r}")
        for target in self.targets:
            if not target.low <= target.expected <= target.high:
                raise ValueError(f"line {self.code!r}: {target} expects what it does not allow")
            if target.low == -inf and target.high == inf:
                raise ValueError(f"line {self.code!r}: everything would pass")

    @property
    def targets(self) -> tuple[Target, ...]:
        """The expected numbers, at least one."""
        columns = [_many(x) for x in (self.expected, self.low, self.high)]
        return tuple(Target(*row) for row in zip(self.labels, *columns, strict=True))


def _many(x: float | tuple[float, ...]) -> tuple[float, ...]:
    return tuple(x) if isinstance(x, tuple) else (x,)


class Expectation(TypedDict):
    """The numbers of a table's targets, as fields of a :class:`Line`."""

    expected: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]


def around(expected: Sequence[float], *tolerances: float) -> Expectation:
    """Expected numbers with a tolerance to both sides, the tolerances in turn.

    Examples
    --------
    >>> around([1.0, 2.0], 0.5)
    {'expected': (1.0, 2.0), 'low': (0.5, 1.5), 'high': (1.5, 2.5)}
    """
    given = [(float(x), tolerances[k % len(tolerances)]) for k, x in enumerate(expected)]
    return {
        "expected": tuple(x for x, _ in given),
        "low": tuple(round(x - t, 9) for x, t in given),
        "high": tuple(round(x + t, 9) for x, t in given),
    }


def within_shares(expected: Sequence[float], *shares: float) -> Expectation:
    """Expected numbers with a tolerance in proportion to each, the shares in turn.

    Examples
    --------
    >>> within_shares([4.0], 0.25)
    {'expected': (4.0,), 'low': (3.0,), 'high': (5.0,)}
    """
    return around(expected, *(shares[k % len(shares)] * abs(float(x)) for k, x in enumerate(expected)))


def obtained_of(line: Line, knobs: Knobs) -> tuple[Obtained, ...]:
    """Run a line; one result a target.

    Raises
    ------
    ValueError
        If the run does not give one result a target.
    """
    got = line.run(knobs)
    many = got if isinstance(got, Sequence) else (got,)
    found = tuple(x if isinstance(x, Obtained) else Obtained(float(x)) for x in many)
    if len(found) != len(line.targets):
        raise ValueError(f"line {line.code!r}: {len(found)} results for {len(line.targets)} targets")
    return found


def judge(line: Line, obtained: Sequence[Obtained]) -> str:
    """Return :data:`PASS`, :data:`MISS` or :data:`NOISY` (Monte-Carlo error over a fifth of the tolerance).

    A number that is no number misses.

    Examples
    --------
    >>> line = Line("a", "exact", "x", "x", 4.0, 3.9, 4.1, "x", "exact", "-", lambda knobs: 4.0, "x")
    >>> [judge(line, [Obtained(*x)]) for x in ((4.05, 0.01), (4.05, 0.03), (4.2, 0.01))]
    ['lulus', 'kurang ulangan', 'meleset']
    """
    pairs = list(zip(line.targets, obtained, strict=True))
    if any(not got.se <= LARGEST_ERROR * target.tolerance for target, got in pairs):
        return NOISY
    return PASS if all(t.low <= got.value <= t.high for t, got in pairs) else MISS


def judge_halved(line: Line, obtained: Sequence[Obtained]) -> str:
    """Return :data:`MISS` if a number lies clearly (two errors) outside its interval, else :data:`UNSEEN`.

    Examples
    --------
    >>> line = Line("a", "exact", "x", "x", 4.0, 3.9, 4.1, "x", "exact", "-", lambda knobs: 4.0, "x")
    >>> [judge_halved(line, [Obtained(2.0, se)]) for se in (0.1, 1.9)]
    ['meleset', 'tidak terlihat']
    """
    pairs = zip(line.targets, obtained, strict=True)
    off = [max(t.low - got.value, got.value - t.high) > _CLEARLY * got.se for t, got in pairs]
    return MISS if any(off) else UNSEEN
