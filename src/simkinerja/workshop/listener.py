"""The listening side of the server: no address may hold all connections, and no connection waits for ever."""

from __future__ import annotations

import sys
from collections import Counter
from typing import TYPE_CHECKING, Any

from tornado.httpserver import HTTPServer

if TYPE_CHECKING:
    from tornado.iostream import IOStream

__all__ = ["CONNECTIONS", "Listener", "more_files"]

CONNECTIONS = 48
"""Of one address at a time that are no websockets; a browser opens six."""
IDLE_SECONDS = 60.0
BODY_SECONDS = 20.0
MAX_BODY = 100_000
_WANTED_FILES = 8192
_OWN = ("127.0.0.1", "::1")


def more_files() -> None:
    """Let this process hold as many connections as the system allows; Windows has no such limit."""
    if sys.platform == "win32":
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _WANTED_FILES if hard == resource.RLIM_INFINITY else min(hard, _WANTED_FILES)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


class Listener(HTTPServer):
    """Refuses the connections of an address that holds too many already; this computer is not counted."""

    def initialize(self, *given: Any, **keys: Any) -> None:
        """Set the limits of every connection."""
        limits = {"max_body_size": MAX_BODY, "body_timeout": BODY_SECONDS}
        super().initialize(*given, **{"idle_connection_timeout": IDLE_SECONDS, **limits, **keys})
        self._held: Counter[str] = Counter()

    def handle_stream(self, stream: IOStream, address: tuple[Any, ...]) -> None:
        """Serve a connection, or close it at once."""
        place = str(address[0])
        if place not in _OWN and self._held[place] >= CONNECTIONS:
            stream.close()
            return
        self._held[place] += 1
        super().handle_stream(stream, address)

    def on_close(self, server_conn: object) -> None:
        """Count a connection off; a websocket leaves here too, as soon as it is one."""
        place = str(server_conn.context.remote_ip)  # type: ignore[attr-defined]
        self._held[place] -= 1
        if self._held[place] <= 0:
            del self._held[place]
        super().on_close(server_conn)
