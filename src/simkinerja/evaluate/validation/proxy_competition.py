"""Competition on a proxy: the agents of Braganza (2022), Royal Society Open Science 9:211030.

Re-implemented from its description. The inputs stand in ``data/braganza.yaml``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from simkinerja.rules.checks import exact, refuse, whole
from simkinerja.streams import Streams

__all__ = ["OUTCOMES", "ProxyCompetition", "braganza"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

OUTCOMES: Final = ("proxy", "goal", "effort", "angle")
"""What is measured: mean proxy, goal, effort, and practice angle in degrees (0 serves the proxy alone)."""

_GAMMA: Final = float(np.pi / 4)
_DEVIATION: Final = float(np.deg2rad(2.0))
_DEATH: Final = 0.1
_TRIALS: Final = np.array([-10.0, -5.0, -1.0, -0.5, -0.1, 0.0, 0.1, 0.5, 1.0, 5.0, 10.0])
_LOSS, _CURVE = 2.25, 0.88


@dataclass(frozen=True, slots=True)
class ProxyCompetition:
    """Means over agents and over the last steps, and over runs.

    Parameters
    ----------
    mean, se : mapping of outcome to float
        Keys of :data:`OUTCOMES`; ``se`` is the Monte-Carlo standard error (between runs).
    course : mapping of outcome to array of float, shape (steps,)
        Mean over agents and runs in each step.
    """

    mean: dict[str, float]
    se: dict[str, float]
    course: dict[str, FloatArray]


@dataclass(slots=True)
class _Agents:
    """State of all runs, shape (runs, agents) each."""

    angle: FloatArray
    talent: FloatArray
    effort: FloatArray
    proxy: FloatArray
    goal: FloatArray


def braganza(
    competition: float = 0.5,
    intrinsic: float = 0.0,
    *,
    agents: int = 100,
    steps: int = 1_000,
    counted: int = 200,
    runs: int = 100,
    seed: int = 2026,
) -> ProxyCompetition:
    """Simulate agents who compete on a proxy while only the goal has value.

    An agent's practice points at an angle between the proxy (0 degrees) and the goal (45). It chooses effort
    by what stands to be gained or lost against the survival cut, plus ``intrinsic`` times the goal, less
    ``effort^2 / talent``. Agents at or below the cut are replaced with chance .1 by a child of one at or
    above it, whose practice differs a little: so practice itself is selected.

    Parameters
    ----------
    competition : float
        Share of agents at or below the cut; times ``agents`` at least 2 and at most ``agents - 1``.
    intrinsic : float
        Weight of the goal in an agent's own eyes (0-10).
    agents, steps : int
    counted : int
        How many of the last steps are averaged.
    runs, seed : int

    Returns
    -------
    ProxyCompetition

    Raises
    ------
    UsageError
        If a parameter is outside its range.

    Notes
    -----
    Agents move one after another, in an order drawn anew each step. While an agent tries efforts, the cut
    counts it with the trial before. A replaced agent's proxy and goal count until its next move.

    Examples
    --------
    >>> found = braganza(0.5, agents=20, steps=150, counted=50, runs=10)
    >>> bool(found.mean["angle"] < 22.5), bool(found.mean["proxy"] > found.mean["goal"])
    (True, True)
    """
    share = exact(competition, "competition", "braganza", low=0, high=1, example="competition=0.5")
    exact(intrinsic, "intrinsic", "braganza", low=0, high=10, example="intrinsic=1")
    whole(agents, "agents", "braganza", low=4, high=2_000, example="agents=100")
    whole(steps, "steps", "braganza", low=1, high=20_000, example="steps=1000")
    whole(counted, "counted", "braganza", low=1, high=steps, example="counted=200")
    whole(runs, "runs", "braganza", low=2, high=5_000, example="runs=100")
    rank = int(share * agents) - 1
    if not 1 <= rank <= agents - 2:
        allowed = f"bilangan yang dikalikan {agents} pelaku memberi 2 sampai {agents - 1}"
        refuse("competition", "braganza", allowed, competition, "competition=0.5")
    streams = Streams(whole(seed, "seed", "braganza", example="seed=2026")).child("braganza")
    all_ = _start(streams, (runs, agents))
    course = np.empty((len(OUTCOMES), steps, runs))
    for step in range(steps):
        _move_all(streams, step, all_, rank, float(intrinsic))
        _select(streams, step, all_, rank)
        measured = (all_.proxy, all_.goal, all_.effort, np.rad2deg(all_.angle))
        course[:, step] = [x.mean(axis=1) for x in measured]
    by_run = course[:, steps - counted :].mean(axis=1)
    se = by_run.std(axis=1, ddof=1) / np.sqrt(runs)
    return ProxyCompetition(
        dict(zip(OUTCOMES, by_run.mean(axis=1).tolist(), strict=True)),
        dict(zip(OUTCOMES, se.tolist(), strict=True)),
        dict(zip(OUTCOMES, course.mean(axis=2), strict=True)),
    )


def _start(streams: Streams, shape: tuple[int, int]) -> _Agents:
    draw = streams.generator("start")
    angle, talent = draw.uniform(0.0, _GAMMA, shape), draw.normal(10.0, 1.0, shape)
    return _Agents(angle, talent, np.zeros(shape), np.zeros(shape), np.zeros(shape))


def _move_all(streams: Streams, step: int, a: _Agents, rank: int, intrinsic: float) -> None:
    """Every agent chooses its effort once, one after another; columns stand in the order of the turns."""
    runs, agents = a.proxy.shape
    order = streams.generator("order", step).random((runs, agents)).argsort(axis=1)
    angle, talent, effort, proxies, goals = (
        np.take_along_axis(x, order, axis=1) for x in (a.angle, a.talent, a.effort, a.proxy, a.goal)
    )
    to_proxy, to_goal = np.cos(angle)[:, :, None], np.cos(_GAMMA - angle)[:, :, None]
    row = np.arange(runs)
    for turn in range(agents):
        tried = effort[:, turn, None] + _TRIALS
        proxy, goal = to_proxy[:, turn] * tried, to_goal[:, turn] * tried
        gain = proxy - _cut_while_trying(proxies, turn, proxy, tried, rank)
        prospect = np.abs(gain) ** _CURVE * np.where(gain < 0.0, -_LOSS, 1.0)
        worth = prospect + intrinsic * goal - tried * tried / talent[:, turn, None]
        best = (row, np.where(tried > 0.0, worth, -np.inf).argmax(axis=1))
        effort[:, turn], proxies[:, turn], goals[:, turn] = tried[best], proxy[best], goal[best]
    for kept, moved in ((a.effort, effort), (a.proxy, proxies), (a.goal, goals)):
        np.put_along_axis(kept, order, moved, axis=1)


def _cut_while_trying(
    proxies: FloatArray, turn: int, tried: FloatArray, effort: FloatArray, rank: int
) -> FloatArray:
    """The survival cut at each trial, shape (runs, trials).

    Counting itself with a value x, an agent finds the cut at x, held between the two neighbours of that rank
    among the others; x is the trial before it (or its standing proxy, before the first).
    """
    own = proxies[:, turn]
    below, at, above = np.sort(proxies, axis=1)[:, rank - 1 : rank + 2].T
    low = np.where(own <= below, at, below)
    high = np.where(own <= at, above, at)
    before = np.empty_like(tried)
    before[:, 0] = own
    before[:, 1:] = np.where(effort[:, :-1] > 0.0, tried[:, :-1], own[:, None])
    found: FloatArray = np.minimum(np.maximum(before, low[:, None]), high[:, None])
    return found


def _select(streams: Streams, step: int, a: _Agents, rank: int) -> None:
    """Replace some of those at or below the cut by children of those at or above it."""
    shape = a.proxy.shape
    draw = streams.generator("selection", step)
    cut = np.sort(a.proxy, axis=1)[:, rank : rank + 1]
    dies = (a.proxy <= cut) & (draw.random(shape) < _DEATH)
    fit = a.proxy >= cut
    fit_first = np.argsort(~fit, axis=1, kind="stable")
    pick = (draw.random(shape) * fit.sum(axis=1, keepdims=True)).astype(np.int64)
    parent = np.take_along_axis(fit_first, pick, axis=1)
    angle = np.take_along_axis(a.angle, parent, axis=1) + draw.normal(0.0, _DEVIATION, shape)
    a.angle = np.where(dies, angle, a.angle)
    a.effort = np.where(dies, np.take_along_axis(a.effort, parent, axis=1), a.effort)
    a.talent = np.where(dies, draw.normal(10.0, 1.0, shape), a.talent)
