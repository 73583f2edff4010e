"""L4: score again with an edit, and say which edit and what it changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from simkinerja.errors import InputError
from simkinerja.schemes.problems import scheme_problems
from simkinerja.scoring.edit import Edit, apply_edit
from simkinerja.scoring.score import score_raw
from simkinerja.scoring.stages import Bands, Ranks

if TYPE_CHECKING:
    from simkinerja.scoring.stages import Score

__all__ = ["STAGES", "Edit", "Replay", "replay"]

STAGES: Final = (
    "raw",
    "points",
    "weights",
    "contributions",
    "groups",
    "total",
    "ratings",
    "ranks",
    "bands",
    "paid",
)
"""The stages of a score, in order."""


@dataclass(frozen=True, slots=True)
class Replay:
    """A score and the same after some edits.

    Parameters
    ----------
    original, result : Score
    edits : tuple of Edit
    sentences : tuple of str
        One for every edit.
    """

    original: Score
    result: Score
    edits: tuple[Edit, ...]
    sentences: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """All edits in words."""
        return " ".join(self.sentences) or "Tidak ada yang diubah."

    @property
    def changed(self) -> npt.NDArray[np.bool_]:
        """Whose predikat differs (or appears, or disappears), shape (n,)."""
        pairs = zip(self.original.labels, self.result.labels, strict=True)
        return np.array([old != new for old, new in pairs], dtype=bool)

    @property
    def changed_stages(self) -> tuple[str, ...]:
        """Stages that differ, in order; names of :data:`STAGES`."""
        return tuple(
            name for name in STAGES if not _same(getattr(self.original, name), getattr(self.result, name))
        )


_LOOKED_UP: Final = {Ranks: ("values",), Bands: ("index",)}
"""Stages that are more than what they are made of."""


def _same(old: Any, new: Any) -> bool:
    """Whether two stages hold the same figures, bit for bit."""
    if old is None or new is None:
        return old is new
    for name in _LOOKED_UP.get(type(old), type(old).__dataclass_fields__):
        a, b = getattr(old, name), getattr(new, name)
        if isinstance(a, np.ndarray) and not np.array_equal(a, b, equal_nan=a.dtype.kind == "f"):
            return False
    return True


def replay(score: Score, *edits: Edit) -> Replay:
    """Score the same records again with edits, one after another; without any, exactly as before.

    Parameters
    ----------
    score : Score
    *edits : Edit

    Raises
    ------
    UsageError
        If an edit names an unknown officer, indicator or band, or a value that the field cannot hold.
    InputError
        If the edited scheme has faults (all at once), or a figure is missing where it stops.

    Examples
    --------
    >>> import pandas as pd
    >>> from simkinerja.schemes.model import Band, Indicator, Rules, Scheme
    >>> from simkinerja.scoring.score import score
    >>> bands = (Band(code="baik", label="Baik", lower=90), Band(code="cukup", label="Cukup"))
    >>> done = score(pd.DataFrame({"officer_id": [7], "berkas": [30]}), Scheme(code="s", title="S",
    ...     indicators=(Indicator(code="berkas", label="Berkas selesai", target=40, unit="berkas"),),
    ...     rules=Rules(bands=bands)))
    >>> again = replay(done, Edit.figure(7, "berkas", 36))
    >>> again.sentence
    "Angka 'Berkas selesai' pegawai 7 diubah dari 30 menjadi 36 berkas."
    >>> again.original.labels, again.result.labels, again.changed.tolist()
    (('Cukup',), ('Baik',), [True])
    """
    raw, scheme, sentences = score.raw, score.scheme, []
    for edit in edits:
        raw, scheme, sentence = apply_edit(edit, raw, scheme)
        sentences.append(sentence)
    if scheme is not score.scheme and (found := scheme_problems(scheme)):
        raise InputError(found)
    return Replay(score, score_raw(raw, scheme), edits, tuple(sentences))
