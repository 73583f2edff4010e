"""``simkinerja buka``: starts a lab that listens on this machine only and asks nobody for news."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from simkinerja.cli.buka import FIRST, lab_command, lab_environment, notebooks_dir
from simkinerja.errors import InputError


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_command_binds_to_loopback_and_is_quiet() -> None:
    command = lab_command(Path("notebooks"), 9999, browser=False)
    assert "--ServerApp.ip=127.0.0.1" in command
    assert "--no-browser" in command
    assert "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate" in command
    assert not any("token=" in part for part in command), "a lab without a token is open to any page"


def test_own_settings_come_first_and_the_users_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", "punya-saya")
    assert lab_environment()["JUPYTER_CONFIG_PATH"].split(os.pathsep)[1:] == ["punya-saya"]


def test_missing_notebooks_are_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simkinerja.cli.buka.__file__", str(tmp_path / "a" / "b" / "c" / "d" / "buka.py"))
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match="folder proyek simkinerja"):
        notebooks_dir()


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="process groups: belum dicoba on Windows")
def test_the_lab_starts_and_serves_the_first_notebook() -> None:
    port = free_port()
    command = [sys.executable, "-m", "simkinerja", "buka", "--tanpa-peramban", "--port", str(port)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True
    ) as lab:
        try:
            url = wait_for_address(lab, port)
            assert FIRST in url
            assert status_of(url) == 200
        finally:
            os.killpg(lab.pid, signal.SIGTERM)
            lab.communicate(timeout=30)


def status_of(url: str) -> int:
    """Ask until the server listens: it prints its address a moment before."""
    for _ in range(40):
        try:
            with urllib.request.urlopen(url, timeout=20) as page:
                return int(page.status)
        except urllib.error.URLError:
            time.sleep(0.5)
    raise AssertionError("nobody listens")


def wait_for_address(lab: "subprocess.Popen[bytes]", port: int) -> str:
    assert lab.stdout is not None
    text, end = "", time.monotonic() + 60
    while time.monotonic() < end:
        text += lab.stdout.readline().decode()
        found = re.search(rf"(http://127\.0\.0\.1:{port}/lab\S*token=\w+)", text)
        if found:
            return found.group(1)
    raise AssertionError(f"no address within a minute:\n{text}")
