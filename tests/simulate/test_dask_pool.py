"""A real scheduler and real worker processes on the loopback: the same bytes, whoever is lost on the way."""

import json
import os
import signal
import subprocess
import sys
import textwrap
import time
import tomllib
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from simkinerja.errors import InputError, UsageError
from simkinerja.simulate import dask_pool
from simkinerja.simulate.pool import run_tasks
from simkinerja.simulate.run_manifest import Manifest, TaskKey, digest_of
from simkinerja.simulate.store import open_run
from simkinerja.simulate.task_call import RunStoppedError

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals"),
]
HERE = Path(__file__).parent / "contoh"
ROOT = Path(__file__).parents[2]
PATIENCE = 60.0
COUNT = 12


@pytest.fixture(autouse=True)
def importable(monkeypatch):
    monkeypatch.syspath_prepend(HERE)


@pytest.fixture
def contoh():
    import contoh_tugas

    return contoh_tugas


def until(met):
    end = time.monotonic() + PATIENCE
    while not met():
        assert time.monotonic() < end, "stuck"
        time.sleep(0.05)


class Place:
    """A scheduler and the workers that are started for it."""

    def __init__(self, folder):
        self.folder = folder
        self.file = folder / "penjadwal.json"
        self.processes = []
        self.scheduler = self.start("scheduler", "--port=0")
        until(self.file.exists)
        until(lambda: self.file.read_text())
        self.address = json.loads(self.file.read_text())["address"]

    def start(self, *words, path=(), **more):
        paths = [*map(str, path), str(HERE), os.environ.get("PYTHONPATH", "")]
        process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                f"distributed.cli.dask_{words[0]}",
                "--scheduler-file",
                str(self.file),
                "--host=127.0.0.1",
                "--no-dashboard",
                *words[1:],
            ],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            **more,
        )
        self.processes.append(process)
        return process

    def worker(self, **more):
        return self.start("worker", "--nthreads=1", "--no-nanny", "--memory-limit=0", **more)

    def await_workers(self, count):
        from distributed import Client

        with Client(self.address, set_as_default=False) as client:
            client.wait_for_workers(count, timeout=PATIENCE)

    def close(self):
        for process in self.processes:
            if process.poll() is None:
                process.kill()
            process.wait()


@contextmanager
def place(folder):
    made = Place(folder)
    try:
        yield made
    finally:
        made.close()


@pytest.fixture
def two(tmp_path):
    (tmp_path / "dask").mkdir()
    with place(tmp_path / "dask") as made:
        made.workers = [made.worker(), made.worker()]
        yield made


def tasks(kill=None):
    return [(7, number, kill if number == 5 else None) for number in range(COUNT)]


def manifest():
    keys = tuple(TaskKey(f"ulangan {n}", digest_of("contoh", 7, n)) for n in range(COUNT))
    return Manifest(seed=7, tasks=keys)


def tables(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix in (".csv", ".parquet")}


@pytest.fixture
def serial(tmp_path, contoh):
    with open_run(tmp_path / "satu", manifest()) as run:
        run.do(contoh.block, tasks())
        run.finish()
    return tables(tmp_path / "satu")


def test_a_task_that_kills_its_worker_once(two, tmp_path, contoh, serial):
    """SIGKILL in the middle of a task: the other worker does it, and what the dead one still held."""
    marker = tmp_path / "mati"
    with open_run(tmp_path / "dua", manifest()) as run:
        run.do(contoh.block, tasks(str(marker)), scheduler=two.address)
        run.finish()
    assert marker.exists()
    assert sorted(worker.poll() is None for worker in two.workers) == [False, True]
    assert tables(tmp_path / "dua") == serial


def test_a_worker_killed_from_outside(two, tmp_path, contoh, serial):
    """Both workers are waiting in a task each when one of them is killed."""
    gate, folder, done = tmp_path / "gerbang", tmp_path / "kabar", []
    folder.mkdir()
    waits = [(str(folder / f"m{n}"), str(gate)) for n in range(6)]

    def asked():
        if not done and len(list(folder.iterdir())) == 2:
            two.workers[0].kill()
            two.workers[0].wait()
            gate.touch()
            done.append(True)
        return False

    assert run_tasks(contoh.wait_for, waits, scheduler=two.address, stop=asked) == [a for a, _ in waits]
    assert done
    with open_run(tmp_path / "dua", manifest()) as run:
        run.do(contoh.block, tasks(), scheduler=two.address)
        run.finish()
    assert tables(tmp_path / "dua") == serial


def test_a_lost_scheduler_keeps_what_is_finished_and_the_run_goes_on(two, tmp_path, contoh, serial):
    folder, seen = tmp_path / "dua", []

    def done(index):
        seen.append(index)
        if len(seen) == 3:
            two.scheduler.kill()
            two.scheduler.wait()

    with pytest.raises(InputError) as caught, open_run(folder, manifest()) as run:
        run.do(contoh.block, tasks(), scheduler=two.address, on_done=done)
    assert caught.value.codes == ("scheduler_lost",)
    assert two.address in str(caught.value)
    assert f"{len(seen)} dari {COUNT}" in str(caught.value)
    with open_run(folder, manifest()) as run:
        assert set(run.pending) == set(range(COUNT)) - set(seen)
        assert 0 < len(run.pending) <= COUNT - 3
        run.do(contoh.block, tasks())
        run.finish()
    assert tables(folder) == serial


def test_faults_and_stopping_read_as_in_one_process(two, contoh):
    for kind in ("masukan", "pakai", "memori", "program"):
        said = set()
        for more in ({}, {"scheduler": two.address}):
            with pytest.raises(InputError) as caught:
                run_tasks(contoh.fault, ["baik", kind], **more)
            said.add((type(caught.value), str(caught.value)))
        assert len(said) == 1, kind
    seen = []
    with pytest.raises(RunStoppedError) as caught:
        run_tasks(
            contoh.square,
            range(200),
            scheduler=two.address,
            on_done=lambda i, _: seen.append(i),
            stop=lambda: len(seen) >= 4,
        )
    assert 4 <= caught.value.done == len(seen) < 200
    with pytest.raises(UsageError, match="lambda"):
        run_tasks(lambda x: x, [1], scheduler=two.address)
    assert run_tasks(contoh.square, [], scheduler=two.address) == []


def test_a_task_that_always_kills_names_itself(tmp_path, contoh):
    with place(tmp_path) as made:
        made.start("worker", "--nthreads=1", "--memory-limit=0")  # with a nanny, which starts it again
        with pytest.raises(InputError) as caught:
            run_tasks(contoh.die_always, [0, 1, 2, 3], scheduler=made.address)
        for child in psutil.Process(made.processes[-1].pid).children(recursive=True):
            child.kill()
    assert caught.value.codes == ("task_worker_died",)
    assert "tugas ke-4 dari 4" in str(caught.value)


@pytest.mark.parametrize(
    ("site", "words"),
    [
        ("import simkinerja\nsimkinerja.__version__ = '0.0.9'\n", "simkinerja 0.1.0 di sini, 0.0.9 di sana"),
        ("import simkinerja.simulate.versions as v\nv._arithmetic = lambda: 'lain'\n", "pembulatan hitungan"),
        ("import sys\nsys.modules['simkinerja'] = None\n", "tidak terpasang"),
    ],
)  # fmt: skip
def test_a_worker_with_other_versions_is_told_before_work_starts(tmp_path, contoh, site, words):
    (tmp_path / "lain").mkdir()
    (tmp_path / "lain" / "sitecustomize.py").write_text(site)
    with place(tmp_path) as made:
        made.worker()
        made.worker(path=[tmp_path / "lain"])
        made.await_workers(2)
        with pytest.raises(InputError) as caught:
            run_tasks(
                contoh.square, [1, 2], scheduler=made.address, on_done=lambda i, r: pytest.fail("began")
            )
    assert caught.value.codes == ("scheduler_versions",)
    assert words in str(caught.value)


def test_a_worker_that_comes_later_compares_too(monkeypatch, contoh):
    """What runs on the worker: versions travel with the work."""
    import pickle

    from simkinerja.simulate.task_call import pack, pack_task

    held = dask_pool.hold(pack(contoh.square), {**dask_pool.worker_versions(), "numpy": "1.26.4"})
    kind, words = pickle.loads(dask_pool.do(held, pack_task(3)))
    assert kind == "versi"
    assert "numpy 1.26.4 di sini" in words
    held = dask_pool.hold(pack(contoh.square), dask_pool.worker_versions())
    assert pickle.loads(dask_pool.do(held, pack_task(3))) == ("selesai", 9)


def test_nobody_answers(contoh):
    with pytest.raises(InputError) as caught:
        run_tasks(contoh.square, [1], scheduler="tcp://127.0.0.1:9")
    assert caught.value.codes == ("scheduler_unreachable",)
    assert "tcp://127.0.0.1:9" in str(caught.value)


def test_a_scheduler_without_workers(tmp_path, contoh, monkeypatch):
    monkeypatch.setattr(dask_pool, "_WORKERS_SECONDS", 0.5)
    with place(tmp_path) as made, pytest.raises(InputError) as caught:
        run_tasks(contoh.square, [1], scheduler=made.address)
    assert caught.value.codes == ("scheduler_empty",)
    assert f"dask worker {made.address}" in str(caught.value)


def test_the_last_worker_is_lost(tmp_path, contoh, monkeypatch):
    monkeypatch.setattr(dask_pool, "_WORKERS_SECONDS", 1.0)
    monkeypatch.setattr(dask_pool, "_LOOK_SECONDS", 0.2)
    with place(tmp_path) as made:
        worker = made.worker()
        made.await_workers(1)  # patience as short as this is for the lost one, not for the one that starts
        with pytest.raises(InputError) as caught:
            run_tasks(
                contoh.wait_for,
                [(str(tmp_path / "ada"), str(tmp_path / "tak-pernah"))],
                scheduler=made.address,
                stop=lambda: (tmp_path / "ada").exists() and worker.kill(),
            )
    assert caught.value.codes == ("scheduler_empty",)


def test_without_dask(monkeypatch, contoh):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(InputError) as caught:
        run_tasks(contoh.square, [1], scheduler="lokal")
    assert caught.value.codes == ("scheduler_missing",)
    assert "simkinerja[banyak]" in str(caught.value)


WATCH = """
    import os, sys
    def note(event, arguments):
        if event in ("socket.connect", "socket.bind", "socket.sendto", "socket.getaddrinfo"):
            address = arguments[0 if event == "socket.getaddrinfo" else 1]
            with open({log!r}, "a") as stream:
                stream.write(f"{{event}} {{address!r}}\\n")
    sys.addaudithook(note)
"""


def test_our_own_scheduler_stays_on_this_computer(tmp_path, contoh):
    """Every address that any of the processes binds, looks up or connects to is the loopback's."""
    log = tmp_path / "sambungan.txt"
    (tmp_path / "sitecustomize.py").write_text(textwrap.dedent(WATCH.format(log=str(log))))
    code = """
        print("awal")
        from simkinerja.simulate.pool import run_tasks
        from contoh_tugas import square, die_always
        print(run_tasks(square, [1, 2, 3], workers=2, scheduler="lokal"))
        try:
            run_tasks(die_always, [1, 2, 3], workers=2, scheduler="lokal")
        except ValueError as error:
            print("salah")
        except Exception as error:
            print(error.codes)
    """
    (tmp_path / "skrip.py").write_text(textwrap.dedent(code))
    paths = [str(tmp_path), str(HERE), os.environ.get("PYTHONPATH", "")]
    found = subprocess.run(
        [sys.executable, "-W", "error", str(tmp_path / "skrip.py")],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=PATIENCE * 2,
    )
    assert (found.stdout, found.stderr) == ("awal\n[1, 4, 9]\n('task_worker_died',)\n", "")
    lines = log.read_text().splitlines()
    assert any("bind" in line for line in lines)
    assert any("connect" in line for line in lines)
    outside = [
        line for line in lines if "'127.0.0.1'" not in line and "'localhost'" not in line and "/" not in line
    ]
    assert outside == []


def test_ctrl_c_leaves_nobody(tmp_path):
    code = f"""
        from simkinerja.simulate.pool import run_tasks
        from contoh_tugas import hang
        kept = []
        try:
            run_tasks(hang, [({str(tmp_path)!r}, n, n >= 1) for n in range(4)], workers=2,
                      scheduler="lokal", on_done=lambda i, r: kept.append(r))
        except KeyboardInterrupt:
            print("berhenti", kept)
    """
    (tmp_path / "skrip.py").write_text(textwrap.dedent(code))
    paths = [str(HERE), os.environ.get("PYTHONPATH", "")]
    with subprocess.Popen(
        [sys.executable, str(tmp_path / "skrip.py")],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            until(lambda: len(list(tmp_path.glob("[123].*"))) == 2)
        except BaseException:
            process.kill()
            raise
        family = psutil.Process(process.pid).children(recursive=True)
        os.killpg(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, out, err) == (0, "berhenti [0]\n", "")
    until(lambda: not any(child.is_running() for child in family))


def test_the_extra_is_what_the_tests_install():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    assert set(extras["banyak"]) <= set(extras["uji"])
    assert not any("distributed" in line for line in project["dependencies"])
