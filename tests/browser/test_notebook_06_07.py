"""Lessons 06 and 07 in a real browser: both run whole, their panels answer at once, also on a phone."""

import os
import re
from typing import Any

import pytest

BOOKS = ("06_pelatihan.ipynb", "07_pemantauan.ipynb")
PANELS = {"06_pelatihan.ipynb": "kelas.panel_training(", "07_pemantauan.ipynb": "kelas.panel_monitoring("}
pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module", params=BOOKS)
def page(request: pytest.FixtureRequest, browser: Any, lab: tuple[str, str]) -> Any:
    """A lesson, opened and run from top to bottom; ``page.panel`` is its panel."""
    base, token = lab
    tab = browser.new_page(viewport={"width": 1280, "height": 900})
    tab.goto(f"{base}/lab/tree/{request.param}?token={token}&reset")
    tab.locator(".jp-CodeCell img[src^='data:image/svg']").first.wait_for(timeout=60_000)
    run_all(tab)
    tab.book = request.param
    tab.panel = tab.locator(".jp-CodeCell", has_text=PANELS[request.param]).locator(".sk-panel")
    yield tab
    tab.close()


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


def keep_picture(page: Any, name: str) -> None:
    folder = os.environ.get("SIMKINERJA_PICTURES")
    if folder:
        page.panel.scroll_into_view_if_needed()
        page.screenshot(path=f"{folder}/{page.book[:2]}_{name}.png")


def changed(page: Any, picture: Any, before: str) -> None:
    for _ in range(100):
        if picture.inner_html() != before:
            return
        page.wait_for_timeout(100)
    pytest.fail("the picture did not change")


def test_the_lesson_runs_and_a_choice_changes_the_pictures(page: Any) -> None:
    assert page.locator("[data-mime-type='application/vnd.jupyter.error']").count() == 0
    pictures = page.panel.locator("svg[role='img']")
    assert pictures.count() == 3
    before = pictures.nth(1).inner_html()
    if page.book.startswith("06"):
        page.panel.get_by_label("Siapa yang dilatih").select_option(label="seperlima lewat undian")
    else:
        page.panel.get_by_label("Siapa yang menjalankan").select_option(label="otomatis")
    changed(page, pictures.nth(1), before)
    assert page.panel.get_by_role("alert").count() == 0
    keep_picture(page, "lebar")


def test_fifty_runs_come_on_the_button(page: Any) -> None:
    page.panel.get_by_role("button", name="Jalankan 50 ulangan").click()
    page.panel.get_by_text("50 dari 50 ulangan").wait_for(timeout=60_000)
    told = page.panel.locator("svg[role='img']").first.filter(has_text="sebagian besar dari 50 ulangan")
    told.wait_for(timeout=10_000)  # drawn after the last part was counted


def test_on_a_phone_pictures_and_controls_fit_the_panel(page: Any) -> None:
    page.keyboard.press("Control+b")  # the list of files leaves a phone no room
    page.set_viewport_size({"width": 360, "height": 740})
    page.wait_for_timeout(500)
    place = page.panel.bounding_box()
    end = place["x"] + place["width"] + 1
    assert place["width"] <= 360
    for part in page.panel.locator("svg[role='img'], input:visible, select:visible, button:visible").all():
        box = part.bounding_box()
        assert box["x"] + box["width"] <= end
    keep_picture(page, "ponsel")
