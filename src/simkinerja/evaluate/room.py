"""Weights by the room: pairwise comparisons (AHP) or sliders of many participants, and whether they matter.

Sources: Saaty 1980 (eigenvector, consistency ratio); Aczel and Saaty 1983 (judgements of several people are
joined by their geometric mean); Kendall and Babington Smith 1939 (coefficient of concordance W).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from simkinerja.errors import UsageError, problem
from simkinerja.rules.checks import refuse
from simkinerja.schemes.tree import tree_of

if TYPE_CHECKING:
    import pandas as pd

    from simkinerja.schemes.model import Scheme

__all__ = [
    "CONSISTENT_UP_TO",
    "Agreement",
    "Room",
    "RoomWeights",
    "Weights",
    "WeightsMatter",
    "agreement_of",
    "ahp_weights",
    "judgement_matrix",
    "reweighted",
    "room_codes",
    "room_weights",
    "slider_weights",
    "weights_matter",
]

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

CONSISTENT_UP_TO: Final = 0.1
"""Largest consistency ratio that Saaty (1980) accepts."""

_MOST: Final = 15  # the published table of random indices ends here
_SAATY: Final = np.array([*(1.0 / k for k in range(9, 1, -1)), *range(1, 10)])


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights from one matrix: shares of one, and Saaty's consistency ratio (0 with two things)."""

    codes: tuple[str, ...]
    values: FloatArray
    consistency: float

    @property
    def consistent(self) -> bool:
        """Whether the ratio is acceptable (up to 0.1)."""
        return self.consistency <= CONSISTENT_UP_TO


@dataclass(frozen=True, slots=True)
class Agreement:
    """How alike participants order the indicators.

    ``w`` is Kendall's W with correction for ties (0 none, 1 all the same), ``p`` its approximate
    probability without any agreement (chi-square; rough below seven indicators), ``mean_correlation`` the
    mean rank correlation of two participants. NaN with fewer than two participants.
    """

    w: float
    p: float
    mean_correlation: float


@dataclass(frozen=True, slots=True)
class Room:
    """What the participants gave: sliders (p, k) or pairwise matrices (p, k, k).

    ``silent`` names those whose row was empty; they are not among ``aliases``.
    """

    codes: tuple[str, ...]
    aliases: tuple[str, ...]
    sliders: FloatArray | None = None
    matrices: FloatArray | None = None
    silent: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RoomWeights:
    """Weights of the room and of everybody in it.

    Parameters
    ----------
    codes : tuple of str, length k
    aliases : tuple of str, length p
    group : float array, shape (k,)
    by_participant : float array, shape (p, k)
        Rows sum to 1.
    consistency : float array, shape (p,)
        Ratio of each participant; NaN for sliders.
    group_consistency : float
    agreement : Agreement
    """

    codes: tuple[str, ...]
    aliases: tuple[str, ...]
    group: FloatArray
    by_participant: FloatArray
    consistency: FloatArray
    group_consistency: float
    agreement: Agreement

    @property
    def n(self) -> int:
        """Number of participants."""
        return len(self.aliases)


@dataclass(frozen=True, slots=True)
class WeightsMatter:
    """Whether the disagreement about weights changes anybody's predikat.

    Parameters
    ----------
    share_same : float
        Officers (with a total) whose predikat is the same under every participant's weights and the room's.
    agree : float array, shape (n,)
        Share of the participants whose weights give the predikat of the room's; NaN without a total.
    changed : float array, shape (p,)
        Share of the officers whose predikat each participant's weights change.
    group_index : int array, shape (n,)
        Band under the room's weights.
    n : int
        Officers with a total.
    """

    share_same: float
    agree: FloatArray
    changed: FloatArray
    group_index: npt.NDArray[np.int64]
    n: int


def ahp_weights(matrix: npt.ArrayLike, labels: Sequence[str]) -> Weights:
    """Return the weights of a pairwise matrix and its consistency ratio (library pymcdm).

    Parameters
    ----------
    matrix : float array, shape (k, k)
        How many times the row matters more than the column; positive, reciprocal, 1 on the diagonal. Joined
        judgements need not be whole numbers.
    labels : sequence of str, length k
        2 to 15 things; above nine, people lose track.

    Raises
    ------
    UsageError

    Notes
    -----
    Random indices after Tummala and Ling 1998, which differ from Saaty's of 1980 by up to 0.02.

    Examples
    --------
    >>> found = ahp_weights([[1, 3], [1 / 3, 1]], ["mutu", "jumlah"])
    >>> found.values.round(2).tolist(), found.consistent
    ([0.75, 0.25], True)
    """
    from pymcdm.weights.subjective import AHP

    given = np.array(matrix, dtype=float)
    k = len(labels)
    if not 2 <= k <= _MOST:
        refuse("labels", "ahp_weights", f"memuat 2 sampai {_MOST} nama", k, "labels=['mutu', 'jumlah']")
    fits = given.shape == (k, k) and bool(np.isfinite(given).all()) and bool((given > 0).all())
    if not fits or not np.allclose(given * given.T, 1.0, rtol=0.02):
        allowed = f"matriks {k} x {k} berisi bilangan positif yang saling berkebalikan"
        refuse("matrix", "ahp_weights", allowed, "matriks lain", "matrix=[[1, 3], [1/3, 1]]")
    library = AHP(matrix=np.ones((k, k)))
    library.matrix = given  # its own check admits Saaty's whole numbers only, not joined judgements
    values = np.asarray(library(), dtype=float)
    return Weights(tuple(labels), values, max(0.0, float(library.get_cr())))


def judgement_matrix(answers: Mapping[tuple[str, str], float], codes: Sequence[str]) -> FloatArray:
    """Return the matrix of one person's answers.

    Parameters
    ----------
    answers : mapping of pair to float
        ``(a, b): 3`` says that a matters three times as much as b; 1 to 9, or 1/2 to 1/9.
    codes : sequence of str

    Raises
    ------
    UsageError
        If a pair is missing, given twice, or outside the scale.

    Examples
    --------
    >>> judgement_matrix({("a", "b"): 3}, ["a", "b"]).round(2).tolist()
    [[1.0, 3.0], [0.33, 1.0]]
    """
    owner, example = "judgement_matrix", "answers={('mutu', 'jumlah'): 3}"
    at = {code: i for i, code in enumerate(codes)}
    out = np.full((len(at), len(at)), np.nan)
    np.fill_diagonal(out, 1.0)
    for (a, b), value in answers.items():
        if a not in at or b not in at or a == b or not np.isnan(out[at[a], at[b]]):
            refuse("answers", owner, "satu jawaban untuk setiap pasangan indikator", f"{a} : {b}", example)
        step = _SAATY[int(np.argmin(np.abs(np.log(_SAATY) - np.log(value))))] if value > 0 else np.nan
        if not abs(value / step - 1.0) < 0.02:
            refuse("answers", owner, "1 sampai 9 atau kebalikannya", float(value), example)
        out[at[a], at[b]], out[at[b], at[a]] = step, 1.0 / step
    if np.isnan(out).any():
        i, j = np.argwhere(np.isnan(out))[0]
        refuse("answers", owner, f"memuat pasangan '{codes[i]} : {codes[j]}'", "tidak ada", example)
    return out


def room_weights(room: Room) -> RoomWeights:
    """Return the weights of the room: of sliders the mean share, of pairs AHP of the joined judgements.

    Examples
    --------
    >>> both = np.array([[[1, 4], [1 / 4, 1]], [[1, 1], [1, 1]]])
    >>> found = room_weights(Room(("mutu", "jumlah"), ("A", "B"), matrices=both))
    >>> found.group.round(3).tolist()  # geometric mean of 4 and 1: 2
    [0.667, 0.333]
    """
    if not room.aliases:
        refuse(
            "room", "room_weights", "memuat paling sedikit satu peserta", 0, "read_room('bobot.xlsx', skema)"
        )
    if room.matrices is not None:
        own = [ahp_weights(one, room.codes) for one in room.matrices]
        joined = ahp_weights(np.exp(np.log(room.matrices).mean(axis=0)), room.codes)
        each = np.array([one.values for one in own])
        ratios = np.array([one.consistency for one in own])
        group, ratio = joined.values, joined.consistency
    else:
        given = np.asarray(room.sliders, dtype=float)
        each = given / given.sum(axis=1, keepdims=True)
        ratios, group, ratio = np.full(len(each), np.nan), each.mean(axis=0), float("nan")
    return RoomWeights(room.codes, room.aliases, group, each, ratios, ratio, agreement_of(each))


def slider_weights(table: pd.DataFrame) -> RoomWeights:
    """Return the weights of a table of sliders: one row a participant (index = alias), one column a code.

    Raises
    ------
    UsageError
        If a figure is missing or negative, or somebody gives nothing but zeros.

    Examples
    --------
    >>> import pandas as pd
    >>> found = slider_weights(pd.DataFrame({"mutu": [60, 3], "jumlah": [20, 1]}, index=["A", "B"]))
    >>> found.group.tolist(), found.agreement.w
    ([0.75, 0.25], 1.0)
    """
    values = table.to_numpy(dtype=float, na_value=np.nan)
    if not values.size or not (values >= 0).all() or not (values.sum(axis=1) > 0).all():
        allowed = "tabel bobot tanpa sel kosong, tidak negatif, dan tidak semuanya nol dalam satu baris"
        refuse("table", "slider_weights", allowed, "tabel lain", "slider_weights(tabel)")
    codes, aliases = (tuple(str(name) for name in axis) for axis in (table.columns, table.index))
    return room_weights(Room(codes, aliases, sliders=values))


def agreement_of(weights: FloatArray) -> Agreement:
    """Return how alike the rows order the columns.

    Parameters
    ----------
    weights : float array, shape (p, k)

    Examples
    --------
    >>> agreement_of(np.array([[0.6, 0.3, 0.1], [0.1, 0.3, 0.6]])).w
    0.0
    """
    from scipy.stats import chi2, rankdata

    p, k = weights.shape
    if p < 2 or k < 2:
        return Agreement(float("nan"), float("nan"), float("nan"))
    ranks = rankdata(np.round(weights, 12), axis=1)
    ties = sum(float((n**3 - n).sum()) for n in (np.unique(row, return_counts=True)[1] for row in ranks))
    most = p * p * (k**3 - k) - p * ties
    sums = ranks.sum(axis=0)
    w = 12.0 * float(((sums - sums.mean()) ** 2).sum()) / most if most > 0 else float("nan")
    varied = ranks[ranks.std(axis=1) > 0]
    pairs = np.corrcoef(varied)[np.triu_indices(len(varied), 1)] if len(varied) > 1 else np.array([np.nan])
    return Agreement(w, float(chi2.sf(p * (k - 1) * w, k - 1)), float(pairs.mean()))


def room_codes(scheme: Scheme) -> tuple[str, ...]:
    """Return the indicators whose weights a room discusses: the highest level with something to choose.

    In the quadrant the two axes have no weights, so it is the parts of the results, or of the behaviour.

    Raises
    ------
    UsageError
        ``room_nothing_to_weigh``.
    """
    tree, rule = tree_of(scheme), scheme.rules.aggregate
    levels = [tree.top]
    if rule.method == "quadrant":
        levels = [tree.children[tree.codes.index(str(axis))] for axis in (rule.results, rule.behaviour)]
    for level in levels:
        while len(level) == 1:
            level = tree.children[level[0]]
        if len(level) > 1:
            return tuple(tree.codes[j] for j in level)
    raise UsageError([problem("room_nothing_to_weigh")])


def reweighted(scheme: Scheme, codes: Sequence[str], weights: npt.ArrayLike) -> Scheme:
    """Return the scheme with other weights.

    Parameters
    ----------
    codes : sequence of str
        All indicators under one group (or at the top); or all leaves, their weights then being shares of
        the whole.
    weights : float array, shape (k,)

    Raises
    ------
    UsageError
        If the codes are neither.

    Examples
    --------
    >>> from simkinerja.schemes.model import Indicator, Scheme
    >>> from simkinerja.schemes.tree import nominal_weights
    >>> scheme = Scheme(code="s", title="S", indicators=(
    ...     Indicator(code="a", label="A"), Indicator(code="b", label="B")))
    >>> nominal_weights(reweighted(scheme, ["a", "b"], [3, 1])).tolist()
    [0.75, 0.25]
    """
    tree, given = tree_of(scheme), np.asarray(weights, dtype=float)
    wanted = dict(zip(codes, given.tolist(), strict=True))
    levels = [{tree.codes[j] for j in level} for level in (tree.top, *tree.children)]
    leaves = {tree.codes[j] for j in tree.leaves}
    if set(wanted) == leaves:
        for j in tree.bottom_up:
            wanted[tree.codes[j]] = sum(wanted[tree.codes[child]] for child in tree.children[j])
    elif set(wanted) not in levels:
        allowed = "semua indikator di bawah satu kelompok, atau semua indikator terbawah"
        refuse("codes", "reweighted", allowed, ", ".join(wanted), f"codes={list(room_codes(scheme))}")
    parts = tuple(
        one.model_copy(update={"weight": wanted.get(one.code, one.weight)}) for one in scheme.indicators
    )
    return scheme.model_copy(update={"indicators": parts})


def weights_matter(records: pd.DataFrame, scheme: Scheme, room: RoomWeights) -> WeightsMatter:
    """Score everybody under the room's and under each participant's weights.

    Parameters
    ----------
    records : DataFrame
        As for :func:`simkinerja.scoring.score.score`.
    scheme : Scheme
        With bands.
    room : RoomWeights

    Raises
    ------
    UsageError
        If the scheme has no bands, or the room's codes do not fit it.
    """
    from simkinerja.scoring.score import score, score_raw

    if not scheme.rules.bands:
        refuse(
            "scheme", "weights_matter", "skema dengan tingkatan", "tanpa tingkatan", "load_scheme('seimbang')"
        )
    base = score(records, reweighted(scheme, room.codes, room.group))
    group = base.bands.index
    each = np.array(
        [score_raw(base.raw, reweighted(scheme, room.codes, w)).bands.index for w in room.by_participant]
    )
    rated = group >= 0
    same: BoolArray = each == group[None, :]
    return WeightsMatter(
        share_same=float(same[:, rated].all(axis=0).mean()) if rated.any() else float("nan"),
        agree=np.where(rated, same.mean(axis=0), np.nan),
        changed=1.0 - same[:, rated].mean(axis=1) if rated.any() else np.full(room.n, np.nan),
        group_index=group,
        n=int(rated.sum()),
    )
