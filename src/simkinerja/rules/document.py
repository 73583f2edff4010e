"""L2: the rules as a page, written from the same data that the functions read.

``python -m simkinerja.rules.document docs/aturan.md`` renews the page; a test holds it current.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from simkinerja.rules.registry import SEEN, STATUSES, Rule, load_rules
from simkinerja.rules.words import word

__all__ = ["GROUPS", "in_force", "rules_markdown", "value_lines"]

GROUPS: Final[Mapping[str, str]] = {
    "angka_kredit": "Angka kredit",
    "berakhlak": "BerAKHLAK",
    "disiplin": "Disiplin",
    "ip_asn": "Indeks Profesionalitas ASN",
    "keberatan": "Kalender evaluasi dan keberatan",
    "lapor": "Pengaduan (SP4N-LAPOR!)",
    "ombudsman": "Kepatuhan pelayanan (Ombudsman)",
    "pdp": "Pelindungan data pribadi",
    "pola": "Pola distribusi predikat",
    "pp30": "Rezim angka PP 30/2019",
    "predikat": "Predikat kinerja",
    "skm": "Survei kepuasan masyarakat",
    "skp": "Sasaran kinerja pegawai",
    "talenta": "Talenta",
    "tpp": "Tambahan penghasilan",
    "tugas_belajar": "Tugas belajar",
}
"""Indonesian heading of every rule file."""

_SEEN_SHORT: Final = {
    "pdf": "PDF",
    "secondary": "sekunder",
    "code": "kode publik",
    "recalled": "ingatan",
    "own": "pilihan",
}
_HEAD: Final = """# Aturan

*English: every rule with its status and source; generated from `src/simkinerja/rules/data/`, do not edit.*

Halaman ini dibuat dari `src/simkinerja/rules/data/*.yaml`, berkas yang juga dibaca oleh fungsi-fungsinya.
Jangan menyunting halaman ini; sunting YAML-nya, lalu jalankan
`python -m simkinerja.rules.document docs/aturan.md`. Di terminal: `simkinerja aturan` dan
`simkinerja aturan KODE`.

| Status | Artinya |
|---|---|
| hukum | tertulis dalam peraturan perundang-undangan |
| edaran | tertulis dalam surat edaran atau ketentuan lembaga |
| lokal | dipakai satu daerah atau satu instansi |
| asumsi | pilihan proyek ini, atau belum dapat dipastikan dari sumber mana pun |

Kolom "Dilihat" menyatakan bagaimana angka itu kami ketahui. Hanya yang bertanda PDF dibaca dalam naskah
resmi; sebelum memakai yang lain untuk keputusan, cocokkan dengan naskahnya. "GH" dan nomornya menunjuk
berkas kode sumber publik dalam catatan acuan proyek: bukti bahwa seseorang menerapkan aturan itu demikian,
bukan naskah aturannya.
"""


def in_force(rule: Rule) -> str:
    """Return the period of a rule in words.

    Examples
    --------
    >>> from simkinerja.rules.registry import get_rule
    >>> in_force(get_rule("skm.unsur14")), in_force(get_rule("predikat.kuadran"))
    ('2004 s.d. 2014', 'sejak 2022-02-07')
    """
    if rule.in_force_to:
        return f"{rule.in_force_from} s.d. {rule.in_force_to}"
    return f"sejak {rule.in_force_from}"


def rules_markdown() -> str:
    """Return the whole page ``docs/aturan.md``.

    Examples
    --------
    >>> rules_markdown().startswith("# Aturan")
    True
    """
    rules = load_rules()
    counts = ", ".join(f"{sum(r.status == key for r in rules)} {label}" for key, label in STATUSES.items())
    parts = [_HEAD, f"Jumlah aturan: {len(rules)} ({counts}).", ""]
    for name, group in groupby(rules, key=lambda rule: rule.code.split(".")[0]):
        parts += [f"## {GROUPS[name]}", "", "| Kode | Isi | Dasar | Status | Berlaku | Dilihat |"]
        parts += ["|---|---|---|---|---|---|"]
        members = list(group)
        parts += [_row(rule) for rule in members]
        parts += [""]
        for rule in members:
            parts += [*_detail(rule), ""]
    return "\n".join(parts).rstrip() + "\n"


def _row(rule: Rule) -> str:
    article = f", {rule.article}" if rule.article != "-" else ""
    seen = _SEEN_SHORT[rule.seen]
    cells = (
        f"`{rule.code}`",
        rule.title,
        rule.basis + article,
        rule.status_label,
        in_force(rule),
        seen,
    )
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _detail(rule: Rule) -> Iterator[str]:
    yield f"<details><summary><code>{rule.code}</code> ({in_force(rule)})</summary>"
    yield ""
    yield f"Sumber ({SEEN[rule.seen]}): {rule.source}."
    if rule.note:
        yield ""
        yield rule.note
    yield ""
    yield "```text"
    yield from value_lines(rule.values)
    yield "```"
    yield ""
    yield "</details>"


def value_lines(value: Any, indent: int = 0) -> Iterator[str]:
    """Yield the values of a rule as indented lines, numbers with a decimal comma.

    Examples
    --------
    >>> list(value_lines({"bobot": Decimal("0.071"), "unsur": ("a", "b")}))
    ['bobot: 0,071', 'unsur: a, b']
    """
    pad = "  " * indent
    for key, inner in value.items():
        if isinstance(inner, Mapping):
            if _flat(inner):
                yield f"{pad}{word(key)}: {_pairs(inner)}"
            else:
                yield f"{pad}{word(key)}:"
                yield from value_lines(inner, indent + 1)
        elif isinstance(inner, tuple) and any(isinstance(row, Mapping) for row in inner):
            yield f"{pad}{word(key)}:"
            for row in inner:
                yield from _listed(row, pad)
        else:
            yield f"{pad}{word(key)}: {_text(inner)}"


def _listed(row: Mapping[str, Any], pad: str) -> Iterator[str]:
    """One row of a list: on one line, or its long parts under it."""
    short = {key: inner for key, inner in row.items() if not isinstance(inner, tuple) or len(inner) < 3}
    yield f"{pad}  - {_pairs(short)}"
    for key, inner in row.items():
        if key not in short:
            yield from (f"{pad}      {_text(text)}" for text in inner)


def _flat(value: Mapping[str, Any]) -> bool:
    plain = not any(isinstance(inner, Mapping | tuple) for inner in value.values())
    return plain and len(_pairs(value)) <= 80


def _pairs(value: Mapping[str, Any]) -> str:
    return "; ".join(f"{word(key)} {_text(inner)}" for key, inner in value.items())


def _text(value: Any) -> str:
    if value is None:
        return "tidak ada"
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, Decimal):
        return str(value).replace(".", ",")
    if not isinstance(value, tuple):
        return word(str(value))
    parts = [_text(one) for one in value]
    return ("; " if any("," in part for part in parts) else ", ").join(parts)  # decimal commas


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(rules_markdown(), encoding="utf-8", newline="\n")
