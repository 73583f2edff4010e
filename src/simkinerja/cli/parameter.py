"""The command ``simkinerja parameter``: every number of the model, its range, source and how sure it is."""

from __future__ import annotations

import json as json_text
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from simkinerja.cli.common import output_problems, reader_console, tell

if TYPE_CHECKING:
    from rich.console import Console

    from simkinerja.params import Param

__all__ = ["Entry", "entries", "parameter"]

_SHEET: Final = "parameter"
_HEADS: Final = (
    ("nama", 34),
    ("arti", 48),
    ("nilai", 10),
    ("terendah", 10),
    ("tertinggi", 10),
    ("satuan", 28),
    ("seberapa yakin", 18),
    ("dipakai", 14),
    ("dapat diatur", 12),
    ("sumber", 90),
)

_PARTS: Final = {
    "simulasi": "yang dibaca setiap bulan simulasi",
    "program": "takaran dan biaya program",
    "populasi": "sifat pegawai sintetis",
    "catatan": "catatan kinerja, penilaian, dan suara warga",
}

_Nama = Annotated[
    list[str] | None,
    typer.Argument(help="Nama parameter, atau awal namanya (misalnya training). Tanpa nama: semuanya."),
]
_Json = Annotated[bool, typer.Option("--json", help="Tulis sebagai JSON, tanpa yang lain.")]
_Keluaran = Annotated[Path | None, typer.Option(help="Tulis ke berkas .xlsx.")]
_Timpa = Annotated[bool, typer.Option("--timpa", help="Timpa berkas hasil yang sudah ada.")]


@dataclass(frozen=True, slots=True)
class Entry:
    """A number of the registry with its name and the part of the model that reads it.

    Parameters
    ----------
    name : str
    param : Param
    part : str
        ``simulasi``, ``program``, ``populasi``, ``catatan``.
    settable : bool
        Whether ``simkinerja simulasi --atur`` may set it.
    """

    name: str
    param: Param
    part: str
    settable: bool


def entries() -> dict[str, Entry]:
    """Return every number by name: engine, programmes and costs, people, records and citizens' voice.

    A name that an earlier part uses too has its part in front: ``populasi.quality.practice``.

    Examples
    --------
    >>> found = entries()
    >>> found["training.gain"].part, found["cost.feedback.hours"].part, found["rating.ratee"].part
    ('simulasi', 'program', 'catatan')
    """
    from simkinerja.params import POPULATION
    from simkinerja.population.voice_params import voice_parameters
    from simkinerja.simulate.costs import programme_numbers
    from simkinerja.simulate.parameters import engine_parameters

    programmes, engine = programme_numbers(), engine_parameters()
    parts = (
        ("simulasi", {name: param for name, param in engine.items() if name not in programmes}),
        ("program", programmes),
        ("populasi", POPULATION),
        ("catatan", voice_parameters()),
    )
    out: dict[str, Entry] = {}
    for part, registry in parts:
        for name, param in registry.items():
            called = f"{part}.{name}" if name in out else name  # two floors may use one word
            out[called] = Entry(called, param, part, called in engine)
    return out


def parameter(
    nama: _Nama = None, json: _Json = False, keluaran: _Keluaran = None, timpa: _Timpa = False
) -> None:
    """Menampilkan angka-angka model: nilai, rentang, satuan, sumber, dan seberapa yakin."""
    from simkinerja.errors import InputError

    try:
        if keluaran is not None:
            _check_target(keluaran, timpa)
        found = _chosen(nama or [])
        if keluaran is not None:
            from simkinerja.files.atomic import write_bytes

            write_bytes(keluaran, _xlsx(found))
    except InputError as error:
        tell(error)
        raise typer.Exit(2) from None
    if json:
        print(json_text.dumps([_plain(one) for one in found], indent=2, allow_nan=False))
        return
    console = reader_console()
    _print(console, found, in_full=bool(nama))
    if keluaran is not None:
        console.print(f"Ditulis: {keluaran}", markup=False, soft_wrap=True)


def _check_target(target: Path, overwrite: bool) -> None:
    """Refuse a name that cannot be written before anything is done."""
    from simkinerja.errors import InputError
    from simkinerja.rules.checks import refuse

    if target.suffix.lower() != ".xlsx":
        refuse("--keluaran", "parameter", "nama berkas berakhiran .xlsx", target.name, "parameter.xlsx")
    faults = output_problems([target], {}, overwrite)
    if faults:
        raise InputError(faults)


def _chosen(names: list[str]) -> list[Entry]:
    """Numbers by name or by the beginning of a name; unknown ones are named with the nearest, all at once."""
    from simkinerja.errors import InputError, nearest, problem

    known = entries()
    if not names:
        return list(known.values())
    wrong, chosen = [], set()
    for text in names:
        word = text.strip()
        # with a dot any beginning will do; without one the whole first part
        start = word if "." in word else f"{word}."
        hits = {name for name in known if name == word or (word and name.startswith(start))}
        if not hits:
            beginnings = {name.rpartition(".")[0] for name in known} - {""}
            hint = nearest(word, [*known, *beginnings])
            wrong.append(problem("parameter_unknown", got=word[:60], hint=hint))
        chosen |= hits
    if wrong:
        raise InputError(wrong)
    return [entry for name, entry in known.items() if name in chosen]


def _plain(one: Entry) -> dict[str, Any]:
    p = one.param
    return {
        "nama": one.name,
        "arti": p.label,
        "nilai": p.value,
        "terendah": p.low,
        "tertinggi": p.high,
        "satuan": p.unit,
        "seberapa_yakin": p.how_sure,
        "dipakai": one.part,
        "dapat_diatur": one.settable,
        "sumber": p.source,
    }


def _digits(x: float) -> str:
    """As many places as the number has, at most four."""
    from simkinerja.report.fmt import fmt_number

    places = next((k for k in range(5) if abs(round(x, k) - x) < 1e-12 * max(1.0, abs(x))), 4)
    return fmt_number(x, places)


def _range(param: Param) -> str:
    return f"{_digits(param.low)} s.d. {_digits(param.high)}"


def _print(console: Console, found: list[Entry], *, in_full: bool) -> None:
    from simkinerja.report.simulasi_words import SURE

    if in_full:
        for one in found:
            _print_one(console, one)
    else:
        _print_list(console, found)
    counts = {word: sum(one.param.how_sure == key for one in found) for key, word in SURE.items()}
    told = ", ".join(f"{n} {word}" for word, n in counts.items() if n)
    console.print(f"{len(found)} parameter: {told}.", markup=False)
    if not in_full:
        console.print("Sumber satu parameter: simkinerja parameter NAMA", markup=False)
        console.print("Mengubahnya: simkinerja simulasi KOTA ... --atur NAMA=NILAI", markup=False)


def _print_one(console: Console, one: Entry) -> None:
    from simkinerja.report.simulasi_words import SURE

    p = one.param
    console.print(one.name, markup=False, style="bold")
    console.print(f"  {p.label}: {_digits(p.value)} ({_range(p)}) {p.unit}", markup=False)
    settable = "dapat diatur dengan --atur" if one.settable else "tidak dapat diatur dari perintah simulasi"
    console.print(f"  {SURE[p.how_sure]}; bagian {one.part}; {settable}", markup=False)
    console.print(f"  Sumber: {p.source}", markup=False)


def _print_list(console: Console, found: list[Entry]) -> None:
    """One number a line, under the part of the model that reads it."""
    from simkinerja.report.simulasi_words import SURE

    part = ""
    for one in found:
        if one.part != part:
            part = one.part
            console.print(f"{part.capitalize()}: {_PARTS[part]}", markup=False, style="bold")
        p = one.param
        figures = f"{_digits(p.value)} ({_range(p)}) {p.unit}"
        console.print(f"  {one.name}: {figures}; {SURE[p.how_sure]}", markup=False)


def _xlsx(found: list[Entry]) -> bytes:
    """One sheet, a row a number; numbers are numbers."""
    from datetime import datetime
    from io import BytesIO

    import xlsxwriter

    from simkinerja.report.simulasi_words import SURE

    buffer = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(buffer, options)
    book.set_properties({"title": "Parameter simkinerja", "created": datetime(2025, 11, 1)})
    bold, wrap = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    sheet = book.add_worksheet(_SHEET)
    for k, (name, width) in enumerate(_HEADS):
        sheet.set_column(k, k, width, wrap)
        sheet.write_string(0, k, name, bold)
    for row, one in enumerate(found, 1):
        cells = {**_plain(one), "seberapa_yakin": SURE[one.param.how_sure]}
        for k, value in enumerate(cells.values()):
            _write(sheet, row, k, value)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, len(found), len(_HEADS) - 1)
    book.close()
    return buffer.getvalue()


def _write(sheet: Any, row: int, column: int, value: Any) -> None:
    if isinstance(value, bool):
        value = "ya" if value else "tidak"
    writer: Callable[..., Any] = sheet.write_string if isinstance(value, str) else sheet.write_number
    writer(row, column, value)
