"""L5: targets as masks over officers, of all replications at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from simkinerja.errors import UsageError, nearest, problem
from simkinerja.simulate.kept import once
from simkinerja.simulate.targets import (
    UNIT_RECORDS,
    Agency,
    AllOf,
    Everyone,
    Highest,
    Job,
    Lowest,
    RandomShare,
    Service,
    Unit,
)

if TYPE_CHECKING:
    from simkinerja.simulate.levers import Seen
    from simkinerja.simulate.world import World
    from simkinerja.streams import Streams

__all__ = ["Picker", "is_fixed", "job_codes", "labelled", "target_problems"]

BoolArray = npt.NDArray[np.bool_]
FloatArray = npt.NDArray[np.floating[Any]]
IntArray = npt.NDArray[np.int64]

_WORDS: Final = {"agency": "perangkat daerah", "unit": "unit", "service": "layanan", "job": "jabatan"}


def is_fixed(target: Any) -> bool:
    """Return whether a target is known before the first month: it needs no record.

    Examples
    --------
    >>> from simkinerja.simulate.targets import agency, lowest
    >>> is_fixed(agency("Dinas")), is_fixed(agency("Dinas") & lowest(0.2))
    (True, False)
    """
    parts = target.all_of if isinstance(target, AllOf) else (target,)
    return not any(isinstance(part, Lowest | Highest) for part in parts)


def labelled(wanted: str, labels: Sequence[Any]) -> list[int]:
    """Return the positions of the labels that are a text, or else of those that contain it.

    Examples
    --------
    >>> labelled("dinas a", ["Dinas A", "Dinas A Selatan"]), labelled("selatan", ["Dinas A", "A Selatan"])
    ([0], [1])
    """
    words = [" ".join(str(label).casefold().split()) if label is not None else "" for label in labels]
    text = " ".join(wanted.casefold().split())
    same = [i for i, word in enumerate(words) if word == text]
    return same or [i for i, word in enumerate(words) if text in word]


def job_codes(world: World, wanted: str) -> BoolArray | None:
    """Return which officers hold a post of this type, family or jenjang, shape (n,); None if nobody can."""
    for codes, categories in world.groups.values():
        known = [str(category).casefold() for category in categories]
        if wanted.casefold() in known:
            found: BoolArray = np.asarray(codes) == known.index(wanted.casefold())
            return found
    return None


def _known(world: World, key: str) -> list[str]:
    if key == "job":
        return [str(c) for _, categories in world.groups.values() for c in categories]
    labels = {"agency": world.agency_label, "unit": world.unit_label, "service": world.service}[key]
    return sorted({str(label) for label in labels if label not in (None, "")})


def target_problems(target: Any, world: World) -> list[tuple[str, str, str, str]]:
    """Return what a target names that a city does not have: key, what came, what is known, a hint.

    Returns
    -------
    list of tuple of str
        Empty if the city has it all.
    """
    out = []
    for part in target.all_of if isinstance(target, AllOf) else (target,):
        if isinstance(part, Everyone):
            continue
        given = vars(part)  # asking a model for a field that it lacks is slow
        for key in _WORDS:
            wanted = given.get(key)
            if wanted is None:
                continue
            known = _known(world, key)
            found = job_codes(world, wanted) is not None if key == "job" else labelled(wanted, known)
            if not found:
                first = ", ".join(known[:12]) + (" ..." if len(known) > 12 else "")
                out.append((_WORDS[key], wanted, first or "tidak ada", nearest(wanted, known)))
    return out


@dataclass(slots=True)
class Picker:
    """Chooses the officers of a target in all replications.

    Parameters
    ----------
    world : World
        n officers sorted by unit, U units, A agencies.
    streams : sequence of Streams, length R
        One a replication: lots are keyed by the slot of the officer, unit or agency.

    Raises
    ------
    UsageError
        ``target_unknown``, if a target names what the world does not have.
    """

    world: World
    streams: Sequence[Streams]
    unranked: dict[str, float] = field(default_factory=dict)
    """Recorded figure to the mean number of officers (units) without a record when it was last used."""
    _kept: dict[Any, BoolArray] = field(default_factory=dict)
    _units: dict[str, Any] = field(default_factory=dict)
    _lots: dict[tuple[str, str], FloatArray] = field(default_factory=dict)
    _ranks: dict[Any, tuple[FloatArray, BoolArray]] = field(default_factory=dict)
    _grouped: dict[tuple[str, bool], npt.NDArray[Any]] = field(default_factory=dict)

    def mask(self, target: Any, seen: Seen | None = None) -> BoolArray | None:
        """Return who is chosen, shape (1, n) or (R, n); None where no record exists to rank by."""
        if not isinstance(target, AllOf):
            return self._one(target, seen)
        masks = [self._one(part, seen) for part in sorted(target.all_of, key=repr)]
        out: BoolArray | None = masks[0]
        for mask in masks[1:]:
            out = out & mask if out is not None and mask is not None else None
        return out

    def units(self, officers: BoolArray) -> BoolArray:
        """Return the units at least half of whose officers are chosen, shape (1, U) or (R, U)."""
        return once(self._units, "units", _half_chosen, officers, self.world)

    def lots(self, name: str, of: str) -> FloatArray:
        """Return a lot 0..1 for each officer, unit or agency, shape (R, n), (R, U) or (R, A); kept."""
        if (name, of) not in self._lots:
            ids = {
                "officer": self.world.officer_id,
                "unit": self.world.unit_id,
                "agency": self.world.agency_id,
            }[of]
            drawn = np.empty((len(self.streams), len(ids)))
            for r, streams in enumerate(self.streams):
                drawn[r] = streams.uniform(name, np.asarray(ids))
            self._lots[name, of] = drawn
        return self._lots[name, of]

    def _one(self, part: Any, seen: Seen | None) -> BoolArray | None:
        if isinstance(part, Lowest | Highest):
            return self._ranked(part, seen)
        mask = self._kept.get(part)
        if mask is None:
            mask = self._kept[part] = self._fixed(part)
        return mask

    def _fixed(self, part: Any) -> BoolArray:
        world = self.world
        if isinstance(part, Everyone):
            return np.ones((1, world.n), dtype=bool)
        if isinstance(part, RandomShare):
            return self._by_lot(part)
        for what, got, known, hint in target_problems(part, world):
            raise UsageError([problem("target_unknown", what=what, got=got, known=known, hint=hint)])
        if isinstance(part, Job):
            held = job_codes(world, part.job)
            return np.asarray(held)[None, :]
        units = self._labelled_units(part)
        out: BoolArray = units[np.asarray(world.unit)][None, :]
        return out

    def _labelled_units(self, part: Agency | Unit | Service) -> BoolArray:
        world = self.world
        agency_of_unit = np.asarray(world.agency_of_unit)
        chosen = np.zeros(len(agency_of_unit), dtype=bool)
        if isinstance(part, Agency):
            return np.isin(agency_of_unit, labelled(part.agency, world.agency_label))
        labels, wanted = (
            (world.unit_label, part.unit) if isinstance(part, Unit) else (world.service, part.service)
        )
        chosen[labelled(wanted, labels)] = True
        return chosen

    def _by_lot(self, part: RandomShare) -> BoolArray:
        name = f"target.random_share.{part.draw}" if part.draw else "target.random_share"
        drawn = self.lots(f"{name}.{part.of}", part.of) < part.random_share
        unit = np.asarray(self.world.unit)
        if part.of == "unit":
            return np.asarray(drawn[:, unit])
        if part.of == "agency":
            return np.asarray(drawn[:, np.asarray(self.world.agency_of_unit)[unit]])
        return np.asarray(drawn)

    def _ranked(self, part: Lowest | Highest, seen: Seen | None) -> BoolArray | None:
        of_units = part.by in UNIT_RECORDS
        book: Mapping[str, FloatArray] = {} if seen is None else seen.unit if of_units else seen.officer
        figure = book.get(part.by.removeprefix("unit."))
        missing = None if figure is None else np.isnan(figure)
        if figure is None or missing is None or missing.all():
            return None
        self.unranked[part.by] = float(missing.sum() / len(missing))
        ranked_by, mask = self._ranks.get(part, (None, None))
        if mask is None or ranked_by is None or not _equal(ranked_by, figure):
            mask = self._chosen(part, figure, of_units)
            self._ranks[part] = figure.copy(), mask  # a record may be written over in place
        return mask

    def _chosen(self, part: Lowest | Highest, figure: FloatArray, of_units: bool) -> BoolArray:
        low = isinstance(part, Lowest)
        share = part.lowest if isinstance(part, Lowest) else part.highest
        group = self._groups(part.within, of_units)
        name = "target.tie.unit" if of_units else "target.tie.officer"
        ids = np.asarray(self.world.unit_id if of_units else self.world.officer_id)
        full = np.broadcast_to(figure if low else -figure, (len(self.streams), figure.shape[1]))
        mask = np.zeros(full.shape, dtype=bool)
        for r, (row, streams) in enumerate(zip(full, self.streams, strict=True)):
            mask[r] = _lowest(row, group, share, partial(_lots, streams, name, ids))
        return mask[:, np.asarray(self.world.unit)] if of_units else mask

    def _groups(self, within: str, of_units: bool) -> npt.NDArray[Any]:
        """Return the number of the group of each officer or unit; kept."""
        if (within, of_units) not in self._grouped:
            agency = np.asarray(self.world.agency_of_unit, dtype=np.int64)
            unit = np.asarray(self.world.unit, dtype=np.int64)
            found = unit if within == "unit" else agency if of_units else agency[unit]
            if within == "city":
                found = np.zeros_like(found)
            short = len(agency) < 2**15  # short ones sort by radix
            self._grouped[within, of_units] = found.astype(np.int16) if short else found
        return self._grouped[within, of_units]


def _half_chosen(officers: BoolArray, world: World) -> BoolArray:
    start = np.asarray(world.unit_start)
    if officers.all():
        return np.ones((len(officers), 1), dtype=bool) & (world.unit_size > 0)
    total = np.zeros((len(officers), world.n + 1), dtype=np.int32)
    np.cumsum(officers, axis=1, dtype=np.int32, out=total[:, 1:])
    chosen = total[:, start[1:]] - total[:, start[:-1]]
    out: BoolArray = (chosen > 0) & (2 * chosen >= np.diff(start))
    return out


def _equal(a: FloatArray, b: FloatArray) -> bool:
    # NaN for NaN costs seven times as much: only where there are any
    return np.array_equal(a, b) or np.array_equal(a, b, equal_nan=True)


def _lots(streams: Streams, name: str, ids: npt.NDArray[Any], who: IntArray) -> FloatArray:
    return streams.uniform(name, ids[who])


def _lowest(
    figure: FloatArray,
    group: npt.NDArray[Any],
    share: float,
    lots: Callable[[IntArray], FloatArray],
) -> BoolArray:
    """Mark the lowest share of every group; NaN is not counted; of equal ones the lower lot is chosen.

    Whoever is below the last place is in; lots are drawn only for those on it.
    """
    order = np.argsort(figure)  # NaN comes last
    order = order[: len(figure) - np.count_nonzero(np.isnan(figure))]
    order = order[np.argsort(group[order], kind="stable")]
    first = np.searchsorted(group[order], np.arange(int(group.max()) + 2))
    wanted = np.floor(share * np.diff(first) + 0.5 + 1e-9).astype(np.int64)
    last = np.full(len(wanted), np.nan)  # of a group in which nobody is wanted, nobody is below it
    some = np.flatnonzero(wanted)
    last[some] = figure[order[(first[:-1] + wanted - 1)[some]]]
    edge = last[group]
    chosen: BoolArray = figure < edge
    equal = np.flatnonzero(figure == edge)
    equal = equal[np.lexsort((lots(equal), group[equal]))]
    groups = group[equal]
    places = wanted - np.bincount(group[chosen], minlength=len(wanted))
    turn = np.arange(len(equal)) - np.searchsorted(groups, groups)
    chosen[equal[turn < places[groups]]] = True
    return chosen
