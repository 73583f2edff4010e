from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

FILES = Path(__file__).parent / "files"
KEYS = (
    "persyaratan",
    "prosedur",
    "waktu",
    "biaya",
    "produk",
    "kompetensi",
    "perilaku",
    "pengaduan",
    "sarana",
)


@pytest.fixture
def files() -> Path:
    return FILES


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write rows as a semicolon CSV and return its path."""

    def made(rows: Sequence[Sequence[object]], name: str = "survei.csv") -> Path:
        text = "\n".join(";".join("" if cell is None else str(cell) for cell in row) for row in rows)
        (tmp_path / name).write_text(text + "\n", encoding="utf-8")
        return tmp_path / name

    return made


@pytest.fixture
def codes() -> list[str]:
    return [f"U{k}" for k in range(1, 10)]
