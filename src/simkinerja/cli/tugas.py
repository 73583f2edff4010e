"""The command ``simkinerja tugas``: a data set of one's own with a planted truth, and its answers checked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from simkinerja.cli.common import output_problems, reader_console, tell

if TYPE_CHECKING:
    from simkinerja.evaluate.assignment_check import Marked

__all__ = ["tugas"]

_CHECK: Final = "periksa"

_Pelajaran = Annotated[
    str | None, typer.Argument(help="05, 06, 07, 08, atau 12; atau periksa. Tanpa ini: daftar.")
]
_Berkas = Annotated[Path | None, typer.Argument(help="Sesudah periksa: buku kerja yang sudah diisi.")]
_Benih = Annotated[str | None, typer.Option(help="Nomor mahasiswa Anda, atau teks lain.")]
_Kata = Annotated[str | None, typer.Option(help="Kata rahasia dosen yang dicampur ke benih.")]
_Keluaran = Annotated[Path | None, typer.Option(help="Folder untuk data.")]
_Kunci = Annotated[Path | None, typer.Option(help="Berkas kunci: ditulis, atau dibaca oleh periksa.")]
_Timpa = Annotated[bool, typer.Option("--timpa", help="Timpa berkas yang sudah ada.")]


def tugas(
    pelajaran: _Pelajaran = None,
    berkas: _Berkas = None,
    benih: _Benih = None,
    kata: _Kata = None,
    keluaran: _Keluaran = None,
    kunci: _Kunci = None,
    timpa: _Timpa = False,
) -> None:
    """Membuat data tugas pribadi dari benih sendiri, atau memeriksa jawabannya dengan kunci."""
    if pelajaran is None:
        _print_lessons()
    elif pelajaran == _CHECK:
        _check(berkas, kunci)
    else:
        _make(pelajaran, benih, kata, keluaran, kunci, timpa)


def _print_lessons() -> None:
    from simkinerja.evaluate.assignment import LESSONS

    console = reader_console()
    for lesson, title in LESSONS.items():
        console.print(f"{lesson}  {title}", markup=False)
    console.print("Membuat: simkinerja tugas 06 --benih 2401234 --keluaran tugas", markup=False)
    console.print("Memeriksa: simkinerja tugas periksa JAWABAN.xlsx --kunci KUNCI.json", markup=False)


def _missing(name: str, allowed: str, example: str) -> None:
    from simkinerja.rules.checks import refuse

    refuse(name, "tugas", allowed, None, example)


def _make(
    lesson: str,
    seed: str | None,
    word: str | None,
    folder: Path | None,
    key: Path | None,
    overwrite: bool,
) -> None:
    from simkinerja.errors import InputError
    from simkinerja.evaluate.assignment import LESSONS, make_assignment
    from simkinerja.evaluate.assignment_check import key_text
    from simkinerja.files.atomic import write_many
    from simkinerja.report.tugas import NOTICE, assignment_files
    from simkinerja.rules.checks import choice

    choice(lesson, "PELAJARAN", "tugas", [*LESSONS, _CHECK])
    if seed is None:
        _missing("--benih", "diisi dengan nomor mahasiswa Anda atau teks lain", "--benih 2401234")
    if folder is None:
        _missing("--keluaran", "diisi dengan nama folder", "--keluaran tugas")
    if word is not None and not word.strip():
        _missing("--kata", "berisi sekurangnya satu huruf", "--kata sawah")
    assert seed is not None
    assert folder is not None
    made = make_assignment(lesson, seed, word or "")
    contents = {folder / name: data for name, data in assignment_files(made).items()}
    targets = [*contents, *([] if key is None else [key])]
    faults = output_problems(targets, {}, overwrite)
    if faults:
        tell(InputError(faults))
        raise typer.Exit(2)
    if key is not None:
        contents[key] = key_text(made).encode()
    write_many(contents)
    console = reader_console()
    console.print(NOTICE, markup=False)
    for target in targets:
        console.print(f"Ditulis: {target}", markup=False, soft_wrap=True)


def _check(answers: Path | None, key: Path | None) -> None:
    from simkinerja.evaluate.assignment_check import mark, read_answers, read_key

    if answers is None:
        _missing("JAWABAN", "diisi dengan buku kerja yang sudah diisi", "tugas periksa JAWABAN.xlsx")
    if key is None:
        _missing("--kunci", "diisi dengan berkas kunci", "--kunci kunci.json")
    assert answers is not None
    assert key is not None
    known = read_key(key)
    marked = mark(read_answers(answers, known), known)
    console = reader_console()
    console.print(f"Pelajaran {known.lesson}, benih {known.seed}", markup=False)
    for one in marked:
        console.print(_line(one), markup=False)
    right = sum(one.state == "benar" for one in marked)
    console.print(f"{right} dari {len(marked)} benar.", markup=False)


def _line(one: Marked) -> str:
    head = f"{one.code}  {one.given or '-'}  {one.state}"
    return f"{head}. {one.message}" if one.message else head
