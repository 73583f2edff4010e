"""The bare cost of random numbers: the same count and kinds by numpy's fastest bulk fill.

The least that any numpy program must pay for the draws of a run: numbers fill a buffer that stays in the
processor's cache, nothing is done with them, no decision has a stream of its own. For each kind the fastest
of three bit generators counts.

The log is taken by listening at the few functions through which the engine draws; a count drawn by way of a
normal number is one number. A way of drawing that the log does not know stops it.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import wraps
from types import ModuleType
from typing import Any

import numpy as np

BUFFER = 1 << 13
SMALL_MEAN, LARGE_MEAN = 0.5, 30.0
LARGE_FROM = 10.0  # where numpy changes from multiplication to transformed rejection
DAYS, PRESENT = 21, 0.9
BITS = (np.random.SFC64, np.random.PCG64DXSM, np.random.Philox)


def fillers(rng: np.random.Generator, dtype: str) -> dict[str, Callable[[], object]]:
    """For each kind a call that draws ``BUFFER`` numbers."""
    out = np.empty(BUFFER, dtype=dtype if dtype in ("float32", "float64") else "float64")
    return {
        "uniform": lambda: rng.random(out=out, dtype=out.dtype),
        "normal": lambda: rng.standard_normal(out=out, dtype=out.dtype),
        "poisson_small": lambda: rng.poisson(SMALL_MEAN, BUFFER),
        "poisson_large": lambda: rng.poisson(LARGE_MEAN, BUFFER),
        "binomial": lambda: rng.binomial(DAYS, PRESENT, BUFFER),
    }


def seconds_each(kind: str, dtype: str, numbers: int = 1 << 21) -> float:
    """Seconds of one number of a kind, by the fastest generator; the best of five rounds."""
    best = np.inf
    rounds = max(1, numbers // BUFFER // 5)
    for bits in BITS:
        fill = fillers(np.random.Generator(bits(1)), dtype)[kind]
        fill()
        for _ in range(5):
            start = time.perf_counter()
            for _ in range(rounds):
                fill()
            best = min(best, (time.perf_counter() - start) / (rounds * BUFFER))
    return float(best)


def bare_seconds(counts: Mapping[tuple[str, str], int]) -> dict[tuple[str, str], float]:
    """Seconds of all the numbers of a log ``{(kind, dtype): count}``, by kind."""
    return {key: count * seconds_each(*key) for key, count in counts.items()}


class Log:
    """Numbers drawn, by kind and dtype; what a draw does inside itself is not counted again."""

    def __init__(self) -> None:
        self.counts: Counter[tuple[str, str]] = Counter()
        self.depth = 0
        self.unused = False

    def listen(self, draw: Callable[..., Any], kind: Callable[..., Any]) -> Callable[..., Any]:
        """The same draw; ``kind(result, *args)`` says what came: (kind, dtype) to count."""

        @wraps(draw)
        def listening(*args: Any, **more: Any) -> Any:
            self.depth += 1
            try:
                result = draw(*args, **more)
            finally:
                self.depth -= 1
            self.unused = False
            if not self.depth:
                self.counts.update(kind(result, *args))
            return result

        return listening

    def watch(self, words: Callable[..., Any]) -> Callable[..., Any]:
        """The same words; stops where the last ones were not turned into numbers that the log counts."""

        @wraps(words)
        def watching(*args: Any, **more: Any) -> Any:
            if self.unused:
                raise RuntimeError(
                    "the engine draws in a way that this log does not know: the count is too low"
                )
            self.unused = True
            return words(*args, **more)

        return watching


def _one(kind: str) -> Callable[..., dict[tuple[str, str], int]]:
    return lambda result, *args: {(kind, result.dtype.name): result.size}


def _poissons(result: Any, lane: Any, mean: Any) -> Counter[tuple[str, str]]:
    large = int((np.broadcast_to(mean, result.shape) >= LARGE_FROM).sum())
    return Counter({("poisson_large", "int64"): large, ("poisson_small", "int64"): result.size - large})


def _luck_within(result: Any, first: Any, *args: Any) -> dict[tuple[str, str], int]:
    """A loop that reads the table of normals itself, once for each figure of its first array."""
    return {("normal", "float32"): first.size}


@contextmanager
def _replaced(old: Any, new: Any, homes: list[ModuleType]) -> Iterator[None]:
    """Put ``new`` wherever a module has ``old`` as a global."""
    places = [(home, name) for home in homes for name, value in vars(home).items() if value is old]
    for home, name in places:
        setattr(home, name, new)
    try:
        yield
    finally:
        for home, name in places:
            setattr(home, name, old)


def count_draws(run: Callable[[], object]) -> dict[tuple[str, str], int]:
    """Numbers that a run of the engine draws, ``{(kind, dtype): count}``."""
    from simkinerja import streams
    from simkinerja.simulate import citizens, counts, motivation, records

    log = Log()
    draws = {
        streams.normal_of: _one("normal"),
        counts.days_present: _one("binomial"),
        counts.poisson_of: _poissons,
        motivation._write_moved: _luck_within,
        citizens._write_voice: _luck_within,
        records._write_rating: _luck_within,
    }
    stack = streams.StreamStack
    before = {name: getattr(stack, name) for name in ("words", "uniform")}
    rooms = [module for name, module in sys.modules.items() if name.startswith("simkinerja")]
    with ExitStack() as kept:
        for draw, kind in draws.items():
            kept.enter_context(_replaced(draw, log.listen(draw, kind), rooms))
        try:
            stack.words = log.watch(stack.words)  # type: ignore[method-assign]
            stack.uniform = log.listen(stack.uniform, _one("uniform"))  # type: ignore[method-assign]
            run()
        finally:
            for name, method in before.items():
                setattr(stack, name, method)
    return {key: count for key, count in log.counts.items() if count}
