"""Lesson 08, resistance: who fills in e-Kinerja, what moves them, and what if the assumptions are wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from simkinerja.classroom.exercise import Slip, Verdict, check_number, check_pairs
from simkinerja.report.fmt import fmt_number, fmt_percent
from simkinerja.simulate.base import base_of, expit
from simkinerja.simulate.compare import Comparison, compare
from simkinerja.simulate.interventions import CareerUse, Culture, EKinerja, Feedback, Sosialisasi
from simkinerja.simulate.parameters import Parameters, engine_parameters

if TYPE_CHECKING:
    from simkinerja.simulate.records import Month
    from simkinerja.simulate.world import World

__all__ = [
    "LAST",
    "MONTHS",
    "SEED",
    "SURE",
    "assumptions_table",
    "check_after_attitude",
    "check_extra_entries",
    "check_known_or_assumed",
    "compare_ways",
    "difference",
    "fear_table",
    "fills_in",
    "for_me",
    "gain_percent",
    "signed",
    "three_people",
    "usual_logit",
    "ways",
    "ways_table",
    "who_fills_in",
]

FloatArray = npt.NDArray[np.float64]

SEED: Final = 8
MONTHS: Final = 12
LAST: Final = 6
"""Months at the end of the year that count: the first half is a time of change."""
_MEETINGS: Final = 3
SURE: Final = {"law": "peraturan", "published": "terbitan", "computed": "dihitung", "assumed": "asumsi"}


def ways() -> dict[str, list[Any]]:
    """Ways to bring an unwilling office to the application; the first is the bare order.

    Examples
    --------
    >>> list(ways())
    ['perintah', 'satu arah', 'melibatkan', 'sanksi', 'membina']
    """
    strict = EKinerja(consequence=1.0, automatic=True)
    return {
        "perintah": [EKinerja()],
        "satu arah": [EKinerja(), Sosialisasi(mode="one_way", months=_MEETINGS)],
        "melibatkan": [EKinerja(), Sosialisasi(mode="participatory", months=_MEETINGS)],
        "sanksi": [strict],
        "membina": [strict, Culture(), Feedback(tone="developmental")],
    }


def compare_ways(
    world: World, *, count: int = 5, first: int = 0, numbers: Mapping[str, float] | None = None
) -> Comparison:
    """Run the ways side by side for a year, the same people and luck in each.

    Parameters
    ----------
    world : World
    count, first : int
        Repetitions, and the number of the first.
    numbers : mapping, optional
        Parameters that differ from the registry.

    Examples
    --------
    >>> from simkinerja.classroom.worlds import small_city
    >>> compare_ways(small_city("salatiga", 300), count=2).labels[0]
    'perintah'
    """
    return compare(
        world,
        ways(),
        months=MONTHS,
        replications=count,
        first=first,
        seed=SEED,
        parameters=dict(numbers or {}),
    )


def gain_percent(world: World, way: str, outcome: str = "compliance") -> float:
    """How many percentage points a way adds to the bare order in the second half of the year.

    Examples
    --------
    >>> from simkinerja.classroom.worlds import small_city
    >>> gain_percent(small_city("salatiga", 300), "perintah")
    0.0
    """
    return 100.0 * difference(compare_ways(world), outcome, way)


def difference(found: Comparison, outcome: str, way: str, against: str = "perintah") -> float:
    """How far two worlds lie apart in the second half of the year.

    Examples
    --------
    >>> from simkinerja.classroom.worlds import small_city
    >>> difference(compare_ways(small_city("salatiga", 300), count=2), "compliance", "perintah")
    0.0
    """
    after, before = (found.levels(outcome, arm, last=LAST) for arm in (way, against))
    return float((after - before).mean())


def _usual(world: World) -> FloatArray:
    """Usual logit of each officer in the first repetition of the engine, shape (n,)."""
    from simkinerja.simulate.engine import replication_seeds
    from simkinerja.streams import StreamStack

    stack = StreamStack(replication_seeds(SEED, 0, 1))
    return np.asarray(base_of(world, Parameters.default(), stack).compliance[0])


def fills_in(world: World, officer_id: Sequence[int]) -> FloatArray:
    """Share of due entries that officers make before any programme, as the engine starts with.

    Examples
    --------
    >>> from simkinerja.classroom.worlds import small_city
    >>> city = small_city("salatiga", 300)
    >>> bool(0 < fills_in(city, city.officer_id[:1])[0] < 1)
    True
    """
    at = [world.position(int(one)) for one in officer_id]
    return np.asarray(expit(_usual(world)[at]))


def _habit(world: World) -> FloatArray:
    """What is neither skill nor resistance in an officer's usual logit, shape (n,)."""
    from simkinerja.simulate.engine import replication_seeds
    from simkinerja.streams import StreamStack

    stack = StreamStack(replication_seeds(SEED, 0, 1))
    luck = stack.normal("compliance.person", world.slots)[0]
    return np.asarray(Parameters.default()["compliance.person"] * luck)


def usual_logit(world: World) -> float:
    """The constant of the formula, the same for all officers: what is left when the rest is taken off.

    Examples
    --------
    >>> from simkinerja.classroom.worlds import small_city
    >>> round(usual_logit(small_city("salatiga", 300)), 2)
    0.57
    """
    p = Parameters.default()
    own = _usual(world) - _habit(world)
    own = own - p["compliance.digital"] * world.traits["digital"]
    return float((own - p["compliance.resistance"] * world.traits["resistance"])[0])


def three_people(world: World) -> Any:
    """Three officers: young and at home with screens, in the middle, older and unwilling.

    Returns
    -------
    pandas DataFrame
        ``pegawai, umur, digital, resistensi, kebiasaan, officer_id``; habit is what is neither skill nor
        resistance, in the unit of the formula.

    Examples
    --------
    >>> from simkinerja.classroom.worlds import small_city
    >>> three_people(small_city("salatiga", 500)).umur.is_monotonic_increasing
    True
    """
    import pandas as pd

    digital, resistance = world.traits["digital"], world.traits["resistance"]
    own = _habit(world)
    wanted = ((28, 1.0, -1.0), (42, 0.0, 0.0), (55, -1.0, 1.0))
    rows = []
    for name, (age, skill, unwilling) in zip("ABC", wanted, strict=True):
        far = np.abs(world.age - age) / 5 + np.abs(digital - skill) + np.abs(resistance - unwilling)
        k = int(np.argmin(far + np.abs(own)))
        rows.append((name, int(world.age[k]), digital[k], resistance[k], own[k], int(world.officer_id[k])))
    return pd.DataFrame(rows, columns=["pegawai", "umur", "digital", "resistensi", "kebiasaan", "officer_id"])


def who_fills_in(world: World) -> Any:
    """Share of entries made by age, digital skill and resistance, before any programme.

    Examples
    --------
    >>> from simkinerja.classroom.worlds import small_city
    >>> who_fills_in(small_city("salatiga", 500)).columns.tolist()
    ['kelompok', 'pegawai', 'mengisi']
    """
    import pandas as pd

    share = expit(_usual(world))
    codes, labels = world.groups["age_group"]
    groups = [(f"umur {label}", codes == k) for k, label in enumerate(labels)]
    for trait, words in (("digital", "digital"), ("resistance", "resistensi")):
        low, high = np.quantile(world.traits[trait], [0.25, 0.75])
        groups.append((f"{words}: 25% terendah", world.traits[trait] <= low))
        groups.append((f"{words}: 25% tertinggi", world.traits[trait] >= high))
    rows = [(name, int(inside.sum()), fmt_percent(float(share[inside].mean()))) for name, inside in groups]
    return pd.DataFrame(rows, columns=["kelompok", "pegawai", "mengisi"])


def assumptions_table() -> Any:
    """The numbers of the formula and of what moves it: value, range, how sure.

    Examples
    --------
    >>> assumptions_table()["status"].iloc[0]
    'terbitan'
    """
    import pandas as pd

    words = {
        "compliance.base": "tingkat awal",
        "compliance.digital": "kecakapan digital",
        "compliance.resistance": "resistensi",
        "compliance.attitude": "sikap",
        "compliance.consequence": "konsekuensi",
        "attitude.involvement": "satu pertemuan",
        "attitude.briefing": "satu pidato",
    }
    rows = []
    for key, told in words.items():
        one = engine_parameters()[key]
        ends = f"{fmt_number(one.low, 2)} sampai {fmt_number(one.high, 2)}"
        rows.append((told, fmt_number(one.value, 2), ends, SURE[one.how_sure]))
    return pd.DataFrame(rows, columns=["angka", "perkiraan", "rentang", "status"])


def ways_table(world: World) -> Any:
    """What each way does to an average officer in the second half of the year.

    Examples
    --------
    >>> from simkinerja.classroom.worlds import small_city
    >>> ways_table(small_city("salatiga", 300)).cara.tolist()[:2]
    ['perintah', 'satu arah']
    """
    import pandas as pd

    found = compare_ways(world)
    rows = []
    for arm in found.labels:
        level = {name: _level(found, name, arm) for name in ("compliance", "padding")}
        moved = [signed(difference(found, name, arm)) for name in ("attitude", "stress")]
        hours = difference(found, "hours", arm)
        rows.append(
            (arm, fmt_percent(level["compliance"]), *moved, fmt_percent(level["padding"]), signed(hours))
        )
    columns = ["cara", "mengisi", "sikap", "stres", "isian tanpa kerja", "jam sebulan"]
    return pd.DataFrame(rows, columns=columns)


def _level(found: Comparison, outcome: str, arm: str) -> float:
    return float(found.levels(outcome, arm, last=LAST).mean())


def signed(value: float) -> str:
    """A difference with its sign; what rounds to nothing is nothing.

    Examples
    --------
    >>> signed(0.151), signed(-0.001)
    ('+0,15', '0')
    """
    text = fmt_number(abs(value), 2)
    if not float(text.replace(".", "").replace(",", ".")):
        return "0"
    return f"{'+' if value > 0 else '−'}{text}"


def for_me(world: World, people: Any) -> Any:
    """Share of entries that three officers make under each way, in the second half of the year.

    Parameters
    ----------
    world : World
    people : pandas DataFrame
        From :func:`three_people`.

    Examples
    --------
    >>> from simkinerja.classroom.worlds import small_city
    >>> city = small_city("salatiga", 500)
    >>> for_me(city, three_people(city)).columns.tolist()[:3]
    ['pegawai', 'umur', 'perintah']
    """
    import pandas as pd

    at = [world.position(int(one)) for one in people["officer_id"]]
    columns = {way: [fmt_percent(x) for x in _shares(world, at, given)] for way, given in ways().items()}
    return pd.DataFrame({"pegawai": people["pegawai"], "umur": people["umur"], **columns})


def _shares(world: World, at: Sequence[int], interventions: list[Any]) -> list[float]:
    """Mean share of entries over the second half of the year, of the officers at these positions."""
    from simkinerja.simulate.engine import replication_seeds, simulate
    from simkinerja.simulate.programme import Programmes

    months: list[FloatArray] = []

    def watch(month: Month) -> None:
        entries = np.broadcast_to(month.state.compliance, (1, world.n))[0, list(at)]
        months.append(entries.astype(np.float64))

    p = Parameters.default()
    simulate(
        world,
        lambda streams: Programmes(tuple(interventions), world, streams, p, MONTHS),
        seeds=replication_seeds(SEED, 0, 1),
        months=MONTHS,
        block=world.n,
        watch=watch,
    )
    return [float(x) for x in np.mean(months[-LAST:], axis=0)]


def fear_table(world: World) -> Any:
    """What it does that careers follow the score, and what a developmental culture takes off.

    Examples
    --------
    >>> from simkinerja.classroom.worlds import small_city
    >>> fear_table(small_city("salatiga", 300)).columns.tolist()[:2]
    ['dunia', 'mengisi']
    """
    import pandas as pd

    from simkinerja.schemes import load_scheme

    career = [EKinerja(), CareerUse()]
    arms = {
        "dicatat saja": [EKinerja()],
        "karier": career,
        "karier + menekan": [*career, Feedback(tone="controlling")],
        "karier + budaya": [*career, Culture()],
        "karier + keduanya": [*career, Culture(), Feedback(tone="developmental")],
    }
    found = compare(world, arms, load_scheme("skp_2022"), months=MONTHS, replications=5, seed=SEED)
    before = found.labels[0]
    rows = []
    for arm in found.labels:
        moved = [signed(difference(found, x, arm, before)) for x in ("attitude", "stress", "practice")]
        padded = fmt_percent(_level(found, "padding", arm))
        rows.append((arm, fmt_percent(_level(found, "compliance", arm)), *moved, padded))
    return pd.DataFrame(
        rows, columns=["dunia", "mengisi", "sikap", "stres", "praktik kerja", "isian tanpa kerja"]
    )


def check_after_attitude(answer: Any, x: float, attitude: float = 0.8) -> Verdict:
    """Lesson 08, exercise 1: share of entries after an attitude has moved.

    Parameters
    ----------
    answer : number, percent
    x : float
        The sum of the formula before.
    attitude : float
        How far the attitude moved, SD.

    Examples
    --------
    >>> check_after_attitude(60, 0.0, 0.8).ok
    True
    """
    weight = float(Parameters.default()["compliance.attitude"])
    before, right = (100.0 * float(expit(np.asarray(z))) for z in (x, x + weight * attitude))
    slips = [
        Slip(before, "Itu sebelum sikapnya berubah. Tambahkan dulu bobot kali sikap kepada x."),
        Slip(
            100.0 * float(expit(np.asarray(x + attitude))),
            f"Sikapnya belum dikalikan bobotnya, {fmt_number(weight, 1)}.",
        ),
        Slip(
            before + 100.0 * weight * attitude,
            "Itu menambah persennya langsung. Yang bertambah x; persennya dihitung ulang dari x.",
        ),
        Slip(right / 100.0, "Hampir: tulis dalam persen, jadi dikalikan 100."),
        Slip(x + weight * attitude, "Itu x yang baru; masukkan ke rumus untuk memperoleh persennya."),
    ]
    praise = (
        f"Dari {fmt_number(before, 0)} menjadi {fmt_number(right, 0)} persen. Sikap yang membaik sebanyak "
        "itu tetap menyisakan isian yang tidak dibuat."
    )
    return check_number(answer, right, slips, praise=praise, within=0.6)


def check_extra_entries(answer: Any, officers: int, points: float = 5, days: int = 21) -> Verdict:
    """Lesson 08, exercise 2: entries a month that so many percentage points mean.

    Examples
    --------
    >>> check_extra_entries(525, 500).ok, check_extra_entries(25, 500).ok
    (True, False)
    """
    right = officers * days * points / 100
    base = float(Parameters.default()["compliance.base"])
    slips = [
        Slip(officers * points / 100, f"Itu sehari; sebulan ada {days} hari kerja."),
        Slip(officers * days * points, "Poin persen dibagi 100 dulu."),
        Slip(
            right * base,
            "Poin persen dihitung dari semua isian yang wajib, bukan dari yang sekarang sudah dibuat.",
        ),
        Slip(officers * days, "Itu semua isian yang wajib; yang ditanyakan tambahannya."),
    ]
    praise = (
        f"{fmt_number(right, 0)} isian sebulan. Tiga pertemuan tiga jam memakan "
        f"{fmt_number(9 * officers, 0)} jam pegawai: baru layak bila isiannya dipakai untuk sesuatu."
    )
    return check_number(answer, right, slips, praise=praise, within=0.5)


def check_known_or_assumed(answer: Any) -> Verdict:
    """Lesson 08, exercise 3: what is published, what is assumed, and what the model does not hold.

    Examples
    --------
    >>> check_known_or_assumed({"38% tidak mengisi penuh": "terbitan", "satu pertemuan menaikkan sikap 0,5":
    ...     "asumsi", "pegawai senior lebih cepat stres": "di luar model"}).ok
    True
    """
    right = {
        "38% tidak mengisi penuh": "terbitan",
        "satu pertemuan menaikkan sikap 0,5": "asumsi",
        "pegawai senior lebih cepat stres": "di luar model",
    }
    why = {
        "38% tidak mengisi penuh": "Angka itu diukur di Bondowoso 2020; lihat sumber di bawah.",
        "satu pertemuan menaikkan sikap 0,5": "Lihat tabel angka: arahnya masuk akal, besarnya tanpa sumber.",
        "pegawai senior lebih cepat stres": (
            "Dalam simulasi ini perubahan stres sama bagi semua umur; tidak ada angkanya sama sekali."
        ),
    }
    return check_pairs(answer, right, why)
