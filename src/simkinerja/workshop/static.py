"""The files a page may fetch: a closed list made at the start, so that no path can lead elsewhere."""

from __future__ import annotations

import gzip
import mimetypes
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

__all__ = ["Asset", "Assets", "collect", "page_settings"]

WIDGETS = ("@jupyter-widgets/jupyterlab-manager", "@voila-dashboards/widgets-manager8")
"""The only extensions of the machine's JupyterLab that a page loads: the stock widgets and their keeper."""
_PACKED = {".js", ".css", ".json", ".svg", ".html"}
_LEFT_OUT = {".map", ".txt", ".html"}
OWN = Path(__file__).parent / "assets"


@dataclass(frozen=True, slots=True)
class Asset:
    """One file as it is sent.

    Parameters
    ----------
    data, packed : bytes
        The file, and its gzip (empty where that gains nothing).
    kind, tag : str
        Content type and entity tag.
    """

    data: bytes
    packed: bytes
    kind: str
    tag: str


class Assets:
    """Files by address, read when they are first asked for.

    Examples
    --------
    >>> Assets({}).get("/aset/../../rahasia") is None
    True
    """

    def __init__(self, paths: dict[str, Path]) -> None:
        self._paths = paths
        self.get = lru_cache(maxsize=None)(self._get)

    def _get(self, address: str) -> Asset | None:
        path = self._paths.get(address)
        if path is None:
            return None
        data = path.read_bytes()
        packed = gzip.compress(data, 6, mtime=0) if path.suffix in _PACKED and len(data) > 1000 else b""
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        kind = "text/javascript" if path.suffix == ".js" else kind
        return Asset(data, packed, kind, blake2b(data, digest_size=12).hexdigest())

    def warm(self) -> None:
        """Read and pack everything a first page asks for, before a guest waits for it."""
        for address in self._paths:
            if address.endswith((".js", ".css")):
                self.get(address)

    def __len__(self) -> int:
        return len(self._paths)


def _below(prefix: str, folder: Path) -> dict[str, Path]:
    files = (p for p in folder.rglob("*") if p.is_file() and p.suffix not in _LEFT_OUT)
    return {f"{prefix}/{p.relative_to(folder).as_posix()}": p for p in files}


def _extensions() -> dict[str, Any]:
    from jupyterlab_server.config import get_federated_extensions
    from voila.utils import get_voila_labextensions_path

    found = get_federated_extensions(get_voila_labextensions_path())
    return {name: found[name] for name in WIDGETS}


def collect() -> Assets:
    """All files that pages may fetch: our own, Voila's browser program, the stock widgets."""
    from voila.paths import collect_static_paths

    paths = _below("/aset", OWN)
    for folder in reversed(collect_static_paths(["voila"], "base")):
        paths |= _below("/voila/static", Path(folder))
    for name, extension in _extensions().items():
        folder = Path(extension["ext_path"]) / "static"
        paths |= _below(f"/voila/labextensions/{name}/static", folder)
    return Assets(paths)


def page_settings() -> dict[str, Any]:
    """What Voila's browser program reads from a page, apart from the kernel's id."""
    from voila import __version__

    extensions = []
    for name, data in _extensions().items():
        build = data["jupyterlab"]["_build"]
        extensions.append(
            {"name": name, **{k: build[k] for k in ("load", "extension", "style") if k in build}}
        )
    return {
        "appName": "lokakarya",
        "appVersion": __version__,
        "baseUrl": "/",
        "appUrl": "voila/",
        "themesUrl": "/voila/api/themes",
        "fullStaticUrl": "/voila/static",
        "fullLabextensionsUrl": "/voila/labextensions",
        "jupyterLabTheme": "light",
        "terminalsAvailable": False,
        "extensionConfig": {},
        "progressiveRendering": False,
        "federated_extensions": extensions,
        "fullMathjaxUrl": None,
        "mathjaxConfig": None,
        "disabledExtensions": [],
    }
