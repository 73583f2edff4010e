"""From a survey to its result: index, letter, how sure it is, what is weak, what changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from math import sqrt
from typing import TYPE_CHECKING, Any

import numpy as np

from simkinerja.errors import UsageError, problem
from simkinerja.evaluate.bootstrap import index_of, resampled_nrr
from simkinerja.evaluate.labels import FEWEST, interval, letter_shares, needed_respondents
from simkinerja.evaluate.printed import findings_nrr, findings_survey
from simkinerja.evaluate.result import Change, Part, Settings, SkmResult
from simkinerja.rules.checks import shown
from simkinerja.rules.skm import (
    aggregate_services,
    index_from_nrr,
    index_from_totals,
    letter,
    sample_size_krejcie_morgan,
)
from simkinerja.streams import Streams
from simkinerja.survey.profile import UNKNOWN, in_order
from simkinerja.survey.recognise import PROFILE
from simkinerja.survey.table import NrrReport, Survey

if TYPE_CHECKING:
    from simkinerja.evaluate.bootstrap import FloatArray, IntArray

__all__ = ["WHOLE", "evaluate_skm"]

WHOLE = "Seluruh responden"
"""Label of the part that holds everybody."""


def evaluate_skm(
    survey: Survey | NrrReport,
    settings: Settings | None = None,
    progress: Callable[[str], None] | None = None,
) -> SkmResult:
    """Compute everything that is said about a survey.

    Parameters
    ----------
    survey : Survey or NrrReport
        From :func:`simkinerja.survey.read_survey`.
    settings : Settings, optional
    progress : callable, optional
        Called with the name of each part before it is computed.

    Returns
    -------
    SkmResult

    Raises
    ------
    UsageError
        If a setting is outside its range.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> from simkinerja.survey import read_survey
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "survei.csv"
    ...     rows = ["U1;U2;U3;U4;U5;U6;U7;U8;U9"] + ["3;3;4;4;3;3;4;3;3", "4;3;3;4;3;3;4;3;3"] * 15
    ...     _ = file.write_text("\\n".join(rows))
    ...     result = evaluate_skm(read_survey(file))
    >>> result.whole.n, str(result.whole.rounded), result.whole.letter, result.whole.certain
    (30, '83.33', 'B', True)
    """
    settings = _checked(settings or Settings(), getattr(survey, "n", 1))
    if isinstance(survey, NrrReport):
        return _nrr_result(survey, settings)
    total, count = survey.sums()
    keys = survey.elements
    streams = Streams(settings.seed)
    whole, _ = _part(WHOLE, keys, total, count, settings, streams, progress)
    services = _parts(survey, "layanan", survey.services, (total, count), settings, progress)
    periods = _parts(survey, "periode", survey.periods, (total, count), settings, progress)
    indices = {part.label: part.ikm for part, _ in services if part.ikm is not None}
    size = settings.population
    return SkmResult(
        file=survey.file,
        kind="jawaban",
        whole=whole,
        services=tuple(part for part, _ in services),
        periods=tuple(part for part, _ in periods),
        changes=_changes(periods),
        plain_mean=aggregate_services(indices) if len(indices) > 1 else None,
        sample_size=sample_size_krejcie_morgan(size) if size else None,
        profile=_profile(survey),
        findings=findings_survey(survey, whole, services),
        settings=settings,
        title=survey.title,
        dropped=survey.dropped,
        notes=survey.notes,
        synthetic=survey.synthetic,
        crossing=_crossing(survey),
    )


def _checked(settings: Settings, n: int) -> Settings:
    """Settings within their ranges."""
    size = settings.population
    rows = (
        ("tingkat", 0.5 < settings.level < 1, "di atas 0,5 dan di bawah 1", settings.level, "0.9"),
        ("ulangan", 200 <= settings.replications <= 200_000, "antara 200 dan 200000",
         settings.replications, "4000"),
        ("benih", settings.seed >= 0, "bilangan bulat paling sedikit 0", settings.seed, "2026"),
        ("populasi", size is None or size >= n, f"paling sedikit sebanyak respondennya ({n})", size, "1200"),
    )  # fmt: skip
    faults = [
        problem(
            "parameter",
            name=name,
            owner="skm",
            allowed=allowed,
            got=shown(got),
            example=f"--{name} {example}",
        )
        for name, fine, allowed, got, example in rows
        if not fine
    ]
    if faults:
        raise UsageError(faults)
    return settings


def _part(
    label: str,
    keys: Sequence[str],
    total: IntArray,
    count: IntArray,
    settings: Settings,
    streams: Streams,
    progress: Callable[[str], None] | None,
) -> tuple[Part, FloatArray | None]:
    """One group with its uncertainty, and its resampled index for comparisons."""
    if progress:
        progress(label)
    sums = [int(total[:, j].sum(dtype=np.int64)) for j in range(len(keys))]
    times = [int(count[:, j].sum(dtype=np.int64)) for j in range(len(keys))]
    totals, counts = dict(zip(keys, sums, strict=True)), dict(zip(keys, times, strict=True))
    nrr = {key: Fraction(totals[key], counts[key]) for key in keys if counts[key]}
    n = len(total)
    if len(nrr) < len(keys):
        return Part(label, n, nrr, totals, counts, certain=False), None
    ikm = index_from_totals(totals, counts)
    plain = Part(label, n, nrr, totals, counts, ikm, letter(ikm), certain=False)
    if n < 2:
        return plain, None
    draws = resampled_nrr(
        total, count, settings.replications, streams.generator(f"skm/{label}"), settings.population
    )
    return _with_spread(plain, keys, draws, settings)


def _with_spread(
    part: Part, keys: Sequence[str], draws: FloatArray, settings: Settings
) -> tuple[Part, FloatArray | None]:
    """The same part with probabilities and intervals from its resampled NRR."""
    from dataclasses import replace

    index = index_of(draws)
    if np.isnan(index).mean() > 0.5:
        return part, None
    assert part.ikm is not None
    assert part.letter is not None
    assert part.n is not None
    shares = letter_shares(index)
    low, high = interval(index)
    ends = [interval(draws[:, j]) for j in range(len(keys))]
    known = draws[~np.isnan(index)]
    size = settings.population
    first = np.bincount(known.argmin(axis=1), minlength=len(keys)) / len(known)
    shrunk = 1.0 if size is None else sqrt((size - part.n) / max(size - 1, 1))
    sd = float(np.nanstd(index)) * sqrt(part.n) / shrunk if shrunk else 0.0
    done = replace(
        part,
        letters=shares,
        certain=part.n >= FEWEST and shares[part.letter] >= settings.level,
        low=min(low, float(part.ikm)),
        high=max(high, float(part.ikm)),
        nrr_low={key: end[0] for key, end in zip(keys, ends, strict=True)},
        nrr_high={key: end[1] for key, end in zip(keys, ends, strict=True)},
        lowest={key: float(share) for key, share in zip(keys, first, strict=True)},
        needed=needed_respondents(float(part.ikm), sd, settings.level, size),
    )
    return done, index


def _parts(
    survey: Survey,
    kind: str,
    labels: Sequence[str],
    sums: tuple[IntArray, IntArray],
    settings: Settings,
    progress: Callable[[str], None] | None,
) -> list[tuple[Part, FloatArray | None]]:
    """The groups of one kind; the population of a part is not known, so it is not corrected for."""
    from dataclasses import replace

    import pandas as pd

    if not labels:
        return []
    alone = replace(settings, population=None)
    streams = Streams(settings.seed).child(kind)
    found, texts = pd.factorize(survey.frame[kind])
    place = {label: k for k, label in enumerate(labels)}
    codes = np.array([*(place[str(text)] for text in texts), -1], dtype=np.int16)[found]
    order = np.argsort(codes, kind="stable")
    starts = np.searchsorted(codes[order], np.arange(len(labels) + 1))
    total, count = sums[0][order], sums[1][order]  # the rows of a group now stand together
    out = []
    for k, label in enumerate(labels):
        rows = slice(starts[k], starts[k + 1])
        out.append(_part(label, survey.elements, total[rows], count[rows], alone, streams, progress))
    return out


def _changes(periods: Sequence[tuple[Part, FloatArray | None]]) -> tuple[Change, ...]:
    """Differences between periods that follow each other, with intervals from independent resamples."""
    known = [(part, draws) for part, draws in periods if part.ikm is not None]
    out = []
    for (before, b), (after, a) in pairwise(known):
        difference = (after.ikm or Fraction(0)) - (before.ikm or Fraction(0))
        if a is None or b is None:
            out.append(Change(before.label, after.label, difference))
            continue
        size = min(len(a), len(b))
        gap = a[:size] - b[:size]
        low, high = interval(gap)
        rises = float((gap[~np.isnan(gap)] > 0).mean())
        out.append(Change(before.label, after.label, difference, low, high, rises))
    return tuple(out)


def _profile(survey: Survey) -> Mapping[str, Mapping[str, int]]:
    """Respondents by group of each profile column that the file has."""
    out: dict[str, dict[str, int]] = {}
    for key in PROFILE:
        column = survey.frame[key]
        if column.notna().any():
            counts: Any = column.fillna(UNKNOWN).value_counts()
            out[key] = {label: int(counts[label]) for label in in_order(key, counts.index)}
    return out


def _crossing(survey: Survey) -> Mapping[tuple[str, str], int]:
    """Respondents by service and period, where both are told apart."""
    if not survey.services or not survey.periods:
        return {}
    counts = survey.frame[["layanan", "periode"]].fillna("").value_counts()
    return {(str(service), str(period)): int(n) for (service, period), n in counts.items()}


def _nrr_result(report: NrrReport, settings: Settings) -> SkmResult:
    """Result of a table of NRR: no answers, so no probabilities."""
    parts = []
    for row in report.rows:
        ikm = index_from_nrr(row.nrr)
        parts.append(Part(row.label or WHOLE, row.n, row.nrr, ikm=ikm, letter=letter(ikm)))
    whole = _nrr_whole(report, parts)
    named = tuple(part for part, row in zip(parts, report.rows, strict=True) if row.label)
    by_period = report.rows[0].kind == "periode"
    services = () if by_period else named
    changes = _changes([(part, None) for part in named]) if by_period else ()
    indices = {part.label: part.ikm for part in services if part.ikm is not None}
    size = settings.population
    return SkmResult(
        file=report.file,
        kind="nrr",
        whole=whole,
        services=services,
        periods=named if by_period else (),
        changes=changes,
        plain_mean=aggregate_services(indices) if len(indices) > 1 else None,
        sample_size=sample_size_krejcie_morgan(size) if size else None,
        profile={},
        findings=findings_nrr(report, whole),
        settings=settings,
        title=report.title,
        dropped=report.dropped,
        notes=report.notes,
        synthetic=report.synthetic,
    )


def _nrr_whole(report: NrrReport, parts: Sequence[Part]) -> Part:
    """All rows together: weighted by respondents where every row says how many, else plain."""
    if len(parts) == 1:
        only = parts[0]
        return Part(WHOLE, only.n, only.nrr, ikm=only.ikm, letter=only.letter)
    sizes = [part.n for part in parts]
    known = [size for size in sizes if size is not None]
    weights = known if len(known) == len(parts) else [1] * len(parts)
    n = sum(weights)
    nrr = {
        key: sum((part.nrr[key] * w for part, w in zip(parts, weights, strict=True)), Fraction(0)) / n
        for key in report.elements
    }
    ikm = index_from_nrr(nrr)
    return Part(WHOLE, n if len(known) == len(parts) else None, nrr, ikm=ikm, letter=letter(ikm))
