"""Small notebooks, and a room that serves them in a process of its own."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import psutil
import pytest
import requests
import websocket

from simkinerja.workshop.frames import PROTOCOL, Message, pack, unpack

START = """
import json, sys
from pathlib import Path
from simkinerja.errors import InputError
from simkinerja.workshop.server import Options, run
wish = json.loads(sys.argv[1])
try:
    run(Options(Path(wish.pop("folder")), **wish))
except InputError as error:
    print(error, flush=True)
    sys.exit(2)
"""
LESSON = """# 07 · Uji geser

**12 menit.** Prasyarat: tidak ada. Siapa pun boleh.

Sesudah buku kerja ini Anda dapat:

1. menekan **Shift+Enter**;
2. menggeser satu angka;
"""
SLIDER = """
import os
import ipywidgets
RAHASIA = "kalimat-rahasia-di-sel"
angka = ipywidgets.BoundedIntText(value=3, min=0, max=50, description="Sisi")
geser = ipywidgets.IntSlider(value=3, min=0, max=50, tooltip="Sisi")
ipywidgets.link((angka, "value"), (geser, "value"))
jawab = ipywidgets.HTML("<svg></svg> luas 9, proses 0")
def hitung(_):
    if angka.value == 49:
        raise RuntimeError("jejak-galat-rahasia")
    if angka.value == 48:
        os._exit(3)
    jawab.value = f"<svg></svg> luas {angka.value ** 2}, proses {os.getpid()}"
angka.observe(hitung, names="value")
ipywidgets.VBox([angka, geser, jawab])
"""
BUFFERS = """
import ipywidgets
kecil = ipywidgets.BoundedIntText(value=1, min=0, max=50, description="Ukuran")
gambar = ipywidgets.Image(value=b"x" * 10, format="png")
def ubah(_):
    gambar.value = bytes([kecil.value % 256]) * 200_000
kecil.observe(ubah, names="value")
ipywidgets.VBox([kecil, gambar])
"""


def notebook(*cells: str | tuple[str, dict[str, Any]]) -> str:
    """Text of a notebook; a cell that begins with ``#`` and a blank is text, others are code."""
    made = []
    for number, cell in enumerate(cells):
        source, metadata = cell if isinstance(cell, tuple) else (cell, {})
        text = re.match(r"#+ ", source) is not None
        body: dict[str, Any] = {"id": f"sel-{number}", "metadata": metadata, "source": source}
        code = {"cell_type": "code", "execution_count": None, "outputs": []}
        made.append({**body, **({"cell_type": "markdown"} if text else code)})
    return json.dumps({"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


@dataclass
class Guest:
    """A browser: cookies, one page, its websocket."""

    base: str
    http: requests.Session = field(default_factory=requests.Session)
    key: str = ""
    sock: Any = None
    states: dict[str, Any] = field(default_factory=dict)

    def open(self, book: str = "07_uji") -> "Guest":
        answer = self.http.get(f"{self.base}/buku/{book}", timeout=30)
        assert answer.status_code == 200, answer.text
        found = re.search(r'"kernelId": "([0-9a-f-]+)"', answer.text)
        assert found is not None
        self.key = found[1]
        return self

    def cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.http.cookies.items())

    def connect(self, *, protocol: str | None = PROTOCOL, key: str | None = None, **extra: Any) -> "Guest":
        address = self.base.replace("http", "ws", 1) + f"/api/kernels/{key or self.key}/channels?session_id=x"
        offered = [protocol] if protocol else None
        if self.sock is not None:
            self.sock.shutdown()
        self.sock = websocket.create_connection(
            address, timeout=20, subprotocols=offered, cookie=self.cookie(), **extra
        )
        return self

    def send(self, kind: str, content: dict[str, Any], channel: str = "shell", **metadata: Any) -> str:
        asked = uuid4().hex
        header = {"msg_id": asked, "msg_type": kind, "session": "uji", "username": "", "version": "5.3"}
        self.sock.send_binary(pack(Message(channel, header, {}, metadata, content)))
        return asked

    def told(self, asked: str) -> list[Message]:
        """All answers to a message, to its end."""
        answers = []
        while True:
            data = self.sock.recv()
            assert isinstance(data, bytes), data
            assert data, "the server closed the socket"
            message = unpack(data)
            if message.parent.get("msg_id") == asked:
                answers.append(message)
                if message.content.get("execution_state") == "idle":
                    return answers

    def look(self) -> "Guest":
        """Ask for the state of all controls, as the page does first."""
        self.send(
            "comm_open",
            {"comm_id": "c1", "target_name": "jupyter.widget.control", "data": {}},
            version="1.0.0",
        )
        asked = self.send("comm_msg", {"comm_id": "c1", "data": {"method": "request_states"}})
        for message in self.told(asked):
            data = message.content.get("data", {})
            if data.get("method") == "update_states":
                self.states = data["states"]
        assert self.states
        return self

    def model(self, kind: str) -> str:
        return next(key for key, told in self.states.items() if told["model_name"] == kind)

    def move(self, value: int) -> list[Message]:
        """Move the number box and return what came of it."""
        data = {"method": "update", "state": {"value": value}, "buffer_paths": []}
        return self.told(self.send("comm_msg", {"comm_id": self.model("BoundedIntTextModel"), "data": data}))

    def shown(self, value: int) -> str:
        """The last text that the page shows after a move."""
        values = [str(m.content.get("data", {}).get("state", {}).get("value", "")) for m in self.move(value)]
        return next(text for text in reversed(values) if "luas" in text)


@dataclass
class Room:
    """A running server."""

    process: subprocess.Popen[str]
    port: int
    lines: list[str]
    guests: list[Guest] = field(default_factory=list)

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def guest(self, address: str | None = None) -> Guest:
        self.guests.append(Guest(f"http://{address}:{self.port}" if address else self.base))
        return self.guests[-1]

    def part(self) -> None:
        """Close what the guests left open."""
        for guest in self.guests:
            guest.http.close()
            if guest.sock is not None:
                guest.sock.shutdown()
        self.guests.clear()

    def processes(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def read_until(process: subprocess.Popen[str], lines: list[str], word: str, seconds: float) -> None:
    """Read lines until one holds a word; keep reading afterwards so that the pipe never fills."""
    assert process.stdout is not None
    seen = threading.Event()

    def read() -> None:
        assert process.stdout is not None
        for line in process.stdout:
            lines.append(line.rstrip("\n"))
            if word in line:
                seen.set()
        seen.set()

    threading.Thread(target=read, daemon=True).start()
    assert seen.wait(seconds), "\n".join(lines)


@contextmanager
def opened(folder: Path, **wish: Any) -> Iterator[Room]:
    port = int(wish.pop("port", 0)) or free_port()
    order = json.dumps({"folder": str(folder), "port": port, "spare": 1, **wish})
    environment = {k: v for k, v in os.environ.items() if not k.startswith("COV")}
    process = subprocess.Popen(
        [sys.executable, "-c", START, order],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        env=environment,
        start_new_session=os.name != "nt",
    )
    room = Room(process, port, [])
    try:
        read_until(process, room.lines, "Ctrl-C", 60)
        assert process.poll() is None, "\n".join(room.lines)
        yield room
    finally:
        room.part()
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            process.wait(20)
        if process.stdout is not None:
            time.sleep(0.05)
            process.stdout.close()


@pytest.fixture(scope="session")
def write_notebook() -> Callable[..., str]:
    """Text of a notebook from its cells."""
    return notebook


@pytest.fixture(scope="session")
def open_room() -> Callable[..., Any]:
    """A room over a folder, as a context manager."""
    return opened


@pytest.fixture(scope="session")
def lessons(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a slider, binary buffers, a failing cell, and files that are nobody's business."""
    folder = tmp_path_factory.mktemp("pelajaran")
    exercise = ("print('isi dulu jawaban')", {"tags": ["latihan"]})
    (folder / "07_uji.ipynb").write_text(notebook(LESSON, "## Persiapan\n\nTekan.", SLIDER, exercise))
    (folder / "08_biner.ipynb").write_text(notebook("# 08 · Biner\n\n**5 menit.** Untuk penguji.", BUFFERS))
    broken = "1 / 0  # jejak-galat-rahasia"
    (folder / "09_galat.ipynb").write_text(notebook("# 09 · Galat", "## Awal", broken, "## Akhir"))
    (folder / "sumber").mkdir()
    (folder / "sumber" / "07_uji.py").write_text("RAHASIA = 'kalimat-rahasia-di-sel'")
    (folder / "catatan.txt").write_text("kalimat-rahasia-di-sel")
    return folder


@pytest.fixture(scope="session")
def lesson(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the slider only, quickly prepared."""
    folder = tmp_path_factory.mktemp("satu")
    (folder / "07_uji.ipynb").write_text(notebook(LESSON, SLIDER))
    return folder


@pytest.fixture(scope="session")
def shared_room(lessons: Path) -> Iterator[Room]:
    """One room for all tests that leave it as it was."""
    with opened(lessons) as made:
        yield made


@pytest.fixture
def room(shared_room: Room) -> Iterator[Room]:
    """The shared room; guests of a test leave with it."""
    yield shared_room
    shared_room.part()
