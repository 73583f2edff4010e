"""Lessons 05 and 08 on a phone and on a desk: controls, fifty runs, exercises; no figure of the engine."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
RATER, RESISTANCE = "05_penilai", "08_resistensi"
SIZES = {"ponsel": {"width": 390, "height": 844}, "meja": {"width": 1280, "height": 900}}
SLOW = 60_000  # a year of fifty runs, on a slow machine
pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def base(
    tmp_path_factory: pytest.TempPathFactory,
    workshop: Callable[..., AbstractContextManager[tuple[str, subprocess.Popen[str]]]],
) -> Iterator[str]:
    """One room over both lessons."""
    folder = tmp_path_factory.mktemp("pelajaran")
    for name in (RATER, RESISTANCE):
        shutil.copy(ROOT / "notebooks" / f"{name}.ipynb", folder)
    with workshop(folder) as (address, _):
        yield address


def opened(browser: Any, base: str, name: str) -> Any:
    """A lesson with all its panels alive, on a phone; ``faults`` is what its console complains of."""
    page = browser.new_page(viewport=SIZES["ponsel"])
    page.faults = []
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.on("console", lambda line: page.faults.append(line.text) if line.type == "error" else None)
    page.goto(f"{base}/buku/{name}")
    for panel in page.locator(".hidup").all():
        panel.locator(".panel .jupyter-widgets").first.wait_for(timeout=SLOW)
    return page


@pytest.fixture(scope="module")
def rater(browser: Any, base: str) -> Any:
    return opened(browser, base, RATER)


@pytest.fixture(scope="module")
def resistance(browser: Any, base: str) -> Any:
    return opened(browser, base, RESISTANCE)


def with_pictures(page: Any) -> Any:
    """The panel of the lesson: the first that draws."""
    return page.locator(".panel", has=page.locator(".sk-panel svg[role='img']")).first


def changed(page: Any, part: Any, before: str) -> None:
    for _ in range(200):
        if part.inner_html() != before:
            return
        page.wait_for_timeout(100)
    pytest.fail("nothing changed")


def answered(page: Any, number: int, typed: str, words: str) -> None:
    """Type into the box of an exercise and wait for what the check says of it."""
    boxes = page.locator(".panel", has=page.get_by_role("button", name="Periksa jawaban"))
    boxes.nth(number).get_by_label("Jawaban Anda").fill(typed)
    boxes.nth(number).get_by_role("button", name="Periksa jawaban").click()
    boxes.nth(number).get_by_role("status").get_by_text(words).wait_for(timeout=10_000)


def matched(page: Any, pairs: dict[str, str], words: str) -> None:
    """Fill the boxes of the last exercise, one a label."""
    last = page.locator(".panel", has=page.get_by_role("button", name="Periksa jawaban")).last
    for label, typed in pairs.items():
        last.get_by_label(label).fill(typed)
    last.get_by_role("button", name="Periksa jawaban").click()
    last.get_by_role("status").get_by_text(words).wait_for(timeout=10_000)


def assert_sound(page: Any) -> None:
    """The page never scrolls sideways, on a phone or a desk, and the console has nothing to say."""
    wide = "[document.documentElement.scrollWidth, document.body.scrollWidth, window.innerWidth]"
    for size in ("meja", "ponsel"):  # ends as it was opened
        page.set_viewport_size(SIZES[size])
        page.wait_for_timeout(300)
        whole, body, window = page.evaluate(wide)
        assert max(whole, body) <= window, size
    assert page.faults == []


def test_the_first_pictures_need_no_script(browser: Any, base: str) -> None:
    context = browser.new_context(viewport=SIZES["ponsel"], java_script_enabled=False)
    page = context.new_page()
    for name in (RATER, RESISTANCE):
        page.goto(f"{base}/buku/{name}")
        assert page.locator(".hidup .awal img[src^='data:image/svg']").first.is_visible(), name
    context.close()


def test_a_rating_moves_and_the_truth_is_opened(rater: Any) -> None:
    panel = with_pictures(rater)
    answer = panel.get_by_role("status").first
    before = answer.inner_text()
    handle = panel.locator(".noUi-handle").first
    handle.focus()
    handle.press("ArrowRight")
    panel.get_by_text("Nilai Anda berbeda-beda; siap dibuka.").wait_for(timeout=10_000)
    assert before != answer.inner_text()
    picture = panel.locator("svg[role='img']").first
    drawn = picture.inner_html()
    panel.get_by_label("Kenyataan").select_option(label="buka kenyataannya")
    panel.get_by_text("pasangan Anda urutkan dengan benar").first.wait_for(timeout=10_000)
    assert panel.locator("svg[role='img']").first.inner_html() != drawn
    assert_sound(rater)


def test_the_exercises_of_05_know_right_and_wrong(rater: Any) -> None:
    for typed, words in (("", "Isi dulu"), ("1,35", "penyebutnya terlupa"), ("0,71", "Benar.")):
        answered(rater, 0, typed, words)
    for typed, words in (("8,9", "yang ditanyakan yang keliru"), ("11,1", "Benar.")):
        answered(rater, 1, typed, words)
    first, second, third = (
        "dua bagian, dua atasan, siapa yang lebih baik?",
        "satu orang, satu atasan, pendapatnya khas",
        "catatan tahun lalu, satu atasan seorang",
    )
    wrong = {first: "contoh yang sama", second: "lebih banyak penilai", third: "contoh yang sama"}
    matched(rater, wrong, "Ingat dua cerita")
    matched(rater, {third: "tidak dapat"}, "Benar.")
    assert_sound(rater)


def test_an_assumption_moves_the_pictures_and_fifty_runs_come_on_the_button(resistance: Any) -> None:
    panel = with_pictures(resistance)
    picture = panel.locator("svg[role='img']").first
    assert "garis: 5 ulangan" in picture.inner_html()
    before = picture.inner_html()
    choice = panel.get_by_label("Sanksi", exact=True)
    choice.select_option(index=0)
    changed(resistance, panel.locator("svg[role='img']").first, before)
    panel.get_by_role("button", name="Jalankan 50 ulangan").click()
    panel.get_by_role("progressbar", name="Yang sudah dihitung").wait_for(timeout=SLOW)
    panel.get_by_text("50 dari 50 ulangan").wait_for(timeout=SLOW)
    band = panel.locator("svg[role='img']").first.filter(has_text="garis: 50 ulangan")
    band.wait_for(timeout=SLOW)
    assert panel.get_by_role("alert").count() == 0
    assert_sound(resistance)


def test_the_exercises_of_08_know_right_and_wrong(resistance: Any) -> None:
    answered(resistance, 0, "", "Isi dulu")  # its right answer is a figure of the engine
    for typed, words in (("25", "Itu sehari"), ("525", "Benar.")):
        answered(resistance, 1, typed, words)
    known = {
        "38% tidak mengisi penuh": "terbitan",
        "satu pertemuan menaikkan sikap 0,5": "asumsi",
        "pegawai senior lebih cepat stres": "asumsi",
    }
    matched(resistance, known, "tidak ada angkanya sama sekali")
    matched(resistance, {"pegawai senior lebih cepat stres": "di luar model"}, "Benar.")
    assert_sound(resistance)
