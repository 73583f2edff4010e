"""Lesson 11 in a real browser: claims follow the document, conditions change the answer, on a phone too."""

import re
from typing import Any

import pytest

BOOK = "11_lima_kasus.ipynb"
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


def claims(page: Any) -> Any:
    return page.locator(".jp-CodeCell", has_text="kelas.panel_claims(").locator(".sk-panel")


def changed(page: Any, picture: Any, before: str) -> str:
    for _ in range(100):
        now: str = picture.inner_html()
        if now != before:
            return now
        page.wait_for_timeout(100)
    pytest.fail("the picture did not change")


def test_a_condition_changes_picture_and_answer(page: Any) -> None:
    panel = claims(page)
    picture = panel.locator("svg[role='img']").first
    before = picture.inner_html()
    assert panel.get_by_label("Nada").input_value() == "seperti dokumen"
    assert "dari 5 undian" in panel.get_by_role("status").inner_text()
    panel.get_by_label("Akibat bagi pegawai").select_option(label="tunjangan ikut")
    before = changed(page, picture, before)
    panel.get_by_label("Yang menegakkan").select_option(label="otomatis")
    changed(page, picture, before)
    panel.get_by_text("yang menegakkan: otomatis").wait_for(timeout=10_000)


def test_claims_follow_the_document_and_fifty_come_on_the_button(page: Any) -> None:
    panel = claims(page)
    panel.get_by_label("Dokumen").select_option(label="Salatiga")
    panel.get_by_label("Klaim").select_option(label="forum")
    panel.get_by_text("tindak lanjut pimpinan", exact=False).first.wait_for(timeout=10_000)
    assert panel.get_by_label("Nada").is_hidden(), "a forum has no tone to set"
    panel.get_by_role("button", name="Jalankan 50 undian").click()
    panel.get_by_text("50 dari 50 undian").wait_for(timeout=60_000)
    assert "dari 50 undian" in panel.get_by_role("status").inner_text()
    panel.get_by_label("Tindak lanjut pimpinan").select_option(label="tidak ditindaklanjuti")
    panel.get_by_text("dari 5 undian").first.wait_for(timeout=10_000)
    assert page.calls == [], "the lesson works without the internet and tells nobody about it"


def test_on_a_phone_pictures_and_controls_fit_the_panel(page: Any) -> None:
    page.keyboard.press("Control+b")  # the list of files leaves a phone no room
    page.set_viewport_size({"width": 360, "height": 740})
    page.wait_for_timeout(500)
    panel = claims(page)
    room = panel.bounding_box()["width"]
    for picture in panel.locator("svg[role='img']").all():
        assert picture.bounding_box()["width"] <= room + 1
    for box in panel.locator("input:visible, select:visible, button:visible").all():
        place = box.bounding_box()
        assert place["x"] + place["width"] <= panel.bounding_box()["x"] + room + 1
