"""The words of a ticket: templates of two registers, filled with what fits the unit's service.

What it is about comes from the slot of the first report (``about``), how it is said from the ticket's own
slot: a repeat speaks of the same matter, in the same sentence with another greeting, or in the sentence of
the other register that tells the same (``pairs``). No template holds a name of a person, an address or a
number that could identify somebody.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import pandas as pd

    from simkinerja.streams import Streams

__all__ = ["domain_of", "materials", "registers", "texts"]

IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]
FloatArray = npt.NDArray[np.float64]
_FROM_DOMAIN = ("urusan", "surat", "dokumen", "tempat", "lokasi", "petugas", "sarana")
_FROM_ANY = ("lama", "jam", "hari", "kali", "pukul", "uang", "lansia", "kerabat")
_REPEATED = re.compile(r"^(?:Pel|L)ayanan ")
_REGISTERS = ("formal", "everyday")
_WORD = re.compile(r"\w+|\W+")


@cache
def materials() -> dict[str, Any]:
    """Return the packaged material: types, categories, channels, domains, slots and templates."""
    from simkinerja.files.yaml import own_yaml

    path = files("simkinerja.population") / "data" / "tickets.yaml"
    loaded: dict[str, Any] = own_yaml(path.read_text(encoding="utf-8"))
    return loaded


def domain_of(label: str) -> dict[str, Any]:
    """Return the domain whose key word stands first in the labels of a unit, else the general one.

    Examples
    --------
    >>> domain_of("Pelayanan KTP-el, Dinas Kependudukan")["name"]
    'kependudukan'
    >>> domain_of("Museum")["name"]
    'umum'
    """
    text = label.casefold()
    domains: list[dict[str, Any]] = materials()["domains"]
    for domain in domains:
        if any(re.search(rf"\b{re.escape(word)}", text) for word in domain["match"]):
            return domain
    return domains[-1]


def texts(
    units: pd.DataFrame,
    unit: IntArray,
    kinds: pd.DataFrame,
    streams: Streams,
    slots: tuple[IntArray, IntArray],
    everyday: tuple[BoolArray, BoolArray],
    year: int,
) -> list[str]:
    """Return one text a ticket.

    Parameters
    ----------
    units : DataFrame
        ``service`` and ``label`` of the units.
    unit : array of int, shape (n,)
        Row of ``units`` of each ticket.
    kinds : DataFrame
        ``category`` of each ticket.
    streams : Streams
    slots : tuple of two arrays of int, shape (n,)
        Own slots, and slots of the first report of the same matter.
    everyday : tuple of two arrays of bool, shape (n,)
        Register of the first report, and of the ticket itself (:func:`registers`).
    year : int
    """
    own, about = slots
    first, everyday_now = everyday
    labels = units["service"].astype("str") + " " + units["label"].astype("str")
    domains = [domain_of(label) for label in labels]
    matter = {name: streams.uniform(f"ticket.{name}", about, year) for name in (*_FROM_DOMAIN, *_FROM_ANY)}
    manner = {name: streams.uniform(f"ticket.{name}", own, year) for name in ("opening", "closing")}
    body = streams.uniform("ticket.body", about, year)
    short = streams.bits("ticket.shorthand", own, year)
    heavy = streams.uniform("ticket.shorthand_use", own, year)
    services = units["service"].astype("str").to_numpy()
    categories = kinds["category"].to_numpy()
    out = []
    for row in range(len(own)):
        register, now = _REGISTERS[int(first[row])], bool(everyday_now[row])
        at = _place(categories[row], register, body[row])
        if now != first[row]:
            register, at = _REGISTERS[int(now)], _pairs(categories[row], bool(first[row]))[at]
        filling = _filling(domains[unit[row]], {name: u[row] for name, u in matter.items()})
        filling["layanan"] = _inside(_REPEATED.sub("", str(services[unit[row]])))
        said = {name: u[row] for name, u in manner.items()}
        text = _assembled(register, (categories[row], at), said, filling)
        out.append(_shortened(text, int(short[row]), heavy[row]) if now else text)
    return out


def registers(categories: npt.NDArray[Any], body: FloatArray, first: BoolArray, own: BoolArray) -> BoolArray:
    """Return which tickets are in everyday words, shape (n,): the reporter's own way where it can tell this.

    Parameters
    ----------
    categories : array of str, shape (n,)
    body : array of float, shape (n,)
        Uniform of the first report's sentence.
    first, own : arrays of bool, shape (n,)
        Whether the first report is in everyday words, and whether this reporter would use them. A matter
        that has no sentence in the reporter's register stays in that of the first report.
    """
    out = own.copy()
    for row in np.flatnonzero(first != own):
        at = _place(categories[row], _REGISTERS[int(first[row])], body[row])
        out[row] = own[row] if at in _pairs(categories[row], bool(first[row])) else first[row]
    return out


def _place(category: str, register: str, u: float) -> int:
    n = len(materials()[register][category])
    return min(int(u * n), n - 1)


def _pairs(category: str, from_everyday: bool) -> dict[int, int]:
    """Sentence of the other register that tells the same, by the place of the one."""
    rows = materials()["pairs"][category]
    return {everyday: formal for formal, everyday in rows} if from_everyday else dict(rows)


def _one(options: list[str], u: float) -> str:
    return options[min(int(u * len(options)), len(options) - 1)]


def _filling(domain: dict[str, Any], u: dict[str, float]) -> dict[str, str]:
    filling = {name: _one(domain[name], u[name]) for name in _FROM_DOMAIN}
    filling |= {name: _one(materials()["slots"][name], u[name]) for name in _FROM_ANY}
    filling |= {f"{name}_k": _capital(filling[name]) for name in ("petugas", "kerabat", "hari")}
    return filling


def _assembled(register: str, told: tuple[str, int], u: dict[str, float], filling: dict[str, str]) -> str:
    parts, (category, at) = materials()[register], told
    kind = {"permohonan_informasi": "tanya", "aspirasi": "usul"}.get(category, "pengaduan")
    opening = _one(parts["opening"] + parts[f"opening_{kind}"], u["opening"]).format_map(filling)
    body = parts[category][at].format_map(filling)
    closing = _one(parts[f"closing_{kind}"], u["closing"])
    if register == "formal":
        body = _inside(body) if opening.endswith(",") else _capital(body)
        return " ".join(part for part in (opening, body, closing) if part)
    # In a chat, the first letter and the last stop are a matter of mood; the uniforms decide again.
    body = _capital(body) if (5.0 * u["closing"]) % 1.0 < 0.45 else body
    if body[-1] not in "?!.":
        body += _one(
            ["", "", ".", "!", "..."] if not closing else [".", ".", "!", "..."], 7.0 * u["opening"] % 1
        )
    return " ".join(part for part in (opening, body, closing) if part)


def _shortened(text: str, bits: int, use: float) -> str:
    """Chat spelling: about ``use`` of the words that have a short form, none in the neatest third."""
    if use < 1 / 3:
        return text
    table: dict[str, str] = materials()["shorthand"]
    out = []
    for place, word in enumerate(_WORD.findall(text)):
        if word in table and ((bits >> (place % 60)) & 7) < 8 * use:
            word = table[word]
        out.append(word)
    return "".join(out)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _inside(label: str) -> str:
    """A label inside a sentence: its first letter small unless the word is an abbreviation."""
    first = label.split(" ", maxsplit=1)[0]
    return label if first[1:2].isupper() or first[1:2].isdigit() else label[:1].lower() + label[1:]
