"""Importing the package does no work."""

import subprocess
import sys

import pytest

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
    import simkinerja

    for name in simkinerja.__all__:
        assert getattr(simkinerja, name) is not None
