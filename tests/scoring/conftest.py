"""Small schemes for the tests of scoring."""

from collections.abc import Callable
from typing import Any

import pytest

from simkinerja.rules.ratings import PREDICATES
from simkinerja.schemes.model import Aggregate, Band, Consequence, Indicator, Normalise, Rules, Scheme
from simkinerja.schemes.problems import scheme_problems

Make = Callable[..., Scheme]
LETTERS = "ABCDEFGH"
PAY = (100, 80, 60, 40, 0)


def letter_bands(borders: tuple[float, ...]) -> tuple[Band, ...]:
    """Bands A, B, ... from the highest border down."""
    lowers = (*borders, None)
    return tuple(Band(code=c.lower(), label=c, lower=low) for c, low in zip(LETTERS, lowers, strict=False))


def predikat_bands() -> tuple[Band, ...]:
    """The five predikat, best first, as a quadrant needs them."""
    return tuple(
        Band(code=key, label=label, predikat=key, pay=pay)
        for (key, label), pay in zip(PREDICATES.items(), PAY, strict=True)
    )


@pytest.fixture(scope="session")
def make() -> Make:
    """Build a sound scheme: indicators as keywords (label from the code), rules as words or models."""

    def build(
        *indicators: dict[str, Any],
        bands: tuple[Any, ...] | None = None,
        consequence: Consequence | None = None,
        sound: bool = True,
        **rules: Any,
    ) -> Scheme:
        made = tuple(Indicator(**({"label": one["code"].replace("_", " ")} | one)) for one in indicators)
        if isinstance(rules.get("normalise"), str):
            rules["normalise"] = Normalise(method=rules["normalise"])
        if rules.get("aggregate") == "quadrant":
            rules["aggregate"] = Aggregate(
                method="quadrant", results="hasil", behaviour="perilaku", meets=90, above=110
            )
            bands = predikat_bands()
        elif isinstance(rules.get("aggregate"), str):
            rules["aggregate"] = Aggregate(method=rules["aggregate"])
        borders = (90.0, 70.0, 50.0) if bands is None else bands
        steps = borders if borders and isinstance(borders[0], Band) else letter_bands(borders)
        scheme = Scheme(
            code="uji",
            title="Uji",
            indicators=made,
            rules=Rules(bands=steps, **rules),
            consequence=consequence or Consequence(),
        )
        if sound:
            assert [one.sentence for one in scheme_problems(scheme)] == []
        return scheme

    return build
