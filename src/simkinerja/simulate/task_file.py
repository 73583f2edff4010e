"""L5: the result of one task as one file, the same bytes every time, which nothing in it can execute.

A ZIP archive without compression: ``isi.json`` (what it is, whose it is, the SHA-256 of each member), then
``tables/NAME.parquet`` and ``arrays/NAME.npy``. No pickle is written or read, so a run directory of a
stranger may be opened.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from simkinerja.rules.checks import refuse

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd
    import pyarrow as pa

__all__ = ["TaskFileError", "TaskResult", "check_task_file", "decode", "encode", "to_parquet"]

FORMAT: Final = "simkinerja-tugas-1"
_HEAD: Final = "isi.json"
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # the earliest time a ZIP can hold: no file tells when it was made
_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,59}")
_MEMBER: Final = re.compile(r"(?:tables/([a-z][a-z0-9_]{0,59})\.parquet|arrays/([a-z][a-z0-9_]{0,59})\.npy)")


class TaskFileError(ValueError):
    """The file of a task is cut short, damaged, of another task, or not one of ours."""


@dataclass(frozen=True, slots=True)
class TaskResult:
    """What one task found.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        Tidy tables; everything that matters is in columns (the index is not kept).
    arrays : mapping of str to ndarray
        Small arrays of numbers or text, any shape.

    Raises
    ------
    UsageError
        A name that is no plain word (it becomes a file name), a thing of another kind, an array of objects.

    Examples
    --------
    >>> import pandas as pd
    >>> list(TaskResult({"bulanan": pd.DataFrame({"month": [0, 1]})}).tables)
    ['bulanan']
    """

    tables: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    arrays: Mapping[str, npt.NDArray[Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        import numpy as np
        import pandas as pd

        for name in (*self.tables, *self.arrays):
            if not isinstance(name, str) or not _NAME.fullmatch(name):
                refuse("name", "TaskResult", "huruf kecil, angka, dan garis bawah", name, "'bulanan'")
        for table in self.tables.values():
            if not isinstance(table, pd.DataFrame):
                refuse("tables", "TaskResult", "DataFrame", type(table).__name__, "{'bulanan': df}")
        for array in self.arrays.values():
            if not isinstance(array, np.ndarray) or array.dtype.hasobject:
                refuse("arrays", "TaskResult", "larik angka atau teks", type(array).__name__, "np.zeros(3)")


def encode(result: TaskResult, digest: str, label: str) -> bytes:
    """Return the file of a result; equal results give equal bytes.

    Parameters
    ----------
    result : TaskResult
    digest : str
        SHA-256 of the task's inputs.
    label : str
        Name of the task for people.

    Examples
    --------
    >>> import numpy as np
    >>> a = encode(TaskResult(arrays={"x": np.arange(3)}), "ab", "ulangan 1")
    >>> a == encode(TaskResult(arrays={"x": np.arange(3)}), "ab", "ulangan 1")
    True
    """
    import pyarrow as pa

    members: dict[str, bytes] = {}
    for name, frame in result.tables.items():
        table = pa.Table.from_pandas(frame, preserve_index=False)
        members[f"tables/{name}.parquet"] = to_parquet(table)
    for name, array in result.arrays.items():
        members[f"arrays/{name}.npy"] = _npy(array)
    hashes = {name: sha256(content).hexdigest() for name, content in members.items()}
    head = {"format": FORMAT, "digest": digest, "label": label, "members": hashes}
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(zipfile.ZipInfo(_HEAD, _EPOCH), json.dumps(head, ensure_ascii=False, indent=1))
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), content)
    return stream.getvalue()


def to_parquet(table: pa.Table) -> bytes:
    """Return a table as Parquet; no time and no machine is written into it.

    Examples
    --------
    >>> import pyarrow as pa
    >>> to_parquet(pa.table({"a": [1]})) == to_parquet(pa.table({"a": [1]}))
    True
    """
    import pyarrow.parquet as pq

    stream = io.BytesIO()
    pq.write_table(table, stream, compression="zstd")
    return stream.getvalue()


def _npy(array: npt.NDArray[Any]) -> bytes:
    import numpy as np

    stream = io.BytesIO()
    np.save(stream, array, allow_pickle=False)
    return stream.getvalue()


def check_task_file(path: Path, digest: str) -> None:
    """See whether a file is whole and belongs to the task with these inputs.

    Raises
    ------
    TaskFileError
        It is missing, damaged, or of another task.
    """
    _members(path, digest)


def decode(path: Path, digest: str) -> TaskResult:
    """Read the file of a result; nothing in it is executed, whoever wrote it.

    Parameters
    ----------
    path : Path
    digest : str
        SHA-256 of the inputs that the task must have.

    Raises
    ------
    TaskFileError
        It is missing, damaged, or of another task.

    Examples
    --------
    >>> import tempfile
    >>> import numpy as np
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "a.zip"
    ...     _ = path.write_bytes(encode(TaskResult(arrays={"x": np.arange(3)}), "ab", "ulangan 1"))
    ...     decode(path, "ab").arrays["x"]
    array([0, 1, 2])
    """
    tables: dict[str, pd.DataFrame] = {}
    arrays: dict[str, npt.NDArray[Any]] = {}
    try:
        for name, content in _members(path, digest).items():
            match = _MEMBER.fullmatch(name)
            assert match is not None  # _members lets no other name pass
            if match[1]:
                tables[match[1]] = _read_parquet(content).to_pandas()
            else:
                arrays[match[2]] = _read_npy(content)
        return TaskResult(MappingProxyType(tables), MappingProxyType(arrays))
    except TaskFileError:
        raise
    except Exception as error:  # numpy, pyarrow and pandas raise nearly anything on crafted bytes
        raise TaskFileError(str(error)) from error


def read_tables(path: Path, digest: str) -> dict[str, pa.Table]:
    """Read the tables of a result without making them DataFrames.

    Raises
    ------
    TaskFileError
        As :func:`decode`.
    """
    try:
        return {
            match[1]: _read_parquet(content)
            for name, content in _members(path, digest).items()
            if (match := _MEMBER.fullmatch(name)) and match[1]
        }
    except TaskFileError:
        raise
    except Exception as error:
        raise TaskFileError(str(error)) from error


def _read_parquet(content: bytes) -> pa.Table:
    import pyarrow.parquet as pq

    return pq.read_table(io.BytesIO(content))


def _read_npy(content: bytes) -> npt.NDArray[Any]:
    import numpy as np

    array: npt.NDArray[np.generic] = np.load(io.BytesIO(content), allow_pickle=False)
    return array


def _members(path: Path, digest: str) -> dict[str, bytes]:
    """Return the members of a file after its hashes have been checked."""
    try:
        with zipfile.ZipFile(path) as archive:
            if any(info.compress_type != zipfile.ZIP_STORED for info in archive.infolist()):
                raise TaskFileError("compressed member")  # ours never are: no bomb unfolds
            head = json.loads(archive.read(_HEAD))
            if head["format"] != FORMAT or head["digest"] != digest:
                raise TaskFileError("of another task")
            wanted = dict(head["members"])
            found = {name: archive.read(name) for name in wanted if _MEMBER.fullmatch(name)}
    except TaskFileError:
        raise
    except Exception as error:  # a damaged archive raises BadZipFile, KeyError, struct.error, OSError ...
        raise TaskFileError(str(error)) from error
    if {name: sha256(content).hexdigest() for name, content in found.items()} != wanted:
        raise TaskFileError("hash differs")
    return found
