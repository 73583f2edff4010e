"""Offline kits: what goes in, what an interruption or a damaged stick does, and what is said."""

import errno
import json
import os
import shutil
import sys
from collections import namedtuple
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"
ABI = "cp" + PYTHON.replace(".", "")
SHARED = {"satu-1.0", "tiga-3.0", "hatchling-1.0", "editables-0.6"}


def wheels(kit: Path) -> set[str]:
    return {"-".join(p.name.split("-")[:2]) for p in (kit / "wheels").iterdir()} - {"pip-26.3"}


def test_each_system_gets_what_it_needs_by_its_own_conditions(
    small: Any, bekal: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    small.make()
    assert wheels(small.kit) == SHARED | {"dua-2.0"}
    held = json.loads((small.kit / "bekal.json").read_text())["wheels"]
    windows = held.pop(f"windows-x86_64-{PYTHON}")
    (own,) = held.values()
    assert set(windows) - set(own) == {f"dua-2.0-{ABI}-{ABI}-win_amd64.whl"}
    assert "2/2 Python" in capsys.readouterr().out
    assert bekal.opened(small.kit).pip.name == "pip-26.3-py3-none-any.whl"


def test_the_project_comes_along_without_caches_and_every_file_is_in_the_sums(
    small: Any, bekal: ModuleType
) -> None:
    small.make()
    project = small.kit / "simkinerja"
    copied = sorted(p.relative_to(project).as_posix() for p in project.rglob("*") if p.is_file())
    assert copied == ["constraints.txt", "pyproject.toml", "src/isi.py"]
    sums = bekal.read_sums(small.kit / "SHA256SUMS")
    lying = {p.relative_to(small.kit).as_posix() for p in small.kit.rglob("*") if p.is_file()}
    assert set(sums) == lying - {"SHA256SUMS"}
    assert all(bekal.sha256(small.kit / name) == value for name, value in sums.items())
    text = (small.kit / "BACA_SAYA.txt").read_text(encoding="utf-8")
    assert f"Python {PYTHON} di Windows" in text
    assert "--luring" in text


def test_git_decides_what_belongs_to_the_project(buat: ModuleType) -> None:
    root = Path(__file__).parents[2]
    files = buat.project_files(root)
    assert {"mulai.py", "bekal.py", "bekal_buat.py", "pyproject.toml", "constraints.txt"} <= set(files)
    assert not [name for name in files if name.startswith((".venv/", ".git/")) or "__pycache__" in name]


def test_a_second_run_changes_nothing_and_asks_nobody(
    small: Any, buat: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    small.make()
    before = {p: (p.stat().st_mtime_ns, p.read_bytes()) for p in small.kit.rglob("*") if p.is_file()}
    monkeypatch.setattr(buat, "run", lambda command: pytest.fail("pip was called"))
    small.make()
    assert {p: (p.stat().st_mtime_ns, p.read_bytes()) for p in small.kit.rglob("*") if p.is_file()} == before


@pytest.mark.parametrize("step", ["copy_project", "finish", "fetch"])
def test_an_interrupted_kit_is_never_taken_for_a_whole_one(
    small: Any, bekal: ModuleType, buat: ModuleType, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def stop(*_: Any) -> None:
        raise KeyboardInterrupt

    whole = getattr(buat.Making, step)
    monkeypatch.setattr(buat.Making, step, stop)
    with pytest.raises(KeyboardInterrupt):
        small.make()
    with pytest.raises(bekal.KitError, match="belum selesai"):
        bekal.opened(small.kit)
    monkeypatch.setattr(buat.Making, step, whole)
    if step != "fetch":
        monkeypatch.setattr(buat, "run", lambda command: pytest.fail("what was there is fetched again"))
    small.make()
    bekal.opened(small.kit)


def test_completing_a_whole_kit_takes_its_mark_away_until_it_is_whole_again(
    small: Any, bekal: ModuleType, buat: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    small.make(("ini",))
    monkeypatch.setattr(buat, "run", lambda command: (1, "ReadTimeout"))
    with pytest.raises(bekal.KitError, match="Unduhan terputus"):
        small.make()
    with pytest.raises(bekal.KitError, match="belum selesai"):
        bekal.opened(small.kit)
    monkeypatch.undo()


@pytest.mark.parametrize("how", ["short", "a wrong byte"])
def test_a_bad_wheel_left_by_a_torn_out_stick_is_replaced(small: Any, bekal: ModuleType, how: str) -> None:
    small.make(("ini",))
    victim = small.kit / "wheels" / "tiga-3.0-py3-none-any.whl"
    whole = victim.read_bytes()
    victim.write_bytes(whole[:60] if how == "short" else whole.replace(b"Name: tiga", b"Name: tida"))
    (small.kit / "SHA256SUMS").unlink()
    small.make(("ini",))
    assert victim.read_bytes() == whole
    bekal.opened(small.kit)


@pytest.mark.parametrize("how", ["rusak", "hilang"])
def test_a_damaged_or_missing_file_is_named_and_repaired(small: Any, bekal: ModuleType, how: str) -> None:
    small.make(("ini",))
    victim = small.kit / "wheels" / "tiga-3.0-py3-none-any.whl"
    whole = victim.read_bytes()
    victim.write_bytes(whole.replace(b"Name: tiga", b"Name: tida")) if how == "rusak" else victim.unlink()
    with pytest.raises(bekal.KitError, match=rf"wheels/tiga-3\.0-py3-none-any\.whl {how}\. Salin ulang"):
        bekal.opened(small.kit)
    small.make(("ini",))
    assert victim.read_bytes() == whole
    bekal.opened(small.kit)


def test_a_changed_list_of_contents_is_seen(small: Any, bekal: ModuleType) -> None:
    small.make(("ini",))
    mark = small.kit / "bekal.json"
    mark.write_text(mark.read_text().replace("tiga-3.0", "lima-5.0"))
    with pytest.raises(bekal.KitError, match=r"bekal\.json \(dan 1 berkas lain\) rusak"):
        bekal.opened(small.kit)


def test_works_elsewhere_under_a_name_with_blanks_and_on_a_medium_that_cannot_be_written(
    small: Any, bekal: ModuleType, tmp_path: Path
) -> None:
    small.make(("ini",))
    other = tmp_path / "diska lain (E)" / "bekal saya"
    shutil.copytree(small.kit, other)
    shutil.rmtree(small.kit)
    for path in (other, *other.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    before = sorted(p.name for p in other.rglob("*"))
    assert bekal.opened(str(other)).wheels == other / "wheels"
    assert bekal.beside(other / "simkinerja") == other
    assert sorted(p.name for p in other.rglob("*")) == before
    for path in (other, *other.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)


def test_other_pinned_versions_replace_the_old_wheels(small: Any) -> None:
    small.make()
    (small.root / "constraints.txt").write_text("satu==1.5\n")
    small.make()
    assert wheels(small.kit) == {"satu-1.5", "hatchling-1.0", "editables-0.6"}


def test_what_a_participant_changed_in_the_kit_is_kept_beside(small: Any) -> None:
    small.make(("ini",))
    copy = small.kit / "simkinerja" / "src" / "isi.py"
    copy.write_text("isi = 'milik saya'\n")
    (small.root / "constraints.txt").write_text("# berubah\nsatu==1.0\n")
    (small.root / "src" / "baru.py").write_text("")
    small.make(("ini",))
    assert copy.read_text() == "isi = 1\n"
    assert copy.with_name("isi.py.diubah").read_text() == "isi = 'milik saya'\n"
    (small.root / "src" / "baru.py").unlink()
    small.make(("ini",))
    assert not copy.with_name("baru.py").exists()


def test_a_package_without_a_wheel_is_named(small: Any, bekal: ModuleType) -> None:
    next(small.index.glob("dua-*")).unlink()
    (small.index / "dua-2.0.tar.gz").write_bytes(b"")
    with pytest.raises(
        bekal.KitError, match=rf"Pustaka dua tidak menyediakan wheel untuk Python {PYTHON} di Windows"
    ):
        small.make()


def test_without_internet_it_says_so(small: Any, bekal: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PIP_NO_INDEX")
    monkeypatch.setenv("PIP_FIND_LINKS", "")
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    monkeypatch.setenv("PIP_RETRIES", "1")
    with pytest.raises(bekal.KitError, match="internet mati"):
        small.make(("ini",))


def told(buat: ModuleType, capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What a failing run prints."""
    assert buat.main([json.dumps([sys.executable, "-m", "pip"]), *arguments]) == 1
    text: str = capsys.readouterr().out
    assert len(text.strip().splitlines()) == 1, text
    return text


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "Sebutkan satu folder"),
        (["a", "b"], "diapit tanda kutip"),
        (["a", "--pyton", "3.12"], "'--pyton' tidak dikenal"),
        (["a", "--python"], "tanpa isi"),
        (["a", "--python=3.9"], "mulai 3.11"),
        (["a", "--python", "3.12,x"], "diterima 'x'"),
        (["a", "--sistem", "mac"], "'ini', 'windows'"),
    ],
)
def test_a_slip_on_the_command_line_gets_one_sentence(
    buat: ModuleType, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    assert words in told(buat, capsys, *arguments)


def test_a_place_that_cannot_hold_a_kit_is_refused(
    buat: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "rumah" / "proyek"
    root.mkdir(parents=True)
    monkeypatch.setattr(buat, "ROOT", root)
    assert "di luar folder proyek" in told(buat, capsys, str(root / "bekal"))
    assert "di luar folder proyek" in told(buat, capsys, str(root))
    assert "Proyek ini sendiri terletak" in told(buat, capsys, str(tmp_path / "rumah"))
    (tmp_path / "berkas").write_text("x")
    assert "bukan folder" in told(buat, capsys, str(tmp_path / "berkas"))
    (tmp_path / "foto").mkdir()
    (tmp_path / "foto" / "a.jpg").write_text("x")
    assert "sudah berisi hal lain" in told(buat, capsys, str(tmp_path / "foto"))
    assert sorted(p.name for p in (tmp_path / "foto").iterdir()) == ["a.jpg"]
    with monkeypatch.context() as lost:
        lost.setattr(Path, "exists", lambda path: False)
        assert "Pasang diska USB" in told(buat, capsys, str(tmp_path / "hilang"))
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(1, 1, 20_000_000))
    text = told(buat, capsys, str(tmp_path / "baru"), "--python", "3.12", "--sistem", "windows")
    assert "perlu sekitar 250 MB, tersisa 20 MB" in text
    assert not (tmp_path / "baru").exists()


@pytest.mark.parametrize(
    ("number", "words"), [(errno.ENOSPC, "Diska tempat bekal penuh"), (errno.EROFS, "izin tulis")]
)
def test_a_disk_that_fails_on_the_way_gets_one_sentence(
    buat: ModuleType,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    number: int,
    words: str,
) -> None:
    def fail(*_: Any) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(buat, "make", fail)
    assert words in told(buat, capsys, str(tmp_path / "bekal"))
    assert "penuh" in buat.why_failed("OSError: [Errno 28] No space left on device", None)


def test_what_is_no_kit_for_us_is_refused_with_the_way_out(
    small: Any, bekal: ModuleType, tmp_path: Path
) -> None:
    with pytest.raises(bekal.KitError, match="tidak ditemukan"):
        bekal.opened(tmp_path / "tidak ada")
    with pytest.raises(bekal.KitError, match="bukan bekal luring"):
        bekal.opened(small.root)
    small.make(("windows",))
    with pytest.raises(bekal.KitError, match=rf"Yang dimuat: Python {PYTHON} di Windows \(x86_64\)"):
        bekal.opened(small.kit)
    (small.kit / "bekal.json").write_text("[]")
    with pytest.raises(bekal.KitError, match=r"bekal\.json tidak ada atau rusak"):
        bekal.opened(small.kit)


@pytest.mark.parametrize(
    ("platform", "expected"),
    [
        ("win-amd64", ("windows", "x86_64")),
        ("win32", ("windows", "win32")),
        ("linux-x86_64", ("linux", "x86_64")),
        ("linux-aarch64", ("linux", "aarch64")),
        ("macosx-11.0-arm64", ("macos", "arm64")),
    ],
)
def test_systems_by_their_names(
    bekal: ModuleType, monkeypatch: pytest.MonkeyPatch, platform: str, expected: tuple[str, str]
) -> None:
    monkeypatch.setattr(bekal.sysconfig, "get_platform", lambda: platform)
    assert bekal.this_system() == expected
