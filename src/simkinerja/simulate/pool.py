"""L5: many tasks on this computer, or handed to a scheduler; the answer does not depend on which.

Which way of starting processes, measured on 2 cores with pandas loaded (two workers ready for work):
``fork`` 7 ms, a fork server 11 ms (and 450 ms once, when it starts), ``spawn`` 500 ms every time. A plain
``fork`` copies whatever threads of the caller hold at that moment (a notebook has several, Python 3.12
warns of it), so it may hang for ever; the fork server is a clean process of one thread of ours that has
the libraries loaded and copies only itself. Windows has ``spawn`` alone.

The dispatch is ours and not ``concurrent.futures``: that one cannot say which task killed its worker, and
one dead worker there breaks the whole pool.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import sys
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final, TypeVar

from simkinerja.errors import InputError, problem
from simkinerja.rules.checks import refuse, whole
from simkinerja.simulate.task_call import Ledger, Parcel, RunStoppedError, answer, attempt, pack, pack_task

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

__all__ = ["cores", "run_tasks", "warm_up"]

Task = TypeVar("Task")
Result = TypeVar("Result")

_MOST_WORKERS: Final = 1024
_WAIT_SECONDS: Final = 0.2  # how long a caller who wants to stop waits at most before being heard
_JOIN_SECONDS: Final = 5.0
_DEATHS_FORGIVEN: Final = 1
_THREADS: Final = ("OMP", "OPENBLAS", "MKL", "NUMEXPR")
ONE_THREAD: Final = dict.fromkeys([f"{name}_NUM_THREADS" for name in _THREADS], "1")
_PRELOAD: Final = ("numpy", "pandas", "pyarrow.parquet", "simkinerja.simulate.pool")


def run_tasks(
    work: Callable[[Task], Result],
    tasks: Sequence[Task],
    *,
    workers: int = 1,
    scheduler: str | None = None,
    on_done: Callable[[int, Result], None] | None = None,
    stop: Callable[[], bool] | None = None,
    keep: bool = True,
) -> list[Result]:
    """Do tasks that do not depend on one another; the answer is the same on any number of workers.

    Parameters
    ----------
    work : callable
        ``work(task) -> result``. For more than one worker: a function of an importable module, or
        ``functools.partial`` of one; it travels once a worker, each task when its turn comes.
    tasks : sequence
        Plain data that can be pickled.
    workers : int
        1: in this process. More: so many processes. With ``scheduler="lokal"``: its workers.
    scheduler : str, optional
        ``"tcp://host:8786"`` (a Dask scheduler) or ``"lokal"`` (one of our own on 127.0.0.1).
    on_done : callable, optional
        ``on_done(index, result)`` in this process as soon as a task is done, in any order.
    stop : callable, optional
        Asked between tasks; after a yes nothing new starts, what is running is finished and kept.
    keep : bool
        False: an empty list comes back; the results went to ``on_done`` only and take no memory.

    Returns
    -------
    list
        Results in task order.

    Raises
    ------
    UsageError
        An argument outside what is allowed, or a function or task that cannot be sent.
    InputError
        The tasks' own problems; ``task_failed``, ``task_memory``; ``task_worker_died`` when a task has lost
        its process twice; the ``scheduler_...`` codes. Finished tasks have been given to ``on_done``.
    RunStoppedError
        ``stop`` said yes.
    KeyboardInterrupt
        Ctrl-C; the processes are ended, results that had arrived are given to ``on_done`` first.

    Examples
    --------
    >>> import math
    >>> run_tasks(math.sqrt, [9.0, 4.0, 1.0])
    [3.0, 2.0, 1.0]
    """
    workers = whole(workers, "workers", "run_tasks", low=1, high=_MOST_WORKERS, example="workers=2")
    if not callable(work):
        refuse("work", "run_tasks", "sebuah fungsi", work, "work=hitung")
    ledger = Ledger[Result](len(tasks), on_done, stop, keep)
    if scheduler is not None:
        from simkinerja.simulate.dask_pool import run_on_scheduler

        run_on_scheduler(scheduler, workers, work, tasks, ledger)
    elif min(workers, len(tasks)) <= 1:
        _run_here(work, tasks, ledger)
    else:
        _run_crew(work, tasks, min(workers, len(tasks)), ledger)
    return ledger.results


def cores() -> int:
    """Number of processors that this process may use.

    Examples
    --------
    >>> cores() >= 1
    True
    """
    usable = getattr(os, "sched_getaffinity", None)
    return len(usable(0)) if usable else os.cpu_count() or 1


def _run_here(work: Callable[[Task], Result], tasks: Sequence[Task], ledger: Ledger[Result]) -> None:
    for index, task in enumerate(tasks):
        if ledger.asked_to_stop():
            raise RunStoppedError(ledger.done, ledger.total)
        ledger.settle(index, attempt(work, task))


# ---- processes -------------------------------------------------------------------------------------------


def _context() -> Any:
    method = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(method)
    if method == "forkserver":
        context.set_forkserver_preload(list(_PRELOAD))
    return context


def warm_up() -> None:
    """Start the fork server in the background, so that the first pool does not wait for its imports.

    A command calls it before it reads its files; returns at once. Does nothing on Windows.

    Examples
    --------
    >>> warm_up()
    """
    context = _context()
    if context.get_start_method() == "forkserver":
        from multiprocessing.forkserver import ensure_running

        with _one_thread(), _without_main():
            ensure_running()


@contextmanager
def _one_thread() -> Iterator[None]:
    """Let processes started meanwhile calculate with one thread each: the workers are the parallel part."""
    before = {name: os.environ.get(name) for name in ONE_THREAD}
    os.environ.update(ONE_THREAD)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


@contextmanager
def _without_main() -> Iterator[None]:
    """Hide the running script while a process starts, or the process would run that script once more.

    So a script needs no ``if __name__ == "__main__"`` and a notebook's cells are never repeated.
    """
    before = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = before


def _serve(link: Connection, parcel: Parcel) -> None:
    """Life of a worker: answer tasks until the other end hangs up."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the caller ends us
    with suppress(EOFError, OSError):
        while True:
            link.send_bytes(answer(parcel, link.recv_bytes()))


@dataclass(slots=True, eq=False)
class _Worker:
    process: BaseProcess
    link: Connection
    index: int | None = None  # the task it has
    reading: bool = False  # an answer is half read: what follows on the link makes no sense

    def close(self, *, at_once: bool) -> None:
        self.link.close()
        if at_once:
            self.process.kill()
        self.process.join(_JOIN_SECONDS)
        if self.process.exitcode is None:
            self.process.kill()
            self.process.join()
        self.process.close()


@dataclass(slots=True)
class _Crew:
    """Worker processes, each with a pipe of its own, so that it is known who has which task."""

    parcel: Parcel
    context: Any = field(default_factory=_context)
    members: list[_Worker] = field(default_factory=list)

    def hire(self) -> None:
        near, far = self.context.Pipe()
        process = self.context.Process(target=_serve, args=(far, self.parcel), daemon=True)
        with _one_thread(), _without_main():
            process.start()
        far.close()
        self.members.append(_Worker(process, near))

    def idle(self) -> list[_Worker]:
        return [worker for worker in self.members if worker.index is None]

    def ready(self, timeout: float) -> list[_Worker]:
        """Workers with an answer, or dead ones, after at most ``timeout`` seconds."""
        from multiprocessing.connection import wait

        busy = {worker.link: worker for worker in self.members if worker.index is not None}
        return [busy[link] for link in wait(list(busy), timeout)]  # type: ignore[index]

    def dismiss(self, worker: _Worker) -> int | None:
        """Part with a dead worker and return how it ended: minus the signal, or an exit code."""
        self.members.remove(worker)
        worker.process.join(_JOIN_SECONDS)
        code = worker.process.exitcode
        worker.close(at_once=True)
        return code

    def close(self, *, at_once: bool) -> None:
        while self.members:
            self.members.pop().close(at_once=at_once)


def _run_crew(
    work: Callable[[Task], Result], tasks: Sequence[Task], workers: int, ledger: Ledger[Result]
) -> None:
    crew = _Crew(pack(work))
    first = pack_task(tasks[0])  # before any process starts: the usual case of a task that cannot travel
    todo = deque(range(len(tasks)))
    deaths: Counter[int] = Counter()
    clean = False
    try:
        for _ in range(workers):
            crew.hire()
        while ledger.done < ledger.total:
            if ledger.asked_to_stop():
                todo.clear()
            _hand_out(crew, todo, lambda index: first if index == 0 else pack_task(tasks[index]))
            if all(worker.index is None for worker in crew.members):
                break
            for worker in crew.ready(_WAIT_SECONDS):
                _take_in(crew, worker, todo, deaths, ledger)
        clean = True
    except BaseException:
        _save_arrived(crew, ledger)
        raise
    finally:
        crew.close(at_once=not clean)
    if ledger.done < ledger.total:
        raise RunStoppedError(ledger.done, ledger.total)


def _hand_out(crew: _Crew, todo: deque[int], message: Callable[[int], bytes]) -> None:
    for worker in crew.idle():
        if not todo:
            return
        content = message(todo[0])
        worker.index = todo.popleft()
        with suppress(OSError):  # it died while idle: taking in its answer finds out
            worker.link.send_bytes(content)


def _take_in(
    crew: _Crew, worker: _Worker, todo: deque[int], deaths: Counter[int], ledger: Ledger[Result]
) -> None:
    """Settle one answer; a task whose worker died goes back to the front, once."""
    index = worker.index
    assert index is not None
    try:
        worker.reading = True
        content = worker.link.recv_bytes()
        worker.reading = False
    except (EOFError, OSError):
        code = crew.dismiss(worker)
        deaths[index] += 1
        if deaths[index] > _DEATHS_FORGIVEN:
            cause = _how_it_ended(code)
            gone = problem("task_worker_died", number=index + 1, total=ledger.total, cause=cause)
            raise InputError([gone]) from None
        todo.appendleft(index)
        crew.hire()
        return
    worker.index = None
    ledger.settle(index, pickle.loads(content))


def _save_arrived(crew: _Crew, ledger: Ledger[Result]) -> None:
    """Keep answers that lie ready when the run breaks off; a second fault among them adds nothing."""
    for worker in crew.ready(0):
        index = worker.index
        if index is None or worker.reading:
            continue
        with suppress(EOFError, OSError, InputError):
            ledger.settle(index, pickle.loads(worker.link.recv_bytes()))


def _how_it_ended(code: int | None) -> str:
    if code is not None and code < 0:
        with suppress(ValueError):
            return signal.Signals(-code).name
    return f"kode {code}"
