"""The process of one guest: it answers controls, and nothing else.

Only what the stock widgets need is understood: who are you, which controls are there, this control was
moved. There is no handler for running code, for restarting or for files, so that no message can reach one.
"""

from __future__ import annotations

import itertools
import platform
import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from comm.base_comm import BaseComm, CommManager

from simkinerja.workshop.frames import Message, pack, read_frame, unpack, wrap

if TYPE_CHECKING:
    import socket

__all__ = ["CONTROL_TARGET", "Answering", "install"]

CONTROL_TARGET = "jupyter.widget.control"
"""The only kind of channel a guest may open: it asks for the state of all controls."""

_serial = itertools.count()


@dataclass(slots=True)
class _Outbox:
    """What goes to the browser, and which message it answers; shut until a guest has come."""

    open: bool = False
    parent: dict[str, Any] = field(default_factory=dict)
    frames: list[bytes] = field(default_factory=list)

    def take(self) -> bytes:
        """All frames, ready to be sent in one go."""
        data = b"".join(wrap(frame) for frame in self.frames)
        self.frames.clear()
        return data


_OUTBOX = _Outbox()
"""One a process: the widgets of the process have no other way out."""


def _emit(channel: str, kind: str, content: Any, metadata: Any = None, buffers: Any = None) -> None:
    """Put a message to the browser into the outbox."""
    header = {
        "msg_id": uuid.uuid4().hex,
        "session": "lokakarya",
        "username": "",
        "date": datetime.now(UTC).isoformat(),
        "msg_type": kind,
        "version": "5.3",
    }
    parts = [bytes(part) for part in buffers or ()]
    told = Message(channel, header, dict(_OUTBOX.parent), metadata or {}, content, parts)
    _OUTBOX.frames.append(pack(told))


class _Comm(BaseComm):
    """A channel between a control and the page; silent until a guest has come."""

    def publish_msg(
        self, msg_type: str, data: Any = None, metadata: Any = None, buffers: Any = None, **keys: Any
    ) -> None:
        if _OUTBOX.open:
            content = {"comm_id": self.comm_id, "data": data or {}, **keys}
            _emit("iopub", msg_type, content, metadata, buffers)


def _create(*, comm_id: str | None = None, **kwargs: Any) -> _Comm:
    """Make a channel; its id is a count, so that one rendered page fits every copy of the process."""
    made = comm_id or blake2b(str(next(_serial)).encode(), digest_size=16).hexdigest()
    return _Comm(comm_id=made, **kwargs)


def install() -> None:
    """Let the widgets of this process speak through our channels; call before ipywidgets is imported.

    ipywidgets registers itself with the manager when a notebook imports it in a shell.
    """
    import comm

    manager = CommManager()
    comm.create_comm = _create
    comm.get_comm_manager = lambda: manager


class Answering:
    """Answer the messages of one guest on a socket until it closes.

    Parameters
    ----------
    sock : socket.socket
        Connected, blocking.
    """

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._handlers: dict[str, Callable[[Message], None]] = {
            "kernel_info_request": self._who,
            "comm_info_request": self._which,
            "comm_open": self._open,
            "comm_msg": self._moved,
            "comm_close": self._closed,
        }

    def serve(self) -> None:
        """Read, answer, and send all answers of a message in one go."""
        _OUTBOX.open = True
        while (frame := read_frame(self._sock)) is not None:
            with suppress(Exception):  # a broken message or a control that fails ends nothing
                self.answer(unpack(frame))
            if data := _OUTBOX.take():
                self._sock.sendall(data)

    def answer(self, message: Message) -> None:
        """Handle one message; what is not understood is passed over in silence."""
        handler = self._handlers.get(message.kind)
        if handler is None:
            return
        _OUTBOX.parent = dict(message.header)
        _emit("iopub", "status", {"execution_state": "busy"})
        try:
            handler(message)
        finally:
            _emit("iopub", "status", {"execution_state": "idle"})

    def _who(self, message: Message) -> None:
        language = {"name": "python", "version": platform.python_version(), "file_extension": ".py"}
        language |= {"mimetype": "text/x-python"}
        content: dict[str, Any] = {"status": "ok", "protocol_version": "5.3", "implementation": "lokakarya"}
        content |= {"implementation_version": "1", "banner": "", "help_links": []}
        _emit("shell", "kernel_info_reply", {**content, "language_info": language})

    def _which(self, message: Message) -> None:
        import comm

        comms = {key: {"target_name": c.target_name} for key, c in comm.get_comm_manager().comms.items()}
        _emit("shell", "comm_info_reply", {"status": "ok", "comms": comms})

    def _open(self, message: Message) -> None:
        import comm

        if message.content.get("target_name") == CONTROL_TARGET:
            comm.get_comm_manager().comm_open(None, "", _as_dict(message))  # type: ignore[arg-type]

    def _moved(self, message: Message) -> None:
        import comm

        channel = comm.get_comm_manager().comms.get(str(message.content.get("comm_id", "")))
        if channel is not None:
            channel.handle_msg(_as_dict(message))

    def _closed(self, message: Message) -> None:
        import comm

        manager = comm.get_comm_manager()
        channel = manager.comms.get(str(message.content.get("comm_id", "")))
        if channel is not None and channel.target_name == CONTROL_TARGET:
            manager.comm_close(None, "", _as_dict(message))  # type: ignore[arg-type]


def _as_dict(message: Message) -> dict[str, Any]:
    """A message as comm handlers expect it."""
    return {
        "header": dict(message.header),
        "parent_header": dict(message.parent),
        "metadata": dict(message.metadata),
        "content": dict(message.content),
        "buffers": list(message.buffers),
    }
