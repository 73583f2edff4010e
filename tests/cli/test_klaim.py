"""The command klaim: on the screen, as data, as files; Indonesian also when called wrongly."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from simkinerja.cli import app

ENGLISH = re.compile(r"\b(Usage|Options|Arguments|Show|default|required|Error|Missing|Invalid)\b")
SMALL = ("--pegawai", "300", "--undian", "4", "--undian-kisi", "2", "--pekerja", "1")
CLAIMS = ("--klaim", "forum", "--klaim", "dukungan", "--klaim", "usaha_baru")


def run(*args: object) -> Any:
    return CliRunner().invoke(app, ["klaim", *map(str, args)])


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, Path]:
    folder = tmp_path_factory.mktemp("klaim") / "hasil"
    return run("salatiga", *CLAIMS, *SMALL, "--keluaran", folder), folder


def test_without_a_city_the_cities_are_listed() -> None:
    done = run()
    assert done.exit_code == 0
    assert "002_bc63ae3ed0e35827.txt" in done.stdout
    assert len([line for line in done.stdout.splitlines() if ".txt" in line]) == 5


def test_on_the_screen(told: tuple[Any, Path]) -> None:
    done, _ = told
    assert done.exit_code == 0, done.output
    assert "SINTETIS" in done.stdout
    assert "di luar model" in done.stdout
    assert "004_f3388ea9e03b8272.txt, paragraf 5 kalimat 2" in done.stdout
    assert "tindak lanjut pimpinan: tidak ditindaklanjuti" in " ".join(done.stdout.split())
    assert "Kantor hanya menjalani satu dari dua dunia" in " ".join(done.stdout.split())
    assert not re.search(r"\d\.\d+%", done.stdout)  # decimal comma
    assert ENGLISH.findall(done.stdout) == []
    assert all(len(line) <= 80 for line in done.stdout.splitlines())


def test_as_files(told: tuple[Any, Path]) -> None:
    _, folder = told
    data = json.loads((folder / "klaim.json").read_text(encoding="utf-8"))
    assert [one["kode"] for one in data["klaim"]] == ["forum", "dukungan", "usaha_baru"]
    forum, _, outside = data["klaim"]
    assert forum["sumber"] == {"berkas": "004_f3388ea9e03b8272.txt", "kalimat": ["5.2"]}
    assert {"acted_on": False} in [cell["syarat"] for cell in forum["kisi"]]
    assert forum["besar"]["p05"] <= forum["besar"]["median"] <= forum["besar"]["p95"]
    assert 0.0 <= forum["catatan"]["peluang_terlihat"] <= 1.0
    assert outside["alasan"] == "jumlah usaha baru tidak dihitung model"
    page = (folder / "klaim.html").read_text(encoding="utf-8")
    assert page.startswith("<!doctype html><html lang='id'>")
    assert "SINTETIS" in page
    assert "<script" not in page


def test_the_workbook_holds_numbers(told: tuple[Any, Path]) -> None:
    import openpyxl

    book = openpyxl.load_workbook(told[1] / "klaim.xlsx")
    assert book.sheetnames == ["SINTETIS", "Klaim", "Kisi"]
    header, *rows = book["Klaim"].iter_rows(values_only=True)
    column = header.index("Bagian undian")
    assert [row[0] for row in rows] == ["forum", "dukungan", "usaha_baru"]
    assert isinstance(rows[0][column], int | float)
    assert rows[2][column] is None
    assert rows[2][header.index("Keterangan")].startswith("Di luar model")
    cells = list(book["Kisi"].iter_rows(values_only=True))[1:]
    assert {row[0] for row in cells} == {"forum", "dukungan"}


def test_files_are_not_overwritten_unasked(told: tuple[Any, Path]) -> None:
    before = (told[1] / "klaim.json").read_bytes()
    done = run("salatiga", *CLAIMS, *SMALL, "--keluaran", told[1])
    assert done.exit_code == 2
    assert "--timpa" in done.stderr
    assert (told[1] / "klaim.json").read_bytes() == before


def test_json_alone() -> None:
    done = run("salatiga", "--klaim", "usaha_baru", *SMALL, "--json")
    assert done.exit_code == 0
    assert json.loads(done.stdout)["klaim"][0]["putusan"] == "di_luar_model"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["salatga"], "Maksud Anda 'salatiga'"),
        (["salatiga", "--klaim", "forun"], "Maksud Anda 'forum'"),
        (["salatiga", "--pegawai", "10"], "'--pegawai' pada klaim harus bilangan bulat"),
        (["salatiga", "--undian", "8", "--undian-kisi", "9"], "'--undian-kisi'"),
    ],
)
def test_faults_are_sentences(arguments: list[str], words: str) -> None:
    done = run(*arguments)
    assert words in str(done.exception)
