"""Lesson 03: the panel of one's own score, its words and its pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from simkinerja.classroom.case_table import STATUS
from simkinerja.classroom.my_score import (
    DRAWS,
    FIGURES,
    MyScore,
    best_first,
    compute_my_score,
    reference_of,
)
from simkinerja.report.fmt import fmt_idr, fmt_number, fmt_percent
from simkinerja.report.svg_score import Rung, svg_bands, svg_ladder, svg_quadrant

if TYPE_CHECKING:
    from simkinerja.classroom.narrow import NarrowPanel
    from simkinerja.schemes.model import Scheme

__all__ = ["NOT_KEPT", "Ladder", "ladder", "my_blocks", "my_lines", "panel_my_score", "rungs_of"]

NOT_KEPT: Final = (
    "Angka yang Anda isi tidak disimpan: tidak ditulis ke berkas mana pun dan hilang begitu halaman ditutup."
)
_MONTHS: Final = 12
_ALIKE: Final = 4
_NO_JENJANG: Final = "tanpa jenjang (pelaksana)"


def _raw_told(x: float, scheme: Scheme, j: int) -> str:
    """The raw figure beside its target, as readers say it."""
    one = scheme.indicators[j]
    method = (one.normalise or scheme.rules.normalise).method
    share = (one.highest or 0.0) == 1.0
    text = fmt_percent(x, 0) if share else fmt_number(x, 0 if x == int(x) else 1)
    if method == "target" and one.target is not None:
        aim = fmt_percent(one.target) if share else fmt_number(one.target, 0 if one.target % 1 == 0 else 2)
        return f"{text} dari sasaran {aim}"
    return f"tercatat {text}"


def rungs_of(result: MyScore) -> list[Rung]:
    """The ladder of a person: what every figure adds, or in a quadrant what every stage reaches."""
    if result.score.contributions is None:
        return _stage_rungs(result)
    scheme, done = result.scheme, result.score
    added, weights, points = done.contributions, done.weights.values[0], done.points.values[0]
    assert added is not None
    from simkinerja.schemes.tree import tree_of

    rungs = []
    for j in tree_of(scheme).leaves:
        label = scheme.indicators[j].label
        if not done.points.used[0, j]:
            rungs.append(Rung(label, "bobotnya dibagi kepada yang lain, bukan dihitung nol", None))
            continue
        told = _raw_told(done.raw.values[0, j], scheme, j)
        told += f" = {fmt_number(points[j], 1)} poin × {fmt_percent(weights[j])}"
        rungs.append(Rung(label, told, float(added.values[0, j])))
    return [*rungs, Rung("Nilai", "jumlah semua anak tangga", result.total, total=True)]


def _stage_rungs(result: MyScore) -> list[Rung]:
    from simkinerja.schemes.tree import tree_of

    scheme, done = result.scheme, result.score
    tree, points = tree_of(scheme), done.groups.values[0]
    rungs = []
    for top in tree.top:
        below = [j for j in tree.below(top) if j in tree.leaves and done.points.used[0, j]]
        if len(below) > _ALIKE and np.ptp(points[below]) < 1e-9:
            told = f"{len(below)} unsur, masing-masing {fmt_number(points[below[0]], 1)} poin"
        else:
            told = "rata-rata berbobot yang di atasnya"
            for j in below:
                raw = _raw_told(done.raw.values[0, j], scheme, j)
                rungs.append(Rung(scheme.indicators[j].label, raw, float(points[j])))
        value = None if np.isnan(points[top]) else float(points[top])
        rungs.append(Rung(scheme.indicators[top].label, told, value, total=True))
    return rungs


def band_word(scheme: Scheme) -> str:
    """*Predikat* where the bands are those of the regulation, else the plain word."""
    return "predikat" if any(band.predikat for band in scheme.rules.bands) else "tingkatan"


def _borders(scheme: Scheme) -> dict[str, float]:
    rule = scheme.rules.aggregate
    if rule.method == "quadrant":
        return {"sesuai": float(rule.meets or 0), "di atas": float(rule.above or 0)}
    return {band.label: float(band.lower) for band in scheme.rules.bands if band.lower}


def _ladder_svg(result: MyScore) -> str:
    scheme, stacked = result.scheme, result.score.contributions is not None
    rungs = rungs_of(result)
    known = [rung.value for rung in rungs if rung.value is not None]
    most = max(100.0, *_borders(scheme).values(), *known) * 1.02
    title = "Tangga nilai" if stacked else "Tahap demi tahap (tidak dijumlahkan)"
    unit = "nilai" if stacked else "poin; 100 = sesuai sasaran"
    return svg_ladder(
        rungs, f"{title}: {scheme.title}", _borders(scheme), most=most, stacked=stacked, unit=unit
    )


def _bands_svg(result: MyScore) -> str:
    scheme, order = result.scheme, best_first(result.scheme)
    bands = [scheme.rules.bands[k] for k in order]
    # So many draws cannot tell a certainty from 99.9 per cent.
    chances = np.clip(result.chances[list(order)], 0.5 / DRAWS, 1.0 - 0.5 / DRAWS).tolist()
    given = order.index(result.band)
    title = f"Peluang setiap {band_word(scheme)} bila galat ukur diperhitungkan"
    if scheme.rules.aggregate.method == "quadrant":
        return svg_bands([b.label for b in bands], chances, given, title)
    low, high = result.true_range
    rising = bands[::-1]
    first = min(float(rising[1].lower or 0) - 10, result.total - 2, low - 2)
    starts = [first, *(float(b.lower or 0) for b in rising[1:])]
    ends = [*starts[1:], max(starts[-1] + 10, result.total + 2, high + 2)]
    strip = list(zip(starts, ends, [b.label for b in rising], strict=True))
    return svg_bands([b.label for b in bands], chances, given, title, strip, (result.total, low, high))


def _quadrant_svg(result: MyScore) -> str:
    from simkinerja.rules.ratings import RATINGS, quadrant

    names, rated = list(RATINGS), result.score.ratings
    words = {str(band.predikat): band.label for band in result.scheme.rules.bands}
    cells = [[words[quadrant(row, column)] for column in names] for row in names]
    told = [name.replace("_", " ") for name in names]
    at = (int(rated.results[0]), int(rated.behaviour[0])) if rated else (-1, -1)
    return svg_quadrant(told, told, cells, at, "Kuadran kinerja pegawai (PermenPANRB 6/2022, hlm. 99)")


def my_lines(result: MyScore) -> list[str]:
    """The answer in a few lines: predikat, that it is a proposal, and whether it is certain."""
    from simkinerja.evaluate.band_certainty import UNSURE
    from simkinerja.scoring.stages import PROPOSAL

    if result.band < 0:
        return ["Belum ada nilai", "Terlalu sedikit angka yang tercatat untuk skema ini."]
    scheme = result.scheme
    total = fmt_number(result.total, scheme.rules.digits)
    number = "" if scheme.rules.aggregate.method == "quadrant" else f" · nilai {total}"
    likely = float(result.chances[result.band])
    chance = "lebih dari 99%" if likely > 0.995 else fmt_percent(likely)
    sure = "cukup pasti" if result.sure else UNSURE
    told = f"{PROPOSAL}. Peluangnya {chance}: {sure}.{_likelier(result)}"
    return [f"{scheme.rules.bands[result.band].label}{number}", told]


def _likelier(result: MyScore) -> str:
    """Why the chance of the printed band can be small: the figure recorded is not yet the true one."""
    best = int(np.argmax(result.chances))
    if best == result.band:
        return ""
    name, chance = result.scheme.rules.bands[best].label, fmt_percent(float(result.chances[best]))
    return f" Angka tercatat memuat kebetulan; tanpa itu {name} lebih mungkin ({chance})."


def _money(result: MyScore) -> str:
    rule, paid = result.scheme.consequence, result.score.paid
    if rule.kind != "tpp" or np.isnan(paid.idr[0]):
        return "Rupiah: skema ini tidak menentukan uang."
    status = STATUS[rule.basis.status] if rule.basis else "tidak disebut"
    year = float(paid.idr[0])
    return (
        f"Rupiah: {fmt_idr(year)} setahun, rata-rata {fmt_idr(year / _MONTHS)} sebulan "
        f"({fmt_percent(paid.percent[0] / 100, 1)} dari bagian yang mengikuti nilai; status: {status})."
    )


def _credit(result: MyScore) -> str:
    from simkinerja.rules.registry import get_rule

    worth = float(result.score.paid.credit[0])
    if np.isnan(worth):
        return "Angka kredit: tidak ada; hanya bagi jabatan fungsional, dan hanya bila skemanya berpredikat."
    rule = get_rule("angka_kredit.konversi")
    return f"Angka kredit setahun: {fmt_number(worth)} ({rule.basis}; status: {STATUS[rule.status]})."


def _changes(result: MyScore) -> list[str]:
    out = []
    for one in sorted(result.changes, key=lambda c: not c.better):
        way = "naik menjadi" if one.better else "turun menjadi"
        before, after = (fmt_number(x, 0 if x == int(x) else 1) for x in (one.before, one.after))
        out.append(f"{one.label} {before} → {after}: {way} {one.band}")
    return out or ["Tidak ada satu angka pun yang sendirian dapat mengubahnya."]


def _notes(result: MyScore) -> str:
    items = [_money(result), _credit(result)]
    if result.score.ratings is None:
        items.append(
            f"Nilai ini lebih tinggi daripada {fmt_percent(result.ahead)} pegawai kota sintetis ini."
        )
    told = "".join(f"<li>{escape(text)}</li>" for text in items)
    moves = "".join(f"<li>{escape(text)}</li>" for text in _changes(result))
    style = "margin:.2rem 0 .6rem;padding-left:1.2rem;line-height:1.45;max-width:42rem"
    return (
        f'<div style="line-height:1.45"><ul style="{style}">{told}</ul>'
        f"<b>Perubahan terkecil yang mengubah {band_word(result.scheme)}</b> (satu angka berubah, yang lain "
        f'tetap; dihitung ulang seluruhnya)<ul style="{style}">{moves}</ul></div>'
    )


def my_blocks(result: MyScore) -> list[str]:
    """Pictures and notes of a person's score."""
    if result.band < 0:
        return []
    quadrant = [_quadrant_svg(result)] if result.score.ratings is not None else []
    return [_ladder_svg(result), *quadrant, _bands_svg(result), _notes(result)]


class Ladder:
    """A person's score for display in a cell: words, ladder, chances."""

    def __init__(self, result: MyScore) -> None:
        self.result = result

    def _repr_html_(self) -> str:
        from simkinerja.classroom.narrow import image_block, said

        words = said(my_lines(self.result)).replace(' aria-live="polite"', "")
        return "<div>" + words + "".join(image_block(block) for block in my_blocks(self.result)) + "</div>"

    def __repr__(self) -> str:
        return ". ".join(my_lines(self.result))


def ladder(table: Any, scheme: Scheme, officer: int) -> Ladder:
    """Show one officer of a table: the ladder from the raw figures to predikat and what hangs on it.

    Parameters
    ----------
    table : DataFrame
        One row an officer.
    scheme : Scheme
    officer : int
        ``officer_id``.

    Raises
    ------
    UsageError
        If there is none of this number.
    """
    from simkinerja.errors import UsageError, problem

    rows = table[table["officer_id"] == officer]
    if not len(rows):
        raise UsageError([problem("unknown_officer", got=officer, n=len(table))])
    row = rows.iloc[0]
    wanted = {one.measure or one.code for one in scheme.indicators} & set(table.columns)
    figures = {name: None if np.isnan(row[name]) else float(row[name]) for name in wanted}
    base = float(row["tpp_base_idr"]) if "tpp_base_idr" in table else None
    jenjang = str(row["jenjang"]) if "jenjang" in table else None
    return Ladder(compute_my_score(reference_of(table, scheme), figures, jenjang=jenjang, base_idr=base))


def _typed(values: Mapping[str, Any]) -> dict[str, float | None]:
    """Raw figures by column from the boxes; an empty choice is *not recorded*."""
    return {
        measure: None if values[one.key] is None else float(values[one.key]) * one.per
        for one in FIGURES
        for measure in one.measures
    }


def _needs(scheme: Scheme) -> set[str]:
    measured = {one.measure for one in scheme.indicators}
    keys = {one.key for one in FIGURES if measured & set(one.measures)}
    return {"scheme", *keys, *({"base"} if scheme.consequence.kind == "tpp" else set())} | (
        {"jenjang"} if any(band.predikat for band in scheme.rules.bands) else set()
    )


def _controls(schemes: Sequence[Scheme]) -> list[Any]:
    from simkinerja.classroom.panel import Choice, Number
    from simkinerja.rules.registry import get_rule

    titles = tuple((one.title, one.code) for one in schemes)
    levels = get_rule("angka_kredit.konversi").values["coefficient"]
    named = tuple((key.replace("_", " "), key) for key in levels)
    boxes: list[Any] = [Choice("scheme", "Skema", schemes[0].code, titles)]
    for one in FIGURES:
        if one.key == "warga":
            steps = (("tidak ada survei", None), ("70 (C)", 70), ("78 (B)", 78), ("90 (A)", 90))
            boxes.append(Choice("warga", one.label, None, steps, "Milik unit, bukan milik Anda sendiri."))
            continue
        boxes.append(Number(one.key, one.label, one.value, one.low, one.high))
    boxes.append(Number("base", "TPP dasar (ribu rupiah)", 3000, 0, 30000, 100))
    boxes.append(Choice("jenjang", "Jenjang", "terampil", ((_NO_JENJANG, ""), *named), "Untuk angka kredit."))
    return boxes


def panel_my_score(table: Any, *schemes: Scheme) -> NarrowPanel:
    """Panel of lesson 03: type your figures, see the ladder, the predikat, how sure it is, and the money.

    Parameters
    ----------
    table : DataFrame
        One row an officer: the city that a person is held against.
    *schemes : Scheme
        To choose from; the first is shown first.
    """
    from simkinerja.classroom.narrow import NarrowPanel

    by_code = {one.code: one for one in schemes}
    # All at once: a room's guests are copies of this process, and none should compute it again.
    kept = {one.code: reference_of(table, one) for one in schemes}

    def compute(scheme: str, base: int, jenjang: str, **values: Any) -> MyScore:
        figures = _typed(values)
        return compute_my_score(kept[scheme], figures, jenjang=jenjang or None, base_idr=1000.0 * base)

    return NarrowPanel(
        "Nilai saya",
        _controls(schemes),
        compute,
        my_blocks,
        my_lines,
        needs=lambda values: _needs(by_code[values["scheme"]]),
        note=f"Keempat aspek penilaian atasan diisi angka yang sama. {NOT_KEPT}",
    )
