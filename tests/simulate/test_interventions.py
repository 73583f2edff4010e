"""Declarations in Python: frozen, bounded, told in Indonesian; rules and targets read as written."""

from __future__ import annotations

import pickle
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from simkinerja.errors import UsageError
from simkinerja.params import Param
from simkinerja.simulate import interventions as k
from simkinerja.simulate.channel import DIMENSIONS, Channel
from simkinerja.simulate.costs import Numbers, programme_numbers
from simkinerja.simulate.effects import effects_of, price_of
from simkinerja.simulate.levers import OFFICER_LEVERS, UNIT_LEVERS
from simkinerja.simulate.targets import (
    OFFICER_RECORDS,
    AllOf,
    Everyone,
    agency,
    everyone,
    highest,
    job,
    lowest,
    random_share,
    service,
    target_kind,
    unit,
)
from simkinerja.simulate.timing import FIGURES, Rule, occurrence
from simkinerja.simulate.world import World

LAB = World.plain(n_units=3, officers_per_unit=4, seed=1)


def made(kind: str, **fields: Any) -> k.Intervention:
    if kind == "use_channel":
        fields.setdefault("channel", Channel(name="Kamera", visibility={"presence": 1.0}))
    return k.KINDS[kind](**fields)


@pytest.mark.parametrize("kind", k.KINDS)
def test_every_kind_is_frozen_hashable_and_travels(kind: str) -> None:
    one = made(kind, to=agency("Dinas") & lowest(0.2), when="ikm < 80 for 3 months")
    assert pickle.loads(pickle.dumps(one)) == one
    assert k.KINDS[kind].model_validate(one.model_dump()) == one
    assert k.KINDS[kind].model_validate_json(one.model_dump_json()) == one
    assert hash(one) == hash(pickle.loads(pickle.dumps(one)))
    with pytest.raises(ValidationError):
        one.strength = 0.5  # type: ignore[misc]


@pytest.mark.parametrize("kind", k.KINDS)
def test_every_kind_does_something_and_has_a_price(kind: str) -> None:
    one = made(kind)
    effects = effects_of(one, Numbers())
    assert effects
    for effect in effects:
        known = effect.lever in (*OFFICER_LEVERS, *UNIT_LEVERS, "channel")
        assert known or effect.lever.startswith("feedback.")
        assert np.all(np.asarray(effect.level) > 0)
    price = price_of(one, Numbers(), LAB)
    assert np.all(np.asarray(price.idr) >= 0)
    free = {"use_channel"}
    assert kind in free or np.any(np.asarray(price.idr) > 0) or np.any(np.asarray(price.hours) > 0)
    assert type(one).taught == bool(price.per_trainer), "trainers are counted where one can serve some"


@pytest.mark.parametrize(
    ("build", "field", "words"),
    [
        (lambda: k.Training(hours=0), "hours", "sekurangnya 1"),
        (lambda: k.Training(hours=float("nan")), "hours", "terhingga"),
        (lambda: k.Training(jam=20), "jam", "tidak dikenal"),
        (lambda: k.Training(hours="20"), "hours", "bilangan"),
        (lambda: k.Mentoring(strength=2), "strength", "paling besar 1"),
        (lambda: k.Mentoring(strength=True), "strength", "bilangan"),
        (lambda: k.Mentoring(when="ikm <"), "when", "aturan seperti"),
        (lambda: k.Mentoring(to={"lowest": 3}), "to.lowest", "paling besar 1"),
        (lambda: k.UseChannel(), "channel", "wajib"),
        (lambda: Channel(name="K", visibility={"presence": 2}), "visibility.presence", "paling besar 1"),
        (lambda: Channel(name="", visibility={}), "name", "sekurangnya 1"),
        (lambda: lowest(-0.1), "lowest", "sekurangnya 0"),
        (lambda: lowest(0.1, by="nilai"), "by", "salah satu dari"),
        (lambda: agency(""), "agency", "sekurangnya 1"),
        (lambda: random_share(0.1, of="orang"), "of", "salah satu dari"),
        (lambda: Rule(figure="ikm", sign="<", value=5.0), "", "antara 25 dan 100"),
    ],
)
def test_a_wrong_construction_is_told_in_indonesian(build: Any, field: str, words: str) -> None:
    with pytest.raises(UsageError) as caught:
        build()
    (one,) = caught.value.problems
    assert (one.place.field or "") == field
    assert words in one.sentence


def test_several_wrong_fields_are_told_at_once() -> None:
    with pytest.raises(UsageError) as caught:
        k.Supervision(visits_per_month=-1, field="ya", start=-2)
    assert sorted(one.place.field or "" for one in caught.value.problems) == [
        "field",
        "start",
        "visits_per_month",
    ]


def test_a_channel_may_stand_for_its_use_and_nothing_else_may() -> None:
    camera = Channel(name="Kamera", visibility={"presence": 1})
    assert k.as_interventions([camera]) == (k.UseChannel(channel=camera),)
    assert camera.visibility == dict.fromkeys(DIMENSIONS, 0.0) | {"presence": 1.0}
    for wrong in ([Everyone()], "pelatihan", [k.Training], {"a": k.Training()}):
        with pytest.raises(UsageError):
            k.as_interventions(wrong)


RULES = st.builds(
    lambda figure, sign, part, months: (figure, sign, part, months),
    st.sampled_from(sorted(FIGURES)),
    st.sampled_from(["<", "<=", ">", ">="]),
    st.floats(0, 1),
    st.integers(1, 60),
)


@given(RULES, st.sampled_from(["for {} months", "selama {} bulan", "  for  {} month"]))
def test_a_rule_reads_back_as_it_was_written(rule: Any, span: str) -> None:
    figure, sign, part, months = rule
    low, high = FIGURES[figure]
    value = round(low + part * (high - low), 4)
    text = f"{figure}{sign} {value:.4f} {span.format(months)}"
    read = Rule.parse(text)
    assert (read.figure, read.sign, read.value, read.months) == (figure, sign, value, months)
    assert Rule.parse(str(read)) == read
    assert k.Culture(when=text).when == read


@given(st.text(max_size=30))
def test_any_other_text_is_no_rule(text: str) -> None:
    said = ""
    try:
        read = Rule.parse(text)
    except ValueError as error:
        said = str(error)
    assert said.startswith("berisi aturan") if said else read.figure in text


@pytest.mark.parametrize(
    ("sign", "met"),
    [("<", [1, 0, 0, 0]), ("<=", [1, 1, 0, 0]), (">", [0, 0, 1, 0]), (">=", [0, 1, 1, 0])],
)
def test_signs(sign: str, met: list[int]) -> None:
    rule = Rule.parse(f"wait_days {sign} 3")
    assert rule.holds(np.array([2.0, 3.0, 4.0, np.nan])).astype(int).tolist() == met


@given(st.integers(0, 20), st.integers(1, 9), st.integers(0, 60))
def test_occurrences_follow_each_other(start: int, every: int, t: int) -> None:
    found = occurrence(t, start, every)
    assert (found is None) == (t < start)
    if found is not None:
        number, age = found
        assert start + number * every + age == t
        assert 0 <= age < every


PARTS = [
    everyone(),
    agency("A"),
    unit("B"),
    service("C"),
    job("pns"),
    lowest(0.1),
    highest(0.2, by=OFFICER_RECORDS[1]),
    random_share(0.3),
]


@given(st.lists(st.sampled_from(PARTS), min_size=1, max_size=5))
def test_and_joins_flat_and_everyone_adds_nothing(parts: list[Any]) -> None:
    whole = parts[0]
    for part in parts[1:]:
        whole = whole & part
    real = [part for part in parts if not isinstance(part, Everyone)]
    if len(real) > 1:
        assert isinstance(whole, AllOf)
        assert list(whole.all_of) == real
    else:
        assert whole == (real[0] if real else everyone())
    assert k.Culture(to=whole.model_dump()).to == whole


def test_kinds_of_targets() -> None:
    assert [target_kind(part) for part in PARTS] == [
        *("everyone", "agency", "unit", "service", "job", "lowest", "highest", "random_share")
    ]
    for nothing in ({}, {"agency": "x", "unit": "y"}, 3, None, "semua", ["everyone"]):
        assert target_kind(nothing) is None


def test_numbers_are_whole_entries_of_a_registry() -> None:
    for name, one in programme_numbers().items():
        assert isinstance(one, Param)
        assert name.split(".")[0] in ("cost", "dose")
        assert one.source, name
        assert one.how_sure == "assumed", "no cost was read in a source"


@pytest.mark.parametrize(
    ("less", "more", "lever"),
    [
        (k.Training(hours=10), k.Training(hours=20), "teach_technical"),
        (k.Training(), k.Training(needs_based=True), "teach_technical"),
        (k.Supervision(visits_per_month=1), k.Supervision(), "supervision"),
        (k.Feedback(per_month=0.25), k.Feedback(), "feedback.developmental"),
        (k.EvaluationForum(per_year=1), k.EvaluationForum(), "voice"),
        (k.CitizenFeedback(means="complaints"), k.CitizenFeedback(), "citizen_used"),
        (k.ManagementInformation(delay=6), k.ManagementInformation(), "leaders_informed"),
        (k.ManagementInformation(noise=0.5), k.ManagementInformation(), "leaders_informed"),
        (k.Sosialisasi(hours=1), k.Sosialisasi(), "briefing"),
    ],
)
def test_more_of_it_does_more(less: k.Intervention, more: k.Intervention, lever: str) -> None:
    def level(one: k.Intervention) -> float:
        return next(effect.level for effect in effects_of(one, Numbers()) if effect.lever == lever)

    assert level(less) < level(more)


def test_what_nobody_uses_is_not_there() -> None:
    def levers(one: k.Intervention) -> set[str]:
        return {effect.lever for effect in effects_of(one, Numbers())}

    assert levers(k.CitizenFeedback(used=False)) == {"citizen_voice"}
    assert levers(k.ManagementInformation(acted_on=False)) == set()
    assert levers(k.EvaluationForum(two_way=False)) == {"forum"}


def test_channels_of_e_kinerja_and_supervision() -> None:
    def channel(one: k.Intervention) -> Channel:
        found = next(effect.channel for effect in effects_of(one, Numbers()) if effect.channel is not None)
        return found

    daily, monthly = channel(k.EKinerja()), channel(k.EKinerja(daily=False))
    realtime = channel(k.EKinerja(realtime=True, consequence=0.8, audit=0.2, automatic=True))
    assert daily.minutes_per_day > monthly.minutes_per_day
    assert daily.visibility["throughput"] > monthly.visibility["throughput"]
    assert realtime.self_report < daily.self_report
    assert (realtime.consequence, realtime.audit, realtime.automatic) == (0.8, 0.2, True)
    office, field = channel(k.Supervision()), channel(k.Supervision(field=True, announced=False))
    assert field.visibility["presence"] > office.visibility["presence"]
    assert (office.tone, office.announced, field.announced) == ("developmental", True, False)
