"""Scoring beside plain pandas and beside multi-criteria libraries, same figures, same results, one run.

Run: ``python benchmarks/bench_scoring.py [--orang 100000] [--kali 9]``. Two tasks: (1) ten indicators, five
in a hundred figures missing, every stage kept: points, weights, contributions, total, coverage, rank, band;
simkinerja checks the scheme and the table besides; (2) a weighted sum of min-max points with ranks, nothing
missing, which pymcdm (and scikit-criteria, where it is installed) compute too. The results are compared
before the clock starts.
"""

from __future__ import annotations

import argparse
import importlib.util
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
from plain_scoring import plain_score
from timing import measure, table

from simkinerja.schemes.model import Band, Indicator, Normalise, Rules, Scheme
from simkinerja.scoring import score
from simkinerja.streams import Streams

OURS = "simkinerja: score, semua tahap"
PLAIN = "pandas biasa, tahap yang sama"
OURS_SUM = "simkinerja: score, semua tahap (min-maks)"
PYMCDM = "pymcdm 1.4: WSM dan peringkat"
SKCRITERIA = "scikit-criteria 0.10: WeightedSumModel"
BORDERS, LABELS = (50.0, 70.0, 90.0, 110.0), ("E", "D", "C", "B", "A")
FALLING = ("ukuran_3", "ukuran_7")
COLUMNS = tuple(f"ukuran_{j}" for j in range(10))
WEIGHTS = pd.Series(np.arange(1.0, 11.0), index=COLUMNS)
TARGETS = pd.Series(np.linspace(20.0, 110.0, 10), index=COLUMNS)


def figures(n: int, missing: float) -> pd.DataFrame:
    """A table of ``n`` officers around their targets."""
    luck = Streams(2026)
    out = pd.DataFrame({"officer_id": np.arange(n)})
    for name in COLUMNS:
        out[name] = TARGETS[name] * (0.9 + 0.25 * luck.normal(name, n))
        out.loc[luck.uniform(f"{name}.gap", n) < missing, name] = np.nan
    return out


def scheme(method: str) -> Scheme:
    """Ten indicators with the weights and targets of this page."""
    indicators = tuple(
        Indicator(
            code=name,
            label=name.replace("_", " ").title(),
            weight=WEIGHTS[name],
            target=TARGETS[name],
            direction="turun" if name in FALLING else "naik",
        )
        for name in COLUMNS
    )
    lowers = (None, *BORDERS)
    bands = tuple(Band(code=c.lower(), label=c, lower=low) for c, low in zip(LABELS, lowers, strict=True))
    rule = Normalise(method=method, cap=120.0 if method == "target" else 100.0)
    return Scheme(
        code="banding", title="Banding", indicators=indicators, rules=Rules(normalise=rule, bands=bands)
    )


plain = partial(
    plain_score,
    targets=TARGETS,
    weights=WEIGHTS,
    falling=list(FALLING),
    cap=120.0,
    borders=BORDERS,
    labels=LABELS,
)


def criteria(n: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Matrix, weights and directions as the libraries want them."""
    matrix = np.ascontiguousarray(figures(n, 0.0)[list(COLUMNS)].to_numpy())
    signs = np.array([-1 if name in FALLING else 1 for name in COLUMNS])
    return matrix, (WEIGHTS / WEIGHTS.sum()).to_numpy(), signs


def pymcdm_sum(matrix: np.ndarray, weights: np.ndarray, signs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Weighted sum of min-max points and the ranks."""
    from pymcdm.methods import WSM
    from pymcdm.normalizations import minmax_normalization

    method = WSM(minmax_normalization)
    preferences = method(matrix, weights, signs)
    return preferences, method.rank(preferences)


def skcriteria_sum(
    matrix: np.ndarray, weights: np.ndarray, signs: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The same in scikit-criteria; falling criteria are negated first, as its method asks."""
    import skcriteria
    from skcriteria.agg.simple import WeightedSumModel
    from skcriteria.pipelines import mkpipe
    from skcriteria.preprocessing.invert_objectives import NegateMinimize
    from skcriteria.preprocessing.scalers import MinMaxScaler

    decision = skcriteria.mkdm(matrix, signs.tolist(), weights=weights)
    pipe = mkpipe(NegateMinimize(), MinMaxScaler(target="matrix"), WeightedSumModel())
    result = pipe.evaluate(decision)
    return result.e_.score, result.rank_


def assert_same(n: int) -> None:
    """Stop unless all contenders compute the same."""
    ours, theirs = score(table_a := figures(n, 0.05), scheme("target")), plain(table_a)
    for name, stage in (
        ("points", ours.points),
        ("contributions", ours.contributions),
        ("total", ours.total),
    ):
        np.testing.assert_allclose(stage.values, theirs[name].to_numpy(), rtol=0, atol=1e-9, err_msg=name)
    np.testing.assert_allclose(ours.weights.values, theirs["weights"].fillna(0).to_numpy(), atol=1e-12)
    np.testing.assert_allclose(ours.total.coverage, theirs["coverage"].to_numpy(), atol=1e-12)
    np.testing.assert_array_equal(np.array(ours.labels, dtype=object), theirs["band"].astype(object))
    np.testing.assert_allclose(ours.ranks.values, theirs["rank"].to_numpy(), atol=1e-9)
    ours = score(figures(n, 0.0), scheme("min_max"))
    for contender in libraries().values():
        preferences, ranks = contender(*criteria(n))
        np.testing.assert_allclose(ours.total.values, 100 * preferences, atol=1e-9)
        np.testing.assert_array_equal(ours.ranks.values, ranks)


def libraries() -> dict[str, object]:
    """The libraries that are installed here."""
    known = {PYMCDM: ("pymcdm", pymcdm_sum), SKCRITERIA: ("skcriteria", skcriteria_sum)}
    return {name: run for name, (package, run) in known.items() if importlib.util.find_spec(package)}


def contenders(n: int) -> tuple[dict[str, tuple[str, str]], dict[str, tuple[str, str]]]:
    """Set-up and body of each; the set-up runs the body once on a small table: imports do not count."""
    here = f"sys.path.insert(0, {str(Path(__file__).parent)!r})\nimport bench_scoring as b\n"
    frame = here + "warm, rows = b.figures(1000, {m}), b.figures({n}, {m})\n"
    ours = "plan = b.scheme({!r})\nb.score(warm, plan)"
    stages = {
        OURS: (frame.format(n=n, m=0.05) + ours.format("target"), "b.score(rows, plan)"),
        PLAIN: (frame.format(n=n, m=0.05) + "b.plain(warm)", "b.plain(rows)"),
    }
    sums = {OURS_SUM: (frame.format(n=n, m=0.0) + ours.format("min_max"), "b.score(rows, plan)")}
    for name, run in libraries().items():
        call = f"b.{run.__name__}"
        sums[name] = (
            f"{here}{call}(*b.criteria(1000))\nrows = b.criteria({n})",
            f"{call}(*rows)",
        )
    return stages, sums


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--orang", type=int, default=100_000)
    parser.add_argument("--kali", type=int, default=9)
    given = parser.parse_args()
    assert_same(min(given.orang, 20_000))
    stages, sums = contenders(given.orang)
    people = f"{given.orang:,}".replace(",", ".") + " pegawai, sepuluh indikator"
    print(table(f"{people}, 5% kosong", measure(stages, given.kali), ours=OURS))
    print(table(f"{people}, jumlah berbobot min-maks", measure(sums, given.kali), ours=OURS_SUM))


if __name__ == "__main__":
    main()
