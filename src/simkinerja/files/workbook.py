"""Spreadsheets in: checked from outside, then read by a helper process that cannot take us down."""

from __future__ import annotations

import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import numpy as np

from simkinerja.errors import InputError, Place, Problem, problem
from simkinerja.files import sheet_worker
from simkinerja.files.grid import Grid, Merge, column_letter

__all__ = ["read_workbook"]

SECONDS: Final = 18


def read_workbook(path: Path, data: bytes, kind: str) -> tuple[tuple[Grid, ...], list[Problem]]:
    """Read an XLSX, ODS (``kind="zip"``) or XLS (``"ole"``) file.

    Everything that could explode is measured on the raw bytes first; see
    :mod:`simkinerja.files.package` and :mod:`simkinerja.files.biff`.

    Raises
    ------
    InputError
        ``file_*``, ``zip_*``, ``xml_*``, ``sheet_too_large``.
    """
    from simkinerja.files import biff, package

    survey = package.checked(data, path.name) if kind == "zip" else biff.checked(data, path.name)
    sheets = _sheets(path)
    grids = tuple(_grid(path.name, sheet, survey) for sheet in sheets)
    return grids, list(survey.cells)


def _sheets(path: Path) -> list[dict[str, Any]]:
    """Run the worker; a crash, a hang or an allocation without end in it is a fault of the file."""
    import python_calamine

    place = Place(file=path.name)
    library = str(Path(python_calamine.__file__).parents[1])
    command = [sys.executable, "-I", sheet_worker.__file__, str(path.resolve()), library]
    try:
        done = subprocess.run(
            command, capture_output=True, timeout=SECONDS, check=False, stdin=subprocess.DEVNULL
        )
    except subprocess.TimeoutExpired as error:
        raise InputError([problem("file_too_slow", place, allowed=SECONDS)]) from error
    if done.returncode != 0:
        raise InputError([problem("file_damaged", place)])
    answer = pickle.loads(done.stdout)  # from our own process, never from the file
    if isinstance(answer, str):
        raise InputError([problem(answer, place)])
    return list(answer)


def _grid(name: str, sheet: dict[str, Any], survey: Any) -> Grid:
    import pandas as pd

    columns = sheet["columns"]
    height = sheet["height"]
    frame = pd.DataFrame(
        {j: pd.array(column, dtype="str") for j, column in enumerate(columns)}, index=range(height)
    )
    numbers = np.arange(1, height + 1, dtype=np.int64)
    letters = tuple(column_letter(j) for j in range(len(columns)))
    ranges = sheet["merges"] or survey.merges.get(sheet["name"], ())
    merges = tuple(Merge(*one) for one in ranges)
    return Grid(name, sheet["name"], frame, numbers, letters, merges, tuple(sheet["notes"]))
