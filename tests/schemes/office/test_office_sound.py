"""Sound tables as offices make them: each is read without a question, and scored as counted by hand here."""

import math
from collections.abc import Callable
from pathlib import Path

import pytest

from simkinerja.schemes.model import Scheme
from simkinerja.schemes.office import OfficeTable, read_office
from simkinerja.scoring.score import score

# berkas, hadir, keluhan of ten officers; None: nothing recorded
PEOPLE = [
    (42, 20, 4),
    (38, 19, 6),
    (30, 20, None),
    (48, 21, 2),
    (25, 15, 9),
    (40, 20, 5),
    (44, 18, 3),
    (36.5, 20, 5),
    (51, 22, 1),
    (33, 17, 7),
]
NAMES = [
    "Siti Aminah",
    "Budi Santoso",
    "Agus Wijaya",
    "Rina Wati",
    "Joko Susilo",
    "Dewi Lestari",
    "Made Putra",
    "Sri Rahayu",
    "Andi Saputra",
    "Nur Hidayah",
]
HEAD = ["Berkas selesai", "Kehadiran", "Keluhan warga"]


def by_hand(figures: tuple) -> float:
    """Total of one officer: shares of the target, at most 120, weights shared among what is there."""
    points = []
    for x, target, weight in zip(figures, (40, 20, 5), (50, 30, 20), strict=True):
        if x is None:
            continue
        reached = 100 * x / target
        reached = reached if target != 5 else 200 - reached
        points.append((min(max(reached, 0), 120), weight))
    return sum(p * w for p, w in points) / sum(w for _, w in points)


def cells(figures: tuple, blank: object = "") -> list:
    return [blank if x is None else x for x in figures]


def comma(x: object) -> object:
    return str(x).replace(".", ",") if isinstance(x, int | float) else x


def nip(k: int) -> str:
    return f"19860402201001{1000 + k}"


def numbered(head: list, blank: object = "", names: bool = True) -> list[list]:
    who = ["Nama Pegawai", "NIP"] if names else []
    rows = [["No", *who, *head]]
    for k, (name, x) in enumerate(zip(NAMES, PEOPLE, strict=True), 1):
        rows.append([k, *([name, nip(k)] if names else []), *cells(x, blank)])
    return rows


def simple(head: list = HEAD, blank: object = "", change: Callable = lambda x: x) -> list[list]:
    return [list(head), *[[change(x) for x in cells(p, blank)] for p in PEOPLE]]


def titled(rows: list[list]) -> list[list]:
    return [["REKAP PENILAIAN KINERJA"], ["Dinas Contoh, Tahun 2025"], [], *rows]


def with_target() -> list[list]:
    head = [
        "Berkas selesai - Target",
        "Berkas selesai",
        "Target Kehadiran",
        "Kehadiran",
        "Keluhan warga",
        "Bobot",
    ]
    return [head, *[[40, cells(p)[0], 20, *cells(p)[1:], 100] for p in PEOPLE]]


def with_feet() -> list[list]:
    rows = numbered(HEAD)
    return [
        *rows,
        ["", "Jumlah", "", 387.5, 192, 42],
        ["", "Rata-rata", "", 38.75, 19.2, 4.67],
        [],
        ["Mengetahui, Kepala Dinas"],
        ["Keterangan: tanda - berarti kosong"],
    ]


def nameless_feet() -> list[list]:
    """A sum and a mean whose labels stood in the column of names, which is dropped."""
    rows = numbered(HEAD)
    return [*rows, ["", "TOTAL SEMUA", "", 387.5, 192, 42], ["", "RERATA SEMUA", "", 38.75, 19.2, 4.6667]]


def with_sections() -> list[list]:
    rows = numbered(HEAD)
    return [
        rows[0],
        ["A", "Sekretariat", "", "", "", ""],
        *rows[1:5],
        ["B", "Bidang Pelayanan", "", "", "", ""],
        *rows[5:],
    ]


def repeated_header() -> list[list]:
    rows = numbered(HEAD)
    return [*rows[:6], rows[0], *rows[6:]]


def profiled() -> list[list]:
    head = ["Jenis Kelamin", "Usia", "Gol.", "Nama Jabatan", "Unit Kerja", "TPP (Rp)", *HEAD]
    posts = [
        "Analis Kebijakan Ahli Muda",
        "Lurah",
        "Arsiparis Terampil",
        "Kepala Seksi",
        "Analis Ahli Pertama",
    ] * 2
    rows = [head]
    for k, (p, post) in enumerate(zip(PEOPLE, posts, strict=True)):
        sex = ["Laki-laki", "P", "wanita", "L", "Pria"][k % 5]
        rows.append([sex, f"{30 + k} tahun", "III/c", post, f"Bidang {k % 2 + 1}", "2.500.000", *cells(p)])
    return rows


CSV = {
    "plain": (simple(), {}),
    "comma separated": (simple(), {"sep": ","}),
    "tabs": (simple(), {"sep": "\t"}),
    "windows line ends and BOM": (simple(), {"end": "\r\n", "encoding": "utf-8-sig"}),
    "decimal comma": (simple(change=comma), {}),
    "codes as headings": (simple(["berkas", "hadir", "keluhan"]), {}),
    "capitals": (simple(["BERKAS SELESAI", "KEHADIRAN", "KELUHAN WARGA"]), {}),
    "blanks around": (simple(["  Berkas   selesai ", " Kehadiran", "Keluhan  warga "]), {}),
    "punctuation": (simple(["Berkas-selesai", "Kehadiran:", "Keluhan_warga"]), {}),
    "units in brackets": (simple(["Berkas selesai (buah)", "Kehadiran (hari)", "Keluhan warga [kali]"]), {}),
    "numbered headings": (simple(["1. Berkas selesai", "2. Kehadiran", "3. Keluhan warga"]), {}),
    "lettered headings": (simple(["a) Berkas selesai", "b) Kehadiran", "c) Keluhan warga"]), {}),
    "numbered indicators": (
        simple(["IKU 1. Berkas selesai", "IKU 2. Kehadiran", "IKU 3. Keluhan warga"]),
        {},
    ),
    "actual in front": (
        simple(["Realisasi berkas selesai", "Jumlah Kehadiran", "Realisasi Keluhan Warga"]),
        {},
    ),
    "period behind": (
        simple(["Berkas selesai per bulan", "Kehadiran sebulan", "Keluhan warga tahun 2025"]),
        {},
    ),
    "dashes": (simple(blank="-"), {}),
    "n/a": (simple(blank="n/a"), {}),
    "tidak ada": (simple(blank="Tidak ada"), {}),
    "belum ada data": (simple(blank="belum ada data"), {}),
    "numbers and names": (numbered(HEAD), {}),
    "title rows": (titled(numbered(HEAD)), {}),
    "other order": ([row[::-1] for row in simple()], {}),
    "targets beside": (with_target(), {}),
    "footers": (with_feet(), {}),
    "footers without a label": (nameless_feet(), {}),
    "sections": (with_sections(), {}),
    "header repeated": (repeated_header(), {}),
    "numbering of columns": ([numbered(HEAD)[0], [1, 2, 3, 4, 5, 6], *numbered(HEAD)[1:]], {}),
    "numbering in brackets": ([simple()[0], ["(1)", "(2)", "(3)"], *simple()[1:]], {}),
    "about people": (profiled(), {}),
    "a column of remarks": (
        [[*row, "cuti" if k == 3 else ""] if k else [*row, "Catatan"] for k, row in enumerate(simple())],
        {},
    ),
    "blank rows between": ([line for row in simple() for line in (row, [])], {}),
    "recorded results": (
        [[*r, *(("Nilai Akhir", "Predikat") if not k else (88, "Baik"))] for k, r in enumerate(simple())],
        {},
    ),
    "latin-1": (
        [["Berkas selesai", "Kehadiran", "Keluhan warga", "Catatan"], *[[*r, "café"] for r in simple()[1:]]],
        {"encoding": "latin-1"},
    ),
}


def check(office: OfficeTable, scheme: Scheme, wanted: list[tuple] = PEOPLE) -> None:
    """As many officers as there are, each with the total counted by hand."""
    done = score(office.table, scheme)
    assert office.n == len(wanted)
    assert done.total.values.tolist() == pytest.approx([by_hand(p) for p in wanted])


@pytest.mark.parametrize("name", CSV)
def test_text_tables(name: str, csv: Callable[..., Path], plain_scheme: Scheme) -> None:
    rows, form = CSV[name]
    check(read_office(csv(rows, **form), plain_scheme), plain_scheme)


MERGED_HEAD = [
    ["No", "Nama", "Hasil Kerja", "", "", ""],
    ["", "", "Berkas selesai", "", "Kehadiran", "Keluhan warga"],
]
BOOKS: dict[str, tuple] = {
    "numbers": ({"Nilai": simple()}, {}),
    "a cover sheet": ({"Sampul": [["Dinas Contoh"]], "Nilai": simple()}, {}),
    "group headings merged": (
        {
            "Nilai": [
                ["No", "Nama", "Capaian", "", ""],
                ["", "", *HEAD],
                *[r[:2] + r[3:] for r in numbered(HEAD)[1:]],
            ]
        },
        {"Nilai": ["A1:A2", "B1:B2", "C1:E1"]},
    ),
    "target and realisasi under each": (
        {
            "Nilai": [
                ["No", "Berkas selesai", "", "Kehadiran", "", "Keluhan warga", ""],
                ["", *["Target", "Realisasi"] * 3],
                *[[k, 40, cells(p)[0], 20, cells(p)[1], 5, cells(p)[2]] for k, p in enumerate(PEOPLE, 1)],
            ]
        },
        {"Nilai": ["A1:A2", "B1:C1", "D1:E1", "F1:G1"]},
    ),
    "target, realisasi and per cent": (
        {
            "Nilai": [
                ["No", "Berkas selesai", "", "", "Kehadiran", "", "", "Keluhan warga", "", ""],
                ["", *["Target", "Realisasi", "%"] * 3],
                *[
                    [k, 40, cells(p)[0], 100, 20, cells(p)[1], 99, 5, cells(p)[2], 95]
                    for k, p in enumerate(PEOPLE, 1)
                ],
            ]
        },
        {"Nilai": ["A1:A2", "B1:D1", "E1:G1", "H1:J1"]},
    ),
    "a title merged over the table": (
        {"Nilai": [["REKAP KINERJA", "", ""], [], *simple()]},
        {"Nilai": ["A1:C1"]},
    ),
}


@pytest.mark.parametrize("name", BOOKS)
def test_workbooks(name: str, xlsx: Callable[..., Path], plain_scheme: Scheme) -> None:
    sheets, merges = BOOKS[name]
    check(read_office(xlsx(sheets, merges), plain_scheme), plain_scheme)


def test_columns_that_the_scheme_knows_itself_are_named(
    xlsx: Callable[..., Path], plain_scheme: Scheme
) -> None:
    sheets, merges = BOOKS["target, realisasi and per cent"]
    notes = read_office(xlsx(sheets, merges), plain_scheme).notes
    (note,) = (text for text in notes if "sasaran, bobot, dan poin diambil dari skema" in text)
    assert note.count("(kolom") == 6


def test_sheets_by_unit_are_joined(xlsx: Callable[..., Path], plain_scheme: Scheme) -> None:
    rows = simple()
    office = read_office(xlsx({"Sekretariat": rows[:5], "Bidang A": [rows[0], *rows[5:]]}), plain_scheme)
    check(office, plain_scheme)
    assert office.table["unit"].tolist() == ["Sekretariat"] * 4 + ["Bidang A"] * 6
    assert office.rows == (2, 3, 4, 5, 2, 3, 4, 5, 6, 7)
    assert any("nama lembar menjadi unit" in note for note in office.notes)


def test_a_recapitulation_does_not_count_twice(xlsx: Callable[..., Path], plain_scheme: Scheme) -> None:
    rows = simple()
    book = xlsx({"Rekap": rows, "Sekretariat": rows[:5], "Bidang A": [rows[0], *rows[5:]]})
    office = read_office(book, plain_scheme)
    check(office, plain_scheme)
    assert any("'Rekap' mengulang" in note for note in office.notes)


def test_one_sheet_by_name(xlsx: Callable[..., Path], plain_scheme: Scheme) -> None:
    rows = simple()
    book = xlsx({"A": rows[:5], "B": [rows[0], *rows[5:]]})
    check(read_office(book, plain_scheme, sheet="b"), plain_scheme, PEOPLE[4:])


def test_a_broken_side_sheet_is_left_out(xlsx: Callable[..., Path], plain_scheme: Scheme) -> None:
    book = xlsx({"Nilai": simple(), "Grafik": [["Bulan", "Rata"], ["Jan", "=1/0"], ["Feb", 3]]})
    office = read_office(book, plain_scheme)
    check(office, plain_scheme)
    assert any("'Grafik' memuat sel yang rusak" in note for note in office.notes)


def test_what_a_table_says_about_people(csv: Callable[..., Path], plain_scheme: Scheme) -> None:
    office = read_office(csv(profiled()), plain_scheme)
    table = office.table
    assert table["sex"].tolist() == ["L", "P", "P", "L", "L"] * 2
    assert table["age"].tolist() == [float(30 + k) for k in range(10)]
    assert table["golongan"].unique().tolist() == ["III/c"]
    assert table["tpp_base_idr"].unique().tolist() == [2_500_000.0]
    assert table["jenjang"].fillna("").tolist() == ["Ahli Muda", "", "Terampil", "", "Ahli Pertama"] * 2
    done = score(table, plain_scheme)
    credit = [25 * 1.0, math.nan, 5 * 0.75]  # coefficient x predikat; whole-year
    assert done.paid.credit[0] == pytest.approx(credit[0] * (1.0 if done.labels[0] == "Baik" else 1.5))
    assert math.isnan(done.paid.credit[1])
    share = min(by_hand(PEOPLE[0]), 100) / 100
    assert done.paid.idr[0] == pytest.approx(2_500_000 * 12 * (0.5 + 0.5 * share))


def test_sections_become_the_unit(csv: Callable[..., Path], plain_scheme: Scheme) -> None:
    rows = [
        ["No", "Uraian", *HEAD],
        ["", "Sekretariat Dinas", "", "", ""],
        *[[k, "", *cells(p)] for k, p in enumerate(PEOPLE[:4], 1)],
        ["", "Bidang Pelayanan", "", "", ""],
        *[[k, "", *cells(p)] for k, p in enumerate(PEOPLE[4:], 5)],
    ]
    office = read_office(csv(rows), plain_scheme)
    check(office, plain_scheme)
    assert office.table["unit"].tolist() == ["Sekretariat Dinas"] * 4 + ["Bidang Pelayanan"] * 6


def test_a_person_without_any_figure_stays(csv: Callable[..., Path], plain_scheme: Scheme) -> None:
    office = read_office(csv([*numbered(HEAD), [11, "Tri Wahyuni", nip(11), "-", "-", "-"]]), plain_scheme)
    assert office.n == 11
    assert score(office.table, plain_scheme).labels[-1] is None


def test_officers_with_the_same_figures_are_no_means(csv: Callable[..., Path], plain_scheme: Scheme) -> None:
    same = [[40, 20, 5]] * 6
    for extra in ([], ["Catatan"], ["No"]):
        rows = [[*extra, *HEAD], *[["" for _ in extra] + row for row in same]]
        assert read_office(csv(rows), plain_scheme).n == 6
    named = [["Nama", *HEAD], *[[name, *row] for name, row in zip(NAMES, same, strict=False)]]
    assert read_office(csv(named), plain_scheme).n == 6


def test_a_figure_that_happens_to_be_the_sum_is_no_sum(
    csv: Callable[..., Path], plain_scheme: Scheme
) -> None:
    scheme = plain_scheme.model_copy(update={"indicators": plain_scheme.indicators[:1]})
    rows = [["Nama", "Berkas selesai"], *[[name, x] for name, x in zip(NAMES, (1, 1, 1, 3), strict=False)]]
    assert read_office(csv(rows), scheme).n == 4
    rows = [["Nama", "Jabatan", *HEAD], *[[n, "Lurah", 1, 1, 1] for n in NAMES[:4]], ["Rina", "", 4, 4, 4]]
    assert read_office(csv(rows), plain_scheme).n == 4  # every column at once: a row of sums


def test_a_dash_for_every_figure_is_a_person(csv: Callable[..., Path], plain_scheme: Scheme) -> None:
    rows = [
        ["Nama", *HEAD],
        ["Siti Aminah", 40, 20, 5],
        ["Budi Santoso", "-", "-", "-"],
        ["Rina Wati", 38, 20, 5],
    ]
    assert read_office(csv(rows), plain_scheme).n == 3


def test_identities_never_enter(csv: Callable[..., Path], plain_scheme: Scheme) -> None:
    office = read_office(csv(numbered(HEAD)), plain_scheme)
    told = repr(office.table.to_dict()) + repr(office)
    assert not any(word in told for word in ("Siti", "Budi", "1986"))
    assert len(office.dropped) == 2


def test_the_row_and_an_alias_stand_for_a_person(csv: Callable[..., Path], plain_scheme: Scheme) -> None:
    rows = titled([["Kode", *HEAD], *[[f"P{k:02}", *cells(p)] for k, p in enumerate(PEOPLE, 1)]])
    office = read_office(csv(rows), plain_scheme, alias="Kode")
    assert office.alias[:2] == ("P01", "P02")
    assert office.rows[:2] == (5, 6)
    assert str(office.place(0)) == "nilai.csv, baris 5"
    check(office, plain_scheme)


def test_recorded_results_are_kept_for_comparison(csv: Callable[..., Path], plain_scheme: Scheme) -> None:
    words = [
        "Baik",
        "BUTUH PERBAIKAN",
        "cukup",
        "Sangat baik",
        "kurang",
        "",
        "istimewa",
        "Baik",
        "Baik",
        "Baik",
    ]
    rows = [
        [*HEAD, "Nilai akhir", "Predikat Kinerja"],
        *[[*cells(p), "88,5", w] for p, w in zip(PEOPLE, words, strict=True)],
    ]
    office = read_office(csv(rows), plain_scheme)
    assert office.recorded == (1, 2, 2, 0, 3, None, None, 1, 1, 1)
    assert set(office.recorded_totals) == {88.5}
    assert any("1 isi kolom 'Predikat Kinerja' bukan predikat" in note for note in office.notes)


def test_the_mark_of_made_up_data(csv: Callable[..., Path], plain_scheme: Scheme) -> None:
    for word, wanted in (("ya", True), ("tidak", False)):
        rows = [[*row, word if k else "sintetis"] for k, row in enumerate(simple())]
        assert read_office(csv(rows), plain_scheme).synthetic is wanted
    assert read_office(csv([["Data sintetis untuk latihan"], [], *simple()]), plain_scheme).synthetic


SHARES = [(90, 0.8), (45, 0.4), (99, 1.0), (72, 0.64), (81, 0.2)]


def share_total(p: tuple) -> float:
    return (min(100 * p[0] / 90, 100) + min(100 * p[1] / 0.8, 100)) / 2


@pytest.mark.parametrize(
    ("head", "row"),
    [
        (["Layanan tepat waktu", "Berkas lengkap"], lambda a, b: [a, b]),
        (["Layanan tepat waktu (%)", "Berkas lengkap"], lambda a, b: [f"{a}%", f"{round(b * 100)}%"]),
        (["Layanan tepat waktu", "Berkas lengkap (%)"], lambda a, b: [f"{a},0%", round(b * 100)]),
        (["Persentase layanan tepat waktu", "berkas_lengkap"], lambda a, b: [a, str(b).replace(".", ",")]),
    ],
)
def test_percent_in_every_dress(
    head: list, row: Callable, csv: Callable[..., Path], share_scheme: Scheme
) -> None:
    office = read_office(csv([head, *[row(*p) for p in SHARES]]), share_scheme)
    assert score(office.table, share_scheme).total.values.tolist() == pytest.approx(
        [share_total(p) for p in SHARES]
    )


def test_percent_formatted_cells_of_a_spreadsheet(xlsx: Callable[..., Path], share_scheme: Scheme) -> None:
    head = ["Layanan tepat waktu", "Berkas lengkap"]
    book = xlsx({"N": [head, *[[(p[0] / 100, "0%"), (p[1], "0%")] for p in SHARES]]})
    office = read_office(book, share_scheme)
    assert score(office.table, share_scheme).total.values.tolist() == pytest.approx(
        [share_total(p) for p in SHARES]
    )
    assert any("dibaca sebagai persen" in note for note in office.notes)


def test_thousands_and_rupiah(csv: Callable[..., Path], plain_scheme: Scheme) -> None:
    scheme = plain_scheme.model_copy(
        update={"indicators": (plain_scheme.indicators[0].model_copy(update={"target": 40_000.0}),)}
    )
    rows = [
        ["Berkas selesai", "TPP"],
        ["42.000", "Rp 1.500.000,-"],
        ["38.500,5", "2.000.000"],
        ["1.234", "3000000"],
    ]
    office = read_office(csv(rows), scheme)
    assert office.table["berkas"].tolist() == [42_000, 38_500.5, 1_234]
    assert office.table["tpp_base_idr"].tolist() == [1.5e6, 2e6, 3e6]


@pytest.mark.parametrize(
    "words",
    [
        ("Kurang", "Cukup", "Baik"),
        ("KURANG", "cukup ", "baik"),
        ("1. Kurang", "2. Cukup", "3. Baik"),
        (50, 75, 100),
    ],
)
def test_words_of_a_category(words: tuple, csv: Callable[..., Path], word_scheme: Scheme) -> None:
    rows = [["Mutu laporan", "Jumlah laporan"], [words[0], 10], [words[1], 5], [words[2], "-"]]
    office = read_office(csv(rows), word_scheme)
    assert score(office.table, word_scheme).total.values.tolist() == pytest.approx([75, 62.5, 100])


# the nine cells, PermenPANRB 6/2022 p. 99: rows hasil kerja, columns perilaku kerja
CELLS = {
    "atas": ("Sangat Baik", "Baik", "Kurang"),
    "sesuai": ("Baik", "Baik", "Kurang"),
    "bawah": ("Butuh Perbaikan", "Butuh Perbaikan", "Sangat Kurang"),
}
DRESSES = {
    "official": {"atas": "Di Atas Ekspektasi", "sesuai": "Sesuai Ekspektasi", "bawah": "Di Bawah Ekspektasi"},
    "run together": {
        "atas": "DIATAS EKSPEKTASI",
        "sesuai": "SESUAI EKSPEKTASI",
        "bawah": "DIBAWAH EKSPEKTASI",
    },
    "misspelt": {"atas": "Diatas Ekspetasi", "sesuai": "sesuai ekspetasi", "bawah": "di bawah ekspetasi"},
    "short": {"atas": "Di atas", "sesuai": "Sesuai", "bawah": "Di bawah"},
    "with letters behind": {
        "atas": "Di atas ekspektasi (DA)",
        "sesuai": "Sesuai (SE)",
        "bawah": "Dibawah ekspektasi (DB)",
    },
    "letters": {"atas": "DA", "sesuai": "SE", "bawah": "DB"},
}
AXES = [
    ("Rating Hasil Kerja", "Rating Perilaku Kerja"),
    ("Hasil Kerja", "Perilaku Kerja"),
    ("RATING HK", "Rating PK"),
    ("Hasil kerja", "Perilaku"),
]


@pytest.mark.parametrize("shipped", [True, False], ids=["skp_2022", "own"])
@pytest.mark.parametrize("dress", DRESSES)
@pytest.mark.parametrize("axes", AXES, ids=[a for a, _ in AXES])
def test_ratings_as_offices_write_them(
    axes: tuple, dress: str, shipped: bool, csv: Callable[..., Path], quadrant_scheme: Scheme
) -> None:
    from simkinerja.schemes.read import load_scheme

    scheme = load_scheme("skp_2022") if shipped else quadrant_scheme
    words = DRESSES[dress]
    pairs = [(h, p) for h in CELLS for p in words]
    rows = [["No", "Nama", *axes], *[[k, "Siti", words[h], words[p]] for k, (h, p) in enumerate(pairs, 1)]]
    office = read_office(csv(rows), scheme)
    wanted = [CELLS[h][list(words).index(p)] for h, p in pairs]
    assert [label.split("/")[0] for label in score(office.table, scheme).labels] == wanted


def test_values_of_skp_and_behaviour(csv: Callable[..., Path]) -> None:
    from simkinerja.schemes.read import load_scheme

    scheme = load_scheme("skp_2019")
    people = [(95, 90), (110, 108), (62.5, 71), (119, 112)]
    rows = [["Nilai SKP", "Nilai Perilaku Kerja"], *[list(map(comma, p)) for p in people]]
    office = read_office(csv(rows), scheme)
    done = score(office.table, scheme)
    assert done.total.values.tolist() == pytest.approx([0.7 * a + 0.3 * b for a, b in people])
    assert [label.split(" (")[0] for label in done.labels] == ["Baik", "Baik", "Kurang", "Sangat Baik"]


def test_scope_by_words_of_the_table(csv: Callable[..., Path], plain_scheme: Scheme) -> None:
    first = plain_scheme.indicators[0].model_copy(update={"scope": {"agency": ("Dinas Kesehatan",)}})
    scheme = plain_scheme.model_copy(update={"indicators": (first, *plain_scheme.indicators[1:])})
    rows = [["Perangkat Daerah", *HEAD], ["DINAS KESEHATAN", 20, 20, 5], ["Dinas Sosial", 20, 20, 5]]
    office = read_office(csv(rows), scheme)
    assert score(office.table, scheme).total.values.tolist() == pytest.approx([75, 100])


def test_columns_by_measure_serve_every_indicator_of_it(
    csv: Callable[..., Path], plain_scheme: Scheme
) -> None:
    first, second, third = plain_scheme.indicators
    scheme = plain_scheme.model_copy(
        update={
            "indicators": (
                first.model_copy(update={"measure": "cases_completed"}),
                second,
                third.model_copy(update={"measure": "complaints"}),
            )
        }
    )
    rows = [["cases_completed", "Kehadiran", "complaints"], *[cells(p) for p in PEOPLE]]
    check(read_office(csv(rows), scheme), scheme)


def test_the_corpus_is_large_enough() -> None:
    assert len(CSV) + len(BOOKS) >= 40


@pytest.mark.parametrize("cells", [("38 buah", "6 kali"), ("38 Buah", "6kali"), ("38", "6 kali.")])
def test_the_unit_of_the_scheme_may_stand_behind_a_figure(
    cells: tuple, csv: Callable[..., Path], plain_scheme: Scheme
) -> None:
    rows = [HEAD, [cells[0], "20 hari", cells[1]], [40, 20, 5]]
    office = read_office(csv(rows), plain_scheme)
    assert office.table[["berkas", "hadir", "keluhan"]].to_numpy().tolist() == [[38, 20, 6], [40, 20, 5]]


def test_blocks_of_targets_and_of_results(xlsx: Callable[..., Path], plain_scheme: Scheme) -> None:
    rows = [
        ["No", "Target", None, None, "Realisasi", None, None],
        [None, *HEAD, *HEAD],
        *[[k, 99, 31, 9, 30 + k, 18, k] for k in range(1, 4)],
    ]
    office = read_office(xlsx({"R": rows}, {"R": ["A1:A2", "B1:D1", "E1:G1"]}), plain_scheme)
    assert office.table["berkas"].tolist() == [31, 32, 33]
    assert office.table["keluhan"].tolist() == [1, 2, 3]


def test_rating_below_a_joint_heading(xlsx: Callable[..., Path], quadrant_scheme: Scheme) -> None:
    rows = [
        ["No", "Hasil Kerja", None, "Perilaku Kerja", None],
        [None, "Nilai", "Rating", "Nilai", "Rating"],
        [1, 90, "Sesuai Ekspektasi", 88, "Di Atas Ekspektasi"],
        [2, 70, "Di Bawah Ekspektasi", 80, "Sesuai Ekspektasi"],
    ]
    office = read_office(xlsx({"R": rows}, {"R": ["B1:C1", "D1:E1"]}), quadrant_scheme)
    assert list(score(office.table, quadrant_scheme).labels) == ["Baik", "Butuh Perbaikan"]


def test_a_row_of_units_under_the_headings(csv: Callable[..., Path], plain_scheme: Scheme) -> None:
    rows = [["No", *HEAD], [None, "buah", "hari", "kali"], [1, 40, 20, 5], [2, 38, 19, 4]]
    assert read_office(csv(rows), plain_scheme).rows == (3, 4)
