"""The texts beside the shipped tables: data dictionary and datasheet, in Indonesian."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from importlib.resources import files

from simkinerja.population.dictionary import Column, Table, tables

__all__ = ["datasheet", "dictionary_csv", "dictionary_markdown"]

_HEADER = ("berkas", "kolom", "jenis", "satuan", "nilai_yang_boleh", "arti", "catatan_atau_kebenaran")
_TYPES = {
    "string": "teks",
    "integer": "bilangan bulat",
    "number": "bilangan desimal",
    "boolean": "benar/salah (true/false)",
    "date": "tanggal (YYYY-MM-DD)",
}


def _row(table: Table, column: Column) -> tuple[str, ...]:
    named = "" if column.source == column.name else f" (di Python: {column.source})"
    meaning = f"{column.meaning}{named}"
    kind = _TYPES[column.type]
    return (f"{table.file}.csv", column.name, kind, column.unit, column.allowed, meaning, column.sort)


def dictionary_csv() -> bytes:
    """Return the data dictionary as CSV: one row a column of every table."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_HEADER)
    writer.writerows(_row(table, column) for table in tables() for column in table.columns)
    return out.getvalue().encode("utf-8")


def dictionary_markdown() -> bytes:
    """Return the data dictionary for reading."""
    lines = [
        "# Kamus data",
        "",
        "Setiap kota punya tabel yang sama. *Catatan* adalah yang dilihat instansi, *kebenaran* hanya",
        "diketahui simulasi (berkas `kebenaran_*.csv`), *kunci* menghubungkan tabel. Sel kosong berarti",
        "tidak ada nilai. Semua isi sintetis.",
    ]
    for table in tables():
        lines += ["", f"## {table.file}.csv", "", f"{table.title}. Kunci: {', '.join(table.key)}.", ""]
        lines += [
            "| kolom | jenis | satuan | nilai yang boleh | arti | golongan |",
            "|---|---|---|---|---|---|",
        ]
        for column in table.columns:
            cells = _row(table, column)[1:]
            lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return ("\n".join(lines) + "\n").encode("utf-8")


def datasheet(seed: int, counts: Mapping[str, int], same_people: Mapping[str, str]) -> bytes:
    """Return the datasheet: how the data were made, what for, and what not for."""
    from simkinerja import __version__

    text = (files("simkinerja.population") / "data" / "datasheet.md").read_text(encoding="utf-8")
    cities = list(dict.fromkeys(path.split("/")[0] for path in counts))
    rows = [
        f"| `{table.file}.csv` | "
        + " | ".join(_whole(counts[f"{c}/{table.file}.csv"]) for c in cities)
        + " |"
        for table in tables()
    ]
    header = [f"| berkas | {' | '.join(cities)} |", "|---|" + "---:|" * len(cities)]
    shared = "; ".join(f"`{case}` memakai orang dan tabel `{city}`" for case, city in same_people.items())
    filled = text.format(seed=seed, version=__version__, sizes="\n".join(header + rows), shared=shared)
    return filled.encode("utf-8")


def _whole(n: int) -> str:
    return f"{n:,}".replace(",", ".")
