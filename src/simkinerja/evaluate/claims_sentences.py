"""L6: every sentence of the five documents, in own words: causal, not causal, or outside the model."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from simkinerja.evaluate.claims import At, read_claims

if TYPE_CHECKING:
    from simkinerja.evaluate.claims import Claim

__all__ = ["KINDS", "Document", "Sentence", "Told", "documents", "mismatches"]

KINDS: Final = ("kausal", "bukan kausal", "di luar model")


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Sentence(_Strict):
    """One sentence of a document.

    Parameters
    ----------
    at : str
        ``paragraph.sentence``, headings not counted.
    kind : {"kausal", "bukan kausal", "di luar model"}
    text : str
        What it says, in own words.
    """

    at: At
    kind: Literal["kausal", "bukan kausal", "di luar model"]
    text: Annotated[str, Field(min_length=1, max_length=200)]


class Document(_Strict):
    """One document with all its sentences, in order."""

    city: str
    file: str
    title: str
    sentences: Annotated[list[Sentence], Field(min_length=1)]


class _All(_Strict):
    documents: list[Document]


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence with the claims that were made of it."""

    sentence: Sentence
    claims: tuple[Claim, ...]


@cache
def documents() -> tuple[Document, ...]:
    """Return the documents in the order of their numbers.

    Raises
    ------
    InputError
        All faults of the data file at once.

    Examples
    --------
    >>> [len(one.sentences) for one in documents()]
    [27, 29, 26, 22, 28]
    """
    from simkinerja.files.yaml import YamlDocument, load_yaml, validated

    read = load_yaml(Path(str(files("simkinerja.evaluate") / "data" / "kalimat.yaml")))
    lines = {("documents", *path): row for path, row in read.lines.items()}
    return tuple(validated(_All, YamlDocument({"documents": read.data}, read.file, lines)).documents)


def told(document: Document) -> tuple[Told, ...]:
    """Return the sentences of a document, each with its claims.

    Examples
    --------
    >>> [claim.code for claim in told(documents()[0])[0].claims]
    ['mutu']
    """
    claims = read_claims(document.city).claims
    return tuple(
        Told(one, tuple(claim for claim in claims if one.at in claim.source.at)) for one in document.sentences
    )


def mismatches(document: Document) -> list[str]:
    """Return where sentences and claims disagree: a causal sentence without a claim, a claim without one.

    A sentence is *di luar model* if all its claims are; a sentence that is not causal has none.

    Examples
    --------
    >>> mismatches(documents()[0])
    []
    """
    found = []
    for one in told(document):
        made = {"kausal" if claim.testable else "di luar model" for claim in one.claims}
        kind = "kausal" if "kausal" in made else "di luar model" if made else "bukan kausal"
        if kind != one.sentence.kind:
            found.append(f"{document.city} {one.sentence.at}: {one.sentence.kind}, klaimnya {kind}")
    known = {one.at for one in document.sentences}
    for claim in read_claims(document.city).claims:
        found += [
            f"{document.city} {claim.code}: kalimat {at} tidak ada"
            for at in claim.source.at
            if at not in known
        ]
        if claim.source.file != document.file:
            found.append(f"{document.city} {claim.code}: berkas {claim.source.file}")
    return found
