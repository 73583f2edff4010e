"""What a guest must not get: sources, files, other people's sessions, code of his own."""

import http.client
import json
import socket
from contextlib import suppress
from typing import Any

import pytest
import requests
import websocket

from simkinerja.workshop.frames import Message, pack
from simkinerja.workshop.listener import CONNECTIONS

SECRETS = ("kalimat-rahasia", "jejak-galat", "Traceback", "hitung(_)")
PATHS = [
    "/07_uji.ipynb",
    "/buku/07_uji.ipynb",
    "/buku/../07_uji.ipynb",
    "/buku/..%2f07_uji.ipynb",
    "/buku/sumber/07_uji.py",
    "/sumber/07_uji.py",
    "/catatan.txt",
    "/files/catatan.txt",
    "/files/07_uji.ipynb",
    "/voila/files/catatan.txt",
    "/voila/files/07_uji.ipynb",
    "/voila/render/07_uji.ipynb",
    "/voila/tree/",
    "/voila/api/contents/",
    "/voila/api/themes/x",
    "/voila/execution/00000000-0000-0000-0000-000000000000",
    "/voila/query/00000000-0000-0000-0000-000000000000",
    "/voila/templates/lokakarya/static/x",
    "/nbconvert/html/07_uji.ipynb",
    "/notebooks/07_uji.ipynb",
    "/lab",
    "/tree",
    "/api",
    "/api/contents",
    "/api/contents/07_uji.ipynb",
    "/api/kernels",
    "/api/kernelspecs",
    "/api/sessions",
    "/api/terminals",
    "/api/status",
    "/terminals/websocket/1",
    "/terminals/1",
    "/metrics",
    "/static/../../../../../../etc/passwd",
    "/aset/../site.py",
    "/aset/..%2fsite.py",
    "/aset/%2e%2e/site.py",
    "/aset/....//site.py",
    "/aset//etc/passwd",
    "/aset/..\\site.py",
    "/voila/static/../../../../../../../../etc/passwd",
    "/voila/static/%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
    "/voila/static/..%252f..%252fetc/passwd",
    "/voila/labextensions/@jupyter-widgets/jupyterlab-manager/static/../package.json",
    "/voila/labextensions/%00",
    "//etc/passwd",
    "/hadir/00000000-0000-0000-0000-000000000000",
    "/api/kernels/00000000-0000-0000-0000-000000000000",
]


def raw(room: Any, method: str, path: str, **headers: str) -> tuple[int, str]:
    """Ask without a client that tidies the path first."""
    connection = http.client.HTTPConnection("127.0.0.1", room.port, timeout=20)
    connection.request(method, path, headers=headers)
    answer = connection.getresponse()
    text = answer.read().decode("utf-8", "replace")
    connection.close()
    return answer.status, text


def clean(text: str) -> bool:
    return not any(secret in text for secret in SECRETS) and "root:" not in text


@pytest.mark.parametrize("path", PATHS)
def test_nothing_but_pages(room: Any, path: str) -> None:
    status, text = raw(room, "GET", path)
    assert status in {400, 404}, text[:300]
    assert clean(text)
    if status == 404:
        assert "Halaman tidak ada" in text


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD"])
@pytest.mark.parametrize(
    "path", ["/", "/buku/07_uji", "/api/kernels", "/api/sessions", "/aset/lokakarya.css"]
)
def test_no_other_methods(room: Any, method: str, path: str) -> None:
    status, text = raw(room, method, path)
    assert status in {404, 405}
    assert clean(text)


def test_the_page_holds_no_source(room: Any) -> None:
    text = requests.get(f"{room.base}/buku/07_uji", timeout=20).text
    assert "Uji geser" in text
    assert clean(text)
    assert "import ipywidgets" not in text
    assert "isi dulu jawaban" not in text
    assert "Latihan ini dikerjakan dengan kode" in text
    assert "Persiapan" not in text
    assert "Shift" not in text


def test_a_failing_cell_is_one_sentence(room: Any) -> None:
    text = requests.get(f"{room.base}/buku/09_galat", timeout=20).text
    assert text.count("Bagian ini belum dapat ditampilkan.") == 1
    assert "Awal" in text
    assert "Akhir" in text
    assert "ZeroDivision" not in text
    assert clean(text)
    assert any("Sel kode ke-1 gagal (ZeroDivisionError" in line for line in room.lines), (
        "the facilitator is told"
    )


def test_a_session_is_one_guests_own(room: Any) -> None:
    mine, other = room.guest().open(), room.guest().open()
    for path in (f"/api/kernels/{mine.key}", f"/hadir/{mine.key}"):
        assert mine.http.get(room.base + path, timeout=20).status_code < 300
        assert other.http.get(room.base + path, timeout=20).status_code == 404
    assert other.http.post(f"{room.base}/voila/api/shutdown/{mine.key}", timeout=20).status_code == 404
    for method in ("DELETE", "POST", "PATCH"):
        for tail in ("", "/restart", "/interrupt"):
            address = f"{room.base}/api/kernels/{mine.key}{tail}"
            assert other.http.request(method, address, timeout=20).status_code in {404, 405}
            assert mine.http.request(method, address, timeout=20).status_code in {404, 405}
    with pytest.raises(websocket.WebSocketBadStatusException, match="404"):
        other.connect(key=mine.key)
    assert "luas 25" in mine.connect().look().shown(5), "mine still lives"


@pytest.mark.parametrize(
    ("kind", "channel", "content"),
    [
        ("execute_request", "shell", {"code": "open('/tmp/x','w')", "silent": False, "user_expressions": {}}),
        ("execute_request", "control", {"code": "1", "silent": False}),
        ("inspect_request", "shell", {"code": "RAHASIA", "cursor_pos": 3}),
        ("complete_request", "shell", {"code": "RAH", "cursor_pos": 3}),
        ("history_request", "shell", {"hist_access_type": "tail", "n": 9}),
        ("shutdown_request", "control", {"restart": False}),
        ("interrupt_request", "control", {}),
        ("debug_request", "control", {"type": "request", "command": "evaluate"}),
        ("input_reply", "stdin", {"value": "x"}),
        ("comm_open", "shell", {"comm_id": "z", "target_name": "jupyter.widget", "data": {"state": {}}}),
        ("comm_open", "shell", {"comm_id": "z", "target_name": "lain", "data": {}}),
    ],
)
def test_no_message_runs_anything(room: Any, kind: str, channel: str, content: dict[str, Any]) -> None:
    guest = room.guest().open().connect().look()
    refused = guest.send(kind, content, channel)
    guest.send("kernel_info_request", {})
    seen = []
    while True:
        message = guest.sock.recv()
        seen.append(message)
        if b"kernel_info_reply" in message:
            break
    assert not any(refused.encode() in message for message in seen), "not even an answer"
    assert "luas 16" in guest.shown(4)


def test_the_guests_process_itself_knows_no_code() -> None:
    """Even a message that would slip past the server finds nobody who runs it."""
    import socket

    from simkinerja.workshop.answering import Answering

    left, right = socket.socketpair()
    with left, right:
        answering = Answering(right)
        for kind in ("execute_request", "shutdown_request", "comm_open"):
            answering.answer(
                Message("shell", {"msg_type": kind}, content={"code": "1", "target_name": "jupyter.widget"})
            )
        assert sorted(answering._handlers) == [
            "comm_close", "comm_info_request", "comm_msg", "comm_open", "kernel_info_request",
        ]  # fmt: skip


def test_a_control_that_fails_tells_no_trace(room: Any) -> None:
    guest = room.guest().open().connect().look()
    told = b"".join(json.dumps(dict(m.content)).encode() for m in guest.move(49))
    assert b"rahasia" not in told
    assert b"Traceback" not in told
    assert "luas 36" in guest.shown(6), "the session goes on"


def test_nonsense_closes_one_socket_only(room: Any) -> None:
    for data in (b"", b"\xff" * 64, b"\x06" + b"\0" * 200, pack(Message("shell", {}))[:-3], b"\0" * 5000):
        guest = room.guest().open().connect()
        guest.sock.send_binary(data)
        code, _ = guest.sock.recv_data()
        assert code == websocket.ABNF.OPCODE_CLOSE
    text = room.guest().open().connect()
    text.sock.send('{"header": {"msg_type": "execute_request"}}')
    assert text.sock.recv_data()[0] == websocket.ABNF.OPCODE_CLOSE
    assert "luas 4" in room.guest().open().connect().look().shown(2)


def test_foreign_pages_cannot_use_this_computer(room: Any) -> None:
    status, text = raw(room, "GET", "/", Host=f"jahat.example:{room.port}")
    assert status == 421
    assert "Alamat ini tidak dilayani" in text
    with pytest.raises(websocket.WebSocketBadStatusException, match="403"):
        room.guest().open().connect(origin="http://jahat.example")


def test_headers_keep_pages_at_home(room: Any) -> None:
    for path in ("/", "/buku/07_uji", "/tidak-ada"):
        answer = requests.get(room.base + path, timeout=20)
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "http:" not in policy
        assert "https:" not in policy
        assert "*" not in policy
        assert "tornado" not in answer.headers["Server"].lower()
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    cookie = requests.get(room.base + "/", timeout=20).headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_a_guest_cannot_open_pages_without_end(room: Any) -> None:
    guest = room.guest()
    codes = [guest.http.get(f"{room.base}/buku/07_uji", timeout=20).status_code for _ in range(33)]
    assert codes[:30] == [200] * 30
    assert codes[30:] == [429] * 3


@pytest.mark.parametrize(
    "kind", ["execute_request", "shutdown_request", "interrupt_request", "debug_request", ""]
)
def test_the_server_passes_on_what_controls_need_only(kind: str) -> None:
    from simkinerja.workshop.site import wanted

    assert not wanted(Message("shell", {"msg_type": kind}))
    assert not wanted(Message("control", {"msg_type": "comm_msg"}))
    assert wanted(Message("shell", {"msg_type": "comm_msg"}))


def test_a_phone_that_holds_many_connections_leaves_room_for_others(open_room: Any, lesson: Any) -> None:
    """Half a request on each, without any code; this computer's own browser is not counted."""
    with open_room(lesson) as made:
        held = []
        for _ in range(CONNECTIONS + 20):
            one = socket.create_connection(("127.0.0.1", made.port), 5, source_address=("127.0.0.9", 0))
            one.sendall(b"GET /masuk HTTP/1.1\r\n")
            held.append(one)
        assert requests.get(made.base, timeout=10).status_code == 200
        shut = 0
        for one in held:
            one.settimeout(0.3)
            with suppress(TimeoutError):
                try:
                    shut += one.recv(1) == b""
                except ConnectionError:
                    shut += 1
            one.close()
        assert shut == 20
