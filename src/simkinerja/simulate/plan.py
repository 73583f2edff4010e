"""L5: a plan of runs: the worlds to compare, cut into tasks that any worker can do alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from simkinerja.errors import InputError, UsageError, problem
from simkinerja.rules.checks import refuse, whole
from simkinerja.simulate.engine import BLOCK, Trace, replication_seeds, simulate
from simkinerja.simulate.interventions import as_interventions
from simkinerja.simulate.parameters import Parameters
from simkinerja.simulate.pool import cores, run_tasks
from simkinerja.simulate.programme import Programmes
from simkinerja.simulate.store import TaskResult

if TYPE_CHECKING:
    from simkinerja.schemes.model import Scheme
    from simkinerja.simulate.world import World
    from simkinerja.streams import Streams

__all__ = ["Arm", "Plan", "Task", "arms_of", "carry_out", "do_task", "trace_of"]

FloatArray = npt.NDArray[np.float64]

_AT_ONCE: Final = 60_000
"""Officers times replications of a task: small enough for progress, large enough to be worth sending."""


@dataclass(frozen=True, slots=True)
class Arm:
    """One of the worlds that are compared.

    Parameters
    ----------
    label : str
    interventions : tuple
    scheme : Scheme or None
    parameters : mapping of str to float
        Numbers that differ in this world.
    """

    label: str
    interventions: tuple[Any, ...] = ()
    scheme: Scheme | None = None
    parameters: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Task:
    """Some replications of one arm."""

    arm: int
    first: int
    count: int


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """Everything that decides the result.

    Parameters
    ----------
    world : World
    arms : tuple of Arm
        The first is what the others are compared with.
    months, replications, seed : int
    parameters : Parameters
    uncertain : bool
        Draw the parameters from their ranges: replications 2k and 2k + 1 share draw k and differ in luck.
    first : int
        Number of the first replication: a later part of the same run.
    """

    world: World
    arms: tuple[Arm, ...]
    months: int
    replications: int
    seed: int
    parameters: Parameters = field(default_factory=Parameters.default)
    uncertain: bool = False
    first: int = 0

    def tasks(self) -> list[Task]:
        """Tasks in the order of arms and replications; how they are cut changes no number."""
        step = max(1, min(16, _AT_ONCE // max(self.world.n, 1)))
        end = self.first + self.replications
        starts = range(self.first, end, step)
        return [Task(arm, first, min(step, end - first)) for first in starts for arm in range(len(self.arms))]


def arms_of(scenarios: Mapping[str, Any], scheme: Scheme | None) -> tuple[Arm, ...]:
    """Return the arms of ``{"label": interventions}``; an :class:`Arm` brings its own scheme and numbers.

    Raises
    ------
    UsageError
        If there is none, or something else than interventions.
    """
    if not isinstance(scenarios, Mapping) or not scenarios:
        example = '{"tanpa": [], "pelatihan": [Training()]}'
        refuse("scenarios", "compare", "pasangan nama dan daftar program", scenarios, example)
    return tuple(_arm(str(label), given, scheme) for label, given in scenarios.items())


def _arm(label: str, given: Any, scheme: Scheme | None) -> Arm:
    if isinstance(given, Arm):
        return given
    items = given if isinstance(given, Sequence) and not isinstance(given, str) else [given]
    return Arm(label, tuple(as_interventions(items)), scheme)


def check_plan(plan: Plan) -> None:
    """Refuse what cannot be run, before anything is."""
    whole(plan.months, "months", "compare", low=1, high=600, example="months=24")
    whole(plan.replications, "replications", "compare", low=1, high=1_000_000, example="replications=50")
    whole(plan.seed, "seed", "compare", low=0, high=2**63 - 1, example="seed=7")
    from simkinerja.simulate.appraisal import check_simulable

    found = []
    for arm in plan.arms:
        if arm.scheme is not None:
            try:
                check_simulable(arm.scheme)
            except (InputError, UsageError) as error:
                found += list(error.problems)
        plan.parameters.set(arm.parameters)
        Programmes(arm.interventions, plan.world, [], plan.parameters, plan.months)
    labels = [arm.label for arm in plan.arms]
    if len(set(labels)) < len(labels):
        found.append(
            problem(
                "parameter",
                name="scenarios",
                owner="compare",
                allowed="bernama berbeda-beda",
                got=", ".join(labels),
                example='{"tanpa": [], "pelatihan": [Training()]}',
            )
        )
    if found:
        raise InputError(found)


def do_task(plan: Plan, task: Task, *, threads: int = 1) -> TaskResult:
    """Do one task; ``threads`` as in :func:`~simkinerja.simulate.engine.simulate`."""
    arm = plan.arms[task.arm]
    p = plan.parameters.set(arm.parameters)
    if plan.uncertain:
        p = p.draw_by_run(plan.seed, range(task.first, task.first + task.count))
    make = partial(_programmes, arm.interventions, plan.world, p, plan.months) if arm.interventions else None
    trace = simulate(
        plan.world,
        make,
        seeds=replication_seeds(plan.seed, task.first, task.count),
        months=plan.months,
        scheme=arm.scheme,
        p=p,
        threads=threads,
    )
    arrays = {"series": trace.series}
    arrays |= {f"city_{name}": values for name, values in trace.city.items()}
    arrays |= {f"officers_{name}": values for name, values in trace.officers.items()}
    spent = list(trace.spent.values())
    if spent:
        arrays["spent"] = np.stack(spent, axis=1)
        arrays["spent_on"] = np.array(list(trace.spent), dtype=np.str_)
    return TaskResult({}, arrays)


def _programmes(
    interventions: tuple[Any, ...],
    world: World,
    p: Parameters,
    months: int,
    streams: Sequence[Streams],
) -> Programmes:
    return Programmes(interventions, world, streams, p, months)


def trace_of(results: Sequence[TaskResult]) -> Trace:
    """Put the tasks of one arm together, in the order of replications."""
    arrays = [one.arrays for one in results]

    def joined(name: str) -> FloatArray:
        return np.concatenate([one[name] for one in arrays], axis=0)

    names = list(arrays[0])
    city = {n.removeprefix("city_"): joined(n) for n in names if n.startswith("city_")}
    officers = {n.removeprefix("officers_"): joined(n) for n in names if n.startswith("officers_")}
    spent: dict[str, FloatArray] = {}
    if "spent" in arrays[0]:
        table = joined("spent")
        spent = {str(label): table[:, k] for k, label in enumerate(arrays[0]["spent_on"])}
    return Trace(joined("series"), city, officers, spent)


def carry_out(
    plan: Plan,
    *,
    workers: int = 1,
    scheduler: str | None = None,
    progress: Callable[[int, int], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> list[Trace]:
    """Do a whole plan and return one trace an arm.

    Parameters
    ----------
    progress : function of (done, total), optional
        Called after each task.
    """
    check_plan(plan)
    tasks = plan.tasks()
    done = 0

    def count(_: int, __: TaskResult) -> None:
        nonlocal done
        done += 1
        if progress is not None:
            progress(done, len(tasks))

    alone = workers == 1 and scheduler is None and plan.world.n > BLOCK
    work = partial(do_task, plan, threads=cores()) if alone else partial(do_task, plan)
    results = run_tasks(work, tasks, workers=workers, scheduler=scheduler, on_done=count, stop=stop)
    return [
        trace_of([r for t, r in zip(tasks, results, strict=True) if t.arm == a])
        for a in range(len(plan.arms))
    ]
