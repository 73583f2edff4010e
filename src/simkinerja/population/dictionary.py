"""The dictionary of the shipped data: what every column of every table is, and how it is written.

One YAML file (``population/data/kamus.yaml``) is the source of the data dictionary, the Frictionless schemas
and the number formats of the CSV files, so that none of them can disagree.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Column", "Table", "resource_name", "schema", "tables", "to_csv"]

MISSING = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Parameters
    ----------
    name : str
        Header in the file.
    type : str
        Frictionless type: string, integer, number, boolean or date.
    sort : str
        ``kunci`` (key), ``catatan`` (what an office sees) or ``kebenaran`` (truth).
    meaning : str
        Indonesian.
    source : str
        Name in Python; the header unless said otherwise.
    unit : str
    decimals : int
        Fixed number of decimals of a number.
    enum : tuple of str
        Allowed values; empty if open.
    minimum, maximum : float, optional
    pattern : str
    """

    name: str
    type: str
    sort: str
    meaning: str
    source: str
    unit: str = ""
    decimals: int = 0
    enum: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    pattern: str = ""

    @property
    def allowed(self) -> str:
        """Allowed values in words."""
        if self.enum:
            return ", ".join(self.enum)
        if self.minimum is not None and self.maximum is not None:
            return f"{self.minimum:g} sampai {self.maximum:g}"
        return f"{self.minimum:g} ke atas" if self.minimum is not None else self.pattern


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its file (without ``.csv``), its name in Python, its columns, its keys."""

    file: str
    table: str
    title: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    foreign: tuple[dict[str, Any], ...] = field(hash=False)


@cache
def tables() -> tuple[Table, ...]:
    """Return all tables, in the order of the dictionary.

    Examples
    --------
    >>> [table.file for table in tables()][:3]
    ['pegawai', 'unit', 'perangkat_daerah']
    """
    from simkinerja.files.yaml import own_yaml

    text = (files("simkinerja.population") / "data" / "kamus.yaml").read_text(encoding="utf-8")
    return tuple(_table(row) for row in own_yaml(text)["tables"])


def _table(row: dict[str, Any]) -> Table:
    columns = tuple(_column(column) for column in row["columns"])
    keys = {"key": tuple(row["key"]), "foreign": tuple(row["foreign"])}
    return Table(file=row["file"], table=row["table"], title=row["title"], columns=columns, **keys)


def _column(row: dict[str, Any]) -> Column:
    row = dict(row)
    source = row.pop("from", row["name"])
    return Column(**{**row, "enum": tuple(map(str, row.get("enum", ()))), "source": source})


def to_csv(frame: pd.DataFrame, table: Table) -> bytes:
    r"""Return a table as the bytes of its CSV file.

    UTF-8 without a byte order mark, ``\n`` line ends, decimal point, fixed decimals, rows sorted by key: the
    same rows in any order give the same bytes.

    Parameters
    ----------
    frame : DataFrame
        Columns by their names in Python; others are left out.
    table : Table
    """
    import pandas as pd

    ordered = frame.sort_values([c.source for c in table.columns if c.name in table.key], kind="stable")
    out = pd.DataFrame({c.name: _written(ordered[c.source], c) for c in table.columns})
    text: str = out.to_csv(index=False, lineterminator="\n", encoding="utf-8")
    return text.encode("utf-8")


def _written(values: pd.Series, column: Column) -> pd.Series:
    """A column as text; missing values empty."""
    import pandas as pd

    present = values.notna()
    if column.type == "date":
        words = values.dt.strftime("%Y-%m-%d")
    elif column.type == "number":
        # Adding 0.0 turns a rounded -0.0 into 0.0.
        rounded = values.astype(float).round(column.decimals) + 0.0
        words = rounded.map(f"{{:.{column.decimals}f}}".format)
    elif column.type == "integer":
        words = values.astype("Int64").astype("str")
    elif column.type == "boolean":
        words = values.map({True: "true", False: "false"})
    else:
        words = values.astype("str")
    return pd.Series(words.to_numpy(dtype=object), dtype=object).where(present.to_numpy(), MISSING)


def resource_name(city: str, file: str) -> str:
    """Name of a table in the data package.

    Examples
    --------
    >>> resource_name("medan", "kebenaran_unit")
    'medan-kebenaran-unit'
    """
    return f"{city}-{file}".replace("_", "-")


def schema(table: Table, city: str) -> dict[str, Any]:
    """Return the Frictionless table schema of a city's table; foreign keys name the city's own tables."""
    fields = []
    for column in table.columns:
        limits: dict[str, Any] = {}
        if column.name in table.key:
            limits["required"] = True
        if column.enum:
            limits["enum"] = list(column.enum)
        for name in ("minimum", "maximum"):
            if getattr(column, name) is not None:
                limits[name] = getattr(column, name)
        if column.pattern:
            limits["pattern"] = column.pattern
        one = {"name": column.name, "type": column.type, "description": column.meaning}
        fields.append(one | ({"constraints": limits} if limits else {}))
    keys = [
        {
            "fields": key["fields"],
            "reference": {
                "resource": "" if key["to"] == table.file else resource_name(city, key["to"]),
                "fields": key["at"],
            },
        }
        for key in table.foreign
    ]
    out = {"fields": fields, "primaryKey": list(table.key), "missingValues": [MISSING]}
    return out | ({"foreignKeys": keys} if keys else {})
