"""The command ``simkinerja lokakarya``: lessons as pages without code, for this computer or for a room."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from simkinerja.cli.buka import notebooks_dir


def lokakarya(
    folder: Annotated[
        Path | None, typer.Option(help="Folder buku kerja (.ipynb); bawaan: notebooks di proyek ini.")
    ] = None,
    port: Annotated[int, typer.Option(help="Nomor porta.", min=1, max=65535)] = 8866,
    jaringan: Annotated[
        bool,
        typer.Option("--jaringan", help="Layani ponsel di wifi yang sama; peserta memasukkan kode ruang."),
    ] = False,
    kode: Annotated[str | None, typer.Option(help="Kode ruang sendiri, 6-12 huruf atau angka.")] = None,
    alamat: Annotated[
        str | None, typer.Option(help="Alamat komputer ini bila ada beberapa jaringan.")
    ] = None,
    siaga: Annotated[
        int, typer.Option(help="Banyaknya sesi siaga untuk setiap pelajaran.", min=0, max=40)
    ] = 2,
    diam: Annotated[int, typer.Option(help="Sesi yang diam sekian menit diakhiri.", min=1, max=600)] = 20,
) -> None:
    """Sajikan pelajaran sebagai halaman tanpa kode, untuk komputer ini atau (--jaringan) untuk seruangan."""
    from simkinerja.workshop.server import Options, run

    chosen = folder if folder is not None else notebooks_dir()
    run(Options(chosen, port, jaringan, kode, alamat, siaga, diam))
