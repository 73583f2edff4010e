"""YAML in: what is read, with which lines, and what pydantic's errors become."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, Field

from simkinerja.errors import InputError, Problem
from simkinerja.files.yaml import YamlDocument, load_yaml, validated

SOUND = b"kota: Salatiga\nunit:\n  - label: Loket\n    jam: 08:30\n    n: 3\n  - {label: B, n: 4}\n"


def document(tmp_path: Path, text: str | bytes) -> YamlDocument:
    file = tmp_path / "x.yaml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return load_yaml(file)


def test_scalars_are_what_a_reader_expects(tmp_path: Path) -> None:
    data = document(tmp_path, "a: no\nb: 12:30:45\nc: 0.5\nd: true\ne: ~\nf: 1_000\ng: 'x'\nh: on\n").data
    assert data == {
        "a": "no",
        "b": "12:30:45",
        "c": 0.5,
        "d": True,
        "e": None,
        "f": 1000,
        "g": "x",
        "h": "on",
    }


def test_an_alias_used_fairly_is_read(tmp_path: Path) -> None:
    assert document(tmp_path, "a: &x [1, 2]\nb: *x\n").data == {"a": [1, 2], "b": [1, 2]}


def test_lines(tmp_path: Path) -> None:
    read = document(tmp_path, SOUND)
    assert read.line_of(("unit", 0, "n")) == 5
    assert read.line_of(("unit", 1)) == 6
    assert read.line_of(("unit", 1, "tidak ada")) == 6
    assert read.line_of(("tidak ada",)) == 1


class Unit(BaseModel):
    model_config = ConfigDict(extra="forbid")
    label: str
    n: int = Field(ge=1)
    jenis: Literal["dinas", "kecamatan"] = "dinas"
    porsi: float | None = None


class City(BaseModel):
    model_config = ConfigDict(extra="forbid")
    kode: str
    unit: list[Unit]
    menurut: dict[str, Unit] = {}


def test_every_fault_of_a_model_with_line_and_field(tmp_path: Path) -> None:
    read = document(
        tmp_path,
        "kode: 3\nunit:\n - {labl: x, n: 0}\n - label: q\n   n: tiga\n   jenis: desa\n   porsi: abc\n"
        "menurut:\n  q: {label: z, n: 3, porsi: [1]}\nlain: 1\n",
    )
    with pytest.raises(InputError) as caught:
        validated(City, read)
    found = [(p.code, p.place.row, p.place.field) for p in caught.value.problems]
    assert sorted(found) == sorted(
        [
            ("yaml_value", 1, "kode"),
            ("yaml_missing_key", 3, "unit.0.label"),
            ("yaml_value", 3, "unit.0.n"),
            ("yaml_unknown_key", 3, "unit.0.labl"),
            ("yaml_value", 5, "unit.1.n"),
            ("yaml_value", 6, "unit.1.jenis"),
            ("yaml_value", 7, "unit.1.porsi"),
            ("yaml_value", 9, "menurut.q.porsi"),
            ("yaml_unknown_key", 10, "lain"),
        ]
    )
    sentences = str(caught.value)
    assert "Maksud Anda 'label'?" in sentences
    assert "sekurangnya 1; diterima 0" in sentences
    assert "'dinas' atau 'kecamatan'" in sentences


def test_a_part_of_a_document(tmp_path: Path) -> None:
    read = document(tmp_path, "x:\n  kode: a\n  unit: [{label: b, n: 1}]\n")
    assert validated(City, read, at=("x",)).unit[0].n == 1
    with pytest.raises(InputError) as caught:
        validated(Unit, read, at=("x",))
    assert {p.place.field for p in caught.value.problems} >= {"x.label", "x.kode"}


def test_missing_file_and_folder(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        load_yaml(tmp_path / "tidak.yaml")
    assert caught.value.codes == ("file_missing",)
    with pytest.raises(InputError) as caught:
        load_yaml(tmp_path)
    assert caught.value.codes == ("file_folder",)


def refused(call: Callable[[], object]) -> tuple[Problem, ...]:
    """Problems of a refused file; none if it was read. Any other exception fails the test."""
    try:
        call()
    except InputError as error:
        return error.problems
    return ()


PIECES = st.sampled_from(
    [
        "a",
        "b: ",
        "- ",
        "\n",
        "  ",
        "[",
        "]",
        "{",
        "}",
        ",",
        ": ",
        "&x ",
        "*x",
        "!y ",
        "'",
        '"',
        "#",
        "|\n",
        ">\n",
        "---\n",
        "...\n",
        "? ",
        "<<: ",
        "\t",
        ".inf",
        "1e9",
        "0x",
        "2024-13-01",
        "\u2028",
        "\x85",
        "%",
        "@",
        "\\",
        "\ufeff",
    ]
)


@given(
    data=st.one_of(st.binary(max_size=200), st.lists(PIECES, max_size=60).map(lambda p: "".join(p).encode()))
)
def test_any_bytes_give_data_or_an_input_error(data: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    file = tmp_path_factory.getbasetemp() / "acak.yaml"
    file.write_bytes(data)
    assert all(problem.sentence for problem in refused(lambda: load_yaml(file)))


@given(at=st.integers(0, len(SOUND) - 1), byte=st.integers(0, 255))
def test_one_byte_changed(at: int, byte: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    file = tmp_path_factory.getbasetemp() / "ubah.yaml"
    file.write_bytes(SOUND[:at] + bytes([byte]) + SOUND[at + 1 :])
    found = refused(lambda: validated(City, load_yaml(file)))
    assert all(problem.place.file == "ubah.yaml" for problem in found)
