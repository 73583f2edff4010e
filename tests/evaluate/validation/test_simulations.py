"""The published simulations as functions: properties beyond their tables, and what they refuse."""

import numpy as np
import pytest

from simkinerja.errors import UsageError
from simkinerja.evaluate.validation import braganza, martell, scullen


def test_without_dismissal_nothing_is_gained_and_with_perfect_ratings_most() -> None:
    flat = scullen(fire=0.0, firms=400, years=6)
    assert np.abs(flat.mean - flat.mean[0]).max() < 5 * flat.se.max()
    gain = [scullen(reliability=r, firms=400, years=6).mean[6] for r in (0.0, 0.5, 1.0)]
    assert gain[0] == pytest.approx(flat.mean[0], abs=0.03)
    assert gain[0] + 0.2 < gain[1] < gain[2] - 0.05


def test_hiring_by_the_best_of_ten_has_the_mean_of_the_highest_normal() -> None:
    perfect = scullen(validity=1.0, firms=2_000, years=0)
    assert perfect.mean[0] == pytest.approx(1.538753, abs=5 * perfect.se[0])
    assert perfect.se[0] < 0.002
    one = scullen(validity=1.0, selection_ratio=1.0, firms=2_000, years=0)
    assert one.mean[0] == pytest.approx(0.0, abs=5 * one.se[0])


def test_voluntary_turnover_eats_the_gain() -> None:
    gains = [scullen(turnover=t, firms=300, years=15).mean[15] for t in (0.0, 0.1, 0.3)]
    assert gains[0] > gains[1] + 0.1 > gains[2] + 0.2


def test_who_is_dismissed() -> None:
    """Half of the staff dismissed by perfect ratings: the mean rises at once by about what a cut gives."""
    kept = scullen(fire=0.5, reliability=1.0, validity=0.0, turnover=0.0, firms=500, years=1)
    upper_half_of_ten = 0.7388  # mean of the five highest of ten normals
    assert kept.mean[1] - kept.mean[0] == pytest.approx(upper_half_of_ten / 2, abs=0.02)


def test_bias_works_against_either_group_and_more_on_a_longer_ladder() -> None:
    for_women = martell(-4.58, runs=60)
    assert for_women.women[-1] > 60
    short = martell(4.58, posts=(100, 20), runs=60)
    long = martell(4.58, posts=(100, 60, 35, 20), runs=60)
    assert long.women[-1] < short.women[-1] < 50


def test_the_ladder_sorts_by_score_and_fills_every_post() -> None:
    found = martell(0.0, runs=30)
    assert (np.diff(found.score) > 2).all()
    posts = np.array([500, 350, 200, 150, 100, 75, 40, 10])
    assert float(found.score @ posts / posts.sum()) == pytest.approx(50.0, abs=1.0)
    assert found.cycles == pytest.approx(48, abs=4)


def test_competition_drags_practice_to_the_proxy_and_an_inner_motive_holds_it() -> None:
    size = {"agents": 60, "steps": 250, "counted": 80, "runs": 12}
    selfish, decent = braganza(0.5, 0.0, **size), braganza(0.5, 1.0, **size)  # type: ignore[arg-type]
    assert selfish.course["angle"][0] > 18
    assert selfish.mean["angle"] < decent.mean["angle"] < 18
    assert decent.mean["goal"] > selfish.mean["goal"]
    assert all(x.shape == (250,) for x in decent.course.values())


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: scullen(fire=1.0), "fire"),
        (lambda: scullen(reliability=-0.1), "reliability"),
        (lambda: scullen(selection_ratio=0.0), "selection_ratio"),
        (lambda: scullen(firms=1), "firms"),
        (lambda: scullen(turnover="banyak"), "turnover"),  # type: ignore[arg-type]
        (lambda: martell(entry=1.5), "entry"),
        (lambda: martell(posts=(10, 20)), "posts"),
        (lambda: martell(posts=(10,)), "posts"),
        (lambda: martell(attrition=0.0), "attrition"),
        (lambda: braganza(0.0), "competition"),
        (lambda: braganza(1.0), "competition"),
        (lambda: braganza(steps=10, counted=11), "counted"),
        (lambda: braganza(seed=-1), "seed"),
    ],
)
def test_impossible_settings_are_refused_in_a_sentence(call: object, name: str) -> None:
    with pytest.raises(UsageError) as caught:
        call()  # type: ignore[operator]
    assert f"'{name}'" in str(caught.value)
