"""The command ``simkinerja tugas``: files all or none, the key only when asked, answers marked."""

import sys
from pathlib import Path

import pytest

from simkinerja.cli import main


def run(monkeypatch: pytest.MonkeyPatch, *args: str) -> int:
    monkeypatch.setattr(sys, "argv", ["simkinerja", "tugas", *args])
    with pytest.raises(SystemExit) as caught:
        main()
    return int(caught.value.code or 0)


def test_data_without_a_key_then_with_one_then_marked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, key = tmp_path / "a", tmp_path / "kunci.json"
    ask = ["12", "--benih", "2401234", "--keluaran", str(folder)]
    assert run(monkeypatch, *ask) == 0
    names = sorted(path.name for path in tmp_path.rglob("*") if path.is_file())
    assert names == [
        "tugas_12_2401234.xlsx",
        "tugas_12_2401234_kamus_sintetis.csv",
        "tugas_12_2401234_log_loket_sintetis.csv",
    ]
    before = {path: path.read_bytes() for path in folder.iterdir()}
    assert run(monkeypatch, *ask, "--kunci", str(key)) == 2, "nothing is overwritten unasked"
    assert "--timpa" in capsys.readouterr().err
    assert not key.exists()
    assert run(monkeypatch, *ask, "--kunci", str(key), "--timpa") == 0
    assert {path: path.read_bytes() for path in folder.iterdir()} == before
    book = folder / "tugas_12_2401234.xlsx"
    capsys.readouterr()
    assert run(monkeypatch, "periksa", str(book), "--kunci", str(key)) == 0
    assert "0 dari 3 benar" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["06"], "--benih"),
        (["06", "--benih", "1"], "--keluaran"),
        (["99", "--benih", "1", "--keluaran", "x"], "PELAJARAN"),
        (["06", "--benih", "", "--keluaran", "x"], "--benih"),
        (["06", "--benih", "1", "--keluaran", "x", "--kata", " "], "--kata"),
        (["periksa"], "JAWABAN"),
        (["periksa", "tidak_ada.xlsx"], "--kunci"),
        (["periksa", "tidak_ada.xlsx", "--kunci", "tidak_ada.json"], "tidak_ada.json"),
    ],
)
def test_faults_are_sentences_and_nothing_is_written(
    args: list[str],
    words: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(monkeypatch, *args) == 2
    said = capsys.readouterr().err
    assert words in said
    assert "Traceback" not in said
    assert list(tmp_path.iterdir()) == []


def test_without_arguments_it_lists_the_lessons(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch) == 0
    assert "07  Pemantauan" in capsys.readouterr().out
