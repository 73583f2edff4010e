"""Run a notebook once, in this process, and keep what its cells show.

No kernel takes part: the cells run in a plain IPython shell, so that the process has no threads and no
sockets when it is copied for a guest.
"""

from __future__ import annotations

import ast
import io
import json
import os
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["EXERCISE", "Fault", "asked", "run_notebook"]

EXERCISE = "latihan"
"""Tag of the cells in which a reader answers."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell that failed: its 1-based number among the code cells, and the words for the facilitator."""

    cell: int
    words: str


def _shell(outputs: list[dict[str, Any]]) -> Any:
    """Make an IPython shell that appends what it shows to ``outputs`` and writes no history."""
    from IPython.core.displayhook import DisplayHook
    from IPython.core.displaypub import DisplayPublisher
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets import Type
    from traitlets.config import Config

    class Publisher(DisplayPublisher):  # type: ignore[misc]
        def publish(self, data: Any, metadata: Any = None, *_: Any, **__: Any) -> None:
            outputs.append({"output_type": "display_data", "data": data, "metadata": metadata or {}})

        def clear_output(self, wait: bool = False) -> None:
            outputs.clear()

    class Hook(DisplayHook):  # type: ignore[misc]
        source = ""

        def __call__(self, result: Any = None) -> None:
            if result is None or self.source.rstrip().endswith(";"):
                return
            data, metadata = self.compute_format_data(result)  # type: ignore[no-untyped-call]
            if data:
                outputs.append({"output_type": "display_data", "data": data, "metadata": metadata})

    class Shell(InteractiveShell):  # type: ignore[misc]
        display_pub_class = Type(Publisher)
        displayhook_class = Type(Hook)

        def _showtraceback(self, etype: Any, evalue: Any, stb: list[str]) -> None:
            outputs.append({"output_type": "error", "ename": "", "evalue": "", "traceback": []})

        def enable_gui(self, gui: Any = None) -> None:
            """There is no window here."""

    quiet = Config({"HistoryManager": {"enabled": False}, "InteractiveShell": {"colors": "NoColor"}})
    shell: Any = Shell.instance(config=quiet)
    shell.display_formatter.active_types = shell.display_formatter.format_types
    return shell


def _run_cell(shell: Any, source: str, outputs: list[dict[str, Any]]) -> Exception | None:
    """Run one cell; return its error, if any."""
    printed = io.StringIO()
    shell.displayhook.source = source
    with redirect_stdout(printed), redirect_stderr(io.StringIO()):
        done = shell.run_cell(source, store_history=False)
    if printed.getvalue():
        outputs.insert(0, {"output_type": "stream", "name": "stdout", "text": printed.getvalue()})
    error: Exception | None = done.error_before_exec or done.error_in_exec
    return error


def asked(source: str) -> str:
    """The source of an exercise, turned into boxes to type the answer in; otherwise as it is.

    An exercise is two statements: a name for the answer, three dots (or a dictionary of them) in its place,
    and the call that checks it. The check stays the lesson's own; what a guest types reaches it as a number
    or as words, never as code.

    Examples
    --------
    >>> asked("jawab = ...\\nperiksa(jawab, 3)").splitlines()[-1]
    '_answer_box(lambda jawab: periksa(jawab, 3), [])'
    >>> asked("jawab = {'A': ..., 'B': ...}\\nperiksa(jawab)").splitlines()[-1]
    "_answer_box(lambda jawab: periksa(jawab), ['A', 'B'])"
    >>> asked("print(1)")
    'print(1)'
    """
    try:
        body = ast.parse(source).body
    except SyntaxError:
        return source
    match body:
        case [ast.Assign(targets=[ast.Name(id=name)], value=value), ast.Expr(value=ast.Call() as call)]:
            keys = _keys_of(value)
        case _:
            return source
    if keys is None:
        return source
    head = "from simkinerja.classroom import answer_box as _answer_box\n"
    return f"{head}_answer_box(lambda {name}: {ast.unparse(call)}, {keys})"


def _keys_of(value: ast.expr) -> list[str] | None:
    """What is to be matched: nothing for three dots, the keys of a dictionary of them, else ``None``."""
    match value:
        case ast.Constant(value=v) if v is ...:
            return []
        case ast.Dict(keys=keys, values=values) if values:
            names = [key.value for key in keys if isinstance(key, ast.Constant)]
            open_ = [one for one in values if isinstance(one, ast.Constant) and one.value is ...]
            if len(names) == len(open_) == len(values):
                return [str(name) for name in names]
    return None


def run_notebook(path: Path) -> tuple[dict[str, Any], list[Fault]]:
    """Run the code cells of a notebook in its own folder, up to the first that fails.

    Parameters
    ----------
    path : Path
        Notebook file. The saved outputs are dropped.

    Returns
    -------
    notebook : dict
        The notebook in format 4 with fresh outputs; a failing cell holds an output of type ``error``
        without any words of it.
    faults : list of Fault
        Empty, or the one cell that failed.
    """
    notebook: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        cell["source"] = "".join(cell["source"])  # the format allows a list of lines
    outputs: list[dict[str, Any]] = []
    shell = _shell(outputs)
    shell.user_ns["__name__"] = "__main__"
    os.chdir(path.parent)
    faults: list[Fault] = []
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    for number, cell in enumerate(code, 1):
        outputs.clear()
        if not faults:
            exercise = EXERCISE in cell["metadata"].get("tags", ())
            error = _run_cell(shell, asked(cell["source"]) if exercise else cell["source"], outputs)
            if error is not None:
                faults.append(Fault(number, f"{type(error).__name__}: {error}"))
                if not any(output["output_type"] == "error" for output in outputs):
                    outputs.append({"output_type": "error", "ename": "", "evalue": "", "traceback": []})
        cell["outputs"] = [dict(output) for output in outputs]
    return notebook, faults
