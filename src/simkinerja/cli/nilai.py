"""The command ``simkinerja nilai``: an office's table of figures, scored by a scheme."""

from __future__ import annotations

import json as json_text
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from simkinerja.cli.common import output_problems, progress, reader_console, tell

if TYPE_CHECKING:
    from simkinerja.errors import Problem
    from simkinerja.evaluate.office_result import OfficeResult, OfficeSettings
    from simkinerja.schemes.model import Scheme
    from simkinerja.schemes.office import OfficeTable

__all__ = ["nilai"]

_NEVER: Final = frozenset({".xls", ".ods", ".pdf", ".doc", ".csv", ".txt", ".json", ".html", ".yaml"})

_Berkas = Annotated[
    Path,
    typer.Argument(
        help="Tabel kantor: CSV, XLSX, XLS, atau ODS; satu baris satu pegawai, satu kolom satu indikator."
    ),
]
_Skema = Annotated[
    str,
    typer.Option(
        help="Kode skema (misalnya skp_2022) atau berkas skema. Daftarnya: simkinerja skema contoh."
    ),
]
_Json = Annotated[bool, typer.Option("--json", help="Tulis hasil sebagai JSON, tanpa yang lain.")]
_Keluaran = Annotated[
    Path | None,
    typer.Option(
        help="Tulis laporan: nama berakhiran .xlsx (Excel dengan grafik dan nilai setiap baris) atau "
        ".docx (bahan rapat); selain itu dianggap folder, diisi laporan_nilai.xlsx dan laporan_nilai.docx."
    ),
]
_Rapor = Annotated[
    str | None,
    typer.Option(help="Pegawai yang dibuatkan rapor: nomor baris di berkas, LEMBAR:BARIS, atau alias."),
]
_RaporKe = Annotated[Path | None, typer.Option(help="Berkas rapor, berakhiran .pdf atau .html.")]
_Alias = Annotated[
    str | None, typer.Option(help="Judul atau huruf kolom pengganti nama orang, misalnya kode pegawai.")
]
_Lembar = Annotated[str | None, typer.Option(help="Hanya baca lembar dengan nama ini.")]
_Bandingkan = Annotated[str | None, typer.Option(help="Skema lama (kode atau berkas) sebagai pembanding.")]
_Organisasi = Annotated[
    str | None,
    typer.Option(
        help="Predikat kinerja organisasi, untuk memeriksa pola distribusi: istimewa, baik, butuh_perbaikan, "
        "kurang, atau sangat_kurang."
    ),
]
_Bulan = Annotated[
    int, typer.Option(help="Lama masa penilaian dalam bulan (1-12), untuk angka kredit dan TPP.")
]
_Benih = Annotated[int, typer.Option(help="Benih undian galat ukur: benih sama, hasil sama.")]
_Instansi = Annotated[str | None, typer.Option(help="Nama unit kerja untuk judul laporan.")]
_Timpa = Annotated[bool, typer.Option("--timpa", help="Timpa berkas hasil yang sudah ada.")]


def nilai(
    berkas: _Berkas,
    skema: _Skema,
    json: _Json = False,
    keluaran: _Keluaran = None,
    rapor: _Rapor = None,
    rapor_ke: _RaporKe = None,
    alias: _Alias = None,
    lembar: _Lembar = None,
    bandingkan: _Bandingkan = None,
    organisasi: _Organisasi = None,
    bulan: _Bulan = 12,
    benih: _Benih = 2026,
    instansi: _Instansi = None,
    timpa: _Timpa = False,
) -> None:
    """Menilai tabel kantor menurut sebuah skema: nilai, predikat (usulan), dan seberapa pasti predikatnya.

    Sel kosong tidak dihitung (bukan nol). Kolom identitas (NIP, NIK, nama, telepon) dibuang saat dibaca.
    Berkas yang keliru disebut semua kesalahannya sekaligus; kode keluar 2 dan tidak ada hasil yang ditulis.
    """
    from simkinerja.errors import InputError
    from simkinerja.evaluate.office_result import OfficeSettings

    try:
        sources = {berkas: "tabel", **{Path(s): "skema" for s in (skema, bandingkan) if s}}
        targets = _targets(keluaran)
        _check(targets, rapor, rapor_ke, sources, timpa)
        with progress() as say:
            say("Membaca berkas")
            settings = OfficeSettings(organisation=_word(organisasi), months=bulan, seed=benih)
            result = _result(berkas, skema, bandingkan, alias, lembar, settings, say)
            files = _files(result, targets, instansi, say)
            if rapor is not None and rapor_ke is not None:
                files |= _rapor(result, rapor, rapor_ke, instansi, say)
        if files:
            from simkinerja.files.atomic import write_many

            write_many(files)
    except InputError as error:
        tell(error)
        raise typer.Exit(2) from None
    _print(result, json, list(files))


def _word(text: str | None) -> str | None:
    """A key as people type it: *Sangat kurang*."""
    return None if text is None else "_".join(text.strip().lower().replace("_", " ").split())


def _targets(wanted: Path | None) -> dict[str, Path]:
    """Report files to write, by suffix."""
    from simkinerja.errors import InputError, Place, problem

    if wanted is None:
        return {}
    suffix = wanted.suffix.lower()
    if suffix in {".xlsx", ".docx"}:
        return {suffix: wanted}
    if suffix in _NEVER:
        raise InputError([problem("output_suffix", Place(file=wanted.name), got=suffix)])
    return {end: wanted / f"laporan_nilai{end}" for end in (".xlsx", ".docx")}


def _check(
    targets: dict[str, Path],
    rapor: str | None,
    rapor_to: Path | None,
    sources: dict[Path, str],
    overwrite: bool,
) -> None:
    """Everything about the results that can be known before any work is done."""
    from simkinerja.errors import InputError, Place, problem
    from simkinerja.report.rapor import names_a_person

    faults: list[Problem] = []
    if (rapor is None) != (rapor_to is None):
        faults.append(problem("nilai_person_alone"))
    if rapor is not None and names_a_person(rapor):
        faults.append(problem("nilai_person_number"))
    if rapor_to is not None and rapor_to.suffix.lower() not in {".pdf", ".html"}:
        faults.append(
            problem("nilai_rapor_suffix", Place(file=rapor_to.name), got=rapor_to.suffix or rapor_to.name)
        )
    faults += output_problems([*targets.values(), *([rapor_to] if rapor_to else [])], sources, overwrite)
    if faults:
        raise InputError(faults)


def _result(
    source: Path,
    scheme_name: str,
    old_name: str | None,
    alias: str | None,
    sheet: str | None,
    settings: OfficeSettings,
    say: Callable[[str], None],
) -> OfficeResult:
    from simkinerja.evaluate.office_result import evaluate_office
    from simkinerja.schemes.office import read_office
    from simkinerja.schemes.read import load_scheme

    scheme: Scheme = load_scheme(scheme_name)
    old = None if old_name is None else load_scheme(old_name)
    office = read_office(source, scheme, alias=alias, sheet=sheet)
    before = None if old is None else (_read_for_old(source, old, alias, sheet), old)
    say(f"Menilai {office.n} pegawai")
    return evaluate_office(office, scheme, settings, before=before)


def _read_for_old(source: Path, old: Scheme, alias: str | None, sheet: str | None) -> OfficeTable:
    """The same table by the old scheme's columns; a fault says whose columns are missing."""
    from simkinerja.errors import InputError, problem
    from simkinerja.schemes.office import read_office

    try:
        return read_office(source, old, alias=alias, sheet=sheet)
    except InputError as error:
        raise InputError([*error.problems, problem("nilai_compare_with", scheme=old.title)]) from None


def _files(
    result: OfficeResult, targets: dict[str, Path], unit: str | None, say: Callable[[str], None]
) -> dict[Path, bytes]:
    """The reports as bytes, by target."""
    files: dict[Path, bytes] = {}
    if ".xlsx" in targets:
        from simkinerja.report.nilai_excel import nilai_excel

        say("Menyusun laporan Excel")
        files[targets[".xlsx"]] = nilai_excel(result, unit)
    if ".docx" in targets:
        from simkinerja.report.nilai_docx import nilai_docx

        say("Menyusun laporan DOCX")
        files[targets[".docx"]] = nilai_docx(result, unit)
    return files


def _rapor(
    result: OfficeResult, person: str, target: Path, unit: str | None, say: Callable[[str], None]
) -> dict[Path, bytes]:
    from simkinerja.report.rapor import rapor_bytes

    say("Menyusun rapor")
    return {target: rapor_bytes(result, person, target.suffix.lower().lstrip("."), unit)}


def _print(result: OfficeResult, as_data: bool, written: list[Path]) -> None:
    from simkinerja.report.nilai_terminal import nilai_json, print_nilai

    if as_data:
        print(
            json_text.dumps(nilai_json(result), indent=2, allow_nan=False)
        )  # ASCII: any console can show it
        return
    console = reader_console()
    print_nilai(result, console)
    for path in written:
        console.print(f"\nDitulis: {path}", markup=False, soft_wrap=True)
