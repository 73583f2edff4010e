"""Lesson 02: indicators to choose from, taken from the shipped schemes, and a neighbour's draft to mend."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from simkinerja.schemes.model import Indicator, Scheme

__all__ = ["catalogue", "empty_scheme", "neighbour_draft"]

_TAKEN: Final = (
    ("tpp_60_40", "kehadiran"),
    ("menit_aktivitas", "menit"),
    ("seimbang", "jumlah_selesai"),
    ("seimbang", "tepat_waktu"),
    ("seimbang", "kepuasan"),
    ("seimbang", "pengaduan"),
    ("tpp_60_40", "kinerja"),
    ("seimbang", "mutu"),
    ("seimbang", "kerja_sama"),
    ("seimbang", "perbaikan"),
    ("medan_kepuasan_kecepatan_inovasi", "inovasi"),
)
_DRAFT: Final = {"kehadiran": 40, "menit": 20, "jumlah_selesai": 20, "jumlah_tepat_waktu": 20}
_BORDERS: Final = (95.0, 60.0, 40.0, 25.0)


@lru_cache(maxsize=1)
def catalogue() -> tuple[Indicator, ...]:
    """Return the indicators that the records of the synthetic cities can measure, all at the top level.

    Each comes from a shipped scheme with its target, evidence, chance of audit and legal basis; one more, the
    number of cases on time, is there because offices like to count it beside the number of cases.

    Examples
    --------
    >>> [one.code for one in catalogue()][:4]
    ['kehadiran', 'menit', 'jumlah_selesai', 'jumlah_tepat_waktu']
    """
    from simkinerja.schemes import load_scheme

    out = []
    for scheme, code in _TAKEN:
        one = load_scheme(scheme).indicator(code).model_copy(update={"parent": None, "level": None})
        out.append(one)
        if code == "jumlah_selesai":
            changed = {
                "code": "jumlah_tepat_waktu",
                "label": "Jumlah kasus yang selesai tepat waktu",
                "measure": "cases_on_time",
                "target": 22.0,
            }
            out.append(one.model_copy(update=changed))
    return tuple(out)


def _rules(borders: tuple[float, ...]) -> dict[str, object]:
    """Rules of the balanced scheme with other borders; points stop at 100, as most offices have it."""
    from simkinerja.schemes import load_scheme

    rules = load_scheme("seimbang").rules
    lowers = (*borders, None)
    bands = tuple(
        band.model_copy(update={"lower": low, "upper": None})
        for band, low in zip(rules.bands, lowers, strict=True)
    )
    capped = rules.normalise.model_copy(update={"cap": 100.0})
    return {"rules": rules.model_copy(update={"bands": bands, "normalise": capped})}


def neighbour_draft() -> Scheme:
    """Return the draft that lesson 02 mends: attendance, self-reported minutes, and cases counted twice.

    Examples
    --------
    >>> draft = neighbour_draft()
    >>> [(one.label, one.weight) for one in draft.indicators][0]
    ('Kehadiran', 40.0)
    """
    from simkinerja.schemes import load_scheme
    from simkinerja.schemes.model import LegalBasis

    known = {one.code: one for one in catalogue()}
    basis = LegalBasis(status="assumed", source="Pengandaian pelajaran", note="Bukan skema daerah mana pun.")
    rows = tuple(
        known[code].model_copy(
            update={"weight": float(weight), "basis_of": {**(known[code].basis_of or {}), "weight": basis}}
        )
        for code, weight in _DRAFT.items()
    )
    changed = {"code": "rancangan", "title": "Rancangan tetangga", "note": None, "basis": basis}
    draft: Scheme = load_scheme("seimbang").model_copy(
        update={**changed, "indicators": rows, **_rules(_BORDERS)}
    )
    return draft


def empty_scheme() -> Scheme:
    """Return a scheme with one indicator, to begin from.

    Examples
    --------
    >>> len(empty_scheme().indicators)
    1
    """
    draft = neighbour_draft()
    first = draft.indicators[0].model_copy(update={"weight": 1.0})
    return draft.model_copy(update={"code": "skema_baru", "title": "Skema baru", "indicators": (first,)})
