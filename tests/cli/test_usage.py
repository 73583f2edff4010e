"""The command line speaks Indonesian, also when it is called wrongly."""

import os
import re
import subprocess
import sys

import pytest

COMMANDS = ["buka", "skm", "aturan", "populasi", "data"]
ENGLISH = re.compile(
    r"\b(Usage|Options|Arguments|Commands|Show|exit|default|required|Error|Try|Missing|Invalid)\b"
)


def run(*arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "simkinerja", *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=60)


@pytest.mark.parametrize("arguments", [[], ["--help"], *([name, "--help"] for name in COMMANDS)])
def test_help_is_indonesian(arguments: list[str]) -> None:
    done = run(*arguments)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Pemakaian: simkinerja")
    assert ENGLISH.findall(done.stdout) == []
    assert all(len(line) <= 80 for line in done.stdout.splitlines())


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["skmm"], "Perintah 'skmm' tidak dikenal.*Maksud Anda 'skm'"),
        (["skm"], "memerlukan 'berkas'.*simkinerja skm --help"),
        (["skm", "a.csv", "--urutn", "x"], "Pilihan '--urutn' tidak dikenal.*Maksud Anda '--urutan'"),
        (["skm", "a.csv", "--tingkat", "abc"], "'--tingkat' harus bilangan.*diterima 'abc'"),
        (["skm", "a.csv", "--benih=x"], "'--benih' harus bilangan bulat.*diterima 'x'"),
        (["skm", "a.csv", "--tingkat"], "'--tingkat' memerlukan isi"),
        (["data", "--benih", "-1"], "'--benih' harus bilangan bulat paling sedikit 0; diterima '-1'"),
        (["skm", "a.csv", "b.csv"], "berlebih.*tanda kutip"),
        (["skm", "tidak-ada.csv"], "tidak-ada.csv: Berkas tidak ditemukan"),
    ],
)
def test_a_wrong_call_gets_one_indonesian_sentence(arguments: list[str], words: str) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert re.search(words, done.stderr), done.stderr
    assert ENGLISH.findall(done.stderr) == []


def test_a_console_without_our_letters_is_no_fault() -> None:
    environment = os.environ | {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    command = [sys.executable, "-m", "simkinerja", "aturan"]
    done = subprocess.run(command, capture_output=True, env=environment, timeout=60)
    assert done.returncode == 0, done.stderr
    assert b"skm.mutu" in done.stdout


def test_our_own_fault_is_said_without_a_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    import simkinerja.cli as cli

    monkeypatch.setattr(sys, "argv", ["simkinerja", "aturan"])
    monkeypatch.setattr(cli, "app", lambda *args, **kwargs: 1 / 0)
    monkeypatch.delenv("SIMKINERJA_DEBUG", raising=False)
    with pytest.raises(SystemExit) as stopped:
        cli.main()
    assert stopped.value.code == 1
    monkeypatch.setenv("SIMKINERJA_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        cli.main()
