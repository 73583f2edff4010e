"""Measuring side by side: each contender in a process of its own, in turn, median of several runs."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass

# The measured statement runs inside this frame: imports and preparation are not counted.
FRAME = """
import json, sys, time
{setup}
start = time.perf_counter()
{body}
seconds = time.perf_counter() - start
try:  # of this program alone: getrusage would give the parent's, if that was larger when it forked
    with open("/proc/self/status") as status:
        peak = next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) / 1024
except OSError:
    peak = float("nan")
print("@@" + json.dumps([seconds, peak]))
"""


@dataclass(frozen=True, slots=True)
class Figure:
    """Median seconds, peak memory (MB of the whole process) and the best seconds of one contender.

    The median is what a user meets; the best is what the work itself takes, for what else a shared computer
    does only adds to it.
    """

    seconds: float
    peak_mb: float
    best: float


def once(setup: str, body: str) -> tuple[float, float]:
    """Run one contender once."""
    code = FRAME.format(setup=setup, body=body)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(done.stderr)
    (line,) = [text for text in done.stdout.splitlines() if text.startswith("@@")]
    seconds, peak = json.loads(line[2:])
    return seconds, peak


def measure(contenders: Mapping[str, tuple[str, str]], runs: int = 5) -> dict[str, Figure]:
    """Median of several runs, the contenders in turn, so that a slow minute hits all of them."""
    seen: dict[str, list[tuple[float, float]]] = {name: [] for name in contenders}
    for _ in range(runs):
        for name, (setup, body) in contenders.items():
            seen[name].append(once(setup, body))
    return summed_up(seen)


def summed_up(seen: Mapping[str, list[tuple[float, float]]]) -> dict[str, Figure]:
    """Figures of all contenders from the seconds and the peak memory of each of their runs."""
    return {
        name: Figure(statistics.median(s for s, _ in rows), max(m for _, m in rows), min(s for s, _ in rows))
        for name, rows in seen.items()
    }


def table(title: str, figures: Mapping[str, Figure], ours: str) -> str:
    """A Markdown table with the ratio of every contender to ours."""
    lines = [
        f"### {title}",
        "",
        "| | detik (median) | memori puncak (MB) | terhadap simkinerja |",
        "|---|---|---|---|",
    ]
    for name, figure in figures.items():
        ratio = figure.seconds / figures[ours].seconds
        lines.append(f"| {name} | {figure.seconds:.3f} | {figure.peak_mb:.0f} | {ratio:.2f} |")
    return "\n".join(lines) + "\n"
