"""L5: what citizens feel, answer, complain of and trust."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from simkinerja.population.voice_params import number
from simkinerja.simulate.base import index_table, on_grid
from simkinerja.simulate.counts import poisson_of
from simkinerja.streams import normal_of

if TYPE_CHECKING:
    from simkinerja.simulate.base import Base
    from simkinerja.simulate.levers import Levers
    from simkinerja.simulate.parameters import Parameters
    from simkinerja.simulate.service import Served
    from simkinerja.simulate.state import State
    from simkinerja.simulate.world import World
    from simkinerja.streams import StreamStack

__all__ = ["Voice", "app_users", "listen"]

FloatArray = npt.NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True)
class Voice:
    """Citizens of each unit in a month, arrays (R, U).

    Parameters
    ----------
    satisfaction : true satisfaction on the scale of the index, 25-100
    ikm : the index of the month's survey: with politeness and the luck of its sample
    complaints : tickets
    answered : share of tickets answered in time
    """

    satisfaction: FloatArray
    ikm: FloatArray
    complaints: FloatArray
    answered: FloatArray


def listen(
    s: State,
    levers: Levers,
    base: Base,
    served: Served,
    courtesy: Any,
    p: Parameters,
    stack: StreamStack,
    world: World,
    month: int,
) -> Voice:
    """Draw what citizens say of the month; changes trust.

    Parameters
    ----------
    courtesy : float array (R, U) or 0
        Mean trained interpersonal skill in use, SD.
    """
    involved = 0.0 if levers.citizen_voice is None else levers.citizen_voice
    done = np.maximum(served.queue.completed, 1.0)
    on_time = served.on_time / done
    ahead = on_time - 0.6
    theta = (
        p["satisfaction.quality"] * served.quality
        + p["satisfaction.on_time"] * ahead
        + p["satisfaction.courtesy"] * courtesy
        + p["satisfaction.involved"] * involved
    )
    felt = theta + base.expectation
    answered = felt + number("survey.politeness")
    index, spread = index_table()
    (satisfaction,) = on_grid(felt, index)
    ikm, by_person = on_grid(answered, index, spread)
    luck = stack.lanes("citizens.month", world.unit_slots, month)
    ikm += by_person * (1.0 / np.sqrt(p["survey.respondents"])) * normal_of(luck[..., 0])
    rate = (
        p["complaints.late"] * (1.0 - on_time)
        + p["complaints.quality"] * served.quality
        + p["complaints.voice"] * involved
    )
    mean = p["complaints.rate"] * done * np.exp(rate)
    tickets = poisson_of(luck[..., 1], mean)
    goal = p["trust.base"] + p["trust.experience"] * theta + p["trust.involved"] * involved
    s.trust = _within(s.trust + p["trust.rate"] * (goal - s.trust), 0.0, 1.0)
    return Voice(
        satisfaction=satisfaction,
        ikm=_within(ikm, 25.0, 100.0),
        complaints=tickets,
        answered=_within(p["complaints.answered"] + p["complaints.answered_on_time"] * ahead, 0.0, 1.0),
    )


def _within(figures: FloatArray, low: float, high: float) -> FloatArray:
    """Figures held between two bounds, in place; ``np.clip`` takes three times as long for a few units."""
    np.maximum(figures, low, out=figures)
    return np.minimum(figures, high, out=figures)


def app_users(month: Any, started: Any, p: Parameters) -> Any:
    """Return the share of citizens who use a voluntary app ``month - started`` months after its start.

    Bass diffusion in continuous time: ``F(t) = (1 - exp(-(p+q)t)) / (1 + (q/p) exp(-(p+q)t))``, t in years.

    Examples
    --------
    >>> from simkinerja.simulate.parameters import Parameters
    >>> round(float(app_users(60, 0, Parameters.default())), 4)
    0.3312
    """
    years = np.maximum(month - np.asarray(started, dtype=float), 0.0) / 12.0
    first, more = p["bass.innovation"], p["bass.imitation"]
    left = np.exp(-(first + more) * years)
    return (1.0 - left) / (1.0 + more / first * left)
