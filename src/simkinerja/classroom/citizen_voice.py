"""Lesson 04, the citizens' voice: an index from a sample, its luck, its label, and three faulty programs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from simkinerja.errors import UsageError, problem
from simkinerja.report.fmt import fmt_number, fmt_percent
from simkinerja.rules.skm import (
    BANDS,
    ELEMENTS,
    index_from_nrr,
    index_from_totals,
    letter,
    round_half_up,
)
from simkinerja.streams import Streams

if TYPE_CHECKING:
    from simkinerja.classroom.panel import Panel
    from simkinerja.classroom.show import Page

__all__ = [
    "PROGRAMS",
    "SurveyLuck",
    "answers_of",
    "compute_luck",
    "exact_index",
    "letter_shares",
    "panel_luck",
    "program_results",
    "repeat_survey",
    "spread_by_size",
]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
LOOKED_AT = 3


def answers_of(responses: Any) -> IntArray:
    """Answers as whole numbers, shape (n, 9), 0 for a blank, elements in the default order.

    Raises
    ------
    UsageError
        If an element's column is missing or nobody answered.
    """
    missing = [key for key in ELEMENTS if key not in responses.columns]
    if missing or len(responses) == 0:
        got = f"tanpa kolom {', '.join(missing)}" if missing else "tabel tanpa baris"
        allowed = "tabel jawaban dengan kesembilan unsur dan paling sedikit satu baris"
        named = {
            "name": "responses",
            "owner": "answers_of",
            "example": "responses=tabel[tabel.unit_id == 12]",
        }
        raise UsageError([problem("parameter", None, allowed=allowed, got=got, **named)])
    table = responses[list(ELEMENTS)].astype("Float64").to_numpy(dtype=np.float64, na_value=0.0)
    out: IntArray = table.astype(np.int64)
    return out


def _totals(matrix: IntArray) -> tuple[dict[str, int], dict[str, int]]:
    sums, counts = matrix.sum(axis=0), (matrix > 0).sum(axis=0)
    return (
        {key: int(x) for key, x in zip(ELEMENTS, sums, strict=True)},
        {key: int(x) for key, x in zip(ELEMENTS, counts, strict=True)},
    )


def exact_index(responses: Any) -> Fraction:
    """Exact index of a table of responses by the rule: mean of the nine NRR times 25, blanks left out.

    Examples
    --------
    >>> import pandas as pd
    >>> exact_index(pd.DataFrame([dict.fromkeys(ELEMENTS, 3)]))
    Fraction(75, 1)
    """
    return index_from_totals(*_totals(answers_of(responses)))


def repeat_survey(matrix: IntArray, n: int, chosen_share: float, repeats: int, seed: int) -> FloatArray:
    """Repeat a survey of ``n`` respondents; return the index of each repeat, shape (repeats,).

    Every respondent is drawn from ``matrix`` as the next visitor would come. For the first ``chosen_share``
    of the questionnaires the clerk looks at three visitors and hands it to the one who is most satisfied
    (highest mean answer). This mechanism is ``assumed``; its sign is certain: the index rises.

    Parameters
    ----------
    matrix : array of int, shape (N, 9)
        Answers 1-4, 0 for blank, from :func:`answers_of`.
    n, repeats : int
        Respondents a survey, surveys.
    chosen_share : float
        0 to 1.
    seed : int

    Examples
    --------
    >>> pool = np.repeat([[2], [3], [4]], 9, axis=1)
    >>> fair = repeat_survey(pool, 50, 0.0, 200, seed=1).mean()
    >>> picked = repeat_survey(pool, 50, 1.0, 200, seed=1).mean()
    >>> bool(abs(fair - 75) < 1), bool(picked > 85)
    (True, True)
    """
    streams = Streams(seed)
    size = len(matrix)
    happy = matrix.sum(axis=1) / np.maximum((matrix > 0).sum(axis=1), 1)
    slots = repeats * n
    seen = np.stack([streams.integers(f"lesson.visitor_{k}", slots, size) for k in range(LOOKED_AT)])
    favourite = np.take_along_axis(seen, happy[seen].argmax(axis=0)[None, :], axis=0)[0]
    chosen = np.tile(np.arange(n) < round(chosen_share * n), repeats)
    picked = np.where(chosen, favourite, seen[0])
    drawn = matrix[picked].reshape(repeats, n, len(ELEMENTS))
    counts = (drawn > 0).sum(axis=1)
    out: FloatArray = 25.0 * (drawn.sum(axis=1) / np.maximum(counts, 1)).mean(axis=1)
    return out


def letter_shares(indices: npt.ArrayLike) -> dict[str, float]:
    """Share of each letter among indices, A first, after the half-up rounding of the rule.

    Examples
    --------
    >>> letter_shares([88.31, 88.305, 88.30, 70.0])
    {'A': 0.5, 'B': 0.25, 'C': 0.25, 'D': 0.0}
    """
    from simkinerja.evaluate.labels import letter_shares as shares

    return dict(reversed(shares(np.asarray(indices, dtype=np.float64)).items()))


@dataclass(frozen=True, slots=True)
class SurveyLuck:
    """Repeated surveys of one service.

    Parameters
    ----------
    n, chosen : int
        Respondents; percent handed out by choice.
    indices : array, shape (repeats,)
    shares : dict of str to float
        Share of each letter.
    everybody : float
        Index over all answers of the table.
    """

    n: int
    chosen: int
    indices: FloatArray
    shares: dict[str, float]
    everybody: float


def compute_luck(matrix: IntArray, n: int, chosen: int, repeats: int = 500, seed: int = 14) -> SurveyLuck:
    """Repeat a survey and count its letters; ``chosen`` in percent."""
    indices = repeat_survey(matrix, n, chosen / 100, repeats, seed)
    everybody = float(index_from_totals(*_totals(matrix)))
    return SurveyLuck(n, chosen, indices, letter_shares(indices), everybody)


def _bands() -> list[tuple[float, float, str]]:
    return [(float(band.lower), float(band.upper), band.letter) for band in BANDS]


def luck_axis(result: SurveyLuck) -> tuple[float, float]:
    """Range of the picture: the same while controls move, unless an index would fall outside."""
    return max(25.0, min(result.everybody - 14, float(result.indices.min()))), 100.0


def _draw_luck(result: SurveyLuck) -> str:
    from simkinerja.report.svg import svg_histogram

    centre = result.everybody
    return svg_histogram(
        result.indices.tolist(),
        bins=36,
        marks={"semua jawaban": centre},
        bands=_bands(),
        title=f"IKM dari {len(result.indices)} survei ulangan, {result.n} responden",
        unit="IKM (25-100)",
        axis=luck_axis(result),
        count_label="banyaknya survei",
    )


def _few(share: float) -> str:
    return fmt_percent(share) if share >= 0.005 else "kurang dari 1%"


def _say_luck(result: SurveyLuck) -> str:
    parts = [f"{name} pada {_few(share)}" for name, share in result.shares.items() if share > 0]
    low, high = np.quantile(result.indices, [0.05, 0.95])
    return (
        f"Dari {len(result.indices)} survei ulangan, hurufnya {', '.join(parts)}. Sembilan dari sepuluh IKM "
        f"ada di antara {fmt_number(low, 1)} dan {fmt_number(high, 1)}; dari semua jawaban "
        f"{fmt_number(result.everybody, 1)}."
    )


def panel_luck(responses: Any) -> Panel:
    """Panel of lesson 04: how many respondents, and how many of them the clerk chose.

    Parameters
    ----------
    responses : pandas DataFrame
        All answers of one service; every repeat draws from them.
    """
    from simkinerja.classroom.panel import Number, Panel

    matrix = answers_of(responses)
    controls = [
        Number(
            "n", "Banyaknya responden", 60, 10, 400, 10, "Berapa orang mengisi kuesioner dalam satu survei."
        ),
        Number(
            "chosen",
            "Dipilih petugas (%)",
            0,
            0,
            100,
            10,
            "Bagian kuesioner yang diberikan petugas kepada yang tampak paling puas dari tiga pengunjung.",
        ),
    ]
    return Panel(
        "Survei yang sama, diulang 500 kali",
        controls,
        lambda n, chosen: compute_luck(matrix, n, chosen),
        _draw_luck,
        _say_luck,
    )


def spread_by_size(responses: Any, sizes: tuple[int, ...] = (30, 60, 120, 240), seeds: int = 500) -> Page:
    """Show where nine surveys in ten fall, by number of respondents; one survey a seed, no clerk choosing."""
    from simkinerja.classroom.pictures import as_page
    from simkinerja.report.svg import svg_dots

    matrix = answers_of(responses)
    runs = [compute_luck(matrix, n, 0, seeds).indices for n in sizes]
    ends = np.array([np.quantile(run, [0.05, 0.95]) for run in runs])
    shares = [max(letter_shares(run).items(), key=lambda pair: pair[1]) for run in runs]
    svg = svg_dots(
        [f"{n} responden" for n in sizes],
        [float(run.mean()) for run in runs],
        low=ends[:, 0].tolist(),
        high=ends[:, 1].tolist(),
        bands=_bands(),
        title=f"Rentang 90% IKM dari {seeds} survei ulangan",
        unit="IKM (25-100)",
        digits=1,
        axis=(float(ends.min()) - 2, min(100.0, float(ends.max()) + 2)),
    )
    told = "; ".join(
        f"{n} responden: lebar {fmt_number(high - low, 1)}, huruf tersering {name} ({fmt_percent(share)})"
        for n, (low, high), (name, share) in zip(sizes, ends, shares, strict=True)
    )
    return as_page(svg, f"{told}.")


PROGRAMS: Mapping[str, str] = {"Program 1": "kosong", "Program 2": "bobot", "Program 3": "batas"}
"""Which fault each of the three programs of the exercise holds."""


def _faulty(fault: str, totals: Mapping[str, int], counts: Mapping[str, int], n: int) -> tuple[Decimal, str]:
    """Index and letter as a program with this fault prints them."""
    exact = index_from_totals(totals, counts)
    if fault == "bobot":
        values = {key: Fraction(totals[key], counts[key]) for key in totals}
        exact = index_from_nrr(values, weight=Decimal("0.11"))
    elif fault == "kosong":
        exact = sum((Fraction(totals[key], n) for key in totals), Fraction(0)) / len(totals) * 25
    rounded = round_half_up(exact)
    name = "A" if fault == "batas" and rounded > Decimal("83.30") else letter(max(rounded, Decimal(25)))
    return rounded, name


def program_results(responses: Any) -> Any:
    """Index and letter of the same answers by the rule and by three programs, each with one fault.

    The faults were all found in public code: a blank answer counted as zero, the weight 0.11 for 1/9, and the
    cut-off 83.3 for 88.3.

    Returns
    -------
    pandas DataFrame
        Columns ``program``, ``ikm``, ``mutu``.
    """
    import pandas as pd

    matrix = answers_of(responses)
    totals, counts = _totals(matrix)
    rows = [("Aturan", *_faulty("", totals, counts, len(matrix)))]
    rows += [(name, *_faulty(fault, totals, counts, len(matrix))) for name, fault in PROGRAMS.items()]
    return pd.DataFrame([(a, float(b), c) for a, b, c in rows], columns=["program", "ikm", "mutu"])
