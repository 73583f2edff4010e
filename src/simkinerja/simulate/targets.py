"""L5: who takes part: everybody, an agency, the lowest fifth by a record, a random share, or all of several.

A target is a declaration; :class:`Picker` turns it into a mask over officers. What needs a record reads
:class:`simkinerja.simulate.levers.Seen` only, never the truth.
"""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal, Self, TypeAlias

from pydantic import BeforeValidator, Discriminator, Field, Tag, model_validator

from simkinerja.simulate.declared import Declared, Share, Text

__all__ = [
    "OFFICER_RECORDS",
    "TARGET_KINDS",
    "UNIT_RECORDS",
    "Agency",
    "AllOf",
    "Everyone",
    "Highest",
    "Job",
    "Lowest",
    "RandomShare",
    "Service",
    "Target",
    "Unit",
    "agency",
    "everyone",
    "highest",
    "job",
    "lowest",
    "random_share",
    "service",
    "target_kind",
    "unit",
]

OFFICER_RECORDS: Final = ("score", "rating", "on_time_share", "compliance")
"""Recorded figures of officers that a target may rank by."""

UNIT_RECORDS: Final = (
    "unit.on_time_share",
    "unit.ikm",
    "unit.complaints",
    "unit.backlog_days",
    "unit.wait_days",
)
"""Recorded figures of units that a target may rank by: whole units are chosen."""

By: TypeAlias = Literal[
    "score",
    "rating",
    "on_time_share",
    "compliance",
    "unit.on_time_share",
    "unit.ikm",
    "unit.complaints",
    "unit.backlog_days",
    "unit.wait_days",
]
Within: TypeAlias = Literal["agency", "city", "unit"]


class _Who(Declared):
    def __and__(self, other: _Who) -> _Who:
        """Return those whom both choose."""
        if not isinstance(other, _Who):
            return NotImplemented
        parts = [part for part in (*_parts(self), *_parts(other)) if not isinstance(part, Everyone)]
        if len(parts) < 2:
            return parts[0] if parts else Everyone()
        return AllOf.model_validate({"all_of": tuple(parts)})


def _parts(target: _Who) -> tuple[Any, ...]:
    return target.all_of if isinstance(target, AllOf) else (target,)


class Everyone(_Who):
    """All officers."""

    everyone: Literal[True] = True


class Agency(_Who):
    """Officers of the agencies with this label, or with it as part of their label."""

    agency: Text


class Unit(_Who):
    """Officers of the units with this label, or with it as part of their label."""

    unit: Text


class Service(_Who):
    """Officers of the units that give this service, or one with these words in its name."""

    service: Text


class Job(_Who):
    """Officers of a type or family of posts, such as ``"fungsional"`` or ``"kesehatan"``."""

    job: Text


class _Ranked(_Who):
    by: By = "score"
    within: Within = "agency"

    @model_validator(mode="after")
    def _units_have_no_units(self) -> Self:
        if self.by in UNIT_RECORDS and self.within == "unit":
            raise ValueError("'within: agency' atau 'within: city' bila 'by' catatan unit")
        return self


class Lowest(_Ranked):
    """The lowest share by a recorded figure within each agency, unit, or the city.

    Share times the number of those with a record, rounded half up; ties are broken by lot; who has no record
    is not chosen.
    """

    lowest: Share


class Highest(_Ranked):
    """The highest share by a recorded figure; as :class:`Lowest`."""

    highest: Share


class RandomShare(_Who):
    """A random share: each officer (unit, agency) by a lot of its own.

    The same ``draw`` gives the same lots everywhere, so a smaller share lies inside a larger one; two
    programmes whose shares must be independent carry different words.
    """

    random_share: Share
    of: Literal["officer", "unit", "agency"] = "officer"
    draw: Annotated[str, Field(max_length=40, pattern=r"^[A-Za-z0-9_ -]*$", strict=True)] = ""


TARGET_KINDS: Final[dict[str, type[_Who]]] = {
    "everyone": Everyone,
    "agency": Agency,
    "unit": Unit,
    "service": Service,
    "job": Job,
    "lowest": Lowest,
    "highest": Highest,
    "random_share": RandomShare,
}
"""Key of a target in a file to its model; ``all_of`` joins several."""


def target_kind(given: Any) -> str | None:
    """Return which kind of target a value is, by its key; None where it is none or two.

    Examples
    --------
    >>> target_kind({"lowest": 0.2, "by": "score"}), target_kind({"agensi": "x"}), target_kind("everyone")
    ('lowest', None, 'everyone')
    """
    if isinstance(given, str):
        return "everyone" if given == "everyone" else None
    if isinstance(given, _Who):
        return next(key for key in (*TARGET_KINDS, "all_of") if key in type(given).model_fields)
    if not isinstance(given, dict):
        return None
    found = [key for key in (*TARGET_KINDS, "all_of") if key in given]
    return found[0] if len(found) == 1 else None


def _tag(given: Any) -> str:
    kind = target_kind(given)
    return f"target:{kind}" if kind else ""


def _from_word(given: Any) -> Any:
    return {"everyone": True} if given == "everyone" else given


_One: TypeAlias = Annotated[
    Annotated[Everyone, BeforeValidator(_from_word), Tag("target:everyone")]
    | Annotated[Agency, Tag("target:agency")]
    | Annotated[Unit, Tag("target:unit")]
    | Annotated[Service, Tag("target:service")]
    | Annotated[Job, Tag("target:job")]
    | Annotated[Lowest, Tag("target:lowest")]
    | Annotated[Highest, Tag("target:highest")]
    | Annotated[RandomShare, Tag("target:random_share")],
    Discriminator(_tag),
]


class AllOf(_Who):
    """Those whom every part chooses; the order of the parts does not matter."""

    all_of: Annotated[tuple[_One, ...], Field(min_length=1, max_length=8)]


Target: TypeAlias = Annotated[
    Annotated[_One, Tag("target:one")] | Annotated[AllOf, Tag("target:all_of")],
    Discriminator(lambda given: "target:all_of" if target_kind(given) == "all_of" else "target:one"),
]
"""Any target."""


def everyone() -> Everyone:
    """Return the target of all officers.

    Examples
    --------
    >>> everyone() & agency("Dinas Kesehatan")
    Agency(agency='Dinas Kesehatan')
    """
    return Everyone()


def agency(label: str) -> Agency:
    """Return the officers of an agency, by its label or part of it.

    Examples
    --------
    >>> agency("Kesehatan").agency
    'Kesehatan'
    """
    return Agency(agency=label)


def unit(label: str) -> Unit:
    """Return the officers of a unit, by its label or part of it.

    Examples
    --------
    >>> unit("Puskesmas").unit
    'Puskesmas'
    """
    return Unit(unit=label)


def service(label: str) -> Service:
    """Return the officers of the units that give a service.

    Examples
    --------
    >>> service("Rawat jalan").service
    'Rawat jalan'
    """
    return Service(service=label)


def job(name: str) -> Job:
    """Return the officers on posts of a type or family.

    Examples
    --------
    >>> job("pelaksana").job
    'pelaksana'
    """
    return Job(job=name)


def lowest(share: float, by: By = "score", within: Within = "agency") -> Lowest:
    """Return the lowest share by a recorded figure.

    Parameters
    ----------
    share : float
        0..1.
    by : str
        One of :data:`OFFICER_RECORDS`, or of :data:`UNIT_RECORDS` to choose whole units.
    within : {"agency", "city", "unit"}

    Examples
    --------
    >>> lowest(0.2, by="unit.ikm", within="city").by
    'unit.ikm'
    """
    return Lowest(lowest=share, by=by, within=within)


def highest(share: float, by: By = "score", within: Within = "agency") -> Highest:
    """Return the highest share by a recorded figure; as :func:`lowest`.

    Examples
    --------
    >>> highest(0.1).within
    'agency'
    """
    return Highest(highest=share, by=by, within=within)


def random_share(
    share: float, of: Literal["officer", "unit", "agency"] = "officer", draw: str = ""
) -> RandomShare:
    """Return a random share of officers, units or agencies; the same ``draw`` gives the same lots.

    Examples
    --------
    >>> (random_share(0.5) & job("kesehatan")).all_of[0].random_share
    0.5
    """
    return RandomShare(random_share=share, of=of, draw=draw)
