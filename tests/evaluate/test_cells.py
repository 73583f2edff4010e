"""Masked tables, attacked: every table that fits what is shown is tried."""

import numpy as np
import pytest

from simkinerja.evaluate.cells import masked_cells, with_margins
from simkinerja.streams import Streams


def possible(table: np.ndarray, hidden: np.ndarray, regions: list[np.ndarray], most: int = 25) -> np.ndarray:
    """Find the largest figure of every cell over all tables that fit the shown numbers (cells to ``most``).

    Cells are tried one after the other; a sum that cannot be reached any more ends the trial.
    """
    inner, shape = table[:-1, :-1].copy(), table[:-1, :-1].shape
    free = [tuple(at) for at in np.argwhere(hidden[:-1, :-1])]
    best = np.where(hidden, 0, table)

    def fits(done: int) -> bool:
        still_open = np.zeros(shape, dtype=bool)
        for at in free[done:]:
            still_open[at] = True
        full, known = with_margins(np.where(still_open, 0, inner)), with_margins(still_open)
        wrong = np.where(known == 0, full != table, full > table)
        wrong[:-1, :-1] = False
        regions_fit = (still_open[r].any() or inner[r].sum() == table[:-1, :-1][r].sum() for r in regions)
        return not wrong[~hidden].any() and all(regions_fit)

    def search(done: int) -> None:
        nonlocal best
        if done == len(free):
            best = np.maximum(best, with_margins(inner))
            return
        for value in range(1, most + 1):
            inner[free[done]] = value
            if fits(done + 1):
                search(done + 1)

    search(0)
    return best


@pytest.mark.parametrize("seed", range(12))
def test_no_small_cell_is_found_by_anybody(seed: int) -> None:
    inner = (Streams(seed).uniform("size", 6) ** 2 * 12).astype(int).reshape(2, 3)
    inner[0, 0] += 5
    table, hidden = with_margins(inner), masked_cells(inner)
    small = (table > 0) & (table < 5)
    assert hidden[small].all()
    assert not hidden[table == 0].any()
    assert (possible(table, hidden, [])[small] >= 5).all()


def test_two_masked_cells_that_give_each_other_away_are_not_enough() -> None:
    """3 and 1 masked in a row of 60: together 4, so both are below five; a third goes."""
    assert masked_cells([[3, 1, 36, 20], [30, 30, 30, 30]])[0].sum() >= 3


def test_a_region_shown_elsewhere_does_not_give_a_cell_away() -> None:
    """Masked are 3 and its partners in a rectangle; the sum of the region would tell 3 from its partner."""
    inner = np.array([[20, 3, 15], [15, 6, 16], [17, 18, 19]])
    region = np.triu(np.ones((3, 3), dtype=bool), 1)  # those who fall
    table, plain, careful = with_margins(inner), masked_cells(inner), masked_cells(inner, regions=[region])
    assert possible(table, plain, [])[0, 1] >= 5
    assert possible(table, plain, [region])[0, 1] == 3
    witness = np.array([[20, 5, 13], [15, 6, 16], [17, 16, 21]])  # fits all that is shown now
    assert (with_margins(witness) == table)[~careful].all()
    assert witness[region].sum() == inner[region].sum()


def test_a_small_region_is_protected_too() -> None:
    inner = np.array([[50, 0, 2], [40, 60, 0], [30, 0, 70]])
    region = np.zeros((3, 3), dtype=bool)
    region[0, 1:] = True
    hidden = masked_cells(inner, regions=[region])
    assert hidden[0, 2]
    assert hidden[0, 0]


def test_whole_table_below_the_minimum() -> None:
    hidden = masked_cells([[1, 2], [0, 1]])
    assert hidden.tolist() == [[True, True, True], [False, True, True], [True, True, True]]


def test_a_masked_sum_stays_masked() -> None:
    hidden = masked_cells([[30, 2], [40, 1]], columns=[False, True])  # three people fall, whoever they are
    assert hidden[:, 1].all()
