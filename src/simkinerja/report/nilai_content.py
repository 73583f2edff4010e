"""What the reports on an office's scores say, in words and tables; Excel and Word only set it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from simkinerja.report.content import Sheet, unit_in_title, without_options
from simkinerja.report.fmt import NONE, fmt_number, fmt_percent
from simkinerja.report.nilai_groups import group_sheets
from simkinerja.rules.ratings import ORGANISATION
from simkinerja.rules.registry import STATUSES
from simkinerja.schemes.tree import nominal_weights, tree_of
from simkinerja.schemes.words import CHOICES
from simkinerja.scoring.stages import PROPOSAL

if TYPE_CHECKING:
    from simkinerja.evaluate.office_result import OfficeResult
    from simkinerja.schemes.model import Indicator, LegalBasis, Scheme

__all__ = [
    "MADE_UP",
    "OWN_USE",
    "NilaiContent",
    "basis_sheet",
    "distribution_sheet",
    "headline_of",
    "indicator_sheet",
    "nilai_content",
    "pattern_lines",
    "recorded_lines",
    "target_text",
]

MADE_UP: Final = "DATA SINTETIS: bukan kinerja pegawai yang nyata"
"""What every output of made-up data says."""

OWN_USE: Final = (
    "Lembar ini memuat nilai perorangan: hanya untuk pejabat penilai. Jangan dibagikan atau diterbitkan."
)
"""What stands above every sheet with a row a person."""


@dataclass(frozen=True, slots=True)
class NilaiContent:
    """All of a report.

    Parameters
    ----------
    title, unit, file : str
    headline : tuple of (name, text)
    distribution, indicators, basis : Sheet
    groups : tuple of Sheet
        Sums by group, small ones masked.
    pattern, recorded, method, notes : tuple of str
    """

    title: str
    unit: str
    file: str
    headline: tuple[tuple[str, str], ...]
    distribution: Sheet | None
    indicators: Sheet
    groups: tuple[Sheet, ...]
    pattern: tuple[str, ...]
    recorded: tuple[str, ...]
    basis: Sheet
    method: tuple[str, ...]
    notes: tuple[str, ...]


def nilai_content(result: OfficeResult, unit: str | None = None) -> NilaiContent:
    """Put together what a report says, with small groups masked.

    Parameters
    ----------
    result : OfficeResult
    unit : str, optional
        Name of the office.
    """
    scheme = result.score.scheme
    return NilaiContent(
        title=scheme.title,
        unit=unit or unit_in_title(result.office.title) or "(isi nama unit kerja)",
        file=result.office.file,
        headline=headline_of(result),
        distribution=distribution_sheet(result),
        indicators=indicator_sheet(result),
        groups=group_sheets(result),
        pattern=pattern_lines(result),
        recorded=recorded_lines(result),
        basis=basis_sheet(scheme),
        method=_method(result),
        notes=tuple(
            text for note in (*result.office.notes, *result.notes) if (text := without_options(note))
        ),
    )


def _quadrant(result: OfficeResult) -> bool:
    return result.score.scheme.rules.aggregate.method == "quadrant"


def headline_of(result: OfficeResult) -> tuple[tuple[str, str], ...]:
    """Return the answer in a few lines, each with its name."""
    done, digits = result.score, result.score.scheme.rules.digits
    totals = done.total.values[result.rated]
    rows = [("Pegawai dalam tabel", fmt_number(done.n, 0)), ("Dinilai", fmt_number(len(totals), 0))]
    if len(totals) < done.n:
        rows.append(("Tidak dinilai", f"{fmt_number(done.n - len(totals), 0)} ({_why_not(result)})"))
    if len(totals) and not _quadrant(result):
        rows.append(("Nilai rata-rata", fmt_number(totals.mean(), digits)))
        rows.append(("Nilai tengah", fmt_number(np.median(totals), digits)))
        low, high = (fmt_number(x, digits) for x in (totals.min(), totals.max()))
        rows.append(("Terendah sampai tertinggi", f"{low} sampai {high}"))
    if result.certainty is not None:
        unsure = int(result.unsure.sum())
        of = int((done.bands.index >= 0).sum())
        share = f" ({fmt_percent(unsure / of)})" if of else ""
        rows.append(
            ("Predikat belum dapat dipastikan", f"{fmt_number(unsure, 0)} dari {fmt_number(of, 0)}{share}")
        )
    paid = done.paid.idr[~np.isnan(done.paid.idr)]
    if len(paid):
        from simkinerja.report.fmt import fmt_idr

        months = result.settings.months
        rows.append(
            (
                f"TPP {months} bulan menurut skema",
                f"{fmt_idr(paid.sum())} ({fmt_number(len(paid), 0)} pegawai)",
            )
        )
    return tuple(rows)


def _why_not(result: OfficeResult) -> str:
    done, leaves = result.score, list(tree_of(result.score.scheme).leaves)
    unrated = ~result.rated
    outside = int((unrated & ~done.raw.in_scope[:, leaves].any(axis=1)).sum())
    parts = [f"{outside} di luar cakupan"] if outside else []
    rest = int(unrated.sum()) - outside
    return ", ".join([*parts, *([f"{rest} datanya kurang"] if rest else [])])


def distribution_sheet(result: OfficeResult) -> Sheet | None:
    """Return how many officers each band has, best first; None for a scheme without bands."""
    from simkinerja.schemes.banding import ascending

    bands = result.score.scheme.rules.bands
    if not bands:
        return None
    index, unsure = result.score.bands.index, result.unsure
    rated = int((index >= 0).sum())
    quadrant = _quadrant(result)
    order = range(len(bands)) if quadrant else ascending(bands)[::-1]
    rows, numbers = [], []
    for i in order:
        n, few = int((index == i).sum()), int((unsure & (index == i)).sum())
        share = n / rated if rated else 0.0
        rows.append((bands[i].label, fmt_number(n, 0), fmt_percent(share, 1), fmt_number(few, 0)))
        numbers.append((None, float(n), share, float(few)))
    header = ("Predikat (usulan)", "Pegawai", "Persen", "Belum dapat dipastikan")
    return Sheet("Sebaran predikat", header, tuple(rows), tuple(numbers))


def target_text(one: Indicator, scheme: Scheme) -> str:
    """Return what a figure is held against, in words."""
    rule = one.normalise or scheme.rules.normalise
    if rule.method == "target":
        return NONE if one.target is None else f"sasaran {_plain(one.target)}"
    if rule.method == "goalpost":
        return f"patok {_plain(rule.low)} sampai {_plain(rule.high)}"
    return CHOICES["normalise"][rule.method]


def _plain(x: float | None) -> str:
    if x is None:
        return NONE
    digits = 0 if x == round(x) else 2 if round(x, 2) == x else 4
    return fmt_number(x, digits)


def indicator_sheet(result: OfficeResult) -> Sheet:
    """Return what each indicator contributed: figures there, mean, points, nominal and effective weight."""
    done, scheme = result.score, result.score.scheme
    tree, nominal = tree_of(scheme), nominal_weights(scheme)
    rated = result.rated
    columns = {code for code, _, _ in result.office.columns}
    header = (
        "Indikator",
        "Dinilai dengan",
        "Bobot",
        "Bobot nyata",
        "Terisi",
        "Kosong",
        "Di luar cakupan",
        "Rata-rata poin",
    )
    rows, numbers = [], []
    for j, one in enumerate(scheme.indicators):
        used, inside = done.points.used[:, j], done.raw.in_scope[:, j]
        group = bool(tree.children[j])
        unused = done.raw.in_scope[:, j].any() and not used.any()
        if (group and not used.any()) or (unused and one.code not in columns):
            continue
        given = ~np.isnan(done.raw.values[:, j])
        replaced = _covered_above(result, j)
        empty = int((inside & ~given & ~replaced).sum())
        real: float | None = float(done.weights.values[rated, j].mean()) if rated.any() else 0.0
        points = done.points.values[used, j]
        mean = float(points.mean()) if len(points) else None
        weight: float | None = float(nominal[[j, *tree.below(j)]].sum())
        if _quadrant(result):
            weight, real = _within_axis(result, j, weight or 0.0, real)
        label = f"{one.label} (diberikan langsung)" if group else one.label
        texts = (
            NONE if weight is None else fmt_percent(weight, 1),
            NONE if real is None else fmt_percent(real, 1),
            fmt_number(int(used.sum()), 0),
        )
        counts = (fmt_number(empty, 0), fmt_number(int((~inside).sum()), 0), fmt_number(mean, 1))
        rows.append((label, "rating" if group else target_text(one, scheme), *texts, *counts))
        numbers.append(
            (None, None, weight, real, float(used.sum()), float(empty), float((~inside).sum()), mean)
        )
    return Sheet("Indikator", header, tuple(rows), tuple(numbers))


def _within_axis(
    result: OfficeResult, j: int, weight: float, real: float | None
) -> tuple[float | None, float | None]:
    """Weights inside one axis of the quadrant; the axes themselves have none: both ratings decide."""
    done, tree = result.score, tree_of(result.score.scheme)
    if tree.parent[j] < 0:
        return None, None
    axis = j
    while tree.parent[axis] >= 0:
        axis = tree.parent[axis]
    inside = [axis, *tree.below(axis)]
    of_axis = float(nominal_weights(done.scheme)[inside].sum())
    weights = done.weights.values[result.rated]
    real_axis = float(weights[:, inside].sum(axis=1).mean()) if len(weights) else 0.0
    return weight / of_axis if of_axis else None, (real or 0.0) / real_axis if real_axis else None


def _covered_above(result: OfficeResult, j: int) -> np.ndarray:
    """Officers for whom a group above was given directly, so that this figure is not needed."""
    tree = tree_of(result.score.scheme)
    out = np.zeros(result.score.n, dtype=bool)
    above = tree.parent[j]
    while above >= 0:
        out |= result.score.points.used[:, above]
        above = tree.parent[above]
    return out


def pattern_lines(result: OfficeResult) -> tuple[str, ...]:
    """Return what the distribution pattern asks and what was found."""
    if result.pattern is None:
        return ()
    head = (
        f"Predikat kinerja organisasi: {ORGANISATION[result.pattern.organisation]}. Pola hanya pegangan bagi "
        "pejabat penilai dan tidak mengubah predikat siapa pun."
    )
    return (head, *result.pattern.sentences)


def recorded_lines(result: OfficeResult) -> tuple[str, ...]:
    """Return how the results that the office had recorded agree with the scheme."""
    told, found = [], result.recorded
    if found.n_bands:
        n = len(found.other_band)
        told.append(
            f"Predikat tercatat di tabel dibandingkan untuk {fmt_number(found.n_bands, 0)} pegawai: "
            f"{fmt_number(n, 0)} berbeda dari hitungan skema ini{_rows(result, found.other_band)}."
        )
    if found.n_totals:
        n = len(found.other_total)
        told.append(
            f"Nilai tercatat dibandingkan untuk {fmt_number(found.n_totals, 0)} pegawai: {fmt_number(n, 0)} "
            f"berbeda dari hitungan skema ini{_rows(result, found.other_total)}."
        )
    return tuple(told)


def _rows(result: OfficeResult, positions: Sequence[int]) -> str:
    """Rows of the first few officers, for the one who holds the file."""
    if not positions:
        return ""
    several = len(set(result.office.sheets)) > 1
    named = [
        f"{result.office.sheets[k]}:{result.office.rows[k]}" if several else str(result.office.rows[k])
        for k in positions[:8]
    ]
    more = f", dan {len(positions) - 8} lagi" if len(positions) > 8 else ""
    return f" (baris {', '.join(named)}{more})"


def basis_sheet(scheme: Scheme) -> Sheet:
    """Return every number of the scheme with its legal status."""
    rows = []
    nominal = nominal_weights(scheme)
    for j, one in enumerate(scheme.indicators):
        share = f"{_plain(one.weight)}" + (
            f" ({fmt_percent(nominal[j], 1)} dari seluruhnya)" if nominal[j] else ""
        )
        rows.append((f"Bobot {one.label}", share, *_who(scheme.says_who(one, "weight"))))
        if one.target is not None:
            rows.append((f"Sasaran {one.label}", _plain(one.target), *_who(scheme.says_who(one, "target"))))
    rules = scheme.rules
    method = CHOICES["aggregate"][rules.aggregate.method]
    rows.append(("Penggabungan", method, *_who(scheme.says_who(rules, "aggregate"))))
    if rules.aggregate.method == "quadrant":
        cuts = f"{_plain(rules.aggregate.meets)} dan {_plain(rules.aggregate.above)}"
        rows.append(("Batas sesuai dan di atas ekspektasi", cuts, *_who(scheme.says_who(rules, "cuts"))))
    for band in rules.bands:
        low = "terendah" if band.lower is None else f"mulai {_plain(band.lower)}"
        low = "menurut kuadran" if rules.aggregate.method == "quadrant" else low
        rows.append((f"Predikat {band.label}", low, *_who(scheme.says_who(rules, "bands"))))
    rows.append(
        ("Data yang kosong", CHOICES["missing"][rules.missing], *_who(scheme.says_who(rules, "missing")))
    )
    told = CHOICES["kind"][scheme.consequence.kind]
    if scheme.consequence.kind == "tpp":
        told = f"{told}, {fmt_percent(scheme.consequence.share)} mengikuti hasil"
    rows.append(("Akibat", told, *_who(scheme.consequence.basis or scheme.basis)))
    header = ("Angka atau aturan", "Isi", "Status", "Sumber")
    return Sheet("Dasar hukum setiap angka", header, tuple(rows), tuple((None,) * 4 for _ in rows))


def _who(basis: LegalBasis | None) -> tuple[str, str]:
    if basis is None:
        return ("tidak disebut", NONE)
    source = f"{basis.source}, {basis.article}" if basis.article else basis.source
    return (STATUSES[basis.status], source)


def _method(result: OfficeResult) -> tuple[str, ...]:
    """How the numbers came about, sentence by sentence."""
    scheme = result.score.scheme
    lines = [f"Skema: {scheme.title} (kode {scheme.code})."]
    if scheme.note:
        lines.append(" ".join(scheme.note.split()))
    lines.append(f"Setiap predikat di sini adalah {PROPOSAL}.")
    if scheme.rules.missing == "reweight":
        lines.append(
            "Sel kosong tidak dihitung nol: bobotnya dibagi kepada indikator lain dalam kelompoknya. "
            f"Pegawai dengan kurang dari {fmt_percent(scheme.rules.coverage)} bobot terisi tidak dinilai."
            if scheme.rules.coverage
            else "Sel kosong tidak dihitung nol: bobotnya dibagi kepada indikator lain dalam kelompoknya."
        )
    lines.append(
        "Pembulatan hanya untuk dicetak; peringkat dan predikat memakai angka yang belum dibulatkan."
    )
    if result.certainty is not None:
        lines += result.certainty.assumptions
    if not np.isnan(result.score.paid.credit).all():
        lines.append(
            f"Angka kredit: koefisien jenjang x persentase predikat x {result.settings.months}/12 (PerBKN "
            "3/2023, dibaca di sumber sekunder)."
        )
    if result.office.dropped:
        lines.append(
            "Kolom identitas (NIP, NIK, nama, telepon) dibuang saat berkas dibaca dan tidak dipakai."
        )
    return tuple(lines)
