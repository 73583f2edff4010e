"""Weights by the room: published examples, hand-computed agreement, and files as people fill them."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from simkinerja.errors import InputError, UsageError
from simkinerja.evaluate.room import (
    Room,
    agreement_of,
    ahp_weights,
    judgement_matrix,
    reweighted,
    room_codes,
    room_weights,
    slider_weights,
    weights_matter,
)
from simkinerja.evaluate.room_file import read_room, room_template
from simkinerja.schemes.model import Band, Indicator, Normalise, Rules, Scheme
from simkinerja.schemes.read import load_scheme
from simkinerja.schemes.tree import nominal_weights
from simkinerja.streams import Streams

SCHEME = Scheme(
    code="s",
    title="Skema ruang",
    indicators=tuple(Indicator(code=c, label=c.title()) for c in ("mutu", "jumlah", "waktu")),
    rules=Rules(
        normalise=Normalise(method="none"),
        bands=(Band(code="atas", label="Atas", lower=80), Band(code="bawah", label="Bawah")),
    ),
)
SLIDERS = "Alias;Mutu;Jumlah;Waktu\nA;60;20;20\nB;2;1;1\nC;50;30;20\n"


def file(folder: Path, text: str, name: str = "ruang.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_saaty_drinks() -> None:
    """Saaty 2008, Int. J. Services Sciences 1:83-98: consumption of drinks; weights and CR as printed."""
    upper = {
        (0, 1): 9, (0, 2): 5, (0, 3): 2, (0, 4): 1, (0, 5): 1, (0, 6): 1 / 2,
        (1, 2): 1 / 3, (1, 3): 1 / 9, (1, 4): 1 / 9, (1, 5): 1 / 9, (1, 6): 1 / 9,
        (2, 3): 1 / 3, (2, 4): 1 / 4, (2, 5): 1 / 3, (2, 6): 1 / 9,
        (3, 4): 1 / 2, (3, 5): 1, (3, 6): 1 / 3,
        (4, 5): 2, (4, 6): 1 / 2,
        (5, 6): 1 / 3,
    }  # fmt: skip
    names = ("kopi", "anggur", "teh", "bir", "soda", "susu", "air")
    matrix = judgement_matrix({(names[i], names[j]): v for (i, j), v in upper.items()}, names)
    found = ahp_weights(matrix, names)
    assert found.values == pytest.approx([0.177, 0.019, 0.042, 0.116, 0.190, 0.129, 0.327], abs=0.001)
    assert found.consistency == pytest.approx(0.022, abs=0.001)
    assert found.consistent


def test_saaty_house() -> None:
    """Saaty 1990, Eur. J. Oper. Res. 48:9-26: buying a house; CR .169, so inconsistent."""
    matrix = np.array(
        [
            [1, 5, 3, 7, 6, 6, 1 / 3, 1 / 4],
            [1 / 5, 1, 1 / 3, 5, 3, 3, 1 / 5, 1 / 7],
            [1 / 3, 3, 1, 6, 3, 4, 6, 1 / 5],
            [1 / 7, 1 / 5, 1 / 6, 1, 1 / 3, 1 / 4, 1 / 7, 1 / 8],
            [1 / 6, 1 / 3, 1 / 3, 3, 1, 1 / 2, 1 / 5, 1 / 6],
            [1 / 6, 1 / 3, 1 / 4, 4, 2, 1, 1 / 5, 1 / 6],
            [3, 5, 1 / 6, 7, 5, 5, 1, 1 / 2],
            [4, 7, 5, 8, 6, 6, 2, 1],
        ]
    )
    found = ahp_weights(matrix, list("abcdefgh"))
    assert found.values == pytest.approx([0.173, 0.054, 0.188, 0.018, 0.031, 0.036, 0.167, 0.333], abs=0.001)
    assert found.consistency == pytest.approx(0.169, abs=0.003)  # RI 1.395 instead of 1.41
    assert not found.consistent


def test_a_consistent_matrix_gives_its_own_weights() -> None:
    weights = np.array([0.5, 0.3, 0.2])
    found = ahp_weights(weights[:, None] / weights[None, :], ["a", "b", "c"])
    assert found.values == pytest.approx(weights)
    assert found.consistency == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize(
    ("matrix", "labels"),
    [
        ([[1]], ["a"]),
        (np.ones((16, 16)), list("abcdefghijklmnop")),
        ([[1, 3], [3, 1]], ["a", "b"]),
        ([[1, -3], [-1 / 3, 1]], ["a", "b"]),
        ([[1, np.nan], [1, 1]], ["a", "b"]),
        ([[1, 3, 5], [1 / 3, 1, 2]], ["a", "b"]),
    ],
)
def test_matrices_that_are_none(matrix: object, labels: list[str]) -> None:
    with pytest.raises(UsageError, match="ahp_weights"):
        ahp_weights(matrix, labels)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "answers",
    [
        {},
        {("a", "b"): 10},
        {("a", "b"): 2.5},
        {("a", "b"): 0},
        {("a", "b"): 2, ("b", "a"): 2},
        {("a", "x"): 2},
    ],
)
def test_answers_outside_the_scale(answers: dict[tuple[str, str], float]) -> None:
    with pytest.raises(UsageError, match="judgement_matrix"):
        judgement_matrix(answers, ["a", "b"])


def test_joined_judgements_are_the_geometric_mean() -> None:
    two = np.array([[[1, 8], [1 / 8, 1]], [[1, 2], [1 / 2, 1]]])
    found = room_weights(Room(("a", "b"), ("P1", "P2"), matrices=two))
    assert found.group == pytest.approx([0.8, 0.2])
    assert found.by_participant[0] == pytest.approx([8 / 9, 1 / 9])
    assert found.consistency.tolist() == [0, 0]


def test_agreement_by_hand_and_by_scipy() -> None:
    """Three people, four things: rank sums 4, 5, 10, 11; S = 37; W = 12 S / (9 (64 - 4)) = .822."""
    from scipy.stats import friedmanchisquare, spearmanr

    ranks = np.array([[1, 2, 3, 4], [1, 2, 4, 3], [2, 1, 3, 4]])
    found = agreement_of(ranks.astype(float))
    assert found.w == pytest.approx(12 * 37 / 540)
    assert found.mean_correlation == pytest.approx((3 * found.w - 1) / 2)
    assert found.p == pytest.approx(friedmanchisquare(*ranks.T).pvalue)
    ties = np.array([[1, 1, 3, 4], [1, 2, 2, 2], [2, 1, 3, 4.0]])
    found = agreement_of(ties)
    assert found.p == pytest.approx(friedmanchisquare(*ties.T).pvalue)
    pairs = [spearmanr(ties[a], ties[b]).statistic for a, b in ((0, 1), (0, 2), (1, 2))]
    assert found.mean_correlation == pytest.approx(np.mean(pairs))


def test_agreement_of_one_or_of_nobody_with_an_opinion() -> None:
    assert np.isnan(agreement_of(np.array([[0.5, 0.5]])).w)
    assert np.isnan(agreement_of(np.array([[0.5, 0.5], [0.5, 0.5]])).w)
    assert agreement_of(np.array([[0.7, 0.3], [0.6, 0.4]])).w == 1.0


def test_sliders_refuse_gaps() -> None:
    for wrong in ({"a": [1.0, np.nan]}, {"a": [-1.0]}, {"a": [0.0]}):
        with pytest.raises(UsageError, match="slider_weights"):
            slider_weights(pd.DataFrame(wrong))


def test_reweighted_siblings_and_leaves() -> None:
    groups = load_scheme("skp_2022")
    codes = room_codes(groups)
    assert {groups.indicator(code).parent for code in codes} == {"hasil_kerja"}
    two = reweighted(groups, codes, np.arange(1, len(codes) + 1))
    assert [two.indicator(code).weight for code in codes] == list(range(1, len(codes) + 1))
    leaves = [
        one.code for one in groups.indicators if not any(o.parent == one.code for o in groups.indicators)
    ]
    wanted = np.linspace(1, 2, len(leaves))
    all_leaves = nominal_weights(reweighted(groups, leaves, wanted))
    assert all_leaves[all_leaves > 0] == pytest.approx(wanted / wanted.sum())
    with pytest.raises(UsageError, match="reweighted"):
        reweighted(groups, codes[:1], [1])
    with pytest.raises(UsageError, match="hanya punya satu"):
        room_codes(SCHEME.model_copy(update={"indicators": SCHEME.indicators[:1]}))


def test_whether_the_disagreement_matters() -> None:
    """One lives by quality, one by quantity; only those good at one thing alone depend on who decides."""
    table = pd.DataFrame({"mutu": [90, 70, 90, 100], "jumlah": [90, 70, 70, 0], "waktu": [90, 70, 80, 70]})
    extremes = slider_weights(
        pd.DataFrame({"mutu": [1.0, 0], "jumlah": [0, 1.0], "waktu": [0.0, 0]}, index=["A", "B"])
    )
    found = weights_matter(table, SCHEME, extremes)
    # under the room's weights (a half each): 90, 70, 80, 50
    assert found.group_index.tolist() == [0, 1, 0, 1]
    assert found.agree.tolist() == [1, 1, 0.5, 0.5]
    assert found.share_same == 0.5
    assert found.changed.tolist() == [0.25, 0.25]
    same = slider_weights(pd.DataFrame({"mutu": [1, 1], "jumlah": [1, 1], "waktu": [1, 1]}))
    assert weights_matter(table, SCHEME, same).share_same == 1.0


def test_unrated_officers_are_left_out() -> None:
    table = pd.DataFrame({"mutu": [90, np.nan], "jumlah": [90, np.nan], "waktu": [90, np.nan]})
    found = weights_matter(
        table, SCHEME, slider_weights(pd.DataFrame({c: [1.0, 2] for c in ("mutu", "jumlah", "waktu")}))
    )
    assert found.n == 1
    assert np.isnan(found.agree[1])
    assert found.share_same == 1.0


def test_read_sliders(tmp_path: Path) -> None:
    room = read_room(file(tmp_path, SLIDERS + "D;;;\n"), SCHEME)
    assert room.aliases == ("A", "B", "C")
    assert room.silent == ("D",)
    found = room_weights(room)
    assert found.codes == ("mutu", "jumlah", "waktu")
    assert found.by_participant[1].tolist() == [0.5, 0.25, 0.25]
    assert found.group == pytest.approx([(0.6 + 0.5 + 0.5) / 3, 0.25, (0.2 + 0.25 + 0.2) / 3])
    assert found.n == 3


def test_read_pairs_in_any_direction(tmp_path: Path) -> None:
    room = read_room(
        file(tmp_path, "Alias;Mutu : Jumlah;waktu:mutu;Jumlah : Waktu\nA;2;1/4;2\nB;1;1;0,33\n"), SCHEME
    )
    assert room.matrices is not None
    assert room.matrices[0].tolist() == [[1, 2, 4], [0.5, 1, 2], [0.25, 0.5, 1]]
    found = room_weights(room)
    assert found.consistency[0] == pytest.approx(0, abs=1e-9)
    assert found.by_participant[0] == pytest.approx([4 / 7, 2 / 7, 1 / 7])
    assert room.matrices[1][1, 2] == pytest.approx(1 / 3)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Alias;Umur\nA;3\n", ["room_not_recognised"]),
        ("Alias;Mutu;Jumlah\nA;60;20\n", ["room_column_missing"]),
        ("Alias;Mutu;Jumlah;Waktu;Kecepatan\nA;60;20;1;2\n", ["room_column_unknown"]),
        ("Alias;Mutu;Jumlah;Waktu\nA;60;;1\nB;-1;2;3\nC;x;2;3\nD;0;0;0\n",
         ["room_slider", "room_slider", "room_cell_empty", "room_all_zero"]),
        ("Alias;Mutu;Jumlah;Waktu\nA;60;1;1\nA;1;2;3\n", ["room_alias_twice"]),
        ("Alias;Mutu;Mutu : Jumlah\nA;60;1\n", ["room_mixed"]),
        ("Alias;Mutu : Jumlah\nA;3\n", ["room_column_missing", "room_column_missing"]),
        ("Alias;Mutu : Jumlah;Mutu : Waktu;Jumlah : Waktu\nA;10;3;2,5\nB;1;2;\n",
         ["room_saaty", "room_saaty", "room_cell_empty"]),
        ("Alias;Mutu : Jumlah;Jumlah : Mutu;Mutu : Waktu;Jumlah : Waktu\nA;1;1;1;1\n", ["room_column_twice"]),
    ],
)  # fmt: skip
def test_all_faults_at_once(tmp_path: Path, text: str, codes: list[str]) -> None:
    with pytest.raises(InputError) as caught:
        read_room(file(tmp_path, text), SCHEME)
    assert sorted(caught.value.codes) == sorted(codes)


def test_faults_name_their_place(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"baris 3, kolom C.*'banyak'"):
        read_room(file(tmp_path, "Alias;Mutu;Jumlah;Waktu\nA;6;2;1\nB;1;banyak;2\n"), SCHEME)


def test_names_and_numbers_of_persons_do_not_stay(tmp_path: Path) -> None:
    text = "Nama;NIP;Mutu;Jumlah;Waktu\nSiti Aminah;198501012010012001;1;1;1\nBudi;198501012010012002;1;2;1\n"
    assert read_room(file(tmp_path, text), SCHEME).aliases == ("Peserta 1", "Peserta 2")


@pytest.mark.parametrize("kind", ["bobot", "pasangan"])
def test_template_filled_and_read_back(tmp_path: Path, kind: str) -> None:
    from openpyxl import load_workbook

    path = tmp_path / "isian.xlsx"
    path.write_bytes(room_template(SCHEME, kind, participants=3))
    with pytest.raises(InputError):
        read_room(path, SCHEME)  # nobody has answered
    book = load_workbook(path)
    sheet = book["Isian"]
    for row, values in ((2, ("3", "1/5", "1")), (4, ("1", "1", "9"))):
        for k, value in enumerate(values):
            sheet.cell(
                row=row, column=k + 2, value=float(value) if kind == "bobot" and "/" not in value else value
            )
    if kind == "bobot":
        sheet.cell(row=2, column=3, value=0.5)
    book.save(path)
    room = read_room(path, SCHEME)
    assert room.aliases == ("P1", "P3")
    assert room.silent == ("P2",)
    assert room_weights(room).by_participant.sum(axis=1) == pytest.approx([1, 1])


def test_forty_participants_and_a_city() -> None:
    luck = Streams(2)
    table = pd.DataFrame({c: 78 + 10 * luck.normal(c, 500) for c in ("mutu", "jumlah", "waktu")})
    sliders = pd.DataFrame({c: 1 + luck.uniform(c, 40) for c in ("mutu", "jumlah", "waktu")})
    found = weights_matter(table, SCHEME, slider_weights(sliders))
    assert 0.3 < found.share_same < 0.95
    assert found.agree.min() < 1
    assert found.changed.max() < 0.3


def test_saaty_schools_and_a_leader() -> None:
    """Saaty 1980 (choosing a school, ratio .24 by his rounded figures); four criteria for a leader (.044)."""
    school = [
        [1, 4, 3, 1, 3, 4],
        [1 / 4, 1, 7, 3, 1 / 5, 1],
        [1 / 3, 1 / 7, 1, 1 / 5, 1 / 5, 1 / 6],
        [1, 1 / 3, 5, 1, 1, 1 / 3],
        [1 / 3, 5, 5, 1, 1, 3],
        [1 / 4, 1, 6, 3, 1 / 3, 1],
    ]
    found = ahp_weights(school, list("abcdef"))
    assert found.values == pytest.approx([0.32, 0.14, 0.035, 0.13, 0.24, 0.14], abs=0.005)
    assert found.consistency == pytest.approx(0.24, abs=0.015)
    assert not found.consistent
    leader = [[1, 4, 3, 7], [1 / 4, 1, 1 / 3, 3], [1 / 3, 3, 1, 5], [1 / 7, 1 / 3, 1 / 5, 1]]
    found = ahp_weights(leader, list("abcd"))
    assert found.values == pytest.approx([0.547, 0.127, 0.270, 0.056], abs=0.001)
    assert found.consistency == pytest.approx(0.044, abs=0.001)
