"""L5: what the programmes of one month do to officers and units: the only way into the step.

Programmes are compiled to these arrays (:mod:`simkinerja.simulate.programme`); the step knows no
programme by name. A field that nobody uses stays ``None`` and costs nothing. A programme of strength 0
fills its fields with exact zeros, and adding or multiplying by them is the baseline bit for bit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from simkinerja.simulate.channel import Channel

    FloatArray = npt.NDArray[np.floating[Any]]

__all__ = ["OFFICER_LEVERS", "UNIT_LEVERS", "ActiveChannel", "Levers", "Seen", "Spending"]

OFFICER_LEVERS: Final = (
    "teach_technical",
    "teach_interpersonal",
    "transfer_support",
    "supervision",
    "mentoring",
    "recognition",
    "bonus",
    "comparison",
    "voice",
    "forum",
    "briefing",
    "involvement",
    "safety",
    "career_use",
    "minutes_per_day",
)
"""Fields of :class:`Levers` of shape (R, n) or (1, n)."""

UNIT_LEVERS: Final = (
    "redesign",
    "obstacles_removed",
    "transparency",
    "citizen_voice",
    "citizen_used",
    "leaders_informed",
    "extra_staff",
)
"""Fields of :class:`Levers` of shape (R, U) or (1, U)."""


@dataclass(frozen=True, slots=True)
class ActiveChannel:
    """A monitoring channel and whom it reaches this month.

    Parameters
    ----------
    channel : Channel
    on : array of float32, shape (R, n) or (1, n)
        0..1: how much of the channel reaches an officer (its strength where it does, else 0).
    since : float, or array of float32, shape (R, n) or (1, n)
        Whole months since its present spell reached an officer, 0 in the first; one number if it is the same
        for all whom it reaches. Of no meaning where the channel is not on.
    """

    channel: Channel
    on: FloatArray
    since: FloatArray | float


@dataclass(frozen=True, slots=True)
class Spending:
    """What a programme costs this month, whatever its strength.

    Parameters
    ----------
    cost_idr : array of float64, shape (R,)
        Rupiah, whole city.
    officer_hours : array of float64, shape (R,)
        Working hours that officers give to it.
    participants : array of float64, shape (R,)
        Officers (or units, where the programme is of units) served this month.
    waiting : array of float64, shape (R,)
        Those whose turn it would have been but whom budget or trainers did not reach.
    """

    cost_idr: FloatArray
    officer_hours: FloatArray
    participants: FloatArray
    waiting: FloatArray


@dataclass(slots=True)
class Levers:
    """What all programmes together do in one month.

    Officer fields have shape (R, n) or (1, n), unit fields (R, U) or (1, U): R replications, n officers
    sorted by unit, U units. Officers' are float32, units' float64, finite and at least 0; shares at most 1.

    While its programmes serve the same people at the same level, an array is the same object month after
    month and never written to: what is derived from it holds as long as ``is`` says so. Only ``since`` of a
    channel is another one every month. A :class:`Spending` that stays is the same object too.

    Parameters
    ----------
    teach_technical, teach_interpersonal
        Dose taught this month; 1 = one course of reference length.
    transfer_support
        0..1; what the workplace does so that the learned is used; 0 where nothing was taught.
    supervision, mentoring, recognition, bonus, comparison, voice, forum, safety, career_use
        0..1, while the programme goes on.
    briefing, involvement
        Dose of one-way and of participatory *sosialisasi* this month; 1 = one meeting of reference length.
    minutes_per_day
        Minutes of reporting per officer and working day, beside those of the channels.
    redesign, obstacles_removed, transparency, citizen_voice, citizen_used, leaders_informed
        0..1 a unit.
    extra_staff
        Share of capacity added to a unit.
    feedback
        Tone (``"developmental"``, ``"neutral"``, ``"controlling"``) to intensity 0..1 of shape (R, n).
    channels
        Monitoring channels in force.
    money
        Label of a programme to its :class:`Spending`.

    Examples
    --------
    >>> levers = Levers()
    >>> levers.supervision is None, levers.channels, levers.money
    (True, (), {})
    """

    teach_technical: FloatArray | None = None
    teach_interpersonal: FloatArray | None = None
    transfer_support: FloatArray | None = None
    supervision: FloatArray | None = None
    mentoring: FloatArray | None = None
    recognition: FloatArray | None = None
    bonus: FloatArray | None = None
    comparison: FloatArray | None = None
    voice: FloatArray | None = None
    forum: FloatArray | None = None
    briefing: FloatArray | None = None
    involvement: FloatArray | None = None
    safety: FloatArray | None = None
    career_use: FloatArray | None = None
    minutes_per_day: FloatArray | None = None
    redesign: FloatArray | None = None
    obstacles_removed: FloatArray | None = None
    transparency: FloatArray | None = None
    citizen_voice: FloatArray | None = None
    citizen_used: FloatArray | None = None
    leaders_informed: FloatArray | None = None
    extra_staff: FloatArray | None = None
    feedback: dict[str, FloatArray] = field(default_factory=dict)
    channels: tuple[ActiveChannel, ...] = ()
    money: dict[str, Spending] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Seen:
    """What the office can see when the programmes of a month are allotted: records, never the truth.

    Parameters
    ----------
    month : int
        0-based.
    unit : mapping of name to array of float64, shape (R, U)
        Recorded figures of the month before: ``on_time_share``, ``ikm``, ``complaints``,
        ``backlog_days``, ``wait_days``; NaN where nothing was recorded.
    officer : mapping of name to array of float, shape (R, n)
        ``score``, ``rating``, ``on_time_share``, ``compliance``; may be empty.

    Examples
    --------
    >>> Seen(0).unit
    {}
    """

    month: int
    unit: Mapping[str, FloatArray] = field(default_factory=dict)
    officer: Mapping[str, FloatArray] = field(default_factory=dict)
