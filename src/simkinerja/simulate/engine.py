"""L5: many months of a city, several replications at once: blocks, the city's part of a month, the trace."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass, field, fields, replace
from functools import cache, partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from simkinerja.population.ratings import GRADES, grades
from simkinerja.simulate import appraisal
from simkinerja.simulate.base import base_of, start_state
from simkinerja.simulate.citizens import app_users
from simkinerja.simulate.kept import once
from simkinerja.simulate.levers import OFFICER_LEVERS, UNIT_LEVERS, ActiveChannel, Levers, Seen, Spending
from simkinerja.simulate.parameters import Parameters
from simkinerja.simulate.period import add_to
from simkinerja.simulate.records import overall_rating
from simkinerja.simulate.step import Block, step
from simkinerja.simulate.totals import (
    BY_AGENCY,
    OFFICER_RESULTS,
    RECORDED,
    agency_sums,
    officer_results,
    recorded_units,
    standing_results,
)
from simkinerja.simulate.turnover import TURNOVER_FROM, renew
from simkinerja.streams import Streams, StreamStack

if TYPE_CHECKING:
    from simkinerja.schemes.model import Scheme
    from simkinerja.simulate.programme import Programmes
    from simkinerja.simulate.records import Month
    from simkinerja.simulate.world import World

__all__ = ["BLOCK", "YEAR", "Trace", "replication_seeds", "simulate"]

FloatArray = npt.NDArray[np.float64]

BLOCK: Final = 65_536
"""Officers times replications of a block: smaller ones pay for calls, larger ones for memory."""
YEAR: Final = 12
"""Months between two appraisals."""
_WARM_UP: Final = 2


@dataclass(frozen=True, slots=True)
class Trace:
    """What a run left, for R replications, T months and A agencies.

    Parameters
    ----------
    series : float array, shape (R, T, A, V, 2)
        Sums of :data:`~simkinerja.simulate.totals.BY_AGENCY` and what to divide them by.
    city : mapping of name to float array, shape (R, T)
        ``cost_idr``, ``programme_hours``, ``participants``, ``waiting``, ``app_adoption``.
    officers : mapping of name to float array, shape (R, n)
        Means over the last year (over all months of a shorter run).
    spent : mapping of programme to float array, shape (R,)
        Rupiah over the whole run.
    """

    series: FloatArray
    city: dict[str, FloatArray]
    officers: dict[str, FloatArray]
    spent: dict[str, FloatArray] = field(default_factory=dict)

    def joined(self, later: Trace) -> Trace:
        """Return the trace with the replications of another added."""
        both = [(self.city, later.city), (self.officers, later.officers), (self.spent, later.spent)]
        city, officers, spent = ({k: np.concatenate([a[k], b[k]]) for k in a} for a, b in both)
        return Trace(np.concatenate([self.series, later.series]), city, officers, spent)


def replication_seeds(seed: int, first: int, count: int) -> tuple[int, ...]:
    """Return the seeds of replications ``first`` to ``first + count - 1`` of a run.

    Examples
    --------
    >>> replication_seeds(7, 0, 3)[2] == replication_seeds(7, 2, 1)[0]
    True
    """
    root = Streams(seed)
    return tuple(root.child("replication", k).seed for k in range(first, first + count))


def simulate(
    world: World,
    programmes: Callable[[Sequence[Streams]], Programmes] | None,
    *,
    seeds: tuple[int, ...],
    months: int,
    scheme: Scheme | None = None,
    p: Parameters | None = None,
    block: int = BLOCK,
    turnover: bool | None = None,
    threads: int = 1,
    watch: Callable[[Month], None] | None = None,
) -> Trace:
    """Simulate a city under its programmes; the work of one task.

    Parameters
    ----------
    world : World
    programmes : function from the replications' streams to Programmes, or None
    seeds : tuple of int
        One a replication.
    months : int
    scheme : Scheme, optional
        The scheme in force.
    p : Parameters, optional
        Numbers of the registry by default; arrays (R, 1) where drawn.
    block : int
        Officers times replications computed together; no number depends on it.
    turnover : bool, optional
        Retirement, newcomers and rotation of raters; by default in runs of more than 24 months.
    threads : int
        Blocks computed at once; no number depends on it. Pays where there are several blocks and nobody else
        works on this computer.
    watch : function of Month, optional
        Called for every block and month after the warm-up, to look inside.
    """
    city = _City(world, StreamStack(seeds), (p or Parameters.default()).single(), scheme, block)
    with ThreadPoolExecutor(threads) if threads > 1 else nullcontext() as crew:
        city.map = map if crew is None else crew.map
        return _months(
            city, programmes, months, months >= TURNOVER_FROM if turnover is None else turnover, watch
        )


def _months(
    city: _City,
    programmes: Callable[[Sequence[Streams]], Programmes] | None,
    months: int,
    moving: bool,
    watch: Callable[[Month], None] | None,
) -> Trace:
    """The months of a run, one after the other."""
    seeds = city.stack.seeds
    running = None if programmes is None else programmes([Streams(seed) for seed in seeds])
    trace = _Recorder(city.world, len(seeds), months)
    for month in range(-_WARM_UP, months):
        levers = Levers() if running is None or month < 0 else running.month(month, city.seen(month))
        city.live(levers, month)
        if month >= 0:
            trace.add(month, levers, city)
            if watch is not None:
                for one in city.happened:
                    watch(one)
        # the last month's appraisal would be felt only after the run
        if month == -1 or ((month + 1) % YEAR == 0 and 0 < month < months - 1):
            city.appraise(month)
            if moving and month > 0:
                city.renew((month + 1) // YEAR)
    return trace.done(city.p)


class _Asked(Mapping[str, FloatArray]):
    """Figures that are put together when somebody first asks for them."""

    def __init__(self, names: Collection[str], make: Callable[[str], FloatArray]) -> None:
        self._names, self._make = names, make
        self._made: dict[str, FloatArray] = {}

    def __getitem__(self, name: str) -> FloatArray:
        if name not in self._made:
            if name not in self._names:
                raise KeyError(name)
            self._made[name] = self._make(name)
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


class _City:
    """The blocks of a city and what is decided for all of them."""

    def __init__(
        self, world: World, stack: StreamStack, p: Parameters, scheme: Scheme | None, block: int
    ) -> None:
        self.world, self.stack, self.p, self.scheme = world, stack, p, scheme
        measures = () if scheme is None else appraisal.gathered(scheme)
        self.blocks: list[Block] = []
        self.people: list[slice] = []
        self.units: list[slice] = []
        for first, last in _cut(world, max(1, block // len(stack.seeds))):
            part = world.block(first, last)
            base = base_of(part, p, stack)
            state = start_state(part, base, p, stack)
            self.blocks.append(Block(part, base, state, p, stack, measures))
            units = slice(int(world.agency_start[first]), int(world.agency_start[last]))
            self.units.append(units)
            self.people.append(slice(int(world.unit_start[units.start]), int(world.unit_start[units.stop])))
        self.happened: list[Month] = []
        self.rating: Callable[[], FloatArray] | None = None
        self.map: Callable[..., Iterable[Any]] = map

    def live(self, levers: Levers, month: int) -> None:
        """Part (a), block by block."""
        self.happened = []  # this month's figures then take the places in memory of the last one's
        blocks, where = self.blocks, zip(self.blocks, self.people, self.units, strict=True)
        parts = [levers] if len(blocks) == 1 else [_part(levers, *block) for block in where]
        self.happened = list(self.map(step, blocks, parts, [month] * len(blocks)))

    def seen(self, month: int) -> Seen:
        """Part (b): what the office knows of the whole city when it allots the month's programmes."""
        how: dict[str, Callable[[], Any]] = {
            "compliance": partial(_joined, [block.state.compliance for block in self.blocks])
        }
        of_units = _Asked(RECORDED, partial(_recorded, self.happened))
        how["on_time_share"] = lambda: self.world.each(of_units["on_time_share"])
        if self.rating is not None:
            how["rating"] = how["score"] = self.rating
        totals = [block.state.standing.total for block in self.blocks if block.state.standing is not None]
        if totals:
            how["score"] = partial(_joined, totals)
        return Seen(month, of_units, _Asked(how, lambda name: how[name]()))

    def appraise(self, month: int) -> None:
        """Score the period and tell every block how its officers stand."""
        year = (month + 1) // YEAR
        # made when a programme or custom asks for it; a scheme scores records of its own
        gained = _joined([one.work.gained for one in self.happened])
        rating = self.rating = cache(partial(overall_rating, self.world, gained, self.stack, year))
        if self.scheme is None:
            standing = _by_custom(rating(), self.world)
        else:
            standing = appraisal.appraise(self.scheme, self._period(), self.world, self.p)
        for block, people in zip(self.blocks, self.people, strict=True):
            block.state.standing = standing.part(people)

    def renew(self, year: int) -> None:
        """Let people come and go."""
        for block in self.blocks:
            renew(block, year)
        worlds = [block.world for block in self.blocks]
        self.world = replace(
            self.world,
            traits={name: np.concatenate([w.traits[name] for w in worlds]) for name in self.world.traits},
            age=np.concatenate([w.age for w in worlds]),
            rater=np.concatenate([w.rater for w in worlds]),
        )

    def _period(self) -> dict[tuple[str, str], FloatArray]:
        """Figures of the period by measure and rule of months, (R, n); NaN where nothing was recorded."""
        pasts = [block.state.past for block in self.blocks]
        out = {one: _joined([past.figure(*one) for past in pasts]) for one in pasts[0].kept}
        for past in pasts:
            past.clear()
        return out


def _by_custom(rating: FloatArray, world: World) -> appraisal.Standing:
    """Without a scheme: the yearly predikat as it is customary, and nothing hangs on it."""
    codes, labels = world.groups["status"]
    best = grades(rating, np.array(labels)[codes]) == len(GRADES) - 1
    nothing = np.zeros(rating.shape)
    return appraisal.Standing(
        slopes=(nothing,) * 5,
        total=rating,
        idr=nothing,
        top=best.astype(float),
        consequence=0.0,
        automatic=False,
        stake=0.0,
        ease=0.0,
        audit=0.0,
    )


def _cut(world: World, size: int) -> list[tuple[int, int]]:
    """Runs of agencies with about ``size`` officers each, at least one agency."""
    people = np.diff(world.unit_start[world.agency_start])
    out, first, count = [], 0, 0
    for agency, n in enumerate(people.tolist()):
        if count and count + n > size:
            out.append((first, agency))
            first, count = agency, 0
        count += n
    return [*out, (first, world.n_agencies)]


def _joined(parts: Sequence[Any]) -> Any:
    """Blocks side by side."""
    return parts[0] if len(parts) == 1 else np.concatenate(parts, axis=1)


def _recorded(happened: Sequence[Month], name: str) -> FloatArray:
    """What the office sees of the units of the whole city."""
    found: FloatArray = _joined([recorded_units(name, one) for one in happened])
    return found


def _part(levers: Levers, block: Block, people: slice, units: slice) -> Levers:
    """Levers of a block: the same objects as long as those of the city are."""
    kept = block.base.kept
    given: dict[str, Any] = {f.name: getattr(levers, f.name) for f in fields(levers)}
    for names, where in ((OFFICER_LEVERS, people), (UNIT_LEVERS, units)):
        for name in names:
            if given[name] is not None:
                given[name] = once(kept, f"part.{name}", _of, given[name], where)
    given["feedback"] = {
        tone: once(kept, f"part.feedback/{tone}", _of, dose, people) for tone, dose in levers.feedback.items()
    }
    given["channels"] = tuple(
        ActiveChannel(one.channel, once(kept, f"part.on/{k}", _of, one.on, people), _of(one.since, people))
        for k, one in enumerate(levers.channels)
    )
    return Levers(**given)


def _of(since: Any, people: slice) -> Any:
    return since if isinstance(since, float) else since[:, people]


_SPENDING: Final = {
    "cost_idr": "cost_idr",
    "programme_hours": "officer_hours",
    "participants": "participants",
    "waiting": "waiting",
}
"""Figures of the city that are sums over programmes, and what they are called in :class:`Spending`."""


class _Recorder:
    """Collects the trace of a run."""

    def __init__(self, world: World, replications: int, months: int) -> None:
        self.months = months
        self.series = np.zeros((replications, months, world.n_agencies, len(BY_AGENCY), 2))
        self.city = {name: np.zeros((replications, months)) for name in (*_SPENDING, "app_adoption")}
        self.officers = {name: np.zeros((replications, world.n)) for name in OFFICER_RESULTS}
        self.stood: dict[tuple[int, int], list[Any]] = {}
        """Months of the last year that the people of a block stood so: months, people, standing."""
        self.money: list[dict[str, Spending]] = []
        self.heard: FloatArray = np.full((replications, 1), np.inf)
        """Month in which citizens were first given a voice."""
        self.voice: Any = None

    def add(self, month: int, levers: Levers, city: _City) -> None:
        first = 0
        for sums in city.map(agency_sums, city.happened):
            last = first + sums.shape[1]
            self.series[:, month, first:last] = sums
            first = last
        self.money.append(levers.money)
        if levers.citizen_voice is not self.voice:
            self._hear(month, levers.citizen_voice)
        if month >= self.months - YEAR:
            for one, people in zip(city.happened, city.people, strict=True):
                for name, figures in officer_results(one).items():
                    add_to(self.officers[name][:, people], figures)
                standing = one.state.standing
                self.stood.setdefault((people.start, id(standing)), [0, people, standing])[0] += 1

    def _hear(self, month: int, voice: Any) -> None:
        """Note the month of those replications whose citizens have a voice for the first time."""
        self.voice = voice
        if voice is not None:
            np.minimum(self.heard, month, out=self.heard, where=voice.any(axis=1, keepdims=True))

    def done(self, p: Parameters) -> Trace:
        for months, people, standing in self.stood.values():
            for name, figures in standing_results(standing).items():
                self.officers[name][:, people] += months * figures
        for figures in self.officers.values():
            figures /= min(YEAR, self.months)
        spent, total = {}, np.zeros((len(_SPENDING), self.months, len(self.series)))
        for label in dict.fromkeys(label for money in self.money for label in money):
            figures = self._paid(label)
            total += figures
            # month after month: the sum must not depend on how many replications there are
            spent[label] = figures[0].cumsum(axis=0)[-1]
        for name, of_months in zip(_SPENDING, total, strict=True):
            self.city[name] += of_months.T
        self.city["app_adoption"][:] = app_users(np.arange(1.0, self.months + 1.0), self.heard, p)
        return Trace(self.series, self.city, self.officers, spent)

    def _paid(self, label: str) -> FloatArray:
        """What a programme spent, by :data:`_SPENDING`, month and replication; zero where there was none."""
        out = np.zeros((len(_SPENDING), self.months, len(self.series)))
        before: Spending | None = None
        for month, money in enumerate(self.money):
            one = money.get(label)
            if one is None:
                continue
            if one is not before:
                before, figures = one, np.array([getattr(one, name) for name in _SPENDING.values()])
            out[:, month] = figures
        return out
