"""L6: own data for lessons 06 and 08: a programme for some, something else for everybody at the same time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from simkinerja.evaluate.assignment import Answer, Assignment, Question, answer
from simkinerja.evaluate.assignment_office import (
    chosen_by,
    city_of,
    dictionary,
    lived,
    mean_of,
    people_table,
    scaled,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from simkinerja.simulate.interventions import Intervention
    from simkinerja.simulate.records import Month
    from simkinerja.simulate.world import World
    from simkinerja.streams import Streams

__all__ = ["build_adoption", "build_training"]

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

_CHOSEN, _BEGINS, _LATER, _MONTHS = 3, 7, 9, 15
"""Month of the record that chooses; first month of the programme; first and last month of *sesudah*."""
_OFFICERS: Final = 1_200


_BACK: Final = (
    "Itu dihitung dari bulan yang dipakai memilih: yang dipilih karena angkanya ekstrem akan kembali "
    "mendekati rata-rata tanpa program apa pun."
)


@dataclass(frozen=True, slots=True)
class _Told:
    """What differs between the two lessons in words."""

    lesson: str
    figure: str
    unit: str
    programme: str
    tolerance: float


_TRAINING: Final = _Told("06", "nilai bulanan dari atasan", "poin nilai, dua desimal", "pelatihan", 0.3)
_ADOPTION: Final = _Told(
    "08", "persen hari hadir yang diisi di e-Kinerja", "poin persen, satu desimal", "sosialisasi", 1.5
)


def build_training(streams: Streams, seed: str) -> Assignment | None:
    """Return lesson 06's data set; None where this draw teaches nothing."""
    from simkinerja.simulate.interventions import Supervision, Training

    hours = float(10 * (3 + int(streams.integers("hours", 1, 4)[0])))
    support, common = scaled(streams, "support", 0.4, 0.95), scaled(streams, "common", 0.5, 1.0)
    design = _design(streams, ("terendah", "acak", "acak", "dinas", "dinas"))
    found = _worlds(
        streams,
        (Training(hours=hours, support=support, start=_BEGINS),),
        (Supervision(start=_BEGINS, strength=common),),
        design,
        scaled(streams, "share", 0.2, 0.35),
        _rating,
    )
    planted = {
        "peserta": design,
        "jam pelajaran": f"{hours:.0f}",
        "dukungan setelah pelatihan": f"{support:.2f}",
        "bersamaan": f"supervisi bagi semua, kekuatan {common:.2f}",
    }
    return _assignment(_TRAINING, seed, design, found, planted)


def build_adoption(streams: Streams, seed: str) -> Assignment | None:
    """Return lesson 08's data set; None where this draw teaches nothing."""
    from simkinerja.simulate.interventions import EKinerja, Sosialisasi

    taking_part = streams.uniform("mode", 1)[0] < 0.6
    hours = float(3 * (1 + int(streams.integers("hours", 1, 4)[0])))
    design = _design(streams, ("tertinggi", "tertinggi", "acak", "dinas"))
    consequence = scaled(streams, "consequence", 0.1, 0.3)
    met = Sosialisasi(mode="participatory" if taking_part else "one_way", hours=hours, start=_BEGINS)
    # who reports nearly always cannot report much more: beside the diligent, others would rise further
    alone = design == "tertinggi"
    system = EKinerja(consequence=consequence, automatic=True, start=_BEGINS)
    found = _worlds(
        streams,
        (met,),
        () if alone else (system,),
        design,
        scaled(streams, "share", 0.2, 0.35),
        _entries,
    )
    planted = {
        "peserta": design,
        "cara sosialisasi": "mengajak serta" if taking_part else "searah",
        "jam": f"{hours:.0f}",
        "bersamaan": "tidak ada" if alone else f"e-Kinerja berakibat bagi semua, {consequence:.2f}",
    }
    return _assignment(_ADOPTION, seed, design, found, planted)


def _design(streams: Streams, among: tuple[str, ...]) -> str:
    return among[int(streams.integers("design", 1, len(among))[0])]


def _rating(month: Month) -> Mapping[str, FloatArray]:
    from simkinerja.simulate.records import draw_month

    found = draw_month(["rating_throughput"], month)["rating_throughput"]
    return {"figure": found.astype(np.float64)}


def _entries(month: Month) -> Mapping[str, FloatArray]:
    from simkinerja.simulate.records import draw_month

    drawn = draw_month(["activity_days", "days_present"], month)
    present = drawn["days_present"]
    share = np.divide(
        drawn["activity_days"], present, out=np.full(present.shape, np.nan), where=present > 0.0
    )
    return {"figure": 100.0 * share}


@dataclass(frozen=True, slots=True)
class _Found:
    """Both worlds, (n,) each: the month that chose, before, after; and after without the programme."""

    world: World
    who: BoolArray
    chosen: FloatArray
    before: FloatArray
    after: FloatArray
    without: FloatArray


def _worlds(
    streams: Streams,
    taught: tuple[Intervention, ...],
    common: tuple[Intervention, ...],
    design: str,
    share: float,
    look: Callable[[Month], Mapping[str, FloatArray]],
) -> _Found:
    world = city_of(streams, _OFFICERS)
    bare = lived(world, streams, look, months=_MONTHS, common=common)["figure"]
    who = chosen_by(design, bare[_CHOSEN], world, streams, share)
    with_it = lived(world, streams, look, months=_MONTHS, common=common, taught=taught, who=who)["figure"]
    return _Found(
        world,
        who,
        bare[_CHOSEN],
        mean_of(bare, _CHOSEN + 1, _BEGINS),
        mean_of(with_it, _LATER, _MONTHS),
        mean_of(bare, _LATER, _MONTHS),
    )


def _assignment(
    told: _Told, seed: str, design: str, found: _Found, planted: dict[str, str]
) -> Assignment | None:
    numbers = _numbers(told, design, found)
    kept = tuple(one for one in numbers if one is not None)
    if len(kept) < len(numbers):
        return None
    table = people_table(found.world).assign(
        ikut=np.where(found.who, "ya", "tidak"),
        bulan_ke_4=np.round(found.chosen, 2),
        sebelum=np.round(found.before, 2),
        sesudah=np.round(found.after, 2),
    )
    scene = (
        f"Pada bulan ke-8 sebagian pegawai ikut {told.programme}. Bisa jadi sejak bulan itu ada "
        f"pula hal lain yang berlaku bagi semua pegawai. Tercatat {told.figure}. Kepala kantor bertanya apa "
        f"hasil {told.programme} itu bagi pesertanya."
    )
    word = Answer(
        "A",
        design,
        design,
        0.0,
        0.0,
        "Bandingkan peserta dan bukan peserta pada bulan_ke_4, lalu lihat sebarannya menurut dinas.",
        (),
    )
    return Assignment(
        told.lesson,
        seed,
        scene,
        {"pegawai": table},
        dictionary({"pegawai": _words(told)}),
        _questions(told),
        (word, *kept),
        planted,
    )


def _numbers(told: _Told, design: str, f: _Found) -> list[Answer | None]:
    def mean(values: FloatArray, who: BoolArray) -> float:
        return float(np.nanmean(np.round(values, 2)[who]))

    rest = ~f.who
    rose = mean(f.after, f.who) - mean(f.before, f.who)
    others = mean(f.after, rest) - mean(f.before, rest)
    best = rose - others
    truth = float(np.nanmean((f.after - f.without)[f.who]))
    since = mean(f.after, f.who) - mean(f.chosen, f.who)
    back = (_BACK, since - (mean(f.after, rest) - mean(f.chosen, rest)))
    alone = ("Itu kenaikan peserta saja; semua pegawai berubah pada waktu yang sama.", rose)
    selected = design in ("terendah", "tertinggi")
    slips = {
        **dict([back, alone] if selected else [alone, back]),
        "Itu kenaikan peserta dari bulan yang dipakai memilih: kembalinya ke rata-rata dan perubahan "
        "bersama ikut terhitung.": since,
        "Itu beda peserta dan bukan peserta sesudahnya; mereka sudah berbeda sebelumnya.": mean(
            f.after, f.who
        )
        - mean(f.after, rest),
        "Tandanya terbalik.": -best,
    }
    why = "Kenaikan peserta dari sebelum ke sesudah, dikurangi kenaikan yang bukan peserta."
    return [
        answer("B", truth, best, told.tolerance, why, slips, farthest=told.tolerance, needed=1),
        _otherwise(told, truth, best, since, others),
    ]


def _otherwise(told: _Told, truth: float, best: float, since: float, others: float) -> Answer | None:
    return answer(
        "C",
        since - truth,
        since - best,
        told.tolerance,
        "Kenaikan peserta sejak bulan_ke_4, dikurangi jawaban B.",
        {
            "Itu seluruh kenaikannya; bagian program (B) masih di dalamnya.": since,
            "Itu hanya perubahan bersama; kembalinya ke rata-rata belum dihitung.": others,
            "Itu jawaban B: yang ditanyakan selebihnya.": best,
        },
        farthest=told.tolerance,
    )


def _words(told: _Told) -> dict[str, str]:
    return {
        "pegawai": "nomor pegawai; orangnya sintetis",
        "dinas": "perangkat daerah",
        "unit": "tempat bekerja",
        "umur": "kelompok umur, tahun",
        "ikut": f"ikut {told.programme} pada bulan ke-8: ya atau tidak",
        "bulan_ke_4": f"{told.figure}, bulan ke-4; kosong bila tidak ada catatan",
        "sebelum": f"{told.figure}, rata-rata bulan ke-5 sampai ke-7",
        "sesudah": f"{told.figure}, rata-rata bulan ke-{_LATER + 1} sampai ke-{_MONTHS}",
    }


def _questions(told: _Told) -> tuple[Question, ...]:
    return (
        Question(
            "A",
            "Bagaimana pesertanya dipilih: yang terendah atau tertinggi pada bulan_ke_4, dengan undian, "
            "atau satu dinas?",
            "terendah / tertinggi / acak / dinas",
        ),
        Question(
            "B", f"Berapa {told.programme} menaikkan {told.figure} para pesertanya sesudahnya?", told.unit
        ),
        Question(
            "C",
            f"Peserta berubah dari bulan_ke_4 ke sesudah. Berapa dari perubahan itu akan terjadi juga TANPA "
            f"{told.programme}?",
            told.unit,
        ),
    )
