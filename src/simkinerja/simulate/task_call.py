"""L5: one task in another process: what is sent, how it is answered, what a failure says.

The same three functions serve a process pool and a scheduler, so that a fault reads the same wherever
the work was done. Sent are the name of an importable function, its fixed arguments and the task, by the
standard pickle; nothing of a notebook's globals travels.
"""

from __future__ import annotations

import io
import pickle
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from types import FunctionType
from typing import Any, Final, Generic, NoReturn, TypeVar

from simkinerja.errors import InputError, Problem, UsageError, problem

__all__ = ["Ledger", "Parcel", "RunStoppedError", "answer", "attempt", "pack", "pack_task", "unwrap", "words"]

Result = TypeVar("Result")
Outcome = tuple[str, Any]

_PROTOCOL: Final = 5
_LONGEST_CAUSE: Final = 300
_loaded: dict[str, Callable[[Any], Any]] = {}


class RunStoppedError(InputError):
    """The caller's ``stop`` said yes before all tasks were done.

    Parameters
    ----------
    done, total : int
        Tasks finished (each has been given to ``on_done``) and tasks asked for.

    Examples
    --------
    >>> RunStoppedError(3, 10).done
    3
    """

    def __init__(self, done: int, total: int) -> None:
        self.done = done
        self.total = total
        super().__init__([problem("task_stopped", done=done, total=total)])


@dataclass(frozen=True, slots=True)
class Parcel:
    """A pickled function and the SHA-256 of its bytes: unpickled once in each process."""

    digest: str
    content: bytes


class _PlainPickler(pickle.Pickler):
    """Refuses what lives in ``__main__`` or inside a function: no other process can import it."""

    def reducer_override(self, item: Any) -> Any:
        if isinstance(item, type | FunctionType) and (
            item.__module__ == "__main__"
            or "<locals>" in item.__qualname__
            or "<lambda>" in item.__qualname__
        ):
            raise UsageError([problem("task_local", got=item.__qualname__.rpartition(".")[2])])
        return NotImplemented


def _dumps(item: object) -> bytes:
    stream = io.BytesIO()
    try:
        _PlainPickler(stream, _PROTOCOL).dump(item)
    except UsageError:
        raise
    except Exception as error:  # pickle raises PicklingError, TypeError, AttributeError, RecursionError ...
        raise UsageError([problem("task_unsendable", cause=words(error))]) from error
    return stream.getvalue()


def pack(work: Callable[[Any], Any]) -> Parcel:
    """Return a function ready to be sent.

    Parameters
    ----------
    work : callable
        A function of an importable module, or ``functools.partial`` of one with plain data.

    Raises
    ------
    UsageError
        ``task_local``: it (or the class of one of its arguments) was made in a notebook, in the script
        that is being run, or inside another function. ``task_unsendable``: it cannot be pickled.

    Examples
    --------
    >>> import math
    >>> pack(math.sqrt).content == pack(math.sqrt).content
    True
    >>> pack(lambda task: task)
    Traceback (most recent call last):
        ...
    simkinerja.errors.UsageError: '<lambda>' dibuat di dalam buku kerja, ...
    """
    content = _dumps(work)
    return Parcel(sha256(content).hexdigest(), content)


def pack_task(task: object) -> bytes:
    """Return one task ready to be sent.

    Raises
    ------
    UsageError
        As :func:`pack`.

    Examples
    --------
    >>> len(pack_task((1, "satu"))) > 0
    True
    """
    return _dumps(task)


def attempt(work: Callable[[Any], Any], task: object) -> Outcome:
    """Do one task; whatever goes wrong becomes plain data that any process can read.

    Returns
    -------
    (kind, content)
        ``("selesai", result)``, ``("masalah", (problems, is_usage))`` for errors a user can cause,
        ``("memori", "")``, or ``("gagal", (words, traceback))`` for a fault of the program.

    Examples
    --------
    >>> import math
    >>> attempt(math.sqrt, 9.0)
    ('selesai', 3.0)
    >>> attempt(math.sqrt, -1.0)[0]
    'gagal'
    """
    try:
        return "selesai", work(task)
    except InputError as error:
        return "masalah", (error.problems, isinstance(error, UsageError))
    except MemoryError:
        return "memori", ""
    except (Exception, SystemExit) as error:
        return "gagal", (words(error), traceback.format_exc())


def answer(parcel: Parcel, message: bytes) -> bytes:
    """Unpickle a task, do it, and return the pickled outcome; runs in the worker.

    Examples
    --------
    >>> import math, pickle
    >>> pickle.loads(answer(pack(math.sqrt), pack_task(9.0)))
    ('selesai', 3.0)
    """
    outcome = attempt(partial(_open_and_do, parcel), message)
    try:
        return pickle.dumps(outcome, _PROTOCOL)
    except Exception as error:
        return pickle.dumps(("gagal", (words(error), traceback.format_exc())), _PROTOCOL)


def _open_and_do(parcel: Parcel, message: bytes) -> Any:
    work = _loaded.get(parcel.digest)
    if work is None:
        work = pickle.loads(parcel.content)
        _loaded.clear()  # one run at a time: the data of an earlier one must not stay in memory
        _loaded[parcel.digest] = work
    return work(pickle.loads(message))


def words(error: BaseException) -> str:
    """Return an exception on one line of bounded length, for the sentence about it.

    Examples
    --------
    >>> words(ValueError("dua\\nbaris"))
    'ValueError: dua baris'
    """
    text = " ".join(f"{type(error).__name__}: {error}".split())
    return text if len(text) <= _LONGEST_CAUSE else text[:_LONGEST_CAUSE] + "…"


class _WorkerTraceError(Exception):
    """Where the worker stood when it failed; printed as the cause of the sentence."""


def unwrap(outcome: Outcome, number: int, total: int) -> Any:
    """Return the result of an outcome, or raise what went wrong as one sentence.

    Parameters
    ----------
    outcome : (kind, content)
        What :func:`attempt` returned.
    number, total : int
        Which task it was, from 1, and how many there are.

    Raises
    ------
    InputError
        The task's own problems, or ``task_failed``, ``task_memory``.

    Examples
    --------
    >>> unwrap(("selesai", 3.0), 1, 5)
    3.0
    >>> unwrap(("memori", ""), 2, 5)
    Traceback (most recent call last):
        ...
    simkinerja.errors.InputError: Memori tidak cukup untuk menghitung tugas ke-2 dari 5. ...
    """
    kind, content = outcome
    if kind == "selesai":
        return content
    if kind == "masalah":
        problems, is_usage = content
        raise (UsageError if is_usage else InputError)(problems)
    if kind == "memori":
        _fail(problem("task_memory", number=number, total=total))
    words, trace = content
    _fail(problem("task_failed", number=number, total=total, cause=words), trace)


def _fail(fault: Problem, trace: str = "") -> NoReturn:
    raise InputError([fault]) from (_WorkerTraceError(f"\n{trace}") if trace else None)


@dataclass(slots=True)
class Ledger(Generic[Result]):
    """What has been done so far: results in task order, the caller told of each at once.

    Parameters
    ----------
    total : int
        Number of tasks.
    on_done : callable, optional
        ``on_done(index, result)`` for each task as soon as it is done, in any order.
    stop : callable, optional
        ``stop() -> bool``, asked between tasks.
    keep : bool
        False: results are handed to ``on_done`` and then forgotten.

    Examples
    --------
    >>> ledger = Ledger(2)
    >>> ledger.settle(1, ("selesai", "b")); ledger.settle(0, ("selesai", "a"))
    >>> ledger.results
    ['a', 'b']
    """

    total: int
    on_done: Callable[[int, Result], None] | None = None
    stop: Callable[[], bool] | None = None
    keep: bool = True
    done: int = 0
    stopped: bool = False
    _found: dict[int, Result] = field(default_factory=dict)

    def settle(self, index: int, outcome: Outcome) -> None:
        """Take in the outcome of one task.

        Raises
        ------
        InputError
            As :func:`unwrap`.
        """
        result: Result = unwrap(outcome, index + 1, self.total)
        self.done += 1
        if self.keep:
            self._found[index] = result
        if self.on_done is not None:
            self.on_done(index, result)

    def asked_to_stop(self) -> bool:
        """Whether the caller has ever wanted to stop; once said, it stays so."""
        if not self.stopped and self.stop is not None:
            self.stopped = bool(self.stop())
        return self.stopped

    @property
    def results(self) -> list[Result]:
        """The results in task order; those of finished tasks only."""
        return [self._found[index] for index in sorted(self._found)]
