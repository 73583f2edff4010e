"""The damaged files, second part: wrong types, hostile YAML, empty files."""

from __future__ import annotations

from collections.abc import Iterator

import makers as m
from cases import SHEET, SOUND, Case, Fault, Kind, compressed


def wrong_types() -> Iterator[Case]:
    """Files that are something else than their name says, and cells that are no answers."""
    kind = Kind("jenis")
    csv, xlsx = SOUND["csv"], SOUND["xlsx"]
    html = b"<html><head></head><body><table><tr><td>U1</td></tr></table></body></html>"
    for name, data, code in (
        ("pdf.xlsx", b"%PDF-1.7\n%\xe2\xe3\n1 0 obj\n", "file_type"),
        ("gambar.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "file_type"),
        ("foto.xlsx", b"\xff\xd8\xff\xe0\0\x10JFIF", "file_type"),
        ("arsip.csv", compressed(csv[1]), "file_type"),
        ("arsip7.xls", b"7z\xbc\xaf\x27\x1c\0\4", "file_type"),
        ("rtf.csv", b"{\\rtf1\\ansi U1}", "file_type"),
        ("sqlite.ods", b"SQLite format 3\0" + bytes(84), "file_type"),
        ("parquet.csv", b"PAR1\x15\x04\x15\x10PAR1", "file_type"),
        ("program.xlsx", b"MZ\x90\0\3\0\0\0", "file_type"),
        ("dokumen.xlsx", m.packed({"word/document.xml": b"<w/>"}), "file_type"),
        ("paparan.xlsx", m.packed({"ppt/presentation.xml": b"<p/>"}), "file_type"),
        ("biner.xlsb", m.packed({"xl/workbook.bin": b"\0"}), "file_type"),
        ("zip.csv", m.packed({"survei.csv": csv[1]}), "file_type"),
        (
            "teks.ods",
            m.packed({"mimetype": m.ODS_KIND.replace(b"spreadsheet", b"text"), "content.xml": b"<x/>"}),
            "file_type",
        ),
        (
            "xml_2003.xls",
            b'<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?><Workbook/>',
            "file_type",
        ),
        ("halaman.xls", html, "file_html"),
        ("halaman_bom.xls", b"\xef\xbb\xbf\n " + html, "file_html"),
        ("halaman_utf16.xls", b"\xff\xfe" + html.decode().encode("utf-16-le"), "file_html"),
        ("terkunci.xlsx", _locked(), "file_password"),
        ("terkunci.ods", _locked_ods(), "file_password"),
    ):
        kind.add(name, data, Fault(code), valid=csv if name.endswith("csv") else xlsx)
    for address, word, code in (
        ("C3", "5", "survey_not_1_to_4"),
        ("D4", "0", "survey_not_1_to_4"),
        ("E5", "2,5", "survey_not_1_to_4"),
        ("F6", "-1", "survey_not_1_to_4"),
        ("G7", "tiga", "survey_word"),
        ("H8", "entah", "survey_word"),
        ("K13", "44", "survey_not_1_to_4"),
    ):
        fault = Fault(code, int(address[1:]), address[0])
        kind.add(f"jawaban_{address}.csv", m.csv(m.put(m.table(), (address, word))), fault, valid=csv)
    for address, value, code in (
        ("C3", 5, "survey_not_1_to_4"),
        ("J9", 2.5, "survey_not_1_to_4"),
        ("E4", "tiga", "survey_word"),
    ):
        fault = Fault(code, int(address[1:]), address[0], SHEET)
        kind.add(f"jawaban_{address}.xlsx", m.xlsx(m.put(m.table(), (address, value))), fault, valid=xlsx)
    for cells in (
        (("C3", "5"), ("D8", "tiga")),
        (("C2", "9"), ("C3", "9"), ("C4", "9")),
        (("E5", "2,5"), ("K13", "0")),
        (("F2", "entah"), ("G2", "7"), ("H12", "-3")),
    ):
        faults = [
            Fault("survey_word" if word.isalpha() else "survey_not_1_to_4", int(at[1:]), at[0])
            for at, word in cells
        ]
        name = "_".join(at for at, _ in cells)
        kind.add(f"beberapa_{name}.csv", m.csv(m.put(m.table(), *cells)), *faults, valid=csv)
    return iter(kind.found)


def _locked() -> bytes:
    """An OLE container whose directory names an encrypted package, as Excel writes a locked XLSX."""
    import struct

    def entry(
        name: str, kind: int, child: int = 0xFFFFFFFF, right: int = 0xFFFFFFFF, start: int = 0xFFFFFFFE
    ) -> bytes:
        raw = name.encode("utf-16-le")
        head = (
            raw
            + bytes(64 - len(raw))
            + struct.pack("<HBB3I", len(raw) + 2, kind, 1, 0xFFFFFFFF, right, child)
        )
        return head + bytes(36) + struct.pack("<2I", start, 0) + bytes(4)

    header = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    )
    header += struct.pack("<10I", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0)
    header += struct.pack("<108I", *[0xFFFFFFFF] * 108)
    table = struct.pack("<128I", 0xFFFFFFFD, 0xFFFFFFFE, *[0xFFFFFFFF] * 126)
    folder = (
        entry("Root Entry", 5, child=1) + entry("EncryptionInfo", 2, right=2) + entry("EncryptedPackage", 2)
    )
    return header + table + folder + bytes(512 - len(folder))


def _locked_ods() -> bytes:
    parts = m.ods_parts(m.table())
    name = "META-INF/manifest.xml"
    parts[name] = parts[name].replace(
        b'media-type="text/xml"/>', b'media-type="text/xml"><manifest:encryption-data/></manifest:file-entry>'
    )
    parts["content.xml"] = bytes(range(256)) * 4
    return m.packed(parts, ["mimetype"])


YAML_SOUND = (
    "kota: Salatiga\nunit:\n  - label: Loket satu\n    jam: 08:30\n    hari: 5\n  - label: Loket dua\n"
)
_LAUGHS = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{n}: &{n} [{', '.join(['*' + p] * 9)}]\n" for p, n in zip("abcdefg", "bcdefgh", strict=True)
)


def hostile_yaml() -> Iterator[Case]:
    """YAML that runs code, explodes, hides a second value, or is not YAML."""
    kind = Kind("yaml")
    sound = ("kota.yaml", YAML_SOUND.encode())

    def add(name: str, text: str | bytes, *faults: Fault) -> None:
        data = text if isinstance(text, bytes) else text.encode()
        kind.add(f"{name}.yaml", data, *faults, valid=sound, reader="yaml")

    add("perintah", "a: 1\nb: !!python/object/apply:os.system ['true']\n", Fault("yaml_tag", 2))
    add("objek", "a: !!python/object:os.PathLike {}\n", Fault("yaml_tag", 1))
    add("nama", "x:\n  y: !!python/name:os.system ''\n", Fault("yaml_tag", 2))
    add("tanda_sendiri", "a: !rahasia 5\n", Fault("yaml_tag", 1))
    add("biner", "a: !!binary aGFsbw==\n", Fault("yaml_tag", 1))
    add("himpunan", "a: !!set {x, y}\n", Fault("yaml_tag", 1))
    add("tawa", _LAUGHS, Fault("yaml_nodes", 1))
    add("melingkar", "a: 1\nb: &b\n  - *b\n", Fault("yaml_recursive", 2))
    add("melingkar_peta", "a: &a\n  b: *a\n", Fault("yaml_recursive", 1))
    add("acuan_hilang", "a: 1\nb: *tidak\n", Fault("yaml_alias", 2))
    add("kunci_ganda", "a: 1\nb: 2\na: 3\n", Fault("yaml_duplicate", 3, field="a"))
    add("kunci_ganda_dalam", "x:\n  y: 1\n  z: 2\n  y: 3\n", Fault("yaml_duplicate", 4, field="y"))
    add("kunci_daftar", "a: 1\n? [1, 2]\n: b\n", Fault("yaml_key", 2))
    add("kunci_kosong", "a: 1\n~: 2\n", Fault("yaml_key", 2))
    add("kunci_benar", "true: 2\n", Fault("yaml_key", 1))
    add("gabung", "a: &a {x: 1}\nb:\n  <<: *a\n", Fault("yaml_merge", 3))
    add("takhingga", "a: 1\nb: .inf\n", Fault("yaml_number", 2))
    add("bukan_bilangan", "a: .nan\n", Fault("yaml_number", 1))
    add("bilangan_panjang", "a: 1\nb: " + "9" * 5000 + "\n", Fault("yaml_number", 2))
    add("tanggal_mustahil", "a: 1\nb: 2\nc: 2024-02-31\n", Fault("yaml_number", 3))
    add("dua_dokumen", "a: 1\n---\nb: 2\n", Fault("yaml_documents", 2))
    add(
        "tiga_dokumen", "a: 1\n---\nb: 2\n---\nc: 3\n", Fault("yaml_documents", 2), Fault("yaml_documents", 4)
    )
    add("dalam", "a: " + "[" * 60 + "]" * 60 + "\n", Fault("yaml_depth", 1))
    add("dalam_peta", "".join(f"{'  ' * i}k:\n" for i in range(60)), Fault("yaml_depth", 33))
    add("sangat_dalam", "a: " + "{b: " * 5000 + "1" + "}" * 5000, Fault("yaml_depth", 1))
    add("tab", "a:\n\tb: 1\n", Fault("yaml_syntax", 2))
    add("kutip", "a: 1\nb: 'tidak ditutup\nc: 2\n", Fault("yaml_syntax", 4))
    add("kurung", "a: [1, 2\nb: 3\n", Fault("yaml_syntax", 2))
    add("titik_dua", "a: b: c\n", Fault("yaml_syntax", 1))
    add("nul", b"a: 1\nb: x\x00y\n", Fault("yaml_control", 2, byte=9))
    add(
        "kendali_dua",
        b"a: \x07\nb: \x1b\n",
        Fault("yaml_control", 1, byte=3),
        Fault("yaml_control", 2, byte=8),
    )
    add("latin", "a: 1\nb: caf\xe9\n".encode("latin-1"), Fault("yaml_encoding", 2, byte=11))
    add("utf16", YAML_SOUND.encode("utf-16"), Fault("yaml_encoding", 1, byte=0))
    add("terlalu_besar", b"a: 1\n" + b"# " + b"x" * 1_000_000, Fault("file_too_large"))
    add(
        "lima_kesalahan",
        "a: 1\na: 2\nb: !x 3\nc: .inf\n<<: {d: 1}\n? [1]\n: 2\n",
        Fault("yaml_duplicate", 2, field="a"),
        Fault("yaml_tag", 3),
        Fault("yaml_number", 4),
        Fault("yaml_merge", 5),
        Fault("yaml_key", 6),
    )
    add("dua_tanda", "a: !x 1\nb: !y 2\n", Fault("yaml_tag", 1), Fault("yaml_tag", 2))
    return iter(kind.found)


def empty() -> Iterator[Case]:
    """Files with nothing in them, or with everything but the data."""
    kind = Kind("kosong")
    for name, form in (("nol.csv", "csv"), ("nol.xlsx", "xlsx"), ("nol.xls", "xls"), ("nol.ods", "ods")):
        kind.add(name, b"", Fault("file_empty"), valid=SOUND[form])
    for name, data in (
        ("sep_saja.csv", b"sep=;\n"),
        ("spasi.csv", b"   \n \n\t\n"),
        ("bom.csv", b"\xef\xbb\xbf"),
        ("bom_dua.csv", b"\xef\xbb\xbf\xef\xbb\xbf"),
        ("bom_utf16.csv", b"\xff\xfe"),
        ("baris_kosong.csv", b"\n\n\n\n"),
        ("pemisah.csv", b";;;;\n;;;;\n;;;;\n"),
        ("kutip_kosong.csv", b'"";""\n"";""\n'),
    ):
        kind.add(name, data, Fault("table_empty"), valid=SOUND["csv"])
    header = [list(m.HEADER)]
    kind.add("judul_saja.csv", m.csv(header), Fault("table_no_rows", 1), valid=SOUND["csv"])
    kind.add(
        "judul_dan_kosong.csv", m.csv([*header, [None] * 11]), Fault("table_no_rows", 1), valid=SOUND["csv"]
    )
    for form, make in (("xlsx", m.xlsx), ("ods", m.ods), ("xls", m.xls)):
        fault = Fault("table_no_rows", 1, sheet=SHEET)
        kind.add(f"judul_saja.{form}", make(header), fault, valid=SOUND[form])
        kind.add(f"tanpa_sel.{form}", make([[None]]), Fault("table_empty", sheet=SHEET), valid=SOUND[form])
    two = m.packed(m.xlsx_parts({"Satu": [[None]], "Dua": [[None]]}))
    faults = [Fault("table_empty", sheet=name) for name in ("Satu", "Dua")]
    kind.add("dua_lembar.xlsx", two, *faults, valid=SOUND["xlsx"])
    mixed = m.packed(m.xlsx_parts({"Satu": header, "Dua": [[None]]}))
    faults = [Fault("table_no_rows", 1, sheet="Satu"), Fault("table_empty", sheet="Dua")]
    kind.add("judul_dan_lembar_kosong.xlsx", mixed, *faults, valid=SOUND["xlsx"])
    numbers = m.answers()
    kind.add(
        "tanpa_judul.csv", m.csv([r[2:] for r in numbers]), Fault("header_missing", 1), valid=SOUND["csv"]
    )
    fault = Fault("header_missing", 1, sheet=SHEET)
    kind.add("tanpa_judul.xlsx", m.xlsx([r[2:] for r in numbers]), fault, valid=SOUND["xlsx"])
    for name, data, code in (
        ("nol.yaml", b"", "file_empty"),
        ("komentar.yaml", b"# hanya komentar\n", "yaml_empty"),
        ("strip.yaml", b"\n\n", "yaml_empty"),
    ):
        kind.add(name, data, Fault(code), valid=("kota.yaml", YAML_SOUND.encode()), reader="yaml")
    return iter(kind.found)
