"""From points to one result: numbers worked out by hand."""

import numpy as np
import pytest

from simkinerja.schemes.aggregate import (
    combine,
    effective_weights,
    geometric,
    lowest,
    share_out,
    weighted_mean,
)

NAN = np.nan


def test_effective_weights_share_out_what_is_missing() -> None:
    found = effective_weights([[1, 1, 1], [NAN, 1, 1], [NAN, NAN, 1], [NAN, NAN, NAN]], [5, 3, 2])
    np.testing.assert_allclose(found, [[0.5, 0.3, 0.2], [0, 0.6, 0.4], [0, 0, 1], [0, 0, 0]])


def test_only_figures_of_no_weight_give_no_weights_and_no_result() -> None:
    assert effective_weights([[NAN, 80]], [1, 0]).tolist() == [[0, 0]]
    for method in (weighted_mean, geometric, lowest):
        assert np.isnan(method([[NAN, 80]], [1, 0])).all()


def test_means() -> None:
    points = [[80, 100, 60], [NAN, 90, 30], [0, 50, 100], [NAN, NAN, NAN]]
    weights = [2, 1, 1]
    np.testing.assert_allclose(weighted_mean(points, weights), [80, 60, 37.5, NAN])
    # 80^.5 100^.25 60^.25; sqrt(90*30); zero kills
    np.testing.assert_allclose(geometric(points, weights), [80**0.5 * 6000**0.25, 2700**0.5, 0, NAN])
    np.testing.assert_allclose(lowest(points, weights), [60, 30, 0, NAN])


@pytest.mark.parametrize("method", ["weighted_mean", "geometric", "non_compensatory"])
def test_a_figure_of_no_weight_has_no_effect(method) -> None:
    with_it, without = np.array([[80.0, 60.0, 0.0]]), np.array([[80.0, 60.0]])
    shares = effective_weights(with_it, [1, 2, 0])
    expected = combine(without, effective_weights(without, [1, 2]), method)
    np.testing.assert_array_equal(combine(with_it, shares, method), expected)


def test_negative_points_count_in_a_mean_and_as_zero_in_a_product() -> None:
    assert weighted_mean([[-50, 100]], [1, 1]).tolist() == [25]
    assert geometric([[-50, 100]], [1, 1]).tolist() == [0]
    assert lowest([[-50, 100]], [1, 1]).tolist() == [-50]


def test_memory_order_does_not_matter() -> None:
    points = np.array([[80.0, NAN, 60.0], [10.0, 20.0, NAN]])
    for method in (weighted_mean, geometric, lowest):
        np.testing.assert_array_equal(method(points, [1, 2, 3]), method(np.asfortranarray(points), [1, 2, 3]))


@pytest.mark.parametrize("order", ["C", "F"])
@pytest.mark.parametrize("weights", [[3, 1], [0.1] * 9 + [0.7], list(range(1, 13))])
def test_who_has_every_figure_gets_the_same_shares_whatever_others_lack(
    weights: list[float], order: str
) -> None:
    """To the last bit: a table without gaps is not shared out row by row."""
    there = np.ones((3, len(weights)), dtype=bool, order=order)
    full = share_out(there, weights)
    there[1, 0] = False
    assert np.array_equal(full[[0, 2]], share_out(there, weights)[[0, 2]])
    assert full.sum(axis=1) == pytest.approx(1.0)


@pytest.mark.parametrize("gaps", [False, True])
def test_nobodys_share_hangs_on_how_many_others_stand_in_the_table(gaps: bool) -> None:
    """Of many siblings numpy would add up one row otherwise than several."""
    rng = np.random.default_rng(5)
    for _ in range(50):
        weights = rng.random(11)
        there = rng.random((6, 11)) < 0.8 if gaps else np.ones((6, 11), dtype=bool)
        alone = np.vstack([share_out(row[None], weights) for row in there])
        assert np.array_equal(share_out(there, weights), alone)
        assert np.array_equal(share_out(np.asfortranarray(there), weights), alone)
