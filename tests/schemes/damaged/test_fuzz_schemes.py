"""Whatever stands in a scheme file, the answer is a scheme or sentences, never a traceback."""

from __future__ import annotations

import json
import random
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simkinerja.schemes.problems import scheme_problems
from simkinerja.schemes.read import load_scheme, scan_scheme, shipped_path, shipped_schemes
from simkinerja.schemes.words import FIELDS
from simkinerja.schemes.write import plain

KEYS = st.sampled_from(sorted({key for fields in FIELDS.values() for key in fields} | {"lain", "0"}))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 500) | st.floats(allow_nan=False) | st.text(max_size=8)
    | st.sampled_from(["target", "quadrant", "naik", "tpp", "law", "baik", "hasil", "category"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=25,
)  # fmt: skip


def _scan(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "s.yaml"
        path.write_bytes(text.encode("utf-8", "replace"))
        scheme, problems = scan_scheme(path)
    assert problems or (scheme is not None and scheme_problems(scheme) == ())
    assert all("\n" not in one.sentence for one in problems)


@settings(max_examples=150, suppress_health_check=list(HealthCheck))
@given(st.dictionaries(KEYS, VALUES, max_size=6))
def test_any_data(data: dict[str, Any]) -> None:
    _scan(json.dumps(data))


def _spots(data: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [at, *(spot for key, value in inner for spot in _spots(value, (*at, key)))]


@settings(max_examples=150, suppress_health_check=list(HealthCheck))
@given(st.data(), st.sampled_from(sorted(shipped_schemes())))
def test_a_good_scheme_with_some_values_replaced(data: st.DataObject, code: str) -> None:
    tree = plain(load_scheme(code))
    for _ in range(data.draw(st.integers(1, 4))):
        spots = [spot for spot in _spots(tree) if spot]
        if not spots:
            break
        *before, last = data.draw(st.sampled_from(spots))
        holder = tree
        for step in before:
            holder = holder[step]
        holder[last] = data.draw(VALUES)
    _scan(json.dumps(tree))


@pytest.mark.parametrize("code", sorted(shipped_schemes()))
def test_a_good_file_with_bytes_replaced(code: str, tmp_path: Path) -> None:
    source, rolls = shipped_path(code).read_bytes(), random.Random(2026)
    path = tmp_path / "s.yaml"
    for _ in range(25):
        made = bytearray(source)
        for _ in range(rolls.randint(1, 6)):
            at = rolls.randrange(len(made))
            made[at : at + rolls.randint(0, 3)] = bytes(
                rolls.choice(b"\t\n :-#{}[],'\"&*!|>%@0x\xff") for _ in range(2)
            )
        path.write_bytes(bytes(made))
        _, problems = scan_scheme(path)
        assert all("\n" not in one.sentence for one in problems)
