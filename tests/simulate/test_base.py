"""What a block looks like without programmes: nothing of another city or of other numbers is left in it."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import numpy as np

from simkinerja.simulate.base import Base, base_of, start_state, unit_sum
from simkinerja.simulate.parameters import Parameters
from simkinerja.simulate.world import World
from simkinerja.streams import Slots, StreamStack

CITY, OTHER = (World.plain(n_units=4, officers_per_unit=6, seed=seed) for seed in (1, 2))
KNOWN = Parameters.default()
STACK = StreamStack((7, 8))


def figures(base: Base) -> dict[str, Any]:
    """All that a base holds, as arrays."""
    given = {one.name: getattr(base, one.name) for one in fields(base) if one.name != "kept"}
    return {
        name: value.keys if isinstance(value, Slots) else np.asarray(value) for name, value in given.items()
    }


def differ(a: Base, b: Base) -> set[str]:
    one, two = figures(a), figures(b)
    return {name for name in one if not np.array_equal(one[name], two[name])}


def test_a_base_is_that_of_its_city_numbers_and_luck() -> None:
    first = base_of(CITY, KNOWN, STACK)
    assert "drive" in differ(base_of(OTHER, KNOWN, STACK), first)
    changed = KNOWN.set({"effort.value_care": 0.9, "motivation.slope": 0.25})
    assert {"unit_effort", "mean_drive", "drive"} <= differ(base_of(CITY, changed, STACK), first)
    assert "presence" in differ(base_of(CITY, KNOWN, StreamStack((9, 10))), first)
    again = base_of(CITY, KNOWN, STACK)
    assert not differ(again, first)
    assert again.kept is not first.kept


def test_numbers_are_noted_though_what_follows_from_the_same_is_kept() -> None:
    base_of(CITY, KNOWN, STACK)
    read: set[str] = set()
    base_of(CITY, KNOWN.noting(read), STACK)
    assert {
        "effort.cost",
        "motivation.slope",
        "practice.base_rate",
        "presence.base",
        "compliance.base",
    } <= read


def test_who_was_added_serves_citizens_and_brings_none() -> None:
    added = np.arange(CITY.n) % 5 == 0
    before, after = base_of(CITY, KNOWN, STACK), base_of(replace(CITY, added=added), KNOWN, STACK)
    assert differ(before, after) == {"demand"}
    share = after.demand / before.demand
    usual = 1.0 / (1.0 + np.exp(-before.presence)) * before.rate
    usual = usual * (before.drive / before.mean_drive) ** KNOWN["service.effort"]
    assert np.allclose(share, unit_sum(usual * ~added, CITY) / unit_sum(usual, CITY), rtol=1e-5)


def test_two_runs_of_a_city_share_no_state() -> None:
    states = [start_state(CITY, base_of(CITY, KNOWN, STACK), KNOWN, STACK) for _ in range(2)]
    for name in ("motivation", "compliance", "backlog", "rework", "efficiency", "trust"):
        one, two = (getattr(state, name) for state in states)
        assert np.array_equal(one, two), name
        assert not np.shares_memory(one, two), name
        assert one.flags.writeable, name
        assert one.shape[0] == 2, name


def test_a_unit_to_which_nobody_comes_starts_with_nobody_waiting() -> None:
    """And without a warning, which users would see."""
    base = base_of(CITY, KNOWN, STACK)
    demand = base.demand.copy()
    demand[:, 0] = 0.0
    state = start_state(CITY, replace(base, demand=demand), KNOWN, STACK)
    assert not state.backlog[:, 0].any()
    assert not state.late[:, 0].any()
    assert np.isfinite(state.age).all()
