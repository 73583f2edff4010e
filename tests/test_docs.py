"""What the pages point at exists: links, files, commands."""

import re
from pathlib import Path

import pytest

from simkinerja.cli import COMMANDS

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *ROOT.glob("benchmarks/*.md")])
MULAI_WORDS = {"uji", "bangun", "siap", "perbaiki", "bekal"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text(encoding="utf-8"))
    missing = [t for t in targets if "://" not in t and not (page.parent / t).exists()]
    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_named_commands_and_files_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    called = re.findall(r"mulai\.py ([a-z]+)", text)
    assert set(called) <= MULAI_WORDS | set(COMMANDS)
    assert set(re.findall(r"`simkinerja ([a-z]+)", text)) <= set(COMMANDS)
    for path in re.findall(r"\b((?:data|notebooks|tests|src|docs|benchmarks)/[\w./-]*\w)", text):
        assert (ROOT / path).exists(), f"{page.name} names {path}"


def test_the_readme_shows_both_commands_for_every_system() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for python in ("python", "python3", "py"):
        assert f"`{python} mulai.py`" in text
        assert f"`{python} mulai.py uji`" in text
    assert "belum dicoba" in text


def test_every_floor_of_the_house_is_on_the_picture() -> None:
    picture = (ROOT / "docs" / "gambar" / "lantai.svg").read_text(encoding="utf-8")
    rooms = {p.stem for p in (ROOT / "src" / "simkinerja").iterdir() if not p.name.startswith("_")}
    assert {room for room in rooms - {"cities", "py"} if f">{room}<" not in picture} == set()
