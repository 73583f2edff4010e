"""A panel for 2,000 officers in real Chromium: first page, and from a released control to a new picture.

Serves one page by ``simkinerja lokakarya`` with the panels of lessons 03 (my score; old against new) and 07
(the same city without and with monitoring, five paired runs of 24 months) for 2,000 drawn officers, opens it
as the only guest, moves controls, and measures in the browser from the change event to the changed picture.

    python benchmarks/bench_panel.py [--officers 2000] [--moves 12]
"""

from __future__ import annotations

import argparse
import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import nbformat
from playwright.sync_api import Page, sync_playwright

CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
CELLS = """
from simkinerja import classroom as kelas
from simkinerja.population import draw_case_records, draw_population
from simkinerja.schemes import load_scheme
from simkinerja.classroom.case_table import one_row_each

orang = draw_population("salatiga", seed=1, n_officers={officers})
pegawai = one_row_each(draw_case_records(orang, months=12, seed=1), orang.officers)
lama, baru = load_scheme("tpp_60_40"), load_scheme("seimbang")
andai = kelas.with_pay(baru, lama)
%%
kelas.panel_my_score(pegawai, lama, andai, load_scheme("skp_2022"))
%%
kelas.panel_old_new(pegawai, lama, andai, load_scheme("skp_2022"))
%%
kelas.panel_monitoring(0.8)
"""
# Waits inside the browser, so that no test driver stands between the change and the picture.
MOVE = """
([panel, kind, step]) => new Promise((done, failed) => {
  const boxes = document.querySelectorAll('.panel');
  const box = boxes[panel];
  const lists = box.querySelectorAll('select');
  const input = kind === 'select' ? lists[step % lists.length]
    : box.querySelector('input[type=number], input[type=text]');
  const before = box.innerText + [...box.querySelectorAll('svg')].map(s => s.outerHTML.length).join();
  const watch = new MutationObserver(() => {
    const now = box.innerText + [...box.querySelectorAll('svg')].map(s => s.outerHTML.length).join();
    if (now !== before) { watch.disconnect(); requestAnimationFrame(() => done(performance.now() - start)); }
  });
  watch.observe(box, {subtree: true, childList: true, characterData: true});
  setTimeout(() => { watch.disconnect(); done(-1); }, 5000);
  let start = performance.now();
  if (kind === 'select') input.selectedIndex = (input.selectedIndex + 1) % input.options.length;
  else input.value = String(12 + step % 9);
  start = performance.now();
  input.dispatchEvent(new Event('input', {bubbles: true}));
  input.dispatchEvent(new Event('change', {bubbles: true}));
  input.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', keyCode: 13, bubbles: true}));
})
"""


def notebook(folder: Path, officers: int) -> None:
    cells = [nbformat.v4.new_markdown_cell("# 99 · Panel\n\n**5 menit.** Prasyarat: tidak ada.")]
    cells += [nbformat.v4.new_code_cell(text) for text in CELLS.format(officers=officers).split("%%\n")]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), folder / "99_panel.ipynb")


def served(folder: Path, port: int) -> Any:
    command = [sys.executable, "-m", "simkinerja", "lokakarya", "--folder", str(folder), "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True)
    for line in process.stdout or ():
        if "siap di" in line:
            return process
    raise SystemExit("The server did not start.")


def moves(page: Page, panel: int, kind: str, times: int) -> list[float]:
    out = []
    for step in range(times):
        page.wait_for_timeout(300)
        out.append(float(page.evaluate(MOVE, [panel, kind, step])))
    return out


def told(name: str, values: list[float]) -> None:
    drawn = [ms for ms in values if ms >= 0]  # a list that leaves the picture as it is changes nothing
    middle, most = statistics.median(drawn), max(drawn)
    print(
        f"{name:<46} median {middle:4.0f} ms   max {most:4.0f} ms   ({len(drawn)} of {len(values)} drew anew)"
    )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--officers", type=int, default=2000)
    parser.add_argument("--moves", type=int, default=12)
    parser.add_argument("--port", type=int, default=8891)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, sync_playwright() as play:
        notebook(Path(name), options.officers)
        process = served(Path(name), options.port)
        try:
            page = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS).new_page()
            start = time.perf_counter()
            page.goto(f"http://127.0.0.1:{options.port}/buku/99_panel")
            page.wait_for_selector(".panel input")
            page.wait_for_function("document.querySelectorAll('.panel svg').length >= 2")
            print(f"{'first page, controls live':<46} {time.perf_counter() - start:.2f} s")
            title = re.sub(r"\s+", " ", page.locator(".panel").first.inner_text())[:40]
            print(f"panels: {page.locator('.panel').count()} ({title} ...)")
            told(f"my score, a figure typed, {options.officers:,}", moves(page, 0, "number", options.moves))
            told(f"my score, another scheme, {options.officers:,}", moves(page, 0, "select", options.moves))
            told(f"old against new, a choice, {options.officers:,}", moves(page, 1, "select", options.moves))
            told("two simulated worlds, five pairs, 2,000", moves(page, 2, "select", options.moves))
        finally:
            os.killpg(process.pid, signal.SIGINT)
            process.wait(20)


if __name__ == "__main__":
    main()
