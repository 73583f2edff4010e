"""L6: lesson 05's own data: everybody rated by boss and guest, one boss's severity planted."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from simkinerja.evaluate.assignment import Answer, Assignment, Question, answer
from simkinerja.evaluate.assignment_office import city_of, dictionary, people_table, scaled

if TYPE_CHECKING:
    import pandas as pd

    from simkinerja.simulate.world import World
    from simkinerja.streams import Streams

__all__ = ["build"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

_OFFICERS: Final = 600
_FEWEST: Final = 12
_MEAN: Final = 75.0
_SCALE: Final = 7.0
_QUOTA: Final = 0.2
_WORDS: Final = {
    "pegawai": {
        "pegawai": "nomor pegawai; orangnya sintetis",
        "dinas": "perangkat daerah",
        "unit": "tempat bekerja",
        "umur": "kelompok umur, tahun",
        "penilai": "atasan yang menilainya",
        "nilai_atasan": "nilai dari atasan itu, kira-kira 50-100",
        "penilai_tamu": "penilai dari unit lain, dipilih dengan undian",
        "nilai_tamu": "nilai dari penilai tamu, pada bulan yang sama",
    }
}


def build(streams: Streams, seed: str) -> Assignment | None:
    """Return the data set; None where this draw teaches nothing."""
    world = city_of(streams, _OFFICERS)
    shift, noise = scaled(streams, "shift", 0.8, 1.5), scaled(streams, "noise", 0.0, 0.7)
    if streams.uniform("sign", 1)[0] < 0.5:
        shift = -shift
    guest = _guests(world, streams)
    whom = _planted(world, guest, shift)
    if whom is None:
        return None
    own_z, guest_z = (
        _rated(world, rater, whom, shift, noise, streams, name)
        for rater, name in ((world.rater, "own"), (guest, "guest"))
    )
    table = _table(world, guest, own_z, guest_z)
    severe = f"R{whom:04d}"
    everybody = np.full(world.n, whom)
    as_one = _rated(world, everybody, whom, shift, noise, streams, "one").mean()
    truth = _SCALE * float(as_one - guest_z[guest != whom].mean())
    found = _answers(table, severe, truth, _reliability() / (1.0 + noise**2), world)
    kept = tuple(one for one in found if one is not None)
    if len(kept) < len(found):
        return None
    side = "murah hati" if shift > 0.0 else "keras"
    planted = {
        "penilai": severe,
        "digeser": f"{_SCALE * shift:+.1f} poin ({side})",
        "derau tambahan": f"{noise:.2f} SD",
    }
    return Assignment(
        "05",
        seed,
        "Setiap pegawai dinilai atasannya dan, untuk sekali ini, juga oleh penilai tamu dari unit lain yang "
        f"dipilih dengan undian. Ada keluhan tentang penilai {severe}.",
        {"pegawai": table},
        dictionary(_WORDS),
        _questions(severe),
        kept,
        planted,
    )


def _reliability() -> float:
    from simkinerja.population.ratings import RatingModel

    return float(RatingModel.published().reliability)


def _guests(world: World, streams: Streams) -> IntArray:
    """A guest for everybody, by lot among the bosses of others."""
    bosses = np.unique(world.rater[world.rater >= 0])
    pick = streams.integers("guest", world.n, len(bosses))
    clash = bosses[pick] == world.rater
    return bosses[np.where(clash, (pick + 1) % len(bosses), pick)]


def _planted(world: World, guest: IntArray, shift: float) -> int | None:
    """Return the boss whose severity is planted: one whose people hide it, strict ones the best."""
    bosses = np.unique(world.rater[world.rater >= 0])
    enough = [
        (float(world.traits["practice"][world.rater == boss].mean()), int(boss))
        for boss in bosses
        if (world.rater == boss).sum() >= _FEWEST and (guest == boss).sum() >= _FEWEST // 2
    ]
    if not enough:
        return None
    return min(enough)[1] if shift > 0.0 else max(enough)[1]


def _rated(
    world: World,
    rater: IntArray,
    whom: int,
    shift: float,
    noise: float,
    streams: Streams,
    name: str,
) -> FloatArray:
    """Ratings by the engine's own model of the yearly rating, with what was planted on top."""
    from simkinerja.simulate.records import overall_rating
    from simkinerja.streams import StreamStack

    stack = StreamStack((streams.key("ratings")[0] >> 1,))
    judged = overall_rating(replace(world, rater=rater), np.zeros((1, world.n)), stack, 0)[0]
    careless = noise * streams.normal(f"careless/{name}", world.n)
    return np.asarray(judged + careless + shift * (rater == whom))


def _table(world: World, guest: IntArray, own: FloatArray, other: FloatArray) -> pd.DataFrame:
    table = people_table(world).assign(
        penilai=[f"R{k:04d}" if k >= 0 else "" for k in world.rater],
        nilai_atasan=np.round(_MEAN + _SCALE * own, 1),
        penilai_tamu=[f"R{k:04d}" for k in guest],
        nilai_tamu=np.round(_MEAN + _SCALE * other, 1),
    )
    return table[world.rater >= 0].reset_index(drop=True)


def _answers(
    table: pd.DataFrame, severe: str, truth: float, planted: float, world: World
) -> list[Answer | None]:
    r = float(table.nilai_atasan.corr(table.nilai_tamu))
    return [_severity(table, severe, truth), _reliable(planted, r), _top(table, world, r)]


def _severity(table: pd.DataFrame, severe: str, truth: float) -> Answer | None:
    mine, as_guest = table.penilai == severe, table.penilai_tamu == severe
    gap = table.nilai_atasan - table.nilai_tamu
    best = float(gap[mine].sum() - gap[as_guest].sum()) / float(mine.sum() + as_guest.sum())
    level = float(table.nilai_atasan[mine].mean() - table.nilai_atasan.mean())
    return answer(
        "A",
        truth,
        best,
        1.0,
        "Orang yang sama dinilai dua kali: rata-rata (nilai penilai itu dikurangi nilai penilai lain), "
        "sebagai atasan dan sebagai tamu.",
        {
            "Itu rata-rata unitnya dikurangi rata-rata semua: kerasnya penilai bercampur dengan mutu "
            "pegawainya.": level,
            "Tandanya terbalik: keras berarti negatif.": -best,
            "Itu nilai rata-ratanya, bukan selisihnya.": float(table.nilai_atasan[mine].mean()),
            "Itu nol: nilai tamu menunjukkan bahwa penilai ini berbeda.": 0.0,
        },
        farthest=2.0,
        needed=1,
    )


def _reliable(planted: float, r: float) -> Answer | None:
    return answer(
        "B",
        planted,
        r,
        0.03,
        "Korelasi nilai atasan dengan nilai tamu atas pegawai yang sama.",
        {
            "Itu kuadratnya; keandalan satu penilai ialah korelasinya sendiri.": r**2,
            "Itu akarnya: kaitan satu nilai dengan kinerja yang sebenarnya.": max(r, 0.0) ** 0.5,
            "Itu keandalan rata-rata dua penilai (Spearman-Brown).": 2.0 * r / (1.0 + r),
        },
        farthest=0.1,
    )


def _top(table: pd.DataFrame, world: World, r: float) -> Answer | None:
    from simkinerja.simulate.closed_forms import share_truly_top

    n = round(_QUOTA * len(table))
    named, again = (set(table[name].nlargest(n).index) for name in ("nilai_atasan", "nilai_tamu"))
    practice = world.traits["practice"][world.rater >= 0]
    true_top = set(np.argsort(-practice, kind="stable")[:n].tolist())
    return answer(
        "C",
        100.0 * len(named & true_top) / n,
        100.0 * share_truly_top(_QUOTA, min(max(r, 0.01), 0.99)),
        4.0,
        "Dari keandalan di B, sebaran normal ganda dengan korelasi akar keandalan: bagian yang sungguh "
        "teratas di antara yang dinamai.",
        {
            "Tidak semua yang dinamai sungguh teratas: nilai satu atasan berisi penilainya juga.": 100.0,
            "Sebanyak itu bila nilainya undian buta.": 100.0 * _QUOTA,
            "Itu berapa yang juga teratas menurut tamu: nilai tamu pun berisi galat.": 100.0
            * len(named & again)
            / n,
        },
        farthest=8.0,
    )


def _questions(severe: str) -> tuple[Question, ...]:
    return (
        Question(
            "A",
            f"Berapa poin penilai {severe} lebih murah hati (+) atau lebih keras (-) daripada penilai lain?",
            "poin nilai, satu desimal",
        ),
        Question("B", "Berapa keandalan nilai dari satu penilai?", "bilangan 0-1, dua desimal"),
        Question(
            "C",
            "Seperlima tertinggi menurut nilai_atasan dinamai Sangat Baik. Kira-kira berapa persen dari "
            "mereka sungguh termasuk seperlima dengan kinerja tertinggi?",
            "persen",
        ),
    )
