"""L9: the command ``simkinerja``. One module a command; heavy imports happen inside the commands."""

from __future__ import annotations

import os
import sys

import typer

from simkinerja.cli import aturan, buka, data, populasi, skm
from simkinerja.errors import InputError

__all__ = ["app", "main"]

app = typer.Typer(
    name="simkinerja",
    help="Lab simulasi kinerja ASN: aturan, data sintetis, dan survei kepuasan masyarakat.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command("buka")(buka.buka)
app.command("aturan")(aturan.aturan)
app.command("skm")(skm.skm)
app.command("data")(data.data)
app.command("populasi")(populasi.populasi)


def main() -> None:
    """Run the command line; a fault of the input ends with exit code 2, never with a traceback."""
    try:
        app()
    except InputError as error:
        for found in error.problems:
            print(found.sentence, file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        print("Dihentikan; tidak ada berkas setengah jadi.", file=sys.stderr)
        sys.exit(130)
    except Exception as error:
        if os.environ.get("SIMKINERJA_DEBUG"):
            raise
        print(
            f"Kesalahan di dalam simkinerja ({type(error).__name__}: {error}). Ini bukan salah Anda. "
            "Jalankan ulang dengan SIMKINERJA_DEBUG=1 dan laporkan pesannya.",
            file=sys.stderr,
        )
        sys.exit(1)
