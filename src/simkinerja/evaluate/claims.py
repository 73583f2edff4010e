"""L6: the causal sentences of a city's document as data, and how they are read from a city file.

A city file names the systems that its document describes (``channels``, ``programmes``) and the claims that
the document makes about them. A claim says which of them are the cause, against what they are compared, and
which outcome they should move; the engine puts it to the test (:mod:`simkinerja.evaluate.claims_check`).
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from simkinerja.errors import InputError

if TYPE_CHECKING:
    from simkinerja.files.yaml import YamlDocument
    from simkinerja.population.city import City

__all__ = ["BEFORE", "OPEN", "CityClaims", "Claim", "ClaimSource", "Spec", "read_claims", "spec_of"]

OPEN: Final = "terbuka"
"""The value of a condition about which the document says nothing."""

BEFORE: Final = 6
"""Months that pass before the cause begins: an office compares with them."""

Spec = dict[str, Any]
"""An intervention as in a scenario file."""

Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{1,40}$")]
At = Annotated[str, Field(pattern=r"^[1-9][0-9]?\.[1-9][0-9]?$")]
Words = Annotated[str, Field(min_length=1, max_length=300)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ClaimSource(_Strict):
    """Where a claim stands: file of the document, and ``paragraph.sentence`` without headings.

    Examples
    --------
    >>> str(ClaimSource(file="a.txt", at=["2.1", "7.3"]))
    'a.txt, paragraf 2 kalimat 1 dan paragraf 7 kalimat 3'
    """

    file: Annotated[str, Field(min_length=1, max_length=120)]
    at: Annotated[list[At], Field(min_length=1, max_length=20)]

    def __str__(self) -> str:
        places = [f"paragraf {p} kalimat {s}" for p, s in (one.split(".") for one in self.at)]
        return f"{self.file}, {' dan '.join(places)}"


class Claim(_Strict):
    """One causal sentence of a document.

    Parameters
    ----------
    code : str
    claim : str
        The sentence in own words.
    source : ClaimSource
    cause : list of str or mapping
        Names of the city's channels and programmes, or interventions as in a scenario file.
    compare_with : list of str or mapping
        The other world; by default the city without any of its document's systems.
    outcome : str
        A name of :func:`simkinerja.simulate.outcomes.outcomes`.
    to : mapping, optional
        Whose outcome: ``{agency: ...}``, ``{unit: ...}`` or ``{service: ...}``; everybody's by default.
    direction : {"naik", "turun"}
    scheme : str, optional
        The shipped scheme in force; without it the predikat is as customary and nothing hangs on it.
    smallest_effect : float, optional
        Unit of the outcome; the registry's by default.
    conditions : mapping
        Per condition the value that the document states, or ``"terbuka"``.
    months : int
        Length of the run; the cause begins in month :data:`BEFORE`.
    outside : str, optional
        Why the model cannot test the claim; then no cause and no outcome.
    note : str, optional

    Examples
    --------
    >>> made = Claim(code="usaha", claim="Izin yang mudah melahirkan usaha.", outside="tidak dihitung model",
    ...              source={"file": "a.txt", "at": ["6.4"]})
    >>> made.testable
    False
    """

    code: Code
    claim: Words
    source: ClaimSource
    cause: Annotated[list[str | Spec], Field(max_length=12)] = []
    compare_with: Annotated[list[str | Spec], Field(max_length=12)] = []
    outcome: str | None = None
    to: str | Spec | None = None
    direction: Literal["naik", "turun"] | None = None
    scheme: str | None = None
    smallest_effect: Annotated[float, Field(ge=0, le=1e12, allow_inf_nan=False)] | None = None
    conditions: dict[str, str | bool | float] = {}
    months: Annotated[int, Field(ge=2 * BEFORE, le=60)] = 24
    outside: Words | None = None
    note: Words | None = None

    @property
    def testable(self) -> bool:
        """Whether the outcome is within the model."""
        return self.outside is None

    @property
    def one_world(self) -> bool:
        """Whether an office could live through it: the cause is added to what it is compared with.

        Of two alternatives an office carries out one, so its records cannot show their difference.
        """
        return all(part in self.cause for part in self.compare_with)

    @model_validator(mode="after")
    def _tested_or_not(self) -> Self:
        parts = {"cause": self.cause, "outcome": self.outcome, "direction": self.direction}
        given = [name for name, value in parts.items() if value]
        if self.outside is not None and given:
            raise ValueError(f"tanpa {', '.join(given)} bila 'outside' (alasan di luar model) ditulis")
        if self.outside is None and len(given) < len(parts):
            missing = ", ".join(name for name in parts if name not in given)
            raise ValueError(f"punya {missing}, atau 'outside' yang memuat alasan di luar model")
        return self


class _Sections(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    code: str = ""
    label: str = ""
    channels: list[Spec] = []
    programmes: list[Spec] = []
    claims: list[Claim] = []


@dataclass(frozen=True, slots=True)
class CityClaims:
    """The systems and claims of one document.

    Parameters
    ----------
    code, label : str
        Of the city.
    systems : mapping of str to mapping
        Interventions as in a scenario file, by name: channels first.
    claims : tuple of Claim
    """

    code: str
    label: str
    systems: Mapping[str, Spec]
    claims: tuple[Claim, ...]

    def world(self, parts: list[str | Spec]) -> tuple[Spec, ...]:
        """Return the interventions that names and mappings stand for, in order."""
        return tuple(self.systems[part] if isinstance(part, str) else part for part in parts)

    def claim(self, code: str) -> Claim:
        """Return one claim.

        Raises
        ------
        UsageError
            If there is no such claim; the nearest code is named.
        """
        from simkinerja.rules.checks import choice

        codes = [one.code for one in self.claims]
        return self.claims[codes.index(choice(code, "klaim", f"kota '{self.code}'", codes))]


def read_claims(city: City | str | os.PathLike[str]) -> CityClaims:
    """Read the systems and claims of a city: a code, a city file, or a loaded city.

    Raises
    ------
    InputError
        All faults of the three sections at once, each with line and field; an unknown city.

    Examples
    --------
    >>> found = read_claims("salatiga")
    >>> found.claim("mentoring").outcome, found.systems["mentoring"]["kind"]
    ('practice', 'mentoring')
    """
    from simkinerja.evaluate.claims_faults import faults
    from simkinerja.files.yaml import validated

    document = _document(city)
    document.data.setdefault("label", document.data.get("code", ""))
    wrong = faults(document)
    try:
        found = validated(_Sections, document)
    except InputError as error:
        raise InputError(_in_order([*error.problems, *wrong])) from error
    if wrong:
        raise InputError(_in_order(wrong))
    systems = {one["name"]: spec_of(one) for one in (*found.channels, *found.programmes)}
    return CityClaims(found.code, found.label, systems, tuple(found.claims))


def spec_of(entry: Spec) -> Spec:
    """Return an entry of ``channels`` or ``programmes`` as an intervention of a scenario file.

    Examples
    --------
    >>> spec_of({"name": "a", "at": ["1.1"], "kind": "culture", "developmental": 1})
    {'kind': 'culture', 'developmental': 1}
    """
    own = {key: value for key, value in entry.items() if key not in ("name", "at", "note")}
    return {"kind": "use_channel", **own} if "channel" in own else own


def _in_order(found: list[Any]) -> list[Any]:
    return sorted(found, key=lambda one: one.place.row or 0)


def _document(city: City | str | os.PathLike[str]) -> YamlDocument:
    from simkinerja.files.yaml import YamlDocument, load_yaml
    from simkinerja.population.city import city_codes, load_city

    if isinstance(city, BaseModel):
        return YamlDocument(city.model_dump(exclude_unset=True), f"{city.code}.yaml")
    loaded = load_city(city)  # people and agencies first: their faults are told by their own floor
    if os.fspath(city) in city_codes():
        document = load_yaml(Path(str(files("simkinerja") / "cities" / f"{os.fspath(city)}.yaml")))
    else:
        document = load_yaml(Path(city))
    document.data["label"] = loaded.label
    return document
