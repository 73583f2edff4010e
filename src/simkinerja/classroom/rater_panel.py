"""Lesson 05: play the rater. Six officers, what a boss sees of them, and then the truth."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from html import escape
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from simkinerja.classroom.narrow import NarrowPanel
from simkinerja.classroom.panel import Choice, Number
from simkinerja.classroom.rater_lesson import SEED, scaled
from simkinerja.population.ratings import RatingModel, rate_overall
from simkinerja.population.voice_params import number
from simkinerja.report.fmt import fmt_number, fmt_percent
from simkinerja.streams import Streams

__all__ = ["Played", "compute_game", "pairs_right", "panel_play_rater", "six_people", "truth_of_six"]

FloatArray = npt.NDArray[np.float64]

_BOSS: Final = 177
_FIRST: Final = 8
"""From here six people who work well and not so well, some of whom the boss likes for no reason."""
_MONTH: Final = 11
_NAMES: Final = "ABCDEF"
_BOSSES: Final = 200
_MANY: Final = 5
_CLEAR: Final = 0.5
"""From this distance of an impression, SD, it is a good or a bad one."""
_PAIRS: Final = len(_NAMES) * (len(_NAMES) - 1) // 2
_SMALL: Final = "font-size:.9rem;line-height:1.45;max-width:42rem;margin:.4rem 0"
_CELL: Final = "padding:.2rem .35rem;border-bottom:1px solid #ccc"


@cache
def six_people() -> Any:
    """Six officers of one boss: last month's records, the boss's impression, and the truth.

    Returns
    -------
    pandas DataFrame
        ``orang, officer_id, perkara, hadir, kesan`` (standard normal; nothing to do with the work),
        ``kerja`` (true practice, SD), ``skor`` (the same as a normal score).

    Examples
    --------
    >>> six_people().orang.tolist()
    ['A', 'B', 'C', 'D', 'E', 'F']
    """
    from simkinerja.population.dataset import read_table
    from simkinerja.population.ratings import practice_score

    officers, records = read_table("salatiga", "officers"), read_table("salatiga", "records")
    own = officers[officers["rater_id"] == _BOSS].iloc[_FIRST : _FIRST + len(_NAMES)].reset_index(drop=True)
    last = records[records["month"] == _MONTH].set_index("officer_id").loc[own["officer_id"]]
    ratee = own["officer_id"].to_numpy(dtype=np.int64)
    return own[["officer_id"]].assign(
        orang=list(_NAMES),
        perkara=last["cases_completed"].to_numpy(),
        hadir=last["days_present"].to_numpy(),
        kesan=Streams(SEED).normal("game.impression", ratee),
        kerja=own["true_practice"].to_numpy(dtype=float),
        skor=practice_score(own),
    )


def _impression(value: float) -> str:
    """What a boss would say of an officer as a person.

    Examples
    --------
    >>> _impression(1.0), _impression(0.0), _impression(-1.0)
    ('mudah diajak bicara', 'biasa saja', 'jarang menyapa')
    """
    if abs(value) < _CLEAR:
        return "biasa saja"
    return "mudah diajak bicara" if value > 0 else "jarang menyapa"


def pairs_right(scores: npt.ArrayLike, truth: npt.ArrayLike) -> FloatArray:
    """Share of pairs of people that scores put in the right order; equal scores count half.

    Parameters
    ----------
    scores : array of float, shape (..., n)
    truth : array of float, shape (n,)

    Examples
    --------
    >>> float(pairs_right([1, 2, 3], [1, 2, 3])), float(pairs_right([5, 5, 5], [1, 2, 3]))
    (1.0, 0.5)
    """
    given, real = np.asarray(scores, dtype=float), np.asarray(truth, dtype=float)
    first, second = np.triu_indices(len(real), 1)
    order = np.sign(given[..., second] - given[..., first]) * np.sign(real[second] - real[first])
    return np.asarray(((1.0 + order) / 2.0).mean(axis=-1))


def _explained(scores: FloatArray, truth: FloatArray) -> float:
    """Squared correlation; 0 where all scores are equal.

    Examples
    --------
    >>> _explained(np.array([1.0, 2.0, 3.0]), np.array([2.0, 4.0, 6.0]))
    1.0
    """
    if np.ptp(scores) == 0:
        return 0.0
    return round(float(np.corrcoef(scores, truth)[0, 1]) ** 2, 12)


@cache
def _simulated() -> tuple[FloatArray, FloatArray, float]:
    """Pairs right by each simulated boss alone and by means of five; mean share of the person alone."""
    six = six_people()
    ratee = np.tile(six["officer_id"].to_numpy(dtype=np.int64), _BOSSES)
    rater = np.repeat(np.arange(_BOSSES, dtype=np.int64) + 2**20, len(six))
    work = np.tile(six["skor"].to_numpy(), _BOSSES)
    z = rate_overall(Streams(SEED), work, ratee, rater, model=RatingModel.published())
    alone = z.reshape(_BOSSES, len(six))
    together = alone.reshape(_BOSSES // _MANY, _MANY, len(six)).mean(axis=1)
    work_once = six["skor"].to_numpy()
    usual = float(np.mean([_explained(one, work_once) for one in alone]))
    return pairs_right(alone, six["kerja"]), pairs_right(together, six["kerja"]), usual


@dataclass(frozen=True, slots=True)
class Played:
    """What a reader's ratings say.

    Parameters
    ----------
    given : float array, shape (6,)
        Ratings 0-100.
    opened : bool
        Whether the truth is shown.
    right : float
        Share of pairs in the right order.
    liked : float
        Share of pairs in the order of the impression.
    person : float
        Share of the differences between the ratings that goes with the work (squared correlation).
    lean : float
        Mean of the ratings less what an average boss would give these six, points.
    alone, together : float arrays
        Pairs right of simulated bosses, alone and five together.
    usual : float
        Mean of ``person`` over simulated bosses.
    """

    given: FloatArray
    opened: bool
    right: float
    liked: float
    person: float
    lean: float
    alone: FloatArray
    together: FloatArray
    usual: float

    @property
    def flat(self) -> bool:
        """Whether all got the same rating."""
        return bool(np.ptp(self.given) == 0)


def compute_game(*, opened: bool = False, **ratings: int) -> Played:
    """Hold a reader's six ratings against the truth and against simulated bosses.

    Parameters
    ----------
    opened : bool
    **ratings : int
        By letter, 0-100.

    Examples
    --------
    >>> compute_game(A=70, B=70, C=70, D=70, E=70, F=70).right
    0.5
    """
    six = six_people()
    given = np.array([float(ratings[name]) for name in _NAMES])
    expected = scaled(np.sqrt(number("overall.reliability")) * six["skor"].to_numpy())
    alone, together, usual = _simulated()
    return Played(
        given=given,
        opened=opened,
        right=float(pairs_right(given, six["kerja"])),
        liked=float(pairs_right(given, six["kesan"])),
        person=_explained(given, six["skor"].to_numpy()),
        usual=usual,
        lean=float(given.mean() - expected.mean()),
        alone=alone,
        together=together,
    )


def _table(heads: list[str], rows: list[list[str]], note: str = "") -> str:
    head = "".join(f'<th scope="col" style="{_CELL};text-align:left">{escape(x)}</th>' for x in heads)
    body = "".join(
        "<tr>" + "".join(f'<td style="{_CELL}">{escape(x)}</td>' for x in row) + "</tr>" for row in rows
    )
    title = f'<caption style="text-align:left">Data sintetis{note}</caption>'
    return f'<table style="border-collapse:collapse;font-size:.9rem">{title}<tr>{head}</tr>{body}</table>'


def _cards() -> str:
    """What the boss sees of the six."""
    rows = [
        [one.orang, fmt_number(one.perkara, 0), fmt_number(one.hadir, 0), _impression(one.kesan)]
        for one in six_people().itertuples()
    ]
    return _table(["orang", "perkara bulan lalu", "hari hadir", "kesan Anda"], rows)


def _seen(one: Any) -> str:
    """What the boss sees of one of the six, in a line."""
    return f"{one.perkara:.0f} perkara, {one.hadir:.0f} hari hadir, {_impression(one.kesan)}"


def _places(values: FloatArray) -> list[str]:
    """Place of each, the highest first; equal values share the better place.

    Examples
    --------
    >>> _places(np.array([5.0, 7.0, 5.0]))
    ['2', '1', '2']
    """
    return [str(1 + int((values > x).sum())) for x in values]


def _opened_cards(game: Played) -> str:
    """Ratings beside the truth."""
    six = six_people()
    work = six["kerja"].to_numpy()
    mine = ["–"] * len(work) if game.flat else _places(game.given)
    rows = [
        [name, fmt_number(value, 0), place, true, fmt_number(real, 2)]
        for name, value, place, true, real in zip(
            _NAMES, game.given, mine, _places(work), work.tolist(), strict=True
        )
    ]
    note = "; Anda dan benar: urutan menurut Anda dan urutan sebenarnya"
    return _table(["orang", "nilai", "Anda", "benar", "kerja"], rows, note)


def _draw(game: Played) -> list[str]:
    from simkinerja.report.svg_narrow import svg_narrow_shares

    known = {"1 atasan": game.alone, f"{_MANY} atasan": game.together}
    if game.opened and not game.flat:
        known = {"Anda": np.array([game.right]), **known}
    ends = [[float(np.quantile(x, q)) for q in (0.1, 0.9)] for x in known.values()]
    picture = svg_narrow_shares(
        list(known),
        [float(x.mean()) for x in known.values()],
        [low for low, _ in ends],
        [high for _, high in ends],
        "Pasangan yang urutannya benar",
        f"garis: delapan dari sepuluh; {_BOSSES} atasan simulasi",
    )
    if not game.opened:
        return [_cards(), picture]
    return [_opened_cards(game), *([] if game.flat else [_notes(game)]), picture]


def _say(game: Played) -> list[str]:
    if not game.opened:
        first = "Beri nilai keenam orang, lalu pilih: buka kenyataannya"
        waiting = "Keenamnya masih bernilai sama." if game.flat else "Nilai Anda berbeda-beda; siap dibuka."
        return [first, waiting]
    if game.flat:
        return ["Semua orang mendapat nilai yang sama", "Nilai seperti itu tidak mengatakan apa pun."]
    return [
        f"{fmt_number(_PAIRS * game.right, 1)} dari {_PAIRS} pasangan Anda urutkan dengan benar",
        f"Dari perbedaan nilai Anda, {fmt_percent(game.person)} sejalan dengan kerja; sisanya Anda dan "
        f"kebetulan (atasan simulasi rata-rata {fmt_percent(game.usual)}).",
    ]


def _notes(game: Played) -> str:
    """How a reader compares with simulated bosses, in severity and in following the impression."""
    better = float(np.mean(game.alone < game.right))
    side = "lebih murah hati" if game.lean > 0 else "lebih ketat"
    told = (
        f"Urutan Anda lebih baik daripada {fmt_percent(better)} atasan simulasi. Anda "
        f"{fmt_number(abs(game.lean), 1)} poin {side} daripada atasan rata-rata bagi orang-orang ini. Searah "
        f"dengan kesan: {fmt_number(_PAIRS * game.liked, 1)} dari {_PAIRS} pasangan; kesan itu tidak "
        "berkaitan dengan kerja."
    )
    return f'<p style="{_SMALL}">{told}</p>'


def truth_of_six() -> Any:
    """The truth of the six, for those who read on paper.

    Examples
    --------
    >>> truth_of_six().columns.tolist()
    ['orang', 'urutan sebenarnya', 'kerja (SD)']
    """
    import pandas as pd

    six = six_people()
    work = six["kerja"].to_numpy()
    return pd.DataFrame(
        {"orang": six["orang"], "urutan sebenarnya": [int(x) for x in _places(work)], "kerja (SD)": work}
    )


def panel_play_rater() -> NarrowPanel:
    """Panel of lesson 05: rate six officers from what a boss sees, then open the truth.

    Examples
    --------
    >>> panel = panel_play_rater()
    >>> panel.set(A=60, D=90, opened=True)
    >>> panel.error is None, panel.result.opened
    (True, True)
    """
    start = round(number("rating.scale_mean"))
    # on a phone the table stands far below the controls, so each control says again what is seen
    controls: list[Number | Choice] = [
        Number(one.orang, f"Nilai {one.orang}", start, 0, 100, help=_seen(one))
        for one in six_people().itertuples()
    ]
    controls.append(
        Choice("opened", "Kenyataan", False, (("masih tertutup", False), ("buka kenyataannya", True)))
    )
    return NarrowPanel("Andalah atasannya", controls, compute_game, _draw, _say)
