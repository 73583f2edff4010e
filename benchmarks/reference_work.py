"""The reference work that other tools are asked to do, and its plain numpy float64 version.

A month of an office, smaller than the engine of simkinerja: every officer may adopt the new way of working
(by oneself, or after colleagues of the unit), learns while using it and forgets, has a motivation that
returns to its level, and completes a Poisson number of cases; every unit receives a Poisson number of cases
and carries the rest over. All officers move at the same time: what colleagues do is last month's share.

Draws per officer and month: one uniform number, two normal ones, one Poisson of mean about 20. Only numpy is
imported here, because the other tools run in an environment of their own.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

ALONE, AFTER_PEERS = 0.03, 0.38
FORGET, GAIN, GAIN_SPREAD = 0.08, 0.06, 0.5
PULL, LIFT, SWING = 0.2, 0.3, 0.1
CASES, BY_SKILL, BY_MOTIVATION = 20.0, 0.15, 0.1
LOAD = 1.02


@dataclass(frozen=True, slots=True)
class Work:
    """Who and how long; ``gain`` is the lever that tells two scenarios apart."""

    officers: int
    months: int = 24
    seed: int = 0
    unit_size: int = 20
    gain: float = GAIN


def abilities(work: Work) -> np.ndarray:
    """The same people for every tool, shape (officers,)."""
    return np.random.default_rng([work.seed, 1]).standard_normal(work.officers)


def units_of(work: Work) -> np.ndarray:
    """Unit of each officer, sorted, shape (officers,)."""
    return np.arange(work.officers) // work.unit_size


def totals(
    adopted_months: float,
    skill: np.ndarray,
    motivation: np.ndarray,
    output: float,
    completed: float,
    backlog: float,
) -> dict[str, float]:
    """The figures by which the tools are compared, each per officer."""
    n = len(skill)
    return {
        "months of use": adopted_months / n,
        "mean skill": float(np.mean(skill)),
        "spread of skill": float(np.std(skill)),
        "mean motivation": float(np.mean(motivation)),
        "spread of motivation": float(np.std(motivation)),
        "output": output / n,
        "completed": completed / n,
        "backlog at the end": backlog / n,
    }


def run_numpy(work: Work) -> dict[str, float]:
    """The reference work in vectorised numpy, float64, as an able user writes it."""
    rng = np.random.default_rng([work.seed, 2])
    n, unit, ability = work.officers, units_of(work), abilities(work)
    starts = np.flatnonzero(np.diff(unit, prepend=-1))
    size = np.diff(starts, append=n)
    adopted, skill, motivation = np.zeros(n), np.zeros(n), np.zeros(n)
    backlog = np.zeros(len(size), dtype=np.int64)
    used = output = completed = 0.0
    for _ in range(work.months):
        chance = ALONE + AFTER_PEERS * np.add.reduceat(adopted, starts) / size
        np.maximum(adopted, rng.random(n) < chance[unit], out=adopted)
        skill *= 1 - FORGET
        skill += adopted * work.gain * (1 + GAIN_SPREAD * rng.standard_normal(n))
        motivation += PULL * (LIFT * adopted - motivation) + SWING * rng.standard_normal(n)
        cases = rng.poisson(CASES * np.exp(BY_SKILL * (ability + skill) + BY_MOTIVATION * motivation))
        waiting = backlog + rng.poisson(LOAD * CASES * size)
        done = np.minimum(waiting, np.add.reduceat(cases, starts))
        backlog = waiting - done
        used += adopted.sum()
        output += cases.sum()
        completed += done.sum()
    return totals(used, skill, motivation, output, completed, backlog.sum())
