"""The commands ``simkinerja skema ...``: check, copy and convert schemes."""

from __future__ import annotations

import json as json_text
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from simkinerja.cli.common import output_problems, progress, reader_console, tell
from simkinerja.cli.usage import Command, Group

if TYPE_CHECKING:
    from simkinerja.errors import Problem
    from simkinerja.evaluate.scheme_check import SchemeCheck

__all__ = ["SUBCOMMANDS", "skema_app"]

skema_app = typer.Typer(
    cls=Group,
    help="Memeriksa, menyalin, dan mengubah bentuk skema penilaian.",
    rich_markup_mode=None,
    subcommand_metavar="PERINTAH",
)

_Skema = Annotated[str, typer.Argument(help="Kode skema bawaan, atau berkas skema (YAML atau Excel).")]
_Json = Annotated[bool, typer.Option("--json", help="Tulis hasil sebagai JSON, tanpa yang lain.")]
_Timpa = Annotated[bool, typer.Option("--timpa", help="Timpa berkas yang sudah ada.")]
_SUFFIXES: Final = {".yaml": "yaml", ".yml": "yaml", ".xlsx": "xlsx"}


@skema_app.callback(invoke_without_command=True)
def _all(context: typer.Context) -> None:
    """Memeriksa, menyalin, dan mengubah bentuk skema penilaian."""
    if context.invoked_subcommand is None:
        print(context.get_help())


@skema_app.command("periksa", cls=Command)
def periksa(
    skema: _Skema,
    data: Annotated[
        Path | None,
        typer.Option(help="Tabel kantor (CSV atau Excel) untuk memeriksa; tanpa ini dipakai kota sintetis."),
    ] = None,
    alias: Annotated[str | None, typer.Option(help="Kolom alias pada tabel itu.")] = None,
    lembar: Annotated[str | None, typer.Option(help="Lembar pada tabel itu.")] = None,
    json: _Json = False,
) -> None:
    """Sebut semua kesalahan skema sekaligus; bila tidak ada, beri saran.

    Kode keluar 2 bila skema salah dan tidak dapat dipakai; saran saja tidak mengubah kode keluar.
    """
    from simkinerja.errors import InputError

    try:
        with progress() as say:
            say("Memeriksa skema")
            found = _check(skema, data, alias, lembar)
    except InputError as error:
        tell(error, "skema belum dapat diperiksa")
        raise typer.Exit(2) from None
    if json:
        print(json_text.dumps(_as_json(found), indent=2, allow_nan=False))
    elif found.faults:
        tell(InputError(found.faults), "skema ini belum dapat dipakai")
    else:
        _print_check(found)
    if found.faults:
        raise typer.Exit(2)


def _check(skema: str, data: Path | None, alias: str | None, sheet: str | None) -> SchemeCheck:
    from simkinerja.evaluate.scheme_check import check_scheme

    scheme = _named(skema)
    if data is None:
        return check_scheme(scheme)
    from simkinerja.schemes.office import read_office

    first = check_scheme(scheme)
    if first.faults or first.scheme is None:
        return first
    return check_scheme(first.scheme, read_office(data, first.scheme, alias=alias, sheet=sheet).table)


def _named(skema: str) -> str | Path:
    """A shipped code as it is written there, or a path."""
    from simkinerja.schemes.read import load_scheme, shipped_schemes

    code = skema.strip().lower().replace("-", "_")
    if code in shipped_schemes() and not Path(skema).exists():
        return code
    if not Path(skema).exists() and not Path(skema).suffix:
        load_scheme(skema)  # says that there is no such code, and which is near
    return Path(skema)


def _as_json(found: SchemeCheck) -> dict[str, Any]:
    return {
        "kode": found.scheme.code if found.scheme else None,
        "judul": found.scheme.title if found.scheme else None,
        "kesalahan": [fault.as_dict() for fault in found.faults],
        "saran": [
            {
                "jenis": one.kind,
                "tingkat": one.severity,
                "indikator": list(one.codes),
                "kalimat": one.sentence,
            }
            for one in found.advice
        ],
        "dasar": found.summary.source if found.summary else None,
    }


def _print_check(found: SchemeCheck) -> None:
    import textwrap

    console = reader_console()
    title = found.scheme.title if found.scheme else ""
    console.print(f"Skema tanpa kesalahan: {title}", style="bold", markup=False)
    if found.summary is not None:
        console.print(found.summary.source, markup=False)
    if not found.advice:
        console.print("Tidak ada saran.")
    for one in found.advice:
        lines = textwrap.wrap(one.sentence, max(console.width - 3, 40), break_on_hyphens=False)
        for k, line in enumerate(lines):
            console.print(("- " if k == 0 else "  ") + line, markup=False, soft_wrap=True)


@skema_app.command("contoh", cls=Command)
def contoh(
    kode: Annotated[str | None, typer.Argument(help="Kode skema bawaan. Tanpa kode: daftarnya.")] = None,
    ke: Annotated[Path | None, typer.Argument(help="Berkas hasil; sama dengan --keluaran.")] = None,
    keluaran: Annotated[
        Path | None,
        typer.Option(help="Tulis ke berkas .yaml atau .xlsx; tanpa ini isi YAML-nya ditampilkan."),
    ] = None,
    timpa: _Timpa = False,
) -> None:
    """Salin sebuah skema bawaan untuk disunting, atau tampilkan daftarnya."""
    from simkinerja.errors import InputError

    try:
        if kode is None:
            _list()
        elif (target := keluaran or ke) is None:
            _show(kode)
        else:
            _convert(kode, target, timpa)
    except InputError as error:
        tell(error, "tidak ada berkas yang ditulis")
        raise typer.Exit(2) from None


def _list() -> None:
    from rich import box
    from rich.table import Table

    from simkinerja.rules.registry import STATUSES
    from simkinerja.schemes.read import load_scheme, shipped_schemes

    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1), pad_edge=False)
    table.add_column("Kode", no_wrap=True)
    table.add_column("Judul", overflow="fold", ratio=1)
    table.add_column("Status", no_wrap=True)
    for code in shipped_schemes():
        scheme = load_scheme(code)
        status = STATUSES[scheme.basis.status] if scheme.basis else "tidak disebut"
        table.add_row(code, scheme.title, status)
    console = reader_console()
    console.print(table)
    console.print("Status skema; setiap angka di dalamnya menyebut statusnya sendiri.")
    console.print("Salin satu: simkinerja skema contoh KODE --keluaran skema.xlsx")


def _show(code: str) -> None:
    from simkinerja.schemes.read import load_scheme
    from simkinerja.schemes.write import scheme_bytes

    _write_out(scheme_bytes(load_scheme(_named(code)), "yaml"))


def _write_out(data: bytes) -> None:
    """Bytes as they are where the stream takes them, so that a pipe gets the very file."""
    if hasattr(sys.stdout, "buffer"):
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
    else:
        print(data.decode(), end="")


def _convert(source: str, target: Path, overwrite: bool) -> None:
    from simkinerja.errors import InputError, Place, problem
    from simkinerja.files.atomic import write_many
    from simkinerja.schemes.read import load_scheme
    from simkinerja.schemes.write import scheme_bytes

    faults: list[Problem] = []
    kind = _SUFFIXES.get(target.suffix.lower())
    if kind is None:
        faults.append(
            problem("scheme_output_suffix", Place(file=target.name), got=target.suffix or target.name)
        )
    named = _named(source)
    faults += output_problems([target], {Path(named): "skema"}, overwrite)
    if faults or kind is None:
        raise InputError(faults)
    scheme = load_scheme(named)
    write_many({target: scheme_bytes(scheme, kind)})
    console = reader_console()
    console.print(f"Skema '{scheme.title}' ditulis ke {target}.", markup=False, soft_wrap=True)
    console.print(f"Setelah menyunting: simkinerja skema periksa {target}", markup=False, soft_wrap=True)


@skema_app.command("ubah", cls=Command)
def ubah(
    dari: Annotated[str, typer.Argument(help="Berkas skema (YAML atau Excel), atau kode skema bawaan.")],
    ke: Annotated[Path, typer.Argument(help="Berkas tujuan, berakhiran .yaml atau .xlsx.")],
    timpa: _Timpa = False,
) -> None:
    """Ubah bentuk skema: YAML menjadi Excel atau sebaliknya, tanpa ada yang hilang."""
    from simkinerja.errors import InputError

    try:
        _convert(dari, ke, timpa)
    except InputError as error:
        tell(error, "tidak ada berkas yang ditulis")
        raise typer.Exit(2) from None


@skema_app.command("json-schema", cls=Command)
def json_schema_command(
    keluaran: Annotated[
        Path | None, typer.Option(help="Tulis ke berkas .json; tanpa ini ditampilkan.")
    ] = None,
    timpa: _Timpa = False,
) -> None:
    """Tulis JSON Schema berkas skema, untuk penyunting teks yang memeriksa sambil Anda mengetik."""
    from simkinerja.errors import InputError
    from simkinerja.files.atomic import write_text
    from simkinerja.schemes.json_schema import json_schema_text

    if keluaran is None:
        _write_out(json_schema_text().encode())
        return
    try:
        if faults := output_problems([keluaran], {}, timpa):
            raise InputError(faults)
        write_text(keluaran, json_schema_text())
    except InputError as error:
        tell(error, "tidak ada berkas yang ditulis")
        raise typer.Exit(2) from None
    print(f"JSON Schema ditulis ke {keluaran}.")


SUBCOMMANDS: Final = ("periksa", "contoh", "ubah", "json-schema")
"""Names of the commands below ``skema``."""
