"""Old against new, by hand."""

import numpy as np
import pandas as pd
import pytest

from simkinerja.errors import InputError, UsageError
from simkinerja.evaluate import compare_schemes
from simkinerja.evaluate.cells import masked_cells
from simkinerja.schemes.model import Band, Consequence, Indicator, Normalise, PayBase, Rules, Scheme
from simkinerja.scoring.score import score
from simkinerja.scoring.stages import Score
from simkinerja.streams import Streams


def scheme(*borders: float, predikat: bool = False, share: float = 0.0, title: str = "S") -> Scheme:
    names = ("sangat_baik", "baik", "butuh_perbaikan", "kurang", "sangat_kurang")
    bands = [
        Band(code=f"b{k}", label=f"Tingkat {k}", lower=low, predikat=names[k] if predikat else None)
        for k, low in enumerate([*borders, None])
    ]
    money = (
        Consequence(kind="tpp", share=share, base=PayBase(column="tpp_base_idr")) if share else Consequence()
    )
    return Scheme(
        code="s",
        title=title,
        indicators=(Indicator(code="mutu", label="Mutu"),),
        rules=Rules(normalise=Normalise(method="none"), bands=tuple(bands)),
        consequence=money,
    )


def table(n: int = 6) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "officer_id": np.arange(1, n + 1),
            "sex": ["L", "P"] * (n // 2),
            "mutu": [55.0, 65, 75, 85, 95, np.nan][:n],
            "tpp_base_idr": 1_000_000.0,
        }
    )


def test_transition_and_directions_by_hand() -> None:
    old = score(table(), scheme(90, 80, 70, 60, predikat=True, title="Lama"))
    new = score(table(), scheme(80, 70, 65, 50, predikat=True, title="Baru"))
    found = compare_schemes(old, new)
    assert (found.measure, found.n, found.old, found.new) == ("predikat", 6, "Lama", "Baru")
    assert found.officers["direction"].tolist() == [
        "naik",
        "naik",
        "naik",
        "naik",
        "tetap",
        "tidak_terbandingkan",
    ]
    assert found.officers["change"].tolist()[:5] == [1, 1, 1, 1, 0]
    assert found.transition.to_numpy().sum() == 6
    assert found.transition.loc["Tingkat 1", "Tingkat 0"] == 1
    assert found.transition.loc["Tidak dinilai", "Tidak dinilai"] == 1
    assert found.median_change == 1.0
    assert found.skipped == ("age_group", "golongan", "agency")
    by_sex = found.groups["sex"]
    assert by_sex.loc["L", ["naik", "tetap", "turun"]].tolist() == [2, 1, 0]
    assert by_sex.loc["P", "n"] == 3
    assert by_sex.loc["P", "tidak_terbandingkan"] == 1


def test_same_people_matched_whatever_the_order() -> None:
    old = score(table(), scheme(80))
    mixed = table().iloc[[4, 2, 0, 1]].assign(officer_id=[5, 3, 1, 99])
    found = compare_schemes(old, score(mixed, scheme(60)))
    assert found.officers["officer_id"].tolist() == [1, 3, 5]
    assert found.only_old == (2, 4, 6)
    assert found.only_new == (99,)
    assert found.officers["direction"].tolist() == ["tetap", "naik", "tetap"]


def test_bands_that_cannot_be_lined_up_are_compared_by_percentile() -> None:
    people = table(4).assign(other=[4.0, 3, 2, 1])
    turned = Scheme(
        code="t",
        title="T",
        indicators=(Indicator(code="other", label="Lain"),),
        rules=Rules(normalise=Normalise(method="none"), bands=(Band(code="a", label="Satu"),)),
    )
    found = compare_schemes(score(people, scheme(70, 60)), score(people, turned))
    assert found.measure == "persentil"
    assert found.officers["change"].tolist() == pytest.approx([100, 100 / 3, -100 / 3, -100])
    assert found.officers["direction"].tolist() == ["naik", "naik", "turun", "turun"]


def test_rupiah_by_hand() -> None:
    """Base 1,000,000 for 12 months; the share that follows the points goes from 0 to a half."""
    fixed = score(table(), scheme(80, share=1e-9))
    moving = score(table(), scheme(80, share=0.5))
    money = compare_schemes(fixed, moving).money
    row = money["semua"].loc["Semua pegawai"]
    lost = [12e6 * 0.5 * (100 - x) / 100 for x in (55, 65, 75, 85, 95)]
    assert row["berkurang"] == 5
    assert row["tidak_diketahui"] == 1
    assert row["loss_idr"] == pytest.approx(-sum(lost))
    assert row["gain_idr"] == 0.0
    assert row["net_idr"] == pytest.approx(-sum(lost))
    assert row["median_idr"] == pytest.approx(-lost[2])
    assert money["sex"].loc["L", "loss_idr"] == pytest.approx(-(lost[0] + lost[2] + lost[4]))


def test_no_money_known_is_not_zero() -> None:
    row = (
        compare_schemes(score(table(), scheme(80)), score(table(), scheme(60)))
        .money["semua"]
        .loc["Semua pegawai"]
    )
    assert row["tidak_diketahui"] == 6
    assert np.isnan(row[["gain_idr", "loss_idr", "net_idr", "median_idr"]].astype(float)).all()


def big(n: int = 400) -> tuple[Score, Score]:
    luck = Streams(3)
    people = pd.DataFrame(
        {
            "officer_id": np.arange(n),
            "agency": np.where(
                np.arange(n) < 3, "Kecil", np.where(luck.uniform("a", n) < 0.3, "Sedang", "Besar")
            ),
            "sex": np.where(luck.uniform("s", n) < 0.5, "L", "P"),
            "mutu": 75 + 8 * luck.normal("m", n),
            "tpp_base_idr": 1e6,
        }
    )
    after = people.assign(mutu=people["mutu"] + 4 * luck.normal("n", n))
    return score(people, scheme(85, 75, 67, 61, predikat=True, share=0.4)), score(
        after, scheme(84, 75, 68, 60, predikat=True, share=0.5)
    )


def test_masked_tables_show_no_cell_of_few() -> None:
    full = compare_schemes(*big())
    safe = full.masked()
    inner = safe.transition.iloc[:-1, :-1]
    true = full.transition
    small = (true > 0) & (true < 5)
    assert small.to_numpy().any()
    assert inner.isna().to_numpy()[small.to_numpy()].all()
    assert inner.isna().to_numpy().sum() >= 2
    assert safe.transition.loc["Jumlah", "Jumlah"] == 400
    shown = safe.groups["agency"]
    assert shown.loc["Kecil", "n"] is pd.NA
    assert shown["n"].isna().sum() >= 2  # three people are not 400 minus the rest
    assert np.isnan(shown.loc["Kecil", "median_change"])
    money = safe.money["agency"]
    assert np.isnan(money.loc["Kecil", ["gain_idr", "loss_idr", "net_idr"]].astype(float)).all()
    hidden = money["bertambah"].isna().to_numpy()
    assert np.isnan(money["gain_idr"].to_numpy()[hidden]).all()
    assert not np.isnan(safe.money["semua"].loc["Jumlah", "net_idr"])


def test_masking_hides_nothing_where_all_cells_are_large() -> None:
    old, new = big()
    safe = compare_schemes(old, old, by=("sex",)).masked()
    assert new.n == 400
    assert not safe.groups["sex"].drop(columns="median_change").isna().to_numpy().any()
    assert safe.groups["sex"].loc["Jumlah", "tetap"] == 400


def test_faults() -> None:
    one = score(table(), scheme(80))
    other = score(table().assign(officer_id=np.arange(6) + 100), scheme(80))
    with pytest.raises(InputError, match="Tidak ada pegawai yang sama"):
        compare_schemes(one, other)
    with pytest.raises(UsageError, match="compare_schemes"):
        compare_schemes(one, one, by="sex")
    with pytest.raises(UsageError, match="minimum"):
        compare_schemes(one, one).masked(1)


def test_sums_shown_in_other_tables_are_counted_in() -> None:
    """Who rises and falls stands by sex; from these sums the three would be found in the transition table."""
    moves = np.array([[20, 3, 15], [15, 6, 16], [17, 18, 19]])
    old, new = np.repeat(np.indices((3, 3)).reshape(2, -1), moves.ravel(), axis=1)
    points = np.array([90.0, 75.0, 50.0])
    people = pd.DataFrame({"officer_id": np.arange(moves.sum()), "sex": "L", "mutu": points[old]})
    rule = scheme(80, 60, predikat=True)
    found = compare_schemes(score(people, rule), score(people.assign(mutu=points[new]), rule))
    assert found.transition.to_numpy()[:3, :3].tolist() == moves.tolist()
    assert found.masked().groups["sex"].loc["Jumlah", "turun"] == 34
    assert found.masked().transition.isna().to_numpy().sum() > masked_cells(moves).sum()


@pytest.mark.parametrize("seed", range(12))
def test_sizes_of_groups_hidden_in_one_table_are_hidden_in_the_other(seed: int) -> None:
    luck = Streams(seed)
    n = 60
    people = pd.DataFrame(
        {
            "officer_id": np.arange(n),
            "agency": [f"Dinas {k}" for k in (6 * luck.uniform("a", n) ** 2).astype(int)],
            "mutu": 75 + 9 * luck.normal("m", n),
            "tpp_base_idr": np.where(luck.uniform("t", n) < 0.1, np.nan, 1e6),
        }
    )
    after = people.assign(mutu=people["mutu"] + 2 * luck.normal("n", n))
    safe = compare_schemes(
        score(people, scheme(85, 70, share=0.5)), score(after, scheme(80, 72, share=0.5)), by=("agency",)
    ).masked()
    directions, money = safe.groups["agency"], safe.money["agency"]
    assert directions["n"].isna().tolist() == money["n"].isna().tolist()


def test_sizes_shown_beside_the_rupiah_would_have_given_cells_away() -> None:
    counts = np.array([[7, 4, 0, 1], [7, 15, 0, 1], [12, 23, 3, 2], [1, 3, 0, 2]])
    alone = masked_cells(counts)[:-1, -1]
    assert alone.tolist() == [True, False, False, True]  # 12 and 6, which the other table printed
    beside = np.array([[2, 10, 0, 0], [1, 22, 0, 0], [6, 31, 3, 0], [0, 6, 0, 0]])
    columns = np.array([True, False, True, False])
    assert masked_cells(beside, columns=columns)[:-1, -1].tolist() == [False, False, False, False]
    assert masked_cells(beside, columns=columns, rows=alone)[:-1, -1].tolist() == alone.tolist()


def test_groups_stand_in_the_order_of_their_ages_and_the_unknown_last() -> None:
    people = pd.DataFrame(
        {
            "officer_id": range(4),
            "berkas": [30.0, 40.0, 20.0, 35.0],
            "age_group": ["di atas 50", "31-40", None, "sampai 30"],
        }
    )
    scheme = Scheme(code="a", title="A", indicators=(Indicator(code="berkas", label="Berkas", target=40),))
    found = compare_schemes(score(people, scheme), score(people, scheme), by=("age_group",))
    wanted = ["sampai 30", "31-40", "di atas 50"]
    assert list(found.groups["age_group"].index)[:3] == wanted
    assert list(found.money["age_group"].index)[:3] == wanted
