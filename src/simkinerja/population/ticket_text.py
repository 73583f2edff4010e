"""The words of a ticket: templates of two registers, filled with what fits the unit's service.

What it is about comes from the slot of the first report (``about``), how it is said from the ticket's own
slot: a repeat speaks of the same matter, mostly in the same sentence with another greeting. No template
holds a name of a person, an address or a number that could identify somebody.
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

__all__ = ["domain_of", "materials", "texts"]

IntArray = npt.NDArray[np.int64]
_FROM_DOMAIN = ("urusan", "surat", "dokumen", "tempat", "lokasi", "petugas", "sarana")
_FROM_ANY = ("lama", "jam", "hari", "kali", "pukul", "uang", "lansia", "kerabat")
_REPEATED = re.compile(r"^(?:Pel|L)ayanan ")
_WORD = re.compile(r"\w+|\W+")


@cache
def materials() -> dict[str, Any]:
    """Return the packaged material: types, categories, channels, domains, slots and templates."""
    import yaml

    path = files("simkinerja.population") / "data" / "tickets.yaml"
    loaded: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
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
    slots: tuple[IntArray, IntArray, IntArray],
    everyday: npt.NDArray[np.bool_],
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
    slots : tuple of three arrays of int, shape (n,)
        Own slots, slots of the first report of the same matter, and slots that the words follow.
    everyday : array of bool, shape (n,)
        Register of each ticket.
    year : int
    """
    own, about, words = slots
    labels = units["service"].astype("str") + " " + units["label"].astype("str")
    domains = [domain_of(label) for label in labels]
    matter = {name: streams.uniform(f"ticket.{name}", about, year) for name in (*_FROM_DOMAIN, *_FROM_ANY)}
    manner = {name: streams.uniform(f"ticket.{name}", own, year) for name in ("opening", "closing")}
    manner["body"] = streams.uniform("ticket.body", words, year)
    short = streams.bits("ticket.shorthand", own, year)
    heavy = streams.uniform("ticket.shorthand_use", own, year)
    services = units["service"].astype("str").to_numpy()
    categories = kinds["category"].to_numpy()
    out = []
    for row in range(len(own)):
        register = "everyday" if everyday[row] else "formal"
        filling = _filling(domains[unit[row]], {name: u[row] for name, u in matter.items()})
        filling["layanan"] = _inside(_REPEATED.sub("", str(services[unit[row]])))
        text = _assembled(register, categories[row], {name: u[row] for name, u in manner.items()}, filling)
        out.append(_shortened(text, int(short[row]), heavy[row]) if everyday[row] else text)
    return out


def _one(options: list[str], u: float) -> str:
    return options[min(int(u * len(options)), len(options) - 1)]


def _filling(domain: dict[str, Any], u: dict[str, float]) -> dict[str, str]:
    filling = {name: _one(domain[name], u[name]) for name in _FROM_DOMAIN}
    filling |= {name: _one(materials()["slots"][name], u[name]) for name in _FROM_ANY}
    filling |= {f"{name}_k": _capital(filling[name]) for name in ("petugas", "kerabat", "hari")}
    return filling


def _assembled(register: str, category: str, u: dict[str, float], filling: dict[str, str]) -> str:
    parts = materials()[register]
    kind = {"permohonan_informasi": "tanya", "aspirasi": "usul"}.get(category, "pengaduan")
    opening = _one(parts["opening"] + parts[f"opening_{kind}"], u["opening"]).format_map(filling)
    body = _one(parts[category], u["body"]).format_map(filling)
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
