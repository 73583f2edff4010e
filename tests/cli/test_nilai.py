"""The command nilai: output for people and machines, files, faults, persons named by row or alias only."""

import io
import json
import zipfile
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from simkinerja.cli import app

HEAD = ["No", "Nama", "NIP", "Bidang", "Nilai SKP", "Nilai Perilaku Kerja", "Predikat"]
PEOPLE = [
    (95, 90),
    (112, 108),
    (62.5, 71),
    (88, 92),
    (101, 99),
    (None, 80),
    (74, 69),
    (91, 89),
    (90, 90),
    (85.5, 97),
]


def total(skp: float | None, behaviour: float) -> float | None:
    """Without the SKP only 30 % of the weight is there, less than the half that the scheme wants."""
    return None if skp is None else 0.7 * skp + 0.3 * behaviour


def band(x: float | None) -> str | None:
    if x is None:
        return None
    return "Sangat Baik" if x >= 110 else "Baik" if x >= 90 else "Cukup" if x >= 70 else "Kurang"


def rows(mark: str | None = None) -> list[list]:
    out = [[*HEAD, *(["sintetis"] if mark else [])]]
    for k, (skp, behaviour) in enumerate(PEOPLE, 1):
        who = [k, f"Siti Aminah {k}", f"19860402201001{1000 + k}", "Bidang A" if k <= 7 else "Bidang B"]
        out.append([*who, "-" if skp is None else skp, behaviour, "Baik", *([mark] if mark else [])])
    return out


def saved(folder: Path, table: list[list], name: str = "nilai.csv") -> Path:
    path = folder / name
    path.write_text("\n".join(";".join(map(str, row)) for row in table), encoding="utf-8")
    return path


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return saved(tmp_path, rows())


def run(*args: object):
    return CliRunner().invoke(app, ["nilai", *map(str, args)])


def as_data(*args: object) -> dict:
    done = run(*args, "--json")
    assert done.exit_code == 0, done.stderr
    return json.loads(done.stdout)


def test_json_holds_what_one_counts_by_hand(source: Path) -> None:
    data = as_data(source, "--skema", "skp_2019", "--organisasi", "baik")
    wanted = [total(*p) for p in PEOPLE]
    known = [x for x in wanted if x is not None]
    rounded = [None if x is None else round(x, 2) for x in wanted]
    assert [one["nilai"] for one in data["pegawai"]] == pytest.approx(rounded)
    labels = [one["predikat"] and one["predikat"].split(" (")[0] for one in data["pegawai"]]
    assert labels == [band(x) for x in wanted]
    assert [one["baris"] for one in data["pegawai"]] == list(range(2, 12))
    assert data["nilai_rata_rata"] == pytest.approx(sum(known) / 9)
    assert sum(one["n"] for one in data["sebaran"]) == data["dinilai"] == 9
    assert data["n"] == 10
    assert data["pola"]["jumlah"]["baik"] == sum(band(x) == "Baik" for x in wanted)
    assert data["tercatat"]["predikat_berbeda_baris"] == [
        k for k, x in enumerate(wanted, 2) if band(x) not in ("Baik", None)
    ]
    assert data["status_predikat"] == "usulan; keputusan pada pejabat penilai"
    rated = [one for one in data["pegawai"] if one["predikat"]]
    for one in rated:
        assert sum(one["peluang"].values()) == pytest.approx(1)
        assert one["pasti"] is (one["peluang"][one["predikat_kode"]] >= data["pengaturan"]["batas_pasti"])
    assert sum(not one["pasti"] for one in rated) == data["belum_dapat_dipastikan"]


def test_the_terminal_says_the_main_things_in_eighty_columns(source: Path) -> None:
    done = run(source, "--skema", "skp_2019", "--organisasi", "baik")
    assert done.exit_code == 0, done.stderr
    text = " ".join(done.stdout.split())
    known = [x for p in PEOPLE if (x := total(*p)) is not None]
    mean = f"{sum(known) / 9:.2f}".replace(".", ",")
    others = sum(band(x) != "Baik" for x in known)
    for words in ("Pegawai dalam tabel: 10", f"Nilai rata-rata: {mean}",
        "Tidak dinilai: 1 (1 datanya kurang)", "Sebaran predikat", "belum dapat dipastikan",
                  "usulan; keputusan pada pejabat penilai", "arahan PermenPANRB 6/2022", "kolom C 'NIP'",
                  f"{others} berbeda dari hitungan skema ini"):  # fmt: skip
        assert words in text, words
    assert max(len(line.rstrip()) for line in done.stdout.splitlines()) <= 80
    assert not any(secret in done.stdout for secret in ("Siti", "1986"))


def test_old_against_new(source: Path, tmp_path: Path) -> None:
    scheme = tmp_path / "lama.yaml"
    done = CliRunner().invoke(app, ["skema", "contoh", "skp_2019", "--keluaran", str(scheme)])
    assert done.exit_code == 0
    text = scheme.read_text(encoding="utf-8")
    assert "lower: 90" in text
    scheme.write_text(
        text.replace("lower: 90", "lower: 85").replace("upper: 90", "upper: 85"), encoding="utf-8"
    )
    data = as_data(source, "--skema", "skp_2019", "--bandingkan", scheme)["perbandingan"]
    wanted = [total(*p) for p in PEOPLE]
    falls = sum(x is not None and 85 <= x < 90 for x in wanted)
    assert falls > 0
    assert data["arah"] == {"tetap": 9 - falls, "turun": falls, "tidak_terbandingkan": 1}
    assert data["peralihan"]["Baik"]["Cukup"] == falls


def test_months_scale_credit_and_money(tmp_path: Path) -> None:
    table = [["Jabatan", "TPP", "Nilai kinerja (SKP) bulanan", "Kehadiran"]]
    table += [
        ["Analis Kebijakan Ahli Muda", "2.000.000", 80, 21],
        ["Arsiparis Terampil", "1.000.000", 100, 10.5],
    ]
    path = saved(tmp_path, table)
    data = as_data(path, "--skema", "tpp_60_40", "--bulan", 3)
    points = [0.6 * 80 + 0.4 * 100, 0.6 * 100 + 0.4 * 50]
    assert [one["rupiah"] for one in data["pegawai"]] == pytest.approx(
        [3 * 2e6 * points[0] / 100, 3 * 1e6 * points[1] / 100]
    )
    assert [one["angka_kredit"] for one in data["pegawai"]] == [None, None]  # its bands name no predikat
    ratings = saved(
        tmp_path,
        [["Jabatan", "Rating Hasil Kerja", "Rating Perilaku Kerja"],
         ["Analis Kebijakan Ahli Muda", "Sesuai Ekspektasi", "Di Atas Ekspektasi"],
         ["Lurah", "Sesuai Ekspektasi", "Sesuai Ekspektasi"]],
        "rating.csv",
    )  # fmt: skip
    data = as_data(ratings, "--skema", "skp_2022", "--bulan", 3)
    assert [one["angka_kredit"] for one in data["pegawai"]] == [25 * 3 / 12, None]


def test_made_up_data_is_marked_in_every_output(tmp_path: Path) -> None:
    for mark, wanted in (("ya", True), ("tidak", False)):
        path = saved(tmp_path, rows(mark))
        out = tmp_path / mark
        done = run(path, "--skema", "skp_2019", "--keluaran", out, "--rapor", 2, "--rapor-ke", out / "r.html")
        assert done.exit_code == 0, done.stderr
        assert ("DATA SINTETIS" in done.stdout) is wanted
        assert ("DATA SINTETIS" in (out / "r.html").read_text(encoding="utf-8")) is wanted
        for name in ("laporan_nilai.xlsx", "laporan_nilai.docx"):
            book = zipfile.ZipFile(out / name)
            text = "".join(book.read(one).decode() for one in book.namelist() if one.endswith(".xml"))
            assert ("DATA SINTETIS" in text) is wanted
        assert as_data(path, "--skema", "skp_2019")["sintetis"] is wanted


class TestFiles:
    """What is written, and when not."""

    def test_suffix_decides(self, source: Path, tmp_path: Path) -> None:
        for name, wanted in (("a.xlsx", ["a.xlsx"]), ("b.docx", ["b.docx"]),
                             ("f", ["f/laporan_nilai.docx", "f/laporan_nilai.xlsx"])):  # fmt: skip
            assert run(source, "--skema", "skp_2019", "--keluaran", tmp_path / name).exit_code == 0
            for one in wanted:
                assert zipfile.ZipFile(tmp_path / one).testzip() is None
        done = run(source, "--skema", "skp_2019", "--keluaran", tmp_path / "c.pdf")
        assert done.exit_code == 2
        assert not (tmp_path / "c.pdf").exists()

    def test_an_existing_file_stays_without_timpa(self, source: Path, tmp_path: Path) -> None:
        target, rapor = tmp_path / "a.xlsx", tmp_path / "r.pdf"
        for path in (target, rapor):
            path.write_bytes(b"lama")
        options = ("--skema", "skp_2019", "--keluaran", target, "--rapor", 3, "--rapor-ke", rapor)
        done = run(source, *options)
        assert done.exit_code == 2
        assert "2 kesalahan" in done.stderr
        assert target.read_bytes() == rapor.read_bytes() == b"lama"
        assert run(source, *options, "--timpa").exit_code == 0
        assert rapor.read_bytes().startswith(b"%PDF")
        assert zipfile.ZipFile(target).testzip() is None

    def test_the_input_is_never_overwritten(self, tmp_path: Path) -> None:
        book = openpyxl.Workbook()
        for row in rows():
            book.active.append(row)
        path = tmp_path / "nilai.xlsx"
        book.save(path)
        before = path.read_bytes()
        done = run(path, "--skema", "skp_2019", "--keluaran", path, "--timpa")
        assert done.exit_code == 2
        assert "masukannya sendiri" in done.stderr
        assert path.read_bytes() == before

    def test_one_name_for_two_results(self, source: Path, tmp_path: Path) -> None:
        same = tmp_path / "a.html"
        done = run(source, "--skema", "skp_2019", "--rapor-ke", same, "--rapor", 2, "--keluaran", same)
        assert done.exit_code == 2
        assert not same.exists()

    def test_faults_write_nothing(self, tmp_path: Path) -> None:
        table = rows()
        table[3][4] = "banyak"
        target = tmp_path / "a.xlsx"
        done = run(saved(tmp_path, table), "--skema", "skp_2019", "--keluaran", target)
        assert done.exit_code == 2
        assert "nilai.csv, baris 4, kolom E: Angka yang diharapkan" in done.stderr
        assert done.stdout == ""
        assert not target.exists()

    def test_a_gap_where_the_scheme_stops_is_placed_in_the_file(self, source: Path, tmp_path: Path) -> None:
        scheme = tmp_path / "s.yaml"
        CliRunner().invoke(app, ["skema", "contoh", "skp_2019", "--keluaran", str(scheme)])
        text = scheme.read_text(encoding="utf-8").replace("missing: reweight", "missing: stop")
        scheme.write_text(text, encoding="utf-8")
        done = run(source, "--skema", scheme)
        assert done.exit_code == 2
        assert "nilai.csv, baris 7" in done.stderr


class TestPersons:
    """Who gets a personal sheet: by row, sheet and row, or alias; never by an identity number."""

    @pytest.mark.parametrize("number", ["198604022010011003", "19860402 201001 1 003", "3374010203040005"])
    def test_identity_numbers_are_refused_before_anything(
        self, number: str, source: Path, tmp_path: Path
    ) -> None:
        target = tmp_path / "r.pdf"
        done = run(source, "--skema", "skp_2019", "--rapor", number, "--rapor-ke", target)
        assert done.exit_code == 2
        assert "tidak dengan NIP" in done.stderr
        assert number not in done.stderr
        assert not target.exists()

    def test_by_row(self, source: Path, tmp_path: Path) -> None:
        target = tmp_path / "r.html"
        assert run(source, "--skema", "skp_2019", "--rapor", 4, "--rapor-ke", target).exit_code == 0
        text = target.read_text(encoding="utf-8")
        assert "Baris 4" in text
        assert "65,05" in text  # 0.7 x 62.5 + 0.3 x 71
        assert "Siti" not in text

    def test_by_alias(self, tmp_path: Path) -> None:
        table = [["Kode", *rows()[0]], *[[f"P-{k:03}", *row] for k, row in enumerate(rows()[1:], 1)]]
        target = tmp_path / "r.html"
        path = saved(tmp_path, table)
        options = ("--skema", "skp_2019", "--alias", "Kode", "--rapor-ke", target)
        assert run(path, *options, "--rapor", " p-003").exit_code == 0
        assert "P-003 (baris 4)" in target.read_text(encoding="utf-8")
        done = run(path, *options, "--rapor", "P-03", "--timpa")
        assert done.exit_code == 2
        assert "Maksud Anda 'P-003'" in done.stderr

    @pytest.mark.parametrize("person", ["1", "12", "99", "abc"])
    def test_rows_without_an_officer(self, person: str, source: Path, tmp_path: Path) -> None:
        done = run(source, "--skema", "skp_2019", "--rapor", person, "--rapor-ke", tmp_path / "r.pdf")
        assert done.exit_code == 2
        assert "baris pegawai 2 sampai 11" in done.stderr

    def test_the_same_row_on_two_sheets(self, tmp_path: Path) -> None:
        book = openpyxl.Workbook()
        book.active.title = "Bidang A"
        other = book.create_sheet("Bidang B")
        for row in rows()[:6]:
            book.active.append(row)
        for row in [rows()[0], *rows()[6:]]:
            other.append(row)
        path, target = tmp_path / "nilai.xlsx", tmp_path / "r.html"
        book.save(path)
        done = run(path, "--skema", "skp_2019", "--rapor", 3, "--rapor-ke", target)
        assert done.exit_code == 2
        assert "LEMBAR:BARIS" in done.stderr
        done = run(path, "--skema", "skp_2019", "--rapor", "bidang b:3", "--rapor-ke", target)
        assert done.exit_code == 0, done.stderr
        assert "72,50" in target.read_text(encoding="utf-8")  # 0.7 x 74 + 0.3 x 69

    def test_half_a_wish(self, source: Path, tmp_path: Path) -> None:
        for options in (("--rapor", 3), ("--rapor-ke", tmp_path / "r.pdf")):
            done = run(source, "--skema", "skp_2019", *options)
            assert done.exit_code == 2
            assert "--rapor dan --rapor-ke" in done.stderr
        done = run(source, "--skema", "skp_2019", "--rapor", 3, "--rapor-ke", tmp_path / "r.doc")
        assert "'.doc'" in done.stderr


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--skema", "skp_2021"), "skp_2022"),
        (("--skema", "tidak-ada.yaml"), "Berkas tidak ditemukan"),
        (("--skema", "skp_2019", "--organisasi", "hebat"), "organisasi"),
        (("--skema", "skp_2019", "--bulan", 13), "bulan"),
        (("--skema", "skp_2019", "--lembar", "X"), "Lembar 'X' tidak ditemukan"),
        (("--skema", "skp_2019", "--alias", "NIP"), "tidak dapat dipakai sebagai alias"),
        (("--skema", "menit_aktivitas"), "Tidak ada kolom indikator"),
    ],
)
def test_a_wrong_call_ends_with_two_and_a_sentence(options: tuple, words: str, source: Path) -> None:
    done = run(source, *options)
    assert done.exit_code == 2
    assert words in done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr


def test_organisation_as_people_type_it(source: Path) -> None:
    data = as_data(source, "--skema", "skp_2019", "--organisasi", "Butuh Perbaikan")
    assert data["pola"]["organisasi"] == "butuh_perbaikan"


def test_the_same_seed_gives_the_same_probabilities(source: Path) -> None:
    first, again, other = (
        [one["peluang"] for one in as_data(source, "--skema", "skp_2019", "--benih", seed)["pegawai"]]
        for seed in (1, 1, 2)
    )
    assert first == again
    assert first != other


def test_nothing_of_a_person_in_the_report_for_a_meeting(source: Path, tmp_path: Path) -> None:
    import docx

    target = tmp_path / "a.docx"
    assert run(source, "--skema", "skp_2019", "--keluaran", target).exit_code == 0
    document = docx.Document(io.BytesIO(target.read_bytes()))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    text = "\n".join([*(p.text for p in document.paragraphs), *cells])
    assert "Siti" not in text
    totals = sorted(x for p in PEOPLE if (x := total(*p)) is not None)
    for x in [*totals[:4], *totals[5:]]:  # the middle one is everybody's median
        assert f"{x:.2f}".replace(".", ",") not in cells


def test_a_fault_of_the_old_scheme_says_so(source: Path) -> None:
    done = run(source, "--skema", "skp_2019", "--bandingkan", "skp_2022")
    assert done.exit_code == 2
    assert "skema pembanding (--bandingkan) 'SKP menurut PermenPANRB 6/2022 (kuadran)'" in done.stderr
