"""Compiled loops: arithmetic as written, kept on disk where that can be, never out of date."""

import ast
import importlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import numba
import numpy as np
import pytest

import simkinerja
from simkinerja.compiled import compiled
from simkinerja.simulate.counts import days_present, poisson_of
from simkinerja.streams import Slots, StreamStack, normal_of

SRC = Path(simkinerja.__file__).parent


@pytest.fixture(autouse=True)
def nothing_kept_from_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is kept does not know of :func:`compiled`'s own options: a run with others would be read again."""
    monkeypatch.setattr(numba.config, "CACHE_DIR", str(tmp_path / "kept"))


def add_up(given: Any) -> Any:
    total = 0.0
    for i in range(given.size):
        total += given[i]
    return total


def less_one(given: Any, out: Any) -> None:
    for i in range(given.size):
        out[i] = given[i] * given[i] - (1.0 + 2.0**-29)


def over(a: Any, b: Any, out: Any) -> None:
    for i in range(a.size):
        out[i] = a[i] / b[i]


def test_sums_are_in_the_order_written() -> None:
    given = np.concatenate([[1e16], np.ones(1000), [-1e16]])
    assert compiled(add_up)(given) == add_up(given) == 0.0


def test_products_are_rounded_before_they_are_added() -> None:
    """A fused multiply-add would leave 2**-60, and only on processors that have one."""
    out = np.ones(64)
    compiled(less_one)(np.full(64, 1.0 + 2.0**-30), out)
    assert not out.any()


def test_a_division_by_zero_gives_what_numpy_gives() -> None:
    out = np.zeros(2)
    compiled(over)(np.array([1.0, 0.0]), np.zeros(2), out)
    assert out[0] == np.inf
    assert np.isnan(out[1])


def test_where_nothing_can_be_kept_it_is_compiled_for_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(loop: Any) -> Any:
        raise RuntimeError(f"cannot cache function {loop.__name__!r}: no locator available for file")

    monkeypatch.setattr(sys.modules["simkinerja.compiled"], "_Kept", refuse)
    assert compiled(add_up)(np.array([1.0, 2.5])) == 3.5


def test_numbers_do_not_depend_on_how_arrays_lie_in_memory() -> None:
    """One of four numbers of a word (every fourth in memory), a copy of it, and that read backwards."""
    lane = StreamStack((1, 2)).lanes("x", Slots.of(range(500)))[..., 1]
    assert not lane.flags.c_contiguous
    means = np.linspace(0.0, 40.0, lane.size).reshape(lane.shape)
    for of in (
        lambda lane, mean: poisson_of(lane, mean),
        lambda lane, mean: poisson_of(lane, mean.astype(np.float32)),
        lambda lane, mean: days_present(lane, (mean / 40.0).astype(np.float32), 21),
        lambda lane, mean: normal_of(lane),
    ):
        found = of(lane, means)
        assert np.array_equal(of(lane.copy(), means), found)
        turned = of(lane[:, ::-1], np.asfortranarray(means[:, ::-1]))
        assert np.array_equal(turned[:, ::-1], found)


def modules_with_loops() -> list[ModuleType]:
    names = (path.relative_to(SRC).with_suffix("") for path in SRC.rglob("*.py") if holds_loops(path))
    return [importlib.import_module(".".join(("simkinerja", *name.parts))) for name in names]


def holds_loops(path: Path) -> bool:
    return "import compiled" in path.read_text(encoding="utf-8")


def loops(module: ModuleType) -> Iterator[Any]:
    """Loops that stand in the module."""
    for found in vars(module).values():
        if hasattr(found, "py_func") and found.py_func.__module__ == module.__name__:
            yield found.py_func


def from_elsewhere(module: ModuleType, loop: Any) -> set[str]:
    """What a loop reads or calls that was imported into its file, other than modules (numpy) and types."""
    tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
    own = {target.id for node in tree.body for target in ast.walk(node) if is_assigned(target)}
    own |= {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    read = {name for name in loop.__code__.co_names if name in loop.__globals__}
    return {name for name in read - own if not isinstance(loop.__globals__[name], ModuleType | type)}


def is_assigned(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)


MODULES = modules_with_loops()


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_a_loop_uses_only_what_stands_in_its_own_file(module: ModuleType) -> None:
    """What is kept is compiled anew when the loop's file changes, whatever becomes of others."""
    for loop in loops(module):
        assert from_elsewhere(module, loop) == set(), loop.__name__


def test_the_check_sees_what_comes_from_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(tmp_path))
    (tmp_path / "asal_putaran.py").write_text("FACTOR = 3.0\n\ndef twice(x):\n    return 2.0 * x\n")
    (tmp_path / "pakai_putaran.py").write_text(
        "import numpy as np\nfrom simkinerja.compiled import compiled\n"
        "from asal_putaran import FACTOR, twice\nOWN = np.float32(1.0)\n\n"
        "@compiled\ndef loop(x):\n    return twice(x) * FACTOR + OWN + np.sqrt(x)\n"
    )
    module = importlib.import_module("pakai_putaran")
    assert [from_elsewhere(module, loop) for loop in loops(module)] == [{"twice", "FACTOR"}]


@pytest.mark.slow
def test_after_setting_up_a_city_finds_every_loop_compiled(tmp_path: Path) -> None:
    """An empty folder for what is kept: the small run fills it, a city with many programmes adds nothing.

    All the while every index is checked against its array, which loops otherwise do not do.
    """
    environment = {**os.environ, "NUMBA_CACHE_DIR": str(tmp_path / "city"), "NUMBA_BOUNDSCHECK": "1"}

    def kept_after(*arguments: str) -> set[str]:
        subprocess.run([sys.executable, *arguments], env=environment, check=True)
        return {path.name for path in (tmp_path / "city").rglob("*.nb*")}

    ready = kept_after("-m", "simkinerja.simulate.warm")
    every = {
        f"{module.__name__.split('.')[-1]}.{loop.__name__}" for module in MODULES for loop in loops(module)
    }
    assert every == {file.rsplit("-", 1)[0] for file in ready}
    city = (
        "from simkinerja import draw_population\n"
        "from simkinerja.schemes.read import load_scheme\n"
        "from simkinerja.simulate import interventions as do\n"
        "from simkinerja.simulate.compare import compare\n"
        "given = [do.Supervision(), do.CitizenFeedback(means='app'), do.Reward(form='money')]\n"
        "city = draw_population('salatiga', 3, n_officers=300)\n"
        "for runs in (1, 2):\n"
        "    compare(city, {'a': given}, load_scheme('tpp_60_40'), months=13, replications=runs, seed=3)\n"
    )
    assert kept_after("-c", city) == ready


FULL = """
import resource, signal
import numpy as np
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
from simkinerja.keyed import read_normals
out = np.empty(2, np.float32)
read_normals(np.array([1, 0], np.uint16), np.array([1.5, 2.5], np.float32), out)
print(out.tolist())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="files cannot be limited there")
def test_a_full_disk_costs_time_and_not_the_simulation(tmp_path: Path) -> None:
    """No file may grow beyond a page: a loop does not fit; with room again, it is kept."""
    environment = {**os.environ, "NUMBA_CACHE_DIR": str(tmp_path / "full")}

    def run(code: str) -> str:
        done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True)
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout

    def stored() -> list[Path]:
        return [file for file in tmp_path.rglob("*.nbc") if file.stat().st_size > 4096]

    assert run(FULL) == "[2.5, 1.5]\n"
    assert not stored()
    assert run(FULL.replace("(4096, 4096)", "(10**9, 10**9)")) == "[2.5, 1.5]\n"
    assert stored()
