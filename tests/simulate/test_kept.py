"""What is made of the same things as last month is not made again, and nothing depends on it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simkinerja.schemes import load_scheme
from simkinerja.simulate import incentive, learning, motivation, step, work
from simkinerja.simulate import interventions as kinds
from simkinerja.simulate.channel import Channel
from simkinerja.simulate.engine import simulate
from simkinerja.simulate.kept import once
from simkinerja.simulate.parameters import Parameters
from simkinerja.simulate.programme import Programmes
from simkinerja.simulate.records import Month
from simkinerja.simulate.world import World

LAB = World.plain(8, 6, 3, n_agencies=4)
DOOR = Channel(
    name="Pintu",
    visibility={"presence": 1.0, "care": 0.5},
    consequence=0.7,
    automatic=True,
    audit=0.2,
    transparent=True,
    tone="controlling",
    self_report=0.4,
    ease_of_inflation=0.5,
    minutes_per_day=5.0,
)
FEEDING = DOOR.model_copy(update={"name": "Laporan", "automatic": False, "payoff": "scheme"})
PROGRAMMES: tuple[Any, ...] = (
    kinds.UseChannel(channel=DOOR, start=1, months=6, strength=0.6),
    kinds.UseChannel(channel=FEEDING, start=3),
    kinds.Supervision(start=2, months=5, consequence=0.5),
    kinds.EKinerja(consequence=0.8, start=1),
    kinds.Reward(form="money", start=4, months=4),
    kinds.Reward(form="recognition", start=3),
    kinds.Feedback(start=2, months=7),
    kinds.Feedback(tone="controlling", start=5),
    kinds.Transparency(of="unit", start=2, months=3),
    kinds.Transparency(of="person", start=4),
    kinds.CitizenFeedback(means="app", start=1, months=6),
    kinds.CareerUse(weight=0.5, start=3, months=6),
    kinds.Culture(developmental=0.5, start=6),
    kinds.EvaluationForum(start=4, months=4),
)


def lived(
    scheme: str | None = "tpp_60_40", p: Parameters | None = None, items: tuple[Any, ...] = PROGRAMMES
) -> tuple[bytes, list[Month]]:
    """The bytes of a run of 14 months with turnover, and its months."""
    numbers, seen = p or Parameters.default(), list[Month]()
    trace = simulate(
        LAB,
        lambda streams: Programmes(items, LAB, streams, numbers, 14),
        seeds=(4, 5),
        months=14,
        scheme=None if scheme is None else load_scheme(scheme),
        p=numbers,
        turnover=True,
        watch=seen.append,
    )
    return b"".join(x.tobytes() for x in (trace.series, *trace.officers.values())), seen


@pytest.mark.parametrize("scheme", [None, "tpp_60_40", "skp_2022"])
@pytest.mark.parametrize("drawn", [False, True])
def test_what_is_kept_is_what_would_be_made_anew(
    monkeypatch: pytest.MonkeyPatch, scheme: str | None, drawn: bool
) -> None:
    p = Parameters.default().draw(3, 2) if drawn else Parameters.default()
    found, _ = lived(scheme, p)
    for module in (incentive, learning, motivation, step, work):
        monkeypatch.setattr(module, "once", lambda kept, name, make, *of: make(*of))
    assert lived(scheme, p)[0] == found


def test_nothing_that_is_kept_is_written_to(monkeypatch: pytest.MonkeyPatch) -> None:
    def guarded(kept: dict[str, Any], name: str, make: Any, *of: Any) -> Any:
        made = once(kept, name, make, *of)
        several = made.values() if isinstance(made, dict) else made if isinstance(made, list) else [made]
        for one in several:
            if isinstance(one, np.ndarray):
                one.flags.writeable = False
        return made

    found, _ = lived()
    for module in (incentive, learning, motivation, step, work):
        monkeypatch.setattr(module, "once", guarded)
    assert lived()[0] == found


def test_a_month_like_the_last_is_watched_as_the_last() -> None:
    """What hangs on nobody's age is the same object; what insiders enforce fades from month to month."""
    _, (*_, before, now) = lived(items=(kinds.EKinerja(consequence=0.8), kinds.Reward(form="money")))
    for name in ("intensity", "transparent", "minutes", "contingent"):
        assert getattr(now.does, name) is getattr(before.does, name)
        assert getattr(now.does, name) is not None
    faded, pulled = now.does.effort[0], before.does.effort[0]
    assert faded is not None
    assert pulled is not None
    assert (faded < pulled).all()


def test_in_a_month_like_the_last_only_what_fades_is_made_anew() -> None:
    """With more officers than Python keeps small numbers for: those would be the same object by chance."""
    lab, kept = World.plain(n_units=10, officers_per_unit=30, seed=3), list[dict[str, Any]]()
    items = tuple(one.model_copy(update={"start": 0, "months": None}) for one in PROGRAMMES)
    simulate(
        lab,
        lambda streams: Programmes(items, lab, streams),
        seeds=(4, 5),
        months=9,
        scheme=load_scheme("tpp_60_40"),
        watch=lambda month: kept.append(dict(month.base.kept)),
    )
    before, now = kept[-2:]
    fading = {name for name in before if name.startswith("pull.channel/")}
    assert len(fading) > 1
    anew = {name for name in now if now[name] is not before.get(name)}
    assert anew <= fading
    assert anew


def test_what_is_kept_does_not_grow_with_the_months(monkeypatch: pytest.MonkeyPatch) -> None:
    """By month, from when all have started: turnover starts anew, with the same."""
    names: list[set[str]] = []
    whole = learning.built_practice

    def last_of_the_month(s: Any, levers: Any, base: Any, *rest: Any) -> Any:
        built = whole(s, levers, base, *rest)
        names.append(set(base.kept))
        return built

    monkeypatch.setattr(learning, "built_practice", last_of_the_month)
    lived(items=tuple(one.model_copy(update={"start": 0, "months": None}) for one in PROGRAMMES))
    second, year, last = names[-13], names[-3], names[-1]
    assert {"pull.watched", "motivation.push", "feel.liked", "practice.of_units"} <= second
    assert second == year
    assert last <= year


def test_only_the_last_is_kept_and_only_of_the_very_same_things() -> None:
    made: list[Any] = []

    def make(*of: Any) -> None:
        made.append(of)

    kept: dict[str, Any] = {}
    one, two = np.zeros(1), np.zeros(1)
    for of in ((one,), (one,), (two,), (two, one), (two,), ()):
        assert once(kept, "x", make, *of) is None
    assert [len(of) for of in made] == [1, 1, 2, 1, 0], "what gave nothing is kept too"
    assert len(kept) == 1
