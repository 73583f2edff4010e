"""L5: motivation, stress, misconduct and attitude: what programmes and monitoring do to the person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from simkinerja.simulate.base import expit, luck_in
from simkinerja.streams import normal_of

if TYPE_CHECKING:
    from simkinerja.simulate.base import Base, Luck
    from simkinerja.simulate.incentive import Pull
    from simkinerja.simulate.levers import Levers
    from simkinerja.simulate.parameters import Parameters
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
    ups = normal_of(luck_in(luck, "motivation"))
    ups *= p["motivation.noise"]
    push = _push(levers, does, base, p, stack, world)
    s.motivation = s.motivation * (1.0 - back)
    s.motivation += ups
    if push is not None:
        s.motivation += back * push
    if does.contingent is not None:
        s.crowded = _towards(s.crowded, p["crowding.effect"] * np.minimum(does.contingent, 1.0), back)
    elif s.crowded is not None:
        s.crowded = _towards(s.crowded, 0.0, back)


def _push(
    levers: Levers, does: Pull, base: Base, p: Parameters, stack: StreamStack, world: World
) -> FloatArray | None:
    """Where programmes draw motivation to, SD; None when no programme does."""
    parts: list[Any] = []
    for tone in sorted(levers.feedback):
        if (key := f"feedback/{tone}") not in base.kept:
            base.kept[key] = relation_effect(tone, p, stack, world)
        parts.append(levers.feedback[tone] * base.kept[key])
    if levers.recognition is not None:
        parts.append(p["recognition.effect"] * levers.recognition)
    if levers.voice is not None:
        parts.append(p["voice.effect"] * levers.voice)
    if levers.comparison is not None:
        if "comparison" not in base.kept:
            base.kept["comparison"] = p["comparison.effect"] * expit(
                -p["comparison.slope"] * world.traits["practice"]
            )
        parts.append(levers.comparison * base.kept["comparison"])
    if does.controlling is not None:
        parts.append(-p["autonomy.loss"] * does.controlling)
    return sum(parts[1:], start=parts[0]) if parts else None


def relation_effect(tone: str, p: Parameters, stack: StreamStack, world: World) -> FloatArray:
    """Effect of feedback on motivation in each relation of rater and officer, SD, shape (R, n).

    One draw a relation and tone, Normal(.41, 1) moved by the tone (Kluger and DeNisi 1996): more than a third
    of relations do harm, and go on doing so.
    """
    shift = p[f"feedback.tone_{tone}"] if tone != "neutral" else 0.0
    luck = stack.normal(f"feedback.relation/{tone}", world.pairs)
    out: FloatArray = p["feedback.mean"] + shift + p["feedback.spread"] * luck
    return out


def feel(s: State, levers: Levers, does: Pull, p: Parameters, world: World) -> None:
    """Stress, misconduct and attitude move towards what the watching and the programmes make of them."""
    watched = does.intensity is not None
    fear = _fear(levers, does)
    if watched or fear is not None or s.stress is not None:
        goal = _stress_goal(does, fear, p)
        s.stress = _towards(s.stress, goal, p["stress.return"])
    if watched or s.misconduct is not None:
        wrong = p["misconduct.monitoring"] * does.intensity if watched else 0.0
        s.misconduct = _towards(s.misconduct, wrong, p["stress.return"])
    _inform(s, levers, p)
    goal_attitude = _attitude_goal(s, levers, does, fear, p, world)
    if goal_attitude is not None or s.attitude is not None:
        s.attitude = _towards(
            s.attitude, 0.0 if goal_attitude is None else goal_attitude, p["attitude.return"]
        )


def _towards(before: FloatArray | None, goal: Any, rate: Any) -> FloatArray:
    if before is None:
        return np.asarray(goal * rate)
    step = np.asarray(goal - before)
    step *= rate
    step += before
    return step


def _fear(levers: Levers, does: Pull) -> FloatArray | None:
    """How far a bad record threatens, 0..1: less where it is used for development."""
    if does.consequence is None:
        return None
    safe = 0.0 if levers.safety is None else levers.safety
    return np.asarray(does.consequence * (1.0 - safe))


def _stress_goal(does: Pull, fear: FloatArray | None, p: Parameters) -> Any:
    goal: Any = 0.0
    if does.intensity is not None:
        open_share = 0.0 if does.transparent is None else does.transparent
        goal = p["stress.monitoring"] * (1.0 - p["stress.transparency"] * open_share) * does.intensity
    return goal if fear is None else p["stress.fear"] * fear + goal


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


def _attitude_goal(
    s: State, levers: Levers, does: Pull, fear: FloatArray | None, p: Parameters, world: World
) -> Any:
    parts: list[Any] = []
    if s.informed is not None:
        parts.append(s.informed)
    if does.intensity is not None:
        parts.append(-p["attitude.monitoring"] * does.intensity)
    if does.transparent is not None:
        parts.append(p["attitude.fairness"] * does.transparent)
    if levers.transparency is not None:
        parts.append(p["attitude.fairness"] * world.each(levers.transparency))
    if levers.voice is not None:
        parts.append(p["attitude.fairness"] * levers.voice)
    if does.developmental is not None:
        parts.append(p["attitude.tone"] * does.developmental)
    if does.controlling is not None:
        parts.append(-p["attitude.tone"] * does.controlling)
    if fear is not None:
        parts.append(-p["attitude.fear"] * fear)
    return sum(parts[1:], start=parts[0]) if parts else None
