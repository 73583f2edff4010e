"""L5: who is served in a month: everybody meant, or, where budget or trainers are short, whose turn it is.

First come, first served by month of joining. Those who join in the same month are put in line by lot: units
by a lot of the unit, colleagues by a lot of their own, so that a unit learns together and nobody gains by a
low number. Each who joins is served once for the months of the programme; who is still in line when the
programme opens again keeps the old place.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, ClassVar, Final

import numpy as np
import numpy.typing as npt

from simkinerja.simulate.timing import RuleWatch, occurrence

if TYPE_CHECKING:
    from simkinerja.simulate.levers import Seen
    from simkinerja.simulate.picking import Picker

__all__ = ["FixedEnrolment", "Limits", "Openings", "QueuedEnrolment", "Service", "meant"]

_NEVER: Final = sys.maxsize
BoolArray = npt.NDArray[np.bool_]
FloatArray = npt.NDArray[np.floating[Any]]
IntArray = npt.NDArray[np.int64]


@dataclass(slots=True, eq=False)
class Service:
    """Who is served this month; m officers or units.

    What did not change is the same object as last month: an array of it, or the whole.

    Parameters
    ----------
    on : bool array, shape (1, m) or (R, m)
    began : int, or int array of shape (R, m) which goes with the months
        Month in which this spell began; a number holds for all who are on.
    done : float or float array
        Months served so far, this one included. Left at 0 where nothing grows with it.
    participants, waiting : float array, shape (R,)
    """

    on: BoolArray
    began: npt.NDArray[np.int32] | int
    done: FloatArray | float
    participants: FloatArray
    waiting: FloatArray

    def since(self, t: int) -> FloatArray | float:
        """Return the months since this spell began, 0 in its first, as of month ``t``.

        An array, float32, is 0 where it is not on; a number is of no meaning there.
        """
        if isinstance(self.began, int):
            return float(t - self.began)
        return np.multiply(t - self.began, self.on, dtype=np.float32)


def meant(mask: BoolArray, replications: int) -> tuple[Service, Service]:
    """Return what serving all in a mask, (1, m) or (R, m), comes to, and what serving nobody.

    Examples
    --------
    >>> all_of_them, nobody = meant(np.array([[True, False, True]]), replications=2)
    >>> all_of_them.participants.tolist(), nobody.participants.tolist()
    ([2.0, 2.0], [0.0, 0.0])
    """
    served, none = np.zeros(replications), np.zeros(replications)
    served[:] = [np.count_nonzero(row) for row in mask]  # a sum of bools along an axis is slow
    serving = Service(mask, 0, 0.0, served, none)
    return serving, Service(np.zeros((1, mask.shape[1]), dtype=bool), 0, 0.0, none, none)


class FixedEnrolment:
    """Everybody meant is served: fixed months, a target that needs no record, no limits.

    Parameters
    ----------
    serving, resting : Service
        Of :func:`meant`.
    timing : tuple
        start, months of one spell (None: to the end), every (a spell is not longer), until.
    grows : bool
        Whether anybody needs the months served so far.

    Attributes
    ----------
    due : int
        The next month in which another thing may be served; until then nobody need ask.
    """

    def __init__(
        self,
        serving: Service,
        resting: Service,
        timing: tuple[int, int | None, int | None, int | None],
        *,
        grows: bool = True,
    ) -> None:
        self._grows = grows
        self._start, self._span, self._every, self._until = timing
        self._serving, self._resting = serving, resting
        self._now, self.due = resting, 0

    def month(self, t: int, seen: Seen) -> Service:
        """Return who is served in month ``t``; call once a month, in order."""
        if t >= self.due:
            self._now, self.due = self._from(t)
        return self._now

    def _from(self, t: int) -> tuple[Service, int]:
        """Who is served from month ``t`` on, and the next month in which that may be another thing."""
        found = occurrence(t, self._start, self._every, self._until)
        if found is None:
            return self._resting, self._start
        number, age = found
        opened = t - age
        if self._span is not None and age >= self._span:
            reopens = _NEVER if self._every is None else opened + self._every
            return self._rest((number + 1) * self._span), reopens
        if not self._grows:
            return self._serve(opened, 0.0), _NEVER if self._span is None else opened + self._span
        before = number * self._span if self._span is not None else 0
        return self._serve(opened, float(before + age + 1)), t + 1

    def _serve(self, began: int, done: float) -> Service:
        all_meant = self._serving
        return Service(all_meant.on, began, done, all_meant.participants, all_meant.waiting)

    def _rest(self, months: int) -> Service:
        """Between two spells and after the last, when those meant were served so many months."""
        if not self._grows:
            return self._resting
        return replace(self._resting, done=self._serving.on.astype(np.float64) * months)


@dataclass(slots=True)
class Openings:
    """Who is meant to join in a month.

    Parameters
    ----------
    picker : Picker
    target : Target
    of_units : bool
        Whether units join, and not officers.
    timing : tuple
        start, every, until.
    watch : RuleWatch, optional
        The rule that opens it instead of the calendar.
    """

    picker: Picker
    target: Any
    of_units: bool
    timing: tuple[int, int | None, int | None]
    watch: RuleWatch | None = None
    _held: BoolArray | None = None
    _members: BoolArray | None = None

    def month(self, t: int, seen: Seen) -> BoolArray | None:
        """Return who joins, shape (1, m) or (R, m); None for nobody.

        A target that ranks by a record waits for the first record, if none exists when it opens.
        """
        opens = self._opens(t, seen)
        if self._held is not None:
            opens = self._held if opens is None else opens | self._held
            self._held = None
        if opens is None:
            return None
        chosen = self.picker.mask(self.target, seen)
        if chosen is None:
            self._held = opens
            return None
        return opens & (self.picker.units(chosen) if self.of_units else chosen)

    def _opens(self, t: int, seen: Seen) -> BoolArray | None:
        if self.watch is not None:
            called = self.watch.month(t, seen)
            if not called.any():
                return None
            return called if self.of_units else called[:, np.asarray(self.picker.world.unit)]
        found = occurrence(t, *self.timing)
        return np.ones((1, 1), dtype=bool) if found is not None and found[1] == 0 else None


@dataclass(frozen=True, slots=True)
class Limits:
    """What a month can carry.

    Parameters
    ----------
    places : float array, shape (R,), optional
        Participants at once, by trainers.
    room_idr : float array, shape (R,), optional
        Rupiah a month for participants, after fixed costs; whole rupiah, below 0 if these do not fit.
    cost : float array, shape (1, 1), (R, 1), (1, m) or (R, m)
        Rupiah per participant and month, whole.
    """

    places: FloatArray | None
    room_idr: FloatArray | None
    cost: FloatArray

    @property
    def any(self) -> bool:
        """Whether there is a limit at all."""
        return self.places is not None or self.room_idr is not None

    @property
    def uniform(self) -> bool:
        """Whether all participants cost the same."""
        return bool(self.cost.shape[1] == 1)

    def most(self, replications: int) -> FloatArray:
        """Return how many participants of one price fit at once, shape (R,)."""
        out = np.full(replications, np.inf) if self.places is None else self.places.astype(np.float64)
        if self.room_idr is None:
            return out
        cost = np.broadcast_to(self.cost[:, 0], (replications,))
        fit = np.full(replications, np.inf)
        np.floor_divide(self.room_idr, cost, out=fit, where=cost > 0)
        both: FloatArray = np.minimum(out, np.where(self.room_idr < 0, 0.0, fit))
        return both


@dataclass(slots=True)
class QueuedEnrolment:
    """Joining, waiting, being served and leaving, in R replications at once.

    Parameters
    ----------
    openings : Openings
    span : int, optional
        Months each is served; None to the end.
    limits : Limits
    shape : tuple of int
        (R, m).
    stream : str
        Name of the stream of the lots of the line.
    grows : bool
        Whether anybody needs the months served so far.
    """

    due: ClassVar[int] = 0
    """In any month somebody may come or go."""

    openings: Openings
    span: int | None
    limits: Limits
    shape: tuple[int, int]
    stream: str
    grows: bool = True
    _began: npt.NDArray[np.int32] = field(init=False)
    _starts: set[int] = field(init=False, default_factory=set)
    _waiting: BoolArray = field(init=False)
    _done: FloatArray | float = field(init=False, default=0.0)
    _lines: list[IntArray] = field(init=False)
    _in_line: FloatArray = field(init=False)
    _on: BoolArray = field(init=False)
    _served: FloatArray = field(init=False)
    _most: FloatArray | None = field(init=False)

    def __post_init__(self) -> None:
        self._began = np.full(self.shape, -1, dtype=np.int32)
        self._waiting = np.zeros(self.shape, dtype=bool)
        self._on = np.zeros(self.shape, dtype=bool)
        self._served = np.zeros(self.shape[0])
        self._lines = [np.zeros(0, dtype=np.int64) for _ in range(self.shape[0])]
        self._in_line = np.zeros(self.shape[0])
        self._most = self.limits.most(self.shape[0]) if self.limits.uniform else None

    def month(self, t: int, seen: Seen) -> Service:
        """Return who is served in month ``t``; call once a month, in order."""
        before = self._on, self._served
        moved = self._leave(t)
        joining = self.openings.month(t, seen)
        if joining is not None:
            moved = self._join(joining & ~(self._waiting | self._on), t) or moved
        if moved and self.limits.any:  # else a line that did not move then does not move now
            self._serve(t)
        if self._on is not before[0] and np.array_equal(self._on, before[0]):
            self._on, self._served = before  # those who left came back at once
        return self._service()

    def _count(self) -> None:
        self._on = self._began >= 0
        self._served = np.count_nonzero(self._on, axis=1).astype(np.float64)

    def _leave(self, t: int) -> bool:
        """Let those go whose months are over; say whether anybody went."""
        if self.span is None or t - self.span not in self._starts:
            return False
        self._began[self._began == t - self.span] = -1
        self._count()
        return True

    def _join(self, fresh: BoolArray, t: int) -> bool:
        """Let them begin, or stand in line; say whether there was anybody."""
        if not fresh.any():
            return False
        if self.limits.any:
            self._stand_in_line(fresh)
        else:
            self._began[fresh] = t
            self._starts.add(t)
            self._count()
        return True

    def _stand_in_line(self, fresh: BoolArray) -> None:
        picker, of_units = self.openings.picker, self.openings.of_units
        unit = np.asarray(picker.world.unit)
        for r in np.flatnonzero(fresh.any(axis=1)):
            new = np.flatnonzero(fresh[r])
            lots = picker.lots(f"{self.stream}.unit", "unit")[r]
            if of_units:
                order = np.argsort(lots[new], kind="stable")
            else:
                own = picker.lots(self.stream, "officer")[r]
                order = np.lexsort((own[new], lots[unit[new]]))
            self._lines[r] = np.concatenate([self._lines[r], new[order]])
            self._waiting[r, new] = True

    def _serve(self, t: int) -> None:
        for r, line in enumerate(self._lines):
            if not len(line):
                continue
            if self._most is None:
                who, rest = self._turn(r, line)
            else:
                count = int(min(len(line), max(0.0, self._most[r] - self._served[r])))
                who, rest = line[:count], line[count:]
            if len(who):
                self._began[r, who] = t
                self._waiting[r, who] = False
                self._lines[r] = rest
                self._starts.add(t)
        if t in self._starts:
            self._count()
        self._in_line = np.array([len(line) for line in self._lines], dtype=np.float64)

    def _turn(self, r: int, line: IntArray) -> tuple[IntArray, IntArray]:
        """Return whose turn it is, and the rest: from the front, as far as trainers and money go."""
        limits, serving = self.limits, self._on[r]
        places = np.arange(len(line))
        if limits.room_idr is not None:
            cost = limits.cost[min(r, len(limits.cost) - 1)]
            room = limits.room_idr[r]
            places = places[cost[line] <= room]  # a price above the whole budget blocks nobody else
            places = places[np.cumsum(cost[line[places]]) <= room - cost[serving].sum()]
        if limits.places is not None:
            places = places[: max(0, int(limits.places[r] - self._served[r]))]
        return line[places], np.delete(line, places)

    def _service(self) -> Service:
        if self.grows and self._served.any():
            self._done = np.add(self._done, self._on, dtype=np.float64)
        return Service(self._on, self._began, self._done, self._served, self._in_line)
