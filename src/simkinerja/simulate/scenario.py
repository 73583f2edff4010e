"""L5: a scenario: one YAML file with title, author, source, and only what changes.

Every part is checked by the model of its own kind, so that an unknown field is answered with the fields of
that kind, and all faults of a file leave at once with line and field.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, TypeAlias

from pydantic import Discriminator, Field, Tag

from simkinerja.errors import InputError, Place, Problem, UsageError, nearest, problem
from simkinerja.simulate import interventions as kinds
from simkinerja.simulate.declared import Declared

if TYPE_CHECKING:
    from simkinerja.simulate.interventions import Intervention

__all__ = [
    "FORMAT",
    "Scenario",
    "check_scenario",
    "load_scenario",
    "scan_scenario",
    "shipped_scenario_path",
    "shipped_scenarios",
]

FORMAT: Final = "simkinerja-skenario-1"
_CODE: Final = re.compile(r"[A-Za-z0-9_ -]+")

Line: TypeAlias = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^\S([^\n]*\S)?$", strict=True)]
Prose: TypeAlias = Annotated[str, Field(min_length=1, max_length=2000, pattern=r"\S", strict=True)]
Value: TypeAlias = Annotated[float, Field(allow_inf_nan=False, strict=True)]


def _kind_of(given: Any) -> str:
    return str(given.get("kind", "")) if isinstance(given, dict) else str(getattr(given, "kind", ""))


AnyIntervention: TypeAlias = Annotated[
    Annotated[kinds.Training, Tag("training")]
    | Annotated[kinds.Mentoring, Tag("mentoring")]
    | Annotated[kinds.Supervision, Tag("supervision")]
    | Annotated[kinds.EKinerja, Tag("e_kinerja")]
    | Annotated[kinds.Feedback, Tag("feedback")]
    | Annotated[kinds.EvaluationForum, Tag("evaluation_forum")]
    | Annotated[kinds.Reward, Tag("reward")]
    | Annotated[kinds.Transparency, Tag("transparency")]
    | Annotated[kinds.CitizenFeedback, Tag("citizen_feedback")]
    | Annotated[kinds.ManagementInformation, Tag("management_information")]
    | Annotated[kinds.CareerUse, Tag("career_use")]
    | Annotated[kinds.ProcessRedesign, Tag("process_redesign")]
    | Annotated[kinds.Sosialisasi, Tag("sosialisasi")]
    | Annotated[kinds.Staffing, Tag("staffing")]
    | Annotated[kinds.Culture, Tag("culture")]
    | Annotated[kinds.UseChannel, Tag("use_channel")],
    Discriminator(_kind_of),
]


class Scenario(Declared):
    """What changes in a city, and who says so.

    Parameters
    ----------
    format : str
        :data:`FORMAT`.
    code : str
        Small letters, digits and underscores.
    title, author, source : str
    note : str, optional
    city, scheme : str, optional
        Code or file; None: any city, no scheme.
    months : int, optional
        1..600.
    parameters : mapping of str to float
        Numbers of the registry that differ.
    interventions : tuple of Intervention
        The order does not matter; empty for a scenario of other numbers only.

    Examples
    --------
    >>> scenario = load_scenario("loket_tambah")
    >>> [one.kind for one in scenario.interventions]
    ['staffing']
    """

    format: Literal["simkinerja-skenario-1"]
    code: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,59}$", strict=True)]
    title: Line
    author: Line
    source: Prose
    note: Prose | None = None
    city: Line | None = None
    scheme: Line | None = None
    months: Annotated[int, Field(ge=1, le=600, strict=True)] | None = None
    parameters: dict[str, Value] = Field(default_factory=dict)
    interventions: Annotated[tuple[AnyIntervention, ...], Field(max_length=100)] = ()


@lru_cache(maxsize=1)
def shipped_scenarios() -> tuple[str, ...]:
    """Return the codes of the scenarios that come with the package.

    Examples
    --------
    >>> "pelatihan_terendah" in shipped_scenarios()
    True
    """
    names = (entry.name for entry in (files("simkinerja.simulate") / "scenarios").iterdir())
    return tuple(sorted(name.removesuffix(".yaml") for name in names if name.endswith(".yaml")))


def shipped_scenario_path(code: str) -> Path:
    """Return the YAML file of a shipped scenario.

    Raises
    ------
    UsageError
        ``scenario_unknown``, with the nearest code.
    """
    known = shipped_scenarios()
    if code not in known:
        raise UsageError(
            [problem("scenario_unknown", got=code[:60], known=", ".join(known), hint=nearest(code, known))]
        )
    return Path(str(files("simkinerja.simulate") / "scenarios" / f"{code}.yaml"))


def load_scenario(code_or_path: str | os.PathLike[str]) -> Scenario:
    """Load a scenario: a shipped one by its code, or a YAML file.

    Raises
    ------
    InputError
        All faults of the file at once, by line and field.
    UsageError
        ``scenario_unknown``.

    Examples
    --------
    >>> load_scenario("pelatihan_terendah").interventions[0].to.lowest
    0.2
    """
    text = os.fspath(code_or_path)
    path = Path(text)
    if text in shipped_scenarios() or (_CODE.fullmatch(text) and not path.exists()):
        path = shipped_scenario_path(text.strip().lower().replace("-", "_").replace(" ", "_"))
    scenario, problems = scan_scenario(path)
    if problems or scenario is None:
        raise InputError(problems)
    return scenario


def scan_scenario(path: str | os.PathLike[str]) -> tuple[Scenario | None, tuple[Problem, ...]]:
    """Read a scenario; never raises for what is in the file.

    Returns
    -------
    scenario : Scenario or None
        None if there is a fault.
    problems : tuple of Problem
        In the order of the file.

    Examples
    --------
    >>> scan_scenario(shipped_scenario_path("loket_tambah"))[1]
    ()
    """
    from simkinerja.files.yaml import load_yaml
    from simkinerja.simulate.scenario_read import read_scenario

    try:
        return read_scenario(load_yaml(path))
    except InputError as error:
        return None, error.problems


def check_scenario(scenario: Scenario, population: Any) -> None:
    """Check that a city has what a scenario names.

    Parameters
    ----------
    scenario : Scenario
    population : Population or World

    Raises
    ------
    InputError
        ``target_unknown`` for every agency, unit, service and job that the city does not have, with the
        field and the nearest name.

    Examples
    --------
    >>> from simkinerja.simulate.world import World
    >>> check_scenario(load_scenario("loket_tambah"), World.plain(n_units=1, officers_per_unit=2, seed=1))
    """
    found = list(_unknown_targets(scenario.interventions, _names(population)))
    if found:
        raise InputError(found)


def _unknown_targets(listed: Iterable[Intervention], names: Any) -> Iterable[Problem]:
    from simkinerja.simulate.picking import target_problems

    for i, one in enumerate(listed):
        for what, got, known, hint in target_problems(one.to, names):
            place = Place(field=f"interventions.{i}.to")
            yield problem("target_unknown", place, what=what, got=got, known=known, hint=hint)


def _names(people: Any) -> Any:
    """Return the labels of a population's tables as those of a world, without its truth."""
    if not hasattr(people, "officers"):
        return people
    officers = people.officers
    groups = {}
    for name in ("job_type", "jenjang", "status", "sex"):
        if name in officers:
            column = officers[name].astype("category").cat
            groups[name] = (column.codes.to_numpy(), tuple(map(str, column.categories)))
    services = people.units["service"]
    return SimpleNamespace(
        agency_label=tuple(people.agencies["label"].astype(str)),
        unit_label=tuple(people.units["label"].astype(str)),
        service=tuple("" if text is None or text != text else str(text) for text in services),
        groups=groups,
    )
