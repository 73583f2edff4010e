"""Weights by the room: voices add up, agreement and consequence are told, a bad voice is not kept."""

from typing import Any

import pytest

from simkinerja.classroom.case_table import load_case
from simkinerja.classroom.room_votes import count_votes, panel_room_votes
from simkinerja.classroom.scheme_catalogue import neighbour_draft
from simkinerja.classroom.scheme_tables import score_table
from simkinerja.evaluate.room import reweighted, room_codes

VOTES = ([40, 20, 20, 20], [25, 25, 25, 25], [20, 10, 40, 30])


@pytest.fixture(scope="module")
def table() -> Any:
    return load_case("bandung")


@pytest.fixture
def panel(table: Any) -> Any:
    return panel_room_votes(table, neighbour_draft(), *VOTES)


def test_who_keeps_the_predikat_is_counted_by_scoring_everybody_under_each_voice(table: Any) -> None:
    scheme = neighbour_draft()
    codes = room_codes(scheme)
    found = count_votes(table, scheme, VOTES)
    shares = [[x / sum(row) for x in row] for row in VOTES]
    group = [sum(row[k] for row in shares) / 3 for k in range(4)]
    assert found.room == pytest.approx(group)
    bands = [score_table(table, reweighted(scheme, codes, w)).bands.index for w in [group, *shares]]
    same = [len({int(one[i]) for one in bands}) == 1 for i in range(len(table))]
    assert found.share_same == pytest.approx(sum(same) / len(same))
    assert 0.5 < found.share_same < 1


def test_the_scale_of_a_voice_does_not_matter(table: Any) -> None:
    one = count_votes(table, neighbour_draft(), VOTES)
    other = count_votes(table, neighbour_draft(), [[x / 10 for x in VOTES[0]], *VOTES[1:]])
    assert one.room == pytest.approx(other.room)
    assert one.share_same == other.share_same


def test_a_voice_is_added_and_all_can_be_taken_back(panel: Any) -> None:
    assert "3 suara" in panel._words.value
    for box, value in zip(panel.boxes, (10, 10, 10, 70), strict=True):
        box.value = value
    before = panel._picture.value
    panel.add.click()
    assert "4 suara" in panel._words.value
    assert panel._picture.value != before
    panel.clear.click()
    assert "Belum ada suara" in panel._words.value
    panel.add.click()
    assert "1 suara" in panel._words.value
    assert "W Kendall" not in panel._words.value, "one voice agrees with nobody"


def test_a_voice_without_weights_is_told_and_not_kept(panel: Any) -> None:
    for box in panel.boxes:
        box.value = 0
    panel.add.click()
    assert panel.error is not None
    assert 'role="alert"' in panel._words.value
    assert len(panel.votes) == 3
    panel.boxes[0].value = 1
    panel.add.click()
    assert panel.error is None
    assert "4 suara" in panel._words.value


def test_the_saved_page_shows_the_first_voices(panel: Any) -> None:
    page = panel._repr_mimebundle_()["text/html"]
    assert page.count("data:image/svg+xml") == 1
    assert "3 suara" in page
    assert all(box.description for box in panel.boxes)
