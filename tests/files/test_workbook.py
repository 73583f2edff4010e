"""Workbooks: the helper process, its limits, and what happens when the library fails."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from simkinerja.errors import InputError
from simkinerja.files import grid, package, sheet_worker, text_in
from simkinerja.files import workbook as workbook_in
from simkinerja.files.tables import read_tables

Write = Callable[..., Path]
ROWS = [["No", "Layanan", "U1"], [1, "KTP", 3], [2, "Akta", 4]]


def codes(path: Path) -> tuple[str, ...]:
    with pytest.raises(InputError) as caught:
        read_tables(path)
    return caught.value.codes


def test_a_hang_of_the_library_is_cut_off(
    workbook: Write, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    hanging = tmp_path / "hang.py"
    hanging.write_text("import time\ntime.sleep(30)\n")
    monkeypatch.setattr(sheet_worker, "__file__", str(hanging))
    monkeypatch.setattr(workbook_in, "SECONDS", 1)
    assert codes(workbook({"S": ROWS})) == ("file_too_slow",)


@pytest.mark.parametrize(
    "fault", ["import os\nos.abort()\n", "raise SystemExit(3)\n", "x = [0]\nwhile True: x += x\n", "1/0\n"]
)
def test_a_crash_of_the_library_is_a_damaged_file(
    fault: str,
    workbook: Write,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    crashing = tmp_path / "crash.py"
    limit = (
        "import resource\nresource.setrlimit(resource.RLIMIT_AS, (10**9, 10**9))\n" if "+= x" in fault else ""
    )
    crashing.write_text(limit + fault)
    monkeypatch.setattr(sheet_worker, "__file__", str(crashing))
    assert codes(workbook({"S": ROWS})) == ("file_damaged",)
    assert capfd.readouterr() == ("", "")


def test_memory_of_the_helper_is_told(
    workbook: Write, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    source = Path(sheet_worker.__file__).read_text(encoding="utf-8")
    hungry = tmp_path / "hungry.py"
    hungry.write_text(
        source.replace("    import python_calamine as calamine\n", "    raise MemoryError\n", 1)
    )
    monkeypatch.setattr(sheet_worker, "__file__", str(hungry))
    assert codes(workbook({"S": ROWS})) == ("file_memory",)


def test_memory_of_the_text_reader_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"a;b\n1;2\n")

    def full(*_: Any) -> None:
        raise MemoryError

    monkeypatch.setattr(text_in, "_cells", full)
    assert codes(path) == ("file_memory",)


def test_too_many_columns(tmp_path: Path) -> None:
    path = tmp_path / "lebar.csv"
    path.write_bytes(b";".join(b"k%d" % i for i in range(grid.MAX_COLUMNS + 1)) + b"\n")
    assert codes(path) == ("table_columns",)


def test_hidden_sheets_are_left_out(tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    secret = book.create_sheet("Rahasia")
    secret.sheet_state = "hidden"
    for row in ROWS:
        book.active.append(row)
        secret.append(row)
    book.save(tmp_path / "a.xlsx")
    (table,) = read_tables(tmp_path / "a.xlsx")
    assert table.sheet == "Sheet"
    assert "1 lembar tersembunyi atau tanpa sel dilewati." in table.notes


def test_sheet_just_above_the_limit(workbook: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    from simkinerja.files import xlsx

    monkeypatch.setattr(xlsx, "MAX_CELLS", 9)
    assert len(read_tables(workbook({"S": ROWS}))) == 1
    monkeypatch.setattr(xlsx, "MAX_CELLS", 8)
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: pytest.fail("opened"))
    assert codes(workbook({"S": ROWS})) == ("sheet_too_large",)


def test_package_limits_are_checked_before_anything_is_inflated(
    workbook: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = workbook({"S": ROWS})
    monkeypatch.setattr(package, "MAX_TOTAL", 1000)
    monkeypatch.setattr(package.Parts, "chunks", lambda *_: pytest.fail("inflated"))
    assert codes(path) == ("zip_bomb",)


def test_the_helper_needs_no_package_of_ours(workbook: Write) -> None:
    source = Path(sheet_worker.__file__).read_text(encoding="utf-8")
    assert "simkinerja" not in source.split('"""', 2)[2]


def test_text_of_cells() -> None:
    assert sheet_worker.cell_text(198604022010011003) == "198604022010011003"
    assert sheet_worker.cell_text(1e21) == "1e+21"
    assert sheet_worker.cell_text("  \u00a0") is None
