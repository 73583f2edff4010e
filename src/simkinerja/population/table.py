"""L3: the table of a drawn population."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from simkinerja.population.city import City
    from simkinerja.population.plan import Plan

__all__ = ["Population"]


@dataclass(frozen=True, slots=True)
class Population:
    """Synthetic officers, units and agencies of one city and one seed.

    Columns starting with ``true_`` are the truth that no office can see; :meth:`observed` drops them.

    Parameters
    ----------
    city : str
        Code of the city.
    seed : int
    officers, units, agencies : pandas DataFrames
        One row an officer, a unit, an agency; see ``docs/populasi.md``.
    source : City
    plan : Plan
        What the seed did not decide.
    n_added : int
        Officers that came by :meth:`with_officer`.
    """

    city: str
    seed: int
    officers: pd.DataFrame
    units: pd.DataFrame
    agencies: pd.DataFrame
    source: City = field(repr=False)
    plan: Plan = field(repr=False)
    n_added: int = 0

    def __repr__(self) -> str:
        return (
            f"Population(city={self.city!r}, seed={self.seed}, officers={len(self.officers)}, "
            f"units={len(self.units)}, agencies={len(self.agencies)}, SINTETIS)"
        )

    def observed(self) -> Population:
        """Return the same population without the ``true_`` columns of officers and units."""

        def drop(table: pd.DataFrame) -> pd.DataFrame:
            return table[[c for c in table.columns if not str(c).startswith("true_")]]

        return replace(self, officers=drop(self.officers), units=drop(self.units))

    def fit(self) -> pd.DataFrame:
        """Target against obtained for every margin; see :func:`simkinerja.population.fit.fit_table`."""
        from simkinerja.population.fit import fit_table

        return fit_table(self)

    def with_officer(self, unit_id: int, **fields: Any) -> Population:
        """Add one person in a new slot; see :func:`simkinerja.population.newcomer.add_officer`."""
        from simkinerja.population.newcomer import add_officer

        return add_officer(self, unit_id, fields)
