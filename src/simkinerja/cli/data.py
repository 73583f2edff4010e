"""The command ``simkinerja data``: write the shipped synthetic data anew."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

__all__ = ["data"]


def data(
    keluaran: Annotated[
        Path, typer.Option(help="Folder tujuan; dibuat bila belum ada. Berkas lama dengan nama sama diganti.")
    ] = Path("data/synthetic"),
    benih: Annotated[
        int, typer.Option(min=0, help="Benih acak; 2026 memberi data yang dikirim bersama proyek.")
    ] = 2026,
) -> None:
    """Tulis data sintetis setiap kota: pegawai, unit, catatan kinerja, survei, tiket, dan kamusnya."""
    from time import perf_counter

    from simkinerja.population.dataset import write_dataset

    start = perf_counter()
    typer.echo("Membuat data sintetis; biasanya kurang dari satu menit.")
    written = write_dataset(keluaran, benih, progress=typer.echo)
    size = sum(path.stat().st_size for path in written) / 1e6
    amount = f"{size:.1f}".replace(".", ",")
    typer.echo(f"Selesai dalam {perf_counter() - start:.0f} detik: {len(written)} berkas, {amount} MB.")
    typer.echo(f"Folder: {keluaran}. Mulailah dari DATASHEET.md dan kamus_data.md. Semua isi sintetis.")
