"""Old against new: sums of money, small cells, bands put together, what the panel says."""

import re
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simkinerja.classroom.case_table import load_case
from simkinerja.classroom.my_score import with_pay
from simkinerja.classroom.old_new import compare_old_new, merged, old_new_lines, panel_old_new
from simkinerja.classroom.scheme_tables import objection_table, score_table
from simkinerja.report.suppress import FEWEST_SHOWN
from simkinerja.schemes import load_scheme

OLD = "tpp_60_40"


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    return load_case("salatiga")


@pytest.fixture(scope="module")
def panel(table: pd.DataFrame) -> Any:
    old = load_scheme(OLD)
    return panel_old_new(table, old, with_pay(load_scheme("seimbang"), old), load_scheme("skp_2022"))


def test_with_one_budget_gains_and_losses_cancel_and_without_it_they_need_not(table: pd.DataFrame) -> None:
    old = load_scheme(OLD)
    new = with_pay(load_scheme("seimbang"), old)
    same = compare_old_new(table, old, new, same_budget=True)
    free = compare_old_new(table, old, new, same_budget=False)
    net = [float(found.full.money["semua"].net_idr.iloc[0]) for found in (same, free)]
    assert abs(net[0]) < 1
    assert net[1] > 1e9, "angkanya lebih tinggi, maka semua tampak lebih kaya"
    assert free.factor == 1.0
    assert same.full.transition.equals(free.full.transition), "the budget moves money, nobody's band"


def test_rupiah_are_those_of_the_two_scores(table: pd.DataFrame) -> None:
    old = load_scheme(OLD)
    new = with_pay(load_scheme("seimbang"), old)
    free = compare_old_new(table, old, new, same_budget=False)
    before, after = score_table(table, old), score_table(table, new)
    change = after.paid.idr - before.paid.idr
    assert float(free.full.money["semua"].gain_idr.iloc[0]) == pytest.approx(np.nansum(change.clip(min=0)))


def test_a_scheme_without_money_moves_none(table: pd.DataFrame) -> None:
    found = compare_old_new(table, load_scheme(OLD), load_scheme("skp_2022"))
    assert found.factor == 1.0
    assert "tidak menentukan uang" in old_new_lines(found)[1]


@given(
    st.integers(1, 5).flatmap(
        lambda k: st.lists(st.lists(st.integers(0, 12), min_size=k, max_size=k), min_size=1, max_size=5)
    )
)
def test_bands_are_put_together_until_no_small_cell_is_left(counts: list[list[int]]) -> None:
    rows, columns = [f"r{k}" for k in range(len(counts))], [f"c{k}" for k in range(len(counts[0]))]
    out = merged(pd.DataFrame(counts, index=rows, columns=columns))
    cells = out.to_numpy()
    assert cells.sum() == np.sum(counts)
    assert cells.size == 1 or not ((cells > 0) & (cells < FEWEST_SHOWN)).any()
    assert " + ".join(out.index) == " + ".join(rows), "every band is still named, in its order"
    assert " + ".join(out.columns) == " + ".join(columns)


def test_the_panel_shows_no_number_of_people_below_five(panel: Any) -> None:
    for scheme in ("seimbang", "skp_2022"):
        for by in ("sex", "age_group", "golongan", "agency"):
            panel.set(scheme=scheme, by=by)
            assert panel.error is None, panel.error
            page = panel._picture.value
            people = re.findall(r"<td [^>]*>([^<]*)</td>" * 3, page)
            assert people
            for row in people:
                for cell in row:
                    assert cell == "*" or int(cell.replace(".", "")) not in range(1, FEWEST_SHOWN), row
            picture = page[page.index("<svg") : page.index("</svg>")]
            for cell in re.findall(r"font-size='13'[^>]*>([\d.]+)<", picture):
                assert int(cell.replace(".", "")) not in range(1, FEWEST_SHOWN), cell


def test_the_answer_names_how_many_and_how_much(panel: Any) -> None:
    panel.set(scheme="seimbang", budget=True, by="sex")
    first, second = old_new_lines(panel.result)
    counts = [int(n) for n in re.findall(r"\d+", first)]
    assert sum(counts) == 1012
    assert re.search(r"Rp\d{2,3}\.000\.000 setahun berpindah tangan", second)
    assert "dikalikan" in panel._picture.value
    panel.set(budget=False)
    assert "dikalikan" not in panel._picture.value
    panel.set(budget=True)


def test_the_deadlines_name_their_law() -> None:
    told = objection_table("2026-02-02")
    assert told["hari kerja"].tolist() == [14, 7]
    assert told["dasar"].str.contains("PermenPANRB 6/2022").all()
    assert told["dasar"].str.contains(r"\(aturan\)").all()
