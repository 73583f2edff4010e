"""Lesson 03, old against new for the same people: who moves where, who gains, who loses, in rupiah."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from simkinerja.report.fmt import NONE, fmt_idr, fmt_number
from simkinerja.report.suppress import FEWEST_SHOWN, MASKED

if TYPE_CHECKING:
    from simkinerja.classroom.narrow import NarrowPanel
    from simkinerja.schemes.model import Scheme

__all__ = [
    "GROUPS",
    "OldNew",
    "compare_old_new",
    "merged",
    "old_new_blocks",
    "old_new_lines",
    "panel_old_new",
]

GROUPS: Final = {
    "sex": "jenis kelamin",
    "age_group": "kelompok umur",
    "golongan": "golongan",
    "agency": "perangkat daerah",
}
"""Columns by which gains and losses are told, with their names for readers."""

_WORDS: Final = {"L": "laki-laki", "P": "perempuan"}
_MOST_ROWS: Final = 30
_MILLION: Final = 1e6


@dataclass(frozen=True, slots=True)
class OldNew:
    """Two schemes over the same people.

    Parameters
    ----------
    full : SchemeComparison
        For sums over everybody only; tables shown come from ``masked``.
    masked : MaskedComparison
    by : str
        Group column that is shown.
    same_budget : bool
        Whether the new scheme shares out the old one's sum.
    factor : float
        By which the new scheme's contingent pay was multiplied for that.
    """

    full: Any
    masked: Any
    by: str
    same_budget: bool
    factor: float


def compare_old_new(
    table: Any, old: Scheme, new: Scheme, *, by: str = "sex", same_budget: bool = True
) -> OldNew:
    """Score the same people by both schemes and compare.

    Parameters
    ----------
    table : DataFrame
        One row an officer.
    old, new : Scheme
    by : str
        A key of :data:`GROUPS`.
    same_budget : bool
        Multiply the new scheme's base pay so that both sums are equal: otherwise a scheme with higher
        numbers seems to make everybody richer. Without pay in both, nothing is multiplied.

    Examples
    --------
    >>> from simkinerja.classroom.case_table import load_case
    >>> from simkinerja.classroom.my_score import with_pay
    >>> from simkinerja.schemes import load_scheme
    >>> old = load_scheme("tpp_60_40")
    >>> found = compare_old_new(load_case("salatiga"), old, with_pay(load_scheme("seimbang"), old))
    >>> abs(float(found.full.money["semua"].net_idr.iloc[0])) < 1
    True
    """
    from simkinerja.evaluate import compare_schemes
    from simkinerja.scoring import raw_of, score_raw

    before, after = (score_raw(raw_of(table, scheme), scheme) for scheme in (old, new))
    both = ~np.isnan(before.paid.idr) & ~np.isnan(after.paid.idr)
    sums = [float(done.paid.idr[both].sum()) for done in (before, after)]
    factor = sums[0] / sums[1] if same_budget and min(sums) > 0 else 1.0
    if factor != 1.0:
        scaled = table.assign(tpp_base_idr=table["tpp_base_idr"] * factor)
        after = score_raw(raw_of(scaled, new), new)
    full = compare_schemes(before, after, by=tuple(GROUPS))
    return OldNew(full, full.masked(), by, same_budget, factor)


def _unknown(x: Any) -> bool:
    import pandas as pd

    return bool(pd.isna(x))


def _count(n: Any) -> str:
    return MASKED if _unknown(n) else fmt_number(int(n), 0)


def _hidden(result: OldNew) -> str:
    """What stands for rupiah that are not shown: hidden, or none where one scheme pays nothing."""
    return NONE if result.full.officers["idr_change"].isna().all() else MASKED


def _measure_told(measure: str) -> str:
    from simkinerja.evaluate.scheme_comparison import MEASURES

    return MEASURES[measure]


def old_new_lines(result: OldNew) -> list[str]:
    """The answer: how many rise and fall, and how much money moves."""
    table = result.masked.groups[result.by].iloc[-1]
    n = result.full.n
    first = f"{_count(table.naik)} naik, {_count(table.turun)} turun, {_count(table.tetap)} tetap"
    money = result.masked.money["semua"].iloc[-1]
    if _unknown(money.gain_idr) and _unknown(money.loss_idr):
        second = f"Dari {fmt_number(n, 0)} pegawai yang sama. Salah satu skema tidak menentukan uang."
    else:
        second = (
            f"TPP {_count(money.bertambah)} orang bertambah dan {_count(money.berkurang)} berkurang; "
            f"{fmt_idr(round(-money.loss_idr / _MILLION) * _MILLION)} setahun berpindah tangan."
        )
    return [first, second]


def merged(table: Any, fewest: int = FEWEST_SHOWN) -> Any:
    """Put neighbouring bands together until no cell holds between one and ``fewest`` - 1 people.

    A table with a hidden cell in every row says nothing; one with two bands told as one still does.

    Parameters
    ----------
    table : DataFrame of int
        Old bands by new bands, both in order.

    Returns
    -------
    DataFrame
        Bands put together are named ``"A + B"``; one cell is left if everything is small.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame([[30, 9, 0], [12, 40, 2]], index=["A", "B"], columns=["x", "y", "z"])
    >>> merged(table).to_dict("split")["data"], list(merged(table).columns)
    ([[30, 9], [12, 42]], ['x', 'y + z'])
    """
    out = table
    while ((out > 0) & (out < fewest)).to_numpy().any() and max(out.shape) > 1:
        small = ((out > 0) & (out < fewest)).to_numpy()
        sizes = [(int(n), axis, k) for axis in (0, 1) for k, n in enumerate(out.sum(axis=1 - axis))]
        _, axis, k = min(
            (n, axis, k) for n, axis, k in sizes if small.take(k, axis).any() and out.shape[axis] > 1
        )
        sums = out.sum(axis=1 - axis).tolist()
        near = [j for j in (k - 1, k + 1) if 0 <= j < out.shape[axis]]
        out = _joined(out if axis == 0 else out.T, *sorted((k, min(near, key=lambda j: sums[j]))))
        out = out if axis == 0 else out.T
    return out


def _joined(table: Any, first: int, second: int) -> Any:
    """Two neighbouring rows as one."""
    import pandas as pd

    names = [str(name) for name in table.index]
    names[first] = f"{names[first]} + {names.pop(second)}"
    data = table.to_numpy().copy()
    data[first] += data[second]
    return pd.DataFrame(np.delete(data, second, axis=0), index=names, columns=table.columns)


def _transition_svg(result: OldNew) -> str:
    from simkinerja.report.svg_score import svg_transition

    full = result.full.transition
    table = merged(full.loc[full.sum(axis=1) > 0, full.sum(axis=0) > 0])
    counts = [[int(n) if n == 0 or n >= FEWEST_SHOWN else None for n in row] for row in table.to_numpy()]
    rows, columns = ([str(x) for x in edge] for edge in (table.index, table.columns))
    return svg_transition(rows, columns, counts, "Dari tingkatan lama ke tingkatan baru (orang)")


def _group_table(result: OldNew) -> str:
    counts, money = result.masked.groups[result.by], result.masked.money[result.by]
    cell = "padding:.2rem .25rem;border-bottom:1px solid #ccc;text-align:{}"
    heads = (GROUPS[result.by], "naik", "tetap", "turun", "TPP, bersih (juta)")
    top = "".join(
        f'<th scope="col" style="{cell.format("left" if k == 0 else "right")}">{escape(name)}</th>'
        for k, name in enumerate(heads)
    )
    body = []
    order = counts.iloc[:-1].sort_values("n", ascending=False, na_position="last").index[:_MOST_ROWS]
    for name in [*order, counts.index[-1]]:
        row, net = counts.loc[name], money.loc[name, "net_idr"]
        net_told = _hidden(result) if _unknown(net) else fmt_number(net / _MILLION, 0, signed=True)
        values = [*(_count(row[key]) for key in ("naik", "tetap", "turun")), net_told]
        side = cell.format("right") + ";white-space:nowrap"
        told = "".join(f'<td style="{side}">{escape(value)}</td>' for value in values)
        label = escape(_WORDS.get(name, str(name)))
        body.append(f'<tr><th scope="row" style="{cell.format("left")}">{label}</th>{told}</tr>')
    caption = f"Siapa naik dan turun, menurut {GROUPS[result.by]} (data sintetis)"
    return (
        '<div style="overflow-x:auto">'
        '<table style="border-collapse:collapse;font-size:.88rem;line-height:1.3">'
        f'<caption style="text-align:left;font-weight:600">{escape(caption)}</caption>'
        f"<thead><tr>{top}</tr></thead><tbody>{''.join(body)}</tbody></table></div>"
    )


def _notes(result: OldNew) -> str:
    told = [_measure_told(result.full.measure)]
    if result.factor != 1.0:
        way = "dikalikan " + fmt_number(result.factor, 3)
        told.append(
            f"Anggaran dijaga sama: TPP dasar di skema baru {way}, sehingga yang bertambah dan berkurang "
            "saling menutup."
        )
    told.append(
        f"Sel yang memuat kurang dari lima orang disembunyikan ({MASKED}), juga sel lain yang membuatnya "
        "terhitung; tingkatan yang terlalu sedikit orangnya digabung (+)."
    )
    return f'<p style="font-size:.9rem;line-height:1.45;max-width:42rem">{escape(" ".join(told))}</p>'


def old_new_blocks(result: OldNew) -> list[str]:
    """Transition picture, table by group, notes."""
    return [_transition_svg(result), _group_table(result), _notes(result)]


def panel_old_new(table: Any, old: Scheme, *new: Scheme) -> NarrowPanel:
    """Panel of lesson 03: the same people under the old and under a new scheme.

    Parameters
    ----------
    table : DataFrame
        One row an officer.
    old : Scheme
    *new : Scheme
        To choose from.
    """
    from simkinerja.classroom.narrow import NarrowPanel
    from simkinerja.classroom.panel import Choice

    # All at once: a room's guests are copies of this process, and none should compute it again.
    kept = {
        (one.code, budget): compare_old_new(table, old, one, same_budget=budget)
        for one in new
        for budget in (True, False)
    }

    def compute(scheme: str, budget: bool, by: str) -> OldNew:
        found = kept[scheme, budget]
        return OldNew(found.full, found.masked, by, budget, found.factor)

    groups = tuple((label, name) for name, label in GROUPS.items())
    budgets = (("tetap sama seperti dulu", True), ("mengikuti nilai baru", False))
    controls: Sequence[Choice] = [
        Choice("scheme", "Skema baru", new[0].code, tuple((one.title, one.code) for one in new)),
        Choice("budget", "Jumlah anggaran TPP", True, budgets),
        Choice("by", "Dirinci menurut", "sex", groups),
    ]
    title = f"Lama dan baru, orang yang sama. Lama: {old.title}"
    return NarrowPanel(title, controls, compute, old_new_blocks, old_new_lines)
