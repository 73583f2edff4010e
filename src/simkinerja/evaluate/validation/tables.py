"""The published inputs and tables of the dossier, read from ``data/*.yaml`` on first use."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

__all__ = ["table"]


@cache
def table(name: str) -> Any:
    """Return one data file as plain Python data; not to be changed.

    Examples
    --------
    >>> table("scullen")["inputs"]["turnover"]
    0.1
    """
    from simkinerja.files.yaml import own_yaml

    text = (files("simkinerja.evaluate.validation") / "data" / f"{name}.yaml").read_text(encoding="utf-8")
    return own_yaml(text)
