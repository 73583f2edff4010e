"""The processes behind the pages: one runs a notebook, its copies answer the guests.

Started by the server as ``python -m simkinerja.workshop.sitter``; a line on the standard input says where
to call back. Where the system can copy a process (fork), one process a notebook runs the cells once and
copies itself for every guest, which takes milliseconds and shares its memory; elsewhere every guest's
process runs the cells itself. Either way the processes end as soon as the server's socket closes.
"""

from __future__ import annotations

import gc
import json
import os
import select
import signal
import socket
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from simkinerja.workshop.frames import read_frame, wrap

__all__ = ["main"]

LOW_PRIORITY = 5
MEMORY_BYTES = 3 << 30


def _call_back(port: int, token: str) -> socket.socket:
    """Connect to the server and say who is calling."""
    sock = socket.create_connection(("127.0.0.1", port), timeout=30)
    sock.settimeout(None)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    sock.sendall(wrap(json.dumps({"token": token, "pid": os.getpid()}).encode()))
    return sock


def _limit() -> None:
    """Leave the server the first turn on a busy processor, and no guest all of the memory."""
    if hasattr(os, "nice"):
        os.nice(LOW_PRIORITY)
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _tell(sock: socket.socket, **values: Any) -> None:
    sock.sendall(wrap(json.dumps(values, default=str).encode("utf-8")))


def _prepare(sock: socket.socket, path: Path) -> None:
    """Run the notebook and hand its outputs to the server."""
    from simkinerja.workshop.answering import install
    from simkinerja.workshop.capture import run_notebook

    install()
    notebook, faults = run_notebook(path)
    told = [{"cell": fault.cell, "words": fault.words} for fault in faults]
    _tell(sock, prepared=notebook, faults=told)


def _answer(sock: socket.socket) -> None:
    """Serve one guest, then leave without any clean-up of what was copied."""
    from simkinerja.workshop.answering import Answering

    code = 0
    try:
        _limit()
        Answering(sock).serve()
    except BaseException:
        code = 1
    finally:
        os._exit(code)


class _Nursery:
    """Copies of this process, by the token of their guest."""

    def __init__(self, sock: socket.socket, port: int) -> None:
        self._sock, self._port = sock, port
        self._pids: dict[int, str] = {}

    def run(self) -> None:
        """Obey the server until it is gone."""
        gc.collect()
        gc.freeze()
        while True:
            ready, _, _ = select.select([self._sock], [], [], 1.0)
            if ready:
                frame = read_frame(self._sock)
                if frame is None:
                    break
                self._obey(json.loads(frame))
            self._reap()
        for pid in self._pids:
            with suppress(OSError):
                os.kill(pid, signal.SIGKILL)

    def _obey(self, order: dict[str, str]) -> None:
        token = order["token"]
        if order["do"] == "copy":
            pid = os.fork()
            if pid == 0:
                self._sock.close()
                _answer(_call_back(self._port, token))
            self._pids[pid] = token
            return
        for pid in [pid for pid, known in self._pids.items() if known == token]:
            with suppress(OSError):
                os.kill(pid, signal.SIGKILL)

    def _reap(self) -> None:
        while self._pids:
            try:
                pid, _ = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            self._pids.pop(pid, None)


def main() -> None:
    """Read the order from the standard input and carry it out."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is meant for the server, which ends us
    order = json.loads(sys.stdin.readline())
    sock = _call_back(order["port"], order["token"])
    _prepare(sock, Path(order["path"]))
    if order["copies"]:
        _Nursery(sock, order["port"]).run()
    else:
        _answer(sock)


if __name__ == "__main__":
    main()
