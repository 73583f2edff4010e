"""Addresses of this computer, a free port, and the square that a phone's camera reads."""

from __future__ import annotations

import errno
import io
import ipaddress
import socket
from contextlib import suppress

from simkinerja.errors import InputError, problem

__all__ = ["LOOPBACK", "bind", "lan_address", "qr_svg", "qr_text"]

LOOPBACK = "127.0.0.1"


def _guess() -> list[str]:
    """Addresses that other computers may reach this one by, the likeliest first; nothing is sent."""
    found = []
    for target in ("10.255.255.255", "192.168.255.255", "172.31.255.255"):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            try:
                probe.connect((target, 9))  # chooses a network card; a datagram socket sends nothing here
                found.append(str(probe.getsockname()[0]))
            except OSError:
                continue
    with suppress(OSError):
        found += [str(entry[4][0]) for entry in socket.getaddrinfo(socket.gethostname(), 0, socket.AF_INET)]
    return found


def lan_address(wanted: str | None = None) -> str:
    """Address of this computer in the room's network.

    Parameters
    ----------
    wanted : str, optional
        Taken as it is, if it is an address of the room's kind.

    Raises
    ------
    InputError
        If there is no network, or ``wanted`` is no IPv4 address.
    """
    if wanted is not None:
        try:
            return str(ipaddress.IPv4Address(wanted))
        except ValueError as error:
            raise InputError([problem("workshop_address", got=wanted)]) from error
    for address in _guess():
        parsed = ipaddress.IPv4Address(address)
        if not (parsed.is_loopback or parsed.is_unspecified or parsed.is_link_local):
            return address
    raise InputError([problem("workshop_no_network")])


def bind(port: int, address: str) -> list[socket.socket]:
    """Open a listening socket.

    Raises
    ------
    InputError
        If the port is taken, not allowed, or the address is not one of this computer.
    """
    from tornado.netutil import bind_sockets

    try:
        return bind_sockets(port, address, socket.AF_INET)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise InputError([problem("workshop_port_taken", got=port, other=port + 1)]) from error
        if error.errno == errno.EACCES:
            raise InputError([problem("workshop_port_refused", got=port)]) from error
        raise InputError([problem("workshop_address", got=address)]) from error


def qr_text(address: str) -> str:
    """A QR code drawn with half blocks, for a terminal.

    Examples
    --------
    >>> "█" in qr_text("http://192.168.1.5:8866/")
    True
    """
    import segno

    out = io.StringIO()
    segno.make(address, error="m", micro=False).terminal(out, compact=True, border=2)
    return out.getvalue()


def qr_svg(address: str) -> str:
    """A QR code as SVG text with its own white ground, for a page.

    Examples
    --------
    >>> qr_svg("http://192.168.1.5:8866/").startswith("<svg")
    True
    """
    import segno

    code = segno.make(address, error="m", micro=False)
    return code.svg_inline(scale=8, border=3, light="#fff", dark="#1d2733", omitsize=True)
