"""A posed experiment: its contrast, its error, its faults."""

from __future__ import annotations

import numpy as np
import pytest

from simkinerja.errors import UsageError
from simkinerja.simulate import interventions as kinds
from simkinerja.simulate.channel import Channel
from simkinerja.simulate.trial import Trial

CAMERA = Channel(name="Kamera", visibility={"presence": 1.0}, consequence=1.0, automatic=True)


def trial(**fields: object) -> Trial:
    given: dict[str, object] = {
        "arms": {"tanpa": [], "kamera": [CAMERA], "kosong": [kinds.UseChannel(channel=CAMERA, strength=0.0)]},
        "outcome": "presence",
        "months": (1, 3),
        "units": 10,
        "officers_per_unit": 10,
        "populations": 3,
        "setup": {"presence.base": 0.58},
    }
    return Trial(**(given | fields))  # type: ignore[arg-type]


def test_contrast_is_the_mean_of_paired_differences() -> None:
    found = trial().run(seed=2)
    assert found.difference == pytest.approx(found.each.mean())
    assert found.difference == pytest.approx(found.treated - found.control)
    assert found.se == pytest.approx(found.each.std(ddof=1) / np.sqrt(3))
    assert found.control == pytest.approx(0.58, abs=0.03)
    assert 0.15 < found.difference < 0.26


def test_an_arm_of_no_strength_has_no_contrast() -> None:
    found = trial().run(seed=2, arm="kosong")
    assert found.difference == 0.0
    assert found.se == 0.0


def test_months_are_those_asked_for() -> None:
    one = trial(populations=1, months=(2, 3))
    side = one.compared(seed=4)
    assert side.plan.months == 4
    found = one.run(seed=4)
    assert found.control == pytest.approx(side.series("presence", "tanpa")[:, 2:4].mean())
    late = trial(populations=1, arms={"tanpa": [], "nanti": [kinds.UseChannel(channel=CAMERA, start=2)]})
    assert late.run(seed=4, arm="nanti").difference < trial(populations=1).run(seed=4).difference


def test_an_outcome_may_be_any_function() -> None:
    by_hand = trial(outcome=lambda found, arm: found.series("presence", arm)[:, 1:4].mean(axis=1))
    assert by_hand.run(seed=2).difference == trial().run(seed=2).difference


def test_behaviour_and_place_are_parameters() -> None:
    weak = trial().run(seed=2, parameters={"presence.consequence": 0.5})
    assert 0.05 < weak.difference < trial().run(seed=2).difference
    assert trial(setup={"presence.base": 0.9}).run(seed=2).control == pytest.approx(0.9, abs=0.02)


def test_the_error_shrinks_with_more_populations_and_the_interval_covers() -> None:
    small = [trial(populations=2, units=3).run(seed=s).each for s in range(12)]
    each = np.concatenate(small)
    many = trial(populations=24, units=3).run(seed=50)
    assert many.se == pytest.approx(each.std(ddof=1) / np.sqrt(24), rel=0.5)
    assert abs(many.difference - each.mean()) < 4 * np.hypot(many.se, each.std() / np.sqrt(len(each)))


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"arms": {"tanpa": []}}, "arms"),
        ({"outcome": "presense"}, "presence"),
        ({"months": (5, 3)}, "months"),
        ({"populations": 0}, "populations"),
    ],
)
def test_faults_are_told(fields: dict[str, object], word: str) -> None:
    with pytest.raises(UsageError, match=word):
        trial(**fields)


def test_an_unknown_arm_is_told() -> None:
    with pytest.raises(UsageError, match="kamera"):
        trial().run(arm="kamra")
