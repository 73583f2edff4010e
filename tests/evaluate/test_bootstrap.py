"""The probability of a letter against closed forms and against a known truth."""

from math import sqrt

import numpy as np
import pytest
from scipy.stats import norm

from simkinerja.evaluate.bootstrap import EXACT_UP_TO, index_of, resampled_nrr, spread_factor
from simkinerja.evaluate.labels import (
    FEWEST,
    LETTERS,
    interval,
    letter_shares,
    letters_of,
    needed_respondents,
)
from simkinerja.streams import Streams


def people(
    n: int, mean: float, generator: np.random.Generator, own: float = 0.5, item: float = 0.45
) -> np.ndarray:
    """Correlated answers 1-4 of n respondents to nine questions."""
    mood = generator.normal(0, own, (n, 1))
    return np.clip(np.round(mean + mood + generator.normal(0, item, (n, 9))), 1, 4).astype(np.int16)


def truth_of(mean: float, own: float = 0.5, item: float = 0.45) -> float:
    """Index of everybody whom :func:`people` could ever draw."""
    edges = norm.cdf(np.array([1.5, 2.5, 3.5]), mean, sqrt(own**2 + item**2))
    return float(25 * (4 - edges.sum()))


def draws(answers: np.ndarray, replications: int = 4000, population: int | None = None, name: str = "x"):
    return resampled_nrr(answers, np.ones_like(answers), replications, Streams(3).generator(name), population)


@pytest.mark.parametrize("n", [40, 400, EXACT_UP_TO + 500])
def test_spread_equals_the_closed_form(n: int) -> None:
    answers = people(n, 3.1, Streams(1).generator(f"people{n}"))
    nrr = draws(answers)
    se = answers.mean(axis=1).std(ddof=1) * 25 / sqrt(n)
    assert index_of(nrr).std() == pytest.approx(se, rel=0.05)
    assert index_of(nrr).mean() == pytest.approx(answers.mean() * 25, abs=4 * se / sqrt(4000))
    assert nrr.std(axis=0) == pytest.approx(answers.std(axis=0, ddof=1) / sqrt(n), rel=0.08)


def test_probability_equals_the_closed_form() -> None:
    answers = people(300, 3.08, Streams(2).generator("people"))
    mean, se = answers.mean() * 25, answers.mean(axis=1).std(ddof=1) * 25 / sqrt(300)
    shares = letter_shares(index_of(draws(answers, 20_000)))
    assert shares["C"] == pytest.approx(norm.cdf(76.605, mean, se) - norm.cdf(64.995, mean, se), abs=0.015)
    assert sum(shares.values()) == pytest.approx(1)
    assert 0.1 < shares["C"] < 0.9  # else the comparison would say little


def test_both_ways_of_drawing_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = people(900, 3.2, Streams(4).generator("people"))
    exact = draws(answers, 8000)
    monkeypatch.setattr("simkinerja.evaluate.bootstrap.EXACT_UP_TO", 10)
    normal = draws(answers, 8000)
    assert not np.array_equal(exact, normal)
    assert normal.std(axis=0) == pytest.approx(exact.std(axis=0), rel=0.05)
    assert np.corrcoef(normal.T) == pytest.approx(np.corrcoef(exact.T), abs=0.06)


def test_blanks_widen_the_interval_of_their_element_only() -> None:
    generator = Streams(5).generator("people")
    answers = people(400, 3.2, generator)
    count = np.ones_like(answers)
    blank = generator.random(400) < 0.75
    count[blank, 0] = 0
    thin = answers * count
    nrr = resampled_nrr(thin, count, 4000, Streams(6).generator("x"))
    full = draws(answers)
    assert nrr[:, 0].std() > 1.6 * full[:, 0].std()
    assert nrr[:, 1].std() == pytest.approx(full[:, 1].std(), rel=0.06)


def test_population_correction() -> None:
    answers = people(200, 3.1, Streams(7).generator("people"))
    free, half, whole = (index_of(draws(answers, population=size)).std() for size in (None, 400, 200))
    assert half == pytest.approx(free * sqrt(200 / 399), rel=1e-9)
    assert whole == pytest.approx(0, abs=1e-9)
    assert spread_factor(10, 5) == 0


def test_the_truth_is_that_of_the_people() -> None:
    answers = people(40_000, 2.9, Streams(10).generator("people"))
    se = answers.mean(axis=1).std(ddof=1) * 25 / sqrt(40_000)
    assert truth_of(2.9) == pytest.approx(answers.mean() * 25, abs=4 * se)


def test_letters_follow_the_half_up_rule() -> None:
    index = np.array([25.0, 64.994, 64.995, 76.604, 76.605, 88.304, 88.305, 100.0])
    assert "".join(LETTERS[k] for k in letters_of(index)) == "DDCCBBAA"


def test_intervals_cover_the_truth_and_certain_letters_are_right() -> None:
    """Repeats, smaller, the simulation behind the choice of FEWEST."""
    generator = Streams(8).generator("worlds")
    covered, right = [], []
    for k in range(300):
        mean = generator.uniform(2.5, 3.9)
        truth = truth_of(mean)
        answers = people(60, mean, generator)
        index = index_of(draws(answers, 800, name=str(k)))
        low, high = interval(index)
        covered.append(low <= truth <= high)
        own, real = (LETTERS[j] for j in letters_of(np.array([answers.mean() * 25, truth])))
        if letter_shares(index)[own] >= 0.9:
            right.append(own == real)
    assert 0.91 <= np.mean(covered) <= 0.985
    assert len(right) > 100
    assert np.mean(right) >= 0.93


def test_needed_respondents_against_a_direct_search() -> None:
    index, sd = 78.2, 11.0

    def chance(n: int) -> float:
        se = sd / sqrt(n)
        return norm.cdf(88.305, index, se) - norm.cdf(76.605, index, se)

    wanted = next(n for n in range(1, 5000) if chance(n) >= 0.9)
    assert needed_respondents(index, sd) == max(wanted, FEWEST)
    assert chance(wanted - 1) < 0.9
    assert needed_respondents(76.605, sd) is None
    assert needed_respondents(77.5, sd, population=150) <= 150
    assert needed_respondents(82, 1e-6) == FEWEST


def test_same_seed_same_numbers_and_another_seed_others() -> None:
    answers = people(50, 3.1, Streams(9).generator("people"))
    one = np.ones_like(answers)
    first, again, other = (
        resampled_nrr(answers, one, 300, Streams(seed).generator("a")) for seed in (1, 1, 2)
    )
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)
