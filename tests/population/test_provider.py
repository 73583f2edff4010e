"""The Faker provider for ASN."""

import pytest
from faker import Faker

from simkinerja.population.codes import GOLONGAN
from simkinerja.population.provider import AsnProvider
from simkinerja.rules.identifiers import read_nik, read_nip


@pytest.fixture
def fake() -> Faker:
    made = Faker("id_ID")
    made.add_provider(AsnProvider)
    made.seed_instance(12)
    return made


def test_same_seed_same_person(fake: Faker) -> None:
    first = [fake.asn() for _ in range(3)]
    fake.seed_instance(12)
    assert [fake.asn() for _ in range(3)] == first
    fake.seed_instance(13)
    assert [fake.asn() for _ in range(3)] != first


def test_records_agree_with_themselves(fake: Faker) -> None:
    for _ in range(1500):
        one = fake.asn()
        nip, nik = read_nip(one["nip"]), read_nik(one["nik"])
        assert nip.synthetic
        assert nik.synthetic
        assert nip.birth_date == nik.birth_date == one["birth_date"]
        assert nip.sex == nik.sex == one["sex"]
        assert nip.kind == ("pns" if one["status"] == "pns" else "pppk")
        assert ("/" in one["golongan"]) == (one["status"] == "pns")
        assert one["nama_bergelar"] == f"{one['gelar_depan']} {one['nama']}".strip() + (
            f", {one['gelar_belakang']}" if one["gelar_belakang"] else ""
        )
        assert (one["jenjang"] is None) == (one["job_type"] == "pelaksana")
        assert one["age"] - one["years_of_service"] >= 17
        if one["jabatan"].startswith("Guru "):
            assert one["instansi"] == "Dinas Pendidikan Kota Medan"
            assert one["education"] in ("S-1", "S-2", "S-3")
        if one["jabatan"].startswith("Bidan "):
            assert one["sex"] == "P"


@pytest.mark.parametrize("pppk", [False, True])
def test_numbers_alone(fake: Faker, pppk: bool) -> None:
    for _ in range(300):
        nip = read_nip(fake.nip(pppk=pppk))
        assert (nip.format_ok, nip.synthetic, nip.kind) == (True, True, "pppk" if pppk else "pns")
        assert read_nik(fake.nik()).synthetic


def test_single_fields(fake: Faker) -> None:
    assert fake.golongan() in GOLONGAN[:17]
    assert fake.golongan("pppk") in GOLONGAN[17:]
    assert fake.instansi("salatiga").endswith("Kota Salatiga")
    assert fake.gelar("S-2").count(",") >= 1
    assert fake.gelar("SMA") == ""
    assert fake.jenis_kelamin() in ("L", "P")
    assert len(fake.nama_asn("P").split()) in (2, 3)
    assert fake.nama_bergelar()
    assert fake.jabatan()


def test_a_proxy_of_several_locales_can_carry_it() -> None:
    made = Faker(["id_ID"])
    made.add_provider(AsnProvider)
    Faker.seed(4)
    assert read_nip(made.nip()).synthetic
