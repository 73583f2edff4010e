"""The stored JSON Schema and the page are current, and the schema says what the model says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import jsonschema
import pytest
from pydantic import BaseModel

from simkinerja.schemes import model
from simkinerja.schemes.document import schemes_markdown
from simkinerja.schemes.json_schema import STORED, json_schema, json_schema_text
from simkinerja.schemes.layout import BANDS, INDICATORS, TOP
from simkinerja.schemes.read import load_scheme, shipped_path, shipped_schemes
from simkinerja.schemes.words import CHOICES, FIELDS, MODELS, bare
from simkinerja.schemes.write import plain

PAGE = Path(__file__).parents[2] / "docs" / "skema.md"


def test_stored_schema_is_current() -> None:
    assert STORED.read_text(encoding="utf-8") == json_schema_text(), (
        "run: python -m simkinerja.schemes.json_schema"
    )


def test_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == schemes_markdown(), (
        "run: python -m simkinerja.schemes.document docs/skema.md"
    )


def _models() -> dict[str, type[BaseModel]]:
    found = {name: getattr(model, name) for name in MODELS}
    assert all(issubclass(one, BaseModel) for one in found.values())
    return found


def test_every_field_has_its_words_and_no_others() -> None:
    for name, one in _models().items():
        assert set(FIELDS[name]) == set(one.model_fields), name


def _literals(kind: Any) -> Iterator[set[str]]:
    arguments = get_args(kind)
    if arguments and all(isinstance(one, str) for one in arguments):
        yield set(arguments)
        return
    for one in arguments:
        yield from _literals(one)


def test_every_keyword_has_its_word() -> None:
    known = [set(words) for words in CHOICES.values()]
    for one in _models().values():
        for name, field in one.model_fields.items():
            for keys in _literals(field.annotation):
                assert any(keys <= words for words in known), (one.__name__, name, keys)


def test_words_of_a_list_are_told_apart() -> None:
    for name, words in CHOICES.items():
        assert len({bare(word) for word in words.values()}) == len(words), name
        for key, word in words.items():  # a word must not be another keyword
            assert bare(word) not in {bare(other) for other in words if other != key}, (name, word)


def test_headings_of_a_block_are_told_apart() -> None:
    for slots in (TOP, BANDS, INDICATORS):
        assert len({bare(slot.heading) for slot in slots}) == len(slots)
        assert len({slot.key for slot in slots}) == len(slots)


def test_every_field_has_its_cell() -> None:
    """A field without a cell would be lost in Excel."""
    cells = {slot.path[:1] for slot in INDICATORS}
    assert {(name,) for name in model.Indicator.model_fields} == cells
    assert {(name,) for name in model.Band.model_fields} == {slot.path[:1] for slot in BANDS}
    whole = {slot.path[-1] for slot in TOP} | {"bands", "indicators"}
    for name in ("Rules", "Consequence", "PayBase", "Aggregate", "Normalise"):
        inner = {"normalise", "aggregate", "basis", "base"}
        assert set(_models()[name].model_fields) - inner <= whole, name


@pytest.mark.parametrize("code", shipped_schemes())
def test_shipped_files_fit_the_schema(code: str) -> None:
    import yaml

    jsonschema.validate(yaml.safe_load(shipped_path(code).read_text("utf-8")), json_schema())


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("indicators", 0, "weight"), -1),
        (("indicators", 0, "direction"), "atas"),
        (("indicators", 0, "bobot"), 1),
        (("rules", "coverage"), 50),
        (("title",), ""),
        (("code",), "Skema Saya"),
        (("indicators",), []),
    ],
)
def test_an_editor_sees_faults(path: tuple[Any, ...], value: Any) -> None:
    data = plain(load_scheme("seimbang"))
    holder: Any = data
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = value
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(data, json_schema())


def test_no_english_is_shown_in_an_editor() -> None:
    made = json_schema()
    for part in (made, *made["$defs"].values()):
        for name, prop in part["properties"].items():
            assert prop["title"], name
            assert prop["description"], name
