"""The model's page is current, and every number of the registry does something."""

from __future__ import annotations

from pathlib import Path

from simkinerja.simulate.odd_page import odd_markdown
from simkinerja.simulate.parameters import engine_parameters

ROOT = Path(__file__).resolve().parents[2]


def test_the_page_is_what_the_registry_and_the_text_give() -> None:
    assert (ROOT / "docs" / "odd.md").read_text(encoding="utf-8") == odd_markdown()


def test_every_file_of_the_model_that_the_page_names_is_there() -> None:
    import re

    named = set(re.findall(r"`([a-z_]+\.py)`", odd_markdown()))
    assert named >= {"learning.py", "incentive.py", "effort.py", "service.py", "citizens.py"}
    folder = ROOT / "src" / "simkinerja" / "simulate"
    assert [name for name in named if not (folder / name).is_file()] == []


def test_every_number_with_a_known_source_says_which() -> None:
    bare = [n for n, p in engine_parameters().items() if p.how_sure == "published" and len(p.source) < 10]
    assert bare == []
