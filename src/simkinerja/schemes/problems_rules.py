"""L3: faults of the rules of a scheme: aggregation, quadrant, bands, and what hangs on the result."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from simkinerja.schemes.banding import ascending
from simkinerja.schemes.problems import Fault, normalise_faults
from simkinerja.schemes.words import CHOICES

if TYPE_CHECKING:
    from simkinerja.schemes.model import Band, Scheme

__all__ = ["reach", "rules_faults"]

_BANDS: Final = ("rules", "bands")
_PREDIKAT: Final = ("sangat_baik", "baik", "butuh_perbaikan", "kurang", "sangat_kurang")
_A_SHARE: Final = 1.5  # no scheme pays one and a half percent at most
_AXES: Final = ("results", "behaviour", "meets", "above")


def rules_faults(scheme: Scheme) -> Iterator[Fault]:
    """Yield the faults of ``rules`` and ``consequence``."""
    yield from normalise_faults(scheme.rules.normalise, ("rules", "normalise"), shared=True)
    if scheme.rules.aggregate.method == "quadrant":
        yield from _quadrant(scheme)
    else:
        yield from _not_quadrant(scheme)
    yield from _band_names(scheme.rules.bands)
    if scheme.rules.aggregate.method != "quadrant":
        yield from _band_borders(scheme.rules.bands)
        yield from _band_ends(scheme)
    yield from _consequence(scheme)


def _quadrant(scheme: Scheme) -> Iterator[Fault]:
    rule, at = scheme.rules.aggregate, ("rules", "aggregate")
    tops = [one.code for one in scheme.indicators if one.parent is None]
    for axis in ("results", "behaviour"):
        code = getattr(rule, axis)
        if code not in tops:
            yield Fault("scheme_axis", (*at, axis), {"got": code or "kosong", "known": ", ".join(tops)})
    if rule.results is not None and rule.results == rule.behaviour:
        yield Fault("scheme_axis_same", (*at, "behaviour"), {"got": rule.behaviour})
    axes = {rule.results, rule.behaviour}
    for i, one in enumerate(scheme.indicators):
        if one.parent is None and one.code not in axes and len(axes) == 2 and axes <= set(tops):
            yield Fault("scheme_axis_extra", ("indicators", i, "parent"), {"got": one.code})
    for name in ("meets", "above"):
        if getattr(rule, name) is None:
            yield Fault("scheme_cut_missing", (*at, name))
    if rule.meets is not None and rule.above is not None and rule.meets >= rule.above:
        values = {"meets": _number(rule.meets), "above": _number(rule.above)}
        yield Fault("scheme_cuts", (*at, "meets"), values)
    given = [band.predikat for band in scheme.rules.bands]
    for key in _PREDIKAT:
        times = sum(one == key for one in given)
        if times != 1:
            yield Fault("scheme_quadrant_bands", _BANDS, {"key": key, "times": times})
    for i, band in enumerate(scheme.rules.bands):
        if band.predikat is None:
            yield Fault("scheme_quadrant_band", (*_BANDS, i, "predikat"), {"got": band.label})


def _not_quadrant(scheme: Scheme) -> Iterator[Fault]:
    rule = scheme.rules.aggregate
    for name in _AXES:
        if getattr(rule, name) is not None:
            words = CHOICES["aggregate"]
            values = {"method": words["quadrant"], "got": words[rule.method]}
            yield Fault("scheme_unused", ("rules", "aggregate", name), values)
    if rule.method == "weighted_mean" and rule.within not in (None, "weighted_mean"):
        values = {"got": CHOICES["aggregate"][rule.within]}
        yield Fault("scheme_within", ("rules", "aggregate", "within"), values)
    if "geometric" in (rule.method, rule.within):
        rules = [(("rules", "normalise"), scheme.rules.normalise)]
        rules += [
            (("indicators", i, "normalise"), one.normalise)  # type: ignore[misc]
            for i, one in enumerate(scheme.indicators)
            if one.normalise is not None
        ]
        for at, one in rules:
            if one.floor < 0:
                yield Fault("scheme_geometric", (*at, "floor"), {"got": _number(one.floor)})


def _band_names(bands: Sequence[Band]) -> Iterator[Fault]:
    for name in ("code", "label"):
        first: dict[str, int] = {}
        for i, band in enumerate(bands):
            text = str(getattr(band, name))
            if first.setdefault(text.casefold(), i) != i:
                yield Fault("scheme_band_duplicate", (*_BANDS, i, name), {"got": text})


def _band_borders(bands: Sequence[Band]) -> Iterator[Fault]:
    for i, band in enumerate(bands):
        if band.lower is not None and band.upper is not None and band.lower >= band.upper:
            code = "scheme_band_empty" if band.lower == band.upper else "scheme_band_reversed"
            values = {"low": _number(band.lower), "high": _number(band.upper)}
            yield Fault(code, (*_BANDS, i, "lower"), values)
    without = [i for i, band in enumerate(bands) if band.lower is None]
    for i in without[1:]:
        values = {"got": bands[i].label, "first": bands[without[0]].label}
        yield Fault("scheme_band_open", (*_BANDS, i, "lower"), values)
    lowers = [-float("inf") if band.lower is None else band.lower for band in bands]
    if lowers != sorted(lowers) and lowers != sorted(lowers, reverse=True):
        yield Fault("scheme_band_order", _BANDS)
    if len(without) < 2:  # else nobody knows which is the lowest
        yield from _neighbours(bands)


def _neighbours(bands: Sequence[Band]) -> Iterator[Fault]:
    """Faults between each band and the next above it."""
    step = _printed_step(bands)
    for i, k in pairwise(ascending(bands)):
        below, above, at = bands[i], bands[k], (*_BANDS, i, "upper")
        values: dict[str, Any] = {"below": below.label, "above": above.label, "low": _number(above.lower)}
        if above.lower is None:
            continue
        if below.lower is not None and below.lower == above.lower:
            yield Fault("scheme_band_same", (*_BANDS, max(i, k), "lower"), values)
        elif below.upper is not None and not _upside_down(below):
            gap = Decimal(repr(above.lower)) - Decimal(repr(below.upper))
            values["high"] = _number(below.upper)
            if gap < 0:
                yield Fault("scheme_band_overlap", at, values)
            elif gap > step:
                yield Fault("scheme_band_hole", at, values)
        if _rank(above) < _rank(below):
            yield Fault("scheme_band_predikat", (*_BANDS, k, "predikat"), values)


def _upside_down(band: Band) -> bool:
    return band.lower is not None and band.upper is not None and band.lower >= band.upper


def _rank(band: Band) -> float:
    """Height of a predikat, 5 the best; the others fit anywhere."""
    return 5 - _PREDIKAT.index(band.predikat) if band.predikat else float("nan")


def _printed_step(bands: Sequence[Band]) -> Decimal:
    """Return the last printed decimal of the borders: 76,60 before 76,61 leaves no hole."""
    numbers = [x for band in bands for x in (band.lower, band.upper) if x is not None]
    exponents = [Decimal(repr(x)).normalize().as_tuple().exponent for x in numbers]
    return Decimal(10) ** min([0, *(one for one in exponents if isinstance(one, int))])


def _band_ends(scheme: Scheme) -> Iterator[Fault]:
    bands = scheme.rules.bands
    if not bands:
        return
    bottom, top = ascending(bands)[0], ascending(bands)[-1]
    lowest, highest = reach(scheme)
    low, high = bands[bottom].lower, bands[top].upper
    if low is not None and low > lowest:
        values = {"got": _number(low), "reach": _number(lowest), "label": bands[bottom].label}
        yield Fault("scheme_band_bottom", (*_BANDS, bottom, "lower"), values)
    if high is not None and high < highest:
        values = {"got": _number(high), "reach": _number(highest), "label": bands[top].label}
        yield Fault("scheme_band_top", (*_BANDS, top, "upper"), values)


def reach(scheme: Scheme) -> tuple[float, float]:
    """Return the lowest and highest points that any indicator can have.

    Examples
    --------
    >>> from simkinerja.schemes.read import load_scheme
    >>> reach(load_scheme("seimbang"))
    (0.0, 120.0)
    """
    ends: list[tuple[float, float]] = []
    groups = {one.parent for one in scheme.indicators}
    for one in scheme.indicators:
        rule = one.normalise or scheme.rules.normalise
        if one.code in groups:
            continue
        if rule.method in {"min_max", "z", "rank"}:
            ends.append((0.0, 100.0))
        elif rule.method == "category":
            steps = [step.points for step in rule.categories] or [0.0]
            ends.append((min(steps), max(steps)))
        else:
            ends.append((rule.floor, rule.cap))
    if not ends:
        return float("inf"), -float("inf")
    return min(low for low, _ in ends), max(high for _, high in ends)


def _consequence(scheme: Scheme) -> Iterator[Fault]:
    one, bands = scheme.consequence, scheme.rules.bands
    if one.kind != "tpp" and one.share > 0:
        yield Fault("scheme_share", ("consequence", "share"), {"got": _number(one.share)})
    if one.kind == "tpp" and one.payment == "band":
        if not bands:
            yield Fault("scheme_pay_bands", ("consequence", "payment"))
        for i, band in enumerate(bands):
            if band.pay is None:
                yield Fault("scheme_band_pay", (*_BANDS, i, "pay"), {"got": band.label})
    if one.kind == "tpp":
        yield from _percentages(scheme)
    if one.kind == "tpp" and one.payment == "proportional" and scheme.rules.aggregate.method == "quadrant":
        yield Fault("scheme_pay_quadrant", ("consequence", "payment"))
    base = one.base
    if base is not None and bool(base.values) != (base.by is not None):
        missing = "values" if base.by is not None else "by"
        yield Fault("scheme_pay_base", ("consequence", "base", missing))


def _percentages(scheme: Scheme) -> Iterator[Fault]:
    """A full payment of 1 is a share where a percentage is asked: 100 times too little."""
    pays = [(band.pay, i) for i, band in enumerate(scheme.rules.bands) if band.pay is not None]
    highest, i = max(pays, default=(0.0, 0))
    found: list[tuple[float, tuple[str | int, ...]]] = [(highest, (*_BANDS, i, "pay"))]
    if scheme.consequence.payment == "proportional":
        found.append((scheme.consequence.cap, ("consequence", "cap")))
    for number, at in found:
        if 0 < number <= _A_SHARE:
            yield Fault("scheme_pay_percent", at, {"got": _number(number), "want": _number(100 * number)})


def _number(value: float | None) -> str:
    return "kosong" if value is None else f"{value:.15g}".replace(".", ",")
