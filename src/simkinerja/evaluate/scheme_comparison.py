"""Old against new for the same people: who moves where, who gains, who loses, and how many rupiah."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from simkinerja.errors import InputError, problem
from simkinerja.evaluate.cells import FEWEST_SHOWN, masked_cells, with_margins
from simkinerja.rules.checks import many, whole
from simkinerja.rules.ratings import PREDICATES
from simkinerja.schemes.banding import ascending
from simkinerja.schemes.normalise import to_rank

if TYPE_CHECKING:
    import pandas as pd

    from simkinerja.scoring.stages import Score

__all__ = [
    "DIRECTIONS",
    "MEASURES",
    "NOT_RATED",
    "MaskedComparison",
    "SchemeComparison",
    "compare_schemes",
]

FloatArray = npt.NDArray[np.float64]

NOT_RATED: Final = "Tidak dinilai"
EVERYBODY: Final = "Semua pegawai"
TOTAL: Final = "Jumlah"
UNKNOWN: Final = "Tidak diketahui"
DIRECTIONS: Final = ("naik", "tetap", "turun", "tidak_terbandingkan")
"""What happens to an officer; the last: not rated by one of the two."""

MEASURES: Final[Mapping[str, str]] = {
    "predikat": "Naik atau turun diukur dengan tingkat predikat (1 Sangat Kurang sampai 5 Sangat Baik).",
    "urutan": "Naik atau turun diukur dengan urutan tingkatan; kedua skema punya tingkatan yang sama banyak.",
    "persentil": "Tingkatan kedua skema tidak dapat disejajarkan, maka naik atau turun diukur dengan "
    "persentil di antara pegawai yang sama; pergeseran sampai 5 persentil disebut tetap (asumsi).",
}
"""How up and down are measured, as a sentence."""

_STAYS: Final = 5.0  # percentile points
_MONEY: Final = ("bertambah", "tetap", "berkurang", "tidak_diketahui")
_IDR_SAME: Final = 0.5  # less than a rupiah is no change


@dataclass(frozen=True, slots=True)
class SchemeComparison:
    """Both scores of the same people. Full figures: :meth:`masked` is what may leave the office.

    Parameters
    ----------
    old, new : str
        Titles of the schemes.
    measure : {"predikat", "urutan", "persentil"}
        How up and down are measured (:data:`MEASURES`).
    officers : DataFrame, n rows
        ``officer_id, old_band, new_band, direction, change`` (levels or percentile points), ``idr_old,
        idr_new, idr_change`` (rupiah of the period; NaN where either is unknown) and the group columns.
    only_old, only_new : tuple
        ``officer_id`` of those in one of the tables only; they are counted nowhere else.
    transition : DataFrame of int
        Old bands by new bands, best first, then *Tidak dinilai*.
    groups : mapping of str to DataFrame
        By group column: counts of :data:`DIRECTIONS`, ``n`` and ``median_change``.
    money : mapping of str to DataFrame
        By group column, and ``semua``: ``bertambah, tetap, berkurang, tidak_diketahui`` (people), and
        ``gain_idr, loss_idr, net_idr, median_idr``; NaN where nobody's money is known.
    skipped : tuple of str
        Group columns that neither table has.
    """

    old: str
    new: str
    measure: str
    officers: pd.DataFrame
    only_old: tuple[Any, ...]
    only_new: tuple[Any, ...]
    transition: pd.DataFrame
    groups: Mapping[str, pd.DataFrame]
    money: Mapping[str, pd.DataFrame]
    skipped: tuple[str, ...]

    @property
    def n(self) -> int:
        """People in both tables."""
        return len(self.officers)

    @property
    def median_change(self) -> float:
        """Median change of those rated by both, in levels or percentile points; NaN if there are none."""
        known = self.officers["change"].dropna()
        return float(known.median()) if len(known) else float("nan")

    def masked(self, minimum: int = FEWEST_SHOWN) -> MaskedComparison:
        """Return the tables without cells of fewer than ``minimum`` people, nor any that give them away."""
        return _masked(self, whole(minimum, "minimum", "masked", low=2, high=1000, example="minimum=5"))


@dataclass(frozen=True, slots=True)
class MaskedComparison:
    """What may be shown: masked counts are missing (``<NA>``), masked rupiah NaN. Sums: row *Jumlah*.

    Each table is safe beside the sums that it shares with the others (numbers of people who rise, stay and
    fall, and the bands of the transition table).
    """

    minimum: int
    transition: pd.DataFrame
    groups: Mapping[str, pd.DataFrame]
    money: Mapping[str, pd.DataFrame]


def compare_schemes(
    old: Score, new: Score, by: Sequence[str] = ("sex", "age_group", "golongan", "agency")
) -> SchemeComparison:
    """Compare two scores of the same people.

    Parameters
    ----------
    old, new : Score
        Matched by ``officer_id``; the order of the old one is kept.
    by : sequence of str
        Group columns, from the new score's officers or else the old one's; others are named in ``skipped``.

    Returns
    -------
    SchemeComparison

    Raises
    ------
    InputError
        If nobody is in both.

    Examples
    --------
    >>> import pandas as pd
    >>> from simkinerja.schemes.model import Band, Indicator, Normalise, Rules, Scheme
    >>> from simkinerja.scoring.score import score
    >>> def scheme(border):
    ...     bands = (Band(code="a", label="Atas", lower=border), Band(code="b", label="Bawah"))
    ...     return Scheme(code="s", title="S", indicators=(Indicator(code="mutu", label="Mutu"),),
    ...                   rules=Rules(normalise=Normalise(method="none"), bands=bands))
    >>> table = pd.DataFrame({"officer_id": [1, 2, 3], "mutu": [70, 80, 90]})
    >>> found = compare_schemes(score(table, scheme(85)), score(table, scheme(75)))
    >>> found.measure, found.officers["direction"].tolist()
    ('urutan', ['tetap', 'naik', 'tetap'])
    """
    many(by, "by", "compare_schemes", "by=('sex', 'agency')")
    rows_old, rows_new, only_old, only_new = _matched(old, new)
    measure = _measure(old, new)
    officers = _officers(old, new, rows_old, rows_new, measure)
    kept, skipped = [], []
    for name in dict.fromkeys(by):
        column = _attribute(name, old, new, rows_old, rows_new)
        if column is None:
            skipped.append(name)
        else:
            officers[name] = column
            kept.append(name)
    return SchemeComparison(
        old=old.scheme.title,
        new=new.scheme.title,
        measure=measure,
        officers=officers,
        only_old=only_old,
        only_new=only_new,
        transition=_transition(old, new, rows_old, rows_new),
        groups={name: _directions(officers, name) for name in kept},
        money={name: _money(officers, name) for name in ["semua", *kept]},
        skipped=tuple(skipped),
    )


def _matched(old: Score, new: Score) -> tuple[Any, Any, tuple[Any, ...], tuple[Any, ...]]:
    """Rows of the same people in both tables, and who is in one only."""
    import pandas as pd

    ids = {"lama": old.raw.officers["officer_id"], "baru": new.raw.officers["officer_id"]}
    at = pd.Index(ids["baru"]).get_indexer(pd.Index(ids["lama"]))
    if not (at >= 0).any():
        raise InputError([problem("compare_nobody")])
    only_old = tuple(ids["lama"][at < 0].tolist())
    only_new = tuple(ids["baru"][~ids["baru"].isin(ids["lama"])].tolist())
    return np.flatnonzero(at >= 0), at[at >= 0], only_old, only_new


def _measure(old: Score, new: Score) -> str:
    both = [score.scheme.rules.bands for score in (old, new)]
    if all(bands and all(band.predikat for band in bands) for bands in both):
        return "predikat"
    return "urutan" if len(both[0]) == len(both[1]) > 1 else "persentil"


def _levels(score: Score, rows: Any, measure: str) -> FloatArray:
    """What is compared: level of the predikat, position of the band from below, or percentile."""
    bands = score.scheme.rules.bands
    if measure == "persentil":
        return to_rank(np.round(score.total.values[rows], 9))
    if measure == "predikat":
        worst_first = list(PREDICATES)[::-1]
        level = [worst_first.index(str(band.predikat)) + 1.0 for band in bands]
    else:
        order = ascending(bands)
        level = [order.index(i) + 1.0 for i in range(len(bands))]
    found: FloatArray = np.array([*level, np.nan])[score.bands.index[rows]]
    return found


def _officers(old: Score, new: Score, rows_old: Any, rows_new: Any, measure: str) -> pd.DataFrame:
    import pandas as pd

    change = _levels(new, rows_new, measure) - _levels(old, rows_old, measure)
    stays = _STAYS if measure == "persentil" else 0.0
    direction = np.select([np.isnan(change), change > stays, change < -stays], [3, 0, 2], 1)
    before, after = old.paid.idr[rows_old], new.paid.idr[rows_new]
    words_old, words_new = old.labels, new.labels
    return pd.DataFrame(
        {
            "officer_id": old.raw.officers["officer_id"].to_numpy()[rows_old],
            "old_band": pd.array([words_old[i] for i in rows_old], dtype="str"),
            "new_band": pd.array([words_new[i] for i in rows_new], dtype="str"),
            "direction": pd.array([DIRECTIONS[k] for k in direction], dtype="str"),
            "change": change,
            "idr_old": before,
            "idr_new": after,
            "idr_change": after - before,
        }
    )


def _attribute(name: str, old: Score, new: Score, rows_old: Any, rows_new: Any) -> Any:
    """A group column as words; None where neither table has it."""
    import pandas as pd

    for score, rows in ((new, rows_new), (old, rows_old)):
        if name in score.raw.officers:
            words = score.raw.officers[name].iloc[rows].astype("str").reset_index(drop=True)
            return pd.Series(words).fillna(UNKNOWN).to_numpy()
    return None


def _transition(old: Score, new: Score, rows_old: Any, rows_new: Any) -> pd.DataFrame:
    import pandas as pd

    names, places = [], []
    for score, rows in ((old, rows_old), (new, rows_new)):
        bands = score.scheme.rules.bands
        best_first = list(ascending(bands)[::-1])
        names.append([*(bands[i].label for i in best_first), NOT_RATED])
        place = np.array([*(best_first.index(i) for i in range(len(bands))), len(bands)])
        places.append(place[score.bands.index[rows]])
    counts = np.zeros((len(names[0]), len(names[1])), dtype=np.int64)
    np.add.at(counts, (places[0], places[1]), 1)
    return pd.DataFrame(
        counts, index=pd.Index(names[0], name="lama"), columns=pd.Index(names[1], name="baru")
    )


def _directions(officers: pd.DataFrame, name: str) -> pd.DataFrame:
    import pandas as pd

    counts = pd.crosstab(officers[name], officers["direction"]).reindex(columns=DIRECTIONS, fill_value=0)
    out = pd.DataFrame(counts.to_numpy(), index=counts.index, columns=list(DIRECTIONS))
    out["n"] = out.sum(axis=1)
    out["median_change"] = officers.groupby(name)["change"].median()
    return out.loc[sorted(out.index, key=_place)]


def _place(group: str) -> tuple[bool, bool, str]:
    """Order of groups for readers: *sampai 30* before *31-40*, the unknown last."""
    return group == UNKNOWN, not group.startswith("sampai "), group


def _money(officers: pd.DataFrame, name: str) -> pd.DataFrame:
    change = officers["idr_change"]
    parts = officers.assign(
        semua=EVERYBODY,
        bertambah=change > _IDR_SAME,
        tetap=change.abs() <= _IDR_SAME,
        berkurang=change < -_IDR_SAME,
        tidak_diketahui=change.isna(),
        gain_idr=change.clip(lower=0),
        loss_idr=change.clip(upper=0),
        net_idr=change,
    ).groupby(name)
    out = parts[list(_MONEY)].sum().astype("int64")
    sums = parts[["gain_idr", "loss_idr", "net_idr"]].sum(min_count=1)
    table = out.join(sums).join(parts["idr_change"].median().rename("median_idr"))
    return table.loc[sorted(table.index, key=_place)]


def _masked(full: SchemeComparison, minimum: int) -> MaskedComparison:
    counts = full.transition.to_numpy()
    together = _whole_masked(
        full.officers["direction"].value_counts().reindex(DIRECTIONS, fill_value=0), minimum
    )
    paid = _whole_masked(full.money["semua"].iloc[0][list(_MONEY)], minimum)
    groups, money = {}, {"semua": _masked_money(full.money["semua"], full, minimum, paid, None)}
    for name, table in full.groups.items():
        rows = _rows_masked(table, full.money[name], (together, paid), minimum)
        groups[name] = _masked_group(table, minimum, together, rows)
        money[name] = _masked_money(full.money[name], full, minimum, paid, rows)
    return MaskedComparison(
        minimum=minimum,
        transition=_shown(full.transition, masked_cells(counts, minimum, regions=_regions(full))),
        groups=groups,
        money=money,
    )


def _whole_masked(counts: pd.Series, minimum: int) -> npt.NDArray[np.bool_]:
    """Which numbers of the whole city are masked: all tables show the same ones."""
    return masked_cells([counts.to_numpy()], minimum)[-1, :-1]


def _rows_masked(
    groups: pd.DataFrame, money: pd.DataFrame, columns: tuple[Any, Any], minimum: int
) -> npt.NDArray[np.bool_]:
    """Which groups' sizes are masked: both tables print them, so that neither may give away the other's."""
    tables = (groups[list(DIRECTIONS)].to_numpy(), money[list(_MONEY)].to_numpy())
    rows, before = np.zeros(len(groups), dtype=bool), None
    while before is None or (rows != before).any():
        before = rows
        for table, column in zip(tables, columns, strict=True):
            rows = rows | masked_cells(table, minimum, columns=column, rows=rows)[:-1, -1]
    return rows


def _regions(full: SchemeComparison) -> list[npt.NDArray[np.bool_]]:
    """Which cells of the transition table rise, stay and fall: their sums stand in the other tables."""
    if full.measure == "persentil":
        return []
    moves = full.officers[["old_band", "new_band", "direction"]].fillna(NOT_RATED).drop_duplicates()
    where = {(old, new): direction for old, new, direction in moves.itertuples(index=False)}
    labels = [(a, b) for a in full.transition.index for b in full.transition.columns]
    shape = full.transition.shape
    return [
        np.array([where.get(pair) == direction for pair in labels]).reshape(shape) for direction in DIRECTIONS
    ]


def _shown(table: pd.DataFrame, hidden: npt.NDArray[np.bool_]) -> pd.DataFrame:
    """Counts with sums, masked ones missing."""
    import pandas as pd

    out = pd.DataFrame(
        with_margins(table.to_numpy()),
        index=pd.Index([*table.index, TOTAL], name=table.index.name),
        columns=pd.Index([*table.columns, TOTAL], name=table.columns.name),
    ).astype("Int64")
    return out.mask(hidden)


def _masked_group(table: pd.DataFrame, minimum: int, together: Any, rows: Any) -> pd.DataFrame:
    hidden = masked_cells(table[list(DIRECTIONS)].to_numpy(), minimum, columns=together, rows=rows)
    out = _shown(table[list(DIRECTIONS)], hidden).rename(columns={TOTAL: "n"})
    rated = table[list(DIRECTIONS[:3])].sum(axis=1)
    median = table["median_change"].where((rated >= minimum) & out["n"].iloc[:-1].notna().to_numpy())
    out["median_change"] = median.reindex(out.index)
    return out


def _masked_money(
    table: pd.DataFrame, full: SchemeComparison, minimum: int, together: Any, rows: Any
) -> pd.DataFrame:
    """Rupiah stay only beside a shown number of people; the net only where gains and losses both stay."""
    counts = table[list(_MONEY)]
    hidden = masked_cells(counts.to_numpy(), minimum, columns=together, rows=rows)
    out = _shown(counts, hidden).rename(columns={TOTAL: "n"})
    sums = table[["gain_idr", "loss_idr", "net_idr", "median_idr"]].copy()
    sums.loc[TOTAL] = full.money["semua"].iloc[0][list(sums.columns)]
    gone = {name: out[name].isna().to_numpy() for name in (*_MONEY, "n")}
    sums["gain_idr"] = sums["gain_idr"].mask(gone["bertambah"])
    sums["loss_idr"] = sums["loss_idr"].mask(gone["berkurang"])
    either = gone["bertambah"] | gone["berkurang"] | gone["n"]
    known = out[list(_MONEY[:3])].fillna(0).sum(axis=1) >= minimum
    for name in ("net_idr", "median_idr"):
        sums[name] = sums[name].mask(either | ~known.to_numpy())
    return out.join(sums)
