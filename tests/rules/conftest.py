"""Shared by the tests of the rules: the vector files."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

VECTORS = Path(__file__).parents[1] / "vectors"


def read(name: str) -> list[dict[str, str]]:
    with (VECTORS / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, strict=True))


@pytest.fixture(scope="session")
def vectors() -> Callable[[str], list[dict[str, str]]]:
    """Rows of one vector file by its name without suffix."""
    return read
