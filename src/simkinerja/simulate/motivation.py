"""L5: motivation, stress, misconduct and attitude: what programmes and monitoring do to the person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from simkinerja.compiled import compiled
from simkinerja.simulate.base import expit, luck_in
from simkinerja.simulate.kept import once
from simkinerja.simulate.rows import layers_of, numbers_of, numbers_where, rows_of
from simkinerja.streams import normal_table

if TYPE_CHECKING:
    from simkinerja.simulate.base import Base, Luck
    from simkinerja.simulate.incentive import Pull
    from simkinerja.simulate.levers import Levers
    from simkinerja.simulate.parameters import Number, Parameters
    from simkinerja.simulate.state import State
    from simkinerja.simulate.world import World
    from simkinerja.streams import StreamStack

__all__ = ["drive_change", "feel", "relation_effect"]

FloatArray = npt.NDArray[np.floating[Any]]


def drive_change(
    s: State,
    levers: Levers,
    does: Pull,
    base: Base,
    p: Parameters,
    stack: StreamStack,
    world: World,
    luck: Luck,
) -> None:
    """Motivation returns to the officer's own mean, moved by programmes and by luck; changes the state."""
    back = p["motivation.return"]
    push = rows_of(_push(levers, does, base, p, stack, world), world.n)
    numbers = once(base.kept, "motivation.numbers", _keeping, back, p["motivation.noise"])
    moved: FloatArray = np.empty(s.motivation.shape, dtype=np.float32)
    _write_moved(s.motivation, luck_in(luck, "motivation"), normal_table(), push, numbers, moved)
    s.motivation = moved
    if does.contingent is not None:
        goal = once(base.kept, "motivation.crowding", _crowding, does.contingent, p)
        s.crowded = _towards(s.crowded, goal, back)
    elif s.crowded is not None:
        s.crowded = _towards(s.crowded, 0.0, back)


def _keeping(back: Number, noise: Number) -> FloatArray:
    """Share of ups and downs that lasts to the next month, and the size of new ones."""
    return numbers_of(1.0 - back, noise)


@compiled
def _write_moved(before: Any, luck: Any, normals: Any, push: Any, numbers: Any, out: Any) -> None:
    for r in range(out.shape[0]):
        moved, (kept, noise) = push[r % len(push)], numbers[r % len(numbers)]
        for i in range(out.shape[1]):
            out[r, i] = normals[luck[r, i]]
        for i in range(out.shape[1]):  # apart: a loop that reads a table is not vectorised
            out[r, i] = before[r, i] * kept + noise * out[r, i] + moved[i]


def _crowding(contingent: FloatArray, p: Parameters) -> FloatArray:
    """Motivation that pay which follows a record costs in the end, SD."""
    return np.asarray(p["crowding.effect"] * np.minimum(contingent, 1.0))


def _push(
    levers: Levers, does: Pull, base: Base, p: Parameters, stack: StreamStack, world: World
) -> FloatArray | None:
    """How far programmes move motivation this month, SD; None when no programme does."""
    moves: list[Any] = []
    for tone in sorted(levers.feedback):
        if (key := f"feedback/{tone}") not in base.kept:
            base.kept[key] = relation_effect(tone, p, stack, world)
        moves += levers.feedback[tone], base.kept[key]
    if levers.recognition is not None:
        moves += levers.recognition, p["recognition.effect"]
    if levers.voice is not None:
        moves += levers.voice, p["voice.effect"]
    if levers.comparison is not None:
        moves += levers.comparison, once(base.kept, "comparison", _comparison_effect, p, world)
    return once(base.kept, "motivation.push", _pushed, p, does.controlling, *moves)


def _pushed(p: Parameters, controlling: FloatArray | None, *moves: Any) -> FloatArray | None:
    """A month's step towards where programmes draw motivation to; ``moves`` is lever, effect, lever, ..."""
    parts = [lever * effect for lever, effect in zip(moves[::2], moves[1::2], strict=True)]
    if controlling is not None:
        parts.append(-p["autonomy.loss"] * controlling)
    return p["motivation.return"] * sum(parts[1:], start=parts[0]) if parts else None


def _comparison_effect(p: Parameters, world: World) -> FloatArray:
    """Effect of seeing how others do: those behind gain most; SD, shape (n,)."""
    return np.asarray(p["comparison.effect"] * expit(-p["comparison.slope"] * world.traits["practice"]))


def relation_effect(tone: str, p: Parameters, stack: StreamStack, world: World) -> FloatArray:
    """Effect of feedback on motivation in each relation of rater and officer, SD, shape (R, n).

    One draw a relation and tone, Normal(.41, 1) moved by the tone (Kluger and DeNisi 1996): more than a third
    of relations do harm, and go on doing so.
    """
    shift = p[f"feedback.tone_{tone}"] if tone != "neutral" else 0.0
    luck = stack.normal(f"feedback.relation/{tone}", world.pairs)
    out: FloatArray = p["feedback.mean"] + shift + p["feedback.spread"] * luck
    return out


def feel(s: State, levers: Levers, does: Pull, base: Base, p: Parameters, world: World) -> None:
    """Stress, misconduct and attitude move towards what the watching and the programmes make of them.

    A bad record threatens less where it is used for development.
    """
    _inform(s, levers, p)
    n, watched, feared = world.n, does.intensity is not None, does.consequence is not None
    how = does.intensity, does.transparent, does.developmental, does.controlling
    liked = once(base.kept, "feel.liked", _liked, p, world, levers.transparency, levers.voice, *how)
    moves = watched or feared, watched, feared or s.informed is not None or len(liked) > 0
    before = s.stress, s.misconduct, s.attitude
    lives = [moved or one is not None for moved, one in zip(moves, before, strict=True)]
    if not any(lives):
        return
    watching = once(base.kept, "feel.watching", _of_watching, p, world, does.intensity, does.transparent)
    given = [rows_of(one, n) for one in (*before, does.consequence, levers.safety, s.informed)]
    alive = lives[0] or lives[1], feared, lives[2]
    numbers = once(base.kept, "feel.numbers", _of_feeling, p, feared, *alive)
    runs = max(map(len, (*given, *watching, *liked, numbers)))
    found = np.empty((3, runs, n), dtype=np.float32)
    _write_felt(found, numbers, liked, *watching, *given)
    s.stress, s.misconduct, s.attitude = (
        one if lived else None for one, lived in zip(found, lives, strict=True)
    )


def _of_watching(
    p: Parameters, world: World, intensity: FloatArray | None, transparent: FloatArray | None
) -> tuple[FloatArray, FloatArray]:
    """Stress and misconduct that watching alone leads to, SD, (R or 1, n) each."""
    if intensity is None:
        return rows_of(None, world.n), rows_of(None, world.n)
    open_share = 0.0 if transparent is None else transparent
    stress = p["stress.monitoring"] * (1.0 - p["stress.transparency"] * open_share) * intensity
    return rows_of(stress, world.n), rows_of(p["misconduct.monitoring"] * intensity, world.n)


def _of_feeling(p: Parameters, *there: bool) -> FloatArray:
    names = "stress.fear", "stress.return", "attitude.fear", "attitude.return"
    return numbers_of(*numbers_where(p, names, there))


@compiled
def _write_felt(
    out: Any,
    numbers: Any,
    liked: Any,
    strain: Any,
    wrong: Any,
    stress: Any,
    misconduct: Any,
    attitude: Any,
    consequence: Any,
    safety: Any,
    informed: Any,
) -> None:
    """Write stress, misconduct and attitude after a month, a step nearer to where they are drawn to."""
    one = out.dtype.type(1.0)
    for r in range(out.shape[1]):
        tense, astray, content = (
            stress[r % len(stress)],
            misconduct[r % len(misconduct)],
            attitude[r % len(attitude)],
        )
        threat, safe, told = (
            consequence[r % len(consequence)],
            safety[r % len(safety)],
            informed[r % len(informed)],
        )
        strained, wronged = strain[r % len(strain)], wrong[r % len(wrong)]
        by_fear, back, resented, settles = numbers[r % len(numbers)]
        goal = out[2, r]
        goal[:] = told
        for k in range(len(liked)):
            more = liked[k, r % liked.shape[1]]
            for i in range(goal.size):
                goal[i] += more[i]
        for i in range(goal.size):
            fear = threat[i] * (one - safe[i])
            out[0, r, i] = (by_fear * fear + strained[i] - tense[i]) * back + tense[i]
            out[1, r, i] = (wronged[i] - astray[i]) * back + astray[i]
            goal[i] = (goal[i] - resented * fear - content[i]) * settles + content[i]


def _towards(before: FloatArray | None, goal: Any, rate: Any) -> FloatArray:
    if before is None:
        return np.asarray(goal * rate)
    step = np.asarray(goal - before)
    step *= rate
    step += before
    return step


def _inform(s: State, levers: Levers, p: Parameters) -> None:
    """What sosialisasi leaves: being told leaves little, taking part more; both fade."""
    if s.informed is not None:
        s.informed = s.informed * (1.0 - p["attitude.fade"])
    for name in ("briefing", "involvement"):
        dose = getattr(levers, name)
        if dose is not None:
            gain = p[f"attitude.{name}"] * dose
            room = 1.0 if s.informed is None else np.maximum(1.0 - s.informed, 0.0)
            s.informed = gain * room + (0.0 if s.informed is None else s.informed)


def _liked(
    p: Parameters,
    world: World,
    transparency: FloatArray | None,
    voice: FloatArray | None,
    intensity: FloatArray | None,
    transparent: FloatArray | None,
    developmental: FloatArray | None,
    controlling: FloatArray | None,
) -> FloatArray:
    """How the watching and the programmes are liked, SD, (parts, R or 1, n)."""
    parts: list[Any] = []
    if intensity is not None:
        parts.append(-p["attitude.monitoring"] * intensity)
    if transparent is not None:
        parts.append(p["attitude.fairness"] * transparent)
    if transparency is not None:
        parts.append(p["attitude.fairness"] * world.each(transparency))
    if voice is not None:
        parts.append(p["attitude.fairness"] * voice)
    if developmental is not None:
        parts.append(p["attitude.tone"] * developmental)
    if controlling is not None:
        parts.append(-p["attitude.tone"] * controlling)
    return layers_of(parts, world.n)
