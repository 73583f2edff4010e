"""The starter script: its decisions, without making a real environment each time."""

import importlib.util
import json
import subprocess
import sys
import threading
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture
def mulai(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """A fresh copy of the script that works in a temporary folder."""
    spec = importlib.util.spec_from_file_location("mulai", ROOT / "mulai.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name in module.INPUTS:
        (tmp_path / name).write_text("isi", encoding="utf-8")
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    return module


def ready(mulai: ModuleType, monkeypatch: pytest.MonkeyPatch, **changes: Any) -> dict[str, Any]:
    """Pretend a complete installation; return what is wanted now."""
    wanted: dict[str, Any] = mulai.fingerprint(mulai.ROOT, {"uji"})
    mulai.VENV.mkdir(exist_ok=True)
    stamp = {**wanted, "packages": ["numpy", "simkinerja"], **changes}
    (mulai.VENV / mulai.STAMP_NAME).write_text(json.dumps(stamp), encoding="utf-8")
    monkeypatch.setattr(mulai, "probe", lambda venv: {"numpy", "simkinerja"})
    return wanted


def test_old_python_gets_a_sentence(mulai: ModuleType) -> None:
    with pytest.raises(mulai.SetupError, match=r"Python 3\.11 .* sekarang 3\.8"):
        mulai.check_python((3, 8, 10))
    mulai.check_python((3, 11, 0))
    mulai.check_python((3, 14, 0))


@pytest.mark.parametrize("platform", ["win32", "linux", "darwin"])
def test_interpreter_by_platform(mulai: ModuleType, platform: str) -> None:
    expected = {"win32": "Scripts/python.exe"}.get(platform, "bin/python")
    assert mulai.venv_python(Path(".venv"), platform).as_posix() == f".venv/{expected}"


def test_state_ready(mulai: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    assert mulai.state(mulai.VENV, ready(mulai, monkeypatch)) == "siap"


def test_state_not_there(mulai: ModuleType) -> None:
    assert mulai.state(mulai.VENV, {}) == "belum"


@pytest.mark.parametrize("changes", [{"python": [3, 10, 0]}, {"root": "elsewhere"}])
def test_state_broken_by_move(
    mulai: ModuleType, monkeypatch: pytest.MonkeyPatch, changes: dict[str, Any]
) -> None:
    assert mulai.state(mulai.VENV, ready(mulai, monkeypatch, **changes)) == "rusak"


def test_state_broken_interpreter(mulai: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = ready(mulai, monkeypatch)
    monkeypatch.setattr(mulai, "probe", lambda venv: None)
    assert mulai.state(mulai.VENV, wanted) == "rusak"


@pytest.mark.parametrize("text", ["", "{", "[]", "null"])
def test_state_broken_stamp(mulai: ModuleType, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    wanted = ready(mulai, monkeypatch)
    (mulai.VENV / mulai.STAMP_NAME).write_text(text, encoding="utf-8")
    assert mulai.state(mulai.VENV, wanted) == "rusak"


def test_state_outdated(mulai: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    ready(mulai, monkeypatch)
    (mulai.ROOT / "constraints.txt").write_text("lain", encoding="utf-8")
    assert mulai.state(mulai.VENV, mulai.fingerprint(mulai.ROOT, {"uji"})) == "usang"


def test_state_package_lost_or_extra_missing(mulai: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = ready(mulai, monkeypatch, packages=["numpy", "scipy", "simkinerja"])
    assert mulai.state(mulai.VENV, wanted) == "rusak"
    wanted = ready(mulai, monkeypatch, extras=[])
    assert mulai.state(mulai.VENV, wanted) == "usang"


def test_line_ends_do_not_outdate(mulai: ModuleType) -> None:
    before = mulai.fingerprint(mulai.ROOT, set())
    (mulai.ROOT / "pyproject.toml").write_bytes(b"a\nb\n")
    unix = mulai.fingerprint(mulai.ROOT, set())
    (mulai.ROOT / "pyproject.toml").write_bytes(b"a\r\nb\r\n")
    assert mulai.fingerprint(mulai.ROOT, set()) == unix != before


def test_prepare_starts_at_once_when_nothing_changed(
    mulai: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ready(mulai, monkeypatch)
    monkeypatch.setattr(mulai, "create", lambda venv: pytest.fail("made anew"))
    monkeypatch.setattr(mulai, "install", lambda *args: pytest.fail("installed again"))
    monkeypatch.setattr(mulai, "warm_up", lambda *args: pytest.fail("the engine was run again"))
    assert mulai.prepare(("uji",)) == mulai.venv_python(mulai.VENV)
    assert capsys.readouterr().out == ""


def test_prepare_keeps_the_test_tools_and_leaves_no_stamp_after_a_failure(
    mulai: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ready(mulai, monkeypatch)
    (mulai.ROOT / "constraints.txt").write_text("lain", encoding="utf-8")
    asked: list[list[str]] = []

    def fail(venv: Path, root: Path, extras: list[str]) -> None:
        asked.append(extras)
        raise mulai.SetupError("putus")

    monkeypatch.setattr(mulai, "install", fail)
    with pytest.raises(mulai.SetupError, match="putus"):
        mulai.prepare()
    assert asked == [["uji"]]
    assert not (mulai.VENV / mulai.STAMP_NAME).exists()
    assert "usang" in capsys.readouterr().out


def test_pip_from_outside_where_the_environment_has_none(
    mulai: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Debian without python3-venv: an environment without pip is filled by the pip of the system."""
    monkeypatch.setattr(subprocess, "run", lambda *a, **k: subprocess.CompletedProcess(a, 1))
    command = mulai.pip_command(mulai.VENV)
    assert command[:3] == [sys.executable, "-m", "pip"]
    assert command[3] == "--python"


def test_failed_install_shows_the_end_of_the_log(mulai: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    mulai.VENV.mkdir()
    monkeypatch.setattr(
        mulai, "pip_command", lambda venv: [sys.executable, "-c", "print('no route'); raise SystemExit(1)"]
    )
    with pytest.raises(mulai.SetupError, match=r"(?s)internet.*no route"):
        mulai.install(mulai.VENV, mulai.ROOT, [])


def test_windows_start_waits_for_the_child(mulai: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    assert mulai.start([sys.executable, "-c", "raise SystemExit(3)"]) == 3


def test_every_step_runs_and_the_worst_code_is_kept(
    mulai: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    steps = [(str(code), [sys.executable, "-c", f"raise SystemExit({code})"]) for code in (0, 3, 0)]
    monkeypatch.setattr(mulai, "test_steps", lambda python, arguments: steps)
    assert mulai.test(Path(sys.executable), []) == 3
    assert "GAGAL: 3" in capsys.readouterr().out


def test_arguments_go_to_pytest_alone(mulai: ModuleType) -> None:
    assert mulai.test_steps("py", ["tests/rules"]) == [("pytest", ["py", "-m", "pytest", "tests/rules"])]
    labels = " ".join(label for label, _ in mulai.test_steps("py", []))
    assert all(word in labels for word in ("ruff", "mypy", "nbval", "contoh"))


def test_help_needs_no_environment(mulai: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    assert mulai.main(["--help"]) == 0
    assert "mulai.py uji" in capsys.readouterr().out
    assert not mulai.VENV.exists()


def test_the_script_runs_on_old_syntax() -> None:
    """A Python that is too old must reach the sentence: the file has to compile for 3.7."""
    import ast

    ast.parse((ROOT / "mulai.py").read_text(encoding="utf-8"), feature_version=(3, 7))


def test_the_engine_is_run_once_when_all_is_installed(
    mulai: ModuleType, installs: list[tuple[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the stamp: whoever interrupts it has a whole environment all the same."""
    seen: list[bool] = []
    monkeypatch.setattr(mulai, "warm_up", lambda venv: seen.append((venv / mulai.STAMP_NAME).exists()))
    assert mulai.main(["siap"]) == 0
    assert mulai.main(["siap"]) == 0
    assert seen == [True]


@pytest.mark.parametrize("how", ["fails", "hangs", "is not there"])
def test_setting_up_goes_on_when_the_engine_cannot_be_run(
    mulai: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    how: str,
) -> None:
    mulai.VENV.mkdir()
    python = mulai.VENV / "python"
    if how != "is not there":
        does = {"fails": "echo mesin rusak; exit 1", "hangs": "exec sleep 30"}[how]
        python.write_text(f"#!/bin/sh\n{does}\n", encoding="utf-8")
        python.chmod(0o755)
    monkeypatch.setattr(mulai, "venv_python", lambda venv: python)
    monkeypatch.setattr(mulai, "WARM_SECONDS", 0.5)
    mulai.warm_up(mulai.VENV)
    (line,) = capsys.readouterr().out.splitlines()
    assert "Belum berhasil" in line
    assert str(mulai.VENV / mulai.LOG_NAME) in line
    if how == "fails":
        assert "mesin rusak" in mulai.log_tail(mulai.VENV / mulai.LOG_NAME)


def test_the_engine_is_run_by_the_python_of_the_environment(
    mulai: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    mulai.VENV.mkdir()
    monkeypatch.setattr(mulai, "venv_python", lambda venv: Path(sys.executable))
    mulai.warm_up(mulai.VENV)
    assert capsys.readouterr().out == ""
    assert mulai.log_tail(mulai.VENV / mulai.LOG_NAME) == ""


def test_a_mac_with_an_intel_processor_gets_a_sentence(mulai: ModuleType) -> None:
    with pytest.raises(mulai.SetupError, match="Mac berprosesor Apple"):
        mulai.check_processor("darwin", "x86_64")
    for system, machine in (("darwin", "arm64"), ("linux", "x86_64"), ("win32", "AMD64")):
        mulai.check_processor(system, machine)


class Bekal:
    """Stands for the module that reads kits."""

    class KitError(Exception):
        pass

    def __init__(self, found: Path | None, broken: bool = False) -> None:
        self.found, self.broken, self.asked = found, broken, []

    def beside(self, root: Path) -> Path | None:
        return self.found

    def opened(self, folder: Path) -> Any:
        self.asked.append(str(folder))
        if self.broken:
            raise self.KitError("Berkas bekal x rusak.")
        return f"bekal {folder}"


@pytest.fixture
def installs(mulai: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Any]]:
    """What would be installed, and from where."""
    done: list[tuple[str, Any]] = []
    monkeypatch.setattr(mulai, "create", lambda venv: venv.mkdir(exist_ok=True))
    monkeypatch.setattr(mulai, "install", lambda venv, root, extras: done.append(("internet", extras)))
    monkeypatch.setattr(mulai, "install_offline", lambda venv, root, kit: done.append(("luring", kit)))
    monkeypatch.setattr(mulai, "probe", lambda venv: {"simkinerja"})
    monkeypatch.setattr(mulai, "warm_up", lambda venv: None)
    monkeypatch.setattr(mulai, "start", lambda command: 0)
    monkeypatch.setattr(mulai, "kit_module", lambda: Bekal(None))
    return done


def test_a_plain_set_up_leaves_the_test_tools_out(mulai: ModuleType, installs: list[tuple[str, Any]]) -> None:
    assert mulai.main([]) == 0
    assert mulai.main(["siap"]) == 0
    assert installs == [("internet", [])]
    assert mulai.main(["bangun"]) == 0
    assert installs[1:] == [("internet", ["uji"])]


@pytest.mark.parametrize("words", [["--luring", "E:\\B K", "aturan"], ["--luring=E:\\B K", "aturan"]])
def test_offline_is_asked_for_by_the_folder_of_the_kit(
    mulai: ModuleType, installs: list[tuple[str, Any]], words: list[str]
) -> None:
    assert mulai.taken_offline(words) == ("E:\\B K", ["aturan"])
    assert mulai.main(words) == 0
    assert installs == [("luring", "bekal E:\\B K")]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--luring"], "sebutkan folder bekalnya"),
        (["--luring="], "sebutkan folder bekalnya"),
        (["--luring", "E:\\B", "uji"], "memerlukan alat uji"),
        (["--luring", "E:\\B", "bangun", "04"], "memerlukan alat uji"),
    ],
)
def test_offline_slips_get_a_sentence(
    mulai: ModuleType,
    installs: list[tuple[str, Any]],
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    sentence: str,
) -> None:
    assert mulai.main(words) == 1
    assert sentence in capsys.readouterr().out
    assert installs == []


def test_a_kit_beside_the_project_is_found_and_said(
    mulai: ModuleType,
    installs: list[tuple[str, Any]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(mulai, "kit_module", lambda: Bekal(Path("stik")))
    assert mulai.main([]) == 0
    assert installs == [("luring", "bekal stik")]
    assert "bekal luring stik" in capsys.readouterr().out
    monkeypatch.setattr(mulai, "test", lambda python, arguments: 0)
    assert mulai.main(["uji"]) == 0
    assert installs[1:] == [("internet", ["uji"])], "a kit holds no test tools"


def test_a_broken_kit_stops_when_asked_for_and_gives_way_when_found(
    mulai: ModuleType,
    installs: list[tuple[str, Any]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(mulai, "kit_module", lambda: Bekal(Path("stik"), broken=True))
    assert mulai.main(["--luring", "stik"]) == 1
    assert "Berkas bekal x rusak." in capsys.readouterr().out
    assert not mulai.VENV.exists(), "nothing is begun with a broken kit"
    assert mulai.main([]) == 0
    assert "Dicoba lewat internet" in capsys.readouterr().out
    assert installs == [("internet", [])]


def test_offline_pip_hears_of_no_other_source(
    mulai: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    monkeypatch.setenv("PIP_FIND_LINKS", "lain")
    said = mulai.pip_environment(offline=True)
    assert not {"PIP_INDEX_URL", "PIP_FIND_LINKS"} & set(said)
    assert mulai.pip_environment()["PIP_FIND_LINKS"] == "lain"
    told: list[list[str]] = []
    monkeypatch.setattr(
        mulai, "run_logged", lambda command, log, **how: told.append([*command, str(how)]) or 0
    )
    kit = mulai.kit_module().Kit(tmp_path, tmp_path / "wheels", tmp_path / "wheels" / "pip.whl")
    monkeypatch.setattr(subprocess, "run", lambda *a, **k: subprocess.CompletedProcess(a, 1))
    mulai.install_offline(mulai.VENV, mulai.ROOT, kit)
    (command,) = told
    python = str(mulai.venv_python(mulai.VENV))
    assert command[:3] == [python, str(kit.pip / "pip"), "install"], "without its own pip: that of the kit"
    assert command[4:7] == ["--no-index", "--find-links", str(kit.wheels)]
    assert "'offline': True" in command[-1]


def test_an_install_from_a_kit_of_another_version_says_so(
    mulai: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    mulai.VENV.mkdir()
    broken = [sys.executable, "-c", "print('No matching distribution'); raise SystemExit(1)"]
    monkeypatch.setattr(mulai, "kit_command", lambda venv, kit: broken)
    kit = mulai.kit_module().Kit(tmp_path, tmp_path / "wheels", None)
    with pytest.raises(mulai.SetupError, match=r"(?s)versi proyek yang lain.*No matching"):
        mulai.install_offline(mulai.VENV, mulai.ROOT, kit)


def test_making_a_kit_runs_in_the_environment(mulai: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    ready(mulai, monkeypatch)
    told: list[list[str]] = []
    monkeypatch.setattr(mulai, "start", lambda command: told.append(command) or 0)
    monkeypatch.setattr(mulai, "pip_command", lambda venv: ["pip"])
    assert mulai.main(["bekal", "E:\\B", "--python", "3.12"]) == 0
    (command,) = told
    assert command[0] == str(mulai.venv_python(mulai.VENV))
    assert Path(command[1]).name == "bekal_buat.py"
    assert json.loads(command[2]) == ["pip"]
    assert command[3:] == ["E:\\B", "--python", "3.12"]
    for name in ("bekal.py", "bekal_buat.py"):
        assert (ROOT / name).is_file()


HOLD = """
import sys, time
sys.path.insert(0, sys.argv[1])
import mulai
from pathlib import Path
with mulai.alone(Path(sys.argv[2])):
    print("dipegang", flush=True)
    time.sleep(60)
"""


def test_a_second_run_waits_for_the_first_and_goes_on_when_it_dies(
    mulai: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lock = tmp_path / mulai.LOCK_NAME
    first = subprocess.Popen([sys.executable, "-c", HOLD, str(ROOT), str(lock)], stdout=subprocess.PIPE)
    try:
        assert first.stdout is not None
        assert first.stdout.readline().strip() == b"dipegang"
        with open(lock, "a+b") as handle:
            assert not mulai.try_lock(handle)
        threading.Timer(0.5, first.kill).start()
        with mulai.alone(lock, pause=0.05):
            assert first.wait(10) != 0
        assert "menunggu" in capsys.readouterr().out
    finally:
        first.kill()
        first.wait()
        first.stdout.close()


def test_what_another_run_has_prepared_meanwhile_is_used(
    mulai: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter(["belum", "siap"])
    monkeypatch.setattr(mulai, "state", lambda venv, wanted: next(answers))
    monkeypatch.setattr(mulai, "create", lambda venv: pytest.fail("made twice"))
    assert mulai.prepare() == mulai.venv_python(mulai.VENV)


def test_a_folder_that_cannot_be_written_is_one_sentence(mulai: ModuleType, tmp_path: Path) -> None:
    with (
        pytest.raises(mulai.SetupError, match="tidak dapat ditulisi"),
        mulai.alone(tmp_path / "tidak_ada" / "kunci"),
    ):
        pass


def test_an_environment_of_somebody_else_is_kept(
    mulai: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in (1, 2):
        (mulai.VENV / "lib").mkdir(parents=True)
        (mulai.VENV / "lib" / "milik_orang.py").write_text(str(number), encoding="utf-8")
        mulai.keep_foreign(mulai.VENV)
        kept = mulai.VENV.with_name(f"{mulai.VENV.name}.lama-{number}") / "lib" / "milik_orang.py"
        assert kept.read_text(encoding="utf-8") == str(number)
        assert not mulai.VENV.exists()
    assert "disimpan sebagai" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["STAMP_NAME", "LOG_NAME"])
def test_an_environment_of_ours_is_made_anew_in_place(mulai: ModuleType, name: str) -> None:
    mulai.VENV.mkdir()
    (mulai.VENV / getattr(mulai, name)).write_text("{}", encoding="utf-8")
    mulai.keep_foreign(mulai.VENV)
    assert mulai.VENV.exists()
