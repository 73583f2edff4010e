"""L3: which field stands where on the sheet of a scheme, and how one cell holds it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

from simkinerja.schemes.words import FIELDS, bare

__all__ = ["BANDS", "INDICATORS", "SECTIONS", "TOP", "Slot", "slot_of"]


@dataclass(frozen=True, slots=True)
class Slot:
    """One cell of the sheet.

    Parameters
    ----------
    path : tuple of str
        Inside the scheme, the band or the indicator.
    model, name : str
        Where :data:`simkinerja.schemes.words.FIELDS` explains it.
    kind : str
        ``text``, ``code``, ``number``, ``whole``, ``flag``, ``choice``, ``lines``, or lines of *key = parts*:
        ``scope``, ``shares``, ``bases``, ``categories``, ``amounts``.
    choices : str
        List of :data:`simkinerja.schemes.words.CHOICES`, where there is one.
    prefix : str
        Put before the heading, where the same part occurs more than once on the sheet.
    required : bool
    """

    path: tuple[str, ...]
    model: str
    name: str
    kind: str = "text"
    choices: str = ""
    prefix: str = ""
    required: bool = False

    @property
    def heading(self) -> str:
        """What stands beside or above the cell."""
        own = FIELDS[self.model][self.name][0]
        return f"{self.prefix}: {own.lower()}" if self.prefix else own

    @property
    def about(self) -> str:
        """What it means."""
        return FIELDS[self.model][self.name][1]

    @property
    def key(self) -> str:
        """The dotted path, as in the YAML file."""
        return ".".join(self.path)


def _slots(model: str, rows: str, at: str = "", prefix: str = "") -> tuple[Slot, ...]:
    """Read a small table: name, kind (with its list after a colon), ``!`` if required."""
    made = []
    for row in rows.split(","):
        name, _, kind = row.strip().partition(" ")
        kind, _, choices = kind.partition(":")
        path = (*at.split("."), name.rstrip("!")) if at else (name.rstrip("!"),)
        made.append(
            Slot(path, model, name.rstrip("!"), kind or "text", choices, prefix, required=name.endswith("!"))
        )
    return tuple(made)


_BASIS: Final = "status choice:status, source, article, note"
_NORMALISE: Final = (
    "method choice:normalise, cap number, floor number, low number, high number, categories categories"
)

TOP: Final = (
    *_slots("Scheme", "format choice:format, code! code, title!, note"),
    *_slots("LegalBasis", _BASIS, "basis", "Dasar hukum skema"),
    *_slots("Normalise", _NORMALISE, "rules.normalise", "Cara menilai umum"),
    *_slots(
        "Aggregate",
        "method choice:aggregate, results code, behaviour code, meets number, above number, "
        "within choice:aggregate",
        "rules.aggregate",
    ),
    *_slots("Rules", "missing choice:missing, coverage number, digits whole", "rules"),
    *_slots("LegalBasis", _BASIS, "rules.basis", "Dasar hukum aturan"),
    *_slots("Rules", "basis_of bases:of_rules", "rules"),
    *_slots(
        "Consequence",
        "kind choice:kind, share number, automatic flag, payment choice:payment, cap number",
        "consequence",
    ),
    *_slots("PayBase", "column, by, values amounts, other number", "consequence.base"),
    *_slots("LegalBasis", _BASIS, "consequence.basis", "Dasar hukum akibat"),
)
"""The upper block: heading in one cell, value in the next."""

BANDS: Final = (
    *_slots("Band", "code! code, label!, lower number, upper number, predikat choice:predikat, pay number"),
    *_slots("LegalBasis", _BASIS, "basis", "Dasar hukum predikat"),
)
"""Columns of the table of bands."""

INDICATORS: Final = (
    *_slots(
        "Indicator",
        "code! code, label!, unit, level whole, parent code, direction choice:direction, weight number, "
        "target number, measure, months choice:months, lowest number, highest number, step number, "
        "scope scope",
    ),
    *_slots("Normalise", _NORMALISE, "normalise", "Cara menilai"),
    *_slots(
        "Indicator",
        "channel choice:channel, dimension shares:dimension, reliability number, inflation number, "
        "audit number",
    ),
    *_slots("Evidence", "what, minutes number, items lines", "evidence"),
    *_slots("LegalBasis", _BASIS, "basis", "Dasar hukum"),
    *_slots("Indicator", "basis_of bases:of_indicator, note"),
)
"""Columns of the table of indicators."""

_ALSO: Final = {
    "indicators.code": ("kodeindikator",),
    "indicators.label": ("indikator", "indikatorkinerja", "namaindikatorkinerja", "uraianindikator"),
    "indicators.note": ("keterangan",),
    "bands.label": ("namapredikat",),
    "bands.lower": ("nilaiminimum", "nilaiminimal"),
    "top.code": ("kode",),
    "top.title": ("judulskema", "namaskema"),
}
"""Other headings that planners give the same column, bare."""

SECTIONS: Final = {"skema": "top", "predikat": "bands", "indikator": "indicators"}
"""Words that stand alone in a row and open a block."""


@cache
def slot_of(block: str) -> dict[str, Slot]:
    """Return the slots of a block by the headings that name them: as printed, the key, its last part.

    Examples
    --------
    >>> slot_of("indicators")["bobot"].key, slot_of("indicators")["normalisemethod"].key
    ('weight', 'normalise.method')
    """
    slots = {"top": TOP, "bands": BANDS, "indicators": INDICATORS}[block]
    last = [slot.path[-1] for slot in slots]
    names = {bare(slot.path[-1]): slot for slot in slots if last.count(slot.path[-1]) == 1}
    names |= {bare(slot.key): slot for slot in slots}
    names |= {word: slot for slot in slots for word in _ALSO.get(f"{block}.{slot.key}", ())}
    return names | {bare(slot.heading): slot for slot in slots}
