"""The command ``simkinerja klaim``: what a city's document claims, put to the test."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from simkinerja.cli.common import output_problems, progress_bar, reader_console, tell

if TYPE_CHECKING:
    from rich.console import Console

    from simkinerja.evaluate.claims_check import ClaimReport
    from simkinerja.evaluate.claims_verdict import ClaimResult

__all__ = ["klaim"]

_WIDE: Final = 110  # columns from which the claim itself fits into the table

_Kota = Annotated[
    str | None,
    typer.Argument(help="Kode kota (misalnya salatiga) atau berkas kota YAML. Tanpa kota: daftar."),
]
_Klaim = Annotated[
    list[str] | None, typer.Option("--klaim", help="Kode satu klaim; boleh diulang.", metavar="KODE")
]
_Json = Annotated[bool, typer.Option("--json", help="Tulis hasil sebagai JSON, tanpa yang lain.")]
_Keluaran = Annotated[Path | None, typer.Option(help="Folder untuk klaim.xlsx, klaim.html, dan klaim.json.")]
_Pegawai = Annotated[int, typer.Option(help="Banyaknya pegawai sintetis.")]
_Undian = Annotated[int, typer.Option(help="Undian parameter setiap klaim, masing-masing dua nasib.")]
_Kisi = Annotated[int, typer.Option(help="Undian parameter setiap sel kisi syarat.")]
_Benih = Annotated[int, typer.Option(help="Benih acak; benih sama, hasil sama.")]
_Pekerja = Annotated[
    int | None, typer.Option(help="Banyaknya proses; bawaannya sebanyak prosesor. Hasilnya sama.")
]
_Timpa = Annotated[bool, typer.Option("--timpa", help="Timpa berkas hasil yang sudah ada.")]


def klaim(
    kota: _Kota = None,
    klaim: _Klaim = None,
    json: _Json = False,
    pekerja: _Pekerja = None,
    keluaran: _Keluaran = None,
    pegawai: _Pegawai = 2000,
    undian: _Undian = 24,
    undian_kisi: _Kisi = 8,
    benih: _Benih = 2026,
    timpa: _Timpa = False,
) -> None:
    """Menguji klaim dokumen sebuah kota: bertahan, bergantung, atau tidak, dan terlihatkah oleh kantor."""
    from simkinerja.errors import InputError

    if kota is None:
        _print_cities()
        return
    targets = _targets(keluaran)
    faults = output_problems(targets, {}, timpa)
    if faults:
        tell(InputError(faults))
        raise typer.Exit(2)
    _check_sizes(pegawai, undian, undian_kisi, benih, pekerja)
    from simkinerja.evaluate.claims_check import check_claims

    with progress_bar() as progress:
        progress(0, 1, "menyiapkan kota")
        report = check_claims(
            kota,
            codes=klaim or None,
            n_officers=pegawai,
            draws=undian,
            grid_draws=undian_kisi,
            seed=benih,
            workers=pekerja,
            progress=progress,
        )
    _show(report, json, targets)


def _check_sizes(pegawai: int, undian: int, undian_kisi: int, benih: int, pekerja: int | None) -> None:
    from simkinerja.rules.checks import whole

    owner = "klaim"
    whole(pegawai, "--pegawai", owner, low=200, high=200_000, example="--pegawai 2000")
    whole(undian, "--undian", owner, low=4, high=10_000, example="--undian 24")
    whole(undian_kisi, "--undian-kisi", owner, low=2, high=undian, example="--undian-kisi 8")
    whole(benih, "--benih", owner, high=2**63 - 1, example="--benih 2026")
    if pekerja is not None:
        whole(pekerja, "--pekerja", owner, low=1, high=256, example="--pekerja 2")


def _show(report: ClaimReport, as_json: bool, targets: tuple[Path, ...]) -> None:
    from simkinerja.report.klaim import klaim_json

    if targets:
        _write(report, targets)
    if as_json:
        text = _json_text(klaim_json(report))
        sys.stdout.buffer.write(text.encode()) if hasattr(sys.stdout, "buffer") else print(text, end="")
        return
    console = reader_console()
    _print_table(console, report)
    for one in report.results:
        _print_claim(console, one)
    for target in targets:
        console.print(f"Ditulis: {target}", markup=False)


def _json_text(data: object) -> str:
    import json

    return json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _targets(folder: Path | None) -> tuple[Path, ...]:
    return () if folder is None else tuple(folder / f"klaim.{end}" for end in ("xlsx", "html", "json"))


def _write(report: ClaimReport, targets: tuple[Path, ...]) -> None:
    from simkinerja.files.atomic import write_many
    from simkinerja.report.klaim import klaim_html, klaim_json
    from simkinerja.report.klaim_excel import klaim_excel

    contents = (klaim_excel(report), klaim_html(report).encode(), _json_text(klaim_json(report)).encode())
    write_many(dict(zip(targets, contents, strict=True)))


def _print_cities() -> None:
    from rich.table import Table

    from simkinerja.evaluate.claims import read_claims
    from simkinerja.population.city import city_codes

    table = Table("Kota", "Dokumen", "Klaim", "Diuji", box=None, pad_edge=False)
    for code in city_codes():
        claims = read_claims(code).claims
        tested = sum(one.testable for one in claims)
        table.add_row(code, claims[0].source.file if claims else "", str(len(claims)), str(tested))
    console = reader_console()
    console.print(table)
    console.print("Menguji satu kota: simkinerja klaim KOTA. Setiap kalimatnya: docs/klaim.md", markup=False)


def _print_table(console: Console, report: ClaimReport) -> None:
    from rich import box
    from rich.table import Table

    from simkinerja.report.fmt import NONE, fmt_percent
    from simkinerja.report.klaim import SYNTHETIC, klaim_counts

    console.print(SYNTHETIC, markup=False)
    wide = console.width >= _WIDE
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1), pad_edge=False)
    table.add_column("Klaim", overflow="fold", ratio=1 if wide else None)
    table.add_column("Bertahan", justify="right", no_wrap=True)
    table.add_column("Terlihat", justify="right", no_wrap=True)
    table.add_column("Putusan", overflow="fold", ratio=None if wide else 1)
    for one in report.results:
        share = NONE if one.size is None else fmt_percent(one.share)
        seen = NONE if one.seen is None else fmt_percent(one.seen)
        if one.seen_without is not None:
            seen += f" / {fmt_percent(one.seen_without)}"
        table.add_row(one.claim.claim if wide else one.claim.code, share, seen, one.words)
    console.print(table)
    console.print(
        "Bertahan: bagian undian parameter. Terlihat: peluang kantor melihatnya dalam catatannya, lalu "
        "peluang melihat hal yang sama tanpa sebabnya."
    )
    console.print(klaim_counts(report), markup=False)


def _print_claim(console: Console, result: ClaimResult) -> None:
    from rich.padding import Padding
    from rich.text import Text

    from simkinerja.report.klaim import klaim_sentences

    claim = result.claim
    console.print()
    console.print(Text(f"{claim.code}: {claim.claim}", style="bold"))
    for text in (f"{claim.source}.", *klaim_sentences(result)):
        console.print(Padding(Text(text), (0, 0, 0, 2)))
