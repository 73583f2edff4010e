"""The shipped data: the same bytes anywhere, closed keys, a dictionary that fits, nothing half written."""

import csv
import json
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from simkinerja.cli import app
from simkinerja.errors import InputError, UsageError
from simkinerja.population import draw_population
from simkinerja.population.city_sample import SAMPLES, CitySample, city_tables, sample_units
from simkinerja.population.dataset import SEED, build_dataset, read_table, sample_dir, write_dataset
from simkinerja.population.dictionary import tables, to_csv
from simkinerja.rules.identifiers import read_nik, read_nip

SHIPPED = Path(__file__).parents[2] / "data" / "synthetic"
CITIES = [sample.city for sample in SAMPLES]


@pytest.fixture(scope="module")
def built():
    return build_dataset(SEED)


def test_the_committed_files_are_regenerated_byte_for_byte(built):
    shipped = {p.relative_to(SHIPPED).as_posix(): p.read_bytes() for p in SHIPPED.rglob("*") if p.is_file()}
    assert sorted(shipped) == sorted(built)
    assert [path for path in built if shipped[path] != built[path]] == []


def test_the_manifest_holds_the_fingerprints_of_the_committed_files():
    manifest = json.loads((SHIPPED / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["seed"] == SEED
    assert manifest["synthetic"] is True
    listed = {row["path"]: row for row in manifest["files"]}
    on_disk = {p.relative_to(SHIPPED).as_posix() for p in SHIPPED.rglob("*") if p.is_file()}
    assert on_disk == {*listed, "manifest.json"}
    for path, row in listed.items():
        data = (SHIPPED / path).read_bytes()
        assert (row["sha256"], row["bytes"]) == (sha256(data).hexdigest(), len(data)), path


def test_all_files_together_are_small(built):
    assert sum(map(len, built.values())) < 15e6


def test_any_order_of_people_and_units_gives_the_same_bytes(built):
    """What a run by blocks or workers would do: other orders of the rows, then put together."""
    sample = next(s for s in SAMPLES if s.city == "rangkui")
    whole = draw_population("rangkui", SEED)
    mixed = replace(
        whole,
        officers=whole.officers.sample(frac=1, random_state=1),
        units=whole.units.sample(frac=1, random_state=2),
        agencies=whole.agencies.sample(frac=1, random_state=3),
    )
    found = city_tables(sample, SEED, mixed)
    for table in tables():
        assert to_csv(found[table.table], table) == built[f"rangkui/{table.file}.csv"], table.file


def test_another_seed_gives_other_people_in_the_same_form():
    small = (CitySample("rangkui", 100, n_counter=5, n_invited=20),)
    first, second = (build_dataset(seed, samples=small) for seed in (1, 2))
    assert first.keys() == second.keys()
    path = "rangkui/pegawai.csv"
    assert first[path] != second[path]
    assert first[path].split(b"\n")[0] == second[path].split(b"\n")[0]


def test_files_are_plain_utf8_with_line_feeds(built):
    for path, data in built.items():
        text = data.decode("utf-8")
        assert "\r" not in text, path
        assert text.endswith("\n"), path
        assert not text.startswith("\ufeff"), path
        assert "/" + "work" not in text, path


@pytest.mark.parametrize("city", CITIES)
def test_tables_keep_to_their_dictionary(built, city):
    for table in tables():
        rows = list(csv.DictReader(built[f"{city}/{table.file}.csv"].decode("utf-8").splitlines()))
        assert list(rows[0]) == [column.name for column in table.columns]
        keys = [tuple(row[name] for name in table.key) for row in rows]
        assert len(set(keys)) == len(rows) > 0
        for column in table.columns:
            values = {row[column.name] for row in rows} - {""}
            assert not column.enum or values <= set(column.enum), (table.file, column.name)
            if column.minimum is not None:
                assert all(float(value) >= column.minimum for value in values), (table.file, column.name)
            if column.maximum is not None:
                assert all(float(value) <= column.maximum for value in values), (table.file, column.name)


@pytest.mark.parametrize("city", CITIES)
def test_every_foreign_key_is_there(built, city):
    read = {
        table.file: list(csv.DictReader(built[f"{city}/{table.file}.csv"].decode("utf-8").splitlines()))
        for table in tables()
    }
    for table in tables():
        for key in table.foreign:
            known = {tuple(row[name] for name in key["at"]) for row in read[key["to"]]}
            used = {tuple(row[name] for name in key["fields"]) for row in read[table.file]} - {("",)}
            assert used <= known, (table.file, key["fields"])


def test_no_truth_outside_the_truth_files():
    for table in tables():
        true = [column.name for column in table.columns if column.sort == "kebenaran"]
        assert bool(true) == table.file.startswith("kebenaran_"), table.file
        assert all(name.startswith("true_") for name in true)


def test_the_package_describes_every_table(built):
    package = json.loads(built["datapackage.json"])
    names = [resource["name"] for resource in package["resources"]]
    assert len(set(names)) == len(names) == len(CITIES) * len(tables())
    assert package["licenses"][0]["name"] == "CC-BY-4.0"
    for resource in package["resources"]:
        data = built[resource["path"]]
        assert resource["hash"] == f"sha256:{sha256(data).hexdigest()}"
        assert resource["bytes"] == len(data)
        header = data.decode("utf-8").split("\n", maxsplit=1)[0].split(",")
        assert [field["name"] for field in resource["schema"]["fields"]] == header
        for key in resource["schema"].get("foreignKeys", []):
            assert key["reference"]["resource"] in {"", *names}


def test_the_dictionary_explains_every_column(built):
    rows = list(csv.DictReader(built["kamus_data.csv"].decode("utf-8").splitlines()))
    listed = {(row["berkas"], row["kolom"]) for row in rows}
    assert listed == {(f"{table.file}.csv", column.name) for table in tables() for column in table.columns}
    assert all(row["arti"] and row["jenis"] for row in rows)
    readable = built["kamus_data.md"].decode("utf-8")
    assert all(f"| {name} |" in readable for _, name in listed)


def test_every_number_of_a_person_is_impossible():
    for city in CITIES:
        people = read_table(city, "officers")
        assert all(read_nip(nip).synthetic for nip in people["nip"])
        assert all(read_nik(nik).synthetic for nik in people["nik"])


def test_samples_are_whole_units_with_their_raters():
    whole = draw_population("salatiga", SEED)
    some = sample_units(whole, 300)
    assert 300 <= len(some.officers) < 1200
    size = some.officers.groupby("unit_id").size()
    assert (size == some.units.set_index("unit_id")["n_officers"]).all()
    raters = set(some.officers["rater_id"]) - {-1}
    assert raters <= set(some.officers["officer_id"])
    assert set(some.units["service"].dropna()) == set(whole.units["service"].dropna())


def test_reading_gives_back_what_was_drawn():
    sample = next(s for s in SAMPLES if s.city == "salatiga")
    drawn = city_tables(sample, SEED)
    officers = read_table("salatiga", "officers")
    wanted = drawn["officers_truth"].sort_values("officer_id").reset_index(drop=True)
    for name in ("officer_id", "nip", "name", "title_back", "age", "birth_date"):
        assert officers[name].tolist() == wanted[name].tolist(), name
    pd.testing.assert_series_equal(officers["true_practice"], wanted["true_practice"].round(4))
    responses = read_table("salatiga", "responses")
    asked = drawn["responses"].sort_values("response_id").reset_index(drop=True)
    for name in ("response_id", "date", "waktu", "true_chosen"):
        pd.testing.assert_series_equal(responses[name], asked[name], check_dtype=name != "response_id")
    assert str(responses["waktu"].dtype) == "Int8"
    assert "true_practice" not in read_table("salatiga", "officers", truth=False)


def test_the_second_case_of_medan_reads_its_people():
    pd.testing.assert_frame_equal(read_table("medan_rancangan", "units"), read_table("medan", "units"))


def test_wrong_names_are_answered_with_the_nearest():
    with pytest.raises(UsageError, match="Maksud Anda 'salatiga'"):
        read_table("salatga", "officers")
    with pytest.raises(UsageError, match="Maksud Anda 'officers'"):
        read_table("salatiga", "oficers")


def test_the_folder_is_found_from_below_and_from_elsewhere(tmp_path):
    assert sample_dir(SHIPPED.parents[1] / "notebooks") == SHIPPED
    assert sample_dir(tmp_path) == SHIPPED


def test_a_failing_write_leaves_nothing(tmp_path):
    small = (CitySample("rangkui", 60, n_counter=2, n_invited=5),)
    (tmp_path / "DATASHEET.md").mkdir()
    with pytest.raises(InputError):
        write_dataset(tmp_path, 1, samples=small)
    assert [path.name for path in tmp_path.iterdir()] == ["DATASHEET.md"]


def test_the_command_writes_the_files_and_says_what_it_does(tmp_path, built):
    result = CliRunner().invoke(app, ["data", "--keluaran", str(tmp_path / "baru")])
    assert result.exit_code == 0, result.output
    assert "Kota 1 dari 4: medan" in result.output
    found = {
        p.relative_to(tmp_path / "baru").as_posix(): p.read_bytes()
        for p in tmp_path.rglob("*")
        if p.is_file()
    }
    assert found == built


def test_the_command_refuses_a_negative_seed(tmp_path):
    result = CliRunner().invoke(app, ["data", "--keluaran", str(tmp_path / "baru"), "--benih", "-1"])
    assert result.exit_code == 2
    assert not (tmp_path / "baru").exists()
