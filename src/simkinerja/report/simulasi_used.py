"""L7: which numbers of the registry a simulation read, and which of them decide its result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from simkinerja.simulate.parameters import LUCKS

if TYPE_CHECKING:
    import numpy.typing as npt

    from simkinerja.params import Param
    from simkinerja.simulate.compare import Comparison
    from simkinerja.simulate.parameters import Parameters
    from simkinerja.simulate.plan import Arm, Plan

__all__ = ["Decisive", "Used", "decisive", "numbers_used", "run_parameters"]

_FEWEST_DRAWS: Final = 10
_CHANCE: Final = 0.05
_MONTHS: Final = 60


@dataclass(frozen=True, slots=True)
class Used:
    """The numbers that the worlds of a comparison read.

    Parameters
    ----------
    by_arm : mapping of arm to frozenset of str
    registry : mapping of str to Param
        All numbers a run can read, by name.
    """

    by_arm: Mapping[str, frozenset[str]]
    registry: Mapping[str, Param]

    def names(self) -> tuple[str, ...]:
        """All numbers read, in the order of the registry."""
        read = frozenset().union(*self.by_arm.values())
        return tuple(name for name in self.registry if name in read)

    def own(self, arm: str) -> tuple[str, ...]:
        """Numbers that this world reads and the first one does not: the mechanisms of its programmes."""
        first = next(iter(self.by_arm.values()))
        return tuple(name for name in self.registry if name in self.by_arm[arm] and name not in first)

    def is_drawn(self, name: str) -> bool:
        """Whether a run with uncertain parameters draws this number from its range."""
        from simkinerja.simulate.parameters import engine_parameters, is_drawn

        param = engine_parameters().get(name)
        return param is not None and is_drawn(name, param)


@dataclass(frozen=True, slots=True)
class Decisive:
    """How closely an effect follows one number over its draws.

    Parameters
    ----------
    name : str
    correlation : float
        Spearman's, -1..1, between the number and the effect.
    """

    name: str
    correlation: float


def run_parameters() -> dict[str, Param]:
    """Return every number that a run can read: the engine's, and the costs and doses of programmes.

    Examples
    --------
    >>> {"training.gain", "cost.training.idr_per_hour"} <= set(run_parameters())
    True
    """
    from simkinerja.simulate.costs import programme_numbers
    from simkinerja.simulate.parameters import engine_parameters

    return dict(engine_parameters()) | dict(programme_numbers())


def numbers_used(plan: Plan) -> Used:
    """Run one replication of each world and note which numbers it asks for.

    Parameters
    ----------
    plan : Plan
    """
    read = {arm.label: _read(plan, arm) for arm in plan.arms}
    return Used(read, run_parameters())


def _read(plan: Plan, arm: Arm) -> frozenset[str]:
    from simkinerja.simulate.engine import replication_seeds, simulate

    read: set[str] = set()
    p = plan.parameters.set(arm.parameters).noting(read)
    months = min(plan.months, _MONTHS)
    make = partial(_programmes, plan, arm, p, months) if arm.interventions else None
    seeds = replication_seeds(plan.seed, 0, 1)
    simulate(plan.world, make, seeds=seeds, months=months, scheme=arm.scheme, p=p)
    return frozenset(read & run_parameters().keys())


def _programmes(plan: Plan, arm: Arm, p: Parameters, months: int, streams: Any) -> Any:
    from simkinerja.simulate.programme import Programmes

    return Programmes(arm.interventions, plan.world, streams, p, months)


def decisive(comparison: Comparison, used: Used, outcome: str, arm: str) -> list[Decisive]:
    """Return the numbers that an effect follows most closely over the draws of the parameters.

    Only those whose rank correlation chance would bring up among all these numbers less than once in 20 times
    (Bonferroni).

    Parameters
    ----------
    comparison : Comparison
        With ``uncertain`` parameters; otherwise nothing is returned.
    used : Used
    outcome, arm : str

    Returns
    -------
    list of Decisive
        The closest first.
    """
    plan = comparison.plan
    draws = plan.replications // LUCKS
    if not plan.uncertain or draws < _FEWEST_DRAWS:
        return []
    each = comparison.levels(outcome, arm) - comparison.levels(outcome, comparison.labels[0])
    effect = each[: draws * LUCKS].reshape(draws, LUCKS).mean(axis=1)
    if not np.isfinite(effect).all() or np.ptp(effect) <= 0.0:
        return []
    drawn = plan.parameters.draw(plan.seed, draws).changed
    names = [n for n in used.names() if n in used.by_arm[arm] and np.size(drawn.get(n, 0.0)) == draws]
    close = []
    for n in names:
        correlation, chance = _rank_correlation(np.asarray(drawn[n])[:, 0], effect)
        if chance * len(names) < _CHANCE:
            close.append(Decisive(n, correlation))
    return sorted(close, key=lambda one: -abs(one.correlation))


def _rank_correlation(x: npt.NDArray[np.float64], y: npt.NDArray[np.float64]) -> tuple[float, float]:
    """Spearman's correlation, and the chance of one as large between two that have nothing in common."""
    from scipy.stats import spearmanr

    found = spearmanr(x, y)
    return float(found.statistic), float(found.pvalue)
