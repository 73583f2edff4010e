"""Many tasks in many processes: the same answer, and one sentence for each way it can go wrong."""

import functools
import math
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections import Counter
from pathlib import Path

import psutil
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simkinerja.errors import InputError, UsageError
from simkinerja.simulate import pool
from simkinerja.simulate.pool import cores, run_tasks, warm_up
from simkinerja.simulate.task_call import Ledger, RunStoppedError, pack, pack_task

HERE = Path(__file__).parent / "contoh"
PATIENCE = 60.0  # seconds after which a process that should have ended counts as stuck


@pytest.fixture(autouse=True)
def importable(monkeypatch):
    monkeypatch.syspath_prepend(HERE)


@pytest.fixture
def contoh():
    import contoh_tugas

    return contoh_tugas


def script(text, folder, **more):
    """Start a script of its own, as a user would: no guard around its main part."""
    path = folder / "skrip.py"
    path.write_text(textwrap.dedent(text), encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(HERE), os.environ.get("PYTHONPATH", "")])}
    return subprocess.Popen(
        [sys.executable, str(path)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        **more,
    )


def until(met):
    end = time.monotonic() + PATIENCE
    while not met():
        assert time.monotonic() < end, "stuck"
        time.sleep(0.02)


# ---- the answer ------------------------------------------------------------------------------------------


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    tasks=st.lists(st.one_of(st.integers(), st.floats(allow_nan=False)), max_size=12),
    workers=st.integers(1, 3),
)
def test_as_a_plain_loop(contoh, tasks, workers):
    told = {}
    found = run_tasks(contoh.square, tasks, workers=workers, on_done=told.__setitem__)
    assert found == [contoh.square(task) for task in tasks]
    assert told == dict(enumerate(found))


def test_task_order_whatever_finishes_first(contoh, tmp_path):
    """The first task cannot end before the second has."""
    first, second = str(tmp_path / "1"), str(tmp_path / "2")
    order = []
    found = run_tasks(
        contoh.wait_for, [(first, second), (second, None)], workers=2, on_done=lambda i, _: order.append(i)
    )
    assert found == [first, second]
    assert set(order) == {0, 1}


def test_on_done_comes_at_once(contoh, tmp_path):
    """The last task ends only after on_done has been called for the first."""
    signal_file = tmp_path / "sudah"
    run_tasks(
        contoh.wait_for,
        [(None, None), (None, str(signal_file))],
        workers=2,
        on_done=lambda index, _: signal_file.touch() if index == 0 else None,
    )


def test_one_worker_is_this_process_and_two_are_others(contoh):
    assert set(run_tasks(contoh.who, [1, 2, 3])) == {os.getpid()}
    found = set(run_tasks(contoh.who, range(20), workers=2))
    assert os.getpid() not in found
    assert 1 <= len(found) <= 2


def test_fixed_arguments_travel_with_the_function(contoh):
    assert run_tasks(functools.partial(math.pow, 2.0), [3.0, 4.0], workers=2) == [8.0, 16.0]


def test_workers_calculate_with_one_thread_and_we_keep_ours(contoh):
    before = dict(os.environ)
    assert run_tasks(contoh.threads, [1, 2], workers=2) == ["1", "1"]
    assert dict(os.environ) == before


def test_nothing_to_do_and_nothing_to_keep(contoh):
    assert run_tasks(contoh.square, [], workers=4) == []
    seen = []
    assert run_tasks(contoh.square, [1, 2], workers=2, keep=False, on_done=lambda i, r: seen.append(r)) == []
    assert sorted(seen) == [1, 4]


def test_no_process_stays(contoh):
    found = run_tasks(contoh.who, range(4), workers=2)
    until(lambda: not any(psutil.pid_exists(pid) for pid in found))


@pytest.mark.skipif(sys.platform == "win32", reason="no fork server on Windows")
def test_warm_up_starts_the_fork_server():
    from multiprocessing.forkserver import _forkserver

    warm_up()
    pid = _forkserver._forkserver_pid
    assert psutil.pid_exists(pid)
    warm_up()
    assert _forkserver._forkserver_pid == pid
    assert cores() == len(os.sched_getaffinity(0))


# ---- faults ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize(
    ("kind", "error", "codes", "word"),
    [
        ("masukan", InputError, ("file_missing", "file_empty"), "a.csv"),
        ("pakai", UsageError, ("file_missing",), "b.csv"),
        ("memori", InputError, ("task_memory",), "ke-2 dari 3"),
        ("keluar", InputError, ("task_failed",), "SystemExit: 4"),
        ("program", InputError, ("task_failed",), "tugas ke-2 dari 3 gagal dihitung (ZeroDivisionError"),
    ],
)
def test_a_fault_says_the_same_on_any_number_of_workers(contoh, workers, kind, error, codes, word):
    with pytest.raises(error) as caught:
        run_tasks(contoh.fault, ["baik", kind, "baik"], workers=workers)
    assert type(caught.value) is error
    assert caught.value.codes == codes
    assert word.lower() in str(caught.value).lower()


def test_a_program_fault_keeps_its_trace(contoh):
    with pytest.raises(InputError) as caught:
        run_tasks(contoh.fault, ["program", "baik"], workers=2)
    assert "contoh_tugas.py" in str(caught.value.__cause__)


def test_a_result_that_cannot_travel(contoh):
    with pytest.raises(InputError, match="generator"):
        run_tasks(contoh.fault, ["hasil", "baik"], workers=2)


def test_a_killed_worker_costs_nothing(contoh, tmp_path):
    tasks = [(7, number, str(tmp_path / "mati") if number in (1, 4) else None) for number in range(6)]
    serial = [contoh.block((7, number, None)) for number in range(6)]
    found = run_tasks(contoh.block, tasks, workers=2)
    assert (tmp_path / "mati").exists()
    for a, b in zip(serial, found, strict=True):
        assert a.tables["orang"].equals(b.tables["orang"])
        assert a.arrays["draws"].tobytes() == b.arrays["draws"].tobytes()


def test_a_task_that_kills_twice_ends_with_its_number(contoh):
    seen = []
    with pytest.raises(InputError) as caught:
        run_tasks(contoh.die_always, range(6), workers=2, on_done=lambda i, _: seen.append(i))
    assert caught.value.codes == ("task_worker_died",)
    assert "tugas ke-4 dari 6" in str(caught.value)
    assert "SIGKILL" in str(caught.value)
    # when the fourth is handed out, at least two of the first three are back: the other worker may be slow
    assert len({0, 1, 2} & set(seen)) >= 2
    assert 3 not in seen


def test_answers_that_lie_ready_are_kept(contoh):
    crew = pool._Crew(pack(contoh.square))
    ledger = Ledger(2)
    try:
        for index in range(2):
            crew.hire()
            crew.members[index].index = index
            crew.members[index].link.send_bytes(pack_task(index + 5))
        until(lambda: len(crew.ready(0)) == 2)
        pool._save_arrived(crew, ledger)
    finally:
        crew.close(at_once=True)
    assert ledger.results == [25, 36]


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("after", [0, 3])
def test_stop_is_asked_between_tasks(contoh, workers, after):
    seen = []
    with pytest.raises(RunStoppedError) as caught:
        run_tasks(
            contoh.square,
            range(500),
            workers=workers,
            on_done=lambda i, _: seen.append(i),
            stop=lambda: len(seen) >= after,
        )
    assert caught.value.done == len(seen) == len(set(seen))
    assert after <= len(seen) < after + workers
    assert f"{len(seen)} dari 500" in str(caught.value)


def test_what_only_this_process_knows_is_refused_before_work_starts(contoh, monkeypatch):
    def local(x):
        return x

    class Own:
        pass

    made = type("DiBukuKerja", (), {"__module__": "__main__"})
    for work, tasks in [
        (local, [1, 2]),
        (lambda x: x, [1, 2]),
        (functools.partial(math.pow, made), [1, 2]),
        (math.sqrt, [Own(), 2]),
    ]:
        monkeypatch.setattr(pool._Crew, "hire", lambda self: pytest.fail("a process was started"))
        with pytest.raises(UsageError) as caught:
            run_tasks(work, tasks, workers=2)
        assert caught.value.codes == ("task_local",)
    assert run_tasks(local, [1, 2]) == [1, 2]  # in one process anything goes


def test_a_task_that_cannot_be_pickled(contoh):
    with pytest.raises(UsageError) as caught:
        run_tasks(contoh.square, [1, (x for x in [1])], workers=2)
    assert caught.value.codes == ("task_unsendable",)


@pytest.mark.parametrize(
    "wrong",
    [
        {"workers": 0},
        {"workers": "2"},
        {"workers": True},
        {"workers": 1.5},
        {"scheduler": "http://x:1"},
        {"scheduler": "tcp://x"},
        {"scheduler": ""},
        {"scheduler": 5},
        {"scheduler": "tcp://x:1/../y"},
    ],
)
def test_arguments(contoh, wrong):
    with pytest.raises(UsageError) as caught:
        run_tasks(contoh.square, [1, 2], **wrong)
    assert caught.value.codes == ("parameter",)
    with pytest.raises(UsageError):
        run_tasks(None, [1])


# ---- as users run it -------------------------------------------------------------------------------------


def test_a_script_without_guard_runs_once(tmp_path):
    process = script(
        """
        print("awal")
        from simkinerja.simulate.pool import run_tasks
        from contoh_tugas import square
        print(run_tasks(square, [1, 2, 3], workers=2))
        """,
        tmp_path,
    )
    out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, out, err) == (0, "awal\n[1, 4, 9]\n", "")


def test_from_a_notebook_kernel_without_its_globals():
    """In a real kernel: a global that cannot be pickled stays where it is, cells are not repeated."""
    import nbformat
    from nbclient import NotebookClient

    cells = [
        "berat = (x for x in [1]); print('awal')",
        "import math\nfrom simkinerja.simulate.pool import run_tasks\n"
        "run_tasks(math.sqrt, [1.0, 4.0, 9.0], workers=2)",
        "def hitung(x):\n    return x\n"
        "try:\n    run_tasks(hitung, [1, 2], workers=2)\nexcept ValueError as error:\n    print(error)",
    ]
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    NotebookClient(book, kernel_name="python3", timeout=int(PATIENCE)).execute()
    assert book.cells[0].outputs[0].text == "awal\n"
    assert book.cells[1].outputs[0].data["text/plain"] == "[1.0, 2.0, 3.0]"
    assert "'hitung' dibuat di dalam buku kerja" in book.cells[2].outputs[0].text


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_ctrl_c_keeps_what_is_finished_and_leaves_nobody(tmp_path):
    process = script(
        f"""
        from simkinerja.simulate.pool import run_tasks
        from contoh_tugas import hang
        kept = []
        try:
            run_tasks(hang, [({str(tmp_path)!r}, n, n >= 3) for n in range(9)], workers=2,
                      on_done=lambda i, r: kept.append(r))
        except KeyboardInterrupt:
            print("berhenti", sorted(kept), flush=True)
        """,
        tmp_path,
    )
    until(lambda: list(tmp_path.glob("3.*")) and list(tmp_path.glob("4.*")))
    workers = {int(path.suffix[1:]) for path in tmp_path.glob("[0-9].*")}
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: the whole group
    out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, out, err) == (0, "berhenti [0, 1, 2]\n", "")
    until(lambda: not any(psutil.pid_exists(pid) for pid in workers))


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_workers_end_when_their_caller_is_killed(tmp_path):
    gate = tmp_path / "gerbang"
    process = script(
        f"""
        from simkinerja.simulate.pool import run_tasks
        from contoh_tugas import hang, wait_for
        run_tasks(wait_for, [({str(tmp_path)!r} + f"/m{{n}}", {str(gate)!r}) for n in range(4)], workers=2)
        """,
        tmp_path,
    )
    until(lambda: len(list(tmp_path.glob("m*"))) == 2)
    children = psutil.Process(process.pid).children(recursive=True)
    process.kill()
    gate.touch()  # their task ends, and there is nobody to take it
    process.communicate(timeout=PATIENCE)
    until(lambda: not any(child.is_running() and child.status() != "zombie" for child in children))


def test_every_task_is_done_once(contoh):
    """No task is handed out twice while nobody dies."""
    seen = Counter()
    run_tasks(contoh.square, range(200), workers=3, on_done=lambda i, _: seen.update([i]))
    assert set(seen.values()) == {1}
    assert len(seen) == 200
