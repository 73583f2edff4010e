"""L5: the Indonesian words of scenarios: one source for labels, hints of editors and ``docs/skenario.md``."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from simkinerja.simulate.interventions import Intervention

__all__ = ["CHANNEL", "COMMON", "KIND_WORDS", "OWN", "SCENARIO", "TARGETS", "kind_label"]

Words = Mapping[str, tuple[str, str]]

KIND_WORDS: Final[Words] = MappingProxyType(
    {
        "training": ("Pelatihan", "Kursus untuk pegawai; hasilnya luntur bila tidak dipakai."),
        "mentoring": ("Pendampingan", "Pendamping bertemu pegawai sepanjang bulan."),
        "supervision": ("Supervisi", "Atasan atau tim melihat pekerjaan dan membicarakannya."),
        "e_kinerja": ("e-Kinerja", "Laporan kerja sendiri di aplikasi, dengan atau tanpa akibat."),
        "feedback": ("Umpan balik", "Percakapan tentang pekerjaan dengan nada tertentu."),
        "evaluation_forum": ("Forum evaluasi", "Rapat evaluasi; hambatan hilang bila ditindaklanjuti."),
        "reward": ("Penghargaan", "Pengakuan atau uang bagi yang tercatat tertinggi."),
        "transparency": ("Keterbukaan nilai", "Nilai unit, atau peringkat pegawai, dapat dilihat semua."),
        "citizen_feedback": ("Umpan balik warga", "Suara warga; berarti bila atasan memakainya."),
        "management_information": ("Informasi pimpinan", "Angka untuk pimpinan, dengan jeda dan galat."),
        "career_use": ("Karier mengikuti nilai", "Promosi dan mutasi mengikuti nilai kinerja."),
        "process_redesign": ("Penataan ulang proses", "Proses layanan ditata ulang; hasilnya menetap."),
        "sosialisasi": ("Sosialisasi", "Penjelasan satu arah, atau dikerjakan bersama."),
        "staffing": ("Tambahan pegawai", "Kapasitas unit ditambah."),
        "culture": ("Budaya membina", "Umpan balik buruk tidak merugikan karier."),
        "use_channel": ("Saluran pemantauan", "Saluran pemantauan apa pun, dirinci sendiri."),
    }
)
"""Kind to its name and one sentence."""

SCENARIO: Final[Words] = MappingProxyType(
    {
        "format": ("Format", "Versi susunan berkas; biarkan seperti adanya."),
        "code": ("Kode", "Nama pendek: huruf kecil, angka, garis bawah."),
        "title": ("Judul", "Nama skenario seperti dibaca orang."),
        "author": ("Penyusun", "Siapa yang menyusun skenario ini."),
        "source": ("Sumber", "Dokumen atau alasan yang menjadi dasarnya."),
        "note": ("Catatan", "Hal yang harus diketahui pembaca."),
        "city": ("Kota", "Kode kota, atau berkas kota; kosong bila untuk kota mana pun."),
        "scheme": ("Skema", "Kode skema penilaian yang berlaku, atau berkasnya."),
        "months": ("Lama", "Berapa bulan disimulasikan."),
        "parameters": ("Parameter", "Angka model yang diganti: nama dan nilainya."),
        "interventions": ("Intervensi", "Apa yang berubah; urutannya tidak berpengaruh."),
    }
)

COMMON: Final[Words] = MappingProxyType(
    {
        "kind": ("Jenis", "Jenis intervensi."),
        "to": ("Sasaran", "Siapa yang ikut; tanpa isian: semua pegawai."),
        "start": ("Mulai", "Bulan pertama, dihitung dari 0; dengan 'when': jeda sejak aturan terpenuhi."),
        "months": ("Lama", "Berapa bulan bagi setiap peserta; kosong: sampai akhir (yang sekali: 1)."),
        "every": ("Ulang tiap", "Jarak antarpembukaan dalam bulan; kosong: sekali saja."),
        "when": ("Bila", "Aturan atas angka tercatat unit, mis. 'on_time_share < 0.8 for 2 months'."),
        "strength": ("Kekuatan", "0-1; mengalikan pengaruh, bukan biaya; 0 sama dengan tanpa program."),
        "budget_idr": ("Anggaran", "Rupiah per bulan; yang tidak tertampung menunggu giliran."),
        "trainers": ("Tenaga", "Jumlah pengajar, pendamping, atau pengawas; yang lain menunggu giliran."),
        "label": ("Nama", "Nama di tabel hasil; kosong: nama jenisnya."),
        "idr_each": ("Biaya", "Rupiah per peserta per bulan, pengganti angka bawaan."),
        "hours_each": ("Jam", "Jam kerja per peserta per bulan, pengganti angka bawaan."),
    }
)
"""Fields of every intervention."""

OWN: Final[Mapping[str, Words]] = MappingProxyType(
    {
        "training": {
            "skill": ("Keterampilan", "technical: teknis; interpersonal: antarpribadi."),
            "topic": ("Topik", "Menentukan keterampilannya bila 'skill' tidak diisi."),
            "hours": ("Jam pelajaran", "JP per bulan; 20 JP = satu kursus acuan."),
            "support": ("Dukungan", "0-1; seberapa tempat kerja mendukung pemakaian hasilnya."),
            "needs_based": ("Sesuai kebutuhan", "Apakah didahului analisis kebutuhan."),
        },
        "mentoring": {},
        "supervision": {
            "field": ("Di lapangan", "Kunjungan lapangan oleh tim, bukan di kantor oleh atasan."),
            "visits_per_month": ("Kunjungan", "Kunjungan per bulan; 2 = penuh."),
            "consequence": ("Akibat", "0 hanya dicatat; 0.15 hukuman di atas kertas; 0.8 ditindak; 1 pasti."),
            "announced": ("Diberitahukan", "Apakah waktunya diketahui lebih dahulu."),
        },
        "e_kinerja": {
            "daily": ("Harian", "Laporan harian; tanpa ini laporan bulanan."),
            "realtime": ("Seketika", "Atasan menilai seketika."),
            "consequence": ("Akibat", "0 hanya dicatat; 0.15 hukuman di atas kertas; 0.8 ditindak; 1 pasti."),
            "automatic": ("Otomatis", "Akibat berjalan tanpa orang yang dapat memaafkan."),
            "audit": ("Pemeriksaan", "0-1; peluang satu laporan dicocokkan dengan kenyataan."),
        },
        "feedback": {
            "per_month": ("Frekuensi", "Percakapan per bulan; 1 = penuh."),
            "tone": ("Nada", "developmental: membina; neutral: netral; controlling: mengawasi."),
        },
        "evaluation_forum": {
            "per_year": ("Rapat", "Rapat per tahun; 4 = penuh."),
            "two_way": ("Dua arah", "Pegawai boleh mengangkat hambatan."),
            "acted_on": ("Ditindaklanjuti", "Hambatan yang diangkat ditangani."),
        },
        "reward": {
            "form": ("Bentuk", "recognition: pengakuan; money: uang."),
            "share": ("Bagian", "0-1; bagian tertinggi yang mendapat."),
            "by": ("Menurut", "Catatan yang menentukan peringkat."),
            "within": ("Di dalam", "agency, unit, atau city."),
            "per_year": ("Kali setahun", "Berapa kali setahun penerima pengakuan dipilih."),
        },
        "transparency": {"of": ("Nilai siapa", "unit: nilai unit; person: peringkat pegawai.")},
        "citizen_feedback": {
            "means": ("Cara", "app: aplikasi; survey: survei; complaints: pengaduan."),
            "used": ("Dipakai", "Atasan bertindak atas suara warga."),
        },
        "management_information": {
            "delay": ("Jeda", "Bulan keterlambatan angka."),
            "noise": ("Galat", "0-1; bagian angka yang keliru."),
            "acted_on": ("Ditindaklanjuti", "Pimpinan bertindak atas angkanya."),
        },
        "career_use": {"weight": ("Bobot", "0-1; seberapa karier mengikuti nilai.")},
        "process_redesign": {
            "ambition": ("Ambisi", "0-1; seberapa jauh proses ditata ulang."),
            "ramp": ("Lama pengerjaan", "Bulan sampai hasilnya penuh; setelah itu menetap."),
        },
        "sosialisasi": {
            "mode": ("Cara", "one_way: satu arah; participatory: partisipatif."),
            "hours": ("Jam", "Jam per bulan; 3 = satu pertemuan acuan."),
        },
        "staffing": {"added": ("Tambahan", "Bagian kapasitas unit; 0.1 = sepersepuluh.")},
        "culture": {"developmental": ("Membina", "0-1; seberapa aman menerima umpan balik buruk.")},
        "use_channel": {"channel": ("Saluran", "Isian saluran pemantauan.")},
    }
)
"""Kind to its own fields."""

CHANNEL: Final[Words] = MappingProxyType(
    {
        "name": ("Nama", "Nama di tabel dan grafik."),
        "visibility": ("Yang terlihat", "0-1 untuk presence, throughput, care, improvement, helping."),
        "consequence": ("Akibat", "0 hanya dicatat; 0.15 hukuman di atas kertas; 0.8 ditindak; 1 pasti."),
        "automatic": ("Otomatis", "Akibat berjalan tanpa orang yang dapat memaafkan."),
        "audit": ("Pemeriksaan", "0-1; peluang satu catatan dicocokkan dengan kenyataan."),
        "tone": ("Nada", "developmental: membina; neutral: netral; controlling: mengawasi."),
        "announced": ("Diberitahukan", "Pegawai tahu kapan diamati."),
        "transparent": ("Terbuka", "Pegawai melihat apa yang dicatat dan bagaimana dihitung."),
        "self_report": ("Laporan sendiri", "0-1; bagian catatan yang ditulis pegawai sendiri."),
        "ease_of_inflation": ("Mudah dilebihkan", "0-1; mudahnya mengaku lebih daripada yang dikerjakan."),
        "minutes_per_day": ("Menit", "Menit pelaporan per pegawai per hari kerja."),
        "idr_per_officer_month": ("Biaya", "Rupiah per pegawai per bulan."),
        "presence_consequence": ("Akibat kehadiran", "0-1; kosong: sama dengan akibatnya."),
        "payoff": ("Yang dibayar", "linear: catatannya sendiri; scheme: nilai menurut skema."),
    }
)

TARGETS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "everyone": "Semua pegawai; tulis 'to: everyone' atau kosongkan.",
        "agency": "Pegawai perangkat daerah dengan nama ini, atau yang namanya memuat kata ini.",
        "unit": "Pegawai unit dengan nama ini, atau yang namanya memuat kata ini.",
        "service": "Pegawai unit yang memberi layanan ini.",
        "job": "Pegawai pada jenis jabatan atau jenjang ini, mis. fungsional.",
        "lowest": "Bagian terendah menurut catatan 'by' di dalam 'within' (agency, unit, city).",
        "highest": "Bagian tertinggi menurut catatan 'by' di dalam 'within' (agency, unit, city).",
        "random_share": "Bagian acak; 'of' officer, unit, atau agency; 'draw' kata undian.",
        "all_of": "Yang memenuhi semua sasaran di daftar ini.",
    }
)

_VARIANTS: Final[Mapping[tuple[str, str], str]] = MappingProxyType(
    {
        ("training", "technical"): "Pelatihan teknis",
        ("training", "interpersonal"): "Pelatihan antarpribadi",
        ("training", "communication"): "Pelatihan komunikasi",
        ("training", "time_management"): "Pelatihan manajemen waktu",
        ("training", "complaint_handling"): "Pelatihan penanganan pengaduan",
        ("training", "process"): "Pelatihan proses",
        ("training", "digital"): "Pelatihan digital",
        ("supervision", "True"): "Kunjungan lapangan",
        ("supervision", "False"): "Supervisi langsung",
        ("reward", "recognition"): "Pengakuan",
        ("reward", "money"): "Bonus uang",
        ("transparency", "unit"): "Keterbukaan nilai unit",
        ("transparency", "person"): "Peringkat pegawai",
        ("citizen_feedback", "app"): "Aplikasi umpan balik warga",
        ("citizen_feedback", "survey"): "Survei warga",
        ("citizen_feedback", "complaints"): "Pengaduan warga",
        ("sosialisasi", "one_way"): "Sosialisasi satu arah",
        ("sosialisasi", "participatory"): "Sosialisasi partisipatif",
    }
)


def kind_label(one: Intervention) -> str:
    """Return the name of an intervention that has none of its own.

    Examples
    --------
    >>> from simkinerja.simulate.interventions import Training, UseChannel
    >>> kind_label(Training(topic="communication"))
    'Pelatihan komunikasi'
    """
    fields: Any = one
    if one.kind == "use_channel":
        return str(fields.channel.name)
    given = vars(one)  # asking a model for a field that it lacks is slow
    for name in ("topic", "skill", "field", "form", "of", "means", "mode"):
        found = _VARIANTS.get((one.kind, str(given.get(name))))
        if found is not None:
            return found
    return KIND_WORDS[one.kind][0]
