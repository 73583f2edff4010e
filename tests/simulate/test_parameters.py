"""Numbers of a run: draws within range, by replication, whatever the cut; faults told all at once."""

from __future__ import annotations

import pickle

import numpy as np
import pytest
from scipy import stats

from simkinerja.errors import UsageError
from simkinerja.simulate.parameters import COMMON, Parameters, engine_parameters

KNOWN = engine_parameters()


def test_every_number_has_a_range_around_it_and_a_source() -> None:
    for name, one in KNOWN.items():
        assert one.low <= one.value <= one.high, name
        assert one.source.strip(), name
        assert one.label.strip(), name
        assert one.unit.strip(), name


def test_draws_are_triangular_within_the_range() -> None:
    drawn = Parameters.default().draw(3, 4000)
    for name, values in drawn.changed.items():
        one = KNOWN[name]
        assert np.shape(values) == (4000, 1)
        assert np.min(values) >= one.low
        assert np.max(values) <= one.high
        wide = one.high - one.low
        law = stats.triang((one.value - one.low) / wide, loc=one.low, scale=wide)
        assert stats.kstest(np.ravel(values), law.cdf).pvalue > 1e-5, name
    fixed = {n for n, p in KNOWN.items() if p.low == p.high or p.how_sure == "law"}
    assert set(KNOWN) >= COMMON
    assert set(drawn.changed) == set(KNOWN) - fixed - COMMON


def test_numbers_are_drawn_each_by_itself() -> None:
    names = ["training.gain", "incentive.strength", "service.load", "feedback.mean"]
    drawn = Parameters.default().draw(3, 20_000)
    every = np.corrcoef([drawn.flat(name) for name in names])
    assert np.abs(every - np.eye(4)).max() < 0.03


def test_draw_k_depends_on_the_seed_and_on_k_alone() -> None:
    whole, part = Parameters.default().draw(3, 50), Parameters.default().draw(3, 7, first=20)
    other = Parameters.default().draw(4, 50)
    for name in whole.changed:
        assert np.array_equal(whole[name][20:27], part[name])
    assert not np.array_equal(whole["training.gain"], other["training.gain"])
    assert np.array_equal(whole.rows(slice(20, 27))["training.gain"], part["training.gain"])


def test_what_is_set_by_hand_stays() -> None:
    p = Parameters.default().set({"training.gain": 0.31})
    drawn = p.draw(1, 5)
    assert drawn["training.gain"] == 0.31
    assert p.set({"training.spread": 0.1})["training.gain"] == 0.31
    assert Parameters.default()["training.gain"] == KNOWN["training.gain"].value


def test_all_faults_at_once_with_the_nearest_name_and_the_range() -> None:
    with pytest.raises(UsageError) as found:
        Parameters.default().set(
            {"training.gian": 0.3, "presence.base": 1.4, "error.base": float("nan"), "trust.rate": "cepat"}
        )
    text = str(found.value)
    assert len(found.value.problems) == 4
    assert "training.gain" in text
    assert "0,97" in text or "0.97" in text


def test_numbers_survive_a_journey_to_a_worker() -> None:
    p = Parameters.default().set({"training.gain": 0.31}).draw(1, 3)
    there = pickle.loads(pickle.dumps(p))
    assert all(np.array_equal(there[name], p[name]) for name in KNOWN)
    with pytest.raises(TypeError):
        there.changed["training.gain"] = 1.0  # type: ignore[index]
