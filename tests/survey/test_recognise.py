import pytest

from simkinerja.errors import UsageError
from simkinerja.survey.recognise import element_of, element_order, number_of, role_of

ELEMENT_HEADERS = {
    "persyaratan": [
        "Persyaratan", "syarat", "U1 Persyaratan", "u1_persyaratan", "Kejelasan persyaratan",
        "Kesesuaian persyaratan pelayanan dengan jenis pelayanannya", "syarat_pengurusan_pelayanan",
        "1. Bagaimana pendapat Saudara tentang kesesuaian persyaratan pelayanan dengan jenis pelayanannya?",
        "Apakah informasi mengenai persyaratan tersedia di sistem pelayanan online?",
    ],
    "prosedur": [
        "Prosedur", "Sistem, Mekanisme, dan Prosedur", "Alur pelayanan", "SOP", "kemudahan_prosedur",
        "Bagaimana pemahaman Saudara tentang kemudahan prosedur pelayanan di unit ini?",
    ],
    "waktu": [
        "Waktu", "Waktu Penyelesaian", "waktuPelayanan", "Kecepatan pelayanan", "Jangka waktu",
        "3. Bagaimana pendapat Saudara tentang kecepatan waktu dalam memberikan pelayanan?",
    ],
    "biaya": [
        "Biaya/Tarif", "Tarif", "Kewajaran biaya", "kesesuaian_biaya_pelayanan_dengan_yang_diinformasikan",
    ],
    "produk": [
        "Produk Spesifikasi Jenis Pelayanan", "Produk layanan", "Kesesuaian hasil pelayanan", "Spesifikasi",
        "Bagaimana pendapat Saudara tentang kesesuaian produk pelayanan antara yang tercantum dalam standar "
        "pelayanan dengan hasil yang diberikan?",
        "Bagaimana kesesuaian antara hasil pelayanan yang diterima dengan ketentuan?",
    ],
    "kompetensi": [
        "Kompetensi Pelaksana", "Komptensi pelaksana", "Kemampuan petugas",
        "Bagaimana pendapat Saudara tentang kompetensi/kemampuan petugas dalam pelayanan?",
        "Apakah petugas mampu dan terampil dalam memberikan pelayanan?",
    ],
    "perilaku": [
        "Perilaku Pelaksana", "Kesopanan dan keramahan petugas", "Sikap petugas",
        "Bagamana pendapat Saudara perilaku petugas dalam pelayanan terkait kesopanan dan keramahan?",
    ],
    "pengaduan": [
        "Penanganan Pengaduan, Saran, dan Masukan", "Aduan", "U8 (Pengaduan)", "Penanganan keluhan",
        "Bagaimana pendapat Saudara tentang penanganan pengaduan pengguna layanan?",
        "Apakah sarana pengaduan tersedia?",
    ],
    "sarana": [
        "Sarana dan Prasarana", "Sarpras", "U8 Sarana dan prasarana", "Fasilitas ruang tunggu",
        "Bagaimana kualitas dan kenyamanan sarana serta prasarana pelayanan?",
    ],
}  # fmt: skip


@pytest.mark.parametrize(("key", "header"), [(k, h) for k, hs in ELEMENT_HEADERS.items() for h in hs])
def test_element_headers(key: str, header: str) -> None:
    role = role_of(header)
    assert (role.kind, role.key) == ("element", key)


@pytest.mark.parametrize(
    "header",
    ["U8", "u8", "P.8", "Q8", "Unsur 8", "Unsur ke-8", "8", "08", "Pertanyaan 8", "Skor U8", "Nilai U8"],
)
def test_numbered_headers(header: str) -> None:
    assert role_of(header).kind == "element_number"
    assert number_of(header) == 8


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("Timestamp", "date"), ("Cap waktu", "date"), ("Waktu mulai", "date"), ("Tanggal Survei", "date"),
        ("Jenis layanan yang diterima", "service"), ("Unit Kerja", "service"),
        ("Unit Layanan", "service"), ("Layanan", "service"),
        ("Triwulan", "period"), ("Periode Survei", "period"), ("Tahun", "period"),
        ("Jenis Kelamin", "profile"), ("L/P", "profile"), ("Usia (tahun)", "profile"),
        ("Pendidikan Terakhir", "profile"), ("Pekerjaan Utama", "profile"),
        ("No", "other"), ("No. Responden", "other"), ("Saran", "other"), ("Kritik dan saran", "other"),
        ("Tanggal Lahir", "other"), ("U10", "beyond"), ("NRR Tertimbang", "other"),
        ("Waktu (Harapan)", "other"), ("Tingkat kepentingan biaya", "other"), ("Jumlah Responden", "count"),
        ("Mutu Pelayanan", "quality"), ("IKM", "index"), ("Unsur Pelayanan", "unsur"),
    ],
)  # fmt: skip
def test_other_headers(header: str, kind: str) -> None:
    assert role_of(header).kind == kind


def test_free_text_about_an_element_is_no_answer() -> None:
    assert element_of("Tuliskan keluhan Anda") is None
    assert element_of("Alasan menilai biaya mahal") is None


def test_order_by_name_list_and_refusal() -> None:
    assert element_order(None)[7:] == ("pengaduan", "sarana")
    listed = "persyaratan,prosedur,waktu,biaya,produk,kompetensi,perilaku,sarpras,aduan"
    assert element_order(listed) == element_order("sarana-dulu")
    with pytest.raises(UsageError, match="sarana-dulu"):
        element_order("sarana dulu")
    with pytest.raises(UsageError):
        element_order("waktu,waktu")
