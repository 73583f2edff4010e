"""L0: loops compiled to machine code by numba when first called, and kept on disk for the next process.

For the few places where a month of the engine is a long row of small steps on the same numbers. What is
compiled is plain Python over arrays, adds and multiplies in the order written (no ``fastmath``), and gives
the same bytes on every processor. Exponentials and logarithms over officers stay with numpy, whose are
vectorised; over units, of which there are few, a loop takes them one by one.

They are kept in ``__pycache__`` beside the source; where that cannot be written to, in the user's own folder.

Importing this module costs .3 seconds and 60 MB, and reading the stored loops about as much again, so only
the engine imports it, and lower floors only within the functions that the engine calls.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar, cast

import llvmlite.binding
import numba
from numba.core.caching import FunctionCache

__all__ = ["compiled"]

# A loop over some ten arrays is vectorised only behind a check that what it writes is not also read by it:
# such checks cost next to nothing, but LLVM by itself makes eight of them at most.
llvmlite.binding.set_option("", "--runtime-memory-check-threshold=128")

Loop = TypeVar("Loop", bound=Callable[..., object])


def compiled(loop: Loop) -> Loop:
    """Return the compiled loop.

    Compiled anew for every combination of argument types (dtype, number of axes, layout, read-only or not);
    where no folder can be written to, or the disk is full, for every process. Divisions by zero give what
    numpy gives, and other threads may run meanwhile.

    What is kept on disk is compiled anew when the loop's own file changes, and only then: so a loop calls and
    reads nothing that stands in another file. ``tests/test_compiled.py`` looks at every loop.

    Parameters
    ----------
    loop : function of arrays and numbers
        Loops over its arguments and writes into those meant for it; no Python objects.

    Examples
    --------
    >>> import numpy as np
    >>> @compiled
    ... def add_up(given):
    ...     total = 0.0
    ...     for one in given:
    ...         total += one
    ...     return total
    >>> add_up(np.array([1.0, 2.5]))
    3.5
    """
    made = numba.njit(loop, nogil=True, error_model="numpy")
    # neither beside the source nor in the user's own folder can anything be kept: then nothing is
    with suppress(RuntimeError):
        made._cache = _Kept(loop)  # type: ignore[no-untyped-call]
    return cast("Loop", made)


class _Kept(FunctionCache):  # type: ignore[misc]  # numba tells no types
    """The loop on disk: where there is no room for it, numba's own would end the simulation.

    It is then compiled again by the next process.
    """

    def save_overload(self, sig: Any, data: Any) -> None:
        with suppress(OSError):
            super().save_overload(sig, data)  # type: ignore[no-untyped-call]
