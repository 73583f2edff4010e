"""Nanoseconds per officer-month of the engine, beside other tools on a smaller task and beside bare draws.

Run: ``python benchmarks/bench_engine.py [--kali 5] [--pembanding FOLDER]``, some five minutes.

1. Mesa 3, mesa-frames and plain numpy do the reference work of ``reference_work.py``; the engine does all of
   its sub-models, with ten programmes and a scheme in force, so that no part of its state rests; and once
   more with all kinds of programme at once, twenty-one. First it is made sure that the three do the same
   work, within Monte-Carlo error, and that nothing rests.
2. The draws of the engine are counted in a run and set beside numpy's fastest bulk fill of as many numbers of
   the same kinds.
3. Seconds against officers (20,000 to 320,000) and against months (12 to 96): the exponent of cost.

Counted is all from the people to the sums: building agents or state, and of the engine also the two months
lived through before the first and the first appraisal. Imports and a first short run are not. Tools run in
turn, several times each: the best tells what the work takes, the median what it took here beside other work.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from engine_case import MONTHS, assert_none_rests, simulate, world
from reference_draws import bare_seconds, count_draws
from reference_env import IMPORT, Contender, assert_same_work, environment, measure, reference

OURS = "simkinerja: semua submodel, sepuluh program"
ALL = "simkinerja: dua puluh satu program"
STACKED = "simkinerja: sepuluh program, enam ulangan ditumpuk"
MESA = "Mesa 3: AgentSet.do"
SHUFFLED = "Mesa 3: AgentSet.shuffle_do"
FRAMES = "mesa-frames (polars)"
PLAIN = "numpy biasa, float64"
ONCE = "simkinerja: sama, satu jalan di proses baru"
ON_CLOCK = 2_400_000  # officer-months
TOGETHER = 6  # replications of a task of 10,000 officers (simulate/plan.py)
SIZES = {1_000: 20, 10_000: 1, 100_000: 1}  # officers: replications of the engine, stacked
GROWTH = (20_000, 40_000, 80_000, 160_000, 320_000)
SPANS = (12, 24, 48, 96)


def engine(officers: int, months: int, replications: int, programmes: str, times: int = 0) -> Contender:
    """The engine as a contender: a city of its own, prepared before the clock starts.

    It runs so many times, by default until it is on the clock for about as long as Mesa: a run of 40
    milliseconds would be measured by whether the machine was busy elsewhere just then.
    """
    times = times or max(1, ON_CLOCK // (officers * months * replications))
    setup = (
        f"{IMPORT}import engine_case as case\n"
        f"given = case.{programmes}()\n"
        f"people = case.world({officers})\n"
        f"case.simulate(people, 2, {replications}, given=given)"
    )
    body = f"for _ in range({times}): case.simulate(people, {months}, {replications}, given=given)"
    return Contender(Path(sys.executable), setup, body, officers * months * replications * times)


def contenders(python: Path, officers: int, replications: int) -> dict[str, Contender]:
    """All tools at one size."""
    plain = f"{IMPORT}from reference_work import Work, run_numpy\nrun_numpy(Work(1000, 2))"
    others = {
        ONCE: engine(officers, MONTHS, replications, "reform", 1),
        STACKED: engine(officers, MONTHS, TOGETHER, "reform"),
    }
    return {
        OURS: engine(officers, MONTHS, replications, "reform"),
        **(others if officers == 10_000 else {}),
        ALL: engine(officers, MONTHS, replications, "everything"),
        MESA: reference(python, "reference_mesa", "prepare", officers, MONTHS),
        SHUFFLED: reference(python, "reference_mesa", "prepare_shuffled", officers, MONTHS),
        FRAMES: reference(python, "reference_frames", "prepare", officers, MONTHS),
        PLAIN: Contender(
            Path(sys.executable), plain, f"run_numpy(Work({officers}, {MONTHS}, 1))", officers * MONTHS
        ),
    }


def side_by_side(python: Path, officers: int, replications: int, runs: int) -> str:
    """One size: nanoseconds per officer-month of each tool, and how many times ours that is."""
    rivals = contenders(python, officers, replications)
    seen = measure(rivals, runs)
    best = {name: 1e9 * figure.best / rivals[name].work for name, figure in seen.items()}
    usual = {name: 1e9 * figure.seconds / rivals[name].work for name, figure in seen.items()}
    stacked = f", {replications} ulangan ditumpuk untuk simkinerja" if replications > 1 else ""
    lines = [
        f"### {officers:,} ASN, {MONTHS} bulan{stacked}".replace(",", ".", 1),
        "",
        f"| terbaik; median ({runs} kali) | ns per ASN-bulan | memori puncak (MB) | terhadap simkinerja |",
        "|---|---|---|---|",
    ]
    lines += [
        f"| {name} | {best[name]:.0f}; {usual[name]:.0f} | {seen[name].peak_mb:.0f} "
        f"| {best[name] / best[OURS]:.2f}; {usual[name] / usual[OURS]:.2f} |"
        for name in rivals
    ]
    return "\n".join(lines) + "\n"


def beside_draws(officers: int, runs: int) -> str:
    """The engine beside the bare cost of its own draws, in this process, in turn."""
    people = world(officers)
    counts = count_draws(lambda: simulate(people, MONTHS, 1))
    ours, bare = [], []
    for _ in range(runs):
        start = time.perf_counter()
        simulate(people, MONTHS, 1)
        ours.append(time.perf_counter() - start)
        bare.append(bare_seconds(counts))
    per = 1e9 / (officers * MONTHS)
    best = {key: min(row[key] for row in bare) for key in counts}
    lines = [
        f"### {officers:,} ASN: mesin terhadap undian polosnya".replace(",", ".", 1),
        "",
        "| | bilangan per ASN-bulan | ns per ASN-bulan |",
        "|---|---|---|",
    ]
    for (kind, dtype), count in counts.items():
        lines.append(f"| {kind} {dtype} | {count / officers / MONTHS:.2f} | {per * best[kind, dtype]:.1f} |")
    total = sum(best.values())
    lines.append(f"| undian saja | | {per * total:.1f} |")
    lines.append(f"| simkinerja | | {per * min(ours):.0f} ({min(ours) / total:.2f} kali) |")
    return "\n".join(lines) + "\n"


def exponent(sizes: Sequence[int], seconds: Sequence[float]) -> float:
    """Slope of log seconds on log size: 1 where cost is proportional."""
    return float(np.polyfit(np.log(sizes), np.log(seconds), 1)[0])


def growth(runs: int) -> str:
    """Exponents of cost in officers and in months; all sizes in turn, the best of several runs."""
    people = {n: world(n) for n in GROWTH}
    cells = {("ASN", n): (people[n], 12) for n in GROWTH} | {
        ("bulan", t): (people[GROWTH[0]], t) for t in SPANS
    }
    best = dict.fromkeys(cells, np.inf)
    for _ in range(runs):
        for key, (city, months) in cells.items():
            start = time.perf_counter()
            simulate(city, months, 1)
            best[key] = min(best[key], time.perf_counter() - start)
    lines = ["### Pertumbuhan biaya", "", "| menurut | ukuran | detik | pangkat |", "|---|---|---|---|"]
    for axis, sizes in (("ASN", GROWTH), ("bulan", SPANS)):
        seconds = [best[axis, size] for size in sizes]
        shown = ", ".join(f"{size:,}".replace(",", ".") for size in sizes)
        taken = ", ".join(f"{one:.2f}" for one in seconds)
        lines.append(f"| {axis} | {shown} | {taken} | {exponent(sizes, seconds):.2f} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--kali", type=int, default=5)
    parser.add_argument("--pembanding", type=Path, default=None, help="folder untuk Mesa dan mesa-frames")
    given = parser.parse_args()
    python = environment(given.pembanding)
    assert_same_work(python)
    assert_none_rests()
    for officers, replications in SIZES.items():
        runs = given.kali if officers < 100_000 else max(1, given.kali // 2)
        print(side_by_side(python, officers, replications, runs), flush=True)
    print(beside_draws(10_000, given.kali), flush=True)
    print(growth(given.kali), flush=True)


if __name__ == "__main__":
    main()
