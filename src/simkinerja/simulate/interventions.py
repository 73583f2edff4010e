"""L5: what an office can do, as small frozen declarations; what they do to people is compiled elsewhere.

Every intervention says who takes part (``to``), when (``start``, ``months``, ``every``, or a rule ``when`` on
a recorded figure of the unit), how strongly (``strength``, which scales effects and never costs) and within
which limits (``budget_idr``, ``trainers``). The order of a list of interventions never matters.
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Final, Literal, Self, TypeAlias

from pydantic import Field, model_validator

from simkinerja.simulate.channel import Channel, Tone
from simkinerja.simulate.declared import Count, Declared, Rupiah, Share, Text
from simkinerja.simulate.targets import By, Everyone, Target, Within
from simkinerja.simulate.timing import When

__all__ = [
    "KINDS",
    "TOPICS",
    "CareerUse",
    "CitizenFeedback",
    "Culture",
    "EKinerja",
    "EvaluationForum",
    "Feedback",
    "Intervention",
    "ManagementInformation",
    "Mentoring",
    "ProcessRedesign",
    "Reward",
    "Sosialisasi",
    "Staffing",
    "Supervision",
    "Training",
    "Transparency",
    "UseChannel",
    "as_interventions",
]

_OF_UNITS: Final = frozenset({"citizen_feedback", "management_information", "process_redesign", "staffing"})
_Flag: TypeAlias = Annotated[bool, Field(strict=True)]


def _between(low: float, high: float) -> Any:
    return Field(ge=low, le=high, allow_inf_nan=False, strict=True)


class Intervention(Declared):
    """What all interventions share.

    Parameters
    ----------
    to : Target
        Who takes part; everybody by default.
    start : int
        First month, 0-based; with ``when`` the months from the call of the rule to the opening.
    months : int, optional
        How long it lasts for each who takes part; None: to the end (training and *sosialisasi*: one month).
    every : int, optional
        Months from one opening to the next; with ``when`` the least distance between two openings of a unit.
    when : Rule or str, optional
        Such as ``"on_time_share < 0.8 for 2 months"``; read on recorded figures of the unit.
    strength : float
        0..1, multiplies the effects and not the costs; 0 is a world without it, bit for bit.
    budget_idr : float, optional
        Rupiah a month; who does not fit waits in line.
    trainers : int, optional
        Trainers (mentors, supervisors) a month; how many each can serve is in the registry.
    label : str, optional
        Name in tables; the kind by default.
    idr_each, hours_each : float, optional
        Cost in rupiah and officers' hours per participant and month, instead of the registry's.
    """

    kind: str
    to: Target = Everyone()
    start: Annotated[int, Field(ge=0, le=600, strict=True)] = 0
    months: Count | None = None
    every: Count | None = None
    when: When | None = None
    strength: Share = 1.0
    budget_idr: Rupiah | None = None
    trainers: Annotated[int, Field(ge=0, le=100_000, strict=True)] | None = None
    label: Text | None = None
    idr_each: Annotated[float, Field(ge=0, le=1e12, allow_inf_nan=False, strict=True)] | None = None
    hours_each: Annotated[float, Field(ge=0, le=200, allow_inf_nan=False, strict=True)] | None = None

    once: ClassVar[bool] = False
    taught: ClassVar[bool] = False

    @model_validator(mode="after")
    def _repeats(self) -> Self:
        span = self.span
        if self.trainers is not None and not self.taught:
            raise ValueError("tidak punya 'trainers'; batasi dengan 'budget_idr'")
        if self.every is not None and span is None:
            raise ValueError("punya 'months' (lamanya sekali jalan) bila 'every' diisi")
        if self.every is not None and span is not None and self.every < span:
            raise ValueError(f"punya 'every' sekurangnya {span}, sama dengan lamanya sekali jalan")
        return self

    @property
    def of_units(self) -> bool:
        """Whether whole units take part (those at least half of whose officers are meant)."""
        return self.kind in _OF_UNITS or (isinstance(self, Transparency) and self.of == "unit")

    @property
    def span(self) -> int | None:
        """Months that each who takes part is served; None to the end."""
        return 1 if self.months is None and self.once else self.months


_TECHNICAL: Final = ("process", "digital")
TOPICS: Final = ("communication", "time_management", "complaint_handling", *_TECHNICAL)
"""Topics of a training: the first three are interpersonal, the last two technical."""


class Training(Intervention):
    """A course; ``hours`` are JP of each month that it lasts.

    Examples
    --------
    >>> Training(topic="communication").skill
    'interpersonal'
    """

    kind: Literal["training"] = "training"
    taught: ClassVar[bool] = True
    skill: Literal["technical", "interpersonal"] = "technical"
    topic: Literal["communication", "time_management", "complaint_handling", "process", "digital"] | None = (
        None
    )
    hours: Annotated[float, _between(1, 400)] = 20.0
    support: Share = 0.4
    needs_based: _Flag = False
    once: ClassVar[bool] = True

    @model_validator(mode="before")
    @classmethod
    def _skill_of_topic(cls, given: Any) -> Any:
        if isinstance(given, dict) and given.get("topic") in TOPICS and "skill" not in given:
            skill = "technical" if given["topic"] in _TECHNICAL else "interpersonal"
            return {**given, "skill": skill}
        return given

    @model_validator(mode="after")
    def _topic_fits(self) -> Self:
        if self.topic is not None and (self.topic in _TECHNICAL) != (self.skill == "technical"):
            other = "interpersonal" if self.skill == "technical" else "technical"
            raise ValueError(f"punya 'skill: {other}' bila 'topic: {self.topic}'")
        return self


class Mentoring(Intervention):
    """A mentor who meets the officer through the month.

    Examples
    --------
    >>> Mentoring(months=6, trainers=4).span
    6
    """

    kind: Literal["mentoring"] = "mentoring"
    taught: ClassVar[bool] = True


class Supervision(Intervention):
    """The superior, or a team in the field, looks at the work and talks about it.

    Examples
    --------
    >>> Supervision(field=True).visits_per_month
    2.0
    """

    kind: Literal["supervision"] = "supervision"
    taught: ClassVar[bool] = True
    field: _Flag = False
    visits_per_month: Annotated[float, _between(0, 22)] = 2.0
    consequence: Share = 0.0
    announced: _Flag = True


class EKinerja(Intervention):
    """Reports of one's own work in an application, daily or monthly, with or without consequence.

    Examples
    --------
    >>> EKinerja(consequence=0.8, audit=0.2).automatic
    False
    """

    kind: Literal["e_kinerja"] = "e_kinerja"
    daily: _Flag = True
    realtime: _Flag = False
    consequence: Share = 0.0
    automatic: _Flag = False
    audit: Share = 0.0


class Feedback(Intervention):
    """Talks on one's work.

    Examples
    --------
    >>> Feedback(tone="controlling").per_month
    1.0
    """

    kind: Literal["feedback"] = "feedback"
    taught: ClassVar[bool] = True
    per_month: Annotated[float, _between(0, 22)] = 1.0
    tone: Tone = "developmental"


class EvaluationForum(Intervention):
    """Meetings on performance; obstacles go away only if officers may raise them and somebody acts.

    Examples
    --------
    >>> EvaluationForum(per_year=1).acted_on
    True
    """

    kind: Literal["evaluation_forum"] = "evaluation_forum"
    taught: ClassVar[bool] = True
    per_year: Annotated[float, _between(0, 52)] = 4.0
    two_way: _Flag = True
    acted_on: _Flag = True


class Reward(Intervention):
    """Recognition or money for the highest ``share`` by a recorded figure.

    Recognition goes to those with the highest records, chosen anew ``per_year`` times; with money all who
    may win it are under its incentive, and ``share`` of them are paid.

    Examples
    --------
    >>> Reward(form="money").share
    0.1
    """

    kind: Literal["reward"] = "reward"
    form: Literal["recognition", "money"] = "recognition"
    share: Share = 0.1
    by: By = "score"
    within: Within = "agency"
    per_year: Literal[1, 2, 3, 4, 6, 12] = 4

    @model_validator(mode="after")
    def _own_rhythm(self) -> Self:
        if self.form == "recognition" and self.every is not None:
            raise ValueError("tidak punya 'every' bila 'form: recognition'; iramanya diatur 'per_year'")
        if self.by.startswith("unit.") and self.within == "unit":
            raise ValueError("punya 'within: agency' atau 'within: city' bila 'by' catatan unit")
        return self


class Transparency(Intervention):
    """Scores that all can see: of units, or of persons (a ranking).

    Examples
    --------
    >>> Transparency(of="person").of
    'person'
    """

    kind: Literal["transparency"] = "transparency"
    of: Literal["unit", "person"] = "unit"


class CitizenFeedback(Intervention):
    """Citizens' voice by app, survey or complaints; ``used`` if a superior acts on it.

    Examples
    --------
    >>> CitizenFeedback(means="survey", used=False).means
    'survey'
    """

    kind: Literal["citizen_feedback"] = "citizen_feedback"
    means: Literal["app", "survey", "complaints"] = "app"
    used: _Flag = True


class ManagementInformation(Intervention):
    """Figures for leaders, ``delay`` months late and with ``noise``; nothing comes of them unless acted on.

    Examples
    --------
    >>> ManagementInformation(delay=3).noise
    0.2
    """

    kind: Literal["management_information"] = "management_information"
    delay: Annotated[float, _between(0, 24)] = 1.0
    noise: Share = 0.2
    acted_on: _Flag = True


class CareerUse(Intervention):
    """Careers follow the score.

    Examples
    --------
    >>> CareerUse(weight=0.5).weight
    0.5
    """

    kind: Literal["career_use"] = "career_use"
    weight: Share = 1.0


class ProcessRedesign(Intervention):
    """A service process is redesigned over ``ramp`` months of work; what was reached stays.

    Examples
    --------
    >>> ProcessRedesign(ramp=6).span, ProcessRedesign(ramp=6, months=3).span
    (6, 3)
    """

    kind: Literal["process_redesign"] = "process_redesign"
    taught: ClassVar[bool] = True
    ambition: Share = 1.0
    ramp: Annotated[int, Field(ge=1, le=60, strict=True)] = 6

    @property
    def span(self) -> int | None:
        """Months of work: ``months``, or as many as the ramp takes."""
        return self.months or self.ramp


class Sosialisasi(Intervention):
    """A meeting on the system: told, or worked out together.

    Examples
    --------
    >>> Sosialisasi(mode="participatory").span
    1
    """

    kind: Literal["sosialisasi"] = "sosialisasi"
    taught: ClassVar[bool] = True
    mode: Literal["one_way", "participatory"] = "one_way"
    hours: Annotated[float, _between(0.5, 100)] = 3.0
    once: ClassVar[bool] = True


class Staffing(Intervention):
    """More staff: a share of the unit's capacity.

    Examples
    --------
    >>> Staffing(added=0.2).added
    0.2
    """

    kind: Literal["staffing"] = "staffing"
    added: Annotated[float, _between(0, 2)] = 0.1


class Culture(Intervention):
    """A culture in which bad feedback helps and does not harm a career.

    Examples
    --------
    >>> Culture().developmental
    1.0
    """

    kind: Literal["culture"] = "culture"
    developmental: Share = 1.0


class UseChannel(Intervention):
    """Any monitoring channel.

    Examples
    --------
    >>> UseChannel(channel=Channel(name="Kamera", visibility={"presence": 1.0})).channel.name
    'Kamera'
    """

    kind: Literal["use_channel"] = "use_channel"
    channel: Channel


KINDS: Final[dict[str, type[Intervention]]] = {
    str(one.model_fields["kind"].default): one
    for one in (
        Training,
        Mentoring,
        Supervision,
        EKinerja,
        Feedback,
        EvaluationForum,
        Reward,
        Transparency,
        CitizenFeedback,
        ManagementInformation,
        CareerUse,
        ProcessRedesign,
        Sosialisasi,
        Staffing,
        Culture,
        UseChannel,
    )
}
"""Kind as in a file to its model."""


def as_interventions(given: Any) -> tuple[Intervention, ...]:
    """Return a list of interventions; a bare :class:`Channel` stands for its use by everybody.

    Raises
    ------
    UsageError
        If something else is among them.

    Examples
    --------
    >>> as_interventions([Channel(name="Kamera", visibility={"presence": 1.0})])[0].kind
    'use_channel'
    """
    from simkinerja.rules.checks import many, refuse

    example = "[Training(hours=20)]"
    out: list[Intervention] = []
    for one in many(given, "interventions", "Programmes", example):
        if isinstance(one, Channel):
            out.append(UseChannel(channel=one))
        elif isinstance(one, Intervention) and one.kind in KINDS:
            out.append(one)
        else:
            refuse("interventions", "Programmes", "daftar intervensi atau Channel", one, example)
    return tuple(out)
