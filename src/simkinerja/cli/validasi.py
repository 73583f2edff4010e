"""The command ``simkinerja validasi``: run the dossier and say what the model reproduces."""

from __future__ import annotations

import json as json_text
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simkinerja.cli.common import progress, reader_console

if TYPE_CHECKING:
    from simkinerja.evaluate.validation.dossier import Dossier
    from simkinerja.evaluate.validation.line import Line

__all__ = ["validasi"]


def validasi(
    baris: Annotated[list[str] | None, typer.Argument(help="Kode baris; tanpa kode: semuanya.")] = None,
    cepat: Annotated[bool, typer.Option("--cepat", help="Hanya baris yang cepat.")] = False,
    uji_mekanisme: Annotated[
        bool,
        typer.Option(
            "--uji-mekanisme",
            help="Jalankan setiap baris dengan mekanismenya separuh: semuanya harus meleset.",
        ),
    ] = False,
    tulis: Annotated[bool, typer.Option("--tulis", help="Tulis halaman docs/validasi.md.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Tulis hasil sebagai JSON, tanpa yang lain.")] = False,
    benih: Annotated[int, typer.Option(min=0, help="Benih acak; halaman proyek memakai 2026.")] = 2026,
) -> None:
    """Jalankan berkas uji: yang tepat, simulasi terbit, dan uji coba maya.

    Kode keluar 1 bila ada baris yang meleset tanpa tercatat, yang tercatat meleset tetapi lulus, atau aturan
    berkas uji dilanggar.
    """
    from simkinerja.evaluate.validation.dossier import validate

    if tulis:
        _refuse_part(partial=bool(baris) or cepat or uji_mekanisme)
    try:
        with progress() as say:

            def tell(number: int, total: int, line: Line) -> None:
                say(f"{number + 1} dari {total}: {line.what[:60]}")

            dossier = validate(baris or None, quick=cepat, seed=benih, halved=uji_mekanisme, on_start=tell)
    except KeyboardInterrupt:  # typer would end without a word
        print("Dihentikan; tidak ada berkas yang ditulis.", file=sys.stderr)
        raise typer.Exit(130) from None
    if json:
        print(json_text.dumps(dossier.as_dict(), indent=2, allow_nan=False))
    else:
        _show(dossier)
    if tulis:
        _write(dossier, say=not json)
    if not dossier.ok:
        raise typer.Exit(1)


def _refuse_part(partial: bool) -> None:
    """A part of the dossier must not replace the page of the whole."""
    from simkinerja.errors import UsageError, problem

    if partial:
        allowed = "tanpa kode baris, --cepat, dan --uji-mekanisme, sebab halaman memuat seluruh berkas uji"
        given = {"allowed": allowed, "got": "sebagian", "example": "simkinerja validasi --tulis"}
        raise UsageError([problem("parameter", name="--tulis", owner="validasi", **given)])


def _show(dossier: Dossier) -> None:
    from simkinerja.report.validation_page import dossier_table, summary_lines

    console = reader_console()
    console.print(dossier_table(dossier))
    for sentence in summary_lines(dossier):
        console.print(sentence, markup=False)
    for found in dossier.findings:
        if found.reason is not None:
            console.print(f"{found.line.code}: {found.reason}", markup=False)


def _write(dossier: Dossier, say: bool) -> None:
    from simkinerja.files.atomic import write_text
    from simkinerja.report.validation_page import dossier_page

    target = page_path()
    write_text(target, dossier_page(dossier))
    if say:
        print(f"Halaman ditulis: {target.name} di folder {target.parent.name}.")


def page_path() -> Path:
    """Return where the page lives: in ``docs`` of the project, or of the current folder when installed."""
    import simkinerja

    root = Path(simkinerja.__file__).parents[2]
    return (root if (root / "pyproject.toml").exists() else Path.cwd()) / "docs" / "validasi.md"
