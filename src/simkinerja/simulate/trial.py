"""L5: an experiment posed to the engine: a set-up, arms, and the contrast of one outcome.

The set-up says what is known of the place (base rates, sizes, any parameter); behaviour is common to all
trials. Each run draws its own people, so that the interval is about the mechanism and not about one town.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from simkinerja.rules.checks import choice, refuse, whole
from simkinerja.simulate.compare import Comparison, compare
from simkinerja.simulate.outcomes import outcomes
from simkinerja.simulate.parameters import Parameters
from simkinerja.simulate.world import World

__all__ = ["Contrast", "Trial"]

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Contrast:
    """Result of a trial.

    Parameters
    ----------
    control, treated : float
        Mean of the outcome in each arm.
    difference : float
    se : float
        Monte-Carlo standard error of the difference.
    each : float array, shape (populations,)
        Difference in each population.
    """

    control: float
    treated: float
    difference: float
    se: float
    each: FloatArray


@dataclass(frozen=True, slots=True)
class Trial:
    """A posed experiment.

    Parameters
    ----------
    arms : mapping of label to list of interventions
        The first is the control.
    outcome : str or function of (Comparison, arm label) to float array (R,)
    months : tuple of int
        First and last month (0-based, included) over which the outcome is read.
    units, officers_per_unit : int
        Size of each laboratory.
    setup : mapping of parameter to float
        Base rates of the place, e.g. ``{"presence.base": 0.58}``.
    populations, replications : int
        Laboratories drawn, and runs in each.
    scheme : Scheme, optional

    Examples
    --------
    >>> from simkinerja.simulate.channel import Channel
    >>> camera = Channel(name="Kamera", visibility={"presence": 1}, consequence=1, automatic=True)
    >>> trial = Trial({"tanpa": [], "kamera": [camera]}, "presence", months=(3, 8),
    ...     setup={"presence.base": 0.58}, units=40, populations=2)
    >>> 0.15 < trial.run(seed=1).difference < 0.25
    True
    """

    arms: Mapping[str, Sequence[Any]]
    outcome: str | Callable[[Comparison, str], FloatArray]
    months: tuple[int, int] = (0, 11)
    units: int = 100
    officers_per_unit: int = 15
    setup: Mapping[str, float] = field(default_factory=dict)
    populations: int = 4
    replications: int = 2
    scheme: Any = None

    def __post_init__(self) -> None:
        if len(self.arms) < 2:
            refuse(
                "arms",
                "Trial",
                "sekurangnya dua kelompok",
                list(self.arms),
                '{"tanpa": [], "program": [...]}',
            )
        if isinstance(self.outcome, str):
            choice(self.outcome, "outcome", "Trial", list(outcomes()))
        first, last = self.months
        whole(last, "months", "Trial", low=max(first, 0), high=599, example="months=(0, 11)")
        whole(self.populations, "populations", "Trial", low=1, high=10_000, example="populations=4")

    def run(
        self, seed: int = 0, *, parameters: Mapping[str, float] | None = None, arm: str | None = None
    ) -> Contrast:
        """Run the trial.

        Parameters
        ----------
        seed : int
        parameters : mapping, optional
            Behavioural parameters that differ from the registry.
        arm : str, optional
            Which arm is set against the first; the second by default.
        """
        name = list(self.arms)[1] if arm is None else choice(arm, "arm", "Trial.run", list(self.arms))
        pairs = [self._population(seed, k, parameters or {}, name) for k in range(self.populations)]
        control, treated = (np.concatenate(side) for side in zip(*pairs, strict=True))
        each = np.array([(after - before).mean() for before, after in pairs])
        spread = treated - control
        se = (
            float(each.std(ddof=1) / np.sqrt(len(each)))
            if len(each) > 1
            else float(spread.std(ddof=1) / np.sqrt(len(spread)) if len(spread) > 1 else np.nan)
        )
        return Contrast(float(control.mean()), float(treated.mean()), float(each.mean()), se, each)

    def compared(self, seed: int = 0, *, parameters: Mapping[str, float] | None = None) -> Comparison:
        """Return the first laboratory's comparison, to look at other outcomes of the same trial."""
        return self._compare(seed, 0, parameters or {})

    def _population(
        self, seed: int, k: int, parameters: Mapping[str, float], arm: str
    ) -> tuple[FloatArray, FloatArray]:
        found = self._compare(seed, k, parameters)
        return self._read(found, found.labels[0]), self._read(found, arm)

    def _compare(self, seed: int, k: int, parameters: Mapping[str, float]) -> Comparison:
        world = World.plain(self.units, self.officers_per_unit, seed * 1009 + k)
        numbers = Parameters.default().set({**parameters, **self.setup})
        return compare(
            world,
            self.arms,
            self.scheme,
            months=self.months[1] + 1,
            replications=self.replications,
            seed=seed * 1009 + k,
            parameters=numbers,
        )

    def _read(self, found: Comparison, arm: str) -> FloatArray:
        if not isinstance(self.outcome, str):
            return np.asarray(self.outcome(found, arm), dtype=float)
        first, last = self.months
        return np.asarray(found.series(self.outcome, arm)[:, first : last + 1].mean(axis=1))
