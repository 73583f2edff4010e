"""The command simulasi when something breaks: killed, stopped, full disk; nothing half-written."""

import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from simkinerja.cli import app

ASKED = (
    "rangkui",
    "--pegawai",
    "200",
    "--bulan",
    "2",
    "--ulangan",
    "2",
    "--benih",
    "3",
    "--skenario",
    "penghargaan",
)
LONG = (
    "rangkui",
    "--pegawai",
    "200",
    "--bulan",
    "12",
    "--ulangan",
    "192",
    "--benih",
    "3",
    "--skenario",
    "penghargaan",
)
SAME_CODE = "import simkinerja.simulate.versions as v\nv._code = lambda: 'uji'"
REPORTS = ("laporan.html", "laporan.docx", "efek.csv", "SHA256SUMS")


@pytest.fixture(scope="module", autouse=True)
def same_code() -> Iterator[None]:
    """A source file saved while these tests run would otherwise make every run another one."""
    from simkinerja.simulate import versions

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(versions, "_code", lambda: "uji")
        versions.versions.cache_clear()
        yield
    versions.versions.cache_clear()


def run(*args: object):
    return CliRunner().invoke(app, ["simulasi", *map(str, args)])


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in {"manifest.json", ".kunci"}
    }


def half_written(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.suffix in {".baru", ".lama"}]


def started(code: str, *args: str, limit: int | None = None) -> subprocess.Popen[str]:
    """The command in a process of its own, with a file size that it may not exceed."""
    before = (lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))) if limit else None
    return subprocess.Popen(
        [
            sys.executable,
            "-c",
            f"{SAME_CODE}\n{code}\nfrom simkinerja.cli import main\nmain()",
            "simulasi",
            *args,
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=before,
    )


def wait_for(ready: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    while not ready():
        assert process.poll() is None, process.communicate()[1]
        time.sleep(0.02)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What an undisturbed run leaves."""
    folder = tmp_path_factory.mktemp("utuh") / "a"
    assert run(*LONG, "--keluaran", folder).exit_code == 0
    return contents(folder)


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_a_run_that_breaks_off_goes_on(how: signal.Signals, whole: dict[str, bytes], tmp_path: Path) -> None:
    folder = tmp_path / "hasil"
    process = started("", *LONG, "--keluaran", str(folder))
    wait_for(lambda: len(list(folder.glob("tugas/*.zip"))) >= 2, process)
    process.send_signal(how)
    said = process.communicate()[1]
    kept = len(list(folder.glob("tugas/*.zip")))
    assert 2 <= kept < 24
    assert not any((folder / name).exists() for name in REPORTS)
    if how == signal.SIGINT:
        assert process.returncode == 130
        assert f"{kept} dari 24 bagian sudah tersimpan" in said
        assert "jalankan lagi perintah yang sama" in said
        assert "Traceback" not in said
    again = run(*LONG, "--keluaran", folder)
    assert again.exit_code == 0, again.stderr
    assert f"Melanjutkan: {kept} dari 24 bagian" in again.stderr
    assert contents(folder) == whole


def test_a_disk_too_full_for_the_parts(tmp_path: Path) -> None:
    folder = tmp_path / "hasil"
    process = started("", *ASKED, "--keluaran", str(folder), limit=20_000)
    said = process.communicate()[1]
    assert process.returncode == 2
    assert "0 dari 2 bagian sudah tersimpan" in said
    assert "Traceback" not in said
    assert half_written(folder) == []
    assert list(folder.glob("tugas/*.zip")) == []
    assert run(*ASKED, "--keluaran", folder).exit_code == 0


def test_a_disk_too_full_for_the_report(tmp_path: Path) -> None:
    """The parts fit, the report does not: no table without its report, and the parts are kept."""
    folder = tmp_path / "hasil"
    process = started("", *ASKED, "--keluaran", str(folder), limit=70_000)
    said = process.communicate()[1]
    assert process.returncode == 2
    assert "laporan tidak ditulis" in said
    assert "Traceback" not in said
    assert len(list(folder.glob("tugas/*.zip"))) == 2
    assert half_written(folder) == []
    assert {path.name for path in folder.iterdir()} == {"tugas", "manifest.json", ".kunci"}
    again = run(*ASKED, "--keluaran", folder)
    assert again.exit_code == 0
    assert all((folder / name).exists() for name in REPORTS)


KILL_IN_THE_MIDDLE = """
import os, signal
import simkinerja.files.atomic as atomic
real = atomic._write_through
def write(path, data):
    if "laporan.docx" in path.name:
        path.write_bytes(data[: len(data) // 2])
        os.kill(os.getpid(), signal.SIGKILL)
    real(path, data)
atomic._write_through = write
"""


def test_killed_in_the_middle_of_writing(tmp_path: Path) -> None:
    """Half a report lies under a name of its own and is swept away by the next run."""
    folder, clean = tmp_path / "hasil", tmp_path / "bersih"
    process = started(KILL_IN_THE_MIDDLE, *ASKED, "--keluaran", str(folder))
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    assert half_written(folder)
    assert not any((folder / name).exists() for name in REPORTS)
    assert run(*ASKED, "--keluaran", folder).exit_code == 0
    assert half_written(folder) == []
    assert run(*ASKED, "--keluaran", clean).exit_code == 0
    assert contents(folder) == contents(clean)


def test_stopped_while_the_report_is_put_in_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C between two files: the earlier report stays whole."""
    folder = tmp_path / "hasil"
    assert run(*ASKED, "--keluaran", folder).exit_code == 0
    before = contents(folder)
    real, count = os.replace, 0

    def replace(source: object, target: object) -> None:
        nonlocal count
        count += str(target).endswith((".csv", ".parquet", ".html"))
        if count == 5:
            count += 1
            raise KeyboardInterrupt
        real(source, target)  # type: ignore[arg-type]

    monkeypatch.setattr("simkinerja.files.atomic.os.replace", replace)
    stopped = run(*ASKED, "--ulangan", "3", "--keluaran", folder)
    assert stopped.exit_code == 130
    assert "jalankan lagi perintah yang sama" in stopped.stderr
    monkeypatch.undo()
    after = contents(folder)
    assert {name: after[name] for name in before} == before
    assert half_written(folder) == []


def test_a_damaged_part_is_computed_again(tmp_path: Path) -> None:
    folder = tmp_path / "hasil"
    assert run(*ASKED, "--keluaran", folder).exit_code == 0
    before = contents(folder)
    part = next(folder.glob("tugas/*.zip"))
    part.write_bytes(part.read_bytes()[:-500])
    again = run(*ASKED, "--keluaran", folder)
    assert again.exit_code == 0
    assert "dihitung ulang" in again.stderr
    assert contents(folder) == before


def test_a_folder_in_use_is_left_alone(tmp_path: Path) -> None:
    from simkinerja.simulate.folder_lock import FolderLock

    folder = tmp_path / "hasil"
    folder.mkdir()
    lock = FolderLock(folder)
    try:
        done = run(*ASKED, "--keluaran", folder)
    finally:
        lock.release()
    assert done.exit_code == 2
    assert "sedang ditulis" in done.stderr
    assert not (folder / "manifest.json").exists()


def test_a_file_in_place_of_the_folder(tmp_path: Path) -> None:
    target = tmp_path / "hasil"
    target.write_text("milik orang")
    done = run(*ASKED, "--keluaran", target)
    assert done.exit_code == 2
    assert "'hasil' adalah berkas" in done.stderr
    assert target.read_text() == "milik orang"
