"""L3: the Indonesian words of a scheme: what each field is called, what it means, and its keywords.

One source for the headings of the sheet, the titles that an editor shows (JSON Schema) and ``docs/skema.md``.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from simkinerja.schemes.model import CHANNELS

__all__ = ["CHOICES", "FIELDS", "MODELS", "bare"]

MODELS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "Scheme": "Skema",
        "Indicator": "Indikator (indicators)",
        "Normalise": "Dari angka mentah ke poin (normalise)",
        "Category": "Kategori (categories)",
        "Evidence": "Bukti (evidence)",
        "LegalBasis": "Dasar hukum (basis, basis_of)",
        "Rules": "Aturan penghitungan (rules)",
        "Aggregate": "Penggabungan (aggregate)",
        "Band": "Predikat (bands)",
        "Consequence": "Akibat (consequence)",
        "PayBase": "Dasar TPP (base)",
    }
)
"""Every part of a scheme, in the order of the pages, with its heading."""

FIELDS: Final[Mapping[str, Mapping[str, tuple[str, str]]]] = MappingProxyType(
    {
        "Scheme": {
            "format": ("Format", "Versi susunan berkas; biarkan seperti adanya."),
            "code": ("Kode skema", "Nama pendek: huruf kecil, angka, garis bawah."),
            "title": ("Judul", "Nama skema seperti dibaca orang."),
            "note": ("Catatan skema", "Hal yang harus diketahui pembaca; batasannya, pilihan yang dibuat."),
            "basis": (
                "Dasar hukum skema",
                "Siapa yang menetapkan, bila indikator atau aturan tidak menyebut lain.",
            ),
            "indicators": ("Indikator", "Daftar indikator dan kelompoknya."),
            "rules": (
                "Aturan penghitungan",
                "Bagaimana angka menjadi poin, poin menjadi nilai, nilai menjadi predikat.",
            ),
            "consequence": ("Akibat", "Apa yang bergantung pada hasilnya."),
        },
        "Indicator": {
            "code": ("Kode", "Huruf kecil, angka, garis bawah; boleh menjadi judul kolom tabel Anda."),
            "label": ("Nama indikator", "Seperti dibaca orang; boleh menjadi judul kolom tabel Anda."),
            "unit": ("Satuan", "Satuan angka mentahnya."),
            "level": ("Tingkat", "1 di puncak; boleh kosong karena induk sudah menentukannya."),
            "parent": ("Induk", "Kode kelompoknya; kosong bila di tingkat teratas."),
            "direction": ("Arah", "Naik bila makin besar makin baik, turun bila sebaliknya."),
            "weight": ("Bobot", "Di antara indikator dengan induk yang sama; skalanya bebas."),
            "target": ("Sasaran", "Dalam satuan angka mentah."),
            "normalise": ("Cara menilai", "Bila berbeda dari aturan umum skema."),
            "measure": (
                "Kolom catatan",
                "Nama kolom catatan sintetis; kosong bila hanya untuk tabel sendiri.",
            ),
            "months": ("Ringkasan bulan", "Bagaimana angka beberapa bulan menjadi satu."),
            "lowest": ("Angka terendah", "Angka mentah terendah yang mungkin."),
            "highest": ("Angka tertinggi", "Angka mentah tertinggi yang mungkin."),
            "step": ("Kelipatan", "Langkah terkecil angka mentah: 1 bagi hitungan."),
            "channel": ("Saluran", "Dari mana catatannya berasal; diperlukan simulasi."),
            "dimension": (
                "Dimensi kerja",
                "Bagian dimensi yang dilihat indikator, berjumlah 1; diperlukan simulasi.",
            ),
            "reliability": ("Keandalan", "0-1; 1 berarti tanpa galat pengukuran; diperlukan simulasi."),
            "inflation": (
                "Kemudahan digelembungkan",
                "0-1, mudahnya diklaim tanpa dikerjakan; diperlukan simulasi.",
            ),
            "audit": ("Peluang diperiksa", "0-1, peluang suatu klaim diperiksa; diperlukan simulasi."),
            "scope": (
                "Cakupan",
                "Kolom dan isinya; pegawai lain di luar cakupan. Contoh: agency = Dinas Kesehatan.",
            ),
            "evidence": ("Bukti", "Apa yang membuktikan angkanya."),
            "basis": ("Dasar hukum", "Siapa yang menetapkan angka-angka indikator ini."),
            "basis_of": (
                "Dasar hukum khusus",
                "Bagi isian yang dasarnya lain. Contoh: sasaran = lokal | Perwal 1/2024 | Pasal 3.",
            ),
            "note": ("Catatan", "Keterangan bebas."),
        },
        "Normalise": {
            "method": ("Cara", "Sasaran, patok, atau dibandingkan dengan pegawai lain."),
            "cap": ("Poin tertinggi", "Poin tidak pernah melewatinya; 100 berarti sasaran tercapai."),
            "floor": ("Poin terendah", "Poin tidak pernah di bawahnya."),
            "low": ("Patok bawah", "Angka mentah dengan nol poin (atau seratus, bila arahnya turun)."),
            "high": (
                "Patok atas",
                "Angka mentah dengan seratus poin; selalu lebih besar daripada patok bawah.",
            ),
            "categories": ("Kategori", "Nama, poin, dan angka mulai. Contoh: Sesuai Ekspektasi = 95 | 80."),
        },
        "Category": {
            "label": ("Nama", "Kata seperti tertulis di tabel."),
            "points": ("Poin", "Poin bagi kategori ini."),
            "lower": (
                "Mulai dari",
                "Angka mentah terendah yang masuk; kosong bila kategori hanya berupa kata.",
            ),
        },
        "Evidence": {
            "what": ("Bukti", "Apa yang harus ditunjukkan."),
            "minutes": ("Menit bukti", "Waktu pegawai menyiapkan bukti, menit sebulan."),
            "items": ("Butir bukti", "Satu butir satu baris."),
        },
        "LegalBasis": {
            "status": ("Status", "Hukum, edaran, lokal, atau asumsi."),
            "source": ("Sumber", "Peraturan atau sumber lain."),
            "article": ("Pasal", "Pasal, lampiran, atau halaman."),
            "note": ("Keterangan", "Bagaimana angkanya diketahui, apa yang belum pasti."),
        },
        "Rules": {
            "normalise": ("Cara menilai umum", "Bagi indikator tanpa cara sendiri."),
            "aggregate": ("Penggabungan", "Bagaimana poin menjadi satu nilai."),
            "missing": (
                "Data hilang",
                "Bobot dibagi kepada yang lain, atau tabel ditolak; tidak pernah dihitung nol.",
            ),
            "coverage": ("Cakupan minimum", "0-1, bagian bobot yang harus ada agar seorang pegawai dinilai."),
            "digits": ("Desimal cetak", "Banyak desimal yang dicetak; pembulatan hanya saat mencetak."),
            "bands": ("Predikat", "Daftar predikat dengan batasnya."),
            "basis": ("Dasar hukum aturan", "Siapa yang menetapkan aturan penghitungannya."),
            "basis_of": (
                "Dasar hukum aturan khusus",
                "Bagi isian yang dasarnya lain. Contoh: predikat = hukum | PP 30/2019 | Pasal 41.",
            ),
        },
        "Aggregate": {
            "method": ("Cara menggabung", "Rata-rata berbobot, geometrik, terendah, atau kuadran."),
            "results": ("Sumbu hasil kerja", "Kuadran: kode kelompok hasil kerja."),
            "behaviour": ("Sumbu perilaku kerja", "Kuadran: kode kelompok perilaku kerja."),
            "meets": (
                "Batas sesuai",
                "Kuadran: poin mulai 'sesuai ekspektasi'; pilihan skema, bukan peraturan.",
            ),
            "above": (
                "Batas di atas",
                "Kuadran: poin mulai 'di atas ekspektasi'; pilihan skema, bukan peraturan.",
            ),
            "within": (
                "Di dalam kelompok",
                "Cara menggabung di dalam kelompok, bila lain; bukan untuk rata-rata berbobot.",
            ),
        },
        "Band": {
            "code": ("Kode predikat", "Huruf kecil, angka, garis bawah."),
            "label": ("Predikat", "Seperti dibaca orang."),
            "lower": ("Batas bawah", "Nilai mulai; termasuk. Kosong bagi predikat terendah."),
            "upper": (
                "Batas atas",
                "Boleh kosong; hanya diperiksa terhadap batas bawah predikat di atasnya.",
            ),
            "predikat": ("Padanan predikat", "Salah satu dari lima predikat PermenPANRB 6/2022, bila ada."),
            "pay": ("Persen bayar", "Persen bagian TPP yang dibayarkan pada predikat ini."),
            "basis": ("Dasar hukum predikat", "Bila batas predikat ini ditetapkan pihak lain."),
        },
        "Consequence": {
            "kind": ("Jenis akibat", "TPP, karier, atau catatan saja."),
            "share": ("Bagian TPP", "0-1, bagian TPP yang mengikuti hasil; sisanya tetap dibayar."),
            "automatic": ("Otomatis", "Ya bila berlaku tanpa keputusan siapa pun."),
            "payment": ("Cara bayar", "Sebanding dengan nilai, atau menurut predikat."),
            "cap": ("Persen bayar tertinggi", "Pembayaran sebanding tidak melewati persen ini."),
            "base": ("Dasar TPP", "Dari mana besar TPP sebulan."),
            "basis": ("Dasar hukum akibat", "Siapa yang menetapkan akibatnya."),
        },
        "PayBase": {
            "column": ("Kolom TPP", "Kolom tabel yang memuat TPP sebulan, rupiah."),
            "by": (
                "TPP menurut",
                "Kolom yang menentukan besarnya, bila tidak ada kolom TPP. Contoh: golongan.",
            ),
            "values": ("Besar TPP", "Rupiah setiap isi kolom itu. Contoh: III/a = 2500000."),
            "other": ("TPP lainnya", "Rupiah bagi yang tidak disebut."),
        },
    }
)
"""Heading and meaning of every field, by model."""

CHOICES: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "format": {"simkinerja-skema-1": "simkinerja-skema-1"},
        "direction": {"naik": "naik", "turun": "turun"},
        "status": {"law": "hukum", "circular": "edaran", "local": "lokal", "assumed": "asumsi"},
        "normalise": {
            "target": "sasaran",
            "goalpost": "patok",
            "min_max": "terendah-tertinggi",
            "z": "nilai z",
            "rank": "peringkat",
            "category": "kategori",
            "none": "angka langsung",
        },
        "aggregate": {
            "weighted_mean": "rata-rata berbobot",
            "geometric": "rata-rata geometrik",
            "non_compensatory": "yang terendah menentukan",
            "quadrant": "kuadran",
        },
        "months": {
            "mean": "rata-rata",
            "sum": "jumlah",
            "last": "terakhir",
            "min": "terendah",
            "max": "tertinggi",
        },
        "channel": CHANNELS,
        "dimension": {
            "presence": "kehadiran",
            "throughput": "kecepatan kerja",
            "care": "ketelitian",
            "improvement": "perbaikan",
            "helping": "membantu rekan",
        },
        "predikat": {
            "sangat_baik": "Sangat Baik",
            "baik": "Baik",
            "butuh_perbaikan": "Butuh Perbaikan",
            "kurang": "Kurang",
            "sangat_kurang": "Sangat Kurang",
        },
        "missing": {"reweight": "bobot dibagi ulang", "stop": "tabel ditolak"},
        "kind": {"tpp": "TPP", "career": "karier", "record": "catatan saja"},
        "payment": {"proportional": "sebanding dengan nilai", "band": "menurut predikat"},
        "of_indicator": {
            "weight": "bobot",
            "target": "sasaran",
            "normalise": "cara menilai",
            "reliability": "keandalan",
            "dimension": "dimensi kerja",
            "inflation": "kemudahan digelembungkan",
            "audit": "peluang diperiksa",
            "evidence": "bukti",
        },
        "of_rules": {
            "normalise": "cara menilai",
            "aggregate": "penggabungan",
            "cuts": "batas kuadran",
            "missing": "data hilang",
            "bands": "predikat",
        },
    }
)
"""Keywords of the model and the words of the sheet, by list."""


def bare(words: str) -> str:
    """Return letters and digits only, lower case: how headings and keywords are compared.

    Examples
    --------
    >>> bare(" Nama Indikator: ")
    'namaindikator'
    """
    return "".join(char for char in words.casefold() if char.isalnum())
