"""Lesson 08: the formula is the engine's, the sceptic's numbers reach it, and the checks know the slips."""

import numpy as np
import pytest

from simkinerja import classroom as kelas
from simkinerja.classroom import resistance_lesson as lesson
from simkinerja.classroom import resistance_panel as challenge
from simkinerja.classroom.worlds import small_city
from simkinerja.simulate.base import expit
from simkinerja.simulate.parameters import Parameters, engine_parameters

CITY = small_city("salatiga", 500)


def test_the_formula_gives_every_officers_share_in_the_engine() -> None:
    p = Parameters.default()
    x = lesson.usual_logit(CITY) + lesson._habit(CITY)
    x = x + p["compliance.digital"] * CITY.traits["digital"]
    x = x + p["compliance.resistance"] * CITY.traits["resistance"]
    assert lesson.fills_in(CITY, CITY.officer_id) == pytest.approx(expit(x))
    assert lesson.fills_in(CITY, CITY.officer_id).mean() == pytest.approx(p["compliance.base"], abs=0.05)


def test_three_people_are_who_they_are_said_to_be() -> None:
    table = lesson.three_people(CITY)
    young, middle, old = table.itertuples()
    assert young.umur < 35 < middle.umur < 50 < old.umur
    assert young.digital > 0 > old.digital
    assert young.resistensi < 0 < old.resistensi
    assert table.officer_id.is_unique
    at = [CITY.position(one) for one in table.officer_id]
    assert table.umur.tolist() == CITY.age[at].tolist()


def test_shares_of_three_people_follow_the_ways_and_start_where_the_city_does() -> None:
    table = lesson.for_me(CITY, lesson.three_people(CITY))
    for row in table.drop(columns=["pegawai", "umur"]).itertuples(index=False):
        told, one_way, involved, sanction, kind = (float(x.rstrip("%")) for x in row)
        assert told < one_way < involved < sanction <= kind
    everybody = lesson._shares(CITY, range(CITY.n), lesson.ways()["melibatkan"])
    found = lesson.compare_ways(CITY, count=1)
    assert np.mean(everybody) == pytest.approx(float(found.levels("compliance", "melibatkan", last=6)[0])), (
        "one officer's share is part of the city's"
    )


def test_every_doubt_reaches_the_engine_and_lies_in_its_range() -> None:
    base = lesson.compare_ways(CITY, count=1)
    names = ("compliance", "attitude", "stress", "practice")
    before = [base.levels(name, arm, last=6) for name in names for arm in base.labels]
    for key, *_ in challenge.DOUBTS:
        one, choice = engine_parameters()[key], challenge._choices(key, "x", "y.")
        values = [value for _, value in choice.options]
        assert values == sorted(values)
        assert (values[0], values[-1]) == (one.low, one.high)
        assert choice.value == one.value
        found = lesson.compare_ways(CITY, count=1, numbers={key: one.low})
        after = [found.levels(name, arm, last=6) for name in names for arm in found.labels]
        assert any(not np.array_equal(a, b) for a, b in zip(before, after, strict=True)), key


def test_conclusions_fall_where_their_mechanism_is_taken_away() -> None:
    def holds(**numbers: float) -> list[bool]:
        given = {key.replace("__", "."): value for key, value in numbers.items()}
        return [one.holds for one in challenge.conclusions(lesson.compare_ways(CITY, numbers=given))]

    assert all(holds())
    assert not holds(attitude__involvement=0.2, attitude__briefing=0.2)[0]
    assert not holds(compliance__consequence=0.4)[1]
    assert not holds(stress__fear=0.0, stress__monitoring=0.12)[2]
    gentle = {"feedback__tone_developmental": 0.0, "feedback__mean": 0.3, "crowding__effect": 0.4}
    assert not holds(**gentle)[4]


def test_the_panel_says_which_stand_and_counts_fifty_on_the_button() -> None:
    panel = kelas.panel_challenge(small_city("salatiga", 300))
    assert panel.error is None
    assert "5 dari 5 kesimpulan bertahan" in panel._words.value
    first = panel._picture.value
    panel.set(compliance__consequence=0.4)
    assert "4 dari 5" in panel._words.value
    assert "Tumbang: sanksi lebih menaikkan" in panel._words.value
    assert "✖ Sanksi lebih menaikkan" in panel._picture.value
    assert panel._picture.value != first
    panel.button.click()
    assert panel.error is None
    assert panel.result.plan.replications == 50
    assert "garis: 50 ulangan" in panel._picture.value
    page = panel._repr_mimebundle_()["text/html"]
    assert page.count("<img ") == 2


def test_all_extremes_at_once_are_no_fault() -> None:
    for side in ("low", "high"):
        numbers = {key: getattr(engine_parameters()[key], side) for key, *_ in challenge.DOUBTS}
        found = lesson.compare_ways(small_city("salatiga", 300), count=2, numbers=numbers)
        shares = [found.levels("compliance", arm) for arm in found.labels]
        assert all(((x >= 0) & (x <= 1)).all() for x in shares)
        assert all(np.isfinite(one.size) for one in challenge.conclusions(found))


def test_fear_goes_with_the_culture_and_not_with_the_order() -> None:
    table = lesson.fear_table(CITY).set_index("dunia")
    value = {"0": 0.0}
    stress = [value.get(x, float(x.replace(",", ".").replace("−", "-"))) for x in table.stres]
    order, career, _, culture, _ = stress
    assert order == 0 < career
    assert culture < career
    practice = [value.get(x, float(x.replace(",", ".").replace("−", "-"))) for x in table["praktik kerja"]]
    assert practice[4] > practice[3] + 0.05, "talks raise practice, culture alone does not"


def test_unknown_numbers_spread_wider_than_luck() -> None:
    luck, unknown = (
        challenge._gains(small_city("salatiga", 300), 16, uncertain=flag)["melibatkan"]
        for flag in (False, True)
    )
    assert unknown.std() > 3 * luck.std()
    page = challenge.spread_of_assumptions(small_city("salatiga", 300), draws=4)
    assert "8 ulangan" in page.text
    assert page.html.count("<img") == 1


def test_signs() -> None:
    assert [lesson.signed(x) for x in (0.004, -0.004, 0.3, -12.34, 1234.5)] == [
        "0",
        "0",
        "+0,30",
        "−12,34",
        "+1.234,50",
    ]


def test_checks_of_lesson_08() -> None:
    x, weight = -0.45, 0.5
    after = 100 * float(expit(np.asarray(x + weight * 0.8)))
    assert kelas.check_after_attitude(round(after), x).ok
    before = 100 * float(expit(np.asarray(x)))
    wrong = {
        before: "sebelum sikapnya",
        100 * float(expit(np.asarray(x + 0.8))): "belum dikalikan",
        before + 40: "menambah persennya langsung",
        after / 100: "tulis dalam persen",
    }
    for answer, words in wrong.items():
        assert words in kelas.check_after_attitude(answer, x).message, answer
    assert kelas.check_extra_entries(525, 500).ok
    wrong = {25: "Itu sehari", 52500: "dibagi 100", 325.5: "semua isian yang wajib", 10500: "tambahannya"}
    for answer, words in wrong.items():
        assert words in kelas.check_extra_entries(answer, 500).message, answer
    right = {
        "38% tidak mengisi penuh": "terbitan",
        "satu pertemuan menaikkan sikap 0,5": "asumsi",
        "pegawai senior lebih cepat stres": "di luar model",
    }
    assert kelas.check_known_or_assumed(right).ok
    last = {**right, "pegawai senior lebih cepat stres": "asumsi"}
    assert "sama bagi semua umur" in kelas.check_known_or_assumed(last).message
