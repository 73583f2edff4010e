"""L5: what must be the same on two machines, or on two days, for the same bytes to come out."""

from __future__ import annotations

import platform
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import simkinerja

if TYPE_CHECKING:
    import numpy.typing as npt

__all__ = ["differences", "versions"]

_LIBRARIES: Final = ("numpy", "pandas", "pyarrow", "scipy")
_CODE: Final = (".py", ".yaml", ".csv", ".json")
_LABELS: Final = {"kode": "isi paket simkinerja", "hitungan": "pembulatan hitungan prosesor"}


@cache
def versions() -> Mapping[str, str]:
    """Return everything a result depends on besides its inputs.

    Returns
    -------
    mapping of str to str
        Versions of simkinerja, python (major.minor) and the libraries; ``kode``, a fingerprint of the
        package's own files (two states of the code may bear one version number); ``hitungan``, a
        fingerprint of elementary functions in float64 and float32 (processors differ in their last bit).

    Examples
    --------
    >>> sorted(versions())
    ['hitungan', 'kode', 'numpy', 'pandas', 'pyarrow', 'python', 'scipy', 'simkinerja']
    """
    found = {"simkinerja": simkinerja.__version__, "python": ".".join(platform.python_version_tuple()[:2])}
    found |= {name: version(name) for name in _LIBRARIES}
    return found | {"kode": _code(), "hitungan": _arithmetic()}


def differences(ours: Mapping[str, str], theirs: Mapping[str, str]) -> tuple[str, ...]:
    """Say in words where two sets of versions differ.

    Parameters
    ----------
    ours, theirs : mapping
        As :func:`versions` returns.

    Examples
    --------
    >>> differences({"numpy": "2.4", "kode": "a"}, {"numpy": "2.3", "kode": "b"})
    ('numpy 2.4 di sini, 2.3 di sana', 'isi paket simkinerja')
    """
    said = []
    for name in [*ours, *(name for name in theirs if name not in ours)]:
        here, there = ours.get(name, "tidak ada"), theirs.get(name, "tidak ada")
        if here != there:
            said.append(_LABELS.get(name) or f"{name} {here} di sini, {there} di sana")
    return tuple(said)


def _code() -> str:
    root = Path(simkinerja.__file__).parent
    total = sha256()
    for path in sorted(p for p in root.rglob("*") if p.suffix in _CODE):
        content = path.read_bytes().replace(b"\r\n", b"\n")  # a checkout on Windows holds the same code
        total.update(path.relative_to(root).as_posix().encode() + b"\0" + sha256(content).digest())
    return total.hexdigest()[:16]


def _arithmetic() -> str:
    import numpy as np

    total = sha256()
    for kind in ("float64", "float32"):
        x: npt.NDArray[Any] = np.linspace(1e-3, 30.0, 4099).astype(kind)
        p = x / np.asarray(31, kind)
        for found in (np.exp(-x), np.log(x), np.log1p(x), np.tanh(x), np.sqrt(x), x**p, np.sin(x)):
            total.update(found.tobytes())
        total.update(x.sum().tobytes())
    return total.hexdigest()[:16]
