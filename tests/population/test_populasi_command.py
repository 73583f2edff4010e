"""The command ``simkinerja populasi``."""

from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook

from simkinerja.cli import main
from simkinerja.population import draw_population


def run(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setattr("sys.argv", ["simkinerja", "populasi", *words])
    try:
        main()
    except SystemExit as stop:
        return int(stop.code or 0)
    return 0


def test_without_a_city_it_lists_them(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch) == 0
    shown = capsys.readouterr().out
    for word in ("medan_rancangan", "rangkui", "salatiga", "9.726"):
        assert word in shown


def test_summary(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(monkeypatch, "salatiga") == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert "5.539 ASN" in shown
    assert "SINTETIS" in shown
    assert "tepat terpenuhi: 22 dari 22" in shown
    assert "bloombergtechnoz.com" in shown


def test_csv(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    target = tmp_path / "asn.csv"
    assert run(monkeypatch, "salatiga", "--jumlah", "1000", "--benih", "3", "--keluaran", str(target)) == 0
    table = pd.read_csv(target, dtype=str, keep_default_na=False)
    officers = draw_population("salatiga", 3, 1000).officers
    assert table["nip"].tolist() == officers["nip"].tolist()
    assert set(table["catatan"]) == {"SINTETIS"}
    assert not [c for c in table.columns if c.startswith("true_")]
    assert target.read_bytes().startswith(b"\xef\xbb\xbf")


def test_workbook_with_truth(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    target = tmp_path / "asn.xlsx"
    words = ("rangkui", "--jumlah", "400", "--keluaran", str(target), "--dengan-kebenaran")
    assert run(monkeypatch, *words) == 0
    book = load_workbook(target)
    assert book.sheetnames == ["SINTETIS", "asn", "unit", "instansi", "kecocokan"]
    assert str(book["SINTETIS"]["A1"].value).startswith("SINTETIS")
    rows = list(book["asn"].values)
    officers = draw_population("rangkui", 2026, 400).officers
    assert len(rows) == 401
    assert "true_practice" in rows[0]
    assert [r[1] for r in rows[1:]] == officers["nip"].tolist()
    assert all(isinstance(r[1], str) for r in rows[1:])


def test_a_point_parts_thousands(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    target = tmp_path / "asn.csv"
    assert run(monkeypatch, "salatiga", "--jumlah", "1.500", "--keluaran", str(target)) == 0
    assert len(pd.read_csv(target)) == 1500


def test_the_same_file_twice(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        assert run(monkeypatch, "rangkui", "--jumlah", "300", "--keluaran", str(tmp_path / name)) == 0
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("salatga",), "Maksud Anda 'salatiga'?"),
        (("medan", "--jumlah", "banyak"), "'--jumlah' pada populasi harus bilangan bulat"),
        (("medan", "--benih", "x"), "'--benih' pada populasi harus bilangan bulat"),
        (("medan", "--jumlah", "1.5"), "'--jumlah' pada populasi harus bilangan bulat"),
        (("medan", "--jumlah", "1.50.000"), "'--jumlah' pada populasi harus bilangan bulat"),
        (("medan", "--benih", "-1"), "'seed'"),
        (("medan", "--jumlah", "20"), "cukup besar"),
        (("medan", "--jumlah", "1100000", "--keluaran", "asn.xlsx"), "pakai .csv"),
        (("medan", "--keluaran", "asn.txt"), "berakhiran .xlsx atau .csv"),
        (("tidak_ada.yaml",), "tidak ditemukan"),
    ],
)
def test_faults_end_with_two_and_no_file(
    words: tuple[str, ...],
    sentence: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(monkeypatch, *words) == 2
    shown = capsys.readouterr()
    assert sentence in shown.err
    assert "Traceback" not in shown.err
    assert list(tmp_path.iterdir()) == []
