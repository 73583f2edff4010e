"""The command ``simkinerja simulasi``: scenarios in a city, against the same city without them."""

from __future__ import annotations

import json as json_text
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simkinerja.cli.common import progress_bar, reader_console, tell
from simkinerja.cli.simulasi_ask import Wish, read_request

if TYPE_CHECKING:
    from simkinerja.cli.simulasi_run import Finished

__all__ = ["simulasi"]

_Kota = Annotated[
    str | None,
    typer.Argument(help="Kode kota (misalnya salatiga) atau berkas kota YAML. Tanpa kota: daftar pilihan."),
]
_Skenario = Annotated[
    list[str] | None,
    typer.Option(help="Skenario: kode yang disertakan, atau berkas YAML. Boleh diulang."),
]
_Skema = Annotated[
    str | None,
    typer.Option(
        help="Skema penilaian di semua dunia (kode atau berkas), kecuali skenario membawa miliknya sendiri."
    ),
]
_Bulan = Annotated[
    str | None, typer.Option(help="Lamanya, 1-600; tanpa ini menurut skenario, atau 24.", metavar="N")
]
_Ulangan = Annotated[str, typer.Option(help="Banyaknya ulangan setiap dunia.", metavar="N")]
_Benih = Annotated[str, typer.Option(help="Benih acak; benih sama, hasil sama.", metavar="N")]
_Pegawai = Annotated[
    str | None, typer.Option(help="Banyaknya pegawai; tanpa ini seluruh pegawai kota.", metavar="N")
]
_Pekerja = Annotated[str, typer.Option(help="Banyaknya proses; hasilnya sama.", metavar="N")]
_Penjadwal = Annotated[
    str | None, typer.Option(help="Alamat penjadwal Dask, misalnya tcp://192.168.1.5:8786.", metavar="ALAMAT")
]
_TakPasti = Annotated[
    bool,
    typer.Option("--tak-pasti", help="Tarik parameter dari rentangnya, sehingga yang belum diketahui ikut."),
]
_Atur = Annotated[
    list[str] | None,
    typer.Option(
        help="Ubah satu parameter: nama=nilai, untuk semua dunia. Boleh diulang.", metavar="NAMA=NILAI"
    ),
]
_Parameter = Annotated[
    Path | None, typer.Option(help="Berkas YAML berisi pasangan 'nama: nilai'.", metavar="BERKAS")
]
_Keluaran = Annotated[
    Path | None,
    typer.Option(
        help="Folder hasil: tabel, laporan HTML dan DOCX, manifest. Yang terputus dilanjutkan di sana.",
        metavar="FOLDER",
    ),
]
_Json = Annotated[bool, typer.Option("--json", help="Tulis hasil sebagai JSON, tanpa yang lain.")]


def simulasi(
    kota: _Kota = None,
    skenario: _Skenario = None,
    skema: _Skema = None,
    bulan: _Bulan = None,
    ulangan: _Ulangan = "50",
    benih: _Benih = "2026",
    pegawai: _Pegawai = None,
    pekerja: _Pekerja = "1",
    penjadwal: _Penjadwal = None,
    tak_pasti: _TakPasti = False,
    atur: _Atur = None,
    parameter: _Parameter = None,
    keluaran: _Keluaran = None,
    json: _Json = False,
) -> None:
    """Menjalankan skenario di sebuah kota sintetis dan membandingkannya dengan kota yang sama tanpa program.

    Kesalahan masukan disebut semuanya sekaligus; kode keluar 2 dan tidak ada yang ditulis. Ctrl-C menyimpan
    bagian yang sudah selesai; perintah yang sama melanjutkannya.
    """
    if kota is None:
        from simkinerja.cli.simulasi_show import print_choices

        print_choices(reader_console())
        return
    wish = Wish(
        city=kota,
        scenarios=tuple(skenario or ()),
        scheme=skema,
        months=bulan,
        replications=ulangan,
        seed=benih,
        officers=pegawai,
        workers=pekerja,
        scheduler=penjadwal,
        uncertain=tak_pasti,
        settings=tuple(atur or ()),
        parameter_file=parameter,
        folder=keluaran,
    )
    _show(_finished(wish), json)


def _finished(wish: Wish) -> Finished:
    """Check, run, write; faults end the command with their sentences."""
    from simkinerja.errors import InputError

    last = "tidak ada hasil yang ditulis"
    try:
        request = read_request(wish)
        from simkinerja.cli.simulasi_run import StoppedError, carry_out, make_plan

        with progress_bar() as say:
            say(0, 1, "Menyiapkan kota")
            plan = make_plan(request)
            last = "laporan tidak ditulis"
            return carry_out(request, plan, say)
    except InputError as error:
        tell(error, last)
        raise typer.Exit(2) from None
    except StoppedError as stop:
        print(
            f"Dihentikan. {stop.done} dari {stop.total} bagian sudah tersimpan di {wish.folder}; jalankan "
            "lagi perintah yang sama untuk melanjutkan.",
            file=sys.stderr,
        )
        raise typer.Exit(130) from None


def _show(finished: Finished, as_data: bool) -> None:
    from simkinerja.cli.simulasi_show import print_finished, simulasi_json

    for text in finished.notes:
        print(text, file=sys.stderr)
    if as_data:
        print(json_text.dumps(simulasi_json(finished), indent=2, allow_nan=False))  # ASCII: any console
        return
    print_finished(reader_console(), finished)
