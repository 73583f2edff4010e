"""The command simulasi: results, the same bytes however they come about, every fault of the input at once."""

import hashlib
import json
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from simkinerja.cli import app
from simkinerja.population.draw import draw_population
from simkinerja.simulate.compare import compare
from simkinerja.simulate.scenario import load_scenario, shipped_scenarios

SMALL = ("rangkui", "--pegawai", 200, "--bulan", 3, "--ulangan", 4, "--benih", 7)
TABLES = ("efek", "bulanan", "ulangan", "perangkat_daerah", "kelompok", "untung_rugi", "biaya", "parameter")


def run(*args: object):
    return CliRunner().invoke(app, ["simulasi", *map(str, args)])


def finished(*args: object):
    done = run(*args)
    assert done.exit_code == 0, done.stderr
    return done


def contents(folder: Path) -> dict[str, bytes]:
    """Everything but the manifest, which holds times."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in {"manifest.json", ".kunci"}
    }


def saved(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def scenario(folder: Path, code: str = "uji", body: str = "", **fields: object) -> Path:
    head = {
        "format": "simkinerja-skenario-1",
        "code": code,
        "title": f"Judul {code}",
        "author": "a",
        "source": "s",
    }
    lines = [f"{key}: {value}" for key, value in {**head, **fields}.items()]
    return saved(folder, f"{code}.yaml", "\n".join([*lines, body]) + "\n")


TRAINING = "interventions:\n  - {kind: training, hours: 20}\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("hasil") / "a"
    done = finished(
        *SMALL, "--skenario", "pelatihan_acak", "--skenario", "ekinerja_catat", "--keluaran", target
    )
    assert "laporan.html" in done.stdout
    return target


def test_without_a_city_the_choices_are_listed() -> None:
    done = finished()
    assert "salatiga" in done.stdout
    assert all(code in done.stdout for code in shipped_scenarios())


def test_json_holds_what_compare_gives() -> None:
    data = json.loads(finished(*SMALL, "--skenario", "pelatihan_acak", "--json").stdout)
    people = draw_population("rangkui", 7, 200)
    arms = {"tanpa": [], "pelatihan_acak": list(load_scenario("pelatihan_acak").interventions)}
    pair = compare(people, arms, months=3, replications=4, seed=7)
    for row in data["skenario"][0]["efek"]:
        expected = pair.effect(row["outcome"])
        assert (row["baseline"], row["difference"], row["ci_low"]) == pytest.approx(
            (expected.baseline, expected.difference, expected.ci_low)
        )
    assert data["sintetis"] is True
    assert data["pengaturan"]["pegawai"] == 200


def test_the_folder_holds_tables_reports_and_fingerprints(folder: Path) -> None:
    expected = {f"{name}.{end}" for name in TABLES for end in ("csv", "parquet")}
    expected |= {"laporan.html", "laporan.docx", "manifest.json", "SHA256SUMS", "tugas"}
    assert {path.name for path in folder.iterdir()} - {".kunci"} == expected
    for line in (folder / "SHA256SUMS").read_text().splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
    for name in TABLES:
        table, text = pd.read_parquet(folder / f"{name}.parquet"), pd.read_csv(folder / f"{name}.csv")
        assert list(table.columns) == list(text.columns)
        assert len(table) == len(text) > 0
    effects = pd.read_csv(folder / "efek.csv")
    assert set(effects["arm"]) == {"pelatihan_acak", "ekinerja_catat"}


def test_the_manifest_says_what_was_done(folder: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["state"] == "selesai"
    assert manifest["seed"] == 7
    assert manifest["settings"]["bulan"] == 3
    assert {"kota", "populasi", "skenario tanpa", "skenario pelatihan_acak"} <= set(manifest["inputs"])
    assert all(len(digest) == 64 for digest in manifest["inputs"].values())
    assert {"simkinerja", "numpy", "kode"} <= set(manifest["versions"])
    assert {task["state"] for task in manifest["tasks"]} == {"selesai"}


def test_two_workers_write_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "b"
    asked = (*SMALL, "--skenario", "pelatihan_acak", "--skenario", "ekinerja_catat", "--keluaran", other)
    finished(*asked, "--pekerja", 2)
    assert contents(other) == contents(folder)


@pytest.mark.slow
def test_a_scheduler_writes_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    other = tmp_path / "c"
    asked = (*SMALL, "--skenario", "pelatihan_acak", "--skenario", "ekinerja_catat", "--keluaran", other)
    finished(*asked, "--pekerja", 2, "--penjadwal", "lokal")
    assert contents(other) == contents(folder)


def test_more_replications_go_on_where_the_run_ended(tmp_path: Path) -> None:
    asked = ("rangkui", "--pegawai", 200, "--bulan", 2, "--benih", 3, "--skenario", "penghargaan")
    short, long = tmp_path / "pendek", tmp_path / "panjang"
    finished(*asked, "--ulangan", 16, "--keluaran", short)
    kept = {path.name: path.stat().st_mtime_ns for path in (short / "tugas").iterdir()}
    done = finished(*asked, "--ulangan", 20, "--keluaran", short)
    assert "Melanjutkan: 2 dari 4 bagian" in done.stderr
    assert {
        path.name: path.stat().st_mtime_ns for path in (short / "tugas").iterdir() if path.name in kept
    } == kept
    finished(*asked, "--ulangan", 20, "--keluaran", long)
    assert contents(short) == contents(long)


def test_another_run_or_foreign_files_are_not_touched(folder: Path, tmp_path: Path) -> None:
    before = contents(folder)
    other = run(*SMALL[:-1], 8, "--skenario", "pelatihan_acak", "--keluaran", folder)
    assert other.exit_code == 2
    assert "benih 7 di folder itu, 8 yang diminta" in other.stderr
    assert contents(folder) == before
    saved(tmp_path, "skripsi.docx", "milik orang")
    foreign = run(*SMALL, "--skenario", "pelatihan_acak", "--keluaran", tmp_path)
    assert foreign.exit_code == 2
    assert "skripsi.docx" in foreign.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["skripsi.docx"]


def test_every_fault_of_the_command_line_is_named_at_once(tmp_path: Path) -> None:
    target = tmp_path / "hasil"
    done = run(
        "salatgia", "--skenario", "pelatihn_acak", "--skenario", tmp_path / "tidak_ada.yaml",
        "--skema", "skp_2032",
        "--bulan", "0", "--ulangan", "banyak", "--benih", "-1", "--pegawai", "1,5", "--pekerja", "5000",
        "--penjadwal", "192.168.1.5", "--atur", "training.gian=0,3", "--atur", "x",
        "--keluaran", target,
    )  # fmt: skip
    assert done.exit_code == 2
    for text in (
        "'salatgia'", "Maksud Anda 'salatiga'?", "'pelatihn_acak'", "tidak_ada.yaml", "'skp_2032'", "--bulan",
        "--ulangan", "--benih", "--pegawai", "--pekerja", "--penjadwal", "--atur harus nama=nilai",
    ):  # fmt: skip
        assert text in done.stderr, text
    assert not target.exists()
    assert done.stdout == ""
    without_x = run(
        "salatiga", "--skenario", "penghargaan", "--atur", "training.gian=0,3", "--atur", "training.gain=9"
    )
    assert "Maksud Anda 'training.gain'?" in without_x.stderr
    assert "antara 0.3 dan 0.9" in without_x.stderr


def test_too_few_officers_are_named_as_they_were_asked_for() -> None:
    done = run("rangkui", "--skenario", "penghargaan", "--pegawai", 20)
    assert done.exit_code == 2
    assert "'--pegawai'" in done.stderr
    assert "n_officers" not in done.stderr


def test_a_run_needs_a_scenario() -> None:
    done = run("salatiga")
    assert done.exit_code == 2
    assert "pelatihan_acak" in done.stderr


def test_faults_of_a_scenario_file_carry_their_line(tmp_path: Path) -> None:
    bad = scenario(
        tmp_path, "uji", "interventions:\n  - {kind: trainng, hours: 20}\n  - {kind: training, hours: -1}\n"
    )
    done = run("salatiga", "--skenario", bad, "--keluaran", tmp_path / "hasil")
    assert done.exit_code == 2
    assert "uji.yaml, baris 7" in done.stderr
    assert "uji.yaml, baris 8" in done.stderr
    assert not (tmp_path / "hasil").exists()


def test_targets_that_the_city_lacks_are_named_for_all_scenarios(tmp_path: Path) -> None:
    body = "interventions:\n  - {kind: training, to: {agency: Dinas Antariksa}}\n"
    first, second = (
        scenario(tmp_path, "satu", body),
        scenario(tmp_path, "dua", body.replace("Antariksa", "Ikan")),
    )
    done = run(*SMALL, "--skenario", first, "--skenario", second, "--keluaran", tmp_path / "hasil")
    assert done.exit_code == 2
    assert "Dinas Antariksa" in done.stderr
    assert "Dinas Ikan" in done.stderr
    assert not (tmp_path / "hasil").exists()


def test_codes_must_differ(tmp_path: Path) -> None:
    one, other = scenario(tmp_path, "tanpa", TRAINING), scenario(tmp_path, "uji", TRAINING)
    done = run(*SMALL, "--skenario", one, "--skenario", other, "--skenario", other)
    assert done.exit_code == 2
    assert "'tanpa' sudah dipakai" in done.stderr
    assert "'uji' sudah dipakai" in done.stderr


def test_faulty_city_file(tmp_path: Path) -> None:
    done = run(saved(tmp_path, "kota.yaml", "code: x\nlabel: 3\n"), "--skenario", "penghargaan")
    assert done.exit_code == 2
    assert "kota.yaml" in done.stderr


def skill(own: Path, *args: object) -> float:
    return next(
        r["difference"] for r in _effects(*SMALL, "--skenario", own, *args) if r["outcome"] == "skill"
    )


def test_numbers_can_be_set_on_the_line_and_in_a_file(tmp_path: Path) -> None:
    own = scenario(tmp_path, "uji", TRAINING)
    usual = skill(own, "--atur", "training.spread=0")
    half = skill(own, "--atur", "training.gain=0,3", "--atur", "training.spread=0")
    assert 0.4 < half / usual < 0.7
    file = saved(tmp_path, "angka.yaml", "training.gain: 0.3\ntraining.spread: 0\n")
    assert skill(own, "--parameter", file) == half


def test_faults_of_a_parameter_file_carry_their_line(tmp_path: Path) -> None:
    text = "training.gain: 0.3\ntraining.gian: 0.3\ntraining.spread: banyak\nstress.fade: 99\n"
    file = saved(tmp_path, "angka.yaml", text)
    done = run("salatiga", "--skenario", "penghargaan", "--parameter", file)
    assert done.exit_code == 2
    for row in (2, 3, 4):
        assert f"angka.yaml, baris {row}" in done.stderr
    listed = run("salatiga", "--skenario", "penghargaan", "--parameter", saved(tmp_path, "b.yaml", "- 1\n"))
    assert "nama: bilangan" in listed.stderr


def test_one_number_has_one_value(tmp_path: Path) -> None:
    own = scenario(tmp_path, "uji", f"parameters: {{training.gain: 0.5}}\n{TRAINING}")
    clash = run(*SMALL, "--skenario", own, "--atur", "training.gain=0.4")
    assert clash.exit_code == 2
    assert "skenario uji" in clash.stderr
    twice = run(*SMALL, "--skenario", own, "--atur", "stress.fear=0.1", "--atur", "stress.fear=0.2")
    assert "diberi dua nilai: 0,1; 0,2" in twice.stderr
    assert run(*SMALL, "--skenario", own, "--atur", "training.gain=0.5", "--json").exit_code == 0


def test_a_scenario_of_other_numbers_only(tmp_path: Path) -> None:
    own = scenario(tmp_path, "uji", "parameters: {presence.base: 0.95}\n")
    data = json.loads(finished(*SMALL, "--skenario", own, "--json").stdout)
    presence = next(r for r in data["skenario"][0]["efek"] if r["outcome"] == "presence")
    assert presence["difference"] > 0.02


def test_each_world_has_its_own_scheme(tmp_path: Path) -> None:
    """The scheme of a scenario stays in its world; --skema is in force in all the others."""
    asked = ("rangkui", "--pegawai", 200, "--bulan", 14, "--ulangan", 2, "--benih", 7)
    own = scenario(tmp_path, "uji", "interventions: []\n", scheme="tpp_60_40")
    pay = next(r for r in _effects(*asked, "--skenario", own) if r["outcome"] == "pay_idr")
    assert pay["baseline"] == 0.0
    assert pay["value"] > 0.0
    same = next(
        r for r in _effects(*asked, "--skenario", own, "--skema", "tpp_60_40") if r["outcome"] == "pay_idr"
    )
    assert same["baseline"] == same["value"] == pay["value"]


def _effects(*args: object) -> list[dict]:
    return json.loads(finished(*args, "--json").stdout)["skenario"][0]["efek"]


def test_months_come_from_the_scenario_unless_told(tmp_path: Path) -> None:
    own = scenario(tmp_path, "uji", TRAINING, months=5, city="medan")
    asked = ("rangkui", "--pegawai", 200, "--ulangan", 2, "--skenario", own)
    assert json.loads(finished(*asked, "--json").stdout)["pengaturan"]["bulan"] == 5
    finished(*asked, "--bulan", 2, "--keluaran", tmp_path / "hasil")
    page = (tmp_path / "hasil" / "laporan.html").read_text()
    assert "ditulis untuk 5 bulan; di sini dijalankan 2 bulan" in page
    assert "ditulis untuk kota medan" in page


def test_uncertain_parameters_widen_the_spread(tmp_path: Path) -> None:
    asked = (*SMALL, "--ulangan", 12, "--skenario", scenario(tmp_path, "uji", TRAINING))
    fixed, drawn = (
        next(r for r in _effects(*asked, *more) if r["outcome"] == "skill") for more in ((), ("--tak-pasti",))
    )
    assert fixed["sd_parameter"] == 0.0
    assert drawn["sd_parameter"] > fixed["sd_run"] > 0.0


def test_strength_zero_changes_nothing_but_the_bill(tmp_path: Path) -> None:
    own = scenario(tmp_path, "uji", "interventions:\n  - {kind: training, strength: 0}\n")
    rows = {r["outcome"]: r["difference"] for r in _effects(*SMALL, "--skenario", own)}
    assert {name for name, x in rows.items() if x != 0.0} == {"cost_idr", "hours"}


def test_an_unreachable_scheduler_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr("simkinerja.simulate.dask_pool._CONNECT_SECONDS", 0.5)
    done = run(
        *SMALL,
        "--skenario",
        "penghargaan",
        "--penjadwal",
        "tcp://127.0.0.1:9",
        "--keluaran",
        tmp_path / "hasil",
    )
    assert done.exit_code == 2
    assert "tcp://127.0.0.1:9 tidak menjawab" in done.stderr
    assert not (tmp_path / "hasil" / "laporan.html").exists()
    finished(*SMALL, "--skenario", "penghargaan", "--keluaran", tmp_path / "hasil")
