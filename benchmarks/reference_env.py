"""The environment of the other tools, made when first needed, and the measuring of what runs in it.

Mesa and mesa-frames want other versions of numpy and polars than simkinerja allows, and nobody who uses
simkinerja needs them: they get an environment of their own, outside the project, pinned by
``requirements-pembanding.txt``. It is made anew when that file changes.
"""

from __future__ import annotations

import hashlib
import json
import statistics
import subprocess
import sys
import tempfile
import venv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from timing import FRAME, Figure, summed_up

HERE = Path(__file__).parent
WANTED = HERE / "requirements-pembanding.txt"
IMPORT = f"sys.path.insert(0, {str(HERE)!r})\n"

AGREE = """
{imports}
from reference_work import Work
import json, {module} as tool
rows = [tool.{function}(Work({officers}, {months}, seed)) for seed in range({seeds})]
print("@@" + json.dumps(rows))
"""


@dataclass(frozen=True, slots=True)
class Contender:
    """What is measured: the Python that runs it, the preparation, and the statement under the clock.

    ``work`` is the number of officer-months of one run.
    """

    python: Path
    setup: str
    body: str
    work: int


def environment(folder: Path | None) -> Path:
    """Python of the other tools; makes the environment in ``folder`` (default: the temporary folder)."""
    stamp = hashlib.blake2b(WANTED.read_bytes(), digest_size=6).hexdigest()
    home = (folder or Path(tempfile.gettempdir())) / f"simkinerja-pembanding-{stamp}"
    python = home / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    if not (home / "lengkap").exists():
        print(f"memasang pembanding di {home} (sekali saja) ...", file=sys.stderr)
        venv.create(home, with_pip=True, clear=True)
        command = [str(python), "-m", "pip", "install", "--quiet", "-r", str(WANTED)]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(f"Mesa dan mesa-frames tidak dapat dipasang:\n{done.stderr}")
        (home / "lengkap").touch()
    return python


def ask(python: Path, code: str) -> object:
    """Run code in another Python and read the line that it marks with two at-signs."""
    done = subprocess.run([str(python), "-c", code], capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(done.stderr)
    (line,) = [text for text in done.stdout.splitlines() if text.startswith("@@")]
    return json.loads(line[2:])


def measure(contenders: Mapping[str, Contender], runs: int) -> dict[str, Figure]:
    """Median and best of several runs, each in a process of its own, the contenders in turn."""
    seen: dict[str, list[tuple[float, float]]] = {name: [] for name in contenders}
    for _ in range(runs):
        for name, one in contenders.items():
            seconds, peak = ask(one.python, FRAME.format(setup=one.setup, body=one.body))
            seen[name].append((seconds, peak))
    return summed_up(seen)


def reference(
    python: Path, module: str, function: str, officers: int, months: int, seed: int = 1
) -> Contender:
    """One run of the reference work by the tool in ``module``, from building the model to its sums."""
    setup = (
        f"{IMPORT}from reference_work import Work\nimport {module} as tool\n"
        f"tool.finish(tool.{function}(Work(1000, 2)), 2)\n"
        f"work = Work({officers}, {months}, {seed})"
    )
    return Contender(python, setup, f"tool.finish(tool.{function}(work), {months})", officers * months)


def disagreements(results: Mapping[str, Sequence[Mapping[str, float]]], limit: float = 4.5) -> list[str]:
    """Where the means of two tools over their seeds differ by more than Monte-Carlo error allows.

    The tools meet the same people but their own luck, so differences are taken seed by seed; ``limit`` is in
    standard errors of their mean.
    """
    found = []
    tools = list(results)
    for name in results[tools[0]][0]:
        for i, one in enumerate(tools):
            for other in tools[i + 1 :]:
                gaps = [a[name] - b[name] for a, b in zip(results[one], results[other], strict=True)]
                gap, error = statistics.mean(gaps), statistics.stdev(gaps) / len(gaps) ** 0.5
                if abs(gap) > limit * error:
                    found.append(
                        f"{name}: {one} - {other} = {gap:.4g}, {abs(gap) / error:.1f} standard errors"
                    )
    return found


def assert_same_work(python: Path, officers: int = 2000, months: int = 24, seeds: int = 40) -> None:
    """Stop unless Mesa, mesa-frames and numpy do the same work, within Monte-Carlo error."""
    given = {"imports": f"import sys\n{IMPORT}", "officers": officers, "months": months, "seeds": seeds}
    results = {
        "numpy": ask(python, AGREE.format(module="reference_work", function="run_numpy", **given)),
        "mesa": ask(python, AGREE.format(module="reference_mesa", function="run_mesa", **given)),
        "mesa-frames": ask(python, AGREE.format(module="reference_frames", function="run_frames", **given)),
    }
    if found := disagreements(results):
        raise SystemExit("The tools do not do the same work:\n" + "\n".join(found))
