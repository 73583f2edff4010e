"""The command ``simkinerja populasi``: synthetic officers of a city, on the screen or as a file."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Console

    from simkinerja.population.table import Population

__all__ = ["populasi"]

_SYNTHETIC: Final = (
    "SINTETIS: semua orang, NIP, NIK, dan nama di sini buatan komputer; tidak satu pun milik orang nyata."
)
_MARKERS: Final = (
    "NIP memuat bulan 13-16 (PNS) atau angka 17-20 (PPPK), NIK memuat provinsi 99: mustahil diterbitkan."
)
_STATUS: Final = {"published": "terbit", "national": "angka nasional", "assumed": "asumsi"}
_MARGIN: Final = {
    "status": "Status",
    "sex": "Jenis kelamin",
    "education": "Pendidikan",
    "education_low": "SD sampai SMA",
    "job_type": "Jenis jabatan",
    "job_family": "Rumpun fungsional",
    "years_of_service": "Masa kerja PNS (tahun)",
    "age": "Umur (tahun)",
    "golongan": "Golongan PNS",
}
_MOST_XLSX_ROWS: Final = 1_048_575
_CHUNK: Final = 2_000
_WHOLE: Final = re.compile(r"-?(?:[0-9]{1,30}|[0-9]{1,3}(?:\.[0-9]{3}){1,8})")


def _whole(name: str) -> Callable[[Any], int]:
    """Read a whole number; anything else is answered in Indonesian."""

    def read(text: Any) -> int:
        from simkinerja.errors import InputError, problem

        # a point parts thousands (1.500): 1.5 is no fifteen
        if not _WHOLE.fullmatch(str(text).strip()):
            given = {"allowed": "bilangan bulat", "got": repr(text), "example": f"{name} 2026"}
            raise InputError([problem("parameter", name=name, owner="populasi", **given)])
        return int(str(text).strip().replace(".", ""))

    return read


def populasi(
    kota: Annotated[
        str | None,
        typer.Argument(help="Kode kota (misalnya salatiga) atau berkas kota YAML. Tanpa kota: daftar kota."),
    ] = None,
    jumlah: Annotated[
        int | None,
        typer.Option(
            help="Banyaknya ASN; tanpa ini, banyaknya ASN kota itu.", parser=_whole("--jumlah"), metavar="N"
        ),
    ] = None,
    benih: Annotated[
        int,
        typer.Option(
            help="Benih acak; angka yang sama, orang yang sama.", parser=_whole("--benih"), metavar="N"
        ),
    ] = 2026,
    keluaran: Annotated[Path | None, typer.Option(help="Tulis ke berkas .xlsx atau .csv.")] = None,
    dengan_kebenaran: Annotated[
        bool,
        typer.Option("--dengan-kebenaran", help="Sertakan kolom true_ yang tidak terlihat kantor mana pun."),
    ] = False,
) -> None:
    """Membuat ASN sintetis sebuah kota: ringkasannya di layar, atau orangnya di berkas."""
    from simkinerja.population import draw_population, load_city

    if kota is None:
        _print_cities()
        return
    writer = _writer(keluaran)
    city = load_city(kota)
    _check_rows(keluaran, city.n_published if jumlah is None else jumlah)
    people = draw_population(city, benih, jumlah)
    if keluaran is None or writer is None:
        _print_summary(people)
        return
    shown = people if dengan_kebenaran else people.observed()
    from simkinerja.files import write_bytes

    write_bytes(keluaran, writer(shown, people.fit(), _Progress()))
    print(f"{_number(len(people.officers))} ASN {city.label}, benih {benih}, ditulis ke {keluaran}.")
    print(_SYNTHETIC)


def _number(x: float) -> str:
    from simkinerja.report.fmt import fmt_number

    return str(fmt_number(x, 0))


def _writer(target: Path | None) -> Callable[[Population, pd.DataFrame, _Progress], bytes] | None:
    """The writer for a file name; a name that cannot be written is refused before any work."""
    from simkinerja.errors import UsageError, problem

    if target is None:
        return None
    writers = {".xlsx": _xlsx, ".csv": _csv}
    if target.suffix.lower() not in writers:
        given = {"allowed": "nama berkas berakhiran .xlsx atau .csv", "got": target.name}
        raise UsageError(
            [problem("parameter", name="--keluaran", owner="populasi", example="asn.xlsx", **given)]
        )
    return writers[target.suffix.lower()]


def _check_rows(target: Path | None, n: int) -> None:
    from simkinerja.errors import UsageError, problem

    if target is not None and target.suffix.lower() == ".xlsx" and n > _MOST_XLSX_ROWS:
        allowed = f"paling banyak {_number(_MOST_XLSX_ROWS)} untuk .xlsx; pakai .csv untuk lebih dari itu"
        raise UsageError(
            [
                problem(
                    "parameter", name="--jumlah", owner="populasi", allowed=allowed, got=n, example="asn.csv"
                )
            ]
        )


class _Progress:
    """Says how far the writing is, once it has taken two seconds."""

    def __init__(self) -> None:
        self._start = time.monotonic()
        self._said = self._start

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        if now - self._start > 2 and now - self._said > 1:
            self._said = now
            print(f"Menulis baris {_number(done)} dari {_number(total)} ...", file=sys.stderr)


def _print_cities() -> None:
    from rich.console import Console
    from rich.table import Table

    from simkinerja.population import city_codes, load_city

    table = Table(title="Kota yang tersedia", title_justify="left")
    for header in ("kode", "kota"):
        table.add_column(header)
    for header in ("PNS", "PPPK", "paruh waktu"):
        table.add_column(header, justify="right")
    for code in city_codes():
        city = load_city(code)
        counts = (city.people.pns, city.people.pppk, city.people.pppk_paruh_waktu)
        table.add_row(code, city.label, *(_number(figure.value) for figure in counts))
    Console(highlight=False).print(table)
    print("Contoh: simkinerja populasi salatiga --keluaran asn.xlsx")


def _print_summary(people: Population) -> None:
    from rich.console import Console

    console = Console(highlight=False, markup=False)
    units = people.units
    console.print(
        f"{people.source.label}: {_number(len(people.officers))} ASN, {_number(len(people.agencies))} "
        f"perangkat daerah, {_number(len(units))} unit, {_number(units['service'].notna().sum())} di "
        f"antaranya melayani warga. Benih {people.seed}."
    )
    console.print(_SYNTHETIC)
    console.print(_MARKERS)
    _print_fit(console, people.fit())


def _print_fit(console: Console, fit: pd.DataFrame) -> None:
    from rich.table import Table

    table = Table(title="Sasaran dan hasil", title_justify="left")
    for header, justify in (
        ("marjin", "left"),
        ("kategori", "left"),
        ("sasaran", "right"),
        ("hasil", "right"),
    ):
        table.add_column(header, justify=justify)  # type: ignore[arg-type]
    table.add_column("selisih", justify="right")
    table.add_column("asal angka")
    for name, rows in fit.groupby("margin", sort=False):
        for i, row in enumerate(rows.itertuples()):
            cells = (_number(row.target), _number(row.obtained), _number(row.difference))
            table.add_row(_MARGIN[str(name)] if not i else "", str(row.category), *cells, _STATUS[row.status])
        table.add_section()
    console.print(table)
    fixed = fit[fit["status"] != "assumed"]
    exact = int((fixed["difference"] == 0).sum())
    console.print(f"Angka bersumber yang tepat terpenuhi: {exact} dari {len(fixed)} kategori.")
    for source in sorted({str(text) for text in fixed["source"]}):
        console.print(f"Sumber: {source}")


def _csv(people: Population, fit: pd.DataFrame, say: _Progress) -> bytes:
    """Officers as CSV (UTF-8 with BOM, so that Excel reads it); the last column says SINTETIS."""
    table = people.officers.assign(catatan="SINTETIS")
    parts = []
    for start in range(0, len(table), 20 * _CHUNK):
        part = table.iloc[start : start + 20 * _CHUNK]
        parts.append(part.to_csv(index=False, header=start == 0, lineterminator="\n", float_format="%.6f"))
        say(start + len(part), len(table))
    return ("\ufeff" + "".join(parts)).encode()


def _xlsx(people: Population, fit: pd.DataFrame, say: _Progress) -> bytes:
    """Workbook: a sheet that says SINTETIS, officers, units, agencies, fit."""
    from datetime import datetime
    from io import BytesIO

    import xlsxwriter

    buffer = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(buffer, options)
    book.set_properties({"title": "ASN sintetis", "comments": _SYNTHETIC, "created": datetime(2025, 11, 1)})
    bold = book.add_format({"bold": True})
    first = book.add_worksheet("SINTETIS")
    first.set_column(0, 0, 110)
    size = f"{_number(len(people.officers))} ASN"
    for i, text in enumerate((_SYNTHETIC, _MARKERS, f"{people.source.label}, {size}, benih {people.seed}.")):
        first.write_string(i, 0, text, bold if i == 0 else None)
    sheets = {"asn": people.officers, "unit": people.units, "instansi": people.agencies, "kecocokan": fit}
    for name, table in sheets.items():
        _sheet(book.add_worksheet(name), table, bold, say)
    book.close()
    return buffer.getvalue()


def _sheet(sheet: Any, table: pd.DataFrame, bold: Any, say: _Progress) -> None:
    import pandas as pd

    sheet.write_row(0, 0, list(table.columns), bold)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(table), len(table.columns) - 1)
    for start in range(0, len(table), _CHUNK):
        part = table.iloc[start : start + _CHUNK]
        for column, name in enumerate(table.columns):
            values = part[name]
            if pd.api.types.is_datetime64_any_dtype(values):
                values = values.dt.strftime("%Y-%m-%d")
            cells = [None if pd.isna(v) else v for v in values.tolist()]
            sheet.write_column(start + 1, column, [str(v) if hasattr(v, "isoformat") else v for v in cells])
        say(start + len(part), len(table))
