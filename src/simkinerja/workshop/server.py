"""``simkinerja lokakarya``: prepare the notebooks, open the room, close it and leave nothing behind."""

from __future__ import annotations

import asyncio
import os
import re
import secrets
import signal
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, TypeVar

from simkinerja.errors import InputError, Place, problem
from simkinerja.workshop.book import Book, find_books
from simkinerja.workshop.door import Door, new_code, tidy
from simkinerja.workshop.network import LOOPBACK, bind, lan_address, qr_text

if TYPE_CHECKING:
    import socket
    from pathlib import Path

    from tornado.httpserver import HTTPServer

    from simkinerja.workshop.host import Host, Nursery
    from simkinerja.workshop.site import Room

__all__ = ["Options", "room_code", "run"]

T = TypeVar("T")
NEEDED = ("tornado", "voila", "segno", "IPython", "ipywidgets")
CULL_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Options:
    """How the room is opened.

    Parameters
    ----------
    folder : Path
        Holds the notebooks.
    port : int
    network : bool
        Serve the room's network, with a code; otherwise this computer only.
    code : str, optional
        Room code; drawn if none is given.
    address : str, optional
        Own address in the network, if this computer has several.
    spare : int
        Processes kept ready for each notebook.
    idle_minutes : float
        After this time without a move a session is ended.
    copies : bool, optional
        Whether processes copy themselves; by default where the system can (``host.CAN_COPY``).
    """

    folder: Path
    port: int = 8866
    network: bool = False
    code: str | None = None
    address: str | None = None
    spare: int = 2
    idle_minutes: float = 20.0
    copies: bool | None = None


def room_code(options: Options) -> str | None:
    """The code of the room; ``None`` where none is needed.

    Raises
    ------
    InputError
        If the wanted code is too short, too long, or more than letters and digits.
    """
    if not options.network:
        return None
    if options.code is None:
        return new_code()
    code = tidy(options.code)
    if not re.fullmatch(r"[A-Z0-9]{6,12}", code):
        raise InputError([problem("workshop_code", got=options.code)])
    return code


def _check(options: Options) -> list[Book]:
    missing = [problem("workshop_package", got=name) for name in NEEDED if find_spec(name) is None]
    if missing:
        raise InputError(missing)
    if not options.folder.is_dir():
        raise InputError([problem("workshop_folder", Place(), got=str(options.folder))])
    return find_books(options.folder)


def _say(text: str) -> None:
    print(text, flush=True)


async def _prepare(books: list[Book], nurseries: dict[str, Nursery]) -> list[str]:
    """Run all notebooks, as many at a time as there are processors; return the names that work."""
    turn = asyncio.Semaphore(max(1, os.cpu_count() or 1))
    done: list[str] = []
    count = 0

    async def one(book: Book) -> None:
        nonlocal count
        async with turn:
            works = await nurseries[book.name].prepare()
        count += 1
        state = "" if works else " GAGAL; pelajaran ini tidak dapat dibuka."
        _say(f"Menyiapkan {count} dari {len(books)}: {book.title}.{state}")
        for fault in nurseries[book.name].faults:
            _say(
                f"  Sel kode ke-{fault['cell']} gagal ({fault['words']}); peserta melihat satu kalimat saja."
            )
        if works:
            done.append(book.name)

    await asyncio.gather(*(one(book) for book in books))
    return done


def _load() -> None:
    """Import the slow parts of Voila while the notebooks run."""
    import voila.exporter  # noqa: F401


async def _pages(books: list[Book], nurseries: dict[str, Nursery], ready: list[str]) -> dict[str, str]:
    from simkinerja.workshop.pages import render_book
    from simkinerja.workshop.static import page_settings

    settings, titles = page_settings(), {book.name: book.title for book in books}
    return {
        book.name: await render_book(book, nurseries[book.name].notebook, settings, titles)
        for book in books
        if book.name in ready
    }


def _names(addresses: list[str], port: int) -> frozenset[str]:
    known = {*addresses, "localhost"}
    return frozenset(f"{name}:{port}" for name in known) | (frozenset(known) if port == 80 else frozenset())


def _welcome(room: Room, port: int) -> None:
    """Print where to go."""
    if room.door.code is None:
        _say(f"\nLokakarya siap di {room.address} (hanya komputer ini). Tekan Ctrl-C untuk menutup.")
        return
    entry = f"{room.address}masuk?kode={room.door.code}"
    try:
        _say("\n" + qr_text(entry))
    except UnicodeEncodeError:  # a console that knows no block letters
        _say("")
    _say(f"Alamat untuk peserta: {room.address}")
    _say(f"Kode ruang:           {room.door.code}")
    _say(f"Layar untuk proyektor (komputer ini saja): http://{LOOPBACK}:{port}/fasilitator")
    _say("Ponsel harus di wifi yang sama. Tekan Ctrl-C untuk menutup.")


async def _wait_for_the_end(host: Host, stop: asyncio.Event) -> None:
    """Until Ctrl-C or a request to end; meanwhile idle sessions are ended."""
    while not stop.is_set():
        try:
            await asyncio.wait_for(stop.wait(), min(CULL_SECONDS, host.idle / 4))
        except TimeoutError:
            host.cull()


@contextmanager
def _ending() -> Iterator[asyncio.Event]:
    """An event that Ctrl-C or a request to end sets, from the first process started to the last one gone."""
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    numbers = (signal.SIGINT, signal.SIGTERM)
    before = {n: signal.signal(n, lambda *_: loop.call_soon_threadsafe(stop.set)) for n in numbers}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


async def _unless(stop: asyncio.Event, work: Coroutine[Any, Any, T]) -> T | None:
    """The result of some work, or ``None`` as soon as the end is wished for."""
    task, end = asyncio.ensure_future(work), asyncio.ensure_future(stop.wait())
    await asyncio.wait({task, end}, return_when=asyncio.FIRST_COMPLETED)
    end.cancel()
    if task.done():
        return task.result()
    task.cancel()
    return None


async def _open(
    books: list[Book], sockets: list[socket.socket], code: str | None, host: Host
) -> HTTPServer | None:
    """Prepare everything and start to listen; ``None`` if no notebook could be run."""
    from simkinerja.workshop.listener import Listener, more_files
    from simkinerja.workshop.site import Room, application
    from simkinerja.workshop.static import collect

    loaded = asyncio.create_task(asyncio.to_thread(_load))
    ready = await _prepare(books, host.nurseries)
    await loaded
    if not ready:
        return None
    assets = collect()
    pages = await _pages(books, host.nurseries, ready)
    await asyncio.to_thread(assets.warm)
    port, last = int(sockets[0].getsockname()[1]), str(sockets[-1].getsockname()[0])
    names = _names([str(sock.getsockname()[0]) for sock in sockets], port)
    room = Room(books, pages, host, Door(code), assets, f"http://{last}:{port}/", names)
    more_files()
    server = Listener(application(room, secrets.token_bytes(32)))
    server.add_sockets(sockets)
    for nursery in host.nurseries.values():
        if nursery.alive:
            nursery.refill()
    _welcome(room, port)
    return server


async def _serve(options: Options, books: list[Book], sockets: list[socket.socket], code: str | None) -> None:
    from simkinerja.workshop.host import CAN_COPY, Host, Nursery, Switchboard

    board = Switchboard()
    await board.start()
    copies = CAN_COPY if options.copies is None else options.copies
    nurseries = {book.name: Nursery(book, board, options.spare, copies) for book in books}
    host = Host(nurseries, options.idle_minutes * 60)
    with _ending() as stop:
        try:
            server = await _unless(stop, _open(books, sockets, code, host))
            if server is not None:
                await _wait_for_the_end(host, stop)
                server.stop()
            elif not stop.is_set():
                raise InputError([problem("workshop_none_ready")])
        finally:
            board.close()
            await host.close()


def run(options: Options) -> None:
    """Open the room and stay until Ctrl-C.

    Raises
    ------
    InputError
        For a missing package, folder, notebook, network or port: before anything is started.
    """
    books = _check(options)
    code = room_code(options)
    addresses = [LOOPBACK, *([lan_address(options.address)] if options.network else [])]
    sockets: list[socket.socket] = []
    try:
        for address in addresses:
            sockets += bind(options.port, address)
        _quiet()
        asyncio.run(_serve(options, books, sockets, code))
    finally:
        for sock in sockets:
            sock.close()
    _say("\nLokakarya ditutup. Semua sesi peserta sudah diakhiri; tidak ada yang disimpan.")


def _quiet() -> None:
    """Keep reports of libraries off the facilitator's terminal."""
    import logging

    if not os.environ.get("SIMKINERJA_DEBUG"):
        for name in ("tornado", "traitlets", "asyncio"):
            logging.getLogger(name).setLevel(logging.CRITICAL)
