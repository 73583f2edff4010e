"""L6: the office behind a data set of one's own: a small city, its engine run, whom a programme reached."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import pandas as pd

    from simkinerja.simulate.interventions import Intervention
    from simkinerja.simulate.levers import Levers, Seen
    from simkinerja.simulate.records import Month
    from simkinerja.simulate.world import World
    from simkinerja.streams import Streams

__all__ = ["DESIGNS", "chosen_by", "city_of", "dictionary", "lived", "mean_of", "people_table", "scaled"]

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

DESIGNS: Final = ("terendah", "tertinggi", "acak", "dinas")
"""How the participants of a programme may have been chosen."""
_CITY: Final = "salatiga"
_LABELS: Final = ("sampai 30", "31-40", "41-50", "51 ke atas")


def city_of(streams: Streams, officers: int) -> World:
    """Return the student's own synthetic city."""
    from simkinerja.population.draw import draw_population
    from simkinerja.simulate.world import World

    return World.of(draw_population(_CITY, streams.key("city")[0] >> 1, officers))


def scaled(streams: Streams, name: str, low: float, high: float) -> float:
    """Return one number of the truth, drawn evenly between two ends, to two digits.

    Examples
    --------
    >>> from simkinerja.streams import Streams
    >>> 2.0 <= scaled(Streams(1), "a", 2.0, 3.0) <= 3.0
    True
    """
    return round(low + (high - low) * float(streams.uniform(name, 1)[0]), 2)


class _Reached:
    """Programmes of which the taught part reaches only some officers, and the rest everybody."""

    def __init__(self, taught: Any, common: Any, who: BoolArray) -> None:
        self.taught, self.common, self.who = taught, common, who

    def month(self, month: int, seen: Seen) -> Levers:
        """Levers of a month: the taught ones by officer, then those of everybody."""
        mine: Levers = self.taught.month(month, seen)
        ours: Levers = self.common.month(month, seen)
        for one in fields(mine):
            dose = getattr(mine, one.name)
            if isinstance(dose, np.ndarray) and dose.shape[-1] == len(self.who):
                setattr(ours, one.name, dose * self.who)
        watched = (replace(one, on=one.on * self.who) for one in mine.channels)
        ours.channels = (*ours.channels, *watched)
        return ours


def lived(
    world: World,
    streams: Streams,
    look: Callable[[Month], Mapping[str, FloatArray]],
    *,
    months: int,
    common: Sequence[Intervention] = (),
    taught: Sequence[Intervention] = (),
    who: BoolArray | None = None,
) -> dict[str, FloatArray]:
    """Live through months of the city and return what was looked at, by name and month.

    Parameters
    ----------
    world, streams
        The same in two worlds that are to be compared: then their luck is the same.
    look : function of Month
        Figures of the month, shape (1, n) or (1, U).
    common, taught : sequence of Intervention
        What reaches everybody (or its own target), and what reaches those of ``who``. What is taught must
        not use a lever that the common programmes use.
    who : bool array, shape (n,)

    Returns
    -------
    dict
        Shape (months, n) or (months, U).
    """
    from simkinerja.simulate.engine import simulate
    from simkinerja.simulate.parameters import Parameters
    from simkinerja.simulate.programme import Programmes

    p, found = Parameters.default(), []

    def programmes(each: Sequence[Streams]) -> Any:
        shared = Programmes(tuple(common), world, each, p, months)
        if who is None:
            return shared
        return _Reached(Programmes(tuple(taught), world, each, p, months), shared, who)

    def keep(month: Month) -> None:
        found.append({name: np.array(figures[0]) for name, figures in look(month).items()})

    seed = streams.key("run")[0] >> 1
    simulate(world, programmes, seeds=(seed,), months=months, p=p, watch=keep, block=world.n)
    blocks = len(found) // months
    return {
        name: np.array(
            [
                np.concatenate([one[name] for one in found[m * blocks : (m + 1) * blocks]])
                for m in range(months)
            ]
        )
        for name in found[0]
    }


def mean_of(months: FloatArray, first: int, last: int) -> FloatArray:
    """Return the mean of the months ``first`` to ``last - 1``; NaN where nothing was recorded.

    Examples
    --------
    >>> mean_of(np.array([[1.0], [3.0], [np.nan]]), 0, 3).tolist()
    [2.0]
    """
    part = months[first:last]
    count = np.isfinite(part).sum(axis=0)
    total = np.nansum(part, axis=0)
    return np.asarray(np.divide(total, count, out=np.full(total.shape, np.nan), where=count > 0))


def chosen_by(design: str, record: FloatArray, world: World, streams: Streams, share: float) -> BoolArray:
    """Return who takes part: by a recorded figure, by lot, or one whole agency of about the right size.

    Examples
    --------
    >>> from simkinerja.simulate.world import World
    >>> from simkinerja.streams import Streams
    >>> lab = World.plain(4, 5, seed=1, n_agencies=2)
    >>> chosen_by("terendah", np.arange(20.0), lab, Streams(1), 0.25).nonzero()[0].tolist()
    [0, 1, 2, 3, 4]
    """
    n = max(1, round(share * world.n))
    if design == "dinas":
        sizes = np.bincount(world.agency_of_unit[world.unit], minlength=world.n_agencies)
        near = np.argsort(np.abs(sizes - n), kind="stable")[:3]
        picked = near[int(streams.integers("agency", 1, len(near))[0])]
        return np.asarray(world.agency_of_unit[world.unit] == picked)
    by = streams.uniform("lot", world.n) if design == "acak" else np.nan_to_num(record, nan=np.inf)
    if design == "tertinggi":
        by = -np.nan_to_num(record, nan=-np.inf)
    out = np.zeros(world.n, dtype=np.bool_)
    out[np.argsort(by, kind="stable")[:n]] = True
    return out


def people_table(world: World) -> pd.DataFrame:
    """Return the officers as an office lists them, by a number that says nothing."""
    import pandas as pd

    agency = np.array(world.agency_label)[world.agency_of_unit[world.unit]]
    borders = np.searchsorted([31, 41, 51], world.age, side="right")
    return pd.DataFrame(
        {
            "pegawai": [f"P{k + 1:04d}" for k in range(world.n)],
            "dinas": agency,
            "unit": np.array(world.unit_label)[world.unit],
            "umur": np.array(_LABELS)[borders],
        }
    )


def dictionary(words: Mapping[str, Mapping[str, str]]) -> pd.DataFrame:
    """Return the dictionary sheet: table, column and meaning.

    Examples
    --------
    >>> dictionary({"pegawai": {"unit": "tempat bekerja"}}).columns.tolist()
    ['tabel', 'kolom', 'arti']
    """
    import pandas as pd

    rows = [(table, column, text) for table, columns in words.items() for column, text in columns.items()]
    return pd.DataFrame(rows, columns=["tabel", "kolom", "arti"])
