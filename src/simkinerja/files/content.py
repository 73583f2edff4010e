"""The bytes of a file somebody names, within a limit; every way in which that fails is a sentence."""

from __future__ import annotations

from pathlib import Path

from simkinerja.errors import InputError, Place, problem

__all__ = ["content_of"]


def content_of(path: Path, limit: int) -> bytes:
    """Return the content of a file.

    Parameters
    ----------
    path : Path
    limit : int
        Bytes allowed; told before anything is read.

    Raises
    ------
    InputError
        ``file_missing``, ``file_folder``, ``file_too_large``, ``file_unreadable`` or ``file_empty``.

    Examples
    --------
    >>> len(content_of(Path(__file__), 100_000)) > 1000
    True
    """
    place = Place(file=path.name)
    try:
        if path.is_dir():
            raise InputError([problem("file_folder", place)])
        size = path.stat().st_size
        if size > limit:
            raise InputError([problem("file_too_large", place, allowed=_mb(limit), got=_mb(size, up=True))])
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise InputError([problem("file_missing", place)]) from error
    except (OSError, ValueError) as error:
        cause = getattr(error, "strerror", None) or "nama berkas tidak sah"
        raise InputError([problem("file_unreadable", place, cause=cause)]) from error
    if not data:
        raise InputError([problem("file_empty", place)])
    return data


def _mb(size: int, up: bool = False) -> str:
    """Megabytes with at most one decimal; a size just above a limit never looks equal to it."""
    tenths = -(-size // 100_000) if up else size // 100_000
    whole, rest = divmod(tenths, 10)
    return f"{whole},{rest} MB" if rest else f"{whole} MB"
