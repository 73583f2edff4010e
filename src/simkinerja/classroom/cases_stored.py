"""Lesson 11: the verdicts on all five documents, computed beforehand: minutes do not fit in a lesson.

The file beside holds what ``simkinerja klaim KOTA`` answers with its own defaults; a test runs some of the
claims anew and compares. After a change of the engine: ``python -m simkinerja.classroom.cases_stored``.
"""

from __future__ import annotations

import json
import os
import sys
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from simkinerja.evaluate.claims_check import ClaimReport
    from simkinerja.evaluate.claims_verdict import ClaimResult

__all__ = ["CITIES", "DRAWS", "GRID_DRAWS", "OFFICERS", "SEED", "main", "stored_row", "stored_verdicts"]

CITIES: Final = ("medan", "medan_rancangan", "rangkui", "bandung", "salatiga")
"""The five documents, in the order of their numbers."""
OFFICERS, DRAWS, GRID_DRAWS, SEED = 2_000, 24, 8, 2026
"""The defaults of ``simkinerja klaim``."""

_FILE: Final = "lima_kasus.json"
_DIGITS: Final = 6


def stored_row(city: str, result: ClaimResult) -> dict[str, Any]:
    """Return one verdict as it is kept: plain words and numbers rounded to six digits."""
    size, cell = result.size, result.failing
    return {
        "city": city,
        "claim": result.claim.code,
        "verdict": result.verdict,
        "smallest": _number(result.smallest),
        "share": None if size is None else _number(result.share),
        "median": None if size is None else _number(size.median),
        "low": None if size is None else _number(size.low),
        "high": None if size is None else _number(size.high),
        "record": result.record,
        "seen": _number(result.seen),
        "seen_without": _number(result.seen_without),
        "depends_on": list(result.depends_on),
        "fails_at": None if cell is None else dict(cell.conditions),
        "fails_share": None if cell is None else _number(cell.share),
    }


def _number(value: float | None) -> float | None:
    return None if value is None else round(float(value), _DIGITS)


@lru_cache(maxsize=1)
def stored_verdicts() -> tuple[dict[str, Any], ...]:
    """Return all verdicts, one mapping a claim; see :func:`stored_row` for its keys.

    Examples
    --------
    >>> sorted({row["city"] for row in stored_verdicts()}) == sorted(CITIES)
    True
    """
    text = (files("simkinerja.classroom") / "data" / _FILE).read_text(encoding="utf-8")
    return tuple(json.loads(text)["verdicts"])


def _rows(report: ClaimReport) -> list[dict[str, Any]]:
    return [stored_row(report.city, result) for result in report.results]


def main(target: str | os.PathLike[str] | None = None) -> None:
    """Test all claims of all documents and write the file; about a minute a document."""
    from simkinerja.evaluate.claims_check import check_claims
    from simkinerja.files.atomic import write_text

    rows: list[dict[str, Any]] = []
    for city in CITIES:
        rows += _rows(check_claims(city, n_officers=OFFICERS, draws=DRAWS, grid_draws=GRID_DRAWS, seed=SEED))
        print(f"{city}: {len(rows)} klaim", flush=True)
    settings = {"n_officers": OFFICERS, "draws": DRAWS, "grid_draws": GRID_DRAWS, "seed": SEED}
    head = {"format": "simkinerja-lima-kasus-1", "note": "DATA SINTETIS", **settings}
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    path = Path(__file__).parent / "data" / _FILE if target is None else Path(target)
    write_text(path, f'{json.dumps(head, ensure_ascii=False)[:-1]}, "verdicts": [\n{lines}\n]}}\n')


if __name__ == "__main__":
    main(*sys.argv[1:])
