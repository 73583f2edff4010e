"""L4: what hangs on a result: contingent pay in rupiah and angka kredit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from simkinerja.rules.credit import credit_exact
from simkinerja.rules.registry import get_rule
from simkinerja.scoring.cells import looked_up, plain
from simkinerja.scoring.stages import Bands, Paid, Raw

if TYPE_CHECKING:
    import pandas as pd

    from simkinerja.schemes.model import Scheme

__all__ = ["monthly_base", "paid_of"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
_YEAR = 12


def paid_of(raw: Raw, total: FloatArray, bands: Bands, scheme: Scheme) -> Paid:
    """Return pay and credit of every officer.

    Pay of a month = base x (1 - share + share x percent / 100); ``percent`` is the total up to the cap,
    or the band's (always in a quadrant, whose total is a level). Credit by PerBKN 3/2023 for officers with a
    jenjang, if bands name their predikat.

    Parameters
    ----------
    raw : Raw
        Attributes: the base's column, ``jenjang``.
    total : float array, shape (n,)
    bands : Bands
        Of these totals; not looked up where nothing hangs on them.
    scheme : Scheme

    Returns
    -------
    Paid
        NaN where it does not apply: no total, no base, no jenjang.

    Examples
    --------
    >>> import pandas as pd
    >>> from simkinerja.schemes.model import Consequence, Indicator, PayBase, Scheme
    >>> from simkinerja.scoring.records import raw_of
    >>> scheme = Scheme(code="s", title="S", indicators=(Indicator(code="a", label="A", target=10),),
    ...     consequence=Consequence(kind="tpp", share=0.6, base=PayBase(column="tpp")))
    >>> raw = raw_of(pd.DataFrame({"a": [5], "tpp": [1_000_000]}), scheme)
    >>> total = np.array([50.0])
    >>> paid_of(raw, total, Bands(total, scheme), scheme).idr.tolist()
    [8400000.0]
    """
    rule, credit = scheme.consequence, _credit(raw, bands, scheme)
    if rule.kind != "tpp":
        return Paid(np.full(len(total), np.nan), np.full(len(total), np.nan), credit)
    percent = _percent(total, bands, scheme)
    paid_share = 1.0 - rule.share + rule.share * percent / 100.0
    months = raw.n_months if raw.own_months is None else raw.own_months
    base = monthly_base(raw, scheme) if raw.base_idr is None else raw.base_idr
    return Paid(percent, base * months * paid_share, credit)


def _percent(total: FloatArray, bands: Bands, scheme: Scheme) -> FloatArray:
    rule = scheme.consequence
    if rule.payment == "band" or scheme.rules.aggregate.method == "quadrant":
        by_band = np.array([*(np.nan if b.pay is None else b.pay for b in scheme.rules.bands), np.nan])
        found: FloatArray = by_band[bands.index]
        return found
    return total.clip(0.0, rule.cap)


def monthly_base(raw: Raw, scheme: Scheme) -> FloatArray:
    """Return the contingent pay of a month, rupiah, shape (n,); NaN where the scheme names none.

    Examples
    --------
    >>> import pandas as pd
    >>> from simkinerja.schemes.model import Consequence, Indicator, PayBase, Scheme
    >>> from simkinerja.scoring.records import raw_of
    >>> scheme = Scheme(code="s", title="S", indicators=(Indicator(code="a", label="A", target=10),),
    ...     consequence=Consequence(kind="tpp", share=0.6, base=PayBase(column="tpp", other=500_000)))
    >>> monthly_base(raw_of(pd.DataFrame({"a": [5, 6], "tpp": [1_000_000, None]}), scheme), scheme).tolist()
    [1000000.0, 500000.0]
    """
    people, rule = raw.officers, scheme.consequence.base
    if rule is None or rule.column not in people:
        base = np.full(len(people), np.nan)
    else:
        base = _numbers(people[rule.column])
    if rule is None:
        return base
    if not np.isnan(base).any():
        return base
    if rule.by is not None and rule.by in people:
        worth = {plain(word): idr for word, idr in rule.values.items()}
        told = looked_up(people[rule.by], worth, np.nan)
        base = np.where(np.isnan(base), told, base)
    return base if rule.other is None else np.where(np.isnan(base), rule.other, base)


def _numbers(column: pd.Series) -> FloatArray:
    gaps = {} if column.dtype == np.float64 else {"na_value": np.nan}
    found: FloatArray = column.to_numpy(dtype=float, **gaps)
    return found


def _credit(raw: Raw, bands: Bands, scheme: Scheme) -> FloatArray:
    out = np.full(len(raw.values), np.nan)
    if not any(band.predikat for band in scheme.rules.bands) or "jenjang" not in raw.officers:
        return out
    predicates = np.array([*(band.predikat or "" for band in scheme.rules.bands), ""])[bands.index]
    known = {plain(key): key for key in get_rule("angka_kredit.konversi").values["coefficient"]}
    keys = looked_up(raw.officers["jenjang"], known, "")
    may = (keys != "") & (predicates != "") & (raw.months >= 1) & (raw.months <= _YEAR)
    cases = set(zip(keys[may].tolist(), predicates[may].tolist(), raw.months[may].tolist(), strict=True))
    for jenjang, predicate, months in cases:
        same = may & (keys == jenjang) & (predicates == predicate) & (raw.months == months)
        out[same] = float(credit_exact(jenjang, predicate, months))
    return out
