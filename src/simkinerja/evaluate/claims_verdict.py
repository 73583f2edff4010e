"""L6: from paired effects to a verdict: how often a claim holds, how large it is, who would see it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np
import numpy.typing as npt

from simkinerja.evaluate.claims_conditions import STRENGTH

if TYPE_CHECKING:
    from simkinerja.evaluate.claims import Claim

__all__ = [
    "FAILS",
    "HOLDS",
    "VERDICTS",
    "Cell",
    "ClaimResult",
    "Size",
    "decisive",
    "seen_in_records",
    "share_holding",
    "size_of",
    "verdict_of",
]

FloatArray = npt.NDArray[np.float64]
Verdict = Literal["bertahan", "bertahan_tak_terlihat", "bergantung", "tidak_bertahan", "di_luar_model"]

HOLDS: Final = 0.8
"""Share of parameter draws from which a claim is said to hold (chosen by the project)."""
FAILS: Final = 0.5
"""Share of draws below which it is said to fail."""
SEEN: Final = 0.5
"""How much likelier an office must be to see an effect with the cause than without it."""

VERDICTS: Final[Mapping[Verdict, str]] = {
    "bertahan": "bertahan",
    "bertahan_tak_terlihat": "bertahan, tetapi tidak terlihat dalam catatan kantor",
    "bergantung": "bergantung",
    "tidak_bertahan": "tidak bertahan",
    "di_luar_model": "di luar model",
}
"""Verdicts in words."""


@dataclass(frozen=True, slots=True)
class Size:
    """How large an effect is, in the unit of its outcome.

    Parameters
    ----------
    median, low, high : float
        Median and 5 % to 95 % of the draws (parameters and luck together).
    sd_parameters : float
        Spread because science does not know the parameters (luck taken out).
    sd_runs : float
        Spread from run to run with fixed parameters.
    """

    median: float
    low: float
    high: float
    sd_parameters: float
    sd_runs: float


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the grid of conditions.

    Parameters
    ----------
    conditions : mapping
    share : float
        Share of draws in which the claim holds here.
    median : float
        Effect, in the unit of the outcome.
    open : bool
        Whether the document allows this cell: it states nothing that contradicts it.
    """

    conditions: Mapping[str, Any]
    share: float
    median: float
    open: bool

    @property
    def fails(self) -> bool:
        """Whether the claim fails here in most draws."""
        return self.share < FAILS


@dataclass(frozen=True, slots=True)
class ClaimResult:
    """What became of one claim.

    Parameters
    ----------
    claim : Claim
    verdict : str
        A key of :data:`VERDICTS`.
    smallest : float
        The smallest effect that matters.
    share : float
        Share of parameter draws in which the claim holds, its conditions as the file has them.
    size : Size or None
    record : str or None
        The outcome in which the office would look; None where it records nothing of the kind.
    seen : float or None
        Chance that the office would see the effect there: before against after, one world, one run.
    seen_without : float or None
        The same chance in the world without the cause: an office also sees what is not there.
    cells : tuple of Cell
    depends_on : tuple of str
        Conditions that decide, the strongest first.
    """

    claim: Claim
    verdict: Verdict
    smallest: float = 0.0
    share: float = float("nan")
    size: Size | None = None
    record: str | None = None
    seen: float | None = None
    seen_without: float | None = None
    cells: tuple[Cell, ...] = ()
    depends_on: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """The verdict in words."""
        return VERDICTS[self.verdict]

    @property
    def failing(self) -> Cell | None:
        """The cell in which the claim fails most clearly; one that the document allows before others."""
        failed = [cell for cell in self.cells if cell.fails]
        return min(failed, key=lambda cell: (not cell.open, cell.share)) if failed else None


def share_holding(effects: FloatArray, direction: str, smallest: float) -> float:
    """Return the share of draws in which an effect exceeds the smallest one, in the stated direction.

    Examples
    --------
    >>> share_holding(np.array([-0.3, -0.1, 0.2, -0.2]), "turun", 0.15)
    0.5
    """
    signed = effects if direction == "naik" else -effects
    return float(np.mean(signed > smallest))


def size_of(drawn: FloatArray) -> Size:
    """Return median, interval and the two sources of spread.

    Parameters
    ----------
    drawn : array, shape (D, L)
        Paired effects: D draws of the parameters, each under L different lucks.

    Examples
    --------
    >>> size_of(np.array([[1.0, 1.0], [2.0, 2.0], [3.0, 3.0]])).sd_parameters
    1.0
    """
    low, median, high = (float(q) for q in np.quantile(drawn, [0.05, 0.5, 0.95]))
    luck = float(drawn.var(axis=1, ddof=1).mean()) if drawn.shape[1] > 1 else 0.0
    between = float(drawn.mean(axis=1).var(ddof=1)) if len(drawn) > 1 else 0.0
    ignorance = max(0.0, between - luck / drawn.shape[1])
    return Size(median, low, high, float(np.sqrt(ignorance)), float(np.sqrt(luck)))


def seen_in_records(before: FloatArray, after: FloatArray, direction: str) -> float:
    """Return the chance that an office sees an effect in its own records.

    In each run the office has one world: the same units before and after. It tests the mean change of its
    units (paired t-test, two-sided, 5 %) and must find it on the stated side. With a single unit it compares
    months instead (Welch).

    Parameters
    ----------
    before, after : array, shape (R, U, months)
        Recorded figures; NaN where a unit has none.

    Examples
    --------
    >>> rng = np.linspace(0, 1, 40).reshape(1, 40, 1)
    >>> seen_in_records(rng, rng + 0.2 + 0.01 * np.sin(9 * rng), "naik")
    1.0
    """
    from scipy import stats

    found = []
    for past, now in zip(before, after, strict=True):
        whole = np.isfinite(past).any(axis=1) & np.isfinite(now).any(axis=1)
        if whole.sum() > 1:
            change = np.nanmean(now[whole], axis=1) - np.nanmean(past[whole], axis=1)
            found.append(_mean_test(change, stats))
        elif whole.sum() == 1:
            later, earlier = (part[whole][0] for part in (now, past))
            found.append(_welch(later[np.isfinite(later)], earlier[np.isfinite(earlier)], stats))
        else:
            found.append(0.0)
    sign = 1.0 if direction == "naik" else -1.0
    return float(np.mean(sign * np.array(found) > 0))


def _mean_test(change: FloatArray, stats: Any) -> float:
    """Return the sign of a mean change that differs from zero at 5 %; else 0."""
    spread = float(np.std(change, ddof=1))
    mean = float(np.mean(change))
    if spread < 1e-12:
        return float(np.sign(mean)) if abs(mean) > 1e-12 else 0.0
    t = mean / (spread / np.sqrt(len(change)))
    return float(np.sign(t)) if abs(t) > stats.t.ppf(0.975, len(change) - 1) else 0.0


def _welch(now: FloatArray, past: FloatArray, stats: Any) -> float:
    if min(len(now), len(past)) < 2:
        return 0.0
    if max(np.ptp(now), np.ptp(past)) < 1e-12:
        return float(np.sign(now[0] - past[0]))
    tested = stats.ttest_ind(now, past, equal_var=False)
    return float(np.sign(tested.statistic)) if tested.pvalue < 0.05 else 0.0


def decisive(cells: Sequence[Cell]) -> tuple[str, ...]:
    """Return the conditions that move the share of draws by a fifth or more, the strongest first.

    How far a programme is carried out is no condition that decides between readings of a document.

    Examples
    --------
    >>> decisive([Cell({"acted_on": True}, 0.9, 1, True), Cell({"acted_on": False}, 0.1, 0, True)])
    ('acted_on',)
    """
    names = sorted({name for cell in cells for name in cell.conditions} - {STRENGTH.name})
    moved = {name: _moved(name, cells) for name in names}
    strong = [name for name in names if moved[name] >= 0.2]
    return tuple(sorted(strong, key=lambda name: -moved[name]))


def _moved(name: str, cells: Sequence[Cell]) -> float:
    """Largest difference of the share between cells that are alike but for one condition.

    Without a consequence there is no enforcement to name, so consequence is compared over both kinds of it.
    """
    alike: dict[str, dict[Any, list[float]]] = {}
    for cell in cells:
        if name in cell.conditions:
            left_out = {name, "automatic"} if name == "consequence" else {name}
            rest = {key: value for key, value in cell.conditions.items() if key not in left_out}
            levels = alike.setdefault(str(sorted(rest.items())), {})
            levels.setdefault(cell.conditions[name], []).append(cell.share)
    means = [[float(np.mean(shares)) for shares in levels.values()] for levels in alike.values()]
    return max(max(one) - min(one) for one in means)


def verdict_of(share: float, cells: Sequence[Cell], visible: bool) -> Verdict:
    """Return the verdict: what the claim does where the document leaves room.

    It holds if it does as written and fails in no cell that the document allows; it does not hold if it
    neither holds as written nor in any such cell; else it depends.

    Examples
    --------
    >>> verdict_of(0.95, [Cell({"acted_on": False}, 0.9, 1, True)], visible=True)
    'bertahan'
    >>> verdict_of(0.95, [Cell({"acted_on": False}, 0.1, 0, True)], visible=True)
    'bergantung'
    >>> verdict_of(0.1, [Cell({"acted_on": True}, 0.3, 0, True)], visible=False)
    'tidak_bertahan'
    """
    allowed = [cell.share for cell in cells if cell.open]
    if share >= HOLDS and all(one >= FAILS for one in allowed):
        return "bertahan" if visible else "bertahan_tak_terlihat"
    if share < FAILS and all(one < FAILS for one in allowed):
        return "tidak_bertahan"
    return "bergantung"
