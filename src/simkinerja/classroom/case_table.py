"""Records of a shipped city as the lessons on schemes use them: one row an officer, a year in each figure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["MEASURES", "STATUS", "load_case", "one_row_each", "scheme_basis"]

MEASURES: Final = {
    "days_present": "hari hadir sebulan",
    "activity_minutes": "menit aktivitas sebulan",
    "cases_completed": "kasus selesai sebulan",
    "cases_on_time": "kasus tepat waktu sebulan",
    "on_time_share": "bagian kasus tepat waktu",
    "innovations": "inovasi setahun",
    "rating_throughput": "nilai atasan: kelancaran kerja",
    "rating_care": "nilai atasan: mutu dan ketelitian",
    "rating_improvement": "nilai atasan: perbaikan cara kerja",
    "rating_helping": "nilai atasan: membantu rekan",
    "ikm": "IKM unit",
    "complaints_on_time_share": "bagian pengaduan unit yang tepat waktu",
}
"""Columns that a scheme can measure, with their names for readers."""

STATUS: Final = {"law": "aturan", "circular": "edaran", "local": "aturan daerah", "assumed": "asumsi"}
"""Who says a number, in words for readers."""

_PEOPLE: Final = (
    "sex",
    "age_group",
    "golongan",
    "job_type",
    "jenjang",
    "status",
    "agency",
    "unit",
    "rater_id",
    "tpp_base_idr",
)


def one_row_each(records: pd.DataFrame, truth: pd.DataFrame | None = None) -> pd.DataFrame:
    """Reduce monthly records to one row an officer.

    Parameters
    ----------
    records : DataFrame
        From :func:`simkinerja.population.case_records.read_case_records`.
    truth : DataFrame, optional
        With ``officer_id`` and ``true_practice``, which is joined to the rows.

    Returns
    -------
    DataFrame
        ``officer_id``, the columns of :data:`MEASURES` (means over the months; innovations summed) and
        attributes; sorted by ``officer_id``.

    Examples
    --------
    >>> import pandas as pd
    >>> months = {"officer_id": [7, 7], "month": [0, 1], "innovations": [0, 1], "days_present": [19, 21]}
    >>> one_row_each(pd.DataFrame(months)).to_dict("records")
    [{'officer_id': 7, 'days_present': 20.0, 'innovations': 1}]
    """
    how = {name: "sum" if name == "innovations" else "mean" for name in MEASURES if name in records}
    by_officer = records.groupby("officer_id")
    first = by_officer[[name for name in _PEOPLE if name in records]].first()
    out: pd.DataFrame = by_officer.agg(how).join(first).reset_index()
    if truth is not None:
        out = out.merge(truth[["officer_id", "true_practice"]], on="officer_id", how="left")
    return out


def load_case(city: str) -> pd.DataFrame:
    """Return a shipped city's officers, one row each, with ``true_practice`` beside their records.

    A scheme never sees the truth: scoring takes only the columns that its indicators name.

    Examples
    --------
    >>> table = load_case("salatiga")
    >>> len(table) == table.officer_id.nunique(), "true_practice" in table
    (True, True)
    """
    from simkinerja.population.case_records import read_case_records
    from simkinerja.population.dataset import read_table

    return one_row_each(read_case_records(city), read_table(city, "officers"))


def scheme_basis(scheme: Any) -> Any:
    """Who says each number of a scheme: weight and target of every indicator that counts, with its status.

    Returns
    -------
    pandas DataFrame
        Columns ``indikator``, ``bobot``, ``sasaran``, ``status bobot``, ``status sasaran``.

    Examples
    --------
    >>> from simkinerja.schemes import load_scheme
    >>> table = scheme_basis(load_scheme("tpp_60_40"))
    >>> table["status bobot"].unique().tolist(), table["status sasaran"].unique().tolist()
    (['aturan daerah'], ['asumsi'])
    """
    import pandas as pd

    from simkinerja.schemes.tree import nominal_weights, tree_of

    def told(one: Any, field: str) -> str:
        basis = scheme.says_who(one, field)
        return STATUS[basis.status] if basis else "tidak disebut"

    weights = nominal_weights(scheme)
    rows = [
        {
            "indikator": scheme.indicators[j].label,
            "bobot": f"{100 * weights[j]:.0f}%",
            "sasaran": scheme.indicators[j].target,
            "status bobot": told(scheme.indicators[j], "weight"),
            "status sasaran": told(scheme.indicators[j], "target"),
        }
        for j in tree_of(scheme).leaves
    ]
    return pd.DataFrame(rows)
