"""Importing the package does no work."""

import ast
import importlib
import subprocess
import sys
from pathlib import Path
from types import ModuleType

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
    "numba",
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


DRAWN = "import simkinerja as s; people = s.draw_population('salatiga', 1, n_officers=300)"
SURVEY = Path(__file__).parents[1] / "data" / "synthetic" / "salatiga" / "skm.csv"


@pytest.mark.parametrize(
    "statement",
    [
        DRAWN,
        f"{DRAWN}; s.certainty(s.score(s.draw_records(people, 3, 1), s.load_scheme('tpp_60_40')))",
        f"import simkinerja as s; s.evaluate_skm(s.read_survey({str(SURVEY)!r}))",
        "import simkinerja.cli.simulasi, simkinerja.cli.nilai, simkinerja.cli.lokakarya",
        "import simkinerja.workshop as w; [getattr(w, name) for name in dir(w)]",
        "import simkinerja.classroom.panel, simkinerja.classroom.answer_box, simkinerja.classroom.guesses",
    ],
    ids=["population", "score", "survey", "commands", "workshop", "classroom"],
)
def test_only_who_simulates_loads_the_compiler(statement: str) -> None:
    """It takes .3 seconds and 60 MB of every process."""
    assert "numba" not in loaded_after(statement)


def test_who_simulates_loads_the_compiler() -> None:
    assert "numba" in loaded_after("import simkinerja.simulate.engine")


def test_every_public_name_is_there() -> None:
    for name in simkinerja.__all__:
        assert getattr(simkinerja, name) is not None


ROOT = Path(simkinerja.__file__).parent
ROOMS = sorted(path.parent.name for path in ROOT.glob("*/__init__.py"))


@pytest.mark.parametrize("room", ROOMS)
def test_functions_win_over_modules_of_the_same_name(room: str) -> None:
    """Importing the module ``scoring.score`` must not hide the function ``score`` of the room."""
    for path in (ROOT / room).glob("*.py"):
        if path.stem not in ("__init__", "__main__"):
            importlib.import_module(f"simkinerja.{room}.{path.stem}")
    init = ast.parse((ROOT / room / "__init__.py").read_text(encoding="utf-8"))
    lazy = [
        ast.literal_eval(keyword.value)
        for node in ast.walk(init)
        if isinstance(node, ast.Call)
        for keyword in node.keywords
        if keyword.arg == "submod_attrs"
    ]
    package = importlib.import_module(f"simkinerja.{room}")
    for name in (name for attrs in lazy for names in attrs.values() for name in names):
        assert not isinstance(getattr(package, name), ModuleType), f"{room}.{name}"


def test_public_functions_are_functions_whatever_was_imported_before() -> None:
    importlib.import_module("simkinerja.scoring.records")
    assert callable(simkinerja.score)
    assert callable(simkinerja.explain)
    assert callable(simkinerja.certainty)
