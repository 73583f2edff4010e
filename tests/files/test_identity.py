"""Identity columns go at the door; columns of services, answers and comments stay."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from simkinerja.errors import InputError
from simkinerja.files.identity import identity_by_header, identity_by_look
from simkinerja.files.show import mask_identity
from simkinerja.files.tables import read_tables

Write = Callable[..., Path]


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ("NIP", "nip"),
        ("NIP/NRP", "nip"),
        ("Nomor Induk Pegawai", "nip"),
        ("NIK", "nik"),
        ("No. KTP", "nik"),
        ("Nomor Induk Kependudukan", "nik"),
        ("nama", "name"),
        ("Nama Lengkap", "name"),
        ("nama_responden", "name"),
        ("Nama Petugas Pelayanan", "name"),
        ("NAMA PEMOHON", "name"),
        ("No. HP", "phone"),
        ("Nomor HP/WA aktif", "phone"),
        ("Telepon", "phone"),
        ("Nomor WhatsApp", "phone"),
        ("Email Address", "email"),
        ("Alamat e-mail", "email"),
        ("Username", "email"),
        ("Alamat", "address"),
        ("Nama pengguna layanan", "name"),
        ("Nama Lengkap Pemohon", "name"),
        ("Alamat Rumah", "address"),
        ("Tempat, Tanggal Lahir", "birth"),
        ("Tanda Tangan", "sign"),
        ("NPWP", "number"),
    ],
)
def test_dropped_by_header(header: str, reason: str) -> None:
    assert identity_by_header(header) == reason


@pytest.mark.parametrize(
    "header",
    [
        "Nama Layanan",
        "Nama Unit",
        "Nama Instansi",
        "Jenis Layanan",
        "Nama Dinas",
        "Nama Kecamatan",
        "Usia",
        "Pekerjaan",
        "Persyaratan",
        "U1",
        "Pendidikan",
        "Jenis Kelamin",
        "Saran",
        "Bagaimana pendapat Saudara tentang alamat kantor?",
        "Apakah nama petugas jelas?",
        "3. Bagaimana kemudahan menghubungi nomor telepon pengaduan",
        "Timestamp",
        "",
        "Nama Layanan yang diterima",
        "Email layanan pengaduan mudah dihubungi?",
        "Kode responden",
    ],
)
def test_kept_by_header(header: str) -> None:
    assert identity_by_header(header) is None


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        (["198604022010011003", "199001012015022001"], "nip"),
        (["19860402 201001 1 003", "19900101 201502 2 001"], "nip"),
        (["3373014204860001", "3373014204860002"], "nik"),
        (["'3373014204860001", "3373014204860002", "y"], "nik"),
        (["a@b.id", "c.d@e.go.id", "tidak ada"], "email"),
        (["0812-3456-7890", "+62 813 1111 2222"], "phone"),
        (["81234567890", "85712345678"], "phone"),
        (["Siti Aminah", "Budi Santoso", "Agus Wijaya, S.Kom", "Dr. Rina Dewi", "Joko Susilo"], "name"),
        (["SITI AMINAH", "BUDI SANTOSO", "AGUS WIJAYA", "RINA DEWI", "JOKO SUSILO"], "name"),
    ],
)
def test_dropped_by_look(values: list[str], reason: str) -> None:
    assert identity_by_look(pd.Series(values, dtype="str"), "Kolom") == reason


@pytest.mark.parametrize(
    "values",
    [
        ["Sangat mudah", "Mudah", "Kurang mudah", "Tidak mudah", "Cukup"],
        ["KTP Elektronik", "Akta Kelahiran", "Kartu Keluarga", "Pindah Datang", "Legalisir"],
        [
            "Kelurahan Dukuh",
            "Kelurahan Sidorejo Lor",
            "Kelurahan Kutowinangun",
            "Kelurahan Tegalrejo",
            "Kelurahan Bugel",
        ],
        ["2024-01-02 08:00:00", "2024-01-03 08:10:00"],
        ["1", "2", "3", "4", "4"],
        ["Pegawai Negeri", "Wiraswasta", "Pelajar", "Petani", "Ibu Rumah Tangga"],
        ["150.000", "1.500.000", "200.000"],
        ["Petugas ramah dan cepat", "Antrean lama sekali", "Mohon kursi ditambah", "Baik", "Parkir sempit"],
        ["1000001", "1000002", "1000003"],
    ],
)
def test_kept_by_look(values: list[str]) -> None:
    assert identity_by_look(pd.Series(values, dtype="str"), "Kolom") is None


def test_a_service_column_stays_even_if_it_looks_like_names() -> None:
    values = pd.Series(
        ["Siti Aminah", "Budi Santoso", "Agus Wijaya", "Rina Dewi", "Joko Susilo"], dtype="str"
    )
    assert identity_by_look(values, "Unit Layanan") is None


SECRET = "3373014204860001"


def test_nothing_of_a_person_comes_through(text_file: Write) -> None:
    table = read_tables(
        text_file(
            "Petugas: Budi NIP 198604022010011003;;;;\nNIK;Nama;Layanan;U1;Saran\n"
            f"{SECRET};Siti;KTP;3;NIK saya {SECRET}\n"
            f"{SECRET};Budi;KTP;4;hubungi 081234567890\n{SECRET};Ani;KTP;4;a.b@contoh.go.id\n"
        )
    )[0]
    everything = repr(table) + table.rows.to_string() + table.summary.to_string()
    for secret in (SECRET, "198604022010011003", "081234567890", "a.b@contoh", "Siti"):
        assert secret not in everything
    assert [(d.letter, d.reason, d.by) for d in table.dropped] == [
        ("A", "nik", "header"),
        ("B", "name", "header"),
    ]
    assert table.header == ("Layanan", "U1", "Saran")
    assert any("3 sel disembunyikan" in note for note in table.notes)


def test_no_sentence_repeats_an_identity_number(text_file: Write) -> None:
    path = text_file(f"No;{SECRET};Kode;U1\n1;2;3;4\n2;3;4;3\n")
    (table,) = read_tables(path)
    assert SECRET not in repr(table)
    with pytest.raises(InputError) as caught:
        read_tables(text_file("No;U1\n1;3\n"), alias=SECRET)
    assert SECRET not in str(caught.value)


def test_no_sentence_repeats_a_number_typed_as_header(text_file: Write) -> None:
    with pytest.raises(InputError) as caught:
        read_tables(text_file(f"No;Isi {SECRET};Isi {SECRET};U1\n1;2;3;4\n2;3;4;3\n"))
    assert caught.value.codes == ("header_duplicate",)
    assert SECRET not in str(caught.value)


def test_alias_column_is_kept(text_file: Write) -> None:
    path = text_file("Nama;Kode;U1\nSiti;R-1;3\nBudi;R-2;4\n")
    table = read_tables(path, alias="kode")[0]
    assert table.alias == 0
    assert table.rows[0].tolist() == ["R-1", "R-2"]
    assert read_tables(path)[0].alias is None
    assert read_tables(path, alias="B")[0].alias == 0


@pytest.mark.parametrize("alias", ["NIK", "HP", "Kode"])
def test_alias_that_is_an_identity_number_is_refused(alias: str, text_file: Write) -> None:
    path = text_file(f"NIK;HP;Kode;U1\n{SECRET};0812345678;{SECRET};3\n{SECRET};0812345679;{SECRET};4\n")
    with pytest.raises(InputError) as caught:
        read_tables(path, alias=alias)
    assert caught.value.codes == ("alias_identity",)
    assert SECRET not in str(caught.value)


def test_unknown_alias_names_the_nearest(text_file: Write) -> None:
    with pytest.raises(InputError) as caught:
        read_tables(text_file("Kode responden;U1\nR-1;3\n"), alias="kode respoden")
    assert caught.value.codes == ("alias_missing",)
    assert "Maksud Anda 'Kode responden'?" in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "tahun 2024",
        "biaya 1.500.000",
        "08:00-15:00",
        "2024-01-02 08:00:00",
        "jam 08.00",
        "nilai 3,14159265358979",
    ],
)
def test_ordinary_numbers_are_not_masked(text: str) -> None:
    assert mask_identity(text) == text
