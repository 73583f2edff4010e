"""L6: the claims of a city put to the test: worlds with and without the cause, the same people and luck."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from simkinerja.evaluate.claims import BEFORE, OPEN, CityClaims, Claim, Spec, read_claims
from simkinerja.evaluate.claims_conditions import PATTERN, grid, with_conditions
from simkinerja.evaluate.claims_effect import AFTER, COUNTED, LUCKS, run_world
from simkinerja.evaluate.claims_verdict import (
    SEEN,
    Cell,
    ClaimResult,
    decisive,
    seen_in_records,
    share_holding,
    size_of,
    verdict_of,
)

if TYPE_CHECKING:
    from simkinerja.evaluate.claims_effect import Traces
    from simkinerja.population.city import City
    from simkinerja.simulate.world import World

__all__ = ["RECORDS", "ClaimReport", "check_claims", "timed_worlds"]

FloatArray = npt.NDArray[np.float64]

_THEMSELVES: Final = (
    *("ikm", "wait_days", "backlog_days", "completed", "complaints", "app_adoption"),
    *("compliance", "presence", "top_share", "recorded_on_time_share"),
)
RECORDS: Final[Mapping[str, str]] = {
    "on_time_share": "recorded_on_time_share",
    "satisfaction": "ikm",
    "practice": "top_share",
    "meets_standard": "top_share",
    "innovations": COUNTED,
    **{name: name for name in _THEMSELVES},
}
"""Where an office would look for an outcome; what is missing here no office records."""


@dataclass(frozen=True, slots=True)
class ClaimReport:
    """The claims of a city and what became of them.

    Parameters
    ----------
    city, label : str
    n_officers, draws, grid_draws, seed : int
        Officers simulated, parameter draws of a claim and of each cell of its grid.
    results : tuple of ClaimResult
    """

    city: str
    label: str
    n_officers: int
    draws: int
    grid_draws: int
    seed: int
    results: tuple[ClaimResult, ...]

    def __getitem__(self, code: str) -> ClaimResult:
        return next(one for one in self.results if one.claim.code == code)


def check_claims(
    city: City | str | os.PathLike[str],
    *,
    codes: Sequence[str] | None = None,
    n_officers: int = 2000,
    draws: int = 24,
    grid_draws: int = 8,
    seed: int = 2026,
    workers: int | None = None,
    progress: Callable[[int, int, str], None] | None = None,
    run: Callable[..., Traces] = run_world,
) -> ClaimReport:
    """Put the claims of a city to the test.

    Each claim is a contrast of two worlds that meet the same people and the same luck. Parameters are drawn
    from their ranges; each draw is run twice with other luck, so that ignorance and luck are told apart.
    Each cell of the grid of conditions is run once for each of the first ``grid_draws`` draws.

    Parameters
    ----------
    city : str, path or City
    codes : sequence of str, optional
        Claims to test; all by default.
    n_officers : int
        Size of the synthetic city.
    draws, grid_draws : int
        Parameter draws of each claim, and of each cell of its grid (at most ``draws``).
    seed : int
    workers : int, optional
        Processes; by default as many as there are processors. The answer does not depend on it.
    progress : callable, optional
        Told the claims done, their number, and the last one done.
    run : callable
        Runs one world: :func:`~simkinerja.evaluate.claims_effect.run_world`.

    Raises
    ------
    UsageError, InputError
        Sizes out of range; an unknown city or claim; faults of the city file.
    """
    from simkinerja.population.draw import draw_population
    from simkinerja.simulate.pool import cores, run_tasks
    from simkinerja.simulate.world import World

    found = read_claims(city)
    _checked(n_officers, draws, grid_draws, seed)
    claims = found.claims if codes is None else tuple(found.claim(code) for code in codes)
    tested = [claim.code for claim in claims if claim.testable]
    world = World.of(draw_population(city, seed, n_officers))
    tester = _Tester(found, world, draws, grid_draws, seed, run, tuple(tested))
    done: list[ClaimResult] = []

    def count(_: int, result: ClaimResult) -> None:
        done.append(result)
        if progress is not None:
            progress(len(done), len(tested), result.claim.claim)

    crew = cores() if workers is None else workers
    results = run_tasks(partial(_one, tester), tested, workers=crew, on_done=count)
    made = {result.claim.code: result for result in results}
    every = tuple(made.get(claim.code) or ClaimResult(claim, "di_luar_model") for claim in claims)
    return ClaimReport(found.code, found.label, n_officers, draws, grid_draws, seed, every)


def _checked(n_officers: int, draws: int, grid_draws: int, seed: int) -> None:
    from simkinerja.rules.checks import whole

    owner = "check_claims"
    whole(n_officers, "n_officers", owner, low=200, high=200_000, example="n_officers=2000")
    whole(draws, "draws", owner, low=4, high=10_000, example="draws=24")
    whole(grid_draws, "grid_draws", owner, low=2, high=draws, example="grid_draws=8")
    whole(seed, "seed", owner, high=2**63 - 1, example="seed=2026")


@dataclass(frozen=True, slots=True)
class _Job:
    """A pair of worlds to be run with the same luck; ``cell`` is None for the claim as written."""

    claim: Claim
    cell: Mapping[str, Any] | None
    cause: tuple[Spec, ...]
    baseline: tuple[Spec, ...]
    pattern: bool | None


@dataclass(slots=True)
class _Tester:
    """What a process needs to test claims; worlds that several claims are compared with are kept."""

    found: CityClaims
    world: World
    draws: int
    grid_draws: int
    seed: int
    run: Callable[..., Traces]
    codes: tuple[str, ...]
    kept: dict[str, Traces] = field(default_factory=dict)

    @property
    def outcomes(self) -> tuple[str, ...]:
        """All that the claims ask for, so that kept worlds serve every claim."""
        asked = [str(self.found.claim(code).outcome) for code in self.codes]
        return tuple(dict.fromkeys([*asked, *(RECORDS[name] for name in asked if name in RECORDS)]))

    def ends(self, job: _Job, runs: Sequence[int]) -> tuple[FloatArray, tuple[Traces, Traces]]:
        """Return the paired effect of each run, and the traces of both worlds."""
        with_it = self._traces(job, job.cause, runs, keep=False)
        without = self._traces(job, job.baseline, runs, keep=job.cell is None or not job.baseline)
        outcome, to = str(job.claim.outcome), job.claim.to
        return with_it.end(outcome, to) - without.end(outcome, to), (with_it, without)

    def _traces(self, job: _Job, specs: tuple[Spec, ...], runs: Sequence[int], *, keep: bool) -> Traces:
        claim = job.claim
        key = json.dumps([claim.months, claim.scheme, job.pattern, specs], sort_keys=True, default=str)
        if key not in self.kept or not set(runs) <= set(self.kept[key].runs):
            traces = self.run(
                self.world,
                specs,
                self.outcomes,
                months=claim.months,
                runs=runs,
                seed=self.seed,
                scheme=claim.scheme,
                pattern=job.pattern,
            )
            if not keep:
                return traces
            self.kept[key] = traces
        return self.kept[key].of(runs)


def _one(tester: _Tester, code: str) -> ClaimResult:
    """Test one claim: as written, then every cell of its grid."""
    claim = tester.found.claim(code)
    smallest, direction = _smallest(claim), str(claim.direction)
    main, *cells = _jobs(claim, tester.found)
    effects, worlds = tester.ends(main, range(tester.draws * LUCKS))
    drawn = effects.reshape(-1, LUCKS)
    share = share_holding(drawn.mean(axis=1), direction, smallest)
    tried = []
    for job in cells:
        each, _ = tester.ends(job, range(0, tester.grid_draws * LUCKS, LUCKS))
        assert job.cell is not None
        holds = share_holding(each, direction, smallest)
        tried.append(Cell(job.cell, holds, float(np.median(each)), _allowed(claim, job.cell)))
    record = RECORDS.get(str(claim.outcome)) if claim.one_world else None
    seen = [None if record is None else _seen(claim, record, one) for one in worlds]
    visible = seen[0] is not None and seen[1] is not None and seen[0] - seen[1] >= SEEN
    return ClaimResult(
        claim,
        verdict_of(share, tried, visible),
        smallest,
        share,
        size_of(drawn),
        record,
        seen[0],
        seen[1],
        tuple(tried),
        decisive(tried),
    )


def _jobs(claim: Claim, found: CityClaims) -> Iterator[_Job]:
    cause, baseline = found.world(claim.cause), found.world(claim.compare_with)
    stated = _stated(claim)
    for cell in (None, *grid(cause, baseline, scheme=claim.scheme is not None)):
        values = stated if cell is None else cell
        worlds = timed_worlds(*(with_conditions(world, values) for world in (cause, baseline)))
        pattern = values.get(PATTERN.name)
        yield _Job(claim, cell, *worlds, None if pattern is None else bool(pattern))


def timed_worlds(
    cause: Sequence[Spec], baseline: Sequence[Spec]
) -> tuple[tuple[Spec, ...], tuple[Spec, ...]]:
    """Return both worlds in time: what they share is always there, the rest begins after BEFORE months.

    Examples
    --------
    >>> timed_worlds([{"kind": "e_kinerja"}, {"kind": "culture"}], [{"kind": "e_kinerja"}])[0]
    ({'kind': 'e_kinerja'}, {'kind': 'culture', 'start': 6})
    """
    shared = [spec for spec in cause if spec in baseline]
    return _later(cause, shared), _later(baseline, shared)


def _later(world: Sequence[Spec], shared: Sequence[Spec]) -> tuple[Spec, ...]:
    return tuple(
        spec if spec in shared else {**spec, "start": int(spec.get("start", 0)) + BEFORE} for spec in world
    )


def _stated(claim: Claim) -> dict[str, Any]:
    return {name: value for name, value in claim.conditions.items() if value != OPEN}


def _allowed(claim: Claim, cell: Mapping[str, Any]) -> bool:
    """Tell whether the document allows a cell; it never says that its programme is half carried out."""
    full = cell.get("strength", 1.0) == 1.0
    return full and all(cell[name] == value for name, value in _stated(claim).items() if name in cell)


def _smallest(claim: Claim) -> float:
    from simkinerja.simulate.outcomes import outcomes

    given = claim.smallest_effect
    return outcomes()[str(claim.outcome)].smallest_effect if given is None else given


def _seen(claim: Claim, record: str, traces: Traces) -> float:
    """Return the chance that an office sees the effect before against after, one run at a time."""
    months = traces.units(record, claim.to)
    return seen_in_records(months[..., :BEFORE], months[..., -AFTER:], str(claim.direction))
