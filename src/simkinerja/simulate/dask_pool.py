"""L5: the same tasks, handed to a Dask scheduler: other computers, or a scheduler of our own on this one.

Sent are bytes that :mod:`simkinerja.simulate.task_call` pickled, and two functions of this module by name.
The function of the run travels once, as a task of its own that the others depend on: when the worker that
holds it is lost, the scheduler makes it again elsewhere. A lost worker's tasks are given to another by the
scheduler itself; a lost scheduler ends the run with a sentence, and what has arrived is kept.
"""

from __future__ import annotations

import importlib
import logging
import os
import pickle
import queue
import re
import socket
import subprocess
import sys
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar
from uuid import uuid4

from simkinerja.errors import InputError, problem
from simkinerja.rules.checks import refuse
from simkinerja.simulate.pool import ONE_THREAD
from simkinerja.simulate.task_call import Ledger, Parcel, RunStoppedError, answer, pack, pack_task, words
from simkinerja.simulate.versions import differences, versions

__all__ = ["run_on_scheduler"]

Task = TypeVar("Task")
Result = TypeVar("Result")

LOCAL: Final = "lokal"
_ADDRESS: Final = re.compile(r"(?:tcp|tls)://(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\]):[0-9]{1,5}")
_CONNECT_SECONDS: Final = 10.0
_WORKERS_SECONDS: Final = 30.0  # how long a scheduler may be without any worker
_WAIT_SECONDS: Final = 0.2
_LOOK_SECONDS: Final = 2.0
_AHEAD: Final = 3  # tasks given out for each thread of a worker, so that none waits for us
_WORKER_COMMAND: Final = (
    "-m",
    "distributed.cli.dask_worker",
    "--nthreads=1",
    "--memory-limit=0",
    "--host=127.0.0.1",
    "--no-dashboard",
    "--dashboard-address=127.0.0.1:0",  # without it the worker's status port would listen to everybody
    "--death-timeout=30",
)
_DASK_QUIET: Final = {"DASK_LOGGING__DISTRIBUTED": "critical"}
_CONFIG: Final = {
    "distributed.admin.large-graph-warning-threshold": "1TB",  # a whole city in one parcel is meant to be
    "distributed.comm.timeouts.connect": f"{_CONNECT_SECONDS:.0f}s",
}


def run_on_scheduler(
    address: str,
    workers: int,
    work: Callable[[Task], Result],
    tasks: Sequence[Task],
    ledger: Ledger[Result],
) -> None:
    """Do tasks by a Dask scheduler and enter each into the ledger as it arrives.

    Parameters
    ----------
    address : str
        ``"tcp://host:port"``, ``"tls://host:port"``, or ``"lokal"``: a scheduler of our own with ``workers``
        processes, bound to 127.0.0.1, without dashboard, ended with the run.
    workers : int
        For ``"lokal"`` only.
    work, tasks
        As for :func:`~simkinerja.simulate.pool.run_tasks`.
    ledger : Ledger

    Raises
    ------
    UsageError
        An address of another form; a function or task that cannot be sent.
    InputError
        ``scheduler_missing`` (Dask is not installed), ``scheduler_unreachable``, ``scheduler_empty``,
        ``scheduler_versions``, ``scheduler_lost``, ``task_worker_died``, or what a task itself says.
    RunStoppedError
        The caller wanted to stop.
    """
    if not isinstance(address, str) or (address != LOCAL and not _ADDRESS.fullmatch(address)):
        refuse("scheduler", "run_tasks", "'tcp://alamat:port' atau 'lokal'", address, "'tcp://10.0.0.5:8786'")
    parcel = pack(work)
    with _connected(address, min(workers, max(1, len(tasks)))) as client:
        _check_workers(client, address, min(workers, len(tasks)) if address == LOCAL else 1)
        _Errand(client, address, tasks, ledger, parcel).run()


# ---- connection ------------------------------------------------------------------------------------------


@contextmanager
def _connected(address: str, workers: int) -> Iterator[Any]:
    try:
        import dask
        import distributed
    except ModuleNotFoundError:
        raise InputError([problem("scheduler_missing")]) from None
    with dask.config.set(_CONFIG), _quiet(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # versions are compared below, and said in our words
        with _own_scheduler(distributed, workers) if address == LOCAL else nullcontext(address) as target:
            client = _client(distributed, target, address)
            try:
                yield client
            finally:
                with suppress(Exception):  # a lost scheduler cannot be said goodbye to
                    client.close(timeout=2)


@contextmanager
def _own_scheduler(distributed: Any, workers: int) -> Iterator[str]:
    """A scheduler in this process and workers beside it, all on 127.0.0.1.

    The workers are started by Dask's own command and not by its ``LocalCluster``: that one repeats the
    user's script in every worker it has to replace.
    """
    with distributed.LocalCluster(
        n_workers=0,
        processes=True,
        host="127.0.0.1",
        dashboard_address="127.0.0.1:0",
        scheduler_kwargs={"dashboard": False},
        silence_logs=logging.CRITICAL,
    ) as cluster:
        crew = subprocess.Popen(
            [sys.executable, *_WORKER_COMMAND, cluster.scheduler_address, f"--nworkers={workers}"],
            env={**os.environ, **ONE_THREAD, **_DASK_QUIET, "PYTHONPATH": os.pathsep.join(sys.path)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is for us; the workers end with their scheduler
        )
        try:
            yield cluster.scheduler_address
        finally:
            crew.terminate()
            try:
                crew.wait(_CONNECT_SECONDS)
            except subprocess.TimeoutExpired:
                crew.kill()
                crew.wait()


def _client(distributed: Any, target: Any, address: str) -> Any:
    try:
        if address != LOCAL:  # Dask would try a closed port for its whole time limit
            host, _, port = address.partition("://")[2].rpartition(":")
            socket.create_connection((host.strip("[]"), int(port)), timeout=_CONNECT_SECONDS).close()
        return distributed.Client(target, timeout=_CONNECT_SECONDS, set_as_default=False)
    except (OSError, TimeoutError, OverflowError) as error:
        raise InputError([problem("scheduler_unreachable", address=address)]) from error


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep Dask's English log lines off the terminal: what matters is said by our sentences."""
    logger = logging.getLogger("distributed")
    level, propagate = logger.level, logger.propagate
    logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        logger.setLevel(level)
        logger.propagate = propagate


def _check_workers(client: Any, address: str, wanted: int) -> None:
    """Wait for the workers and compare the versions of each with ours before anything is sent."""
    end = time.monotonic() + _WORKERS_SECONDS
    while len(found := _threads(client)) < wanted:
        if time.monotonic() > end:
            if found:
                break  # fewer than hoped for, but somebody works
            raise InputError([problem("scheduler_empty", address=address)])
        time.sleep(_WAIT_SECONDS)
    try:
        # by a function of Python itself first: one of ours cannot even be read where the package is missing
        tried = client.run(importlib.import_module, __name__, on_error="return")
        missing = {worker: got for worker, got in tried.items() if isinstance(got, Exception)}
        said = missing or client.run(worker_versions, on_error="return")
    except (OSError, TimeoutError) as error:
        raise InputError([problem("scheduler_lost", address=address, done=0, total=0)]) from error
    for worker, theirs in said.items():
        _compare(worker, theirs)


def _compare(worker: str, theirs: object) -> None:
    if isinstance(theirs, ModuleNotFoundError | AttributeError | ImportError):
        what = f"di sana simkinerja tidak terpasang atau versinya lain ({theirs})"
    elif not isinstance(theirs, Mapping):
        return  # it died while it was asked; its successor is asked again with its first task
    elif not (said := differences(versions(), theirs)):
        return
    else:
        what = "; ".join(said)
    raise InputError([problem("scheduler_versions", worker=worker, what=what)])


def _threads(client: Any) -> dict[str, int]:
    """Threads of each worker; empty when there is none or the scheduler does not answer."""
    try:
        return dict(client.nthreads())
    except Exception:  # a connection that breaks shows itself in the futures, with the right sentence
        return {}


# ---- what runs on the workers ----------------------------------------------------------------------------


def worker_versions() -> dict[str, str]:
    """Return the versions of the process this runs in."""
    return dict(versions())


def hold(parcel: Parcel, ours: Mapping[str, str]) -> tuple[Parcel, Mapping[str, str]]:
    """Return what it is given: a task that puts the run's function onto a worker."""
    return parcel, ours


def do(held: tuple[Parcel, Mapping[str, str]], message: bytes) -> bytes:
    """Do one task on a worker; one that came later with other versions says so instead."""
    parcel, ours = held
    if said := differences(ours, versions()):
        return pickle.dumps(("versi", "; ".join(said)))
    return answer(parcel, message)


# ---- the run ---------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Errand:
    """Gives out tasks a few at a time and takes in what comes back, in whatever order."""

    client: Any
    address: str
    tasks: Sequence[Any]
    ledger: Ledger[Any]
    parcel: Parcel
    name: str = field(default_factory=lambda: f"simkinerja-{uuid4().hex}")
    arrived: queue.SimpleQueue[int] = field(default_factory=queue.SimpleQueue)
    out: dict[int, Any] = field(default_factory=dict)
    place: dict[int, str] = field(default_factory=dict)
    given: int = 0

    def run(self) -> None:
        held = self.client.submit(hold, self.parcel, dict(versions()), key=f"{self.name}-kerja", pure=False)
        threads, looked, alone = _threads(self.client), time.monotonic(), 0.0
        while self.ledger.done < self.ledger.total:
            if not self.ledger.asked_to_stop():
                self._give_out(held, threads)
            if not self.out:
                raise RunStoppedError(self.ledger.done, self.ledger.total)
            self._take_in()
            if (passed := time.monotonic() - looked) > _LOOK_SECONDS:
                threads, looked = _threads(self.client), time.monotonic()
                alone = 0.0 if threads else alone + passed
                self._patience(alone)

    def _give_out(self, held: Any, threads: Mapping[str, int]) -> None:
        room = _AHEAD * max(1, sum(threads.values()))
        while self.given < len(self.tasks) and len(self.out) < room:
            index = self.given
            message = pack_task(self.tasks[index])
            where = self._least_busy(threads)
            name = f"{self.name}-{index}"
            future = self.client.submit(
                do, held, message, key=name, pure=False, workers=where, allow_other_workers=where is not None
            )
            self.out[index] = future
            self.given += 1
            self._listen(index, future)

    def _least_busy(self, threads: Mapping[str, int]) -> list[str] | None:
        """Choose the worker: left alone, Dask gives all tasks to the one that already holds the function."""
        if not threads:
            return None
        busy = Counter(self.place.get(index) for index in self.out)
        best = min(threads, key=lambda worker: (busy[worker] + 1) / max(1, threads[worker]))
        self.place[self.given] = best
        return [best]

    def _take_in(self) -> None:
        """Wait a moment for something to arrive, then settle all that is there."""
        indices: list[int] = []
        with suppress(queue.Empty):
            indices.append(self.arrived.get(timeout=_WAIT_SECONDS))
            while True:
                indices.append(self.arrived.get_nowait())
        ready = {index: self.out[index] for index in indices if self.out[index].status == "finished"}
        for index, content in self._fetched(ready).items():
            del self.out[index]
            self._settle(index, content)
        for index in indices:
            if index in self.out:
                self._again(index)

    def _fetched(self, futures: dict[int, Any]) -> dict[int, bytes]:
        """Fetch results in one message: one by one, each would cost a round trip."""
        try:
            return dict(zip(futures, self.client.gather(list(futures.values())), strict=True))
        except Exception:  # lost between the news and the fetching: each future knows what became of it
            return {}

    def _again(self, index: int) -> None:
        """Wait once more for a result whose worker was lost before we had it; other ends are final."""
        future = self.out[index]
        if future.status in ("error", "cancelled") or self.client.status != "running":
            raise self._fault(future, index)
        self._listen(index, future)

    def _listen(self, index: int, future: Any) -> None:
        future.add_done_callback(lambda _: self.arrived.put(index))

    def _settle(self, index: int, content: bytes) -> None:
        outcome = pickle.loads(content)
        if outcome[0] == "versi":
            raise InputError([problem("scheduler_versions", worker=self.address, what=outcome[1])])
        self.ledger.settle(index, outcome)

    def _fault(self, future: Any, index: int) -> InputError:
        done, total, number = self.ledger.done, self.ledger.total, index + 1
        if future.status != "error":
            return InputError([problem("scheduler_lost", address=self.address, done=done, total=total)])
        error = future.exception()
        if type(error).__name__ == "KilledWorker":
            cause = "pekerjanya hilang"
            return InputError([problem("task_worker_died", number=number, total=total, cause=cause)])
        return InputError([problem("task_failed", number=number, total=total, cause=words(error))])

    def _patience(self, alone: float) -> None:
        """End the run when the scheduler has had no worker for too long."""
        if alone > _WORKERS_SECONDS:
            raise InputError([problem("scheduler_empty", address=self.address)])
