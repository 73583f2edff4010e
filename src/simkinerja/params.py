"""L2: the parameter registry: every number of the model with its range, unit, source and certainty.

Numbers without a source are ``assumed`` and are shown as such wherever a user sees them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

__all__ = ["POPULATION", "Param", "registry"]

Certainty = Literal["law", "published", "computed", "assumed"]


@dataclass(frozen=True, slots=True)
class Param:
    """One number of the model.

    Parameters
    ----------
    value : float
    low, high : float
        Range that a sensitivity run may draw from.
    unit : str
        ``"korelasi"``, ``"SD"``, ``"bulan"`` ...
    source : str
        Short reference, or why it was assumed.
    how_sure : {"law", "published", "computed", "assumed"}
    label : str
        Indonesian name for tables.

    Examples
    --------
    >>> Param(0.3, 0.1, 0.5, "korelasi", "diasumsikan", "assumed", "contoh").value
    0.3
    """

    value: float
    low: float
    high: float
    unit: str
    source: str
    how_sure: Certainty
    label: str

    def __post_init__(self) -> None:
        if not self.low <= self.value <= self.high:
            raise ValueError(f"{self.label}: {self.value} outside {self.low}..{self.high}")


def _correlation(value: float, label: str, source: str) -> Param:
    spread = 0.2
    return Param(
        value, max(-0.95, value - spread), min(0.95, value + spread), "korelasi", source, "assumed", label
    )


_DIRECTION: Final = "arah dari catatan model bagian 3; besarnya diasumsikan"
_ASSUMED: Final = "diasumsikan; tidak ada sumber untuk ASN Indonesia"

#: Latent traits of officers and truth of units (population floor).
POPULATION: Final[Mapping[str, Param]] = MappingProxyType(
    {
        "age~digital": _correlation(-0.45, "umur dengan kecakapan digital", _DIRECTION),
        "age~resistance": _correlation(0.25, "umur dengan resistensi", _DIRECTION),
        "digital~resistance": _correlation(-0.40, "kecakapan digital dengan resistensi", _DIRECTION),
        "technical~interpersonal": _correlation(0.25, "teknis dengan interpersonal", _ASSUMED),
        "technical~motivation": _correlation(0.15, "teknis dengan motivasi pelayanan publik", _ASSUMED),
        "technical~digital": _correlation(0.30, "teknis dengan kecakapan digital", _ASSUMED),
        "interpersonal~motivation": _correlation(0.20, "interpersonal dengan motivasi", _ASSUMED),
        "motivation~integrity": _correlation(0.30, "motivasi dengan integritas", _ASSUMED),
        "motivation~resistance": _correlation(-0.25, "motivasi dengan resistensi", _ASSUMED),
        "practice.technical": Param(
            0.45, 0.2, 0.6, "bobot", _ASSUMED, "assumed", "bobot kemampuan teknis dalam praktik"
        ),
        "practice.interpersonal": Param(
            0.30, 0.1, 0.5, "bobot", _ASSUMED, "assumed", "bobot kemampuan interpersonal dalam praktik"
        ),
        "practice.motivation": Param(
            0.35, 0.1, 0.5, "bobot", _ASSUMED, "assumed", "bobot motivasi dalam praktik"
        ),
        "quality.practice": Param(
            0.5,
            0.2,
            0.8,
            "korelasi",
            _ASSUMED,
            "assumed",
            "mutu layanan unit dengan rerata praktik anggotanya",
        ),
    }
)


def registry() -> dict[str, Param]:
    """All parameters by ``floor.name``.

    Examples
    --------
    >>> registry()["population.age~digital"].value
    -0.45
    """
    return {f"population.{name}": param for name, param in POPULATION.items()}
