"""L5: what citizens feel, answer, complain of and trust."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from simkinerja.compiled import compiled
from simkinerja.population.voice_params import number
from simkinerja.simulate.counts import poisson_of
from simkinerja.simulate.kept import once
from simkinerja.simulate.rows import numbers_of
from simkinerja.streams import normal_table

if TYPE_CHECKING:
    from simkinerja.simulate.base import Base
    from simkinerja.simulate.levers import Levers
    from simkinerja.simulate.parameters import Parameters
    from simkinerja.simulate.service import Served
    from simkinerja.simulate.state import State
    from simkinerja.simulate.world import World
    from simkinerja.streams import StreamStack

__all__ = ["Voice", "app_users", "index_table", "listen"]

FloatArray = npt.NDArray[np.floating[Any]]
DoubleArray = npt.NDArray[np.float64]
_USUAL_ON_TIME: Final = 0.6
_GRID_END: Final = 6
_GRID_FINE: Final = 50
_GRID_DIGITS: Final = 6


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
    kept, done = base.kept, served.queue.completed
    involved = once(kept, "citizens.involved", _of_units, levers.citizen_voice, base.expectation)
    if np.shape(courtesy) != done.shape:
        courtesy = once(kept, "citizens.courtesy", _of_units, courtesy, base.expectation)
    numbers, tables = once(kept, "citizens", _numbers, p, base.expectation), index_table()
    luck = stack.lanes("citizens.month", world.unit_slots, month)
    met = done, served.on_time_share, served.quality, courtesy, involved
    found = np.empty((5, *done.shape))
    _write_voice(*met, base.expectation, s.trust, luck, numbers, normal_table(), *tables, found)
    satisfaction, ikm, mean, answered, s.trust = found
    return Voice(satisfaction, ikm, poisson_of(luck[..., 1], mean), answered)


def _of_units(given: Any, like: FloatArray) -> FloatArray:
    """What is given for each unit, (R, U); zeros for nothing."""
    return np.broadcast_to(0.0 if given is None else given, like.shape).copy()


def _numbers(p: Parameters, like: FloatArray) -> FloatArray:
    """Numbers that :func:`_write_voice` reads, (R, 4, 4): of satisfaction, the survey, complaints, trust."""
    found = numbers_of(
        *(p[f"satisfaction.{name}"] for name in ("quality", "on_time", "courtesy", "involved")),
        *(number("survey.politeness"), 1.0 / np.sqrt(p["survey.respondents"])),
        *(p["complaints.answered"], p["complaints.answered_on_time"]),
        *(p[f"complaints.{name}"] for name in ("late", "quality", "voice", "rate")),
        *(p[f"trust.{name}"] for name in ("base", "experience", "involved", "rate")),
        runs=len(like),
        double=True,
    )
    return found.reshape(-1, 4, 4)


@compiled
def _write_voice(
    done: Any,
    in_time: Any,
    quality: Any,
    courtesy: Any,
    involved: Any,
    expectation: Any,
    trust: Any,
    luck: Any,
    numbers: Any,
    normals: Any,
    index: Any,
    spread: Any,
    found: Any,
) -> None:
    """Write satisfaction, the survey's index, mean complaints, share answered and trust, unit by unit."""
    satisfaction, ikm, complaints, answered, after = found
    for r in range(done.shape[0]):
        of_quality, of_time, of_courtesy, of_voice = numbers[r, 0]
        polite, of_sample, answers, answers_in_time = numbers[r, 1]
        late, poor, voiced, rate = numbers[r, 2]
        rest, experience, heard, learns = numbers[r, 3]
        for u in range(done.shape[1]):
            ahead = in_time[r, u] - _USUAL_ON_TIME
            theta = of_quality * quality[r, u] + of_time * ahead
            theta += of_courtesy * courtesy[r, u]
            theta += of_voice * involved[r, u]
            # what they feel, and what a sample of them says
            felt = theta + expectation[r, u]
            satisfaction[r, u] = _on_line(felt, index)
            said, by_person = _on_line(felt + polite, index), _on_line(felt + polite, spread)
            said += by_person * of_sample * normals[luck[r, u, 0]]
            ikm[r, u] = min(max(said, 25.0), 100.0)
            # who complains, and whom it is answered to in time
            anger = late * (1.0 - in_time[r, u]) + poor * quality[r, u] + voiced * involved[r, u]
            complaints[r, u] = rate * max(done[r, u], 1.0) * np.exp(anger)
            answered[r, u] = min(max(answers + answers_in_time * ahead, 0.0), 1.0)
            # trust nears what a month like this would lead to
            goal = rest + experience * theta + heard * involved[r, u]
            after[r, u] = min(max(trust[r, u] + learns * (goal - trust[r, u]), 0.0), 1.0)


@compiled
def _on_line(theta: Any, table: Any) -> Any:
    """Read a table at theta by a straight line between its points, -6 to 6 in steps of .02.

    Examples
    --------
    >>> abs(_on_line(0.005, np.linspace(-6, 6, 601)) - 0.005) < 1e-12
    True
    """
    place: Any = min(max((theta + _GRID_END) * _GRID_FINE, 0.0), 2 * _GRID_END * _GRID_FINE - 0.001)
    left: Any = min(max(np.int64(place), 0), len(table) - 2)  # also where theta is no number
    return (table[left + 1] - table[left]) * (place - left) + table[left]


@cache
def index_table() -> tuple[DoubleArray, DoubleArray]:
    """The index (25-100) that a satisfaction theta gives on the mean, and a respondent's SD of it.

    Both on the grid of :func:`_on_line`, and rounded: products of matrices differ in their last bits with the
    number of threads, and a run must not.

    The nine elements of the survey under the graded response model, with the person effect kept: without it
    a unit's index would be half as spread as it is.
    """
    from simkinerja.population.survey_model import expected_answers

    theta = np.linspace(-_GRID_END, _GRID_END, 2 * _GRID_END * _GRID_FINE + 1)
    mean = expected_answers(theta).mean(axis=1) * 25.0
    nodes, weights = np.polynomial.hermite_e.hermegauss(41)
    given = expected_answers((theta[:, None] + nodes[None, :]).ravel(), spread=0.0).mean(axis=1)
    by_person = given.reshape(len(theta), -1) * 25.0
    share = weights / weights.sum()
    between = (by_person**2) @ share - (by_person @ share) ** 2
    within = 25.0**2 * 0.45 / 9.0  # answers vary by about .45 points squared around a person's own mean
    return np.round(mean, _GRID_DIGITS), np.round(np.sqrt(between + within), _GRID_DIGITS)


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
