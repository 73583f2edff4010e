"""Lesson 12, the service desk: formulas, people by hand, the same days served with one window more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import inf
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from simkinerja.classroom.pictures import as_page
from simkinerja.report.fmt import fmt_number, fmt_percent

if TYPE_CHECKING:
    from simkinerja.classroom.show import Page
    from simkinerja.simulate.queue_draws import Times

__all__ = [
    "DeskDays",
    "compute_desk",
    "desk_formula",
    "desk_table",
    "desk_wait",
    "published_desks",
    "serve_table",
    "spread_of_desk",
]

FloatArray = npt.NDArray[np.float64]

SEED: Final = 12
PART: Final = 30.0
"""Minutes of one point of the picture."""
_MONTH: Final = 21


def desk_wait(arrivals: float, minutes: float, windows: int) -> float:
    """Mean wait in minutes by the formula of M/M/c; infinite if the desk cannot keep up.

    Parameters
    ----------
    arrivals : float
        People an hour.
    minutes : float
        Mean minutes of one service.
    windows : int

    Examples
    --------
    >>> round(desk_wait(12.99, 12, 3), 2), desk_wait(20, 12, 3)
    (22.62, inf)
    """
    return desk_formula(arrivals, minutes, windows)[2]


def desk_formula(arrivals: float, minutes: float, windows: int, limit: float = 15.0) -> tuple[float, ...]:
    """Load of a window, chance of having to wait, mean wait, and chance of waiting longer than ``limit``.

    Examples
    --------
    >>> [round(x, 3) for x in desk_formula(12.99, 12, 3)]
    [0.866, 0.758, 22.619, 0.458]
    """
    from simkinerja.simulate.closed_forms import mmc

    load = arrivals * minutes / 60 / windows
    if load >= 1:
        return load, 1.0, inf, 1.0
    desk = mmc(arrivals / 60, 1 / minutes, windows)
    return load, desk.delayed, desk.wait, desk.wait_exceeds(limit)


def desk_table(arrivals: float, minutes: float, windows: Sequence[int], limit: float = 15.0) -> Any:
    """The formula for several numbers of windows, one row each.

    Returns
    -------
    pandas DataFrame

    Examples
    --------
    >>> desk_table(12.99, 12, [3, 4])["tunggu (menit)"].round(2).tolist()
    [22.62, 3.03]
    """
    import pandas as pd

    rows = [desk_formula(arrivals, minutes, c, limit) for c in windows]
    return pd.DataFrame(
        {
            "loket": list(windows),
            "beban": [row[0] for row in rows],
            "antre": [fmt_percent(row[1]) for row in rows],
            "tunggu (menit)": [row[2] for row in rows],
            f"lewat {fmt_number(limit, 0)} menit": [fmt_percent(row[3]) for row in rows],
        }
    )


def published_desks() -> Any:
    """Published mean waits of three counters, with what the formula says of them.

    Returns
    -------
    pandas DataFrame

    Examples
    --------
    >>> published_desks().keterangan[0]
    'menurut rumus 22,62'
    """
    import pandas as pd

    from simkinerja.simulate.closed_forms import implied_load

    load, minutes = implied_load(37.01, 4.20, 3)
    behind = f"{fmt_number(60 * load / minutes, 1)} orang sejam, {fmt_number(minutes, 1)} menit"
    rows = [
        ("Puskesmas Meko, obat", 3, 22.38, f"menurut rumus {fmt_number(desk_wait(12.99, 12, 3), 2)}"),
        ("RSUD Pinrang, daftar", 3, 37.01, f"cocok dengan {behind}"),
        ("RSUD Pinrang, daftar", 4, 4.20, "orang yang sama"),
        ("RSUD Sumbawa, apotek", 1, float("nan"), "beban di atas 1; perlu dua"),
    ]
    return pd.DataFrame(rows, columns=["tempat", "loket", "tunggu (menit)", "keterangan"])


def serve_table(people: Any, windows: int) -> Any:
    """Serve a table of people and add when each began, waited and was done.

    Parameters
    ----------
    people : pandas DataFrame
        Columns ``datang`` and ``layanan``, minutes, in order of arrival.
    windows : int

    Examples
    --------
    >>> import pandas as pd
    >>> three = pd.DataFrame({"datang": [0, 5, 9], "layanan": [10, 12, 8]})
    >>> serve_table(three, 1).tunggu.tolist(), serve_table(three, 2).tunggu.tolist()
    ([0.0, 5.0, 13.0], [0.0, 0.0, 1.0])
    """
    from simkinerja.simulate.queue import Customers, serve

    done = serve(Customers.of(people["datang"].tolist(), people["layanan"].tolist()), windows)
    return people.assign(mulai=done.start[0], tunggu=done.wait[0], selesai=done.departure[0])


@dataclass(frozen=True, slots=True)
class DeskDays:
    """The same days at a desk, with ``windows`` windows and with one more.

    Parameters
    ----------
    arrivals, minutes, windows, spread, hours, limit
        As in :func:`compute_desk`.
    wait : ndarray of float, shape (2, days, parts)
        Mean wait of those who came in each half hour; NaN where nobody came.
    count : ndarray of float, shape (days, parts)
        How many came.
    within : ndarray of float, shape (2, days)
        Share of a day's people whose service began within ``limit``; NaN on a day without people.
    mean : ndarray of float, shape (2, days)
        Mean wait of a day.
    overtime : ndarray of float, shape (2, days)
        Minutes after closing until the last one left.
    """

    arrivals: float
    minutes: float
    windows: int
    spread: int
    hours: float
    limit: float
    wait: FloatArray
    count: FloatArray
    within: FloatArray
    mean: FloatArray
    overtime: FloatArray

    @property
    def days(self) -> int:
        """How many days."""
        return int(self.count.shape[0])

    @property
    def load(self) -> tuple[float, float]:
        """Load of a window, before and after."""
        work = self.arrivals * self.minutes / 60
        return work / self.windows, work / (self.windows + 1)

    def of_people(self, values: FloatArray) -> FloatArray:
        """Mean of a day's figure over all people of all days, shape (2,)."""
        people = self.count.sum(axis=1)
        known = np.isfinite(values)
        weighted = np.where(known, values * people, 0.0).sum(axis=1)
        mean: FloatArray = weighted / np.maximum(np.where(known, people, 0.0).sum(axis=1), 1.0)
        return mean

    def joined(self, other: DeskDays) -> DeskDays:
        """These days and the others after them."""

        def along_days(name: str) -> FloatArray:
            return np.concatenate([getattr(self, name), getattr(other, name)], axis=1)

        return replace(
            self,
            wait=along_days("wait"),
            count=np.concatenate([self.count, other.count]),
            within=along_days("within"),
            mean=along_days("mean"),
            overtime=along_days("overtime"),
        )


def _service(minutes: float, spread: int) -> Times:
    """Service times by the spread that a reader chose, in percent of the mean."""
    from simkinerja.simulate.queue_draws import Times

    if spread == 100:
        return Times("exponential", minutes)
    return Times("gamma" if spread < 100 else "lognormal", minutes, spread / 100)


def compute_desk(
    arrivals: float,
    minutes: float,
    windows: int,
    spread: int,
    hours: float,
    limit: float,
    *,
    days: int = 5,
    first: int = 0,
    seed: int = SEED,
) -> DeskDays:
    """Serve the same days with ``windows`` windows and with one more.

    Parameters
    ----------
    arrivals : float
        People an hour, Poisson, evenly over the day.
    minutes : float
        Mean minutes of a service.
    windows : int
    spread : int
        Standard deviation of the service time, percent of its mean; 100 is exponential.
    hours : float
        Opening hours; whoever has come by then is still served.
    limit : float
        Longest acceptable wait, minutes.
    days, first : int
        How many days, and the number of the first: day 7 is the same alone as among fifty.
    seed : int

    Examples
    --------
    >>> found = compute_desk(13, 12, 3, 100, 5, 15)
    >>> found.wait.shape, bool((found.mean[1] <= found.mean[0]).all())
    ((2, 5, 10), True)
    """
    from simkinerja.simulate.queue import serve
    from simkinerja.simulate.queue_draws import Profile, draw_day

    open_for = 60.0 * hours
    people = draw_day(seed, days, Profile.flat(arrivals, open_for), _service(minutes, spread), first=first)
    parts = int(np.ceil(open_for / PART))
    place = np.where(people.present, np.nan_to_num(people.arrival, posinf=0.0) // PART, parts).astype(
        np.int64
    )
    here = place[:, :, None] == np.arange(parts)
    count = here.sum(axis=1).astype(np.float64)
    done = [serve(people, c) for c in (windows, windows + 1)]
    sums = np.stack([np.einsum("dn,dnp->dp", np.nan_to_num(one.wait), here) for one in done])
    return DeskDays(
        arrivals=arrivals,
        minutes=minutes,
        windows=windows,
        spread=spread,
        hours=hours,
        limit=limit,
        wait=np.where(count > 0, sums / np.maximum(count, 1.0), np.nan),
        count=count,
        within=np.stack([one.share_within(limit) for one in done]),
        mean=np.stack([one.mean_wait for one in done]),
        overtime=np.stack([np.maximum(one.last_departure - open_for, 0.0) for one in done]),
    )


def spread_of_desk(
    arrivals: float = 13, minutes: float = 12, windows: int = 3, hours: float = 5, months: int = 40
) -> Page:
    """Repeat days and months at the same desk: how far one day, and one month's mean, lie from the next.

    Parameters
    ----------
    arrivals, minutes, windows, hours
        As in :func:`compute_desk`.
    months : int
        Of 21 days each.
    """
    from simkinerja.report.svg import svg_dots

    found = compute_desk(arrivals, minutes, windows, 100, hours, 15, days=months * _MONTH)
    labels, values = [], []
    for k, c in enumerate((windows, windows + 1)):
        monthly = found.mean[k].reshape(months, _MONTH)
        labels += [f"{c} loket, satu hari", f"{c} loket, rata-rata sebulan"]
        values += [found.mean[k], np.nanmean(monthly, axis=1)]
    ends = [[float(np.nanquantile(x, q)) for q in (0.05, 0.95)] for x in values]
    svg = svg_dots(
        labels,
        [float(np.nanmean(x)) for x in values],
        low=[low for low, _ in ends],
        high=[high for _, high in ends],
        title=f"Rata-rata tunggu, {months} bulan ulangan",
        unit="menit; garis memuat sembilan dari sepuluh hari atau bulan",
        digits=1,
    )
    worse = float(np.mean(found.mean[1][1:] > found.mean[0][:-1]))
    told = "; ".join(
        f"{name} {fmt_number(low, 1)} sampai {fmt_number(high, 1)} menit"
        for name, (low, high) in zip(labels, ends, strict=True)
    )
    words = (
        f"{fmt_number(found.days, 0)} hari yang sama, dengan {windows} dan {windows + 1} loket. {told}. Bila "
        f"kantor membandingkan satu hari dengan {windows} loket dan esoknya dengan {windows + 1}, pada "
        f"{fmt_percent(worse)} pasangan hari loket tambahan tampak memperburuk tunggu; dengan orang yang "
        "sama itu tidak pernah terjadi."
    )
    return as_page(svg, words)
