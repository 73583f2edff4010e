"""L5: the manifest of a run directory: what was asked, with which code, and how far it got."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, TypeAlias

from simkinerja.errors import InputError, Place, problem
from simkinerja.rules.checks import refuse, shown, whole
from simkinerja.simulate.versions import differences, versions

__all__ = ["Manifest", "TaskKey", "digest_of", "file_digest", "other_run", "read_manifest"]

Plain: TypeAlias = str | int | float | bool | None
FORMAT: Final = "simkinerja-jalan-1"
NAME: Final = "manifest.json"
_LARGEST: Final = 256 * 2**20


def digest_of(*parts: object) -> str:
    """SHA-256 of plain data; equal data give equal digests in any process.

    Parameters
    ----------
    *parts
        Bytes, or anything JSON can hold (keys are sorted; numbers are not rounded).

    Raises
    ------
    TypeError
        For anything else: a fault of ours.

    Examples
    --------
    >>> digest_of({"a": 1, "b": 2}) == digest_of({"b": 2, "a": 1})
    True
    >>> digest_of("a", "b") == digest_of("ab")
    False
    """
    total = sha256()
    for part in parts:
        if not isinstance(part, bytes):
            part = json.dumps(part, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
        total.update(len(part).to_bytes(8, "little") + part)
    return total.hexdigest()


def file_digest(path: Path | str) -> str:
    """SHA-256 of a file's bytes.

    Raises
    ------
    InputError
        ``file_missing`` or ``file_unreadable``.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "a.txt"
    ...     _ = path.write_bytes(b"")
    ...     file_digest(path)[:8]
    'e3b0c442'
    """
    place = Place(file=Path(path).name)
    try:
        return sha256(Path(path).read_bytes()).hexdigest()
    except FileNotFoundError:
        raise InputError([problem("file_missing", place)]) from None
    except OSError as error:
        raise InputError([problem("file_unreadable", place, cause=error.strerror)]) from error


@dataclass(frozen=True, slots=True)
class TaskKey:
    """A task of a run: its name for people, and the digest of everything its result depends on.

    Parameters
    ----------
    label : str
    digest : str
        64 hexadecimal digits, as :func:`digest_of` gives.

    Raises
    ------
    UsageError
        If the digest is none.

    Examples
    --------
    >>> TaskKey("ulangan 1", digest_of(7, "ulangan", 1)).label
    'ulangan 1'
    """

    label: str
    digest: str

    def __post_init__(self) -> None:
        if len(self.digest) != 64 or set(self.digest) - set("0123456789abcdef"):
            refuse("digest", "TaskKey", "64 angka heksadesimal", self.digest, "digest_of(...)")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a run is.

    Parameters
    ----------
    seed : int
    tasks : tuple of TaskKey
        In the order in which the tables are to be joined; no two with one digest.
    inputs : mapping of str to str
        Name of each input (a file name, "populasi") to its SHA-256.
    settings : mapping of str to plain value
        What was asked for, for people and for the comparison with an earlier run.
    versions : mapping of str to str
        As :func:`~simkinerja.simulate.versions.versions` gives; that is the default.

    Raises
    ------
    UsageError
        Two tasks with one digest, or a seed below 0.

    Examples
    --------
    >>> Manifest(seed=7, tasks=(TaskKey("ulangan 1", digest_of(1)),)).seed
    7
    """

    seed: int
    tasks: tuple[TaskKey, ...]
    inputs: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, Plain] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=versions)

    def __post_init__(self) -> None:
        whole(self.seed, "seed", "Manifest", example="seed=7")
        digests = {task.digest for task in self.tasks}
        if len(digests) != len(self.tasks):
            refuse("tasks", "Manifest", "tugas yang berbeda-beda", "tugas kembar", "satu tugas satu ulangan")

    def as_dict(self) -> dict[str, Any]:
        """The part of ``manifest.json`` that says which run it is, without its tasks.

        Examples
        --------
        >>> sorted(Manifest(seed=7, tasks=()).as_dict())
        ['inputs', 'seed', 'settings', 'versions']
        """
        return {
            "seed": int(self.seed),
            "settings": dict(self.settings),
            "inputs": dict(self.inputs),
            "versions": dict(self.versions),
        }


def read_manifest(folder: Path) -> dict[str, Any] | None:
    """Read ``manifest.json`` of a run directory; None where there is none.

    Raises
    ------
    InputError
        ``run_manifest``: it is damaged or of another format.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     print(read_manifest(Path(folder)))
    None
    """
    path = folder / NAME
    try:
        if path.stat().st_size > _LARGEST:
            raise ValueError("too large")
        found = json.loads(path.read_bytes())
        if not _well_formed(found):
            raise ValueError("not a manifest")
    except FileNotFoundError:
        return None
    except OSError as error:
        raise InputError([problem("file_unreadable", Place(file=NAME), cause=error.strerror)]) from error
    except (ValueError, RecursionError) as error:
        raise InputError([problem("run_manifest", Place(file=NAME))]) from error
    manifest: dict[str, Any] = found
    return manifest


def _well_formed(found: Any) -> bool:
    """Whether every part of a manifest that is read back has its kind."""
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        return False
    maps = all(isinstance(found.get(key), dict) for key in ("inputs", "settings", "versions"))
    texts = maps and all(
        isinstance(value, str) for key in ("inputs", "versions") for value in found[key].values()
    )
    return texts and isinstance(found.get("seed"), int) and isinstance(found.get("created"), str)


def other_run(found: Mapping[str, Any], asked: Manifest) -> tuple[str, ...]:
    """Say in words what makes the run in a folder another one than the run asked for; empty if nothing.

    More or fewer tasks make no other run: those with the same inputs count on.

    Examples
    --------
    >>> first = Manifest(seed=7, tasks=(), inputs={"skenario.yaml": "a"}, settings={"bulan": 24})
    >>> second = Manifest(seed=8, tasks=(), inputs={"skenario.yaml": "b"}, settings={"bulan": 24})
    >>> other_run(first.as_dict(), second)
    ('benih 7 di folder itu, 8 yang diminta', "masukan 'skenario.yaml' berbeda isinya")
    """
    said = []
    if found["seed"] != asked.seed:
        said.append(f"benih {found['seed']} di folder itu, {asked.seed} yang diminta")
    for name, here, there in _unequal(asked.settings, found["settings"]):
        said.append(f"{name} {shown(there)} di folder itu, {shown(here)} yang diminta")
    for name, here, there in _unequal(asked.inputs, found["inputs"]):
        if here is None or there is None:
            said.append(f"masukan '{name}' hanya ada {'di folder itu' if here is None else 'sekarang'}")
        else:
            said.append(f"masukan '{name}' berbeda isinya")
    return (*said, *differences(asked.versions, found["versions"]))


def _unequal(here: Mapping[str, Any], there: Mapping[str, Any]) -> list[tuple[str, Any, Any]]:
    names = [*here, *(name for name in there if name not in here)]
    pairs = [(name, here.get(name), there.get(name)) for name in names]
    return [(name, a, b) for name, a, b in pairs if a != b]
