"""All lines of the dossier, in the order in which the page shows them."""

from __future__ import annotations

from functools import cache

from simkinerja.evaluate.validation.exact import exact_lines
from simkinerja.evaluate.validation.exact_engine import engine_lines
from simkinerja.evaluate.validation.exact_queue import queue_lines
from simkinerja.evaluate.validation.line import Line
from simkinerja.evaluate.validation.published import published_lines
from simkinerja.evaluate.validation.trials import trial_lines
from simkinerja.evaluate.validation.trials_engine import engine_trials
from simkinerja.evaluate.validation.trials_further import further_trials

__all__ = ["all_lines"]

_ORDER = ("exact", "published", "trial")


@cache
def all_lines() -> tuple[Line, ...]:
    """Return every line, by group.

    Examples
    --------
    >>> all_lines()[0].group
    'exact'
    """
    exact = (*exact_lines(), *queue_lines(), *engine_lines())
    every = (*exact, *published_lines(), *trial_lines(), *engine_trials(), *further_trials())
    return tuple(sorted(every, key=lambda line: _ORDER.index(line.group)))
