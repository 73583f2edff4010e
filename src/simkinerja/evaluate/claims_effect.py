"""L6: the one place where claims meet the engine: a world in, what its units lived through out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from simkinerja.errors import nearest
from simkinerja.evaluate.claims import BEFORE
from simkinerja.simulate.parameters import LUCKS, Parameters

if TYPE_CHECKING:
    from pydantic import BaseModel

    from simkinerja.evaluate.claims import Spec
    from simkinerja.simulate.records import Month
    from simkinerja.simulate.world import World

__all__ = ["AFTER", "COUNTED", "LUCKS", "Traces", "intervention_model", "run_world", "units_of"]

FloatArray = npt.NDArray[np.float64]
SmallArray = npt.NDArray[np.float32]

AFTER: Final = 6
"""Months at the end of a run over which an outcome is averaged."""
COUNTED: Final = "counted_innovations"
"""Innovations as an office counts them: whole ones, with the luck of rare events."""
_CITY: Final = ("app_adoption", "cost_idr")


@dataclass(frozen=True, slots=True, eq=False)
class Traces:
    """What the runs of a world left: the first months (before the cause) and the last.

    Parameters
    ----------
    world : World
    runs : tuple of int
        Numbers of the runs.
    sums : mapping of outcome to float32 array, shape (R, U, months, 2)
        Sums of each unit and what to divide them by; the months are the first BEFORE and the last AFTER.
    city : mapping of outcome to float array, shape (R, months)
        Outcomes that only the city has.
    """

    world: World
    runs: tuple[int, ...]
    sums: Mapping[str, SmallArray]
    city: Mapping[str, FloatArray]

    def end(self, outcome: str, to: str | Spec | None) -> FloatArray:
        """Return the mean outcome over the last months of those whom a target names, shape (R,)."""
        if outcome in self.city:
            found: FloatArray = self.city[outcome][:, -AFTER:].mean(axis=1)
            return found
        sums = self.sums[outcome][:, units_of(self.world, to), -AFTER:].sum(axis=1, dtype=float)
        monthly = np.divide(
            sums[..., 0], sums[..., 1], out=np.full(sums.shape[:2], np.nan), where=sums[..., 1] > 0.0
        )
        return np.asarray(np.nanmean(monthly, axis=1))

    def units(self, outcome: str, to: str | Spec | None) -> FloatArray:
        """Return an outcome of their units, shape (R, U, months); NaN where a unit has none."""
        if outcome in self.city:
            return self.city[outcome][:, None]
        sums = self.sums[outcome][:, units_of(self.world, to)].astype(float)
        out: FloatArray = np.divide(
            sums[..., 0], sums[..., 1], out=np.full(sums.shape[:3], np.nan), where=sums[..., 1] > 0.0
        )
        return out

    def of(self, runs: Sequence[int]) -> Traces:
        """Return some of the runs."""
        rows = [self.runs.index(run) for run in runs]
        sums = {name: values[rows] for name, values in self.sums.items()}
        return Traces(self.world, tuple(runs), sums, {name: v[rows] for name, v in self.city.items()})


def intervention_model(spec: Mapping[str, Any]) -> type[BaseModel] | str:
    """Return the model of an intervention's kind, or in words what its kind must be.

    Examples
    --------
    >>> intervention_model({"kind": "training"}).__name__, intervention_model({"kind": "trainig"})
    ('Training', "jenis intervensi. Maksud Anda 'training'?")
    """
    from simkinerja.simulate.interventions import KINDS

    kind = spec.get("kind")
    if isinstance(kind, str) and kind in KINDS:
        return KINDS[kind]
    return f"jenis intervensi.{nearest(str(kind), KINDS)}"


def units_of(world: World, to: str | Spec | None) -> npt.NDArray[np.bool_]:
    """Return which units a target names, shape (U,).

    Raises
    ------
    UsageError
        ``target_unknown``: the city has no such agency, unit or service.

    Examples
    --------
    >>> from simkinerja.simulate.world import World
    >>> lab = World.plain(n_units=4, officers_per_unit=5, seed=1, n_agencies=2)
    >>> units_of(lab, {"agency": "Dinas 2"}).tolist()
    [False, False, True, True]
    """
    from simkinerja.simulate.picking import labelled

    if not isinstance(to, dict) or not to:
        return np.ones(world.n_units, dtype=bool)
    key, wanted = next(iter(to.items()))
    agency = [world.agency_label[a] for a in world.agency_of_unit]
    labels = {"agency": agency, "unit": world.unit_label, "service": world.service}[key]
    found = np.zeros(world.n_units, dtype=bool)
    found[labelled(str(wanted), labels)] = True
    return found


def run_world(
    world: World,
    specs: Sequence[Spec],
    outcomes: Sequence[str],
    *,
    months: int,
    runs: Sequence[int],
    seed: int,
    scheme: str | None = None,
    pattern: bool | None = None,
) -> Traces:
    """Run one world under its interventions and keep what claims ask for.

    Run k meets the same luck in every world, and parameters drawn from their ranges (draw k // 2).

    Parameters
    ----------
    specs : sequence of mapping
        Interventions as in a scenario file.
    outcomes : sequence of str
        What is kept.
    runs : sequence of int
        Numbers of the runs.
    scheme : str, optional
        Code of the scheme in force.
    pattern : bool, optional
        Whether the distribution pattern is enforced; drawn by default.
    """
    from simkinerja.schemes.read import load_scheme
    from simkinerja.simulate.engine import replication_seeds, simulate
    from simkinerja.simulate.interventions import KINDS
    from simkinerja.simulate.programme import Programmes

    p = _drawn(seed, runs, pattern)
    made = tuple(KINDS[str(spec["kind"])].model_validate(spec) for spec in specs)
    keeper = _Keeper(world, tuple(outcomes), months, len(runs))
    trace = simulate(
        world,
        (lambda streams: Programmes(made, world, streams, p, months)) if made else None,
        seeds=tuple(replication_seeds(seed, run, 1)[0] for run in runs),
        months=months,
        scheme=None if scheme is None else load_scheme(scheme),
        p=p,
        watch=keeper.see,
    )
    kept = _kept(months)
    city = {name: trace.city[name][:, kept] for name in outcomes if name in _CITY}
    return Traces(world, tuple(runs), keeper.sums, city)


def _kept(months: int) -> list[int]:
    return [*range(BEFORE), *range(months - AFTER, months)]


def _drawn(seed: int, runs: Sequence[int], pattern: bool | None) -> Parameters:
    """Parameters of each run: draw k // 2 of the registry's ranges."""
    fixed = {} if pattern is None else {"pattern.enforced": float(pattern)}
    return Parameters.default().set(fixed).draw_by_run(seed, runs)


class _Keeper:
    """Looks at every block and month and keeps the sums of its units that are asked for."""

    def __init__(self, world: World, outcomes: tuple[str, ...], months: int, runs: int) -> None:
        from simkinerja.simulate.totals import BY_AGENCY

        self.at = {month: k for k, month in enumerate(_kept(months))}
        self.names = {name: BY_AGENCY.index(name) for name in outcomes if name in BY_AGENCY}
        self.first = {int(number): k for k, number in enumerate(world.unit_id)}
        names = [*self.names, *(name for name in outcomes if name == COUNTED)]
        shape = (runs, world.n_units, len(self.at), 2)
        self.sums: dict[str, SmallArray] = {name: np.zeros(shape, dtype=np.float32) for name in names}

    def see(self, month: Month) -> None:
        """Keep a block's month."""
        if month.month not in self.at:
            return
        from simkinerja.simulate.totals import agency_sums

        part, k = month.world, self.at[month.month]
        start = self.first[int(part.unit_id[0])]
        units = slice(start, start + part.n_units)
        alone = replace(part, agency_start=np.arange(part.n_units + 1))
        found = agency_sums(replace(month, world=alone))
        for name, v in self.names.items():
            self.sums[name][:, units, k] = found[:, :, v]
        if COUNTED in self.sums:
            self.sums[COUNTED][:, units, k, 0] = _counted(month)
            self.sums[COUNTED][:, units, k, 1] = part.unit_size


def _counted(month: Month) -> FloatArray:
    from simkinerja.simulate.base import unit_sum
    from simkinerja.simulate.records import draw_month

    return 100.0 * unit_sum(draw_month(["innovations"], month)["innovations"], month.world)
