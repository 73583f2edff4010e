"""What travels: frames between our own processes, and kernel messages as the browser packs them (v1)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import socket

__all__ = ["MAX_FRAME", "PROTOCOL", "Message", "pack", "read_frame", "unpack", "wrap"]

PROTOCOL = "v1.kernel.websocket.jupyter.org"
"""The only websocket subprotocol served; the older one is how voila 0.5.13 is brought down."""
MAX_FRAME = 8_000_000
MAX_PARTS = 64
_WORD = 8


@dataclass(frozen=True, slots=True)
class Message:
    """One kernel message.

    Parameters
    ----------
    channel : str
        ``"shell"``, ``"iopub"`` or ``"control"``.
    header, parent, metadata, content : mapping
        As the Jupyter message specification names them.
    buffers : sequence of bytes
        Binary parts behind the content.
    """

    channel: str
    header: Mapping[str, Any]
    parent: Mapping[str, Any] = field(default_factory=dict)
    metadata: Mapping[str, Any] = field(default_factory=dict)
    content: Mapping[str, Any] = field(default_factory=dict)
    buffers: Sequence[bytes] = ()

    @property
    def kind(self) -> str:
        """Message type, ``""`` if the header has none."""
        return str(self.header.get("msg_type", ""))


def pack(message: Message) -> bytes:
    """Pack a message as protocol v1 does: number of offsets, offsets, channel, four JSON parts, buffers.

    Examples
    --------
    >>> unpack(pack(Message("shell", {"msg_type": "comm_msg"}, buffers=[b"ab", b""]))).buffers
    (b'ab', b'')
    """
    named = (message.header, message.parent, message.metadata, message.content)
    parts = [message.channel.encode("utf-8")]
    parts += [json.dumps(part, separators=(",", ":"), default=str).encode("utf-8") for part in named]
    parts += [bytes(buffer) for buffer in message.buffers]
    offsets = [_WORD * (len(parts) + 2)]
    for part in parts:
        offsets.append(offsets[-1] + len(part))
    head = [len(offsets), *offsets]
    return b"".join([*(number.to_bytes(_WORD, "little") for number in head), *parts])


def unpack(data: bytes) -> Message:
    """Read a packed message; every length is checked before it is believed.

    Raises
    ------
    ValueError
        If the bytes are no such message.

    Examples
    --------
    >>> unpack(pack(Message("shell", {"msg_type": "comm_msg"}))).kind
    'comm_msg'
    >>> unpack(bytes([0xff] * 64))
    Traceback (most recent call last):
    ...
    ValueError: number of parts
    """
    count = int.from_bytes(data[:_WORD], "little")
    if not 6 <= count <= MAX_PARTS or len(data) < _WORD * (count + 1):
        raise ValueError("number of parts")
    offsets = [int.from_bytes(data[_WORD * k : _WORD * (k + 1)], "little") for k in range(1, count + 1)]
    if offsets[0] != _WORD * (count + 1) or offsets[-1] != len(data) or offsets != sorted(offsets):
        raise ValueError("offsets")
    parts = [data[a:b] for a, b in pairwise(offsets)]
    named = [json.loads(part) for part in parts[1:5]]
    if not all(isinstance(part, dict) for part in named):
        raise ValueError("parts must be objects")
    header, parent, metadata, content = named
    return Message(parts[0].decode("utf-8"), header, parent, metadata, content, tuple(parts[5:]))


def wrap(data: bytes) -> bytes:
    """Put the length in front of a frame.

    Examples
    --------
    >>> wrap(b"abc").hex()
    '00000003616263'
    """
    return len(data).to_bytes(4, "big") + data


def _exactly(sock: socket.socket, size: int) -> bytes | None:
    parts = bytearray()
    while len(parts) < size:
        piece = sock.recv(min(size - len(parts), 1 << 20))
        if not piece:
            return None
        parts += piece
    return bytes(parts)


def read_frame(sock: socket.socket) -> bytes | None:
    """Read one frame from a blocking socket; ``None`` when the other side has gone.

    Raises
    ------
    ValueError
        If the frame is longer than :data:`MAX_FRAME`.
    """
    head = _exactly(sock, 4)
    if head is None:
        return None
    size = int.from_bytes(head, "big")
    if size > MAX_FRAME:
        raise ValueError("frame too long")
    return _exactly(sock, size)
