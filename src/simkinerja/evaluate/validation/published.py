"""Lines of the dossier for published simulations, and for a published queue."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from simkinerja.evaluate.validation.line import PREDICTED, Knobs, Line, Obtained, Run, around, within_shares
from simkinerja.evaluate.validation.proxy_competition import OUTCOMES, ProxyCompetition, braganza
from simkinerja.evaluate.validation.rating_bias import BiasedLadder, martell
from simkinerja.evaluate.validation.tables import table

__all__ = ["published_lines"]

_FIRMS, _RUNS, _PROXY_RUNS = 6_500, 800, 120
_ENOUGH = 1_200
"""Runs that tell half a bias of 2.01 from a whole one at the top."""


def published_lines() -> tuple[Line, ...]:
    """Return the lines of the published group."""
    return (*_scullen_lines(), *_martell_lines(), *_braganza_lines(), _meko())


def _scullen_lines() -> list[Line]:
    data = table("scullen")
    lines = [_scullen_line(data, row) for row in data["settings"]]
    flat = data["no_dismissal"]
    return [
        *lines,
        Line(
            code="scullen-tanpa-pecat",
            group="exact",
            what="Distribusi paksa tanpa pemberhentian: rerata potensi tidak berubah",
            source=flat["source"],
            **around([flat["expected"]] * len(flat["years"]), data["tolerance"]),
            labels=tuple(f"tahun {year}" for year in flat["years"]),
            reason=data["reason"],
            basis="exact",
            setup=f"{_FIRMS} perusahaan, tanpa pemberhentian, setelan lain baku",
            run=lambda knobs: _potential(knobs, {"fire": 0.0}, flat["years"]),
            mechanism="validitas seleksi pelamar",
            digits=4,
        ),
    ]


def _scullen_line(data: dict[str, Any], row: dict[str, Any]) -> Line:
    given = {"fire": data["inputs"]["fire"], **row["set"]}
    return Line(
        code=row["code"],
        group="published",
        what=row["what"],
        source=data["source"],
        **around(row["expected"], data["tolerance"]),
        labels=tuple(f"tahun {year}" for year in data["years"]),
        reason=data["reason"],
        basis=PREDICTED,
        setup=f"{_FIRMS} perusahaan, 10 kelompok x 10 orang, 30 tahun; " + _said(given),
        run=lambda knobs: _potential(knobs, given, data["years"]),
        mechanism="bagian yang diberhentikan",
        quick=row["code"] == "scullen-baku",
        digits=4,
    )


def _said(given: dict[str, float]) -> str:
    words = {"fire": "diberhentikan", "reliability": "reliabilitas"}
    return ", ".join(f"{words[name]} {_comma(value)}" for name, value in given.items())


def _potential(knobs: Knobs, given: dict[str, float], years: Sequence[int]) -> list[Obtained]:
    from simkinerja.evaluate.validation.forced_distribution import scullen

    inputs = {
        name: table("scullen")["inputs"][name] for name in ("reliability", "selection_ratio", "turnover")
    }
    setting = {**inputs, **given}
    setting["fire"] *= knobs.strength("bagian yang diberhentikan")
    setting["validity"] = table("scullen")["inputs"]["validity"] * knobs.strength("validitas seleksi pelamar")
    found = scullen(**setting, firms=_FIRMS, years=max(years), seed=knobs.seed)
    return [Obtained(float(found.mean[year]), float(found.se[year])) for year in years]


def _martell_lines() -> list[Line]:
    data = table("martell")
    levels = tuple(f"jenjang {k}" for k in range(1, 9))
    usual = {"source": data["source"], "tolerance": data["tolerance"], "reason": data["reason"]}
    lines = [_martell_line({**usual, **row}, levels, _run_women(row["bias"])) for row in data["women"]]
    score = {**usual, **data["score"]}
    lines.append(_martell_line(score, levels, lambda knobs: _scores(knobs, score["bias"])))
    paper = data["paper"]
    return [*lines, _martell_line(paper, tuple(paper["labels"]), _run_top(paper["bias"]))]


def _martell_line(row: dict[str, Any], labels: tuple[str, ...], run: Run) -> Line:
    biases = row["bias"] if isinstance(row["bias"], list) else [row["bias"]]
    said = " dan ".join(_comma(bias) for bias in biases)
    return Line(
        code=row["code"],
        group="published",
        what=row["what"],
        source=row["source"],
        **around(row["expected"], row["tolerance"]),
        labels=labels,
        reason=row["reason"],
        basis=PREDICTED,
        setup=f"8 jenjang, 1.425 jabatan, {_RUNS} ulangan, bias {said} poin",
        run=run,
        mechanism=row.get("mechanism", "besarnya bias"),
        quick=False,
        digits=1,
    )


def _run_women(bias: float) -> Run:
    return lambda knobs: _women(knobs, bias, 100)


def _run_top(biases: Sequence[float]) -> Run:
    return lambda knobs: [_women(knobs, bias, _ENOUGH)[-1] for bias in biases]


def _comma(x: float) -> str:
    return f"{x:g}".replace(".", ",")


def _women(knobs: Knobs, bias: float, fewest: int) -> list[Obtained]:
    found = _ladder(knobs, bias, fewest)
    return [Obtained(float(x), float(se)) for x, se in zip(found.women, found.women_se, strict=True)]


def _scores(knobs: Knobs, bias: float) -> list[Obtained]:
    found = _ladder(knobs, bias, 100)
    return [Obtained(float(x), float(se)) for x, se in zip(found.score, found.score_se, strict=True)]


def _ladder(knobs: Knobs, bias: float, fewest: int) -> BiasedLadder:
    strength, entry = knobs.strength("besarnya bias"), knobs.strength("bagian perempuan yang masuk")
    inputs = table("martell")["inputs"]
    return _martell_run(bias * strength, inputs["entry"] * entry, knobs.size(_RUNS, fewest), knobs.seed)


@cache
def _martell_run(bias: float, entry: float, runs: int, seed: int) -> BiasedLadder:
    """One run serves the lines on women and on scores."""
    inputs = table("martell")["inputs"]
    attrition, posts = inputs["attrition"], tuple(inputs["posts"])
    return martell(bias, entry=entry, attrition=attrition, posts=posts, runs=runs, seed=seed)


def _braganza_lines() -> list[Line]:
    data = table("braganza")
    return [
        Line(
            code=row["code"],
            group="published",
            what=row["what"],
            source=data["source"],
            **around(row["expected"], *data["tolerances"]),
            labels=tuple(data["outcomes"]),
            reason=data["reason"],
            basis=PREDICTED,
            setup=f"100 pelaku, 1.000 langkah, rerata 200 langkah terakhir, {_PROXY_RUNS} ulangan",
            run=_run_competition(row["competition"], row["intrinsic"]),
            mechanism="tekanan seleksi (persaingan)",
            quick=False,
            digits=2,
        )
        for row in data["settings"]
    ]


def _run_competition(competition: float, intrinsic: float) -> Run:
    return lambda knobs: _competed(knobs, competition, intrinsic)


def _competed(knobs: Knobs, competition: float, intrinsic: float) -> list[Obtained]:
    found: ProxyCompetition = braganza(
        competition * knobs.strength("tekanan seleksi (persaingan)"),
        intrinsic,
        runs=knobs.size(_PROXY_RUNS, 16),
        seed=knobs.seed,
    )
    return [Obtained(found.mean[name], found.se[name]) for name in OUTCOMES]


def _meko() -> Line:
    row = table("exact")["meko"]

    def run(knobs: Knobs) -> list[float]:
        from simkinerja.simulate.closed_forms import mmc

        rate = row["arrival_rate"] * knobs.strength("arus datang")
        desk = mmc(rate, row["service_rate"], row["servers"])
        return [60.0 * desk.wait, 60.0 * desk.time]

    return Line(
        code="loket-meko",
        group="published",
        what="Loket obat Puskesmas Meko (M/M/3): menit menunggu dan menit di loket",
        source=row["source"],
        **within_shares([row["wait"], row["time"]], 0.02),
        labels=("menunggu", "seluruhnya"),
        reason="2 %: arus datang dalam makalah hanya terlihat lewat beban 0,866 (tiga angka)",
        basis=PREDICTED,
        setup="12,99 orang per jam, 5 orang per jam per petugas, 3 petugas; rumus Erlang C",
        run=run,
        mechanism="arus datang",
        digits=2,
    )
