"""L2: NIP, NI PPPK and NIK: what their digits say, and whether a number can belong to a person.

*Format* and *synthetic marker* are two answers. A synthetic number has a right format but one field that
no office ever issues: digits 13-14 of a NIP from 13 to 16 (a month, PNS) or from 17 to 20 (a contract
number, PPPK; real ones start at 21), and province 99 in a NIK. So it can be told from any real number.

Layout: NIP birth date 8, appointment YYYYMM 6, sex 1, serial 3 (Perka BKN 22/2007, 43/2007); NI PPPK
birth date 8, year 4, contract 2, sex 1, serial 3; NIK region 6, DDMMYY with day + 40 for women, serial 4
from 0001 (Dukcapil).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

__all__ = ["NikReading", "NipReading", "read_nik", "read_nip"]

Kind = Literal["pns", "pppk"]
Sex = Literal["L", "P"]
_SEX: Final[dict[str, Sex]] = {"1": "L", "2": "P"}
_SYNTHETIC_PNS: Final = range(13, 17)
_SYNTHETIC_PPPK: Final = range(17, 21)
_SYNTHETIC_PROVINCE: Final = "99"
#: Nobody enters the service before this age (assumed; the lowest age of the law is 18).
_YOUNGEST_YEARS: Final = 17
_PLACEHOLDERS: Final = str.maketrans("", "", " .-")


@dataclass(frozen=True, slots=True)
class NipReading:
    """What a NIP or NI PPPK says.

    Parameters
    ----------
    format_ok : bool
        Right length, a possible birth date, a known field in digits 13-14, sex 1 or 2.
    kind : {"pns", "pppk"} or None
    synthetic : bool
        Right format and a field that no office issues: it cannot belong to a person.
    birth_date : date or None
    sex : {"L", "P"} or None
    start_year : int or None
        Year of appointment.
    start_month : int or None
        Month of appointment (PNS, not synthetic).
    frequency : int or None
        Contract number of a real NI PPPK, 21 for the first.
    serial : str or None
    reasons : tuple of str
        In Indonesian, why the format is not right; empty when it is.
    """

    format_ok: bool
    kind: Kind | None
    synthetic: bool
    birth_date: date | None
    sex: Sex | None
    start_year: int | None
    start_month: int | None
    frequency: int | None
    serial: str | None
    reasons: tuple[str, ...]

    @property
    def could_be_real(self) -> bool:
        """Whether a person could carry this number."""
        return self.format_ok and not self.synthetic


@dataclass(frozen=True, slots=True)
class NikReading:
    """What a NIK says; fields as in :class:`NipReading`, ``region`` as ``"33.73.01"``."""

    format_ok: bool
    synthetic: bool
    region: str | None
    birth_date: date | None
    sex: Sex | None
    serial: str | None
    reasons: tuple[str, ...]

    @property
    def could_be_real(self) -> bool:
        """Whether a person could carry this number."""
        return self.format_ok and not self.synthetic


def _clean(text: object) -> str:
    return str(text).strip().translate(_PLACEHOLDERS)


def _is_number(text: str, width: int) -> bool:
    return len(text) == width and text.isascii() and text.isdigit()


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _kind(field: int) -> Kind | None:
    if 1 <= field <= 12 or field in _SYNTHETIC_PNS:
        return "pns"
    return "pppk" if field in _SYNTHETIC_PPPK or field > 20 else None


def read_nip(text: object) -> NipReading:
    """Read a NIP or NI PPPK; spaces, dots and hyphens between the groups are allowed.

    Examples
    --------
    >>> reading = read_nip("198609262015131001")
    >>> reading.format_ok, reading.kind, reading.synthetic, reading.sex
    (True, 'pns', True, 'L')
    >>> read_nip("1986").reasons
    ('bukan 18 angka',)
    """
    number = _clean(text)
    if not _is_number(number, 18):
        return NipReading(False, None, False, None, None, None, None, None, None, ("bukan 18 angka",))
    born = _date(int(number[:4]), int(number[4:6]), int(number[6:8]))
    year, field = int(number[8:12]), int(number[12:14])
    kind, sex = _kind(field), _SEX.get(number[14])
    reasons = []
    if born is None or born.year < 1900:
        reasons.append("tanggal lahir pada angka 1-8 tidak ada")
    elif not born.year + _YOUNGEST_YEARS <= year <= 2100:
        reasons.append("tahun pengangkatan pada angka 9-12 tidak cocok dengan tanggal lahir")
    if kind is None:
        reasons.append("angka 13-14 harus bulan 01-12 (PNS) atau urutan perjanjian mulai 21 (PPPK)")
    if sex is None:
        reasons.append("angka ke-15 harus 1 (laki-laki) atau 2 (perempuan)")
    if reasons:
        return NipReading(False, None, False, None, None, None, None, None, None, tuple(reasons))
    month = field if field <= 12 else None
    frequency = field if field > 20 else None
    return NipReading(True, kind, 13 <= field <= 20, born, sex, year, month, frequency, number[15:], ())


def read_nik(text: object, pivot: int = 30) -> NikReading:
    """Read a NIK.

    Parameters
    ----------
    text : str
    pivot : int
        Two-digit years below it are read as 20YY, others as 19YY.

    Examples
    --------
    >>> reading = read_nik("9901016905120001")
    >>> reading.synthetic, reading.birth_date.isoformat(), reading.sex, reading.region
    (True, '2012-05-29', 'P', '99.01.01')
    """
    number = _clean(text)
    if not _is_number(number, 16):
        return NikReading(False, False, None, None, None, None, ("bukan 16 angka",))
    day, month, short = int(number[6:8]), int(number[8:10]), int(number[10:12])
    sex: Sex = "P" if day > 40 else "L"
    born = _date((2000 if short < pivot else 1900) + short, month, day - 40 if day > 40 else day)
    reasons = []
    if born is None:
        reasons.append("tanggal lahir pada angka 7-12 tidak ada")
    if "00" in (number[:2], number[2:4], number[4:6]):
        reasons.append("kode wilayah pada angka 1-6 tidak boleh memuat 00")
    if number[12:] == "0000":
        reasons.append("nomor urut mulai 0001")
    if reasons:
        return NikReading(False, False, None, None, None, None, tuple(reasons))
    region = ".".join((number[:2], number[2:4], number[4:6]))
    return NikReading(True, number[:2] == _SYNTHETIC_PROVINCE, region, born, sex, number[12:], ())
