"""``simkinerja validasi``: what it prints, writes, refuses, and its exit code."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import simkinerja.cli as cli
from simkinerja.cli import validasi as command
from simkinerja.evaluate.validation import dossier as machinery
from simkinerja.evaluate.validation.dossier import Dossier, Finding
from simkinerja.evaluate.validation.line import Line, Obtained
from simkinerja.report.validation_page import dossier_page, dossier_table, summary_lines

FAST = "spearman-brown-rumus"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    def call(*arguments: str) -> int:
        monkeypatch.setattr(sys, "argv", ["simkinerja", "validasi", *arguments])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        return int(ended.value.code or 0)

    return call


def line(code: str = "contoh", **other: object) -> Line:
    given = {
        "code": code,
        "group": "trial",
        "what": "Kehadiran",
        "source": "sumber",
        "expected": 0.79,
        "low": 0.75,
        "high": 0.83,
        "reason": "selang 95 %",
        "basis": "calibrated: presence.pay",
        "setup": "dasar 0,58",
        "run": lambda knobs: 0.8,
        "mechanism": "upah",
    }
    return Line(**(given | other))  # type: ignore[arg-type]


def test_one_line_passes_with_exit_code_0(
    run: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(FAST) == 0
    out = capsys.readouterr().out
    assert FAST in out
    assert "1 baris (berkas uji): 1 lulus." in out.replace("\n", " ")


def test_json_is_the_only_output(run: Callable[..., int], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(FAST, "kuota-rumus", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert [row["kode"] for row in found["baris"]] == [FAST, "kuota-rumus"]
    assert found["baik"] is True
    assert found["baris"][1]["putusan"] == "lulus"


def test_a_halved_mechanism_is_seen(run: Callable[..., int], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(FAST, "--uji-mekanisme", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["baris"][0]["putusan"] == "meleset"


def test_a_miss_and_an_unexpected_pass_end_with_1(
    run: Callable[..., int], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(machinery, "known_misses", lambda: {FAST: "dulu meleset"})
    assert run(FAST) == 1
    assert "dulu meleset" in capsys.readouterr().out
    monkeypatch.setattr("simkinerja.evaluate.validation.lines.all_lines", lambda: (line(run=lambda k: 0.9),))
    monkeypatch.setattr(machinery, "known_misses", dict)
    assert run("contoh") == 1
    assert "meleset" in capsys.readouterr().out


def test_an_unknown_line_is_answered_with_the_nearest(
    run: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("spearman-brown-rumusan") == 2
    assert "'spearman-brown-rumus'?" in capsys.readouterr().err


@pytest.mark.parametrize("part", [["--cepat"], ["--uji-mekanisme"], [FAST]])
def test_a_part_does_not_replace_the_page(
    part: list[str], run: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    before = command.page_path().read_bytes()
    assert run("--tulis", *part) == 2
    assert "seluruh berkas uji" in capsys.readouterr().err
    assert command.page_path().read_bytes() == before


def test_the_page_is_written_whole_also_with_a_miss(
    run: Callable[..., int],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    lines = (line("baik", basis="predicted"), line("buruk", run=lambda knobs: 0.9))
    monkeypatch.setattr("simkinerja.evaluate.validation.lines.all_lines", lambda: lines)
    monkeypatch.setattr(machinery, "known_misses", dict)
    monkeypatch.setattr(command, "page_path", lambda: tmp_path / "docs" / "validasi.md")
    assert run("--tulis") == 1
    text = (tmp_path / "docs" / "validasi.md").read_text(encoding="utf-8")
    assert "| buruk | Kehadiran | 0,790 | 0,900 | 0,7500 sampai 0,8300 | meleset | dikalibrasi:" in text
    assert "Halaman ditulis" in capsys.readouterr().out


def test_stopped_in_the_middle_nothing_is_written(
    run: Callable[..., int],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def stopped(knobs: object) -> float:
        raise KeyboardInterrupt

    monkeypatch.setattr("simkinerja.evaluate.validation.lines.all_lines", lambda: (line(run=stopped),))
    monkeypatch.setattr(command, "page_path", lambda: tmp_path / "validasi.md")
    assert run("--tulis") == 130
    assert "Dihentikan" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_the_page_names_everything_a_reader_needs() -> None:
    table = line("tabel", expected=(1.0, 2.0), low=(0.5, 1.5), high=(1.5, 2.5), labels=("satu", "dua"))
    findings = (
        Finding(line(), (Obtained(0.81, 0.004),), "lulus"),
        Finding(table, (Obtained(1.0), Obtained(2.9)), "meleset, tercatat", "antrean belum ada"),
    )
    found = Dossier(findings, ("aturan x",), 2026)
    text = dossier_page(found)
    for part in (
        "| contoh | Kehadiran | 0,790 | 0,810 (0,0040) | 0,7500 sampai 0,8300 | lulus |",
        "dikalibrasi: presence.pay",
        "| contoh | sumber | selang 95 % | dasar 0,58 | upah |",
        "| tabel | Kehadiran (dua) | 2,000 | 2,900 |",
        "- tabel: antrean belum ada",
        "| satu | 1,000 | 1,000 |",
        "benih 2026",
        "Aturan dilanggar: aturan x",
        "0 diramalkan, 2 dikalibrasi",
    ):
        assert part in text
    assert text == dossier_page(found)
    assert dossier_table(found).row_count == 2
    assert summary_lines(found)[0] == "2 baris (berkas uji): 1 lulus, 1 meleset, tercatat."


def test_an_open_interval_reads_as_one() -> None:
    one = line(expected=0.0, low=float("-inf"), high=0.02)
    assert "paling besar 0,0200" in dossier_page(Dossier((Finding(one, (Obtained(0.0),), "lulus"),), (), 1))
