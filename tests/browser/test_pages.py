"""Pages to read in a real browser: opened as files, wide and narrow, printed; no network is asked."""

from pathlib import Path
from typing import Any

import pytest

PAGES = sorted((Path(__file__).parents[2] / "notebooks" / "halaman").glob("*.html"))
pytestmark = [pytest.mark.browser]
each_page = pytest.mark.parametrize("path", PAGES, ids=lambda p: p.stem)


def visit(browser: Any, path: Path, width: int) -> Any:
    """Open a page from the disk; ``asked`` and ``faults`` hold what it asked for and what went wrong."""
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.asked, page.faults = [], []
    page.on("request", lambda r: None if r.url.startswith("data:") else page.asked.append(r.url))
    page.on("console", lambda m: page.faults.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda e: page.faults.append(str(e)))
    page.goto(path.as_uri())
    return page


@each_page
@pytest.mark.parametrize("width", [360, 1280])
def test_opens_alone_fits_and_has_no_serious_fault(browser: Any, path: Path, width: int) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = visit(browser, path, width)
    assert page.asked == [path.as_uri()], "only the file itself"
    assert page.faults == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("h1").bounding_box()["width"] <= 46 * 16
    found = Axe().run(page).response["violations"]
    assert [(v["id"], v["nodes"][0]["html"][:200]) for v in found] == []
    page.close()


@each_page
def test_keyboard_reaches_the_content_and_the_code(browser: Any, path: Path) -> None:
    page = visit(browser, path, 1280)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "isi"
    if path.stem != "index":
        code = page.locator("details.code").first
        code.locator("summary").focus()
        page.keyboard.press("Enter")
        assert code.locator("pre").is_visible()
    page.close()


@each_page
def test_on_paper_nothing_is_cut_and_code_stays_away(browser: Any, path: Path, tmp_path: Path) -> None:
    page = visit(browser, path, 665)  # A4 less its margins, in CSS pixels
    page.emulate_media(media="print")
    wide = page.evaluate(
        "[...document.querySelectorAll('main *')].filter(e => e.getBoundingClientRect().right > 666 "
        "&& !e.closest('details')).map(e => e.outerHTML.slice(0, 150))"
    )
    assert wide == [], "a table or picture is wider than the paper"
    assert page.locator("details.code:visible").count() == 0
    tall = page.evaluate(
        "[...document.querySelectorAll('.wide, .answer, .guess, .formula, tr, img')].filter("
        "e => e.getBoundingClientRect().height > 970).map(e => e.outerHTML.slice(0, 150))"
    )
    assert tall == [], "a block is taller than the paper and would be cut"
    pdf = page.pdf(path=tmp_path / "page.pdf", prefer_css_page_size=True)
    assert pdf.startswith(b"%PDF")
    page.close()


def test_pictures_and_formulas_are_drawn(browser: Any) -> None:
    for path in PAGES:
        page = visit(browser, path, 1280)
        broken = page.evaluate("[...document.images].filter(i => !i.complete || i.naturalWidth < 50).length")
        assert broken == 0, path.name
        for box in page.locator("math").all():
            assert box.bounding_box()["height"] > 12, path.name
        page.close()
    page = visit(browser, next(p for p in PAGES if p.stem.startswith("00")), 1280)
    top, bottom = (box.bounding_box() for box in page.locator("mfrac > *").all()[:2])
    assert top["y"] + top["height"] <= bottom["y"] + 1, "a fraction stands on two floors"
    page.close()
