"""From raw figures to points: the vector functions against numbers worked out by hand."""

import numpy as np
import pytest

from simkinerja.schemes.model import Category, Indicator, Normalise, Rules
from simkinerja.schemes.normalise import (
    rank_of_row,
    rule_of,
    steps_of,
    to_category,
    to_goalposts,
    to_min_max,
    to_points,
    to_rank,
    to_target,
    to_z,
)

NAN = np.nan


def same(found: np.ndarray, expected: list[float]) -> None:
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-9)


def test_target_share_with_cap_and_floor() -> None:
    same(to_target([0, 18, 36, 45, NAN], 36), [0, 50, 100, 100, NAN])
    same(to_target([18, 54], 36, cap=120), [50, 120])
    same(to_target([-5], 10), [0])
    same(to_target([-5], 10, floor=-100), [-50])


def test_target_for_a_figure_that_should_fall() -> None:
    same(to_target([0, 2.5, 5, 7.5, 10, 20], 5, direction="turun", cap=150), [150, 150, 100, 50, 0, 0])


def test_a_negative_target_keeps_the_direction() -> None:
    # deficit of at most 10: -10 reaches it, -15 is worse, -5 better
    same(to_target([-15, -10, -5], -10, cap=200), [50, 100, 150])
    same(to_target([-15, -10, -5], -10, direction="turun", cap=200), [150, 100, 50])


def test_goalposts() -> None:
    same(to_goalposts([25, 62.5, 100, 120, 0], 25, 100), [0, 50, 100, 100, 0])
    same(to_goalposts([120], 25, 100, cap=130), [100 * 95 / 75])
    same(to_goalposts([0, 5, 20, NAN], 0, 10, direction="turun"), [100, 50, 0, NAN])


def test_min_max() -> None:
    same(to_min_max([10, NAN, 15, 20]), [0, NAN, 50, 100])
    same(to_min_max([10, 15, 20], direction="turun"), [100, 50, 0])


@pytest.mark.parametrize("by", [to_min_max, to_z, to_rank])
def test_where_nothing_tells_people_apart_all_get_the_middle(by) -> None:
    same(by([7, 7, NAN]), [50, 50, NAN])
    same(by([7]), [50])
    same(by([NAN]), [NAN])
    same(by([0.1 + 0.2, 0.3]), [50, 50])  # two spellings of the same mean


@pytest.mark.parametrize("by", [to_min_max, to_z, to_rank])
def test_small_units_still_tell_people_apart(by) -> None:
    points = by([1e-9, 2e-9, 3e-9])
    assert points[0] < points[1] < points[2]


def test_z_is_fifty_plus_ten_sd() -> None:
    # mean 20, SD sqrt(200/3) = 8.16497
    same(to_z([10, 20, 30]), [50 - 12.24744871391589, 50, 50 + 12.24744871391589])
    same(to_z([10, 20, 30], direction="turun"), [62.24744871391589, 50, 37.75255128608411])
    assert to_z([0.0] * 9 + [1.0])[-1] == pytest.approx(50 + 10 * 3)
    assert to_z([0.0] * 999 + [1.0])[-1] == 100.0


def test_rank_shares_the_middle_among_ties() -> None:
    same(to_rank([5, 7, 7, 9, NAN]), [0, 50, 50, 100, NAN])
    same(to_rank([5, 7, 7, 9], direction="turun"), [100, 50, 50, 0])
    # 4 others: behind none, two tied with two others, one ahead of all
    same(to_rank([1, 2, 2, 2, 3]), [0, 50, 50, 50, 100])


def test_rank_of_one_row_is_the_rank_of_that_row() -> None:
    figures = np.array([3.0, 1, NAN, 4, 1, 5, 9, 2, 6, 5, 0.1 + 0.2, 0.3])
    for direction in ("naik", "turun"):
        every = to_rank(figures, direction=direction)
        for row in range(len(figures)):
            np.testing.assert_equal(rank_of_row(figures, row, direction=direction), every[row])


def test_category_steps() -> None:
    same(to_category([0, 1, 2.9, 3, 10, NAN], [1, 3, 5], [60, 80, 100]), [60, 60, 60, 80, 100, NAN])


def scale(*steps: tuple[str, float, float | None]) -> Normalise:
    categories = tuple(Category(label=label, points=points, lower=low) for label, points, low in steps)
    return Normalise(method="category", categories=categories)


def test_the_order_in_which_steps_are_written_does_not_matter() -> None:
    one = Indicator(code="a", label="A")
    figures = [0, 3, 6, 9]
    expected = [60, 60, 80, 100]
    same(to_points(figures, one, scale(("x", 100, 9), ("y", 60, 1), ("z", 80, 5))), expected)


def test_a_step_without_lower_is_the_lowest() -> None:
    one = Indicator(code="a", label="A")
    rule = scale(("Cepat", 100, 5), ("Lambat", 60, None))
    same(to_points([-99, 4.9, 5], one, rule), [60, 60, 100])
    assert [low for _, low in steps_of(rule)] == [-np.inf, 5]


def test_words_only_stand_for_their_points() -> None:
    one = Indicator(code="a", label="A")
    rule = scale(("Sesuai", 100, None), ("Di bawah", 60, None))
    same(to_points([60, 80, 100, 7, 500, NAN], one, rule), [60, 80, 100, 60, 100, NAN])


def test_own_rule_before_the_schemes() -> None:
    own = Indicator(code="a", label="A", target=10, normalise=Normalise(method="none", cap=70))
    same(to_points([50, 90], own, Normalise()), [50, 70])


@pytest.mark.parametrize("method", ["min_max", "z", "rank"])
def test_relative_points_stay_within_floor_and_cap(method: str) -> None:
    points = to_points(
        np.arange(30.0), Indicator(code="a", label="A"), Normalise(method=method, cap=70, floor=40)
    )
    assert points.min() == 40
    assert points.max() == (70 if method != "z" else pytest.approx(50 + 10 * 14.5 / np.arange(30.0).std()))


def test_a_group_s_figure_already_is_points() -> None:
    rules = Rules(normalise=scale(("Sesuai", 100, 3), ("Di bawah", 60, 1)))
    one = Indicator(code="a", label="A")
    rule = rule_of(one, rules, group=True)
    assert rule.method == "none"
    assert [step.points for step, _ in steps_of(rule)] == [60, 100]
    assert rule_of(one, rules).method == "category"
    own = Indicator(code="a", label="A", normalise=Normalise(method="rank"))
    assert rule_of(own, rules, group=True).method == "rank"
