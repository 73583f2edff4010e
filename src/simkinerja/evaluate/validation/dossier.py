"""The dossier: all lines run, judged against what is known to miss, and the rules that it must keep."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from simkinerja.evaluate.validation.line import (
    CALIBRATED,
    KNOWN_MISS,
    MISS,
    PASS,
    UNEXPECTED_PASS,
    Knobs,
    Line,
    Obtained,
    judge,
    judge_halved,
    obtained_of,
)

__all__ = ["Dossier", "Finding", "known_misses", "rule_breaches", "validate"]

MOST_MISSES: Final = 2
"""Known misses that the dossier may hold."""

_MAY_STAND: Final = (PASS, KNOWN_MISS)


@dataclass(frozen=True, slots=True)
class Finding:
    """A line with what was obtained.

    Parameters
    ----------
    line : Line
    obtained : tuple of Obtained
        One a target.
    verdict : str
        ``lulus``, ``meleset``, ``kurang ulangan``, ``meleset, tercatat``, ``lulus, padahal tercatat
        meleset``; of a halved line ``meleset``, as it should, or ``tidak terlihat``.
    reason : str or None
        Why a recorded miss misses.
    """

    line: Line
    obtained: tuple[Obtained, ...]
    verdict: str
    reason: str | None = None

    @property
    def worst(self) -> int:
        """Number of the target that lies furthest off, measured by its tolerance."""
        pairs = zip(self.line.targets, self.obtained, strict=True)
        off = [abs(got.value - target.expected) / (target.tolerance or 1e-300) for target, got in pairs]
        return max(range(len(off)), key=lambda k: off[k] if off[k] == off[k] else float("inf"))


@dataclass(frozen=True, slots=True)
class Dossier:
    """All findings of one run, in the order of the lines.

    Parameters
    ----------
    findings : tuple of Finding
    breaches : tuple of str
        Rules of the dossier that are broken, in Indonesian; empty when all is well.
    seed : int
    quick : bool
        Whether only the fast subset was run.
    halved : bool
        Whether every line was run with its mechanism at half strength.
    """

    findings: tuple[Finding, ...]
    breaches: tuple[str, ...]
    seed: int
    quick: bool = False
    halved: bool = False

    @property
    def ok(self) -> bool:
        """Whether nothing misses unrecorded, nothing recorded passes, and no rule is broken.

        Of a halved dossier: whether every line misses.
        """
        if self.halved:
            return all(found.verdict == MISS for found in self.findings)
        return not self.breaches and all(found.verdict in _MAY_STAND for found in self.findings)

    def as_dict(self) -> dict[str, Any]:
        """Return plain data for JSON; an open end of an interval is ``None``."""
        return {
            "benih": self.seed,
            "cepat": self.quick,
            "mekanisme_separuh": self.halved,
            "baik": self.ok,
            "pelanggaran": list(self.breaches),
            "baris": [_finding_dict(found) for found in self.findings],
        }


def validate(
    codes: Iterable[str] | None = None,
    *,
    quick: bool = False,
    seed: int = 2026,
    halved: bool = False,
    lines: Sequence[Line] | None = None,
    misses: Mapping[str, str] | None = None,
    on_start: Callable[[int, int, Line], None] | None = None,
) -> Dossier:
    """Run the dossier.

    Parameters
    ----------
    codes : iterable of str, optional
        Only these lines; all by default.
    quick : bool
        Only the lines of the fast subset.
    seed : int
    halved : bool
        Run every line with its own mechanism at half strength, at its smallest size: then each must miss.
    lines : sequence of Line, optional
        Lines of one's own instead of the shipped ones.
    misses : mapping of code to reason, optional
        Known misses; the shipped record by default, none with lines of one's own.
    on_start : callable, optional
        Called with the number of the line (0-based), how many there are, and the line.

    Returns
    -------
    Dossier

    Raises
    ------
    UsageError
        If a code is no line, with the nearest one; if the seed is none.

    Examples
    --------
    >>> validate(["spearman-brown-rumus"]).findings[0].verdict
    'lulus'
    """
    from simkinerja.evaluate.validation.lines import all_lines
    from simkinerja.rules.checks import whole

    whole(seed, "seed", "validate", high=2**63 - 1, example="seed=2026")
    known = (known_misses() if lines is None else {}) if misses is None else misses
    every = all_lines() if lines is None else tuple(lines)
    wanted = [line for line in _chosen(every, codes) if line.quick or not quick]
    found = []
    for k, line in enumerate(wanted):
        if on_start is not None:
            on_start(k, len(wanted), line)
        found.append(_find_halved(line, seed) if halved else _find(line, seed, known))
    whole_dossier = codes is None and not halved
    breaches = rule_breaches(every, known) if whole_dossier else ()
    return Dossier(tuple(found), breaches, seed, quick, halved)


def _chosen(lines: Sequence[Line], codes: Iterable[str] | None) -> list[Line]:
    from simkinerja.rules.checks import choice

    if codes is None:
        return list(lines)
    asked = list(codes)
    for code in asked:
        choice(code, "codes", "validate", [line.code for line in lines])
    return [line for line in lines if line.code in asked]


def _find_halved(line: Line, seed: int) -> Finding:
    obtained = obtained_of(line, Knobs(halve=line.mechanism, quick=True, seed=seed))
    return Finding(line, obtained, judge_halved(line, obtained))


def _find(line: Line, seed: int, known: Mapping[str, str]) -> Finding:
    obtained = obtained_of(line, Knobs(seed=seed))
    verdict, reason = judge(line, obtained), known.get(line.code)
    if reason is not None:
        verdict = {MISS: KNOWN_MISS, PASS: UNEXPECTED_PASS}.get(verdict, verdict)
    return Finding(line, obtained, verdict, reason)


def rule_breaches(lines: Sequence[Line], known: Mapping[str, str]) -> tuple[str, ...]:
    """Return which rules of the dossier are broken, as Indonesian sentences.

    At least half of the virtual trials are predicted; at most two misses are known, each of a line that
    exists and with a reason; no code stands twice.

    Examples
    --------
    >>> rule_breaches([], {"entah": "alasan"})
    ("Catatan meleset menyebut 'entah', yang tidak ada dalam berkas.",)
    """
    trials = [line for line in lines if line.group == "trial"]
    fitted = sum(line.basis.startswith(CALIBRATED) for line in trials)
    codes = [line.code for line in lines]
    said = []
    if 2 * fitted > len(trials):
        said.append(
            f"{fitted} dari {len(trials)} uji coba maya dikalibrasi; sekurangnya separuh harus diramalkan."
        )
    if len(known) > MOST_MISSES:
        said.append(f"Ada {len(known)} catatan meleset; paling banyak {MOST_MISSES}.")
    said += [
        f"Catatan meleset menyebut '{code}', yang tidak ada dalam berkas."
        for code in known
        if code not in codes
    ]
    said += [
        f"Catatan meleset '{code}' tanpa alasan." for code, reason in known.items() if not reason.strip()
    ]
    said += [f"Kode '{code}' dipakai dua baris." for code in sorted(set(codes)) if codes.count(code) > 1]
    return tuple(said)


@cache
def known_misses() -> Mapping[str, str]:
    """Return the recorded misses: code to reason, from ``data/known_misses.yaml``."""
    from simkinerja.evaluate.validation.tables import table

    return MappingProxyType({row["code"]: row["reason"] for row in table("known_misses")})


def _finding_dict(found: Finding) -> dict[str, Any]:
    line = found.line
    return {
        "kode": line.code,
        "kelompok": line.group,
        "apa": line.what,
        "sumber": line.source,
        "dasar": line.basis,
        "susunan": line.setup,
        "alasan_toleransi": line.reason,
        "mekanisme": line.mechanism,
        "putusan": found.verdict,
        "alasan_meleset": found.reason,
        "angka": [
            {
                "label": target.label,
                "harapan": target.expected,
                "bawah": _finite(target.low),
                "atas": _finite(target.high),
                "diperoleh": _finite(got.value),
                "galat_mc": _finite(got.se),
            }
            for target, got in zip(line.targets, found.obtained, strict=True)
        ],
    }


def _finite(x: float) -> float | None:
    return x if abs(x) < float("inf") else None
