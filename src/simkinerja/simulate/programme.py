"""L5: interventions compiled for a world and its replications: month by month the levers of the step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from simkinerja.errors import UsageError, problem
from simkinerja.simulate.allotment import FixedEnrolment, Limits, Openings, QueuedEnrolment, Service, meant
from simkinerja.simulate.interventions import as_interventions
from simkinerja.simulate.kept import once
from simkinerja.simulate.levers import UNIT_LEVERS, Levers, Seen, Spending
from simkinerja.simulate.mixing import Mix
from simkinerja.simulate.parameters import Parameters
from simkinerja.simulate.picking import Picker, target_problems
from simkinerja.simulate.terms import Terms, terms_of
from simkinerja.simulate.timing import RuleWatch

if TYPE_CHECKING:
    from simkinerja.simulate.effects import Effect, Price
    from simkinerja.simulate.interventions import Intervention
    from simkinerja.simulate.world import World
    from simkinerja.streams import Streams

__all__ = ["Programmes"]

BoolArray = npt.NDArray[np.bool_]
FloatArray = npt.NDArray[np.floating[Any]]


_BEFORE: Final = Service(np.zeros((1, 0), dtype=bool), 0, 0.0, np.zeros(0), np.zeros(0))
"""Service before the first month."""


@dataclass(slots=True)
class _Push:
    """One effect of a course; knows what it does, and of what it was made.

    Parameters
    ----------
    effect : Effect
    means : bool
        Whether officers are served but units moved: by the mean of the unit.
    """

    effect: Effect
    means: bool
    service: Service = _BEFORE
    weight: FloatArray | None = None
    _share: Any = None
    _made: tuple[BoolArray, FloatArray] | None = None

    def moves(self, acts: bool, unit_start: npt.NDArray[Any]) -> bool:
        """Do what the service of this month asks for; say whether that is anything else than last month."""
        before, self.weight = self.weight, self._of(self.service, unit_start) if acts else None
        return self.weight is not before

    def _of(self, service: Service, unit_start: npt.NDArray[Any]) -> FloatArray:
        """Return what it does this month, (1, m) or (R, m): the same object as long as nothing changes."""
        effect, share = self.effect, self.effect.level
        if effect.grows:
            share = np.minimum(1.0, service.done / effect.ramp) * share
        if self._made is not None and self._made[0] is service.on and _equal(self._share, share):
            return self._made[1]
        dtype = np.float64 if effect.lever in UNIT_LEVERS else np.float32
        stays = effect.grows and effect.lasting and isinstance(service.done, np.ndarray)
        weight: FloatArray = np.multiply(True if stays else service.on, share, dtype=dtype)
        if self.means:
            weight = _unit_means(weight, unit_start)
        weight.flags.writeable = False
        self._share, self._made = share, (service.on, weight)
        return weight


@dataclass(slots=True)
class _Course:
    """One intervention at work.

    ``service`` is this month's, ``spent`` what it costs: the same objects as long as nothing changes. Its
    pushes do nothing where nobody is served and nothing of it lasts.
    """

    label: str
    terms: Terms
    enrolment: FixedEnrolment | QueuedEnrolment
    pushes: tuple[_Push, ...]
    price: Price
    grows: bool
    lasts: bool
    longest: float = 0.0
    served: bool = False
    reached: bool = False
    service: Service = _BEFORE
    spent: Spending = field(init=False)

    def live(self, t: int, seen: Seen, unit_start: npt.NDArray[Any]) -> Sequence[str]:
        """Go on to month ``t``; return the fields of the levers that it moves otherwise than last month."""
        before, service = self.service, self.enrolment.month(t, seen)
        self.service = service
        self._count(before)
        for push in self.pushes:
            push.service = service
        if service.on is before.on and not self.grows:
            return ()
        acts = self.served or (self.lasts and self.reached)
        return [push.effect.fills for push in self.pushes if push.moves(acts, unit_start)]

    def _count(self, before: Service) -> None:
        """Work out what the month costs, and whether anybody is served."""
        service = self.service
        if service.on is not before.on:
            self.served = bool(np.count_nonzero(service.participants))  # a tenth of the time of `any`
            self.reached = self.reached or self.served
            self.spent = _spending(self.price, service) if self.served else _nothing(service)
        elif service.waiting is not before.waiting:
            self.spent = replace(self.spent, waiting=service.waiting)
        if service.waiting is not before.waiting and np.count_nonzero(service.waiting):
            self.longest = max(self.longest, float(service.waiting.mean()))


class Programmes:
    """All interventions of a run, of all replications at once.

    Parameters
    ----------
    interventions : sequence of Intervention or Channel
        In any order: the outcome is the same.
    world : World
    streams : sequence of Streams, length R
        One a replication; lots are keyed by slot, so that two scenarios meet the same luck.
    parameters : Parameters, optional
        Costs and doses of the run; the registry's by default.
    months : int, optional
        Length of the run; a rule or a start beyond it never opens.

    Raises
    ------
    UsageError
        ``target_unknown``: every agency, unit, service or job that the world does not have, at once.

    Examples
    --------
    >>> from simkinerja.simulate.interventions import Training
    >>> from simkinerja.simulate.world import World
    >>> from simkinerja.streams import Streams
    >>> lab = World.plain(n_units=2, officers_per_unit=5, seed=1)
    >>> levers = Programmes([Training(trainers=0)], lab, [Streams(1)]).month(0, Seen(0))
    >>> levers.teach_technical is None, levers.money["Pelatihan teknis"].waiting.tolist()
    (True, [10.0])
    """

    def __init__(
        self,
        interventions: Sequence[Any],
        world: World,
        streams: Sequence[Streams],
        parameters: Parameters | None = None,
        months: int | None = None,
    ) -> None:
        self._world, self._months, self._next = world, months, 0
        self._unit_start = np.asarray(world.unit_start)
        self._shape = (len(streams), world.n)
        self._picker = Picker(world, tuple(streams))
        self._meant: dict[str, Any] = {}
        self._parameters = Parameters.default() if parameters is None else parameters
        ordered = _ordered([terms_of(one, self._parameters) for one in as_interventions(interventions)])
        _refuse_unknown([terms.one for terms in ordered], world)
        names = _numbered([terms.label for terms in ordered])
        self._courses = [self._course(name, terms) for name, terms in zip(names, ordered, strict=True)]
        self._mix = Mix([push for course in self._courses for push in course.pushes])
        self._money: dict[str, Spending] = {}

    @property
    def labels(self) -> tuple[str, ...]:
        """Names of the programmes, in the order in which they are paid."""
        return tuple(course.label for course in self._courses)

    def month(self, t: int, seen: Seen) -> Levers:
        """Return what the programmes do in month ``t``; call once a month, from 0, in order.

        A lever whose programmes serve the same people at the same level as last month is the same object as
        last month, and so is the spending of a programme: what follows from it need not be worked out again.

        Raises
        ------
        ValueError
            If a month is left out or asked twice.
        """
        if t != self._next:
            raise ValueError(f"month {self._next} comes next, not {t}")
        self._next += 1
        due = [course for course in self._courses if t >= course.enrolment.due]
        if due:
            self._mix.anew([name for course in due for name in course.live(t, seen, self._unit_start)])
            self._money = {course.label: course.spent for course in self._courses}
        return Levers(**self._mix.levers, channels=self._mix.channels(t), money=self._money)

    def notes(self) -> tuple[str, ...]:
        """Return what a reader of the result must know about lines and records, in Indonesian."""
        from simkinerja.rules.checks import shown

        waited = [
            f"{course.label}: antrean terpanjang rata-rata {shown(round(course.longest, 1))} "
            f"{'unit' if course.terms.of_units else 'pegawai'}."
            for course in self._courses
            if course.longest > 0
        ]
        unranked = [
            f"Pengurutan menurut {by}: rata-rata {shown(round(count, 1))} "
            f"{'unit' if by.startswith('unit.') else 'pegawai'} tanpa catatan tidak ikut diurutkan."
            for by, count in sorted(self._picker.unranked.items())
            if count > 0
        ]
        idle = [
            f"{course.label}: sampai bulan ke-{self._next} belum ada yang ikut."
            for course in self._courses
            if self._next and not course.reached
        ]
        return (*idle, *waited, *unranked)

    def _course(self, label: str, terms: Terms) -> _Course:
        price = terms.price_in(self._world, self._parameters)
        units, effects = terms.of_units, terms.effects
        pushes = tuple([_Push(effect, effect.lever in UNIT_LEVERS and not units) for effect in effects])
        grows = any(effect.grows for effect in effects)
        lasts = any(effect.lasting for effect in effects)
        return _Course(label, terms, self._enrolment(terms, price, grows), pushes, price, grows, lasts)

    def _enrolment(self, terms: Terms, price: Price, grows: bool) -> FixedEnrolment | QueuedEnrolment:
        one, units, replications = terms.one, terms.of_units, self._shape[0]
        if terms.everybody:
            mask = self._picker.mask(terms.target)
            assert mask is not None  # a fixed target needs no record
            mask = self._picker.units(mask) if units else mask
            services = once(self._meant, "units" if units else "officers", meant, mask, replications)
            timing = (one.start, terms.span, terms.every, terms.until)
            return FixedEnrolment(*services, timing, grows=grows)
        n_units = len(np.asarray(self._world.agency_of_unit))
        watch = None
        if one.when is not None:
            watch = RuleWatch(one.when, (replications, n_units), one.start, terms.every)
        timed = (one.start, terms.every, terms.until)
        return QueuedEnrolment(
            Openings(self._picker, terms.target, units, timed, watch),
            terms.span,
            self._limits(one, price),
            (replications, n_units if units else self._world.n),
            f"programme.queue.{one.kind}",
            grows=grows,
        )

    def _limits(self, one: Intervention, price: Price) -> Limits:
        replications = self._shape[0]
        places = room = None
        if one.trainers is not None:
            places = np.floor(one.trainers * price.per_trainer + 1e-9)
            places = np.broadcast_to(places, (replications,))
        if one.budget_idr is not None:
            room = np.broadcast_to(np.floor(one.budget_idr) - price.fixed_idr, (replications,))
        return Limits(places, room, price.idr if price.idr.ndim == 2 else price.idr[:, None])


def _equal(a: Any, b: Any) -> bool:
    if isinstance(a, float) and isinstance(b, float):
        return a == b
    return a is b or np.array_equal(a, b)


def _unit_means(weight: FloatArray, start: npt.NDArray[Any]) -> FloatArray:
    """Return the mean of every unit, (1, U) or (R, U)."""
    # unit by unit: a running sum over the city would carry one officer's rounding to all after
    out: FloatArray = np.clip(np.add.reduceat(weight, start[:-1], axis=1) / np.diff(start), 0.0, 1.0)
    return out


def _ordered(given: Sequence[Terms]) -> list[Terms]:
    """Return interventions by name; those of one name by what they are, in whatever order they came."""
    often = Counter(terms.label for terms in given)
    return sorted(given, key=lambda of: (of.label, of.one.model_dump_json() if often[of.label] > 1 else ""))


def _numbered(names: Sequence[str]) -> list[str]:
    """Return names, numbered where two would be the same."""
    out: list[str] = []
    for name in names:
        number = 1
        while (name if number == 1 else f"{name} ({number})") in out:
            number += 1
        out.append(name if number == 1 else f"{name} ({number})")
    return out


def _refuse_unknown(ordered: Sequence[Intervention], world: World) -> None:
    found = {fault: None for one in ordered for fault in target_problems(one.to, world)}
    if found:
        raise UsageError(
            problem("target_unknown", what=what, got=got, known=known, hint=hint)
            for what, got, known, hint in found
        )


def _spending(price: Price, service: Service) -> Spending:
    served = service.participants
    cost = _total(price.idr, service.on, served) + price.fixed_idr * (served > 0)
    return Spending(cost, _total(price.hours, service.on, served), served, service.waiting)


def _nothing(service: Service) -> Spending:
    """What a month costs in which nobody is served."""
    none = service.participants
    return Spending(none, none, none, service.waiting)


def _total(each: FloatArray, on: BoolArray, served: FloatArray) -> FloatArray:
    """Return the sum over participants, shape (R,)."""
    if each.ndim == 1:
        return np.asarray(served * each)
    out = (on * each).sum(axis=1).astype(float)
    return np.array(np.broadcast_to(out, served.shape))
