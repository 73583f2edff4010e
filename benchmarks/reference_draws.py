"""The bare cost of random numbers: the same count and kinds by numpy's fastest bulk fill.

The least that any numpy program must pay for the draws of a run: numbers fill a buffer that stays in the
processor's cache, nothing is done with them, no decision has a stream of its own. For each kind the fastest
of three bit generators counts.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

import numpy as np

BUFFER = 1 << 13
SMALL_MEAN, LARGE_MEAN = 0.5, 30.0
BITS = (np.random.SFC64, np.random.PCG64DXSM, np.random.Philox)


def fillers(rng: np.random.Generator, dtype: str) -> dict[str, Callable[[], object]]:
    """For each kind a call that draws ``BUFFER`` numbers."""
    out = np.empty(BUFFER, dtype=dtype if dtype in ("float32", "float64") else "float64")
    return {
        "uniform": lambda: rng.random(out=out, dtype=out.dtype),
        "normal": lambda: rng.standard_normal(out=out, dtype=out.dtype),
        "poisson_small": lambda: rng.poisson(SMALL_MEAN, BUFFER),
        "poisson_large": lambda: rng.poisson(LARGE_MEAN, BUFFER),
        "binomial": lambda: rng.binomial(20, 0.3, BUFFER),
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
