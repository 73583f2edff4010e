"""Reports on an office's scores: numbers, sums as formulas, charts, masked groups."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import numpy as np
import openpyxl
import pytest

from simkinerja.errors import InputError
from simkinerja.evaluate.office_result import OfficeResult, OfficeSettings, evaluate_office
from simkinerja.report.nilai_content import indicator_sheet
from simkinerja.report.nilai_docx import nilai_docx
from simkinerja.report.nilai_excel import nilai_excel
from simkinerja.report.nilai_groups import shown_groups
from simkinerja.report.suppress import MASKED
from simkinerja.schemes.office import read_office
from simkinerja.schemes.read import load_scheme


def people(n: int = 40) -> list[list]:
    rows = [["No", "Bidang", "L/P", "TPP", "Nilai SKP", "Nilai Perilaku Kerja"]]
    units = ["Sekretariat"] * 20 + ["Bidang A"] * 12 + ["Bidang B"] * 5 + ["UPT"] * 3
    for k in range(n):
        rows.append([k + 1, units[k % 40], "LP"[k % 2], 2_000_000, 60 + (k * 7) % 55, 70 + (k * 5) % 45])
    return rows


def totals(rows: list[list]) -> list[float]:
    return [0.7 * row[-2] + 0.3 * row[-1] for row in rows[1:]]


@pytest.fixture
def result_of(tmp_path: Path) -> Callable[..., OfficeResult]:
    def made(
        rows: list[list], scheme: str = "skp_2019", old: str | None = None, **settings: object
    ) -> OfficeResult:
        path = tmp_path / "nilai.csv"
        path.write_text("\n".join(";".join(map(str, row)) for row in rows), encoding="utf-8")
        chosen = load_scheme(scheme)
        before = None if old is None else (read_office(path, load_scheme(old)), load_scheme(old))
        office = read_office(path, chosen)
        return evaluate_office(office, chosen, OfficeSettings(draws=100, **settings), before=before)

    return made


def cells_of(data: bytes) -> dict[str, list]:
    book = openpyxl.load_workbook(io.BytesIO(data))
    return {
        sheet.title: [c.value for row in sheet.iter_rows() for c in row if c.value is not None]
        for sheet in book
    }


def document_text(data: bytes) -> str:
    document = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def column(data: bytes, page: str, header: str) -> list:
    sheet = openpyxl.load_workbook(io.BytesIO(data))[page]
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value == header:
                below = sheet.iter_rows(min_row=cell.row + 1, min_col=cell.column, max_col=cell.column)
                return [one.value for (one,) in below]
    raise AssertionError(header)


def test_every_row_with_the_total_counted_by_hand(result_of) -> None:
    rows = people()
    data = nilai_excel(result_of(rows), "Dinas Contoh")
    assert list(cells_of(data)) == [
        "Ringkasan", "Nilai per baris", "Tahap per indikator", "Skema", "Catatan dan dasar hukum",
    ]  # fmt: skip
    assert column(data, "Nilai per baris", "Nilai")[:40] == pytest.approx([round(x, 2) for x in totals(rows)])
    assert column(data, "Nilai per baris", "Baris")[:40] == list(range(2, 42))
    assert "Dinas Contoh" in cells_of(data)["Ringkasan"]
    for page in ("Nilai per baris", "Tahap per indikator"):
        assert "hanya untuk pejabat penilai" in cells_of(data)[page][0]


def test_contributions_are_summed_by_a_formula(result_of) -> None:
    data = nilai_excel(result_of(people()))
    formulas = column(data, "Tahap per indikator", "Jumlah sumbangan = nilai")[:40]
    assert all(text.startswith("=") and text.count("+") == 1 for text in formulas)
    values = openpyxl.load_workbook(io.BytesIO(data), data_only=True)["Tahap per indikator"]
    shown = [row[-1].value for row in values.iter_rows(min_row=4, max_row=43)]
    assert shown == pytest.approx(totals(people()))
    # the cells that a formula names are the contributions
    sheet = openpyxl.load_workbook(io.BytesIO(data))["Tahap per indikator"]
    first = formulas[0].lstrip("=").split("+")
    assert sum(sheet[name].value for name in first) == pytest.approx(totals(people())[0])


def test_native_charts(result_of) -> None:
    data = nilai_excel(result_of(people(), organisation="baik"))
    assert "Pola distribusi" in cells_of(data)
    charts = [name for name in zipfile.ZipFile(io.BytesIO(data)).namelist() if "charts/chart" in name]
    assert len(charts) == 3


def test_small_groups_are_masked(result_of) -> None:
    data = nilai_excel(result_of(people()))
    cells = cells_of(data)["Ringkasan"]
    at = cells.index("UPT")
    assert cells[at + 1] == MASKED
    assert cells[cells.index("Bidang B") + 1] == MASKED  # else UPT is the rest
    assert cells[cells.index("Sekretariat") + 1] == 20
    text = document_text(nilai_docx(result_of(people())))
    assert MASKED in text
    assert "kurang dari lima orang" in text


def solvable(kept: list[np.ndarray], small: list[np.ndarray]) -> bool:
    """Whether a small group is a combination of what is shown, everybody included."""
    base = np.array([np.ones(len(small[0])), *kept])
    rank = np.linalg.matrix_rank(base)
    return any(np.linalg.matrix_rank(np.vstack([base, one])) == rank for one in small)


@pytest.mark.parametrize("seed", range(12))
def test_no_small_group_is_a_difference_of_what_is_shown(seed: int) -> None:
    """Units nested in agencies, and sexes across: nothing below five people can be computed."""
    sizes = [(7 * k + 3 * seed) % 11 + 1 for k in range(9)]
    unit = np.repeat([f"U{k}" for k in range(9)], sizes)
    agency = np.repeat([f"A{k // 3}" for k in range(9)], sizes)
    sex = np.array(["LP"[(k * k + seed) % 2] for k in range(len(unit))])
    labels = {"unit": unit, "agency": agency, "sex": sex}
    shown = shown_groups(labels)
    kept = [(labels[name] == label).astype(float) for name in shown for label in shown[name]]
    assert all(row.sum() >= 5 for row in kept)
    everything = [(labels[name] == label).astype(float) for name in labels for label in set(labels[name])]
    small = [row for row in everything if row.sum() < 5]
    assert small
    assert not solvable(kept, small)


def test_two_small_groups_hide_a_third() -> None:
    """Four and one: their sum alone would tell that both are below five."""
    unit = np.repeat(["A", "B", "C", "D"], [4, 1, 20, 30])
    assert shown_groups({"unit": unit}) == {"unit": ("D",)}


def test_the_meeting_gets_no_single_scores(result_of) -> None:
    rows = people()
    text = document_text(nilai_docx(result_of(rows, organisation="baik", old="skp_2019")))
    parts = ["Ringkasan", "Sebaran predikat", "Pola distribusi", "Skema lama dan baru", "Cara menghitung",
             "Dasar hukum setiap angka", "usulan; keputusan pada pejabat penilai"]  # fmt: skip
    for part in parts:
        assert part in text
    values = sorted(totals(rows))
    for x in (values[0], values[-1]):
        assert f"{x:.2f}".replace(".", ",") not in text


def test_fewer_than_five_people_give_no_report_for_a_meeting(result_of) -> None:
    result = result_of(people(4))
    with pytest.raises(InputError, match="4 pegawai"):
        nilai_docx(result)
    assert nilai_excel(result)  # the rater holds the file anyway
    assert "Menurut unit" not in cells_of(nilai_excel(result))["Ringkasan"]


def test_texts_of_the_file_are_never_formulas(result_of) -> None:
    rows = people()
    for k, evil in enumerate(["=HYPERLINK(1)", "+1+1", "@SUM(A1)", "-2+3"]):
        rows[1 + k][1] = evil
    data = nilai_excel(result_of(rows), "=cmd")
    for sheet in openpyxl.load_workbook(io.BytesIO(data)):
        for row in sheet.iter_rows():
            for cell in row:
                ours = sheet.title == "Tahap per indikator" and cell.column == sheet.max_column
                assert cell.data_type != "f" or ours
                assert ours or not (
                    isinstance(cell.value, str) and cell.value.startswith(("=", "+", "@", "-"))
                )


def test_every_number_of_the_scheme_has_its_status(result_of) -> None:
    data = nilai_excel(result_of(people()))
    status = column(data, "Catatan dan dasar hukum", "Status")
    scheme = load_scheme("skp_2019")
    n = (
        len(scheme.indicators)
        + sum(one.target is not None for one in scheme.indicators)
        + len(scheme.rules.bands)
        + 3
    )
    assert len([text for text in status[:n] if text in {"hukum", "edaran", "lokal", "asumsi"}]) == n


def test_old_against_new_is_masked_and_whole(result_of) -> None:
    data = nilai_excel(result_of(people(), old="skp_2019"))
    cells = cells_of(data)["Perbandingan"]
    assert "Dari predikat lama (baris) ke predikat baru (kolom)" in cells
    numbers = [x for x in cells if isinstance(x, int | float) and not isinstance(x, bool)]
    assert not any(0 < x < 5 and x == round(x) for x in numbers)


def test_a_quadrant_has_no_total_and_no_sum(result_of) -> None:
    words = ["Di Atas Ekspektasi", "Sesuai Ekspektasi", "Di Bawah Ekspektasi"]
    rows = [
        ["Rating Hasil Kerja", "Rating Perilaku Kerja"],
        *[[words[k % 3], words[k % 2]] for k in range(12)],
    ]
    data = nilai_excel(result_of(rows, "skp_2022"))
    cells = cells_of(data)
    assert "Nilai" not in cells["Nilai per baris"]
    assert "Jumlah sumbangan = nilai" not in cells["Tahap per indikator"]
    assert cells["Nilai per baris"].count("Sangat Baik") == 2


def word_tables(data: bytes) -> dict[str, list[list[str]]]:
    tables = docx.Document(io.BytesIO(data)).tables
    return {
        " | ".join(cell.text for cell in table.rows[0].cells): [
            [c.text for c in row.cells] for row in table.rows
        ]
        for table in tables
    }


def scheme_with_pay(tmp_path: Path, first: int) -> str:
    text = Path(load_scheme.__globals__["__file__"]).parent.joinpath("data/skp_2019.yaml").read_text("utf-8")
    text = text.replace("weight: 70", f"weight: {first}", 1).replace("kind: career", "kind: tpp")
    text = text.replace("share: 0\n", "share: 0.6\n  base:\n    column: tpp_base_idr\n")
    path = tmp_path / f"bayar{first}.yaml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_amounts_in_word_are_plain_and_fit(result_of, tmp_path: Path) -> None:
    new, old = scheme_with_pay(tmp_path, 70), scheme_with_pay(tmp_path, 20)
    tables = word_tables(nilai_docx(result_of(people(), new, old=old)))
    texts = [text for rows in tables.values() for row in rows for text in row]
    assert not any(text.startswith("'") for text in texts)
    assert any(text.startswith(("-", "−")) and text[1:2].isdigit() for text in texts)
    money = [rows for head, rows in tables.items() if "(Rp)" in head]
    assert money
    assert all(len(rows[0]) <= 8 for rows in tables.values())


def test_no_lone_hidden_cell_in_a_column_of_the_transition(result_of, tmp_path: Path) -> None:
    result = result_of(people(), scheme_with_pay(tmp_path, 70), old=scheme_with_pay(tmp_path, 20))
    (rows,) = [rows for head, rows in word_tables(nilai_docx(result)).items() if head.startswith("Lama")]
    inner = list(zip(*[row[1:-1] for row in rows[1:-1]], strict=True))
    hidden = [sum(text == "*" for text in column) for column in inner]
    assert any(hidden)
    assert 1 not in hidden
    told = " ".join(map(str, cells_of(nilai_excel(result))["Perbandingan"]))
    assert " naik, " not in told


def test_mean_points_of_few_are_not_for_a_meeting(result_of) -> None:
    rows = people()
    rows[0].append("Kuantitas hasil kerja")
    for row in rows[1:]:
        row.append("-")
    for row in rows[1:4]:
        row[4], row[6] = "-", 30
    rows[0].append("Ketepatan waktu")
    for k, row in enumerate(rows[1:]):
        row.append("0,5" if k < 3 else "-")
    tables = word_tables(nilai_docx(result_of(rows)))
    (table,) = [rows for head, rows in tables.items() if head.startswith("Indikator |")]
    told = {row[0]: (row[table[0].index("Terisi")], row[-1]) for row in table[1:]}
    assert told["Kuantitas hasil kerja"] == ("3", "*")
    assert told["Nilai SKP (diberikan langsung)"][1] != "*"


def test_the_axes_of_a_quadrant_have_no_weight(result_of) -> None:
    words = ("Di Atas Ekspektasi", "Sesuai Ekspektasi", "Di Bawah Ekspektasi")
    rows = [["No", "Rating Hasil Kerja", "Rating Perilaku Kerja"]]
    rows += [[k + 1, words[k % 3], words[k % 2]] for k in range(12)]
    sheet = indicator_sheet(result_of(rows, "skp_2022"))
    assert [row[2:4] for row in sheet.rows] == [("–", "–"), ("–", "–")]
    additive = indicator_sheet(result_of(people()))
    assert [row[2] for row in additive.rows] == ["70,0%", "30,0%"]
