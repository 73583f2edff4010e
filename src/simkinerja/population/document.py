"""L3: the tables of ``docs/populasi.md``, made from the city files and the registry.

Run ``python -m simkinerja.population.document docs/populasi.md`` after changing either; a test compares.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Final

from simkinerja.params import POPULATION
from simkinerja.population.city import MARGINS, Figure, city_codes, load_city

__all__ = ["TABLES", "refreshed"]

_STATUS: Final = {"published": "terbit", "national": "angka nasional", "assumed": "asumsi"}


def _number(x: float) -> str:
    return f"{x:,.0f}".replace(",", ".") if float(x).is_integer() else f"{x:g}".replace(".", ",")


def _cities() -> str:
    rows = ["| kode | PNS | PPPK | paruh waktu | status dan sumber |", "|---|---:|---:|---:|---|"]
    for code in city_codes():
        people = load_city(code).people
        figures: tuple[Figure, ...] = (people.pns, people.pppk, people.pppk_paruh_waktu)
        said = []
        for figure in figures:
            text = f"{_STATUS[figure.status]}: {'; '.join(t for t in (figure.source, figure.note) if t)}"
            if text not in said:
                said.append(text)
        counts = " | ".join(_number(figure.value) for figure in figures)
        rows.append(f"| `{code}` | {counts} | {'. '.join(said)} |")
    return "\n".join(rows)


def _structures() -> str:
    rows = ["| kode | perangkat daerah dan unit |", "|---|---|"]
    for code in city_codes():
        city = load_city(code)
        rows.append(f"| `{code}` | {_STATUS[city.structure.status]}: {city.structure.note} |")
    return "\n".join(rows)


def _margins() -> str:
    margins = load_city("medan").margins
    rows = ["| marjin | tentang | angka | status, sumber |", "|---|---|---|---|"]
    for name, (about, _) in MARGINS.items():
        margin = margins[name]
        counts = ", ".join(f"{key} {_number(value)}" for key, value in margin.counts.items())
        said = "; ".join(text for text in (_STATUS[margin.status], margin.source, margin.note) if text)
        rows.append(f"| `{name}` | {about} | {counts} | {said} |")
    return "\n".join(rows)


def _parameters() -> str:
    rows = ["| parameter | arti | nilai | rentang | satuan |", "|---|---|---:|---:|---|"]
    for name, p in POPULATION.items():
        cells = (f"`{name}`", p.label, _number(p.value), f"{_number(p.low)} – {_number(p.high)}", p.unit)
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows)


#: Tables by the name of their marker in the page.
TABLES: Final = {"kota": _cities, "susunan": _structures, "marjin": _margins, "parameter": _parameters}


def refreshed(page: str) -> str:
    """Return a page with the text between its ``<!-- tabel: x -->`` markers made anew.

    Examples
    --------
    >>> page = "<!-- tabel: kota -->\\nlama\\n<!-- akhir -->"
    >>> "`salatiga`" in refreshed(page)
    True
    """

    def replace(found: re.Match[str]) -> str:
        return f"{found[1]}\n{TABLES[found[2]]()}\n{found[3]}"

    pattern = r"(<!-- tabel: (\w+) -->)\n.*?\n?(<!-- akhir -->)"
    return re.sub(pattern, replace, page, flags=re.DOTALL)


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.write_text(refreshed(target.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
