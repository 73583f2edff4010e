"""L5: what training, supervision and mentoring leave behind.

A course raises skill by ``training.gain``; a share of it, larger with support at the workplace, is used at
work and stays, the rest fades with its half-life. What programmes add to practice combines as the root of
the sum of squares, as in Rowe et al. 2018 (+12 and +13 pp alone, +18 together).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from simkinerja.compiled import compiled
from simkinerja.simulate.base import luck_in, single
from simkinerja.simulate.kept import once
from simkinerja.simulate.rows import layers_of, numbers_of, rows_of
from simkinerja.streams import normal_of

if TYPE_CHECKING:
    from simkinerja.simulate.base import Base, Luck
    from simkinerja.simulate.levers import Levers
    from simkinerja.simulate.parameters import Parameters
    from simkinerja.simulate.state import State

__all__ = ["built_practice", "learn", "taken_hold"]

FloatArray = npt.NDArray[np.floating[Any]]
SKILLS: Final = ("technical", "interpersonal")


def learn(s: State, levers: Levers, base: Base, p: Parameters, luck: Luck) -> None:
    """Teach, fade, and let supervision and mentoring take hold; changes the state."""
    for skill in SKILLS:
        used, idle = getattr(s, f"used_{skill}"), getattr(s, f"idle_{skill}")
        if idle is not None:
            idle = idle * 0.5 ** (1.0 / p[f"skill.half_life_{skill}"])
        dose = getattr(levers, f"teach_{skill}")
        if dose is not None:
            gain = _gain(dose, used, idle, p, normal_of(luck_in(luck, skill)))
            transfer = _transfer(levers.transfer_support, p)
            used = transfer * gain + (0.0 if used is None else used)
            idle = (1.0 - transfer) * gain + (0.0 if idle is None else idle)
        setattr(s, f"used_{skill}", used)
        setattr(s, f"idle_{skill}", idle)
    s.guided = taken_hold(
        s.guided, levers.supervision, once(base.kept, "learn.visits", _pace, p, "supervision")
    )
    s.mentored = taken_hold(
        s.mentored, levers.mentoring, once(base.kept, "learn.mentors", _pace, p, "mentoring")
    )


def _pace(p: Parameters, name: str) -> FloatArray:
    return numbers_of(p[f"{name}.rise"], p[f"{name}.fade"])


def _transfer(support: FloatArray | None, p: Parameters) -> Any:
    """Share of what is learned that is used at work, larger with support there."""
    low, high = p["training.transfer_unsupported"], p["training.transfer_supported"]
    return low + (high - low) * (0.0 if support is None else support)


def _gain(
    dose: FloatArray, used: FloatArray | None, idle: FloatArray | None, p: Parameters, luck: FloatArray
) -> FloatArray:
    """Skill gained: differs between participants, less with every further course, up to the ceiling.

    A dose above 1 is so many courses one after the other and a part of the next.
    """
    spread, ceiling = p["training.spread"], p["training.ceiling"]
    room = 1.0 if used is None or idle is None else np.maximum(1.0 - (used + idle) / ceiling, 0.0)
    one = np.exp(spread * luck)
    one *= p["training.gain"] * np.exp(-(spread**2) / 2.0)
    if dose.max() <= 1.0:
        return np.asarray(np.minimum(one, ceiling) * (dose * room))
    courses = np.floor(dose)
    share = np.minimum(one / ceiling, 1.0)
    left = (1.0 - share) ** courses * (1.0 - (dose - courses) * share)
    several = ceiling * (1.0 - left) * room
    return np.asarray(np.where(dose > 1.0, several, np.minimum(one, ceiling) * (dose * room)))


def taken_hold(held: FloatArray | None, level: FloatArray | None, pace: FloatArray) -> FloatArray | None:
    """Return how far a programme has taken hold, 0..1: it rises towards its level and fades without it.

    Parameters
    ----------
    held, level : float array, shape (R or 1, n), or None for exact zeros
    pace : float32 array, shape (R or 1, 2)
        Share of the way to the level in a month when rising, and when fading.

    Examples
    --------
    >>> pace = np.array([[0.5, 0.2]], dtype=np.float32)
    >>> taken_hold(None, np.ones((1, 1)), pace).tolist(), taken_hold(None, None, pace)
    ([[0.5]], None)
    """
    shapes = [one.shape[1] for one in (held, level) if one is not None]
    if not shapes:
        return None
    given = rows_of(held, max(shapes)), rows_of(level, max(shapes)), pace
    out: FloatArray = np.empty((max(map(len, given)), max(shapes)), dtype=np.float32)
    _write_hold(*given, out)
    return out


@compiled
def _write_hold(held: Any, level: Any, numbers: Any, out: Any) -> None:
    nothing = out.dtype.type(0.0)
    for r in range(out.shape[0]):
        before, goal = held[r % len(held)], level[r % len(level)]
        rise, fade = numbers[r % len(numbers)]
        for i in range(out.shape[1]):
            gap = goal[i] - before[i]
            out[r, i] = before[i] + max(gap, nothing) * rise + min(gap, nothing) * fade


def built_practice(
    s: State, levers: Levers, base: Base, p: Parameters, spread: npt.NDArray[np.int64]
) -> FloatArray | None:
    """Return what programmes add to practice, SD, shape (R, n); None when nothing ever did.

    Parameters
    ----------
    spread : int array, shape (n,)
        Unit of each officer: carries unit levers to officers.
    """
    of_units = levers.citizen_voice, levers.citizen_used, levers.obstacles_removed
    squares = once(base.kept, "practice.of_units", _squares_of_units, p, spread, *of_units)
    parts = s.used_technical, s.used_interpersonal, s.guided, s.mentored
    if not len(squares) and all(part is None for part in parts):
        return None
    out: FloatArray = np.empty(s.motivation.shape, dtype=np.float32)
    effects = once(base.kept, "practice.effects", numbers_of, p["supervision.effect"], p["mentoring.effect"])
    technical, interpersonal, guided, mentored = (rows_of(part, len(spread)) for part in parts)
    _write_built(technical, interpersonal, guided, mentored, squares, effects, out)
    return out


@compiled
def _write_built(
    technical: Any, interpersonal: Any, guided: Any, mentored: Any, squares: Any, effects: Any, out: Any
) -> None:
    """Write the root of the sum of squares, officer by officer; ``squares`` are those of units, (K, R, n)."""
    for r in range(out.shape[0]):
        a, b = technical[r % len(technical)], interpersonal[r % len(interpersonal)]
        c, d = guided[r % len(guided)], mentored[r % len(mentored)]
        by_visits, by_mentors = effects[r % len(effects)]
        for i in range(out.shape[1]):
            visited, led = by_visits * c[i], by_mentors * d[i]
            out[r, i] = a[i] * a[i] + b[i] * b[i] + visited * visited + led * led
        for k in range(squares.shape[0]):
            more = squares[k, r % squares.shape[1]]
            for i in range(out.shape[1]):
                out[r, i] += more[i]
        for i in range(out.shape[1]):
            out[r, i] = np.sqrt(out[r, i])


def _squares_of_units(
    p: Parameters,
    spread: npt.NDArray[np.int64],
    citizen_voice: FloatArray | None,
    citizen_used: FloatArray | None,
    obstacles_removed: FloatArray | None,
) -> FloatArray:
    """What programmes of units add to the practice of each officer, squared, (programmes, R or 1, n)."""
    parts = []
    if citizen_voice is not None and citizen_used is not None:
        parts.append((p["citizen.used_effect"], np.minimum(citizen_voice, citizen_used)))
    if obstacles_removed is not None:
        parts.append((p["obstacles.effect"], obstacles_removed))
    squares = [np.square(effect * single(level)[:, spread]) for effect, level in parts]
    return layers_of(squares, len(spread))
