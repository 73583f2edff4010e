"""L6: lesson 07's own data: a self-reported figure with something hanging on it, and audits of two kinds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from simkinerja.evaluate.assignment import Answer, Assignment, Question, answer
from simkinerja.evaluate.assignment_office import city_of, dictionary, lived, scaled

if TYPE_CHECKING:
    import pandas as pd

    from simkinerja.simulate.records import Month
    from simkinerja.simulate.world import World
    from simkinerja.streams import Streams

__all__ = ["build"]

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

_OFFICERS: Final = 1_500
_BEGINS: Final = 6
_MONTHS: Final = 14
_CHECKED: Final = 60
_BY_LOT: Final = 0.25
_BY_COMPLAINT: Final = 0.12
_WORDS: Final = {
    "unit": {
        "unit": "nomor unit layanan",
        "dinas": "perangkat daerah",
        "layanan": "layanan unit itu",
        "sistem": "memakai sistem baru sejak bulan ke-7: ya atau tidak; dipilih dengan undian",
    },
    "laporan": {
        "bulan": "bulan ke-",
        "unit": "nomor unit layanan",
        "dilaporkan_persen": "persen perkara yang menurut laporan unit selesai tepat waktu",
    },
    "audit": {
        "bulan": "bulan ke-",
        "unit": "nomor unit layanan",
        "alasan": "acak: dipilih dengan undian; aduan: laporannya paling tinggi di antara yang diadukan",
        "diperiksa": "banyaknya perkara yang diperiksa ulang, diambil dengan undian",
        "dilaporkan_tepat": "di antaranya yang dilaporkan tepat waktu",
        "ternyata_tepat": "di antaranya yang ternyata tepat waktu",
    },
}


def build(streams: Streams, seed: str) -> Assignment | None:
    """Return the data set; None where this draw teaches nothing."""
    from simkinerja.simulate.interventions import EKinerja

    consequence, audit = scaled(streams, "consequence", 0.5, 1.0), scaled(streams, "audit", 0.0, 0.12)
    automatic = bool(streams.uniform("automatic", 1)[0] < 0.6)
    world = city_of(streams, _OFFICERS)
    system = streams.uniform("system", world.n_units) < 0.5
    bare = lived(world, streams, _shares, months=_MONTHS)
    put = EKinerja(consequence=consequence, automatic=automatic, audit=audit, start=_BEGINS)
    found = lived(world, streams, _shares, months=_MONTHS, taught=(put,), who=system[world.unit])
    public = world.public
    reported, true = (100.0 * found[name][:, public] for name in ("reported", "true"))
    without = 100.0 * bare["true"][:, public]
    claimed_without = 100.0 * bare["reported"][:, public]
    audits = _audits(streams, reported, true)
    numbers = _answers(system[public], reported, true, without, claimed_without, audits)
    kept = tuple(one for one in numbers if one is not None)
    if len(kept) < len(numbers):
        return None
    return Assignment(
        "07",
        seed,
        "Sejak bulan ke-7 sebagian unit, dipilih dengan undian, memakai sistem baru: persen perkara yang "
        "dilaporkan tepat waktu berakibat bagi pegawainya. Sebagian laporan diperiksa ulang.",
        {"unit": _units(world, system), "laporan": _reports(reported), "audit": audits},
        dictionary(_WORDS),
        _QUESTIONS,
        kept,
        {
            "akibat": f"{consequence:.2f}",
            "penegakan": "otomatis" if automatic else "orang dalam",
            "peluang audit dalam sistem": f"{audit:.2f}",
        },
    )


def _shares(month: Month) -> Mapping[str, FloatArray]:
    from simkinerja.simulate.totals import recorded_on_time

    done = np.maximum(month.served.queue.completed, 1.0)
    return {
        "reported": recorded_on_time(month).astype(np.float64),
        "true": month.served.on_time / done,
    }


def _units(world: World, system: BoolArray) -> pd.DataFrame:
    import pandas as pd

    public = world.public
    agency = np.array(world.agency_label)[world.agency_of_unit][public]
    return pd.DataFrame(
        {
            "unit": [f"U{k + 1:03d}" for k in range(int(public.sum()))],
            "dinas": agency,
            "layanan": np.array(world.service)[public],
            "sistem": np.where(system[public], "ya", "tidak"),
        }
    )


def _reports(reported: FloatArray) -> pd.DataFrame:
    import pandas as pd

    months, units = reported.shape
    return pd.DataFrame(
        {
            "bulan": np.repeat(np.arange(1, months + 1), units),
            "unit": [f"U{k + 1:03d}" for k in range(units)] * months,
            "dilaporkan_persen": np.round(reported, 1).ravel(),
        }
    )


def _audits(streams: Streams, reported: FloatArray, true: FloatArray) -> pd.DataFrame:
    """Some unit-months looked into again: by lot, and after complaints where the report was highest."""
    import pandas as pd

    months, units = reported.shape
    by_lot = streams.uniform("lot", months * units).reshape(months, units) < _BY_LOT
    gap = reported - true + streams.normal("complaint", months * units).reshape(months, units)
    most = np.argsort(-np.where(by_lot, -np.inf, gap), axis=1)[:, : max(1, round(_BY_COMPLAINT * units))]
    by_complaint = np.zeros_like(by_lot)
    np.put_along_axis(by_complaint, most, True, axis=1)
    month, unit = np.nonzero(by_lot | by_complaint)
    rng = streams.generator("checked")
    share, claimed = true[month, unit] / 100.0, reported[month, unit] / 100.0
    right = rng.binomial(_CHECKED, np.clip(share, 0.0, 1.0))
    falsely = np.clip((claimed - share) / np.maximum(1.0 - share, 1e-9), 0.0, 1.0)
    return pd.DataFrame(
        {
            "bulan": month + 1,
            "unit": [f"U{k + 1:03d}" for k in unit],
            "alasan": np.where(by_lot[month, unit], "acak", "aduan"),
            "diperiksa": _CHECKED,
            "dilaporkan_tepat": right + rng.binomial(_CHECKED - right, falsely),
            "ternyata_tepat": right,
        }
    )


def _answers(
    system: BoolArray,
    reported: FloatArray,
    true: FloatArray,
    without: FloatArray,
    claimed_without: FloatArray,
    audits: pd.DataFrame,
) -> list[Answer | None]:
    after = slice(_BEGINS, None)
    rise, best = _risen(
        system, np.round(reported, 1), float((reported - claimed_without)[after][:, system].mean())
    )
    in_system = set(np.flatnonzero(system) + 1)
    mine = audits.unit.str[1:].astype(int).isin(in_system)
    rows = audits.assign(
        sistem=mine,
        sesudah=audits.bulan > _BEGINS,
        lebih=100.0 * (audits.dilaporkan_tepat - audits.ternyata_tepat) / audits.diperiksa,
        tepat=100.0 * audits.ternyata_tepat / audits.diperiksa,
    )
    padded = _padded(rows, float((reported - true)[after][:, system].mean()))
    return [rise, padded, _real(rows, float((true - without)[after][:, system].mean()), best)]


def _risen(system: BoolArray, shown: FloatArray, truth: float) -> tuple[Answer | None, float]:
    def rise(who: BoolArray) -> float:
        return float(shown[_BEGINS:, who].mean() - shown[:_BEGINS, who].mean())

    later = shown[_BEGINS:]
    best = rise(system) - rise(~system)
    made = answer(
        "A",
        truth,
        best,
        1.5,
        "Kenaikan unit bersistem dari bulan 1-6 ke bulan 7-14, dikurangi kenaikan unit lain; setiap "
        "unit-bulan sama beratnya.",
        {
            "Itu beda sesudahnya; unitnya sudah berbeda sebelum sistem.": float(
                later[:, system].mean() - later[:, ~system].mean()
            ),
            "Itu kenaikan unit bersistem saja; unit lain juga berubah.": rise(system),
            "Itu rata-rata sesudahnya, bukan kenaikannya.": float(later[:, system].mean()),
            "Tandanya terbalik.": -best,
        },
        farthest=2.5,
    )
    return made, best


def _padded(rows: pd.DataFrame, truth: float) -> Answer | None:
    mine, late, lot = rows.sistem, rows.sesudah, rows.alasan == "acak"
    return answer(
        "B",
        truth,
        float(rows.lebih[mine & late & lot].mean()),
        1.5,
        "Rata-rata (dilaporkan_tepat dikurangi ternyata_tepat) dibagi diperiksa, hanya audit acak di unit "
        "bersistem, bulan 7-14.",
        {
            "Itu dengan audit karena aduan: yang dicurigai memang lebih banyak salahnya.": float(
                rows.lebih[mine & late].mean()
            ),
            "Itu semua unit; yang ditanyakan unit bersistem.": float(rows.lebih[late & lot].mean()),
            "Itu semua bulan; sebelum sistem tidak ada yang digelembungkan.": float(
                rows.lebih[mine & lot].mean()
            ),
            "Itu nol: audit menunjukkan bahwa laporannya tidak semua benar.": 0.0,
        },
        farthest=2.5,
        needed=1,
    )


def _real(rows: pd.DataFrame, truth: float, risen: float) -> Answer | None:
    mine, late, lot = rows.sistem, rows.sesudah, rows.alasan == "acak"
    above = float(rows.lebih[mine & late & lot].mean())
    return answer(
        "C",
        truth,
        risen - (above - float(rows.lebih[mine & ~late & lot].mean())),
        2.0,
        "Jawaban A dikurangi kenaikan selisih laporan dan kenyataan menurut audit acak.",
        {
            "Itu kenaikan laporan; sebagian darinya tidak pernah terjadi.": risen,
            "Itu hasil audit sesudah dikurangi sebelum: unit yang diaudit berlainan dan tidak semua dipilih "
            "dengan undian.": float(rows.tepat[mine & late].mean() - rows.tepat[mine & ~late].mean()),
            "Itu selisih laporan dan kenyataan, bukan kenaikannya.": above,
        },
        farthest=3.0,
        needed=1,
    )


_QUESTIONS: Final = (
    Question(
        "A",
        "Berapa poin persen sistem itu menaikkan angka tepat waktu yang DILAPORKAN?",
        "poin persen, satu desimal",
    ),
    Question(
        "B",
        "Di unit bersistem sesudah sistem berlaku: berapa poin persen laporannya di atas kenyataan?",
        "poin persen, satu desimal",
    ),
    Question(
        "C",
        "Berapa poin persen sistem itu menaikkan angka tepat waktu yang SEBENARNYA?",
        "poin persen, satu desimal",
    ),
)
