from collections.abc import Callable
from pathlib import Path

import pytest

from simkinerja.evaluate import evaluate_skm
from simkinerja.evaluate.result import Settings, SkmResult
from simkinerja.survey import read_survey

FILES = Path(__file__).parents[1] / "survey" / "files"


@pytest.fixture
def result_of() -> Callable[..., SkmResult]:
    """Result of one of the sample files, or of a path."""

    def made(name: str | Path, **options) -> SkmResult:
        return evaluate_skm(read_survey(FILES / name, **options), Settings(replications=400))

    return made
