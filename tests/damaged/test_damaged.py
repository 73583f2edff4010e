"""Two hundred damaged files: each is refused with the expected codes and places, its neighbour is read."""

from __future__ import annotations

import csv
import importlib.util
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from simkinerja.errors import InputError, Problem

HERE = Path(__file__).parent
SECONDS = 20
MEMORY = 1_000_000_000


def load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"damaged_{name}", HERE / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


build = load("build")
CASES = {f"{case.kind}/{case.name}": case for case in build.all_cases()}


def expected_rows() -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    with (HERE / "expected.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            found.setdefault(row["file"], []).append(row)
    return found


EXPECTED = expected_rows()
SMALL = [name for name, rows in EXPECTED.items() if rows[0]["made"] == "tersimpan"]
HUGE = [name for name, rows in EXPECTED.items() if rows[0]["made"] == "saat uji"]


def read(reader: str, path: Path) -> None:
    if reader == "yaml":
        from simkinerja.files.yaml import load_yaml

        load_yaml(path)
    elif reader == "tables":
        from simkinerja.files.tables import read_tables

        read_tables(path)
    else:
        from simkinerja.survey import read_survey

        read_survey(path)


def told(problem: Problem) -> tuple[str, ...]:
    """A problem in the form of a line of expected.csv; the field only where one is expected."""
    place = problem.place
    parts = (problem.code, place.sheet, place.row, place.column, place.byte, place.field)
    return tuple("" if part is None else str(part) for part in parts)


def wanted(rows: list[dict[str, str]]) -> Counter[tuple[str, ...]]:
    keys = ("code", "sheet", "row", "column", "byte", "field")
    return Counter(tuple(row[key] for key in keys) for row in rows)


def said(reader: str, path: Path) -> Counter[tuple[str, ...]]:
    with pytest.raises(InputError) as caught:
        read(reader, path)
    return Counter(told(problem) for problem in caught.value.problems)


@pytest.mark.parametrize("name", SMALL)
def test_refused_with_code_and_place(name: str) -> None:
    rows = EXPECTED[name]
    assert said(rows[0]["reader"], HERE / "files" / name) == wanted(rows)


@pytest.mark.parametrize("name", [name for name in SMALL if EXPECTED[name][0]["reader"] == "yaml"])
def test_a_city_file_is_refused_in_the_same_way(name: str) -> None:
    from simkinerja.population import load_city

    with pytest.raises(InputError) as caught:
        load_city(HERE / "files" / name)
    assert Counter(told(problem) for problem in caught.value.problems) == wanted(EXPECTED[name])


NEIGHBOURS = sorted({(rows[0]["valid"], rows[0]["reader"]) for rows in EXPECTED.values()})


@pytest.mark.parametrize(("name", "reader"), NEIGHBOURS)
def test_neighbour_is_read(name: str, reader: str, tmp_path: Path) -> None:
    path = HERE / "valid" / name
    if not path.exists():
        case = next(case for case in CASES.values() if f"{case.kind}/{case.valid[0]}" == name)
        path = tmp_path / path.name
        path.write_bytes(build.content(case.valid[1]))
    read(reader, path)


def test_the_files_are_those_of_the_builder() -> None:
    made = build.files(CASES.values())
    assert {name for name, data in made.items() if (HERE / name).read_bytes() != data} == set()
    on_disk = {
        p.relative_to(HERE).as_posix() for top in ("files", "valid") for p in (HERE / top).rglob("*.*")
    }
    assert on_disk == set(made) - {"expected.csv"}


def test_there_are_enough_of_every_kind() -> None:
    kinds = Counter(name.split("/")[0] for name in EXPECTED)
    assert len(EXPECTED) >= 200
    assert len(kinds) == 10
    assert min(kinds.values()) >= 12
    assert sum(len(rows) >= 2 for rows in EXPECTED.values()) >= 30
    assert sum(path.stat().st_size for path in HERE.rglob("*.*")) < 3_000_000


CHILD = """
import resource, sys, time
import numpy, pandas, pyarrow, pyarrow.csv, pyarrow.compute
from simkinerja.cli import main
import simkinerja.survey.read, simkinerja.files.tables, simkinerja.files.text_in
now = int(next(l for l in open("/proc/self/status") if l.startswith("VmSize")).split()[1]) * 1024
resource.setrlimit(resource.RLIMIT_AS, (now + int(sys.argv[1]),) * 2)
sys.argv = ["simkinerja", *sys.argv[2:]]
try:
    main()
finally:
    peak = next(l for l in open("/proc/self/status") if l.startswith("VmHWM")).split()[1]
    helper = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print("puncak", peak, helper)
"""


def run(*arguments: str, limit: int | None = None) -> tuple[subprocess.CompletedProcess[str], float]:
    """Run the real command line; with a limit, on the memory that it may take beyond its libraries."""
    start = (
        [sys.executable, "-m", "simkinerja"] if limit is None else [sys.executable, "-c", CHILD, str(limit)]
    )
    began = time.monotonic()
    done = subprocess.run(
        [*start, *arguments],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", "OPENBLAS_NUM_THREADS": "1"},
    )
    return done, time.monotonic() - began


def outcome(done: subprocess.CompletedProcess[str], output: Path) -> None:
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr + done.stdout
    assert "panicked" not in done.stderr
    assert list(output.parent.iterdir()) == []


def sample() -> list[str]:
    """Three files of each kind that the command ``skm`` can be given."""
    found: dict[str, list[str]] = {}
    for name in SMALL:
        if EXPECTED[name][0]["reader"] == "survey":
            found.setdefault(name.split("/")[0], []).append(name)
    return [name for names in found.values() for name in names[:: max(1, len(names) // 3)][:3]]


def run_here(
    patch: pytest.MonkeyPatch, captured: pytest.CaptureFixture[str], *arguments: str
) -> subprocess.CompletedProcess[str]:
    """Run the same command line in this process; a fault of a library still shows in what is captured."""
    from simkinerja.cli import main

    patch.setattr(sys, "argv", ["simkinerja", *arguments])
    captured.readouterr()
    with pytest.raises(SystemExit) as ended:
        main()
    out, err = captured.readouterr()
    assert isinstance(ended.value.code, int)
    return subprocess.CompletedProcess(arguments, ended.value.code, out, err)


def top(name: str) -> str:
    return name.split("/")[0]


SAMPLE = sample()
ALONE = [name for name, before in zip(SAMPLE, ["", *SAMPLE], strict=False) if top(name) != top(before)]
"""The first of each kind runs in a process of its own, as in life; starting one takes a second."""


@pytest.mark.parametrize("name", SAMPLE)
def test_command_line_says_it_and_leaves_nothing(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "hasil"
    folder.mkdir()
    words = ("skm", str(HERE / "files" / name), "--keluaran", str(folder / "laporan.xlsx"))
    done = run(*words)[0] if name in ALONE else run_here(monkeypatch, capfd, *words)
    outcome(done, folder / "laporan.xlsx")
    lines = [line for line in done.stderr.splitlines() if Path(name).name in line]
    assert len(lines) == len(EXPECTED[name])


@pytest.fixture(scope="module")
def huge_file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("besar")

    def made(name: str) -> Path:
        path = folder / name.replace("/", "_")
        path.write_bytes(build.content(CASES[name].data))
        return path

    yield made
    for path in folder.iterdir():
        path.unlink()


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is measured on Linux only")
@pytest.mark.parametrize("name", HUGE)
def test_huge_file_within_limits(name: str, huge_file: Any, tmp_path: Path) -> None:
    path = huge_file(name)
    folder = tmp_path / "hasil"
    folder.mkdir()
    done, seconds = run("skm", str(path), "--keluaran", str(folder / "laporan.xlsx"), limit=MEMORY)
    outcome(done, folder / "laporan.xlsx")
    assert seconds < SECONDS
    peaks = [int(part) * 1024 for part in done.stdout.split("puncak")[1].split()]
    assert max(peaks) < MEMORY
    assert said(EXPECTED[name][0]["reader"], path) == wanted(EXPECTED[name])
    path.unlink()
