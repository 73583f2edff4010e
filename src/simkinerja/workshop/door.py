"""The door of the room: a short code, compared in constant time, guessed slowly."""

from __future__ import annotations

import hmac
import re
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field

__all__ = ["ALPHABET", "Door", "new_code", "tidy"]

ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ"
"""Letters that cannot be mistaken for each other or for a digit when read from a projector."""
LENGTH = 6
FREE_TRIES = 5
LONGEST_WAIT = 60.0
FORGET_SECONDS = 900.0
ROOM_TRIES_A_MINUTE = 120
REMEMBERED = 5000


def new_code() -> str:
    """Draw a code of six letters.

    Examples
    --------
    >>> len(new_code()), set(new_code()) <= set(ALPHABET)
    (6, True)
    """
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def tidy(text: str) -> str:
    """A typed code without spaces, dashes and small letters.

    Examples
    --------
    >>> tidy(" abc-def ")
    'ABCDEF'
    """
    return re.sub(r"[\s\-.]+", "", text[:64]).upper()


@dataclass(slots=True)
class _Tries:
    failed: int = 0
    until: float = 0.0
    last: float = 0.0


@dataclass(slots=True)
class Door:
    """Who may come in.

    Parameters
    ----------
    code : str or None
        The room code; ``None`` leaves the door open (only this computer is served then).
    clock : callable
        Seconds, for tests.
    """

    code: str | None
    clock: Callable[[], float] = time.monotonic
    _tries: dict[str, _Tries] = field(default_factory=dict)
    _room: list[float] = field(default_factory=list)

    def wait(self, address: str) -> float:
        """Seconds that an address must wait before its next try; 0 if it may try now."""
        now = self.clock()
        own = self._tries.get(address)
        if own is not None and now < own.until:
            return own.until - now
        self._room = [moment for moment in self._room if now - moment < 60.0]
        return 5.0 if len(self._room) >= ROOM_TRIES_A_MINUTE else 0.0

    def opens(self, typed: str, address: str) -> bool:
        """Compare a typed code; five failures of an address are free, then every one doubles its wait.

        Examples
        --------
        >>> door = Door("ABCDEF")
        >>> door.opens("abc def", "10.0.0.2"), door.opens("ABCDEG", "10.0.0.2")
        (True, False)
        """
        if self.code is None:
            return True
        if self.wait(address) > 0:
            return False
        if hmac.compare_digest(tidy(typed).encode("utf-8"), self.code.encode("utf-8")):
            self._tries.pop(address, None)
            return True
        self._failed(address)
        return False

    def _failed(self, address: str) -> None:
        now = self.clock()
        if len(self._tries) >= REMEMBERED:
            self._tries = {k: t for k, t in self._tries.items() if now - t.last < FORGET_SECONDS}
        own = self._tries.setdefault(address, _Tries())
        if now - own.last > FORGET_SECONDS:
            own.failed = 0
        own.failed += 1
        own.last = now
        if own.failed >= FREE_TRIES:
            own.until = now + min(LONGEST_WAIT, 2.0 ** (own.failed - FREE_TRIES + 1))
        self._room.append(now)
