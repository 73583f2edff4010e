"""Perfect records: reliability 1, no padding, only measured dimensions: the score ranks as the truth does."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simkinerja.population import draw_population
from simkinerja.population.ratings import DIMENSIONS, dimension_truth
from simkinerja.schemes.model import Normalise
from simkinerja.scoring.score import score
from simkinerja.streams import Streams

NAMES = tuple(DIMENSIONS)


@pytest.fixture(scope="module")
def truth() -> pd.DataFrame:
    people = draw_population("salatiga", seed=2026, n_officers=400)
    return pd.DataFrame(dimension_truth(people.officers, Streams(people.seed)), columns=NAMES)


slopes = st.floats(0.01, 50)
offsets = st.floats(-100, 100)
weights = st.lists(st.integers(0, 9), min_size=4, max_size=4).filter(any)


@settings(max_examples=40)
@given(
    slope=st.lists(slopes, min_size=4, max_size=4),
    offset=st.lists(offsets, min_size=4, max_size=4),
    falls=st.lists(st.booleans(), min_size=4, max_size=4),
    weight=weights,
    method=st.sampled_from(["min_max", "z", "rank", "goalpost"]),
)
def test_ranks_equal_those_on_the_true_columns(make, truth, slope, offset, falls, weight, method) -> None:
    signs = np.where(falls, -1.0, 1.0)
    records = truth * np.array(slope) * signs + np.array(offset)

    def rule(j: int, recorded: bool) -> Normalise:
        if method != "goalpost":
            return Normalise(method=method)
        ends = np.array([-6.0, 6.0])
        if recorded:
            ends = np.sort(ends * slope[j] * signs[j] + offset[j])
        return Normalise(method=method, low=ends[0], high=ends[1])

    def indicators(recorded: bool) -> list[dict]:
        return [
            {
                "code": name,
                "dimension": {name: 1.0},
                "reliability": 1.0,
                "inflation": 0.0,
                "weight": float(weight[j]),
                "direction": "turun" if recorded and falls[j] else "naik",
                "normalise": rule(j, recorded),
            }
            for j, name in enumerate(NAMES)
        ]

    seen = score(records, make(*indicators(True), bands=()))
    real = score(truth, make(*indicators(False), bands=()))
    np.testing.assert_array_equal(seen.ranks.values, real.ranks.values)


def test_noise_would_be_seen(make, truth) -> None:
    """The equality above is no matter of course: an error of a tenth of an SD changes ranks."""
    scheme = make(*({"code": name} for name in NAMES), normalise="z", bands=())
    error = np.column_stack([Streams(1).normal(f"test.{name}", len(truth)) for name in NAMES])
    noisy = score(truth + 0.1 * error, scheme)
    assert (noisy.ranks.values != score(truth, scheme).ranks.values).mean() > 0.5
