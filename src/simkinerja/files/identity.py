"""Identity at the door: columns that name a person are dropped at reading, by header and by look.

What is kept of a dropped column is its header, its letter and the reason; never a value.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from simkinerja.files.show import IDENTITY, mask_identity

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["REASONS", "DroppedColumn", "identity_by_header", "identity_by_look", "is_person", "masked"]

REASONS: Final[dict[str, str]] = {
    "nip": "NIP",
    "nik": "NIK atau nomor KK",
    "number": "nomor identitas",
    "name": "nama orang",
    "phone": "nomor telepon",
    "email": "alamat surel",
    "address": "alamat",
    "birth": "tempat atau tanggal lahir",
    "sign": "tanda tangan",
}


@dataclass(frozen=True, slots=True)
class DroppedColumn:
    """A column that was left out at reading.

    Parameters
    ----------
    header : str
        Header text, identity numbers masked.
    letter : str
        Spreadsheet letter.
    reason : str
        A key of :data:`REASONS`.
    by : {"header", "look"}

    Examples
    --------
    >>> DroppedColumn("No. HP", "C", "phone", "header").label
    "kolom C 'No. HP' (nomor telepon)"
    """

    header: str
    letter: str
    reason: str
    by: str = "header"

    @property
    def label(self) -> str:
        """Indonesian label for notes and reports."""
        return f"kolom {self.letter} '{self.header}' ({REASONS[self.reason]})"


_QUESTION: Final = re.compile(
    r"\?\s*$|^\W*(?:\d+|[a-z]|u\d+)?[.)]?\s*(?:bagaimana|apakah|apa|menurut|seberapa|sejauh|berapa|mengapa)\b",
    re.I,
)
_HEADERS: Final = (
    ("nip", r"\bnip\b|\bnipppk\b|nomor induk (?:pegawai|aparatur)|\bn\.i\.p\b|\bno\w*\.? ?pegawai\b"),
    (
        "nik",
        r"\bnik\b|\bktp\b.*(?:no|nomor)|(?:no|nomor)\W*(?:induk kependudukan|ktp|kk\b|kartu keluarga)|"
        r"n\.i\.k\b",
    ),
    (
        "number",
        r"\bnpwp\b|\bpaspor\b|\bpassport\b|\bip address\b|(?:no|nomor)\W*(?:sim\b|bpjs|rekening|identitas)",
    ),
    ("email", r"\be-?mail\b|\bsurel\b|\busername\b"),
    (
        "phone",
        r"\bhp\b|\btelp\b|\btelepon\b|\btlp\b|\bwa\b|whats ?app|\bponsel\b|handphone|\bphone\b|nomor kontak|"
        r"no\W*kontak|\bkontak\b",
    ),
    ("sign", r"tanda tangan|\bparaf\b|\bttd\b"),
    ("birth", r"(?:tempat|tanggal|tgl)\W*(?:dan|/|,)?\W*(?:tanggal|tgl)?\W*lahir|\bttl\b"),
    ("address", r"\balamat\b|\baddress\b|\brt\W*rw\b|\bdomisili lengkap\b"),
    ("name", r"\bnama\b|\bname\b"),
)
_PLACES: Final = re.compile(
    r"layanan|pelayanan|unit|unsur|instansi|opd|skpd|perangkat|dinas|badan|kantor|jenis|bidang|bagian|"
    r"kecamatan|kelurahan|desa|nagari|gampong|puskesmas|rumah sakit|pekerjaan|pendidikan|jabatan|lokasi|"
    r"loket|gerai|produk|indikator|periode|bulan|tahun|triwulan|semester|saran|kritik|masukan|komentar|aplikasi|kegiatan|"
    r"program|kota|kabupaten|provinsi|sekolah|lembaga|perusahaan|kategori|kelas|dokumen|file|sheet|"
    r"survei|"
    r"responden ke",
    re.I,
)
_PERSON: Final = re.compile(
    r"\b(?:nama|alamat|kontak|hp|telp|telepon)\W+(?:(?:lengkap|rumah|dan|/|nomor|no)\W+)*"
    r"(?:responden|pegawai|petugas|lengkap|pemohon|pengguna|pelapor|anda|saudara|kepala|pasien|siswa|warga)\b",
    re.I,
)


def identity_by_header(header: str) -> str | None:
    """Return the reason why a header names an identity column, or ``None``.

    A question ("Bagaimana ... ?") is never an identity column by its header, and *nama* of a service,
    unit or place is not the name of a person.

    Examples
    --------
    >>> identity_by_header("Nama Lengkap"), identity_by_header("No. HP/WA"), identity_by_header("NIK")
    ('name', 'phone', 'nik')
    >>> identity_by_header("Nama Layanan"), identity_by_header("Alamat e-mail")
    (None, 'email')
    >>> identity_by_header("Bagaimana kemudahan alamat kantor kami?") is None
    True
    """
    text = " ".join(re.sub(r"[_]+", " ", header).split())
    if not text or len(text) > 120 or _QUESTION.search(text):
        return None
    for reason, pattern in _HEADERS:
        if not re.search(pattern, text, re.I):
            continue
        place = reason in {"name", "address", "phone"} and _PLACES.search(text)
        if not place or _PERSON.search(text):
            return reason
    return None


_NUMBERS: Final = (
    ("nip", r"\s*(?:19|20)\d{2}[01]\d[0-3]\d[ .]?\d{6}[ .]?[012][ .]?\d{3}\s*"),
    ("nik", r"\s*'?\d{16}\s*"),
    ("number", r"\s*'?\d(?:[ .-]?\d){14,19}\s*"),
    ("email", r"\s*[\w.+-]+@[\w-]+(?:\.[\w-]+)+\s*"),
    ("phone", r"\s*'?(?:\+?62|0)[ .-]?\(?8\d{1,3}\)?(?:[ .-]?\d){5,10}\s*"),
    ("phone", r"\s*8[1235789]\d{7,10}\s*"),
)
_SHARE: Final = 0.5
_SAMPLE: Final = 2_000
_NAME_SHAPE: Final = (
    r"(?:(?:[Hh]j?|[Dd]r[ags]?|[Ii]r|[Pp]rof|DR|DRS|IR|HJ?)\.? ?)*[A-Z][A-Za-z'’.-]*"
    r"(?: [A-Z][A-Za-z'’.-]*){0,4}"
    r"(?:, ?[A-Z][A-Za-z. ,]{0,25})?"
)
_COMMON: Final = frozenset(
    """
    abdul abdullah achmad ade adi agung agus agustina ahmad aisyah ali alif amalia amin andi andri
    anggraini ani anisa anita ari arief arif aris aryani asih astuti ayu bagus bambang basuki bayu budi
    budiman cahya cahyono chandra citra darma david desi dewi dian dwi edi eka eko endang erna fajar
    farida fatimah fauzi febri fitri fitriani gede ginting gunawan hadi halim handayani handoko hani
    harahap hari hartati hartono hasan hendra hendri heri herman heru hidayat hidayati hutapea ika ilham
    imam indah indra irawan irma iwan jaya joko kartika ketut komang kurnia kurniawan kusuma laila lestari
    lia lilis lina linda lubis lukman made mahendra maria mariana maya mega mohamad muhamad muhammad
    mulyadi mulyani mulyono mustofa nasution ningsih nita novi novita nugraha nugroho nur nuraini
    nurhayati nurul nyoman oktavia pane permana permata pertiwi prabowo pramono prasetyo pratama pratiwi
    purnama purwanto puspita putra putri putu rachmat rahayu rahma rahman rahmat rahmawati ramadhan ratna
    ratnasari retno riana rina rini riska rizal rizki rizky rosita rudi safitri saputra saputri sari
    setiawan setiawati setyawan simanjuntak sinaga siregar siti sitorus slamet sri sudarmono sugeng
    suharto sukma sulistyowati sumarni supriyadi supriyanto surya suryani susanti susanto susilo sutrisno
    suwarno syahputra tarigan taufik teguh tina titin tri udin umar utami utomo wahyu wahyudi wahyuni wati
    wawan wayan wibowo widodo widya wijaya winarno wulandari yanti yanto yogi yuli yulia yuliana yuni
    yunita yusuf zainal zulkarnain
    """.split()  # noqa: SIM905 - a list of 250 quoted words would not be read by anybody
)
_INSTITUTION: Final = (
    r"(?i)\b(?:layanan|pelayanan|dinas|badan|kantor|kartu|akta|surat|izin|perizinan|puskesmas|kecamatan|"
    r"kelurahan|desa|rumah sakit|rsud|sekolah|sdn|smp|sma|unit|bidang|bagian|seksi|loket|ktp|pajak|retribusi|"
    r"legalisir|"
    r"pengaduan|konsultasi|rekomendasi|sangat|tidak|kurang|cukup|baik|mudah|puas)\b"
)


def identity_by_look(column: pd.Series, header: str = "") -> str | None:
    """Return the reason why the values of a column look like identity, or ``None``.

    Numbers and addresses of e-mail: at least half of the cells. Names: at least 70 % of the cells are
    one to five capitalised words, at least 60 % differ, at least 15 % hold one of 250 common name
    parts, and the header does not speak of a service, a unit or a place.

    Examples
    --------
    >>> import pandas as pd
    >>> identity_by_look(pd.Series(["081234567890", "+62 813-1111-2222"]))
    'phone'
    >>> identity_by_look(pd.Series(["Siti Aminah", "Budi Santoso", "Agus Wijaya", "Rina", "Joko Dwi"]))
    'name'
    >>> identity_by_look(pd.Series(["Sangat mudah", "Mudah", "Kurang mudah"])) is None
    True
    """
    step = max(1, len(column) // 50_000)
    full = column.iloc[::step].dropna()
    full = full.iloc[:: max(1, len(full) // _SAMPLE)]
    longest = full.str.len().max() if len(full) else 0
    if longest < 4:
        return None
    if longest >= 9:
        for reason, pattern in _NUMBERS:
            if float(full.str.fullmatch(pattern).mean()) >= _SHARE:
                return reason
    return "name" if _looks_like_names(full, header) else None


def _looks_like_names(full: Any, header: str) -> bool:
    if len(full) < 5 or _PLACES.search(header) or full.nunique() < 0.6 * len(full):
        return False
    texts = full.drop_duplicates().head(2_000)
    if texts.str.fullmatch(_NAME_SHAPE).mean() < 0.7 or texts.str.contains(_INSTITUTION).mean() > 0.1:
        return False
    words = [set(re.findall(r"[a-z]+", text.casefold())) for text in texts.tolist()]
    return sum(bool(known & _COMMON) for known in words) >= 0.15 * len(words)


def is_person(text: str) -> bool:
    """Tell whether a short text looks like the name of a person.

    Capitalised words, at least one of them a common Indonesian name, no word of an office or a service.

    Examples
    --------
    >>> is_person("Siti Aminah"), is_person("Loket Siti"), is_person("Perizinan")
    (True, False, False)
    """
    name = re.sub(r"^(?:ibu|bu|bapak|pak|sdr|sdri|kak|mas|mbak)\.? ", "", text.strip(), flags=re.I)
    words = set(re.findall(r"[a-z]+", name.casefold()))
    shape = re.fullmatch(_NAME_SHAPE, name.title() if name.islower() else name)
    return bool(shape and words & _COMMON and not re.search(_INSTITUTION, name))


# a wider net without look-arounds, which Arrow's regex engine can throw over a million cells at once
_HINT: Final = r"@|(?:\+?62|0)[ .-]?\(?8\d|\d(?:[ .-]?\d){14}"


def masked(column: pd.Series) -> tuple[pd.Series, Any]:
    """Mask identity numbers inside the cells of a column that is kept.

    Returns
    -------
    column : Series of str
    hits : bool array, length of the column
        Where something was masked.
    """
    import numpy as np

    none = np.zeros(len(column), dtype=bool)
    if not len(column) or not column.str.len().max() >= 6:
        return column, none
    where = np.flatnonzero(column.str.contains(_HINT).fillna(False).to_numpy(dtype=bool))
    where = (
        where[[bool(IDENTITY.search(text)) for text in column.iloc[where].tolist()]] if len(where) else where
    )
    if not len(where):
        return column, none
    changed = column.copy()
    changed.iloc[where] = [mask_identity(text) for text in column.iloc[where].tolist()]
    none[where] = True
    return changed, none
