"""Running a simulation from the command line: in memory, or in a run directory that can go on later."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

from simkinerja.cli.simulasi_ask import BASELINE, Request

if TYPE_CHECKING:
    import pandas as pd

    from simkinerja.population.table import Population
    from simkinerja.report.simulasi_content import Asked, Content, Simulation
    from simkinerja.simulate.compare import Comparison
    from simkinerja.simulate.plan import Arm, Plan
    from simkinerja.simulate.store import Manifest, RunFolder
    from simkinerja.simulate.world import World

__all__ = ["SUMS", "Finished", "Say", "StoppedError", "carry_out", "make_plan"]

SUMS: Final = "SHA256SUMS"
"""File with the fingerprints of all results, as ``sha256sum -c`` reads it."""

Say = Callable[[int, int, str], None]
"""Told how many parts are done, of how many, and what is being done."""


class StoppedError(Exception):
    """The user stopped a run whose finished parts are kept."""

    def __init__(self, done: int, total: int) -> None:
        self.done, self.total = done, total
        super().__init__(f"{done}/{total}")


@dataclass(frozen=True, slots=True)
class Finished:
    """A finished simulation, its report's content, and the files written."""

    simulation: Simulation
    content: Content
    written: tuple[Path, ...]
    notes: tuple[str, ...]


def make_plan(request: Request) -> Plan:
    """Draw the people and lay out the worlds.

    Raises
    ------
    InputError
        Targets that the city does not have, schemes that cannot be simulated: all at once.
    """
    from simkinerja.errors import InputError
    from simkinerja.simulate.plan import Arm, Plan, check_plan
    from simkinerja.simulate.scenario import check_scenario
    from simkinerja.simulate.world import World

    people = _people(request)
    world = World.of(people)
    wrong = []
    for scenario in request.scenarios:
        try:
            check_scenario(scenario, people)
        except InputError as error:
            wrong += [*error.problems]
    if wrong:
        raise InputError(wrong)
    arms = [Arm(BASELINE, (), request.schemes[BASELINE])]
    for scenario in request.scenarios:
        scheme = request.schemes[scenario.code]
        arms.append(Arm(scenario.code, tuple(scenario.interventions), scheme, dict(scenario.parameters)))
    plan = Plan(
        world,
        tuple(arms),
        request.months,
        request.replications,
        request.seed,
        request.parameters,
        request.uncertain,
    )
    check_plan(plan)
    return plan


def _people(request: Request) -> Population:
    """Draw the officers; a number that does not fit is named as it was asked for."""
    from simkinerja.errors import InputError
    from simkinerja.population.draw import draw_population

    try:
        return draw_population(request.city, request.seed, request.officers)
    except InputError as error:
        named = {"name": "--pegawai", "owner": "simulasi", "example": "--pegawai 1000"}
        raise InputError(
            replace(one, values={**one.values, **named}) if one.values.get("name") == "n_officers" else one
            for one in error.problems
        ) from None


def carry_out(request: Request, plan: Plan, say: Say) -> Finished:
    """Run a plan, write its results if a folder was named, and return what came out.

    Raises
    ------
    InputError
        What the workers, the scheduler or the disk report; finished parts stay in the folder.
    StoppedError
        Ctrl-C in a run with a folder.
    """
    if request.folder is None:
        comparison = _in_memory(request, plan, say)
        simulation, content = _reported(request, comparison, say)
        return Finished(simulation, content, (), ())
    return _in_folder(request, plan, request.folder, say)


def _in_memory(request: Request, plan: Plan, say: Say) -> Comparison:
    from simkinerja.simulate import plan as plans
    from simkinerja.simulate.compare import Comparison

    say(0, len(plan.tasks()), "Menghitung")
    traces = plans.carry_out(
        plan,
        workers=request.workers,
        scheduler=request.scheduler,
        progress=lambda done, total: say(done, total, "Menghitung"),
    )
    return Comparison(plan, traces)


def _in_folder(request: Request, plan: Plan, folder: Path, say: Say) -> Finished:
    from simkinerja.files.atomic import write_many
    from simkinerja.simulate.store import open_run

    with open_run(folder, _manifest(request, plan)) as run:
        notes = tuple(run.notes)
        if run.total > len(run.pending) > 0:
            kept = run.total - len(run.pending)
            notes = (*notes, f"Melanjutkan: {kept} dari {run.total} bagian sudah ada di {folder}.")
        try:
            _do(request, plan, run, say)
            simulation, content = _reported(request, _gathered(plan, run), say)
            files = _files(folder, simulation, content)
            write_many(files)
            run.write_manifest("selesai")
        except KeyboardInterrupt:
            raise StoppedError(run.total - len(run.pending), run.total) from None
    return Finished(simulation, content, tuple(files), notes)


def _do(request: Request, plan: Plan, run: RunFolder, say: Say) -> None:
    from simkinerja.simulate.plan import do_task

    def told(_: int) -> None:
        say(run.total - len(run.pending), run.total, "Menghitung")

    told(0)
    work = partial(do_task, plan)
    run.do(work, plan.tasks(), workers=request.workers, scheduler=request.scheduler, on_done=told)


def _gathered(plan: Plan, run: RunFolder) -> Comparison:
    """The kept parts, put together world by world."""
    from simkinerja.simulate.compare import Comparison
    from simkinerja.simulate.plan import trace_of

    tasks = plan.tasks()
    traces = [
        trace_of([run.read(k) for k, task in enumerate(tasks) if task.arm == arm])
        for arm in range(len(plan.arms))
    ]
    return Comparison(plan, traces)


def _manifest(request: Request, plan: Plan) -> Manifest:
    """Which run this is. The number of replications is no part of it: more of them go on where it ended."""
    from simkinerja.simulate.store import Manifest, TaskKey, digest_of

    inputs = {"kota": digest_of(request.city.model_dump_json()), "populasi": _people_digest(plan.world)}
    worlds = {arm.label: _arm_digest(arm) for arm in plan.arms}
    inputs |= {f"skenario {label}": digest for label, digest in worlds.items()}
    settings: dict[str, str | int | float | bool | None] = {
        "kota": request.city.code,
        "bulan": plan.months,
        "pegawai": plan.world.n,
        "tak_pasti": plan.uncertain,
        "parameter": json.dumps(dict(request.changed), sort_keys=True),
    }
    common = digest_of("simulasi", plan.seed, settings, inputs["kota"], inputs["populasi"])
    keys = tuple(
        TaskKey(
            f"{plan.arms[task.arm].label}, ulangan {task.first + 1}-{task.first + task.count}",
            digest_of(common, worlds[plan.arms[task.arm].label], task.first, task.count),
        )
        for task in plan.tasks()
    )
    return Manifest(plan.seed, keys, inputs, settings)


def _arm_digest(arm: Arm) -> str:
    from simkinerja.simulate.store import digest_of

    programmes = [one.model_dump_json() for one in arm.interventions]
    scheme = None if arm.scheme is None else arm.scheme.model_dump_json()
    return digest_of(arm.label, programmes, scheme, dict(arm.parameters))


def _people_digest(world: World) -> str:
    from simkinerja.simulate.store import digest_of

    arrays = [world.officer_id, world.unit, world.unit_id, world.agency_of_unit, world.standard_days]
    arrays += [world.unit_quality, world.rater, world.age, world.tpp_base_idr, *world.traits.values()]
    labels = [*world.agency_label, *world.unit_label, *(text or "" for text in world.service)]
    return digest_of(*(array.tobytes() for array in arrays), labels)


def _reported(request: Request, comparison: Comparison, say: Say) -> tuple[Simulation, Content]:
    from simkinerja.report.simulasi_content import Simulation, simulasi_content
    from simkinerja.report.simulasi_tables import simulasi_tables
    from simkinerja.report.simulasi_used import numbers_used

    say(1, 1, "Menyusun laporan")
    used = numbers_used(comparison.plan)
    tables = simulasi_tables(comparison, used)
    simulation = Simulation(_asked(request), comparison, used, tables)
    return simulation, simulasi_content(simulation)


def _asked(request: Request) -> Asked:
    import simkinerja
    from simkinerja.report.simulasi_content import Asked, AskedArm
    from simkinerja.report.simulasi_words import programme_words

    titles = {code: None if s is None else s.title for code, s in request.schemes.items()}
    arms = tuple(
        AskedArm(
            label=one.code,
            title=one.title,
            author=one.author,
            source=one.source,
            note=one.note,
            scheme=titles[one.code],
            parameters=dict(one.parameters),
            programmes=tuple(programme_words(each) for each in one.interventions),
        )
        for one in request.scenarios
    )
    return Asked(
        city=request.city.label,
        n_city=request.city.n_published,
        scheme=titles[BASELINE],
        changed=dict(request.changed),
        arms=arms,
        notes=request.notes,
        version=simkinerja.__version__,
    )


def _files(folder: Path, simulation: Simulation, content: Content) -> dict[Path, bytes]:
    """All results by path, and their fingerprints."""
    from simkinerja.report.simulasi_docx import simulasi_docx
    from simkinerja.report.simulasi_html import simulasi_html

    files: dict[str, bytes] = {
        "laporan.html": simulasi_html(content).encode(),
        "laporan.docx": simulasi_docx(content),
    }
    for name, table in simulation.tables.items():
        files[f"{name}.parquet"] = _parquet(table)
        files[f"{name}.csv"] = table.to_csv(index=False, lineterminator="\n").encode()
    files[SUMS] = _sums(files)
    return {folder / name: data for name, data in files.items()}


def _sums(files: Mapping[str, bytes]) -> bytes:
    return "".join(f"{sha256(data).hexdigest()}  {name}\n" for name, data in files.items()).encode()


def _parquet(table: pd.DataFrame) -> bytes:
    import pyarrow as pa

    from simkinerja.simulate.task_file import to_parquet

    return to_parquet(pa.Table.from_pandas(table, preserve_index=False))
