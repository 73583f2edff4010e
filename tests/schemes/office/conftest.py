"""Helpers that make office-like tables: a sheet is a list of rows, a book a mapping of names to sheets."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

from simkinerja.schemes.model import (
    Aggregate,
    Band,
    Category,
    Consequence,
    Indicator,
    Normalise,
    PayBase,
    Rules,
    Scheme,
)

BANDS = (
    Band(code="sangat_baik", label="Sangat Baik", lower=105, predikat="sangat_baik"),
    Band(code="baik", label="Baik", lower=85, upper=105, predikat="baik"),
    Band(code="butuh", label="Butuh Perbaikan", lower=70, upper=85, predikat="butuh_perbaikan"),
    Band(code="kurang", label="Kurang", upper=70, predikat="kurang"),
)


@pytest.fixture
def plain_scheme() -> Scheme:
    """Files, days, complaints (fewer is better), each against a target, cap 120."""
    return Scheme(
        code="kantor",
        title="Skema kantor",
        indicators=(
            Indicator(code="berkas", label="Berkas selesai", unit="buah", target=40, weight=50, lowest=0),
            Indicator(
                code="hadir", label="Kehadiran", unit="hari", target=20, weight=30, lowest=0, highest=31
            ),
            Indicator(
                code="keluhan",
                label="Keluhan warga",
                unit="kali",
                target=5,
                weight=20,
                direction="turun",
                lowest=0,
            ),
        ),
        rules=Rules(normalise=Normalise(cap=120), bands=BANDS),
        consequence=Consequence(kind="tpp", share=0.5, base=PayBase()),
    )


@pytest.fixture
def share_scheme() -> Scheme:
    """One percentage (0-100) and one share (0-1)."""
    return Scheme(
        code="bagian",
        title="Skema bagian",
        indicators=(
            Indicator(
                code="tepat", label="Layanan tepat waktu", unit="persen", target=90, lowest=0, highest=100
            ),
            Indicator(
                code="lengkap", label="Berkas lengkap", unit="bagian (0-1)", target=0.8, lowest=0, highest=1
            ),
        ),
        rules=Rules(bands=BANDS),
    )


@pytest.fixture
def word_scheme() -> Scheme:
    """Categories in words, beside a number."""
    steps = (
        Category(label="Kurang", points=50),
        Category(label="Cukup", points=75),
        Category(label="Baik", points=100),
    )
    return Scheme(
        code="kata",
        title="Skema kata",
        indicators=(
            Indicator(
                code="mutu", label="Mutu laporan", normalise=Normalise(method="category", categories=steps)
            ),
            Indicator(code="jumlah", label="Jumlah laporan", target=10, lowest=0),
        ),
        rules=Rules(bands=BANDS),
    )


@pytest.fixture
def quadrant_scheme() -> Scheme:
    """The quadrant without words of its own: the ratings of the regulation are read."""
    return Scheme(
        code="kuadran",
        title="Kuadran",
        indicators=(
            Indicator(code="hasil", label="Hasil kerja"),
            Indicator(code="target", label="Target tercapai", parent="hasil", target=100),
            Indicator(code="perilaku", label="Perilaku kerja"),
            Indicator(code="sikap", label="Sikap", parent="perilaku", target=100),
        ),
        rules=Rules(
            aggregate=Aggregate(
                method="quadrant", results="hasil", behaviour="perilaku", meets=80, above=110
            ),
            bands=(*BANDS, Band(code="sangat_kurang", label="Sangat Kurang", predikat="sangat_kurang")),
            normalise=Normalise(cap=120),
        ),
    )


@pytest.fixture
def csv(tmp_path: Path) -> Callable[..., Path]:
    """Write rows as a CSV and return its path."""

    def made(
        rows: Sequence[Sequence[object]], sep: str = ";", encoding: str = "utf-8", end: str = "\n"
    ) -> Path:
        text = end.join(sep.join("" if cell is None else str(cell) for cell in row) for row in rows)
        path = tmp_path / "nilai.csv"
        path.write_bytes((text + end).encode(encoding))
        return path

    return made


@pytest.fixture
def xlsx(tmp_path: Path) -> Callable[..., Path]:
    """Write sheets as an XLSX; a cell may carry a number format: ``(0.85, "0%")``."""

    def made(
        sheets: Mapping[str, Sequence[Sequence[object]]], merges: Mapping[str, Sequence[str]] | None = None
    ) -> Path:
        import openpyxl

        book = openpyxl.Workbook()
        book.remove(book.active)
        for name, rows in sheets.items():
            page = book.create_sheet(name)
            for i, row in enumerate(rows, 1):
                for j, cell in enumerate(row, 1):
                    value, form = cell if isinstance(cell, tuple) else (cell, None)
                    page.cell(i, j, value)
                    if form:
                        page.cell(i, j).number_format = form
            for area in (merges or {}).get(name, ()):
                page.merge_cells(area)
        path = tmp_path / "nilai.xlsx"
        book.save(path)
        return path

    return made
