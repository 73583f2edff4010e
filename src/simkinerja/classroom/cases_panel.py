"""Lesson 11: the panel of claims. Five paired draws at once, fifty on the button *Jalankan*."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any, Final

import numpy as np

from simkinerja.classroom.cases_lesson import DOCUMENTS, ClaimRuns, compute_claim
from simkinerja.classroom.panel import Choice
from simkinerja.classroom.repeat import RepeatPanel
from simkinerja.evaluate.claims import read_claims
from simkinerja.evaluate.claims_conditions import CONDITIONS, applicable, told
from simkinerja.evaluate.claims_verdict import FAILS, HOLDS
from simkinerja.report.fmt import fmt_number, fmt_percent
from simkinerja.report.svg_narrow import svg_narrow_lines

__all__ = ["ClaimPanel", "claim_blocks", "claim_lines", "compute_choice", "panel_claims"]

_KEYS: Final = ("consequence", "automatic", "acted_on", "support", "tone", "mode")
_AS_WRITTEN: Final = "seperti dokumen"
_SMALL: Final = "font-size:.9rem;line-height:1.45;max-width:42rem;margin:.4rem 0"


def _claims_of(city: str) -> tuple[tuple[str, str], ...]:
    found = read_claims(city).claims
    return tuple((one.code.replace("_", " "), one.code) for one in found if one.testable)


def _needed(values: Mapping[str, Any]) -> set[str]:
    """Controls that count: the conditions that the claim's worlds have."""
    found = read_claims(values["city"])
    codes = [code for _, code in _claims_of(values["city"])]
    code = values["claim"] if values["claim"] in codes else codes[0]
    claim = found.claim(code)
    worlds = (found.world(part) for part in (claim.cause, claim.compare_with))
    return {"city", "claim", *applicable(*worlds, scheme=claim.scheme is not None)}


def compute_choice(city: str, claim: str, count: int = 5, first: int = 0, **conditions: Any) -> ClaimRuns:
    """Test the chosen claim under the chosen conditions; *seperti dokumen* leaves one as it is.

    Raises
    ------
    UsageError
        An unknown city or claim.
    """
    wanted = _needed({"city": city, "claim": claim})
    cell = {name: value for name, value in conditions.items() if value != _AS_WRITTEN and name in wanted}
    return compute_claim(city, claim, cell, count=count, first=first)


def claim_lines(found: ClaimRuns) -> list[str]:
    """Say whether the claim holds, how large it is, under what, and whether the office would see it."""
    from simkinerja.classroom.worlds import fmt_outcome
    from simkinerja.simulate.outcomes import outcomes

    n, share = len(found.effects), found.share
    outcome = outcomes()[str(found.claim.outcome)]
    held = f"{round(share * n)} dari {n} undian"
    if share >= HOLDS:
        head = f"Bertahan di sini: {held}."
    else:
        head = f"{'Gugur' if share < FAILS else 'Belum tentu'} di sini: {held}."
    ends = [fmt_outcome(outcome, float(v), signed=True) for v in np.quantile(found.effects, [0.05, 0.95])]
    size = (
        f"Pengaruh: {fmt_outcome(outcome, float(np.median(found.effects)), signed=True)} ({ends[0]} sampai "
        f"{ends[1]}); {found.claim.direction} sekurangnya {_least(found)}."
    )
    return [head, found.claim.claim, size, *_office(found)]


def _least(found: ClaimRuns) -> str:
    from simkinerja.classroom.worlds import fmt_outcome
    from simkinerja.simulate.outcomes import outcomes

    return fmt_outcome(outcomes()[str(found.claim.outcome)], found.smallest, signed=True).lstrip("+")


def _office(found: ClaimRuns) -> list[str]:
    if found.seen is None or found.seen_without is None:
        return ["Dalam catatannya sendiri kantor tidak dapat melihatnya."]
    return [
        f"Kantor mengira melihatnya dalam catatannya pada {fmt_percent(float(found.seen.mean()))} undian; "
        f"tanpa sebabnya pun pada {fmt_percent(float(found.seen_without.mean()))}."
    ]


def claim_blocks(found: ClaimRuns) -> list[str]:
    """Draw the effect of every draw, the smallest first, beside the smallest effect that matters."""
    from simkinerja.simulate.outcomes import outcomes

    outcome = outcomes()[str(found.claim.outcome)]
    scale = 100.0 if outcome.scale == "share" else 1.0
    unit = "poin persen" if outcome.scale == "share" else outcome.unit
    sign = 1.0 if found.claim.direction == "naik" else -1.0
    drawn = {"pengaruh": (np.sort(found.effects) * scale).tolist()}
    names = [str(k + 1) for k in range(len(found.effects))]
    title = f"Pengaruh pada {outcome.label}"
    limit = ("terkecil yang berarti", sign * found.smallest * scale)
    note = "undian parameter, dari pengaruh terendah"
    svg = svg_narrow_lines(names, drawn, drawn, drawn, title[:46], unit, note, limit, zero=False)
    cell = {k: v for k, v in found.cell.items() if k in CONDITIONS and v in CONDITIONS[k].levels}
    with_cell = told(cell) if cell else "tidak ada yang diubah; yang tidak disebut dokumen memakai bawaan"
    words = (
        f"Syarat: {with_cell}. {fmt_number(2000, 0)} pegawai sintetis; kedua dunia memuat orang, nasib, dan "
        "parameter yang sama, yang berbeda hanya sebabnya."
    )
    return [svg, f'<p style="{_SMALL}">{escape(words)}</p>']


class ClaimPanel(RepeatPanel):
    """The panel of claims: the list of claims follows the city.

    Parameters
    ----------
    city, claim : str
        What is chosen at first.
    """

    def __init__(self, city: str, claim: str) -> None:
        self._syncing = False
        places = tuple((label, code) for code, label in DOCUMENTS.items())
        controls = [
            Choice("city", "Dokumen", city, places),
            Choice("claim", "Klaim", claim, _claims_of(city)),
            *(_condition(key) for key in _KEYS),
        ]
        super().__init__(
            "Apakah klaim ini bertahan?", controls, compute_choice, claim_blocks, claim_lines, word="undian"
        )

    def refresh(self) -> None:
        """Let the list of claims follow the city, then compute, say and draw anew."""
        if self._syncing:
            return
        box, options = self._boxes["claim"], _claims_of(self._boxes["city"].value)
        if tuple(box.options) != options:
            self._syncing = True
            try:
                box.options = options
            finally:
                self._syncing = False
        self._needs = _needed
        super().refresh()


def _condition(key: str) -> Choice:
    one = CONDITIONS[key]
    levels = tuple((words, value) for value, words in one.levels.items())
    return Choice(
        key, one.label[0].upper() + one.label[1:], _AS_WRITTEN, ((_AS_WRITTEN, _AS_WRITTEN), *levels)
    )


def panel_claims(city: str = "medan", claim: str = "efektivitas") -> Any:
    """Panel: choose document, claim and conditions, and see whether the claim holds.

    Raises
    ------
    UsageError
        An unknown city or claim.

    Examples
    --------
    >>> panel = panel_claims("salatiga", "forum")
    >>> panel.error is None, len(panel.result.effects)
    (True, 5)
    """
    from simkinerja.rules.checks import choice

    choice(city, "city", "panel_claims", list(DOCUMENTS))
    choice(claim, "claim", "panel_claims", [code for _, code in _claims_of(city)])
    return ClaimPanel(city, claim)
