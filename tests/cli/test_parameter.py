"""The command parameter: every number with range and source, unknown names with the nearest, a workbook."""

import json
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from simkinerja.cli import app
from simkinerja.cli.parameter import entries
from simkinerja.params import POPULATION
from simkinerja.population.voice_params import voice_parameters
from simkinerja.simulate.costs import programme_numbers
from simkinerja.simulate.parameters import Parameters, engine_parameters


def run(*args: object):
    return CliRunner().invoke(app, ["parameter", *map(str, args)])


def as_data(*args: object) -> list[dict]:
    done = run(*args, "--json")
    assert done.exit_code == 0, done.stderr
    return json.loads(done.stdout)


def test_every_number_of_the_model_is_listed_once() -> None:
    names = [row["nama"] for row in as_data()]
    assert len(names) == len(set(names))
    rest = sorted(names)
    for registry in ({**engine_parameters(), **programme_numbers()}, POPULATION, voice_parameters()):
        for name, param in registry.items():
            called = next(n for n in rest if n.endswith(name) and entries()[n].param is param)
            rest.remove(called)
    assert rest == []
    assert all(row["terendah"] <= row["nilai"] <= row["tertinggi"] and row["sumber"] for row in as_data())


def test_what_is_called_settable_can_be_set() -> None:
    for row in as_data():
        values = {row["nama"]: row["nilai"]}
        if row["dapat_diatur"]:
            assert Parameters.default().set(values)[row["nama"]] == row["nilai"]
        else:
            with pytest.raises(ValueError, match="harus"):
                Parameters.default().set(values)


def test_a_name_or_its_beginning_is_told_in_full() -> None:
    done = run("training.gain")
    assert done.exit_code == 0
    assert "Arthur" in done.stdout
    assert "0,6 (0,3 s.d. 0,9)" in done.stdout
    assert "1 parameter: 1 terbitan." in done.stdout
    assert {row["nama"] for row in as_data("training")} == {
        name for name in entries() if name.startswith("training.")
    }


def test_the_whole_list_fits_the_screen() -> None:
    done = run()
    assert done.exit_code == 0
    assert max(map(len, done.stdout.splitlines())) <= 80
    for name in ("training.gain", "rating.ratee", "cost.feedback.hours"):
        assert name in done.stdout


def test_unknown_names_are_named_together_with_the_nearest() -> None:
    done = run("training.gian", "zzz", "skill")
    assert done.exit_code == 2
    assert "Maksud Anda 'training.gain'?" in done.stderr
    assert "'zzz'" in done.stderr
    assert "2 kesalahan" in done.stderr
    assert done.stdout == ""


def test_workbook_holds_numbers_as_numbers(tmp_path: Path) -> None:
    target = tmp_path / "angka.xlsx"
    assert run("training", "--keluaran", target).exit_code == 0
    sheet = openpyxl.load_workbook(target).active
    rows = {row[0]: row for row in sheet.iter_rows(min_row=2, values_only=True)}
    param = engine_parameters()["training.gain"]
    assert rows["training.gain"][2:5] == (param.value, param.low, param.high)
    assert rows["training.gain"][6] == "terbitan"
    assert rows["training.gain"][-1] == param.source
    before = target.read_bytes()
    again = run("--keluaran", target)
    assert again.exit_code == 2
    assert "--timpa" in again.stderr
    assert target.read_bytes() == before
    assert run("--keluaran", target, "--timpa").exit_code == 0
    assert target.read_bytes() != before


def test_other_kinds_of_file_and_bad_names_write_nothing(tmp_path: Path) -> None:
    bad = run("--keluaran", tmp_path / "angka.csv")
    assert bad.exit_code == 2
    assert ".xlsx" in bad.stderr
    assert run("zzz", "--keluaran", tmp_path / "angka.xlsx").exit_code == 2
    assert list(tmp_path.iterdir()) == []
