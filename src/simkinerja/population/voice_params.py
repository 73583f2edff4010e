"""The parameters of records, survey and tickets: one :class:`~simkinerja.params.Param` an entry.

They are read from ``population/data/records.yaml`` and ``survey.yaml`` on first use. A parameter with one
number a key or a place has one entry each (``survey.easiness.biaya``, ``overall.cuts_pns.1``).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from simkinerja.params import Param

__all__ = ["number", "table", "vector", "voice_parameters"]


@cache
def voice_parameters() -> Mapping[str, Param]:
    """Return all parameters of this part of the population floor, by name.

    Examples
    --------
    >>> voice_parameters()["rating.ratee"].how_sure
    'published'
    """
    from simkinerja.files.yaml import own_yaml

    folder = files("simkinerja.population") / "data"
    texts = [(folder / f"{name}.yaml").read_text(encoding="utf-8") for name in ("records", "survey")]
    rows = [row for text in texts for row in own_yaml(text)]
    return MappingProxyType({row.pop("name"): Param(**row) for row in rows})


def number(name: str) -> float:
    """Return the value of one parameter.

    Examples
    --------
    >>> number("rating.ratee")
    0.23
    """
    return float(voice_parameters()[name].value)


@cache
def table(name: str) -> Mapping[str, float]:
    """Return the values of a parameter that has one number a key.

    Examples
    --------
    >>> table("survey.easiness")["biaya"]
    0.55
    """
    start = f"{name}."
    found = {key[len(start) :]: p.value for key, p in voice_parameters().items() if key.startswith(start)}
    return MappingProxyType(found)


@cache
def vector(name: str) -> tuple[float, ...]:
    """Return the values of a parameter that is a list of numbers, in order.

    Examples
    --------
    >>> vector("overall.cuts_pns")
    (-3.09, -2.948, -2.782, 1.212)
    """
    return tuple(table(name).values())
