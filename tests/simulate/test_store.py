"""A run directory: nothing half-written, nothing executed, the same bytes whoever computed them."""

import errno
import io
import json
import os
import pickle
import signal
import subprocess
import sys
import textwrap
import zipfile
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from simkinerja.errors import InputError, UsageError
from simkinerja.files import atomic
from simkinerja.simulate import store
from simkinerja.simulate.run_manifest import Manifest, TaskKey, digest_of, file_digest, other_run
from simkinerja.simulate.store import open_run
from simkinerja.simulate.task_call import RunStoppedError
from simkinerja.simulate.task_file import TaskFileError, TaskResult, check_task_file, decode, encode

HERE = Path(__file__).parent / "contoh"
TASKS = [(7, number, None) for number in range(6)]


@pytest.fixture(autouse=True)
def importable(monkeypatch):
    monkeypatch.syspath_prepend(HERE)


@pytest.fixture
def block():
    import contoh_tugas

    return contoh_tugas.block


def manifest(count=6, **more):
    keys = tuple(TaskKey(f"ulangan {n}", digest_of("contoh", 7, n)) for n in range(count))
    return Manifest(**{"seed": 7, "tasks": keys, "inputs": {"skenario.yaml": "ab"}, **more})


@pytest.fixture
def whole(tmp_path, block):
    """The bytes of the tables of a run that met no trouble."""
    with open_run(tmp_path / "utuh", manifest()) as run:
        run.do(block, TASKS)
        return {path.name: path.read_bytes() for path in run.finish()}


def tables(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix in (".csv", ".parquet")}


def refused(code, folder, asked=None):
    with pytest.raises(InputError) as caught:
        open_run(folder, asked or manifest())
    assert caught.value.codes == (code,)
    return str(caught.value)


# ---- one task --------------------------------------------------------------------------------------------

column = st.one_of(
    st.lists(st.integers(-(2**62), 2**62), min_size=4, max_size=4),
    st.lists(st.floats(), min_size=4, max_size=4),
    st.lists(st.booleans(), min_size=4, max_size=4),
    st.lists(st.one_of(st.none(), st.text(max_size=5)), min_size=4, max_size=4).map(
        lambda values: pd.array(values, dtype="str")
    ),
    st.lists(st.sampled_from("abc"), min_size=4, max_size=4).map(pd.Categorical),
)
array = hnp.arrays(
    st.sampled_from([np.float64, np.float32, np.int64, np.uint8, np.bool_, "U3"]),
    hnp.array_shapes(min_dims=0, max_dims=3, max_side=4, min_side=0),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    columns=st.dictionaries(st.sampled_from("pqrs"), column, max_size=4),
    arrays=st.dictionaries(st.sampled_from("xyz"), array, max_size=2),
)
def test_a_result_comes_back_as_it_was(tmp_path, columns, arrays):
    result = TaskResult({"tabel": pd.DataFrame(columns)}, arrays)
    content = encode(result, "ab", "satu")
    path = tmp_path / "a.zip"
    path.write_bytes(content)
    back = decode(path, "ab")
    pd.testing.assert_frame_equal(back.tables["tabel"], result.tables["tabel"], check_column_type=False)
    for name, values in arrays.items():
        assert back.arrays[name].dtype == values.dtype
        assert back.arrays[name].tobytes() == values.tobytes()
    assert encode(back, "ab", "satu") == content


def test_no_time_and_no_machine_in_a_task_file(block):
    with zipfile.ZipFile(io.BytesIO(encode(block((7, 0, None)), "ab", "satu"))) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        table = pq.read_table(io.BytesIO(archive.read("tables/orang.parquet")))
    assert set(table.schema.metadata) == {b"pandas"}


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(where=st.floats(0, 1, exclude_max=True), by=st.integers(1, 255))
def test_a_changed_byte_is_seen_or_does_not_matter(tmp_path, where, by):
    result = TaskResult({"t": pd.DataFrame({"a": [1.5, 2.5]})}, {"x": np.arange(4)})
    content = bytearray(encode(result, "ab", "satu"))
    content[int(where * len(content))] ^= by
    path = tmp_path / "a.zip"
    path.write_bytes(content)
    try:
        check_task_file(path, "ab")
    except TaskFileError:
        return
    back = decode(path, "ab")
    assert back.tables["t"].equals(result.tables["t"])
    assert (back.arrays["x"] == result.arrays["x"]).all()


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.99])
def test_a_file_cut_short_is_seen(tmp_path, block, share):
    content = encode(block((7, 0, None)), "ab", "satu")
    path = tmp_path / "a.zip"
    path.write_bytes(content[: int(share * len(content))])
    for read in (check_task_file, decode):
        with pytest.raises(TaskFileError):
            read(path, "ab")


class Bomb:
    def __init__(self, marker):
        self.marker = marker

    def __reduce__(self):
        return os.mkdir, (self.marker,)


def crafted(path, members, *, hashes=None, compression=zipfile.ZIP_STORED, **head):
    listed = hashes or {name: sha256(content).hexdigest() for name, content in members.items()}
    with zipfile.ZipFile(path, "w", compression) as archive:
        told = {"format": "simkinerja-tugas-1", "digest": "ab", "label": "x", "members": listed, **head}
        archive.writestr("isi.json", json.dumps(told))
        for name, content in members.items():
            archive.writestr(name, content)


def test_nothing_in_a_strangers_file_is_executed(tmp_path):
    marker = tmp_path / "dijalankan"
    stream = io.BytesIO()
    np.save(stream, np.array([Bomb(str(marker))], dtype=object), allow_pickle=True)
    for content in (stream.getvalue(), pickle.dumps(Bomb(str(marker)))):
        crafted(tmp_path / "a.zip", {"arrays/x.npy": content})
        with pytest.raises(TaskFileError):
            decode(tmp_path / "a.zip", "ab")
    crafted(tmp_path / "a.zip", {"tables/x.parquet": pickle.dumps(Bomb(str(marker)))})
    with pytest.raises(TaskFileError):
        decode(tmp_path / "a.zip", "ab")
    assert not marker.exists()
    pickle.loads(pickle.dumps(Bomb(str(marker))))  # the bomb does work
    assert marker.exists()


@pytest.mark.parametrize(
    "more",
    [
        {"members": {"tables/../../x.parquet": b"1"}},
        {"members": {"/etc/x.npy": b"1"}},
        {"members": {}, "digest": "cd"},
        {"members": {}, "format": "lain"},
        {"members": {}, "hashes": {"arrays/x.npy": "00"}},
        {"members": {"arrays/x.npy": b"0" * 9999}, "compression": zipfile.ZIP_DEFLATED},
        {"members": {"arrays/x.npy": b"\x93NUMPY\x01\x00\x10\x00{'shape': (9" + b"9" * 99}},
    ],
)
def test_a_crafted_file_is_refused(tmp_path, more):
    members = more.pop("members")
    crafted(tmp_path / "a.zip", members, **more)
    with pytest.raises(TaskFileError):
        decode(tmp_path / "a.zip", "ab")


@pytest.mark.parametrize(
    "wrong",
    [
        ({"../x": pd.DataFrame()}, {}),
        ({"Besar": pd.DataFrame()}, {}),
        ({}, {"": np.zeros(1)}),
        ({"a": [1]}, {}),
        ({}, {"x": [1]}),
        ({}, {"x": np.array([{}], dtype=object)}),
    ],
)
def test_what_is_no_result(wrong):
    with pytest.raises(UsageError):
        TaskResult(*wrong)


# ---- a run -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_the_same_bytes_on_any_number_of_workers(tmp_path, block, whole, workers):
    with open_run(tmp_path / "lain", manifest()) as run:
        run.do(block, TASKS, workers=workers)
        assert {path.name: path.read_bytes() for path in run.finish()} == whole
    assert set(whole) == {"orang.parquet", "orang.csv", "bulanan.parquet", "bulanan.csv"}


def test_the_same_bytes_in_any_order(tmp_path, block, whole):
    with open_run(tmp_path / "lain", manifest()) as run:
        for index in (4, 0, 5, 3, 1, 2):
            run.save(index, block(TASKS[index]))
        run.finish()
    assert tables(tmp_path / "lain") == whole


def test_tables_hold_the_tasks_in_order(whole):
    frame = pd.read_csv(io.BytesIO(whole["orang.csv"]))
    assert list(frame["replication"].unique()) == [0, 1, 2, 3, 4, 5]
    assert frame["replication"].is_monotonic_increasing
    parquet = pq.read_table(io.BytesIO(whole["orang.parquet"])).to_pandas()
    assert (parquet["value"].to_numpy() == frame["value"].to_numpy()).all()
    assert b"\r" not in whole["orang.csv"]


def test_unlike_tasks_are_joined(tmp_path):
    frames = [
        pd.DataFrame({"a": [1], "k": pd.Categorical(["x"])}),
        pd.DataFrame({"a": [1.5], "k": pd.Categorical(["y"])}),
        pd.DataFrame({"a": [None], "k": pd.Categorical(["x"]), "baru": ["n"]}),
    ]
    with open_run(tmp_path, manifest(4)) as run:
        for index, frame in enumerate(frames):
            run.save(index, TaskResult({"t": frame}))
        run.save(3, TaskResult())
        found = {path.name: path for path in run.finish()}
        frame = pd.read_parquet(found["t.parquet"])
    assert frame["a"].tolist()[:2] == [1.0, 1.5]
    assert frame["k"].tolist() == ["x", "y", "x"]
    assert frame["baru"].isna().tolist() == [True, True, False]


def test_a_run_goes_on_where_it_broke_off(tmp_path, block, whole):
    folder, done = tmp_path / "putus", []
    with pytest.raises(RunStoppedError), open_run(folder, manifest()) as run:
        run.do(block, TASKS, on_done=done.append, stop=lambda: len(done) >= 2)
    told = json.loads((folder / "manifest.json").read_text("utf-8"))
    assert [task["state"] for task in told["tasks"]] == ["selesai"] * 2 + ["belum"] * 4
    assert told["state"] == "berjalan"
    assert told["finished"] is None
    again = []
    with open_run(folder, manifest()) as run:
        assert run.pending == (2, 3, 4, 5)
        with pytest.raises(InputError, match="baru 2 dari 6"):
            run.finish()
        run.do(block, TASKS, on_done=again.append, workers=2)
        run.finish()
        assert run.read(3).arrays["draws"].shape == (50,)
    assert sorted(again) == [2, 3, 4, 5]
    assert tables(folder) == whole
    end = json.loads((folder / "manifest.json").read_text("utf-8"))
    assert end["created"] == told["created"]
    assert end["state"] == "selesai"
    assert {task["state"] for task in end["tasks"]} == {"selesai"}
    assert set(end) >= {"seed", "inputs", "versions", "settings", "finished"}


def test_a_finished_run_opens_again_without_work(tmp_path, block, whole):
    with open_run(tmp_path / "utuh", manifest()) as run:
        assert run.pending == ()
        run.do(lambda task: pytest.fail("computed again"), TASKS)
        run.finish()
    assert tables(tmp_path / "utuh") == whole


def test_more_replications_keep_the_earlier_ones(tmp_path, block, whole):
    with open_run(tmp_path / "utuh", manifest(8)) as run:
        assert run.pending == (6, 7)
    with open_run(tmp_path / "utuh", manifest(3)) as run:
        assert run.pending == ()


def test_another_run_is_refused_and_told_apart(tmp_path, block):
    folder = tmp_path / "run"
    first = manifest(settings={"bulan": 24, "kota": "salatiga"})
    open_run(folder, first).close()
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    for other, words in [
        (replace(first, seed=8), "benih 7 di folder itu, 8 yang diminta"),
        (replace(first, settings={"bulan": 12, "kota": "salatiga"}), "bulan 24 di folder itu, 12 yang"),
        (replace(first, inputs={"skenario.yaml": "cd"}), "masukan 'skenario.yaml' berbeda isinya"),
        (replace(first, inputs={}), "masukan 'skenario.yaml' hanya ada di folder itu"),
        (replace(first, inputs={**first.inputs, "b": "x"}), "masukan 'b' hanya ada sekarang"),
        (replace(first, versions={**first.versions, "numpy": "9.9"}), "numpy 9.9 di sini, "),
        (replace(first, versions={**first.versions, "kode": "x"}), "isi paket simkinerja"),
    ]:
        assert words in refused("run_other", folder, other)
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
    assert other_run(first.as_dict(), first) == ()


def test_a_damaged_task_is_done_again_with_a_note(tmp_path, block, whole):
    folder = tmp_path / "utuh"
    path = folder / "tugas" / f"{manifest().tasks[2].digest}.zip"
    path.write_bytes(path.read_bytes()[:-40])
    with open_run(folder, manifest()) as run:
        assert run.pending == (2,)
        assert run.notes == ["Hasil bagian 'ulangan 2' yang tersimpan rusak, jadi bagian itu dihitung ulang."]
        run.do(block, TASKS)
        run.finish()
    assert tables(folder) == whole


def test_a_task_file_under_another_tasks_name_is_not_believed(tmp_path, block, whole):
    folder = tmp_path / "utuh"
    keys = manifest().tasks
    os.replace(folder / "tugas" / f"{keys[0].digest}.zip", folder / "tugas" / f"{keys[1].digest}.zip")
    with open_run(folder, manifest()) as run:
        assert run.pending == (0, 1)


def test_a_task_file_that_lies_about_its_hash_stops_the_joining(tmp_path, whole):
    key = manifest().tasks[2]
    crafted(tmp_path / "utuh/tugas" / f"{key.digest}.zip", {"tables/t.parquet": b"PAR1"}, digest=key.digest)
    with open_run(tmp_path / "utuh", manifest()) as run:
        for reading in (run.finish, lambda: run.read(2)):
            with pytest.raises(InputError) as caught:
                reading()
            assert caught.value.codes == ("run_task_damaged",)
            assert key.digest in str(caught.value)
    assert tables(tmp_path / "utuh") == whole


def test_a_folder_of_somebody_else_is_left_alone(tmp_path):
    (tmp_path / "skripsi.docx").write_bytes(b"bab 1")
    assert "skripsi.docx" in refused("run_foreign", tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["skripsi.docx"]
    (tmp_path / "berkas").write_bytes(b"")
    assert "sebuah berkas" in refused("run_unwritable", tmp_path / "berkas")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"format": "simkinerja-jalan-1"}',
        b'{"format": "lain", "seed": 1, "inputs": {}, "settings": {}, "versions": {}, "created": ""}',
        b'{"format": "simkinerja-jalan-1", "seed": 1, "inputs": {"a": 1}, "settings": {}, "versions": {}, '
        b'"created": ""}',
    ],
)
def test_a_damaged_manifest_is_told(tmp_path, content):
    (tmp_path / "manifest.json").write_bytes(content)
    assert "manifest.json" in refused("run_manifest", tmp_path)


# ---- two at once -----------------------------------------------------------------------------------------


def test_two_runs_do_not_share_a_folder(tmp_path):
    with open_run(tmp_path, manifest()):
        assert "sedang ditulis" in refused("run_locked", tmp_path)
    open_run(tmp_path, manifest()).close()


HOLD = """
    import sys, time
    from pathlib import Path
    from simkinerja.simulate.folder_lock import FolderLock
    lock = FolderLock(Path({folder!r}))
    print("dipegang", flush=True)
    sys.stdin.read()
"""


def test_a_killed_holder_leaves_no_lock(tmp_path):
    open_run(tmp_path, manifest()).close()
    code = textwrap.dedent(HOLD.format(folder=str(tmp_path)))
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout.readline() == "dipegang\n"
        refused("run_locked", tmp_path)
        holder.kill()
    open_run(tmp_path, manifest()).close()


# ---- disk full, killed -----------------------------------------------------------------------------------


def test_a_full_disk_in_mid_write(tmp_path, block, whole, monkeypatch):
    folder, real, left = tmp_path / "penuh", atomic._write_through, [5]

    def full(path, data):
        left[0] -= 1
        if left[0] < 0:
            path.write_bytes(data[: len(data) // 2])
            raise OSError(errno.ENOSPC, "No space left on device", str(path))
        real(path, data)

    monkeypatch.setattr(atomic, "_write_through", full)
    with pytest.raises(InputError) as caught, open_run(folder, manifest()) as run:
        run.do(block, TASKS)
    assert caught.value.codes == ("run_unwritable",)
    assert "ruang disk habis" in str(caught.value)
    assert "4 dari 6 bagian sudah tersimpan" in str(caught.value)
    monkeypatch.undo()
    assert not [path for path in folder.rglob(".*") if path.name != ".kunci"]
    sys.path.insert(0, str(HERE))
    with open_run(folder, manifest()) as run:
        assert run.pending == (4, 5)
        run.do(block, TASKS)
        run.finish()
    assert tables(folder) == whole


LIMITED = """
    import os, resource, signal, sys
    sys.path.insert(0, {here!r})
    import contoh_tugas
    from simkinerja.errors import InputError
    from simkinerja.simulate.run_manifest import Manifest, TaskKey, digest_of
    from simkinerja.simulate.store import open_run
    keys = tuple(TaskKey(f"ulangan {{n}}", digest_of("contoh", 7, n)) for n in range(6))
    manifest = Manifest(seed=7, tasks=keys, inputs={{"skenario.yaml": "ab"}})
    {before}
    try:
        with open_run({folder!r}, manifest) as run:
            run.do(contoh_tugas.block, [(7, n, None) for n in range(6)])
            run.finish()
    except InputError as error:
        print(error)
        sys.exit(2)
"""


def limited(folder, before):
    code = textwrap.dedent(LIMITED).format(here=str(HERE), folder=str(folder), before=before)
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX limits")
def test_a_real_limit_on_file_size(tmp_path, block, whole):
    """The joined table is larger than any single file before it: the system refuses that one write."""
    largest = max(path.stat().st_size for path in (tmp_path / "utuh/tugas").iterdir())
    assert largest < len(whole["orang.csv"])
    folder = tmp_path / "batas"
    found = limited(folder, f"resource.setrlimit(resource.RLIMIT_FSIZE, ({largest + 1}, {largest + 1}))")
    assert found.returncode == 2, found.stderr
    assert "berkas melampaui ukuran yang diizinkan" in found.stdout
    assert "6 dari 6 bagian sudah tersimpan" in found.stdout
    assert tables(folder) == {}
    found = limited(tmp_path / "sempit", "resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000))")
    assert "0 dari 6" in found.stdout
    for half in (folder, tmp_path / "sempit"):
        with open_run(half, manifest()) as run:
            run.do(block, TASKS)
            run.finish()
        assert tables(half) == whole


KILLED = (
    "real, left = os.fsync, [{after}]\n"
    "def fsync(file):\n"
    "    left[0] -= 1\n"
    "    if left[0] < 0:\n"
    "        os.ftruncate(file, os.fstat(file).st_size // 2)\n"
    "        os.kill(os.getpid(), signal.SIGKILL)\n"
    "    real(file)\n"
    "os.fsync = fsync\n"
)


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
@pytest.mark.parametrize(("after", "kept"), [(0, 0), (1, 0), (4, 3), (7, 6), (9, 6), (11, 6)])
def test_killed_in_mid_write(tmp_path, block, whole, after, kept):
    """Killed while the manifest (0), a task (1, 4), a table (7, 9) or the last manifest (11) is written."""
    folder = tmp_path / "mati"
    found = limited(folder, KILLED.format(after=after))
    assert found.returncode == -signal.SIGKILL, found.stderr
    assert [path for path in folder.rglob(".*") if path.suffix == ".baru"], "killed in the middle"
    assert tables(folder) in ({}, whole)
    with open_run(folder, manifest()) as run:
        assert not [path for path in folder.rglob(".*") if path.name != ".kunci"]
        assert len(run.pending) == 6 - kept
        assert run.notes == []
        run.do(block, TASKS)
        run.finish()
    assert tables(folder) == whole


def test_two_tasks_with_one_digest_are_refused():
    key = TaskKey("a", digest_of(1))
    with pytest.raises(UsageError):
        Manifest(seed=7, tasks=(key, key))
    for wrong in ({"seed": -1, "tasks": ()}, {"seed": "7", "tasks": ()}):
        with pytest.raises(UsageError):
            Manifest(**wrong)
    with pytest.raises(UsageError):
        TaskKey("a", "../x")
    with pytest.raises(ValueError, match="2 tasks for 6 keys"):
        store.RunFolder.do(type("R", (), {"total": 6})(), abs, [1, 2])


@given(st.lists(st.recursive(st.none() | st.integers() | st.text(), st.lists, max_leaves=4), max_size=4))
def test_digests_tell_parts_apart(parts):
    assert digest_of(*parts) == digest_of(*parts)
    assert digest_of(*parts) != digest_of(*parts, None)
    assert digest_of(parts) != digest_of(*parts, 0)


def test_digest_of_a_file(tmp_path):
    (tmp_path / "a").write_bytes(b"isi")
    assert file_digest(tmp_path / "a") == sha256(b"isi").hexdigest()
    for path, code in [(tmp_path / "b", "file_missing"), (tmp_path, "file_unreadable")]:
        with pytest.raises(InputError) as caught:
            file_digest(path)
        assert caught.value.codes == (code,)
