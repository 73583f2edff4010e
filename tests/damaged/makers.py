"""Small files of every format, byte for byte the same each time: no library writes a clock into them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

ELEMENTS = [f"U{i}" for i in range(1, 10)]
HEADER = ["No", "Layanan", *ELEMENTS]
CLOCK = (2024, 1, 2, 0, 0, 0)


@dataclass(frozen=True)
class Formula:
    """A formula cell; ``value=None`` means that nobody computed it, ``error`` that it failed."""

    text: str
    value: float | None = None
    error: str | None = None


@dataclass(frozen=True)
class Blank:
    """A formatted cell without content."""


Cell = str | int | float | None | Formula | Blank
Rows = list[list[Cell]]


def answers(n: int = 12) -> Rows:
    """Rows of a plain survey: number, service, nine answers."""
    return [
        [i + 1, ("KTP elektronik", "Akta kelahiran")[i % 2], *[(i * 3 + c * 5) % 4 + 1 for c in range(9)]]
        for i in range(n)
    ]


def table(n: int = 12) -> Rows:
    return [list(HEADER), *answers(n)]


def put(rows: Rows, *cells: tuple[str, Cell]) -> Rows:
    """Return a copy with cells replaced, each by its address (``"C4"``)."""
    out = [list(row) for row in rows]
    for address, value in cells:
        letter, number = address.rstrip("0123456789"), int(address.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
        out[number - 1][position(letter)] = value
    return out


def position(letter: str) -> int:
    number = 0
    for char in letter:
        number = number * 26 + ord(char) - 64
    return number - 1


def letter(index: int) -> str:
    out, index = "", index + 1
    while index:
        index, rest = divmod(index - 1, 26)
        out = chr(65 + rest) + out
    return out


def text(rows: Rows, separator: str = ";", newline: str = "\n") -> str:
    return newline.join(separator.join("" if c is None else str(c) for c in row) for row in rows) + newline


def csv(
    rows: Rows | None = None, separator: str = ";", encoding: str = "utf-8", newline: str = "\n"
) -> bytes:
    return text(rows or table(), separator, newline).encode(encoding)


def packed(parts: Mapping[str, bytes] | Iterable[tuple[str, bytes]], stored: Sequence[str] = ()) -> bytes:
    """Zip parts with a fixed clock."""
    out = io.BytesIO()
    pairs = parts.items() if isinstance(parts, Mapping) else parts
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in pairs:
            entry = zipfile.ZipInfo(name, CLOCK)
            entry.compress_type = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return out.getvalue()


DECLARED = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def xlsx_parts(
    sheets: Mapping[str, Rows], merges: Mapping[str, Sequence[str]] | None = None, hidden: Sequence[str] = ()
) -> dict[str, bytes]:
    """Return the parts of a minimal XLSX."""
    numbered = list(enumerate(sheets, start=1))
    book = "".join(
        f'<sheet name="{escape(name)}" sheetId="{i}" r:id="rId{i}"'
        + (' state="hidden"' if name in hidden else "")
        + "/>"
        for i, name in numbered
    )
    links = "".join(
        f'<Relationship Id="rId{i}" Type="{_REL}/worksheet" Target="worksheets/sheet{i}.xml"/>'
        for i, _ in numbered
    )
    kinds = "".join(
        f'<Override PartName="/xl/worksheets/sheet{i}.xml" ContentType="application/vnd.openxmlformats-'
        'officedocument.spreadsheetml.worksheet+xml"/>'
        for i, _ in numbered
    )
    package = "http://schemas.openxmlformats.org/package/2006"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
        f"ContentType="
        f'"application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType='
        f'"application/xml"/><Override PartName="/xl/workbook.xml" '
        f'ContentType="application/vnd.openxmlformats-'
        f'officedocument.spreadsheetml.sheet.main+xml"/>{kinds}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
        f'Type="{_REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_REL}"><sheets>{book}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        f"{links}</Relationships>",
    }
    for i, name in numbered:
        parts[f"xl/worksheets/sheet{i}.xml"] = sheet_xml(sheets[name], (merges or {}).get(name, ()))
    return {name: DECLARED + body.encode() for name, body in parts.items()}


def sheet_xml(rows: Rows, merges: Sequence[str] = ()) -> str:
    lines = "".join(
        f'<row r="{r}">'
        + "".join(xlsx_cell(f"{letter(c)}{r}", value) for c, value in enumerate(row))
        + "</row>"
        for r, row in enumerate(rows, start=1)
    )
    joined = "".join(f'<mergeCell ref="{ref}"/>' for ref in merges)
    joined = f'<mergeCells count="{len(merges)}">{joined}</mergeCells>' if merges else ""
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{lines}</sheetData>{joined}</worksheet>'


def xlsx_cell(at: str, value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, Blank):
        return f'<c r="{at}" s="0"/>'
    if isinstance(value, Formula):
        if value.error:
            return f'<c r="{at}" t="e"><f>{escape(value.text)}</f><v>{value.error}</v></c>'
        cached = "" if value.value is None else f"<v>{value.value}</v>"
        return f'<c r="{at}"><f>{escape(value.text)}</f>{cached}</c>'
    if isinstance(value, str):
        return f'<c r="{at}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
    return f'<c r="{at}"><v>{value}</v></c>'


def xlsx(rows: Rows | None = None, merges: Sequence[str] = (), sheet: str = "Data", **others: Rows) -> bytes:
    return packed(xlsx_parts({sheet: rows or table(), **others}, {sheet: merges}))


_ODS = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "calcext": "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0",
}
ODS_KIND = b"application/vnd.oasis.opendocument.spreadsheet"


def ods_parts(
    rows: Rows, merges: Mapping[str, tuple[int, int]] | None = None, sheet: str = "Data"
) -> dict[str, bytes]:
    """Return the parts of a minimal ODS; merges: address -> (rows, columns) spanned."""
    covered = {
        f"{letter(position(at[0]) + c)}{int(at[1:]) + r}"
        for at, (down, right) in (merges or {}).items()
        for r in range(down)
        for c in range(right)
        if r or c
    }
    lines = "".join(
        "<table:table-row>"
        + "".join(
            ods_cell(value, (merges or {}).get(f"{letter(c)}{r}"), f"{letter(c)}{r}" in covered)
            for c, value in enumerate(row)
        )
        + "</table:table-row>"
        for r, row in enumerate(rows, start=1)
    )
    return ods_package(f'<table:table table:name="{sheet}">{lines}</table:table>')


def ods_package(tables: str) -> dict[str, bytes]:
    names = " ".join(f'xmlns:{key}="{value}"' for key, value in _ODS.items())
    content = (
        f'<office:document-content {names} office:version="1.3"><office:body><office:spreadsheet>{tables}'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
        "</manifest:manifest>"
    )
    return {
        "mimetype": ODS_KIND,
        "content.xml": DECLARED + content.encode(),
        "META-INF/manifest.xml": DECLARED + manifest.encode(),
    }


def ods_cell(value: Cell, span: tuple[int, int] | None = None, covered: bool = False) -> str:
    if covered:
        return "<table:covered-table-cell/>"
    more = f' table:number-rows-spanned="{span[0]}" table:number-columns-spanned="{span[1]}"' if span else ""
    if value is None or isinstance(value, Blank):
        return f"<table:table-cell{more}/>"
    if isinstance(value, Formula):
        more += f' table:formula="of:={escape(value.text)}"'
        if value.error:
            return (
                f'<table:table-cell{more} office:value-type="string" calcext:value-type="error">'
                f"<text:p>{value.error}</text:p></table:table-cell>"
            )
        if value.value is None:
            return f"<table:table-cell{more}/>"
        value = value.value
    if isinstance(value, str):
        words = f"<text:p>{escape(value)}</text:p>"
        return f'<table:table-cell{more} office:value-type="string">{words}</table:table-cell>'
    return (
        f'<table:table-cell{more} office:value-type="float" office:value="{value}">'
        f"<text:p>{value}</text:p></table:table-cell>"
    )


def ods(
    rows: Rows | None = None, merges: Mapping[str, tuple[int, int]] | None = None, sheet: str = "Data"
) -> bytes:
    return packed(ods_parts(rows or table(), merges, sheet), stored=["mimetype"])


_BIFF_ERRORS = {"#NULL!": 0, "#DIV/0!": 7, "#VALUE!": 15, "#REF!": 23, "#NAME?": 29, "#NUM!": 36, "#N/A": 42}


def xls(
    rows: Rows | None = None, merges: Sequence[tuple[int, int, int, int]] = (), sheet: str = "Data"
) -> bytes:
    """Write BIFF by xlwt; ``Formula(error=...)`` becomes an error cell, merges are 0-based t, b, l, r."""
    import xlwt

    book = xlwt.Workbook()
    page = book.add_sheet(sheet, cell_overwrite_ok=True)
    inside = {(r, c) for t, b, left, right in merges for r in range(t, b + 1) for c in range(left, right + 1)}
    for r, row in enumerate(rows or table()):
        for c, value in enumerate(row):
            if value is None or isinstance(value, Blank) or (r, c) in inside:
                continue
            if isinstance(value, Formula):
                page.row(r).set_cell_error(c, _BIFF_ERRORS[value.error or "#N/A"])
            else:
                page.write(r, c, value)
    for t, b, left, right in merges:
        page.write_merge(t, b, left, right, (rows or table())[t][left])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
