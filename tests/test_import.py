"""Importing the package does no work."""

import ast
import importlib
import subprocess
import sys
from pathlib import Path

import pytest

import simkinerja

HEAVY = {
    "pandas",
    "scipy",
    "matplotlib",
    "seaborn",
    "ipywidgets",
    "IPython",
    "faker",
    "pyarrow",
    "pydantic",
    "pymcdm",
    "tornado",
    "voila",
    "yaml",
}


def loaded_after(statement: str) -> set[str]:
    code = f"{statement}\nimport sys; print(*sorted({{m.split('.')[0] for m in sys.modules}}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


@pytest.mark.parametrize("statement", ["import simkinerja", "import simkinerja.cli"])
def test_import_is_light(statement: str) -> None:
    assert loaded_after(statement) & HEAVY == set()


def test_the_check_sees_a_heavy_import() -> None:
    assert "pandas" in loaded_after("import simkinerja, pandas")


def test_every_public_name_is_there() -> None:
    for name in simkinerja.__all__:
        assert getattr(simkinerja, name) is not None


ROOT = Path(simkinerja.__file__).parent
ROOMS = sorted(path.parent.name for path in ROOT.glob("*/__init__.py"))


@pytest.mark.parametrize("room", ROOMS)
def test_no_function_of_a_room_has_the_name_of_a_module(room: str) -> None:
    """Importing the module ``room.score`` would hide the function ``score`` of the room."""
    init = ROOT / room / "__init__.py"
    lazy = [
        ast.literal_eval(keyword.value)
        for node in ast.walk(ast.parse(init.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        for keyword in node.keywords
        if keyword.arg == "submod_attrs"
    ]
    functions = {name for attrs in lazy for names in attrs.values() for name in names}
    modules = {path.stem for path in (ROOT / room).glob("*.py")} | {p.name for p in (ROOT / room).iterdir()}
    assert functions & modules == set()


def test_public_functions_are_functions_whatever_was_imported_before() -> None:
    importlib.import_module("simkinerja.scoring.records")
    assert callable(simkinerja.score)
    assert callable(simkinerja.explain)
    assert callable(simkinerja.certainty)
