"""Excel and Word reports, the terminal, JSON: contents, masking, formulas, atomic files."""

import io
import json
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest
from rich.console import Console
from typer.testing import CliRunner

from simkinerja.cli import app
from simkinerja.errors import InputError
from simkinerja.report.charts import chart_elements, chart_mutu, chart_trend, png_bytes
from simkinerja.report.docx import docx_report
from simkinerja.report.excel import excel_report
from simkinerja.report.suppress import MASKED
from simkinerja.report.terminal import as_json, print_result

CODES = [f"U{k}" for k in range(1, 10)]
ANSWERS = [3, 4, 3, 4, 3, 3, 4, 3, 3]


def saved(folder: Path, rows: list[list]) -> Path:
    path = folder / "survei.csv"
    path.write_text("\n".join(";".join(map(str, row)) for row in rows), encoding="utf-8")
    return path


def document_text(data: bytes) -> str:
    document = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def cells_of(data: bytes) -> dict[str, list]:
    book = openpyxl.load_workbook(io.BytesIO(data))
    return {
        sheet.title: [c.value for row in sheet.iter_rows() for c in row if c.value is not None]
        for sheet in book
    }


def test_excel_holds_numbers_and_native_charts(result_of) -> None:
    result = result_of("ekspor_formulir_kata.csv")
    data = excel_report(result, "Dinas Contoh")
    cells = cells_of(data)
    assert list(cells) == ["Ringkasan", "Unsur", "Layanan", "Periode", "Profil", "Metode"]
    assert "Dinas Contoh" in cells["Ringkasan"]
    for x in result.whole.nrr.values():
        assert any(isinstance(v, float) and v == pytest.approx(float(x)) for v in cells["Unsur"])
    charts = [name for name in zipfile.ZipFile(io.BytesIO(data)).namelist() if "charts/chart" in name]
    assert len(charts) == 3


def test_word_holds_the_parts_of_a_report(result_of) -> None:
    text = document_text(docx_report(result_of("ekspor_formulir_kata.csv"), "Dinas Contoh"))
    for part in ("Profil responden", "Hasil menurut unsur", "Rencana tindak lanjut", "Lembar publikasi IKM",
                 "Cara menghitung", "Penanggung jawab", "76,30", "belum dapat dipastikan"):  # fmt: skip
        assert part in text


def test_reports_of_tables_of_nrr(result_of) -> None:
    result = result_of("nrr_skala_100_per_layanan.xlsx")
    assert "83,09" in document_text(docx_report(result))
    assert 83.33 in cells_of(excel_report(result))["Layanan"]


def test_small_groups_do_not_leave(tmp_path: Path, result_of) -> None:
    rows = [["Layanan", "JK", "Pendidikan", *CODES]]
    for label, n in (("Umum", 40), ("Langka", 3), ("Sedang", 11)):
        rows += [
            [label, "L" if k % 2 else "P", "S3" if label == "Langka" else "SMA", *ANSWERS] for k in range(n)
        ]
    result = result_of(saved(tmp_path, rows))
    cells = cells_of(excel_report(result))
    at = cells["Layanan"].index("Langka")
    assert cells["Layanan"][at + 1] == MASKED
    assert cells["Layanan"][cells["Layanan"].index("Sedang") + 1] == MASKED
    assert 40 in cells["Layanan"]
    assert 11 not in cells["Layanan"]
    assert 3 not in cells["Profil"]
    assert MASKED in document_text(docx_report(result))
    assert as_json(result)["layanan"]["Langka"]["n"] == 3  # for the one who holds the file anyway


def test_fewer_than_five_respondents_give_no_report(tmp_path: Path, result_of) -> None:
    result = result_of(saved(tmp_path, [CODES, *[ANSWERS] * 4]))
    for report in (excel_report, docx_report):
        with pytest.raises(InputError, match="4 responden"):
            report(result)


def test_texts_of_the_file_are_never_formulas(tmp_path: Path, result_of) -> None:
    evil = ["=HYPERLINK(1)", "+1+1", "@SUM(A1)", "-2+3"]
    rows = [["Layanan", *CODES], *[[label, *ANSWERS] for label in evil for _ in range(6)]]
    data = excel_report(result_of(saved(tmp_path, rows)), "=cmd")
    book = openpyxl.load_workbook(io.BytesIO(data))
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                assert not (isinstance(cell.value, str) and cell.value.startswith(("=", "+", "@", "-")))
    assert "'=HYPERLINK(1)" in cells_of(data)["Layanan"]


def test_charts_are_pictures_with_the_right_bars(result_of) -> None:
    result = result_of("ekspor_formulir_kata.csv")
    figure = chart_elements(result)
    widths = sorted(round(1 + bar.get_width(), 6) for bar in figure.axes[0].patches[:9])
    assert widths == sorted(round(float(x), 6) for x in result.whole.nrr.values())
    for drawn in (figure, chart_mutu(result), chart_trend(result)):
        assert png_bytes(drawn).startswith(b"\x89PNG")
        assert drawn.axes[0].get_xlabel() or drawn.axes[0].get_ylabel()


@pytest.mark.parametrize(
    "name", ["ekspor_formulir_kata.csv", "nrr_skala_100_per_layanan.xlsx", "u1_u9_titik_koma_bom.csv"]
)
def test_terminal_fits_eighty_columns(result_of, name: str) -> None:
    stream = io.StringIO()
    print_result(result_of(name), Console(file=stream, width=80))
    assert max(len(line.rstrip()) for line in stream.getvalue().splitlines()) <= 80


def test_json_holds_numbers_only_where_numbers_belong(result_of) -> None:
    data = json.loads(json.dumps(as_json(result_of("layanan_dan_semester.xlsx")), allow_nan=False))
    assert list(data)[:4] == ["n", "ikm", "mutu", "mutu_peluang"]
    for part in (data, *data["layanan"].values(), *data["periode"].values()):
        assert isinstance(part["n"], int)
        assert isinstance(part["ikm"], float)
        assert part["mutu"] in "ABCD"
        assert round(part["ikm"], 2) == part["ikm"]
        assert set(part["nrr"]) == set(part["jumlah"])


class TestFiles:
    """What ``--keluaran`` writes, and when it does not."""

    @pytest.fixture
    def source(self, tmp_path: Path) -> Path:
        return saved(tmp_path, [CODES, *[ANSWERS] * 30])

    def run(self, *args: object):
        return CliRunner().invoke(app, ["skm", *map(str, args)])

    def test_suffix_decides(self, source: Path, tmp_path: Path) -> None:
        for name, wanted in (("a.xlsx", ["a.xlsx"]), ("b.docx", ["b.docx"]),
                             ("folder", ["folder/laporan_skm.docx", "folder/laporan_skm.xlsx"])):  # fmt: skip
            assert self.run(source, "--keluaran", tmp_path / name).exit_code == 0
            for one in wanted:
                assert zipfile.ZipFile(tmp_path / one).testzip() is None
        assert self.run(source, "--keluaran", tmp_path / "c.pdf").exit_code == 2

    def test_an_existing_file_stays_without_timpa(self, source: Path, tmp_path: Path) -> None:
        target = tmp_path / "a.xlsx"
        target.write_bytes(b"lama")
        done = self.run(source, "--keluaran", target)
        assert done.exit_code == 2
        assert "--timpa" in done.stderr
        assert target.read_bytes() == b"lama"
        assert self.run(source, "--keluaran", target, "--timpa").exit_code == 0
        assert target.read_bytes() != b"lama"

    def test_both_or_none(self, source: Path, tmp_path: Path) -> None:
        folder = tmp_path / "hasil"
        folder.mkdir()
        (folder / "laporan_skm.docx").write_bytes(b"lama")
        assert self.run(source, "--keluaran", folder).exit_code == 2
        assert not (folder / "laporan_skm.xlsx").exists()

    def test_json_stays_alone_on_stdout_beside_a_report(self, source: Path, tmp_path: Path) -> None:
        done = self.run(source, "--json", "--keluaran", tmp_path / "a.xlsx")
        assert json.loads(done.stdout)["n"] == 30


def everything(result, console_width: int = 80) -> str:
    """All that leaves the program about one result: both reports, the terminal, JSON."""
    console = Console(file=io.StringIO(), width=console_width)
    print_result(result, console)
    excel = "\n".join(str(cell) for cells in cells_of(excel_report(result)).values() for cell in cells)
    return "\n".join(
        [console.file.getvalue(), json.dumps(as_json(result)), excel, document_text(docx_report(result))]
    )


def test_made_up_data_is_marked_in_every_output(result_of, tmp_path: Path) -> None:
    for mark, times in (("ya", 1), ("tidak", 0)):
        path = saved(tmp_path, [[*CODES, "sintetis"], *[[*ANSWERS, mark]] * 12])
        result = result_of(path)
        assert as_json(result)["sintetis"] is bool(times)
        console = Console(file=io.StringIO(), width=80)
        print_result(result, console)
        excel = cells_of(excel_report(result))
        told = (console.file.getvalue(), document_text(docx_report(result)), *map(str, excel.values()))
        assert [("DATA SINTETIS" in text) for text in told] == [bool(times)] * len(told)


def test_a_high_probability_of_few_respondents_is_explained(result_of, tmp_path: Path) -> None:
    result = result_of(saved(tmp_path, [CODES, *[ANSWERS] * 9, *[[3] * 9] * 3]))
    assert result.whole.certain is False
    assert result.whole.probability > 0.99
    text = " ".join(everything(result).split())
    assert text.count("respondennya baru 12. Dengan kurang dari 20 responden") == 3


def test_names_and_numbers_of_people_leave_in_no_output(result_of, tmp_path: Path) -> None:
    people = ["Siti Aminah", "Budi Santoso", "Rina Wati"]
    rows = [
        ["Dinas Contoh, petugas: Agus Wijaya, NIP 196804021990031003"],
        ["Surveyor Dewi Lestari, Triwulan I 2025"],
        ["Loket", "Pekerjaan", *CODES, "Saran", "Joko Susilo"],
        *[
            [people[k % 3], ["Petani", "Rahmat Hidayat"][k % 2], *ANSWERS, "hub. 081234567890", k]
            for k in range(30)
        ],
    ]
    result = result_of(saved(tmp_path, [row + [""] * (13 - len(row)) for row in rows]))
    text = everything(result)
    for secret in ("Siti", "Budi", "Rina", "Agus", "Dewi", "Rahmat", "Joko", "1968", "0812"):
        assert secret not in text
    assert "Triwulan I 2025" in text
    assert "Dinas Contoh" in text


def test_headers_that_are_names_are_not_repeated_in_faults(tmp_path: Path) -> None:
    path = saved(
        tmp_path, [["Siti Aminah", "Budi Santoso", "Catatan"], ["baik", "buruk", "x"], ["a", "b", "c"]]
    )
    done = CliRunner().invoke(app, ["skm", str(path)])
    assert done.exit_code == 2
    assert "Siti" not in done.output
    assert "Catatan" in done.output


def test_what_a_masked_service_printed_is_masked_too(result_of, tmp_path: Path) -> None:
    rows = [
        ["KTP", 400, *["3,2"] * 9, "80,00"],
        ["KK", 3, *["3,4"] * 9, "85,00"],
        ["Akta", 60, *["3,3"] * 9, "82,50"],
    ]
    result = result_of(saved(tmp_path, [["Layanan", "Responden", *CODES, "IKM"], *rows]))
    text = document_text(docx_report(result))
    assert "80,00" in text
    assert "85,00" not in text
    assert "Rata-rata polos" not in text


def test_notes_in_a_report_do_not_speak_of_options(result_of, tmp_path: Path) -> None:
    result = result_of(saved(tmp_path, [CODES, *[ANSWERS] * 30]))
    assert any("--urutan" in note for note in result.notes)
    assert "--" not in document_text(docx_report(result))


def test_a_part_without_an_index_is_explained_and_not_drawn(result_of, tmp_path: Path) -> None:
    rows = [["Layanan", *CODES], *[["KTP", *ANSWERS[:8], ""]] * 6, *[["KK", *ANSWERS]] * 3]
    result = result_of(saved(tmp_path, rows))
    console = Console(file=io.StringIO(), width=80)
    print_result(result, console)
    assert "tanpa satu jawaban pun" in " ".join(console.file.getvalue().split())
    data = excel_report(result)
    charts = [name for name in zipfile.ZipFile(io.BytesIO(data)).namelist() if "charts/chart" in name]
    assert len(charts) == 1  # the elements; nothing is left of the services
