"""Latent traits: stated correlations, scales, slots."""

from itertools import pairwise

import numpy as np
import pytest

from simkinerja.errors import UsageError
from simkinerja.params import POPULATION, registry
from simkinerja.population import draw_population
from simkinerja.population.codes import TRAITS
from simkinerja.population.traits import correlation_matrix, draw_traits
from simkinerja.streams import Streams

N = 200_000


@pytest.fixture(scope="module")
def big() -> "np.ndarray":
    people = draw_population("medan", 7, n_officers=N)
    plan = people.plan
    born = people.officers["birth_date"].to_numpy().astype("datetime64[M]").astype(int)
    months = (2025 - 1970) * 12 + 10 - 1 - born  # up to the day of the month
    age = (months - plan.age_mean) / plan.age_sd
    return np.column_stack([age, *(people.officers[f"true_{t}"] for t in (*TRAITS, "practice"))])


def test_correlations_are_the_stated_ones(big: np.ndarray) -> None:
    # SE of a correlation is about 1/sqrt(n); four of them, and .003 for the day of birth
    obtained = np.corrcoef(big[:, :7].T)
    np.testing.assert_allclose(obtained, correlation_matrix(), atol=4 / np.sqrt(N) + 0.003)


def test_traits_are_standard(big: np.ndarray) -> None:
    np.testing.assert_allclose(big.mean(axis=0), 0, atol=4 / np.sqrt(N) + 0.002)
    np.testing.assert_allclose(big.std(axis=0), 1, atol=4 / np.sqrt(N) + 0.004)


def test_digital_falls_and_resistance_rises_with_age(big: np.ndarray) -> None:
    young, old = big[:, 0] < -1, big[:, 0] > 1
    assert big[old, 4].mean() < -0.4 < 0.4 < big[young, 4].mean()
    assert big[old, 6].mean() > 0.2 > big[young, 6].mean()


def test_practice_is_logistic_with_sd_one(big: np.ndarray) -> None:
    # quartiles of a logistic variable with SD 1: sqrt(3)/pi * ln(3) = .6057; a normal one has .6745
    assert np.quantile(big[:, 7], 0.75) == pytest.approx(0.6057, abs=0.012)
    fourth = ((big[:, 7] - big[:, 7].mean()) ** 4).mean() / big[:, 7].var() ** 2
    assert fourth == pytest.approx(4.2, abs=0.25)


def test_practice_follows_ability_by_the_registered_weights(big: np.ndarray) -> None:
    weights = np.array(
        [POPULATION[f"practice.{t}"].value if f"practice.{t}" in POPULATION else 0 for t in TRAITS]
    )
    expected = correlation_matrix()[1:, 1:] @ weights
    obtained = [np.corrcoef(big[:, 1 + i], big[:, 7])[0, 1] for i in range(6)]
    np.testing.assert_allclose(obtained, expected, atol=0.02)


def test_blocks_and_whole_are_the_same_bits() -> None:
    streams, r = Streams(3), correlation_matrix()
    slots = np.arange(100_000)
    age = np.linspace(-1.5, 1.5, len(slots))
    whole = draw_traits(streams, slots, age, r)
    cut = [0, 1, 17, 40_000, 65_537, 100_000]
    for a, b in pairwise(cut):
        part = draw_traits(streams, slots[a:b], age[a:b], r)
        assert all((part[name] == whole[name][a:b]).all() for name in whole)


def test_a_city_may_state_its_own_correlation() -> None:
    assert correlation_matrix({"age~digital": -0.1})[0, 4] == -0.1
    assert correlation_matrix({"integrity~resistance": -0.2})[5, 6] == -0.2
    assert correlation_matrix({"integrity~resistance": -0.2})[6, 5] == -0.2


@pytest.mark.parametrize("pair", ["age~tinggi", "age", "age~age", "a~b~c"])
def test_unknown_pairs_are_refused(pair: str) -> None:
    with pytest.raises(UsageError, match="correlations"):
        correlation_matrix({pair: 0.1})


def test_impossible_correlations_are_refused() -> None:
    with pytest.raises(UsageError, match="bersama"):
        correlation_matrix({"age~digital": 0.95, "age~resistance": 0.95, "digital~resistance": -0.95})


def test_every_parameter_says_its_range_unit_and_source() -> None:
    for name, param in registry().items():
        assert param.low <= param.value <= param.high, name
        assert param.source
        assert param.unit
        assert param.how_sure in {"law", "published", "computed", "assumed"}
