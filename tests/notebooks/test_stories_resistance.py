"""What lesson 08 says in words holds in the engine, with room for the third digit."""

from pathlib import Path

import pytest

from simkinerja import classroom as kelas
from simkinerja.classroom import resistance_lesson as lesson
from simkinerja.classroom import resistance_panel as challenge
from simkinerja.classroom.worlds import small_city
from simkinerja.report.fmt import fmt_number
from simkinerja.simulate.parameters import Parameters

SOURCE = Path(__file__).parents[2] / "notebooks" / "sumber" / "08_resistensi.py"


@pytest.fixture(scope="module")
def found() -> lesson.Comparison:
    """The ways side by side, as the lesson shows them."""
    return lesson.compare_ways(small_city("salatiga", 500))


def prose() -> str:
    """The lesson's source as one line of words."""
    return " ".join(SOURCE.read_text(encoding="utf-8").replace("\n# ", " ").split())


def test_08_numbers_of_the_formula_are_those_of_the_engine() -> None:
    told, p = prose(), Parameters.default()
    assert f"*x* = {fmt_number(lesson.usual_logit(small_city('salatiga', 500)), 2)} + " in told
    for name, words in (
        ("digital", "× kecakapan digital"),
        ("attitude", "× sikap"),
        ("consequence", "× konsekuensi"),
    ):
        assert f"{fmt_number(p[f'compliance.{name}'], 1)} {words}" in told
    assert f"− {fmt_number(-p['compliance.resistance'], 1)} × resistensi" in told
    assert f"Tingkat {fmt_number(p['compliance.base'], 2)} terbitan" in told
    assert p["attitude.involvement"] == 0.5, "satu pertemuan menaikkan sikap 0,5"


def test_08_who_is_left_behind() -> None:
    table = kelas.who_fills_in(small_city("salatiga", 500)).set_index("kelompok").mengisi
    share = table.str.rstrip("%").astype(float)
    ages = [share[name] for name in share.index if name.startswith("umur")]
    assert ages == sorted(ages, reverse=True)
    assert ages[0] - ages[-1] > 10
    for words, sign in (("digital", 1), ("resistensi", -1)):
        apart = share[f"{words}: 25% tertinggi"] - share[f"{words}: 25% terendah"]
        assert sign * apart > 15


def test_08_speech_does_little_involvement_some_sanction_most(found: lesson.Comparison) -> None:
    gains = [
        100 * lesson.difference(found, "compliance", way) for way in ("satu arah", "melibatkan", "sanksi")
    ]
    assert gains[0] < 2.5, "pidato hampir tidak berguna"
    assert 4 < gains[1] < 9, "beberapa poin persen"
    assert gains[2] > gains[1] + 8
    assert kelas.gain_percent(small_city("salatiga", 500), "melibatkan") == pytest.approx(gains[1])


def test_08_what_the_sanction_costs(found: lesson.Comparison) -> None:
    assert lesson.difference(found, "stress", "sanksi") > 0.1
    assert abs(lesson.difference(found, "stress", "membina")) < 0.02, "membina menghapus takut"
    padded = [float(found.levels("padding", way, last=6).mean()) for way in ("perintah", "membina", "sanksi")]
    assert padded[0] < 0.02 < 0.08 < padded[1] < padded[2], "isian palsu berkurang, tidak hilang"
    for way in ("satu arah", "melibatkan"):
        assert abs(lesson.difference(found, "practice", way)) < 0.01, "isian adalah laporan, bukan kinerja"
    told = lesson.ways_table(small_city("salatiga", 500)).set_index("cara")
    assert told.loc["perintah", "sikap"] == "0"


def test_08_all_five_conclusions_stand_at_first_and_what_is_to_try_makes_some_fall(
    found: lesson.Comparison,
) -> None:
    assert all(one.holds for one in challenge.conclusions(found))
    weak = lesson.compare_ways(
        small_city("salatiga", 500),
        numbers={"attitude.involvement": 0.2, "compliance.attitude": 0.2},
    )
    assert 0 < 100 * lesson.difference(weak, "compliance", "melibatkan") < 2.5
    calm = lesson.compare_ways(small_city("salatiga", 500), numbers={"stress.fear": 0.0})
    assert [one.holds for one in challenge.conclusions(calm)] == [True, True, False, True, True]
    mild = lesson.compare_ways(small_city("salatiga", 500), numbers={"compliance.consequence": 0.4})
    assert not challenge.conclusions(mild)[1].holds


def test_08_stress_and_attitude_move_alike_for_all_ages(found: lesson.Comparison) -> None:
    for outcome in ("stress", "attitude"):
        table = found.by_group(outcome, "age_group", "sanksi")
        assert table.difference.max() - table.difference.min() < 1e-9, "the prose says that the model does so"


def test_08_ignorance_outweighs_luck() -> None:
    page = kelas.spread_of_assumptions(small_city("salatiga", 500))
    assert page.text.startswith("60 ulangan")
    share = int(page.text.rsplit("pada ", 1)[1].split("%")[0])
    assert 50 <= share <= 95, "not certain, not against"
