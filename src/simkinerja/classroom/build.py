"""Build the notebooks: ``notebooks/sumber/*.py`` -> ``notebooks/*.ipynb``, the same bytes every time.

``python mulai.py bangun [NAMA ...]`` calls :func:`main`; the pages to read follow (``classroom/pages.py``).
A source is a percent-format Python file; it is executed in a fresh kernel of this very environment, and
what may differ between two runs (cell ids, times, widget models, versions) is derived from the source or
left out. ``nbval`` later runs the result again and
compares, so outputs must be deterministic; an error or a warning in a cell stops the build.
"""

from __future__ import annotations

import os
import sys
from hashlib import blake2b
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from simkinerja.classroom.pages import write_pages
from simkinerja.errors import InputError, Place, problem
from simkinerja.files.atomic import write_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["build", "cell_id", "main", "notebook_bytes", "read_source", "sources"]

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
TIMEOUT_SECONDS = 120
METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"file_extension": ".py", "mimetype": "text/x-python", "name": "python"},
}


def sources(folder: Path, names: Sequence[str] = ()) -> list[Path]:
    """Sources to build: all of ``folder/sumber``, or those whose name begins with one of ``names``.

    Raises
    ------
    InputError
        If a name fits no source.
    """
    found = sorted((folder / "sumber").glob("[0-9]*.py"))
    problems = [
        problem("notebook_unknown", Place(), got=name, known=", ".join(p.stem for p in found))
        for name in names
        if not any(p.stem.startswith(name) for p in found)
    ]
    if problems:
        raise InputError(problems)
    return [p for p in found if not names or any(p.stem.startswith(name) for name in names)]


def cell_id(stem: str, kind: str, source: str, occurrence: int) -> str:
    """Id of a cell, from what it is: it stays when other cells are added.

    Examples
    --------
    >>> cell_id("00_mulai", "code", "1 + 1", 0) == cell_id("00_mulai", "code", "1 + 1", 0)
    True
    >>> len(cell_id("00_mulai", "code", "1 + 1", 1))
    12
    """
    return blake2b("\x00".join([stem, kind, source, str(occurrence)]).encode(), digest_size=6).hexdigest()


def read_source(path: Path) -> Any:
    """Read a percent-format source as an unexecuted notebook with stable ids and metadata."""
    import jupytext  # type: ignore[import-untyped]

    notebook = jupytext.reads(path.read_text(encoding="utf-8"), fmt="py:percent")
    notebook.metadata = dict(METADATA)
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    seen: dict[tuple[str, str], int] = {}
    for cell in notebook.cells:
        key = (cell.cell_type, cell.source)
        cell["id"] = cell_id(path.stem, *key, seen.get(key, 0))
        seen[key] = seen.get(key, 0) + 1
        cell.metadata = {k: v for k, v in cell.metadata.items() if k == "tags"}
    return notebook


def _own_kernel() -> Any:
    """Kernel manager of this very Python, whatever kernels the machine has under the same name."""
    from jupyter_client.kernelspec import KernelSpec
    from jupyter_client.manager import AsyncKernelManager

    launch = ["-m", "ipykernel_launcher", "-f", "{connection_file}", "--log-level=ERROR"]

    class OwnKernel(AsyncKernelManager):
        @property
        def kernel_spec(self) -> KernelSpec:
            return KernelSpec(argv=[sys.executable, *launch], display_name="Python 3", language="python")

    return OwnKernel


def _execute(notebook: Any, folder: Path) -> None:
    """Run all cells in a fresh kernel of the running Python, in ``folder``."""
    from nbclient import NotebookClient

    environment = {**os.environ, "PYTHONHASHSEED": "0", "PYDEVD_DISABLE_FILE_VALIDATION": "1"}
    NotebookClient(
        notebook,
        timeout=TIMEOUT_SECONDS,
        kernel_name="python3",
        kernel_manager_class=_own_kernel(),
        resources={"metadata": {"path": str(folder)}},
        record_timing=False,
        store_widget_state=False,
        coalesce_streams=True,
    ).execute(env=environment)


def _clean(notebook: Any, name: str) -> None:
    """Leave out of the outputs what another run would not repeat.

    Raises
    ------
    InputError
        If a cell wrote a warning: a reader would meet it too.
    """
    problems = []
    for number, cell in enumerate(c for c in notebook.cells if c.cell_type == "code"):
        cell.metadata.pop("execution", None)
        for output in cell.outputs:
            output.get("data", {}).pop(WIDGET_VIEW, None)
            if output.output_type == "stream" and output.name == "stderr":
                words = output.text.strip().splitlines()[0]
                problems.append(problem("notebook_warning", Place(file=name), number=number + 1, words=words))
    notebook.metadata = dict(METADATA)
    if problems:
        raise InputError(problems)


def notebook_bytes(source: Path, folder: Path) -> bytes:
    """Build one notebook in memory.

    Parameters
    ----------
    source : Path
        Percent-format file.
    folder : Path
        Where the cells run, as they do for a reader: the notebooks' folder.

    Raises
    ------
    InputError
        If a cell fails or warns.
    """
    import nbformat
    from nbclient.exceptions import CellExecutionError

    notebook = read_source(source)
    try:
        _execute(notebook, folder)
    except CellExecutionError as error:
        words = f"{error.ename}: {error.evalue}"
        raise InputError([problem("notebook_failed", Place(file=source.name), words=words)]) from error
    _clean(notebook, source.name)
    nbformat.validate(notebook)
    text: str = nbformat.writes(notebook, version=4)  # type: ignore[no-untyped-call]
    return (text.rstrip("\n") + "\n").encode("utf-8")


def build(folder: Path, names: Iterable[str] = ()) -> list[Path]:
    """Build the notebooks of ``folder`` and return their paths; each file is replaced whole or not at all.

    The pages to read of all notebooks follow, because each names its neighbours.
    """
    chosen = sources(folder, tuple(names))
    built = []
    for number, source in enumerate(chosen, 1):
        print(f"[{number}/{len(chosen)}] {source.stem} ...", end=" ", flush=True)
        start = perf_counter()
        data = notebook_bytes(source, folder)
        target = folder / f"{source.stem}.ipynb"
        changed = not target.exists() or target.read_bytes() != data
        write_bytes(target, data)
        state = "berubah" if changed else "tetap"
        print(f"{perf_counter() - start:.0f} detik, {len(data) // 1000} kB, {state}", flush=True)
        built.append(target)
    written = write_pages(folder)
    print(f"{len(written)} halaman baca di {written[0].parent.name}/", flush=True)
    return built


def main(arguments: Sequence[str]) -> int:
    """Build what is named (all without a name); return an exit code."""
    folder = Path(__file__).parents[3] / "notebooks"
    try:
        build(folder, arguments)
    except InputError as error:
        print(f"\n{error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
