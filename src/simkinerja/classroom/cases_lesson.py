"""Lesson 11: the claims of the five documents, one taken apart, all of them with their verdicts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from simkinerja.classroom.cases_stored import CITIES, OFFICERS, SEED, stored_verdicts
from simkinerja.classroom.pictures import as_page
from simkinerja.report.fmt import fmt_percent
from simkinerja.report.svg_narrow import svg_narrow_shares

if TYPE_CHECKING:
    import pandas as pd

    from simkinerja.classroom.show import Page
    from simkinerja.evaluate.claims import Claim
    from simkinerja.evaluate.claims_effect import Traces

__all__ = [
    "DOCUMENTS",
    "ClaimRuns",
    "case_table_of",
    "claim_draws",
    "claim_parts",
    "compute_claim",
    "documents_table",
    "five_cases",
    "holding_percent",
    "sentences_of",
    "spread_of_claim",
]

FloatArray = npt.NDArray[np.float64]

DOCUMENTS: Final[Mapping[str, str]] = {
    "medan": "Medan, pemantauan",
    "medan_rancangan": "Medan, rancangan sistem",
    "rangkui": "Rangkui",
    "bandung": "Bandung",
    "salatiga": "Salatiga",
}
"""Cities of the five documents, as the lesson names them."""

_SHORT: Final[Mapping[str, str]] = {
    "bertahan": "bertahan",
    "bertahan_tak_terlihat": "bertahan, tak terlihat",
    "bergantung": "bergantung",
    "tidak_bertahan": "tidak bertahan",
    "di_luar_model": "di luar model",
}


@dataclass(frozen=True, slots=True, eq=False)
class ClaimRuns:
    """A claim in two worlds, one parameter draw a repetition.

    Parameters
    ----------
    claim : Claim
    cell : mapping
        Conditions that were set.
    smallest : float
        Smallest effect that matters, unit of the outcome.
    without, with_it : float arrays, shape (R,)
        The outcome at the end of each world.
    seen, seen_without : bool arrays, shape (R,), or None
        Whether the office would say from its records that the claim came true; None where it records nothing.
    """

    claim: Claim
    cell: Mapping[str, Any]
    smallest: float
    without: FloatArray
    with_it: FloatArray
    seen: npt.NDArray[np.bool_] | None
    seen_without: npt.NDArray[np.bool_] | None

    @property
    def effects(self) -> FloatArray:
        """Paired differences, shape (R,)."""
        return self.with_it - self.without

    @property
    def share(self) -> float:
        """Share of draws in which the claim holds."""
        from simkinerja.evaluate.claims_verdict import share_holding

        return share_holding(self.effects, str(self.claim.direction), self.smallest)

    def joined(self, later: ClaimRuns) -> ClaimRuns:
        """Return these draws with later ones added."""

        def both(a: Any, b: Any) -> Any:
            return None if a is None or b is None else np.concatenate([a, b])

        return replace(
            self,
            without=both(self.without, later.without),
            with_it=both(self.with_it, later.with_it),
            seen=both(self.seen, later.seen),
            seen_without=both(self.seen_without, later.seen_without),
        )


@lru_cache(maxsize=8)
def _city(code: str) -> Any:
    from simkinerja.evaluate.claims import read_claims

    return read_claims(code)


def compute_claim(
    city: str, claim: str, conditions: Mapping[str, Any] | None = None, *, count: int = 5, first: int = 0
) -> ClaimRuns:
    """Put one claim to the test: as ``simkinerja klaim`` does, one run for each parameter draw.

    Parameters
    ----------
    city, claim : str
    conditions : mapping, optional
        Of :data:`~simkinerja.evaluate.claims_conditions.CONDITIONS`; those that the claim's worlds do not
        have change nothing. What the document states holds otherwise.
    count, first : int
        Draws, and the number of the first.

    Raises
    ------
    UsageError
        An unknown city or claim.
    """
    from simkinerja.classroom.worlds import small_city
    from simkinerja.evaluate.claims import OPEN
    from simkinerja.evaluate.claims_check import RECORDS, timed_worlds
    from simkinerja.evaluate.claims_conditions import with_conditions
    from simkinerja.evaluate.claims_effect import LUCKS, run_world
    from simkinerja.simulate.outcomes import outcomes

    found = _city(city)
    one = found.claim(claim)
    stated = {name: value for name, value in one.conditions.items() if value != OPEN}
    cell = {**stated, **(conditions or {})}
    pair = (with_conditions(found.world(part), cell) for part in (one.cause, one.compare_with))
    record = RECORDS.get(str(one.outcome)) if one.one_world else None
    names = [str(one.outcome), *([record] if record else [])]
    runs = range(first * LUCKS, (first + count) * LUCKS, LUCKS)
    pattern = cell.get("pattern")
    traces = [
        run_world(
            small_city(city, OFFICERS, SEED),
            world,
            names,
            months=one.months,
            runs=runs,
            seed=SEED,
            scheme=one.scheme,
            pattern=None if pattern is None else bool(pattern),
        )
        for world in timed_worlds(*pair)
    ]
    smallest = one.smallest_effect
    least = outcomes()[str(one.outcome)].smallest_effect if smallest is None else smallest
    seen, unseen = (_seen(one, record, trace) for trace in traces)
    with_it, without = (trace.end(str(one.outcome), one.to) for trace in traces)
    return ClaimRuns(one, cell, least, without, with_it, seen, unseen)


def _seen(claim: Claim, record: str | None, traces: Traces) -> npt.NDArray[np.bool_] | None:
    from simkinerja.evaluate.claims import BEFORE
    from simkinerja.evaluate.claims_effect import AFTER
    from simkinerja.evaluate.claims_verdict import seen_in_records

    if record is None:
        return None
    months = traces.units(record, claim.to)
    each = (
        seen_in_records(run[None, :, :BEFORE], run[None, :, -AFTER:], str(claim.direction)) for run in months
    )
    return np.array([one > 0.0 for one in each])


def documents_table() -> pd.DataFrame:
    """Return how many sentences of each document say what causes what, and how many claims they make.

    Examples
    --------
    >>> documents_table().kausal.tolist()
    [14, 16, 18, 12, 19]
    """
    import pandas as pd

    from simkinerja.evaluate.claims_sentences import documents

    rows = []
    for one in documents():
        kinds = [sentence.kind for sentence in one.sentences]
        claims = _city(one.city).claims
        rows.append(
            {
                "dokumen": DOCUMENTS[one.city],
                "kalimat": len(kinds),
                "kausal": kinds.count("kausal"),
                "di luar model": kinds.count("di luar model"),
                "bukan kausal": kinds.count("bukan kausal"),
                "klaim diuji": sum(claim.testable for claim in claims),
            }
        )
    return pd.DataFrame(rows)


def sentences_of(city: str, at: Sequence[str]) -> pd.DataFrame:
    """Return some sentences of a document in own words; ``at`` is paragraph.sentence.

    Examples
    --------
    >>> sentences_of("medan", ["2.2"]).jenis.tolist()
    ['kausal']
    """
    import pandas as pd

    from simkinerja.evaluate.claims_sentences import documents

    document = next(one for one in documents() if one.city == city)
    rows = [
        {"nomor": one.at, "isi": one.text, "jenis": one.kind} for one in document.sentences if one.at in at
    ]
    return pd.DataFrame(rows)


def claim_parts(city: str, claim: str) -> pd.DataFrame:
    """Take one claim apart: cause, compared with, outcome, smallest effect, what the document leaves open.

    Examples
    --------
    >>> claim_parts("salatiga", "menghadapi_keluhan").bagian.tolist()[:3]
    ['klaim', 'sebab', 'pembanding']
    """
    import pandas as pd

    from simkinerja.evaluate.claims import OPEN
    from simkinerja.evaluate.claims_conditions import CONDITIONS
    from simkinerja.simulate.outcomes import outcomes

    one = _city(city).claim(claim)
    outcome = outcomes()[str(one.outcome)]
    least = outcome.smallest_effect if one.smallest_effect is None else one.smallest_effect
    stated = [
        f"{CONDITIONS[k].label}: {CONDITIONS[k].levels[v]}" for k, v in one.conditions.items() if v != OPEN
    ]
    left = [CONDITIONS[k].label for k, v in one.conditions.items() if v == OPEN]
    rows = {
        "klaim": one.claim,
        "sebab": _names(one.cause),
        "pembanding": _names(one.compare_with) or "tanpa sistem dokumen ini",
        "hasil": f"{outcome.label} {one.direction}",
        "terkecil yang berarti": f"{least:g} {outcome.unit}".replace(".", ","),
        "disebut dokumen": "; ".join(stated) or "tidak ada",
        "dibiarkan terbuka": "; ".join(left) or "tidak ada",
    }
    return pd.DataFrame({"bagian": list(rows), "isi": list(rows.values())})


def _names(parts: Sequence[Any]) -> str:
    return ", ".join((p if isinstance(p, str) else str(p.get("kind"))).replace("_", " ") for p in parts)


def claim_draws(city: str, claim: str, n: int = 3, **conditions: Any) -> pd.DataFrame:
    """Return the outcome without and with the cause, one row a parameter draw.

    Raises
    ------
    UsageError
        An unknown city or claim.
    """
    import pandas as pd

    found = compute_claim(city, claim, conditions, count=n)
    return pd.DataFrame(
        {"undian": np.arange(1, n + 1), "tanpa": found.without, "dengan": found.with_it}
    ).round(4)


def holding_percent(draws: pd.DataFrame, smallest: float, direction: str = "naik") -> float:
    """Return the percent of draws in which a claim holds, by the library's rule.

    Examples
    --------
    >>> import pandas as pd
    >>> holding_percent(pd.DataFrame({"tanpa": [1.0, 1.0], "dengan": [1.5, 1.1]}), 0.2)
    50.0
    """
    from simkinerja.evaluate.claims_verdict import share_holding

    effects = (draws.dengan - draws.tanpa).to_numpy(dtype=float)
    return 100.0 * share_holding(effects, direction, smallest)


def five_cases() -> pd.DataFrame:
    """Return how the claims of each document came out, and of all.

    Examples
    --------
    >>> five_cases().dokumen.tolist()[-1]
    'semua'
    """
    import pandas as pd

    rows = []
    for city in (*CITIES, "semua"):
        found = [row["verdict"] for row in stored_verdicts() if city in (row["city"], "semua")]
        counts = {short: found.count(verdict) for verdict, short in _SHORT.items()}
        rows.append({"dokumen": DOCUMENTS.get(city, city), **counts})
    return pd.DataFrame(rows)


def case_table_of(city: str) -> pd.DataFrame:
    """Return the tested claims of one document with their verdicts.

    Examples
    --------
    >>> "gugur bila" in case_table_of("medan").columns
    True
    """
    import pandas as pd

    rows = [row for row in stored_verdicts() if row["city"] == city and row["share"] is not None]
    return pd.DataFrame(
        {
            "klaim": [row["claim"].replace("_", " ") for row in rows],
            "bertahan": [fmt_percent(row["share"]) for row in rows],
            "terlihat": ["–" if row["seen"] is None else fmt_percent(row["seen"]) for row in rows],
            "putusan": [_SHORT[row["verdict"]] for row in rows],
            "gugur bila": [_fails(row) for row in rows],
        }
    )


def _fails(row: Mapping[str, Any]) -> str:
    from simkinerja.evaluate.claims_conditions import told

    return "tidak ada sel yang gugur" if row["fails_at"] is None else told(row["fails_at"])


def spread_of_claim(city: str, claim: str, condition: str, draws: int = 20) -> Page:
    """Repeat a claim over parameter draws under every level of one condition.

    Examples
    --------
    >>> spread_of_claim("salatiga", "forum", "acted_on", draws=2).text.startswith("2 undian")
    True
    """
    from simkinerja.evaluate.claims_conditions import CONDITIONS
    from simkinerja.evaluate.claims_verdict import HOLDS
    from simkinerja.rules.checks import choice

    one = CONDITIONS[choice(condition, "condition", "spread_of_claim", list(CONDITIONS))]
    found = [compute_claim(city, claim, {condition: value}, count=draws) for value in one.levels]
    shares = [each.share for each in found]
    half = [1.645 * float(np.sqrt(share * (1.0 - share) / draws)) for share in shares]
    labels = [chr(65 + k) for k in range(len(shares))]
    low = [max(share - h, 0.0) for share, h in zip(shares, half, strict=True)]
    high = [min(share + h, 1.0) for share, h in zip(shares, half, strict=True)]
    svg = svg_narrow_shares(
        labels, shares, low, high, "Bagian undian yang bertahan", f"garis: galat karena hanya {draws} undian"
    )
    parts = [
        f"{label} ({words}) {fmt_percent(share)}"
        for label, words, share in zip(labels, one.levels.values(), shares, strict=True)
    ]
    words = (
        f"{draws} undian parameter untuk setiap tingkat {one.label}: {'; '.join(parts)}. Sebuah "
        f"klaim kami sebut bertahan mulai {fmt_percent(HOLDS)}."
    )
    return as_page(svg, words)
