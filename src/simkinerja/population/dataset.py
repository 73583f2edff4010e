"""The shipped data set: every file as bytes, written all or nothing, and read back.

The same seed and version give the same bytes on any machine: every draw is keyed, numbers have fixed
decimals, rows are sorted, lines end in ``\\n``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simkinerja.errors import UsageError, nearest, problem
from simkinerja.population.city_sample import SAMPLES, CitySample, city_tables
from simkinerja.population.dataset_texts import datasheet, dictionary_csv, dictionary_markdown
from simkinerja.population.dictionary import Table, resource_name, schema, tables, to_csv

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["SEED", "build_dataset", "read_table", "sample_dir", "write_dataset"]

SEED = 2026
"""Seed of the shipped data."""

SAME_PEOPLE = {"medan_rancangan": "medan"}
"""Cases without tables of their own, and whose people they have."""

Progress = Callable[[str], None]
LICENCE = {
    "name": "CC-BY-4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
    "title": "Creative Commons Attribution 4.0 International",
}


def build_dataset(
    seed: int = SEED, *, samples: tuple[CitySample, ...] = SAMPLES, progress: Progress | None = None
) -> dict[str, bytes]:
    """Return every file of the data set by its path inside the folder.

    Parameters
    ----------
    seed : int
    samples : tuple of CitySample
        The shipped ones by default.
    progress : callable, optional
        Called with an Indonesian line before each city.

    Returns
    -------
    dict of str to bytes
        Tables ``<city>/<table>.csv``, dictionary, datasheet, ``datapackage.json`` and ``manifest.json``.
    """
    tell = progress or (lambda line: None)
    files: dict[str, bytes] = {}
    counts: dict[str, int] = {}
    for number, sample in enumerate(samples, start=1):
        tell(f"Kota {number} dari {len(samples)}: {sample.city} (contoh {sample.n_officers} pegawai) ...")
        for table, frame in _frames(city_tables(sample, seed)):
            path = f"{sample.city}/{table.file}.csv"
            files[path] = to_csv(frame, table)
            counts[path] = len(frame)
    tell("Kamus data, lembar keterangan, dan daftar berkas ...")
    files["kamus_data.csv"] = dictionary_csv()
    files["kamus_data.md"] = dictionary_markdown()
    files["DATASHEET.md"] = datasheet(seed, counts, SAME_PEOPLE)
    files["datapackage.json"] = _json(_package(samples, files, counts))
    files["manifest.json"] = _json(_manifest(seed, files, counts))
    return dict(sorted(files.items()))


def _frames(found: Mapping[str, pd.DataFrame]) -> list[tuple[Table, pd.DataFrame]]:
    return [(table, found[table.table]) for table in tables()]


def write_dataset(
    folder: str | Path,
    seed: int = SEED,
    *,
    samples: tuple[CitySample, ...] = SAMPLES,
    progress: Progress | None = None,
) -> tuple[Path, ...]:
    """Build the data set and write all its files, or none.

    Raises
    ------
    InputError
        ``output_unwritable``; nothing has changed then.
    """
    from simkinerja.files.atomic import write_many

    made = build_dataset(seed, samples=samples, progress=progress)
    return write_many({Path(folder) / path: data for path, data in made.items()})


def sample_dir(start: Path | None = None) -> Path:
    """Return ``data/synthetic`` of the clone: above the working folder, else above this file.

    Raises
    ------
    UsageError
        ``sample_missing``, if there is none.
    """
    here = (start or Path.cwd()).resolve()
    for root in (here, *here.parents, *Path(__file__).resolve().parents):
        folder = root / "data" / "synthetic"
        if (folder / "manifest.json").is_file():
            return folder
    raise UsageError([problem("sample_missing", got="data/synthetic")])


def read_table(city: str, table: str, *, truth: bool = True, folder: Path | None = None) -> pd.DataFrame:
    """Read one table of the shipped data with the column names and types of the Python functions.

    Parameters
    ----------
    city : str
        ``medan``, ``rangkui``, ``bandung``, ``salatiga``; ``medan_rancangan`` reads ``medan``.
    table : str
        ``officers``, ``units``, ``agencies``, ``records``, ``responses``, ``tickets`` or ``survey_truth``.
    truth : bool
        Put the ``true_`` columns beside what is recorded (officers, units, responses, tickets).
    folder : Path, optional
        Another folder than that of the clone.

    Returns
    -------
    DataFrame
        Whole numbers int64 (Int64 where some are missing), answers Int8, dates datetime64, texts ``str``.

    Raises
    ------
    UsageError
        If the city or the table is not there.
    """
    root = folder or sample_dir()
    by_name = {one.table: one for one in tables()}
    if table not in by_name:
        hint = nearest(table, by_name)
        raise UsageError([problem("sample_table_unknown", got=table, known=", ".join(by_name), hint=hint)])
    path = root / SAME_PEOPLE.get(city, city)
    if not (path / f"{by_name[table].file}.csv").is_file():
        known = sorted(one.name for one in root.iterdir() if one.is_dir()) if root.is_dir() else []
        words = {"known": ", ".join(known) or "-", "hint": nearest(city, known)}
        raise UsageError([problem("sample_city_unknown", got=city, **words)])
    frame = _read(path, by_name[table])
    beside = by_name.get(f"{table}_truth")
    if not truth or beside is None:
        return frame
    key = [column.source for column in beside.columns if column.name in beside.key]
    return frame.merge(_read(path, beside), on=key, how="left", validate="one_to_one")


def _read(folder: Path, table: Table) -> pd.DataFrame:
    import pandas as pd

    path = folder / f"{table.file}.csv"
    text = pd.read_csv(path, dtype="str", keep_default_na=False, na_values=[""], encoding="utf-8")
    return pd.DataFrame({column.source: _typed(text[column.name], column) for column in table.columns})


def _typed(values: pd.Series, column: Any) -> pd.Series:
    import pandas as pd

    if column.type == "date":
        return pd.to_datetime(values, format="%Y-%m-%d").astype("datetime64[s]")
    if column.type == "number":
        return values.astype("float64")
    if column.type == "boolean":
        return values == "true"
    if column.type == "integer":
        if column.maximum == 4:
            return values.astype("Int8")
        return values.astype("Int64" if values.isna().any() else "int64")
    return values.fillna("") if column.name.startswith("title_") else values


def _package(
    samples: tuple[CitySample, ...], files: dict[str, bytes], counts: dict[str, int]
) -> dict[str, Any]:
    """Frictionless data package (version 1)."""
    resources = [_resource(sample.city, table, files, counts) for sample in samples for table in tables()]
    return {
        "profile": "tabular-data-package",
        "name": "simkinerja-data-sintetis",
        "title": "simkinerja: data sintetis kinerja ASN dan suara warga",
        "description": "SINTETIS. Tidak satu pun orang, unit, jawaban, atau tiket di sini nyata.",
        "homepage": "DATASHEET.md",
        "licenses": [LICENCE],
        "sources": [{"title": "Dibuat oleh simkinerja; lihat DATASHEET.md"}],
        "keywords": ["sintetis", "ASN", "SKP", "SKM", "e-Kinerja", "LAPOR"],
        "resources": resources,
    }


def _resource(city: str, table: Table, files: dict[str, bytes], counts: dict[str, int]) -> dict[str, Any]:
    path = f"{city}/{table.file}.csv"
    what = "kebenaran simulasi" if table.file.startswith("kebenaran_") else "yang dilihat instansi"
    return {
        "profile": "tabular-data-resource",
        "name": resource_name(city, table.file),
        "path": path,
        "title": table.title,
        "description": f"{city}: {what}, {counts[path]} baris",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "header": True},
        "bytes": len(files[path]),
        "hash": f"sha256:{sha256(files[path]).hexdigest()}",
        "licenses": [LICENCE],
        "schema": schema(table, city),
    }


def _manifest(seed: int, files: dict[str, bytes], counts: dict[str, int]) -> dict[str, Any]:
    from simkinerja import __version__

    rows = [
        {"path": path, "bytes": len(data), "sha256": sha256(data).hexdigest()}
        | ({"rows": counts[path]} if path in counts else {})
        for path, data in sorted(files.items())
    ]
    return {
        "synthetic": True,
        "seed": seed,
        "simkinerja": __version__,
        "command": "simkinerja data" if seed == SEED else f"simkinerja data --benih {seed}",
        "same_people": SAME_PEOPLE,
        "files": rows,
    }


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode("utf-8")
