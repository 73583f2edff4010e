"""The national service: 5.6 million officers, 12 months, two processes, memory of all of them together.

Run: ``python benchmarks/bench_nation.py [--asn 5600000] [--pekerja 2] [--blok 20000]``, some minutes.

The service is run as local governments of ``--blok`` officers, each with a population of its own; each is
drawn, simulated under ten programmes, and reduced to its monthly means, which are added up in the
order of the blocks. Every process of the run is watched every 20 ms: the figure is the largest sum of their
resident memory, pages that they share counted in each of them.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import psutil

LIMIT_MB = 4096.0
RUN = """
import sys
sys.path.insert(0, {here!r})
import engine_case as case
from simkinerja.simulate.pool import run_tasks
rows = run_tasks(case.one_government, {blocks!r}, workers={workers})
total = case.added_up(rows)
print("@@" + case.told(total))
"""


class Watch(threading.Thread):
    """Largest sum of resident memory of a process and all its descendants, in MB."""

    def __init__(self, process: psutil.Process, every: float = 0.02) -> None:
        super().__init__(daemon=True)
        self.process, self.every = process, every
        self.peak_mb, self.processes, self.ended = 0.0, 0, threading.Event()

    def run(self) -> None:
        """Look until told to stop."""
        while not self.ended.wait(self.every):
            with suppress(psutil.Error):
                family = [self.process, *self.process.children(recursive=True)]
                now = 0.0
                for one in family:
                    with suppress(psutil.Error):
                        now += one.memory_info().rss / 2**20
                if now > self.peak_mb:
                    self.peak_mb, self.processes = now, len(family)


def blocks(officers: int, size: int) -> list[tuple[int, int]]:
    """Seed and officers of each local government; the last one has the rest."""
    whole, rest = divmod(officers, size)
    return [(k, size) for k in range(whole)] + ([(whole, rest)] if rest else [])


def nation(officers: int, size: int, workers: int) -> tuple[float, Watch, str]:
    """Seconds from a cold start to the total, the memory seen, and the total in words."""
    code = RUN.format(here=str(Path(__file__).parent), blocks=blocks(officers, size), workers=workers)
    start = time.perf_counter()
    run = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    watch = Watch(psutil.Process(run.pid))
    watch.start()
    out, _ = run.communicate()
    seconds = time.perf_counter() - start
    watch.ended.set()
    watch.join()
    if run.returncode:
        raise SystemExit(run.returncode)
    (line,) = [text for text in out.splitlines() if text.startswith("@@")]
    return seconds, watch, line[2:]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--asn", type=int, default=5_600_000)
    parser.add_argument("--pekerja", type=int, default=2)
    parser.add_argument("--blok", type=int, default=20_000)
    given = parser.parse_args()
    seconds, watch, told = nation(given.asn, given.blok, given.pekerja)
    people = f"{given.asn:,}".replace(",", ".")
    memory = f"memori puncak {watch.peak_mb:.0f} MB ({watch.processes} proses; batas {LIMIT_MB:.0f} MB)"
    print(f"{people} ASN, 12 bulan, {given.pekerja} proses: {seconds:.0f} s, {memory}")
    print(f"{1e9 * seconds / given.asn / 12:.0f} ns per ASN-bulan, menggambar penduduk termasuk")
    print(told)
    if watch.peak_mb > LIMIT_MB:
        raise SystemExit("melewati batas memori")


if __name__ == "__main__":
    main()
