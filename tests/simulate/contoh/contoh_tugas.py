"""Work that other processes can import: what the tests of the pool, the store and the scheduler send."""

import os
import signal
import time
from pathlib import Path

import numpy as np
import pandas as pd

from simkinerja.errors import InputError, Place, UsageError, problem
from simkinerja.simulate.task_file import TaskResult
from simkinerja.streams import Streams


def square(x):
    return x * x


def who(_):
    return os.getpid()


def threads(_):
    return os.environ.get("OPENBLAS_NUM_THREADS")


def wait_for(task):
    """Write one file, then wait until another one is there."""
    mine, other = task
    if mine:
        Path(mine).touch()
    while other and not Path(other).exists():
        time.sleep(0.01)
    return mine


def hang(task):
    """Say who is here, then never end if told so."""
    folder, number, forever = task
    Path(folder, f"{number}.{os.getpid()}").touch()
    while forever:
        time.sleep(1)
    return number


def die_always(number):
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def fault(kind):
    if kind == "masukan":
        raise InputError([problem("file_missing", Place(file="a.csv")), problem("file_empty")])
    if kind == "pakai":
        raise UsageError([problem("file_missing", Place(file="b.csv"))])
    if kind == "memori":
        raise MemoryError
    if kind == "keluar":
        raise SystemExit(4)
    if kind == "program":
        raise ZeroDivisionError("pembagi nol")
    if kind == "hasil":
        return (number for number in [1])  # cannot be pickled
    return kind


def block(task):
    """A small simulation: keyed draws of a block of officers, as tables and an array.

    ``kill`` names a file: the first to find it missing makes it and dies in the middle of the work.
    """
    seed, number, kill = task
    draws = Streams(seed).normal("blok", np.arange(50) + 50 * number)
    if kill and not Path(kill).exists():
        Path(kill).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    table = pd.DataFrame(
        {
            "replication": number,
            "month": np.arange(50) % 5,
            "value": np.exp(draws),
            "group": pd.Categorical(np.where(draws > 0, "atas", "bawah")),
            "note": ["naik" if d > 1 else None for d in draws],
        }
    )
    total = table.groupby("month", as_index=False)["value"].sum()
    return TaskResult({"orang": table, "bulanan": total}, {"draws": draws})
