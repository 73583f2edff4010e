"""The command ``simkinerja skm``: an office's own survey file becomes an index that can be defended."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from simkinerja.cli.common import progress, reader_console, tell

if TYPE_CHECKING:
    from collections.abc import Callable

    from simkinerja.evaluate.result import SkmResult

__all__ = ["skm"]

_Berkas = Annotated[
    Path,
    typer.Argument(help="Berkas survei: CSV, XLSX, XLS, atau ODS; jawaban responden atau tabel NRR."),
]
_Urutan = Annotated[
    str | None,
    typer.Option(
        help="Urutan unsur bila kolom hanya bernomor U1-U9: 'baku' (U8 pengaduan, U9 sarana), "
        "'sarana-dulu', atau kesembilan nama unsur dipisah koma."
    ),
]
_Tanpa = Annotated[
    str | None, typer.Option(help="Unsur yang memang tidak ditanyakan, dipisah koma (misalnya biaya).")
]
_Alias = Annotated[
    str | None, typer.Option(help="Judul kolom pengganti nama orang, misalnya nomor responden.")
]
_Lembar = Annotated[str | None, typer.Option(help="Hanya baca lembar dengan nama ini.")]
_Layanan = Annotated[
    str | None, typer.Option(help="Judul atau huruf kolom layanan, bila tidak dikenali sendiri.")
]
_Periode = Annotated[
    str | None, typer.Option(help="Judul atau huruf kolom periode, bila tidak dikenali sendiri.")
]
_Satuan = Annotated[str, typer.Option(help="Periode dari tanggal: bulan, triwulan, semester, atau tahun.")]
_Populasi = Annotated[
    int | None,
    typer.Option(help="Banyaknya pengguna layanan, untuk koreksi dan besar sampel."),
]
_Tingkat = Annotated[float, typer.Option(help="Peluang terkecil agar mutu disebut pasti.")]
_Benih = Annotated[int, typer.Option(help="Benih pengambilan ulang: benih sama, hasil sama.")]
_Ulangan = Annotated[int, typer.Option(help="Banyaknya pengambilan ulang (bootstrap).")]
_Json = Annotated[bool, typer.Option("--json", help="Tulis hasil sebagai JSON, tanpa yang lain.")]
_Keluaran = Annotated[
    Path | None,
    typer.Option(
        help="Tulis laporan: nama berakhiran .xlsx (Excel dengan grafik) atau .docx (bagian-bagian "
        "laporan SKM); selain itu dianggap folder, diisi laporan_skm.xlsx dan laporan_skm.docx."
    ),
]
_Timpa = Annotated[bool, typer.Option("--timpa", help="Timpa berkas laporan yang sudah ada.")]
_Instansi = Annotated[str | None, typer.Option(help="Nama unit pelayanan untuk judul laporan.")]


def skm(
    berkas: _Berkas,
    urutan: _Urutan = None,
    tanpa: _Tanpa = None,
    alias: _Alias = None,
    lembar: _Lembar = None,
    layanan: _Layanan = None,
    periode: _Periode = None,
    satuan: _Satuan = "triwulan",
    populasi: _Populasi = None,
    tingkat: _Tingkat = 0.9,
    benih: _Benih = 2026,
    ulangan: _Ulangan = 4000,
    json: _Json = False,
    keluaran: _Keluaran = None,
    timpa: _Timpa = False,
    instansi: _Instansi = None,
) -> None:
    """Hitung IKM dari berkas survei: NRR setiap unsur, mutu beserta peluangnya, unsur terlemah, perubahan.

    Sel kosong tidak dihitung (bukan nol). Kolom identitas (NIP, NIK, nama, telepon) dibuang saat dibaca.
    Berkas yang keliru disebut semua kesalahannya sekaligus; kode keluar 2 dan tidak ada hasil yang ditulis.
    """
    from simkinerja.errors import InputError
    from simkinerja.evaluate.result import Settings

    reading = {"order": urutan, "alias": alias, "sheet": lembar, "service": layanan, "period": periode}
    absent = [part.strip() for part in (tanpa or "").split(",") if part.strip()]
    try:
        targets = _targets(berkas, keluaran, timpa)
        with progress() as say:
            say("Membaca berkas")
            settings = Settings(tingkat, benih, ulangan, populasi)
            result = _result(berkas, {**reading, "absent": absent, "span": satuan}, settings, say)
            files = _files(result, targets, instansi, say)
        if files:
            from simkinerja.files.atomic import write_many

            write_many(files)
    except InputError as error:
        tell(error)
        raise typer.Exit(2) from None
    _print(result, json, list(files))


def _targets(source: Path, wanted: Path | None, overwrite: bool) -> dict[str, Path]:
    """Report files to write, by suffix; checked before any work is done."""
    from simkinerja.errors import InputError, Place, problem

    if wanted is None:
        return {}
    suffix = wanted.suffix.lower()
    if suffix in {".xlsx", ".docx"}:
        targets = {suffix: wanted}
    elif suffix in {".xls", ".ods", ".pdf", ".doc", ".csv", ".txt", ".json", ".html"}:
        raise InputError([problem("output_suffix", Place(file=wanted.name), got=suffix)])
    else:
        targets = {end: wanted / f"laporan_skm{end}" for end in (".xlsx", ".docx")}
    faults = []
    for target in targets.values():
        if target.exists() and source.exists() and target.resolve() == source.resolve():
            faults.append(problem("output_is_input", Place(file=target.name)))
        elif target.exists() and not overwrite:
            faults.append(problem("output_exists", Place(file=target.name)))
    if faults:
        raise InputError(faults)
    return targets


def _result(source: Path, reading: dict[str, Any], settings: Any, say: Callable[[str], None]) -> SkmResult:
    from simkinerja.evaluate.skm import evaluate_skm
    from simkinerja.survey.read import read_survey

    survey = read_survey(source, **reading)
    return evaluate_skm(survey, settings, lambda label: say(f"Menghitung {label}"))


def _files(
    result: SkmResult, targets: dict[str, Path], unit: str | None, say: Callable[[str], None]
) -> dict[Path, bytes]:
    """The reports as bytes, by target."""
    files: dict[Path, bytes] = {}
    if ".xlsx" in targets:
        from simkinerja.report.excel import excel_report

        say("Menyusun laporan Excel")
        files[targets[".xlsx"]] = excel_report(result, unit)
    if ".docx" in targets:
        from simkinerja.report.docx import docx_report

        say("Menyusun laporan DOCX")
        files[targets[".docx"]] = docx_report(result, unit)
    return files


def _print(result: SkmResult, as_data: bool, written: list[Path]) -> None:
    import json

    from simkinerja.report.terminal import as_json, print_result

    if as_data:
        print(json.dumps(as_json(result), indent=2, allow_nan=False))  # ASCII: any console can show it
        return
    console = reader_console()
    print_result(result, console)
    for path in written:
        console.print(f"\nDitulis: {path}", markup=False, soft_wrap=True)
