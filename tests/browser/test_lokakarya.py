"""Pages without code in a real browser: on a phone and a desk, by keyboard, without a word to the outside."""

import json
import re
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
LESSONS = [
    name
    for name in ("03_menghitung_skor", "04_suara_warga")
    if (ROOT / "notebooks" / f"{name}.ipynb").is_file()
]
SIZES = {"ponsel": {"width": 360, "height": 740}, "meja": {"width": 1280, "height": 900}}
Workshop = Callable[..., AbstractContextManager[tuple[str, subprocess.Popen[str]]]]
pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def server(
    tmp_path_factory: pytest.TempPathFactory, workshop: Workshop
) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """The room over copies of the lessons looked at here."""
    folder = tmp_path_factory.mktemp("lokakarya")
    for name in LESSONS:
        shutil.copy(ROOT / "notebooks" / f"{name}.ipynb", folder)
    with workshop(folder) as made:
        yield made


@pytest.fixture(scope="module")
def base(server: tuple[str, subprocess.Popen[str]]) -> str:
    return server[0]


@pytest.fixture(params=list(SIZES))
def page(request: pytest.FixtureRequest, browser: Any, base: str) -> Iterator[Any]:
    """A tab of a new guest; a request that leaves this server is a failure, and so is a refused one."""
    context = browser.new_context(viewport=SIZES[request.param], has_touch=request.param == "ponsel")
    tab = context.new_page()
    asked: list[str] = []
    faults: list[str] = []
    inside = (base, base.replace("http", "ws", 1), "data:", "blob:", "about:")
    tab.on("request", lambda r: None if r.url.startswith(inside) else asked.append(r.url))
    tab.on("websocket", lambda w: None if w.url.startswith(inside) else asked.append(w.url))
    tab.on("pageerror", lambda error: faults.append(str(error)))
    tab.on("console", lambda m: faults.append(m.text) if m.type == "error" else None)
    yield tab
    context.close()
    assert asked == [], "no request leaves the machine"
    assert [
        fault for fault in faults if "Content Security Policy" in fault or "refused" in fault.lower()
    ] == []


def lesson(page: Any, base: str, name: str) -> None:
    page.goto(f"{base}/buku/{name}")
    for panel in page.locator(".hidup").all():
        panel.locator(".panel .jupyter-widgets").first.wait_for(timeout=60_000)
    settled(page)


REACHED = """() => document.fonts.status === 'loaded' && ![...document.querySelectorAll('main *')].some(
    n => n.scrollWidth > n.clientWidth && n.tabIndex < 0
    && ['auto', 'scroll'].includes(getComputedStyle(n).overflowX))"""


def settled(page: Any) -> None:
    """Wait until formulas are set and everything that scrolls can be reached by keyboard."""
    if "$$" in page.content() or page.locator("mjx-container").count():
        page.locator("mjx-container").first.wait_for(timeout=30_000)
    page.wait_for_function(REACHED, timeout=15_000)


def serious(page: Any) -> list[str]:
    """Faults that axe calls serious or critical, with the elements."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [
        f"{fault['id']}: {[node['html'][:160] for node in fault['nodes']][:4]}"
        for fault in found
        if fault["impact"] in {"serious", "critical"}
    ]


def fits(page: Any) -> bool:
    wide = page.evaluate(
        "[document.documentElement.scrollWidth, document.body.scrollWidth, window.innerWidth]"
    )
    return max(wide[:2]) <= wide[2]


def test_the_index_lists_title_minutes_and_for_whom(page: Any, base: str) -> None:
    page.goto(base)
    assert page.locator("html").get_attribute("lang") == "id"
    cards = page.locator(".kartu")
    assert cards.count() == len(LESSONS)
    for name, text in zip(LESSONS, cards.all_inner_texts(), strict=True):
        assert text.startswith(f"{name[:2]} · "), text
        assert re.search(r"\d+ menit", text)
        assert "Untuk siapa" in text
    assert fits(page)
    assert serious(page) == []
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "lompat"
    page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement, '::after').outlineStyle") == "solid"
    page.keyboard.press("Enter")
    page.wait_for_url(f"{base}/buku/{LESSONS[0]}")


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_is_readable_and_has_no_serious_fault(page: Any, base: str, name: str) -> None:
    lesson(page, base, name)
    assert fits(page), "the body never scrolls sideways"
    assert serious(page) == []
    text = page.locator("main").inner_text()
    assert "Angka yang Anda isi hanya ada di halaman ini; tidak ada yang disimpan." in text
    for word in ("Shift+Enter", "Traceback", "import ", "Persiapan", "Error"):
        assert word not in text
    assert page.locator(".highlight, .jp-InputArea, .CodeMirror").count() == 0
    named = page.evaluate(
        "[...document.querySelectorAll('.noUi-handle')].map(n => n.getAttribute('aria-label') || '')"
    )
    assert named
    assert all(len(label) > 8 and label.endswith("(geser)") for label in named), named
    page.locator("a.pulang").click()
    page.wait_for_url(f"{base}/")


def test_a_formula_is_set_and_pictures_scroll_inside_themselves(page: Any, base: str) -> None:
    lesson(page, base, "04_suara_warga")
    page.locator("mjx-container").first.wait_for(timeout=20_000)
    assert "$$" not in page.locator("main").inner_text()
    settled(page)


@pytest.mark.parametrize("name", LESSONS)
def test_a_control_is_moved_by_keyboard_and_the_result_changes(page: Any, base: str, name: str) -> None:
    lesson(page, base, name)
    panel = page.locator(".panel", has=page.locator(".noUi-handle")).first
    status = panel.get_by_role("status").first
    picture = panel.locator("svg").first
    before, drawn = status.inner_text(), picture.inner_html()
    handle = panel.locator(".noUi-handle").first
    old = handle.get_attribute("aria-valuenow")
    handle.focus()
    assert handle.evaluate("n => getComputedStyle(n).outlineStyle") == "solid", "the focus is seen"
    for _ in range(3):
        handle.press("ArrowRight")
    for _ in range(100):  # the sentence is put in anew, so it is looked up anew
        if panel.get_by_role("status").first.inner_text() != before:
            break
        page.wait_for_timeout(100)
    assert panel.get_by_role("status").first.inner_text() != before
    assert handle.get_attribute("aria-valuenow") != old
    assert panel.locator("svg").first.inner_html() != drawn
    assert fits(page)


@pytest.mark.parametrize("name", LESSONS)
def test_a_thumb_finds_the_whole_handle(page: Any, base: str, name: str) -> None:
    """Nothing around a slider cuts its handle, which is as large as a finger needs."""
    lesson(page, base, name)
    handles = [one for one in page.locator(".panel .noUi-handle").all() if one.is_visible()]
    assert handles
    for handle in handles:
        own = handle.bounding_box()
        assert min(own["width"], own["height"]) >= 24
        box = handle.locator("xpath=ancestor::*[contains(@class, 'widget-slider')]").bounding_box()
        assert box["y"] <= own["y"]
        assert own["y"] + own["height"] <= box["y"] + box["height"] + 1


def test_a_lost_request_is_forgotten_when_the_next_one_works(browser: Any, base: str) -> None:
    page = browser.new_page(viewport=SIZES["ponsel"])
    lesson(page, base, "04_suara_warga")
    page.context.set_offline(True)  # the open websocket itself stays
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.get_by_text("Sambungan ke laptop fasilitator terputus.").wait_for(timeout=5_000)
    page.context.set_offline(False)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.locator("#kabar").wait_for(state="hidden", timeout=5_000)
    page.close()


def test_an_exercise_is_answered_on_a_phone(page: Any, base: str) -> None:
    """Empty, a usual slip, then right with a decimal comma: each has its own words, heard by readers."""
    lesson(page, base, "03_menghitung_skor")
    panels = page.locator(".panel", has=page.get_by_role("button", name="Periksa jawaban"))
    assert panels.count() == 3
    one = panels.first
    for typed, words in (("", "Isi dulu"), ("0,2", "bobot yang tertulis"), ("0,2667", "Benar.")):
        one.get_by_label("Jawaban Anda").fill(typed)
        one.get_by_role("button").focus()
        page.keyboard.press("Enter")
        one.get_by_role("status").get_by_text(words).wait_for(timeout=5_000)
    assert page.get_by_text("dikerjakan dengan kode").count() == 0
    assert serious(page) == []
    assert fits(page)


def test_a_message_too_long_to_be_sent_is_told_and_the_page_goes_on(browser: Any, base: str) -> None:
    """As a huge file in a panel would be; the server would cut the connection."""
    page = browser.new_page(viewport=SIZES["ponsel"])
    page.add_init_script(
        "addEventListener('load', () => { const Own = window.WebSocket, send = Own.prototype.send;"
        "Own.prototype.send = function (data) { window.kabel = this; return send.call(this, data); }; });"
    )
    lesson(page, base, "03_menghitung_skor")
    box = page.locator(".panel").first.locator("input").first
    box.fill("40")
    page.keyboard.press("Tab")
    page.wait_for_function("window.kabel")
    page.evaluate("window.kabel.send(new ArrayBuffer(9_000_000))")
    page.get_by_role("alert").get_by_text("terlalu besar untuk dikirim").wait_for(timeout=5_000)
    page.wait_for_timeout(1_000)
    assert page.evaluate("window.kabel.readyState") == 1, "still connected"
    page.get_by_role("button", name="Simpan tebakan").click()
    page.get_by_text("Tebakan Anda 40 tersimpan").wait_for(timeout=5_000)
    page.close()


def test_the_first_picture_is_there_before_any_script(browser: Any, base: str) -> None:
    context = browser.new_context(viewport=SIZES["ponsel"], java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{base}/buku/04_suara_warga")
    assert page.locator(".hidup .awal img").first.is_visible()
    assert "Geseran dan tombol memerlukan JavaScript" in page.locator("noscript").first.text_content()
    context.close()


def test_print_leaves_out_what_paper_cannot_do(browser: Any, base: str, tmp_path: Path) -> None:
    page = browser.new_page(viewport=SIZES["meja"])
    lesson(page, base, "04_suara_warga")
    page.emulate_media(media="print")
    assert not page.locator(".atas").is_visible()
    assert not page.locator(".panel .widget-slider").first.is_visible()
    assert page.locator(".panel svg").first.is_visible()
    assert len(page.pdf(path=str(tmp_path / "cetak.pdf"), format="A4")) > 20_000
    page.close()


def test_an_ended_session_says_so_and_offers_to_reload(browser: Any, base: str) -> None:
    page = browser.new_page(viewport=SIZES["ponsel"])
    lesson(page, base, "04_suara_warga")
    key = json.loads(page.locator("#jupyter-config-data").text_content())["kernelId"]
    page.evaluate("key => fetch(`/voila/api/shutdown/${key}`, {method: 'POST'})", key)
    notice = page.get_by_role("alert").filter(has_text="sudah diakhiri")
    page.get_by_role("button", name="Muat ulang halaman").wait_for(timeout=15_000)
    assert "tidak tersimpan" in page.locator("#kabar").inner_text()
    assert notice.count() <= 1
    assert serious(page) == []
    page.get_by_role("button", name="Muat ulang halaman").click()
    page.locator(".panel .noUi-handle").first.wait_for(timeout=30_000)
    assert not page.locator("#kabar").is_visible()
    page.close()


def test_faults_are_pages_in_indonesian(browser: Any, base: str) -> None:
    page = browser.new_page(viewport=SIZES["ponsel"])
    answer = page.goto(f"{base}/api/contents/rahasia.ipynb")
    assert answer.status == 404
    assert page.locator("h1").inner_text() == "Halaman tidak ada"
    assert serious(page) == []
    assert fits(page)
    page.get_by_role("link", name="Ke daftar pelajaran").click()
    page.wait_for_url(f"{base}/")
    page.close()


def test_the_door_of_the_room(browser: Any, workshop: Workshop, tmp_path: Path) -> None:
    """With a code: a phone types it wrong, then right; the facilitator's screen shows it large."""
    shutil.copy(ROOT / "notebooks" / "04_suara_warga.ipynb", tmp_path)
    with workshop(tmp_path, "MELATI") as (here, _):
        page = browser.new_page(viewport=SIZES["ponsel"])
        page.goto(f"{here}/buku/04_suara_warga")
        assert page.locator("h1").inner_text() == "Kode ruang"
        assert fits(page)
        page.get_by_label("Kode").fill("salahx")
        page.keyboard.press("Enter")
        page.get_by_role("alert").get_by_text("Kode itu belum cocok.").wait_for(timeout=5_000)
        assert serious(page) == []
        page.get_by_label("Kode").fill("melati")
        page.get_by_role("button", name="Masuk").click()
        page.wait_for_url(f"{here}/buku/04_suara_warga")
        page.locator(".panel .noUi-handle").first.wait_for(timeout=60_000)
        screen = browser.new_page(viewport={"width": 1920, "height": 1080})
        screen.goto(f"{here}/fasilitator")
        assert screen.locator(".kode").inner_text() == "MELATI"
        assert screen.locator(".qr svg").is_visible()
        assert serious(screen) == []
        screen.get_by_text("1 peserta terhubung, 1 halaman terbuka").wait_for(timeout=5_000)
        page.close()
        screen.get_by_text("0 peserta terhubung").wait_for(timeout=15_000)
        screen.close()


def test_a_lost_connection_is_told(browser: Any, server: tuple[str, subprocess.Popen[str]]) -> None:
    """Last of all: the server is stopped under an open page."""
    base, process = server
    page = browser.new_page(viewport=SIZES["ponsel"])
    lesson(page, base, "04_suara_warga")
    process.send_signal(signal.SIGINT)
    page.get_by_text("Lokakarya sudah ditutup oleh fasilitator.").wait_for(timeout=15_000)
    assert page.locator(".jp-Dialog:visible").count() == 0
    assert process.wait(15) == 0
    page.close()
