"""L4: what hangs on a result: contingent pay in rupiah and angka kredit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from simkinerja.rules.credit import credit_exact
from simkinerja.rules.registry import get_rule
from simkinerja.scoring.stages import Paid, Raw

if TYPE_CHECKING:
    from simkinerja.schemes.model import PayBase, Scheme

__all__ = ["paid_of"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
_YEAR = 12


def paid_of(raw: Raw, total: FloatArray, bands: IntArray, scheme: Scheme) -> Paid:
    """Return pay and credit of every officer.

    Pay of a month = base x (1 - share + share x percent / 100); ``percent`` is the total up to the cap,
    or the band's. Credit by PerBKN 3/2023 for officers with a jenjang, if bands name their predikat.

    Parameters
    ----------
    raw : Raw
        Attributes: the base's column, ``jenjang``.
    total : float array, shape (n,)
    bands : int array, shape (n,)
    scheme : Scheme

    Returns
    -------
    Paid
        NaN where it does not apply: no total, no base, no jenjang.
    """
    percent, idr = np.full(len(total), np.nan), np.full(len(total), np.nan)
    rule = scheme.consequence
    if rule.kind == "tpp":
        by_band = np.array([*(np.nan if b.pay is None else b.pay for b in scheme.rules.bands), np.nan])
        percent = by_band[bands] if rule.payment == "band" else np.clip(total, 0.0, rule.cap)
        base = _base(raw, rule.base)
        idr = base * raw.n_months * (1.0 - rule.share + rule.share * percent / 100.0)
    return Paid(percent, idr, _credit(raw, bands, scheme))


def _base(raw: Raw, rule: PayBase | None) -> FloatArray:
    """Contingent pay of a month, rupiah."""
    nothing = np.full(len(raw.officers), np.nan)
    if rule is None:
        return nothing
    people = raw.officers
    own = people[rule.column].to_numpy(dtype=float, na_value=np.nan) if rule.column in people else nothing
    rest: Any = np.nan if rule.other is None else rule.other
    if rule.by is None or rule.by not in people:
        return np.where(np.isnan(own), rest, own)
    told = people[rule.by].astype("str").map(rule.values).to_numpy(dtype=float, na_value=np.nan)
    return np.where(np.isnan(own), np.where(np.isnan(told), rest, told), own)


def _credit(raw: Raw, bands: IntArray, scheme: Scheme) -> FloatArray:
    out = np.full(len(bands), np.nan)
    if "jenjang" not in raw.officers or not 1 <= raw.n_months <= _YEAR:
        return out
    known = get_rule("angka_kredit.konversi").values["coefficient"]
    keys = raw.officers["jenjang"].astype("str").str.strip().str.casefold().str.replace(" ", "_")
    predicates = np.array([*(band.predikat or "" for band in scheme.rules.bands), ""])[bands]
    for jenjang in known:
        at_level = (keys == jenjang).to_numpy(dtype=bool)
        for predicate in {*predicates[at_level].tolist()} - {""}:
            worth = float(credit_exact(jenjang, predicate, raw.n_months))
            out[at_level & (predicates == predicate)] = worth
    return out
