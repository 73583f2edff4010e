"""L5: one process a folder: a lock that the system itself lets go when its holder dies."""

from __future__ import annotations

import os
import sys
from pathlib import Path

__all__ = ["FolderLock", "LockedError"]


class LockedError(OSError):
    """Another process (or another run of this one) holds the folder."""


class FolderLock:
    """An exclusive lock on a folder, held from the making of this object until :meth:`release`.

    It is a lock of the operating system on a hidden file, not the file's existence: a holder that is killed
    leaves nothing behind that would have to be removed by hand.

    Parameters
    ----------
    folder : Path
        Must exist.

    Raises
    ------
    LockedError
        If it is held already.
    OSError
        If the file cannot be made. A file system without locks is used without one.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     lock = FolderLock(Path(folder))
    ...     try:
    ...         FolderLock(Path(folder))
    ...     except LockedError:
    ...         print("sedang dipakai")
    ...     lock.release()
    sedang dipakai
    """

    NAME = ".kunci"

    def __init__(self, folder: Path) -> None:
        self._file: int | None = os.open(folder / self.NAME, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            _lock(self._file)
        except BaseException:
            self.release()
            raise

    def release(self) -> None:
        """Let go; a second call does nothing."""
        if self._file is not None:
            os.close(self._file)
            self._file = None


if sys.platform == "win32":

    def _lock(file: int) -> None:
        import msvcrt

        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError as error:
            raise LockedError from error

else:

    def _lock(file: int) -> None:
        import errno
        import fcntl

        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno in (errno.EWOULDBLOCK, errno.EACCES):
                raise LockedError from error
            if error.errno not in (errno.ENOLCK, errno.ENOTSUP, errno.ENOSYS):
                raise
