"""A survey of a million rows: ``simkinerja skm`` beside a plain pandas groupby.

Run: ``python benchmarks/bench_skm.py [--baris 1000000]``. Both start from the same CSV file and give the
index of every service. pandas stops there; simkinerja also finds the header, drops identities, refuses
impossible answers by row and column, and says how certain the letter is.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from timing import measure, table

from simkinerja.rules.skm import ELEMENTS
from simkinerja.streams import Streams

OURS = "simkinerja: berkas, pemeriksaan, IKM, peluang mutu"
READ = "simkinerja: berkas dan pemeriksaan saja"
PLAIN = "pandas: read_csv dan groupby"
MEMORY = "simkinerja: IKM dan peluang mutu, tabel sudah di memori"
PLAIN_MEMORY = "pandas: groupby, tabel sudah di memori"


def write_survey(path: Path, n: int) -> None:
    """A CSV of ``n`` respondents in eight services, answers 1-4."""
    import numpy as np
    import pandas as pd

    luck = Streams(2026)
    person = luck.normal("person", n)
    frame = pd.DataFrame({"layanan": np.char.add("Layanan ", luck.integers("service", n, 8).astype(str))})
    for key in ELEMENTS:
        level = 0.6 * person + luck.normal(key, n)
        frame[key] = np.digitize(level, [-2.2, -1.0, 0.6]) + 1
    frame.to_csv(path, index=False)


def contenders(path: Path) -> dict[str, tuple[str, str]]:
    elements = list(ELEMENTS)
    grouped = (
        f"frame.groupby('layanan')[{elements}].mean().mean(axis=1) * 25\nframe[{elements}].mean().mean() * 25"
    )
    return {
        OURS: (
            "from simkinerja.survey import read_survey\nfrom simkinerja.evaluate import evaluate_skm",
            f"evaluate_skm(read_survey({str(path)!r}))",
        ),
        READ: ("from simkinerja.survey import read_survey", f"read_survey({str(path)!r})"),
        PLAIN: ("import pandas as pd", f"frame = pd.read_csv({str(path)!r})\n{grouped}"),
        MEMORY: (
            "from simkinerja.survey import read_survey\nfrom simkinerja.evaluate import evaluate_skm\n"
            f"survey = read_survey({str(path)!r})",
            "evaluate_skm(survey)",
        ),
        PLAIN_MEMORY: (f"import pandas as pd\nframe = pd.read_csv({str(path)!r})", grouped),
    }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--baris", type=int, default=1_000_000)
    n = parser.parse_args().baris
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "survei.csv"
        write_survey(path, n)
        figures = measure(contenders(path), runs=5)
    print(table(f"SKM {n:,} baris CSV".replace(",", "."), figures, ours=OURS))


if __name__ == "__main__":
    main()
