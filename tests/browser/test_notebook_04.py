"""Lesson 04 in a real browser: all cells run, a control moves, the picture changes, nobody is called home."""

import re
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
BOOK = "04_suara_warga.ipynb"
BOOKS = (BOOK,)
pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def page(browser: Any, lab: tuple[str, str]) -> Any:
    """The lesson, opened, seen as saved, and run; ``page.calls`` lists every address outside this machine."""
    base, token = lab
    tab = browser.new_page(viewport={"width": 1280, "height": 900})
    tab.calls = []
    tab.on("request", lambda r: None if inside(r.url, base) else tab.calls.append(r.url))
    tab.goto(f"{base}/lab/tree/{BOOK}?token={token}&reset")
    tab.locator(".jp-Notebook .jp-CodeCell").first.wait_for(timeout=60_000)
    # Before anything runs, the saved page shows the picture.
    saved = tab.locator(".jp-CodeCell", has_text="kelas.panel_luck(").locator("img[src^='data:image/svg']")
    saved.wait_for(timeout=20_000)
    run_all(tab)
    return tab


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


def test_a_control_moves_the_picture(page: Any) -> None:
    assert page.locator("[data-mime-type='application/vnd.jupyter.error']").count() == 0
    panel = page.locator(".jp-CodeCell", has_text="kelas.panel_luck(")
    picture = panel.locator("svg[role='img']")
    first = picture.inner_html()
    box = panel.get_by_label("Banyaknya responden")
    assert box.input_value() == "60"
    box.fill("300")
    box.press("Tab")
    second = changed(page, picture, first)
    assert "300 responden" in second
    assert panel.get_by_role("status").count() == 1
    handle = panel.locator(".noUi-handle").nth(1)
    handle.focus()
    handle.press("ArrowRight")
    changed(page, picture, second)
    assert panel.get_by_label("Dipilih petugas (%)").input_value() == "10"
    assert page.calls == [], "the lesson works without the internet and tells nobody about it"


def test_a_guess_is_kept_and_met_again(page: Any) -> None:
    cell = page.locator(".jp-CodeCell", has_text="kelas.guess(")
    cell.get_by_label(re.compile("Tebakan Anda")).fill("12")
    cell.get_by_role("button", name="Simpan tebakan").click()
    cell.get_by_role("link", name="Unduh tebakan (CSV)").wait_for(timeout=10_000)
    with page.expect_download() as started:
        cell.get_by_role("link", name="Unduh tebakan (CSV)").click()
    assert started.value.suggested_filename == "tebakan.csv"
    meeting = page.locator(".jp-CodeCell", has_text="kelas.reveal(")
    meeting.locator(".jp-InputArea-editor").click()
    page.keyboard.press("Control+Enter")
    meeting.get_by_text("Tebakan Anda 12;").wait_for(timeout=20_000)


def saved_as(base: str, token: str) -> str:
    """The notebook as it lies on the disk, with the time of its last change."""
    with urllib.request.urlopen(f"{base}/api/contents/{BOOK}?token={token}", timeout=10) as answer:
        text: str = answer.read().decode("utf-8")
    return text


def test_saved_and_opened_again_the_panel_still_shows_its_picture(page: Any, lab: tuple[str, str]) -> None:
    base, token = lab
    before = saved_as(base, token)
    page.locator(".jp-Notebook .jp-Cell").first.click()
    page.keyboard.press("Control+s")
    text = before
    for _ in range(60):
        text = saved_as(base, token)
        if text != before:
            break
        page.wait_for_timeout(250)
    assert text != before, "nothing was saved"
    assert "vnd.jupyter.widget-view" not in text
    page.keyboard.press("Control+s")
    page.wait_for_timeout(1500)
    assert page.locator(".jp-Dialog").count() == 0, "saving again asks nothing"
    other = page.context.browser.new_page()
    other.goto(f"{base}/lab/workspaces/lagi/tree/{BOOK}?token={token}&reset")
    panel = other.locator(".jp-CodeCell", has_text="kelas.panel_luck(")
    panel.locator("img[src^='data:image/svg']").wait_for(timeout=60_000)
    assert "model not found" not in other.locator(".jp-Notebook").inner_text()
    other.close()
