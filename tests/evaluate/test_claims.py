"""Claims as data: the five documents are complete; a file with every kind of fault is told all at once."""

from itertools import pairwise
from pathlib import Path

import pytest

from simkinerja.errors import InputError
from simkinerja.evaluate.claims import BEFORE, Claim, read_claims
from simkinerja.evaluate.claims_conditions import CONDITIONS, applicable, grid, told, with_conditions
from simkinerja.evaluate.claims_document import claims_markdown
from simkinerja.evaluate.claims_sentences import documents, mismatches
from simkinerja.population.city import city_codes, load_city
from simkinerja.simulate.interventions import KINDS
from simkinerja.simulate.outcomes import outcomes

ROOT = Path(__file__).parents[2]
CITIES = ("medan", "medan_rancangan", "rangkui", "bandung", "salatiga")


@pytest.mark.parametrize("code", CITIES)
def test_every_document_has_at_least_six_claims_within_the_model(code: str) -> None:
    found = read_claims(code)
    assert sum(one.testable for one in found.claims) >= 6
    assert all(one.source.file in load_city(code).documents for one in found.claims)


def test_every_city_has_its_document() -> None:
    assert {one.city for one in documents()} == set(city_codes()) == set(CITIES)


@pytest.mark.parametrize("document", documents(), ids=lambda one: one.city)
def test_sentences_and_claims_agree(document) -> None:
    assert mismatches(document) == []
    places = [tuple(map(int, one.at.split("."))) for one in document.sentences]
    assert places == sorted(set(places))
    for (paragraph, sentence), (after, following) in pairwise(places):
        step = (after - paragraph, following - sentence)
        assert step == (0, 1) or (after == paragraph + 1 and following == 1)


#: Paragraphs of each document with the number of their sentences, counted once in the documents themselves.
SENTENCES = {
    "medan": [3, 4, 4, 5, 4, 3, 4],
    "medan_rancangan": [3, 4, 4, 3, 3, 3, 4, 2, 3],
    "rangkui": [2, 3, 4, 4, 5, 4, 4],
    "bandung": [3, 3, 3, 3, 3, 4, 3],
    "salatiga": [3, 4, 5, 4, 4, 4, 4],
}


@pytest.mark.parametrize("document", documents(), ids=lambda one: one.city)
def test_no_sentence_is_missing(document) -> None:
    counts: dict[str, int] = {}
    for one in document.sentences:
        paragraph = one.at.split(".")[0]
        counts[paragraph] = counts.get(paragraph, 0) + 1
    assert list(counts.values()) == SENTENCES[document.city]


def test_mismatches_are_found() -> None:
    document = documents()[0]
    first = document.sentences[0].model_copy(update={"kind": "bukan kausal"})
    broken = document.model_copy(update={"sentences": [first, *document.sentences[1:-1]]})
    assert [text.split(":")[0] for text in mismatches(broken)] == ["medan 1.1", "medan manfaat_warga",
                                                                    "medan manfaat_pegawai"]  # fmt: skip


#: Systems that a document describes, by kind (section 9 of the model's notes), each with whom it reaches.
DESCRIBED = {
    "medan": {
        ("e_kinerja", None), ("feedback", None), ("evaluation_forum", "Dinas Pendidikan"),
        ("use_channel", None),
        ("reward", "Dinas Kesehatan"), ("management_information", None), ("sosialisasi", None),
        ("training", None), ("use_channel", "Dinas Perhubungan"), ("transparency", "Dinas Perhubungan"),
    },
    "medan_rancangan": {
        ("use_channel", "Dinas Kesehatan"), ("use_channel", None), ("career_use", None), ("training", None),
        ("citizen_feedback", None), ("sosialisasi", None),
    },
    "rangkui": {
        ("use_channel", None), ("supervision", "Dinas Pendidikan"), ("citizen_feedback", None),
        ("management_information", None), ("training", "Dinas Kesehatan"), ("feedback", None),
        ("career_use", None), ("culture", None),
    },
    "bandung": {
        ("e_kinerja", None), ("supervision", None), ("feedback", None), ("management_information", None),
        ("process_redesign", "Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu"),
        ("use_channel", "Dinas Komunikasi dan Informatika"), ("evaluation_forum", None),
    },
    "salatiga": {
        ("use_channel", None), ("supervision", None), ("evaluation_forum", None), ("e_kinerja", None),
        ("feedback", None), ("citizen_feedback", None), ("training", None), ("mentoring", "lowest"),
        ("process_redesign", None),
        ("process_redesign", "Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu"),
    },
}  # fmt: skip


@pytest.mark.parametrize("code", CITIES)
def test_every_described_system_is_there(code: str) -> None:
    found = read_claims(code).systems.values()
    have = {(spec["kind"], (spec.get("to") or {}).get("agency")) for spec in found}
    have |= {(spec["kind"], "lowest") for spec in found if "lowest" in (spec.get("to") or {})}
    assert DESCRIBED[code] - have == set()


@pytest.mark.parametrize("code", CITIES)
def test_named_agencies_exist(code: str) -> None:
    labels = " / ".join(one.label for one in load_city(code).agencies)
    found = read_claims(code)
    targets = [spec.get("to") for spec in found.systems.values()] + [one.to for one in found.claims]
    named = {to["agency"] for to in targets if isinstance(to, dict) and "agency" in to}
    assert {name for name in named if name not in labels} == set()


def test_every_system_serves_a_claim() -> None:
    unused = set()
    for code in CITIES:
        found = read_claims(code)
        parts = {
            one
            for claim in found.claims
            for one in (*claim.cause, *claim.compare_with)
            if isinstance(one, str)
        }
        unused |= {f"{code}.{name}" for name in set(found.systems) - parts}
    assert unused == set()


def test_a_design_does_not_inherit_the_systems_of_the_city_whose_people_it_has() -> None:
    assert {one["name"] for one in load_city("medan_rancangan").programmes}.isdisjoint(
        one["name"] for one in load_city("medan").programmes
    )
    assert load_city("medan_rancangan").agencies == load_city("medan").agencies


def test_a_design_without_sections_has_none(tmp_path: Path) -> None:
    file = tmp_path / "tanpa.yaml"
    file.write_text("code: tanpa\nlabel: Tanpa\npeople_of: medan\n")
    city = load_city(file)
    assert (city.channels, city.programmes, city.claims) == ([], [], [])
    assert read_claims(city).claims == ()


def test_unknown_sections_are_still_refused(tmp_path: Path) -> None:
    file = tmp_path / "aneh.yaml"
    file.write_text("code: aneh\nlabel: Aneh\npeople_of: medan\nclaim: []\n")
    with pytest.raises(InputError, match="Maksud Anda 'claims'"):
        load_city(file)


BAD = """\
code: uji
label: Kota Uji
documents: [a.txt]
people_of: salatiga
channels:
  - name: Kamera
    channel: {name: Kamera, visibility: {hadir: 1}}
programmes:
  - {name: kursus, kind: training, hours: 0}
  - {name: kursus, kind: trainig}
claims:
  - code: satu
    claim: "Kursus menaikkan praktik."
    source: {file: b.txt, at: ["0.1"]}
    cause: [kurus, {kind: mentoring, to: {agensi: x}}]
    outcome: praktik
    direction: naek
    conditions: {suport: terbuka, acted_on: true}
  - code: satu
    claim: "Tanpa sebab."
    source: {file: a.txt, at: ["1.2"]}
    outcome: practice
    to: {agensi: Dinas}
    months: 3
    cause: [kursus]
    conditions: {support: 0.3}
  - code: tiga
    claim: "Di luar, tetapi punya sebab."
    source: {file: a.txt, at: ["1.3"]}
    outside: "tidak dihitung"
    cause: [kursus]
"""


def test_all_faults_of_a_file_at_once_each_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "uji.yaml"
    file.write_text(BAD)
    with pytest.raises(InputError) as caught:
        read_claims(file)
    found = {(one.place.row, (one.place.field or "").split(".", 2)[-1]) for one in caught.value.problems}
    assert found >= {
        (6, "name"), (7, "channel.visibility.hadir"), (9, "hours"), (10, "name"), (10, "kind"),
        (14, "source.file"), (14, "source.at.0"), (15, "cause.0"), (16, "outcome"), (17, "direction"),
        (18, "conditions.suport"), (18, "conditions.acted_on"), (19, "code"), (23, "to"), (24, "months"),
        (26, "conditions.support"),
    }  # fmt: skip
    rows = [one.place.row for one in caught.value.problems]
    assert rows == sorted(rows)
    assert any("Maksud Anda 'kursus'" in one.sentence for one in caught.value.problems)


def test_a_claim_is_either_tested_or_outside() -> None:
    source = {"file": "a.txt", "at": ["1.1"]}
    with pytest.raises(ValueError, match="punya outcome, direction"):
        Claim(code="a1", claim="x", source=source, cause=["x"])
    with pytest.raises(ValueError, match="tanpa cause"):
        Claim(code="a1", claim="x", source=source, cause=["x"], outside="y")


def test_conditions_name_fields_that_the_interventions_have() -> None:
    for one in CONDITIONS.values():
        for kind, field in one.fields.items():
            for value in one.levels:
                spec = {"kind": kind}
                if kind == "use_channel":
                    spec["channel"] = {"name": "Kamera", "visibility": {"presence": 1.0}}
                made = KINDS[kind].model_validate(with_conditions([spec], {one.name: value})[0])
                part = made
                for step in field.split("."):
                    part = getattr(part, step)
                assert part == value


@pytest.mark.parametrize("code", CITIES)
def test_every_claim_has_a_grid_and_words_for_it(code: str) -> None:
    found = read_claims(code)
    for claim in found.claims:
        if claim.testable:
            worlds = found.world(claim.cause), found.world(claim.compare_with)
            cells = grid(*worlds)
            assert 2 <= len(cells) <= 24
            assert len({told(cell) for cell in cells}) == len(cells)
            for cell in cells:
                assert with_conditions(worlds[0], cell) != with_conditions(worlds[1], cell)
            assert claim.months > BEFORE
            assert claim.outcome in outcomes()


def test_grid_has_every_combination_until_it_grows_too_large() -> None:
    forum = {"kind": "evaluation_forum"}
    course = {"kind": "training"}
    assert len(grid([forum, course])) == 6 + 3
    large = grid([forum, course, {"kind": "e_kinerja"}, {"kind": "feedback"}])
    for one in ({"acted_on": False}, {"tone": "controlling"}, {"consequence": 0.8, "automatic": False}):
        assert one in large
    assert large[-4] == {"consequence": 1.0, "automatic": True, "acted_on": True, "support": 0.9,
                         "tone": "developmental"}  # fmt: skip
    assert large[-5]["consequence"] == 0.0
    assert not any(cell.get("consequence") == 0 and "automatic" in cell for cell in large)


def test_a_condition_that_is_the_cause_itself_is_not_varied() -> None:
    much, little = ({"kind": "training", "support": x} for x in (0.9, 0.1))
    assert applicable([much], [little]) == ()
    assert applicable([much, {"kind": "feedback"}], [little]) == ("support", "tone")


def test_the_page_is_current() -> None:
    assert (ROOT / "docs" / "klaim.md").read_text(encoding="utf-8") == claims_markdown()
