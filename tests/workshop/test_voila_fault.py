"""The fault of voila 0.5.13, and why it cannot happen here.

A websocket client that does not offer the v1 subprotocol gets the older binary form; voila's handler reads
that form's first bytes as a number of offsets, a number beyond 10^9, and builds a list of that length: one
processor busy for ever, memory growing until there is none. One plain client was enough.
"""

import subprocess
import sys
import time
from typing import Any

import psutil
import pytest
import requests
import voila
import websocket

STOCK = """
import resource, sys
from jupyter_server.services.kernels.connection.base import serialize_binary_message
from voila.tornado.kernel_websocket_handler import read_header_from_binary_message
resource.setrlimit(resource.RLIMIT_AS, (500 << 20, 500 << 20))
used = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
resource.setrlimit(resource.RLIMIT_CPU, (int(used) + 4, int(used) + 4))
message = {"header": {"msg_type": "comm_msg"}, "content": {}, "buffers": [b"x" * 10]}
try:
    read_header_from_binary_message(serialize_binary_message(message))
except MemoryError:
    sys.exit(77)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="batas memori proses hanya di Linux")
@pytest.mark.skipif(voila.__version__ != "0.5.13", reason="cacatnya dibuktikan pada voila 0.5.13 saja")
def test_the_stock_handler_eats_all_memory() -> None:
    done = subprocess.run([sys.executable, "-c", STOCK], capture_output=True, timeout=60, check=False)
    assert done.returncode not in {0, 1}, f"the fault is gone? {done.stderr.decode()[-300:]}"


@pytest.mark.parametrize("protocol", [None, "v0.kernel.websocket.jupyter.org", "apa-saja"])
def test_the_older_subprotocol_is_not_served(room: Any, protocol: str | None) -> None:
    server = psutil.Process(room.process.pid)
    before = server.memory_info().rss
    guest = room.guest().open("08_biner").connect().look()
    for _ in range(5):
        with pytest.raises(websocket.WebSocketBadStatusException, match="400"):
            room.guest().open("08_biner").connect(protocol=protocol)
    answers = guest.move(7)
    assert any(len(buffer) == 200_000 for message in answers for buffer in message.buffers)
    spent = sum(server.cpu_times()[:2])
    begin = time.monotonic()
    for _ in range(20):
        assert requests.get(f"{room.base}/", timeout=2).status_code == 200
    passed = time.monotonic() - begin
    assert sum(server.cpu_times()[:2]) - spent < passed + 1.0
    assert server.memory_info().rss - before < 60_000_000


def test_a_page_that_does_not_read_fills_nothing(room: Any) -> None:
    """Binary pictures for a browser that has fallen asleep are held back, not piled up."""
    server = psutil.Process(room.process.pid)
    guest = room.guest().open("08_biner").connect().look()
    before = server.memory_info().rss
    box = guest.model("BoundedIntTextModel")
    for k in range(150):
        state = {"method": "update", "state": {"value": k % 50}, "buffer_paths": []}
        guest.send("comm_msg", {"comm_id": box, "data": state})
    time.sleep(2.0)
    assert server.memory_info().rss - before < 40_000_000
    assert requests.get(f"{room.base}/", timeout=2).status_code == 200
