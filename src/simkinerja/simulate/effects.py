"""L5: what each kind of intervention does to the levers of the step, and what a participant costs.

One function a kind, in two tables: :func:`effects_of` and :func:`price_of`. Levels are before ``strength``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from simkinerja.simulate.channel import Channel

if TYPE_CHECKING:
    from simkinerja.simulate import interventions as kinds
    from simkinerja.simulate.costs import Numbers
    from simkinerja.simulate.interventions import Intervention
    from simkinerja.simulate.world import World

__all__ = ["Effect", "Price", "effects_of", "price_of"]

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Effect:
    """What a programme does to one lever while it goes on.

    Parameters
    ----------
    lever : str
        A field of :class:`simkinerja.simulate.levers.Levers`; ``"feedback.<tone>"``; or ``"channel"``.
    level : float or array of shape (R, 1)
        At strength 1.
    ramp : float or array of shape (R, 1)
        Months until the level is reached, in equal steps; 0 at once.
    lasting : bool
        Whether what was reached stays when the programme is over.
    support : float
        Only for taught doses: 0..1, what the workplace does for their use.
    channel : Channel, optional

    Attributes
    ----------
    fills : str
        The field of :class:`simkinerja.simulate.levers.Levers` that it moves.
    grows : bool
        Whether it reaches its level step by step.

    Examples
    --------
    >>> Effect("feedback.neutral").fills, Effect("voice").fills, Effect("redesign", ramp=6.0).grows
    ('feedback', 'voice', True)
    """

    lever: str
    level: Any = 1.0
    ramp: Any = 0.0
    lasting: bool = False
    support: float = 0.0
    channel: Channel | None = None
    fills: str = field(init=False, repr=False)
    grows: bool = field(init=False, repr=False)

    def __post_init__(self) -> None:
        field_of = "channels" if self.lever == "channel" else self.lever.partition(".")[0]
        object.__setattr__(self, "fills", field_of)
        object.__setattr__(self, "grows", bool(np.any(self.ramp > 0)))


@dataclass(frozen=True, slots=True)
class Price:
    """What a programme costs a month.

    Parameters
    ----------
    idr : float or array of shape (R, 1), (1, m) or (R, m)
        Rupiah per participant.
    hours : as ``idr``
        Officers' hours per participant.
    fixed_idr : float or array of shape (R, 1)
        Rupiah for the city, in months in which anybody is served.
    per_trainer : float or array of shape (R, 1)
        Participants that one trainer can serve in a month.
    """

    idr: Any = 0.0
    hours: Any = 0.0
    fixed_idr: Any = 0.0
    per_trainer: Any = 0.0


def effects_of(one: Intervention, numbers: Numbers) -> tuple[Effect, ...]:
    """Return what an intervention does.

    Examples
    --------
    >>> from simkinerja.simulate.costs import Numbers
    >>> from simkinerja.simulate.interventions import Mentoring
    >>> effects_of(Mentoring(), Numbers())[0].lever
    'mentoring'
    """
    return _EFFECTS[one.kind](one, numbers)


def price_of(one: Intervention, numbers: Numbers, world: World | None) -> Price:
    """Return what an intervention costs, its own prices first; only staffing asks for a city.

    Examples
    --------
    >>> from simkinerja.simulate.costs import Numbers
    >>> from simkinerja.simulate.interventions import Training
    >>> price_of(Training(hours=10), Numbers(), None).idr
    750000.0
    """
    found = _PRICES[one.kind](one, numbers, world)
    return Price(
        found.idr if one.idr_each is None else one.idr_each,
        found.hours if one.hours_each is None else one.hours_each,
        found.fixed_idr,
        found.per_trainer,
    )


def _training(one: kinds.Training, p: Numbers) -> tuple[Effect, ...]:
    dose = one.hours / p["dose.training.hours"]
    if one.needs_based:
        dose = dose * (1.0 + p["training.needs_bonus"])
    return (Effect(f"teach_{one.skill}", dose, support=one.support),)


def _mentoring(one: kinds.Mentoring, p: Numbers) -> tuple[Effect, ...]:
    return (Effect("mentoring"),)


def _supervision(one: kinds.Supervision, p: Numbers) -> tuple[Effect, ...]:
    full = np.minimum(1.0, one.visits_per_month / p["dose.supervision.visits"])
    seen = _seen(p, "field" if one.field else "visit")
    channel = Channel(
        name="Kunjungan lapangan" if one.field else "Supervisi langsung",
        visibility=seen,
        consequence=one.consequence,
        announced=one.announced,
        transparent=True,
        tone="developmental",
    )
    return (Effect("supervision", full), Effect("channel", full, channel=channel))


def _seen(p: Numbers, *means: str) -> dict[Any, float]:
    out: dict[str, float] = {}
    for mean in means:
        for key, name in _shown_by(mean):
            out[key] = max(out.get(key, 0.0), p.plain(name))
    return out


@cache
def _shown_by(mean: str) -> tuple[tuple[str, str], ...]:
    """What a means of watching shows, and the name of the number that says how much of it."""
    from simkinerja.simulate.costs import programme_numbers

    head = f"dose.see.{mean}."
    return tuple((name.removeprefix(head), name) for name in programme_numbers() if name.startswith(head))


def _e_kinerja(one: kinds.EKinerja, p: Numbers) -> tuple[Effect, ...]:
    means = ["daily" if one.daily else "monthly", *(["realtime"] if one.realtime else [])]
    minutes = p.plain(f"dose.e_kinerja.minutes_{means[0]}")
    if one.realtime:
        minutes += p.plain("dose.e_kinerja.minutes_realtime")
    own = "dose.e_kinerja.self_report_realtime" if one.realtime else "dose.e_kinerja.self_report"
    channel = Channel(
        name="e-Kinerja",
        visibility=_seen(p, *means),
        consequence=one.consequence,
        automatic=one.automatic,
        audit=one.audit,
        transparent=True,
        self_report=p.plain(own),
        ease_of_inflation=p.plain("dose.e_kinerja.inflation"),
        minutes_per_day=minutes,
    )
    return (Effect("channel", channel=channel),)


def _feedback(one: kinds.Feedback, p: Numbers) -> tuple[Effect, ...]:
    often = one.per_month / p["dose.feedback.per_month"]
    level = np.minimum(1.0, often ** p["dose.feedback.saturation"])
    return (Effect(f"feedback.{one.tone}", level),)


def _forum(one: kinds.EvaluationForum, p: Numbers) -> tuple[Effect, ...]:
    full = np.minimum(1.0, one.per_year / p["dose.forum.per_year"])
    if not (one.two_way and one.acted_on):
        return (Effect("forum", full),)
    return (
        Effect("forum", full),
        Effect("voice", full),
        Effect("obstacles_removed", full, ramp=p["dose.forum.ramp"]),
    )


def _reward(one: kinds.Reward, p: Numbers) -> tuple[Effect, ...]:
    return (Effect("recognition" if one.form == "recognition" else "bonus"),)


def _transparency(one: kinds.Transparency, p: Numbers) -> tuple[Effect, ...]:
    return (Effect("transparency" if one.of == "unit" else "comparison"),)


def _citizen(one: kinds.CitizenFeedback, p: Numbers) -> tuple[Effect, ...]:
    voice = p[f"dose.citizen.{one.means}"]
    used = (Effect("citizen_used", voice),) if one.used else ()
    return (Effect("citizen_voice", voice), *used)


def _information(one: kinds.ManagementInformation, p: Numbers) -> tuple[Effect, ...]:
    if not one.acted_on:
        return ()
    return (Effect("leaders_informed", (1.0 - one.noise) * np.exp(-one.delay / p["dose.information.delay"])),)


def _sosialisasi(one: kinds.Sosialisasi, p: Numbers) -> tuple[Effect, ...]:
    lever = "briefing" if one.mode == "one_way" else "involvement"
    return (Effect(lever, one.hours / p["dose.sosialisasi.hours"]),)


_EFFECTS: Final[dict[str, Callable[[Any, Numbers], tuple[Effect, ...]]]] = {
    "training": _training,
    "mentoring": _mentoring,
    "supervision": _supervision,
    "e_kinerja": _e_kinerja,
    "feedback": _feedback,
    "evaluation_forum": _forum,
    "reward": _reward,
    "transparency": _transparency,
    "citizen_feedback": _citizen,
    "management_information": _information,
    "career_use": lambda one, p: (Effect("career_use", one.weight),),
    "process_redesign": lambda one, p: (
        Effect("redesign", one.ambition, ramp=float(one.ramp), lasting=True),
    ),
    "sosialisasi": _sosialisasi,
    "staffing": lambda one, p: (Effect("extra_staff", one.added),),
    "culture": lambda one, p: (Effect("safety", one.developmental),),
    "use_channel": lambda one, p: (Effect("channel", channel=one.channel),),
}


def _price_training(one: kinds.Training, p: Numbers, world: World | None) -> Price:
    idr = one.hours * p["cost.training.idr_per_hour"]
    if one.needs_based:
        idr = idr + p["cost.training.needs_idr"]
    hours = one.hours * p["cost.training.clock_hours"]
    return Price(idr, hours, per_trainer=p["cost.training.per_trainer"])


def _price_supervision(one: kinds.Supervision, p: Numbers, world: World | None) -> Price:
    each = p["cost.supervision.field_idr_per_visit" if one.field else "cost.supervision.idr_per_visit"]
    hours = p["cost.supervision.hours_per_visit"]
    visits = one.visits_per_month
    return Price(each * visits, hours * visits, per_trainer=p["cost.supervision.per_trainer"])


def _price_e_kinerja(one: kinds.EKinerja, p: Numbers, world: World | None) -> Price:
    # the hours of reporting are those of its channel: the engine counts them by the entries made
    idr = p["cost.e_kinerja.idr"] + one.audit * p["cost.e_kinerja.idr_per_audit"]
    return Price(idr, fixed_idr=p["cost.e_kinerja.fixed_idr"])


def _price_forum(one: kinds.EvaluationForum, p: Numbers, world: World | None) -> Price:
    a_month = one.per_year / 12.0
    return Price(
        a_month * p["cost.forum.idr"],
        a_month * p["cost.forum.hours"],
        per_trainer=p["cost.forum.per_trainer"],
    )


def _price_reward(one: kinds.Reward, p: Numbers, world: World | None) -> Price:
    if one.form == "money":
        return Price(one.share * p["cost.reward.money_idr"])
    return Price(p["cost.reward.recognition_idr"] * one.per_year / 12.0)


def _price_transparency(one: kinds.Transparency, p: Numbers, world: World | None) -> Price:
    if one.of == "person":
        return Price(p["cost.transparency.person_idr"])
    return Price(p["cost.transparency.idr"], p["cost.transparency.hours"])


def _price_citizen(one: kinds.CitizenFeedback, p: Numbers, world: World | None) -> Price:
    fixed = p["cost.citizen.app_fixed_idr"] if one.means == "app" else 0.0
    return Price(p[f"cost.citizen.{one.means}_idr"], p["cost.citizen.hours"], fixed)


def _price_sosialisasi(one: kinds.Sosialisasi, p: Numbers, world: World | None) -> Price:
    head = f"cost.sosialisasi.{one.mode}"
    return Price(one.hours * p[f"{head}_idr"], one.hours, per_trainer=p[f"{head}_per_trainer"])


def _price_staffing(one: kinds.Staffing, p: Numbers, world: World | None) -> Price:
    assert world is not None
    size = np.diff(np.asarray(world.unit_start)).astype(float)[None, :]
    return Price(one.added * size * p["cost.staffing.idr"])


def _price_channel(one: kinds.UseChannel, p: Numbers, world: World | None) -> Price:
    return Price(one.channel.idr_per_officer_month)


def _plain_price(head: str, fields: str, of: str = "") -> Callable[[Any, Numbers, World | None], Price]:
    def price(one: Any, p: Numbers, world: World | None) -> Price:
        times = getattr(one, of) if of else 1.0
        idr = times * p[f"{head}.idr"] if "i" in fields else 0.0
        hours = times * p[f"{head}.hours"] if "h" in fields else 0.0
        return Price(idr, hours, per_trainer=p[f"{head}.per_trainer"] if "t" in fields else 0.0)

    return price


_PRICES: Final[dict[str, Callable[[Any, Numbers, World | None], Price]]] = {
    "training": _price_training,
    "mentoring": _plain_price("cost.mentoring", "iht"),
    "supervision": _price_supervision,
    "e_kinerja": _price_e_kinerja,
    "feedback": _plain_price("cost.feedback", "iht", of="per_month"),
    "evaluation_forum": _price_forum,
    "reward": _price_reward,
    "transparency": _price_transparency,
    "citizen_feedback": _price_citizen,
    "management_information": _plain_price("cost.information", "ih"),
    "career_use": _plain_price("cost.career", "h"),
    "process_redesign": _plain_price("cost.redesign", "iht"),
    "sosialisasi": _price_sosialisasi,
    "staffing": _price_staffing,
    "culture": _plain_price("cost.culture", "ih"),
    "use_channel": _price_channel,
}
