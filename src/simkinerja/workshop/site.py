"""What the server answers: a short list of addresses, everything else is a page that says so."""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import sys
import time
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from tornado import web, websocket

from simkinerja.workshop.answering import CONTROL_TARGET
from simkinerja.workshop.door import Door, new_code
from simkinerja.workshop.frames import MAX_FRAME, PROTOCOL, Message, unpack
from simkinerja.workshop.network import qr_svg
from simkinerja.workshop.pages import FAULTS, KERNEL_MARK, render

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from simkinerja.workshop.book import Book
    from simkinerja.workshop.host import Host, Session
    from simkinerja.workshop.static import Assets

__all__ = ["ENDED", "Room", "application"]

COOKIE = "tamu"
ALLOWED = {"kernel_info_request", "comm_info_request", "comm_open", "comm_msg", "comm_close"}
BURST, PER_SECOND = 120.0, 40.0
BYTES_A_MOVE = 50_000
OPENS_A_MINUTE = 30
ENDED = 4001
"""Websocket close code that tells a page that its session is over."""
_OPEN_TO_ALL = ("/masuk", "/aset/lokakarya.css")
_AT_HOME = ("/fasilitator", "/aset/fasilitator.js")
_KEY = r"([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})"


@dataclass(slots=True)
class Room:
    """Everything the handlers share.

    Parameters
    ----------
    books : sequence of Book
        In the order of the index.
    pages : mapping of str to str
        Rendered page by name of the notebook; only these can be opened.
    host : Host
    door : Door
    assets : Assets
    address : str
        What guests type.
    names : frozenset of str
        Values of the ``Host`` header that are served.
    """

    books: Sequence[Book]
    pages: Mapping[str, str]
    host: Host
    door: Door
    assets: Assets
    address: str
    names: frozenset[str]
    opened: dict[str, deque[float]] = field(default_factory=dict)

    def too_many(self, guest: str) -> bool:
        """Whether a guest opens pages faster than a person does."""
        if len(self.opened) > 5000:
            self.opened.clear()
        now = time.monotonic()
        recent = self.opened.setdefault(guest, deque(maxlen=OPENS_A_MINUTE))
        if len(recent) == OPENS_A_MINUTE and now - recent[0] < 60.0:
            return True
        recent.append(now)
        return False


class _Guarded(web.RequestHandler):
    """Host, door, headers and faults, the same for every address."""

    room: Room
    guest: str

    def initialize(self, room: Room) -> None:
        self.room = room

    def set_default_headers(self) -> None:
        """Nothing but this server may be asked for anything by a page."""
        here = self.request.host
        policy = (
            "default-src 'none'; script-src 'self' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
            f"img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' ws://{here}; "
            "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        )
        for name, value in (
            ("Server", "simkinerja"),
            ("Content-Security-Policy", policy),
            ("X-Content-Type-Options", "nosniff"),
            ("Referrer-Policy", "same-origin"),  # with none, a form would not say where it comes from
            ("Cross-Origin-Resource-Policy", "same-origin"),
            ("Cache-Control", "no-store"),
        ):
            self.set_header(name, value)

    def prepare(self) -> None:
        """Refuse foreign names, then strangers."""
        if self.request.host not in self.room.names:
            raise web.HTTPError(421)
        known = self.get_signed_cookie(COOKIE, max_age_days=2)
        self.guest = known.decode("ascii") if known else ""
        if self.guest or self.request.path in _OPEN_TO_ALL:
            return
        if self.room.door.code is None:
            self.welcome()
        elif not self.at_home():
            self.stranger()

    def welcome(self) -> None:
        """Give a guest the cookie by which the pages of this browser are told from others'."""
        self.guest = secrets.token_hex(16)
        self.set_signed_cookie(COOKIE, self.guest, expires_days=None, httponly=True, samesite="Lax", path="/")

    def at_home(self) -> bool:
        """Whether this is the facilitator's page, asked for on this very computer."""
        return self.request.path in _AT_HOME and self.local()

    def local(self) -> bool:
        """Whether the request comes from this computer and names it so."""
        name = (urlsplit(f"//{self.request.host}").hostname or "").lower()
        return self.request.remote_ip in {"127.0.0.1", "::1"} and name in {"127.0.0.1", "localhost", "::1"}

    def stranger(self) -> None:
        """Show the door, or refuse where no page is asked for."""
        path = self.request.path
        if self.request.method == "GET" and (path == "/" or path.startswith("/buku/")):
            self.redirect("/masuk?" + urlencode({"ke": path}), status=303)
            return
        raise web.HTTPError(403)

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Say it in Indonesian, without any detail of what went wrong."""
        heading, advice = FAULTS.get(status_code, FAULTS[500 if status_code >= 500 else 400])
        self.set_header("Content-Type", "text/html; charset=UTF-8")
        self.finish(render("kesalahan.html.j2", heading=heading, advice=advice))

    def log_exception(self, typ: Any, value: Any, tb: Any) -> None:
        """One line for the facilitator; the whole report only on request."""
        if isinstance(value, web.HTTPError):
            return
        if os.environ.get("SIMKINERJA_DEBUG"):
            super().log_exception(typ, value, tb)
        print(f"Halaman {self.request.path} gagal: {typ.__name__}: {value}", file=sys.stderr, flush=True)


class _Nowhere(_Guarded):
    def prepare(self) -> None:
        super().prepare()
        if not self._finished:
            raise web.HTTPError(404)


class _Index(_Guarded):
    def get(self) -> None:
        self.write(render("daftar.html.j2", books=self.room.books, ready=set(self.room.pages)))


class _Enter(_Guarded):
    def get(self) -> None:
        typed = self.get_query_argument("kode", "")
        if typed:
            self._try(typed)
        else:
            self._ask("")

    def post(self) -> None:
        origin = self.request.headers.get("Origin")
        if origin not in {None, f"http://{self.request.host}"}:
            raise web.HTTPError(403)
        self._try(self.get_body_argument("kode", ""))

    def _target(self) -> str:
        wanted = self.get_argument("ke", "/")
        return wanted if wanted in {f"/buku/{name}" for name in self.room.pages} else "/"

    def _ask(self, message: str) -> None:
        code = self.room.door.code or new_code()
        form = f"{len(code)} huruf" if code.isalpha() else f"{len(code)} huruf dan angka"
        self.write(render("masuk.html.j2", message=message, target=self._target(), form=form))

    def _try(self, typed: str) -> None:
        address = self.request.remote_ip or ""
        wait = self.room.door.wait(address)
        if wait > 0:
            self.set_status(429)
            self.set_header("Retry-After", str(int(wait) + 1))
            self._ask(f"Terlalu sering salah. Tunggu {int(wait) + 1} detik, lalu coba lagi.")
        elif self.room.door.opens(typed, address):
            if not self.guest:  # who scans the square again keeps the pages that are open
                self.welcome()
            self.redirect(self._target(), status=303)
        else:
            self.set_status(403)
            self._ask("Kode itu belum cocok. Periksa lagi di layar fasilitator.")


class _Facilitator(_Guarded):
    def get(self) -> None:
        if not self.local():
            raise web.HTTPError(404)
        room = self.room
        sessions = [session for session in room.host.sessions.values() if session.page is not None]
        entry = f"{room.address}masuk?kode={room.door.code}"
        self.write(
            render(
                "fasilitator.html.j2",
                code=room.door.code,
                address=room.address,
                qr=qr_svg(entry) if room.door.code else "",
                guests=len({session.guest for session in sessions}),
                sessions=len(sessions),
            )
        )


class _Lesson(_Guarded):
    def get(self, name: str) -> None:
        page = self.room.pages.get(name)
        if page is None:
            raise web.HTTPError(404)
        if KERNEL_MARK in page:
            if self.room.too_many(self.guest):
                raise web.HTTPError(429)
            place = "" if self.local() else self.request.remote_ip or ""
            session = self.room.host.open(name, self.guest, place)
            if session is None:
                raise web.HTTPError(503)
            page = page.replace(KERNEL_MARK, session.key)
        self.write(page)


class _Asset(_Guarded):
    def get(self) -> None:
        asset = self.room.assets.get(self.request.path)
        if asset is None:
            raise web.HTTPError(404)
        self.set_header("Content-Type", asset.kind)
        self.set_header("Cache-Control", "private, max-age=86400")
        self.set_header("Etag", f'"{asset.tag}"')
        self.set_header("Vary", "Accept-Encoding")
        if self.check_etag_header():
            self.set_status(304)
            return
        if asset.packed and "gzip" in self.request.headers.get("Accept-Encoding", ""):
            self.set_header("Content-Encoding", "gzip")
            self.write(asset.packed)
        else:
            self.write(asset.data)


class _Own(_Guarded):
    """Addresses of one session; a session of somebody else does not exist."""

    def own(self, key: str) -> Session:
        session = self.room.host.find(key, self.guest)
        if session is None:
            raise web.HTTPError(404)
        return session


class _Kernel(_Own):
    def get(self, key: str) -> None:
        session = self.own(key)
        about = {"id": session.key, "name": "python3", "execution_state": "idle", "connections": 1}
        self.set_header("Content-Type", "application/json")
        self.write(json.dumps({**about, "last_activity": "2000-01-01T00:00:00Z"}))


class _Present(_Own):
    def get(self, key: str) -> None:
        self.own(key)
        self.set_status(204)


class _Leave(_Own):
    def post(self, key: str) -> None:
        self.room.host.finish(self.own(key), "pergi")
        self.set_status(204)


def wanted(message: Message) -> bool:
    """Whether a message of a browser is one that controls need.

    Examples
    --------
    >>> wanted(Message("shell", {"msg_type": "execute_request"}, content={"code": "1"}))
    False
    >>> wanted(Message("shell", {"msg_type": "comm_open"}, content={"target_name": "jupyter.widget"}))
    False
    """
    if message.channel != "shell" or message.kind not in ALLOWED:
        return False
    return message.kind != "comm_open" or message.content.get("target_name") == CONTROL_TARGET


class _Channels(websocket.WebSocketHandler, _Own):  # type: ignore[misc]
    """The websocket of one session."""

    session: Session | None = None
    _budget, _last = BURST, 0.0

    async def get(self, key: str) -> None:  # type: ignore[override]
        """Refuse before anything is upgraded: whom we do not know, and the old subprotocol."""
        session = self.own(key)
        offered = self.request.headers.get("Sec-WebSocket-Protocol", "")
        if PROTOCOL not in {part.strip() for part in offered.split(",")}:
            raise web.HTTPError(400)
        self.session = session
        await super().get(key)

    def select_subprotocol(self, subprotocols: list[str]) -> str | None:
        """Only the one whose messages have a checked shape."""
        return PROTOCOL if PROTOCOL in subprotocols else None

    async def open(self, *_: str) -> None:  # type: ignore[override]
        """Join the session."""
        assert self.session is not None
        self.set_nodelay(True)
        if self.session.ended:
            self.end(self.session.ended)
        else:
            await self.session.join(self)

    async def on_message(self, message: str | bytes) -> None:  # type: ignore[override]
        """Check a message, slow down a hasty sender, and hand it on."""
        session = self.session
        if session is None or isinstance(message, str):
            self.close(1003, "biner")
            return
        await self._slow_down(len(message))
        try:
            told = unpack(message)
        except (ValueError, UnicodeDecodeError, RecursionError):
            self.close(1007, "bentuk")
            return
        if not wanted(told):
            return
        if told.kind == "comm_msg":
            session.used = self.room.host.clock()
        await session.send(message)

    async def _slow_down(self, size: int) -> None:
        """Wait until the sender may send again; reading a long message costs as many short ones."""
        now = time.monotonic()
        self._budget = min(BURST, self._budget + (now - self._last) * PER_SECOND)
        self._last = now
        if self._budget < 1.0:
            await asyncio.sleep((1.0 - self._budget) / PER_SECOND)
        self._budget -= 1.0 + size / BYTES_A_MOVE

    async def deliver(self, data: bytes) -> None:
        """Send one message; a page that has gone is left."""
        try:
            await self.write_message(data, binary=True)
        except websocket.WebSocketClosedError:
            if self.session is not None:
                self.session.leave(self)

    def end(self, reason: str) -> None:
        """Close for good."""
        self.close(ENDED, reason)

    def on_close(self) -> None:
        """Leave the session; it waits for the page to come back."""
        if self.session is not None:
            self.session.leave(self)


def application(room: Room, secret: bytes) -> web.Application:
    """All addresses that are served."""
    shared: dict[str, Any] = {"room": room}
    routes = [
        (r"/", _Index),
        (r"/masuk", _Enter),
        (r"/fasilitator", _Facilitator),
        (r"/buku/([\w.\-]{1,120})", _Lesson),
        (r"/(?:aset|voila/static|voila/labextensions)/[\w.@/\-]{1,300}", _Asset),
        (rf"/hadir/{_KEY}", _Present),
        (rf"/api/kernels/{_KEY}", _Kernel),
        (rf"/api/kernels/{_KEY}/channels", _Channels),
        (rf"/voila/api/shutdown/{_KEY}", _Leave),
    ]
    return web.Application(
        [(pattern, handler, shared) for pattern, handler in routes],
        default_handler_class=_Nowhere,
        default_handler_args=shared,
        cookie_secret=secret,
        websocket_max_message_size=MAX_FRAME,
        websocket_ping_interval=25,
        log_function=lambda handler: None,
    )
