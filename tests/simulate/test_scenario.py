"""Scenario files: wrong ones are told by code and place, and each of their sound neighbours loads."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jsonschema
import numpy as np
import pytest
import yaml

from simkinerja.errors import InputError, UsageError
from simkinerja.population import draw_population
from simkinerja.simulate.channel import Channel
from simkinerja.simulate.interventions import KINDS
from simkinerja.simulate.levers import Seen
from simkinerja.simulate.programme import Programmes
from simkinerja.simulate.scenario import (
    Scenario,
    check_scenario,
    load_scenario,
    scan_scenario,
    shipped_scenario_path,
    shipped_scenarios,
)
from simkinerja.simulate.scenario_page import scenarios_markdown
from simkinerja.simulate.scenario_read import interventions_from
from simkinerja.simulate.scenario_schema import STORED, scenario_schema, scenario_schema_text
from simkinerja.simulate.scenario_words import CHANNEL as CHANNEL_WORDS
from simkinerja.simulate.scenario_words import COMMON, KIND_WORDS, OWN, SCENARIO
from simkinerja.simulate.world import World
from simkinerja.streams import Streams

SCHEMA = scenario_schema()
CHECK = jsonschema.Draft202012Validator(SCHEMA)
HEAD = {
    "format": "simkinerja-skenario-1",
    "code": "uji",
    "title": "Uji coba",
    "author": "Penguji",
    "source": "Diasumsikan.",
}
CHANNEL = "{kind: use_channel, channel: {name: Kamera, visibility: {presence: 1}%s}}"


def written(folder: Path, head: dict[str, str] | None = None, parts: list[str] | None = None) -> Path:
    lines = [f"{key}: {value}" for key, value in {**HEAD, **(head or {})}.items() if value != "-"]
    lines += ["interventions:", *(f"  - {part}" for part in parts)] if parts else []
    path = folder / "skenario.yaml"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


#: Key of the head, wrong, sound, code. The value ``-`` leaves the key out.
TOPS = [
    ("format", "-", "simkinerja-skenario-1", "yaml_missing_key"),
    ("format", "simkinerja-skenario-2", "simkinerja-skenario-1", "yaml_value"),
    ("format", "1", "simkinerja-skenario-1", "yaml_value"),
    ("code", "-", "uji", "yaml_missing_key"),
    ("code", "Uji Coba", "uji_coba", "yaml_value"),
    ("code", "7", "u7", "yaml_value"),
    ("code", "''", "u", "yaml_value"),
    ("title", "-", "Uji", "yaml_missing_key"),
    ("title", "''", "Uji", "yaml_value"),
    ("title", "'  '", "Uji", "yaml_value"),
    ("title", "12", "'12'", "yaml_value"),
    ("title", "[a]", "a", "yaml_value"),
    ("title", "x" * 201, "x" * 200, "yaml_value"),
    ("author", "-", "Saya", "yaml_missing_key"),
    ("author", "null", "Saya", "yaml_value"),
    ("source", "-", "Diasumsikan", "yaml_missing_key"),
    ("source", "' '", "Diasumsikan", "yaml_value"),
    ("note", "{a: 1}", "a", "yaml_value"),
    ("note", "''", "a", "yaml_value"),
    ("city", "salatga", "salatiga", "unknown_city"),
    ("city", "[medan]", "medan", "yaml_value"),
    ("scheme", "skp_2023", "skp_2022", "scheme_unknown"),
    ("scheme", "3", "skp_2022", "yaml_value"),
    ("months", "0", "1", "yaml_value"),
    ("months", "601", "600", "yaml_value"),
    ("months", "12.5", "12", "yaml_value"),
    ("months", "true", "12", "yaml_value"),
    ("months", "dua belas", "12", "yaml_value"),
    ("parameters", "[0.3]", "{training.gain: 0.3}", "yaml_value"),
    ("bulan", "12", "-", "yaml_unknown_key"),
    ("interventions", "pelatihan", "[]", "yaml_value"),
    ("interventions", "{kind: training}", "[{kind: training}]", "yaml_value"),
    ("interventions", "[pelatihan]", "[{kind: culture}]", "yaml_value"),
]


@pytest.mark.parametrize(
    ("key", "wrong", "sound", "code"), TOPS, ids=[f"{k}={w[:20]}" for k, w, _, _ in TOPS]
)
def test_head(tmp_path: Path, key: str, wrong: str, sound: str, code: str) -> None:
    found = scan_scenario(written(tmp_path, {key: wrong}))[1]
    assert [one.code for one in found] == [code]
    place = found[0].place
    assert (place.field or "").split(".")[0] == key
    keys = [name for name in {**HEAD, key: wrong} if {**HEAD, key: wrong}[name] != "-"]
    assert place.row == (keys.index(key) + 1 if wrong != "-" else 1)
    assert scan_scenario(written(tmp_path, {key: sound}))[1] == ()


#: Intervention wrong, the same sound, code, field below the intervention.
PARTS = [
    ("{to: everyone}", "{kind: culture, to: everyone}", "yaml_missing_key", "kind"),
    ("{kind: pelatihan}", "{kind: training}", "scenario_kind", "kind"),
    ("{kind: trainin}", "{kind: training}", "scenario_kind", "kind"),
    ("{kind: [training]}", "{kind: training}", "scenario_kind", "kind"),
    ("{kind: training, jam: 20}", "{kind: training, hours: 20}", "yaml_unknown_key", "jam"),
    ("{kind: training, hour: 20}", "{kind: training, hours: 20}", "yaml_unknown_key", "hour"),
    ("{kind: training, hours: 0}", "{kind: training, hours: 1}", "yaml_value", "hours"),
    ("{kind: training, hours: 401}", "{kind: training, hours: 400}", "yaml_value", "hours"),
    ("{kind: training, hours: '20'}", "{kind: training, hours: 20}", "yaml_value", "hours"),
    ("{kind: training, hours: true}", "{kind: training, hours: 20}", "yaml_value", "hours"),
    ("{kind: training, skill: teknis}", "{kind: training, skill: technical}", "yaml_value", "skill"),
    ("{kind: training, topic: komunikasi}", "{kind: training, topic: communication}", "yaml_value", "topic"),
    (
        "{kind: training, topic: digital, skill: interpersonal}",
        "{kind: training, topic: digital, skill: technical}",
        "yaml_value",
        "",
    ),
    ("{kind: training, support: 1.1}", "{kind: training, support: 1}", "yaml_value", "support"),
    ("{kind: training, needs_based: ya}", "{kind: training, needs_based: true}", "yaml_value", "needs_based"),
    ("{kind: training, start: -1}", "{kind: training, start: 0}", "yaml_value", "start"),
    ("{kind: training, start: 1.5}", "{kind: training, start: 1}", "yaml_value", "start"),
    ("{kind: training, start: 601}", "{kind: training, start: 600}", "yaml_value", "start"),
    ("{kind: training, months: 0}", "{kind: training, months: 1}", "yaml_value", "months"),
    ("{kind: training, every: 0}", "{kind: training, every: 1}", "yaml_value", "every"),
    ("{kind: training, months: 3, every: 2}", "{kind: training, months: 3, every: 3}", "yaml_value", ""),
    ("{kind: mentoring, every: 6}", "{kind: mentoring, every: 6, months: 6}", "yaml_value", ""),
    ("{kind: culture, strength: 1.01}", "{kind: culture, strength: 1}", "yaml_value", "strength"),
    ("{kind: culture, strength: -0.1}", "{kind: culture, strength: 0}", "yaml_value", "strength"),
    ("{kind: culture, strength: penuh}", "{kind: culture, strength: 1}", "yaml_value", "strength"),
    ("{kind: culture, budget_idr: -1}", "{kind: culture, budget_idr: 0}", "yaml_value", "budget_idr"),
    ("{kind: culture, budget_idr: 1e16}", "{kind: culture, budget_idr: 1.0e+15}", "yaml_value", "budget_idr"),
    ("{kind: mentoring, trainers: -1}", "{kind: mentoring, trainers: 0}", "yaml_value", "trainers"),
    ("{kind: mentoring, trainers: 1.5}", "{kind: mentoring, trainers: 2}", "yaml_value", "trainers"),
    ("{kind: culture, trainers: 2}", "{kind: mentoring, trainers: 2}", "yaml_value", ""),
    ("{kind: culture, label: ''}", "{kind: culture, label: Aman}", "yaml_value", "label"),
    ("{kind: culture, label: 3}", "{kind: culture, label: '3'}", "yaml_value", "label"),
    ("{kind: culture, idr_each: -5}", "{kind: culture, idr_each: 5}", "yaml_value", "idr_each"),
    ("{kind: culture, hours_each: 201}", "{kind: culture, hours_each: 200}", "yaml_value", "hours_each"),
    ("{kind: culture, to: semua}", "{kind: culture, to: everyone}", "scenario_target", "to"),
    ("{kind: culture, to: {}}", "{kind: culture, to: everyone}", "scenario_target", "to"),
    ("{kind: culture, to: {agensi: x}}", "{kind: culture, to: {agency: x}}", "scenario_target", "to"),
    (
        "{kind: culture, to: {agency: x, job: y}}",
        "{kind: culture, to: {all_of: [{agency: x}, {job: y}]}}",
        "scenario_target",
        "to",
    ),
    ("{kind: culture, to: {agency: ''}}", "{kind: culture, to: {agency: x}}", "yaml_value", "to.agency"),
    ("{kind: culture, to: {unit: 7}}", "{kind: culture, to: {unit: '7'}}", "yaml_value", "to.unit"),
    ("{kind: culture, to: {service: [x]}}", "{kind: culture, to: {service: x}}", "yaml_value", "to.service"),
    ("{kind: culture, to: {job: null}}", "{kind: culture, to: {job: x}}", "yaml_value", "to.job"),
    ("{kind: culture, to: {lowest: 20}}", "{kind: culture, to: {lowest: 0.2}}", "yaml_value", "to.lowest"),
    (
        "{kind: culture, to: {lowest: 0.2, by: nilai}}",
        "{kind: culture, to: {lowest: 0.2, by: score}}",
        "yaml_value",
        "to.by",
    ),
    (
        "{kind: culture, to: {highest: 0.2, within: kota}}",
        "{kind: culture, to: {highest: 0.2, within: city}}",
        "yaml_value",
        "to.within",
    ),
    (
        "{kind: culture, to: {lowest: 0.2, by: unit.ikm, within: unit}}",
        "{kind: culture, to: {lowest: 0.2, by: unit.ikm, within: agency}}",
        "yaml_value",
        "to",
    ),
    (
        "{kind: culture, to: {lowest: 0.2, withn: city}}",
        "{kind: culture, to: {lowest: 0.2, within: city}}",
        "yaml_unknown_key",
        "to.withn",
    ),
    (
        "{kind: culture, to: {random_share: -1}}",
        "{kind: culture, to: {random_share: 1}}",
        "yaml_value",
        "to.random_share",
    ),
    (
        "{kind: culture, to: {random_share: 1, of: orang}}",
        "{kind: culture, to: {random_share: 1, of: officer}}",
        "yaml_value",
        "to.of",
    ),
    (
        "{kind: culture, to: {random_share: 1, draw: 'a/b'}}",
        "{kind: culture, to: {random_share: 1, draw: 'a b'}}",
        "yaml_value",
        "to.draw",
    ),
    (
        "{kind: culture, to: {all_of: []}}",
        "{kind: culture, to: {all_of: [everyone]}}",
        "yaml_value",
        "to.all_of",
    ),
    (
        "{kind: culture, to: {all_of: {unit: x}}}",
        "{kind: culture, to: {all_of: [{unit: x}]}}",
        "yaml_value",
        "to.all_of",
    ),
    (
        "{kind: culture, to: {all_of: [{unit: x}, {lowest: 2}]}}",
        "{kind: culture, to: {all_of: [{unit: x}, {lowest: 0.2}]}}",
        "yaml_value",
        "to.all_of.1.lowest",
    ),
    (
        "{kind: culture, to: {all_of: [{all_of: [everyone]}]}}",
        "{kind: culture, to: {all_of: [everyone]}}",
        "scenario_target",
        "to.all_of.0",
    ),
    ("{kind: culture, when: sering}", "{kind: culture, when: ikm < 80}", "yaml_value", "when"),
    ("{kind: culture, when: 5}", "{kind: culture, when: ikm < 80}", "yaml_value", "when"),
    ("{kind: culture, when: {ikm: 80}}", "{kind: culture, when: ikm < 80}", "yaml_value", "when"),
    (
        "{kind: culture, when: on_tme_share < 0.8}",
        "{kind: culture, when: on_time_share < 0.8}",
        "yaml_value",
        "when",
    ),
    (
        "{kind: culture, when: on_time_share < 80}",
        "{kind: culture, when: on_time_share < 0.80}",
        "yaml_value",
        "when",
    ),
    ("{kind: culture, when: ikm < 20}", "{kind: culture, when: ikm < 25}", "yaml_value", "when"),
    ("{kind: culture, when: ikm = 80}", "{kind: culture, when: ikm <= 80}", "yaml_value", "when"),
    ("{kind: culture, when: 'ikm < 76,61'}", "{kind: culture, when: ikm < 76.61}", "yaml_value", "when"),
    (
        "{kind: culture, when: ikm < 80 for 0 months}",
        "{kind: culture, when: ikm < 80 for 1 month}",
        "yaml_value",
        "when",
    ),
    (
        "{kind: culture, when: ikm < 80 for 61 months}",
        "{kind: culture, when: ikm < 80 selama 60 bulan}",
        "yaml_value",
        "when",
    ),
    (
        "{kind: culture, when: ikm < 80 and wait_days > 3}",
        "{kind: culture, when: wait_days > 3}",
        "yaml_value",
        "when",
    ),
    (
        "{kind: supervision, visits_per_month: 23}",
        "{kind: supervision, visits_per_month: 22}",
        "yaml_value",
        "visits_per_month",
    ),
    (
        "{kind: supervision, consequence: 2}",
        "{kind: supervision, consequence: 1}",
        "yaml_value",
        "consequence",
    ),
    ("{kind: supervision, field: 1}", "{kind: supervision, field: true}", "yaml_value", "field"),
    ("{kind: e_kinerja, audit: 20}", "{kind: e_kinerja, audit: 0.2}", "yaml_value", "audit"),
    (
        "{kind: e_kinerja, automatic: 'tidak'}",
        "{kind: e_kinerja, automatic: false}",
        "yaml_value",
        "automatic",
    ),
    ("{kind: feedback, tone: membina}", "{kind: feedback, tone: developmental}", "yaml_value", "tone"),
    ("{kind: feedback, per_month: -1}", "{kind: feedback, per_month: 0}", "yaml_value", "per_month"),
    (
        "{kind: evaluation_forum, per_year: 53}",
        "{kind: evaluation_forum, per_year: 52}",
        "yaml_value",
        "per_year",
    ),
    (
        "{kind: evaluation_forum, acted_on: 0}",
        "{kind: evaluation_forum, acted_on: false}",
        "yaml_value",
        "acted_on",
    ),
    ("{kind: reward, form: uang}", "{kind: reward, form: money}", "yaml_value", "form"),
    ("{kind: reward, share: 10}", "{kind: reward, share: 0.1}", "yaml_value", "share"),
    ("{kind: reward, per_year: 5}", "{kind: reward, per_year: 6}", "yaml_value", "per_year"),
    (
        "{kind: reward, months: 2, every: 3}",
        "{kind: reward, months: 2, every: 3, form: money}",
        "yaml_value",
        "",
    ),
    (
        "{kind: reward, by: unit.ikm, within: unit}",
        "{kind: reward, by: unit.ikm, within: city}",
        "yaml_value",
        "",
    ),
    ("{kind: transparency, of: kota}", "{kind: transparency, of: person}", "yaml_value", "of"),
    ("{kind: citizen_feedback, means: sms}", "{kind: citizen_feedback, means: app}", "yaml_value", "means"),
    (
        "{kind: management_information, delay: 25}",
        "{kind: management_information, delay: 24}",
        "yaml_value",
        "delay",
    ),
    (
        "{kind: management_information, noise: -0.1}",
        "{kind: management_information, noise: 0}",
        "yaml_value",
        "noise",
    ),
    ("{kind: career_use, weight: 100}", "{kind: career_use, weight: 1}", "yaml_value", "weight"),
    ("{kind: process_redesign, ramp: 0}", "{kind: process_redesign, ramp: 1}", "yaml_value", "ramp"),
    (
        "{kind: process_redesign, ambition: 3}",
        "{kind: process_redesign, ambition: 0.3}",
        "yaml_value",
        "ambition",
    ),
    ("{kind: sosialisasi, mode: dua_arah}", "{kind: sosialisasi, mode: participatory}", "yaml_value", "mode"),
    ("{kind: sosialisasi, hours: 0.4}", "{kind: sosialisasi, hours: 0.5}", "yaml_value", "hours"),
    ("{kind: staffing, added: 2.1}", "{kind: staffing, added: 2}", "yaml_value", "added"),
    (
        "{kind: culture, developmental: 5}",
        "{kind: culture, developmental: 0.5}",
        "yaml_value",
        "developmental",
    ),
    ("{kind: use_channel}", CHANNEL % "", "yaml_missing_key", "channel"),
    ("{kind: use_channel, channel: Kamera}", CHANNEL % "", "yaml_value", "channel"),
    (
        "{kind: use_channel, channel: {name: Kamera}}",
        "{kind: use_channel, channel: {name: Kamera, visibility: {}}}",
        "yaml_missing_key",
        "channel.visibility",
    ),
    (
        "{kind: use_channel, channel: {name: K, visibility: {hadir: 1}}}",
        "{kind: use_channel, channel: {name: K, visibility: {presence: 1}}}",
        "yaml_value",
        "channel.visibility.hadir",
    ),
    (
        "{kind: use_channel, channel: {name: K, visibility: {care: 2}}}",
        "{kind: use_channel, channel: {name: K, visibility: {care: 0.2}}}",
        "yaml_value",
        "channel.visibility.care",
    ),
    (CHANNEL % ", consequence: 80", CHANNEL % ", consequence: 0.8", "yaml_value", "channel.consequence"),
    (CHANNEL % ", tone: galak", CHANNEL % ", tone: controlling", "yaml_value", "channel.tone"),
    (CHANNEL % ", konsekuensi: 1", CHANNEL % ", consequence: 1", "yaml_unknown_key", "channel.konsekuensi"),
    (
        CHANNEL % ", minutes_per_day: 241",
        CHANNEL % ", minutes_per_day: 240",
        "yaml_value",
        "channel.minutes_per_day",
    ),
    (CHANNEL % ", payoff: tpp", CHANNEL % ", payoff: scheme", "yaml_value", "channel.payoff"),
    (CHANNEL % ", announced: 1", CHANNEL % ", announced: true", "yaml_value", "channel.announced"),
]


@pytest.mark.parametrize(("wrong", "sound", "code", "field"), PARTS, ids=[part[0] for part in PARTS])
def test_interventions_in_a_file(tmp_path: Path, wrong: str, sound: str, code: str, field: str) -> None:
    found = scan_scenario(written(tmp_path, parts=["{kind: culture}", wrong]))[1]
    assert [one.code for one in found] == [code]
    assert found[0].place.field == (f"interventions.1.{field}" if field else "interventions.1")
    assert found[0].place.row == len(HEAD) + 3
    assert found[0].place.file == "skenario.yaml"
    scenario, found = scan_scenario(written(tmp_path, parts=["{kind: culture}", sound]))
    assert found == ()
    assert scenario is not None
    assert len(scenario.interventions) == 2


@pytest.mark.parametrize(
    ("wrong", "sound", "code", "field"),
    [
        ("{trainig.gain: 0.3}", "{training.gain: 0.3}", "scenario_parameter", "parameters.trainig.gain"),
        ("{training.gain: 5}", "{training.gain: 0.5}", "yaml_value", "parameters.training.gain"),
        ("{training.gain: besar}", "{training.gain: 0.5}", "yaml_value", "parameters.training.gain"),
        (
            "{cost.mentoring.idr: -1}",
            "{cost.mentoring.idr: 0}",
            "yaml_value",
            "parameters.cost.mentoring.idr",
        ),
    ],
)
def test_parameters(tmp_path: Path, wrong: str, sound: str, code: str, field: str) -> None:
    found = scan_scenario(written(tmp_path, {"parameters": wrong}))[1]
    assert [(one.code, one.place.field) for one in found] == [(code, field)]
    assert scan_scenario(written(tmp_path, {"parameters": sound}))[1] == ()


def test_all_faults_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        {"code": "X", "city": "salatga", "parameters": "{ada: 1}"},
        ["{kind: trainin}", "{kind: training, hour: 3, to: {agensi: x}}", "{kind: staffing, added: 9}"],
    )
    with pytest.raises(InputError) as caught:
        load_scenario(path)
    rows = [one.place.row for one in caught.value.problems]
    assert rows == sorted(rows)
    assert caught.value.codes == (
        "yaml_value",
        "unknown_city",
        "scenario_parameter",
        "scenario_kind",
        "scenario_target",
        "yaml_unknown_key",
        "yaml_value",
    )
    text = str(caught.value)
    for hint in ("Maksud Anda 'salatiga'?", "Maksud Anda 'training'?", "Maksud Anda 'hours'?"):
        assert hint in text
    assert "needs_based" in text, "the known fields are those of a training"


def test_no_english_in_the_sentences(tmp_path: Path) -> None:
    for wrong, _, _, _ in PARTS:
        for one in scan_scenario(written(tmp_path, parts=[wrong]))[1]:
            for word in ("Input should", "Field required", "valid", "Unable", "Value error", "Extra"):
                assert word not in one.sentence, one.sentence


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b"# hanya komentar\n", "yaml_empty"),
        (b"- satu\n- dua\n", "yaml_value"),
        (b"halo\n", "yaml_value"),
        (b"title: a\ntitle: b\n", "yaml_duplicate"),
        (b"title: \xff\n", "yaml_encoding"),
        (b"title: !!python/object:os.system x\n", "yaml_tag"),
        (b"title: [a\n", "yaml_syntax"),
        (b"months: .inf\n", "yaml_number"),
        (b"a: &x [*x]\n", "yaml_recursive"),
        (b"a: " + b"[" * 40 + b"]" * 40, "yaml_depth"),
        (b"PK\x03\x04" + bytes(60), "yaml_control"),
    ],
)
def test_what_is_no_scenario_at_all(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(content)
    assert code in [one.code for one in scan_scenario(path)[1]]


def test_too_many(tmp_path: Path) -> None:
    assert scan_scenario(written(tmp_path, parts=["{kind: culture}"] * 100))[1] == ()
    found = scan_scenario(written(tmp_path, parts=["{kind: culture}"] * 101))[1]
    assert [one.code for one in found] == ["yaml_value"]


def test_names_of_scenarios(tmp_path: Path) -> None:
    assert load_scenario("Pelatihan-Terendah").code == "pelatihan_terendah"
    with pytest.raises(UsageError) as caught:
        load_scenario("pelatihan_terenda")
    assert caught.value.codes == ("scenario_unknown",)
    assert "Maksud Anda 'pelatihan_terendah'?" in str(caught.value)
    with pytest.raises(InputError) as missing:
        load_scenario(tmp_path / "tidak-ada.yaml")
    assert missing.value.codes == ("file_missing",)


def test_shipped_scenarios_cover_every_kind_and_say_who() -> None:
    scenarios = [load_scenario(code) for code in shipped_scenarios()]
    assert [one.code for one in scenarios] == list(shipped_scenarios())
    assert {part.kind for one in scenarios for part in one.interventions} == set(KINDS)


@pytest.mark.parametrize("code", shipped_scenarios())
def test_shipped_scenarios_run(code: str) -> None:
    """Each compiles and does something within its months, in a laboratory with records."""
    world = World.plain(n_units=10, officers_per_unit=6, seed=1)
    scenario = load_scenario(code)
    made = Programmes(scenario.interventions, world, [Streams(1)], None, scenario.months)
    figures = {"on_time_share": 0.5, "ikm": 70.0, "backlog_days": 9.0}
    unit = {name: np.full((1, 10), value) + 0.01 * np.arange(10) for name, value in figures.items()}
    score = np.arange(60.0)[None, :]
    paid = []
    for t in range(scenario.months or 24):
        levers = made.month(t, Seen(t, unit, {"score": score, "rating": score}))
        paid += [name for name, spent in levers.money.items() if spent.participants.any()]
    assert set(paid) == set(made.labels)


def test_check_against_a_city() -> None:
    people = draw_population("salatiga", seed=1, n_officers=300)
    scenario = load_scenario("pelatihan_terendah")
    check_scenario(scenario, people)
    check_scenario(scenario, people.observed())
    wrong = interventions_from(
        [
            {"kind": "culture", "name": "a", "to": {"agency": "Dinas Kesehatn"}},
            {
                "kind": "culture",
                "name": "b",
                "to": {"all_of": [{"service": "Terbang"}, {"job": "pelaksana"}]},
            },
        ]
    )
    with pytest.raises(InputError) as caught:
        check_scenario(scenario.model_copy(update={"interventions": wrong}), people)
    assert [(p.code, p.place.field) for p in caught.value.problems] == [
        ("target_unknown", "interventions.0.to"),
        ("target_unknown", "interventions.1.to"),
    ]
    assert "Maksud Anda 'Dinas Kesehatan'?" in str(caught.value)


def test_programmes_of_a_city_carry_names() -> None:
    made = interventions_from([{"kind": "training", "name": "Diklat", "hours": 10}])
    assert made[0].label == "Diklat"
    with pytest.raises(InputError) as caught:
        interventions_from(
            [
                {"kind": "training"},
                {"kind": "training", "name": "a", "label": "b"},
                3,
                {"kind": "culture", "name": 7},
            ]
        )
    assert [(p.code, p.place.field) for p in caught.value.problems] == [
        ("yaml_missing_key", "programmes.0.name"),
        ("yaml_unknown_key", "programmes.1.label"),
        ("yaml_value", "programmes.2"),
        ("yaml_value", "programmes.3.name"),
    ]


def test_stored_schema_is_current() -> None:
    assert STORED.read_text(encoding="utf-8") == scenario_schema_text(), (
        "run: python -m simkinerja.simulate.scenario_schema"
    )


@pytest.mark.parametrize("code", shipped_scenarios())
def test_shipped_files_fit_the_schema(code: str) -> None:
    CHECK.validate(yaml.safe_load(shipped_scenario_path(code).read_text("utf-8")))


#: Faults between fields, and names that only a city knows: beyond what an editor's schema can say.
BEYOND = ("skill: interpersonal}", "every", "trainers: 2", "within: unit", "when:")


@pytest.mark.parametrize("wrong", [part[0] for part in PARTS if not any(word in part[0] for word in BEYOND)])
def test_an_editor_sees_the_faults(wrong: str) -> None:
    data: dict[str, Any] = {**HEAD, "interventions": [yaml.safe_load(wrong)]}
    with pytest.raises(jsonschema.ValidationError):
        CHECK.validate(data)


def test_no_english_is_shown_in_an_editor() -> None:
    made = SCHEMA
    for part in (made, *made["$defs"].values()):
        for name, field in part["properties"].items():
            assert field["title"], name
            assert field["description"], name


def test_page_is_current() -> None:
    page = Path(__file__).parents[2] / "docs" / "skenario.md"
    assert page.read_text(encoding="utf-8") == scenarios_markdown(), (
        "run: python -m simkinerja.simulate.scenario_page docs/skenario.md"
    )


def test_the_example_on_the_page_is_sound(tmp_path: Path) -> None:
    text = scenarios_markdown().split("```yaml\n")[1].split("```")[0]
    path = tmp_path / "puskesmas.yaml"
    path.write_text(text, encoding="utf-8")
    assert [one.kind for one in load_scenario(path).interventions] == ["training", "supervision"]


def test_every_field_has_its_words_and_no_others() -> None:
    for kind, model in KINDS.items():
        assert set(COMMON) | set(OWN[kind]) == set(model.model_fields), kind
    assert set(SCENARIO) == set(Scenario.model_fields)
    assert set(CHANNEL_WORDS) == set(Channel.model_fields)
    assert set(KIND_WORDS) == set(KINDS)
