"""L3: the page on schemes, its tables written from the model and from the shipped files.

``python -m simkinerja.schemes.document docs/skema.md`` renews the page; a test holds it current.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from simkinerja.schemes.json_schema import json_schema
from simkinerja.schemes.read import load_scheme, shipped_schemes
from simkinerja.schemes.tree import nominal_weights, tree_of
from simkinerja.schemes.words import CHOICES, FIELDS, MODELS

if TYPE_CHECKING:
    from simkinerja.schemes.model import Band, Indicator, LegalBasis, Scheme

__all__ = ["schemes_markdown"]

_HEAD: Final = Path(__file__).with_name("data") / "halaman.md"
_STATUS: Final = CHOICES["status"]


def schemes_markdown() -> str:
    """Return the whole page ``docs/skema.md``.

    Examples
    --------
    >>> schemes_markdown().startswith("# Skema")
    True
    """
    parts = [_HEAD.read_text(encoding="utf-8"), "## Semua isian", ""]
    schema = json_schema()
    for model, heading in MODELS.items():
        parts += [f"### {heading}", "", "| Kunci | Nama | Isi | Bawaan | Arti |", "|---|---|---|---|---|"]
        part = schema if model == "Scheme" else schema["$defs"][model]
        parts += [_field_row(model, name, part) for name in FIELDS[model]]
        parts += [""]
    parts += ["## Kata kunci", "", "| Kunci YAML | Kata di lembar Excel |", "|---|---|"]
    parts += [_row(f"`{key}`", word) for key, word in _keywords()]
    parts += ["", "## Skema yang tersedia", ""]
    for code in shipped_schemes():
        parts += [*_scheme(load_scheme(code)), ""]
    return "\n".join(parts).rstrip() + "\n"


def _keywords() -> list[tuple[str, str]]:
    """Return every keyword that differs from its word, once."""
    pairs = (pair for words in CHOICES.values() for pair in words.items())
    return list(dict.fromkeys((key, word) for key, word in pairs if key != word))


def _field_row(model: str, name: str, part: dict[str, Any]) -> str:
    heading, about = FIELDS[model][name]
    prop = part["properties"][name]
    needed = name in part.get("required", [])
    default = "wajib" if needed else _default(prop.get("default"))
    return _row(f"`{name}`", heading, _kind(prop), default, about)


def _row(*cells: str) -> str:
    return "| " + " | ".join(" ".join(cell.split()).replace("|", "\\|") for cell in cells) + " |"


def _default(value: Any) -> str:
    if value is None or value in ([], {}):
        return "kosong"
    if isinstance(value, dict):
        return "lihat bagiannya"
    if isinstance(value, bool):
        return "`true`" if value else "`false`"
    return f"`{value:.15g}`" if isinstance(value, float) else f"`{value}`"


def _kind(prop: dict[str, Any]) -> str:
    """Return what a field may hold, in words."""
    branches = [one for one in prop.get("anyOf", [prop]) if one.get("type") != "null"]
    one = branches[0]
    if "const" in one or "enum" in one:
        return ", ".join(f"`{key}`" for key in one.get("enum", [one.get("const")]))
    if "$ref" in one:
        return "kumpulan isian: " + MODELS[one["$ref"].rpartition("/")[2]]
    match one.get("type"):
        case "array":
            inner = one["items"]
            return "daftar: " + (
                MODELS[inner["$ref"].rpartition("/")[2]] if "$ref" in inner else _kind(inner)
            )
        case "object":
            keys = one.get("propertyNames", {}).get("enum", [])
            return "kumpulan isian" + (": " + ", ".join(f"`{key}`" for key in keys) if keys else "")
        case "boolean":
            return "`true`, `false`"
        case "string":
            longest = one.get("maxLength")
            return f"teks, paling panjang {longest}" if longest else "kode"
        case _:
            return _range("bilangan bulat" if one.get("type") == "integer" else "bilangan", one)


def _range(kind: str, one: dict[str, Any]) -> str:
    low, high = one.get("minimum"), one.get("maximum")
    over = one.get("exclusiveMinimum")
    if high is not None and high >= 1e9:
        high = None
    if low is not None and low <= -1e9:
        low = None
    if over is not None:
        return f"{kind} di atas {over:g}" + (f" sampai {high:g}" if high is not None else "")
    if low is not None and high is not None:
        return f"{kind} {low:g}-{_whole(high)}"
    return f"{kind}, sekurangnya {low:g}" if low is not None else kind


def _whole(value: float) -> str:
    return f"{value:,.0f}".replace(",", ".") if value >= 1000 else f"{value:g}"


def _scheme(scheme: Scheme) -> Iterator[str]:
    yield f"### {scheme.title} (`{scheme.code}`)"
    yield ""
    yield " ".join(str(scheme.note).split())
    yield ""
    yield _row("Indikator", "Bobot", "Sasaran", "Kolom catatan", "Saluran", "Status angka")
    yield "|---|---|---|---|---|---|"
    weights, tree = nominal_weights(scheme), tree_of(scheme)
    for i, one in enumerate(scheme.indicators):
        share = (
            "kelompok"
            if tree.children[i]
            else f"{100 * weights[i]:.1f} %".replace(".", ",").replace(",0 ", " ")
        )
        if scheme.rules.aggregate.method == "quadrant" and not tree.children[i]:
            share = "sama besar di kelompoknya"
        target = "" if one.target is None else f"{one.target:.15g}".replace(".", ",")
        name = f"{'— ' if one.parent else ''}{one.label}"
        channel = CHOICES["channel"].get(one.channel or "", "")
        yield _row(
            name, share, target, f"`{one.measure}`" if one.measure else "", channel, _statuses(scheme, one)
        )
    yield ""
    yield from _rules(scheme)


def _statuses(scheme: Scheme, one: Indicator) -> str:
    """Return the status of an indicator's numbers, and of those that differ."""
    general = scheme.says_who(one, "weight" if "weight" not in (one.basis_of or {}) else "")
    told = [_STATUS[general.status] if general else "tanpa sumber"]
    words = CHOICES["of_indicator"]
    told += [
        f"{words[key]}: {_STATUS[basis.status]}, {_source(basis)}"
        for key, basis in (one.basis_of or {}).items()
    ]
    return "; ".join(told)


def _source(basis: LegalBasis) -> str:
    return basis.source + (f", {basis.article}" if basis.article else "")


def _band(band: Band) -> str:
    start = "" if band.lower is None else f" mulai {band.lower:.15g}".replace(".", ",")
    return band.label + start + (f" ({_STATUS[band.basis.status]})" if band.basis else "")


def _rules(scheme: Scheme) -> Iterator[str]:
    rules = scheme.rules
    if rules.bands:
        told = [_band(band) for band in rules.bands]
        basis = scheme.says_who(rules, "bands")
        yield f"- Predikat: {'; '.join(told)}. Status: {_STATUS[basis.status] if basis else 'tanpa sumber'}."
    yield f"- Penggabungan: {CHOICES['aggregate'][rules.aggregate.method]}."
    one = scheme.consequence
    kind = CHOICES["kind"][one.kind] + (
        f" ({100 * one.share:g} persen mengikuti hasil)" if one.kind == "tpp" else ""
    )
    how = "otomatis" if one.automatic else "tidak otomatis"
    basis = one.basis or scheme.basis
    status = f"{_STATUS[basis.status]}, {_source(basis)}" if basis else "tanpa sumber"
    yield f"- Akibat: {kind}, {how}. Status: {status}."
    counts = Counter(
        _STATUS[found.status]
        for one in scheme.indicators
        for name in (
            "weight",
            "target",
            "normalise",
            "reliability",
            "dimension",
            "inflation",
            "audit",
            "evidence",
        )
        if getattr(one, name) is not None and (found := scheme.says_who(one, name)) is not None
    )
    yield (
        "- Isian indikator menurut status: "
        + ", ".join(f"{n} {word}" for word, n in sorted(counts.items()))
        + "."
    )


if __name__ == "__main__":
    from simkinerja.files.atomic import write_text

    write_text(sys.argv[1] if len(sys.argv) > 1 else Path("docs/skema.md"), schemes_markdown())
