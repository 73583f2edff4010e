"""Lesson 12 in a real browser: the desk changes at once, fifty days come on the button, on a phone too."""

import re
from typing import Any

import pytest

BOOK = "12_loket.ipynb"
BOOKS = (BOOK,)
pytestmark = [pytest.mark.browser, pytest.mark.slow]


def inside(url: str, base: str) -> bool:
    return url.startswith((base, base.replace("http", "ws", 1), "data:", "blob:", "about:"))


@pytest.fixture(scope="module")
def page(browser: Any, lab: tuple[str, str]) -> Any:
    """The lesson, opened and run; ``page.calls`` lists every address outside this machine."""
    base, token = lab
    tab = browser.new_page(viewport={"width": 1280, "height": 900})
    tab.calls = []
    tab.on("request", lambda r: None if inside(r.url, base) else tab.calls.append(r.url))
    tab.goto(f"{base}/lab/tree/{BOOK}?token={token}&reset")
    tab.locator(".jp-CodeCell img[src^='data:image/svg']").first.wait_for(timeout=60_000)
    run_all(tab)
    assert tab.locator("[data-mime-type='application/vnd.jupyter.error']").count() == 0
    return tab


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


def desk(page: Any) -> Any:
    return page.locator(".jp-CodeCell", has_text="kelas.panel_desk(").locator(".sk-panel")


def changed(page: Any, picture: Any, before: str) -> str:
    for _ in range(100):
        now: str = picture.inner_html()
        if now != before:
            return now
        page.wait_for_timeout(100)
    pytest.fail("the picture did not change")


def test_a_figure_changes_both_pictures_and_the_answer(page: Any) -> None:
    panel = desk(page)
    waits, shares = (panel.locator("svg[role='img']").nth(k) for k in (0, 1))
    before = waits.inner_html(), shares.inner_html()
    assert "3 loket" in panel.get_by_role("status").inner_text()
    box = panel.get_by_role("spinbutton", name="Banyaknya loket")
    box.fill("4")
    box.press("Tab")
    changed(page, waits, before[0])
    changed(page, shares, before[1])
    assert "4 loket" in panel.get_by_role("status").inner_text()
    assert "5 loket" in panel.get_by_role("status").inner_text()


def test_fifty_days_come_on_the_button_and_go_when_a_control_moves(page: Any) -> None:
    panel = desk(page)
    panel.get_by_role("button", name="Jalankan 50 hari").click()
    panel.get_by_text("50 dari 50 hari").wait_for(timeout=10_000)
    assert "(50 hari yang sama)" in panel.get_by_role("status").inner_text()
    assert "delapan dari sepuluh hari" in panel.locator("svg[role='img']").first.inner_html()
    panel.get_by_label("Lama layanan antarorang").select_option(label="sama semua")
    panel.get_by_text("(5 hari yang sama)").wait_for(timeout=10_000)
    assert panel.get_by_text("50 dari 50 hari").count() == 0


def test_a_desk_that_cannot_keep_up_is_told(page: Any) -> None:
    panel = desk(page)
    box = panel.get_by_role("spinbutton", name="Orang datang setiap jam")
    box.fill("60")
    box.press("Tab")
    panel.get_by_text("antrean tumbuh sepanjang hari").wait_for(timeout=10_000)
    assert page.calls == [], "the lesson works without the internet and tells nobody about it"


def test_on_a_phone_pictures_and_controls_fit_the_panel(page: Any) -> None:
    page.keyboard.press("Control+b")  # the list of files leaves a phone no room
    page.set_viewport_size({"width": 360, "height": 740})
    page.wait_for_timeout(500)
    panel = desk(page)
    room = panel.bounding_box()["width"]
    for picture in panel.locator("svg[role='img']").all():
        assert picture.bounding_box()["width"] <= room + 1
    for box in panel.locator("input:visible, select:visible, button:visible").all():
        place = box.bounding_box()
        assert place["x"] + place["width"] <= panel.bounding_box()["x"] + room + 1
