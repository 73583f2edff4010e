"""L3: schemes out, as YAML or as one Excel sheet with its instructions; both come back as the same scheme."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from simkinerja.errors import UsageError, problem

if TYPE_CHECKING:
    from simkinerja.schemes.model import Scheme

__all__ = ["KINDS", "plain", "save_scheme", "scheme_bytes"]

KINDS: Final = ("yaml", "xlsx")
"""Kinds of file that a scheme can be written as."""

_HEAD: Final = """\
# Skema penilaian kinerja, dibaca oleh simkinerja. Periksa setelah menyunting: simkinerja skema periksa BERKAS
# Arti setiap isian: docs/skema.md. Bilangan ditulis dengan titik desimal.
"""


def save_scheme(scheme: Scheme, path: str | os.PathLike[str]) -> Path:
    """Write a scheme to a file, by its suffix: ``.yaml``, ``.yml`` or ``.xlsx``.

    Parameters
    ----------
    scheme : Scheme
    path : path-like
        Replaced as a whole or not at all.

    Returns
    -------
    Path

    Raises
    ------
    UsageError
        For another suffix.
    InputError
        ``output_unwritable``; ``scheme_cell_long``, if a text does not fit a cell.

    Examples
    --------
    >>> import tempfile
    >>> from simkinerja.schemes.read import load_scheme
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = save_scheme(load_scheme("seimbang"), Path(folder) / "skema.xlsx")
    ...     load_scheme(file) == load_scheme("seimbang")
    True
    """
    from simkinerja.files.atomic import write_bytes

    suffix = Path(path).suffix.lower().lstrip(".")
    kind = "yaml" if suffix == "yml" else suffix
    return write_bytes(path, scheme_bytes(scheme, kind))


def scheme_bytes(scheme: Scheme, kind: str) -> bytes:
    """Return the bytes of a scheme's file.

    Parameters
    ----------
    scheme : Scheme
    kind : {"yaml", "xlsx"}

    Raises
    ------
    UsageError
        For another kind.
    InputError
        ``scheme_cell_long``, if a text does not fit a cell of a workbook.

    Examples
    --------
    >>> from simkinerja.schemes.read import load_scheme
    >>> scheme_bytes(load_scheme("seimbang"), "yaml").decode().splitlines()[2:4]
    ['format: simkinerja-skema-1', 'code: seimbang']
    """
    if kind == "yaml":
        return _yaml(scheme).encode("utf-8")
    if kind == "xlsx":
        from simkinerja.schemes.workbook import workbook_bytes

        return workbook_bytes(scheme)
    raise UsageError(
        [
            problem(
                "parameter",
                name="kind",
                owner="scheme_bytes",
                allowed="'yaml' atau 'xlsx' (akhiran berkas .yaml, .yml, atau .xlsx)",
                got=repr(kind),
                example="save_scheme(skema, 'skema.xlsx')",
            )
        ]
    )


def plain(scheme: Scheme) -> dict[str, Any]:
    """Return a scheme as nested mappings and lists; what is blank is left out, whole numbers are whole.

    Examples
    --------
    >>> from simkinerja.schemes.read import load_scheme
    >>> plain(load_scheme("menit_aktivitas"))["indicators"][0]["target"]
    6000
    """
    found: dict[str, Any] = _plain(scheme.model_dump(mode="python"))
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        made = {key: _plain(inner) for key, inner in value.items() if inner is not None}
        return {key: inner for key, inner in made.items() if inner not in ([], {})}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _yaml(scheme: Scheme) -> str:
    import yaml

    class Dumper(yaml.SafeDumper):
        """Lists indented, texts of several lines as they stand."""

        def increase_indent(self, flow: bool = False, indentless: bool = False) -> Any:
            return super().increase_indent(flow, False)

    def text(dumper: Any, value: str) -> Any:
        style = "|" if "\n" in value else None
        return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)

    Dumper.add_representer(str, text)
    body = yaml.dump(
        plain(scheme), Dumper=Dumper, sort_keys=False, allow_unicode=True, width=100, default_flow_style=False
    )
    return _HEAD + body
