"""A tiny project and a tiny index, so that making a kit can be tried without the internet."""

import importlib
import sys
import zipfile
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"


@pytest.fixture
def bekal(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The module that reads kits."""
    monkeypatch.syspath_prepend(str(ROOT))
    return importlib.import_module("bekal")


@pytest.fixture
def buat(bekal: ModuleType) -> ModuleType:
    """The module that makes kits; the same ``bekal`` as the fixture, so its errors are the same class."""
    return importlib.import_module("bekal_buat")


def wheel(folder: Path, name: str, version: str = "1.0", tag: str = "py3-none-any", *requires: str) -> Path:
    """A wheel that holds only its metadata."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}-{version}-{tag}.whl"
    info = f"{name}-{version}.dist-info"
    lines = ["Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}"]
    lines += [f"Requires-Dist: {text}" for text in requires]
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{info}/METADATA", "\n".join(lines) + "\n\nRequires-Dist: not-a-header\n")
        archive.writestr(f"{info}/WHEEL", f"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: {tag}\n")
        archive.writestr(f"{info}/RECORD", "")
    return path


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, buat: ModuleType) -> Any:
    """A project with a few requirements and an index of its wheels; pip sees nothing else."""

    class Small:
        root, index, kit = tmp_path / "proyek", tmp_path / "indeks", tmp_path / "stik usb" / "bekal"
        pip = (sys.executable, "-m", "pip")
        add = staticmethod(wheel)

        def make(
            self, systems: tuple[str, ...] = ("ini", "windows"), pythons: tuple[str, ...] = (PYTHON,)
        ) -> int:
            wanted = buat.targets(pythons, systems)
            size: int = buat.make(self.kit, self.root, wanted, list(self.pip))
            return size

    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", (tmp_path / "indeks").as_uri())
    made = Small()
    (made.root / "src").mkdir(parents=True)
    (made.root / "src" / "isi.py").write_text("isi = 1\n")
    (made.root / "__pycache__").mkdir()
    (made.root / "__pycache__" / "isi.pyc").write_text("x")
    (made.root / "constraints.txt").write_text("# versi\nSatu==1.0\ndua==2.0\n")
    (made.root / "pyproject.toml").write_text(
        '[build-system]\nrequires = ["hatchling==1.0"]\n[project]\nname = "proyek"\n'
        'dependencies = ["satu[lebih]>=1", "tidak; python_version < \'3\'"]\n'
    )
    extra = ("dua; sys_platform == 'win32'", "tiga; extra == 'lebih'", "tak_ada; extra == 'lain'")
    wheel(made.index, "satu", "1.0", "py3-none-any", *extra)
    wheel(made.index, "satu", "1.5")
    abi = "cp" + PYTHON.replace(".", "")
    wheel(made.index, "dua", "2.0", f"{abi}-{abi}-win_amd64")
    for name, version in (("tiga", "3.0"), ("hatchling", "1.0"), ("editables", "0.6")):
        wheel(made.index, name, version)
    wheel(made.index, "pip", buat.TOOLS[0].split("==")[1])
    return made
