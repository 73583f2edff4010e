"""From a table to raw figures: columns, months, words, scope, and what can be wrong with a table."""

from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from simkinerja.errors import InputError, UsageError
from simkinerja.schemes.model import Category, Consequence, Normalise, PayBase
from simkinerja.scoring.records import raw_of
from simkinerja.scoring.score import score

NAN = np.nan


def codes_of(table: pd.DataFrame, scheme) -> list[str]:
    with pytest.raises(InputError) as caught:
        raw_of(table, scheme)
    return list(caught.value.codes)


@pytest.fixture(scope="module")
def one(make):
    return make({"code": "berkas", "target": 40, "measure": "cases"})


def test_code_before_measure(one) -> None:
    assert raw_of(pd.DataFrame({"cases": [3]}), one).values.tolist() == [[3.0]]
    assert raw_of(pd.DataFrame({"cases": [3], "berkas": [4]}), one).values.tolist() == [[4.0]]


def test_missing_columns_are_named_all_at_once(make) -> None:
    scheme = make({"code": "berkas", "target": 1, "measure": "cases"}, {"code": "hadir", "target": 1})
    with pytest.raises(InputError) as caught:
        raw_of(pd.DataFrame({"case": [3]}), scheme)
    assert caught.value.codes == ("score_no_column", "score_no_column")
    assert "'case'" in str(caught.value)
    assert "'hadir'" in str(caught.value)


def test_a_group_column_stands_for_its_leaves(make) -> None:
    scheme = make({"code": "kerja"}, {"code": "a", "parent": "kerja", "target": 1})
    assert raw_of(pd.DataFrame({"kerja": [80]}), scheme).values[0, 0] == 80
    assert codes_of(pd.DataFrame({"x": [80]}), scheme) == ["score_no_column"]


MONTHS = pd.DataFrame(
    {
        "officer_id": [7, 3, 7, 3, 7, 3],
        "month": [2, 0, 0, 2, 1, 1],
        "cases": [30, NAN, 10, 5, 20, 9],
        "grade": ["III/b", "II/a", "III/a", "II/c", "III/a", "II/b"],
    }
)


@pytest.mark.parametrize(
    ("rule", "expected"),
    [("mean", [20, 7]), ("sum", [60, 14]), ("last", [30, 5]), ("min", [10, 5]), ("max", [30, 9])],
)
def test_unsorted_months_become_one_figure(make, rule: str, expected: list[float]) -> None:
    scheme = make({"code": "cases", "target": 1, "months": rule})
    raw = raw_of(MONTHS, scheme)
    assert raw.officers["officer_id"].tolist() == [7, 3]  # as they first appear
    assert raw.values[:, 0].tolist() == expected
    assert raw.n_months == 3


def test_attributes_come_from_the_last_month(make) -> None:
    raw = raw_of(MONTHS, make({"code": "cases", "target": 1}))
    assert raw.officers["grade"].tolist() == ["III/b", "II/c"]


@pytest.mark.parametrize("rule", ["mean", "sum", "last", "min", "max"])
def test_an_officer_with_no_figure_in_any_month_stays_missing(make, rule: str) -> None:
    table = MONTHS.assign(cases=np.where(MONTHS["officer_id"] == 3, NAN, MONTHS["cases"]))
    found = raw_of(table, make({"code": "cases", "target": 1, "months": rule})).values[:, 0]
    assert not np.isnan(found[0])
    assert np.isnan(found[1])


def test_last_is_the_last_figure_known(make) -> None:
    table = MONTHS.assign(cases=[NAN, 1, 10, NAN, 20, 9])
    found = raw_of(table, make({"code": "cases", "target": 1, "months": "last"})).values[:, 0]
    assert found.tolist() == [20, 9]


def test_months_of_each_officer_are_counted(make) -> None:
    raw = raw_of(MONTHS.iloc[:5], make({"code": "cases", "target": 1}))
    assert raw.months.tolist() == [3, 2]
    assert raw.n_months == 3
    assert raw_of(pd.DataFrame({"cases": [1]}), make({"code": "cases", "target": 1})).months.tolist() == [12]


def test_an_officer_twice_is_refused(make) -> None:
    scheme = make({"code": "cases", "target": 1})
    twice = pd.concat([MONTHS, MONTHS.iloc[[0]]])
    with pytest.raises(InputError, match="pegawai 7 bulan 2 muncul lebih dari sekali"):
        raw_of(twice, scheme)
    assert codes_of(pd.DataFrame({"officer_id": [1, 1], "cases": [1, 2]}), scheme) == ["score_twice"]


def test_rows_without_officer_or_month_are_refused(make) -> None:
    scheme = make({"code": "cases", "target": 1})
    table = pd.DataFrame({"officer_id": [1, None], "month": [0, None], "cases": [1, 2]})
    assert codes_of(table, scheme) == ["score_key_empty", "score_key_empty"]


def test_no_table_and_twin_headings_are_refused(one) -> None:
    with pytest.raises(UsageError):
        raw_of({"cases": [1]}, one)
    with pytest.raises(UsageError, match="judul kembar"):
        raw_of(pd.DataFrame([[1, 2]], columns=["cases", "cases"]), one)


@pytest.mark.parametrize(
    "column",
    [
        pd.Series([30, None, 12.5]),
        pd.Series([30, pd.NA, 12.5], dtype="Float64"),
        pd.Series([30, None, 12.5], dtype=object),
        pd.Series(["30", "", "12,5"]),
        pd.Series(["30", None, " 12.5 "], dtype="category"),
        pd.Series([30, None, 12.5], dtype="category"),
        pd.Series(["30", float("nan"), 12.5], dtype=object),
        pd.Series([Decimal("30"), None, Decimal("12.5")], dtype=object),
    ],
    ids=[
        "float",
        "Float64",
        "object",
        "text",
        "category of texts",
        "category of numbers",
        "mixed",
        "decimal",
    ],
)
def test_numbers_of_every_kind_of_column(one, column: pd.Series) -> None:
    np.testing.assert_array_equal(raw_of(pd.DataFrame({"cases": column}), one).values[:, 0], [30, NAN, 12.5])


def test_whole_numbers_and_yes_or_no(one) -> None:
    for column in (pd.Series([1, 0]), pd.Series([True, False]), pd.Series([1, 0], dtype="Int64")):
        assert raw_of(pd.DataFrame({"cases": column}), one).values[:, 0].tolist() == [1, 0]


def test_what_is_no_number_is_named_with_its_count(one) -> None:
    table = pd.DataFrame({"cases": ["30", "banyak", "banyak", "x"]})
    with pytest.raises(InputError, match="3 sel lain dari itu, yang pertama 'banyak'"):
        raw_of(table, one)
    assert codes_of(pd.DataFrame({"cases": [1.0, np.inf]}), one) == ["score_not_number"]


WORDS = Normalise(
    method="category",
    categories=(
        Category(label="Di Atas Ekspektasi", points=110),
        Category(label="Sesuai Ekspektasi", points=90),
    ),
)


def test_words_of_a_scale_however_typed(make) -> None:
    scheme = make({"code": "hasil", "normalise": WORDS})
    typed = ["di atas ekspektasi", " SESUAI  EKSPEKTASI ", "sesuai_ekspektasi", None, "95"]
    found = raw_of(pd.DataFrame({"hasil": typed}), scheme).values[:, 0]
    np.testing.assert_array_equal(found, [110, 90, 90, NAN, 95])
    with pytest.raises(
        InputError, match="salah satu dari sesuai ekspektasi, di atas ekspektasi, atau bilangan"
    ):
        raw_of(pd.DataFrame({"hasil": ["hebat"]}), scheme)


def test_words_of_steps_with_lowers_stand_for_the_lowest_figure(make) -> None:
    steps = (Category(label="Cepat", points=100, lower=5), Category(label="Lambat", points=60, lower=0))
    scheme = make({"code": "a", "normalise": Normalise(method="category", categories=steps)})
    done = score(pd.DataFrame({"a": ["Cepat", "Lambat", 4.9]}), scheme)
    assert done.raw.values[:, 0].tolist() == [5, 0, 4.9]
    assert done.total.values.tolist() == [100, 60, 60]


def test_a_word_for_a_group_of_a_word_scale_stands_for_points(make) -> None:
    rule = Normalise(
        method="category",
        categories=(Category(label="Baik", points=90, lower=3), Category(label="Cukup", points=60, lower=1)),
    )
    scheme = make({"code": "sikap"}, {"code": "ramah", "parent": "sikap"}, normalise=rule)
    done = score(pd.DataFrame({"sikap": ["Baik", None], "ramah": [1, 3]}), scheme)
    assert done.total.values.tolist() == [90, 90]


def test_scope_by_words_and_numbers_and_own_columns(make) -> None:
    table = pd.DataFrame(
        {
            "agency": ["Dinas Kesehatan", "dinas  kesehatan ", "Kecamatan", None],
            "kelas": [7.0, 8, 7, 7],
            "a": [1.0] * 4,
        }
    )
    by_word = make({"code": "a", "target": 1, "scope": {"agency": ("Dinas Kesehatan",)}})
    assert raw_of(table, by_word).in_scope[:, 0].tolist() == [True, True, False, False]
    by_number = make({"code": "a", "target": 1, "scope": {"kelas": ("7",)}})
    assert raw_of(table, by_number).in_scope[:, 0].tolist() == [True, False, True, True]
    own = make({"code": "a", "target": 1}, {"code": "kelas", "target": 1, "scope": {"kelas": ("8",)}})
    assert raw_of(table, own).in_scope[:, 1].tolist() == [False, True, False, False]


def test_scope_of_a_group_holds_for_everything_below(make) -> None:
    scheme = make(
        {"code": "klinik", "scope": {"agency": ("Dinas Kesehatan",)}},
        {"code": "pasien", "parent": "klinik", "target": 1},
        {"code": "hadir", "target": 1},
    )
    table = pd.DataFrame({"agency": ["Kecamatan", "Dinas Kesehatan"], "pasien": [1, 1], "hadir": [1, 1]})
    assert raw_of(table, scheme).in_scope.tolist() == [[False, False, True], [True, True, True]]


def test_scope_of_an_unknown_column_is_refused(make) -> None:
    scheme = make({"code": "a", "target": 1, "scope": {"golongan": ("III/a",)}})
    assert codes_of(pd.DataFrame({"a": [1]}), scheme) == ["score_no_scope"]


def test_pay_base_as_offices_type_it(make) -> None:
    scheme = make(
        {"code": "a", "target": 1},
        consequence=Consequence(kind="tpp", share=0.5, base=PayBase(column="tpp")),
    )
    done = score(pd.DataFrame({"a": [1, 0], "tpp": ["Rp 2.000.000", "1.000.000"]}), scheme)
    assert done.paid.idr.tolist() == [24_000_000, 6_000_000]
    assert codes_of(pd.DataFrame({"a": [1], "tpp": ["dua juta"]}), scheme) == ["score_not_number"]


def test_an_empty_table_gives_an_empty_score(one) -> None:
    done = score(pd.DataFrame({"cases": pd.Series([], dtype=float)}), one)
    assert done.n == 0
    assert done.labels == ()
    assert len(done.table()) == 0


def test_officers_may_be_named_by_text(one) -> None:
    raw = raw_of(pd.DataFrame({"officer_id": ["P-01", "P-02"], "cases": [1, 2]}), one)
    assert raw.row_of("P-02") == 1
    with pytest.raises(UsageError):
        raw.row_of(2)


def test_months_may_be_text_and_dates(make) -> None:
    scheme = make({"code": "cases", "target": 1, "months": "last"})
    for month in (["2026-02", "2026-01"], pd.to_datetime(["2026-02-01", "2026-01-01"])):
        table = pd.DataFrame({"officer_id": [1, 1], "month": month, "cases": [5, 9]})
        assert raw_of(table, scheme).values.tolist() == [[5.0]]
