"""Complaint tickets in the manner of LAPOR!: who complains about what, the 3/5/10-day clock, and the words.

A ticket belongs to a unit slot and a running number there; every decision about it is keyed by both, so a
unit's tickets do not depend on which other units exist. Texts are put together from templates of two
registers (formal and everyday) and contain no names of persons.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from simkinerja.population.counts import poisson_from_uniform
from simkinerja.population.slots import slot_of, within
from simkinerja.population.ticket_text import materials, registers, texts
from simkinerja.population.voice_params import number
from simkinerja.population.workdays import after

if TYPE_CHECKING:
    import pandas as pd

    from simkinerja.streams import Streams

__all__ = ["STATES", "draw_tickets"]

STATES = ("menunggu_verifikasi", "diproses", "ditanggapi", "ditutup_pelapor", "ditutup_otomatis")
"""Where a ticket stands on the last day of the year."""

IntArray = npt.NDArray[np.int64]
_TICKETS_A_UNIT = 2**16


def draw_tickets(units: pd.DataFrame, streams: Streams, year: int) -> pd.DataFrame:
    """Return the tickets of one year, in the order of units and running numbers.

    Parameters
    ----------
    units : DataFrame
        Units with a public service: ``unit_id, agency_id, service, label, true_quality``.
    streams : Streams
    year : int
        Calendar year of receipt; states are as of its last day.

    Returns
    -------
    DataFrame
        One row a ticket. ``true_duplicate_of`` holds the ``ticket_id`` of the first report of the same
        matter, missing for first reports; ``true_register`` the register of the text.
    """
    import pandas as pd

    counts = _counts(units, streams, year)
    unit, running = within(counts)
    slots = slot_of(units["unit_id"])[unit] * _TICKETS_A_UNIT + running
    original = _originals(streams, slots, running, year)
    about = slots[original]
    table = pd.DataFrame(
        {
            "ticket_id": _ids(units["unit_id"].astype(str).to_numpy()[unit], running, year),
            "unit_id": units["unit_id"].to_numpy()[unit],
            "agency_id": units["agency_id"].to_numpy()[unit],
            "service": units["service"].astype("str").to_numpy()[unit],
        }
    )
    table["type"], table["category"] = _kinds(streams, about, year)
    table["channel"] = _picked(streams, "ticket.channel", slots, materials()["channels"], year)
    # Most repeats come from the same person and keep the sentence; the others tell the same their own way.
    same = streams.uniform("ticket.same_words", slots, year) < number("ticket.same_words")
    words = np.where(same, about, slots)
    share = number("ticket.everyday_share")
    first_way, own_way = (streams.uniform("ticket.register", s, year) < share for s in (about, words))
    body = streams.uniform("ticket.body", about, year)
    everyday = registers(table["category"].to_numpy(), body, first_way, own_way)
    table["text"] = texts(units, unit, table, streams, (slots, about), (first_way, everyday), year)
    received = _received(streams, slots, original, year)
    clock = _clock(streams, slots, received, units["true_quality"].to_numpy(dtype=float)[unit], year)
    for name, column in clock.items():
        table[name] = column
    first = table["ticket_id"].to_numpy()[original]
    is_first = original == np.arange(len(original))
    table["true_duplicate_of"] = pd.Series(first, dtype="str").mask(is_first)
    table["true_register"] = np.where(everyday, "sehari-hari", "formal")
    return table


def _counts(units: pd.DataFrame, streams: Streams, year: int) -> IntArray:
    slots = slot_of(units["unit_id"])
    quality = units["true_quality"].to_numpy(dtype=float)
    spread = number("ticket.unit_sd")
    log_rate = number("ticket.quality_slope") * quality + spread * streams.normal("ticket.unit", slots)
    mean = 12.0 * number("ticket.rate_month") * np.exp(log_rate - spread**2 / 2.0)
    return poisson_from_uniform(streams.uniform("ticket.count", slots, year), np.minimum(mean, 500.0))


def _ids(unit_ids: npt.NDArray[Any], running: IntArray, year: int) -> list[str]:
    return [f"T{year}-{unit}-{number + 1:03d}" for unit, number in zip(unit_ids, running, strict=True)]


def _originals(streams: Streams, slots: IntArray, running: IntArray, year: int) -> IntArray:
    """Row of the first report of each ticket's matter; a first report points at itself.

    A later ticket of a unit repeats an earlier one with a small chance. Pointers to repeats are followed
    to the first report.
    """
    rows = np.arange(len(slots))
    share = number("ticket.duplicate_share")
    repeats = (streams.uniform("ticket.repeats", slots, year) < share) & (running > 0)
    back = (streams.uniform("ticket.repeats_which", slots, year) * running).astype(np.int64)
    pointer = np.where(repeats, rows - running + back, rows)
    while (pointer != pointer[pointer]).any():
        pointer = pointer[pointer]
    return pointer


def _picked(streams: Streams, name: str, slots: IntArray, weights: dict[str, float], year: int) -> Any:
    keys = np.array(list(weights), dtype=object)
    return keys[streams.pick(name, slots, list(weights.values()), year)]


def _kinds(streams: Streams, about: IntArray, year: int) -> tuple[Any, Any]:
    """Type and category; only complaints have a category other than the type itself."""
    kind = _picked(streams, "ticket.type", about, materials()["types"], year)
    category = _picked(streams, "ticket.category", about, materials()["categories"], year)
    return kind, np.where(kind == "pengaduan", category, kind)


def _received(streams: Streams, slots: IntArray, original: IntArray, year: int) -> Any:
    """Day of receipt; a repeat comes 1 to 15 days after the first report, within the year."""
    start = np.datetime64(f"{year}-01-01")
    n_days = int((np.datetime64(f"{year + 1}-01-01") - start).astype(int))
    day = streams.integers("ticket.day", slots, n_days, year)
    later = day[original] + 1 + streams.integers("ticket.repeat_lag", slots, 15, year)
    is_first = original == np.arange(len(original))
    return start + np.where(is_first, day, np.minimum(later, n_days - 1)).astype("timedelta64[D]")


def _clock(
    streams: Streams, slots: IntArray, received: Any, quality: npt.NDArray[np.float64], year: int
) -> dict[str, Any]:
    """Dates of the four steps, working days used, and the state on the last day of the year.

    Verification within 3 working days, answer within 5 after it, closed when the reporter has been silent
    for 10 after the answer. Better units are quicker; a share of tickets is never answered.
    """
    import pandas as pd

    pace = np.exp(-0.2 * quality)
    verify = _lag(streams, "ticket.verify", slots, number("ticket.verify_mean") * pace, year)
    respond = _lag(streams, "ticket.respond", slots, number("ticket.respond_mean") * pace, year)
    answered = streams.uniform("ticket.answered", slots, year) < number("ticket.answered_share")
    replies = streams.uniform("ticket.replies", slots, year) < number("ticket.reply_share")
    limit = int(number("ticket.close_days"))
    silence = np.where(replies, 1 + streams.integers("ticket.reply_day", slots, limit - 1, year), limit)
    last = np.datetime64(f"{year}-12-31")
    dates = {}
    dates["verified"], verify = after(received, verify, year)
    dates["responded"], respond = after(dates["verified"], respond, year)
    dates["closed"], _ = after(dates["responded"], silence, year)
    seen = {"verified": dates["verified"] <= last}
    seen["responded"] = (dates["responded"] <= last) & answered
    seen["closed"] = (dates["closed"] <= last) & seen["responded"]
    state = np.where(seen["verified"], "diproses", "menunggu_verifikasi").astype(object)
    state[seen["responded"]] = "ditanggapi"
    state[seen["closed"]] = np.where(replies, "ditutup_pelapor", "ditutup_otomatis")[seen["closed"]]
    out: dict[str, Any] = {"received": pd.Series(received).astype("datetime64[s]")}
    for name, day in dates.items():
        out[name] = pd.Series(day).astype("datetime64[s]").where(seen[name])
    out["days_to_verify"] = pd.Series(verify, dtype="Int64").where(seen["verified"])
    out["days_to_respond"] = pd.Series(respond, dtype="Int64").where(seen["responded"])
    out["state"] = state
    return out


def _lag(streams: Streams, name: str, slots: IntArray, mean: npt.NDArray[np.float64], year: int) -> IntArray:
    """Working days, geometric with the given mean, at most 120."""
    u = streams.uniform(name, slots, year)
    lag = np.floor(np.log(u) / np.log(mean / (1.0 + mean))).astype(np.int64)
    return np.minimum(lag, 120)
