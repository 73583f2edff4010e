"""Two scenarios, 200 replications, 2,000 officers, 24 months: paired and stacked, or one by one in a pool.

Run: ``python benchmarks/bench_runs.py [--kali 2] [--pembanding FOLDER]``, some three minutes.

The rivals do what people write: ``multiprocessing.Pool`` over all pairs of scenario and replication, around a
plain loop. The loop is the reference work (much less than the engine does) in numpy, the same in Mesa (an
eighth of the replications, scaled), and the engine itself called once for every replication.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
from pathlib import Path

from reference_env import IMPORT, Contender, environment, measure
from reference_work import GAIN, Work, run_numpy

OFFICERS, MONTHS, REPLICATIONS, WORKERS = 2_000, 24, 200, 2
MESA_SHARE = 8
OURS = "simkinerja: compare, dua skenario berpasangan"
ALONE = "pool + simkinerja satu per satu"
PLAIN = "pool + loop numpy, pekerjaan rujukan"
MESA = f"pool + loop Mesa, pekerjaan rujukan (diskalakan dari {REPLICATIONS // MESA_SHARE} ulangan)"


def works(replications: int) -> list[Work]:
    """Both scenarios of the reference work, the same seeds in both."""
    return [
        Work(OFFICERS, MONTHS, seed, gain=gain) for gain in (GAIN, 1.5 * GAIN) for seed in range(replications)
    ]


def pooled_numpy(replications: int) -> list[dict[str, float]]:
    """The reference work in numpy, over a pool."""
    with multiprocessing.Pool(WORKERS) as pool:
        return pool.map(run_numpy, works(replications), chunksize=5)


def pooled_mesa(replications: int) -> list[dict[str, float]]:
    """The reference work in Mesa, over a pool."""
    from reference_mesa import run_mesa

    with multiprocessing.Pool(WORKERS) as pool:
        return pool.map(run_mesa, works(replications), chunksize=1)


def pooled_engine(replications: int) -> list[float]:
    """The engine, once for every replication of every scenario, over a pool."""
    from engine_case import one_replication

    tasks = [(label, seed, OFFICERS, MONTHS) for label in ("A", "B") for seed in range(replications)]
    with multiprocessing.Pool(WORKERS) as pool:
        return pool.starmap(one_replication, tasks, chunksize=5)


def contenders(python: Path) -> dict[str, Contender]:
    """All ways; the preparation imports, and nothing more."""
    here, work = Path(sys.executable), 2 * REPLICATIONS * OFFICERS * MONTHS
    mine = (
        f"{IMPORT}import engine_case as case\n"
        f"case.compared(case.world(200), 2, 2, 1)\n"
        f"people = case.world({OFFICERS})"
    )
    runs = f"{IMPORT}import bench_runs as b\n"
    return {
        OURS: Contender(here, mine, f"case.compared(people, {MONTHS}, {REPLICATIONS}, {WORKERS})", work),
        ALONE: Contender(here, f"{runs}import engine_case", f"b.pooled_engine({REPLICATIONS})", work),
        PLAIN: Contender(here, runs, f"b.pooled_numpy({REPLICATIONS})", work),
        MESA: Contender(
            python,
            f"{runs}import reference_mesa",
            f"b.pooled_mesa({REPLICATIONS // MESA_SHARE})",
            work // MESA_SHARE,
        ),
    }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--kali", type=int, default=2)
    parser.add_argument("--pembanding", type=Path, default=None, help="folder untuk Mesa dan mesa-frames")
    given = parser.parse_args()
    rivals = contenders(environment(given.pembanding))
    seen = measure(rivals, given.kali)
    whole = rivals[OURS].work
    seconds = {name: seen[name].seconds * whole / rivals[name].work for name in rivals}
    size = f"{OFFICERS:,} ASN".replace(",", ".")
    print(f"### {REPLICATIONS} ulangan, dua skenario, {size}, {MONTHS} bulan, {WORKERS} proses")
    print("\n| | detik | terhadap simkinerja |\n|---|---|---|")
    for name, taken in seconds.items():
        print(f"| {name} | {taken:.1f} | {taken / seconds[OURS]:.2f} |")


if __name__ == "__main__":
    main()
