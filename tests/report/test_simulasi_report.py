"""The report of a simulation: tables that agree with the comparison, words, masked cells, HTML and Word."""

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from xml.etree import ElementTree

import docx
import numpy as np
import pytest

from simkinerja.report.fmt import fmt_number
from simkinerja.report.simulasi_content import Asked, AskedArm, Marks, Months, Simulation, simulasi_content
from simkinerja.report.simulasi_docx import simulasi_docx
from simkinerja.report.simulasi_html import simulasi_html
from simkinerja.report.simulasi_svg import svg_marks, svg_months
from simkinerja.report.simulasi_tables import simulasi_tables
from simkinerja.report.simulasi_used import decisive, numbers_used
from simkinerja.report.simulasi_words import change, interval, level, programme_words, unit_of, verdict
from simkinerja.report.suppress import MASKED
from simkinerja.simulate.compare import Comparison, Effect, compare
from simkinerja.simulate.interventions import EKinerja, Feedback, Training
from simkinerja.simulate.outcomes import outcomes
from simkinerja.simulate.scenario import load_scenario, shipped_scenarios
from simkinerja.simulate.world import World

NASTY = 'Pelatihan <b onclick="x()">&'


def report_of(comparison: Comparison, title: str = "Pelatihan semua", note: str | None = None) -> Simulation:
    used = numbers_used(comparison.plan)
    arms = tuple(
        AskedArm(
            arm.label,
            title,
            "Penyusun",
            "Sumber",
            note,
            None,
            {},
            tuple(map(programme_words, arm.interventions)),
        )
        for arm in comparison.plan.arms[1:]
    )
    asked = Asked("Kota Uji", comparison.plan.world.n, None, {}, arms, (), "0.1.0")
    return Simulation(asked, comparison, used, simulasi_tables(comparison, used))


@pytest.fixture(scope="module")
def pair() -> Comparison:
    lab = World.plain(n_units=12, officers_per_unit=6, seed=1, n_agencies=3)
    return compare(lab, {"tanpa": [], "latih": [Training(), Feedback()]}, months=6, replications=6, seed=7)


@pytest.fixture(scope="module")
def simulation(pair: Comparison) -> Simulation:
    return report_of(pair)


@pytest.fixture
def effect() -> Callable[..., Effect]:
    def made(name: str, difference: float, low: float, high: float) -> Effect:
        return Effect(
            outcomes()[name],
            "a",
            0.5,
            0.5 + difference,
            difference,
            low,
            high,
            0.1,
            0.0,
            low,
            high,
            1.0,
            2,
            "",
        )

    return made


@pytest.mark.parametrize(
    ("name", "difference", "low", "high", "word"),
    [
        ("on_time_share", 0.05, 0.04, 0.06, "membaik"),
        ("on_time_share", -0.05, -0.06, -0.04, "memburuk"),
        ("wait_days", -0.5, -0.6, -0.4, "membaik"),
        ("stress", 0.2, 0.1, 0.3, "memburuk"),
        ("on_time_share", 0.005, 0.004, 0.006, "membaik, kecil"),
        ("on_time_share", 0.001, -0.002, 0.004, "tetap"),
        ("on_time_share", 0.02, -0.02, 0.06, "belum pasti"),
        ("on_time_share", 0.0, 0.0, 0.0, "tetap"),
        ("top_share", 0.1, 0.05, 0.15, "naik"),
        ("cost_idr", 5e6, 4e6, 6e6, "naik"),
        ("recorded_on_time_share", 0.1, 0.05, 0.15, "naik"),
        ("leakage", -0.1, -0.15, -0.05, "membaik"),
        ("on_time_share", float("nan"), float("nan"), float("nan"), "–"),
    ],
)
def test_verdict(effect, name: str, difference: float, low: float, high: float, word: str) -> None:
    assert verdict(effect(name, difference, low, high)) == word


def test_amounts_carry_their_unit(effect) -> None:
    share, trust = outcomes()["on_time_share"], outcomes()["trust"]
    assert (level(0.6167, share), change(0.0027, share), unit_of(share)) == ("61,7%", "+0,27", "poin persen")
    assert (level(0.5, trust), change(0.001, trust)) == ("0,500", "+0,001")
    assert change(-0.004, outcomes()["stress"]) == "-0,004"
    assert interval(effect("stress", 0.2, 0.2, 0.2)) == "tanpa ragam"


def test_tables_say_what_the_comparison_says(pair: Comparison, simulation: Simulation) -> None:
    tables = simulation.tables
    assert (
        tables["efek"].set_index("outcome").loc["practice", "difference"]
        == pair.effect("practice").difference
    )
    months = tables["bulanan"].query("arm == 'latih' and outcome == 'skill'")
    each = pair.series("skill", "latih") - pair.series("skill")
    assert np.allclose(months["difference"], each.mean(axis=0))
    assert (months["ci_low"] <= months["difference"]).all()
    assert np.isclose(
        months["ci_high"] - months["difference"], 2.5706 * each.std(axis=0, ddof=1) / 6**0.5, atol=1e-4
    ).all()
    runs = tables["ulangan"].query("arm == 'latih' and outcome == 'practice'")
    assert np.allclose(runs["value"], pair.levels("practice", "latih"))
    assert all((table["note"] == "SINTETIS").all() for table in tables.values())
    one = tables["perangkat_daerah"].query("outcome == 'practice'").iloc[1]
    assert one["difference"] == pair.effect("practice", agency=one["agency"]).difference


def test_groups_add_up_and_gains_are_shares(pair: Comparison, simulation: Simulation) -> None:
    groups = simulation.tables["kelompok"].query("outcome == 'practice' and group == 'ability'")
    each = pair.traces[1].officers["practice"] - pair.traces[0].officers["practice"]
    assert np.isclose((groups["difference"] * groups["n"]).sum() / groups["n"].sum(), each.mean())
    gains = simulation.tables["untung_rugi"]
    assert np.allclose(gains[["gain", "lose", "same"]].sum(axis=1), 1.0)


def test_an_agency_of_few_officers_is_empty_and_cannot_be_computed() -> None:
    """Small agencies are hidden, and with them a larger one that would give them away."""
    lab = World.plain(n_units=5, officers_per_unit=2, seed=1, n_agencies=3)
    few = report_of(compare(lab, {"tanpa": [], "latih": [Training()]}, months=2, replications=2, seed=1))
    sizes = np.bincount(lab.agency_of_unit) * 2
    assert min(sizes) < 5
    table = few.tables["perangkat_daerah"].query("outcome == 'practice'").set_index("agency")
    for label, n in zip(lab.agency_label, sizes, strict=True):
        if n < 5:
            assert np.isnan(table.loc[label, "difference"])
    shown = [
        n for label, n in zip(lab.agency_label, sizes, strict=True) if not np.isnan(table.loc[label, "n"])
    ]
    assert len(shown) < len(sizes) - 1
    assert simulasi_html(simulasi_content(few))


def test_groups_of_few_are_masked_in_the_report(pair: Comparison, simulation: Simulation) -> None:
    world = pair.plan.world
    codes = np.zeros(world.n, dtype=np.int64)
    codes[:3] = 1
    groups = {**world.groups, "sex": (codes, ("L", "P"))}
    other = Comparison(replace(pair.plan, world=replace(world, groups=groups)), pair.traces)
    table = simulasi_tables(other, simulation.used)["kelompok"]
    assert table.query("group == 'sex'")[["n", "difference", "ci_low"]].isna().all(axis=None)
    content = simulasi_content(report_of(other))
    grid = next(one for one in content.parts[0].groups if one.title == "Jenis kelamin")
    assert {cell for row in grid.rows for cell in row[1:]} == {MASKED}
    assert "lima" in grid.note or "5" in grid.note


class Text(HTMLParser):
    """Words, tags and addresses of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: list[str] = []
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [v or "" for k, v in attrs if k in {"src", "href", "srcset", "action", "data"}]

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def read(page: str) -> Text:
    found = Text()
    found.feed(page)
    return found


def test_page_is_alone_and_harmless(pair: Comparison) -> None:
    page = simulasi_html(simulasi_content(report_of(pair, NASTY, NASTY)))
    found = read(page)
    assert not {"script", "link", "img", "iframe", "b"} & set(found.tags)
    assert all(address.startswith("#") for address in found.addresses)
    assert "default-src 'none'" in page
    assert set(re.findall(r"https?://[^'\"]+", page)) <= {"http://www.w3.org/2000/svg"}
    assert "".join(found.words).count(NASTY) >= 3


def test_page_says_everything(simulation: Simulation) -> None:
    content = simulasi_content(simulation)
    words = " ".join(read(simulasi_html(content)).words)
    part = content.parts[0]
    assert words.count("DATA SINTETIS") == 2
    grids = [*part.effects, part.gains, *part.groups, part.spread]
    assert part.agencies is not None
    assert part.costs is not None
    assert part.assumed is not None
    for grid in [*grids, part.agencies, part.costs, part.assumed]:
        for row in grid.rows:
            assert all(cell in words for cell in row)
    for text in [
        *content.question,
        *content.limits,
        *part.answer,
        *part.sure,
        *part.money,
        *part.assumed_text,
    ]:
        assert text in words
    on_time = simulation.comparison.effect("on_time_share")
    assert f"{fmt_number(100 * on_time.difference, 2, signed=True)} poin persen" in words


def test_single_run_claims_no_interval(pair: Comparison) -> None:
    lab = World.plain(n_units=4, officers_per_unit=6, seed=1, n_agencies=2)
    alone = report_of(compare(lab, {"tanpa": [], "latih": [Training()]}, months=1, replications=1, seed=1))
    content = simulasi_content(alone)
    assert "Satu ulangan tidak menunjukkan ragam" in content.parts[0].sure[0]
    assert {row[3] for grid in content.parts[0].effects for row in grid.rows} <= {"tanpa ragam", "–"}
    assert simulasi_html(content)
    assert simulasi_docx(content)


def test_replications_that_are_not_enough_are_named(
    simulation: Simulation, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = simulasi_content(simulation)
    effects = {name: simulation.comparison.effect(name) for name in outcomes()}
    short = {e.outcome.label: e.needed for e in effects.values() if e.needed > 6 and e.sd_run > 1e-12}
    told = " ".join(content.parts[0].sure)
    assert bool(short) == ("Belum cukup" in told)
    if short:
        label, needed = max(short.items(), key=lambda item: item[1])
        assert f"{label} sekitar {fmt_number(needed, 0)}" in told


def test_record_that_parts_from_the_truth_is_said() -> None:
    lab = World.plain(n_units=20, officers_per_unit=6, seed=1, n_agencies=2)
    arms = {"tanpa": [], "lapor": [EKinerja(consequence=1.0, automatic=True)]}
    content = simulasi_content(report_of(compare(lab, arms, months=8, replications=4, seed=3)))
    assert any("Catatan dan kenyataan" in text for text in content.parts[0].answer)


def document_text(data: bytes) -> str:
    document = docx.Document(io.BytesIO(data))
    cells = [c.text for table in document.tables for row in table.rows for c in row.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def test_word_file_says_the_same(simulation: Simulation) -> None:
    content = simulasi_content(simulation)
    data = simulasi_docx(content)
    told = document_text(data)
    for grid in content.parts[0].effects:
        for row in grid.rows:
            assert all(cell in told.split("\n") for cell in row)
    assert "'+" not in told
    assert "'-" not in told
    document = docx.Document(io.BytesIO(data))
    assert len(document.inline_shapes) == 3
    assert "DATA SINTETIS" in document.sections[0].header.paragraphs[0].text
    described = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert all(text and len(text) > 20 for text in described)


def test_word_file_has_no_time(simulation: Simulation) -> None:
    content = simulasi_content(simulation)
    first, second = simulasi_docx(content), simulasi_docx(content)
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}


def test_only_what_the_programme_reads_is_its_own(simulation: Simulation) -> None:
    own = simulation.used.own("latih")
    assert {"training.gain", "feedback.mean", "cost.training.idr_per_hour"} <= set(own)
    assert not {"service.load", "practice.base_rate", "bass.imitation"} & set(own)
    assumed = simulasi_content(simulation).parts[0].assumed
    assert assumed is not None
    names = " ".join(row[0] for row in assumed.rows)
    assert "training.spread" in names
    assert "training.gain" not in names  # published, so not assumed


def test_the_number_that_decides_is_found() -> None:
    lab = World.plain(n_units=10, officers_per_unit=10, seed=1)
    wide = compare(
        lab, {"tanpa": [], "latih": [Training()]}, months=2, replications=60, seed=5, uncertain=True
    )
    used = numbers_used(wide.plan)
    found = [one.name for one in decisive(wide, used, "skill", "latih")]
    assert found[0] == "training.gain"
    assert all(name.startswith(("training.", "skill.", "dose.training.")) for name in found)
    assert decisive(wide, used, "app_adoption", "latih") == []
    fixed = Comparison(replace(wide.plan, uncertain=False), wide.traces)
    assert decisive(fixed, used, "skill", "latih") == []
    content = simulasi_content(report_of(wide))
    assert "Karena parameter" in content.parts[0].spread.header
    table = report_of(wide).tables["parameter"].set_index("parameter")
    assert bool(table.loc["training.gain", "drawn"])
    assert np.isnan(table.loc["training.gain", "value"])


@pytest.mark.parametrize("code", shipped_scenarios())
def test_programmes_are_told_in_indonesian(code: str) -> None:
    for one in load_scenario(code).interventions:
        told = programme_words(one)
        assert told.endswith(".")
        assert not re.search(
            r"\b(True|False|None|everyone|agency|score|developmental|controlling|one_way|app)\b", told
        )


def test_pictures_are_well_formed_and_mark_what_lies_outside() -> None:
    marks = Marks(
        "Judul <x>",
        "satuan",
        ("a & b", "c"),
        (0.5, 20.0),
        (0.1, 19.0),
        (0.9, 20.0),
        ("+1", "+99"),
        (-1.0, 1.0),
        20.0,
    )
    root = ElementTree.fromstring(svg_marks(marks))
    kinds = [node.tag.rpartition("}")[2] for node in root.iter()]
    assert kinds.count("circle") == 1
    assert kinds.count("polygon") == 1
    months = Months("Tepat waktu", "poin persen", (0.0, 1.0, 2.0), (0.0, 0.5, 1.0), (0.0, 1.5, 3.0), 1.0)
    lines = ElementTree.fromstring(svg_months(months))
    points = next(n for n in lines.iter() if n.tag.endswith("polyline")).get("points", "").split()
    heights = [float(point.split(",")[1]) for point in points]
    assert heights == sorted(heights, reverse=True)
    assert len(set(heights)) == 3
