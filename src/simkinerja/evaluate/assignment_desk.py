"""L6: lesson 12's own data: the log of a service desk, from an exact queue with drawn load and spread."""

from __future__ import annotations

from math import log1p, sqrt
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from simkinerja.evaluate.assignment import Answer, Assignment, Question, answer
from simkinerja.evaluate.assignment_office import dictionary, scaled

if TYPE_CHECKING:
    import pandas as pd

    from simkinerja.simulate.queue import Customers, Served
    from simkinerja.streams import Streams

__all__ = ["build"]

FloatArray = npt.NDArray[np.float64]

_DAYS: Final = 30
_MOST: Final = 600
_HOURS: Final = 5
_WORDS: Final = {
    "log_loket": {
        "hari": "hari kerja ke-",
        "orang": "nomor urut datang hari itu",
        "datang": "menit sesudah loket dibuka",
        "mulai": "menit sesudah loket dibuka, saat mulai dilayani",
        "selesai": "menit sesudah loket dibuka, saat selesai dilayani",
    }
}


def build(streams: Streams, seed: str) -> Assignment | None:
    """Return the data set; None where this draw teaches nothing."""
    from simkinerja.simulate.queue import serve

    servers = 2 + int(streams.integers("servers", 1, 3)[0])
    load, minutes = scaled(streams, "load", 0.78, 0.94), scaled(streams, "minutes", 6.0, 14.0)
    spread = scaled(streams, "spread", 0.4, 1.1)
    people = _people(streams, 60.0 * servers * load / minutes, minutes, spread)
    now, more = serve(people, servers), serve(people, servers + 1)
    found = _answers(now, more, servers)
    if any(one is None for one in found):
        return None
    planted = {
        "loket": str(servers),
        "beban": f"{load:.2f}",
        "menit layanan": f"{minutes:.2f}",
        "simpangan dibagi rata-rata lama layanan": f"{spread:.2f}",
    }
    return Assignment(
        "12",
        seed,
        f"Sebuah kantor membuka {servers} loket selama {_HOURS} jam sehari; yang sudah datang dilayani "
        f"sampai selesai. Catatan {_DAYS} hari kerja ada di tabel log_loket. Kepala kantor bertanya "
        "apa gunanya satu loket lagi.",
        {"log_loket": _log(now)},
        dictionary(_WORDS),
        _questions(servers),
        tuple(one for one in found if one is not None),
        planted,
    )


def _people(streams: Streams, per_hour: float, minutes: float, spread: float) -> Customers:
    """Arrivals by Poisson, services lognormal; one row a day."""
    from simkinerja.simulate.queue import Customers

    shape = (_DAYS, _MOST)
    gaps = -np.log(streams.uniform("gap", _DAYS * _MOST)).reshape(shape) * 60.0 / per_hour
    arrival: FloatArray = np.cumsum(gaps, axis=1, dtype=np.float64).round(1)
    arrival[arrival >= 60.0 * _HOURS] = np.inf
    sigma = sqrt(log1p(spread**2))
    luck = streams.normal("service", _DAYS * _MOST).reshape(shape)
    drawn = minutes * np.exp(sigma * luck - sigma**2 / 2.0)
    service: FloatArray = np.maximum(np.round(drawn, 1), 0.5)
    return Customers(arrival, service)


def _answers(now: Served, more: Served, servers: int) -> list[Answer | None]:
    from simkinerja.simulate.closed_forms import mmc

    people = now.customers
    here = people.present
    service, wait = people.service[here], now.wait[here]
    per_minute = here.sum() / (_DAYS * 60.0 * _HOURS)
    load = float(per_minute * service.mean() / servers)
    mean, after = float(wait.mean()), float(more.wait[here].mean())
    stay = mean + float(service.mean())
    endless = after
    if load < 1.0:
        endless = float(mmc(per_minute, 1.0 / float(service.mean()), servers + 1).wait)
    return [
        answer(
            "A",
            load,
            load,
            0.01,
            "Banyak orang dikali rata-rata lama layanan, dibagi (jumlah loket dikali menit buka).",
            {
                "Itu beban semua loket bersama; bagi dengan banyaknya loket.": load * servers,
                "Itu dengan lama di kantor (tunggu dan layanan), bukan lama layanan.": load
                * stay
                / float(service.mean()),
                "Itu kebalikannya: 1 dikurangi beban, yaitu bagian waktu menganggur.": 1.0 - load,
            },
        ),
        answer(
            "B",
            mean,
            mean,
            0.1,
            "Rata-rata (mulai dikurangi datang) atas semua orang, juga yang tidak menunggu.",
            {
                "Itu hanya yang menunggu; yang langsung dilayani juga dihitung.": float(
                    wait[wait > 0.0].mean()
                ),
                "Itu lama di kantor; tunggu berakhir saat mulai dilayani.": stay,
                "Itu rata-rata dari rata-rata harian; hari yang ramai memuat lebih banyak orang.": float(
                    np.mean([now.wait[d][here[d]].mean() for d in range(_DAYS)])
                ),
            },
        ),
        answer(
            "C",
            after,
            after,
            max(0.1, 0.03 * after),
            "Orang yang sama dilayani sekali lagi, menurut urutan datang, dengan satu loket lebih.",
            {
                "Itu rumus M/M/c bagi hari tanpa akhir; loket ini dibuka kosong setiap pagi, dan lama "
                "layanannya tidak eksponensial.": endless,
                "Tunggu tidak turun sebanding dengan banyaknya loket.": mean * servers / (servers + 1),
                "Itu tunggu dengan loket yang sekarang.": mean,
            },
        ),
    ]


def _questions(servers: int) -> tuple[Question, ...]:
    return (
        Question(
            "A",
            f"Berapa beban setiap loket selama jam buka ({_HOURS} jam, {servers} loket)?",
            "bilangan 0-1, dua desimal",
        ),
        Question("B", "Berapa menit rata-rata orang menunggu sebelum dilayani?", "menit, satu desimal"),
        Question(
            "C",
            f"Berapa menit rata-rata orang yang SAMA menunggu bila ada {servers + 1} loket?",
            "menit, satu desimal",
        ),
    )


def _log(now: Served) -> pd.DataFrame:
    import pandas as pd

    here = now.customers.present
    day, place = np.nonzero(here)
    return pd.DataFrame(
        {
            "hari": day + 1,
            "orang": place + 1,
            "datang": np.round(now.customers.arrival[here], 1),
            "mulai": np.round(now.start[here], 1),
            "selesai": np.round(now.departure[here], 1),
        }
    )
