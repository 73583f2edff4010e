"""The distribution pattern enforced: who is at the top, and what overtaking a colleague is worth."""

from __future__ import annotations

import numpy as np
import pytest

from simkinerja.schemes import load_scheme
from simkinerja.simulate.compare import Comparison, compare
from simkinerja.simulate.pattern import chance_density, top_of_units
from simkinerja.simulate.plan import Arm
from simkinerja.simulate.world import World


def test_two_in_ten_of_each_unit_are_at_the_top_and_they_are_the_best() -> None:
    lab = World.plain(n_units=4, officers_per_unit=10, seed=1)
    total = np.random.default_rng(3).normal(size=(2, lab.n))
    top = top_of_units(total, lab, 0.2)
    for r in range(2):
        for u in range(4):
            people = slice(10 * u, 10 * u + 10)
            best = np.sort(total[r, people])[-2:]
            assert sorted(total[r, people][top[r, people] > 0]) == best.tolist()


def test_small_units_have_nobody_at_the_top_and_nothing_to_win() -> None:
    lab = World.plain(n_units=3, officers_per_unit=4, seed=1)
    total = np.arange(12.0)[None, :]
    assert top_of_units(total, lab, 0.2).sum() == 0
    assert chance_density(total, np.ones((1, 12)), lab, 0.2).sum() == 0


def test_most_is_to_be_won_near_the_border_and_nothing_without_points() -> None:
    lab = World.plain(n_units=1, officers_per_unit=10, seed=1)
    total = np.arange(10.0)[None, :]
    density = chance_density(total, np.ones((1, 10)), lab, 0.2)[0]
    assert density.argmax() == 7  # the best of those left out holds the border
    assert density[0] < 1e-6
    total[0, 2] = np.nan
    assert chance_density(total, np.ones((1, 10)), lab, 0.2)[0, 2] == 0.0


@pytest.fixture(scope="module")
def both() -> Comparison:
    lab, scheme = World.plain(60, 20, 1, n_agencies=4), load_scheme("skp_2022")
    arms = {"kertas": Arm("kertas", (), scheme), "tegak": Arm("tegak", (), scheme, {"pattern.enforced": 1.0})}
    return compare(lab, arms, months=6, replications=4, seed=1)


def test_enforcing_the_pattern_limits_the_top_and_changes_effort(both: Comparison) -> None:
    assert both.effect("top_share", last=6).value == pytest.approx(0.2)
    assert both.effect("output", last=6).difference > 0.0005


def test_on_paper_the_pattern_changes_nothing() -> None:
    lab, scheme = World.plain(20, 10, 1), load_scheme("skp_2022")
    arms = {"a": Arm("a", (), scheme), "b": Arm("b", (), scheme, {"pattern.enforced": 0.0})}
    found = compare(lab, arms, months=3, replications=2, seed=1)
    assert found.traces[0].series.tobytes() == found.traces[1].series.tobytes()
