"""L5: the model's page in the ODD form, its tables written from the registry.

``python -m simkinerja.simulate.odd_page docs/odd.md`` renews the page; a test holds it current.
"""

from __future__ import annotations

import sys
from importlib.resources import files
from pathlib import Path
from typing import Final

from simkinerja.params import Param
from simkinerja.simulate.markdown import table
from simkinerja.simulate.outcomes import outcomes
from simkinerja.simulate.parameters import FILES, engine_parameters

__all__ = ["odd_markdown"]

_HEAD: Final = Path(__file__).with_name("data") / "halaman_odd.md"
_TITLES: Final = {
    "officers": "Pegawai",
    "incentives": "Insentif, upaya, kehadiran, permainan angka",
    "service": "Layanan",
    "citizens": "Warga",
    "programmes": "Dosis program",
    "costs": "Biaya program",
}
_SURE: Final = {"law": "peraturan", "published": "terbit", "computed": "dihitung", "assumed": "diasumsikan"}


def odd_markdown() -> str:
    """Return the whole page ``docs/odd.md``.

    Examples
    --------
    >>> odd_markdown().startswith("# Model simulasi")
    True
    """
    page = _HEAD.read_text(encoding="utf-8")
    return page.replace("\n@hasil\n", f"\n{_outcomes()}\n").replace("\n@angka\n", f"\n{_numbers()}\n")


def _outcomes() -> str:
    rows = (
        (f"`{one.name}`", one.label, one.unit, one.direction, f"{one.smallest_effect:g}".replace(".", ","))
        for one in outcomes().values()
    )
    return table(("Nama", "Hasil", "Satuan", "Lebih baik bila", "Pengaruh terkecil yang berarti"), rows)


def _numbers() -> str:
    known = engine_parameters()
    parts = [f"### {_TITLES[name]}\n\n{_listed({n: known[n] for n in _names(name)})}" for name in FILES]
    return "\n\n".join(parts)


def _names(part: str) -> list[str]:
    from simkinerja.files.yaml import own_yaml

    text = (files("simkinerja.simulate") / "data" / f"{part}.yaml").read_text(encoding="utf-8")
    return [row["name"] for row in own_yaml(text)]


def _listed(params: dict[str, Param]) -> str:
    rows = (
        (
            f"`{name}`",
            one.label,
            _plain(one.value),
            f"{_plain(one.low)} sampai {_plain(one.high)}",
            one.unit,
            _SURE[one.how_sure],
            one.source,
        )
        for name, one in params.items()
    )
    return table(("Nama", "Arti", "Nilai", "Rentang", "Satuan", "Seberapa pasti", "Sumber"), rows)


def _plain(value: float) -> str:
    return f"{value:,.6g}".replace(",", " ").replace(".", ",").replace(" ", ".")


if __name__ == "__main__":
    from simkinerja.files.atomic import write_text

    write_text(Path(sys.argv[1]), odd_markdown())
