"""What several commands do alike: say what is being done, name all faults, check where results go."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from rich.console import Console

    from simkinerja.errors import InputError, Problem

__all__ = ["output_problems", "progress", "progress_bar", "reader_console", "tell"]

_PRINTED: Final = 200
"""Faults that a terminal shows; a file or a pipe gets all of them."""


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """Show on a terminal what is being done and for how long; elsewhere say nothing."""
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=None)
        yield lambda text: bar.update(task, description=text)


@contextmanager
def progress_bar() -> Iterator[Callable[[int, int, str], None]]:
    """Show on a terminal how many parts are done and how long it will take; elsewhere say nothing."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        SpinnerColumn,
        TextColumn,
        TimeRemainingColumn,
    )

    console = Console(stderr=True)
    columns = (
        SpinnerColumn(),  # moves while the first part takes its time
        TextColumn("{task.description}", markup=False),
        BarColumn(24),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=None)
        yield lambda done, total, text: bar.update(task, completed=done, total=total, description=text[:60])


def tell(error: InputError, last: str = "tidak ada hasil yang ditulis") -> None:
    """Print all faults on the error stream; on a terminal the first ones, and how to get the rest."""
    n = len(error.problems)
    shown = error.problems[:_PRINTED] if sys.stderr.isatty() else error.problems
    for found in shown:
        print(found.sentence, file=sys.stderr)
    if len(shown) < n:
        print(f"... dan {n - len(shown)} lagi; semuanya: tambahkan 2> kesalahan.txt", file=sys.stderr)
    print(f"{n} kesalahan; {last}.", file=sys.stderr)


def reader_console() -> Console:
    """Return a console for people: never wider than its terminal, 80 columns into a file."""
    from rich.console import Console

    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # an old console may lack a letter
    return Console(highlight=False, width=None if sys.stdout.isatty() else 80)


def output_problems(targets: Sequence[Path], sources: Mapping[Path, str], overwrite: bool) -> list[Problem]:
    """Return why results cannot go where they should: an input, an existing file, one name twice.

    Parameters
    ----------
    targets : sequence of Path
    sources : mapping of Path to str
        Inputs, which are never overwritten.
    overwrite : bool
    """
    from simkinerja.errors import Place, problem

    known = {path.resolve() for path in sources if path.exists()}
    faults: list[Problem] = []
    seen: set[Path] = set()
    for target in targets:
        place = Place(file=target.name)
        if target.exists() and target.resolve() in known:
            faults.append(problem("output_is_input", place))
        elif target.exists() and not overwrite:
            faults.append(problem("output_exists", place))
        if target.resolve() in seen:
            faults.append(problem("nilai_same_output", place))
        seen.add(target.resolve())
    return faults
