"""Writers of small tables for the tests of the readers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Write = Callable[..., Path]


@pytest.fixture
def text_file(tmp_path: Path) -> Write:
    """Write a text as a file: ``text_file("a;b\\n1;2\\n", encoding=...)``."""

    def write(text: str, name: str = "tabel.csv", encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    return write


@pytest.fixture
def workbook(tmp_path: Path) -> Write:
    """Write sheets by openpyxl: ``workbook({"Data": [[...], ...]}, merges={"Data": ["A1:B1"]})``."""

    def write(
        sheets: dict[str, list[list[Any]]],
        merges: dict[str, list[str]] | None = None,
        name: str = "tabel.xlsx",
    ) -> Path:
        import openpyxl

        book = openpyxl.Workbook()
        book.remove(book.active)
        for title, rows in sheets.items():
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(row)
            for ref in (merges or {}).get(title, []):
                sheet.merge_cells(ref)
        path = tmp_path / name
        book.save(path)
        return path

    return write
