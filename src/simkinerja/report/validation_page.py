"""The dossier as people read it: the page ``docs/validasi.md`` and the table on a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import isfinite
from typing import TYPE_CHECKING, Final

from simkinerja.evaluate.validation.line import (
    CALIBRATED,
    EXACT,
    KNOWN_MISS,
    MISS,
    NOISY,
    PASS,
    UNEXPECTED_PASS,
    UNSEEN,
    Obtained,
    Target,
)
from simkinerja.report.fmt import fmt_number

if TYPE_CHECKING:
    from rich.table import Table

    from simkinerja.evaluate.validation.dossier import Dossier, Finding
    from simkinerja.evaluate.validation.line import Line

__all__ = ["basis_text", "dossier_page", "dossier_table", "summary_lines"]

_GROUPS: Final = {
    "exact": ("Yang tepat", "Rumus dan sifat yang jawabannya diketahui tanpa data."),
    "published": (
        "Simulasi terbit",
        "Simulasi orang lain, disusun ulang dari uraiannya; tidak ada angka yang disetel pada hasilnya.",
    ),
    "trial": (
        "Uji coba maya",
        "Percobaan atau catatan yang terbit, dijalankan di dalam model. Parameter perilaku sama bagi semua "
        "baris; yang berbeda hanya susunannya.",
    ),
}
_VERDICTS: Final = (PASS, KNOWN_MISS, MISS, NOISY, UNEXPECTED_PASS, UNSEEN)
_HEAD: Final = """# Berkas uji: apa yang harus ditiru model, dan apa yang diperolehnya

Halaman ini ditulis oleh `simkinerja validasi --tulis` dengan benih {seed}; jangan disunting dengan tangan.
{summary}

- **Harapan** dan **toleransi** berasal dari sumber; bila sumber tidak menyebut toleransi, alasannya tertulis.
- **Diperoleh** disertai galat Monte-Carlo dalam kurung. Galat itu harus di bawah seperlima toleransi; bila
  tidak, putusannya *kurang ulangan*, dan itu bukan lulus.
- **Dasar**: *tepat* (tidak ada yang dapat disetel), *diramalkan* (tidak ada parameter yang disetel pada baris
  ini), atau *dikalibrasi* (parameter yang disebut disetel pada angka ini, jadi cocok bukan bukti).
- **Mekanisme**: yang membuat hasilnya. `simkinerja validasi --uji-mekanisme` menjalankan setiap baris dengan
  mekanismenya separuh; setiap baris harus meleset.
- Baris dengan banyak angka ditampilkan lewat angka yang terjauh dari harapan; semuanya ada di bagian akhir.
- Baris yang meleset tetap di sini sebagai *meleset, tercatat* dengan alasannya, paling banyak dua.
"""


def dossier_page(dossier: Dossier) -> str:
    """Return the whole page in Markdown; the same dossier gives the same text."""
    parts = [_HEAD.format(seed=dossier.seed, summary="\n".join(summary_lines(dossier)))]
    for group, (title, said) in _GROUPS.items():
        found = [f for f in dossier.findings if f.line.group == group]
        if found:
            parts.append(f"## {title}\n\n{said}\n\n{_verdict_table(found)}\n\n{_source_table(found)}\n")
    misses = [f for f in dossier.findings if f.reason is not None]
    if misses:
        parts.append(
            "## Yang diketahui meleset\n\n" + "\n".join(f"- {f.line.code}: {f.reason}" for f in misses) + "\n"
        )
    many = [f for f in dossier.findings if len(f.obtained) > 1]
    if many:
        parts.append("## Semua angka\n\n" + "\n\n".join(_numbers(f) for f in many) + "\n")
    return "\n".join(parts)


def summary_lines(dossier: Dossier) -> list[str]:
    """Return one or more sentences: how many lines, which verdicts, and what is wrong."""
    verdicts = [found.verdict for found in dossier.findings]
    counts = ", ".join(f"{verdicts.count(v)} {v}" for v in _VERDICTS if v in verdicts)
    what = (
        "dengan mekanisme separuh" if dossier.halved else ("bagian cepat" if dossier.quick else "berkas uji")
    )
    said = [f"{len(verdicts)} baris ({what}): {counts}."]
    trials = [f.line for f in dossier.findings if f.line.group == "trial"]
    if trials and not dossier.halved:
        fitted = sum(line.basis.startswith(CALIBRATED) for line in trials)
        said.append(f"Uji coba maya: {len(trials) - fitted} diramalkan, {fitted} dikalibrasi.")
    return said + [f"Aturan dilanggar: {breach}" for breach in dossier.breaches]


def basis_text(line: Line) -> str:
    """Return what was fitted, in Indonesian."""
    if line.basis.startswith(CALIBRATED):
        return "dikalibrasi: " + line.basis.removeprefix(CALIBRATED)
    return "tepat" if line.basis == EXACT else "diramalkan"


def dossier_table(dossier: Dossier) -> Table:
    """Return the table for a terminal of 80 columns; of a line with many numbers the one furthest off."""
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1), pad_edge=False)
    table.add_column("Baris", overflow="fold", ratio=3)
    for header in ("Harapan", "Diperoleh", "Galat"):
        table.add_column(header, justify="right", no_wrap=True)
    table.add_column("Putusan", overflow="fold", ratio=2)
    for found in dossier.findings:
        k, digits = found.worst, found.line.digits
        target, got = found.line.targets[k], found.obtained[k]
        label = f" ({target.label})" if target.label else ""
        error = fmt_number(got.se, digits + 1) if got.se else "0"
        cells = (_short(target.expected, digits), fmt_number(got.value, digits), error)
        table.add_row(found.line.code + label, *cells, found.verdict)
    return table


def _verdict_table(found: Sequence[Finding]) -> str:
    rows = []
    for one in found:
        k = one.worst
        target, got = one.line.targets[k], one.obtained[k]
        what = f"{one.line.what} ({target.label})" if target.label else one.line.what
        numbers = (_short(target.expected, one.line.digits), _got(got, one.line.digits))
        rows.append(
            (
                one.line.code,
                what,
                *numbers,
                _interval(target, one.line.digits),
                one.verdict,
                basis_text(one.line),
            )
        )
    return _markdown(("Baris", "Apa", "Harapan", "Diperoleh", "Toleransi", "Putusan", "Dasar"), rows)


def _source_table(found: Sequence[Finding]) -> str:
    rows = [(f.line.code, f.line.source, f.line.reason, f.line.setup, f.line.mechanism) for f in found]
    return _markdown(("Baris", "Sumber", "Alasan toleransi", "Susunan", "Mekanisme"), rows)


def _numbers(found: Finding) -> str:
    digits = found.line.digits
    rows = [
        (t.label, _short(t.expected, digits), _got(got, digits), _interval(t, digits))
        for t, got in zip(found.line.targets, found.obtained, strict=True)
    ]
    table = _markdown(("Angka", "Harapan", "Diperoleh", "Toleransi"), rows)
    return f"### {found.line.code}\n\n{table}"


def _short(x: float, digits: int) -> str:
    return str(fmt_number(x, digits))


def _got(got: Obtained, digits: int) -> str:
    value = fmt_number(got.value, digits)
    return f"{value} ({fmt_number(got.se, digits + 1)})" if got.se else value


def _interval(target: Target, digits: int) -> str:
    """The interval allowed; a narrow one needs a digit more to be told from the number itself."""
    digits += 1 if digits < 6 else 2
    low, high = (fmt_number(x, digits) if isfinite(x) else None for x in (target.low, target.high))
    if low is None:
        return f"paling besar {high}"
    return f"sekurangnya {low}" if high is None else f"{low} sampai {high}"


def _markdown(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "/") for cell in row) + " |" for row in lines)
