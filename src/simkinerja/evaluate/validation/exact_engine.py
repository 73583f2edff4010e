"""Exact lines about the engine: effort under its constraint, strength 0, one band, the citizens' app."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np

from simkinerja.evaluate.validation.line import EXACT, Knobs, Line, around
from simkinerja.evaluate.validation.tables import table

if TYPE_CHECKING:
    import numpy.typing as npt

    from simkinerja.schemes.model import Scheme
    from simkinerja.simulate.records import Month

    FloatArray = npt.NDArray[np.float64]

__all__ = ["engine_lines"]

_UNITS, _OFFICERS, _MONTHS = 20, 10, 18
_NOT_EFFECTS = ("cost_idr", "hours")
"""Strength multiplies what a programme does, never what it takes."""


def engine_lines() -> tuple[Line, ...]:
    """Return the exact lines about the engine."""
    return (_effort(), _strength_zero(), _one_band(), _app())


def _effort() -> Line:
    return Line(
        code="upaya-berkendala",
        group="exact",
        what="Pembagian upaya dengan kendala: selisih terbesar dari jawaban lewat semua himpunan aktif",
        source="Holmstrom dan Milgrom 1991: maksimum cekung dengan upaya tidak negatif",
        expected=(0.0, 0.0, 0.0),
        low=(0.0, 0.0, 0.0),
        high=(1e-9, 1e-6, 1e-6),
        labels=("semua theta", "theta mendekati 1: yang terbaik x/c", "theta mendekati 1: yang lain 0"),
        reason="pembulatan; dekat 1 biaya sendiri tinggal sepersepuluh juta",
        basis=EXACT,
        setup="2.000 pegawai acak, empat dimensi, nilai -0,5 sampai 2, theta 0 sampai 0,95",
        run=_effort_errors,
        mechanism="saling menggantikan (theta)",
        digits=9,
    )


def _effort_errors(knobs: Knobs) -> list[float]:
    from simkinerja.simulate.effort import best_effort
    from simkinerja.streams import Streams

    draw = Streams(knobs.seed).generator("validation.effort")
    worth, theta, cost = draw.uniform(-0.5, 2.0, (2_000, 4)), draw.uniform(0.0, 0.95, 2_000), 1.3
    less = knobs.strength("saling menggantikan (theta)")
    found = np.column_stack(best_effort(list(worth.T), cost, theta * less))
    off = float(np.abs(found - _by_active_sets(worth, cost, theta)).max())
    clear = worth[np.diff(np.sort(worth, axis=1)[:, -2:], axis=1)[:, 0] > 0.05]
    clear = clear[clear.max(axis=1) > 0.05]
    last = np.column_stack(best_effort(list(clear.T), cost, (1.0 - 1e-7) * less))
    others = last.copy()
    np.put_along_axis(others, clear.argmax(axis=1)[:, None], 0.0, axis=1)
    return [off, float(np.abs(last.max(axis=1) - clear.max(axis=1) / cost).max()), float(others.max())]


def _by_active_sets(worth: FloatArray, cost: float, theta: FloatArray) -> FloatArray:
    """The optimum by trying every set of dimensions that get effort; shape (n, 4)."""
    best, found = np.zeros(len(worth)), np.zeros_like(worth)
    for size in range(1, 5):
        for chosen in combinations(range(4), size):
            x = worth[:, chosen]
            shared = x.sum(axis=1) / (1.0 - theta + size * theta)
            effort = (x - (theta * shared)[:, None]) / (cost * (1.0 - theta))[:, None]
            gain = 0.5 * (x * effort).sum(axis=1)  # at a stationary point half of x'e is the objective
            better = (effort >= 0.0).all(axis=1) & (gain > best)
            best[better] = gain[better]
            found[better] = 0.0
            found[np.ix_(better, chosen)] = effort[better]
    return found


def _strength_zero() -> Line:
    return Line(
        code="kekuatan-nol",
        group="exact",
        what="Semua jenis program dengan kekuatan 0: selisih terbesar dari dunia tanpa program",
        source="catatan model bagian 2: kekuatan 0 sama dengan garis dasar, bit demi bit",
        expected=0.0,
        low=0.0,
        high=0.0,
        reason="bit demi bit",
        basis=EXACT,
        setup="16 program sekaligus, skema seimbang, 200 pegawai, 18 bulan; semua hasil selain biaya dan jam",
        run=_left_by_programmes,
        mechanism="kekuatan 0",
        digits=6,
    )


def _left_by_programmes(knobs: Knobs) -> float:
    from simkinerja.schemes.read import load_scheme
    from simkinerja.simulate.compare import compare
    from simkinerja.simulate.interventions import KINDS
    from simkinerja.simulate.outcomes import outcomes
    from simkinerja.simulate.world import World

    strength = 1.0 - knobs.strength("kekuatan 0")
    arms = {"tanpa": [], "program": _every_kind(KINDS, strength)}
    world = World.plain(_UNITS, _OFFICERS, knobs.seed)
    found = compare(world, arms, load_scheme("seimbang"), months=_MONTHS, replications=2, seed=knobs.seed)
    names = [name for name in outcomes() if name not in _NOT_EFFECTS]
    worlds = [np.stack([found.series(name, arm) for name in names]) for arm in ("tanpa", "program")]
    if not np.array_equal(*np.isnan(worlds)):  # a figure missing in one world only
        return float("nan")
    return float(np.nanmax(np.abs(worlds[1] - worlds[0])))


def _every_kind(kinds: Any, strength: float) -> list[Any]:
    """One programme of every kind, with a channel that pays."""
    from simkinerja.simulate.channel import Channel

    paid = Channel(name="Upah", visibility={"presence": 1, "care": 1}, consequence=1, automatic=True)
    needed: dict[str, dict[str, Any]] = {"training": {"skill": "technical"}, "use_channel": {"channel": paid}}
    return [made(**needed.get(name, {}), strength=strength) for name, made in kinds.items()]


def _one_band() -> Line:
    return Line(
        code="satu-pita",
        group="exact",
        what="Skema yang memberi setiap orang predikat sama: dorongan upaya terbesar (log)",
        source="catatan model bagian 3: satu pita predikat menghapus pengaruh skema pada upaya",
        expected=0.0,
        low=-1e-12,
        high=1e-12,
        reason="tepat sampai pembulatan",
        basis=EXACT,
        setup="skema seimbang dengan satu pita, karier mengikuti nilai; 200 pegawai, 18 bulan",
        run=_pulled,
        mechanism="pita disatukan",
        digits=6,
    )


def _pulled(knobs: Knobs) -> float:
    """Largest change of effort by what a scheme pays; half joined, two bands of the five remain."""
    from simkinerja.schemes.read import load_scheme
    from simkinerja.simulate.engine import replication_seeds, simulate
    from simkinerja.simulate.world import World

    joined = knobs.strength("pita disatukan") == 1.0
    scheme = _with_bands(load_scheme("seimbang"), ("baik",) if joined else ("sangat_baik", "baik"))
    pulls = [0.0]

    def look(month: Month) -> None:
        if month.work.effort.pulled is not None:
            pulls.append(float(np.abs(month.work.effort.pulled).max()))

    world = World.plain(_UNITS, _OFFICERS, knobs.seed)
    seeds = replication_seeds(knobs.seed, 0, 2)
    simulate(world, None, seeds=seeds, months=_MONTHS, scheme=scheme, watch=look)
    return max(pulls)


def _with_bands(scheme: Scheme, codes: tuple[str, ...]) -> Scheme:
    """The scheme with only these of its bands, the outer ones open."""
    bands = [band for band in scheme.rules.bands if band.code in codes]
    bands[0] = bands[0].model_copy(update={"upper": None})
    bands[-1] = bands[-1].model_copy(update={"lower": None})
    return scheme.model_copy(update={"rules": scheme.rules.model_copy(update={"bands": tuple(bands)})})


def _app() -> Line:
    data = table("exact")["bass"]

    def run(knobs: Knobs) -> list[float]:
        from simkinerja.simulate.citizens import app_users
        from simkinerja.simulate.parameters import Parameters

        q = data["q"] * knobs.strength("peniruan (q)")
        p = Parameters.default().set({"bass.innovation": data["p"], "bass.imitation": max(q, 0.2)})
        return [float(app_users(12 * t, 0, p)) for t in data["times"]]

    return Line(
        code="aplikasi-warga",
        group="exact",
        what="Bagian warga yang memakai aplikasi sukarela di dalam model",
        source="Bass 1969; p 0,03 dan q 0,38",
        **around(data["shares"], 0.00005),
        labels=tuple(f"tahun {t}" for t in data["times"]),
        reason="pembulatan angka harapan",
        basis=EXACT,
        setup="parameter bass.innovation 0,03 dan bass.imitation 0,38 (separuh: batas terendahnya 0,2)",
        run=run,
        mechanism="peniruan (q)",
        digits=4,
    )
