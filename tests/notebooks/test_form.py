"""The form of every lesson: order of the parts, short cells, no plotting code, in step with its source."""

import ast
import json
import re
from pathlib import Path
from statistics import median
from typing import Any

import pytest

from simkinerja.classroom.build import read_source

FOLDER = Path(__file__).parents[2] / "notebooks"
BOOKS = sorted(FOLDER.glob("*.ipynb"))
SOURCES = sorted((FOLDER / "sumber").glob("*.py"))
PARTS = [
    "Adegan",
    "Tebak dulu",
    "Gagasan",
    "Hitung dengan tangan",
    "Hitung dengan pustaka",
    "Panel",
    "Dua hal untuk dicoba",
    "Berulang, bukan sekali",
    "Latihan",
    "Apa yang tidak dapat disimpulkan",
    "Ringkasan",
]
FORBIDDEN = ["import *", "%pip", "!pip", "matplotlib", "seaborn", "plt.", "lambda", "<svg", "display("]
each_book = pytest.mark.parametrize("path", BOOKS, ids=lambda p: p.stem)


def load(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def cells(path: Path, kind: str) -> list[Any]:
    return [cell for cell in load(path)["cells"] if cell["cell_type"] == kind]


def text(cell: Any) -> str:
    return "".join(cell["source"])


def lines(cell: Any) -> int:
    return sum(bool(line.strip()) for line in text(cell).splitlines())


def outputs(path: Path) -> list[Any]:
    return [output for cell in cells(path, "code") for output in cell["outputs"]]


def test_there_are_at_least_three_and_each_has_its_source() -> None:
    assert len(BOOKS) >= 3
    assert [p.stem for p in BOOKS] == [p.stem for p in SOURCES]


@each_book
def test_in_step_with_its_source(path: Path) -> None:
    fresh = read_source(FOLDER / "sumber" / f"{path.stem}.py")
    wanted = [(cell["id"], cell.cell_type, cell.source) for cell in fresh.cells]
    found = [(cell["id"], cell["cell_type"], text(cell)) for cell in load(path)["cells"]]
    assert found == wanted, "jalankan: python mulai.py bangun"


@each_book
def test_code_cells_are_few_and_short(path: Path) -> None:
    code = cells(path, "code")
    assert 12 <= len(code) <= 20
    assert median(lines(cell) for cell in code) <= 3
    for cell in code:
        most = 15 if "latihan" in cell["metadata"].get("tags", []) else 10
        assert 1 <= lines(cell) <= most, text(cell)


@each_book
def test_no_code_that_a_newcomer_need_not_see(path: Path) -> None:
    for cell in cells(path, "code"):
        for word in FORBIDDEN:
            assert word not in text(cell), text(cell)
        nodes = ast.walk(ast.parse(text(cell)))
        made = [n for n in nodes if isinstance(n, ast.FunctionDef | ast.ClassDef | ast.Lambda)]
        assert not made or "latihan" in cell["metadata"].get("tags", []), text(cell)


@each_book
def test_prose_is_short(path: Path) -> None:
    for cell in cells(path, "markdown"):
        words = len(re.findall(r"\w[\w'-]*", text(cell)))
        assert words <= 120, f"{words} words: {text(cell)[:60]}"


@each_book
def test_parts_come_in_order(path: Path) -> None:
    prose = "\n".join(text(cell) for cell in cells(path, "markdown"))
    found = [head.split(":")[0].strip() for head in re.findall(r"^## (.*)$", prose, flags=re.MULTILINE)]
    assert [head for head in found if head in PARTS] == PARTS
    first = text(cells(path, "markdown")[0])
    assert first.startswith("# ")
    assert re.search(r"\d+ menit", first)
    assert "Prasyarat" in first
    assert len(re.findall(r"^\d\. ", first, flags=re.MULTILINE)) == 3, "three aims"
    last = text(cells(path, "markdown")[-1])
    for word in ("Istilah", "Sumber", "Berikutnya"):
        assert any(f"**{word}" in text(cell) for cell in cells(path, "markdown")), word
    assert "**Berikutnya" in last


@each_book
def test_has_an_assert_a_one_line_panel_a_guess_and_checks(path: Path) -> None:
    code = [text(cell) for cell in cells(path, "code")]
    whole = "\n".join(code)
    assert "assert " in whole
    assert any(re.fullmatch(r"kelas\.panel_\w+\(.*\)", cell.strip()) for cell in code)
    assert whole.count("kelas.guess(") == whole.count("kelas.reveal(") == 1
    assert 2 <= whole.count("kelas.check_") <= 3
    assert len(re.findall(r"[Rr]umus", "\n".join(text(c) for c in cells(path, "markdown")))) >= 1
    assert "\n".join(text(c) for c in cells(path, "markdown")).count("$$") == 2, "one formula"


@each_book
def test_was_run_without_a_fault_and_keeps_nothing_that_changes(path: Path) -> None:
    book = load(path)
    assert [cell["execution_count"] for cell in cells(path, "code")] == list(
        range(1, len(cells(path, "code")) + 1)
    )
    assert set(book["metadata"]) == {"kernelspec", "language_info"}
    assert "version" not in book["metadata"]["language_info"]
    for cell in cells(path, "code"):
        assert set(cell["metadata"]) <= {"tags"}
    for output in outputs(path):
        assert output["output_type"] != "error"
        assert output.get("name") != "stderr"
        assert not any("widget" in mime for mime in output.get("data", {}))
    whole = path.read_text(encoding="utf-8")
    assert not re.search(r"0x[0-9a-f]{8,}|IPY_MODEL|/home/|/tmp/", whole)


@each_book
def test_pictures_are_light_and_every_panel_left_one(path: Path) -> None:
    pages = ["".join(output.get("data", {}).get("text/html", "")) for output in outputs(path)]
    pictures = re.findall(r"data:image/svg\+xml;base64,([A-Za-z0-9+/=]+)", "".join(pages))
    assert len(pictures) >= 2, "the panel and the spread over seeds"
    assert sum(map(len, pictures)) < 100_000
    for page in pages:
        for tag in re.findall(r"<img [^>]*>", page):
            assert re.search(r'alt="[^"]{8,}"', tag)


@each_book
def test_headings_of_tables_are_indonesian_and_newcomers_slips_are_said_plainly(path: Path) -> None:
    pages = "".join("".join(output.get("data", {}).get("text/html", "")) for output in outputs(path))
    heads = [re.split("<br>", head)[0] for head in re.findall(r"<th [^>]*>(.*?)</th>", pages)]
    assert len(heads) > 5
    english = {"name", "status of", "service", "label", "date", "agency", "unit", "officer"}
    for head in heads:
        assert "_" not in head, head
        assert head not in english, head
    assert "kelas.plain_errors()" in text(cells(path, "code")[0])
    assert "salinan" in " ".join(text(cell) for cell in cells(path, "markdown")[:2]), "outputs seen at first"


@each_book
def test_links_lead_somewhere(path: Path) -> None:
    for cell in cells(path, "markdown"):
        for target in re.findall(r"\]\(([^)#]+)\)", text(cell)):
            assert target.startswith("https://") or (FOLDER / target).exists(), target
