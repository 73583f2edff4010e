"""L4: one change to a score's input, as data: what it changes, and the sentence that says so."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np
from pydantic import ValidationError

from simkinerja.rules.checks import choice, exact, refuse, shown
from simkinerja.schemes.model import Aggregate, Band, Indicator, Normalise
from simkinerja.scoring.cells import plain
from simkinerja.scoring.records import word_figures

if TYPE_CHECKING:
    from simkinerja.schemes.model import Scheme
    from simkinerja.scoring.stages import Raw

__all__ = ["Edit", "apply_edit", "said"]

Kind = Literal["figure", "target", "weight", "direction", "normalise", "border", "missing", "aggregate"]

METHODS: Final = {
    "target": "persen sasaran",
    "goalpost": "patokan bawah dan atas",
    "min_max": "terendah dan tertinggi di tabel",
    "z": "jarak dari rata-rata tabel",
    "rank": "urutan di tabel",
    "category": "tingkatan",
    "none": "angka apa adanya",
}
"""How readers see the ways from a raw figure to points."""

AGGREGATES: Final = {
    "weighted_mean": "rata-rata berbobot",
    "geometric": "rata-rata geometrik berbobot",
    "non_compensatory": "yang terendah menentukan",
    "quadrant": "kuadran hasil kerja dan perilaku kerja",
}
"""How readers see the ways from points to one result."""

MISSING: Final = {"reweight": "dikeluarkan, bobotnya dibagi", "stop": "perhitungan berhenti"}
DIRECTIONS: Final = {"naik": "makin besar makin baik", "turun": "makin kecil makin baik"}


@dataclass(frozen=True, slots=True)
class Edit:
    """One change; made by the class methods, one for every kind.

    Parameters
    ----------
    kind : str
    value : object
        The new value.
    code : str, optional
        Of the indicator or the band; None for the whole scheme.
    officer : int or str, optional
        ``officer_id``, for a raw figure.

    Examples
    --------
    >>> Edit.weight("hadir", 50)
    Edit(kind='weight', value=50, code='hadir', officer=None)
    """

    kind: Kind
    value: Any
    code: str | None = None
    officer: int | str | None = None

    @classmethod
    def figure(cls, officer: int | str, code: str, value: float | str | None) -> Edit:
        """Another raw figure of one officer, or a word of a category scale; None: no record."""
        return cls("figure", value, code, officer)

    @classmethod
    def target(cls, code: str, value: float) -> Edit:
        """Another target."""
        return cls("target", value, code)

    @classmethod
    def weight(cls, code: str, value: float) -> Edit:
        """Another weight among the siblings."""
        return cls("weight", value, code)

    @classmethod
    def direction(cls, code: str, value: Literal["naik", "turun"]) -> Edit:
        """Whether more is better."""
        return cls("direction", value, code)

    @classmethod
    def normalise(cls, value: Normalise | str, code: str | None = None) -> Edit:
        """Another way from raw figure to points, of one indicator or of the whole scheme."""
        return cls("normalise", value, code)

    @classmethod
    def border(cls, band: str, value: float) -> Edit:
        """Another lower border of a band; the upper border of the band below goes with it."""
        return cls("border", value, band)

    @classmethod
    def missing(cls, value: Literal["reweight", "stop"]) -> Edit:
        """Another rule for missing figures."""
        return cls("missing", value)

    @classmethod
    def aggregate(cls, value: Aggregate | str) -> Edit:
        """Another way from points to one result."""
        return cls("aggregate", value)


def apply_edit(edit: Edit, raw: Raw, scheme: Scheme) -> tuple[Raw, Scheme, str]:
    """Return the input after one change, and the sentence that says which.

    Raises
    ------
    UsageError
        If the officer, the indicator or the band is unknown, or the value none that the field can hold.

    Examples
    --------
    >>> import pandas as pd
    >>> from simkinerja.schemes.model import Indicator, Scheme
    >>> from simkinerja.scoring.records import raw_of
    >>> scheme = Scheme(code="s", title="S", indicators=(Indicator(code="hadir", label="Hadir", target=20),))
    >>> raw = raw_of(pd.DataFrame({"hadir": [18]}), scheme)
    >>> _, after, sentence = apply_edit(Edit.target("hadir", 18.5), raw, scheme)
    >>> after.indicator("hadir").target, sentence
    (18.5, "Sasaran 'Hadir' diubah dari 20 menjadi 18,5.")
    """
    if edit.kind == "figure":
        changed, sentence = _figure(edit, raw, scheme)
        return changed, scheme, sentence
    change = {
        "target": _of_indicator,
        "weight": _of_indicator,
        "direction": _of_indicator,
        "normalise": _normalise,
        "border": _border,
        "missing": _rules,
        "aggregate": _rules,
    }[choice(edit.kind, "kind", "Edit", ("figure", *_LABELS, "normalise", "border", "missing", "aggregate"))]
    after, sentence = change(edit, scheme)
    return raw, after, sentence


_LABELS: Final = {"target": "Sasaran", "weight": "Bobot", "direction": "Arah"}


def _figure(edit: Edit, raw: Raw, scheme: Scheme) -> tuple[Raw, str]:
    code = choice(edit.code, "code", "Edit.figure", raw.codes)
    if edit.officer is None:
        refuse("officer", "Edit.figure", "nomor seorang pegawai", None, "Edit.figure(7, 'hadir', 20)")
    row, j, one = raw.row_of(edit.officer), raw.codes.index(code), scheme.indicator(code)
    value = np.nan if edit.value is None else _number(edit, one, scheme)
    values = raw.values.copy(order="K")
    before, values[row, j] = values[row, j], value
    change = f"dari {said(before)} menjadi {said(value)}" + (
        f" {one.unit}" if one.unit and edit.value is not None else ""
    )
    sentence = f"Angka '{one.label}' pegawai {edit.officer} diubah {change}."
    return replace(raw, values=values), sentence


def _number(edit: Edit, one: Indicator, scheme: Scheme) -> float:
    words = word_figures(one, scheme)
    if isinstance(edit.value, str) and plain(edit.value) in words:
        return words[plain(edit.value)]
    return float(exact(edit.value, "value", "Edit.figure", example="Edit.figure(7, 'hadir', 20)"))


def _of_indicator(edit: Edit, scheme: Scheme) -> tuple[Scheme, str]:
    one = _indicator(edit, scheme)
    value = edit.value
    if edit.kind != "direction":
        low = 0 if edit.kind == "weight" else None
        value = float(
            exact(value, "value", f"Edit.{edit.kind}", low=low, example=f"Edit.{edit.kind}('hadir', 40)")
        )
    before = getattr(one, edit.kind)
    after = _checked(one, {edit.kind: value}, edit)
    words = DIRECTIONS.get if edit.kind == "direction" else said
    sentence = f"{_LABELS[edit.kind]} '{one.label}' diubah dari {words(before)} menjadi {words(value)}."
    return _with(scheme, after), sentence


def _indicator(edit: Edit, scheme: Scheme) -> Indicator:
    return scheme.indicator(
        choice(edit.code, "code", f"Edit.{edit.kind}", [one.code for one in scheme.indicators])
    )


def _normalise(edit: Edit, scheme: Scheme) -> tuple[Scheme, str]:
    if edit.code is None:
        before, whose = scheme.rules.normalise, "seluruh skema"
    else:
        one = _indicator(edit, scheme)
        before, whose = one.normalise or scheme.rules.normalise, f"'{one.label}'"
    rule = edit.value
    if not isinstance(rule, Normalise):
        method = choice(rule, "value", "Edit.normalise", METHODS)
        rule = Normalise(method=method, cap=before.cap, floor=before.floor)  # type: ignore[arg-type]
    sentence = f"Cara menghitung poin {whose} diubah dari {_rule(before)} menjadi {_rule(rule)}."
    if edit.code is None:
        return scheme.model_copy(
            update={"rules": scheme.rules.model_copy(update={"normalise": rule})}
        ), sentence
    return _with(scheme, one.model_copy(update={"normalise": rule})), sentence


def _rule(rule: Normalise) -> str:
    ends = f"{said(rule.low)} sampai {said(rule.high)}, " if rule.method == "goalpost" else ""
    return f"{METHODS[rule.method]} ({ends}poin {said(rule.floor)} sampai {said(rule.cap)})"


def _border(edit: Edit, scheme: Scheme) -> tuple[Scheme, str]:
    bands = scheme.rules.bands
    code = choice(edit.code, "band", "Edit.border", [band.code for band in bands])
    value = float(exact(edit.value, "value", "Edit.border", example="Edit.border('baik', 85)"))
    own = next(band for band in bands if band.code == code)
    if own.lower is None:
        refuse(
            "band", "Edit.border", "predikat yang mempunyai batas bawah", own.label, "Edit.border('baik', 85)"
        )

    def moved(band: Band) -> Band:
        if band.code == code:
            return band.model_copy(update={"lower": value})
        return band.model_copy(update={"upper": value}) if band.upper == own.lower else band

    after = scheme.rules.model_copy(update={"bands": tuple(moved(band) for band in bands)})
    sentence = f"Batas bawah '{own.label}' diubah dari {said(own.lower)} menjadi {said(value)}."
    return scheme.model_copy(update={"rules": after}), sentence


def _rules(edit: Edit, scheme: Scheme) -> tuple[Scheme, str]:
    if edit.kind == "missing":
        choice(edit.value, "value", "Edit.missing", MISSING)
        before, after = MISSING[scheme.rules.missing], MISSING[edit.value]
        sentence = f"Aturan bagi angka yang kosong diubah dari {before} menjadi {after}."
        return scheme.model_copy(
            update={"rules": scheme.rules.model_copy(update={"missing": edit.value})}
        ), sentence
    rule = edit.value
    if not isinstance(rule, Aggregate):
        rule = Aggregate(method=choice(rule, "value", "Edit.aggregate", AGGREGATES))  # type: ignore[arg-type]
    before, after = AGGREGATES[scheme.rules.aggregate.method], AGGREGATES[rule.method]
    sentence = f"Cara menggabung poin diubah dari {before} menjadi {after}."
    return scheme.model_copy(update={"rules": scheme.rules.model_copy(update={"aggregate": rule})}), sentence


def _checked(one: Indicator, change: dict[str, Any], edit: Edit) -> Indicator:
    try:
        return Indicator.model_validate(one.model_dump() | change)
    except ValidationError:
        allowed = "salah satu dari 'naik', 'turun'" if edit.kind == "direction" else "bilangan yang wajar"
        refuse("value", f"Edit.{edit.kind}", allowed, edit.value, f"Edit.{edit.kind}('{one.code}', ...)")


def _with(scheme: Scheme, one: Indicator) -> Scheme:
    """The scheme with one indicator exchanged."""
    indicators = tuple(one if old.code == one.code else old for old in scheme.indicators)
    return scheme.model_copy(update={"indicators": indicators})


def said(value: Any, digits: int = 10) -> str:
    """Return a number as an Indonesian reader expects it, to so many significant digits.

    Examples
    --------
    >>> said(36.0), said(0.1 + 0.2), said(None)
    ('36', '0,3', 'tidak ada')
    """
    if value is None or (isinstance(value, float) and np.isnan(value)):
        return "tidak ada"
    return shown(float(f"{value:.{digits}g}")).removesuffix(",0")
