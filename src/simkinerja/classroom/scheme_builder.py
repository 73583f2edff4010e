"""Lesson 02: what a scheme does, as plain functions: real weights, bands, hours of evidence, edits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from simkinerja.errors import InputError, Place, UsageError, problem

if TYPE_CHECKING:
    from simkinerja.schemes.model import Indicator, Scheme
    from simkinerja.scoring.stages import Score

__all__ = [
    "MOST_BYTES",
    "Built",
    "band_shares",
    "build",
    "evidence_hours",
    "read_upload",
    "real_weights",
    "with_band",
    "with_field",
    "with_indicator",
    "without_indicator",
]

FloatArray = npt.NDArray[np.float64]
MOST_BYTES: Final = 1_000_000
"""Largest scheme file that a page takes."""
_MONTHS, _MINUTES = 12, 60
_FLAT: Final = 1e-9
_NAMED: Final = {"minutes": "evidence", "method": "normalise"}
_WITH_BASIS: Final = frozenset({"weight", "target", "normalise", "inflation", "audit", "evidence"})


@dataclass(frozen=True, slots=True)
class Built:
    """A scheme, its faults and advice, and what it does to a city.

    Parameters
    ----------
    scheme : Scheme
    faults : tuple of str
        Sentences; with any of them nothing is computed.
    advice : tuple of (str, str)
        Severity and sentence.
    score : Score or None
    weights : DataFrame or None
        ``label, nominal, effective`` of every indicator, by :func:`real_weights`.
    truth : float
        Correlation of the total with true practice; NaN where unknown.
    """

    scheme: Scheme
    faults: tuple[str, ...]
    advice: tuple[tuple[str, str], ...]
    score: Any = None
    weights: Any = None
    truth: float = float("nan")


def real_weights(score: Score) -> Any:
    """Printed weights beside real ones: how much each indicator goes with the total, as a share of all.

    The correlation of an indicator's points with the total tells how far it moves the total between people;
    each is divided by their sum. (:func:`simkinerja.evaluate.check_scheme` draws a curve instead of a
    straight line, after Paruolo, Saisana and Saltelli 2013, and finds nearly the same.) An indicator on which
    everybody is alike has no real weight, whatever it is said to weigh; one below zero works against the
    others.

    Parameters
    ----------
    score : Score

    Returns
    -------
    pandas DataFrame
        Columns ``indikator``, ``tertulis``, ``korelasi``, ``nyata``; weights as shares of one, in the order
        of the scheme.

    Raises
    ------
    UsageError
        If all officers have the same total.

    Examples
    --------
    >>> import pandas as pd
    >>> from simkinerja.schemes.model import Indicator, Normalise, Rules, Scheme
    >>> from simkinerja.scoring import raw_of, score_raw
    >>> scheme = Scheme(code="a", title="A", rules=Rules(normalise=Normalise(method="none")), indicators=(
    ...     Indicator(code="x", label="X", weight=1), Indicator(code="y", label="Y", weight=3)))
    >>> table = pd.DataFrame({"x": [0.0, 100.0], "y": [50.0, 50.0]})
    >>> real_weights(score_raw(raw_of(table, scheme), scheme))[["tertulis", "nyata"]].values.tolist()
    [[0.25, 1.0], [0.75, 0.0]]
    """
    import pandas as pd

    from simkinerja.schemes.tree import nominal_weights, tree_of

    leaves = list(tree_of(score.scheme).leaves)
    found = np.array([_correlation(score.points.values[:, j], score.total.values) for j in leaves])
    if not np.abs(found).sum() > 0:
        allowed = "penilaian dengan nilai yang berbeda-beda"
        said = {"name": "score", "owner": "real_weights", "allowed": allowed, "got": score.scheme.title}
        raise UsageError([problem("parameter", None, example='load_scheme("seimbang")', **said)])
    labels = [score.scheme.indicators[j].label for j in leaves]
    printed, real = nominal_weights(score.scheme)[leaves], found / np.abs(found).sum()
    return pd.DataFrame({"indikator": labels, "tertulis": printed, "korelasi": found, "nyata": real})


def _correlation(points: FloatArray, total: FloatArray) -> float:
    """Correlation over officers with both; 0 where nobody differs."""
    both = ~np.isnan(points) & ~np.isnan(total)
    x, y = points[both], total[both]
    if len(x) < 2 or np.ptp(x) <= _FLAT or np.ptp(y) <= _FLAT:
        return 0.0
    return float(np.corrcoef(x, y)[0, 1])


def band_shares(score: Score) -> Any:
    """Share of the rated officers in every band, as a table ``tingkatan``, ``orang``, ``bagian``.

    Examples
    --------
    >>> from simkinerja.classroom.case_table import load_case
    >>> from simkinerja.classroom.scheme_catalogue import neighbour_draft
    >>> from simkinerja.scoring import raw_of, score_raw
    >>> draft = neighbour_draft()
    >>> shares = band_shares(score_raw(raw_of(load_case("bandung"), draft), draft))
    >>> float(round(shares.bagian.sum(), 9)), shares.tingkatan.iloc[0]
    (1.0, 'Sangat Baik')
    """
    import pandas as pd

    bands = score.scheme.rules.bands
    found = score.bands.index[score.bands.index >= 0]
    counts = np.bincount(found, minlength=len(bands))
    labels = [band.label for band in bands]
    share = counts / max(len(found), 1)
    return pd.DataFrame({"tingkatan": labels, "orang": counts, "bagian": share})


def evidence_hours(scheme: Scheme) -> float:
    """Hours a year that one officer spends on evidence: minutes a month of all indicators, times 12, by 60.

    Examples
    --------
    >>> from simkinerja.schemes import load_scheme
    >>> evidence_hours(load_scheme("menit_aktivitas"))  # 210 minutes a month
    42.0
    """
    minutes = (one.evidence.minutes or 0.0 for one in scheme.indicators if one.evidence)
    return sum(minutes) * _MONTHS / _MINUTES


def build(scheme: Scheme, table: Any) -> Built:
    """Check a scheme and say what it would do to the people of a table.

    Parameters
    ----------
    scheme : Scheme
    table : DataFrame
        One row an officer; with ``true_practice`` also the correlation with it.

    Examples
    --------
    >>> from simkinerja.classroom.case_table import load_case
    >>> from simkinerja.classroom.scheme_catalogue import neighbour_draft
    >>> found = build(neighbour_draft(), load_case("bandung"))
    >>> found.faults, found.advice[0][0]
    ((), 'penting')
    """
    from simkinerja.evaluate import check_scheme
    from simkinerja.scoring import raw_of, score_raw

    found = check_scheme(scheme, table)
    faults = tuple(dict.fromkeys(one.sentence for one in found.faults))
    advice = tuple((one.severity.replace("_", " "), one.sentence) for one in found.advice)
    if faults:
        return Built(scheme, faults, advice)
    try:
        done = score_raw(raw_of(table, scheme), scheme)
    except InputError as error:
        return Built(scheme, tuple(p.sentence for p in error.problems), advice)
    truth = float("nan")
    if "true_practice" in table:
        truth = _correlation(table["true_practice"].to_numpy(dtype=float), done.total.values)
    return Built(scheme, (), advice, done, _weights_shown(done), truth)


def _weights_shown(score: Score) -> Any:
    """Real weights by the formula of the lesson; ``None`` where everybody has the same total."""
    try:
        table = real_weights(score)
    except UsageError:
        return None
    names = {"indikator": "label", "tertulis": "nominal", "nyata": "effective"}
    return table.rename(columns=names)[list(names.values())]


def _place(scheme: Scheme, code: str) -> int:
    return [one.code for one in scheme.indicators].index(code)


def _with_row(scheme: Scheme, at: int, row: Indicator) -> Scheme:
    rows = list(scheme.indicators)
    rows[at] = row
    return scheme.model_copy(update={"indicators": tuple(rows)})


def with_field(scheme: Scheme, code: str, **changes: Any) -> Scheme:
    """Return the scheme with fields of one indicator changed; checked as a file would be.

    Parameters
    ----------
    scheme : Scheme
    code : str
    **changes
        Fields of :class:`simkinerja.schemes.model.Indicator`; ``minutes`` is that of its evidence, ``method``
        that of its normalisation.

    Raises
    ------
    pydantic.ValidationError
        If a value does not fit its field.

    Examples
    --------
    >>> from simkinerja.schemes import load_scheme
    >>> changed = with_field(load_scheme("menit_aktivitas"), "menit", target=5000, minutes=60).indicators[0]
    >>> changed.target, changed.basis_of["target"].source
    (5000.0, 'Pilihan perancang skema')
    """
    from simkinerja.schemes.model import Evidence, Indicator, LegalBasis, Normalise

    at = _place(scheme, code)
    row = scheme.indicators[at]
    fields = row.model_dump()
    chosen = LegalBasis(status="assumed", source="Pilihan perancang skema").model_dump()
    named = {_NAMED.get(field, field) for field in changes} & _WITH_BASIS
    if named:  # whoever changes a number answers for it; the source of the old one no longer does
        fields["basis_of"] = {**(fields["basis_of"] or {}), **dict.fromkeys(named, chosen)}
    if "minutes" in changes:
        evidence = row.evidence or Evidence(what=row.label)
        fields["evidence"] = {**evidence.model_dump(), "minutes": changes.pop("minutes")}
    if "method" in changes:
        rule = row.normalise or scheme.rules.normalise
        method = changes.pop("method")
        fields["normalise"] = Normalise.model_validate({**rule.model_dump(), "method": method}).model_dump()
    return _with_row(scheme, at, Indicator.model_validate({**fields, **changes}))


def with_indicator(scheme: Scheme, indicator: Indicator) -> Scheme:
    """Return the scheme with one more indicator at the top level."""
    return scheme.model_copy(update={"indicators": (*scheme.indicators, indicator)})


def without_indicator(scheme: Scheme, code: str) -> Scheme:
    """Return the scheme without an indicator, and without groups that this leaves empty.

    Raises
    ------
    UsageError
        If nothing would be left.

    Examples
    --------
    >>> from simkinerja.classroom.scheme_catalogue import neighbour_draft
    >>> [one.code for one in without_indicator(neighbour_draft(), "menit").indicators]
    ['kehadiran', 'jumlah_selesai', 'jumlah_tepat_waktu']
    """
    groups = {one.parent for one in scheme.indicators if one.parent}
    rows = [one for one in scheme.indicators if one.code != code]
    while empty := {one.code for one in rows} & groups - {one.parent for one in rows}:
        rows = [one for one in rows if one.code not in empty]
    if not rows:
        said = {"name": "code", "owner": "without_indicator", "allowed": "bukan indikator terakhir"}
        example = "tambahkan indikator lain lebih dulu"
        raise UsageError([problem("parameter", None, got=code, example=example, **said)])
    return scheme.model_copy(update={"indicators": tuple(rows)})


def with_band(scheme: Scheme, code: str, lower: float) -> Scheme:
    """Return the scheme with another lower border of one band; printed upper borders are left out.

    Examples
    --------
    >>> from simkinerja.schemes import load_scheme
    >>> with_band(load_scheme("tpp_60_40"), "tinggi", 80).rules.bands[1].lower
    80.0
    """
    bands = tuple(
        band.model_copy(update={"upper": None, **({"lower": float(lower)} if band.code == code else {})})
        for band in scheme.rules.bands
    )
    return scheme.model_copy(update={"rules": scheme.rules.model_copy(update={"bands": bands})})


def read_upload(name: str, content: bytes) -> Scheme:
    """Read a scheme from an uploaded file; the bytes lie on the disk only while they are read.

    Parameters
    ----------
    name : str
        File name; only its ending counts.
    content : bytes
        At most :data:`MOST_BYTES`.

    Raises
    ------
    InputError
        Every fault of the file.

    Examples
    --------
    >>> from simkinerja.schemes import load_scheme, scheme_bytes
    >>> read_upload("tetangga.yaml", scheme_bytes(load_scheme("seimbang"), "yaml")).code
    'seimbang'
    """
    from pathlib import Path
    from tempfile import TemporaryDirectory

    from simkinerja.schemes import scan_scheme

    if len(content) > MOST_BYTES:
        raise InputError([problem("upload_large", Place(file=name), most=MOST_BYTES // 1000)])
    suffix = Path(name).suffix.lower()
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"skema{suffix if suffix in {'.yaml', '.yml', '.xlsx', '.ods', '.csv'} else ''}"
        path.write_bytes(content)
        scheme, problems = scan_scheme(path)
    if problems or scheme is None:
        raise InputError(problems)
    found: Scheme = scheme
    return found


def fields_of(indicator: Indicator, scheme: Scheme) -> Mapping[str, Any]:
    """What the panel edits of one indicator, with what stands in for blanks."""
    rule = indicator.normalise or scheme.rules.normalise
    return {
        "weight": indicator.weight,
        "target": indicator.target,
        "direction": indicator.direction,
        "method": rule.method,
        "minutes": (indicator.evidence.minutes if indicator.evidence else None) or 0.0,
        "audit": indicator.audit or 0.0,
    }
