"""Write the sample files beside this script, as offices make them, and what must come out of each.

Run by hand after a change: ``python tests/survey/files/buat.py``. Answers are drawn with a fixed seed; the
expectations in ``harapan.json`` are computed here in plain Python with fractions, not by the package.
Everybody and every office in these files is made up.
"""

import csv
import io
import json
import random
from fractions import Fraction
from pathlib import Path

import openpyxl
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

HERE = Path(__file__).parent
KEYS = [
    "persyaratan",
    "prosedur",
    "waktu",
    "biaya",
    "produk",
    "kompetensi",
    "perilaku",
    "pengaduan",
    "sarana",
]
NAMES = [
    "Persyaratan", "Sistem, Mekanisme, dan Prosedur", "Waktu Penyelesaian", "Biaya/Tarif",
    "Produk Spesifikasi Jenis Pelayanan", "Kompetensi Pelaksana", "Perilaku Pelaksana",
    "Penanganan Pengaduan, Saran, dan Masukan", "Sarana dan Prasarana",
]  # fmt: skip
QUESTIONS = [
    "1. Bagaimana pendapat Saudara tentang kesesuaian persyaratan pelayanan dengan jenis pelayanannya?",
    "2. Bagaimana pemahaman Saudara tentang kemudahan prosedur pelayanan di unit ini?",
    "3. Bagaimana pendapat Saudara tentang kecepatan waktu dalam memberikan pelayanan?",
    "4. Bagaimana pendapat Saudara tentang kewajaran biaya/tarif dalam pelayanan?",
    "5. Bagaimana pendapat Saudara tentang kesesuaian produk pelayanan antara yang tercantum dalam standar "
    "pelayanan dengan hasil yang diberikan?",
    "6. Bagaimana pendapat Saudara tentang kompetensi/kemampuan petugas dalam pelayanan?",
    "7. Bagaimana pendapat Saudara tentang perilaku petugas dalam pelayanan terkait kesopanan dan keramahan?",
    "8. Bagaimana pendapat Saudara tentang kualitas sarana dan prasarana?",
    "9. Bagaimana pendapat Saudara tentang penanganan pengaduan pengguna layanan?",
]
FORM_KEYS = [*KEYS[:7], "sarana", "pengaduan"]
WORDS = {
    "persyaratan": ["Tidak sesuai", "Kurang sesuai", "Sesuai", "Sangat sesuai"],
    "prosedur": ["Tidak mudah", "Kurang mudah", "Mudah", "Sangat mudah"],
    "waktu": ["Tidak cepat", "Kurang cepat", "Cepat", "Sangat cepat"],
    "biaya": ["Sangat mahal", "Cukup mahal", "Murah", "Gratis"],
    "produk": ["Tidak sesuai", "Kurang sesuai", "Sesuai", "Sangat sesuai"],
    "kompetensi": ["Tidak kompeten", "Kurang kompeten", "Kompeten", "Sangat kompeten"],
    "perilaku": [f"{m} sopan dan ramah".strip().capitalize() for m in ("tidak", "kurang", "", "sangat")],
    "sarana": ["Buruk", "Cukup", "Baik", "Sangat baik"],
    "pengaduan": [
        "Tidak ada", "Ada tetapi tidak berfungsi", "Berfungsi kurang maksimal", "Dikelola dengan baik",
    ],
}  # fmt: skip
LUCK = random.Random(2026)
EXPECTED: dict[str, dict] = {}


def answers(n: int, keys: list[str] = KEYS, blank: float = 0.0) -> list[dict]:
    """People with correlated answers, some left blank."""
    people = []
    for _ in range(n):
        mood = LUCK.gauss(0, 0.6)
        one = {}
        for at, key in enumerate(keys):
            value = 3.15 + mood + LUCK.gauss(0, 0.55) - (0.35 if at == 2 else 0)
            one[key] = None if LUCK.random() < blank else min(4, max(1, round(value)))
        people.append(one)
    return people


def expect(file: str, people: list[dict], **more) -> None:
    """Exact index of the people, and of their groups."""
    EXPECTED[file] = {**index(people), **more}


def index(people: list[dict]) -> dict:
    nrr, count = {}, {}
    for key in KEYS:
        given = [p[key] for p in people if p.get(key) is not None]
        nrr[key], count[key] = Fraction(sum(given), len(given)), len(given)
    ikm = sum(nrr.values()) / len(nrr) * 25
    cents = int(ikm * 100 + Fraction(1, 2))
    letter = "DCBA"[sum(cents >= edge for edge in (6500, 7661, 8831))]
    n = sum(any(p.get(key) is not None for key in KEYS) for p in people)
    return {
        "n": n,
        "ikm": cents / 100,
        "mutu": letter,
        "nrr": {k: float(v) for k, v in nrr.items()},
        "jumlah": count,
    }


def groups(people: list[dict], field: str) -> dict:
    labels = list(dict.fromkeys(p[field] for p in people if p.get(field)))
    return {label: index([p for p in people if p.get(field) == label]) for label in labels}


def save_csv(name: str, rows: list[list], *, sep: str = ";", encoding: str = "utf-8") -> None:
    text = io.StringIO()
    csv.writer(text, delimiter=sep, lineterminator="\r\n").writerows(rows)
    (HERE / name).write_bytes(text.getvalue().encode(encoding))


def save_xlsx(name: str, sheets: dict[str, list[list]], merges: dict[str, list[str]] | None = None) -> None:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
        for area in (merges or {}).get(title, []):
            sheet.merge_cells(area)
    book.save(HERE / name)


def blank(value):
    return "" if value is None else value


def people_profile(n: int) -> list[list]:
    sexes, works = ["L", "P"], ["PNS", "Swasta", "Wirausaha", "Pelajar/Mahasiswa", "Petani", "IRT"]
    educations = ["SD", "SMP", "SMA", "D3", "S1", "S2"]
    return [
        [LUCK.choice(sexes), LUCK.randint(17, 68), LUCK.choice(educations), LUCK.choice(works)]
        for _ in range(n)
    ]


def semicolon_bom() -> None:
    people = answers(60, blank=0.04)
    rows = [[f"U{k}" for k in range(1, 10)], *[[blank(p[key]) for key in KEYS] for p in people]]
    save_csv("u1_u9_titik_koma_bom.csv", rows, encoding="utf-8-sig")
    expect("u1_u9_titik_koma_bom.csv", people)


def decimal_comma() -> None:
    people = answers(40)
    rows = [["No", *NAMES], *[[k, *[f"{p[key]},0" for key in KEYS]] for k, p in enumerate(people, 1)]]
    save_csv("nama_unsur_koma_desimal.csv", rows)
    expect("nama_unsur_koma_desimal.csv", people)


def office_table() -> None:
    """Titles, two header rows with merged cells, column numbers, sums and index below, signature."""
    people = answers(75, blank=0.02)
    people = [p | {"bantu": None} for p in people]
    rows: list[list] = [
        ["PENGOLAHAN DATA SURVEI KEPUASAN MASYARAKAT"],
        ["PER RESPONDEN DAN PER UNSUR PELAYANAN"],
        ["UNIT PELAYANAN : KANTOR CONTOH", None, None, None],
        ["PERIODE : SEMESTER I TAHUN 2025"],
        [],
        ["NOMOR URUT RESPONDEN", "NILAI UNSUR PELAYANAN", *[None] * 8],
        [None, *[f"U{k}" for k in range(1, 10)]],
        [str(k) for k in range(1, 11)],
    ]
    rows += [[k, *[p[key] for key in KEYS]] for k, p in enumerate(people, 1)]
    sums = [sum(p[key] or 0 for p in people) for key in KEYS]
    counts = [sum(p[key] is not None for p in people) for key in KEYS]
    means = [s / c for s, c in zip(sums, counts, strict=True)]
    rows += [
        ["Σ Nilai / Unsur", *sums],
        ["NRR / Unsur", *[round(m, 3) for m in means]],
        ["NRR Tertbg / Unsur", *[round(m / 9, 3) for m in means]],
        ["IKM Unit Pelayanan", *[None] * 8, round(sum(means) / 9 * 25, 2)],
        [],
        [None, None, None, None, None, None, None, "Kepala Kantor Contoh"],
    ]
    save_xlsx(
        "tabel_pengolahan_kantor.xlsx",
        {"Pengolahan": rows},
        {"Pengolahan": ["A6:A7", "B6:J6"]},
    )
    expect("tabel_pengolahan_kantor.xlsx", people, konsisten=True)


def google_form() -> None:
    """Export of an online form: timestamp, identity, profile, service, whole questions, words, free text."""
    people = answers(130, FORM_KEYS, blank=0.0)
    services = ["KTP-el", "Kartu Keluarga", "Akta Kelahiran"]
    profile = people_profile(130)
    head = [
        "Timestamp", "Email Address", "Nama Lengkap", "No. HP (WhatsApp)", "Jenis Kelamin", "Usia (tahun)",
        "Pendidikan Terakhir", "Pekerjaan", "Jenis layanan yang diterima", *QUESTIONS, "Kritik dan saran",
    ]  # fmt: skip
    rows = [head]
    for k, (person, own) in enumerate(zip(people, profile, strict=True)):
        month, day = LUCK.randint(1, 6), LUCK.randint(1, 28)
        person["layanan"] = LUCK.choices(services, [6, 4, 2])[0]
        person["periode"] = f"Triwulan {'I' if month <= 3 else 'II'} 2025"
        words = [WORDS[key][person[key] - 1] for key in FORM_KEYS]
        rows.append([
            f"2025/{month:02d}/{day:02d} {LUCK.randint(8, 11)}:{LUCK.randint(10, 59)}:05 AM GMT+7",
            f"warga{k}@contoh.invalid", f"Warga Contoh {k}", f"0800000{k:04d}", *own,
            person["layanan"], *words,
            LUCK.choice(["", "Sudah baik", "Tambah kursi tunggu, mohon segera"]),
        ])  # fmt: skip
    save_csv("ekspor_formulir_kata.csv", rows, sep=",")
    expect(
        "ekspor_formulir_kata.csv",
        people,
        layanan=groups(people, "layanan"),
        periode=groups(people, "periode"),
    )


def form_with_option_marks() -> None:
    people = answers(45, FORM_KEYS)
    marks = "abcd"
    rows = [["Cap waktu", "Umur", *[q[3:] for q in QUESTIONS]]]
    for k, p in enumerate(people):
        words = [f"{marks[p[key] - 1]}. {WORDS[key][p[key] - 1]}".upper() for key in FORM_KEYS]
        words = [w.replace("DAN", "&") if k % 3 == 0 else w for w in words]
        rows.append([f"{k % 28 + 1}/07/2024 09.15.0{k % 10}", 20 + k, *words])
    save_xlsx("formulir_huruf_pilihan.xlsx", {"Form Responses 1": rows})
    expect("formulir_huruf_pilihan.xlsx", people)


def services_and_periods() -> None:
    people = answers(180, blank=0.03)
    for p in people:
        p["layanan"] = LUCK.choice(["IMB", "SIUP", "Reklame"])
        p["periode"] = f"Semester {LUCK.choice(['I', 'II'])} 2024"
    head = ["No", "Jenis Layanan", "Semester", "Tahun", *[f"{c}. {n}" for c, n in enumerate(NAMES, 1)]]
    rows = [head]
    for k, p in enumerate(people, 1):
        rows.append([k, p["layanan"], p["periode"].split()[1], 2024, *[p[key] for key in KEYS]])
    save_xlsx("layanan_dan_semester.xlsx", {"Data": rows, "Catatan": [["Dibuat sebagai contoh"]]})
    expect(
        "layanan_dan_semester.xlsx",
        people,
        layanan=groups(people, "layanan"),
        periode=groups(people, "periode"),
    )


def sheet_a_month() -> None:
    people = answers(90)
    sheets = {}
    for k, month in enumerate(["Januari 2025", "Februari 2025", "Maret 2025"]):
        part = people[k * 30 : (k + 1) * 30]
        for p in part:
            p["periode"] = month
        sheets[month] = [
            ["Responden ke-", *NAMES],
            *[[j, *[p[key] for key in KEYS]] for j, p in enumerate(part, 1)],
        ]
    save_xlsx("satu_lembar_satu_bulan.xlsx", sheets)
    expect("satu_lembar_satu_bulan.xlsx", people, periode=groups(people, "periode"))


def old_excel() -> None:
    people = answers(55, FORM_KEYS, blank=0.05)
    head = ["NO.", "JK", "UMUR", "PENDIDIKAN", "PEKERJAAN", *[f"U{k} {n}" for k, n in zip(
        range(1, 10), [*NAMES[:7], "Sarana Prasarana", "Penanganan Pengaduan"], strict=True)]]  # fmt: skip
    book = xlwt.Workbook()
    sheet = book.add_sheet("Rekap")
    rows = [["REKAPITULASI SKM TRIWULAN II 2023"], [], head]
    for k, (p, own) in enumerate(zip(people, people_profile(55), strict=True), 1):
        rows.append([k, *own, *[p[key] for key in FORM_KEYS]])
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if value is not None:
                sheet.write(r, c, value)
    book.save(str(HERE / "rekap_lama.xls"))
    expect("rekap_lama.xls", people)


def open_document() -> None:
    people = answers(48)
    document = OpenDocumentSpreadsheet()
    table = Table(name="Survei")
    short = ["Syarat", "Prosedur", "Waktu", "Biaya", "Produk", "Kompetensi", "Perilaku", "Aduan", "Sarpras"]
    for row in [["No Responden", *short], *[[k, *[p[key] for key in KEYS]] for k, p in enumerate(people, 1)]]:
        line = TableRow()
        for value in row:
            if isinstance(value, int):
                cell = TableCell(valuetype="float", value=value)
            else:
                cell = TableCell(valuetype="string")
            cell.addElement(P(text=str(value)))
            line.addElement(cell)
        table.addElement(line)
    document.spreadsheet.addElement(table)
    document.save(str(HERE / "judul_singkat.ods"))
    expect("judul_singkat.ods", people)


def several_questions() -> None:
    """Eleven questions for nine elements, a spare question, and U10, U11 beyond the regulation."""
    people = answers(36)
    second = [min(4, max(1, p["persyaratan"] + LUCK.choice([-1, 0, 0, 1]))) for p in people]
    head = ["p1_1 Kesesuaian persyaratan", "p1_2 Informasi persyaratan tersedia",
            *[f"p{k}_{n.split('/')[0]}" for k, n in enumerate(NAMES[1:], 2)], "Saran"]  # fmt: skip
    rows = [head]
    for p, other in zip(people, second, strict=True):
        rows.append([p["persyaratan"], other, *[p[key] for key in KEYS[1:]], "Terima kasih"])
    save_csv("dua_pertanyaan_satu_unsur.csv", rows, sep="\t")
    expect("dua_pertanyaan_satu_unsur.csv", people)
    both = [p["persyaratan"] for p in people] + second
    found = EXPECTED["dua_pertanyaan_satu_unsur.csv"]
    change = Fraction(sum(both), len(both)) - Fraction(sum(both[:36]), 36)
    exact = sum(Fraction(sum(p[k] for p in people), 36) for k in KEYS) + change
    cents = int(exact / 9 * 25 * 100 + Fraction(1, 2))
    found.update(ikm=cents / 100, mutu="DCBA"[sum(cents >= e for e in (6500, 7661, 8831))])
    found["nrr"]["persyaratan"] = sum(both) / len(both)
    found["jumlah"]["persyaratan"] = len(both)


def nrr_tables() -> None:
    sumbar = ["3,200", "3,216", "2,936", "3,530", "3,136", "3,200", "3,316", "3,916", "3,323"]
    rows = [["Unsur", "NRR"], *[[n, v] for n, v in zip(NAMES, sumbar, strict=True)], ["IKM", "81,71"]]
    save_csv("nrr_ikm_tidak_cocok.csv", rows)
    nrr = {k: float(v.replace(",", ".")) for k, v in zip(KEYS, sumbar, strict=True)}
    EXPECTED["nrr_ikm_tidak_cocok.csv"] = {
        "n": None, "ikm": 82.70, "mutu": "B", "nrr": nrr, "konsisten": False,
    }  # fmt: skip
    ktp, kk = [80, 85, 90, 95, 80, 80, 70, 90, 80], [70, 76, 77, 80, 81, 88, 90, 78, 90]
    head = ["Jenis Layanan", "Jumlah Responden", *[f"U{k}" for k in range(1, 10)], "IKM"]
    save_xlsx(
        "nrr_skala_100_per_layanan.xlsx",
        {"Rekap": [["REKAP IKM PER LAYANAN"], head, ["KTP", 400, *ktp, 83.33], ["KK", 50, *kk, 81.11]]},
    )
    weighted = {k: (a * 400 + b * 50) / 450 / 25 for k, a, b in zip(KEYS, ktp, kk, strict=True)}
    EXPECTED["nrr_skala_100_per_layanan.xlsx"] = {
        "n": 450, "ikm": 83.09, "mutu": "B", "nrr": weighted, "konsisten": True,
        "layanan": {"KTP": {"n": 400, "ikm": 83.33, "mutu": "B"}, "KK": {"n": 50, "ikm": 81.11, "mutu": "B"}},
    }  # fmt: skip


def main() -> None:
    for make in (
        semicolon_bom, decimal_comma, office_table, google_form, form_with_option_marks, services_and_periods,
        sheet_a_month, old_excel, open_document, several_questions, nrr_tables,
    ):  # fmt: skip
        make()
    text = json.dumps(EXPECTED, ensure_ascii=False, indent=1)
    (HERE / "harapan.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
