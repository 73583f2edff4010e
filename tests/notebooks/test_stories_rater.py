"""What lesson 05 says in words holds in the data and in the formulas."""

from pathlib import Path

import numpy as np
import pytest

from simkinerja import classroom as kelas
from simkinerja.classroom.rater_panel import compute_game, pairs_right, six_people
from simkinerja.population.ratings import RatingModel
from simkinerja.population.voice_params import number
from simkinerja.report.fmt import fmt_number

SOURCE = Path(__file__).parents[2] / "notebooks" / "sumber" / "05_penilai.py"


def prose() -> str:
    """The lesson's source as one line of words."""
    return " ".join(SOURCE.read_text(encoding="utf-8").replace("\n# ", " ").split())


def test_05_two_bosses_whose_ratings_and_whose_people_disagree() -> None:
    told, people = prose(), kelas.load_people("salatiga")
    own = [people[people.rater_id == rater] for rater in (177, 4511)]
    means = [float(one.nilai.mean()) for one in own]
    assert f"rata-ratanya {fmt_number(means[0], 1)}" in told
    assert f"rata-ratanya {fmt_number(means[1], 1)}" in told
    best = people[people.rater_id.isin([177, 4511])].nlargest(4, "nilai")
    assert set(best.rater_id) == {4511}, "keempat nama berasal dari bagian kedua"
    work = [float(one.true_practice.mean()) for one in own]
    assert f"penilai 177 rata-rata {fmt_number(work[0], 2)}" in told
    assert f"penilai 4511 {fmt_number(work[1], 2)} simpangan baku" in told
    assert work[0] > work[1] > 0
    assert round(means[1] - means[0]) == 16, "enam belas poin"


def test_05_numbers_of_the_formula_are_those_of_the_registry() -> None:
    told, m = prose(), RatingModel.published()
    for share in (m.ratee, m.rater, m.level, m.error):
        assert f"\\sqrt{{{fmt_number(share, 2).replace(',', '{,}')}}}" in told
        assert f"{share:g}**0.5" in told
    assert (number("rating.scale_mean"), number("rating.scale_sd")) == (76, 7)
    assert "76 + 7 ×" in told
    assert f"*r* = {fmt_number(number('overall.reliability'), 2)}" in told
    assert (m.severity, number("overall.reliability_general")) == (0.5, 0.52), "separuh-separuh; 0,52"
    assert 2350 + 2142 == 4492


def test_05_the_share_of_exercise_2() -> None:
    assert f"{fmt_number(kelas.right_of_hundred(), 1)} dari 100" in prose()


def test_05_the_three_by_hand_show_what_the_prose_asks() -> None:
    parts = kelas.rating_parts(kelas.load_people("salatiga"), [180, 181, 182])
    lift = np.sqrt(0.57) * parts.atasan
    assert lift.max() > 3 * abs(np.sqrt(0.23) * parts.kerja).max(), "one is plainly lifted by the boss"


def test_05_the_game_can_be_learned_from() -> None:
    six = six_people()
    assert pairs_right(six.kesan, six.kerja) < 0.6 < pairs_right(six.perkara, six.kerja)
    assert abs(six.kesan).max() > 1, "there is an impression to be led by"
    assert six.perkara.nunique() > 3
    almost = compute_game(opened=True, **(dict.fromkeys("ABCDEF", 90) | {"A": 60}))
    assert 0.3 < almost.right < 0.7, "hampir semua sama: hampir tidak mengatakan apa pun"


def test_05_what_the_tables_show() -> None:
    people = kelas.load_people("salatiga")
    repairs = kelas.repairs_table(people).set_index("cara")
    person = repairs["dari orangnya"].str.rstrip("%").astype(float)
    assert person.idxmax() == "tiga penilai"
    assert person["pelatihan penilai"] - person["satu atasan"] < 10, "pelatihan menolong sedikit"
    assert repairs.loc["dikurangi rata-rata atasannya", "beda antarunit"] == "hilang"
    pattern = kelas.pattern_table(people).set_index("pola")
    assert float(pattern.loc["ditegakkan", "memang terbawah"].rstrip("%")) < 50
    assert number("overall.cuts_pns.4") == pytest.approx(1.212), "11,27% di atas, 88,46% Baik"
