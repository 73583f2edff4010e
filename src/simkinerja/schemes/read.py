"""L3: schemes in: shipped ones by code, anybody's by path; all faults at once, each with its place."""

from __future__ import annotations

import os
import re
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Final

from simkinerja.errors import InputError, Place, Problem, UsageError, nearest, problem

if TYPE_CHECKING:
    from simkinerja.schemes.model import Scheme

__all__ = ["find_indicator", "load_scheme", "scan_scheme", "shipped_path", "shipped_schemes"]

_SHEETS: Final = {".xlsx", ".xls", ".ods", ".csv", ".tsv"}
_HEAD: Final = 8192
_CODE: Final = re.compile(r"[A-Za-z0-9_ -]+")


@lru_cache(maxsize=1)
def shipped_schemes() -> tuple[str, ...]:
    """Return the codes of the schemes that come with the package.

    Examples
    --------
    >>> "skp_2022" in shipped_schemes(), len(shipped_schemes())
    (True, 7)
    """
    names = (entry.name for entry in (files("simkinerja.schemes") / "data").iterdir())
    return tuple(sorted(name.removesuffix(".yaml") for name in names if name.endswith(".yaml")))


def shipped_path(code: str) -> Path:
    """Return the YAML file of a shipped scheme.

    Raises
    ------
    UsageError
        ``scheme_unknown``, with the nearest code.
    """
    if code not in shipped_schemes():
        known = shipped_schemes()
        raise UsageError(
            [problem("scheme_unknown", got=code, known=", ".join(known), hint=nearest(code, known))]
        )
    return Path(str(files("simkinerja.schemes") / "data" / f"{code}.yaml"))


def load_scheme(code_or_path: str | os.PathLike[str]) -> Scheme:
    """Load a scheme: a shipped one by its code, or a file.

    Parameters
    ----------
    code_or_path : str or path-like
        A code of :func:`shipped_schemes`, or a YAML file, or a spreadsheet (XLSX, ODS, XLS, CSV) laid out as
        :func:`simkinerja.schemes.write.save_scheme` writes it.

    Returns
    -------
    Scheme
        Without a fault.

    Raises
    ------
    InputError
        All faults of the file at once, by line and field, or by sheet, row and column.
    UsageError
        ``scheme_unknown``.

    Examples
    --------
    >>> load_scheme("menit_aktivitas").indicator("menit").target
    6000.0
    """
    text = os.fspath(code_or_path)
    if text in shipped_schemes():
        return _shipped(text)
    if _CODE.fullmatch(text) and not Path(text).exists():
        return _shipped(text.strip().lower().replace("-", "_").replace(" ", "_"))
    scheme, problems = scan_scheme(text)
    if problems or scheme is None:
        raise InputError(problems)
    return scheme


@lru_cache(maxsize=32)
def _shipped(code: str) -> Scheme:
    scheme, problems = scan_scheme(shipped_path(code))
    if problems or scheme is None:
        raise InputError(problems)
    return scheme


def scan_scheme(path: str | os.PathLike[str]) -> tuple[Scheme | None, tuple[Problem, ...]]:
    """Read a scheme as far as it goes; never raises for what is in the file.

    Returns
    -------
    scheme : Scheme or None
        None where the fields themselves do not fit; with faults of meaning (a loop, bands that overlap) the
        scheme is there, but must not be used to score.
    problems : tuple of Problem
        In the order of the file; empty if the scheme is sound.

    Examples
    --------
    >>> scheme, problems = scan_scheme(shipped_path("seimbang"))
    >>> scheme.code, problems
    ('seimbang', ())
    """
    from simkinerja.schemes.draft import checked

    file = Path(path)
    kind = _kind(file)
    if kind not in ("zip", "ole", "text", "html"):
        return None, (problem("scheme_type", Place(file=file.name), got=kind),)
    try:
        if kind in ("zip", "ole") or file.suffix.lower() in _SHEETS:
            from simkinerja.schemes.sheet import read_draft as read_one
        else:
            from simkinerja.schemes.draft import read_yaml as read_one
        return checked(read_one(file))
    except InputError as error:
        return None, error.problems
    except MemoryError:
        return None, (problem("file_memory", Place(file=file.name)),)


def _kind(path: Path) -> str:
    """By its first bytes, as suffixes lie."""
    from simkinerja.files.container import kind_of

    try:
        with path.open("rb") as stream:
            return kind_of(stream.read(_HEAD))
    except (OSError, ValueError):
        return "text"  # the reader says why


def find_indicator(scheme: Scheme, words: str) -> str | None:
    """Return the code of the indicator that a column heading names, by code or label.

    Case, blanks and punctuation do not count. None where nothing fits, or more than one indicator does.

    Examples
    --------
    >>> scheme = load_scheme("skp_2022")
    >>> find_indicator(scheme, " RATING hasil-kerja "), find_indicator(scheme, "hasil_kerja")
    ('hasil_kerja', 'hasil_kerja')
    >>> find_indicator(scheme, "nama") is None
    True
    """
    wanted = _bare(words)
    if not wanted:
        return None
    for names in (
        [(one.code, one.code) for one in scheme.indicators],
        [(one.label, one.code) for one in scheme.indicators],
    ):
        found = {code for name, code in names if _bare(name) == wanted}
        if found:
            return found.pop() if len(found) == 1 else None
    return None


def _bare(words: str) -> str:
    return "".join(char for char in words.casefold() if char.isalnum())
