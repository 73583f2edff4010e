"""The real thing: a kit of all packages for this computer, installed with the network cut."""

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"
pytestmark = pytest.mark.slow

REACH = """
import socket, sys
try:
    socket.create_connection(("127.0.0.1", int(sys.argv[1])), timeout=2)
except OSError:
    print("terputus")
"""


def pip() -> list[str]:
    """The pip that filled this very environment."""
    spec = importlib.util.spec_from_file_location("mulai_asli", ROOT / "mulai.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    command: list[str] = module.pip_command(Path(sys.prefix))
    return command


def cut() -> list[str]:
    """Prefix of a command that runs without any network device; empty where the system does not allow it."""
    prefix = ["unshare", "--map-root-user", "--net"]
    try:
        allowed = subprocess.run([*prefix, "true"], capture_output=True).returncode == 0
    except OSError:
        allowed = False
    return prefix if allowed else []


def without_index() -> dict[str, str]:
    """An environment in which every way to an index ends at a closed port."""
    closed = "http://127.0.0.1:9"
    kept = {k: v for k, v in os.environ.items() if not k.upper().startswith("PIP_")}
    ways = ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "PIP_PROXY", "PIP_INDEX_URL")
    return {**kept, **dict.fromkeys(ways, closed)}


@pytest.fixture(scope="module")
def kit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("stik") / "USB saya" / "bekal"
    command = [sys.executable, str(ROOT / "bekal_buat.py"), json.dumps(pip()), str(folder)]
    done = subprocess.run([*command, "--python", PYTHON, "--sistem", "ini"], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Bekal siap" in done.stdout
    return folder


def test_the_cut_is_a_cut() -> None:
    """What is used below really has no network: a server on this computer cannot be reached."""
    import socket

    if not cut():
        pytest.skip("sistem ini tidak mengizinkan ruang jaringan tersendiri; dipakai indeks yang tertutup")
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = str(server.getsockname()[1])
        inside = subprocess.run([*cut(), sys.executable, "-c", REACH, port], capture_output=True, text=True)
        outside = subprocess.run([sys.executable, "-c", REACH, port], capture_output=True, text=True)
    assert inside.stdout.strip() == "terputus"
    assert outside.stdout.strip() == ""


def test_sets_up_from_a_read_only_stick_with_the_network_cut(kit: Path, tmp_path: Path) -> None:
    home = tmp_path / "laptop lain" / "simkinerja"
    shutil.copytree(kit / "simkinerja", home)
    for path in (kit, *kit.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    command = [*cut(), getattr(sys, "_base_executable", sys.executable), "mulai.py", "--luring", str(kit)]
    options = {"cwd": home, "env": without_index(), "capture_output": True, "text": True}
    done = subprocess.run([*command, "skm", "data/synthetic/salatiga/skm.csv"], **options)
    log = home / ".venv" / "pasang.log"
    assert done.returncode == 0, done.stdout + done.stderr
    assert "tanpa internet" in done.stdout
    assert "Menyiapkan mesin simulasi" in done.stdout
    assert "Belum berhasil" not in done.stdout, log.read_text(encoding="utf-8")[-2000:]
    assert list(home.glob("src/simkinerja/simulate/__pycache__/*.nbc")), "nothing was compiled for later"
    assert "IKM" in done.stdout
    words = log.read_text(encoding="utf-8")
    assert "Downloading" not in words
    assert "Retrying" not in words
    assert str(kit / "wheels") in words

    # The working copy stays editable, and the test tools stayed out.
    python = home / ".venv" / "bin" / "python"
    asks = "import simkinerja, importlib.util as u; print(simkinerja.__file__, u.find_spec('pytest'))"
    said = subprocess.run([python, "-c", asks], **options).stdout
    assert said.strip() == f"{home / 'src' / 'simkinerja' / '__init__.py'} None"

    # The next start installs nothing, kit or no kit.
    again = subprocess.run([*command[:-2], "aturan"], **options)
    assert again.returncode == 0
    assert "Memasang" not in again.stdout
    for path in (kit, *kit.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
