"""Check a scheme: all its faults at once, and advice in plain words."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from simkinerja.errors import Problem
from simkinerja.evaluate.scheme_advice import Advice, advice_on
from simkinerja.evaluate.scheme_figures import SYNTHETIC_OFFICERS, Figures, figures_of, synthetic_records

if TYPE_CHECKING:
    import pandas as pd

    from simkinerja.schemes.model import Scheme

__all__ = ["SchemeCheck", "Summary", "check_scheme"]

METHOD: Final = (
    "Pengaruh sebenarnya: akar efek utama tiap indikator pada nilai akhir, sebagai bagian dari jumlahnya "
    "(Paruolo, "
    "Saisana & Saltelli 2013). Sama dengan bobot tertulis bila indikator tidak berkorelasi dan sama "
    "sebarannya."
)


@dataclass(frozen=True, slots=True)
class Summary:
    """Tables ready for pictures.

    Parameters
    ----------
    source : str
        On what data; Indonesian.
    method : str
        How the effective weights come about; Indonesian.
    n_officers : int
    weights : DataFrame
        One row a leaf: ``code, label, nominal, applied, effective, main_effect, hours, in_scope`` (shares
        0-1, hours per officer and year); NaN where not measurable.
    correlation : DataFrame
        Rank correlations of the points of measurable leaves; rows and columns are codes.
    bands : DataFrame
        ``code, label, n, share``, as written in the scheme.
    hours_per_officer, hours_total : float
        Evidence in a year.
    n_total : int
        Officers behind ``hours_total``.
    share_sure : float
        Officers whose predikat is certain; NaN without bands.
    """

    source: str
    method: str
    n_officers: int
    weights: pd.DataFrame
    correlation: pd.DataFrame
    bands: pd.DataFrame
    hours_per_officer: float
    hours_total: float
    n_total: int
    share_sure: float


@dataclass(frozen=True, slots=True)
class SchemeCheck:
    """What is wrong with a scheme, and what could be better.

    Parameters
    ----------
    scheme : Scheme or None
        None where it could not be read.
    faults : tuple of Problem
        With any of these the scheme must not be used.
    advice : tuple of Advice
        Gravest first; empty where there are faults, for then nothing can be computed.
    summary : Summary or None
    """

    scheme: Scheme | None
    faults: tuple[Problem, ...]
    advice: tuple[Advice, ...]
    summary: Summary | None

    @property
    def kinds(self) -> frozenset[str]:
        """What the advice is about."""
        return frozenset(one.kind for one in self.advice)


def check_scheme(
    scheme: Scheme | str | os.PathLike[str],
    records: pd.DataFrame | None = None,
    *,
    city: str = "salatiga",
    seed: int = 2026,
) -> SchemeCheck:
    """Check a scheme by itself and on records.

    Parameters
    ----------
    scheme : Scheme, str or path-like
        Also the code of a shipped scheme, or a file.
    records : DataFrame, optional
        As for :func:`simkinerja.scoring.score.score`; by default a year of a small synthetic city, and the
        advice says so.
    city : str
        Code of the synthetic city; evidence is costed for its real number of officers.
    seed : int

    Returns
    -------
    SchemeCheck

    Examples
    --------
    >>> from simkinerja.schemes.model import Indicator, Scheme
    >>> wrong = Scheme(code="a", title="A", indicators=(Indicator(code="b", label="B"),))
    >>> [fault.code for fault in check_scheme(wrong).faults]
    ['scheme_target']
    """
    found, faults = _read(scheme)
    if faults or found is None:
        return SchemeCheck(found, faults, (), None)
    if records is None:
        from simkinerja.population.city import load_city

        n_total = load_city(city).n_published
        figures = figures_of(found, synthetic_records(city, seed), "Pada kota sintetis", True, n_total)
        source = f"Kota sintetis {city}, {SYNTHETIC_OFFICERS} pegawai, benih {seed}; bukan data sebenarnya."
    else:
        figures = figures_of(found, records, "Pada data ini", False, None)
        source = f"Tabel dengan {figures.n} pegawai."
    return SchemeCheck(found, (), advice_on(figures), _summary(figures, source))


def _read(scheme: Scheme | str | os.PathLike[str]) -> tuple[Scheme | None, tuple[Problem, ...]]:
    from simkinerja.schemes.model import Scheme
    from simkinerja.schemes.problems import scheme_problems
    from simkinerja.schemes.read import load_scheme, scan_scheme, shipped_schemes

    if isinstance(scheme, Scheme):
        return scheme, scheme_problems(scheme)
    if isinstance(scheme, str) and scheme in shipped_schemes():
        return load_scheme(scheme), ()
    return scan_scheme(Path(scheme))


def _summary(f: Figures, source: str) -> Summary:
    import pandas as pd

    leaves = list(f.tree.leaves)
    ones = [f.scheme.indicators[j] for j in leaves]
    weights = pd.DataFrame(
        {
            "code": [one.code for one in ones],
            "label": [one.label for one in ones],
            "nominal": f.nominal[leaves],
            "applied": f.applied[leaves],
            "effective": f.effective[leaves],
            "main_effect": f.main_effect[leaves],
            "hours": f.hours[leaves],
            "in_scope": f.in_scope[leaves],
        }
    )
    there = [j for j in leaves if not np.isnan(f.applied[j])]
    codes = [f.scheme.indicators[j].code for j in there]
    hours = np.nan_to_num(f.hours) * np.where(np.isnan(f.in_scope), 1.0, f.in_scope)
    return Summary(
        source=source,
        method=METHOD,
        n_officers=f.n,
        weights=weights,
        correlation=pd.DataFrame(f.correlation[np.ix_(there, there)], index=codes, columns=codes),
        bands=_band_table(f),
        hours_per_officer=float(hours.sum()),
        hours_total=float(hours.sum()) * f.n_total,
        n_total=f.n_total,
        share_sure=f.certainty.share_sure if f.certainty else float("nan"),
    )


def _band_table(f: Figures) -> pd.DataFrame:
    import pandas as pd

    bands = f.scheme.rules.bands
    index = f.score.bands.index if f.score else np.empty(0, dtype=np.int64)
    n = np.bincount(index[index >= 0], minlength=len(bands)) if bands else np.empty(0, dtype=np.int64)
    return pd.DataFrame(
        {
            "code": [band.code for band in bands],
            "label": [band.label for band in bands],
            "n": n,
            "share": n / n.sum() if n.sum() else np.full(len(bands), np.nan),
        }
    )
