"""Frames, the index, the run of a notebook, the static page: each alone."""

import asyncio
import json
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simkinerja.errors import InputError
from simkinerja.workshop.book import find_books, read_book
from simkinerja.workshop.frames import Message, pack, unpack
from simkinerja.workshop.pages import page_cells, render
from simkinerja.workshop.static import collect

ROOT = Path(__file__).parents[2]
words = st.dictionaries(
    st.text(max_size=8), st.one_of(st.integers(), st.text(max_size=20), st.none()), max_size=4
)


@given(words, words, st.lists(st.binary(max_size=50), max_size=5))
def test_frames_come_back_as_they_went(
    header: dict[str, Any], content: dict[str, Any], buffers: list[bytes]
) -> None:
    told = unpack(pack(Message("shell", header, {}, {}, content, buffers)))
    assert (told.header, told.content, list(told.buffers)) == (header, content, buffers)


@given(st.binary(max_size=400))
def test_any_bytes_are_refused_or_read(data: bytes) -> None:
    with suppress(ValueError):  # and nothing else
        unpack(data)


@given(st.integers(0, 200), st.integers(0, 255))
def test_a_damaged_frame_never_grows(place: int, value: int) -> None:
    data = bytearray(pack(Message("shell", {"msg_type": "comm_msg"}, content={"a": 1}, buffers=[b"abc"])))
    data[place % len(data)] = value
    try:
        told = unpack(bytes(data))
    except ValueError:
        return
    assert sum(len(buffer) for buffer in told.buffers) <= len(data)


def test_the_voila_way_of_reading_is_not_ours() -> None:
    from jupyter_server.services.kernels.connection.base import serialize_binary_message

    legacy = serialize_binary_message({"header": {}, "content": {}, "buffers": [b"x" * 10]})
    with pytest.raises(ValueError, match="number of parts"):
        unpack(legacy)


def test_our_frames_are_those_of_jupyter_server() -> None:
    from jupyter_server.services.kernels.connection.base import (
        deserialize_msg_from_ws_v1,
        serialize_msg_to_ws_v1,
    )

    message = Message("iopub", {"msg_type": "x"}, {"a": 1}, {}, {"b": "é"}, [b"12", b"3"])
    channel, parts = deserialize_msg_from_ws_v1(pack(message))
    assert channel == "iopub"
    assert [json.loads(part) for part in parts[:4]] == [{"msg_type": "x"}, {"a": 1}, {}, {"b": "é"}]
    assert parts[4:] == [b"12", b"3"]
    assert unpack(serialize_msg_to_ws_v1(parts, "iopub")) == Message(
        "iopub", {"msg_type": "x"}, {"a": 1}, {}, {"b": "é"}, (b"12", b"3")
    )


def test_every_shipped_notebook_says_title_minutes_and_for_whom() -> None:
    books = find_books(ROOT / "notebooks")
    assert len(books) >= 3
    for book in books:
        assert book.title[:2] == book.name[:2], book
        assert book.minutes is not None
        assert 5 <= book.minutes <= 120
        assert book.audience
        assert "_" not in book.audience
        assert "Prasyarat" not in book.audience
        assert book.goals
        assert not any("*" in goal or "`" in goal for goal in book.goals)


def test_a_notebook_of_somebody_else_is_listed_too(
    tmp_path: Path, write_notebook: Callable[..., str]
) -> None:
    path = tmp_path / "catatan_saya.ipynb"
    path.write_text(write_notebook("1 + 1"))
    book = read_book(path)
    assert (book.title, book.minutes, book.audience, book.goals) == ("catatan saya", None, "", ())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"nbformat": 3, "cells": []}',
        '{"nbformat": 4, "cells": [1]}',
        "\x00",
        '{"nbformat": 4}',
    ],
)
def test_a_broken_notebook_is_a_sentence(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.ipynb"
    path.write_text(text)
    with pytest.raises(InputError, match=r"x\.ipynb: Berkas ini bukan buku kerja yang utuh"):
        read_book(path)


def captured(path: Path) -> dict[str, Any]:
    """Run a notebook in a process of its own, as the workshop does."""
    code = (
        "import json, sys, threading\nfrom pathlib import Path\n"
        "from simkinerja.workshop.answering import install\n"
        "from simkinerja.workshop.capture import run_notebook\n"
        "install()\nnotebook, faults = run_notebook(Path(sys.argv[1]))\n"
        "print(json.dumps([notebook, [f.words for f in faults], threading.active_count()]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    notebook, faults, threads = json.loads(done.stdout)
    assert threads == 1, "a process with threads must not be copied"
    return {"cells": [cell for cell in notebook["cells"] if cell["cell_type"] == "code"], "faults": faults}


def test_outputs_of_all_kinds_are_kept(tmp_path: Path, write_notebook: Callable[..., str]) -> None:
    path = tmp_path / "x.ipynb"
    cells = [
        "print('dicetak'); import warnings; warnings.warn('awas')",
        "from IPython.display import HTML, display\ndisplay(HTML('<b>satu</b>'))\n'dua'",
        "'diam';",
        "import ipywidgets\nipywidgets.IntSlider(description='Sisi')",
        "await __import__('asyncio').sleep(0)\n%pwd",
        "salah salah",
        "print('tidak lagi')",
    ]
    path.write_text(write_notebook("# Judul", *cells))
    done = captured(path)
    outputs = [cell["outputs"] for cell in done["cells"]]
    assert outputs[0] == [{"output_type": "stream", "name": "stdout", "text": "dicetak\n"}]
    assert [list(output["data"]) for output in outputs[1]] == [["text/plain", "text/html"], ["text/plain"]]
    assert outputs[2] == []
    assert "application/vnd.jupyter.widget-view+json" in outputs[3][0]["data"]
    assert tmp_path.name in outputs[4][0]["data"]["text/plain"]
    assert outputs[5] == [{"output_type": "error", "ename": "", "evalue": "", "traceback": []}]
    assert outputs[6] == []
    assert done["faults"][0].startswith("SyntaxError")


def test_ids_of_controls_are_the_same_in_every_run(
    tmp_path: Path, write_notebook: Callable[..., str]
) -> None:
    path = tmp_path / "x.ipynb"
    path.write_text(write_notebook("import ipywidgets\nipywidgets.VBox([ipywidgets.IntSlider()])"))
    assert captured(path) == captured(path)


def test_links_lead_to_pages_by_title() -> None:
    text = (
        "Baca [00_mulai](00_mulai.ipynb) atau [awal](00_mulai.ipynb#Satu), lihat [x](https://x.id/a.ipynb)."
    )
    cell = page_cells([{"cell_type": "markdown", "source": text}], {"00_mulai": "00 · Mulai"})[0]
    assert cell["source"].startswith(
        "Baca [00 · Mulai](/buku/00_mulai) atau [awal](/buku/00_mulai#Satu), lihat [x](h"
    )


def test_titles_are_text_and_never_markup() -> None:
    from simkinerja.workshop.book import Book

    book = Book("a", Path("a"), "<script>alert(1)</script>", 3, "<i>", ("<b>",))
    page = render("daftar.html.j2", books=[book], ready={"a"})
    assert "<script>alert" not in page
    assert "<i>" not in page
    assert "<b>" not in page.replace("<b>3</b>", "")


def test_only_listed_files_are_assets() -> None:
    assets = collect()
    assert assets.get("/aset/lokakarya.css") is not None
    assert assets.get("/voila/static/voila.js") is not None
    for address in ("/aset/../site.py", "/aset/site.py", "/voila/static/../x", "/voila/static/", ""):
        assert assets.get(address) is None
    packed = assets.get("/voila/static/voila.js")
    assert packed is not None
    assert 0 < len(packed.packed) < len(packed.data)
    assert packed.kind == "text/javascript"


def test_no_template_or_asset_names_another_host() -> None:
    from simkinerja.workshop.pages import TEMPLATES
    from simkinerja.workshop.static import OWN

    for path in [*TEMPLATES.iterdir(), *OWN.iterdir()]:
        text = path.read_text(encoding="utf-8")
        assert not [part for part in ("http://", "https://", "//cdn") if part in text], path


def test_sources_are_gone_before_anything_is_rendered() -> None:
    output = {"output_type": "display_data", "data": {"text/plain": "9"}, "metadata": {}}
    noise = {"output_type": "stream", "name": "stderr", "text": "peringatan"}
    cell = {"cell_type": "code", "source": "rahasia = 9", "outputs": [noise, output], "metadata": {}}
    shown = page_cells([cell])
    assert shown[0]["source"] == ""
    assert shown[0]["outputs"] == [output]
    assert cell["source"] == "rahasia = 9", "what was handed in is left as it was"


def test_a_long_message_waits_as_long_as_the_moves_it_stands_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """No guest keeps the server busy with reading: six megabytes count as 121 moves."""
    from simkinerja.workshop import site

    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    monkeypatch.setattr(site.asyncio, "sleep", sleep)
    monkeypatch.setattr(site.time, "monotonic", lambda: 1000.0)

    def waits(sizes: list[int]) -> list[float]:
        channel = object.__new__(site._Channels)
        slept.clear()
        for size in sizes:
            asyncio.run(channel._slow_down(size))
        return list(slept)

    assert waits([500] * 100) == [], "a hand that moves a slider is never slowed"
    assert waits([1_300_000, 500, 500]) == [], "a file of a megabyte is let through"
    assert waits([6_000_000, 500]) == [pytest.approx(2.0 / 40.0)]
