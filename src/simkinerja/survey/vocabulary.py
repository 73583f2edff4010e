"""The words that survey files use, from ``vocabulary.yaml`` beside this module; loaded once, on first use."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from simkinerja.files.yaml import load_yaml

__all__ = ["one_of", "starts_with", "vocabulary"]


@lru_cache(maxsize=1)
def vocabulary() -> Mapping[str, Any]:
    """Return the vocabulary as nested mappings and lists.

    Examples
    --------
    >>> "gratis" in vocabulary()["answers"]["fixed"][4]
    True
    """
    data: Mapping[str, Any] = load_yaml(Path(__file__).with_name("vocabulary.yaml")).data
    return data


def _joined(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


def one_of(words: Iterable[str], *, whole: bool = False) -> re.Pattern[str]:
    """Compile a pattern that finds any of the words as whole words.

    Parameters
    ----------
    words : iterable of str
    whole : bool
        The text must be one of the words and nothing else.

    Examples
    --------
    >>> bool(one_of(["alur"]).search("alur layanan")), bool(one_of(["alur"]).search("kaluran"))
    (True, False)
    """
    return re.compile(rf"^(?:{_joined(words)})$" if whole else rf"\b(?:{_joined(words)})\b")


def starts_with(words: Iterable[str]) -> re.Pattern[str]:
    """Compile a pattern for texts that start with any of the words.

    Examples
    --------
    >>> bool(starts_with(["jumlah"]).match("jumlah nilai")), bool(starts_with(["n"]).match("nilai"))
    (True, False)
    """
    return re.compile(rf"^(?:{_joined(words)})\b")
