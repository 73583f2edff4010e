"""Mistakes seen in public code for the same rules: each must be caught by at least one vector.

Every entry is a deliberately wrong implementation, written as such code is written: with floats, printed
tables and short cuts. It answers each row of a vector file; the answers that differ from ``expected`` are
the catches. A mistake must also get some row right, or it would be a straw man.
"""

from collections.abc import Callable

import pytest

ELEMENTS = ("persyaratan", "prosedur", "waktu", "biaya", "produk")
ELEMENTS += ("kompetensi", "perilaku", "pengaduan", "sarana")
Row = dict[str, str]


def means(row: Row) -> list[float]:
    n = float(row["n"] or 1)
    return [float(row[key]) / n for key in ELEMENTS]


def weight_of_two_decimals(row: Row) -> str | None:
    """0.11 for 1/9: even all fours give only 99."""
    return f"{sum(value * 0.11 for value in means(row)) * 25:.2f}" if row["weight"] == "1/N" else None


def weight_of_three_decimals(row: Row) -> str | None:
    """0.111 for 1/9: all fours give 99.90."""
    return f"{sum(value * 0.111 for value in means(row)) * 25:.2f}" if row["weight"] == "1/N" else None


def mean_rounded_before_conversion(row: Row) -> str | None:
    """Elements rounded to two decimals, then converted: the error is multiplied by 25."""
    rounded = sum(round(value, 2) for value in means(row)) / 9
    return f"{rounded * 25:.2f}" if row["weight"] == "1/N" else None


def cut_off_83_3(row: Row) -> str:
    """83.3 typed for 88.3."""
    x = float(row["rounded"])
    return "A" if x > 83.30 else "B" if x > 76.60 else "C" if x > 64.99 else "D"


def bands_with_holes(row: Row) -> str:
    """The printed table, looked up without rounding: some values are in no band."""
    printed = [("A", 88.31, 100.0), ("B", 76.61, 88.30), ("C", 65.00, 76.60), ("D", 25.00, 64.99)]
    x = float(row["ikm"])
    return next((letter for letter, low, high in printed if low <= x <= high), "")


def bands_without_rounding(row: Row) -> str:
    """Lower ends compared with the unrounded index."""
    x = float(row["ikm"])
    return "A" if x >= 88.31 else "B" if x >= 76.61 else "C" if x >= 65 else "D"


def bands_on_mean_answers(row: Row) -> str:
    """The ends printed for the answers 1-4 (3.5324, 3.0644, 2.60) applied to index / 25: other holes."""
    x = float(row["ikm"]) / 25
    return "A" if x >= 3.5324 else "B" if x >= 3.0644 else "C" if x >= 2.60 else "D"


def always_true_quadrant(row: Row) -> str:
    """``x == "a" or "b"`` is always true: every good result becomes at least Baik."""
    hk, pk = row["results"], row["behaviour"]
    if hk == "di_atas" and pk == "di_atas":
        return "sangat_baik"
    if (hk == "di_atas" or "sesuai") and pk != "di_bawah":  # noqa: SIM222, the mistake itself
        return "baik"
    return "sangat_kurang" if hk == "di_bawah" else "kurang"


def quadrant_transposed(row: Row) -> str:
    """Results and behaviour exchanged: the matrix is not symmetric."""
    order = ["di_bawah", "sesuai", "di_atas"]
    hk, pk = order.index(row["behaviour"]), order.index(row["results"])
    if pk == 0:
        return "sangat_kurang" if hk == 0 else "kurang"
    return "butuh_perbaikan" if hk == 0 else "sangat_baik" if hk + pk == 4 else "baik"


def missing_rater_as_zero(row: Row) -> str:
    """An empty cell counted as a zero."""
    scores = [float(cell or 0) for cell in row["scores"].split("|")]
    return f"{sum(scores) / len(scores):g}"


def blank_answer_as_zero(row: Row) -> str:
    """A blank answer kept in the divisor."""
    answers = [float(cell or 0) for cell in row["answers"].split("|")]
    return f"{sum(answers) / len(answers):.4f}"


def ties_to_even(row: Row) -> str:
    """Python's round: 5.625 becomes 5.62."""
    digits = int(row["digits"])
    return f"{round(float(row['value']), digits):.{digits}f}"


PERCENT = {"sangat_baik": 1.5, "baik": 1.0, "butuh_perbaikan": 0.75, "kurang": 0.5, "sangat_kurang": 0.25}
COEFFICIENT = dict(
    zip(
        ["pemula", "terampil", "mahir", "penyelia", "ahli_pertama", "ahli_muda", "ahli_madya", "ahli_utama"],
        (3.75, 5, 12.5, 25, 12.5, 25, 37.5, 50),
        strict=True,
    )
)


def credits_of(row: Row) -> list[float]:
    parts = [cell.split(":") for cell in row["periods"].split("|")]
    return [int(months) / 12 * PERCENT[name] * COEFFICIENT[level] for level, name, months in parts]


def credit_ties_to_even(row: Row) -> str:
    """The same rounding, on angka kredit."""
    return f"{round(sum(credits_of(row)), 2):.2f}"


def credit_rounded_piece_by_piece(row: Row) -> str:
    """Every period rounded (half up), then added: the roundings add up too."""
    return f"{sum(int(value * 100 + 0.5) / 100 for value in credits_of(row)):.2f}"


def services_unweighted(row: Row) -> str | None:
    """Services averaged alike where respondents should count alike."""
    values = [eval_fraction(cell) for cell in row["indices"].split("|")]
    return f"{sum(values) / len(values):.2f}"


def eval_fraction(cell: str) -> float:
    top, _, bottom = cell.partition("/")
    return float(top) / float(bottom or 1)


def sample_truncated(row: Row) -> str:
    """The sample size cut off instead of rounded."""
    N = int(row["N"])
    return str(int(3.841 * N * 0.25 / (0.0025 * (N - 1) + 3.841 * 0.25)))


def old_weight_one_fourteenth(row: Row) -> str:
    """1/14 for the regime whose regulation prints 0.071."""
    return f"{sum(float(row[f'u{i}']) for i in range(1, 15)) / 14 * 25:.2f}"


def running_days_ignored(row: Row) -> str:
    """Only the total counted: ten days running are then a written statement, not dismissal."""
    keys = [
        (28, "berhenti"), (25, "bebas_jabatan"), (21, "turun_jabatan"), (17, "tukin_12_bulan"),
        (14, "tukin_9_bulan"), (11, "tukin_6_bulan"), (7, "tidak_puas"), (4, "teguran_tertulis"),
        (3, "teguran_lisan"), (0, "tidak_ada"),
    ]  # fmt: skip
    return next(key for days, key in keys if int(row["days"]) >= days)


def new_idea_ignored(row: Row) -> str:
    """110 alone taken for Sangat Baik."""
    x = float(row["expected_score"])
    bands = [(110, "sangat_baik"), (90, "baik"), (70, "cukup"), (50, "kurang"), (0, "sangat_kurang")]
    return next(key for low, key in bands if x >= low)


def shares_judged_on_tiny_teams(row: Row) -> str:
    """A percentage held against three people as if it were a hundred."""
    team = [int(row[key]) for key in ("sangat_baik", "baik", "butuh_perbaikan", "kurang", "sangat_kurang")]
    share = team[0] / sum(team)
    return "sesuai" if row["organisation"] != "istimewa" or 0.5 < share <= 0.7 else "tidak_sesuai"


Mistake = Callable[[Row], str | None]
MISTAKES: list[tuple[str, Mistake]] = [
    ("skm_index", weight_of_two_decimals),
    ("skm_index", weight_of_three_decimals),
    ("skm_index", mean_rounded_before_conversion),
    ("skm_bands", cut_off_83_3),
    ("skm_bands", bands_with_holes),
    ("skm_bands", bands_without_rounding),
    ("skm_bands", bands_on_mean_answers),
    ("skm_blank", blank_answer_as_zero),
    ("skm_services", services_unweighted),
    ("skm_index14", old_weight_one_fourteenth),
    ("sample_size", sample_truncated),
    ("quadrant", always_true_quadrant),
    ("quadrant", quadrant_transposed),
    ("distribution", shares_judged_on_tiny_teams),
    ("raters", missing_rater_as_zero),
    ("rounding", ties_to_even),
    ("credit", credit_ties_to_even),
    ("credit", credit_rounded_piece_by_piece),
    ("absence", running_days_ignored),
    ("pp30", new_idea_ignored),
]
EXPECTED = {"skm_blank": "expected_nrr"}
NEVER_RIGHT = {weight_of_two_decimals, weight_of_three_decimals, old_weight_one_fourteenth}


@pytest.mark.parametrize(("name", "mistake"), MISTAKES, ids=[mistake.__name__ for _, mistake in MISTAKES])
def test_mistake_is_caught(
    name: str, mistake: Mistake, vectors: Callable[[str], list[dict[str, str]]]
) -> None:
    answers = [(row, mistake(row)) for row in vectors(name)]
    answered = [
        (row[EXPECTED.get(name, "expected")], answer) for row, answer in answers if answer is not None
    ]
    caught = [pair for pair in answered if pair[0] != pair[1]]
    assert caught, f"no vector of {name}.csv catches {mistake.__name__}: {mistake.__doc__}"
    if mistake not in NEVER_RIGHT:
        assert len(caught) < len(answered), "a straw man: it is never right"


def test_the_weights_of_public_code_are_off_by_what_nine_weights_miss(
    vectors: Callable[[str], list[dict[str, str]]],
) -> None:
    """The catch is the right one: 9 x 0.11 = 0.99 and 9 x 0.111 = 0.999 of the true index."""
    for mistake, share in ((weight_of_two_decimals, 0.99), (weight_of_three_decimals, 0.999)):
        for row in vectors("skm_index"):
            if row["weight"] == "1/N":
                assert abs(float(mistake(row) or 0) - share * float(row["expected"])) < 0.011
