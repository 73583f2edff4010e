"""Lesson 05: ratings come apart into their parts, one boss tells no two stories apart, checks know slips."""

import numpy as np
import pytest

from simkinerja import classroom as kelas
from simkinerja.classroom import rater_lesson as lesson
from simkinerja.classroom import rater_panel as game
from simkinerja.classroom.shared import load_people
from simkinerja.population.ratings import RatingModel, practice_score, rate_dimensions
from simkinerja.simulate.closed_forms import share_truly_top, spearman_brown
from simkinerja.streams import Streams

PEOPLE = load_people("salatiga")


def test_parts_sum_to_the_librarys_rating_and_only_the_boss_is_shared() -> None:
    officers = PEOPLE.officer_id[PEOPLE.rater_id.notna()].tolist()
    parts = lesson.rating_parts(PEOPLE, officers)
    m = RatingModel.published()
    z = sum(
        np.sqrt(share) * parts[name]
        for name, share in zip(
            ["kerja", "atasan", "sudut", "kebetulan"], [m.ratee, m.rater, m.level, m.error], strict=True
        )
    )
    assert lesson.scaled(z.to_numpy()) == pytest.approx(lesson.rated(PEOPLE, officers))
    own = PEOPLE[PEOPLE.officer_id.isin(officers)].rater_id.to_numpy()
    share = kelas.rater_share(parts.atasan.to_numpy(), own)
    assert share == pytest.approx(0.5, abs=0.15), "half of the boss's part is severity"
    assert kelas.rater_share(parts.kebetulan.to_numpy(), own) < 0.1


def test_two_stories_leave_the_same_ratings_whatever_the_size() -> None:
    for better in (-2.0, 0.5, 3.0):
        table = lesson.two_stories(PEOPLE, 177, better)
        assert len(table) == (PEOPLE.rater_id == 177).sum()
        assert table.nilai2.to_numpy() == pytest.approx(table.nilai1.to_numpy(), abs=1e-9)
        assert (table.kerja2 - table.kerja1).to_numpy() == pytest.approx(better)


def test_habits_move_what_they_should_and_nothing_else() -> None:
    table = lesson.habits_table(PEOPLE).set_index("penilai")
    plain, halo = table.loc["tanpa halo"], table.loc["semua aspek dari kesan"]
    assert halo["korelasi antaraspek"] > table.loc["kerja sebenarnya", "korelasi antaraspek"]
    assert halo["korelasi antaraspek"] > plain["korelasi antaraspek"] + 0.2
    assert table.loc["semua di tengah", "sebaran"] == pytest.approx(0.4 * plain["sebaran"])
    assert table.loc["murah hati", "nilai rata-rata"] == pytest.approx(plain["nilai rata-rata"] + 7)


def test_each_repair_repairs_its_own_part() -> None:
    table = lesson.repairs_table(PEOPLE).set_index("cara")
    person = table["dari orangnya"].str.rstrip("%").astype(float)
    left = table["kemurahan tersisa (poin)"]
    assert person["satu atasan"] == pytest.approx(23, abs=4)
    assert person["tiga penilai"] > person["contoh yang sama"] + 5
    assert person["pelatihan penilai"] > person["satu atasan"] + 1
    assert left["contoh yang sama"] < 0.6 * left["satu atasan"]
    assert left["tiga penilai"] == pytest.approx(left["satu atasan"] / np.sqrt(3), rel=0.25)
    assert left["pelatihan penilai"] > 0.8 * left["satu atasan"], "training hardly touches severity"
    assert table.index[table["beda antarunit"] == "hilang"].tolist() == ["dikurangi rata-rata atasannya"]


def test_a_training_leaves_shares_that_sum_to_one() -> None:
    before, after = RatingModel.published(), lesson._after_training(RatingModel.published())
    assert after.ratee + after.rater + after.level + after.error == pytest.approx(1)
    odds = [m.rater / m.ratee for m in (before, after)]
    assert odds[1] == pytest.approx(0.75 * odds[0]), "a quarter of the rater's part is gone"


def test_pattern_on_paper_and_enforced() -> None:
    table = lesson.pattern_table(PEOPLE).set_index("pola")
    paper, enforced = table.loc["di atas kertas"], table.loc["ditegakkan"]
    numbers = [float(x.rstrip("%").replace(",", ".")) for x in (paper["Sangat Baik"], paper["di bawah Baik"])]
    assert 7 <= numbers[0] <= 15
    assert numbers[1] < 1
    assert paper["memang terbawah"] == "–", "too few to tell"
    assert abs(float(enforced["di bawah Baik"].rstrip("%")) - 10) <= 2
    assert abs(float(enforced["Sangat Baik"].rstrip("%")) - 15) <= 2
    assert float(enforced["memang terbawah"].rstrip("%")) < 50, "most of those pushed down are not the lowest"


def test_quota_by_simulation_lies_around_the_closed_form() -> None:
    practice, (ratee, own) = practice_score(PEOPLE), lesson._slots(PEOPLE)
    from simkinerja.population.ratings import rate_overall

    for k in (1, 5):
        found = [
            lesson._top_by(
                np.mean(
                    [rate_overall(Streams(s), practice, ratee, lesson._other(own, j)) for j in range(k)], 0
                ),
                practice,
                0.1,
            )
            for s in range(60)
        ]
        assert np.mean(found) == pytest.approx(share_truly_top(0.1, spearman_brown(0.45, k)), abs=0.05)
    page = lesson.spread_of_quota(PEOPLE, raters=(1, 3), seeds=6)
    assert "3 penilai" in page.text
    assert page.html.count("<img") == 1


def test_pairs() -> None:
    assert game.pairs_right([3, 2, 1], [1, 2, 3]) == 0
    assert game.pairs_right([1, 1, 2], [1, 2, 3]) == pytest.approx(2.5 / 3)
    both = game.pairs_right(np.array([[1, 2, 3], [3, 2, 1]]), [1, 2, 3])
    assert both.tolist() == [1, 0]


def test_the_game_hides_the_truth_until_it_is_opened() -> None:
    panel = game.panel_play_rater()
    assert panel.error is None
    assert "urutan sebenarnya" not in panel._picture.value
    assert "Anda 5" not in panel._picture.value
    assert "urutan sebenarnya" not in panel._repr_mimebundle_()["text/html"]
    panel.set(opened=True)
    assert "nilai yang sama" in panel._words.value, "all equal says nothing"
    six = game.six_people()
    panel.set(**{name: int(70 + 10 * work) for name, work in zip(six.orang, six.kerja, strict=True)})
    assert panel.result.right == 1.0
    assert panel.result.person > 0.9
    assert "sisanya Anda dan kebetulan" in panel._words.value
    assert "15,0 dari 15 pasangan" in panel._words.value
    assert "urutan sebenarnya" in panel._picture.value
    panel.set(opened=False)
    assert "urutan sebenarnya" not in panel._picture.value


def test_the_game_tells_severity_and_impression() -> None:
    given = dict.fromkeys("ABCDEF", 95) | {"A": 94}
    kind, strict = (game.compute_game(opened=True, **{n: v - d for n, v in given.items()}) for d in (0, 60))
    assert kind.lean - strict.lean == pytest.approx(60)
    assert "lebih murah hati" in game._notes(kind)
    assert "lebih ketat" in game._notes(strict)
    six = game.six_people()
    liked = game.compute_game(
        opened=True, **{name: round(70 + 10 * x) for name, x in zip(six.orang, six.kesan, strict=True)}
    )
    assert liked.liked > 0.9
    assert liked.right < 0.8, "the impression has nothing to do with the work"


def test_simulated_bosses_beat_the_blind_draw_and_five_beat_one() -> None:
    alone, together, usual = game._simulated()
    assert 0.2 < usual < 0.7, "with one boss much of a rating is not the work"
    assert 0.55 < alone.mean() < together.mean() < 1
    assert (alone.min(), alone.max()) != (together.min(), together.max())


def test_each_control_says_what_the_boss_sees() -> None:
    panel = game.panel_play_rater()
    for one in game.six_people().itertuples():
        seen = f"{one.perkara:.0f} perkara, {one.hadir:.0f} hari hadir"
        assert seen in panel._boxes[one.orang].tooltip


def test_corners_of_the_game() -> None:
    panel = game.panel_play_rater()
    panel.set(opened=True, **dict.fromkeys("ABC", 0), **dict.fromkeys("DEF", 100))
    assert panel.error is None
    assert "nan" not in panel._picture.value.lower()


def test_checks_of_lesson_05() -> None:
    assert kelas.check_three_raters(0.71).ok
    assert kelas.check_three_raters(3 * 0.45 / 1.9).ok
    wrong = {
        1.35: "di atas 1",
        0.45: "satu penilai",
        0.765: "0,52",
        71.05: "bukan persen",
        0.574: "dikurangi",
    }
    for answer, words in wrong.items():
        assert words in kelas.check_three_raters(answer).message, answer
    assert kelas.check_wrongly_top(11.1).ok
    wrong = {8.9: "yang tepat", 11.0: "bukan bagian yang tepat", 9.0: "kali banyaknya", 55.6: "dari 100"}
    for answer, words in wrong.items():
        assert words in kelas.check_wrongly_top(answer).message, answer
    first, second, third = (
        "dua bagian, dua atasan, siapa yang lebih baik?",
        "satu orang, satu atasan, pendapatnya khas",
        "catatan tahun lalu, satu atasan seorang",
    )
    right = {first: "contoh yang sama", second: "lebih banyak penilai", third: "tidak dapat"}
    assert kelas.check_repairs(right).ok
    assert "dua cerita" in kelas.check_repairs({**right, third: "contoh yang sama"}).message
    assert kelas.check_repairs({first: ..., second: ..., third: ...}).state == "kosong"


def test_examples_show_the_severity_that_is_there() -> None:
    bosses = np.unique(lesson._slots(PEOPLE)[1])
    own = np.repeat(bosses, 3)
    seen = lesson._seen_on_examples(Streams(3), own, RatingModel.published())
    planted = Streams(3).normal("rating.severity", own)
    assert np.corrcoef(seen, planted)[0, 1] > 0.8
    exact = lesson._seen_on_examples(Streams(3), own, RatingModel(0.23, 0.77, 0, 0, 1.0, 0.7, 0.45))
    assert np.corrcoef(exact, planted)[0, 1] == pytest.approx(1)
    assert rate_dimensions(Streams(3), np.zeros((3, 4)), own[:3], own[:3]).shape == (3, 4)
