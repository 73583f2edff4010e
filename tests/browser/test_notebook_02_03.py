"""Lessons 02 and 03 in a real browser: figures typed, a scheme built, saved and loaded, on a phone too."""

import re
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
BOOKS = ("02_merancang_indikator.ipynb", "03_menghitung_skor.ipynb")
pytestmark = [pytest.mark.browser, pytest.mark.slow]


def opened(browser: Any, lab: tuple[str, str], book: str) -> Any:
    """A lesson, opened and run; ``page.calls`` lists every address outside this machine."""
    base, token = lab
    tab = browser.new_page(viewport={"width": 1280, "height": 900})
    tab.calls = []
    tab.on("request", lambda r: None if inside(r.url, base) else tab.calls.append(r.url))
    tab.goto(f"{base}/lab/workspaces/{book[:2]}/tree/{book}?token={token}&reset")
    tab.locator(".jp-Notebook .jp-CodeCell").first.wait_for(timeout=60_000)
    tab.locator(".jp-CodeCell img[src^='data:image/svg']").first.wait_for(timeout=20_000)
    run_all(tab)
    assert tab.locator("[data-mime-type='application/vnd.jupyter.error']").count() == 0
    tab.keyboard.press("Control+b")  # the list of files leaves a phone no room
    return tab


@pytest.fixture(scope="module")
def building(browser: Any, lab: tuple[str, str]) -> Any:
    return opened(browser, lab, BOOKS[0])


@pytest.fixture(scope="module")
def scoring(browser: Any, lab: tuple[str, str]) -> Any:
    return opened(browser, lab, BOOKS[1])


def inside(url: str, base: str) -> bool:
    return url.startswith((base, base.replace("http", "ws", 1), "data:", "blob:", "about:"))


def run_all(page: Any) -> None:
    page.get_by_text("| Idle").wait_for(timeout=60_000)  # a run asked of a kernel that starts is lost
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_text("Run All Cells", exact=True).click()
    cells = page.locator(".jp-CodeCell")
    last = cells.nth(cells.count() - 1).locator(".jp-InputPrompt")
    done = re.compile(rf"\[{cells.count()}\]")
    page.wait_for_timeout(1500)  # the saved prompts are cleared when the run begins
    for _ in range(240):
        if done.search(last.inner_text()) and page.locator("text=[*]:").count() == 0:
            return
        page.wait_for_timeout(500)
    pytest.fail(f"cells still running: {last.inner_text()}")


def changed(page: Any, picture: Any, before: str) -> str:
    for _ in range(100):
        now: str = picture.inner_html()
        if now != before:
            return now
        page.wait_for_timeout(100)
    pytest.fail("the picture did not change")


def panel_of(page: Any, call: str) -> Any:
    return page.locator(".jp-CodeCell", has_text=f"kelas.{call}(").locator(".sk-panel")


def typed(panel: Any, label: str, value: str) -> None:
    box = panel.get_by_label(label, exact=True)
    box.fill(value)
    box.press("Tab")


def chosen(page: Any, panel: Any, path: Path) -> None:
    with page.expect_file_chooser() as asked:
        panel.get_by_role("button", name=re.compile("Muat berkas skema")).click()
    asked.value.set_files(path)


def test_my_own_figures_give_my_score_at_once(scoring: Any) -> None:
    panel = panel_of(scoring, "panel_my_score")
    answer = panel.get_by_role("status")
    assert "Tinggi" in answer.inner_text()
    assert "belum dapat dipastikan" in answer.inner_text()
    assert "usulan; keputusan pada pejabat penilai" in answer.inner_text()
    typed(panel, "Nilai atasan (0-100)", "76")
    panel.get_by_text("Sedang · nilai 81,79").wait_for(timeout=5_000)
    panel.get_by_label("Skema", exact=True).select_option(label="SKP menurut PermenPANRB 6/2022 (kuadran)")
    panel.get_by_text("PerBKN 3/2023").wait_for(timeout=5_000)
    # this scheme asks for none
    panel.get_by_label("Hari hadir sebulan", exact=True).wait_for(state="hidden", timeout=5_000)
    assert panel.get_by_label("Selesai tepat waktu (%)", exact=True).is_visible()
    assert panel.locator("svg[role='img']").count() == 3
    assert "tidak disimpan" in panel.inner_text()


def test_a_control_can_be_moved_by_keys_alone(scoring: Any) -> None:
    panel = panel_of(scoring, "panel_my_score")
    picture = panel.locator("svg[role='img']").first
    before = picture.inner_html()
    handle = panel.locator(".noUi-handle:visible").first
    handle.focus()
    handle.press("ArrowLeft")
    changed(scoring, picture, before)


def test_old_and_new_are_compared_by_group(scoring: Any) -> None:
    panel = panel_of(scoring, "panel_old_new")
    assert "naik" in panel.get_by_role("status").inner_text()
    panel.get_by_label("Dirinci menurut", exact=True).select_option(label="perangkat daerah")
    panel.get_by_text("Dinas Kesehatan").wait_for(timeout=5_000)
    assert scoring.calls == []


@pytest.mark.parametrize("call", ["panel_my_score", "panel_old_new"])
def test_on_a_phone_no_picture_is_wider_than_its_panel(scoring: Any, call: str) -> None:
    scoring.set_viewport_size({"width": 360, "height": 740})
    scoring.wait_for_timeout(800)
    panel = panel_of(scoring, call)
    room = panel.bounding_box()["width"]
    for picture in panel.locator("svg[role='img']").all():
        assert picture.bounding_box()["width"] <= room + 1
    for box in panel.locator("input:visible, select:visible").all():
        place = box.bounding_box()
        assert place["x"] + place["width"] <= panel.bounding_box()["x"] + room + 1
    scoring.set_viewport_size({"width": 1280, "height": 900})


def test_a_weight_changes_the_advice_and_the_picture(building: Any) -> None:
    panel = panel_of(building, "panel_scheme_builder")
    assert "5 nasihat" in panel.get_by_role("status").inner_text()
    picture = panel.locator("svg[role='img']").first
    before = picture.inner_html()
    typed(panel, "Bobot", "80")
    changed(building, picture, before)
    typed(panel, "Batas bawah Baik", "97")
    panel.get_by_role("alert").wait_for(timeout=5_000)
    assert "belum dapat dipakai" in panel.get_by_role("alert").inner_text()
    typed(panel, "Batas bawah Baik", "75")
    panel.get_by_role("status").wait_for(timeout=5_000)


def test_a_scheme_is_saved_and_a_neighbour_loads_it(building: Any, tmp_path: Path) -> None:
    panel = panel_of(building, "panel_scheme_builder")
    typed(panel, "Bobot", "55")
    # a change takes prepared files away: it must have arrived before they are asked for
    panel.locator("option", has_text="(bobot 55)").first.wait_for(state="attached", timeout=10_000)
    panel.get_by_role("button", name="Siapkan berkas").click()
    for kind, name in (("xlsx", "Excel"), ("yaml", "YAML")):
        link = panel.get_by_role("link", name=f"Unduh skema ({name})")
        link.wait_for(timeout=10_000)
        with building.expect_download() as started:
            link.click()
        assert started.value.suggested_filename == f"rancangan.{kind}"
        started.value.save_as(tmp_path / f"rancangan.{kind}")
    panel.get_by_label("Mulai dari", exact=True).select_option(label="Skema seimbang dari beberapa sumber")
    panel.get_by_text("Skema seimbang dari beberapa sumber:").wait_for(timeout=10_000)
    chosen(building, panel, tmp_path / "rancangan.xlsx")
    panel.get_by_text("Rancangan tetangga:").wait_for(timeout=10_000)
    assert panel.get_by_label("Bobot", exact=True).input_value() == "55"
    (tmp_path / "rusak.yaml").write_text("kode: [1", encoding="utf-8")
    chosen(building, panel, tmp_path / "rusak.yaml")
    panel.get_by_text("Skema di bengkel tidak berubah").wait_for(timeout=10_000)
    assert "YAML" in panel.inner_text()
    assert building.calls == [], "the lesson works without the internet and tells nobody about it"
