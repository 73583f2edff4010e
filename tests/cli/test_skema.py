"""The commands skema ...: check, copy, convert; Indonesian also when called wrongly."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from simkinerja.cli import app
from simkinerja.schemes.json_schema import json_schema
from simkinerja.schemes.read import load_scheme, shipped_schemes

ENGLISH = re.compile(
    r"\b(Usage|Options|Arguments|Commands|Show|exit|default|required|Error|Try|Missing|Invalid)\b"
)


def run(*args: object):
    return CliRunner().invoke(app, ["skema", *map(str, args)])


def called(*arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "simkinerja", *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=60)


@pytest.mark.parametrize(
    "arguments",
    [["skema"], ["skema", "--help"], ["nilai", "--help"],
     *(["skema", name, "--help"] for name in ("periksa", "contoh", "ubah", "json-schema"))],
    ids=" ".join,
)  # fmt: skip
def test_help_is_indonesian(arguments: list[str]) -> None:
    done = called(*arguments)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Pemakaian: simkinerja")
    assert ENGLISH.findall(done.stdout) == []
    assert all(len(line) <= 80 for line in done.stdout.splitlines())


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (
            ["skema", "perksa", "x"],
            "Perintah 'perksa' tidak dikenal; yang ada: periksa.*Maksud Anda 'periksa'",
        ),
        (["skema", "periksa"], "memerlukan 'skema'.*simkinerja skema periksa --help"),
        (["skema", "ubah", "a.yaml"], "memerlukan 'ke'.*simkinerja skema ubah --help"),
        (
            ["skema", "contoh", "--keluarn", "x"],
            "Pilihan '--keluarn' tidak dikenal.*Maksud Anda '--keluaran'",
        ),
        (["skema", "ubah", "a", "b.yaml", "c"], "berlebih"),
        (["nilai", "a.csv"], "memerlukan '--skema'.*simkinerja nilai --help"),
        (
            ["nilai", "a.csv", "--skema", "skp_2019", "--bulan", "x"],
            "'--bulan' harus bilangan bulat; diterima 'x'",
        ),
    ],
)
def test_a_wrong_call_gets_one_indonesian_sentence(arguments: list[str], words: str) -> None:
    done = called(*arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert re.search(words, done.stderr), done.stderr
    assert ENGLISH.findall(done.stderr) == []


def test_the_list_names_every_shipped_scheme_with_its_status() -> None:
    done = run("contoh")
    assert done.exit_code == 0
    lines = done.stdout.splitlines()
    for code in shipped_schemes():
        (line,) = (text for text in lines if text.split()[:1] == [code])
        assert re.search(r"(hukum|edaran|lokal|asumsi)\s*$", line)


@pytest.mark.parametrize("name", ["s.yaml", "s.yml", "s.XLSX"])
def test_a_copy_is_the_same_scheme(name: str, tmp_path: Path) -> None:
    target = tmp_path / name
    assert run("contoh", "Skp_2022", "--keluaran", target).exit_code == 0
    assert load_scheme(target) == load_scheme("skp_2022")


def test_without_a_target_the_yaml_is_shown(tmp_path: Path) -> None:
    done = called("skema", "contoh", "seimbang")
    assert done.returncode == 0
    path = tmp_path / "s.yaml"
    path.write_text(done.stdout, encoding="utf-8")
    assert load_scheme(path) == load_scheme("seimbang")


def test_there_and_back_without_loss(tmp_path: Path) -> None:
    paths = [tmp_path / "a.yaml", tmp_path / "b.xlsx", tmp_path / "c.yaml"]
    assert run("contoh", "skp_2019", "--keluaran", paths[0]).exit_code == 0
    assert run("ubah", paths[0], paths[1]).exit_code == 0
    assert run("ubah", paths[1], paths[2]).exit_code == 0
    assert load_scheme(paths[2]) == load_scheme("skp_2019")
    assert paths[2].read_bytes() == paths[0].read_bytes()


def test_files_are_not_overwritten(tmp_path: Path) -> None:
    target = tmp_path / "s.yaml"
    target.write_text("milik saya", encoding="utf-8")
    done = run("contoh", "seimbang", "--keluaran", target)
    assert done.exit_code == 2
    assert "--timpa" in done.stderr
    assert target.read_text(encoding="utf-8") == "milik saya"
    assert run("contoh", "seimbang", "--keluaran", target, "--timpa").exit_code == 0
    before = target.read_bytes()
    done = run("ubah", target, target, "--timpa")
    assert done.exit_code == 2
    assert "masukannya sendiri" in done.stderr
    assert target.read_bytes() == before
    done = run("ubah", target, tmp_path / "s.pdf")
    assert done.exit_code == 2
    assert "'.pdf'" in done.stderr


def test_a_sound_scheme_gets_advice_and_code_zero() -> None:
    done = run("periksa", "seimbang")
    assert done.exit_code == 0, done.stderr
    assert done.stdout.startswith("Skema tanpa kesalahan")
    assert "Kota sintetis" in done.stdout
    data = json.loads(run("periksa", "seimbang", "--json").stdout)
    assert data["kode"] == "seimbang"
    assert data["kesalahan"] == []
    assert all(set(one) == {"jenis", "tingkat", "indikator", "kalimat"} for one in data["saran"])


def test_all_faults_at_once_and_code_two(tmp_path: Path) -> None:
    path = tmp_path / "s.yaml"
    run("contoh", "skp_2019", "--keluaran", path)
    text = path.read_text(encoding="utf-8")
    text = text.replace("parent: nilai_perilaku", "parent: nilai_prilaku", 1).replace(
        "lower: 90", "lower: 110"
    )
    path.write_text(text, encoding="utf-8")
    done = run("periksa", path)
    assert done.exit_code == 2
    assert done.stdout == ""
    assert "nilai_prilaku" in done.stderr
    assert "skema ini belum dapat dipakai" in done.stderr
    data = json.loads(run("periksa", path, "--json").stdout)
    codes = {fault["code"] for fault in data["kesalahan"]}
    assert "scheme_parent_unknown" in codes
    assert len(codes) >= 2


def test_checked_on_an_office_table(tmp_path: Path) -> None:
    path = tmp_path / "n.csv"
    people = [f"{70 + k % 30};{80 + k % 17}" for k in range(30)]
    path.write_text("\n".join(["Nilai SKP;Nilai Perilaku Kerja", *people]), encoding="utf-8")
    done = run("periksa", "skp_2019", "--data", path)
    assert done.exit_code == 0, done.stderr
    assert "Tabel dengan 30 pegawai" in done.stdout
    path.write_text("Nilai SKP;Nilai Perilaku Kerja\nbanyak;80\n", encoding="utf-8")
    done = run("periksa", "skp_2019", "--data", path)
    assert done.exit_code == 2
    assert "baris 2, kolom A" in done.stderr


def test_an_unknown_scheme_is_answered_with_the_nearest() -> None:
    done = run("periksa", "skp_2021")
    assert done.exit_code == 2
    assert "skp_2022" in done.stderr


def test_the_json_schema_for_editors(tmp_path: Path) -> None:
    assert json.loads(called("skema", "json-schema").stdout) == json_schema()
    target = tmp_path / "skema.json"
    assert run("json-schema", "--keluaran", target).exit_code == 0
    assert json.loads(target.read_text(encoding="utf-8")) == json_schema()
    assert run("json-schema", "--keluaran", target).exit_code == 2


def test_an_example_is_copied_as_the_page_on_schemes_says(tmp_path: Path) -> None:
    target = tmp_path / "skema.xlsx"
    done = CliRunner().invoke(app, ["skema", "contoh", "seimbang", str(target)])
    assert done.exit_code == 0, done.stderr
    assert target.stat().st_size > 1_000
