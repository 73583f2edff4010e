"""The rule files: complete, dated, honest about their source, frozen, and the only place of numbers."""

import ast
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import simkinerja.rules as rules_package
from simkinerja.errors import UsageError
from simkinerja.rules import get_rule, load_rules
from simkinerja.rules.document import GROUPS, rules_markdown
from simkinerja.rules.registry import SEEN, STATUSES, Rule
from simkinerja.rules.words import WORDS

ROOT = Path(__file__).parents[2]
ROOM = Path(next(iter(rules_package.__path__)))
RULES = load_rules()
IDS = [f"{rule.code}@{rule.in_force_from}" for rule in RULES]


def leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, Mapping):
        for inner in value.values():
            yield from leaves(inner)
    elif isinstance(value, tuple):
        for inner in value:
            yield from leaves(inner)
    else:
        yield value


def keys(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        yield from map(str, value)
    if isinstance(value, Mapping | tuple):
        for inner in value.values() if isinstance(value, Mapping) else value:
            yield from keys(inner)


@pytest.mark.parametrize("rule", RULES, ids=IDS)
def test_rule_is_complete(rule: Rule) -> None:
    assert rule.status in STATUSES
    assert rule.seen in SEEN
    assert all((rule.title, rule.basis, rule.article, rule.source))
    assert rule.values
    assert rule.starts <= rule.ends
    assert rule.starts.isoformat().startswith(rule.in_force_from)
    assert rule.code.split(".")[0] in GROUPS


@pytest.mark.parametrize("rule", RULES, ids=IDS)
def test_rule_is_honest_about_its_source(rule: Rule) -> None:
    if rule.seen in {"recalled", "own"}:
        assert rule.status == "assumed"
    if rule.seen == "code":
        assert rule.status in {"assumed", "local"}, "somebody's code is not the regulation"
    if rule.seen == "pdf":
        assert rule.status == "law"
        assert "Pasal" in rule.article or "hlm." in rule.article
        assert rule.basis == "PermenPANRB 6/2022", "the only regulation that was read in the original"


@pytest.mark.parametrize("rule", RULES, ids=IDS)
def test_values_are_exact_and_frozen(rule: Rule) -> None:
    assert all(isinstance(leaf, str | int | Decimal | None) for leaf in leaves(rule.values))
    first = next(iter(rule.values))
    with pytest.raises(TypeError):
        rule.values[first] = 1  # type: ignore[index]
    with pytest.raises(AttributeError):
        rule.code = "x"  # type: ignore[misc]


def test_versions_of_a_code_never_overlap() -> None:
    for code in {rule.code for rule in RULES}:
        spans = sorted((rule.starts, rule.ends) for rule in RULES if rule.code == code)
        assert all(end < start for (_, end), (start, _) in pairwise(spans)), code


def test_all_rules_the_project_promises_are_there() -> None:
    codes = {rule.code for rule in RULES}
    assert codes >= {
        "predikat.kuadran",
        "pola.hukum",
        "pola.edaran",
        "pola.pilihan",
        "pola.kurva",
        "skm.unsur",
        "skm.bobot",
        "skm.mutu",
        "skm.pembulatan",
        "skm.unsur14",
        "skm.sampel_krejcie_morgan",
        "skm.sampel_cochran",
        "angka_kredit.konversi",
        "ip_asn.bobot",
        "disiplin.tidak_masuk",
        "pp30.predikat",
        "tpp.balangan",
        "tugas_belajar.ipk",
        "keberatan.tenggat",
        "berakhlak.nilai",
        "ombudsman.zona",
        "talenta.nilai",
    }
    assert get_rule("pola.hukum").status == "law"
    assert get_rule("pola.edaran").status == "circular"
    assert get_rule("tpp.balangan").status == "local"


def test_unknown_rule_is_answered_with_the_nearest() -> None:
    with pytest.raises(UsageError, match=r"Aturan 'skm.muta' tidak dikenal.*Maksud Anda 'skm.mutu'\?"):
        get_rule("skm.muta")
    with pytest.raises(UsageError) as caught:
        get_rule("tidak ada")
    assert caught.value.codes == ("unknown_rule",)


def test_a_rule_is_asked_for_by_date() -> None:
    old, new = (get_rule("ombudsman.zona", date(year, 6, 30)) for year in (2021, 2022))
    assert [len(rule.values["bands"]) for rule in (old, new)] == [3, 5]
    assert get_rule("ombudsman.zona") == new
    with pytest.raises(UsageError) as caught:
        get_rule("predikat.kuadran", date(2022, 2, 6))
    assert caught.value.codes == ("rule_not_in_force",)
    assert get_rule("predikat.kuadran", date(2022, 2, 7)).code == "predikat.kuadran"
    assert get_rule("skm.unsur14", date(2014, 12, 31)).ends == date(2014, 12, 31)


@pytest.mark.parametrize("rule", [r for r in RULES if "upper" in str(r.as_dict()["values"].get("bands"))])
def test_printed_bands_meet_within_a_hundredth(rule: Rule) -> None:
    bands = rule.values["bands"]
    assert bands[0]["lower"] in {0, 25}
    assert bands[-1]["upper"] == 100
    assert all(high["lower"] - low["upper"] == Decimal("0.01") for low, high in pairwise(bands))


def test_the_five_curves_are_an_illustration_only() -> None:
    rule = get_rule("pola.kurva")
    assert rule.values["label"] == "ilustrasi, tanpa angka"
    assert rule.status == "assumed"
    modes = get_rule("pola.hukum").values["mode"]
    for organisation, heights in rule.values["heights"].items():
        assert rule.values["order"][heights.index(max(heights))] == modes[organisation]


def test_berakhlak_is_seven_times_three() -> None:
    values = get_rule("berakhlak.nilai").values["values"]
    assert [len(value["behaviours"]) for value in values] == [3] * 7
    assert len({text for value in values for text in value["behaviours"]}) == 21
    assert "".join(value["label"][0] for value in values) == "BAKHLAK"


SMALL = {0, 1, 2, 3, 10, 12, 100}  # shapes, powers of ten, months, percent
NAMED = {"checks.py", "document.py", "registry.py", "words.py", "identifiers.py"}  # no rule's number in them
CALENDAR = {"deadlines.py": {5, 6, 7, 366, 2000, 2022, 2101, 9998, 9999}, "ombudsman.py": {31, 2022, 9999}}


def numbers(tree: ast.AST) -> Iterator[int | float | str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and type(node.value) in {int, float}:
            yield node.value
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"Decimal", "Fraction"}:
            yield from (arg.value for arg in node.args if isinstance(arg, ast.Constant))


MODULES = [path for path in sorted(ROOM.glob("*.py")) if path.name not in NAMED]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_numbers_of_rules_live_in_the_yaml_only(path: Path) -> None:
    allowed = SMALL | CALENDAR.get(path.name, set())
    found = [x for x in numbers(ast.parse(path.read_text(encoding="utf-8"))) if x not in allowed]
    assert found == []


def test_the_page_is_current() -> None:
    page = (ROOT / "docs" / "aturan.md").read_text(encoding="utf-8")
    assert page == rules_markdown(), "run: python -m simkinerja.rules.document docs/aturan.md"
    assert all(f"`{rule.code}`" in page for rule in RULES)


INDONESIAN = {
    "0.90",
    "0.95",
    "0.99",
    "A",
    "B",
    "C",
    "ahli_madya",
    "ahli_muda",
    "ahli_pertama",
    "ahli_utama",
    "baik",
    "bendahara",
    "berat",
    "berkadar_pengawasan",
    "bimbingan",
    "butuh_perbaikan",
    "cpns",
    "cukup",
    "d3",
    "di_atas",
    "di_bawah",
    "di_bawah_sma",
    "diklat_fungsional",
    "diklat_kepemimpinan",
    "diklat_teknis",
    "disiplin",
    "fungsional",
    "hasil_kerja",
    "inspektorat",
    "istimewa",
    "jenjang",
    "jpt_daerah",
    "jpt_madya_pusat",
    "jpt_utama",
    "keberatan",
    "kehadiran",
    "kelas_1",
    "kelas_3",
    "keputusan",
    "kinerja",
    "kompetensi",
    "konseling",
    "kualifikasi",
    "kurang",
    "lanjutan",
    "luar_negeri",
    "mahir",
    "normatif",
    "pangkat",
    "pelaksana",
    "pelaporan",
    "pemula",
    "pengembalian",
    "pengganti_pengembalian",
    "pengganti_penyampaian",
    "pengganti_tanda_tangan",
    "penilai_terlambat",
    "penyampaian",
    "penyelia",
    "perilaku_kerja",
    "plt",
    "potensi",
    "rendah",
    "ringan",
    "s1",
    "s2",
    "s3",
    "sangat_baik",
    "sangat_kurang",
    "sedang",
    "seminar",
    "sesuai",
    "skp",
    "sma",
    "struktural",
    "tambahan",
    "terampil",
    "tidak_berkadar_pengawasan",
    "tidak_pernah",
    "tinggi",
    "unit_mandiri_daerah",
    "unit_mandiri_pusat",
    "utama",
    "z",
}


def test_every_mechanical_word_has_an_indonesian_reading() -> None:
    used = {key for rule in RULES for key in keys(rule.values)}
    assert used - set(WORDS) - INDONESIAN == set()
    values = {leaf for rule in RULES for leaf in leaves(rule.values) if isinstance(leaf, str)}
    assert set(WORDS) - used - values == set(), "words that no rule uses"
