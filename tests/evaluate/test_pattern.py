"""The pattern of an organisation's predikat, by hand."""

import pandas as pd
import pytest

from simkinerja.errors import UsageError
from simkinerja.evaluate.rating_pattern import check_pattern
from simkinerja.schemes.model import Band, Indicator, Normalise, Rules, Scheme
from simkinerja.scoring.score import score
from simkinerja.scoring.stages import Score

LOWER = {"sangat_baik": 90, "baik": 80, "butuh_perbaikan": 70, "kurang": 60, "sangat_kurang": None}
BANDS = tuple(Band(code=key, label=key.title(), lower=low, predikat=key) for key, low in LOWER.items())
SCHEME = Scheme(
    code="a",
    title="A",
    indicators=(Indicator(code="mutu", label="Mutu"),),
    rules=Rules(normalise=Normalise(method="none"), bands=BANDS),
)


def city() -> Score:
    """Unit X: head 1, rated by 9, and 2-5; unit Y: 6-9, one of them not rated. 9 leads Y and the city."""
    table = pd.DataFrame(
        {
            "officer_id": [1, 2, 3, 4, 5, 6, 7, 8, 9],
            "unit": list("XXXXXYYYY"),
            "rater_id": [9, 1, 1, 1, 1, 9, 9, 9, -1],
            "mutu": [95, 85, 85, 85, 95, 55, 65, None, 95],
        }
    )
    return score(table, SCHEME)


def test_whole_table() -> None:
    (team,) = check_pattern(city(), "baik")
    assert dict(team.counts) == {
        "sangat_baik": 3,
        "baik": 3,
        "butuh_perbaikan": 0,
        "kurang": 1,
        "sangat_kurang": 1,
    }
    assert (team.n, team.n_not_rated) == (8, 1)
    assert team.law is not None
    assert team.law.verdict != "sesuai"  # 3 of 8 are no majority


def test_by_unit_each_with_its_own_organisation() -> None:
    x, y = check_pattern(city(), {"X": "baik", "Y": "istimewa"}, by="unit")
    assert (x.unit, x.organisation, x.n) == ("X", "baik", 5)
    assert x.law is not None
    assert x.law.verdict == "sesuai"  # 3 of 5 Baik
    assert y.organisation == "istimewa"
    assert y.n == 3
    assert y.circular is not None
    assert "SE MenPANRB 3/2023" in y.sentences[-1]


def test_by_rater_the_head_is_counted_where_he_is_rated() -> None:
    teams = {team.unit: team for team in check_pattern(city(), "baik", by="rater_id")}
    assert set(teams) == {"Penilai 9", "Penilai 1"}
    assert teams["Penilai 1"].n == 4
    assert teams["Penilai 9"].counts["sangat_baik"] == 1  # the head of X
    assert teams["Penilai 9"].n_not_rated == 1


def test_a_team_in_which_nobody_is_rated() -> None:
    table = pd.DataFrame({"unit": ["X", "X", "Y"], "mutu": [85.0, 95.0, None]})
    _, empty = check_pattern(score(table, SCHEME), "baik", by="unit")
    assert empty.law is None
    assert "tidak dapat dibandingkan" in empty.sentences[0]


def test_bands_without_predicates_cannot_be_compared() -> None:
    bands = (*BANDS[:-1], Band(code="lain", label="Lain-lain"))
    other = SCHEME.model_copy(update={"rules": Rules(normalise=Normalise(method="none"), bands=bands)})
    with pytest.raises(UsageError, match=r"Lain-lain.*tidak dapat dibandingkan") as caught:
        check_pattern(score(pd.DataFrame({"mutu": [85.0]}), other), "baik")
    assert caught.value.codes == ("pattern_no_predikat",)
    none = SCHEME.model_copy(update={"rules": Rules(normalise=Normalise(method="none"))})
    with pytest.raises(UsageError, match="tidak dapat dibandingkan"):
        check_pattern(score(pd.DataFrame({"mutu": [85.0]}), none), "baik")


def test_all_teams_without_an_organisation_are_named() -> None:
    with pytest.raises(UsageError) as caught:
        check_pattern(city(), {"x": "baik"}, by="unit")
    assert caught.value.codes == ("pattern_no_organisation",) * 2


@pytest.mark.parametrize(
    ("organisation", "by"),
    [("bagus", None), ("baik", "agency"), ("baik", "kota"), ({"X": "?", "Y": "baik"}, "unit")],
)
def test_unknown_words_and_columns(organisation: object, by: str | None) -> None:
    with pytest.raises(UsageError, match="check_pattern"):
        check_pattern(city(), organisation, by=by)  # type: ignore[arg-type]
