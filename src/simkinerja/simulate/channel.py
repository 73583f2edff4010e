"""L5: a monitoring channel: what it sees, what follows from it, and what it costs."""

from __future__ import annotations

from typing import Annotated, Final, Literal, TypeAlias

from pydantic import Field, field_validator

from simkinerja.simulate.declared import Declared, Share

__all__ = ["DIMENSIONS", "Channel", "Dimension", "Tone"]

Dimension: TypeAlias = Literal["presence", "throughput", "care", "improvement", "helping"]
Tone: TypeAlias = Literal["developmental", "neutral", "controlling"]

DIMENSIONS: Final[tuple[Dimension, ...]] = ("presence", "throughput", "care", "improvement", "helping")
"""What a channel can see, in fixed order."""


class Channel(Declared):
    """One way of watching officers, from the camera at the door to the daily report.

    Parameters
    ----------
    name : str
        For tables and charts.
    visibility : mapping of dimension to float
        0..1, how much of each of :data:`DIMENSIONS` is seen; those not named are 0.
    consequence : float
        0 record only, .15 penalties on paper, .8 a senior acts on a flag, 1 pay follows the record.
    automatic : bool
        Whether the consequence follows without anybody who may excuse.
    audit : float
        0..1, chance that an entry is checked against the truth.
    tone : {"developmental", "neutral", "controlling"}
    announced : bool
        Whether officers know when they are watched.
    transparent : bool
        Whether officers see what is recorded and how it counts.
    self_report : float
        0..1, share of the record that the officer writes.
    ease_of_inflation : float
        0..1, how easily more is claimed than was done.
    minutes_per_day : float
        Minutes of reporting per officer and working day.
    idr_per_officer_month : float
        Rupiah per officer and month.
    presence_consequence : float, optional
        Consequence on presence alone; by default ``consequence``.
    payoff : {"linear", "scheme"}
        Whether the record itself pays, or the score or band that the scheme in force makes of it.

    Examples
    --------
    >>> camera = Channel(name="Kamera", visibility={"presence": 1}, consequence=1, automatic=True)
    >>> camera.visibility["presence"], camera.visibility["care"], camera.on_presence
    (1.0, 0.0, 1.0)
    """

    name: Annotated[str, Field(min_length=1, max_length=80)]
    visibility: dict[Dimension, Share]
    consequence: Share = 0.0
    automatic: bool = Field(default=False, strict=True)
    audit: Share = 0.0
    tone: Tone = "neutral"
    announced: bool = Field(default=True, strict=True)
    transparent: bool = Field(default=False, strict=True)
    self_report: Share = 0.0
    ease_of_inflation: Share = 0.0
    minutes_per_day: Annotated[float, Field(ge=0, le=240, allow_inf_nan=False, strict=True)] = 0.0
    idr_per_officer_month: Annotated[float, Field(ge=0, le=1e9, allow_inf_nan=False, strict=True)] = 0.0
    presence_consequence: Share | None = None
    payoff: Literal["linear", "scheme"] = "linear"

    @field_validator("visibility")
    @classmethod
    def _complete(cls, given: dict[Dimension, float]) -> dict[Dimension, float]:
        return {dimension: float(given.get(dimension, 0.0)) for dimension in DIMENSIONS}

    @property
    def on_presence(self) -> float:
        """Consequence that presence meets."""
        return self.consequence if self.presence_consequence is None else self.presence_consequence

    def __hash__(self) -> int:
        return hash(self.name)  # quick, once a month; equality looks at all fields
