"""The command ``simkinerja buka``: open JupyterLab on the lessons."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from simkinerja.errors import InputError, Place, problem

FIRST = "00_mulai_di_sini.ipynb"

# The lab must work in a room without internet and tell nobody about it: no news, no update check,
# no extension catalogue.
QUIET = (
    "--LabApp.news_url=None",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    "--LabApp.extension_manager=readonly",
)


def notebooks_dir() -> Path:
    """Folder of the notebooks: of the clone this package runs from, else of the current folder.

    Raises
    ------
    InputError
        If neither holds the first notebook.
    """
    for root in (Path(__file__).parents[3], Path.cwd()):
        if (root / "notebooks" / FIRST).is_file():
            return root / "notebooks"
    raise InputError([problem("notebooks_missing", Place(file=f"notebooks/{FIRST}"))])


def lab_command(folder: Path, port: int, browser: bool) -> list[str]:
    """Command line of a JupyterLab bound to this machine only.

    Examples
    --------
    >>> "--ServerApp.ip=127.0.0.1" in lab_command(Path("notebooks"), 8888, True)
    True
    """
    return [
        sys.executable,
        "-m",
        "jupyterlab",
        f"--LabApp.default_url=/lab/tree/{FIRST}",
        f"--ServerApp.root_dir={folder}",
        "--ServerApp.ip=127.0.0.1",
        f"--ServerApp.port={port}",
        *([] if browser else ["--no-browser"]),
        *(["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []),
        *QUIET,
    ]


def lab_environment() -> dict[str, str]:
    """Environment of the lab: ours, with the quiet settings of the lessons in front.

    Examples
    --------
    >>> lab_environment()["JUPYTER_CONFIG_PATH"].split(os.pathsep)[0].endswith("lab")
    True
    """
    from simkinerja.classroom.lab import config_dir

    paths = [str(config_dir()), os.environ.get("JUPYTER_CONFIG_PATH", "")]
    return os.environ | {"JUPYTER_CONFIG_PATH": os.pathsep.join(filter(None, paths))}


def buka(
    port: Annotated[int, typer.Option(help="Nomor porta; bila terpakai, dicari yang berikutnya.")] = 8888,
    tanpa_peramban: Annotated[bool, typer.Option(help="Jangan buka peramban; alamat dicetak.")] = False,
) -> None:
    """Buka buku kerja (JupyterLab) di peramban; hanya untuk komputer ini."""
    folder = notebooks_dir()
    print("Membuka buku kerja. Biarkan jendela ini terbuka; tekan Ctrl-C dua kali untuk menutup.", flush=True)
    command = lab_command(folder, port, not tanpa_peramban)
    raise typer.Exit(subprocess.call(command, env=lab_environment()))
