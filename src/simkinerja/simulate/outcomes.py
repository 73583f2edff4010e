"""L5: what a run reports: names, units, which way is better, and the smallest effect that matters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Literal

__all__ = ["Outcome", "outcomes"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One outcome.

    Parameters
    ----------
    name, label, unit : str
    group : {"layanan", "warga", "pegawai", "biaya"}
    direction : {"naik", "turun", "netral"}
        Which way is better.
    smallest_effect : float
        The smallest difference that matters, in the unit (assumed by the project, to be discussed).
    scale : {"share", "number", "rupiah"}
        How it is printed.
    """

    name: str
    label: str
    unit: str
    group: Literal["layanan", "warga", "pegawai", "biaya"]
    direction: Literal["naik", "turun", "netral"]
    smallest_effect: float
    scale: Literal["share", "number", "rupiah"]


@cache
def outcomes() -> Mapping[str, Outcome]:
    """Return all outcomes by name, in the order of the tables.

    Examples
    --------
    >>> outcomes()["on_time_share"].smallest_effect
    0.01
    """
    from simkinerja.files.yaml import own_yaml

    text = (files("simkinerja.simulate") / "data" / "outcomes.yaml").read_text(encoding="utf-8")
    found = [Outcome(**row) for row in own_yaml(text)]
    return MappingProxyType({one.name: one for one in found})
