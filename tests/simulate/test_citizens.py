"""What citizens feel, say and trust: the survey's line, bounds, one number a replication."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from simkinerja.simulate.citizens import Voice, index_table, listen
from simkinerja.simulate.engine import simulate
from simkinerja.simulate.levers import Levers
from simkinerja.simulate.parameters import Parameters
from simkinerja.simulate.records import Month
from simkinerja.simulate.world import World

FloatArray = npt.NDArray[np.float64]
GRID = np.linspace(-6.0, 6.0, 601)


def months(values: dict[str, Any], runs: int = 1, units: int = 30) -> list[tuple[Month, Voice, FloatArray]]:
    """Three months of a plain city; with the trust at their ends."""
    kept: list[tuple[Month, Voice, FloatArray]] = []
    simulate(
        World.plain(units, 8, 3),
        None,
        seeds=tuple(range(1, runs + 1)),
        months=3,
        p=Parameters(values),  # beyond the ranges of the registry too
        watch=lambda m: kept.append((m, m.voice, m.state.trust)),
        turnover=False,
    )
    return kept


def index_at(theta: Any) -> FloatArray:
    return np.interp(theta, GRID, index_table()[0])


def test_satisfaction_is_the_index_of_what_they_met_and_expected() -> None:
    p = Parameters.default()
    for m, voice, _ in months({}):
        in_time = m.served.on_time / np.maximum(m.served.queue.completed, 1.0)
        felt = p["satisfaction.quality"] * m.served.quality + p["satisfaction.on_time"] * (in_time - 0.6)
        assert voice.satisfaction == pytest.approx(index_at(felt + m.base.expectation), rel=1e-9)


def test_courtesy_and_being_heard_count_for_citizens_of_the_unit() -> None:
    p = Parameters(dict.fromkeys(("trust.rate", "complaints.voice"), 1.0))
    m, before, _ = months(dict(p.changed))[-1]
    theta = np.interp(before.satisfaction, index_at(GRID), GRID)
    here, courtesy = np.arange(30.0)[None] % 2, np.arange(30.0)[None] / 60.0
    s = replace(m.state)
    voice = listen(s, Levers(citizen_voice=here), m.base, m.served, courtesy, p, m.stack, m.world, m.month)
    theta += p["satisfaction.courtesy"] * courtesy + p["satisfaction.involved"] * here
    assert voice.satisfaction == pytest.approx(index_at(theta), rel=1e-9)
    felt = theta - m.base.expectation
    goal = p["trust.base"] + p["trust.experience"] * felt + p["trust.involved"] * here
    assert s.trust == pytest.approx(goal, rel=1e-9)
    heard = here == 1.0
    assert np.array_equal(voice.complaints[~heard], before.complaints[~heard])
    assert voice.complaints[heard].sum() == pytest.approx(np.e * before.complaints[heard].sum(), rel=0.15)


def test_courtesy_may_be_the_same_in_all_replications() -> None:
    m, _, _ = months({}, runs=2)[-1]
    same = np.linspace(0.0, 0.5, 30)[None]
    found = []
    for courtesy in (same, np.repeat(same, 2, axis=0), 0.0):
        given = replace(m.state), Levers(), m.base, m.served, courtesy, m.p, m.stack, m.world, m.month
        found.append(listen(*given).satisfaction)
    assert np.array_equal(found[0], found[1])
    assert (found[0][:, 1:] > found[2][:, 1:]).all()
    assert np.array_equal(found[0][:, 0], found[2][:, 0])


@pytest.mark.parametrize(("push", "reached"), [(60.0, 6.0), (-60.0, -6.0)])
def test_beyond_the_grid_the_index_is_that_of_its_end(push: float, reached: float) -> None:
    _, voice, _ = months({"satisfaction.on_time": 0.0, "satisfaction.quality": push})[0]
    outside = np.isclose(voice.satisfaction, index_at(reached), atol=1e-4)
    assert 0.2 < outside.mean() < 0.8  # units of high or of low quality
    assert ((voice.ikm >= 25.0) & (voice.ikm <= 100.0)).all()


def test_a_large_sample_says_what_citizens_feel_and_are_polite_enough_to_say() -> None:
    from simkinerja.population.voice_params import number

    _, voice, _ = months({"survey.respondents": 1e12})[-1]
    theta = np.interp(voice.satisfaction, index_at(GRID), GRID)
    assert voice.ikm == pytest.approx(index_at(theta + number("survey.politeness")), abs=1e-3)


def test_complaints_are_those_of_the_late_and_of_the_poorly_served() -> None:
    values = {"complaints.late": 1.2, "complaints.quality": -0.4, "complaints.rate": 0.3}
    found = months(values, runs=4, units=200)
    means, counts = [], []
    for m, voice, _ in found:
        done = np.maximum(m.served.queue.completed, 1.0)
        log = 1.2 * (1.0 - m.served.on_time / done) - 0.4 * m.served.quality
        means.append(0.3 * done * np.exp(log))
        counts.append(voice.complaints)
    total = np.sum(means)
    assert abs(np.sum(counts) - total) < 4.0 * np.sqrt(total) + 2e-4 * total


def test_trust_nears_what_citizens_meet_and_stays_a_share() -> None:
    """All the way in a month, so that trust is what this month leads to."""
    rest = Parameters.default()["trust.base"]
    for _, voice, trust in months({"trust.rate": 1.0, "trust.experience": 0.0}):
        assert trust == pytest.approx(rest)
        assert ((voice.answered >= 0.0) & (voice.answered <= 1.0)).all()
    for _, _, trust in months({"trust.rate": 1.0, "trust.experience": 50.0}):
        assert set(np.unique(trust)) >= {0.0, 1.0}
        assert ((trust >= 0.0) & (trust <= 1.0)).all()


def test_replications_listen_with_their_own_numbers() -> None:
    names = ("satisfaction.quality", "survey.respondents", "complaints.late", "trust.rate", "error.practice")
    names += ("complaints.answered", "service.handling", "quality.congestion", "service.balking")
    usual = Parameters.default()
    drawn = {name: np.float32(usual[name]) * np.array([[1.0], [1.25]], dtype=np.float32) for name in names}
    both = months(drawn, runs=2)[-1][1]
    first = months({name: float(one[0, 0]) for name, one in drawn.items()}, runs=2)[-1][1]
    second = months({name: float(one[1, 0]) for name, one in drawn.items()}, runs=2)[-1][1]
    for name in ("satisfaction", "ikm", "complaints", "answered"):
        found = getattr(both, name)
        assert found[0] == pytest.approx(getattr(first, name)[0], rel=1e-7)
        assert found[1] == pytest.approx(getattr(second, name)[1], rel=1e-7)
        assert found[1] != pytest.approx(getattr(first, name)[1], rel=1e-4)


def test_the_table_is_read_within_its_ends_whatever_is_asked() -> None:
    """A compiled loop reads where it is told to; numpy would have stopped."""
    from simkinerja.simulate.citizens import _on_line

    table = np.linspace(25.0, 100.0, 601)
    assert [_on_line(theta, table) for theta in (-np.inf, -6.0, 0.0)] == [25.0, 25.0, 62.5]
    assert [_on_line(theta, table) for theta in (6.0, 1e300, np.inf)] == pytest.approx([100.0] * 3, abs=1e-3)
    found = _on_line(np.nan, table)
    assert np.isnan(found) or 25.0 <= found <= 100.0
