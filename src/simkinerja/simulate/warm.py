"""L5: the first simulation of a fresh installation, small and early, so that no lesson waits for it.

The engine's loops are compiled at their first call and kept for later processes (see
:mod:`simkinerja.compiled`). ``mulai.py`` runs this at the end of setting up::

    python -m simkinerja.simulate.warm
"""

from __future__ import annotations

from simkinerja.schemes.read import load_scheme
from simkinerja.simulate.compare import compare
from simkinerja.simulate.interventions import Feedback, Supervision, Training
from simkinerja.simulate.world import World

__all__ = ["warm_up"]


def warm_up() -> None:
    """Live through two months of a small made-up city, under a scheme, with and without programmes.

    Every loop is called with the types of arguments that cities of any size give it, in one replication
    (whose arrays lie otherwise in memory) and in several; a laboratory of one unit gives some others.

    Examples
    --------
    >>> warm_up()
    """
    city = World.plain(n_units=4, officers_per_unit=10, seed=1)
    arms = {"tanpa": [], "tiga program": [Training(), Feedback(), Supervision()]}
    for replications in (1, 2):
        compare(city, arms, load_scheme("tpp_60_40"), months=2, replications=replications, seed=1)


if __name__ == "__main__":
    warm_up()
