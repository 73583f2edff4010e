"""The damaged files, by kind: what is wrong, what the reader must say of it, and the sound neighbour."""

from __future__ import annotations

import gzip
import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import makers as m
from makers import Formula


@dataclass(frozen=True)
class Fault:
    """One expected problem: its code and its place."""

    code: str
    row: int | None = None
    column: str | None = None
    sheet: str | None = None
    byte: int | None = None
    field: str | None = None


@dataclass(frozen=True)
class Case:
    """One damaged file; ``reader`` is survey, tables or yaml; ``huge`` ones are made when the tests run."""

    kind: str
    name: str
    data: bytes | Callable[[], bytes]
    faults: tuple[Fault, ...]
    valid: tuple[str, bytes | Callable[[], bytes]]
    reader: str = "survey"
    huge: bool = False


@dataclass
class Kind:
    """Collects the cases of one kind."""

    kind: str
    found: list[Case] = field(default_factory=list)

    def add(self, name: str, data: Any, *faults: Fault, valid: tuple[str, Any], **more: Any) -> None:
        self.found.append(Case(self.kind, name, data, faults, valid, **more))


SOUND: dict[str, tuple[str, bytes]] = {
    "csv": ("survei.csv", m.csv()),
    "xlsx": ("survei.xlsx", m.xlsx()),
    "ods": ("survei.ods", m.ods()),
    "xls": ("survei.xls", m.xls()),
}
SHEET = "Data"


def truncated() -> Iterator[Case]:
    """Files that end too early."""
    kind = Kind("terpotong")
    for form, shares in (
        ("xlsx", (5, 15, 25, 35, 45, 55, 65, 75, 85, 95, 99)),
        ("ods", (20, 40, 60, 80, 95)),
        ("xls", (25, 35, 50, 70, 90)),
    ):
        whole = SOUND[form][1]
        for share in shares:
            data = whole[: len(whole) * share // 100]
            kind.add(
                f"{form}_{share:02}.{form}", data, Fault("zip_damaged", byte=len(data)), valid=SOUND[form]
            )
    for separator, label in ((";", "titikkoma"), (",", "koma"), ("\t", "tab"), ("|", "garis")):
        rows = m.put(m.table(), ("B6", '"Layanan\nadministrasi"'))
        whole = m.csv(rows, separator)
        data = whole[: whole.index(b"administrasi")]
        kind.add(f"kutip_{label}.csv", data, Fault("quote_open", row=6), valid=(f"kutip_{label}.csv", whole))
    for encoding, mark in (("utf-16-le", b"\xff\xfe"), ("utf-16-be", b"\xfe\xff")):
        whole = mark + m.csv(encoding=encoding)
        rows = m.csv().count(b"\n")
        data = whole[:-1]
        fault = Fault("text_encoding", row=rows, byte=len(data) - 1)
        kind.add(f"{encoding}.csv", data, fault, valid=(f"{encoding}.csv", whole))
    for row in (4, 8, 12):
        rows = m.put(m.table(), ("B2", "Pelayanan ‘satu pintu’"), (f"B{row}", "Loket é"))
        whole = m.csv(rows[:row])
        data = whole[: whole.index("é".encode()) + 1]
        fault = Fault("text_encoding", row=row, byte=len(data) - 1)
        kind.add(f"utf8_baris{row}.csv", data, fault, valid=(f"utf8_baris{row}.csv", whole))
    parts = m.xlsx_parts({SHEET: m.table()})
    missing = {name: body for name, body in parts.items() if "worksheets" not in name}
    part = "xl/worksheets/sheet1.xml"
    kind.add("tanpa_lembar.xlsx", m.packed(missing), Fault("zip_damaged", field=part), valid=SOUND["xlsx"])
    for at, name in ((30, "awal"), (200, "tengah")):
        whole = SOUND["xlsx"][1]
        start = _local_data(whole, part)
        data = whole[: start + at] + bytes([whole[start + at] ^ 0xFF]) + whole[start + at + 1 :]
        fault = Fault("zip_damaged", byte=_header_offset(whole, part), field=part)
        kind.add(f"bita_berubah_{name}.xlsx", data, fault, valid=SOUND["xlsx"])
    broken = {**parts, part: parts[part][:400]}
    kind.add("xml_terputus.xlsx", m.packed(broken), Fault("file_damaged"), valid=SOUND["xlsx"])
    both = m.put(m.table(), ("B6", '"Layanan\nadministrasi"'), ("C3", '"3'))
    data = m.csv(both)
    data = data[: data.index(b"administrasi")]
    kind.add(
        "kutip_dua.csv", data, Fault("quote_open", row=3), Fault("quote_open", row=6), valid=SOUND["csv"]
    )
    return iter(kind.found)


def _header_offset(data: bytes, part: str) -> int:
    return zipfile.ZipFile(io.BytesIO(data)).getinfo(part).header_offset


def _local_data(data: bytes, part: str) -> int:
    at = _header_offset(data, part)
    name, extra = struct.unpack_from("<2H", data, at + 26)
    return at + 30 + name + extra


def encoding() -> Iterator[Case]:
    """Bytes that do not belong to the encoding, and control characters."""
    kind = Kind("sandi")
    rows = m.put(m.table(), ("B2", "Pelayanan ‘satu pintu’"))
    sound = ("utf8.csv", m.csv(rows))
    for at in (3, 5, 7, 9, 11, 13):
        data, byte = _with_bytes(rows, (f"B{at}", b"Caf\xe9"), mark=b"\xe9")
        kind.add(f"satu_bita_{at:02}.csv", data, Fault("text_encoding", row=at, byte=byte[0]), valid=sound)
    for first, second in ((3, 8), (4, 12), (6, 7)):
        data, bytes_ = _with_bytes(rows, (f"B{first}", b"Caf\xe9"), (f"B{second}", b"Caf\xe9"), mark=b"\xe9")
        faults = [Fault("text_encoding", row=r, byte=b) for r, b in zip((first, second), bytes_, strict=True)]
        kind.add(f"dua_bita_{first}_{second}.csv", data, *faults, valid=sound)
    for wrong in (0x81, 0x8D, 0x8F, 0x90, 0x9D):
        data, bytes_ = _with_bytes(m.table(), ("B5", bytes([0xE9, wrong])), mark=bytes([wrong]))
        fault = Fault("text_encoding", row=5, byte=bytes_[0])
        kind.add(f"cp1252_{wrong:02x}.csv", data, fault, valid=("cp1252.csv", _cp1252()))
    data, bytes_ = _with_bytes(rows, ("B4", b"Caf\xe9"), mark=b"\xe9")
    bom = b"\xef\xbb\xbf"
    fault = Fault("text_encoding", row=4, byte=bytes_[0] + 3)
    kind.add("bom_lalu_latin.csv", bom + data, fault, valid=("bom.csv", bom + m.csv(rows)))
    for code, row in ((0, 4), (7, 5), (27, 6), (127, 7), (1, 13), (31, 2)):
        data, bytes_ = _with_bytes(m.table(), (f"B{row}", b"KTP" + bytes([code])), mark=bytes([code]))
        fault = Fault("text_control", row=row, byte=bytes_[0])
        kind.add(f"kendali_{code:03}.csv", data, fault, valid=SOUND["csv"])
    for first, second in ((3, 9), (5, 6)):
        data, bytes_ = _with_bytes(
            m.table(), (f"B{first}", b"\x00"), (f"B{second}", b"\x02"), mark=b"\x00\x02"
        )
        faults = [Fault("text_control", row=r, byte=b) for r, b in zip((first, second), bytes_, strict=True)]
        kind.add(f"kendali_dua_{first}_{second}.csv", data, *faults, valid=SOUND["csv"])
    wide = m.text(m.put(m.table(), ("B4", "KTP\x07"))).encode("utf-16-le")
    byte = wide.index("\x07".encode("utf-16-le")) + 2
    whole = b"\xff\xfe" + m.csv(encoding="utf-16-le")
    kind.add(
        "kendali_utf16.csv",
        b"\xff\xfe" + wide,
        Fault("text_control", row=4, byte=byte),
        valid=("utf16.csv", whole),
    )
    lone = m.text(m.put(m.table(), ("B4", "KTP#"))).encode("utf-16-le").replace(b"#\x00", b"\x00\xd8")
    byte = lone.index(b"\x00\xd8") + 2
    kind.add(
        "utf16_tanpa_pasangan.csv",
        b"\xff\xfe" + lone,
        Fault("text_encoding", row=4, byte=byte),
        valid=("utf16.csv", whole),
    )
    kind.add("utf32.csv", m.text(m.table()).encode("utf-32"), Fault("file_type"), valid=("utf16.csv", whole))
    data, bytes_ = _with_bytes(rows, ("B4", b"Caf\xe9"), ("C6", b"3;4"), mark=b"\xe9")
    kind.add(
        "bita_dan_sel_lebih.csv",
        data,
        Fault("text_encoding", row=4, byte=bytes_[0]),
        Fault("row_too_long", row=6),
        valid=sound,
    )
    data, bytes_ = _with_bytes(m.table(), ("B4", b"\x00"), ("B7", b'K "T" P'), ("K9", b"3;4"), mark=b"\x00")
    kind.add(
        "tiga_jenis.csv",
        data,
        Fault("text_control", row=4, byte=bytes_[0]),
        Fault("quote_stray", row=7),
        Fault("row_too_long", row=9),
        valid=SOUND["csv"],
    )
    return iter(kind.found)


def _cp1252() -> bytes:
    return m.csv(m.put(m.table(), ("B5", "Café")), encoding="cp1252")


def _with_bytes(rows: m.Rows, *cells: tuple[str, bytes], mark: bytes) -> tuple[bytes, list[int]]:
    """Put raw bytes into cells; return the file and the offsets of any byte of ``mark`` that was put in."""
    tokens = {address: f"@{i}@" for i, (address, _) in enumerate(cells)}
    data = m.csv(m.put(rows, *tokens.items()))
    found = []
    for (_, raw), token in zip(cells, tokens.values(), strict=True):
        at = data.index(token.encode())
        data = data.replace(token.encode(), raw)
        found += [at + k for k, byte in enumerate(raw) if byte in mark]
    return data, found


ERRORS = ("#REF!", "#DIV/0!", "#N/A", "#NAME?", "#VALUE!", "#NUM!", "#NULL!")


def formulas() -> Iterator[Case]:
    """Formulas that nobody computed, and cells that hold an error."""
    kind = Kind("rumus")
    counted = (
        "terhitung.xlsx",
        m.xlsx(m.put(m.table(), ("C4", Formula("1+2", 3)), ("K13", Formula("2*2", 4)))),
    )
    for address in ("C2", "D5", "F7", "H9", "J11", "K13"):
        data = m.xlsx(m.put(m.table(), (address, Formula("1+2"))))
        fault = Fault("formula_uncached", int(address[1:]), address[0], SHEET)
        kind.add(f"belum_dihitung_{address}.xlsx", data, fault, valid=counted)
    for k, error in enumerate(ERRORS):
        address = f"{'CDEFGHI'[k]}{k + 3}"
        data = m.xlsx(m.put(m.table(), (address, Formula("A1/0", error=error))))
        fault = Fault("formula_error", k + 3, address[0], SHEET)
        kind.add(f"galat_{k + 1}.xlsx", data, fault, valid=counted)
    for addresses in (("C2", "C3"), ("D4", "K4"), ("E2", "F7", "G12"), ("K2", "K13")):
        cells = [(address, Formula("1+2")) for address in addresses]
        faults = [Fault("formula_uncached", int(a[1:]), a[0], SHEET) for a in addresses]
        kind.add(
            f"beberapa_{'_'.join(addresses)}.xlsx", m.xlsx(m.put(m.table(), *cells)), *faults, valid=counted
        )
    data = m.xlsx(m.put(m.table(), ("C5", Formula("1+2")), ("E8", Formula("A1/0", error="#REF!"))))
    faults = [Fault("formula_uncached", 5, "C", SHEET), Fault("formula_error", 8, "E", SHEET)]
    kind.add("dua_jenis.xlsx", data, *faults, valid=counted)
    two = {"Triwulan I": m.table(), "Triwulan II": m.put(m.table(), ("D6", Formula("1+2")))}
    kind.add(
        "lembar_kedua.xlsx",
        m.packed(m.xlsx_parts(two)),
        Fault("formula_uncached", 6, "D", "Triwulan II"),
        valid=(
            "dua_lembar.xlsx",
            m.packed(m.xlsx_parts({"Triwulan I": m.table(), "Triwulan II": m.table()})),
        ),
    )
    two["Triwulan I"] = m.put(m.table(), ("E3", Formula("A1/0", error="#N/A")))
    kind.add(
        "kedua_lembar.xlsx",
        m.packed(m.xlsx_parts(two)),
        Fault("formula_error", 3, "E", "Triwulan I"),
        Fault("formula_uncached", 6, "D", "Triwulan II"),
        valid=(
            "dua_lembar.xlsx",
            m.packed(m.xlsx_parts({"Triwulan I": m.table(), "Triwulan II": m.table()})),
        ),
    )
    ods = ("terhitung.ods", m.ods(m.put(m.table(), ("C4", Formula("[.A1]+2", 3)))))
    for address in ("C3", "G9"):
        fault = Fault("formula_uncached", int(address[1:]), address[0], SHEET)
        data = m.ods(m.put(m.table(), (address, Formula("[.A1]+2"))))
        kind.add(f"belum_dihitung_{address}.ods", data, fault, valid=ods)
    for address, error in (("D4", "#DIV/0!"), ("K10", "Err:502")):
        fault = Fault("formula_error", int(address[1:]), address[0], SHEET)
        data = m.ods(m.put(m.table(), (address, Formula("[.A1]/0", error=error))))
        kind.add(f"galat_{address}.ods", data, fault, valid=ods)
    twice = m.ods_parts(m.put(m.table(), ("D6", Formula("[.A1]/0", error="#REF!"))))
    row = b"<table:table-row>"
    thrice = b'<table:table-row table:number-rows-repeated="3">'
    head, first, second, rest = twice["content.xml"].split(row, 3)  # the second row stands three times
    twice["content.xml"] = head + row + first + thrice + second + row + rest
    fault = Fault("formula_error", 8, "D", SHEET)
    kind.add("sesudah_baris_berulang.ods", m.packed(twice, ["mimetype"]), fault, valid=ods)
    for k, error in enumerate(ERRORS[:5]):
        address = f"{'CDEFG'[k]}{k + 4}"
        data = m.xls(m.put(m.table(), (address, Formula("", error=error))))
        kind.add(
            f"galat_{k + 1}.xls", data, Fault("formula_error", k + 4, address[0], SHEET), valid=SOUND["xls"]
        )
    data = m.xls(m.put(m.table(), ("C4", Formula("", error="#REF!")), ("J12", Formula("", error="#N/A"))))
    faults = [Fault("formula_error", 4, "C", SHEET), Fault("formula_error", 12, "J", SHEET)]
    kind.add("dua.xls", data, *faults, valid=SOUND["xls"])
    return iter(kind.found)


def merged() -> Iterator[Case]:
    """Merged cells that hide to whom an answer belongs."""
    kind = Kind("gabungan")
    titled = [["SURVEI KEPUASAN", *[None] * 10], *m.table()]
    fine = ("judul_dan_layanan.xlsx", m.xlsx(titled, ["A1:K1", "B3:B6"]))
    for ref in ("C3:D3", "E5:G5", "J7:K7", "C9:K9", "C4:C5", "F6:F9", "K2:K13", "D4:E5", "G8:I10"):
        fault = Fault("cells_merged", _row(ref), ref[0], SHEET)
        kind.add(f"satu_{ref.replace(':', '_')}.xlsx", m.xlsx(merges=[ref]), fault, valid=fine)
    for refs in (("C3:D3", "E5:F5"), ("C4:C6", "K4:K6"), ("D2:E2", "D7:E7", "D12:E12"), ("G3:H4", "C10:C11")):
        faults = [Fault("cells_merged", _row(ref), ref[0], SHEET) for ref in refs]
        name = "_".join(ref.replace(":", "") for ref in refs)
        kind.add(f"beberapa_{name}.xlsx", m.xlsx(merges=refs), *faults, valid=fine)
    rows = m.put(m.table(), ("E8", Formula("1+2")))
    faults = [Fault("cells_merged", 3, "C", SHEET), Fault("formula_uncached", 8, "E", SHEET)]
    kind.add("dan_rumus.xlsx", m.xlsx(rows, ["C3:D3"]), *faults, valid=fine)
    rows = m.put(m.table(), ("K1", "U1"))
    faults = [Fault("header_duplicate", 1, "K", SHEET), Fault("cells_merged", 5, "D", SHEET)]
    kind.add("dan_judul_ganda.xlsx", m.xlsx(rows, ["D5:E5"]), *faults, valid=fine)
    for t, b, left, right in ((2, 2, 2, 3), (4, 6, 5, 5), (7, 8, 8, 10)):
        fault = Fault("cells_merged", t + 1, m.letter(left), SHEET)
        kind.add(
            f"r{t + 1}_{m.letter(left)}.xls",
            m.xls(merges=[(t, b, left, right)]),
            fault,
            valid=("layanan.xls", m.xls(merges=[(2, 4, 1, 1)])),
        )
    for at, span in (("C3", (1, 2)), ("F6", (3, 1)), ("H9", (2, 2))):
        fault = Fault("cells_merged", int(at[1:]), at[0], SHEET)
        kind.add(
            f"{at}.ods", m.ods(merges={at: span}), fault, valid=("layanan.ods", m.ods(merges={"B3": (3, 1)}))
        )
    return iter(kind.found)


def _row(ref: str) -> int:
    return int(ref.split(":")[0][1:])


def million() -> Iterator[Case]:
    """Sheets and texts with many rows; the large ones are made when the tests run.

    The last row of a million (``jawaban_5.csv``) holds the promise on time and memory; the other faults lie
    deep in 200,000 rows, many blocks of the reader.
    """
    kind = Kind("sejuta")
    blanks = m.table() + [[m.Blank()] * 11 for _ in range(3)]
    parts = m.xlsx_parts({SHEET: blanks})
    part = "xl/worksheets/sheet1.xml"
    far = b'<row r="1048576"><c r="K1048576" s="0"/></row></sheetData>'
    few = (
        "baris_kosong_terformat.xlsx",
        m.packed({**parts, part: parts[part].replace(b"</sheetData>", far)}),
    )
    for address in ("K1048576", "XFD1", "ALL900000", "AA600000"):
        row = address.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        cell = f'<row r="{row}"><c r="{address}"><v>1</v></c></row></sheetData>'.encode()
        data = m.packed({**parts, part: parts[part].replace(b"</sheetData>", cell)})
        kind.add(f"sel_jauh_{address}.xlsx", data, Fault("sheet_too_large", sheet=SHEET), valid=few)
    two = m.xlsx_parts({"Satu": m.table(), "Dua": m.table()})
    cell = b'<row r="1000000"><c r="K1000000"><v>1</v></c></row></sheetData>'
    for i in (1, 2):
        name = f"xl/worksheets/sheet{i}.xml"
        two[name] = two[name].replace(b"</sheetData>", cell)
    faults = [Fault("sheet_too_large", sheet=name) for name in ("Satu", "Dua")]
    kind.add("dua_lembar.xlsx", m.packed(two), *faults, valid=few)
    content = m.ods_parts(m.table())["content.xml"]
    empty = (
        b'<table:table-row table:number-rows-repeated="1048000"><table:table-cell '
        b'table:number-columns-repeated="16384"/></table:table-row></table:table>'
    )
    spread = m.ods_parts(m.table())
    spread["content.xml"] = content.replace(b"</table:table>", empty)
    fine = ("ekor_kosong.ods", m.packed(spread, ["mimetype"]))
    for name, old, new in (
        (
            "baris_berulang",
            b"</table:table>",
            empty.replace(
                b'repeated="16384"/>', b'repeated="11" office:value-type="float" office:value="3"/>'
            ),
        ),
        (
            "kolom_berulang",
            b"</table:table>",
            empty.replace(b'"1048000"', b'"1"').replace(
                b'"16384"/>', b'"16384" office:value-type="float" office:value="3"/>'
            ),
        ),
    ):
        spread = m.ods_parts(m.table())
        spread["content.xml"] = content.replace(old, new)
        kind.add(
            f"{name}.ods", m.packed(spread, ["mimetype"]), Fault("sheet_too_large", sheet=SHEET), valid=fine
        )
    sound = ("sejuta.csv", _million)
    kind.add(
        "kutip.csv",
        partial(_million, 180_000, b'5 "x"', 200_000),
        Fault("quote_stray", row=180_001),
        valid=sound,
        huge=True,
    )
    kind.add(
        "sel_lebih.csv",
        partial(_million, 150_000, b"3;4", 200_000),
        Fault("row_too_long", row=150_001),
        valid=sound,
        huge=True,
    )
    kind.add(
        "jawaban_5.csv",
        partial(_million, 999_999, b"5"),
        Fault("survey_not_1_to_4", 1_000_000, "C"),
        valid=sound,
        huge=True,
    )
    kind.add(
        "kata.csv",
        partial(_million, 100_000, b"entah", 200_000),
        Fault("survey_word", 100_001, "C"),
        valid=sound,
        huge=True,
    )
    kind.add(
        "baris_kosong.csv",
        partial(bytes.__mul__, b"\n", 5_000_000),
        Fault("table_empty"),
        valid=sound,
        huge=True,
    )
    kind.add("penuh.xlsx", _full_xlsx, Fault("sheet_too_large", sheet=SHEET), valid=few, huge=True)
    return iter(kind.found)


def _million(at: int | None = None, cell: bytes = b"", rows: int = 1_000_000) -> bytes:
    """A survey of a million rows or fewer; the first answer of 1-based data row ``at`` is replaced."""
    block = b"".join(b";Loket;%d;3;4;2;3;4;3;4;2\n" % (i % 4 + 1) for i in range(1000))
    lines = b"No;Layanan;U1;U2;U3;U4;U5;U6;U7;U8;U9\n" + block * (rows // 1000)
    if at is None:
        return lines
    records = lines.split(b"\n")
    parts = records[at].split(b";")
    parts[2] = cell
    records[at] = b";".join(parts)
    return b"\n".join(records)


def _full_xlsx() -> bytes:
    """A sheet of 4.4 million cells, well beyond the limit of 2.5 million."""
    parts = m.xlsx_parts({SHEET: m.table()})
    row = "".join(f'<c r="{m.letter(c)}%d"><v>3</v></c>' for c in range(11))
    line = f'<row r="%d">{row}</row>'
    body = "".join(line % ((r,) * 12) for r in range(14, 400_001))
    name = "xl/worksheets/sheet1.xml"
    parts[name] = parts[name].replace(b"</sheetData>", body.encode() + b"</sheetData>")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compresslevel=1) as archive:
        for part, data in parts.items():
            archive.writestr(zipfile.ZipInfo(part, m.CLOCK), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def duplicates() -> Iterator[Case]:
    """The same header twice."""
    kind = Kind("judul_ganda")
    for form, make, sheet in (
        ("csv", m.csv, None),
        ("xlsx", m.xlsx, SHEET),
        ("ods", m.ods, SHEET),
        ("xls", m.xls, SHEET),
    ):
        for address, word in (("D1", "U1"), ("K1", "U3"), ("F1", " u2 "), ("B1", "No")):
            fault = Fault("header_duplicate", 1, address[0] if word != "No" else "B", sheet)
            data = make(m.put(m.table(), (address, word)))
            kind.add(f"{address}_{word.strip().lower()}.{form}", data, fault, valid=SOUND[form])
        data = make(m.put(m.table(), ("E1", "U1"), ("J1", "U4")))
        faults = [Fault("header_duplicate", 1, "E", sheet), Fault("header_duplicate", 1, "J", sheet)]
        kind.add(f"dua.{form}", data, *faults, valid=SOUND[form])
    titled = [["LAPORAN", *[None] * 10], [None] * 11, *m.put(m.table(), ("G1", "U4"))]
    kind.add("di_bawah_judul.csv", m.csv(titled), Fault("header_duplicate", 3, "G"), valid=SOUND["csv"])
    data = m.csv(m.put(m.table(), ("G1", "U4"), ("C5", "3;4")))
    faults = [Fault("row_too_long", 5), Fault("header_duplicate", 1, "G")]
    kind.add("dan_sel_lebih.csv", data, *faults, valid=SOUND["csv"])
    return iter(kind.found)


def bombs() -> Iterator[Case]:
    """Archives and XML that grow without end when opened."""
    kind = Kind("bom")
    parts = m.xlsx_parts({SHEET: m.table()})
    sheet = "xl/worksheets/sheet1.xml"
    laughs = (
        b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
        b'<!ENTITY c "&b;&b;&b;&b;&b;&b;">]>\n'
    )
    outside = b'<!DOCTYPE x SYSTEM "file:///etc/passwd">\n'
    parameter = b'<!DOCTYPE x [<!ENTITY % p SYSTEM "http://example.invalid/x.dtd"> %p;]>\n'
    for name, part, bomb in (
        ("tawa_lembar", sheet, laughs),
        ("tawa_buku", "xl/workbook.xml", laughs),
        ("tawa_relasi", "xl/_rels/workbook.xml.rels", laughs),
        ("tawa_jenis", "[Content_Types].xml", laughs),
        ("luar_lembar", sheet, outside),
        ("luar_buku", "xl/workbook.xml", outside),
        ("parameter_lembar", sheet, parameter),
        ("parameter_relasi", "_rels/.rels", parameter),
        ("entitas_saja", sheet, b'<!ENTITY a "ha">\n'),
    ):
        data = m.packed({**parts, part: _declared(parts[part], bomb)})
        fault = Fault("xml_entity", byte=len(m.DECLARED), field=part)
        kind.add(f"{name}.xlsx", data, fault, valid=SOUND["xlsx"])
    wide = "\ufeff" + _declared(parts[sheet], laughs).decode().replace("UTF-8", "UTF-16")
    byte = 2 * wide.index("<!DOCTYPE")
    data = m.packed({**parts, sheet: wide.encode("utf-16-le")})
    kind.add("tawa_utf16.xlsx", data, Fault("xml_entity", byte=byte, field=sheet), valid=SOUND["xlsx"])
    for names in ((sheet, "xl/workbook.xml"), ("_rels/.rels", "[Content_Types].xml", sheet)):
        data = m.packed(
            {name: _declared(body, laughs) if name in names else body for name, body in parts.items()}
        )
        faults = [Fault("xml_entity", byte=len(m.DECLARED), field=name) for name in parts if name in names]
        kind.add(f"tawa_{len(names)}_bagian.xlsx", data, *faults, valid=SOUND["xlsx"])
    pieces = m.ods_parts(m.table())
    for part in ("content.xml", "META-INF/manifest.xml"):
        data = m.packed({**pieces, part: _declared(pieces[part], laughs)}, ["mimetype"])
        fault = Fault("xml_entity", byte=len(m.DECLARED), field=part)
        kind.add(f"tawa_{part.split('/')[-1]}.ods", data, fault, valid=SOUND["ods"])
    media = {**parts, "xl/media/image1.bin": b"\0" * 1000}
    sound = ("dengan_gambar.xlsx", m.packed(media))
    swollen = partial(_swollen, parts, 60_000_000)
    kind.add("mampat_60mb.xlsx", swollen, Fault("zip_bomb"), valid=sound)
    kind.add(
        "mampat_450mb.xlsx", partial(_swollen, parts, 450_000_000), Fault("zip_bomb"), valid=sound, huge=True
    )
    kind.add("mampat_2gb.xlsx", partial(_lying, parts, 2_000_000_000), Fault("zip_bomb"), valid=sound)
    kind.add("bagian_2500.xlsx", partial(_many, parts, 2_500), Fault("zip_bomb"), valid=sound, huge=True)
    kind.add("tumpang_tindih.xlsx", _overlapping(parts), Fault("zip_bomb"), valid=sound)
    lie, at = _shrunk(parts)
    kind.add("ukuran_bohong.xlsx", lie, Fault("zip_damaged", byte=at, field=sheet), valid=sound)
    nested = m.packed({"lagi.zip": m.packed({"lagi.zip": m.packed({"x": b"\0" * 100_000})})})
    kind.add("zip_dalam_zip.zip", nested, Fault("file_type"), valid=sound)
    return iter(kind.found)


def _declared(body: bytes, bomb: bytes) -> bytes:
    return body.replace(m.DECLARED, m.DECLARED + bomb)


def _swollen(parts: dict[str, bytes], size: int) -> bytes:
    return m.packed({**parts, "xl/media/image1.bin": bytes(size)})


def _many(parts: dict[str, bytes], count: int) -> bytes:
    return m.packed({**parts, **{f"xl/media/{i}": b"" for i in range(count)}})


def _lying(parts: dict[str, bytes], size: int) -> bytes:
    """The directory says 2 GB for a part that is short."""
    data = m.packed({**parts, "xl/media/image1.bin": b"\0" * 77_777})
    return data.replace(struct.pack("<I", 77_777), struct.pack("<I", size))


def _shrunk(parts: dict[str, bytes]) -> tuple[bytes, int]:
    """The directory says 100 bytes for a worksheet that is longer; return also where its header is."""
    name = "xl/worksheets/sheet1.xml"
    data = m.packed(parts)
    lie = data.replace(struct.pack("<I", len(parts[name])), struct.pack("<I", 100))
    return lie, _header_offset(data, name)


def _overlapping(parts: dict[str, bytes]) -> bytes:
    """Many directory entries that all point at one compressed body (a quine of sizes)."""
    data = m.packed({**parts, "xl/media/0": bytes(300_000)})
    archive = zipfile.ZipFile(io.BytesIO(data))
    entry = archive.getinfo("xl/media/0")
    start = archive.start_dir
    body, tail = data[:start], data[start:]
    central = tail[: tail.index(b"PK\x05\x06")]
    one = central[central.rindex(b"PK\x01\x02") :]
    copies = one * 60
    count = len(archive.infolist()) + 60
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, count, count, len(central) + len(copies), start, 0)
    assert entry.compress_size * 60 > len(copies)
    return body + central + copies + end


def crc(data: bytes) -> int:
    """Return the CRC-32 as zip stores it."""
    return zlib.crc32(data)


def compressed(data: bytes) -> bytes:
    """Return gzip bytes without a clock."""
    return gzip.compress(data, mtime=0)
