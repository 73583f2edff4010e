"""The reference work in Mesa 3: officers and units are agents, activated by ``AgentSet.do``.

Written for speed within Mesa's own way: one method call an officer and month, the standard library's
generator for single numbers (faster than numpy's for one number at a time), no data collector.
"""

from __future__ import annotations

from math import exp

import numpy as np
from mesa import Agent, Model
from reference_work import (
    AFTER_PEERS,
    ALONE,
    BY_MOTIVATION,
    BY_SKILL,
    CASES,
    FORGET,
    GAIN_SPREAD,
    LIFT,
    LOAD,
    PULL,
    SWING,
    Work,
    abilities,
    totals,
    units_of,
)


class Officer(Agent):
    """One officer."""

    def __init__(self, model: Office, unit: Unit, ability: float) -> None:
        super().__init__(model)
        self.unit = unit
        self.ability = ability
        self.adopted = False
        self.skill = self.motivation = 0.0
        self.cases = 0
        unit.officers.append(self)

    def step(self) -> None:
        """One month of work."""
        draw = self.model.random
        if not self.adopted and draw.random() < self.unit.chance:
            self.adopted = True
        self.skill *= 1 - FORGET
        lift = 0.0
        if self.adopted:
            self.skill += self.model.gain * (1 + GAIN_SPREAD * draw.gauss(0.0, 1.0))
            lift = LIFT
        self.motivation += PULL * (lift - self.motivation) + SWING * draw.gauss(0.0, 1.0)
        rate = CASES * exp(BY_SKILL * (self.ability + self.skill) + BY_MOTIVATION * self.motivation)
        self.cases = int(self.model.rng.poisson(rate))


class Unit(Agent):
    """One unit with its queue."""

    def __init__(self, model: Office) -> None:
        super().__init__(model)
        self.officers: list[Officer] = []
        self.chance = ALONE
        self.backlog = self.completed = self.output = self.used = 0

    def look(self) -> None:
        """Chance to adopt, by last month's colleagues."""
        self.chance = ALONE + AFTER_PEERS * sum(o.adopted for o in self.officers) / len(self.officers)

    def serve(self) -> None:
        """Complete what the officers can and carry the rest over."""
        output = sum(o.cases for o in self.officers)
        waiting = self.backlog + int(self.model.rng.poisson(LOAD * CASES * len(self.officers)))
        done = min(waiting, output)
        self.backlog = waiting - done
        self.completed += done
        self.output += output
        self.used += sum(o.adopted for o in self.officers)


class Office(Model):
    """All units and officers."""

    def __init__(self, work: Work) -> None:
        super().__init__(seed=work.seed)
        self.gain = work.gain
        numbers = units_of(work)
        units = [Unit(self) for _ in range(int(numbers[-1]) + 1)]
        for number, ability in zip(numbers.tolist(), abilities(work).tolist(), strict=True):
            Officer(self, units[number], ability)

    def step(self) -> None:
        """One month."""
        units = self.agents_by_type[Unit]
        units.do("look")
        self.agents_by_type[Officer].do("step")
        units.do("serve")


class ShuffledOffice(Office):
    """The same months with officers in random order, as Mesa's tutorials have it; nothing else differs."""

    def step(self) -> None:
        """One month."""
        units = self.agents_by_type[Unit]
        units.do("look")
        self.agents_by_type[Officer].shuffle_do("step")
        units.do("serve")


def prepare(work: Work) -> Office:
    """The model, ready to step."""
    return Office(work)


def prepare_shuffled(work: Work) -> Office:
    """The model whose officers act in random order."""
    return ShuffledOffice(work)


def finish(office: Office, months: int) -> dict[str, float]:
    """Run the months and add up."""
    for _ in range(months):
        office.step()
    people, units = list(office.agents_by_type[Officer]), list(office.agents_by_type[Unit])
    return totals(
        sum(u.used for u in units),
        np.array([o.skill for o in people]),
        np.array([o.motivation for o in people]),
        sum(u.output for u in units),
        sum(u.completed for u in units),
        sum(u.backlog for u in units),
    )


def run_mesa(work: Work) -> dict[str, float]:
    """The reference work from start to end."""
    return finish(prepare(work), work.months)
