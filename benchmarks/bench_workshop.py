"""A room of many: sessions of one notebook at once, each moving a control after five seconds of thought.

Starts ``simkinerja lokakarya`` on this machine, opens the pages as browsers do (page, websocket, state of
all controls, then moves), and measures from the sent move to the received picture. Server and load share the
same processors, so a real room is a little better off.

    python benchmarks/bench_workshop.py [--sessions 40] [--seconds 60] [--book 03_menghitung_skor]
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import re
import signal
import socket
import subprocess
import sys
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

from simkinerja.workshop.frames import PROTOCOL, Message, pack, unpack

ROOT = Path(__file__).parents[1]
WANTED, FALLBACK = "03_menghitung_skor", "04_suara_warga"
THOUGHT_SECONDS = 5.0
PICTURE_LETTERS = 1000
START = """
import sys
from pathlib import Path
from simkinerja.workshop.server import Options, run
copies = False if sys.argv[4] == "sendiri" else None
run(Options(Path(sys.argv[1]), int(sys.argv[2]), spare=int(sys.argv[3]), copies=copies))
"""


@dataclass
class Guest:
    """One browser."""

    base: str
    book: str
    page_seconds: float = 0.0
    live_seconds: float = 0.0
    moves: list[float] = field(default_factory=list)
    messages: int = 0
    sock: Any = None
    states: dict[str, Any] = field(default_factory=dict)
    drawing: list[tuple[str, str, list[int]]] = field(default_factory=list)
    silent: int = 0

    async def arrive(self) -> None:
        """Fetch the page, connect, and ask for the state of all controls."""
        start = time.perf_counter()
        client = AsyncHTTPClient()
        answer = await client.fetch(f"{self.base}/buku/{self.book}", request_timeout=120)
        self.page_seconds = time.perf_counter() - start
        cookie = answer.headers["Set-Cookie"].split(";")[0]
        found = re.search(r'"kernelId": "([0-9a-f-]+)"', answer.body.decode())
        assert found is not None, "the page has no controls"
        address = (
            f"{self.base.replace('http', 'ws', 1)}/api/kernels/{found[1]}/channels?session_id={uuid.uuid4()}"
        )
        request = HTTPRequest(address, headers={"Cookie": cookie}, request_timeout=120)
        self.sock = await websocket_connect(request, subprotocols=[PROTOCOL], max_message_size=1 << 26)
        await self.send("kernel_info_request", {})
        channel = uuid.uuid4().hex
        opening = {"comm_id": channel, "target_name": "jupyter.widget.control", "data": {}}
        await self.send("comm_open", opening, {"version": "1.0.0"})
        await self.send("comm_msg", {"comm_id": channel, "data": {"method": "request_states"}})
        while not self.states:
            told = await self.receive()
            data = told.content.get("data", {})
            if data.get("method") == "update_states":
                self.states = data["states"]
        self.live_seconds = time.perf_counter() - start

    async def send(self, kind: str, content: dict[str, Any], metadata: dict[str, Any] | None = None) -> str:
        key = uuid.uuid4().hex
        header = {"msg_id": key, "msg_type": kind, "session": "bench", "username": "", "version": "5.3"}
        sock: WebSocketClientConnection = self.sock
        await sock.write_message(pack(Message("shell", header, {}, metadata or {}, content)), binary=True)
        return key

    async def receive(self) -> Message:
        data = await self.sock.read_message()
        if not isinstance(data, bytes):
            raise ConnectionError(f"the session ended: {self.sock.close_code} {self.sock.close_reason}")
        self.messages += 1
        return unpack(data)

    def controls(self) -> list[tuple[str, str, list[int]]]:
        """Number boxes and choices of the panels: id, name of the value, values it may take."""
        found = []
        for key, told in self.states.items():
            state = told["state"]
            if told["model_name"] == "BoundedIntTextModel":
                found.append((key, "value", list(range(state["min"], state["max"] + 1, state["step"]))))
            if told["model_name"] == "DropdownModel":
                found.append((key, "index", list(range(len(state["_options_labels"])))))
        return found

    async def learn(self) -> None:
        """Find the controls that draw a picture; others only fold a part away."""
        for control in self.controls():
            if await self._moved(control, control[2][len(control[2]) // 3]) is not None:
                self.drawing.append(control)

    async def move(self, dice: random.Random) -> None:
        """Move one control to another value and wait for the new picture."""
        control = dice.choice(self.drawing)
        key, name, values = control
        now = self.states[key]["state"][name]
        picture = await self._moved(control, dice.choice([value for value in values if value != now]))
        if picture is None:
            self.silent += 1
        else:
            self.moves.append(picture)

    async def _moved(self, control: tuple[str, str, list[int]], value: int) -> float | None:
        """Seconds from the move to the last picture it brought, if it brought one."""
        key, name, _ = control
        self.states[key]["state"][name] = value
        start = time.perf_counter()
        data = {"method": "update", "state": {name: value}, "buffer_paths": []}
        asked = await self.send("comm_msg", {"comm_id": key, "data": data})
        picture = None
        while True:
            told = await self.receive()
            if told.parent.get("msg_id") != asked:
                continue
            state = told.content.get("data", {}).get("state", {})
            if len(str(state.get("value", ""))) > PICTURE_LETTERS:
                picture = time.perf_counter() - start
            if told.content.get("execution_state") == "idle":
                return picture

    async def stay(self, seconds: float, dice: random.Random) -> None:
        """Think, move, think ..."""
        end = time.perf_counter() + seconds
        await asyncio.sleep(dice.uniform(0, THOUGHT_SECONDS))
        while time.perf_counter() < end:
            await self.move(dice)
            await asyncio.sleep(THOUGHT_SECONDS)


def quantile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def milliseconds(values: list[float]) -> str:
    named = (("p50", 0.5), ("p95", 0.95), ("max", 1.0))
    return ", ".join(f"{name} {1000 * quantile(values, share):.0f} ms" for name, share in named)


def memory(server: psutil.Process) -> tuple[float, float, int]:
    """Megabytes of the server and of all its processes (shared pages counted once), and their number."""
    children = server.children(recursive=True)
    return (
        server.memory_full_info().uss / 1e6,
        sum(child.memory_full_info().pss for child in children) / 1e6,
        len(children),
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(folder: Path, port: int, spare: int, way: str) -> tuple[subprocess.Popen[str], float]:
    begin = time.perf_counter()
    command = [sys.executable, "-c", START, str(folder), str(port), str(spare), way]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True)
    assert server.stdout is not None
    for line in server.stdout:
        print("   ", line.rstrip())
        if "Ctrl-C" in line:
            return server, time.perf_counter() - begin
    raise SystemExit("the server did not start")


async def room(base: str, book: str, count: int, seconds: float, server: psutil.Process) -> None:
    AsyncHTTPClient.configure(None, max_clients=count + 10)
    dice = random.Random(14)
    alone = Guest(base, book)
    await alone.arrive()
    await alone.learn()
    for _ in range(30):
        await alone.move(dice)
    print(f"alone: page {alone.page_seconds * 1000:.0f} ms, controls live {alone.live_seconds:.2f} s, "
          f"a move {milliseconds(alone.moves)}")  # fmt: skip
    before = memory(server)
    guests = [Guest(base, book) for _ in range(count)]
    begin = time.perf_counter()
    await asyncio.gather(*(guest.arrive() for guest in guests))
    for guest in guests:
        guest.drawing = alone.drawing  # the same page has the same controls
    print(f"{count} arrive at once: all pages served after {max(g.page_seconds for g in guests):.2f} s, "
          f"all controls live after {time.perf_counter() - begin:.2f} s")  # fmt: skip
    processor = server.cpu_times()
    used = sum(sum(p.cpu_times()[:2]) for p in server.children(recursive=True))
    begin = time.perf_counter()
    await asyncio.gather(*(guest.stay(seconds, random.Random(k)) for k, guest in enumerate(guests)))
    passed = time.perf_counter() - begin
    moves = [move for guest in guests for move in guest.moves]
    print(
        f"{len(moves)} moves of {count} sessions in {passed:.0f} s, control to picture: {milliseconds(moves)}"
    )
    own = sum(server.cpu_times()[:2]) - sum(processor[:2])
    rest = sum(sum(p.cpu_times()[:2]) for p in server.children(recursive=True)) - used
    print(f"processor: server {100 * own / passed:.0f}%, sessions {100 * rest / passed:.0f}% of one core")
    after = memory(server)
    each = (after[1] - before[1]) / count
    print(f"memory: server {after[0]:.0f} MB, {after[2]} processes {after[1]:.0f} MB together "
          f"({each:.1f} MB for each session)")  # fmt: skip
    for guest in [alone, *guests]:
        guest.sock.close()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--sessions", type=int, default=40)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--spare", type=int, default=2)
    parser.add_argument("--book", default=WANTED)
    parser.add_argument(
        "--no-copies", action="store_true", help="a process of its own for each, as on Windows"
    )
    parser.add_argument("--folder", type=Path, default=ROOT / "notebooks")
    wish = parser.parse_args()
    folder, book = wish.folder, wish.book
    if not (folder / f"{book}.ipynb").is_file():
        print(f"{book} is not there yet; measured with {FALLBACK}")
        book = FALLBACK
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:2])
    port = free_port()
    print(f"{book}, {wish.sessions} sessions, processors: {len(os.sched_getaffinity(0))}")
    server, took = start(folder, port, wish.spare, "sendiri" if wish.no_copies else "salin")
    try:
        print(f"ready after {took:.1f} s, all notebooks of the folder")
        process = psutil.Process(server.pid)
        asyncio.run(room(f"http://127.0.0.1:{port}", book, wish.sessions, wish.seconds, process))
    finally:
        children = psutil.Process(server.pid).children(recursive=True)
        server.send_signal(signal.SIGINT)
        server.wait(20)
        _, left = psutil.wait_procs(children, 3)
        print(f"processes left: {len(left)} of {len(children)}")


if __name__ == "__main__":
    main()
