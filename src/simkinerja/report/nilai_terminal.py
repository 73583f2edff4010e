"""Scores of an office's table on a terminal of 80 columns, and as JSON for other programs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from simkinerja.evaluate.band_certainty import UNSURE
from simkinerja.report.fmt import fmt_idr, fmt_number, fmt_percent
from simkinerja.report.nilai_content import (
    MADE_UP,
    distribution_sheet,
    headline_of,
    indicator_sheet,
    pattern_lines,
    recorded_lines,
)
from simkinerja.rules.distribution import VERDICTS
from simkinerja.schemes.tree import nominal_weights
from simkinerja.scoring.stages import PROPOSAL

if TYPE_CHECKING:
    from rich.console import Console

    from simkinerja.evaluate.office_result import OfficeResult
    from simkinerja.report.content import Sheet

__all__ = ["comparison_lines", "nilai_json", "print_nilai"]

_WIDEST: Final = 30


def _number(x: Any, digits: int | None = None) -> float | None:
    value = float(x)
    if np.isnan(value):
        return None
    return value if digits is None else round(value, digits)


def nilai_json(result: OfficeResult) -> dict[str, Any]:
    """Return the result as data for JSON; keys are documented in ``docs/nilai.md``.

    Parameters
    ----------
    result : OfficeResult
    """
    done, office, scheme = result.score, result.office, result.score.scheme
    return {
        "berkas": office.file,
        "sintetis": office.synthetic,
        "skema": {"kode": scheme.code, "judul": scheme.title, "cara": scheme.rules.aggregate.method},
        "n": done.n,
        "dinilai": int(result.rated.sum()),
        "status_predikat": PROPOSAL,
        "nilai_rata_rata": _number(done.total.values[result.rated].mean()) if result.rated.any() else None,
        "nilai_tengah": _number(np.median(done.total.values[result.rated])) if result.rated.any() else None,
        "belum_dapat_dipastikan": int(result.unsure.sum()) if result.certainty else None,
        "sebaran": _counts(result),
        "indikator": _indicators(result),
        "pola": _pattern(result),
        "tercatat": _recorded(result),
        "perbandingan": _comparison(result),
        "pegawai": [_officer(result, k) for k in range(done.n)],
        "catatan": [*office.notes, *result.notes],
        "kolom_identitas_dibuang": list(office.dropped),
        "pengaturan": {
            "bulan": result.settings.months,
            "benih": result.settings.seed,
            "undian": result.settings.draws,
            "organisasi": result.settings.organisation,
            "batas_pasti": result.certainty.threshold if result.certainty else None,
        },
    }


def _counts(result: OfficeResult) -> list[dict[str, Any]]:
    index = result.score.bands.index
    return [
        {"kode": band.code, "predikat": band.label, "n": int((index == i).sum()),
         "belum_pasti": int((result.unsure & (index == i)).sum())}
        for i, band in enumerate(result.score.scheme.rules.bands)
    ]  # fmt: skip


def _indicators(result: OfficeResult) -> list[dict[str, Any]]:
    done, scheme = result.score, result.score.scheme
    nominal = nominal_weights(scheme)
    columns = {code: (header, letter) for code, header, letter in result.office.columns}
    out = []
    for j, one in enumerate(scheme.indicators):
        used = done.points.used[:, j]
        header, letter = columns.get(one.code, (None, None))
        out.append(
            {
                "kode": one.code,
                "nama": one.label,
                "kolom": letter,
                "judul_kolom": header,
                "bobot": float(nominal[j]),
                "terisi": int(used.sum()),
                "di_luar_cakupan": int((~done.raw.in_scope[:, j]).sum()),
                "poin_rata_rata": _number(done.points.values[used, j].mean()) if used.any() else None,
            }
        )
    return out


def _pattern(result: OfficeResult) -> dict[str, Any] | None:
    found = result.pattern
    if found is None:
        return None
    checks = {"hukum": found.law, "edaran": found.circular}
    return {
        "organisasi": found.organisation,
        "jumlah": dict(found.counts),
        **{name: None if check is None else VERDICTS[check.verdict] for name, check in checks.items()},
        "kalimat": list(found.sentences),
    }


def _recorded(result: OfficeResult) -> dict[str, Any] | None:
    found = result.recorded
    if not found.n_bands and not found.n_totals:
        return None
    return {
        "predikat_dibandingkan": found.n_bands,
        "predikat_berbeda_baris": [result.office.rows[k] for k in found.other_band],
        "nilai_dibandingkan": found.n_totals,
        "nilai_berbeda_baris": [result.office.rows[k] for k in found.other_total],
    }


def _comparison(result: OfficeResult) -> dict[str, Any] | None:
    found = result.comparison
    if found is None:
        return None
    counts = found.officers["direction"].value_counts().to_dict()
    everybody = found.money["semua"].iloc[0]
    return {
        "lama": found.old,
        "baru": found.new,
        "ukuran": found.measure,
        "n": found.n,
        "arah": {key: int(n) for key, n in counts.items()},
        "peralihan": {
            str(old): {str(new): int(n) for new, n in row.items()} for old, row in found.transition.iterrows()
        },
        "rupiah_bersih": _number(everybody["net_idr"]),
    }


def _officer(result: OfficeResult, k: int) -> dict[str, Any]:
    done, office = result.score, result.office
    i = int(done.bands.index[k])
    band = done.scheme.rules.bands[i] if i >= 0 else None
    chances = None
    if result.certainty is not None and i >= 0 and not np.isnan(result.certainty.chance_given[k]):
        labels = (one.code for one in done.scheme.rules.bands)
        chances = dict(zip(labels, result.certainty.chance[k].tolist(), strict=True))
    return {
        "lembar": office.sheets[k],
        "baris": office.rows[k],
        "alias": office.alias[k],
        "nilai": _number(done.total.values[k], done.scheme.rules.digits),
        "predikat": band.label if band else None,
        "predikat_kode": band.code if band else None,
        "pasti": bool(result.certainty.sure[k]) if result.certainty is not None and band else None,
        "peluang": chances,
        "peringkat": _number(done.ranks.values[k]),
        "cakupan": _number(done.total.coverage[k]),
        "angka_kredit": _number(done.paid.credit[k]),
        "rupiah": _number(done.paid.idr[k]),
        "predikat_tercatat": _label(result, office.recorded[k]),
        "poin": {
            code: _number(done.points.values[k, j])
            for j, code in enumerate(done.raw.codes)
            if done.points.used[k, j]
        },
    }


def _label(result: OfficeResult, band: int | None) -> str | None:
    return None if band is None else result.score.scheme.rules.bands[band].label


def print_nilai(result: OfficeResult, console: Console) -> None:
    """Print the result for people.

    Parameters
    ----------
    result : OfficeResult
    console : rich.console.Console
        Its width is respected down to 80 columns.
    """
    from rich.text import Text

    scheme = result.score.scheme
    console.print(Text(f"Penilaian menurut skema: {scheme.title}", style="bold"))
    console.print(Text(f"Berkas: {result.office.file}"))
    if result.office.synthetic:
        console.print(Text(MADE_UP, style="bold"))
    for name, text in headline_of(result):
        console.print(Text(f"{name}: {text}"))
    if (spread := distribution_sheet(result)) is not None:
        console.print()
        console.print(_spread_table(spread, console))
        console.print(Text(f"Setiap predikat: {PROPOSAL}."))
    console.print()
    console.print(_indicator_table(indicator_sheet(result)))
    _bullets(console, "Pola distribusi", pattern_lines(result))
    _bullets(console, "Dibandingkan dengan yang tercatat", recorded_lines(result))
    _bullets(console, "Dibandingkan dengan skema lama", comparison_lines(result))
    notes = [*result.office.notes, *result.notes]
    if result.office.dropped:
        notes.append(f"Kolom identitas dibuang saat dibaca: {', '.join(result.office.dropped)}.")
    _bullets(console, "Catatan", notes)


def _spread_table(spread: Sheet, console: Console) -> Any:
    from rich.table import Table

    table = Table(title=spread.title, title_justify="left", expand=False)
    table.add_column("Predikat (usulan)", overflow="fold", max_width=26)
    table.add_column("Pegawai", justify="right")
    table.add_column("Persen", justify="right")
    table.add_column("", no_wrap=True)
    table.add_column(UNSURE.capitalize(), justify="right", max_width=11)
    most = max((row[1] or 0.0 for row in spread.numbers), default=0.0) or 1.0
    mark = "█" if (console.encoding or "").lower().startswith("utf") else "#"
    for cells, numbers in zip(spread.rows, spread.numbers, strict=True):
        n = numbers[1] or 0.0
        bar = mark * max(round(18 * n / most), 1 if n else 0)
        table.add_row(cells[0], cells[1], cells[2], bar, cells[3])
    return table


def _indicator_table(sheet: Sheet) -> Any:
    from rich.table import Table

    table = Table(title="Indikator", title_justify="left", expand=False)
    table.add_column("Indikator", overflow="fold", max_width=_WIDEST)
    for name in ("Bobot", "Terisi", "Kosong", "Di luar cakupan", "Rata-rata poin"):
        table.add_column(name, justify="right", max_width=9)
    for row in sheet.rows:
        table.add_row(row[0], row[2], row[4], row[5], row[6], row[7])
    return table


def comparison_lines(result: OfficeResult) -> tuple[str, ...]:
    """Return old against new in a few sentences, for the one who holds the file."""
    from simkinerja.evaluate.scheme_comparison import MEASURES

    found = result.comparison
    if found is None:
        return ()
    counts = found.officers["direction"].value_counts()
    up, same, down, other = (
        int(counts.get(key, 0)) for key in ("naik", "tetap", "turun", "tidak_terbandingkan")
    )
    lines = [
        f"Dari '{found.old}' ke '{found.new}', {fmt_number(found.n, 0)} pegawai: {up} naik, "
        f"{same} tetap, {down} turun" + (f", {other} tidak dinilai oleh salah satu skema." if other else "."),
        MEASURES[found.measure],
    ]
    net = float(found.money["semua"].iloc[0]["net_idr"])
    if not np.isnan(net):
        share = int(found.money["semua"].iloc[0]["berkurang"])
        lines.append(f"TPP bersih berubah {fmt_idr(net)} untuk masa itu; berkurang bagi {share} pegawai.")
    old = result.old
    if old is not None and not (~np.isnan(old.total.values)).all():
        rated = fmt_percent(float((~np.isnan(old.total.values)).mean()))
        lines.append(f"Skema lama menilai {rated} pegawai.")
    return tuple(lines)


def _bullets(console: Console, title: str, lines: Sequence[str]) -> None:
    from rich.padding import Padding
    from rich.text import Text

    if not lines:
        return
    console.print(Text(f"\n{title}", style="bold"))
    for line in lines:
        console.print(Padding(Text(f"- {line}"), (0, 0, 0, 2)))
