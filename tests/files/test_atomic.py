"""Atomic output: all or nothing, and nothing left behind."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from simkinerja.errors import InputError
from simkinerja.files import atomic


def test_writes_bytes_and_text(tmp_path: Path) -> None:
    atomic.write_bytes(tmp_path / "dalam" / "a.bin", b"\x00\xff")
    atomic.write_text(tmp_path / "b.txt", "baris\nbaris\n")
    assert (tmp_path / "dalam" / "a.bin").read_bytes() == b"\x00\xff"
    assert (tmp_path / "b.txt").read_bytes() == b"baris\nbaris\n"
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["a.bin", "b.txt", "dalam"]


def test_file_has_the_rights_of_any_new_file(tmp_path: Path) -> None:
    (tmp_path / "biasa").write_bytes(b"")
    atomic.write_bytes(tmp_path / "kita", b"")
    assert (tmp_path / "kita").stat().st_mode == (tmp_path / "biasa").stat().st_mode


def test_second_replacement_fails_first_is_put_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old, new, third = tmp_path / "lama.txt", tmp_path / "folder" / "baru.txt", tmp_path / "ketiga.txt"
    old.write_bytes(b"isi lama")
    real, calls = os.replace, []

    def failing(source: Path, target: Path) -> None:
        calls.append(target)
        if Path(target).name == "ketiga.txt":
            raise OSError(28, "No space left on device")
        real(source, target)

    monkeypatch.setattr(atomic.os, "replace", failing)
    with pytest.raises(InputError) as caught:
        atomic.write_many({old: b"isi baru", new: b"x", third: b"y"})
    assert caught.value.codes == ("output_unwritable",)
    assert len(calls) >= 3
    assert old.read_bytes() == b"isi lama"
    assert [p.name for p in tmp_path.rglob("*")] == ["lama.txt"]


def test_staging_fails_nothing_changes(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "a.txt").write_bytes(b"lama")
    with pytest.raises(InputError) as caught:
        atomic.write_many({tmp_path / "a.txt": b"baru", tmp_path / "folder": b"x"})
    assert caught.value.problems[0].place.file == "folder"
    assert (tmp_path / "a.txt").read_bytes() == b"lama"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.txt", "folder"]


def test_interrupted_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(atomic.os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        atomic.write_bytes(tmp_path / "x" / "y" / "z.txt", b"1")
    assert list(tmp_path.iterdir()) == []


def test_parent_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"")
    with pytest.raises(InputError):
        atomic.write_bytes(tmp_path / "a" / "b.txt", b"")
