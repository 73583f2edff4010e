"""L6: ``docs/klaim.md``: every sentence of the five documents, causal or not, and the claims made of them.

``python -m simkinerja.evaluate.claims_document docs/klaim.md`` renews the page; a test holds it current.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from simkinerja.evaluate.claims import OPEN, CityClaims, Claim, read_claims
from simkinerja.evaluate.claims_conditions import CONDITIONS, applicable
from simkinerja.evaluate.claims_sentences import KINDS, Document, documents, told

__all__ = ["claims_markdown"]

_TARGET: Final = {"agency": "perangkat daerah", "service": "layanan", "lowest": "bagian terendah",
                  "by": "menurut", "within": "di dalam"}  # fmt: skip
_HEAD: Final = """# Klaim kelima dokumen

*English: every sentence of the five documents, the causal ones as testable claims; generated, do not edit.*

Halaman ini dibuat dari `src/simkinerja/evaluate/data/kalimat.yaml` dan `src/simkinerja/cities/*.yaml`.
Jangan menyunting halaman ini; sunting YAML-nya, lalu jalankan
`python -m simkinerja.evaluate.claims_document docs/klaim.md`. Menguji klaim satu kota:
`simkinerja klaim KOTA`.

Kalimat ditulis dengan kata-kata sendiri, bukan kutipan. Nomor `2.3` berarti paragraf 2, kalimat 3; judul
tidak dihitung.

| Jenis | Artinya |
|---|---|
| kausal | menyebut sebab dan akibat, atau tujuan yang dinyatakan sebagai akibat; diuji model |
| di luar model | kausal, tetapi akibatnya tidak dihitung model; alasannya tertulis |
| bukan kausal | menggambarkan keadaan, cara, atau pendapat tanpa akibat |

Klaim bertahan dalam satu undian parameter bila pengaruhnya, ke arah yang dinyatakan, melebihi pengaruh
terkecil yang berarti bagi hasil itu. Yang dibandingkan adalah dua dunia dengan orang dan nasib yang sama,
dirata-ratakan atas enam bulan terakhir. Sebab mulai pada bulan ke-7, sehingga kantor punya enam
bulan catatan sebelumnya.

| Putusan | Artinya |
|---|---|
| bertahan | bertahan pada sekurangnya 80% undian, tidak gugur pada syarat apa pun yang dibiarkan dokumen |
| bertahan, tetapi tidak terlihat | sama, tetapi kantor tidak akan melihatnya dalam catatannya sendiri |
| bergantung | belum tentu, atau gugur (di bawah 50% undian) pada sebagian syarat yang dibiarkan dokumen |
| tidak bertahan | gugur sebagaimana ditulis dan pada semua syarat yang dibiarkan dokumen |
| di luar model | akibatnya tidak dihitung model |

Batas 80% dan 50% adalah pilihan proyek ini. Peluang terlihat dihitung seperti kantor melihatnya: unit yang
sama sebelum dan sesudah, satu dunia, satu undian, uji dua sisi 5%; di sebelahnya peluang melihat hal yang
sama di dunia tanpa sebabnya.
"""


def claims_markdown() -> str:
    """Return the whole page ``docs/klaim.md``.

    Examples
    --------
    >>> claims_markdown().startswith("# Klaim kelima dokumen")
    True
    """
    parts = [_HEAD, *_counts(), ""]
    for document in documents():
        parts += [*_document(document), ""]
    return "\n".join(parts).rstrip() + "\n"


def _counts() -> Iterator[str]:
    yield "| Dokumen | Kota | Kalimat | " + " | ".join(KINDS) + " | Klaim yang diuji | Klaim di luar model |"
    yield "|---|---|---:|---:|---:|---:|---:|---:|"
    for one in documents():
        kinds = [sum(s.kind == kind for s in one.sentences) for kind in KINDS]
        claims = read_claims(one.city).claims
        tested = sum(claim.testable for claim in claims)
        cells = [one.file, f"`{one.city}`", len(one.sentences), *kinds, tested, len(claims) - tested]
        yield "| " + " | ".join(map(str, cells)) + " |"


def _document(document: Document) -> Iterator[str]:
    found = read_claims(document.city)
    yield f"## {document.title} (`{document.city}`)"
    yield ""
    yield f"Berkas `{document.file}`."
    yield ""
    yield "| Kalimat | Isi | Jenis | Klaim |"
    yield "|---|---|---|---|"
    for one in told(document):
        codes = ", ".join(f"`{claim.code}`" for claim in one.claims)
        yield f"| {one.sentence.at} | {one.sentence.text} | {one.sentence.kind} | {codes} |"
    yield ""
    yield f"### Sistem yang disebut dokumen {document.file[:3]}"
    yield ""
    yield "| Nama | Bentuk | Sasaran |"
    yield "|---|---|---|"
    for name, spec in found.systems.items():
        yield f"| `{name}` | {_form(spec)} | {_target(spec.get('to'))} |"
    yield ""
    yield f"### Klaim dokumen {document.file[:3]}"
    yield ""
    for claim in found.claims:
        yield from _claim(claim, found)


def _form(spec: dict[str, object]) -> str:
    channel = spec.get("channel")
    own = f"saluran *{channel['name']}*" if isinstance(channel, dict) else f"`{spec['kind']}`"
    rest = {key: value for key, value in spec.items() if key not in ("kind", "channel", "to")}
    return own + "".join(f", {key} {_value(value)}" for key, value in rest.items())


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    return str(value).replace(".", ",") if isinstance(value, float) else str(value)


def _target(to: object) -> str:
    if not isinstance(to, dict):
        return "semua"
    return ", ".join(f"{_TARGET.get(key, key)} {_value(value)}" for key, value in to.items())


def _claim(claim: Claim, found: CityClaims) -> Iterator[str]:
    places = ", ".join(claim.source.at)
    if not claim.testable:
        yield f"- **{claim.code}** (kalimat {places}): {claim.claim} *Di luar model*: {claim.outside}."
        return
    from simkinerja.simulate.outcomes import outcomes

    outcome = outcomes()[str(claim.outcome)]
    against = _parts(claim.compare_with) or "kota tanpa sistem dokumen ini"
    smallest = outcome.smallest_effect if claim.smallest_effect is None else claim.smallest_effect
    line = (
        f"- **{claim.code}** (kalimat {places}): {claim.claim} Sebab: {_parts(claim.cause)}; pembanding: "
        f"{against}; hasil: {outcome.label} {claim.direction}, "
        f"terkecil yang berarti {_value(float(smallest))} {outcome.unit}"
    )
    line += f"; pada {_target(claim.to)}" if claim.to else ""
    line += f"; skema `{claim.scheme}`" if claim.scheme else ""
    note = f" Catatan: {claim.note}." if claim.note else ""
    yield f"{line}; {claim.months} bulan. {_conditions(claim, found)}{note}"


def _parts(parts: list[str | dict[str, object]]) -> str:
    return ", ".join(f"`{one}`" if isinstance(one, str) else _form(one) for one in parts)


def _conditions(claim: Claim, found: CityClaims) -> str:
    names = applicable(found.world(claim.cause), found.world(claim.compare_with), scheme=bool(claim.scheme))
    stated = {name: value for name, value in claim.conditions.items() if value != OPEN}
    left = [CONDITIONS[name].label for name in names if name not in stated]
    told_ = [f"{CONDITIONS[name].label}: {CONDITIONS[name].levels[value]}" for name, value in stated.items()]
    parts = [f"Dinyatakan dokumen: {'; '.join(told_)}."] if told_ else []
    parts += [f"Tidak disebut dokumen: {', '.join(left)}."] if left else []
    return " ".join(parts) or "Syarat yang diubah: pelaksanaannya saja."


if __name__ == "__main__":
    from simkinerja.files.atomic import write_text

    write_text(sys.argv[1] if len(sys.argv) > 1 else Path("docs/klaim.md"), claims_markdown())
