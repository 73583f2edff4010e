"""Files out: a reader sees the old file or the whole new one, never half of it."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from simkinerja.errors import InputError, Place, problem

__all__ = ["write_bytes", "write_many", "write_text"]


def write_bytes(path: str | os.PathLike[str], data: bytes) -> Path:
    """Write one file atomically; missing folders are made.

    Parameters
    ----------
    path : path-like
    data : bytes

    Returns
    -------
    Path
        The path written.

    Raises
    ------
    InputError
        ``output_unwritable``: a folder is missing rights, the disk is full, the name is a folder.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_bytes(Path(folder) / "a" / "b.txt", b"isi").read_bytes()
    b'isi'
    """
    write_many({path: data})
    return Path(path)


def write_text(path: str | os.PathLike[str], text: str) -> Path:
    r"""Write a text atomically as UTF-8 with ``\n`` line ends on every system.

    Raises
    ------
    InputError
        ``output_unwritable``.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_text(Path(folder) / "b.txt", "isi\n").read_bytes()
    b'isi\n'
    """
    return write_bytes(path, text.encode("utf-8"))


def write_many(files: Mapping[str | os.PathLike[str], bytes] | Mapping[Path, bytes]) -> tuple[Path, ...]:
    """Write several files: all of them, or none.

    Everything is staged beside its target first; only then are the targets replaced. If one of the
    replacements fails, the earlier ones are put back.

    Parameters
    ----------
    files : mapping of path to bytes

    Returns
    -------
    tuple of Path
        The paths written, in the given order.

    Raises
    ------
    InputError
        ``output_unwritable``; nothing has changed then.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = write_many({Path(folder) / "a.txt": b"1", Path(folder) / "b.txt": b"2"})
    ...     sorted(p.name for p in Path(folder).iterdir())
    ['a.txt', 'b.txt']
    """
    staged: list[tuple[Path, Path]] = []
    made: list[Path] = []
    current = Path()
    try:
        for name, data in files.items():
            current = Path(os.path.realpath(name))
            made += _make_folders(current.parent)
            if current.is_dir():
                raise IsADirectoryError("nama ini sudah dipakai sebuah folder")
            temporary = _beside(current, "baru")
            staged.append((temporary, current))
            _write_through(temporary, data)
        _replace_all(staged)
    except OSError as error:
        _clean(staged, made)
        cause = error.strerror or str(error)
        raise InputError([problem("output_unwritable", Place(file=current.name), cause=cause)]) from error
    except BaseException:
        _clean(staged, made)
        raise
    return tuple(Path(name) for name in files)


def _beside(target: Path, word: str) -> Path:
    return target.with_name(f".{target.name[:60]}.{secrets.token_hex(4)}.{word}")


def _make_folders(folder: Path) -> list[Path]:
    """Make missing folders and return those that are new, outermost first."""
    missing = [parent for parent in (folder, *folder.parents) if not parent.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    return missing[::-1]


def _write_through(path: Path, data: bytes) -> None:
    with path.open("xb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def _replace_all(staged: list[tuple[Path, Path]]) -> None:
    done: list[tuple[Path, Path | None]] = []
    try:
        for temporary, target in staged:
            old = _beside(target, "lama") if target.exists() else None
            if old is not None:  # a copy, so that there is no moment without a file
                shutil.copy2(target, old)
            done.append((target, old))
            os.replace(temporary, target)
    except BaseException:
        for target, old in reversed(done):
            if old is not None:
                os.replace(old, target)
            else:
                target.unlink(missing_ok=True)
        raise
    finally:
        for _, old in done:
            if old is not None:
                with suppress(OSError):
                    old.unlink(missing_ok=True)


def _clean(staged: list[tuple[Path, Path]], made: list[Path]) -> None:
    for temporary, _ in staged:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
    for folder in reversed(made):
        with suppress(OSError):
            folder.rmdir()
