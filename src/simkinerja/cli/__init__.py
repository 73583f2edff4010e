"""L9: the command ``simkinerja``. One module a command; heavy imports happen inside the commands."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable

import typer
from typer.exceptions import TyperException

from simkinerja.cli import (
    aturan,
    buka,
    data,
    klaim,
    lokakarya,
    nilai,
    parameter,
    populasi,
    simulasi,
    skema,
    skm,
    tugas,
    validasi,
)
from simkinerja.cli.usage import Command, Group, usage_problem
from simkinerja.errors import InputError

__all__ = ["app", "main"]

COMMANDS: dict[str, Callable[..., None] | typer.Typer] = {
    "buka": buka.buka,
    "lokakarya": lokakarya.lokakarya,
    "skm": skm.skm,
    "nilai": nilai.nilai,
    "skema": skema.skema_app,
    "aturan": aturan.aturan,
    "populasi": populasi.populasi,
    "data": data.data,
    "simulasi": simulasi.simulasi,
    "parameter": parameter.parameter,
    "klaim": klaim.klaim,
    "validasi": validasi.validasi,
    "tugas": tugas.tugas,
}

app = typer.Typer(
    name="simkinerja",
    help="Lab simulasi kinerja ASN: aturan, data sintetis, dan survei kepuasan masyarakat.",
    cls=Group,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for _name, _command in COMMANDS.items():
    if isinstance(_command, typer.Typer):
        app.add_typer(_command, name=_name)
    else:
        app.command(_name, cls=Command)(_command)
GROUPS = {"skema": skema.SUBCOMMANDS}
"""Commands that have commands of their own."""


def main() -> None:
    """Run the command line; a fault of the input ends with exit code 2, never with a traceback."""
    for stream in (sys.stdout, sys.stderr):  # a console that lacks a letter shows a question mark
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        sys.exit(app(sys.argv[1:] or ["--help"], prog_name="simkinerja", standalone_mode=False) or 0)
    except InputError as error:
        _say(*(found.sentence for found in error.problems))
        sys.exit(2)
    except TyperException as error:
        _say(usage_problem(error, sys.argv[1:], list(COMMANDS), GROUPS).sentence)
        sys.exit(2)
    except (KeyboardInterrupt, typer.Abort):
        _say("Dihentikan; tidak ada berkas setengah jadi.")
        sys.exit(130)
    except BrokenPipeError:  # the reader of a pipe (head, less) has left
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as error:
        if os.environ.get("SIMKINERJA_DEBUG"):
            raise
        _say(
            f"Kesalahan di dalam simkinerja ({type(error).__name__}: {error}). Ini bukan salah Anda. "
            "Jalankan ulang dengan SIMKINERJA_DEBUG=1 dan laporkan pesannya."
        )
        sys.exit(1)


def _say(*sentences: str) -> None:
    for sentence in sentences:
        print(sentence, file=sys.stderr)
