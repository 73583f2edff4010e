"""L3: target against obtained: how well a population meets the margins of its city file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from simkinerja.population.city import MARGINS
from simkinerja.population.codes import AGE_BANDS, SERVICE_BANDS

if TYPE_CHECKING:
    import pandas as pd

    from simkinerja.population.city import City
    from simkinerja.population.table import Population

__all__ = ["fit_table"]

_HEALTH_WORDS: Final = ("Perawat", "Bidan", "Dokter", "Apoteker", "Tenaga Sanitasi Lingkungan", "Nutrisionis")


def _band(values: pd.Series, bands: dict[str, tuple[int, int]]) -> pd.Series:
    """Name of the band of each whole number."""
    import pandas as pd

    names = np.array(list(bands))
    lows = np.array([low for low, _ in bands.values()])
    return pd.Series(names[np.searchsorted(lows, values.to_numpy(), side="right") - 1], index=values.index)


def _job_family(officers: pd.DataFrame) -> pd.Series:
    """Teachers, health workers, others; read from the name of the post."""
    import pandas as pd

    kinds = {}
    for text in officers["jabatan"].cat.categories:
        post = text.split("(")[-1]
        health = post.startswith(_HEALTH_WORDS)
        kinds[text] = "guru" if post.startswith("Guru ") else "kesehatan" if health else "teknis"
    codes = officers["jabatan"].cat.codes.to_numpy()
    table = np.array([kinds[text] for text in officers["jabatan"].cat.categories])
    return pd.Series(table[codes], index=officers.index)


def _column(officers: pd.DataFrame, name: str) -> pd.Series:
    """Categories of a margin, and nothing (dropped rows) for officers that it is not about."""
    if name == "years_of_service":
        return _band(officers["years_of_service"], SERVICE_BANDS)[officers["status"] == "pns"]
    if name == "age":
        return _band(officers["age"], AGE_BANDS)
    if name == "golongan":
        pns = officers.loc[officers["status"] == "pns", "golongan"].astype("str")
        return pns.str.split("/").str[0]
    if name == "education":
        return officers["education"].astype("str").replace(["SD", "SMP", "SMA"], "SD-SMA")
    if name == "education_low":
        text = officers["education"].astype("str")
        return text[text.isin(["SD", "SMP", "SMA"])]
    if name == "job_family":
        return _job_family(officers[officers["job_type"] == "fungsional"])
    return officers[name].astype("str")


def _sources(city: City, name: str) -> dict[str, dict[str, Any]]:
    if name == "status":
        return {key: getattr(city.people, key).model_dump() for key in ("pns", "pppk", "pppk_paruh_waktu")}
    margin = city.margins[name].model_dump()
    return dict.fromkeys(MARGINS[name][1], margin)


def fit_table(population: Population) -> pd.DataFrame:
    """Target against obtained for every category of every margin.

    Returns
    -------
    pandas DataFrame
        ``margin, among, category, target, obtained, added, difference, status, source, as_of, note``;
        ``added`` counts people that came by ``with_officer``, and
        ``difference = obtained - added - target``. It is zero for every margin with a source;
        margins with ``status == "assumed"`` may miss where they contradict the others.

    Examples
    --------
    >>> from simkinerja.population import draw_population
    >>> table = draw_population("salatiga", seed=1, n_officers=1000).fit()
    >>> int(table.loc[table["margin"] == "sex", "target"].sum())
    1000
    """
    import pandas as pd

    city, want = population.source, population.plan.cells.targets
    n_drawn = len(population.officers) - population.n_added
    rows = []
    for name, (among, categories) in {
        "status": ("semua", ("pns", "pppk", "pppk_paruh_waktu")),
        **MARGINS,
    }.items():
        column = _column(population.officers, name)
        obtained = column.value_counts()
        added = column[column.index >= n_drawn].value_counts()
        for category, target in zip(categories, want[name], strict=True):
            said = _sources(city, name)[category]
            got, new = int(obtained.get(category, 0)), int(added.get(category, 0))
            rows.append(
                (
                    name,
                    among,
                    category,
                    int(target),
                    got,
                    new,
                    got - new - int(target),
                    said["status"],
                    said["source"],
                    said["as_of"],
                    said["note"],
                )
            )
    header = [
        *("margin", "among", "category", "target", "obtained", "added", "difference"),
        *("status", "source", "as_of", "note"),
    ]
    return pd.DataFrame(rows, columns=header)
