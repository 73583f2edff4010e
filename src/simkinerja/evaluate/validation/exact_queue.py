"""Lines of the dossier for queues: formulas against their known values, and the exact queue against both."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simkinerja.evaluate.validation.line import EXACT, Knobs, Line, Obtained, around, within_shares
from simkinerja.evaluate.validation.tables import table

if TYPE_CHECKING:
    import numpy.typing as npt

    from simkinerja.simulate.queue import Served

    FloatArray = npt.NDArray[np.float64]

__all__ = ["queue_lines"]

_TOTAL, _LASTS, _WARM = 2_500_000, 5_000, 1_000
"""Customers of all replications; length of one, and of its start that does not count, in service times."""
_LOAD = "arus datang"
_SETUP = "2,5 juta pelanggan; setiap ulangan 5.000 kali lama layanan, 1.000 pertama tidak dihitung"
_FIVE = "5 %: sekurangnya lima galat Monte-Carlo, antrean saling bergantung"


def queue_lines() -> tuple[Line, ...]:
    """Return the exact lines about queues."""
    return (_formulas(), _many_servers(), _any_service(), _finite_room(), _even_arrivals(), _little())


def _formulas() -> Line:
    data = table("exact")

    def run(knobs: Knobs) -> list[float]:
        from simkinerja.simulate.closed_forms import dm1_wait, erlang_b, mg1, mm1k, mmc

        less, found = knobs.strength(_LOAD), []
        for rate, mu, c, *_ in data["mmc"]:
            desk = mmc(rate * less, mu, c)
            blocked = erlang_b(rate * less / mu, c)
            found += [desk.empty, desk.delayed, blocked, desk.queue, desk.wait, desk.wait_exceeds(1 / mu)]
        found += [mg1(data["mg1"]["arrival_rate"] * less, 1, scv).wait for scv in data["mg1"]["scv"]]
        room = mm1k(data["mm1k"]["arrival_rate"] * less, 1, data["mm1k"]["room"])
        return [*found, room.empty, room.full, room.number, dm1_wait(data["dm1"]["arrival_rate"] * less, 1)]

    names = ("P0", "Erlang C", "Erlang B", "Lq", "Wq", "P(Wq > 1/mu)")
    labels = [f"M/M/{row[2]} beban {row[0] / row[2]:.1f}: {name}" for row in data["mmc"] for name in names]
    labels += [f"M/G/1 kuadrat ragam {scv:g}: Wq" for scv in data["mg1"]["scv"]]
    labels += [*(f"M/M/1/5: {name}" for name in ("P0", "penuh", "L")), "D/M/1: Wq"]
    limited = data["mm1k"]
    known = [x for row in data["mmc"] for x in row[3:]] + data["mg1"]["wait"]
    known += [limited["empty"], limited["full"], limited["number"], data["dm1"]["wait"]]
    return Line(
        code="antrean-rumus",
        group="exact",
        what="Rumus antrean: Erlang B dan C, M/G/1, M/M/1/K, D/M/1",
        source="Erlang 1917; Pollaczek 1930, Khinchine 1932; Kendall 1953",
        **around(known, 5e-7),
        labels=tuple(label.replace(".", ",") for label in labels),
        reason="pembulatan angka harapan",
        basis=EXACT,
        setup="rumus",
        run=run,
        mechanism=_LOAD,
        digits=6,
    )


def _queue(
    knobs: Knobs, rate: float, servers: int, *, scv: float = 1.0, even: bool = False, room: int | None = None
) -> Served:
    """Many replications of one desk with mean service time 1."""
    from simkinerja.simulate.queue import Customers, serve
    from simkinerja.streams import Streams

    draw = Streams(knobs.seed).generator(f"validation.queue/{rate}/{servers}/{scv}/{even}/{room}")
    each = round(_LASTS * rate)
    shape, mean_gap = (_TOTAL // each, each), 1.0 / (rate * knobs.strength(_LOAD))
    gap = np.full(shape, mean_gap) if even else mean_gap * draw.standard_exponential(shape)
    service = np.ones(shape) if scv == 0 else scv * draw.standard_gamma(1.0 / scv, shape)
    return serve(Customers(np.cumsum(gap, axis=1), service), servers, room=room)


def _mean(x: FloatArray) -> Obtained:
    """Mean over replications, shape (R,), with its standard error."""
    return Obtained(float(x.mean()), float(x.std(ddof=1) / np.sqrt(len(x))))


def _settled(served: Served) -> int:
    """Number of the first customer who counts."""
    return int(served.wait.shape[1]) * _WARM // _LASTS


def _late(served: Served) -> FloatArray:
    """Waits of those who came once the queue had settled."""
    return served.wait[:, _settled(served) :]


def _many_servers() -> Line:
    rows = table("exact")["mmc"][:4]

    def run(knobs: Knobs) -> list[Obtained]:
        found = []
        for rate, _, c, *_rest in rows:
            wait = _late(_queue(knobs, rate, c))
            found += [_mean(x.mean(axis=1)) for x in (wait > 0, wait, wait > 1.0)]
        return found

    names = ("menunggu", "Wq", "Wq > 1/mu")
    expected = [float(row[k]) for row in rows for k in (4, 7, 8)]
    return Line(
        code="antrean-mmc",
        group="exact",
        what="Antrean maya beberapa loket: bagian yang menunggu, rerata tunggu, tunggu panjang",
        source="Erlang C",
        **within_shares(expected, 0.03, 0.07, 0.15),
        labels=tuple(f"{row[2]} loket: {name}" for row in rows for name in names),
        reason="3, 7, dan 15 %: sekurangnya lima galat Monte-Carlo; tunggu panjang jarang dan bergerombol",
        basis=EXACT,
        setup=f"antrean tepat (Kiefer-Wolfowitz), beban 0,8, {_SETUP}",
        run=run,
        mechanism=_LOAD,
    )


def _any_service() -> Line:
    data = table("exact")["mg1"]

    def run(knobs: Knobs) -> list[Obtained]:
        rate = data["arrival_rate"]
        return [_mean(_late(_queue(knobs, rate, 1, scv=scv)).mean(axis=1)) for scv in data["scv"]]

    return Line(
        code="antrean-mg1",
        group="exact",
        what="Antrean maya satu loket, lama layanan apa pun: rerata tunggu",
        source="Pollaczek 1930, Khinchine 1932",
        **within_shares(data["wait"], 0.07),
        labels=tuple(f"kuadrat ragam {scv:g}".replace(".", ",") for scv in data["scv"]),
        reason="7 %: sekurangnya lima galat Monte-Carlo, antrean saling bergantung",
        basis=EXACT,
        setup=f"antrean tepat, beban 0,8, lama layanan tetap atau gamma, {_SETUP}",
        run=run,
        mechanism=_LOAD,
    )


def _finite_room() -> Line:
    data = table("exact")["mm1k"]

    def run(knobs: Knobs) -> list[Obtained]:
        served = _queue(knobs, data["arrival_rate"], 1, room=data["room"])
        first = _settled(served)
        begin, end = served.customers.arrival[:, first].max(), served.customers.arrival[:, -1].min()
        at_once = served.served[:, first:] & (np.nan_to_num(_late(served), nan=1.0) == 0.0)
        return [
            _mean(at_once.mean(axis=1)),
            _mean(served.lost[:, first:].mean(axis=1)),
            _mean(served.time_average(begin, end, "present")),
        ]

    return Line(
        code="antrean-mm1k",
        group="exact",
        what="Antrean maya dengan ruang lima orang: kosong, penuh, rerata isi",
        source="rumus M/M/1/5",
        **within_shares([data["empty"], data["full"], data["number"]], 0.03),
        labels=("datang saat kosong", "datang saat penuh", "rerata isi"),
        reason="3 %: sekurangnya lima galat Monte-Carlo",
        basis=EXACT,
        setup=f"antrean tepat dengan ruang 5, beban 0,8, {_SETUP}",
        run=run,
        mechanism=_LOAD,
    )


def _even_arrivals() -> Line:
    data = table("exact")["dm1"]
    return Line(
        code="antrean-dm1",
        group="exact",
        what="Antrean maya dengan kedatangan berjarak sama: rerata tunggu",
        source="Kendall 1953 (D/M/1)",
        **within_shares([data["wait"]], 0.05),
        reason=_FIVE,
        basis=EXACT,
        setup=f"antrean tepat, beban 0,8, {_SETUP}",
        run=lambda knobs: _mean(_late(_queue(knobs, data["arrival_rate"], 1, even=True)).mean(axis=1)),
        mechanism=_LOAD,
    )


def _little() -> Line:
    rate, servers = 4.0, 5

    def run(knobs: Knobs) -> list[Obtained]:
        served = _queue(knobs, rate, servers)
        spent = served.departure - served.customers.arrival
        whole_run = served.time_average(0.0, served.last_departure.max(), "present")
        exact = float(np.max(np.abs(whole_run * served.last_departure.max() / spent.sum(axis=1) - 1.0)))
        first = _settled(served)
        begin, end = served.customers.arrival[:, first].max(), served.customers.arrival[:, -1].min()
        steady = served.time_average(begin, end, "present") / (rate * spent[:, first:].mean(axis=1))
        return [Obtained(exact), _mean(steady)]

    return Line(
        code="little",
        group="exact",
        what="Hukum Little L = lambda W: isi dari jalannya waktu, tunggu dari orangnya",
        source="Little 1961",
        expected=(0.0, 1.0),
        low=(0.0, 0.99),
        high=(1e-9, 1.01),
        labels=("selisih nisbi seluruh jalannya antrean", "L / (4 W), keadaan tetap"),
        reason="tepat sampai pembulatan; keadaan tetap 1 %: lima galat Monte-Carlo",
        basis=EXACT,
        setup=f"antrean tepat, 5 loket, 4 orang per satuan waktu, {_SETUP}",
        run=run,
        mechanism=_LOAD,
        digits=4,
    )
