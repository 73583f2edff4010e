"""L3: a Faker provider for ASN; every number it gives carries the synthetic marker.

Made for small jobs and other people's tests; for a whole population with margins use
:func:`simkinerja.population.draw_population`, which is some hundred times faster.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from faker.providers import BaseProvider

from simkinerja.population import posts
from simkinerja.population.career import FIRST_RANK, KETERAMPILAN, feasible_cells
from simkinerja.population.city import load_city
from simkinerja.population.codes import EDUCATION, GOLONGAN, GROUPS, JENJANG, SEX, STATUS
from simkinerja.population.columns import JOB_TYPE_OF_GROUP, post_book
from simkinerja.population.names import name_pools
from simkinerja.population.plan import cell_limits

__all__ = ["AsnProvider"]

IntArray = npt.NDArray[np.int64]
_CITY: Final = "medan"
_REFERENCE: Final = date(2025, 11, 1)
_WITH_HEADS: Final = 5  # groups below lead something and need a unit
_SHARES: Final = np.array([0, 0, 0, 0, 0, 0.42, 0.14, 0.12, 0.32])


@lru_cache(maxsize=1)
def _kinds() -> tuple[IntArray, npt.NDArray[np.float64], IntArray]:
    """Kinds of people without a leading post: codes, cumulative weights, limits."""
    weights = load_city(_CITY).weights
    codes = np.argwhere(feasible_cells()).astype(np.int64)
    codes = codes[codes[:, 0] >= _WITH_HEADS]
    group, status, service, age, education, _ = codes.T
    w = _SHARES[group].copy()
    for table, row, column in (
        (weights.contract, group, status),
        (weights.age, group, age),
        (weights.education, group, education),
    ):
        w *= np.array([table[name] for name in GROUPS])[row, column]
    w *= np.array([weights.service[name] for name in STATUS])[status, service]
    codes = np.column_stack([codes, np.zeros(len(codes), dtype=np.int64)])
    return codes, np.cumsum(w), cell_limits(codes)


class AsnProvider(BaseProvider):
    """Indonesian civil servants for Faker.

    Examples
    --------
    >>> from faker import Faker
    >>> fake = Faker("id_ID")
    >>> fake.add_provider(AsnProvider)
    >>> fake.seed_instance(7)
    >>> number = fake.nip()
    >>> from simkinerja.rules.identifiers import read_nip
    >>> read_nip(number).synthetic, len(number)
    (True, 18)
    """

    def _between(self, low: int, high: int) -> int:
        return int(self.generator.random.randint(int(low), int(high)))

    def _birth(self) -> date:
        return date(1967, 1, 1) + timedelta(days=self._between(0, 365 * 35))

    def jenis_kelamin(self) -> str:
        """``"L"`` or ``"P"``."""
        return str(self.random_element(SEX))

    def nip(
        self,
        birth_date: date | None = None,
        sex: str | None = None,
        start_year: int | None = None,
        pppk: bool = False,
    ) -> str:
        """Synthetic NIP (or NI PPPK): 18 digits with an impossible month in digits 13-14."""
        born = birth_date or self._birth()
        year = start_year or self._between(min(born.year + 22, 2025), 2025)
        field = self._between(17, 20) if pppk else self._between(13, 16)
        digit = 1 + SEX.index(sex or self.jenis_kelamin())
        return f"{born:%Y%m%d}{year}{field}{digit}{self._between(1, 999):03d}"

    def nik(self, birth_date: date | None = None, sex: str | None = None) -> str:
        """Synthetic NIK: 16 digits of province 99."""
        born = birth_date or self._birth()
        day = born.day + 40 * SEX.index(sex or self.jenis_kelamin())
        region = f"99{self._between(71, 74)}{self._between(1, 16):02d}"
        return f"{region}{day:02d}{born:%m%y}{self._between(1, 9999):04d}"

    def golongan(self, status: str = "pns") -> str:
        """Golongan of a PNS (``"III/b"``) or of a PPPK (``"IX"``)."""
        return str(self.random_element(GOLONGAN[:17] if status == "pns" else GOLONGAN[17:]))

    def instansi(self, city: str = _CITY) -> str:
        """Name of an agency as the city files have it."""
        loaded = load_city(city)
        agency = self.random_element([a for a in loaded.agencies if a.count == 1])
        return f"{agency.label} {loaded.label}"

    def nama_asn(self, sex: str | None = None) -> str:
        """Two or three words from the pools of ``id_ID``, without titles."""
        first, last = name_pools()[SEX.index(sex or self.jenis_kelamin())]
        given = [str(self.random_element(first)) for _ in range(self._between(1, 2))]
        return " ".join([*given, str(self.random_element(last))])

    def gelar(self, education: str = "S-1") -> str:
        """Academic title behind the name for an education, e.g. ``"S.Sos."``."""
        return str(posts.TITLE_BACK[0, EDUCATION.index(education), self._between(0, posts.VARIANTS - 1)])

    def nama_bergelar(self) -> str:
        """Name with its titles, in front and behind."""
        return str(self.asn()["nama_bergelar"])

    def jabatan(self) -> str:
        """Name of a post, with its jenjang where it has one."""
        return str(self.asn()["jabatan"])

    def asn(self) -> dict[str, Any]:
        """One officer whose fields agree with each other.

        Returns
        -------
        dict
            ``nip, nik, nama, nama_bergelar, gelar_depan, gelar_belakang, sex, birth_date, age,
            education, status, golongan, job_type, jabatan, jenjang, years_of_service, instansi``.
        """
        codes, edges, limits = _kinds()
        kind = int(np.searchsorted(edges, self.generator.random.random() * edges[-1], side="right"))
        group, status, _, _, education, _, _ = codes[kind].tolist()
        low, high, entry_low, entry_high, m_low, m_high, rank_low, rank_high = limits[kind].tolist()
        age = self._between(low, high)
        service = self._between(max(m_low, age - entry_high), min(m_high, age - entry_low))
        rank = min(max(int(FIRST_RANK[education]) + service // 48, rank_low), rank_high)
        sex = self.jenis_kelamin()
        return self._record(group, status, education, sex, (age, service, rank))

    def _record(
        self, group: int, status: int, education: int, sex: str, career: tuple[int, int, int]
    ) -> dict[str, Any]:
        age, service, rank = career
        born, started = self._born(age), _months_before(service)
        agency = self._agency(GROUPS[group])
        front, back, post, level = self._post((group, education, rank), sex, agency)
        name = self.nama_asn(sex)
        titled = f"{front} {name}".strip() + (f", {back}" if back else "")
        return {
            "nip": self._dated_nip(born, sex, started, status > 0),
            "nik": self.nik(born, sex),
            "nama": name,
            "nama_bergelar": titled,
            "gelar_depan": front,
            "gelar_belakang": back,
            "sex": sex,
            "birth_date": born,
            "age": age // 12,
            "education": EDUCATION[education],
            "status": STATUS[status],
            "golongan": GOLONGAN[rank],
            "job_type": ("struktural", "fungsional", "pelaksana")[int(JOB_TYPE_OF_GROUP[group])],
            "jabatan": post,
            "jenjang": level,
            "years_of_service": service // 12,
            "instansi": f"{load_city(_CITY).agencies[agency].label} {load_city(_CITY).label}",
        }

    def _agency(self, group: str) -> int:
        """An agency that employs such people."""
        agencies = load_city(_CITY).agencies
        weights = [sum(getattr(u.staff, group) * u.count for u in a.units) for a in agencies]
        # kecamatan come in numbers; a single record has none
        weights = [w if a.count == 1 else 0 for w, a in zip(weights, agencies, strict=True)]
        return int(self.generator.random.choices(range(len(agencies)), weights)[0])

    def _dated_nip(self, born: date, sex: str, started: date, pppk: bool) -> str:
        field = 13 + (started.month - 1) // 3 + 4 * pppk
        digit = 1 + SEX.index(sex)
        return f"{born:%Y%m%d}{started.year}{field}{digit}{self._between(1, 999):03d}"

    def _born(self, age: int) -> date:
        first, after = _months_before(age + 1), _months_before(age)
        return first + timedelta(days=self._between(1, (after - first).days))

    def _post(self, kind: tuple[int, int, int], sex: str, agency: int) -> tuple[str, str, str, str | None]:
        group, education, rank = kind
        variant = self._between(0, posts.VARIANTS - 1)
        book = post_book(load_city(_CITY))
        base = int(book.base_of[group, education, SEX.index(sex), variant])
        if GROUPS[group] == "teknis":
            base = int(book.technical[agency, int(education > KETERAMPILAN), variant])
        level = int(posts.JENJANG_OF[group, education, rank])
        trade = int(posts.profession(np.array([base]))[0])
        post = f"{book.bases[base]} {JENJANG[level - 1]}" if level else book.bases[base]
        front = str(posts.TITLE_FRONT[trade, education])
        back = str(posts.TITLE_BACK[trade, education, variant])
        return front, back, post, JENJANG[level - 1] if level else None


def _months_before(months: int) -> date:
    """First day of the month that many months before the reference date."""
    index = _REFERENCE.year * 12 + _REFERENCE.month - 1 - months
    return date(index // 12, index % 12 + 1, 1)
