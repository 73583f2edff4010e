"""Functions that share the name of their module stay functions, whoever imported the module first."""

from importlib import import_module
from types import ModuleType

import pytest


@pytest.mark.parametrize("name", ["explain", "replay", "score"])
def test_the_function_wins_over_its_module(name: str) -> None:
    package = import_module("simkinerja.scoring")
    module = import_module(f"simkinerja.scoring.{name}")
    assert isinstance(module, ModuleType)
    assert getattr(package, name) is getattr(module, name)
    assert callable(getattr(package, name))
