"""The guests' processes, seen from the server: started ahead, handed out, ended when idle."""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import subprocess
import sys
import time
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from simkinerja.workshop.frames import MAX_FRAME, wrap

if TYPE_CHECKING:
    from collections.abc import Callable

    from simkinerja.workshop.book import Book

__all__ = ["CAN_COPY", "Host", "Nursery", "Session", "Switchboard"]

CAN_COPY = hasattr(os, "fork") and sys.platform == "linux"
"""Whether a process may copy itself after it has loaded numerical libraries."""
CALL_SECONDS = 90.0
KEPT_FRAMES = 300
MAX_SESSIONS = 200
MAX_OF_A_GUEST = 8
MAX_OF_A_PLACE = 16
"""Sessions of one address in the room: a guest who throws cookies away is still one phone."""
_PREPARED_BYTES = 64_000_000
QUIET = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MPLBACKEND": "agg", "PYTHONUTF8": "1"}
QUIET["ARROW_DEFAULT_MEMORY_POOL"] = "system"  # the other pool starts a thread, and a copy must have none

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Page(Protocol):
    """The browser's side of a session."""

    async def deliver(self, data: bytes) -> None:
        """Send one message to the browser."""

    def end(self, reason: str) -> None:
        """Close the connection for good."""


async def _read(reader: asyncio.StreamReader, limit: int) -> bytes:
    size = int.from_bytes(await reader.readexactly(4), "big")
    if size > limit:
        raise ConnectionError("frame too long")
    return await reader.readexactly(size)


class Switchboard:
    """The loopback socket on which our processes call back; only a token it has given out is heard."""

    def __init__(self) -> None:
        self._waiting: dict[str, asyncio.Future[Streams]] = {}
        self._server: asyncio.Server | None = None
        self.port = 0

    async def start(self) -> None:
        """Listen on a free port of the loopback address."""
        self._server = await asyncio.start_server(self._called, "127.0.0.1", 0, limit=1 << 20)
        self.port = int(self._server.sockets[0].getsockname()[1])

    def expect(self) -> tuple[str, asyncio.Future[Streams]]:
        """A fresh token, and the connection that will come with it."""
        token = secrets.token_hex(32)
        future: asyncio.Future[Streams] = asyncio.get_running_loop().create_future()
        self._waiting[token] = future
        future.add_done_callback(lambda _: self._waiting.pop(token, None))
        return token, future

    async def _called(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            hello = json.loads(await asyncio.wait_for(_read(reader, 1000), 10.0))
            self._waiting[hello["token"]].set_result((reader, writer))
        except (OSError, ValueError, KeyError, TypeError, asyncio.IncompleteReadError, TimeoutError):
            writer.close()

    def close(self) -> None:
        """Stop listening."""
        if self._server is not None:
            self._server.close()


def _start_process(order: dict[str, Any]) -> subprocess.Popen[bytes]:
    """Start a sitter; its order goes through the standard input, where nobody else can read it."""
    group: dict[str, Any] = {"start_new_session": True}
    if os.name == "nt":
        group = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}  # type: ignore[attr-defined]
    process = subprocess.Popen(
        [sys.executable, "-m", "simkinerja.workshop.sitter"],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=os.environ | QUIET,
        **group,
    )
    assert process.stdin is not None
    process.stdin.write(json.dumps(order).encode() + b"\n")
    process.stdin.close()
    return process


async def _stop(tasks: set[asyncio.Task[None]]) -> None:
    """Cancel tasks and wait until they have tidied up."""
    for task in list(tasks):
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


@dataclass(slots=True, eq=False)
class Session:
    """One guest's copy of a notebook.

    Parameters
    ----------
    key : str
        Secret name of the session; the page knows it, nobody else does.
    guest : str
        Who may use it.
    book : str
        Name of the notebook.
    used : float
        When a control was last moved.
    place : str
        Address in the room that it was opened from; empty for this computer.
    """

    key: str
    guest: str
    book: str
    used: float
    place: str = ""
    streams: Streams | None = None
    page: Page | None = None
    ended: str = ""
    kept: deque[bytes] = field(default_factory=lambda: deque(maxlen=KEPT_FRAMES))
    started: asyncio.Event = field(default_factory=asyncio.Event)

    async def send(self, data: bytes) -> None:
        """Hand a message of the browser to the process."""
        await asyncio.wait_for(self.started.wait(), CALL_SECONDS)
        if self.streams is None:
            return
        writer = self.streams[1]
        writer.write(wrap(data))
        with suppress(ConnectionError):
            await writer.drain()

    async def join(self, page: Page) -> None:
        """Connect a page; the one that was connected before is left."""
        before, self.page = self.page, page
        if before is not None:
            before.end("diganti")
        while self.kept and self.page is page:
            await page.deliver(self.kept.popleft())

    def leave(self, page: Page) -> None:
        """Note that a page has gone; what comes meanwhile is kept for its return."""
        if self.page is page:
            self.page = None

    async def pump(self) -> None:
        """Carry messages from the process to the page until the process is gone."""
        assert self.streams is not None
        with suppress(asyncio.IncompleteReadError, ConnectionError, OSError):
            while True:
                data = await _read(self.streams[0], MAX_FRAME)
                if self.page is None:
                    self.kept.append(data)
                else:
                    await self.page.deliver(data)


class Nursery:
    """All processes of one notebook.

    Parameters
    ----------
    book : Book
    board : Switchboard
    spare : int
        Processes kept ready for the next guests.
    copies : bool
        Whether processes copy themselves (:data:`CAN_COPY`).
    """

    def __init__(self, book: Book, board: Switchboard, spare: int, copies: bool = CAN_COPY) -> None:
        self.book, self.copies = book, copies
        self.notebook: dict[str, Any] = {}
        self.faults: list[dict[str, Any]] = []
        self._board, self._spare = board, spare
        self._ready: deque[tuple[str, Streams]] = deque()
        self._parent: Streams | None = None
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._restart = asyncio.Lock()

    async def _spawn(self) -> tuple[str, Streams]:
        """Start a process and let it run the notebook."""
        token, call = self._board.expect()
        order = {"port": self._board.port, "token": token, "path": str(self.book.path.resolve())}
        process = _start_process({**order, "copies": self.copies})
        self._processes[token] = process
        try:
            streams = await asyncio.wait_for(call, CALL_SECONDS)
            prepared = json.loads(await asyncio.wait_for(_read(streams[0], _PREPARED_BYTES), CALL_SECONDS))
        except BaseException:
            await self._end_process(token)
            raise
        if not self.notebook:
            self.notebook, self.faults = prepared["prepared"], prepared["faults"]
        return token, streams

    async def prepare(self) -> bool:
        """Run the notebook; tell whether that worked. A fault in a cell is no failure of this."""
        try:
            token, streams = await self._spawn()
        except (OSError, TimeoutError, asyncio.IncompleteReadError, ValueError):
            return False
        if self.copies:
            self._parent = streams
        else:
            self._ready.append((token, streams))
        return True

    @property
    def alive(self) -> bool:
        """Whether controls can be moved: the notebook has some, and its process lives."""
        return any("widget-view" in kind for kind in self._kinds())

    def _kinds(self) -> list[str]:
        cells = self.notebook.get("cells", [])
        return [kind for cell in cells for out in cell.get("outputs", ()) for kind in out.get("data", ())]

    async def _copy(self) -> tuple[str, Streams]:
        async with self._restart:
            if self._parent is None or self._parent[0].at_eof():
                self._parent = (await self._spawn())[1]
        token, call = self._board.expect()
        self._parent[1].write(wrap(json.dumps({"do": "copy", "token": token}).encode()))
        return token, await asyncio.wait_for(call, CALL_SECONDS)

    async def _make(self) -> tuple[str, Streams]:
        return await (self._copy() if self.copies else self._spawn())

    async def take(self) -> tuple[str, Streams]:
        """A process for a guest: a ready one, or else a new one."""
        while self._ready:
            token, streams = self._ready.popleft()
            if not streams[0].at_eof():
                self.refill()
                return token, streams
        made = await self._make()
        self.refill()
        return made

    def refill(self) -> None:
        """Start what is missing from the processes kept ready."""
        for _ in range(self._spare - len(self._ready) - len(self._tasks)):
            task = asyncio.create_task(self._add())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _add(self) -> None:
        with suppress(OSError, TimeoutError, asyncio.IncompleteReadError, ValueError):
            self._ready.append(await self._make())

    async def end(self, token: str) -> None:
        """End one guest's process at once."""
        if self.copies and self._parent is not None:
            with suppress(ConnectionError):
                self._parent[1].write(wrap(json.dumps({"do": "end", "token": token}).encode()))
        else:
            await self._end_process(token)

    async def _end_process(self, token: str) -> None:
        process = self._processes.pop(token, None)
        if process is not None:
            process.kill()
            await asyncio.to_thread(process.wait)

    async def close(self) -> None:
        """End all processes of this notebook."""
        await _stop(self._tasks)
        for _, streams in self._ready:
            streams[1].close()
        if self._parent is not None:
            self._parent[1].close()  # the parent ends its copies, then itself
        for process in list(self._processes.values()):
            with suppress(subprocess.TimeoutExpired):
                await asyncio.to_thread(process.wait, 3.0)
        for token in list(self._processes):
            await self._end_process(token)


class Host:
    """All sessions of the room.

    Parameters
    ----------
    nurseries : dict of str to Nursery
        By name of the notebook.
    idle : float
        Seconds after which a session that nobody uses is ended.
    clock : callable
    """

    def __init__(
        self, nurseries: dict[str, Nursery], idle: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.nurseries, self.idle, self.clock = nurseries, idle, clock
        self.sessions: dict[str, Session] = {}
        self._tokens: dict[str, str] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def open(self, book: str, guest: str, place: str = "") -> Session | None:
        """Open a session; its process is found meanwhile. ``None`` when the room is full."""
        self._make_room([s for s in self.sessions.values() if s.guest == guest], MAX_OF_A_GUEST)
        if place:
            self._make_room([s for s in self.sessions.values() if s.place == place], MAX_OF_A_PLACE)
        if len(self.sessions) >= MAX_SESSIONS:
            return None
        key = secrets.token_hex(16)
        named = "-".join((key[:8], key[8:12], key[12:16], key[16:20], key[20:]))
        session = Session(named, guest, book, self.clock(), place)
        self.sessions[named] = session
        self._run(self._serve(session))
        return session

    def _make_room(self, sessions: list[Session], most: int) -> None:
        """End the longest unused of some sessions, so that one more is within a limit."""
        for session in sorted(sessions, key=lambda s: s.used)[: max(0, len(sessions) - most + 1)]:
            self.finish(session, "banyak")

    def find(self, key: str, guest: str) -> Session | None:
        """The session of that name, if it is this guest's."""
        session = self.sessions.get(key)
        return session if session is not None and session.guest == guest else None

    def _run(self, work: Any) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, session: Session) -> None:
        nursery = self.nurseries[session.book]
        try:
            token, streams = await nursery.take()
        except (OSError, TimeoutError, asyncio.IncompleteReadError, ValueError):
            session.started.set()
            self.finish(session, "gagal")
            return
        session.streams = streams
        session.started.set()
        self._tokens[session.key] = token
        if session.ended:  # the guest left before the process was there
            self._release(session)
            return
        await session.pump()
        self.finish(session, "berhenti")

    def finish(self, session: Session, reason: str) -> None:
        """End a session; its page is told why."""
        if self.sessions.pop(session.key, None) is None:
            return
        session.ended = reason
        self._release(session)
        if session.page is not None:
            session.page.end(reason)

    def _release(self, session: Session) -> None:
        """End the process of a session."""
        token = self._tokens.pop(session.key, None)
        if session.streams is not None:
            session.streams[1].close()
        if token is not None:
            self._run(self.nurseries[session.book].end(token))

    def cull(self) -> int:
        """End the sessions that nobody has used for too long; return how many."""
        old = [s for s in self.sessions.values() if self.clock() - s.used > self.idle]
        for session in old:
            self.finish(session, "diam")
        return len(old)

    async def close(self) -> None:
        """End all sessions and all processes."""
        for session in list(self.sessions.values()):
            self.finish(session, "tutup")
        await _stop(self._tasks)
        await asyncio.gather(*(nursery.close() for nursery in self.nurseries.values()))
