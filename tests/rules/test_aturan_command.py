"""``simkinerja aturan`` as a reader sees it."""

import json

import pytest
from typer.testing import CliRunner, Result

from simkinerja.cli import app
from simkinerja.errors import UsageError
from simkinerja.rules import load_rules


def run(*words: str, columns: int = 80) -> Result:
    return CliRunner().invoke(app, ["aturan", *words], env={"COLUMNS": str(columns), "NO_COLOR": "1"})


def test_the_list_names_every_rule_with_its_status() -> None:
    result = run()
    assert result.exit_code == 0, result.output
    for rule in load_rules():
        line = next(line for line in result.output.splitlines() if line.startswith(f" {rule.code} "))
        assert rule.status_label in line.split()
    assert "simkinerja aturan KODE" in result.output


@pytest.mark.parametrize(
    "words", [(), ("skm",), ("pola.edaran",), ("berakhlak.nilai",), ("keberatan.tenggat",)]
)
@pytest.mark.parametrize("columns", [80, 120])
def test_it_fits_the_terminal(words: tuple[str, ...], columns: int) -> None:
    lines = run(*words, columns=columns).output.splitlines()
    assert max(map(len, lines)) <= columns
    assert len(lines) > 5
    assert not any("…" in line for line in lines)


def test_a_detail_gives_values_article_status_dates_and_source() -> None:
    text = run("tugas_belajar.ipk").output
    for wanted in ("PermenPANRB 6/2022", "hlm. 62-63", "hukum", "sejak 2022-02-07", "PDF", "3,51", "2,76"):
        assert wanted in text


def test_both_versions_of_a_rule_are_shown_newest_first() -> None:
    text = run("ombudsman.zona").output
    assert text.index("sejak 2022") < text.index("2013 s.d. 2021")


def test_a_group_lists_only_its_rules() -> None:
    text = run("skm").output
    assert "skm.mutu" in text
    assert "pola.edaran" not in text


def test_json_holds_the_same_rules() -> None:
    assert json.loads(run("--json").output) == [rule.as_dict() for rule in load_rules()]
    one = json.loads(run("skm.mutu", "--json").output)
    assert one["values"]["bands"][3]["lower"] == "88.31"
    assert one["status"] == "law"
    assert len(json.loads(run("ombudsman.zona", "--json").output)) == 2


def test_no_mechanical_english_in_what_is_read() -> None:
    text = run("pola.edaran").output + run("ip_asn.kategori").output
    for word in ("lower", "limits", "max_share", "majority", "bands"):
        assert word not in text


def test_an_unknown_code_is_answered_with_the_nearest() -> None:
    error = run("skm.muta").exception
    assert isinstance(error, UsageError)
    assert "Maksud Anda 'skm.mutu'?" in str(error)


def test_capitals_and_spaces_do_not_matter() -> None:
    assert run("SKM.Mutu ").output == run("skm.mutu").output
    assert run("SKM").output == run("skm").output


def test_a_long_row_of_a_list_hangs_under_its_text() -> None:
    lines = run("skm.mutu").output.splitlines()
    first = next(i for i, line in enumerate(lines) if line.lstrip().startswith("- mutu A"))
    assert lines[first + 1].startswith(" " * (lines[first].index("mutu A")))
    assert lines[first + 1].strip()
