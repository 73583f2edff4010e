"""Advice on numbers that fit their fields and yet look like slips: a weight, a target, a border, a column."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final

import numpy as np

from simkinerja.evaluate.advice import LIMITS, Advice, numeral, percent
from simkinerja.evaluate.scheme_figures import FEWEST_PAIRS, Figures
from simkinerja.schemes.problems_rules import reach

if TYPE_CHECKING:
    from simkinerja.schemes.model import Indicator

__all__ = ["SLIP_RULES"]

_WHOLES: Final = (1.0, 100.0)
_ROUNDING: Final = 0.005
_NEARLY_ALL: Final = 0.95


def _families(f: Figures) -> Iterator[tuple[str, list[Indicator]]]:
    """Siblings, with where they stand in words."""
    tree, ones = f.tree, f.scheme.indicators
    yield "di tingkat teratas", [ones[j] for j in tree.top]
    for j, below in enumerate(tree.children):
        if below:
            yield f"di dalam '{ones[j].label}'", [ones[k] for k in below]


def _small_weights(f: Figures) -> Iterator[Advice]:
    for where, ones in _families(f):
        total = sum(one.weight for one in ones)
        for one in ones:
            share = one.weight / total
            if share >= LIMITS["tiny_weight"]:
                continue
            told = (
                "berbobot nol, sehingga tidak dihitung"
                if one.weight == 0
                else f"hanya berbobot {percent(share, 1)} {where} ({numeral(one.weight, 3)} dari "
                f"{numeral(total, 3)}), sehingga hampir tidak berpengaruh"
            )
            yield Advice(
                "weight_tiny",
                (one.code,),
                f"'{one.label}' {told}. Samakan skala bobotnya bila ini salah ketik, atau keluarkan "
                "indikatornya.",
                {"share": share},
            )


def _sums(f: Figures) -> Iterator[Advice]:
    for where, ones in _families(f):
        weights = [one.weight for one in ones]
        total = sum(weights)
        for whole in _WHOLES:
            off = abs(total / whole - 1.0)
            if len(set(weights)) > 1 and _ROUNDING < off <= LIMITS["sum_off"]:
                yield Advice(
                    "weights_sum",
                    tuple(one.code for one in ones),
                    f"Bobot {where} berjumlah {numeral(total, 3)}, bukan {numeral(whole)}. Nilai tetap "
                    f"dihitung dengan bagiannya dari {numeral(total, 3)}; periksa apakah ada bobot yang "
                    "salah ketik.",
                    {"sum": total},
                )


def _far_targets(f: Figures) -> Iterator[Advice]:
    if f.score is None:
        return
    for k, j in enumerate(f.at):
        one = f.scheme.indicators[j]
        rule = one.normalise or f.scheme.rules.normalise
        points = f.score.points.values[:, k]
        points = points[~np.isnan(points)]
        if rule.method != "target" or f.tree.children[j] or len(points) < FEWEST_PAIRS:
            continue
        best = float(np.quantile(points, _NEARLY_ALL))
        if best < LIMITS["far_target"]:
            yield Advice(
                "target_far",
                (one.code,),
                f"{f.where}, {percent(_NEARLY_ALL)} pegawai mendapat {numeral(best)} poin atau kurang untuk "
                f"'{one.label}' (sasaran {numeral(one.target or 0.0, 3)}). Periksa satuan sasarannya; bila "
                "benar, sasarannya terlalu jauh untuk dikejar.",
                {"points": best},
                "penting",
            )


def _unreachable(f: Figures) -> Iterator[Advice]:
    if f.scheme.rules.aggregate.method == "quadrant":
        return
    highest = reach(f.scheme)[1]
    for band in f.scheme.rules.bands:
        if band.lower is not None and band.lower > highest:
            yield Advice(
                "band_unreachable",
                (),
                f"'{band.label}' mulai dari {numeral(band.lower, 2)}, padahal nilai tertinggi yang mungkin "
                f"{numeral(highest, 2)}; tidak seorang pun dapat mencapainya. Turunkan batasnya, atau "
                "naikkan poin tertinggi (cap).",
                {"lower": band.lower, "highest": highest},
                "penting",
            )


def _pay(f: Figures) -> Iterator[Advice]:
    rule = f.scheme.consequence
    if rule.kind != "tpp":
        return
    if rule.share == 0:
        yield Advice(
            "no_pay",
            (),
            "Akibatnya TPP, tetapi bagian TPP yang mengikuti hasil nol, sehingga tidak ada pembayaran yang "
            "berubah. Isi bagiannya, atau pilih akibat lain.",
        )
    elif rule.base is not None and f.score is not None and np.isnan(f.score.paid.idr).all():
        yield Advice(
            "no_pay",
            (),
            f"{f.where}, besar TPP tidak ditemukan (kolom '{rule.base.column}'), sehingga rupiahnya tidak "
            "dapat dihitung. Perbaiki nama kolomnya, atau isi besar TPP menurut golongan.",
            severity="catatan",
        )


SLIP_RULES: Final[tuple[Callable[[Figures], Iterator[Advice]], ...]] = (
    _small_weights,
    _sums,
    _far_targets,
    _unreachable,
    _pay,
)
"""Rules of advice, each over the figures of a scheme."""
