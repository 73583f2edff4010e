"""Sessions: controls answer, guests are apart, idle ones end, nothing is left behind."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psutil
import pytest
import requests
import websocket

from simkinerja.workshop.host import CAN_COPY, MAX_OF_A_PLACE, Host


def wait_until(holds: Callable[[], bool], seconds: float = 10.0) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.05)
    return False


def gone(processes: list[psutil.Process]) -> bool:
    return not any(p.is_running() and p.status() != psutil.STATUS_ZOMBIE for p in processes)


def closed_with(guest: Any) -> tuple[int, str]:
    """Code and reason with which the server closed a socket."""
    while True:
        kind, data = guest.sock.recv_data()
        if kind == websocket.ABNF.OPCODE_CLOSE:
            return int.from_bytes(data[:2], "big"), data[2:].decode()


def test_a_control_answers_and_others_do_not_notice(room: Any) -> None:
    one, two = room.guest().open().connect().look(), room.guest().open().connect().look()
    first, second = one.shown(5), two.shown(6)
    assert "luas 25" in first
    assert "luas 36" in second
    assert first.split("proses")[1] != second.split("proses")[1], "two guests, two processes"
    assert "luas 49" in one.shown(7)


def test_the_linked_slider_follows(room: Any) -> None:
    guest = room.guest().open().connect().look()
    slider = guest.model("IntSliderModel")
    followed = [m.content["data"]["state"] for m in guest.move(11) if m.content.get("comm_id") == slider]
    assert {"value": 11} in followed


def test_a_reload_starts_anew_and_a_lost_connection_does_not(room: Any) -> None:
    guest = room.guest().open().connect().look()
    guest.shown(9)
    guest.sock.shutdown()
    guest.connect().look()
    assert guest.states[guest.model("BoundedIntTextModel")]["state"]["value"] == 9
    guest.open().connect().look()
    assert guest.states[guest.model("BoundedIntTextModel")]["state"]["value"] == 3


def test_what_came_while_the_page_was_away_is_brought_later(room: Any) -> None:
    guest = room.guest().open().connect().look()
    state = {"method": "update", "state": {"value": 12}, "buffer_paths": []}
    asked = guest.send("comm_msg", {"comm_id": guest.model("BoundedIntTextModel"), "data": state})
    guest.sock.shutdown()
    time.sleep(0.5)
    guest.connect()
    answers = guest.told(asked)
    assert any("luas 144" in str(message.content) for message in answers)


def test_a_page_that_is_left_ends_its_process(room: Any) -> None:
    guest = room.guest().open().connect().look()
    pid = int(guest.shown(5).split("proses")[1])
    assert psutil.pid_exists(pid)
    answer = guest.http.post(f"{room.base}/voila/api/shutdown/{guest.key}", timeout=10)
    assert answer.status_code == 204
    assert wait_until(lambda: not psutil.pid_exists(pid))
    assert guest.http.get(f"{room.base}/hadir/{guest.key}", timeout=10).status_code == 404


def test_a_dead_process_is_told_to_the_page_and_to_nobody_else(room: Any) -> None:
    other = room.guest().open().connect().look()
    guest = room.guest().open().connect().look()
    state = {"method": "update", "state": {"value": 48}, "buffer_paths": []}
    guest.send("comm_msg", {"comm_id": guest.model("BoundedIntTextModel"), "data": state})
    assert closed_with(guest) == (4001, "berhenti")
    assert "luas 64" in other.shown(8)
    assert "luas 64" in room.guest().open().connect().look().shown(8)


def test_one_guest_keeps_eight_pages(room: Any) -> None:
    guest = room.guest()
    keys = [guest.open().key for _ in range(10)]
    codes = [guest.http.get(f"{room.base}/hadir/{key}", timeout=10).status_code for key in keys]
    assert codes == [404, 404] + [204] * 8


def test_idle_sessions_are_ended_and_busy_ones_stay(lesson: Path, open_room: Any) -> None:
    with open_room(lesson, idle_minutes=0.05) as room:
        quiet, busy = room.guest().open().connect().look(), room.guest().open().connect().look()
        pid = int(quiet.shown(5).split("proses")[1])
        for k in range(10):
            busy.shown(k)
            time.sleep(0.5)
        assert closed_with(quiet) == (4001, "diam")
        assert wait_until(lambda: not psutil.pid_exists(pid))
        assert "luas 4" in busy.shown(2)


@pytest.mark.skipif(os.name == "nt", reason="sinyal ke kelompok proses: belum dicoba on Windows")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_leaves_nothing_behind(lesson: Path, open_room: Any, number: int) -> None:
    with open_room(lesson) as room:
        guest = room.guest().open().connect().look()
        assert wait_until(lambda: len(room.processes()) >= 3)
        processes = room.processes()
        room.process.send_signal(number)
        assert closed_with(guest) == (4001, "tutup")
        assert room.process.wait(10) == 0, "\n".join(room.lines)
        assert wait_until(lambda: gone(processes), 5), [p for p in processes if p.is_running()]
        assert wait_until(lambda: "Lokakarya ditutup." in room.lines[-1], 5), room.lines
        assert not any("Traceback" in line for line in room.lines)


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL: belum dicoba on Windows")
def test_even_a_killed_server_leaves_nothing_behind(lesson: Path, open_room: Any) -> None:
    with open_room(lesson) as room:
        room.guest().open().connect().look()
        processes = room.processes()
        assert processes
        room.process.kill()
        room.process.wait(5)
        assert wait_until(lambda: gone(processes), 5), [p for p in processes if p.is_running()]


@pytest.mark.skipif(not CAN_COPY, reason="hanya satu cara di sistem ini")
def test_where_processes_cannot_be_copied_pages_work_too(lesson: Path, open_room: Any) -> None:
    with open_room(lesson, copies=False) as room:
        one, two = room.guest().open().connect().look(), room.guest().open().connect().look()
        assert "luas 25" in one.shown(5)
        assert "luas 36" in two.shown(6)
        first = int(one.shown(7).split("proses")[1])
        processes = room.processes()
        room.process.send_signal(signal.SIGINT)
        assert room.process.wait(15) == 0, "\n".join(room.lines)
        assert wait_until(lambda: gone(processes), 5)
        assert not psutil.pid_exists(first)


def start(*arguments: str) -> subprocess.CompletedProcess[str]:
    code = (
        "import sys, typer\n"
        "from simkinerja.cli.lokakarya import lokakarya\n"
        "from simkinerja.errors import InputError\n"
        "app = typer.Typer()\n"
        "app.command()(lokakarya)\n"
        "try:\n    app(sys.argv[1:], standalone_mode=False)\n"
        "except InputError as error:\n    sys.exit('\\n'.join(p.sentence for p in error.problems))\n"
    )
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False)


def test_faults_are_sentences(tmp_path: Path, lessons: Path) -> None:
    done = start("--folder", str(tmp_path / "tidak-ada"))
    assert "tidak ditemukan. Sebutkan folder yang berisi buku kerja" in done.stderr
    done = start("--folder", str(tmp_path))
    assert "tidak berisi satu pun buku kerja" in done.stderr
    (tmp_path / "01_rusak.ipynb").write_text("{}")
    (tmp_path / "02_rusak.ipynb").write_text("bukan json")
    done = start("--folder", str(tmp_path))
    assert done.stderr.count("bukan buku kerja yang utuh") == 2
    done = start("--folder", str(lessons), "--jaringan", "--kode", "ab")
    assert "Kode ruang harus 6 sampai 12 huruf atau angka" in done.stderr
    done = start("--folder", str(lessons), "--jaringan", "--alamat", "203.0.113.9")
    assert "bukan alamat komputer ini" in done.stderr
    for one in (done,):
        assert one.returncode != 0
        assert "Traceback" not in one.stderr


def test_a_taken_port_is_a_sentence(lessons: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = start("--folder", str(lessons), "--port", str(port))
    assert done.returncode != 0
    assert f"Porta {port} sedang dipakai program lain" in done.stderr
    assert f"--port {port + 1}" in done.stderr
    assert "Traceback" not in done.stderr
    assert "Menyiapkan" not in done.stdout, "told before any work is done"


def test_progress_is_told(room: Any) -> None:
    assert sum(line.startswith("Menyiapkan") for line in room.lines) == 3
    assert any(line.startswith("Menyiapkan 3 dari 3: ") for line in room.lines)


def test_a_full_room_says_so(room: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from simkinerja.workshop import host

    made = host.Host({}, 60.0)
    monkeypatch.setattr(host, "MAX_SESSIONS", 0)
    assert made.open("07_uji", "tamu") is None
    index = requests.get(room.base, timeout=10).text
    assert "12</b> menit" in index
    assert "Siapa saja. Siapa pun boleh." in index
    assert "menggeser satu angka" in index
    assert "Shift" not in index


def test_one_phone_cannot_fill_the_room_by_throwing_its_cookie_away() -> None:
    """Every page opened as somebody new, from one address: the longest unused gives way, others stay."""

    async def work() -> tuple[list[str], int]:
        host = Host({"a": SimpleNamespace(take=asyncio.Event().wait, end=None)}, 60.0)
        other = host.open("a", "lain", "10.0.0.2")
        made = [host.open("a", f"tamu-{k}", "10.0.0.9") for k in range(MAX_OF_A_PLACE + 5)]
        here = [host.open("a", f"sini-{k}") for k in range(MAX_OF_A_PLACE + 5)]
        assert other is not None
        assert other.ended == ""
        assert all(session is not None and session.ended == "" for session in here)
        ended = [session.ended for session in made if session is not None]
        for task in host._tasks:
            task.cancel()
        return ended, len(made)

    ended, n = asyncio.run(work())
    assert ended == ["banyak"] * 5 + [""] * (n - 5)
