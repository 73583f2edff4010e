"""Reading the command line of ``simkinerja simulasi``: everything that is wrong is found at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

if TYPE_CHECKING:
    from simkinerja.errors import Problem
    from simkinerja.population.city import City
    from simkinerja.schemes.model import Scheme
    from simkinerja.simulate.parameters import Parameters
    from simkinerja.simulate.scenario import Scenario

__all__ = ["BASELINE", "Request", "Wish", "read_request"]

BASELINE: Final = "tanpa"
"""Name of the world without programmes."""
_WHOLE: Final = re.compile(r"[-+]?(?:\d{1,19}|\d{1,3}(?:\.\d{3}){1,6})")
_NUMBER: Final = re.compile(r"[-+]?(?:\d{1,30}(?:[.,]\d{1,30})?|[.,]\d{1,30})(?:[eE][-+]?\d{1,3})?")
_ADDRESS: Final = re.compile(r"lokal|(?:tcp|tls)://\S+:\d{1,5}")
_MONTHS: Final = 24
_MOST: Final = {"--bulan": 600, "--ulangan": 1_000_000, "--benih": 2**63 - 1, "--pekerja": 1024}
_LEAST: Final = {"--benih": 0}
_MOST_OFFICERS: Final = 10_000_000

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Wish:
    """The command line as it was typed; what was left out is None or empty."""

    city: str
    scenarios: tuple[str, ...] = ()
    scheme: str | None = None
    months: str | None = None
    replications: str = "50"
    seed: str = "2026"
    officers: str | None = None
    workers: str = "1"
    scheduler: str | None = None
    uncertain: bool = False
    settings: tuple[str, ...] = ()
    parameter_file: Path | None = None
    folder: Path | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be done, checked.

    Parameters
    ----------
    city : City
    scenarios : tuple of Scenario
    schemes : mapping of scenario code (and ``tanpa``) to Scheme or None
        The scheme in force in each world.
    months, replications, seed, workers : int
    officers : int, optional
        None: as many as the city has.
    scheduler : str, optional
    uncertain : bool
    parameters : Parameters
    changed : mapping of str to float
        Numbers changed for all worlds.
    folder : Path, optional
    notes : tuple of str
    """

    city: City
    scenarios: tuple[Scenario, ...]
    schemes: Mapping[str, Scheme | None]
    months: int
    replications: int
    seed: int
    officers: int | None
    workers: int
    scheduler: str | None
    uncertain: bool
    parameters: Parameters
    changed: Mapping[str, float]
    folder: Path | None
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class _Faults:
    """Faults so far; what cannot be read is None and the reading goes on."""

    found: list[Problem] = field(default_factory=list)

    def tried(self, read: Callable[..., Found], *args: Any) -> Found | None:
        from simkinerja.errors import InputError

        try:
            return read(*args)
        except InputError as error:
            self.found += [one for one in error.problems if one not in self.found]
            return None


def read_request(wish: Wish) -> Request:
    """Return what is to be done.

    Raises
    ------
    InputError
        Everything that is wrong: city, scenarios, schemes, numbers, parameters, folder.
    """
    from simkinerja.errors import InputError
    from simkinerja.population.city import load_city

    faults = _Faults()
    city = faults.tried(load_city, wish.city)
    scenarios = _scenarios(wish, faults)
    schemes = _schemes(wish, scenarios, faults)
    numbers = _numbers(wish, faults)
    faults.tried(_address, wish.scheduler)
    faults.tried(_free_folder, wish.folder)
    changed = _changed(wish, faults)
    parameters = faults.tried(_parameters, changed, tuple(one for one, _ in scenarios))
    if faults.found:
        raise InputError(faults.found)
    assert city is not None
    assert parameters is not None
    kept = tuple(one for one, _ in scenarios)
    months = numbers["--bulan"] or max((one.months or _MONTHS for one in kept), default=_MONTHS)
    return Request(
        city=city,
        scenarios=kept,
        schemes=schemes,
        months=months,
        replications=numbers["--ulangan"] or 1,
        seed=numbers["--benih"] or 0,
        officers=numbers["--pegawai"],
        workers=numbers["--pekerja"] or 1,
        scheduler=wish.scheduler,
        uncertain=wish.uncertain,
        parameters=parameters,
        changed=changed,
        folder=wish.folder,
        notes=_notes(city, kept, months),
    )


def _scenarios(wish: Wish, faults: _Faults) -> list[tuple[Scenario, str]]:
    """Scenarios with the words they were asked by; each has a code of its own."""
    from simkinerja.errors import problem
    from simkinerja.simulate.scenario import load_scenario, shipped_scenarios

    if not wish.scenarios:
        known = ", ".join(shipped_scenarios())
        faults.found.append(problem("simulasi_scenario_missing", known=known))
    out: list[tuple[Scenario, str]] = []
    taken = {BASELINE}
    for text in wish.scenarios:
        scenario = faults.tried(load_scenario, text)
        if scenario is None:
            continue
        if scenario.code in taken:
            faults.found.append(problem("simulasi_same_code", got=scenario.code))
        taken.add(scenario.code)
        out.append((scenario, text))
    return out


def _schemes(
    wish: Wish, scenarios: Sequence[tuple[Scenario, str]], faults: _Faults
) -> dict[str, Scheme | None]:
    """The scheme of each world: its own, or the one in force everywhere."""
    common = None if wish.scheme is None else faults.tried(_scheme, wish.scheme, None)
    out: dict[str, Scheme | None] = {BASELINE: common}
    for scenario, text in scenarios:
        own = scenario.scheme
        out[scenario.code] = common if own is None else faults.tried(_scheme, own, Path(text).parent)
    return out


def _scheme(text: str, beside: Path | None) -> Scheme:
    """A scheme by code or file; a scenario's file may lie beside the scenario."""
    from simkinerja.schemes.read import load_scheme, shipped_schemes
    from simkinerja.simulate.appraisal import check_simulable

    path = text
    if beside is not None and text not in shipped_schemes() and (beside / text).is_file():
        path = str(beside / text)
    scheme = load_scheme(path)
    check_simulable(scheme)
    return scheme


def _numbers(wish: Wish, faults: _Faults) -> dict[str, int | None]:
    given = {
        "--bulan": wish.months,
        "--ulangan": wish.replications,
        "--benih": wish.seed,
        "--pegawai": wish.officers,
        "--pekerja": wish.workers,
    }
    return {name: faults.tried(_whole, name, text) for name, text in given.items()}


def _whole(name: str, text: str | None) -> int | None:
    """A whole number as people type it: a point parts thousands."""
    from simkinerja.rules.checks import refuse, whole

    if text is None:
        return None
    low, high = _LEAST.get(name, 1), _MOST.get(name, _MOST_OFFICERS)
    if not _WHOLE.fullmatch(text.strip()):
        refuse(name, "simulasi", f"bilangan bulat antara {low} dan {high}", text, f"{name} {max(low, 24)}")
    number = int(text.strip().replace(".", ""))
    return whole(number, name, "simulasi", low=low, high=high, example=f"{name} {max(low, 24)}")


def _address(text: str | None) -> None:
    from simkinerja.rules.checks import refuse

    if text is not None and not _ADDRESS.fullmatch(text):
        refuse("--penjadwal", "simulasi", "tcp://KOMPUTER:PORT, atau lokal", text, "tcp://127.0.0.1:8786")


def _free_folder(folder: Path | None) -> None:
    from simkinerja.errors import InputError, problem

    if folder is not None and folder.exists() and not folder.is_dir():
        raise InputError([problem("simulasi_folder", got=folder.name)])


def _changed(wish: Wish, faults: _Faults) -> dict[str, float]:
    """Numbers from the file and from the command line; one that has two values is a fault."""
    from simkinerja.errors import problem
    from simkinerja.rules.checks import shown

    out: dict[str, float] = {}
    for pairs in (faults.tried(_from_file, wish.parameter_file), faults.tried(_from_words, wish.settings)):
        for name, value in pairs or ():
            if name in out and out[name] != value:
                ends = {"first": shown(out[name]), "second": shown(value)}
                faults.found.append(problem("simulasi_set_twice", name=name, **ends))
            out[name] = value
    return out


def _from_words(settings: Sequence[str]) -> list[tuple[str, float]]:
    from simkinerja.errors import InputError, problem

    wrong, out = [], []
    for text in settings:
        name, sign, number = (part.strip() for part in text.partition("="))
        if not name or not sign or not _NUMBER.fullmatch(number):
            wrong.append(problem("simulasi_setting", got=text[:80]))
        else:
            out.append((name, float(number.replace(",", "."))))
    if wrong:
        raise InputError(wrong)
    return out


def _from_file(path: Path | None) -> list[tuple[str, float]]:
    """Numbers of a YAML file, each checked against the registry with its line."""
    from simkinerja.errors import InputError, Place, problem
    from simkinerja.files.yaml import load_yaml
    from simkinerja.rules.checks import shown
    from simkinerja.simulate.parameters import Parameters

    if path is None:
        return []
    document = load_yaml(path)
    if not isinstance(document.data, dict):
        raise InputError(
            [problem("simulasi_setting_file", Place(file=document.file), got=shown(document.data))]
        )
    wrong, out = [], []
    for name, value in document.data.items():
        place = Place(file=document.file, row=document.line_of((name,)), field=str(name)[:60])
        if isinstance(value, bool) or not isinstance(value, int | float):
            wrong.append(problem("simulasi_setting_file", place, got=shown(value)))
            continue
        try:
            Parameters.default().set({str(name): value})
            out.append((str(name), float(value)))
        except InputError as error:
            wrong += [replace(one, place=place) for one in error.problems]
    if wrong:
        raise InputError(wrong)
    return out


def _parameters(changed: Mapping[str, float], scenarios: Sequence[Scenario]) -> Parameters:
    """The common numbers; a scenario that sets one of them differently would undo what was typed."""
    from simkinerja.errors import InputError, problem
    from simkinerja.rules.checks import shown
    from simkinerja.simulate.parameters import Parameters

    parameters = Parameters.default().set(changed)
    wrong = [
        problem(
            "simulasi_set_twice",
            name=name,
            first=f"{shown(changed[name])} untuk semua dunia",
            second=f"{shown(value)} oleh skenario {one.code}",
        )
        for one in scenarios
        for name, value in one.parameters.items()
        if name in changed and changed[name] != value
    ]
    if wrong:
        raise InputError(wrong)
    return parameters


def _notes(city: City, scenarios: Sequence[Scenario], months: int) -> tuple[str, ...]:
    """What the reader of the report must know of this choice."""
    lines = []
    for one in scenarios:
        if one.city is not None and one.city not in (city.code, city.label):
            lines.append(
                f"Skenario {one.title} ditulis untuk kota {one.city}; di sini dijalankan di {city.label}."
            )
        if one.months is not None and one.months != months:
            lines.append(
                f"Skenario {one.title} ditulis untuk {one.months} bulan; di sini dijalankan {months} bulan."
            )
    return tuple(lines)
