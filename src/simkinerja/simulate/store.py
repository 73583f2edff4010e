"""L5: a run directory: one file for each finished task, so that a run which breaks off goes on later.

::

    DIR/manifest.json        what was asked, with which code, how far it got (the only file with times)
    DIR/tugas/DIGEST.zip     the result of one task, named after its inputs
    DIR/NAME.parquet, .csv   the tables of all tasks in task order, written by finish()

Whether a task is done is known from its file alone, which is whole or not there; the states in the manifest
are for people. So nothing has to be repaired after a power cut, a full disk or a kill.
"""

from __future__ import annotations

import errno
import json
import os
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self, TypeVar

from simkinerja.errors import InputError, Place, problem
from simkinerja.files.atomic import write_many
from simkinerja.simulate.folder_lock import FolderLock, LockedError
from simkinerja.simulate.pool import run_tasks
from simkinerja.simulate.run_manifest import (
    FORMAT,
    NAME,
    Manifest,
    TaskKey,
    digest_of,
    file_digest,
    other_run,
    read_manifest,
)
from simkinerja.simulate.task_file import (
    TaskFileError,
    TaskResult,
    check_task_file,
    decode,
    encode,
    read_tables,
    to_parquet,
)

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Manifest", "RunFolder", "TaskKey", "TaskResult", "digest_of", "file_digest", "open_run"]

Task = TypeVar("Task")

_TASKS: Final = "tugas"
_HALF: Final = (".baru", ".lama")  # endings of what files.atomic stages
_MANIFEST_SECONDS: Final = 2.0  # the states for people may lag this much behind the files
_CAUSES: Final = {
    errno.ENOSPC: "ruang disk habis",
    errno.EDQUOT: "jatah disk habis",
    errno.EFBIG: "berkas melampaui ukuran yang diizinkan",
    errno.EACCES: "tidak ada hak menulis",
    errno.EPERM: "tidak ada hak menulis",
    errno.EROFS: "disk hanya dapat dibaca",
    errno.ENOTDIR: "nama folder itu sudah dipakai sebuah berkas",
    errno.EEXIST: "nama folder itu sudah dipakai sebuah berkas",
    errno.EIO: "disk bermasalah",
}


def open_run(folder: str | os.PathLike[str], manifest: Manifest) -> RunFolder:
    """Open a run directory, new or broken off, and hold it alone until it is closed.

    Parameters
    ----------
    folder : path-like
        Made if missing. An existing one must be empty or hold this same run.
    manifest : Manifest

    Returns
    -------
    RunFolder
        Use it in a ``with``: it gives the folder free.

    Raises
    ------
    InputError
        ``run_other``: the folder holds another run, with what differs; ``run_foreign``: it holds other
        files; ``run_locked``: another process writes there; ``run_manifest``: its manifest is damaged;
        ``run_unwritable``.

    Examples
    --------
    >>> import tempfile
    >>> import pandas as pd
    >>> manifest = Manifest(seed=7, tasks=(TaskKey("ulangan 1", digest_of(7, 1)),))
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with open_run(folder, manifest) as run:
    ...         run.save(0, TaskResult({"bulanan": pd.DataFrame({"month": [0, 1]})}))
    ...     with open_run(folder, manifest) as run:
    ...         print(run.pending, [path.name for path in run.finish()])
    () ['bulanan.parquet', 'bulanan.csv']
    """
    place = Path(folder).absolute()
    _refuse_foreign(place)  # before anything is made in a folder of somebody else's
    try:
        (place / _TASKS).mkdir(parents=True, exist_ok=True)
        lock = FolderLock(place)
    except LockedError:
        raise InputError([problem("run_locked", Place(file=place.name))]) from None
    except OSError as error:
        raise _unwritable(error, 0, len(manifest.tasks)) from error
    try:
        return _opened(place, manifest, lock)
    except BaseException:
        lock.release()
        raise


def _refuse_foreign(place: Path) -> None:
    if not place.is_dir() or (place / NAME).exists():
        return
    foreign = sorted(path.name for path in place.iterdir() if path.name != _TASKS and path.name[0] != ".")
    if foreign:
        raise InputError([problem("run_foreign", Place(file=place.name), got=foreign[0])])


def _opened(place: Path, manifest: Manifest, lock: FolderLock) -> RunFolder:
    found = read_manifest(place)
    if found is not None and (said := other_run(found, manifest)):
        raise InputError([problem("run_other", Place(file=place.name), what="; ".join(said))])
    for half in (
        path for part in (place, place / _TASKS) for path in part.glob(".*") if path.suffix in _HALF
    ):
        with suppress(OSError):  # left by a process that was killed while writing
            half.unlink()
    run = RunFolder(place, manifest, lock, created=found["created"] if found else _now())
    run.look()
    run.write_manifest("berjalan")
    return run


@dataclass(slots=True, eq=False)
class RunFolder:
    """An open run directory; made by :func:`open_run`.

    Parameters
    ----------
    folder : Path
    manifest : Manifest
    lock : FolderLock
    created : str
        When the run was first opened, UTC.

    Attributes
    ----------
    notes : list of str
        What was found and repaired on opening, in sentences.
    """

    folder: Path
    manifest: Manifest
    lock: FolderLock
    created: str
    notes: list[str] = field(default_factory=list)
    _done: set[int] = field(default_factory=set)
    _written: float = 0.0

    @property
    def total(self) -> int:
        """Number of tasks."""
        return len(self.manifest.tasks)

    @property
    def pending(self) -> tuple[int, ...]:
        """Indices of the tasks that still have to be done, in order."""
        return tuple(index for index in range(self.total) if index not in self._done)

    def look(self) -> None:
        """Find out from the task files what is done; a damaged one counts as not done, with a note."""
        for index, task in enumerate(self.manifest.tasks):
            path = self._path(index)
            if not path.exists():
                continue
            try:
                check_task_file(path, task.digest)
                self._done.add(index)
            except TaskFileError:
                self.notes.append(problem("run_task_redone", label=task.label).sentence)

    def save(self, index: int, result: TaskResult) -> None:
        """Keep the result of a task; afterwards it survives whatever happens to the process.

        Parameters
        ----------
        index : int
            Position in ``manifest.tasks``.
        result : TaskResult

        Raises
        ------
        InputError
            ``run_unwritable``: full disk or missing rights; earlier results stay, this one is not there.
        """
        task = self.manifest.tasks[index]
        self._write({self._path(index): encode(result, task.digest, task.label)})
        self._done.add(index)
        if time.monotonic() - self._written > _MANIFEST_SECONDS:
            self.write_manifest("berjalan")

    def read(self, index: int) -> TaskResult:
        """Read the result of a finished task.

        Raises
        ------
        InputError
            ``run_task_damaged``: the file is missing or damaged.
        """
        try:
            return decode(self._path(index), self.manifest.tasks[index].digest)
        except TaskFileError as error:
            raise self._damaged(index) from error

    def do(
        self,
        work: Callable[[Task], TaskResult],
        tasks: Sequence[Task],
        *,
        workers: int = 1,
        scheduler: str | None = None,
        on_done: Callable[[int], None] | None = None,
        stop: Callable[[], bool] | None = None,
    ) -> None:
        """Do the tasks that are not done yet, and keep each as soon as it is finished.

        Parameters
        ----------
        work, workers, scheduler, stop
            As for :func:`~simkinerja.simulate.pool.run_tasks`.
        tasks : sequence
            One for each entry of ``manifest.tasks``, in that order.
        on_done : callable, optional
            ``on_done(index)`` after the result of a task has been kept.

        Raises
        ------
        InputError
            As ``run_tasks`` and :meth:`save`; what is finished stays, and a later run goes on from there.
        """
        if len(tasks) != self.total:
            raise ValueError(f"{len(tasks)} tasks for {self.total} keys")
        pending = self.pending

        def keep(position: int, result: TaskResult) -> None:
            self.save(pending[position], result)
            if on_done is not None:
                on_done(pending[position])

        waiting = [tasks[index] for index in pending]
        run_tasks(work, waiting, workers=workers, scheduler=scheduler, on_done=keep, stop=stop, keep=False)

    def finish(self) -> tuple[Path, ...]:
        """Write the tables of all tasks, joined in task order, as Parquet and CSV.

        The bytes depend on the results alone, not on who computed them, when, or in which order.

        Returns
        -------
        tuple of Path
            The files written: for each table ``NAME.parquet`` and ``NAME.csv``.

        Raises
        ------
        InputError
            ``run_unfinished``; ``run_task_damaged``; ``run_unwritable``: no table has changed then.
        """
        if self.pending:
            raise InputError([problem("run_unfinished", done=len(self._done), total=self.total)])
        files: dict[Path, bytes] = {}
        for name, table in self._tables().items():
            files[self.folder / f"{name}.parquet"] = to_parquet(table)
            text = table.to_pandas().to_csv(index=False, lineterminator="\n")
            files[self.folder / f"{name}.csv"] = text.encode("utf-8")
        self._write(files)
        self.write_manifest("selesai")
        return tuple(files)

    def _tables(self) -> dict[str, pa.Table]:
        import pyarrow as pa

        parts: dict[str, list[pa.Table]] = {}
        for index, task in enumerate(self.manifest.tasks):
            try:
                for name, table in read_tables(self._path(index), task.digest).items():
                    parts.setdefault(name, []).append(table)
            except TaskFileError as error:
                raise self._damaged(index) from error
        return {
            name: pa.concat_tables(tables, promote_options="permissive").combine_chunks()
            for name, tables in parts.items()
        }

    def write_manifest(self, state: str) -> None:
        """Write ``manifest.json``.

        Parameters
        ----------
        state : {'berjalan', 'selesai'}

        Raises
        ------
        InputError
            ``run_unwritable``.
        """
        content: dict[str, Any] = {
            "format": FORMAT,
            "state": state,
            "created": self.created,
            "finished": _now() if state == "selesai" else None,
            **self.manifest.as_dict(),
            "tasks": [
                {
                    "label": task.label,
                    "digest": task.digest,
                    "state": "selesai" if index in self._done else "belum",
                }
                for index, task in enumerate(self.manifest.tasks)
            ],
        }
        text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
        self._write({self.folder / NAME: text.encode("utf-8")})
        self._written = time.monotonic()

    def close(self) -> None:
        """Bring the manifest up to date if that is possible, and give the folder free."""
        if self.pending:
            with suppress(InputError):  # on a full disk the older manifest stays, which is as good
                self.write_manifest("berjalan")
        self.lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _path(self, index: int) -> Path:
        return self.folder / _TASKS / f"{self.manifest.tasks[index].digest}.zip"

    def _damaged(self, index: int) -> InputError:
        place = Place(file=f"{_TASKS}/{self._path(index).name}")
        return InputError([problem("run_task_damaged", place, label=self.manifest.tasks[index].label)])

    def _write(self, files: dict[Path, bytes]) -> None:
        try:
            write_many(files)
        except InputError as error:
            cause = error.__cause__
            if not isinstance(cause, OSError):
                raise
            raise _unwritable(cause, len(self._done), self.total) from error


def _unwritable(error: OSError, done: int, total: int) -> InputError:
    cause = _CAUSES.get(error.errno or 0) or error.strerror or str(error)
    name = Path(str(error.filename)).name if error.filename else None
    return InputError([problem("run_unwritable", Place(file=name), cause=cause, done=done, total=total)])


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
